/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* identity_own_web.c — the pages of the own account: details, password, sessions, factor. */
#include "ground/identity/identity_page.h"

#include "base/arena.h"
#include "ground/identity/identity_view.h"

static struct err *
own_account(struct cx *cx, struct identity_account *account)
{
    return identity_get(cx, (struct identity_account_id){ cx->who->account_id }, account);
}

static void
crumb(struct reply *rp)
{
    reply_crumb(rp, S("/account"), MSG("Your account"));
}

/* ---- the account ----------------------------------------------------------------------------- */

static void
own_json(struct json *j, const void *model)
{
    const struct identity_own *o = model;

    json_open(j, '{');
    json_str_at(j, "name", o->profile.name);
    json_str_at(j, "login", o->profile.login);
    json_str_at(j, "email", o->profile.email);
    json_str_at(j, "phone", o->profile.phone);
    json_str_at(j, "language", o->profile.lang ? S("en") : S("id"));
    json_str_at(j, "state", o->account->state);
    json_bool_at(j, "second_factor", o->factor.is_on);
    json_close(j, '}');
}

struct err *
identity_own_show(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct identity_account account;
    struct identity_own     own = { .account = &account, .who = cx->who };

    TRY(own_account(cx, &account));
    TRY(identity_profile(cx, &account, &own.profile));
    TRY(identity_factor_state(cx, &account, &own.factor));
    if (rq->wants == AS_JSON) {
        reply_json(cx, rp, own_json, &own);
        return NULL;
    }
    TRY(panels_draw(cx, "account.more", account.id.n, &own.more));
    struct view v = view_in(cx->arena, cx->lang);
    identity_account_view(&v, &own);
    reply_page(rp, MSG("Your account"), &v);
    return NULL;
}

/* ---- details --------------------------------------------------------------------------------- */

struct details { struct str name, email, phone; int32_t lang; struct str password; };

static const struct field details_fields[] = {
    FIELD(struct details, name, F_TEXT, .min = 2, .max = 120, .required = true,
          .label = N_("Name"), .personal = PERSONAL_NAME),
    FIELD(struct details, email, F_TEXT, .max = MAIL_ADDRESS_MAX, .label = N_("Email"),
          .hint = N_("Codes for a new password are sent there."), .personal = PERSONAL_EMAIL),
    FIELD(struct details, phone, F_TEXT, .max = 30, .label = N_("Telephone"),
          .personal = PERSONAL_PHONE),
    FIELD(struct details, lang, F_CHOICE, .choices = identity_langs, .label = N_("Language")),
    FIELD(struct details, password, F_TEXT, .max = IDENTITY_PASSWORD_MAX,
          .label = N_("Present password"), .hint = N_("Only if you change the email."),
          .secret = true),
};
const struct form identity_details_form = FORM(struct details, details_fields);

static struct err *
change_page(struct cx *cx, const struct request *rq, struct reply *rp, const struct err *e,
            int64_t wait_s)
{
    struct identity_account account;
    struct identity_profile p;
    struct details          details;
    struct request          as = *rq;

    TRY(own_account(cx, &account));
    TRY(identity_profile(cx, &account, &p));
    details = (struct details){ .name = p.name, .email = p.email, .phone = p.phone,
                                .lang = p.lang };
    if (!as.form)
        as.form = &details;
    crumb(rp);
    rp->wait_s = wait_s;
    return identity_form_page(cx, &as, rp, &(struct identity_form){
        .form = &identity_details_form, .action = "/account/change", .button = N_("Save"),
        .view = identity_change_view, .title = MSG("Your details") }, e);
}

struct err *
identity_change_show(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return change_page(cx, rq, rp, NULL, 0);
}

struct err *
identity_change_act(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct details *in = rq->form;
    struct identity_pass  pass = { .wait_s = 0 };
    struct err           *e = identity_given(cx, rq);

    if (!e)
        e = identity_details_put(cx, &(struct identity_profile){ .name = in->name,
            .email = in->email, .phone = in->phone, .lang = in->lang }, in->password, &pass);
    if (e)
        return change_page(cx, rq, rp, e, pass.wait_s);
    reply_done(rp, MSG("Your details are saved."));
    reply_see(rp, S("/account"));
    return NULL;
}

/* ---- password -------------------------------------------------------------------------------- */

struct change { struct str password, new_password, again; };

