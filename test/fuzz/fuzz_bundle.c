/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_bundle.c — any bytes as a bundle of another installation, and as the texts inside of one.
 *
 * The first byte says as what: a whole file, whose signature nobody can forge, so it is refused
 * unless it is one of the corpus; a head that a trusted sender signed, which must be read as it is
 * written again and lead nowhere; a list of evidence; a result, and what goes with one. A refusal
 * has a code, a text and a hint.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/secret.h"
#include "base/utf8.h"
#include "city/bundle/bundle_content.h"
#include "city/bundle/bundle_file.h"
#include "city/result/result_frozen.h"
#include "city/result/result_news.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ARENA_BYTES = 512 << 20 };

static struct arena arena;

static void
check_refusal(const struct err *e)
{
    assert((e->kind == ERR_INPUT || e->kind == ERR_TOO_LARGE) && e->code && msg_is(e->text)
           && msg_is(e->hint));
}

static int
file_of(struct str bytes)
{
    int fd = memfd_create("bundle", MFD_CLOEXEC);

    assert(fd >= 0 && write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n);
    return fd;
}

/* ---- heads ----------------------------------------------------------------------------------- */

static void
check_part(const struct bundle_head *head, size_t i)
{
    const struct bundle_part *p = &head->part[i];

    assert(p->name.n > 0 && p->name.p[0] != '.' && utf8_is_plain(p->name));
    assert(!memchr(p->name.p, '/', p->name.n) && !memchr(p->name.p, '\\', p->name.n));
    assert(p->bytes >= 0 && p->bytes <= BUNDLE_FILE_MAX && bundle_is_hash(p->sha256));
    assert(i == 0 || str_cmp(head->part[i - 1].name, p->name) < 0);
}

static void
check_head(const struct bundle_head *head, struct str text)
{
    struct bundle_differences d;

    assert(str_eq(bundle_head_write(&arena, head), text));
    assert(bundle_parts_bytes(head) >= 0 && bundle_parts_bytes(head) <= BUNDLE_BYTES_MAX);
    for (size_t i = 0; i < head->n; i++)
        check_part(head, i);
    bundle_compare(&arena, head, head, &d);
    assert(d.n == head->n && d.n_of[BUNDLE_KEPT] == head->n);
}

static void
try_head(struct str text)
{
    struct bundle_head head;
    struct err        *e = bundle_head_read(&arena, text, &head);

    if (e)
        check_refusal(e);
    else
        check_head(&head, text);
}

/* ---- files ----------------------------------------------------------------------------------- */

/* Signed by a key that is known here: what stands behind the signature is reached. */
static struct str
signed_file(struct str rest)
{
    struct secret_key    key;
    struct secret_signer signer;
    struct str           head, parts;

    memset(key.b, 'a', sizeof key.b);
    secret_signer_of(&key, &signer);
    str_cut(rest, '\n', &head, &parts);
    struct str lead = bundle_lead_of(&arena, bundle_key_of(&arena, &signer),
                                     bundle_sign(&arena, &signer, head), head);

    return str_fmt(&arena, "%.*s%.*s", TEXT(lead), TEXT(parts));
}

static void
try_file(struct str bytes)
{
    struct bundle_file f;
    int                fd = file_of(bytes);
    struct err        *e = bundle_file_open(&arena, fd, &f);

    if (!e)
        e = bundle_file_head(&arena, &f);
    if (!e)
        e = bundle_file_check(&arena, &f);
    if (e)
        check_refusal(e);
    else
        assert(f.total == (int64_t)bytes.n && str_eq(f.hash, bundle_hash_of(&arena, f.text)));
    close(fd);
}

/* ---- evidence -------------------------------------------------------------------------------- */

static void
try_evidence(struct str text)
{
    struct bundle_evidences all, again;
    struct err             *e = bundle_evidence_read(&arena, text, &all);

    if (e) {
        check_refusal(e);
        return;
    }
    struct str written = bundle_evidence_write(&arena, &all);

    assert(!written.p || (!bundle_evidence_read(&arena, written, &again) && again.n == all.n));
}

/* ---- results --------------------------------------------------------------------------------- */

static void
try_result(struct str text)
{
    struct result_frozen f;

    if (!result_thaw(&arena, text, &f))
        return;
    assert(str_eq(result_freeze(&arena, &f), text));
    if (result_frozen_is_sound(&f))
        assert(f.name.n > 0 && utf8_is_plain(f.name) && f.nation.rank <= f.nation.ranked);
}

static void
try_news(struct str text)
{
    struct result_news news;

    if (!result_news_read(&arena, text, &news))
        return;
    assert(str_eq(result_news_write(&arena, &news), text));
    for (size_t i = 0; i < news.n; i++)
        assert(news.finding[i].id > 0 && result_text_is(news.finding[i].text));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!arena.base)
        arena = arena_make(ARENA_BYTES);
    if (size == 0)
        return 0;
    struct str rest = { (const char *)data + 1, size - 1 };

    switch (data[0]) {
    case 'h': try_head(rest); break;
    case 's': try_file(signed_file(rest)); break;
    case 'e': try_evidence(rest); break;
    case 'r': try_result(rest); break;
    case 'n': try_news(rest); break;
    default:  try_file((struct str){ (const char *)data, size }); break;
    }
    arena_reset(&arena);
    return 0;
}
