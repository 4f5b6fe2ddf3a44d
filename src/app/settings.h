/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * settings.h — which database, which address, which language; flags over variables over file.
 *
 * One table reads all three: the flag --listen, the variable GUYUB_LISTEN and the line
 * "listen = 127.0.0.1:8080" of the file that --config or GUYUB_CONFIG names.
 */
#ifndef GUYUB_APP_SETTINGS_H
#define GUYUB_APP_SETTINGS_H

#include "base/form.h"

struct settings {
    struct str db;              /* "sqlite:PATH" or "postgresql://…"                */
    enum lang  lang;            /* of the shell; pages are in their reader's        */
    struct str key;             /* this installation's key file (base/secret.h)     */
    struct str listen;          /* "127.0.0.1:8080"                                 */
    int64_t    workers;         /* processes that answer requests                   */
    struct str source;          /* where this program's source is offered; unknown: nowhere yet */
    int64_t    keep_mb;         /* of answers, in each process; 0: none (ADR 0009). No flag.     */
    struct str trusted_proxies; /* "127.0.0.1, 10.0.0.0/8": web/client.h. No flag.               */
};

enum { SETTINGS_WORKERS_MAX = 64, SETTINGS_KEEP_MB_MAX = 1024,
       SETTINGS_FILE_MAX = 1 << 16 };                   /* bytes of the file */

extern const struct form settings_form;             /* all of them                            */
extern const struct form settings_of_shell;         /* those that every command takes as flags */
extern const struct form settings_of_server;        /* those that `guyub serve` takes          */

/*
 * `flags` are the pairs of the command line that name settings, `config` the value of --config or
 * unknown. On an error `out` holds what was read before it, and a language to say it in. Fails:
 * settings.file, settings.line, settings.unknown, form.refused.
 */
struct err *settings_read(struct arena *, struct settings *out, const struct pair *flags,
                          size_t n_flags, struct str config);

#endif
