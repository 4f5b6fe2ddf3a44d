// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Kota Kediri evaluates itself: SPBE in 2025, then SPBE and Pemdi side by side and the smart-city evaluation in
// 2026, in two stages. Items are given, answered with evidence, approved, consolidated, stated and sent; one
// document is evidence in two instruments. Who has no right is refused at each step, two officers on one answer
// and two hundred faulty cells lose nothing.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { guyub, makePerson, makePost, PASSWORD, signIn, visitor } from '../harness/guyub.mjs'
import { zip } from '../harness/zip.mjs'

const at = (day) => String(Date.parse(`${day}T03:00:00Z`) / 1000)
const AGENCIES = ['diskominfo', 'dinkes', 'brida', 'dlh']
const org = (name) => `35.71-${name}`
const KEDIRI = '35.71'

let g, folder
const who = {}
const logins = []
const person = async (login, name, kind, title, place, more) => {
    await makePerson(g, login, { name, more, posts: [await makePost(g, kind, title, place)] })
    logins.push(login)
}
// The sessions of one day do not last to a day months later.
async function on(day) {
    for (const v of Object.values(who)) v.close()
    await g.restart({ GUYUB_NOW: at(day) })
    g.day = { GUYUB_NOW: at(day) }
    for (const login of logins) who[login] = await signIn(g.url, login, PASSWORD)
    who.stranger = visitor(g.url)
}
const shell = async (args, code = 0) => {
    const r = await g.run([...args, '--lang', 'en'], { env: g.day })
    assert.equal(r.code, code, `guyub ${args.join(' ')}: ${r.err}`)
    return r
}
const json = async (v, path) => (await v.get(path, { accept: 'application/json' })).json
const statusOf = async (v, path) => (await v.get(path, { accept: 'application/json' })).status
const value = (page, name) => page.forms.flatMap((f) => f.fields).find(([n]) => n === name)?.[1]
const entry = (round, region = KEDIRI) => `/assessments/${round}/${region}`
const items = async (round, v = who.sri) => (await json(v, entry(round))).items
const item = async (round, code, v) => (await items(round, v)).find((i) => i.item === code)
const number = (line, voice) => line.numbers.find((n) => n.voice === voice)
const said = (line, voice) => number(line, voice)?.value
const tasks = async (v) => (await json(v, '/tasks')).filter((t) => t.thing === 'assess')
const typed = async (v, path, values, more = {}) => v.submit(await v.go(path), values, more)

const phases = (year) => ['--opening-from', `${year}-05-01`, '--opening-to', `${year}-05-31`,
    '--stage-1-from', `${year}-06-01`, '--stage-1-to', `${year}-06-30`,
    '--judge-1-from', `${year}-07-01`, '--judge-1-to', `${year}-07-31`,
    '--result-1-from', `${year}-08-01`, '--result-1-to', `${year}-08-15`,
    '--stage-2-from', `${year}-10-01`, '--stage-2-to', `${year}-10-31`,
    '--check-from', `${year}-11-01`, '--check-to', `${year}-11-10`,
    '--interview-from', `${year}-11-11`, '--interview-to', `${year}-11-20`,
    '--reply-from', `${year}-11-21`, '--reply-to', `${year}-11-30`,
    '--result-from', `${year}-12-01`, '--result-to', `${year}-12-31`]

async function openRound(instrument, year, title) {
    const code = `${instrument}-${year}`
    await shell(['round', 'add', '--instrument', instrument, '--year', String(year), '--title', title,
        '--rule', "${code} = '35.71' or ${code} = '35.73'", '--disagreement', '1'])
    await shell(['round', 'dates', code, ...phases(year), '--why', 'jadwal tahun ini'])
    await shell(['round', 'join', code])
    await shell(['round', 'open', code])
    return code
}

