/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_send.c — stated and sent: frozen with a digest, its evidence locked; taken back. */
#include "base/arena.h"
#include "base/sha.h"
#include "city/assess/assess_part.h"
#include "city/assess/assess_sql.h"
#include "office/document/document.h"
#include "store/store.h"

enum { NAMED_MAX = 5 };

/* ---- what is missing ------------------------------------------------------------------------- */

static struct err *
missing(struct cx *cx, const struct instrument_answers *out, const int32_t *item, size_t n)
{
    struct str name[NAMED_MAX];
    size_t     named = n < NAMED_MAX ? n : NAMED_MAX;

    for (size_t i = 0; i < named; i++)
        name[i] = out->instrument.item[item[i]].code;
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "assess.missing",
        .text = MSG("{0} items have no number of the city yet.",
                    str_fmt(cx->arena, "%zu", n)),
        .detail = MSG("The first are: {0}.", str_join(cx->arena, S(", "), name, named)),
        .hint = MSG("Take the agencies' numbers over, or give the city's own.") });
}

struct err *
assess_must_be_whole(struct cx *cx, const struct assess_full *x, const struct assess_lines *lines)
{
    struct instrument_answers out;
    int32_t                  *item;
    size_t                    n = 0;

    TRY(assess_index_of(cx, x, lines, (struct assess_whose){ ASSESS_CITY, 0 }, &out));
    item = NEWS(cx->arena, int32_t, out.n_missing + 1);
    for (size_t i = 0; i < out.n_missing; i++)
        if (!instrument_says(out.instrument.item[out.missing[i]].unknown))
            item[n++] = out.missing[i];
    return n > 0 ? missing(cx, &out, item, n) : NULL;
}

/* ---- the text -------------------------------------------------------------------------------- */

static struct err *
digest_of(struct cx *cx, const struct document_cited *cited, struct str *sha256)
{
    struct document        d;
    struct document_copies copies;

    *sha256 = S("");
    TRY(document_get(cx, cited->code, &d));
    TRY(document_copies_of(cx, &d, &copies));
    for (size_t i = 0; i < copies.n; i++)
        if (copies.row[i].nth == cited->seen)
            *sha256 = copies.row[i].sha256;
    return NULL;
}

/* "CODE:COPY:SHA-256 …" of one item. What the sender may not see is told as being there. */
static struct err *
evidence_of(struct cx *cx, const struct document_cited_set *set, struct str item, struct str *out)
{
    struct str *word = NEWS(cx->arena, struct str, set->n + 1), sha256;
    size_t      n = 0;

    for (size_t i = 0; i < set->n; i++) {
        const struct document_cited *d = &set->row[i];

        if (!str_eq(d->part, item))
            continue;
        if (!str_is_known(d->code)) {
            word[n++] = S("-");
            continue;
        }
        TRY(digest_of(cx, d, &sha256));
        word[n++] = str_fmt(cx->arena, "%.*s:%lld:%.*s", TEXT(d->code), (long long)d->seen,
                            TEXT(sha256));
    }
    *out = n > 0 ? str_join(cx->arena, S(" "), word, n) : S("");
    return NULL;
}

static struct err *
freeze_line(struct cx *cx, const struct assess_full *x, const struct assess_line *l,
            const struct document_cited_set *cited, struct assess_frozen *f)
{
    struct str item = x->instrument.item[l->item].code, evidence;

    TRY(evidence_of(cx, cited, item, &evidence));
    for (size_t i = 0; i < l->n_numbers; i++) {
        const struct assess_number *n = &l->number[i];

        if (str_eq(n->voice, S("city")) && n->value.n > 0)
            f->row[f->n++] = (struct assess_frozen_row){ .item = item, .of = n->of,
                .value = n->value, .note = n->note, .evidence = evidence,
                .org = l->part.id.n != 0 ? l->part.org_code : S("") };
    }
    return NULL;
}

static size_t
numbers_in(const struct assess_lines *lines)
{
    size_t n = 0;

    for (size_t i = 0; i < lines->n; i++)
        n += lines->row[i].n_numbers;
    return n;
}

