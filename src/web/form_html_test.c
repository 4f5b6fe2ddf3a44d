/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/form_html.h"

#include "base/arena.h"
#include "unit.h"

struct sample {
    struct str  title, note;
    int64_t     year, cost_idr;
    struct dec  share;
    struct date since;
    int32_t     kind, level;
    bool        open;
};

static const struct choice kinds[] = {
    { "city", "City" }, { "regency", "Regency" }, { NULL, NULL },
};
static const struct choice levels[] = {
    { "1", "One" }, { "2", "Two" }, { "3", "Three" }, { "4", "Four" }, { "5", "Five" },
    { "6", "Six" }, { "7", "Seven" }, { NULL, NULL },
};

static const struct field fields[] = {
    FIELD(struct sample, title,    F_TEXT,   .max = 100, .required = true, .label = "Title",
                                             .hint = "As on the cover"),
    FIELD(struct sample, note,     F_TEXT,   .max = 2000, .label = "Note"),
    FIELD(struct sample, year,     F_INT,    .min = 2000, .max = 2100, .label = "Year"),
    FIELD(struct sample, cost_idr, F_MONEY,  .min = 1, .max = 1000000, .label = "Cost"),
    FIELD(struct sample, share,    F_DEC,    .min = 1, .max = 100, .label = "Share"),
    FIELD(struct sample, since,    F_DATE,   .label = "Since"),
    FIELD(struct sample, kind,     F_CHOICE, .choices = kinds, .label = "Kind"),
    FIELD(struct sample, level,    F_CHOICE, .choices = levels, .label = "Level"),
    FIELD(struct sample, open,     F_FLAG,   .label = "Open"),
};
static const struct form form = FORM(struct sample, fields);

static struct str
drawn(const struct form_draw *f, bool summary)
{
    struct view v = view_in(unit_arena(), LANG_EN);

    if (summary)
        form_draw_summary(&v, f);
    else
        form_draw(&v, f);
    struct html h = view_html(&v);
    return (struct str){ h.safe, h.n };
}

static bool
has(struct str page, const char *text)
{
    size_t at;

    return str_find(page, str_of(text), &at);
}

