/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rights_cli.c — the tables of right.c and the routes, as rows and as a page in Markdown. */
#include "app/shell/rights_cli.h"

#include "app/modules.h"
#include "base/arena.h"
#include "base/buf.h"
#include "web/route_table.h"

/* Rights that need no post. */
static bool
is_everybodys(enum right right)
{
    return right == MAY_READ_PUBLIC || right == MAY_ENTER;
}

static bool
is_of_posts(enum right right)
{
    return !is_everybodys(right) && right != MAY_OWN_ACCOUNT;
}

/* ---- rights --------------------------------------------------------------------------------- */

static struct str
holders_of(struct cx *cx, enum right right)
{
    struct str word[POST_KINDS];
    size_t     n = 0;

    if (is_everybodys(right))
        return S("everybody");
    if (!is_of_posts(right))
        return S("signed_in");
    for (int32_t kind = 1; kind < POST_KINDS; kind++)
        if (right_of_post(right, (enum post_kind)kind))
            word[n++] = post_kind_word((enum post_kind)kind);
    return str_join(cx->arena, S(" "), word, n);
}

struct err *
rights_run(struct cx *cx, struct shell *sh)
{
    const struct column column[] = {
        { "right", MSG("Right"),            COLUMN_TEXT },
        { "means", MSG("What it lets one do"), COLUMN_TEXT },
        { "who",   MSG("Who has it"),       COLUMN_TEXT },
    };
    struct table t = table_in(cx->arena, column, COUNT(column), RIGHTS_N);

    for (int32_t right = 1; right < RIGHTS_N; right++) {
        struct str *cell = table_row(&t);

        cell[0] = right_word((enum right)right);
        cell[1] = msg_text(cx->arena, cx->lang, right_text((enum right)right));
        cell[2] = holders_of(cx, (enum right)right);
    }
    shell_table(cx, sh, &t);
    return NULL;
}

/* ---- rights page: Markdown ------------------------------------------------------------------ */

static void
say(struct cx *cx, struct buf *out, const char *before, struct msg text)
{
    buf_fmt(out, "%s%.*s\n", before, TEXT(msg_text(cx->arena, cx->lang, text)));
}

static struct str
label_of(struct cx *cx, enum post_kind kind)
{
    return msg_text(cx->arena, cx->lang, post_kind_label(kind));
}

static void
page_opening(struct cx *cx, struct buf *out)
{
    buf_add(out, S("<!-- SPDX-License-Identifier: AGPL-3.0-or-later -->\n"));
    say(cx, out, "# ", MSG("Who may what"));
    say(cx, out, "\n", MSG("This page is written by the program, from the tables that it asks:"));
    buf_add(out, S("`build/guyub rights page --lang en > doc/who-may-what.md`\n"));
    say(cx, out, "\n", MSG("A right belongs to a post, never to a person. A post stands in the "
                           "nation, in a region with all below it, or in one organisation, and "
                           "its rights go no further. Nobody has a right that is not written "
                           "here. A person acts in one post at a time."));
}

static void
page_rights(struct cx *cx, struct buf *out)
{
    say(cx, out, "\n## ", MSG("Rights"));
    buf_fmt(out, "\n| %.*s | %.*s |\n|---|---|\n",
            TEXT(msg_text(cx->arena, cx->lang, MSG("Right"))),
            TEXT(msg_text(cx->arena, cx->lang, MSG("What it lets one do"))));
    for (int32_t right = 1; right < RIGHTS_N; right++)
        buf_fmt(out, "| `%.*s` | %.*s |\n", TEXT(right_word((enum right)right)),
                TEXT(msg_text(cx->arena, cx->lang, right_text((enum right)right))));
}

static void
page_posts(struct cx *cx, struct buf *out)
{
    say(cx, out, "\n## ", MSG("Posts and their rights"));
    say(cx, out, "\n",
        MSG("Everybody may read_public and enter; who is signed in has own_account."));
    buf_fmt(out, "\n| %.*s |", TEXT(msg_text(cx->arena, cx->lang, MSG("Post"))));
    for (int32_t right = 1; right < RIGHTS_N; right++)
        if (is_of_posts((enum right)right))
            buf_fmt(out, " %.*s |", TEXT(right_word((enum right)right)));
    buf_add(out, S("\n|---|"));
    for (int32_t right = 1; right < RIGHTS_N; right++)
        if (is_of_posts((enum right)right))
            buf_add(out, S("---|"));
    buf_byte(out, '\n');
}

