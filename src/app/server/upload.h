/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * upload.h — a form with files while it comes: texts into memory, files onto the disk.
 *
 * WHAT   A file has no name on the disk: what a dying worker leaves is gone with it. Whatever the
 *        size, memory holds the form's texts only. What goes wrong is kept as a fault, and nothing
 *        more is taken; dispatch tells it when the sender is known (refuse.h).
 * NOT    How many bytes may come (the route says it, web/http.c counts), how parts are cut
 *        (web/multipart.h).
 */
#ifndef GUYUB_APP_UPLOAD_H
#define GUYUB_APP_UPLOAD_H

#include "base/sha.h"
#include "right.h"
#include "web/multipart.h"
#include "web/route.h"

/* Bytes of the disk that files in coming leave free. */
enum { UPLOAD_RESERVE = 64 << 20 };

enum upload_fault {
    UPLOAD_WELL,
    UPLOAD_MALFORMED,           /* reader.refusal says how                                     */
    UPLOAD_NO_TEXT,             /* a field is not UTF-8, or holds a NUL                        */
    UPLOAD_TEXT_LARGE,
    UPLOAD_FILES_MANY,
    UPLOAD_DISK_FULL,
    UPLOAD_DISK,                /* `errnum` says how                                           */
};

/* A form with files: whole when upload_end has said so. */
struct form_in {
    struct upload     upload[UPLOADS_MAX];
    size_t            n_uploads;
    struct query      given;            /* its texts                                           */
    struct who        who;              /* who sends it, as it was when the head had come      */
    enum upload_fault fault;
    int               errnum;

    struct multipart  reader;
    struct arena     *arena;            /* for names and texts                                 */
    const char       *folder;           /* where files are received                            */
    struct buf        text;             /* of the field that comes                             */
    struct sha        sha;              /* of the file that comes                              */
    size_t            text_left;        /* bytes that the texts may still have                 */
    bool              in_file;
};

/* `folder` unknown: the system's. The arena lives as long as the form, and has room for the texts.
 * False: there is a fault. */
bool upload_begin(struct form_in *, struct arena *, struct str content_type, struct str folder,
                  size_t text_max);

/* False: there is a fault. */
bool upload_take(struct form_in *, struct str bytes);

/* The body is over: files stand at their beginnings. False: there is a fault. */
bool upload_end(struct form_in *);

/* Files are gone from here on; may be called again. */
void upload_forget(struct form_in *);

#endif
