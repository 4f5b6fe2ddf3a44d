// SPDX-License-Identifier: AGPL-3.0-or-later
// Someone looks for Kota Kediri, finds it, walks up and down, and takes the data along.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { guyub } from '../harness/guyub.mjs'

let g, folder
before(async () => { g = await guyub(); folder = mkdtempSync(join(tmpdir(), 'guyub-region-')) })
after(async () => { rmSync(folder, { recursive: true, force: true }); await g.stop() })

const page = async (path, lang = 'en') => {
    const r = await fetch(`${g.url}${path}`, { headers: { 'accept-language': lang, accept: 'text/html' } })
    return { status: r.status, text: await r.text() }
}
const data = async (path) => (await fetch(`${g.url}${path}`)).json()

test('a slip of the pen still finds the city', async () => {
    const found = await data('/regions.json?q=kota%20kedri')
    assert.equal(found[0].code, '35.71')
    assert.match((await page('/regions?q=kota+kedri')).text, /href="\/regions\/35\.71"/)
})

test('a search that finds nothing says what to do next', async () => {
    const { status, text } = await page('/regions?q=zzzzqqqq')
    assert.equal(status, 200)
    assert.match(text, /Nothing found for “zzzzqqqq”/)
    assert.match(text, /All provinces/)
})

test('the city has its place and its 46 kelurahan', async () => {
    const city = await data('/regions/35.71.json')
    assert.equal(city.name, 'Kota Kediri')
    assert.deepEqual(city.above.map((r) => r.name), ['Jawa Timur'])
    assert.deepEqual(city.holds, [{ kind: 'district', n: 3 }, { kind: 'kelurahan', n: 46 }])
    assert.deepEqual(city.below.map((r) => r.name), ['Mojoroto', 'Kota', 'Pesantren'])
})

test('page, JSON and CSV tell the same rows', async () => {
    const csv = await (await fetch(`${g.url}/regions.csv?level=village&within=35.71`)).text()
    const rows = await data('/regions.json?level=village&within=35.71')
    assert.equal(rows.length, 46)
    assert.equal(csv.trimEnd().split('\r\n').length, 47)
    const { text } = await page('/regions?level=village&within=35.71')
    for (const r of rows)
        assert.ok(text.includes(`/regions/${r.code}"`), r.name)
})

test('a long list comes in pages, and the address holds the state', async () => {
    const { text } = await page('/regions?level=regency&sort=name&page=2')
    assert.match(text, /101 to 200 of 514/)
    assert.match(text, /href="\/regions\?level=regency&amp;sort=name&amp;page=3"/)
    assert.match(text, /href="\/regions\?level=regency&amp;sort=name&amp;page=1"/)
})

test('a province that was split off knows its law', async () => {
    const papua = await data('/regions/91.json')
    const south = papua.changes.find((c) => c.to_code === '93')
    assert.equal(south.change, 'split')
    assert.equal(south.on_date, '2022-07-25')
    assert.match((await page('/regions/93')).text, /Then and now/)
})

test('what is not there is told in the reader’s language, with a way on', async () => {
    for (const [lang, words] of [['en', 'There is no region with the code 35.99.'], ['id', 'Tidak ada daerah']]) {
        const { status, text } = await page('/regions/35.99', lang)
        assert.equal(status, 404)
        assert.ok(text.includes(words), `${lang}: ${words}`)
    }
    const problem = await fetch(`${g.url}/regions/35.99.json`)
    assert.equal(problem.status, 404)
    assert.equal(problem.headers.get('content-type'), 'application/problem+json')
    assert.equal((await problem.json()).code, 'region.unknown')
})

test('a wrong filter is refused and says which field', async () => {
    const { status, text } = await page('/regions?level=continent')
    assert.equal(status, 400)
    assert.match(text, /level/i)
})

test('the shell says the same', async () => {
    const shown = await g.run(['region', 'show', '35.71', '--json'])
    assert.equal(shown.code, 0)
    assert.deepEqual(shown.json, await data('/regions/35.71.json'))
    assert.equal((await g.run(['region', 'list', '--json'])).json.length, 38)
    assert.equal((await g.run(['region', 'list', '--level', 'regency', '--json'])).json.length, 514)
    assert.equal((await g.run(['region', 'search', 'kota kedri', '--json'])).json[0].code, '35.71')
    assert.equal((await g.run(['region', 'search', 'zzzzqqqq'])).code, 1)
    assert.equal((await g.run(['region', 'show', '35.99'])).code, 1)
})

test('a revision is applied whole or not at all', async () => {
    const file = join(folder, 'revision.csv')
    const head = 'change,from_code,to_code,to_name,on_date,law\n'
    writeFileSync(file, `${head}rename,35.71.01.1001,35.71.01.1001,Bandar Lor Baru,2026-01-01,Perda 1/2026\nsplit,77,78,X,2026-01-01,Y\n`)
    const refused = await g.run(['region', 'revise', file, '--lang', 'en'])
    assert.equal(refused.code, 2)
    assert.ok(refused.err.includes(`${file}:3:7`), refused.err)
    assert.equal((await data('/regions/35.71.01.1001.json')).name, 'Bandar Lor')

    writeFileSync(file, `${head}rename,35.71.01.1001,35.71.01.1001,Bandar Lor Baru,2026-01-01,Perda 1/2026\n`)
    assert.equal((await g.run(['region', 'revise', file])).code, 0)
    const after = await data('/regions/35.71.01.1001.json')
    assert.equal(after.name, 'Bandar Lor Baru')
    assert.equal(after.past[0].name, 'Bandar Lor')
    assert.equal(after.changes[0].law, 'Perda 1/2026')
    assert.equal((await data('/regions.json?q=bandar%20lor%20baru'))[0].code, '35.71.01.1001')
})
