/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * post_account.c — accounts as far as posts decide about them: invite, one-time codes, sessions,
 * the end.
 *
 * Who gives a one-time code can become the account's owner. So it takes that every post of the
 * account is one that the giver's own post may give, within its reach: nobody climbs by another's
 * account. Ending asks the same. Erasing, which nobody undoes, asks it of all that the person ever
 * held: a post that is given now gives no say over what was before.
 */
#include "base/arena.h"
#include "ground/post/post_part.h"
#include "store/store.h"

static struct err *
own_account(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_DENIED, .code = "post.own",
        .text = MSG("This is your own account."),
        .hint = MSG("Change your password and end your sessions under Account."),
    });
}

static struct err *
account_above(struct cx *cx, struct str title)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_DENIED, .code = "post.account_above",
        .text = MSG("You have no say over this account."),
        .detail = title.n ? MSG("It holds a post that yours does not give: {0}.", title)
                          : MSG("It has never held a post."),
        .hint = MSG("Ask who gives that post, or an administrator."),
    });
}

static bool
is_below(const struct hold *own, const struct post_person_hold *r)
{
    return post_may_assign(own->kind, post_kind_of(r->kind))
        && scope_covers(own->scope, (struct scope){ r->region_code, r->org_id.n });
}

/* What counts: the holds that are open, or, when there are none or `ever`, all that ever were. */
static struct err *
rule(struct cx *cx, struct identity_account_id id, bool ever)
{
    struct post_person_hold *row;
    size_t                   n, n_open = 0;

    if (!cx->who || cx->who->kind != WHO_PERSON)
        return NULL;
    if (cx->who->account_id == id.n)
        return own_account(cx);
    TRY(post_person_holds(cx, id, &row, &n));
    for (size_t i = 0; i < n; i++)
        n_open += !row[i].ended_at.known;
    for (size_t i = 0; i < n; i++)
        if ((ever || n_open == 0 || !row[i].ended_at.known) && !is_below(&cx->who->post, &row[i]))
            return account_above(cx, row[i].title);
    return n > 0 ? NULL : account_above(cx, S(""));
}

struct err *
post_must_rule(struct cx *cx, struct identity_account_id id)
{
    return rule(cx, id, false);
}

struct err *
post_must_erase(struct cx *cx, struct identity_account_id id)
{
    TRY(must_somewhere(cx, MAY_ERASE_PERSON));
    return rule(cx, id, true);
}

/* ---- invite ---------------------------------------------------------------------------------- */

struct inviting { const struct post_invite *in; struct post_invited *out; };

static void
write_invitation(struct cx *cx, struct mail *m, const struct inviting *i, struct str post)
{
    struct str link = mail_link(cx, S("/invitation"));

    m->what = "invitation";
    m->title = MSG("You are invited to Guyub");
    m->good_until_s = cx->now_s + IDENTITY_INVITATION_S;
    mail_say(m, MSG("You are invited to use Guyub, the system of the smart-city programme, in the "
                    "post {0}. The one-time code is:",
                    post));
    mail_say(m, MSG_NONE);
    mail_say(m, MSG("    {0}", i->out->code));
    mail_say(m, MSG_NONE);
    mail_say(m, MSG("It is good for 72 hours and only once. Type it here and choose a password:"));
    mail_say(m, str_is_known(link) ? MSG("{0}", link)
                                   : MSG("Guyub, “Sign in”, “Accept an invitation”."));
    mail_say(m, MSG_NONE);
    mail_say(m, MSG("Your login is {0}. Give the code to nobody.", i->in->person.login));
    identity_mail_end(m);
}

static struct err *
mail_invitation(struct cx *cx, const struct inviting *i, struct str post)
{
    struct identity_account account;
    struct mail             m;

    TRY(identity_get(cx, i->out->id, &account));
    TRY(identity_mail_to(cx, &account, &m, &i->out->is_mailed));
    if (!i->out->is_mailed)
        return NULL;
    write_invitation(cx, &m, i, post);
    return mail_put(cx, &m);
}

