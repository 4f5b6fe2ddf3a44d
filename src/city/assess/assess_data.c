/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_data.c — numbers in words; an entry as rows and JSON. */
#include "base/arena.h"
#include "base/money.h"
#include "city/assess/assess_page.h"

/* ---- words ----------------------------------------------------------------------------------- */

struct str
assess_title(enum lang lang, const struct instrument_item *item)
{
    return instrument_say(lang, item->title);
}

struct msg
assess_stage_label(int64_t stage)
{
    return stage == 2 ? MSG("Stage II") : MSG("Stage I");
}

/* The last of a list is its highest when it is typed in order; the greatest counts in any order. */
bool
assess_is_level(struct str value, int32_t number)
{
    struct str rest = value, word;
    int64_t    n, highest = -1;
    bool       more = value.n > 0;

    while (more) {
        more = str_cut(rest, ' ', &word, &rest);
        if (str_int64(word, &n) && n > highest)
            highest = n;
    }
    return highest == number;
}

static const struct instrument_level *
level_of(const struct instrument_item *item, struct str value)
{
    for (size_t i = 0; item->rubric && i < item->rubric->n; i++)
        if (assess_is_level(value, item->rubric->level[i].number))
            return &item->rubric->level[i];
    return NULL;
}

struct str
assess_value_text(struct arena *a, enum lang lang, const struct instrument_item *item,
                  struct str value)
{
    const struct instrument_level *level = level_of(item, value);
    struct dec                     figure;

    if (str_eq(value, S("n/a")))
        return msg_text(a, lang, MSG("does not apply"));
    if (level)
        return str_fmt(a, "%.*s %.*s", TEXT(value), TEXT(instrument_say(lang, level->title)));
    return dec_parse(value, &figure) ? dec_text(a, lang, figure) : value;
}

struct str
assess_number_text(struct arena *a, enum lang lang, const struct instrument_item *item,
                   const struct assess_number *n)
{
    return n ? assess_value_text(a, lang, item, n->value) : S("");
}

struct str
assess_index_text(struct arena *a, enum lang lang, const struct instrument_answers *x)
{
    struct dec shown;

    if (!x->step || !score_has_figure(&x->step[0]))
        return (struct str){ 0 };
    shown = score_shown(x->step[0].value, x->instrument.places);
    return dec_text(a, lang, shown);
}

enum assess_state
assess_state_of_word(struct str word)
{
    enum assess_state state = ASSESS_GIVEN;

    assess_state_read(word, &state);
    return state;
}

