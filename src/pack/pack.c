/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * pack.c — from libyaml's events to nodes: one function an event, `struct reader` is the state.
 */
#include "pack/pack.h"

#include "base/utf8.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

struct open_node {
    struct pack_node *node, *last;  /* the map or list, and its newest child        */
    struct str        key;          /* a key that waits for its value; else unknown */
    yaml_mark_t       key_mark;
};

struct reader {
    struct arena     *arena;
    struct str        file;
    struct pack_node *root;
    struct open_node  open[PACK_DEPTH_MAX];
    int32_t           depth;
    size_t            n_nodes, n_documents;
};

struct str
pack_where(struct arena *a, struct str file, int32_t line, int32_t column)
{
    return str_fmt(a, "%.*s:%d:%d", TEXT(file), line, column);
}

static struct err *
refuse(struct reader *r, yaml_mark_t at, struct msg text, struct msg hint)
{
    return err_of(r->arena, (struct err){
        .kind  = ERR_INPUT,
        .code  = "pack.refused",
        .text  = text,
        .hint  = hint,
        .where = pack_where(r->arena, r->file, (int32_t)at.line + 1, (int32_t)at.column + 1),
    });
}

/* ---- nodes ---------------------------------------------------------------------------------- */

static struct open_node *
innermost(struct reader *r)
{
    return r->depth > 0 ? &r->open[r->depth - 1] : NULL;
}

static bool
awaits_key(struct reader *r)
{
    struct open_node *in = innermost(r);

    return in && in->node->kind == PACK_MAP && !str_is_known(in->key);
}

static bool
has_key(const struct pack_node *map, struct str key)
{
    for (const struct pack_node *c = map->first; c; c = c->next)
        if (str_eq(c->key, key))
            return true;
    return false;
}

static struct err *
take_key(struct reader *r, struct str key, yaml_mark_t at)
{
    struct open_node *in = innermost(r);

    if (str_eq(key, S("<<")))
        return refuse(r, at, MSG("Merge keys (<<) are not allowed in a pack."),
                      MSG("Write the keys out where they are needed."));
    if (key.n == 0)
        return refuse(r, at, MSG("A key is missing before the colon."), MSG("Write the key."));
    if (has_key(in->node, key))
        return refuse(r, at, MSG("The key \"{0}\" stands here twice.", key),
                      MSG("Keep one of them."));
    if (in->node->n >= PACK_KEYS_MAX)
        return refuse(r, at, MSG("A map has more than {0} keys.", S("256")),
                      MSG("Make it a list."));
    in->key      = key;
    in->key_mark = at;
    return NULL;
}

/* Hangs a new node where the reader stands. */
static void
hang(struct open_node *in, struct pack_node *node)
{
    if (in->node->kind == PACK_MAP) {
        node->key        = in->key;
        node->key_line   = (int32_t)in->key_mark.line + 1;
        node->key_column = (int32_t)in->key_mark.column + 1;
        in->key          = (struct str){ NULL, 0 };
    }
    if (in->last)
        in->last->next = node;
    else
        in->node->first = node;
    in->last = node;
    in->node->n++;
}

static struct err *
add_node(struct reader *r, enum pack_form kind, yaml_mark_t at, struct pack_node **out)
{
    int32_t line = (int32_t)at.line + 1, column = (int32_t)at.column + 1;

    if (awaits_key(r))
        return refuse(r, at, MSG("A map or a list cannot be a key."),
                      MSG("Write a word as the key."));
    if (++r->n_nodes > PACK_NODES_MAX)
        return refuse(r, at, MSG("The pack has more than {0} nodes.", S("100,000")),
                      MSG("Split it into several packs."));
    *out  = NEW(r->arena, struct pack_node);
    **out = (struct pack_node){
        .kind = kind, .line = line, .column = column, .key_line = line, .key_column = column,
    };
    if (innermost(r))
        hang(innermost(r), *out);
    else
        r->root = *out;
    return NULL;
}

/* ---- events --------------------------------------------------------------------------------- */

