/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * aim.h — towards the target: move a level and see the index move.
 *
 * WHAT   /regions/{code}/aim/{instrument} begins with the region's published figures and asks what
 *        would follow from others: for each item that can go up what its next step adds, which one
 *        adds most, what an item would have to reach alone, and the fewest steps that reach the
 *        target of a year or the next mark of the scale. The gap to the target is said in words.
 *        The page is its address: what differs from the start stands there, nothing is stored.
 * WHO    Everybody, for what is published (READ_PUBLIC).
 * NOT    The arithmetic (engine/score): every figure here is one of its computations, none is
 *        weight x step. Reasons line by line (explain/). What a step costs, or who takes it.
 * READ   aim_rule.h ladders, gains, the fewest steps (pure) · aim_read.c the address, the start ·
 *        aim_count.c years, target, answers · aim_follow.c what follows · aim_say.c in words ·
 *        aim_form.c, aim_page.c, aim_view.html the page · aim_data.c JSON · aim_cli.c
 * LAW    None: a target is the region's own (RPJMD), with its source. OURS: what is not known stays
 *        unknown and is never 0; a target is reached when the exact index reaches it, not when a
 *        rounded one does; what was tried here is nobody's result, and the page says so.
 */
#ifndef GUYUB_AIM_H
#define GUYUB_AIM_H

struct module;

extern const struct module aim_module;

#endif
