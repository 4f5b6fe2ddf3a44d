// SPDX-License-Identifier: AGPL-3.0-or-later
// A guest opens the home page, a mayor opens her city's index, an auditor follows a figure down.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
    assert.equal(text.match(/>planned</g).length, text.match(/gy-loop__station"/g).length)
    const open = [...text.matchAll(/<a class="govuk-link gy-loop__name" href="([^"]+)"/g)].map((m) => m[1])
    assert.equal(open.length, text.match(/gy-loop__station--here/g).length)
    for (const path of open) assert.equal((await page(path)).status, 200, path)
})

test('a guest reaches Kota Kediri from the home page by link or by search', async () => {
    const { text } = await page('/', 'id')
    assert.match(text, /href="\/regions\/35\.71"/)
    assert.match(text, /<form[^>]*action="\/regions"[^>]*role="search"/)
})

test('the map shows whom a source names, and the list beside it says the same', async () => {
    const { text } = await page('/')
    const { features } = await data('/map.json')
    const members = await data('/cohorts/members.json')
    const named = members.filter((m) => m.kind !== 'province').length
    const list = text.match(/<details class="govuk-details gy-who">[\s\S]*?<\/details>/)[0]
    assert.ok(members.length >= 100 && features.length >= 100)
    assert.equal(text.match(/<circle class="gy-pin/g).length, features.length)
    assert.equal(list.match(/href="\/regions\//g).length, members.length)
    for (const { properties } of features) assert.ok(list.includes(`/regions/${properties.code}"`), properties.name)
    assert.match(await words('/', 'id'), new RegExp(`${named} dari 251 kabupaten dan kota peserta diketahui namanya`))
    const kediri = features.find((f) => f.properties.code === '35.71')
    assert.deepEqual(kediri.geometry, { type: 'Point', coordinates: [112.01667, -7.81667] })
})

test('growth by year: picture and table say the same, and the inferred year is marked', async () => {
    const { text } = await page('/', 'en')
    const said = text.match(/<desc id="growth-desc">([^<]*)</)[1]
    assert.match(said, /^2017: 25 joined, 25 altogether; 2018: 50 joined, 75 altogether; /)
    assert.match(said, /2022: 43 joined, 191 altogether \(inferred\); .*2024: 10 joined, 251 altogether\.\s*$/)
    const table = text.slice(text.indexOf('<caption', text.indexOf('growth-desc')))
    assert.match(table, />2022<\/a><\/th>\s*<td[^>]*>43<span aria-hidden="true">\*<\/span>/)
    assert.match(table, />2023<\/a><\/th>\s*<td[^>]*>50<\/td>/)
    assert.match(await words('/', 'en'), /\* 2022: .*press says 50/)
})

test('without scripts there is no map button; the picture and the list stay', async () => {
    const { text } = await page('/')
    assert.match(text, /<button class="[^"]*gy-live__open" type="button" hidden>/)
    assert.match(text, /<svg class="gy-map__picture"[^>]*role="img" aria-labelledby="map-title map-desc"/)
    assert.match(text, /<desc id="map-desc">\d+ points, one for each participant/)
})

test('a region is shown where it lies; a village, whose point nobody knows, is not', async () => {
    const city = await page('/regions/35.71'), village = await page('/regions/35.71.01.1001')
    assert.match(city.text, /<circle class="gy-pin gy-pin--place" cx="3503" cy="2903"/)
    assert.match(city.text, /data-map="\/regions\/35\.71\/map\.json"/)
    assert.ok(!village.text.includes('data-map='))
    const { features } = await data('/regions/35/map.json')
    assert.equal(features[0].properties.role, 'region')
    assert.ok(features.slice(1).every((f) => f.properties.role === 'part' && f.properties.code.startsWith('35.')))
    assert.equal((await fetch(`${g.url}/regions/99.99/map.json`)).status, 404)
})

test('a boundary that was brought in is on the map of its region', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guyub-portal-')), file = join(folder, 'batu.geojson')
    const ring = [[112.5, -7.9], [112.6, -7.9], [112.6, -7.8], [112.5, -7.8], [112.5, -7.9]]
    writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature',
        properties: { kode: '35.79' }, geometry: { type: 'Polygon', coordinates: [ring] } }] }))
    const done = await g.run(['region', 'import', 'boundaries', file, '--code-property', 'kode', '--source', 'a test'])
    rmSync(folder, { recursive: true })
    assert.equal(done.code, 0, done.err)
    const { features: [boundary, point] } = await data('/regions/35.79/map.json')
    assert.equal(boundary.properties.role, 'boundary')
    assert.equal(boundary.properties.source, 'a test')
    assert.equal(boundary.geometry.type, 'MultiPolygon')
    assert.equal(boundary.geometry.coordinates[0][0].length, 5, 'a small shape is sent as it is')
    assert.deepEqual(new Set(boundary.geometry.coordinates[0][0].map(String)), new Set(ring.map(String)))
    assert.equal(point.properties.role, 'region')
})

