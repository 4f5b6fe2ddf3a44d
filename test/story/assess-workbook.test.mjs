// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The ministry sends its own workbook. Its cells are proposed from the codes that stand in it, looked at and mapped once;
// the city's numbers fill it, an agency's its own; a filled one comes back, is told cell by cell and taken as one saving.
// Who has no right, what somebody else answered meanwhile, what was sent and 200 faulty cells lose nothing.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { guyub, makePerson, makePost, PASSWORD, signIn } from '../harness/guyub.mjs'
import { rowsOf, text, workbook } from '../harness/xlsx.mjs'

const ROUND = 'smart-city-evaluation-2026', KEDIRI = '35.71', AT = `/assessments/${ROUND}/${KEDIRI}`
const AGENCY = '35.71-diskominfo', ITEMS = 'governance branding economy living society environment baseline output outcome quick_win'.split(' ')
const CODE = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/
const folder = mkdtempSync(join(tmpdir(), 'guyub-ministry-'))

let g, entry, template
const who = {}
const run = async (...args) => {
    const r = await g.run([...args, '--lang', 'en'])
    assert.ok(r.code === 0 || r.code === 1, `guyub ${args.join(' ')}: ${r.err}`)
    return r
}
const person = async (login, kind, title, place) => {
    await makePerson(g, login, { posts: [await makePost(g, kind, title, place)] })
    who[login] = await signIn(g.url, login, PASSWORD)
}
const json = async (v, path) => (await v.get(path, { accept: 'application/json' })).json
const said = async (voice, v = who.sri) => Object.fromEntries((await json(v, AT)).items
    .map((i) => [i.item, i.numbers.find((n) => n.voice === voice)?.value]).filter(([, value]) => value))

// A row an item: its code, a question in the ministry's words, the answer in column D, and a formula over all of them.
const book = (cells = {}) => workbook('Evaluasi', `<row r="1">${text('A1', 'Evaluasi kota cerdas')}</row>`
    + ITEMS.map((code, i) => `<row r="${i + 3}">${text(`A${i + 3}`, code)}${text(`B${i + 3}`, `Pertanyaan ${i + 1}`)}`
        + `${cells[code] === undefined ? `<c r="D${i + 3}" s="0"/>` : cells[code].replaceAll('@', `D${i + 3}`)}</row>`).join('')
    + `<row r="13"><c r="D13"><f>SUM(D3:D12)</f><v>0</v></c></row>`)
const number = (value) => `<c r="@"><v>${value}</v></c>`
async function addDocument(bytes, title) {
    const path = join(folder, `${title}.xlsx`)
    writeFileSync(path, bytes)
    return (await run('document', 'add', path, '--org', AGENCY, '--title', title, '--sensitivity', 'internal')).out.match(CODE)[0]
}

before(async () => {
    g = await guyub({ env: { GUYUB_NOW: String(Date.parse('2026-06-10T03:00:00Z') / 1000), GUYUB_JOBS: '1', GUYUB_VAULT: join(folder, 'vault') } })
    await person('sri', 'coordinator', 'Koordinator Kota Kediri', { region: KEDIRI })
    await person('wati', 'contributor', 'Kontributor Diskominfo', { org: AGENCY })
    await person('wali', 'head_of_region', 'Wali Kota Kediri', { region: KEDIRI })
    await person('dewi', 'coordinator', 'Koordinator Kota Malang', { region: '35.73' })
    await run('round', 'add', '--instrument', 'smart-city-evaluation', '--year', '2026', '--title', 'Evaluasi 2026',
        '--rule', "${code} = '35.71'", '--disagreement', '1')
    await run('round', 'dates', ROUND, '--stage-1-from', '2026-06-01', '--stage-1-to', '2026-06-30', '--judge-1-from', '2026-07-01',
        '--judge-1-to', '2026-07-31', '--result-1-from', '2026-08-01', '--result-1-to', '2026-08-15', '--why', 'jadwal')
    await run('round', 'join', ROUND)
    await run('round', 'open', ROUND)
    await run('assess', 'give', ROUND, KEDIRI, '--org', AGENCY, '--item', 'governance branding')
    entry = (await who.sri.go(AT)).words.match(/under the code ([a-z0-9.-]+)\. /)[1]
    template = await addDocument(book(), 'Buku kementerian')
})
after(async () => {
    for (const v of Object.values(who)) v?.close()
    await g?.stop()
    rmSync(folder, { recursive: true, force: true })
})