static struct err *
invite_once(struct cx *cx, void *arg)
{
    struct inviting    *i = arg;
    struct post_assign  assign = i->in->assign;
    struct post_hold_id hold;
    struct post_book    book;

    TRY(post_book_of(cx, assign.post, &book));
    TRY(must(cx, MAY_MANAGE_ACCOUNT, post_scope(&book.post)));
    TRY(post_must_assign(cx, &book.post));
    TRY(identity_add(cx, i->in->person, &i->out->id, &i->out->code));
    assign.account = i->out->id;
    TRY(post_assign(cx, &assign, &hold));
    return mail_invitation(cx, i, book.post.title);
}

struct err *
post_invite(struct cx *cx, const struct post_invite *in, struct post_invited *out)
{
    struct inviting i = { in, out };

    *out = (struct post_invited){ .is_mailed = false };
    return store_change(cx, "post_invite", invite_once, &i);
}

/* ---- codes, sessions, the end ---------------------------------------------------------------- */

struct helping {
    struct identity_account_id id;
    struct str                 why, *code;
    struct err              *(*verb)(struct cx *, struct identity_account_id, struct str why);
};

static struct err *
help_once(struct cx *cx, void *arg)
{
    struct helping     *h = arg;
    struct post_account account;

    TRY(must_somewhere(cx, MAY_MANAGE_ACCOUNT));
    TRY(post_must_rule(cx, h->id));
    TRY(post_account_get(cx, h->id, &account));
    return h->code ? identity_code(cx, h->id, h->code) : h->verb(cx, h->id, h->why);
}

/* What has ended can still be erased. */
static struct err *
erase_once(struct cx *cx, void *arg)
{
    struct helping *h = arg;

    TRY(post_must_erase(cx, h->id));
    return identity_erase(cx, h->id, h->why);
}

struct err *
post_give_code(struct cx *cx, struct identity_account_id id, struct str why, struct str *code)
{
    struct helping h = { .id = id, .why = why, .code = code };

    TRY(post_reason(cx, why));
    return store_change(cx, "post_give_code", help_once, &h);
}

struct err *
post_end_sessions(struct cx *cx, struct identity_account_id id, struct str why)
{
    struct helping h = { .id = id, .why = why, .verb = identity_end_sessions };

    TRY(post_reason(cx, why));
    return store_change(cx, "post_end_sessions", help_once, &h);
}

struct err *
post_end_account(struct cx *cx, struct identity_account_id id, struct str why)
{
    struct helping h = { .id = id, .why = why, .verb = identity_end };

    TRY(post_reason(cx, why));
    return store_change(cx, "post_end_account", help_once, &h);
}

struct err *
post_erase_person(struct cx *cx, struct identity_account_id id, struct str why)
{
    struct helping h = { .id = id, .why = why };

    TRY(post_reason(cx, why));
    return store_change(cx, "post_erase_person", erase_once, &h);
}

/* ---- what ends with an account --------------------------------------------------------------- */

static struct err *
last_administrator(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = "post.last_administrator",
        .text = MSG("This account is the nation's last administrator who can sign in."),
        .hint = MSG("First give the post of administrator to somebody else and let them sign in, "
                    "then end this account."),
    });
}

/* Today is over for who can no longer sign in: the last day is the one before. */
static struct err *
end_hold(struct cx *cx, const struct post_held *held, bool signs_in, struct str why)
{
    struct post_book book;
    struct date      yesterday;
    size_t           row = 0;

    TRY(post_book_of(cx, held->post_id, &book));
    yesterday = date_from_days(date_days(book.today) - 1);
    while (book.row[row].id.n != held->id.n)
        row++;
    if (book.hold[row].ended
        || (book.hold[row].to.year && date_cmp(book.hold[row].to, yesterday) <= 0))
        return NULL;            /* is over, and closed by itself */
    TRY(post_hold_close(cx, &book, row, yesterday, why));
    struct err *e = signs_in ? post_keep_administrator(cx, &book.post) : NULL;

    return e && e->kind == ERR_CONFLICT ? last_administrator(cx) : e;
}

struct err *
post_person_ends(struct cx *cx, int64_t account_id, struct str why)
{
    struct identity_account_id id = { account_id };
    struct post_held          *row;
    struct post_account        account;
    size_t                     n;
    bool                       found;

    TRY(post_account(cx, id, &account, &found));
    bool signs_in = found && str_eq(account.state, S("active"));

    TRY(post_held_by(cx, id, &row, &n));
    for (size_t i = 0; i < n; i++)
        TRY(end_hold(cx, &row[i], signs_in, why));
    return NULL;
}
