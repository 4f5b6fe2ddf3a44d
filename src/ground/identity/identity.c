/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* identity.c — accounts: made, found, changed, ended, erased. */
#include "ground/identity/identity.h"

#include <assert.h>

#include "base/arena.h"
#include "base/err.h"
#include "ground/identity/identity_part.h"
#include "module.h"

/* ---- keys and digests ------------------------------------------------------------------------ */

struct err *
identity_key(struct cx *cx, const char *purpose, struct secret_key *key)
{
    if (!cx->key)
        return err_of(cx->arena, (struct err){
            .kind = ERR_BROKEN, .code = "identity.no_key",
            .text = MSG("Accounts need the key file of this installation."),
            .hint = MSG("Say where it is with --key or GUYUB_KEY; `guyub init` makes a new one."),
        });
    *key = secret_key_for(cx->key, purpose);
    return NULL;
}

struct err *
identity_mac(struct cx *cx, const char *purpose, struct str s, struct str *mac)
{
    struct secret_key key;

    TRY(identity_key(cx, purpose, &key));
    *mac = secret_mac(cx->arena, &key, s);
    return NULL;
}

/* ---- refusals -------------------------------------------------------------------------------- */

static struct err *
unknown(struct cx *cx, struct identity_account_id id)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_MISSING, .code = "identity.unknown",
        .text = MSG("There is no account {0}.", str_int(cx->arena, id.n)),
        .hint = MSG("Look it up with: guyub account list"),
    });
}

static struct err *
login_taken(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = "identity.login_taken",
        .text = MSG("Another account already has this login."),
        .hint = MSG("Choose another login, or use the account that is there."),
        .where = S("login"),
    });
}

static struct err *
not_a_login(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "identity.login",
        .text = MSG("This cannot be a login."),
        .hint = MSG("A login has 3 to 100 letters, digits and . _ - + @, "
                    "and begins and ends with a letter or digit."),
        .where = S("login"),
    });
}

struct err *
identity_is_ended(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = "identity.ended",
        .text = MSG("This account has ended; nobody signs in with it any more."),
        .hint = MSG("Somebody who returns gets a new account."),
    });
}

/* ---- finding --------------------------------------------------------------------------------- */

struct err *
identity_by_login(struct cx *cx, struct str login, struct str *mac,
                  struct identity_account *account,
                  bool *found)
{
    TRY(identity_mac(cx, "login", identity_login_fold(cx->arena, login), mac));
    *account = (struct identity_account){ 0 };
    return identity_account_by_login(cx, *mac, account, found);
}

struct err *
identity_find(struct cx *cx, struct str login, struct identity_account_id *id, bool *found)
{
    struct identity_account account;
    struct str              mac;

    TRY(identity_by_login(cx, login, &mac, &account, found));
    *id = account.id;
    return NULL;
}

struct err *
identity_get(struct cx *cx, struct identity_account_id id, struct identity_account *account)
{
    bool found;

    TRY(identity_account_by_id(cx, id, account, &found));
    return found ? NULL : unknown(cx, id);
}

struct err *
identity_list(struct cx *cx, struct identity_account **row, size_t *n)
{
    return identity_account_list(cx, row, n);
}

static struct err *
value_text(struct cx *cx, struct subject_value_id id, struct str *text)
{
    *text = (struct str){ NULL, 0 };
    return id.n == 0 ? NULL : subject_get(cx, id, text);
}

struct err *
identity_name(struct cx *cx, struct identity_account_id id, struct str *name)
{
    struct identity_account account;

    TRY(identity_get(cx, id, &account));
    return value_text(cx, account.name_value_id, name);
}

struct err *
identity_person(struct cx *cx, const struct identity_account *a, struct who *who)
{
    *who = (struct who){ .kind = WHO_PERSON, .account_id = a->id.n, .subject_id = a->subject_id.n,
                         .name_value = a->name_value_id.n };
    return value_text(cx, a->name_value_id, &who->name);
}

/* ---- telling --------------------------------------------------------------------------------- */

static struct str
key_of(struct cx *cx, struct identity_account_id id)
{
    return id.n ? str_int(cx->arena, id.n) : S("");
}

struct err *
identity_tell(struct cx *cx, const struct who *by, struct identity_fact f)
{
    struct cx as = *cx;

    if (by)
        as.who = by;
    return journal_tell(&as, &(struct fact){
        .verb = f.verb, .thing = "account", .key = key_of(cx, f.account),
        .note = str_is_known(f.note) ? f.note : S(""), .why = f.why });
}

/* ---- the profile ----------------------------------------------------------------------------- */

