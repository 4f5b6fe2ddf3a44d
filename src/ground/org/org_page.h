/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* org_page.h — what the faces of org.h share: its pages, commands and first load. */
#ifndef GUYUB_ORG_PAGE_H
#define GUYUB_ORG_PAGE_H

#include "ground/org/org.h"
#include "module.h"

/* org_data.c: the same rows and records for pages and shell. */
struct table org_table(struct arena *, const struct org_set *);
void         org_record_json(struct json *, const void *record);         /* struct org_record */
struct str   org_href(struct arena *, struct str code);               /* "/organisations/komdigi" */

/* Brings in the facts of pack/fact/org.csv; tells in `out` how many are new. */
struct err  *org_load(struct cx *, struct buf *out);

enum { ORG_ROUTES = 8, ORG_COMMANDS = 6, ORG_PANELS = 1 };

extern const struct route   org_routes[ORG_ROUTES];
extern const struct command org_commands[ORG_COMMANDS];
extern const struct panel   org_panels[ORG_PANELS];

#endif
