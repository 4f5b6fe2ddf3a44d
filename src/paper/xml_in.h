/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * xml_in.h — the XML of a part of an office file, as it streams out of its ZIP; not for slices.
 *
 * WHAT   expat reads it, element by element, in constant memory: no DTD (so no entities that
 *        grow), UTF-8 only, depth and the bytes of one piece bounded.
 * ERRORS INPUT; xml.malformed where: the part's name; those of zip_in.h.
 */
#ifndef GUYUB_PAPER_XML_IN_H
#define GUYUB_PAPER_XML_IN_H

#include <expat.h>

#include "paper/zip_in.h"

enum { XML_DEPTH_MAX = 256, XML_PIECE_MAX = 4 << 20 };

struct xml_in;

/* What is told of a document; handlers may be NULL. Names are without their prefix. `raw` gets all
 * that no other handler takes, as it stands; the others pass on with xml_raw. */
struct xml_to {
    void (*start)(struct xml_in *, struct str name, const char **attribute);
    void (*end)(struct xml_in *, struct str name);
    void (*text)(struct xml_in *, struct str);      /* of elements, in pieces                */
    void (*raw)(struct xml_in *, struct str bytes);
    void  *arg;
};

struct xml_in {
    struct arena       *arena;
    const struct xml_to *to;
    struct str          part;
    struct err         *fault;      /* the first; no handler is called after it  */
    int                 depth;      /* of the element that begins or ends: 1 the root */
    XML_Parser          parser;
    struct zip_in      *zip;
    void              **owned;      /* the parser, for as long as it is there     */
    uint64_t            fed;
    bool                is_paused, at_end;
};

/* Entry `i`, whole. */
struct err *xml_in_part(struct arena *, struct zip_in *, size_t i, const struct xml_to *);
/* Or a step at a time, as long as there is more: up to where an `end` handler called xml_pause, or
 * a piece of the entry. The ZIP reads no other entry meanwhile; all ends with the arena. */
struct err *xml_in_open(struct arena *, struct zip_in *, size_t i, const struct xml_to *,
                        struct xml_in **);
struct err *xml_in_step(struct xml_in *, bool *more);
void        xml_pause(struct xml_in *);
void        xml_stop(struct xml_in *, struct err *);        /* ends the reading with this     */
void        xml_raw(struct xml_in *);                       /* gives what is told to `raw`    */
struct err *xml_malformed(struct arena *, struct str part, struct msg why);

/* By its name without a prefix; false: the element has none. */
bool        xml_attribute(const char **attribute, const char *name, struct str *value);

#endif
