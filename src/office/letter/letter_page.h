/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* letter_page.h — what the pages of letter.h share. */
#ifndef GUYUB_LETTER_PAGE_H
#define GUYUB_LETTER_PAGE_H

#include "module.h"
#include "office/letter/letter.h"
#include "office/letter/letter_signed.h"
#include "web/form_html.h"

/* Of a comparison that was asked for; `fault`: what was given is nothing that can be compared. */
struct letter_compared {
    bool                  asked;
    struct str            sha256;
    enum letter_match     is;
    struct letter_signing signing;          /* LETTER_SIGNED                                    */
    struct msg            fault;
};

struct letter_page {
    const struct letter   *letter;
    const struct paper    *paper;           /* NULL: the text is not the one that was issued    */
    struct letter_compared compared;
    struct letter_copies   copies;
    bool                   may_issue;
    struct html            more;            /* what later slices show here                      */
};

/* Of the form for a letter; `paper`: as it would be issued now. */
struct letter_writing {
    const struct form_draw *draw;
    struct str              body, once;
    const struct err       *fault;          /* of the body                                      */
    const struct paper     *paper;
};

struct letter_listing { struct letter_lines lines; struct str older; };

/* Of a form with a file or a reason: what was wrong in it. */
struct letter_form_page {
    const struct letter    *letter;
    const struct form_draw *draw;
    struct msg              fault, hint;
    struct str              once;
};

enum { LETTER_ROUTES = 10, LETTER_COMMANDS = 4,
       LETTER_COPY_BYTES = PAPER_PDF_MAX + (16 << 20) /* signatures, pictures of seals */ };

/* letter_web.c: compares an open file with what was issued. */
struct err *letter_compare_file(struct cx *, const struct letter *, int fd,
                                struct letter_compared *);

/* letter_office_web.c */
struct table letter_table(struct arena *, const struct letter_lines *);
page_fn letter_list_page, letter_new_page, letter_new_do, letter_end_page, letter_end_do,
        letter_copy_page, letter_copy_do;
extern const struct form letter_list_form, letter_new_form, letter_end_form, letter_copy_form;

extern const struct command letter_commands[LETTER_COMMANDS];
extern const struct route letter_routes[LETTER_ROUTES];

#endif
