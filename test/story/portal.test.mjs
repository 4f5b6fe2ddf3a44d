// SPDX-License-Identifier: AGPL-3.0-or-later
// A guest opens the home page, a mayor opens her city's index, an auditor follows a figure down.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { guyub } from '../harness/guyub.mjs'

let g
before(async () => { g = await guyub() })
after(() => g.stop())

const page = async (path, lang = 'en') => {
    const r = await fetch(`${g.url}${path}`, { headers: { 'accept-language': lang, accept: 'text/html' } })
    return { status: r.status, text: await r.text() }
}
// What the page says, without its markup.
const words = async (path, lang) =>
    (await page(path, lang)).text.replace(/<[^>]*>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ')
const data = async (path) => (await fetch(`${g.url}${path}`)).json()

test('the home page says what is known, and each number leads to its list', async () => {
    const { text } = await page('/')
    const { known } = await (await fetch(`${g.url}/`, { headers: { accept: 'application/json' } })).json()
    assert.deepEqual([known.provinces, known.regencies_and_cities], [38, 514])
    for (const [value, href] of [['38', '/regions'], ['514', '/regions?level=regency']])
        assert.ok(text.includes(`href="${href}"><span class="gy-tile__value">${value}</span>`), href)
    assert.ok(known.regions_with_index >= 10)
})

test('the home page is honest about what is not here yet', async () => {
    const { text } = await page('/')
    assert.equal(text.match(/class="gy-loop__station/g).length, 9)
    assert.equal(text.match(/not here yet/g).length, text.match(/gy-loop__station"/g).length)
})

test('a guest reaches Kota Kediri from the home page by link or by search', async () => {
    const { text } = await page('/', 'id')
    assert.match(text, /href="\/regions\/35\.71"/)
    assert.match(text, /<form[^>]*action="\/regions"[^>]*role="search"/)
})

test('the index by year: figures, targets, a fall, a gap, each in the reader\'s language', async () => {
    const en = await words('/regions/35.71', 'en'), id = await words('/regions/35.71', 'id')
    assert.match(en, /2020: 2\.87\. 2021: 3\.06 \(up 0\.19\)\. 2022: 3\.31 \(up 0\.25\), target 3\.40\. 2023: 3\.200 \(down 0\.11\)\. 2024: unknown, target 3\.55\./)
    assert.match(id, /2023: 3,200 \(turun 0,11\)\. 2024: tidak diketahui, target 3,55\./)
})

test('picture and table tell the same', async () => {
    const { text } = await page('/regions/35.71')
    const table = text.match(/<table class="govuk-table"><caption[^>]*>Index of Kota Kediri by year[\s\S]*?<\/table>/)[0]
    const rows = [...table.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map((m) =>
        [...m[1].matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map((c) => c[1].replace(/<[^>]*>/g, '')))
    assert.deepEqual(rows.slice(1).map((r) => r.slice(0, 2)),
        [['2020', '2.87'], ['2021', '3.06'], ['2022', '3.31'], ['2023', '3.200'], ['2024', 'unknown']])
    assert.deepEqual(rows[3].slice(2), ['3.40', '\u22120.09', '+0.25'])
    assert.equal(rows[4][4], 'down 0.11')
})

test('the year with parts: improvement, missed target, five components, six dimensions', async () => {
    const text = await words('/regions/35.71')
    assert.match(text, /up 0\.25/)
    assert.match(text, /missed by 0\.09/)
    for (const part of ['Baseline weight 10% 3.60', 'Smart Governance 2.75', 'Smart Economy 3.5', 'Smart Environment 2.75'])
        assert.ok(text.includes(part), part)
})

test('an auditor follows 3.31 down: weights, contributions, both ranges, and that they agree', async () => {
    const text = await words('/regions/35.71')
    for (const step of ['10% 3.60 0.36', '20% 3.21 0.642', '30% 3.23 0.969', '20% 3.07 0.614', '20% 3.65 0.73',
        '[3.305, 3.315)', '[3.310, 3.320)', 'They agree'])
        assert.ok(text.includes(step), step)
    assert.match(text, /Sum 3\.315/)
    assert.match(await words('/regions/35.71', 'id'), /\[3,305; 3,315\)/)
})

test('every figure has its source, with date and link', async () => {
    const { text } = await page('/regions/35.71')
    const sources = text.slice(text.indexOf('id="index-sources"'))
    assert.match(sources, /<a class="govuk-link" href="https:\/\/bangsaonline\.com[^"]*"[^>]*>/)
    assert.match(sources, /<time datetime="2022-12-28">28 December 2022<\/time>/)
})

test('a city without results says so; a province lists its cities that have some', async () => {
    assert.match(await words('/regions/35.73'), /No published result of Kota Malang is known here yet/)
    assert.match((await page('/regions/35')).text, /href="\/compare\?region=35[^"]*&amp;region=35/)
})

test('regions stand side by side: page, JSON and CSV from the same rows', async () => {
    const query = 'region=35.71&region=15.71'
    const rows = await data(`/compare.json?${query}`)
    const csv = (await (await fetch(`${g.url}/compare.csv?${query}`)).text()).trimEnd().split('\r\n')
    const text = await words(`/compare?${query}`)
    assert.equal(csv.length, rows.length + 1)
    assert.ok(csv[0].startsWith('region_code,region,year,index,target'))
    for (const r of rows.filter((row) => row.index !== null)) assert.ok(text.includes(String(r.index)), r.index)
    assert.deepEqual(rows.map((r) => r.region_code), ['35.71', '35.71', '35.71', '35.71', '35.71', '15.71'])
})

test('a year can be chosen, and a region left out, by address alone', async () => {
    const rows = await data('/compare.json?region=35.71&region=32.71&year=2022')
    assert.deepEqual(rows.map((r) => [r.region_code, r.year]), [['35.71', 2022], ['32.71', 2022]])
    const { text } = await page('/compare?region=35.71&region=32.71&year=2022')
    assert.match(text, /Index in 2022/)
    assert.match(text, /href="\/compare\?region=32\.71&amp;year=2022"/)
})

test('an empty comparison says what to do; a wrong one says what is wrong', async () => {
    assert.match(await words('/compare'), /Choose regions to see their index side by side/)
    assert.equal((await page('/compare?region=99.99')).status, 404)
    assert.equal((await page('/compare?region=35.71&year=12')).status, 400)
    const many = ['11', '12', '13', '14', '15', '16', '17'].map((c) => `region=${c}`).join('&')
    assert.match(await words(`/compare?${many}`), /At most 6 regions/)
})
