/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/care/drill.h"

#include <string.h>

#include "app/care/disk.h"
#include "app/care/findings.h"
#include "app/care/pgtool.h"
#include "app/care/vault_copy.h"
#include "app/modules.h"
#include "base/arena.h"
#include "base/calendar.h"
#include "base/money.h"
#include "ground/journal/journal.h"
#include "ground/subject/subject_copy.h"
#include "office/document/document_care.h"

static struct str
number(struct cx *cx, int64_t n)
{
    return int_text(cx->arena, cx->lang, n);
}

static struct msg
another_copy(void)
{
    return MSG("Do not rely on this copy. Make a new one: guyub backup");
}

/* ---- files ----------------------------------------------------------------------------------- */

static struct err *
check_sum(struct cx *cx, struct str dir, const struct sum *sum, bool *same)
{
    struct str sha256;
    int64_t    bytes;

    TRY(disk_digest(cx->arena, disk_path(cx->arena, dir, sum->name), &sha256, &bytes));
    *same = str_eq(sha256, sum->sha256);
    return NULL;
}

/* A name with a folder in it is none of ours. */
static bool
names_all(const struct sums *sums, const struct manifest *m)
{
    return sums->n == (m->vault.known ? 3 : 2) && str_eq(sums->row[0].name, m->file)
        && str_eq(sums->row[0].sha256, m->sha256)
        && str_eq(sums->row[1].name, S("manifest.json"))
        && (!m->vault.known || (str_eq(sums->row[2].name, S("vault.sums"))
                                && str_eq(sums->row[2].sha256, m->vault.sha256)));
}

static struct err *
check_sums(struct cx *cx, struct str dir, const struct manifest *m, struct findings *f)
{
    struct sums sums;
    struct str  text;
    enum { SUMS_BYTES = 4096 };

    TRY(disk_read(cx->arena, disk_path(cx->arena, dir, S("SHA256SUMS")), SUMS_BYTES, &text));
    if (!sums_parse(text, &sums) || !names_all(&sums, m)) {
        found(f, FINDING_BAD, "copy.files",
              MSG("SHA256SUMS and the manifest of the copy do not go together."), another_copy());
        return NULL;
    }
    for (size_t i = 0; i < sums.n; i++) {
        bool same;

        TRY(check_sum(cx, dir, &sums.row[i], &same));
        if (!same)
            found(f, FINDING_BAD, "copy.files",
                  MSG("{0} is not as it was written.", sums.row[i].name), another_copy());
    }
    if (!findings_bad(f, "copy.files"))
        found(f, FINDING_WELL, "copy.files",
              MSG("Its files are as they were written, {0} bytes of data.", number(cx, m->bytes)),
              MSG_NONE);
    return NULL;
}

static struct err *
read_files(struct cx *cx, const struct drill *d, struct manifest *m, struct findings *f)
{
    struct vault_work work = { d->dir, d->watch };
    struct str        text, path = disk_path(cx->arena, d->dir, S("manifest.json"));

    struct err *e = disk_read(cx->arena, path, MANIFEST_MAX, &text);

    if (e && !msg_is(e->hint))
        e->hint = MSG("Name one copy, a folder such as {0}: `guyub backup list` shows them.",
                      S("guyub-20261122T092904Z"));
    TRY(e);
    TRY(manifest_parse(cx->arena, text, path, m));
    TRY(check_sums(cx, d->dir, m, f));
    return vault_copy_check(cx, &work, &m->vault, d->vault_bytes, f);
}

void
drill_files(struct cx *cx, const struct drill *d, struct manifest *m, struct findings *f)
{
    *m = (struct manifest){ .bytes = 0 };
    struct err *e = read_files(cx, d, m, f);

    if (e)
        found_err(cx, f, FINDING_BAD, "copy.files", e);
}

/* ---- what a restored database says ----------------------------------------------------------- */

static struct err *
check_pages(struct cx *cx, struct findings *f)
{
    struct str wrong;

    TRY(store_check(cx, &wrong));
    if (str_is_known(wrong))
        found(f, FINDING_BAD, "copy.pages",
              MSG("The database finds fault with its own pages: {0}", wrong), another_copy());
    else if (store_kind(cx->store) == STORE_SQLITE)
        found(f, FINDING_WELL, "copy.pages",
              MSG("All pages and references hang together."), MSG_NONE);
    return NULL;
}

