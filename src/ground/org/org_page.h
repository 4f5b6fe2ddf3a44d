/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* org_page.h — what the faces of org.h share: its pages, commands and first load. */
#ifndef GUYUB_ORG_PAGE_H
#define GUYUB_ORG_PAGE_H

#include "ground/org/org.h"

struct command;

/* org_data.c: the same rows and records for pages and shell. */
struct table org_table(struct arena *, const struct org_set *);
void         org_record_json(struct json *, const void *record);         /* struct org_record */
struct str   org_href(struct arena *, struct str code);                  /* "/organisations/komdigi" */
struct date  org_iso_date(struct str iso);                               /* of a stored date */

struct err  *org_load(struct cx *, struct buf *out);

enum { ORG_COMMANDS = 3 };
extern const struct command org_commands[ORG_COMMANDS];

#endif
