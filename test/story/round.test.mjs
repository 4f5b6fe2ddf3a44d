// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The programme's office makes a round: its phases, who takes part by a rule and by hand, who assesses. Nobody
// judges the own region; a mentor does with an exception that is written down; the load is shared; an assessor
// whose right ends is shown, and another is named. Who has no right is refused at each step.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { assign, guyub, makePerson, makePost, PASSWORD, signIn, visitor } from '../harness/guyub.mjs'

const CODE = 'smart-city-evaluation-2026', ROUND = `/rounds/${CODE}`
const PEOPLE = 6, EACH = 3
const DAY_MS = 86_400_000, WIB_MS = 7 * 3_600_000
const day = (n) => new Date(Date.now() + WIB_MS + n * DAY_MS).toISOString().slice(0, 10)
const DAYS = {
    opening: [-9, -9], stage_1: [-5, 20], judge_1: [21, 40], result_1: [45, 45], stage_2: [50, 70],
    check: [71, 80], interview: [85, 90], reply: [95, 100], result: [110, 110],
}
const dates = Object.fromEntries(Object.entries(DAYS).flatMap(([kind, [from, to]]) =>
    [[`${kind}_from`, day(from)], [`${kind}_to`, day(to)]]))

let g, office, coordinator, other, agency, stranger
const assessor = []             // codes of posts
const seat = []                 // visitors
before(async () => {
    g = await guyub({ env: { GUYUB_JOBS: '1' } })
    const person = async (login, kind, title, place, more) => {
        await makePerson(g, login, { more, posts: [await makePost(g, kind, title, place)] })
        return signIn(g.url, login, PASSWORD)
    }
    office = await person('siti', 'programme_office', 'Kantor program')
    coordinator = await person('sri', 'coordinator', 'Koordinator Kota Kediri', { region: '35.71' })
    other = await person('dewi', 'coordinator', 'Koordinator Kota Surabaya', { region: '35.78' })
    agency = await person('wati', 'contributor', 'Kontributor Diskominfo', { org: '35.71-diskominfo' })
    stranger = visitor(g.url)
    for (let i = 1; i <= PEOPLE; i++) {
        assessor.push(await makePost(g, 'assessor', `Asesor ${i}`))
        await makePerson(g, `asesor${i}`, { posts: [assessor.at(-1)] })
        seat.push(await signIn(g.url, `asesor${i}`, PASSWORD))
    }
    // The first held a post in Kota Kediri until today; the second mentors Kota Surabaya.
    const former = await makePost(g, 'walidata', 'Walidata Kota Kediri', { region: '35.71' })
    await assign(g, former, 'asesor1')
    const ended = await g.run(['post', 'end', former, 'asesor1', '--last-day', day(-1), '--why', 'uji'])
    assert.equal(ended.code, 0, ended.err)
    await assign(g, await makePost(g, 'mentor', 'Pembimbing Kota Surabaya', { region: '35.78' }), 'asesor2')
})
after(async () => {
    for (const v of [office, coordinator, other, agency, stranger, ...seat]) v?.close()
    await g?.stop()
})

const data = async (v, path) => (await v.get(path, { accept: 'application/json' })).json
const status = async (v, path) => (await v.get(path, { accept: 'application/json' })).status
const name = (v, region, post, exception = '') => v.go(`${ROUND}/seats/new?region=${region}`)
    .then((page) => v.submit(page, { region, post, exception }, { at: `${ROUND}/seats/new` }))
const shell = async (...args) => {
    const r = await g.run(['round', ...args, '--lang', 'en'])
    assert.equal(r.code, 0, r.err)
    return r
}
// A form of the office's, sent by somebody who has no right, with their own token.
async function forged(v, path, fields) {
    const token = (await v.go('/account/password')).forms.flatMap((f) => f.fields).find(([n]) => n === '_token')[1]
    return (await v.post(path, { ...fields, _token: token })).status
}

// ---- a round ---------------------------------------------------------------------------------------

test('who may not run rounds makes none', async () => {
    for (const v of [coordinator, agency, seat[0]]) {
        assert.equal((await v.go('/rounds/new')).status, 403)
        assert.equal(await forged(v, '/rounds/new', { instrument: 'smart-city-evaluation', year: 2026, title: 'Palsu',
            rule: 'true()', disagreement: 1 }), 403)
    }
    assert.equal(await status(stranger, '/rounds/new'), 401)
    assert.deepEqual(await data(office, '/rounds'), [])
    assert.match((await stranger.go('/rounds')).words, /No round is open yet/)
})

