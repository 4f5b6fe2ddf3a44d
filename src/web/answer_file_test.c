/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/answer_file.h"

#include "base/arena.h"
#include "unit.h"

static struct str
field_of(const struct answer *a, const char *name)
{
    for (size_t i = 0; i < a->n_fields; i++)
        if (str_eq(a->field[i].name, str_of(name)))
            return a->field[i].value;
    return (struct str){ NULL, 0 };
}

static struct http_request
asking(struct str range, struct str if_range, struct str if_none_match)
{
    struct http_request rq = { .method = HTTP_GET };

    rq.field[rq.n_fields++] = (struct http_field){ S("host"), S("kediri.go.id") };
    if (range.p)
        rq.field[rq.n_fields++] = (struct http_field){ S("range"), range };
    if (if_range.p)
        rq.field[rq.n_fields++] = (struct http_field){ S("if-range"), if_range };
    if (if_none_match.p)
        rq.field[rq.n_fields++] = (struct http_field){ S("if-none-match"), if_none_match };
    return rq;
}

TEST(answer_file_range)
{
    static const struct {
        const char *name, *range, *if_range;
        int32_t     status;
        int64_t     from, n;
        const char *told;
    } row[] = {
        { "none",                   NULL,            NULL,    200,   0, 1000, NULL },
        { "a part",                 "bytes=100-199", NULL,    206, 100, 100, "bytes 100-199/1000" },
        { "the first byte",         "bytes=0-0",     NULL,    206,   0, 1, "bytes 0-0/1000" },
        { "from there on",          "bytes=999-",    NULL,    206, 999, 1, "bytes 999-999/1000" },
        { "beyond the end is cut",  "bytes=900-5000", NULL,   206, 900, 100, "bytes 900-999/1000" },
        { "the last ones",          "bytes=-10",     NULL,    206, 990, 10, "bytes 990-999/1000" },
        { "more last ones than all", "bytes=-5000",  NULL,    206,   0, 1000, "bytes 0-999/1000" },
        { "no last ones",           "bytes=-0",      NULL,    416,   0, 0, "bytes */1000" },
        { "behind the end",         "bytes=1000-",   NULL,    416,   0, 0, "bytes */1000" },
        { "several: all of it",     "bytes=0-1,5-6", NULL,    200,   0, 1000, NULL },
        { "backwards: all of it",   "bytes=5-2",     NULL,    200,   0, 1000, NULL },
        { "no number: all of it",   "bytes=a-b",     NULL,    200,   0, 1000, NULL },
        { "a sign: all of it",      "bytes=+1-2",    NULL,    200,   0, 1000, NULL },
        { "too many digits",        "bytes=99999999999999999999-", NULL, 200, 0, 1000, NULL },
        { "another unit",           "lines=1-2",     NULL,    200,   0, 1000, NULL },
        { "nothing",                "",              NULL,    200,   0, 1000, NULL },
        { "of the same file",       "bytes=1-2", "\"3f79\"",  206,   1, 2, "bytes 1-2/1000" },
        { "of another file",        "bytes=1-2", "\"3f7a\"",  200,   0, 1000, NULL },
        { "by a weak tag",          "bytes=1-2", "W/\"3f79\"", 200,  0, 1000, NULL },
        { "by a date",              "bytes=1-2", "Sun, 06 Nov 1994 08:49:37 GMT", 200, 0, 1000,
          NULL },
    };
    const struct file file = { .fd = 7, .bytes = 1000, .type = S("application/pdf"),
                               .name = S("SK.pdf"), .digest = S("3f79") };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str          range = str_of(row[i].range), if_range = str_of(row[i].if_range);
        struct http_request rq = asking(range, if_range, str_of(NULL));
        struct answer       out = { .status = 200 };

        answer_file(unit_arena(), &out, &file, &rq);
        check(row[i].name, out.status == row[i].status && out.file.from == row[i].from &&
                           out.file.n == row[i].n);
        check(row[i].name, str_eq(field_of(&out, "Content-Range"), str_of(row[i].told)));
        check(row[i].name, out.file.n == 0 || out.file.fd == 7);
    }
}

