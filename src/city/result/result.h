/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * result.h — what came out: index, ranks, predicate, findings; published, and provable.
 *
 * WHAT   From the final numbers of a locked stage follow the index and every item of the tree; from
 *        all regions of the round the rank in the nation and in the province, ties said. Published,
 *        a result is frozen as JSON whose SHA-256 is its own: `guyub result verify FILE` and a
 *        public page say whether a text is what was published. Letter and report are papers
 *        (office/letter) with their page. The published figure becomes a fact of instrument/, so
 *        that portal, trend and comparison show it.
 *        Findings are weaknesses, strengths and recommendations, each with an owner, a day and what
 *        was done about it; they stand on the board, those of stage I are open in stage II, and what
 *        is not closed is carried into the next round of the same instrument.
 * WHO    RUN_ROUND: publish. SCORE in a seat: write findings. ASK in the region: give a finding to
 *        an agency. ANSWER in the agency: follow up. APPROVE there, then ASK: close. Results are read
 *        by everybody once published; findings by who may READ_WORK in the region.
 * NOT    The arithmetic (engine/score), the final numbers (judge/), trends and charts (portal/).
 * READ   result_rule.h ranks with ties (pure) · result_frozen.h the JSON (pure) · result.sql ·
 *        result_publish.c, result_finding.c verbs · result_paper.c letter and report · result_feed.c
 *        the board · _web.c, _cli.c
 * LAW    OURS: equal at the published places is a tie, both get the better rank and the next is left
 *        out (1, 2, 2, 4).
 */
#ifndef GUYUB_RESULT_H
#define GUYUB_RESULT_H

#include "city/judge/judge.h"
#include "city/result/result_row.h"         /* generated: struct result, result_finding, … */
#include "city/result/result_rule.h"

struct module;

/* ---- results -------------------------------------------------------------------------------- */

/* Fails: round.unknown, result.unknown (none is published there). */
struct err *result_get(struct cx *, struct str round, struct str region_code, int64_t stage,
                       struct result *);
struct result_set { struct result *row; size_t n; };
/* Published ones of a round and stage, by rank. */
struct err *result_list_of(struct cx *, struct str round, int64_t stage, struct result_set *);
/* The explanation behind it, computed from what was frozen. */
struct err *result_answers(struct cx *, const struct result *, struct instrument_answers *);

/* Freezes and publishes all regions of the stage in one change; those without a lock are left out
 * and counted. Again: only what is new. Fails: right.denied, round.closed, result.none. */
struct err *result_publish(struct cx *, struct str round, int64_t stage, int64_t *n_new,
                           int64_t *n_left);

/* Is this text a result that was published here? `found` false: no. Fails: result.not_json. */
struct err *result_verify(struct cx *, struct str json, struct result *, bool *found);

/* ---- findings ------------------------------------------------------------------------------- */

enum result_kind { RESULT_WEAKNESS, RESULT_STRENGTH, RESULT_RECOMMENDATION };

struct result_finding_new {
    struct str round, region_code; enum result_kind kind; int64_t stage;
    struct str item;            /* of the instrument; empty: the whole            */
    struct str text;
    int64_t    answers;         /* of a recommendation: which weakness; 0: none   */
};
/* Fails: right.denied, round.no_seat, result.text. */
struct err *result_finding_add(struct cx *, const struct result_finding_new *, int64_t *id);
/* To an agency, until a day; a task stands on the board. Fails: right.denied, org.elsewhere. */
struct err *result_finding_give(struct cx *, int64_t id, struct str org, struct date due);
/* What was done. Fails: right.denied, result.state. */
struct err *result_finding_follow(struct cx *, int64_t id, struct str text);
struct err *result_finding_close(struct cx *, int64_t id, bool closes, struct str why);

struct result_finding_set { struct result_finding *row; size_t n; };
/* Of a region: those of the round and what was carried into it, open first. */
struct err *result_findings_of(struct cx *, struct str round, struct str region_code,
                               struct result_finding_set *);

extern const struct module result_module;

#endif
