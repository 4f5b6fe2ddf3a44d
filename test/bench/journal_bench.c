/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * journal_bench.c — what journal.mjs measures: changes with and without their line in the journal,
 * and the proof of a long chain.
 *
 *     journal_bench make URL              tables, and 100 records in each of 16 regions
 *     journal_bench write URL on|off S    16 processes change records for S seconds, each in its
 *                                         region, and each waits a little after each; with "on"
 *                                         the sealing goes on beside them
 *     journal_bench fill URL N            N facts, told and sealed as the program does it
 *     journal_bench bytes URL FILE        what the digests cover, once more and without digests
 *     journal_bench verify URL            proves the chain
 *
 * Each prints one line of JSON.
 */
#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/rand.h"
#include "ground/journal/journal.h"
#include "ground/subject/subject.h"
#include "module.h"
#include "store/value.h"

enum {
    WRITERS = 16, RECORDS = 100,        /* records a region                 */
    TOLD_AT_ONCE = 500,                 /* facts a change, where it is filled */
    TEND_MS = 500,                      /* as app/server/keeper.c                  */
    PAUSE_MS = 20,                      /* of a writer, 1 to 39 by chance: else SQLite's lock is a
                                           lottery of who sleeps when              */
    WRITES_MAX = 100000,                /* of one writer                    */
    SECOND_US = 1000 * 1000,
};

/* ---- a record like an organisation's --------------------------------------------------------- */

struct record {
    struct str name, kind, address, phone, website, head_post;
    int64_t    staff, version;
};

static const struct field record_fields[] = {
    FIELD(struct record, name, F_TEXT, .max = 200, .label = "Name"),
    FIELD(struct record, kind, F_TEXT, .max = 40, .label = "Kind"),
    FIELD(struct record, address, F_TEXT, .max = 400, .label = "Address"),
    FIELD(struct record, phone, F_TEXT, .max = 40, .label = "Telephone"),
    FIELD(struct record, website, F_TEXT, .max = 200, .label = "Website"),
    FIELD(struct record, head_post, F_TEXT, .max = 200, .label = "Its head"),
    FIELD(struct record, staff, F_INT, .max = 100000, .label = "Staff"),
};
static const struct form record_form = FORM(struct record, record_fields);

#define RECORD_TABLE(id, integer, text)                                                       \
    "CREATE TABLE bench_record (id " id ", region_code " text " NOT NULL, name " text          \
    " NOT NULL, kind " text " NOT NULL, address " text " NOT NULL, phone " text " NOT NULL,"    \
    " website " text " NOT NULL, head_post " text " NOT NULL, staff " integer " NOT NULL,"      \
    " version " integer " NOT NULL)"

static const struct migration record_migration = {
    .slice = "bench", .number = 1, .title = "records", .digest = "1",
    .sqlite = RECORD_TABLE("INTEGER PRIMARY KEY", "INTEGER", "TEXT") " STRICT;",
    .postgres = RECORD_TABLE("bigint PRIMARY KEY", "bigint", "text COLLATE \"C\"") ";",
};

static const enum value_kind find_kinds[] = {
    VALUE_TEXT, VALUE_TEXT, VALUE_TEXT, VALUE_TEXT, VALUE_TEXT, VALUE_TEXT, VALUE_INT64,
    VALUE_INT64,
};
static const enum value_kind id_kinds[] = { VALUE_INT64, VALUE_INT64 };
static const enum value_kind add_kinds[] = { VALUE_INT64, VALUE_TEXT };
static const enum value_kind set_kinds[] = { VALUE_TEXT, VALUE_INT64, VALUE_INT64, VALUE_INT64 };

#define COLUMNS "name, kind, address, phone, website, head_post, staff, version"

static const struct statement find_record = {
    .name = "bench_record_find",
    .sqlite = "SELECT " COLUMNS " FROM bench_record WHERE id = :id",
    .postgres = "SELECT " COLUMNS " FROM bench_record WHERE id = $1",
    .param = id_kinds, .n_params = 1, .column = find_kinds, .n_columns = COUNT(find_kinds),
    .most = 1,
};
#define ADD(id, code)                                                                          \
    "INSERT INTO bench_record (id, region_code, " COLUMNS ") VALUES (" id ", " code ", "        \
    "'Dinas Komunikasi dan Informatika', 'agency', 'Jalan Merdeka 17', '0354-000000', "         \
    "'https://diskominfo.example.go.id', 'Kepala Dinas Komunikasi dan Informatika', 40, 1)"

static const struct statement add_record = {
    .name = "bench_record_add", .sqlite = ADD(":id", ":code"), .postgres = ADD("$1", "$2"),
    .param = add_kinds, .n_params = 2, .writes = true,
};
#define SET(phone, staff, id, version)                                                          \
    "UPDATE bench_record SET phone = " phone ", staff = " staff ", version = version + 1"        \
    " WHERE id = " id " AND version = " version

