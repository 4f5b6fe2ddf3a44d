// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The coordinator of Kota Kediri asks ten agencies for data. They answer on the page, by a pasted grid and
// by a link; one is late and gets more time, one is returned and answers again; their heads approve. Who has
// no right is refused at each step, and a link is good for its items, its time and nothing else.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { assign, guyub, makePerson, makePost, PASSWORD, runProgram, signIn, visitor } from '../harness/guyub.mjs'
import { rowsOf } from '../harness/xlsx.mjs'

const AGENCIES = ['dinkes', 'dispendik', 'dishub', 'dlh', 'dinsos', 'disperkim', 'disdukcapil', 'dispora', 'disperpus', 'dpmptsp']
const org = (name) => `35.71-${name}`
const ITEMS = [
    '1.1 | Jumlah puskesmas | angka | unit | ya',
    '1.2 | Cakupan layanan daring | number | % | ya',
    '2.1 | Tanggal peraturan wali kota | tanggal | | tidak',
    '2.2 | Apakah ada pusat kendali? | ya atau tidak | | ya',
    '3.1 | Uraikan kendala | teks | | tidak',
    '4.1 | Surat keputusan tim | dokumen | | tidak',
].join('\n')

let g, folder, coordinator, head, staff, late, lateHead, stranger, auditor, other
const person = async (login, name, kind, title, place, more) => {
    await makePerson(g, login, { name, more, posts: [await makePost(g, kind, title, place)] })
    return signIn(g.url, login, PASSWORD)
}
before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guyub-task-'))
    g = await guyub({ env: { GUYUB_VAULT: join(folder, 'vault'), GUYUB_JOBS: '1', GUYUB_URL: 'https://guyub.example.go.id' } })
    writeFileSync(join(folder, 'org.csv'),
        'code,kind,name,short_name,region_code,parent_code,valid_from,valid_to,successor_code,law,source\n' +
        AGENCIES.map((a) => `${org(a)},agency,Dinas ${a} Kota Kediri,,35.71,,2016-12-31,,,,Perda uji 1/2016`).join('\n') + '\n')
    const done = await g.run(['org', 'import', join(folder, 'org.csv')])
    assert.equal(done.code, 0, done.err)
    coordinator = await person('sri', 'Sri Lestari', 'coordinator', 'Koordinator Kota Kediri', { region: '35.71' })
    head = await person('budi', 'Budi Santoso', 'head_of_agency', 'Kepala Dinas Kesehatan', { org: org('dinkes') })
    staff = await person('wati', 'Wati Utami', 'contributor', 'Kontributor Dinas Kesehatan', { org: org('dinkes') })
    late = await person('joko', 'Joko Susilo', 'contributor', 'Kontributor Dinas Perhubungan', { org: org('dishub') })
    lateHead = await person('rina', 'Rina Wulan', 'head_of_agency', 'Kepala Dinas Perhubungan', { org: org('dishub') })
    auditor = await person('agus', 'Agus Salim', 'auditor', 'Auditor Kota Kediri', { region: '35.71' }, ['--to', '2027-12-31'])
    other = await person('dewi', 'Dewi Ayu', 'coordinator', 'Koordinator Kota Malang', { region: '35.73' })
    stranger = visitor(g.url)
})
after(async () => {
    for (const v of [coordinator, head, staff, late, lateHead, stranger, auditor, other]) v?.close()
    rmSync(folder, { recursive: true, force: true })
    await g.stop()
})

let request
const task = {}                 // by agency: its code
const value = (page, name) => page.forms.flatMap((f) => f.fields).find(([n]) => n === name)?.[1]
const json = async (v, path) => (await v.get(path, { accept: 'application/json' })).json
const unknown = async (v, path) => (await v.get(path, { accept: 'application/json' })).status
const stateOf = async (agency) => (await json(coordinator, `/tasks/${task[agency]}`)).state
const tokenOf = (page) => page.text.match(/\/answer\/([A-Za-z0-9_-]{32})/)[1]

// ---- asking ------------------------------------------------------------------------------------