static int64_t
rows_of(const struct store_tables *tables, struct str name)
{
    for (size_t i = 0; i < tables->n; i++)
        if (str_eq(tables->row[i].name, name))
            return tables->row[i].n_rows;
    return -1;
}

static struct err *
check_rows(struct cx *cx, const struct manifest *m, struct findings *f)
{
    struct store_tables now;
    int64_t             all = 0;
    bool                same;

    TRY(store_tables(cx, &now));
    same = now.n == m->tables.n;
    for (size_t i = 0; i < m->tables.n; i++) {
        const struct store_table *t = &m->tables.row[i];

        all += t->n_rows;
        if (rows_of(&now, t->name) == t->n_rows)
            continue;
        same = false;
        found(f, FINDING_BAD, "copy.rows",
              MSG("The table {0} should have {1} rows and has {2}.", t->name,
                  number(cx, t->n_rows), number(cx, rows_of(&now, t->name))), another_copy());
    }
    if (same)
        found(f, FINDING_WELL, "copy.rows",
              MSG("All {0} tables have the rows they had, {1} in all.",
                  number(cx, (int64_t)now.n), number(cx, all)), MSG_NONE);
    else if (now.n != m->tables.n)
        found(f, FINDING_BAD, "copy.rows", MSG("It has {0} tables and should have {1}.",
              number(cx, (int64_t)now.n), number(cx, (int64_t)m->tables.n)), another_copy());
    return NULL;
}

static struct err *
check_steps(struct cx *cx, const struct manifest *m, struct findings *f)
{
    struct store_steps now;

    TRY(store_steps(cx, &now));
    bool same = now.n == m->steps.n;

    for (size_t i = 0; same && i < now.n; i++)
        same = now.row[i].number == m->steps.row[i].number
            && str_eq(now.row[i].slice, m->steps.row[i].slice)
            && str_eq(now.row[i].digest, m->steps.row[i].digest);
    if (!same)
        found(f, FINDING_BAD, "copy.schema",
              MSG("Its tables are of other steps than its manifest says."), another_copy());
    return NULL;
}

/* Whether the rest can be asked: the statements of the program fit its tables. */
static struct err *
check_schema(struct cx *cx, bool may_change, bool *fits, struct findings *f)
{
    size_t  n;
    int64_t applied;
    const struct migration *const *list = app_migrations(cx->arena, &n);
    struct err *e = store_is_current(cx, list, n);

    *fits = !e;
    if (!e || (e->kind != ERR_CONFLICT && e->kind != ERR_BROKEN))
        return e;
    if (strcmp(e->code, "store.behind") != 0) {
        found_err(cx, f, FINDING_BAD, "copy.schema", e);
        return NULL;
    }
    if (!may_change) {
        found(f, FINDING_DOUBT, "data.schema", MSG("It is older than this program."),
              MSG("Bring it up to date with `guyub init`, then prove it: guyub journal verify"));
        return NULL;
    }
    TRY(store_migrate(cx, list, n, &applied));
    found(f, FINDING_WELL, "data.schema",
          MSG("It is older than this program; {0} steps bring it up to date.",
              number(cx, applied)), MSG_NONE);
    *fits = true;
    return NULL;
}

static struct err *
check_journal(struct cx *cx, const struct manifest *m, struct findings *f)
{
    struct journal_verdict v;

    TRY(journal_verify(cx, &v));
    if (m->journal_sealed.known && (m->journal_sealed.n != v.n_sealed
                                    || !str_eq(m->journal_head, v.head)))
        found(f, FINDING_BAD, "copy.journal",
              MSG("The journal ends otherwise than the manifest says."), another_copy());
    if (!v.holds)
        found(f, FINDING_BAD, "data.journal",
              MSG("The journal does NOT hold. Line {0}: {1}", number(cx, v.wrong_seq),
                  msg_text(cx->arena, cx->lang, v.what)),
              MSG("Keep this copy and the ones before it, and look for what changed the journal."));
    else
        found(f, FINDING_WELL, "data.journal",
              MSG("The journal holds: {0} lines, {1} to be sealed.",
                  number(cx, v.n_sealed), number(cx, v.n_tail)), MSG_NONE);
    return NULL;
}

