/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * rule_regex.c — states from the tree, and one pass over the text that is in many states at once.
 *
 * A state tests one letter or passes on without one. `mark` says which states were reached before
 * the letter at hand, so that none is entered twice: a letter costs at most one look at each.
 */
#include "engine/rule/rule_regex.h"

#include <assert.h>
#include <string.h>

#include "base/letter.h"
#include "engine/rule/rule_regex_parse.h"

enum { VISITS_MAX = 20 * RULE_REGEX_STATES_MAX };   /* of the tree's nodes, while repeats unroll */

enum { SETUP_LOOKS = 200 };     /* what it takes to begin */

enum state_kind { STATE_SET, STATE_SPLIT, STATE_JUMP, STATE_BEGIN, STATE_END, STATE_DONE };

struct state {
    enum state_kind        kind;
    uint16_t               to, other;       /* SPLIT both, JUMP `to`; the rest go to the next */
    const struct rule_set *set;
};

struct rule_regex {
    struct state *state;
    size_t        n;
    int64_t       looks;            /* that one letter may cost */
};

/* ---- states ---------------------------------------------------------------------------------- */

struct maker { struct state *state; size_t n; int32_t visits; };

static bool make(struct maker *, const struct rule_regex_node *);

static bool
put(struct maker *m, struct state state)
{
    if (m->n == RULE_REGEX_STATES_MAX)
        return false;
    m->state[m->n++] = state;
    return true;
}

static bool
make_row(struct maker *m, const struct rule_regex_node *node)
{
    for (const struct rule_regex_node *c = node->first; c; c = c->next)
        if (!make(m, c))
            return false;
    return true;
}

/* split A, next; A; jump end; next: split B, … ; the jumps are chained and mended at the end. */
static bool
make_either(struct maker *m, const struct rule_regex_node *node)
{
    uint16_t jumps = 0, jump, split;

    for (const struct rule_regex_node *c = node->first; c; c = c->next) {
        split = (uint16_t)m->n;
        if (c->next && !put(m, (struct state){ .kind = STATE_SPLIT, .to = (uint16_t)(split + 1) }))
            return false;
        if (!make(m, c))
            return false;
        if (!c->next)
            break;
        jump = (uint16_t)m->n;
        if (!put(m, (struct state){ .kind = STATE_JUMP, .to = jumps }))
            return false;
        jumps = jump;
        m->state[split].other = (uint16_t)m->n;
    }
    while (jumps) {                         /* 0 is never a jump: a split stands before it */
        jump = m->state[jumps].to;
        m->state[jumps].to = (uint16_t)m->n;
        jumps = jump;
    }
    return true;
}

/* loop: split body, end; body; jump loop; end: */
static bool
make_any_times(struct maker *m, const struct rule_regex_node *body)
{
    uint16_t loop = (uint16_t)m->n;

    if (!put(m, (struct state){ .kind = STATE_SPLIT, .to = (uint16_t)(loop + 1) }) || !make(m, body)
        || !put(m, (struct state){ .kind = STATE_JUMP, .to = loop }))
        return false;
    m->state[loop].other = (uint16_t)m->n;
    return true;
}

/* split body, end; body; split body, end; body; …; end: */
static bool
make_up_to(struct maker *m, const struct rule_regex_node *body, int32_t times)
{
    uint16_t splits = UINT16_MAX, split;

    for (int32_t i = 0; i < times; i++) {
        split = (uint16_t)m->n;
        if (!put(m, (struct state){ .kind = STATE_SPLIT, .to = (uint16_t)(split + 1),
                                    .other = splits })
            || !make(m, body))
            return false;
        splits = split;
    }
    while (splits != UINT16_MAX) {
        split = m->state[splits].other;
        m->state[splits].other = (uint16_t)m->n;
        splits = split;
    }
    return true;
}

static bool
make_repeat(struct maker *m, const struct rule_regex_node *node)
{
    uint16_t body = (uint16_t)m->n;

    for (int32_t i = 0; i < node->least; i++) {
        body = (uint16_t)m->n;
        if (!make(m, node->first))
            return false;
    }
    if (node->most >= 0)
        return make_up_to(m, node->first, node->most - node->least);
    if (node->least == 0)
        return make_any_times(m, node->first);
    return put(m, (struct state){ .kind = STATE_SPLIT, .to = body, .other = (uint16_t)(m->n + 1) });
}

