/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* syntax.c — a table from libyaml's complaints to ours; the line itself decides between some. */
#include "pack/syntax.h"

#include <string.h>
#include <yaml.h>

/* Where the parser stopped. */
struct stop {
    const char *context, *problem;  /* libyaml's words; "" if it said none               */
    yaml_mark_t at, opened;         /* the place, and where what it was reading began    */
    struct str  above, line;        /* the line of `at`, and the one above it            */
    struct str  before, letter;     /* of the line: what stands before `at`, and at it   */
};

/* ---- the line ------------------------------------------------------------------------------- */

/* The bytes of the line break at the start of `s`, as libyaml counts lines; 0 if there is none. */
static size_t
break_bytes(struct str s)
{
    static const struct str known[] = {
        { "\r\n", 2 }, { "\n", 1 }, { "\r", 1 },
        { "\xC2\x85", 2 }, { "\xE2\x80\xA8", 3 }, { "\xE2\x80\xA9", 3 },
    };

    for (size_t i = 0; i < COUNT(known); i++)
        if (str_starts(s, known[i]))
            return known[i].n;
    return 0;
}

static struct str
line_at(struct str body, size_t line)
{
    size_t at = 0, end;

    while (line > 0 && at < body.n) {
        size_t n = break_bytes(str_part(body, at, body.n));

        at   += n > 0 ? n : 1;
        line -= n > 0;
    }
    for (end = at; end < body.n && break_bytes(str_part(body, end, body.n)) == 0; end++)
        ;
    return str_part(body, at, end - at);
}

/* The bytes of the first `columns` letters. */
static size_t
bytes_of(struct str line, size_t columns)
{
    size_t at = 0;

    for (; columns > 0 && at < line.n; columns--)
        for (at++; at < line.n && ((unsigned char)line.p[at] & 0xC0) == 0x80; at++)
            ;
    return at;
}

static size_t
indent_of(struct str line)
{
    size_t n = 0;

    while (n < line.n && (line.p[n] == ' ' || line.p[n] == '\t'))
        n++;
    return n;
}

/* Where the first key of the line stands: after the dashes of lists. */
static size_t
key_column(struct str line)
{
    size_t n = indent_of(line);

    while (str_starts(str_part(line, n, line.n), S("- ")))
        n += 2 + indent_of(str_part(line, n + 2, line.n));
    return n;
}

static struct stop
stop_of(struct str body, const yaml_parser_t *yaml)
{
    struct stop s = {
        .context = yaml->context ? yaml->context : "", .opened = yaml->context_mark,
        .problem = yaml->problem ? yaml->problem : "", .at = yaml->problem_mark,
    };

    s.line   = line_at(body, s.at.line);
    s.above  = s.at.line > 0 ? line_at(body, s.at.line - 1) : S("");
    s.before = str_part(s.line, 0, bytes_of(s.line, s.at.column));
    s.letter = str_part(s.line, s.before.n, s.line.n);
    s.letter = str_part(s.letter, 0, bytes_of(s.letter, 1));
    return s;
}

/* ---- texts that are used twice --------------------------------------------------------------- */

static const char flow_mend[]    =
    N_("Separate with commas, and close every [ with ] and { with }.");
static const char tag_what[]     = N_("An exclamation mark cannot stand before a value in a pack.");
static const char tag_todo[]     =
    N_("Remove it; if it belongs to the text, put the text in double quotes.");
static const char line_percent[] = N_("A line cannot begin with a per cent sign in a pack.");
static const char line_remove[]  = N_("Remove the line, or put the text in double quotes.");

/* ---- what the line itself shows -------------------------------------------------------------- */

static struct pack_fault
fault_at(size_t line, size_t column, struct msg what, struct msg todo)
{
    return (struct pack_fault){ (int32_t)line + 1, (int32_t)column + 1, what, todo };
}

