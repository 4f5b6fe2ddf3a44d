// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A region at a glance: its head sees the index against the target, what is weakest, who is late, which findings are
// open and what waits for a decision, each with the way there; the same on one A4 page, however long the names are.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { guyub, makePerson, makePost, PASSWORD, runProgram, signIn, visitor } from '../harness/guyub.mjs'

const ROUND = 'readiness-2027', KEDIRI = '35.71', HEAD = `/regions/${KEDIRI}/head`, AGENCIES = `/rounds/${ROUND}/regions/${KEDIRI}/agencies`
const ENTRY = `/assessments/${ROUND}/${KEDIRI}`, FINDINGS = `/rounds/${ROUND}/regions/${KEDIRI}/findings`, RESULT = `/rounds/${ROUND}/regions/${KEDIRI}/result`
const ITEMS = ['people', 'budget', 'governance', 'physical', 'digital', 'social', 'policy', 'institution', 'execution', 'nature', 'culture']
const LONG = 'Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana Kota Kediri'
const at = (day) => String(Date.parse(`${day}T03:00:00Z`) / 1000)
const folder = mkdtempSync(join(tmpdir(), 'guyub-head-'))
let g, now = '2027-01-12', who = {}
const post = {}

async function must(args) {
    const r = await g.run([...args, '--lang', 'en'], { env: { GUYUB_NOW: at(now) } })
    assert.equal(r.code, 0, `${args.join(' ')}: ${r.err}`)
}
async function person(login, kind, title, place = {}) {
    post[login] = await makePost(g, kind, title, place)
    await makePerson(g, login, { posts: [post[login]] })
}
async function day(date) {
    now = date
    for (const v of Object.values(who)) v.close()
    who = {}
    await g.restart({ GUYUB_NOW: at(date) })
}
const as = async (login) => who[login] ??= login ? await signIn(g.url, login, PASSWORD) : visitor(g.url)
const json = async (login, path = `${HEAD}.json`) => (await (await as(login)).get(path, { accept: 'application/json' })).json
const statusOf = async (login, path) => (await (await as(login)).get(path)).status
const waiting = async (login) => (await json(login)).waiting.map((w) => [w.what, w.href])

// The PDF as pdfinfo and pdftotext read it.
async function paper(login, lang) {
    const v = await as(login), file = join(folder, `head-${lang}.pdf`)
    const r = await fetch(`${g.url}${HEAD}/paper?lang=${lang}`, { headers: { cookie: [...v.cookies].map((c) => c.join('=')).join('; '), 'user-agent': v.agent } })
    assert.equal(r.status, 200)
    assert.match(r.headers.get('content-type'), /application\/pdf/)
    writeFileSync(file, Buffer.from(await r.arrayBuffer()))
    const info = (await runProgram('pdfinfo', [file])).out
    assert.match(info, /Pages:\s+1\n/, info)
    assert.match(info, /A4/)
    return (await runProgram('pdftotext', ['-layout', file, '-'])).out.replace(/\s+/g, ' ')
}

before(async () => {
    g = await guyub({ env: { GUYUB_NOW: at(now), GUYUB_JOBS: '1', GUYUB_VAULT: join(folder, 'vault') } })
    const orgs = ['code,kind,name,short_name,region_code,parent_code,valid_from,valid_to,successor_code,law,source',
        ...ITEMS.slice(2).map((item, i) => `35.71-${item},agency,"${LONG} ${i + 1}",,35.71,,2016-12-31,,,,Perda uji 1/2016`)]
    writeFileSync(join(folder, 'org.csv'), `${orgs.join('\n')}\n`)
    await must(['org', 'import', join(folder, 'org.csv')])
    await person('kantor', 'programme_office', 'Kantor Program')
    await person('wali', 'head_of_region', 'Wali Kota Kediri', { region: KEDIRI })
    await person('sekda', 'region_secretary', 'Sekretaris Daerah Kota Kediri', { region: KEDIRI })
    await person('koko', 'coordinator', 'Koordinator Kota Kediri', { region: KEDIRI })
    await person('jambi', 'coordinator', 'Koordinator Kota Jambi', { region: '15.71' })
    await person('walijambi', 'head_of_region', 'Wali Kota Jambi', { region: '15.71' })
    await person('wati', 'contributor', 'Kontributor Diskominfo', { org: '35.71-diskominfo' })
    await person('asa', 'assessor', 'Asesor Satu')
    await person('abi', 'assessor', 'Asesor Dua')
    await must(['round', 'add', '--instrument', 'readiness', '--year', '2027', '--title', 'Kesiapan 2027',
        '--rule', "${code} = '35.71' or ${code} = '15.71'", '--disagreement', '1'])
    await must(['round', 'dates', ROUND, '--stage-1-from', '2027-01-11', '--stage-1-to', '2027-02-05', '--judge-1-from', '2027-02-08',
        '--judge-1-to', '2027-02-19', '--result-1-from', '2027-02-22', '--result-1-to', '2027-03-31', '--why', 'uji'])
    await must(['round', 'join', ROUND])
    await must(['round', 'open', ROUND])
    for (const login of ['asa', 'abi']) await must(['round', 'seat', ROUND, '--region', KEDIRI, '--post', post[login]])
    await day(now)
})
after(async () => {
    for (const v of Object.values(who)) v.close()
    await g?.stop()
    rmSync(folder, { recursive: true, force: true })
})

