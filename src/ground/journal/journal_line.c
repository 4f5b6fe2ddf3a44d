/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal_line.c — see journal_line.h. jansson reads what journal_rule.c wrote. */
#include "ground/journal/journal_line.h"

#include <errno.h>
#include <jansson.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "base/money.h"
#include "ground/journal/journal_word.h"
#include "module.h"

/* ---- fields --------------------------------------------------------------------------------- */

static const struct field *
field_named(const struct told *thing, const char *name)
{
    for (size_t k = 0; thing && k < COUNT(thing->form) && thing->form[k]; k++)
        for (size_t i = 0; i < thing->form[k]->n; i++)
            if (str_eq(str_of(thing->form[k]->field[i].name), str_of(name)))
                return &thing->form[k]->field[i];
    return NULL;
}

static struct str
shown(struct cx *cx, const struct field *f, struct str text)
{
    struct str copy = str_copy(cx->arena, text);

    if (!f)
        return copy;
    return msg_text(cx->arena, cx->lang, form_shown(cx->arena, cx->lang, f, copy));
}

/* A personal value from where it stands sealed; that it was read is told. */
static struct err *
personal_text(struct cx *cx, const struct journal_row *row, int64_t value, const struct field *f,
              struct str *out)
{
    struct str text;

    TRY(subject_get(cx, (struct subject_value_id){ value }, &text));
    if (!str_is_known(text)) {
        *out = msg_text(cx->arena, cx->lang, MSG("(erased)"));
        return NULL;
    }
    journal_read(cx, "journal", str_fmt(cx->arena, "%.*s %.*s", TEXT(row->thing), TEXT(row->key)),
                 (struct scope){ row->region_code, row->org_id },
                 (struct subject_id){ row->subject_id });
    *out = shown(cx, f, text);
    return NULL;
}

struct side { const struct journal_row *row; struct journal_reader reader; };

static struct err *
value_text(struct cx *cx, const struct side *s, const struct field *f, const json_t *value,
           struct str *out)
{
    *out = (struct str){ NULL, 0 };
    if (json_is_string(value)) {
        *out = shown(cx, f, (struct str){ json_string_value(value), json_string_length(value) });
        return NULL;
    }
    if (!json_is_object(value))
        return NULL;
    if (s->reader.persons)
        return personal_text(cx, s->row, json_integer_value(json_object_get(value, "value")), f,
                             out);
    *out = msg_text(cx->arena, cx->lang, MSG("(personal, not shown)"));
    return NULL;
}

static struct err *
field_of(struct cx *cx, const struct side *s, const char *name, const json_t *both[2],
         struct journal_field *out)
{
    const struct field *f = field_named(told_named(cx, s->row->thing), name);
    const json_t       *was = json_object_get(both[0], name), *is = json_object_get(both[1], name);

    out->label = (struct msg){ .id = f ? f->label : NULL };
    if (!f)
        out->label = MSG("{0}", str_copy(cx->arena, str_of(name)));
    out->personal = json_is_object(was) || json_is_object(is);
    TRY(value_text(cx, s, f, was, &out->before));
    return value_text(cx, s, f, is, &out->after);
}

static struct err *
fields_of(struct cx *cx, const struct side *s, const json_t *both[2], struct journal_line *line)
{
    const json_t *names = both[0] ? both[0] : both[1];
    const char   *name;
    json_t       *value;

    line->field = NEWS(cx->arena, struct journal_field, json_object_size(names));
    json_object_foreach((json_t *)names, name, value)
        TRY(field_of(cx, s, name, both, &line->field[line->n_fields++]));
    return NULL;
}

static void
end_json(void *value)
{
    json_decref(value);
}

static void
end_now(void **place)
{
    json_decref(*place);
    *place = NULL;
}

/* A place with nothing in it where there is nothing, or nothing that can be read. */
static struct err *
read_side(struct cx *cx, struct str text, void ***place)
{
    json_error_t at;

    *place = arena_owns(cx->arena, end_json);
    if (text.n == 0)
        return NULL;
    **place = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &at);
    if (**place || json_error_code(&at) != json_error_out_of_memory)
        return NULL;
    return err_errno(cx->arena, "journal.memory", MSG("A line of the journal could not be read."),
                     ENOMEM);
}

/* Both sides name the same fields; a line that was tampered with shows what can be read of it. */
static struct err *
read_fields(struct cx *cx, const struct side *s, struct journal_line *line)
{
    void       **before, **after;
    struct err  *e = NULL;

    TRY(read_side(cx, s->row->before_json, &before));
    TRY(read_side(cx, s->row->after_json, &after));
    const json_t *both[2] = { *before, *after };

    if (both[0] || both[1])
        e = fields_of(cx, s, both, line);
    end_now(before);
    end_now(after);
    return e;
}

