/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * result_news.h — what goes with a frozen result to the region's own installation, as text: pure.
 *
 * When and by which post it was published, whether it is the round's last, and the findings of the
 * stage. JSON of one spelling, as result_frozen.h has it. A finding's number is the one that it has
 * where it was said.
 */
#ifndef GUYUB_RESULT_NEWS_H
#define GUYUB_RESULT_NEWS_H

#include "base/str.h"
#include "city/result/result_rule.h"

struct arena;

enum { RESULT_NEWS_BYTES_MAX = 8 << 20, RESULT_NEWS_FINDINGS_MAX = 2000,
       RESULT_TEXT_MAX = 4000, RESULT_TEXT_MIN = 3 };

struct result_news_finding {
    int64_t          id, at;            /* at: when it was said */
    enum result_kind kind;
    struct str       item, text, by;    /* item "": the whole   */
};

struct result_news {
    int64_t    at;                      /* when it was published */
    struct str by;                      /* the post of then      */
    bool       is_last;
    struct result_news_finding *finding;    size_t n;
};

struct str result_news_write(struct arena *, const struct result_news *);
/* False: it is not as result_news_write would write it, or says what none says. */
bool       result_news_read(struct arena *, struct str text, struct result_news *);

/* Lines of plain text, of RESULT_TEXT_MIN to RESULT_TEXT_MAX characters. */
bool       result_text_is(struct str);

#endif
