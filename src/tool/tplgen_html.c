/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * tplgen_html.c — where a byte of a template stands: text, tag, attribute, value or comment.
 *
 * A stricter HTML than browsers read: quoted values, explicit end tags, lower-case names, no
 * inline script or style (the content security policy would block them anyway). Strict is what
 * makes the place of a hole certain.
 */
#include "tool/tplgen.h"

#include <assert.h>
#include <strings.h>

static const char *const void_names[] = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
};
static const char *const address_names[] = {
    "href", "src", "action", "formaction", "poster", "cite", "data", "xlink:href",
};
/* Attributes that are said to people. */
static const char *const spoken_names[] = {
    "alt", "title", "placeholder", "label", "aria-label", "aria-description",
    "aria-roledescription",
};
static const char *const wordless_names[] = { "code", "kbd", "samp", "var" };

static bool
is_among(struct str name, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(name, str_of(list[i])))
            return true;
    return false;
}

#define AMONG(name, list) is_among((name), (list), COUNT(list))

static struct err *
refuse(const struct html_machine *m, size_t at, struct msg what)
{
    return source_err(m->source, at, what);
}

static const struct element *
top(const struct html_machine *m)
{
    return m->n_elements ? &m->element[m->n_elements - 1] : NULL;
}

static bool
top_is(const struct html_machine *m, const char *name)
{
    return m->n_elements && str_eq(top(m)->name, str_of(name));
}

static bool
is_foreign(const struct html_machine *m)
{
    return m->n_elements && top(m)->foreign;
}

/* textarea and title hold text only: no tags, and holes as data. */
static bool
holds_data(const struct html_machine *m)
{
    return !is_foreign(m) && (top_is(m, "textarea") || top_is(m, "title"));
}

static bool
keeps_space(const struct html_machine *m)
{
    for (size_t i = 0; i < m->n_elements; i++)
        if (str_eq(m->element[i].name, S("pre")) || str_eq(m->element[i].name, S("textarea")))
            return true;
    return false;
}

static bool
is_name_byte(char c)
{
    return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == ':' || c == '.';
}

static bool
has_upper(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= 'A' && s.p[i] <= 'Z')
            return true;
    return false;
}

/* ---- elements ---- */

static struct err *
open_element(struct html_machine *m, bool closed)
{
    bool foreign = is_foreign(m) || str_eq(m->tag, S("svg")) || str_eq(m->tag, S("math"));
    bool is_void = !foreign && AMONG(m->tag, void_names);

    m->state = IN_TEXT;
    if (closed && !foreign)
        return refuse(m, m->tag_at,
                      is_void
                          ? MSG("<{0}/> ends in a slash that means nothing; write <{0}>", m->tag)
                          : MSG("<{0}/> does not close itself; write </{0}>", m->tag));
    if (closed || is_void)
        return NULL;
    if (m->n_elements == ELEMENTS_MAX)
        return refuse(m, m->tag_at, MSG("elements are nested deeper than 64; split the template"));
    bool wordless
        = m->wordless || AMONG(m->tag, wordless_names) || (m->n_elements && top(m)->wordless);
    m->element[m->n_elements++] = (struct element){
        .name = m->tag, .at = m->tag_at, .foreign = foreign, .wordless = wordless
    };
    return NULL;
}

static struct err *
close_element(struct html_machine *m, size_t at)
{
    struct str name = str_part(m->source->text, m->name_at, at - m->name_at);

    m->state = IN_TEXT;
    if (m->n_elements == 0)
        return refuse(m, m->tag_at,
                      MSG("</{0}> closes nothing; remove it or open <{0}> before", name));
    if (!str_eq(top(m)->name, name))
        return refuse(m, m->tag_at,
                      MSG("</{0}> comes while <{1}> is open (since {2}); close that first", name,
                          top(m)->name, source_where(m->source, top(m)->at)));
    if (m->n_elements == m->floor)
        return refuse(m, m->tag_at, MSG("</{0}> closes what was opened outside this branch; "
                                        "open and close it in the same branch", name));
    m->n_elements--;
    return NULL;
}

