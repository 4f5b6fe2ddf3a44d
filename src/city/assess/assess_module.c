/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_module.c — the addresses of the slice, and what it shows to the program. */
#include "city/assess/assess_page.h"
#include "city/assess/assess_sql.h"

#define AT "/assessments/{round}/{region}"

enum { FILES_BYTES = 256 << 20 };

const struct route assess_routes[ASSESS_ROUTES] = {
    { GET, AT, MAY_READ_WORK, .serves = SERVES_LIST, .page = assess_show_page,
      .help = N_("A region's self-assessment: items, agencies, what each voice says") },
    { POST, AT "/begin", MAY_CONSOLIDATE, .serves = AS_HTML, .page = assess_begin_do,
      .help = N_("Begin a stage") },
    { POST, AT "/reopen", MAY_STATE, .serves = AS_HTML, .page = assess_reopen_do,
      .help = N_("Take back what was sent, to send it again") },
    { GET, AT "/give", MAY_CONSOLIDATE, .serves = AS_HTML, .page = assess_give_page,
      .help = N_("The page to give items to agencies") },
    { POST, AT "/give", MAY_CONSOLIDATE, .serves = AS_HTML, .page = assess_give_do,
      .help = N_("Give items to an agency") },
    { POST, AT "/give/paste", MAY_CONSOLIDATE, .serves = AS_HTML, .page = assess_give_paste_do,
      .takes_bytes = PASTE_FILE_BYTES, .help = N_("Give items to agencies from a sheet") },
    { GET, AT "/agencies/{org}", MAY_READ_WORK, .form = &assess_from_form,
      .page = assess_org_show_page, .help = N_("The items of one agency with their rubric") },
    { POST, AT "/agencies/{org}/answers", MAY_ANSWER, .serves = AS_HTML,
      .page = assess_answers_do, .takes_bytes = FILES_BYTES,
      .help = N_("Save answers and evidence of an agency, send them for approval") },
    { POST, AT "/agencies/{org}/documents", MAY_ANSWER, .serves = AS_HTML,
      .page = assess_documents_do, .takes_bytes = FILES_BYTES,
      .help = N_("Attach one document to several items") },
    { GET, AT "/agencies/{org}/approve", MAY_APPROVE, .serves = AS_HTML,
      .page = assess_approve_page, .help = N_("What waits for the head of an agency") },
    { POST, AT "/agencies/{org}/approve", MAY_APPROVE, .serves = AS_HTML,
      .page = assess_approve_do, .help = N_("Approve or return items of an agency") },
    { GET, AT "/agencies/{org}/paste", MAY_ANSWER, .serves = AS_HTML, .page = assess_paste_page,
      .help = N_("The page to paste answers of an agency") },
    { POST, AT "/agencies/{org}/paste", MAY_ANSWER, .serves = AS_HTML, .page = assess_paste_do,
      .takes_bytes = PASTE_FILE_BYTES, .help = N_("Save pasted answers of an agency") },
    { GET, AT "/agencies/{org}/each/{item}", MAY_READ_WORK, .serves = AS_HTML,
      .form = &assess_each_form, .page = assess_each_page,
      .help = N_("What an agency answers once for each of several") },
    { POST, AT "/agencies/{org}/each/{item}", MAY_ANSWER, .serves = AS_HTML,
      .page = assess_each_do, .help = N_("Save or remove one of several, of an agency") },
    { GET, AT "/city/each/{item}", MAY_CONSOLIDATE, .serves = AS_HTML, .form = &assess_each_form,
      .page = assess_city_each_page, .help = N_("What the city says once for each of several") },
    { POST, AT "/city/each/{item}", MAY_CONSOLIDATE, .serves = AS_HTML,
      .page = assess_city_each_do, .help = N_("Save or remove one of several, of the city") },
    { GET, AT "/city", MAY_CONSOLIDATE, .serves = AS_HTML, .form = &assess_from_form,
      .page = assess_city_page, .help = N_("The page on which the city consolidates") },
    { POST, AT "/city/answers", MAY_CONSOLIDATE, .serves = AS_HTML, .page = assess_city_do,
      .help = N_("Save numbers of the city, or take the agencies' over") },
    { POST, AT "/city/return", MAY_CONSOLIDATE, .serves = AS_HTML, .page = assess_return_do,
      .help = N_("Return an approved item to its agency") },
    { GET, AT "/statement", MAY_READ_WORK, .serves = AS_HTML, .page = assess_state_page,
      .help = N_("What the head of region states and sends") },
    { POST, AT "/statement", MAY_STATE, .serves = AS_HTML, .page = assess_state_do,
      .help = N_("State that the answers are true, and send them") },
    { GET, AT "/sent/{stage}/{nth}", MAY_READ_WORK, .page = assess_sent_show_page,
      .help = N_("What was sent, and how it differs from the sending before") },
};

const struct panel assess_panels[1] = { { "region.more", assess_region_panel } };

static const struct told told[] = {
    { ASSESS_THING, N_("self-assessment"), { &assess_part_told_form, &assess_number_told_form } },
};

const struct module assess_module = {
    .name       = "assess",
    .routes     = assess_routes,     .n_routes     = ASSESS_ROUTES,
    .commands   = assess_commands,   .n_commands   = ASSESS_COMMANDS,
    .migrations = assess_migrations, .n_migrations = ASSESS_MIGRATIONS,
    .statements = assess_statements, .n_statements = ASSESS_STATEMENTS,
    .panels     = assess_panels,     .n_panels     = COUNT(assess_panels),
    .told       = told,              .n_told       = COUNT(told),
    .evidence   = assess_evidence,   .n_evidence   = COUNT(assess_evidence),
    .dossiers   = assess_dossiers,   .n_dossiers   = COUNT(assess_dossiers),
    .workbooks  = assess_workbooks,  .n_workbooks  = COUNT(assess_workbooks),
};
