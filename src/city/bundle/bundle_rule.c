/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "city/bundle/bundle_rule.h"

#include <assert.h>

#include "base/arena.h"
#include "base/secret.h"
#include "base/sha.h"

enum { GROUPS = 8, GROUP = 5 };         /* of a fingerprint; digits of each, and bytes behind it */

/* ---- words ---------------------------------------------------------------------------------- */

static const char *const words[] = {
#define X(name, word, label) word,
    BUNDLE_KINDS(X)
#undef X
};

static const char *const labels[] = {
#define X(name, word, label) label,
    BUNDLE_KINDS(X)
#undef X
};

bool
bundle_kind_read(struct str word, enum bundle_kind *kind)
{
    for (int i = 0; i < BUNDLE_KINDS_N; i++)
        if (str_eq(word, str_of(words[i]))) {
            *kind = (enum bundle_kind)i;
            return true;
        }
    return false;
}

struct str
bundle_kind_word(enum bundle_kind kind)
{
    return str_of(words[kind]);
}

struct msg
bundle_kind_label(enum bundle_kind kind)
{
    return (struct msg){ .id = labels[kind] };
}

/* ---- keys ----------------------------------------------------------------------------------- */

bool
bundle_is_hash(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
            return false;
    return s.n == BUNDLE_KEY_HEX;
}

/* Five bytes a group: 2^40 values of which 100,000 remain, evenly but for a ten-millionth. */
static void
group_of(const unsigned char *p, char out[GROUP])
{
    uint64_t n = 0;

    for (int i = 0; i < GROUP; i++)
        n = n << 8 | p[i];
    for (int i = GROUP; i-- > 0; n /= 10)
        out[i] = (char)('0' + n % 10);
}

/* Four groups of each of two SHA-256, so that any program can reckon them. */
static void
digits_of(struct arena *a, struct str key, char out[GROUPS * GROUP])
{
    for (size_t half = 0; half < 2; half++) {
        struct sha sha;
        struct str bytes = { NULL, 0 };

        sha_begin(&sha);
        sha_add(&sha, str_fmt(a, "guyub-installation %zu %.*s", half + 1, TEXT(key)));
        bool is = secret_unhex(a, sha_hex(&sha, a), &bytes);

        assert(is);
        for (size_t i = 0; i < GROUPS / 2; i++)
            group_of((const unsigned char *)bytes.p + i * GROUP,
                     out + (half * GROUPS / 2 + i) * GROUP);
    }
}

struct str
bundle_fingerprint(struct arena *a, struct str key)
{
    enum { N = GROUPS * (GROUP + 1) - 1 };
    char  digit[GROUPS * GROUP];
    char *p = arena_alloc(a, N, 1);

    digits_of(a, key, digit);
    for (size_t i = 0, at = 0; i < N; i++)
        p[i] = i % (GROUP + 1) == GROUP ? ' ' : digit[at++];
    return (struct str){ p, N };
}

bool
bundle_fingerprint_is(struct arena *a, struct str key, struct str typed)
{
    char   digit[GROUPS * GROUP];
    size_t n = 0;

    digits_of(a, key, digit);
    for (size_t i = 0; i < typed.n; i++) {
        if (typed.p[i] < '0' || typed.p[i] > '9')
            continue;
        if (n == sizeof digit || typed.p[i] != digit[n++])
            return false;
    }
    return n == sizeof digit;
}

/* ---- who may bring what --------------------------------------------------------------------- */

/* "35" has "35.71", and "35.7" has not. */
static bool
is_of(struct str region, struct str about)
{
    return region.n > 0 && str_starts(about, region)
        && (about.n == region.n || about.p[region.n] == '.');
}

bool
bundle_may_bring(enum bundle_kind kind, struct str region, struct str about)
{
    switch (kind) {
    case BUNDLE_ANSWERS: return is_of(region, about);
    case BUNDLE_RESULTS: return region.n == 0;
    default:             return region.n == 0 || is_of(region, about);
    }
}

bool
bundle_may_get(enum bundle_kind kind, struct str region, struct str about)
{
    switch (kind) {
    case BUNDLE_ANSWERS: return region.n == 0 && about.n > 0;
    case BUNDLE_RESULTS: return is_of(region, about);
    default:             return true;
    }
}

/* ---- one after the other -------------------------------------------------------------------- */

enum bundle_order
bundle_order_of(int64_t last_nth, struct str last_hash, int64_t nth, struct str hash)
{
    if (nth > last_nth)
        return BUNDLE_IS_NEW;
    return nth == last_nth && str_eq(hash, last_hash) ? BUNDLE_IS_SAME : BUNDLE_IS_OLDER;
}

static const struct bundle_part *
part_named(const struct bundle_head *head, struct str name)
{
    for (size_t i = 0; head && i < head->n; i++)
        if (str_eq(head->part[i].name, name))
            return &head->part[i];
    return NULL;
}

static void
put(struct bundle_differences *d, enum bundle_change change, const struct bundle_part *part)
{
    d->row[d->n++] = (struct bundle_difference){ change, part };
    d->n_of[change]++;
}

static enum bundle_change
change_of(const struct bundle_head *was, const struct bundle_part *part)
{
    const struct bundle_part *old = part_named(was, part->name);

    if (!old)
        return BUNDLE_ADDED;
    return str_eq(old->sha256, part->sha256) ? BUNDLE_KEPT : BUNDLE_CHANGED;
}

void
bundle_compare(struct arena *a, const struct bundle_head *was, const struct bundle_head *is,
               struct bundle_differences *d)
{
    enum bundle_change *change = NEWS(a, enum bundle_change, is->n + 1);

    *d = (struct bundle_differences){
        .row = NEWS(a, struct bundle_difference, is->n + (was ? was->n : 0) + 1) };
    for (size_t i = 0; i < is->n; i++)
        if ((change[i] = change_of(was, &is->part[i])) == BUNDLE_CHANGED)
            put(d, BUNDLE_CHANGED, &is->part[i]);
    for (size_t i = 0; i < is->n; i++)
        if (change[i] == BUNDLE_ADDED)
            put(d, BUNDLE_ADDED, &is->part[i]);
    for (size_t i = 0; was && i < was->n; i++)
        if (!part_named(is, was->part[i].name))
            put(d, BUNDLE_GONE, &was->part[i]);
    for (size_t i = 0; i < is->n; i++)
        if (change[i] == BUNDLE_KEPT)
            put(d, BUNDLE_KEPT, &is->part[i]);
}
