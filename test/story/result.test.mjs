// SPDX-License-Identifier: AGPL-3.0-or-later
// What came out: three regions are judged to the end, their results are published at once with ranks and ties, each
// proves itself by its text, and the weaknesses that assessors found are given, followed up and closed.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { guyub, makePerson, makePost, PASSWORD, signIn } from '../harness/guyub.mjs'

const ROUND = 'readiness-2027', KEDIRI = '35.71', BLITAR = '35.72', JAMBI = '15.71', MADIUN = '35.77'
const LEVEL = { [KEDIRI]: 2, [BLITAR]: 3, [JAMBI]: 2 }, HERE = `/rounds/${ROUND}`
const FINDINGS = `${HERE}/regions/${KEDIRI}/findings`, RESULT = `${HERE}/regions/${KEDIRI}/result`
const ITEMS = ['people', 'budget', 'governance', 'physical', 'digital', 'social', 'policy', 'institution', 'execution',
    'nature', 'culture']
const at = (day) => String(Date.parse(`${day}T03:00:00Z`) / 1000)
const folder = mkdtempSync(join(tmpdir(), 'guyub-result-'))

let g, now = '2027-01-12', who = {}
const post = {}

async function run(args) {
    return g.run([...args, '--lang', 'en'], { env: { GUYUB_NOW: at(now) } })
}
async function must(args) {
    const r = await run(args)
    assert.equal(r.code, 0, `${args.join(' ')}: ${r.err}`)
    return r.out
}
async function person(login, kind, title, place = {}) {
    post[login] = await makePost(g, kind, title, place)
    await makePerson(g, login, { posts: [post[login]] })
}
async function day(date) {
    now = date
    for (const login of Object.keys(who)) who[login].close()
    await g.restart({ GUYUB_NOW: at(date) })
    who = {}
}
const as = async (login) => who[login] ??= await signIn(g.url, login, PASSWORD)
const json = async (v, path) => (await v.get(path, { accept: 'application/json' })).json
const read = async (path) => fetch(`${g.url}${path}`)

async function tokenOf(v) {
    const page = await v.go('/account/password')
    return page.forms.flatMap((f) => f.fields).find(([name]) => name === '_token')[1]
}

before(async () => {
    g = await guyub({ env: { GUYUB_NOW: at(now), GUYUB_JOBS: '1', GUYUB_URL: 'https://guyub.example.go.id', GUYUB_VAULT: join(folder, 'vault') } })
    await person('asa', 'assessor', 'Asesor Satu')
    await person('abi', 'assessor', 'Asesor Dua')
    await person('adi', 'assessor', 'Asesor tanpa kursi')
    await person('kantor', 'programme_office', 'Kantor Program')
    for (const [login, region] of [['kediri', KEDIRI], ['blitar', BLITAR], ['jambi', JAMBI]]) {
        await person(login, 'coordinator', `Koordinator ${region}`, { region })
        await person(`kepala-${login}`, 'head_of_region', `Wali Kota ${region}`, { region })
    }
    await must(['org', 'add', '--code', '35.71-dinas', '--name', 'Dinas Kominfo', '--kind', 'agency', '--region', KEDIRI,
        '--valid-from', '2020-01-01', '--source', 'uji', '--why', 'uji'])
    await person('dinas', 'contributor', 'Operator Diskominfo Kota Kediri', { org: '35.71-dinas' })
    await must(['round', 'add', '--instrument', 'readiness', '--year', '2027', '--title', 'Kesiapan 2027', '--rule',
        [KEDIRI, BLITAR, JAMBI, MADIUN].map((c) => `\${code} = '${c}'`).join(' or '), '--disagreement', '1'])
    await must(['round', 'dates', ROUND, ...Object.entries({
        stage_1: ['01-11', '02-05'], judge_1: ['02-08', '02-19'], result_1: ['02-22', '03-31'],
    }).flatMap(([kind, [from, to]]) => [`--${kind.replace('_', '-')}-from`, `2027-${from}`, `--${kind.replace('_', '-')}-to`,
        `2027-${to}`]), '--why', 'uji'])
    await must(['round', 'join', ROUND])
    await must(['round', 'open', ROUND])
    for (const region of [KEDIRI, BLITAR, JAMBI])
        for (const login of ['asa', 'abi']) await must(['round', 'seat', ROUND, '--region', region, '--post', post[login]])
    for (const [login, region] of [['kediri', KEDIRI], ['blitar', BLITAR], ['jambi', JAMBI]]) await send(login, region)
})
after(async () => {
    for (const login of Object.keys(who)) who[login].close()
    await g?.stop()
    rmSync(folder, { recursive: true, force: true })
})

