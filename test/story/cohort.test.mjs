// SPDX-License-Identifier: AGPL-3.0-or-later
// 251 regions have joined: which is known by name, since when, and who says so.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { guyub } from '../harness/guyub.mjs'

const HEAD = 'region_code,name,year,seen_year,source,publisher,source_date,source_url,note_id,note_en\n'

let g, folder
before(async () => { g = await guyub(); folder = mkdtempSync(join(tmpdir(), 'guyub-cohort-')) })
after(async () => { rmSync(folder, { recursive: true, force: true }); await g.stop() })

const data = async (path) => (await fetch(`${g.url}${path}`)).json()
const page = async (path) => (await fetch(`${g.url}${path}`, { headers: { accept: 'text/html' } })).text()

test('the years add up to 251, and what was inferred says so', async () => {
    const { total, years } = await data('/cohorts.json')
    assert.deepEqual(years.map((y) => [y.year, y.joined]),
        [[2017, 25], [2018, 50], [2019, 25], [2020, 0], [2021, 48], [2022, 43], [2023, 50], [2024, 10]])
    assert.equal(total, 251)
    assert.equal(years.reduce((sum, y) => sum + y.joined, 0), total)
    assert.deepEqual(years.filter((y) => y.inferred).map((y) => y.year), [2020, 2022])

    const joined = years.find((y) => y.year === 2022).facts.filter((f) => f.measure === 'joined')
    assert.deepEqual(joined.map((f) => [f.value, f.inferred]), [[43, true], [50, false]])
    assert.match(joined[0].note_en, /The press says 50/)
    assert.match(joined[0].note_id, /Pers menyebut 50/)
})

test('every fact has a source, and every inferred one says how it follows', async () => {
    const { years } = await data('/cohorts.json')
    for (const f of years.flatMap((y) => y.facts)) {
        assert.ok(f.source && f.publisher && /^https?:/.test(f.source_url), JSON.stringify(f))
        if (f.inferred)
            assert.ok(f.note_id && f.note_en, JSON.stringify(f))
    }
})

test('who is known by name is known from a source', async () => {
    const { named, provinces_named, total } = await data('/cohorts.json')
    const members = await data('/cohorts/members.json')
    assert.equal(members.filter((m) => m.kind !== 'province').length, named)
    assert.equal(members.filter((m) => m.kind === 'province').length, provinces_named)
    assert.ok(named < total)
    for (const m of members)
        assert.ok(m.source && m.publisher && /^https?:/.test(m.source_url), m.name)
    const of2019 = await data('/cohorts/members.json?year=2019')
    assert.ok(of2019.some((m) => m.region_code === '35.71'))
    assert.ok(of2019.every((m) => m.year === 2019))
    const csv = await (await fetch(`${g.url}/cohorts/members.csv?year=2024`)).text()
    assert.equal(csv.trim().split('\r\n').length, 11)
})

test('the pages say it in words', async () => {
    const years = await page('/cohorts?lang=en')
    assert.match(years, /251 regencies and cities/)
    assert.match(years, /2022: 43 joined, 191 altogether \(inferred\)/)
    const city = await page('/regions/35.71?lang=en')
    assert.match(city, /Participant since 2019/)
    assert.match(await page('/regions/35.71?lang=id'), /Peserta sejak 2019/)
    assert.doesNotMatch(await page('/regions/11.03?lang=en'), /Participant since/)
})

test('a year that is none is told', async () => {
    assert.equal((await fetch(`${g.url}/cohorts/members.json?year=1999`)).status, 400)
})

test('a list of members comes in whole or not at all', async () => {
    const file = join(folder, 'members.csv')
    const good = '11.03,Kabupaten Aceh Timur,2021,,SK 1,Kominfo,2021,,,\n'
    writeFileSync(file, `${HEAD}${good}35.71,Kota Blitar,2021,,SK 1,Kominfo,2021,,,\n`)
    const refused = await g.run(['cohort', 'import', file])
    assert.equal(refused.code, 2)
    assert.ok(refused.err.includes(`${file}:3:7`), refused.err)
    assert.doesNotMatch((await g.run(['cohort', 'members', '--year', '2021'])).out, /Aceh Timur/)

    writeFileSync(file, HEAD + good)
    assert.equal((await g.run(['cohort', 'import', file])).code, 0)
    assert.match((await g.run(['cohort', 'members', '--year', '2021'])).out, /Aceh Timur/)
    assert.match((await g.run(['cohort', 'list'])).out, /2021 +48/)
})