static const struct field password_fields[] = {
    FIELD(struct change, password, F_TEXT, .max = IDENTITY_PASSWORD_MAX, .required = true,
          .label = N_("Present password"), .secret = true),
    FIELD(struct change, new_password, F_TEXT, .max = IDENTITY_PASSWORD_MAX, .required = true,
          .label = N_("New password"), .secret = true),
    FIELD(struct change, again, F_TEXT, .max = IDENTITY_PASSWORD_MAX, .required = true,
          .label = N_("The same again"), .secret = true),
};
const struct form identity_password_form = FORM(struct change, password_fields);

static struct err *
password_page(struct cx *cx, const struct request *rq, struct reply *rp, const struct err *e,
              int64_t wait_s)
{
    crumb(rp);
    rp->wait_s = wait_s;
    return identity_form_page(cx, rq, rp, &(struct identity_form){
        .form = &identity_password_form, .action = "/account/password",
        .button = N_("Change the password"),
        .view = identity_password_view, .title = MSG("Choose another password") }, e);
}

struct err *
identity_password_show(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return password_page(cx, rq, rp, NULL, 0);
}

struct err *
identity_password_act(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct change *in = rq->form;
    struct identity_pass pass = { .wait_s = 0 };
    struct err          *e = identity_given(cx, rq);

    if (!e)
        e = identity_again(cx, in->new_password, in->again);
    if (!e)
        e = identity_password_change(cx, in->password, in->new_password, &pass);
    if (e)
        return password_page(cx, rq, rp, e, pass.wait_s);
    reply_done(rp, MSG("The password is changed; your other sessions have ended."));
    reply_see(rp, S("/account"));
    return NULL;
}

/* ---- sessions -------------------------------------------------------------------------------- */

struct table
identity_session_table(struct cx *cx, const struct identity_seen_list *list)
{
    static const struct column column[] = {
        { "browser",   { .id = N_("Browser") },   COLUMN_TEXT },
        { "signed_in", { .id = N_("Signed in") }, COLUMN_TEXT },
        { "last_seen", { .id = N_("Last seen") }, COLUMN_TEXT },
        { "address",   { .id = N_("Address") },   COLUMN_TEXT },
        { "this_one",  { .id = N_("this one") },  COLUMN_BOOL },
    };
    struct table t = table_in(cx->arena, column, COUNT(column), list->n);

    for (size_t i = 0; i < list->n; i++) {
        const struct identity_seen *s = &list->row[i];
        struct str                 *cell = table_row(&t);

        cell[0] = s->browser;
        cell[1] = time_iso(cx->arena, s->made_at);
        cell[2] = time_iso(cx->arena, s->seen_at);
        cell[3] = s->client;
        cell[4] = str_bool(s->is_own);
    }
    return t;
}

