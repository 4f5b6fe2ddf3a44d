// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Kota Kediri reports its innovations: what repeats is answered once for each of them, on a page. One is added, changed,
// removed; sent, approved, taken over by the city, answered again by it. Who may not write sees it and is refused; what
// somebody else answered meanwhile is not overwritten.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { guyub, makePerson, makePost, PASSWORD, signIn } from '../harness/guyub.mjs'

const ROUND = 'regional-innovation-2026-2026', KEDIRI = '35.71', AT = `/assessments/${ROUND}/${KEDIRI}`
const ORG = '35.71-diskominfo', PAGE = `${AT}/agencies/${ORG}`, EACH = `${PAGE}/each/innovation`, CITY = `${AT}/city/each/innovation`
const ITEMS = ['indicator-16', 'indicator-17', 'report', 'basic_services']

let g
const who = {}
const run = async (...args) => {
    const r = await g.run([...args, '--lang', 'en'])
    assert.equal(r.code, 0, `guyub ${args.join(' ')}: ${r.err}`)
    return r
}
const person = async (login, kind, title, place, more) => {
    await makePerson(g, login, { more, posts: [await makePost(g, kind, title, place)] })
    who[login] = await signIn(g.url, login, PASSWORD)
}
const of = (name, path = EACH) => `${path}?of=${encodeURIComponent(name)}`
const entry = async (v = who.sri) => (await v.get(AT, { accept: 'application/json' })).json
const item = async (code, v) => (await entry(v)).items.find((i) => i.item === code)
// { "Lapor Cepat": "2", … }
const said = async (code, voice = 'agency') => Object.fromEntries((await item(code)).numbers
    .filter((n) => n.voice === voice && n.value).map((n) => [n.of, n.value]))
const at = (page) => page.path.split('?')[0]
const save = async (v, page, values) => v.submit(page, values, { at: at(page), press: 'save' })
const remove = async (v, page) => v.submit(page, {}, { at: at(page), press: 'remove' })
const answer = async (v, name, values, path = EACH) => save(v, await v.go(of(name, path)),
    Object.fromEntries(Object.entries(values).map(([code, value]) => [`v.${code}`, value])))
const changes = async () => (await run('journal', 'list', '--json')).out.split('"thing"').length

before(async () => {
    g = await guyub({ env: { GUYUB_NOW: String(Date.parse('2026-06-10T03:00:00Z') / 1000), GUYUB_JOBS: '1' } })
    await person('sri', 'coordinator', 'Koordinator Kota Kediri', { region: KEDIRI })
    await person('wati', 'contributor', 'Kontributor Diskominfo', { org: ORG })
    await person('tono', 'contributor', 'Kontributor kedua Diskominfo', { org: ORG })
    await person('hasan', 'head_of_agency', 'Kepala Diskominfo', { org: ORG })
    await person('agus', 'auditor', 'Auditor Kota Kediri', { region: KEDIRI }, ['--to', '2027-12-31'])
    await person('dewi', 'coordinator', 'Koordinator Kota Malang', { region: '35.73' })
    await run('round', 'add', '--instrument', 'regional-innovation-2026', '--year', '2026', '--title', 'Indeks Inovasi Daerah 2026',
        '--rule', "${code} = '35.71'", '--disagreement', '1')
    await run('round', 'dates', ROUND, '--stage-1-from', '2026-06-01', '--stage-1-to', '2026-06-30', '--judge-1-from', '2026-07-01',
        '--judge-1-to', '2026-07-31', '--result-1-from', '2026-08-01', '--result-1-to', '2026-08-15', '--why', 'jadwal')
    await run('round', 'join', ROUND)
    await run('round', 'open', ROUND)
    await run('assess', 'give', ROUND, KEDIRI, '--org', ORG, '--item', ITEMS.join(' '))
})
after(async () => {
    for (const v of Object.values(who)) v?.close()
    await g?.stop()
})

// ---- the agency ----------------------------------------------------------------------------------

