/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* embed_emit.c — the blob, and the C that names its parts. */
#include "tool/embed.h"

#include <inttypes.h>

#include "base/arena.h"
#include "base/hash.h"

enum { BLOB_MAX = 64 << 20, CODE_MAX = 1 << 20 };

struct emitter { struct arena *arena; struct buf code, blob; };

static struct emitter
emit_to(struct arena *a, const char *header, const char *symbol, struct str blob_path)
{
    struct emitter e = { a, buf_in(a, CODE_MAX), buf_in(a, BLOB_MAX) };

    buf_fmt(&e.code, "/* Compiled by tool/embed; the bytes are in the file that .incbin names. */\n"
                     "#include \"%s\"\n\n"
                     "extern const char %s_blob[];\n"
                     "__asm__(\".section .rodata\\n\"\n"
                     "        \".balign 16\\n\"\n"
                     "        \".hidden %s_blob\\n\"\n"
                     "        \".globl %s_blob\\n\"\n"
                     "        \"%s_blob: .incbin \\\"%.*s\\\"\\n\"\n"
                     "        \".byte 0\\n\"\n"
                     "        \".previous\\n\");\n\n",
            header, symbol, symbol, symbol, symbol, TEXT(blob_path));
    return e;
}

/* Puts the bytes into the blob and their view into the code; what is unknown stays unknown. */
static void
emit_view(struct emitter *e, const char *symbol, struct str bytes)
{
    if (str_is_known(bytes))
        buf_fmt(&e->code, "{ %s_blob + %zu, %zu }", symbol, e->blob.n, bytes.n);
    else
        buf_add(&e->code, S("{ 0, 0 }"));
    buf_add(&e->blob, bytes);
}

static struct err *
finish(struct emitter *e, struct embed_code *out)
{
    if (e->blob.full || e->code.full)
        return err_of(e->arena, (struct err){ .kind = ERR_TOO_LARGE, .code = "tool.refused",
                                              .text = MSG("the files are over 64 MiB together.") });
    out->source = buf_str(&e->code);
    out->blob = e->blob.n ? buf_str(&e->blob) : S("");
    return NULL;
}

static bool
is_text(struct str name)
{
    return str_ends(name, S(".css")) || str_ends(name, S(".js"));
}

struct err *
embed_assets(struct arena *a, const struct embed_files *files, struct str blob_path,
             struct embed_code *out)
{
    struct emitter e = emit_to(a, "web/asset.h", "asset", blob_path);

    buf_add(&e.code, S("const struct asset asset_list[] = {\n"));
    for (size_t i = 0; i < files->n; i++) {
        const struct embed_file *f = &files->file[i];
        struct str  bytes = is_text(f->name) ? embed_without_map(a, f->bytes) : f->bytes;
        const char *type = embed_type(f->name);

        if (str_ends(f->name, S(".css")))
            bytes = embed_without_foreign(a, bytes);

        if (!type)
            return err_of(a, (struct err){
                .kind = ERR_INPUT, .code = "tool.refused", .where = f->path,
                .text = MSG("has an ending without a content type; add it in tool/embed_pack.c") });
        buf_fmt(&e.code,
                "    { .path = \"%.*s\", .type = \"%s\", .hash = 0x%016" PRIx64 ",\n"
                "      .plain = ",
                TEXT(f->name), type, hash_64(bytes));
        emit_view(&e, "asset", bytes);
        buf_add(&e.code, S(", .gzip = "));
        emit_view(&e, "asset", embed_gzip(a, bytes));
        buf_add(&e.code, S(", .brotli = "));
        emit_view(&e, "asset", embed_brotli(a, bytes));
        buf_add(&e.code, S(" },\n"));
    }
    buf_fmt(&e.code, "    { .path = 0 },\n};\n\nconst size_t asset_list_n = %zu;\n", files->n);
    return finish(&e, out);
}

struct err *
embed_data(struct arena *a, const struct embed_files *files, struct str blob_path,
           struct embed_code *out)
{
    struct emitter e = emit_to(a, "pack/embedded.h", "embedded", blob_path);

    buf_add(&e.code, S("const struct embedded embedded_list[] = {\n"));
    for (size_t i = 0; i < files->n; i++) {
        const struct embed_file *f = &files->file[i];

        buf_fmt(&e.code, "    { .path = \"%.*s\", .bytes = ", TEXT(f->name));
        emit_view(&e, "embedded", f->bytes);
        buf_fmt(&e.code, " },      /* %016" PRIx64 " */\n", hash_64(f->bytes));
    }
    buf_fmt(&e.code, "    { .path = 0 },\n};\n\nconst size_t embedded_list_n = %zu;\n", files->n);
    return finish(&e, out);
}