static bool
has_tab(const struct stop *s, struct pack_fault *out)
{
    struct str indent = str_part(s->line, 0, indent_of(s->line));
    size_t     tab;

    if (!str_find(indent, S("\t"), &tab))
        return false;
    *out = fault_at(s->at.line, tab, MSG("This line is indented with a tab."),
                    MSG("Indent with spaces only."));
    return true;
}

/* A key where a text goes on: its own colon, one within the text, or none in the line above. */
static bool
has_colon_too_many(const struct stop *s, struct pack_fault *out)
{
    size_t colon, column = key_column(s->line);

    if (strcmp(s->problem, "mapping values are not allowed in this context") != 0)
        return false;
    if (str_find(s->before, S(": "), &colon))
        *out = fault_at(s->at.line, s->at.column,
                        MSG("A second colon with a space after it stands in this line."),
                        MSG("If it belongs to the text, put the whole text in double quotes: "
                            "\"...\"."));
    else if (s->above.n > 0 && (column == 0 || column == key_column(s->above)))
        *out = fault_at(s->at.line - 1, key_column(s->above),
                        MSG("The colon after the key is missing."),
                        MSG("Write \"key: value\", with a space after the colon."));
    else if (s->above.n > 0)
        *out = fault_at(s->at.line, column,
                        MSG("This key is indented too deep: the line above has its value already."),
                        MSG("Indent it exactly like the keys that it stands beside."));
    else
        *out = fault_at(s->at.line, column, MSG("This cannot be a key."),
                        MSG("Write a short word before the colon."));
    return true;
}

static bool
is_misplaced(const struct stop *s, struct pack_fault *out)
{
    if (strcmp(s->problem, "did not find expected key") != 0 || str_trim(s->before).n > 0)
        return false;
    if (str_eq(s->letter, S(":")))
        *out = fault_at(s->at.line, s->at.column, MSG("A key is missing before the colon."),
                        MSG("Write the key."));
    else if (str_eq(s->letter, S("-")))
        *out = fault_at(s->at.line, s->at.column,
                        MSG("This dash does not stand exactly below the dashes of a list."),
                        MSG("Put it exactly below them; a list stands below its key."));
    else
        *out = fault_at(s->at.line, s->at.column,
                        MSG("This line is not indented like the keys before it."),
                        MSG("Begin it exactly below the keys that it stands beside."));
    return true;
}

static bool
is_left_over(const struct stop *s, struct pack_fault *out)
{
    bool expected = strcmp(s->problem, "did not find expected key") == 0
                 || strcmp(s->problem, "did not find expected '-' indicator") == 0
                 || strcmp(s->problem, "did not find expected <document start>") == 0;

    if (!expected || str_trim(s->before).n == 0 || s->letter.n == 0)
        return false;
    *out = fault_at(s->at.line, s->at.column, MSG("Something is left over after the value."),
                    MSG("Remove it, or put the whole value in one pair of double quotes."));
    return true;
}

static bool
is_bracket_open(const struct stop *s, struct pack_fault *out)
{
    if (!strstr(s->problem, "',' or ") || s->at.line == s->opened.line)
        return false;
    *out = fault_at(s->opened.line, s->opened.column,
                    MSG("The bracket that opens here is not closed, or a comma is missing in it."),
                    (struct msg){ .id = flow_mend });
    return true;
}

/* ---- the table ------------------------------------------------------------------------------- */

