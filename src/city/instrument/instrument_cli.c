/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_cli.c — `guyub score` and `guyub instrument …`: the same verbs as the pages. */
#include "city/instrument/instrument_page.h"

#include "base/arena.h"
#include "base/money.h"
#include "city/instrument/instrument_pack.h"

/* ---- score ---------------------------------------------------------------------------------- */

struct score_flags { struct str instrument, answers; int32_t kind; };

static const struct choice kinds[] = {
    { "any",      N_("not said") },
    { "province", N_("province") },
    { "regency",  N_("regency") },
    { "city",     N_("city") },
    { NULL, NULL },
};

static const struct field score_fields[] = {
    FIELD(struct score_flags, instrument, F_TEXT, .min = 1, .max = 200, .required = true,
          .label = N_("Instrument: its id, or the file of a pack")),
    FIELD(struct score_flags, answers, F_TEXT, .min = 1, .max = 1000, .required = true,
          .label = N_("CSV file of item,value; of as a third column where items repeat")),
    FIELD(struct score_flags, kind, F_CHOICE, .choices = kinds,
          .label = N_("Kind of region that is scored")),
};
static const struct form score_form = FORM(struct score_flags, score_fields);

/* The kinds stand in the order of enum region_kind, and "any" where it has none. */
static enum region_kind
kind_of(const struct score_flags *flags)
{
    return (enum region_kind)flags->kind;
}

static void
say_index(struct cx *cx, struct shell *sh, const struct instrument_answers *x)
{
    const struct score_step *top = &x->step[0];
    struct str               title = instrument_say(cx->lang, x->instrument.item[0].title);
    struct str               band = instrument_band_text(cx, &x->instrument, top->range);

    shell_say(cx, sh, MSG("{0}: {1}, in the range {2}.", title,
                          instrument_exact_text(cx, top->value),
                          instrument_range_text(cx, top->range, top->value)));
    if (x->n_bands == 1)
        shell_say(cx, sh, MSG("Called: {0}.", band));
    if (x->n_bands > 1)
        shell_say(cx, sh, MSG("Called: {0}; the rounding of the figures leaves it open.", band));
}

/* Without an index the steps are printed all the same: they say what is missing. */
static void
say_err(struct cx *cx, struct shell *sh, const struct err *err)
{
    shell_say(cx, sh, err->text);
    if (msg_is(err->detail))
        shell_say(cx, sh, err->detail);
    if (msg_is(err->hint))
        shell_say(cx, sh, err->hint);
}

static struct err *
score_run(struct cx *cx, struct shell *sh)
{
    const struct score_flags *flags = sh->flags;
    struct instrument_answers x;
    struct err               *none;

    TRY(instrument_answer(cx->arena, flags->instrument,
                          (struct instrument_sheet){ .name = flags->answers, .lang = cx->lang,
                                                     .kind = kind_of(flags) }, &x));
    none        = instrument_answer_err(cx->arena, cx->lang, &x);
    sh->says_no = none != NULL;
    if (sh->json) {
        shell_json(sh, instrument_answers_json, &x);
        return NULL;
    }
    if (none)
        say_err(cx, sh, none);
    else
        say_index(cx, sh, &x);
    struct table t = instrument_step_table(cx, &x);
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
    shell_line(cx, sh, MSG("Standing"),
               msg_text(cx->arena, cx->lang,
                        instrument_standing_label(str_of(instrument_standings[in.standing]))));
    shell_line(cx, sh, MSG("In use since"), date_text(cx->arena, cx->lang, in.valid_from));
    shell_line(cx, sh, MSG("For"), instrument_kinds_text(cx->arena, cx->lang, in.kinds));
    shell_line(cx, sh, MSG("Digest"), in.digest);
    struct table t = instrument_item_table(cx->arena, cx->lang, &in);
    shell_table(cx, sh, &t);
    return NULL;
}

/* ---- instrument import ---------------------------------------------------------------------- */

static struct err *
import_run(struct cx *cx, struct shell *sh)
{
    struct instrument_imported x;

    TRY(instrument_import(cx, sh->arg[0], &x));
    if (!x.is_pack)
        shell_say(cx, sh, MSG("{0} new.", int_text(cx->arena, cx->lang, x.n_facts)));
    else if (x.loaded == INSTRUMENT_NEW)
        shell_say(cx, sh, MSG("{0} is a new instrument now.", sh->arg[0]));
    else if (x.loaded == INSTRUMENT_REPLACED)
        shell_say(cx, sh, MSG("{0} took the place of the text before it, which no result used.",
                              sh->arg[0]));
    else
        shell_say(cx, sh, MSG("{0} is there already, with the same text.", sh->arg[0]));
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
    { "instrument figures REGION", NEEDS_STORE, true, &instrument_figures_form,
      instrument_figures_run, N_("List the published figures of a region, with their sources") },
    { "instrument figure edit FIGURE", NEEDS_STORE, false, &instrument_figure_flags,
      instrument_figure_edit_run,
      N_("Change a published figure: INSTRUMENT/REGION/YEAR/ITEM.MEASURE") },
    { "instrument figure add FIGURE", NEEDS_STORE, false, &instrument_figure_flags,
      instrument_figure_add_run,
      N_("Add a published figure: INSTRUMENT/REGION/YEAR/ITEM.MEASURE") },
};