before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guyub-assess-'))
    g = await guyub({ env: { GUYUB_NOW: at('2025-06-10'), GUYUB_VAULT: join(folder, 'vault'), GUYUB_JOBS: '1' } })
    g.day = { GUYUB_NOW: at('2025-06-10') }
    writeFileSync(join(folder, 'org.csv'),
        'code,kind,name,short_name,region_code,parent_code,valid_from,valid_to,successor_code,law,source\n' +
        [...AGENCIES.slice(1).map((a) => [org(a), `Dinas ${a} Kota Kediri`, KEDIRI]), ['35.73-dinkes', 'Dinas Kesehatan Kota Malang', '35.73']]
            .map(([code, name, region]) => `${code},agency,${name},,${region},,2016-12-31,,,,Perda uji 1/2016`).join('\n') + '\n')
    await shell(['org', 'import', join(folder, 'org.csv')])
    await person('sri', 'Sri Lestari', 'coordinator', 'Koordinator Kota Kediri', { region: KEDIRI })
    await person('wali', 'Wali Kota', 'head_of_region', 'Wali Kota Kediri', { region: KEDIRI })
    await person('budi', 'Budi Santoso', 'head_of_agency', 'Kepala Diskominfo', { org: org('diskominfo') })
    await person('wati', 'Wati Utami', 'contributor', 'Kontributor Diskominfo', { org: org('diskominfo') })
    await person('tono', 'Tono Hartono', 'contributor', 'Kontributor kedua Diskominfo', { org: org('diskominfo') })
    await person('joko', 'Joko Susilo', 'contributor', 'Kontributor Dinkes', { org: org('dinkes') })
    await person('rina', 'Rina Wulan', 'head_of_agency', 'Kepala Dinkes', { org: org('dinkes') })
    await person('eko', 'Eko Prasetyo', 'contributor', 'Kontributor DLH', { org: org('dlh') })
    await person('dewi', 'Dewi Ayu', 'coordinator', 'Koordinator Kota Malang', { region: '35.73' })
    await person('agus', 'Agus Salim', 'auditor', 'Auditor Kota Kediri', { region: KEDIRI }, ['--to', '2027-12-31'])
    await person('asih', 'Asih Rahayu', 'assessor', 'Asesor 1', {})
    await person('pusat', 'Putri Kantor', 'programme_office', 'Kantor program', {})
    await on('2025-06-10')
})
after(async () => {
    for (const v of Object.values(who)) v?.close()
    rmSync(folder, { recursive: true, force: true })
    await g.stop()
})

const spbe = { 2025: 'spbe-2020-2025', 2026: 'spbe-2020-2026' }, pemdi = 'pemdi-2026-2026'
const smart = 'smart-city-evaluation-2026'
let first, second                       // items of SPBE that the story follows

// ---- giving items ------------------------------------------------------------------------------

test('the coordinator gives items; nobody else may, and only to agencies of the region', async () => {
    await openRound('spbe-2020', 2025, 'Evaluasi SPBE 2025')
    const all = (await items(spbe[2025])).map((i) => i.item)
    assert.equal(all.length, 47);
    [first, second] = all
    for (const login of ['wali', 'agus', 'pusat']) assert.equal((await json(who[login], entry(spbe[2025]))).locked, false)
    for (const login of ['wati', 'dewi', 'asih']) assert.equal(await statusOf(who[login], entry(spbe[2025])), 404)
    assert.equal(await statusOf(who.stranger, entry(spbe[2025])), 401)
    for (const login of ['wati', 'wali', 'agus']) assert.ok([403, 404].includes((await who[login].go(`${entry(spbe[2025])}/give`)).status), login)
    const page = await who.sri.go(`${entry(spbe[2025])}/give`)
    assert.match(page.words, /given to nobody/)
    const form = page.forms.find((f) => f.action === `${entry(spbe[2025])}/give`)
    const token = form.fields.filter(([n]) => !['org', 'due', 'item', 'helper'].includes(n))
    const foreign = await who.sri.post(form.action, [...token, ['item', first], ['org', '35.73-dinkes']])
    assert.equal(foreign.status, 400)
    assert.match(foreign.words, /is no organisation of/)
    const none = await who.sri.post(form.action, [...token, ['org', org('diskominfo')]])
    assert.equal(none.status, 400)
    const given = await who.sri.follow(await who.sri.post(form.action,
        [...token, ['item', first], ['item', second], ['org', org('diskominfo')], ['helper', org('dinkes')], ['due', '2025-06-20']]))
    assert.match(given.words, /2 items are given/)
    assert.equal((await item(spbe[2025], first)).org_code, org('diskominfo'))
    assert.equal((await item(spbe[2025], first)).due, '2025-06-20')
})

