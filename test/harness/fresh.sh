#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# fresh.sh - the proof that one command is enough: a new Debian 12 tree, the committed source put
# into it, `./dev run` until the page answers, then `./dev run` again, which must be ready in 2 s.
#
# It needs root (debootstrap, chroot). Mirrors, proxies and certificates are this machine's own.
set -euo pipefail

repo=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
tree=$(mktemp -d /var/tmp/guyub-fresh.XXXXXX)
server=
first_s_max=900 second_ms_max=2000

leave() {
    local status=$?
    [[ -z $server ]] || kill -TERM "$server" 2>/dev/null || true
    for place in proc dev/shm; do
        mountpoint -q "$tree/$place" && umount -l "$tree/$place"
    done
    rm -rf --one-file-system "$tree"
    exit "$status"
}
trap leave EXIT
trap 'exit 130' INT TERM HUP

now_ms() { echo $(( ${EPOCHREALTIME/[.,]/} / 1000 )); }

# Only Debian's own sources, so that the Node in the tree is Debian's.
# shellcheck disable=SC2016    # $(…) is apt's own notation
debian_sources() {
    apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' \
        'Created-By: Packages' 'Origin: Debian' 'Component: main' | sort -u
}

# shellcheck disable=SC2016
make_tree() {
    local mirror
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' \
        'Codename: bookworm' | head -n 1)
    debootstrap --variant=minbase bookworm "$tree" "$mirror" >"$tree.log" 2>&1 ||
        { tail -n 20 "$tree.log"; rm -f "$tree.log"; return 1; }
    rm -f "$tree.log"
    debian_sources >"$tree/etc/apt/sources.list"
    apt-config dump | grep -E '^Acquire::(http|https|Check|Retries)' \
        >"$tree/etc/apt/apt.conf.d/90machine" || true
    mkdir -p "$tree/usr/local/share/ca-certificates" "$tree/srv/guyub"
    cp -a /usr/local/share/ca-certificates/. "$tree/usr/local/share/ca-certificates/" 2>/dev/null ||
        true
    cp /etc/ssl/certs/ca-certificates.crt "$tree/etc/machine-ca.crt" 2>/dev/null || true
    mount -t proc proc "$tree/proc"
    git -C "$repo" archive HEAD | tar -x -C "$tree/srv/guyub"
}

# What a person on this machine has in the environment, and no more.
inside() {
    local npm=()
    npm=(npm_config_registry="$(npm config get registry 2>/dev/null)" npm_config_cafile=/etc/machine-ca.crt)
    for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
        [[ -z ${!name:-} ]] || npm+=("$name=${!name}")
    done
    exec env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
        GUYUB_LISTEN="127.0.0.1:$port" "${npm[@]}" chroot "$tree" /bin/bash -c "cd /srv/guyub && exec $1"
}

free_port() {
    node -e 's = require("net").createServer().listen(0, "127.0.0.1",
        () => { console.log(s.address().port); s.close() })'
}

# Runs ./dev run, waits for a page, stops it; leaves the time in $took_ms.
run_until_ready() {     # run_until_ready LOG SECONDS
    local began deadline
    began=$(now_ms)
    deadline=$((began + $2 * 1000))
    (inside './dev run') >"$1" 2>&1 </dev/null &
    server=$!
    until curl -fs -o /dev/null "http://127.0.0.1:$port/regions/35.71"; do
        kill -0 "$server" 2>/dev/null ||
            { server=; echo "./dev run ended:"; tail -n 40 "$1"; return 1; }
        (( $(now_ms) < deadline )) || { echo "no page after $2 s:"; tail -n 40 "$1"; return 1; }
        sleep 0.05
    done
    took_ms=$(( $(now_ms) - began ))
    kill -TERM "$server"
    wait "$server" || true
    server=
}

report() {      # report NAME MS
    echo "$1: $2 ms"
    [[ -z ${GUYUB_FIGURES:-} ]] ||
        printf '{"name":"%s","value":%d,"unit":"ms","engine":"sqlite"}\n' "${1// /_}" "$2" \
            >>"$GUYUB_FIGURES"
}

(( EUID == 0 )) || { echo "fresh.sh needs root: debootstrap and chroot"; exit 2; }
port=$(free_port)
began=$(now_ms)
make_tree
report "fresh tree" $(( $(now_ms) - began ))

run_until_ready "$tree/first.log" "$first_s_max"
cat "$tree/first.log"
report "first run" "$took_ms"
(inside 'node --version')

run_until_ready "$tree/second.log" 60
cat "$tree/second.log"
report "second run" "$took_ms"
(( took_ms < second_ms_max )) || { echo "the second run took over $second_ms_max ms"; exit 1; }
