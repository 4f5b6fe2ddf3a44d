/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * round_rule.h — phases and what they allow, who sits where: pure.
 *
 * OURS   A round has stage I, its assessment and its results; if it has a stage II too, then also a
 *        document check or an interview, and a result. Opening and right of reply may be left out.
 *        Days between two phases belong to none. A tie to a region is a post in its government or
 *        agencies; a post in one of a province's cities is none to the province. A mentor of a
 *        province mentors what lies in it; a mentor's post of the whole nation names no region.
 */
#ifndef GUYUB_ROUND_RULE_H
#define GUYUB_ROUND_RULE_H

#include "base/calendar.h"
#include "base/err.h"
#include "base/msg.h"
#include "base/str.h"

/* In their order. The word is stored. */
#define ROUND_KINDS(X)                                                  \
    X(OPENING,   "opening",   N_("Opening"))                            \
    X(STAGE_1,   "stage_1",   N_("Stage I: self-assessment"))           \
    X(JUDGE_1,   "judge_1",   N_("Stage I: assessment"))                \
    X(RESULT_1,  "result_1",  N_("Stage I: results"))                   \
    X(STAGE_2,   "stage_2",   N_("Stage II: self-assessment"))          \
    X(CHECK,     "check",     N_("Document check"))                     \
    X(INTERVIEW, "interview", N_("Interview"))                          \
    X(REPLY,     "reply",     N_("Right of reply"))                     \
    X(RESULT,    "result",    N_("Result"))

enum round_kind { ROUND_BEFORE = -2, ROUND_BETWEEN = -1,
#define X(name, word, label) ROUND_##name,
    ROUND_KINDS(X)
#undef X
    ROUND_PHASES, ROUND_OVER = ROUND_PHASES
};

/* What people do in a round. */
enum round_step {
    ROUND_ANSWER,           /* agencies and the city answer: stage I, stage II                 */
    ROUND_SCORE,            /* assessors score: assessment of stage I; check, interview        */
    ROUND_ASK,              /* assessors ask, the city answers: check, interview               */
    ROUND_OBJECT,           /* the region objects: right of reply                              */
    ROUND_SETTLE,           /* decided, settled, locked: results of stage I, reply, result      */
    ROUND_STEPS
};

/* A phase's days, both in it; year 0: not set. */
struct round_days { struct date from, to; };

/* Which phase is on that day; between two: ROUND_BETWEEN. */
enum round_kind round_kind_at(const struct round_days day[ROUND_PHASES], struct date today);
bool            round_allows(enum round_kind, enum round_step);
bool            round_kind_is_phase(enum round_kind);
/* 1 up to and with the results of stage I, 2 from then on. */
int64_t         round_stage_of(enum round_kind);
/* Phases that are needed are there, none ends before it begins, each begins after the one before
 * has ended. Fails, at the field "stage_1_from" or "stage_1_to": round.order, round.dates,
 * round.phase. */
struct err     *round_days_check(struct arena *, enum lang,
                                 const struct round_days day[ROUND_PHASES]);

bool            round_kind_read(struct str word, enum round_kind *);
struct str      round_kind_word(enum round_kind);
struct msg      round_kind_label(enum round_kind);      /* also "Not begun", "Over"               */
struct msg      round_step_label(enum round_step);

/* ---- seats: who may sit, and who is proposed ------------------------------------------------- */

/* What binds an assessor to a region: a post there, or mentoring it, now or before. */
enum round_tie { ROUND_FREE, ROUND_MENTORED, ROUND_OWN };

struct round_bond { struct str kind, region_code; };        /* a post: its word, where it stands */
enum round_tie round_tie_of(const struct round_bond *, size_t n, struct str region_code);

struct round_candidate { struct str post; int64_t load; };
/* The index of who has the least load among those that are free for the region, the first by code
 * where loads are equal; n: nobody. `tie[i]` is of candidate i. */
size_t round_least(const struct round_candidate *, const enum round_tie *tie, const bool *sits,
                   size_t n);

#endif
