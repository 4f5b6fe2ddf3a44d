/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/turn/enter.h"

#include "ground/identity/identity.h"
#include "ground/journal/journal.h"
#include "ground/post/post.h"

bool
enter_has_ticket(const struct request *rq)
{
    return str_is_known(cookie_value(rq->cookies, IDENTITY_COOKIE));
}

struct err *
enter(struct cx *cx, const struct request *rq, struct who *who, struct str *fresh)
{
    struct visit visit = {
        .token = cookie_value(rq->cookies, IDENTITY_COOKIE), .agent = rq->agent,
    };

    *who = who_nobody;
    *fresh = (struct str){ NULL, 0 };
    TRY(identity_enter(cx, visit, who, fresh));
    return who->kind == WHO_PERSON ? post_enter(cx, who) : NULL;
}

struct err *
enter_tell_reads(struct cx *cx, const struct request *rq)
{
    const struct who *who = cx->who;

    if (rq->method == GET && who->kind == WHO_PERSON && who->post.kind == POST_AUDITOR)
        journal_read(cx, "page", rq->path, who->post.scope, (struct subject_id){ 0 });
    if (!cx->reads)
        return NULL;
    cx->read_only = false;
    return journal_flush(cx);
}
