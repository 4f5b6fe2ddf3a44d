// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Sri and Budi look after the organisations of Kota Kediri. What one of them types is never lost, and
// nobody overwrites the other unseen.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { guyub } from '../harness/guyub.mjs'
import { makePerson, makePost, PASSWORD } from '../harness/people.mjs'
import { signIn, visitor } from '../harness/visitor.mjs'

const ORG = '/organisations/35.71-diskominfo', EDIT = `${ORG}/edit`

let g, posts, sri, budi
before(async () => {
    g = await guyub()
    posts = {
        city: await makePost(g, 'coordinator', 'Koordinator Kota Kediri', { region: '35.71' }),
        data: await makePost(g, 'walidata', 'Walidata Kota Kediri', { region: '35.71' }),
        away: await makePost(g, 'coordinator', 'Koordinator Kota Malang', { region: '35.73' }),
        nation: await makePost(g, 'programme_office', 'Kantor program'),
    }
    await makePerson(g, 'sri', { name: 'Sri Lestari', posts: [posts.city] })
    await makePerson(g, 'budi', { name: 'Budi Santoso', posts: [posts.data] })
    sri = await signIn(g.url, 'sri', PASSWORD)
    budi = await signIn(g.url, 'budi', PASSWORD)
})
after(async () => { sri?.close(); budi?.close(); await g.stop() })

const org = async () => (await g.run(['org', 'show', '35.71-diskominfo', '--json'])).json
const field = (page, name) => page.forms.flatMap((f) => f.fields).find(([n]) => n === name)?.[1]
const facts = async (key) => (await g.run(['journal', 'list', '--thing', 'org', '--json'])).json
    .filter((fact) => fact.key === key)

test('who may finds the button, and what is changed stands in the history', async () => {
    const page = await sri.go(ORG)
    assert.match(page.text, new RegExp(`href="${EDIT}"`))
    const form = await sri.go(EDIT)
    assert.equal(form.status, 200)
    const done = await sri.submit(form, { short_name: 'Kominfo Kediri', why: 'As on its letterhead' })
    assert.equal(done.path, ORG)
    assert.match(done.words, /is changed/)
    assert.match(done.words, /Kominfo Kediri/)
    assert.match(done.words, /As on its letterhead/)
    assert.match(done.words, /Sri Lestari/)
    assert.equal((await org()).short_name, 'Kominfo Kediri')
})

test('strangers read the history without names, and find no button', async () => {
    const stranger = visitor(g.url)
    const page = await stranger.go(ORG)
    assert.doesNotMatch(page.text, new RegExp(`href="${EDIT}"`))
    assert.match(page.words, /Koordinator Kota Kediri/)
    assert.doesNotMatch(page.words, /Sri Lestari/)
    stranger.close()
})

test('saving what is no different changes nothing', async () => {
    const history = (await facts('35.71-diskominfo')).length
    const page = await sri.submit(await sri.go(EDIT), {}, { at: EDIT })
    assert.match(page.words, /nothing is changed/)
    assert.equal((await facts('35.71-diskominfo')).length, history)
})

test('what is wrong is listed, and what was typed is kept', async () => {
    const page = await sri.submit(await sri.go(EDIT), { name: 'X', short_name: 'typed', valid_from: '2016-02-30' })
    assert.equal(page.status, 400)
    assert.match(page.text, /govuk-error-summary[\s\S]*href="#f-name"/)
    assert.equal(field(page, 'short_name'), 'typed')
    assert.equal(field(page, 'name'), 'X')
    const rules = await sri.submit(page, { name: 'Dinas Komunikasi dan Informatika Kota Kediri' })
    assert.equal(rules.status, 400)
    assert.match(rules.text, /href="#f-valid_from"/)
    assert.equal(field(rules, 'valid_from'), '2016-02-30')
    assert.equal(field(rules, 'short_name'), 'typed')
})

