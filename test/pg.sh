#!/bin/bash
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# test/pg.sh COMMAND…      runs COMMAND with a PostgreSQL server of its own
# test/pg.sh start DIR     starts one in DIR, new or empty, and prints its URI
# test/pg.sh stop DIR      stops that one and removes DIR
#
# The first form keeps the server in a new directory under /tmp and names it to COMMAND by
# GUYUB_TEST_PG. It is stopped and its directory removed whatever happens; the exit code is
# COMMAND's, 125 if there is no server to be had. A server listens on 127.0.0.1 and a socket in its
# directory, trusts everyone there, and forgets on a crash. Root hands it to the user postgres.

set -u

bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -1)
dir=
child=

fail() {
    echo "pg.sh: $1" >&2
    [ -z "$dir" ] || tail -qn 20 "$dir/log" "$dir/server.log" >&2 2>/dev/null
    exit 125
}

# Away from the present directory, which the user postgres may not be able to enter.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

# A port that nobody answers on; another may still take it before us, so starting is tried again.
free_port() {
    local port
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 30000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
    return 1
}

make_cluster() {
    chmod 711 "$dir"
    if [ "$(id -u)" = 0 ]; then
        chown postgres "$dir" || fail "there is no user postgres; install postgresql-15"
    fi
    as_postgres "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 \
        --no-sync >"$dir/log" 2>&1 </dev/null || fail "initdb did not succeed"
}

start() {
    local port options
    for _ in 1 2 3; do
        port=$(free_port) || fail "no free port on 127.0.0.1"
        options="-p $port -k $dir -c listen_addresses=127.0.0.1 -c fsync=off"
        options="$options -c synchronous_commit=off -c full_page_writes=off"
        options="$options -c shared_buffers=64MB -c max_connections=60"
        if as_postgres "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" -o "$options" -s -w start \
            >>"$dir/log" 2>&1 </dev/null; then
            uri="postgresql://postgres@127.0.0.1:$port/postgres"
            return
        fi
    done
    fail "the server did not start"
}

stop() {
    trap - EXIT INT TERM HUP
    [ -z "$child" ] || kill -TERM "$child" 2>/dev/null
    if [ -f "$dir/data/postmaster.pid" ]; then
        as_postgres "$bin/pg_ctl" -D "$dir/data" -m immediate -s -w stop
    fi
    rm -rf "$dir"
}

run() {
    dir=$(mktemp -d /tmp/guyub-pg.XXXXXX) || exit 125
    trap stop EXIT
    trap 'stop; exit 130' INT
    trap 'stop; exit 143' TERM HUP
    make_cluster
    start
    GUYUB_TEST_PG=$uri "$@" <&0 &
    child=$!
    wait "$child"
    local status=$?
    child=
    exit $status
}

usage() {
    echo "usage: test/pg.sh COMMAND... | start DIR | stop DIR" >&2
    exit 2
}

[ $# -gt 0 ] || usage
[ -x "$bin/initdb" ] || fail "there is no PostgreSQL server here; install postgresql-15"

case $1 in
start)
    [ $# = 2 ] || usage
    mkdir -p "$2" || exit 125
    dir=$(cd "$2" && pwd)
    [ -z "$(ls -A "$dir")" ] || { dir=; fail "$2 is not empty"; }
    make_cluster
    start
    echo "$uri" ;;
stop)
    if [ $# != 2 ] || [ ! -d "$2" ]; then usage; fi
    dir=$(cd "$2" && pwd)
    stop ;;
*)  run "$@" ;;
esac
