/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_module.h — the slice's tables for connect_module.c. Private to the slice. */
#ifndef GUYUB_CONNECT_MODULE_H
#define GUYUB_CONNECT_MODULE_H

#include "module.h"

enum { CONNECT_COMMANDS = 3 };

extern const struct command connect_commands[CONNECT_COMMANDS];
extern const struct form    connect_form;

struct err *connect_run(struct cx *, struct shell *);           /* connect_cli.c           */
struct err *connect_params_run(struct cx *, struct shell *);
struct err *connect_steiner_run(struct cx *, struct shell *);   /* connect_steiner_cli.c   */

/* ---- files of the commands: connect_file.c --------------------------------------------------- */

/* The whole file, "-" is none. Fails: connect.file. */
struct err *connect_file_read(struct arena *, struct str path, struct str *text);

/* A folder for the outputs: made if it is not there. Fails: connect.out (not a folder), and, unless
 * `may_replace`, connect.out_full: one of the names is there already. */
struct err *connect_folder_open(struct arena *, struct str folder, const char *const *name,
                                size_t n, bool may_replace);
/* Writes FOLDER/NAME.part; afterwards all of them get their names, or are removed. Fails:
 * connect.write. */
struct err *connect_folder_write(struct arena *, struct str folder, const char *name, struct str);
struct err *connect_folder_end(struct arena *, struct str folder, const char *const *name,
                               size_t n);
void        connect_folder_drop(struct arena *, struct str folder, const char *const *name,
                                size_t n);

#endif
