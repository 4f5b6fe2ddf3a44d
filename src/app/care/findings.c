/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/care/findings.h"

#include "base/arena.h"
#include "base/utf8.h"

static const struct { const char *word, *label; } level_of[] = {
    [FINDING_WELL] = { "well", N_("well") }, [FINDING_DOUBT] = { "doubt", N_("look") },
    [FINDING_BAD] = { "bad", N_("BAD") },
};

void
found_err(struct cx *cx, struct findings *f, enum finding_level level, const char *code,
          const struct err *e)
{
    struct err without_hint = *e;

    without_hint.hint = MSG_NONE;
    found(f, level, code, MSG("This could not be looked at: {0}",
                              err_line(cx->arena, cx->lang, &without_hint)), e->hint);
}

const struct finding *
findings_bad(const struct findings *f, const char *prefix)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->row[i].level == FINDING_BAD
            && str_starts(str_of(f->row[i].code), str_of(prefix)))
            return &f->row[i];
    return NULL;
}

/* "baik    It is so.", and below it what to do. */
static void
show_line(struct cx *cx, struct shell *sh, const struct finding *row)
{
    enum { WIDTH = 8 };
    struct str label = msg_text(cx->arena, cx->lang,
                                (struct msg){ .id = level_of[row->level].label });

    buf_add(sh->out, label);
    for (size_t n = utf8_count(label); n < WIDTH; n++)
        buf_byte(sh->out, ' ');
    buf_fmt(sh->out, "%.*s\n", TEXT(msg_text(cx->arena, cx->lang, row->is)));
    if (msg_is(row->hint))
        buf_fmt(sh->out, "%*s%.*s\n", WIDTH, "", TEXT(msg_text(cx->arena, cx->lang, row->hint)));
}

static void
show_json(struct cx *cx, struct shell *sh, const struct findings *f)
{
    struct json j = json_to(sh->out);

    json_open(&j, '[');
    for (size_t i = 0; i < f->n; i++) {
        const struct finding *row = &f->row[i];

        json_open(&j, '{');
        json_str_at(&j, "level", str_of(level_of[row->level].word));
        json_str_at(&j, "code", str_of(row->code));
        json_str_at(&j, "is", msg_text(cx->arena, cx->lang, row->is));
        json_str_at(&j, "hint", msg_is(row->hint) ? msg_text(cx->arena, cx->lang, row->hint)
                                                  : (struct str){ NULL, 0 });
        json_close(&j, '}');
    }
    json_close(&j, ']');
    buf_byte(sh->out, '\n');
}

void
findings_show(struct cx *cx, struct shell *sh, const struct findings *f)
{
    if (sh->json)
        show_json(cx, sh, f);
    for (size_t i = 0; !sh->json && i < f->n; i++)
        show_line(cx, sh, &f->row[i]);
    sh->says_no |= findings_bad(f, "") != NULL;
}