struct str
assess_versions(struct arena *a, const struct assess_sheet *s)
{
    struct str *word = NEWS(a, struct str, s->n + 1);

    for (size_t i = 0; i < s->n; i++)
        word[i] = str_fmt(a, "%.*s:%lld", TEXT(s->field[i].item->code),
                          (long long)s->field[i].line->part.version);
    return s->n > 0 ? str_join(a, S(" "), word, s->n) : S("");
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const struct column columns[] = {
    { "item",     { .id = N_("Item (code)") }, COLUMN_TEXT },
    { "title",    { .id = N_("Item") }, COLUMN_TEXT },
    { "org_code", { .id = N_("Agency in charge") }, COLUMN_TEXT },
    { "state",    { .id = N_("State") }, COLUMN_TEXT },
    { "due",      { .id = N_("Last day") }, COLUMN_TEXT },
    { "before",   { .id = N_("Last time") }, COLUMN_TEXT },
    { "agency",   { .id = N_("Agency") }, COLUMN_TEXT },
    { "city",     { .id = N_("City") }, COLUMN_TEXT },
    { "own",      { .id = N_("Own score") }, COLUMN_TEXT },
    { "objection", { .id = N_("Objection") }, COLUMN_TEXT },
    { "final",    { .id = N_("Final") }, COLUMN_TEXT },
    { "documents", { .id = N_("Documents") }, COLUMN_INT },
    { "note",     { .id = N_("Note of the city") }, COLUMN_TEXT },
};

static struct str
value_of(const struct assess_number *n)
{
    return n ? n->value : (struct str){ 0 };
}

static void
row_of(struct cx *cx, const struct assess_field *f, struct str *cell)
{
    const struct assess_part *part = &f->line->part;
    bool                      given = part->id.n != 0;

    cell[0] = f->item->code;
    cell[1] = assess_title(cx->lang, f->item);
    cell[2] = given ? part->org_code : (struct str){ 0 };
    cell[3] = given ? part->state : (struct str){ 0 };
    cell[4] = given ? part->due : (struct str){ 0 };
    cell[5] = value_of(f->line->before);
    cell[6] = value_of(f->agency);
    cell[7] = value_of(f->city);
    cell[8] = value_of(f->own);
    cell[9] = value_of(f->objection);
    cell[10] = value_of(f->final);
    cell[11] = str_fmt(cx->arena, "%zu", f->n_documents);
    cell[12] = f->city ? f->city->note : (struct str){ 0 };
}

struct table
assess_table(struct cx *cx, const struct assess_page *p)
{
    struct table t = table_in(cx->arena, columns, COUNT(columns), p->sheet.n);

    for (size_t i = 0; i < p->sheet.n; i++)
        row_of(cx, &p->sheet.field[i], table_row(&t));
    return t;
}

/* ---- one entry ------------------------------------------------------------------------------- */

static void
numbers_json(struct json *j, const struct assess_line *l)
{
    json_key(j, "numbers");
    json_open(j, '[');
    for (size_t i = 0; i < l->n_numbers; i++) {
        const struct assess_number *n = &l->number[i];

        json_open(j, '{');
        json_str_at(j, "voice", n->voice);
        json_str_at(j, "of", n->of);
        json_str_at(j, "value", n->value);
        json_str_at(j, "note", n->note);
        json_str_at(j, "by", n->by_post);
        json_int_at(j, "version", n->version);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
field_json(struct json *j, const struct assess_field *f)
{
    const struct assess_part *part = &f->line->part;

    json_open(j, '{');
    json_str_at(j, "item", f->item->code);
    json_str_at(j, "org_code", part->id.n != 0 ? part->org_code : (struct str){ 0 });
    json_str_at(j, "state", part->id.n != 0 ? part->state : (struct str){ 0 });
    json_str_at(j, "due", part->id.n != 0 ? part->due : (struct str){ 0 });
    json_int_at(j, "version", part->version);
    json_str_at(j, "before", value_of(f->line->before));
    numbers_json(j, f->line);
    json_key(j, "documents");
    json_open(j, '[');
    for (size_t i = 0; i < f->n_documents; i++)
        json_str(j, f->document[i].code);
    json_close(j, ']');
    json_close(j, '}');
}

static void
index_json(struct json *j, const char *key, const struct instrument_answers *x)
{
    json_key(j, key);
    if (x->step && score_has_figure(&x->step[0]))
        json_dec(j, score_shown(x->step[0].value, x->instrument.places));
    else
        json_unknown(j);
}

void
assess_json(struct json *j, const void *page)
{
    const struct assess_page *p = page;
    const struct assess_full *x = &p->x;

    json_open(j, '{');
    json_str_at(j, "code", x->entry.code);
    json_str_at(j, "round", x->round.round.code);
    json_str_at(j, "instrument", x->instrument.code);
    json_str_at(j, "region", x->entry.region_code);
    json_int_at(j, "year", x->round.round.year);
    json_int_at(j, "stage", x->stage);
    json_int_at(j, "sent_stage", x->entry.stage);
    json_bool_at(j, "locked", p->is_locked);
    index_json(j, "index_agency", &p->of_agency);
    index_json(j, "index_city", &p->of_city);
    json_key(j, "items");
    json_open(j, '[');
    for (size_t i = 0; i < p->sheet.n; i++)
        field_json(j, &p->sheet.field[i]);
    json_close(j, ']');
    json_close(j, '}');
}

void
assess_sent_json(struct json *j, const void *page)
{
    const struct assess_sent_page *p = page;

    json_open(j, '{');
    json_str_at(j, "code", p->p.x.entry.code);
    json_int_at(j, "stage", p->sent.stage);
    json_int_at(j, "sending", p->sent.nth);
    json_str_at(j, "sha256", p->sent.sha256);
    json_str_at(j, "stated_by", p->sent.stated_by);
    json_str_at(j, "frozen", p->sent.frozen);
    json_key(j, "differences");
    json_open(j, '[');
    for (size_t i = 0; i < p->n_diffs; i++) {
        json_open(j, '{');
        json_str_at(j, "item", p->diff[i].d.item);
        json_str_at(j, "of", p->diff[i].d.of);
        json_str_at(j, "before", p->diff[i].d.before);
        json_str_at(j, "after", p->diff[i].d.after);
        json_bool_at(j, "note", p->diff[i].d.note_differs);
        json_bool_at(j, "evidence", p->diff[i].d.evidence_differs);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
}
