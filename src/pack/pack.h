/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * pack.h — reads a pack: a YAML file that people review, as nodes that know where they stand.
 *
 * WHAT   One document, UTF-8, of maps, lists and texts. Every scalar is text; what it means is the
 *        shape's matter (shape.h). Each node keeps its line and column, so that whoever finds a
 *        fault later can still say FILE:LINE:COLUMN.
 * NOT    Anchors, aliases, tags, merge keys, several documents, repeated keys: a reviewer must see
 *        what the program sees, so they are refused, each with its place.
 * READ   pack.c the reader · syntax.h why not YAML · fault.c · shape.h what may stand where
 *
 * Packs are read by commands, when a database is loaded, and once a process for what is stored and
 * asked for: the YAML library's memory is its own, and an arena that fills up in the middle ends
 * the process with it, which costs a worker its request.
 */
#ifndef GUYUB_PACK_PACK_H
#define GUYUB_PACK_PACK_H

#include "base/arena.h"
#include "base/err.h"

enum {
    PACK_BYTES_MAX = 4 << 20,
    PACK_DEPTH_MAX = 40,            /* a tree of 16 levels, a map and a list each, and its texts */
    PACK_NODES_MAX = 100000,
    PACK_KEYS_MAX  = 256            /* in one map */
};

enum pack_form { PACK_TEXT, PACK_LIST, PACK_MAP };

struct pack_node {
    enum pack_form          kind;
    struct str              key;            /* in a map; unknown in a list and at the top       */
    struct str              text;           /* PACK_TEXT                                        */
    int32_t                 line, column;   /* of the value, from 1, in characters              */
    int32_t                 key_line, key_column;   /* of the key; in a list those of the value */
    const struct pack_node *first, *next;   /* children and siblings, as written                */
    size_t                  n;              /* how many children                                */
};

struct pack {
    struct str              file;           /* the name that faults are told by                 */
    struct str              text;           /* the bytes, for a digest                          */
    const struct pack_node *root;           /* always a map                                     */
};

/* Fails: pack.absent, pack.refused; the `where` of the latter is FILE:LINE:COLUMN. */
struct err *pack_read     (struct arena *, struct str file, struct pack *);
struct err *pack_read_text(struct arena *, struct str name, struct str text, struct pack *);

/* The bytes of a file, "-" is standard input; one byte over the ceiling, if it is larger. */
struct err *pack_bytes(struct arena *, struct str file, struct str *text);

/* The value of a key, or NULL if the map has none. */
const struct pack_node *pack_at    (const struct pack_node *map, const char *key);
const struct pack_node *pack_at_str(const struct pack_node *map, struct str key);

/* Where a node stands, as an error says it: "FILE:LINE:COLUMN". */
struct str pack_where(struct arena *, struct str file, int32_t line, int32_t column);

/* ---- faults: all of them, in the order of the file, not only the first ---------------------- */

enum { PACK_FAULTS_MAX = 100 };

struct pack_fault { int32_t line, column; struct msg what, todo; };

struct pack_faults {
    struct arena     *arena;
    struct str        file;
    struct pack_fault fault[PACK_FAULTS_MAX];
    size_t            n;
    bool              more;         /* there were others, which are not kept */
};

/* None yet. */
struct pack_faults pack_faults_in(struct arena *, const struct pack *);

/* A text as a pack, with every fault of its YAML that can be told; false if there is any. */
bool        pack_parse    (struct arena *, struct str name, struct str text, struct pack *,
                           struct pack_faults *);

/* Adds a fault; at the value of a node; at its key. */
void        pack_fault_add(struct pack_faults *, struct pack_fault);
void        pack_fault_at (struct pack_faults *, const struct pack_node *, struct msg what,
                           struct msg todo);
void        pack_fault_key(struct pack_faults *, const struct pack_node *, struct msg what,
                           struct msg todo);
/* "FILE:LINE:COLUMN: what todo" */
struct str  pack_fault_line(const struct pack_faults *, enum lang, size_t i);
/* The first as an error (kind INPUT, code "pack.refused") that counts the rest; NULL if none. */
struct err *pack_faults_err(const struct pack_faults *);

#endif
