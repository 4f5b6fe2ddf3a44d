/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * pdf.c — a paper as a PDF: the fonts, the two runs, the words about itself.
 *
 * Fonts come from the files named here and from nowhere else, so that neither a user's nor a
 * machine's settings change the bytes. Letters are set without hints, so that their widths are the
 * same everywhere.
 */
#include "paper/pdf.h"

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include "base/arena.h"

/* Of Debian's fonts-liberation2 (as wide as Arial) and, for signs that it has not,
 * fonts-dejavu-core. */
static const char *const font_files[] = {
    "/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf",
    "/usr/share/fonts/truetype/liberation2/LiberationSans-Bold.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
};

/* The fonts of the process, opened once: pango 1.50 does not give all of a font map back. */
static FcConfig     *fonts;
static PangoFontMap *font_map;

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PDF_ASAN 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(PDF_ASAN)
/* fontconfig keeps offsets, not pointers: what it holds to the end looks lost. */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
    return "leak:libfontconfig";
}
#endif

/* All that belongs to libraries. It ends with the arena, also when that is full meanwhile. */
struct tools {
    PangoContext    *context;
    cairo_surface_t *surface;
    cairo_t         *cr;
    PangoLayout     *layout[PDF_LAYOUTS];
    struct buf      *out;
    bool             closed;            /* what comes now is written nowhere */
};

static void
drop(void *what)
{
    struct tools *t = what;

    t->closed = true;
    for (size_t i = 0; i < PDF_LAYOUTS; i++)
        g_clear_object(&t->layout[i]);
    g_clear_pointer(&t->cr, cairo_destroy);
    g_clear_pointer(&t->surface, cairo_surface_destroy);
    g_clear_object(&t->context);
}

/* The arena must not jump out of the midst of cairo: what might fill it is refused here. */
static cairo_status_t
take(void *closure, const unsigned char *bytes, unsigned n)
{
    struct tools *t = closure;
    struct buf   *out = t->out;

    if (t->closed)                      /* and who asked for it may be gone, with its buf */
        return CAIRO_STATUS_SUCCESS;
    size_t room = out->arena->cap - out->arena->used;

    if (n > out->room - out->n && 4 * (out->n + n) + 4096 > room)
        return CAIRO_STATUS_WRITE_ERROR;
    buf_add(out, (struct str){ (const char *)bytes, n });
    return out->full ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

/* ---- tools ----------------------------------------------------------------------------------- */

static struct err *
open_fonts(struct arena *a)
{
    if (font_map)
        return NULL;
    g_clear_pointer(&fonts, FcConfigDestroy);
    fonts = FcConfigCreate();
    for (size_t i = 0; i < COUNT(font_files); i++)
        if (!FcConfigAppFontAddFile(fonts, (const FcChar8 *)font_files[i]))
            return err_of(a, (struct err){
                .kind = ERR_BROKEN, .code = "paper.font",
                .text = MSG("The PDF could not be made."),
                .detail = MSG("A font is not installed: {0}", str_of(font_files[i])),
                .hint = MSG("Install the packages fonts-liberation2 and fonts-dejavu-core."),
            });
    font_map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(font_map), fonts);
    return NULL;
}

static void
open_context(struct tools *t, const char *language)
{
    cairo_font_options_t *o = cairo_font_options_create();

    cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
    t->context = pango_font_map_create_context(font_map);
    pango_cairo_context_set_font_options(t->context, o);
    pango_cairo_context_set_resolution(t->context, 72);
    pango_context_set_language(t->context, pango_language_from_string(language));
    pango_context_set_base_dir(t->context, PANGO_DIRECTION_LTR);
    cairo_font_options_destroy(o);
    for (size_t i = 0; i < PDF_LAYOUTS; i++)
        t->layout[i] = pango_layout_new(t->context);
}

