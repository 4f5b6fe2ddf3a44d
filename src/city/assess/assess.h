/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * assess.h — one region in one round: who answers which item, and the numbers of all voices beside
 * each other.
 *
 * WHAT   An entry is a region's evaluation in a round. The coordinator gives its items to agencies:
 *        one in charge, others contributing. The agency answers with a level or a figure, a note
 *        and evidence of the vault; its head approves; the city consolidates, taking the agency's
 *        number over or putting its own beside it; the head of region states that it is true, and
 *        it is sent. What was sent is frozen with a digest; stage II begins with what stage I ended
 *        with, and the second sending shows the difference.
 * VOICES A number belongs to a voice: agency, city, assessor (one a seat), objection, final. None
 *        takes another's place. assess keeps them all; agency's and city's are written here, the
 *        others by judge/ through assess_number_put.
 * WHO    CONSOLIDATE in the region: give items, consolidate. ANSWER, APPROVE in the agency's
 *        scope. STATE in the region: state, send, take back (head of region, also Plt., Pj.).
 *        Read: READ_WORK in the region or in an agency that answers; an assessor in a seat after
 *        it was sent.
 * NOT    Phases and seats (round/), assessors' work (judge/), what comes out (result/).
 * READ   assess_rule.h states of an item (pure) · assess_frozen.h what was sent, as text, and how
 *        two differ (pure) · assess.sql · assess.c reading · assess_each.c items that repeat ·
 *        assess_index.c numbers and the index · assess_open.c, assess_give.c, assess_answer.c,
 *        assess_step.c, assess_cite.c, assess_send.c verbs · assess_feed.c the board ·
 *        assess_sheet.c items as fields · _web.c, _cli.c faces
 */
#ifndef GUYUB_ASSESS_H
#define GUYUB_ASSESS_H

#include "city/assess/assess_frozen.h"
#include "city/assess/assess_row.h"         /* generated: struct assess_entry, assess_part, … */
#include "city/assess/assess_rule.h"
#include "city/instrument/instrument_answer.h"
#include "city/round/round.h"
#include "cx.h"
#include "office/document/document.h"
#include "right.h"

struct module;

#define ASSESS_THING "assess"       /* in tasks and citations: key is the entry, part the item */

enum { ASSESS_PARTS_MAX = 1000, ASSESS_NOTE_MAX = 4000 };

/* ---- reading -------------------------------------------------------------------------------- */

/* An entry with its round and the instrument that it answers. */
struct assess_full {
    struct assess_entry entry;
    struct round_full   round;
    struct instrument   instrument;
    struct str          region_name;
    enum region_kind    kind;
    int64_t             stage;              /* the one that is written now: 1, 2           */
    int64_t             org;                /* of the reader that reads its own items; 0   */
    int64_t             seat;               /* of the reader that assesses the region; 0   */
    int64_t             last_id, last_stage;        /* where .before comes from; id 0: none */
    struct str          last_code;          /* the entry's, under which it cites evidence   */
    int64_t             last_year;
};
/* Of a round and a region that takes part. entry.id.n 0: nobody has begun it yet. Who may read it:
 * READ_WORK in the region, or in an agency that answers (its own items); an assessor in a seat once
 * it was sent. Fails: round.unknown, round.not_in, assess.unknown (also for who may not read
 * it). */
struct err *assess_get(struct cx *, struct str round, struct str region_code,
                       struct assess_full *);
/* The same by the entry's code. */
struct err *assess_get_code(struct cx *, struct str code, struct assess_full *);
struct scope assess_scope(const struct assess_full *);

/* One leaf of the instrument: to whom it was given, and what each voice says. */
struct assess_line {
    int32_t               item;             /* of the instrument's tree       */
    struct assess_part    part;             /* .id.n 0: given to nobody       */
    struct assess_help   *helper; size_t n_helpers;     /* who contributes    */
    struct assess_number *number;           /* of this stage, in the order of voices, seats */
    size_t                n_numbers;
    struct assess_number *before;           /* of the stage, or the round, before; or NULL  */
};
struct assess_lines { struct assess_line *row; size_t n; };
/* Of the stage that is written now, or of one before, in the order of the tree; within what the
 * reader may see: an agency its own items; an assessor's number only who acts in that very seat;
 * the final number once the stage is over or the round is published. A number whose value is empty
 * says nothing (it was taken back). Items that are not for the kind of region, or that cannot be
 * scored, are left out. */
struct err *assess_lines_of(struct cx *, const struct assess_full *, struct assess_lines *);
struct err *assess_lines_at(struct cx *, const struct assess_full *, int64_t stage,
                            struct assess_lines *);
/* All voices of all items: for judge/ and result/, who ask their own rights. */
struct err *assess_lines_whole(struct cx *, const struct assess_full *, int64_t stage,
                               struct assess_lines *);
/* Of the item itself (not of one of those that repeat); NULL: the voice says nothing. */
const struct assess_number *assess_number_of(const struct assess_line *, enum assess_voice,
                                             int64_t seat);
/* How many answers the voice gives: 1 of an item, or one of each of those that repeat; 0: none. */
size_t assess_says(const struct assess_line *, enum assess_voice);
/* Was what is written now sent, so that nobody writes it any more? */
bool assess_is_locked(const struct assess_full *);

/* The index that follows from the numbers of one voice (and seat), with its reasons. Items that the
 * voice does not say are missing, never 0. */
