// SPDX-License-Identifier: AGPL-3.0-or-later
// A mayor's staff moves a figure and sees the index move: what gives most, the shortest way, the gap in words.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { guyub } from '../harness/guyub.mjs'

let g
before(async () => { g = await guyub() })
after(() => g.stop())

const get = async (path, lang = 'en', accept = 'text/html') => {
    const r = await fetch(`${g.url}${path}`, { headers: { 'accept-language': lang, accept } })
    return { status: r.status, text: await r.text() }
}
const plain = (html) => html.replace(/<[^>]*>/g, ' ').replace(/&#39;/g, "'").replace(/&quot;/g, '"').replace(/\s+/g, ' ')
const words = async (path, lang) => plain((await get(path, lang)).text)
const data = async (path) => JSON.parse((await get(path, 'en', 'application/json')).text)
const link = (html, text) => html.match(new RegExp(`href="([^"]*)">${text}`))[1].replaceAll('&amp;', '&')

const SMART = '/regions/35.71/aim/smart-city-evaluation'
const SPBE = '/regions/35.71/aim/spbe-2020'
const levels = (n, level) => Array.from({ length: n }, (_, i) =>
    `indicator-${String(i + 1).padStart(2, '0')}=${level(i)}`).join('&')
const ANSWERS = levels(47, (i) => 1 + (i * 7) % 5)

test('the region page leads to it and says the gap in words', async () => {
    const { text } = await get('/regions/35.71', 'id')
    assert.match(plain(text), /Target tahun 2024 adalah 3,55\. Indeks terakhir yang diumumkan 3,200, tahun 2023: masih kurang 0,35\./)
    assert.match(text, /href="\/regions\/35\.71\/aim\/smart-city-evaluation"/)
    assert.doesNotMatch((await get('/regions/35.71.01')).text, /\/aim\//)
})

test('it begins with the published components, nearest to the leaves', async () => {
    const start = await data(SMART)
    assert.equal(start.from, 2022)
    assert.equal(start.items.length, 10)                    // five components, one of them by its six dimensions
    assert.ok(Math.abs(start.index - 3.314666666666667) < 1e-12)
    assert.deepEqual([start.target.value, start.target.year], [3.55, 2024])
    assert.match(await words(`${SMART}?year=2022`, 'id'),
        /Tahun 2022 indeks yang diumumkan 3,31 dan targetnya 3,40: masih kurang 0,09\./)
})

test('what one step adds is what the engine makes of it, the most first', async () => {
    const start = await data(`${SMART}?year=2022`)
    const gains = start.items.map((i) => [i.item, i.adds])
    assert.deepEqual(gains.slice(0, 4), [['outcome', 0.03], ['output', 0.02], ['quick_win', 0.02], ['baseline', 0.01]])
    for (const item of start.items) {
        const then = await data(`${SMART}?year=2022&${item.item}=${item.next}`)
        assert.equal(then.index, item.index_then)
        assert.ok(Math.abs(then.index - start.index - item.adds) < 1e-12)
    }
    const outcome = start.items[0]
    assert.equal(outcome.alone, 3.52)
    assert.ok((await data(`${SMART}?outcome=3.52`)).index >= 3.4)
    assert.ok((await data(`${SMART}?outcome=3.51`)).index < 3.4)
})

test('the shortest way reaches the target, and its link shows it', async () => {
    const start = await data(`${SMART}?year=2022`)
    assert.deepEqual([start.to_target.way, start.to_target.n_steps], ['fewest', 3])
    const { text } = await get(`${SMART}?year=2022`)
    assert.match(plain(text), /3 steps reach 3\.40 \(the index is 3\.4046… then\), and no smaller number does/)
    const there = await get(link(text, 'Try these steps'))
    assert.match(plain(there.text), /With the figures below the index is 3\.4046…: the target is reached, 0\.0046… above it\./)
    assert.match(plain(there.text), /Moved from 3\.3146… ▲ \+0\.09/)
    assert.match(plain(there.text), /began at 3\.23/)
})

test('a fall is said as a fall', async () =>
    assert.match(await words(`${SMART}?outcome=3`), /Moved from 3\.3146… ▼ −0\.069/))

test('what is emptied is unknown, never 0', async () => {
    const x = await data(`${SMART}?output=`)
    assert.equal(x.index, null)
    assert.deepEqual(x.missing, ['output'])
    assert.ok(Math.abs(x.between.high - x.between.low - 0.8) < 1e-12)      // 20 % of 0 to 4
    assert.equal(x.items.find((i) => i.item === 'outcome').adds, 0.03)     // whatever output is
    assert.equal(x.items.find((i) => i.item === 'outcome').index_then, null)
    assert.equal(x.to_target.way, 'unknown')
    assert.match(await words(`${SMART}?output=`), /the index is unknown; it lies between 2\.6726… and 3\.4726…/)
})

test('a component may be tried whole, in place of its parts', async () => {
    const x = await data(`${SMART}?impact=3.5`)
    assert.equal(x.items.length, 5)
    assert.ok(Math.abs(x.index - 3.401) < 1e-12)
})

test('levels: SPBE tells beside each level where the index goes', async () => {
    const x = await data(`${SPBE}?${ANSWERS}`)
    assert.equal(x.index, 2.97)
    assert.deepEqual([x.to_mark.to, x.to_mark.way, x.to_mark.n_steps], [3.0, 'fewest', 1])
    const { text } = await get(`${SPBE}?${ANSWERS}`)
    assert.match(text, /<option value="1" selected>1: Initial<\/option>/)
    assert.match(text, /<option value="5">5: Optimum \(index 3\.022\)<\/option>/)      // 4 levels of 1.30 %
    assert.match(plain(text), /No target of Kota Kediri is known here\./)
    assert.equal((await data(`${SPBE}?${ANSWERS.replace('indicator-01=1', 'indicator-01=5')}`)).index, 3.022)
})

test('a target of one\'s own', async () => {
    const x = await data(`${SPBE}?target=4,2&${ANSWERS}`)
    assert.deepEqual([x.target.value, x.target.year, x.to_target.way], [4.2, null, 'fewest'])
    assert.match(await words(`${SMART}?target=3.9&output=`), /The way to 3\.9 cannot be computed while the index is unknown/)
    assert.match(await words(`${SPBE}?target=5&${levels(47, () => 5)}`), /exactly the target/)
})

test('nothing published: nothing answered, and the whole scale is open', async () => {
    assert.match(await words('/regions/35.71/aim/pemdi-2026'),
        /No components of Kota Kediri have been published.*lies between 1\.00 and 5\.00, whatever the items without a figure are: 20/)
})

test('what cannot be is refused with the reason, at its field', async () => {
    for (const [query, reason] of [
        ['outcome=9', /9 lies outside the scale/], ['target=7', /The target must be a figure from 0 to 4/],
        ['nothing=1', /has no item/], ['impact=3&governance=2', /is answered, and .* that it is part of as well/],
    ]) {
        const { status, text } = await get(`${SMART}?${query}`)
        assert.equal(status, 400)
        assert.match(plain(text), reason)
        assert.match(text, /govuk-error-summary/)
        assert.equal((await get(`${SMART}?${query}`, 'en', 'application/json')).status, 400)
    }
    assert.equal((await get(`${SMART}?from=2023`)).status, 400)      // only the index was published then
    assert.match(await words(`${SMART}?from=2023`), /No components were published for this year.*Known are: 2022/)
    assert.match(await words(`${SMART}?year=2023`), /No target is known for this year.*Known are: 2022, 2024/)
    assert.equal((await get('/regions/35.71.01/aim/spbe-2020')).status, 404)
    assert.equal((await get('/regions/35.71/aim/nothing')).status, 404)
})

test('the shell says the same', async () => {
    const { json } = await g.run(['aim', '35.71', '--year', '2022', '--answers', 'outcome=3.5', '--json'])
    const page = await data(`${SMART}?year=2022&outcome=3.5`)
    assert.deepEqual(json, page)
    const said = await g.run(['aim', '35.71', '--year', '2022'])
    assert.equal(said.code, 0)
    assert.match(said.out, /masih kurang 0,09|still 0\.09 short/)
    assert.equal((await g.run(['aim', '35.71', '--answers', 'outcome=9'])).code, 2)
    assert.equal((await g.run(['aim', '35.71', '--from', '2023'])).code, 2)
})