test('the last published index, its target, what is weakest; what is not known says so', async () => {
    const head = await json('wali')
    assert.deepEqual([head.instrument, head.year, String(head.index), head.target_year, String(head.target), String(head.over_target)],
        ['smart-city-evaluation', 2023, '3.2', 2024, '3.55', '-0.35'])
    assert.equal(head.rank_national, null)
    assert.deepEqual([head.weakest_year, head.weakest.map((w) => [w.item, String(w.figure)])],
        [2022, [['Smart Governance', '2.75'], ['Smart Branding', '2.75'], ['Smart Environment', '2.75']]])
    assert.deepEqual([head.late, head.findings], [[], []])
    const page = await (await as('wali')).go(HEAD)
    assert.match(page.words, /3\.200.*of 4, in 2023/)
    assert.match(page.words, /Target 3\.55 for 2024, RPJMD/)
    assert.match(page.words, /National rank unknown/)
    assert.match(page.words, /Weakest smart dimensions/)
    assert.match(page.words, /No agency is late/)
})

test('who may not is refused; one\'s own region and no other', async () => {
    for (const login of ['wali', 'sekda', 'koko', 'kantor']) assert.equal(await statusOf(login, HEAD), 200, login)
    for (const login of ['jambi', 'walijambi', 'wati', 'asa'])
        for (const path of [HEAD, `${HEAD}/paper`]) assert.equal(await statusOf(login, path), 403, `${login} ${path}`)
    for (const path of [HEAD, `${HEAD}/paper`]) assert.equal(await statusOf('', path), 303, 'to the door')
    assert.equal(await statusOf('kantor', '/regions/35.71.01/head'), 404, 'a district')
    assert.equal(await statusOf('kantor', '/regions/99.99/head'), 404)
    assert.equal(await statusOf('wali', `${HEAD}?instrument=tidak-ada`), 404)
})

