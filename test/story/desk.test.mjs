// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The evaluation at a glance: the programme's office sees how far three regions are and what is late; a region sees
// how its agencies take part, by the formula on the page. Who has no right is refused.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { guyub, makePerson, makePost, PASSWORD, signIn, visitor } from '../harness/guyub.mjs'

const ROUND = 'readiness-2027', KEDIRI = '35.71', OFFICE = `/rounds/${ROUND}/office`
const AGENCIES = `/rounds/${ROUND}/regions/${KEDIRI}/agencies`
const at = (day) => String(Date.parse(`${day}T03:00:00Z`) / 1000)
const folder = mkdtempSync(join(tmpdir(), 'guyub-desk-'))
const who = {}, logins = []
let g, now = '2027-01-12'

async function must(args) {
    const r = await g.run([...args, '--lang', 'en'], { env: { GUYUB_NOW: at(now) } })
    assert.equal(r.code, 0, `${args.join(' ')}: ${r.err}`)
}
async function person(login, kind, title, place) {
    const post = await makePost(g, kind, title, place)
    await makePerson(g, login, { posts: [post] })
    logins.push(login)
    return post
}
async function day(date) {
    now = date
    for (const v of Object.values(who)) v.close()
    await g.restart({ GUYUB_NOW: at(date) })
    for (const login of logins) who[login] = await signIn(g.url, login, PASSWORD)
    who.stranger = visitor(g.url)
}
const json = async (v, path) => (await v.get(path, { accept: 'application/json' })).json
const statusOf = async (v, path) => (await v.get(path, { accept: 'application/json' })).status
const kediri = async () => (await json(who.kantor, `${OFFICE}.json?stage=1`)).regions.find((r) => r.region_code === KEDIRI)

before(async () => {
    g = await guyub({ env: { GUYUB_NOW: at(now), GUYUB_JOBS: '1', GUYUB_VAULT: join(folder, 'vault') } })
    writeFileSync(join(folder, 'org.csv'),
        'code,kind,name,short_name,region_code,parent_code,valid_from,valid_to,successor_code,law,source\n' +
        '35.71-dinkes,agency,Dinas Kesehatan Kota Kediri,,35.71,,2016-12-31,,,,Perda uji 1/2016\n')
    await must(['org', 'import', join(folder, 'org.csv')])
    await person('kantor', 'programme_office', 'Kantor Program', {})
    await person('koko', 'coordinator', 'Koordinator Kota Kediri', { region: KEDIRI })
    await person('jambi', 'coordinator', 'Koordinator Kota Jambi', { region: '15.71' })
    await person('wati', 'contributor', 'Kontributor Diskominfo', { org: '35.71-diskominfo' })
    const asa = await person('asa', 'assessor', 'Asesor Satu', {})
    await must(['round', 'add', '--instrument', 'readiness', '--year', '2027', '--title', 'Kesiapan 2027',
        '--rule', "${code} = '35.71' or ${code} = '15.71' or ${code} = '35.73'", '--disagreement', '1'])
    await must(['round', 'dates', ROUND, '--stage-1-from', '2027-01-11', '--stage-1-to', '2027-02-05', '--judge-1-from', '2027-02-08',
        '--judge-1-to', '2027-02-19', '--result-1-from', '2027-02-22', '--result-1-to', '2027-02-26', '--why', 'uji'])
    await must(['round', 'join', ROUND])
    await must(['round', 'open', ROUND])
    await must(['round', 'seat', ROUND, '--region', KEDIRI, '--post', asa])
    await day(now)
})
after(async () => {
    for (const v of Object.values(who)) v.close()
    await g?.stop()
    rmSync(folder, { recursive: true, force: true })
})

