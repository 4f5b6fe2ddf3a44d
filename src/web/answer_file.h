/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * answer_file.h — a file as an answer: its name, its tag, the bytes that are asked for.
 *
 * A file that may be shown is a picture or a PDF. All others, HTML and SVG among them, are to be
 * kept, whatever the handler wishes: what strangers sent must never run as a page of ours.
 *
 * LAW    RFC 9110: 13.1.2 If-None-Match, 13.1.5 If-Range, 14 ranges; RFC 6266, RFC 8187 names.
 *        OURS: one range; of several, or of one that is not well made, all bytes are the answer,
 *        as 14.2 allows.
 */
#ifndef GUYUB_WEB_ANSWER_FILE_H
#define GUYUB_WEB_ANSWER_FILE_H

#include "web/answer.h"
#include "web/route.h"

/* Of an answer with status 200: sets type, disposition, tag, policy and which bytes; 206 or 416 if
 * a range is asked for and the tag is not what the client has already. */
void answer_file(struct arena *, struct answer *, const struct file *, const struct http_request *);

#endif
