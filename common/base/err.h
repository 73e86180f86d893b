/* SPDX-License-Identifier: Apache-2.0 */
/*
 * err - faults of the outside world: disk, socket, serial line, database.
 *
 * A fault is logged once, where it is first seen, and then returned unchanged
 * by every caller up to the loop of its program, which decides to retry,
 * degrade or stop. Nobody in between switches on its value.
 *
 * A "no" of the hall's rules is not a fault: see enum refusal in domain/vocab.h.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#define ERRS(X)                                     \
    X(ERR_NOMEM, "out of memory")                   \
    X(ERR_IO, "device or file did not respond")     \
    X(ERR_DB, "database refused the transaction")   \
    X(ERR_MALFORMED, "bytes do not form a message") \
    X(ERR_TOOBIG, "message does not fit its frame") \
    X(ERR_GONE, "peer closed the connection")       \
    X(ERR_CONFIG, "configuration is not valid")     \
    X(ERR_USAGE, "arguments are not valid")         \
    X(ERR_OTHER_HALL, "belongs to another hall")    \
    X(ERR_NEWER, "written by a newer version")

#define X(name, text) name,
enum err { ERR_NONE = 0, ERRS(X) };
#undef X

/* A static, lower-case phrase for logs. Never NULL. */
const char *err_text(enum err err);

#endif
