/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * upload_test.c — forms with files: what is refused before they come, what reaches the handler,
 * what is left of them.
 */
#include "app/server/upload.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "app/turn/dispatch.h"
#include "base/arena.h"
#include "module.h"
#include "unit.h"

#define TYPE  "multipart/form-data; boundary=x"
#define TEXT_PART(name, value) \
    "--x\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"
#define FILE_PART(name, file, bytes) \
    "--x\r\nContent-Disposition: form-data; name=\"" name "\"; filename=\"" file "\"\r\n" \
    "Content-Type: text/csv\r\n\r\n" bytes "\r\n"
#define END   "--x--\r\n"
#define TOKEN "abcdefghijklmnopqrstuvwxyz-_0189"        /* the browser's own */
#define F4(l) l l l l

enum { TEXT_MAX = 100, FD_PATH_MAX = 64 };

static struct str
spool(void)
{
    return S("/tmp");
}

static bool
is_open(int fd)
{
    return fcntl(fd, F_GETFD) >= 0;
}

static struct form_in *
receive(struct str bytes, size_t step, struct str folder)
{
    struct form_in *f = NEW(unit_arena(), struct form_in);
    bool well = upload_begin(f, unit_arena(), S(TYPE), folder, TEXT_MAX);

    for (size_t at = 0; well && at < bytes.n; at += step)
        well = upload_take(f, str_part(bytes, at, step));
    check("it says whether all is well", upload_end(f) == (f->fault == UPLOAD_WELL));
    return f;
}

/* "field/name/type=content" */
static struct str
told(const struct upload *u)
{
    char    text[100];
    ssize_t n = read(u->fd, text, sizeof text);

    check("as many bytes as are told", n == u->bytes);
    return str_fmt(unit_arena(), "%.*s/%.*s/%.*s=%.*s", TEXT(u->field), TEXT(u->name),
                   TEXT(u->type), n > 0 ? (int)n : 0, text);
}

TEST(upload_receives)
{
    static const struct { const char *name, *bytes, *text, *file; size_t n_files; } row[] = {
        { "baseline", FILE_PART("f", "a.csv", "1,2\r\n3") END, NULL,
          "f/a.csv/text/csv=1,2\r\n3", 1 },
        { "with a text", TEXT_PART("q", "kediri\n") FILE_PART("f", "a", "1") END, "kediri\n",
          "f/a/text/csv=1", 1 },
        { "two files", FILE_PART("f", "a", "1") FILE_PART("f", "b", "2") END, NULL,
          "f/a/text/csv=1", 2 },
        { "no file was chosen", FILE_PART("f", "", "") TEXT_PART("q", "1") END, "1", NULL, 0 },
        { "a file of no bytes", FILE_PART("f", "a", "") END, NULL, "f/a/text/csv=", 1 },
        { "a file without a name", FILE_PART("f", "", "1") END, NULL, "f//text/csv=1", 1 },
        { "nothing", END, NULL, NULL, 0 },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        for (size_t step = 1; step < 100; step += 33) {
            struct form_in *f = receive(str_of(row[i].bytes), step, spool());

            check(row[i].name, f->fault == UPLOAD_WELL && f->n_uploads == row[i].n_files);
            check_text(row[i].name, query_value(&f->given, S("q")), str_of(row[i].text));
            if (f->n_uploads > 0)
                check_text(row[i].name, told(&f->upload[0]), str_of(row[i].file));
            upload_forget(f);
        }
}

#define A_10 "aaaaaaaaaa"
#define A_100 A_10 A_10 A_10 A_10 A_10 A_10 A_10 A_10 A_10 A_10

TEST(upload_refuses)
{
    static const struct { const char *name, *bytes, *folder; enum upload_fault fault; } row[] = {
        { "malformed", "x" END, "/tmp", UPLOAD_MALFORMED },
        { "cut off", FILE_PART("f", "a", "1"), "/tmp", UPLOAD_MALFORMED },
        { "as much text as may be", TEXT_PART("q", A_100) END, "/tmp", UPLOAD_WELL },
        { "more text", TEXT_PART("q", A_100 "a") END, "/tmp", UPLOAD_TEXT_LARGE },
        { "more text in two", TEXT_PART("q", A_100) TEXT_PART("q", "a") END, "/tmp",
          UPLOAD_TEXT_LARGE },
        { "a text that is none", TEXT_PART("q", "\xff") END, "/tmp", UPLOAD_NO_TEXT },
        { "as many files as may be", F4(F4(FILE_PART("f", "a", ""))) END, "/tmp", UPLOAD_WELL },
        { "more files", F4(F4(FILE_PART("f", "a", ""))) FILE_PART("f", "a", "") END, "/tmp",
          UPLOAD_FILES_MANY },
        { "no folder", FILE_PART("f", "a", "1") END, "/nonexistent", UPLOAD_DISK },
        { "no folder, and no file", TEXT_PART("q", "1") END, "/nonexistent", UPLOAD_WELL },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct form_in *f = receive(str_of(row[i].bytes), 1000, str_of(row[i].folder));

        check(row[i].name, f->fault == row[i].fault);
        upload_forget(f);
    }
    struct str      nul = S(TEXT_PART("q", "a\0b") END);
    struct form_in *f = receive(nul, nul.n, spool());

    check("NUL", f->fault == UPLOAD_NO_TEXT);
}

/* As on a disk on which no more than so much fits. */
TEST(upload_says_that_the_disk_is_full)
{
    struct rlimit   before, small = { .rlim_cur = 4 };
    struct form_in *f;

    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    small.rlim_max = before.rlim_max;
    setrlimit(RLIMIT_FSIZE, &small);
    f = receive(S(FILE_PART("f", "a", "12345") END), 1000, spool());
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_DFL);
    check("full", f->fault == UPLOAD_DISK_FULL);
    upload_forget(f);
}

