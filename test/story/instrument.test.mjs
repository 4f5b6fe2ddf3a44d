// SPDX-License-Identifier: AGPL-3.0-or-later
// An officer recomputes the letter's index on the shell, and the nation's pages say the same.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { guyub, repo } from '../harness/guyub.mjs'

const ID = 'smart-city-evaluation'
const PACK = join(repo, 'pack/instrument', `${ID}.yaml`)
const KEDIRI = { baseline: '3.60', output: '3.21', outcome: '3.23', impact: '3.07', quick_win: '3.65' }
const JAMBI = { baseline: '3.84', output: '3.18', outcome: '3.53', impact: '3.63', quick_win: '3.35' }

let g, folder
before(async () => { g = await guyub(); folder = mkdtempSync(join(tmpdir(), 'guyub-score-')) })
after(async () => { rmSync(folder, { recursive: true, force: true }); await g.stop() })

const data = async (path) => (await fetch(`${g.url}${path}`)).json()
const file = (name, text) => { const path = join(folder, name); writeFileSync(path, text); return path }
const answers = (figures, name = 'answers.csv') =>
    file(name, ['item,value', ...Object.entries(figures).map(([k, v]) => `${k},${v}`), ''].join('\n'))
const score = (path, ...more) => g.run(['score', '--instrument', ID, '--answers', path, ...more])
const english = { env: { GUYUB_LANG: 'en' } }

// The digits as the program wrote them: JSON.parse would turn 3.310 and 3.31 into one.
const digits = (out, key) => out.match(new RegExp(`"${key}":([-0-9.]+)`))[1]

for (const [name, figures, index, low, high] of [
    ['Kota Kediri 2022', KEDIRI, '3.315', 3.310, 3.320],
    ['Kota Jambi 2024', JAMBI, '3.475', 3.470, 3.480],
]) test(`${name}: the published parts give ${index} exactly`, async () => {
    const r = await score(answers(figures), '--json')
    assert.equal(r.code, 0, r.err)
    assert.equal(digits(r.out, 'index'), index)
    assert.deepEqual(r.json.range, { low, high, low_included: true, high_included: false })
    const parts = r.json.steps.filter((s) => s.part_of === 'index')
    assert.deepEqual(parts.map((s) => s.share), [0.1, 0.2, 0.3, 0.2, 0.2])
    assert.equal(parts.reduce((sum, s) => sum + Math.round(s.contribution * 1e6), 0), Math.round(index * 1e6))
})

test('every step is printed for people', async () => {
    const r = await g.run(['score', '--instrument', ID, '--answers', answers(KEDIRI)], english)
    assert.equal(r.code, 0, r.err)
    assert.match(r.out, /Achievement index: 3\.315, in the range \[3\.310, 3\.320\)/)
    assert.match(r.out, /outcome +Outcome +3\.23 +\[3\.225, 3\.235\) +30% +0\.3 +0\.969 +as answered/)
})

test('impact follows from its six dimensions', async () => {
    const { impact, ...rest } = KEDIRI
    const six = { governance: '2.75', branding: '2.75', economy: '3.50', living: '3.33', society: '3.33', environment: '2.75' }
    const r = await score(answers({ ...rest, ...six }), '--json')
    assert.equal(r.code, 0, r.err)
    assert.match(r.out, /"item":"impact"[^}]*"value":3\.068333333333333333/)
})

test('the file of a pack stands in for an id', async () => {
    const r = await g.run(['score', '--instrument', PACK, '--answers', answers(KEDIRI), '--json'])
    assert.equal(r.code, 0, r.err)
    assert.equal(digits(r.out, 'index'), '3.315')
})

test('a missing figure leaves the index unknown, and is named', async () => {
    const { outcome, ...rest } = KEDIRI
    const r = await g.run(['score', '--instrument', ID, '--answers', answers(rest)], english)
    assert.equal(r.code, 1)
    assert.match(r.out, /The index is unknown: figures are missing\.\nMissing: outcome \(Outcome\)\./)
    assert.match(r.out, /outcome +Outcome +unknown +30% +0\.3 +unknown: not answered/)
    assert.match(r.out, /impact +Impact +3\.07 /)
    const asData = await score(answers(rest), '--json')
    assert.equal(asData.code, 1)
    assert.equal(asData.json.index, null)
    assert.deepEqual(asData.json.missing, ['outcome'])
})

