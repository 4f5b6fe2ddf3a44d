/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_network_close.c — what was read becomes a network: places looked at, ends found. */
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"
#include "city/connect/connect_network_part.h"
#include "engine/net/steiner.h"

struct closing {
    struct connect_network_in *in;
    struct connect_middle      middle;
    struct connect_node_in    *node;            /* those that stay, at the front        */
    size_t                     n_nodes;
    const struct connect_node *before;          /* of the files before                  */
    uint32_t                   n_before;
    uint32_t                  *by_id, *before_by_id, *span_by_id;   /* rooms; NET_NONE: free */
    uint32_t                  *next_before;     /* of a node before: another of its id  */
    size_t                     rooms, before_rooms, span_rooms;
};

/* ---- the middle ------------------------------------------------------------------------------ */

static void
middle_find(struct closing *c)
{
    struct connect_network_in    *in = c->in;
    const struct connect_node_in *node = in->nodes.row;
    const struct connect_span_in *span = in->spans.row;
    const struct connect_tower_in *tower = in->towers.row;
    struct place *at = NEWS(in->arena, struct place, in->nodes.n + in->towers.n + in->n_points);
    size_t        n = 0;

    for (size_t i = 0; i < in->nodes.n; i++)
        at[n++] = node[i].node.at;
    for (size_t i = 0; i < in->spans.n; i++)
        for (size_t k = 0; k < span[i].span.n; k++)
            at[n++] = span[i].span.point[k];
    for (size_t i = 0; i < in->towers.n; i++)
        at[n++] = tower[i].tower.at;
    connect_middle_of(in->arena, at, n, sizeof *at, &c->middle);
}

/* False: it cannot be right; told. */
static bool
place_holds(struct closing *c, struct place at, struct str where, uint32_t line)
{
    struct connect_fault fault;

    if (!connect_place_fault(c->in->arena, &c->middle, at, &fault))
        return true;
    connect_network_fault(c->in, where, line, fault);
    return fault.is_doubt;
}

/* ---- ids ------------------------------------------------------------------------------------- */

static uint32_t *
rooms_of(struct arena *a, size_t n, size_t *rooms)
{
    uint32_t *room;

    for (*rooms = 16; *rooms < 2 * n;)
        *rooms *= 2;
    room = NEWS(a, uint32_t, *rooms);
    memset(room, 0xff, *rooms * sizeof *room);
    return room;
}

/* The room of a node of this file with that id in that network, or the free one for it. */
static uint32_t *
room_of(const struct closing *c, struct str scope, struct str id)
{
    size_t at = (hash_64(id) ^ hash_64(scope) * 3) & (c->rooms - 1);

    for (; c->by_id[at] != NET_NONE; at = (at + 1) & (c->rooms - 1)) {
        const struct connect_node_in *n = &c->node[c->by_id[at]];

        if (str_eq(n->node.id, id) && str_eq(n->scope, scope))
            break;
    }
    return &c->by_id[at];
}

static uint32_t *
room_before(const struct closing *c, struct str id)
{
    size_t at = hash_64(id) & (c->before_rooms - 1);

    while (c->before_by_id[at] != NET_NONE && !str_eq(c->before[c->before_by_id[at]].id, id))
        at = (at + 1) & (c->before_rooms - 1);
    return &c->before_by_id[at];
}

static bool
has_own_id(struct closing *c, size_t it)
{
    const struct connect_node_in *n = &c->node[it];

    if (n->node.id.n == 0)
        return true;
    uint32_t *room = room_of(c, n->scope, n->node.id);

    if (*room == NET_NONE) {
        *room = (uint32_t)it;
        return true;
    }
    connect_network_fault(c->in, n->where, n->line, (struct connect_fault){
        .code = "connect.same_id",
        .says = MSG("The id \"{0}\" is there already: {1}.", n->node.id, c->node[*room].where),
        .hint = MSG("Give each node an id of its own; only the first is used.") });
    return false;
}

/* ---- nodes and cell sites -------------------------------------------------------------------- */

static void
nodes_keep(struct closing *c)
{
    struct connect_network_in *in = c->in;

    c->node = in->nodes.row;
    c->by_id = rooms_of(in->arena, in->nodes.n, &c->rooms);
    for (size_t i = 0; i < in->nodes.n; i++) {
        c->node[c->n_nodes] = c->node[i];
        const struct connect_node_in *n = &c->node[c->n_nodes];

        if (place_holds(c, n->node.at, n->where, n->line) && has_own_id(c, c->n_nodes))
            c->n_nodes++;
    }
}

