/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* identity_login.c — at the door: signing in, the second step, one-time codes, signing out. */
#include "ground/identity/identity.h"

#include "base/arena.h"
#include "base/err.h"
#include "ground/identity/identity_part.h"

/* ---- refusals -------------------------------------------------------------------------------- */

static struct err *
refused(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "identity.refused",
        .text = MSG("This login and this password do not belong together."),
        .hint = MSG("Check both. Who has lost the password finds help below the form."),
        .where = S("password"),
    });
}

static struct err *
no_step(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_NOBODY, .code = "identity.step",
        .text = MSG("The sign-in took too long, or began in another browser."),
        .hint = MSG("Begin again with login and password."),
    });
}

static struct err *
wrong_code(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "identity.code",
        .text = MSG("This code is not right, or was used already."),
        .hint = MSG("Wait for the next code of your authenticator, or use a recovery code."),
        .where = S("code"),
    });
}

static struct err *
code_unknown(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "identity.code_unknown",
        .text = MSG("This one-time code is not known."),
        .detail = MSG("It may have been mistyped, used already, replaced by a newer one, "
                      "or be too old."),
        .hint = MSG("Check it, or ask whoever gave it to you for a new one."),
        .where = S("code"),
    });
}

/* ---- in -------------------------------------------------------------------------------------- */

struct entering {
    struct identity_account      account;
    const struct identity_knock *knock;
    const struct identity_tries *tries;
    struct identity_pass        *pass;
    enum journal_verb            verb;
    struct str                   password;      /* a new hash; unknown: it stays             */
    struct str                   code;          /* digest of the code to use up; or unknown  */
};

/* The browser's session before this one, of whomever, is over. */
static struct err *
leave_old(struct cx *cx, const struct identity_knock *knock)
{
    struct identity_session s;
    bool                    found;

    TRY(identity_session_find(cx, knock->visit.token, &s, &found));
    return found ? identity_session_end(cx, s.id, NULL) : NULL;
}

static struct err *
let_in(struct cx *cx, struct entering *e)
{
    struct who who;

    TRY(identity_try_good(cx, e->tries));
    if (e->code.n == 0)                 /* with a code the password is new, and that is told */
        TRY(identity_warn_browser(cx, &e->account, e->knock));
    TRY(identity_device_known(cx, e->account.id, e->knock->device, &e->pass->device));
    TRY(identity_person(cx, &e->account, &who));
    return identity_tell(cx, &who, (struct identity_fact){
        .verb = e->verb, .account = e->account.id });
}

/* Hashing takes its time: the account may have ended meanwhile, or its password changed. */
static struct err *
still_is(struct cx *cx, const struct identity_account *seen)
{
    struct identity_account now;

    TRY(identity_get(cx, seen->id, &now));
    return str_eq(now.password, seen->password) ? NULL : refused(cx);
}

/* Told here: with a second factor the sign-in is told later, or never. */
static struct err *
tell_password(struct cx *cx, const struct identity_account *a)
{
    struct who who;

    if (str_eq(a->state, S("invited")))
        return NULL;                    /* accepting is told, and means the same */
    TRY(identity_person(cx, a, &who));
    return identity_tell(cx, &who, (struct identity_fact){
        .verb = JOURNAL_CHANGED, .account = a->id, .note = S(N_("password, by a one-time code")) });
}

static struct err *
use_code(struct cx *cx, const struct entering *e)
{
    int64_t n;

    TRY(identity_code_use(cx, e->code, &n));
    if (n == 0)
        return code_unknown(cx);        /* another was faster */
    TRY(identity_account_password(cx, e->password, KNOWN(cx->now_s), e->account.id, &n));
    if (n == 0)
        return identity_is_ended(cx);
    TRY(identity_code_clear(cx, e->account.id, NULL));
    TRY(identity_session_end_others(cx, e->account.id, (struct identity_session_id){ 0 }, NULL));
    TRY(identity_warn(cx, &e->account, IDENTITY_PASSWORD_IS_NEW));
    return tell_password(cx, &e->account);
}

static struct err *
enter_once(struct cx *cx, void *arg)
{
    struct entering           *e = arg;
    struct identity_session_id id;

    TRY(identity_factor_is_on(cx, e->account.id, &e->pass->wants_factor));
    TRY(e->code.n > 0 ? use_code(cx, e) : still_is(cx, &e->account));
    TRY(leave_old(cx, e->knock));
    TRY(identity_session_open(cx, (struct identity_open){ .account = &e->account,
        .agent = e->knock->visit.agent, .proven = !e->pass->wants_factor }, &id, &e->pass->token));
    if (!e->pass->wants_factor)
        return let_in(cx, e);
    return NULL;
}

