/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * route.h — one table decides the web; the default is no.
 *
 * Dispatch, rights, help, the list of `guyub routes` and the test that walks every route read these
 * tables. MAY_NOTHING is 0: a route without a declared right refuses to start (web.right_missing).
 *
 * A page is also data: the same handler answers HTML, JSON (Accept, or ".json" after the path) and,
 * for lists, CSV (".csv"). It looks at request.wants and calls one reply_* function.
 */
#ifndef GUYUB_WEB_ROUTE_H
#define GUYUB_WEB_ROUTE_H

#include "base/form.h"
#include "base/json.h"
#include "base/table.h"
#include "web/html.h"
#include "web/query.h"

#include "cx.h"
#include "right.h"

enum method { GET = 1, POST };  /* HEAD is answered by GET's handler */

enum format { AS_HTML = 1, AS_JSON = 2, AS_CSV = 4 };  /* a route's `serves` is a set of these */

enum { ROUTE_ARGS_MAX = 4 };

/* A file that came with a form (multipart/form-data): on disk, without a name there, gone when
 * the request ends. Name and type are what the client says: never a path, never to be believed.
 * SHA-256 is made while it comes: its 64 hexadecimal digits, and before its end (base/sha.h). */
struct sha;
struct upload {
    struct str        field, name, type, sha256;
    const struct sha *sha;
    int64_t           bytes;
    int               fd;
};

enum { UPLOADS_MAX = 16 };

struct request {
    enum method  method;
    enum format  wants;
    struct str   path;                      /* decoded, without suffix: "/regions/35.71" */
    struct str   query;                     /* as it came, without '?' */
    struct str   arg[ROUTE_ARGS_MAX];       /* what stood for {code}: decoded, plain UTF-8 */
    const void  *form;                      /* the struct of route.form; never a wrong value */
    const struct form_faults *faults;       /* what was wrong in it; n is 0 when all was well */
    const struct query *given;              /* the pairs that the form was read from */
    const struct upload *upload; size_t n_uploads;  /* of a route that takes files */
    struct str   cookies, agent;            /* fields as they came; cookie_value reads the first */
};

/* Goes with the reply; HttpOnly, SameSite=Lax, Path=/, and Secure when the client came by TLS. */
struct cookie { const char *name; struct str value; int64_t keep_s; };  /* 0: as long as the browser
                                                                         * is open; below 0: ends */

struct crumb { struct str href; struct msg text; };    /* text for a name: MSG("{0}", name) */

/* A file as a reply. It is read from `fd` while it is sent, however long that takes; the fd stays
 * the handler's and may end with the cx's arena. The type is what the bytes are, never a client's
 * word. */
struct file {
    int        fd;
    int64_t    bytes;
    struct str type, name;                  /* name: as people see it, any letters              */
    struct str digest;                      /* of the bytes, such as their SHA-256; unknown: none */
    bool       shown;                       /* in a page, if its type can do nothing there; else,
                                             * and of all other types, it is to be kept as a file */
};

struct reply {
    int32_t       status;                   /* 200 unless said otherwise */
    struct str    type;                     /* Content-Type */
    struct str    body;
    struct str    location;                 /* for redirects */
    bool          is_page;                  /* body is the inside of a page */
    struct msg    title;                    /* pages: <title> and the frame */
    struct crumb  crumb[6]; size_t n_crumbs;    /* pages: the way here, without the page itself */
    struct cookie cookie[6]; size_t n_cookies;
    struct msg    done;                     /* what was done, told by the next page */
    int64_t       wait_s;                   /* for 429 and 503: when to come again; 0: not said */
    struct file   file;                     /* if is_file, in place of the body */
    bool          is_file;
    bool          shows_file;               /* the page shows a file of ours inside of it */
};

typedef struct err *page_fn(struct cx *, const struct request *, struct reply *);

struct route {
    enum method        method;
    const char        *path;                /* "/regions/{code}" */
    enum right         right;
    uint32_t           serves;              /* 0 means AS_HTML | AS_JSON */
    const struct form *form;                /* reads the query of a GET, the body of a POST */
    page_fn           *page;
    int64_t            takes_bytes;         /* a POST with files: at most so many in all; 0: none */
    const char        *help;                /* msgid */
    bool               keeps;               /* a GET's page follows from the request, the language
                                             * and the data alone, not from time or chance: it may
                                             * be kept until the data changes (ADR 0009), and
                                             * is given neither */
};

#define SERVES_LIST (AS_HTML | AS_JSON | AS_CSV)

/* ---- what handlers call -------------------------------------------------------------------- */

/* The file that came in the field "file"; NULL: none did, or an empty one. */
const struct upload *request_file(const struct request *);

/* A page: what goes inside of the frame. */
void reply_page(struct reply *, struct msg title, const struct view *body);
void reply_crumb(struct reply *, struct str href, struct msg text);
void reply_json(struct cx *, struct reply *, void (*write)(struct json *, const void *),
                const void *model);

/* JSON or CSV, as wanted. */
void reply_table(struct cx *, const struct request *, struct reply *, const struct table *);

/* The file in place of a page; ranges, tags and names are taken care of (answer_file.h). */
void reply_file(struct reply *, const struct file *);
/* The page has files that are shown inside of it (<iframe>, <object>): its policy lets it. */
void reply_shows_file(struct reply *);

/* After a POST: the browser is sent to `href` (303), where the frame says once what was done. */
void reply_see(struct reply *, struct str href);
void reply_done(struct reply *, struct msg);

void       reply_cookie(struct reply *, struct cookie);
struct str cookie_value(struct str cookies, const char *name);     /* unknown if there is none */

/* The error as a page or as an RFC 9457 problem, as wanted. */
void reply_err(struct cx *, enum format wants, struct reply *, const struct err *);

#endif