test('one is added by its name, and asked all that is asked of each', async () => {
    const page = await who.wati.go(PAGE)
    assert.match(page.words, /Answered once for each: innovation/)
    assert.match(page.words, /Not answered yet on this page: 4/)
    const list = await who.wati.go(page.text.match(/href="([^"]*\/each\/[^"]*)"/)[1])
    assert.equal(list.path, EACH)
    assert.match(list.words, /None is answered yet/)
    const fresh = await who.wati.submit(list, { of: ' Lapor Cepat ' })
    assert.equal(fresh.status, 200)
    assert.match(fresh.words, /Lapor Cepat/)
    const asked = new Set(fresh.forms.flatMap((f) => f.fields).map(([name]) => name).filter((n) => n.startsWith('n.')))
    assert.deepEqual([...asked], ['n.indicator-16', 'n.indicator-17', 'n.report'], 'under both heads that repeat for an innovation')
    assert.deepEqual(await said('indicator-16'), {}, 'looking keeps nothing')
    const kept = await save(who.wati, fresh, { 'v.indicator-16': '2', 'n.indicator-16': 'Perwali 12/2025', 'v.report': '1' })
    assert.match(kept.words, /2 answers are saved/)
    await answer(who.wati, 'Puskesmas <Keliling> & 100%', { 'indicator-16': '1' })
    assert.deepEqual(await said('indicator-16'), { 'Lapor Cepat': '2', 'Puskesmas <Keliling> & 100%': '1' })
    const both = await who.wati.go(EACH)
    assert.match(both.words, /Lapor Cepat 2 of 3/)
    assert.match(both.words, /Puskesmas <Keliling> & 100% 1 of 3/)
    const second = await who.wati.go(both.text.match(/href="([^"]*of=Puskesmas[^"]*)"/)[1].replaceAll('&amp;', '&'))
    assert.match(second.words, /Puskesmas <Keliling> & 100%/)
})

test('an answer is changed, taken back, and given again; nothing is said twice', async () => {
    assert.match((await answer(who.wati, 'Lapor Cepat', { 'indicator-16': '3' })).words, /1 answers are saved/)
    assert.match((await answer(who.wati, 'Lapor Cepat', {})).words, /Nothing was different/)
    await answer(who.wati, 'Lapor Cepat', { 'indicator-16': '' })
    assert.equal((await said('indicator-16'))['Lapor Cepat'], undefined)
    assert.match((await answer(who.wati, 'Lapor Cepat', { 'indicator-16': '2' })).words, /1 answers are saved/)
    const wrong = await answer(who.wati, 'Lapor Cepat', { 'indicator-16': '9', 'indicator-17': '1' })
    assert.equal(wrong.status, 400)
    assert.match(wrong.words, /has no level "9"/)
    assert.deepEqual([await said('indicator-16'), await said('indicator-17')],
        [{ 'Lapor Cepat': '2', 'Puskesmas <Keliling> & 100%': '1' }, {}], 'all of it or nothing')
    assert.equal((await who.wati.go(of('x'.repeat(201)))).status, 400)
    const nameless = await who.wati.go(`${EACH}?of=`)
    assert.match(nameless.words, /Name of one more: innovation/)
})

test('an answer that stands alone is given again after it was taken back, too', async () => {
    const single = async (value) => who.wati.submit(await who.wati.go(PAGE), { 'v.basic_services': value },
        { at: `${PAGE}/answers?from=0`, press: 'save' })
    for (const value of ['4', '', '5']) assert.match((await single(value)).words, /1 answers are saved/, `"${value}"`)
    assert.equal((await item('basic_services')).numbers.find((n) => n.voice === 'agency').value, '5')
})

test('what a colleague answered meanwhile is not overwritten, and not removed', async () => {
    const open = await who.wati.go(of('Lapor Cepat'))
    await answer(who.tono, 'Lapor Cepat', { 'indicator-17': '3' })
    const late = await save(who.wati, open, { 'v.indicator-17': '1' })
    assert.equal(late.status, 400)
    assert.match(late.words, /Meanwhile somebody else answered: 3/)
    const removed = await remove(who.wati, open)
    assert.equal(removed.status, 409)
    assert.match(removed.words, /Lapor Cepat is not removed/)
    assert.equal((await said('indicator-17'))['Lapor Cepat'], '3')
    assert.match((await save(who.wati, late, {})).words, /1 answers are saved/)
})

