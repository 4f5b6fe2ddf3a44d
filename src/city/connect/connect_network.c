/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_network.c — which kind of file it is, and what it says of states. */
#include "city/connect/connect_network.h"

#include <string.h>

#include "base/arena.h"
#include "city/connect/connect_network_part.h"
#include "city/connect/connect_site.h"

enum { NODES_MAX = 1000000, HEAD_BYTES = 1 << 16 };

void
connect_network_fault(struct connect_network_in *in, struct str where, uint32_t line,
                      struct connect_fault f)
{
    f.where = where;
    f.line = line;
    connect_fault_add(in->arena, in->faults, f);
}

struct err *
connect_network_full(struct connect_network_in *in)
{
    return err_of(in->arena, (struct err){ .kind = ERR_TOO_LARGE, .code = "connect.network_large",
        .text = MSG("The network has more than {0} nodes or spans.",
                    str_fmt(in->arena, "%d", NODES_MAX)),
        .hint = MSG("Split it by region and plan the parts."), .where = in->name });
}

/* ---- states ---------------------------------------------------------------------------------- */

static bool
status_find(struct str status, enum connect_state *is)
{
    static const struct { const char *word; enum connect_state is; } known[] = {
        { "operational", CONNECT_LIT },           { "inactive", CONNECT_DARK },
        { "planned", CONNECT_UNUSABLE },          { "proposed", CONNECT_UNUSABLE },
        { "underConstruction", CONNECT_UNUSABLE }, { "decommissioned", CONNECT_UNUSABLE },
        { "lit", CONNECT_LIT },                   { "dark", CONNECT_DARK },
    };

    for (size_t i = 0; i < COUNT(known); i++)
        if (str_eq(str_of(known[i].word), status)) {
            *is = known[i].is;
            return true;
        }
    return false;
}

enum connect_state
connect_state_of(struct connect_network_in *in, struct str status, const struct maybe_int *dark,
                 struct str where)
{
    enum connect_state is = CONNECT_LIT;

    if (!str_is_known(status))
        return dark->known && dark->n ? CONNECT_DARK : CONNECT_LIT;
    if (status_find(status, &is))
        return is == CONNECT_DARK && dark->known && !dark->n ? CONNECT_UNUSABLE : is;
    connect_network_fault(in, where, 0, (struct connect_fault){ .code = "connect.status",
        .is_doubt = true,
        .says = MSG("The status \"{0}\" is not one that is known; it is taken as out of use.",
                    status),
        .hint = MSG("OFDS knows operational, inactive, underConstruction, planned, proposed and "
                    "decommissioned.") });
    return CONNECT_UNUSABLE;
}

/* ---- files ----------------------------------------------------------------------------------- */

enum connect_network_kind
connect_network_kind_of(struct str file)
{
    struct str head = str_part(file, 0, HEAD_BYTES);
    size_t     features, networks;

    if (str_starts(head, S("\xef\xbb\xbf")))
        head = str_part(head, 3, head.n);
    while (head.n > 0 && connect_is_mark(" \t\r\n", head.p[0]))
        head = str_part(head, 1, head.n);
    if (!str_starts(head, S("{")) && !str_starts(head, S("[")))
        return CONNECT_CSV;
    if (!str_find(head, S("\"Feature"), &features) && !str_find(head, S("\"features\""), &features))
        return CONNECT_OFDS_JSON;
    return str_find(head, S("\"networks\""), &networks) && networks < features ? CONNECT_OFDS_JSON
                                                                               : CONNECT_GEOJSON;
}

static void
tell_no_status(struct connect_network_in *in)
{
    if (in->n_no_status > 0)
        connect_network_fault(in, in->name, 0, (struct connect_fault){ .is_doubt = true,
            .code = "connect.no_status",
            .says = MSG("{0} spans do not say their status; they are taken to be in use.",
                        str_fmt(in->arena, "%ju", (uintmax_t)in->n_no_status)),
            .hint = MSG("Fill in status: operational for fibre in use, inactive for dark "
                        "fibre.") });
}

struct err *
connect_network_read(struct arena *a, struct str name, struct str file,
                     struct connect_network *out, struct connect_faults *faults)
{
    struct connect_network_in in = { .arena = a, .name = str_copy(a, name), .faults = faults,
                                     .n_before = faults->n };

    if (file.n > CONNECT_FILE_MAX)
        return connect_network_full(&in);
    TRY(connect_usual_of(a, &in.usual));
    connect_rows_open(a, &in.nodes, sizeof(struct connect_node_in), NODES_MAX);
    connect_rows_open(a, &in.spans, sizeof(struct connect_span_in), NODES_MAX);
    connect_rows_open(a, &in.towers, sizeof(struct connect_tower_in), NODES_MAX);
    if (connect_network_kind_of(file) == CONNECT_CSV)
        TRY(connect_network_read_csv(&in, file));
    else
        TRY(connect_network_read_json(&in, file));
    tell_no_status(&in);
    return connect_network_close(&in, out);
}
