/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal_seal_test.c — a chain tampered with from outside: every byte, every row, the end. */
#include "ground/journal/journal_seal.h"

#include <string.h>

#include "ground/journal/journal_sql.h"
#include "ground/journal/journal_test.h"

enum { LINES = 3 };

/* ---- a small chain --------------------------------------------------------------------------- */

static struct err *
tell_some(struct cx *cx, void *arg)
{
    static const char *const key[] = { "35.71", "35.78", "komdigi" };

    (void)arg;
    for (size_t i = 0; i < LINES; i++)
        TRY(journal_tell(cx, &(struct fact){
            .verb = JOURNAL_CHANGED, .thing = "org", .key = str_of(key[i]),
            .scope = { .region = str_of(key[i]), .org = 3 }, .subject = { 8 },
            .note = i == 1 ? S("a note") : (struct str){ NULL, 0 }, .why = S("why") }));
    return NULL;
}

static void
chain(struct cx *cx)
{
    static const struct who who = {
        .kind = WHO_PERSON, .account_id = 4, .subject_id = 5, .name_value = 6,
        .post = { .post_id = 7, .kind = POST_WALIDATA, .title = { "Walidata", 8 } },
    };
    int64_t n;

    cx->who = &who;
    cx->now_s = 1766000000;
    check_ok("told", store_change(cx, "tell", tell_some, NULL));
    check_ok("sealed", journal_seal_some(cx, &n));
    check("all of it", n >= LINES);
    cx->who = &who_program;
}

static struct journal_verdict
verdict(struct cx *cx, struct str head)
{
    struct journal_verdict v = { .holds = true, .wrong_seq = -1 };

    check_ok("verify", journal_verify_with(cx, head, &v));
    return v;
}

/* ---- columns, written past the program ------------------------------------------------------- */

struct raw { const char *column; enum value_kind kind; size_t offset; };

#define RAW(member, k) { #member, (k), offsetof(struct journal_row, member) }

static const struct raw raw[] = {
    RAW(seq, VALUE_INT64),         RAW(at, VALUE_INT64),            RAW(verb, VALUE_TEXT),
    RAW(thing, VALUE_TEXT),        RAW(key, VALUE_TEXT),            RAW(region_code, VALUE_TEXT),
    RAW(org_id, VALUE_INT64),      RAW(subject_id, VALUE_INT64),    RAW(by_kind, VALUE_TEXT),
    RAW(by_account_id, VALUE_INT64), RAW(by_subject_id, VALUE_INT64), RAW(by_name_id, VALUE_INT64),
    RAW(by_machine, VALUE_TEXT),   RAW(by_post_id, VALUE_INT64),    RAW(by_hold, VALUE_TEXT),
    RAW(by_post, VALUE_TEXT),      RAW(before_json, VALUE_TEXT),    RAW(after_json, VALUE_TEXT),
    RAW(note, VALUE_TEXT),         RAW(why, VALUE_TEXT),            RAW(hash, VALUE_BYTES),
};

/* A statement that no slice would be given. */
static const struct statement *
written(struct cx *cx, const char *sqlite, const char *postgres, enum value_kind kind, size_t n)
{
    static int        number;           /* a name is one statement's */
    struct statement *st = NEW(cx->arena, struct statement);
    const char       *name = str_z(cx->arena, str_fmt(cx->arena, "tamper_%d", ++number));
    enum value_kind  *param = NEWS(cx->arena, enum value_kind, 2);

    param[0] = kind;
    param[1] = VALUE_INT64;
    *st = (struct statement){ .name = name, .sqlite = sqlite, .postgres = postgres,
                              .param = param, .n_params = n, .writes = true };
    return st;
}

static const struct statement *
setter(struct cx *cx, const struct raw *r)
{
    struct arena *a = cx->arena;
    struct str    head = str_fmt(a, "UPDATE journal_fact SET %s = ", r->column);
    struct str    lite = str_fmt(a, "%.*s:v WHERE seq = :seq", TEXT(head));
    struct str    pg = str_fmt(a, "%.*s$1 WHERE seq = $2", TEXT(head));

    return written(cx, str_z(a, lite), str_z(a, pg), r->kind, 2);
}