test('a sheet gives the rest; what is wrong stands at its cell', async () => {
    const rest = (await items(spbe[2025])).filter((i) => !i.org_code).map((i) => i.item)
    const path = `${entry(spbe[2025])}/give`
    const sheet = (rows) => ['Item\tAgency in charge\tContributing\tLast day', ...rows].join('\n')
    const wrong = await typed(who.sri, path, { rows: sheet([`${rest[0]}\t${org('dinas-angin')}\t\t`, `bukan\t${org('dinkes')}\t\t`]) },
        { at: `${path}/paste` })
    assert.equal(wrong.status, 400)
    assert.match(wrong.words, /No agency of Kota Kediri has this code/)
    assert.match(wrong.words, /no such item/)
    const right = await typed(who.sri, path, { rows: sheet(rest.map((i, at) =>
        `${i}\t${org(at < 5 ? 'dinkes' : 'diskominfo')}\t\t`)) }, { at: `${path}/paste` })
    assert.match(right.words, /45 items are given/)
    const board = await tasks(who.sri)
    assert.deepEqual(board.map((t) => t.org_code).sort(), [org('dinkes'), org('diskominfo')])
    assert.deepEqual((await tasks(who.wati)).map((t) => t.org_code), [org('diskominfo')])
})

// ---- answering ---------------------------------------------------------------------------------

const agencyPage = (round, name) => `${entry(round)}/agencies/${org(name)}`

test('an agency sees its own items with the rubric, and nobody else answers them', async () => {
    const page = await who.wati.go(agencyPage(spbe[2025], 'diskominfo'))
    assert.equal(page.status, 200)
    assert.match(page.words, /Rintisan|Initial/)
    assert.match(page.text, /type="radio"/)
    assert.equal((await items(spbe[2025], who.wati)).length, 42)
    assert.equal((await items(spbe[2025], who.joko)).length, 7)             // five of its own, two to which it contributes
    assert.equal(await statusOf(who.wati, agencyPage(spbe[2025], 'dinkes')), 404)
    assert.equal(await statusOf(who.eko, agencyPage(spbe[2025], 'dlh')), 404)
    assert.equal(await statusOf(who.dewi, agencyPage(spbe[2025], 'diskominfo')), 404)
    const form = page.forms.find((f) => f.action.includes('/answers'))
    for (const login of ['joko', 'agus', 'wali']) {
        const stolen = await who[login].post(form.action, form.fields)
        assert.ok([400, 403, 404, 415].includes(stolen.status), `${login} ${stolen.status}`)
    }
})

test('answers are saved with a note and evidence in one press; a fault saves nothing and loses nothing', async () => {
    const path = agencyPage(spbe[2025], 'diskominfo'), action = `${path}/answers?from=0`
    const page = await who.wati.go(path)
    const wrong = await who.wati.submit(page, { [`v.${first}`]: '9', [`n.${first}`]: 'Perwali 12/2025' }, { at: action })
    assert.equal(wrong.status, 400)
    assert.match(wrong.words, /has no level/)
    assert.equal(value(wrong, `n.${first}`), 'Perwali 12/2025')
    assert.equal(said(await item(spbe[2025], first), 'agency'), undefined)
    const saved = await who.wati.submit(wrong, { [`v.${first}`]: '3', [`n.${first}`]: 'Perwali 12/2025' },
        { at: action, file: { field: `f.${first}`, name: 'perwali.txt', bytes: 'Peraturan Wali Kota 12/2025' } })
    assert.match(saved.words, /1 answers are saved, 1 documents/)
    const line = await item(spbe[2025], first)
    assert.equal(said(line, 'agency'), '3')
    assert.equal(line.documents.length, 1)
    assert.equal(number(line, 'agency').note, 'Perwali 12/2025')
})

test('the same form sent twice counts once', async () => {
    const path = agencyPage(spbe[2025], 'diskominfo'), action = `${path}/answers?from=0`
    const page = await who.wati.go(path)
    await who.wati.submit(page, { [`v.${second}`]: '2' }, { at: action })
    const again = await who.wati.submit(page, { [`v.${second}`]: '4' }, { at: action })
    assert.match(again.words, /counts once/)
    assert.equal(said(await item(spbe[2025], second), 'agency'), '2')
})

