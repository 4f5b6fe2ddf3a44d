/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * identity_data.c — what is held of the owner: seen, taken along, erased, and kept long enough.
 *
 * LAW    UU 27/2022 articles 7 and 32 (access, with the trail of processing), 13 (in a form that
 *        machines read), 8 and 43 to 45 (erasure), 42 (1) a (the end of retention). Corrections
 *        (articles 6 and 30) are the account's own form.
 */
#include "base/arena.h"
#include "ground/identity/identity_page.h"
#include "ground/identity/identity_part.h"
#include "ground/identity/identity_view.h"
#include "ground/subject/subject_page.h"

static struct str
key_of(struct cx *cx, struct identity_account_id id)
{
    return str_int(cx->arena, id.n);
}

static struct err *
own_account(struct cx *cx, struct identity_account *account)
{
    return identity_get(cx, (struct identity_account_id){ cx->who->account_id }, account);
}

/* ---- seen and taken along -------------------------------------------------------------------- */

static struct err *
holding_page(struct cx *cx, const struct identity_account *a, const struct subject_holding *h,
             struct reply *rp)
{
    struct subject_page page;
    struct view         v = view_in(cx->arena, cx->lang);

    subject_page_of(cx->arena, h, &page);
    TRY(journal_history(cx, &(struct journal_topic){ .thing = "account", .key = key_of(cx, a->id) },
                        &page.history));
    identity_held_view(&v, &page);
    reply_crumb(rp, S("/account"), MSG("Your account"));
    reply_page(rp, MSG("What is held about you"), &v);
    return NULL;
}

struct err *
identity_data_show(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct identity_account account;
    struct subject_holding  h;

    TRY(own_account(cx, &account));
    TRY(subject_holding_of(cx, account.subject_id, &h));
    if (rq->wants == AS_HTML) {
        journal_read(cx, "account", key_of(cx, account.id), (struct scope){ 0 },
                     account.subject_id);
        return holding_page(cx, &account, &h, rp);
    }
    journal_exported(cx, "account", key_of(cx, account.id), (struct scope){ 0 },
                     account.subject_id);
    struct table t = subject_table(cx, &h);

    reply_table(cx, rq, rp, &t);
    return NULL;
}

/* ---- erased ---------------------------------------------------------------------------------- */

struct erasure { struct str password; bool understood; };

static const struct field erase_fields[] = {
    FIELD(struct erasure, understood, F_FLAG, .required = true,
          .label = N_("I have read what this means, and want it")),
    FIELD(struct erasure, password, F_TEXT, .max = IDENTITY_PASSWORD_MAX, .required = true,
          .label = N_("Present password"), .secret = true),
};
const struct form identity_erase_form = FORM(struct erasure, erase_fields);

static struct err *
erase_page(struct cx *cx, const struct request *rq, struct reply *rp, const struct err *e,
           int64_t wait_s)
{
    reply_crumb(rp, S("/account"), MSG("Your account"));
    reply_crumb(rp, S("/account/data"), MSG("What is held about you"));
    rp->wait_s = wait_s;
    return identity_form_page(cx, rq, rp, &(struct identity_form){
        .form = &identity_erase_form, .action = "/account/data/erase",
        .button = N_("Erase my data and end my account"), .view = identity_erase_view,
        .title = MSG("Have your data erased") }, e);
}

struct err *
identity_erase_show(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return erase_page(cx, rq, rp, NULL, 0);
}

static struct err *
not_understood(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "identity.understood", .where = S("understood"),
        .text = MSG("Say that you want it, or leave it as it is."),
    });
}

struct err *
identity_erase_act(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct erasure   *in = rq->form;
    struct identity_account account;
    struct identity_pass    pass = { .wait_s = 0 };
    struct err             *e = identity_given(cx, rq);

    TRY(own_account(cx, &account));
    if (!e && !in->understood)
        e = not_understood(cx);
    if (!e)
        e = identity_password_is(cx, &account, in->password, &pass);
    if (e)
        return erase_page(cx, rq, rp, e, pass.wait_s);
    TRY(identity_erase(cx, account.id,
                       msg_text(cx->arena, cx->lang, MSG("Asked for by the person."))));
    reply_cookie(rp, (struct cookie){ IDENTITY_COOKIE, S(""), -1 });
    reply_cookie(rp, (struct cookie){ IDENTITY_DEVICE_COOKIE, S(""), -1 });
    reply_done(rp, MSG("Your data is erased and your account has ended."));
    reply_see(rp, S("/"));
    return NULL;
}

/* ---- kept long enough ------------------------------------------------------------------------ */

static struct str
retired_note(struct cx *cx, const struct subject_retired *r)
{
    struct str part[PERSONALS_N];
    size_t     n = 0;

    for (enum personal p = PERSONAL_NONE + 1; p < PERSONALS_N; p++)
        if (r->of[p] > 0)
            part[n++] = str_fmt(cx->arena, "%s: %lld", personal_class_of(p)->word,
                                (long long)r->of[p]);
    return str_join(cx->arena, S(", "), part, n);
}

static struct err *
retire_once(struct cx *cx, void *arg)
{
    struct subject_retired retired;

    (void)arg;
    TRY(subject_retire(cx, &retired));
    if (retired.n == 0)
        return NULL;
    return journal_tell(cx, &(struct fact){ .verb = JOURNAL_ERASED, .thing = "subject",
                                            .key = S("retention"),
                                            .note = retired_note(cx, &retired) });
}

struct err *
identity_retire(struct cx *cx)
{
    bool due;

    TRY(subject_retire_is_due(cx, &due));
    return due ? store_change(cx, "identity_retire", retire_once, NULL) : NULL;
}
