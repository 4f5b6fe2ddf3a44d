/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * mail_job.c — the box is emptied: what is due, one mail after the other.
 *
 * Who counts a mail's tries up may send it, and no other sender for longer than a conversation can
 * take. After the server's 250 the row is marked in a change of its own: who dies in between sends
 * a twin later, with the same Message-ID, and never loses one (ADR 0019).
 */
#include "ground/mail/mail_page.h"

#include <assert.h>
#include <curl/curl.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/log.h"
#include "ground/mail/mail_send.h"
#include "store/store.h"

enum { MAILS_MAX = 200 };       /* in one run */

struct sending {
    struct mail_server server;
    struct mail_row    mail;
    struct mail_said   said;
};

/* ---- what becomes of a mail after a try ------------------------------------------------------ */

static bool
is_hopeless(enum mail_answer a)
{
    return a == MAIL_REFUSED || a == MAIL_UNWANTED || a == MAIL_ERASED;
}

static struct err *
put_off(struct cx *cx, const struct sending *s)
{
    const struct mail_row *m = &s->mail;
    int64_t                next = cx->now_s + mail_wait_s(m->tries);
    struct str             reason = mail_answer_word(s->said.answer);
    bool                   was_short = m->good_until < m->made_at + MAIL_DAYS_MAX * (int64_t)DAY_S;

    if (next < m->good_until)
        return mail_put_off(cx, &(struct mail_put_off_in){ .due_at = next, .reason = reason,
            .code = s->said.code, .id = m->id, .tries = m->tries }, NULL);
    return mail_close(cx, m, (struct mail_ending){
        was_short ? "out_of_date" : "given_up", reason, s->said.code });
}

static struct err *
conclude_once(struct cx *cx, void *arg)
{
    const struct sending *s = arg;
    struct mail_ending    end = { .state = "given_up", .code = s->said.code };

    if (s->said.answer == MAIL_TAKEN)
        return mail_close(cx, &s->mail, (struct mail_ending){ .state = "sent",
                                                              .code = s->said.code });
    end.reason = mail_answer_word(s->said.answer);
    return is_hopeless(s->said.answer) ? mail_close(cx, &s->mail, end) : put_off(cx, s);
}

static void
log_try(const struct sending *s)
{
    LOG(s->said.answer == MAIL_TAKEN ? LOG_INFO : LOG_WARN, "mail.try",
        LOG_NUMBER("mail", s->mail.id.n), LOG_TEXT("what", s->mail.what),
        LOG_NUMBER("nth", s->mail.tries),
        LOG_TEXT("answer", mail_answer_word(s->said.answer)), LOG_TEXT("code", s->said.code));
}

static struct err *
conclude(struct cx *cx, struct sending *s)
{
    log_try(s);
    return store_change(cx, "mail_conclude", conclude_once, s);
}

/* ---- one try --------------------------------------------------------------------------------- */

/* Another sender may have been faster. */
static struct err *
claim(struct cx *cx, struct sending *s, bool *is_ours)
{
    int64_t n = 0;

    TRY(mail_claim(cx, &(struct mail_claim_in){
        .id = s->mail.id, .before = s->mail.tries, .tries = s->mail.tries + 1,
        .tried_at = KNOWN(cx->now_s), .due_at = cx->now_s + s->server.whole_s + MINUTE_S }, &n));
    s->mail.tries++;
    *is_ours = n == 1;
    return NULL;
}

static struct err *
send_it(struct cx *cx, struct sending *s)
{
    struct mail_letter l = { .from = s->server.from, .at = s->mail.made_at,
                             .message_id = s->mail.message_id };
    struct str         text;

    TRY(subject_get(cx, s->mail.value_id, &text));
    if (!str_is_known(text)) {
        s->said = (struct mail_said){ .answer = MAIL_ERASED, .code = S("") };
        return NULL;
    }
    mail_open(text, &l);
    mail_speak(cx->arena, &s->server, &l, &s->said);
    return NULL;
}

static struct err *
too_old_once(struct cx *cx, void *arg)
{
    const struct sending *s = arg;

    return mail_close(cx, &s->mail, (struct mail_ending){ .state = "out_of_date",
        .reason = mail_answer_word(MAIL_OLD), .code = S("") });
}

static struct err *
try_one(struct cx *cx, struct sending *s)
{
    bool is_ours;

    if (s->mail.good_until <= cx->now_s)
        return store_change(cx, "mail_too_old", too_old_once, s);
    TRY(claim(cx, s, &is_ours));
    if (!is_ours)
        return NULL;
    TRY(send_it(cx, s));
    return conclude(cx, s);
}

/* ---- the job --------------------------------------------------------------------------------- */

/* Memory of one mail is given back before the next. */
static struct err *
next_mail(struct cx *cx, const struct mail_server *server, bool *goes_on)
{
    struct sending s = { .server = *server, .said = { .answer = MAIL_NOTHING } };
    size_t         mark = arena_mark(cx->arena);

    TRY(mail_first_due(cx, cx->now_s, &s.mail, goes_on));
    if (!*goes_on)
        return NULL;
    TRY(try_one(cx, &s));
    *goes_on = !mail_holds_all(s.said.answer);
    arena_back(cx->arena, mark);
    return NULL;
}

struct waking { bool held; };

/* What is due while the server is away is due after a wait, not at once. */
static struct err *
wake_once(struct cx *cx, void *arg)
{
    const struct waking *w = arg;
    int64_t              soonest = w->held ? cx->now_s + mail_wait_s(1) : cx->now_s;
    struct mail_row      next;
    bool                 found;

    TRY(mail_next(cx, &next, &found));
    if (!found)
        return NULL;
    return mail_wake(cx, next.due_at > soonest ? next.due_at : soonest);
}

static struct err *
empty_box(struct cx *cx, struct job *job, const struct mail_server *server)
{
    bool    goes_on = true;
    int64_t n = 0;

    for (; goes_on && n < MAILS_MAX; n++) {
        TRY(job_step(cx, job, n, 0));       /* the clock goes on too */
        TRY(next_mail(cx, server, &goes_on));
    }
    return store_change(cx, "mail_wake", wake_once, &(struct waking){ .held = n < MAILS_MAX });
}

static struct err *
run(struct cx *cx, struct job *job)
{
    struct mail_server server;

    if (!mail_can(cx))
        return NULL;                    /* switched off meanwhile: doctor says so */
    TRY(mail_server_of(cx, &server));
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return err_of(cx->arena, (struct err){ .kind = ERR_BROKEN, .code = "mail.library",
            .text = MSG("The library for mail could not be started.") });
    struct err *e = empty_box(cx, job, &server);

    curl_global_cleanup();
    return e;
}

const struct job_kind mail_jobs[MAIL_JOBS] = {
    { .word = MAIL_JOB, .label = N_("mail"), .right = MAY_NOTHING, .seconds = 1800, .every = "hour",
      .run = run },
};
