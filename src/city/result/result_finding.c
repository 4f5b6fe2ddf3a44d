/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* result_finding.c — findings: said, given to an agency, followed up, closed, opened again. */
#include "base/arena.h"
#include "city/result/result_part.h"
#include "city/result/result_sql.h"
#include "ground/org/org.h"
#include "ground/post/post_holding.h"
#include "store/store.h"

/* ---- what the journal is told --------------------------------------------------------------- */

#define OF(T, member, most, text) FIELD(struct T, member, F_TEXT, .max = (most), .label = (text))

static const struct field told_fields[] = {
    OF(result_fields, region, 13,  N_("Region (code)")),
    OF(result_fields, value,  40,  N_("Index")),
    OF(result_fields, rank,   20,  N_("Rank in the nation")),
    OF(result_fields, sha256, 64,  N_("SHA-256")),
};
const struct form result_told_form = FORM(struct result_fields, told_fields);

static const struct field finding_told_fields[] = {
    OF(result_finding_fields, kind,      20,              N_("Kind")),
    OF(result_finding_fields, item,      200,             N_("Item")),
    OF(result_finding_fields, text,      RESULT_TEXT_MAX, N_("Finding")),
    OF(result_finding_fields, state,     20,              N_("State")),
    OF(result_finding_fields, org,       100,             N_("Agency")),
    OF(result_finding_fields, due,       10,              N_("Until")),
    OF(result_finding_fields, follow_up, RESULT_TEXT_MAX, N_("What was done")),
    OF(result_finding_fields, why,       RESULT_TEXT_MAX, N_("Reason")),
};
const struct form result_finding_told_form = FORM(struct result_finding_fields,
                                                  finding_told_fields);

static struct result_finding_fields
fields_of(const struct result_finding *f)
{
    return (struct result_finding_fields){ .kind = f->kind, .item = f->item, .text = f->text,
        .state = f->state, .org = f->org_code, .due = f->due, .follow_up = f->follow_up,
        .why = f->why };
}

static struct err *
tell(struct cx *cx, const struct result_finding *before, const struct result_finding *now)
{
    struct result_finding_fields was = { .kind = S("") }, is = fields_of(now);

    if (before)
        was = fields_of(before);
    return journal_tell(cx, &(struct fact){ .verb = before ? JOURNAL_CHANGED : JOURNAL_ADDED,
        .thing = RESULT_FINDING, .scope = result_finding_scope(now),
        .key = str_int(cx->arena, now->id.n),
        .form = &result_finding_told_form, .before = before ? &was : NULL, .after = &is });
}

/* ---- shared --------------------------------------------------------------------------------- */

struct result_standing
result_standing_of(const struct result_finding *f)
{
    struct result_standing s = { .has_owner = f->org_id.n != 0 };

    result_kind_read(f->kind, &s.kind);
    result_state_read(f->state, &s.state);
    return s;
}

struct scope
result_finding_scope(const struct result_finding *f)
{
    return (struct scope){ f->region_code, f->org_id.n };
}

struct str
result_findings_href(struct arena *a, struct str round, struct str region_code)
{
    return str_fmt(a, "/rounds/%.*s/regions/%.*s/findings", TEXT(round), TEXT(region_code));
}

struct str
result_by_post(const struct cx *cx)
{
    return cx->who && cx->who->post.post_id != 0 ? cx->who->post.title : S("");
}

static struct err *
must_say(struct cx *cx, struct str text, const char *field)
{
    if (result_text_is(text))
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "result.text",
        .text = MSG("Write a sentence, of at most 4,000 characters."), .where = str_of(field) });
}

/* ---- said by an assessor, or the office ----------------------------------------------------- */

struct adding { const struct result_finding_new *new; struct assess_full full;
                struct result_finding_id id; };

static struct err *
must_sit(struct cx *cx, const struct adding *a)
{
    struct round_seat seat;

    if (may(cx, MAY_RUN_ROUND, (struct scope){ .region = S("") }))
        return NULL;
    TRY(must(cx, MAY_SCORE, assess_scope(&a->full)));
    return round_my_seat(cx, &a->full.round.round, a->full.entry.region_code, &seat);
}