test('two officers on one answer: the second is told what stands there, and loses nothing', async () => {
    const path = agencyPage(spbe[2025], 'diskominfo'), action = `${path}/answers?from=0`
    const mine = await who.wati.go(path), theirs = await who.tono.go(path)
    await who.tono.submit(theirs, { [`v.${second}`]: '4', [`n.${second}`]: 'dari Tono' }, { at: action })
    const late = await who.wati.submit(mine, { [`v.${second}`]: '1', [`n.${second}`]: 'dari Wati' }, { at: action })
    assert.equal(late.status, 400)
    assert.match(late.words, /Meanwhile somebody else answered: 4/)
    assert.equal(value(late, `n.${second}`), 'dari Wati')
    assert.equal(said(await item(spbe[2025], second), 'agency'), '4')
    const mended = await who.wati.submit(late, { [`v.${second}`]: '3' }, { at: action })
    assert.equal(mended.status, 200)
    assert.equal(said(await item(spbe[2025], second), 'agency'), '3')
})

test('two hundred faulty cells of a pasted grid stand at their cells, and nothing is saved or lost', async () => {
    const path = `${agencyPage(spbe[2025], 'diskominfo')}/paste`
    const rows = ['Item\tAnswer\tNote', ...Array.from({ length: 200 }, (_, i) => `${first}\t${i + 6}\tcatatan ${i}`)].join('\n')
    const before = await item(spbe[2025], first)
    const wrong = await typed(who.wati, path, { rows }, { at: path })
    assert.equal(wrong.status, 400)
    assert.match(wrong.words, /Faults in the table: 200/)
    assert.equal(value(wrong, 'rows'), rows)
    assert.deepEqual(await item(spbe[2025], first), before)
})

test('a pasted grid answers many items; of another agency it takes none', async () => {
    const own = (await items(spbe[2025], who.wati)).map((i) => i.item)
    const path = `${agencyPage(spbe[2025], 'diskominfo')}/paste`
    const others = (await items(spbe[2025])).find((i) => i.org_code === org('dinkes')).item
    const sheet = (codes) => ['Item\tAnswer\tNote', ...codes.map((c) => `${c}\t3\tditempel`)].join('\n')
    const wrong = await typed(who.wati, path, { rows: sheet([own[0], others]) }, { at: path })
    assert.equal(wrong.status, 400)
    assert.match(wrong.words, /no item .* that you may write/)
    const right = await typed(who.wati, path, { rows: sheet(own) }, { at: path })
    assert.match(right.words, /42 answers are saved/)
    const health = (await items(spbe[2025], who.joko)).filter((i) => i.org_code === org('dinkes')).map((i) => i.item)
    const theirs = `${agencyPage(spbe[2025], 'dinkes')}/paste`
    assert.match((await typed(who.joko, theirs, { rows: sheet(health) }, { at: theirs })).words, /5 answers are saved/)
    assert.equal(await statusOf(who.joko, `${agencyPage(spbe[2025], 'diskominfo')}/approve`), 403)
})

test('one document is evidence of several items, and comes off again', async () => {
    const path = agencyPage(spbe[2025], 'diskominfo')
    const page = await who.wati.go(path)
    const form = page.forms.find((f) => f.action === `${path}/documents`)
    const document = (await item(spbe[2025], first)).documents[0]
    const some = (await items(spbe[2025], who.wati)).slice(2, 5).map((i) => i.item)
    const none = await who.wati.submit(page, { document }, { at: form.action })
    assert.equal(none.status, 400)
    assert.match(none.words, /at least one item/)
    const token = form.fields.filter(([n]) => !['document', 'item'].includes(n))
    const cited = await who.wati.follow(await who.wati.post(form.action, [...token, ['document', document], ...some.map((i) => ['item', i])]))
    assert.match(cited.words, /evidence of 3 items/)
    assert.deepEqual((await item(spbe[2025], some[2])).documents, [document])
    const off = await who.wati.submit(await who.wati.go(path), { [`x.${some[2]}`]: document, [`v.${some[2]}`]: '3' },
        { at: `${path}/answers?from=0` })
    assert.equal(off.status, 200)
    assert.deepEqual((await item(spbe[2025], some[2])).documents, [])
})

test('a ZIP gives files to items by their numbers', async () => {
    const code = (await json(who.wati, entry(spbe[2025]))).code
    const page = await who.wati.go(`/documents/zip?thing=assess&key=${code}`)
    assert.equal(page.status, 200)
    assert.match(page.words, /Evaluasi SPBE 2025/)
    const sent = await who.wati.submit(page, {}, { at: '/documents/zip', file: { name: 'bukti.zip', bytes: zip({ '2 bukti.txt': 'bukti kedua' }) } })
    assert.equal(sent.status, 200)
    for (let i = 0; (await item(spbe[2025], second)).documents.length === 0; i++) {
        assert.ok(i < 300, 'the ZIP was not read')
        await new Promise((done) => { setTimeout(done, 100) })
    }
    assert.equal((await item(spbe[2025], second)).documents.length, 1)
})

