/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document_zip_part.h — what the parts of the ZIP's intake share: the thing, its items, words. */
#ifndef GUYUB_DOCUMENT_ZIP_PART_H
#define GUYUB_DOCUMENT_ZIP_PART_H

#include "office/document/document_zip.h"
#include "web/route.h"

/* The thing that asks, by the word and key of a ZIP or an address. Fails: zip.thing, and as `open`
 * of its kind does. */
struct err *evidence_open(struct cx *, struct str thing, struct str key, struct evidence_wanted *);
/* false: it asks for no such part. */
bool        evidence_find(const struct evidence_wanted *, struct str part, size_t *i);

/* What may be cited there: numbers of the items that have one, and which item each is. */
struct evidence_numbers { struct item_number *number; size_t *of; size_t n; };
struct evidence_numbers evidence_numbers_of(struct arena *, const struct evidence_wanted *);

enum zip_file_state { ZIP_CITED, ZIP_DOUBT, ZIP_NONE, ZIP_REFUSED, ZIP_FILE_STATES };

struct str document_zip_state_word(enum zip_file_state);
struct str document_zip_why_word(enum match_why);
#define ZIP_WHY_CLOSED "CLOSED"         /* beside those of MATCHES: the item takes no more */

/* In words, for the list: why it is where it is, or why it was refused. */
struct msg document_zip_why(struct cx *, const struct document_zip_file *);

/* An error as one text: what, why, what to do. */
struct msg document_zip_said(struct cx *, const struct err *);

struct scope document_zip_scope(const struct document_zip *);
struct str   document_zip_page(struct arena *, struct str code);        /* its address */

/* How many of its files came to what. */
struct document_zip_counted { int64_t n[ZIP_FILE_STATES]; };
struct err *document_zip_count_of(struct cx *, const struct document_zip *,
                                  struct document_zip_counted *);

struct job;
/* The job. Fails: as document_add does, but for what a file is refused for. */
struct err *document_zip_run(struct cx *, struct job *);

/* document_zip_web.c */
extern const struct form document_zip_ask_form, document_zip_send_form, document_zip_list_form,
                         document_zip_assign_form;
page_fn document_zip_send_page, document_zip_send_do, document_zip_list_page,
        document_zip_assign_do;

#endif
