/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* identity_web.c — the pages of the door: sign-in, its second step, one-time codes, sign-out. */
#include "ground/identity/identity_page.h"

#include "base/arena.h"
#include "ground/identity/identity_view.h"

/* ---- one page, one form ---------------------------------------------------------------------- */

struct err *
identity_given(struct cx *cx, const struct request *rq)
{
    return form_err(cx->arena, rq->faults);
}

static const struct field *
field_of(const struct form *form, struct str name)
{
    for (size_t i = 0; i < form->n; i++)
        if (str_eq(str_of(form->field[i].name), name))
            return &form->field[i];
    return &form->field[0];
}

/* What was wrong, why and what to do, in one sentence after the other. */
static struct msg
told(struct cx *cx, const struct err *e)
{
    const struct msg part[] = { e->text, e->detail, e->hint };
    struct str       text[COUNT(part)];
    size_t           n = 0;

    for (size_t i = 0; i < COUNT(part); i++)
        if (msg_is(part[i]))
            text[n++] = msg_text(cx->arena, cx->lang, part[i]);
    return MSG("{0}", str_join(cx->arena, S(" "), text, n));
}

static bool
is_about_form(const struct err *e)
{
    return e->kind == ERR_INPUT || e->kind == ERR_TOO_OFTEN;
}

struct err *
identity_form_page(struct cx *cx, const struct request *rq, struct reply *rp,
                   const struct identity_form *page, const struct err *e)
{
    struct form_faults faults = { .n = 0 };
    struct form_draw   draw = {
        .form = page->form, .action = str_of(page->action), .posts = true, .faults = &faults,
        .button = page->button, .hidden = page->hidden, .n_hidden = page->n_hidden,
        .values = rq->form,
    };
    struct view        v = view_in(cx->arena, cx->lang);

    if (e && (!is_about_form(e) || rq->wants != AS_HTML))
        return err_of(cx->arena, *e);
    if (e && rq->faults && rq->faults->n > 0)
        faults = *rq->faults;
    else if (e)
        faults.fault[faults.n++] = (struct form_fault){
            .field = field_of(page->form, e->where), .text = told(cx, e) };
    if (e)
        rp->status = err_status(e);
    page->view(&v, &draw, page->model);
    reply_page(rp, page->title, &v);
    return NULL;
}

struct str
identity_device(const struct request *rq)
{
    return cookie_value(rq->cookies, IDENTITY_DEVICE_COOKIE);
}

static struct identity_knock
knock_of(const struct request *rq)
{
    return (struct identity_knock){
        .visit = { .token = cookie_value(rq->cookies, IDENTITY_COOKIE), .agent = rq->agent },
        .device = identity_device(rq),
    };
}

void
identity_pass_on(struct reply *rp, const struct identity_pass *pass)
{
    if (pass->token.n > 0)
        reply_cookie(rp, (struct cookie){ IDENTITY_COOKIE, pass->token, 0 });
    if (pass->device.n > 0)
        reply_cookie(rp,
                     (struct cookie){ IDENTITY_DEVICE_COOKIE, pass->device, IDENTITY_DEVICE_S });
}

/* ---- where to after the door ----------------------------------------------------------------- */

static struct str
way(const struct request *rq)
{
    struct str to = query_value(rq->given, S("to"));

    return identity_path_is_own(to) ? to : S("/account");
}

static struct err *
inside(struct cx *cx, const struct request *rq, struct reply *rp, const struct identity_pass *pass)
{
    struct str to = way(rq);

    identity_pass_on(rp, pass);
    if (pass->wants_factor)
        to = str_fmt(cx->arena, "/sign-in/second-step?to=%.*s",
                     TEXT(query_encode(cx->arena, to, true)));
    reply_see(rp, to);
    return NULL;
}

/* ---- sign-in --------------------------------------------------------------------------------- */

struct sign_in { struct str login, password; };

static const struct field sign_in_fields[] = {
    FIELD(struct sign_in, login, F_TEXT, .max = IDENTITY_LOGIN_MAX, .required = true,
          .label = N_("Login")),
    FIELD(struct sign_in, password, F_TEXT, .max = IDENTITY_PASSWORD_MAX, .required = true,
          .label = N_("Password"), .secret = true),
};
static const struct form sign_in_form = FORM(struct sign_in, sign_in_fields);

static struct err *
sign_in_page(struct cx *cx, const struct request *rq, struct reply *rp, const struct err *e,
             int64_t wait_s)
{
    struct identity_door door = { .as = cx->who ? cx->who->name : S(""), .mails = mail_can(cx) };
    struct pair          to[] = { { S("to"), way(rq) } };

    rp->wait_s = wait_s;
    return identity_form_page(cx, rq, rp, &(struct identity_form){
        .form = &sign_in_form, .action = "/sign-in", .button = N_("Sign in"),
        .hidden = to, .n_hidden = COUNT(to), .view = identity_sign_in_view, .model = &door,
        .title = MSG("Sign in") }, e);
}

