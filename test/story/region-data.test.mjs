// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The nation as it was loaded: every code has its parent, every name reads as people write it, what
// the facts say is there; and boundaries, which tell where a point lies.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dataPath, guyub, needsData, repo } from '../harness/guyub.mjs'

// The decree of 2025 writes these otherwise than we do: short, with a space too many, or without
// the hyphen of the law that made the region.
const OTHERWISE = {
    '31': 'Daerah Khusus Ibukota Jakarta', '31.72': 'Kota Administrasi Jakarta Utara ',
    '62.71': 'Kota Palangkaraya', '71.09': 'Kabupaten Kep. Siau Tagulandang Biaro',
    '72.09': 'Kabupaten Tojo Una Una', '74.72': 'Kota Bau Bau', '92.03': 'Kabupaten Fak Fak',
}

let g, folder, regions
before(async () => {
    g = await guyub()
    folder = mkdtempSync(join(tmpdir(), 'guyub-places-'))
    regions = (await g.run(['region', 'list', '--level', 'province', '--json'])).json
    regions.push(...(await g.run(['region', 'list', '--level', 'regency', '--json'])).json)
})
after(async () => { rmSync(folder, { recursive: true, force: true }); await g.stop() })

const facts = (name) => readFileSync(join(repo, 'pack/fact', name), 'utf8').trim().split('\n').slice(1)
    .map((line) => line.split(','))
const boundaries = (name) => {
    const file = join(folder, name)
    writeFileSync(file, gunzipSync(readFileSync(dataPath('id-regions', `${name}.gz`))))
    return file
}

test('38 provinces and 514 regencies and cities', () => {
    const kinds = Object.groupBy ? Object.groupBy(regions, (r) => r.kind)
        : regions.reduce((all, r) => ({ ...all, [r.kind]: [...(all[r.kind] ?? []), r] }), {})
    assert.equal(kinds.province.length, 38)
    assert.equal(kinds.regency.length, 416)
    assert.equal(kinds.city.length, 98)
})

test('every level is whole: each code has its parent', async () => {
    let above = new Set([null])
    for (const [level, n] of [['province', 38], ['regency', 514], ['district', 7277], ['village', 83763]]) {
        const rows = (await g.run(['region', 'list', '--level', level, '--json'])).json
        assert.equal(rows.length, n, level)
        assert.deepEqual(rows.filter((r) => !above.has(r.parent_code)), [], level)
        above = new Set(rows.map((r) => r.code))
    }
})

test('names read as people write them', () => {
    for (const r of regions) {
        assert.doesNotMatch(r.name.replace('DKI ', ''), /[A-Z]{2}|\s\s|^\s|\s$|\b(Dan|Kab|Kep|Adm)\b/, r.name)
        if (r.kind === 'city') assert.match(r.name, /^Kota /)
        if (r.kind === 'regency') assert.match(r.name, /^Kabupaten /)
    }
})

test('names agree with the decree', { skip: needsData }, () => {
    const text = gunzipSync(readFileSync(dataPath('id-regions', 'regions.csv.gz'))).toString()
    const decree = new Map(text.split('\n').map((line) => line.split(',').slice(0, 2)))
    for (const r of regions) assert.equal(OTHERWISE[r.code] ?? r.name, decree.get(r.code), r.code)
})

test('points and lineage are those of the facts', async () => {
    const byCode = new Map(regions.map((r) => [r.code, r]))
    const points = facts('region-points.csv')
    for (const [code, latitude, longitude] of points) {
        assert.equal(byCode.get(code).latitude, Number(latitude), code)
        assert.equal(byCode.get(code).longitude, Number(longitude), code)
    }
    assert.equal(regions.filter((r) => r.latitude !== null).length, points.length)
    for (const [from, to, change, date, law] of facts('region-lineage.csv')) {
        const r = (await g.run(['region', 'show', to, '--json'])).json
        assert.equal(r.valid_from, date, to)
        assert.ok(r.changes.some((c) => c.from_code === from && c.change === change && c.law === law), to)
    }
})

test('init again changes nothing', async () => {
    const before = (await g.run(['region', 'show', '35.71', '--json'])).out
    const again = await g.run(['init', '--lang', 'en'])
    assert.equal(again.code, 0, again.err)
    assert.match(again.out, /\b0 new\b/)
    assert.equal((await g.run(['region', 'show', '35.71', '--json'])).out, before)
})

test('a wrong file of boundaries is told in place and changes nothing', async () => {
    const file = join(folder, 'wrong.geojson')
    writeFileSync(file, '{"type":"FeatureCollection","features":[\n{"type":"Feature","properties":{"kode":"3571"},'
        + '"geometry":{"type":"Polygon","coordinates":[[[112,-8],[113,-8],[113,-7],[112,-8]]]}}]}')
    const refused = await g.run(['region', 'import', 'boundaries', file, '--source', 'a test'])
    assert.equal(refused.code, 2)
    assert.ok(refused.err.includes(`${file}:2:1`), refused.err)
    assert.equal((await g.run(['region', 'at', '-7.8', '112.5'])).code, 1)
    const absent = await g.run(['region', 'import', 'boundaries', join(folder, 'no.geojson'), '--source', 'a test'])
    assert.equal(absent.code, 1)
})

test('boundaries tell where a point lies, and draw the region', { skip: needsData },
    async () => {
        for (const name of ['provinsi.geojson', 'kabupaten_kota.geojson', 'kelurahan_kota_kediri.geojson']) {
            const r = await g.run(['region', 'import', 'boundaries', boundaries(name), '--source', 'test data'])
            assert.equal(r.code, 0, r.err)
        }
        const at = (await g.run(['region', 'at', '-7.818659', '112.003402', '--json'])).json
        assert.deepEqual(at.map((r) => r.code), ['35', '35.71', '35.71.01.1001'])      // not 35.06, round it
        const page = await (await fetch(`${g.url}/regions/35.06`, { headers: { accept: 'text/html' } })).text()
        assert.match(page, /<path[^>]* d="M[-0-9 MlZ]+Z"/)
    })