test('who may not ask is refused, and nothing is asked', async () => {
    for (const v of [staff, head, auditor]) assert.equal((await v.go('/requests/new')).status, 403)
    assert.equal(await unknown(stranger, '/requests/new'), 401)
    const page = await coordinator.go('/requests/new')
    const stolen = await staff.post('/requests/new', { ...Object.fromEntries(page.forms.at(-1).fields), title: 'x' })
    assert.ok([400, 403, 409].includes(stolen.status), String(stolen.status))
    assert.deepEqual(await json(coordinator, '/requests'), [])
})

test('what is wrong in a pasted list of items is told by row and column, and nothing is lost', async () => {
    const page = await coordinator.go('/requests/new')
    const typed = '1.1 | Jumlah puskesmas | bilangan\n? | | angka'
    const back = await coordinator.submit(page, { title: 'Data layanan 2026', due: '2027-03-31', items: typed }, { at: '/requests/new' })
    assert.equal(back.status, 400)
    assert.match(back.words, /Row 1, Kind/)
    assert.match(back.words, /Row 2, Number/)
    assert.match(back.words, /Row 2, Question/)
    assert.equal(value(back, 'items'), typed)
    assert.equal(value(back, 'title'), 'Data layanan 2026')
})

test('ten agencies are asked at once, and a second press of the button counts once', async () => {
    const page = await coordinator.go('/requests/new')
    const form = page.forms.find((f) => f.action === '/requests/new')
    const fields = [...form.fields.filter(([n]) => !['title', 'body', 'due', 'items', 'others'].includes(n)),
        ['title', 'Data layanan kota 2026'], ['body', 'Untuk evaluasi tahun 2026.'], ['due', '2027-03-31'],
        ['items', ITEMS], ...AGENCIES.map((a) => ['org', org(a)]).slice(0, 8),
        ['others', AGENCIES.slice(8).map(org).join(' ')]]
    const sent = await coordinator.follow(await coordinator.post('/requests/new', fields))
    assert.match(sent.path, /^\/requests\/[0-9A-Z-]+$/)
    request = sent.path.split('/').at(-1)
    const again = await coordinator.post('/requests/new', fields)
    assert.equal(again.status, 409)
    assert.match(again.words, /counts once/)
    const requests = await json(coordinator, '/requests')
    assert.equal(requests.length, 1)
    assert.equal(requests[0].owed, 10)
    const board = await json(coordinator, '/tasks')
    assert.equal(board.length, 10)
    for (const row of board) task[row.org_code.slice('35.71-'.length)] = row.code
    assert.deepEqual(Object.keys(task).sort(), [...AGENCIES].sort())
})

test('each sees its own: the coordinator all ten, an agency its one, another city none', async () => {
    assert.equal((await json(coordinator, '/tasks')).length, 10)
    assert.deepEqual((await json(staff, '/tasks')).map((t) => t.org_code), [org('dinkes')])
    assert.deepEqual(await json(other, '/tasks'), [])
    assert.equal((await other.go(`/tasks/${task.dinkes}`)).status, 404)
    assert.equal((await other.go(`/requests/${request}`)).status, 404)
    assert.equal((await late.go(`/tasks/${task.dinkes}`)).status, 404)
    assert.equal(await unknown(stranger, `/tasks/${task.dinkes}`), 401)
    assert.match((await staff.go('/account')).words, /What waits for your post/)
})

// ---- answering on the page ---------------------------------------------------------------------

test('answers are saved item by item, as people write them; a fault saves nothing and loses nothing', async () => {
    const at = `/tasks/${task.dinkes}/answers?from=0`
    const page = await staff.go(`/tasks/${task.dinkes}`)
    const wrong = await staff.submit(page, { 'v.1.1': '1.234', 'v.1.2': '87,5', 'v.2.1': '31/02/2026' }, { at })
    assert.equal(wrong.status, 400)
    assert.match(wrong.words, /Nothing is saved yet/)
    assert.equal(value(wrong, 'v.1.2'), '87,5')
    assert.equal(value(wrong, 'v.2.1'), '31/02/2026')
    const saved = await staff.submit(wrong, { 'v.1.1': '1234', 'v.2.1': '28/02/2026' }, { at, press: 'save' })
    assert.equal(saved.status, 200)
    assert.match(saved.words, /3 answers are saved/)
    const items = (await json(staff, `/tasks/${task.dinkes}`)).items
    assert.deepEqual(items.slice(0, 3).map((i) => i.value), ['1234', '87.5', '2026-02-28'])
})

