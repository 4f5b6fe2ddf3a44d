// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A deadline over Lebaran is counted and every day of it explained. A city adds its own free day and sets a
// hospital's week of six days; whose post stands elsewhere may not. A new year comes in as a pack.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { guyub, makePerson, makePost, PASSWORD, signIn, visitor } from '../harness/guyub.mjs'

let g, folder, kediri, jambi, office, anyone
const person = async (login, kind, title, place) => {
    await makePerson(g, login, { name: `Nama ${login}`, posts: [await makePost(g, kind, title, place)] })
    return signIn(g.url, login, PASSWORD)
}
before(async () => {
    g = await guyub()
    folder = mkdtempSync(join(tmpdir(), 'guyub-workday-'))
    kediri = await person('sri', 'coordinator', 'Koordinator Kota Kediri', { region: '35.71' })
    jambi = await person('dewi', 'coordinator', 'Koordinator Kota Jambi', { region: '15.71' })
    office = await person('budi', 'programme_office', 'Kantor program', {})
    anyone = visitor(g.url)
})
after(async () => {
    for (const v of [kediri, jambi, office, anyone]) v?.close()
    rmSync(folder, { recursive: true, force: true })
    await g.stop()
})

const data = async (path) => (await fetch(`${g.url}${path}`)).json()
const after14 = async (query = '') => (await data(`/calendar/after.json?from=2026-03-16&days=5${query}`))
const add = async (v, values) => {
    const page = await v.go('/calendar/new')
    if (page.status !== 200) return page
    return v.submit(page, values, { at: '/calendar/new' })
}

test('the years of the program are loaded, and their days have a source', async () => {
    assert.deepEqual((await g.run(['workday', 'years', '--json'])).json.map((y) => y.year), [2025, 2026])
    const days = await data('/calendar.json?year=2026')
    assert.equal(days.length, 25)
    assert.ok(days.every((d) => /1497 Tahun 2025/.test(d.source)))
    assert.equal(days.filter((d) => d.kind === 'shared_leave').length, 8)
    const csv = await (await fetch(`${g.url}/calendar.csv?year=2025`)).text()
    assert.equal(csv.trim().split('\n').length, 29)
})

test('a deadline over Lebaran 2026 is counted, and every day explained', async () => {
    const r = await after14()
    assert.equal(r.date, '2026-03-30')
    assert.equal(r.is_provisional, false)
    assert.deepEqual(r.steps.filter((s) => s.nth).map((s) => s.date),
        ['2026-03-17', '2026-03-25', '2026-03-26', '2026-03-27', '2026-03-30'])
    assert.deepEqual(r.steps.filter((s) => s.why === 'weekend').map((s) => s.date), ['2026-03-28', '2026-03-29'])
    const page = await anyone.go('/calendar/after?from=2026-03-16&days=5')
    assert.match(page.words, /30 March 2026/)
    assert.match(page.words, /Nyepi/)
    const shell = await g.run(['workday', 'after', '2026-03-16', '5', '--json'])
    assert.deepEqual(shell.json, r)
})

test('what cannot be counted is refused and said', async () => {
    for (const query of ['from=2026-03-16&days=251', 'from=2026-02-30&days=5', 'from=2026-03-16&days=-1', 'days=5'])
        assert.equal((await fetch(`${g.url}/calendar/after.json?${query}`)).status, 400, query)
    assert.equal((await fetch(`${g.url}/calendar/after.json?from=2026-03-16&days=5&region=35.99`)).status, 404)
    assert.equal((await anyone.go('/calendar/after?from=kemarin&days=5')).status, 400)
    assert.equal((await g.run(['workday', 'after', 'kemarin', '5'])).code, 2)
})

test('a city adds its own day; its neighbours and the nation keep theirs', async () => {
    const done = await add(kediri, { region: '35.71', date: '2026-03-25', kind: 'local', name_id: 'Hari Jadi Kota',
        source: 'Keputusan Wali Kota 1/2026' })
    assert.match(done.path, /^\/calendar\/2026-03-25-35\.71$/)
    assert.equal((await after14('&region=35.71')).date, '2026-03-31')
    assert.equal((await after14('&org=35.71-diskominfo')).date, '2026-03-31')
    assert.equal((await after14('&region=35.73')).date, '2026-03-30')
    assert.equal((await after14()).date, '2026-03-30')
    const page = await anyone.go('/calendar?year=2026&region=35.71')
    assert.match(page.words, /Hari Jadi Kota/)
    const history = await kediri.go('/calendar/2026-03-25-35.71')
    assert.match(history.words, /added/)
})

