/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal_word.h — the words that a line is stored with; they do not change. */
#ifndef GUYUB_JOURNAL_WORD_H
#define GUYUB_JOURNAL_WORD_H

#include "ground/journal/journal.h"

struct str        journal_verb_word(enum journal_verb);         /* "changed" */
enum journal_verb journal_verb_of(struct str word);             /* JOURNAL_NOTHING: no such */
struct msg        journal_verb_label(enum journal_verb);
struct str        journal_actor_word(enum who_kind);            /* "person" */
enum who_kind     journal_actor_of(struct str word);            /* WHO_NOBODY: no such */
struct str        journal_hold_word(enum hold_as);              /* "plt" */
enum hold_as      journal_hold_of(struct str word);             /* HOLD_DEFINITIVE: no such */

/* What a fact is told of, for people; a word that no module has is shown as it is. */
struct msg        journal_thing_label(const struct cx *, struct str word);

#endif
