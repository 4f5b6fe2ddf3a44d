/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/care/restore.h"

#include <libgen.h>
#include <string.h>

#include "app/care/backup.h"
#include "app/care/backup_rule.h"
#include "app/care/disk.h"
#include "app/care/drill.h"
#include "app/care/findings.h"
#include "app/care/pgtool.h"
#include "app/care/vault_copy.h"
#include "base/arena.h"

/* ---- refusals -------------------------------------------------------------------------------- */

static struct err *
exists(struct arena *a, struct str path)
{
    return err_of(a, (struct err){
        .kind = ERR_CONFLICT, .code = "restore.exists",
        .text = MSG("There is a database at {0} already.", path),
        .hint = MSG("With --replace it is moved aside and kept; or name another place with --db."),
    });
}

static struct err *
in_use(struct arena *a, struct str path, int64_t pid)
{
    return err_of(a, (struct err){
        .kind = ERR_CONFLICT, .code = "restore.in_use",
        .text = MSG("The database {0} is in use.", path),
        .detail = MSG("The process {0} has it open.", str_int(a, pid)),
        .hint = MSG("Stop the server first, then restore."),
    });
}

static struct err *
wrong_kind(struct arena *a, struct str file)
{
    return err_of(a, (struct err){
        .kind = ERR_INPUT, .code = "restore.kind",
        .text = MSG("This copy does not fit the database that --db names."),
        .detail = MSG("The copy holds {0}: data.db goes to sqlite:PATH, data.dump to "
                      "postgresql://…", file),
        .hint = MSG("Name a place of the same kind with --db."),
    });
}

static struct err *
not_empty(struct arena *a, struct str name)
{
    return err_of(a, (struct err){
        .kind = ERR_CONFLICT, .code = "restore.not_empty",
        .text = MSG("The database {0} is not empty.", name),
        .detail = MSG("Nothing was changed."),
        .hint = MSG("Make an empty one and name it with --db: createdb -O guyub guyub_restored. "
                    "The old one stays until you drop it."),
    });
}

static struct err *
no_replace(struct arena *a)
{
    return err_of(a, (struct err){
        .kind = ERR_INPUT, .code = "restore.replace",
        .text = MSG("A PostgreSQL database is not replaced in its place."),
        .hint = MSG("Make an empty one and name it with --db: createdb -O guyub guyub_restored. "
                    "The old one stays until you drop it."),
    });
}

/* ---- keys ------------------------------------------------------------------------------------ */

static struct str
keys_beside(struct arena *a, struct str dir)
{
    size_t n = dir.n;

    while (n > 1 && dir.p[n - 1] == '/')
        n--;
    char *z = NEWS(a, char, n + 1);

    memcpy(z, dir.p, n);
    return backup_keys(a, str_of(dirname(z)));
}

/* Keys that were named have to be there; those beside the copy may be missing, which is told. */
static struct err *
read_keys(struct cx *cx, const struct restore *r, struct keyring *ring, bool *has)
{
    struct str path = str_is_known(r->keys) ? r->keys : keys_beside(cx->arena, r->dir);

    *has = str_is_known(r->keys) || disk_is_there(cx->arena, path);
    return *has ? keyring_read(cx->arena, path, ring) : NULL;
}

static struct err *
join_and_look(struct cx *cx, const struct keyring *ring, struct restored *out)
{
    struct drill_store d = { .manifest = &out->manifest, .ring = ring, .restoring = true };
    struct err        *e = drill_store(cx, &d, &out->findings);

    out->n_keys = d.n_joined;
    return e;
}

static void
tell_no_keys(struct findings *f)
{
    found(f, FINDING_BAD, "restore.keys",
          MSG("The persons' keys are not here: names, logins, addresses and telephones of "
              "everybody cannot be read."),
          MSG("Restore again with --keys FILE when you have found the file persons.keys."));
}

/* ---- SQLite ---------------------------------------------------------------------------------- */

static struct err *
check_place(struct arena *a, struct str path, bool replace)
{
    int64_t pid;

    if (!disk_is_there(a, path))
        return NULL;
    if (store_is_open_elsewhere(a, path, &pid))
        return in_use(a, path, pid);
    return replace ? NULL : exists(a, path);
}

static struct err *
move_aside(struct cx *cx, struct str path, struct str *aside)
{
    static const char *const suffix[] = { "-wal", "-shm", "-journal", "" };
    struct arena *a = cx->arena;
    struct str    stamp = str_part(backup_name(a, cx->now_s), S("guyub-").n, TIME_TEXT_MAX);

    if (!disk_is_there(a, path))
        return NULL;
    *aside = str_fmt(a, "%.*s.before-%.*s", TEXT(path), TEXT(stamp));
    if (disk_is_there(a, *aside))
        return exists(a, *aside);
    for (size_t i = 0; i < COUNT(suffix); i++) {
        struct str from = str_fmt(a, "%.*s%s", TEXT(path), suffix[i]);

        if (disk_is_there(a, from))
            TRY(disk_move(a, from, str_fmt(a, "%.*s%s", TEXT(*aside), suffix[i])));
    }
    return NULL;
}