async function send(login, region) {
    const v = await as(login), head = await as(`kepala-${login}`), theirs = `/assessments/${ROUND}/${region}`
    const door = await v.go(theirs)
    if (door.forms.some((f) => f.action === `${theirs}/begin`)) await v.submit(door, {}, { at: `${theirs}/begin` })
    const values = Object.fromEntries(ITEMS.flatMap((i) => [[`v.${i}`, String(LEVEL[region])], [`n.${i}`, `catatan ${i}`]]))
    assert.equal((await v.submit(await v.go(`${theirs}/city`), values, { press: 'save' })).status, 200)
    assert.equal((await head.submit(await head.go(`${theirs}/statement`), { states: '1' })).status, 200)
}

async function judge(login, region) {
    const v = await as(login), theirs = `/judging/${ROUND}/${region}`
    const values = Object.fromEntries(ITEMS.map((i) => [`v.${i}`, String(LEVEL[region])]))
    const saved = await v.submit(await v.go(`${theirs}/score`), values, { press: 'save' })
    assert.equal(saved.status, 200, saved.words)
    assert.match((await v.submit(await v.go(theirs), {}, { at: `${theirs}/finish` })).words, /You have finished/)
}

const find = async (v, values) => v.submit(await v.go(FINDINGS), values, { at: FINDINGS })
const findings = async (v) => json(v, `${FINDINGS}.json`)
async function step(v, id, does, values) {
    return v.post(`${FINDINGS}/${id}`, { _token: await tokenOf(v), do: does, ...values })
}

// ---- findings ------------------------------------------------------------------------------------

test('a finding waits until assessors see each other, and is said by who sits there', async () => {
    await day('2027-02-09')
    for (const region of [KEDIRI, BLITAR, JAMBI]) await judge('asa', region)
    const asa = await as('asa')
    const early = await find(asa, { kind: 'weakness', item: 'people', text: 'Tim belum ber-SK.' })
    assert.equal(early.status, 409)
    assert.match(early.words, /have not all finished, so nothing is found yet/)
    for (const region of [KEDIRI, BLITAR, JAMBI]) await judge('abi', region)
    assert.equal((await find(asa, { kind: 'weakness', item: 'people', text: '' })).status, 400)
    const long = `Terlalu panjang ${'x'.repeat(4000)}`, kept = await find(asa, { kind: 'recommendation', item: 'digital', text: long })
    assert.equal(kept.status, 400)
    assert.deepEqual(['kind', 'item', 'text'].map((n) => kept.forms.find((f) => f.action === FINDINGS).fields.find(([name]) => name === n)[1]),
        ['recommendation', 'digital', long], 'what was typed stands there again')
    assert.match((await find(asa, { kind: 'weakness', item: 'people', text: 'Tim belum ber-SK.' })).words, /The finding is there/)
    await find(asa, { kind: 'strength', item: '', text: 'Warga ikut menyusun rencana.' })
    assert.deepEqual((await findings(asa)).map((f) => [f.kind, f.item, f.state]), [['weakness', 'people', 'open'], ['strength', '', 'open']])
    const adi = await as('adi')
    assert.ok([403, 404].includes((await adi.post(FINDINGS, { _token: await tokenOf(adi), kind: 'weakness', text: 'Tanpa kursi.' })).status))
    const kediri = await as('kediri')
    assert.equal((await kediri.post(FINDINGS, { _token: await tokenOf(kediri), kind: 'strength', text: 'Kami hebat.' })).status, 403)
    assert.equal((await (await as('blitar')).get(FINDINGS)).status, 404)
})

