/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* bundle_trust_web.c — /installations: the own key to read out, whose keys are trusted. */
#include "base/arena.h"
#include "city/bundle/bundle_page.h"
#include "city/bundle/bundle_view.h"

struct err *
bundle_installations_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct bundle_installation_page p = { .may_trust = may_somewhere(cx, MAY_TRUST) };
    struct view                     v = view_in(cx->arena, cx->lang);

    TRY(bundle_installations_of(cx, &p.set));
    if (rq->wants != AS_HTML) {
        struct table t = bundle_installation_table(cx->arena, &p.set);

        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    TRY(bundle_own_key(cx, &p.own));
    bundle_installations_view(&v, &p);
    reply_crumb(rp, S("/bundles"), MSG("Bundles"));
    reply_page(rp, MSG("Installations"), &v);
    return NULL;
}

/* ---- trusting ------------------------------------------------------------------------------- */

#define OF(member, ...) FIELD(struct bundle_trust_form, member, F_TEXT, __VA_ARGS__)

static const struct field trust_fields[] = {
    OF(name, .min = 2, .max = 200, .required = true, .label = N_("Name of the installation"),
       .hint = N_("As people call it, such as Kota Kediri.")),
    OF(code, .min = 2, .max = 40, .required = true, .label = N_("Short name (code)"),
       .hint = N_("For lists and the shell, such as kota-kediri.")),
    OF(region, .max = 13, .label = N_("Region (code)"),
       .hint = N_("Whose answers it brings. Empty: it is the nation's and brings results.")),
    OF(key, .min = 1, .max = 200, .required = true, .label = N_("Public key"),
       .hint = N_("64 digits and letters, copied from the other side's page “Installations”.")),
    OF(fingerprint, .min = 1, .max = 120, .required = true,
       .label = N_("The 40 digits that the other side reads out"),
       .hint = N_("Call them on a number that you knew before. Type what you hear; do not copy "
                  "it from where the key came from.")),
    OF(url, .max = 200, .label = N_("Address (https://…)"),
       .hint = N_("Empty: bundles go by a stick alone.")),
};
const struct form bundle_trust_form = FORM(struct bundle_trust_form, trust_fields);

static const struct field *
field_at(struct str name)
{
    for (size_t i = 0; i < COUNT(trust_fields); i++)
        if (str_eq(name, str_of(trust_fields[i].name)))
            return &trust_fields[i];
    return NULL;
}

static void
show_trust(struct cx *cx, struct reply *rp, const void *values, const struct form_faults *faults)
{
    struct form_draw draw = { .form = &bundle_trust_form, .action = S("/installations/new"),
                              .posts = true, .values = values, .faults = faults,
                              .button = N_("Trust this installation") };
    struct bundle_installation_page p = { .draw = &draw };
    struct view                     v = view_in(cx->arena, cx->lang);

    if (faults && faults->n > 0)
        rp->status = 400;
    bundle_trust_view(&v, &p);
    reply_crumb(rp, S("/installations"), MSG("Installations"));
    reply_page(rp, MSG("Trust an installation"), &v);
}

struct err *
bundle_trust_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct bundle_trust_form *f = NEW(cx->arena, struct bundle_trust_form);

    (void)rq;
    form_clear(&bundle_trust_form, f);
    show_trust(cx, rp, f, NULL);
    return NULL;
}

static struct str
or_empty(struct str s)
{
    return str_is_known(s) ? s : S("");
}

/* What is wrong is said at its field; the hint goes with it. */
static struct form_faults *
fault_of(struct cx *cx, const struct err *e)
{
    struct form_faults *faults = form_faults_with(cx->arena, NULL, MSG_NONE, NULL);
    struct str          where = str_eq(e->where, S("to")) ? S("code") : e->where;
    const struct field *field = field_at(where);

    faults->fault[faults->n++] = (struct form_fault){
        .field = field ? field : field_at(S("region")),
        .text = MSG("{0} {1}", msg_text(cx->arena, cx->lang, e->text),
                    msg_text(cx->arena, cx->lang, e->hint)) };
    return faults;
}

struct err *
bundle_trust_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct bundle_trust_form *f = rq->form;

    if (rq->faults->n > 0) {
        show_trust(cx, rp, f, rq->faults);
        return NULL;
    }
    struct err *e = bundle_trust_put(cx, &(struct bundle_trust){ .key = f->key,
        .fingerprint = f->fingerprint, .code = f->code, .name = f->name,
        .region = or_empty(f->region), .url = or_empty(f->url) });

    if (e && (e->kind == ERR_INPUT || e->kind == ERR_MISSING)) {
        show_trust(cx, rp, f, fault_of(cx, e));
        return NULL;
    }
    TRY(e);
    reply_see(rp, S("/installations"));
    reply_done(rp, MSG("{0} is trusted from now on.", f->name));
    return NULL;
}

/* ---- ending --------------------------------------------------------------------------------- */

static const struct field end_fields[] = {
    FIELD(struct bundle_end_form, why, F_TEXT, .min = 3, .max = 250, .required = true,
          .label = N_("Reason"), .hint = N_("The journal keeps it.")),
};
const struct form bundle_end_form = FORM(struct bundle_end_form, end_fields);

static struct err *
show_end(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct bundle_installation one;
    struct form_draw           draw = { .form = &bundle_end_form, .posts = true,
        .action = str_fmt(cx->arena, "/installations/%.*s/end", TEXT(rq->arg[0])),
        .values = rq->method == POST ? rq->form : NULL,
        .faults = rq->method == POST ? rq->faults : NULL,
        .button = N_("Trust it no more") };
    struct bundle_installation_page p = { .draw = &draw, .one = &one };
    struct view                     v = view_in(cx->arena, cx->lang);

    TRY(bundle_installation_get(cx, rq->arg[0], &one));
    bundle_end_view(&v, &p);
    reply_crumb(rp, S("/installations"), MSG("Installations"));
    reply_page(rp, MSG("Trust {0} no more", one.name), &v);
    return NULL;
}

struct err *
bundle_end_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return show_end(cx, rq, rp);
}

struct err *
bundle_end_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct bundle_end_form *f = rq->form;

    if (rq->faults->n > 0) {
        rp->status = 400;
        return show_end(cx, rq, rp);
    }
    TRY(bundle_trust_end(cx, rq->arg[0], f->why));
    reply_see(rp, S("/installations"));
    reply_done(rp, MSG("{0} is not trusted any more.", rq->arg[0]));
    return NULL;
}
