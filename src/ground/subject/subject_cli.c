/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* subject_cli.c — `guyub subject classes`: the record of processing that article 31 asks for. */
#include "base/arena.h"
#include "ground/subject/subject_page.h"

static struct err *
classes_run(struct cx *cx, struct shell *sh)
{
    static const struct column column[] = {
        { "class",   { .id = N_("Class") },          COLUMN_TEXT },
        { "label",   { .id = N_("Kind") },           COLUMN_TEXT },
        { "purpose", { .id = N_("What it is for") }, COLUMN_TEXT },
        { "basis",   { .id = N_("Legal basis") },    COLUMN_TEXT },
        { "kept",    { .id = N_("How long") },       COLUMN_TEXT },
    };
    struct table t = table_in(cx->arena, column, COUNT(column), PERSONALS_N);

    for (enum personal p = PERSONAL_NONE + 1; p < PERSONALS_N; p++) {
        const struct personal_class *c = personal_class_of(p);
        struct str                  *cell = table_row(&t);

        cell[0] = str_of(c->word);
        cell[1] = msg_text(cx->arena, cx->lang, (struct msg){ .id = c->label });
        cell[2] = msg_text(cx->arena, cx->lang, (struct msg){ .id = c->purpose });
        cell[3] = msg_text(cx->arena, cx->lang, (struct msg){ .id = c->basis });
        cell[4] = msg_text(cx->arena, cx->lang, personal_kept_text(cx->arena, cx->lang, c));
    }
    shell_table(cx, sh, &t);
    return NULL;
}

const struct command subject_commands[SUBJECT_COMMANDS] = {
    { "subject classes", NEEDS_NOTHING, true, NULL, classes_run,
      N_("Which personal data is held, what for, on which basis, for how long") },
};
