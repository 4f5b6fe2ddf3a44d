// SPDX-License-Identifier: AGPL-3.0-or-later
//
// init.test.mjs — the disk fails while `guyub init` writes. However far it came: it says so and does
// not claim success; the file is sound, each table is as it was or whole; and a second init on a
// disk that works again ends in the same database as one that never failed.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { engine, figure, isLong, releaseBinary, repo, runProgram } from '../harness/guyub.mjs'

const COUNT = isLong ? 200 : 8
const skip = engine === 'sqlite' ? false : 'the disk is the database server\'s'

let folder, shim, whole, calls
before(async () => {
    if (skip) return
    folder = mkdtempSync(join(tmpdir(), 'guyub-torture-'))
    shim = join(folder, 'fail.so')
    const built = await runProgram('cc', ['-std=c17', '-D_GNU_SOURCE', '-O2', '-Wall', '-Wextra', '-Wpedantic', '-Werror',
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
        ...(preload && { LD_PRELOAD: shim, FAIL_AT: String(failAt), FAIL_COUNT: join(folder, 'count') }),
    },
})

const sql = async (name, text) => {
    const r = await runProgram('sqlite3', ['-batch', join(folder, name), text])
    assert.equal(r.code, 0, r.err)
    return r.out.trim()
}

// { table: its number of rows }
async function rows(name) {
    const tables = (await sql(name, "SELECT name FROM sqlite_schema WHERE type = 'table'")).split('\n').filter(Boolean)
    const counts = {}
    for (const table of tables) counts[table] = Number(await sql(name, `SELECT count(*) FROM "${table}"`))
    return counts
}

// Early calls are the most various: half of the points lie in the first tenth.
function points() {
    const early = Array.from({ length: COUNT / 2 }, (_, i) => 1 + Math.floor(i * calls / 10 / (COUNT / 2)))
    const later = Array.from({ length: COUNT / 2 }, (_, i) => Math.floor(calls / 10 + (i + 1) * (calls * 0.9) / (COUNT / 2)))
    return [...new Set([...early, ...later])]
}

test('a disk that fails at any moment of init leaves nothing half-written', { skip, timeout: 1_200_000 }, async () => {
    assert.ok(calls > 20, `${calls} calls change files`)
    for (const at of points()) {
        const name = `at-${at}.db`
        const failed = await init(name, at)
        assert.equal(failed.code, 3, `call ${at} of ${calls}: ${failed.signal ?? failed.code} ${failed.err}`)
        assert.match(failed.err, /\S/, `call ${at}: says why`)
        if (existsSync(join(folder, name))) {
            assert.equal(await sql(name, 'PRAGMA integrity_check'), 'ok', `call ${at}`)
            for (const [table, n] of Object.entries(await rows(name)))
                assert.ok(n === 0 || n === whole[table] || table.startsWith('migration'),
                    `call ${at}: ${table} has ${n} of ${whole[table]} rows`)
        }
        const again = await init(name, 0, false)
        assert.equal(again.code, 0, `call ${at}, again: ${again.err}`)
        assert.deepEqual(await rows(name), whole, `call ${at}: the same as if nothing had failed`)
        for (const file of readdirSync(folder).filter((f) => f.startsWith(`at-${at}.`))) {
            assert.match(file, /\.db(-wal|-shm|-journal)?$/, 'no stray file')
            rmSync(join(folder, file))
        }
    }
    figure('init_disk_failures_survived', points().length, 'failures')
})
