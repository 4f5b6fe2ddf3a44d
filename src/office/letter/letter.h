/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * letter.h — papers that leave the house: frozen, hashed, checked by anybody.
 *
 * WHAT   A slice issues a paper (paper/paper.h): its blocks are frozen as text, its SHA-256 is its
 *        own, and a code leads to a public page that says what it is, which organisation issued it
 *        when, and whether it still holds; there a PDF or a digest can be compared. The page and
 *        the PDF are made from the frozen text, and the PDF bears a QR to that page.
 * NOT    Who may issue what: the slice asks its right before. Personal data: the frozen text holds
 *        of persons the name and number of who signs in office and nothing more, since whoever has
 *        the code reads it and no erasure reaches it. Whether a signature is right and whose it is:
 *        the state's service says so.
 * SIGNED A signed copy comes back as a document of the vault: as the PDF that was issued with
 *        signatures after it (letter_signed.h), or as a scan, which its sender binds to the paper
 *        by typing the code that is printed on it.
 * READ   letter_rule.h comparing, letter_text.h a typed body (pure) · letter_signed.h · letter.sql
 *        letter.c verbs · letter_copy.c signed copies · letter_keep.c PDFs · letter_draft.c
 *        _web.c, _view.html what everybody sees · letter_office_web.c, letter_cli.c for offices
 * LAW    ADR 0026. OURS: the PDF of the day of issue is kept (letter_keep.c); lost, it is made
 *        anew from the frozen text. Another version of the PDF library may then write other
 *        bytes: the digest of the day of issue is kept, and both are good.
 */
#ifndef GUYUB_LETTER_H
#define GUYUB_LETTER_H

#include "base/buf.h"
#include "cx.h"
#include "ground/org/org.h"
#include "office/document/document_rule.h"
#include "office/letter/letter_row.h"       /* generated: struct letter, struct letter_id */
#include "office/letter/letter_rule.h"
#include "paper/paper.h"
#include "web/html.h"

struct module;

/* What is issued: made before the change, since setting a long paper takes a while. */
struct letter_ready { struct str code, title, frozen, sha256, pdf_sha256; int64_t pdf_bytes; };

/* Gives the paper a code, puts the QR to its page at its end, freezes and hashes it. Writes
 * nothing. Fails as paper_freeze and paper_pdf do; letter.address (that of the installation is not
 * set). */
struct err *letter_prepare(struct cx *, const struct paper *, struct letter_ready *);

struct letter_issuing {
    const struct letter_ready *ready;
    const char                *kind;        /* the slice's word                                 */
    const struct org          *org;
    struct str                 replaces;    /* a code; unknown: none                            */
    struct str                 once;        /* of the form it was asked with; unknown: none     */
};

/* Inside a change of the slice, which has asked for its right. Tells the journal, of the replaced
 * one too. Fails: letter.unknown, letter.ended (the replaced one is over already). */
struct err *letter_issue(struct cx *, const struct letter_issuing *);
/* Inside a change: it holds no more, and nothing does in its place. Fails: letter.unknown,
 * letter.ended. */
struct err *letter_end(struct cx *, struct str code, struct str why);

/* The code of what was issued with that `once` before; unknown: nothing was. */
struct err *letter_issued_once(struct cx *, struct str once, struct str *code);

/* Of the offices that the reader issues papers for: org 0 all of them, before 0 the newest. */
enum { LETTER_PAGE = 50, LETTER_PAGE_MAX = 200 };
struct letter_filter { int64_t org, before, most; };
struct letter_lines  { struct letter_line *row; size_t n; int64_t older; };   /* older 0: no more */
struct err *letter_list_of(struct cx *, struct letter_filter, struct letter_lines *);

/* Fails: letter.unknown. */
struct err *letter_get(struct cx *, struct str code, struct letter *);
/* Its blocks. Fails: letter.changed (the text is not what its digest says). */
struct err *letter_paper(struct cx *, const struct letter *, struct paper *);
/* What a paper says, as a page shows it: for a look at it before it is issued. */
struct html letter_said_html(struct cx *, const struct paper *);
/* Adds the PDF. Fails as letter_paper and paper_pdf do. */
struct err *letter_pdf(struct cx *, const struct letter *, struct buf *);

/* Compares a digest with what was issued; makes the PDF only if it has to. */
struct err *letter_compare(struct cx *, const struct letter *, struct str sha256,
                           enum letter_match *);

/* ---- a letter from a form ------------------------------------------------------------------- */

struct letter_draft {
    struct org  org;
    struct str  title, number, to, body;        /* body: letter_text.h; number may be empty     */
    struct str  place, post, name, official;    /* who signs; official: a number, may be empty  */
    struct str  language;                       /* "id", "en"                                   */
};

/* As it would be issued today, without the QR. Fails: letter.body; as paper_check does. */
struct err *letter_drafted(struct cx *, const struct letter_draft *, struct paper *);

/* ---- signed copies -------------------------------------------------------------------------- */

struct letter_copy {
    int              fd;            /* the file                                                 */
    struct str       name;
    bool             is_scan;
    struct str       typed_code;    /* of a scan: as it is printed on it                        */
    enum sensitivity sensitivity;
    struct str       once;
};

/* Into the vault, bound to the paper. Fails: right.denied, letter.unknown, letter.other_pdf (it
 * does not begin with what was issued), letter.unsigned, letter.typed_code; as document_add. */
struct err *letter_add_copy(struct cx *, struct str code, const struct letter_copy *);

/* Those of which the reader may see the document. */
struct letter_copies { struct letter_signed *row; size_t n; };
struct err *letter_copies_of(struct cx *, const struct letter *, struct letter_copies *);

extern const struct module letter_module;

#endif
