// SPDX-License-Identifier: AGPL-3.0-or-later
// A published figure is put right: on the page and in the shell, with a reason, and the whole country
// reads it at once. Nothing is taken away, and a new load of the program's facts does not undo it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { guyub, makePerson, makePost, PASSWORD, signIn } from '../harness/guyub.mjs'

const FIGURE = '/regions/35.71/figures/smart-city-evaluation/2022/index.actual'
const RESULT = '/regions/35.71/results/smart-city-evaluation/2022'

let g, office
before(async () => {
    g = await guyub({ env: { GUYUB_WORKERS: '2' } })
    const post = await makePost(g, 'programme_office', 'Kantor Program Kota Cerdas')
    await makePerson(g, 'dewi', { name: 'Dewi Anggraini', posts: [post] })
    const walidata = await makePost(g, 'walidata', 'Walidata Kota Kediri', { region: '35.71' })
    await makePerson(g, 'joko', { name: 'Joko Susilo', posts: [walidata] })
    office = await signIn(g.url, 'dewi', PASSWORD)
})
after(() => g?.stop())

const read = async (path, accept = 'text/html') =>
    (await fetch(g.url + path, { headers: { accept, 'accept-language': 'en', connection: 'close' } })).text()
const series = async () => (await g.run(['instrument', 'results', '35.71', '--json'])).json
const of2022 = async () => JSON.parse(await read(`${FIGURE}.json`, '*/*')).value

test('a figure is changed with a reason, and every public page has it at once', async () => {
    for (let i = 0; i < 6; i++) assert.match(await read('/regions/35.71'), /3\.31/)     // kept by now
    const done = await office.submit(await office.go(`${FIGURE}/edit`), { value: '3.32', why: 'Salah ketik' })
    assert.equal(done.path, FIGURE)
    assert.match(done.words, /3\.32/)
    for (let i = 0; i < 6; i++) {
        assert.match(await read('/regions/35.71'), /3\.32/)
        assert.match(await read(RESULT), /3\.32/)
        assert.match(await read('/regions/35.71/figures.csv', '*/*'), /2022,index,actual,3\.32,/)
    }
    assert.ok(JSON.stringify(await series()).includes('3.32'))
})

test('the history says who, what and why; strangers read the post alone', async () => {
    const inside = await office.go(FIGURE), outside = await read(FIGURE)
    assert.match(inside.words, /Kantor Program Kota Cerdas \(Dewi Anggraini\).*from 3\.31 to 3\.32.*Salah ketik/)
    assert.match(outside, /Kantor Program Kota Cerdas/)
    assert.doesNotMatch(outside, /Dewi Anggraini/)
})

test('what is wrong is said at its field, and nothing is changed', async () => {
    const rows = [
        [{ value: '4.01', why: 'uji coba' }, /outside the scale/], [{ value: '3,32', why: 'uji coba' }, /with a point/],
        [{ value: '3.30', source: '', why: 'uji coba' }, /This must be given/],
        [{ value: '3.30', source_url: 'SK 1', why: 'uji coba' }, /not a web address/],
        [{ value: '3.30', source_date: '30-12-2022', why: 'uji coba' }, /not a date/], [{ value: '3.30', why: '' }, /reason|given/i],
    ]
    for (const [typed, says] of rows) {
        const page = await office.submit(await office.go(`${FIGURE}/edit`), typed, { stay: true })
        assert.equal(page.status, 400, JSON.stringify(typed))
        assert.match(page.words, says)
        const kept = page.forms.flatMap((f) => f.fields)
        for (const [name, value] of Object.entries(typed))
            assert.ok(kept.some(([n, v]) => n === name && v === value), `${name} is lost`)
    }
    assert.equal(await of2022(), '3.32')
})

test('a figure becomes unknown, is never gone, and is added where none was', async () => {
    await office.submit(await office.go(`${FIGURE}/edit`), { value: '', why: 'Ditarik oleh penerbit' })
    assert.equal(await of2022(), null)
    assert.match(await read(RESULT), /looked for and not found/)
    const list = await office.go('/regions/35.71/figures?year=2025')
    const add = list.text.match(/href="([^"]*2025\/index\.actual\/add)"/)[1]
    const added = await office.submit(await office.go(add), { value: '3.40', source: 'SK uji', why: 'Terbit' })
    assert.match(added.words, /3\.40/)
    assert.match(await read('/regions/35.71/results/smart-city-evaluation/2025'), /3\.40/)
    assert.equal((await office.get(add)).status, 409)
})

test('the shell says the same, and init keeps what was put right', async () => {
    const key = 'smart-city-evaluation/35.71/2022/index.actual'
    const wrong = await g.run(['instrument', 'figure', 'edit', key, '--value', '9', '--why', 'uji', '--lang', 'en'])
    assert.equal(wrong.code, 2)
    assert.match(wrong.err, /outside the scale/)
    const right = await g.run(['instrument', 'figure', 'edit', key, '--value', '3.30', '--why', 'Terbit ulang', '--lang', 'en'])
    assert.equal(right.code, 0, right.err)
    const count = await g.run(['cohort', 'count', 'edit', '2022/joined/1', '--value', '44', '--why', 'Koreksi'])
    assert.equal(count.code, 0, count.err)
    const again = await g.run(['init', '--lang', 'en'])
    assert.equal(again.code, 0, again.err)
    assert.match(again.out, /Kept as the database has them, though the program tells them otherwise: 1/)
    assert.equal(await of2022(), '3.30')
    assert.equal(JSON.parse(await read('/cohorts/counts/2022/joined/1.json', '*/*')).value, 44)
})

test('counts are the nation’s and members are known by their source; both have their history', async () => {
    const next = await office.go('/cohorts/counts?year=2025&measure=joined')
    assert.match(next.path, /\/cohorts\/counts\/2025\/joined\/1\/add$/)
    const added = await office.submit(next, { value: '12', source: 'Siaran pers', publisher: 'Komdigi', why: 'Terbit' })
    assert.match(added.words, /12/)
    assert.match(await read('/cohorts'), /id="year-2025"/)
    assert.equal((await office.get('/cohorts/counts/2025/joined/3/add')).status, 200)
    const gap = await office.submit(office.page, { value: '1', source: 'x y', publisher: 'z', why: 'uji coba' }, { stay: true })
    assert.ok(gap.status >= 400 && gap.status < 500, String(gap.status))
    const member = await office.submit(await office.go('/cohorts/members/35.09/edit'), { year: '2020', seen_year: '', why: 'SK 5/2020' })
    assert.match(member.words, /2020/)
    assert.match(await read('/regions/35.09'), /2020/)
})

test('who may not sees no button and is refused', async () => {
    const joko = await signIn(g.url, 'joko', PASSWORD)
    assert.doesNotMatch((await joko.go(FIGURE)).text, /index\.actual\/edit/)
    assert.equal((await joko.get(`${FIGURE}/edit`)).status, 403)
    const token = (await joko.go('/account/password')).forms.flatMap((f) => f.fields).find(([n]) => n === '_token')[1]
    const refused = await joko.post(`${FIGURE}/edit`,
        { _token: token, value: '4', source: 'x', why: 'uji', 'record.do': 'save', 'record.version': '9' })
    assert.equal(refused.status, 403)
    assert.equal(await of2022(), '3.30')
    joko.close()
})