/* Those of one id as a list, the first file's in front. */
static void
before_find(struct closing *c)
{
    c->before_by_id = rooms_of(c->in->arena, c->n_before, &c->before_rooms);
    c->next_before = NEWS(c->in->arena, uint32_t, c->n_before);
    for (uint32_t i = c->n_before; i-- > 0;) {
        if (c->before[i].id.n == 0)
            continue;
        uint32_t *room = room_before(c, c->before[i].id);

        c->next_before[i] = *room;
        *room = i;
    }
}

static void
nodes_put(struct closing *c, struct connect_network *out)
{
    struct connect_node *node = NEWS(c->in->arena, struct connect_node, out->n_nodes + c->n_nodes);

    if (out->n_nodes > 0)
        memcpy(node, out->node, out->n_nodes * sizeof *node);
    for (size_t i = 0; i < c->n_nodes; i++)
        node[out->n_nodes++] = c->node[i].node;
    out->node = node;
}

static void
towers_put(struct closing *c, struct connect_network *out)
{
    struct connect_tower_in *in = c->in->towers.row;
    struct connect_tower    *tower = NEWS(c->in->arena, struct connect_tower,
                                          out->n_towers + c->in->towers.n);

    if (out->n_towers > 0)
        memcpy(tower, out->tower, out->n_towers * sizeof *tower);
    for (size_t i = 0; i < c->in->towers.n; i++)
        if (place_holds(c, in[i].tower.at, in[i].where, in[i].line))
            tower[out->n_towers++] = in[i].tower;
    out->tower = tower;
}

/* ---- spans ----------------------------------------------------------------------------------- */

static void
tell_nowhere(struct closing *c, const struct connect_span_in *s, struct str named, bool is_start)
{
    struct msg says;

    if (str_is_known(named))
        says = is_start ? MSG("Its start names the node \"{0}\", which is not there.", named)
                        : MSG("Its end names the node \"{0}\", which is not there.", named);
    else
        says = is_start ? MSG("Its start names no node.") : MSG("Its end names no node.");
    connect_network_fault(c->in, s->where, 0, (struct connect_fault){ .is_doubt = true,
        .code = "connect.end_nowhere", .says = says,
        .hint = MSG("The span is used along its way; this end stays open.") });
}

/* Files before may use an id for several nodes: the one that is nearest to the end of the way; of a
 * span without one the first, which is told. */
static uint32_t
end_before(struct closing *c, const struct connect_span_in *s, struct str named, bool is_start)
{
    uint32_t first = *room_before(c, named), best = first;

    if (first == NET_NONE || c->next_before[first] == NET_NONE)
        return first;
    if (s->span.n == 0) {
        connect_network_fault(c->in, s->where, 0, (struct connect_fault){ .is_doubt = true,
            .code = "connect.same_id",
            .says = MSG("Several nodes of the files before have the id \"{0}\"; the first is "
                        "taken.", named),
            .hint = MSG("Give each node an id of its own, or the span its way.") });
        return first;
    }
    struct place end = s->span.point[is_start ? 0 : s->span.n - 1];

    for (uint32_t i = c->next_before[first]; i != NET_NONE; i = c->next_before[i])
        if (place_metres(c->before[i].at, end) < place_metres(c->before[best].at, end))
            best = i;
    return best;
}

static uint32_t
end_find(struct closing *c, const struct connect_span_in *s, struct str named, bool is_start)
{
    uint32_t found = NET_NONE;

    if (named.n > 0) {
        found = *room_of(c, s->scope, named);
        if (found != NET_NONE)
            return found + c->n_before;
        found = end_before(c, s, named, is_start);
    }
    if (found == NET_NONE && s->span.n > 0 && c->n_nodes + c->n_before > 0
        && (s->tells_ends || str_is_known(named)))
        tell_nowhere(c, s, named, is_start);
    return found;
}

static struct place
node_at(const struct closing *c, uint32_t number)
{
    return number < c->n_before ? c->before[number].at : c->node[number - c->n_before].node.at;
}

/* Straight between its nodes, which is told; false: they do not lie anywhere either. */
static bool
way_between(struct closing *c, struct connect_span_in *s)
{
    struct place *way = NEWS(c->in->arena, struct place, 2);

    if (s->span.from == NET_NONE || s->span.to == NET_NONE) {
        connect_network_fault(c->in, s->where, 0, (struct connect_fault){ .code = "connect.no_way",
            .says = MSG("It has no way, and not both of its ends are known."),
            .hint = MSG("Give its route as a LineString, or nodes for its start and its end.") });
        return false;
    }
    way[0] = node_at(c, s->span.from);
    way[1] = node_at(c, s->span.to);
    s->span.point = way;
    s->span.n = 2;
    connect_network_fault(c->in, s->where, 0, (struct connect_fault){ .code = "connect.straight",
        .is_doubt = true, .says = MSG("It has no way; it is drawn straight between its nodes."),
        .hint = MSG("Give its route as a LineString, if it is known.") });
    return true;
}