test('the same form sent twice counts once', async () => {
    const page = await staff.go(`/tasks/${task.dinkes}`)
    const form = page.forms.find((f) => f.action === `/tasks/${task.dinkes}/answers?from=0`)
    const fields = form.fields.map(([n, v]) => [n, n === 'v.3.1' ? '=1+1 jaringan putus' : v])
    await staff.follow(await staff.post(form.action, fields))
    const again = await staff.follow(await staff.post(form.action, fields.map(([n, v]) => [n, n === 'v.3.1' ? 'lain' : v])))
    assert.match(again.words, /counts once/)
    const items = (await json(staff, `/tasks/${task.dinkes}`)).items
    assert.equal(items.find((i) => i.number === '3.1').value, '=1+1 jaringan putus')
})

test('two at one item: the second is shown what the first wrote, and neither is lost', async () => {
    const at = `/tasks/${task.dinkes}/answers?from=0`
    const hers = await staff.go(`/tasks/${task.dinkes}`), his = await head.go(`/tasks/${task.dinkes}`)
    await staff.submit(hers, { 'v.1.2': '88' }, { at })
    const clash = await head.submit(his, { 'v.1.2': '90' }, { at })
    assert.equal(clash.status, 400)
    assert.match(clash.words, /Meanwhile somebody else answered: 88/)
    assert.equal(value(clash, 'v.1.2'), '90')
    const put = await head.submit(clash, {}, { at })
    assert.equal(put.status, 200)
    assert.equal((await json(staff, `/tasks/${task.dinkes}`)).items[1].value, '90')
})

test('what must be answered must be there before it is sent; then the head approves, and nobody else', async () => {
    const at = `/tasks/${task.dinkes}/answers?from=0`, path = `/tasks/${task.dinkes}`
    const short = await staff.submit(await staff.go(path), {}, { at, press: 'send' })
    assert.equal(short.status, 409)
    assert.match(short.words, /2\.2/)
    const sent = await staff.submit(await staff.go(path), { 'v.2.2': '1' }, { at, press: 'send' })
    assert.match(sent.words, /sent for approval/)
    assert.equal(await stateOf('dinkes'), 'answered')
    for (const [v, status] of [[staff, 403], [coordinator, 403], [auditor, 403]])
        assert.equal((await act(v, `${path}/approve`)).status, status)
    const approved = await act(head, `${path}/approve`)
    assert.match(approved.words, /Approved\. Its answers and documents stay/)
    assert.equal(await stateOf('dinkes'), 'approved')
    const after = await act(staff, `${path}/answers?from=0`, { 'v.1.1': '5' })
    assert.equal(after.status, 409)
})

// A form by its address, with the token of a page of the own.
async function act(v, path, fields = {}) {
    const page = await v.go('/account')
    const token = page.forms.flatMap((f) => f.fields).find(([n]) => n === '_token')[1]
    return v.follow(await v.post(path, { _token: token, ...fields }))
}

// ---- more time, returning ----------------------------------------------------------------------

test('more time: asked for by who owes with a reason, granted by who asked', async () => {
    const path = `/tasks/${task.dishub}`
    assert.equal((await act(late, `${path}/more-time`, { until: '2027-04-15', why: '' })).status, 400)
    assert.equal((await act(late, `${path}/more-time`, { until: '2027-03-01', why: 'Data belum lengkap' })).status, 400)
    const asked = await act(late, `${path}/more-time`, { until: '2027-04-15', why: 'Data belum lengkap' })
    assert.equal(asked.status, 200)
    assert.equal((await act(late, `${path}/more-time`, { until: '2027-04-20', why: 'Sekali lagi' })).status, 409)
    assert.equal((await act(late, `${path}/more-time/decide`, { do: 'grant' })).status, 403)
    assert.match((await coordinator.go('/tasks')).words, /asks for time until 15 April 2027/)
    assert.equal((await act(coordinator, `${path}/more-time/decide`, { do: 'refuse', why: '' })).status, 400)
    assert.equal((await act(coordinator, `${path}/more-time/decide`, { do: 'grant', why: 'Baik' })).status, 200)
    assert.equal((await json(late, path)).due, '2027-04-15')
    assert.equal((await json(coordinator, `/tasks/${task.dlh}`)).due, '2027-03-31')
})

