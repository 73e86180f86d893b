/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report - the day report of a date as text, from the journal or the archive (R-Z2).
 *
 * The rows are read twice: once to find the last close of the date and to measure, then to count.
 * The same rows give the same bytes, from a running controller and from `hallctl report`.
 *
 * Ownership: *text is allocated and the caller frees it; NULL when that date was never closed.
 * Errors:    ERR_DB, ERR_NOMEM, logged.
 */
#ifndef STORE_REPORT_H
#define STORE_REPORT_H

#include "store/store.h"

enum err report_of_store(struct store *store, uint32_t day, char **text, size_t *length) MUST_CHECK;
enum err report_of_folder(const char *dir, uint32_t day, char **text, size_t *length) MUST_CHECK;

#endif