static struct err *
open_and_look(struct cx *cx, struct str url, const struct keyring *ring, struct restored *out)
{
    struct cx there = *cx;

    TRY(store_open(cx->arena, &there.store, url, (struct store_options){ .create = false }));
    struct err *e = join_and_look(&there, ring, out);

    store_close(there.store);
    return e;
}

static struct err *
remove_draft(struct arena *a, struct str draft)
{
    TRY(disk_destroy(a, draft));
    TRY(disk_destroy(a, str_fmt(a, "%.*s-wal", TEXT(draft))));
    return disk_destroy(a, str_fmt(a, "%.*s-shm", TEXT(draft)));
}

static struct err *
put_in_place(struct cx *cx, const struct restore *r, struct str path, struct str draft,
             struct restored *out)
{
    struct arena *a = cx->arena;
    char         *z = NEWS(a, char, path.n + 1);

    memcpy(z, path.p, path.n);
    TRY(disk_sync(a, draft));
    TRY(check_place(a, path, r->replace));
    TRY(move_aside(cx, path, &out->aside));
    TRY(disk_move(a, draft, path));
    out->is_done = true;
    return disk_sync(a, str_of(dirname(z)));
}

/* Filled and looked at beside the place, then put into it. */
static struct err *
restore_sqlite(struct cx *cx, const struct restore *r, const struct keyring *ring,
               struct restored *out)
{
    struct arena *a = cx->arena;
    struct str    path = str_part(r->db, S("sqlite:").n, r->db.n);
    struct str    draft = str_fmt(a, "%.*s.restoring", TEXT(path));

    TRY(check_place(a, path, r->replace));
    TRY(remove_draft(a, draft));
    struct err *e = disk_copy(a, disk_path(a, r->dir, out->manifest.file), draft);

    if (!e)
        e = open_and_look(cx, str_fmt(a, "sqlite:%.*s", TEXT(draft)), ring, out);
    if (!e && !findings_bad(&out->findings, "copy."))
        return put_in_place(cx, r, path, draft, out);
    struct err *left = remove_draft(a, draft);

    return e ? e : left;
}

/* ---- PostgreSQL ------------------------------------------------------------------------------ */

static struct err *
fill_postgres(struct cx *cx, const struct restore *r, const struct keyring *ring,
              struct restored *out)
{
    struct store_tables tables;

    TRY(store_tables(cx, &tables));
    if (tables.n > 0)
        return not_empty(cx->arena, store_name(cx->store));
    TRY(pgtool_restore(cx, disk_path(cx->arena, r->dir, out->manifest.file), r->watch));
    out->is_done = true;
    TRY(join_and_look(cx, ring, out));
    return store_analyze(cx);
}

static struct err *
restore_postgres(struct cx *cx, const struct restore *r, const struct keyring *ring,
                 struct restored *out)
{
    struct cx there = *cx;

    if (r->replace)
        return no_replace(cx->arena);
    TRY(store_open(cx->arena, &there.store, r->db, (struct store_options){ .create = false }));
    struct err *e = fill_postgres(&there, r, ring, out);

    store_close(there.store);
    return e;
}

/* ---- both ------------------------------------------------------------------------------------ */

/* Bytes before the rows that name them: nobody reads of a document that is not there yet. What
 * comes into the vault for a database that then cannot be restored is swept some day. */
static struct err *
restore_bytes_and_rows(struct cx *cx, const struct restore *r, const struct keyring *ring,
                       struct restored *out)
{
    struct vault_work work = { r->dir, r->watch };

    if (out->manifest.kind == STORE_SQLITE)
        TRY(check_place(cx->arena, str_part(r->db, S("sqlite:").n, r->db.n), r->replace));
    TRY(vault_copy_restore(cx, &work, &out->manifest.vault, &out->findings));
    if (findings_bad(&out->findings, "copy."))
        return NULL;
    return out->manifest.kind == STORE_SQLITE ? restore_sqlite(cx, r, ring, out)
                                              : restore_postgres(cx, r, ring, out);
}

struct err *
restore_run(struct cx *cx, const struct restore *r, struct restored *out)
{
    struct keyring *ring = NEW(cx->arena, struct keyring);
    bool            is_sqlite = str_starts(r->db, S("sqlite:")), has_ring;

    *out = (struct restored){ .is_done = false };
    drill_files(cx, &(struct drill){ .dir = r->dir, .watch = r->watch }, &out->manifest,
                &out->findings);
    if (findings_bad(&out->findings, "copy."))
        return NULL;
    if (is_sqlite != (out->manifest.kind == STORE_SQLITE))
        return wrong_kind(cx->arena, out->manifest.file);
    TRY(read_keys(cx, r, ring, &has_ring));
    if (!has_ring) {
        tell_no_keys(&out->findings);
        ring = NULL;
    }
    return restore_bytes_and_rows(cx, r, ring, out);
}
