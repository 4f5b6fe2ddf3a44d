/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/task/task_rule.h"

/* ---- states and steps ----------------------------------------------------------------------- */

/* In the order of the enum. */
const struct choice task_states[] = {
    { "open", N_("outstanding") }, { "answered", N_("waits for approval") },
    { "approved", N_("approved") }, { "returned", N_("returned") }, { "dropped", N_("dropped") },
    { NULL, NULL },
};

struct str
task_state_word(enum task_state state)
{
    return str_of(task_states[state].value);
}

bool
task_state_read(struct str word, enum task_state *state)
{
    for (int32_t i = 0; task_states[i].value; i++)
        if (str_eq(word, str_of(task_states[i].value))) {
            *state = (enum task_state)i;
            return true;
        }
    return false;
}

struct msg
task_state_label(enum task_state state)
{
    return (struct msg){ .id = task_states[state].label };
}

bool
task_is_owed(enum task_state state)
{
    return state == TASK_OPEN || state == TASK_RETURNED;
}

bool
task_has_ended(enum task_state state)
{
    return state == TASK_APPROVED || state == TASK_DROPPED;
}

bool
task_step_to(enum task_state state, enum task_step step, enum task_state *next)
{
    static const enum task_state after[] = {
        [TASK_ANSWER] = TASK_ANSWERED, [TASK_APPROVE] = TASK_APPROVED,
        [TASK_RETURN] = TASK_RETURNED, [TASK_DROP] = TASK_DROPPED,
    };
    bool judges = step == TASK_APPROVE || step == TASK_RETURN;

    if (task_has_ended(state))
        return false;
    if (judges && state != TASK_ANSWERED)
        return false;
    if (step == TASK_EXTEND && !task_is_owed(state))
        return false;
    *next = step == TASK_EXTEND ? state : after[step];
    return true;
}

/* ---- reminders ------------------------------------------------------------------------------ */

enum task_reminder
task_reminder_due(enum task_state state, struct date due, struct date today,
                  enum task_reminder sent)
{
    int32_t            left = date_days(due) - date_days(today);
    enum task_reminder now = left < 0 ? REMIND_LATE : left <= 1 ? REMIND_DAY
                           : left <= 2 ? REMIND_TWO_DAYS : left <= 7 ? REMIND_WEEK : REMIND_NONE;

    return task_is_owed(state) && now > sent ? now : REMIND_NONE;
}

/* ---- answers -------------------------------------------------------------------------------- */

const struct choice task_kinds[] = {
    { "text", N_("text") }, { "number", N_("number") }, { "date", N_("date") },
    { "yes_no", N_("yes or no") }, { "document", N_("document") }, { NULL, NULL },
};

bool
task_kind_read(struct str word, enum task_kind *kind)
{
    for (int32_t i = 0; task_kinds[i].value; i++)
        if (str_eq(word, str_of(task_kinds[i].value))) {
            *kind = (enum task_kind)i;
            return true;
        }
    return false;
}

bool
task_number_is_valid(struct str number)
{
    if (number.n == 0 || number.n > TASK_NUMBER_MAX)
        return false;
    for (size_t i = 0; i < number.n; i++) {
        char c = number.p[i];
        bool is_sign = c == '.' || c == '-';
        bool is_good = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

        if (!is_good && (!is_sign || i == 0))
            return false;
    }
    return true;
}

/* ---- links ---------------------------------------------------------------------------------- */

bool
task_link_is_open(int64_t expires_at, struct maybe_int ended_at, int64_t now_s)
{
    return !ended_at.known && now_s < expires_at;
}

bool
task_link_has(struct str items, struct str number)
{
    struct str rest = items, head;
    bool       more = items.n > 0;

    if (!more)
        return true;
    while (more) {
        more = str_cut(rest, ' ', &head, &rest);
        if (str_eq(head, number))
            return true;
    }
    return false;
}