test('answers pasted from a sheet: faults by row and column, the pasted text kept, then all saved', async () => {
    const path = `/tasks/${task.dishub}/paste`
    const bad = 'Nomor\tJawaban\tCatatan\n1.1\tempat\tdata 2025\n9.9\t3\n2.2\tya'
    const page = await late.submit(await late.go(path), { grid: bad }, { at: path })
    assert.equal(page.status, 400)
    assert.match(page.words, /Row 2, Answer/)
    assert.match(page.words, /Row 3, Answer: This request has no item 9\.9/)
    assert.equal(value(page, 'grid'), bad)
    const done = await late.submit(page, { grid: '1.1\t4\tdata 2025\n1.2\t12,5\n2.2\tya' }, { at: path })
    assert.match(done.words, /3 answers are saved/)
    const items = (await json(late, `/tasks/${task.dishub}`)).items
    assert.deepEqual([items[0].value, items[0].note, items[1].value, items[3].value], ['4', 'data 2025', '12.5', '1'])
})

test('returned with a reason, answered again, approved', async () => {
    const path = `/tasks/${task.dishub}`, at = `${path}/answers?from=0`
    await late.submit(await late.go(path), {}, { at, press: 'send' })
    assert.equal((await act(lateHead, `${path}/return`, { why: '' })).status, 400)
    assert.equal((await act(late, `${path}/return`, { why: 'tidak boleh' })).status, 403)
    const page = await lateHead.go(path)
    await act(lateHead, `${path}/return`, { why: 'Angka 1.2 belum benar' })
    assert.equal(await stateOf('dishub'), 'returned')
    assert.match((await late.go(path)).words, /Angka 1\.2 belum benar/)
    assert.equal((await act(lateHead, `${path}/approve`)).status, 409)
    await late.submit(await late.go(path), { 'v.1.2': '13' }, { at, press: 'send' })
    const stale = await lateHead.post(`${path}/approve`, { ...Object.fromEntries(page.forms.find((f) => f.action === `${path}/approve`).fields) })
    assert.equal(stale.status, 409)
    await lateHead.submit(await lateHead.go(path), {}, { at: `${path}/approve` })
    assert.equal(await stateOf('dishub'), 'approved')
})

// ---- links -------------------------------------------------------------------------------------

const give = async (v, agency, fields) =>
    act(v, `/tasks/${task[agency]}/links`, { name: 'Ratna Sari', days: '14', ...fields })

