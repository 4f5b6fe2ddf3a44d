/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/server/board.h"

#include <assert.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/hash.h"

const uint32_t board_took_us[BOARD_TOOK_N] = {
    1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000, 1000000, 5000000, UINT32_MAX,
};

struct board *
board_make(size_t n_seats, size_t conns_per_seat)
{
    size_t n = sizeof(struct board) + n_seats * conns_per_seat * sizeof(board_count);
    struct board *b = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    assert(n_seats <= BOARD_SEATS_MAX);
    if (b == MAP_FAILED)
        return NULL;
    b->n_seats = n_seats;
    b->per_seat = conns_per_seat;
    return b;
}

void
board_sit(struct board *b, size_t seat, int64_t now_s)
{
    struct board_seat *s = &b->seat[seat];

    for (size_t i = 0; i < b->per_seat; i++)
        b->client[seat * b->per_seat + i] = 0;
    s->open = 0;
    s->store_away = 0;
    s->started_s = (uint64_t)now_s;
    s->pid = (uint64_t)getpid();
}

uint64_t
board_client(struct str address)
{
    uint64_t hash = hash_64(address);

    return hash ? hash : 1;
}

void
board_came(struct board *b, size_t seat, size_t slot, uint64_t client)
{
    assert(seat < b->n_seats && slot < b->per_seat);
    b->client[seat * b->per_seat + slot] = client;
    b->seat[seat].open++;
    b->seat[seat].accepted++;
}

void
board_left(struct board *b, size_t seat, size_t slot)
{
    b->client[seat * b->per_seat + slot] = 0;
    b->seat[seat].open--;
}

size_t
board_connections_of(const struct board *b, uint64_t client)
{
    size_t n = 0;

    for (size_t i = 0; i < b->n_seats * b->per_seat; i++)
        n += atomic_load_explicit(&b->client[i], memory_order_relaxed) == client;
    return n;
}

size_t
board_open(const struct board *b)
{
    size_t n = 0;

    for (size_t i = 0; i < b->n_seats; i++)
        n += (size_t)b->seat[i].open;
    return n;
}

void
board_answered(struct board_seat *s, int32_t status, int64_t bytes, int64_t took_us)
{
    size_t at = 0;

    while (at + 1 < BOARD_TOOK_N && took_us > (int64_t)board_took_us[at])
        at++;
    s->answered[status / 100 < 6 ? status / 100 : 0]++;
    s->bytes_out += (uint64_t)bytes;
    s->took[at]++;
    s->took_us += (uint64_t)took_us;
}
