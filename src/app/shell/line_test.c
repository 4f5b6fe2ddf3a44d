/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* line_test.c — command lines against a small table of commands. */
#include "app/shell/line.h"

#include <string.h>

#include "base/arena.h"
#include "unit.h"

struct list_flags { struct str code_property; int64_t most; bool all; };

static const struct field list_fields[] = {
    FIELD(struct list_flags, code_property, F_TEXT, .max = 9, .label = "x"),
    FIELD(struct list_flags, most,          F_INT,  .max = 9, .label = "x"),
    FIELD(struct list_flags, all,           F_FLAG, .label = "x"),
};
static const struct form list_form = FORM(struct list_flags, list_fields);

static const struct command commands[] = {
    { .usage = "region list", .prints_data = true, .flags = &list_form },
    { .usage = "region show CODE [YEAR]", .prints_data = true },
    { .usage = "region import boundaries FILE" },
    { .usage = "sql" },
    { .usage = "sql check" },
    { .usage = "help [COMMAND…]" },
};

static struct command_list
list(void)
{
    static const struct command *at[COUNT(commands)];

    for (size_t i = 0; i < COUNT(commands); i++)
        at[i] = &commands[i];
    return (struct command_list){ at, COUNT(commands) };
}

/* The words of a line, at spaces; "''" is an empty one. */
static size_t
split(const char *text, const char *token[static LINE_TOKENS_MAX])
{
    struct str rest = str_of(text), word;
    size_t     n = 0;

    while (rest.n > 0) {
        str_cut(rest, ' ', &word, &rest);
        token[n++] = str_eq(word, S("''")) ? "" : str_z(unit_arena(), word);
    }
    return n;
}

/* "region show|35.71|~|json" and the like: command, arguments, what was switched on, pairs. */
static struct str
said(const struct line *l)
{
    struct buf out = buf_in(unit_arena(), 1000);

    buf_add(&out, l->command ? str_of(l->command->usage) : S("-"));
    for (size_t i = 0; i < COMMAND_ARGS_MAX && str_is_known(l->arg[i]); i++)
        buf_fmt(&out, "|%.*s", TEXT(l->arg[i]));
    for (size_t i = 0; i < l->flag.n; i++)
        buf_fmt(&out, " %.*s=%.*s", TEXT(l->flag.pair[i].name), TEXT(l->flag.pair[i].value));
    for (size_t i = 0; i < l->setting.n; i++)
        buf_fmt(&out, " (%.*s=%.*s)", TEXT(l->setting.pair[i].name),
                TEXT(l->setting.pair[i].value));
    if (str_is_known(l->config))
        buf_fmt(&out, " config=%.*s", TEXT(l->config));
    buf_fmt(&out, "%s%s", l->json ? " json" : "", l->help ? " help" : "");
    return buf_str(&out);
}