/* A finding says what its author thinks, so it waits until all have scored. */
static struct err *
must_see_each_other(struct cx *cx, const struct adding *a)
{
    struct judge_bench bench = { .is_open = false };

    if (a->full.entry.id.n != 0)
        TRY(judge_bench_of(cx, &a->full, &bench));
    if (bench.is_open || bench.is_locked)
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "result.blind",
        .text = MSG("The assessors have not all finished, so nothing is found yet."),
        .hint = MSG("Findings are written once they see each other's scores.") });
}

static struct err *
must_be_item(struct cx *cx, const struct adding *a)
{
    if (a->new->item.n == 0 || instrument_item_of(&a->full.instrument, a->new->item) >= 0)
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "result.item",
        .text = MSG("{0} has no item \"{1}\".", a->full.instrument.code, a->new->item),
        .where = S("item") });
}

struct err *
result_finding_keep(struct cx *cx, struct result_finding *f, struct str origin)
{
    TRY(result_finding_put(cx, &(struct result_finding_put_in){ .round_id = f->round_id,
        .region_code = f->region_code, .stage = f->stage, .kind = f->kind, .item = f->item,
        .text = f->text, .said_at = f->said_at, .said_by = f->said_by, .origin = origin },
        &f->id));
    return tell(cx, NULL, f);
}

static struct err *
add_once(struct cx *cx, void *arg)
{
    struct adding        *a = arg;
    struct result_finding f = { .kind = result_kind_word(a->new->kind), .state = S("open"),
        .item = str_is_known(a->new->item) ? a->new->item : S(""),
        .text = str_trim(a->new->text) };

    TRY(assess_get(cx, a->new->round, a->new->region_code, &a->full));
    TRY(must_sit(cx, a));
    TRY(must_see_each_other(cx, a));
    TRY(must_be_item(cx, a));
    TRY(must_say(cx, f.text, "text"));
    f.region_code = a->full.entry.region_code;
    f.round_id = a->full.round.round.id;
    f.stage = a->full.stage;
    f.said_at = cx->now_s;
    f.said_by = result_by_post(cx);
    TRY(result_finding_keep(cx, &f, (struct str){ NULL, 0 }));
    a->id = f.id;
    return NULL;
}

struct err *
result_finding_add(struct cx *cx, const struct result_finding_new *new, int64_t *id)
{
    struct adding a = { .new = new };

    TRY(store_change(cx, "result_finding_add", add_once, &a));
    *id = a.id.n;
    return NULL;
}

/* ---- steps ---------------------------------------------------------------------------------- */

struct stepping { const struct result_todo *todo; struct result_finding before, now; };

static enum right
right_of(enum result_step step)
{
    return step == RESULT_FOLLOW ? MAY_ANSWER : MAY_CONSOLIDATE;
}

/* An agency answers for itself; the region gives and closes. */
static struct scope
scope_of(const struct result_finding *f, enum result_step step)
{
    return step == RESULT_FOLLOW ? result_finding_scope(f)
                                 : (struct scope){ .region = f->region_code };
}

bool
result_may_step(const struct cx *cx, const struct result_finding *f, enum result_step step)
{
    enum result_state next;

    return result_step_to(result_standing_of(f), step, &next)
        && may(cx, right_of(step), scope_of(f, step));
}

static struct err *
wrong_state(struct cx *cx, const struct result_finding *f)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "result.state",
        .text = MSG("That cannot be done with the finding as it stands now."),
        .detail = MSG("It is: {0}.", msg_text(cx->arena, cx->lang, result_state_label(
                          result_standing_of(f).state))) });
}

