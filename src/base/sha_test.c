/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/arena.h"
#include "base/sha.h"
#include "unit.h"

/* FIPS 180-4, examples of NIST. */
TEST(sha_hex)
{
    static const struct { const char *name, *text, *hex; } row[] = {
        { "nothing", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
        { "one block", "abc",
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
        { "two blocks", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
    };
    struct arena *a = unit_arena();

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str text = str_of(row[i].text);
        struct sha whole, parts;

        sha_begin(&whole);
        sha_add(&whole, text);
        sha_begin(&parts);
        for (size_t k = 0; k < text.n; k++)
            sha_add(&parts, str_part(text, k, 1));
        check(row[i].name, str_eq(sha_hex(&whole, a), str_of(row[i].hex)));
        check(row[i].name, str_eq(sha_hex(&parts, a), str_of(row[i].hex)));
    }
}