static struct err *
on_scalar(struct reader *r, const yaml_event_t *e)
{
    struct str        text = { (const char *)e->data.scalar.value, e->data.scalar.length };
    struct pack_node *node;

    text = str_copy(r->arena, text);        /* the event's bytes die with the event */
    if (!text.p)
        text = S("");
    if (memchr(text.p, '\0', text.n))       /* "\0", written out */
        return refuse(r, e->start_mark, MSG("There is a NUL byte here."),
                      MSG("Remove it and send the text again."));
    if (awaits_key(r))
        return take_key(r, text, e->start_mark);
    TRY(add_node(r, PACK_TEXT, e->start_mark, &node));
    node->text = text;
    return NULL;
}

static struct err *
on_open(struct reader *r, const yaml_event_t *e, enum pack_form kind)
{
    struct pack_node *node;

    if (r->depth == PACK_DEPTH_MAX)
        return refuse(r, e->start_mark,
                      MSG("The pack is nested more than {0} levels deep.", S("16")),
                      MSG("Make it flatter."));
    TRY(add_node(r, kind, e->start_mark, &node));
    r->open[r->depth++] = (struct open_node){ .node = node };
    return NULL;
}

static struct err *
on_close(struct reader *r)
{
    assert(r->depth > 0);
    assert(!str_is_known(r->open[r->depth - 1].key));
    r->depth--;
    return NULL;
}

static struct err *
on_document(struct reader *r, const yaml_event_t *e)
{
    if (++r->n_documents > 1)
        return refuse(r, e->start_mark, MSG("A second document begins here."),
                      MSG("A pack is one document: remove the line \"---\"."));
    return NULL;
}

static bool
has_anchor(const yaml_event_t *e)
{
    return (e->type == YAML_SCALAR_EVENT && e->data.scalar.anchor)
        || (e->type == YAML_SEQUENCE_START_EVENT && e->data.sequence_start.anchor)
        || (e->type == YAML_MAPPING_START_EVENT && e->data.mapping_start.anchor);
}

static bool
has_tag(const yaml_event_t *e)
{
    return (e->type == YAML_SCALAR_EVENT && e->data.scalar.tag)
        || (e->type == YAML_SEQUENCE_START_EVENT && e->data.sequence_start.tag)
        || (e->type == YAML_MAPPING_START_EVENT && e->data.mapping_start.tag);
}

/* What YAML allows and a reviewer could overlook. */
static struct err *
refuse_hidden(struct reader *r, const yaml_event_t *e)
{
    if (e->type == YAML_ALIAS_EVENT)
        return refuse(r, e->start_mark, MSG("Aliases (*name) are not allowed in a pack."),
                      MSG("Write the value out; quote a text that begins with an asterisk."));
    if (has_anchor(e))
        return refuse(r, e->start_mark, MSG("Anchors (&name) are not allowed in a pack."),
                      MSG("Remove the anchor; quote a text that begins with an ampersand."));
    if (has_tag(e))
        return refuse(r, e->start_mark, MSG("Tags (!name) are not allowed in a pack."),
                      MSG("Remove the tag; quote a text that begins with an exclamation mark."));
    return NULL;
}

static struct err *
on_event(struct reader *r, const yaml_event_t *e)
{
    TRY(refuse_hidden(r, e));
    switch (e->type) {
    case YAML_DOCUMENT_START_EVENT: return on_document(r, e);
    case YAML_SCALAR_EVENT:         return on_scalar(r, e);
    case YAML_SEQUENCE_START_EVENT: return on_open(r, e, PACK_LIST);
    case YAML_MAPPING_START_EVENT:  return on_open(r, e, PACK_MAP);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:    return on_close(r);
    default:                        return NULL;
    }
}

/* ---- the document --------------------------------------------------------------------------- */

static struct err *
syntax(struct reader *r, const yaml_parser_t *yaml)
{
    yaml_mark_t at     = yaml->problem_mark;
    const char *reason = yaml->problem ? yaml->problem : "out of memory";

    if (at.line == 0 && at.column == 0 && at.index == 0)
        at = yaml->mark;

    return err_of(r->arena, (struct err){
        .kind   = ERR_INPUT,
        .code   = "pack.syntax",
        .text   = MSG("This is not YAML."),
        .detail = MSG("The reader says: {0}.", str_copy(r->arena, str_of(reason))),
        .hint   = MSG("Check the indentation, the colons and the quotes just before this place."),
        .where  = pack_where(r->arena, r->file, (int32_t)at.line + 1, (int32_t)at.column + 1),
    });
}