struct err *
identity_sign_in(struct cx *cx, const struct identity_knock *knock, struct str login,
                 struct str password, struct identity_pass *pass)
{
    struct identity_tries tries;
    struct entering       e = { .knock = knock, .tries = &tries, .pass = pass,
                                .verb = JOURNAL_SIGNED_IN };
    struct str            mac;
    bool                  found, is;

    *pass = (struct identity_pass){ .wait_s = 0 };
    TRY(identity_by_login(cx, login, &mac, &e.account, &found));
    TRY(identity_tries_of(cx, knock, mac, e.account.id, &tries));
    TRY(identity_try_begin(cx, &tries, &pass->wait_s));
    TRY(secret_password_is(cx->arena, e.account.password, password, &is));
    if (is)
        return store_change(cx, "identity_sign_in", enter_once, &e);
    TRY(identity_refusal(cx, e.account.id));
    return refused(cx);
}

/* ---- the second step ------------------------------------------------------------------------- */

struct proving {
    struct identity_session      session;
    struct identity_account      account;
    const struct identity_knock *knock;
    const struct identity_tries *tries;
    struct identity_pass        *pass;
    struct str                   code;
    bool                         takes;
};

static struct err *
prove_once(struct cx *cx, void *arg)
{
    struct proving *p = arg;
    struct entering e = { .account = p->account, .knock = p->knock, .tries = p->tries,
                          .pass = p->pass, .verb = JOURNAL_SIGNED_IN };
    int64_t         n;

    TRY(identity_factor_takes(cx, p->account.id, p->code, &p->takes));
    if (!p->takes)
        return NULL;
    p->pass->token = secret_token(cx->arena);
    TRY(identity_session_prove(cx, &(struct identity_session_prove_in){
        .id = p->session.id, .token = secret_digest(cx->arena, p->pass->token),
        .token_at = cx->now_s, .made_at = cx->now_s, .seen_at = cx->now_s }, &n));
    return n == 0 ? no_step(cx) : let_in(cx, &e);
}

static bool
is_at_step(const struct cx *cx, const struct identity_session *s,
           const struct identity_knock *knock)
{
    return !s->proven
        && identity_life((struct identity_times){ s->made_at, s->seen_at, false }, cx->now_s)
               == IDENTITY_ALIVE
        && secret_same(s->agent, identity_agent_digest(cx->arena, knock->visit.agent));
}

struct err *
identity_prove(struct cx *cx, const struct identity_knock *knock, struct str code,
               struct identity_pass *pass)
{
    struct identity_tries tries;
    struct proving        p = { .knock = knock, .tries = &tries, .pass = pass, .code = code };
    struct identity_profile profile;
    struct str            mac;
    bool                  found;

    *pass = (struct identity_pass){ .wait_s = 0 };
    TRY(identity_session_find(cx, knock->visit.token, &p.session, &found));
    if (!found || !is_at_step(cx, &p.session, knock))
        return no_step(cx);
    TRY(identity_get(cx, p.session.account_id, &p.account));
    TRY(identity_profile(cx, &p.account, &profile));
    TRY(identity_mac(cx, "login", profile.login, &mac));
    TRY(identity_tries_of(cx, knock, mac, p.account.id, &tries));
    TRY(identity_try_begin(cx, &tries, &pass->wait_s));
    TRY(store_change(cx, "identity_prove", prove_once, &p));
    if (p.takes)
        return NULL;
    TRY(identity_refusal(cx, p.account.id));
    return wrong_code(cx);
}

/* ---- one-time codes -------------------------------------------------------------------------- */

/* The code's account, if it is good today; a try was counted before. */
static struct err *
code_account(struct cx *cx, struct str code, struct str *digest, struct identity_account *account)
{
    struct identity_code row;
    bool                 found;

    TRY(identity_mac(cx, "code", identity_code_fold(cx->arena, code), digest));
    TRY(identity_code_by_digest(cx, *digest, &row, &found));
    if (!found || row.ends_at <= cx->now_s)
        return code_unknown(cx);
    return identity_get(cx, row.account_id, account);
}

struct err *
identity_invited(struct cx *cx, struct str code, struct identity_account *account,
                 struct identity_pass *pass)
{
    struct identity_tries tries;
    struct str            digest;

    *pass = (struct identity_pass){ .wait_s = 0 };
    TRY(identity_tries_of_code(cx, &tries));
    TRY(identity_try_begin(cx, &tries, &pass->wait_s));
    TRY(code_account(cx, code, &digest, account));
    if (!str_eq(account->state, S("invited")))
        return code_unknown(cx);
    return identity_try_good(cx, &tries);
}

static struct err *
is_for_login(struct cx *cx, struct str login, const struct identity_account *account)
{
    struct identity_account named;
    struct str              mac;
    bool                    found;

    if (!str_is_known(login))
        return str_eq(account->state, S("invited")) ? NULL : code_unknown(cx);
    TRY(identity_by_login(cx, login, &mac, &named, &found));
    return named.id.n == account->id.n ? NULL : code_unknown(cx);
}

