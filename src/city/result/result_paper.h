/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * result_paper.h — a published result as papers of office/letter: the letter, and the report.
 *
 * WHAT   The letter tells a region its index, predicate, improvement, ranks and figures; it is
 *        public as the result is. The report adds what was said of weaknesses, strengths and
 *        recommendations, and every item with its reason; who may read the region's work finds it.
 *        One of each kind holds for a result: another one takes its place.
 * WHO    RUN_ROUND, and ISSUE_PAPER for the organisation that issues it.
 * NOT    Codes, QR, PDF, whether it still holds (office/letter).
 */
#ifndef GUYUB_RESULT_PAPER_H
#define GUYUB_RESULT_PAPER_H

#include "city/result/result.h"
#include "office/letter/letter.h"

/* The word is stored. */
enum result_paper_kind { RESULT_LETTER, RESULT_REPORT, RESULT_PAPERS };

struct str result_paper_word (enum result_paper_kind);
struct msg result_paper_label(enum result_paper_kind);

struct result_paper_wish {
    struct str             round, region_code;
    int64_t                stage;                   /* 0: the last one that is published        */
    enum result_paper_kind kind;
    enum lang              lang;                    /* of the paper                             */
    struct str             org, number;             /* number may be empty                      */
    struct str             place, post, name, official;     /* who signs; as struct letter_draft */
    struct str             once;                    /* of the form; unknown: none               */
};

/* As it would be issued today, without the QR. Fails: right.denied, org.unknown,
 * result.instrument (its text is no longer here); as result_get, paper_check. */
struct err *result_paper_draft(struct cx *, const struct result_paper_wish *, struct paper *);
/* Asked twice with one `once`, it is issued once. Fails: as above; as letter_prepare. */
struct err *result_paper_issue(struct cx *, const struct result_paper_wish *, struct str *code);

/* Those that hold, within what the reader may see; unknown code: none. */
struct result_papers { struct str code[RESULT_PAPERS]; };
struct err *result_papers_of(struct cx *, const struct result *, struct result_papers *);

#endif
