/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* print.c — one event of libyaml's emitter a node; the style of a text is ours to choose. */
#include "pack/print.h"

#include "base/utf8.h"

#include <strings.h>
#include <yaml.h>

struct printer {
    yaml_emitter_t *yaml;
    struct buf     *out;
    int32_t         depth;
};

/* ---- the style of a text --------------------------------------------------------------------- */

/* What another YAML reader would take for yes, no or nothing. */
static bool
is_read_otherwise(struct str s)
{
    static const char *const word[] = {
        "true", "false", "yes", "no", "on", "off", "y", "n", "null", "~",
    };
    char z[8] = { 0 };

    if (s.n >= sizeof z)
        return false;
    for (size_t i = 0; i < s.n; i++)
        z[i] = s.p[i];
    for (size_t i = 0; i < COUNT(word); i++)
        if (strcasecmp(z, word[i]) == 0)
            return true;
    return false;
}

/* Can every line stand as it is in a block: no blanks at its ends, none doubled, no odd sign? */
static bool
is_neat(struct str line)
{
    size_t at;

    return line.n > 0 && utf8_is_plain(line) && str_trim(line).n == line.n
        && !str_find(line, S("  "), &at) && !str_find(line, S("\t"), &at)
        && !str_find(line, S("\xEF\xBB\xBF"), &at);
}

/* Several neat lines, with or without a break at the end. */
static bool
is_literal(struct str text)
{
    struct str line, rest = text;

    while (str_is_known(rest) && rest.n > 0) {
        str_cut(rest, '\n', &line, &rest);
        if (!is_neat(line))
            return false;
    }
    return true;
}

/* One neat line that is long, or that was folded before: a break ends it. */
static bool
is_folded(struct str text, size_t room)
{
    struct str line = str_ends(text, S("\n")) ? str_part(text, 0, text.n - 1) : text;

    return is_neat(line) && (line.n < text.n || utf8_count(line) > room);
}

static yaml_scalar_style_t
style_of(struct str text, size_t room)
{
    size_t at;

    if (text.n == 0 || is_read_otherwise(text))
        return YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    if (is_folded(text, room))
        return YAML_FOLDED_SCALAR_STYLE;
    if (str_find(text, S("\n"), &at) && is_literal(text))
        return YAML_LITERAL_SCALAR_STYLE;
    return is_neat(text) ? YAML_PLAIN_SCALAR_STYLE : YAML_DOUBLE_QUOTED_SCALAR_STYLE;
}

/* ---- nodes ----------------------------------------------------------------------------------- */

/* Takes the event, made or not. */
static bool
emit(struct printer *p, int made, yaml_event_t *event)
{
    return made && yaml_emitter_emit(p->yaml, event);
}

static bool
emit_text(struct printer *p, struct str text, size_t room)
{
    yaml_event_t event;
    int made = yaml_scalar_event_initialize(&event, NULL, NULL, (const yaml_char_t *)text.p,
                                            (int)text.n, 1, 1, style_of(text, room));

    return emit(p, made, &event);
}

static bool emit_node(struct printer *, const struct pack_node *, const struct shape *);

static bool
emit_list(struct printer *p, const struct pack_node *list, const struct shape *of)
{
    yaml_event_t event;
    bool is_row = !str_is_known(list->key);         /* a list in a list stands on one line */
    yaml_sequence_style_t style = list->n && !is_row ? YAML_BLOCK_SEQUENCE_STYLE
                                                     : YAML_FLOW_SEQUENCE_STYLE;

    if (!emit(p, yaml_sequence_start_event_initialize(&event, NULL, NULL, 1, style), &event))
        return false;
    for (const struct pack_node *item = list->first; item; item = item->next)
        if (!emit_node(p, item, of))
            return false;
    return emit(p, yaml_sequence_end_event_initialize(&event), &event);
}

static bool
emit_entry(struct printer *p, const struct pack_node *v, const struct shape *of)
{
    return emit_text(p, v->key, PRINT_COLUMNS) && emit_node(p, v, of);
}

static bool
emit_entries(struct printer *p, const struct pack_node *map, const struct shape *shape)
{
    for (size_t i = 0; shape && i < shape->n; i++) {
        const struct pack_node *v = pack_at(map, shape->key[i].key);

        if (v && !emit_entry(p, v, shape->key[i].of))
            return false;
    }
    for (const struct pack_node *v = map->first; v; v = v->next)
        if ((!shape || !shape_key_of(shape, v->key)) && !emit_entry(p, v, NULL))
            return false;
    return true;
}

static bool
emit_map(struct printer *p, const struct pack_node *map, const struct shape *shape)
{
    yaml_event_t event;
    yaml_mapping_style_t style = map->n ? YAML_BLOCK_MAPPING_STYLE : YAML_FLOW_MAPPING_STYLE;

    if (!emit(p, yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, style), &event))
        return false;
    return emit_entries(p, map, shape)
        && emit(p, yaml_mapping_end_event_initialize(&event), &event);
}

static bool
emit_node(struct printer *p, const struct pack_node *v, const struct shape *of)
{
    size_t taken = (size_t)p->depth * 2 + utf8_count(v->key) + 2;
    bool   good;

    p->depth++;
    if (v->kind == PACK_TEXT)
        good = emit_text(p, v->text, taken < PRINT_COLUMNS ? PRINT_COLUMNS - taken : 0);
    else
        good = v->kind == PACK_LIST ? emit_list(p, v, of) : emit_map(p, v, of);
    p->depth--;
    return good;
}

/* ---- the document ---------------------------------------------------------------------------- */

static int
take_bytes(void *data, unsigned char *bytes, size_t n)
{
    struct buf *out = data;

    buf_add(out, (struct str){ (const char *)bytes, n });
    return !out->full;
}

static bool
emit_document(struct printer *p, const struct pack *pack, const struct shape *shape)
{
    yaml_event_t event;

    return emit(p, yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING), &event)
        && emit(p, yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1), &event)
        && emit_map(p, pack->root, shape)
        && emit(p, yaml_document_end_event_initialize(&event, 1), &event)
        && emit(p, yaml_stream_end_event_initialize(&event), &event)
        && yaml_emitter_flush(p->yaml);
}

struct err *
pack_print(struct arena *a, const struct pack *pack, const struct shape *shape, struct buf *out)
{
    yaml_emitter_t yaml;
    struct printer p = { .yaml = &yaml, .out = out };
    bool           good;

    if (yaml_emitter_initialize(&yaml)) {
        yaml_emitter_set_output(&yaml, take_bytes, out);
        yaml_emitter_set_unicode(&yaml, 1);
        yaml_emitter_set_width(&yaml, PRINT_COLUMNS);
        good = emit_document(&p, pack, shape);
        yaml_emitter_delete(&yaml);
        if (good && !out->full)
            return NULL;
    }
    return err_of(a, (struct err){
        .kind = ERR_BROKEN, .code = "pack.print",
        .text = MSG("{0} could not be printed.", pack->file),
    });
}
