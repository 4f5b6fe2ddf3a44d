/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/shell/settings.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/near.h"
#include "site.h"

enum { SETTINGS_MAX = 40, TEXT_MAX = 1000, WORKERS_DEFAULT_MAX = 8, KEEP_MB_DEFAULT = 4 };

static const struct choice langs[] = {
    [LANG_ID] = { "id", N_("Indonesian") }, [LANG_EN] = { "en", N_("English") }, { NULL, NULL },
};

static const struct field fields[] = {
    FIELD(struct settings, db,      F_TEXT,   .max = TEXT_MAX,
          .label = N_("Database: sqlite:PATH or postgresql://…")),
    FIELD(struct settings, lang,    F_CHOICE, .choices = langs,
          .label = N_("Language of the shell")),
    FIELD(struct settings, key,     F_TEXT,   .max = TEXT_MAX,
          .label = N_("File with the key of this installation")),
    FIELD(struct settings, listen,  F_TEXT,   .max = TEXT_MAX,
          .label = N_("Address and port to serve at")),
    FIELD(struct settings, workers, F_INT,    .min = 1, .max = SETTINGS_WORKERS_MAX,
          .label = N_("Processes that answer requests")),
    FIELD(struct settings, source,  F_TEXT,   .max = TEXT_MAX,
          .label = N_("Address where the source code of this program is offered")),
    FIELD(struct settings, keep_mb, F_INT,    .min = 0, .max = SETTINGS_KEEP_MB_MAX,
          .label = N_("Megabytes of answers that each process keeps; 0: none")),
    FIELD(struct settings, trusted_proxies, F_TEXT, .max = TEXT_MAX,
          .label = N_("Proxies whose word about their clients counts")),
    FIELD(struct settings, url, F_TEXT, .max = TEXT_MAX,
          .label = N_("Address at which people reach this server, for links in mails")),
    FIELD(struct settings, spool, F_TEXT, .max = TEXT_MAX,
          .label = N_("Folder for files while they are received")),
    FIELD(struct settings, vault, F_TEXT, .max = TEXT_MAX,
          .label = N_("Folder of the documents, shared by all servers of a database")),
    FIELD(struct settings, head_kb, F_INT, .min = 1, .max = 64,
          .label = N_("Kilobytes of a request's head")),
    FIELD(struct settings, body_kb, F_INT, .min = 1, .max = 16 << 10,
          .label = N_("Kilobytes of a form without files")),
    FIELD(struct settings, upload_mb, F_INT, .min = 1, .max = 100 << 10,
          .label = N_("Megabytes of a form with files")),
    FIELD(struct settings, head_s, F_INT, .min = 1, .max = 600,
          .label = N_("Seconds in which a request's head must have come")),
    FIELD(struct settings, idle_s, F_INT, .min = 1, .max = 3600,
          .label = N_("Seconds that a connection waits for its next request")),
    FIELD(struct settings, slow_bytes, F_INT, .min = 1, .max = 1 << 20,
          .label = N_("Bytes a second below which a client is too slow")),
    FIELD(struct settings, connections, F_INT, .min = 16, .max = 65536,
          .label = N_("Connections at a time")),
    FIELD(struct settings, client_connections, F_INT, .min = 1, .max = 65536,
          .label = N_("Connections of one address at a time")),
    FIELD(struct settings, connection_requests, F_INT, .min = 1, .max = 1 << 30,
          .label = N_("Requests on one connection")),
    FIELD(struct settings, metrics_from, F_TEXT, .max = TEXT_MAX,
          .label = N_("Addresses and networks that may read /metrics")),
    FIELD(struct settings, jobs, F_INT, .min = 0, .max = 16,
          .label = N_("Jobs that the server runs at a time; 0: none")),
    FIELD(struct settings, job_mb, F_INT, .min = 64, .max = 64 << 10,
          .label = N_("Megabytes of memory that a job may use")),
    FIELD(struct settings, smtp, F_TEXT, .max = TEXT_MAX,
          .label = N_("Mail server: smtp://HOST:PORT or smtps://HOST:PORT")),
    FIELD(struct settings, smtp_user, F_TEXT, .max = TEXT_MAX,
          .label = N_("User at the mail server")),
    FIELD(struct settings, smtp_password, F_TEXT, .max = TEXT_MAX,
          .label = N_("File with the password at the mail server")),
    FIELD(struct settings, smtp_s, F_INT, .min = 1, .max = 600,
          .label = N_("Seconds that sending one mail may take")),
    FIELD(struct settings, mail_from, F_TEXT, .max = TEXT_MAX,
          .label = N_("Sender of mails")),
    FIELD(struct settings, backup_folder, F_TEXT, .max = TEXT_MAX,
          .label = N_("Folder for the nightly copies")),
    FIELD(struct settings, backup_keep, F_INT, .min = 1, .max = 1000,
          .label = N_("Nightly copies that are kept")),
};

enum { OF_SHELL = 3 };      /* the first ones */

