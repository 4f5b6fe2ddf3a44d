/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "city/result/result_rule.h"

/* ---- ranks ---------------------------------------------------------------------------------- */

static bool
is_beside(const int32_t *group, size_t a, size_t b)
{
    return !group || group[a] == group[b];
}

void
result_rank(const struct dec *figure, const int32_t *group, size_t n, struct result_rank *out)
{
    for (size_t i = 0; i < n; i++) {
        out[i] = (struct result_rank){ .rank = 1 };
        for (size_t j = 0; j < n; j++) {
            int order = is_beside(group, i, j) ? dec_cmp(figure[j], figure[i]) : 0;

            if (!is_beside(group, i, j))
                continue;
            out[i].ranked++;
            out[i].rank += order > 0;
            out[i].tied += order == 0;
        }
    }
}

/* ---- findings ------------------------------------------------------------------------------- */

static const struct { const char *word; struct msg label; } kinds[RESULT_KINDS] = {
    [RESULT_WEAKNESS]       = { "weakness",       { .id = N_("Weakness") } },
    [RESULT_STRENGTH]       = { "strength",       { .id = N_("Strength") } },
    [RESULT_RECOMMENDATION] = { "recommendation", { .id = N_("Recommendation") } },
};

static const struct { const char *word; struct msg label; } states[RESULT_STATES] = {
    [RESULT_OPEN]     = { "open",     { .id = N_("open: given to nobody yet") } },
    [RESULT_GIVEN]    = { "given",    { .id = N_("given to an agency") } },
    [RESULT_FOLLOWED] = { "followed", { .id = N_("followed up, to be closed") } },
    [RESULT_CLOSED]   = { "closed",   { .id = N_("closed") } },
};

bool
result_kind_read(struct str word, enum result_kind *kind)
{
    for (enum result_kind k = 0; k < RESULT_KINDS; k++)
        if (str_eq(word, str_of(kinds[k].word))) {
            *kind = k;
            return true;
        }
    return false;
}

struct str
result_kind_word(enum result_kind kind)
{
    return str_of(kinds[kind].word);
}

struct msg
result_kind_label(enum result_kind kind)
{
    return kinds[kind].label;
}

bool
result_state_read(struct str word, enum result_state *state)
{
    for (enum result_state s = 0; s < RESULT_STATES; s++)
        if (str_eq(word, str_of(states[s].word))) {
            *state = s;
            return true;
        }
    return false;
}

struct str
result_state_word(enum result_state state)
{
    return str_of(states[state].word);
}

struct msg
result_state_label(enum result_state state)
{
    return states[state].label;
}

bool
result_step_to(struct result_standing f, enum result_step step, enum result_state *next)
{
    static const bool can[RESULT_STEPS][RESULT_STATES] = {
        [RESULT_GIVE]   = { [RESULT_OPEN] = true, [RESULT_GIVEN] = true },
        [RESULT_FOLLOW] = { [RESULT_GIVEN] = true, [RESULT_FOLLOWED] = true },
        [RESULT_CLOSE]  = { [RESULT_OPEN] = true, [RESULT_FOLLOWED] = true },
        [RESULT_REOPEN] = { [RESULT_FOLLOWED] = true, [RESULT_CLOSED] = true },
    };
    static const enum result_state after[RESULT_STEPS] = {
        [RESULT_GIVE] = RESULT_GIVEN, [RESULT_FOLLOW] = RESULT_FOLLOWED,
        [RESULT_CLOSE] = RESULT_CLOSED, [RESULT_REOPEN] = RESULT_GIVEN,
    };

    if (!can[step][f.state] || (step == RESULT_GIVE && f.kind == RESULT_STRENGTH))
        return false;
    *next = step == RESULT_REOPEN && !f.has_owner ? RESULT_OPEN : after[step];
    return true;
}