test('given to an agency it stands on its board; followed up, sent back, closed, with reasons', async () => {
    const kediri = await as('kediri'), dinas = await as('dinas'), blitar = await as('blitar')
    const [weak, strong] = (await findings(kediri)).map((f) => f.finding), give = { org: '35.71-dinas', due: '2027-03-15' }
    assert.equal((await step(kediri, strong, 'give', give)).status, 409, 'a strength asks nothing')
    const early = await step(kediri, weak, 'give', { ...give, due: '2027-01-01' })
    assert.equal(early.status, 400)
    assert.match(early.text, /value="2027-01-01"/, 'the day that was typed stands there again')
    assert.ok([403, 404].includes((await step(blitar, weak, 'give', give)).status), 'not another region')
    assert.equal((await step(kediri, weak, 'give', give)).status, 303)
    assert.match((await dinas.go('/tasks')).words, /Catatan evaluasi 2027/)
    assert.equal((await step(dinas, weak, 'close', { text: 'Kami rasa cukup.' })).status, 403)
    assert.equal((await step(kediri, weak, 'close', { text: 'Cukup.' })).status, 409, 'not followed up yet')
})

// ---- publishing ----------------------------------------------------------------------------------

test('before its day, without the right, or with regions that wait, nothing is published', async () => {
    const kantor = await as('kantor')
    const early = await kantor.submit(await kantor.go(`${HERE}/results`), { stage: '1' }, { at: `${HERE}/results/publish` })
    assert.equal(early.status, 409)
    assert.match(early.words, /cannot be published yet.*22 February 2027/)
    await day('2027-02-23')
    const k = await as('kediri')
    assert.equal((await k.post(`${HERE}/results/publish`, { _token: await tokenOf(k), stage: '1' })).status, 403)
    for (const region of [KEDIRI, JAMBI]) await must(['judge', 'lock', ROUND, region])
    const open = await run(['result', 'publish', ROUND, '--stage', '1'])
    assert.notEqual(open.code, 0)
    assert.match(open.err, /Kota Blitar/)
    assert.match((await (await as('kantor')).go(`${HERE}/results`)).words, /No results are published yet/)
})

test('all regions at once: ranks with ties, in the nation and in the province', async () => {
    await must(['judge', 'lock', ROUND, BLITAR])
    const kantor = await as('kantor')
    const page = await kantor.submit(await kantor.go(`${HERE}/results`), {}, { at: `${HERE}/results/publish` })
    assert.match(page.words, /3 results are published, 1 regions are left out/)
    assert.match(page.words, /2 of 3, shared by 2 regions/)
    const rows = await (await read(`${HERE}/results.json`)).json()
    assert.deepEqual(rows.map((r) => [r.region, r.rank, r.tied, r.province_rank, r.province_ranked]),
        [[BLITAR, 1, 1, 1, 2], [JAMBI, 2, 2, 1, 1], [KEDIRI, 2, 2, 2, 2]])
    assert.equal(String(rows[2].value), String(rows[2].stated), 'the assessors agree with the region')
    const again = await run(['result', 'publish', ROUND, '--stage', '1'])
    assert.match(again.err, /published already/)
    assert.match((await must(['round', 'show', ROUND])), /[Pp]ublished/)
})

