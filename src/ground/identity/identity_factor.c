/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * identity_factor.c — the second factor: one-time passwords by time, and recovery codes.
 *
 * LAW    RFC 6238 with RFC 4226: HMAC-SHA-1, 30 seconds, 6 digits, a step of drift to either side
 *        (RFC 6238 section 5.2), and none that was accepted is accepted again. The secret has the
 *        160 bits of RFC 4226 section 4. The address for authenticators: Key Uri Format of Google
 *        Authenticator, which the others read too.
 */
#include "ground/identity/identity.h"

#include <liboath/oath.h>

#include "base/arena.h"
#include "base/err.h"
#include "ground/identity/identity_part.h"
#include "web/query.h"

enum { DIGITS = 6, DRIFT = 1, SECRET_BYTES = 20 };

static struct str
about(struct cx *cx, struct identity_account_id id)
{
    return str_fmt(cx->arena, "account %lld", (long long)id.n);
}

static struct err *
wrong_code(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "identity.code",
        .text = MSG("This code is not right, or was used already."),
        .hint = MSG("Wait for the next one. If none is taken, check the clock of your telephone."),
        .where = S("code"),
    });
}

static struct err *
not_set_up(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = "identity.factor",
        .text = MSG("No second factor is being set up."),
        .hint = MSG("Look at the page of the second factor and begin there."),
    });
}

/* ---- codes by time --------------------------------------------------------------------------- */

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
opened(struct cx *cx, const struct identity_factor *f, struct str *secret)
{
    struct secret_key key;

    TRY(identity_key(cx, "factor", &key));
    if (!secret_open(cx->arena, &key, about(cx, f->account_id), f->secret, secret))
        return err_of(cx->arena, (struct err){
            .kind = ERR_BROKEN, .code = "identity.damaged",
            .text = MSG("The second factor of this account does not open."),
            .detail = MSG("It was changed outside of the program, or sealed with another key."),
            .hint = MSG("Turn it off with: guyub account end-factor LOGIN"),
        });
    return NULL;
}

static struct err *
takes_step(struct cx *cx, const struct identity_factor *f, struct str code, bool *takes)
{
    struct str secret;
    int64_t    n = 0;

    TRY(opened(cx, f, &secret));
    int64_t step = step_of(secret, cx->now_s, f->last_step, code);

    if (step > 0)
        TRY(identity_factor_step(cx, step, f->account_id, &n));
    *takes = n > 0;
    return NULL;
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

/* "123 456" as authenticators show it is 123456. */
static struct str
without_blanks(struct arena *a, struct str code)
{
    struct buf b = buf_in(a, 200);

    for (size_t i = 0; i < code.n; i++)
        if (code.p[i] != ' ')
            buf_byte(&b, code.p[i]);
    return b.full ? S("") : buf_str(&b);
}

struct err *
identity_factor_takes(struct cx *cx, struct identity_account_id id, struct str code, bool *takes)
{
    struct identity_factor f;
    bool                   found;

    *takes = false;
    code = without_blanks(cx->arena, code);
    TRY(identity_factor_of(cx, id, &f, &found));
    if (!found || code.n == 0)
        return NULL;
    return code.n == DIGITS ? takes_step(cx, &f, code, takes) : takes_recovery(cx, id, code, takes);
}

/* ---- state ----------------------------------------------------------------------------------- */

struct err *
identity_factor_is_on(struct cx *cx, struct identity_account_id id, bool *is_on)
{
    struct identity_factor f;
    bool                   found;

    TRY(identity_factor_of(cx, id, &f, &found));
    *is_on = found && f.confirmed;
    return NULL;
}

/* RFC 4648; 20 bytes are 32 letters without filling. */
static struct str
base32(struct arena *a, struct str bytes)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    struct buf        b = buf_in(a, 2 * SECRET_BYTES);

    for (size_t bit = 0; bit + 5 <= bytes.n * 8; bit += 5) {
        size_t   at = bit / 8;
        unsigned two = (unsigned)(uint8_t)bytes.p[at] << 8;

        if (at + 1 < bytes.n)
            two |= (uint8_t)bytes.p[at + 1];
        buf_byte(&b, letters[two >> (11 - bit % 8) & 31]);
    }
    return buf_str(&b);
}

static struct err *
shown(struct cx *cx, const struct identity_account *a, const struct identity_factor *f,
      struct identity_factor_state *state)
{
    struct identity_profile profile;
    struct str              secret;

    TRY(opened(cx, f, &secret));
    TRY(identity_profile(cx, a, &profile));
    state->secret = base32(cx->arena, secret);
    state->uri = str_fmt(cx->arena, "otpauth://totp/Guyub:%.*s?secret=%.*s&issuer=Guyub",
                         TEXT(query_encode(cx->arena, profile.login, false)), TEXT(state->secret));
    return NULL;
}

struct err *
identity_factor_state(struct cx *cx, const struct identity_account *a,
                      struct identity_factor_state *state)
{
    struct identity_factor f;
    struct identity_left   left;
    bool                   found;