// ---- the mapping ---------------------------------------------------------------------------------

const at = () => `/workbooks/${template}`
const propose = (v, code, column) => v.go(`${at()}?of=${code}&answers=${column}`)

test('cells are proposed from the codes in the workbook, looked at, and mapped once', async () => {
    assert.equal((await propose(who.wati, entry, '7')).status, 400)
    assert.match((await propose(who.wati, 'AAAA-BBBB-CCCC', 'D')).words, /no task and no self-assessment with the code AAAA-BBBB-CCCC/)
    assert.match((await propose(who.wati, entry, 'D')).words, /Found 2 of 2 items/, 'an agency has its own items')
    const page = await propose(who.sri, entry, 'D')
    assert.match(page.words, /Found 10 of 10 items\. Nothing is mapped yet/)
    assert.deepEqual(await json(who.wati, at()), [])
    const mapped = await who.sri.submit(page, {}, { at: `${at()}/cells` })
    assert.match(mapped.words, /Mapped cells: 10/)
    assert.deepEqual((await json(who.wati, at())).filter((c) => c.number === 'quick_win').map((c) => [c.sheet, c.cell]), [['Evaluasi', 'D12']])
    assert.equal((await who.dewi.go(at())).status, 404)
})

// ---- filling -------------------------------------------------------------------------------------

const cityNumbers = async (values) => assert.match((await who.sri.submit(await who.sri.go(`${AT}/city`),
    Object.fromEntries(Object.entries(values).map(([item, value]) => [`v.${item}`, value])), { at: `${AT}/city/answers?from=0`, press: 'save' })).words, /are saved/)

async function filled(v) {
    const out = join(folder, `${Math.random()}.xlsx`), asked = await v.submit(await v.go(`${at()}/fill`), { record: entry }, { stay: true })
    assert.equal(asked.status, 303, asked.words)
    for (let i = 0; i < 300 && !['done', 'failed'].includes((await json(v, asked.location)).state); i++) await new Promise((r) => setTimeout(r, 100))
    await run('document', 'get', (await v.go(asked.location)).words.match(/document ([0-9A-Z-]{14})/)[1], out)
    return rowsOf(readFileSync(out)).slice(1, 11).map((row) => row[3]?.number ?? row[3] ?? null)
}

test('the coordinator fills it with the city\'s numbers, an agency with its own; the formula stays', async () => {
    assert.match((await g.run(['workbook', 'fill', template, '--record', entry, '--out', join(folder, 'no.xlsx'), '--lang', 'en'])).err, /nothing to fill in/)
    await cityNumbers({ governance: '3,25', quick_win: '2,5' })
    assert.deepEqual(await filled(who.sri), [3.25, null, null, null, null, null, null, null, null, 2.5])
    await who.wati.submit(await who.wati.go(`${AT}/agencies/${AGENCY}`), { 'v.governance': '4' }, { at: `${AT}/agencies/${AGENCY}/answers?from=0` })
    assert.deepEqual(await filled(who.wati), [4, null, null, null, null, null, null, null, null, null])
    await run('workbook', 'fill', template, '--record', entry, '--out', join(folder, 'formula.xlsx'))
    assert.match(readFileSync(join(folder, 'formula.xlsx')).length > 0 && (await import('../harness/zip.mjs')).unzip(readFileSync(join(folder,
        'formula.xlsx')))['xl/worksheets/sheet1.xml'].toString(), /<f>SUM\(D3:D12\)<\/f>/)
})

// ---- reading -------------------------------------------------------------------------------------

