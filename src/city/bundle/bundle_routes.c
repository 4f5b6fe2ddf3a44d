/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* bundle_routes.c — the addresses of the slice and the right with which each begins. */
#include "city/bundle/bundle_page.h"
#include "office/document/document_rule.h"

/* A form around the file has some bytes of its own; around a piece there is little. */
enum { FORM_EXTRA = 1 << 20, PIECE_EXTRA = 16 << 10 };

const struct route bundle_routes[BUNDLE_ROUTES] = {
    { GET, "/bundles", MAY_READ_WORK, .serves = SERVES_LIST, .form = &bundle_query_form,
      .page = bundle_index, .help = N_("Bundles that were sent and received") },
    { GET, "/bundles/new", MAY_READ_WORK, .serves = AS_HTML, .page = bundle_new_page,
      .help = N_("The form to send answers or results to another installation") },
    { POST, "/bundles/new", MAY_READ_WORK, .serves = AS_HTML, .form = &bundle_send_form,
      .page = bundle_new_do, .help = N_("Freeze and sign answers or results") },
    { GET, "/bundles/receive", MAY_READ_WORK, .serves = AS_HTML, .page = bundle_take_page,
      .help = N_("The form to receive a bundle or a receipt") },
    { POST, "/bundles/receive", MAY_READ_WORK, .serves = AS_HTML,
      .takes_bytes = DOCUMENT_BYTES_MAX + FORM_EXTRA, .page = bundle_take_do,
      .help = N_("Check and take a bundle or a receipt") },
    { GET, "/bundles/{hash}", MAY_READ_WORK, .page = bundle_show,
      .help = N_("One bundle: its parts, what differs from the one before, its receipt") },
    { GET, "/bundles/{hash}/file", MAY_READ_WORK, .serves = AS_HTML, .page = bundle_file_page,
      .help = N_("A bundle that was sent, as a file") },
    { GET, "/bundles/{hash}/receipt", MAY_READ_WORK, .serves = AS_HTML,
      .page = bundle_receipt_page, .help = N_("The receipt of a bundle, as a file") },
    { POST, "/bundles/{hash}/deliver", MAY_READ_WORK, .serves = AS_HTML,
      .page = bundle_deliver_do, .help = N_("Hand a bundle over by HTTPS") },
    { POST, "/bundles/line", MAY_ENTER, .serves = AS_JSON,
      .takes_bytes = BUNDLE_HEAD_MAX + PIECE_EXTRA, .page = bundle_line_begin_do,
      .help = N_("Another installation begins to hand a bundle over: its first lines") },
    { GET, "/bundles/line/{hash}", MAY_ENTER, .serves = AS_JSON, .page = bundle_line_page,
      .help = N_("Whether a bundle that was handed over is taken; its receipt") },
    { POST, "/bundles/line/{hash}", MAY_ENTER, .serves = AS_JSON, .form = &bundle_piece_form,
      .takes_bytes = ARRIVAL_PIECE_BYTES + PIECE_EXTRA, .page = bundle_line_piece_do,
      .help = N_("A piece of a bundle, signed by who sends it") },
    { GET, "/installations", MAY_READ_WORK, .serves = SERVES_LIST,
      .page = bundle_installations_page,
      .help = N_("This installation's key, and the installations that are trusted") },
    { GET, "/installations/new", MAY_TRUST, .serves = AS_HTML, .page = bundle_trust_page,
      .help = N_("The form to trust another installation") },
    { POST, "/installations/new", MAY_TRUST, .serves = AS_HTML, .form = &bundle_trust_form,
      .page = bundle_trust_do, .help = N_("Trust another installation by its key") },
    { GET, "/installations/{code}/end", MAY_TRUST, .serves = AS_HTML, .page = bundle_end_page,
      .help = N_("The form to trust an installation no more") },
    { POST, "/installations/{code}/end", MAY_TRUST, .serves = AS_HTML, .form = &bundle_end_form,
      .page = bundle_end_do, .help = N_("Trust an installation no more") },
};
