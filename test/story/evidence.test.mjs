// SPDX-License-Identifier: AGPL-3.0-or-later
//
// An agency is asked for evidence by items and sends it all as one ZIP: what bears an item's number is cited
// there, what is in doubt is listed with its reason and given to an item by hand, what could act is not taken.
// A ZIP that would leave its folder, lies or is a bomb is refused as a whole. Sent twice, it counts once. What
// ends before the next round is listed, and a document is changed with a reason.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { guyub, makePerson, makePost, PASSWORD, signIn } from '../harness/guyub.mjs'
import { zip } from '../harness/zip.mjs'

const ITEMS = ['3.2.1 | SK tim | dokumen | | ya', '3.2.2 | Laporan | dokumen | | ya', '4.1 | Foto | dokumen | | tidak'].join('\n')
const WAIT_MS = 60_000

let g, folder, coordinator, staff, other, task
const person = async (login, kind, place) => {
    await makePerson(g, login, { name: login, posts: [await makePost(g, kind, `Jabatan ${login}`, place)] })
    return signIn(g.url, login, PASSWORD)
}
const json = async (v, path) => (await v.get(path, { accept: 'application/json' })).json

before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guyub-evidence-'))
    g = await guyub({ env: { GUYUB_WORKERS: '2', GUYUB_VAULT: join(folder, 'vault') } })
    writeFileSync(join(folder, 'org.csv'),
        'code,kind,name,short_name,region_code,parent_code,valid_from,valid_to,successor_code,law,source\n'
        + ['dinkes', 'dishub'].map((a) => `35.71-${a},agency,Dinas ${a},,35.71,,2016-12-31,,,,uji\n`).join(''))
    assert.equal((await g.run(['org', 'import', join(folder, 'org.csv')])).code, 0)
    coordinator = await person('sri', 'coordinator', { region: '35.71' })
    staff = await person('wati', 'contributor', { org: '35.71-dinkes' })
    other = await person('joko', 'contributor', { org: '35.71-dishub' })
    const page = await coordinator.go('/requests/new')
    const form = page.forms.find((f) => f.action === '/requests/new')
    await coordinator.follow(await coordinator.post('/requests/new', [
        ...form.fields.filter(([n]) => !['title', 'body', 'due', 'items'].includes(n)),
        ['title', 'Bukti kota cerdas'], ['body', ''], ['due', '2027-03-31'], ['items', ITEMS], ['org', '35.71-dinkes']]))
    task = (await json(coordinator, '/tasks'))[0].code
})
after(async () => {
    for (const v of [coordinator, staff, other]) v?.close()
    await g.stop()
    rmSync(folder, { recursive: true, force: true })
})

// ---- help -----------------------------------------------------------------------------------------

