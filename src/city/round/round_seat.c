/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* round_seat.c — the seats of assessors: read, given, ended; and what binds their holders. */
#include "base/arena.h"
#include "city/round/round_part.h"
#include "ground/post/post.h"
#include "store/store.h"

/* ---- who may be named ----------------------------------------------------------------------- */

static struct str
day_of(struct cx *cx)
{
    return date_iso(cx->arena, round_today(cx));
}

struct err *
round_pool_of(struct cx *cx, struct round_pool *pool)
{
    TRY(round_assessors(cx, day_of(cx), &pool->assessor, &pool->n));
    return round_holds_beside(cx, day_of(cx), &pool->held, &pool->n_held);
}

enum round_tie
round_pool_tie(struct cx *cx, const struct round_pool *pool, struct post_id post,
               struct str region_code)
{
    size_t             mark = arena_mark(cx->arena), n = 0;
    struct round_bond *bond = NEWS(cx->arena, struct round_bond, pool->n_held);
    enum round_tie     tie;

    for (size_t i = 0; i < pool->n_held; i++)
        if (pool->held[i].post_id.n == post.n)
            bond[n++] = (struct round_bond){ pool->held[i].kind, pool->held[i].region_code };
    tie = round_tie_of(bond, n, region_code);
    arena_back(cx->arena, mark);
    return tie;
}

/* ---- reading -------------------------------------------------------------------------------- */

static const struct round_assessor *
assessor_of(const struct round_pool *pool, struct post_id post)
{
    for (size_t i = 0; i < pool->n; i++)
        if (pool->assessor[i].post_id.n == post.n)
            return &pool->assessor[i];
    return NULL;
}

enum round_seat_state
round_seat_state_of(const struct round_seat *seat, enum round_tie tie)
{
    if (seat->ended_at.known)
        return ROUND_SEAT_ENDED;
    if (seat->n_holders == 0)
        return ROUND_SEAT_VACANT;
    return tie == ROUND_OWN || (tie == ROUND_MENTORED && seat->exception.n == 0)
         ? ROUND_SEAT_TIED : ROUND_SEAT_SITS;
}

bool
round_seat_wants_other(enum round_seat_state state)
{
    return state == ROUND_SEAT_VACANT || state == ROUND_SEAT_TIED;
}

struct msg
round_seat_state_label(enum round_seat_state state)
{
    switch (state) {
    case ROUND_SEAT_SITS:   return MSG("Sits");
    case ROUND_SEAT_VACANT: return MSG("Nobody holds the post: name another");
    case ROUND_SEAT_TIED:   return MSG("Its holder has a tie to the region: name another");
    default:                return MSG("Ended");
    }
}

static struct err *
only_running(struct round_seat_set *set)
{
    size_t n = 0;

    for (size_t i = 0; i < set->n; i++)
        if (!set->row[i].ended_at.known)
            set->row[n++] = set->row[i];
    set->n = n;
    return NULL;
}

static int64_t
acting_post(const struct cx *cx)
{
    return cx->who && cx->who->kind == WHO_PERSON ? cx->who->post.post_id : 0;
}

struct err *
round_seats_of(struct cx *cx, const struct round *r, struct str region_code,
               struct round_seat_set *set)
{
    if (region_code.n == 0)
        TRY(round_seats_of_post(cx, day_of(cx), r->id, (struct post_id){ acting_post(cx) },
                                &set->row, &set->n));
    else {
        TRY(must(cx, MAY_READ_WORK, (struct scope){ .region = region_code }));
        TRY(round_seats_in(cx, day_of(cx), r->id, region_code, &set->row, &set->n));
    }
    return only_running(set);
}

struct err *
round_seats_seen(struct cx *cx, const struct round *r, struct round_seat_list *list)
{
    struct round_pool  pool;
    struct round_seat *row;
    size_t             n;

    TRY(round_pool_of(cx, &pool));
    TRY(round_seats_in(cx, day_of(cx), r->id, S(""), &row, &n));
    *list = (struct round_seat_list){ .row = NEWS(cx->arena, struct round_seat_line, n) };
    for (size_t i = 0; i < n; i++)
        if (may(cx, MAY_READ_WORK, (struct scope){ .region = row[i].region_code }))
            list->row[list->n++] = (struct round_seat_line){ .seat = row[i],
                .state = round_seat_state_of(&row[i],
                    round_pool_tie(cx, &pool, row[i].post_id, row[i].region_code)) };
    return NULL;
}

/* ---- my seat -------------------------------------------------------------------------------- */

