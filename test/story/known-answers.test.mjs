// SPDX-License-Identifier: AGPL-3.0-or-later
// What each shipped instrument gives for answers whose result is known without it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { binary, dataPath, needsData, repo, runProgram } from '../harness/guyub.mjs'

let folder
before(() => { folder = mkdtempSync(join(tmpdir(), 'guyub-known-')) })
after(() => rmSync(folder, { recursive: true, force: true }))

const pack = (id) => join(repo, 'pack/instrument', `${id}.yaml`)
async function score(id, rows) {
    const path = join(folder, 'answers.csv')
    writeFileSync(path, [rows.some((r) => r.length > 2) ? 'item,value,of' : 'item,value', ...rows.map((r) => r.join(',')), ''].join('\n'))
    const r = await runProgram(binary, ['score', '--instrument', pack(id), '--answers', path, '--json'], { env: { GUYUB_LANG: 'en' } })
    assert.equal(r.err, '')
    return { ...r.json, code: r.code, digits: r.out.match(/"index":([-0-9.]+|null)/)[1], of: (item) => r.json.steps.find((s) => s.item === item)?.value }
}

const range = (n, f) => Array.from({ length: n }, (_, i) => f(i + 1))
const two = (n) => String(n).padStart(2, '0')
const indicators = (n, level) => range(n, (i) => [`indicator-${two(i)}`, level])
const csv = (path) => readFileSync(path, 'utf8').trim().split(/\r?\n/).map((l) => l.split(','))

test('SPBE 2018: the answers of one city give 2.6400; 2.64 is on record', { skip: needsData }, async () => {
    const at = (name) => dataPath('id-spbe-denpasar', name)
    const number = Object.fromEntries(csv(at('indicators.csv')).filter((r) => r.at(-1) === '2018').map((r) => [r[0], r[2]]))
    const rows = csv(at('assessments.csv')).filter((r) => r[1] === '2018')
        .map((r) => [`indicator-${/^\d$/.test(number[r[0]]) ? two(number[r[0]]) : number[r[0]]}`, r[3]])
    assert.equal(rows.length, 37)
    const r = await score('spbe-2018', rows)
    assert.equal(Number(r.digits), 2.64)
    assert.deepEqual([r.range.low, r.range.high], [2.64, 2.64], 'levels are exact, and so is the index')
    assert.deepEqual(range(7, (i) => r.of(`aspect-${i}`).toFixed(2)), ['2.00', '2.10', '2.00', '2.50', '2.33', '3.29', '2.50'])
})

test('SPBE 2018: one public service only, and no level at all', async () => {
    const one = [...indicators(35, 3), ['indicator-35-2', 'n/a'], ['indicator-35-3', 'n/a']]
    assert.equal((await score('spbe-2018', one)).digits, '3')
    const none = [...indicators(35, 0), ['indicator-35-2', 0], ['indicator-35-3', 0]]
    assert.equal((await score('spbe-2018', none)).digits, '0')
})

test('SPBE 2020: what one level of one indicator is worth is its printed weight', async () => {
    const base = await score('spbe-2020', indicators(47, 3))
    assert.equal(base.digits, '3')
    for (const [i, weight] of [[1, '0.0130'], [11, '0.0250'], [21, '0.0150'], [31, '0.0150'], [32, '0.0275'], [47, '0.0300']]) {
        const more = await score('spbe-2020', indicators(47, 3).with(i - 1, [`indicator-${two(i)}`, 4]))
        assert.equal((Number(more.digits) - 3).toFixed(4), weight, `indicator ${i}`)
    }
})

test('SPBE 2020 and Pemdi 2026: bands from the lowest to the highest', async () => {
    for (const [id, n, names] of [['spbe-2020', 47, ['Poor', 'Fair', 'Good', 'Very good', 'Excellent']],
        ['pemdi-2026', 20, ['Poor (Initiate)', 'Fair (Emerging)', 'Good (Developing)', 'Excellent (Leading)', 'Excellent (Leading)']]]) {
        for (let level = 1; level <= 5; level++) {
            const exact = indicators(n, level).map((r) => (id === 'pemdi-2026' && /-0[567]$/.test(r[0]) ? [r[0], `${level}.00`] : r))
            const r = await score(id, exact)
            assert.equal(Number(r.digits), level, id)
            assert.ok(JSON.stringify(r.bands).includes(names[level - 1]), `${id} at ${level}: ${JSON.stringify(r.bands)}`)
        }
    }
})

test('readiness: three elements alone weigh as five do', async () => {
    const nine = ['people', 'budget', 'governance', 'physical', 'digital', 'social', 'policy', 'institution', 'execution']
    const rows = (light, rest) => [...nine.map((c) => [c, light]), ['nature', rest], ['culture', rest]]
    assert.equal((await score('readiness', rows(2, 'n/a'))).digits, '2')
    assert.equal((await score('readiness', rows(3, 1))).digits, '2.2')
})

// Indicators 16 to 35 of each innovation, and its report.
const innovations = (n, level) => range(n, (k) => [
    ...range(20, (i) => [`indicator-${i + 15}`, level, `inovasi ${k}`]), ['report', 1, `inovasi ${k}`]]).flat()
const halves = ['02', '05', '10', '11', '13']
const region = (level) => range(15, (i) => two(i)).flatMap((i) => (halves.includes(i) ? [`${i}a`, `${i}b`] : [i]))
    .map((i) => [`indicator-${i}`, level, ''])

for (const [what, level, n, services, index] of [
    ['everything there is', 3, 200, 6, 100],
    ['more than 200 innovations count as 200', 3, 210, 6, 100],
    ['twelve innovations, no basic service', 3, 12, 0, (63 + 111) / 2.5],
    ['five innovations are divided by twelve', 2, 5, 5, (42 + 74 * 5 / 12 + 5 * 0.38) / 2.5],
    ['four basic services are one too few', 2, 5, 4, (42 + 74 * 5 / 12) / 2.5],
]) test(`regional innovation 2026: ${what}`, async () => {
    const r = await score('regional-innovation-2026', [...region(level), ...innovations(n, level), ['basic_services', services, '']])
    assert.ok(Math.abs(Number(r.digits) - index) < 1e-9, r.digits)
    assert.equal(r.range.low, r.range.high, 'levels are exact, and so is the index')
})

test('regional innovation 2023: what an innovation is worth is computed, the total is refused', async () => {
    const ids = ['regulation', 'people', 'budget', 'training', 'work_plan', 'actors', 'executing_team', 'network', 'outreach', 'guide',
        'information', 'speed_of_service', 'complaints', 'integration', 'replication', 'speed_of_creation', 'benefit', 'monitoring', 'design']
    const r = await score('regional-innovation-2023', range(5, (k) => ids.map((i) => [i, '1 3', `inovasi ${k}`])).flat())
    assert.equal(r.index, null)
    assert.equal(r.code, 1)
    assert.equal(r.of('maturity'), 48, '96 x 5 / max(10, 5): the highest level proven counts')
    assert.equal(r.missing.length, 16)
})