/* The rows of the copy against the list of its files. */
static struct err *
check_vault(struct cx *cx, const struct manifest_vault *v, struct findings *f)
{
    int64_t n, bytes;

    if (!v->known)
        return NULL;
    TRY(document_files_count(cx, &n, &bytes));
    if (n != v->files || bytes != v->bytes)
        found(f, FINDING_BAD, "copy.vault",
              MSG("Its rows name {0} files of documents, its manifest {1}.", number(cx, n),
                  number(cx, v->files)), another_copy());
    return NULL;
}

/* ---- persons --------------------------------------------------------------------------------- */

static void
judge_sample(struct cx *cx, const struct subject_sample *s, struct findings *f)
{
    if (s->n_damaged > 0)
        found(f, FINDING_BAD, "data.persons",
              MSG("{0} of {1} personal values do not open with their keys.",
                  number(cx, s->n_damaged), number(cx, s->n_tried)),
              MSG("Look whether the key file is the one of this installation."));
    else
        found(f, FINDING_WELL, "data.persons",
              MSG("Of {0} personal values {1} open with their keys.",
                  number(cx, s->n_tried), number(cx, s->n_open)), MSG_NONE);
    if (s->n_keyless > 0)
        found(f, FINDING_DOUBT, "data.keyless",
              MSG("{0} persons have no key: what is held of them cannot be read.",
                  number(cx, s->n_keyless)),
              MSG("That is right for those who were erased after the copy was made."));
}

static struct err *
try_persons(struct cx *cx, struct findings *f)
{
    struct subject_sample s;

    if (!cx->key) {
        found(f, FINDING_DOUBT, "data.persons",
              MSG("Whether personal values open was not tried: there is no key file here."),
              MSG("Say where it is with --key or GUYUB_KEY."));
        return NULL;
    }
    TRY(subject_check_key(cx));
    TRY(subject_sample_of(cx, &s));
    judge_sample(cx, &s, f);
    return NULL;
}

struct joining { const struct keyring *ring; struct findings *f; bool done; };

/* Gives an error on purpose when all went well: keys and data do not stay together in a scratch
 * place, not even for a moment on its disk. */
static struct err *
join_once(struct cx *cx, void *arg)
{
    struct joining *j = arg;
    int64_t         joined;

    TRY(keyring_join(cx, j->ring, &joined));
    TRY(try_persons(cx, j->f));
    j->done = true;
    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = "drill.not_kept", .text = MSG("This was only tried."),
    });
}

static struct err *
check_persons(struct cx *cx, const struct keyring *ring, struct findings *f)
{
    struct joining j = { ring, f, false };
    size_t         before = f->n;

    if (!ring)
        return try_persons(cx, f);
    struct err *e = store_change(cx, "drill", join_once, &j);

    if (!j.done)
        f->n = before;
    return j.done ? NULL : e;
}

static struct err *
join_for_good(struct cx *cx, void *arg)
{
    struct drill_store *d = arg;

    return keyring_join(cx, d->ring, &d->n_joined);
}

struct err *
drill_store(struct cx *cx, struct drill_store *d, struct findings *f)
{
    bool fits;

    TRY(check_pages(cx, f));
    TRY(check_rows(cx, d->manifest, f));
    TRY(check_steps(cx, d->manifest, f));
    if (d->restoring && d->ring)
        TRY(store_change(cx, "restore_keys", join_for_good, d));
    TRY(check_schema(cx, !d->restoring, &fits, f));
    if (!fits)
        return NULL;
    TRY(check_journal(cx, d->manifest, f));
    TRY(check_vault(cx, &d->manifest->vault, f));
    return check_persons(cx, d->restoring ? NULL : d->ring, f);
}

/* ---- a whole drill --------------------------------------------------------------------------- */

static struct err *
in_store(struct cx *cx, struct str url, struct drill_store *d, struct findings *f)
{
    struct cx there = *cx;

    there.reads = NULL;
    there.read_only = false;
    TRY(store_open(cx->arena, &there.store, url, (struct store_options){ .create = false }));
    struct err *e = drill_store(&there, d, f);

    store_close(there.store);
    return e;
}

static struct err *
in_scratch(struct cx *cx, const struct drill *d, struct drill_store *ds, struct findings *f)
{
    struct arena *a = cx->arena;
    struct str    file = disk_path(a, d->scratch, S("data.db"));

    TRY(disk_folder(a, d->scratch));
    struct err *e = disk_copy(a, disk_path(a, d->dir, ds->manifest->file), file);

    if (!e)
        e = in_store(cx, str_fmt(a, "sqlite:%.*s", TEXT(file)), ds, f);
    struct err *left = disk_remove(a, d->scratch, false);

    return e ? e : left;
}

