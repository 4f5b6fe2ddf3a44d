# shellcheck shell=bash disable=SC2154,SC2034    # dev sets: repo, for_*; fuzz.sh reads ours
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# check.sh - the commands of ./dev that check and measure; sourced by ./dev, never run alone.
#
# Two lanes run side by side, one for each core, through one list of jobs: each takes the first that
# nobody has taken, so they end about together. What is looked at once, and where: ADR 0028. Every
# step leaves "PASSED FAILED SKIPPED" in $work/tally; the last line is their sum.

work=           # a temporary folder for all that the run makes; gone at the end
lanes=()
child=          # the step that runs, in the shell that waits for it
node_seconds=3600       # of one folder of tests on one engine
# An exit code of their own: 1 to 3 are the program's answers.
sanitizers=(ASAN_OPTIONS=exitcode=86:detect_stack_use_after_return=1:strict_string_checks=1
    UBSAN_OPTIONS=exitcode=86:print_stacktrace=1)

# ---- life and end of a run ----------------------------------------------------------------------

open_work() {
    work=$(mktemp -d "${TMPDIR:-/tmp}/guyub-check.XXXXXX")
    chmod 755 "$work"           # the database server is another user
    mkdir -p "$work/tally" "$work/taken" "$work/tmp"
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
    end_rest
    rm -rf "$work"
    exit "$status"
}

# A lane's processes form groups of their own (timeout makes one), so each is named.
end_lanes() {
    local all top=("${lanes[@]}" ${child:+"$child"})
    (( ${#top[@]} > 0 )) || return 0
    mapfile -t all < <(families "${top[@]}")
    kill -TERM "${all[@]}" 2>/dev/null || true
    wait "${top[@]}" 2>/dev/null || true
}

families() {    # families PID…     themselves and all below them
    ps -eo pid=,ppid= | awk -v top="$*" '
        { below[$2] = below[$2] " " $1 }
        END { n = split(top, queue, " ")
              for (i = 1; i <= n; i++) {
                  print queue[i]
                  m = split(below[queue[i]], more, " ")
                  for (j = 1; j <= m; j++) queue[++n] = more[j]
              } }'
}

# What was begun while the others were being named, or has lost its parent, is known by its TMPDIR; what
# looks for it has none.
end_rest() {
    local rest signal=TERM
    unset TMPDIR
    for (( i = 0; i < 50; i++ )); do
        mapfile -t rest < <(grep -lszx "TMPDIR=$work/tmp" /proc/[0-9]*/environ | cut -d/ -f3)
        (( ${#rest[@]} > 0 )) || return 0
        (( i < 30 )) || signal=KILL
        kill "-$signal" "${rest[@]}" 2>/dev/null || true
        sleep 0.1
    done
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
    "$@" >"$log" 2>&1 </dev/null &
    child=$!
    wait "$child" || status=$?      # a signal ends this wait, and not one for a command in front
    child=
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

# Nearly all of its time is the analyzer's, in the few functions with very many paths: there it stops
# after this many nodes; --long keeps its own 225,000. 44 files took 75 s of CPU with those, 13 s with these.
# What it no longer finds in such functions was not measured.
analyzer_nodes=20000

# Colours and the counts of what was suppressed in system headers are no news.
run_clang_tidy() {      # run_clang_tidy PROCESSES
    run-clang-tidy -quiet -j "${1:-1}" -p build -extra-arg=-Xclang -extra-arg=-analyzer-config \
        -extra-arg=-Xclang -extra-arg="max-nodes=$analyzer_nodes" "^$repo/(src|test)/.*\.c\$" 2>&1 |
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

check_clang_tidy() {    # check_clang_tidy PROCESSES
    counted clang-tidy "clang-tidy" count_one run_clang_tidy "${1:-1}" || true
}

tidy() {
    build
    open_work
    install_packages "${for_check[@]}"
    check_sources
    [[ ${1:-} != --full ]] || check_clang_tidy 2
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

# What is over soon goes first, then the longest, and what is short fills the lanes at the end.
jobs=(check_sources check_unit "check_node tool sqlite" "check_node quality/overlap sqlite"
    check_story_postgres "check_node story sqlite" "check_node e2e sqlite"
    "check_node torture sqlite" check_clang_tidy "check_node torture postgres"
    "check_node e2e postgres" check_fuzz "check_node package sqlite")

check_unit() {
    [[ ! -x ${GUYUB_BIN:-} ]] ||
        counted unit "unit" count_unit env "${sanitizers[@]}" build-check/test/unit || true
}

# The sanitized program tells its stories on SQLite; what is PostgreSQL's own, the unit tests, the torture
# and every page of the walk in every format show it there. --long takes it for all.
check_story_postgres() {
    local program=build/guyub
    [[ ${GUYUB_LONG:-} != 1 ]] || program=$GUYUB_BIN
    GUYUB_BIN=$program check_node story postgres
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
        in_lanes
        [[ ${GUYUB_LONG:-} != 1 ]] || long_end
    fi
    say total "./dev check" $(( $(now_ms) - began ))
    total
}

in_lanes() {
    local lane
    for _ in 1 2; do
        take_jobs &
        lanes+=($!)
    done
    for lane in "${lanes[@]}"; do
        wait "$lane" || echo 0 1 0 >"$work/tally/lane-$lane"
    done
    lanes=()
}

take_jobs() {
    local number=0 words
    for job in "${jobs[@]}"; do
        number=$((number + 1))
        mkdir "$work/taken/$number" 2>/dev/null || continue
        read -ra words <<<"$job"
        "${words[@]}"
    done
}

# ---- full counts --------------------------------------------------------------------------------

long_counts() {
    export GUYUB_LONG=1
    fuzz_seconds=60         # fuzz.sh
    analyzer_nodes=225000
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
