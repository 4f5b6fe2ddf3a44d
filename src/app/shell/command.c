/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/shell/command.h"

#include <assert.h>

#include "app/modules.h"
#include "base/arena.h"

static struct command_arg
read_arg(struct str text)
{
    struct command_arg arg = { .name = text };

    if (str_starts(text, S("["))) {
        assert(str_ends(text, S("]")));
        arg.optional = true;
        arg.name = str_part(text, 1, text.n - 2);
    }
    arg.many = str_ends(arg.name, S("…"));
    if (arg.many)
        arg.name = str_part(arg.name, 0, arg.name.n - S("…").n);
    return arg;
}

static bool
is_literal(struct str word)
{
    return word.p[0] >= 'a' && word.p[0] <= 'z';
}

struct usage
command_usage(const struct command *c)
{
    struct usage u = { .n_words = 0 };
    struct str   rest = str_of(c->usage), word;

    while (str_is_known(rest)) {
        str_cut(rest, ' ', &word, &rest);
        assert(word.n > 0);
        if (is_literal(word)) {
            assert(u.n_args == 0 && u.n_words < COMMAND_WORDS_MAX);
            u.word[u.n_words++] = word;
        } else {
            assert(u.n_args < COMMAND_ARGS_MAX);
            u.arg[u.n_args++] = read_arg(word);
        }
    }
    assert(u.n_words > 0);
    return u;
}

struct command_list
command_all(struct arena *a)
{
    size_t n = app_commands_n, at = 0;

    for (const struct module *const *m = app_modules; *m; m++)
        n += (*m)->n_commands;
    const struct command **list = NEWS(a, const struct command *, n);

    for (const struct module *const *m = app_modules; *m; m++)
        for (size_t i = 0; i < (*m)->n_commands; i++)
            list[at++] = &(*m)->commands[i];
    for (size_t i = 0; i < app_commands_n; i++)
        list[at++] = &app_commands[i];
    assert(at == n);
    return (struct command_list){ list, n };
}

bool
command_begins(const struct command *c, const struct str *word, size_t n)
{
    struct usage u = command_usage(c);

    if (n > u.n_words)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!str_eq(u.word[i], word[i]))
            return false;
    return true;
}

const struct command *
command_find(struct command_list list, const struct str *word, size_t n)
{
    const struct command *best = NULL;
    size_t                most = 0;

    for (size_t i = 0; i < list.n; i++) {
        size_t words = command_usage(list.command[i]).n_words;

        if (words > most && words <= n && command_begins(list.command[i], word, words)) {
            best = list.command[i];
            most = words;
        }
    }
    return best;
}

static bool
is_in(struct str word, const struct str *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(word, list[i]))
            return true;
    return false;
}

size_t
command_next(struct command_list list, const struct str *word, size_t n,
             struct str next[static COMMAND_NEXT_MAX])
{
    size_t found = 0;

    for (size_t i = 0; i < list.n; i++) {
        struct usage u = command_usage(list.command[i]);

        if (u.n_words <= n || !command_begins(list.command[i], word, n))
            continue;
        if (is_in(u.word[n], next, found))
            continue;
        assert(found < COMMAND_NEXT_MAX);
        next[found++] = u.word[n];
    }
    return found;
}

struct str
command_flag(struct arena *a, const struct field *f)
{
    struct str name = str_of(f->name);
    char      *p = arena_alloc(a, name.n + 2, 1);

    p[0] = p[1] = '-';
    for (size_t i = 0; i < name.n; i++)
        p[i + 2] = name.p[i] == '_' ? '-' : name.p[i];
    return (struct str){ p, name.n + 2 };
}

struct str
command_flag_value(const struct field *f)
{
    static const char *const name[] = {
        [F_TEXT] = "TEXT", [F_INT] = "NUMBER", [F_MONEY] = "RUPIAH", [F_DEC] = "DECIMAL",
        [F_DATE] = "DATE", [F_CHOICE] = "WORD", [F_FLAG] = NULL,
    };

    assert(f->kind < COUNT(name));
    return str_of(name[f->kind]);
}
