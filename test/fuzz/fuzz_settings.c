/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_settings.c — any bytes as the file of settings: taken as promised, or refused with a place.
 *
 * PROPERTY  What is taken is within its limits, and what is not set has its default. A refusal
 *           names the file and can be said in both languages.
 */
#include <assert.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "app/shell/settings.h"
#include "base/arena.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check(const struct settings *s)
{
    assert(s->db.n > 0 && s->listen.n > 0 && s->key.n > 0);
    assert(s->lang == LANG_ID || s->lang == LANG_EN);
    assert(s->workers >= 1 && s->workers <= SETTINGS_WORKERS_MAX);
    assert(s->keep_mb >= 0 && s->keep_mb <= SETTINGS_KEEP_MB_MAX);
    assert(s->head_kb >= 1 && s->body_kb >= 1 && s->upload_mb >= 1 && s->slow_bytes >= 1);
    assert(s->head_s >= 1 && s->idle_s >= 1);
    assert(s->connections >= 1 && s->client_connections >= 1 && s->connection_requests >= 1);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct arena a;
    struct settings     s;
    int                 fd = memfd_create("fuzz", MFD_CLOEXEC);

    if (!a.base)
        a = arena_make(16 << 20);
    arena_reset(&a);
    assert(fd >= 0 && write(fd, data, n) == (ssize_t)n);
    struct str  file = str_fmt(&a, "/proc/self/fd/%d", fd);
    struct err *e = settings_read(&a, &s, NULL, 0, file);

    close(fd);
    if (!e) {
        check(&s);
        return 0;
    }
    assert(str_starts(e->where, file) && msg_is(e->text));
    assert(err_line(&a, LANG_ID, e).n > 0 && err_line(&a, LANG_EN, e).n > 0);
    return 0;
}