test('a link opens its items without an account, and may be used again until it ends', async () => {
    const dlh = await person('yudi', 'Yudi Pratama', 'contributor', 'Kontributor DLH', { org: org('dlh') })
    const dlhHead = await person('nina', 'Nina Hapsari', 'head_of_agency', 'Kepala DLH', { org: org('dlh') })
    try {
        assert.equal((await give(staff, 'dlh', {})).status, 404)
        const given = await give(dlh, 'dlh', { items: '1.1, 1.2 3.1' })
        assert.equal(given.status, 200)
        const token = tokenOf(given)
        assert.doesNotMatch((await dlh.go(`/tasks/${task.dlh}`)).text, new RegExp(token))
        const at = `/answer/${token}`, guest = visitor(g.url)
        const page = await guest.go(at)
        assert.match(page.words, /For Ratna Sari, on behalf of Dinas dlh Kota Kediri/)
        assert.ok(value(page, 'v.1.1') !== undefined && value(page, 'v.2.2') === undefined)
        assert.match((await guest.submit(page, { 'v.1.1': '3', 'v.3.1': 'Belum ada' }, { at })).words, /answer is saved/)
        assert.match((await guest.submit(await guest.go(at), { 'v.1.1': '7' }, { at })).words, /answer is saved/)
        const form = (await guest.go(at)).forms.find((f) => f.action === at)
        const beyond = await guest.post(at, [...form.fields, ['v.2.2', '1']])
        assert.equal(beyond.status, 403)
        assert.match(beyond.words, /not for item 2\.2/)
        for (const path of [`/tasks/${task.dlh}`, '/tasks', `/requests/${request}`])
            assert.equal(await unknown(guest, path), 401)
        assert.equal((await act(dlh, `/tasks/${task.dlh}/approve`)).status, 403)
        const items = (await json(dlh, `/tasks/${task.dlh}`)).items
        assert.deepEqual(items.map((i) => i.value || null), ['7', null, null, null, 'Belum ada', null])
        const history = await dlh.go(`/tasks/${task.dlh}`)
        assert.match(history.words, /Ratna Sari/)

        await dlh.submit(history, { 'v.1.2': '40', 'v.2.2': '0' }, { at: `/tasks/${task.dlh}/answers?from=0`, press: 'send' })
        await act(dlhHead, `/tasks/${task.dlh}/approve`)
        const ended = await guest.go(at)
        assert.equal(ended.status, 404)
        assert.match(ended.words, /does not lead to a task any more/)
        guest.close()
    } finally { dlh.close(); dlhHead.close() }
})

test('wrong, revoked and used links give one and the same page; too many wrong ones wait', async () => {
    const dinsos = await person('lina', 'Lina Marlina', 'contributor', 'Kontributor Dinsos', { org: org('dinsos') })
    const calm = (page) => page.words.replace(/\s+/g, ' ')
    try {
        assert.equal((await give(dinsos, 'dinsos', { days: '0' })).status, 400)
        assert.equal((await give(dinsos, 'dinsos', { items: '8.8' })).status, 400)
        assert.equal((await give(dinsos, 'dinsos', { name: '' })).status, 400)
        const single = tokenOf(await give(dinsos, 'dinsos', { single: '1' }))
        const guest = visitor(g.url, { from: '127.0.0.7' })
        const once = await guest.submit(await guest.go(`/answer/${single}`), { 'v.1.1': '2' }, { at: `/answer/${single}` })
        assert.match(once.words, /Thank you/)
        const used = await guest.go(`/answer/${single}`)
        const taken = tokenOf(await give(dinsos, 'dinsos', {}))
        assert.equal((await guest.go(`/answer/${taken}`)).status, 200)
        await act(dinsos, `/tasks/${task.dinsos}/links/2/end`)
        const revoked = await guest.go(`/answer/${taken}`)
        const altered = await guest.go(`/answer/${taken.slice(0, -1)}${taken.at(-1) === 'A' ? 'B' : 'A'}`)
        const nonsense = await guest.go('/answer/x')
        for (const page of [used, revoked, altered, nonsense]) {
            assert.equal(page.status, 404)
            assert.equal(calm(page), calm(used))
        }
        let last
        const door = (await guest.go('/sign-in')).forms.flatMap((f) => f.fields).find(([n]) => n === '_token')[1]
        for (let i = 0; i < 60 && last?.status !== 429; i++)
            last = await guest.post(`/answer/${'b'.repeat(32)}`, { _token: door, 'v.1.1': '9' })
        assert.equal(last.status, 429)
        const good = tokenOf(await give(dinsos, 'dinsos', {}))
        assert.equal((await guest.go(`/answer/${good}`)).status, 200, 'a good link is not slowed down by wrong ones')
        guest.close()
        const facts = (await g.run(['journal', 'list', '--thing', 'task_link', '--json'])).json
        assert.ok(facts.some((f) => f.verb === 'ended' && f.note === 'revoked'))
        assert.ok(!JSON.stringify(facts).includes(good))
    } finally { dinsos.close() }
})

// ---- chasing, dropping, data -------------------------------------------------------------------

