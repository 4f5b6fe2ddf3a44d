/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/negotiate.h"

#include "unit.h"
#include "web/route.h"

#define ALL (AS_HTML | AS_JSON | AS_CSV)

TEST(negotiate_format)
{
    static const struct { const char *name, *accept; uint32_t serves, is; } row[] = {
        { "baseline",                     "text/html",                    ALL, AS_HTML },
        { "no field",                     NULL,                           ALL, AS_HTML },
        { "anything",                     "*/*",                          ALL, AS_HTML },
        { "JSON",                         "application/json",             ALL, AS_JSON },
        { "problems are JSON",            "application/problem+json",     ALL, AS_JSON },
        { "CSV",                          "text/csv",                     ALL, AS_CSV  },
        { "any text",                     "text/*",                       ALL, AS_HTML },
        { "any text, but no HTML",        "text/html;q=0, text/*",        ALL, AS_CSV  },
        { "a browser", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                                                                          ALL, AS_HTML },
        { "weights decide",               "text/html;q=0.5, application/json;q=0.6", ALL, AS_JSON },
        { "a tie goes to the page",       "application/json, text/html",  ALL, AS_HTML },
        { "the exact one beats the star", "*/*;q=0.1, text/csv;q=0.05",   ALL, AS_HTML },
        { "weights have three places",    "text/html;q=0.001, text/csv;q=0.002", ALL, AS_CSV },
        { "parameters are passed over",   "application/json;charset=utf-8;q=0.9", ALL, AS_JSON },
        { "capitals",                     "Application/JSON",             ALL, AS_JSON },
        { "spaces", " application/json ; q=0.3 , text/html ; q=0.2", ALL, AS_JSON },
        { "nothing that is served",       "image/png",                    ALL, 0       },
        { "served by others only",        "text/csv",            AS_HTML | AS_JSON, 0  },
        { "all refused",                  "*/*;q=0",                      ALL, 0       },
        { "a malformed weight is no wish", "application/json;q=2, text/html;q=0.1", ALL, AS_HTML },
        { "an empty weight is no wish",   "application/json;q=, text/html;q=0.1", ALL, AS_HTML },
        { "commas alone",                 ",,,",                          ALL, 0       },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, negotiate_format(str_of(row[i].accept), row[i].serves) == row[i].is);
}

TEST(negotiate_lang)
{
    static const struct { const char *name, *accept; enum lang is; } row[] = {
        { "no field",             NULL,                        LANG_ID },
        { "Indonesian",           "id",                        LANG_ID },
        { "English",              "en",                        LANG_EN },
        { "of a region",          "en-GB",                     LANG_EN },
        { "the old code",         "in-ID, en;q=0.5",           LANG_ID },
        { "weights decide",       "id;q=0.4, en;q=0.8",        LANG_EN },
        { "a tie is Indonesian",  "en, id",                    LANG_ID },
        { "another first",        "jv, en;q=0.3",              LANG_EN },
        { "neither",              "de, fr",                    LANG_ID },
        { "a word like it",       "eng",                       LANG_ID },
        { "any",                  "*",                         LANG_ID },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, negotiate_lang(str_of(row[i].accept)) == row[i].is);
}

TEST(negotiate_packing)
{
    static const struct { const char *name, *accept; bool gzip, brotli; enum packing is; } row[] = {
        { "baseline",                 "gzip, br",         true,  true,  PACK_BROTLI },
        { "no field",                 NULL,               true,  true,  PACK_PLAIN  },
        { "only gzip is taken",       "gzip",             true,  true,  PACK_GZIP   },
        { "only gzip is there",       "gzip, br",         true,  false, PACK_GZIP   },
        { "nothing is there",         "gzip, br",         false, false, PACK_PLAIN  },
        { "gzip is preferred",        "gzip, br;q=0.5",   true,  true,  PACK_GZIP   },
        { "brotli is refused",        "gzip, br;q=0",     true,  true,  PACK_GZIP   },
        { "both are refused",         "gzip;q=0, br;q=0", true,  true,  PACK_PLAIN  },
        { "anything",                 "*",                true,  true,  PACK_BROTLI },
        { "anything but brotli",      "br;q=0, *",        true,  true,  PACK_GZIP   },
        { "another one",              "zstd, deflate",    true,  true,  PACK_PLAIN  },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, negotiate_packing(str_of(row[i].accept), row[i].gzip, row[i].brotli) ==
                               row[i].is);
}