TEST(upload_forgets_its_files)
{
    struct form_in *f = receive(S(FILE_PART("f", "a", "1") END), 1000, spool());
    int             fd = f->upload[0].fd;
    char            path[FD_PATH_MAX], file[FD_PATH_MAX];

    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(path, file, sizeof file);

    check("it has no name on the disk",
          n > 10 && memcmp(file + n - 10, " (deleted)", 10) == 0);
    upload_forget(f);
    check("it is closed", !is_open(fd) && f->n_uploads == 0);
    upload_forget(f);
    check("a second time is nothing", f->n_uploads == 0);
}

/* ---- through dispatch ------------------------------------------------------------------------ */

static struct err *
show_files(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct view v = view_in(cx->arena, cx->lang);

    view_text(&v, str_fmt(cx->arena, "[%zu %.*s]", rq->n_uploads,
                          TEXT(query_value(rq->given, S("q")))));
    if (rq->n_uploads > 0)
        view_text(&v, told(&rq->upload[0]));
    reply_page(rp, (struct msg){ .id = "Files" }, &v);
    return NULL;
}

static const struct route routes[] = {
    { POST, "/files", MAY_READ_PUBLIC, .takes_bytes = 1024, .page = show_files, .help = "x" },
    { POST, "/closed/{code}", MAY_EDIT_FACT, .takes_bytes = 1024, .page = show_files, .help = "x" },
    { POST, "/form", MAY_READ_PUBLIC, .page = show_files, .help = "x" },
};
static const struct module sample = { .name = "x", .routes = routes, .n_routes = COUNT(routes) };
static const struct module *const modules[] = { &sample, NULL };

struct asked { enum body_way way; int64_t most; struct answer out; };

/* Reads a head, asks what is to become of the body, and goes on as a worker does. */
static struct asked
ask(struct cx *cx, const char *head, const char *body)
{
    struct dispatch    *d = NEW(unit_arena(), struct dispatch);
    struct http_reader *r = NEW(unit_arena(), struct http_reader);
    struct form_in     *f = NEW(unit_arena(), struct form_in);
    struct str bytes = str_fmt(unit_arena(), "POST %s\r\nHost: a\r\nCookie: gy_form=" TOKEN "\r\n"
                               "Content-Length: %zu\r\n\r\n%s", head, strlen(body), body);
    struct body_plan plan = { .id = S("00000000000000ab"), .most = 100000 };
    struct asked     a = { .most = 0 };

    check(head, !dispatch_make(unit_arena(), d, modules));
    http_start(r, unit_arena(), &http_limits_default);
    r->asks = true;
    size_t at = http_feed(r, bytes);

    check(head, r->state == HTTP_HEADED);
    plan.length = r->length;
    a.way = dispatch_expect(d, cx, &r->request, &plan);
    a.most = plan.most;
    a.out = plan.answer;
    if (a.way == BODY_REFUSE)
        return a;
    if (a.way == BODY_RECEIVE) {
        f->who = plan.who;
        upload_begin(f, unit_arena(), http_value(&r->request, "content-type"), spool(), TEXT_MAX);
        r->request.form = f;
        http_pass(r, (size_t)plan.most);
    } else
        http_gather(r);
    http_feed(r, str_part(bytes, at, bytes.n));
    if (a.way == BODY_RECEIVE && upload_take(f, r->piece))
        upload_end(f);
    dispatch_answer(d, cx, &r->request, plan.id, &a.out);
    upload_forget(f);
    return a;
}

