/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * command.h — the one table of commands: the modules' own and the program's.
 *
 * Reading the command line, help, the manual page, completion and the lists in complaints all read
 * it. A command's `usage` is its grammar: "region show CODE" has two words and an argument;
 * "[CODE]" may be left out, "[WORD…]" takes what is left.
 */
#ifndef GUYUB_APP_COMMAND_H
#define GUYUB_APP_COMMAND_H

#include "module.h"

struct settings;

/* What the program's own commands get: they are run by cli.c only, which makes this. */
struct app_shell {
    struct shell           shell;
    const struct settings *settings;
    const char *const     *argv;        /* the whole command line, as main was given it */
};

extern const struct command app_commands[];
extern const size_t         app_commands_n;

enum { COMMAND_WORDS_MAX = 6, COMMAND_ARGS_MAX = COUNT(((struct shell *)0)->arg) };

struct command_arg { struct str name; bool optional, many; };

struct usage {
    struct str         word[COMMAND_WORDS_MAX];     size_t n_words;
    struct command_arg arg[COMMAND_ARGS_MAX];       size_t n_args;
};

struct command_list { const struct command *const *command; size_t n; };

struct usage        command_usage(const struct command *);  /* asserts that the usage can be read */
struct command_list command_all(struct arena *);            /* modules first, then the program's */

/* Do the command's words begin with these? */
bool command_begins(const struct command *, const struct str *word, size_t n);

/* The command with the most words, all given; NULL if there is none. */
const struct command *command_find(struct command_list, const struct str *word, size_t n);

/* The different words that may stand after the first n: into `next`, COMMAND_NEXT_MAX at most. */
enum { COMMAND_NEXT_MAX = 64 };
size_t command_next(struct command_list, const struct str *word, size_t n,
                    struct str next[static COMMAND_NEXT_MAX]);

/* "code_property" -> "--code-property" */
struct str command_flag(struct arena *, const struct field *);
/* What stands for a flag's value in a usage: "TEXT", "NUMBER"; unknown for a flag without one. */
struct str command_flag_value(const struct field *);

#endif
