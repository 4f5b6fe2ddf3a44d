// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A ministry's workbook is not ours: its cells are mapped once to the items of a request, a copy of it is filled
// with the answers, and last year's is read the same way, first told cell by cell, then taken. LibreOffice, where
// it is installed, writes the workbook and reckons the filled copy anew.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { guyub, makePerson, makePost, PASSWORD, signIn } from '../harness/guyub.mjs'
import { text, workbook as pack } from '../harness/xlsx.mjs'

const WAIT_MS = 60_000, POLL_MS = 50
const ITEMS = ['1.1 | Jumlah puskesmas | angka | unit | ya', '1.2 | Cakupan layanan daring | angka | % | ya',
    '2.1 | Tanggal peraturan wali kota | tanggal | | tidak', '3.1 | Uraikan kendala | teks | | tidak'].join('\n')
const folder = mkdtempSync(join(tmpdir(), 'guyub-workbook-'))

// The ministry's form: a merged head, what is asked, cells for the answers, and a formula of two of them.
const workbook = ({ c4 = '<c r="C4"/>', c5 = '<c r="C5"/>', c6 = '<c r="C6" s="1"/>' } = {}) => pack('Isian',
    `<row r="1">${text('A1', 'Isian evaluasi')}</row><row r="3">${text('A3', 'No')}${text('B3', 'Uraian')}${text('C3', 'Nilai')}</row>`
    + `<row r="4">${text('A4', '1.1')}${text('B4', 'Puskesmas')}${c4}</row><row r="5">${text('A5', '1.2')}${c5}</row>`
    + `<row r="6">${c6}</row><row r="7"><c r="C7"><f>C4*C5/100</f><v>0</v></c></row>`,
    '<mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>')

// ---- people, a request, documents --------------------------------------------------------------

let g, koor, staff, other, task, template
const org = '35.71-dinkes'
const run = async (...args) => {
    const r = await g.run([...args, '--lang', 'en'])
    assert.ok(r.code === 0 || r.code === 1, `guyub ${args.join(' ')}: ${r.err}`)
    return r
}
async function addDocument(bytes, title, name) {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    const { out } = await run('document', 'add', path, '--org', org, '--title', title, '--sensitivity', 'internal')
    return out.match(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/)[0]
}
const person = async (login, kind, place) => {
    await makePerson(g, login, { name: login, posts: [await makePost(g, kind, `Jabatan ${login}`, place)] })
    return signIn(g.url, login, PASSWORD)
}
const json = async (v, path) => (await v.get(path, { accept: 'application/json' })).json
const answers = async () => Object.fromEntries((await json(staff, `/tasks/${task}`)).items.map((i) => [i.number, i.value ?? '']))

before(async () => {
    g = await guyub({ env: { GUYUB_JOBS: '1', GUYUB_VAULT: join(folder, 'vault') } })
    writeFileSync(join(folder, 'org.csv'),
        'code,kind,name,short_name,region_code,parent_code,valid_from,valid_to,successor_code,law,source\n'
        + `${org},agency,Dinas Kesehatan Kota Kediri,,35.71,,,,,,uji\n`)
    await run('org', 'import', join(folder, 'org.csv'))
    koor = await person('sri', 'coordinator', { region: '35.71' })
    staff = await person('wati', 'contributor', { org })
    other = await person('dewi', 'coordinator', { region: '35.73' })
    const page = await koor.go('/requests/new')
    const fields = page.forms.find((f) => f.action === '/requests/new').fields.filter(([n]) => !['title', 'body', 'due', 'items'].includes(n))
    const sent = await koor.follow(await koor.post('/requests/new', [...fields, ['title', 'Evaluasi 2026'], ['body', 'Uji.'],
        ['due', '2027-03-31'], ['items', ITEMS], ['org', org]]))
    assert.equal(sent.status, 200, sent.words)
    task = (await json(koor, '/tasks'))[0].code
    template = await addDocument(workbook(), 'Formulir kementerian', 'formulir.xlsx')
})
after(async () => {
    for (const v of [koor, staff, other]) v?.close()
    await g.stop()
    rmSync(folder, { recursive: true, force: true })
})

// ---- the mapping -------------------------------------------------------------------------------

const at = () => `/workbooks/${template}`
const cells = async () => (await json(koor, at())).map((c) => `${c.number}=${c.sheet}!${c.cell}`)

