/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* bundle_answers.c — what a region sent in a stage of an evaluation, as text, with its evidence. */
#include "base/arena.h"
#include "city/assess/assess.h"
#include "city/bundle/bundle_part.h"

#define ANSWERS "answers.txt"

/* ---- gathering ------------------------------------------------------------------------------ */

struct gathering { struct bundle_sources *sources; struct bundle_evidences all; size_t room; };

static struct err *
hidden(struct cx *cx, struct str item)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "bundle.hidden",
        .text = MSG("Item {0} has evidence that the one who sent the answers could not see.",
                    item),
        .hint = MSG("Take the answers back, and let a post send them that reads restricted "
                    "documents of the region.") });
}

/* "CODE:COPY:SHA-256", as the frozen text has it. */
static struct err *
gather_word(struct cx *cx, struct gathering *g, struct str item, struct str word)
{
    struct bundle_cited c = { .item = item };
    struct str          rest, nth, sha256;

    if (!str_cut(word, ':', &c.code, &rest) || !str_cut(rest, ':', &nth, &sha256)
        || !str_int64(nth, &c.nth))
        return hidden(cx, item);
    return bundle_evidence_add(cx, &c, g->sources, &g->all.row[g->all.n++]);
}

/* An item that repeats names its evidence in each of its lines: it counts once. */
static bool
is_first(const struct assess_frozen *f, size_t at)
{
    return at == 0 || !str_eq(f->row[at - 1].item, f->row[at].item);
}

static size_t
words_in(struct str s)
{
    size_t n = s.n > 0;

    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == ' ';
    return n;
}

static struct err *
gather_rows(struct cx *cx, struct gathering *g, const struct assess_frozen *f)
{
    size_t n = 0;

    for (size_t i = 0; i < f->n; i++)
        n += words_in(f->row[i].evidence);
    g->all.row = NEWS(cx->arena, struct bundle_evidence, n + 1);
    for (size_t i = 0; i < f->n; i++) {
        struct str word, rest = f->row[i].evidence;

        while (is_first(f, i) && rest.n > 0) {
            str_cut(rest, ' ', &word, &rest);
            TRY(gather_word(cx, g, f->row[i].item, word));
        }
    }
    return NULL;
}

static struct err *
unreadable(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "bundle.answers",
        .text = MSG("The answers in this bundle are not as they are written when they are sent."),
        .hint = MSG("Ask the sender to make it anew with the newest version of Guyub."),
        .where = S(ANSWERS) });
}

static struct err *
gather(struct cx *cx, const struct bundle_new *new, struct bundle_sources *sources)
{
    struct gathering     g = { .sources = sources };
    struct assess_full  *x = NEW(cx->arena, struct assess_full);
    struct assess_sent   sent;
    struct assess_frozen f;

    TRY(assess_get(cx, new->round, new->region, x));
    TRY(assess_frozen_of(cx, x, new->stage, 0, &sent));
    if (!assess_thaw(cx->arena, sent.frozen, &f))
        return unreadable(cx);
    bundle_add_text(cx, sources, ANSWERS, MSG("Answers"), sent.frozen);
    TRY(gather_rows(cx, &g, &f));
    if (g.all.n > 0)
        bundle_add_text(cx, sources, BUNDLE_EVIDENCE, MSG("List of evidence"),
                        bundle_evidence_write(cx->arena, &g.all));
    return NULL;
}

/* ---- taking --------------------------------------------------------------------------------- */

static bool
is_about(const struct bundle_head *head, const struct assess_frozen *f)
{
    int64_t stage = 0;

    return str_eq(f->round, head->round) && str_eq(f->region, head->region)
        && str_int64(f->stage, &stage) && stage == head->stage;
}

/* What comes over the line by itself keeps the days of the evaluation; what somebody brings in by
 * hand is for them to judge. */
static struct err *
look(struct cx *cx, const struct bundle_got *got)
{
    struct str           text = bundle_text_of(got, ANSWERS);
    struct assess_full  *x = NEW(cx->arena, struct assess_full);
    struct assess_frozen f;

    if (!str_is_known(text) || !assess_thaw(cx->arena, text, &f) || !is_about(got->head, &f))
        return unreadable(cx);
    TRY(assess_get(cx, got->head->round, got->head->region, x));
    return cx->who && cx->who->kind == WHO_PROGRAM
        ? round_must_allow(cx, &x->round, ROUND_ANSWER) : NULL;
}

static struct err *
take(struct cx *cx, const struct bundle_got *got)
{
    struct assess_full     *x = NEW(cx->arena, struct assess_full);
    struct assess_received  in = { .stage = got->head->stage,
                                   .frozen = bundle_text_of(got, ANSWERS) };
    struct assess_frozen    f;

    if (!assess_thaw(cx->arena, in.frozen, &f) || !str_int64(f.at, &in.sent_at))
        return unreadable(cx);
    in.sha256 = bundle_hash_of(cx->arena, in.frozen);
    in.stated_by = f.stated_by;
    TRY(assess_get(cx, got->head->round, got->head->region, x));
    TRY(bundle_evidence_cite(cx, got, ASSESS_THING, x->entry.code));
    return assess_take_sent(cx, x, &in);
}

const struct bundle_content bundle_answers = { BUNDLE_ANSWERS, gather, look, take };