test('dropped with a reason by who asked; the rest are chased', async () => {
    const path = `/tasks/${task.dispora}`
    assert.equal((await act(head, `${path}/drop`, { why: 'tidak perlu' })).status, 403)
    assert.equal((await act(coordinator, `${path}/drop`, { why: '' })).status, 400)
    assert.equal((await act(coordinator, `${path}/drop`, { why: 'Tidak mengelola layanan' })).status, 200)
    assert.equal(await stateOf('dispora'), 'dropped')
    const page = await coordinator.go(`/requests/${request}`)
    assert.match(page.words, /3 of 10 organisations are approved/)
    assert.equal(page.text.match(/https:\/\/wa\.me\/\?text=/g).length, 6)
    assert.match((await coordinator.go(`/tasks/${task.dispendik}`)).words, /Data layanan kota 2026/)
    const owed = await json(coordinator, '/tasks?which=owed')
    assert.equal(owed.length, 6)
})

test('the answers of all as data, and the same questions again next year', async () => {
    const csv = (await coordinator.get(`/requests/${request}.csv`)).text
    assert.match(csv, /35\.71-dinkes,Dinas dinkes Kota Kediri,approved,1\.1,Jumlah puskesmas,number,unit,1234/)
    assert.equal(csv.trim().split('\n').length, 1 + 10 * 6)
    const again = await coordinator.go(`/requests/new?copy=${request}`)
    assert.match(value(again, 'items'), /^1\.1\tJumlah puskesmas\tnumber\tunit\tYes\n/)
    const inIndonesian = await coordinator.get(again.path, { more: { 'accept-language': 'id' } })
    assert.match(value(inIndonesian, 'items'), /^1\.1\tJumlah puskesmas\tangka\tunit\tYa\n[^]*\tya atau tidak\t/)
    const shell = await g.run(['task', 'list', '--json'])
    assert.equal(shell.json.length, 6)
    const shown = await g.run(['task', 'show', task.dinkes, '--json'])
    assert.equal(shown.json.items[0].value, '1234')
    assert.equal((await g.run(['request', 'show', request, '--json'])).json.length, 10)
})

test('a contributor attaches a file, which is the organisation\'s document and cited by the item', async () => {
    const staffOf = await person('tuti', 'Tuti Alawiyah', 'contributor', 'Kontributor Disperkim', { org: org('disperkim') })
    const guest = visitor(g.url)
    try {
        const token = tokenOf(await give(staffOf, 'disperkim', { items: '4.1' }))
        const at = `/answer/${token}`, files = `${at}/files`
        const page = await guest.go(at)
        const attach = (number, name, bytes) => guest.submit(page, { number }, { at: files, file: { name, bytes }, stay: true })
        const beyond = await attach('1.1', 'sk.csv', 'no,nama\n1,Tim\n')
        assert.equal(beyond.status, 403)
        const bad = await attach('4.1', 'sk.pdf', '<script>alert(1)</script>')
        assert.ok(bad.status >= 400 && bad.status < 500, String(bad.status))
        const sent = await attach('4.1', 'sk.csv', 'no,nama\n1,Tim\n')
        assert.equal(sent.status, 303, sent.text.slice(0, 2000))
        const [code] = (await json(staffOf, `/tasks/${task.disperkim}`)).items.find((i) => i.number === '4.1').documents
        const document = await json(staffOf, `/documents/${code}`)
        assert.equal(document.title, '4.1 Surat keputusan tim')
        assert.equal(await unknown(guest, `/documents/${code}`), 404)
        const off = await act(staffOf, `/tasks/${task.disperkim}/documents`, { number: '4.1', document: code, do: 'off' })
        assert.equal(off.status, 200)
        const on = await act(staffOf, `/tasks/${task.disperkim}/documents`, { number: '4.1', document: code })
        assert.match(on.words, /4\.1 Surat keputusan tim/)
    } finally { staffOf.close(); guest.close() }
})

const fetchAs = (who, path) => fetch(`${g.url}${path}`, { headers: {
    cookie: [...who.cookies].map((pair) => pair.join('=')).join('; '), 'user-agent': who.agent } })

