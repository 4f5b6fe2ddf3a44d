/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Networks: OFDS, GeoJSON, CSV, every fault told. With GUYUB_DATA the four published networks and
 * the standard's own examples, one of which is invalid on purpose.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "city/connect/connect_network.h"
#include "city/connect/connect_told_test.h"
#include "engine/net/steiner.h"

#include "unit.h"

struct row { const char *name, *text; uint32_t nodes, spans; const char *told; };

/* Each text stands in a network of OFDS behind two nodes, "a" and "b". */
static void
check_rows(const struct row *row, size_t n, const char *before, const char *after)
{
    for (size_t i = 0; i < n; i++) {
        struct connect_network net = { .n_nodes = 0 };
        struct connect_faults  faults = { .n = 0 };
        struct str text = str_fmt(unit_arena(), "%s%s%s", before, row[i].text, after);
        struct err *e = connect_network_read(unit_arena(), S("f"), text, &net, &faults);

        check(row[i].name, e == NULL);
        check(row[i].name, net.n_nodes == row[i].nodes && net.n_spans == row[i].spans);
        check_text(row[i].name, connect_told(&faults), str_of(row[i].told));
        for (size_t k = 0; k < faults.n; k++)
            check(row[i].name, msg_is(faults.fault[k].says) && msg_is(faults.fault[k].hint));
    }
}

#define LINE "\"route\":{\"type\":\"LineString\",\"coordinates\":[[112.01,-7.81],[112.02,-7.82]]}"
#define ENDS "\"start\":\"a\",\"end\":\"b\",\"status\":\"operational\""

TEST(connect_ofds_spans)
{
    static const struct row row[] = {
        { "a good one", "{\"id\":\"1\"," ENDS "," LINE "}", 2, 1, "" },
        { "a start that is not there", "{\"id\":\"1\",\"start\":\"c\",\"end\":\"b\",\"status\":"
          "\"operational\"," LINE "}", 2, 1, "end_nowhere?@f#/networks/0/spans/0" },
        { "neither start nor end", "{\"id\":\"1\",\"start\":null,\"status\":\"operational\","
          LINE "}", 2, 1, "end_nowhere?@f#/networks/0/spans/0 end_nowhere?@f#/networks/0/spans/0" },
        { "no way, but two nodes", "{\"id\":\"1\"," ENDS "}", 2, 1,
          "straight?@f#/networks/0/spans/0" },
        { "no way, and one node", "{\"id\":\"1\",\"start\":\"a\",\"status\":\"operational\"}", 2, 0,
          "no_way@f#/networks/0/spans/0" },
        { "no id", "{" ENDS "," LINE "}", 2, 1, "no_id?@f#/networks/0/spans/0" },
        { "a way of one position", "{\"id\":\"1\"," ENDS ",\"route\":{\"type\":\"LineString\","
          "\"coordinates\":[[112.01,-7.81]]}}", 2, 0, "not_a_way@f#/networks/0/spans/0" },
        { "a way of texts", "{\"id\":\"1\"," ENDS ",\"route\":{\"type\":\"LineString\","
          "\"coordinates\":[[\"1\",\"2\"],[3,4]]}}", 2, 0, "not_a_way@f#/networks/0/spans/0" },
        { "a way that is a point", "{\"id\":\"1\"," ENDS ",\"route\":{\"type\":\"Point\","
          "\"coordinates\":[112.01,-7.81]}}", 2, 0, "not_a_way@f#/networks/0/spans/0" },
        { "a way without coordinates", "{\"id\":\"1\"," ENDS ",\"route\":{\"type\":"
          "\"LineString\"}}", 2, 0, "not_a_way@f#/networks/0/spans/0" },
        { "a position outside", "{\"id\":\"1\"," ENDS ",\"route\":{\"type\":\"LineString\","
          "\"coordinates\":[[112.01,-7.81],[112.02,-782]]}}", 2, 0,
          "outside@f#/networks/0/spans/0, position 1" },
        { "a position swapped", "{\"id\":\"1\"," ENDS ",\"route\":{\"type\":\"LineString\","
          "\"coordinates\":[[112.01,-7.81],[-7.82,112.02]]}}", 2, 0,
          "swapped@f#/networks/0/spans/0, position 1" },
        { "positions far away", "{\"id\":\"1\"," ENDS ",\"route\":{\"type\":\"LineString\","
          "\"coordinates\":[[112.01,-7.81],[13,52],[13,53]]}}", 2, 1,
          "far?@f#/networks/0/spans/0, position 1" },
        { "an id twice", "{\"id\":\"1\"," ENDS "," LINE "},{\"id\":\"1\"," ENDS "," LINE "}", 2, 2,
          "same_id?@f#/networks/0/spans/1" },
        { "no status", "{\"id\":\"1\",\"start\":\"a\",\"end\":\"b\"," LINE "}", 2, 1,
          "no_status?@f" },
        { "a status that is none", "{\"id\":\"1\",\"start\":\"a\",\"end\":\"b\",\"status\":"
          "\"open\"," LINE "}", 2, 1, "status?@f#/networks/0/spans/0" },
        { "of microwave", "{\"id\":\"1\"," ENDS ",\"transmissionMedium\":[\"microwave\"]," LINE "}",
          2, 1, "not_fibre?@f#/networks/0/spans/0" },
        { "of both", "{\"id\":\"1\"," ENDS ",\"transmissionMedium\":[\"microwave\",\"fibre\"],"
          LINE "}", 2, 1, "" },
        { "no object", "1", 2, 0, "thing@f#/networks/0/spans/0" },
    };

    check_rows(row, COUNT(row),
               "{\"networks\":[{\"id\":\"n\",\"nodes\":["
               "{\"id\":\"a\",\"location\":{\"type\":\"Point\",\"coordinates\":[112.01,-7.81]}},"
               "{\"id\":\"b\",\"location\":{\"type\":\"Point\",\"coordinates\":[112.02,-7.82]}}],"
               "\"spans\":[", "]}]}");
}

