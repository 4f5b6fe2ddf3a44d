/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * msg.h — what the program says to people, before it is in a language.
 *
 * A message is an English literal with up to four holes, {0} to {3}, and the texts for them. It is
 * turned into Indonesian or English at the edge, where the reader's language is known:
 *
 *     MSG("There is no region {0}.", code)
 *
 * The literals are collected by xgettext (--keyword=MSG); tool/pogen compiles po/id.po into
 * msg_catalog and stops the build on a missing text or on holes that differ.
 */
#ifndef GUYUB_BASE_MSG_H
#define GUYUB_BASE_MSG_H

#include "base/str.h"

enum lang { LANG_ID, LANG_EN };          /* Indonesian first: zero is the default */

struct msg {
    const char *id;                      /* the English text; NULL is "nothing to say" */
    struct str  arg[5];                  /* four at most; the last stays unknown       */
};

/* MSG("literal") or MSG("literal {0}", text, ...): only a literal can be a message. */
#define MSG(...)       MSG_(__VA_ARGS__, { NULL, 0 })
#define N_(lit)        "" lit                   /* marks a literal that is said later */
#define MSG_(lit, ...) ((struct msg){ .id = "" lit, .arg = { __VA_ARGS__ } })

#define MSG_NONE       ((struct msg){ .id = NULL })

struct msg_entry { const char *id, *indonesian; };

extern const struct msg_entry msg_catalog[];     /* sorted by id, generated from po/id.po */
extern const size_t           msg_catalog_n;

bool       msg_is(struct msg);                                    /* is there anything to say?   */
struct str msg_text(struct arena *, enum lang, struct msg);       /* holes filled, not escaped   */
struct str lang_code(enum lang);                                  /* "id", "en" for lang="" etc. */

#endif
