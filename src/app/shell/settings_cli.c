/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/shell/settings_cli.h"

#include "app/shell/command.h"
#include "app/shell/settings.h"

struct err *
settings_run(struct cx *cx, struct shell *sh)
{
    const struct column column[] = {
        { "setting", MSG("Setting"),       COLUMN_TEXT },
        { "value",   MSG("Value"),         COLUMN_TEXT },
        { "means",   MSG("What it means"), COLUMN_TEXT },
    };
    const struct settings *s = ((const struct app_shell *)sh)->settings;
    struct table           t = table_in(cx->arena, column, COUNT(column), settings_form.n);

    for (size_t i = 0; i < settings_form.n; i++) {
        const struct field *f = &settings_form.field[i];
        struct str         *cell = table_row(&t);

        cell[0] = str_of(f->name);
        cell[1] = form_text(cx->arena, f, s);
        cell[2] = msg_text(cx->arena, cx->lang, (struct msg){ .id = f->label });
    }
    shell_table(cx, sh, &t);
    return NULL;
}