struct err *
assess_freeze_now(struct cx *cx, const struct assess_full *x, const struct assess_lines *lines,
                  int64_t nth, struct assess_frozen *f)
{
    struct document_cited_set cited;

    *f = (struct assess_frozen){ .round = x->round.round.code, .instrument = x->instrument.code,
        .digest = x->instrument.digest, .region = x->entry.region_code, .name = x->region_name,
        .stage = str_int(cx->arena, x->stage),
        .nth = str_int(cx->arena, nth), .stated_by = assess_by_post(cx),
        .at = str_int(cx->arena, cx->now_s),
        .row = NEWS(cx->arena, struct assess_frozen_row, numbers_in(lines) + 1) };
    TRY(documents_of(cx, ASSESS_THING, x->entry.code, &cited));
    for (size_t i = 0; i < lines->n; i++)
        TRY(freeze_line(cx, x, &lines->row[i], &cited, f));
    return NULL;
}

static struct str
sha256_of(struct cx *cx, struct str text)
{
    struct sha sha;

    sha_begin(&sha);
    sha_add(&sha, text);
    return sha_hex(&sha, cx->arena);
}

/* ---- sending --------------------------------------------------------------------------------- */

struct sending { struct assess_change change; struct str mark; };

static struct err *
sent_already(struct cx *cx, const struct assess_full *x)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "assess.sent",
        .text = MSG("The self-assessment of {0} was sent already; it counts once.",
                    x->region_name) });
}

/* Evidence stays as it was seen. */
static struct err *
lock_evidence(struct cx *cx, const struct assess_full *x)
{
    struct document_cited_set cited;

    TRY(documents_of(cx, ASSESS_THING, x->entry.code, &cited));
    for (size_t i = 0; i < cited.n; i++)
        if (i == 0 || !str_eq(cited.row[i].part, cited.row[i - 1].part))
            TRY(document_lock(cx, (struct citation){ ASSESS_THING, x->entry.code,
                                                     cited.row[i].part }));
    return NULL;
}

static struct err *
keep_sent(struct cx *cx, struct assess_full *x, const struct assess_sent_put_in *in)
{
    struct str note = str_fmt(cx->arena, "stage %lld, sending %lld, SHA-256 %.*s",
                              (long long)in->stage, (long long)in->nth, TEXT(in->sha256));

    TRY(assess_sent_put(cx, in, NULL));
    TRY(assess_entry_sent(cx, in->stage, x->entry.id, NULL));
    TRY(lock_evidence(cx, x));
    TRY(assess_feed_sent(cx, x));
    return journal_tell(cx, &(struct fact){ .verb = JOURNAL_DONE, .thing = ASSESS_THING,
        .key = x->entry.code, .scope = assess_scope(x), .note = note });
}

static struct err *
send_now(struct cx *cx, struct assess_full *x)
{
    struct assess_lines  lines;
    struct assess_frozen f;
    struct assess_sent   last = { .nth = 0 };
    struct str           text;
    bool                 found;

    TRY(assess_lines_of(cx, x, &lines));
    TRY(assess_must_be_whole(cx, x, &lines));
    TRY(assess_sent_last(cx, x->entry.id, x->stage, &last, &found));
    TRY(assess_freeze_now(cx, x, &lines, found ? last.nth + 1 : 1, &f));
    text = assess_freeze(cx->arena, &f);
    return keep_sent(cx, x, &(struct assess_sent_put_in){ .entry_id = x->entry.id,
        .stage = x->stage, .nth = found ? last.nth + 1 : 1, .frozen = text,
        .sha256 = sha256_of(cx, text), .stated_by = f.stated_by, .sent_at = cx->now_s });
}

static struct err *
send_once(struct cx *cx, void *arg)
{
    const struct sending *s = arg;
    struct assess_full   *x = s->change.x;
    bool                  is_again;

    TRY(assess_taken(cx, s->mark, &is_again));
    TRY(assess_get(cx, s->change.round, s->change.region, x));
    TRY(must(cx, MAY_STATE, assess_scope(x)));
    if (is_again || assess_is_locked(x))
        return sent_already(cx, x);
    TRY(assess_begin_change(cx, &s->change));
    TRY(assess_ready(cx, x));
    return send_now(cx, x);
}

struct err *
assess_send(struct cx *cx, struct assess_full *x, struct str mark)
{
    struct sending s = { .change = assess_change_of(x), .mark = mark };

    return store_change(cx, "assess_send", send_once, &s);
}

/* ---- taken back ------------------------------------------------------------------------------ */

struct reopening { struct assess_change change; struct str why; };

static struct err *
not_sent(struct cx *cx, const struct assess_full *x)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "assess.not_sent",
        .text = MSG("The self-assessment of {0} was not sent in this stage.",
                    x->region_name) });
}

