/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge_module.c — what the slice shows to the program. */
#include "city/judge/judge_page.h"
#include "city/judge/judge_part.h"
#include "city/judge/judge_sql.h"
#include "city/judge/judge_view.h"

/* ---- what waits, on other pages ------------------------------------------------------------- */

static struct err *
waiting(struct cx *cx, struct html *out)
{
    enum { SHOWN = 5 };
    struct view       v = view_in(cx->arena, cx->lang);
    struct judge_desk desk;

    TRY(judge_desk_of(cx, &desk));
    if (desk.n == 0)
        return NULL;
    if (desk.n > SHOWN)
        desk.n = SHOWN;
    judge_desk_panel_view(&v, &desk);
    *out = view_html(&v);
    return NULL;
}

static bool
is_assessor(const struct cx *cx)
{
    return cx->who && cx->who->kind == WHO_PERSON && cx->who->post.kind == POST_ASSESSOR;
}

static struct err *
account_panel(struct cx *cx, int64_t account, struct html *out)
{
    *out = HTML("");
    return is_assessor(cx) && cx->who->account_id == account ? waiting(cx, out) : NULL;
}

static struct err *
post_panel(struct cx *cx, int64_t post, struct html *out)
{
    *out = HTML("");
    return is_assessor(cx) && cx->who->post.post_id == post ? waiting(cx, out) : NULL;
}

const struct panel judge_panels[JUDGE_PANELS] = {
    { "account.more", account_panel },
    { "post.work", post_panel },
};

/* ---- the module ----------------------------------------------------------------------------- */

static const struct told told[] = {
    { JUDGE_THING, N_("scoring"), { &judge_item_told_form, &judge_question_told_form } },
    { JUDGE_SEAT_THING, N_("assessor's scores"), { &judge_seat_told_form } },
};

const struct module judge_module = {
    .name       = "judge",
    .routes     = judge_routes,     .n_routes     = JUDGE_ROUTES,
    .commands   = judge_commands,   .n_commands   = JUDGE_COMMANDS,
    .migrations = judge_migrations, .n_migrations = JUDGE_MIGRATIONS,
    .statements = judge_statements, .n_statements = JUDGE_STATEMENTS,
    .panels     = judge_panels,     .n_panels     = JUDGE_PANELS,
    .told       = told,             .n_told       = COUNT(told),
    .dossiers   = judge_dossiers,   .n_dossiers   = JUDGE_DOSSIERS,
};
