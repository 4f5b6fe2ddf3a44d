// SPDX-License-Identifier: AGPL-3.0-or-later
// An officer tries an instrument before the assessor does; an auditor follows a published index down.
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
// "3,315" and "3.315" as 3.315; a figure that goes on is cut in the page, so it is compared as far as it goes.
const number = (shown) => shown.replace(',', '.').replace('…', '')

const query = (answers) => Object.entries(answers).map(([k, v]) => `${k}=${encodeURIComponent(v)}`).join('&')
const score = (id, answers) => `/instruments/${id}/score?${query(answers)}`
const KEDIRI = { baseline: '3.60', output: '3.21', outcome: '3.23', impact: '3.07', quick_win: '3.65' }
const SMART = 'smart-city-evaluation'
const levels = (n, level) => Object.fromEntries(Array.from({ length: n }, (_, i) =>
    [`indicator-${String(i + 1).padStart(2, '0')}`, String(level(i))]))
const SPBE = levels(47, (i) => 1 + (i * 7) % 5)

// The lines of the explanation as the page has them: title, figure, weight, share, what it adds.
function lines(html) {
    const table = html.match(/<table class="govuk-table gy-explain">[\s\S]*?<\/table>/)[0]
    return [...table.matchAll(/<tr class="govuk-table__row gy-explain__line[\s\S]*?<\/tr>/g)].map(([row]) => ({
        title: plain(row.match(/gy-explain__title">([\s\S]*?)<\/span>/)[1]).trim(),
        figure: plain(row.match(/gy-explain__figure">([\s\S]*?)<\/span>/)[1]).trim(),
        cells: [...row.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map((m) => plain(m[1]).trim()),
    }))
}

test('the form asks every leaf of an instrument, with the titles of its levels', async () => {
    const { status, text } = await get('/instruments/spbe-2020/score', 'id')
    assert.equal(status, 200)
    assert.equal(text.match(/<select class="govuk-select"/g).length, 47)
    assert.equal(text.match(/<option value="3">3: Terdefinisi<\/option>/g).length +
        text.match(/<option value="3">3: Transaksi<\/option>/g).length, 47)
    assert.match(text, /tidak ada yang disimpan/)
    assert.doesNotMatch(text, /gy-figure__value/)
    assert.match(await words('/instruments/spbe-2020/score', 'en'), /Your own computation, not a result of the ministry\./)
})

test('Kota Kediri 2022: its parts give 3.315, which agrees with the published 3.31', async () => {
    const en = await words(score(SMART, KEDIRI), 'en')
    assert.match(en, /3\.315 of 4 Somewhere in \[3\.310, 3\.320\)/)
    assert.match(en, /modelled on the publicly described structure; it is not the official form/)
    assert.match(await words(score(SMART, KEDIRI), 'id'), /3,315 dari 4 Ada di dalam \[3,310; 3,320\)/)
    const result = await words(`/regions/35.71/results/${SMART}/2022`, 'en')
    assert.match(result, /3\.31 of 4, in 2022/)
    assert.match(result, /Published 3\.31 \[3\.305, 3\.315\) Recomputed 3\.315 \[3\.310, 3\.320\) They agree: the two ranges meet\./)
    assert.match(result, /Compared with 2021 ▲ up 0\.25 from 3\.06; published as 0\.25 Target for 2022 3\.40 missed by 0\.09/)
})

for (const lang of ['id', 'en'])
    test(`the page says line by line what the data say (${lang})`, async () => {
        for (const path of [score(SMART, KEDIRI), score('spbe-2020', SPBE)]) {
            const shown = lines((await get(path, lang)).text)
            const steps = (await data(path)).steps.filter((s) => s.state !== 'stood_in')
            assert.equal(shown.length, steps.length)
            for (const [i, step] of steps.entries()) {
                assert.equal(shown[i].title, step.title[lang])
                assert.ok(Math.abs(number(shown[i].figure) - step.value) < 1e-6, `${step.item}: ${shown[i].figure}`)
                if (i === 0) continue
                const [, weight, share, adds] = shown[i].cells
                assert.equal(Number(number(weight).replace('%', '')), step.weight_percent)
                assert.ok(Math.abs(number(share) - step.share) < 1e-6, `${step.item}: ${share}`)
                assert.ok(Math.abs(number(adds) - step.contribution) < 1e-6, `${step.item}: ${adds}`)
            }
        }
    })

test('SPBE 2020: the index is called something, and rounding never decides it', async () => {
    const { index, bands } = await data(score('spbe-2020', SPBE))
    assert.deepEqual(bands, [{ id: 'Baik', en: 'Good' }])
    assert.ok(index > 2.6 && index < 3.5)
    assert.match(await words(score('spbe-2020', SPBE), 'id'), /Predikat Baik Baris demi baris/)
    assert.match(await words(score('spbe-2020', levels(47, () => 5)), 'en'), /5 of 5 Called Excellent/)
})

test('a missing answer leaves the index unknown; what is missing is named and leads to its field', async () => {
    const { 'indicator-07': gone, ...rest } = SPBE
    const path = score('spbe-2020', rest), { status, text } = await get(path, 'en')
    assert.equal(status, 200)
    assert.match(text, /gy-explain__unknown">unknown</)
    assert.match(text, /<li><a class="govuk-link" href="#f-indicator-07">/)
    assert.match(text, /<select class="govuk-select" id="f-indicator-07" name="indicator-07"/)
    assert.deepEqual([(await data(path)).index, (await data(path)).missing], [null, ['indicator-07']])
})

for (const [name, id, change, field, says] of [
    ['a level that there is not', 'spbe-2020', { 'indicator-03': '7' }, 'f-indicator-03', /has no level "7"\. Its levels are 1, 2, 3, 4, 5\./],
    ['a figure above the scale', SMART, { output: '4.5' }, 'f-output', /4\.5 lies outside the scale/],
    ['a word for a figure', SMART, { output: 'good' }, 'f-output', /"good" is not a figure/],
    ['a part and its whole', SMART, { living: '3' }, 'f-living', /Answer the whole or its parts, not both/],
]) test(`refused at its field, and kept as it was typed: ${name}`, async () => {
    const path = score(id, { ...(id === SMART ? KEDIRI : SPBE), ...change }), { status, text } = await get(path)
    const [typed] = Object.values(change)
    assert.equal(status, 400)
    assert.match(text, new RegExp(`<div role="alert">[\\s\\S]*<a href="#${field}">`))
    assert.match(plain(text.match(new RegExp(`id="${field}-error">[\\s\\S]*?</p>`))[0]), says)
    assert.match(text, new RegExp(`value="${typed}"( selected|[^>]*aria-describedby="[^"]*${field}-error)`))
    assert.doesNotMatch(text, /gy-figure__value/)
    const refused = await get(path.replace('/score?', '/score.json?'), 'en', '*/*')
    assert.equal(refused.status, 400)
    assert.equal(JSON.parse(refused.text).where ?? Object.keys(change)[0], Object.keys(change)[0])
})

test('an item that there is not is named in the summary', async () => {
    const { status, text } = await get(score(SMART, { ...KEDIRI, ouput: '3' }))
    assert.equal(status, 400)
    assert.match(plain(text), /has no item "ouput"\. Did you mean "output"\?/)
})

test('a decimal comma is read as people write it', async () => {
    assert.equal((await data(score(SMART, { ...KEDIRI, baseline: '3,60' }))).index, 3.315)
    assert.match((await get(score(SMART, { ...KEDIRI, baseline: '3,60' }))).text, /name="baseline"[^>]*value="3,60"/)
})

test('the address of a computation leaves out what is empty, and gives the same again', async () => {
    const { text } = await get(`${score(SMART, KEDIRI)}&governance=&living=&lang=en`)
    const [, address] = text.match(/<a class="govuk-link" href="([^"]*)">Address of this computation/)
    assert.equal(address.replaceAll('&amp;', '&'), score(SMART, KEDIRI))
})

test('what repeats is asked once for each instance, as many as an address holds', async () => {
    const id = 'regional-innovation-2026'
    const form = async (n) => (await get(`/instruments/${id}/score?instances=${n}`)).text
    const asked = (text) => (text.match(/name="indicator-16\.\d"/g) ?? []).length
    const one = await form(1), most = Number(plain(one).match(/holds at most (\d+) of them \(innovation\)/)[1])
    const full = await form(most + 1)
    assert.ok(most >= 3)
    assert.deepEqual([asked(one), asked(await form(2)), asked(full)], [1, 2, most])
    assert.match(one, /<button[^>]*name="instances" value="2">Ask for one more: innovation</)
    assert.doesNotMatch(full, /name="instances"/)
    assert.match(plain(full), /guyub score --instrument regional-innovation-2026 --answers/)
    const names = [...full.matchAll(/<(?:select|input)[^>]* name="([^"]+)"/g)].map((m) => `${m[1]}=9`)
    assert.equal((await get(`/instruments/${id}/score?kind=city&lang=en&instances=9&${names.join('&')}`)).status, 400)
    assert.match(await words(`/instruments/${id}/score?kind=city&lang=en&instances=9&${names.join('&')}`), /has no level "9"/)
    const shown = await data(score(id, { 'indicator-16.1': '2', 'indicator-16.Lapor Cepat': '3' }))
    assert.deepEqual(shown.steps.filter((s) => s.item.endsWith('indicator-16')).map((s) => [s.of, s.value]),
        [['1', 6], ['Lapor Cepat', 9]])
})

test('an item whose score has no source is not asked, and says why', async () => {
    const { text } = await get('/instruments/regional-innovation-2023/score')
    assert.doesNotMatch(text, /name="spd-01"/)
    assert.match(plain(text), /Vision and mission unknown This indicator's score for 2023 was not found in any public source/)
})

test('a published result in full: every fact with its source, every check, as page and as data', async () => {
    const path = `/regions/35.71/results/${SMART}/2022`
    const { text } = await get(path, 'id'), { years, region } = await data(path)
    assert.deepEqual([region.code, years.length, years[0].year], ['35.71', 1, 2022])
    assert.deepEqual(years[0].checks.map((c) => [c.item, c.agrees]), [['index', true], ['impact', true]])
    const facts = text.slice(text.indexOf('gy-explain--facts'))
    for (const part of Object.values(years[0].parts))
        assert.ok(facts.includes(`>${part.published_as.replace('.', ',')}</td>`), part.published_as)
    for (const source of new Set(Object.values(years[0].parts).map((p) => p.source)))
        assert.ok(plain(facts).includes(source), source)
    assert.match(plain(text), /Hitungan kami dari bagian yang diumumkan, bukan hasil kementerian\./)
    assert.match(text, /href="\/regions\/35\.71\/results\/smart-city-evaluation\/2021"/)
})

test('a year without a figure is unknown; one without anything is refused', async () => {
    assert.match(await words(`/regions/35.71/results/${SMART}/2024`), /As published unknown of 4, in 2024/)
    for (const year of ['1999', 'x']) {
        const { status, text } = await get(`/regions/35.71/results/${SMART}/${year}`)
        assert.equal(status, 404)
        assert.match(plain(text), new RegExp(`No result of Kota Kediri in ${year} is known here\\. Results are known for: 2020, 2021`))
    }
    assert.equal((await get(`/regions/35.71/results/nothing/2022`)).status, 404)
    assert.equal((await get(`/regions/99.99/results/${SMART}/2022`)).status, 404)
})

test('the pages of an instrument and of a region lead there', async () => {
    assert.match((await get(`/instruments/${SMART}`)).text, /href="\/instruments\/smart-city-evaluation\/score"/)
    assert.match((await get('/regions/35.71')).text, /href="\/regions\/35\.71\/results\/smart-city-evaluation\/2023"/)
})

test('the reasons as rows: one a line, with all digits', async () => {
    const { text } = await get(score(SMART, KEDIRI).replace('/score?', '/score.csv?'), 'id', '*/*')
    const rows = text.trim().split('\r\n')
    assert.match(rows[0], /^item,of,part_of,title_id,title_en,level,value,low,high,weight_percent,share,contribution$/)
    assert.match(rows[1], /^index,,,Indeks pencapaian,Achievement index,,3\.315,3\.31,3\.32,,1,3\.315$/)
    assert.ok(rows.some((r) => r.startsWith('outcome,,index,') && r.endsWith(',3.23,3.225,3.235,30,0.3,0.969')))
})
