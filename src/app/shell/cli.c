/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/shell/cli.h"

#include <pwd.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "app/modules.h"
#include "app/shell/help.h"
#include "app/shell/line.h"
#include "app/shell/settings.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/rand.h"
#include "base/secret.h"
#include "ground/journal/journal.h"
#include "ground/subject/subject.h"
#include "shell_sink.h"
#include "site.h"

enum { OUT_BYTES = 256 << 20, OUT_SLACK_BYTES = 1 << 20, TALK_BYTES = 1 << 20 };

/* Half a million rows of a list with their index; most commands touch a hundredth of it. */
static const size_t WORK_BYTES = (size_t)1536 << 20;

/* What outlives the command: it is needed to say how the command ended. */
struct cli {
    /* settings and complaints; the command; its output */
    struct arena        talk, work, out_arena;
    struct buf          out;
    struct shell_sink   sink;
    struct command_list list;
    struct line         line;
    struct settings     settings;
    const char *const  *argv;
    struct site         site;           /* of the settings */
    struct store       *store;
    struct secret_key   key;            /* of the installation, if cx.key points here */
    struct who          who;            /* the machine's user, or the program itself  */
    bool                says_no;        /* the output is written and the code is 1 */
};

/* ---- complaints ----------------------------------------------------------------------------- */

static void
problem_json(struct json *j, struct arena *a, enum lang lang, const struct err *e)
{
    json_open(j, '{');
    json_str_at(j, "type", str_fmt(a, "urn:guyub:problem:%s", e->code));
    json_str_at(j, "title", msg_text(a, lang, e->text));
    json_int_at(j, "status", err_status(e));
    if (msg_is(e->detail))
        json_str_at(j, "detail", msg_text(a, lang, e->detail));
    json_str_at(j, "code", str_of(e->code));
    if (msg_is(e->hint))
        json_str_at(j, "hint", msg_text(a, lang, e->hint));
    if (str_is_known(e->where))
        json_str_at(j, "where", e->where);
    json_close(j, '}');
}

/* "guyub: where: text detail", then the hint on a line of its own. */
static void
problem_text(struct buf *out, struct arena *a, enum lang lang, const struct err *e)
{
    struct err without_hint = *e, hint = *e;

    without_hint.hint = MSG_NONE;
    buf_fmt(out, "guyub: %.*s\n", TEXT(err_line(a, lang, &without_hint)));
    if (!msg_is(e->hint))
        return;
    hint = (struct err){ .kind = e->kind, .code = e->code, .text = e->hint };
    buf_fmt(out, "       %.*s\n", TEXT(err_line(a, lang, &hint)));
}

static int
complain(struct cli *cli, const struct err *e)
{
    struct buf  out = buf_in(&cli->talk, TALK_BYTES / 4);
    struct json j = json_to(&out);

    if (cli->line.json) {
        problem_json(&j, &cli->talk, cli->settings.lang, e);
        buf_byte(&out, '\n');
    } else {
        problem_text(&out, &cli->talk, cli->settings.lang, e);
    }
    shell_write(STDERR_FILENO, out.full ? S("guyub: the complaint is too long to show\n")
                                        : buf_str(&out));
    return err_exit(e);
}

static int
say_full(struct cli *cli, const struct arena *full)
{
    struct arena *a = &cli->talk;

    return complain(cli, err_of(a, (struct err){
        .kind = ERR_BROKEN, .code = "cli.memory",
        .text = MSG("The command ran out of memory; it may have {0} MB.",
                    str_fmt(a, "%zu", full->cap >> 20)),
        .detail = MSG("It was stopped; what it had not finished is not kept."),
    }));
}

/* ---- a command ------------------------------------------------------------------------------ */

/* A fault of a flag is told under the flag's name. */
static struct err *
read_flags(struct cli *cli, const struct form *form, void *flags)
{
    struct form_faults faults;

    form_read(&cli->work, form, cli->line.flag.pair, cli->line.flag.n, flags, &faults);
    struct err *e = form_err(&cli->work, &faults);

    if (e)
        e->where = command_flag(&cli->work, faults.fault[0].field);
    return e;
}

/* As whom a command acts. What comes with the program, `init` brings in by itself. */
static struct who
who_runs(struct arena *a, const struct command *c)
{
    const struct passwd *user = getpwuid(getuid());

    if (c && c->needs == NEEDS_NEW_STORE)
        return who_program;
    return (struct who){
        .kind = WHO_SHELL,
        .name = user ? str_copy(a, str_of(user->pw_name)) : str_fmt(a, "%zu", (size_t)getuid()),
    };
}

/* Without a key file a command still does what touches no person. */
static struct err *
open_key(struct cli *cli, struct cx *cx)
{
    struct err *e = secret_key_file(cx->arena, &cli->key, cli->settings.key, false);

    if (e)
        return strcmp(e->code, "key.absent") == 0 ? NULL : e;
    cx->key = &cli->key;
    return subject_check_key(cx);
}

