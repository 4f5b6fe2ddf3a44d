/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* zip_in.c — see zip_in.h. */
#include "paper/zip_in.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <minizip/unzip.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "paper/zip_file.h"

enum { NAME_MAX_BYTES = 1024, RATIO_FROM = 1 << 20, FLAGS_ENCRYPTED = 1 << 0 | 1 << 6 | 1 << 13,
       STORED = 0, DEFLATED = 8 };

#define GB ((uint64_t)1 << 30)

const struct zip_limits zip_limits_office = {
    .entries_max = 2000, .entry_bytes_max = GB, .all_bytes_max = GB, .ratio_max = 400,
};
const struct zip_limits zip_limits_evidence = {
    .entries_max = 10000, .entry_bytes_max = 4 * GB, .all_bytes_max = 4 * GB, .ratio_max = 200,
};

struct named { struct str name; size_t i; };

struct zip_in {
    struct arena     *arena;
    struct zip_file   file;
    unzFile           zip;
    size_t            n;
    struct zip_entry *entry;
    unz64_file_pos   *place;
    struct named     *by_name;          /* in byte order                  */
    bool              is_open;
    size_t            open;
    uint64_t          got;              /* bytes of the one that is open  */
};

/* ---- complaints ------------------------------------------------------------------------------ */

static struct err *
refuse(struct zip_in *z, const char *code, struct str where, struct msg why)
{
    return err_of(z->arena, (struct err){
        .kind = ERR_INPUT, .code = code, .where = where,
        .text = MSG("The ZIP or office file cannot be taken."), .detail = why,
        .hint = MSG("Save or pack it again with an ordinary program, without a password."),
    });
}

static struct err *
damaged(struct zip_in *z, struct str where)
{
    if (z->file.errnum)
        return err_errno(z->arena, "zip.read", MSG("The file could not be read."),
                         z->file.errnum);
    return refuse(z, "zip.malformed", where, MSG("It is damaged or cut short."));
}

static struct str
number(struct zip_in *z, uint64_t n)
{
    return str_fmt(z->arena, "%ju", (uintmax_t)n);
}

/* ---- the directory --------------------------------------------------------------------------- */

static bool
is_part_safe(struct str part)
{
    return part.n > 0 && !str_eq(part, S(".")) && !str_eq(part, S(".."));
}

static bool
is_name_safe(struct str name)
{
    struct str rest = name, part;

    if (name.n == 0 || (name.n > 1 && name.p[1] == ':') || !utf8_is_plain(name))
        return false;
    if (memchr(name.p, '\\', name.n))
        return false;
    if (name.p[name.n - 1] == '/')
        rest.n--;
    while (str_cut(rest, '/', &part, &rest))
        if (!is_part_safe(part))
            return false;
    return is_part_safe(part);
}

static struct err *
check_entry(struct zip_in *z, const unz_file_info64 *info, const struct zip_entry *e,
            const struct zip_limits *l)
{
    uint64_t packed = e->packed > 0 ? e->packed : 1;
    uint64_t most = l->entry_bytes_max < UINT32_MAX ? l->entry_bytes_max : UINT32_MAX - 1;

    if (info->flag & FLAGS_ENCRYPTED)
        return refuse(z, "zip.encrypted", e->name, MSG("It is protected by a password."));
    if (info->compression_method != STORED && info->compression_method != DEFLATED)
        return refuse(z, "zip.method", e->name, MSG("It is packed in a way that is rarely used."));
    if (info->disk_num_start != 0 || e->packed > z->file.size
        || (info->compression_method == STORED && e->bytes != e->packed))
        return damaged(z, e->name);
    if (e->bytes > most)        /* 2^32 - 1: what minizip makes of a size that ZIP64 says */
        return refuse(z, "zip.large", e->name, MSG("One of its files is over {0} bytes.",
                                                   number(z, most)));
    if (e->bytes > RATIO_FROM && e->bytes / packed > l->ratio_max)
        return refuse(z, "zip.ratio", e->name,
                      MSG("One of its files would grow to over {0} times its size.",
                          number(z, l->ratio_max)));
    return NULL;
}

static struct err *
read_entry(struct zip_in *z, size_t i, const struct zip_limits *l)
{
    unz_file_info64 info;
    char            name[NAME_MAX_BYTES + 1];

    if (unzGetCurrentFileInfo64(z->zip, &info, name, sizeof name, NULL, 0, NULL, 0) != UNZ_OK
        || unzGetFilePos64(z->zip, &z->place[i]) != UNZ_OK)
        return damaged(z, S(""));
    if (info.size_filename > NAME_MAX_BYTES)
        return refuse(z, "zip.name", S(""), MSG("One of its names is over 1,024 bytes long."));
    struct str said = { name, info.size_filename };

    if (!is_name_safe(said))
        return refuse(z, "zip.name", utf8_is_plain(said) ? str_copy(z->arena, said) : S(""),
                      MSG("One of its names would lead out of its folder, or cannot be read."));
    z->entry[i] = (struct zip_entry){
        .name = str_copy(z->arena, said), .bytes = info.uncompressed_size,
        .packed = info.compressed_size, .is_folder = name[said.n - 1] == '/',
    };
    return check_entry(z, &info, &z->entry[i], l);
}

static int
name_order(const void *a, const void *b)
{
    return str_cmp(((const struct named *)a)->name, ((const struct named *)b)->name);
}

