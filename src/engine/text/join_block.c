/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * join_block.c — a block of rows against the index, term by term. See join_part.h.
 *
 * Rows of about the same weight want about the same places of a term's postings. Row by row, the
 * long lists of common terms are fetched from memory again for each row; term by term a stretch of
 * them is fetched once and stays in the processor's first cache while the rows look at it.
 */
#include "engine/text/join_part.h"

enum { LOOKS_MAX = 1 << 16, DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

/* A row at one of its terms. */
struct want { uint32_t term, row, i, rest, end; };

struct join_block {
    const struct join_index *x;
    struct join_probe       *probe;         /* of each row                    */
    struct want             *want, *spare;
    size_t                   n_wants;
    struct join_hit         *hit;
    size_t                   n_hits;
    struct join_found        found;         /* of one stretch                 */
};

struct join_block *
join_block_make(struct arena *a, const struct join_index *x)
{
    struct join_block *b = NEW(a, struct join_block);

    *b = (struct join_block){ .x = x, .probe = NEWS(a, struct join_probe, JOIN_BLOCK_ROWS),
        .want = NEWS(a, struct want, LOOKS_MAX), .spare = NEWS(a, struct want, LOOKS_MAX),
        .hit = NEWS(a, struct join_hit, JOIN_BLOCK_HITS),
        .found = { NEWS(a, uint32_t, JOIN_SCAN_MAX), NEWS(a, uint32_t, JOIN_SCAN_MAX), 0 } };
    return b;
}

struct join_hits
join_block_hits(struct join_block *b)
{
    return (struct join_hits){ b->hit, b->n_hits };
}

/* ---- what is wanted -------------------------------------------------------------------------- */

/* False: there is no room for the row's terms. */
static bool
want_row(struct join_block *b, uint32_t row)
{
    const struct join_index *x = b->x;
    struct join_probe       *probe = &b->probe[row];
    uint64_t                 least = join_lightest(x->plan.least, probe->weight);
    struct join_look         l = { .x = x, .probe = probe, .rest = probe->known };

    for (; l.i < probe->n && l.rest >= least; l.i++) {
        if (b->n_wants == LOOKS_MAX)
            return false;
        b->want[b->n_wants++] = (struct want){ probe->term[l.i], row, (uint32_t)l.i,
                                               (uint32_t)l.rest, join_last_place(&l) };
        l.rest -= x->of_term[probe->term[l.i]];
    }
    return true;
}

/* By one digit of the term; equals stay as they are. */
static void
sort_by_digit(struct join_block *b, int shift)
{
    uint32_t     at[DIGITS] = { 0 }, before = 0;
    struct want *sorted = b->spare;

    for (size_t i = 0; i < b->n_wants; i++)
        at[b->want[i].term >> shift & (DIGITS - 1)]++;
    for (size_t d = 0; d < DIGITS; d++) {
        uint32_t n = at[d];

        at[d] = before;
        before += n;
    }
    for (size_t i = 0; i < b->n_wants; i++)
        sorted[at[b->want[i].term >> shift & (DIGITS - 1)]++] = b->want[i];
    b->spare = b->want;
    b->want = sorted;
}

static void
sort_by_term(struct join_block *b)
{
    for (int shift = 0; shift < 32 && b->x->sets.n_terms >> shift > 0; shift += DIGIT_BITS)
        sort_by_digit(b, shift);
}

/* ---- looking --------------------------------------------------------------------------------- */

/* False: there is no room for the hits. */
static bool
keep_found(struct join_block *b, uint32_t row)
{
    if (b->found.n > JOIN_BLOCK_HITS - b->n_hits)
        return false;
    for (size_t i = 0; i < b->found.n; i++)
        b->hit[b->n_hits++] = (struct join_hit){ row, b->x->row[b->found.place[i]],
                                                    b->found.shared[i] };
    return true;
}

/* Those who want a term, and the stretch of its postings that all of them look at. */
struct stretch { const struct want *want; size_t n_wants; uint64_t at; size_t n; };

static bool
look_at(struct join_block *b, const struct stretch *s, struct join_count *count)
{
    const struct join_index *x = b->x;
    uint32_t first = x->post_place[s->at], last = x->post_place[s->at + s->n - 1];

    for (size_t k = 0; k < s->n_wants; k++) {
        const struct want *w = &s->want[k];
        struct join_look   l = { x, &b->probe[w->row], w->i, w->rest };

        if (first >= w->end || last < l.probe->low)
            continue;
        b->found.n = 0;
        join_look_stretch(&l, s->at, s->n, &b->found, count);
        if (b->found.n > 0 && !keep_found(b, w->row))
            return false;
    }
    return true;
}

static bool
look_at_term(struct join_block *b, const struct want *want, size_t n, struct join_count *count)
{
    const struct join_index *x = b->x;
    uint32_t term = want[0].term, low = UINT32_MAX, high = 0;
    uint64_t at, end;

    for (size_t k = 0; k < n; k++) {
        uint32_t from = b->probe[want[k].row].low;

        low = from < low ? from : low;
        high = want[k].end > high ? want[k].end : high;
    }
    at = join_posting_from(x, x->from[term], x->from[term + 1], low);
    end = join_posting_from(x, at, x->from[term + 1], high);
    for (; at < end; at += JOIN_SCAN_MAX)
        if (!look_at(b, &(struct stretch){ want, n, at,
                end - at < JOIN_SCAN_MAX ? end - at : JOIN_SCAN_MAX }, count))
            return false;
    return true;
}

static bool
look_at_all(struct join_block *b, struct join_count *count)
{
    for (size_t i = 0, n; i < b->n_wants; i += n) {
        n = 1;
        while (i + n < b->n_wants && b->want[i + n].term == b->want[i].term)
            n++;
        if (!look_at_term(b, b->want + i, n, count))
            return false;
    }
    return true;
}

bool
join_look_block(struct join_block *b, uint32_t from, uint32_t n, struct join_count *count)
{
    struct join_count before = *count;
    bool              has_room = true;

    b->n_wants = b->n_hits = 0;
    for (uint32_t row = 0; row < n && has_room; row++) {
        join_probe_of(b->x, from + row, &b->probe[row]);
        has_room = want_row(b, row);
    }
    if (has_room) {
        sort_by_term(b);
        has_room = look_at_all(b, count);
    }
    if (!has_room)
        *count = before;
    return has_room;
}
