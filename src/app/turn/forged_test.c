/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* forged_test.c — who comes in, whose forms count, what is kept of a refused one, for whom. */
#include "app/turn/forged.h"

#include <string.h>

#include "app/modules.h"
#include "app/turn/kept.h"
#include "base/arena.h"
#include "base/rand.h"
#include "base/secret.h"
#include "ground/identity/identity.h"
#include "ground/journal/journal.h"
#include "ground/post/post.h"
#include "module.h"
#include "unit.h"
#include "unit_slices.h"
#include "web/form_html.h"

struct note { struct str title, text, password; int32_t kind; bool open; };

static const struct choice kinds[] = {
    { "a", "First kind" }, { "b", "Second kind" }, { NULL, NULL },
};
static const struct field note_fields[] = {
    FIELD(struct note, title,    F_TEXT,   .max = 50,  .label = "Its title", .required = true),
    FIELD(struct note, text,     F_TEXT,   .max = 900, .label = "Its text"),
    FIELD(struct note, password, F_TEXT,   .max = 50,  .label = "Its password", .secret = true),
    FIELD(struct note, kind,     F_CHOICE, .choices = kinds, .label = "Its kind"),
    FIELD(struct note, open,     F_FLAG,   .label = "Is open"),
};
static const struct form note_form = FORM(struct note, note_fields);

static int n_done, n_made;

static struct err *
draw(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct view v = view_in(cx->arena, cx->lang);

    (void)rq;
    form_draw(&v, &(struct form_draw){ .form = &note_form, .action = S("/note"), .posts = true,
                                       .button = "Save" });
    reply_page(rp, MSG("Note"), &v);
    return NULL;
}

static struct err *
plain(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct view v = view_in(cx->arena, cx->lang);

    (void)rq;
    view_text(&v, str_fmt(cx->arena, "[page %d at %lld for %.*s]", ++n_made, (long long)cx->now_s,
                          TEXT(cx->client)));
    reply_page(rp, MSG("Plain"), &v);
    return NULL;
}

static struct err *
act(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct note *note = rq->form;

    n_done++;
    check("a handler of a form may write", !cx->read_only);
    reply_see(rp, S("/own"));
    reply_done(rp, MSG("Saved: {0}", note->title));
    return NULL;
}

static struct err *
late(struct cx *cx, const struct request *rq, struct reply *rp)
{
    (void)rq;
    rp->wait_s = 42;
    return err_of(cx->arena, (struct err){
        .kind = ERR_TOO_OFTEN, .code = "x.often", .text = { .id = "Too often." },
    });
}

static struct err *
full(struct cx *cx, const struct request *rq, struct reply *rp)
{
    (void)rq;
    (void)rp;
    return err_of(cx->arena, (struct err){
        .kind = ERR_BROKEN, .code = "store.full", .text = { .id = "The disk is full." },
    });
}

#define ROUTE(m, p, r, ...) \
    { .method = (m), .path = (p), .right = (r), .help = "x", .page = __VA_ARGS__ }

static const struct route routes[] = {
    ROUTE(GET,  "/note",    MAY_READ_PUBLIC, draw),
    ROUTE(POST, "/note",    MAY_OWN_ACCOUNT, act, .form = &note_form),
    ROUTE(POST, "/enter",   MAY_ENTER,       act, .form = &note_form),
    ROUTE(POST, "/assign",  MAY_ASSIGN_POST, act, .form = &note_form),
    ROUTE(POST, "/late",    MAY_ENTER,       late),
    ROUTE(POST, "/full",    MAY_OWN_ACCOUNT, full, .form = &note_form),
    ROUTE(GET,  "/own",     MAY_OWN_ACCOUNT, plain, .serves = SERVES_LIST),
    ROUTE(GET,  "/kept",    MAY_READ_PUBLIC, plain, .keeps = true),
    ROUTE(GET,  "/wrong",   MAY_READ_PUBLIC, draw, .keeps = true),
    ROUTE(GET,  "/sign-in", MAY_ENTER,       plain),
};
static const struct module sample = {
    .name = "sample", .routes = routes, .n_routes = COUNT(routes),
};
static const struct module *const modules[] = { &sample, NULL };

/* ---- a browser that is in, and one that is not ---------------------------------------------- */

#define AGENT "unit/1"

struct door {
    struct cx      *cx;
    struct kept    *kept;
    struct str      session, other, form_token;     /* two sessions of one person               */
    struct answer   out;
};

