/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/turn/resend.h"

#include "app/turn/forged.h"
#include "app/turn/resend_view.h"
#include "base/arena.h"
#include "base/utf8.h"
#include "module.h"
#include "web/form_html.h"

enum { SHOWN_CHARS = 300 };

static const struct field *
field_in(const struct form *form, struct str name)
{
    for (size_t i = 0; form && i < form->n; i++)
        if (str_eq(str_of(form->field[i].name), name))
            return &form->field[i];
    return NULL;
}

/* Of the slice whose route it is: what the journal tells of its records has the same names. */
static const struct field *
field_told(const struct module *m, struct str name)
{
    for (size_t i = 0; i < m->n_told; i++)
        for (size_t k = 0; k < COUNT(m->told[i].form); k++) {
            const struct field *f = field_in(m->told[i].form[k], name);

            if (f)
                return f;
        }
    return NULL;
}

static const struct field *
field_of(const struct turn *t, struct str name)
{
    if (t->route->form)
        return field_in(t->route->form, name);
    for (const struct module *const *m = t->cx->modules; m && *m; m++)
        if (t->route >= (*m)->routes && t->route < (*m)->routes + (*m)->n_routes)
            return field_told(*m, name);
    return NULL;
}

/* "record.version", "was.name": what a page carries along for itself, typed by nobody. */
static bool
is_carried(struct str name)
{
    size_t at;

    return str_find(name, S("."), &at);
}

/* A form that its handler reads by itself has no table here; names tell then. */
static bool
is_secret(const struct field *f, struct str name)
{
    return f ? f->secret : form_names_secret(name);
}

/* A field without a label here is called by its name. */
static struct msg
label_of(struct arena *a, const struct field *f, struct str name)
{
    if (f)
        return (struct msg){ .id = f->label };
    if (str_eq(name, S("why")))
        return MSG("Reason");
    char *p = NEWS(a, char, name.n + 1);

    for (size_t i = 0; i < name.n; i++)
        p[i] = name.p[i] == '_' ? ' ' : name.p[i];
    return MSG("{0}", ((struct str){ p, name.n }));
}

/* Whole characters, so many that one sees which text it is. */
static struct str
shortened(struct arena *a, struct str text)
{
    size_t n = 0, chars = 0;

    for (; n < text.n && chars <= SHOWN_CHARS; n++)
        chars += ((unsigned char)text.p[n] & 0xc0) != 0x80;
    return chars > SHOWN_CHARS ? str_fmt(a, "%.*s…", (int)(n - 1), text.p) : text;
}

static struct str
value_of(struct turn *t, const struct field *f, struct str given)
{
    struct arena *a = t->cx->arena;

    if (f && f->kind == F_FLAG)
        return msg_text(a, t->cx->lang, MSG("yes"));
    for (size_t i = 0; f && f->kind == F_CHOICE && f->choices[i].value; i++)
        if (str_eq(given, str_of(f->choices[i].value)))
            return msg_text(a, t->cx->lang, (struct msg){ .id = f->choices[i].label });
    return shortened(a, given);
}

static struct resend
gather(struct turn *t)
{
    struct arena       *a = t->cx->arena;
    const struct query *given = t->rq.given;
    struct pair        *pair = NEWS(a, struct pair, given->n + 1);
    struct resend_row  *row = NEWS(a, struct resend_row, given->n + 1);
    struct resend       r = { .pair = pair, .row = row };

    for (size_t i = 0; i < given->n; i++) {
        const struct pair  *p = &given->pair[i];
        const struct field *f = field_of(t, p->name);

        if (str_eq(p->name, S(FORM_FIELD)))
            continue;
        if (is_secret(f, p->name)) {
            r.forgot = true;
            continue;
        }
        pair[r.n_pairs++] = *p;
        if (!is_carried(p->name) && str_trim(p->value).n > 0)
            row[r.n_rows++] = (struct resend_row){ label_of(a, f, p->name),
                                                   value_of(t, f, p->value) };
    }
    return r;
}

void
resend_add(struct turn *t)
{
    struct arena *a = t->cx->arena;
    struct view   v = view_in(a, t->cx->lang);
    struct resend r = gather(t);
    struct str    path = query_encode(a, t->rq.path, true);

    r.action = t->rq.query.n ? str_fmt(a, "%.*s?%.*s", TEXT(path), TEXT(t->rq.query)) : path;
    r.signs_in = t->rp.status == 401;
    view_raw(&v, (struct html){ t->rp.body.p, t->rp.body.n });
    resend_view(&v, &r);
    reply_page(&t->rp, t->rp.title, &v);
}