// ---- approving ---------------------------------------------------------------------------------

const sendAll = (login, path) => typed(who[login], path, {}, { at: `${path}/answers?from=0`, press: 'send' })

test('the head approves what was sent, and returns with a reason; the board follows', async () => {
    const path = agencyPage(spbe[2025], 'diskominfo')
    assert.equal((await who.wati.go(`${path}/approve`)).status, 403)
    assert.match((await who.budi.go(`${path}/approve`)).words, /No item waits/)
    assert.match((await sendAll('wati', path)).words, /42 items are sent for approval/)
    assert.equal((await tasks(who.sri)).find((t) => t.org_code === org('diskominfo')).state, 'answered')
    const page = await who.budi.go(`${path}/approve`)
    const form = page.forms.find((f) => f.action === `${path}/approve`)
    const only = (codes, more) => [...form.fields.filter(([n]) => !['item', 'why'].includes(n)), ...codes.map((c) => ['item', c]), ...more]
    const silent = await who.budi.post(form.action, only([second], [['why', ''], ['do', 'return']]))
    assert.equal(silent.status, 400)
    assert.match(silent.words, /Say why/)
    const back = await who.budi.follow(await who.budi.post(form.action, only([second], [['why', 'lampirkan bukti'], ['do', 'return']])))
    assert.match(back.words, /1 items are returned/)
    assert.equal((await item(spbe[2025], second)).state, 'returned')
    assert.equal((await tasks(who.sri)).find((t) => t.org_code === org('diskominfo')).state, 'returned')
    assert.match((await who.wati.go(path)).words, /lampirkan bukti/)
    // What was changed after the head opened the page is looked at again.
    await typed(who.wati, path, { [`n.${first}`]: 'berubah' }, { at: `${path}/answers?from=0` })
    const stale = await who.budi.post(form.action, only([first], [['why', ''], ['do', 'approve']]))
    assert.equal(stale.status, 409)
    assert.match(stale.words, /was changed after you had opened the page/)
    await sendAll('wati', path)
    const done = await typed(who.budi, `${path}/approve`, {}, { at: `${path}/approve`, press: 'approve' })
    assert.equal(done.status, 200, done.words)
})

test('all of it is approved, and then its task has ended; an approved item is not changed', async () => {
    const path = agencyPage(spbe[2025], 'diskominfo')
    for (const [login, p] of [['budi', path], ['rina', agencyPage(spbe[2025], 'dinkes')]]) {
        if (login === 'rina') await sendAll('joko', p)
        const page = await who[login].go(`${p}/approve`)
        const form = page.forms.find((f) => f.action === `${p}/approve`)
        if (form) assert.equal((await who[login].follow(await who[login].post(form.action, [...form.fields, ['do', 'approve']]))).status, 200)
    }
    assert.ok((await items(spbe[2025])).every((i) => i.state === 'approved'))
    assert.deepEqual(await tasks(who.wati), [])
    const paste = `${path}/paste`
    const late = await typed(who.wati, paste, { rows: `Item\tAnswer\n${first}\t5` }, { at: paste })
    assert.equal(late.status, 400)
    assert.match(late.words, /This item is approved/)
})

// ---- the city ----------------------------------------------------------------------------------

test('the city takes approved numbers over, or puts its own beside; both stay', async () => {
    const path = `${entry(spbe[2025])}/city`
    for (const login of ['wali', 'agus', 'dewi']) assert.ok([403, 404].includes((await who[login].go(path)).status), login)
    const page = await who.sri.go(path)
    const own = await who.sri.submit(page, { [`v.${first}`]: '2', [`n.${first}`]: 'belum di semua unit' }, { at: `${path}/answers?from=0`, press: 'save' })
    assert.match(own.words, /1 numbers of the city are saved/)
    const taken = await who.sri.submit(await who.sri.go(path), {}, { at: `${path}/answers?from=0`, press: 'take' })
    assert.match(taken.words, /46 approved numbers are taken over/)
    const line = await item(spbe[2025], first)
    assert.deepEqual([said(line, 'agency'), said(line, 'city')], ['3', '2'])
    assert.equal(said(await item(spbe[2025], second), 'city'), '3')
    const e = await json(who.sri, entry(spbe[2025]))
    assert.ok(e.index_agency > e.index_city, `${e.index_agency} ${e.index_city}`)
})