    *state = (struct identity_factor_state){ .is_on = false };
    TRY(identity_factor_of(cx, a->id, &f, &found));
    if (!found)
        return NULL;
    state->is_on = f.confirmed;
    if (!f.confirmed)
        return shown(cx, a, &f, state);
    TRY(identity_recovery_left(cx, a->id, &left, &found));
    state->n_recovery = left.n;
    return NULL;
}

/* ---- on and off ------------------------------------------------------------------------------ */

static struct identity_account_id
own(const struct cx *cx)
{
    return (struct identity_account_id){ cx->who->account_id };
}

struct err *
identity_factor_set_up(struct cx *cx)
{
    struct secret_key key;
    char              chance[SECRET_BYTES];
    struct str        plain = { chance, sizeof chance };

    TRY(identity_key(cx, "factor", &key));
    secret_chance(chance, sizeof chance);
    TRY(identity_factor_begin(cx, own(cx), secret_seal(cx->arena, &key, about(cx, own(cx)), plain),
                              cx->now_s, NULL));
    secret_forget(chance, sizeof chance);
    return NULL;
}

/* In a change: ten new ones take the place of all that were there. */
static struct err *
recovery_put(struct cx *cx, struct identity_recovery_codes *codes)
{
    TRY(identity_recovery_clear(cx, own(cx), NULL));
    for (size_t i = 0; i < COUNT(codes->code); i++) {
        struct str digest;

        codes->code[i] = secret_code(cx->arena, 3);
        TRY(identity_mac(cx, "recovery", codes->code[i], &digest));
        TRY(identity_recovery_add(cx, digest, own(cx), NULL));
    }
    return NULL;
}

struct turning { struct str code; bool takes; struct identity_recovery_codes *codes; };

static struct err *
turn_on_once(struct cx *cx, void *arg)
{
    struct turning *t = arg;
    int64_t         n;

    TRY(identity_factor_takes(cx, own(cx), t->code, &t->takes));
    if (!t->takes)
        return NULL;
    TRY(identity_factor_confirm(cx, own(cx), &n));
    if (n == 0)
        return not_set_up(cx);
    TRY(recovery_put(cx, t->codes));
    return identity_tell(cx, NULL, (struct identity_fact){
        .verb = JOURNAL_CHANGED, .account = own(cx), .note = S(N_("second factor on")) });
}

struct err *
identity_factor_turn_on(struct cx *cx, struct str password, struct str code,
                        struct identity_recovery_codes *codes, struct identity_pass *pass)
{
    struct turning          t = { .code = code, .codes = codes };
    struct identity_account a;
    struct identity_tries   tries;

    TRY(identity_get(cx, own(cx), &a));
    TRY(identity_password_is(cx, &a, password, pass));
    TRY(identity_tries_of_own(cx, &tries));
    TRY(identity_try_begin(cx, &tries, &pass->wait_s));
    TRY(store_change(cx, "identity_factor_turn_on", turn_on_once, &t));
    return t.takes ? identity_try_good(cx, &tries) : wrong_code(cx);
}

struct dropping { struct identity_account_id id; struct str why; };

static struct err *
drop_once(struct cx *cx, void *arg)
{
    const struct dropping  *d = arg;
    struct identity_account a;
    bool                    was_on;

    TRY(identity_get(cx, d->id, &a));
    TRY(identity_factor_is_on(cx, d->id, &was_on));
    TRY(identity_factor_end(cx, d->id, NULL));
    TRY(identity_recovery_clear(cx, d->id, NULL));
    if (was_on)
        TRY(identity_warn(cx, &a, IDENTITY_FACTOR_IS_OFF));
    return identity_tell(cx, NULL, (struct identity_fact){
        .verb = JOURNAL_CHANGED, .account = d->id, .note = S(N_("second factor off")),
        .why = d->why });
}

struct err *
identity_factor_drop(struct cx *cx, struct identity_account_id id, struct str why)
{
    struct dropping d = { id, why };

    return store_change(cx, "identity_factor_drop", drop_once, &d);
}

struct err *
identity_factor_turn_off(struct cx *cx, struct str password, struct identity_pass *pass)
{
    struct identity_account a;

    TRY(identity_get(cx, own(cx), &a));
    TRY(identity_password_is(cx, &a, password, pass));
    return identity_factor_drop(cx, a.id, (struct str){ 0 });
}

static struct err *
renew_once(struct cx *cx, void *arg)
{
    TRY(recovery_put(cx, arg));
    return identity_tell(cx, NULL, (struct identity_fact){
        .verb = JOURNAL_CHANGED, .account = own(cx), .note = S(N_("new recovery codes")) });
}

struct err *
identity_recovery_renew(struct cx *cx, struct str password, struct identity_recovery_codes *codes,
                        struct identity_pass *pass)
{
    struct identity_account a;
    bool                    is_on;

    TRY(identity_get(cx, own(cx), &a));
    TRY(identity_password_is(cx, &a, password, pass));
    TRY(identity_factor_is_on(cx, a.id, &is_on));
    return is_on ? store_change(cx, "identity_recovery_renew", renew_once, codes) : not_set_up(cx);
}