TEST(connect_ofds_nodes)
{
    static const struct row row[] = {
        { "a good one", "{\"id\":\"c\",\"location\":{\"type\":\"Point\",\"coordinates\":"
          "[112.03,-7.83]}}", 3, 0, "" },
        { "no location", "{\"id\":\"c\"}", 2, 0, "no_coordinates@f#/networks/0/nodes/2" },
        { "a line", "{\"id\":\"c\",\"location\":{\"type\":\"LineString\",\"coordinates\":"
          "[[0,0],[0,0]]}}", 2, 0, "not_a_point@f#/networks/0/nodes/2" },
        { "0, 0", "{\"id\":\"c\",\"location\":{\"type\":\"Point\",\"coordinates\":[0,0]}}", 2, 0,
          "zero@f#/networks/0/nodes/2" },
        { "swapped", "{\"id\":\"c\",\"location\":{\"type\":\"Point\",\"coordinates\":"
          "[-7.83,112.03]}}", 2, 0, "swapped@f#/networks/0/nodes/2" },
        { "the same id", "{\"id\":\"a\",\"location\":{\"type\":\"Point\",\"coordinates\":"
          "[112.03,-7.83]}}", 2, 0, "same_id@f#/networks/0/nodes/2" },
        { "no id", "{\"location\":{\"type\":\"Point\",\"coordinates\":[112.03,-7.83]}}", 3, 0,
          "no_id?@f#/networks/0/nodes/2" },
        { "a status that is none", "{\"id\":\"c\",\"status\":\"?\",\"location\":{\"type\":"
          "\"Point\",\"coordinates\":[112.03,-7.83]}}", 3, 0, "status?@f#/networks/0/nodes/2" },
    };

    check_rows(row, COUNT(row),
               "{\"networks\":[{\"id\":\"n\",\"spans\":null,\"nodes\":["
               "{\"id\":\"a\",\"location\":{\"type\":\"Point\",\"coordinates\":[112.01,-7.81]}},"
               "{\"id\":\"b\",\"location\":{\"type\":\"Point\",\"coordinates\":[112.02,-7.82]}},",
               "]}]}");
}