test('two at once: each sees the other, and both are saved', async () => {
    const hers = await sri.go(EDIT), his = await budi.go(EDIT)
    await sri.submit(hers, { short_name: 'DKI Kediri', source: 'Perwali 12/2025' })
    const clash = await budi.submit(his, { short_name: 'Diskominfo', valid_from: '2016-11' })

    assert.equal(clash.status, 409)
    assert.match(clash.words, /by Sri Lestari, Koordinator Kota Kediri/)
    assert.match(clash.words, /Kominfo Kediri[\s\S]*DKI Kediri[\s\S]*Diskominfo/)     // began, now, yours
    assert.equal((await org()).short_name, 'DKI Kediri')
    assert.equal(field(clash, 'take.source'), 'now')            // only she changed it
    assert.equal(field(clash, 'take.valid_from'), 'mine')       // only he did
    assert.equal(field(clash, 'take.short_name'), undefined)    // both did: nothing is chosen for him

    const unchosen = await budi.submit(clash, {}, { at: EDIT, press: 'save' })
    assert.equal(unchosen.status, 400)
    assert.match(unchosen.text, /href="#take-short_name"/)
    assert.equal((await org()).short_name, 'DKI Kediri')

    const done = await budi.submit(unchosen, { 'take.short_name': 'mine' }, { press: 'save' })
    assert.equal(done.path, ORG)
    const now = await org()
    assert.deepEqual([now.short_name, now.valid_from, now.source], ['Diskominfo', '2016-11', 'Perwali 12/2025'])
    assert.match(done.words, /DKI Kediri[\s\S]*Diskominfo/)
    assert.equal((await facts('35.71-diskominfo')).length, 3)
    assert.equal((await budi.go('/drafts')).words.includes('Change Dinas'), false)
})

test('a third who comes in between is seen too', async () => {
    const his = await budi.go(EDIT)
    await sri.submit(await sri.go(EDIT), { short_name: 'second' })
    const clash = await budi.submit(his, { short_name: 'mine' })
    await g.run(['org', 'edit', '35.71-diskominfo', '--short-name', 'third'])
    const again = await budi.submit(clash, { 'take.short_name': 'mine' }, { press: 'save' })
    assert.equal(again.status, 409)
    assert.match(again.words, /third/)
    assert.equal((await org()).short_name, 'third')
    const left = await budi.submit(again, {}, { at: EDIT, press: 'drop' })
    assert.equal(left.path, ORG)
    assert.equal((await org()).short_name, 'third')
})

test('a draft outlives the server and is found by the successor', async () => {
    const desk = await makePost(g, 'coordinator', 'Koordinator kedua Kota Kediri', { region: '35.71' })
    await makePerson(g, 'tono', { name: 'Tono Hadi', posts: [desk] })
    await makePerson(g, 'wati', { name: 'Wati Rahayu' })
    const tono = await signIn(g.url, 'tono', PASSWORD)
    const kept = await tono.submit(await tono.go(EDIT), { name: 'X', short_name: 'half a thought' }, { press: 'keep' })
    assert.equal(kept.path, EDIT)
    assert.match(kept.words, /This is a draft/)
    await g.restart()
    assert.equal(field(await tono.go(EDIT), 'short_name'), 'half a thought')
    assert.equal(field(await sri.go(EDIT), 'short_name'), 'third')      // in another post there is none

    const handed = await g.run(['post', 'hand-over', desk, 'wati', '--decree', 'SK 2/2026', '--why', 'a new head'])
    assert.equal(handed.code, 0, handed.err)
    const wati = await signIn(g.url, 'wati', PASSWORD)
    assert.match((await wati.go('/drafts')).words, /Tono Hadi kept it/)
    assert.match((await wati.go('/account')).words, /Tono Hadi kept it/)
    const form = await wati.go(EDIT)
    assert.equal(field(form, 'short_name'), 'half a thought')
    assert.equal(field(form, 'name'), 'X')                      // faulty input is kept too
    assert.equal((await org()).short_name, 'third')
    const gone = await wati.submit(form, {}, { at: EDIT, press: 'drop' })
    assert.equal(gone.path, ORG)
    assert.doesNotMatch((await wati.go(EDIT)).words, /This is a draft/)
    tono.close()
    wati.close()
})

test('a session that ends in mid-form keeps what was typed', async () => {
    const form = await budi.go(EDIT)
    const ended = await g.run(['account', 'end-sessions', 'budi', '--why', 'a test'])
    assert.equal(ended.code, 0, ended.err)
    const door = await budi.submit(form, { short_name: 'typed before the door closed' })
    assert.equal((await org()).short_name, 'third')
    assert.match(door.text, /typed before the door closed/)
    budi = await signIn(g.url, 'budi', PASSWORD)
})

