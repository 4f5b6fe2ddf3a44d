/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * module.h — what a slice shows to the program: its routes, commands, tables and panels.
 *
 * app/modules.c lists the modules in the order of src/DEPS; nothing else knows them all. What must
 * go upward goes through these tables: a later slice puts a panel on an earlier one's page.
 */
#ifndef GUYUB_MODULE_H
#define GUYUB_MODULE_H

#include "base/form.h"
#include "store/store.h"
#include "web/route.h"

struct dossier_kind;
struct workbook_kind;
struct evidence_kind;
struct job_kind;
struct pack_kind;
struct progress;

enum command_needs {
    NEEDS_NOTHING,          /* no database                                       */
    NEEDS_STORE,            /* an open, current database                         */
    NEEDS_NEW_STORE,        /* may make or migrate it: init                      */
};

/* Where the output of a command goes: standard output, or a file that is there whole or not. */
struct shell_sink { int fd; struct str path, part; uint64_t sent; };

/* What a command gets: its arguments in order, its flags in a struct, and where to print. */
struct shell {
    struct str  arg[4];         /* the capital words of `usage`, in order; unknown if absent */
    const void *flags;          /* the struct that command.flags describes        */
    const struct pair *given;   size_t n_given;     /* the flags as they were typed */
    bool        json;           /* --json was given                               */
    struct buf *out;            /* the output, written when the command succeeds  */
    struct shell_sink *sink;    /* shell_send, shell_into                          */
    struct str  program;        /* "Guyub 0.1.0 (403a048)"                         */
    bool        says_no;        /* set by the command: its output is a "no", so exit with 1 */
};

/* Was the flag typed, as against left at its default? By its name without "--". */
bool shell_was_given(const struct shell *, struct str flag);

/* The four ways in which a command speaks; `sh->json` decides where it matters. */
void shell_table(struct cx *, struct shell *, const struct table *);  /* JSON, or aligned text */
void shell_json (struct shell *, void (*write)(struct json *, const void *), const void *model);
void shell_line (struct cx *, struct shell *, struct msg key, struct str);  /* unknown: nothing */
void shell_say  (struct cx *, struct shell *, struct msg);

/*
 * For commands that say more than memory should hold: what stands in `out` is written now if it is
 * at least `most` bytes, and is gone. An error that comes later cannot take it back; what a
 * file has got of it is. Fails: cli.output.
 */
struct err *shell_send(struct cx *, struct shell *, size_t most);

/* From here on the output goes into FILE: into FILE.part first, which becomes FILE when the command
 * has succeeded and is removed when it has not. Fails: cli.out_file. */
struct err *shell_into(struct cx *, struct shell *, struct str file);

/*
 * For commands that take long: shows on standard error how far `what` is, and turns Ctrl-C into an
 * answer. A bar where a person looks on; elsewhere a line every few seconds if `lines`, or nothing.
 * Lives in cx->arena; a later call shows another `what` in its place.
 */
const struct progress *shell_follow(struct cx *, struct msg what, bool lines);
void shell_follow_end(void);        /* takes the bar away                                      */

/* What a load hook tells, a line each. A fact that comes with the program and that the database
 * knows otherwise is kept as the database has it; `n_kept` counts them, 0 says nothing. */
void load_say(struct cx *, struct buf *out, struct msg);
void load_say_kept(struct cx *, struct buf *out, int64_t n_kept);

struct command {
    const char        *usage;       /* "region show CODE", [CODE] is optional     */
    enum command_needs needs;
    bool               prints_data; /* takes --json                                  */
    const struct form *flags;       /* NULL for none                                 */
    struct err      *(*run)(struct cx *, struct shell *);
    const char        *help;        /* msgid, one line                               */
};

/*
 * What `guyub doctor` finds, in words: what is, and what to do if it is not well. A slice adds what
 * it alone can know (mail that waits for days, a chain that does not hold).
 */
enum finding_level { FINDING_WELL, FINDING_DOUBT, FINDING_BAD };
struct finding  { enum finding_level level; const char *code; struct msg is, hint; };
enum { FINDINGS_MAX = 100 };
struct findings { struct finding row[FINDINGS_MAX]; size_t n; };    /* more is passed over */
void found(struct findings *, enum finding_level, const char *code, struct msg is, struct msg hint);

/* What facts of the journal are told about: the word in data, its name on screen, and the forms
 * whose fields such facts name. */
struct told { const char *word, *label; const struct form *form[3]; };

struct module {
    const char                    *name;        /* "region": folder, and prefix of its names */
    const struct route            *routes;      size_t n_routes;
    const struct command          *commands;    size_t n_commands;
    const struct migration        *migrations;  size_t n_migrations;     /* generated */
    const struct statement *const *statements;  size_t n_statements;     /* generated */
    const struct panel            *panels;      size_t n_panels;
    const struct pack_kind        *packs;       size_t n_packs;     /* pack/kind.h: what it reads */
    const struct told             *told;        size_t n_told;
    const struct job_kind         *jobs;        size_t n_jobs;      /* ground/job/job.h: its work */
    const struct evidence_kind    *evidence;    size_t n_evidence;  /* document_zip.h: what asks */
    const struct dossier_kind     *dossiers;    size_t n_dossiers;  /* office/dossier/dossier.h */
    const struct workbook_kind    *workbooks;   size_t n_workbooks; /* workbook_kind.h: fills it */

    /* What `guyub init` brings in, told line by line in `out`. Again: adds what is missing. */
    struct err                  *(*load)(struct cx *, struct buf *out);

    /* What has to be done now and then without being asked: sealing, ending what has expired.
     * Called about twice a second, by one process beside the workers; cheap when idle. */
    struct err                  *(*tend)(struct cx *);

    /* What is to be said of its health; an error is a finding of its own. */
    struct err                  *(*examine)(struct cx *, struct findings *);

    /* In the change that ends an account or erases its person, before anything of it is gone: ends
     * what hangs on it, with its own facts, or refuses. */
    struct err                  *(*person_ends)(struct cx *, int64_t account_id, struct str why);
};

/* A piece of an earlier slice's page: the region page shows the portal's index panel. */
struct panel {
    const char  *place;                         /* "region.first", "assess.more" */
    struct err *(*draw)(struct cx *, int64_t subject_id, struct html *out);
};

/* NULL if no module of the program has such a thing. */
const struct told *told_named(const struct cx *, struct str word);

/* Draws what the program's modules show at `place`, in their order, one after the other. */
struct err *panels_draw(struct cx *, const char *place, int64_t subject_id, struct html *out);

#endif