for (const [name, text, where, says] of [
    ['a slip in an item', 'item,value\nouput,3\n', '2:1', /output/],
    ['a figure above the scale', 'item,value\noutput,4.5\n', '2:8', /0 to 4/],
    ['a word for a figure', 'item,value\noutput,good\n', '2:8', /not a figure/],
    ['an item twice', 'item,value\noutput,3\noutput,3\n', '3:1', /twice/],
    ['a part and its whole', 'item,value\nimpact,3\nliving,3\n', '3:1', /not both/],
    ['an open quote', 'item,value\noutput,"3\n', '2:8', /quote/],
    ['no column of values', 'item,figure\noutput,3\n', '', /value/],
    ['nothing but a header', 'item,value\n', '', /no answers/],
]) test(`refused with its place: ${name}`, async () => {
    const path = file('broken.csv', text)
    const r = await g.run(['score', '--instrument', ID, '--answers', path], english)
    assert.equal(r.code, 2, r.err)
    assert.ok(r.err.includes(where ? `${path}:${where}: ` : path), r.err)
    assert.match(r.err, says)
    assert.equal(r.out, '')
})

test('a file that is not there, an instrument that is not there', async () => {
    const absent = await g.run(['score', '--instrument', ID, '--answers', join(folder, 'none.csv')])
    assert.notEqual(absent.code, 0)
    assert.match(absent.err, /none\.csv/)
    const unknown = await g.run(['score', '--instrument', 'smart', '--answers', answers(KEDIRI)])
    assert.equal(unknown.code, 1)
    assert.equal((await g.run(['score', '--instrument', ID])).code, 2)
})

test('published and recomputed stand side by side and agree', async () => {
    const r = await g.run(['instrument', 'results', '35.71', '--json'])
    assert.equal(r.code, 0, r.err)
    const year = (y) => r.json.years.find((x) => x.year === y)
    assert.deepEqual(r.json.years.map((y) => y.actual.value), [2.87, 3.06, 3.31, 3.2, null])
    assert.deepEqual(r.json.years.map((y) => y.improvement?.value ?? null), [null, 0.19, 0.25, -0.11, null])
    assert.equal(year(2022).target.value, 3.4)
    assert.equal(year(2022).over_target.value, -0.09)
    assert.deepEqual(year(2022).checks.map((c) => [c.item, c.recomputed, c.agrees]),
        [['index', 3.315, true], ['impact', 3.0683333333333333, true]])
    assert.deepEqual(year(2022).checks[0].published_range,
        { low: 3.305, high: 3.315, low_included: true, high_included: false })
    assert.equal(year(2023).actual.published_as, '3.200')
    assert.equal(year(2024).actual.value, null)
    assert.ok(year(2024).actual.note.en.length > 0)
    assert.ok(r.json.years.every((y) => y.actual.source.length > 0))
})

test('an instrument does not change, a published figure is not overwritten', async () => {
    const changed = file('changed.yaml', readFileSync(PACK, 'utf8').replace('weight: 30', 'weight: 20')
        .replace(/(id: quick_win\n +weight: )20/, '$130'))
    const pack = await g.run(['instrument', 'import', changed], english)
    assert.equal(pack.code, 1, pack.out)
    assert.match(pack.err, /changed\.yaml: .*another text/)
    const head = readFileSync(join(repo, 'pack/fact/smart-city-index.csv'), 'utf8').split('\n')[0]
    const facts = file('facts.csv', `${head}\n35.71,${ID},2022,index,actual,3.40,x,,,,\n`)
    const r = await g.run(['instrument', 'import', facts], english)
    assert.equal(r.code, 1)
    assert.match(r.err, /facts\.csv:2:47: .*3\.31/)
    assert.equal((await g.run(['instrument', 'results', '35.71', '--json'])).json.years[2].actual.value, 3.31)
})