static bool
holds(struct str text, const char *part)
{
    size_t at;

    return str_find(text, str_of(part), &at);
}

#define TO(path)   path " HTTP/1.1\r\nContent-Type: " TYPE
#define PROOF      TEXT_PART("_token", TOKEN)
#define FILES      TEXT_PART("q", "kediri") FILE_PART("f", "a.csv", "1,2")

TEST(upload_through_dispatch)
{
    static const struct {
        const char *name, *head, *body; enum body_way way; int32_t status; const char *holds;
    } row[] = {
        { "baseline", TO("/files"), PROOF FILES END, BODY_RECEIVE, 200,
          "[1 kediri]f/a.csv/text/csv=1,2" },
        { "its proof comes last", TO("/files"), FILES PROOF END, BODY_RECEIVE, 200, "[1 kediri]" },
        { "no proof", TO("/files"), FILES END, BODY_RECEIVE, 403, "web.stale_form" },
        { "another proof", TO("/files"), TEXT_PART("_token", "x") FILES END, BODY_RECEIVE, 403,
          "web.stale_form" },
        { "malformed", TO("/files"), PROOF FILES "--x", BODY_RECEIVE, 400, "multipart.cut_off" },
        { "no boundary", "/files HTTP/1.1\r\nContent-Type: multipart/form-data", PROOF END,
          BODY_RECEIVE, 400, "multipart.boundary" },
        { "from another site", TO("/files") "\r\nOrigin: https://evil.example", PROOF FILES END,
          BODY_REFUSE, 403, "web.foreign" },
        { "too large",
          TO("/files"), PROOF FILE_PART("f", "a", F4(A_100) F4(A_100) A_100) END,
          BODY_REFUSE, 413, "1 kB" },
        { "a stranger where a right is needed", TO("/closed/a"), PROOF FILES END, BODY_REFUSE, 401,
          "right.sign_in" },
        { "a route without files", TO("/form"), PROOF FILES END, BODY_GATHER, 415,
          "web.form_type" },
        { "no such route", TO("/none"), PROOF FILES END, BODY_GATHER, 404, "web.not_found" },
        { "a form without files", "/files HTTP/1.1\r\n"
          "Content-Type: application/x-www-form-urlencoded", "q=a&_token=" TOKEN,
          BODY_GATHER, 200, "[0 a]" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct asked a = ask(unit_cx(STORE_SQLITE), row[i].head, row[i].body);

        check(row[i].name, a.way == row[i].way);
        check(row[i].name, a.out.status == row[i].status);
        check(row[i].name, holds(a.out.body, row[i].holds));
    }
}

TEST(upload_without_the_database_is_refused_before_it_comes)
{
    struct cx    cx = { .arena = unit_arena() };
    struct asked a = ask(&cx, TO("/files"), PROOF FILES END);

    check("refused", a.way == BODY_REFUSE && a.out.status == 503);
}

/* The whole of a file is on the disk, and nothing of it in memory. */
TEST(upload_keeps_a_large_file_out_of_memory)
{
    enum { PIECE = 64 << 10, PIECES = 1024 };
    struct arena    a = arena_make(1 << 20);
    struct form_in *f = NEW(&a, struct form_in);
    char           *piece = NEWS(unit_arena(), char, PIECE);
    bool            well = upload_begin(f, &a, S(TYPE), spool(), TEXT_MAX);

    memset(piece, '\r', PIECE);
    well = well && upload_take(f, S("--x\r\nContent-Disposition: form-data; name=\"f\"; "
                                    "filename=\"a\"\r\n\r\n"));
    for (size_t i = 0; well && i < PIECES; i++)
        well = upload_take(f, (struct str){ piece, PIECE });
    well = well && upload_take(f, S("\r\n" END)) && upload_end(f);
    check("well", well && f->n_uploads == 1);
    check("64 MB are there", f->upload[0].bytes == (int64_t)PIECE * PIECES);
    check("in as much memory as before", a.peak < 64 << 10);
    upload_forget(f);
    arena_drop(&a);
}