/* A restored scratch database stays, for whoever wants to look: it is theirs. */
static struct err *
in_postgres(struct cx *cx, const struct drill *d, struct drill_store *ds, struct findings *f)
{
    struct cx there = *cx;

    there.reads = NULL;
    there.read_only = false;
    TRY(store_open(cx->arena, &there.store, d->into, (struct store_options){ .create = false }));
    struct store_tables tables;
    struct err         *e = store_tables(&there, &tables);

    if (!e && tables.n > 0)
        e = err_of(cx->arena, (struct err){
            .kind = ERR_CONFLICT, .code = "drill.not_empty",
            .text = MSG("The database {0} is not empty.", store_name(there.store)),
            .hint = MSG("Make an empty one for the drill: createdb NAME"),
        });
    if (!e)
        e = pgtool_restore(&there, disk_path(cx->arena, d->dir, ds->manifest->file), d->watch);
    if (!e)
        e = drill_store(&there, ds, f);
    store_close(there.store);
    return e;
}

/* What was proved when the copy was made. */
static void
recall_journal(struct cx *cx, const struct manifest *m, struct findings *f)
{
    if (m->journal_sealed.known && !m->journal_holds)
        found(f, FINDING_BAD, "data.journal",
              MSG("The journal did NOT hold when the copy was made, at {0}.",
                  time_iso(cx->arena, m->at)),
              MSG("Keep this copy and the ones before it, and look for what changed the journal."));
}

static struct err *
only_read(struct cx *cx, const struct drill *d, const struct manifest *m, struct findings *f)
{
    TRY(pgtool_read(cx, disk_path(cx->arena, d->dir, m->file), d->watch));
    found(f, FINDING_WELL, "copy.dump", MSG("pg_restore reads the dump to its end."), MSG_NONE);
    recall_journal(cx, m, f);
    found(f, FINDING_DOUBT, "copy.not_tried",
          MSG("It was read and not restored: counts, journal and persons were not tried."),
          MSG("Try it now and then in an empty database: guyub backup check DIR --into URL"));
    return NULL;
}

static struct err *
restore_and_look(struct cx *cx, const struct drill *d, struct drill_store *ds, struct findings *f)
{
    if (ds->manifest->kind == STORE_SQLITE)
        return in_scratch(cx, d, ds, f);
    return str_is_known(d->into) ? in_postgres(cx, d, ds, f) : only_read(cx, d, ds->manifest, f);
}

static bool
read_ring(struct cx *cx, struct str path, struct keyring *ring, struct findings *f)
{
    struct err *e = NULL;
    bool        is_there = str_is_known(path) && disk_is_there(cx->arena, path);

    if (is_there)
        e = keyring_read(cx->arena, path, ring);
    if (e)
        found_err(cx, f, FINDING_BAD, "copy.keys", e);
    else if (!is_there)
        found(f, FINDING_BAD, "copy.keys",
              MSG("The persons' keys are missing: with this copy alone nobody's name, address or "
                  "login comes back."),
              MSG("Put keys/persons.keys back beside the copies, or name it with --keys."));
    else
        found(f, FINDING_WELL, "copy.keys", MSG("{0} keys of persons are there, of {1}.",
              number(cx, ring->n), time_iso(cx->arena, ring->at)), MSG_NONE);
    return is_there && !e;
}

/* Says nothing of the copy. */
static bool
was_stopped(const struct err *e)
{
    static const char *const code[] = { "backup.stopped", "job.stopped", "job.put_back" };

    for (size_t i = 0; i < COUNT(code); i++)
        if (strcmp(e->code, code[i]) == 0)
            return true;
    return false;
}

struct err *
drill_run(struct cx *cx, const struct drill *d, struct manifest *m, struct findings *f)
{
    struct keyring *ring = NEW(cx->arena, struct keyring);

    drill_files(cx, d, m, f);
    bool has_ring = read_ring(cx, d->keys, ring, f);

    if (findings_bad(f, "copy.files"))
        return NULL;
    struct drill_store ds = { .manifest = m, .ring = has_ring ? ring : NULL };
    struct err        *e = restore_and_look(cx, d, &ds, f);

    if (e && !was_stopped(e)) {
        found_err(cx, f, FINDING_BAD, "copy.restored", e);
        return NULL;
    }
    return e;
}