static void
say_of_itself(struct arena *a, cairo_surface_t *s, const struct paper *p)
{
    struct str day = date_iso(a, p->date);
    const char *at = str_z(a, str_fmt(a, "%.*sT00:00:00Z", TEXT(day)));

    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_TITLE, str_z(a, p->title));
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_AUTHOR, str_z(a, p->author));
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATOR, "Guyub");
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, at);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_MOD_DATE, at);
}

static struct err *
open_tools(struct arena *a, const struct paper *p, struct tools *t)
{
    TRY(open_fonts(a));
    open_context(t, str_z(a, p->language));
    t->surface = cairo_pdf_surface_create_for_stream(take, t, PDF_WIDTH, PDF_HEIGHT);
    cairo_pdf_surface_restrict_to_version(t->surface, CAIRO_PDF_VERSION_1_5);
    say_of_itself(a, t->surface, p);
    t->cr = cairo_create(t->surface);
    return NULL;
}

/* ---- two runs -------------------------------------------------------------------------------- */

static int64_t
run(struct arena *a, const struct paper *p, struct tools *t, int64_t pages)
{
    struct pdf d = { .paper = p, .cr = t->cr, .layout = t->layout, .y = PDF_TOP,
                     .page = 1, .pages = pages, .draws = pages > 0 };

    pdf_tag(&d, "Document");
    for (size_t i = 0; i < p->n && !pdf_is_full(&d); i++)
        pdf_block(&d, a, &p->block[i]);
    pdf_page_end(&d);
    pdf_tag_end(&d, "Document");
    return d.page;
}

static struct err *
close_pdf(struct arena *a, struct tools *t)
{
    cairo_surface_finish(t->surface);
    cairo_status_t is = cairo_surface_status(t->surface);

    if (t->out->full)
        return err_of(a, (struct err){
            .kind = ERR_TOO_LARGE, .code = "paper.large",
            .text = MSG("The paper is too large."),
            .detail = MSG("Its PDF is larger than allowed."),
            .hint = MSG("Make several papers of it, or give the rows as a workbook."),
        });
    if (is != CAIRO_STATUS_SUCCESS)
        return err_of(a, (struct err){
            .kind = ERR_BROKEN, .code = "paper.pdf", .text = MSG("The PDF could not be made."),
            .detail = MSG("cairo says: {0}", str_of(cairo_status_to_string(is))),
            .hint = MSG("Try again; if it stays so, tell the operator."),
        });
    return NULL;
}

/* The tools of one paper; they end with the arena, or where `owned` is taken back. */
struct setting { struct tools *tools; void **owned; };

static struct err *
set(struct arena *a, const struct paper *p, struct buf *out, struct setting *s, int64_t *pages)
{
    TRY(paper_check(a, p));
    *s = (struct setting){ NEW(a, struct tools), arena_owns(a, drop) };
    s->tools->out = out;
    *s->owned = s->tools;
    TRY(open_tools(a, p, s->tools));
    *pages = run(a, p, s->tools, 0);
    return NULL;
}

static void
put_away(struct setting *s)
{
    drop(s->tools);
    *s->owned = NULL;
}

struct err *
paper_pages(struct arena *a, const struct paper *p, int64_t *pages)
{
    struct buf     none = buf_in(a, 0);
    struct setting s;

    *pages = 0;
    TRY(set(a, p, &none, &s, pages));
    put_away(&s);
    return NULL;
}

struct err *
paper_pdf(struct arena *a, const struct paper *p, struct buf *out)
{
    struct setting s;
    int64_t        pages = 0;

    TRY(set(a, p, out, &s, &pages));

    if (pages > PAPER_PAGES_MAX)
        return err_of(a, (struct err){
            .kind = ERR_TOO_LARGE, .code = "paper.pages",
            .text = MSG("The paper is too large."),
            .detail = MSG("Its PDF has more than 2,000 pages."),
            .hint = MSG("Make several papers of it, or give the rows as a workbook."),
        });
    run(a, p, s.tools, pages);
    struct err *e = close_pdf(a, s.tools);

    put_away(&s);
    return e;
}