test('a decision waits for who makes it, and for nobody else', async () => {
    assert.deepEqual(await waiting('wali'), [['state', `${ENTRY}/statement`]])
    assert.deepEqual(await waiting('koko'), [['consolidate', `${ENTRY}/city`]])
    assert.deepEqual(await waiting('kantor'), [])
    const page = await (await as('wali')).go(HEAD)
    assert.match(page.words, /State that the answers are true, and send.*0 of 11 items have the city's number/)
    assert.equal(await statusOf('wali', `${ENTRY}/statement`), 200)
})

test('agencies that are late: who, how many items, how many days; an agency sees its own line', async () => {
    const koko = await as('koko'), wati = await as('wati')
    const rows = ['Item\tAgency in charge\tContributing\tLast day', ...ITEMS.map((item, i) =>
        `${item}\t35.71-${i < 2 ? 'diskominfo' : item}\t\t2027-01-${i < 2 ? 14 : 15}`)]
    const give = await koko.submit(await koko.go(`${ENTRY}/give`), { rows: rows.join('\n') }, { at: `${ENTRY}/give/paste` })
    assert.equal(give.status, 200, give.words)
    const mine = `${ENTRY}/agencies/35.71-diskominfo`
    await wati.submit(await wati.go(`${mine}/paste`), { rows: 'Item\tAnswer\tNote\npeople\t2\tPerwali 12/2025\nbudget\t2\tAPBD 2026' }, { at: `${mine}/paste` })
    await wati.submit(await wati.go(mine), {}, { at: `${mine}/answers?from=0`, press: 'send' })
    assert.deepEqual(await waiting('sekda'), [['approve', `${mine}/approve`], ['consolidate', `${ENTRY}/city`]])
    assert.equal(await statusOf('sekda', `${mine}/approve`), 200)
    await day('2027-01-18')
    const head = await json('wali')
    assert.equal(head.late.length, 9)
    assert.deepEqual([head.late[0].organisation, head.late[0].items, head.late[0].days], ['35.71-governance', 1, 3])
    const page = await (await as('wali')).go(HEAD)
    assert.match(page.words, /Agencies that are late: 9/)
    assert.match(page.words, /1 item 3 days late/)
    assert.match(page.words, /And 4 more/)
    assert.deepEqual((await json('wati', `${AGENCIES}.json`)).map((r) => [r.organisation, r.given]), [['35.71-diskominfo', 2]])
    assert.equal((await json('koko', `${AGENCIES}.json`)).length, 10)
    assert.equal(await statusOf('wati', `/rounds/${ROUND}/regions/15.71/agencies`), 403)
    assert.equal(await statusOf('jambi', AGENCIES), 403)
})

test('one A4 page, in both languages, with names as long as they are', async () => {
    const en = await paper('wali', 'en'), id = await paper('wali', 'id')
    assert.match(en, /Kota Kediri at a glance.*3\.200 \(year 2023\).*3\.55 \(for 2024\): −0\.35.*Agencies that are late: 9.*Decisions that wait for Wali Kota Kediri: 1/)
    assert.match(id, /Ringkasan Kota Kediri.*3,200 \(tahun 2023\).*Perangkat daerah yang terlambat: 9.*Menunggu keputusan Wali Kota Kediri: 1/)
    assert.match(en, /Dinas Pemberdayaan Perempuan/)
    assert.match(en, /And \d more\./)
})

test('the kinds of what is owed are called by their names', async () => {
    const page = await (await as('koko')).go('/tasks')
    assert.match(page.text, /<option value="round">evaluation round<\/option>/)
    assert.match(page.text, /<option value="assess">self-assessment<\/option>/)
})

test('findings of the round are open with their day; who gives them finds them waiting', async () => {
    const koko = await as('koko'), wali = await as('wali')
    const values = Object.fromEntries(ITEMS.flatMap((i, n) => [[`v.${i}`, n < 3 ? '1' : '3'], [`n.${i}`, `catatan ${i}`]]))
    assert.equal((await koko.submit(await koko.go(`${ENTRY}/city`), values, { press: 'save' })).status, 200)
    assert.match((await wali.go(HEAD)).words, /11 of 11 items have the city's number/)
    assert.equal((await wali.submit(await wali.go(`${ENTRY}/statement`), { states: '1' })).status, 200)
    assert.deepEqual((await json('wali')).late, [], 'what was sent is late no more')
    assert.deepEqual(await waiting('wali'), [])
    await day('2027-02-09')
    for (const login of ['asa', 'abi']) {
        const v = await as(login), theirs = `/judging/${ROUND}/${KEDIRI}`
        const scores = Object.fromEntries(ITEMS.map((i, n) => [`v.${i}`, n < 3 ? '1' : '3']))
        assert.equal((await v.submit(await v.go(`${theirs}/score`), scores, { press: 'save' })).status, 200)
        await v.submit(await v.go(theirs), {}, { at: `${theirs}/finish` })
    }
    const asa = await as('asa')
    await asa.submit(await asa.go(FINDINGS), { kind: 'weakness', item: 'people', text: 'Tim belum ber-SK.' }, { at: FINDINGS })
    await asa.submit(await asa.go(FINDINGS), { kind: 'strength', item: '', text: 'Warga ikut.' }, { at: FINDINGS })
    assert.deepEqual((await json('wali')).findings.map((f) => [f.text, f.organisation, f.due]), [['Tim belum ber-SK.', null, null]])
    assert.deepEqual(await waiting('koko'), [['give', FINDINGS]])
    const id = (await json('koko', `${FINDINGS}.json`))[0].finding
    const page = await (await as('koko')).go(FINDINGS)
    const form = page.forms.find((f) => f.action === `${FINDINGS}/${id}`)
    assert.ok(form, 'the finding can be given')
    await (await as('koko')).post(`${FINDINGS}/${id}`, { ...Object.fromEntries(form.fields), do: 'give', org: '35.71-diskominfo', due: '2027-03-15' })
    const [given] = (await json('wali')).findings
    assert.deepEqual([given.organisation, given.due], ['Dinas Komunikasi dan Informatika Kota Kediri', '2027-03-15'])
    assert.match((await (await as('wali')).go(HEAD)).words, /Open findings: 1.*15 March 2027/)
    assert.deepEqual(await waiting('koko'), [])
})

test('published, it is the last result: rank with the tie, the weakest of the edition, doors that lead there', async () => {
    await day('2027-02-23')
    await must(['judge', 'lock', ROUND, KEDIRI])
    await must(['result', 'publish', ROUND, '--stage', '1'])
    const head = await json('wali')
    assert.deepEqual([head.instrument, head.year, head.target, head.source], ['readiness', 2027, null, RESULT])
    assert.equal(head.weakest[0].item, 'Structure')
    const page = await (await as('wali')).go(HEAD)
    assert.match(page.words, /National rank 1 of 1/)
    assert.match(page.words, /Target unknown/)
    assert.match(page.words, /By another instrument: Smart City Evaluation/)
    assert.equal((await json('wali', `${HEAD}.json?instrument=smart-city-evaluation`)).year, 2023)
    const anybody = await (await as('')).go(`/regions/${KEDIRI}`), own = await (await as('wali')).go(`/regions/${KEDIRI}`)
    assert.ok(anybody.text.includes(`${RESULT}?stage=1`))
    assert.ok(!anybody.text.includes(`href="${HEAD}"`))
    assert.ok(own.text.includes(`href="${HEAD}"`))
    const entry = await (await as('koko')).go(ENTRY), aim = `/regions/${KEDIRI}/aim/readiness?round=${ROUND}`
    assert.ok(entry.text.includes(`href="${aim}"`))
    assert.equal(await statusOf('koko', aim), 200)
    assert.match(await paper('wali', 'id'), /Bagian terlemah/)
})
