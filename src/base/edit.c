/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* edit.c — see edit.h. */
#include "base/edit.h"

#include "base/letter.h"

struct letters { uint32_t at[EDIT_LETTERS_MAX]; uint32_t n; };

static void
letters_of(struct str s, struct letters *out)
{
    size_t at = 0;

    out->n = 0;
    while (at < s.n && out->n < EDIT_LETTERS_MAX)
        out->at[out->n++] = letter_next(s, &at);
}

static uint32_t
least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* row[0] is the row above the one above: a swap needs it. */
static uint32_t
edit_cell(const struct letters *a, const struct letters *b, uint32_t i, uint32_t j,
          uint32_t row[3][EDIT_LETTERS_MAX + 1])
{
    bool     same = a->at[i - 1] == b->at[j - 1];
    uint32_t cell = least(row[1][j] + 1, row[2][j - 1] + 1);

    cell = least(cell, row[1][j - 1] + !same);
    if (i > 1 && j > 1 && a->at[i - 1] == b->at[j - 2] && a->at[i - 2] == b->at[j - 1])
        cell = least(cell, row[0][j - 2] + 1);
    return cell;
}

static uint32_t
letters_distance(const struct letters *a, const struct letters *b, uint32_t most)
{
    uint32_t row[3][EDIT_LETTERS_MAX + 1];

    for (uint32_t j = 0; j <= b->n; j++)
        row[0][j] = row[1][j] = row[2][j] = j;
    for (uint32_t i = 1; i <= a->n; i++) {
        uint32_t lowest = row[2][0] = i;

        for (uint32_t j = 1; j <= b->n; j++)
            lowest = least(lowest, row[2][j] = edit_cell(a, b, i, j, row));
        if (lowest > most)
            return most + 1;
        for (uint32_t j = 0; j <= b->n; j++) {
            row[0][j] = row[1][j];
            row[1][j] = row[2][j];
        }
    }
    return least(row[1][b->n], most + 1);
}

uint32_t
edit_distance(struct str a, struct str b, uint32_t most)
{
    struct letters la, lb;

    letters_of(a, &la);
    letters_of(b, &lb);
    if ((la.n > lb.n ? la.n - lb.n : lb.n - la.n) > most)
        return most + 1;
    return letters_distance(&la, &lb, most);
}

int32_t
edit_likeness(struct str a, struct str b)
{
    struct letters la, lb;
    uint32_t       longer;

    letters_of(a, &la);
    letters_of(b, &lb);
    longer = la.n > lb.n ? la.n : lb.n;
    if (longer == 0)
        return 1000;
    return (int32_t)(1000 - 1000 * letters_distance(&la, &lb, longer) / longer);
}