test('whose post stands elsewhere may not', async () => {
    const there = { region: '35.71', date: '2026-03-26', kind: 'local', name_id: 'Hari lain', source: 'Uji 1/2026' }
    assert.equal((await add(jambi, there)).status, 403)
    assert.equal((await add(kediri, { ...there, region: '', kind: 'national' })).status, 403)
    assert.equal((await jambi.go('/calendar/2026-03-25-35.71/end')).status, 403)
    assert.ok([401, 303, 200].includes((await anyone.go('/calendar/new')).status))
    assert.equal((await data('/calendar.json?year=2026&region=35.71')).length, 26)
})

test('a hospital works on Saturdays', async () => {
    const page = await kediri.go('/calendar/weeks/new')
    const done = await kediri.submit(page, { org: '35.71-diskominfo', days: '6', source: 'Keputusan 2/2026' },
        { at: '/calendar/weeks/new' })
    assert.match(done.path, /^\/calendar\/weeks\/35\.71-diskominfo$/)
    const r = await after14('&org=35.71-diskominfo')
    assert.equal(r.working_days_a_week, 6)
    assert.equal(r.date, '2026-03-30')      // the 25th is free, the Saturday is worked
    assert.equal((await data('/calendar/weeks.json'))[0].key, '35.71-diskominfo')
})

test('a day is made a working day again, with the decision; the next load leaves it so', async () => {
    const page = await office.go('/calendar/2026-02-16/end')
    await office.submit(page, { decision: 'Keputusan 3/2026', why: 'kantor tetap buka' }, { at: '/calendar/2026-02-16/end' })
    assert.equal((await data('/calendar.json?year=2026')).length, 24)
    assert.equal((await data('/calendar/2026-02-16.json')).is_ended, true)
    assert.equal((await g.run(['init'])).code, 0)
    assert.equal((await data('/calendar.json?year=2026')).length, 24)
})

test('a year comes in as a pack; until then what ends in it is provisional', async () => {
    const before = await data('/calendar/after.json?from=2026-12-28&days=4')
    assert.deepEqual([before.date, before.is_provisional], ['2027-01-01', true])
    assert.match((await anyone.go('/calendar?year=2027')).words, /not loaded yet/)
    const file = join(folder, '2027.yaml')
    writeFileSync(file, 'id: "2027"\ntitle: {id: Uji, en: Test}\nyear: 2027\ndecree: SKB uji 1/2026\n' +
        'holidays:\n  - {date: 2027-01-01, name: {id: Tahun Baru, en: New Year}}\nshared_leave: []\n')
    const done = await g.run(['workday', 'import', file])
    assert.equal(done.code, 0, done.err)
    const then = await data('/calendar/after.json?from=2026-12-28&days=4')
    assert.deepEqual([then.date, then.is_provisional], ['2027-01-04', false])
    writeFileSync(file, 'id: "2028"\nyear: 2028\n')
    assert.equal((await g.run(['workday', 'import', file])).code, 2)
})

// ---- deadlines that are counted on it ------------------------------------------------------------

const until = async (what, is) => {
    for (let i = 0; i < 150; i++) {
        const found = await what()
        if (is(found)) return found
        await new Promise((go) => setTimeout(go, 200))
    }
    return what()
}
const tasks = async () => (await g.run(['task', 'list', '--json'])).json
const org = '35.71-diskominfo'
let code, due

