/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_ics_agenda.c — which tasks a calendar file shows, and secret addresses of agendas. */
#include "base/arena.h"
#include "base/secret.h"
#include "ground/journal/journal.h"
#include "ground/mail/mail.h"
#include "ground/post/post.h"
#include "office/task/task_ics.h"
#include "office/task/task_part.h"
#include "office/task/task_sql.h"
#include "store/store.h"

enum { ALARM_DAYS = 2 };

/* ---- what is in it --------------------------------------------------------------------------- */

/* "https://guyub.kedirikota.go.id" to its host; without one a name that stays the same. */
static struct str
host_of(const struct cx *cx)
{
    struct str url = cx->site ? cx->site->url : S(""), head, rest = { 0 };
    size_t     at;

    if (url.n == 0 || !str_find(url, S("://"), &at))
        return S("guyub");
    str_cut(str_part(url, at + 3, url.n), '/', &head, &rest);
    return head;
}

static struct task_ics_event
event_of(const struct cx *cx, const struct task *t)
{
    struct str link = mail_link(cx, str_fmt(cx->arena, "/tasks/%.*s", TEXT(t->code)));

    return (struct task_ics_event){ .code = t->code, .title = t->title,
        .who = str_is_known(t->org_name) ? t->org_name
             : str_is_known(t->region_name) ? t->region_name : S(""),
        .link = str_is_known(link) ? link : S(""), .due = date_of_iso(t->due),
        .opened_at = t->opened_at, .version = t->version, .is_provisional = t->is_provisional,
        .alarm_days = task_is_owed(task_state_of(t)) ? ALARM_DAYS : 0 };
}

struct err *
task_ics_of(struct cx *cx, const struct task *row, size_t n, struct str *text)
{
    struct task_ics_event *event = NEWS(cx->arena, struct task_ics_event, n + 1);
    struct task_ics ics = { .host = host_of(cx), .event = event, .n = n,
                            .name = msg_text(cx->arena, cx->lang, MSG("Guyub: outstanding")) };

    for (size_t i = 0; i < n; i++)
        event[i] = event_of(cx, &row[i]);
    *text = task_ics_text(cx->arena, cx->lang, &ics);
    return NULL;
}

/* ---- giving ---------------------------------------------------------------------------------- */

static struct err *
must_act(struct cx *cx)
{
    if (cx->who && cx->who->kind == WHO_PERSON && cx->who->post.id != 0)
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_DENIED, .code = "task.agenda_post",
        .text = MSG("An agenda belongs to a post, and you act in none."),
        .hint = MSG("Choose one of your posts in the menu.") });
}

static struct err *
tell(struct cx *cx, enum journal_verb verb)
{
    return journal_tell(cx, &(struct fact){ .verb = verb, .thing = "task_agenda",
        .key = str_int(cx->arena, cx->who->post.id),
        .scope = cx->who->post.scope, .note = cx->who->post.title });
}

static struct err *
give_once(struct cx *cx, void *arg)
{
    const struct str   *token = arg;
    const struct hold  *hold = &cx->who->post;

    TRY(task_agenda_end(cx, KNOWN(cx->now_s), hold->id, NULL));
    TRY(task_agenda_put(cx, (struct post_id){ hold->post_id }, hold->id,
                        secret_digest(cx->arena, *token), cx->now_s, NULL));
    return tell(cx, JOURNAL_ADDED);
}

struct err *
task_agenda_give(struct cx *cx, struct str *token)
{
    struct str fresh = secret_token(cx->arena);

    TRY(must_act(cx));
    TRY(store_change(cx, "task_agenda_give", give_once, &fresh));
    *token = fresh;
    return NULL;
}

static struct err *
take_back_once(struct cx *cx, void *arg)
{
    int64_t n;

    (void)arg;
    TRY(task_agenda_end(cx, KNOWN(cx->now_s), cx->who->post.id, &n));
    return n > 0 ? tell(cx, JOURNAL_ENDED) : NULL;
}

struct err *
task_agenda_take_back(struct cx *cx)
{
    TRY(must_act(cx));
    return store_change(cx, "task_agenda_take_back", take_back_once, NULL);
}

struct err *
task_agenda_is(struct cx *cx, bool *is)
{
    struct task_agenda_open row;

    TRY(must_act(cx));
    return task_agenda_of(cx, cx->who->post.id, &row, is);
}

/* ---- reading --------------------------------------------------------------------------------- */

static struct err *
no_agenda(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "task.agenda",
        .text = MSG("There is no such agenda, or it has ended."),
        .hint = MSG("Its owner makes a new address on the page “Agenda”.") });
}

/* Who holds the post by that hold today acts in it, and in nothing else. */
static bool
holder_of(const struct post_record *record, int64_t hold_id, struct who *who)
{
    for (size_t i = 0; i < record->n; i++) {
        const struct post_holder *h = &record->holder[i];

        if (h->id.n != hold_id || !h->now)
            continue;
        *who = (struct who){ .kind = WHO_PERSON, .account_id = h->account.n,
            .post = { .id = hold_id, .post_id = record->post.id.n, .as = h->as,
                      .kind = post_kind_of(record->post.kind), .title = record->post.title,
                      .scope = post_scope(&record->post) } };
        return true;
    }
    return false;
}

struct err *
task_agenda_read(struct cx *cx, struct str token, struct str *text)
{
    struct cx          as_program = *cx, as_holder = *cx;
    struct task_agenda agenda;
    struct post_record record;
    struct task_board  board;
    struct who         who;
    bool               found;

    TRY(task_agenda_by_digest(cx, secret_digest(cx->arena, token), &agenda, &found));
    if (!found || agenda.ended_at.known)
        return no_agenda(cx);
    as_program.who = &who_program;
    TRY(post_record_get(&as_program, agenda.post_code, &record));
    if (!holder_of(&record, agenda.hold_id, &who))
        return no_agenda(cx);
    as_holder.who = &who;
    TRY(task_board_of(&as_holder, (struct task_filter){ .org = S(""), .thing = S(""),
                                                        .which = TASKS_RUNNING }, &board));
    return task_ics_of(&as_holder, board.tasks.row, board.tasks.n, text);
}
