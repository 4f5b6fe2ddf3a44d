/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/shell/help.h"

#include "app/shell/settings.h"
#include "base/arena.h"
#include "base/utf8.h"

enum { COLUMN = 36 };

static struct str
say(struct cx *cx, const char *msgid)
{
    return msg_text(cx->arena, cx->lang, (struct msg){ .id = msgid });
}

/* "  left          right"; a long left takes a line of its own. */
static void
two_columns(struct buf *out, struct str left, struct str right)
{
    size_t at = 2 + utf8_count(left);

    buf_fmt(out, "  %.*s", TEXT(left));
    if (at + 2 > COLUMN) {
        buf_byte(out, '\n');
        at = 0;
    }
    for (; at < COLUMN; at++)
        buf_byte(out, ' ');
    buf_add(out, right);
    buf_byte(out, '\n');
}

static void
heading(struct cx *cx, struct buf *out, struct msg text)
{
    buf_fmt(out, "\n%.*s\n", TEXT(msg_text(cx->arena, cx->lang, text)));
}

static const char config_help[] = N_("File of settings, a line each: name = value");
static const char help_help[]   = N_("Show this help");
static const char json_help[]   = N_("Print JSON, and complaints too");
static const char usage_help[]  = N_("COMMAND [arguments] [flags]");
static const char what_it_is[]  =
    N_("Guyub runs a smart-city programme, from the city's plan to the citizen's service.");

/* ---- flags ---------------------------------------------------------------------------------- */

static struct str
flag_text(struct arena *a, const struct field *f)
{
    struct str name = command_flag(a, f), value = command_flag_value(f);

    return value.n ? str_fmt(a, "%.*s %.*s", TEXT(name), TEXT(value)) : name;
}

static struct str
choice_values(struct arena *a, const struct choice *c)
{
    struct str list = S("");

    for (; c->value; c++)
        list = list.n ? str_fmt(a, "%.*s, %s", TEXT(list), c->value) : str_of(c->value);
    return list;
}

/* What it is, and what it may be. */
static struct str
flag_help(struct cx *cx, const struct field *f)
{
    struct arena *a = cx->arena;
    struct str    text = f->label ? say(cx, f->label) : S("");

    if (f->kind == F_CHOICE)
        text = str_fmt(a, "%.*s: %.*s", TEXT(text), TEXT(choice_values(a, f->choices)));
    if (f->kind == F_INT && f->max < INT64_MAX)
        text = str_fmt(a, "%.*s, %jd - %jd", TEXT(text), (intmax_t)f->min, (intmax_t)f->max);
    if (f->required)
        text = msg_text(a, cx->lang, MSG("{0} (must be given)", text));
    return text;
}

static void
form_flags(struct cx *cx, struct buf *out, const struct form *form)
{
    for (size_t i = 0; form && i < form->n; i++)
        two_columns(out, flag_text(cx->arena, &form->field[i]), flag_help(cx, &form->field[i]));
}

static void
common_flags(struct cx *cx, struct buf *out)
{
    heading(cx, out, MSG("Flags of every command:"));
    form_flags(cx, out, &settings_of_shell);
    two_columns(out, S("--config FILE"), say(cx, config_help));
    two_columns(out, S("--help"), say(cx, help_help));
}

/* ---- help ----------------------------------------------------------------------------------- */

void
help_command(struct cx *cx, struct buf *out, const struct command *c)
{
    struct arena *a = cx->arena;
    bool          own = c->prints_data || (c->flags && c->flags->n > 0);
    struct str    flags = msg_text(a, cx->lang, MSG("[flags]"));

    buf_fmt(out, "%.*s\n", TEXT(say(cx, c->help)));
    heading(cx, out, MSG("Usage:"));
    buf_fmt(out, "  guyub %s %.*s\n", c->usage, TEXT(flags));
    if (own)
        heading(cx, out, MSG("Flags:"));
    form_flags(cx, out, c->flags);
    if (c->prints_data)
        two_columns(out, S("--json"), say(cx, json_help));
    common_flags(cx, out);
}

static void
overview_end(struct cx *cx, struct buf *out)
{
    common_flags(cx, out);
    heading(cx, out, MSG("More about a command:"));
    buf_add(out, S("  guyub help region list\n"));
}

void
help_group(struct cx *cx, struct buf *out, struct command_list list, const struct str *word,
           size_t n)
{
    if (n == 0) {
        buf_fmt(out, "%.*s\n", TEXT(say(cx, what_it_is)));
        heading(cx, out, MSG("Usage:"));
        buf_fmt(out, "  guyub %.*s\n", TEXT(say(cx, usage_help)));
    }
    heading(cx, out, MSG("Commands:"));
    for (size_t i = 0; i < list.n; i++)
        if (command_begins(list.command[i], word, n))
            two_columns(out, str_of(list.command[i]->usage), say(cx, list.command[i]->help));
    overview_end(cx, out);
}

