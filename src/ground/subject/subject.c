/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/subject/subject.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/secret.h"
#include "ground/subject/subject_sql.h"
#include "store/store.h"

enum { SALT_BYTES = 16 };

/* ---- keys ------------------------------------------------------------------------------------ */

static struct err *
subject_no_key(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_BROKEN, .code = "subject.no_key",
        .text = MSG("Personal data needs the key file of this installation."),
        .hint = MSG("Say where it is with --key or GUYUB_KEY; `guyub init` makes a new one."),
    });
}

static struct err *
subject_is_erased(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = "subject.erased",
        .text = MSG("This person's data has been erased; nothing can be added to it."),
        .hint = MSG("Somebody who returns gets a new account."),
    });
}

static struct err *
subject_damaged(struct cx *cx, const char *what, int64_t id)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_BROKEN, .code = "subject.damaged",
        .text = MSG("A sealed entry of personal data does not open."),
        .detail = MSG("It is {0} {1}; it was changed outside of the program, "
                      "or sealed with another key.",
                      str_of(what), str_int(cx->arena, id)),
    });
}

/* What a sealed text is bound to: bytes that were moved to another row do not open there. */
static struct str
about_key(struct cx *cx, struct subject_id id)
{
    return str_fmt(cx->arena, "subject %lld key", (long long)id.n);
}

static struct str
about_value(struct cx *cx, struct subject_id id, struct str class)
{
    return str_fmt(cx->arena, "subject %lld value %.*s", (long long)id.n, TEXT(class));
}

static struct secret_key
wrapping_key(struct cx *cx)
{
    return secret_key_for(cx->key, "wrap");
}

/* `found` is false for who was erased, and in a copy of the database that has no keys. */
static struct err *
key_of(struct cx *cx, struct subject_id id, struct secret_key *key, bool *found)
{
    struct subject_wrapped row;
    struct str             plain;

    if (!cx->key)
        return subject_no_key(cx);
    TRY(subject_key_of(cx, id, &row, found));
    if (!*found)
        return NULL;
    struct secret_key wrap = wrapping_key(cx);

    if (!secret_open(cx->arena, &wrap, about_key(cx, id), row.wrapped, &plain)
        || plain.n != sizeof key->b)
        return subject_damaged(cx, "subject_key", id.n);
    memcpy(key->b, plain.p, sizeof key->b);
    return NULL;
}

static struct err *
new_once(struct cx *cx, void *arg)
{
    struct subject_id *id = arg;
    struct secret_key  key = secret_key_new(), wrap = wrapping_key(cx);

    TRY(subject_add(cx, cx->now_s, id));
    struct str plain = { (const char *)key.b, sizeof key.b };

    return subject_add_key(cx, *id, secret_seal(cx->arena, &wrap, about_key(cx, *id), plain), NULL);
}

struct err *
subject_new(struct cx *cx, struct subject_id *id)
{
    assert(cx && id);
    return cx->key ? store_change(cx, "subject_new", new_once, id) : subject_no_key(cx);
}

/* ---- values ---------------------------------------------------------------------------------- */

/* Salt, then value: so they stand sealed. */
static struct str
salted(struct cx *cx, struct str value)
{
    char *p = arena_alloc(cx->arena, SALT_BYTES + value.n, 1);

    secret_chance(p, SALT_BYTES);
    if (value.n > 0)
        memcpy(p + SALT_BYTES, value.p, value.n);
    return (struct str){ p, SALT_BYTES + value.n };
}

/* Of salt, class and value. Class words have no NUL and the salt has a fixed size, so no two
 * different triples give the same bytes. */
static struct str
digest_of(struct cx *cx, struct str class, struct str salted_value)
{
    struct str salt = str_part(salted_value, 0, SALT_BYTES);
    struct str value = str_part(salted_value, SALT_BYTES, salted_value.n);
    struct str part[] = { salt, class, value };

    return secret_hex(cx->arena, secret_digest(cx->arena, str_join(cx->arena, S("\0"), part,
                                                                   COUNT(part))));
}

struct put { struct subject_id subject; struct str class, value; struct subject_put *out; };

static struct err *
put_once(struct cx *cx, void *arg)
{
    struct put       *p = arg;
    struct secret_key key;
    bool              found = false;

    TRY(key_of(cx, p->subject, &key, &found));
    if (!found)
        return subject_is_erased(cx);
    struct str plain = salted(cx, p->value);

    p->out->digest = digest_of(cx, p->class, plain);
    TRY(subject_replace(cx, KNOWN(cx->now_s), p->subject, p->class, NULL));
    struct str sealed = secret_seal(cx->arena, &key, about_value(cx, p->subject, p->class), plain);

    return subject_add_value(cx, p->subject, p->class, sealed, cx->now_s, &p->out->value);
}