static struct err *
end_tag_name(struct html_machine *m, size_t at)
{
    m->tag = str_part(m->source->text, m->name_at, at - m->name_at);
    m->n_attributes = 0;
    m->wordless = false;
    m->posts = false;
    m->tight = true;
    m->state = IN_TAG;
    if (!is_foreign(m) && has_upper(m->tag))
        return refuse(m, m->name_at,
                      MSG("<{0}> has capitals; write names of elements in small letters", m->tag));
    if (str_eq(m->tag, S("style")))
        return refuse(m, m->tag_at, MSG("a style element; put the rules into the style sheet"));
    return NULL;
}

/* ---- attributes ---- */

static struct err *
end_attribute_name(struct html_machine *m, size_t at)
{
    m->name = str_part(m->source->text, m->name_at, at - m->name_at);
    m->tight = true;
    m->state = IN_TAG;
    if (!is_foreign(m) && !str_eq(m->tag, S("svg")) && has_upper(m->name))
        return refuse(m, m->name_at,
                      MSG("attribute {0} has capitals; write it in small letters", m->name));
    if (m->name.n > 2 && strncasecmp(m->name.p, "on", 2) == 0)
        return refuse(m, m->name_at,
                      MSG("attribute {0} is inline script; add the listener in a script file",
                          m->name));
    if (str_eq(m->name, S("style")))
        return refuse(m, m->name_at,
                      MSG("a style attribute; use a class or an SVG presentation attribute"));
    if (str_eq(m->name, S("formmethod")))
        return refuse(m, m->name_at,
                      MSG("a formmethod attribute; give each method a form of its own"));
    if (str_eq(m->name, S("srcdoc")))
        return refuse(m, m->name_at, MSG("a srcdoc attribute; give the frame an address"));
    for (size_t i = 0; i < m->n_attributes; i++)
        if (!m->attribute[i].hidden && str_eq(m->attribute[i].name, m->name))
            return refuse(m, m->name_at, MSG("attribute {0} stands twice; keep one", m->name));
    if (m->n_attributes == ATTRIBUTES_MAX)
        return refuse(m, m->name_at,
                      MSG("more than 48 attributes in one tag; that is surely a mistake"));
    m->attribute[m->n_attributes++] = (struct attribute){ .name = m->name };
    return NULL;
}

static struct err *
begin_value(struct html_machine *m, char quote, size_t at)
{
    struct str value = str_part(m->source->text, at + 1, m->source->text.n);

    m->state = IN_VALUE;
    m->quote = quote;
    m->value_began = false;
    m->in_entity = false;
    if (str_eq(m->name, S("translate")) && str_starts(value, S("no")))
        m->wordless = true;
    if (str_eq(m->tag, S("form")) && str_eq(m->name, S("method")))
        m->posts = value.n > 4 && strncasecmp(value.p, "post", 4) == 0;
    if (AMONG(m->name, address_names) && value.n > 11
        && strncasecmp(value.p, "javascript:", 11) == 0)
        return refuse(m, at, MSG("a javascript: address; use a button and a script file"));
    return NULL;
}

/* ---- text and values ---- */

/* "&" begins a character reference that ends in ";": anything else is a mistake or an attack. */
static struct err *
entity_byte(struct html_machine *m, char c, size_t at)
{
    if (m->in_entity && !is_letter(c) && !is_digit(c) && c != '#' && c != ';')
        return refuse(m, at, MSG("a bare & stands before this; write &amp;"));
    m->in_entity = c == '&' || (m->in_entity && c != ';');
    return NULL;
}

static struct err *
word_byte(struct html_machine *m, char c, size_t at, bool spoken)
{
    bool in_entity = m->in_entity;

    TRY(entity_byte(m, c, at));
    if (spoken && !in_entity && is_letter(c))
        return refuse(m, at, MSG("words for people stand in {0}, so that they have a translation; "
                                 "names that have none stand in an element with translate=\"no\"",
                                 S("{t \"…\"}")));
    return NULL;
}

