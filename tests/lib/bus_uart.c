/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bus_uart - makes a pseudo-terminal look like a UART to libserialport, so that the real
 * library can be tested where there is no serial port (loaded with LD_PRELOAD).
 *
 * libserialport refuses pseudo-terminals twice: it looks for them below /sys/class/tty,
 * and TIOCMGET fails on them, since they have no modem lines. What is asked for with
 * TIOCSRS485 is written to the file named by BUS_UART_LOG, for the test to read.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

#include <linux/serial.h>

#define SYS_TTY "/sys/class/tty/pts/"
#define PTS_MAJOR_MIN 136
#define PTS_MAJOR_MAX 143

int __lxstat(int version, const char *path, struct stat *status);

static int is_pseudo(int fd)
{
    struct stat status;
    if (fstat(fd, &status) || !S_ISCHR(status.st_mode))
        return 0;
    unsigned type = major(status.st_rdev);
    return type >= PTS_MAJOR_MIN && type <= PTS_MAJOR_MAX;
}

static void note_rs485(const struct serial_rs485 *rs485)
{
    const char *path = getenv("BUS_UART_LOG");
    FILE *file = path ? fopen(path, "w") : NULL;
    if (!file)
        return;
    fprintf(file, "rs485 enabled=%d rts_on_send=%d\n", !!(rs485->flags & SER_RS485_ENABLED),
            !!(rs485->flags & SER_RS485_RTS_ON_SEND));
    fclose(file);
}

int ioctl(int fd, unsigned long request, ...)
{
    va_list args;
    va_start(args, request);
    void *value = va_arg(args, void *);
    va_end(args);
    int status = (int)syscall(SYS_ioctl, fd, request, value);
    if (status == 0 || errno != ENOTTY || !is_pseudo(fd))
        return status;
    switch (request) {
    case TIOCMGET:
        *(int *)value = TIOCM_CTS | TIOCM_DSR | TIOCM_CAR;
        return 0;
    case TIOCMSET:
    case TIOCMBIS:
    case TIOCMBIC:
        return 0;
    case TIOCSRS485:
        note_rs485(value);
        return 0;
    default:
        errno = ENOTTY;
        return -1;
    }
}

int __lxstat(int version, const char *path, struct stat *status)
{
    (void)version;
    if (strncmp(path, SYS_TTY, strlen(SYS_TTY)) != 0)
        return lstat(path, status);
    memset(status, 0, sizeof(*status));
    status->st_mode = S_IFLNK | 0777;
    return 0;
}

ssize_t readlink(const char *path, char *buffer, size_t size)
{
    if (strncmp(path, SYS_TTY, strlen(SYS_TTY)) == 0) {
        int n = snprintf(buffer, size, "../../devices/virtual/tty/%s", path + strlen(SYS_TTY));
        return n < 0 || (size_t)n > size ? -1 : n;
    }
    return syscall(SYS_readlink, path, buffer, size);
}
