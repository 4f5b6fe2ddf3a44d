/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * subject_copy.h — the persons' keys apart from the data (ADR 0011): out of a database, into one.
 *
 * A copy of the data has no keys. They are kept beside it, always only the latest, as they stand:
 * wrapped under the installation's key. Who was erased since the data was copied has none.
 */
#ifndef GUYUB_SUBJECT_COPY_H
#define GUYUB_SUBJECT_COPY_H

#include "ground/subject/subject.h"

/* Each key, in the order of persons. */
struct err *subject_keys_each(struct cx *, struct err *(*take)(struct cx *, struct subject_id,
                                                               struct str wrapped, void *arg),
                              void *arg);

/* In a change. Not joined: the person is not in this database, was erased, or has a key. */
struct err *subject_key_join(struct cx *, struct subject_id, struct str wrapped, bool *joined);

/* Of the newest values that are held: how many open with the keys that are here. */
struct subject_sample {
    int64_t n_tried, n_open;
    int64_t n_damaged;              /* there is a key and it does not open the value              */
    int64_t n_keyless;              /* persons of the whole database that nothing says are erased,
                                     * and who have no key                                        */
};
struct err *subject_sample_of(struct cx *, struct subject_sample *);

#endif