static struct err *
reopen_once(struct cx *cx, void *arg)
{
    const struct reopening *r = arg;
    struct assess_full     *x = r->change.x;

    TRY(assess_get(cx, r->change.round, r->change.region, x));
    TRY(must(cx, MAY_STATE, assess_scope(x)));
    TRY(round_must_allow(cx, &x->round, ROUND_ANSWER));
    TRY(assess_must_say_why(cx, r->why));
    if (!assess_is_locked(x))
        return not_sent(cx, x);
    TRY(assess_entry_reopen(cx, x->entry.id, NULL));
    TRY(assess_feed_reopened(cx, x));
    return journal_tell(cx, &(struct fact){ .verb = JOURNAL_CHANGED,
        .thing = ASSESS_THING, .key = x->entry.code, .scope = assess_scope(x), .why = r->why,
        .note = S("taken back") });
}

struct err *
assess_reopen(struct cx *cx, struct assess_full *x, struct str why)
{
    struct reopening r = { assess_change_of(x), str_is_known(why) ? str_trim(why) : S("") };

    return store_change(cx, "assess_reopen", reopen_once, &r);
}

/* ---- reading it ------------------------------------------------------------------------------ */

struct err *
assess_frozen_of(struct cx *cx, const struct assess_full *x, int64_t stage, int64_t nth,
                 struct assess_sent *sent)
{
    bool found = false;

    if (x->org != 0)
        TRY(must(cx, MAY_READ_WORK, assess_scope(x)));
    if (x->entry.id.n != 0 && nth == 0)
        TRY(assess_sent_last(cx, x->entry.id, stage, sent, &found));
    else if (x->entry.id.n != 0)
        TRY(assess_sent_nth(cx, x->entry.id, stage, nth, sent, &found));
    return found ? NULL : not_sent(cx, x);
}

struct err *
assess_sent_list(struct cx *cx, const struct assess_full *x, struct assess_sent_set *set)
{
    *set = (struct assess_sent_set){ .n = 0 };
    return x->entry.id.n == 0 || x->org != 0
        ? NULL : assess_sent_all(cx, x->entry.id, &set->row, &set->n);
}

/* ---- from another installation --------------------------------------------------------------- */

static struct err *
foreign(struct cx *cx, const struct assess_full *x)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "assess.frozen",
        .text = MSG("This is not what {0} sent for {1}.", x->region_name,
                    x->round.round.title),
        .hint = MSG("The text names another round, region, stage or instrument, or its SHA-256 "
                    "is another.") });
}

static bool
is_ours(struct cx *cx, const struct assess_full *x, const struct assess_received *in,
        struct assess_frozen *f)
{
    return assess_thaw(cx->arena, in->frozen, f) && str_eq(f->round, x->round.round.code)
        && str_eq(f->region, x->entry.region_code) && str_eq(f->instrument, x->instrument.code)
        && str_eq(f->stage, str_int(cx->arena, in->stage))
        && str_eq(in->sha256, sha256_of(cx, in->frozen));
}

static struct err *
take_numbers(struct cx *cx, const struct assess_full *x, const struct assess_received *in,
             const struct assess_frozen *f)
{
    bool is_changed;

    for (size_t i = 0; i < f->n; i++)
        TRY(assess_number_put(cx, x, &(struct assess_number_new){ .item = f->row[i].item,
            .of = f->row[i].of, .value = f->row[i].value, .note = f->row[i].note,
            .voice = ASSESS_CITY, .stage = in->stage }, &is_changed));
    return NULL;
}

struct err *
assess_take_sent(struct cx *cx, struct assess_full *x, const struct assess_received *in)
{
    struct assess_frozen f;
    struct assess_sent   last = { .nth = 0 };
    bool                 found;

    if (!is_ours(cx, x, in, &f))
        return foreign(cx, x);
    TRY(assess_ready(cx, x));
    TRY(assess_sent_last(cx, x->entry.id, in->stage, &last, &found));
    if (found && str_eq(last.sha256, in->sha256))
        return NULL;
    TRY(take_numbers(cx, x, in, &f));
    return keep_sent(cx, x, &(struct assess_sent_put_in){ .entry_id = x->entry.id,
        .stage = in->stage, .nth = found ? last.nth + 1 : 1, .frozen = in->frozen,
        .sha256 = in->sha256, .stated_by = in->stated_by, .sent_at = in->sent_at });
}
