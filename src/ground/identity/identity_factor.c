/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * identity_factor.c — the second factor: one-time passwords by time, and recovery codes.
 *
 * LAW    RFC 6238 with RFC 4226: HMAC-SHA-1, 30 seconds, 6 digits, a step of drift to either side
 *        (RFC 6238 section 5.2), and none that was accepted is accepted again.
 */
#include "ground/identity/identity.h"

#include <liboath/oath.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "ground/identity/identity_part.h"

enum { DIGITS = 6, DRIFT = 1 };

static struct str
about(struct cx *cx, struct identity_account_id id)
{
    return str_fmt(cx->arena, "account %lld", (long long)id.n);
}

struct err *
identity_factor_is_on(struct cx *cx, struct identity_account_id id, bool *is_on)
{
    struct identity_factor f;
    bool                   found;

    TRY(identity_factor_of(cx, id, &f, &found));
    *is_on = found && f.confirmed;
    return NULL;
}

static bool
step_is(struct str secret, int64_t step, struct str code)
{
    char out[DIGITS + 1] = "";

    return step > 0
        && oath_hotp_generate(secret.p, secret.n, (uint64_t)step, DIGITS, false,
                              OATH_HOTP_DYNAMIC_TRUNCATION, out) == OATH_OK
        && secret_same(str_of(out), code);
}

/* The step whose code this is, later than the last one that was accepted; 0: none. */
static int64_t
step_of(struct str secret, int64_t now_s, int64_t last_step, struct str code)
{
    int64_t now = now_s / IDENTITY_STEP_S, found = 0;

    for (int64_t step = now - DRIFT; step <= now + DRIFT; step++)
        if (step > last_step && step_is(secret, step, code))
            found = step;
    return found;
}

static struct err *
takes_recovery(struct cx *cx, struct identity_account_id id, struct str code, bool *takes)
{
    struct str digest;
    int64_t    n;

    TRY(identity_mac(cx, "recovery", identity_code_fold(cx->arena, code), &digest));
    TRY(identity_recovery_use(cx, digest, id, &n));
    *takes = n > 0;
    return NULL;
}

struct err *
identity_factor_takes(struct cx *cx, struct identity_account_id id, struct str code, bool *takes)
{
    struct identity_factor f;
    struct secret_key      key;
    struct str             secret;
    bool                   found;
    int64_t                n = 0;

    *takes = false;
    code = str_trim(code);
    TRY(identity_factor_of(cx, id, &f, &found));
    if (!found)
        return NULL;
    if (code.n != DIGITS)
        return takes_recovery(cx, id, code, takes);
    TRY(identity_key(cx, "factor", &key));
    if (!secret_open(cx->arena, &key, about(cx, id), f.secret, &secret))
        return NULL;
    int64_t step = step_of(secret, cx->now_s, f.last_step, code);

    if (step > 0)
        TRY(identity_factor_step(cx, step, id, &n));
    *takes = n > 0;
    return NULL;
}