static struct err *
no_seat(struct cx *cx, const struct round *r, struct str region_code,
        const struct round_seat *ended)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_DENIED, .code = "round.no_seat",
        .text = MSG("Your post has no assessor's seat for {0} in “{1}”.", region_code, r->title),
        .detail = !ended ? MSG_NONE : MSG("It had one until {0}: {1}",
            date_text(cx->arena, cx->lang,
                      date_of_time(ended->ended_at.n, post_offset_s(S("")))), ended->ended_why),
        .hint = MSG("The programme's office names assessors.") });
}

static struct err *
tied(struct cx *cx, enum round_tie tie, struct str region_code)
{
    if (tie == ROUND_OWN)
        return err_of(cx->arena, (struct err){ .kind = ERR_DENIED, .code = "round.own_region",
            .text = MSG("Whoever holds this post holds or held a post in {0}.", region_code),
            .detail = MSG("Nobody assesses their own region; there is no exception."),
            .hint = MSG("Name another assessor."), .where = S("post") });
    return err_of(cx->arena, (struct err){ .kind = ERR_DENIED, .code = "round.mentored",
        .text = MSG("Whoever holds this post mentors or mentored {0}.", region_code),
        .hint = MSG("Name another assessor, or write down why this one may."),
        .where = S("exception") });
}

/* All that the acting person holds and held; `post` stands for them. */
static struct err *
my_tie(struct cx *cx, struct post_id post, struct str region_code, enum round_tie *tie)
{
    struct round_pool pool = { .n = 0 };

    TRY(round_held_by(cx, (struct identity_account_id){ cx->who->account_id }, day_of(cx),
                      &pool.held, &pool.n_held));
    for (size_t i = 0; i < pool.n_held; i++)
        pool.held[i].post_id = post;
    *tie = round_pool_tie(cx, &pool, post, region_code);
    return NULL;
}

struct err *
round_my_seat(struct cx *cx, const struct round *r, struct str region_code,
              struct round_seat *seat)
{
    struct post_id           post = { acting_post(cx) };
    const struct round_seat *ended = NULL;
    struct round_seat       *row;
    enum round_tie           tie;
    size_t                   n;

    TRY(round_seats_of_post(cx, day_of(cx), r->id, post, &row, &n));
    for (size_t i = 0; post.n != 0 && i < n; i++) {
        if (!str_eq(row[i].region_code, region_code))
            continue;
        if (row[i].ended_at.known) {
            ended = ended ? ended : &row[i];
            continue;
        }
        TRY(must(cx, MAY_SCORE, (struct scope){ .region = region_code }));
        *seat = row[i];
        TRY(my_tie(cx, post, region_code, &tie));
        return round_seat_state_of(seat, tie) == ROUND_SEAT_TIED ? tied(cx, tie, region_code)
                                                                 : NULL;
    }
    return no_seat(cx, r, region_code, ended);
}

/* ---- giving --------------------------------------------------------------------------------- */

struct facts { struct str region, post, exception; };

static const struct field fields[] = {
    FIELD(struct facts, region,    F_TEXT, .max = 13, .label = N_("Region (code)")),
    FIELD(struct facts, post,      F_TEXT, .max = 100, .label = N_("Assessor's post (code)")),
    FIELD(struct facts, exception, F_TEXT, .max = 500, .label = N_("Exception")),
};
const struct form round_seat_told_form = FORM(struct facts, fields);

static struct str
by_post(const struct cx *cx)
{
    return cx->who && cx->who->kind == WHO_PERSON ? cx->who->post.title
         : cx->who && cx->who->name.n > 0         ? cx->who->name : S("guyub");
}

struct err *
round_seat_give(struct cx *cx, const struct round *r, const struct round_assessor *assessor,
                struct str region_code, struct str exception)
{
    TRY(round_seat_put(cx, &(struct round_seat_put_in){ .round_id = r->id,
        .region_code = region_code, .post_id = assessor->post_id, .exception = exception,
        .given_at = cx->now_s, .given_by = by_post(cx) }, NULL));
    return journal_tell(cx, &(struct fact){ .verb = JOURNAL_ASSIGNED, .thing = "round_seat",
        .key = str_fmt(cx->arena, "%.*s/%.*s", TEXT(r->code), TEXT(region_code)),
        .scope = { .region = region_code }, .form = &round_seat_told_form,
        .after = &(struct facts){ .region = region_code, .post = assessor->post_code,
                                  .exception = exception },
        .why = exception.n > 0 ? exception : (struct str){ 0 } });
}

struct giving {
    struct str                   code;
    const struct round_seat_new *new;
};

static struct err *
seat_err(struct cx *cx, const char *code, struct msg text, struct msg hint)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = code, .text = text,
                                           .hint = hint, .where = S("post") });
}

static struct err *
must_have_room(struct cx *cx, const struct round *r, const struct post *post,
               struct str region_code)
{
    struct round_seat_set set;

