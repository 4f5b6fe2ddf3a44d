/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * schema.h — a shape as JSON Schema (draft 2020-12), for editors that complete and underline.
 *
 * Editors read YAML with types: 3.10 is a number to them, true is not a text. The pack reader takes
 * all of them as written, so the schema allows what the reader would take. It is never stricter
 * than the shape for what people write; what figures mean together only the check command knows.
 */
#ifndef GUYUB_PACK_SCHEMA_H
#define GUYUB_PACK_SCHEMA_H

#include "base/json.h"
#include "pack/kind.h"

enum { SCHEMA_SHAPES_MAX = 128 };       /* different shapes of one kind, which asserts it */

/* The whole document; descriptions are the shape's helps in that language. */
void pack_schema(struct arena *, struct json *, enum lang, const struct pack_kind *);

#endif