static struct str
sign_in(struct cx *cx, struct str password)
{
    struct identity_knock knock = { .visit = { .agent = S(AGENT) } };
    struct identity_pass  pass;

    check("who knows the password gets in",
          !identity_sign_in(cx, &knock, S("ani"), password, &pass));
    return pass.token;
}

static void
ask(struct door *d, const char *line, const char *more, struct str cookies, struct str body)
{
    struct arena       *a = unit_arena();
    struct dispatch    *dispatch = NEW(a, struct dispatch);
    struct http_reader *r = NEW(a, struct http_reader);
    struct str          client = S("10.0.0.1"), wrong;

    check("the routes are in order", !dispatch_make(a, dispatch, modules));
    check("proxies are trusted", client_nets_read(S("10.0.0.0/8"), &dispatch->trusted, &wrong));
    dispatch->kept = d->kept;
    http_start(r, a, &http_limits_default);
    http_feed(r, str_fmt(a, "%s HTTP/1.1\r\nHost: kota.example\r\nUser-Agent: " AGENT "\r\n"
                         "Accept-Language: en\r\nCookie: x=y%.*s\r\n%s"
                         "Content-Type: application/x-www-form-urlencoded\r\n"
                         "Content-Length: %zu\r\n\r\n%.*s", line, TEXT(cookies), more, body.n,
                         TEXT(body)));
    check(line, r->state == HTTP_WHOLE);
    d->cx->client = client;
    d->cx->now_s = 1700000000;
    dispatch_answer(dispatch, d->cx, &r->request, S("00000000000000ab"), &d->out);
}

static bool
holds(const struct door *d, const char *part)
{
    size_t at;

    return str_find(d->out.body, str_of(part), &at);
}

static struct str
field_of(const struct door *d, const char *name, const char *start)
{
    for (size_t i = 0; i < d->out.n_fields; i++)
        if (str_eq(d->out.field[i].name, str_of(name)) &&
            str_starts(d->out.field[i].value, str_of(start)))
            return d->out.field[i].value;
    return (struct str){ NULL, 0 };
}

static struct str
token_in(const struct door *d)
{
    struct str mark = S("name=\"_token\" value=\""), token, rest;
    size_t     at;

    if (!str_find(d->out.body, mark, &at))
        return (struct str){ NULL, 0 };
    str_cut(str_part(d->out.body, at + mark.n, d->out.body.n), '"', &token, &rest);
    return token;
}

static struct str
session_cookie(struct str session)
{
    return str_fmt(unit_arena(), "; " IDENTITY_COOKIE "=%.*s", TEXT(session));
}

static struct door
at_the_door(void)
{
    static struct secret_key key;
    static struct rand       chance = { .state = 1 };
    struct door              d = { .cx = unit_slices_cx(STORE_SQLITE) };
    struct identity_first    first;

    key = secret_key_new();
    d.cx->key = &key;
    d.cx->chance = &chance;
    d.cx->now_s = 1700000000;
    d.cx->who = &who_program;
    check("somebody has an account",
          !identity_first(d.cx, S("ani"), S("Ani <b>"), &first) && first.made);
    d.session = sign_in(d.cx, first.password);
    d.other = sign_in(d.cx, first.password);
    ask(&d, "GET /note", "", session_cookie(d.session), S(""));
    d.form_token = token_in(&d);
    check("a form of who is in has a token", d.out.status == 200 && d.form_token.n >= 32);
    return d;
}

#define BROWSER "abcdefghijklmnopqrstuvwxyz-_0189"
#define COOKIE  "; gy_form=" BROWSER
#define FIELDS  "title=Judul+%3Ci%3E&text=Isi+panjang&password=rahasia&kind=b&open=1&_token="

enum token { OWN_TOKEN, NO_TOKEN, WRONG_TOKEN, BROWSER_TOKEN, OTHER_TOKEN };