static struct value
value_of(const struct raw *r, const struct journal_row *row)
{
    struct str s;
    int64_t    n;

    if (r->kind == VALUE_INT64) {
        memcpy(&n, (const char *)row + r->offset, sizeof n);
        return value_int(n);
    }
    memcpy(&s, (const char *)row + r->offset, sizeof s);
    return r->kind == VALUE_TEXT ? value_text(s) : value_bytes(s);
}

/* The value with one byte changed, so that a text stays plain ASCII. */
static struct value
flipped(struct cx *cx, struct value v, size_t byte)
{
    if (v.kind == VALUE_INT64) {
        v.n = (int64_t)((uint64_t)v.n ^ UINT64_C(1) << (8 * byte));
        return v;
    }
    char *p = arena_alloc(cx->arena, v.s.n, 1);

    memcpy(p, v.s.p, v.s.n);
    p[byte] ^= 1;
    v.s.p = p;
    return v;
}

struct tamper {
    const struct statement *set[COUNT(raw)];
    struct journal_row      row[LINES];
    size_t                  n_rows, n_flips;
};

static struct err *
take_row(struct cx *cx, const struct journal_row *row, void *arg)
{
    struct tamper *t = arg;

    t->row[t->n_rows] = *row;
    for (size_t i = 0; i < COUNT(raw); i++) {
        struct str *s = (struct str *)(void *)((char *)&t->row[t->n_rows] + raw[i].offset);

        if (raw[i].kind != VALUE_INT64 && str_is_known(*s))
            *s = str_copy(cx->arena, *s);
    }
    t->n_rows++;
    return NULL;
}

static struct err *
set(struct cx *cx, const struct statement *st, struct value v, int64_t seq)
{
    const struct value param[] = { v, value_int(seq) };

    return store_run(cx, st, param, NULL);
}

/* Whether another row has that number: then it is a swap, which is tried elsewhere. */
static bool
is_taken(size_t column, struct value v)
{
    return column == 0 && v.n >= 1 && v.n <= LINES;
}

/* Puts `v` there, looks, and puts back what was. */
static struct err *
try_value(struct cx *cx, struct tamper *t, size_t line, size_t column, struct value v)
{
    const struct journal_row *row = &t->row[line];
    int64_t                   there = column == 0 ? v.n : row->seq;

    if (is_taken(column, v))
        return NULL;
    TRY(set(cx, t->set[column], v, row->seq));
    struct journal_verdict now = verdict(cx, (struct str){ NULL, 0 });

    /* The last line under a later number leaves a gap before it; the first one's is never right. */
    check(raw[column].column, !now.holds && now.wrong_seq > 0 && now.wrong_seq <= row->seq);
    t->n_flips++;
    return set(cx, t->set[column], value_of(&raw[column], row), there);
}

static struct err *
try_column(struct cx *cx, struct tamper *t, size_t line, size_t column)
{
    struct value v = value_of(&raw[column], &t->row[line]);
    size_t       bytes = v.kind == VALUE_INT64 ? sizeof v.n : v.s.n;

    for (size_t byte = 0; byte < bytes; byte++)
        TRY(try_value(cx, t, line, column, flipped(cx, v, byte)));
    if (v.kind == VALUE_TEXT && v.unknown)
        return try_value(cx, t, line, column, value_text(S("")));
    return NULL;
}

static struct err *
flip_all(struct cx *cx, void *arg)
{
    struct tamper *t = arg;

    for (size_t line = 0; line < LINES; line++)
        for (size_t column = 0; column < COUNT(raw); column++)
            TRY(try_column(cx, t, line, column));
    return NULL;
}

