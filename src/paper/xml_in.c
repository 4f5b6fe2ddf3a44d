/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* xml_in.c — see xml_in.h. */
#include "paper/xml_in.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"

enum { STEP = 64 << 10 };

struct err *
xml_malformed(struct arena *a, struct str part, struct msg why)
{
    return err_of(a, (struct err){
        .kind = ERR_INPUT, .code = "xml.malformed", .where = part,
        .text = MSG("The office file is damaged, or made so that it cannot be read."),
        .detail = why,
        .hint = MSG("Open it in your office program, save it again, and try once more."),
    });
}

void
xml_stop(struct xml_in *x, struct err *e)
{
    if (!x->fault)
        x->fault = e;
    XML_StopParser(x->parser, XML_FALSE);
}

static void
stop(struct xml_in *x, struct msg why)
{
    xml_stop(x, xml_malformed(x->arena, x->part, why));
}

void
xml_raw(struct xml_in *x)
{
    XML_DefaultCurrent(x->parser);
}

static struct str
local_name(const char *name)
{
    const char *from = name, *p = name;

    for (; *p; p++)
        if (*p == ':')
            from = p + 1;
    return (struct str){ from, (size_t)(p - from) };
}

bool
xml_attribute(const char **attribute, const char *name, struct str *value)
{
    for (; attribute[0]; attribute += 2)
        if (str_eq(local_name(attribute[0]), str_of(name))) {
            *value = str_of(attribute[1]);
            return true;
        }
    return false;
}

/* ---- what expat tells ------------------------------------------------------------------------ */

/* "row" or "x:row", as XML namespaces have it. */
static bool
is_name(const char *name)
{
    const char *colon = strchr(name, ':');

    return !colon || (colon > name && colon[1] && !strchr(colon + 1, ':'));
}

static void
on_start(void *arg, const char *name, const char **attribute)
{
    struct xml_in *x = arg;

    x->depth++;
    if (x->depth > XML_DEPTH_MAX)
        stop(x, MSG("Its elements stand over 256 deep in each other."));
    else if (!is_name(name))
        stop(x, MSG("The name of one of its elements is not well-formed."));
    else if (x->to->start)
        x->to->start(x, local_name(name), attribute);
}

static void
on_end(void *arg, const char *name)
{
    struct xml_in *x = arg;

    if (x->to->end && !x->fault)
        x->to->end(x, local_name(name));
    x->depth--;
}

static void
on_text(void *arg, const char *bytes, int n)
{
    struct xml_in *x = arg;

    if (!x->fault)
        x->to->text(x, (struct str){ bytes, (size_t)n });
}

static void
on_raw(void *arg, const char *bytes, int n)
{
    struct xml_in *x = arg;

    if (!x->fault)
        x->to->raw(x, (struct str){ bytes, (size_t)n });
}

static void
on_doctype(void *arg, const char *name, const char *system, const char *public, int internal)
{
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    stop(arg, MSG("It has a document type of its own, which could make it grow without end."));
}

static void
on_declaration(void *arg, const char *version, const char *encoding, int standalone)
{
    struct xml_in *x = arg;

    (void)version;
    (void)standalone;
    if (encoding && strcasecmp(encoding, "utf-8") != 0)
        stop(x, MSG("It is not in UTF-8."));
    else
        xml_raw(x);
}

/* ---- the part -------------------------------------------------------------------------------- */

static void
end_parser(void *parser)
{
    XML_ParserFree(parser);
}

static struct err *
no_memory(struct arena *a)
{
    return err_of(a, (struct err){
        .kind = ERR_BUSY, .code = "xml.memory",
        .text = MSG("There is no memory left to read the file."),
        .hint = MSG("Try again in a minute."),
    });
}

static struct err *
start(struct xml_in *x)
{
    x->parser = XML_ParserCreate("UTF-8");
    *x->owned = x->parser;
    if (!x->parser)
        return no_memory(x->arena);
    XML_SetUserData(x->parser, x);
    XML_SetElementHandler(x->parser, on_start, on_end);
    if (x->to->text)
        XML_SetCharacterDataHandler(x->parser, on_text);
    if (x->to->raw)
        XML_SetDefaultHandler(x->parser, on_raw);
    XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
    XML_SetXmlDeclHandler(x->parser, on_declaration);
    return NULL;
}

/* The next piece, or what is left of one at which the reading paused. */
static struct err *
go_on(struct xml_in *x, enum XML_Status *state)
{
    size_t n;

    if (x->is_paused) {
        *state = XML_ResumeParser(x->parser);
        return NULL;
    }
    char *piece = XML_GetBuffer(x->parser, STEP);

    if (!piece)
        return no_memory(x->arena);
    TRY(zip_in_read(x->zip, piece, STEP, &n));
    x->at_end = n == 0;
    x->fed += n;
    *state = XML_ParseBuffer(x->parser, (int)n, x->at_end);
    return NULL;
}

static void
end_reading(struct xml_in *x)
{
    zip_in_end(x->zip);
    *x->owned = NULL;
    end_parser(x->parser);
    x->parser = NULL;
}

static struct err *
step(struct xml_in *x, bool *more)
{
    enum XML_Status state = XML_STATUS_ERROR;

    TRY(go_on(x, &state));
    x->is_paused = state == XML_STATUS_SUSPENDED;
    *more = x->is_paused || !x->at_end;
    if (x->fault)
        return x->fault;
    if (state == XML_STATUS_ERROR)
        return xml_malformed(x->arena, x->part,
                             MSG("Line {0}: {1}.",
                                 str_fmt(x->arena, "%lu", XML_GetCurrentLineNumber(x->parser)),
                                 str_of(XML_ErrorString(XML_GetErrorCode(x->parser)))));
    if (!x->is_paused
        && x->fed - (uint64_t)XML_GetCurrentByteIndex(x->parser) > XML_PIECE_MAX)
        return xml_malformed(x->arena, x->part, MSG("One of its elements is over 4 MB long."));
    return NULL;
}

struct err *
xml_in_step(struct xml_in *x, bool *more)
{
    *more = false;
    if (!x->parser)
        return NULL;                    /* it has ended */
    struct err *e = step(x, more);

    if (e || !*more)
        end_reading(x);
    return e;
}

void
xml_pause(struct xml_in *x)
{
    XML_StopParser(x->parser, XML_TRUE);
}

struct err *
xml_in_open(struct arena *a, struct zip_in *z, size_t i, const struct xml_to *to,
            struct xml_in **out)
{
    struct xml_in *x = NEW(a, struct xml_in);

    *x = (struct xml_in){ .arena = a, .to = to, .zip = z, .part = zip_in_entry(z, i)->name,
                          .owned = arena_owns(a, end_parser) };
    *out = x;
    TRY(start(x));
    return zip_in_begin(z, i);
}

struct err *
xml_in_part(struct arena *a, struct zip_in *z, size_t i, const struct xml_to *to)
{
    struct xml_in *x;
    bool           more;

    TRY(xml_in_open(a, z, i, to, &x));
    do
        TRY(xml_in_step(x, &more));
    while (more);
    return NULL;
}
