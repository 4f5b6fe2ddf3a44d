/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * tplgen_test.c — what a template becomes, what it may not say, what the C compiler refuses.
 *
 * The golden is test/fixture/tplgen/all_view.*; the build compiles the same template into this
 * program, so that the last tests can run it.
 */
#include "tool/tplgen.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test/unit.h"

#include "fixture/tplgen/all_view.h"

#define IN(body) "{template a(struct str x, size_t n)}" body "{end}"

/* ---- accepted: the statements of one template ------------------------------------------------ */

static const struct { const char *name, *body, *code; } good[] = {
    { "a hole in text",          "<p>{x}</p>",              "view_put(v, (x));" },
    { "a hole in an attribute",  "<p id=\"{x}\"></p>",      "view_put_attr(v, (x));" },
    { "single quotes",           "<p id='{x}'></p>",        "view_put_attr(v, (x));" },
    { "a whole address",         "<a href=\"{x}\"></a>",    "view_url(v, (x));" },
    { "a part of an address",    "<a href=\"/{x}\"></a>",   "view_url_part(v, (x));" },
    { "the second hole",         "<a href=\"{x}{x}\"></a>", "view_url_part(v, (x));" },
    { "an address in src",       "<img alt=\"\" src=\"{x}\">",  "view_url(v, (x));" },
    { "an address in action",    "<form action=\"{x}\"></form>", "view_url(v, (x));" },
    { "a title holds data",      "<title>{x}</title>",      "view_put_attr(v, (x));" },
    { "a title in SVG does not", "<svg><title>{x}</title></svg>", "view_put(v, (x));" },
    { "a textarea holds data",   "<textarea>{x}</textarea>", "view_put_attr(v, (x));" },
    { "a message",               "<p>{t \"Of {0}\", x}</p>", "view_msg(v, MSG(\"Of {0}\", x));" },
    { "a message in an attribute", "<p title=\"{t \"Of {0}\", x}\"></p>",
      "view_attr_msg(v, MSG(\"Of {0}\", x));" },
    { "a comma inside brackets", "<p>{t \"Of {0}\", f(x, n)}</p>",
      "view_msg(v, MSG(\"Of {0}\", f(x, n)));" },
    { "braces inside C",         "<p>{f((struct str){ x.p, 1 })}</p>",
      "view_put(v, (f((struct str){ x.p, 1 })));" },
    { "a brace inside a string", "<p>{f(\"}\")}</p>",       "view_put(v, (f(\"}\")));" },
    { "a variable called t",     "<p>{t}</p>",              "view_put(v, (t));" },
    { "sizeof is C",             "<p>{sizeof x}</p>",       "view_put(v, (sizeof x));" },
    { "a call with arguments",   "{call b(x, n)}",          "b(v, x, n);" },
    { "a call without",          "{call b()}",              "b(v);" },
    { "literal braces",          "<p>{{}}</p>",             "view_raw(v, HTML(\"<p>{}</p>\"));" },
    { "quotes and backslashes",  "<p id=\"\\\"></p>",
      "view_raw(v, HTML(\"<p id=\\\"\\\\\\\"></p>\"));" },
    { "no trigraph",             "<p>?\?(</p>",
      "view_raw(v, HTML(\"<p>?\\?(</p>\"));" },
    { "space shrinks",           "<p> \t  {x}</p>",         "view_raw(v, HTML(\"<p> \"));" },
    { "a line end is kept",      "<p>  \n  </p>",           "view_raw(v, HTML(\"<p>\\n\"" },
    { "but not in pre",          "<pre>  </pre>",
      "view_raw(v, HTML(\"<pre>  </pre>\"));" },
    { "a condition on an attribute", "<p{if n} hidden{end}></p>",
      "view_raw(v, HTML(\" hidden\"));" },
    { "one attribute in two branches", "<p{if n} id=\"a\"{else} id=\"b\"{end}></p>",
      "view_raw(v, HTML(\" id=\\\"b\\\"\"));" },
    { "a branch inside a value", "<p class=\"a{if n} b{end}\"></p>", "view_raw(v, HTML(\" b\"));" },
    { "a loop inside a value",   "<p class=\"{for ; n; n--}a{end}\"></p>", "for (; n; n--) {" },
    { "void elements",           "<p><br><input></p>",
      "view_raw(v, HTML(\"<p><br><input></p>\"));" },
    { "SVG closes itself",       "<svg><path d=\"\"/></svg>",
      "view_raw(v, HTML(\"<svg><path d=\\\"\\\"/></svg>\"));" },
    { "no words to translate",   "<p translate=\"no\">Guyub</p>",
      "view_raw(v, HTML(\"<p translate=\\\"no\\\">Guyub</p>\"));" },
    { "a character reference",   "<p>&nbsp;&#8212;</p>",
      "view_raw(v, HTML(\"<p>&nbsp;&#8212;</p>\"));" },
    { "a form that posts carries its token", "<form method=\"post\" action=\"/a\"></form>",
      "action=\\\"/a\\\">\"));\n    view_form_token(v);\n" },
    { "in any letters",          "<form method='POST'></form>", "view_form_token(v);" },
    { "a script by address",     "<script src=\"/a.js\"></script>",
      "view_raw(v, HTML(\"<script src=\\\"/a.js\\\"></script>\"));" },
};

