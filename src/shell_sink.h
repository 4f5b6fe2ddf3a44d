/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* shell_sink.h — where a command's output goes in the end: for app/shell/cli.c, not for slices. */
#ifndef GUYUB_SHELL_SINK_H
#define GUYUB_SHELL_SINK_H

#include "base/err.h"

struct shell_sink;

/* Writes all of it; 0, or errno. A reader that has had enough (| head) is no fault. */
int         shell_write(int fd, struct str text);

/* The last of the output; a file is now what it is called. Fails: cli.output, cli.out_file. */
struct err *shell_sink_end(struct arena *, struct shell_sink *, struct str rest);

/* What is not whole is removed; nothing, after shell_sink_end. */
void        shell_sink_drop(struct arena *, struct shell_sink *);

#endif
