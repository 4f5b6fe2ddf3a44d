/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* bundle_page.h — what the pages, data and commands of bundle.h share. */
#ifndef GUYUB_BUNDLE_PAGE_H
#define GUYUB_BUNDLE_PAGE_H

#include "city/bundle/bundle_part.h"
#include "module.h"
#include "web/form_html.h"

enum { BUNDLE_ROUTES = 17, BUNDLE_COMMANDS = 11, BUNDLE_JOBS = 2 };

/* ---- as data (bundle_data.c) ----------------------------------------------------------------- */

struct bundle_listing {
    struct bundle_set set;
    struct bundle_arrival_set arrivals;
    struct str previous, next;
    bool       may_send, may_take;
};

struct bundle_record {
    struct bundle             b;
    struct bundle_head        head;
    struct bundle_differences differences;
    struct html               history;
    bool                      may_deliver, is_first;
    struct str                fingerprint;      /* of the other side's key */
};

struct table bundle_table(struct arena *, const struct bundle_set *);
struct table bundle_installation_table(struct arena *, const struct bundle_installation_set *);
void         bundle_record_json(struct json *, const void *record);
struct err  *bundle_record_get(struct cx *, struct str hash, struct bundle_record *);

struct str bundle_href(struct arena *, struct str hash);
struct msg bundle_kind_said(struct str word);
struct msg bundle_state_said(const struct bundle *);
struct msg bundle_change_said(enum bundle_change);
struct str bundle_fault_said(struct arena *, enum lang, struct str fault);     /* of an arrival */

/* ---- faces ----------------------------------------------------------------------------------- */

struct bundle_send_form { struct str round, region, to; int64_t stage; int32_t kind; };
struct bundle_trust_form { struct str key, fingerprint, code, name, region, url; };
struct bundle_end_form { struct str why; };
struct bundle_query { int64_t after; };

struct bundle_form_page {
    const struct form_draw *draw;
    struct msg              fault, detail, hint;    /* of the file, or of all of it */
};

struct bundle_installation_page {
    struct bundle_key              own;
    struct bundle_installation_set set;
    bool                           may_trust;
    const struct bundle_installation *one;          /* on the page that ends its trust */
    const struct form_draw        *draw;
};

page_fn bundle_index, bundle_show, bundle_file_page, bundle_receipt_page, bundle_new_page,
        bundle_new_do, bundle_take_page, bundle_take_do, bundle_deliver_do;
page_fn bundle_installations_page, bundle_trust_page, bundle_trust_do, bundle_end_page,
        bundle_end_do;
page_fn bundle_line_begin_do, bundle_line_piece_do, bundle_line_page;

extern const struct form bundle_query_form, bundle_send_form, bundle_trust_form, bundle_end_form,
                         bundle_piece_form;

extern const struct route   bundle_routes[BUNDLE_ROUTES];
extern const struct command bundle_commands[BUNDLE_COMMANDS];

/* ---- jobs ------------------------------------------------------------------------------------ */

/* Their input is a bundle's hash. */
struct job;
struct err *bundle_deliver_run(struct cx *, struct job *);
struct err *bundle_arrived_run(struct cx *, struct job *);

#endif
