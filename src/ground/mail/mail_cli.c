/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* mail_cli.c — `guyub mail …`: the box as it stands, a trial, another try. */
#include "ground/mail/mail_page.h"

#include <assert.h>

#include "base/arena.h"
#include "base/money.h"
#include "ground/mail/mail_part.h"
#include "ground/mail/mail_send.h"

enum { LIST_MAX = 200 };

static struct msg
state_label(struct str state)
{
    if (str_eq(state, S("waiting")))
        return MSG("waits");
    if (str_eq(state, S("sent")))
        return MSG("was sent");
    if (str_eq(state, S("given_up")))
        return MSG("was given up");
    assert(str_eq(state, S("out_of_date")));
    return MSG("is out of date");
}

static struct str
time_cell(struct cx *cx, struct maybe_int at)
{
    return at.known ? time_iso(cx->arena, at.n) : (struct str){ NULL, 0 };
}

/* In words for people, in the stored words for programs. */
static struct str
reason_cell(struct cx *cx, const struct shell *sh, struct str reason)
{
    enum mail_answer answer = mail_answer_of(reason);

    if (sh->json || answer == MAIL_NOTHING)
        return reason;
    return msg_text(cx->arena, cx->lang, mail_answer_text(answer));
}

static void
fill_row(struct cx *cx, const struct shell *sh, const struct mail_row *m, struct str *cell)
{
    bool waits = str_eq(m->state, S("waiting"));

    cell[0] = str_int(cx->arena, m->id.n);
    cell[1] = m->what;
    cell[2] = sh->json ? m->state : msg_text(cx->arena, cx->lang, state_label(m->state));
    cell[3] = str_int(cx->arena, m->tries);
    cell[4] = time_iso(cx->arena, m->made_at);
    cell[5] = waits ? time_iso(cx->arena, m->due_at) : (struct str){ NULL, 0 };
    cell[6] = time_cell(cx, m->ended_at);
    cell[7] = m->code;
    cell[8] = reason_cell(cx, sh, m->reason);
}

static struct err *
list_run(struct cx *cx, struct shell *sh)
{
    static const struct column column[] = {
        { "id", { .id = N_("Number") }, COLUMN_INT },
        { "what", { .id = N_("What") }, COLUMN_TEXT },
        { "state", { .id = N_("State") }, COLUMN_TEXT },
        { "tries", { .id = N_("Tries") }, COLUMN_INT },
        { "made_at", { .id = N_("Written") }, COLUMN_TEXT },
        { "due_at", { .id = N_("Next try") }, COLUMN_TEXT },
        { "ended_at", { .id = N_("Sent or given up") }, COLUMN_TEXT },
        { "code", { .id = N_("Server's answer") }, COLUMN_TEXT },
        { "reason", { .id = N_("Why") }, COLUMN_TEXT },
    };
    struct mail_row *row;
    size_t           n;

    TRY(mail_list(cx, LIST_MAX, &row, &n));
    struct table t = table_in(cx->arena, column, COUNT(column), n);

    for (size_t i = 0; i < n; i++)
        fill_row(cx, sh, &row[i], table_row(&t));
    shell_table(cx, sh, &t);
    return NULL;
}

static struct err *
test_run(struct cx *cx, struct shell *sh)
{
    struct mail_said said;

    TRY(mail_trial(cx, sh->arg[0], &said));
    shell_say(cx, sh, mail_answer_text(said.answer));
    shell_line(cx, sh, MSG("Server's answer"),
               str_fmt(cx->arena, "%.*s %.*s", TEXT(said.code), TEXT(said.words)));
    sh->says_no = said.answer != MAIL_TAKEN;
    return NULL;
}

static struct err *
again_run(struct cx *cx, struct shell *sh)
{
    int64_t id;

    if (!str_int64(sh->arg[0], &id))
        id = 0;
    TRY(mail_again(cx, (struct mail_id){ id }));
    shell_say(cx, sh, MSG("The mail is tried again at once."));
    return NULL;
}

const struct command mail_commands[MAIL_COMMANDS] = {
    { "mail again NUMBER", NEEDS_STORE, false, NULL, again_run,
      N_("Try a waiting mail again without further waiting") },
    { "mail list", NEEDS_STORE, true, NULL, list_run,
      N_("List what waits to be mailed and what became of the rest") },
    { "mail test ADDRESS", NEEDS_NOTHING, false, NULL, test_run,
      N_("Send a mail at once and say what the mail server answers") },
};