/* ---- the manual page ------------------------------------------------------------------------ */

/*
 * A text of roff: no line may begin with a control character, a hyphen stays a hyphen, and the one
 * sign of a usage that old terminals lack is spelt out.
 */
static void
roff(struct buf *out, struct str s)
{
    const struct str dots = S("…");

    if (s.n && (s.p[0] == '.' || s.p[0] == '\''))
        buf_add(out, S("\\&"));
    for (size_t i = 0; i < s.n; i++) {
        if (str_starts(str_part(s, i, s.n), dots))
            buf_add(out, S("...")), i += dots.n - 1;
        else if (s.p[i] == '\\')
            buf_add(out, S("\\e"));
        else if (s.p[i] == '-')
            buf_add(out, S("\\-"));
        else
            buf_byte(out, s.p[i]);
    }
}

static void
roff_section(struct cx *cx, struct buf *out, struct msg title)
{
    buf_add(out, S(".SH "));
    roff(out, msg_text(cx->arena, cx->lang, title));
    buf_byte(out, '\n');
}

static void
roff_item(struct buf *out, struct str term, struct str text)
{
    buf_add(out, S(".TP\n.B "));
    roff(out, term);
    buf_byte(out, '\n');
    roff(out, text);
    buf_byte(out, '\n');
}

static void
roff_flags(struct cx *cx, struct buf *out, const struct form *form)
{
    for (size_t i = 0; form && i < form->n; i++)
        roff_item(out, flag_text(cx->arena, &form->field[i]), flag_help(cx, &form->field[i]));
}

static void
roff_command(struct cx *cx, struct buf *out, const struct command *c)
{
    roff_item(out, str_fmt(cx->arena, "guyub %s", c->usage), say(cx, c->help));
    if (!c->prints_data && !c->flags)
        return;
    buf_add(out, S(".RS\n"));
    roff_flags(cx, out, c->flags);
    if (c->prints_data)
        roff_item(out, S("--json"), say(cx, json_help));
    buf_add(out, S(".RE\n"));
}

struct variable { const char *name, *help; };

/* "idle_s" -> "GUYUB_IDLE_S" */
static struct str
variable_name(struct arena *a, const char *name)
{
    struct str s = str_fmt(a, "GUYUB_%s", name);
    char      *p = NEWS(a, char, s.n);

    for (size_t i = 0; i < s.n; i++)
        p[i] = s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 'a' + 'A') : s.p[i];
    return (struct str){ p, s.n };
}

/* Those of which no more is to be said than what they mean. */
static void
roff_other_settings(struct cx *cx, struct buf *out, const struct variable *said, size_t n)
{
    for (size_t i = 0; i < settings_form.n; i++) {
        struct str name = variable_name(cx->arena, settings_form.field[i].name);
        bool       was_said = false;

        for (size_t k = 0; k < n; k++)
            was_said |= str_eq(name, str_of(said[k].name));
        if (!was_said)
            roff_item(out, name, say(cx, settings_form.field[i].label));
    }
}

static void
roff_settings(struct cx *cx, struct buf *out)
{
    static const struct variable variable[] = {
        { "GUYUB_DB",      N_("The database; otherwise sqlite:guyub.db in the current folder.") },
        { "GUYUB_LISTEN",  N_("Where to serve; otherwise 127.0.0.1:8080.") },
        { "GUYUB_LANG",
          N_("id or en; otherwise English if LC_ALL or LANG begins with en, else Indonesian.") },
        { "GUYUB_WORKERS", N_("Processes that answer requests; otherwise one a processor.") },
        { "GUYUB_KEEP_MB",
          N_("Megabytes of answers that each process keeps until the data changes; 0: none.") },
        { "GUYUB_TRUSTED_PROXIES",
          N_("Addresses and networks of proxies in front, such as 127.0.0.1, 10.0.0.0/8: what they "
             "write into X-Forwarded-For, X-Forwarded-Proto or Forwarded counts.") },
        { "GUYUB_CONFIG",
          N_("File of settings. Flags come before variables, variables before the file.") },
    };

    roff_section(cx, out, MSG("ENVIRONMENT"));
    for (size_t i = 0; i < COUNT(variable); i++)
        roff_item(out, str_of(variable[i].name), say(cx, variable[i].help));
    roff_other_settings(cx, out, variable, COUNT(variable));
}

static void
roff_exit(struct cx *cx, struct buf *out)
{
    static const struct { const char *code, *help; } status[] = {
        { "0", N_("It was done.") },
        { "1",
          N_("The answer is no: not there, not allowed, not in this state, not without fault.") },
        { "2", N_("Wrong use: a command, flag, argument or file is wrong.") },
        { "3", N_("A failure: disk, database, network or memory.") },
    };

    roff_section(cx, out, MSG("EXIT STATUS"));
    for (size_t i = 0; i < COUNT(status); i++)
        roff_item(out, str_of(status[i].code), say(cx, status[i].help));
}

