/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * identity_session.c — sessions: from a cookie to a person, and the life of a token.
 *
 * A token is replaced every IDENTITY_TURN_S. Its successor follows from it by a keyed digest, so
 * that it can be given again to a browser that lost the reply, to two requests at once, and by any
 * worker, while the database holds digests only:
 *
 *     token seen            valid; when it is old enough, its successor is offered with the reply
 *     successor seen        becomes the token; the one before is taken for IDENTITY_OLD_S more
 *     the one before later  somebody has a copy: the session is revoked and told
 */
#include "ground/identity/identity.h"

#include "base/arena.h"
#include "base/err.h"
#include "ground/identity/identity_part.h"

/* ---- tokens ---------------------------------------------------------------------------------- */

struct str
identity_agent_digest(struct arena *a, struct str agent)
{
    return secret_digest(a, str_is_known(agent) ? agent : S(""));
}

static struct err *
successor(struct cx *cx, struct str token, struct str *next)
{
    struct str mac;

    TRY(identity_mac(cx, "session", token, &mac));
    *next = secret_hex(cx->arena, mac);
    return NULL;
}

struct err *
identity_session_find(struct cx *cx, struct str token, struct identity_session *session,
                      bool *found)
{
    struct identity_session *row;
    size_t                   n;

    *found = false;
    if (token.n == 0 || token.n > 2 * SECRET_DIGEST_BYTES)
        return NULL;
    TRY(identity_session_by_token(cx, secret_digest(cx->arena, token), &row, &n));
    *found = n > 0;
    if (n > 0)
        *session = row[0];
    return NULL;
}

static struct str
form_chance(struct arena *a)
{
    char *p = NEWS(a, char, SECRET_TOKEN_BYTES);

    secret_chance(p, SECRET_TOKEN_BYTES);
    return (struct str){ p, SECRET_TOKEN_BYTES };
}

struct err *
identity_session_open(struct cx *cx, struct identity_open open, struct identity_session_id *id,
                      struct str *token)
{
    struct subject_id  subject = open.account->subject_id;
    struct subject_put agent, client = { 0 };

    *token = secret_token(cx->arena);
    TRY(subject_put(cx, subject, PERSONAL_AGENT, identity_browser(cx->arena, open.agent), &agent));
    if (cx->client.n > 0)
        TRY(subject_put(cx, subject, PERSONAL_CLIENT, cx->client, &client));
    return identity_session_add(cx, &(struct identity_session_add_in){
        .account_id = open.account->id, .token = secret_digest(cx->arena, *token),
        .token_at = cx->now_s, .form = form_chance(cx->arena),
        .agent = identity_agent_digest(cx->arena, open.agent),
        .agent_value_id = agent.value, .client_value_id = client.value, .proven = open.proven,
        .made_at = cx->now_s, .seen_at = cx->now_s }, id);
}

/* ---- who comes ------------------------------------------------------------------------------- */

struct revoking { struct identity_session session; struct who who; struct str note; };

static struct err *
revoke_once(struct cx *cx, void *arg)
{
    const struct revoking *r = arg;

    TRY(identity_session_end(cx, r->session.id, NULL));
    return identity_tell(cx, &who_program, (struct identity_fact){
        .verb = JOURNAL_REVOKED, .account = r->session.account_id, .note = r->note });
}

static struct err *
revoke(struct cx *cx, const struct identity_session *s, struct str note)
{
    struct revoking r = { .session = *s, .note = note };

    return store_change(cx, "identity_revoke", revoke_once, &r);
}

static bool
is_alive(const struct cx *cx, const struct identity_session *s)
{
    return identity_life((struct identity_times){ s->made_at, s->seen_at, s->proven }, cx->now_s)
        == IDENTITY_ALIVE;
}

/* What the person's forms carry: of this session and no other, also when its number comes again. */
static struct err *
form_token(struct cx *cx, const struct identity_session *s, struct str *token)
{
    struct str mac;

    TRY(identity_mac(cx, "form", s->form, &mac));
    *token = secret_hex(cx->arena, mac);
    return NULL;
}