static const struct statement set_record = {
    .name = "bench_record_set",
    .sqlite = SET(":phone", ":staff", ":id", ":version"), .postgres = SET("$1", "$2", "$3", "$4"),
    .param = set_kinds, .n_params = COUNT(set_kinds), .writes = true,
};

/* ---- a unit of work -------------------------------------------------------------------------- */

struct unit {
    struct arena arena, store_arena;
    struct rand  chance;
    struct who   who;
    struct cx    cx;
};

static void
fail_if(struct unit *u, const struct err *e)
{
    if (!e)
        return;
    fprintf(stderr, "%.*s\n", TEXT(err_line(&u->arena, LANG_EN, e)));
    exit(1);
}

static struct str
region_of(struct arena *a, int i)
{
    return str_fmt(a, "35.%02d", 10 + i);
}

/* Somebody who acts in a post of the i-th region. */
static struct unit *
unit_of(const char *url, int i)
{
    static struct arena home;

    if (!home.base)
        home = arena_make(1 << 20);
    struct unit *u = NEW(&home, struct unit);

    u->arena = arena_make((size_t)1 << 30);
    u->store_arena = arena_make(64 << 20);
    u->chance.state = (uint64_t)i + 1;
    u->who = (struct who){
        .kind = WHO_PERSON, .account_id = i + 1, .subject_id = i + 1,
        .post = {
            .post_id = i + 1, .kind = POST_COORDINATOR, .title = S("Koordinator smart city"),
            .scope = { .region = region_of(&home, i) },
        },
    };
    u->cx = (struct cx){
        .arena = &u->arena, .chance = &u->chance, .now_s = 1763700000, .lang = LANG_ID,
        .who = &u->who,
    };
    fail_if(u, store_open(&u->store_arena, &u->cx.store, str_of(url),
                          (struct store_options){ .create = true, .busy_ms = 30000 }));
    return u;
}

/* ---- make ------------------------------------------------------------------------------------ */

static struct err *
add_records(struct cx *cx, void *arg)
{
    (void)arg;
    for (int i = 0; i < WRITERS * RECORDS; i++) {
        const struct value param[] = {
            value_int(i + 1), value_text(region_of(cx->arena, i / RECORDS)),
        };

        TRY(store_run(cx, &add_record, param, NULL));
    }
    return NULL;
}

static void
make(const char *url)
{
    const struct module *const module[] = { &subject_module, &journal_module };
    struct unit               *u = unit_of(url, 0);
    const struct migration    *list[64];
    size_t                     n = 0;
    int64_t                    applied;

    for (size_t i = 0; i < COUNT(module); i++)
        for (size_t k = 0; k < module[i]->n_migrations; k++)
            list[n++] = &module[i]->migrations[k];
    list[n++] = &record_migration;
    fail_if(u, store_migrate(&u->cx, list, n, &applied));
    fail_if(u, store_change(&u->cx, "bench_make", add_records, NULL));
    fail_if(u, store_analyze(&u->cx));
    printf("{\"records\":%d}\n", WRITERS * RECORDS);
}

/* ---- write ----------------------------------------------------------------------------------- */

struct change { int64_t id; bool told; };

static struct err *
take_record(struct cx *cx, const struct value *column, void *arg)
{
    struct record *r = arg;
    struct str    *text[] = {
        &r->name, &r->kind, &r->address, &r->phone, &r->website, &r->head_post,
    };

    for (size_t i = 0; i < COUNT(text); i++)
        *text[i] = str_copy(cx->arena, column[i].s);
    r->staff = value_as_int(column[6]);
    r->version = value_as_int(column[7]);
    return NULL;
}

/* Two of seven fields; the version says that nobody changed the record meanwhile. */
static struct err *
change_once(struct cx *cx, void *arg)
{
    const struct change *c = arg;
    const struct value   id[] = { value_int(c->id) };
    struct record        before, after;
    int64_t              n = 0;

    TRY(store_each(cx, &find_record, id, take_record, &before));
    after = before;
    after.phone = str_fmt(cx->arena, "0354-%06" PRIu32, rand_below(cx->chance, 1000000));
    after.staff = before.staff % 1000 + 1;
    const struct value param[] = {
        value_text(after.phone), value_int(after.staff), value_int(c->id),
        value_int(before.version),
    };

    TRY(store_run(cx, &set_record, param, &n));
    assert(n == 1);
    return !c->told ? NULL : journal_tell(cx, &(struct fact){
        .verb = JOURNAL_CHANGED, .thing = "org",
        .key = str_fmt(cx->arena, "%.*s-%" PRId64, TEXT(cx->who->post.scope.region), c->id),
        .scope = cx->who->post.scope, .form = &record_form, .before = &before, .after = &after,
    });
}

