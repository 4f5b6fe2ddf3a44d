/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/record/record.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "ground/record/record_part.h"
#include "store/store.h"

#define TRIAL "record.trial"

/* ---- the form, and the reason at its end ---------------------------------------------------- */

static size_t
why_offset(const struct form *form)
{
    size_t align = _Alignof(struct str);

    return (form->size + align - 1) / align * align;
}

struct form
record_form_with_why(struct arena *a, const struct record_kind *kind)
{
    const struct form *form = kind->form;
    struct field      *field = NEWS(a, struct field, form->n + 1);

    for (size_t i = 0; i < form->n; i++) {
        assert(!form->field[i].secret && strcmp(form->field[i].name, "why") != 0);
        field[i] = form->field[i];
    }
    field[form->n] = (struct field){
        .name = "why", .kind = F_TEXT, .offset = why_offset(form), .size = sizeof(struct str),
        .min = RECORD_WHY_MIN, .max = RECORD_WHY_MAX, .required = kind->decides,
        .label = kind->decides ? N_("Reason") : N_("Reason (not required)"),
        .hint = N_("It stands in the history, for everybody to read. Name no persons."),
    };
    return (struct form){ .field = field, .n = form->n + 1,
                          .size = why_offset(form) + sizeof(struct str) };
}

struct str *
record_why_of(const struct record_kind *kind, void *values)
{
    return (struct str *)((char *)values + why_offset(kind->form));
}

void *
record_values_new(struct arena *a, const struct form *form)
{
    void *values = arena_alloc(a, form->size, _Alignof(max_align_t));

    form_clear(form, values);
    return values;
}

struct str
record_form_href(struct arena *a, const struct record_kind *kind, const struct record_state *state)
{
    return str_fmt(a, "%.*s/%s", TEXT(state->href), kind->step);
}

/* ---- what can be wrong ---------------------------------------------------------------------- */

struct journal_topic
record_topic(const struct record_kind *kind, const struct record_state *state)
{
    return (struct journal_topic){ .thing = kind->thing, .key = state->key, .scope = state->scope };
}

struct err *
record_by_whom(struct cx *cx, const struct record_kind *kind, const struct record_state *state,
               struct msg *by)
{
    struct journal_topic topic = record_topic(kind, state);
    struct journal_line  line;
    bool                 found;

    *by = MSG("by somebody else");
    TRY(journal_latest(cx, &topic, &line, &found));
    if (!found)
        return NULL;
    if (line.by == WHO_SHELL || line.by == WHO_PROGRAM)
        *by = MSG("by the server's own commands");
    else if (str_is_known(line.actor) && line.post.n > 0)
        *by = MSG("by {0}, {1}", line.actor, line.post);
    else if (line.post.n > 0)
        *by = MSG("by {0}", line.post);
    return NULL;
}

struct err *
record_stale(struct cx *cx, const struct record_change *c)
{
    struct msg by;

    TRY(record_by_whom(cx, c->kind, &c->before, &by));
    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = "record.changed_meanwhile",
        .text = MSG("{0} was changed meanwhile {1}.", c->before.name,
                    msg_text(cx->arena, cx->lang, by)),
        .hint = MSG("Look at it again, then decide what of your change still holds."),
    });
}

static struct err *
check_reason(struct cx *cx, const struct record_change *c)
{
    if (!c->kind->decides || c->wish.why.n > 0)
        return NULL;
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "record.reason", .where = S("why"),
        .text = MSG("This is a decision; give the reason for it."),
    });
}

/* ---- the change ----------------------------------------------------------------------------- */

static struct err *
tell(struct cx *cx, const struct record_change *c, const void *was)
{
    return journal_tell(cx, &(struct fact){
        .verb = c->kind->verb, .thing = c->kind->thing, .key = c->before.key,
        .scope = c->before.scope, .form = c->kind->form, .before = was, .after = c->wish.values,
        .subject = c->before.subject, .why = c->wish.why });
}

/* What is not there yet is asked for by the slice itself, which knows where it will be. */
static struct err *
must_change(struct cx *cx, const struct record_change *c)
{
    return c->before.values ? must(cx, c->kind->right, c->before.scope)
                            : must_somewhere(cx, c->kind->right);
}

static struct err *
try_once(struct cx *cx, void *arg)
{
    struct record_change *c = arg;
    struct record_state  *before = &c->before;
    bool                  done = false;

    c->stale = false;
    *before = (struct record_state){ 0 };
    TRY(c->kind->load(cx, c->wish.key, before));
    TRY(must_change(cx, c));
    struct str form_href = record_form_href(cx->arena, c->kind, before);

    c->change = NEWS(cx->arena, struct form_change, c->kind->form->n);
    c->n_changes = form_changes(cx->arena, c->kind->form, before->values,
                                c->wish.values, c->change);
    c->stale = c->wish.version != 0 && c->wish.version != before->version;
    if (c->stale)
        return NULL;
    if (c->n_changes == 0)
        return record_draft_end(cx, form_href, c->draft);
    TRY(check_reason(cx, c));
    TRY(c->kind->save(cx, before, c->wish.values, &done));
    if (!done) {
        c->stale = true;
        return NULL;
    }
    TRY(tell(cx, c, before->values));
    return record_draft_end(cx, form_href, c->draft);
}

/* A trial goes all the way and is then taken back: it is refused where the change would be. */
static struct err *
trial_once(struct cx *cx, void *arg)
{
    TRY(try_once(cx, arg));
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = TRIAL,
                                           .text = MSG("This was a trial; nothing is changed.") });
}

struct err *
record_try(struct cx *cx, struct record_change *c)
{
    assert(c->kind->verb != JOURNAL_NOTHING);
    if (!c->dry_run)
        return store_change(cx, "record_change", try_once, c);
    struct err *e = store_change(cx, "record_trial", trial_once, c);

    return e && strcmp(e->code, TRIAL) == 0 ? NULL : e;
}

struct err *
record_change(struct cx *cx, const struct record_kind *kind, struct record_wish wish, bool *changed)
{
    struct record_change c = { .kind = kind, .wish = wish };

    TRY(record_try(cx, &c));
    if (c.stale)
        return record_stale(cx, &c);
    *changed = c.n_changes > 0;
    return NULL;
}