const struct form settings_form = FORM(struct settings, fields);
const struct form settings_of_shell = {
    .field = fields, .n = OF_SHELL, .size = sizeof(struct settings),
};

/* ---- defaults ------------------------------------------------------------------------------- */

/* What the system's locale asks for: English if it is English, else Indonesian. */
static enum lang
lang_of_system(void)
{
    const char *locale = getenv("LC_ALL");

    if (!locale || !*locale)
        locale = getenv("LANG");
    return locale && str_starts(str_of(locale), S("en")) ? LANG_EN : LANG_ID;
}

static int64_t
workers_of_system(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);

    return n < 1 ? 1 : n > WORKERS_DEFAULT_MAX ? WORKERS_DEFAULT_MAX : n;
}

/* Beside the file of a database; otherwise in the folder in which the program runs. */
static struct str
key_of_database(struct arena *a, struct str db)
{
    struct str sqlite = S("sqlite:");

    if (!str_starts(db, sqlite))
        return S("guyub.key");
    return str_fmt(a, "%.*s.key", TEXT(str_part(db, sqlite.n, db.n)));
}

/* Beside the file of a database. Servers of a PostgreSQL share one, so somebody must say which. */
static struct str
vault_of_database(struct arena *a, struct str db)
{
    struct str sqlite = S("sqlite:");

    if (!str_starts(db, sqlite))
        return (struct str){ NULL, 0 };
    return str_fmt(a, "%.*s.vault", TEXT(str_part(db, sqlite.n, db.n)));
}

/* ---- variables ------------------------------------------------------------------------------ */

const char *
settings_variable(struct arena *a, const char *name)
{
    struct str z = str_fmt(a, "GUYUB_%s", name);
    char      *p = arena_alloc(a, z.n + 1, 1);

    for (size_t i = 0; i < z.n; i++)
        p[i] = (char)toupper((unsigned char)z.p[i]);
    return p;
}

static size_t
read_variables(struct arena *a, struct pair pair[static SETTINGS_MAX])
{
    size_t n = 0;

    for (size_t i = 0; i < COUNT(fields); i++) {
        const char *value = getenv(settings_variable(a, fields[i].name));

        if (value)
            pair[n++] = (struct pair){ str_of(fields[i].name), str_of(value) };
    }
    return n;
}

/* ---- the file ------------------------------------------------------------------------------- */

struct lines { struct pair pair[SETTINGS_MAX]; int64_t line[SETTINGS_MAX]; size_t n; };

static struct str
place(struct arena *a, struct str file, int64_t line)
{
    return str_fmt(a, "%.*s:%jd", TEXT(file), (intmax_t)line);
}

static struct err *
file_err(struct arena *a, struct str file, int errnum)
{
    struct err *e = err_errno(a, "settings.file", MSG("The settings could not be read."), errnum);

    e->kind = ERR_INPUT;
    e->where = file;
    if (!msg_is(e->hint))
        e->hint = MSG("Name another file with --config or GUYUB_CONFIG, or let this user read it.");
    return e;
}