static struct err *
sign_in_show(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return sign_in_page(cx, rq, rp, NULL, 0);
}

static struct err *
sign_in_act(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct sign_in *in = rq->form;
    struct identity_knock knock = knock_of(rq);
    struct identity_pass  pass = { .wait_s = 0 };
    struct err           *e = identity_given(cx, rq);

    if (!e)
        e = identity_sign_in(cx, &knock, in->login, in->password, &pass);
    return e ? sign_in_page(cx, rq, rp, e, pass.wait_s) : inside(cx, rq, rp, &pass);
}

/* ---- the second step ------------------------------------------------------------------------- */

struct step { struct str code; };

static const struct field step_fields[] = {
    FIELD(struct step, code, F_TEXT, .max = 40, .required = true, .label = N_("Code"),
          .secret = true),
};
static const struct form step_form = FORM(struct step, step_fields);

static struct err *
step_page(struct cx *cx, const struct request *rq, struct reply *rp, const struct err *e,
          int64_t wait_s)
{
    struct pair to[] = { { S("to"), way(rq) } };

    rp->wait_s = wait_s;
    return identity_form_page(cx, rq, rp, &(struct identity_form){
        .form = &step_form, .action = "/sign-in/second-step", .button = N_("Continue"),
        .hidden = to, .n_hidden = COUNT(to), .view = identity_step_view,
        .title = MSG("Second step") }, e);
}

static struct err *
step_show(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return step_page(cx, rq, rp, NULL, 0);
}

static struct err *
step_act(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct step    *in = rq->form;
    struct identity_knock knock = knock_of(rq);
    struct identity_pass  pass = { .wait_s = 0 };
    struct err           *e = identity_given(cx, rq);

    if (!e)
        e = identity_prove(cx, &knock, in->code, &pass);
    return e ? step_page(cx, rq, rp, e, pass.wait_s) : inside(cx, rq, rp, &pass);
}

/* ---- out ------------------------------------------------------------------------------------- */

static struct err *
sign_out_act(struct cx *cx, const struct request *rq, struct reply *rp)
{
    (void)rq;
    TRY(identity_sign_out(cx));
    reply_cookie(rp, (struct cookie){ IDENTITY_COOKIE, S(""), -1 });
    reply_done(rp, MSG("You are signed out."));
    reply_see(rp, S("/"));
    return NULL;
}

/* ---- an invitation --------------------------------------------------------------------------- */

struct accept { struct str login, code, new_password, again; };

static const struct field code_fields[] = {
    FIELD(struct accept, code, F_TEXT, .max = 40, .required = true, .label = N_("One-time code"),
          .secret = true),
};
static const struct form code_form = FORM(struct accept, code_fields);

static const struct field accept_fields[] = {
    FIELD(struct accept, code, F_TEXT, .max = 40, .label = N_("One-time code"), .secret = true),
    FIELD(struct accept, new_password, F_TEXT, .max = IDENTITY_PASSWORD_MAX,
          .label = N_("New password"), .secret = true),
    FIELD(struct accept, again, F_TEXT, .max = IDENTITY_PASSWORD_MAX,
          .label = N_("The same again"), .secret = true),
};
static const struct form accept_form = FORM(struct accept, accept_fields);

/* The code goes along unseen; only the passwords are drawn. */
static const struct form choose_form = { .field = &accept_fields[1], .n = 2,
                                         .size = sizeof(struct accept) };

struct err *
identity_again(struct cx *cx, struct str password, struct str again)
{
    if (str_eq(password, again))
        return NULL;
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "identity.again", .where = S("again"),
        .text = MSG("The two passwords are not the same."), .hint = MSG("Type both again.") });
}

static struct err *
code_page(struct cx *cx, const struct request *rq, struct reply *rp, const struct err *e,
          int64_t wait_s)
{
    rp->wait_s = wait_s;
    return identity_form_page(cx, rq, rp, &(struct identity_form){
        .form = &code_form, .action = "/invitation", .button = N_("Continue"),
        .view = identity_code_view, .title = MSG("Accept an invitation") }, e);
}

static struct err *
choose_page(struct cx *cx, const struct request *rq, struct reply *rp,
            const struct identity_account *account, const struct err *e)
{
    const struct accept    *in = rq->form;
    struct identity_welcome welcome;
    struct pair             code[] = { { S("code"), in->code } };

    TRY(identity_profile(cx, account, &welcome.profile));
    return identity_form_page(cx, rq, rp, &(struct identity_form){
        .form = &choose_form, .action = "/invitation", .button = N_("Choose it and sign in"),
        .hidden = code, .n_hidden = COUNT(code), .view = identity_welcome_view, .model = &welcome,
        .title = MSG("Choose your password") }, e);
}

