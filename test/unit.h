/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * unit.h — tests that stand beside the code, as tables of cases.
 *
 *     TEST(date_parse)
 *     {
 *         for (size_t i = 0; i < COUNT(row); i++)
 *             check(row[i].name, date_parse(row[i].text, &d) == row[i].ok);
 *     }
 *
 * A test registers itself. A failed row is named and the test goes on; a test that checked nothing
 * fails. `unit [TEXT…]` runs the tests whose name holds one of the texts; `unit --list` names them.
 * The last line is "unit: N passed, N failed, N skipped (N checks)".
 */
#ifndef GUYUB_TEST_UNIT_H
#define GUYUB_TEST_UNIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "store/store.h"

#define TEST(name)                                                          \
    static void test_##name(void);                                          \
    __attribute__((constructor)) static void test_##name##_register(void)   \
    {                                                                       \
        unit_add(#name, __FILE__, test_##name);                             \
    }                                                                       \
    static void test_##name(void)

#define check(row_name, ok) unit_check((row_name), (ok), #ok, __FILE__, __LINE__)

struct arena *unit_arena(void);             /* empty at the start of each test, 1 GB            */
struct cx    *unit_cx(enum store_kind);     /* on an empty temporary database (unit_store.c)    */
void          unit_skip(const char *why);   /* then return; the test counts as skipped          */

/* A file of these bytes, without a name, and an empty folder: both go before the next test.  */
int           unit_file(struct str bytes);
const char   *unit_folder(void);
void          unit_remove(const char *folder);      /* with all that is in it */

/* Whether the call ends the process by an assertion; it runs in a child, without its output. */
bool          unit_aborts(void (*call)(void *), void *arg);

/* A check between two texts, which shows both when they differ. */
void          check_text(const char *row_name, struct str is, struct str should);

void unit_add(const char *name, const char *file, void (*run)(void));
void unit_check(const char *row_name, bool ok, const char *what, const char *file, int line);

#endif
