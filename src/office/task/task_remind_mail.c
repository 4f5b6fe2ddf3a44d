/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_remind_mail.c — letters to those who hold the posts of a scope. */
#include "base/arena.h"
#include "ground/identity/identity.h"
#include "ground/mail/mail.h"
#include "ground/post/post.h"
#include "office/task/task_remind.h"

enum { READERS_MAX = 200, POSTS_MAX = 20000 };

struct readers { struct identity_account_id id[READERS_MAX]; size_t n; };

static void
add_reader(struct readers *r, struct identity_account_id id)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->id[i].n == id.n)
            return;
    if (r->n < READERS_MAX)
        r->id[r->n++] = id;
}

static void
add_holders(struct readers *r, const struct post_line *line, struct scope of, enum right right)
{
    struct scope at = post_scope(&line->post);

    if (at.org != of.org || !str_eq(at.region, of.region))
        return;
    for (size_t i = 0; i < line->n_now; i++)
        if (right_of_hold(right, post_kind_of(line->post.kind), line->now[i].as))
            add_reader(r, line->now[i].account);
}

/* The program looks for them: whom a letter goes to is no question of who asked for it. */
static struct err *
readers_of(struct cx *cx, struct scope of, enum right right, struct readers *r)
{
    struct cx        as_program = *cx;
    struct post_list list;

    as_program.who = &who_program;
    for (int32_t kind = 1; kind < POST_KINDS; kind++) {
        if (!right_of_post(right, (enum post_kind)kind))
            continue;
        TRY(post_list_of(&as_program, (struct post_filter){ .kind = (enum post_kind)kind,
            .within = of.region, .most = POSTS_MAX }, &list));
        for (size_t i = 0; i < list.n; i++)
            add_holders(r, &list.row[i], of, right);
    }
    return NULL;
}

static void
write_letter(struct cx *cx, struct mail *m, const struct task_letter *letter)
{
    struct str link = mail_link(cx, str_fmt(cx->arena, "/tasks/%.*s",
                                            TEXT(letter->task->code)));

    m->what  = letter->what;
    m->title = letter->title;
    for (size_t i = 0; i < letter->n; i++)
        mail_say(m, (struct msg){ .id = letter->line[i].text, .arg = { letter->task->title,
            letter->line[i].day.year ? date_text(cx->arena, m->lang, letter->line[i].day)
                                     : S("") } });
    mail_say(m, MSG_NONE);
    mail_say(m, str_is_known(link) ? MSG("{0}", link)
                                   : MSG("Guyub, “Outstanding”: {0}", letter->task->code));
    identity_mail_end(m);
}

struct err *
task_letter_send(struct cx *cx, struct scope of, enum right right, struct task_letter *letter)
{
    struct readers          r = { .n = 0 };
    struct identity_account account;
    struct mail             m;
    bool                    can;

    if (!mail_can(cx))
        return NULL;
    TRY(readers_of(cx, of, right, &r));
    for (size_t i = 0; i < r.n; i++) {
        TRY(identity_get(cx, r.id[i], &account));
        TRY(identity_mail_to(cx, &account, &m, &can));
        if (!can)
            continue;
        write_letter(cx, &m, letter);
        TRY(mail_put(cx, &m));
        letter->n_sent++;
    }
    return NULL;
}
