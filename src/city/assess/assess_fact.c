/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_fact.c — what the journal is told of an entry, and how the slice refuses. */
#include "base/arena.h"
#include "city/assess/assess_part.h"

/* ---- forms of facts ------------------------------------------------------------------------- */

static const struct choice states[] = {
    { "given", N_("Outstanding") }, { "answered", N_("Waits for approval") },
    { "approved", N_("Approved") }, { "returned", N_("Returned") }, { NULL, NULL },
};

static const struct field part_fields[] = {
    FIELD(struct assess_part_fields, org,     F_TEXT, .max = 60, .label = N_("Agency in charge")),
    FIELD(struct assess_part_fields, helpers, F_TEXT, .max = 4000, .label = N_("Contributing")),
    FIELD(struct assess_part_fields, due,     F_DATE, .label = N_("Last day")),
    FIELD(struct assess_part_fields, state,   F_CHOICE, .choices = states, .label = N_("State")),
};
const struct form assess_part_told_form = FORM(struct assess_part_fields, part_fields);

static const struct field number_fields[] = {
    FIELD(struct assess_number_fields, value, F_TEXT, .max = 100, .label = N_("Answer")),
    FIELD(struct assess_number_fields, note,  F_TEXT, .max = ASSESS_NOTE_MAX,
          .label = N_("Note")),
};
const struct form assess_number_told_form = FORM(struct assess_number_fields, number_fields);

static struct str
helpers_text(struct cx *cx, const struct assess_line *l)
{
    struct str *code = NEWS(cx->arena, struct str, l->n_helpers + 1);

    for (size_t i = 0; i < l->n_helpers; i++)
        code[i] = l->helper[i].org_code;
    return l->n_helpers > 0 ? str_join(cx->arena, S(" "), code, l->n_helpers) : S("");
}

struct assess_part_fields
assess_part_fields_of(struct cx *cx, const struct assess_line *l)
{
    enum assess_state state = ASSESS_GIVEN;

    assess_state_read(l->part.state, &state);
    return (struct assess_part_fields){ .org = l->part.org_code, .helpers = helpers_text(cx, l),
        .due = date_of_iso(l->part.due), .state = (int32_t)state };
}

struct err *
assess_tell_part(struct cx *cx, const struct assess_full *x, const struct assess_part_told *told)
{
    return journal_tell(cx, &(struct fact){
        .verb = told->before ? JOURNAL_CHANGED : JOURNAL_ASSIGNED, .thing = ASSESS_THING,
        .key = x->entry.code, .scope = assess_scope(x), .note = told->item,
        .form = &assess_part_told_form, .before = told->before, .after = told->after,
        .why = told->why });
}

struct err *
assess_tell_number(struct cx *cx, const struct assess_full *x, const struct assess_told *told)
{
    struct str voice = assess_voice_word(told->voice);
    struct str note = told->of.n > 0
        ? str_fmt(cx->arena, "%.*s (%.*s), %.*s", TEXT(told->item), TEXT(told->of), TEXT(voice))
        : str_fmt(cx->arena, "%.*s, %.*s", TEXT(told->item), TEXT(voice));

    return journal_tell(cx, &(struct fact){ .verb = JOURNAL_CHANGED, .thing = ASSESS_THING,
        .key = x->entry.code, .scope = assess_org_scope(x, told->org), .note = note,
        .form = &assess_number_told_form, .before = &told->before, .after = &told->after });
}

/* ---- refusals ------------------------------------------------------------------------------- */

struct err *
assess_no_item(struct cx *cx, struct str item)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "assess.item",
        .text = MSG("There is no item “{0}” here that you may write.", item),
        .hint = MSG("The items of an agency are on its page, by their codes."),
        .where = S("item") });
}

struct err *
assess_must_say_why(struct cx *cx, struct str why)
{
    if (str_trim(why).n > 0)
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "assess.why",
        .text = MSG("Say why, so that it can be mended."), .where = S("why") });
}

/* ---- where things are ------------------------------------------------------------------------ */

struct scope
assess_org_scope(const struct assess_full *x, int64_t org)
{
    return (struct scope){ .region = x->entry.region_code, .org = org };
}

struct assess_line *
assess_line_of(const struct assess_full *x, const struct assess_lines *lines, struct str item)
{
    for (size_t i = 0; i < lines->n; i++)
        if (str_eq(x->instrument.item[lines->row[i].item].code, item))
            return &lines->row[i];
    return NULL;
}

struct str
assess_href(struct arena *a, const struct assess_full *x)
{
    return str_fmt(a, "/assessments/%.*s/%.*s", TEXT(x->round.round.code),
                   TEXT(x->entry.region_code));
}

struct str
assess_org_href(struct arena *a, const struct assess_full *x, struct str org_code)
{
    return str_fmt(a, "/assessments/%.*s/%.*s/agencies/%.*s", TEXT(x->round.round.code),
                   TEXT(x->entry.region_code), TEXT(org_code));
}
