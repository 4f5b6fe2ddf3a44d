/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * asset.h — the style sheets, scripts and pictures inside the program.
 *
 * tool/embed compiles the files of asset/ into asset_list, each as it is and, where that is
 * smaller, packed with gzip and brotli. An address carries the hash of the content
 * ("/assets/guyub.1a2b3c4d.css"), so browsers may keep it for ever; a change is a new address.
 */
#ifndef GUYUB_WEB_ASSET_H
#define GUYUB_WEB_ASSET_H

#include "base/str.h"

struct asset {
    const char *path;                   /* "guyub.css", "icon/logo.svg"; the list is sorted by it */
    const char *type;                   /* Content-Type */
    struct str  plain, gzip, brotli;    /* unknown where packing gains nothing */
    uint64_t    hash;                   /* hash_64 of plain */
};

extern const struct asset asset_list[];     /* generated */
extern const size_t       asset_list_n;

/* "/assets/guyub.1a2b3c4d.css"; asserts that there is one: a template's mistake is ours. */
struct str asset_href(struct arena *, const char *path);

struct answer;
struct http_request;

/* Answers for a path below /assets/; false when it is none of them, and nothing was done. */
bool asset_answer(struct arena *, const struct http_request *, struct answer *);

/* The asset at a request's path; NULL if there is none or it has another hash by now. */
const struct asset *asset_at(struct str request_path);

#endif
