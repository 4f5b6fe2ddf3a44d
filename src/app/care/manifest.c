/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* manifest.c — see manifest.h. jansson reads what is written here. */
#include "app/care/manifest.h"

#include <jansson.h>
#include <string.h>

#include "base/arena.h"
#include "base/calendar.h"

static const char *const kind_word[] = {
    [STORE_SQLITE] = "sqlite", [STORE_POSTGRES] = "postgresql",
};

struct str
manifest_file_of(enum store_kind kind)
{
    return kind == STORE_SQLITE ? S("data.db") : S("data.dump");
}

/* ---- writing --------------------------------------------------------------------------------- */

static void
write_schema(struct json *j, const struct store_steps *steps)
{
    json_key(j, "schema");
    json_open(j, '[');
    for (size_t i = 0; i < steps->n; i++) {
        json_open(j, '{');
        json_str_at(j, "slice", steps->row[i].slice);
        json_int_at(j, "number", steps->row[i].number);
        json_str_at(j, "digest", steps->row[i].digest);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
write_tables(struct json *j, const struct store_tables *tables)
{
    json_key(j, "tables");
    json_open(j, '[');
    for (size_t i = 0; i < tables->n; i++) {
        json_open(j, '{');
        json_str_at(j, "name", tables->row[i].name);
        json_int_at(j, "rows", tables->row[i].n_rows);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
write_vault(struct json *j, const struct manifest_vault *v)
{
    if (!v->known) {
        json_str_at(j, "vault", (struct str){ NULL, 0 });       /* null */
        return;
    }
    json_key(j, "vault");
    json_open(j, '{');
    json_int_at(j, "files", v->files);
    json_int_at(j, "bytes", v->bytes);
    json_int_at(j, "lost", v->lost);
    json_str_at(j, "sha256", v->sha256);
    json_close(j, '}');
}

static void
write_times(struct json *j, const struct manifest *m)
{
    char at[TIME_TEXT_MAX], ended[TIME_TEXT_MAX];

    json_int_at(j, "at", m->at);
    json_str_at(j, "at_text", time_write(m->at, at));
    json_int_at(j, "ended_at", m->ended_at);
    json_str_at(j, "ended_at_text", time_write(m->ended_at, ended));
}

void
manifest_json(struct json *j, const void *model)
{
    const struct manifest *m = model;

    json_open(j, '{');
    json_int_at(j, "guyub_backup", 1);
    json_str_at(j, "program", m->program);
    json_str_at(j, "commit", m->commit);
    json_str_at(j, "kind", str_of(kind_word[m->kind]));
    write_times(j, m);
    json_str_at(j, "file", m->file);
    json_int_at(j, "bytes", m->bytes);
    json_str_at(j, "sha256", m->sha256);
    json_maybe_at(j, "journal_sealed", m->journal_sealed);
    json_maybe_at(j, "journal_waiting", m->journal_waiting);
    json_str_at(j, "journal_head", m->journal_head);
    json_bool_at(j, "journal_holds", m->journal_holds);
    write_vault(j, &m->vault);
    write_schema(j, &m->steps);
    write_tables(j, &m->tables);
    json_close(j, '}');
}

/* ---- reading --------------------------------------------------------------------------------- */

/* `ok` is sticky: the first thing that is not as it must be makes the whole unreadable. */
struct reading { struct arena *arena; bool ok; };

static struct str
text_at(struct reading *r, const json_t *o, const char *key)
{
    const json_t *v = json_object_get(o, key);

    if (json_is_string(v))
        return str_copy(r->arena, (struct str){ json_string_value(v), json_string_length(v) });
    r->ok = r->ok && json_is_null(v);
    return (struct str){ NULL, 0 };
}

static int64_t
int_at(struct reading *r, const json_t *o, const char *key)
{
    const json_t *v = json_object_get(o, key);

    r->ok = r->ok && json_is_integer(v) && json_integer_value(v) >= 0;
    return json_is_integer(v) ? json_integer_value(v) : 0;
}

static struct maybe_int
maybe_of(struct reading *r, const json_t *o, const char *key)
{
    if (json_is_null(json_object_get(o, key)))
        return (struct maybe_int){ .known = false };
    return KNOWN(int_at(r, o, key));
}

static void
read_schema(struct reading *r, const json_t *list, struct store_steps *out)
{
    size_t n = json_array_size(list);

    out->row = NEWS(r->arena, struct store_step, n + 1);
    for (out->n = 0; out->n < n; out->n++) {
        const json_t *o = json_array_get(list, out->n);

        out->row[out->n] = (struct store_step){
            .slice = text_at(r, o, "slice"), .digest = text_at(r, o, "digest"),
            .number = int_at(r, o, "number"),
        };
    }
}

static void
read_tables(struct reading *r, const json_t *list, struct store_tables *out)
{
    size_t n = json_array_size(list);

    r->ok = r->ok && n > 0;
    out->row = NEWS(r->arena, struct store_table, n + 1);
    for (out->n = 0; out->n < n; out->n++) {
        const json_t *o = json_array_get(list, out->n);

        out->row[out->n] = (struct store_table){ text_at(r, o, "name"), int_at(r, o, "rows") };
    }
}

/* Copies from before there were documents do not have it. */
static void
read_vault(struct reading *r, const json_t *o, struct manifest_vault *out)
{
    *out = (struct manifest_vault){ .known = o && !json_is_null(o) };
    if (!out->known)
        return;
    out->files = int_at(r, o, "files");
    out->bytes = int_at(r, o, "bytes");
    out->lost = int_at(r, o, "lost");
    out->sha256 = text_at(r, o, "sha256");
    r->ok = r->ok && str_is_known(out->sha256) && out->lost <= out->files;
}

static void
read_kind(struct reading *r, const json_t *o, struct manifest *m)
{
    struct str word = text_at(r, o, "kind");

    m->kind = str_eq(word, str_of(kind_word[STORE_POSTGRES])) ? STORE_POSTGRES : STORE_SQLITE;
    r->ok = r->ok && str_eq(word, str_of(kind_word[m->kind]))
         && str_eq(text_at(r, o, "file"), manifest_file_of(m->kind))
         && int_at(r, o, "guyub_backup") == 1;
    m->file = manifest_file_of(m->kind);
}

static void
read_all(struct reading *r, const json_t *o, struct manifest *m)
{
    *m = (struct manifest){
        .program = text_at(r, o, "program"), .commit = text_at(r, o, "commit"),
        .at = int_at(r, o, "at"), .ended_at = int_at(r, o, "ended_at"),
        .sha256 = text_at(r, o, "sha256"), .bytes = int_at(r, o, "bytes"),
        .journal_sealed = maybe_of(r, o, "journal_sealed"),
        .journal_waiting = maybe_of(r, o, "journal_waiting"),
        .journal_head = text_at(r, o, "journal_head"),
        .journal_holds = json_is_true(json_object_get(o, "journal_holds")),
    };
    read_kind(r, o, m);
    read_vault(r, json_object_get(o, "vault"), &m->vault);
    read_schema(r, json_object_get(o, "schema"), &m->steps);
    read_tables(r, json_object_get(o, "tables"), &m->tables);
    r->ok = r->ok && str_is_known(m->sha256);
}

struct err *
manifest_parse(struct arena *a, struct str text, struct str where, struct manifest *out)
{
    struct reading r = { .arena = a, .ok = true };
    json_t        *o = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);

    if (o)
        read_all(&r, o, out);
    json_decref(o);
    if (o && r.ok)
        return NULL;
    return err_of(a, (struct err){
        .kind = ERR_INPUT, .code = "manifest.wrong", .where = str_copy(a, where),
        .text = MSG("This does not say what a copy holds."),
        .detail = MSG("It was changed, or a newer version of this program wrote it."),
        .hint = MSG("Use another copy: `guyub backup list` shows them."),
    });
}

/* ---- SHA256SUMS ------------------------------------------------------------------------------ */

struct str
sums_text(struct arena *a, const struct sums *sums)
{
    struct str line[SUMS_MAX];

    for (size_t i = 0; i < sums->n; i++)
        line[i] = str_fmt(a, "%.*s  %.*s\n", TEXT(sums->row[i].sha256), TEXT(sums->row[i].name));
    return str_join(a, S(""), line, sums->n);
}

bool
sums_parse(struct str text, struct sums *out)
{
    enum { HEX = 64 };
    struct str line;

    out->n = 0;
    while (text.n > 0) {
        if (out->n == SUMS_MAX || !str_cut(text, '\n', &line, &text) || line.n < HEX + 3
            || !str_eq(str_part(line, HEX, 2), S("  ")))
            return false;
        out->row[out->n++] = (struct sum){ str_part(line, HEX + 2, line.n),
                                           str_part(line, 0, HEX) };
    }
    return out->n > 0;
}
