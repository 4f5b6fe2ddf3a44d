/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * frame.h — what stands round every page: who is signed in, masthead, search, menu, the way here,
 * what was done, data links, footer.
 *
 * The app fills the struct from the request and the reply and calls frame_view. Links are ready to
 * be written: own paths with their query. An unknown link is not drawn.
 */
#ifndef GUYUB_APP_FRAME_H
#define GUYUB_APP_FRAME_H

#include "web/route.h"

/* A door of the office's bar. */
struct frame_link { struct str path; struct msg label; };

struct frame {
    struct msg          title;
    struct msg          about;      /* what the page is, for those who search; nothing: none  */
    const struct crumb *crumb;      /* the way here, without the page itself              */
    size_t              n_crumbs;
    struct html         body;
    struct str          path;       /* "/regions/35.71": marks the menu                   */
    struct str          search;     /* what was searched for; unknown: nothing            */
    struct str          in_indonesian, in_english;      /* this page with lang=id, lang=en   */
    struct str          as_json, as_csv;                /* this page as data, where served   */
    struct str          source_code;                    /* where the AGPL's source is offered */
    struct str          version;                        /* "0.1.0 (95123e3)"                 */
    const struct who   *who;        /* signed in; NULL: nobody                            */
    struct str          door;       /* where one signs in; unknown: not from here         */
    struct str          here;       /* this page with its question, to come back to       */
    const struct frame_link *work;  size_t n_work;      /* what the reader may open          */
    struct str          done;       /* what was done before this page; unknown: nothing   */
};

#endif
