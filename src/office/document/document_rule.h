/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * document_rule.h — rules of the vault: who sees what, what still holds, which file of a ZIP
 * belongs to which item, and what a piece of an arriving file adds.
 *
 * Pure: no clock, no SQL, no file, nothing kept.
 *
 * LAW    OURS: a document is public, internal (who works in its scope) or restricted (its own
 *        organisation, and who may read restricted ones there); the classes of UU 14/2008 on public
 *        information are the owner's to decide. The last day on which a document holds counts.
 */
#ifndef GUYUB_DOCUMENT_RULE_H
#define GUYUB_DOCUMENT_RULE_H

#include "base/calendar.h"
#include "base/form.h"

/* ---- who sees ------------------------------------------------------------------------------- */

enum sensitivity { SENSITIVITY_PUBLIC, SENSITIVITY_INTERNAL, SENSITIVITY_RESTRICTED };

/* By the enum: word in data, name on screen. */
extern const struct choice sensitivities[];

/* Of a word as it is stored; false: it is none. */
bool sensitivity_of(struct str word, enum sensitivity *);

/* What the reader is to the document's owner. */
struct document_reader {
    bool works;             /* may read the office's records in its scope                 */
    bool is_of_owner;       /* acts in a post of the very organisation, and works there   */
    bool reads_restricted;  /* has the right to, in its scope                             */
};

/* Whether that reader sees a document of that sensitivity. */
bool document_is_seen(enum sensitivity, struct document_reader);

/* ---- how long it holds ---------------------------------------------------------------------- */

enum validity { VALIDITY_HOLDS, VALIDITY_NOT_YET, VALIDITY_ENDS, VALIDITY_OVER };

/* On `day`; ENDS: it is over before `next`, such as the first day of the next round. No date (year
 * 0): open on that side; no `next`: nothing is asked of the future. */
enum validity validity_on(struct date from, struct date to, struct date day, struct date next);

/* ---- files and items ------------------------------------------------------------------------ */

enum {
    ITEM_LEVELS_MAX = 8,        /* "3.2.1" has 3            */
    ITEM_PART_MAX   = 999,      /* more is a year or a date */
};

/*
 * "3.2.1" as numbers; a single letter stands for a part too ("3.2.a"). An item and a file have the
 * same number if their parts are the same, whatever zeros stand before: 03-02-01.
 */
struct item_number { uint16_t part[ITEM_LEVELS_MAX]; size_t n; };

/* The whole text; false: it is none. */
bool item_number_of(struct str, struct item_number *);

/* why, in words */
#define MATCHES(X)                                                                              \
    X(NAME,      N_("its name begins with the item's number"))                                  \
    X(FOLDER,    N_("it lies in the item's folder"))                                            \
    X(JOINED,    N_("folder and name together make the item's number"))                         \
    X(SHORTENED, N_("its name goes on with numbers behind the item's"))                         \
    X(INSIDE,    N_("the number stands inside of its name, not at the beginning"))              \
    X(DIFFERS,   N_("its name says one item, its folder another"))                              \
    X(EITHER,    N_("its name is an item's number by itself, and another's with its folder"))   \
    X(NO_ITEM,   N_("there is no item with its number"))                                        \
    X(NO_NUMBER, N_("there is no item number in its name or folder"))                           \
    X(SEVERAL,   N_("several items' numbers stand in its name"))                                \
    X(SYSTEM,    N_("a folder, or a file that a computer left there"))

enum match_why {
#define X(name, text) MATCH_##name,
    MATCHES(X)
#undef X
};

enum match_kind { MATCH_SURE, MATCH_DOUBT, MATCH_NONE, MATCH_PASSED };

struct match {
    enum match_kind kind;
    enum match_why  why;
    size_t          item;       /* index into the items; of SURE and DOUBT */
};

/*
 * To which of the items the file at `path` (as in a ZIP: "3.2/01 SK Tim.pdf") belongs. OURS: within
 * a number one separator of '.', '-' and '_' is kept to, so that "3.2.1_2.jpg" is the second
 * picture of 3.2.1; words such as "Butir" may stand before it; the deepest of folders counts.
 */
struct match document_match(const struct item_number *item, size_t n_items, struct str path);

struct msg match_text(enum match_why);      /* why, for the list of a ZIP's files */

/* The last part of a path, of plain letters and short enough to be shown; else "berkas". */
struct str document_name_of(struct str path);

/* ---- pieces of an arriving file ------------------------------------------------------------- */

enum { ARRIVAL_PIECE_BYTES = 8 << 20, ARRIVAL_KEPT_S = 3 * 86400 };

#define DOCUMENT_BYTES_MAX (INT64_C(2) << 30)

enum piece_kind {
    PIECE_ADDS,             /* take `take` bytes of it, from its byte `skip` on            */
    PIECE_KNOWN,            /* all of it has been there: nothing to take                   */
    PIECE_GAP,              /* something is missing before it                              */
    PIECE_BEYOND,           /* it goes over the announced end, or makes no sense           */
};

struct piece_fit { enum piece_kind kind; int64_t skip, take; };

/* `have` bytes of `total` are there; `n` bytes come that begin at `from`. */
struct piece_fit piece_fit(int64_t have, int64_t total, int64_t from, int64_t n);

#endif
