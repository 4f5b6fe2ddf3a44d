/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* bundle_cli.c — `guyub bundle …`: the same verbs as the pages. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/money.h"
#include "city/bundle/bundle_page.h"

enum { CHUNK_BYTES = 256 << 10 };

/* ---- keys ----------------------------------------------------------------------------------- */

static void
write_key(struct json *j, const void *model)
{
    const struct bundle_key *own = model;

    json_open(j, '{');
    json_str_at(j, "key", own->key);
    json_str_at(j, "digits", own->fingerprint);
    json_close(j, '}');
}

static struct err *
key_run(struct cx *cx, struct shell *sh)
{
    struct bundle_key own;

    TRY(bundle_own_key(cx, &own));
    if (sh->json) {
        shell_json(sh, write_key, &own);
        return NULL;
    }
    shell_line(cx, sh, MSG("Public key"), own.key);
    shell_line(cx, sh, MSG("Digits of the key"), own.fingerprint);
    return NULL;
}

#define TRUST(member, ...) FIELD(struct bundle_trust_form, member, F_TEXT, __VA_ARGS__)

static const struct field trust_fields[] = {
    TRUST(fingerprint, .min = 1, .max = 120, .required = true,
          .label = N_("The 40 digits that the other side reads out")),
    TRUST(code, .min = 2, .max = 40, .required = true, .label = N_("Short name (code)")),
    TRUST(name, .min = 2, .max = 200, .required = true, .label = N_("Name of the installation")),
    TRUST(region, .max = 13, .label = N_("Region (code)"),
          .hint = N_("Without one: the nation's.")),
    TRUST(url, .max = 200, .label = N_("Address (https://…)")),
};
static const struct form trust_form = FORM(struct bundle_trust_form, trust_fields);

static struct err *
trust_run(struct cx *cx, struct shell *sh)
{
    const struct bundle_trust_form *f = sh->flags;

    TRY(bundle_trust_put(cx, &(struct bundle_trust){ .key = sh->arg[0],
        .fingerprint = f->fingerprint, .code = f->code, .name = f->name,
        .region = str_is_known(f->region) ? f->region : S(""),
        .url = str_is_known(f->url) ? f->url : S("") }));
    shell_say(cx, sh, MSG("{0} is trusted from now on.", f->name));
    return NULL;
}

static const struct field why_fields[] = {
    FIELD(struct bundle_end_form, why, F_TEXT, .min = 3, .max = 250, .required = true,
          .label = N_("Reason")),
};
static const struct form why_form = FORM(struct bundle_end_form, why_fields);

static struct err *
distrust_run(struct cx *cx, struct shell *sh)
{
    const struct bundle_end_form *f = sh->flags;

    TRY(bundle_trust_end(cx, sh->arg[0], f->why));
    shell_say(cx, sh, MSG("{0} is not trusted any more.", sh->arg[0]));
    return NULL;
}

static struct err *
trusted_run(struct cx *cx, struct shell *sh)
{
    struct bundle_installation_set set;

    TRY(bundle_installations_of(cx, &set));
    struct table t = bundle_installation_table(cx->arena, &set);

    shell_table(cx, sh, &t);
    return NULL;
}

/* ---- reading -------------------------------------------------------------------------------- */

static const struct field query_fields[] = {
    FIELD(struct bundle_query, after, F_INT, .min = 0, .max = 1000000,
          .label = N_("Beginning after")),
};
const struct form bundle_query_form = FORM(struct bundle_query, query_fields);

static struct err *
list_run(struct cx *cx, struct shell *sh)
{
    const struct bundle_query *q = sh->flags;
    struct bundle_set          set;

    TRY(bundle_list_of(cx, q->after, &set));
    struct table t = bundle_table(cx->arena, &set);

    shell_table(cx, sh, &t);
    if (set.more && !sh->json)
        shell_say(cx, sh, MSG("There is more: --after {0}",
                              str_int(cx->arena, q->after + BUNDLE_PAGE)));
    return NULL;
}

static struct err *
show_run(struct cx *cx, struct shell *sh)
{
    struct bundle_record r = { .may_deliver = false };

    TRY(bundle_record_get(cx, sh->arg[0], &r));
    if (sh->json) {
        shell_json(sh, bundle_record_json, &r);
        return NULL;
    }
    shell_line(cx, sh, MSG("Hash"), r.b.sha256);
    shell_line(cx, sh, MSG("What it carries"),
               msg_text(cx->arena, cx->lang, bundle_kind_said(r.b.kind)));
    shell_line(cx, sh, MSG("State"),
               msg_text(cx->arena, cx->lang, bundle_state_said(&r.b)));
    shell_line(cx, sh, MSG("Installation"), r.b.installation_name);
    shell_line(cx, sh, MSG("Number of the sending"), int_text(cx->arena, cx->lang, r.b.nth));
    for (size_t i = 0; i < r.differences.n; i++)
        shell_line(cx, sh, bundle_change_said(r.differences.row[i].change),
                   r.differences.row[i].part->title);
    return NULL;
}

/* ---- files ---------------------------------------------------------------------------------- */

static struct err *
disk(struct cx *cx, int errnum)
{
    return err_errno(cx->arena, "bundle.file", MSG("The bundle could not be read or written."),
                     errnum);
}

