// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A table is pasted into a page, or sent as a file: what is wrong stands in its cell, nothing is taken until all
// is well, and nothing that was typed is lost. Here by the cells of a workbook, which any table form does alike.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { guyub, makePerson, makePost, PASSWORD, signIn } from '../harness/guyub.mjs'
import { text, workbook } from '../harness/xlsx.mjs'
import { zip } from '../harness/zip.mjs'

const folder = mkdtempSync(join(tmpdir(), 'guyub-paste-'))
let g, sri, indonesian, path
before(async () => {
    g = await guyub({ env: { GUYUB_VAULT: join(folder, 'vault') } })
    await makePerson(g, 'sri', { name: 'Sri', posts: [await makePost(g, 'contributor', 'Penyusun', { org: '35.71-diskominfo' })] })
    writeFileSync(join(folder, 'a.xlsx'), workbook('Data', `<row r="1">${text('A1', 'Nilai')}</row>`))
    const { code, out, err } = await g.run(['document', 'add', join(folder, 'a.xlsx'), '--org', '35.71-diskominfo',
        '--title', 'Formulir', '--sensitivity', 'internal'])
    assert.equal(code, 0, err)
    path = `/workbooks/${out.match(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/)[0]}`
    sri = await signIn(g.url, 'sri', PASSWORD)
    indonesian = await signIn(g.url, 'sri', PASSWORD, { lang: 'id' })
})
after(async () => { sri?.close(); indonesian?.close(); await g.stop(); rmSync(folder, { recursive: true, force: true }) })

const send = async ({ rows = '', file, who = sri }) => who.submit(await who.go(path), { rows },
    { at: `${path}/cells`, file: file && { name: 'sel.xlsx', bytes: file }, stay: true })
const cells = async () => (await sri.get(path, { accept: 'application/json' })).json.map((c) => `${c.number}=${c.cell}`)

test('each fault stands in its cell, in the reader\'s language, and the text stays in the box', async () => {
    const rows = 'Daftar sel\n\nButir\tSel\tCatatan\n1.1\tA1\tx\n1.2\t\ty\n\t5C\tz\n'
    const back = await send({ rows, who: indonesian })
    assert.equal(back.status, 400)
    assert.match(back.text, /Kesalahan di tabel: 2/)
    assert.match(back.text, /Baris tanpa kesalahan: 1 dari 3/)
    assert.match(back.text, /gy-paste__given">kosong<\/span>/)
    assert.match(back.text, /Catatan/)                                  // passed over, and named
    assert.ok(back.text.replaceAll('\r\n', '\n').includes(`>${rows}</textarea>`) ||
        back.text.replaceAll('\r\n', '\n').includes(`>\n${rows}</textarea>`))
    assert.deepEqual(await cells(), [])
})

test('a head that is not there, and one that stands twice', async () => {
    assert.match((await send({ rows: '1.1\tA1\n' })).text, /This column is not there\. Write its name above the column/)
    assert.match((await send({ rows: 'Item\tCell\tnumber\n1.1\tA1\t2\n' })).text, /This column is there twice/)
    assert.deepEqual(await cells(), [])
})

test('markup in a cell is text', async () => {
    const back = await send({ rows: 'Item\tCell\n<script>alert(1)</script>\tA1\n' })
    assert.equal(back.status, 400)
    assert.ok(!back.text.includes('<script>alert'))
    assert.match(back.text, /&lt;script&gt;alert/)
})

test('a thousand faults are counted, the first of them shown', async () => {
    const back = await send({ rows: 'Item\tCell\n' + Array.from({ length: 1000 }, (_, i) => `1.${i}\t5C`).join('\n') })
    assert.match(back.text, /Faults in the table: 1,000/)
    assert.match(back.text, /Faults that are not shown: 800/)
    assert.ok(back.text.length < 400_000, String(back.text.length))
})

test('a workbook does as well as pasted cells; its faults are told by sheet and cell', async () => {
    const rows = (cell) => `<row r="1">${text('A1', 'Item')}${text('B1', 'Cell')}</row><row r="3">${text('A3', '1.1')}${text('B3', cell)}</row>`
    const wrong = await send({ file: workbook('Peta', rows('5C')) })
    assert.equal(wrong.status, 400)
    assert.match(wrong.text, /gy-paste__given">5C</)
    assert.equal((await send({ file: workbook('Peta', rows('B2')) })).status, 303)
    assert.deepEqual(await cells(), ['1.1=B2'])
})

test('what is no table is refused in words', async () => {
    const torn = await send({ file: workbook('Peta', '<row>').subarray(0, 300) })
    assert.equal(torn.status, 400)
    const strange = await send({ file: zip({ 'a.txt': 'x' }) })
    assert.equal(strange.status, 400)
    assert.match(strange.text, /workbook/)
    assert.equal((await send({ rows: 'Item\tCell\n"1.1\tB2\n' })).status, 400)
    assert.deepEqual(await cells(), ['1.1=B2'])
})
