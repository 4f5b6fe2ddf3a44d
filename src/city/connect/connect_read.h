/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_read.h — what the readers of sites and of networks share; only they include it.
 *
 * WHAT   Which column is what (pack/connectivity/column.csv); cells as numbers and words; which
 *        places cannot be right; faults; lists that grow; and a walk through JSON of any length
 *        that holds one small value of it at a time.
 * WHERE  Of CSV "FILE:LINE" or "FILE:LINE:COLUMN"; of JSON "FILE#/features/3", a JSON pointer
 *        (RFC 6901), or "FILE:LINE:COLUMN" where it is no JSON.
 */
#ifndef GUYUB_CITY_CONNECT_READ_H
#define GUYUB_CITY_CONNECT_READ_H

#include <jansson.h>

#include "city/connect/connect.h"
#include "pack/usual.h"

/* ---- lists that grow ------------------------------------------------------------------------- */

/* Side by side in a memory of their own, until they are taken into the arena. */
struct connect_rows { struct arena *own; void *row; size_t size, n, most; void **place; };

void  connect_rows_open(struct arena *, struct connect_rows *, size_t size, size_t most);
void *connect_rows_add(struct connect_rows *);              /* NULL: there are `most` */
/* `before` and the rows behind them, in the arena; the rows' own memory is given back. */
void *connect_rows_take(struct arena *, struct connect_rows *, const void *before,
                        size_t n_before);
void  connect_rows_drop(struct connect_rows *);

/* ---- faults ---------------------------------------------------------------------------------- */

/* CONNECT_FAULTS_MAX at most, doubts among the first half alone; the rest is counted. */
void connect_fault_add(struct arena *, struct connect_faults *, struct connect_fault);
/* Those from number `from` on by their lines; of one line, and without one, as they were. */
void connect_fault_sort(struct connect_faults *, size_t from);
/* Of those from number `from` on the first that is no doubt, or the first; NULL: there is none. */
const struct connect_fault *connect_fault_first(const struct connect_faults *, size_t from);
/* The error of a file of which nothing is left; by the fault that left it so, unless it is NULL. */
struct err *connect_none_left(struct arena *, struct err, const struct connect_fault *);

/* ---- columns --------------------------------------------------------------------------------- */

enum connect_field {
    CONNECT_ID, CONNECT_NAME, CONNECT_KIND, CONNECT_REGION, CONNECT_LAT, CONNECT_LON, CONNECT_USERS,
    CONNECT_KBPS, CONNECT_MBPS, CONNECT_ALLOWED, CONNECT_MUST, CONNECT_COVER, CONNECT_CONNECTED,
    CONNECT_STATUS, CONNECT_RADIO, CONNECT_START, CONNECT_END, CONNECT_FIELDS
};

enum { CONNECT_COLUMNS_MAX = 256, CONNECT_KEYS_MAX = 64 };

/* The usual names, folded; and those that were asked for. */
struct connect_usual {
    struct usual usual;
    struct { struct str key; size_t rank; } asked[CONNECT_KEYS_MAX];
    size_t       n_asked;
};

struct err *connect_usual_of(struct arena *, struct connect_usual **);
/* The place of a name among the usual ones, by letters and digits alone; n: it is none. */
size_t      connect_usual_rank(struct arena *, struct connect_usual *, struct str name);
/* By field: which of the names is its column; n: none. */
void        connect_usual_columns(struct arena *, struct connect_usual *, const struct str *name,
                                  size_t n, size_t of[CONNECT_FIELDS]);
/* The names in the first line of a CSV file; those that are none are unknown. Returns how many. */
size_t      connect_header_of(struct arena *, struct str file,
                              struct str name[CONNECT_COLUMNS_MAX]);

/* What is asked of base/csv.h: the columns that say something. A file whose columns do not say
 * where its places lie is refused. */
struct connect_asked { const char *name[CONNECT_FIELDS]; size_t n, of[CONNECT_FIELDS]; };
struct err *connect_asked_of(struct arena *, struct connect_usual *, struct str name,
                             struct str file, struct connect_asked *);
/* A record's cells by field; unknown where there is no column. */
void        connect_cells_of(const struct connect_asked *, const struct str *record,
                             struct str cell[CONNECT_FIELDS]);

/* ---- cells ----------------------------------------------------------------------------------- */

enum connect_degrees { CONNECT_DEGREES, CONNECT_DEGREES_NONE, CONNECT_DEGREES_COMMA,
                       CONNECT_DEGREES_WRONG };

