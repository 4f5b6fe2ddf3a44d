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
    int64_t    keep_mb;         /* of answers, in each process; 0: none (ADR 0009)               */

    /* No flags from here on: who sets these has a file or variables. */
    struct str trusted_proxies; /* "127.0.0.1, 10.0.0.0/8": web/client.h                         */
    struct str url;             /* site.h, as all that is named alike                            */
    struct str spool;
    struct str vault;           /* beside an SQLite file unless set; unknown: none                */
    int64_t    head_kb;         /* of a request line and fields                                  */
    int64_t    body_kb;         /* of a request without files                                    */
    int64_t    upload_mb;       /* of a request with files; a route may take less                */
    int64_t    head_s;          /* from the first byte of a head to its last                     */
    int64_t    idle_s;          /* between requests                                              */
    int64_t    slow_bytes;      /* a second: a body or a reader below this is slow               */
    int64_t    connections;     /* open at a time, of the whole server                           */
    int64_t    client_connections;      /* of one address that is no trusted proxy               */
    int64_t    connection_requests;     /* on one connection, then it is closed                  */
    struct str metrics_from;    /* who may read /metrics: addresses and networks                 */
    int64_t    jobs, job_mb;
    struct str smtp, smtp_user, smtp_password, mail_from;
    int64_t    smtp_s;          /* of one mail                                                   */
    struct str backup_folder;
    int64_t    backup_keep;
};

struct site;
void settings_site(const struct settings *, struct site *out);

enum { SETTINGS_WORKERS_MAX = 64, SETTINGS_KEEP_MB_MAX = 1024,
       SETTINGS_FILE_MAX = 1 << 16 };                   /* bytes of the file */

extern const struct form settings_form;             /* all of them                            */
extern const struct form settings_of_shell;         /* those that every command takes as flags */

/*
 * `flags` are the pairs of the command line that name settings, `config` the value of --config or
 * unknown. On an error `out` holds what was read before it, and a language to say it in. Fails:
 * settings.file, settings.line, settings.unknown, form.refused.
 */
struct err *settings_read(struct arena *, struct settings *out, const struct pair *flags,
                          size_t n_flags, struct str config);

/* "listen" -> "GUYUB_LISTEN" */
const char *settings_variable(struct arena *, const char *name);

#endif
