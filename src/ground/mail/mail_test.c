/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* mail_test.c — the box on both engines: what is put, what becomes of it, what stays. */
#include "ground/mail/mail.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/secret.h"
#include "ground/job/job_run.h"
#include "ground/journal/journal.h"
#include "ground/mail/mail_page.h"
#include "ground/mail/mail_send.h"
#include "store/engine.h"
#include "store/store_test.h"
#include "unit_slices.h"

/* Nobody listens at port 1 of this machine. */
static struct site site = { .smtp = { "smtp://127.0.0.1:1", 18 }, .smtp_s = 5,
                            .mail_from = { "Guyub <guyub@kota.go.id>", 24 },
                            .url = { "https://guyub.kota.go.id/", 25 } };

static struct subject_id
somebody(struct cx *cx)
{
    struct subject_id id = { 0 };

    cx->site = &site;
    cx->now_s = clock_now_s();
    check_ok("somebody", subject_new(cx, &id));
    return id;
}

static struct mail
mail_for(struct subject_id to)
{
    struct mail m = { .to = to, .address = S("siti@kota.go.id"), .what = "password_code",
                      .title = MSG("{0}", S("Kode sekali pakai")) };

    mail_say(&m, MSG("{0}", S("K7WM-3F9T")));
    mail_say(&m, MSG_NONE);
    mail_say(&m, MSG("{0}", S("Salam")));
    return m;
}

static struct mail_row
put(struct cx *cx, const struct mail *m)
{
    struct mail_row *row = NULL;
    size_t           n = 0;

    check_ok("put", mail_put(cx, m));
    check_ok("the box", mail_list(cx, 100, &row, &n));
    check("it is there", n > 0);
    return n > 0 ? row[0] : (struct mail_row){ .id = { 0 } };
}

static struct mail_row
now_is(struct cx *cx, struct mail_id id)
{
    struct mail_row row = { .id = { 0 } };
    bool            found = false;

    check_ok("the row", mail_by_id(cx, id, &row, &found));
    check("it stays", found);
    return row;
}

static bool
has_text(struct cx *cx, const struct mail_row *m)
{
    struct str text = { NULL, 0 };

    check_ok("the text", subject_get(cx, m->value_id, &text));
    return str_is_known(text);
}

/* What a runner does when it is due now. */
static void
run_box(struct cx *cx)
{
    struct job_taken taken;
    bool             found = true;

    for (int i = 0; found && i < 5; i++) {
        cx->now_s = clock_now_s();
        check_ok("taken", job_take(cx, &taken, &found));
        if (found)
            check_ok("run", job_run(cx, &taken));
    }
    check("nothing is left to do", !found);
}

/* ---- putting --------------------------------------------------------------------------------- */

ON_BOTH(mail_box_put)
{
    struct mail     m = mail_for(somebody(cx));
    struct mail_row row = put(cx, &m);
    struct str      text;
    struct mail_letter l = { .at = 0 };
    struct journal_lines lines;

    check_text("waits", row.state, S("waiting"));
    check_text("what", row.what, S("password_code"));
    check("five days", row.good_until == cx->now_s + 5 * 86400);
    check("an id at the sender's domain", str_ends(row.message_id, S("@kota.go.id"))
          && row.message_id.n > 30);
    check_ok("opens", subject_get(cx, row.value_id, &text));
    mail_open(text, &l);
    check_text("to", l.to, S("siti@kota.go.id"));
    check_text("title", l.title, S("Kode sekali pakai"));
    check_text("text", l.text, S("K7WM-3F9T\n\nSalam\n"));
    check_ok("the journal", journal_of(cx, &(struct journal_topic){ .thing = "mail",
        .key = str_int(cx->arena, row.id.n) }, &lines));
    check("told once", lines.n == 1 && lines.row[0].verb == JOURNAL_WROTE);
    if (lines.n == 1)
        check_text("what of it", lines.row[0].note, S("password_code"));
}

ON_BOTH(mail_box_refuses)
{
    struct mail m = mail_for(somebody(cx)), bad = m;
    struct site off = site, nameless = site, wrong = site;
    struct mail_row *row;
    size_t           n;

    bad.address = S("siti@kota.go.id\r\nBcc: x@y.id");
    check("an address", is_code(mail_put(cx, &bad), "mail.address"));
    off.smtp = S("");
    nameless.mail_from = (struct str){ NULL, 0 };
    wrong.smtp = S("http://kota.go.id");
    const struct { const char *name; const struct site *site; } at[] = {
        { "no server", &off }, { "no sender", &nameless }, { "no address", &wrong },
        { "nothing set", NULL },
    };

    for (size_t i = 0; i < COUNT(at); i++) {
        cx->site = at[i].site;
        check(at[i].name, !mail_can(cx) && is_code(mail_put(cx, &m), "mail.off"));
    }
    check("and no link", !str_is_known(mail_link(cx, S("/reset"))));
    cx->site = &site;
    check_text("a link", mail_link(cx, S("/reset")), S("https://guyub.kota.go.id/reset"));
    check_ok("the box", mail_list(cx, 10, &row, &n));
    check("is empty", n == 0);
    check_ok("erased", subject_erase(cx, m.to));
    check("nobody's", is_code(mail_put(cx, &m), "subject.erased"));
}