test('the text proves itself; another byte does not', async () => {
    const text = await (await read(`${RESULT}.json`)).text(), sha256 = createHash('sha256').update(text).digest('hex')
    const page = await (await as('kediri')).go(RESULT)
    assert.ok(page.text.includes(sha256))
    assert.match(page.words, /Computed again from the settled answers, the index is the same/)
    assert.equal((await (await read(`/results/verify.json?sha256=${sha256}`)).json()).published, true)
    assert.equal((await (await read(`/results/verify.json?sha256=${'0'.repeat(64)}`)).json()).published, false)
    const file = join(folder, 'result.json')
    writeFileSync(file, text)
    assert.match(await must(['result', 'verify', file]), /This is what was published: Kesiapan 2027, 35\.71/)
    writeFileSync(file, text.replace('"rank', '"Rank').replace('Kota Kediri', 'Kota Kedira'))
    const other = await run(['result', 'verify', file])
    assert.notEqual(other.code, 0)
    assert.match(other.err, /no result that was published here/)
})

test('the figures stand where all published figures stand', async () => {
    const rows = await (await read(`/regions/${KEDIRI}/figures.json?instrument=readiness&year=2027`)).json()
    const of = (measure) => rows.filter((r) => r.measure === measure)
    assert.equal(String(of('rank_national')[0].value), '2')
    assert.equal(String(of('ranked_national')[0].value), '3')
    assert.equal(String(of('rank_province')[0].value), '2')
    assert.ok(of('actual').length > 1)
    assert.match(of('actual')[0].source, /Kesiapan 2027, SHA-256/)
    assert.equal((await read(`/regions/${KEDIRI}/results/readiness/2027`)).status, 200)
})

// ---- letter and report ---------------------------------------------------------------------------

const PAPER = `${RESULT}/paper`
const signed = { org: 'komdigi', number: 'B-17/DJ/2027', place: 'Jakarta', post: 'Direktur Jenderal', name: 'Siti Rahma' }
const paperOf = async (code) => (await read(`/papers/${code}.json`)).json()

test('the letter is seen before it is issued, and issued once', async () => {
    const kantor = await as('kantor')
    const nobody = await kantor.submit(await kantor.go(PAPER), { ...signed, org: 'tidak-ada' }, { at: PAPER, press: 'preview' })
    assert.equal(nobody.status, 400)
    assert.match(nobody.text, /value="Siti Rahma"/, 'what was typed is kept')
    const seen = await kantor.submit(await kantor.go(PAPER), { ...signed, kind: 'letter', language: 'id' }, { at: PAPER, press: 'preview' })
    assert.equal(seen.status, 200, seen.words)
    assert.match(seen.words, /As it would be issued.*Hasil Kesiapan 2027: Kota Kediri.*Nomor: B-17/)
    assert.match(seen.words, /Peringkat nasional 2 (dari|of) 3.*Struktur.*2,00.*Jakarta, 23 Februari 2027/)
    assert.doesNotMatch(seen.words, /Tim belum ber-SK/, 'a letter names no weakness')
    const once = seen.forms.find((f) => f.action === PAPER)
    const issued = await kantor.submit(seen, {}, { at: PAPER, press: 'issue', stay: true })
    assert.equal(issued.status, 303, issued.words)
    const again = await kantor.post(PAPER, [...once.fields, ['step', 'issue']])
    assert.equal(again.location, issued.location)
    const code = issued.location.split('/').at(-1), page = await (await read(`/papers/${code}`)).text()
    const { sha256 } = (await (await read(`${HERE}/results.json`)).json()).find((r) => r.region === KEDIRI)
    assert.ok(page.includes(sha256), 'the letter names the text that was published')
    assert.equal((await paperOf(code)).kind, 'result_letter')
    assert.match(Buffer.from(await (await read(`/papers/${code}/pdf`)).arrayBuffer()).toString('latin1'), /^%PDF-/)
    assert.ok((await (await read(RESULT)).text()).includes(`/papers/${code}"`), 'everybody finds it at the result')
})

