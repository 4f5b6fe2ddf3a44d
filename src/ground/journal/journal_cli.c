/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal_cli.c — `guyub journal …`. */
#include "base/arena.h"
#include "base/money.h"
#include "ground/journal/journal_page.h"
#include "ground/journal/journal_seal.h"

static struct str
number(struct cx *cx, int64_t n)
{
    return int_text(cx->arena, cx->lang, n);
}

/* ---- verify --------------------------------------------------------------------------------- */

struct verify_flags { struct str head; };

static const struct field verify_fields[] = {
    FIELD(struct verify_flags, head, F_TEXT, .min = 64, .max = 64,
          .label = N_("A head that was printed: it must still be in the chain")),
};
static const struct form verify_form = FORM(struct verify_flags, verify_fields);

static void
verdict_json(struct json *j, const void *model)
{
    const struct journal_verdict *v = model;

    json_open(j, '{');
    json_bool_at(j, "holds", v->holds);
    json_int_at(j, "sealed", v->n_sealed);
    json_int_at(j, "unsealed", v->n_tail);
    json_int_at(j, "wrong_line", v->wrong_seq);
    json_str_at(j, "head", v->head);
    json_close(j, '}');
}

static struct err *
verify_run(struct cx *cx, struct shell *sh)
{
    const struct verify_flags *flags = sh->flags;
    struct journal_verdict     v;

    TRY(journal_verify_with(cx, flags->head, &v));
    sh->says_no = !v.holds;
    if (sh->json) {
        shell_json(sh, verdict_json, &v);
        return NULL;
    }
    shell_line(cx, sh, MSG("Sealed lines"), number(cx, v.n_sealed));
    shell_line(cx, sh, MSG("Waiting to be sealed"), number(cx, v.n_tail));
    shell_line(cx, sh, MSG("Head"), v.head);
    if (v.holds)
        shell_say(cx, sh, MSG("The journal holds."));
    else if (v.wrong_seq > 0)
        shell_say(cx, sh, MSG("The journal does NOT hold. Line {0}: {1}", number(cx, v.wrong_seq),
                              msg_text(cx->arena, cx->lang, v.what)));
    else
        shell_say(cx, sh, MSG("The journal does NOT hold: {0}",
                              msg_text(cx->arena, cx->lang, v.what)));
    return NULL;
}

/* ---- seal, head, list ----------------------------------------------------------------------- */

static struct err *
seal_run(struct cx *cx, struct shell *sh)
{
    int64_t all = 0, n;

    do {
        TRY(journal_seal_some(cx, &n));
        all += n;
    } while (n > 0);
    shell_say(cx, sh, MSG("Sealed: {0} lines.", number(cx, all)));
    return NULL;
}

struct head_flags { struct date day; };

static const struct field head_fields[] = {
    FIELD(struct head_flags, day, F_DATE, .label = N_("Day (WIB); today if not given")),
};
static const struct form head_form = FORM(struct head_flags, head_fields);

static struct err *
head_run(struct cx *cx, struct shell *sh)
{
    const struct head_flags *flags = sh->flags;
    struct date              day = flags->day;
    struct journal_head      h;

    if (day.year == 0)
        day = date_of_time(cx->now_s, WIB_S);
    TRY(journal_head_of(cx, day, &h));
    if (sh->json) {
        shell_json(sh, journal_head_json, &h);
        return NULL;
    }
    shell_line(cx, sh, MSG("Day"), date_text(cx->arena, cx->lang, day));
    shell_line(cx, sh, MSG("Lines of the day"), number(cx, h.n_of_day));
    shell_line(cx, sh, MSG("Last line"), number(cx, h.seq));
    shell_line(cx, sh, MSG("Head"), h.hash);
    return NULL;
}

static struct err *
list_run(struct cx *cx, struct shell *sh)
{
    struct journal_filter filter = journal_filter_of(sh->flags);
    struct journal_list   list;

    TRY(journal_list_of(cx, &filter, JOURNAL_LINES_MAX, &list));
    struct table t = journal_table(cx->arena, &list.lines);
    shell_table(cx, sh, &t);
    return NULL;
}

const struct command journal_commands[JOURNAL_COMMANDS] = {
    { "journal verify", NEEDS_STORE, true, &verify_form, verify_run,
      N_("Prove the journal: a changed, missing or swapped line shows") },
    { "journal head", NEEDS_STORE, true, &head_form, head_run,
      N_("The last line of a day and its digest, to be kept elsewhere") },
    { "journal list", NEEDS_STORE, true, &journal_query_form, list_run,
      N_("List what happened, newest first") },
    { "journal seal", NEEDS_STORE, false, NULL, seal_run,
      N_("Seal what waits; a running server does it by itself") },
};
