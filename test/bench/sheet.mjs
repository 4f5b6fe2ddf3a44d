// SPDX-License-Identifier: AGPL-3.0-or-later
//
// sheet.mjs — 250,000 rows of 20 cells: in as CSV, in as a workbook, out as one, beside `sqlite3 .import` of the
// same CSV into a file of its own. CPU time of the process, and the most memory above what it has when idle.
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execFileSync, spawnSync } from 'node:child_process'
import { figure, releaseBinary } from '../harness/guyub.mjs'
import { aim, median, report } from '../harness/bench.mjs'

const ROWS = Number(process.env.GUYUB_BENCH_ROWS ?? 250_000), COLUMNS = 20, ROUNDS = 3
const program = join(dirname(releaseBinary), 'test', 'sheet_bench')
const folder = mkdtempSync(join(tmpdir(), 'guyub-sheet-'))
const csv = join(folder, 'data.csv'), xlsx = join(folder, 'data.xlsx'), db = join(folder, 'data.db')

// Names, figures, dates and short codes, as a sheet of an office has them.
function cell(row, column) {
    const n = (row * 7919 + column * 104729) % 1_000_003
    if (column % 4 === 0) return `Kelurahan ${n}`
    if (column % 4 === 1) return (n / 1000).toFixed(3)
    if (column % 4 === 2) return `2025-${String(n % 12 + 1).padStart(2, '0')}-${String(n % 28 + 1).padStart(2, '0')}`
    return n % 50 === 0 ? `"Jalan ""A"", no. ${n}"` : `K${n % 997}`
}

async function writeCsv() {
    const out = createWriteStream(csv)
    out.write(Array.from({ length: COLUMNS }, (_, c) => `c${c}`).join(',') + '\r\n')
    for (let row = 0; row < ROWS; row++) {
        const line = Array.from({ length: COLUMNS }, (_, c) => cell(row, c)).join(',') + '\r\n'
        if (!out.write(line)) await once(out, 'drain')
    }
    out.end()
    await once(out, 'finish')
}

const ours = (...args) => JSON.parse(execFileSync(program, args, { encoding: 'utf8' }))

// CPU seconds of user and system, and the most memory, as time(1) of the system has them from the kernel.
function rival() {
    rmSync(db, { force: true })
    const script = `import json, resource, subprocess
subprocess.run(['sqlite3', '-csv', ${JSON.stringify(db)}, '.import ${csv} t'], check=True)
r = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({'cpu_ms': (r.ru_utime + r.ru_stime) * 1000, 'peak_kb': r.ru_maxrss}))`
    const { stdout, stderr, status } = spawnSync('python3', ['-c', script], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`sqlite3: ${stderr}`)
    return JSON.parse(stdout)
}

try {
    await writeCsv()
    const idle = ours('idle').peak_kb
    const rounds = []
    for (let i = 0; i < ROUNDS; i++)
        rounds.push({ csv: ours('in', csv), out: ours('out', csv, xlsx), xlsx: ours('in', xlsx), rival: rival() })
    const of = (what, field) => median(rounds.map((r) => r[what][field]))
    const mb = (what) => Math.max(...rounds.map((r) => r[what].peak_kb - idle)) / 1024
    const peer = of('rival', 'cpu_ms')

    report(`${ROWS} rows x ${COLUMNS} cells, ${statSync(csv).size} bytes of CSV, ${statSync(xlsx).size} of XLSX, CPU`, [
        { what: 'CSV in', guyub: of('csv', 'cpu_ms'), peer, name: 'sqlite3 .import', unit: 'ms', better: 'less' },
        { what: 'XLSX in', guyub: of('xlsx', 'cpu_ms'), peer, name: 'sqlite3 .import', unit: 'ms', better: 'less' },
        { what: 'XLSX out', guyub: of('out', 'cpu_ms'), peer, name: 'sqlite3 .import', unit: 'ms', better: 'less' },
    ])
    for (const what of ['csv', 'xlsx', 'out']) {
        console.log(`  ${what}: ${mb(what).toFixed(1)} MB above idle`)
        figure(`bench: sheet: ${what}: memory above idle`, mb(what), 'MB')
        aim(`${what}: at least half the speed of sqlite3 .import`, of(what, 'cpu_ms') <= 2 * peer)
        aim(`${what}: at most 32 MB above idle`, mb(what) <= 32)
    }
    aim('every cell came through', rounds.every((r) => r.xlsx.rows === ROWS + 1 && r.csv.cells === r.xlsx.cells))
} finally {
    rmSync(folder, { recursive: true, force: true })
}
