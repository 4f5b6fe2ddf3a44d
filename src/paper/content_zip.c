/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * content_zip.c — what a ZIP is: an office file, new or open, or files in a folder; and what in
 * it acts.
 *
 * THE LAW  ECMA-376 2: [Content_Types].xml says what each part is, *.rels what leads elsewhere.
 *          OpenDocument 1.3 part 2: the first entry is named mimetype and is the type.
 * OURS     Of what leads elsewhere a link that a person clicks is taken, and the path of another
 *          workbook on a disk, which formulas name: offices have many such, the values of then
 *          stand in the file, and a program asks before it looks at the other. It is never looked
 *          at here. One on the network, which may be asked for at once, is refused, as are DDE and
 *          OLE. A workbook or document inside of another (the data of a chart) is taken if it is
 *          of the kind that has no macros.
 */
#include <assert.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "paper/content_look.h"
#include "paper/xml_in.h"

enum { TYPE_MAX = 100 };

static const struct zip_limits limits = {
    .entries_max = 10000, .entry_bytes_max = (uint64_t)4 << 30, .all_bytes_max = (uint64_t)4 << 30,
    .ratio_max = 400,
};

struct office {
    const struct look *look;
    struct zip_in     *zip;
    enum content       kind;
    bool               in_external;     /* the part being read is a link to another workbook */
};

#define SAVE_WITHOUT N_("Save it without macros: .xlsx, .docx or .pptx, or as PDF.")
#define BREAK_LINKS \
    N_("Break the links in your office program (Data, Edit links), or save it as PDF.")
#define AS_PICTURES  N_("Put it in as a picture, or save it as PDF.")

static bool
holds(struct str s, const char *what)
{
    size_t n = strlen(what);

    for (size_t i = 0; i + n <= s.n; i++)
        if (strncasecmp(s.p + i, what, n) == 0)
            return true;
    return false;
}

static bool
ends(struct str s, const char *what)
{
    size_t n = strlen(what);

    return s.n >= n && strncasecmp(s.p + s.n - n, what, n) == 0;
}

/* ---- names of parts -------------------------------------------------------------------------- */

static struct err *
look_at_name(const struct office *o, struct str name)
{
    static const char *const embedded[] = { ".xlsx", ".docx", ".pptx" };
    bool                     plain = false;

    if (ends(name, "vbaproject.bin") || ends(name, "vbadata.xml") || holds(name, "macrosheets/"))
        return look_acts(o->look, MSG("It holds macros: {0}.", name),
                         (struct msg){ .id = SAVE_WITHOUT });
    if (holds(name, "/activex/"))
        return look_acts(o->look, MSG("It holds controls that run: {0}.", name),
                         (struct msg){ .id = SAVE_WITHOUT });
    for (size_t i = 0; i < COUNT(embedded); i++)
        plain |= ends(name, embedded[i]);
    if (holds(name, "/embeddings/") && !plain && !ends(name, "/"))
        return look_acts(o->look, MSG("It holds another program's object: {0}.", name),
                         (struct msg){ .id = AS_PICTURES });
    return NULL;
}

/* ---- OOXML ----------------------------------------------------------------------------------- */