TEST(connect_ofds_states)
{
    static const struct { const char *name, *says; enum connect_state is; } row[] = {
        { "operational", "\"status\":\"operational\"", CONNECT_LIT },
        { "with dark fibre beside", "\"status\":\"operational\",\"darkFibre\":true", CONNECT_LIT },
        { "inactive", "\"status\":\"inactive\"", CONNECT_DARK },
        { "inactive, for lease", "\"status\":\"inactive\",\"darkFibre\":true", CONNECT_DARK },
        { "inactive, not for lease", "\"status\":\"inactive\",\"darkFibre\":false",
          CONNECT_UNUSABLE },
        { "planned", "\"status\":\"planned\",\"darkFibre\":true", CONNECT_UNUSABLE },
        { "proposed", "\"status\":\"proposed\"", CONNECT_UNUSABLE },
        { "being built", "\"status\":\"underConstruction\"", CONNECT_UNUSABLE },
        { "taken down", "\"status\":\"decommissioned\"", CONNECT_UNUSABLE },
        { "only for lease", "\"darkFibre\":true", CONNECT_DARK },
        { "only not for lease", "\"darkFibre\":false", CONNECT_LIT },
        { "nothing said", "\"name\":\"x\"", CONNECT_LIT },
        { "a word that is none", "\"status\":\"Operational!\"", CONNECT_UNUSABLE },
        { "of copper", "\"status\":\"operational\",\"transmissionMedium\":[\"copper\"]",
          CONNECT_UNUSABLE },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct connect_network net = { .n_nodes = 0 };
        struct connect_faults  faults = { .n = 0 };
        struct str text = str_fmt(unit_arena(), "{\"spans\":[{\"id\":\"1\",%s," LINE "}]}",
                                  row[i].says);

        check(row[i].name, connect_network_read(unit_arena(), S("f"), text, &net, &faults) == NULL);
        check(row[i].name, net.n_spans == 1 && net.span[0].is == row[i].is);
    }
}

/* Ids are unique within a network; ends are found in their own. */
TEST(connect_ofds_two_networks)
{
#define NODE(id, lon) "{\"id\":\"" id "\",\"location\":{\"type\":\"Point\",\"coordinates\":[" lon \
                      ",-7.8]}}"
#define SPAN "{\"id\":\"s\",\"start\":\"a\",\"end\":\"b\",\"status\":\"inactive\"}"
    struct connect_network net = { .n_nodes = 0 };
    struct connect_faults  faults = { .n = 0 };
    struct err *e = connect_network_read(unit_arena(), S("f"),
        S("{\"networks\":[{\"spans\":[" SPAN "],\"nodes\":[" NODE("a", "112.0") ","
          NODE("b", "112.1") "]},"
          "{\"nodes\":[" NODE("b", "112.2") "," NODE("a", "112.3") "],\"spans\":[" SPAN "]}]}"),
        &net, &faults);

    check("it is read", e == NULL && net.n_nodes == 4 && net.n_spans == 2);
    check_text("told", connect_told(&faults),
               S("straight?@f#/networks/0/spans/0 straight?@f#/networks/1/spans/0"));
    check("the first", net.span[0].from == 0 && net.span[0].to == 1);
    check("the second", net.span[1].from == 3 && net.span[1].to == 2);
    check("its way", net.span[1].n == 2 && net.span[1].point[0].lon == 112.3
          && net.span[1].point[1].lon == 112.2);
}

/* Two files that both call a node "a", a third that means the second one's; and the first again. */
TEST(connect_ofds_ids_of_two_files)
{
#define AT(lon) "{\"nodes\":[" NODE("a", lon) "],\"spans\":[]}"
    static const char *const file[] = { AT("112.0"), AT("112.4"), AT("112.8"),
        "{\"spans\":[{\"id\":\"s\",\"start\":\"a\",\"end\":\"a\",\"status\":\"operational\","
        "\"route\":{\"type\":\"LineString\",\"coordinates\":[[112.41,-7.8],[112.79,-7.8]]}},"
        "{\"id\":\"t\",\"start\":\"a\",\"end\":\"a\",\"status\":\"operational\"}]}",
        "{\"nodes\":[" NODE("a", "112.9") "],\"spans\":[{\"id\":\"s\",\"start\":\"a\","
        "\"end\":\"a\",\"status\":\"operational\"}]}" };
    struct connect_network net = { .n_nodes = 0 };
    struct connect_faults  faults = { .n = 0 };

    for (size_t i = 0; i < COUNT(file); i++)
        check("it is read", connect_network_read(unit_arena(), str_fmt(unit_arena(), "%zu", i),
                                                 str_of(file[i]), &net, &faults) == NULL);
    check("all stay", net.n_nodes == 4 && net.n_spans == 3);
    check("the nearest", net.span[0].from == 1 && net.span[0].to == 2);
    check("the first", net.span[1].from == 0 && net.span[1].to == 0);
    check("its own", net.span[2].from == 3 && net.span[2].to == 3);
    check_text("told", connect_told(&faults), S("same_id?@3#/spans/1 same_id?@3#/spans/1 "
                                        "straight?@3#/spans/1 straight?@4#/spans/0"));
}

/* ---- GeoJSON --------------------------------------------------------------------------------- */

