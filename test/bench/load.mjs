// SPDX-License-Identifier: AGPL-3.0-or-later
//
// load.mjs — an empty disk to a database with every region, its lineage, facts and search index:
// `guyub init`, beside the sqlite3 shell importing the bare CSV files and minisearch indexing the names.
import MiniSearch from 'minisearch'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { releaseBinary, repo, runProgram } from '../harness/guyub.mjs'
import { aim, median, report } from '../harness/bench.mjs'

const ROUNDS = 3
const data = join(repo, 'asset/node_modules/idn-area-data/data')
const tables = readdirSync(data).filter((f) => /^(provinces|regencies|districts|villages)\.csv$/.test(f))
const folder = mkdtempSync(join(tmpdir(), 'guyub-bench-'))

async function seconds(work) {
    const began = performance.now()
    await work()
    return (performance.now() - began) / 1000
}

async function succeed(program, args, options) {
    const r = await runProgram(program, args, options)
    if (r.code !== 0) throw new Error(`${program}: ${r.err}`)
}

const init = (i) =>
    succeed(releaseBinary, ['init'], { env: { GUYUB_DB: `sqlite:${join(folder, `g${i}.db`)}` } })
const shell = (i) => succeed('sqlite3', [join(folder, `s${i}.db`)],
    { input: tables.map((t) => `.import --csv ${join(data, t)} ${t.replace('.csv', '')}\n`).join('') })
const names = tables.flatMap((t) => readFileSync(join(data, t), 'utf8').trimEnd().split('\n').slice(1))
    .map((line, id) => ({ id, name: line.split(',').at(-1) }))
const index = () => new MiniSearch({ fields: ['name'] }).addAll(names)

try {
    const took = { init: [], shell: [], index: [] }
    for (let i = 0; i < ROUNDS; i++) {
        took.init.push(await seconds(() => init(i)))
        took.shell.push(await seconds(() => shell(i)))
        took.index.push(await seconds(index))
    }
    report(`${names.length} regions from nothing`, [
        { what: 'load', guyub: median(took.init), peer: median(took.shell),
            name: 'sqlite3 .import, no index', unit: 's', better: 'less' },
        { what: 'load', guyub: median(took.init), peer: median(took.index),
            name: 'minisearch, names only', unit: 's', better: 'less' },
    ])
    aim('all regions with the search index in under 3 s', median(took.init) < 3)
} finally {
    rmSync(folder, { recursive: true })
}
