/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* mail_try.c — what an operator asks of the box: a trial, another try, how it is. */
#include "ground/mail/mail_page.h"

#include <sys/stat.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/money.h"
#include "base/secret.h"
#include "ground/mail/mail_send.h"
#include "store/store.h"

enum { EXAMINE_S = 5, OLD_S = 6 * 3600 };

/* ---- a trial --------------------------------------------------------------------------------- */

struct err *
mail_trial(struct cx *cx, struct str address, struct mail_said *said)
{
    struct mail_server server;
    struct mail_letter l = {
        .to = address, .at = cx->now_s,
        .title = msg_text(cx->arena, cx->lang, MSG("Guyub: a trial")),
        .text = msg_text(cx->arena, cx->lang,
                         MSG("This mail was sent by `guyub mail test`. Nothing is to be done.")),
    };

    TRY(mail_server_of(cx, &server));
    TRY(mail_must_be_address(cx, address));
    l.from = server.from;
    l.message_id = str_fmt(cx->arena, "%.*s@%.*s", TEXT(secret_token(cx->arena)),
                           TEXT(mail_domain(server.from.address)));
    mail_speak(cx->arena, &server, &l, said);
    return NULL;
}

/* ---- again ----------------------------------------------------------------------------------- */

static struct err *
not_waiting(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_MISSING, .code = "mail.gone",
        .text = MSG("No mail with this number waits."),
        .detail = MSG("The text of what was sent or given up is not kept."),
        .hint = MSG("Look it up with: guyub mail list") });
}

static struct err *
again_once(struct cx *cx, void *arg)
{
    const struct mail_id *id = arg;
    int64_t               n;

    TRY(mail_hurry(cx, cx->now_s, *id, &n));
    return n == 0 ? not_waiting(cx) : mail_wake(cx, cx->now_s);
}

struct err *
mail_again(struct cx *cx, struct mail_id id)
{
    return store_change(cx, "mail_again", again_once, &id);
}

struct err *
mail_list(struct cx *cx, int64_t most, struct mail_row **row, size_t *n)
{
    return mail_latest(cx, most, row, n);
}

/* ---- how it is ------------------------------------------------------------------------------- */

static void
examine_password(struct cx *cx, struct findings *f)
{
    struct stat st;

    if (cx->site->smtp_password.n == 0
        || stat(str_z(cx->arena, cx->site->smtp_password), &st) != 0)
        return;                                 /* that it cannot be read is said elsewhere */
    if (st.st_mode & (S_IRWXG | S_IRWXO))
        found(f, FINDING_BAD, "mail.password_open",
              MSG("Others than its owner may read the file with the mail server's password, {0}.",
                  cx->site->smtp_password),
              MSG("chmod 600 {0}", cx->site->smtp_password));
}

static struct err *
examine_server(struct cx *cx, struct findings *f)
{
    struct mail_server server;
    struct mail_said   said;

    TRY(mail_server_of(cx, &server));
    server.connect_s = server.whole_s = EXAMINE_S;
    mail_speak(cx->arena, &server, NULL, &said);
    if (said.answer == MAIL_TAKEN)
        found(f, FINDING_WELL, "mail.server", MSG("The mail server {0} answers.", cx->site->smtp),
              MSG_NONE);
    else
        found(f, FINDING_BAD, "mail.server",
              MSG("{0} ({1}: {2})", msg_text(cx->arena, cx->lang, mail_answer_text(said.answer)),
                  cx->site->smtp, said.words),
              MSG("Try it with `guyub mail test ADDRESS`; mails wait meanwhile."));
    return NULL;
}

struct err *
mail_counts_of(struct cx *cx, struct mail_counts *counts)
{
    struct mail_waiting_age age;
    bool                    there;

    TRY(mail_waiting_age(cx, &age, &there));
    bool waits = age.n > 0 && cx->now_s > age.oldest;

    *counts = (struct mail_counts){
        .waiting = age.n, .oldest_s = waits ? cx->now_s - age.oldest : 0,
    };
    return NULL;
}

static struct err *
examine_box(struct cx *cx, struct findings *f)
{
    struct mail_row   oldest, refused;
    struct mail_total total;
    bool              waits, was_refused, any;

    TRY(mail_oldest(cx, &oldest, &waits));
    TRY(mail_last_refused(cx, &refused, &was_refused));
    TRY(mail_waiting_count(cx, &total, &any));
    found(f, waits && oldest.made_at < cx->now_s - OLD_S ? FINDING_BAD : FINDING_WELL, "mail.box",
          waits ? MSG("Mails that wait: {0}, the oldest since {1}.",
                      int_text(cx->arena, cx->lang, total.n), time_iso(cx->arena, oldest.made_at))
                : MSG("No mail waits to be sent."),
          waits ? MSG("`guyub mail list` says why each of them waits.") : MSG_NONE);
    if (was_refused && mail_answer_of(refused.reason) != MAIL_REPLACED)
        found(f, FINDING_DOUBT, "mail.refused",
              MSG("The last refusal was of mail {0}: {1} ({2})",
                  str_int(cx->arena, refused.id.n),
                  msg_text(cx->arena, cx->lang,
                           mail_answer_text(mail_answer_of(refused.reason))), refused.code),
              MSG("`guyub mail again NUMBER` tries one that waits at once."));
    return NULL;
}

static void
examine_settings(const struct cx *cx, struct findings *f)
{
    if (!cx->site || cx->site->smtp.n == 0)
        found(f, FINDING_DOUBT, "mail.off", MSG("No mail server is set: codes are given by hand."),
              MSG("Set smtp and mail_from, and url for links."));
    else if (!mail_can(cx))
        found(f, FINDING_BAD, "mail.settings", MSG("The settings of mail are not complete."),
              MSG("smtp is smtp://HOST:PORT or smtps://HOST:PORT, mail_from is "
                  "Name <name@domain>."));
    else if (cx->site->url.n == 0)
        found(f, FINDING_DOUBT, "mail.url", MSG("Mails carry no link: url is not set."),
              MSG("Set url to the address at which people reach this server."));
}

struct err *
mail_examine(struct cx *cx, struct findings *f)
{
    examine_settings(cx, f);
    if (mail_can(cx)) {
        examine_password(cx, f);
        TRY(examine_server(cx, f));
    }
    return cx->store ? examine_box(cx, f) : NULL;
}
