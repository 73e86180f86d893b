/* SPDX-License-Identifier: Apache-2.0 */
/* Packets of dots on a serial line, no faster than it carries them: what waited in a buffer would
 * be shown late. */
#include <stdlib.h>
#include <string.h>

#include "app/matrix.h"
#include "domain/hall_def.h"
#include "os/clock.h"
#include "os/log.h"
#include "serial/port.h"

#define BITS_A_BYTE 10
#define AHEAD_MS 50 /* of the line's time may wait in buffers */
#define PATH_SIZE 128

struct serial {
    struct port *port;
    struct matrix_stream stream;
    uint32_t baud;
    msec free_at; /* when the line will have sent all that it was given */
};

static void on_bytes(void *context, const uint8_t *bytes, size_t count)
{
    struct matrix_wire *wire = context;
    struct serial *serial = wire->own;
    struct matrix_answer answer;
    for (size_t i = 0; i < count; i++)
        if (matrix_stream_byte(&serial->stream, bytes[i], &answer))
            wire->on_answer(wire->context, &answer);
}

static void on_state(void *context, bool open)
{
    struct matrix_wire *wire = context;
    struct serial *serial = wire->own;
    serial->stream.count = 0;
    serial->free_at = 0;
    if (open && serial->port) /* not from within port_new */
        wire->on_open(wire->context);
}

static void serial_close(struct matrix_wire *wire)
{
    struct serial *serial = wire->own;
    port_free(serial->port);
    free(serial);
    wire->own = NULL;
}

static enum err serial_open(struct matrix_wire *wire, const char *out)
{
    char path[PATH_SIZE];
    const char *at = strrchr(out, '@');
    size_t length = at ? (size_t)(at - out) : strlen(out);
    char *rest = NULL;
    unsigned long baud = at ? strtoul(at + 1, &rest, 10) : MATRIX_BAUD_MIN;
    if (length >= sizeof(path) || (rest && *rest) || baud < MATRIX_BAUD_MIN ||
        baud > MATRIX_BAUD_MAX)
        return log_fault(ERR_CONFIG, "matrix_out %s: write /dev/…, or /dev/…@BAUD from %d to %d",
                         out, MATRIX_BAUD_MIN, MATRIX_BAUD_MAX);
    memcpy(path, out, length);
    path[length] = '\0';
    struct serial *serial = calloc(1, sizeof(*serial));
    if (!serial)
        return log_fault(ERR_NOMEM, "panel");
    wire->own = serial;
    serial->baud = (uint32_t)baud;
    serial->port = port_new(wire->base, &(struct port_options){.path = path,
                                                               .baud = serial->baud,
                                                               .name = wire->name,
                                                               .context = wire,
                                                               .on_bytes = on_bytes,
                                                               .on_state = on_state});
    return serial->port ? ERR_NONE : ERR_NOMEM;
}

static bool serial_send(struct matrix_wire *wire, const uint8_t *packet, size_t count)
{
    struct serial *serial = wire->own;
    msec now = clock_mono_ms();
    if (!port_is_open(serial->port))
        return true; /* lost, as on a cut wire */
    if (serial->free_at > now + AHEAD_MS || port_room(serial->port) < count)
        return false;
    if (serial->free_at < now)
        serial->free_at = now;
    serial->free_at += (msec)(count * BITS_A_BYTE * SECOND / serial->baud) + 1;
    port_write(serial->port, packet, count);
    return true;
}

const struct matrix_wire_type matrix_serial = {"/", MATRIX_SERIAL_MAX, serial_open, serial_send,
                                               serial_close};
