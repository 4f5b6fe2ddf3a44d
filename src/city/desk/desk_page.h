/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* desk_page.h — what the faces of desk.h share. */
#ifndef GUYUB_DESK_PAGE_H
#define GUYUB_DESK_PAGE_H

#include "city/desk/desk.h"
#include "module.h"
#include "office/dossier/dossier.h"
#include "web/form_html.h"

#define DESK_SHEET "round_office"

struct desk_query { int64_t stage; int32_t which; };
extern const struct choice desk_whiches[];
extern const struct form   desk_form;

page_fn desk_office_page, desk_agencies_page;

/* "stage=1&which=late": of the address, and the key of the workbook after the round's code. */
struct str   desk_words(struct arena *, const struct desk_office *);

/* desk_data.c */
struct table desk_region_table(struct cx *, const struct desk_office *);
struct table desk_load_table(struct cx *, const struct desk_office *);
struct table desk_agency_table(struct cx *, const struct desk_agencies *);
void         desk_office_json(struct json *, const void *office);

extern const struct dossier_kind desk_dossiers[1];

#endif
