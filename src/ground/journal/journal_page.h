/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal_page.h — what the faces of journal.h share: its pages and commands. */
#ifndef GUYUB_JOURNAL_PAGE_H
#define GUYUB_JOURNAL_PAGE_H

#include "ground/journal/journal.h"
#include "module.h"

#endif
