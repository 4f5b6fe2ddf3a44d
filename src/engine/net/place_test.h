/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* place_test.h — sets of places on which the index and the candidates are tried: place_test.c. */
#ifndef GUYUB_ENGINE_NET_PLACE_TEST_H
#define GUYUB_ENGINE_NET_PLACE_TEST_H

#include "engine/net/place_part.h"

enum { PLACE_TEST_MAX = 240 };

struct place_test { const char *name; struct place place[PLACE_TEST_MAX]; uint32_t n; };

/* The i-th set; false: there are no more. */
bool place_test_set(size_t i, struct place_test *);

/* Goes on `left` times, then no more; `is_odd` once what is done goes back or beyond all. */
struct place_test_patience { uint32_t left; uint64_t done; bool is_odd; };
bool place_test_go_on(void *patience, uint64_t done, uint64_t all);

#endif
