#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# packaging/deb.sh PROGRAM FOLDER [VERSION]
#
# Packs a built program as FOLDER/guyub_VERSION_ARCHITECTURE.deb and prints that name. The same
# program and the same commit give the same bytes: times come from the commit, owners are root,
# names are sorted (by dpkg-deb). VERSION is the program's own unless given. With GUYUB_DEB_QUICK=1 it
# is packed in a fifth of the time and twice the size, for tests.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
repo=$(dirname -- "$here")
work=

fail() { echo "deb.sh: $1" >&2; exit 2; }

# The commit's time; a tarball without git has the change log's.
commit_time() {
    git -C "$repo" log -1 --format=%ct 2>/dev/null || stat -c %Y "$repo/CHANGELOG.md"
}

put() {             # put MODE FILE PATH-IN-PACKAGE
    install -D -m "$1" "$2" "$root/$3"
}

put_gz() {          # put_gz PATH-IN-PACKAGE      standard input, packed
    mkdir -p "$(dirname -- "$root/$1")"
    gzip -9n >"$root/$1"
    chmod 644 "$root/$1"
}

put_program() {
    put 755 "$program" usr/lib/guyub/guyub
    strip --strip-unneeded --remove-section=.comment --remove-section=.note "$root/usr/lib/guyub/guyub"
    put 755 "$here/guyub.sh" usr/bin/guyub
    put 644 "$here/guyub.conf" etc/guyub/guyub.conf
    put 644 "$here/guyub.service" usr/lib/systemd/system/guyub.service
    put 644 "$here/guyub-work.service" usr/lib/systemd/system/guyub-work.service
    mkdir -p "$root/usr/share/bash-completion/completions"
    plain completion bash >"$root/usr/share/bash-completion/completions/guyub"
}

# The program itself, whatever the environment says.
plain() { env -i LANG=C.UTF-8 "$program" "$@"; }

put_doc() {
    local doc=usr/share/doc/guyub
    put 644 "$here/nginx-guyub.conf" $doc/examples/nginx-guyub.conf
    put 644 "$here/deb/copyright" $doc/copyright
    put 644 "$repo/doc/guide/administrator.md" $doc/administrator.md
    put 644 "$repo/doc/guide/administrator.id.md" $doc/administrator.id.md
    put 644 "$repo/pack/fact/README.md" $doc/data-sources.md
    put_gz $doc/LICENSE.gz <"$repo/LICENSE"
    put 644 "$here/deb/lintian-overrides" usr/share/lintian/overrides/guyub
    debian_changelog | put_gz $doc/changelog.gz
    plain man --lang en | put_gz usr/share/man/man1/guyub.1.gz
    plain man --lang id | put_gz usr/share/man/id/man1/guyub.1.gz
}

# CHANGELOG.md's newest chapter in Debian's form, each entry in lines of its own.
debian_changelog() {
    printf 'guyub (%s) stable; urgency=medium\n\n' "$version"
    awk '/^## / { chapter++ } chapter != 1 { next }
         /^- /     { if (entry) print entry; entry = substr($0, 3); next }
         /^  [^ ]/ { entry = entry " " substr($0, 3) }
         END       { if (entry) print entry }' "$repo/CHANGELOG.md" |
        while IFS= read -r entry; do
            fold -s -w 74 <<<"$entry" | sed -e '1s/^/  * /' -e '2,$s/^/    /' -e 's/ *$//'
        done
    printf '\n -- %s  %s\n' "$(sed -n 's/^Maintainer: //p' "$here/deb/control")" \
        "$(LC_ALL=C date -uR -d "@$SOURCE_DATE_EPOCH")"
}

# What the program is linked with, as packages and their least versions.
depends() {
    mkdir -p "$work/shlib/debian"
    printf 'Source: guyub\n\nPackage: guyub\nArchitecture: any\n' >"$work/shlib/debian/control"
    (cd "$work/shlib" && dpkg-shlibdeps -O -e"$root/usr/lib/guyub/guyub" 2>"$work/shlib/said") |
        sed 's/^shlibs:Depends=//'
}

put_control() {
    local size shlibs
    shlibs=$(depends)
    [[ -n $shlibs ]] || fail "dpkg-shlibdeps found nothing: $(cat "$work/shlib/said")"
    size=$(du -k --apparent-size -s "$root" | cut -f1)
    mkdir -p "$root/DEBIAN"
    sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@SIZE@/$size/" \
        -e "s/@SHLIBS@/$shlibs/" "$here/deb/control" >"$root/DEBIAN/control"
    install -m 644 "$here/deb/conffiles" "$root/DEBIAN/conffiles"
    for script in preinst postinst prerm postrm; do
        install -m 755 "$here/deb/$script" "$root/DEBIAN/$script"
    done
    (cd "$root" && find etc usr -type f | LC_ALL=C sort | xargs md5sum) >"$root/DEBIAN/md5sums"
}

main() {
    (( $# == 2 || $# == 3 )) || fail "usage: packaging/deb.sh PROGRAM FOLDER [VERSION]"
    program=$(realpath -- "$1")
    version=${3:-$(plain version | sed -nE '1s/^guyub ([^ ]+) .*/\1/p')}
    architecture=$(dpkg --print-architecture)
    export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(commit_time)}
    [[ $version =~ ^[0-9][0-9A-Za-z.+~]*$ ]] || fail "\"$version\" is not a version"
    work=$(mktemp -d "${TMPDIR:-/tmp}/guyub-deb.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    root=$work/root
    umask 022
    mkdir "$root"
    put_program
    put_doc
    put_control
    mkdir -p "$2"
    local pack=(-Zxz --threads-max=1)
    [[ ${GUYUB_DEB_QUICK:-} != 1 ]] || pack=(-Zgzip -z1)
    dpkg-deb --root-owner-group "${pack[@]}" --build "$root" \
        "$2/guyub_${version}_$architecture.deb" >"$work/said" || fail "$(cat "$work/said")"
    echo "$2/guyub_${version}_$architecture.deb"
}

main "$@"