#define SHAPE(type, coordinates, properties) \
    "{\"type\":\"Feature\",\"geometry\":{\"type\":\"" type "\"," \
    "\"coordinates\":" coordinates "},\"properties\":" properties "}"
#define HEAD "{\"type\":\"FeatureCollection\",\"features\":["
#define NET "\"network\":{\"id\":\"n\"}"

TEST(connect_network_geojson)
{
    static const struct row row[] = {
        { "points and lines", SHAPE("Point", "[112,-7.8]", "{}") ","
          SHAPE("LineString", "[[112,-7.8],[112.1,-7.8]]", "{\"status\":\"operational\"}"), 1, 1,
          "" },
        { "lines of several parts", SHAPE("MultiLineString", "[[[112,-7.8],[112.1,-7.8]],"
          "[[112.2,-7.8],[112.3,-7.8]]]", "{\"id\":\"1\",\"status\":\"operational\"}"), 0, 2, "" },
        { "a part of one position", SHAPE("MultiLineString", "[[[112,-7.8],[112.1,-7.8]],"
          "[[112.2,-7.8]]]",
          "{\"status\":\"operational\"}"), 0, 1, "not_a_way@f#/features/0" },
        { "no status", SHAPE("LineString", "[[112,-7.8],[112.1,-7.8]]", "null"), 0, 1,
          "no_status?@f" },
        { "an area", SHAPE("Point", "[112,-7.8]", "{}") "," SHAPE("Polygon", "[]", "{}"), 1, 0,
          "not_a_point@f#/features/1" },
        { "of OFDS, by ids", SHAPE("LineString", "[[112,-7.8],[112.1,-7.8]]", "{\"id\":\"s\","
          "\"status\":\"operational\",\"start\":\"a\",\"end\":\"b\"," NET "}") ","
          SHAPE("Point", "[112,-7.8]", "{\"id\":\"a\"," NET "}") ","
          SHAPE("Point", "[112.1,-7.8]", "{\"id\":\"b\"," NET "}"), 2, 1, "" },
        { "of OFDS, an end missing", SHAPE("LineString", "[[112,-7.8],[112.1,-7.8]]",
          "{\"id\":\"s\",\"status\":\"operational\",\"start\":{\"id\":\"a\"}," NET "}") ","
          SHAPE("Point", "[112,-7.8]", "{\"id\":\"a\"," NET "}"), 1, 1,
          "end_nowhere?@f#/features/0" },
        { "of OFDS, no nodes", SHAPE("LineString", "[[112,-7.8],[112.1,-7.8]]", "{\"id\":\"s\","
          "\"status\":\"operational\",\"start\":{\"id\":\"a\"}," NET "}"), 0, 1, "no_nodes?@f" },
        { "of OFDS, a span of no way", SHAPE("Point", "[112,-7.8]", "{\"id\":\"a\"," NET "}")
          ",{\"properties\":{\"id\":\"s\",\"status\":\"planned\",\"featureType\":\"span\"," NET
          "}}", 1, 0, "no_way@f#/features/1" },
        { "no geometry", SHAPE("Point", "[112,-7.8]", "{}") ",{\"properties\":{}}", 1, 0,
          "no_coordinates@f#/features/1" },
        { "no feature", SHAPE("Point", "[112,-7.8]", "{}") ",[]", 1, 0, "thing@f#/features/1" },
    };

    check_rows(row, COUNT(row), HEAD, "]}");
}

TEST(connect_network_towers)
{
    struct connect_network net = { .n_nodes = 0 };
    struct connect_faults  faults = { .n = 0 };

    check("GeoJSON", connect_network_read(unit_arena(), S("f"),
          S(HEAD SHAPE("Point", "[112,-7.8]", "{\"radio_type\":\"4G/LTE\"}") ","
            SHAPE("Point", "[112,-7.8]", "{\"technology\":\"GPON\"}") "]}"), &net,
          &faults) == NULL);
    check("CSV", connect_network_read(unit_arena(), S("f"),
          S("Site ID,Latitude,Longitude,Technology\nx,-7.8,112,2G\ny,0,0,4G\n"), &net,
          &faults) == NULL);
    check("two cell sites, one node", net.n_towers == 2 && net.n_nodes == 1);
    check("their radio", net.tower[0].is_4g && !net.tower[1].is_4g);
    check_text("the other", connect_told(&faults), S("zero@f:3"));
    check("its line", faults.fault[0].line == 3);
}

