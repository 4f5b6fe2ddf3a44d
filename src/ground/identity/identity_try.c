/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * identity_try.c — tries of secrets: counted before they are looked at, so that a worker that
 * dies, or many at once, change nothing about the count; known browsers; refusals for the journal.
 */
#include "ground/identity/identity.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/money.h"
#include "ground/identity/identity_part.h"

/* ---- what is counted ------------------------------------------------------------------------- */

static struct err *
add(struct cx *cx, struct identity_tries *t, enum identity_try_kind kind, struct str about)
{
    static const char *const word[] = { [IDENTITY_BY_ACCOUNT] = "account",
        [IDENTITY_BY_ADDRESS] = "address", [IDENTITY_BY_DEVICE] = "device" };
    struct str part[] = { str_of(word[kind]), about };

    t->kind[t->n] = kind;
    TRY(identity_mac(cx, "try", str_join(cx->arena, S(" "), part, 2), &t->what[t->n]));
    t->n++;
    return NULL;
}

static struct err *
add_address(struct cx *cx, struct identity_tries *t)
{
    if (cx->client.n == 0)
        return NULL;
    return add(cx, t, IDENTITY_BY_ADDRESS, identity_network(cx->arena, cx->client));
}

struct err *
identity_tries_of(struct cx *cx, const struct identity_knock *knock, struct str login_mac,
                  struct identity_account_id account, struct identity_tries *t)
{
    struct identity_device device;
    bool                   found = false;

    *t = (struct identity_tries){ .n = 0 };
    if (account.n && knock->device.n > 0)
        TRY(identity_device_find(cx, secret_digest(cx->arena, knock->device), account, &device,
                                 &found));
    if (found && device.seen_at > cx->now_s - IDENTITY_DEVICE_S) {
        struct str part[] = { login_mac, device.digest };

        return add(cx, t, IDENTITY_BY_DEVICE, str_join(cx->arena, S(" "), part, 2));
    }
    TRY(add(cx, t, IDENTITY_BY_ACCOUNT, login_mac));
    return add_address(cx, t);
}

struct err *
identity_tries_of_code(struct cx *cx, struct identity_tries *t)
{
    *t = (struct identity_tries){ .n = 0 };
    return add_address(cx, t);
}

struct err *
identity_tries_of_lost(struct cx *cx, struct str login_mac, struct identity_tries *t)
{
    struct str part[] = { S("lost"), login_mac };

    *t = (struct identity_tries){ .n = 0 };
    TRY(add(cx, t, IDENTITY_BY_ACCOUNT, str_join(cx->arena, S(" "), part, 2)));
    return add_address(cx, t);
}

struct err *
identity_tries_of_own(struct cx *cx, struct identity_tries *t)
{
    *t = (struct identity_tries){ .n = 0 };
    return add(cx, t, IDENTITY_BY_ACCOUNT,
               str_fmt(cx->arena, "own %lld", (long long)cx->who->account_id));
}

/* ---- counting -------------------------------------------------------------------------------- */

static struct err *
wait_longer(struct cx *cx, int64_t wait_s)
{
    struct str seconds = int_text(cx->arena, cx->lang, wait_s);
    struct str minutes = int_text(cx->arena, cx->lang, (wait_s + 59) / 60);

    return err_of(cx->arena, (struct err){
        .kind = ERR_TOO_OFTEN, .code = "identity.wait",
        .text = MSG("There were too many tries."),
        .detail = wait_s <= 90 ? MSG("Try again in {0} seconds.", seconds)
                               : MSG("Try again in {0} minutes.", minutes),
        .hint = MSG("If you cannot wait, ask whoever manages your account for a one-time code."),
    });
}

struct trying { const struct identity_tries *tries; int64_t n[2], wait_s; };

/* What counts today, and how long that makes wait. */
static struct err *
look(struct cx *cx, struct trying *t)
{
    t->wait_s = 0;
    for (size_t i = 0; i < t->tries->n; i++) {
        enum identity_try_kind kind = t->tries->kind[i];
        struct identity_try    row;
        bool                   found;

        TRY(identity_try_of(cx, t->tries->what[i], &row, &found));
        if (!found)
            row = (struct identity_try){ .n = 0 };
        int64_t wait_s = identity_wait_s(kind, row.n, row.last_at, cx->now_s);

        t->n[i] = identity_tries_left(kind, row.n, row.last_at, cx->now_s);
        t->wait_s = wait_s > t->wait_s ? wait_s : t->wait_s;
    }
    return t->wait_s > 0 ? wait_longer(cx, t->wait_s) : NULL;
}

static struct err *
begin_once(struct cx *cx, void *arg)
{
    struct trying *t = arg;

    TRY(look(cx, t));
    for (size_t i = 0; i < t->tries->n; i++)
        TRY(identity_try_put(cx, t->tries->what[i], t->n[i] + 1, cx->now_s, NULL));
    return NULL;
}

/* Looked at first without a change: who has to wait keeps nobody from writing. */
struct err *
identity_try_begin(struct cx *cx, const struct identity_tries *tries, int64_t *wait_s)
{
    struct trying t = { .tries = tries };
    struct err   *e = look(cx, &t);

    if (!e)
        e = store_change(cx, "identity_try", begin_once, &t);
    *wait_s = t.wait_s;
    return e;
}

struct err *
identity_try_good(struct cx *cx, const struct identity_tries *tries)
{
    for (size_t i = 0; i < tries->n; i++)
        if (tries->kind[i] == IDENTITY_BY_ADDRESS)
            TRY(identity_try_back(cx, tries->what[i], NULL));
        else
            TRY(identity_try_clear(cx, tries->what[i], NULL));
    return NULL;
}

struct err *
identity_device_known(struct cx *cx, struct identity_account_id account, struct str had,
                      struct str *device)
{
    *device = secret_is_token(had) ? had : secret_token(cx->arena);
    return identity_device_put(cx, secret_digest(cx->arena, *device), account, cx->now_s, NULL);
}

/* ---- refusals, told once an hour ------------------------------------------------------------- */

struct err *
identity_refusal(struct cx *cx, struct identity_account_id account)
{
    return identity_refusal_count(cx, cx->now_s / 3600, account.n, NULL);
}

static struct err *
tell_once(struct cx *cx, void *arg)
{
    struct identity_refusal *row;
    size_t                   n;

    (void)arg;
    TRY(identity_refusals_before(cx, cx->now_s / 3600, &row, &n));
    for (size_t i = 0; i < n; i++) {
        struct identity_account_id id = { row[i].account };
        struct str note = str_fmt(cx->arena, "%lld in the hour from %lld", (long long)row[i].n,
                                  (long long)row[i].hour * 3600);

        TRY(identity_tell(cx, &who_nobody, (struct identity_fact){
        .verb = JOURNAL_REFUSED, .account = id, .note = note }));
        TRY(identity_refusal_told(cx, row[i].hour, row[i].account, NULL));
    }
    return NULL;
}

struct err *
identity_refusals_tell(struct cx *cx)
{
    struct identity_refusal *row;
    size_t                   n;

    TRY(identity_refusals_before(cx, cx->now_s / 3600, &row, &n));
    return n == 0 ? NULL : store_change(cx, "identity_refusals", tell_once, NULL);
}
