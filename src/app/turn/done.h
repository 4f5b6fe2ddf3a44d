/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * done.h — what was done, told once by the page that follows: a text that the browser carries.
 *
 * The cookie's value is the text, percent-encoded, behind a seal under the installation's key: a
 * page says nothing in our name that we did not say. Without a key nothing is told.
 */
#ifndef GUYUB_APP_DONE_H
#define GUYUB_APP_DONE_H

#include "cx.h"

#define DONE_COOKIE "gy_done"

enum { DONE_TEXT_MAX = 600, DONE_KEEP_S = 60 };     /* bytes; a browser keeps 4,096 of a cookie */

struct str done_value(struct cx *, struct msg done);        /* unknown: nothing to tell      */
struct str done_text(struct cx *, struct str value);        /* unknown: not one of ours      */

#endif
