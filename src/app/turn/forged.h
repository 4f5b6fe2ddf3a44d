/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * forged.h — whether a form by POST was sent by its reader, from a page of ours.
 *
 * WHAT   Two proofs, both needed. What the browser says of the page it came from (web/client.h)
 *        does not name another host; saying nothing is allowed. And the form carries a token that
 *        other sites cannot know: the one of the reader's session or, where nobody is signed in,
 *        the one that the same browser holds in a cookie. The latter counts beside a session only
 *        when the browser says that the page was ours: that is a form kept over a sign-in
 *        (resend.h).
 * HOW    form_draw and tplgen leave a mark in each form by POST; the frame puts the token there. So
 *        no template can forget it, and no kept answer can hold one.
 */
#ifndef GUYUB_APP_FORGED_H
#define GUYUB_APP_FORGED_H

#include "app/turn/dispatch.h"

#define FORM_COOKIE "gy_form"
#define FORM_FIELD  "_token"

bool form_is_proven(const struct turn *);

/* The page with the token in each of its forms; a browser without one is given it by the answer. */
struct str form_tokens_put(struct turn *, struct str page);

#endif
