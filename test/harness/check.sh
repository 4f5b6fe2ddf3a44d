# shellcheck shell=bash disable=SC2154,SC2034    # dev sets: repo, for_*; fuzz.sh reads ours
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# check.sh - the commands of ./dev that check and measure; sourced by ./dev, never run alone.
#
# Two lanes run side by side, one for each core, about as long as each other: the tests of the
# sanitized program on SQLite, then those in a browser on PostgreSQL; and what reads the sources
# (tidy, cppcheck, clang-tidy) or fuzzes, then the other tests on PostgreSQL. Every step leaves
# "PASSED FAILED SKIPPED" in $work/tally; the last line is their sum.

work=           # a temporary folder for all that the run makes; gone at the end
lanes=()
node_seconds=2400       # of one folder of tests on one engine
# An exit code of their own: 1 to 3 are the program's answers.
sanitizers=(ASAN_OPTIONS=exitcode=86:detect_stack_use_after_return=1:strict_string_checks=1
    UBSAN_OPTIONS=exitcode=86:print_stacktrace=1)

# ---- life and end of a run ----------------------------------------------------------------------

open_work() {
    work=$(mktemp -d "${TMPDIR:-/tmp}/guyub-check.XXXXXX")
    chmod 755 "$work"           # the database server is another user
    mkdir -p "$work/tally" "$work/tmp"
    chmod 1777 "$work/tmp"
    export TMPDIR=$work/tmp
    trap close_work EXIT
    trap 'exit 130' INT TERM HUP
}

close_work() {
    local status=$?
    trap - EXIT INT TERM HUP
    end_lanes
    [[ -d $work/pg ]] && bash test/pg.sh stop "$work/pg" >/dev/null 2>&1
    rm -rf "$work"
    exit "$status"
}

