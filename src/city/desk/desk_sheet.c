/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* desk_sheet.c — the office's rows as a workbook; its key: "ROUND?stage=1&which=". */
#include "base/arena.h"
#include "city/desk/desk_page.h"
#include "paper/sheet_out.h"
#include "web/query.h"

struct str
desk_words(struct arena *a, const struct desk_office *o)
{
    return str_fmt(a, "stage=%lld&which=%s", (long long)o->stage, desk_whiches[o->which].value);
}

static struct err *
office_of_key(struct cx *cx, struct str key, struct desk_office *o)
{
    struct query       *q = NEW(cx->arena, struct query);
    struct form_faults *faults = NEW(cx->arena, struct form_faults);
    struct desk_query   asked = { 0 };
    struct str          round, words = S("");

    str_cut(key, '?', &round, &words);
    if (!query_read(cx->arena, words, q))
        q->n = 0;
    form_read(cx->arena, &desk_form, q->pair, q->n, &asked, faults);
    TRY(form_err(cx->arena, faults));
    return desk_office_of(cx, round,
                          (struct desk_wanted){ asked.stage, (enum desk_which)asked.which }, o);
}

static struct err *
head(struct cx *cx, struct str key, struct dossier_record *r)
{
    struct desk_office o;

    TRY(office_of_key(cx, key, &o));
    *r = (struct dossier_record){
        .name = o.round.round.title, .scope = { .region = S("") },
        .href = str_fmt(cx->arena, "/rounds/%.*s/office?%.*s", TEXT(o.round.round.code),
                        TEXT(desk_words(cx->arena, &o))) };
    return NULL;
}

static struct err *
sheet(struct cx *cx, struct str key, struct sheet_out *out)
{
    struct desk_office o;
    struct table       t;

    TRY(office_of_key(cx, key, &o));
    t = desk_region_table(cx, &o);
    TRY(sheet_out_begin(out, msg_text(cx->arena, cx->lang, MSG("Regions")), t.column,
                        t.n_columns));
    for (size_t i = 0; i < t.n_rows; i++)
        TRY(sheet_out_row(out, &t.cell[i * t.n_columns]));
    return NULL;
}

const struct dossier_kind desk_dossiers[DESK_DOSSIERS] = {
    { .thing = DESK_SHEET, .label = N_("regions of a round"), .head = head, .sheet = sheet },
    { .thing = DESK_EXPORT, .label = N_("answers, scores and evidence of a round"),
      .head = desk_export_head, .sheet = desk_export_sheet },
};