const struct choice identity_langs[] = {
    { "id", N_("Indonesian") }, { "en", N_("English") }, { 0 },
};

static const struct field profile_fields[] = {
    FIELD(struct identity_profile, name, F_TEXT, .min = 2, .max = 120, .required = true,
          .label = N_("Name"), .personal = PERSONAL_NAME),
    FIELD(struct identity_profile, email, F_TEXT, .max = 254, .label = N_("Email"),
          .personal = PERSONAL_EMAIL),
    FIELD(struct identity_profile, phone, F_TEXT, .max = 30, .label = N_("Telephone"),
          .personal = PERSONAL_PHONE),
    FIELD(struct identity_profile, lang, F_CHOICE, .choices = identity_langs,
          .label = N_("Language")),
};
const struct form identity_profile_form = FORM(struct identity_profile, profile_fields);

struct err *
identity_profile(struct cx *cx, const struct identity_account *a, struct identity_profile *p)
{
    TRY(value_text(cx, a->name_value_id,  &p->name));
    TRY(value_text(cx, a->login_value_id, &p->login));
    TRY(value_text(cx, a->email_value_id, &p->email));
    TRY(value_text(cx, a->phone_value_id, &p->phone));
    p->lang = str_eq(a->lang, S("en"));
    return NULL;
}

struct edit { struct str before, after; };

/* A value that is the same keeps its place; an empty one has none. */
static struct err *
put_value(struct cx *cx, const struct identity_account *a, enum personal class, struct edit edit,
          struct subject_value_id *id)
{
    struct subject_put put;

    if (str_eq(edit.before, edit.after) && (id->n != 0 || edit.after.n == 0))
        return NULL;
    *id = (struct subject_value_id){ 0 };
    if (edit.after.n == 0)
        return NULL;
    TRY(subject_put(cx, a->subject_id, class, edit.after, &put));
    *id = put.value;
    return NULL;
}

struct profile_change { struct identity_account account; const struct identity_profile *after; };

static struct err *
changed_meanwhile(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = "identity.changed_meanwhile",
        .text = MSG("The account was changed meanwhile in another window."),
        .hint = MSG("Look at what it says now, then change it again."),
    });
}

static struct err *
profile_once(struct cx *cx, void *arg)
{
    const struct profile_change   *change = arg;
    const struct identity_profile *after = change->after;
    struct identity_account        a = change->account;
    struct identity_profile        before;
    int64_t                        n;

    TRY(identity_profile(cx, &a, &before));
    TRY(put_value(cx, &a, PERSONAL_NAME, (struct edit){ before.name, after->name },
                  &a.name_value_id));
    TRY(put_value(cx, &a, PERSONAL_EMAIL, (struct edit){ before.email, after->email },
                  &a.email_value_id));
    TRY(put_value(cx, &a, PERSONAL_PHONE, (struct edit){ before.phone, after->phone },
                  &a.phone_value_id));
    TRY(identity_account_profile(cx, &(struct identity_account_profile_in){
        .id = a.id, .version = a.version, .name_value_id = a.name_value_id,
        .email_value_id = a.email_value_id, .phone_value_id = a.phone_value_id,
        .lang = str_of(identity_langs[after->lang == 1].value) }, &n));
    if (n == 0)
        return changed_meanwhile(cx);
    if (!str_eq(before.email, after->email))
        TRY(identity_warn(cx, &change->account, IDENTITY_EMAIL_IS_NEW));
    return journal_tell(cx, &(struct fact){ .verb = JOURNAL_CHANGED, .thing = "account",
        .key = key_of(cx, a.id), .form = &identity_profile_form, .before = &before, .after = after,
        .subject = a.subject_id });
}

struct err *
identity_profile_put(struct cx *cx, const struct identity_account *account,
                     const struct identity_profile *after)
{
    struct profile_change   change = { *account, after };
    struct identity_profile before;

    TRY(identity_profile(cx, account, &before));
    if (after->email.n > 0 && !str_eq(before.email, after->email))
        TRY(mail_must_be_address(cx, after->email));
    return store_change(cx, "identity_profile", profile_once, &change);
}

/* ---- a new account --------------------------------------------------------------------------- */

struct adding {
    struct identity_new         in;
    struct identity_account_id *id;
    struct str                 *code;       /* NULL: none is wanted */
};

static struct err *
code_of(struct cx *cx, struct identity_account_id id, struct str purpose, int64_t good_s,
        struct str *code)
{
    struct str digest;

    *code = secret_code(cx->arena, IDENTITY_CODE_GROUPS);
    TRY(identity_mac(cx, "code", *code, &digest));
    return identity_code_add(cx, id, purpose, digest, cx->now_s + good_s, NULL);
}