test('without the right there is neither form nor change', async () => {
    await makePerson(g, 'joko', { posts: [posts.away] })
    const joko = await signIn(g.url, 'joko', PASSWORD)
    const own = await sri.go(EDIT)
    assert.equal((await joko.go(EDIT)).status, 403)
    const fields = Object.fromEntries(own.forms.find((f) => f.action === EDIT).fields)
    const elsewhere = await joko.go('/organisations/new')
    const token = elsewhere.forms.find((f) => f.method === 'POST').fields.find(([n]) => !(n in fields) || /token/.test(n))
    const sent = await joko.post(EDIT, { ...fields, ...(token && { [token[0]]: token[1] }), short_name: 'joko' })
    assert.equal(sent.status, 403)
    assert.equal((await org()).short_name, 'third')
    joko.close()
})

test('an organisation is added and ended, with a successor and a reason', async () => {
    const form = await sri.go('/organisations/new')
    assert.equal(field(form, 'region'), '35.71')                // where her post stands
    const added = await sri.submit(form, { code: '35.71-dkid', name: 'Dinas Komunikasi dan Digital Kota Kediri',
        kind: 'agency', source: 'Perda 1/2026' })
    assert.equal(added.path, '/organisations/35.71-dkid')
    const end = await sri.go(`${ORG}/end`)
    const asked = await sri.submit(end, { valid_to: '2026-01-01', successor: '35.71-dkid', law: 'Perda 1/2026' })
    assert.equal(asked.status, 400)
    assert.match(asked.text, /href="#f-why"/)
    const ended = await sri.submit(asked, { why: 'Perampingan perangkat daerah' })
    assert.equal(ended.path, ORG)
    assert.match(ended.words, /Perampingan perangkat daerah/)
    assert.match(ended.text, /href="\/organisations\/35\.71-dkid"/)
    assert.doesNotMatch(ended.text, new RegExp(`href="${ORG}/end"`))
})

test('a point is put right on the page, and a name from above', async () => {
    const page = await budi.submit(await budi.go('/regions/35.71/edit'), { latitude: '112.01', longitude: '-7.81' })
    assert.equal(page.status, 400)
    const done = await budi.submit(page, { latitude: '-7.8166', longitude: '112.0111', point_source: 'Survei 2026' })
    assert.equal(done.path, '/regions/35.71')
    assert.equal((await (await fetch(`${g.url}/regions/35.71.json`)).json()).point.latitude, -7.8166)
    assert.equal((await budi.go('/regions/35.71/rename')).status, 403)
    await makePerson(g, 'nina', { posts: [posts.nation] })
    const nina = await signIn(g.url, 'nina', PASSWORD)
    const renamed = await nina.submit(await nina.go('/regions/35.71.01/rename'),
        { name: 'Mojoroto Kulon', on_date: '2026-01-01', law: 'PP 1/2026', why: 'Usul daerah' })
    assert.equal(renamed.path, '/regions/35.71.01')
    assert.match(renamed.words, /Mojoroto Kulon/)
    assert.match(renamed.words, /Usul daerah/)
    nina.close()
})

test('the shell changes the same, by the same rules, into the same history', async () => {
    const wrong = await g.run(['org', 'edit', 'komdigi', '--valid-from', 'soon', '--lang', 'en'])
    assert.equal(wrong.code, 2)
    assert.match(wrong.err, /--valid-from: soon is not a date/)
    const trial = await g.run(['org', 'edit', 'komdigi', '--short-name', 'KD', '--dry-run', '--lang', 'en'])
    assert.equal(trial.code, 0, trial.err)
    assert.match(trial.out, /Komdigi -> KD[\s\S]*trial/)
    assert.equal((await g.run(['org', 'show', 'komdigi', '--json'])).json.short_name, 'Komdigi')
    const done = await g.run(['org', 'edit', 'komdigi', '--short-name', 'KD', '--why', 'by the shell', '--lang', 'en'])
    assert.equal(done.code, 0, done.err)
    assert.match((await sri.go('/organisations/komdigi')).words, /by the shell/)
})
