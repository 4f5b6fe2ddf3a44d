/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * cx.h — the unit of work: what a verb may use, given to it and not reached for.
 *
 * One request, one command or one job has one cx. It only points: nothing here is owned.
 */
#ifndef GUYUB_CX_H
#define GUYUB_CX_H

#include "base/msg.h"

struct arena;
struct module;
struct rand;
struct reads;
struct secret_key;
struct site;
struct store;
struct who;

struct cx {
    struct arena *arena;        /* dies at the end of the unit of work            */
    struct store *store;        /* NULL for commands that need no database        */
    struct rand  *chance;
    int64_t       now_s;        /* one time for the whole unit of work, UTC       */
    enum lang     lang;         /* the reader's                                   */
    bool          read_only;    /* a GET: the store refuses statements that write */
    const struct module *const *modules;    /* of the whole program, in order; ends with NULL */
    const struct who        *who;           /* right.h: who acts; NULL is nobody           */
    const struct secret_key *key;           /* base/secret.h: of this installation; NULL: none */
    const struct site       *site;          /* site.h: what the operator set; NULL: nothing  */
    struct str               client;        /* the client's address; unknown in a shell    */
    struct reads            *reads;         /* journal.h: what was read and is to be told  */
};

#endif
