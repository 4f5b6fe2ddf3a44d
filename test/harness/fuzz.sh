# shellcheck shell=bash disable=SC2154    # dev and check.sh set: repo, for_*, logs, work, sanitizers
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# fuzz.sh - fuzzing and the coverage of the parsers: ./dev fuzz, ./dev coverage, and their share of
# ./dev check; sourced by check.sh. What a target is and how its corpus is kept: doc/guide/fuzzing.md
#
# New finds of a target stay in build-fuzz/corpus/NAME; what crashed it lies in the log folder.

fuzz_seconds=3                  # of each target in ./dev check; the corpus runs first
fuzz_seconds_full=600           # from here on a run is written down in doc/measured
corpus_bytes=60000              # of each target in the repository

# ---- one target ---------------------------------------------------------------------------------

build_fuzz() {
    CC=clang build_in build-fuzz all "build the fuzz targets (clang)" \
        -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false
}

fuzz_names() {
    find build-fuzz/test -maxdepth 1 -name 'fuzz_*' -type f -executable -printf '%f\n' |
        sed 's/^fuzz_//' | sort
}

run_fuzz() {    # run_fuzz NAME SECONDS FOLDER-FOR-FINDS
    local seeds=test/fuzz/corpus/$1 words=test/fuzz/$1.dict
    mkdir -p "$3" "$logs"
    [[ -d $seeds ]] || seeds=
    [[ -f $words ]] || words=
    env "${sanitizers[@]}" "build-fuzz/test/fuzz_$1" -max_total_time="$2" -timeout=10 \
        -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$logs/$1-" \
        ${words:+-dict="$words"} "$3" ${seeds:+"$seeds"}
}

fuzz_figure() { # fuzz_figure NAME WHAT NUMBER UNIT
    printf '{"name":"fuzz %s: %s","value":%s,"unit":"%s","engine":"none"}\n' "$@" \
        >>"$GUYUB_FIGURES"
}

fuzz_said() {   # fuzz_said NAME PATTERN     the last number behind it
    grep -oE "$2 *[0-9]+" "$logs/fuzz-$1.log" | tail -n 1 | grep -oE '[0-9]+$' || echo 0
}

fuzz_figures() {        # fuzz_figures NAME SECONDS
    fuzz_figure "$1" "runs in $2 s" "$(fuzz_said "$1" 'number_of_executed_units:')" runs
    fuzz_figure "$1" "edges reached" "$(fuzz_said "$1" 'cov:')" edges
}

check_fuzz() {
    counted fuzz-build "fuzz targets build (clang)" count_one build_fuzz || return 0
    for name in $(fuzz_names); do
        counted "fuzz-$name" "fuzz $name, $fuzz_seconds s" count_one \
            run_fuzz "$name" "$fuzz_seconds" "$work/corpus-$name" || true
        fuzz_figures "$name" "$fuzz_seconds"
    done
}

# ---- all of them, two at a time -----------------------------------------------------------------

fuzz_one() {    # fuzz_one NAME SECONDS
    local log=$logs/fuzz-$1.log status=0
    run_fuzz "$1" "$2" "build-fuzz/corpus/$1" >"$log" 2>&1 </dev/null || status=$?
    if (( status != 0 )); then
        printf 'FAILED fuzz %-12s exit %d: %s\n' "$1" "$status" "$log"
        show_failures "$log"
        return 1
    fi
    printf 'ok     fuzz %-12s %9d runs %7d a second %6d edges\n' "$1" \
        "$(fuzz_said "$1" 'number_of_executed_units:')" \
        "$(fuzz_said "$1" 'average_exec_per_sec:')" "$(fuzz_said "$1" 'cov:')"
    fuzz_figures "$1" "$2"
}

fuzz_all() {    # fuzz_all SECONDS
    local running=0 failed=0
    for name in $(fuzz_names); do
        if (( running == 2 )); then
            wait -n || failed=$((failed + 1))
            running=$((running - 1))
        fi
        fuzz_one "$name" "$1" &
        lanes+=($!)
        running=$((running + 1))
    done
    for (( ; running > 0; running-- )); do wait -n || failed=$((failed + 1)); done
    echo "$(($(fuzz_names | wc -l) - failed)) passed, $failed failed"
    return $((failed > 0))
}

# A full run is written down, where nobody else collects the figures.
fuzz_all_told() {       # fuzz_all_told SECONDS
    local told=build-fuzz/figures status=0
    if [[ -n ${GUYUB_FIGURES:-} ]]; then
        fuzz_all "$1"
        return
    fi
    : >"$told"
    export GUYUB_FIGURES=$repo/$told
    fuzz_all "$1" > >(tee build-fuzz/total) || status=1
    (( $1 < fuzz_seconds_full )) ||
        node test/harness/measured.mjs "$GUYUB_FIGURES" build-fuzz/total fuzz
    return "$status"
}

