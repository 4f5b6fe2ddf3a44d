/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * log.h — one JSON line an event, on standard error.
 *
 * No personal data and no secrets: an event names things by id. A line is written whole with one
 * write(2); a line over 4,000 bytes is cut and says so.
 */
#ifndef GUYUB_BASE_LOG_H
#define GUYUB_BASE_LOG_H

#include "base/err.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* With the text unknown, the number counts. */
struct log_pair { const char *key; struct str text; int64_t number; };

#define LOG_TEXT(k, s)   ((struct log_pair){ .key = (k), .text = (s) })
#define LOG_NUMBER(k, v) ((struct log_pair){ .key = (k), .number = (v) })
#define LOG(level, event, ...)                                                          \
    log_line((level), (event), (struct log_pair[]){ __VA_ARGS__ },                      \
             sizeof((struct log_pair[]){ __VA_ARGS__ }) / sizeof(struct log_pair))

void log_line(enum log_level, const char *event, const struct log_pair *, size_t n);
void log_err(const char *event, const struct err *);
void log_from(enum log_level lowest);  /* what is below is not written; LOG_INFO at start */

#endif
