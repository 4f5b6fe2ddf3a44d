/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/money.h"
#include "base/utf8.h"
#include "module.h"

enum { KEY_COLUMNS = 16 };

bool
shell_was_given(const struct shell *sh, struct str flag)
{
    for (size_t i = 0; i < sh->n_given; i++)
        if (str_eq(sh->given[i].name, flag))
            return true;
    return false;
}

void
shell_table(struct cx *cx, struct shell *sh, const struct table *t)
{
    struct json j;

    if (!sh->json) {
        table_text(sh->out, cx->lang, t);
        return;
    }
    j = json_to(sh->out);
    table_json(&j, t);
    buf_byte(sh->out, '\n');
}

void
shell_json(struct shell *sh, void (*write)(struct json *, const void *), const void *model)
{
    struct json j = json_to(sh->out);

    write(&j, model);
    buf_byte(sh->out, '\n');
}

void
shell_line(struct cx *cx, struct shell *sh, struct msg key, struct str value)
{
    struct str label = msg_text(cx->arena, cx->lang, key);

    if (!str_is_known(value))
        return;
    buf_add(sh->out, label);
    for (size_t n = utf8_count(label); n < KEY_COLUMNS; n++)
        buf_byte(sh->out, ' ');
    buf_fmt(sh->out, " %.*s\n", TEXT(value));
}

void
shell_say(struct cx *cx, struct shell *sh, struct msg m)
{
    load_say(cx, sh->out, m);
}

void
load_say(struct cx *cx, struct buf *out, struct msg m)
{
    buf_add(out, msg_text(cx->arena, cx->lang, m));
    buf_byte(out, '\n');
}

void
load_say_kept(struct cx *cx, struct buf *out, int64_t n_kept)
{
    if (n_kept > 0)
        load_say(cx, out, MSG("Kept as the database has them, though the program tells them "
                              "otherwise: {0}.", int_text(cx->arena, cx->lang, n_kept)));
}