# ---- the corpora --------------------------------------------------------------------------------

# The fewest finds that reach all that is reached, small ones first, up to the ceiling.
fuzz_keep() {   # fuzz_keep NAME
    local to=test/fuzz/corpus/$1 new=build-fuzz/merged-$1 sum=0 size
    rm -rf "$new"
    mkdir -p "$new" "$to"
    env "${sanitizers[@]}" "build-fuzz/test/fuzz_$1" -set_cover_merge=1 -use_counters=0 -max_len=8192 \
        "$new" "$to" "build-fuzz/corpus/$1" 2>"$logs/merge-$1.log" ||
        die 1 "the merge failed: $logs/merge-$1.log"
    rm -f "$to"/*
    while read -r size file; do
        sum=$((sum + size))
        (( sum > corpus_bytes )) || cp "$file" "$to/$(sha1sum "$file" | cut -c1-12)"
    done < <(find "$new" -type f -printf '%s %p\n' | sort -n)
    find "$to" -type f -printf '%s\n' |
        awk -v name="$1" '{ n++; b += $1 } END { print name ": " n+0 " files, " b+0 " bytes" }'
}

fuzz() {
    install_packages "${for_build[@]}" "${for_check[@]}"
    install_npm asset
    build_fuzz
    mkdir -p "$logs"
    trap end_lanes EXIT
    trap 'exit 130' INT TERM HUP
    case ${1:-} in
        all) fuzz_all_told "${2:-60}"; return ;;
        keep) fuzz_is_named "${2:-}"; fuzz_keep "$2"; return ;;
    esac
    fuzz_is_named "${1:-}"
    run_fuzz "$1" "${2:-60}" "build-fuzz/corpus/$1"
}

fuzz_is_named() {
    grep -qx -- "$1" <(fuzz_names) ||
        die 2 "./dev fuzz NAME [SECONDS], where NAME is all or one of:" "$(fuzz_names | paste -sd' ')" \
            "./dev fuzz keep NAME takes what new finds reach into test/fuzz/corpus"
}

# ---- coverage of the parsers --------------------------------------------------------------------

parsers=(src/web/http*.c src/web/multipart*.c src/web/query.c src/web/cookie.c src/web/client.c
    src/web/negotiate.c src/base/csv.c src/base/utf8.c src/base/decimal.c src/base/money.c
    src/base/form.c src/base/form_text.c src/pack/*.c src/engine/rule/*.c src/app/shell/settings.c
    src/ground/region/region_geojson.c src/ground/identity/identity_rule.c
    src/ground/mail/mail_rule.c)

build_coverage() {
    CC=clang build_in build-coverage all "build with coverage (clang)" \
        -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false -Dwerror=false \
        '-Dc_args=-fprofile-instr-generate -fcoverage-mapping' \
        -Dc_link_args=-fprofile-instr-generate
    build_in build-coverage test/unit "build the unit tests with coverage (clang)"
}

covered_files() {
    for file in "${parsers[@]}"; do
        [[ ! -f $file || $file == *_test.c ]] || echo "$file"
    done
}

# Each program writes a profile of its own.
run_covered() { # run_covered FOLDER
    local seeds
    rm -rf "$1"
    mkdir -p "$1"
    env "${sanitizers[@]}" LLVM_PROFILE_FILE="$1/unit-%p.raw" build-coverage/test/unit
    for program in build-coverage/test/fuzz_*; do
        [[ -f $program && -x $program ]] || continue
        seeds=test/fuzz/corpus/${program##*/fuzz_}
        [[ ! -d $seeds ]] || env "${sanitizers[@]}" LLVM_PROFILE_FILE="$1/${program##*/}.raw" \
            "$program" -runs=0 "$seeds" 2>&1
    done
    llvm-profdata merge -sparse -o "$1/all" "$1"/*.raw
}

llvm_cov() {    # llvm_cov COMMAND [FILE]
    local command=$1 objects=()
    shift
    for program in build-coverage/test/fuzz_*; do
        [[ ! -f $program || ! -x $program ]] || objects+=(-object "$program")
    done
    if [[ $command == export ]]; then command="export -summary-only"; fi
    # shellcheck disable=SC2086
    llvm-cov $command -instr-profile=build-coverage/profile/all build-coverage/test/unit \
        "${objects[@]}" "$@"
}

coverage() {    # coverage [FILE]
    local files
    install_packages "${for_build[@]}" "${for_check[@]}"
    install_npm asset
    build_coverage
    step covered "unit tests and corpora with coverage" run_covered build-coverage/profile
    if [[ -n ${1:-} ]]; then
        llvm_cov show "$repo/$1" | grep -E '^ +[0-9]+\| +0\|' || echo "every line of $1 was reached"
        return
    fi
    mapfile -t files < <(covered_files)
    llvm_cov export >build-coverage/summary.json
    node test/harness/coverage.mjs build-coverage/summary.json "${files[@]}"
}