void
help_man(struct cx *cx, struct buf *out, struct command_list list)
{
    buf_fmt(out, ".TH GUYUB 1 \"\" \"Guyub %s\"\n", GUYUB_VERSION);
    roff_section(cx, out, MSG("NAME"));
    buf_add(out, S("guyub \\- "));
    roff(out, say(cx, N_("runs a smart-city programme end to end")));
    buf_byte(out, '\n');
    roff_section(cx, out, MSG("SYNOPSIS"));
    buf_add(out, S(".B guyub\n"));
    roff(out, say(cx, usage_help));
    buf_byte(out, '\n');
    roff_section(cx, out, MSG("COMMANDS"));
    for (size_t i = 0; i < list.n; i++)
        roff_command(cx, out, list.command[i]);
    roff_section(cx, out, MSG("FLAGS OF EVERY COMMAND"));
    roff_flags(cx, out, &settings_of_shell);
    roff_item(out, S("--config FILE"), say(cx, config_help));
    roff_item(out, S("--help"), say(cx, help_help));
    roff_settings(cx, out);
    roff_exit(cx, out);
}

/* ---- completion ----------------------------------------------------------------------------- */

static void
bash_command(struct cx *cx, struct buf *out, const struct command *c)
{
    struct usage u = command_usage(c);
    struct str   words = str_join(cx->arena, S(" "), u.word, u.n_words);

    buf_fmt(out, "    '%.*s'|'%.*s '*) words='", TEXT(words), TEXT(words));
    for (size_t i = 0; c->flags && i < c->flags->n; i++)
        buf_fmt(out, "%.*s ", TEXT(command_flag(cx->arena, &c->flags->field[i])));
    buf_fmt(out, "%s'\" $every\" ;;\n", c->prints_data ? "--json" : "");
}

/* The values of a flag that has a closed list of them. */
static void
bash_choices(struct cx *cx, struct buf *out, const struct command *c)
{
    struct usage u = command_usage(c);

    for (size_t i = 0; c->flags && i < c->flags->n; i++) {
        const struct field *f = &c->flags->field[i];

        if (f->kind != F_CHOICE)
            continue;
        buf_fmt(out, "    '%.*s'*' %.*s') words='",
                TEXT(str_join(cx->arena, S(" "), u.word, u.n_words)),
                TEXT(command_flag(cx->arena, f)));
        for (const struct choice *choice = f->choices; choice->value; choice++)
            buf_fmt(out, "%s%s", choice == f->choices ? "" : " ", choice->value);
        buf_add(out, S("' ;;\n"));
    }
}

static void
bash_next(struct cx *cx, struct buf *out, struct command_list list, const struct str *word,
          size_t n)
{
    struct str next[COMMAND_NEXT_MAX], path[COMMAND_WORDS_MAX];
    size_t     found = command_next(list, word, n, next);

    if (found == 0 || n + 1 >= COMMAND_WORDS_MAX)
        return;
    buf_fmt(out, "    '%.*s') words='%.*s'\" $every\" ;;\n",
            TEXT(str_join(cx->arena, S(" "), word, n)),
            TEXT(str_join(cx->arena, S(" "), next, found)));
    for (size_t i = 0; i < n; i++)
        path[i] = word[i];
    for (size_t i = 0; i < found; i++) {
        path[n] = next[i];
        bash_next(cx, out, list, path, n + 1);          /* as deep as a command has words */
    }
}

/* The most special case comes first: values of a flag, then words that lead on, then flags. */
void
help_bash(struct cx *cx, struct buf *out, struct command_list list)
{
    buf_add(out, S("# bash completion of guyub; source it: . <(guyub completion bash)\n"
                   "_guyub() {\n"
                   "    local every='--db --lang --config --help' words='' IFS=$' \\t\\n'\n"
                   "    case \"${COMP_WORDS[*]:1:COMP_CWORD-1}\" in\n"
                   "    *'--lang') words='id en' ;;\n"
                   "    *'--config'|*'--db') words='' ;;\n"));
    for (size_t i = 0; i < list.n; i++)
        bash_choices(cx, out, list.command[i]);
    bash_next(cx, out, list, NULL, 0);
    for (size_t words = COMMAND_WORDS_MAX; words > 0; words--)
        for (size_t i = 0; i < list.n; i++)
            if (command_usage(list.command[i]).n_words == words)
                bash_command(cx, out, list.command[i]);
    buf_add(out, S("    esac\n"
                   "    mapfile -t COMPREPLY"
                   " < <(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\")\n"
                   "}\n"
                   "complete -o default -F _guyub guyub\n"));
}