test('before anything is given: regions stand there, unknown is not 0', async () => {
    const office = await json(who.kantor, `${OFFICE}.json`)
    assert.deepEqual(office.regions.map((r) => r.region_code), ['15.71', '35.71', '35.73'])
    assert.deepEqual(office.regions.map((r) => r.sent), [false, false, false])
    assert.deepEqual(office.regions.map((r) => r.seats), [0, 1, 0])
    assert.deepEqual(office.assessors.map((a) => [a.title, a.regions, a.finished]), [['Asesor Satu', 1, 0]])
    assert.deepEqual(await json(who.koko, `${AGENCIES}.json`), [])
})

test('who may not is refused', async () => {
    for (const login of ['koko', 'wati', 'asa']) assert.equal(await statusOf(who[login], OFFICE), 403, login)
    assert.equal(await statusOf(who.stranger, OFFICE), 401)
    assert.equal(await statusOf(who.stranger, AGENCIES), 401)
    assert.equal(await statusOf(who.jambi, AGENCIES), 403)
    assert.equal(await statusOf(who.kantor, '/rounds/tidak-ada/office'), 404)
    assert.equal(await statusOf(who.kantor, `/rounds/${ROUND}/regions/11.71/agencies`), 404)
    assert.equal(await statusOf(who.kantor, `${OFFICE}?stage=3`), 400)
    assert.equal((await who.koko.go(`/sheets/new?thing=round_office&key=${encodeURIComponent(`${ROUND}?stage=1&which=`)}`)).status, 403)
})

test('given, answered in time, late by the day of the region', async () => {
    const entry = `/assessments/${ROUND}/${KEDIRI}`, mine = `${entry}/agencies/35.71-diskominfo`
    const give = await who.koko.submit(await who.koko.go(`${entry}/give`), { rows: ['Item\tAgency in charge\tContributing\tLast day',
        'people\t35.71-diskominfo\t\t2027-01-15', 'budget\t35.71-diskominfo\t\t2027-01-15', 'digital\t35.71-dinkes\t\t2027-01-15'].join('\n') },
    { at: `${entry}/give/paste` })
    assert.equal(give.status, 200, give.words)
    const typed = await who.wati.submit(await who.wati.go(`${mine}/paste`), { rows: 'Item\tAnswer\tNote\npeople\t2\tPerwali 12/2025' }, { at: `${mine}/paste` })
    assert.equal(typed.status, 200, typed.words)
    await who.wati.submit(await who.wati.go(mine), {}, { at: `${mine}/answers?from=0`, press: 'send' })
    assert.deepEqual([(await kediri()).given, (await kediri()).answered, (await kediri()).late], [3, 1, 0])
    await day('2027-01-16')
    const row = await kediri()
    assert.deepEqual([row.given, row.answered, row.approved, row.late, row.locked], [3, 1, 0, 2, false])
    const agencies = await json(who.koko, `${AGENCIES}.json`)
    assert.deepEqual(agencies.map((a) => [a.organisation, a.given, a.answered, a.in_time, a.with_evidence, a.degree]),
        [['35.71-dinkes', 1, 0, 0, 0, 0], ['35.71-diskominfo', 2, 1, 1, 0, 33.33]])
    const page = await who.koko.go(AGENCIES)
    assert.match(page.words, /answered \+ in time \+ with evidence/)
    assert.match(page.words, /33\.33 %/)
})

test('the screen is filtered, and its rows are the file\'s', async () => {
    const late = (await json(who.kantor, `${OFFICE}.json?which=late`)).regions
    assert.deepEqual(late.map((r) => r.region_code), [KEDIRI])
    assert.equal((await json(who.kantor, `${OFFICE}.json?which=stands_out`)).regions.length, 0)
    const page = await who.kantor.go(`${OFFICE}?which=late`)
    assert.match(page.words, /0 of 3 regions have sent/)
    const csv = (await who.kantor.get(`${OFFICE}.csv?which=late`)).text.trim().split(/\r?\n/)
    assert.equal(csv.length, 2)
    assert.match(csv[1], /^35\.71,/)
    assert.equal((await who.kantor.go(`/sheets/new?thing=round_office&key=${encodeURIComponent(`${ROUND}?stage=1&which=late`)}`)).status, 200)
})
