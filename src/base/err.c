/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* err.c — what becomes of an error: a status, an exit code, a line. */
#include "base/err.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

static const struct { const char *code; int status, exit; } kinds[] = {
#define X(name, code, status, exit) [ERR_##name] = { code, status, exit },
    ERR_KINDS(X)
#undef X
};

struct err *
err_of(struct arena *a, struct err e)
{
    assert(e.kind > ERR_NONE && e.kind < COUNT(kinds) && e.code && msg_is(e.text));
    struct err *copy = NEW(a, struct err);

    *copy = e;
    return copy;
}

/* The common reasons in words that can be translated; the rest as the system says it. */
static struct msg
errno_msg(int errnum)
{
    switch (errnum) {
    case ENOENT:     return MSG("There is no such file or folder.");
    case EACCES:
    case EPERM:      return MSG("The permissions do not allow it.");
    case EISDIR:     return MSG("It is a folder.");
    case ENOTDIR:    return MSG("A part of the path is not a folder.");
    case EROFS:      return MSG("The disk is read-only.");
    case ENOSPC:     return MSG("The disk is full.");
    case EMFILE:
    case ENFILE:     return MSG("Too many files are open.");
    case EADDRINUSE: return MSG("Another program uses this address.");
    default:         return MSG("The system says: {0}.", str_of(strerrordesc_np(errnum)));
    }
}

struct err *
err_errno(struct arena *a, const char *code, struct msg text, int errnum)
{
    return err_of(a, (struct err){
        .kind = ERR_BROKEN, .code = code, .text = text, .detail = errno_msg(errnum),
    });
}

int
err_status(const struct err *e)
{
    return e ? kinds[e->kind].status : 200;
}

int
err_exit(const struct err *e)
{
    return e ? kinds[e->kind].exit : 0;
}

struct str
err_kind_code(enum err_kind kind)
{
    assert(kind > ERR_NONE && kind < COUNT(kinds));
    return str_of(kinds[kind].code);
}

/* Adds a sentence; what would break the line, for a text from outside may, becomes a space. */
static void
add_sentence(struct buf *line, struct str sentence)
{
    if (sentence.n == 0)
        return;
    if (line->n > 0) {
        char last = line->p[line->n - 1];

        if (last != '.' && last != ':' && last != '?')
            buf_byte(line, '.');
        buf_byte(line, ' ');
    }
    for (size_t i = 0; i < sentence.n; i++) {
        unsigned char c = (unsigned char)sentence.p[i];
        bool          control = c < ' ' || c == 0x7f;

        if (!control)
            buf_byte(line, sentence.p[i]);
        else if (line->n > 0 && line->p[line->n - 1] != ' ')
            buf_byte(line, ' ');
    }
}

struct str
err_line(struct arena *a, enum lang lang, const struct err *e)
{
    struct str part[] = {
        msg_text(a, lang, e->text), msg_text(a, lang, e->detail), msg_text(a, lang, e->hint),
    };
    struct buf line = buf_in(a, e->where.n + part[0].n + part[1].n + part[2].n + 8);

    add_sentence(&line, e->where);
    if (line.n)
        buf_byte(&line, ':');
    for (size_t i = 0; i < COUNT(part); i++)
        add_sentence(&line, part[i]);
    return buf_str(&line);
}
