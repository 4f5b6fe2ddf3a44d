/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/care/backup.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "app/care/backup_rule.h"
#include "app/care/disk.h"
#include "app/care/drill.h"
#include "app/care/findings.h"
#include "app/care/pgtool.h"
#include "app/care/vault_copy.h"
#include "app/modules.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "ground/journal/journal.h"
#include "office/document/document_vault.h"
#include "site.h"

#define KEYS_TABLE "subject_key"

struct str
backup_keys(struct arena *a, struct str folder)
{
    return disk_path(a, folder, S("keys/persons.keys"));
}

static struct str
with(struct arena *a, struct str path, const char *end)
{
    return str_fmt(a, "%.*s%s", TEXT(path), end);
}

/* ---- the folder ------------------------------------------------------------------------------ */

static struct err *
busy(struct arena *a, struct str folder)
{
    return err_of(a, (struct err){
        .kind = ERR_BUSY, .code = "backup.busy", .where = folder,
        .text = MSG("Another copy is being made in this folder."),
        .hint = MSG("Wait until it is done, or name another folder."),
    });
}

/* The lock goes with the process, however that ends. */
static struct err *
lock_folder(struct arena *a, struct str folder, int *fd)
{
    struct str path = disk_path(a, folder, S(".lock"));

    *fd = open(str_z(a, path), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (*fd < 0)
        return err_errno(a, "disk.file", MSG("The folder of copies could not be used."), errno);
    if (flock(*fd, LOCK_EX | LOCK_NB) == 0)
        return NULL;
    close(*fd);
    *fd = -1;
    return busy(a, folder);
}

/* The files of documents are other copies' files too: they are never overwritten. */
static struct err *
backup_remove(struct arena *a, struct str dir, bool destroy)
{
    TRY(vault_copy_remove(a, dir));
    return disk_remove(a, dir, destroy);
}

/* What a process that died here has left: it may hold keys beside data. */
static struct err *
sweep(struct arena *a, struct str folder)
{
    struct disk_names names;
    struct str        keys = backup_keys(a, folder);

    TRY(disk_names(a, folder, &names));
    for (size_t i = 0; i < names.n; i++)
        if (backup_is_rest(names.name[i]))
            TRY(backup_remove(a, disk_path(a, folder, names.name[i]), true));
    TRY(disk_destroy(a, with(a, keys, ".new")));
    return disk_destroy(a, with(a, keys, ".old"));
}

struct err *
backup_list(struct arena *a, struct str folder, struct backup_copies *out)
{
    struct disk_names names;

    *out = (struct backup_copies){ .n = 0 };
    if (!disk_is_there(a, folder))
        return NULL;
    TRY(disk_names(a, folder, &names));
    out->row = NEWS(a, struct backup_copy, names.n + 1);
    for (size_t i = 0; i < names.n; i++) {
        struct backup_copy *copy = &out->row[out->n];
        struct str          text, path = disk_path(a, folder, names.name[i]);

        if (!backup_name_read(names.name[i], &copy->at))
            continue;
        copy->name = names.name[i];
        path = disk_path(a, path, S("manifest.json"));
        if (disk_read(a, path, MANIFEST_MAX, &text)
            || manifest_parse(a, text, path, &copy->manifest))
            copy->manifest = (struct manifest){ .bytes = 0 };
        out->n++;
    }
    return NULL;
}

static struct err *
remove_surplus(struct arena *a, const struct backup *b, int64_t *n_gone)
{
    struct backup_copies copies;

    TRY(backup_list(a, b->folder, &copies));
    size_t surplus = backup_surplus(copies.n, b->keep);

    assert(surplus <= copies.n);
    for (size_t i = 0; i < surplus; i++, ++*n_gone)
        TRY(backup_remove(a, disk_path(a, b->folder, copies.row[i].name), false));
    return surplus ? disk_sync(a, b->folder) : NULL;
}

/* ---- what is copied -------------------------------------------------------------------------- */

struct making {
    const struct backup *backup;
    struct str           part;          /* the folder that is being filled   */
    bool                 fits;          /* the program's statements fit      */
    bool                 has_keys;      /* persons came with a later schema  */
    struct manifest     *m;
};

static struct err *
tell_journal(struct cx *cx, struct manifest *m)
{
    struct journal_verdict v;

    TRY(journal_verify(cx, &v));
    m->journal_sealed = (struct maybe_int){ .known = true, .n = v.n_sealed };
    m->journal_waiting = (struct maybe_int){ .known = true, .n = v.n_tail };
    m->journal_head = str_copy(cx->arena, v.head);
    m->journal_holds = v.holds;
    return NULL;
}

/* The copy has no rows of that table, and says so. Whether there is such a table. */
static bool
without_keys(struct store_tables *tables)
{
    for (size_t i = 0; i < tables->n; i++)
        if (str_eq(tables->row[i].name, S(KEYS_TABLE))) {
            tables->row[i].n_rows = 0;
            return true;
        }
    return false;
}

static struct err *
copy_once(struct cx *cx, void *arg)
{
    struct making *mk = arg;
    struct str     path = disk_path(cx->arena, mk->part, mk->m->file);

    TRY(store_tables(cx, &mk->m->tables));
    TRY(store_steps(cx, &mk->m->steps));
    mk->has_keys = without_keys(&mk->m->tables);
    if (mk->fits)
        TRY(tell_journal(cx, mk->m));
    if (mk->fits)
        TRY(vault_copy_list(cx, mk->part, &mk->m->vault));
    if (mk->m->kind == STORE_SQLITE)
        return store_copy(cx, path, mk->has_keys ? KEYS_TABLE : NULL, mk->backup->watch);
    return pgtool_dump(cx, path, KEYS_TABLE, mk->backup->watch);
}

static struct err *
write_manifest(struct cx *cx, struct making *mk)
{
    struct arena *a = cx->arena;
    struct buf    b = buf_in(a, MANIFEST_MAX);
    struct json   j = json_to(&b);
    struct str    path = disk_path(a, mk->part, S("manifest.json"));
    struct sums   sums = {
        .row = { { mk->m->file, mk->m->sha256 }, { .name = S("manifest.json") },
                 { S("vault.sums"), mk->m->vault.sha256 } },
        .n = mk->m->vault.known ? 3 : 2,
    };
    int64_t       bytes;

    mk->m->ended_at = clock_now_s();
    manifest_json(&j, mk->m);
    buf_byte(&b, '\n');
    TRY(disk_write(a, path, buf_str(&b)));
    TRY(disk_digest(a, path, &sums.row[1].sha256, &bytes));
    return disk_write(a, disk_path(a, mk->part, S("SHA256SUMS")), sums_text(a, &sums));
}

/* The schema may be older than the program: then a copy is what should be made first. */
static struct err *
look_at_schema(struct cx *cx, bool *fits)
{
    size_t n;
    const struct migration *const *list = app_migrations(cx->arena, &n);
    struct err *e = store_is_current(cx, list, n);

    *fits = !e;
    return e && strcmp(e->code, "store.behind") != 0 ? e : NULL;
}

/* Of the newest copy, whose files can be had without copying them. */
static struct err *
before_it(struct arena *a, const struct backup *b, struct str *dir)
{
    struct backup_copies copies;

    TRY(backup_list(a, b->folder, &copies));
    *dir = copies.n ? disk_path(a, b->folder, copies.row[copies.n - 1].name)
                    : (struct str){ NULL, 0 };
    return NULL;
}

static void
tell_no_vault(struct findings *f)
{
    found(f, FINDING_DOUBT, "copy.vault_later",
          MSG("The files of documents are not in this copy: the database is older than this "
              "program."),
          MSG("They stand in the vault as before. Bring the database up to date with `guyub init`, "
              "then make another copy: guyub backup"));
}

/* Rows first, then the bytes that they name; meanwhile nothing is swept. */
static struct err *
copy_rows_and_bytes(struct cx *cx, struct making *mk, struct findings *f)
{
    struct vault_work work = { mk->part, mk->backup->watch };
    struct str        before;

    TRY(store_read(cx, "backup", copy_once, mk));
    if (!mk->fits) {
        tell_no_vault(f);
        return NULL;
    }
    TRY(before_it(cx->arena, mk->backup, &before));
    return vault_copy_make(cx, &work, before, &mk->m->vault, f);
}

static struct err *
copy_held(struct cx *cx, struct making *mk, struct findings *f)
{
    struct vault_hold hold = { .fd = -1 };

    if (mk->fits && cx->site && str_is_known(cx->site->vault))
        TRY(vault_hold(cx, &hold));
    struct err *e = copy_rows_and_bytes(cx, mk, f);

    vault_release(&hold);
    return e;
}

static struct err *
fill(struct cx *cx, struct making *mk, struct findings *f)
{
    struct arena *a = cx->arena;
    struct str    data = disk_path(a, mk->part, mk->m->file);

    TRY(look_at_schema(cx, &mk->fits));
    TRY(copy_held(cx, mk, f));
    TRY(disk_sync(a, data));
    TRY(disk_digest(a, data, &mk->m->sha256, &mk->m->bytes));
    TRY(keyring_write(cx, with(a, backup_keys(a, mk->backup->folder), ".new"), mk->has_keys));
    TRY(write_manifest(cx, mk));
    return disk_sync(a, mk->part);
}

/* ---- the drill, and the name ----------------------------------------------------------------- */

static struct err *
try_it(struct cx *cx, struct making *mk, struct str name, struct findings *f)
{
    struct arena   *a = cx->arena;
    struct manifest read;
    struct drill    d = {
        .dir = mk->part, .keys = with(a, backup_keys(a, mk->backup->folder), ".new"),
        .scratch = str_fmt(a, "%.*s/.drill-%.*s", TEXT(mk->backup->folder), TEXT(name)),
        .watch = mk->backup->watch,
    };

    TRY(drill_run(cx, &d, &read, f));
    const struct finding *bad = findings_bad(f, "copy.");

    if (!bad)
        return NULL;
    return err_of(a, (struct err){
        .kind = ERR_BROKEN, .code = "backup.drill",
        .text = MSG("The new copy did not stand its drill and was removed."),
        .detail = bad->is,
        .hint = MSG("The copies before it are untouched. Look at the disk, then try again."),
    });
}

/* The one before is overwritten when the new one has its name. */
static struct err *
replace_keys(struct arena *a, struct str folder)
{
    struct str keys = backup_keys(a, folder), old = with(a, keys, ".old");

    if (disk_is_there(a, keys) && link(str_z(a, keys), str_z(a, old)) != 0)
        return err_errno(a, "disk.file", MSG("The keys of persons could not be replaced."), errno);
    TRY(disk_move(a, with(a, keys, ".new"), keys));
    TRY(disk_sync(a, disk_path(a, folder, S("keys"))));
    return disk_destroy(a, old);
}

static struct err *
complete(struct cx *cx, struct making *mk, struct str name, struct backup_made *out)
{
    struct arena *a = cx->arena;

    TRY(fill(cx, mk, &out->findings));
    TRY(try_it(cx, mk, name, &out->findings));
    out->dir = disk_path(a, mk->backup->folder, name);
    TRY(disk_move(a, mk->part, out->dir));
    TRY(disk_sync(a, mk->backup->folder));
    TRY(replace_keys(a, mk->backup->folder));
    if (findings_bad(&out->findings, ""))
        return NULL;            /* none goes while what is copied is not well */
    return remove_surplus(a, mk->backup, &out->n_gone);
}

static struct err *
make_locked(struct cx *cx, const struct backup *b, struct backup_made *out)
{
    struct arena *a = cx->arena;
    struct str    name = backup_name(a, cx->now_s);
    struct making mk = {
        .backup = b, .m = &out->manifest,
        .part = str_fmt(a, "%.*s/%.*s.part", TEXT(b->folder), TEXT(name)),
    };

    TRY(disk_folder(a, disk_path(a, b->folder, S("keys"))));
    TRY(sweep(a, b->folder));
    if (disk_is_there(a, disk_path(a, b->folder, name)))
        return busy(a, b->folder);
    TRY(disk_folder(a, mk.part));
    struct err *e = complete(cx, &mk, name, out);

    if (e)
        (void)sweep(a, b->folder);
    return e;
}

/* A folder is not made here: one that is missing is a slip of the finger, or a disk that is not
 * mounted, and a copy beside the original would look like one elsewhere. */
static struct err *
no_folder(struct arena *a, struct str folder)
{
    return err_of(a, (struct err){
        .kind = ERR_INPUT, .code = "backup.folder", .where = folder,
        .text = MSG("There is no folder {0} for copies.", folder),
        .hint = MSG("Is the disk mounted? Otherwise make the folder first."),
    });
}

struct err *
backup_make(struct cx *cx, const struct backup *b, struct backup_made *out)
{
    int fd;

    *out = (struct backup_made){ .manifest = {
        .program = S(GUYUB_VERSION), .commit = S(GUYUB_COMMIT), .at = cx->now_s,
        .kind = store_kind(cx->store), .file = manifest_file_of(store_kind(cx->store)),
    } };
    if (!disk_is_there(cx->arena, b->folder))
        return no_folder(cx->arena, b->folder);
    TRY(lock_folder(cx->arena, b->folder, &fd));
    struct err *e = make_locked(cx, b, out);

    close(fd);
    return e;
}
