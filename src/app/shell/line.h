/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * line.h — a command line in its parts: command, arguments, flags; or what is wrong with it.
 *
 * Flags stand anywhere after the command's words, as "--name value" or "--name=value"; those that
 * every command takes may also stand before it. "--" ends the flags; a negative number is no flag.
 */
#ifndef GUYUB_APP_LINE_H
#define GUYUB_APP_LINE_H

#include "app/shell/command.h"

enum { LINE_PAIRS_MAX = 64, LINE_TOKENS_MAX = 256 };

struct line_pairs { struct pair pair[LINE_PAIRS_MAX]; size_t n; };

struct line {
    struct str            word[COMMAND_WORDS_MAX];  size_t n_words;     /* as given         */
    const struct command *command;  /* NULL: help is asked for the words' group, or for all */
    struct str            arg[COMMAND_ARGS_MAX];
    struct line_pairs     flag;     /* the command's own, under their fields' names */
    struct line_pairs     setting;  /* --db, --lang */
    struct str            config;
    bool                  json, help;
};

/*
 * Reads it. On an error what was read so far stays in `out`, to say the error in. Fails:
 * cli.no_command, cli.unknown_command, cli.incomplete_command, cli.unknown_flag, cli.flag_value,
 * cli.argument_missing, cli.argument_extra, cli.too_long.
 */
struct err *line_read(struct arena *, struct command_list, const char *const *token, size_t n,
                      struct line *out);

#endif
