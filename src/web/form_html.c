/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * form_html.c — one group of elements for each field: label, hint, message, input.
 *
 * The id of an input is "f-" and the field's name; hint and message hang "-hint" and "-error" on
 * it. A choice with few answers is drawn as radio buttons, because they show all answers at once;
 * a longer list, or a form in a row, gets a select.
 */
#include "web/form_html.h"

#include <assert.h>
#include <string.h>

enum { RADIOS_MAX = 6, LINE_MAX_CHARS = 254 };     /* an address of mail is a line */

struct drawing {
    struct view              *v;
    const struct form_draw   *form;
    const struct field       *field;
    const struct form_fault  *fault;        /* NULL: none */
};

static const struct form_fault *
fault_of(const struct form_draw *f, const struct field *field)
{
    for (size_t i = 0; f->faults && i < f->faults->n; i++)
        if (f->faults->fault[i].field == field)
            return &f->faults->fault[i];
    return NULL;
}

static void
put(struct view *v, struct html h)
{
    view_raw(v, h);
}

static void
put_said(struct view *v, const char *msgid)
{
    view_msg(v, (struct msg){ .id = msgid });
}

/* f-NAME, with an ending such as "-hint" */
static void
put_id(const struct drawing *d, struct html ending)
{
    put(d->v, HTML("f-"));
    view_attr_text(d->v, str_of(d->field->name));
    put(d->v, ending);
}

static void
put_id_and_name(const struct drawing *d)
{
    put(d->v, HTML(" id=\""));
    put_id(d, HTML(""));
    put(d->v, HTML("\" name=\""));
    view_attr_text(d->v, str_of(d->field->name));
    put(d->v, HTML("\""));
}

static void
put_described_by(const struct drawing *d)
{
    if (!d->field->hint && !d->fault)
        return;
    put(d->v, HTML(" aria-describedby=\""));
    if (d->field->hint)
        put_id(d, HTML("-hint"));
    if (d->field->hint && d->fault)
        put(d->v, HTML(" "));
    if (d->fault)
        put_id(d, HTML("-error"));
    put(d->v, HTML("\""));
}

static void
put_hint_and_fault(const struct drawing *d)
{
    if (d->field->hint) {
        put(d->v, HTML("<div class=\"govuk-hint\" id=\""));
        put_id(d, HTML("-hint\">"));
        put_said(d->v, d->field->hint);
        put(d->v, HTML("</div>\n"));
    }
    if (d->fault) {
        put(d->v, HTML("<p class=\"govuk-error-message\" id=\""));
        put_id(d, HTML("-error\"><span class=\"govuk-visually-hidden\">"));
        view_msg(d->v, MSG("Error:"));
        put(d->v, HTML("</span> "));
        view_msg(d->v, d->fault->text);
        put(d->v, HTML("</p>\n"));
    }
}

static void
put_label(const struct drawing *d)
{
    put(d->v, HTML("<label class=\"govuk-label\" for=\""));
    put_id(d, HTML("\">"));
    put_said(d->v, d->field->label);
    put(d->v, HTML("</label>\n"));
}

/* ---- what a field holds, as it is typed ----------------------------------------------------- */

static bool
is_within(const struct field *f, int64_t n)
{
    return n >= f->min && n <= f->max;
}

/* A number outside the field's own limits is a default that means "nothing yet". */
static struct str
number_text(const struct drawing *d, int64_t n)
{
    return is_within(d->field, n) ? str_int(d->v->arena, n) : S("");
}

static struct str
decimal_text(const struct drawing *d, struct dec value)
{
    bool within = dec_cmp(value, DEC(d->field->min)) >= 0 &&
                  dec_cmp(value, DEC(d->field->max)) <= 0;

    return within ? dec_str(d->v->arena, value) : S("");
}

static struct str
value_text(const struct drawing *d)
{
    if (d->field->secret)
        return S("");
    if (d->fault && str_is_known(d->fault->given))
        return d->fault->given;
    if (!d->form->values)
        return S("");

    const char *at = (const char *)d->form->values + d->field->offset;
    struct str  text;
    int64_t     number;
    struct dec  decimal;
    struct date date;

    switch (d->field->kind) {
    case F_TEXT:
        memcpy(&text, at, sizeof text);
        return text;
    case F_INT:
    case F_MONEY:
        memcpy(&number, at, sizeof number);
        return number_text(d, number);
    case F_DEC:
        memcpy(&decimal, at, sizeof decimal);
        return decimal_text(d, decimal);
    case F_DATE:
        memcpy(&date, at, sizeof date);
        return date.year ? date_iso(d->v->arena, date) : S("");
    case F_CHOICE:
    case F_FLAG:
        break;
    }
    return S("");
}

