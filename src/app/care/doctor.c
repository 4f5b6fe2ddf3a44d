/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/care/doctor.h"

#include <string.h>

#include "app/care/findings.h"
#include "app/modules.h"
#include "app/shell/command.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/secret.h"
#include "ground/subject/subject.h"
#include "store/health.h"

/* ---- the database ---------------------------------------------------------------------------- */

static enum finding_level
level_of(enum store_health health)
{
    static const enum finding_level level[] = {
        [STORE_WELL] = FINDING_WELL, [STORE_DOUBT] = FINDING_DOUBT, [STORE_BAD] = FINDING_BAD,
    };

    return level[health];
}

static struct err *
look_at_store(struct cx *cx, struct findings *f)
{
    struct store_notes *notes = NEW(cx->arena, struct store_notes);

    TRY(store_examine(cx, notes));
    for (size_t i = 0; i < notes->n; i++)
        found(f, level_of(notes->row[i].level), notes->row[i].code, notes->row[i].is,
              notes->row[i].hint);
    return NULL;
}

/* Whether the program's statements fit: otherwise the modules cannot say anything. */
static bool
look_at_schema(struct cx *cx, struct findings *f)
{
    size_t n;
    const struct migration *const *list = app_migrations(cx->arena, &n);
    struct err *e = store_is_current(cx, list, n);

    if (!e)
        found(f, FINDING_WELL, "store.schema", MSG("The database {0} answers and is up to date.",
                                                   store_name(cx->store)), MSG_NONE);
    else
        found(f, FINDING_BAD, e->code, e->text, e->hint);
    return !e;
}

static void
look_at_key_of_store(struct cx *cx, struct findings *f)
{
    if (!cx->key)
        return;                 /* that it is missing is said elsewhere */
    struct err *e = subject_check_key(cx);

    if (e) {
        found(f, FINDING_BAD, "key.wrong", e->text, e->hint);
        cx->key = NULL;
    } else {
        found(f, FINDING_WELL, "key.fits", MSG("The key file is the one of this database."),
              MSG_NONE);
    }
}

static void
ask_module(struct cx *cx, const struct module *m, bool fits, struct findings *f)
{
    if (!m->examine || (!fits && m->n_statements > 0))
        return;
    struct err *e = m->examine(cx, f);

    if (e)
        found_err(cx, f, FINDING_DOUBT, m->name, e);
}

static void
in_store(struct cx *cx, struct findings *f)
{
    struct err *e = look_at_store(cx, f);
    bool        fits = look_at_schema(cx, f);

    if (e)
        found_err(cx, f, FINDING_DOUBT, "store.health", e);
    if (fits)
        look_at_key_of_store(cx, f);
    for (const struct module *const *m = app_modules; *m; m++)
        ask_module(cx, *m, fits, f);
}

/* ---- all of it ------------------------------------------------------------------------------- */

static void
take_key(struct cx *cx, const struct settings *s)
{
    struct secret_key *key = NEW(cx->arena, struct secret_key);

    if (!secret_key_file(cx->arena, key, s->key, false))
        cx->key = key;
}

void
doctor_examine(struct cx *cx, const struct settings *s, struct findings *f)
{
    struct cx there = *cx;

    f->n = 0;
    doctor_settings(cx, f);
    doctor_machine(cx, f);
    doctor_disks(cx, s, f);
    doctor_key(cx, s, f);
    take_key(&there, s);
    struct err *e = store_open(cx->arena, &there.store, s->db, (struct store_options){ 0 });

    if (e) {
        found(f, FINDING_BAD, e->code, e->text, e->hint);
        return;
    }
    in_store(&there, f);
    store_close(there.store);
}

void
doctor_warn(struct cx *cx)
{
    struct store_notes *notes = NEW(cx->arena, struct store_notes);
    struct err         *e = store_durable(cx, notes);

    if (e)
        log_err("doctor.durability", e);
    for (size_t i = 0; !e && i < notes->n; i++)
        if (notes->row[i].level == STORE_BAD)
            LOG(LOG_WARN, "doctor.durability", LOG_TEXT("code", str_of(notes->row[i].code)),
                LOG_TEXT("is", msg_text(cx->arena, LANG_EN, notes->row[i].is)));
}

/* ---- the command ----------------------------------------------------------------------------- */

static void
say_sum(struct cx *cx, struct shell *sh, const struct findings *f)
{
    int64_t n[] = { [FINDING_WELL] = 0, [FINDING_DOUBT] = 0, [FINDING_BAD] = 0 };

    for (size_t i = 0; i < f->n; i++)
        n[f->row[i].level]++;
    shell_say(cx, sh, MSG("Well: {0}. To look at: {1}. Bad: {2}.",
                          str_int(cx->arena, n[FINDING_WELL]),
                          str_int(cx->arena, n[FINDING_DOUBT]),
                          str_int(cx->arena, n[FINDING_BAD])));
}

struct err *
doctor_run(struct cx *cx, struct shell *sh)
{
    struct findings *f = NEW(cx->arena, struct findings);

    doctor_examine(cx, ((struct app_shell *)sh)->settings, f);
    findings_show(cx, sh, f);
    if (!sh->json)
        say_sum(cx, sh, f);
    return NULL;
}
