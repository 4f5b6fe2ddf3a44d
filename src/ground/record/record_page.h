/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* record_page.h — what the page of record.h draws: the form, or two changes at once; and drafts. */
#ifndef GUYUB_RECORD_PAGE_H
#define GUYUB_RECORD_PAGE_H

#include "base/form.h"
#include "ground/record/record_part.h"
#include "web/form_html.h"

/* A field in which now and typed differ. */
struct record_row {
    const struct field *field;
    struct msg          began, now, mine;   /* as people read them; MSG_NONE: nothing is there */
    enum record_fate    fate;
    enum record_take    take;
    bool                wrong;              /* nothing was chosen, and something must be       */
};

struct record_other { struct str href; struct msg note; };  /* another draft of the same form */

/* What a reader has in hand. */
struct record_edit {
    const struct record_kind *kind;
    struct record_state       now;
    struct str                form_href;
    int64_t                   version;      /* of the record when the reader began               */
    int64_t                   draft;        /* that is being continued; 0: none                  */
    const struct pair        *given;        /* the fields and what stood there ("was.name")      */
    size_t                    n_given;

    struct form               form;         /* the kind's, with the reason                       */
    void                     *typed;        /* a struct of `form`                                */
    struct form_faults        faults;

    struct msg                draft_note;   /* when and by whom the draft was kept; or MSG_NONE  */
    struct msg                by;           /* who changed the record meanwhile; or MSG_NONE     */
    struct record_other      *other;        size_t n_others;
    struct record_row        *row;          size_t n_rows;      /* two changes at once           */
    size_t                    n_wrong;
};

/* The value of the pair `name`, or of `prefix` and `name`; unknown if there is none. */
struct str record_given(const struct pair *, size_t n, struct str prefix, const char *name);
struct str record_began(const struct record_edit *, const struct field *);

/* The drawing of the fields, and of the reason alone. */
struct form_draw record_drawing(const struct record_edit *);
struct form_draw record_drawing_of_why(struct arena *, const struct record_edit *);

/* ---- drafts as lists ------------------------------------------------------------------------ */

struct record_drafts_row { struct str href, name; struct msg note; };
struct record_drafts { struct record_drafts_row *row; size_t n; };

enum { RECORD_ROUTES = 1, RECORD_PANELS = 2 };

extern const struct route record_routes[RECORD_ROUTES];
extern const struct panel record_panels[RECORD_PANELS];

#endif