const pdf = (words) => Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n`
    + `2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n% ${words}\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n`)

const send = async (who, bytes) => who.submit(await who.go(`/documents/zip?thing=task&key=${task}`), {},
    { at: '/documents/zip', file: { name: 'bukti.zip', bytes }, stay: true })

async function ended(who, path) {
    for (const until = Date.now() + WAIT_MS; Date.now() < until; await sleep(100)) {
        const zip = await json(who, path)
        if (zip.ended) return zip
    }
    throw new Error(`${path} did not end`)
}

const FILES = [
    ['3.2.1 SK Tim.pdf', pdf('satu')],
    ['3.2.2/Laporan tahunan.pdf', pdf('dua')],
    ['foto 4.1.pdf', pdf('tiga')],
    ['tanpa nomor.pdf', pdf('empat')],
    ['3.2.1 skrip.pdf', Buffer.from('%PDF-1.4\n1 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj\n%%EOF\n')],
    ['3.2.1 program.exe', Buffer.from('MZ\x90\0')],
    ['3.2.2 arsip.zip', zip([['3.2.2.pdf', pdf('lima')]])],
    ['__MACOSX/._3.2.1 SK Tim.pdf', Buffer.from('x')],
]
let list

// ---- a ZIP ----------------------------------------------------------------------------------------

test('each file becomes a document, is cited where its number says, or listed with its reason', async () => {
    assert.match((await staff.go(`/tasks/${task}`)).text, /\/documents\/zip\?thing=task&amp;key=/)
    const answer = await send(staff, zip(FILES))
    assert.equal(answer.status, 303, answer.text)
    list = answer.location
    const found = await ended(staff, list)
    assert.deepEqual([found.cited, found.doubt, found.none, found.refused], [2, 1, 1, 3])
    const by = Object.fromEntries(found.files.map((f) => [f.path, f]))
    assert.deepEqual([by['3.2.1 SK Tim.pdf'].part, by['3.2.2/Laporan tahunan.pdf'].part], ['3.2.1', '3.2.2'])
    assert.equal(by['foto 4.1.pdf'].state, 'doubt')
    assert.equal(by['3.2.1 skrip.pdf'].document, null)
    const page = await staff.go(list)
    assert.match(page.words, /the number stands inside of its name, not at the beginning/)
    assert.match(page.words, /It is a ZIP inside of the ZIP/)
    assert.match(page.words, /there is no item number in its name or folder/)
    const items = (await json(staff, `/tasks/${task}`)).items
    assert.deepEqual(items.map((i) => i.documents?.length ?? i.n_documents), [1, 1, 0], JSON.stringify(items))
})

test('what is in doubt is given to an item by hand; no such item is told at its field', async () => {
    const found = await json(staff, list), foto = found.files.find((f) => f.path === 'foto 4.1.pdf')
    const page = await staff.go(list)
    const form = page.forms.find((f) => f.fields.some(([n, v]) => n === 'nth' && v === String(foto.nth)))
    const wrong = await staff.post(list, form.fields.map(([n, v]) => [n, n === 'part' ? '9.9' : v]))
    assert.equal(wrong.status, 400)
    assert.match(wrong.words, /There is no item 9\.9 here/)
    assert.match(wrong.text, /value="9\.9"/)
    const given = await staff.follow(await staff.post(list, form.fields))
    assert.match(given.words, /It is cited for item 4\.1 now/)
    assert.equal((await json(staff, list)).cited, 3)
})

test('the same ZIP again is the one that is there', async () => {
    const before = (await json(staff, '/documents.json')).length
    const answer = await send(staff, zip(FILES))
    assert.deepEqual([answer.status, answer.location], [303, list])
    assert.equal((await json(staff, '/documents.json')).length, before)
})

test('who may not answer there sends nothing and sees nothing', async () => {
    assert.equal((await other.go(`/documents/zip?thing=task&key=${task}`)).status, 404)
    assert.equal((await other.go(list)).status, 404)
    assert.equal((await other.go('/documents/zip?thing=nothing&key=x')).status, 404)
    assert.equal((await staff.go('/documents/zip')).status, 400)
})

test('a ZIP that lies, leaves its folder or is a bomb is refused as a whole, and the form says why', async () => {
    const before = (await json(staff, '/documents.json')).length
    const many = Array.from({ length: 10_001 }, (_, i) => [`${i}.txt`, Buffer.from('x')])
    const cases = [
        ['a name that leaves', zip([['3.2.1.pdf', pdf('x')], ['../../etc/cron.d/x', Buffer.from('x')]]), /would lead out of its folder/],
        ['a bomb', zip([['3.2.1.pdf', Buffer.alloc(64 << 20)]]), /would grow to over 200 times its size/],
        ['10,001 files', zip(many), /over 10,?000 files in it/],
        ['the same name twice', zip([['3.2.1.pdf', pdf('x')], ['3.2.1.pdf', pdf('y')]]), /A name stands in it twice/],
        ['no ZIP', Buffer.from('not a ZIP at all'), /This file is no ZIP of files|cannot be taken/],
        ['an empty one', Buffer.alloc(0), /not empty/],
    ]
    for (const [name, bytes, says] of cases) {
        const answer = await send(staff, bytes)
        assert.equal(answer.status, 400, `${name}: ${answer.status}`)
        assert.match(answer.text, says, name)
        assert.match(answer.text, /id="file-error"/, name)
    }
    assert.equal((await json(staff, '/documents.json')).length, before)
})

// ---- a document, later ------------------------------------------------------------------------------

test('title, who may see it and how long it holds are changed with a reason, on the page and in the shell', async () => {
    const code = (await json(staff, list)).files.find((f) => f.path === '3.2.1 SK Tim.pdf').document
    const page = await staff.go(`/documents/${code}/edit`)
    const without = await staff.submit(page, { title: 'SK Tim Kota Cerdas' }, { at: `/documents/${code}/edit` })
    assert.equal(without.status, 400)
    const done = await staff.submit(without, { title: 'SK Tim Kota Cerdas', valid_to: '2026-12-31', why: 'nama lengkap' },
        { at: `/documents/${code}/edit` })
    assert.match(done.words, /SK Tim Kota Cerdas is changed/)
    assert.match((await staff.go(`/documents/${code}`)).words, /nama lengkap/)
    assert.equal((await other.go(`/documents/${code}/edit`)).status === 200, false)
    const shell = await g.run(['document', 'edit', code, '--sensitivity', 'restricted', '--why', 'data pribadi', '--lang', 'en'])
    assert.equal(shell.code, 0, shell.err)
    assert.equal((await json(staff, `/documents/${code}.json`)).sensitivity, 'restricted')
})

test('what ends before the next round is listed with what hangs on it', async () => {
    const rows = await json(staff, '/documents/expiring.json?next=2027-01-01')
    assert.deepEqual(rows.map((r) => [r.title, r.valid_to, r.open_citations]), [['SK Tim Kota Cerdas', '2026-12-31', 1]])
    const page = await staff.go('/documents/expiring?next=2027-01-01')
    assert.match(page.words, /cited at 1 places where nothing is decided yet/)
    assert.deepEqual(await json(staff, '/documents/expiring.json?next=2026-12-31'), [])
})