static struct err *
parse(struct reader *r, yaml_parser_t *yaml)
{
    for (;;) {
        yaml_event_t event;
        struct err  *err;
        bool         last;

        if (!yaml_parser_parse(yaml, &event))
            return syntax(r, yaml);
        err  = on_event(r, &event);
        last = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        if (err || last)
            return err;
    }
}

/* The first byte that is not UTF-8, as a line and a column; libyaml would not say the line. */
static struct err *
check_encoding(struct reader *r, struct str text)
{
    yaml_mark_t at = { 0 };
    size_t      bad;

    if (utf8_is_valid(text, &bad))
        return NULL;
    for (size_t i = 0; i < bad; i++) {
        bool newline = text.p[i] == '\n', begins = ((unsigned char)text.p[i] & 0xC0) != 0x80;
        at.line  += newline;
        at.column = newline ? 0 : at.column + begins;
    }
    struct err *err = refuse(r, at, MSG("The file is not UTF-8 from here on."),
                             MSG("Save it as UTF-8."));
    err->code = "pack.encoding";
    return err;
}

static struct err *
too_large(struct arena *a, struct str file)
{
    return err_of(a, (struct err){
        .kind  = ERR_TOO_LARGE,
        .code  = "pack.too_large",
        .text  = MSG("{0} is larger than 4 MB, which is the most for a pack.", file),
        .hint  = MSG("Split it into several packs."),
        .where = file,
    });
}

struct err *
pack_read_text(struct arena *a, struct str name, struct str text, struct pack *out)
{
    struct reader r    = { .arena = a, .file = name };
    struct str    body = str_starts(text, S("\xEF\xBB\xBF")) ? str_part(text, 3, text.n - 3) : text;
    yaml_parser_t yaml;
    struct err   *err;

    if (text.n > PACK_BYTES_MAX)
        return too_large(a, name);
    TRY(check_encoding(&r, body));
    if (!yaml_parser_initialize(&yaml))
        return err_errno(a, "pack.memory", MSG("{0} could not be read.", name), ENOMEM);
    yaml_parser_set_encoding(&yaml, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&yaml, (const unsigned char *)(body.p ? body.p : ""), body.n);
    err = parse(&r, &yaml);
    yaml_parser_delete(&yaml);
    TRY(err);
    if (!r.root || r.root->kind != PACK_MAP)
        return refuse(&r, (yaml_mark_t){ 0 }, MSG("A pack is a map: lines of \"key: value\"."),
                      MSG("Begin the file with a key."));
    *out = (struct pack){ .file = name, .text = text, .root = r.root };
    return NULL;
}

static struct err *
unreadable(struct arena *a, struct msg text, int errnum)
{
    struct err *err = err_errno(a, "pack.absent", text, errnum);

    err->kind = ERR_INPUT;
    err->hint = MSG("Check the name and that the file may be read.");
    return err;
}

static struct err *
read_all(struct arena *a, struct str name, FILE *file, struct str *text)
{
    char  *bytes = NEWS(a, char, PACK_BYTES_MAX + 1);
    size_t n     = fread(bytes, 1, PACK_BYTES_MAX + 1, file);

    if (ferror(file))
        return unreadable(a, MSG("{0} could not be read.", name), errno);
    if (n > PACK_BYTES_MAX)
        return too_large(a, name);
    *text = (struct str){ bytes, n };
    return NULL;
}

struct err *
pack_read(struct arena *a, struct str name, struct pack *out)
{
    FILE       *file = fopen(str_z(a, name), "rb");
    struct str  text = { NULL, 0 };
    struct err *err;

    if (!file)
        return unreadable(a, MSG("{0} could not be opened.", name), errno);
    err = read_all(a, name, file, &text);
    fclose(file);
    TRY(err);
    return pack_read_text(a, name, text, out);
}

const struct pack_node *
pack_at(const struct pack_node *map, const char *key)
{
    assert(map->kind == PACK_MAP);
    for (const struct pack_node *c = map->first; c; c = c->next)
        if (str_eq(c->key, str_of(key)))
            return c;
    return NULL;
}