static struct err *
text_byte(struct html_machine *m, char c, size_t at, enum html_fate *fate)
{
    if (c == '<') {
        m->state = AT_TAG;
        m->tag_at = at;
        if (m->in_entity)
            return refuse(m, at, MSG("a bare & stands before this; write &amp;"));
        return NULL;
    }
    if (is_space(c) && !keeps_space(m))
        *fate = SPACE_BYTE;
    if (top_is(m, "script") && !is_space(c))
        return refuse(m, at, MSG("inline script; put it into a script file"));
    return word_byte(m, c, at, !m->n_elements || !top(m)->wordless);
}

static struct err *
at_tag_byte(struct html_machine *m, char c, size_t at)
{
    m->name_at = at;
    if (c == '/') {
        m->name_at = at + 1;
        m->state = IN_END_NAME;
        return NULL;
    }
    if (holds_data(m) || top_is(m, "script"))
        return refuse(m, m->tag_at,
                      MSG("a tag inside <{0}>; only text can stand there", top(m)->name));
    if (c == '!') {
        m->state = IN_DOCTYPE;
        return NULL;
    }
    if (!is_letter(c))
        return refuse(m, m->tag_at, MSG("a bare <; write &lt;"));
    m->state = IN_TAG_NAME;
    return NULL;
}

static struct err *
tag_byte(struct html_machine *m, char c, size_t at, enum html_fate *fate)
{
    if (is_space(c)) {
        *fate = SPACE_BYTE;
        m->tight = false;
        return NULL;
    }
    if (c == '>') {
        *fate = m->posts ? POSTS_BYTE : KEEP_BYTE;
        return open_element(m, false);
    }
    if (c == '/') {
        m->state = AT_SLASH;
        return NULL;
    }
    if (!is_name_byte(c))
        return refuse(m, at,
                      MSG("{0} cannot stand in a tag; write attributes as name=\"value\"",
                          str_part(m->source->text, at, 1)));
    if (m->tight)
        return refuse(m, at, MSG("no space before this attribute; add one"));
    m->name_at = at;
    m->state = IN_ATTRIBUTE_NAME;
    return NULL;
}

static struct err *
value_byte(struct html_machine *m, char c, size_t at)
{
    if (c == m->quote) {
        m->state = IN_TAG;
        m->tight = true;
        return m->in_entity ? refuse(m, at, MSG("a bare & stands before this; write &amp;")) : NULL;
    }
    m->value_began = true;
    bool wordless = m->wordless || (m->n_elements && top(m)->wordless);
    return word_byte(m, c, at, !wordless && AMONG(m->name, spoken_names));
}

static struct err *
doctype_byte(struct html_machine *m, char c, size_t at)
{
    if (c == '-' && at == m->tag_at + 2)
        return refuse(m, m->tag_at,
                      MSG("an HTML comment would travel to every reader; write {0}", S("{# … #}")));
    if (c == '>')
        m->state = IN_TEXT;
    return NULL;
}

static struct err *
name_byte(struct html_machine *m, char c, size_t at, enum html_fate *fate)
{
    if (is_name_byte(c))
        return NULL;
    if (m->state == IN_END_NAME)
        return c == '>' ? close_element(m, at)
                        : refuse(m, at, MSG("an end tag is only a name; write </name>"));
    if (m->state == IN_TAG_NAME) {
        TRY(end_tag_name(m, at));
        return tag_byte(m, c, at, fate);
    }
    TRY(end_attribute_name(m, at));
    if (c != '=')
        return tag_byte(m, c, at, fate);
    m->state = AT_VALUE;
    return NULL;
}

struct err *
html_byte(struct html_machine *m, char c, size_t at, enum html_fate *fate)
{
    *fate = KEEP_BYTE;
    switch (m->state) {
    case IN_TEXT:
        return text_byte(m, c, at, fate);
    case AT_TAG:
        return at_tag_byte(m, c, at);
    case IN_TAG_NAME:
    case IN_END_NAME:
    case IN_ATTRIBUTE_NAME:
        return name_byte(m, c, at, fate);
    case IN_TAG:
        return tag_byte(m, c, at, fate);
    case AT_VALUE:
        if (c != '"' && c != '\'')
            return refuse(m, at, MSG("the value of {0} has no quotes; write {0}=\"…\"", m->name));
        return begin_value(m, c, at);
    case IN_VALUE:
        return value_byte(m, c, at);
    case AT_SLASH:
        return c == '>' ? open_element(m, true)
                        : refuse(m, at, MSG("a bare / in a tag; remove it"));
    case IN_DOCTYPE:
        return doctype_byte(m, c, at);
    }
    assert(!"a state without a rule");
    return NULL;
}