/* ---- who and when --------------------------------------------------------------------------- */

/* "Plt. Kepala Dinas …"; a delegation is said after the title. */
static struct str
post_of(struct cx *cx, const struct journal_row *row)
{
    static const char *const mark[] = {
        [HOLD_PLT] = "Plt. ", [HOLD_PLH] = "Plh. ", [HOLD_PJ] = "Pj. ",
    };
    enum hold_as as = journal_hold_of(row->by_hold);

    if (!str_is_known(row->by_post) || as == HOLD_DEFINITIVE)
        return row->by_post;
    if (as == HOLD_DELEGATED)
        return msg_text(cx->arena, cx->lang, MSG("{0} (delegated)", row->by_post));
    return str_fmt(cx->arena, "%s%.*s", mark[as], TEXT(row->by_post));
}

static struct err *
name_actor(struct cx *cx, const struct journal_row *row, struct journal_line *line)
{
    if (line->by == WHO_SHELL)
        line->actor = row->by_machine;
    if (row->by_name_id == 0)
        return NULL;
    TRY(subject_get(cx, (struct subject_value_id){ row->by_name_id }, &line->actor));
    line->erased = !str_is_known(line->actor);
    return NULL;
}

/* Whose journal was read is kept as thing and key; the thing is said in the reader's language. */
static struct str
key_of(struct cx *cx, const struct journal_row *row)
{
    size_t at;

    if (!str_eq(row->thing, S("journal")) || !str_find(row->key, S(" "), &at))
        return row->key;
    struct msg label = journal_thing_label(cx, str_part(row->key, 0, at));

    return str_fmt(cx->arena, "%.*s%.*s", TEXT(msg_text(cx->arena, cx->lang, label)),
                   TEXT(str_part(row->key, at, row->key.n)));
}

struct err *
journal_line_of(struct cx *cx, const struct journal_row *row, struct journal_reader reader,
                struct journal_line *line)
{
    struct side side = { row, reader };

    *line = (struct journal_line){
        .seq = row->seq, .at = row->at, .verb = journal_verb_of(row->verb), .thing = row->thing,
        .key = row->key, .shown_key = key_of(cx, row), .note = row->note, .why = row->why,
        .post = post_of(cx, row),
        .by = journal_actor_of(row->by_kind), .thing_label = journal_thing_label(cx, row->thing),
    };
    if (reader.names)
        TRY(name_actor(cx, row, line));
    return read_fields(cx, &side, line);
}

struct str
journal_when(struct arena *a, enum lang lang, int64_t at)
{
    int64_t    s = (at % DAY_S + DAY_S + WIB_S) % DAY_S;
    struct str day = date_text(a, lang, date_of_time(at, WIB_S));

    return str_fmt(a, "%.*s, %02d%c%02d WIB", TEXT(day), (int)(s / 3600),
                   lang == LANG_ID ? '.' : ':', (int)(s / 60 % 60));
}

static struct msg
person_who(struct arena *a, enum lang lang, const struct journal_line *l)
{
    struct str name = l->erased ? msg_text(a, lang, MSG("name erased")) : l->actor;

    if (!str_is_known(l->post) && !str_is_known(name))
        return MSG("an account");
    if (!str_is_known(l->post))
        return MSG("{0}", name);
    if (!str_is_known(name))
        return MSG("{0}", l->post);
    return MSG("{0} ({1})", l->post, name);
}

struct msg
journal_who(struct arena *a, enum lang lang, const struct journal_line *l)
{
    switch (l->by) {
    case WHO_PERSON:
        return person_who(a, lang, l);
    case WHO_SHELL:
        return l->actor.n > 0 ? MSG("the command line ({0})", l->actor) : MSG("the command line");
    case WHO_PROGRAM:
        return MSG("the program");
    default:
        return MSG("somebody who is not signed in");
    }
}

/* "3 in the hour from 1795330800": identity_try.c. */
static bool
is_hourly(struct str note, struct str *n, int64_t *from)
{
    size_t at;

    if (!str_find(note, S(" in the hour from "), &at))
        return false;
    *n = str_part(note, 0, at);
    return str_int64(str_part(note, at + S(" in the hour from ").n, note.n), from);
}

struct msg
journal_note(struct arena *a, enum lang lang, const struct journal_line *l)
{
    int64_t    number;
    struct str times;

    if (is_hourly(l->note, &times, &number))
        return MSG("{0} times in the hour from {1}", times, journal_when(a, lang, number));
    if (l->verb == JOURNAL_LOADED && str_int64(l->note, &number))
        return MSG("New: {0}", int_text(a, lang, number));
    if (l->verb == JOURNAL_REVOKED && str_int64(l->note, &number))
        return MSG("Sessions: {0}", int_text(a, lang, number));
    return (struct msg){ .id = str_z(a, l->note) };
}