struct err *
subject_put(struct cx *cx, struct subject_id subject, enum personal personal, struct str value,
            struct subject_put *out)
{
    struct put p = { subject, str_of(personal_class_of(personal)->word), value, out };

    return store_change(cx, "subject_put", put_once, &p);
}

/* Salt and value in clear, or unknown if the key or the sealed bytes are gone. */
static struct err *
open_value(struct cx *cx, const struct subject_value *row, const struct secret_key *key,
           struct str *plain)
{
    struct str about = about_value(cx, row->subject_id, row->class);

    *plain = (struct str){ 0 };
    if (!str_is_known(row->sealed))
        return NULL;
    if (!secret_open(cx->arena, key, about, row->sealed, plain) || plain->n < SALT_BYTES)
        return subject_damaged(cx, "subject_value", row->id.n);
    return NULL;
}

static struct err *
salted_of(struct cx *cx, struct subject_value_id id, struct subject_value *row, struct str *plain)
{
    struct secret_key key;
    bool              found;

    *plain = (struct str){ 0 };
    TRY(subject_value_by_id(cx, id, row, &found));
    if (!found)
        return NULL;
    TRY(key_of(cx, row->subject_id, &key, &found));
    return found ? open_value(cx, row, &key, plain) : NULL;
}

struct err *
subject_get(struct cx *cx, struct subject_value_id id, struct str *value)
{
    struct subject_value row;
    struct str           plain;

    TRY(salted_of(cx, id, &row, &plain));
    *value = str_is_known(plain) ? str_part(plain, SALT_BYTES, plain.n) : plain;
    return NULL;
}

struct err *
subject_proves(struct cx *cx, struct subject_value_id id, struct str digest, bool *proves)
{
    struct subject_value row;
    struct str           plain;

    TRY(salted_of(cx, id, &row, &plain));
    *proves = str_is_known(plain) && str_eq(digest_of(cx, row.class, plain), digest);
    return NULL;
}

struct err *
subject_find(struct cx *cx, struct subject_id subject, enum personal personal, struct str value,
             struct subject_put *out)
{
    struct str            class = str_of(personal_class_of(personal)->word), plain;
    struct subject_value *row;
    struct secret_key     key;
    size_t                n;
    bool                  found = false;

    *out = (struct subject_put){ .digest = { NULL, 0 } };
    TRY(key_of(cx, subject, &key, &found));
    if (!found)
        return NULL;
    TRY(subject_values_like(cx, subject, class, &row, &n));
    for (size_t i = 0; i < n && out->value.n == 0; i++) {
        TRY(open_value(cx, &row[i], &key, &plain));
        if (str_eq(str_part(plain, SALT_BYTES, plain.n), value))
            *out = (struct subject_put){ row[i].id, digest_of(cx, class, plain) };
    }
    return NULL;
}

static struct err *
hold_rows(struct cx *cx, const struct subject_value *row, size_t n, const struct secret_key *key,
          struct subject_holding *h)
{
    struct str plain;

    h->row = NEWS(cx->arena, struct subject_held, n);
    for (h->n = 0; h->n < n; h->n++) {
        TRY(open_value(cx, &row[h->n], key, &plain));
        h->row[h->n] = (struct subject_held){
            .id = row[h->n].id, .personal = personal_of(row[h->n].class), .at = row[h->n].at,
            .past_at = row[h->n].past_at,
            .value = personal_shown(personal_of(row[h->n].class),
                                    str_part(plain, SALT_BYTES, plain.n)),
        };
    }
    return NULL;
}

struct err *
subject_holding_of(struct cx *cx, struct subject_id id, struct subject_holding *h)
{
    struct subject        subject;
    struct subject_value *row;
    struct secret_key     key;
    size_t                n;
    bool                  found, has_key = false;

    *h = (struct subject_holding){ 0 };
    TRY(subject_by_id(cx, id, &subject, &found));
    assert(found);          /* ids come from our own rows, which are never deleted */
    TRY(key_of(cx, id, &key, &has_key));
    h->erased = !has_key;
    h->erased_at = subject.erased_at;
    if (!has_key)
        return NULL;
    TRY(subject_values_of(cx, id, &row, &n));
    return hold_rows(cx, row, n, &key, h);
}