test('the city returns an approved item, its number stays', async () => {
    const path = `${entry(spbe[2025])}/city`
    const back = await typed(who.sri, path, { item: second, why: 'nilai ulang' }, { at: `${path}/return` })
    assert.match(back.words, /is returned to its agency/)
    assert.equal((await item(spbe[2025], second)).state, 'returned')
    assert.equal(said(await item(spbe[2025], second), 'city'), '3')
})

// ---- stating and sending -----------------------------------------------------------------------

test('the head of region states and sends; nobody else, and nothing that is not whole', async () => {
    const path = `${entry(spbe[2025])}/statement`
    assert.equal(await statusOf(who.asih, entry(spbe[2025])), 404)
    const page = await who.wali.go(path)
    assert.match(page.words, /true and complete/)
    const form = page.forms.find((f) => f.action === path)
    for (const login of ['sri', 'agus', 'budi']) assert.ok([400, 403, 404].includes((await who[login].post(path, form.fields)).status), login)
    const unticked = await who.wali.submit(page, {}, { at: path })
    assert.equal(unticked.status, 400)
    const sent = await who.wali.submit(page, { states: '1' }, { at: path })
    assert.match(sent.words, /is sent/)
    const again = await who.wali.post(path, [...form.fields.filter(([n]) => n !== 'states'), ['states', '1']])
    assert.equal(again.status, 409)
    assert.match(again.words, /counts once/)
    const e = await json(who.sri, entry(spbe[2025]))
    assert.deepEqual([e.locked, e.sent_stage], [true, 1])
})

test('what was sent is a text whose SHA-256 was stated; its evidence is locked, nothing is written any more', async () => {
    const sent = await json(who.agus, `${entry(spbe[2025])}/sent/1/1`)
    assert.equal(createHash('sha256').update(sent.frozen).digest('hex'), sent.sha256)
    assert.equal((await shell(['assess', 'sent', spbe[2025], KEDIRI])).out, sent.frozen)
    assert.match(sent.frozen, new RegExp(`item\\t${first}\\t\\t2\\t35\\.71-diskominfo\\tbelum di semua unit\\t[A-Z0-9-]+:1:[0-9a-f]{64}`))
    assert.equal(await statusOf(who.wati, `${entry(spbe[2025])}/sent/1/1`), 403)
    const city = `${entry(spbe[2025])}/city`
    assert.doesNotMatch((await who.sri.go(city)).text, /value="save"/)
    const paste = `${agencyPage(spbe[2025], 'diskominfo')}/paste`
    const late = await typed(who.wati, paste, { rows: `Item\tAnswer\n${second}\t5` }, { at: paste })
    assert.equal(late.status, 409)
    assert.match(late.words, /was sent; it stays/)
})

test('an assessor reads it in a seat only, once it was sent', async () => {
    assert.equal(await statusOf(who.asih, entry(spbe[2025])), 404)
    const post = (await shell(['post', 'list', '--json'])).out
    const code = JSON.parse(post).find((p) => p.title === 'Asesor 1').code
    await shell(['round', 'seat', spbe[2025], '--region', KEDIRI, '--post', code])
    assert.equal((await json(who.asih, entry(spbe[2025]))).items.length, 47)
    assert.equal((await who.asih.go(`${entry(spbe[2025])}/city`)).status, 403)
})

test('it is taken back with a reason, and the second sending shows the difference', async () => {
    const at2 = `${entry(spbe[2025])}/reopen`
    const silent = await typed(who.wali, entry(spbe[2025]), { why: '' }, { at: at2 })
    assert.equal(silent.status, 400)
    const back = await typed(who.wali, entry(spbe[2025]), { why: 'satu butir keliru' }, { at: at2 })
    assert.match(back.words, /taken back/)
    const city = `${entry(spbe[2025])}/city`
    await typed(who.sri, city, { [`v.${first}`]: '3' }, { at: `${city}/answers?from=0`, press: 'save' })
    const path = `${entry(spbe[2025])}/statement`
    const page = await who.wali.go(path)
    assert.match(page.words, /What is different from the last sending/)
    await who.wali.submit(page, { states: '1' }, { at: path })
    const second2 = await json(who.sri, `${entry(spbe[2025])}/sent/1/2`)
    assert.deepEqual(second2.differences.map((d) => [d.item, d.before, d.after]), [[first, '2', '3']])
    assert.notEqual(second2.sha256, (await json(who.sri, `${entry(spbe[2025])}/sent/1/1`)).sha256)
})

