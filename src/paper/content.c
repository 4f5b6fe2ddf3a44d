/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* content.c — what a file begins with, and texts. See content.h. */
#include "paper/content.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "paper/content_look.h"

enum { HEAD_BYTES = 1024, TEXT_STEP = 64 << 10, LETTER_MAX = 4 };

/* ---- kinds ----------------------------------------------------------------------------------- */

static const struct { const char *type, *ending; bool shows; } kinds[] = {
    [CONTENT_UNKNOWN] = { "application/octet-stream", "bin", false },
#define X(name, type, ending, shows) [CONTENT_##name] = { type, ending, shows },
    CONTENTS_X(X)
#undef X
};

struct str
content_type(enum content c)
{
    assert((size_t)c < COUNT(kinds));
    return str_of(kinds[c].type);
}

struct str
content_ending(enum content c)
{
    assert((size_t)c < COUNT(kinds));
    return str_of(kinds[c].ending);
}

bool
content_shows(enum content c)
{
    assert((size_t)c < COUNT(kinds));
    return kinds[c].shows;
}

static bool
same_letters(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || strncasecmp(a.p, b.p, a.n) == 0);
}

/* "pdf" of "Scan 1.PDF", as it is written; empty without one. */
static struct str
ending_of(struct str name)
{
    size_t at = name.n;

    while (at > 0 && name.p[at - 1] != '.' && name.p[at - 1] != '/')
        at--;
    return at > 0 && name.p[at - 1] == '.' ? str_part(name, at, name.n) : S("");
}

bool
content_name_fits(enum content c, struct str name)
{
    struct str ending = ending_of(name);

    if (c == CONTENT_JPEG && same_letters(ending, S("jpeg")))
        return true;
    if (c == CONTENT_TEXT)              /* notes and tables come under many names */
        return !same_letters(ending, S("pdf"));
    return same_letters(ending, content_ending(c));
}

/* ---- reading and refusing -------------------------------------------------------------------- */

struct err *
look_read(const struct look *l, uint64_t at, char *to, size_t room, size_t *n)
{
    for (*n = 0; *n < room;) {
        ssize_t got = pread(l->fd, to + *n, room - *n, (off_t)(at + *n));

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_errno(l->arena, "content.read", MSG("The file could not be read."), errno);
        if (got == 0)
            break;
        *n += (size_t)got;
    }
    return NULL;
}

struct err *
look_acts(const struct look *l, struct msg found, struct msg hint)
{
    return err_of(l->arena, (struct err){
        .kind = ERR_INPUT, .code = "content.acts",
        .text = MSG("This file can do something when it is opened; only files that are looked at "
                    "are taken."),
        .detail = found, .hint = hint, .where = l->name,
    });
}

struct err *
look_unknown(const struct look *l, struct msg detail, struct msg hint)
{
    return err_of(l->arena, (struct err){
        .kind = ERR_INPUT, .code = "content.unknown",
        .text = MSG("This kind of file is not taken."),
        .detail = detail, .hint = hint, .where = l->name,
    });
}

/* ---- what begins with what ------------------------------------------------------------------- */

#define AS_PICTURE N_("Save it as JPEG or PNG.")
#define AS_ZIP     N_("Pack the files as ZIP.")
#define AS_NEW     N_("Save it as .docx, .xlsx or .pptx, or as PDF.")
#define AS_PDF     N_("Save it as PDF.")
#define NO_PROGRAM N_("Send what it shows, as PDF or as a picture.")

/* THE LAW: the formats' own descriptions, as collected in the WHATWG's MIME Sniffing Standard and
 * in file(1). `is`: the kind that it is; UNKNOWN: refused, and why. */
