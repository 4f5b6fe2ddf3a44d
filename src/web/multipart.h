/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * multipart.h — a strict reader of multipart/form-data: bytes in, the parts of a form out.
 *
 * WHAT   Pure and incremental, as web/http.h is: no file, no socket, and the verdict and the bytes
 *        of every part do not depend on how the body was cut into pieces. It keeps nothing but the
 *        line that it is in; the content of a part is passed on as it comes.
 * NOT    Where content goes and how much of it may come (app/server/upload.c).
 * LAW    RFC 7578, RFC 2046 5.1. OURS, stricter: nothing before the first boundary, behind a
 *        boundary or after the last one; boundaries end with CRLF; a name in quotes, without a
 *        quoted pair, "%22" stands for a quote as browsers write it; no filename*, no part in
 *        several parts, no Content-Transfer-Encoding, each field and parameter once. Other fields
 *        of a part are passed over, as RFC 7578 4.8 wants it.
 */
#ifndef GUYUB_WEB_MULTIPART_H
#define GUYUB_WEB_MULTIPART_H

#include "base/str.h"

enum {
    MULTIPART_BOUNDARY_MAX = 70,
    MULTIPART_LINE_MAX     = 1024,          /* bytes of a part's field                          */
    MULTIPART_FIELDS_MAX   = 8,             /* of a part                                        */
    MULTIPART_PARTS_MAX    = 128,
};

/* refusal, stable code */
#define MULTIPART_REFUSALS(X)                                       \
    X(TYPE,        "multipart.type")         /* of the body */      \
    X(BOUNDARY,    "multipart.boundary")                            \
    X(LINE_END,    "multipart.line_end")                            \
    X(CONTROL,     "multipart.control")                             \
    X(LINE_LONG,   "multipart.line_long")                           \
    X(FIELD,       "multipart.field")                               \
    X(FIELDS_MANY, "multipart.fields_many")                         \
    X(TWICE,       "multipart.twice")                               \
    X(DISPOSITION, "multipart.disposition")                         \
    X(NAME,        "multipart.name")                                \
    X(PART_TYPE,   "multipart.part_type")                           \
    X(ENCODING,    "multipart.encoding")                            \
    X(PARTS_MANY,  "multipart.parts_many")                          \
    X(CUT_OFF,     "multipart.cut_off")

enum multipart_refusal { MULTIPART_NO_REFUSAL,
#define X(name, code) MULTIPART_##name##_REFUSED,
    MULTIPART_REFUSALS(X)
#undef X
};

const char *multipart_refusal_code(enum multipart_refusal);

enum multipart_event {
    MULTIPART_MORE,             /* all bytes are taken                                          */
    MULTIPART_BEGINS,           /* a part: m->name, m->file, m->type                            */
    MULTIPART_PIECE,            /* of its content: m->piece                                     */
    MULTIPART_ENDS,             /* the part is whole                                            */
    MULTIPART_REFUSED,          /* m->refusal; nothing more is taken                            */
};

enum multipart_phase { MULTIPART_P_FIRST, MULTIPART_P_AFTER, MULTIPART_P_FIELDS,
                       MULTIPART_P_CONTENT, MULTIPART_P_LAST };

struct multipart {
    struct str name;            /* of the part; views into this struct                          */
    struct str file;            /* the file's name, may be empty; unknown: not a file           */
    struct str type;            /* Content-Type as given; unknown: not said                     */
    struct str piece;           /* lives until the next call                                    */
    enum multipart_refusal refusal;

    /* the reader's own */
    enum multipart_phase phase;
    char   delimiter[4 + MULTIPART_BOUNDARY_MAX];       /* CR LF "--" boundary                  */
    size_t delimiter_n, matched;                        /* bytes; how many of them have come    */
    char   text[3 * MULTIPART_LINE_MAX];                /* name, file and type of the part      */
    size_t text_n;
    char   line[MULTIPART_LINE_MAX];
    size_t line_n;
    size_t n_fields, n_parts;
    bool   after_cr, has_disposition;
};

/* Whether the type of a body is multipart/form-data at all. */
bool multipart_is_type(struct str content_type);

/* Reads the boundary out of a body's Content-Type; refuses (m->refusal) if it has none. */
void multipart_start(struct multipart *, struct str content_type);

/* Takes bytes up to the next event; `taken` is how many. A refused reader takes none. */
enum multipart_event multipart_feed(struct multipart *, struct str bytes, size_t *taken);

/* The body is over: whether the form was whole. If not, m->refusal says why. */
bool multipart_is_whole(struct multipart *);

#endif
