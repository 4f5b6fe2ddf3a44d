/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * pogen.h — holds po/id.po against the messages of the program and compiles it into msg_catalog.
 *
 * WHAT   A strict reader of .po and .pot files (msgid and msgstr, several lines, escapes), a check
 *        that every message has its Indonesian text with the same holes and that no text is left
 *        over, and the sorted table that base/msg.h declares.
 * WHY    ADR 0003.
 * NOT    Plurals, contexts, fuzzy or obsolete entries: they are refused. A message without any
 *        letter ("{0}") reads the same in every language and needs no entry.
 */
#ifndef GUYUB_TOOL_POGEN_H
#define GUYUB_TOOL_POGEN_H

#include "tool/source.h"

enum { PO_ENTRIES_MAX = 20000, PO_TEXT_MAX = 4000 };

struct po_entry {
    struct str id, text;        /* without escapes                                        */
    struct str used_at;         /* of a .pot: "src/ground/region/region.c:12", the first  */
    size_t     at;              /* byte of `msgid` in its file                            */
};

struct po { const struct source *source; struct po_entry *entry; size_t n; };

/* Reads all entries but the header, in their order. Stops at the first that is not understood. */
struct err *po_read(const struct source *, struct po *);

/* What is wrong, all of it at once: people fix a list, not a line. */
struct po_verdict {
    size_t     n_missing, n_stale;      /* may be let through while texts are being written */
    size_t     n_wrong;                 /* never                                            */
    struct buf report;                  /* lines for people, empty if all is well           */
};

/* Sorts both by msgid. `said` comes from xgettext, `texts` from po/id.po. */
void       pogen_check(struct po *said, struct po *texts, struct po_verdict *);

/* The C of msg_catalog: the texts that are said, sorted by msgid. Both must be sorted. */
struct str pogen_catalog(const struct po *said, const struct po *texts);

#endif