/* ---- holes and branches ---- */

static struct err *
value_hole(struct html_machine *m, size_t at, enum html_place *place)
{
    if (str_eq(m->tag, S("form")) && str_eq(m->name, S("method")))
        return refuse(m, at, MSG("a hole in a form's method; write the method out"));
    if (str_eq(m->name, S("srcset")) || str_eq(m->name, S("ping")))
        return refuse(m, at,
                      MSG("{0} is a list of addresses; a hole in it cannot be made safe", m->name));
    if (!AMONG(m->name, address_names))
        *place = PLACE_ATTRIBUTE;
    else
        *place = m->value_began ? PLACE_URL_PART : PLACE_URL;
    m->value_began = true;
    return NULL;
}

struct err *
html_hole(struct html_machine *m, size_t at, enum html_place *place)
{
    if (m->in_entity)
        return refuse(m, at, MSG("a bare & stands before this; write &amp;"));
    switch (m->state) {
    case IN_TEXT:
        *place = holds_data(m) ? PLACE_DATA : PLACE_TEXT;
        return top_is(m, "script")
                   ? refuse(m, at, MSG("a hole in a script element; pass data in an attribute"))
                   : NULL;
    case IN_VALUE:
        return value_hole(m, at, place);
    case AT_TAG:
    case IN_TAG_NAME:
    case IN_END_NAME:
        return refuse(m, at,
                      MSG("a hole in the name of a tag; write the name out, with {0} if it varies",
                          S("{if}")));
    case IN_ATTRIBUTE_NAME:
        return refuse(m, at, MSG("a hole in the name of an attribute; write the name out"));
    case AT_VALUE:
        return refuse(m, at, MSG("the value of {0} has no quotes; write {0}=\"…\"", m->name));
    case IN_TAG:
    case AT_SLASH:
        return refuse(m, at,
                      MSG("a hole between attributes; write name=\"…\", with {0} if it varies",
                          S("{if}")));
    case IN_DOCTYPE:
        return refuse(m, at, MSG("a hole in a declaration; there is only <!doctype html>"));
    }
    assert(!"a state without a rule");
    return NULL;
}

struct err *
html_branch(struct html_machine *m, size_t at, bool loop)
{
    if (m->state == IN_TAG_NAME)
        TRY(end_tag_name(m, at));
    else if (m->state == IN_ATTRIBUTE_NAME)
        TRY(end_attribute_name(m, at));
    if (m->in_entity)
        return refuse(m, at, MSG("a bare & stands before this; write &amp;"));
    if (m->state != IN_TEXT && m->state != IN_TAG && m->state != IN_VALUE)
        return refuse(m, at,
                      MSG("a branch begins or ends here, inside a tag's name or before a value; "
                          "move it between tags or attributes"));
    if (loop && m->state == IN_TAG)
        return refuse(m, at, MSG("a loop between attributes would repeat them; write them out"));
    return NULL;
}

struct err *
html_meet(const struct html_machine *now, const struct html_machine *then, size_t at)
{
    if (now->state == IN_TEXT && now->n_elements > then->n_elements)
        return refuse(now, at,
                      MSG("<{0}> (since {1}) is still open here; each branch and template "
                          "closes what it opens",
                          top(now)->name, source_where(now->source, top(now)->at)));
    bool same = now->state == then->state && now->n_elements == then->n_elements;
    if (same && now->state != IN_TEXT)
        same = now->tag_at == then->tag_at;
    if (same && now->state == IN_VALUE)
        same = now->name.p == then->name.p;
    if (!same)
        return refuse(now, at,
                      MSG("this branch ends in the middle of a tag or value that it began, or "
                          "outside the one it began in; keep tags and quotes whole in each "
                          "branch"));
    return NULL;
}
