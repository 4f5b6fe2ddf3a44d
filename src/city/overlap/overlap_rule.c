/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* overlap_rule.c — the judgement on two rows: points, kind, reasons. */
#include "city/overlap/overlap_model.h"

void
overlap_judge(struct arena *a, const struct overlap_model *model, const struct overlap_row *left,
              const struct overlap_row *right, struct overlap_likeness like,
              struct overlap_verdict *out)
{
    (void)a; (void)model; (void)left; (void)right; (void)like;
    *out = (struct overlap_verdict){ .kind = OVERLAP_NONE };
}