struct err *
identity_sessions_show(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct identity_seen_list list;
    struct view               v = view_in(cx->arena, cx->lang);

    TRY(identity_sessions(cx, (struct identity_account_id){ cx->who->account_id }, &list));
    if (rq->wants != AS_HTML) {
        struct table t = identity_session_table(cx, &list);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    identity_sessions_view(&v, &list);
    crumb(rp);
    reply_page(rp, MSG("Where you are signed in"), &v);
    return NULL;
}

struct revoke { int64_t session; };

static const struct field revoke_fields[] = {
    FIELD(struct revoke, session, F_INT, .max = INT64_MAX, .required = true,
          .label = N_("Session")),
};
const struct form identity_revoke_form = FORM(struct revoke, revoke_fields);

struct err *
identity_sessions_act(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct revoke *in = rq->form;

    TRY(identity_given(cx, rq));
    TRY(identity_session_revoke(cx, (struct identity_session_id){ in->session }));
    reply_done(rp,
               in->session ? MSG("The session has ended.") : MSG("All other sessions have ended."));
    reply_see(rp, S("/account/sessions"));
    return NULL;
}

/* ---- the second factor ----------------------------------------------------------------------- */

struct confirm { struct str code, password; };

static const struct field confirm_fields[] = {
    FIELD(struct confirm, code, F_TEXT, .max = 40, .required = true,
          .label = N_("The six digits that it shows now"), .secret = true),
    FIELD(struct confirm, password, F_TEXT, .max = IDENTITY_PASSWORD_MAX, .required = true,
          .label = N_("Present password"), .secret = true),
};
const struct form identity_confirm_form = FORM(struct confirm, confirm_fields);

struct settle { struct str password; int32_t what; };

static const struct choice settle_choices[] = {
    { "codes", N_("Give me ten new recovery codes; the old ones end") },
    { "off",   N_("Turn the second factor off") }, { 0 },
};
static const struct field settle_fields[] = {
    FIELD(struct settle, what, F_CHOICE, .choices = settle_choices, .required = true,
          .label = N_("What is to be done?")),
    FIELD(struct settle, password, F_TEXT, .max = IDENTITY_PASSWORD_MAX, .required = true,
          .label = N_("Present password"), .secret = true),
};
const struct form identity_settle_form = FORM(struct settle, settle_fields);

/* "5QUF F7I6 …", as authenticators take it too. */
static struct str
in_fours(struct arena *a, struct str key)
{
    struct buf b = buf_in(a, 2 * key.n);

    for (size_t i = 0; i < key.n; i++) {
        if (i > 0 && i % 4 == 0)
            buf_byte(&b, ' ');
        buf_byte(&b, key.p[i]);
    }
    return buf_str(&b);
}

static struct err *
factor_page(struct cx *cx, const struct request *rq, struct reply *rp, const struct err *e,
            int64_t wait_s)
{
    struct identity_account     account;
    struct identity_factor_page page = { .has_qr = false };
    struct identity_form        form = { .model = &page, .title = MSG("Second factor"),
                                         .form = &identity_confirm_form, .button = N_("Turn it on"),
                                         .action = "/account/second-factor",
                                         .view = identity_factor_off_view };

    TRY(own_account(cx, &account));
    TRY(identity_factor_state(cx, &account, &page.state));
    if (page.state.is_on) {
        form.form = &identity_settle_form;
        form.action = "/account/second-factor/settle";
        form.button = N_("Continue");
        form.view = identity_factor_on_view;
    } else if (str_is_known(page.state.secret)) {
        page.has_qr = identity_qr(cx->arena, page.state.uri, &page.qr);
        page.key = in_fours(cx->arena, page.state.secret);
        form.view = identity_factor_begun_view;
    }
    crumb(rp);
    rp->wait_s = wait_s;
    return identity_form_page(cx, rq, rp, &form, e);
}

struct err *
identity_factor_show(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return factor_page(cx, rq, rp, NULL, 0);
}

struct err *
identity_factor_begin_act(struct cx *cx, const struct request *rq, struct reply *rp)
{
    (void)rq;
    TRY(identity_factor_set_up(cx));
    reply_see(rp, S("/account/second-factor"));
    return NULL;
}

static struct err *
codes_page(struct cx *cx, struct reply *rp, const struct identity_recovery_codes *codes)
{
    struct view v = view_in(cx->arena, cx->lang);

    identity_recovery_view(&v, codes);
    crumb(rp);
    reply_page(rp, MSG("Your recovery codes"), &v);
    return NULL;
}

struct err *
identity_factor_act(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct confirm          *in = rq->form;
    struct identity_pass           pass = { .wait_s = 0 };
    struct identity_recovery_codes codes;
    struct err                    *e = identity_given(cx, rq);

    if (!e)
        e = identity_factor_turn_on(cx, in->password, in->code, &codes, &pass);
    return e ? factor_page(cx, rq, rp, e, pass.wait_s) : codes_page(cx, rp, &codes);
}

static struct err *
settle(struct cx *cx, const struct settle *in, struct identity_recovery_codes *codes,
       struct identity_pass *pass)
{
    return in->what == 0 ? identity_recovery_renew(cx, in->password, codes, pass)
                         : identity_factor_turn_off(cx, in->password, pass);
}

struct err *
identity_settle_act(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct settle           *in = rq->form;
    struct identity_pass           pass = { .wait_s = 0 };
    struct identity_recovery_codes codes;
    struct err                    *e = identity_given(cx, rq);

    if (!e)
        e = settle(cx, in, &codes, &pass);
    if (e)
        return factor_page(cx, rq, rp, e, pass.wait_s);
    if (in->what == 0)
        return codes_page(cx, rp, &codes);
    reply_done(rp, MSG("The second factor is off."));
    reply_see(rp, S("/account/second-factor"));
    return NULL;
}
