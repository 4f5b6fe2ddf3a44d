/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/shell/pack_cli.h"

#include <limits.h>
#include <stdlib.h>

#include "app/modules.h"
#include "base/money.h"
#include "base/near.h"
#include "pack/kind.h"
#include "pack/print.h"
#include "pack/schema.h"
#include "pack/walk.h"

/* ---- kinds ----------------------------------------------------------------------------------- */

struct kinds { const struct pack_kind *const *kind; size_t n; };

static struct kinds
kinds_all(struct arena *a)
{
    struct kinds k;

    k.kind = app_pack_kinds(a, &k.n);
    return k;
}

static const struct pack_kind *
kind_named(struct kinds k, struct str name)
{
    for (size_t i = 0; i < k.n; i++)
        if (str_eq(str_of(k.kind[i]->name), name))
            return k.kind[i];
    return NULL;
}

static struct str
kind_names(struct arena *a, struct kinds k)
{
    struct str *name = NEWS(a, struct str, k.n);

    for (size_t i = 0; i < k.n; i++)
        name[i] = str_of(k.kind[i]->name);
    return str_join(a, S(", "), name, k.n);
}

static struct err *
kind_get(struct arena *a, struct kinds k, struct str name, const struct pack_kind **out)
{
    *out = kind_named(k, name);
    if (*out)
        return NULL;
    return err_of(a, (struct err){
        .kind = ERR_INPUT, .code = "pack.unknown_kind",
        .text = MSG("There is no kind of pack \"{0}\".", name),
        .hint = MSG("The kinds are: {0}.", kind_names(a, k)),
    });
}

/* The kind that the nearest folder above the file is named for; NULL if there is none. */
static const struct pack_kind *
kind_of_folder(struct arena *a, struct kinds k, struct str file)
{
    char                    full[PATH_MAX];
    const struct pack_kind *found = NULL;
    struct str              folder, rest;

    if (!realpath(str_z(a, file), full))
        return NULL;
    rest = str_of(full);
    while (str_cut(rest, '/', &folder, &rest))
        if (kind_named(k, folder))
            found = kind_named(k, folder);
    return found;
}

/* ---- check ----------------------------------------------------------------------------------- */

struct kind_flags { struct str kind; };

static const struct field kind_fields[] = {
    FIELD(struct kind_flags, kind, F_TEXT, .max = 64,
          .label = N_("Kind of pack; otherwise that of its folder, as in pack/instrument")),
};
const struct form pack_check_form = FORM(struct kind_flags, kind_fields);
const struct form pack_print_form = FORM(struct kind_flags, kind_fields);

struct check {
    struct cx              *cx;
    struct shell           *sh;
    struct kinds            kinds;
    const struct pack_kind *kind;           /* of --kind, for all; else NULL */
    struct json             json;
    int64_t                 n_packs, n_faults;
    bool                    more;           /* a pack has more faults than are told */
};

/* The kind of --kind, or NULL if it was not given. */
static struct err *
kind_asked(struct cx *cx, struct shell *sh, struct kinds k, const struct pack_kind **out)
{
    const struct kind_flags *flags = sh->flags;

    *out = NULL;
    return flags->kind.n ? kind_get(cx->arena, k, flags->kind, out) : NULL;
}

static void
fault_json(struct check *c, const struct pack_faults *f, size_t i)
{
    struct cx   *cx = c->cx;
    struct json *j = &c->json;

    json_open(j, '{');
    json_str_at(j, "file", f->file);
    json_int_at(j, "line", f->fault[i].line);
    json_int_at(j, "column", f->fault[i].column);
    json_str_at(j, "what", msg_text(cx->arena, cx->lang, f->fault[i].what));
    json_str_at(j, "todo", msg_text(cx->arena, cx->lang, f->fault[i].todo));
    json_close(j, '}');
}

static void
tell_faults(struct check *c, const struct pack_faults *f)
{
    for (size_t i = 0; i < f->n; i++)
        if (c->sh->json)
            fault_json(c, f, i);
        else
            buf_fmt(c->sh->out, "%.*s\n", TEXT(pack_fault_line(f, c->cx->lang, i)));
    if (f->more && !c->sh->json)
        shell_say(c->cx, c->sh, MSG("{0}: more than {1} places are wrong.", f->file,
                                    int_text(c->cx->arena, c->cx->lang, (int64_t)f->n)));
}

