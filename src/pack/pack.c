/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * pack.c — from libyaml's events to nodes: one function an event, `struct reader` is the state.
 */
#include "pack/pack.h"

#include "base/utf8.h"
#include "pack/syntax.h"

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
    struct arena       *arena;
    struct pack_faults *faults;
    struct pack_node   *root;
    struct open_node    open[PACK_DEPTH_MAX];
    int32_t             depth;
    size_t              n_nodes, n_documents;
};

struct str
pack_where(struct arena *a, struct str file, int32_t line, int32_t column)
{
    return str_fmt(a, "%.*s:%d:%d", TEXT(file), line, column);
}

/* A fault after which reading goes on, as if it were not there. */
static void
note(struct reader *r, yaml_mark_t at, struct msg what, struct msg todo)
{
    struct pack_node place = { .line = (int32_t)at.line + 1, .column = (int32_t)at.column + 1 };

    pack_fault_at(r->faults, &place, what, todo);
}

/* A fault that ends the reading: false, for the caller to return. */
static bool
refuse(struct reader *r, yaml_mark_t at, struct msg what, struct msg todo)
{
    note(r, at, what, todo);
    return false;
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

static void
check_key(struct reader *r, struct str key, yaml_mark_t at)
{
    const struct pack_node *first = pack_at_str(innermost(r)->node, key);

    if (str_eq(key, S("<<")))
        note(r, at, MSG("The key << is not allowed in a pack."),
             MSG("Write the keys out where they are needed."));
    else if (key.n == 0)
        note(r, at, MSG("A key is missing before the colon."), MSG("Write the key."));
    else if (str_starts(key, S("\xC2\xA0")))
        note(r, at, MSG("What looks like a space here is another sign (a non-breaking space)."),
             MSG("Delete it and type a space."));
    else if (first)
        note(r, at, MSG("The key \"{0}\" stands here a second time; the first is in line {1}.",
                        key, str_fmt(r->arena, "%d", first->key_line)),
             MSG("Keep one of them."));
}

static bool
take_key(struct reader *r, struct str key, yaml_mark_t at)
{
    struct open_node *in = innermost(r);

    if (in->node->n >= PACK_KEYS_MAX)
        return refuse(r, at, MSG("More than {0} keys stand together here.", S("256")),
                      MSG("Make it a list."));
    check_key(r, key, at);
    in->key      = key;
    in->key_mark = at;
    return true;
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

static bool
add_node(struct reader *r, enum pack_form kind, yaml_mark_t at, struct pack_node **out)
{
    int32_t line = (int32_t)at.line + 1, column = (int32_t)at.column + 1;

    if (awaits_key(r))
        return refuse(r, at, MSG("A list or a group of keys cannot be a key itself."),
                      MSG("Write a word as the key."));
    if (++r->n_nodes > PACK_NODES_MAX)
        return refuse(r, at, MSG("The pack has more than {0} values.", S("100,000")),
                      MSG("Split it into several packs."));
    *out  = NEW(r->arena, struct pack_node);
    **out = (struct pack_node){
        .kind = kind, .line = line, .column = column, .key_line = line, .key_column = column,
    };
    if (innermost(r))
        hang(innermost(r), *out);
    else
        r->root = *out;
    return true;
}

/* ---- events --------------------------------------------------------------------------------- */

static bool
on_text(struct reader *r, struct str text, yaml_mark_t at)
{
    struct pack_node *node;

    if (awaits_key(r))
        return take_key(r, text, at);
    if (!add_node(r, PACK_TEXT, at, &node))
        return false;
    node->text = text;
    return true;
}

static bool
on_scalar(struct reader *r, const yaml_event_t *e)
{
    struct str text = { (const char *)e->data.scalar.value, e->data.scalar.length };

    text = str_copy(r->arena, text);        /* the event's bytes die with the event */
    if (!text.p)
        text = S("");
    if (memchr(text.p, '\0', text.n))       /* "\0", written out */
        return refuse(r, e->start_mark, MSG("An invisible sign (NUL) is written here."),
                      MSG("Remove it."));
    return on_text(r, text, e->start_mark);
}

static bool
on_open(struct reader *r, const yaml_event_t *e, enum pack_form kind)
{
    struct pack_node *node;

    if (r->depth == PACK_DEPTH_MAX)
        return refuse(r, e->start_mark,
                      MSG("The pack is nested more than {0} levels deep.", S("40")),
                      MSG("Make it flatter."));
    if (!add_node(r, kind, e->start_mark, &node))
        return false;
    r->open[r->depth++] = (struct open_node){ .node = node };
    return true;
}

static bool
on_close(struct reader *r)
{
    assert(r->depth > 0);
    assert(!str_is_known(r->open[r->depth - 1].key));
    r->depth--;
    return true;
}

static bool
on_document(struct reader *r, const yaml_event_t *e)
{
    if (++r->n_documents > 1)
        return refuse(r, e->start_mark, MSG("A second document begins here."),
                      MSG("A pack is one document: remove the line \"---\"."));
    if (e->data.document_start.version_directive || e->data.document_start.tag_directives.start)
        note(r, e->start_mark, MSG("A line cannot begin with a per cent sign in a pack."),
             MSG("Remove the line, or put the text in double quotes."));
    return true;
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
static void
note_hidden(struct reader *r, const yaml_event_t *e)
{
    const struct msg todo =
        MSG("Remove it; if it belongs to the text, put the text in double quotes.");

    if (e->type == YAML_ALIAS_EVENT)
        note(r, e->start_mark, MSG("The sign * cannot stand before a value in a pack."), todo);
    if (has_anchor(e))
        note(r, e->start_mark, MSG("The sign & cannot stand before a value in a pack."), todo);
    if (has_tag(e))
        note(r, e->start_mark, MSG("An exclamation mark cannot stand before a value in a pack."),
             todo);
}

static bool
on_event(struct reader *r, const yaml_event_t *e)
{
    note_hidden(r, e);
    switch (e->type) {
    case YAML_DOCUMENT_START_EVENT: return on_document(r, e);
    case YAML_ALIAS_EVENT:          return on_text(r, S("*"), e->start_mark);
    case YAML_SCALAR_EVENT:         return on_scalar(r, e);
    case YAML_SEQUENCE_START_EVENT: return on_open(r, e, PACK_LIST);
    case YAML_MAPPING_START_EVENT:  return on_open(r, e, PACK_MAP);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:    return on_close(r);
    default:                        return true;
    }
}

/* ---- the document --------------------------------------------------------------------------- */

static bool
parse(struct reader *r, yaml_parser_t *yaml, struct str body)
{
    for (;;) {
        yaml_event_t event;
        bool         good, last;

        if (!yaml_parser_parse(yaml, &event)) {
            pack_fault_add(r->faults, syntax_fault(r->arena, body, yaml));
            return false;
        }
        good = on_event(r, &event);
        last = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        if (!good || last)
            return good;
    }
}

/* The first byte that is not UTF-8, as a line and a column; libyaml would not say the line. */
static bool
is_encoded(struct reader *r, struct str text)
{
    yaml_mark_t at = { 0 };
    size_t      bad;

    if (utf8_is_valid(text, &bad))
        return true;
    for (size_t i = 0; i < bad; i++) {
        bool newline = text.p[i] == '\n', begins = ((unsigned char)text.p[i] & 0xC0) != 0x80;
        at.line  += newline;
        at.column = newline ? 0 : at.column + begins;
    }
    return refuse(r, at, MSG("The file is not UTF-8 from here on."),
                  MSG("Save it again, and choose the encoding UTF-8."));
}

static bool
read_body(struct reader *r, struct str body)
{
    yaml_parser_t yaml;
    bool          good;

    if (!yaml_parser_initialize(&yaml))
        return refuse(r, (yaml_mark_t){ 0 }, MSG("There is no memory left to read this."),
                      MSG("Close other programs and try again."));
    yaml_parser_set_encoding(&yaml, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&yaml, (const unsigned char *)(body.p ? body.p : ""), body.n);
    good = parse(r, &yaml, body);
    yaml_parser_delete(&yaml);
    return good;
}

static bool
has_keys(struct reader *r)
{
    if (!r->root || (r->root->kind == PACK_TEXT && r->root->text.n == 0))
        return refuse(r, (yaml_mark_t){ 0 }, MSG("The file is empty."),
                      MSG("Begin it with a key, as in \"id: my-pack\"."));
    if (r->root->kind != PACK_MAP)
        return refuse(r, (yaml_mark_t){ 0 },
                      MSG("A pack consists of lines of \"key: value\"; this file does not."),
                      MSG("Begin it with a key, as in \"id: my-pack\"."));
    return true;
}

bool
pack_parse(struct arena *a, struct str name, struct str text, struct pack *out,
           struct pack_faults *faults)
{
    struct reader r    = { .arena = a, .faults = faults };
    struct str    body = str_starts(text, S("\xEF\xBB\xBF")) ? str_part(text, 3, text.n - 3) : text;

    *out    = (struct pack){ .file = name, .text = text };
    *faults = pack_faults_in(a, out);
    if (text.n > PACK_BYTES_MAX)
        return refuse(&r, (yaml_mark_t){ 0 },
                      MSG("The file is larger than 4 MB, which is the most for a pack."),
                      MSG("Split it into several packs."));
    if (!is_encoded(&r, body) || !read_body(&r, body) || !has_keys(&r))
        return false;
    out->root = r.root;
    return faults->n == 0;
}

struct err *
pack_read_text(struct arena *a, struct str name, struct str text, struct pack *out)
{
    struct pack_faults faults;

    return pack_parse(a, name, text, out, &faults) ? NULL : pack_faults_err(&faults);
}

/* ---- files ----------------------------------------------------------------------------------- */

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
    *text = (struct str){ bytes, n };
    return NULL;
}

struct err *
pack_bytes(struct arena *a, struct str file, struct str *text)
{
    FILE       *f;
    struct err *err;

    if (str_eq(file, S("-")))
        return read_all(a, file, stdin, text);
    f = fopen(str_z(a, file), "rb");
    if (!f)
        return unreadable(a, MSG("{0} could not be opened.", file), errno);
    err = read_all(a, file, f, text);
    fclose(f);
    return err;
}

struct err *
pack_read(struct arena *a, struct str file, struct pack *out)
{
    struct str text;

    TRY(pack_bytes(a, file, &text));
    return pack_read_text(a, file, text, out);
}

/* ---- finding -------------------------------------------------------------------------------- */

const struct pack_node *
pack_at_str(const struct pack_node *map, struct str key)
{
    assert(map->kind == PACK_MAP);
    for (const struct pack_node *c = map->first; c; c = c->next)
        if (str_eq(c->key, key))
            return c;
    return NULL;
}

const struct pack_node *
pack_at(const struct pack_node *map, const char *key)
{
    return pack_at_str(map, str_of(key));
}
