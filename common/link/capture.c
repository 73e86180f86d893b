/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "link/capture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/clock.h"
#include "os/log.h"

#define PCAP_MAGIC 0xa1b2c3d4u /* microseconds */
#define PCAP_HEAD 24
#define PACKET_HEAD 16
#define CAPTURE_MODE 0600

struct capture {
    int fd; /* -1: full, or given up */
    size_t size;
    char *path;
    struct channel_tap tap;
};

/* "key" and "gkey" are keys, "proof" is made from a PIN. */
static bool is_secret(const struct field *field)
{
    return field->kind == FIELD_BYTES &&
           (strcmp(field->name, "key") == 0 || strcmp(field->name, "gkey") == 0 ||
            strcmp(field->name, "proof") == 0);
}

/* Bytes of a field in the body at `in`; the field's own length first. */
static size_t field_bytes(const struct field *field, const uint8_t *at, size_t left)
{
    switch (field->kind) {
    case FIELD_U8:
        return 1;
    case FIELD_U16:
    case FIELD_I16:
        return 2;
    case FIELD_U32:
        return 4;
    case FIELD_STR:
        return left ? 1 + (size_t)at[0] : 1;
    case FIELD_BYTES:
        return left > 1 ? 2 + (size_t)(at[0] | at[1] << 8) : 2;
    case FIELD_RECORDS:
        return left > 1 ? 2 + (size_t)at[0] * at[1] : 2;
    default: /* U64, I64 */
        return 8;
    }
}

static void blank_secrets(uint8_t *body, size_t length)
{
    const struct field_table *table = message_table(body[0]);
    size_t at = 1;
    for (uint16_t i = 0; table && i < table->count && at < length; i++) {
        const struct field *field = &table->fields[i];
        size_t n = field_bytes(field, body + at, length - at);
        if (n > length - at)
            n = length - at; /* malformed: nobody takes it, and nothing of it stays */
        if (is_secret(field) && n > 2)
            memset(body + at + 2, 0, n - 2);
        at += n;
    }
}

static void put_u32(uint8_t *at, uint32_t n)
{
    memcpy(at, &n, sizeof(n)); /* pcap: in the writer's own order, which the magic tells */
}

static void give_up(struct capture *capture)
{
    close(capture->fd);
    capture->fd = -1;
}

static void write_all(struct capture *capture, const uint8_t *bytes, size_t count)
{
    if (capture->size + count > CAPTURE_MAX) {
        log_warn("capture=%s is full at %u MB; nothing more is recorded", capture->path,
                 CAPTURE_MAX >> 20);
        give_up(capture);
    } else if (write(capture->fd, bytes, count) != (ssize_t)count) {
        log_warn("capture=%s cannot be written: %s; nothing more is recorded", capture->path,
                 strerror(errno));
        give_up(capture);
    }
    capture->size += count;
}

static void take_frame(void *context, bool sent, bool opened, const uint8_t *frame, size_t length)
{
    struct capture *capture = context;
    uint8_t packet[PACKET_HEAD + 1 + FRAME_MAX];
    if (capture->fd < 0 || length > FRAME_MAX)
        return;
    msec now = clock_utc_ms();
    uint8_t *body = packet + PACKET_HEAD + 1;
    memcpy(body, frame, length);
    if (opened && length > FRAME_HEADER)
        blank_secrets(body + FRAME_HEADER, length - FRAME_HEADER);
    put_u32(packet, (uint32_t)(now / SECOND));
    put_u32(packet + 4, (uint32_t)(now % SECOND * 1000));
    put_u32(packet + 8, (uint32_t)length + 1);
    put_u32(packet + 12, (uint32_t)length + 1);
    packet[PACKET_HEAD] =
        (uint8_t)((sent ? CAPTURE_TO_CONTROLLER : 0) | (opened ? CAPTURE_OPENED : 0));
    write_all(capture, packet, PACKET_HEAD + 1 + length);
}

static void put_head(uint8_t head[PCAP_HEAD])
{
    const uint16_t version[2] = {2, 4};
    memset(head, 0, PCAP_HEAD);
    put_u32(head, PCAP_MAGIC);
    memcpy(head + 4, version, sizeof(version));
    put_u32(head + 16, 1 + FRAME_MAX);
    put_u32(head + 20, CAPTURE_LINK_TYPE);
}

/* A new file, or a capture that goes on: the program was started again. Nothing else is touched. */
static const char *begin(struct capture *capture)
{
    struct stat is;
    uint8_t head[PCAP_HEAD], there[PCAP_HEAD];
    capture->fd =
        open(capture->path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
             CAPTURE_MODE);
    if (capture->fd < 0 || fstat(capture->fd, &is) != 0)
        return strerror(errno);
    if (!S_ISREG(is.st_mode))
        return "it is no file";
    put_head(head);
    if (is.st_size && (read(capture->fd, there, sizeof(there)) != sizeof(there) ||
                       memcmp(there, head, sizeof(head)) != 0))
        return "it is there and is no capture; name another file";
    if (fchmod(capture->fd, CAPTURE_MODE) != 0)
        return strerror(errno);
    capture->size = (size_t)is.st_size;
    if (!is.st_size)
        write_all(capture, head, sizeof(head));
    return NULL;
}

struct capture *capture_open(const char *path)
{
    struct capture *capture = calloc(1, sizeof(*capture));
    char *name = strdup(path);
    if (!capture || !name) {
        (void)log_fault(ERR_NOMEM, "capture: out of memory");
        free(capture);
        free(name);
        return NULL;
    }
    *capture = (struct capture){.fd = -1, .path = name};
    capture->tap = (struct channel_tap){capture, take_frame};
    const char *why = begin(capture);
    if (why) {
        (void)log_fault(ERR_IO, "--capture %s cannot be written: %s", path, why);
        capture_close(capture);
        return NULL;
    }
    log_warn("capture=%s holds all that this session says, names of people included, and no keys; "
             "delete it when it is read",
             path);
    return capture;
}

void capture_close(struct capture *capture)
{
    if (!capture)
        return;
    if (capture->fd >= 0)
        close(capture->fd);
    free(capture->path);
    free(capture);
}

const struct channel_tap *capture_tap(const struct capture *capture)
{
    return capture ? &capture->tap : NULL;
}

void capture_first(struct capture *capture, const uint8_t *wire, size_t length,
                   const struct msg_hello *hello)
{
    uint8_t encoded[SESSION_HELLO_MAX],
        frame[FRAME_HEADER + 1 + sizeof(*hello)] = {ADDRESS_CONTROLLER, ADDRESS_STATION_MIN,
                                                    CTL_SEC_HANDSHAKE};
    const struct message first = {.type = MSG_TYPE_HELLO, .hello = *hello};
    struct frame_parser parser;
    const uint8_t *whole = NULL;
    size_t whole_length = 0;
    if (!capture)
        return;
    frame_parser_init(&parser, encoded, sizeof(encoded));
    for (size_t n = 0; n < length && !whole;)
        n += frame_parser_feed(&parser, wire + n, length - n, &whole, &whole_length);
    if (whole)
        take_frame(capture, true, false, whole, whole_length);
    struct wire_out out = {frame + FRAME_HEADER, frame + sizeof(frame), false};
    if (!message_encode(&first, &out))
        take_frame(capture, true, true, frame, (size_t)(out.at - frame));
}