test('a deadline in working days moves when its last day becomes free, and its page says why', async () => {
    const page = await kediri.go('/requests/new')
    const form = page.forms.find((f) => f.action === '/requests/new')
    const asked = [...form.fields.filter(([n]) => !['title', 'due', 'days', 'items', 'org'].includes(n)),
        ['title', 'Data hari kerja'], ['days', '5'], ['items', '1 | Jumlah | angka'], ['org', org]]
    const sent = await kediri.follow(await kediri.post('/requests/new', asked))
    assert.match(sent.path, /^\/requests\//)
    const [first] = await until(tasks, (list) => list.length > 0)
    code = first.code
    const next = (await g.run(['workday', 'after', first.due, '1', '--org', org, '--json'])).json.date
    assert.equal((await add(office, { region: '', date: first.due, kind: 'national', name_id: 'Hari uji',
        source: 'SKB uji' })).status, 200)
    const [moved] = await until(tasks, ([row]) => row.due !== first.due)
    assert.equal(moved.due, next)
    due = next
    assert.match((await kediri.go(`/tasks/${code}`)).words, /calendar of working days was changed|Kalender hari kerja berubah/)
})

test('the text for WhatsApp is Indonesian, with the day and what is left of it', async () => {
    const page = await kediri.go(`/tasks/${code}`)
    const href = page.text.match(/https:\/\/wa\.me\/\?text=([^"]+)"/)[1]
    const text = decodeURIComponent(href)
    assert.match(text, /“Data hari kerja” ditunggu paling lambat \S+, \d+ \S+ 20\d\d \(sisa \d+ hari kerja\)\./)
})

// ---- agendas --------------------------------------------------------------------------------------

const unfolded = (ics) => ics.replaceAll('\r\n ', '').trim().split('\r\n')

test('a task is a calendar file, whose lines are those of RFC 5545', async () => {
    const page = await kediri.get(`/tasks/${code}/calendar`)
    assert.match(page.headers?.['content-type'] ?? 'text/calendar', /text\/calendar/)
    const lines = unfolded(page.text)
    assert.equal(lines[0], 'BEGIN:VCALENDAR')
    assert.equal(lines.at(-1), 'END:VCALENDAR')
    assert.ok(lines.includes(`DTSTART;VALUE=DATE:${due.replaceAll('-', '')}`), page.text)
    assert.ok(lines.some((l) => l.startsWith(`UID:task-${code}@`)))
    assert.ok(page.text.split('\r\n').every((l) => Buffer.byteLength(l) <= 75))
    assert.equal((await kediri.get(`/tasks/${code}/calendar`)).text, page.text)
    assert.equal((await jambi.get(`/tasks/${code}/calendar`)).status, 404)
})

test('a secret address shows what its post may see, until it is renewed or the post is given up', async () => {
    const made = async (v) => {
        const page = await v.submit(await v.go('/agenda'), {}, { at: '/agenda' })
        return page.text.match(/\/agenda\/([A-Za-z0-9_-]{32})/)[1]
    }
    const read = async (token) => fetch(`${g.url}/agenda/${token}`)
    const mine = await made(kediri), theirs = await made(jambi)
    assert.match(await (await read(mine)).text(), /UID:task-/)
    assert.doesNotMatch(await (await read(theirs)).text(), /UID:task-/)
    assert.equal((await read('x'.repeat(32))).status, 404)
    const again = await made(kediri)
    assert.equal((await read(mine)).status, 404)
    assert.equal((await read(again)).status, 200)
    const kept = await g.run(['journal', 'list', '--json'])
    assert.ok(!kept.out.includes(again) && !kept.out.includes(mine))
    const holder = (await g.run(['post', 'list', '--json'])).json.find((p) => p.title === 'Koordinator Kota Kediri')
    assert.ok(holder)
    const ended = await g.run(['post', 'end', holder.code, 'sri', '--why', 'uji', '--last-day',
        new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10)])
    assert.equal(ended.code, 0, ended.err)
    assert.equal((await read(again)).status, 404)
})

test('a pasted list of days comes in whole, or each fault is told at its cell', async () => {
    const send = async (rows, more = {}) => {
        const page = await office.go('/calendar/paste')
        return office.submit(page, { region: '', source: 'SKB uji 2029', year: '2029', rows, ...more }, { at: '/calendar/paste' })
    }
    const wrong = await send('Tanggal\tNama dalam bahasa Indonesia\n1/1/2029\tTahun Baru\n31/2/2029\tTidak ada\n1/5/2028\tHari Buruh\n')
    assert.equal(wrong.status, 400)
    assert.match(wrong.text, /31\/2\/2029/)
    assert.equal((await data('/calendar.json?year=2029')).length, 0)
    const done = await send('Tanggal\tNama dalam bahasa Indonesia\n1/1/2029\tTahun Baru\n1/5/2029\tHari Buruh\n')
    assert.match(done.path, /^\/calendar/)
    assert.deepEqual((await data('/calendar.json?year=2029')).map((d) => d.date), ['2029-01-01', '2029-05-01'])
    assert.ok((await g.run(['workday', 'years', '--json'])).json.some((y) => y.year === 2029))
})