TEST(answer_file_tag)
{
    static const struct { const char *name, *if_none_match; bool known; } row[] = {
        { "what the client has",  "\"3f79\"",          true  },
        { "among others",         "\"a\", \"3f79\"",   true  },
        { "a weak twin",          "W/\"3f79\"",        true  },
        { "any",                  "*",                 true  },
        { "another",              "\"3f7\"",           false },
    };
    const struct file file = { .fd = 7, .bytes = 1000, .type = S("application/pdf"),
                               .name = S("SK.pdf"), .digest = S("3f79") };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct http_request rq = asking(S("bytes=0-1"), str_of(NULL), str_of(row[i].if_none_match));
        struct answer       out = { .status = 200 };

        answer_file(unit_arena(), &out, &file, &rq);
        check("its tag", str_eq(field_of(&out, "ETag"), S("\"3f79\"")));
        check(row[i].name, answer_is_known(&out, str_of(row[i].if_none_match)) == row[i].known);
        check(row[i].name, (out.status == 206) != row[i].known);
    }
}

TEST(answer_file_name)
{
    static const struct { const char *name, *file, *told; } row[] = {
        { "plain", "SK Tim 2024.pdf",
          "attachment; filename=\"SK Tim 2024.pdf\"; filename*=UTF-8''SK%20Tim%202024.pdf" },
        { "letters of others", "b\xc3\xa9.pdf",
          "attachment; filename=\"b__.pdf\"; filename*=UTF-8''b%C3%A9.pdf" },
        { "a quote and a line end", "a\"\r\nX: 1",
          "attachment; filename=\"a___X_ 1\"; filename*=UTF-8''a%22%0D%0AX%3A%201" },
        { "a path", "../a/b.pdf",
          "attachment; filename=\".._a_b.pdf\"; filename*=UTF-8''..%2Fa%2Fb.pdf" },
        { "none", "", "attachment" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct http_request rq = asking(str_of(NULL), str_of(NULL), str_of(NULL));
        struct answer       out = { .status = 200 };

        answer_file(unit_arena(), &out, &(struct file){ .fd = 7, .bytes = 1,
                    .type = S("text/plain"), .name = str_of(row[i].file) }, &rq);
        check(row[i].name, str_eq(field_of(&out, "Content-Disposition"), str_of(row[i].told)));
    }
}

/* What strangers sent is shown only if it can do nothing. */
TEST(answer_file_shown)
{
    static const struct { const char *type; bool wished, shown; } row[] = {
        { "application/pdf", true, true },  { "application/pdf", false, false },
        { "image/png", true, true },        { "image/jpeg", true, true },
        { "image/svg+xml", true, false },   { "text/html", true, false },
        { "text/html; charset=utf-8", true, false },
        { "application/xhtml+xml", true, false },
        { "text/plain", true, false },      { "application/zip", true, false },
        { "image/png; x=text/html", true, false },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct http_request rq = asking(str_of(NULL), str_of(NULL), str_of(NULL));
        struct answer       out = { .status = 200 };
        size_t              at;

        answer_file(unit_arena(), &out, &(struct file){ .fd = 7, .bytes = 1,
                    .type = str_of(row[i].type), .name = S("x"), .shown = row[i].wished }, &rq);
        struct str head = answer_head(unit_arena(), &out, 0, true);

        check(row[i].type, str_starts(field_of(&out, "Content-Disposition"), S("inline")) ==
                           row[i].shown);
        check(row[i].type, str_find(head, S("sandbox\r\n"), &at) == !row[i].shown);
        check("nothing may run", str_find(head, S("Policy: default-src 'none'; form"), &at));
        check("its type is not guessed", str_find(head, S("nosniff\r\n"), &at));
        check("its length", str_find(head, S("Content-Length: 1\r\n"), &at));
    }
}
