/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * tplgen.h — compiles an HTML template to typed C functions that write into a struct view.
 *
 * WHAT   Reads the template byte by byte with an HTML tokeniser beside it, so that every hole is
 *        known to stand in text, in a quoted attribute or in an address, and gets the writer for
 *        that place. What has no safe writer is refused with FILE:LINE:COLUMN. Elements must
 *        balance in each template and in each branch; words for people must stand in {t}.
 * NOT    A validator: content models and ARIA are checked on real pages by the browser tests.
 * READ   tplgen_scan.c directives · tplgen_html.c where a byte stands · tplgen_emit.c the C ·
 *        tplgen_make.c joins them
 */
#ifndef GUYUB_TOOL_TPLGEN_H
#define GUYUB_TOOL_TPLGEN_H

#include "tool/source.h"

/* ---- the whole --------------------------------------------------------------------------- */

struct template_code { struct str header, source; };

/* `stem` names the output ("region_view"): the include guard, and what the source includes. */
struct err *tplgen_make(const struct source *, struct str stem, struct template_code *);

/* ---- directives: { … } ------------------------------------------------------------------- */

enum directive_kind {
    D_COMMENT, D_INCLUDE, D_TEMPLATE, D_IF, D_ELSEIF, D_ELSE, D_FOR, D_END, D_CALL,
    D_MESSAGE, D_HOLE,
};

struct directive {
    enum directive_kind kind;
    size_t              at, end;        /* bytes of the source, '{' included, past '}'   */
    struct str          body;           /* what follows the word, trimmed; a hole's all  */
    size_t              body_at;
};

/* The directive that begins at the '{' at `at`. Fails with its place. */
struct err *tplgen_directive(const struct source *, size_t at, struct directive *);

/* Checks `"English {0}", argument …`: one literal, as many arguments as holes. */
struct err *tplgen_message(const struct source *, const struct directive *);

/* ---- HTML: where a byte stands ----------------------------------------------------------- */

enum html_state {
    IN_TEXT, AT_TAG, IN_TAG_NAME, IN_END_NAME, IN_TAG, IN_ATTRIBUTE_NAME, AT_VALUE, IN_VALUE,
    AT_SLASH, IN_DOCTYPE,
};

enum { ELEMENTS_MAX = 64, ATTRIBUTES_MAX = 48 };

struct element {
    struct str name;
    size_t     at;
    bool       foreign;                 /* svg or math, or inside one                    */
    bool       wordless;                /* literal words may stand here: code, translate="no" */
};

struct attribute { struct str name; bool hidden; };     /* hidden: belongs to another branch */

struct html_machine {
    const struct source *source;
    enum html_state      state;
    struct element       element[ELEMENTS_MAX];
    size_t               n_elements, floor;     /* a branch may not close what is below floor */
    struct attribute     attribute[ATTRIBUTES_MAX];
    size_t               n_attributes;
    size_t               name_at;               /* where the current tag or attribute name began */
    struct str           tag, name;             /* of the open tag; of its last attribute        */
    size_t               tag_at;
    char                 quote;
    bool                 tight;                 /* in a tag, no space since the last attribute   */
    bool                 value_began;           /* something stands before, in this value        */
    bool                 in_entity;
    bool                 wordless;              /* the open tag says translate="no"              */
    bool                 posts;                 /* the open tag is a form's, by POST             */
};

/* What becomes of a byte: written as it is, or part of a run of white space that may shrink; and
 * the ">" of a form that posts, which what proves the form follows. */
enum html_fate { KEEP_BYTE, SPACE_BYTE, POSTS_BYTE };

/* Where a hole may stand. */
enum html_place { PLACE_TEXT, PLACE_DATA, PLACE_ATTRIBUTE, PLACE_URL, PLACE_URL_PART };

struct err *html_byte(struct html_machine *, char, size_t at, enum html_fate *);
struct err *html_hole(struct html_machine *, size_t at, enum html_place *);
/* Before {if}, {else}, {for}, {end}: ends a name, refuses places where a branch cannot be. */
struct err *html_branch(struct html_machine *, size_t at, bool loop);
/* Whether both stand at the same place: what each branch must reach. */
struct err *html_meet(const struct html_machine *now, const struct html_machine *then, size_t at);

/* ---- C ----------------------------------------------------------------------------------- */

struct emitter {
    struct str file;                    /* the template, for #line                            */
    struct buf header, source, literal;
    int32_t    depth;
    char       space;                   /* pending white space: 0, ' ' or a line end          */
    bool       spaced;                  /* on every road here, white space was written last   */
};

struct emitter emit_to(struct arena *, struct str file, struct str stem);
void emit_include(struct emitter *, struct str quoted);
void emit_begin(struct emitter *, struct str name, struct str params, int64_t line);
void emit_literal(struct emitter *, char, enum html_fate);
void emit_flush(struct emitter *);                                      /* the literal so far */
/* One statement of the author's: "before", body, "after", at the template's line. */
void emit_line(struct emitter *, int64_t line, struct str before, struct str body,
               struct str after);
void emit_word(struct emitter *, struct str);  /* "}" and "} else {": nothing of the author's */
void emit_end(struct emitter *);
void emit_close(struct emitter *);                                      /* the include guard */

#endif