/* Nodes in one file, spans in another that follows; and all of them of one place. */
TEST(connect_network_two_files)
{
    struct connect_network net = { .n_nodes = 0 };
    struct connect_faults  faults = { .n = 0 };

    check("nodes as CSV", connect_network_read(unit_arena(), S("a"),
          S("id,lat,lon,status\na,-7.8,112,operational\nb,-7.8,112.1,inactive\n"), &net,
          &faults) == NULL);
    check("spans", connect_network_read(unit_arena(), S("b"),
          S(HEAD SHAPE("LineString", "[[112,-7.8],[112.1,-7.8]]",
                    "{\"start\":\"a\",\"end\":\"b\",\"status\":\"dark\"}") ","
            SHAPE("Point", "[112.2,-7.8]", "{\"id\":\"c\"}") "]}"), &net, &faults) == NULL);
    check("nothing is told", faults.n == 0);
    check("all are there", net.n_nodes == 3 && net.n_spans == 1);
    check("ends in the file before", net.span[0].from == 0 && net.span[0].to == 1
          && net.span[0].is == CONNECT_DARK && net.node[1].is == CONNECT_DARK);
    check_text("behind them", net.node[2].id, S("c"));
}

TEST(connect_network_refused)
{
    static const struct { const char *name, *text, *code, *where; } row[] = {
        { "empty", "", "csv.column_missing", "f:1:1" },
        { "a list", "[]", "connect.json", "f:1:1" },
        { "another thing", "{\"type\":\"Topology\"}", "connect.no_network", "f" },
        { "no networks", "{\"networks\":[]}", "connect.network_nothing", "f" },
        { "it points to others", "{\"networks\":[{\"id\":\"1\",\"links\":[{}]}]}",
          "connect.network_nothing", "f" },
        { "nothing but faults", "{\"nodes\":[{\"id\":\"1\"}]}", "connect.network_nothing",
          "f#/nodes/0" },
        { "cut off", "{\"nodes\":[{", "connect.json", "f:1:12" },
        { "networks that are none", "{\"networks\":{}}", "connect.json", "f:1:13" },
        { "nodes twice", "{\"nodes\":[],\"nodes\":[]}", "connect.json", "f:1:21" },
        { "a CSV without places", "a,b\n1,2\n", "connect.no_place", "f:1" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct connect_network net = { .n_nodes = 0 };
        struct connect_faults  faults = { .n = 0 };
        struct err *e = connect_network_read(unit_arena(), S("f"), str_of(row[i].text), &net,
                                             &faults);

        check_text(row[i].name, e ? str_of(e->code) : S(""), str_of(row[i].code));
        check_text(row[i].name, e ? e->where : S(""), str_of(row[i].where));
    }
}

TEST(connect_network_kinds)
{
    static const struct { const char *name, *text; enum connect_network_kind is; } row[] = {
        { "OFDS", "{\"networks\":[]}", CONNECT_OFDS_JSON },
        { "GeoJSON", " {\"type\":\"FeatureCollection\"}", CONNECT_GEOJSON },
        { "by its features", "\xef\xbb\xbf{\"features\":[]}", CONNECT_GEOJSON },
        { "OFDS that names features later", "{\"networks\":[{\"features\":1}]}",
          CONNECT_OFDS_JSON },
        { "CSV", "lat,lon\n", CONNECT_CSV },
        { "nothing", "", CONNECT_CSV },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, connect_network_kind_of(str_of(row[i].text)) == row[i].is);
}

/* ---- real networks --------------------------------------------------------------------------- */

/* The text of a file of the data, which may be compressed; 4 MB at most. */
static struct str
text_of(struct str name)
{
    enum { MOST = 4 << 20 };
    const char *path = str_z(unit_arena(), str_fmt(unit_arena(), "%s/ofds/%.*s",
                                                   getenv("GUYUB_DATA"), TEXT(name)));
    char  *text = NEWS(unit_arena(), char, MOST);
    gzFile f = gzopen(path, "rb");
    int    n = f ? gzread(f, text, MOST) : -1;

    check(path, n > 0 && n < MOST);
    if (f)
        gzclose(f);
    return (struct str){ text, n > 0 ? (size_t)n : 0 };
}

static size_t
count_of(const struct connect_faults *f, const char *code)
{
    size_t n = 0;

    for (size_t i = 0; i < f->n; i++)
        n += strcmp(f->fault[i].code, code) == 0;
    return n;
}

static uint32_t
open_ends(const struct connect_network *net)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < net->n_spans; i++)
        n += (net->span[i].from == NET_NONE ? 1u : 0) + (net->span[i].to == NET_NONE ? 1u : 0);
    return n;
}

