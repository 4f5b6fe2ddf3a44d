/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* result_thaw.c — texts, numbers and lists out of JSON. */
#include "city/result/result_thaw.h"

#include "base/arena.h"

struct str
thaw_text(struct thaw *t, const json_t *v)
{
    if (json_is_string(v))
        return str_copy(t->arena, (struct str){ json_string_value(v), json_string_length(v) });
    t->ok = t->ok && json_is_null(v);
    return (struct str){ NULL, 0 };
}

int64_t
thaw_int(struct thaw *t, const json_t *v)
{
    t->ok = t->ok && json_is_integer(v);
    return json_integer_value(v);
}

bool
thaw_bool(struct thaw *t, const json_t *v)
{
    t->ok = t->ok && json_is_boolean(v);
    return json_is_true(v);
}

size_t
thaw_count(struct thaw *t, const json_t *list, size_t most)
{
    size_t n = json_array_size(list);

    t->ok = t->ok && json_is_array(list) && n <= most;
    return t->ok ? n : 0;
}

static void
drop(void *value)
{
    json_decref(value);
}

bool
thaw_whole(struct arena *a, struct str text, size_t most, thaw_fn *read, void *out)
{
    struct thaw t = { .arena = a, .ok = true };
    void      **held = arena_owns(a, drop);
    json_t     *from = text.n > 0 && text.n <= most
                     ? json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL) : NULL;

    if (!from)
        return false;
    *held = from;
    read(&t, from, out);
    *held = NULL;
    json_decref(from);
    return t.ok;
}
