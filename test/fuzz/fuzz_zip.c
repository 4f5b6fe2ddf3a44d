/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_zip.c — any bytes as a stranger's ZIP: refused as a whole, or every entry is what it says.
 *
 * What is taken has no name that leads out of its folder and none twice, no more files and bytes
 * than the limits, and each entry gives as many bytes as its directory says, or a refusal. The same
 * bytes are asked what they are by content.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "paper/content.h"
#include "paper/zip_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ARENA_BYTES = 256 << 20, PART = 64 << 10 };

static const struct zip_limits limits = { .entries_max = 300, .entry_bytes_max = 2 << 20,
                                          .all_bytes_max = 8 << 20, .ratio_max = 200 };
static struct arena arena;

static void
check_refusal(const struct err *e)
{
    assert(e->kind == ERR_INPUT && e->code && msg_is(e->text) && msg_is(e->hint));
}

static void
check_name(struct str name)
{
    struct str part, rest = name;

    assert(name.n > 0 && name.p[0] != '/' && utf8_is_plain(name));
    while (rest.n > 0) {
        str_cut(rest, '/', &part, &rest);
        assert(!str_eq(part, S("..")));
    }
    assert(!memchr(name.p, '\\', name.n));
}

static void
check_entry(struct zip_in *zip, size_t i, uint64_t *all)
{
    const struct zip_entry *entry = zip_in_entry(zip, i);
    char                   *part = NEWS(&arena, char, PART);
    uint64_t                sum = 0;
    size_t                  n = 1, at;
    struct err             *e = zip_in_begin(zip, i);

    check_name(entry->name);
    assert(zip_in_find(zip, entry->name, &at) && at == i);
    while (!e && n > 0) {
        e = zip_in_read(zip, part, PART, &n);
        sum += e ? 0 : n;
    }
    zip_in_end(zip);
    if (e)
        check_refusal(e);
    else
        assert(sum == entry->bytes);
    *all += entry->bytes;
    assert(entry->bytes <= limits.entry_bytes_max && *all <= limits.all_bytes_max);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int            fd = memfd_create("zip", MFD_CLOEXEC);
    struct zip_in *zip;
    enum content   content;
    uint64_t       all = 0;

    if (!arena.base)
        arena = arena_make(ARENA_BYTES);
    assert(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    struct err *e = zip_in_open(&arena, fd, &limits, &zip);

    if (e)
        check_refusal(e);
    assert(e || zip_in_count(zip) <= limits.entries_max);
    for (size_t i = 0; !e && i < zip_in_count(zip); i++) {
        size_t mark = arena_mark(&arena);

        check_entry(zip, i, &all);
        arena_back(&arena, mark);
    }
    e = content_of(&arena, fd, S("bukti.zip"), &content);
    if (e)
        assert(e->kind == ERR_INPUT);
    arena_reset(&arena);
    close(fd);
    return 0;
}
