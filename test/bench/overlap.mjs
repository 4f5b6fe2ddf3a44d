// SPDX-License-Identifier: AGPL-3.0-or-later
//
// overlap.mjs [overlap [ROWS,…]] — every pair of programmes that is alike enough: how long, how much
// memory, and how many of the pairs. Beside it PostgreSQL's pg_trgm, npm minhash, and MinHash in bands
// written for this (test/bench/text/lsh.c), each at the number of rows that it can stand.
//
// Corpora e (with names of villages) and p (without: the worst case) are made from a seed
// (test/bench/text/made.h). Medians of three runs. ./dev bench overlap 10000,100000 is the short form.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import minhash from 'minhash'
import { figure, releaseBinary, runProgram } from '../harness/guyub.mjs'
import { aim, median, report } from '../harness/bench.mjs'

const SIZES = (process.argv[3] ?? '10000,100000,500000').split(',').map(Number)
const RUNS = 3, THREADS = 2, TRGM_ROWS = 2000, NPM_ROWS = 10_000, OWN_FROM = 100_000, GOAL_ROWS = 500_000
const PERMUTATIONS = 100, BAND = 5, LEAST = 0.6
const RUN_MS = 30 * 60_000
const program = join(dirname(releaseBinary), 'test', 'bench_text')
const largest = Math.max(...SIZES)
const folder = mkdtempSync(join(tmpdir(), 'guyub-overlap-'))

// ---- running -------------------------------------------------------------------------------------

async function must(file, args, options = {}) {
    const { code, out, err } = await runProgram(file, args, { timeoutMs: RUN_MS, ...options })
    if (code !== 0) throw new Error(`${[file, ...args].join(' ')}: exit ${code}\n${err || out}`)
    return out
}

// One run: { text: { wall_s, … }, join: { … } }, a line of JSON each.
async function bench(command, flags) {
    const out = await must(program, [command, ...flags])
    return Object.fromEntries(out.trim().split('\n').map((line) => JSON.parse(line)).map((l) => [l.what, l]))
}

// The medians of the fields of some runs.
function medians(runs) {
    const fields = (part) => Object.entries(runs[0][part]).filter(([, v]) => typeof v === 'number')
    return Object.fromEntries(Object.keys(runs[0]).map((part) => [part,
        Object.fromEntries(fields(part).map(([name]) => [name, median(runs.map((r) => r[part][name]))]))]))
}

async function times(ask, n = RUNS) {
    const runs = []
    for (let i = 0; i < n; i++) runs.push(await ask())
    return runs
}

const measured = async (command, ...flags) => medians(await times(() => bench(command, flags)))
const seconds = async (work) => {
    const began = performance.now(), result = await work()
    return { s: (performance.now() - began) / 1000, result }
}
const corpus = (name, rows, ...more) => ['--corpus', name, '--rows', String(rows), ...more]
const PROGRAM = ['--words', 'program'], BOTH = ['--threads', String(THREADS)]

// ---- growth --------------------------------------------------------------------------------------

const cell = (n, digits = 2) => (n >= 1000 ? Math.round(n).toString() : n.toFixed(digits)).padStart(9)

function growthLine(name, rows, m) {
    const whole = m.text.wall_s + m.index.wall_s + m.join.wall_s
    console.log(`  ${name.padEnd(22)} ${String(rows).padStart(7)} ${cell(m.text.terms_each, 1)} ` +
        `${cell(m.text.wall_s)} ${cell(m.index.wall_s)} ${cell(m.join.wall_s)} ${cell(m.join.cpu_s)} ` +
        `${cell(m.join.peak_mb, 0)} ${cell(m.join.looked_at_each, 0)} ${cell(m.join.verified / rows)} ` +
        `${cell(m.join.pairs, 0)} ${cell(m.join.recall_of_planted, 3)}`)
    for (const [part, value, unit] of [['text', m.text.wall_s, 's'], ['join', m.index.wall_s + m.join.wall_s, 's'],
        ['whole', whole, 's'], ['memory', m.join.peak_mb, 'MB'], ['looked at each', m.join.looked_at_each, '']])
        figure(`bench: overlap ${name} ${rows}: ${part}`, value, unit)
}

// What is measured, by name: as the words stand, and as the program reads a list.
const KINDS = [
    ['e', 'e', []], ['p', 'p', []], ['e, weighed, owners', 'e', ['--owners', '--weighs']],
]

