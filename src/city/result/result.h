/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * result.h — what came out: index, ranks, findings; published, and provable.
 *
 * WHAT   From the final numbers of a locked stage follow the index and every item of the tree;
 *        from all regions of the round the rank in the nation and in the province, ties said.
 *        Published, a result is frozen as JSON whose SHA-256 is its own: `guyub result verify FILE`
 *        and a public page say whether a text is what was published. The figures of a round's last
 *        stage become facts of instrument/, so that portal, trend and comparison show them.
 *        Findings are weaknesses, strengths and recommendations; those that ask for something are
 *        given to an agency until a day, stand on the board, and are followed up and closed. One
 *        that was not closed stands in the next rounds of the same instrument too, as what it is:
 *        nothing is copied.
 * ONCE   A stage is published once, for all of its regions: ranks do not change afterwards. A
 *        region that sent answers and is not locked stops it, until it is left out on purpose; one
 *        that sent nothing, or whose final numbers give no index, is left out and counted.
 * WHO    RUN_ROUND: publish. SCORE in a seat, or RUN_ROUND: say findings, once assessors see each
 *        other. CONSOLIDATE in the region: give, close, open again. ANSWER in the agency: follow
 *        up. Results are read by everybody; findings by who may read the entry (assess_get), an
 *        agency its own.
 *        To a region with an installation of its own a result travels as it was published, with
 *        its findings, and is the published one there too: same text, same rank.
 * NOT    The arithmetic (engine/score), the final numbers (judge/), trends and charts (portal/).
 * READ   result_rule.h ranks, states (pure) · result_frozen.h the JSON, result_news.h what travels
 *        with it (pure) · result.sql · result.c reading · result_publish.c · result_take.c from
 *        elsewhere · result_finding.c · result_feed.c the board · result_data.c · _web.c, _cli.c
 * LAW    OURS: equal at the published places is a tie, both get the better rank and the next is
 *        left out (1, 2, 2, 4).
 */
#ifndef GUYUB_RESULT_H
#define GUYUB_RESULT_H

#include "city/judge/judge.h"
#include "city/result/result_frozen.h"
#include "city/result/result_news.h"
#include "city/result/result_row.h"         /* generated: struct result, result_finding, … */
#include "city/result/result_rule.h"

struct module;

#define RESULT_THING  "result"      /* in the journal: key is the round's code */
#define RESULT_FINDING "finding"    /* in tasks and the journal: key is its number */

/* ---- results -------------------------------------------------------------------------------- */

/* The published results of a round's stage, by rank; n 0 and stage 0: none are published. */
struct result_ranking {
    struct round_full   round;
    int64_t             stage;
    bool                has_stage[3];               /* which stages are published               */
    struct result_line *row;    size_t n;
};
/* `stage` 0: the last one that is published. Fails: round.unknown. */
struct err *result_ranking_of(struct cx *, struct str round, int64_t stage,
                              struct result_ranking *);

struct result_one {
    struct round_full         round;
    struct region             region;
    struct result             result;
    struct result_frozen      frozen;
    struct instrument_answers answers;              /* computed again from what was frozen      */
    bool                      has_answers;          /* the instrument is here, in the same text */
    bool                      agrees;               /* and gives the same index                 */
};
/* Fails: round.unknown, region.unknown, result.unknown (none is published there). */
struct err *result_get(struct cx *, struct str round, struct str region_code, int64_t stage,
                       struct result_one *);

/* The published result with that SHA-256; `found` false: none has it. */
struct err *result_find(struct cx *, struct str sha256, struct result_proven *, bool *found);

struct result_wish { struct str round; int64_t stage; bool leaves_out; };
struct result_outcome { int64_t n_new, n_left; bool is_last; };
/* Fails: right.denied, round.unknown, result.early (its phase has not begun), result.published,
 * result.open (names regions that are not locked), result.none (no region has an index),
 * instrument.known_already (another figure is published for the year). */
struct err *result_publish(struct cx *, const struct result_wish *, struct result_outcome *);

/* ---- from the nation's installation to the region's ------------------------------------------ */

/* A published result as it goes there: its text, and what goes with it. Fails: right.denied (asks
 * RUN_ROUND), round.unknown, result.unknown. */
struct result_coming { struct str round, region_code; int64_t stage; struct str frozen, news; };
struct err *result_of_region(struct cx *, struct result_coming *);

/* And there: whether it is taken, and taking it, in a change. `from` is the key of who says it. The
 * same again changes nothing; a finding that is here stays as it stands here. Fails: right.denied
 * (asks STATE or CONSOLIDATE in the region), result.coming (it is not as one is written, or about
 * something else), round.unknown, result.other (another result is here),
 * instrument.known_already. */
struct err *result_look(struct cx *, const struct result_coming *);
struct err *result_take(struct cx *, const struct result_coming *, struct str from);

/* ---- findings ------------------------------------------------------------------------------- */

struct result_finding_new {
    struct str round, region_code; enum result_kind kind;
    struct str item;            /* of the instrument; empty: the whole */
    struct str text;
};
/* Fails: right.denied, round.no_seat, result.blind (assessors do not see each other yet),
 * result.item, result.text. */
struct err *result_finding_add(struct cx *, const struct result_finding_new *, int64_t *id);

struct result_todo {
    int64_t          id;
    enum result_step step;
    struct str       org;       /* GIVE */
    struct date      due;       /* GIVE */
    struct str       text;      /* FOLLOW: what was done; CLOSE, REOPEN: why */
};
/* Fails: result.finding_unknown (also for who may not read it), right.denied, result.state,
 * result.text, result.due, org.unknown, org.elsewhere. */
struct err *result_finding_step(struct cx *, const struct result_todo *);

/* Of a region: those of the round, and those of earlier rounds that were open when it began. */
struct result_finding_set {
    struct round_full      round;
    struct instrument      instrument;
    struct region          region;
    bool                   sits;            /* the reader assesses the region in this round */
    struct result_finding *row;     size_t n;
};
/* An agency reads its own; all others as assess_get lets them. Fails as that does. */
struct err *result_findings_of(struct cx *, struct str round, struct str region_code,
                               struct result_finding_set *);
/* Which steps the reader may take with it. */
bool        result_may_step(const struct cx *, const struct result_finding *, enum result_step);

extern const struct module result_module;

#endif
