/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/modules.h"

#include "app/care/backup_job.h"
#include "base/arena.h"
#include "city/aim/aim.h"
#include "city/assess/assess.h"
#include "city/bundle/bundle.h"
#include "city/cohort/cohort.h"
#include "city/connect/connect.h"
#include "city/explain/explain.h"
#include "city/instrument/instrument.h"
#include "city/judge/judge.h"
#include "city/overlap/overlap.h"
#include "city/portal/portal.h"
#include "city/round/round.h"
#include "ground/identity/identity.h"
#include "ground/job/job.h"
#include "ground/journal/journal.h"
#include "ground/mail/mail.h"
#include "ground/org/org.h"
#include "ground/post/post.h"
#include "ground/record/record.h"
#include "ground/region/region.h"
#include "ground/subject/subject.h"
#include "office/document/document.h"
#include "office/document/document_care.h"
#include "office/dossier/dossier.h"
#include "office/letter/letter.h"
#include "office/workday/workday.h"
#include "office/task/task.h"
#include "office/workbook/workbook.h"
#include "pack/kind.h"

const struct module *const app_modules[] = {
    &subject_module,
    &journal_module,
    &record_module,
    &job_module,
    &mail_module,
    &region_module,
    &org_module,
    &identity_module,
    &post_module,
    &document_module,
    &document_care_module,
    &workday_module,
    &letter_module,
    &dossier_module,
    &task_module,
    &workbook_module,
    &instrument_module,
    &cohort_module,
    &round_module,
    &assess_module,
    &bundle_module,
    &judge_module,
    &aim_module,
    &overlap_module,
    &connect_module,
    &explain_module,
    &portal_module,
    &backup_module,
    NULL,
};

const struct migration *const *
app_migrations(struct arena *a, size_t *n)
{
    const struct migration **list;

    *n = 0;
    for (const struct module *const *m = app_modules; *m; m++)
        *n += (*m)->n_migrations;
    list = NEWS(a, const struct migration *, *n);
    *n = 0;
    for (const struct module *const *m = app_modules; *m; m++)
        for (size_t i = 0; i < (*m)->n_migrations; i++)
            list[(*n)++] = &(*m)->migrations[i];
    return list;
}

const struct statement *const *
app_statements(struct arena *a, size_t *n)
{
    const struct statement **list;

    *n = 0;
    for (const struct module *const *m = app_modules; *m; m++)
        *n += (*m)->n_statements;
    list = NEWS(a, const struct statement *, *n);
    *n = 0;
    for (const struct module *const *m = app_modules; *m; m++)
        for (size_t i = 0; i < (*m)->n_statements; i++)
            list[(*n)++] = (*m)->statements[i];
    return list;
}

const struct pack_kind *const *
app_pack_kinds(struct arena *a, size_t *n)
{
    const struct pack_kind **list;

    *n = 0;
    for (const struct module *const *m = app_modules; *m; m++)
        *n += (*m)->n_packs;
    list = NEWS(a, const struct pack_kind *, *n);
    *n = 0;
    for (const struct module *const *m = app_modules; *m; m++)
        for (size_t i = 0; i < (*m)->n_packs; i++)
            list[(*n)++] = &(*m)->packs[i];
    return list;
}