BOTH_JOURNALS(journal_every_byte_of_every_column_shows)
{
    struct tamper t = { .n_rows = 0 };

    (void)kind;
    chain(cx);
    check_ok("rows", journal_chain(cx, 0, 10, take_row, &t));
    for (size_t i = 0; i < COUNT(raw); i++)
        t.set[i] = setter(cx, &raw[i]);
    check_ok("flips", store_change(cx, "flip", flip_all, &t));
    check("there were many", t.n_flips > 3 * (7 * 8 + 32 + 40));
    struct journal_verdict v = verdict(cx, (struct str){ NULL, 0 });

    check("what was put back holds", v.holds && v.n_sealed == LINES);
}

/* ---- rows ------------------------------------------------------------------------------------ */

struct blow {
    const char *name;
    const char *sql[3];         /* in turn                                            */
    bool        shows;          /* without a kept head                                */
    int64_t     wrong_seq;
};

struct strike { const struct blow *blow; struct str head; struct journal_verdict plain, kept; };

static struct err *
strike_once(struct cx *cx, void *arg)
{
    struct strike *s = arg;

    for (size_t i = 0; i < COUNT(s->blow->sql) && s->blow->sql[i]; i++)
        TRY(store_run(cx, written(cx, s->blow->sql[i], s->blow->sql[i], VALUE_INT64, 0), NULL,
                      NULL));
    s->plain = verdict(cx, (struct str){ NULL, 0 });
    s->kept = verdict(cx, s->head);
    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = "tamper.back", .text = MSG("{0}", S("and back")) });
}

BOTH_JOURNALS(journal_rows_taken_swapped_cut_off)
{
    static const struct blow row[] = {
        { "nothing", { NULL }, false, 0 },
        { "the first is gone", { "DELETE FROM journal_fact WHERE seq = 1" }, true, 1 },
        { "the second is gone", { "DELETE FROM journal_fact WHERE seq = 2" }, true, 2 },
        { "the last is gone: only a kept head tells", { "DELETE FROM journal_fact WHERE seq = 3" },
          false, 0 },
        { "all are gone", { "DELETE FROM journal_fact" }, false, 0 },
        { "one is gone and the rest moves up", { "DELETE FROM journal_fact WHERE seq = 2",
          "UPDATE journal_fact SET seq = 2 WHERE seq = 3" }, true, 2 },
        { "two are swapped", { "UPDATE journal_fact SET seq = 9 WHERE seq = 1",
          "UPDATE journal_fact SET seq = 1 WHERE seq = 2",
          "UPDATE journal_fact SET seq = 2 WHERE seq = 9" }, true, 1 },
        { "two digests are swapped", { "UPDATE journal_fact SET hash = (SELECT b.hash FROM "
          "journal_fact b WHERE b.seq = 5 - journal_fact.seq) WHERE seq > 1" }, true, 2 },
        { "one stands twice", { "INSERT INTO journal_fact SELECT 4, at, verb, thing, key, "
          "region_code, org_id, subject_id, by_kind, by_account_id, by_subject_id, by_name_id, "
          "by_machine, by_post_id, by_hold, by_post, before_json, after_json, note, why, hash "
          "FROM journal_fact WHERE seq = 3" }, true, 4 },
    };
    struct str head;

    (void)kind;
    chain(cx);
    head = verdict(cx, (struct str){ NULL, 0 }).head;
    for (size_t i = 0; i < COUNT(row); i++) {
        struct strike s = { .blow = &row[i], .head = head };

        check(row[i].name, is_code(store_change(cx, "strike", strike_once, &s), "tamper.back"));
        check(row[i].name, s.plain.holds != row[i].shows);
        check(row[i].name, s.plain.wrong_seq == row[i].wrong_seq);
        check(row[i].name, s.kept.holds == (i == 0));
    }
}

BOTH_JOURNALS(journal_written_anew_is_not_the_one_that_was_kept)
{
    const char            *all = "DELETE FROM journal_fact";
    struct journal_verdict v;
    struct str             head;

    (void)kind;
    chain(cx);
    head = verdict(cx, (struct str){ NULL, 0 }).head;
    check_ok("all gone", store_run(cx, written(cx, all, all, VALUE_INT64, 0), NULL, NULL));
    chain(cx);
    check("the same facts give the same chain", verdict(cx, head).holds);
    check_ok("all gone", store_run(cx, written(cx, all, all, VALUE_INT64, 0), NULL, NULL));
    check_ok("another", journal_tell(cx, &(struct fact){ .verb = JOURNAL_ADDED, .thing = "org",
                                                        .key = S("x") }));
    chain(cx);
    v = verdict(cx, head);
    check("another history holds by itself", verdict(cx, (struct str){ NULL, 0 }).holds);
    check("and not against the head that was kept", !v.holds && v.wrong_seq == 0);
}

