// SPDX-License-Identifier: AGPL-3.0-or-later
//
// nation.mjs — a made nation: every regency and city in one round, 60 items each with the numbers of the
// agency, the city and an assessor, and 50,000 documents cited by them. How long pages take then, and what
// the process needs for them above what it needed idle. Made, not measured anywhere: figures come by chance
// from a seed. On SQLite, with the program that is not sanitized.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { aim, chance, memoryMb, quantile } from '../harness/bench.mjs'
import { takenSheet } from '../harness/dossier.mjs'
import { figure, guyub, makePerson, makePost, PASSWORD, releaseBinary, runProgram, signIn } from '../harness/guyub.mjs'

const ITEMS = 60, BRANCHES = 6, DOCUMENTS = 50_000, ASSESSORS = 48, EACH = 2, ASKED = 60, YEAR = 2026, EXPORT_MB = 16
const CODE = `nation-${YEAR}`, DAY_MS = 86_400_000
const random = chance(20261109)
const below = (n) => Math.floor(random() * n)
const day = (n) => new Date(Date.now() + n * DAY_MS).toISOString().slice(0, 10)
const item = (n) => `item-${String(n).padStart(2, '0')}`

// An instrument of six branches with ten items, each answered by a figure from 0 to 4.
function instrument() {
    const text = (id, en) => `{id: ${id}, en: ${en}}`
    const leaf = (n) => `        - id: ${item(n)}\n          title: ${text(`Butir ${n}`, `Item ${n}`)}\n          how: leaf\n`
    const branch = (b) => `    - id: branch-${b}\n      title: ${text(`Cabang ${b}`, `Branch ${b}`)}\n      how: plain mean\n      parts:\n` +
        Array.from({ length: ITEMS / BRANCHES }, (_, i) => leaf(b * (ITEMS / BRANCHES) + i + 1)).join('')
    return `id: nation\ntitle: ${text('Instrumen buatan', 'A made instrument')}\n` +
        `summary: ${text('Untuk mengukur waktu.', 'For measuring time.')}\nstanding: modelled\nvalid_from: 2020\n` +
        `scale: {min: 0, max: 4, places: 2}\ntree:\n  id: index\n  title: ${text('Indeks', 'Index')}\n  how: plain mean\n  parts:\n` +
        Array.from({ length: BRANCHES }, (_, b) => branch(b)).join('') +
        `sources:\n  - {id: made, title: ${'"Made for a bench"'}, publisher: Guyub}\n`
}

async function shell(g, ...args) {
    const r = await g.run(args, { timeoutMs: 600_000 })
    if (r.code !== 0) throw new Error(`guyub ${args.join(' ')}: ${r.err}`)
    return r.out
}

// Rows as one INSERT of a thousand each, in one transaction.
async function insert(file, statements) {
    const sql = join(folder, 'rows.sql')
    writeFileSync(sql, `PRAGMA foreign_keys = OFF;\nBEGIN;\n${statements.join('\n')}\nCOMMIT;\n`)
    const r = await runProgram('sqlite3', ['-bail', file, `.read ${sql}`], { timeoutMs: 600_000 })
    if (r.code !== 0) throw new Error(r.err.slice(0, 2000))
}
function* rowsOf(table, columns, rows) {
    for (let at = 0; at < rows.length; at += 1000)
        yield `INSERT INTO ${table} (${columns}) VALUES ${rows.slice(at, at + 1000).join(',')};`
}

async function fill(g, regions) {
    const now = Math.floor(Date.now() / 1000), entry = [], part = [], number = []
    const round = `(SELECT id FROM round WHERE code = '${CODE}')`
    regions.forEach((code, i) => {
        entry.push(`(${i + 1}, ${round}, '${code}', '${CODE}-${code}', 1, 0, ${now})`)
        for (let n = 1; n <= ITEMS; n++) {
            const state = ['given', 'answered', 'approved', 'approved'][below(4)]
            part.push(`(${i + 1}, '${code}', (SELECT min(id) FROM org), '${item(n)}', 1, '${state}', '${day(below(20) - 5)}', ${now}, ${now}, NULL)`)
            const value = (below(401) / 100).toFixed(2)
            for (const [voice, place] of [['agency', 0], ['city', 0], ['assessor', 2 * i + 1]])
                number.push(`(${i + 1}, 1, '${item(n)}', '', '${voice}', ${place}, '${value}', '', ${now}, 'made')`)
        }
    })
    const document = Array.from({ length: DOCUMENTS }, (_, i) =>
        `(${i + 1000}, 'D${String(i).padStart(11, '0')}', '${regions[i % regions.length]}', (SELECT min(id) FROM org), 'Dokumen ${i}', 'internal', NULL, NULL, ${now}, 1)`)
    const copy = Array.from({ length: DOCUMENTS }, (_, i) =>
        `(${i + 1000}, 1, '${i.toString(16).padStart(64, '0')}', 1000, 'application/pdf', 'd${i}.pdf', ${now})`)
    const cite = Array.from({ length: DOCUMENTS }, (_, i) =>
        `(${i + 1000}, 'assess', '${CODE}-${regions[i % regions.length]}', '${item(1 + Math.floor(i / regions.length) % ITEMS)}', 1, 0)`)
    await insert(g.db.replace(/^sqlite:/, ''), [
        ...rowsOf('assess_entry', 'id, round_id, region_code, code, stage, is_open, opened_at', entry),
        ...rowsOf('assess_part', 'entry_id, region_code, org_id, item, stage, state, due, given_at, answered_at, approved_at', part),
        ...rowsOf('assess_number', 'entry_id, stage, item, of, voice, seat, value, note, at, by_post', number),
        ...rowsOf('document', 'id, code, region_code, org_id, title, sensitivity, valid_from, valid_to, added_at, copies', document),
        ...rowsOf('document_copy', 'document_id, nth, sha256, bytes, type, name, at', copy),
        ...rowsOf('document_cite', 'document_id, thing, key, part, seen, locked', cite),
    ])
    return number.length
}

