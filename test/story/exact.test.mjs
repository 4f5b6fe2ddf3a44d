// SPDX-License-Identifier: AGPL-3.0-or-later
//
// exact.test.mjs — the likeness joins say what brute force says, pair for pair: by words and by weight, at
// thresholds 0.5 to 0.9, on one thread and two, one list and two, all rows and drafts, and the nearest
// titles. A few thousand rows each time; GUYUB_LONG=1 takes 20,000 by chance, 20,000 made, and 20,000
// of a regency's budget (GUYUB_DATA).
import assert from 'node:assert/strict'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { binary, dataPath, engine, figure, isLong, needsData, releaseBinary, runProgram } from '../harness/guyub.mjs'

const ROWS = isLong ? 20_000 : 2000, LIKENESSES = 5
const program = join(dirname(isLong ? releaseBinary : binary), 'test', 'bench_text')
const once = { skip: engine !== 'sqlite' && 'no database is asked', timeout: 30 * 60_000 }

// Lines of JSON: the joins by number of words and by weight, at five thresholds each.
async function compare(what, flags, rows) {
    const { code, out, err } = await runProgram(program, ['exact', ...flags, '--rows', String(rows)],
        { timeoutMs: 30 * 60_000 })
    assert.equal(code, 0, `${err}\n${out}`)
    const lines = out.trim().split('\n').map((line) => JSON.parse(line))
    const joins = lines.filter((l) => l.what === 'exact')
    assert.equal(joins.length, 2 * LIKENESSES)
    assert.ok(lines.every((l) => l.agrees !== false))
    for (const weighs of [false, true]) {
        const pairs = joins.filter((l) => l.weighs === weighs).map((l) => l.pairs)
        assert.deepEqual(pairs, [...pairs].sort((a, b) => b - a), 'a higher threshold has fewer pairs')
        assert.ok(pairs[0] > 100, `there was something to find: ${pairs}`)
        figure(`likeness join beside brute force, ${what}, ${weighs ? 'by weight' : 'by words'}: pairs at 0.5`,
            pairs[0], `of ${joins[0].rows} sets`)
    }
}

test('sets by chance: the pairs of brute force', once, () => compare('by chance', ['--corpus', 'r'], ROWS))

test('made programmes by the program\'s words: the pairs of brute force', once,
    () => compare('made', ['--corpus', 'p', '--words', 'program'], ROWS))

const real = { ...once, skip: once.skip || needsData }
test('a regency\'s programmes, packages and places: the pairs of brute force', real, async () => {
    const of = (file, ...columns) =>
        ['--csv', dataPath('id-programmes-kab-bandung-2025', file), '--text', columns.join(',')]
    await compare('real', [
        ...of('paket_swakelola.csv', 'nama_paket', 'uraian_pekerjaan', 'nama_satker'),
        ...of('subkegiatan.csv', 'nama_subkegiatan', 'nama_satker'),
        ...of('paket_nontender.csv', 'nama_paket', 'nama_satker'),
        ...of('kegiatan.csv', 'nama_kegiatan', 'nama_satker'),
        ...of('program.csv', 'nama_program', 'nama_satker'),
        ...of('lokasi.csv', 'detail_lokasi', 'kd_rup'),
    ], ROWS)
})