async function growth() {
    console.log(`\nPairs alike by ${LEAST} of their words, ${THREADS} threads, medians of ${RUNS}; ` +
        'recall is of all that was planted, of which some is less alike than that')
    console.log(`  ${'corpus'.padEnd(22)} ${'rows'.padStart(7)} ${['terms', 'text s', 'index s', 'join s', 'CPU s',
        'MB', 'looked', 'verified', 'pairs', 'recall'].map((h) => h.padStart(9)).join(' ')}`)
    const found = {}
    for (const [name, made, flags] of KINDS)
        for (const rows of SIZES) {
            const m = await measured('join', ...corpus(made, rows), ...PROGRAM, ...BOTH, ...flags)
            growthLine(name, rows, m)
            found[`${name} ${rows}`] = m
        }
    return found
}

// ---- MinHash in bands ----------------------------------------------------------------------------

// From sets to pairs on both sides; the largest once, since it takes minutes.
async function besideOwn(found) {
    const rows = []
    for (const name of ['e', 'p'])
        for (const n of SIZES.filter((size) => size >= OWN_FROM)) {
            const runs = n < GOAL_ROWS ? RUNS : 1
            const peer = medians(await times(
                () => bench('minhash', [...corpus(name, n), ...PROGRAM, ...BOTH]), runs)).minhash
            const m = found[`${name} ${n}`], ours = m.index.wall_s + m.join.wall_s
            rows.push({ what: `${name}, ${n} rows, sets to pairs`, guyub: ours, peer: peer.wall_s,
                name: 'MinHash 20 x 5', unit: 's', better: 'less' })
            rows.push({ what: `${name}, ${n} rows, pairs`, guyub: m.join.pairs, peer: peer.pairs,
                name: 'MinHash 20 x 5', unit: 'pairs', better: 'more' })
            if (n === GOAL_ROWS)
                later.push([`${name}: at least 5 times MinHash at ${n}`, peer.wall_s >= 5 * ours])
        }
    if (rows.length) report('Beside MinHash in bands of its own sort, the same threads', rows)
}

// ---- npm minhash ---------------------------------------------------------------------------------

function shareOf(a, b) {
    let i = 0, j = 0, shared = 0
    while (i < a.length && j < b.length)
        if (a[i] === b[j]) { shared++; i++; j++ } else if (a[i] < b[j]) i++
        else j++
    return shared
}

// The rows are given as the words' numbers; what is alike in a band is verified on them.
function npmJoin(sets) {
    const index = new minhash.LshIndex({ bandSize: BAND })
    const signs = sets.map((set, row) => {
        const sign = new minhash.Minhash({ numPerm: PERMUTATIONS })
        for (const term of set) sign.update(String(term))
        index.insert(String(row), sign)
        return sign
    })
    let pairs = 0
    signs.forEach((sign, a) => {
        for (const key of index.query(sign)) {
            const b = Number(key)
            if (b <= a) continue
            const shared = shareOf(sets[a], sets[b])
            if (shared >= LEAST * (sets[a].length + sets[b].length - shared)) pairs++
        }
    })
    return pairs
}

async function besideNpm() {
    const flags = [...corpus('e', NPM_ROWS), ...PROGRAM]
    const sets = (await must(program, ['sets', ...flags])).trimEnd().split('\n')
        .map((line) => line.split(' ').filter(Boolean).map(Number))
    const m = await measured('join', ...flags, ...BOTH)
    const runs = await times(() => seconds(() => npmJoin(sets)))
    const peer = median(runs.map((r) => r.s)), pairs = runs[0].result
    const joined = m.index.wall_s + m.join.wall_s, whole = m.text.wall_s + joined
    report(`Beside npm minhash, ${NPM_ROWS} rows, ${PERMUTATIONS} permutations in bands of ${BAND}`, [
        { what: 'texts to pairs; its: sets to pairs', guyub: whole, peer, name: 'minhash', unit: 's', better: 'less' },
        { what: 'sets to pairs', guyub: joined, peer, name: 'minhash', unit: 's', better: 'less' },
        { what: 'pairs', guyub: m.join.pairs, peer: pairs, name: 'minhash', unit: 'pairs', better: 'more' },
    ])
    later.push([`at least 15 times npm minhash at ${NPM_ROWS}, texts read too`, peer >= 15 * whole])
    later.push(['no pair fewer than it', m.join.pairs >= pairs])
}

// ---- pg_trgm -------------------------------------------------------------------------------------

const sql = (uri, text) => must('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', uri, '-c', text])

async function trgmJoin(uri) {
    return seconds(async () => Number(await sql(uri, `SET pg_trgm.similarity_threshold = ${LEAST};
        SELECT count(*) FROM row a JOIN row b ON a.text % b.text AND a.id < b.id`)))
}