test('a rule that is not understood is told at its letter, and nothing that was typed is lost', async () => {
    const typed = { instrument: 'smart-city-evaluation', year: '2026', title: 'Evaluasi kota cerdas 2026',
        rule: '${member} and ${kota} = 1', disagreement: '1' }
    const back = await office.submit(await office.go('/rounds/new'), typed, { at: '/rounds/new' })
    assert.equal(back.status, 400)
    assert.match(back.words, /The rule is not understood, at letter 15/)
    assert.equal(back.forms.flatMap((f) => f.fields).find(([n]) => n === 'title')[1], typed.title)
    const number = await office.submit(back, { ...typed, rule: '${joined} + 1' }, { at: '/rounds/new' })
    assert.match(number.words, /The rule does not say yes or no/)
    const points = await office.submit(number, { ...typed, rule: '${member}', disagreement: 'satu' }, { at: '/rounds/new' })
    assert.match(points.words, /satu is no number of points/)
    assert.deepEqual(await data(office, '/rounds'), [])
})

test('a round is a draft first: the office reads it, nobody else', async () => {
    const page = await office.submit(await office.go('/rounds/new'), { instrument: 'smart-city-evaluation', year: '2026',
        title: 'Evaluasi kota cerdas 2026', rule: "${member} and ${kind} != 'province'", disagreement: '1' },
    { at: '/rounds/new' })
    assert.equal(page.path, ROUND)
    assert.match(page.words, /is a draft. Give its phases their days next/)
    for (const v of [stranger, coordinator, seat[0]]) {
        assert.equal(await status(v, ROUND), 404)
        assert.deepEqual(await data(v, '/rounds'), [])
    }
    const again = await office.submit(await office.go('/rounds/new'), { instrument: 'smart-city-evaluation', year: '2026',
        title: 'Sekali lagi', rule: '${member}', disagreement: '1' }, { at: '/rounds/new' })
    assert.match(again.words, /There is a round of this instrument for 2026 already/)
    const none = await office.submit(await office.go('/rounds/new'), { instrument: 'tidak-ada', year: '2026',
        title: 'Sekali lagi', rule: '${member}', disagreement: '1' }, { at: '/rounds/new' })
    assert.equal(none.status, 400)
})

// ---- phases ----------------------------------------------------------------------------------------

test('days that overlap, or leave out what is needed, are refused at their field', async () => {
    const at = `${ROUND}/dates`
    const wrong = async (change) => (await office.submit(await office.go(at), { ...dates, ...change, why: 'SK 7/2026' },
        { at })).words
    assert.match(await wrong({ judge_1_from: day(20) }), /“Stage I: assessment” begins before “Stage I: self-assessment” has ended/)
    assert.match(await wrong({ result_from: '', result_to: '' }), /A phase that is needed has no days: Result/)
    assert.match(await wrong({ reply_to: day(94) }), /“Right of reply” does not end before it begins/)
    assert.equal((await data(office, ROUND)).phases.every((p) => p.from_day === null), true)
    assert.equal((await coordinator.go(at)).status, 403)
    assert.equal(await forged(coordinator, at, { ...dates, why: 'uji' }), 403)
})

test('the phases stand in a picture of their time and in a table that says the same', async () => {
    const at = `${ROUND}/dates`
    const page = await office.submit(await office.go(at), { ...dates, why: 'SK 7/2026' }, { at })
    assert.equal(page.path, ROUND)
    assert.match(page.words, /Stage I: self-assessment, until .+\. Days left: 20\./)
    assert.equal(page.text.match(/<rect class="gy-c-(added|before|soon)" x="\d+" y=/g).length, 9)
    assert.equal(page.text.match(/<th class="govuk-table__header" scope="row">/g).length, 9)
    const round = await data(office, ROUND)
    assert.equal(round.phase, 'stage_1')
    assert.deepEqual(round.phases.find((p) => p.phase === 'result_1'),
        { phase: 'result_1', from_day: day(45), to_day: day(45), now: false })
})

// ---- who takes part --------------------------------------------------------------------------------