// ---- a year later: two instruments side by side ------------------------------------------------

const answerAll = async (round, level) => {
    await shell(['assess', 'give', round, KEDIRI, '--org', org('diskominfo'),
        '--item', (await items(round)).map((i) => i.item).join(' ')])
    const path = agencyPage(round, 'diskominfo'), rubric = (await items(round)).map((i) => i.item)
    return typed(who.wati, `${path}/paste`, { rows: ['Item\tAnswer', ...rubric.map((i) => `${i}\t${level(i)}`)].join('\n') }, { at: `${path}/paste` })
}

test('last year stands beside this year, and its evidence is used again with one tick', async () => {
    await on('2026-06-10')
    await openRound('spbe-2020', 2026, 'Evaluasi SPBE 2026')
    await openRound('pemdi-2026', 2026, 'Evaluasi Pemdi 2026')
    await openRound('smart-city-evaluation', 2026, 'Evaluasi Kota Cerdas 2026')
    assert.match((await answerAll(spbe[2026], () => 3)).words, /47 answers/)
    const line = await item(spbe[2026], first)
    assert.equal(line.before, '3')
    assert.deepEqual(line.documents, [])
    const path = agencyPage(spbe[2026], 'diskominfo')
    const page = await who.wati.go(path)
    assert.match(page.words, /In 2025: 3/)
    const old = (await item(spbe[2025], first)).documents[0]
    const used = await who.wati.submit(page, { [`c.${first}`]: old }, { at: `${path}/answers?from=0` })
    assert.equal(used.status, 200)
    assert.deepEqual((await item(spbe[2026], first)).documents, [old])
})

test('SPBE and Pemdi are answered side by side, and one document serves both', async () => {
    assert.match((await answerAll(pemdi, (i) => /0[567]$/.test(i) ? '3,5' : 4)).words, /20 answers/)
    const path = agencyPage(pemdi, 'diskominfo'), document = (await item(spbe[2026], first)).documents[0]
    await typed(who.wati, path, { 'd.indicator-01': document }, { at: `${path}/answers?from=0` })
    assert.deepEqual((await item(pemdi, 'indicator-01')).documents, [document])
    const cites = (await who.wati.go(`/documents/${document}`)).words
    assert.match(cites, new RegExp(`${spbe[2026]}-35.71`))
    assert.match(cites, new RegExp(`${pemdi}-35.71`))
    assert.equal((await item(pemdi, 'indicator-01')).before, null)          // never on one line with SPBE
    assert.equal(said(await item(pemdi, 'indicator-05'), 'agency'), '3.5')
})

test('the smart-city evaluation is answered by figures; beyond the scale is refused', async () => {
    await shell(['assess', 'give', smart, KEDIRI, '--org', org('brida'), '--item', 'baseline output outcome quick_win'])
    await shell(['assess', 'give', smart, KEDIRI, '--org', org('diskominfo'), '--item', 'governance branding economy living society environment'])
    const path = agencyPage(smart, 'diskominfo'), action = `${path}/answers?from=0`
    const wrong = await typed(who.wati, path, { 'v.governance': '4,5' }, { at: action })
    assert.equal(wrong.status, 400)
    assert.match(wrong.words, /outside the scale/)
    const right = await who.wati.submit(wrong, { 'v.governance': '2,75', 'v.branding': '2,75', 'v.economy': '3,5', 'v.living': '3,33',
        'v.society': '3,33', 'v.environment': '2,75' }, { at: action })
    assert.match(right.words, /6 answers are saved/)
    assert.equal(said(await item(smart, 'living'), 'agency'), '3.33')
})

test('an incomplete one is not sent, and says what is missing', async () => {
    const path = `${entry(smart)}/statement`
    const page = await who.wali.go(path)
    assert.match(page.words, /10 items have no number of the city/)
    assert.equal(page.forms.find((f) => f.action === path), undefined)
    assert.equal((await json(who.sri, entry(smart))).index_city, null)
})