static bool
make(struct maker *m, const struct rule_regex_node *node)
{
    if (++m->visits > VISITS_MAX)
        return false;
    switch (node->kind) {
    case REGEX_SET:
        return put(m, (struct state){ .kind = STATE_SET, .set = node->set });
    case REGEX_BEGIN:
        return put(m, (struct state){ .kind = STATE_BEGIN });
    case REGEX_END:
        return put(m, (struct state){ .kind = STATE_END });
    case REGEX_ROW:
        return make_row(m, node);
    case REGEX_EITHER:
        return make_either(m, node);
    case REGEX_REPEAT:
        break;
    }
    return make_repeat(m, node);
}

bool
rule_regex_compile(struct arena *a, struct str pattern, const struct rule_regex **out,
                   struct rule_fault *fault)
{
    const struct rule_regex_node *tree = rule_regex_parse(a, pattern, fault);
    struct state       state[RULE_REGEX_STATES_MAX];
    struct maker       m     = { .state = state };
    struct rule_regex *regex = NEW(a, struct rule_regex);

    if (!tree)
        return false;
    if (!make(&m, tree) || !put(&m, (struct state){ .kind = STATE_DONE })) {
        *fault = (struct rule_fault){ 0, pattern.n, MSG("The pattern is too large."),
                                      MSG("Repeat fewer times, or check the length apart with {0}.",
                                          S("string-length()")) };
        return false;
    }
    *regex = (struct rule_regex){ .state = NEWS(a, struct state, m.n), .n = m.n };
    memcpy(regex->state, state, m.n * sizeof(state[0]));
    for (size_t i = 0; i < m.n; i++)
        regex->looks += 2 + (m.state[i].kind == STATE_SET ? m.state[i].set->n : 0);
    *out = regex;
    return true;
}

/* ---- matching -------------------------------------------------------------------------------- */

struct states { uint16_t at[RULE_REGEX_STATES_MAX]; size_t n; };

struct walk {
    const struct rule_regex *regex;
    uint32_t mark[RULE_REGEX_STATES_MAX];   /* the turn in which a state was last entered    */
    uint32_t turn;
    bool     begins, ends;                  /* is this before the first, behind the last letter */
    bool     done;                          /* was DONE entered in this turn                 */
    int64_t  looks;
    struct states wait;                     /* entered, and not yet passed on from           */
};

static void
mark(struct walk *w, size_t state)
{
    if (w->mark[state] == w->turn)
        return;
    w->mark[state] = w->turn;
    w->wait.at[w->wait.n++] = (uint16_t)state;
}

/* Enters a state and all that it passes on to; those that test a letter are added to `list`. */
static void
enter(struct walk *w, size_t first, struct states *list)
{
    mark(w, first);
    while (w->wait.n > 0) {
        size_t              i = w->wait.at[--w->wait.n];
        const struct state *s = &w->regex->state[i];

        w->looks++;
        if (s->kind == STATE_SET)
            list->at[list->n++] = (uint16_t)i;
        if (s->kind == STATE_SPLIT)
            mark(w, s->other);
        if (s->kind == STATE_SPLIT || s->kind == STATE_JUMP)
            mark(w, s->to);
        if ((s->kind == STATE_BEGIN && w->begins) || (s->kind == STATE_END && w->ends))
            mark(w, i + 1);
        w->done |= s->kind == STATE_DONE;
    }
}

/* Goes over one letter: from the states of `now` to those of `then`. */
static void
pass(struct walk *w, uint32_t letter, const struct states *now, struct states *then)
{
    then->n = 0;
    w->turn++;
    w->done = false;
    for (size_t i = 0; i < now->n; i++) {
        const struct state *s = &w->regex->state[now->at[i]];

        w->looks += 1 + s->set->n;
        if (rule_set_has(s->set, letter))
            enter(w, now->at[i] + (size_t)1, then);
    }
}

bool
rule_regex_matches(const struct rule_regex *regex, struct str text, int64_t *steps)
{
    struct walk   w = { .regex = regex, .turn = 1, .begins = true, .ends = text.n == 0,
                        .looks = SETUP_LOOKS };
    struct states list[2];
    size_t        at = 0, now = 0;

    assert(regex->n <= RULE_REGEX_STATES_MAX);
    list[0].n = 0;
    enter(&w, 0, &list[0]);
    w.begins = false;
    while (at < text.n && list[now].n > 0) {
        uint32_t letter = letter_next(text, &at);

        w.ends = at == text.n;
        pass(&w, letter, &list[now], &list[!now]);
        now = !now;
    }
    *steps += w.looks;
    return w.done && at == text.n;
}

int64_t
rule_regex_steps(const struct rule_regex *regex, size_t bytes)
{
    return SETUP_LOOKS + regex->looks * ((int64_t)bytes + 1);
}
