/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* overlap_cli.c — `guyub overlap FILE [FILE]`, and the model that it judges by. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/money.h"
#include "city/overlap/overlap_module.h"
#include "city/overlap/overlap_report.h"
#include "pack/embedded.h"

#define OWN_MODEL "pack/text/overlap.csv"

enum {
    MODEL_BYTES = 1 << 20, TITLE_LEAST = 6000, MOST = 1000000,
    MOST_TEXT = 20, MOST_PAGE = 500, MOST_DATA = MOST,
};

/* ---- flags ----------------------------------------------------------------------------------- */

struct overlap_flags {
    struct str id, text, by, out, model;
    struct dec min;
    int32_t    format;
    int64_t    most, threads;
    bool       all, progress;
};

static const struct choice formats[] = {
    [OVERLAP_TEXT] = { "text", N_("text") }, [OVERLAP_CSV] = { "csv", N_("CSV") },
    [OVERLAP_JSON] = { "json", N_("JSON") }, [OVERLAP_HTML] = { "html", N_("HTML") },
    { NULL, NULL },
};

static const struct field fields[] = {
    FIELD(struct overlap_flags, id, F_TEXT, .max = 200,
          .label = N_("Column that names a row; otherwise its line")),
    FIELD(struct overlap_flags, text, F_TEXT, .max = 400, .required = true,
          .label = N_("Columns of text, the title first: nama,uraian")),
    FIELD(struct overlap_flags, by, F_TEXT, .max = 1000,
          .label = N_("Other columns: satker,tahun,pagu,lokasi or office=nama_satker,…")),
    FIELD(struct overlap_flags, min, F_DEC, .min = 0, .max = 1,
          .label = N_("Share of words in common from which rows are looked at, 0.3 to 1 (0.6)")),
    FIELD(struct overlap_flags, format, F_CHOICE, .choices = formats, .label = N_("Format")),
    FIELD(struct overlap_flags, out, F_TEXT, .max = 1000,
          .label = N_("File to write; its ending can say the format")),
    FIELD(struct overlap_flags, all, F_FLAG,
          .label = N_("Show look-alikes, continuations and what is worth copying too")),
    FIELD(struct overlap_flags, most, F_INT, .min = 1, .max = MOST,
          .label = N_("Findings to show (text 20, HTML 500, CSV and JSON 1000000)")),
    FIELD(struct overlap_flags, threads, F_INT, .min = 1, .max = JOIN_THREADS_MAX,
          .label = N_("Threads; otherwise one a processor")),
    FIELD(struct overlap_flags, model, F_TEXT, .max = 1000,
          .label = N_("File with other points: see overlap model")),
    FIELD(struct overlap_flags, progress, F_FLAG,
          .label = N_("Say on standard error how far it is, also where nobody looks on")),
};
const struct form overlap_form = FORM(struct overlap_flags, fields);

/* ---- the run --------------------------------------------------------------------------------- */

struct run {
    struct cx                  *cx;
    struct shell               *sh;
    const struct overlap_flags *flags;
    struct overlap_columns      columns;
    struct overlap_model       *model;
    struct overlap_list         list;
    struct overlap_plan         plan;
    struct overlap_count        count;
    struct overlap_report       report;
};

/* --format; or --json; or what the name of the file says; or text. */
static enum overlap_format
format_of(const struct run *run)
{
    if (shell_was_given(run->sh, S("format")))
        return (enum overlap_format)run->flags->format;
    if (run->sh->json)
        return OVERLAP_JSON;
    for (int f = OVERLAP_CSV; f <= OVERLAP_HTML; f++)
        if (str_ends(run->flags->out, str_fmt(run->cx->arena, ".%s", formats[f].value)))
            return (enum overlap_format)f;
    return OVERLAP_TEXT;
}

