/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * instrument_cache.c — each instrument parsed once a process, not once a page.
 *
 * An instrument is some kilobytes of YAML that nearly every page asks for and that hardly ever
 * changes; reading it takes longer than the rest of a page. So the process keeps what it has
 * parsed, each in an arena of its own, under the code and the digest of its text. The database
 * stays the judge: its digest is asked for at every read, and another text takes the place of the
 * first. What does not fit, or comes after KEPT_MAX others, is parsed for its unit of work alone.
 *
 * This is the only memory of the slice that outlives a unit of work. One process answers one
 * request at a time, and an instrument's text changes in no unit of work that has read it.
 */
#include "city/instrument/instrument_cache.h"

#include "base/arena.h"

enum { KEPT_MAX = 64, KEPT_BYTES = 8 << 20 };

struct kept { struct arena arena; struct str code, digest; struct instrument instrument; };

static struct { struct kept kept[KEPT_MAX]; size_t n; } cache;

static struct kept *
kept_of(struct str code)
{
    for (size_t i = 0; i < cache.n; i++)
        if (str_eq(cache.kept[i].code, code))
            return &cache.kept[i];
    return NULL;
}

const struct instrument *
instrument_kept(struct str code, struct str digest)
{
    struct kept *k = kept_of(code);

    return k && str_eq(k->digest, digest) ? &k->instrument : NULL;
}

static struct kept *
place_for(struct str code)
{
    struct kept *k = kept_of(code);

    if (k) {
        arena_reset(&k->arena);
        return k;
    }
    if (cache.n == KEPT_MAX)
        return NULL;
    k = &cache.kept[cache.n++];
    k->arena = arena_make(KEPT_BYTES);
    return k;
}

static struct err *
parse(struct arena *a, struct str name, struct str text, struct instrument *in)
{
    struct pack pack;

    TRY(pack_read_text(a, name, text, &pack));
    return instrument_read(a, &pack, in, NULL);
}

/* The first parse shows how much memory the second takes: a full arena would end the process. */
struct err *
instrument_keep(struct arena *a, struct str code, struct str text, struct instrument *in)
{
    size_t       before = arena_mark(a);
    struct kept *k;

    TRY(parse(a, code, text, in));
    if (2 * (arena_mark(a) - before + code.n + text.n) > KEPT_BYTES || !(k = place_for(code)))
        return NULL;
    k->code = k->digest = (struct str){ NULL, 0 };
    TRY(parse(&k->arena, str_copy(&k->arena, code), str_copy(&k->arena, text), &k->instrument));
    k->code   = k->instrument.code;
    k->digest = k->instrument.digest;
    *in       = k->instrument;
    return NULL;
}