TEST(tplgen_accepts)
{
    for (size_t i = 0; i < COUNT(good); i++) {
        struct arena        *a = unit_arena();
        struct str           text = str_fmt(a, IN("%s"), good[i].body);
        struct template_code code;
        size_t               at;
        struct err          *e = tplgen_make(&(struct source){ a, S("a.html"), text }, S("a"),
            &code);

        check(good[i].name, !e && str_find(code.source, str_of(good[i].code), &at));
    }
}

/* ---- refused: place and reason --------------------------------------------------------------- */

#define OPEN "{template a()}"

static const struct { const char *name, *text, *says; } bad[] = {
    { "a hole in a tag's name", OPEN "<{x}></p>{end}",
      "a.html:1:16: a hole in the name of a tag; write the name out, with {if} if it varies" },
    { "a hole in an end tag", OPEN "<p></{x}>{end}",
      "a.html:1:20: a hole in the name of a tag; write the name out, with {if} if it varies" },
    { "a hole in an attribute's name", OPEN "<p data-{x}=\"1\"></p>{end}",
      "a.html:1:23: a hole in the name of an attribute; write the name out" },
    { "a hole between attributes", OPEN "<p {x}></p>{end}",
      "a.html:1:18: a hole between attributes; write name=\"…\", with {if} if it varies" },
    { "an unquoted hole", OPEN "<p id={x}></p>{end}",
      "a.html:1:21: the value of id has no quotes; write id=\"…\"" },
    { "an unquoted value", OPEN "<p id=a></p>{end}",
      "a.html:1:21: the value of id has no quotes; write id=\"…\"" },
    { "an event attribute", OPEN "<p onclick=\"{x}\"></p>{end}",
      "a.html:1:18: attribute onclick is inline script; add the listener in a script file" },
    { "a form of two methods", OPEN "<form method=\"{x}\"></form>{end}",
      "a.html:1:29: a hole in a form's method; write the method out" },
    { "a button of another method", OPEN "<button formmethod=\"post\"></button>{end}",
      "a.html:1:23: a formmethod attribute; give each method a form of its own" },
    { "a style attribute", OPEN "<p style=\"{x}\"></p>{end}",
      "a.html:1:18: a style attribute; use a class or an SVG presentation attribute" },
    { "a style element", OPEN "<style>{x}</style>{end}",
      "a.html:1:15: a style element; put the rules into the style sheet" },
    { "a hole in a script", OPEN "<script>{x}</script>{end}",
      "a.html:1:23: a hole in a script element; pass data in an attribute" },
    { "an inline script", OPEN "<script>a()</script>{end}",
      "a.html:1:23: inline script; put it into a script file" },
    { "an address that runs", OPEN "<a href=\"JavaScript:a()\"></a>{end}",
      "a.html:1:23: a javascript: address; use a button and a script file" },
    { "a frame's document", OPEN "<iframe srcdoc=\"\"></iframe>{end}",
      "a.html:1:23: a srcdoc attribute; give the frame an address" },
    { "a hole in srcset", OPEN "<img srcset=\"{x}\">{end}",
      "a.html:1:28: srcset is a list of addresses; a hole in it cannot be made safe" },
    { "a comment of HTML", OPEN "<!-- {x} -->{end}",
      "a.html:1:15: an HTML comment would travel to every reader; write {# … #}" },
    { "a hole in the doctype", OPEN "<!doctype {x}>{end}",
      "a.html:1:25: a hole in a declaration; there is only <!doctype html>" },
    { "an element left open", OPEN "<ul><li></li>{end}",
      "a.html:1:28: <ul> (since a.html:1:15) is still open here; each branch and template closes "
      "what it opens" },
    { "an end tag too many", OPEN "</p>{end}",
      "a.html:1:15: </p> closes nothing; remove it or open <p> before" },
    { "crossed elements", OPEN "<b><i></b></i>{end}",
      "a.html:1:21: </b> comes while <i> is open (since a.html:1:18); close that first" },
    { "a branch that opens", OPEN "{if x}<p>{end}</p>{end}",
      "a.html:1:24: <p> (since a.html:1:21) is still open here; each branch and template closes "
      "what it opens" },
    { "a branch that closes", OPEN "<p>{if x}</p>{end}{end}",
      "a.html:1:24: </p> closes what was opened outside this branch; open and close it in the "
      "same branch" },
    { "a branch that leaves a tag open", OPEN "{if x}<p {end}></p>{end}",
      "a.html:1:24: this branch ends in the middle of a tag or value that it began, or outside "
      "the one it "
      "began in; keep tags and quotes whole in each branch" },
    { "a branch that ends its value", OPEN "<p id=\"{if x}a\"{end}></p>{end}",
      "a.html:1:30: this branch ends in the middle of a tag or value that it began, or outside "
      "the one it "
      "began in; keep tags and quotes whole in each branch" },
    { "a branch before a value", OPEN "<p id={if x}\"a\"{end}></p>{end}",
      "a.html:1:21: a branch begins or ends here, inside a tag's name or before a value; move it "
      "between "
      "tags or attributes" },
    { "a loop between attributes", OPEN "<p{for ; x; } id=\"a\"{end}></p>{end}",
      "a.html:1:17: a loop between attributes would repeat them; write them out" },
    { "an attribute twice", OPEN "<p id=\"a\" id=\"b\"></p>{end}",
      "a.html:1:25: attribute id stands twice; keep one" },
    { "an attribute twice over a branch", OPEN "<p{if x} id=\"a\"{end} id=\"b\"></p>{end}",
      "a.html:1:36: attribute id stands twice; keep one" },
    { "attributes without a space", OPEN "<p id=\"a\"class=\"b\"></p>{end}",
      "a.html:1:24: no space before this attribute; add one" },
    { "a conditional attribute without a space", OPEN "<p{if x}hidden{end}></p>{end}",
      "a.html:1:23: no space before this attribute; add one" },
    { "a void element with a slash", OPEN "<br/>{end}",
      "a.html:1:15: <br/> ends in a slash that means nothing; write <br>" },
    { "an element that closes itself", OPEN "<div/>{end}",
      "a.html:1:15: <div/> does not close itself; write </div>" },
    { "capitals in a tag", OPEN "<P></P>{end}",
      "a.html:1:16: <P> has capitals; write names of elements in small letters" },
    { "a bare ampersand", OPEN "<p>& </p>{end}",
      "a.html:1:19: a bare & stands before this; write &amp;" },
    { "a bare less-than", OPEN "<p>1 < 2</p>{end}",
      "a.html:1:20: a bare <; write &lt;" },
    { "words without a translation", OPEN "<p>Hello</p>{end}",
      "a.html:1:18: words for people stand in {t \"…\"}, so that they have a translation; names "
      "that have none "
      "stand in an element with translate=\"no\"" },
    { "spoken words in an attribute", OPEN "<p title=\"Hello\"></p>{end}",
      "a.html:1:25: words for people stand in {t \"…\"}, so that they have a translation; names "
      "that have none "
      "stand in an element with translate=\"no\"" },
    { "words in an address", OPEN "<a href=\"{t \"x\"}\"></a>{end}",
      "a.html:1:24: words in an address; an address has no language" },
    { "holes and texts that differ", OPEN "<p>{t \"{0} of {1}\", x}</p>{end}",
      "a.html:1:18: the message has 2 holes and 1 texts; make them agree" },
    { "a gap in the holes", OPEN "<p>{t \"{1}\", x}</p>{end}",
      "a.html:1:18: the holes of a message are numbered from {0} without gaps" },
    { "an unknown directive", OPEN "{foreach x}{end}{end}",
      "a.html:1:15: there is no directive foreach; there are include, template, if, elseif, "
      "else, for, end, call, "
      "t and holes" },
    { "an empty hole", OPEN "<p>{ }</p>{end}",
      "a.html:1:18: an empty hole; name what stands here" },
    { "a hole without an end", OPEN "<p>{x</p>",
      "a.html:1:18: this { has no }; close it, or write {{ for a literal brace" },
    { "a string without an end", OPEN "<p>{\"x}</p>\n{end}",
      "a.html:1:19: a C literal without its closing quote; close it on this line" },
    { "a brace too many", OPEN "<p>}</p>{end}",
      "a.html:1:18: a } that closes nothing; write }} for a literal brace" },
    { "else without if", OPEN "{else}{end}",
      "a.html:1:15: {else} belongs to no {if}; remove it or open one before" },
    { "else twice", OPEN "{if x}{else}{else}{end}{end}",
      "a.html:1:27: {if} has had its {else} already; remove this one" },
    { "a condition without one", OPEN "{if}{end}{end}",
      "a.html:1:15: if needs something after it" },
    { "a call inside an attribute", OPEN "<p id=\"{call b()}\"></p>{end}",
      "a.html:1:22: a template writes elements; it can be called between tags only" },
    { "a branch without an end", OPEN "{if x}",
      "a.html:1:15: this branch has no {end}; add it" },
    { "a template without an end", OPEN "\n<p></p>",
      "a.html:1:1: this template has no {end}; add it" },
    { "a template in a template", OPEN "{template b()}{end}{end}",
      "a.html:1:15: a template inside a template; end the one of a.html:1:1 first" },
    { "text outside a template", "<p></p>",
      "a.html:1:1: text outside a template; open one with {template name(…)}" },
    { "a comment without an end", "\n{# a",
      "a.html:2:1: a comment without an end; write #}" },
    { "columns count characters", OPEN "<p>é — {if}</p>{end}",
      "a.html:1:22: if needs something after it" },
};