static bool
is_chosen(const struct drawing *d, size_t i)
{
    int32_t now;

    if (d->fault && str_is_known(d->fault->given))
        return str_eq(d->fault->given, str_of(d->field->choices[i].value));
    if (!d->form->values)
        return false;
    memcpy(&now, (const char *)d->form->values + d->field->offset, sizeof now);
    return now >= 0 && (size_t)now == i;
}

static bool
is_flagged(const struct drawing *d)
{
    bool now = false;

    if (d->form->values)
        memcpy(&now, (const char *)d->form->values + d->field->offset, sizeof now);
    return now;
}

/* ---- inputs --------------------------------------------------------------------------------- */

/* By its name a field is known to browsers and keepers of passwords (HTML, "autofill"). A code is
 * copied from paper: who types it must see it. */
static struct html
text_traits(const struct field *f)
{
    struct str name = str_of(f->name);

    if (f->secret && str_ends(name, S("code")))
        return HTML("\" type=\"text\" autocomplete=\"one-time-code\" autocapitalize=\"characters\""
                    " spellcheck=\"false\"");
    if (f->secret && (str_starts(name, S("new")) || str_ends(name, S("again"))))
        return HTML("\" type=\"password\" autocomplete=\"new-password\"");
    if (f->secret)
        return HTML("\" type=\"password\" autocomplete=\"current-password\"");
    if (str_eq(name, S("login")))
        return HTML("\" type=\"text\" autocomplete=\"username\" autocapitalize=\"none\""
                    " spellcheck=\"false\"");
    if (str_eq(name, S("email")))
        return HTML("\" type=\"text\" inputmode=\"email\" autocomplete=\"email\""
                    " autocapitalize=\"none\" spellcheck=\"false\"");
    if (str_eq(name, S("phone")))
        return HTML("\" type=\"text\" inputmode=\"tel\" autocomplete=\"tel\"");
    return HTML("\" type=\"text\"");
}

static struct html
input_traits(const struct field *f)
{
    switch (f->kind) {
    case F_INT:
    case F_MONEY:
        return HTML("\" type=\"text\" inputmode=\"numeric\"");
    case F_DEC:
        return HTML("\" type=\"text\" inputmode=\"decimal\"");
    case F_DATE:
        return HTML(" govuk-input--width-10\" type=\"date\"");
    case F_TEXT:
    case F_CHOICE:
    case F_FLAG:
        break;
    }
    return text_traits(f);
}

bool
form_names_secret(struct str name)
{
    size_t at;

    return str_find(name, S("password"), &at);
}

static void
put_line(const struct drawing *d)
{
    bool is_money = d->field->kind == F_MONEY;

    if (is_money)
        put(d->v, HTML("<div class=\"govuk-input__wrapper\">"
                       "<div class=\"govuk-input__prefix\" aria-hidden=\"true\">Rp</div>"));
    put(d->v, HTML("<input class=\"govuk-input"));
    if (d->fault)
        put(d->v, HTML(" govuk-input--error"));
    put(d->v, input_traits(d->field));
    put_id_and_name(d);
    put(d->v, HTML(" value=\""));
    view_attr_text(d->v, value_text(d));
    put(d->v, HTML("\""));
    put_described_by(d);
    put(d->v, HTML(">\n"));
    if (is_money)
        put(d->v, HTML("</div>\n"));
}

static void
put_lines(const struct drawing *d)
{
    put(d->v, HTML("<textarea class=\"govuk-textarea"));
    if (d->fault)
        put(d->v, HTML(" govuk-textarea--error"));
    put(d->v, HTML("\" rows=\"5\""));
    put_id_and_name(d);
    put_described_by(d);
    put(d->v, HTML(">\n"));         /* the parser drops this first line end, and only it */
    view_text(d->v, value_text(d));
    put(d->v, HTML("</textarea>\n"));
}