static struct err *
invitation_show(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return code_page(cx, rq, rp, NULL, 0);
}

/* First the code alone, then the code with the password. */
static struct err *
invitation_act(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct accept    *in = rq->form;
    struct identity_knock   knock = knock_of(rq);
    struct identity_account account;
    struct identity_pass    pass = { .wait_s = 0 };
    struct err             *e = identity_given(cx, rq);

    if (!e)
        e = identity_invited(cx, in->code, &account, &pass);
    if (e)
        return code_page(cx, rq, rp, e, pass.wait_s);
    if (!str_is_known(query_value(rq->given, S("new_password"))))
        return choose_page(cx, rq, rp, &account, NULL);
    e = identity_again(cx, in->new_password, in->again);
    if (!e)
        e = identity_accept(cx, &knock, (struct identity_choice){
        .code = in->code, .password = in->new_password }, &pass);
    if (e)
        return choose_page(cx, rq, rp, &account, e);
    reply_done(rp, MSG("You are signed in. Below stands what you may do in your post."));
    return inside(cx, rq, rp, &pass);
}

/* ---- a lost password ------------------------------------------------------------------------- */

struct lost { struct str login; };

static const struct field lost_fields[] = {
    FIELD(struct lost, login, F_TEXT, .max = IDENTITY_LOGIN_MAX, .required = true,
          .label = N_("Login")),
};
static const struct form lost_form = FORM(struct lost, lost_fields);

static struct err *
lost_page(struct cx *cx, const struct request *rq, struct reply *rp, const struct err *e,
          int64_t wait_s)
{
    struct identity_door door = { .mails = mail_can(cx) };

    rp->wait_s = wait_s;
    return identity_form_page(cx, rq, rp, &(struct identity_form){
        .form = &lost_form, .action = "/sign-in/forgotten", .button = N_("Send me a code"),
        .view = identity_lost_view, .model = &door, .title = MSG("Forgotten password") }, e);
}

static struct err *
lost_show(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return lost_page(cx, rq, rp, NULL, 0);
}

/* The same answer for every login, so that it tells nobody who has an account. */
static struct err *
lost_act(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct lost   *in = rq->form;
    struct identity_pass pass = { .wait_s = 0 };
    struct err          *e = mail_can(cx) ? identity_given(cx, rq) : NULL;

    if (!e && !mail_can(cx))
        return lost_page(cx, rq, rp, NULL, 0);
    if (!e)
        e = identity_forgotten(cx, in->login, &pass);
    if (e)
        return lost_page(cx, rq, rp, e, pass.wait_s);
    reply_done(rp, MSG("If there is an account with this login and an email, a one-time code is on "
                       "its way there. Type it below."));
    reply_see(rp, S("/reset"));
    return NULL;
}

static const struct field reset_fields[] = {
    FIELD(struct accept, login, F_TEXT, .max = IDENTITY_LOGIN_MAX, .required = true,
          .label = N_("Login")),
    FIELD(struct accept, code, F_TEXT, .max = 40, .required = true, .label = N_("One-time code"),
          .secret = true),
    FIELD(struct accept, new_password, F_TEXT, .max = IDENTITY_PASSWORD_MAX, .required = true,
          .label = N_("New password"), .secret = true),
    FIELD(struct accept, again, F_TEXT, .max = IDENTITY_PASSWORD_MAX, .required = true,
          .label = N_("The same again"), .secret = true),
};
static const struct form reset_form = FORM(struct accept, reset_fields);

static struct err *
reset_page(struct cx *cx, const struct request *rq, struct reply *rp, const struct err *e,
           int64_t wait_s)
{
    rp->wait_s = wait_s;
    return identity_form_page(cx, rq, rp, &(struct identity_form){
        .form = &reset_form, .action = "/reset", .button = N_("Choose it and sign in"),
        .view = identity_reset_view, .title = MSG("Choose a new password") }, e);
}

static struct err *
reset_show(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return reset_page(cx, rq, rp, NULL, 0);
}

static struct err *
reset_act(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct accept  *in = rq->form;
    struct identity_knock knock = knock_of(rq);
    struct identity_pass  pass = { .wait_s = 0 };
    struct err           *e = identity_given(cx, rq);

    if (!e)
        e = identity_again(cx, in->new_password, in->again);
    if (!e)
        e = identity_accept(cx, &knock, (struct identity_choice){
        .login = in->login, .code = in->code, .password = in->new_password }, &pass);
    return e ? reset_page(cx, rq, rp, e, pass.wait_s) : inside(cx, rq, rp, &pass);
}