test('the rule names who takes part; by hand a region is taken out or in, with a reason', async () => {
    const empty = await office.go(ROUND)
    const refused = await office.submit(empty, {}, { at: `${ROUND}/open` })
    assert.equal(refused.status, 409)
    assert.match(refused.words, /Nobody takes part/)
    assert.equal(await forged(coordinator, `${ROUND}/regions/rule`, {}), 403)
    const page = await office.submit(await office.go(`${ROUND}/regions`), {}, { at: `${ROUND}/regions/rule` })
    const before = (await data(office, ROUND)).regions
    assert.match(page.words, new RegExp(`${before.length} regions take part`))
    assert.ok(before.length > 100 && before.some((r) => r.region_code === '35.71'))
    assert.ok(!before.some((r) => r.kind === 'province'))

    const set = async (region, part, why) => office.submit(await office.go(`${ROUND}/regions/set`),
        { region, part, why }, { at: `${ROUND}/regions/set` })
    const one = before.at(-1).region_code, out = '94.71', unknown = '99.99'
    assert.match((await set(one, 'out', '')).words, /Reason/)
    assert.match((await set(unknown, 'in', 'uji')).words, /99\.99/)
    assert.match((await set(one, 'in', 'uji coba')).words, /takes part already/)
    assert.match((await set(one, 'out', 'Mengundurkan diri, surat 12/2026')).words, /Mengundurkan diri, surat 12\/2026/)
    if (!before.some((r) => r.region_code === out)) await set(out, 'in', 'Undangan menteri')
    assert.equal(await forged(coordinator, `${ROUND}/regions/set`, { region: '35.71', part: 'out', why: 'uji' }), 403)
    await shell('join', CODE)
    const after = await data(office, ROUND)
    assert.ok(!after.regions.some((r) => r.region_code === one), 'what was said by hand stays')
    assert.ok(after.by_hand.some((r) => r.region_code === one && r.why === 'Mengundurkan diri, surat 12/2026'))
})

test('an open round is read by everybody, and its deadlines stand on the boards of its regions', async () => {
    assert.equal(await forged(seat[0], `${ROUND}/open`, {}), 403)
    assert.equal(await status(stranger, ROUND), 404)
    const page = await office.submit(await office.go(ROUND), {}, { at: `${ROUND}/open` })
    assert.match(page.words, /The round is open/)
    assert.equal((await data(stranger, ROUND)).state, 'open')
    const csv = await stranger.get(`${ROUND}/regions.csv`)
    assert.match(csv.text, /^region_code,name,kind,takes_part,by_hand,why\r\n/)
    assert.match((await stranger.get('/rounds.csv')).text, new RegExp(`${CODE},Evaluasi kota cerdas 2026,smart-city-evaluation,2026,open,stage_1,`))
    const board = (await data(coordinator, '/tasks')).filter((t) => t.key === CODE)
    assert.deepEqual(board.map((t) => [t.due, t.title]).sort(), [[day(20), 'Evaluasi kota cerdas 2026: tahap I'],
        [day(70), 'Evaluasi kota cerdas 2026: tahap II']])
    const again = await g.run(['round', 'open', CODE, '--lang', 'en'])
    assert.equal(again.code, 1)
    assert.match(again.err, /is open already/)
})

// ---- assessors -------------------------------------------------------------------------------------

test('nobody assesses the own region, now or before; who mentors it only with an exception', async () => {
    const own = await name(office, '35.71', assessor[0])
    assert.equal(own.status, 403)
    assert.match(own.words, /holds or held a post in 35\.71\. Nobody assesses their own region; there is no exception/)
    const excused = await name(office, '35.71', assessor[0], 'Tidak ada yang lain')
    assert.equal(excused.status, 403)
    const mentored = await name(office, '35.78', assessor[1])
    assert.match(mentored.words, /mentors or mentored 35\.78/)
    assert.equal((await data(office, `${ROUND}/seats`)).length, 0)
    const page = await name(office, '35.78', assessor[1], 'Pembimbingan selesai 2024, persetujuan direktur')
    assert.match(page.words, /Exception: Pembimbingan selesai 2024/)
    const free = await name(office, '35.78', assessor[2], 'tidak perlu')
    assert.equal(free.status, 200)
    const [first, second] = await data(office, `${ROUND}/seats?region=35.78`)
    assert.equal(first.exception, 'Pembimbingan selesai 2024, persetujuan direktur')
    assert.equal(second.exception, null, 'there was no tie to excuse')
})

