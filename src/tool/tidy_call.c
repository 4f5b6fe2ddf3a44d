/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* tidy_call.c — calls that belong to one folder or to none, each with what to use instead. */
#include "tool/tidy.h"

#define MEMORY "src/base/arena.c test/torture/"
#define SHELLS "src/base/ src/app/ src/tool/ src/shell.c test/"

/* Names: a space before and after each. Where: folders and files that may; "test/": tests. */
static const struct { const char *names, *where, *instead; } bans[] = {
    { " malloc calloc realloc free strdup strndup asprintf vasprintf aligned_alloc "
      "posix_memalign alloca ",
      MEMORY, "belongs to base/arena.c; use NEW(arena, T) or NEWS(arena, T, n)" },
    { " sprintf vsprintf strcpy strncpy strcat strncat stpcpy gets ",
      "", "has no ceiling; use str_fmt, str_join or a buf" },
    { " strtok strtok_r strsep ",
      "", "changes what it reads; use str_cut" },
    { " atoi atol atoll atof ",
      "", "cannot say no; use str_int64 or dec_parse" },
    { " strtol strtoll strtoul strtoull strtod strtof ",
      "src/base/ test/", "takes half a number for one; use str_int64 or dec_parse" },
    { " scanf sscanf fscanf ",
      "", "overflows in silence; cut the text and use str_int64" },
    { " system popen ",
      "", "runs a shell; fork and exec the one program that is meant" },
    { " rand srand random srandom drand48 rand_r ",
      "", "differs between machines; use rand_next of base/rand.h" },
    { " time gettimeofday clock_gettime clock ",
      "src/base/clock.c test/", "belongs to base/clock.c; take cx->now_s" },
    { " localtime localtime_r gmtime mktime strftime ",
      "src/base/calendar.c test/", "depends on the machine; use base/calendar.h" },
    { " setlocale ",
      "", "changes the whole process; a struct view knows its reader's language" },
    { " getenv secure_getenv setenv putenv ",
      "src/base/clock.c src/app/ test/",
      "belongs to app's settings; take the value as an argument" },
    { " exit _exit quick_exit abort ",
      SHELLS, "ends the process; return an error" },
    { " printf puts putchar fprintf vprintf vfprintf fputs perror ",
      SHELLS, "writes past the reply; write into the buffer that is given, or log" },
    { " longjmp setjmp ",
      "src/base/arena.c src/app/ test/",
      "belongs to the arena and to the one place that starts work" },
};

/* May the file do this? A test beside the code may what those below test/ may. */
static bool
is_allowed(const struct tidy_file *f, const char *where)
{
    struct str place, rest = str_of(where);

    while (rest.n > 0) {
        str_cut(rest, ' ', &place, &rest);
        if (str_starts(f->text.file, place) || (tidy_is_test(f) && str_eq(place, S("test/"))))
            return true;
    }
    return false;
}

static void
judge(struct tidy *t, const struct tidy_file *f, size_t at, struct str name)
{
    struct str spaced = str_fmt(t->arena, " %.*s ", TEXT(name));
    size_t     found;

    for (size_t i = 0; i < COUNT(bans); i++)
        if (str_find(str_of(bans[i].names), spaced, &found) && !is_allowed(f, bans[i].where))
            tidy_fault(t, f, at, str_fmt(t->arena, "%.*s %s", TEXT(name), bans[i].instead));
}

/* A name before '(' is a call unless it is a member: x.free(…), x->free(…). */
static bool
is_member(struct str code, size_t at)
{
    struct str before = str_part(code, 0, at);

    return str_ends(before, S(".")) || str_ends(before, S("->"));
}

void
tidy_calls(struct tidy *t, const struct tidy_file *f)
{
    struct str code = f->code;

    for (size_t i = 0; i < code.n; i++) {
        size_t from = i;

        if (!is_letter(code.p[i]) && code.p[i] != '_')
            continue;
        while (i < code.n && is_word(code.p[i]))
            i++;
        bool part = from > 0 && is_word(code.p[from - 1]);
        if (i < code.n && code.p[i] == '(' && !part && !is_member(code, from))
            judge(t, f, from, str_part(code, from, i - from));
    }
}