struct err *
identity_code_put(struct cx *cx, struct identity_account_id id, int64_t good_s, struct str *code)
{
    return code_of(cx, id, S("reset"), good_s, code);
}

static struct err *
code_add(struct cx *cx, struct identity_account_id id, bool is_invitation, struct str *code)
{
    TRY(identity_code_clear(cx, id, NULL));
    return code_of(cx, id, is_invitation ? S("invitation") : S("reset"),
                   is_invitation ? IDENTITY_INVITATION_S : IDENTITY_RESET_S, code);
}

static struct err *
add_values(struct cx *cx, const struct identity_new *in, struct identity_account *a)
{
    struct str none = { NULL, 0 };

    TRY(put_value(cx, a, PERSONAL_NAME, (struct edit){ none, in->name },
                  &a->name_value_id));
    TRY(put_value(cx, a, PERSONAL_LOGIN,
                  (struct edit){ none, identity_login_fold(cx->arena, in->login) },
                  &a->login_value_id));
    TRY(put_value(cx, a, PERSONAL_EMAIL, (struct edit){ none, in->email },
                  &a->email_value_id));
    return put_value(cx, a, PERSONAL_PHONE, (struct edit){ none, in->phone },
                  &a->phone_value_id);
}

static struct err *
add_row(struct cx *cx, const struct identity_account *a, struct str mac,
        struct identity_account_id *id)
{
    return identity_account_add(cx, &(struct identity_account_add_in){
        .subject_id = a->subject_id, .login_mac = mac, .login_value_id = a->login_value_id,
        .name_value_id = a->name_value_id, .email_value_id = a->email_value_id,
        .phone_value_id = a->phone_value_id, .state = S("invited"), .made_at = cx->now_s }, id);
}

static struct err *
add_once(struct cx *cx, void *arg)
{
    struct adding          *add = arg;
    struct identity_account a;
    struct str              mac;
    bool                    found;

    TRY(identity_by_login(cx, add->in.login, &mac, &a, &found));
    if (found)
        return login_taken(cx);
    TRY(subject_new(cx, &a.subject_id));
    TRY(add_values(cx, &add->in, &a));
    TRY(add_row(cx, &a, mac, add->id));
    if (!add->code)
        return identity_tell(cx, NULL, (struct identity_fact){
        .verb = JOURNAL_ADDED, .account = *add->id });
    TRY(identity_tell(cx, NULL, (struct identity_fact){
        .verb = JOURNAL_INVITED, .account = *add->id }));
    return code_add(cx, *add->id, true, add->code);
}

struct err *
identity_add(struct cx *cx, struct identity_new in, struct identity_account_id *id,
             struct str *code)
{
    struct adding add = { in, id, code };

    if (!identity_login_is_valid(identity_login_fold(cx->arena, in.login)))
        return not_a_login(cx);
    if (in.email.n > 0)
        TRY(mail_must_be_address(cx, in.email));
    return store_change(cx, "identity_add", add_once, &add);
}

struct err *
identity_first(struct cx *cx, struct str login, struct str name, struct identity_first *first)
{
    struct identity_any any;
    struct adding       add = { .in = { .login = login, .name = name }, .id = &first->id };
    bool                found;

    TRY(identity_account_any(cx, &any, &found));
    first->made = any.n == 0;
    if (!first->made)
        return NULL;
    if (!identity_login_is_valid(identity_login_fold(cx->arena, login)))
        return not_a_login(cx);
    TRY(store_change(cx, "identity_first", add_once, &add));
    first->password = secret_code(cx->arena, IDENTITY_CODE_GROUPS);
    return identity_password_set(cx, first->id, first->password);
}

/* ---- codes ----------------------------------------------------------------------------------- */

struct coding { struct identity_account account; struct str *code; };

static struct err *
code_once(struct cx *cx, void *arg)
{
    const struct coding *c = arg;

    TRY(code_add(cx, c->account.id, str_eq(c->account.state, S("invited")), c->code));
    return identity_tell(cx, NULL, (struct identity_fact){
        .verb = JOURNAL_GAVE_CODE, .account = c->account.id });
}

struct err *
identity_code(struct cx *cx, struct identity_account_id id, struct str *code)
{
    struct coding c = { .code = code };

    TRY(identity_get(cx, id, &c.account));
    if (str_eq(c.account.state, S("ended")))
        return identity_is_ended(cx);
    return store_change(cx, "identity_code", code_once, &c);
}

struct err *
identity_end_resets(struct cx *cx, struct identity_account_id id)
{
    return identity_code_clear_resets(cx, id, NULL);
}

/* ---- passwords ------------------------------------------------------------------------------- */

