/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * identity_mail.c — what owners are written: codes that they asked for, and what was done to their
 * account.
 *
 * Who asks at the door for a code leaves only the digest of the login. It is looked up later, by
 * who tends, so that the door needs the same time for a login that an account has and for any
 * other.
 */
#include "ground/identity/identity.h"

#include <assert.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/money.h"
#include "ground/identity/identity_part.h"
#include "ground/journal/journal_line.h"

#define CODE_MAIL    "password_code"
#define BROWSER_MAIL "browser_is_new"

enum { SERVED_MAX = 20, WAITED_MAX_S = 3600 };      /* asked for, in one go; how long it is worth */

/* ---- every mail ------------------------------------------------------------------------------ */

struct err *
identity_mail_to(struct cx *cx, const struct identity_account *a, struct mail *m, bool *can)
{
    struct identity_profile p;

    *m = (struct mail){ .to = a->subject_id };
    *can = false;
    if (!mail_can(cx))
        return NULL;
    TRY(identity_profile(cx, a, &p));
    m->address = p.email;
    m->lang = p.lang ? LANG_EN : LANG_ID;
    *can = str_is_known(p.email) && mail_address_is(p.email);
    mail_say(m, MSG("Dear {0},", str_is_known(p.name) ? p.name : S("…")));
    mail_say(m, MSG_NONE);
    return NULL;
}

void
identity_mail_end(struct mail *m)
{
    mail_say(m, MSG_NONE);
    mail_say(m, MSG("This mail was written by a program; nobody reads answers to it."));
}

/* ---- a code for a new password --------------------------------------------------------------- */

struct err *
identity_forgotten(struct cx *cx, struct str login, struct identity_pass *pass)
{
    struct identity_tries tries;
    struct str            mac;

    *pass = (struct identity_pass){ .wait_s = 0 };
    TRY(identity_mac(cx, "login", identity_login_fold(cx->arena, login), &mac));
    TRY(identity_tries_of_lost(cx, mac, &tries));
    TRY(identity_try_begin(cx, &tries, &pass->wait_s));
    return identity_lost_add(cx, mac, cx->now_s, NULL);
}

static void
write_code(struct cx *cx, struct mail *m, struct str login, struct str code)
{
    struct str link = mail_link(cx, S("/reset"));

    m->what = CODE_MAIL;
    m->title = MSG("A one-time code for a new password");
    m->good_until_s = cx->now_s + IDENTITY_MAILED_S;
    mail_say(m, MSG("Somebody asked for a new password for the account {0}. The one-time code is:",
                    login));
    mail_say(m, MSG_NONE);
    mail_say(m, MSG("    {0}", code));
    mail_say(m, MSG_NONE);
    mail_say(m, MSG("It is good for one hour and only once. Choose the new password here:"));
    mail_say(m, str_is_known(link) ? MSG("{0}", link)
                                   : MSG("Guyub, “Sign in”, “Choose a new password”."));
    mail_say(m, MSG_NONE);
    mail_say(m, MSG("If it was not you, nothing needs to be done: the password stays as it is. "
                    "Give the code to nobody."));
    identity_mail_end(m);
}

/* Not so often that it is a nuisance, to whoever's liking. */
static struct err *
is_due(struct cx *cx, struct subject_id to, const char *what, int64_t every_s, bool *is)
{
    struct maybe_int last;

    TRY(mail_last(cx, to, str_of(what), &last));
    *is = !last.known || last.n <= cx->now_s - every_s || last.n > cx->now_s;
    return NULL;
}

static struct err *
mail_code(struct cx *cx, const struct identity_account *a)
{
    struct identity_profile p;
    struct mail             m;
    struct str              code;
    bool                    can, due;

    TRY(identity_mail_to(cx, a, &m, &can));
    TRY(is_due(cx, a->subject_id, CODE_MAIL, IDENTITY_MAIL_EVERY_S, &due));
    if (!can || !due)
        return NULL;
    TRY(identity_profile(cx, a, &p));
    TRY(identity_code_put(cx, a->id, IDENTITY_MAILED_S, &code));
    TRY(mail_drop(cx, a->subject_id, S(CODE_MAIL)));
    write_code(cx, &m, p.login, code);
    TRY(mail_put(cx, &m));
    return identity_tell(cx, NULL, (struct identity_fact){
        .verb = JOURNAL_GAVE_CODE, .account = a->id, .note = S(N_("by mail, asked at the door")) });
}

