/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* bundle_results.c — what the nation published of a region in a stage, with its findings. */
#include "base/arena.h"
#include "city/bundle/bundle_part.h"
#include "city/result/result.h"

#define RESULT "result.json"
#define NEWS_TEXT "findings.json"

static struct err *
gather(struct cx *cx, const struct bundle_new *new, struct bundle_sources *sources)
{
    struct result_coming c = { .round = new->round, .region_code = new->region,
                               .stage = new->stage };

    TRY(result_of_region(cx, &c));
    bundle_add_text(cx, sources, RESULT, MSG("Result"), c.frozen);
    bundle_add_text(cx, sources, NEWS_TEXT, MSG("Findings"), c.news);
    return NULL;
}

static struct result_coming
coming(const struct bundle_got *got)
{
    return (struct result_coming){ .round = got->head->round, .region_code = got->head->region,
        .stage = got->head->stage, .frozen = bundle_text_of(got, RESULT),
        .news = bundle_text_of(got, NEWS_TEXT) };
}

static struct err *
look(struct cx *cx, const struct bundle_got *got)
{
    struct result_coming c = coming(got);

    return result_look(cx, &c);
}

static struct err *
take(struct cx *cx, const struct bundle_got *got)
{
    struct result_coming c = coming(got);

    return result_take(cx, &c, got->head->from);
}

const struct bundle_content bundle_results = { BUNDLE_RESULTS, gather, look, take };
