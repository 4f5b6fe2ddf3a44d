/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/care/pgtool.h"

#include "app/care/child.h"
#include "app/care/disk.h"
#include "base/arena.h"

#define PACKAGE "postgresql-client"

static const char *
secret_of(struct cx *cx, const struct store_outside *o)
{
    if (!str_is_known(o->password))
        return NULL;
    return str_z(cx->arena, str_fmt(cx->arena, "PGPASSWORD=%.*s", TEXT(o->password)));
}

static const char *
flag(struct cx *cx, const char *name, struct str value)
{
    return str_z(cx->arena, str_fmt(cx->arena, "%s=%.*s", name, TEXT(value)));
}

struct err *
pgtool_dump(struct cx *cx, struct str path, const char *without, struct store_watch watch)
{
    struct store_outside o;

    TRY(store_outside(cx, &o));
    TRY(disk_write(cx->arena, path, S("")));        /* for its owner alone; pg_dump keeps that */
    const char *const arg[] = {
        "pg_dump", "--format=custom", "--no-password", "--lock-wait-timeout=60s",
        flag(cx, "--exclude-table-data", str_of(without)), flag(cx, "--snapshot", o.snapshot),
        flag(cx, "--file", path), flag(cx, "--dbname", o.conninfo), NULL,
    };

    return child_run(cx, &(struct child){
        .arg = arg, .secret = secret_of(cx, &o), .watch = watch, .grows = path, .package = PACKAGE,
    });
}

struct err *
pgtool_read(struct cx *cx, struct str path, struct store_watch watch)
{
    const char *const arg[] = {
        "pg_restore", "--file=/dev/null", str_z(cx->arena, path), NULL,
    };

    return child_run(cx, &(struct child){ .arg = arg, .watch = watch, .package = PACKAGE });
}

struct err *
pgtool_restore(struct cx *cx, struct str path, struct store_watch watch)
{
    struct store_outside o;

    TRY(store_outside(cx, &o));
    const char *const arg[] = {
        "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
        "--no-password", flag(cx, "--dbname", o.conninfo), str_z(cx->arena, path), NULL,
    };

    return child_run(cx, &(struct child){
        .arg = arg, .secret = secret_of(cx, &o), .watch = watch, .package = PACKAGE,
    });
}
