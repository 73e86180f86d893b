/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "bus_programs.h"

#include "test.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "link/link.h"
#include "os/clock.h"
#include "protocol/session.h"

static char folder[64];

void folder_enter(const char *name)
{
    snprintf(folder, sizeof(folder), "/tmp/%s-XXXXXX", name);
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
}

void folder_leave(void)
{
    char command[128];
    assert_int_equal(chdir("/"), 0);
    snprintf(command, sizeof(command), "rm -rf %s", folder);
    assert_int_equal(system(command), 0);
}

static void exec_child(const char *const argv[])
{
    char path[512];
    snprintf(path, sizeof(path), "%s%s%s", argv[0][0] == '/' ? "" : TEST_BIN_DIR,
             argv[0][0] == '/' ? "" : "/", argv[0]);
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that dies leaves nothing behind */
    char *arguments[32];
    size_t n = 0;
    for (; argv[n] && n < countof(arguments) - 1; n++)
        arguments[n] = strdup(argv[n]);
    arguments[n] = NULL;
    execv(path, arguments);
    fprintf(stderr, "cannot run %s: %s\n", path, strerror(errno));
    _exit(127);
}

void program_start(struct program *program, const char *name, const char *const argv[])
{
    int log[2];
    memset(program, 0, sizeof(*program));
    program->name = name;
    assert_int_equal(pipe2(log, O_CLOEXEC), 0);
    program->pid = fork();
    assert_true(program->pid >= 0);
    if (!program->pid) {
        int null = open("/dev/null", O_RDWR);
        dup2(null, STDIN_FILENO);
        dup2(null, STDOUT_FILENO);
        dup2(log[1], STDERR_FILENO);
        exec_child(argv);
    }
    close(log[1]);
    program->log = log[0];
}

/* More of the log; false when none came within ms. */
static bool read_more(struct program *program, int ms)
{
    struct pollfd ready = {.fd = program->log, .events = POLLIN};
    if (poll(&ready, 1, ms) <= 0)
        return false;
    size_t room = sizeof(program->text) - 1 - program->length;
    assert_true(room > 0);
    ssize_t n = read(program->log, program->text + program->length, room);
    if (n <= 0)
        return false;
    program->length += (size_t)n;
    program->text[program->length] = 0;
    return true;
}

bool program_says(struct program *program, const char *text, int ms)
{
    msec end = clock_mono_ms() + ms;
    for (;;) {
        char *found = strstr(program->text + program->read, text);
        char *line_end = found ? strchr(found, '\n') : NULL;
        if (line_end) {
            program->read = (size_t)(line_end + 1 - program->text);
            return true;
        }
        msec left = end - clock_mono_ms();
        if (left <= 0 || !read_more(program, (int)left))
            return false;
    }
}

void program_wait(struct program *program, const char *text)
{
    if (!program_says(program, text, PROGRAM_WAIT_MS))
        fail_msg("%s did not say \"%s\"; it said:\n%s", program->name, text, program->text);
}

void program_forget(struct program *program)
{
    while (read_more(program, 0))
        continue;
    program->read = program->length;
}

void program_kill(struct program *program)
{
    if (!program->pid)
        return;
    kill(program->pid, SIGKILL);
    waitpid(program->pid, NULL, 0);
    close(program->log);
    program->pid = 0;
}

int program_stop(struct program *program)
{
    kill(program->pid, SIGTERM);
    return program_end(program);
}

int program_end(struct program *program)
{
    int status = 0;
    while (read_more(program, PROGRAM_WAIT_MS))
        continue;
    waitpid(program->pid, &status, 0);
    close(program->log);
    program->pid = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int program_run(const char *const argv[], char *output, size_t size)
{
    int out[2], status = 0;
    size_t length = 0;
    ssize_t n;
    assert_int_equal(pipe2(out, O_CLOEXEC), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (!pid) {
        dup2(out[1], STDOUT_FILENO);
        exec_child(argv);
    }
    close(out[1]);
    while ((n = read(out[0], output + length, size - 1 - length)) > 0)
        length += (size_t)n;
    output[length] = 0;
    close(out[0]);
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* ---- a kiosk ---- */

static int dial(uint16_t port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    return fd;
}

static void flush(struct session *session, int fd)
{
    size_t length;
    const uint8_t *bytes = session_output(session, &length);
    assert_int_equal(write(fd, bytes, length), length);
    session_output_drop(session, length);
}

/* Until a message of that type. */
static void expect(struct session *session, int fd, uint8_t type, struct message *message)
{
    uint8_t bytes[1];
    enum session_event event = SESSION_NOTHING;
    do {
        assert_int_equal(read(fd, bytes, 1), 1);
        (void)session_feed(session, bytes, 1, clock_mono_ms(), message, &event);
        assert_int_not_equal(event, SESSION_ENDED);
    } while (event == SESSION_NOTHING || message->type != type);
}

void kiosk_ticket(uint16_t port, const char *key_path, char label[LABEL_TEXT_SIZE])
{
    static uint8_t input[SESSION_INPUT_SIZE], output[SESSION_OUTPUT_MIN];
    static struct session session;
    static struct message message;
    struct device_key key;
    assert_int_equal(device_key_read(key_path, &key), ERR_NONE);
    struct msg_hello hello = {.kind = key.kind, .uid = key.uid};
    snprintf(hello.name, sizeof(hello.name), "%s", key.name);
    const struct session_buffers buffers = {input, output, sizeof(output)};
    int fd = dial(port);
    uint8_t ephemeral[CRYPTO_POINT];
    assert_int_equal(getrandom(ephemeral, sizeof(ephemeral), 0), sizeof(ephemeral));
    session_init_client(&session, &buffers, &hello, key.key, ephemeral, clock_mono_ms());
    flush(&session, fd);
    expect(&session, fd, MSG_TYPE_WELCOME, &message);
    message = (struct message){.type = MSG_TYPE_TICKET_REQ};
    message.ticket_req.seq = 1;
    message.ticket_req.service = 1;
    message.ticket_req.principals = 1;
    assert_int_equal(session_send(&session, &message, clock_mono_ms()), ERR_NONE);
    flush(&session, fd);
    expect(&session, fd, MSG_TYPE_TICKET, &message);
    assert_int_equal(message.ticket.code, REFUSED_NOT);
    label_print(label_from_wire(message.ticket.prefix, message.ticket.number), label);
    close(fd);
}
