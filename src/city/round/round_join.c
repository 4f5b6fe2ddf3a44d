/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* round_join.c — who takes part: by the rule, and by hand with a reason, which the rule leaves. */
#include "base/arena.h"
#include "base/money.h"
#include "city/round/round_part.h"
#include "city/round/round_sql.h"
#include "store/store.h"

/* What the journal keeps of one region's part in a round. */
struct facts { struct str region; bool takes_part; };

static const struct field fields[] = {
    FIELD(struct facts, region, F_TEXT, .max = 13, .label = N_("Region (code)")),
    FIELD(struct facts, takes_part, F_FLAG, .label = N_("Takes part")),
};
const struct form round_region_told_form = FORM(struct facts, fields);

struct joining {
    struct str        code, region_code, why;
    bool              in;
    struct round_full full;
    int64_t           n_new, n_gone, n_in;
};

/* Nothing is owed any more, and nobody sits for it. */
static struct err *
leave(struct cx *cx, const struct joining *j, struct str region_code, struct str why)
{
    TRY(round_tasks_drop(cx, &j->full, region_code, why));
    return round_seats_close_of(cx, KNOWN(cx->now_s), why, j->full.round.id, region_code, NULL);
}

static struct err *
put(struct cx *cx, struct joining *j, struct str region_code, bool in, bool by_hand)
{
    TRY(round_region_put(cx, &(struct round_region_put_in){ .round_id = j->full.round.id,
        .region_code = region_code, .is_in = in, .is_by_hand = by_hand,
        .why = by_hand ? j->why : S("") }, NULL));
    if (in)
        return round_tasks_open(cx, &j->full, region_code);
    return leave(cx, j, region_code, by_hand ? j->why
        : msg_text(cx->arena, LANG_ID, MSG("The round's rule does not name it.")));
}

/* ---- by the rule ---------------------------------------------------------------------------- */

static const struct round_region *
said_of(const struct round_region_set *set, struct str code)
{
    for (size_t i = 0; i < set->n; i++)
        if (str_eq(set->row[i].region_code, code))
            return &set->row[i];
    return NULL;
}

static bool
is_named(const struct round_eligible *e, struct str code)
{
    for (size_t i = 0; i < e->n; i++)
        if (str_eq(e->code[i], code))
            return true;
    return false;
}

static struct err *
take_in(struct cx *cx, struct joining *j, const struct round_region_set *said,
        const struct round_eligible *e)
{
    for (size_t i = 0; i < e->n; i++) {
        const struct round_region *there = said_of(said, e->code[i]);

        if (there && (there->is_in || there->is_by_hand))
            continue;
        TRY(put(cx, j, e->code[i], true, false));
        j->n_new++;
    }
    return NULL;
}

static struct err *
take_out(struct cx *cx, struct joining *j, const struct round_region_set *said,
         const struct round_eligible *e)
{
    for (size_t i = 0; i < said->n; i++) {
        const struct round_region *there = &said->row[i];

        if (!there->is_in || there->is_by_hand || is_named(e, there->region_code))
            continue;
        TRY(put(cx, j, there->region_code, false, false));
        j->n_gone++;
    }
    return NULL;
}

static struct err *
tell_by_rule(struct cx *cx, const struct joining *j)
{
    if (j->n_new + j->n_gone == 0)
        return NULL;
    return journal_tell(cx, &(struct fact){ .verb = JOURNAL_ASSIGNED, .thing = "round",
        .key = j->code, .scope = round_nation(),
        .note = msg_text(cx->arena, LANG_ID,
                         MSG("By the rule: {0} new, {1} gone, {2} take part.",
                             int_text(cx->arena, LANG_ID, j->n_new),
                             int_text(cx->arena, LANG_ID, j->n_gone),
                             int_text(cx->arena, LANG_ID, j->n_in))) });
}

static struct err *
by_rule_once(struct cx *cx, void *arg)
{
    struct joining         *j = arg;
    struct round_region_set said;
    struct round_eligible   e;

    j->n_new = j->n_gone = 0;
    TRY(round_find_to_write(cx, j->code, &j->full));
    TRY(round_eligible_of(cx, &j->full.round, &e));
    TRY(round_regions_said(cx, &j->full.round, &said));
    TRY(take_in(cx, j, &said, &e));
    TRY(take_out(cx, j, &said, &e));
    TRY(round_regions_of(cx, &j->full.round, &said));
    j->n_in = (int64_t)said.n;
    return tell_by_rule(cx, j);
}

struct err *
round_join_by_rule(struct cx *cx, struct str code, int64_t *n_in)
{
    struct joining j = { .code = code };

    TRY(must(cx, MAY_RUN_ROUND, round_nation()));
    TRY(store_change(cx, "round_join_by_rule", by_rule_once, &j));
    *n_in = j.n_in;
    return NULL;
}

/* ---- by hand -------------------------------------------------------------------------------- */

static struct err *
must_be_for(struct cx *cx, const struct round *r, const struct region *region)
{
    struct instrument in;

    TRY(instrument_get(cx, r->instrument_code, &in));
    if (instrument_is_for(in.kinds, region_kind_of_word(region->kind)))
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "round.kind",
        .text = MSG("The instrument is not for {0}.", region->name), .where = S("region"),
        .hint = MSG("It is for {0}.", instrument_kinds_text(cx->arena, cx->lang, in.kinds)) });
}

static struct err *
must_differ(struct cx *cx, const struct joining *j, bool is_in)
{
    if (is_in != j->in)
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "round.same",
        .text = j->in ? MSG("{0} takes part already.", j->region_code)
                      : MSG("{0} does not take part, as it is.", j->region_code),
        .where = S("region") });
}

static struct err *
set_once(struct cx *cx, void *arg)
{
    struct joining     *j = arg;
    struct region       region;
    struct round_region there = { .is_in = false };
    bool                found;

    TRY(round_find_to_write(cx, j->code, &j->full));
    TRY(region_get(cx, j->region_code, &region));
    TRY(must_be_for(cx, &j->full.round, &region));
    TRY(round_region_at(cx, j->full.round.id, j->region_code, &there, &found));
    TRY(must_differ(cx, j, found && there.is_in));
    TRY(put(cx, j, j->region_code, j->in, true));
    return journal_tell(cx, &(struct fact){
        .verb = JOURNAL_CHANGED, .thing = "round", .key = j->code, .scope = round_nation(),
        .form = &round_region_told_form, .why = j->why, .note = region.name,
        .before = &(struct facts){ .region = S(""), .takes_part = !j->in },
        .after = &(struct facts){ .region = j->region_code, .takes_part = j->in } });
}

struct err *
round_join_set(struct cx *cx, struct str code, struct str region_code, bool in, struct str why)
{
    struct joining j = { .code = code, .region_code = region_code, .why = why, .in = in };

    TRY(must(cx, MAY_RUN_ROUND, round_nation()));
    TRY(round_must_why(cx, why));
    return store_change(cx, "round_join_set", set_once, &j);
}