test('a seat is refused for whom it is not: twice, no assessor, nobody in the post, who takes no part', async () => {
    const vacant = await makePost(g, 'assessor', 'Asesor kosong')
    assert.match((await name(office, '35.78', assessor[2])).words, /sits for 35\.78 already/)
    assert.match((await name(office, '35.71', '35.71-coordinator')).words, /is no assessor's post that reaches 35\.71/)
    assert.match((await name(office, '35.71', vacant)).words, /Nobody holds the post Asesor kosong today/)
    assert.match((await name(office, '35', assessor[2])).words, /does not take part/)
    assert.match((await name(office, '35.71', 'tidak-ada')).words, /There is no post with the code/)
    for (const v of [coordinator, agency, seat[2]]) {
        assert.equal((await v.go(`${ROUND}/seats/new`)).status, 403)
        assert.equal(await forged(v, `${ROUND}/seats/new`, { region: '35.71', post: assessor[2] }), 403)
        assert.equal(await forged(v, `${ROUND}/seats/share`, { each: 3 }), 403)
    }
    assert.equal(await status(stranger, `${ROUND}/seats`), 401)
})

test('the office sees who could sit, the least loaded first, and never who may not', async () => {
    const page = await office.go(`${ROUND}/seats/new?region=35.71`)
    assert.match(page.words, /Who could assess 35\.71/)
    assert.ok(!page.text.includes(`>${assessor[0]}<`) && page.text.includes(`>${assessor[2]}<`), 'not of the own region')
    const [, chosen] = page.text.match(/href="([^"]*seats\/new\?region=35\.71&amp;post=[^"]+)"/)
    const filled = await office.go(chosen.replace('&amp;', '&'))
    assert.ok(assessor.includes(filled.forms.flatMap((f) => f.fields).find(([n]) => n === 'post')[1]), 'one press fills it in')
    assert.match((await office.go(`${ROUND}/seats/new?region=35.78`)).words, /no tie/)
})

test('seats are shared within one region of each other, and nobody sits where they have a tie', async () => {
    const page = await office.submit(await office.go(`${ROUND}/seats`), { each: EACH }, { at: `${ROUND}/seats/share` })
    assert.match(page.words, /seats are new, 0 stay empty/)
    const seats = await data(office, `${ROUND}/seats`), { regions } = await data(office, ROUND)
    assert.equal(seats.length, regions.length * EACH)
    const load = assessor.map((post) => seats.filter((s) => s.post === post).length)
    assert.ok(Math.max(...load) - Math.min(...load) <= 1, load.join(' '))
    assert.ok(!seats.some((s) => s.region_code === '35.71' && s.post === assessor[0]))
    for (const region of ['35.71', '35.78']) assert.equal(seats.filter((s) => s.region_code === region).length, EACH)
    const more = await office.submit(await office.go(`${ROUND}/seats`), { each: 9 }, { at: `${ROUND}/seats/share` })
    assert.equal(more.status, 400)
})

test('a page shows sixty seats, all pages together each of them once', async () => {
    const all = await data(office, `${ROUND}/seats`), shown = []
    for (let path = `${ROUND}/seats`; path; ) {
        const page = await office.go(path), rows = [...page.text.matchAll(/seats\/end\?region=([\d.]+)&amp;post=([\w.-]+)"/g)]
        assert.match(page.words, new RegExp(`Seats: ${all.length}`))
        assert.ok(rows.length <= 60)
        shown.push(...rows.map(([, region, post]) => `${region} ${post}`))
        path = page.text.match(/href="([^"]+)" rel="next"/)?.[1].replaceAll('&amp;', '&')
    }
    assert.ok(all.length > 60)
    assert.deepEqual(shown, all.map((s) => `${s.region_code} ${s.post}`))
    assert.equal((await office.go(`${ROUND}/seats?page=0`)).status, 400)
    assert.match((await office.go(`${ROUND}/seats?page=999`)).words, /There is no such seat/)
})

test('seats are read by whom they concern: a region its own, an agency none, an assessor all', async () => {
    assert.deepEqual([...new Set((await data(coordinator, `${ROUND}/seats`)).map((s) => s.region_code))], ['35.71'])
    assert.deepEqual(await data(agency, `${ROUND}/seats`), [])
    assert.deepEqual((await data(stranger, ROUND)).seats, [])
    assert.match((await coordinator.go(ROUND)).words, /Assessors: 3, seats: 3/)
})

// The job that looks every morning, now.
async function morning() {
    const id = (await g.run(['job', 'run', 'round_seats', '--lang', 'en'])).out.match(/\d+/)[0]
    for (let i = 0; i < 400; i++, await sleep(25)) {
        const { state } = (await g.run(['job', 'show', id, '--json'])).json
        if (state === 'done') return
        assert.ok(['waiting', 'running'].includes(state), state)
    }
    assert.fail('the job did not end')
}

// ---- what happens meanwhile ------------------------------------------------------------------------

test('a seat whose holder has gone is shown to the office, and another is named in its place', async () => {
    const gone = (await data(office, `${ROUND}/seats`)).filter((s) => s.post === assessor[5])
    const ended = await g.run(['post', 'end', assessor[5], 'asesor6', '--last-day', day(-1), '--why', 'Pindah tugas'])
    assert.equal(ended.code, 0, ended.err)
    const words = (await office.go(ROUND)).words
    assert.match(words, new RegExp(`Seats that need another assessor: ${gone.length}`))
    const seen = await data(office, `${ROUND}/seats?which=replace`)
    assert.ok(seen.length === gone.length && seen.every((s) => s.post === assessor[5] && s.state === 'vacant'))
    const asked = async () => (await data(office, '/tasks')).filter((t) => /perlu asesor lain/.test(t.title))
    assert.deepEqual(await asked(), [])
    await morning()
    assert.match((await asked())[0].title, new RegExp(`Evaluasi kota cerdas 2026: kursi yang perlu asesor lain: ${gone.length}$`))
    await shell('share', CODE, '--each', String(EACH))
    const seats = (await data(office, `${ROUND}/seats`)).filter((s) => s.state === 'sits')
    const { regions } = await data(office, ROUND)
    assert.equal(seats.length, regions.length * EACH)
    assert.ok(!seats.some((s) => s.post === assessor[5]))
})

test('a tie that comes later is shown too', async () => {
    const held = (await data(office, `${ROUND}/seats`)).find((s) => s.state === 'sits' && s.post === assessor[3])
    await assign(g, await makePost(g, 'auditor', 'Auditor baru', { region: held.region_code }), 'asesor4', ['--to', day(30)])
    const now = (await data(office, `${ROUND}/seats?region=${held.region_code}`)).find((s) => s.post === assessor[3])
    assert.equal(now.state, 'tied')
})

test('a seat is ended with a reason; what it was stays to be read', async () => {
    const [first] = (await data(office, `${ROUND}/seats?region=35.71`)).filter((s) => s.state === 'sits')
    const at = `${ROUND}/seats/end`
    const back = await office.submit(await office.go(`${at}?region=35.71&post=${first.post}`), { why: '' }, { at })
    assert.equal(back.status, 400)
    assert.equal(await forged(coordinator, at, { region: '35.71', post: first.post, why: 'uji' }), 403)
    const page = await office.submit(back, { why: 'Sakit panjang' }, { at })
    assert.match(page.words, /does not assess 35\.71 any more. Name another here/)
    const row = (await data(office, `${ROUND}/seats?region=35.71`)).find((s) => s.post === first.post)
    assert.deepEqual([row.state, row.why], ['ended', 'Sakit panjang'])
    const again = await office.submit(await office.go(`${at}?region=35.71&post=${first.post}`), { why: 'Sekali lagi' }, { at })
    assert.match(again.words, /has no seat/)
})

test('days that move take the deadlines along; a region that leaves owes nothing', async () => {
    await shell('dates', CODE, '--stage-1-to', day(18), '--why', 'Dipercepat, SE 3/2026')
    const due = async (v) => (await data(v, '/tasks')).filter((t) => t.key === CODE).map((t) => t.due).sort()
    assert.deepEqual(await due(coordinator), [day(18), day(70)])
    await shell('join', CODE, '--region', '35.78', '--out', '--why', 'Mundur')
    assert.deepEqual(await due(other), [])
    assert.ok((await data(office, `${ROUND}/seats?region=35.78`)).every((s) => s.state === 'ended' && s.why !== ''))
    assert.match((await office.go(ROUND)).words, /Dipercepat, SE 3\/2026/)
})

test('the journal tells who did what, and the chain holds', async () => {
    const lines = (await g.run(['journal', 'list', '--json'])).json
    assert.ok(lines.some((l) => l.thing === 'round_seat' && l.verb === 'ended' && l.why === 'Sakit panjang'))
    assert.ok(lines.some((l) => l.thing === 'round' && l.why === 'Mundur'))
    const verified = await g.run(['journal', 'verify', '--json'])
    assert.equal(verified.code, 0, verified.err)
})