test('a boundary of very many points is sent as a screen can show it, closed and in its place', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guyub-portal-')), file = join(folder, 'kupang.geojson')
    const ring = Array.from({ length: 40_000 }, (_, i) => {
        const angle = i * 2 * Math.PI / 40_000, far = 0.2 + (i % 2) * 0.0004       // a coast with many teeth
        return [123.6 + far * Math.cos(angle), -10.2 + far * Math.sin(angle)]
    })
    writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature',
        properties: { kode: '53.71' }, geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]]] } }] }))
    const done = await g.run(['region', 'import', 'boundaries', file, '--code-property', 'kode', '--source', 'a test'])
    rmSync(folder, { recursive: true })
    assert.equal(done.code, 0, done.err)
    const { features: [boundary] } = await data('/regions/53.71/map.json')
    const [shown] = boundary.geometry.coordinates[0]
    assert.ok(shown.length > 20 && shown.length <= 6000, `${shown.length} points`)
    assert.deepEqual(shown[0], shown.at(-1))
    for (const [x, y] of shown) assert.ok(Math.abs(Math.hypot(x - 123.6, y + 10.2) - 0.2) < 0.01, `${x} ${y}`)
})

test('each public list of the program is on the data page, with rows, source, licence and date', async () => {
    const { json: all } = await g.run(['routes', '--json'])
    const routes = all.filter((r) => r.right === 'read_public')
    const lists = routes.filter((r) => r.method === 'GET' && r.formats.includes('csv')).map((r) => r.path)
    const records = routes.filter((r) => r.method === 'GET' && /json/.test(r.formats) && !r.formats.includes('csv'))
        .map((r) => r.path).filter((path) => path !== '/')
    const sets = await data('/data.json'), { text } = await page('/data')
    assert.ok(lists.length >= 5 && records.length >= 4)
    for (const path of lists) assert.ok(sets.some((s) => s.path.split('?')[0] === path), `${path} is not on /data`)
    for (const path of records) assert.ok(text.includes(`${path}.json</code>`), `${path}.json is not on /data`)
    for (const s of sets) for (const key of ['title', 'source', 'licence', 'licence_url', 'as_of'])
        assert.ok(s[key], `${s.path} has no ${key}: describe it in portal_data.c`)
    const regencies = sets.find((s) => s.path === '/regions?level=regency')
    assert.deepEqual([regencies.rows, regencies.licence], [514, 'ODbL 1.0'])
})

// Line breaks within quotes do not end a row; the header is not one.
const csvRows = (text) => text.replace(/"[^"]*"/g, '""').trimEnd().split('\r\n').length - 1

test('the rows that the data page counts are the rows that its addresses give', async () => {
    for (const set of (await data('/data.json')).filter((s) => s.csv && s.rows !== null && s.rows < 10_000)) {
        const csv = await fetch(g.url + set.csv), rows = await data(set.json)
        assert.equal(csvRows(await csv.text()), set.rows, set.csv)
        if (Array.isArray(rows)) assert.equal(rows.length, set.rows, set.json)
    }
})

test('the data page speaks both languages', async () => {
    assert.match(await words('/data', 'id'), /Data terbuka .* Lisensi .* domain publik/)
    assert.match(await words('/data', 'en'), /Open data .* Licence .* public domain/)
})

test('each page says what it is to those who search', async () => {
    for (const path of ['/', '/regions/35.71', '/data', '/compare'])
        assert.match((await page(path, 'id')).text, /<meta name="description" content="[^"]{20,300}">/, path)
    assert.ok(!(await page('/regions/99.99')).text.includes('name="description"'))
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