static struct err *
give(struct cx *cx, struct stepping *s)
{
    struct result_finding *f = &s->now;
    struct org             org;

    TRY(org_get(cx, s->todo->org, &org));
    if (!str_eq(org.region_code, f->region_code))
        return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "org.elsewhere",
            .text = MSG("{0} is no organisation of this region.", org.name), .where = S("org") });
    if (s->todo->due.year == 0
        || date_cmp(s->todo->due, post_day(f->region_code, cx->now_s)) < 0)
        return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "result.due",
            .text = MSG("Give a day from today on until which it is to be done."),
            .where = S("due") });
    f->org_id = org.id;
    f->org_code = org.code;
    f->due = date_iso(cx->arena, s->todo->due);
    return NULL;
}

static struct err *
apply(struct cx *cx, struct stepping *s)
{
    struct result_finding *f = &s->now;
    enum result_step       step = s->todo->step;

    if (step == RESULT_GIVE)
        return give(cx, s);
    TRY(must_say(cx, s->todo->text, "text"));
    if (step == RESULT_FOLLOW) {
        f->follow_up = str_trim(s->todo->text);
        f->followed_at = KNOWN(cx->now_s);
        return NULL;
    }
    f->why = str_trim(s->todo->text);
    f->closed_at = step == RESULT_CLOSE ? KNOWN(cx->now_s) : (struct maybe_int){ 0 };
    return NULL;
}

static struct err *
save(struct cx *cx, const struct result_finding *f)
{
    int64_t n;

    TRY(result_finding_save(cx, &(struct result_finding_save_in){ .org_id = f->org_id,
        .state = f->state, .due = f->due, .follow_up = f->follow_up, .why = f->why,
        .followed_at = f->followed_at, .closed_at = f->closed_at, .id = f->id,
        .was = f->version }, &n));
    return n == 1 ? NULL : wrong_state(cx, f);
}

static struct err *
step_once(struct cx *cx, void *arg)
{
    struct stepping  *s = arg;
    enum result_state next;
    bool              found;

    TRY(result_finding_at(cx, reach_of(cx, MAY_READ_WORK),
                          (struct result_finding_id){ s->todo->id }, &s->before, &found));
    if (!found)
        return err_of(cx->arena, (struct err){ .kind = ERR_MISSING,
            .code = "result.finding_unknown",
            .text = MSG("There is no such finding, or your post may not read it.") });
    TRY(must(cx, right_of(s->todo->step), scope_of(&s->before, s->todo->step)));
    if (!result_step_to(result_standing_of(&s->before), s->todo->step, &next))
        return wrong_state(cx, &s->before);
    s->now = s->before;
    s->now.state = result_state_word(next);
    TRY(apply(cx, s));
    TRY(save(cx, &s->now));
    TRY(result_feed(cx, &s->before, &s->now));
    return tell(cx, &s->before, &s->now);
}

struct err *
result_finding_step(struct cx *cx, const struct result_todo *todo)
{
    struct stepping s = { .todo = todo };

    return store_change(cx, "result_finding_step", step_once, &s);
}

/* ---- reading -------------------------------------------------------------------------------- */

/* An agency may have a finding and no item to answer. */
static struct err *
must_read(struct cx *cx, struct result_finding_set *set)
{
    struct assess_full x;

    if (cx->who && cx->who->post.scope.org != 0 && set->n > 0)
        return NULL;
    TRY(assess_get(cx, set->round.round.code, set->region.code, &x));
    set->sits = x.seat != 0;
    return NULL;
}

struct err *
result_findings_of(struct cx *cx, struct str round, struct str region_code,
                   struct result_finding_set *set)
{
    const struct round *r = &set->round.round;

    *set = (struct result_finding_set){ .n = 0 };
    TRY(round_get(cx, round, &set->round));
    TRY(region_get(cx, region_code, &set->region));
    TRY(instrument_get(cx, r->instrument_code, &set->instrument));
    TRY(result_findings(cx, reach_of(cx, MAY_READ_WORK), &(struct result_findings_in){
        .region_code = set->region.code, .instrument_code = r->instrument_code,
        .year = r->year, .round_id = r->id,
        .opened_at = r->opened_at.known ? r->opened_at.n : cx->now_s }, &set->row, &set->n));
    return must_read(cx, set);
}
