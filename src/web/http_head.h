/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* http_head.h — what the parts of the reader say to each other; nobody else includes this. */
#ifndef GUYUB_WEB_HTTP_HEAD_H
#define GUYUB_WEB_HTTP_HEAD_H

#include "web/http.h"

/* Each judges one piece, without its line end, and fills the request; HTTP_NO_REFUSAL is a yes. */
enum http_refusal http_head_line(struct http_reader *, struct str line);
enum http_refusal http_head_field(struct http_reader *, struct str line);
enum http_refusal http_head_end(struct http_reader *);      /* decides how the body is framed */

/* "Name: value" as views into the line, which is not empty. */
enum http_refusal http_field_split(struct str line, struct http_field *);

/* Checks and decodes an address in origin-form or absolute-form. */
enum http_refusal http_target(struct http_reader *, struct str target);

/* host [":" port], as a Host field or an authority must be: a name, an IPv4 or a [IPv6] address. */
bool http_is_host(struct str);

#endif
