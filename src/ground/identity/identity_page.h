/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* identity_page.h — what the faces of identity.h share: its pages, forms and commands. */
#ifndef GUYUB_IDENTITY_PAGE_H
#define GUYUB_IDENTITY_PAGE_H

#include "ground/identity/identity.h"
#include "module.h"
#include "web/form_html.h"

/* A page with one form, which is drawn again with what was wrong. */
struct identity_form {
    const struct form *form;
    const char        *action, *button;
    const struct pair *hidden; size_t n_hidden;
    void             (*view)(struct view *, const struct form_draw *, const void *model);
    const void        *model;           /* what the page shows besides the form */
    struct msg         title;
};

/* What is wrong with the form as it came, or NULL. */
struct err *identity_given(struct cx *, const struct request *);
/* Draws it; `e` (may be NULL) is said at its field. An error that is not about what was typed goes
 * on. */
struct err *identity_form_page(struct cx *, const struct request *, struct reply *,
                               const struct identity_form *, const struct err *e);
/* Fails: identity.again. */
struct err *identity_again(struct cx *, struct str password, struct str again);
struct str  identity_device(const struct request *);
/* Gives the browser what it is to keep. */
void        identity_pass_on(struct reply *, const struct identity_pass *);

/* ---- models of pages ------------------------------------------------------------------------- */

struct identity_door {
    struct str as;                                  /* who is signed in here already; or unknown */
    bool       mails;                               /* there is a mail server */
};
struct identity_welcome { struct identity_profile profile; };
struct identity_own {
    const struct identity_account *account;
    struct identity_profile        profile;
    struct identity_factor_state   factor;
    const struct who              *who;
    struct html                    more;            /* panels of "account.more" */
};
struct identity_qr { struct str path; int64_t size; };      /* of an SVG; modules a side */
struct identity_factor_page {
    struct identity_factor_state state;
    struct str                   key;               /* in groups, to be typed */
    struct identity_qr           qr;
    bool                         has_qr;
};

/* False: the text is too long for a QR code. */
bool identity_qr(struct arena *, struct str text, struct identity_qr *);

struct table identity_session_table(struct cx *, const struct identity_seen_list *);
/* "invited", "active", "ended": asserts a known state. */
struct msg   identity_state_label(struct str state);

enum { IDENTITY_ROUTES = 25, IDENTITY_COMMANDS = 10 };

extern const struct route   identity_routes[IDENTITY_ROUTES];
extern const struct command identity_commands[IDENTITY_COMMANDS];

/* identity_own_web.c: the pages of the own account, for the table of routes in identity_web.c. */
page_fn identity_own_show, identity_change_show, identity_change_act, identity_password_show,
        identity_password_act, identity_sessions_show, identity_sessions_act, identity_factor_show,
        identity_factor_act, identity_factor_begin_act, identity_settle_act;
extern const struct form identity_details_form, identity_password_form, identity_revoke_form,
                         identity_confirm_form, identity_settle_form;

/* identity_data.c: what is held of the owner. */
page_fn identity_data_show, identity_erase_show, identity_erase_act;
extern const struct form identity_erase_form;
/* Removes what was kept long enough and tells the journal; seldom more than a look. */
struct err *identity_retire(struct cx *);

#endif