const told = async (v, from, more = {}) => v.submit(await v.go(`${at()}/read`), { from, record: entry, ...more }, { at: `${at()}/read` })
const take = (v, page) => v.submit(page, {}, { press: 'Take these answers', at: `${at()}/read` })

test('a filled one is told cell by cell, nothing is written; then it is taken, and its cells are the notes', async () => {
    const from = await addDocument(book({ governance: number(3.5), branding: text('@', '3,75'), economy: text('@', 'baik'), living: number(99),
        quick_win: number(2.75) }), 'Terisi')
    const page = await told(who.sri, from)
    assert.match(page.words, /Answers that would be taken: 1\. Cells with faults: 2\./, page.words.slice(0, 900))
    assert.match(page.words, /Evaluasi!D5 baik Error:/)
    assert.deepEqual(await said('city'), { governance: '3.25', quick_win: '2.5' })
    assert.match((await take(who.sri, page)).words, /Answers taken from the workbook: 1/)
    assert.deepEqual(await said('city'), { governance: '3.25', branding: '3.75', quick_win: '2.5' })
    const replacing = await told(who.sri, from, { replaces: '1' })
    assert.match(replacing.words, /Answers that would be taken: 2/)
    assert.match((await take(who.sri, replacing)).words, /Answers taken from the workbook: 2/)
    assert.deepEqual(await said('city'), { governance: '3.5', branding: '3.75', quick_win: '2.75' })
    const line = (await json(who.sri, AT)).items.find((i) => i.item === 'branding').numbers.find((n) => n.voice === 'city')
    assert.match(line.note, new RegExp(`${from}, Evaluasi!D4`))
})

test('what somebody else answered meanwhile is not written over', async () => {
    const from = await addDocument(book({ governance: number(2), economy: number(2) }), 'Bersamaan')
    const page = await told(who.sri, from, { replaces: '1' })
    await cityNumbers({ governance: '3,75' })
    const refused = await take(who.sri, page)
    assert.equal(refused.status, 409, refused.words)
    assert.match(refused.words, /Meanwhile somebody else has answered\. Nothing was taken/)
    assert.deepEqual(await said('city'), { governance: '3.75', branding: '3.75', quick_win: '2.75' })
})

test('an agency takes its own items; another\'s are refused by name, and another region sees nothing', async () => {
    const own = await addDocument(book({ governance: number(3), branding: number(2) }), 'Dari dinas')
    assert.match((await take(who.wati, await told(who.wati, own, { replaces: '1' }))).words, /Answers taken from the workbook: 2/)
    assert.deepEqual(await said('agency'), { governance: '3', branding: '2' })
    assert.equal((await who.dewi.get(`${at()}/read?from=${own}&record=${entry}`)).status, 404)
    const wali = await told(who.wali, own, { replaces: '1' })
    assert.ok(!wali.forms.some((f) => f.fields.some(([n]) => n === 'seen')), 'who may not answer is offered nothing')
})

test('two hundred faulty cells in a table of cells: each is told, and nothing is mapped', async () => {
    const rows = `Item\tSheet\tCell\n${Array.from({ length: 200 }, (_, i) => `i_${i}\tEvaluasi\t${i}D`).join('\n')}\n`
    const page = await who.wati.submit(await who.wati.go(at()), { rows }, { at: `${at()}/cells`, stay: true })
    assert.equal(page.status, 400)
    assert.match(page.words, /Faults in the table: 200/)
    assert.equal((await json(who.wati, at())).length, 10)
})

test('what was sent is read by nobody any more', async () => {
    await cityNumbers(Object.fromEntries(ITEMS.map((i) => [i, '3'])))
    const from = await addDocument(book({ governance: number(1) }), 'Terlambat')
    const page = await told(who.sri, from, { replaces: '1' })
    assert.match((await who.wali.submit(await who.wali.go(`${AT}/statement`), { states: '1' }, { at: `${AT}/statement` })).words, /is sent/)
    const late = await take(who.sri, page)
    assert.equal(late.status, 409, late.words)
    assert.equal((await said('city')).governance, '3')
})
