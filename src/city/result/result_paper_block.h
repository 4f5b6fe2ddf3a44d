/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* result_paper_block.h — what the letter and the report say, as blocks: reads, writes nothing. */
#ifndef GUYUB_RESULT_PAPER_BLOCK_H
#define GUYUB_RESULT_PAPER_BLOCK_H

#include "city/result/result_paper.h"

/* All that a paper is made of. cx->lang is the paper's language. */
struct result_told {
    struct cx                       *cx;
    const struct result_paper_wish  *wish;
    const struct result_one         *one;
    const struct org                *org;
    struct str                       region;        /* its name               */
    const struct result_finding_set *findings;      /* of a report; else NULL */
    struct date                      today;
};

struct paper result_paper_of(const struct result_told *);

#endif
