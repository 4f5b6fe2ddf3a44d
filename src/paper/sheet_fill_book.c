/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sheet_fill_book.c — the workbook's own part, which asks for everything to be reckoned anew. */
#include <string.h>

#include "base/arena.h"
#include "paper/sheet_fill_part.h"

struct writing { struct fill_sink *out; struct buf *tag; struct str prefix; bool catches, done; };

static void
on_raw(struct xml_in *x, struct str bytes)
{
    struct writing *w = x->to->arg;

    if (w->catches)
        buf_add(w->tag, bytes);
    else
        fill_add(w->out, bytes);
}

static struct str
catch_tag(struct xml_in *x)
{
    struct writing *w = x->to->arg;

    w->tag->n = 0;
    w->catches = true;
    xml_raw(x);
    w->catches = false;
    return buf_str(w->tag);
}

static void
add_order(struct writing *w)
{
    fill_add(w->out, S("<"));
    fill_add(w->out, w->prefix);
    fill_add(w->out, S("calcPr fullCalcOnLoad=\"1\"/>"));
    w->done = true;
}

/* THE LAW (18.2.27, CT_Workbook): what may stand behind calcPr. */
static bool
is_behind(struct str name)
{
    static const char *const behind[] = {
        "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes",
        "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
    };

    for (size_t i = 0; i < COUNT(behind); i++)
        if (str_eq(name, str_of(behind[i])))
            return true;
    return false;
}

static void
on_write(struct xml_in *x, struct str name, const char **attribute)
{
    struct writing *w = x->to->arg;
    struct str      tag = catch_tag(x);

    (void)attribute;
    if (x->depth == 1)
        w->prefix = str_copy(x->arena, fill_tag_prefix(tag));
    if (x->depth == 2 && str_eq(name, S("calcPr"))) {
        fill_tag_write(w->out, tag, "fullCalcOnLoad", S(" fullCalcOnLoad=\"1\""), false);
        w->done = true;
        return;
    }
    if (x->depth == 2 && !w->done && is_behind(name))
        add_order(w);
    fill_add(w->out, tag);
}

static void
on_written(struct xml_in *x, struct str name)
{
    struct writing *w = x->to->arg;

    (void)name;
    if (x->depth == 1 && !w->done)
        add_order(w);
    xml_raw(x);
}

struct err *
fill_book_write(const struct sheet_book *b, struct fill_sink *out)
{
    struct buf     tag = buf_in(b->arena, 2 * XML_PIECE_MAX);
    struct writing w = { .out = out, .tag = &tag, .prefix = S("") };
    struct xml_to  to = { .start = on_write, .end = on_written, .raw = on_raw, .arg = &w };

    TRY(xml_in_part(b->arena, b->zip, b->part, &to));
    return fill_flush(out);
}