static struct err *
read_file(struct arena *a, struct str file, struct str *text)
{
    char   *p = arena_alloc(a, SETTINGS_FILE_MAX + 1, 1);
    size_t  at = 0;
    ssize_t n = -1;
    int     fd = open(str_z(a, file), O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return file_err(a, file, errno);
    while (at <= SETTINGS_FILE_MAX && (n = read(fd, p + at, SETTINGS_FILE_MAX + 1 - at)) > 0)
        at += (size_t)n;
    int errnum = errno;

    close(fd);
    if (n < 0)
        return file_err(a, file, errnum);
    if (at > SETTINGS_FILE_MAX)
        return err_of(a, (struct err){
            .kind = ERR_TOO_LARGE, .code = "settings.file", .where = file,
            .text = MSG("This is too long for a file of settings."),
        });
    *text = (struct str){ p, at };
    return NULL;
}

static struct err *
unknown_setting(struct arena *a, struct str where, struct str name)
{
    struct str known[COUNT(fields)];

    for (size_t i = 0; i < COUNT(fields); i++)
        known[i] = str_of(fields[i].name);
    struct str near = near_word(name, known, COUNT(known));

    return err_of(a, (struct err){
        .kind = ERR_INPUT, .code = "settings.unknown", .where = where,
        .text = MSG("There is no setting \"{0}\".", name),
        .hint = near.n ? MSG("Did you mean \"{0}\"?", near)
                       : MSG("The settings are: {0}.", str_join(a, S(", "), known, COUNT(known))),
    });
}

static struct err *
take_line(struct arena *a, struct lines *lines, struct str where, int64_t line, struct str text)
{
    struct str name, value;
    bool       known = false;

    if (text.n == 0 || text.p[0] == '#')
        return NULL;
    if (!str_cut(text, '=', &name, &value))
        return err_of(a, (struct err){
            .kind = ERR_INPUT, .code = "settings.line", .where = where,
            .text = MSG("This is not a setting."), .hint = MSG("A line reads: name = value"),
        });
    name = str_trim(name);
    for (size_t i = 0; i < COUNT(fields); i++)
        known |= str_eq(name, str_of(fields[i].name));
    if (!known)
        return unknown_setting(a, where, name);
    for (size_t i = 0; i < lines->n; i++)
        if (str_eq(name, lines->pair[i].name))
            return err_of(a, (struct err){
                .kind = ERR_INPUT, .code = "settings.line", .where = where,
                .text = MSG("\"{0}\" was set before, in line {1}.", name,
                            str_int(a, lines->line[i])),
            });
    lines->line[lines->n] = line;
    lines->pair[lines->n++] = (struct pair){ name, value };
    return NULL;
}

static struct err *
read_lines(struct arena *a, struct str file, struct lines *lines)
{
    struct str rest = { NULL, 0 }, line;

    TRY(read_file(a, file, &rest));
    for (int64_t number = 1; str_is_known(rest); number++) {
        str_cut(rest, '\n', &line, &rest);
        TRY(take_line(a, lines, place(a, file, number), number, str_trim(line)));
    }
    return NULL;
}

/* ---- all together --------------------------------------------------------------------------- */

/* Each source names a setting's place in its own way. */
struct source {
    const struct pair *pair;
    size_t             n;
    struct str       (*place)(struct arena *, const struct source *, const char *name);
    struct str         file;                    /* of the file only */
    const int64_t     *line;
};

static struct str
place_in_file(struct arena *a, const struct source *source, const char *name)
{
    for (size_t i = 0; i < source->n; i++)
        if (str_eq(source->pair[i].name, str_of(name)))
            return place(a, source->file, source->line[i]);
    return source->file;
}

static struct str
place_in_variables(struct arena *a, const struct source *source, const char *name)
{
    (void)source;
    return str_of(settings_variable(a, name));
}

static struct str
place_in_flags(struct arena *a, const struct source *source, const char *name)
{
    (void)source;
    return str_fmt(a, "--%s", name);
}

static struct err *
apply(struct arena *a, struct settings *out, const struct source *source)
{
    struct form_faults faults;

    form_read(a, &settings_form, source->pair, source->n, out, &faults);
    struct err *e = form_err(a, &faults);

    if (e)
        e->where = source->place(a, source, faults.fault[0].field->name);
    return e;
}

static struct err *
apply_file(struct arena *a, struct settings *out, struct str file)
{
    struct lines *lines = NEW(a, struct lines);

    TRY(read_lines(a, file, lines));
    return apply(a, out, &(struct source){
        .pair = lines->pair, .n = lines->n,
        .place = place_in_file, .file = file, .line = lines->line,
    });
}

static struct str
config_of(struct str flag)
{
    const char *variable = getenv("GUYUB_CONFIG");

    if (!str_is_known(flag) && variable && *variable)
        return str_of(variable);
    return flag;
}

/* A fault of one source does not keep the others from being read: they choose the language. */
struct err *
settings_read(struct arena *a, struct settings *out, const struct pair *flags, size_t n_flags,
              struct str config)
{
    struct pair   variable[SETTINGS_MAX];
    size_t        n_variables = read_variables(a, variable);
    struct source variables = { variable, n_variables, .place = place_in_variables };
    struct source line = { flags, n_flags, .place = place_in_flags };
    struct str    file = config_of(config);

    static_assert(COUNT(fields) <= SETTINGS_MAX, "every setting has a place");
    *out = (struct settings){
        .db = S("sqlite:guyub.db"), .listen = S("127.0.0.1:8080"),
        .lang = lang_of_system(), .workers = workers_of_system(), .keep_mb = KEEP_MB_DEFAULT,
        .head_kb = 16, .body_kb = 1024, .upload_mb = 2048, .head_s = 10, .idle_s = 30,
        .slow_bytes = 500, .connections = 4096, .client_connections = 256,
        .connection_requests = 10000, .metrics_from = S("127.0.0.1, ::1"), .jobs = 1, .job_mb = 512,
        .backup_keep = 14, .smtp_s = 60,
    };
    struct err *in_file = str_is_known(file) ? apply_file(a, out, file) : NULL;
    struct err *in_variables = apply(a, out, &variables);
    struct err *in_flags = apply(a, out, &line);

    if (!str_is_known(out->key))
        out->key = key_of_database(a, out->db);
    if (!str_is_known(out->vault))
        out->vault = vault_of_database(a, out->db);
    return in_flags ? in_flags : in_variables ? in_variables : in_file;
}

void
settings_site(const struct settings *s, struct site *out)
{
    *out = (struct site){
        .url = s->url, .db = s->db, .key_file = s->key, .spool = s->spool,
        .vault = s->vault,
        .smtp = s->smtp, .smtp_user = s->smtp_user, .smtp_password = s->smtp_password,
        .mail_from = s->mail_from, .smtp_s = s->smtp_s, .backup_folder = s->backup_folder,
        .backup_keep = s->backup_keep, .jobs = s->jobs, .job_mb = s->job_mb,
    };
}
