/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* record_cli.c — a record changed from the shell: what is not given stays as it is. */
#include "ground/record/record.h"

#include <string.h>

#include "base/arena.h"
#include "ground/record/record_part.h"

static const struct pair *
given(const struct shell *sh, const char *name)
{
    for (size_t i = 0; i < sh->n_given; i++)
        if (str_eq(sh->given[i].name, str_of(name)))
            return &sh->given[i];
    return NULL;
}

/* The record's own values, with what was given in their place. */
static struct pair *
pairs_of(struct cx *cx, const struct shell *sh, const struct record_kind *kind,
         const struct record_state *state, size_t *n)
{
    const struct form *form = kind->form;
    struct pair       *pair = NEWS(cx->arena, struct pair, form->n);

    *n = 0;
    for (size_t i = 0; i < form->n; i++) {
        const struct field *f = &form->field[i];
        const struct pair  *typed = given(sh, f->name);
        struct str          text = { 0 };

        if (typed)
            text = typed->value;
        else if (state->values)
            text = form_text(cx->arena, f, state->values);
        if (typed || str_is_known(text))
            pair[(*n)++] = (struct pair){ str_of(f->name), text };
    }
    return pair;
}

/* "--point-source" for the field point_source: a complaint names the flag. */
static struct str
flag_of(struct arena *a, struct str name)
{
    char *p = NEWS(a, char, name.n + 2);

    p[0] = p[1] = '-';
    for (size_t i = 0; i < name.n; i++)
        p[i + 2] = name.p[i] == '_' ? '-' : name.p[i];
    return (struct str){ p, name.n + 2 };
}

static struct err *
by_flag(struct cx *cx, struct err *err)
{
    if (err && err->kind == ERR_INPUT && str_is_known(err->where))
        err->where = flag_of(cx->arena, err->where);
    return err;
}

static struct str
text_shown(struct cx *cx, const struct field *f, struct str text)
{
    if (!str_is_known(text))
        return msg_text(cx->arena, cx->lang, MSG("empty"));
    return msg_text(cx->arena, cx->lang, form_shown(cx->arena, cx->lang, f, text));
}

static void
say(struct cx *cx, struct shell *sh, const struct record_change *c)
{
    for (size_t i = 0; i < c->n_changes; i++) {
        const struct form_change *change = &c->change[i];

        shell_line(cx, sh, (struct msg){ .id = change->field->label },
                   str_fmt(cx->arena, "%.*s -> %.*s",
                           TEXT(text_shown(cx, change->field, change->before)),
                           TEXT(text_shown(cx, change->field, change->after))));
    }
    if (c->n_changes == 0)
        shell_say(cx, sh, MSG("Nothing was different, so nothing is changed."));
    else if (c->dry_run)
        shell_say(cx, sh, MSG("This was a trial; nothing is changed."));
    else
        shell_say(cx, sh, (struct msg){ .id = c->kind->done, .arg = { c->before.name } });
}

/* The reason and --dry-run, which the command's form has checked already. */
static void
read_common(const struct shell *sh, struct record_change *c)
{
    const struct pair *why = given(sh, "why");

    c->wish.why = why ? str_trim(why->value) : (struct str){ 0 };
    c->dry_run = given(sh, "dry_run") != NULL;
}

struct err *
record_command(struct cx *cx, struct shell *sh, const struct record_kind *kind, struct str key)
{
    struct record_state  state = { 0 };
    struct record_change c = { .kind = kind, .wish.key = key };
    struct form_faults   faults;
    void                *values = record_values_new(cx->arena, kind->form);
    size_t               n;

    TRY(kind->load(cx, key, &state));
    const struct pair *pair = pairs_of(cx, sh, kind, &state, &n);

    form_read(cx->arena, kind->form, pair, n, values, &faults);
    TRY(by_flag(cx, form_err(cx->arena, &faults)));
    read_common(sh, &c);
    c.wish.values = values;
    c.wish.version = state.version;
    TRY(by_flag(cx, record_try(cx, &c)));
    if (c.stale)
        return record_stale(cx, &c);
    say(cx, sh, &c);
    return NULL;
}
