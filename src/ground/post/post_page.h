/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* post_page.h — what the faces of post.h share: pages, data, forms, commands. */
#ifndef GUYUB_POST_PAGE_H
#define GUYUB_POST_PAGE_H

#include "ground/post/post.h"
#include "module.h"
#include "web/form_html.h"

enum { POST_ROUTES = 28, POST_COMMANDS = 8 };

extern const struct route   post_routes[POST_ROUTES];
extern const struct command post_commands[POST_COMMANDS];

/* ---- post_data.c ----------------------------------------------------------------------------- */

struct table post_table(struct arena *, const struct post_list *);
struct table post_people_table(struct arena *, const struct post_people_list *);
void         post_record_json(struct json *, const void *record);       /* struct post_record */
void         post_one_json(struct json *, const void *person);      /* struct post_person_page */
struct str   post_href(struct arena *, struct str code);            /* "/posts/35.71-walidata" */
struct scope post_own_scope(const struct cx *);     /* of the post that is acted in */
size_t       post_count_now(const struct post_one *);                   /* posts held today */
struct str   post_where(const struct post *);       /* "Kota Kediri", its organisation; unknown */

/* ---- forms (post_form.c) --------------------------------------------------------------------- */

/* One matter, one page: what it is about, what is asked, and what was wrong with the answer. */
struct post_form_page {
    struct msg         title, lead;
    struct str         about;           /* the post or person it is about; unknown: none  */
    struct html        before;          /* what one must know, above the form             */
    const struct form *form;
    struct str         action;
    const void        *values;
    struct form_faults faults;
    int32_t            status;          /* 0: nothing was wrong                           */
    const char        *button;
    bool               warns;           /* what it does cannot be taken back: a red button */
};

/* Draws the page; with faults its status is that of what was wrong. */
void post_form_reply(struct cx *, struct reply *, struct post_form_page *);
/* An error that names a field becomes that field's fault and is gone; others stay. */
struct err *post_form_take(struct cx *, struct post_form_page *, struct err *);

/* A login name, or "#12" for the account with that number. Fails: post.account. */
struct err *post_person_of(struct cx *, struct str text, struct identity_account_id *);

struct post_new_form { int32_t kind; struct str title, region_code, org_code; };
struct post_assign_form {
    struct str person; int32_t as; struct date from, to; struct str decree, why;
};
struct post_lend_form { struct str person; struct date from, to; struct str decree, why; };
struct post_hand_form {
    struct str person; int32_t as; struct date on, until; struct str decree, why;
};
struct post_end_form { struct date last_day; struct str why; };
struct post_invite_form {
    struct str name, login, email, phone, post; struct date from, to; struct str decree, why;
};
struct post_why_form { struct str why; };
struct post_erase_form { struct str why; bool understood; };
struct post_act_form { int64_t post_id; struct str to; };

extern const struct form post_new_form, post_assign_form, post_lend_form, post_hand_form,
    post_end_form, post_invite_form, post_why_form, post_erase_form, post_act_form, post_query_form,
    post_people_form;
extern const struct choice post_kind_choices[];

/* ---- pages ----------------------------------------------------------------------------------- */

struct post_listing {
    struct post_list list;
    int32_t          kind;              /* index into post_kind_choices; -1: all          */
    struct str       within;
    struct str       previous, next;    /* addresses; empty: no such                      */
    struct str       total_text;
    bool             may_add;
};

/* What the reader may do with a post. */
struct post_acts { bool assign, hand_over, delegate, invite; };

struct post_record_page {
    const struct post_record *record;
    struct post_acts          acts;
    size_t                    n_now;
    struct date               last_day;     /* of a post that is closed; no date: of none */
    bool                      is_closed;
    struct html               changes, history;
};

struct post_people_page {
    struct post_people_list list;
    struct str              previous, next, total_text;
    bool                    may_invite;
};

struct post_person_page {
    struct post_one         one;
    struct identity_profile profile;
    bool                    may_help;   /* give a code, end sessions, end the account     */
    bool                    may_erase;
    bool                    is_erased;
    struct msg              why_not;
};

/* The one-time code, shown once. `mailed_to` empty: it was not mailed. */
struct post_code_page { struct str name, login, code, href, mailed_to; bool is_new; };

/* A record of a hand-over for paper. */
struct post_minutes {
    const struct post        *post;
    const struct post_holder *from, *to;
    int64_t                   moved;
    struct str                moved_text;
};

page_fn post_index_page, post_new_page, post_new_do, post_show_page, post_assign_page,
    post_assign_do, post_lend_page, post_lend_do, post_end_page, post_end_do, post_hand_page,
    post_hand_do,
    post_minutes_page, post_act_do, post_people_index_page, post_invite_page, post_invite_do,
    post_person_page, post_code_do, post_sessions_do, post_account_end_page, post_account_end_do,
    post_erase_page, post_erase_do;

/* post_web.c: the crumbs to a post. */
void post_crumbs(struct cx *, struct reply *, const struct post *);

/* post_examine.c */
struct err *post_examine(struct cx *, struct findings *);

#endif
