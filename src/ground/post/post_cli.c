/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* post_cli.c — `guyub post …`: the verbs of the pages. PERSON is a login name, or "#12". */
#include "base/arena.h"
#include "base/money.h"
#include "ground/post/post_edit.h"
#include "ground/post/post_page.h"
#include "ground/post/post_part.h"

enum { LIST_ROWS = 20000, DECREE_MAX = 100, WHY_MAX = 500 };

static const struct choice as_choices[] = {
    { "definitive", N_("definitive") },
    { "plt",        N_("Plt. (acting)") },
    { "plh",        N_("Plh. (acting day by day)") },
    { "pj",         N_("Pj. (appointed for the interim)") },
    { NULL, NULL },
};

static struct err *
kind_of(struct cx *cx, struct str word, enum post_kind *kind)
{
    struct str known[POST_KINDS];
    size_t     n = 0;

    *kind = post_kind_of(word);
    if (*kind != POST_NONE)
        return NULL;
    for (int32_t k = 1; k < POST_KINDS; k++)
        known[n++] = post_kind_word((enum post_kind)k);
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "post.kind", .where = S("kind"),
        .text = MSG("{0} is not a kind of post.", word),
        .hint = MSG("Use one of these: {0}.", str_join(cx->arena, S(", "), known, n)),
    });
}

static struct date
or_today(struct date d, const struct post *post, int64_t now_s)
{
    return d.year ? d : post_day(post->region_code, now_s);
}

/* ---- post list, post show -------------------------------------------------------------------- */

struct list_flags { struct str kind, within; };

static const struct field list_fields[] = {
    FIELD(struct list_flags, kind, F_TEXT, .max = 40, .label = N_("Only this kind")),
    FIELD(struct list_flags, within, F_TEXT, .max = 13, .label = N_("Within (code)")),
};
static const struct form list_form = FORM(struct list_flags, list_fields);

static struct err *
list_run(struct cx *cx, struct shell *sh)
{
    const struct list_flags *flags = sh->flags;
    struct post_filter       filter = { .within = flags->within, .most = LIST_ROWS };
    struct post_list         list;

    if (flags->kind.n > 0)
        TRY(kind_of(cx, flags->kind, &filter.kind));
    TRY(post_list_of(cx, filter, &list));
    struct table t = post_table(cx->arena, &list);
    shell_table(cx, sh, &t);
    return NULL;
}

static void
say_holder(struct cx *cx, struct shell *sh, const struct post_holder *h)
{
    struct arena *a = cx->arena;
    struct str    name = str_is_known(h->name) ? h->name : msg_text(a, cx->lang, MSG("erased"));
    struct msg    label = h->as == HOLD_DEFINITIVE ? MSG("definitive") : hold_as_label(h->as);
    struct str    as = msg_text(a, cx->lang, label);
    struct str    from = date_text(a, cx->lang, h->from);
    struct msg    days = h->to.year ? MSG("{0} to {1}", from, date_text(a, cx->lang, h->to))
                                    : MSG("since {0}", from);

    shell_line(cx, sh, h->now ? MSG("Holder today") : MSG("Holder"),
               str_fmt(a, "%.*s, %.*s, %.*s", TEXT(name), TEXT(as),
                       TEXT(msg_text(a, cx->lang, days))));
}

static struct err *
show_run(struct cx *cx, struct shell *sh)
{
    struct post_record r;

    TRY(post_record_get(cx, sh->arg[0], &r));
    if (sh->json) {
        shell_json(sh, post_record_json, &r);
        return NULL;
    }
    shell_line(cx, sh, MSG("Title"), r.post.title);
    shell_line(cx, sh, MSG("Code"), r.post.code);
    shell_line(cx, sh, MSG("Kind"),
               msg_text(cx->arena, cx->lang, post_kind_label(post_kind_of(r.post.kind))));
    shell_line(cx, sh, MSG("Where"), post_where(&r.post));
    if (str_is_known(r.post.valid_to))
        shell_line(cx, sh, MSG("Last day"),
                   date_text(cx->arena, cx->lang, post_last_day(&r.post)));
    for (size_t i = 0; i < r.n; i++)
        say_holder(cx, sh, &r.holder[i]);
    return NULL;
}

/* ---- post add -------------------------------------------------------------------------------- */

struct add_flags { struct str region, org; };

static const struct field add_fields[] = {
    FIELD(struct add_flags, region, F_TEXT, .max = 13, .label = N_("Region (code)")),
    FIELD(struct add_flags, org, F_TEXT, .max = 60, .label = N_("Organisation (code)")),
};
static const struct form add_form = FORM(struct add_flags, add_fields);

static struct err *
add_run(struct cx *cx, struct shell *sh)
{
    const struct add_flags *flags = sh->flags;
    struct post_new         in = {
        .title = sh->arg[1], .region_code = flags->region, .org_code = flags->org };
    struct post_id          id;
    struct post             post;
    bool                    found;

    TRY(kind_of(cx, sh->arg[0], &in.kind));
    TRY(post_add(cx, &in, &id));
    TRY(post_by_id(cx, id, &post, &found));
    shell_line(cx, sh, MSG("Code"), post.code);
    return NULL;
}

/* ---- post assign, post end, post hand-over --------------------------------------------------- */

struct hold_flags { int32_t as; struct date from, to; struct str decree, why; };

