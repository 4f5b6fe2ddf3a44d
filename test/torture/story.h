/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * story.h — what torture.c tells again and again, inside its own process: an organisation is made,
 * changed, told to the journal, sealed and proved; pages are asked for; the database is closed.
 */
#ifndef GUYUB_TORTURE_STORY_H
#define GUYUB_TORTURE_STORY_H

#include <stdbool.h>
#include <stddef.h>

/* How it went: what was said to be done, and the first that was said to have failed. */
struct tale {
    char code[40];                  /* of the organisation                                 */
    bool made, changed;             /* it was said so                                      */
    bool unsure;                    /* it was said that nobody knows                       */
    char said[300];                 /* the first complaint, in words; empty: none          */
};

/* Makes the database: tables, all that comes with the program, a boundary. False: it said why. */
bool story_begin(const char *url);
void story_end(void);

/* A file that was made is as story_begin left it; a database that was given stays as it is. Between
 * stories, when it is closed. False: it could not be copied. */
bool story_renew(void);

void story_tell(struct tale *);

/* Whether rows and lines are as was said, and the chain holds. */
bool story_is_whole(const struct tale *, char *what, size_t n);

#endif
