/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document_care_module.c — beside the documents: ZIPs, changes, what ends, the doctor. */
#include "ground/job/job.h"
#include "module.h"
#include "office/document/document_care.h"
#include "office/document/document_edit.h"
#include "office/document/document_expiry.h"
#include "office/document/document_zip_part.h"

static const struct route routes[] = {
    { GET, "/documents/zip", MAY_ADD_DOCUMENT, .serves = AS_HTML, .form = &document_zip_ask_form,
      .page = document_zip_send_page, .help = N_("The form to send a ZIP of evidence for items") },
    { POST, "/documents/zip", MAY_ADD_DOCUMENT, .serves = AS_HTML,
      .form = &document_zip_send_form, .takes_bytes = DOCUMENT_BYTES_MAX,
      .page = document_zip_send_do,
      .help = N_("Take a ZIP of evidence; its files are looked at in the background") },
    { GET, "/documents/zip/{code}", MAY_ADD_DOCUMENT, .form = &document_zip_list_form,
      .page = document_zip_list_page, .help = N_("What became of the files of a ZIP of evidence") },
    { POST, "/documents/zip/{code}", MAY_ADD_DOCUMENT, .serves = AS_HTML,
      .form = &document_zip_assign_form, .page = document_zip_assign_do,
      .help = N_("Give a file of a ZIP of evidence to an item") },
    { GET, "/documents/expiring", MAY_READ_WORK, .serves = SERVES_LIST,
      .form = &document_expiring_form, .page = document_expiring_page,
      .help = N_("Documents that end before a day, and what hangs on them") },
    { GET, "/documents/{code}/edit", MAY_ADD_DOCUMENT, .serves = AS_HTML,
      .page = document_edit_page,
      .help = N_("The form to change a document's title, who may see it and how long it holds") },
    { POST, "/documents/{code}/edit", MAY_ADD_DOCUMENT, .serves = AS_HTML,
      .page = document_edit_page,
      .help = N_("Change a document's title, who may see it and how long it holds") },
};

static const struct command commands[] = {
    { "document edit CODE", NEEDS_STORE, false, &document_edit_flags, document_edit_run,
      N_("Change a document's title, who may see it and how long it holds") },
};

static const struct job_kind kinds[] = {
    { .word = "document_zip", .label = N_("ZIP of evidence"), .right = MAY_ADD_DOCUMENT,
      .run = document_zip_run },
};

const struct module document_care_module = {
    .name     = "document_care",
    .routes   = routes,     .n_routes   = COUNT(routes),
    .commands = commands,   .n_commands = COUNT(commands),
    .jobs     = kinds,      .n_jobs     = COUNT(kinds),
    .examine  = document_examine,
};