ON_BOTH(mail_box_dropped)
{
    struct subject_id id = somebody(cx), other = somebody(cx);
    struct mail       m = mail_for(id), theirs = mail_for(other);
    struct maybe_int  at;
    struct mail_row   first = put(cx, &m);

    m.what = "invitation";
    struct mail_row second = put(cx, &m), third = put(cx, &theirs);

    check_ok("dropped", mail_drop(cx, id, S("password_code")));
    first = now_is(cx, first.id);
    check_text("the one", first.state, S("out_of_date"));
    check_text("why", first.reason, S("replaced"));
    check("its text is gone", !has_text(cx, &first));
    check_text("not another kind", now_is(cx, second.id).state, S("waiting"));
    check_text("not another's", now_is(cx, third.id).state, S("waiting"));
    check_ok("all of it", mail_drop(cx, id, (struct str){ NULL, 0 }));
    check_text("the other kind too", now_is(cx, second.id).state, S("out_of_date"));
    check_ok("when", mail_last(cx, id, S("invitation"), &at));
    check("when it was put", at.known && at.n == second.made_at);
    check_ok("when", mail_last(cx, other, S("invitation"), &at));
    check("never", !at.known);
}

/* ---- sending --------------------------------------------------------------------------------- */

ON_BOTH(mail_box_server_away)
{
    struct mail     m = mail_for(somebody(cx));
    struct mail_row first = put(cx, &m), second = put(cx, &m), row;

    run_box(cx);
    row = now_is(cx, first.id);
    check_text("waits on", row.state, S("waiting"));
    check_text("why", row.reason, S("away"));
    check("a minute", row.tries == 1 && row.due_at >= row.tried_at.n + 60
          && row.due_at <= row.tried_at.n + 65);
    check("the next one is not tried in vain", now_is(cx, second.id).tries == 0);
    check("the text stays", has_text(cx, &row));
    check_ok("again", mail_again(cx, first.id));
    run_box(cx);
    check("again one of them", now_is(cx, first.id).tries + now_is(cx, second.id).tries == 2);
    check("the same id for all tries", str_eq(now_is(cx, first.id).message_id, first.message_id));
}

ON_BOTH(mail_box_out_of_date)
{
    struct mail     m = mail_for(somebody(cx));
    struct mail_row late, soon;

    m.good_until_s = cx->now_s - 1;
    late = put(cx, &m);
    run_box(cx);
    late = now_is(cx, late.id);
    check_text("not sent any more", late.state, S("out_of_date"));
    check("not even tried", late.tries == 0 && !has_text(cx, &late));
    m.good_until_s = clock_now_s() + 30;
    soon = put(cx, &m);
    run_box(cx);
    soon = now_is(cx, soon.id);
    check_text("no try is left in its time", soon.state, S("out_of_date"));
    check("tried once", soon.tries == 1 && !has_text(cx, &soon));
    check("and not again", is_code(mail_again(cx, soon.id), "mail.gone"));
}

ON_BOTH(mail_box_erased)
{
    struct mail     m = mail_for(somebody(cx));
    struct mail_row row = put(cx, &m);

    check_ok("erased", subject_erase(cx, m.to));
    run_box(cx);
    row = now_is(cx, row.id);
    check_text("given up", row.state, S("given_up"));
    check_text("why", row.reason, S("erased"));
}

/* Of two senders that saw the same row one sends. */
ON_BOTH(mail_box_claimed)
{
    struct mail     m = mail_for(somebody(cx));
    struct mail_row row = put(cx, &m);
    struct mail_claim_in in = { .id = row.id, .before = row.tries, .tries = row.tries + 1,
                                .tried_at = KNOWN(cx->now_s), .due_at = cx->now_s + 120 };
    int64_t         first = 0, second = 0;

    check_ok("first", mail_claim(cx, &in, &first));
    check_ok("second", mail_claim(cx, &in, &second));
    check("one of them", first == 1 && second == 0);
}

/* A text that nobody looked at goes by its retention. */
ON_BOTH(mail_box_retired)
{
    struct mail            m = mail_for(somebody(cx));
    struct mail_row        row = put(cx, &m);
    struct subject_retired retired;

    cx->now_s += 8 * 86400;
    check_ok("retired", subject_retire(cx, &retired));
    check("its text", retired.of[PERSONAL_MAIL] == 1 && !has_text(cx, &row));
}

/* ---- what the doctor hears ------------------------------------------------------------------- */

static bool
says(const struct findings *f, const char *code, enum finding_level level)
{
    for (size_t i = 0; i < f->n; i++)
        if (str_eq(str_of(f->row[i].code), str_of(code)))
            return f->row[i].level == level;
    return false;
}

ON_BOTH(mail_box_examined)
{
    struct mail     m = mail_for(somebody(cx));
    struct findings none = { .n = 0 }, away = { .n = 0 }, old = { .n = 0 };

    cx->site = NULL;
    check_ok("nothing set", mail_examine(cx, &none));
    check("is a doubt", says(&none, "mail.off", FINDING_DOUBT));
    check("and all is well otherwise", says(&none, "mail.box", FINDING_WELL));
    cx->site = &site;
    put(cx, &m);
    check_ok("a server that is away", mail_examine(cx, &away));
    check("is bad", says(&away, "mail.server", FINDING_BAD));
    check("a new mail is well", says(&away, "mail.box", FINDING_WELL));
    run_box(cx);
    cx->now_s += 7 * 3600;
    check_ok("hours later", mail_examine(cx, &old));
    check("an old one is bad", says(&old, "mail.box", FINDING_BAD));
    check("and the refusal is told", says(&old, "mail.refused", FINDING_DOUBT));
}
