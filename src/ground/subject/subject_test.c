/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* subject_test.c — what is sealed, what opens it, what an erasure and the days leave of it. */
#include "ground/subject/subject_page.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/secret.h"
#include "store/engine.h"
#include "store/store_test.h"
#include "unit_slices.h"

enum { DAY_S = 86400, FILE_MAX = 8 << 20 };

#define BOTH_SLICES(name)                                                     \
    static void name(struct cx *, enum store_kind);                           \
    TEST(name##_sqlite)                                                       \
    {                                                                         \
        struct cx *cx = unit_slices_cx(STORE_SQLITE);                         \
        if (cx)                                                               \
            name(cx, STORE_SQLITE);                                           \
    }                                                                         \
    TEST(name##_postgres)                                                     \
    {                                                                         \
        struct cx *cx = unit_slices_cx(STORE_POSTGRES);                       \
        if (cx)                                                               \
            name(cx, STORE_POSTGRES);                                         \
    }                                                                         \
    static void name(struct cx *cx, enum store_kind kind)

static struct subject_id
somebody(struct cx *cx)
{
    struct subject_id id = { 0 };

    check_ok("somebody", subject_new(cx, &id));
    return id;
}

static struct subject_put
put(struct cx *cx, struct subject_id id, enum personal p, const char *value)
{
    struct subject_put out = { .digest = S("") };

    check_ok(value, subject_put(cx, id, p, str_of(value), &out));
    return out;
}

static struct str
get(struct cx *cx, struct subject_put p)
{
    struct str value = S("?");

    check_ok("get", subject_get(cx, p.value, &value));
    return value;
}

static struct err *
run(struct cx *cx, void *sql)
{
    return cx->store->engine->script(cx, sql);
}

static void
sql(struct cx *cx, const char *text)
{
    char *copy = arena_alloc(cx->arena, strlen(text) + 1, 1);

    memcpy(copy, text, strlen(text) + 1);
    check_ok(text, store_change(cx, "unit", run, copy));
}

/* ---- classes --------------------------------------------------------------------------------- */

TEST(personal_classes)
{
    for (enum personal p = PERSONAL_NONE + 1; p < PERSONALS_N; p++) {
        const struct personal_class *c = personal_class_of(p);

        check(c->word, personal_of(str_of(c->word)) == p);
        check(c->word, str_starts(str_of(c->basis), S("UU 27/2022 article 20 (2) ")));
        check(c->word, c->label[0] && c->purpose[0] && c->days > 0);
    }
    check("no such class", personal_of(S("shoe_size")) == PERSONAL_NONE);
    check("nothing", personal_of((struct str){ 0 }) == PERSONAL_NONE);
}

TEST(personal_due)
{
    enum { AT = 1000000000, PAST = 1100000000 };
    static const struct {
        const char *name; enum personal p; struct maybe_int past_at; struct maybe_int due;
    } row[] = {
        { "a name in use", PERSONAL_NAME, { 0 }, { 0 } },
        { "a name of before", PERSONAL_NAME, { true, PAST }, { true, PAST + 3650LL * DAY_S } },
        { "a login in use", PERSONAL_LOGIN, { 0 }, { 0 } },
        { "a login of before", PERSONAL_LOGIN, { true, PAST }, { true, PAST + 365LL * DAY_S } },
        { "an email in use", PERSONAL_EMAIL, { 0 }, { 0 } },
        { "an email of before", PERSONAL_EMAIL, { true, PAST }, { true, PAST + 30LL * DAY_S } },
        { "a telephone of before", PERSONAL_PHONE, { true, PAST }, { true, PAST + 30LL * DAY_S } },
        { "a NIP in use", PERSONAL_NIP, { 0 }, { 0 } },
        { "an address", PERSONAL_CLIENT, { 0 }, { true, AT + 90LL * DAY_S } },
        { "an address of before", PERSONAL_CLIENT, { true, PAST }, { true, AT + 90LL * DAY_S } },
        { "a browser", PERSONAL_AGENT, { 0 }, { true, AT + 90LL * DAY_S } },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct maybe_int due = personal_due(row[i].p, AT, row[i].past_at);

        check(row[i].name, due.known == row[i].due.known && due.n == row[i].due.n);
        if (due.known) {
            int64_t began = personal_class_of(row[i].p)->from == FROM_SEEN ? AT : row[i].past_at.n;

            check("the same turned round", personal_due_until(row[i].p, due.n) == began);
        }
    }
}

static struct str
read_file(struct arena *a, struct str path)
{
    char   *p = arena_alloc(a, FILE_MAX, 1);
    int     fd = open(str_z(a, path), O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? 0 : read(fd, p, FILE_MAX);

    check("read as a whole", n >= 0 && n < FILE_MAX);
    close(fd);
    return (struct str){ p, (size_t)n };
}

/* The record of processing on paper has a row for each class, and no other. */
TEST(personal_classes_on_paper)
{
    struct arena *a = unit_arena();
    struct str    page = read_file(a, S(GUYUB_SOURCE_DIR "/doc/law/personal-data.md"));
    size_t        at;
    int           rows = 0;

    for (enum personal p = PERSONAL_NONE + 1; p < PERSONALS_N; p++) {
        const struct personal_class *c = personal_class_of(p);
        struct str kept = msg_text(a, LANG_EN, personal_kept_text(a, LANG_EN, c));

        check(c->word, str_find(page, str_fmt(a, "\n| `%s` | %s | %s | %s | %.*s |\n", c->word,
                                              c->label, c->purpose, c->basis, TEXT(kept)), &at));
    }
    for (; str_find(page, S("\n| `"), &at); rows++)
        page = str_part(page, at + 1, page.n);
    check("as many rows as classes", rows == PERSONALS_N - 1);
}

/* Who signs in ten thousand times cannot keep others from telling of them by it. */
BOTH_SLICES(subject_find_among_many)
{
    struct subject_id  id = somebody(cx);
    struct subject_put name = put(cx, id, PERSONAL_NAME, "Budi Santoso"), found;

    (void)kind;
    sql(cx, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10001) "
            "INSERT INTO subject_value (subject_id, class, sealed, at) "
            "SELECT v.subject_id, 'agent', v.sealed, v.at FROM subject_value v CROSS JOIN n;");
    check_ok("asked", subject_find(cx, id, PERSONAL_NAME, S("Budi Santoso"), &found));
    check("the one that is there", found.value.n == name.value.n);
}

/* ---- values ---------------------------------------------------------------------------------- */

BOTH_SLICES(subject_put_and_get)
{
    static const char *const value[] = {
        "Ni Luh Ayu", "", "x", "Muhammad 'Abd al-Ḥamīd; DROP TABLE subject --",
    };
    struct subject_id id = somebody(cx);

    (void)kind;
    for (size_t i = 0; i < COUNT(value); i++) {
        struct subject_put one = put(cx, id, PERSONAL_NAME, value[i]);
        struct subject_put two = put(cx, id, PERSONAL_NAME, value[i]);
        bool               proves;

        check_text(value[i], get(cx, one), str_of(value[i]));
        check_text(value[i], get(cx, two), str_of(value[i]));
        check("a digest is 64 digits", one.digest.n == 64);
        check("and salted", !str_eq(one.digest, two.digest));
        check_ok("asked", subject_proves(cx, one.value, one.digest, &proves));
        check("it proves the value", proves);
        check_ok("asked", subject_proves(cx, one.value, two.digest, &proves));
        check("and not another's", !proves);
    }
    check_text("none", get(cx, (struct subject_put){ .value = { 999 } }), (struct str){ 0 });
}

/* A sealed text that somebody moves to another row or class does not open there. */
BOTH_SLICES(subject_values_do_not_move)
{
    struct subject_id  one = somebody(cx), other = somebody(cx);
    struct subject_put name = put(cx, one, PERSONAL_NAME, "Ayu");
    struct subject_put theirs = put(cx, other, PERSONAL_NAME, "Budi");
    struct subject_put mail = put(cx, one, PERSONAL_EMAIL, "a@b.id");
    struct str         value;

    (void)kind;
    sql(cx, "UPDATE subject_value SET subject_id = 2 WHERE id = 1");
    check("to another person", is_code(subject_get(cx, name.value, &value), "subject.damaged"));
    sql(cx, "UPDATE subject_value SET subject_id = 1 WHERE id = 1");
    check_text("and back", get(cx, name), S("Ayu"));
    sql(cx, "UPDATE subject_value SET class = 'phone' WHERE id = 3");
    check("to another class", is_code(subject_get(cx, mail.value, &value), "subject.damaged"));
    sql(cx, "UPDATE subject_key SET wrapped = (SELECT k.wrapped FROM subject_key k WHERE k.id = 1) "
            "WHERE id = 2");
    check("a key of another", is_code(subject_get(cx, theirs.value, &value), "subject.damaged"));
}

BOTH_SLICES(subject_holding)
{
    struct subject_id      id = somebody(cx);
    struct subject_holding h;

    (void)kind;
    check_ok("nothing yet", subject_holding_of(cx, id, &h));
    check("nothing", h.n == 0 && !h.erased);
    put(cx, id, PERSONAL_NAME, "Ayu");
    cx->now_s++;
    put(cx, id, PERSONAL_EMAIL, "a@b.id");
    cx->now_s++;
    put(cx, id, PERSONAL_NAME, "Ni Luh Ayu");
    put(cx, somebody(cx), PERSONAL_NAME, "Budi");
    check_ok("all of it", subject_holding_of(cx, id, &h));
    check("all three", h.n == 3);
    check_text("newest first", h.row[0].value, S("Ni Luh Ayu"));
    check_text("then", h.row[1].value, S("a@b.id"));
    check("its class", h.row[1].personal == PERSONAL_EMAIL && h.row[0].personal == PERSONAL_NAME);
    check("in use", !h.row[0].past_at.known && !h.row[1].past_at.known);
    check_text("then the one before", h.row[2].value, S("Ayu"));
    check("past since then", h.row[2].past_at.known && h.row[2].past_at.n == cx->now_s);
    cx->now_s++;
    check_ok("the account ends", subject_end(cx, id));
    check_ok("all of it", subject_holding_of(cx, id, &h));
    check("past since the end", h.row[0].past_at.n == cx->now_s && h.row[1].past_at.n == cx->now_s);
    check("and not again", h.row[2].past_at.n == cx->now_s - 1);
}

/* ---- keys ------------------------------------------------------------------------------------ */

BOTH_SLICES(subject_key_of_the_house)
{
    const struct secret_key *own = cx->key;
    struct secret_key        other = secret_key_new();
    struct subject_put       name = put(cx, somebody(cx), PERSONAL_NAME, "Ayu");
    struct subject_id        id;
    struct str               value;
    bool                     is;

    (void)kind;
    check_ok("asked", subject_is_begun(cx, &is));
    check("not begun", !is);
    check_ok("begun", subject_check_key(cx));
    check_ok("again", subject_check_key(cx));
    check_ok("asked", subject_is_begun(cx, &is));
    check("begun", is);
    cx->key = &other;
    check("another key", is_code(subject_check_key(cx), "subject.key_wrong"));
    check("opens nothing", is_code(subject_get(cx, name.value, &value), "subject.damaged"));
    cx->key = NULL;
    check("no key", is_code(subject_check_key(cx), "subject.no_key"));
    check("reads nothing", is_code(subject_get(cx, name.value, &value), "subject.no_key"));
    check("adds nobody", is_code(subject_new(cx, &id), "subject.no_key"));
    cx->key = own;
    check_ok("the right one again", subject_check_key(cx));
    check_text("reads", get(cx, name), S("Ayu"));
}

/* ---- erasure --------------------------------------------------------------------------------- */

BOTH_SLICES(subject_erased)
{
    struct subject_id      id = somebody(cx), stays = somebody(cx);
    struct subject_put     name = put(cx, id, PERSONAL_NAME, "Ayu"), out;
    struct subject_put     other = put(cx, stays, PERSONAL_NAME, "Budi");
    struct subject_holding h;
    bool                   proves;

    (void)kind;
    check_ok("erased", subject_erase(cx, id));
    check_text("unknown", get(cx, name), (struct str){ 0 });
    check_ok("asked", subject_proves(cx, name.value, name.digest, &proves));
    check("nothing to prove it with", !proves);
    check_ok("asked", subject_holding_of(cx, id, &h));
    check("nothing is held", h.n == 0 && h.erased);
    check("and since when is known", h.erased_at.known && h.erased_at.n == cx->now_s);
    check("nothing can be added",
          is_code(subject_put(cx, id, PERSONAL_NAME, S("Ayu"), &out), "subject.erased"));
    cx->now_s += 5;
    check_ok("again", subject_erase(cx, id));
    check_ok("asked", subject_holding_of(cx, id, &h));
    check("changes nothing", h.erased_at.n == cx->now_s - 5);
    check_text("others stay", get(cx, other), S("Budi"));
}

/* A copy of the database without its table of keys, served with the same key file. */
BOTH_SLICES(subject_in_a_copy_without_keys)
{
    struct subject_id      id = somebody(cx);
    struct subject_put     name = put(cx, id, PERSONAL_NAME, "Ayu"), out;
    struct subject_holding h;

    (void)kind;
    sql(cx, "DELETE FROM subject_key");
    check_text("unknown", get(cx, name), (struct str){ 0 });
    check_ok("asked", subject_holding_of(cx, id, &h));
    check("erased, nobody knows when", h.n == 0 && h.erased && !h.erased_at.known);
    check("nothing can be added",
          is_code(subject_put(cx, id, PERSONAL_NAME, S("Ayu"), &out), "subject.erased"));
}

/* ---- the files of the database --------------------------------------------------------------- */

struct wrapped { struct str bytes[600]; size_t n; };

static struct err *
take_wrapped(struct cx *cx, const struct value *column, void *arg)
{
    struct wrapped *w = arg;

    w->bytes[w->n++] = str_copy(cx->arena, column[0].s);
    return NULL;
}

static struct wrapped
wrapped_keys(struct cx *cx)
{
    static const enum value_kind  kind[] = { VALUE_BYTES };
    static const struct statement keys = {
        .name = "unit_keys", .sqlite = "SELECT wrapped FROM subject_key ORDER BY subject_id",
        .postgres = "SELECT wrapped FROM subject_key ORDER BY subject_id",
        .column = kind, .n_columns = 1,
    };
    struct wrapped w = { .n = 0 };

    check_ok("the keys", store_each(cx, &keys, NULL, take_wrapped, &w));
    return w;
}

/* Of every third key, how many can be read in the database's file and its log. */
static int
keys_on_disk(struct cx *cx, const struct wrapped *w, size_t of_three)
{
    size_t     mark = arena_mark(cx->arena), at;
    struct str url = unit_url(STORE_SQLITE);
    struct str path = str_part(url, S("sqlite:").n, url.n);
    struct str file = read_file(cx->arena, path);
    struct str log = read_file(cx->arena, str_fmt(cx->arena, "%.*s-wal", TEXT(path)));
    int        n = 0;

    for (size_t i = of_three; i < w->n; i += 3)
        n += str_find(file, w->bytes[i], &at) || str_find(log, w->bytes[i], &at);
    arena_back(cx->arena, mark);
    return n;
}

/* Who has the key file and the database's files finds no key of who was erased. */
TEST(subject_forget_files)
{
    struct cx        *cx = unit_slices_cx(STORE_SQLITE);
    struct subject_id id[600];

    for (size_t i = 0; i < COUNT(id); i++)
        id[i] = somebody(cx);
    struct wrapped w = wrapped_keys(cx);

    check("all are there", w.n == COUNT(id) && keys_on_disk(cx, &w, 0) == 200);
    for (size_t i = 0; i < COUNT(id); i += 3)
        check_ok("erased", subject_erase(cx, id[i]));
    check("still in the log", keys_on_disk(cx, &w, 0) > 0);
    check_ok("forgotten", subject_forget(cx));
    check("nowhere", keys_on_disk(cx, &w, 0) == 0);
    check("the others are", keys_on_disk(cx, &w, 1) == 200 && keys_on_disk(cx, &w, 2) == 200);
}

static struct err *
take_count(struct cx *cx, const struct value *column, void *arg)
{
    (void)cx;
    *(int64_t *)arg = column[0].n;
    return NULL;
}

static int64_t
count_to_scrub(struct cx *cx)
{
    static const enum value_kind  kind[] = { VALUE_INT64 };
    static const char             text[] = "SELECT count(*) FROM subject "
                                           "WHERE erased_at IS NOT NULL AND scrubbed_at IS NULL";
    static const struct statement count = {
        .name = "unit_to_scrub", .sqlite = text, .postgres = text, .column = kind, .n_columns = 1,
    };
    int64_t n = -1;

    check_ok("counted", store_each(cx, &count, NULL, take_count, &n));
    return n;
}

BOTH_SLICES(subject_forget_once)
{
    struct subject_id id = somebody(cx);

    (void)kind;
    check_ok("nobody is to be forgotten", subject_forget(cx));
    check_ok("erased", subject_erase(cx, id));
    check("to do", count_to_scrub(cx) == 1);
    check_ok("forgotten", subject_forget(cx));
    check("done", count_to_scrub(cx) == 0);
}

/* ---- retention ------------------------------------------------------------------------------- */

BOTH_SLICES(subject_retire_by_class)
{
    static const struct { const char *name; int64_t day; enum personal goes; int64_t n; } row[] = {
        { "on the day",                     0,    PERSONAL_NAME,   0 },
        { "a day before the email goes",    29,   PERSONAL_EMAIL,  0 },
        { "the email of before",            30,   PERSONAL_EMAIL,  1 },
        { "the same is not counted again",  31,   PERSONAL_EMAIL,  0 },
        { "addresses after three months",   90,   PERSONAL_CLIENT, 2 },
        { "names of before after ten years", 3650, PERSONAL_NAME,  1 },
        { "what is in use stays",           9999, PERSONAL_NAME,   0 },
    };
    struct subject_id      id = somebody(cx);
    struct subject_retired out;
    struct subject_holding h;
    int64_t                began = cx->now_s;

    (void)kind;
    put(cx, id, PERSONAL_NAME, "Ayu"), put(cx, id, PERSONAL_NAME, "Ni Luh Ayu");
    put(cx, id, PERSONAL_EMAIL, "a@b.id"), put(cx, id, PERSONAL_EMAIL, "c@d.id");
    put(cx, id, PERSONAL_CLIENT, "127.0.0.1"), put(cx, id, PERSONAL_CLIENT, "127.0.0.2");
    for (size_t i = 0; i < COUNT(row); i++) {
        cx->now_s = began + row[i].day * DAY_S;
        check_ok(row[i].name, subject_retire(cx, &out));
        check(row[i].name, out.n == row[i].n && out.of[row[i].goes] == row[i].n);
    }
    check_ok("what is left", subject_holding_of(cx, id, &h));
    check("the two in use", h.n == 2);
    check_text("email", h.row[0].value, S("c@d.id"));
    check_text("name", h.row[1].value, S("Ni Luh Ayu"));
}

BOTH_SLICES(subject_retire_now_and_then)
{
    struct subject_retired out;
    bool                   due = true;

    (void)kind;
    check_ok("asked", subject_retire_is_due(cx, &due));
    check("not before the database was begun", !due);
    check_ok("begun", subject_check_key(cx));
    check_ok("asked", subject_retire_is_due(cx, &due));
    check("then at once", due);
    check_ok("done", subject_retire(cx, &out));
    check_ok("asked", subject_retire_is_due(cx, &due));
    check("not again", !due);
    cx->now_s += 3599;
    check_ok("asked", subject_retire_is_due(cx, &due));
    check("not within the hour", !due);
    cx->now_s += 1;
    check_ok("asked", subject_retire_is_due(cx, &due));
    check("after an hour", due);
}
