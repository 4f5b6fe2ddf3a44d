/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* round_open.c — a round's states: a draft is opened, and published when its results are. */
#include "base/arena.h"
#include "city/round/round_part.h"
#include "store/store.h"

static struct err *
wrong_state(struct cx *cx, const struct round_full *full)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "round.state",
        .text = str_eq(full->round.state, S("draft"))
              ? MSG("“{0}” is a draft; open it first.", full->round.title)
              : MSG("“{0}” is open already, or published.", full->round.title) });
}

/* A second at the same time finds another version, and is told. */
static struct err *
set_state(struct cx *cx, const struct round_full *full, const char *state)
{
    bool    published = str_eq(str_of(state), S("published"));
    int64_t n;

    TRY(round_state_set(cx, &(struct round_state_set_in){ .code = full->round.code,
        .version = full->round.version, .state = str_of(state),
        .opened_at = published ? full->round.opened_at : KNOWN(cx->now_s),
        .published_at = published ? KNOWN(cx->now_s) : (struct maybe_int){ 0 } }, &n));
    if (n == 0)
        return wrong_state(cx, full);
    return journal_tell(cx, &(struct fact){ .verb = JOURNAL_DONE, .thing = ROUND_THING,
        .key = full->round.code, .scope = round_nation(),
        .note = msg_text(cx->arena, LANG_ID, published ? MSG("The results are published.")
                                                       : MSG("The round is open.")) });
}

static struct err *
must_be_ready(struct cx *cx, const struct round_full *full, const struct round_region_set *set)
{
    struct round_days day[ROUND_PHASES];

    if (!str_eq(full->round.state, S("draft")))
        return wrong_state(cx, full);
    for (int32_t i = 0; i < ROUND_PHASES; i++)
        day[i] = (struct round_days){ date_of_iso(full->phase[i].from_day),
                                      date_of_iso(full->phase[i].to_day) };
    TRY(round_days_check(cx->arena, cx->lang, day));
    if (set->n > 0)
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "round.nobody",
        .text = MSG("Nobody takes part in “{0}” yet.", full->round.title),
        .hint = MSG("Take the regions that the rule names, or add some by hand.") });
}

static struct err *
open_once(struct cx *cx, void *arg)
{
    const struct str       *code = arg;
    struct round_full       full;
    struct round_region_set set;

    TRY(round_find_to_write(cx, *code, &full));
    TRY(round_regions_of(cx, &full.round, &set));
    TRY(must_be_ready(cx, &full, &set));
    TRY(set_state(cx, &full, "open"));
    full.round.state = S("open");
    for (size_t i = 0; i < set.n; i++)
        TRY(round_tasks_open(cx, &full, set.row[i].region_code));
    return NULL;
}

struct err *
round_open(struct cx *cx, struct str code)
{
    TRY(must(cx, MAY_RUN_ROUND, round_nation()));
    return store_change(cx, "round_open", open_once, &code);
}

struct err *
round_publish(struct cx *cx, const struct round_full *full)
{
    return str_eq(full->round.state, S("open")) ? set_state(cx, full, "published")
                                                : wrong_state(cx, full);
}
