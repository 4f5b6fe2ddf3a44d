/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* post_data.c — posts and people as data: the rows of lists and the JSON of a record. */
#include "base/arena.h"
#include "ground/post/post_page.h"

static const struct column columns[] = {
    { "code",        { .id = N_("Code") },         COLUMN_TEXT },
    { "title",       { .id = N_("Title") },        COLUMN_TEXT },
    { "kind",        { .id = N_("Kind") },         COLUMN_TEXT },
    { "region_code", { .id = N_("Region") },       COLUMN_TEXT },
    { "org_code",    { .id = N_("Organisation") }, COLUMN_TEXT },
    { "holder",      { .id = N_("Holder") },       COLUMN_TEXT },
    { "held_as",     { .id = N_("Held as") },      COLUMN_TEXT },
    { "from",        { .id = N_("First day") },    COLUMN_TEXT },
    { "to",          { .id = N_("Last day") },     COLUMN_TEXT },
};

static const struct column people_columns[] = {
    { "account", { .id = N_("Account") },   COLUMN_INT },
    { "name",    { .id = N_("Name") },      COLUMN_TEXT },
    { "state",   { .id = N_("State") },     COLUMN_TEXT },
    { "post",    { .id = N_("Post") },      COLUMN_TEXT },
    { "title",   { .id = N_("Title") },     COLUMN_TEXT },
    { "held_as", { .id = N_("Held as") },   COLUMN_TEXT },
    { "from",    { .id = N_("First day") }, COLUMN_TEXT },
    { "to",      { .id = N_("Last day") },  COLUMN_TEXT },
    { "now",     { .id = N_("Today") },     COLUMN_BOOL },
};

static struct str
day_text(struct arena *a, struct date d)
{
    return d.year ? date_iso(a, d) : (struct str){ 0 };
}

static struct str *
post_cells(struct table *t, const struct post *p)
{
    struct str *cell = table_row(t);

    cell[0] = p->code;
    cell[1] = p->title;
    cell[2] = p->kind;
    cell[3] = p->region_code;
    cell[4] = p->org_code;
    return cell;
}

/* A row a holder of today; a vacant post has one row without a holder. */
struct table
post_table(struct arena *a, const struct post_list *list)
{
    size_t n = 0;

    for (size_t i = 0; i < list->n; i++)
        n += list->row[i].n_now ? list->row[i].n_now : 1;
    struct table t = table_in(a, columns, COUNT(columns), n);

    for (size_t i = 0; i < list->n; i++) {
        const struct post_line *line = &list->row[i];

        if (line->n_now == 0)
            post_cells(&t, &line->post);
        for (size_t k = 0; k < line->n_now; k++) {
            struct str *cell = post_cells(&t, &line->post);

            cell[5] = line->now[k].name;
            cell[6] = str_of(hold_as_word(line->now[k].as));
            cell[7] = day_text(a, line->now[k].from);
            cell[8] = day_text(a, line->now[k].to);
        }
    }
    return t;
}

static void
person_cells(struct arena *a, struct table *t, const struct post_one *one,
             const struct post_person_post *p)
{
    struct str *cell = table_row(t);

    cell[0] = str_int(a, one->account.n);
    cell[1] = one->name;
    cell[2] = one->state;
    if (!p)
        return;
    cell[3] = p->code;
    cell[4] = p->title;
    cell[5] = str_of(hold_as_word(p->as));
    cell[6] = day_text(a, p->from);
    cell[7] = day_text(a, p->to);
    cell[8] = str_bool(p->now);
}

struct table
post_people_table(struct arena *a, const struct post_people_list *list)
{
    size_t n = 0;

    for (size_t i = 0; i < list->n; i++)
        n += list->row[i].n ? list->row[i].n : 1;
    struct table t = table_in(a, people_columns, COUNT(people_columns), n);

    for (size_t i = 0; i < list->n; i++) {
        if (list->row[i].n == 0)
            person_cells(a, &t, &list->row[i], NULL);
        for (size_t k = 0; k < list->row[i].n; k++)
            person_cells(a, &t, &list->row[i], &list->row[i].post[k]);
    }
    return t;
}

/* ---- records --------------------------------------------------------------------------------- */

static void
day_json(struct json *j, const char *key, struct date d)
{
    json_str_at(j, key, day_text(j->out->arena, d));
}

static void
holder_json(struct json *j, const struct post_holder *h)
{
    json_open(j, '{');
    json_int_at(j, "account", h->account.n);
    json_str_at(j, "name", h->name);
    json_str_at(j, "held_as", str_of(hold_as_word(h->as)));
    day_json(j, "from", h->from);
    day_json(j, "to", h->to);
    json_str_at(j, "decree", h->decree);
    json_bool_at(j, "now", h->now);
    json_bool_at(j, "closed", h->ended);
    json_close(j, '}');
}

void
post_record_json(struct json *j, const void *record)
{
    const struct post_record *r = record;

    json_open(j, '{');
    json_str_at(j, "code", r->post.code);
    json_str_at(j, "kind", r->post.kind);
    json_str_at(j, "title", r->post.title);
    json_str_at(j, "region_code", r->post.region_code);
    json_str_at(j, "org_code", r->post.org_code);
    json_str_at(j, "valid_from", r->post.valid_from);
    json_str_at(j, "valid_to", r->post.valid_to);
    json_key(j, "holders");
    json_open(j, '[');
    for (size_t i = 0; i < r->n; i++)
        holder_json(j, &r->holder[i]);
    json_close(j, ']');
    json_close(j, '}');
}

static void
person_post_json(struct json *j, const struct post_person_post *p)
{
    json_open(j, '{');
    json_str_at(j, "code", p->code);
    json_str_at(j, "title", p->title);
    json_str_at(j, "held_as", str_of(hold_as_word(p->as)));
    day_json(j, "from", p->from);
    day_json(j, "to", p->to);
    json_bool_at(j, "now", p->now);
    json_close(j, '}');
}

void
post_one_json(struct json *j, const void *person)
{
    const struct post_person_page *p = person;

    json_open(j, '{');
    json_int_at(j, "account", p->one.account.n);
    json_str_at(j, "name", p->profile.name);
    json_str_at(j, "login", p->profile.login);
    json_str_at(j, "email", p->profile.email);
    json_str_at(j, "phone", p->profile.phone);
    json_str_at(j, "state", p->one.state);
    json_key(j, "posts");
    json_open(j, '[');
    for (size_t i = 0; i < p->one.n; i++)
        person_post_json(j, &p->one.post[i]);
    json_close(j, ']');
    json_close(j, '}');
}

struct str
post_href(struct arena *a, struct str code)
{
    return str_fmt(a, "/posts/%.*s", TEXT(code));
}

struct scope
post_own_scope(const struct cx *cx)
{
    return cx->who ? cx->who->post.scope : (struct scope){ S(""), 0 };
}

struct str
post_where(const struct post *p)
{
    if (str_is_known(p->org_name))
        return p->org_name;
    return str_is_known(p->region_name) ? p->region_name : (struct str){ 0 };
}

size_t
post_count_now(const struct post_one *one)
{
    size_t n = 0;

    for (size_t i = 0; i < one->n; i++)
        n += one->post[i].now;
    return n;
}