static struct err *
read_least(struct run *run)
{
    struct dec rounded, least = run->flags->min;

    if (!shell_was_given(run->sh, S("min"))) {
        run->plan.least = (struct join_least){ 6000, 10000 };
        return NULL;
    }
    bool fits = dec_round(least, 4, DEC_HALF_UP, &rounded)
        && dec_cmp(rounded, (struct dec){ .units = 3, .scale = 1 }) >= 0;

    while (fits && rounded.scale < 4)
        rounded.units *= 10, rounded.scale++;
    if (!fits)
        return err_of(run->cx->arena, (struct err){ .kind = ERR_INPUT, .code = "overlap.min",
            .text = MSG("Below 0.3 almost everything is like everything."),
            .hint = MSG("Ask for 0.3 to 1: --min 0.6"), .where = S("--min") });
    run->plan.least = (struct join_least){ (uint32_t)rounded.units, 10000 };
    return NULL;
}

static struct err *
read_plan(struct run *run)
{
    static const size_t most[] = {
        [OVERLAP_TEXT] = MOST_TEXT, [OVERLAP_CSV] = MOST_DATA, [OVERLAP_JSON] = MOST_DATA,
        [OVERLAP_HTML] = MOST_PAGE,
    };
    enum overlap_format format = format_of(run);
    long                processors = sysconf(_SC_NPROCESSORS_ONLN);

    if (processors < 1 || processors > JOIN_THREADS_MAX)
        processors = processors < 1 ? 1 : JOIN_THREADS_MAX;
    run->report.format = format;
    run->plan = (struct overlap_plan){
        .title_least = TITLE_LEAST, .shows_all = run->flags->all,
        .best_first = format == OVERLAP_TEXT || format == OVERLAP_HTML,
        .most = shell_was_given(run->sh, S("most")) ? (size_t)run->flags->most : most[format],
        .threads = shell_was_given(run->sh, S("threads")) ? (int)run->flags->threads
                                                          : (int)processors,
    };
    return read_least(run);
}

/* ---- the model ------------------------------------------------------------------------------- */

static struct err *
file_fault(struct arena *a, struct str path, int errnum)
{
    struct err *e = err_errno(a, "overlap.model_file", MSG("The file could not be read."), errnum);

    e->kind = ERR_INPUT;
    e->where = path;
    return e;
}