static const struct { const char *type; enum content kind; } mains[] = {
    { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", CONTENT_XLSX },
    { "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
      CONTENT_DOCX },
    { "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
      CONTENT_PPTX },
};

static const struct { const char *part; struct msg found; const char *hint; } acting[] = {
    { "macroEnabled", { .id = N_("It is of the kind that holds macros.") }, SAVE_WITHOUT },
    { "vbaProject",   { .id = N_("It is of the kind that holds macros.") }, SAVE_WITHOUT },
    { "macrosheet",   { .id = N_("It is of the kind that holds macros.") }, SAVE_WITHOUT },
    { "activeX",      { .id = N_("It holds controls that run.") }, SAVE_WITHOUT },
    { "webextension", { .id = N_("It holds controls that run.") }, SAVE_WITHOUT },
    { "oleObject",    { .id = N_("It holds another program's object.") }, AS_PICTURES },
    { "connections+xml", { .id = N_("It fetches data from elsewhere.") }, BREAK_LINKS },
};

static void
on_type(struct xml_in *x, struct str name, const char **attribute)
{
    struct office *o = x->to->arg;
    struct str     type;

    if (!xml_attribute(attribute, "ContentType", &type))
        return;
    for (size_t i = 0; i < COUNT(acting); i++)
        if (holds(type, acting[i].part)) {
            xml_stop(x, look_acts(o->look, acting[i].found,
                                  (struct msg){ .id = acting[i].hint }));
            return;
        }
    for (size_t i = 0; i < COUNT(mains); i++)
        if (str_eq(name, S("Override")) && str_eq(type, str_of(mains[i].type)))
            o->kind = mains[i].kind;
}

/* "http://…", "file://server/…", "\\\\server\\…", also behind "file:///". */
static bool
is_of_network(struct str target)
{
    struct str file = S("file:///");
    size_t     at;

    if (str_starts(target, file)) {
        target = str_part(target, file.n, target.n);
        if (str_starts(target, S("/")))
            return true;                /* "file:////server/…" */
    }
    return str_starts(target, S("//")) || str_starts(target, S("\\\\"))
        || str_find(target, S("://"), &at) || str_find(target, S("%5C%5C"), &at)
        || str_find(target, S("%5c%5c"), &at);
}

static bool
is_path_of_workbook(const struct office *o, struct str type, struct str target)
{
    bool is_path = str_ends(type, S("/externalLinkPath")) || str_ends(type, S("/xlPathMissing"));

    return o->in_external && is_path && !is_of_network(target);
}

static void
on_relation(struct xml_in *x, struct str name, const char **attribute)
{
    struct office *o = x->to->arg;
    struct str     type, mode, target = S("");

    if (!str_eq(name, S("Relationship")) || !xml_attribute(attribute, "Type", &type))
        return;
    if (!xml_attribute(attribute, "TargetMode", &mode) || !str_eq(mode, S("External"))
        || str_ends(type, S("/hyperlink")))
        return;
    xml_attribute(attribute, "Target", &target);
    if (is_path_of_workbook(o, type, target))
        return;
    xml_stop(x, look_acts(o->look,
                          MSG("It takes a part from elsewhere: {0}.",
                              str_copy(x->arena, str_part(target, 0, 200))),
                          (struct msg){ .id = BREAK_LINKS }));
}

static void
on_external(struct xml_in *x, struct str name, const char **attribute)
{
    struct office *o = x->to->arg;

    (void)attribute;
    if (str_eq(name, S("ddeLink")) || str_eq(name, S("oleLink")))
        xml_stop(x, look_acts(o->look, MSG("It asks another program for data (DDE)."),
                              (struct msg){ .id = BREAK_LINKS }));
}

static struct err *
look_at_part(struct office *o, size_t i)
{
    struct str    name = zip_in_entry(o->zip, i)->name;
    struct xml_to relation = { .start = on_relation, .arg = o };
    struct xml_to external = { .start = on_external, .arg = o };

    o->in_external = holds(name, "/externalLinks/");
    if (ends(name, ".rels"))
        return xml_in_part(o->look->arena, o->zip, i, &relation);
    if (holds(name, "/externalLinks/") && ends(name, ".xml"))
        return xml_in_part(o->look->arena, o->zip, i, &external);
    return NULL;
}

static struct err *
look_at_parts(struct office *o, struct err *(*look_at)(struct office *, size_t))
{
    for (size_t i = 0; i < zip_in_count(o->zip); i++) {
        size_t mark = arena_mark(o->look->arena);

        TRY(look_at(o, i));
        arena_back(o->look->arena, mark);
    }
    return NULL;
}

static struct err *
ooxml(struct office *o, size_t types)
{
    struct xml_to to = { .start = on_type, .arg = o };

    TRY(xml_in_part(o->look->arena, o->zip, types, &to));
    TRY(look_at_parts(o, look_at_part));
    if (o->kind == CONTENT_UNKNOWN)
        return look_unknown(o->look, MSG("It is an office file, but no document, workbook or "
                                         "presentation: perhaps a template."),
                            MSG("Save it as .docx, .xlsx or .pptx, or as PDF."));
    return NULL;
}

/* ---- OpenDocument ---------------------------------------------------------------------------- */

static void
on_manifest(struct xml_in *x, struct str name, const char **attribute)
{
    struct office *o = x->to->arg;
    struct str     type;

    if (str_eq(name, S("encryption-data")))
        xml_stop(x, look_unknown(o->look, MSG("It is protected by a password."),
                                 MSG("Save it without a password.")));
    else if (xml_attribute(attribute, "media-type", &type) && holds(type, "oleobject"))
        xml_stop(x, look_acts(o->look, MSG("It holds another program's object."),
                              (struct msg){ .id = AS_PICTURES }));
}

static bool
is_elsewhere(struct str href)
{
    static const char *const begins[] = { "http:", "https:", "ftp:", "file:", "smb:", "//", "../",
                                          "\\\\", "/" };

    for (size_t i = 0; i < COUNT(begins); i++)
        if (href.n >= strlen(begins[i])
            && strncasecmp(href.p, begins[i], strlen(begins[i])) == 0)
            return true;
    return false;
}

static void
on_open_content(struct xml_in *x, struct str name, const char **attribute)
{
    struct office *o = x->to->arg;
    bool           is_link = str_eq(name, S("a"));
    struct str     href;

    if (str_eq(name, S("dde-source")) || str_eq(name, S("dde-connection-decl"))) {
        xml_stop(x, look_acts(o->look, MSG("It asks another program for data (DDE)."),
                              (struct msg){ .id = BREAK_LINKS }));
        return;
    }
    if (!xml_attribute(attribute, "href", &href))
        return;
    if (holds(href, "vnd.sun.star.script:") || holds(href, "macro:"))
        xml_stop(x, look_acts(o->look, MSG("It calls a macro."), MSG("Save it as PDF.")));
    else if (!is_link && is_elsewhere(href))
        xml_stop(x, look_acts(o->look, MSG("It takes a part from elsewhere: {0}.",
                                           str_copy(x->arena, str_part(href, 0, 200))),
                              (struct msg){ .id = BREAK_LINKS }));
}

static struct err *
look_at_open_part(struct office *o, size_t i)
{
    const struct zip_entry *e = zip_in_entry(o->zip, i);
    struct xml_to manifest = { .start = on_manifest, .arg = o };
    struct xml_to content = { .start = on_open_content, .arg = o };

    if (!e->is_folder && (str_starts(e->name, S("Basic/")) || str_starts(e->name, S("Scripts/"))))
        return look_acts(o->look, MSG("It holds macros: {0}.", e->name), MSG("Save it as PDF."));
    if (str_eq(e->name, S("META-INF/manifest.xml")))
        return xml_in_part(o->look->arena, o->zip, i, &manifest);
    if (ends(e->name, "content.xml") || ends(e->name, "styles.xml"))
        return xml_in_part(o->look->arena, o->zip, i, &content);
    return NULL;
}

static struct err *
read_type(struct office *o, char type[TYPE_MAX], size_t *n)
{
    size_t got = 1;

    TRY(zip_in_begin(o->zip, 0));
    for (*n = 0; got > 0 && *n < TYPE_MAX; *n += got)
        TRY(zip_in_read(o->zip, type + *n, TYPE_MAX - *n, &got));
    zip_in_end(o->zip);
    return NULL;
}

static struct err *
open_document(struct office *o)
{
    char       type[TYPE_MAX];
    struct str is = S("");
    size_t     n;

    if (str_eq(zip_in_entry(o->zip, 0)->name, S("mimetype"))) {
        TRY(read_type(o, type, &n));
        is = str_trim((struct str){ type, n });
    }
    if (str_eq(is, content_type(CONTENT_ODS)))
        o->kind = CONTENT_ODS;
    else if (str_eq(is, content_type(CONTENT_ODT)))
        o->kind = CONTENT_ODT;
    else
        return look_unknown(o->look, MSG("It is a file of an open office, but no text and no "
                                         "table."), MSG("Save it as PDF."));
    return look_at_parts(o, look_at_open_part);
}

/* ---- all together ---------------------------------------------------------------------------- */

static struct err *
look_inside(struct office *o)
{
    size_t at;

    for (size_t i = 0; i < zip_in_count(o->zip); i++)
        TRY(look_at_name(o, zip_in_entry(o->zip, i)->name));
    if (zip_in_find(o->zip, S("[Content_Types].xml"), &at))
        return ooxml(o, at);
    if (zip_in_find(o->zip, S("mimetype"), &at)
        || zip_in_find(o->zip, S("META-INF/manifest.xml"), &at))
        return open_document(o);
    if (zip_in_find(o->zip, S("META-INF/MANIFEST.MF"), &at)
        || zip_in_find(o->zip, S("AndroidManifest.xml"), &at))
        return look_acts(o->look, MSG("It is a program (Java, Android)."),
                         MSG("Send what it shows, as PDF or as a picture."));
    o->kind = CONTENT_ZIP;
    return NULL;
}

struct err *
look_at_zip(const struct look *l, enum content *out)
{
    struct office o = { .look = l };

    TRY(zip_in_open(l->arena, l->fd, &limits, &o.zip));
    TRY(look_inside(&o));
    *out = o.kind;
    return NULL;
}
