/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* modules.h — the list of all modules, in the order of src/DEPS: of migrations, loading, menu. */
#ifndef GUYUB_APP_MODULES_H
#define GUYUB_APP_MODULES_H

#include "module.h"

extern const struct module *const app_modules[];        /* ends with NULL */

/* All migrations and all statements of the program, in the order of the modules. */
const struct migration *const *app_migrations(struct arena *, size_t *n);
const struct statement *const *app_statements(struct arena *, size_t *n);

/* The kinds of pack that the modules register. */
const struct pack_kind *const *app_pack_kinds(struct arena *, size_t *n);

#endif