// Waits for what `at` names among those that were asked for, and fetches it.
async function fetched(who, at) {
    let row
    for (const end = Date.now() + 30_000; !row?.made_at && Date.now() < end; await sleep(50))
        [row] = await json(who, at)
    assert.ok(row?.made_at, (await g.run(['job', 'show', String(row?.job), '--json'])).out)
    const answer = await fetchAs(who, `${at}/file`)
    assert.equal(answer.status, 200)
    return { answer, row, bytes: Buffer.from(await answer.arrayBuffer()) }
}

// Asks for the request's ZIP, waits for it, and unpacks it with another program.
async function takeAway(who, name) {
    const link = (await who.go(`/requests/${request}`)).text.match(/href="(\/dossiers\/new\?[^"]*)"/)[1].replaceAll('&amp;', '&')
    const sent = await who.submit(await who.go(link), {}, { at: '/dossiers', stay: true })
    assert.equal(sent.status, 303, sent.words)
    const { bytes } = await fetched(who, sent.location)
    writeFileSync(join(folder, `${name}.zip`), bytes)
    const out = await runProgram('python3', ['-c',
        'import sys, zipfile\nzipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])', join(folder, `${name}.zip`), join(folder, name)])
    assert.equal(out.code, 0, out.err)
    return { link }
}

// The link beside CSV and JSON leads to a form; its fields, and where the sheet is when they are sent.
async function askSheet(who, page = `/requests/${request}`) {
    const link = (await who.go(page)).text.match(/JSON<\/a>, <a [^>]*href="(\/sheets\/new\?[^"]*)"[^>]*>XLSX/)[1].replaceAll('&amp;', '&')
    const form = await who.go(link)
    const sent = await who.submit(form, {}, { at: '/sheets', stay: true })
    assert.equal(sent.status, 303, sent.words)
    return { at: sent.location, fields: form.forms.find((f) => f.action === '/sheets').fields }
}

test('an auditor takes the request away as one file: answers, documents, history', async () => {
    const { link } = await takeAway(auditor, 'berkas')
    const sums = await runProgram('sha256sum', ['-c', 'SHA256SUMS'], { cwd: join(folder, 'berkas') })
    assert.equal(sums.code, 0, sums.out)
    assert.match(sums.out, /documents\/001-sk\.csv: OK/)
    const index = readFileSync(join(folder, 'berkas/index.html'), 'utf8')
    assert.match(index, /Data layanan kota 2026/)
    assert.match(index, /Dinas dinkes Kota Kediri/)
    assert.match(index, /1[.,]234/)
    assert.match(readFileSync(join(folder, 'berkas/history.csv'), 'utf8'), /Angka 1\.2 belum benar/)
    assert.equal((await staff.go(link)).status, 403)
})

