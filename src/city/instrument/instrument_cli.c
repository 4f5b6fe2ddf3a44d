/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_cli.c — `guyub score` and `guyub instrument …`: the same verbs as the pages. */
#include "city/instrument/instrument_page.h"

#include "base/arena.h"
#include "base/money.h"

/* ---- score ---------------------------------------------------------------------------------- */

struct score_flags { struct str instrument, answers; };

static const struct field score_fields[] = {
    FIELD(struct score_flags, instrument, F_TEXT, .min = 1, .max = 200, .required = true,
          .label = N_("Instrument: its id, or the file of a pack")),
    FIELD(struct score_flags, answers, F_TEXT, .min = 1, .max = 1000, .required = true,
          .label = N_("CSV file of item,value")),
};
static const struct form score_form = FORM(struct score_flags, score_fields);

static struct err *
score_run(struct cx *cx, struct shell *sh)
{
    const struct score_flags *flags = sh->flags;
    struct instrument_answers x;

    TRY(instrument_answer(cx->arena, flags->instrument, flags->answers, &x));
    TRY(instrument_answer_err(cx->arena, cx->lang, &x));
    if (sh->json) {
        shell_json(sh, instrument_answers_json, &x);
        return NULL;
    }
    const struct score_step *top = &x.step[0];
    shell_say(cx, sh, MSG("{0}: {1}, in the range {2}.",
                          instrument_say(cx->lang, x.instrument.item[0].title),
                          instrument_exact_text(cx, top->value),
                          instrument_range_text(cx, top->range, top->value)));
    struct table t = instrument_step_table(cx, &x.instrument, x.step);
    shell_table(cx, sh, &t);
    return NULL;
}

/* ---- instrument list, show ------------------------------------------------------------------ */

static struct err *
list_run(struct cx *cx, struct shell *sh)
{
    struct instrument_brief *row;
    size_t                   n;

    TRY(instrument_list_of(cx, &row, &n));
    struct table t = instrument_brief_table(cx->arena, row, n);
    shell_table(cx, sh, &t);
    return NULL;
}

static struct err *
show_run(struct cx *cx, struct shell *sh)
{
    struct instrument in;

    TRY(instrument_get(cx, sh->arg[0], &in));
    if (sh->json) {
        shell_json(sh, instrument_json, &in);
        return NULL;
    }
    shell_line(cx, sh, MSG("Name"), instrument_say(cx->lang, in.title));
    shell_line(cx, sh, MSG("Scale"),
               str_fmt(cx->arena, "%.*s - %.*s", TEXT(dec_str(cx->arena, in.scale.min)),
                       TEXT(dec_str(cx->arena, in.scale.max))));
    shell_line(cx, sh, MSG("In use since"), date_text(cx->arena, cx->lang, in.valid_from));
    shell_line(cx, sh, MSG("Digest"), in.digest);
    struct table t = instrument_item_table(cx->arena, cx->lang, &in);
    shell_table(cx, sh, &t);
    return NULL;
}

/* ---- instrument import ---------------------------------------------------------------------- */

static struct err *
import_run(struct cx *cx, struct shell *sh)
{
    int64_t n;

    TRY(instrument_import(cx, sh->arg[0], &n));
    shell_say(cx, sh, MSG("{0} new.", int_text(cx->arena, cx->lang, n)));
    return NULL;
}

/* ---- instrument results --------------------------------------------------------------------- */

struct results_flags { struct str instrument; };

static const struct field results_fields[] = {
    FIELD(struct results_flags, instrument, F_TEXT, .max = 64, .label = N_("Instrument (id)")),
};
static const struct form results_form = FORM(struct results_flags, results_fields);

static void
say_check(struct cx *cx, struct shell *sh, const struct instrument *in,
          const struct instrument_result *r, const struct instrument_check *c)
{
    struct score_given published = r->actual[c->item].given;
    struct str name = str_fmt(cx->arena, "%lld %.*s", (long long)r->year,
                              TEXT(instrument_say(cx->lang, in->item[c->item].title)));

    shell_say(cx, sh, MSG("{0}: published {1} {2}.", name,
                          dec_text(cx->arena, cx->lang, published.value),
                          instrument_range_text(cx, published.range, published.value)));
    struct str value = instrument_exact_text(cx, c->recomputed.value);
    struct str range = instrument_range_text(cx, c->recomputed.range, c->recomputed.value);
    if (c->agrees)
        shell_say(cx, sh, MSG("{0}: recomputed {1} {2}: they agree.", name, value, range));
    else
        shell_say(cx, sh, MSG("{0}: recomputed {1} {2}: they do not agree.", name, value, range));
}

static void
say_results(struct cx *cx, struct shell *sh, const struct instrument_series *s)
{
    struct table t = instrument_series_table(cx->arena, s);

    shell_line(cx, sh, MSG("{0}", s->region.name), instrument_say(cx->lang, s->instrument.title));
    shell_table(cx, sh, &t);
    for (size_t i = 0; i < s->n; i++)
        for (size_t c = 0; c < s->year[i].n_checks; c++)
            say_check(cx, sh, &s->instrument, &s->year[i], &s->year[i].check[c]);
}

static struct err *
results_run(struct cx *cx, struct shell *sh)
{
    const struct results_flags *flags = sh->flags;
    struct str                  code = flags->instrument;
    struct instrument_series    s;

    if (code.n == 0)
        code = INSTRUMENT_SMART_CITY;
    TRY(instrument_series_of(cx, code, sh->arg[0], &s));
    if (sh->json) {
        shell_json(sh, instrument_series_json, &s);
        return NULL;
    }
    if (s.n == 0)
        return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "instrument.no_results",
            .text = MSG("No published result of {0} is known.", s.region.name),
            .hint = MSG("Bring results in with: guyub instrument import FILE.csv") });
    say_results(cx, sh, &s);
    return NULL;
}

const struct command instrument_commands[INSTRUMENT_COMMANDS] = {
    { "score", NEEDS_NOTHING, true, &score_form, score_run,
      N_("Compute an index from a CSV file of answers, with every step") },
    { "instrument list", NEEDS_STORE, true, NULL, list_run, N_("List the instruments") },
    { "instrument show ID", NEEDS_STORE, true, NULL, show_run,
      N_("Show one instrument with its items and weights") },
    { "instrument results REGION", NEEDS_STORE, true, &results_form, results_run,
      N_("Show a region's published results, recomputed and compared") },
    { "instrument import FILE", NEEDS_STORE, false, NULL, import_run,
      N_("Bring in an instrument (.yaml) or published results (.csv)") },
};
