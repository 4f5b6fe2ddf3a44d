#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# /usr/bin/guyub - the program with this machine's settings. Root's commands run as the user guyub,
# whose files they read and write. Who names a database or settings gets the program as it is.
set -eu

program=/usr/lib/guyub/guyub
config=/etc/guyub/guyub.conf

[ -z "${GUYUB_CONFIG:-}${GUYUB_DB:-}" ] || exec "$program" "$@"
if [ "$(id -u)" = 0 ] && [ -e "$config" ] && id guyub >/dev/null 2>&1; then
    exec env HOME=/var/lib/guyub GUYUB_CONFIG="$config" \
        setpriv --reuid=guyub --regid=guyub --init-groups --no-new-privs -- "$program" "$@"
fi
if [ -r "$config" ]; then
    export GUYUB_CONFIG="$config"
fi
exec "$program" "$@"
