/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * content_pdf.c — whether a PDF can act.
 *
 * A reader goes by a table of places, so that an object may hide where a text or a picture seems
 * to be. Long names are therefore looked for in all bytes of the file, whatever they seem to be
 * part of; names of two letters, which chance makes in every packed picture, outside of streams
 * only, and each of them does nothing without one of the long ones. Every stream that zlib can
 * unpack is unpacked as far as it looks like an object stream (it begins with numbers), and
 * looked through the same way.
 *
 * THE LAW  ISO 32000-1: 7.3.5 names and their #xx; 7.3.8 streams; 7.5.7 object streams; 12.6
 *          actions; 7.11.4 embedded files; 12.7.8 XFA.
 * OURS     /OpenAction that is a place on a page ([3 0 R /Fit], as office programs write it) is
 *          none. One that stands elsewhere (5 0 R, as LaTeX writes it) or is written out may be a
 *          place, too: it is taken unless an action that leads out of the file, such as a link,
 *          stands anywhere in it, since which of them it opens with is not looked up.
 */
#include <assert.h>
#include <string.h>
#include <zlib.h>

#include "base/arena.h"
#include "paper/content_look.h"

enum { STEP = 64 << 10, NAME_MAX_BYTES = 20, WORD_MAX = 9, BODY_SPACES_MAX = 8 };
enum { ALL_UNPACKED_MAX = 256 << 20 };

static const struct { const char *name; bool is_short; } acting[] = {
    { "JavaScript", false }, { "Launch", false }, { "EmbeddedFile", false },
    { "EmbeddedFiles", false }, { "RichMedia", false }, { "XFA", false }, { "Rendition", false },
    { "SubmitForm", false }, { "ImportData", false }, { "JS", true }, { "AA", true },
};

/* Harmless until they are opened with. */
static const char *const leading_out[] = {
    "URI", "GoToR", "GoToE", "Named", "Sound", "Movie", "Hide", "Thread", "SetOCGState",
};

static const char *const odd_filters[] = {
    "ASCIIHexDecode", "AHx", "ASCII85Decode", "A85", "LZWDecode", "LZW", "RunLengthDecode", "RL",
    "Crypt",
};

/* What comes of one byte. */
enum scanned { SCAN_NOTHING, SCAN_ACTS, SCAN_STREAM };

struct scan {
    char   name[NAME_MAX_BYTES + 1], word[WORD_MAX];
    size_t name_n, word_n;
    int    hex, digits;                 /* of #xx:
        what has come of it                             */
    bool   in_name, in_body, after_open;
    bool   opens, leads_out;            /* seen so far */
    bool   is_objects, is_odd;          /* of the object being read:
        /ObjStm; a filter beside zlib */
};

static bool
is_white(unsigned char c)
{
    return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' ';
}

static bool
is_regular(unsigned char c)
{
    return !is_white(c) && strchr("()<>[]{}/%", c) == NULL;
}