static struct err *
order_names(struct zip_in *z)
{
    z->by_name = NEWS(z->arena, struct named, z->n + 1);
    for (size_t i = 0; i < z->n; i++)
        z->by_name[i] = (struct named){ z->entry[i].name, i };
    qsort(z->by_name, z->n, sizeof *z->by_name, name_order);
    for (size_t i = 1; i < z->n; i++)
        if (str_eq(z->by_name[i - 1].name, z->by_name[i].name))
            return refuse(z, "zip.twice", z->by_name[i].name, MSG("A name stands in it twice."));
    return NULL;
}

/* Overlapping entries, which make a small file large, have more packed bytes than the file. */
static struct err *
check_whole(struct zip_in *z, const struct zip_limits *l)
{
    uint64_t packed = 0, bytes = 0;

    for (size_t i = 0; i < z->n; i++) {
        packed += z->entry[i].packed;
        bytes += z->entry[i].bytes;     /* both are bounded already: no overflow */
    }
    if (packed > z->file.size)
        return damaged(z, S(""));
    if (bytes > l->all_bytes_max)
        return refuse(z, "zip.large", S(""), MSG("All that is in it is over {0} bytes.",
                                                 number(z, l->all_bytes_max)));
    return NULL;
}

static struct err *
read_directory(struct zip_in *z, const struct zip_limits *l)
{
    unz_global_info64 all;
    int               state = UNZ_OK;

    if (unzGetGlobalInfo64(z->zip, &all) != UNZ_OK)
        return damaged(z, S(""));
    if (all.number_entry > l->entries_max)
        return refuse(z, "zip.many", S(""), MSG("There are over {0} files in it.",
                                                number(z, l->entries_max)));
    z->n = (size_t)all.number_entry;
    z->entry = NEWS(z->arena, struct zip_entry, z->n + 1);
    z->place = NEWS(z->arena, unz64_file_pos, z->n + 1);
    for (size_t i = 0; i < z->n; i++) {
        state = i == 0 ? unzGoToFirstFile(z->zip) : unzGoToNextFile(z->zip);
        if (state != UNZ_OK)
            return damaged(z, S(""));
        TRY(read_entry(z, i, l));
    }
    TRY(order_names(z));
    return check_whole(z, l);
}

static void
end_zip(void *zip)
{
    unzClose(zip);
}

struct err *
zip_in_open(struct arena *a, int fd, const struct zip_limits *l, struct zip_in **out)
{
    struct zip_in *z = NEW(a, struct zip_in);
    void         **owned = arena_owns(a, end_zip);
    struct stat    is;
    zlib_filefunc64_def calls = zip_file_calls(&z->file);

    *z = (struct zip_in){ .arena = a, .file = { .fd = fd } };
    if (fstat(fd, &is) < 0)
        return err_errno(a, "zip.read", MSG("The file could not be read."), errno);
    z->file.size = (uint64_t)is.st_size;
    z->zip = unzOpen2_64("", &calls);
    *owned = z->zip;
    if (!z->zip)
        return z->file.errnum ? damaged(z, S(""))
                         : refuse(z, "zip.malformed", S(""), MSG("It is no ZIP, or cut short."));
    TRY(read_directory(z, l));
    *out = z;
    return NULL;
}

size_t
zip_in_count(const struct zip_in *z)
{
    return z->n;
}

const struct zip_entry *
zip_in_entry(const struct zip_in *z, size_t i)
{
    assert(i < z->n);
    return &z->entry[i];
}

bool
zip_in_find(const struct zip_in *z, struct str name, size_t *i)
{
    struct named        wanted = { .name = name };
    const struct named *found = bsearch(&wanted, z->by_name, z->n, sizeof wanted, name_order);

    if (found)
        *i = found->i;
    return found != NULL;
}

/* ---- an entry -------------------------------------------------------------------------------- */

struct err *
zip_in_begin(struct zip_in *z, size_t i)
{
    assert(i < z->n && !z->is_open);
    z->file.is_short = false;
    if (unzGoToFilePos64(z->zip, &z->place[i]) != UNZ_OK || unzOpenCurrentFile(z->zip) != UNZ_OK)
        return damaged(z, z->entry[i].name);
    z->is_open = true;
    z->open = i;
    z->got = 0;
    return NULL;
}

/* The library reads no more than the directory said, but does not complain of less. */
static struct err *
prove(struct zip_in *z)
{
    int state = unzCloseCurrentFile(z->zip);

    z->is_open = false;
    return state == UNZ_OK && z->got == z->entry[z->open].bytes
           ? NULL : damaged(z, z->entry[z->open].name);
}

struct err *
zip_in_read(struct zip_in *z, char *to, size_t room, size_t *n)
{
    assert(room > 0);
    int got;

    *n = 0;
    if (!z->is_open)
        return NULL;                    /* it has ended */
    got = unzReadCurrentFile(z->zip, to, room > INT_MAX ? INT_MAX : (unsigned)room);
    if (got < 0)
        return damaged(z, z->entry[z->open].name);
    z->got += (uint64_t)got;
    *n = (size_t)got;
    return got > 0 ? NULL : prove(z);
}

void
zip_in_end(struct zip_in *z)
{
    if (z->is_open)
        unzCloseCurrentFile(z->zip);
    z->is_open = false;
}