static size_t
count_choices(const struct field *f)
{
    size_t n = 0;

    while (f->choices[n].value)
        n++;
    return n;
}

static void
put_option(const struct drawing *d, const char *value, const char *label, bool chosen)
{
    put(d->v, HTML("<option value=\""));
    view_attr_text(d->v, str_of(value));
    put(d->v, chosen ? HTML("\" selected>") : HTML("\">"));
    if (label)
        put_said(d->v, label);
    put(d->v, HTML("</option>\n"));
}

static void
put_select(const struct drawing *d)
{
    size_t n = count_choices(d->field);
    bool   any = false;

    for (size_t i = 0; i < n; i++)
        any = any || is_chosen(d, i);
    put(d->v, HTML("<select class=\"govuk-select"));
    if (d->fault)
        put(d->v, HTML(" govuk-select--error"));
    put(d->v, HTML("\""));
    put_id_and_name(d);
    put_described_by(d);
    put(d->v, HTML(">\n"));
    if (!d->field->required || !any)
        put_option(d, "", d->field->required ? N_("Choose one") : N_("All"), !any);
    for (size_t i = 0; i < n; i++)
        put_option(d, d->field->choices[i].value, d->field->choices[i].label, is_chosen(d, i));
    put(d->v, HTML("</select>\n"));
}

/* The first button carries the field's own id, so that the summary's link reaches it. */
static void
put_radio(const struct drawing *d, size_t i)
{
    struct html number = HTML("");

    if (i > 0)
        number = html_text(d->v->arena, str_fmt(d->v->arena, "-%zu", i + 1));
    put(d->v, HTML("<div class=\"govuk-radios__item\">"
                   "<input class=\"govuk-radios__input\" type=\"radio\" id=\""));
    put_id(d, number);
    put(d->v, HTML("\" name=\""));
    view_attr_text(d->v, str_of(d->field->name));
    put(d->v, HTML("\" value=\""));
    view_attr_text(d->v, str_of(d->field->choices[i].value));
    put(d->v, is_chosen(d, i) ? HTML("\" checked>") : HTML("\">"));
    put(d->v, HTML("<label class=\"govuk-label govuk-radios__label\" for=\""));
    put_id(d, number);
    put(d->v, HTML("\">"));
    put_said(d->v, d->field->choices[i].label);
    put(d->v, HTML("</label></div>\n"));
}

static void
put_radios(const struct drawing *d)
{
    put(d->v, HTML("<fieldset class=\"govuk-fieldset\""));
    put_described_by(d);
    put(d->v, HTML("><legend class=\"govuk-fieldset__legend\">"));
    put_said(d->v, d->field->label);
    put(d->v, HTML("</legend>\n"));
    put_hint_and_fault(d);
    put(d->v, HTML("<div class=\"govuk-radios\">\n"));
    for (size_t i = 0; i < count_choices(d->field); i++)
        put_radio(d, i);
    put(d->v, HTML("</div></fieldset>\n"));
}

static void
put_checkbox(const struct drawing *d)
{
    put_hint_and_fault(d);
    put(d->v, HTML("<div class=\"govuk-checkboxes\"><div class=\"govuk-checkboxes__item\">"
                   "<input class=\"govuk-checkboxes__input\" type=\"checkbox\" value=\"1\""));
    put_id_and_name(d);
    put_described_by(d);
    put(d->v, is_flagged(d) ? HTML(" checked>") : HTML(">"));
    put(d->v, HTML("<label class=\"govuk-label govuk-checkboxes__label\" for=\""));
    put_id(d, HTML("\">"));
    put_said(d->v, d->field->label);
    put(d->v, HTML("</label></div></div>\n"));
}

/* ---- the form ------------------------------------------------------------------------------- */

static void
put_input(const struct drawing *d)
{
    bool is_choice = d->field->kind == F_CHOICE;

    if (d->field->kind == F_FLAG) {
        put_checkbox(d);
        return;
    }
    if (is_choice && !d->form->in_a_row && count_choices(d->field) <= RADIOS_MAX) {
        put_radios(d);
        return;
    }
    put_label(d);
    put_hint_and_fault(d);
    if (is_choice)
        put_select(d);
    else if (d->field->kind == F_TEXT && d->field->max > LINE_MAX_CHARS && !d->field->secret)
        put_lines(d);
    else
        put_line(d);
}

