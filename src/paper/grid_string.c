/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * grid_string.c — the shared strings of a workbook, in a nameless file with the place of every
 * 16th in memory, and in front of it a small table of those read last.
 *
 * Strings follow each other in the file, each behind its length. Sixteen are a group; a group that
 * fits into a slot is read at once, so that strings in their order cost one read in sixteen.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "paper/grid_part.h"

enum { STRINGS_MAX = 8 << 20, GROUP = 16, SLOTS = 512, SLOT_BYTES = 4096, OUT_BYTES = 64 << 10,
       TEXT_MAX = 4 * GRID_CELL_MAX };

struct slot { int64_t group; uint32_t n; char p[SLOT_BYTES]; };     /* group from 1; 0: nothing */

struct grid_strings {
    struct grid *grid;
    int          fd;
    int64_t      n;
    uint64_t     bytes;                 /* of the file, with what waits in `out` */
    uint64_t    *offset;                /* of every group, and where the last one ends */
    char        *out;                   /* on its way into the file */
    size_t       n_out;
    char        *text;                  /* of the string being read */
    size_t       n_text;
    bool         in_text, in_phonetic;
    struct slot *slot;
};

struct owned_fd { int fd; };

static void
end_file(void *file)
{
    close(((struct owned_fd *)file)->fd);
}

static struct err *
no_room(struct grid *g, int why)
{
    return err_errno(g->arena, "grid.write", MSG("There is no room to unpack the workbook."), why);
}

static struct err *
new_file(struct grid *g, int *fd)
{
    void           **owned = arena_owns(g->arena, end_file);
    struct owned_fd *o = NEW(g->arena, struct owned_fd);
    const char      *folder = str_is_known(g->folder) ? str_z(g->arena, g->folder) : "/tmp";

    *fd = o->fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (*fd < 0)
        return no_room(g, errno);
    *owned = o;
    return NULL;
}

/* ---- putting away ---------------------------------------------------------------------------- */

static struct err *
flush(struct grid_strings *s)
{
    size_t done = 0;

    while (done < s->n_out) {
        ssize_t n = write(s->fd, s->out + done, s->n_out - done);

        if (n < 0 && errno != EINTR)
            return no_room(s->grid, errno);
        done += n > 0 ? (size_t)n : 0;
    }
    s->n_out = 0;
    return NULL;
}

static struct err *
put_away(struct grid_strings *s, const void *p, size_t n)
{
    const char *from = p;

    s->bytes += n;
    while (n > 0) {
        size_t part = OUT_BYTES - s->n_out < n ? OUT_BYTES - s->n_out : n;

        memcpy(s->out + s->n_out, from, part);
        s->n_out += part;
        from += part;
        n -= part;
        if (s->n_out == OUT_BYTES)
            TRY(flush(s));
    }
    return NULL;
}

static struct err *
put_string(struct grid_strings *s)
{
    uint32_t n = (uint32_t)s->n_text;

    if (s->n == STRINGS_MAX)
        return grid_refuse(s->grid, "grid.malformed", MSG("It has over 8 million texts."));
    if (n > GRID_CELL_MAX)
        return grid_refuse(s->grid, "grid.long",
                           MSG("A cell is over 32 KB long, or a row over 1 MB."));
    TRY(put_away(s, &n, sizeof n));
    TRY(put_away(s, s->text, n));
    s->n++;
    s->offset[(s->n + GROUP - 1) / GROUP] = s->bytes;
    return NULL;
}

/* ---- what the part says ---------------------------------------------------------------------- */

static void
on_start(struct xml_in *x, struct str name, const char **attribute)
{
    struct grid_strings *s = x->to->arg;

    (void)attribute;
    if (str_eq(name, S("si")))
        s->n_text = 0;
    s->in_phonetic |= str_eq(name, S("rPh"));
    s->in_text = str_eq(name, S("t"));
}

static void
on_text(struct xml_in *x, struct str text)
{
    struct grid_strings *s = x->to->arg;

    if (!s->in_text || s->in_phonetic)
        return;
    if (text.n > TEXT_MAX - s->n_text) {
        xml_stop(x, grid_refuse(s->grid, "grid.long",
                                MSG("A cell is over 32 KB long, or a row over 1 MB.")));
        return;
    }
    memcpy(s->text + s->n_text, text.p, text.n);
    s->n_text += text.n;
}

static void
on_end(struct xml_in *x, struct str name)
{
    struct grid_strings *s = x->to->arg;
    struct err          *e = str_eq(name, S("si")) ? put_string(s) : NULL;

    s->in_text = false;
    if (str_eq(name, S("rPh")))
        s->in_phonetic = false;
    if (e)
        xml_stop(x, e);
}

struct err *
grid_strings_read(struct grid *g, struct zip_in *z, size_t entry, struct grid_strings **out)
{
    struct grid_strings *s = NEW(g->arena, struct grid_strings);
    struct xml_to        to = { .start = on_start, .end = on_end, .text = on_text, .arg = s };

    *s = (struct grid_strings){
        .grid = g, .offset = NEWS(g->arena, uint64_t, STRINGS_MAX / GROUP + 2),
        .out = NEWS(g->arena, char, OUT_BYTES), .text = NEWS(g->arena, char, TEXT_MAX),
        .slot = NEWS(g->arena, struct slot, SLOTS),
    };
    *out = s;
    TRY(new_file(g, &s->fd));
    TRY(xml_in_part(g->arena, z, entry, &to));
    return flush(s);
}

/* ---- reading them again ---------------------------------------------------------------------- */

static struct err *
read_at(struct grid_strings *s, void *to, size_t n, uint64_t at)
{
    return pread(s->fd, to, n, (off_t)at) == (ssize_t)n ? NULL
           : err_errno(s->grid->arena, "grid.read", MSG("The file could not be read."), EIO);
}

/* A string of a group that no slot holds, length by length. */
static struct err *
read_alone(struct grid_strings *s, int64_t wanted, struct str *out)
{
    uint64_t at = s->offset[wanted / GROUP];
    uint32_t n = 0;

    for (int64_t i = wanted / GROUP * GROUP; i <= wanted; i++) {
        TRY(read_at(s, &n, sizeof n, at));
        at += sizeof n + (i < wanted ? n : 0);
    }
    *out = (struct str){ s->text, n };
    return read_at(s, s->text, n, at);
}

struct err *
grid_string(struct grid *g, struct grid_strings *s, int64_t wanted, struct str *out)
{
    if (!s || wanted < 0 || wanted >= s->n)
        return grid_refuse(g, "grid.malformed", MSG("A cell shows a text that is not there."));
    int64_t      group = wanted / GROUP;
    struct slot *slot = &s->slot[group % SLOTS];
    uint64_t     bytes = s->offset[group + 1] - s->offset[group];
    uint32_t     n = 0;
    const char  *p = slot->p;

    if (bytes > SLOT_BYTES)
        return read_alone(s, wanted, out);
    if (slot->group != group + 1) {
        slot->group = 0;
        TRY(read_at(s, slot->p, bytes, s->offset[group]));
        slot->group = group + 1;
    }
    for (int64_t i = group * GROUP; ; i++) {
        memcpy(&n, p, sizeof n);
        p += sizeof n;
        if (i == wanted)
            break;
        p += n;
    }
    *out = (struct str){ p, n };
    return NULL;
}
