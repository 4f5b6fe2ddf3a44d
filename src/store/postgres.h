/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* postgres.h — between postgres.c, postgres_open.c and postgres_value.c. */
#ifndef GUYUB_STORE_POSTGRES_H
#define GUYUB_STORE_POSTGRES_H

#include <libpq-fe.h>

#include "store/engine.h"

enum { OPEN_MAX = 16 };             /* statements giving rows at once, one inside the other */

struct postgres {
    PGconn      *conn;
    const char  *uri;               /* with its password: never shown                        */
    bool         lost;              /* it died, or leads to a node that may not write             */
    int32_t      queued;            /* statements sent whose answers were not read yet       */
    PGresult    *open[OPEN_MAX];    /* rows being given; a jump out of an arena leaves some  */
    size_t       n_open;
    uint64_t     given;             /* rows given so far, over all statements                */
    struct cache cache;             /* value: anything but NULL once prepared                */
};

extern const struct engine postgres_engine;

/* postgres_open.c */
struct err *postgres_connect(struct arena *, struct store *);   /* again, to the writable node */
struct err *postgres_set_up(struct arena *, struct store *);
struct err *postgres_err_lost(struct arena *, const struct store *, bool committing);
/* The failure of a result (NULL: of the connection) in our words; notes whether it was lost. */
struct err *postgres_err(struct arena *, struct store *, const PGresult *);

/* postgres_health.c */
struct err *postgres_durable(struct cx *, struct store_notes *);
struct err *postgres_examine(struct cx *, struct store_notes *);

/* postgres_copy.c */
struct err *postgres_tables(struct cx *, struct store_tables *);
struct err *postgres_check(struct cx *, struct str *wrong);

/* postgres_value.c — the binary format, both ways */
struct pg_params {
    const char *value[VALUES_MAX];
    int         length[VALUES_MAX], format[VALUES_MAX];
    uint64_t    number[VALUES_MAX];         /* in network order */
    char        flag[VALUES_MAX];
};

Oid  pg_oid(enum value_kind);
void pg_params_of(struct pg_params *, const struct statement *, const struct value *);
/* Whether a column of that type can be read as that kind. */
bool pg_type_fits(Oid, enum value_kind);
void pg_take(const PGresult *, int row, int column, struct value *);
struct str pg_type_name(struct arena *, Oid);

#endif
