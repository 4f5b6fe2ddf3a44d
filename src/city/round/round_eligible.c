/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * round_eligible.c — which regions a round's rule names.
 *
 * A rule speaks of a region's code, name and kind, of its participation as cohort/ knows it, and of
 * the last index that was published for it by the round's instrument, up to the year before the
 * round's. What is not known is empty to the rule; a rule that gives nothing names nobody.
 */
#include "base/arena.h"
#include "city/round/round_part.h"
#include "city/round/round_sql.h"

enum { CODE, NAME, KIND, MEMBER, JOINED, INDEX, INDEX_YEAR, NAMES };
enum { NAME_MAX = 200, KIND_MAX = 20 };

static const struct rule_name names[NAMES] = {
    [CODE]       = { .name = { "code", 4 }, .type = RULE_TEXT, .bytes_max = KIND_MAX },
    [NAME]       = { .name = { "name", 4 }, .type = RULE_TEXT, .bytes_max = NAME_MAX },
    [KIND]       = { .name = { "kind", 4 }, .type = RULE_TEXT, .bytes_max = KIND_MAX },
    [MEMBER]     = { .name = { "member", 6 }, .type = RULE_BOOL },
    [JOINED]     = { .name = { "joined", 6 }, .type = RULE_NUMBER },
    [INDEX]      = { .name = { "index", 5 }, .type = RULE_NUMBER },
    [INDEX_YEAR] = { .name = { "index_year", 10 }, .type = RULE_NUMBER },
};
static const struct rule_scope scope = { .name = names, .n_names = NAMES };

/* ---- the text ------------------------------------------------------------------------------- */

static struct err *
wrong(struct cx *cx, struct msg text, struct msg detail, struct msg hint)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "round.rule",
        .text = text, .detail = detail, .hint = hint, .where = S("rule") });
}

static struct err *
not_understood(struct cx *cx, struct str text, const struct rule_fault *fault)
{
    int32_t line, column;

    rule_place(text, fault->at, &line, &column);
    return wrong(cx, MSG("The rule is not understood, at letter {0}.",
                         str_fmt(cx->arena, "%d", column)), fault->what,
                 msg_is(fault->todo) ? fault->todo
                     : MSG("It may ask for: {0}.",
                           S("${code} ${name} ${kind} ${member} ${joined} ${index} "
                             "${index_year}")));
}

struct err *
round_rule_check(struct cx *cx, struct str text, const struct rule **rule)
{
    struct rule_fault fault;

    if (!rule_compile(cx->arena, &scope, text, rule, &fault))
        return not_understood(cx, text, &fault);
    if (rule_type_of(*rule) == RULE_BOOL)
        return NULL;
    return wrong(cx, MSG("The rule does not say yes or no."), MSG_NONE,
                 MSG("Compare something: ${member} and ${kind} != 'province'."));
}

/* ---- running it ----------------------------------------------------------------------------- */

static struct rule_value
text_value(struct str text)
{
    return text.n > 0 ? RULE_OF_TEXT(text)
                      : (struct rule_value){ .type = RULE_TEXT, .state = RULE_EMPTY };
}

static struct rule_value
year_value(struct maybe_int year)
{
    return year.known ? RULE_OF_NUMBER(DEC(year.n))
                      : (struct rule_value){ .type = RULE_NUMBER, .state = RULE_EMPTY };
}

static void
put_figure(struct rule_value *value, const struct round_figure *f)
{
    struct dec d;

    if (!f || !dec_parse(f->value, &d))
        return;
    value[INDEX] = RULE_OF_NUMBER(d);
    value[INDEX_YEAR] = year_value(KNOWN(f->year));
}

/* Regions and figures both come by code, figures then by year: the last of a region counts. */
struct figures { const struct round_figure *row; size_t n, at; };

static const struct round_figure *
last_figure(struct figures *f, struct str code)
{
    const struct round_figure *last = NULL;

    while (f->at < f->n && str_cmp(f->row[f->at].region_code, code) <= 0) {
        if (str_eq(f->row[f->at].region_code, code))
            last = &f->row[f->at];
        f->at++;
    }
    return last;
}

static bool
names_it(struct cx *cx, const struct rule *rule, const struct round_candidate_region *r,
         const struct round_figure *figure, struct date today)
{
    size_t            mark = arena_mark(cx->arena);
    struct rule_value value[NAMES] = {
        [CODE] = text_value(r->code), [NAME] = text_value(r->name),
        [KIND] = text_value(r->kind), [MEMBER] = RULE_OF_BOOL(str_is_known(r->member)),
        [JOINED] = year_value(r->joined), [INDEX] = year_value((struct maybe_int){ 0 }),
        [INDEX_YEAR] = year_value((struct maybe_int){ 0 }),
    };
    struct rule_value said;

    put_figure(value, figure);
    said = rule_run(rule, &(struct rule_input){ .value = value, .today = today }, cx->arena);
    arena_back(cx->arena, mark);
    return said.state == RULE_KNOWN && said.truth;
}

static bool
is_for(const struct instrument *in, struct str word)
{
    return instrument_is_for(in->kinds, region_kind_of_word(word));
}

struct err *
round_eligible_of(struct cx *cx, const struct round *r, struct round_eligible *e)
{
    struct round_candidate_region *region;
    struct round_figure           *figure;
    struct figures                 figures = { .at = 0 };
    struct instrument              in;
    const struct rule             *rule;
    size_t                         n;

    TRY(round_rule_check(cx, r->rule, &rule));
    TRY(instrument_get(cx, r->instrument_code, &in));
    TRY(round_candidates(cx, &region, &n));
    TRY(round_figures(cx, r->instrument_code, in.item[0].code, r->year - 1, &figure, &figures.n));
    figures.row = figure;
    *e = (struct round_eligible){ .code = NEWS(cx->arena, struct str, n) };
    for (size_t i = 0; i < n; i++) {
        const struct round_figure *last = last_figure(&figures, region[i].code);

        if (is_for(&in, region[i].kind)
            && names_it(cx, rule, &region[i], last, round_today(cx)))
            e->code[e->n++] = region[i].code;
    }
    return NULL;
}