    TRY(round_seats_of(cx, r, region_code, &set));
    for (size_t i = 0; i < set.n; i++)
        if (set.row[i].post_id.n == post->id.n)
            return seat_err(cx, "round.seat_twice", MSG("{0} sits for {1} already.", post->title,
                            region_code), MSG_NONE);
    if (set.n < ROUND_SEATS_MAX)
        return NULL;
    return seat_err(cx, "round.seats", MSG("{0} has five assessors already.", region_code),
                    MSG("End one of the seats first."));
}

static struct err *
must_be_assessor(struct cx *cx, const struct post *post, struct str region_code)
{
    struct scope region = { .region = region_code };

    if (right_of_post(MAY_SCORE, post_kind_of(post->kind))
        && scope_covers(post_scope(post), region))
        return NULL;
    return seat_err(cx, "round.not_assessor",
                    MSG("{0} is no assessor's post that reaches {1}.", post->title, region_code),
                    MSG("The list of posts shows the assessors."));
}

static struct err *
must_be_free(struct cx *cx, enum round_tie tie, const struct round_seat_new *new)
{
    if (tie == ROUND_FREE || (tie == ROUND_MENTORED && new->exception.n > 0))
        return NULL;
    return tied(cx, tie, new->region_code);
}

static struct err *
add_once(struct cx *cx, void *arg)
{
    const struct giving         *g = arg;
    const struct round_seat_new *new = g->new;
    const struct round_assessor *assessor;
    struct round_full            full;
    struct round_pool            pool;
    struct post                  post;
    enum round_tie               tie;

    TRY(round_find_to_write(cx, g->code, &full));
    TRY(round_must_take_part(cx, &full.round, new->region_code));
    TRY(post_get(cx, new->post, &post));
    TRY(must_be_assessor(cx, &post, new->region_code));
    TRY(must_have_room(cx, &full.round, &post, new->region_code));
    TRY(round_pool_of(cx, &pool));
    assessor = assessor_of(&pool, post.id);
    if (!assessor)
        return seat_err(cx, "round.vacant", MSG("Nobody holds the post {0} today.", post.title),
                        MSG("Name its holder first, or choose another post."));
    tie = round_pool_tie(cx, &pool, post.id, new->region_code);
    TRY(must_be_free(cx, tie, new));
    TRY(round_seat_give(cx, &full.round, assessor, new->region_code,
                        tie == ROUND_MENTORED ? new->exception : S("")));
    return round_replace_feed(cx, &full.round);
}

struct err *
round_seat_add(struct cx *cx, struct str code, const struct round_seat_new *new)
{
    struct giving g = { .code = code, .new = new };

    TRY(must(cx, MAY_RUN_ROUND, round_nation()));
    if (new->exception.n > 0)
        TRY(round_must_why(cx, new->exception));
    return store_change(cx, "round_seat_add", add_once, &g);
}

/* ---- ending --------------------------------------------------------------------------------- */

struct ending { struct str code, region_code, post, why; };

static struct err *
find_seat(struct cx *cx, const struct round *r, const struct ending *e, struct round_seat *seat)
{
    struct round_seat_set set;

    TRY(round_seats_of(cx, r, e->region_code, &set));
    for (size_t i = 0; i < set.n; i++)
        if (str_eq(set.row[i].post_code, e->post)) {
            *seat = set.row[i];
            return NULL;
        }
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "round.no_seat",
        .text = MSG("{0} has no seat for {1} in “{2}”.", e->post, e->region_code, r->title),
        .where = S("post") });
}

static struct err *
end_once(struct cx *cx, void *arg)
{
    const struct ending *e = arg;
    struct round_full    full;
    struct round_seat    seat = { .n_holders = 0 };

    TRY(round_find_to_write(cx, e->code, &full));
    TRY(find_seat(cx, &full.round, e, &seat));
    TRY(round_seat_close(cx, KNOWN(cx->now_s), e->why, seat.id, NULL));
    TRY(journal_tell(cx, &(struct fact){ .verb = JOURNAL_ENDED, .thing = "round_seat",
        .key = str_fmt(cx->arena, "%.*s/%.*s", TEXT(e->code), TEXT(e->region_code)),
        .scope = { .region = e->region_code }, .form = &round_seat_told_form,
        .before = &(struct facts){ .region = e->region_code, .post = e->post,
                                   .exception = seat.exception },
        .why = e->why }));
    return round_replace_feed(cx, &full.round);
}

struct err *
round_seat_end(struct cx *cx, struct str code, struct str region_code, struct str post,
               struct str why)
{
    struct ending e = { .code = code, .region_code = region_code, .post = post, .why = why };

    TRY(must(cx, MAY_RUN_ROUND, round_nation()));
    TRY(round_must_why(cx, why));
    return store_change(cx, "round_seat_end", end_once, &e);
}