async function approveAndSend(round, name = 'diskominfo', head = 'budi') {
    const path = agencyPage(round, name)
    for (let i = 0; i < 2; i++) {
        await sendAll('wati', path)
        const form = (await who[head].go(`${path}/approve`)).forms.find((f) => f.action === `${path}/approve`)
        if (form) await who[head].post(form.action, [...form.fields, ['do', 'approve']])
    }
    const city = `${entry(round)}/city`
    await typed(who.sri, city, {}, { at: `${city}/answers?from=0`, press: 'take' })
    const sent = await typed(who.wali, `${entry(round)}/statement`, { states: '1' }, { at: `${entry(round)}/statement` })
    assert.match(sent.words, /is sent/, sent.words.slice(0, 400))
}

test('both are sent in stage I', async () => {
    await approveAndSend(spbe[2026])
    await approveAndSend(pemdi)
    assert.equal((await json(who.sri, entry(pemdi))).index_city, 3.95)
})

// ---- stage II ----------------------------------------------------------------------------------

test('between the stages nothing is written', async () => {
    await on('2026-07-10')
    const paste = `${agencyPage(spbe[2026], 'diskominfo')}/paste`
    const late = await typed(who.wati, paste, { rows: `Item\tAnswer\n${first}\t5` }, { at: paste })
    assert.equal(late.status, 409)
    assert.equal((await who.sri.go(`${entry(spbe[2026])}/give`)).forms.find((f) => f.action.endsWith('/give')), undefined)
})

test('stage II begins with what stage I ended with, for both instruments', async () => {
    await on('2026-10-05')
    for (const round of [spbe[2026], pemdi]) {
        const page = await who.sri.go(entry(round))
        assert.match(page.words, /Stage II/)
        const begun = await who.sri.submit(page, {}, { at: `${entry(round)}/begin` })
        assert.match(begun.words, /The stage has begun/)
        const lines = await items(round)
        assert.ok(lines.every((l) => l.state === 'given' && said(l, 'agency') && said(l, 'agency') === said(l, 'city')))
    }
    const line = await item(spbe[2026], first)
    assert.deepEqual([line.before, said(line, 'agency'), said(line, 'city')], ['3', '3', '3'])
    assert.deepEqual((await tasks(who.wati)).map((t) => t.key).sort(), [`${pemdi}-35.71`, `${smart}-35.71`, `${spbe[2026]}-35.71`])
    const page = await who.wati.go(agencyPage(spbe[2026], 'diskominfo'))
    assert.match(page.words, /Stage I ended with: 3/)
})

test('a better answer of stage II is taken over by the city and sent; the difference names it', async () => {
    const path = agencyPage(spbe[2026], 'diskominfo')
    await typed(who.wati, path, { [`v.${first}`]: '4', [`n.${first}`]: 'sudah terpadu' }, { at: `${path}/answers?from=0` })
    await approveAndSend(spbe[2026])
    const line = await item(spbe[2026], first)
    assert.deepEqual([said(line, 'agency'), said(line, 'city')], ['4', '4'])
    const sent = await json(who.sri, `${entry(spbe[2026])}/sent/2/1`)
    assert.deepEqual(sent.differences.map((d) => [d.item, d.before, d.after, d.note]), [[first, '3', '4', true]])
    assert.equal((await json(who.sri, `${entry(spbe[2026])}/sent/1/1`)).differences.length, 0)
    await approveAndSend(pemdi)
})

// ---- as data -----------------------------------------------------------------------------------

test('the region’s page leads to its self-assessments, and the entry is there as rows', async () => {
    assert.match((await who.sri.go('/regions/35.71')).words, /Self-assessments/)
    assert.doesNotMatch((await who.stranger.go('/regions/35.71')).words, /Self-assessments/)
    const csv = (await who.sri.get(`${entry(spbe[2026])}.csv`)).text.trim().split('\n')
    assert.equal(csv.length, 48)
    assert.match(csv[0], /^item,title,org_code,state,due,before,agency,city/)
    assert.match((await shell(['assess', 'show', spbe[2026], KEDIRI])).out, /Kota Kediri/)
    const wrong = await shell(['assess', 'show', spbe[2026], '99.99'], 1)
    assert.match(wrong.err, /99\.99/)
})

test('an auditor takes the entry away as a file for examination', async () => {
    assert.match((await who.agus.go(entry(spbe[2026]))).text, /\/dossiers\/new\?thing=assess/)
})