void
form_draw_fields(struct view *v, const struct form_draw *f)
{
    for (size_t i = 0; i < f->form->n; i++) {
        struct drawing d = { v, f, &f->form->field[i], fault_of(f, &f->form->field[i]) };

        put(v, d.fault ? HTML("<div class=\"govuk-form-group govuk-form-group--error\">\n")
                       : HTML("<div class=\"govuk-form-group\">\n"));
        put_input(&d);
        put(v, HTML("</div>\n"));
    }
}

static void
put_hidden(struct view *v, const struct pair *p)
{
    put(v, HTML("<input type=\"hidden\" name=\""));
    view_attr_text(v, p->name);
    put(v, HTML("\" value=\""));
    view_attr_text(v, p->value);
    put(v, HTML("\">\n"));
}

/* The first button is the one that the Enter key presses. */
static void
put_buttons(struct view *v, const struct form_draw *f)
{
    put(v, f->n_more ? HTML("<div class=\"govuk-button-group\">\n") : HTML(""));
    put(v, HTML("<button class=\"govuk-button\" type=\"submit\">"));
    put_said(v, f->button);
    put(v, HTML("</button>\n"));
    for (size_t i = 0; i < f->n_more; i++) {
        put(v, HTML("<button class=\"govuk-button govuk-button--secondary\" type=\"submit\""
                    " name=\""));
        view_attr_text(v, str_of(f->more[i].name));
        put(v, HTML("\" value=\""));
        view_attr_text(v, str_of(f->more[i].value));
        put(v, HTML("\">"));
        put_said(v, f->more[i].label);
        put(v, HTML("</button>\n"));
    }
    put(v, f->n_more ? HTML("</div>\n") : HTML(""));
}

void
form_draw(struct view *v, const struct form_draw *f)
{
    assert(f->form && f->button && str_is_known(f->action));
    put(v, f->posts ? HTML("<form method=\"post\" action=\"")
                    : HTML("<form method=\"get\" action=\""));
    view_url(v, f->action);
    put(v, f->in_a_row ? HTML("\" class=\"gy-form gy-form--row\" novalidate>\n")
                       : HTML("\" class=\"gy-form\" novalidate>\n"));
    if (f->posts)
        view_form_token(v);
    for (size_t i = 0; i < f->n_hidden; i++)
        put_hidden(v, &f->hidden[i]);
    form_draw_fields(v, f);
    put_buttons(v, f);
    put(v, HTML("</form>\n"));
}

void
form_begin_summary(struct view *v)
{
    put(v, HTML("<div class=\"govuk-error-summary\" tabindex=\"-1\">"
                "<div role=\"alert\"><h2 class=\"govuk-error-summary__title\">"));
    view_msg(v, MSG("There is a problem"));
    put(v, HTML("</h2><div class=\"govuk-error-summary__body\">"));
}

void
form_end_summary(struct view *v)
{
    put(v, HTML("</div></div></div>\n"));
}

void
form_draw_summary(struct view *v, const struct form_draw *f)
{
    if (!f->faults || f->faults->n == 0)
        return;
    form_begin_summary(v);
    put(v, HTML("<ul class=\"govuk-list govuk-error-summary__list\">\n"));
    for (size_t i = 0; i < f->faults->n; i++) {
        struct drawing d = { v, f, f->faults->fault[i].field, &f->faults->fault[i] };

        put(v, HTML("<li><a href=\"#"));
        put_id(&d, HTML("\">"));
        if (d.fault->bare) {
            put_said(v, d.field->label);
            put(v, HTML(": "));
        }
        view_msg(v, d.fault->text);
        put(v, HTML("</a></li>\n"));
    }
    put(v, HTML("</ul>"));
    form_end_summary(v);
}

void
form_draw_err(struct view *v, const struct err *e)
{
    if (!e)
        return;
    form_begin_summary(v);
    put(v, HTML("<p class=\"govuk-body\">"));
    view_msg(v, e->text);
    for (size_t i = 0; i < 2; i++) {
        struct msg more = i == 0 ? e->detail : e->hint;

        if (!msg_is(more))
            continue;
        put(v, HTML(" "));
        view_msg(v, more);
    }
    put(v, HTML("</p>"));
    form_end_summary(v);
}
