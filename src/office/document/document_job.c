/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document_job.c — every night: uploads that nobody went on with, files that no row names. */
#include "base/arena.h"
#include "ground/job/job.h"
#include "office/document/document_part.h"
#include "office/document/document_sql.h"
#include "office/document/document_vault.h"
#include "site.h"

enum { YOUNG_S = 86400,         /* a row may still be on its way to its file */
       ZIP_KEPT_S = 30 * 86400 };   /* whose job does not come to its end     */

static struct err *
is_wanted(struct cx *cx, struct str sha256, bool *is)
{
    struct document_copy_first first;
    struct document_zip_code   zip;

    TRY(document_bytes_known(cx, sha256, &first, is));
    return *is ? NULL : document_zip_bytes_known(cx, sha256, &zip, is);
}

static struct err *
is_awaited(struct cx *cx, struct str code, bool *is)
{
    struct document_arrival_code row;

    return document_arrival_open(cx, code, &row, is);
}

static struct err *
forget_arrivals(struct cx *cx, struct job *job)
{
    struct document_arrival_code *row;
    size_t                        n;

    TRY(document_arrivals_over(cx, cx->now_s, &row, &n));
    for (size_t i = 0; i < n; i++) {
        TRY(job_step(cx, job, (int64_t)i, (int64_t)n));
        TRY(document_arrival_forget(cx, (struct document_arrival_id){ row[i].id.n }, NULL));
        vault_forget(cx, row[i].code);
    }
    return NULL;
}

struct err *
document_sweep(struct cx *cx, struct job *job)
{
    struct vault_sweep sweep = { .before_s = cx->now_s - YOUNG_S, .is_wanted = is_wanted,
                                 .is_awaited = is_awaited };

    if (!cx->site || cx->site->vault.n == 0)
        return NULL;
    TRY(forget_arrivals(cx, job));
    TRY(document_zip_give_up(cx, KNOWN(cx->now_s), cx->now_s - ZIP_KEPT_S, NULL));
    return vault_sweep(cx, &sweep);
}