static const struct sign {
    size_t       at;
    struct str   bytes;
    enum content is;
    bool         acts;
    const char  *what, *hint;
} signs[] = {
#define BYTES(lit) { "" lit, sizeof("" lit) - 1 }
    { 0, BYTES("\x89PNG\r\n\x1A\n"), CONTENT_PNG, false, NULL, NULL },
    { 0, BYTES("\xFF\xD8\xFF"), CONTENT_JPEG, false, NULL, NULL },
    { 8, BYTES("WEBP"), CONTENT_WEBP, false, NULL, NULL },
    { 0, BYTES("PK\x03\x04"), CONTENT_ZIP, false, NULL, NULL },
    { 0, BYTES("PK\x05\x06"), CONTENT_ZIP, false, NULL, NULL },
    { 4, BYTES("ftypisom"), CONTENT_MP4, false, NULL, NULL },
    { 4, BYTES("ftypiso2"), CONTENT_MP4, false, NULL, NULL },
    { 4, BYTES("ftypiso4"), CONTENT_MP4, false, NULL, NULL },
    { 4, BYTES("ftypiso5"), CONTENT_MP4, false, NULL, NULL },
    { 4, BYTES("ftypiso6"), CONTENT_MP4, false, NULL, NULL },
    { 4, BYTES("ftypmp41"), CONTENT_MP4, false, NULL, NULL },
    { 4, BYTES("ftypmp42"), CONTENT_MP4, false, NULL, NULL },
    { 4, BYTES("ftypavc1"), CONTENT_MP4, false, NULL, NULL },
    { 4, BYTES("ftypM4V "), CONTENT_MP4, false, NULL, NULL },
    { 4, BYTES("ftypMSNV"), CONTENT_MP4, false, NULL, NULL },
    { 4, BYTES("ftypqt  "), CONTENT_UNKNOWN, false, N_("It is a QuickTime film."),
      N_("Save it as MP4.") },
    { 4, BYTES("ftyp"), CONTENT_UNKNOWN, false, N_("It is a picture or film of a phone (HEIC)."),
      AS_PICTURE },
    { 0, BYTES("\x7F" "ELF"), CONTENT_UNKNOWN, true, N_("It is a program (ELF)."), NO_PROGRAM },
    { 0, BYTES("\xCF\xFA\xED\xFE"), CONTENT_UNKNOWN, true, N_("It is a program (Mach-O)."),
      NO_PROGRAM },
    { 0, BYTES("\xCA\xFE\xBA\xBE"), CONTENT_UNKNOWN, true, N_("It is a program (Java, Mach-O)."),
      NO_PROGRAM },
    { 0, BYTES("dex\n"), CONTENT_UNKNOWN, true, N_("It is a program (Android)."), NO_PROGRAM },
    { 0, BYTES("L\0\0\0\x01\x14\x02\0"), CONTENT_UNKNOWN, true,
      N_("It is a shortcut of Windows."), N_("Send the file that it leads to.") },
    { 0, BYTES("#!"), CONTENT_UNKNOWN, true, N_("It is a script."), NO_PROGRAM },
    { 0, BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), CONTENT_UNKNOWN, false,
      N_("It is an office file of the kind before 2007 (.doc, .xls, .ppt) or is protected by a "
         "password."), AS_NEW },
    { 0, BYTES("{\\rtf"), CONTENT_UNKNOWN, false, N_("It is RTF."), AS_NEW },
    { 0, BYTES("%!PS"), CONTENT_UNKNOWN, true, N_("It is PostScript, which is a program."),
      AS_PDF },
    { 0, BYTES("GIF8"), CONTENT_UNKNOWN, false, N_("It is a GIF picture."), AS_PICTURE },
    { 0, BYTES("BM"), CONTENT_UNKNOWN, false, N_("It is a BMP picture."), AS_PICTURE },
    { 0, BYTES("II*\0"), CONTENT_UNKNOWN, false, N_("It is a TIFF picture."), AS_PICTURE },
    { 0, BYTES("MM\0*"), CONTENT_UNKNOWN, false, N_("It is a TIFF picture."), AS_PICTURE },
    { 0, BYTES("Rar!\x1A\x07"), CONTENT_UNKNOWN, false, N_("It is a RAR archive."), AS_ZIP },
    { 0, BYTES("7z\xBC\xAF\x27\x1C"), CONTENT_UNKNOWN, false, N_("It is a 7z archive."), AS_ZIP },
    { 0, BYTES("\x1F\x8B"), CONTENT_UNKNOWN, false, N_("It is a gzip archive."), AS_ZIP },
    { 0, BYTES("\xFF\xFE"), CONTENT_UNKNOWN, false, N_("It is a text in UTF-16."),
      N_("Save it as UTF-8.") },
    { 0, BYTES("\xFE\xFF"), CONTENT_UNKNOWN, false, N_("It is a text in UTF-16."),
      N_("Save it as UTF-8.") },
#undef BYTES
};

/* "BM" and its like also begin words: a sign of two or three letters counts in what is no text. */
static bool
is_text_head(struct str head)
{
    for (size_t i = 0; i < head.n; i++)
        if ((unsigned char)head.p[i] < ' '
            && (head.p[i] == 0 || !strchr("\t\n\r\f", head.p[i])))
            return false;
    return true;
}

static const struct sign *
sign_of(struct str head)
{
    for (size_t i = 0; i < COUNT(signs); i++) {
        const struct sign *s = &signs[i];
        bool               is = str_eq(str_part(head, s->at, s->bytes.n), s->bytes);

        if (s->is == CONTENT_WEBP)
            is = is && str_starts(head, S("RIFF"));
        if (str_eq(s->bytes, S("BM")))
            is = is && !is_text_head(head);
        if (is)
            return s;
    }
    return NULL;
}

/* ---- texts ----------------------------------------------------------------------------------- */

/* A letter that the piece cuts in two: its bytes so far. */
static size_t
cut_letter(struct str piece)
{
    for (size_t back = 1; back < LETTER_MAX && back <= piece.n; back++) {
        unsigned char c = (unsigned char)piece.p[piece.n - back];

        if (c >= 0xC0)
            return (c >= 0xF0 ? 4u : c >= 0xE0 ? 3u : 2u) > back ? back : 0;
        if (c < 0x80)
            return 0;
    }
    return 0;
}

static struct err *
not_text(const struct look *l)
{
    return look_unknown(l, MSG("Its bytes are those of no kind that is known here, and no text in "
                               "UTF-8."),
                        MSG("Take PDF, a picture (JPEG, PNG), a new office file (.docx, .xlsx, "
                            ".pptx, .odt, .ods), MP4, CSV or ZIP."));
}

