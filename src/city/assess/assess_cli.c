/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_cli.c — `guyub assess …`. */
#include "base/arena.h"
#include "city/assess/assess_page.h"

static struct err *
page_of(struct cx *cx, struct shell *sh, struct assess_page *p)
{
    struct request rq = { .arg = { sh->arg[0], sh->arg[1] } };

    TRY(assess_page_of(cx, &rq, p));
    return assess_sheet_of(cx, &p->x, &p->lines, &(struct assess_sheet_wish){
        .voice = ASSESS_CITY, .most = p->lines.n, .href = S("") }, &p->sheet);
}

static struct err *
show_run(struct cx *cx, struct shell *sh)
{
    struct assess_page *p = NEW(cx->arena, struct assess_page);

    TRY(page_of(cx, sh, p));
    if (sh->json) {
        shell_json(sh, assess_json, p);
        return NULL;
    }
    struct table t = assess_table(cx, p);

    shell_line(cx, sh, MSG("Region"), p->x.region_name);
    shell_line(cx, sh, MSG("Stage"), msg_text(cx->arena, cx->lang,
                                              assess_stage_label(p->x.stage)));
    shell_line(cx, sh, MSG("Index by the city's numbers"),
               assess_index_text(cx->arena, cx->lang, &p->of_city));
    shell_table(cx, sh, &t);
    return NULL;
}

static struct err *
begin_run(struct cx *cx, struct shell *sh)
{
    struct assess_full x;

    TRY(assess_get(cx, sh->arg[0], sh->arg[1], &x));
    TRY(assess_begin(cx, &x));
    shell_say(cx, sh, MSG("The stage has begun."));
    return NULL;
}

struct give_flags { struct str item, org; struct date due; };

static const struct field give_fields[] = {
    FIELD(struct give_flags, item, F_TEXT, .max = 4000, .required = true,
          .label = N_("Items, with blanks between")),
    FIELD(struct give_flags, org,  F_TEXT, .max = 60, .required = true,
          .label = N_("Agency in charge")),
    FIELD(struct give_flags, due,  F_DATE, .label = N_("Last day")),
};
static const struct form give_form = FORM(struct give_flags, give_fields);

static struct err *
give_run(struct cx *cx, struct shell *sh)
{
    const struct give_flags *f = sh->flags;
    struct assess_given     *given = NEWS(cx->arena, struct assess_given, f->item.n + 1);
    struct assess_full       x;
    struct str               rest = f->item, word;
    size_t                   n = 0;
    bool                     more = true;

    TRY(assess_get(cx, sh->arg[0], sh->arg[1], &x));
    while (more) {
        more = str_cut(rest, ' ', &word, &rest);
        if (word.n > 0)
            given[n++] = (struct assess_given){ .item = word, .org = f->org, .due = f->due };
    }
    TRY(assess_give(cx, &x, given, n));
    shell_say(cx, sh, MSG("{0} items are given.", str_fmt(cx->arena, "%zu", n)));
    return NULL;
}

static struct err *
take_run(struct cx *cx, struct shell *sh)
{
    struct assess_full x;
    int64_t            n;

    TRY(assess_get(cx, sh->arg[0], sh->arg[1], &x));
    TRY(assess_take_over(cx, &x, &n));
    shell_say(cx, sh, MSG("{0} approved numbers are taken over.",
                          str_int(cx->arena, n)));
    return NULL;
}

struct sent_flags { int64_t stage, nth; };

static const struct field sent_fields[] = {
    FIELD(struct sent_flags, stage, F_INT, .min = 1, .max = 2, .label = N_("Stage")),
    FIELD(struct sent_flags, nth,   F_INT, .min = 1, .max = 1000, .label = N_("Which sending")),
};
static const struct form sent_form = FORM(struct sent_flags, sent_fields);

/* The very bytes whose SHA-256 was stated. */
static struct err *
sent_run(struct cx *cx, struct shell *sh)
{
    const struct sent_flags *f = sh->flags;
    struct assess_full       x;
    struct assess_sent       sent;

    TRY(assess_get(cx, sh->arg[0], sh->arg[1], &x));
    TRY(assess_frozen_of(cx, &x, f->stage >= 1 && f->stage <= 2 ? f->stage : x.entry.stage,
                         f->nth >= 1 && f->nth <= 1000 ? f->nth : 0, &sent));
    buf_add(sh->out, sent.frozen);
    return NULL;
}

const struct command assess_commands[ASSESS_COMMANDS] = {
    { "assess show ROUND REGION", NEEDS_STORE, true, NULL, show_run,
      N_("Show a region's self-assessment: items, agencies and numbers") },
    { "assess begin ROUND REGION", NEEDS_STORE, false, NULL, begin_run,
      N_("Begin the stage: stage II with what stage I ended with") },
    { "assess give ROUND REGION", NEEDS_STORE, false, &give_form, give_run,
      N_("Give items to an agency") },
    { "assess take ROUND REGION", NEEDS_STORE, false, NULL, take_run,
      N_("Take approved numbers of the agencies over as the city's") },
    { "assess sent ROUND REGION", NEEDS_STORE, false, &sent_form, sent_run,
      N_("Print what was sent, as the text whose SHA-256 was stated") },
};