static void
page_post(struct cx *cx, struct buf *out, enum post_kind kind)
{
    struct str yes = msg_text(cx->arena, cx->lang, MSG("yes"));

    buf_fmt(out, "| %.*s |", TEXT(label_of(cx, kind)));
    for (int32_t right = 1; right < RIGHTS_N; right++)
        if (is_of_posts((enum right)right))
            buf_fmt(out, " %.*s |", TEXT(right_of_post((enum right)right, kind) ? yes : S("")));
    buf_byte(out, '\n');
}

/* "Coordinator, Contributor"; empty: into none. */
static struct str
assigned_by(struct cx *cx, enum post_kind by)
{
    struct str name[POST_KINDS];
    size_t     n = 0;

    for (int32_t kind = 1; kind < POST_KINDS; kind++)
        if (post_may_assign(by, (enum post_kind)kind))
            name[n++] = label_of(cx, (enum post_kind)kind);
    if (n == POST_KINDS - 1)
        return msg_text(cx->arena, cx->lang, MSG("all posts"));
    return str_join(cx->arena, S(", "), name, n);
}

static void
page_assigning(struct cx *cx, struct buf *out)
{
    say(cx, out, "\n## ", MSG("Who puts people into posts"));
    buf_fmt(out, "\n| %.*s | %.*s |\n|---|---|\n",
            TEXT(msg_text(cx->arena, cx->lang, MSG("Post"))),
            TEXT(msg_text(cx->arena, cx->lang, MSG("puts people into"))));
    for (int32_t kind = 1; kind < POST_KINDS; kind++) {
        struct str names = assigned_by(cx, (enum post_kind)kind);

        if (names.n > 0)
            buf_fmt(out, "| %.*s | %.*s |\n", TEXT(label_of(cx, (enum post_kind)kind)),
                    TEXT(names));
    }
}

/* ---- addresses, by the right that they begin with -------------------------------------------- */

static void
page_route(struct cx *cx, struct buf *out, const struct route *r)
{
    buf_fmt(out, "- `%.*s %s` %.*s\n", TEXT(route_method_name(r->method)), r->path,
            TEXT(msg_text(cx->arena, cx->lang, (struct msg){ .id = r->help })));
}

static struct str
names_with(struct cx *cx, enum right right)
{
    struct str name[POST_KINDS];
    size_t     n = 0;

    if (is_everybodys(right))
        return msg_text(cx->arena, cx->lang, MSG("everybody"));
    if (!is_of_posts(right))
        return msg_text(cx->arena, cx->lang, MSG("everybody who is signed in"));
    for (int32_t kind = 1; kind < POST_KINDS; kind++)
        if (right_of_post(right, (enum post_kind)kind))
            name[n++] = label_of(cx, (enum post_kind)kind);
    return str_join(cx->arena, S(", "), name, n);
}

static size_t
routes_with(struct cx *cx, struct buf *out, enum right right)
{
    size_t n = 0;

    for (const struct module *const *m = app_modules; *m; m++)
        for (size_t i = 0; i < (*m)->n_routes; i++)
            if ((*m)->routes[i].right == right) {
                if (n++ == 0)
                    buf_fmt(out, "\n### `%.*s`\n\n%.*s\n\n", TEXT(right_word(right)),
                            TEXT(names_with(cx, right)));
                page_route(cx, out, &(*m)->routes[i]);
            }
    return n;
}

struct err *
rights_page_run(struct cx *cx, struct shell *sh)
{
    page_opening(cx, sh->out);
    page_rights(cx, sh->out);
    page_posts(cx, sh->out);
    for (int32_t kind = 1; kind < POST_KINDS; kind++)
        page_post(cx, sh->out, (enum post_kind)kind);
    page_assigning(cx, sh->out);
    say(cx, sh->out, "\n## ", MSG("Addresses"));
    say(cx, sh->out, "\n", MSG("An address begins with a right, which is asked before its page is "
                               "made; the page then asks it again for the thing that it shows or "
                               "changes. The same right is needed for .json and .csv."));
    for (int32_t right = 1; right < RIGHTS_N; right++)
        routes_with(cx, sh->out, (enum right)right);
    return NULL;
}