TEST(form_html_draws_each_kind)
{
    struct sample value = {
        .title = S("Bank \"sampah\""), .note = S("<b>"), .year = 2024, .cost_idr = 25000,
        .share = { .units = 125, .scale = 1 }, .since = { 2024, 8, 13 }, .kind = 1, .level = 2,
        .open = true,
    };
    struct form_draw f = { .form = &form, .action = S("/x"), .values = &value, .button = "Search" };
    struct str page = drawn(&f, false);
    static const struct { const char *name, *text; } row[] = {
        { "it asks by GET",         "<form method=\"get\" action=\"/x\"" },
        { "a label names its input", "<label class=\"govuk-label\" for=\"f-title\">Title</label>" },
        { "a hint", "<div class=\"govuk-hint\" id=\"f-title-hint\">As on the cover</div>" },
        { "the hint describes",     "aria-describedby=\"f-title-hint\"" },
        { "text, escaped",          "name=\"title\" value=\"Bank &quot;sampah&quot;\"" },
        { "long text",              ">\n&lt;b&gt;</textarea>" },
        { "a number", "inputmode=\"numeric\" id=\"f-year\" name=\"year\" value=\"2024\"" },
        { "money has its sign",     "aria-hidden=\"true\">Rp</div>" },
        { "a decimal", "inputmode=\"decimal\" id=\"f-share\" name=\"share\" value=\"12.5\"" },
        { "a date", "type=\"date\" id=\"f-since\" name=\"since\" value=\"2024-08-13\"" },
        { "few choices are buttons", "name=\"kind\" value=\"regency\" checked>" },
        { "the first has the id",   "type=\"radio\" id=\"f-kind\" name=\"kind\" value=\"city\">" },
        { "buttons have a legend",  "<legend class=\"govuk-fieldset__legend\">Kind</legend>" },
        { "many choices are a list", "<option value=\"3\" selected>Three</option>" },
        { "a flag",                 "value=\"1\" id=\"f-open\" name=\"open\" checked>" },
        { "the button", "<button class=\"govuk-button\" type=\"submit\">Search</button>" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, has(page, row[i].text));
    check("no fault, no summary", drawn(&f, true).n == 0);
    check("no fault, no error", !has(page, "error"));
}

TEST(form_html_keeps_what_was_typed)
{
    struct sample value = { .kind = -1, .level = -1 };
    struct form_faults faults = { .n = 2, .fault = {
        { &fields[2], MSG("Give a year from 2000 to 2100."), S("20<24") },
        { &fields[6], MSG("Choose a kind."), S("village") },
    } };
    struct form_draw f = { .form = &form, .action = S("/x"), .posts = true, .values = &value,
                           .faults = &faults, .button = "Save" };
    struct str page = drawn(&f, false), summary = drawn(&f, true);
    static const struct { const char *name, *text; bool in_summary; } row[] = {
        { "it posts", "<form method=\"post\" action=\"/x\"", false },
        { "wrong text is kept", "value=\"20&lt;24\" aria-describedby=\"f-year-error\"", false },
        { "the message stands at the field",
          "id=\"f-year-error\"><span class=\"govuk-visually-hidden\">"
          "Error:</span> Give a year from 2000 to 2100.</p>", false },
        { "the group is marked", "govuk-form-group--error", false },
        { "the summary takes focus", "tabindex=\"-1\"", true },
        { "the summary leads to the input",
          "<a href=\"#f-year\">Give a year from 2000 to 2100.</a>", true },
        { "the summary leads to the first button", "<a href=\"#f-kind\">Choose a kind.</a>", true },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, has(row[i].in_summary ? summary : page, row[i].text));
    check("no choice is made up", !has(page, " checked") && !has(page, "\" selected>One"));
    check("a number out of its limits is no value", has(page, "name=\"cost_idr\" value=\"\""));
}

struct secrets { struct str login, password, new_password, code, email; };

static const struct field secret_fields[] = {
    FIELD(struct secrets, login,        F_TEXT, .max = 40,  .label = "Login"),
    FIELD(struct secrets, password,     F_TEXT, .max = 400, .label = "Password", .secret = true),
    FIELD(struct secrets, new_password, F_TEXT, .max = 40,  .label = "New", .secret = true),
    FIELD(struct secrets, code,         F_TEXT, .max = 40,  .label = "Code", .secret = true),
    FIELD(struct secrets, email,        F_TEXT, .max = 254, .label = "Email"),
};
static const struct form secret_form = FORM(struct secrets, secret_fields);

/* A text that says "this" stands alone in the summary, and beside its field on the form. */
TEST(form_html_summary_names_the_field)
{
    struct form_faults faults = { .n = 2, .fault = {
        { .field = &fields[0], .text = MSG("This must be given."), .bare = true },
        { .field = &fields[1], .text = MSG("The note is taken.") } } };
    struct sample    value = { .year = 2024 };
    struct form_draw f = {
        .form = &form, .action = S("/x"), .values = &value, .button = "Search", .faults = &faults };
    struct str summary = drawn(&f, true);

    check("named", has(summary, "<a href=\"#f-title\">Title: This must be given.</a>"));
    check("names itself", has(summary, "<a href=\"#f-note\">The note is taken.</a>"));
    check("beside the field", !has(drawn(&f, false), "Title: This"));
}

TEST(form_html_draws_no_secret_again)
{
    struct secrets value = { S("ani"), S("rahasia1"), S("rahasia2"), S("rahasia3"), S("a@b.id") };
    struct form_faults faults = { .n = 1, .fault = {
        { &secret_fields[1], MSG("This password is too short."), S("rahasia4") },
    } };
    struct form_draw f = { .form = &secret_form, .action = S("/x"), .posts = true,
                           .values = &value, .faults = &faults, .button = "Enter" };
    struct str page = drawn(&f, false);
    static const struct { const char *name, *text; bool is; } row[] = {
        { "a login is kept", "=\"username\" autocapitalize=\"none\" spellcheck=\"false\""
                             " id=\"f-login\" name=\"login\" value=\"ani\"", true },
        { "a password is hidden", "type=\"password\" autocomplete=\"current-password\" "
                                  "id=\"f-password\" name=\"password\" value=\"\"", true },
        { "a new one is known as new", "type=\"password\" autocomplete=\"new-password\" "
                                       "id=\"f-new_password\"", true },
        { "a code is seen", "type=\"text\" autocomplete=\"one-time-code\"", true },
        { "an address of mail is a line", "autocomplete=\"email\"", true },
        { "no secret comes again", "rahasia", false },
        { "none is a textarea", "<textarea", false },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, has(page, row[i].text) == row[i].is);
    check("by its name", form_names_secret(S("new_password")) && !form_names_secret(S("code")));
}

TEST(form_html_carries_along)
{
    static const struct form_button more[] = { { "act", "draft", "Keep as draft" } };
    static const struct pair hidden[] = { { { "version", 7 }, { "\"3\"", 3 } } };
    struct form_draw f = { .form = &form, .action = S("/x"), .posts = true, .button = "Save",
                           .more = more, .n_more = 1, .hidden = hidden, .n_hidden = 1 };
    struct str page = drawn(&f, false);

    check("what proves a form by POST",
          has(page, "<input type=\"hidden\" name=\"_token\" value=\"\x1a\">"));
    check("what is sent unseen, escaped", has(page, "name=\"version\" value=\"&quot;3&quot;\">"));
    check("a second button", has(page, " name=\"act\" value=\"draft\">Keep as draft</button>"));
    f.posts = false;
    check("a question has no token", !has(drawn(&f, false), "_token"));
}

TEST(form_html_in_a_row)
{
    struct sample value = { .kind = -1, .level = -1 };
    struct form_draw f = { .form = &form, .action = S("/x"), .in_a_row = true, .values = &value,
                           .button = "Filter" };
    struct str page = drawn(&f, false);

    check("its own class", has(page, "class=\"gy-form gy-form--row\""));
    check("few choices are a list too", has(page, "<select class=\"govuk-select\" id=\"f-kind\""));
    check("all is a choice", has(page, "<option value=\"\" selected>All</option>"));
    f.values = NULL;
    check("without values it is empty", has(drawn(&f, false), "name=\"title\" value=\"\""));
}
