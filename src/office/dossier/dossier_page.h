/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* dossier_page.h — what the faces of dossier.h share: the pages, and those inside of the ZIP. */
#ifndef GUYUB_DOSSIER_PAGE_H
#define GUYUB_DOSSIER_PAGE_H

#include "base/table.h"
#include "ground/job/job_list.h"
#include "module.h"
#include "office/dossier/dossier_part.h"

/* What stands on top of the index. */
struct dossier_top {
    const struct dossier_plan *plan;
    struct msg                 label;       /* of the kind                                      */
    struct str                 address;     /* of the record's page; empty: not known           */
    struct str                 asker;       /* the post, or the machine's user of a shell       */
    struct str                 made, last_line;         /* of the journal                       */
    int64_t                    n_changed;
};

/* The form to ask for a ZIP: what it will hold. */
struct dossier_offer {
    const struct dossier_plan *plan;
    struct msg                 label;
    struct str                 ask;         /* sent along, so that twice is once                */
    int64_t                    bytes;
};

/* The form to ask for a sheet. */
struct dossier_sheet_offer { const struct dossier_plan *plan; struct msg label; struct str ask; };

/* One that was asked for; `job` unknown (id 0) where it is not to be seen any more. */
struct dossier_seen { const struct dossier *row; struct msg label; struct job_seen job; };
struct dossier_listing { struct dossier_seen *row; size_t n; };

/* "1,9 GB" */
struct str dossier_size(struct arena *, enum lang, int64_t bytes);
struct msg dossier_label(const struct cx *, struct str thing);

/* dossier_web.c: how far its making is; those that were asked for as rows. */
struct err  *dossier_see(struct cx *, const struct dossier *, struct dossier_seen *);
struct err  *dossier_see_all(struct cx *, bool is_sheet, struct dossier_listing *);
struct table dossier_table(struct arena *, const struct dossier_listing *);

struct dossier_new_form { struct str thing, key; };
struct dossier_ask_form { struct str thing, key, ask; };
extern const struct form dossier_new_form, dossier_ask_form;

page_fn dossier_sheets_page, dossier_sheet_new_page, dossier_sheet_ask_do;  /* _sheet_web.c */
page_fn dossier_sheet_show_page, dossier_sheet_file_page;

enum { DOSSIER_ROUTES = 10, DOSSIER_COMMANDS = 1, DOSSIER_PANELS = 2 };

extern const struct route   dossier_routes[DOSSIER_ROUTES];
extern const struct panel   dossier_panels[DOSSIER_PANELS];      /* dossier_told.c */
extern const struct command dossier_commands[DOSSIER_COMMANDS];

#endif
