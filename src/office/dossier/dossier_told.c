/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* dossier_told.c — what stands before this slice, as records: a document, an issued paper. */
#include "base/arena.h"
#include "office/dossier/dossier_page.h"
#include "office/dossier/dossier_sql.h"

/* ---- a document: all of its copies ---------------------------------------------------------- */

static const struct paper_block *
document_block(struct cx *cx, const struct document *d)
{
    struct paper_block *b = NEW(cx->arena, struct paper_block);
    struct str         *text = NEWS(cx->arena, struct str, 10);
    struct str          last = date_text(cx->arena, cx->lang, date_of_iso(d->valid_to));
    enum sensitivity    s = SENSITIVITY_RESTRICTED;
    size_t              n = 0;

    sensitivity_of(d->sensitivity, &s);
    text[n++] = msg_text(cx->arena, cx->lang, MSG("Code"));
    text[n++] = d->code;
    text[n++] = msg_text(cx->arena, cx->lang, MSG("Organisation"));
    text[n++] = d->org_name;
    text[n++] = msg_text(cx->arena, cx->lang, MSG("Who may see it"));
    text[n++] = msg_text(cx->arena, cx->lang, (struct msg){ .id = sensitivities[s].label });
    text[n++] = msg_text(cx->arena, cx->lang, MSG("Holds until (the last day)"));
    text[n++] = str_is_known(d->valid_to) ? last
              : msg_text(cx->arena, cx->lang, MSG("not limited"));
    *b = (struct paper_block){ .kind = PAPER_FIELDS, .text = text, .n = n };
    return b;
}

static struct err *
tell_document(struct cx *cx, struct str key, struct dossier_record *r)
{
    struct document        d;
    struct document_copies copies;

    TRY(document_get(cx, key, &d));
    TRY(document_copies_of(cx, &d, &copies));
    struct dossier_thing    *thing = NEW(cx->arena, struct dossier_thing);
    struct dossier_document *one = NEWS(cx->arena, struct dossier_document, copies.n);

    for (size_t i = 0; i < copies.n; i++)
        one[i] = (struct dossier_document){ d.code, copies.row[i].nth };
    *thing = (struct dossier_thing){ "document", d.code, document_scope(&d), d.title };
    *r = (struct dossier_record){
        .name = d.title, .scope = document_scope(&d),
        .href = str_fmt(cx->arena, "/documents/%.*s", TEXT(d.code)),
        .block = document_block(cx, &d), .n = 1, .thing = thing, .n_things = 1,
        .document = one, .n_documents = copies.n,
    };
    return NULL;
}

/* ---- an issued paper ------------------------------------------------------------------------ */

static struct err *
tell_letter(struct cx *cx, struct str key, struct dossier_record *r)
{
    struct letter l;
    struct paper  p = { .n = 0 };

    TRY(letter_get(cx, key, &l));
    struct err *e = letter_paper(cx, &l, &p);

    if (e && !str_eq(str_of(e->code), S("letter.changed")))
        return e;
    struct dossier_thing *thing = NEW(cx->arena, struct dossier_thing);
    struct str           *code = NEW(cx->arena, struct str);
    struct scope          scope = { .region = l.region_code, .org = l.org_id.n };

    *code = l.code;
    *thing = (struct dossier_thing){ "letter", l.code, scope, l.title };
    *r = (struct dossier_record){
        .name = l.title, .scope = scope, .href = str_fmt(cx->arena, "/papers/%.*s", TEXT(l.code)),
        .block = p.block, .n = p.n, .thing = thing, .n_things = 1, .paper = code, .n_papers = 1,
    };
    return NULL;
}

const struct dossier_kind dossier_told[DOSSIER_TOLD] = {
    { .thing = "document", .label = N_("document"),     .tell = tell_document },
    { .thing = "letter",   .label = N_("issued paper"), .tell = tell_letter },
};

/* ---- the links on their pages --------------------------------------------------------------- */

static struct err *
letter_panel(struct cx *cx, int64_t id, struct html *out)
{
    struct dossier_record_key l;
    bool                      found;

    TRY(dossier_letter(cx, (struct letter_id){ id }, &l, &found));
    if (!found)
        return NULL;
    return dossier_link(cx, "letter", l.code, (struct scope){ l.region_code, l.org_id.n }, out);
}

static struct err *
document_panel(struct cx *cx, int64_t id, struct html *out)
{
    struct dossier_record_key d;
    bool                      found;

    TRY(dossier_document(cx, (struct document_id){ id }, &d, &found));
    if (!found)
        return NULL;
    return dossier_link(cx, "document", d.code, (struct scope){ d.region_code, d.org_id.n }, out);
}

const struct panel dossier_panels[DOSSIER_PANELS] = {
    { "letter.more", letter_panel },
    { "document.more", document_panel },
};
