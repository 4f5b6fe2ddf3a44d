/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * content.h — what a file is by its bytes, whatever its name says, and whether it can act.
 *
 * WHAT   Kinds that offices use. A PDF with scripts, actions or files in it, an office file with
 *        macros or with parts from elsewhere, a program, HTML and SVG are refused: evidence is
 *        looked at, it does nothing.
 * NOT    A scanner for viruses. What a reader's own faults can be made to do is not seen; nor
 *        fields inside of a DOCX that ask before they fetch; nor what lies inside of a plain ZIP,
 *        whose files are asked one by one when they are taken out.
 * READ   content.c what begins how · content_pdf.c · content_zip.c office files
 * ERRORS INPUT; content.unknown (with what to do), content.acts (says what was found),
 *        content.large (a PDF that unpacks beyond measure), those of zip_in.h; content.read
 *        (BROKEN).
 */
#ifndef GUYUB_PAPER_CONTENT_H
#define GUYUB_PAPER_CONTENT_H

#include "base/err.h"

/* kind, type, ending, whether a browser shows it in a page */
#define CONTENTS_X(X)                                                                             \
    X(PDF,  "application/pdf", "pdf", true)                                                       \
    X(PNG,  "image/png", "png", true)                                                             \
    X(JPEG, "image/jpeg", "jpg", true)                                                            \
    X(WEBP, "image/webp", "webp", true)                                                           \
    X(XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", false)   \
    X(DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",    \
      false)                                                                                      \
    X(PPTX, "application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx",  \
      false)                                                                                      \
    X(ODS,  "application/vnd.oasis.opendocument.spreadsheet", "ods", false)                       \
    X(ODT,  "application/vnd.oasis.opendocument.text", "odt", false)                              \
    X(MP4,  "video/mp4", "mp4", false)                                                            \
    X(CSV,  "text/csv", "csv", false)                                                             \
    X(TEXT, "text/plain", "txt", false)                                                           \
    X(ZIP,  "application/zip", "zip", false)

enum content { CONTENT_UNKNOWN,
#define X(name, type, ending, shows) CONTENT_##name,
    CONTENTS_X(X)
#undef X
};

/* Reads what it needs of the fd, wherever it stands, with pread and in 1 MB of memory beside what a
 * ZIP's directory takes. The name only tells CSV from other text, and a script from a letter. */
struct err *content_of(struct arena *, int fd, struct str name, enum content *);

/* A doubt for the reader to judge: the name says something else ("scan.pdf" is a picture). */
bool        content_name_fits(enum content, struct str name);
struct str  content_type(enum content);         /* "application/pdf" */
struct str  content_ending(enum content);       /* "pdf" */
bool        content_shows(enum content);

#endif
