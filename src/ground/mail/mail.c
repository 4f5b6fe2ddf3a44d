/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/mail/mail.h"

#include <assert.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/secret.h"
#include "ground/job/job.h"
#include "ground/journal/journal.h"
#include "ground/mail/mail_part.h"
#include "store/store.h"

/* ---- what the operator set ------------------------------------------------------------------- */

static bool
is_set(struct str s)
{
    return s.n > 0;
}

bool
mail_sender(const struct cx *cx, struct mail_box *from)
{
    return cx->site && is_set(cx->site->mail_from) && mail_box_read(cx->site->mail_from, from);
}

bool
mail_can(const struct cx *cx)
{
    struct mail_place place;
    struct mail_box   from;

    return cx->site && is_set(cx->site->smtp) && mail_place_read(cx->site->smtp, &place)
        && mail_sender(cx, &from);
}

struct str
mail_link(const struct cx *cx, struct str path)
{
    struct str url = cx->site ? cx->site->url : (struct str){ NULL, 0 };

    assert(str_starts(path, S("/")));
    if (!is_set(url))
        return (struct str){ NULL, 0 };
    if (str_ends(url, S("/")))
        url.n--;
    return str_fmt(cx->arena, "%.*s%.*s", TEXT(url), TEXT(path));
}

/* ---- refusals -------------------------------------------------------------------------------- */

struct err *
mail_off(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = "mail.off",
        .text = MSG("This installation sends no mail."),
        .hint = MSG("Set smtp and mail_from in the settings; `guyub doctor` says what is missing."),
    });
}

struct err *
mail_must_be_address(struct cx *cx, struct str address)
{
    if (mail_address_is(address))
        return NULL;
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "mail.address", .where = S("email"),
        .text = MSG("This is not an address to which mail can be sent."),
        .hint = MSG("Write it like nama@kota.go.id, without name, spaces or brackets."),
    });
}

/* ---- writing --------------------------------------------------------------------------------- */

void
mail_say(struct mail *m, struct msg line)
{
    assert(m->n_lines < MAIL_LINES_MAX);
    m->line[m->n_lines++] = line;
}

/* ---- the sealed text: address, title, and the text from the third line on -------------------- */

static struct str
text_of(struct cx *cx, const struct mail *m)
{
    struct buf b = buf_in(cx->arena, MAIL_TEXT_MAX);

    buf_fmt(&b, "%.*s\n%.*s\n", TEXT(m->address), TEXT(msg_text(cx->arena, m->lang, m->title)));
    for (size_t i = 0; i < m->n_lines; i++) {
        if (msg_is(m->line[i]))
            buf_add(&b, msg_text(cx->arena, m->lang, m->line[i]));
        buf_byte(&b, '\n');
    }
    return buf_str(&b);
}

void
mail_open(struct str text, struct mail_letter *l)
{
    struct str rest;

    str_cut(text, '\n', &l->to, &rest);
    str_cut(rest, '\n', &l->title, &l->text);
}

/* ---- putting --------------------------------------------------------------------------------- */

static int64_t
good_until(const struct cx *cx, const struct mail *m)
{
    int64_t most = cx->now_s + MAIL_DAYS_MAX * (int64_t)DAY_S;

    return m->good_until_s > 0 && m->good_until_s < most ? m->good_until_s : most;
}

/* One waiting job does for all that waits; it comes forward when it is asked for earlier. */
struct err *
mail_wake(struct cx *cx, int64_t at)
{
    int64_t id;

    return job_ask(cx, &(struct job_new){ .kind = MAIL_JOB, .key = S("box"), .input = S(""),
                                          .after_s = at <= cx->now_s ? 0 : at }, &id);
}

struct putting { const struct mail *mail; };

static struct err *
put_once(struct cx *cx, void *arg)
{
    const struct mail *m = ((const struct putting *)arg)->mail;
    struct subject_put put;
    struct mail_box    from;
    struct mail_id     id;

    if (!mail_can(cx) || !mail_sender(cx, &from))
        return mail_off(cx);
    TRY(subject_put(cx, m->to, PERSONAL_MAIL, text_of(cx, m), &put));
    TRY(mail_add(cx, &(struct mail_add_in){
        .subject_id = m->to, .value_id = put.value, .what = str_of(m->what),
        .message_id = str_fmt(cx->arena, "%.*s@%.*s", TEXT(secret_token(cx->arena)),
                              TEXT(mail_domain(from.address))),
        .due_at = cx->now_s, .good_until = good_until(cx, m), .made_at = cx->now_s }, &id));
    TRY(journal_tell(cx, &(struct fact){
        .verb = JOURNAL_WROTE, .thing = "mail", .subject = m->to, .note = str_of(m->what),
        .key = str_int(cx->arena, id.n) }));
    return mail_wake(cx, cx->now_s);
}

struct err *
mail_put(struct cx *cx, const struct mail *m)
{
    assert(m->what && m->n_lines <= MAIL_LINES_MAX);
    TRY(mail_must_be_address(cx, m->address));
    return store_change(cx, "mail_put", put_once, &(struct putting){ m });
}

struct err *
mail_last(struct cx *cx, struct subject_id to, struct str what, struct maybe_int *at)
{
    struct mail_made made;
    bool             found;

    TRY(mail_last_made(cx, to, what, &made, &found));
    *at = found ? KNOWN(made.made_at) : (struct maybe_int){ .known = false };
    return NULL;
}

struct err *
mail_count(struct cx *cx, struct subject_id to, struct str what, int64_t since_s, int64_t *n)
{
    struct mail_total total;
    bool              found;

    TRY(mail_made_count(cx, to, what, since_s, &total, &found));
    *n = found ? total.n : 0;
    return NULL;
}

/* ---- the end of a mail ----------------------------------------------------------------------- */

struct err *
mail_close(struct cx *cx, const struct mail_row *m, struct mail_ending how)
{
    TRY(mail_end(cx, &(struct mail_end_in){ .state = str_of(how.state), .id = m->id,
        .ended_at = KNOWN(cx->now_s), .reason = how.reason, .code = how.code }, NULL));
    return subject_drop(cx, m->value_id);
}

struct dropping { struct subject_id to; struct str what; };

static struct err *
drop_once(struct cx *cx, void *arg)
{
    const struct dropping *d = arg;
    struct mail_row       *row;
    size_t                 n;

    TRY(mail_waiting_of(cx, d->to, &row, &n));
    for (size_t i = 0; i < n; i++)
        if (!str_is_known(d->what) || str_eq(d->what, row[i].what))
            TRY(mail_close(cx, &row[i], (struct mail_ending){
                .state = "out_of_date", .reason = mail_answer_word(MAIL_REPLACED) }));
    return NULL;
}

struct err *
mail_drop(struct cx *cx, struct subject_id to, struct str what)
{
    return store_change(cx, "mail_drop", drop_once, &(struct dropping){ to, what });
}