async function trgmLoad(uri, file) {
    await sql(uri, 'CREATE EXTENSION pg_trgm')
    await sql(uri, 'CREATE TABLE raw (id int, title text, text text)')
    await sql(uri, `\\copy raw FROM '${file}' CSV HEADER`)
    await sql(uri, "CREATE TABLE row AS SELECT id, title || ' ' || text AS text FROM raw")
    await sql(uri, 'CREATE INDEX ON row USING gin (text gin_trgm_ops)')
    await sql(uri, 'ANALYZE row')
}

// It asks for trigrams of the whole text; we are asked the same, and what the program asks: words.
async function besideTrgm() {
    const cluster = mkdtempSync(join(tmpdir(), 'guyub-trgm-')), file = join(folder, 'rows.csv')
    writeFileSync(file, await must(program, ['texts', ...corpus('e', TRGM_ROWS)]))
    const uri = (await must('bash', ['test/pg.sh', 'start', cluster])).trim().split('\n').at(-1)
    try {
        await trgmLoad(uri, file)
        const runs = await times(() => trgmJoin(uri))
        const peer = median(runs.map((r) => r.s)), pairs = runs[0].result
        const words = await measured('join', ...corpus('e', TRGM_ROWS), ...PROGRAM, ...BOTH)
        const grams = await measured('join', ...corpus('e', TRGM_ROWS), '--words', 'trigrams', ...BOTH)
        const whole = (m) => m.text.wall_s + m.index.wall_s + m.join.wall_s
        report(`Beside PostgreSQL's pg_trgm with GIN, ${TRGM_ROWS} rows; its index stands already`, [
            { what: 'by words: texts to pairs', guyub: whole(words), peer, name: 'pg_trgm', unit: 's', better: 'less' },
            { what: 'by its trigrams: texts to pairs', guyub: whole(grams), peer, name: 'pg_trgm', unit: 's', better: 'less' },
            { what: 'by its trigrams: pairs', guyub: grams.join.pairs, peer: pairs, name: 'pg_trgm', unit: 'pairs', better: 'more' },
        ])
        later.push([`by words at least 150 times pg_trgm at ${TRGM_ROWS}`, peer >= 150 * whole(words)])
        later.push(['its pairs are ours', grams.join.pairs === pairs])
    } finally {
        await must('bash', ['test/pg.sh', 'stop', cluster])
    }
}

// ---- drafts, titles ------------------------------------------------------------------------------

async function drafts() {
    console.log(`\n2,000 drafts, one after the other, against ${largest} rows`)
    for (const name of ['e', 'p']) {
        const m = await measured('draft', ...corpus(name, largest), ...PROGRAM)
        for (const [what, d] of [['by words', m.draft], ['by title', m['draft title']]]) {
            console.log(`  ${`${name}, ${what}`.padEnd(44)} p50 ${cell(d.p50_us / 1000, 3)} ms   ` +
                `p99 ${cell(d.p99_us / 1000, 3)} ms   p99 of CPU time ${cell(d.p99_cpu_us / 1000, 3)} ms`)
            figure(`bench: overlap draft ${name} ${largest} ${what}: p99`, d.p99_us / 1000, 'ms')
        }
        later.push([`${name}: a draft against ${largest} under 10 ms p99, words and title`,
            m.draft.p99_us + m['draft title'].p99_us < 10_000])
    }
}

async function titles() {
    console.log(`\nThe nearest ten of each title by cosine, at least ${LEAST}, ${THREADS} threads`)
    for (const rows of SIZES.filter((n) => n <= 100_000)) {
        const { cosine: m } = await measured('cosine', ...corpus('e', rows), ...BOTH)
        console.log(`  ${String(rows).padStart(7)} rows, ${m.titles} titles ${cell(m.wall_s)} s`)
        figure(`bench: overlap titles ${rows}`, m.wall_s, 's')
    }
}

// ---- all of it -----------------------------------------------------------------------------------

const later = []        // aims, said at the end
const atMost = (found, name) => {
    const m = found[`${name} ${GOAL_ROWS}`]
    if (!m) return
    later.push([`${name}: ${GOAL_ROWS} rows joined in 20 s, index and all`, m.index.wall_s + m.join.wall_s <= 20])
    later.push([`${name}: their texts read in 4 s`, m.text.wall_s <= 4])
    later.push([`${name}: in 0.8 GB`, m.join.peak_mb <= 800])
}

try {
    const found = await growth()
    atMost(found, 'e')
    atMost(found, 'p')
    await besideOwn(found)
    await besideNpm()
    await besideTrgm()
    await drafts()
    await titles()
    console.log('\nWhat the program promises')
    for (const [what, holds] of later) aim(what, holds)
} finally {
    rmSync(folder, { recursive: true })
}
