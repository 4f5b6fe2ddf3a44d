// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Kota Kediri has a smart city index, an index by SPBE until 2025, and one by Pemdi from 2026. These are three lines:
// no picture, table, file or improvement joins a figure of one instrument to a figure of another, and the page says so.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { guyub, visitor } from '../harness/guyub.mjs'

const HERE = '/regions/35.71'
const SPBE = { 2024: '2.6137', 2025: '2.9431' }, PEMDI = { 2026: '1.8713', 2027: '2.0417' }

let g, v
const data = async (path) => (await v.get(path, { accept: 'application/json' })).json
// What is drawn: pictures with the tables that say the same.
const drawn = (page) => page.text.match(/<(svg|table)\b[\s\S]*?<\/\1>/g)?.join('\n') ?? ''

before(async () => {
    g = await guyub()
    for (const [instrument, years] of [['spbe-2020', SPBE], ['pemdi-2026', PEMDI]])
        for (const [year, value] of Object.entries(years)) {
            const r = await g.run(['instrument', 'figure', 'add', `${instrument}/35.71/${year}/index.actual`, '--value', value,
                '--source', 'uji', '--why', 'uji', '--lang', 'en'])
            assert.equal(r.code, 0, r.err)
        }
    v = visitor(g.url)
})
after(async () => { v?.close(); await g?.stop() })

test('the region’s page: the smart city index is drawn alone, the others stand by themselves, and why is said', async () => {
    const page = await v.go(HERE)
    for (const value of [...Object.values(SPBE), ...Object.values(PEMDI)]) assert.ok(!drawn(page).includes(value), `${value} is drawn`)
    assert.match(drawn(page), /3\.31/)
    assert.match(page.words, /Figures of two of them are not one line: between them nothing rises or falls/)
    assert.match(page.words, /Digital Government Index \(PermenPANRB 8\/2026\) 2026 ?: 1\.8713 2027 ?: 2\.0417/)
    assert.match(page.words, /SPBE Index[^:]* 2024 ?: 2\.6137 2025 ?: 2\.9431/)
    assert.doesNotMatch((await v.go('/regions/15.71')).words, /Other indices/, 'a region without them hears nothing of it')
})

test('as data: the figures of an instrument are its own', async () => {
    for (const [instrument, years] of [['spbe-2020', SPBE], ['pemdi-2026', PEMDI]]) {
        const query = `${HERE}/figures.json?instrument=${instrument}`, rows = await data(query)
        assert.deepEqual(Object.fromEntries(rows.map((r) => [r.year, String(r.value)])), years)
        const csv = (await v.get(query.replace('.json', '.csv'))).text.trim().split(/\r?\n/).slice(1)
        assert.deepEqual(csv.map((line) => line.split('/')[0]), Object.keys(years).map(() => instrument))
    }
})

test('an improvement is over the same instrument: the first year of an edition has none', async () => {
    const improvement = async (instrument, year) => (await v.go(`${HERE}/results/${instrument}/${year}`)).words
    assert.match(await improvement('spbe-2020', 2025), /up 0\.3294 from 2\.6137/)
    assert.match(await improvement('pemdi-2026', 2027), /up 0\.1704 from 1\.8713/)
    assert.doesNotMatch(await improvement('pemdi-2026', 2026), /1\.0718|2\.9431|down/)
})

test('side by side stand regions, never instruments; towards the target begins with the same instrument', async () => {
    const all = [...Object.values(SPBE), ...Object.values(PEMDI)]
    for (const path of ['/compare?region=35.71&region=15.71', '/compare.csv?region=35.71&region=15.71', '/', '/map'])
        for (const value of all) assert.ok(!(await v.go(path)).text.includes(value), `${value} at ${path}`)
    const aim = await v.go(`${HERE}/aim/pemdi-2026`)
    assert.equal(aim.status, 200)
    for (const value of Object.values(SPBE)) assert.ok(!aim.words.includes(value), `${value} at the target of Pemdi`)
})
