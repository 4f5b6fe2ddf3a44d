/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* fault.c — the faults of a pack, collected in the order of the file; see pack.h. */
#include "pack/pack.h"

#include <string.h>

struct pack_faults
pack_faults_in(struct arena *a, const struct pack *pack)
{
    return (struct pack_faults){ .arena = a, .file = pack->file };
}

static bool
is_before(struct pack_fault a, struct pack_fault b)
{
    return a.line < b.line || (a.line == b.line && a.column < b.column);
}

/* Keeps them sorted; of more than a hundred the last in the file go. */
void
pack_fault_add(struct pack_faults *f, struct pack_fault fault)
{
    size_t i = f->n;

    f->more = f->more || f->n == PACK_FAULTS_MAX;
    if (f->n == PACK_FAULTS_MAX && !is_before(fault, f->fault[--i]))
        return;
    for (; i > 0 && is_before(fault, f->fault[i - 1]); i--)
        f->fault[i] = f->fault[i - 1];
    f->fault[i] = fault;
    f->n += f->n < PACK_FAULTS_MAX;
}

void
pack_fault_at(struct pack_faults *f, const struct pack_node *node, struct msg what, struct msg todo)
{
    pack_fault_add(f, (struct pack_fault){ node->line, node->column, what, todo });
}

void
pack_fault_key(struct pack_faults *f, const struct pack_node *node, struct msg what,
               struct msg todo)
{
    pack_fault_add(f, (struct pack_fault){ node->key_line, node->key_column, what, todo });
}

struct str
pack_fault_line(const struct pack_faults *f, enum lang lang, size_t i)
{
    struct pack_fault fault = f->fault[i];

    return str_fmt(f->arena, "%.*s:%d:%d: %.*s %.*s", TEXT(f->file), fault.line, fault.column,
                   TEXT(msg_text(f->arena, lang, fault.what)),
                   TEXT(msg_text(f->arena, lang, fault.todo)));
}

static struct msg
how_many_follow(const struct pack_faults *f)
{
    if (f->more)
        return MSG("More than {0} other places are wrong too.", str_fmt(f->arena, "%zu", f->n - 1));
    if (f->n > 1)
        return MSG("Other places that are wrong too: {0}.", str_fmt(f->arena, "%zu", f->n - 1));
    return (struct msg){ .id = NULL };
}

struct err *
pack_faults_err(const struct pack_faults *f)
{
    if (f->n == 0)
        return NULL;
    return err_of(f->arena, (struct err){
        .kind   = ERR_INPUT,
        .code   = "pack.refused",
        .text   = f->fault[0].what,
        .detail = how_many_follow(f),
        .hint   = f->fault[0].todo,
        .where  = pack_where(f->arena, f->file, f->fault[0].line, f->fault[0].column),
    });
}