test('one is removed with all its answers, and can be added again', async () => {
    await answer(who.wati, 'Salah Ketik', { 'indicator-16': '1', 'indicator-17': '1' })
    const before = await changes()
    const gone = await remove(who.wati, await who.wati.go(of('Salah Ketik')))
    assert.match(gone.words, /Salah Ketik is removed: 2 answers/)
    assert.doesNotMatch((await who.wati.go(EACH)).words, /Salah Ketik/)
    assert.equal(await changes() - before, 2, 'a line of the journal for each answer')
    await answer(who.wati, 'Salah Ketik', { 'indicator-16': '1' })
    await remove(who.wati, await who.wati.go(of('Salah Ketik')))
    const { index_agency, items } = await entry()
    assert.equal(index_agency, null)
    assert.deepEqual(items.find((i) => i.item === 'indicator-16').numbers.filter((n) => n.of === 'Salah Ketik').map((n) => n.value), [''])
})

test('who may not answer reads it or sees nothing, and is refused', async () => {
    const read = await who.agus.go(of('Lapor Cepat'))
    assert.equal(read.status, 200)
    assert.match(read.words, /Perwali 12\/2025/)
    assert.ok(!read.forms.some((f) => f.action === EACH), 'who reads only is offered no form')
    const form = (await who.wati.go(of('Lapor Cepat'))).forms.find((f) => f.method === 'POST')
    const token = async (v) => (await v.go(AT)).forms.flatMap((f) => f.fields).find(([n]) => n === form.fields[0][0])
    for (const login of ['agus', 'dewi']) {
        const own = await token(who[login]) ?? form.fields[0]
        const sent = await who[login].post(EACH, [own, ...form.fields.slice(1), ['do', 'save']])
        assert.ok([403, 404].includes(sent.status), `${login} ${sent.status}`)
        assert.equal((await who[login].go(CITY)).status, login === 'dewi' ? 404 : 403)
    }
    assert.equal((await who.dewi.go(EACH)).status, 404)
    assert.equal((await who.wati.go(CITY)).status, 403)
    for (const code of ['basic_services', 'indicator-16', 'nothing'])
        assert.equal((await who.wati.go(`${PAGE}/each/${code}`)).status, 404, `${code} names none that repeat`)
})

// ---- the head, the city --------------------------------------------------------------------------

test('items that repeat are sent, approved, and stand still; the city takes them over', async () => {
    const sent = await who.wati.submit(await who.wati.go(PAGE), {}, { at: `${PAGE}/answers?from=0`, press: 'send' })
    assert.match(sent.words, /4 items are sent for approval/)
    const waits = await who.hasan.go(`${PAGE}/approve`)
    assert.match(waits.words, /Lapor Cepat: 2/)
    await who.hasan.submit(waits, {}, { at: `${PAGE}/approve`, press: 'approve' })
    assert.equal((await item('report')).state, 'approved')
    const shut = await who.wati.go(of('Lapor Cepat'))
    assert.ok(!shut.forms.some((f) => f.action === EACH))
    const city = await who.sri.go(`${AT}/city`)
    assert.match(city.words, /Lapor Cepat: 2 /)
    const taken = await who.sri.submit(city, {}, { at: `${AT}/city/answers?from=0`, press: 'take' })
    assert.match(taken.words, /approved numbers are taken over/)
    assert.deepEqual(await said('indicator-16', 'city'), { 'Lapor Cepat': '2', 'Puskesmas <Keliling> & 100%': '1' })
})

test('the city puts its own beside the agency\'s, one that no agency named too', async () => {
    const list = await who.sri.go(CITY)
    assert.match(list.words, /Lapor Cepat 3 of 21 3 of 21/)
    await answer(who.sri, 'Lapor Cepat', { 'indicator-16': '1' }, CITY)
    await answer(who.sri, 'Kota Terang', { 'indicator-16': '3' }, CITY)
    assert.deepEqual([(await said('indicator-16', 'city'))['Lapor Cepat'], (await said('indicator-16'))['Lapor Cepat']], ['1', '2'])
    assert.equal((await said('indicator-16', 'city'))['Kota Terang'], '3')
    assert.match((await who.sri.go(of('Lapor Cepat', CITY))).words, /Agency: 2 /)
    const gone = await remove(who.sri, await who.sri.go(of('Kota Terang', CITY)))
    assert.match(gone.words, /Kota Terang is removed: 1 answers/)
    assert.match((await who.sri.go(AT)).words, /2 answers/)
})
