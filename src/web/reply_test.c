/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/reply.h"

#include "base/arena.h"
#include "unit.h"

static struct cx
context(void)
{
    return (struct cx){ .arena = unit_arena(), .lang = LANG_EN };
}

static struct err *
sample(struct arena *a)
{
    return err_of(a, (struct err){
        .kind = ERR_MISSING, .code = "region.unknown",
        .text = MSG("There is no region with the code {0}.", S("<35>")),
        .detail = MSG("Codes have dots: {0}.", S("35.71")),
        .hint = MSG("Search by name."), .where = S("code"),
    });
}

TEST(reply_problem_as_data)
{
    struct cx    cx = context();
    struct reply rp;

    reply_problem(&cx, AS_CSV, &rp,
                  &(struct problem){ .err = sample(cx.arena), .request_id = S("7f") });
    check_text("its type", rp.type, S("application/problem+json"));
    check("the status of its kind", rp.status == 404 && !rp.is_page);
    check_text("all that is known", rp.body,
               S("{\"type\":\"urn:guyub:problem:region.unknown\","
                 "\"title\":\"There is no region with the code <35>.\",\"status\":404,"
                 "\"detail\":\"Codes have dots: 35.71.\",\"instance\":\"urn:guyub:request:7f\","
                 "\"code\":\"region.unknown\",\"hint\":\"Search by name.\",\"where\":\"code\"}"));
    reply_err(&cx, AS_JSON, &rp, err_of(cx.arena, (struct err){
        .kind = ERR_CONFLICT, .code = "x.y", .text = MSG("No.") }));
    check_text("no more than is known", rp.body,
               S("{\"type\":\"urn:guyub:problem:x.y\",\"title\":\"No.\",\"status\":409,"
                 "\"code\":\"x.y\"}"));
}

TEST(reply_problem_as_page)
{
    struct cx    cx = context();
    struct reply rp;
    struct err  *broken = err_of(cx.arena, (struct err){
        .kind = ERR_BROKEN, .code = "disk.full", .text = MSG("The disk is full.") });
    size_t at;

    reply_err(&cx, AS_HTML, &rp, sample(cx.arena));
    check("a page with its status", rp.is_page && rp.status == 404);
    check("text, escaped", str_find(rp.body, S("code &lt;35&gt;.</h1>"), &at));
    check("why", str_find(rp.body, S("Codes have dots: 35.71.</p>"), &at));
    check("what to do", str_find(rp.body, S("Search by name.</p>"), &at));
    check("the code", str_find(rp.body, S("region.unknown"), &at));
    reply_problem(&cx, AS_HTML, &rp, &(struct problem){ .err = broken, .request_id = S("7fa3") });
    check("a fault of ours has a number", str_find(rp.body, S("7fa3"), &at) && rp.status == 500);
    reply_problem(&cx, AS_HTML, &rp,
                  &(struct problem){ .err = sample(cx.arena), .status = 406,
                                     .request_id = S("7fa3") });
    check("a mistake of the asker's has none", !str_find(rp.body, S("7fa3"), &at));
    check("another status is kept", rp.status == 406);
    reply_problem(&cx, AS_HTML, &rp,
                  &(struct problem){ .err = sample(cx.arena), .status = 507,
                                     .request_id = S("7fa3") });
    check("a full disk has a number", str_find(rp.body, S("7fa3"), &at));
}

TEST(reply_table_as_wanted)
{
    static const struct column columns[] = { { "name", { .id = "Name" }, COLUMN_TEXT },
                                             { "n",    { .id = "N" },    COLUMN_INT  } };
    struct cx      cx = context();
    struct request rq = { .wants = AS_JSON };
    struct reply   rp = { .status = 0 };
    struct table   t = table_in(cx.arena, columns, COUNT(columns), 1);
    struct str    *cell = table_row(&t);

    cell[0] = S("=Kediri");
    cell[1] = S("46");
    reply_table(&cx, &rq, &rp, &t);
    check_text("JSON", rp.body, S("[{\"name\":\"=Kediri\",\"n\":46}]"));
    check_text("of its type", rp.type, S("application/json"));
    rq.wants = AS_CSV;
    reply_table(&cx, &rq, &rp, &t);
    check_text("CSV, shielded", rp.body, S("name,n\r\n'=Kediri,46\r\n"));
    check_text("of its type", rp.type, S("text/csv; charset=utf-8; header=present"));
}

TEST(reply_page_too_large_has_no_body)
{
    struct cx    cx = context();
    struct view  v = view_in(cx.arena, cx.lang);
    struct reply rp = { .status = 0 };

    v.out.cap = 10;
    view_text(&v, S("0123456789"));
    reply_page(&rp, MSG("Title"), &v);
    check("it just fits", rp.body.p && rp.body.n == 10);
    view_text(&v, S("x"));
    reply_page(&rp, MSG("Title"), &v);
    check("one byte more", rp.is_page && !rp.body.p);
}