struct assess_whose { enum assess_voice voice; int64_t seat; };        /* seat 0: of no seat */
struct err *assess_index_of(struct cx *, const struct assess_full *, const struct assess_lines *,
                            struct assess_whose, struct instrument_answers *);

/* The entry is there, and stage II has begun with what stage I ended with: its final numbers, or
 * else the city's, of both the agency and the city, until they say something else. Done by whatever
 * writes first, too. Fails: right.denied (MAY_CONSOLIDATE), round.closed, assess.locked. */
struct err *assess_begin(struct cx *, struct assess_full *);

/* ---- giving items --------------------------------------------------------------------------- */

struct assess_given { struct str item, org; const struct str *helper; size_t n_helpers;
                      struct date due; };       /* due year 0: the last day of the stage */
/* All or none; a task for each agency in charge stands on the board. Fails: right.denied,
 * round.closed, answer.item_unknown, org.unknown, org.elsewhere (not of this region). */
struct err *assess_give(struct cx *, struct assess_full *, const struct assess_given *, size_t n);

/* ---- answering ------------------------------------------------------------------------------ */

struct assess_typed { struct str item, of, value, note; int64_t seen; };    /* seen: version, -1 */
struct assess_fault { size_t row; bool in_note; struct msg text; };
struct assess_saving {
    const struct assess_typed *typed; size_t n;
    enum assess_voice          voice;           /* ASSESS_AGENCY, ASSESS_CITY                  */
    struct str                 mark;            /* of the form; unknown: none                  */
    struct assess_fault       *fault; size_t n_faults;
    size_t                     n_saved;
    bool                       is_again;
    bool                       is_dry;          /* asked: only look for faults                 */
};
/* All of it, or nothing while there is a fault (a fault is no error; one is: somebody else changed
 * it since `seen`). Fails: right.denied, round.closed, assess.locked. */
struct err *assess_save(struct cx *, struct assess_full *, struct assess_saving *);

/* Steps of items, all or none. version: of the part as the reader saw it; 0: whatever it is now.
 * SEND by ANSWER in the agency in charge, APPROVE and RETURN by its head; what is approved can be
 * returned by the city too (CONSOLIDATE). Fail: right.denied, round.closed, assess.locked,
 * assess.item, assess.state, assess.missing (not answered), assess.changed_meanwhile,
 * assess.why. */
struct assess_wish { struct str item; int64_t version; };
struct assess_stepping { const struct assess_wish *wish; size_t n; enum assess_step step;
                         struct str why; };
struct err *assess_step(struct cx *, struct assess_full *, const struct assess_stepping *);
/* Approved numbers of agencies become the city's where the city has said nothing itself. `n`: how
 * many. Fails: right.denied (CONSOLIDATE), round.closed, assess.locked. */
struct err *assess_take_over(struct cx *, struct assess_full *, int64_t *n);

/* ---- evidence -------------------------------------------------------------------------------- */

/* A document of the vault is evidence of these items; and of one no longer. By who answers the
 * item, or may CONSOLIDATE. Fails: right.denied, round.closed, assess.locked, assess.item,
 * document.unknown, document.locked (it was sent so). */
struct err *assess_cite(struct cx *, struct assess_full *, const struct str *item, size_t n,
                        struct str document);
struct err *assess_uncite(struct cx *, struct assess_full *, struct str item, struct str document);
/* A file into the vault, as a document of the organisation, cited by these items. Outside of
 * changes. Fails: as assess_cite, as document_add. */
struct assess_attached { const struct str *item; size_t n; struct document_source source;
                         struct str org, title; enum sensitivity sensitivity;
                         struct date valid_to; };
struct err *assess_attach(struct cx *, struct assess_full *, const struct assess_attached *);

/* ---- sending -------------------------------------------------------------------------------- */

/* States that it is true, and sends it: frozen from here on. Fails: right.denied, round.closed,
 * assess.missing (names the first items without a city's number), assess.sent. */
struct err *assess_send(struct cx *, struct assess_full *, struct str mark);
/* Taken back while the stage lasts, to be sent again. Fails: right.denied (STATE), round.closed,
 * assess.why, assess.not_sent. */
struct err *assess_reopen(struct cx *, struct assess_full *, struct str why);
/* What was sent in that stage (nth 0: the last time), as text (assess_frozen.h), with its SHA-256.
 * Fails: assess.not_sent. */
struct err *assess_frozen_of(struct cx *, const struct assess_full *, int64_t stage, int64_t nth,
                             struct assess_sent *);
/* All sendings, the latest first, without their texts. */
struct assess_sent_set { struct assess_sent_line *row; size_t n; };
struct err *assess_sent_list(struct cx *, const struct assess_full *, struct assess_sent_set *);

/* ---- for judge/ and bundle/, inside their changes, which have asked their own rights --------- */

struct assess_number_new { struct str item, of, value, note; enum assess_voice voice;
                           int64_t seat, stage; };
/* Checks the value by the instrument; an empty one takes back what was said. Tells no journal: who
 * calls it does. Fails: answer.* */
struct err *assess_number_put(struct cx *, const struct assess_full *,
                              const struct assess_number_new *, bool *is_changed);

/* What another installation sent: its numbers become the city's, the very text is kept. The same
 * again changes nothing. In a change; x as assess_get gave it there. Fails: assess.frozen (another
 * round, region, stage or instrument, or another SHA-256), answer.* */
struct assess_received { int64_t stage; struct str frozen, sha256, stated_by; int64_t sent_at; };
struct err *assess_take_sent(struct cx *, struct assess_full *, const struct assess_received *);

extern const struct module assess_module;

#endif
