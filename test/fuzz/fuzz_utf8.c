/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* fuzz_utf8.c — any bytes as text: valid or not, and then what validity promises. */
#include <assert.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A decoder of its own, by the table of the Unicode standard (well-formed byte sequences). */
static bool
is_well_formed(const uint8_t *p, size_t n)
{
    for (size_t i = 0; i < n;) {
        uint8_t c = p[i++], low = 0x80, high = 0xbf;
        int     more = c < 0x80 ? 0 : c >= 0xc2 && c <= 0xdf ? 1 : (c & 0xf0) == 0xe0 ? 2
                     : c >= 0xf0 && c <= 0xf4 ? 3 : -1;

        if (more < 0)
            return false;
        low = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : low;
        high = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : high;
        for (; more > 0; more--, low = 0x80, high = 0xbf)
            if (i >= n || p[i] < low || p[i++] > high)
                return false;
    }
    return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = arena_make(64 << 20);
    struct str   s = { (const char *)data, size };
    size_t       bad_at = 0;
    bool         valid = utf8_is_valid(s, &bad_at);
    struct buf   out = buf_in(&a, 8 * size + 8);
    struct json  j = json_to(&out);

    assert(valid == is_well_formed(data, size));
    assert(valid || (bad_at < size && utf8_is_valid(str_part(s, 0, bad_at), NULL)));
    assert(valid || !utf8_is_plain(s));
    json_str(&j, s);
    assert(utf8_is_valid(buf_str(&out), NULL));
    if (valid) {
        struct str nfc = utf8_nfc(&a, s), fold = utf8_fold(&a, s);

        assert(utf8_is_valid(nfc, NULL) && utf8_is_valid(fold, NULL) && utf8_is_plain(fold));
        assert(utf8_count(s) <= size && str_eq(utf8_nfc(&a, nfc), nfc));
        assert(str_eq(str_trim(fold), fold));
    }
    arena_drop(&a);
    return 0;
}
