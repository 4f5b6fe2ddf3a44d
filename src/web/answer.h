/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * answer.h — a reply on its way to bytes: status, fields, body, tag and packing.
 *
 * Every answer carries the security fields; there is no way to leave them out, only a choice of
 * what may stand in it. A file's bytes are not in memory: the answer says where they are.
 */
#ifndef GUYUB_WEB_ANSWER_H
#define GUYUB_WEB_ANSWER_H

#include "web/http.h"

enum { ANSWER_FIELDS_MAX = 24, ANSWER_PACK_FROM = 1000 };    /* bytes: less is not worth packing */

enum answer_policy {
    ANSWER_PAGE,                /* what comes from here may run, load and send; no frames        */
    ANSWER_SHOWING,             /* such a page, with files of ours shown inside of it            */
    ANSWER_FILE,                /* nothing may                                                   */
    ANSWER_SHOWN,               /* a file that one of our pages may show inside of it            */
};

/* Bytes of a file, which follow the body; n 0: none. The fd is its opener's. */
struct answer_part { int fd; int64_t from, n; };

struct answer {
    int32_t           status;
    struct http_field field[ANSWER_FIELDS_MAX];
    size_t            n_fields;
    struct str        body;
    struct answer_part file;
    enum answer_policy policy;
    const char       *route;            /* pattern for the log; NULL: none matched */
    bool              kept;             /* for the log: made for an earlier request */
};

/* Asserts that the value holds no control characters: texts of clients are encoded before. */
void answer_field(struct answer *, const char *name, struct str value);

int64_t answer_bytes(const struct answer *);    /* of body and file */

/* Sets a weak ETag; `hash` is the plain body's. */
void answer_tag(struct arena *, struct answer *, uint64_t hash);

/* Whether the client has what the tag stands for; a 304 then says so, without body and packing. */
bool answer_is_known(const struct answer *, struct str if_none_match);
void answer_unchanged(struct answer *);

/* Packs the body with gzip when the client takes it and it is worth it. */
void answer_pack(struct arena *, struct answer *, struct str accept_encoding);

/* Status line and fields up to the empty line. `now_s` is for Date. */
struct str answer_head(struct arena *, const struct answer *, int64_t now_s, bool keep_alive);

#endif