struct err *
identity_password_check(struct cx *cx, const struct identity_account *a, struct str password)
{
    struct identity_profile p;

    TRY(identity_profile(cx, a, &p));
    struct msg fault = identity_password_fault(cx->arena, password, p.login, p.name);

    if (!msg_is(fault))
        return NULL;
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "identity.password", .where = S("new_password"),
        .text = MSG("This cannot be the password."), .detail = fault,
    });
}

struct password_setting { struct identity_account account; struct str hash; };

static struct err *
password_once(struct cx *cx, void *arg)
{
    const struct password_setting *set = arg;
    int64_t                        n;

    TRY(identity_account_password(cx, set->hash, KNOWN(cx->now_s), set->account.id, &n));
    if (n == 0)
        return identity_is_ended(cx);
    TRY(identity_session_end_others(cx, set->account.id, (struct identity_session_id){ 0 }, NULL));
    TRY(identity_code_clear(cx, set->account.id, NULL));
    TRY(identity_warn(cx, &set->account, IDENTITY_PASSWORD_IS_NEW));
    return identity_tell(cx, NULL, (struct identity_fact){
        .verb = JOURNAL_CHANGED, .account = set->account.id, .note = S(N_("password")) });
}

struct err *
identity_password_set(struct cx *cx, struct identity_account_id id, struct str password)
{
    struct password_setting set = { .account = { .id = id } };

    TRY(identity_get(cx, id, &set.account));
    TRY(identity_password_check(cx, &set.account, password));
    TRY(secret_password_hash(cx->arena, password, &set.hash));
    return store_change(cx, "identity_password_set", password_once, &set);
}

/* ---- the end --------------------------------------------------------------------------------- */

struct ending {
    struct identity_account_id id;
    struct str                 why;
    int64_t                    n;
    bool                       erases;
};

static struct err *
end_sessions_once(struct cx *cx, void *arg)
{
    struct ending *end = arg;

    TRY(identity_session_end_others(cx, end->id, (struct identity_session_id){ 0 }, &end->n));
    return identity_tell(cx, NULL, (struct identity_fact){
        .verb = JOURNAL_REVOKED, .account = end->id,
        .note = str_int(cx->arena, end->n), .why = end->why });
}

struct err *
identity_end_sessions(struct cx *cx, struct identity_account_id id, struct str why)
{
    struct ending end = { .id = id, .why = why };

    return store_change(cx, "identity_end_sessions", end_sessions_once, &end);
}

static struct err *
end_all(struct cx *cx, struct identity_account_id id)
{
    TRY(identity_account_end(cx, id, NULL));
    TRY(identity_session_end_others(cx, id, (struct identity_session_id){ 0 }, NULL));
    TRY(identity_code_clear(cx, id, NULL));
    TRY(identity_factor_end(cx, id, NULL));
    TRY(identity_recovery_clear(cx, id, NULL));
    return identity_device_clear(cx, id, NULL);
}

/* Slices above end what hangs on the account, or refuse. */
static struct err *
end_elsewhere(struct cx *cx, const struct ending *end)
{
    for (const struct module *const *m = cx->modules; m && *m; m++)
        if ((*m)->person_ends)
            TRY((*m)->person_ends(cx, end->id.n, end->why));
    return NULL;
}

static struct err *
end_once(struct cx *cx, void *arg)
{
    const struct ending    *end = arg;
    struct identity_account a;

    TRY(identity_get(cx, end->id, &a));
    TRY(end_elsewhere(cx, end));
    TRY(end_all(cx, a.id));
    TRY(mail_drop(cx, a.subject_id, (struct str){ NULL, 0 }));
    TRY(identity_tell(cx, NULL, (struct identity_fact){
        .verb = end->erases ? JOURNAL_ERASED : JOURNAL_ENDED, .account = a.id, .why = end->why }));
    if (!end->erases)
        return subject_end(cx, a.subject_id);
    char chance[SECRET_DIGEST_BYTES];       /* the login's digest would still answer a guess */

    secret_chance(chance, sizeof chance);
    TRY(identity_account_erase(cx, (struct str){ chance, sizeof chance }, a.id, NULL));
    return subject_erase(cx, a.subject_id);
}

struct err *
identity_end(struct cx *cx, struct identity_account_id id, struct str why)
{
    struct ending end = { .id = id, .why = why };

    return store_change(cx, "identity_end", end_once, &end);
}

struct err *
identity_erase(struct cx *cx, struct identity_account_id id, struct str why)
{
    struct ending end = { .id = id, .why = why, .erases = true };

    return store_change(cx, "identity_erase", end_once, &end);
}