TEST(line_reads)
{
    static const struct { const char *line, *is; } row[] = {
        { "region list",                         "region list" },
        { "region show 35.71",                   "region show CODE [YEAR]|35.71" },
        { "region show 35.71 2022",              "region show CODE [YEAR]|35.71|2022" },
        { "region show --json 35.71",            "region show CODE [YEAR]|35.71 json" },
        { "--json region show 35.71",            "region show CODE [YEAR]|35.71 json" },
        { "region list --most 5 --all",          "region list most=5 all=" },
        { "region list --most=5",                "region list most=5" },
        { "region list --most -5",               "region list most=-5" },
        { "region list --most=",                 "region list most=" },
        { "region list --most=a=b",              "region list most=a=b" },
        { "region list --code-property kode",    "region list code_property=kode" },
        { "region list --most 1 --most 2",       "region list most=1 most=2" },
        { "--db sqlite:x sql",                   "sql (db=sqlite:x)" },
        { "sql --db=sqlite:x --lang en",         "sql (db=sqlite:x) (lang=en)" },
        { "sql --config a.conf",                 "sql config=a.conf" },
        { "sql",                                 "sql" },
        { "sql check",                           "sql check" },
        { "region show -- --odd",                "region show CODE [YEAR]|--odd" },
        { "region show -7.5",                    "region show CODE [YEAR]|-7.5" },
        { "region show -",                       "region show CODE [YEAR]|-" },
        { "region show ''",                      "region show CODE [YEAR]|" },
        { "region import boundaries f",          "region import boundaries FILE|f" },
        { "region import boundaries \xff",       "region import boundaries FILE|\xff" },
        { "help",                                "help [COMMAND…]" },
        { "help region import boundaries",       "help [COMMAND…]|region|import|boundaries" },
        { "region show --help",                  "region show CODE [YEAR] help" },
        { "region --help",                       "- help" },
        { "--help",                              "- help" },
        { "-h",                                  "- help" },
        { "region import -h",                    "- help" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        const char *token[LINE_TOKENS_MAX];
        struct line line;
        struct err *e = line_read(unit_arena(), list(), token, split(row[i].line, token), &line);

        check(row[i].line, !e);
        check_text(row[i].line, said(&line), str_of(row[i].is));
    }
}

TEST(line_refuses)
{
    static const struct { const char *line, *code, *says; } row[] = {
        { "",                         "cli.no_command",
          "No command was given. The commands are listed by: guyub help" },
        { "regoin list",              "cli.unknown_command",
          "There is no command \"regoin\". Did you mean \"region\"?" },
        { "region lst",               "cli.unknown_command",
          "There is no command \"region lst\". Did you mean \"region list\"?" },
        { "region frobnicate",        "cli.unknown_command",
          "There is no command \"region frobnicate\". "
          "After \"region\" may come: list, show, import." },
        { "xyzzyplugh",               "cli.unknown_command",
          "There is no command \"xyzzyplugh\". The commands are listed by: guyub help" },
        { "region",                   "cli.incomplete_command",
          "\"region\" needs another word. One of: list, show, import." },
        { "region import",            "cli.incomplete_command",
          "\"region import\" needs another word. One of: boundaries." },
        { "region show",              "cli.argument_missing",
          "CODE is missing. Usage: guyub region show CODE [YEAR]" },
        { "region show 1 2 3",        "cli.argument_extra",
          "\"3\" is one argument too many. See: guyub help region show" },
        { "sql checks",               "cli.argument_extra",
          "\"checks\" is one argument too many. See: guyub help sql" },
        { "region show \xff",         "cli.argument_text",
          "This holds characters that cannot be used here, such as line breaks. "
          "See: guyub help region show" },
        { "region show a\nb",         "cli.argument_text",
          "This holds characters that cannot be used here, such as line breaks. "
          "See: guyub help region show" },
        { "region list --mots 5",     "cli.unknown_flag",
          "\"region list\" has no flag --mots. Did you mean --most?" },
        { "region list --code_property x", "cli.unknown_flag",
          "\"region list\" has no flag --code_property. Did you mean --code-property?" },
        { "sql check --json",         "cli.unknown_flag",
          "\"sql check\" has no flag --json. See: guyub help sql check" },
        { "--most 5 region list",     "cli.unknown_flag",
          "There is no flag --most before a command. The command comes first, then its flags." },
        { "-x sql",                   "cli.unknown_flag",
          "There is no flag -x before a command. The command comes first, then its flags." },
        { "region list --most",       "cli.flag_value",
          "--most needs a value. See: guyub help region list" },
        { "sql --db",                 "cli.flag_value", "--db needs a value. See: guyub help sql" },
        { "region list --all=yes",    "cli.flag_value",
          "--all takes no value. See: guyub help region list" },
        { "sql --json=yes",           "cli.unknown_flag",
          "\"sql\" has no flag --json. See: guyub help sql" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        const char *token[LINE_TOKENS_MAX];
        struct line line;
        struct err *e = line_read(unit_arena(), list(), token, split(row[i].line, token), &line);

        check(row[i].line, e && strcmp(e->code, row[i].code) == 0 && err_exit(e) == 2);
        check_text(row[i].line, e ? err_line(unit_arena(), LANG_EN, e) : S(""),
                   str_of(row[i].says));
    }
}

TEST(line_has_limits)
{
    const char *token[LINE_TOKENS_MAX + 1];
    struct line line;

    token[0] = "help";
    for (size_t i = 1; i < COUNT(token); i++)
        token[i] = "--lang=en";
    struct err *tokens = line_read(unit_arena(), list(), token, LINE_TOKENS_MAX + 1, &line);
    struct err *flags = line_read(unit_arena(), list(), token, LINE_TOKENS_MAX, &line);

    check("tokens", tokens && strcmp(tokens->code, "cli.too_long") == 0);
    check("flags", flags && strcmp(flags->code, "cli.too_long") == 0);
    for (size_t i = 1; i < COUNT(token); i++)
        token[i] = "word";
    struct err *args = line_read(unit_arena(), list(), token, 6, &line);

    check("arguments of a command that takes many",
          args && strcmp(args->code, "cli.argument_extra") == 0);
    check("and no more than it may", !line_read(unit_arena(), list(), token, 5, &line));
}

static void
read_usage(void *arg)
{
    command_usage(&(struct command){ .usage = arg });
}

TEST(command_usage_asserts)
{
    static char wrong[][40] = { "", "CODE", "region  list", "region CODE list", "a A B C D E",
                                "a [B", "a b c d e f g" };

    for (size_t i = 0; i < COUNT(wrong); i++)
        check(wrong[i], unit_aborts(read_usage, wrong[i]));
}

/* The program's real table: every usage can be read, every command is found, none stands twice. */
TEST(command_table)
{
    struct command_list all = command_all(unit_arena());

    for (size_t i = 0; i < all.n; i++) {
        struct usage u = command_usage(all.command[i]);

        check(all.command[i]->usage, command_find(all, u.word, u.n_words) == all.command[i]);
        check(all.command[i]->usage, all.command[i]->help && all.command[i]->run);
    }
    check("there are some", all.n >= 9);
}
