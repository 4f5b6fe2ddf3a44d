// SPDX-License-Identifier: AGPL-3.0-or-later
//
// init.test.mjs — the disk fails while `guyub init` writes. However far it came: it says so, and
// claims success only for a database that is whole; the file is sound, each table is as it was or
// whole; and a second init, on a disk that works again, ends as one that never failed.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { engine, figure, isLong, releaseBinary, repo, runProgram } from '../harness/guyub.mjs'

const COUNT = isLong ? 60 : 8
const skip = engine === 'sqlite' ? false : 'the disk is the database server\'s'

let folder, shim, whole, calls
before(async () => {
    if (skip) return
    folder = mkdtempSync(join(tmpdir(), 'guyub-torture-'))
    shim = join(folder, 'fail.so')
    const warnings = ['-Wall', '-Wextra', '-Wpedantic', '-Wmissing-prototypes', '-Werror']
    const built = await runProgram('cc', ['-std=c17', '-D_GNU_SOURCE', '-O2', ...warnings,
        '-shared', '-fPIC', '-o', shim, join(repo, 'test/torture/fail.c')])
    assert.equal(built.err, '')
    const r = await init('whole.db', 0)
    assert.equal(r.code, 0, r.err)
    calls = Number(readFileSync(join(folder, 'count'), 'utf8'))
    whole = await rows('whole.db')
})
after(() => { if (folder) rmSync(folder, { recursive: true }) })

const init = (name, failAt, preload = true) => runProgram(releaseBinary, ['init'], {
    env: {
        GUYUB_DB: `sqlite:${join(folder, name)}`,
        ...(preload && { LD_PRELOAD: shim, FAIL_AT: failAt, FAIL_COUNT: join(folder, 'count') }),
    },
})

const sql = async (name, text) => {
    const r = await runProgram('sqlite3', ['-batch', join(folder, name), text])
    assert.equal(r.code, 0, r.err)
    return r.out.trim()
}

// { table: its number of rows }
async function rows(name) {
    const list = await sql(name, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1")
    const counts = {}
    for (const table of list.split('\n').filter(Boolean))
        counts[table] = Number(await sql(name, `SELECT count(*) FROM "${table}"`))
    return counts
}

// Early calls are the most various: half of the points lie in the first tenth.
function points() {
    const spread = (from, to) =>
        Array.from({ length: COUNT / 2 }, (_, i) => Math.floor(from + (i * (to - from)) / (COUNT / 2)))
    return [...new Set([...spread(1, calls / 10), ...spread(calls / 10, calls), calls - 1])]
}

// A failure that SQLite may pass over is one while it tidies up after the last commit.
async function checkClaim(name, failed, what) {
    if (failed.code === 0) {
        assert.deepEqual(await rows(name), whole, `${what}: success is claimed`)
        return
    }
    assert.equal(failed.code, 3, `${what}: ${failed.signal ?? failed.code} ${failed.err}`)
    assert.match(failed.err, /\S/, `${what}: says why`)
}

// Each load is one change with its line: all of its rows and the line are there, or nothing is.
async function checkFile(name, what) {
    if (!existsSync(join(folder, name))) return
    assert.equal(await sql(name, 'PRAGMA integrity_check'), 'ok', what)
    const found = await rows(name)
    for (const [table, n] of Object.entries(found))
        assert.ok(n === 0 || n === whole[table] || table.includes('migration') || table === 'journal_tail',
            `${what}: ${table} has ${n} of ${whole[table]} rows`)
    if (!('journal_tail' in found)) return
    for (const thing of ['region', 'org']) {
        const told = await sql(name, `SELECT count(*) FROM journal_tail WHERE thing = '${thing}'`)
        assert.equal(told > 0, found[thing] > 0, `${what}: ${thing} and its line`)
    }
}

// The key of an installation is whole, or it is not there.
function checkKey(name, what) {
    const key = join(folder, `${name}.key`)
    if (existsSync(key)) assert.match(readFileSync(key, 'utf8'), /^[0-9a-f]{64}\n$/, `${what}: the key`)
}

const patience = { skip, timeout: 1_800_000 }

test('a disk that fails at any moment of init leaves nothing half-written', patience, async () => {
    assert.ok(calls > 20, `${calls} calls change files`)
    let refused = 0
    for (const at of points()) {
        const name = `at-${at}.db`, what = `call ${at} of ${calls}`
        const failed = await init(name, at)
        refused += failed.code !== 0
        await checkClaim(name, failed, what)
        await checkFile(name, what)
        checkKey(name, what)
        const again = await init(name, 0, false)
        assert.equal(again.code, 0, `${what}, again: ${again.err}`)
        assert.deepEqual(await rows(name), whole, `${what}: the same as if nothing had failed`)
        for (const file of readdirSync(folder).filter((f) => f.startsWith(`at-${at}.`))) {
            assert.match(file, /\.db(-wal|-shm|-journal|\.key)?$/, 'no stray file')
            rmSync(join(folder, file))
        }
    }
    assert.ok(refused >= COUNT / 2, `${refused} of ${points().length} were refused`)
    figure('init_disk_failures_survived', points().length, 'failures')
})