static struct err *
fill(struct cx *cx, const struct identity_session *s, struct who *who)
{
    struct identity_account account;

    TRY(identity_get(cx, s->account_id, &account));
    TRY(identity_person(cx, &account, who));
    who->session_id = s->id.n;
    return form_token(cx, s, &who->form_token);
}

/* The session goes on with the token that it was given; a write that fails costs only the
 * turning. */
static void
go_on(struct cx *cx, const struct identity_session *s, struct str token, struct str *fresh)
{
    struct str digest = secret_digest(cx->arena, token), next, next_digest;
    bool       is_next = str_eq(s->next_token, digest), is_old = str_eq(s->old_token, digest);

    if (is_next) {
        if (identity_session_turn(cx, cx->now_s, s->id, digest, NULL))
            return;
    } else if (is_old || cx->now_s - s->token_at >= IDENTITY_TURN_S) {
        if (successor(cx, token, &next))
            return;
        next_digest = secret_digest(cx->arena, next);
        if (is_old || str_eq(s->next_token, next_digest)
            || !identity_session_offer(cx, next_digest, s->id, digest, NULL))
            *fresh = next;
    }
    if (!is_next && cx->now_s - s->seen_at >= IDENTITY_SEEN_S)
        (void)identity_session_seen(cx, cx->now_s, s->id, NULL);
}

struct err *
identity_enter(struct cx *cx, struct visit visit, struct who *who, struct str *fresh)
{
    struct identity_session s;
    bool                    found;
    struct str              digest = secret_digest(cx->arena, visit.token);

    *who = who_nobody;
    *fresh = (struct str){ NULL, 0 };
    TRY(identity_session_find(cx, visit.token, &s, &found));
    if (found && !s.proven && is_alive(cx, &s))
        return NULL;                    /* its second factor is still to come */
    *fresh = S("");
    if (!found || !is_alive(cx, &s))
        return NULL;
    if (!secret_same(s.agent, identity_agent_digest(cx->arena, visit.agent)))
        return revoke(cx, &s, S(N_("cookie seen in another browser")));
    if (str_eq(s.old_token, digest) && cx->now_s - s.token_at > IDENTITY_OLD_S)
        return revoke(cx, &s, S(N_("old cookie seen again")));
    *fresh = (struct str){ NULL, 0 };
    TRY(fill(cx, &s, who));
    go_on(cx, &s, visit.token, fresh);
    return NULL;
}

/* ---- the owner's sessions -------------------------------------------------------------------- */

static struct err *
seen_of(struct cx *cx, const struct identity_session *s, struct identity_seen *seen)
{
    *seen = (struct identity_seen){ .id = s->id, .made_at = s->made_at, .seen_at = s->seen_at,
                                    .is_own = cx->who && cx->who->session_id == s->id.n };
    if (s->agent_value_id.n)
        TRY(subject_get(cx, s->agent_value_id, &seen->browser));
    if (s->client_value_id.n)
        TRY(subject_get(cx, s->client_value_id, &seen->client));
    return NULL;
}

struct err *
identity_sessions(struct cx *cx, struct identity_account_id id, struct identity_seen_list *list)
{
    struct identity_session *row;
    size_t                   n;

    TRY(identity_sessions_of(cx, id, &row, &n));
    *list = (struct identity_seen_list){ .row = NEWS(cx->arena, struct identity_seen, n) };
    for (size_t i = 0; i < n; i++)
        if (row[i].proven && is_alive(cx, &row[i]))
            TRY(seen_of(cx, &row[i], &list->row[list->n++]));
    return NULL;
}

static struct err *
own_revoke_once(struct cx *cx, void *arg)
{
    const struct identity_session_id *id = arg;
    struct identity_account_id        account = { cx->who->account_id };
    int64_t                           n;

    if (id->n)
        TRY(identity_session_end_of(cx, *id, account, &n));
    else
        TRY(identity_session_end_others(cx, account,
                (struct identity_session_id){ cx->who->session_id }, &n));
    if (n == 0)
        return NULL;
    return identity_tell(cx, NULL, (struct identity_fact){
        .verb = JOURNAL_REVOKED, .account = account,
        .note = str_int(cx->arena, n) });
}

struct err *
identity_session_revoke(struct cx *cx, struct identity_session_id id)
{
    return store_change(cx, "identity_session_revoke", own_revoke_once, &id);
}