/* What the processes share: who is ready, when it ends, how long each change took. */
struct shared {
    int32_t ready;
    int64_t until_us, refused, writes[WRITERS];
    int32_t took_us[WRITERS][WRITES_MAX];
};

static void
pause_ms(int64_t ms)
{
    const struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };

    nanosleep(&t, NULL);
}

static void
write_region(const char *url, int i, bool told, struct shared *shared)
{
    struct unit *u = unit_of(url, i);

    __atomic_add_fetch(&shared->ready, 1, __ATOMIC_SEQ_CST);
    while (__atomic_load_n(&shared->until_us, __ATOMIC_SEQ_CST) == 0)
        pause_ms(1);
    for (int64_t n = 0; n < WRITES_MAX && clock_mono_us() < shared->until_us; n++) {
        struct change c = { .id = i * RECORDS + n % RECORDS + 1, .told = told };
        int64_t       began = clock_mono_us();
        struct err   *e = store_change(&u->cx, "bench_write", change_once, &c);

        if (!e)
            shared->took_us[i][shared->writes[i]++] = (int32_t)(clock_mono_us() - began);
        else if (e->kind == ERR_BUSY)       /* it is told so and would try again */
            __atomic_add_fetch(&shared->refused, 1, __ATOMIC_SEQ_CST);
        else
            fail_if(u, e);
        arena_reset(&u->arena);
        pause_ms(1 + rand_below(&u->chance, 2 * PAUSE_MS - 1));
    }
}

/* What the keeper does, twice a second. */
static void
keep_sealing(const char *url, const struct shared *shared)
{
    struct unit *u = unit_of(url, 0);

    u->cx.who = &who_program;
    while (__atomic_load_n(&shared->until_us, __ATOMIC_SEQ_CST) == 0)
        pause_ms(1);
    while (clock_mono_us() < shared->until_us) {
        fail_if(u, journal_module.tend(&u->cx));
        arena_reset(&u->arena);
        pause_ms(TEND_MS);
    }
}

static void
wait_for_all(int n)
{
    for (int status; n > 0; n--)
        if (wait(&status) < 0 || status != 0)
            exit(1);
}

