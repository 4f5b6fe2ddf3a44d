// SPDX-License-Identifier: AGPL-3.0-or-later
// The ministry changed its name; both names keep a page, and each knows the other.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { guyub } from '../harness/guyub.mjs'

const HEAD = 'code,kind,name,short_name,region_code,parent_code,valid_from,valid_to,successor_code,law,source\n'

let g, folder
before(async () => { g = await guyub(); folder = mkdtempSync(join(tmpdir(), 'guyub-org-')) })
after(async () => { rmSync(folder, { recursive: true, force: true }); await g.stop() })

const data = async (path) => (await fetch(`${g.url}${path}`)).json()

test('Kominfo became Komdigi', async () => {
    const before = await data('/organisations/kominfo.json')
    assert.equal(before.valid_to, '2024-10-21')
    assert.equal(before.after[0].code, 'komdigi')
    assert.equal((await data('/organisations/komdigi.json')).before[0].code, 'kominfo')
})

test('a city’s agencies stand on its page and in its list', async () => {
    const list = await data('/organisations.json?region=35.71')
    assert.ok(list.some((o) => o.code === '35.71-diskominfo'))
    const text = await (await fetch(`${g.url}/regions/35.71`, { headers: { accept: 'text/html' } })).text()
    assert.match(text, /href="\/organisations\/35\.71-diskominfo"/)
})

test('a region that is none is told, not answered with an empty list', async () => {
    assert.equal((await fetch(`${g.url}/organisations.json?region=35.99`)).status, 404)
})

test('a file of units comes in whole or not at all', async () => {
    const file = join(folder, 'units.csv')
    const good = '35.71-diskominfo-aptika,unit,Bidang Aplikasi Informatika,,35.71,35.71-diskominfo,,,,,SK 1\n'
    writeFileSync(file, `${HEAD}${good}x1,unit,Bidang lain,,35.71,nowhere,,,,,SK 1\n`)
    const refused = await g.run(['org', 'import', file])
    assert.equal(refused.code, 2)
    assert.ok(refused.err.includes(`${file}:3:`), refused.err)
    assert.equal((await g.run(['org', 'show', '35.71-diskominfo-aptika'])).code, 1)

    writeFileSync(file, HEAD + good)
    assert.equal((await g.run(['org', 'import', file])).code, 0)
    const agency = await data('/organisations/35.71-diskominfo.json')
    assert.deepEqual(agency.units, [{ code: '35.71-diskominfo-aptika', name: 'Bidang Aplikasi Informatika' }])
})