/* The whole file: UTF-8 without control characters. */
static struct err *
look_at_text(const struct look *l)
{
    char    *piece = NEWS(l->arena, char, TEXT_STEP);
    size_t   n;

    for (uint64_t at = 0; at < l->size;) {
        TRY(look_read(l, at, piece, TEXT_STEP, &n));
        struct str s = { piece, n };
        size_t     cut = n == TEXT_STEP ? cut_letter(s) : 0;

        if (n == 0)
            break;
        if (!is_text_head(s) || !utf8_is_valid(str_part(s, 0, n - cut), NULL))
            return not_text(l);
        at += n - cut;
    }
    return NULL;
}

static bool
has_letters(struct str s, struct str wanted)
{
    for (size_t i = 0; i + wanted.n <= s.n; i++)
        if (same_letters(str_part(s, i, wanted.n), wanted))
            return true;
    return false;
}

/* OURS: what begins with a tag is markup; no text of an office does. */
static struct err *
markup(const struct look *l, struct str head)
{
    struct str s = str_trim(str_starts(head, S("\xEF\xBB\xBF")) ? str_part(head, 3, head.n) : head);

    if (s.n < 2 || s.p[0] != '<')
        return NULL;
    if (has_letters(s, S("<svg")))
        return look_acts(l, MSG("It is an SVG drawing, which can hold scripts."),
                         MSG("Save it as PNG or PDF."));
    if (has_letters(s, S("<html")) || has_letters(s, S("<!doctype html"))
        || has_letters(s, S("<script")) || has_letters(s, S("<body"))
        || has_letters(s, S("<head")) || has_letters(s, S("<iframe")))
        return look_acts(l, MSG("It is a web page (HTML), which can hold scripts."),
                         MSG("Print it to PDF."));
    return look_unknown(l, MSG("It is XML or another text of tags."), MSG("Save it as PDF."));
}

/* A text that a double click runs, whatever is in it. */
static bool
runs_by_name(struct str name)
{
    static const char *const endings[] = {
        "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "mjs", "wsf", "wsh", "hta", "sh", "py",
        "pyw",
        "php", "pl", "rb", "reg", "inf", "scf", "url", "lnk", "com", "exe", "scr", "pif", "msi",
        "jar", "html", "htm", "xhtml", "mht", "mhtml", "svg", "desktop",
    };
    struct str ending = ending_of(name);

    for (size_t i = 0; i < COUNT(endings); i++)
        if (same_letters(ending, str_of(endings[i])))
            return true;
    return false;
}

static struct err *
text_of(const struct look *l, struct str head, enum content *out)
{
    TRY(markup(l, head));
    if (runs_by_name(l->name))
        return look_acts(l, MSG("Its name makes a program of it: a double click would run it."),
                         MSG("Save the text as .txt."));
    TRY(look_at_text(l));
    *out = same_letters(ending_of(l->name), S("csv")) ? CONTENT_CSV : CONTENT_TEXT;
    return NULL;
}

/* ---- all together ---------------------------------------------------------------------------- */

static struct err *
by_sign(const struct look *l, const struct sign *s, enum content *out)
{
    struct msg what = { .id = s->what }, hint = { .id = s->hint };

    if (s->is == CONTENT_ZIP)
        return look_at_zip(l, out);
    *out = s->is;
    if (s->is != CONTENT_UNKNOWN)
        return NULL;
    return s->acts ? look_acts(l, what, hint) : look_unknown(l, what, hint);
}

static struct err *
by_head(const struct look *l, struct str head, enum content *out)
{
    const struct sign *s = sign_of(head);
    size_t             at;

    if (s)
        return by_sign(l, s, out);
    if (str_starts(head, S("MZ")) && !is_text_head(head))
        return look_acts(l, MSG("It is a program of Windows."), (struct msg){ .id = NO_PROGRAM });
    /* THE LAW (ISO 32000-1, Annex H, note 13): readers look for it in the first 1,024 bytes. */
    if (!str_find(head, S("%PDF-"), &at))
        return text_of(l, head, out);
    TRY(markup(l, head));
    TRY(look_at_pdf(l));
    *out = CONTENT_PDF;
    return NULL;
}

struct err *
content_of(struct arena *a, int fd, struct str name, enum content *out)
{
    struct look l = { .arena = a, .fd = fd, .name = name };
    struct stat st;
    char        head[HEAD_BYTES];
    size_t      n;

    *out = CONTENT_UNKNOWN;
    if (fstat(fd, &st) != 0)
        return err_errno(a, "content.read", MSG("The file could not be read."), errno);
    if (!S_ISREG(st.st_mode) || st.st_size == 0)
        return look_unknown(&l, MSG("It is empty."), MSG("See whether it was saved or sent"
            " whole."));
    l.size = (uint64_t)st.st_size;
    TRY(look_read(&l, 0, head, sizeof head, &n));
    return by_head(&l, (struct str){ head, n }, out);
}
