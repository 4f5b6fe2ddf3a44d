/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document_test.c — the vault on both engines: adding, renewing, citing, rights, cut uploads. */
#include "office/document/document.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/sha.h"
#include "ground/journal/journal.h"
#include "ground/org/org.h"
#include "ground/region/region_sql.h"
#include "office/document/document_test.h"
#include "office/document/document_vault.h"
#include "site.h"
#include "store/store_test.h"
#include "unit_slices.h"

static const char orgs[] =
    "code,kind,name,short_name,region_code,parent_code,valid_from,valid_to,successor_code,law,"
    "source\n"
    "a1,agency,Dinas A,,35.71,,,,,,x\nb1,agency,Dinas B,,35.71,,,,,,x\n";

static const struct citation item = { "test_item", { "k1", 2 }, { "3.2.1", 5 } };
static const struct citation decided = { "test_item", { "k2", 2 }, { "", 0 } };

/* ---- help ------------------------------------------------------------------------------------ */

static struct site site;

void
document_test_begin(struct cx *cx)
{
    struct region_id id;
    int64_t          n_new;

    site = (struct site){ .vault = str_of(unit_folder()) };
    cx->site = &site;
    cx->who = &who_program;
    check_ok("a city", region_add(cx, &(struct region_add_in){ .code = S("35.71"),
        .kind = S("city"), .name = S("Kota Kediri"), .parent_code = S("35"),
        .source = S("test") }, &id));
    check_ok("agencies", org_import_text(cx, S("org.csv"), str_of(orgs), &n_new));
}

struct str
document_test_add(struct cx *cx, struct document_new new, struct str bytes)
{
    struct str code = S("");

    new.source = (struct document_source){ .fd = unit_file(bytes), .name = S("SK Tim.pdf") };
    check_ok("added", document_add(cx, &new, &code));
    return code;
}

struct err *
document_test_renew(struct cx *cx, struct str code, struct str bytes)
{
    struct document_source source = { .fd = unit_file(bytes), .name = S("baru.pdf") };

    return document_renew(cx, code, &source);
}

static struct str
hash_of(struct cx *cx, struct str bytes)
{
    struct sha sha;

    sha_begin(&sha);
    sha_add(&sha, bytes);
    return sha_hex(&sha, cx->arena);
}

static struct document_new
new_of(const char *org, enum sensitivity s, int fd)
{
    return (struct document_new){ .source = { .fd = fd, .name = S("SK Tim.pdf") },
        .title = S("SK Tim"), .org = str_of(org), .sensitivity = s };
}

static struct str
add(struct cx *cx, const char *org, enum sensitivity s, struct str bytes)
{
    return document_test_add(cx, new_of(org, s, -1), bytes);
}

static struct str
bytes_of(struct cx *cx, struct str code, int64_t nth)
{
    struct document      d;
    struct document_copy copy;
    char                *p = NEWS(cx->arena, char, 4096);
    int                  fd = -1;

    check_ok("got", document_get(cx, code, &d));
    check_ok("opened", document_open(cx, &d, nth, &copy, &fd));
    ssize_t n = pread(fd, p, 4096, 0);

    return (struct str){ p, n > 0 ? (size_t)n : 0 };
}

static struct who
person(enum post_kind kind, const char *region, int64_t org)
{
    return (struct who){ .kind = WHO_PERSON, .account_id = 7,
        .post = { .id = 1, .post_id = 9, .kind = kind,
                  .scope = { .region = str_of(region), .org = org } } };
}

static int64_t
id_of(struct cx *cx, const char *code)
{
    struct org org = { .id = { 0 } };

    check_ok("an agency", org_get(cx, str_of(code), &org));
    return org.id.n;
}

/* ---- adding ---------------------------------------------------------------------------------- */

ON_BOTH(document_is_added_and_read)
{
    document_test_begin(cx);
    struct str           bytes = S(PDF("one"));
    struct str           code = add(cx, "a1", SENSITIVITY_PUBLIC, bytes);
    struct document      d;
    struct journal_lines lines;
    bool                 well = false;

    check_ok("got", document_get(cx, code, &d));
    check_text("its title", d.title, S("SK Tim"));
    check_text("its type", d.type, S("application/pdf"));
    check_text("its scope", d.region_code, S("35.71"));
    check_text("its hash", d.sha256, hash_of(cx, bytes));
    check_text("its bytes", bytes_of(cx, code, 1), bytes);
    check_ok("verified", vault_verify(cx, &(struct vault_file){ d.sha256, d.bytes }, &well));
    check("it is what it says", well);
    check_ok("its history", journal_of(cx, &(struct journal_topic){ "document", code,
        document_scope(&d) }, &lines));
    check("one fact", lines.n == 1 && lines.row[0].verb == JOURNAL_ADDED);
}