static struct str
fields_with(const struct door *d, enum token which, struct str other)
{
    struct str token[] = {
        [OWN_TOKEN] = d->form_token, [NO_TOKEN] = S(""), [BROWSER_TOKEN] = S(BROWSER),
        [WRONG_TOKEN] = S("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), [OTHER_TOKEN] = other,
    };

    return str_fmt(unit_arena(), "%s%.*s", FIELDS, TEXT(token[which]));
}

/* ---- forms of who is in --------------------------------------------------------------------- */

#define OWN_PAGE   "Origin: https://kota.example\r\n"
#define OTHER_SITE "Origin: https://evil.example\r\n"

TEST(forged_forms_do_nothing)
{
    static const struct { const char *name, *more; enum token token; const char *code; } row[] = {
        { "baseline",                     "", OWN_TOKEN, NULL },
        { "from our page",                OWN_PAGE, OWN_TOKEN, NULL },
        { "from another site's",          OTHER_SITE, OWN_TOKEN, "web.foreign" },
        { "from a page that hides",       "Origin: null\r\n", OWN_TOKEN, "web.foreign" },
        { "from another site, it says",   "Sec-Fetch-Site: cross-site\r\n", OWN_TOKEN,
          "web.foreign" },
        { "without a token",              "", NO_TOKEN, "web.stale_form" },
        { "with a made-up token",         "", WRONG_TOKEN, "web.stale_form" },
        { "with another session's",       "", OTHER_TOKEN, "web.stale_form" },
        { "with the browser's",           "", BROWSER_TOKEN, "web.stale_form" },
        { "with the browser's, from our page", OWN_PAGE, BROWSER_TOKEN, NULL },
    };
    struct door d = at_the_door();
    struct str  cookies = str_fmt(unit_arena(), COOKIE "%.*s",
                                  TEXT(session_cookie(d.session)));

    ask(&d, "GET /note", "", session_cookie(d.other), S(""));
    struct str other = token_in(&d);

    check("each session has its own", other.n > 0 && !str_eq(other, d.form_token));
    for (size_t i = 0; i < COUNT(row); i++) {
        int before = n_done;

        ask(&d, "POST /note", row[i].more, cookies, fields_with(&d, row[i].token, other));
        check(row[i].name, d.out.status == (row[i].code ? 403 : 303));
        check(row[i].name, (n_done > before) == !row[i].code);
        check(row[i].name, !row[i].code || holds(&d, row[i].code));
        check(row[i].name, !row[i].code || holds(&d, "Nothing was changed."));
        bool keeps = row[i].code && strcmp(row[i].code, "web.stale_form") == 0;

        check(row[i].name, holds(&d, "What you typed is not lost") == keeps);
    }
}

TEST(forged_forms_of_strangers)
{
    static const struct {
        const char *name, *line, *more, *cookie; enum token token; int32_t status;
    } row[] = {
        { "baseline",              "POST /enter", "", COOKIE, BROWSER_TOKEN, 303 },
        { "from our page",         "POST /enter", OWN_PAGE, COOKIE, BROWSER_TOKEN, 303 },
        { "from another site's",   "POST /enter", OTHER_SITE, COOKIE, BROWSER_TOKEN, 403 },
        { "without the cookie",    "POST /enter", "", "", BROWSER_TOKEN, 403 },
        { "without the field",     "POST /enter", "", COOKIE, NO_TOKEN, 403 },
        { "both empty",            "POST /enter", "", "; gy_form=", NO_TOKEN, 403 },
        { "another's",             "POST /enter", "", COOKIE, WRONG_TOKEN, 403 },
        { "a cookie of another make", "POST /enter", "", "; gy_form=a", NO_TOKEN, 403 },
        { "a session's token without it", "POST /enter", "", COOKIE, OWN_TOKEN, 403 },
        { "what one must be in for", "POST /note", "", COOKIE, BROWSER_TOKEN, 401 },
    };
    struct door d = at_the_door();

    for (size_t i = 0; i < COUNT(row); i++) {
        int before = n_done;

        ask(&d, row[i].line, row[i].more, str_of(row[i].cookie),
            fields_with(&d, row[i].token, S("")));
        check(row[i].name, d.out.status == row[i].status);
        check(row[i].name, (n_done > before) == (row[i].status == 303));
    }
}

TEST(forged_the_browser_is_given_a_token_once)
{
    struct door d = at_the_door();

    ask(&d, "GET /note", "", S(""), S(""));
    struct str token = token_in(&d), cookie = field_of(&d, "Set-Cookie", "gy_form=");

    check("the field and the cookie are one", token.n == 32 &&
          str_starts(str_part(cookie, 8, cookie.n), token));
    check_text("and kept by nobody", field_of(&d, "Cache-Control", ""), S("private, no-store"));
    ask(&d, "GET /note", "", str_fmt(unit_arena(), "; gy_form=%.*s", TEXT(token)), S(""));
    check_text("the same again", token_in(&d), token);
    check("without a cookie", !str_is_known(field_of(&d, "Set-Cookie", "gy_form=")));
    check("the mark is gone", !memchr(d.out.body.p, VIEW_TOKEN_MARK, d.out.body.n));
}

static void
ask_wrong(void *arg)
{
    ask(arg, "GET /wrong", "", S(""), S(""));
}

TEST(forged_a_kept_page_has_no_form)
{
    struct door d = at_the_door();

    check("it is our mistake, and shows", unit_aborts(ask_wrong, &d));
}

/* ---- nothing typed is lost ------------------------------------------------------------------ */

TEST(forged_what_was_typed_is_kept)
{
    static const struct { const char *name, *text; bool is; } row[] = {
        { "a label and what was typed",  "Its title</dt>", true },
        { "as text",                     "Judul &lt;i&gt;</dd>", true },
        { "as a field to send",          "name=\"title\" value=\"Judul &lt;i&gt;\"", true },
        { "a choice in words",           "Second kind</dd>", true },
        { "a flag in words",             "yes</dd>", true },
        { "to the same address",         "<form method=\"post\" action=\"/note?a=b\">", true },
        { "no password",                 "rahasia", false },
        { "but word of it",              "Passwords and codes are not kept", true },
        { "not the old token",           "AAAAAAAAAAAAAAAA", false },
        { "the button",                  ">Send again</button>", true },
    };
    struct door d = at_the_door();

    for (int who = 0; who < 2; who++) {
        ask(&d, "POST /note?a=b", "", who ? session_cookie(d.session) : S(""),
            fields_with(&d, WRONG_TOKEN, S("")));
        check("refused", d.out.status == (who ? 403 : 401));
        for (size_t i = 0; i < COUNT(row); i++)
            check(row[i].name, holds(&d, row[i].text) == row[i].is);
        check("a stranger signs in first",
              holds(&d, "href=\"/sign-in\" target=\"_blank\"") == !who);
    }
}

/* The session ends in the middle of a form; its reader signs in in another tab and sends again. */
TEST(forged_sent_again_after_signing_in)
{
    struct door d = at_the_door();

    ask(&d, "POST /note", OWN_PAGE, S("; " IDENTITY_COOKIE "=gone"),
        fields_with(&d, OWN_TOKEN, S("")));
    struct str token = token_in(&d), cookie = field_of(&d, "Set-Cookie", "gy_form=");

    check("refused", d.out.status == 401 && token.n == 32);
    check("the dead session's cookie is taken away",
          str_is_known(field_of(&d, "Set-Cookie", IDENTITY_COOKIE "=; Path=/; Max-Age=0")));
    struct str pair, rest;
    int        before = n_done;

    str_cut(cookie, ';', &pair, &rest);
    ask(&d, "POST /note", OWN_PAGE,
        str_fmt(unit_arena(), "; %.*s%.*s", TEXT(pair), TEXT(session_cookie(d.session))),
        str_fmt(unit_arena(), "title=a&_token=%.*s", TEXT(token)));
    check("done", d.out.status == 303 && n_done == before + 1);
}

TEST(forged_denied_keeps_what_was_typed_too)
{
    struct door d = at_the_door();
    int         before = n_done;

    ask(&d, "POST /assign", "", session_cookie(d.session), fields_with(&d, OWN_TOKEN, S("")));
    check("refused", d.out.status == 403 && n_done == before);
    check("it says what is missing and whom to ask",
          holds(&d, "You act in no post.") && holds(&d, "Administrator"));
    check("and keeps what was typed", holds(&d, ">Send again</button>") && holds(&d, "Judul"));
}

TEST(forged_without_the_database_what_was_typed_is_kept)
{
    struct door   d = at_the_door();
    struct store *store = d.cx->store;

    d.cx->store = NULL;
    ask(&d, "POST /note", "", session_cookie(d.session), fields_with(&d, OWN_TOKEN, S("")));
    check("later, please", d.out.status == 503 && holds(&d, "web.store_away"));
    check("nothing is lost", holds(&d, ">Send again</button>") && holds(&d, "Judul"));
    d.cx->store = store;
}

TEST(forged_on_a_full_disk_what_was_typed_is_kept)
{
    struct door d = at_the_door();

    ask(&d, "POST /full", "", session_cookie(d.session), fields_with(&d, OWN_TOKEN, S("")));
    check("later, when there is room", d.out.status == 503 && holds(&d, "store.full"));
    check("nothing is lost", holds(&d, ">Send again</button>") && holds(&d, "Judul"));
}

/* ---- where nobody is sent ------------------------------------------------------------------- */

TEST(forged_strangers_are_shown_the_door)
{
    static const struct { const char *line; int32_t status; const char *location; } row[] = {
        { "GET /own",                303, "/sign-in?to=/own" },
        { "GET /own?q=a%26b&page=2", 303, "/sign-in?to=/own%3Fq%3Da%2526b%26page%3D2" },
        { "HEAD /own",               303, "/sign-in?to=/own" },
        { "GET /own.json",           401, NULL },
        { "GET /own.csv",            401, NULL },
    };
    struct door d = at_the_door();

    for (size_t i = 0; i < COUNT(row); i++) {
        ask(&d, row[i].line, "", S(""), S(""));
        check(row[i].line, d.out.status == row[i].status);
        check_text(row[i].line, field_of(&d, "Location", ""), str_of(row[i].location));
        check(row[i].line, (d.out.status == 401) ==
                               str_is_known(field_of(&d, "WWW-Authenticate", "Cookie ")));
    }
    ask(&d, "GET /own", "Accept: application/json\r\n", S(""), S(""));
    check("data is not sent to a page", d.out.status == 401 && holds(&d, "\"right.sign_in\""));
}

/* ---- for this reader alone ------------------------------------------------------------------ */

TEST(forged_pages_of_who_is_in_are_theirs_alone)
{
    struct door d = at_the_door();

    d.kept = kept_make(unit_arena(), 1 << 20);
    for (int round = 0; round < 3; round++) {
        int before = n_made;

        ask(&d, "GET /kept", "", session_cookie(d.session), S(""));
        check("made for them", n_made == before + 1 && !d.out.kept);
        check("with their name, as text", holds(&d, "Ani &lt;b&gt;"));
        check("with the time", holds(&d, "at 1700000000"));
        check("they may sign out", holds(&d, "action=\"/sign-out\""));
        check_text("kept by nobody", field_of(&d, "Cache-Control", ""), S("private, no-store"));
        check("not even by a tag", !str_is_known(field_of(&d, "ETag", "")));
        check("by cookie", str_ends(field_of(&d, "Vary", ""), S("Cookie")));

        ask(&d, "GET /kept", "", S(""), S(""));
        check("strangers see a stranger's page", !holds(&d, "Ani") && holds(&d, "at 0"));
        check("who may sign in", holds(&d, "href=\"/sign-in?to=/kept\""));
        check("and it is kept", d.out.kept == (round > 0));
        check_text("as before", field_of(&d, "Cache-Control", ""), S("no-cache"));
    }
    ask(&d, "GET /none", "", session_cookie(d.session), S(""));
    check("who is in is in on every page", d.out.status == 404 && holds(&d, "Ani &lt;b&gt;"));
}

TEST(forged_what_was_done_is_told_once)
{
    struct door d = at_the_door();
    struct str  pair, rest;

    d.kept = kept_make(unit_arena(), 1 << 20);
    ask(&d, "POST /note", "", session_cookie(d.session), fields_with(&d, OWN_TOKEN, S("")));
    check_text("on to the page", field_of(&d, "Location", ""), S("/own"));
    str_cut(field_of(&d, "Set-Cookie", "gy_done="), ';', &pair, &rest);
    struct str done = str_fmt(unit_arena(), "; %.*s", TEXT(pair));

    check("for a short time", str_starts(rest, S(" Path=/; Max-Age=60;")));
    ask(&d, "HEAD /kept", "", done, S(""));
    check("a look does not use it up", !str_is_known(field_of(&d, "Set-Cookie", "gy_done=")));
    ask(&d, "GET /kept", "", done, S(""));
    check("told", holds(&d, "Saved: Judul &lt;i&gt;") && holds(&d, "role=\"status\""));
    check("and taken away",
          str_is_known(field_of(&d, "Set-Cookie", "gy_done=; Path=/; Max-Age=0")));
    ask(&d, "GET /kept", "", S(""), S(""));
    check("nobody else is told", !d.out.kept && !holds(&d, "Saved"));
    ask(&d, "GET /kept", "", S("; gy_done=00.Palsu"), S(""));
    check("what we did not say is not said", !holds(&d, "Palsu"));
}

/* ---- what an auditor reads ------------------------------------------------------------------ */

static void
make_auditor(struct cx *cx)
{
    struct post_new   made = { .kind = POST_AUDITOR, .title = S("Inspektorat") };
    struct post_assign given = { .as = HOLD_DEFINITIVE, .from = { 2023, 11, 1 }, .why = S("A test"),
                                 .to = { 2023, 12, 31 }, .decree = S("SK 1/2023"), };
    struct post_hold_id hold;
    bool                found;

    cx->who = &who_program;
    cx->read_only = false;
    struct err *e = identity_find(cx, S("ani"), &given.account, &found);

    check("the account", !e && found);
    e = post_add(cx, &made, &given.post);
    check_text("a post", e ? str_of(e->code) : S(""), S(""));
    e = post_assign(cx, &given, &hold);
    check_text("held", e ? str_of(e->code) : S(""), S(""));
}

/* How often the journal tells that the page was read. */
static size_t
n_read(struct cx *cx)
{
    struct journal_topic topic = { .thing = "page", .key = S("/kept") };
    struct journal_lines lines = { .n = 0 };
    size_t               n = 0;

    cx->who = &who_program;
    check("the journal is asked", !journal_of(cx, &topic, &lines));
    for (size_t i = 0; i < lines.n; i++)
        n += lines.row[i].verb == JOURNAL_READ;
    return n;
}

/* The journal cannot be written any more. */
static void
break_journal(struct cx *cx)
{
    static const struct migration broken = {
        .slice = "unit", .number = 1, .title = "x", .digest = "1", .postgres = "",
        .sqlite = "CREATE TRIGGER unit_no BEFORE INSERT ON journal_tail "
                  "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END;",
    };
    int64_t applied;
    size_t  n;
    const struct migration *const *all = app_migrations(cx->arena, &n);
    const struct migration       **list = NEWS(cx->arena, const struct migration *, n + 1);

    memcpy(list, all, n * sizeof *list);
    list[n] = &broken;
    check("it is broken", !store_migrate(cx, list, n + 1, &applied) && applied == 1);
}

TEST(forged_an_auditors_page_is_on_record_before_it_is_shown)
{
    struct door d = at_the_door();

    ask(&d, "GET /kept", "", session_cookie(d.session), S(""));
    check("of others it is not", d.out.status == 200 && n_read(d.cx) == 0);
    make_auditor(d.cx);
    ask(&d, "GET /kept", "", session_cookie(d.session), S(""));
    check("shown", d.out.status == 200 && holds(&d, "[page ") && holds(&d, "Inspektorat"));
    check("and told", n_read(d.cx) == 1);
    ask(&d, "GET /note", "", session_cookie(d.session), S(""));
    check("each by its own name", n_read(d.cx) == 1);
    break_journal(d.cx);
    ask(&d, "GET /kept", "", session_cookie(d.session), S(""));
    check("without the record nothing is shown", d.out.status == 503 && !holds(&d, "[page "));
    check("and it says why", holds(&d, "web.untold"));
    ask(&d, "GET /kept", "", S(""), S(""));
    check("strangers read on", d.out.status == 200 && holds(&d, "[page "));
}

/* ---- fields of the answer ------------------------------------------------------------------- */

TEST(forged_cookies_by_tls)
{
    struct door d = at_the_door();

    ask(&d, "GET /note", "", S(""), S(""));
    check("not by TLS", !str_ends(field_of(&d, "Set-Cookie", "gy_form="), S("Secure")));
    ask(&d, "GET /note?lang=en", "X-Forwarded-Proto: https\r\n", S(""), S(""));
    check("by TLS", str_ends(field_of(&d, "Set-Cookie", "gy_form="), S("; HttpOnly; Secure")));
    check("the language too", str_ends(field_of(&d, "Set-Cookie", "lang="), S("; Secure")));
    ask(&d, "GET /sign-in", "X-Forwarded-For: 6.6.6.6, 203.0.113.7\r\n", S(""), S(""));
    check("the client is the one that the proxy saw", holds(&d, "for 203.0.113.7]"));
}

TEST(forged_too_often_says_when_to_come_again)
{
    struct door d = at_the_door();

    ask(&d, "POST /late", "", S(COOKIE), S("_token=" BROWSER));
    check("refused", d.out.status == 429);
    check_text("until then", field_of(&d, "Retry-After", ""), S("42"));
}