/* Counted beforehand by a program of another language. All say that they are operational. */
TEST(connect_ofds_real)
{
    static const struct { const char *file; uint32_t nodes, spans, points, open; } row[] = {
        { "networks/brazil_eletronet.ofds.json.gz", 162, 169, 617, 0 },
        { "networks/georgia_opennet.ofds.json.gz", 950, 953, 2927, 0 },
        { "networks/nigeria_phase3.ofds.json.gz", 93, 115, 3468, 7 },
        { "networks/south_africa_broadband_infraco.ofds.json.gz", 123, 134, 673, 0 },
    };

    if (!getenv("GUYUB_DATA")) {
        unit_skip("GUYUB_DATA is not set");
        return;
    }
    for (size_t i = 0; i < COUNT(row); i++) {
        struct connect_network net = { .n_nodes = 0 };
        struct connect_faults  faults = { .n = 0 };
        uint32_t               points = 0, lit = 0;
        struct str             text = text_of(str_of(row[i].file));

        check(row[i].file, connect_network_kind_of(text) == CONNECT_OFDS_JSON);
        check(row[i].file, connect_network_read(unit_arena(), S("f"), text, &net, &faults) == NULL);
        for (uint32_t k = 0; k < net.n_spans; k++) {
            points += net.span[k].n;
            lit += net.span[k].is == CONNECT_LIT;
        }
        check(row[i].file, net.n_nodes == row[i].nodes && net.n_spans == row[i].spans
              && lit == row[i].spans && points == row[i].points && open_ends(&net) == row[i].open);
        check(row[i].file, faults.n_more + faults.n_more_doubts == 0 && faults.n == row[i].open
              && count_of(&faults, "connect.end_nowhere") == row[i].open);
    }
}

/* The standard's examples: one network as JSON and as GeoJSON of two files, and what is wrong on
 * purpose. */
TEST(connect_ofds_examples)
{
    static const struct { const char *file, *code, *told; } row[] = {
        { "network-package-invalid.json", "connect.network_nothing",
          "status?@f#/networks/0/spans/0 not_fibre?@f#/networks/0/spans/0 "
          "no_id?@f#/networks/0/spans/0 not_a_way@f#/networks/0/spans/0" },
        { "network-package-additional-checks.json", "connect.network_nothing",
          "not_a_way@f#/networks/0/spans/0 not_a_point@f#/networks/0/nodes/0 "
          "no_coordinates@f#/networks/0/nodes/1 no_status?@f no_nodes?@f "
          "no_way@f#/networks/0/spans/1" },
        { "network-separate-files.json", "connect.network_nothing", "" },
        { "network-package.json", "", "" },
    };
    struct connect_network net = { .n_nodes = 0 }, geo = { .n_nodes = 0 };
    struct connect_faults  none = { .n = 0 };

    if (!getenv("GUYUB_DATA")) {
        unit_skip("GUYUB_DATA is not set");
        return;
    }
    for (size_t i = 0; i < COUNT(row); i++) {
        struct connect_faults faults = { .n = 0 };
        struct str text = text_of(str_fmt(unit_arena(), "standard/examples/json/%s", row[i].file));
        struct err *e = connect_network_read(unit_arena(), S("f"), text, &net, &faults);

        check_text(row[i].file, e ? str_of(e->code) : S(""), str_of(row[i].code));
        check_text(row[i].file, connect_told(&faults), str_of(row[i].told));
    }
    check("nodes", connect_network_read(unit_arena(), S("n"),
          text_of(S("standard/examples/geojson/nodes.geojson")), &geo, &none) == NULL);
    check("spans", connect_network_read(unit_arena(), S("s"),
          text_of(S("standard/examples/geojson/spans.geojson")), &geo, &none) == NULL);
    check("the same network", none.n == 0 && geo.n_nodes == net.n_nodes && net.n_nodes == 2
          && geo.n_spans == net.n_spans && net.n_spans == 1);
    check("the same way", geo.span[0].n == net.span[0].n && net.span[0].n == 13);
    for (uint32_t i = 0; i < 13; i++)
        check("each point of it", geo.span[0].point[i].lat == net.span[0].point[i].lat
              && geo.span[0].point[i].lon == net.span[0].point[i].lon);
    check("the same ends", geo.span[0].from == 0 && geo.span[0].to == 1 && net.span[0].from == 0
          && net.span[0].to == 1);
}