TEST(tplgen_refuses)
{
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct arena        *a = unit_arena();
        struct template_code code;
        struct err *e = tplgen_make(&(struct source){ a, S("a.html"), str_of(bad[i].text) },
            S("a"), &code);

        check_text(bad[i].name, e ? err_line(a, LANG_EN, e) : S("accepted"), str_of(bad[i].says));
    }
}

/* ---- the golden, and the same template run --------------------------------------------------- */

static struct str
read_fixture(struct arena *a, const char *name)
{
    struct source s;
    struct err   *e = source_read(a, str_z(a, str_fmt(a,
        GUYUB_SOURCE_DIR "/test/fixture/tplgen/%s", name)), &s);

    check(name, !e);
    return e ? S("") : s.text;
}

TEST(tplgen_golden)
{
    struct arena        *a = unit_arena();
    struct source        s = { a, S("all_view.html"), read_fixture(a, "all_view.html") };
    struct template_code code = { S(""), S("") };

    check("the template is accepted", tplgen_make(&s, S("all_view"), &code) == NULL);
    check_text("the header", code.header, read_fixture(a, "all_view.golden.h"));
    check_text("the source", code.source, read_fixture(a, "all_view.golden.c"));
}

static struct str
run_row(struct arena *a, struct str name, bool chosen)
{
    struct view v = view_in(a, LANG_EN);
    struct html h;

    all_row(&v, name, 12345, chosen);
    h = view_html(&v);
    return (struct str){ h.safe, h.n };
}