ON_BOTH(document_of_the_same_bytes_shares_them)
{
    document_test_begin(cx);
    struct str      one = add(cx, "a1", SENSITIVITY_PUBLIC, S(PDF("same")));
    struct str      two = add(cx, "b1", SENSITIVITY_INTERNAL, S(PDF("same")));
    struct document a, b;

    check("two documents", !str_eq(one, two));
    check_ok("one", document_get(cx, one, &a));
    check_ok("the other", document_get(cx, two, &b));
    check_text("one file", a.sha256, b.sha256);
    check_text("read by both", bytes_of(cx, two, 1), S(PDF("same")));
}

ON_BOTH(document_add_refuses)
{
    static const struct { const char *name, *bytes, *org, *from, *to, *code; } row[] = {
        { "nothing", "", "a1", "", "", "document.empty" },
        { "an unknown organisation", PDF("x"), "zz", "", "", "org.unknown" },
        { "an end before the beginning", PDF("x"), "a1", "2026-02-01", "2026-01-31",
          "document.order" },
        { "a script", PDF("/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "a1", "", "",
          "content.acts" },
    };

    document_test_begin(cx);
    for (size_t i = 0; i < COUNT(row); i++) {
        int                 fd = unit_file(str_of(row[i].bytes));
        struct document_new new = new_of(row[i].org, SENSITIVITY_PUBLIC, fd);
        struct document_set set;
        struct str          code;

        date_parse(str_of(row[i].from), &new.valid_from);
        date_parse(str_of(row[i].to), &new.valid_to);
        check(row[i].name, is_code(document_add(cx, &new, &code), row[i].code));
        check_ok("the list", document_list_of(cx, (struct document_filter){ .org = 0 }, &set));
        check("nothing is there", set.n == 0);
    }
}

ON_BOTH(document_damage_is_found)
{
    document_test_begin(cx);
    struct str      code = add(cx, "a1", SENSITIVITY_PUBLIC, S(PDF("one")));
    struct document d;
    bool            well = true;

    check_ok("got", document_get(cx, code, &d));
    const char *path = str_z(cx->arena, str_fmt(cx->arena, "%.*s/%.2s/%.*s",
        TEXT(site.vault), d.sha256.p, TEXT(d.sha256)));
    int fd = open(path, O_WRONLY);

    check("a byte is changed", pwrite(fd, "X", 1, 20) == 1);
    close(fd);
    check_ok("verified", vault_verify(cx, &(struct vault_file){ d.sha256, d.bytes }, &well));
    check("the change shows", !well);
    add(cx, "b1", SENSITIVITY_PUBLIC, S(PDF("one")));
    check_ok("verified", vault_verify(cx, &(struct vault_file){ d.sha256, d.bytes }, &well));
    check("the same bytes again mend it", well);
    unlink(path);
    struct document_copy copy;

    check("a lost file is told", is_code(document_open(cx, &d, 1, &copy, &fd),
                                         "vault.missing"));
}

/* ---- newer copies and citations -------------------------------------------------------------- */

static const struct document_cited *
cited_by(struct cx *cx, struct citation c)
{
    struct document_cited_set set = { .n = 0 };

    check_ok("cited", documents_of(cx, c.thing, c.key, &set));
    check("one", set.n == 1);
    return set.n ? set.row : NULL;
}

ON_BOTH(document_renewed_reopens_what_is_open)
{
    document_test_begin(cx);
    struct str code = add(cx, "a1", SENSITIVITY_INTERNAL, S(PDF("one")));

    check_ok("cited", document_cite(cx, code, item));
    check_ok("twice is once", document_cite(cx, code, item));
    check_ok("cited", document_cite(cx, code, decided));
    check_ok("locked", document_lock(cx, decided));
    check("nothing waits", !document_waits(cited_by(cx, item)));
    check("the same again", is_code(document_test_renew(cx, code, S(PDF("one"))), "document.same"));
    check_ok("renewed", document_test_renew(cx, code, S(PDF("two"))));
    check("the open one waits", document_waits(cited_by(cx, item)));
    check("it saw the first", cited_by(cx, item)->seen == 1 && cited_by(cx, item)->copies == 2);
    check("since now", cited_by(cx, item)->newer_at.known
          && cited_by(cx, item)->newer_at.n == cx->now_s);
    check("the locked one does not", !document_waits(cited_by(cx, decided))
          && !cited_by(cx, decided)->newer_at.known);
    check_text("the first can be read", bytes_of(cx, code, 1), S(PDF("one")));
    check_text("and the second", bytes_of(cx, code, 2), S(PDF("two")));
    check_ok("looked at", document_looked(cx, code, item));
    check("it waits no more", !document_waits(cited_by(cx, item))
          && cited_by(cx, item)->seen == 2);
    check_ok("the locked stays", document_looked(cx, code, decided));
    check("with what it saw", cited_by(cx, decided)->seen == 1);
    check("and is not taken away", is_code(document_uncite(cx, code, decided),
                                           "document.locked"));
    check_ok("the other is", document_uncite(cx, code, item));
}

ON_BOTH(document_renewed_by_two_at_once)
{
    document_test_begin(cx);
    struct str           code = add(cx, "a1", SENSITIVITY_INTERNAL, S(PDF("one")));
    struct document      d;
    struct document_copies copies;

    check_ok("renewed", document_test_renew(cx, code, S(PDF("two"))));
    check_ok("and again", document_test_renew(cx, code, S(PDF("three"))));
    check_ok("got", document_get(cx, code, &d));
    check_ok("its copies", document_copies_of(cx, &d, &copies));
    check("three, newest first", copies.n == 3 && copies.row[0].nth == 3
          && copies.row[2].nth == 1);
    check_text("its hash", d.sha256, hash_of(cx, S(PDF("three"))));
}

/* ---- rights --------------------------------------------------------------------------------- */

ON_BOTH(document_is_seen_by_whom_it_may)
{
    document_test_begin(cx);
    int64_t a1 = id_of(cx, "a1"), b1 = id_of(cx, "b1");
    struct str code[3] = {
        add(cx, "a1", SENSITIVITY_PUBLIC, S(PDF("p"))),
        add(cx, "a1", SENSITIVITY_INTERNAL, S(PDF("i"))),
        add(cx, "a1", SENSITIVITY_RESTRICTED, S(PDF("r"))),
    };
    const struct { const char *name; struct who who; bool sees[3]; } row[] = {
        { "nobody", who_nobody, { true, false, false } },
        { "an investor", person(POST_INVESTOR, "35.71", 0), { true, false, false } },
        { "its own agency", person(POST_CONTRIBUTOR, "35.71", a1), { true, true, true } },
        { "another agency", person(POST_HEAD_OF_AGENCY, "35.71", b1), { true, false, false } },
        { "a mentor of the city", person(POST_MENTOR, "35.71", 0), { true, true, false } },
        { "the coordinator", person(POST_COORDINATOR, "35.71", 0), { true, true, true } },
        { "an auditor of the province", person(POST_AUDITOR, "35", 0), { true, true, true } },
        { "an auditor of elsewhere", person(POST_AUDITOR, "36", 0), { true, false, false } },
        { "a shell", { .kind = WHO_SHELL }, { true, true, true } },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct document_set set = { .n = 0 };
        size_t              n = 0;

        cx->who = &row[i].who;
        for (size_t k = 0; k < 3; k++) {
            struct document d;
            struct err     *e = document_get(cx, code[k], &d);

            check(row[i].name, row[i].sees[k] ? !e : is_code(e, "document.unknown"));
            n += row[i].sees[k];
        }
        check_ok("the list", document_list_of(cx, (struct document_filter){ .org = 0 }, &set));
        check(row[i].name, set.n == n);
    }
}

ON_BOTH(document_is_added_by_whom_it_may)
{
    document_test_begin(cx);
    int64_t a1 = id_of(cx, "a1"), b1 = id_of(cx, "b1");
    const struct { const char *name; struct who who; const char *code; } row[] = {
        { "nobody", who_nobody, "right.sign_in" },
        { "its own agency", person(POST_CONTRIBUTOR, "35.71", a1), NULL },
        { "another agency", person(POST_CONTRIBUTOR, "35.71", b1), "right.denied" },
        { "the coordinator", person(POST_COORDINATOR, "35.71", 0), NULL },
        { "a coordinator of elsewhere", person(POST_COORDINATOR, "35.72", 0), "right.denied" },
        { "an auditor", person(POST_AUDITOR, "35.71", 0), "right.denied" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        int                 fd = unit_file(S(PDF("x")));
        struct document_new new = new_of("a1", SENSITIVITY_PUBLIC, fd);
        struct str          code;

        cx->who = &row[i].who;
        struct err *e = document_add(cx, &new, &code);

        check(row[i].name, row[i].code ? is_code(e, row[i].code) : !e);
    }
}

ON_BOTH(document_cited_hides_what_is_not_seen)
{
    document_test_begin(cx);
    struct str   code = add(cx, "a1", SENSITIVITY_RESTRICTED, S(PDF("r")));
    struct who   mentor = person(POST_MENTOR, "35.71", 0);

    check_ok("cited", document_cite(cx, code, item));
    check("its title is told", str_is_known(cited_by(cx, item)->title));
    cx->who = &mentor;
    const struct document_cited *c = cited_by(cx, item);

    check("not to a mentor", !str_is_known(c->title) && !str_is_known(c->code));
    check("who cannot cite it either", is_code(document_cite(cx, code, decided),
                                               "document.unknown"));
}

/* ---- arriving -------------------------------------------------------------------------------- */

enum { PIECE = 16 };

static struct err *
send(struct cx *cx, struct str code, struct str part, size_t from,
     struct document_arrival *arrival)
{
    return arrival_take(cx, code, (struct piece){ .from = (int64_t)from, .n = (int64_t)part.n,
                                                  .fd = unit_file(part) }, arrival);
}

/* What a process that died in the middle of a piece leaves: bytes that no row counts. */
static void
leave_half(struct str code, size_t at)
{
    char path[200];

    snprintf(path, sizeof path, "%.*s/arriving/%.*s", TEXT(site.vault), TEXT(code));
    int fd = open(path, O_WRONLY | O_CREAT, 0600);

    check("half a piece", pwrite(fd, "half", 4, (off_t)at) == 4);
    close(fd);
}

/* Cut after the nth piece, within the next one; asked how much is there, and gone on with. */
static void
arrive(struct cx *cx, struct str bytes, size_t cut_after)
{
    struct document_arrival arrival;
    size_t                  n = (bytes.n + PIECE - 1) / PIECE;

    check_ok("begun", arrival_begin(cx, &(struct arrival_new){ .org = S("a1"),
        .name = S("x.pdf"), .total = (int64_t)bytes.n }, &arrival));
    struct str code = arrival.code;

    for (size_t i = 0; i < n; i++) {
        if (i == cut_after) {
            if (i > 0 && i + 1 < n)         /* the file is there from the first piece on */
                leave_half(code, i * PIECE);
            check_ok("asked", arrival_get(cx, code, &arrival));
            check("as much as was counted", arrival.have == (int64_t)(i * PIECE));
        }
        check_ok("taken", send(cx, code, str_part(bytes, i * PIECE, PIECE), i * PIECE,
                                    &arrival));
    }
    struct document_new new = new_of("a1", SENSITIVITY_PUBLIC, -1);
    struct str          document, again;

    new.source.arrival = code;
    check_ok("ended", document_add(cx, &new, &document));
    check_text("the same bytes", bytes_of(cx, document, 1), bytes);
    check_ok("ended again", document_add(cx, &new, &again));
    check_text("counts once", again, document);
    check_ok("a piece that comes late", send(cx, code, str_part(bytes, 0, PIECE), 0, &arrival));
    check_text("is told what came of it", arrival.document_code, document);
    check("it cannot be stopped any more", is_code(arrival_stop(cx, code), "arrival.unknown"));
}

ON_BOTH(document_arrives_whatever_is_cut)
{
    struct str bytes = S(PDF("a text of more than one piece"));

    document_test_begin(cx);
    for (size_t i = 0; i <= bytes.n / PIECE; i++)
        arrive(cx, bytes, i);
}

/* By a name of the file itself where it lies on the vault's disk; else its bytes are copied. */
ON_BOTH(document_of_a_known_hash_is_adopted)
{
    struct str bytes = S(PDF("adopted"));

    document_test_begin(cx);
    const char *const where[] = { str_z(cx->arena, site.vault), "/dev/shm" };

    for (size_t i = 0; i < COUNT(where); i++) {
        struct document_new new = new_of("a1", SENSITIVITY_PUBLIC, -1);
        struct str          document, again;
        struct sha          sha;

        new.source.fd = open(where[i], O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
        check("a file", new.source.fd >= 0 &&
                        write(new.source.fd, bytes.p, bytes.n) == (ssize_t)bytes.n);
        sha_begin(&sha);
        sha_add(&sha, bytes);
        new.source.sha256 = sha_hex(&sha, cx->arena);
        new.source.once = i == 0 ? S("K7WM-3F9T-XR42-ABCD") : S("K7WM-3F9T-XR42-EFGH");
        check_ok("added", document_add(cx, &new, &document));
        check_text("the same bytes", bytes_of(cx, document, 1), bytes);
        check_ok("sent again", document_add(cx, &new, &again));
        check_text("counts once", again, document);
        close(new.source.fd);
    }
}

ON_BOTH(document_pieces_are_fitted)
{
    struct str              bytes = S(PDF("pieces"));
    struct document_arrival arrival;
    struct who              other = person(POST_CONTRIBUTOR, "35.71", 0);

    document_test_begin(cx);
    check_ok("begun", arrival_begin(cx, &(struct arrival_new){ .org = S("a1"),
        .name = S("x.pdf"), .total = (int64_t)bytes.n }, &arrival));
    struct str code = arrival.code;

    check_ok("one", send(cx, code, str_part(bytes, 0, 20), 0, &arrival));
    check("a gap", is_code(send(cx, code, str_part(bytes, 30, 10), 30, &arrival), "arrival.gap"));
    check_ok("twice", send(cx, code, str_part(bytes, 0, 20), 0, &arrival));
    check("adds nothing", arrival.have == 20);
    check_ok("an overlap", send(cx, code, str_part(bytes, 10, 20), 10, &arrival));
    check("adds its rest", arrival.have == 30);
    struct document_new new = new_of("a1", SENSITIVITY_PUBLIC, -1);
    struct str          document;

    new.source.arrival = code;
    check("not whole", is_code(document_add(cx, &new, &document), "arrival.short"));
    cx->who = &other;
    check("another's", is_code(arrival_get(cx, code, &arrival), "arrival.unknown"));
    cx->who = &who_program;
    check_ok("the rest", send(cx, code, str_part(bytes, 30, bytes.n), 30, &arrival));
    cx->now_s += ARRIVAL_KEPT_S + 1;
    check("too late", is_code(document_add(cx, &new, &document), "arrival.unknown"));
}

ON_BOTH(document_sizes_are_refused)
{
    struct document_arrival arrival;

    document_test_begin(cx);
    check("empty", is_code(arrival_begin(cx, &(struct arrival_new){ .org = S("a1"),
        .name = S("x"), .total = 0 }, &arrival), "document.empty"));
    check("too large", is_code(arrival_begin(cx, &(struct arrival_new){ .org = S("a1"),
        .name = S("x"), .total = DOCUMENT_BYTES_MAX + 1 }, &arrival), "document.large"));
}

/* ---- sweeping -------------------------------------------------------------------------------- */

static struct err *
nothing_is_wanted(struct cx *cx, struct str name, bool *is)
{
    (void)cx;
    *is = name.n != VAULT_HEX;
    return NULL;
}

ON_BOTH(document_vault_is_swept)
{
    document_test_begin(cx);
    struct str         code = add(cx, "a1", SENSITIVITY_PUBLIC, S(PDF("one")));
    struct vault_sweep sweep = { .before_s = 0, .is_wanted = nothing_is_wanted,
                                 .is_awaited = nothing_is_wanted };
    struct document    d;
    struct vault_hold  hold;

    check_ok("got", document_get(cx, code, &d));
    check_ok("swept", vault_sweep(cx, &sweep));
    check("what is young stays", sweep.n == 0);
    sweep.before_s = INT64_MAX;
    check_ok("held", vault_hold(cx, &hold));
    check_ok("swept", vault_sweep(cx, &sweep));
    check("while somebody adds nothing goes", sweep.n == 0);
    vault_release(&hold);
    check_ok("swept", vault_sweep(cx, &sweep));
    check("then it does", sweep.n == 1);
}

ON_BOTH(document_without_a_vault_is_refused)
{
    document_test_begin(cx);
    int                 fd = unit_file(S(PDF("x")));
    struct document_new new = new_of("a1", SENSITIVITY_PUBLIC, fd);
    struct str          code;

    site.vault = (struct str){ NULL, 0 };
    check("says what to set", is_code(document_add(cx, &new, &code), "vault.unset"));
}