async function makeRound(g) {
    const pack = join(folder, 'nation.yaml')
    writeFileSync(pack, instrument())
    await shell(g, 'instrument', 'import', pack)
    await shell(g, 'round', 'add', '--instrument', 'nation', '--year', String(YEAR), '--title', 'Putaran buatan',
        '--rule', "${kind} = 'city' or ${kind} = 'regency'", '--disagreement', '1')
    const span = { opening: [-9, -9], 'stage-1': [-5, 20], 'judge-1': [21, 40], 'result-1': [45, 45], 'stage-2': [50, 70],
        check: [71, 80], interview: [85, 90], reply: [95, 100], result: [110, 110] }
    await shell(g, 'round', 'dates', CODE, ...Object.entries(span).flatMap(([kind, [from, to]]) =>
        [`--${kind}-from`, day(from), `--${kind}-to`, day(to)]), '--why', 'made')
    await shell(g, 'round', 'join', CODE)
    for (let i = 1; i <= ASSESSORS; i++) {
        const post = await makePost(g, 'assessor', `Asesor ${i}`)
        await makePerson(g, `asesor${i}`, { posts: [post] })
    }
    const began = performance.now()
    await shell(g, 'round', 'share', CODE, '--each', String(EACH))
    console.log(`  ${EACH} seats for each region, shared by load: ${((performance.now() - began) / 1000).toFixed(1)} s`)
    await shell(g, 'round', 'open', CODE)
    return JSON.parse(await shell(g, 'round', 'regions', CODE, '--json')).map((r) => r.region_code)
}

async function pages(visitor, paths) {
    for (const [what, path, limit] of paths) {
        const took = []
        let bytes = 0
        for (let i = 0; i < ASKED; i++) {
            const began = performance.now()
            const page = await visitor.go(path)
            took.push(performance.now() - began)
            bytes = page.text.length
            if (page.status !== 200) throw new Error(`${path}: ${page.status} ${page.words.slice(0, 300)}`)
        }
        const p50 = quantile(took, 0.5), p99 = quantile(took, 0.99)
        console.log(`  ${what.padEnd(44)} p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ${Math.round(bytes / 1024)} kB`)
        figure(`bench: nation: ${what}: p50`, p50, 'ms')
        if (limit) aim(`${what}: under ${limit} ms`, p50 < limit)
    }
}

// All processes together, looked at every few milliseconds while the job runs, above what they were just before.
async function exported(visitor, pid) {
    const idle = memoryMb(pid), began = performance.now()
    let running = true, most = idle
    const watching = (async () => {
        for (; running; await sleep(10)) most = Math.max(most, memoryMb(pid))
    })()
    const bytes = await takenSheet(visitor, `/rounds/${CODE}/office`, 'round_export').finally(() => { running = false })
    await watching
    const took = (performance.now() - began) / 1000
    console.log(`  all of the round as a workbook: ${took.toFixed(1)} s, ${(bytes.length / 2 ** 20).toFixed(1)} MB, ` +
        `${(most - idle).toFixed(1)} MB above idle`)
    figure('bench: nation: full export: above idle', most - idle, 'MB')
    figure('bench: nation: full export', took, 's')
    aim(`full export: at most ${EXPORT_MB} MB above idle`, most - idle <= EXPORT_MB)
}

const folder = mkdtempSync(join(tmpdir(), 'guyub-nation-'))
const g = await guyub({ program: releaseBinary, env: { GUYUB_VAULT: join(folder, 'vault'), GUYUB_JOBS: '1' } })
let office
try {
    const regions = await makeRound(g)
    const filled = await fill(g, regions)
    console.log(`a made nation: ${regions.length} regions, ${filled} numbers, ${DOCUMENTS} documents`)
    await makePerson(g, 'siti', { posts: [await makePost(g, 'programme_office', 'Kantor program')] })
    office = await signIn(g.url, 'siti', PASSWORD)
    await pages(office, [
        ['the office\'s screen of all regions', `/rounds/${CODE}/office`, 50],
        ['the round', `/rounds/${CODE}`],
        ['scoring, region by region', `/judging/${CODE}`],
        ['one region\'s answers', `/assessments/${CODE}/35.71`],
    ])
    await exported(office, g.pid)
} finally {
    office?.close()
    await g.stop()
    rmSync(folder, { recursive: true, force: true })
}
