/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* asset_test.c — on the assets that are in the program: each is found at its own address only. */
#include "web/asset.h"

#include "base/arena.h"
#include "base/hash.h"
#include "unit.h"
#include "web/answer.h"

TEST(asset_addresses)
{
    struct arena *a = unit_arena();

    check("there are assets", asset_list_n > 0);
    for (size_t i = 0; i < asset_list_n; i++) {
        const struct asset *asset = &asset_list[i];
        struct str href = asset_href(a, asset->path);
        char      *wrong = NEWS(a, char, href.n);

        check(asset->path, asset_at(href) == asset);
        check(asset->path, asset->hash == hash_64(asset->plain));
        for (size_t at = 0; at < href.n; at++) {
            for (size_t k = 0; k < href.n; k++)
                wrong[k] = href.p[k];
            wrong[at] = wrong[at] == '0' ? '1' : '0';
            check(asset->path, asset_at((struct str){ wrong, href.n }) == NULL);
        }
    }
}

TEST(asset_addresses_that_are_none)
{
    static const char *const row[] = {
        "/assets/", "/assets/guyub.css", "/assets/.css", "/assets/guyub..css", "/asset",
        "/assets/12345678.css", "/assets/../guyub.css", "/", "/assets/guyub.1234567.css",
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i], asset_at(str_of(row[i])) == NULL);
}

static void
ask_for_none(void *arg)
{
    asset_href(arg, "none.css");
}

TEST(asset_href_of_none_is_our_mistake)
{
    check("it asserts", unit_aborts(ask_for_none, unit_arena()));
}

TEST(asset_answer)
{
    struct arena *a = unit_arena();
    struct http_request rq = {
        .method = HTTP_GET, .path = asset_href(a, "guyub.css"), .n_fields = 1,
    };
    static const struct { const char *name, *value; size_t packed; } row[] = {
        { "accept-encoding", "identity", 0 }, { "accept-encoding", "gzip", 1 },
        { "accept-encoding", "br", 2 },
    };
    const struct asset *asset = asset_at(rq.path);
    struct answer out;

    for (size_t i = 0; i < COUNT(row); i++) {
        const struct str body[] = { asset->plain, asset->gzip, asset->brotli };

        rq.field[0] = (struct http_field){ str_of(row[i].name), str_of(row[i].value) };
        check(row[i].value, asset_answer(a, &rq, &out) && out.status == 200);
        check(row[i].value, str_eq(out.body, body[row[i].packed]));
    }
    rq.method = HTTP_POST;
    check("not by POST", !asset_answer(a, &rq, &out));
}