test('the pages of an instrument, in both languages and as data', async () => {
    const page = async (path, lang) =>
        (await fetch(`${g.url}${path}`, { headers: { 'accept-language': lang, accept: 'text/html' } })).text()
    assert.match(await page(`/instruments/${ID}`, 'id'), /Program Percepatan \(Quick Win\)/)
    const english = await page(`/instruments/${ID}`, 'en')
    assert.match(english, /What the sources leave open/)
    assert.match(english, /they add up to 120/)
    assert.match(english, /inferred, not stated/)
    assert.match(await page('/instruments', 'en'), new RegExp(`href="/instruments/${ID}"`))
    assert.equal((await data('/instruments.json')).find((i) => i.id === ID).regions, 17)
    assert.match(await (await fetch(`${g.url}/instruments.csv`)).text(), /^id,title_id,/)
    const shown = await data(`/instruments/${ID}.json`)
    assert.deepEqual(shown.items.filter((i) => i.part_of === 'index').map((i) => i.weight_percent), [10, 20, 30, 20, 20])
    assert.equal((await fetch(`${g.url}/instruments/none.json`)).status, 404)
})

test('a score without a source is refused with its reason, and so is the total', async () => {
    const asked = (text, ...more) => g.run(['score', '--instrument', 'regional-innovation-2023', '--answers', file('iid.csv', text), ...more], english)
    const r = await asked('item,value\nspd-01,3\n')
    assert.equal(r.code, 2)
    assert.match(r.err, /iid\.csv:2:8: "spd-01" cannot be scored: .*not found in any public source/)
    const part = await asked('item,value,of\nregulation,2,Lapor Cepat\n', '--json')
    assert.equal(part.code, 1)
    assert.equal(part.json.index, null)
    const told = part.json.steps.find((x) => x.item === 'innovation[1].regulation')
    assert.equal(told.of, 'Lapor Cepat')
    assert.equal(told.level, 2)
    const spd = part.json.steps.find((x) => x.item === 'spd-01')
    assert.equal(spd.state, 'unknown')
    assert.match(spd.no_source.id, /tidak ditemukan/)
    const words = await asked('item,value,of\nregulation,2,Lapor Cepat\n')
    assert.match(words.out, /Some scores have no source, so that there is no total/)
})

