/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * dossier_index.c — the pages inside of the ZIP: each one file, with its style, without a script.
 *
 * A page is made and given away piece by piece, so that a long record needs no more memory than its
 * longest block.
 */
#include "base/arena.h"
#include "ground/journal/journal_line.h"
#include "ground/journal/journal_page.h"
#include "office/dossier/dossier_page.h"
#include "office/dossier/dossier_view.h"
#include "pack/embedded.h"
#include "site.h"

enum { CSV_LINES = 500, CSV_MAX = 8 << 20 };

struct page { struct cx *cx; const struct dossier_plan *plan; struct dossier_sink sink; };

/* ---- giving away ---------------------------------------------------------------------------- */

static struct err *
say(const struct page *p, struct html h)
{
    return p->sink.add(p->sink.arg, (struct str){ h.safe, h.n });
}

static struct err *
give(const struct page *p, const struct view *v)
{
    if (!v->out.full)
        return say(p, view_html(v));
    return err_of(p->cx->arena, (struct err){
        .kind = ERR_TOO_LARGE, .code = "dossier.large",
        .text = MSG("A part of the record is too large for the index."),
        .hint = MSG("Tell those who look after the program which record it is.") });
}

/* One template of one thing, and what it took is given back. */
#define GIVE(p, template, thing)                                              \
    do {                                                                      \
        size_t      mark_ = arena_mark((p)->cx->arena);                       \
        struct view v_ = view_in((p)->cx->arena, (p)->cx->lang);              \
        template(&v_, (thing));                                               \
        TRY(give((p), &v_));                                                  \
        arena_back((p)->cx->arena, mark_);                                    \
    } while (0)

/* ---- the frame ------------------------------------------------------------------------------ */

static struct err *
head(const struct page *p, struct msg title)
{
    struct str  css = S(""), more = S("");
    struct view v = view_in(p->cx->arena, p->cx->lang);

    embedded_find(S("report.css"), &css);
    embedded_find(S("dossier.css"), &more);
    TRY(say(p, p->cx->lang == LANG_ID ? HTML("<!DOCTYPE html>\n<html lang=\"id\">\n<head>\n")
                                      : HTML("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n")));
    TRY(say(p, HTML("<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                    "content=\"width=device-width, initial-scale=1\">\n<title>")));
    view_msg(&v, title);
    TRY(give(p, &v));
    TRY(say(p, HTML("</title>\n<style>\n")));
    TRY(p->sink.add(p->sink.arg, css));         /* our own files: they come with the program */
    TRY(p->sink.add(p->sink.arg, more));
    return say(p, HTML("</style>\n</head>\n<body>\n<main>\n"));
}

static struct err *
foot(const struct page *p)
{
    return say(p, HTML("</main>\n</body>\n</html>\n"));
}

static struct str
asker_of(const struct cx *cx)
{
    const struct who *who = cx->who;

    if (who && who->kind == WHO_PERSON)
        return who->post.title;
    return msg_text(cx->arena, cx->lang, MSG("the command line ({0})",
                                             who && who->name.n > 0 ? who->name : S("?")));
}

static struct dossier_top
top_of(const struct page *p)
{
    struct cx         *cx = p->cx;
    struct dossier_top t = { .plan = p->plan, .label = { .id = p->plan->kind->label },
                             .asker = asker_of(cx), .address = S(""),
                             .made = journal_when(cx->arena, cx->lang, cx->now_s) };

    t.last_line = str_int(cx->arena, p->plan->head.seq);
    if (cx->site && cx->site->url.n > 0)
        t.address = str_fmt(cx->arena, "%.*s%.*s", TEXT(cx->site->url),
                            TEXT(p->plan->record.href));
    for (size_t i = 0; i < p->plan->n_files; i++)
        t.n_changed += p->plan->file[i].is == DOSSIER_CHANGED;
    for (size_t i = 0; i < p->plan->n_papers; i++)
        t.n_changed += p->plan->paper[i].is == DOSSIER_CHANGED;
    return t;
}

/* ---- the index ------------------------------------------------------------------------------ */

static struct err *
files_of(const struct page *p)
{
    GIVE(p, dossier_heading_documents_view, p->plan);
    if (p->plan->n_files == 0)
        return NULL;
    TRY(say(p, HTML("<ol class=\"cards\">\n")));
    for (size_t i = 0; i < p->plan->n_files; i++)
        GIVE(p, dossier_file_view, &p->plan->file[i]);
    return say(p, HTML("</ol>\n"));
}

static struct err *
papers_of(const struct page *p)
{
    GIVE(p, dossier_heading_papers_view, p->plan);
    if (p->plan->n_papers == 0)
        return NULL;
    TRY(say(p, HTML("<ol class=\"cards\">\n")));
    for (size_t i = 0; i < p->plan->n_papers; i++)
        GIVE(p, dossier_paper_view, &p->plan->paper[i]);
    return say(p, HTML("</ol>\n"));
}

struct err *
dossier_index(struct cx *cx, const struct dossier_plan *plan, struct dossier_sink sink)
{
    struct page        p = { cx, plan, sink };
    struct dossier_top top = top_of(&p);

    TRY(head(&p, MSG("{0}: file for examination", plan->record.name)));
    GIVE(&p, dossier_top_view, &top);
    TRY(files_of(&p));
    TRY(papers_of(&p));
    GIVE(&p, dossier_left_view, plan);
    for (size_t i = 0; i < plan->record.n; i++)
        GIVE(&p, dossier_block_view, &plan->record.block[i]);
    return foot(&p);
}

/* ---- the history ---------------------------------------------------------------------------- */

struct err *
dossier_history(struct cx *cx, const struct dossier_plan *plan, struct dossier_sink sink)
{
    struct page        p = { cx, plan, sink };
    struct dossier_top top = top_of(&p);

    TRY(head(&p, MSG("{0}: history", plan->record.name)));
    GIVE(&p, dossier_history_top_view, &top);
    if (plan->n_facts == 0)
        return foot(&p);
    TRY(say(&p, HTML("<ol class=\"cards\">\n")));
    for (size_t i = 0; i < plan->n_facts; i++)
        GIVE(&p, dossier_history_line_view, &plan->fact[i]);
    TRY(say(&p, HTML("</ol>\n")));
    return foot(&p);
}

/* Of parts of the lines, each with a head of its own: only the first keeps it. */
static struct str
without_head(struct str csv)
{
    struct str line, rest;

    return str_cut(csv, '\n', &line, &rest) ? rest : S("");
}

struct err *
dossier_history_csv(struct cx *cx, const struct dossier_plan *plan, struct dossier_sink sink)
{
    for (size_t at = 0; at == 0 || at < plan->n_facts; at += CSV_LINES) {
        size_t               left = plan->n_facts - at, mark = arena_mark(cx->arena);
        struct journal_lines lines = { &plan->fact[at], left < CSV_LINES ? left : CSV_LINES };
        struct table         t = journal_table(cx->arena, &lines);
        struct buf           out = buf_in(cx->arena, CSV_MAX);

        table_csv(&out, &t);
        TRY(sink.add(sink.arg, at == 0 ? buf_str(&out) : without_head(buf_str(&out))));
        arena_back(cx->arena, mark);
    }
    return NULL;
}