static void
kind_unknown(struct check *c, struct pack_faults *f)
{
    pack_fault_add(f, (struct pack_fault){
        .line = 1, .column = 1,
        .what = MSG("It is not known which kind of pack this is."),
        .todo = MSG("Say it with --kind, or put the pack into a folder of that name: {0}.",
                    kind_names(c->cx->arena, c->kinds)),
    });
}

static struct err *
check_file(struct check *c, struct str file)
{
    struct arena           *a = c->cx->arena;
    const struct pack_kind *kind = c->kind ? c->kind : kind_of_folder(a, c->kinds, file);
    struct pack             pack;
    struct pack_faults      faults;
    struct str              text;

    TRY(pack_bytes(a, file, &text));
    if (pack_parse(a, file, text, &pack, &faults)) {
        if (kind)
            kind->check(a, &pack, &faults);
        else
            kind_unknown(c, &faults);
    }
    tell_faults(c, &faults);
    c->n_packs++;
    c->n_faults += (int64_t)faults.n;
    c->more = c->more || faults.more;
    return NULL;
}

static struct err *
check_path(struct check *c, struct str path)
{
    struct str *file;
    size_t      n;

    TRY(pack_walk(c->cx->arena, path, &file, &n));
    for (size_t i = 0; i < n; i++) {
        size_t mark = arena_mark(c->cx->arena);

        TRY(check_file(c, file[i]));
        arena_back(c->cx->arena, mark);     /* one pack at a time: there may be many */
    }
    return NULL;
}

static void
say_sum(struct check *c)
{
    struct arena *a = c->cx->arena;
    struct str    packs = int_text(a, c->cx->lang, c->n_packs);

    struct str    faults = int_text(a, c->cx->lang, c->n_faults);

    if (c->more)
        shell_say(c->cx, c->sh,
                  MSG("Packs checked: {0}. Places that are wrong: more than {1}.", packs, faults));
    else if (c->n_faults > 0)
        shell_say(c->cx, c->sh,
                  MSG("Packs checked: {0}. Places that are wrong: {1}.", packs, faults));
    else
        shell_say(c->cx, c->sh, MSG("Packs checked: {0}. Nothing is wrong.", packs));
}

struct err *
pack_check_run(struct cx *cx, struct shell *sh)
{
    struct check c = {
        .cx = cx, .sh = sh, .kinds = kinds_all(cx->arena), .json = json_to(sh->out),
    };

    TRY(kind_asked(cx, sh, c.kinds, &c.kind));
    if (sh->json)
        json_open(&c.json, '[');
    for (size_t i = 0; i < COUNT(sh->arg) && str_is_known(sh->arg[i]); i++)
        TRY(check_path(&c, sh->arg[i]));
    if (sh->json) {
        json_close(&c.json, ']');
        buf_byte(sh->out, '\n');
    } else {
        say_sum(&c);
    }
    sh->says_no = c.n_faults > 0;
    return NULL;
}

/* ---- schema, print --------------------------------------------------------------------------- */

struct err *
pack_schema_run(struct cx *cx, struct shell *sh)
{
    const struct pack_kind *kind;
    struct json             j = json_to(sh->out);

    TRY(kind_get(cx->arena, kinds_all(cx->arena), sh->arg[0], &kind));
    pack_schema(cx->arena, &j, cx->lang, kind);
    buf_byte(sh->out, '\n');
    return NULL;
}

struct err *
pack_print_run(struct cx *cx, struct shell *sh)
{
    struct kinds            kinds = kinds_all(cx->arena);
    const struct pack_kind *kind;
    struct pack             pack;

    TRY(kind_asked(cx, sh, kinds, &kind));
    TRY(pack_read(cx->arena, sh->arg[0], &pack));
    if (!kind)
        kind = kind_of_folder(cx->arena, kinds, sh->arg[0]);
    return pack_print(cx->arena, &pack, kind ? kind->shape : NULL, sh->out);
}