static int
hex_of(unsigned char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
is_name(const struct scan *s, const char *name)
{
    return strlen(name) == s->name_n && memcmp(s->name, name, s->name_n) == 0;
}

/* ---- names ----------------------------------------------------------------------------------- */

static void
name_byte(struct scan *s, unsigned char c)
{
    int nibble = hex_of(c);

    if (s->digits > 0 && nibble >= 0) {
        s->hex = s->hex * 16 + nibble;
        if (--s->digits > 0)
            return;
        c = (unsigned char)s->hex;
    } else if (c == '#') {
        s->digits = 2;
        s->hex = 0;
        return;
    } else {
        s->digits = 0;
    }
    if (s->name_n < sizeof s->name)         /* one more than the longest: it is none of them */
        s->name[s->name_n++] = (char)c;
}

static enum scanned
name_ends(struct scan *s)
{
    s->in_name = false;
    s->after_open = is_name(s, "OpenAction");
    s->is_objects |= is_name(s, "ObjStm");
    for (size_t i = 0; i < COUNT(odd_filters); i++)
        s->is_odd |= is_name(s, odd_filters[i]);
    for (size_t i = 0; i < COUNT(leading_out); i++)
        s->leads_out |= is_name(s, leading_out[i]);
    for (size_t i = 0; i < COUNT(acting); i++)
        if (is_name(s, acting[i].name) && !(acting[i].is_short && s->in_body))
            return SCAN_ACTS;
    return SCAN_NOTHING;
}

/* ---- words ----------------------------------------------------------------------------------- */

static void
word_byte(struct scan *s, unsigned char c)
{
    if (s->word_n == sizeof s->word) {      /* the last ones count: "…xyzendstream" */
        memmove(s->word, s->word + 1, sizeof s->word - 1);
        s->word_n--;
    }
    s->word[s->word_n++] = (char)c;
}

static enum scanned
word_ends(struct scan *s)
{
    struct str word = { s->word, s->word_n };
    bool       ends = str_eq(word, S("endstream")), begins = !ends && str_ends(word, S("stream"));

    s->word_n = 0;
    if (ends)
        s->in_body = false;
    if (str_eq(word, S("obj")))
        s->is_objects = s->is_odd = false;
    s->in_body |= begins;
    return begins ? SCAN_STREAM : SCAN_NOTHING;
}

static enum scanned
scan_byte(struct scan *s, unsigned char c)
{
    bool         regular = is_regular(c), opens = s->after_open && !is_white(c);
    enum scanned is = SCAN_NOTHING;

    if (s->in_name && !regular) {
        is = name_ends(s);
        if (is == SCAN_ACTS)
            return is;                  /* its name is kept, to be told */
        opens = s->after_open && !is_white(c);
    } else if (s->in_name) {
        name_byte(s, c);
    } else if (regular) {
        word_byte(s, c);
    }
    if (!regular && s->word_n > 0)
        is = word_ends(s);
    if (opens) {
        s->after_open = false;
        if (c != '[' && c != '<' && !(c >= '0' && c <= '9'))
            return SCAN_ACTS;
        s->opens |= c != '[';
        s->name_n = 0;
    }
    if (c == '/') {
        s->in_name = true;
        s->name_n = 0;
        s->digits = 0;
    }
    return is;
}

/* ---- a stream, unpacked ---------------------------------------------------------------------- */

struct pdf {
    const struct look *look;
    struct scan        scan;
    uint64_t           unpacked;        /* of all streams */
    bool               opens, leads_out;        /* in one of them */
    char              *in, *out;        /* STEP bytes each */
};

static void *
zlib_alloc(void *arena, unsigned n, unsigned size)
{
    return arena_alloc(arena, arena_bytes(n, size), _Alignof(max_align_t));
}

static void
zlib_free(void *arena, void *p)
{
    (void)arena;
    (void)p;
}

static struct err *
acts(const struct pdf *p, const struct scan *s)
{
    return look_acts(p->look,
                     MSG("The PDF holds what runs, opens or sends something: /{0}.",
                         str_copy(p->look->arena, (struct str){ s->name, s->name_n })),
                     MSG("Print it to PDF again, which keeps the pages and nothing else."));
}

static struct err *
cannot_look(const struct pdf *p)
{
    return look_acts(p->look,
                     MSG("The PDF has parts that cannot be looked into: they are protected by a "
                         "password or packed in an uncommon way."),
                     MSG("Print it to PDF again without a password."));
}

static struct err *
opens_with(const struct pdf *p)
{
    return look_acts(p->look,
                     MSG("The PDF does something when it is opened, and has links that lead out of "
                         "it: which it opens with cannot be told."),
                     MSG("Print it to PDF again, which keeps the pages and nothing else."));
}

static struct err *
unpacks_too_much(const struct pdf *p)
{
    return err_of(p->look->arena, (struct err){
        .kind = ERR_INPUT, .code = "content.large", .where = p->look->name,
        .text = MSG("The PDF is too large to be looked through."),
        .detail = MSG("It unpacks into over 256 MB."),
        .hint = MSG("Print it to PDF again, or in parts."),
    });
}

/* Numbers stand at the beginning of an object stream; white space and remarks may stand before. */
static bool
looks_like_objects(struct str s)
{
    size_t i = 0;

    while (i < s.n && is_white((unsigned char)s.p[i]))
        i++;
    return i < s.n && strchr("0123456789+-%", s.p[i]) != NULL;
}

static struct err *
scan_unpacked(struct pdf *p, struct scan *s, struct str bytes)
{
    p->unpacked += bytes.n;
    if (p->unpacked > ALL_UNPACKED_MAX)
        return unpacks_too_much(p);
    for (size_t i = 0; i < bytes.n; i++)
        if (scan_byte(s, (unsigned char)bytes.p[i]) == SCAN_ACTS)
            return acts(p, s);
    p->opens |= s->opens;
    p->leads_out |= s->leads_out;
    return NULL;
}

/* Unpacks from `at` on as far as it goes and looks like objects. */
static struct err *
unpack(struct pdf *p, z_stream *z, uint64_t at, bool *objects)
{
    struct scan s = { .name_n = 0 };
    int         state = Z_OK;

    while (state == Z_OK) {
        if (z->avail_in == 0) {
            size_t n;

            TRY(look_read(p->look, at, p->in, STEP, &n));
            at += n;
            z->next_in = (unsigned char *)p->in;
            z->avail_in = (unsigned)n;
        }
        z->next_out = (unsigned char *)p->out;
        z->avail_out = STEP;
        state = inflate(z, Z_NO_FLUSH);
        struct str bytes = { p->out, STEP - z->avail_out };

        if (bytes.n > 0 && !*objects && !(*objects = looks_like_objects(bytes)))
            return NULL;
        TRY(scan_unpacked(p, &s, bytes));
    }
    return *objects ? scan_unpacked(p, &s, S("\n")) : NULL;
}

/* The body that begins behind the word at `at`. */
static struct err *
look_at_body(struct pdf *p, uint64_t at)
{
    struct arena *a = p->look->arena;
    size_t        n, skip = 0, mark = arena_mark(a);
    z_stream      z = { .zalloc = zlib_alloc, .zfree = zlib_free, .opaque = a };
    struct err   *e = NULL;
    char          head[BODY_SPACES_MAX + 2];
    bool          objects = false, is_objects = p->scan.is_objects;

    TRY(look_read(p->look, at, head, sizeof head, &n));
    while (skip < n && skip < BODY_SPACES_MAX && is_white((unsigned char)head[skip]))
        skip++;
    bool packed = skip + 1 < n && (head[skip] & 0x0F) == Z_DEFLATED;

    if (is_objects && p->scan.is_odd)
        return cannot_look(p);
    if (packed && inflateInit(&z) == Z_OK) {
        e = unpack(p, &z, at + skip, &objects);
        inflateEnd(&z);
    }
    if (e)
        return e;
    arena_back(a, mark);
    if (is_objects && !objects && !looks_like_objects((struct str){ head, n }))
        return cannot_look(p);
    return NULL;
}

/* ---- the file -------------------------------------------------------------------------------- */

static struct err *
scan_piece(struct pdf *p, const char *piece, size_t n, uint64_t at)
{
    for (size_t i = 0; i < n; i++) {
        enum scanned is = scan_byte(&p->scan, (unsigned char)piece[i]);

        if (is == SCAN_ACTS)
            return acts(p, &p->scan);
        if (is == SCAN_STREAM)
            TRY(look_at_body(p, at + i));
    }
    return NULL;
}

struct err *
look_at_pdf(const struct look *l)
{
    size_t     mark = arena_mark(l->arena), n;
    struct pdf p = { .look = l };
    char      *piece = NEWS(l->arena, char, STEP);

    p.in = NEWS(l->arena, char, STEP);
    p.out = NEWS(l->arena, char, STEP);
    for (uint64_t at = 0; at < l->size; at += n) {
        TRY(look_read(l, at, piece, STEP, &n));
        if (n == 0)
            break;
        TRY(scan_piece(&p, piece, n, at));
    }
    TRY(scan_piece(&p, "\n", 1, l->size));
    if ((p.opens || p.scan.opens) && (p.leads_out || p.scan.leads_out))
        return opens_with(&p);
    arena_back(l->arena, mark);
    return NULL;
}