struct err *
subject_drop(struct cx *cx, struct subject_value_id id)
{
    return subject_destroy_value(cx, id, NULL);
}

/* ---- the end --------------------------------------------------------------------------------- */

static struct err *
erase_once(struct cx *cx, void *arg)
{
    const struct subject_id *id = arg;

    TRY(subject_destroy_key(cx, *id, NULL));
    TRY(subject_destroy_values(cx, *id, NULL));
    return subject_mark_erased(cx, KNOWN(cx->now_s), *id, NULL);
}

struct err *
subject_erase(struct cx *cx, struct subject_id id)
{
    return store_change(cx, "subject_erase", erase_once, &id);
}

struct err *
subject_end(struct cx *cx, struct subject_id id)
{
    return subject_all_past(cx, KNOWN(cx->now_s), id, NULL);
}

struct scrubbed { const struct subject *row; size_t n; };

static struct err *
mark_once(struct cx *cx, void *arg)
{
    const struct scrubbed *s = arg;

    for (size_t i = 0; i < s->n; i++)
        TRY(subject_mark_scrubbed(cx, KNOWN(cx->now_s), s->row[i].id, NULL));
    return NULL;
}

/* Who is erased while it is scrubbed is not among the rows and comes next time. */
struct err *
subject_forget(struct cx *cx)
{
    struct subject first, *row;
    size_t         n;
    bool           some, done;

    TRY(subject_to_scrub(cx, &first, &some));
    if (!some)
        return NULL;
    TRY(subject_all_to_scrub(cx, &row, &n));
    TRY(store_scrub(cx, "subject_key", &done));
    if (!done)
        return NULL;            /* readers are in the way: the next time */
    return store_change(cx, "subject_forget", mark_once, &(struct scrubbed){ row, n });
}

/* ---- kept long enough ------------------------------------------------------------------------ */

enum { RETIRE_EVERY_S = 60 * 60 };

struct err *
subject_retire_is_due(struct cx *cx, bool *is)
{
    struct subject_house house;
    bool                 found;

    TRY(subject_the_house(cx, &house, &found));
    *is = found && cx->now_s - house.retired_at >= RETIRE_EVERY_S;
    return NULL;
}

static struct err *
retire_class(struct cx *cx, enum personal p, int64_t *n)
{
    const struct personal_class *c = personal_class_of(p);
    int64_t                      until = personal_due_until(p, cx->now_s);

    return c->from == FROM_SEEN ? subject_retire_seen(cx, str_of(c->word), until, n)
                                : subject_retire_past(cx, str_of(c->word), KNOWN(until), n);
}

static struct err *
retire_once(struct cx *cx, void *arg)
{
    struct subject_retired *out = arg;

    *out = (struct subject_retired){ 0 };
    for (enum personal p = PERSONAL_NONE + 1; p < PERSONALS_N; p++) {
        TRY(retire_class(cx, p, &out->of[p]));
        out->n += out->of[p];
    }
    return subject_mark_retired(cx, cx->now_s, NULL);
}

struct err *
subject_retire(struct cx *cx, struct subject_retired *out)
{
    return store_change(cx, "subject_retire", retire_once, out);
}

/* ---- whose key file -------------------------------------------------------------------------- */

static struct err *
subject_key_wrong(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_BROKEN, .code = "subject.key_wrong",
        .text = MSG("This key file belongs to another installation."),
        .detail = MSG("The database was begun with another key; "
                      "its personal data cannot be read with this one."),
        .hint = MSG("Say where the right key file is with --key or GUYUB_KEY."),
    });
}

struct err *
subject_is_begun(struct cx *cx, bool *is)
{
    struct subject_house house;

    return subject_the_house(cx, &house, is);
}

struct err *
subject_check_key(struct cx *cx)
{
    struct subject_house house;
    bool                 found;

    if (!cx->key)
        return subject_no_key(cx);
    struct secret_key key = secret_key_for(cx->key, "house");
    struct str        proof = secret_hex(cx->arena, secret_mac(cx->arena, &key, S("guyub")));

    TRY(subject_the_house(cx, &house, &found));
    if (!found) {
        TRY(subject_found(cx, proof, NULL));
        TRY(subject_the_house(cx, &house, &found));     /* another's, if two began at once */
    }
    return secret_same(house.proof, proof) ? NULL : subject_key_wrong(cx);
}