test('another letter takes its place; the report stands only where work is read', async () => {
    const kantor = await as('kantor')
    const issue = async (values) => {
        const seen = await kantor.submit(await kantor.go(PAPER), { ...signed, ...values }, { at: PAPER, press: 'preview' })
        const there = await kantor.submit(seen, {}, { at: PAPER, press: 'issue', stay: true })
        assert.equal(there.status, 303, there.words)
        return { seen, code: there.location.split('/').at(-1) }
    }
    const linked = (text) => [...text.matchAll(/\/papers\/([A-Z0-9-]+)"/g)].map((m) => m[1])
    const [first] = linked(await (await read(RESULT)).text())
    const second = await issue({ kind: 'letter', language: 'en', number: 'B-18/DJ/2027' })
    assert.equal((await paperOf(first)).replaced_by, second.code)
    assert.deepEqual(linked(await (await read(RESULT)).text()), [second.code])
    const report = await issue({ kind: 'report', language: 'id' })
    assert.match(report.seen.words, /Kelemahan.*Tim belum ber-SK.*Dinas Kominfo.*Kekuatan.*Warga ikut menyusun rencana.*Rekomendasi/)
    assert.ok(!(await (await read(RESULT)).text()).includes(report.code), 'not for everybody')
    assert.ok((await (await as('kediri')).go(RESULT)).text.includes(report.code))
    const k = await as('kediri')
    assert.equal((await k.get(PAPER)).status, 403)
    assert.equal((await k.post(PAPER, { _token: await tokenOf(k), ...signed, step: 'issue' })).status, 403)
})

// ---- findings, to their end ----------------------------------------------------------------------

test('followed up, not enough, followed up again, closed', async () => {
    const kediri = await as('kediri'), dinas = await as('dinas'), [weak] = (await findings(kediri)).map((f) => f.finding)
    assert.equal((await step(dinas, weak, 'follow', { text: 'SK sedang disusun.' })).status, 303)
    assert.equal((await step(kediri, weak, 'reopen', { text: '' })).status, 400)
    assert.equal((await step(kediri, weak, 'reopen', { text: 'SK belum ditandatangani.' })).status, 303)
    assert.equal((await findings(kediri))[0].state, 'given')
    assert.match((await dinas.go('/tasks')).words, /Catatan evaluasi 2027/)
    assert.equal((await step(dinas, weak, 'follow', { text: 'SK 12/2027 sudah terbit.' })).status, 303)
    assert.equal((await step(kediri, weak, 'close', { text: 'SK 12/2027 diterima.' })).status, 303)
    const [row] = await findings(kediri)
    assert.deepEqual([row.state, row.follow_up, row.why], ['closed', 'SK 12/2027 sudah terbit.', 'SK 12/2027 diterima.'])
    assert.doesNotMatch((await dinas.go('/tasks')).words, /Catatan evaluasi 2027/)
})

test('what is not closed stands in the next round; what was closed does not', async () => {
    await must(['round', 'add', '--instrument', 'readiness', '--year', '2028', '--title', 'Kesiapan 2028', '--rule',
        `\${code} = '${KEDIRI}'`, '--disagreement', '1'])
    await must(['round', 'dates', 'readiness-2028', '--stage-1-from', '2028-01-10', '--stage-1-to', '2028-02-04', '--judge-1-from',
        '2028-02-07', '--judge-1-to', '2028-02-18', '--result-1-from', '2028-02-21', '--result-1-to', '2028-02-25', '--why', 'uji'])
    await must(['round', 'join', 'readiness-2028'])
    await day('2028-01-03')
    await must(['round', 'open', 'readiness-2028'])
    const page = await (await as('kediri')).go(`${HERE.replace('2027', '2028')}/regions/${KEDIRI}/findings`)
    assert.match(page.words, /Warga ikut menyusun rencana.*carried over from 2027/)
    assert.doesNotMatch(page.words, /Tim belum ber-SK/)
})