/* Is it one of the marks? */
bool                 connect_is_mark(const char *marks, char);
/* Unknown for one that is empty, or has what lists put there: a dash, "null", "nan". */
struct str           connect_cell(struct str);
enum connect_degrees connect_degrees_read(struct str, double *);
/* A whole number from 0 to 10^9, "350" or "350.0"; times ten to the `scale`: "0.5" by 3 is 500. */
bool                 connect_count_read(struct str, int32_t scale, int64_t *);
/* Yes or no, in Indonesian, English, or 1 and 0. */
bool                 connect_yes_read(struct str, bool *);
/* A bit for each technology: words with a comma, semicolon, bar or plus between them. */
bool                 connect_techs_read(struct str, uint32_t *);
/* What a cell site or a place has: yes or no as above, or "2G", "3G", "4G/LTE", "5G". */
enum connect_radio { CONNECT_RADIO_NONE, CONNECT_RADIO_2G, CONNECT_RADIO_3G, CONNECT_RADIO_4G };
bool                 connect_radio_read(struct str, enum connect_radio *);

/* ---- places ---------------------------------------------------------------------------------- */

/* What cannot be right, as far as a list tells by itself. ZERO: 0, 0, or one of the two is 0 and it
 * is far from the others. SWAPPED: so too, or not on the earth, but not the other way round. */
enum connect_verdict { CONNECT_FINE, CONNECT_ZERO, CONNECT_OUTSIDE, CONNECT_SWAPPED, CONNECT_FAR };

/* The middle of most places, and how far from it is far. */
struct connect_middle { double x, y, z, far_m; bool is_known; };

/* Of places as they were read, those that are not on the earth passed over; if none is on it, of
 * the places the other way round. `step` bytes from one to the next. */
void connect_middle_of(struct arena *, const struct place *, size_t n, size_t step,
                       struct connect_middle *);
/* `metres`: from the middle, of one that is far. */
enum connect_verdict connect_judge(const struct connect_middle *, struct place, double *metres);
/* What is wrong with it and what to do. False: nothing is. */
bool connect_place_fault(struct arena *, const struct connect_middle *, struct place,
                         struct connect_fault *);
/* From the cells CONNECT_LAT and CONNECT_LON. False: they do not say it; what is wrong. */
bool connect_place_read(struct arena *, const struct str cell[CONNECT_FIELDS], struct place *,
                        struct connect_fault *);
/* The same for what is no number of degrees; an empty cell that is WRONG is a geometry. */
void connect_degrees_fault(struct arena *, enum connect_degrees, struct str cell,
                           struct connect_fault *);

/* ---- JSON ------------------------------------------------------------------------------------ */

enum { CONNECT_VALUE_MAX = 4 << 20, CONNECT_VALUE_DEPTH = 64, CONNECT_PATH_MAX = 6 };

/* A walk stands before a value; who is given it takes it, passes over it, or walks into it. */
struct connect_walk {
    struct arena *arena;
    struct str    name, text;
    size_t        at;
    struct { const char *key; size_t index; } path[CONNECT_PATH_MAX];
    size_t        depth;
    void        **value;                        /* the one that is held, for the arena to drop */
    void         *arg;
    struct err *(*feature)(struct connect_walk *, size_t index);    /* connect_walk_features */
    bool          has_features;
};

/* Before the value that is all of the text; `arg` is for those who are called. */
struct connect_walk connect_walk_of(struct arena *, struct str name, struct str text, void *arg);

/* Calls `each` for the members of an object whose key is one of `key`, with its number, or for the
 * items of an array; passes over the rest. A value of another kind is an error. */
struct err *connect_walk_members(struct connect_walk *, const char *const *key, size_t n,
                                 struct err *(*each)(struct connect_walk *, size_t key));
struct err *connect_walk_items(struct connect_walk *, struct err *(*each)(struct connect_walk *,
                                                                         size_t index));
/* Of a text that is a FeatureCollection of GeoJSON: calls `each` for each feature; nothing may
 * follow. w->has_features: it was one. */
struct err *connect_walk_features(struct connect_walk *, struct err *(*each)(struct connect_walk *,
                                                                            size_t index));
/* The first mark of the value: '{', '[', '"', a digit; 0 at the end. */
char        connect_walk_next(struct connect_walk *);
struct err *connect_walk_skip(struct connect_walk *);
/* The value, until connect_walk_drop; no other is taken before. NULL: it is larger or deeper than
 * is looked at; it was passed over. */
struct err *connect_walk_take(struct connect_walk *, json_t **);
void        connect_walk_drop(struct connect_walk *);
/* Nothing may follow. */
struct err *connect_walk_end(struct connect_walk *);
struct str  connect_walk_where(const struct connect_walk *);

/* A Point of GeoJSON. CONNECT_DEGREES_NONE: there is none; _WRONG: it is something else. */
enum connect_degrees connect_json_point(const json_t *geometry, struct place *);
/* A position: longitude, latitude. */
bool        connect_json_position(const json_t *, struct place *);
/* As a text in the arena: strings, numbers, true and false; the rest is unknown. */
struct str  connect_json_text(struct arena *, const json_t *);

#endif
