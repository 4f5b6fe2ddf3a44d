/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* source.c — files, places and complaints of the build's tools. */
#include "tool/source.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

static struct err *
file_err(struct arena *a, const char *path, struct msg text)
{
    struct err *e = err_errno(a, "tool.file", text, errno);

    e->where = str_copy(a, str_of(path));
    return e;
}

struct err *
source_read(struct arena *a, const char *path, struct source *out)
{
    struct buf text = buf_in(a, SOURCE_MAX);
    char       part[1 << 16];
    size_t     n;
    FILE      *f = fopen(path, "rb");

    if (!f)
        return file_err(a, path, MSG("cannot be opened."));
    while ((n = fread(part, 1, sizeof part, f)) > 0)
        buf_add(&text, (struct str){ part, n });
    bool broken = ferror(f) != 0;
    fclose(f);
    if (broken)
        return file_err(a, path, MSG("cannot be read."));
    if (text.full)
        return err_of(a, (struct err){ .kind = ERR_TOO_LARGE, .code = "tool.file",
                                       .text = MSG("is over 16 MiB."), .where = str_of(path) });
    *out = (struct source){ a, str_copy(a, str_of(path)), text.n ? buf_str(&text) : S("") };
    return NULL;
}

struct err *
source_write(struct arena *a, const char *path, struct str bytes)
{
    FILE *f = fopen(path, "wb");

    if (!f)
        return file_err(a, path, MSG("cannot be written."));
    bool whole = fwrite(bytes.p, 1, bytes.n, f) == bytes.n;
    if (fclose(f) != 0 || !whole) {
        struct err *e = file_err(a, path, MSG("cannot be written whole; it was removed."));

        remove(path);
        return e;
    }
    return NULL;
}

int64_t
source_line(const struct source *s, size_t at)
{
    int64_t line = 1;

    for (size_t i = 0; i < at && i < s->text.n; i++)
        line += s->text.p[i] == '\n';
    return line;
}

/* Columns count code points, as editors do: continuation bytes of UTF-8 take no column. */
struct str
source_where(const struct source *s, size_t at)
{
    int64_t column = 1;

    for (size_t i = at; i > 0 && s->text.p[i - 1] != '\n'; i--)
        column += ((unsigned char)s->text.p[i - 1] & 0xC0) != 0x80;
    return str_fmt(s->arena, "%.*s:%lld:%lld", TEXT(s->file),
                   (long long)source_line(s, at), (long long)column);
}

struct err *
source_err(const struct source *s, size_t at, struct msg what)
{
    return err_of(s->arena, (struct err){ .kind = ERR_INPUT, .code = "tool.refused", .text = what,
                                          .where = source_where(s, at) });
}

int
tool_exit(struct arena *a, const struct err *e)
{
    if (e) {
        struct str line = err_line(a, LANG_EN, e);

        fprintf(stderr, "%.*s\n", TEXT(line));
    }
    return err_exit(e);
}

bool
is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool
is_word(char c)
{
    return is_letter(c) || is_digit(c) || c == '_';
}