test('a small instrument: kinds of region, n/a, its page, its new text while no result uses it', async () => {
    const words = (id, en = id) => `{id: ${id}, en: ${en}}`
    const text = `id: coast
title: ${words('Pantai', 'Coast')}
summary: ${words('Contoh', 'An example')}
standing: official
valid_from: 2021
scale: {min: 1, max: 3, places: 1}
bands:
  - {from: 1, below: 2, title: ${words('Kurang', 'Poor')}}
  - {from: 2, to: 3, title: ${words('Baik', 'Good')}}
tree:
  id: index
  title: ${words('Indeks', 'Index')}
  how: weighted mean
  parts:
    - id: port
      title: ${words('Pelabuhan', 'Port')}
      weight: 40
      how: leaf
      not_applicable: allowed
      evidence: [${words('Surat izin', 'The permit')}]
      levels:
        - {level: 1, title: ${words('Rencana', 'Planned')}, criterion: ${words('Ada rencana', 'There is a plan')}}
        - {level: 3, title: ${words('Berjalan', 'Running')}}
    - {id: island, title: ${words('Pulau', 'Island')}, weight: 60, how: leaf, applies_to: [province]}
tables:
  - id: classes
    title: ${words('Kelas ombak', 'Classes of waves')}
    columns: [{id: class, type: text}, {id: metres, type: number}, {id: since, type: date}]
    rows: [[calm, 1250.5, 2021-08-17]]
sources: [{id: own, title: Contoh, publisher: Guyub}]
`
    const path = file('coast.yaml', text)
    const given = file('coast.csv', 'item,value\nport,3\n')
    const asked = (...more) => g.run(['score', '--instrument', path, '--answers', given, ...more], english)
    assert.match((await asked()).err, /coast\.csv: What coast asks depends on the kind of region/)
    const city = await asked('--kind', 'city')
    assert.equal(city.code, 0, city.err)
    assert.match(city.out, /Index: 3, in the range 3\.\nCalled: Good\./)
    assert.match(city.out, /port +Port +3 +3 +40% +1 +3 +level 3: Running/)
    assert.match(city.out, /island +Island +n\/a +60% +0 +not applicable: for province only/)
    assert.equal((await asked('--kind', 'province', '--json')).json.missing[0], 'island')

    const load = (p) => g.run(['instrument', 'import', p], english)
    assert.match((await load(path)).out, /coast\.yaml is a new instrument now/)
    assert.match((await load(path)).out, /already, with the same text/)
    const page = async (lang = 'en') => (await fetch(`${g.url}/instruments/coast`, { headers: { 'accept-language': lang, accept: 'text/html' } })).text()
    const shown = await page()
    for (const part of [/Classes of waves <code[^>]*>classes</, /1,250\.5</, /17 August 2021/]) assert.match(shown, part)
    for (const part of [/Kelas ombak <code[^>]*>classes</, /1\.250,5</, /17 Agustus 2021/]) assert.match(await page('id'), part)
    for (const part of [/Typed from the regulation\./, /What a figure is called/, /1 to below 2/, /2 to 3/, /The permit/, /There is a plan/,
        /Only for: province/, /May be answered as not applicable/, /id="item-island"/])
        assert.match(shown, part)
    assert.match((await load(file('coast.yaml', text.replace('The permit', 'The licence')))).out, /took the place of the text before it, which no result used/)
    assert.match(await page(), /The licence/)
    const json = await data('/instruments/coast.json')
    assert.equal(json.standing, 'official')
    assert.deepEqual(json.bands.map((b) => [b.from, b.below ?? null, b.to ?? null]), [[1, 2, null], [2, null, 3]])
    const port = json.items.find((i) => i.item === 'port')
    assert.deepEqual(port.levels.map((l) => l.level), [1, 3])
    assert.equal(port.evidence[0].en, 'The licence')
    assert.equal(port.may_not_apply, true)
    assert.deepEqual(json.tables.map((t) => [t.id, t.title.id, t.rows]), [['classes', 'Kelas ombak', [['calm', 1250.5, '2021-08-17']]]])
    assert.deepEqual(json.items.find((i) => i.item === 'island').applies_to, ['province'])

    const head = readFileSync(join(repo, 'pack/fact/smart-city-index.csv'), 'utf8').split('\n')[0]
    assert.equal((await load(file('use.csv', `${head}\n35.71,coast,2022,index,actual,2.4,x,,,,\n35.71,coast,2022,port,actual,2.4,x,,,,\n`))).code, 0)
    const results = await g.run(['instrument', 'results', '35.71', '--instrument', 'coast', '--json'])
    assert.deepEqual(results.json.years[0].checks.map((c) => [c.item, c.recomputed, c.agrees]), [['index', 2.4, true]],
        'what is not for a city is left out of the mean')
    const used = await load(file('coast.yaml', text))
    assert.equal(used.code, 1)
    assert.match(used.err, new RegExp(`In use: ${json.digest}; this file: [0-9a-f]{16}\\.`))
    assert.match(used.err, /Give the changed instrument a new id/)
    assert.match(await page(), /The licence/)
})

test('a tree of many items opens branch by branch', async () => {
    const html = await (await fetch(`${g.url}/instruments/spbe-2020`, { headers: { accept: 'text/html' } })).text()
    assert.equal((html.match(/<details class="govuk-details gy-tree__branch">/g) ?? []).length, 12)
    assert.equal((html.match(/class="gy-tree__item"/g) ?? []).length, 59)
    assert.match(html, /href="#rubric-policy"/)
    assert.match(html, /id="rubric-policy"/)
})
