/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* desk_page.h — what the faces of desk.h share. */
#ifndef GUYUB_DESK_PAGE_H
#define GUYUB_DESK_PAGE_H

#include "city/desk/desk_head.h"
#include "module.h"
#include "office/dossier/dossier.h"
#include "web/form_html.h"

#define DESK_SHEET  "round_office"
#define DESK_EXPORT "round_export"

struct desk_query { int64_t stage; int32_t which; };
extern const struct choice desk_whiches[];
extern const struct form   desk_form;

struct desk_head_query { struct str instrument; };
extern const struct form desk_head_form;

page_fn desk_office_page, desk_agencies_page;
page_fn desk_head_page, desk_head_pdf;

/* So many rows of a list stand on the page; the rest is counted. */
enum { DESK_SHOWN = 5 };

/* "3,31" of "3.31". */
struct str desk_figure_text(struct arena *, enum lang, struct str figure);

/* desk_door.c: the ways to these pages, on the pages of earlier slices. */
enum { DESK_PANELS = 4 };
extern const struct panel desk_panels[DESK_PANELS];

/* "stage=1&which=late": of the address, and the key of the workbook after the round's code. */
struct str   desk_words(struct arena *, const struct desk_office *);

/* desk_data.c */
struct table desk_region_table(struct cx *, const struct desk_office *);
struct table desk_load_table(struct cx *, const struct desk_office *);
struct table desk_agency_table(struct cx *, const struct desk_agencies *);
void         desk_office_json(struct json *, const void *office);
void         desk_head_json(struct json *, const void *head);         /* desk_head_data.c */

enum { DESK_DOSSIERS = 2 };
extern const struct dossier_kind desk_dossiers[DESK_DOSSIERS];      /* desk_sheet.c */

/* desk_export.c; key: the round's code. */
struct sheet_out;
struct err *desk_export_head(struct cx *, struct str key, struct dossier_record *);
struct err *desk_export_sheet(struct cx *, struct str key, struct sheet_out *);

#endif
