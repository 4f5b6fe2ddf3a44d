/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * embed.h — compiles files into the program: assets of the web, and data.
 *
 * WHAT   A list names the files. Their bytes go into one blob, which the C file takes in with
 *        .incbin, so megabytes compile at once; beside it stands a sorted table of names and views.
 *        Assets are packed with gzip and brotli as well, and carry type and hash.
 * READ   embed_list.c the list and its folders · embed_pack.c packing · embed_emit.c the C
 */
#ifndef GUYUB_TOOL_EMBED_H
#define GUYUB_TOOL_EMBED_H

#include "tool/source.h"

enum { EMBED_FILES_MAX = 2000 };

struct embed_file {
    struct str name;                    /* in the program                               */
    struct str path;                    /* on disk                                      */
    struct str bytes;
};

struct embed_files {
    struct embed_file *file;            /* sorted by name                               */
    size_t             n;
    struct buf         depends;         /* paths read and folders seen, a space after each */
};

/* Reads "name path" lines; paths start at the list's own folder. Fails with LIST:LINE:COLUMN. */
struct err *embed_list(const struct source *, struct embed_files *);

/* Without the comment that sends browsers' tools to a map that is not embedded. */
struct str  embed_without_map(struct arena *, struct str css_or_script);

/* Without rules that ask for files of /assets/: another site's fonts and arms, not ours. */
struct str  embed_without_foreign(struct arena *, struct str css);

/* Packed, or unknown if that is not smaller. The same bytes always give the same bytes. */
struct str  embed_gzip(struct arena *, struct str);
struct str  embed_brotli(struct arena *, struct str);

/* The Content-Type by the name's ending; NULL for an ending that browsers would have to guess. */
const char *embed_type(struct str name);

struct embed_code { struct str source, blob; };

/* `blob_path` is where the C file finds the blob when it is compiled. */
struct err *embed_assets(struct arena *, const struct embed_files *, struct str blob_path,
                         struct embed_code *);
struct err *embed_data(struct arena *, const struct embed_files *, struct str blob_path,
                       struct embed_code *);

#endif