/* The first row whose words are in what libyaml says; {0} is the letter at the place. */
static const struct row {
    const char *context, *problem;
    bool        at_opening;         /* told where it began, not where it could not go on */
    const char *what, *todo;
} table[] = {
    { "quoted scalar", "unexpected", true,
      N_("The quotation mark that opens here is never closed."),
      N_("Put the same quotation mark at the end of the text.") },
    { "quoted scalar", "", false,
      N_("The backslash has a special meaning in double quotes."),
      N_("Write it twice, or put the text in single quotes.") },
    { "simple key", "", true, N_("The colon after the key is missing."),
      N_("Write \"key: value\", with a space after the colon.") },
    { "block scalar", "comment or line break", true,
      N_("After > or | the text must begin on the next line."),
      N_("Write the text below it, indented by two spaces.") },
    { "block scalar", "", false, N_("The text below > or | is not indented rightly."),
      N_("Indent every line of it by two spaces more than its key.") },
    { "tag directive", "", true, line_percent, line_remove },
    { "%TAG", "", true, line_percent, line_remove },
    { "directive", "", true, line_percent, line_remove },
    { "%YAML", "", true, line_percent, line_remove },
    { "", "directive", false, line_percent, line_remove },
    { "", "incompatible YAML", false, line_percent, line_remove },
    { "tag", "", true, tag_what, tag_todo },
    { "", "tag handle", false, tag_what, tag_todo },
    { "anchor", "", true, N_("The sign & cannot stand before a value in a pack."), tag_todo },
    { "alias", "", true, N_("The sign * cannot stand before a value in a pack."), tag_todo },
    { "", "cannot start any token", false, N_("A value cannot begin with the sign {0}."),
      N_("Put the whole text in double quotes.") },
    { "", "block sequence entries", false, N_("A list cannot begin in this line."),
      N_("Put each item on a line of its own below the key, with a dash and a space.") },
    { "", "mapping keys", false, N_("A question mark with a space cannot stand here."),
      N_("Put the whole text in double quotes.") },
    { "", "',' or ", false, N_("A comma or the closing bracket is missing before this."),
      flow_mend },
    { "", "node content", false, N_("A value is missing here."), flow_mend },
    { "", "'-' indicator", false, N_("This line stands in a list, but does not begin with a dash."),
      N_("Begin it with a dash and a space, or indent it as part of the item above.") },
    { "", "<document start>", false, N_("The pack has ended before this line."),
      N_("A pack is one document: remove what follows, or the line that ended it.") },
};

static struct pack_fault
look_up(struct arena *a, const struct stop *s)
{
    struct str letter = str_copy(a, s->letter);

    for (size_t i = 0; i < COUNT(table); i++) {
        const struct row *t = &table[i];
        yaml_mark_t       at = t->at_opening ? s->opened : s->at;

        if (strstr(s->context, t->context) && strstr(s->problem, t->problem))
            return fault_at(at.line, at.column,
                            (struct msg){ .id = t->what, .arg = { letter } },
                            (struct msg){ .id = t->todo });
    }
    return fault_at(s->at.line, s->at.column, MSG("This cannot be read."),
                    MSG("Check the indentation, the colons and the quotes just before this "
                        "place."));
}

/* ---- signs that no text may hold ------------------------------------------------------------- */

static struct pack_fault
unprintable(struct arena *a, struct str body, const yaml_parser_t *yaml)
{
    size_t line = 0, column = 0, n;

    for (size_t at = 0; at < yaml->problem_offset && at < body.n; at += n > 0 ? n : 1) {
        n      = break_bytes(str_part(body, at, body.n));
        line  += n > 0;
        column = n > 0 ? 0 : column + (((unsigned char)body.p[at] & 0xC0) != 0x80);
    }
    return fault_at(line, column,
                    MSG("An invisible control character (U+{0}) stands here.",
                        str_fmt(a, "%04X", (unsigned)yaml->problem_value)),
                    MSG("Delete it and type the place again."));
}

struct pack_fault
syntax_fault(struct arena *a, struct str body, const struct yaml_parser_s *yaml)
{
    struct pack_fault fault;
    struct stop       s;

    if (yaml->error == YAML_READER_ERROR)
        return unprintable(a, body, yaml);
    s = stop_of(body, yaml);
    if (has_tab(&s, &fault) || has_colon_too_many(&s, &fault) || is_misplaced(&s, &fault)
        || is_left_over(&s, &fault) || is_bracket_open(&s, &fault))
        return fault;
    return look_up(a, &s);
}
