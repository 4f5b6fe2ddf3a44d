/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* help.h — what the table of commands looks like as help, as a manual page and as completion. */
#ifndef GUYUB_APP_HELP_H
#define GUYUB_APP_HELP_H

#include "app/shell/command.h"

/* All commands that begin with these words, one a line; without words the program's overview. */
void help_group(struct cx *, struct buf *out, struct command_list, const struct str *word,
                size_t n);

/* One command: usage, what it does, its flags. */
void help_command(struct cx *, struct buf *out, const struct command *);

void help_man(struct cx *, struct buf *out, struct command_list);   /* roff */
void help_bash(struct cx *, struct buf *out, struct command_list);  /* a script to source */

#endif