TEST(tplgen_escapes)
{
    struct arena *a = unit_arena();

    check_text("text, attribute and address each in their way", run_row(a, S("<b> & \"c\""), true),
               S("<li><a href=\"/rows/%3Cb%3E%20%26%20%22c%22?n=%3Cb%3E%20%26%20%22c%22&amp;all\" "
                 "title=\"Open &lt;b&gt; &amp; &quot;c&quot;\">&lt;b&gt; &amp; "
                 "&quot;c&quot;</a>: 12,345\n"
                 "<option value=\"12345\" selected>&lt;b&gt; &amp; &quot;c&quot;</option></li>\n"));
    check_text("the condition is off", run_row(a, S("d"), false),
               S("<li><a href=\"/rows/d?n=d&amp;all\" title=\"Open d\">d</a>: 12,345\n"
                 "<option value=\"12345\">d</option></li>\n"));
}

/* ---- what only the C compiler can refuse ----------------------------------------------------- */

/* Compiles a template with one hole of the given type; gives the compiler's exit code and words. */
static int
compile_hole(struct arena *a, const char *type, struct str *said)
{
    struct template_code code = { S(""), S("") };
    struct str           dir = S("/tmp/guyub-tplgen-XXXXXX");
    char                *path = (char *)str_z(a, dir);
    struct source        out, s = { a, S("place.html"), str_fmt(a,
        "{template t(%s x)}\n<p>{x}</p>{end}", type) };
    int                  status = -1;

    check("a folder", mkdtemp(path) != NULL && tplgen_make(&s, S("t"), &code) == NULL);
    const char *c = str_z(a, str_fmt(a, "%s/t.c", path)), *h = str_z(a, str_fmt(a, "%s/t.h", path));
    const char *words = str_z(a, str_fmt(a, "%s/words", path));
    source_write(a, c, code.source);
    source_write(a, h, code.header);
    pid_t child = fork();
    if (child == 0) {
        int to = open(words, O_WRONLY | O_CREAT, 0600);

        dup2(to, STDERR_FILENO);
        execlp(GUYUB_CC, GUYUB_CC, "-std=c17", "-Wall", "-Wextra", "-Werror", "-fsyntax-only",
               "-I" GUYUB_SOURCE_DIR "/src", c, (char *)NULL);
        _exit(127);
    }
    waitpid(child, &status, 0);
    *said = source_read(a, words, &out) ? S("") : out.text;
    remove(c), remove(h), remove(words), remove(path);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(tplgen_types)
{
    static const struct { const char *name, *type; bool compiles; } row[] = {
        { "a text",                    "struct str",          true  },
        { "a part of a page",          "struct html",         true  },
        { "a number",                  "int64_t",             true  },
        { "a constant text",           "const struct str",    true  },
        { "a bare pointer to text",    "const char *",        false },
        { "a pointer to html",         "struct html *",       false },
        { "a pointer to a text",       "const struct str *",  false },
        { "a number of unclear width", "size_t",              false },
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        struct str said;
        size_t     at;
        int        code = compile_hole(unit_arena(), row[i].type, &said);

        check(row[i].name, code == (row[i].compiles ? 0 : 1));
        check(row[i].name, row[i].compiles || str_find(said, S("place.html:2"), &at));
    }
}