static struct err *
copy_out(struct cx *cx, struct shell *sh, int fd, struct str path)
{
    char   *chunk = NEWS(cx->arena, char, CHUNK_BYTES);
    int64_t at = 0;
    ssize_t n;

    TRY(shell_into(cx, sh, path));
    while ((n = pread(fd, chunk, CHUNK_BYTES, (off_t)at)) > 0) {
        buf_add(sh->out, (struct str){ chunk, (size_t)n });
        TRY(shell_send(cx, sh, 1));
        at += n;
    }
    return n < 0 ? disk(cx, errno) : NULL;
}

static struct err *
write_run(struct cx *cx, struct shell *sh)
{
    struct bundle b;
    int           fd;

    TRY(bundle_get(cx, sh->arg[0], &b));
    TRY(bundle_make(cx, &b, &fd));
    return copy_out(cx, sh, fd, sh->arg[1]);
}

static struct err *
receipt_run(struct cx *cx, struct shell *sh)
{
    struct bundle b;
    int           fd;

    TRY(bundle_get(cx, sh->arg[0], &b));
    TRY(bundle_receipt_make(cx, &b, &fd));
    return copy_out(cx, sh, fd, sh->arg[1]);
}

/* ---- sending, receiving --------------------------------------------------------------------- */

static const struct field send_fields[] = {
    FIELD(struct bundle_send_form, to, F_TEXT, .min = 2, .max = 40, .required = true,
          .label = N_("To which installation (code)")),
    FIELD(struct bundle_send_form, stage, F_INT, .min = 1, .max = 2, .required = true,
          .label = N_("Stage")),
    FIELD(struct bundle_send_form, kind, F_CHOICE, .choices = bundle_kinds_sent,
          .label = N_("What it carries")),
};
static const struct form send_form = FORM(struct bundle_send_form, send_fields);

static struct err *
deliver(struct cx *cx, struct shell *sh, const struct bundle *b)
{
    bool has_receipt = false;

    TRY(bundle_deliver(cx, b, &has_receipt));
    shell_say(cx, sh, has_receipt ? MSG("The other side has taken it; its receipt is here.")
                                  : MSG("The other side has it and is taking it in. Ask again "
                                        "for the receipt later."));
    return NULL;
}

static struct err *
send_run(struct cx *cx, struct shell *sh)
{
    const struct bundle_send_form *f = sh->flags;
    struct bundle                  b;
    bool                           is_again;
    int                            fd;

    TRY(bundle_send(cx, &(struct bundle_new){ .kind = (enum bundle_kind)f->kind, .to = f->to,
        .round = sh->arg[0], .region = sh->arg[1], .stage = f->stage }, &b, &is_again));
    if (!str_is_known(sh->arg[2])) {
        shell_say(cx, sh, MSG("{0}", b.sha256));
        return deliver(cx, sh, &b);
    }
    TRY(bundle_make(cx, &b, &fd));
    return copy_out(cx, sh, fd, sh->arg[2]);
}

static struct err *
deliver_run(struct cx *cx, struct shell *sh)
{
    struct bundle b;

    TRY(bundle_get(cx, sh->arg[0], &b));
    return deliver(cx, sh, &b);
}

static void
say_taken(struct cx *cx, struct shell *sh, const struct bundle_taken *t)
{
    shell_line(cx, sh, MSG("Hash"), t->hash);
    if (t->kind == BUNDLE_RECEIPT)
        shell_say(cx, sh, t->is_again ? MSG("This receipt was here already.")
                                      : MSG("The receipt of that bundle is taken."));
    else
        shell_say(cx, sh, t->is_again ? MSG("This bundle was taken before. Nothing was done.")
                                      : MSG("The bundle is taken. Its receipt: guyub bundle "
                                            "receipt HASH OUT"));
}

static struct err *
receive_run(struct cx *cx, struct shell *sh)
{
    struct bundle_taken t;
    int                 fd = open(str_z(cx->arena, sh->arg[0]), O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return disk(cx, errno);
    struct err *e = bundle_take(cx, fd, &t);

    close(fd);
    TRY(e);
    say_taken(cx, sh, &t);
    return NULL;
}

const struct command bundle_commands[BUNDLE_COMMANDS] = {
    { "bundle key", NEEDS_STORE, true, NULL, key_run,
      N_("Show this installation's public key and the digits to read out") },
    { "bundle trust KEY", NEEDS_STORE, false, &trust_form, trust_run,
      N_("Trust another installation by its key and the digits that it reads out") },
    { "bundle distrust CODE", NEEDS_STORE, false, &why_form, distrust_run,
      N_("Take nothing of an installation any more") },
    { "bundle trusted", NEEDS_STORE, true, NULL, trusted_run,
      N_("List the installations that are or were trusted") },
    { "bundle send ROUND REGION [OUT]", NEEDS_STORE, false, &send_form, send_run,
      N_("Freeze and sign answers or results; into a file, or over HTTPS") },
    { "bundle deliver HASH", NEEDS_STORE, false, NULL, deliver_run,
      N_("Hand a sent bundle over by HTTPS, from where it was cut off; fetch its receipt") },
    { "bundle receive FILE", NEEDS_STORE, false, NULL, receive_run,
      N_("Check and take a bundle or a receipt") },
    { "bundle receipt HASH OUT", NEEDS_STORE, false, NULL, receipt_run,
      N_("Write the receipt of a bundle into a file") },
    { "bundle write HASH OUT", NEEDS_STORE, false, NULL, write_run,
      N_("Write a bundle that was sent into a file again, byte for byte") },
    { "bundle show HASH", NEEDS_STORE, true, NULL, show_run,
      N_("Show one bundle: its parts, and what differs from the one before") },
    { "bundle list", NEEDS_STORE, true, &bundle_query_form, list_run,
      N_("List the bundles that were sent and received, the newest first") },
};