test('its sheet is shown as a grid, and a cell is mapped by choosing it', async () => {
    const page = await staff.go(at())
    assert.match(page.words, /Isian evaluasi/)
    assert.match(page.text, /cell=C4#map/)
    const chosen = await staff.go(`${at()}?sheet=Isian&row=1&column=1&cell=C4`)
    assert.equal(chosen.forms.flatMap((f) => f.fields).find(([n]) => n === 'cell')[1], 'C4')
    const mapped = await staff.submit(chosen, { number: '1.1' }, { at: at() })
    assert.match(mapped.words, /The cell is mapped/)
    assert.match(mapped.words, /item 1\.1/)
    assert.deepEqual(await cells(), ['1.1=Isian!C4'])
})

test('what is wrong stands at its field, and who has no right changes nothing', async () => {
    const page = await staff.go(at())
    for (const [number, cell, says] of [['1.2', 'C0', /not a cell/], ['1.2', 'Lain!C5', /no sheet "Lain"/],
        ['1.2', 'C4', /item 1\.[12]'s already|item 1\.[12]&#39;s already/], ['?', 'C5', /not an item's number/]]) {
        const back = await staff.submit(page, { number, cell }, { at: at() })
        assert.equal(back.status, 400, back.words)
        assert.match(back.words, says)
        assert.equal(back.forms.flatMap((f) => f.fields).find(([n]) => n === 'cell')[1], cell)
    }
    assert.equal((await other.go(at())).status, 404)
    assert.equal((await fetch(g.url + at(), { headers: { accept: 'application/json' } })).status, 401)
    assert.deepEqual(await cells(), ['1.1=Isian!C4'])
})

const paste = async (v, rows) => v.submit(await v.go(at()), { rows }, { at: `${at()}/cells`, stay: true })

test('a pasted table of cells is taken whole or not at all, its faults at their cells', async () => {
    const wrong = await paste(staff, 'Item\tSheet\tCell\n1.2\tIsian\tC5\n2.1\tIsian\t6C\n3.1\tLain\tC8\n')
    assert.equal(wrong.status, 400)
    assert.match(wrong.text, /Nothing was taken\. Faults in the table: 2/)
    assert.match(wrong.text, /gy-paste__given">6C<.*is not a cell/)
    assert.match(wrong.text, /gy-paste__given">C8<.*no sheet/)
    assert.match(wrong.text, /1\.2\tIsian\tC5\r?\n2\.1\tIsian\t6C/)
    assert.deepEqual(await cells(), ['1.1=Isian!C4'])
    assert.equal((await paste(staff, 'CELL\tnumber\nC5\t1.2\nIsian!C6\t2.1\n')).status, 303)
    assert.deepEqual(await cells(), ['1.1=Isian!C4', '1.2=Isian!C5', '2.1=Isian!C6'])
    assert.match((await staff.go(at())).words, /Change history|History/i)
})

// ---- filling -----------------------------------------------------------------------------------

const waitForJob = async (v, path) => {
    for (const end = Date.now() + WAIT_MS; Date.now() < end; await sleep(POLL_MS)) {
        const job = await json(v, path)
        if (['done', 'failed', 'stopped'].includes(job.state)) return job
    }
    throw new Error(`${path}: it does not end`)
}

async function answerTask(values) {
    const page = await staff.go(`/tasks/${task}`)
    const saved = await staff.submit(page, values, { at: `/tasks/${task}/answers?from=0`, press: 'save' })
    assert.equal(saved.status, 200, saved.words)
}

async function filledCopy(v, document) {
    const page = await v.go(`/workbooks/${document}/fill`)
    const asked = await v.submit(page, { record: task }, { stay: true })
    assert.equal(asked.status, 303, asked.words)
    const job = await waitForJob(v, asked.location)
    assert.equal(job.state, 'done', JSON.stringify(job))
    const shown = await v.go(asked.location)
    return shown.words.match(/document ([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/)[1]
}

test('a task without answers fills nothing, and says so', async () => {
    const r = await g.run(['workbook', 'fill', template, '--record', task, '--out', join(folder, 'none.xlsx'), '--lang', 'en'])
    assert.equal(r.code, 1)
    assert.match(r.err, /nothing to fill in/)
})

test('answers go into a copy, which is a document of its own; the template stays as it was', async () => {
    await answerTask({ 'v.1.1': '1.234.567', 'v.1.2': '87,5', 'v.2.1': '28/02/2026', 'v.3.1': '=HYPERLINK("http://x")' })
    const code = await filledCopy(staff, template)
    const listed = (await json(staff, '/documents')).find((d) => (d.code ?? d.document) === code)
    assert.equal(listed.title, 'Formulir kementerian – Evaluasi 2026')
    const out = join(folder, 'filled.xlsx')
    await run('document', 'get', code, out)
    const sheet = execFileSync('unzip', ['-p', out, 'xl/worksheets/sheet1.xml'], { encoding: 'utf8' })
    assert.match(sheet, /<c r="C4"><v>1234567<\/v><\/c>/)
    assert.match(sheet, /<c r="C5"><v>87.5<\/v><\/c>/)
    assert.match(sheet, /<c r="C6" s="1"><v>46081<\/v><\/c>/)
    assert.match(sheet, /<f>C4\*C5\/100<\/f><\/c>/)                     // alive, without what it gave before
    assert.match(sheet, /<mergeCell ref="A1:C1"\/>/)
    await run('document', 'get', template, join(folder, 'again.xlsx'))
    assert.deepEqual(readFileSync(join(folder, 'again.xlsx')), readFileSync(join(folder, 'formulir.xlsx')))
})

// ---- reading -----------------------------------------------------------------------------------

test('last year\'s is told cell by cell before anything is written, then taken', async () => {
    const before = await answers()
    const from = await addDocument(workbook({ c4: '<c r="C4"><v>42</v></c>', c5: text('C5', 'banyak'),
        c6: '<c r="C6" s="1"><v>45717</v></c>' }), 'Isian tahun lalu', 'lalu.xlsx')
    const asked = await staff.go(`${at()}/read`)
    const told = await staff.submit(asked, { from, record: task, replaces: '1' }, { at: `${at()}/read` })
    assert.match(told.words, /Answers that would be taken: 2\. Cells with faults: 1\./)
    assert.match(told.words, /banyak Error: "banyak" is not a number/)
    assert.match(told.words, /Isian!C4/)
    assert.match(told.words, /no cell is mapped/)
    assert.deepEqual(await answers(), before)
    const taken = await staff.submit(told, {}, { press: 'Take these answers', at: `${at()}/read` })
    assert.match(taken.words, /Answers taken from the workbook: 2/)
    assert.deepEqual(await answers(), { ...before, '1.1': '42', '2.1': '2025-03-01' })
    const r = await g.run(['workbook', 'read', template, '--from', from, '--record', task, '--json'])
    assert.equal(r.code, 1)                                             // there is a fault
    assert.equal(JSON.parse(r.out).find((i) => i.number === '1.2').given, 'banyak')
})

test('the shell maps by a file, and tells the faults of it by line and column', async () => {
    const path = join(folder, 'cells.csv')
    writeFileSync(path, 'number;sheet;cell\n1.1;Isian;D4\n9;Isian;0\n')
    const r = await g.run(['workbook', 'map', template, path, '--lang', 'en'])
    assert.equal(r.code, 1)
    assert.match(r.out, /line 3, column 3\s+"0" is not a cell/)
    const { out } = await run('workbook', 'cells', template, '--json')
    assert.deepEqual(JSON.parse(out).map((c) => c.cell), ['C4', 'C5', 'C6'])
})

// ---- LibreOffice -------------------------------------------------------------------------------

const soffice = spawnSync('soffice', ['--version']).status === 0

// LibreOffice with a home of its own, so that it asks nobody.
const convert = (file, to) => execFileSync('soffice', [`-env:UserInstallation=file://${folder}/home`, '--headless',
    '--convert-to', to, '--outdir', join(folder, 'out'), file], { stdio: 'ignore', timeout: 120_000 })

const FODS = `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:automatic-styles><style:style style:name="head" style:family="table-cell"><style:table-cell-properties fo:background-color="#ffcc00"/>
<style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="Lembar 1">
<table:table-row><table:table-cell table:style-name="head" table:number-columns-spanned="3" office:value-type="string"><text:p>Isian 2026</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="2"/></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>Puskesmas</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="1"/><table:table-cell/></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>Cakupan</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="1"/><table:table-cell/></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>Terlayani</text:p></table:table-cell><table:table-cell table:formula="of:=[.B2]*[.B3]/100" office:value-type="float" office:value="0.01"/><table:table-cell table:formula="of:=IF([.B2]&gt;40;&quot;besar&quot;;&quot;kecil&quot;)" office:value-type="string"><text:p>kecil</text:p></table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document>`

test('a workbook of LibreOffice is filled, opens there again, and its formulas are alive',
    { skip: soffice ? false : 'soffice is not installed (libreoffice-calc-nogui)' }, async () => {
        writeFileSync(join(folder, 'kantor.fods'), FODS)
        convert(join(folder, 'kantor.fods'), 'xlsx')
        const code = await addDocument(readFileSync(join(folder, 'out', 'kantor.xlsx')), 'Buku kantor', 'kantor.xlsx')
        writeFileSync(join(folder, 'kantor.csv'), 'number,sheet,cell\n1.1,Lembar 1,B2\n1.2,Lembar 1,B3\n')
        await run('workbook', 'map', code, join(folder, 'kantor.csv'))
        await run('workbook', 'fill', code, '--record', task, '--out', join(folder, 'terisi.xlsx'))
        convert(join(folder, 'terisi.xlsx'), 'csv')
        assert.equal(readFileSync(join(folder, 'out', 'terisi.csv'), 'utf8').trim(),
            'Isian 2026,,\nPuskesmas,42,\nCakupan,87.5,\nTerlayani,36.75,besar')
        convert(join(folder, 'terisi.xlsx'), 'fods')
        const fods = readFileSync(join(folder, 'out', 'terisi.fods'), 'utf8')
        assert.match(fods, /number-columns-spanned="3"/)
        assert.match(fods, /formula="of:=\[\.B2\]\*\[\.B3\]\/100"/)
        assert.match(fods, /background-color="#ffcc00"/)
        assert.match(fods, /font-weight="bold"/)
    })