/* All of its points are looked at; one that cannot be right is enough, far ones are told once. */
static bool
way_holds(struct closing *c, const struct connect_span_in *s)
{
    bool   told_far = false;
    double metres;

    for (size_t i = 0; i < s->span.n; i++) {
        enum connect_verdict is = connect_judge(&c->middle, s->span.point[i], &metres);

        if (is == CONNECT_FINE || (is == CONNECT_FAR && told_far))
            continue;
        if (!place_holds(c, s->span.point[i],
                         str_fmt(c->in->arena, "%.*s, position %zu", TEXT(s->where), i), 0))
            return false;
        told_far = true;
    }
    return true;
}

/* Spans by their id and network, as nodes; parts of one feature share theirs. */
static void
look_at_id(struct closing *c, const struct connect_span_in *all, uint32_t it)
{
    const struct connect_span_in *s = &all[it];
    size_t at = (hash_64(s->span.id) ^ hash_64(s->scope) * 3) & (c->span_rooms - 1);

    if (s->span.id.n == 0 || s->goes_on)
        return;
    for (; c->span_by_id[at] != NET_NONE; at = (at + 1) & (c->span_rooms - 1)) {
        const struct connect_span_in *first = &all[c->span_by_id[at]];

        if (!str_eq(first->span.id, s->span.id) || !str_eq(first->scope, s->scope))
            continue;
        connect_network_fault(c->in, s->where, 0, (struct connect_fault){ .is_doubt = true,
            .code = "connect.same_id",
            .says = MSG("The id \"{0}\" is there already: {1}.", s->span.id, first->where),
            .hint = MSG("Give each span an id of its own; both are used.") });
        return;
    }
    c->span_by_id[at] = it;
}

static bool
span_holds(struct closing *c, struct connect_span_in *s)
{
    s->span.from = end_find(c, s, s->start, true);
    s->span.to = end_find(c, s, s->end, false);
    return s->span.n > 0 ? way_holds(c, s) : way_between(c, s);
}

static void
spans_put(struct closing *c, struct connect_network *out)
{
    struct connect_span_in *in = c->in->spans.row;
    struct connect_span    *span = NEWS(c->in->arena, struct connect_span,
                                        out->n_spans + c->in->spans.n);

    if (out->n_spans > 0)
        memcpy(span, out->span, out->n_spans * sizeof *span);
    if (c->n_nodes + c->n_before == 0 && c->in->spans.n > 0 && in[0].tells_ends)
        connect_network_fault(c->in, c->in->name, 0, (struct connect_fault){ .is_doubt = true,
            .code = "connect.no_nodes", .says = MSG("It has no nodes at which its spans end."),
            .hint = MSG("The spans are used along their ways. If nodes stand in another file, give "
                        "that one first.") });
    c->span_by_id = rooms_of(c->in->arena, c->in->spans.n, &c->span_rooms);
    for (size_t i = 0; i < c->in->spans.n; i++) {
        look_at_id(c, in, (uint32_t)i);
        if (span_holds(c, &in[i]))
            span[out->n_spans++] = in[i].span;
    }
    out->span = span;
}

/* ---- all ------------------------------------------------------------------------------------- */

static struct err *
nothing(const struct connect_network_in *in)
{
    const struct connect_fault *f = connect_fault_first(in->faults, in->n_before);
    struct err                  e = { .kind = ERR_INPUT, .code = "connect.network_nothing",
        .text = MSG("Nothing of the network can be used."),
        .detail = MSG("It has no node and no span."),
        .hint = MSG("Does it only point to other files? Then give those."), .where = in->name };

    return connect_none_left(in->arena, e, in->n_seen > 0 ? f : NULL);
}

struct err *
connect_network_close(struct connect_network_in *in, struct connect_network *out)
{
    struct closing c = { .in = in, .before = out->node, .n_before = out->n_nodes };
    uint32_t       n = out->n_nodes + out->n_spans + out->n_towers;

    middle_find(&c);
    nodes_keep(&c);
    before_find(&c);
    spans_put(&c, out);
    nodes_put(&c, out);
    towers_put(&c, out);
    connect_fault_sort(in->faults, in->n_before);
    connect_rows_drop(&in->nodes);
    connect_rows_drop(&in->spans);
    connect_rows_drop(&in->towers);
    return out->n_nodes + out->n_spans + out->n_towers == n ? nothing(in) : NULL;
}
