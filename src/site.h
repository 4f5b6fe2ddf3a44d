/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * site.h — what the operator of this installation has set and a slice may have to know.
 *
 * It comes from the settings (app/shell/settings.h), is the same for the whole run, and reaches the
 * slices as cx->site; NULL in tests that need none of it. What is not set is unknown.
 */
#ifndef GUYUB_SITE_H
#define GUYUB_SITE_H

#include "base/str.h"

struct site {
    struct str url;             /* where people reach it: "https://guyub.kedirikota.go.id"        */
    struct str db;              /* "sqlite:PATH" or "postgresql://…"                              */
    struct str key_file;        /* of the installation's key                                      */
    struct str spool;           /* folder for what is being received; unknown: the system's       */
    struct str vault;           /* folder of documents; unknown: none are taken                   */
    struct str smtp;            /* "smtp://127.0.0.1:25", "smtps://mail.example.go.id:465"        */
    struct str smtp_user;       /* unknown: without signing in                                    */
    struct str smtp_password;   /* the file in which the password stands                          */
    int64_t    smtp_s;          /* seconds of one mail, from connecting to the last answer        */
    struct str mail_from;       /* "Guyub <guyub@kedirikota.go.id>"                               */
    struct str backup_folder;   /* unknown: no copies are made by themselves                      */
    int64_t    backup_keep;     /* how many of them are kept                                      */
    int64_t    jobs;            /* jobs at a time, beside the workers; 0: `guyub work` runs them  */
    int64_t    job_mb;          /* memory of a job, unless its kind says otherwise                */
};

#endif