struct err *
identity_accept(struct cx *cx, const struct identity_knock *knock, struct identity_choice in,
                struct identity_pass *pass)
{
    struct identity_tries tries;
    struct entering       e = { .knock = knock, .tries = &tries, .pass = pass };

    *pass = (struct identity_pass){ .wait_s = 0 };
    TRY(identity_tries_of_code(cx, &tries));
    TRY(identity_try_begin(cx, &tries, &pass->wait_s));
    TRY(code_account(cx, in.code, &e.code, &e.account));
    TRY(is_for_login(cx, in.login, &e.account));
    TRY(identity_password_check(cx, &e.account, in.password));
    e.verb = str_eq(e.account.state, S("invited")) ? JOURNAL_ACCEPTED : JOURNAL_SIGNED_IN;
    TRY(secret_password_hash(cx->arena, in.password, &e.password));
    return store_change(cx, "identity_accept", enter_once, &e);
}

/* ---- out, and a new password ----------------------------------------------------------------- */

static struct err *
sign_out_once(struct cx *cx, void *arg)
{
    struct identity_account_id account = { cx->who->account_id };
    int64_t                    n;

    (void)arg;
    TRY(identity_session_end_of(cx, (struct identity_session_id){ cx->who->session_id }, account,
                                &n));
    if (n == 0)
        return NULL;
    return identity_tell(cx, NULL, (struct identity_fact){
        .verb = JOURNAL_SIGNED_OUT, .account = account });
}

struct err *
identity_sign_out(struct cx *cx)
{
    if (!cx->who || cx->who->kind != WHO_PERSON)
        return NULL;
    return store_change(cx, "identity_sign_out", sign_out_once, NULL);
}

struct changing { struct identity_account account; struct str hash; };

static struct err *
change_once(struct cx *cx, void *arg)
{
    const struct changing *c = arg;

    TRY(identity_account_password(cx, c->hash, KNOWN(cx->now_s), c->account.id, NULL));
    TRY(identity_session_end_others(cx, c->account.id,
            (struct identity_session_id){ cx->who->session_id }, NULL));
    TRY(identity_code_clear(cx, c->account.id, NULL));
    TRY(identity_warn(cx, &c->account, IDENTITY_PASSWORD_IS_NEW));
    return identity_tell(cx, NULL, (struct identity_fact){
        .verb = JOURNAL_CHANGED, .account = c->account.id, .note = S(N_("password")) });
}

static struct err *
old_password(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "identity.old_password", .where = S("password"),
        .text = MSG("This is not the present password."),
        .hint = MSG("Check it, and whether capitals are locked."),
    });
}

static struct err *
password_wanted(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "identity.password_wanted", .where = S("password"),
        .text = MSG("A change of the email needs the present password."),
        .hint = MSG("Type it here, or leave the email as it was."),
    });
}

struct err *
identity_password_is(struct cx *cx, const struct identity_account *a, struct str password,
                     struct identity_pass *pass)
{
    struct identity_tries tries;
    bool                  is;

    *pass = (struct identity_pass){ .wait_s = 0 };
    TRY(identity_tries_of_own(cx, &tries));
    TRY(identity_try_begin(cx, &tries, &pass->wait_s));
    TRY(secret_password_is(cx->arena, a->password, password, &is));
    return is ? identity_try_good(cx, &tries) : old_password(cx);
}

struct err *
identity_password_change(struct cx *cx, struct str old, struct str password,
                         struct identity_pass *pass)
{
    struct changing c = { .hash = { NULL, 0 } };

    TRY(identity_get(cx, (struct identity_account_id){ cx->who->account_id }, &c.account));
    TRY(identity_password_is(cx, &c.account, old, pass));
    TRY(identity_password_check(cx, &c.account, password));
    TRY(secret_password_hash(cx->arena, password, &c.hash));
    return store_change(cx, "identity_password", change_once, &c);
}

struct err *
identity_details_put(struct cx *cx, const struct identity_profile *after, struct str password,
                     struct identity_pass *pass)
{
    struct identity_account a;
    struct identity_profile before;

    *pass = (struct identity_pass){ .wait_s = 0 };
    TRY(identity_get(cx, (struct identity_account_id){ cx->who->account_id }, &a));
    TRY(identity_profile(cx, &a, &before));
    bool is_same = str_eq(before.email, after->email) || before.email.n + after->email.n == 0;

    if (!is_same && password.n == 0)
        return password_wanted(cx);
    if (!is_same)
        TRY(identity_password_is(cx, &a, password, pass));
    return identity_profile_put(cx, &a, after);
}