test('the answers of all as a workbook, made by a job: numbers are numbers, texts are never formulas', async () => {
    const { at } = await askSheet(coordinator)
    const { answer, bytes } = await fetched(coordinator, at)
    assert.match(answer.headers.get('content-type'), /spreadsheetml\.sheet$/)
    assert.match(answer.headers.get('content-disposition'), /\.xlsx"/)
    const [head, ...rows] = rowsOf(bytes)
    assert.deepEqual(head, ['Organisation', 'State', 'Last day', 'Number', 'Question', 'Answer', 'Answer as a number', 'Unit', 'Note'])
    const of = (agency, number) => rows.find((row) => row[0] === `Dinas ${agency} Kota Kediri` && row[3] === number)
    assert.deepEqual([of('dinkes', '1.1')[6], of('dinkes', '1.1')[7]], [1234, 'unit'])
    assert.ok(rows.some((row) => row.includes('=1+1 jaringan putus')))
    const page = (await json(coordinator, `/requests/${request}`)).map((a) => [a.organisation, a.number, a.question, a.note || null])
    assert.deepEqual(rows.map((row) => [row[0], row[3], row[4], row[8] ?? null]), page, 'the rows of the page')
    assert.equal(rows.length, AGENCIES.length * ITEMS.split('\n').length)
})

test('who may take no ZIP takes the rows that the page shows them, and no more', async () => {
    const { at, fields } = await askSheet(staff)
    const again = await staff.post('/sheets', fields)
    assert.deepEqual([again.status, again.location], [303, at], 'sent twice, it is one')
    const { row, bytes } = await fetched(staff, at)
    const rows = rowsOf(bytes).slice(1)
    assert.deepEqual(rows.map((r) => r[3]), (await json(staff, `/requests/${request}`)).map((a) => a.number))
    assert.deepEqual([...new Set(rows.map((r) => r[0]))], ['Dinas dinkes Kota Kediri'])
    assert.equal((await json(staff, '/sheets')).length, 1)
    assert.equal((await staff.go('/dossiers')).status, 403)
    assert.doesNotMatch((await staff.go(`/requests/${request}`)).text, /\/dossiers/)
    const zip = await staff.post('/dossiers', fields.map(([n, v]) => [n, n === 'ask' ? 'x'.repeat(32) : v]))
    assert.equal(zip.status, 403)
    assert.equal((await other.get(`/sheets/new?thing=task_request&key=${request}`)).status, 404)
    const foreign = await other.post('/sheets', [...(await other.go('/agenda')).forms.find((f) => f.fields.some(([n]) => n === '_token'))
        .fields.filter(([n]) => n === '_token'), ...fields.filter(([n]) => n !== '_token')])
    assert.equal(foreign.status, 404, 'what the page refuses is not asked for')
    assert.equal(await unknown(stranger, `/sheets/new?thing=task_request&key=${request}`), 401)

    const board = rowsOf((await fetched(staff, (await askSheet(staff, '/tasks?which=ended')).at)).bytes).slice(1)
    assert.deepEqual(board.map((r) => r[0]), (await json(staff, '/tasks?which=ended')).map((t) => t.code))
    assert.deepEqual(board.map((r) => r[0]), [task.dinkes])
    for (const v of [head, auditor, coordinator]) {
        assert.equal(await unknown(v, at), 404, 'nobody else\'s')
        assert.equal((await fetchAs(v, `${at}/file`)).status, 404)
        assert.equal(await unknown(v, `/jobs/${row.job}`), 404, 'nor its making to be stopped')
    }
    const journal = (await g.run(['journal', 'list', '--json'])).json.filter((l) => l.thing === 'sheet' && at.endsWith(l.key))
    assert.deepEqual(journal.map((l) => l.verb).sort(), ['asked', 'exported'])
})

test('a sheet is not fetched in another post, nor what is a ZIP as a sheet', async () => {
    const { at } = await askSheet(staff)
    await fetched(staff, at)
    const second = await makePost(g, 'contributor', 'Kontributor Dinas Sosial', { org: org('dinsos') })
    await assign(g, second, 'wati')
    const page = await staff.go('/account')
    const acting = page.forms.find((f) => f.action === '/acting' && f.buttons.length > 0)
    await staff.submit(page, {}, { at: '/acting', press: acting.buttons[0].value })
    const refused = await fetchAs(staff, `${at}/file`)
    assert.equal(refused.status, 403)
    assert.match(await refused.text(), /Berkas ini dibuat untuk jabatan Anda yang lain: Kontributor Dinas Kesehatan/)
    const back = await staff.go('/account')
    await staff.submit(back, {}, { at: '/acting', press: back.forms.find((f) => f.action === '/acting').buttons[0].value })
    assert.equal((await fetchAs(staff, `${at}/file`)).status, 200)
    const [zip] = await json(auditor, '/dossiers')
    assert.equal(await unknown(auditor, `/sheets/${zip.code}`), 404)
    assert.deepEqual(await json(auditor, '/sheets'), [])
})

test('the journal holds what was there before, and still proves itself', async () => {
    const page = await auditor.go(`/tasks/${task.dinkes}`)
    assert.equal(page.status, 200)
    assert.match(page.words, /87,5|87\.5/)
    const verdict = await g.run(['journal', 'verify'])
    assert.equal(verdict.code, 0, verdict.err)
})