/* ---- routes ---------------------------------------------------------------------------------- */

const struct route identity_routes[IDENTITY_ROUTES] = {
    { GET, "/sign-in", MAY_ENTER, .serves = AS_HTML, .page = sign_in_show,
      .help = N_("Sign in with login and password") },
    { POST, "/sign-in", MAY_ENTER, .serves = AS_HTML, .form = &sign_in_form, .page = sign_in_act,
      .help = N_("Begin a session") },
    { GET, "/sign-in/second-step", MAY_ENTER, .serves = AS_HTML, .page = step_show,
      .help = N_("The second step of a sign-in") },
    { POST, "/sign-in/second-step", MAY_ENTER, .serves = AS_HTML, .form = &step_form,
      .page = step_act,
      .help = N_("Give the second factor") },
    { GET, "/sign-in/forgotten", MAY_ENTER, .serves = AS_HTML, .page = lost_show,
      .help = N_("What to do when the password is lost") },
    { POST, "/sign-in/forgotten", MAY_ENTER, .serves = AS_HTML, .form = &lost_form,
      .page = lost_act,
      .help = N_("Have a one-time code mailed to the account's owner") },
    { POST, "/sign-out", MAY_ENTER, .serves = AS_HTML, .page = sign_out_act,
      .help = N_("End the own session") },
    { GET, "/invitation", MAY_ENTER, .serves = AS_HTML, .page = invitation_show,
      .help = N_("Accept an invitation with its one-time code") },
    { POST, "/invitation", MAY_ENTER, .serves = AS_HTML, .form = &accept_form,
      .page = invitation_act,
      .help = N_("Use an invitation's code and choose the password") },
    { GET, "/reset", MAY_ENTER, .serves = AS_HTML, .page = reset_show,
      .help = N_("Choose a new password with a one-time code") },
    { POST, "/reset", MAY_ENTER, .serves = AS_HTML, .form = &reset_form, .page = reset_act,
      .help = N_("Use a one-time code and choose the password") },

    { GET, "/account", MAY_OWN_ACCOUNT, .page = identity_own_show, .help = N_("The own account") },
    { GET, "/account/change", MAY_OWN_ACCOUNT, .serves = AS_HTML, .page = identity_change_show,
      .help = N_("Correct name, email, telephone and language") },
    { POST, "/account/change", MAY_OWN_ACCOUNT, .serves = AS_HTML, .form = &identity_details_form,
      .page = identity_change_act,
      .help = N_("Save the own details") },
    { GET, "/account/password", MAY_OWN_ACCOUNT, .serves = AS_HTML, .page = identity_password_show,
      .help = N_("Choose another password") },
    { POST, "/account/password", MAY_OWN_ACCOUNT, .serves = AS_HTML,
      .form = &identity_password_form, .page = identity_password_act,
      .help = N_("Change the password and end the other sessions") },
    { GET, "/account/sessions", MAY_OWN_ACCOUNT, .serves = SERVES_LIST,
      .page = identity_sessions_show,
      .help = N_("The own sessions: since when, last seen, browser, address") },
    { POST, "/account/sessions", MAY_OWN_ACCOUNT, .serves = AS_HTML, .form = &identity_revoke_form,
      .page = identity_sessions_act,
      .help = N_("End one of the own sessions, or all others") },
    { GET, "/account/second-factor", MAY_OWN_ACCOUNT, .serves = AS_HTML,
      .page = identity_factor_show,
      .help = N_("The second factor: set up, state, recovery codes") },
    { POST, "/account/second-factor", MAY_OWN_ACCOUNT, .serves = AS_HTML,
      .form = &identity_confirm_form, .page = identity_factor_act,
      .help = N_("Confirm the second factor by a code") },
    { POST, "/account/second-factor/begin", MAY_OWN_ACCOUNT, .serves = AS_HTML,
      .page = identity_factor_begin_act,
      .help = N_("Begin to set up the second factor") },
    { POST, "/account/second-factor/settle", MAY_OWN_ACCOUNT, .serves = AS_HTML,
      .form = &identity_settle_form,
      .page = identity_settle_act, .help = N_("New recovery codes, or the second factor off") },
    { GET, "/account/data", MAY_OWN_ACCOUNT, .serves = SERVES_LIST, .page = identity_data_show,
      .help = N_("What is held of oneself: what for, on which basis, for how long") },
    { GET, "/account/data/erase", MAY_OWN_ACCOUNT, .serves = AS_HTML, .page = identity_erase_show,
      .help = N_("What an erasure of the own data means") },
    { POST, "/account/data/erase", MAY_OWN_ACCOUNT, .serves = AS_HTML, .form = &identity_erase_form,
      .page = identity_erase_act, .help = N_("Have the own data erased") },
};