static struct err *
open_store(struct cli *cli, struct cx *cx)
{
    enum command_needs needs = cli->line.command->needs;
    struct store_options options = { .create = needs == NEEDS_NEW_STORE };
    size_t n;

    if (needs == NEEDS_NOTHING)
        return NULL;
    TRY(store_open(cx->arena, &cli->store, cli->settings.db, options));
    cx->store = cli->store;
    const struct migration *const *list = app_migrations(cx->arena, &n);

    if (needs == NEEDS_NEW_STORE)
        return NULL;
    TRY(store_is_current(cx, list, n));
    return open_key(cli, cx);
}

static struct err *
run_command(struct cli *cli, struct cx *cx)
{
    const struct command *c = cli->line.command;
    struct app_shell sh = {
        .shell = {
            .json = cli->line.json, .out = &cli->out, .sink = &cli->sink,
            .program = S("Guyub " GUYUB_VERSION " (" GUYUB_COMMIT ")"),
        },
        .settings = &cli->settings, .argv = cli->argv,
    };

    if (cli->line.help || !c) {
        if (c)
            help_command(cx, &cli->out, c);
        else
            help_group(cx, &cli->out, cli->list, cli->line.word, cli->line.n_words);
        return NULL;
    }
    memcpy(sh.shell.arg, cli->line.arg, sizeof sh.shell.arg);
    sh.shell.given = cli->line.flag.pair;
    sh.shell.n_given = cli->line.flag.n;
    if (c->flags) {
        void *flags = arena_alloc(cx->arena, c->flags->size, _Alignof(max_align_t));

        TRY(read_flags(cli, c->flags, flags));
        sh.shell.flags = flags;
    }
    TRY(open_store(cli, cx));
    cli->who = who_runs(cx->arena, c);
    cx->who = &cli->who;
    TRY(c->run(cx, &sh.shell));
    TRY(journal_flush(cx));         /* before anything is shown */
    cli->says_no = sh.shell.says_no;
    return NULL;
}

static struct err *
too_much_output(struct cli *cli)
{
    return err_of(&cli->talk, (struct err){
        .kind = ERR_TOO_LARGE, .code = "cli.output",
        .text = MSG("The output is longer than {0} MB.",
                    str_fmt(&cli->talk, "%zu", cli->out.cap >> 20)),
    });
}

static struct err *
finish(struct cli *cli)
{
    if (cli->out.full)
        return too_much_output(cli);
    return shell_sink_end(&cli->talk, &cli->sink, buf_str(&cli->out));
}

/* ---- the line ------------------------------------------------------------------------------- */

static bool
asks_for_json(const char *const *token, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(token[i], "--json") == 0)
            return true;
    return false;
}

static struct err *
read_line(struct cli *cli, const char *const *token, size_t n)
{
    struct line *line = &cli->line;

    cli->list = command_all(&cli->talk);
    struct err *wrong = line_read(&cli->talk, cli->list, token, n, line);
    struct err *unset = settings_read(&cli->talk, &cli->settings, line->setting.pair,
                                      line->setting.n, line->config);

    if (wrong)
        line->json = asks_for_json(token, n);
    return wrong ? wrong : unset;
}

static int
serve_line(struct cli *cli, const char *const *token, size_t n)
{
    struct rand chance = { .state = (uint64_t)clock_mono_us() };
    struct err *e = read_line(cli, token, n);
    struct cx   cx = {
        .arena = &cli->work, .chance = &chance, .now_s = clock_now_s(),
        .lang = cli->settings.lang, .modules = app_modules, .site = &cli->site,
    };

    settings_site(&cli->settings, &cli->site);
    if (!e)
        e = run_command(cli, &cx);
    if (!e)
        e = finish(cli);
    return e ? complain(cli, e) : cli->says_no;
}

/* A full arena comes back here; the struct is the caller's, so that it is whole after the jump. */
static int
run_guarded(struct cli *cli, int argc, char **argv)
{
    jmp_buf work_full, out_full;

    cli->work.full = &work_full;
    cli->out_arena.full = &out_full;
    if (setjmp(work_full))
        return say_full(cli, &cli->work);
    if (setjmp(out_full))
        return say_full(cli, &cli->out_arena);
    return serve_line(cli, (const char *const *)argv + 1, argc > 0 ? (size_t)argc - 1 : 0);
}

int
cli_main(int argc, char **argv)
{
    struct cli cli = {
        .talk = arena_make(TALK_BYTES), .work = arena_make(WORK_BYTES),
        .out_arena = arena_make(OUT_BYTES + OUT_SLACK_BYTES), .argv = (const char *const *)argv,
        .sink = { .fd = STDOUT_FILENO },
    };

    signal(SIGPIPE, SIG_IGN);
    log_from(LOG_WARN);         /* a person reads along; the server logs more */
    cli.out = buf_in(&cli.out_arena, OUT_BYTES);
    int code = run_guarded(&cli, argc, argv);

    shell_sink_drop(&cli.talk, &cli.sink);
    if (cli.store)
        store_close(cli.store);
    arena_drop(&cli.work);      /* ends what libraries hold for it */
    return code;
}
