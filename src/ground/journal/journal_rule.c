/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal_rule.c — see journal_rule.h. */
#include "ground/journal/journal_rule.h"

#include "base/arena.h"

/* ---- what a digest covers ------------------------------------------------------------------- */

static void
add_number(struct buf *b, int64_t n)
{
    char     byte[8];
    uint64_t bits = (uint64_t)n;

    for (size_t i = 0; i < sizeof byte; i++)
        byte[i] = (char)(bits >> (56 - 8 * i));
    buf_add(b, (struct str){ byte, sizeof byte });
}

static void
add_text(struct buf *b, struct str s)
{
    buf_byte(b, str_is_known(s) ? 1 : 0);
    add_number(b, (int64_t)s.n);
    buf_add(b, s);
}

void
journal_canonical(struct buf *b, struct str previous, const struct journal_row *r)
{
    buf_add(b, previous);
    add_number(b, r->seq);
    add_number(b, r->at);
    add_text(b, r->verb);
    add_text(b, r->thing);
    add_text(b, r->key);
    add_text(b, r->region_code);
    add_number(b, r->org_id);
    add_number(b, r->subject_id);
    add_text(b, r->by_kind);
    add_number(b, r->by_account_id);
    add_number(b, r->by_subject_id);
    add_number(b, r->by_name_id);
    add_text(b, r->by_machine);
    add_number(b, r->by_post_id);
    add_text(b, r->by_hold);
    add_text(b, r->by_post);
    add_text(b, r->before_json);
    add_text(b, r->after_json);
    add_text(b, r->note);
    add_text(b, r->why);
}

/* ---- what differs --------------------------------------------------------------------------- */

size_t
journal_changes(struct arena *a, const struct form *form, const void *before, const void *after,
                struct journal_change *out)
{
    struct form_change *all = NEWS(a, struct form_change, form->n);
    size_t              n_all = form_changes(a, form, before, after, all), n = 0;

    for (size_t i = 0; i < n_all; i++)
        if (!all[i].field->secret)
            out[n++] = (struct journal_change){ .change = all[i] };
    return n;
}

static void
sealed_json(struct json *j, struct journal_sealed s)
{
    json_open(j, '{');
    json_str_at(j, "digest", s.digest);
    json_int_at(j, "value", s.value);
    json_close(j, '}');
}

void
journal_side_json(struct json *j, const struct journal_change *c, size_t n, enum journal_side side)
{
    json_open(j, '{');
    for (size_t i = 0; i < n; i++) {
        const struct form_change *f = &c[i].change;
        struct str                text = side == JOURNAL_BEFORE ? f->before : f->after;

        json_key(j, f->field->name);
        if (f->field->personal && str_is_known(text))
            sealed_json(j, side == JOURNAL_BEFORE ? c[i].before : c[i].after);
        else
            json_str(j, text);
    }
    json_close(j, '}');
}