/* Of this process, or of all that it has waited for. */
static double
cpu_us(int whose)
{
    struct rusage used;

    getrusage(whose, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * SECOND_US
         + (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

static int
compare(const void *a, const void *b)
{
    return *(const int32_t *)a - *(const int32_t *)b;
}

static void
print_writes(struct shared *shared)
{
    static int32_t all[WRITERS * WRITES_MAX];
    size_t         n = 0;

    for (int i = 0; i < WRITERS; i++)
        for (int64_t k = 0; k < shared->writes[i]; k++)
            all[n++] = shared->took_us[i][k];
    qsort(all, n, sizeof *all, compare);
    printf("{\"writes\":%zu,\"refused\":%" PRId64 ",\"us\":%" PRId32 ",\"p99_us\":%" PRId32
           ",\"cpu_us\":%.1f}\n", n, shared->refused, all[n / 2], all[n * 99 / 100],
           cpu_us(RUSAGE_CHILDREN) / (double)n);
}

static void
write_all(const char *url, bool told, int64_t seconds)
{
    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
                                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int            n = WRITERS + told;

    for (int i = 0; i < n; i++)
        if (fork() == 0) {
            if (i < WRITERS)
                write_region(url, i, told, shared);
            else
                keep_sealing(url, shared);
            _exit(0);
        }
    while (__atomic_load_n(&shared->ready, __ATOMIC_SEQ_CST) < WRITERS)
        pause_ms(1);
    int64_t began = clock_mono_us();

    __atomic_store_n(&shared->until_us, began + seconds * SECOND_US, __ATOMIC_SEQ_CST);
    wait_for_all(n);
    print_writes(shared);
}

/* ---- fill ------------------------------------------------------------------------------------ */

static struct err *
tell_some(struct cx *cx, void *arg)
{
    const int64_t      *first = arg;
    const struct record before = {
        .name = S("Dinas Komunikasi dan Informatika"), .phone = S("0354-000000"), .staff = 40,
    };

    for (int64_t i = 0; i < TOLD_AT_ONCE; i++) {
        struct record after = before;

        after.phone = str_fmt(cx->arena, "0354-%06" PRId64, *first + i);
        after.staff = 41;
        TRY(journal_tell(cx, &(struct fact){
            .verb = JOURNAL_CHANGED, .thing = "org",
            .key = str_fmt(cx->arena, "35.71-%06" PRId64, (*first + i) % 10000),
            .scope = { .region = S("35.71") }, .form = &record_form, .before = &before,
            .after = &after, .why = S("Nomor baru sejak pindah kantor"),
        }));
    }
    return NULL;
}

static void
fill(const char *url, int64_t n)
{
    struct unit *u = unit_of(url, 0);
    int64_t      began = clock_mono_us(), sealed = 0;

    for (int64_t i = 0; i < n; i += TOLD_AT_ONCE) {
        fail_if(u, store_change(&u->cx, "bench_fill", tell_some, &i));
        arena_reset(&u->arena);
        for (int64_t batch = 1; batch > 0; sealed += batch) {
            fail_if(u, journal_seal(&u->cx, &batch));
            arena_reset(&u->arena);
        }
    }
    fail_if(u, store_analyze(&u->cx));
    printf("{\"facts\":%" PRId64 ",\"s\":%.2f}\n", sealed,
           (double)(clock_mono_us() - began) / SECOND_US);
}

/* ---- verify ---------------------------------------------------------------------------------- */

static void
verify(const char *url)
{
    struct unit           *u = unit_of(url, 0);
    int64_t                began = clock_mono_us();
    struct journal_verdict v;

    fail_if(u, journal_verify(&u->cx, &v));
    printf("{\"holds\":%s,\"facts\":%" PRId64 ",\"s\":%.3f,\"cpu_s\":%.3f}\n",
           v.holds ? "true" : "false", v.n_sealed,
           (double)(clock_mono_us() - began) / SECOND_US, cpu_us(RUSAGE_SELF) / SECOND_US);
}

/* ---- bytes ----------------------------------------------------------------------------------- */

#define T VALUE_TEXT
#define N VALUE_INT64
static const enum value_kind fact_kinds[] = {
    N, N, T, T, T, T, N, N, T, N, N, N, T, N, T, T, T, T, T, T,
};
#define FACTS                                                                                  \
    "SELECT seq, at, verb, thing, key, region_code, org_id, subject_id, by_kind,"               \
    " by_account_id, by_subject_id, by_name_id, by_machine, by_post_id, by_hold, by_post,"      \
    " before_json, after_json, note, why FROM journal_fact WHERE seq > "
static const struct statement facts = {
    .name = "bench_facts",
    .sqlite = FACTS ":after ORDER BY seq LIMIT 10000",
    .postgres = FACTS "$1 ORDER BY seq LIMIT 10000",
    .param = id_kinds, .n_params = 1, .column = fact_kinds, .n_columns = COUNT(fact_kinds),
};

struct writing { FILE *file; int64_t last, n, bytes; };

/* 32 bytes for the line before's digest, 8 a number, 9 and its bytes a text: journal_rule.h. */
static struct err *
write_fact(struct cx *cx, const struct value *column, void *arg)
{
    static const char before[32];
    struct writing   *w = arg;

    (void)cx;
    w->bytes += (int64_t)fwrite(before, 1, sizeof before, w->file);
    for (size_t i = 0; i < COUNT(fact_kinds); i++) {
        char known = !column[i].unknown;

        if (fact_kinds[i] == VALUE_INT64) {
            w->bytes += (int64_t)fwrite(&column[i].n, 1, sizeof column[i].n, w->file);
            continue;
        }
        w->bytes += (int64_t)fwrite(&known, 1, 1, w->file);
        w->bytes += (int64_t)fwrite(&column[i].s.n, 1, sizeof column[i].s.n, w->file);
        if (column[i].s.n)
            w->bytes += (int64_t)fwrite(column[i].s.p, 1, column[i].s.n, w->file);
    }
    w->last = column[0].n;
    w->n++;
    return NULL;
}

static void
bytes(const char *url, const char *path)
{
    struct unit   *u = unit_of(url, 0);
    struct writing w = { .file = fopen(path, "wb") };

    if (!w.file) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        exit(1);
    }
    for (int64_t n = -1; n != w.n;) {
        const struct value param[] = { value_int(w.last) };

        n = w.n;
        fail_if(u, store_each(&u->cx, &facts, param, write_fact, &w));
        arena_reset(&u->arena);
    }
    fclose(w.file);
    printf("{\"facts\":%" PRId64 ",\"bytes\":%" PRId64 "}\n", w.n, w.bytes);
}

/* ---- all ------------------------------------------------------------------------------------- */

int
main(int argc, char **argv)
{
    const char *what = argc > 2 ? argv[1] : "", *url = argc > 2 ? argv[2] : "";

    log_from(LOG_ERROR);
    if (strcmp(what, "make") == 0)
        make(url);
    else if (strcmp(what, "write") == 0 && argc == 5)
        write_all(url, strcmp(argv[3], "on") == 0, strtoll(argv[4], NULL, 10));
    else if (strcmp(what, "fill") == 0 && argc == 4)
        fill(url, strtoll(argv[3], NULL, 10));
    else if (strcmp(what, "bytes") == 0 && argc == 4)
        bytes(url, argv[3]);
    else if (strcmp(what, "verify") == 0)
        verify(url);
    else
        return 2;
    return 0;
}
