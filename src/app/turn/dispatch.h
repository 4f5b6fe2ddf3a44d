/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * dispatch.h — from a request to an answer: route, right, format, language, form, handler, frame.
 *
 * WHAT   One table of all modules' routes. Who comes is found by a cookie (enter.h), the route's
 *        right is asked before its handler runs, and a form must prove itself (forged.h). HTML,
 *        JSON and CSV come from the same handler; a suffix (.json, .csv) wins over Accept; ?lang=
 *        wins over the cookie, the cookie over Accept-Language. Errors become pages or problems in
 *        the same way.
 * NOT    Bytes and connections (worker.h), the reading of requests (web/http.h), the receiving of
 *        files (upload.h).
 * READ   dispatch.c the decisions · enter.c who comes · forged.c forms · refuse.c what is said
 *        instead of a page · resend.c what was typed, kept · frame.c reply to answer: the frame,
 *        fields, tag, packing · done.c what was done, on the next page
 */
#ifndef GUYUB_APP_DISPATCH_H
#define GUYUB_APP_DISPATCH_H

#include "cx.h"
#include "right.h"
#include "web/answer.h"
#include "web/client.h"
#include "web/query.h"
#include "web/route_table.h"

struct dispatch {
    struct route_table          routes;
    const struct module *const *modules;        /* ends with NULL                            */
    struct str                  source_code;    /* an address for the footer; unknown: none  */
    struct kept                *kept;           /* answers to give again; NULL: none is kept */
    struct client_nets          trusted;        /* proxies whose word about clients counts   */
    struct health              *health;         /* health.h; NULL: no /readyz, no /metrics   */
};

/* One request on its way through. */
struct turn {
    const struct dispatch     *dispatch;
    struct cx                 *cx;
    const struct http_request *http;
    struct str                 id;              /* of the request, for log and people           */
    struct query               query;           /* empty if it could not be read                */
    struct request             rq;
    struct reply               rp;
    const struct route        *route;           /* NULL: none matched                           */
    struct str                 allow;           /* for 405; unknown otherwise                   */
    bool                       by_suffix;       /* the path chose the format                    */
    bool                       by_lang;         /* ?lang= chose the language                    */
    struct str                 question;        /* of an answer that may be kept; else empty    */
    const struct answer       *kept;            /* it was: nothing else need be done            */
    struct who                 who;             /* who comes                                    */
    struct str                 fresh;           /* the session's next token: enter.h            */
    enum client_from           from;            /* whose page sent a form                       */
    bool                       by_tls;          /* a trusted proxy says so                      */
    bool                       is_personal;     /* the answer is for this reader alone          */
    bool                       is_told;         /* what was done before: done.h                 */
    bool                       is_refused;      /* the page says an error, not what was typed   */
    struct str                 form_cookie;     /* the browser's new token: forged.h            */
};

/* Fails as route_table_make does: the server must not start. `modules` ends with NULL. */
struct err *dispatch_make(struct arena *, struct dispatch *, const struct module *const *modules);

/*
 * Sets cx->lang, cx->who, cx->read_only and cx->modules, and turns cx->client from the address of
 * the peer to that of the client. Takes time and chance away from a page that may be kept. With
 * cx->store NULL (the database is away) pages are answered with 503. What the answer points to is
 * in cx's arena, among the kept ones until the next request, or lives longer.
 */
void dispatch_answer(const struct dispatch *, struct cx *, const struct http_request *,
                     struct str request_id, struct answer *out);

/*
 * What is to become of a body, asked when the head is whole and the body has not come: gathered in
 * memory as one of a form without files, received onto the disk, or refused. Refused is what a
 * route that takes files would refuse in any case, so that nobody fills the disk who may not.
 */
enum body_way { BODY_GATHER, BODY_RECEIVE, BODY_REFUSE };

struct body_plan {
    struct str    id;               /* in: of the request                                     */
    size_t        length;           /* in: of the body, as announced; 0: not said             */
    int64_t       most;             /* in: bytes of any body with files; out: of this one     */
    struct who    who;              /* out: who sends it; lives as long as the cx's arena     */
    struct answer answer;           /* out, if refused: the connection must be closed then    */
};

/* Asks the database who sends it, so that this need not be asked when it is there; counts as its
 * request's first use of the session. */
enum body_way dispatch_expect(const struct dispatch *, struct cx *, const struct http_request *,
                              struct body_plan *);

/* refuse.c, for what never became a request (a refusal of the reader, a time limit): a page in
 * Indonesian, because nothing of the reader's wishes is known. */
void dispatch_refuse(struct cx *, int32_t status, const char *code, struct str request_id,
                     struct answer *out);

/* frame.c: turns the turn's reply into an answer. */
void frame_answer(struct turn *, struct answer *out);

#endif