static struct err *
read_file(struct arena *a, struct str path, struct str *text)
{
    char   *p = NEWS(a, char, MODEL_BYTES);
    size_t  n = 0;
    ssize_t more = 1;
    int     fd = open(str_z(a, path), O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return file_fault(a, path, errno);
    while (n < MODEL_BYTES && (more = read(fd, p + n, MODEL_BYTES - n)) > 0)
        n += (size_t)more;
    int errnum = more < 0 ? errno : n == MODEL_BYTES ? EFBIG : 0;

    close(fd);
    *text = (struct str){ p, n };
    return errnum ? file_fault(a, path, errnum) : NULL;
}

static struct err *
read_model(struct run *run)
{
    struct arena *a = run->cx->arena;
    struct str   *lines = &run->report.model_lines;

    run->report.model_name = S(OWN_MODEL);
    embedded_find(S(OWN_MODEL), lines);
    if (run->flags->model.n == 0)
        return overlap_model_own(a, &run->model);
    run->report.model_name = run->flags->model;
    TRY(read_file(a, run->flags->model, lines));
    return overlap_model_read(a, run->flags->model, *lines, &run->model);
}

/* ---- overlap FILE [FILE] --------------------------------------------------------------------- */

static struct err *
no_rows(struct run *run, struct str file)
{
    return err_of(run->cx->arena, (struct err){ .kind = ERR_INPUT, .code = "overlap.no_rows",
        .text = MSG("There is no row in the file."),
        .hint = MSG("Below the names of the columns each line is a programme, package or "
                    "application."), .where = file });
}

static struct err *
read_lists(struct run *run)
{
    const struct progress *p = shell_follow(run->cx, MSG("Reading the list"),
                                            run->flags->progress);

    for (size_t i = 0; i < OVERLAP_FILES_MAX && str_is_known(run->sh->arg[i]); i++) {
        size_t before = run->list.n;

        if (i == 1)
            run->plan.n_left = before;
        TRY(overlap_list_read(run->cx->arena, run->sh->arg[i], &run->columns, p, &run->list));
        if (run->list.n == before)
            return no_rows(run, run->sh->arg[i]);
        run->report.file[run->report.n_files++] = run->sh->arg[i];
    }
    return NULL;
}

static struct err *
stopped(struct run *run)
{
    bool begun = run->sh->sink->sent > 0 && run->flags->out.n == 0;

    return err_of(run->cx->arena, (struct err){ .kind = ERR_BUSY, .code = "overlap.stopped",
        .text = MSG("It was stopped after {0} pairs were judged.",
                    int_text(run->cx->arena, run->cx->lang, (int64_t)run->count.pairs)),
        .detail = begun ? MSG("What was written is not whole.") : MSG("Nothing was written.") });
}

static struct err *
find_and_report(struct run *run)
{
    struct cx             *cx = run->cx;
    struct overlap_report *r = &run->report;
    const struct progress *p = shell_follow(cx, MSG("Comparing"), run->flags->progress);

    r->cx = cx, r->sh = run->sh, r->list = &run->list, r->plan = &run->plan;
    r->columns = &run->columns, r->count = &run->count, r->model = run->model;
    struct overlap_ask ask = {
        .model = run->model, .list = &run->list, .plan = &run->plan,
        .taker = overlap_report_taker(r), .progress = p,
    };

    TRY(overlap_report_open(r));
    TRY(overlap_find(cx->arena, &ask, &run->count));
    shell_follow_end();
    return run->count.was_stopped ? stopped(run) : overlap_report_end(r);
}

/* A report never takes the place of the list that it is about. */
static struct err *
open_out(struct run *run)
{
    struct str out = run->flags->out;

    if (out.n == 0)
        return NULL;
    for (size_t i = 0; i < run->report.n_files; i++)
        if (str_eq(out, run->report.file[i]))
            return err_of(run->cx->arena, (struct err){ .kind = ERR_INPUT, .code = "overlap.out",
                .text = MSG("The report would be written over the list."),
                .hint = MSG("Give it another name: --out report.html"), .where = S("--out") });
    return shell_into(run->cx, run->sh, out);
}

static struct err *
begin(struct run *run)
{
    const struct overlap_flags *f = run->flags;
    struct str id = f->id.n > 0 ? f->id : (struct str){ NULL, 0 };

    TRY(overlap_columns_read(run->cx->arena, id, f->text, f->by, &run->columns));
    TRY(read_plan(run));
    TRY(read_model(run));
    TRY(read_lists(run));
    return open_out(run);
}

static struct err *
overlap_run(struct cx *cx, struct shell *sh)
{
    struct run *run = NEW(cx->arena, struct run);

    run->cx = cx, run->sh = sh, run->flags = sh->flags;
    struct err *e = begin(run);

    if (!e)
        e = find_and_report(run);
    shell_follow_end();
    return e;
}

/* ---- overlap model --------------------------------------------------------------------------- */

static struct err *
model_run(struct cx *cx, struct shell *sh)
{
    struct str lines = S("");

    (void)cx;
    embedded_find(S(OWN_MODEL), &lines);
    buf_add(sh->out, lines);
    return NULL;
}

const struct command overlap_commands[OVERLAP_COMMANDS] = {
    { "overlap FILE [FILE]", NEEDS_NOTHING, true, &overlap_form, overlap_run,
      N_("Find work that may be the same in a list, or in two: with reasons") },
    { "overlap model", NEEDS_NOTHING, false, NULL, model_run,
      N_("Print the points of the judgement as CSV, to be read or changed") },
};