static const struct field hold_fields[] = {
    FIELD(struct hold_flags, as, F_CHOICE, .choices = as_choices, .label = N_("Held as")),
    FIELD(struct hold_flags, from, F_DATE, .label = N_("First day; today if absent")),
    FIELD(struct hold_flags, to, F_DATE, .label = N_("Last day")),
    FIELD(struct hold_flags, decree, F_TEXT, .max = DECREE_MAX,
          .label = N_("Number of the decree")),
    FIELD(struct hold_flags, why, F_TEXT, .max = WHY_MAX, .label = N_("Reason, for the history")),
};
static const struct form hold_form = FORM(struct hold_flags, hold_fields);

static struct err *
assign_run(struct cx *cx, struct shell *sh)
{
    const struct hold_flags *f = sh->flags;
    struct post              post;
    struct post_hold_id      id;
    struct post_assign       in = {
        .as = (enum hold_as)f->as, .to = f->to, .decree = f->decree, .why = f->why };

    TRY(post_get(cx, sh->arg[0], &post));
    TRY(post_person_of(cx, sh->arg[1], &in.account));
    in.post = post.id;
    in.from = or_today(f->from, &post, cx->now_s);
    TRY(post_assign(cx, &in, &id));
    shell_say(cx, sh, MSG("The post is given."));
    return NULL;
}

struct end_flags { struct date last_day; struct str why; };

static const struct field end_fields[] = {
    FIELD(struct end_flags, last_day, F_DATE, .label = N_("Last day; today if absent")),
    FIELD(struct end_flags, why, F_TEXT, .min = 3, .max = WHY_MAX, .required = true,
          .label = N_("Reason, for the history")),
};
static const struct form end_form = FORM(struct end_flags, end_fields);

/* The open hold of the person. */
static struct err *
open_hold(struct cx *cx, const struct post_record *r, struct identity_account_id account,
          struct post_hold_id *id)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->holder[i].account.n == account.n && !r->holder[i].ended) {
            *id = r->holder[i].id;
            return NULL;
        }
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "post.hold_unknown",
        .text = MSG("This person does not hold {0}.", r->post.code) });
}

static struct err *
end_run(struct cx *cx, struct shell *sh)
{
    const struct end_flags    *f = sh->flags;
    struct post_record         r;
    struct identity_account_id account = { 0 };
    struct post_hold_id        id = { 0 };

    TRY(post_record_get(cx, sh->arg[0], &r));
    TRY(post_person_of(cx, sh->arg[1], &account));
    TRY(open_hold(cx, &r, account, &id));
    TRY(post_end(cx, id, or_today(f->last_day, &r.post, cx->now_s), f->why));
    shell_say(cx, sh, MSG("The end is written down."));
    return NULL;
}

struct hand_flags { int32_t as; struct date on, until; struct str decree, why; };

static const struct field hand_fields[] = {
    FIELD(struct hand_flags, as, F_CHOICE, .choices = as_choices, .label = N_("Held as")),
    FIELD(struct hand_flags, on, F_DATE,
          .label = N_("The successor's first day; today if absent")),
    FIELD(struct hand_flags, until, F_DATE, .label = N_("Last day, of a Plt. or Pj.")),
    FIELD(struct hand_flags, decree, F_TEXT, .min = 1, .max = DECREE_MAX, .required = true,
          .label = N_("Number of the decree")),
    FIELD(struct hand_flags, why, F_TEXT, .min = 3, .max = WHY_MAX, .required = true,
          .label = N_("Reason, for the history")),
};
static const struct form hand_form = FORM(struct hand_flags, hand_fields);

static struct err *
hand_run(struct cx *cx, struct shell *sh)
{
    const struct hand_flags *f = sh->flags;
    struct post              post;
    struct post_hold_id      id;
    int64_t                  moved;
    struct post_handover     in = {
        .as = (enum hold_as)f->as, .until = f->until, .decree = f->decree, .why = f->why };

    TRY(post_get(cx, sh->arg[0], &post));
    TRY(post_person_of(cx, sh->arg[1], &in.to));
    in.post = post.id;
    in.on = or_today(f->on, &post, cx->now_s);
    TRY(post_hand_over(cx, &in, &id, &moved));
    shell_say(cx, sh, MSG("The post is handed over. Drafts that stay with it: {0}.",
                          int_text(cx->arena, cx->lang, moved)));
    return NULL;
}

/* ---- post edit, post close ------------------------------------------------------------------- */

static struct err *
edit_run(struct cx *cx, struct shell *sh)
{
    return record_command(cx, sh, &post_edit_kind, sh->arg[0]);
}

static struct err *
close_run(struct cx *cx, struct shell *sh)
{
    return record_command(cx, sh, &post_close_kind, sh->arg[0]);
}

const struct command post_commands[POST_COMMANDS] = {
    { "post list", NEEDS_STORE, true, &list_form, list_run, N_("List posts and who holds them") },
    { "post show CODE", NEEDS_STORE, true, NULL, show_run, N_("Show one post and its holders") },
    { "post add KIND TITLE", NEEDS_STORE, false, &add_form, add_run, N_("Make a post") },
    { "post edit CODE", NEEDS_STORE, false, &post_edit_flags, edit_run,
      N_("Give a post another title") },
    { "post close CODE", NEEDS_STORE, false, &post_close_flags, close_run,
      N_("Close a post that nobody holds any more") },
    { "post assign CODE PERSON", NEEDS_STORE, false, &hold_form, assign_run,
      N_("Say who holds a post, as what, from when to when") },
    { "post end CODE PERSON", NEEDS_STORE, false, &end_form, end_run,
      N_("End what somebody holds") },
    { "post hand-over CODE PERSON", NEEDS_STORE, false, &hand_form, hand_run,
      N_("Hand a post over with all its open work") },
};
