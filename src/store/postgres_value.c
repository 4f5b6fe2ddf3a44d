/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * postgres_value.c — values in PostgreSQL's binary format.
 *
 * Our kinds are few and their binary form is plain: integers in network order, one byte for a
 * bool, text and bytes as they are. Nothing is quoted, escaped or parsed.
 */
#include <assert.h>
#include <endian.h>
#include <string.h>

#include "base/arena.h"
#include "store/postgres.h"

/* Types by their numbers in pg_type, which never change. */
enum {
    OID_BOOL = 16, OID_BYTEA = 17, OID_NAME = 19, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23,
    OID_TEXT = 25, OID_FLOAT8 = 701, OID_UNKNOWN = 705, OID_VARCHAR = 1043, OID_NUMERIC = 1700,
};

Oid
pg_oid(enum value_kind kind)
{
    static const Oid oid[] = {
        [VALUE_INT64] = OID_INT8, [VALUE_TEXT] = OID_TEXT,
        [VALUE_BYTES] = OID_BYTEA, [VALUE_BOOL] = OID_BOOL,
    };

    return oid[kind];
}

void
pg_params_of(struct pg_params *p, const struct statement *st, const struct value *v)
{
    for (size_t i = 0; i < st->n_params; i++) {
        p->format[i] = 1;
        p->length[i] = 0;
        p->value[i] = NULL;
        if (v[i].unknown)
            continue;
        switch (v[i].kind) {
        case VALUE_INT64:
            p->number[i] = htobe64((uint64_t)v[i].n);
            p->value[i] = (const char *)&p->number[i];
            p->length[i] = (int)sizeof p->number[i];
            break;
        case VALUE_BOOL:
            assert(v[i].n == 0 || v[i].n == 1);
            p->flag[i] = (char)v[i].n;
            p->value[i] = &p->flag[i];
            p->length[i] = 1;
            break;
        case VALUE_TEXT:
        case VALUE_BYTES:
            assert(v[i].s.n <= INT32_MAX);
            p->value[i] = v[i].s.n ? v[i].s.p : "";
            p->length[i] = (int)v[i].s.n;
            break;
        }
    }
}

bool
pg_type_fits(Oid type, enum value_kind kind)
{
    switch (kind) {
    case VALUE_INT64:
        return type == OID_INT8 || type == OID_INT4 || type == OID_INT2;
    case VALUE_TEXT:
        return type == OID_TEXT || type == OID_VARCHAR || type == OID_NAME || type == OID_UNKNOWN;
    case VALUE_BYTES:
        return type == OID_BYTEA;
    case VALUE_BOOL:
        return type == OID_BOOL;
    }
    return false;
}

static int64_t
integer_of(const char *bytes, int n)
{
    uint64_t eight;
    uint32_t four;
    uint16_t two;

    switch (n) {
    case 8:
        memcpy(&eight, bytes, 8);
        return (int64_t)be64toh(eight);
    case 4:
        memcpy(&four, bytes, 4);
        return (int32_t)be32toh(four);
    default:
        assert(n == 2);
        memcpy(&two, bytes, 2);
        return (int16_t)be16toh(two);
    }
}

void
pg_take(const PGresult *r, int row, int column, struct value *v)
{
    const char *bytes = PQgetvalue(r, row, column);
    int         n = PQgetlength(r, row, column);

    if (PQgetisnull(r, row, column))
        v->unknown = true;
    else if (v->kind == VALUE_INT64)
        v->n = integer_of(bytes, n);
    else if (v->kind == VALUE_BOOL)
        v->n = bytes[0] != 0;
    else
        v->s = (struct str){ bytes, (size_t)n };
}

struct str
pg_type_name(struct arena *a, Oid type)
{
    switch (type) {
    case OID_NUMERIC:
        return S("numeric");
    case OID_FLOAT8:
        return S("double precision");
    case OID_INT8:
        return S("bigint");
    case OID_TEXT:
        return S("text");
    case OID_BOOL:
        return S("boolean");
    case OID_BYTEA:
        return S("bytea");
    default:
        return str_fmt(a, "type %u", type);
    }
}
