/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/job/job_rule.h"

#include "unit.h"

TEST(job_after_a_try)
{
    static const struct {
        const char *name; enum job_end end; int64_t tries, most; bool stop;
        enum job_state state; int64_t wait_s; bool uncounted;
    } row[] = {
        { "it went well",                    JOB_WENT_WELL,     1, 5, 0, JOB_DONE,    0,   0 },
        { "well, though asked to stop",      JOB_WENT_WELL,     1, 5, 1, JOB_DONE,    0,   0 },
        { "well at the last try",            JOB_WENT_WELL,     5, 5, 0, JOB_DONE,    0,   0 },
        { "stopped",                         JOB_WAS_STOPPED,   1, 5, 1, JOB_STOPPED, 0,   0 },
        { "a moment's error",                JOB_MOMENTS_ERROR, 1, 5, 0, JOB_WAITING, 10,  0 },
        { "a moment's error, again",         JOB_MOMENTS_ERROR, 2, 5, 0, JOB_WAITING, 40,  0 },
        { "a moment's error at the last try", JOB_MOMENTS_ERROR, 5, 5, 0, JOB_FAILED, 0,   0 },
        { "only one try",                    JOB_MOMENTS_ERROR, 1, 1, 0, JOB_FAILED,  0,   0 },
        { "a moment's error, and asked to stop", JOB_MOMENTS_ERROR, 1, 5, 1, JOB_STOPPED, 0, 0 },
        { "what was asked for is wrong",     JOB_INPUTS_ERROR,  1, 5, 0, JOB_FAILED,  0,   0 },
        { "its process died",                JOB_LEFT,          1, 5, 0, JOB_WAITING, 10,  0 },
        { "its process died at the last try", JOB_LEFT,         5, 5, 0, JOB_FAILED,  0,   0 },
        { "died, and was asked to stop",     JOB_LEFT,          1, 5, 1, JOB_STOPPED, 0,   0 },
        { "put back by its runner",          JOB_PUT_BACK,      5, 5, 0, JOB_WAITING, 0,   1 },
        { "put back, and asked to stop",     JOB_PUT_BACK,      1, 5, 1, JOB_STOPPED, 0,   0 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct job_next next = job_after(row[i].end, row[i].tries, row[i].most, row[i].stop);

        check(row[i].name, next.state == row[i].state);
        check(row[i].name, next.wait_s == row[i].wait_s);
        check(row[i].name, next.uncounted == row[i].uncounted);
    }
}

TEST(job_waits_grow_to_an_hour)
{
    static const struct { const char *name; int64_t tries, wait_s; } row[] = {
        { "before any", 0, 10 },    { "one", 1, 10 },       { "two", 2, 40 },
        { "three", 3, 160 },        { "four", 4, 640 },     { "five", 5, 2560 },
        { "six: the ceiling", 6, 3600 }, { "a million", 1000000, 3600 },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, job_wait_s(row[i].tries) == row[i].wait_s);
}

TEST(job_end_of_an_error)
{
    static const struct { const char *name; enum err_kind kind; enum job_end end; } row[] = {
        { "none",       ERR_NONE,      JOB_WENT_WELL },
        { "input",      ERR_INPUT,     JOB_INPUTS_ERROR },
        { "denied",     ERR_DENIED,    JOB_INPUTS_ERROR },
        { "missing",    ERR_MISSING,   JOB_INPUTS_ERROR },
        { "conflict",   ERR_CONFLICT,  JOB_INPUTS_ERROR },
        { "too large",  ERR_TOO_LARGE, JOB_INPUTS_ERROR },
        { "busy",       ERR_BUSY,      JOB_MOMENTS_ERROR },
        { "broken",     ERR_BROKEN,    JOB_MOMENTS_ERROR },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct err e = { .kind = row[i].kind };

        check(row[i].name, job_end_of(row[i].kind == ERR_NONE ? NULL : &e) == row[i].end);
    }
}

/* 2026-11-22 00:00 UTC is 07:00 WIB. */
enum { DAY = 1795305600, HOUR = 3600 };

TEST(job_every_next)
{
    static const struct { const char *name, *every; int64_t after, at; bool ok; } row[] = {
        { "the hour",                        "hour",      DAY + 1,        DAY + HOUR,      1 },
        { "exactly on the hour: the next",   "hour",      DAY,            DAY + HOUR,      1 },
        { "a second before",                 "hour",      DAY - 1,        DAY,             1 },
        { "03:10 WIB is 20:10 UTC",          "day 03:10", DAY,       DAY + 20 * HOUR + 600, 1 },
        { "on it: tomorrow",                 "day 03:10", DAY + 20 * HOUR + 600,
          DAY + 44 * HOUR + 600, 1 },
        { "a second before it",              "day 03:10", DAY + 20 * HOUR + 599,
          DAY + 20 * HOUR + 600, 1 },
        { "07:00 WIB is midnight UTC",       "day 07:00", DAY - 1,        DAY,             1 },
        { "23:59",                           "day 23:59", DAY, DAY + 16 * HOUR + 59 * 60,  1 },
        { "before 1970",                     "hour",      -1,             0,               1 },
        { "an hour that is none",            "day 24:00", DAY,            0,               0 },
        { "a minute that is none",           "day 03:60", DAY,            0,               0 },
        { "one digit",                       "day 3:10",  DAY,            0,               0 },
        { "a sign",                          "day +3:10", DAY,            0,               0 },
        { "no time",                         "day",       DAY,            0,               0 },
        { "more behind it",                  "day 03:10:00", DAY,         0,               0 },
        { "another word",                    "week 03:10", DAY,           0,               0 },
        { "nothing",                         "",          DAY,            0,               0 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        int64_t at = 0;

        check(row[i].name, job_every_next(str_of(row[i].every), row[i].after, &at) == row[i].ok);
        check(row[i].name, at == row[i].at);
    }
}

TEST(job_state_words)
{
    for (enum job_state s = JOB_WAITING; s <= JOB_STOPPED; s++) {
        check("a word comes back", job_state_of(job_state_word(s)) == s);
        check("it has a label", msg_is(job_state_label(s)));
    }
    check("no such state", job_state_of(S("lost")) == JOB_NO_STATE);
    check("waiting goes on", !job_has_ended(JOB_WAITING) && !job_has_ended(JOB_RUNNING));
    check("ended", job_has_ended(JOB_DONE) && job_has_ended(JOB_FAILED)
          && job_has_ended(JOB_STOPPED));
}