/* ---- sealing --------------------------------------------------------------------------------- */

BOTH_JOURNALS(journal_seals_in_the_order_of_telling)
{
    struct journal_row row;
    int64_t            n = -1;
    bool               found;

    (void)kind;
    check_ok("nothing to seal", journal_seal(cx, &n));
    check("is sealed as nothing", n == 0);
    chain(cx);
    chain(cx);
    struct journal_verdict v = verdict(cx, (struct str){ NULL, 0 });

    check("numbers go on without a gap", v.holds && v.n_sealed == 2L * LINES && v.n_tail == 0);
    for (int64_t seq = 1; seq <= 2L * LINES; seq++) {
        check_ok("a line", journal_line_at(cx, seq, &row, &found));
        check("in the order of telling", found
              && str_eq(row.key, seq % 3 == 1 ? S("35.71") : seq % 3 == 2 ? S("35.78")
                                                                          : S("komdigi")));
    }
}

BOTH_JOURNALS(journal_seals_more_than_a_batch)
{
    int64_t n;

    (void)kind;
    for (int i = 0; i < 401; i++)
        check_ok("told", store_change(cx, "tell", tell_some, NULL));
    check_ok("a batch", journal_seal(cx, &n));
    check("is not all", n > 0 && n < 401L * LINES);
    check("the rest waits", verdict(cx, (struct str){ NULL, 0 }).n_tail == 401L * LINES - n);
    check_ok("tend", journal_tend(cx));
    struct journal_verdict v = verdict(cx, (struct str){ NULL, 0 });

    check("all is sealed", v.holds && v.n_tail == 0 && v.n_sealed == 401L * LINES);
}

/* A writer is at work all the while; on SQLite there is one at a time. */
static struct err *
tend_meanwhile(struct cx *cx, void *arg)
{
    TRY(tell_some(cx, NULL));
    check_ok("it does not wait for the writer", journal_tend(arg));
    return NULL;
}

BOTH_JOURNALS(journal_takes_no_lock_when_nothing_waits)
{
    struct cx *writer = unit_other_cx(kind);

    chain(cx);
    writer->who = &who_program;
    check_ok("the writer's change", store_change(writer, "tell", tend_meanwhile, cx));
    struct journal_verdict v = verdict(cx, (struct str){ NULL, 0 });

    check("what was not committed was not sealed", v.n_sealed == LINES && v.n_tail == LINES);
}

/* Between this node's first look and its sealing, another seals the same lines. */
static struct err *
seal_too_late(struct cx *cx, void *arg)
{
    struct journal_waiting waiting;
    int64_t                n;
    bool                   found;

    TRY(journal_waiting(cx, &waiting, &found));
    check_ok("the other seals", journal_seal_some(arg, &n));
    return journal_seal(cx, &n);
}

TEST(journal_two_nodes_seal_at_once)
{
    struct cx *cx = unit_slices_cx(STORE_POSTGRES);
    int64_t    n;

    if (!cx)
        return;
    cx->who = &who_program;
    check_ok("told", store_change(cx, "tell", tell_some, NULL));
    struct cx *other = unit_other_cx(STORE_POSTGRES);

    check_ok("one of them wins", store_change(cx, "seal", seal_too_late, other));
    struct journal_verdict v = verdict(cx, (struct str){ NULL, 0 });

    check("every line stands once", v.holds && v.n_sealed == LINES && v.n_tail == 0);
    check_ok("told again", store_change(cx, "tell", tell_some, NULL));
    check_ok("the other goes on", journal_seal_some(other, &n));
    check("where this one ended", n == LINES && verdict(cx, (struct str){ NULL, 0 }).holds);
}
