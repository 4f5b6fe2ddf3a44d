/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "module.h"

#include <assert.h>
#include <string.h>

enum { PANELS_MAX = 16 };

struct err *
panels_draw(struct cx *cx, const char *place, int64_t subject_id, struct html *out)
{
    struct html drawn[PANELS_MAX];
    size_t      n = 0;

    assert(cx->modules);
    for (const struct module *const *m = cx->modules; *m; m++)
        for (size_t i = 0; i < (*m)->n_panels; i++) {
            if (strcmp((*m)->panels[i].place, place) != 0)
                continue;
            assert(n < PANELS_MAX);
            TRY((*m)->panels[i].draw(cx, subject_id, &drawn[n++]));
        }
    *out = html_join(cx->arena, drawn, n);
    return NULL;
}

const struct told *
told_named(const struct cx *cx, struct str word)
{
    for (const struct module *const *m = cx->modules; m && *m; m++)
        for (size_t i = 0; i < (*m)->n_told; i++)
            if (str_eq(word, str_of((*m)->told[i].word)))
                return &(*m)->told[i];
    return NULL;
}

void
found(struct findings *f, enum finding_level level, const char *code, struct msg is,
      struct msg hint)
{
    if (f->n < FINDINGS_MAX)
        f->row[f->n++] = (struct finding){ level, code, is, hint };
}