static struct err *
serve_once(struct cx *cx, void *arg)
{
    const struct identity_lost *lost = arg;
    struct identity_account     a;
    bool                        found;

    TRY(identity_lost_end(cx, lost->login_mac, NULL));
    TRY(identity_account_by_login(cx, lost->login_mac, &a, &found));
    if (!found || !str_eq(a.state, S("active")) || lost->asked_at < cx->now_s - WAITED_MAX_S)
        return NULL;
    return mail_code(cx, &a);
}

struct err *
identity_lost_serve(struct cx *cx)
{
    struct identity_lost lost;
    bool                 found = true;

    for (int n = 0; found && n < SERVED_MAX; n++) {
        TRY(identity_lost_first(cx, &lost, &found));
        if (found)
            TRY(store_change(cx, "identity_lost", serve_once, &lost));
    }
    return NULL;
}

/* ---- warnings -------------------------------------------------------------------------------- */

static const struct { const char *what, *title, *text; } warning[] = {
    [IDENTITY_PASSWORD_IS_NEW] = { "password_is_new", N_("Your password was changed"),
        N_("The password of your account {0} was changed on {1}.") },
    [IDENTITY_FACTOR_IS_OFF] = { "factor_is_off", N_("The second factor is off"),
        N_("The second factor of your account {0} was turned off on {1}.") },
    [IDENTITY_EMAIL_IS_NEW] = { "email_is_new", N_("Another email for your account"),
        N_("From {1} on, this address does not belong to the account {0} any more. Mails go to "
           "another one, or nowhere.") },
    [IDENTITY_BROWSER_IS_NEW] = { BROWSER_MAIL, N_("A sign-in from a new browser"),
        N_("Somebody signed in to your account {0} on {1} in a browser that was not seen there "
           "before.") },
};

/* Whoever gives the address of somebody else as its own does not flood it with warnings. The first
 * of a day go out: what others do to an account is told to its owner. */
static struct err *
is_enough(struct cx *cx, struct subject_id to, const char *what, bool *is)
{
    int64_t n;

    TRY(mail_count(cx, to, str_of(what), cx->now_s - DAY_S, &n));
    *is = n >= IDENTITY_WARNINGS_A_DAY;
    return NULL;
}

struct err *
identity_warn(struct cx *cx, const struct identity_account *a, enum identity_warning w)
{
    struct identity_profile p;
    struct mail             m;
    bool                    can, enough;

    assert(w < COUNT(warning));
    TRY(identity_mail_to(cx, a, &m, &can));
    if (!can || !str_is_known(a->password))
        return NULL;                    /* its first password is no news to the owner */
    TRY(is_enough(cx, a->subject_id, warning[w].what, &enough));
    if (enough)
        return NULL;
    TRY(identity_profile(cx, a, &p));
    m.what = warning[w].what;
    m.title = (struct msg){ .id = warning[w].title };
    mail_say(&m, (struct msg){ .id = warning[w].text,
        .arg = { p.login, journal_when(cx->arena, m.lang, cx->now_s) } });
    mail_say(&m, MSG_NONE);
    mail_say(&m, MSG("If that was you, nothing needs to be done. If not, tell whoever manages your "
                     "account at once, and choose another password."));
    identity_mail_end(&m);
    return mail_put(cx, &m);
}

struct err *
identity_warn_browser(struct cx *cx, const struct identity_account *a,
                      const struct identity_knock *knock)
{
    struct identity_device device;
    bool                   has_any, known = false, due;

    TRY(identity_device_any(cx, a->id, &device, &has_any));
    if (!has_any || !mail_can(cx))
        return NULL;
    if (knock->device.n > 0)
        TRY(identity_device_find(cx, secret_digest(cx->arena, knock->device), a->id, &device,
                                 &known));
    TRY(is_due(cx, a->subject_id, BROWSER_MAIL, DAY_S, &due));
    return known || !due ? NULL : identity_warn(cx, a, IDENTITY_BROWSER_IS_NEW);
}
