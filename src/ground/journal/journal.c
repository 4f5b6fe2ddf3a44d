/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal.c — telling: a fact into the tail, inside the change that it tells of. */
#include "ground/journal/journal.h"

#include <assert.h>

#include "base/arena.h"
#include "base/err.h"
#include "ground/journal/journal_rule.h"
#include "ground/journal/journal_sql.h"
#include "ground/journal/journal_word.h"

enum { SIDE_MAX = 4 << 20 };        /* bytes of one side's JSON */

/* ---- what differs --------------------------------------------------------------------------- */

static struct err *
seal_value(struct cx *cx, const struct fact *f, const struct field *field, struct str text,
           struct journal_sealed *out)
{
    struct subject_put put;

    if (!str_is_known(text))
        return NULL;
    TRY(subject_find(cx, f->subject, (enum personal)field->personal, text, &put));
    if (put.value.n == 0)
        TRY(subject_put(cx, f->subject, (enum personal)field->personal, text, &put));
    *out = (struct journal_sealed){ put.value.n, put.digest };
    return NULL;
}

/* Personal texts stand where they can be erased, mostly since the slice has put them there in the
 * same change; the line keeps their digests. What was before is looked for first. */
static struct err *
seal_values(struct cx *cx, const struct fact *f, struct journal_change *c, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct form_change *change = &c[i].change;

        if (!change->field->personal)
            continue;
        assert(f->subject.n != 0);      /* a form with personal fields is told with its subject */
        TRY(seal_value(cx, f, change->field, change->before, &c[i].before));
        TRY(seal_value(cx, f, change->field, change->after, &c[i].after));
    }
    return NULL;
}

static struct err *
too_long(struct cx *cx, const struct fact *f)
{
    return err_of(cx->arena, (struct err){
        .kind  = ERR_TOO_LARGE, .code = "journal.too_long",
        .text  = MSG("The change of {0} is too long for one line of the journal.", f->key),
        .hint  = MSG("Change it in smaller parts."),
    });
}

struct differing { struct journal_change *row; size_t n; };

static struct err *
side_text(struct cx *cx, const struct fact *f, struct differing d, enum journal_side side,
          struct str *out)
{
    struct buf  b = buf_in(cx->arena, SIDE_MAX);
    struct json j = json_to(&b);

    journal_side_json(&j, d.row, d.n, side);
    if (b.full)
        return too_long(cx, f);
    *out = buf_str(&b);
    return NULL;
}

/* Both sides' JSON; `same` when there was something to compare and nothing differs. */
static struct err *
sides(struct cx *cx, const struct fact *f, struct journal_tail_add_in *in, bool *same)
{
    *same = false;
    if (!f->form || (!f->before && !f->after))
        return NULL;
    struct differing d = { NEWS(cx->arena, struct journal_change, f->form->n), 0 };

    d.n = journal_changes(cx->arena, f->form, f->before, f->after, d.row);
    *same = d.n == 0;
    TRY(seal_values(cx, f, d.row, d.n));
    if (f->before)
        TRY(side_text(cx, f, d, JOURNAL_BEFORE, &in->before_json));
    if (f->after)
        TRY(side_text(cx, f, d, JOURNAL_AFTER, &in->after_json));
    return NULL;
}

/* ---- who ------------------------------------------------------------------------------------ */

static void
name_actor(const struct cx *cx, struct journal_tail_add_in *in)
{
    const struct who *who = cx->who ? cx->who : &who_nobody;

    in->by_kind = journal_actor_word(who->kind);
    if (who->kind == WHO_SHELL)
        in->by_machine = who->name;
    if (who->kind != WHO_PERSON)
        return;
    in->by_account_id = who->account_id;
    in->by_subject_id = who->subject_id;
    in->by_name_id = who->name_value;
    if (who->post.post_id == 0)
        return;
    in->by_post_id = who->post.post_id;
    in->by_hold = journal_hold_word(who->post.as);
    in->by_post = who->post.title;
}

/* ---- telling -------------------------------------------------------------------------------- */

static struct str
known(struct str s)
{
    return str_is_known(s) ? s : S("");
}

struct err *
journal_tell(struct cx *cx, const struct fact *f)
{
    struct journal_tail_add_in in = {
        .at = cx->now_s, .verb = journal_verb_word(f->verb), .thing = str_of(f->thing),
        .key = known(f->key), .region_code = known(f->scope.region), .org_id = f->scope.org,
        .subject_id = f->subject.n, .note = f->note, .why = f->why,
    };
    bool same;

    assert(f->thing);
    TRY(sides(cx, f, &in, &same));
    if (same && f->verb == JOURNAL_CHANGED)
        return NULL;
    name_actor(cx, &in);
    return journal_tail_add(cx, &in, NULL);
}

/* ---- reading, which is told before the answer leaves ----------------------------------------- */

struct read_one { struct fact fact; struct read_one *next; };

struct reads { struct read_one *first, **end; };

static bool
is_read(const struct reads *reads, const struct fact *f)
{
    for (const struct read_one *r = reads->first; r; r = r->next)
        if (str_eq(str_of(r->fact.thing), str_of(f->thing)) && str_eq(r->fact.key, f->key)
            && r->fact.verb == f->verb && r->fact.subject.n == f->subject.n)
            return true;
    return false;
}

static void
remember(struct cx *cx, struct fact fact)
{
    if (!cx->reads) {
        cx->reads = NEW(cx->arena, struct reads);
        cx->reads->end = &cx->reads->first;
    }
    if (is_read(cx->reads, &fact))
        return;
    struct read_one *one = NEW(cx->arena, struct read_one);

    one->fact = fact;
    *cx->reads->end = one;
    cx->reads->end = &one->next;
}

void
journal_read(struct cx *cx, const char *thing, struct str key, struct scope scope,
             struct subject_id subject)
{
    remember(cx, (struct fact){ .verb = JOURNAL_READ, .thing = thing, .key = key, .scope = scope,
                                .subject = subject });
}

void
journal_exported(struct cx *cx, const char *thing, struct str key, struct scope scope,
                 struct subject_id subject)
{
    remember(cx, (struct fact){ .verb = JOURNAL_EXPORTED, .thing = thing, .key = key,
                                .scope = scope, .subject = subject });
}

static struct err *
tell_reads(struct cx *cx, void *arg)
{
    const struct reads *reads = arg;

    for (const struct read_one *r = reads->first; r; r = r->next)
        TRY(journal_tell(cx, &r->fact));
    return NULL;
}

struct err *
journal_flush(struct cx *cx)
{
    struct reads *reads = cx->reads;
    bool          was_read_only = cx->read_only;

    cx->reads = NULL;
    if (!reads)
        return NULL;
    cx->read_only = false;          /* that something was read is written, in a change of its own */
    struct err *e = store_change(cx, "journal_flush", tell_reads, reads);

    cx->read_only = was_read_only;
    return e;
}
