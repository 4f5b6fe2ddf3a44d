/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_evidence.c — a ZIP of evidence for an agency's items (office/document/document_zip.h). */
#include "base/arena.h"
#include "city/assess/assess_page.h"

static struct err *
no_agency(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_DENIED, .code = "right.denied",
        .text = MSG("A ZIP of evidence is sent by an agency, for its own items."),
        .hint = MSG("Act in a post of the agency; single files can be attached on its page.") });
}

static void
part_of(const struct assess_full *x, const struct assess_line *l, struct evidence_part *out)
{
    const struct instrument_item *item = &x->instrument.item[l->item];

    *out = (struct evidence_part){ .part = item->code, .number = item->code,
        .title = instrument_say(LANG_ID, item->title),
        .closed = str_eq(l->part.state, S("approved")) };
}

static struct err *
assess_evidence_open(struct cx *cx, struct str key, struct evidence_wanted *wanted)
{
    struct assess_full   x;
    struct assess_lines  lines;
    struct assess_change c;
    struct str           org = S("");

    TRY(assess_get_code(cx, key, &x));
    c = assess_change_of(&x);
    TRY(assess_begin_change(cx, &c));
    TRY(assess_lines_of(cx, &x, &lines));
    *wanted = (struct evidence_wanted){ .name = x.round.round.title,
        .part = NEWS(cx->arena, struct evidence_part, lines.n + 1) };
    for (size_t i = 0; i < lines.n; i++) {
        if (!assess_may_answer(cx, &x, &lines.row[i]))
            continue;
        part_of(&x, &lines.row[i], &wanted->part[wanted->n++]);
        if (lines.row[i].part.org_id.n == x.org)
            org = lines.row[i].part.org_code;
        for (size_t k = 0; k < lines.row[i].n_helpers; k++)
            if (lines.row[i].helper[k].org_id.n == x.org)
                org = lines.row[i].helper[k].org_code;
    }
    if (x.org == 0 || wanted->n == 0)
        return no_agency(cx);
    wanted->org = org;
    wanted->href = assess_org_href(cx->arena, &x, org);
    return NULL;
}

const struct evidence_kind assess_evidence[1] = { { ASSESS_THING, assess_evidence_open } };