# A lane's processes form groups of their own (timeout makes one), so each is named.
end_lanes() {
    local all
    mapfile -t all < <(for lane in "${lanes[@]}"; do family "$lane"; done)
    (( ${#all[@]} == 0 )) || kill -TERM "${all[@]}" 2>/dev/null || true
    wait "${lanes[@]}" 2>/dev/null || true
}

family() {      # family PID      itself and all below it
    echo "$1"
    for child in $(pgrep -P "$1"); do family "$child"; done
}

# ---- steps that count ---------------------------------------------------------------------------

count_one() { :; }

count_unit() {
    sed -nE 's/^unit: ([0-9]+) passed, ([0-9]+) failed, ([0-9]+) skipped.*/\1 \2 \3/p' "$1"
}

count_node() {      # node's TAP summary; a cancelled test failed
    awk '$1 == "#" && NF == 3 { n[$2] = $3 }
         END { if ("pass" in n)
                   print n["pass"], n["fail"] + n["cancelled"], n["skipped"] + n["todo"] }' "$1"
}

# Tests of real data may be skipped by a person without it; not where the data is known to be there.
data_skips() {
    [[ ${GUYUB_CI:-} == 1 && -n ${GUYUB_DATA:-} ]] || { echo 0; return; }
    grep -cE '(# SKIP|skipped:).*GUYUB_DATA' "$1" || true
}

counted() {     # counted NAME TITLE COUNTER COMMAND…     fails as the command does
    local name=$1 title=$2 counter=$3 log=$logs/$1.log began status=0 passed failed skipped missed
    shift 3
    mkdir -p "$logs"
    began=$(now_ms)
    "$@" >"$log" 2>&1 </dev/null || status=$?
    read -r passed failed skipped < <("$counter" "$log"; echo "$((status == 0)) 0 0")
    missed=$(data_skips "$log")
    failed=$((failed + missed)) skipped=$((skipped - missed))
    (( status != 0 && failed == 0 )) && failed=1
    echo "$passed $failed $skipped" >"$work/tally/$name"
    [[ $counter == count_one ]] || title+=": $passed passed"
    (( skipped > 0 )) && title+=", $skipped skipped"
    if (( failed == 0 )); then
        say ok "$title" $(( $(now_ms) - began ))
    else
        say FAILED "$title, $failed failed" $(( $(now_ms) - began ))
        show_failures "$log"
    fi
    return $(( failed > 0 ))
}

# The lines about failures first, since a long log's end says little; then its end.
show_failures() {
    grep -nE '^ *not ok|: not so: |FAILED|rror:|SUMMARY: ' "$1" | head -n 40 | cut -c1-200 |
        sed 's/^/       /' || true
    show_log "$1"
}

total() {
    awk '{ p += $1; f += $2; s += $3 }
         END { printf "%d passed, %d failed", p, f
               if (s) printf ", %d skipped", s
               print ""
               exit f > 0 || p == 0 }' "$work"/tally/*
}

# ---- what reads the sources ---------------------------------------------------------------------

# The sizes of types are of headers that cppcheck does not read and freetype's ask for.
run_cppcheck() {
    local cache=$logs/../cppcheck
    mkdir -p "$cache"
    cppcheck --project=build/compile_commands.json --file-filter='src/*' --file-filter='test/*' \
        --cppcheck-build-dir="$cache" --enable=warning,performance,portability --inline-suppr \
        --suppressions-list=test/harness/cppcheck.txt --quiet --error-exitcode=1 \
        -DCHAR_BIT=8 -DUINT_MAX=0xffffffffU -DULONG_MAX=0xffffffffffffffffUL
}

# Colours and the counts of what was suppressed in system headers are no news.
run_clang_tidy() {      # run_clang_tidy PROCESSES
    run-clang-tidy -quiet -j "${1:-1}" -p build "^$repo/(src|test)/.*\.c\$" 2>&1 |
        sed -E 's/\x1b\[[0-9;]*m//g' | grep -vE '^(clang-tidy[-0-9]* |[0-9]+ warnings? )|^$'
    return "${PIPESTATUS[0]}"
}

run_shellcheck() {
    git ls-files -z -- dev .ci/run '*.sh' | xargs -0 shellcheck --severity=warning
}

check_sources() {
    counted tidy "tidy: order, bans, formatting" count_one build/tidy . || true
    counted shellcheck "shellcheck" count_one run_shellcheck || true
    counted cppcheck "cppcheck" count_one run_cppcheck || true
}

tidy() {
    build
    open_work
    install_packages "${for_check[@]}"
    check_sources
    [[ ${1:-} != --full ]] || counted clang-tidy "clang-tidy" count_one run_clang_tidy 2 || true
    total
}

# shellcheck source=/dev/null
source test/harness/fuzz.sh     # fuzzing, coverage

# ---- tests of the program -----------------------------------------------------------------------

build_check() {
    build_in build-check all "build with ASan and UBSan (gcc)" \
        -Db_sanitize=address,undefined -Dc_args=-fno-sanitize-recover=all -Db_lundef=false
}

start_postgres() {
    bash test/pg.sh start "$work/pg" >"$work/pg.uri"
}

run_node() {    # run_node ENGINE FILE…
    local engine=$1
    shift
    timeout "$node_seconds" env GUYUB_TEST_ENGINE="$engine" "${sanitizers[@]}" \
        node --test --test-reporter=tap "$@"
}

prepare_tests() {
    counted check-build "the program builds with ASan and UBSan" count_one build_check || return 0
    counted postgres "PostgreSQL starts" count_one start_postgres || true
    GUYUB_TEST_PG=$(cat "$work/pg.uri" 2>/dev/null || true)
    export GUYUB_TEST_PG GUYUB_TEST_DIR=$work
    export GUYUB_BIN=build-check/guyub GUYUB_BIN_RELEASE=build/guyub
}

first_lane() {
    [[ ! -x ${GUYUB_BIN:-} ]] ||
        counted unit "unit" count_unit env "${sanitizers[@]}" build-check/test/unit || true
    for folder in tool quality/overlap story e2e torture; do
        check_node "$folder" sqlite
    done
    check_node e2e postgres
}

second_lane() {
    check_sources
    counted clang-tidy "clang-tidy" count_one run_clang_tidy || true
    check_fuzz
    for folder in story torture; do check_node "$folder" postgres; done
    check_node package sqlite
}

check_node() {      # check_node FOLDER ENGINE
    local files
    [[ -x ${GUYUB_BIN:-} ]] || return 0
    mapfile -t files < <(find "test/$1" -maxdepth 1 -name '*.test.mjs' 2>/dev/null | sort)
    (( ${#files[@]} == 0 )) && return
    counted "${1//\//-}-$2" "$1 on $2" count_node run_node "$2" "${files[@]}" || true
}

check() {
    local began
    began=$(now_ms)
    [[ ${1:-} != --long ]] || long_counts
    logs=build-check/log
    install_packages "${for_build[@]}" "${for_check[@]}"
    install_npm asset
    install_npm test/e2e
    open_work
    export GUYUB_FIGURES=${GUYUB_FIGURES:-$work/figures}
    if counted build "the program builds (gcc)" count_one build; then
        prepare_tests
        in_lanes first_lane second_lane
        [[ ${GUYUB_LONG:-} != 1 ]] || long_end
    fi
    say total "./dev check" $(( $(now_ms) - began ))
    total
}

in_lanes() {
    local lane
    for lane in "$@"; do
        "$lane" &
        lanes+=($!)
    done
    for lane in "${lanes[@]}"; do
        wait "$lane" || echo 0 1 0 >"$work/tally/lane-$lane"
    done
    lanes=()
}

# ---- full counts --------------------------------------------------------------------------------

long_counts() {
    export GUYUB_LONG=1
    fuzz_seconds=60         # fuzz.sh
    node_seconds=14400
}

long_end() {
    (( EUID != 0 )) || counted fresh "a fresh Debian 12, twice ./dev run" count_one \
        bash test/harness/fresh.sh || true
    counted coverage "coverage of the parsers" count_one coverage || true
    total >"$work/total" || true
    node test/harness/measured.mjs "$GUYUB_FIGURES" "$work/total"
}

# ---- bench --------------------------------------------------------------------------------------

bench() {       # bench [NAME [ARGUMENT…]]
    install_packages "${for_bench[@]}"
    build
    if ! cmp -s test/bench/package.json test/bench/node_modules/.made-from; then
        step npm-bench "npm install in test/bench" npm install --prefix test/bench \
            --no-save --no-package-lock --ignore-scripts --no-audit --no-fund
        cp test/bench/package.json test/bench/node_modules/.made-from
    fi
    for file in test/bench/*.mjs; do
        [[ -n ${1:-} && $file != "test/bench/$1.mjs" ]] || node "$file" "$@"
    done
}
