// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The nation publishes the results of two regions, and sends Kota Kediri's with its findings to the installation of the
// city: as a file and over the line. There it is the published one, same text, same rank, proven by the same hash; what
// the city does about a finding stays when more findings come. Another's, an altered, an unknown or a second result is
// refused with the reason, and nothing is written.
import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { guyub, makePerson, makePost, PASSWORD, signIn } from '../harness/guyub.mjs'

const ROUND = 'readiness-2027', KEDIRI = '35.71', BLITAR = '35.72', AGENCY = '35.71-diskominfo'
const LEVEL = { [KEDIRI]: 2, [BLITAR]: 3 }, RESULT = `/rounds/${ROUND}/regions/${KEDIRI}/result`
const FINDINGS = `/rounds/${ROUND}/regions/${KEDIRI}/findings`
const ITEMS = ['people', 'budget', 'governance', 'physical', 'digital', 'social', 'policy', 'institution', 'execution',
    'nature', 'culture']
const sha256 = (text) => createHash('sha256').update(text).digest('hex')
const at = (day) => String(Date.parse(`${day}T03:00:00Z`) / 1000)
const folder = mkdtempSync(join(tmpdir(), 'guyub-back-'))
const file = (name) => join(folder, name)

let city, nation
const who = {}, people = { city: [], nation: [] }

const shell = async (g, args, code = 0) => {
    const r = await g.run([...args, '--lang', 'en'], { env: { GUYUB_NOW: g.now } })
    assert.equal(r.code, code, `guyub ${args.join(' ')}: ${r.out} ${r.err}`)
    return r
}
const json = async (v, path) => (await v.get(path, { accept: 'application/json' })).json
const list = async (g) => (await g.run(['bundle', 'list', '--json'])).json

async function person(g, login, kind, title, place = {}) {
    const post = await makePost(g, kind, title, place)
    await makePerson(g, login, { posts: [post] })
    people[g === city ? 'city' : 'nation'].push(login)
    return post
}
async function day(g, date) {
    g.now = at(date)
    const here = people[g === city ? 'city' : 'nation']
    for (const login of here) who[login]?.close()
    await g.restart({ GUYUB_NOW: g.now })
    for (const login of here) who[login] = await signIn(g.url, login, PASSWORD)
}

async function installation(name, date) {
    const g = await guyub({ empty: true, serve: false, env: { GUYUB_NOW: at(date), GUYUB_JOBS: '1',
        GUYUB_VAULT: file(`vault-${name}`), GUYUB_KEY: file(`${name}.key`) } })
    g.now = at(date)
    await shell(g, ['init'])
    await g.restart()
    return g
}
async function round(g, regions) {
    await shell(g, ['round', 'add', '--instrument', 'readiness', '--year', '2027', '--title', 'Kesiapan 2027', '--rule',
        regions.map((c) => `\${code} = '${c}'`).join(' or '), '--disagreement', '1'])
    await shell(g, ['round', 'dates', ROUND, '--stage-1-from', '2027-01-11', '--stage-1-to', '2027-02-05', '--judge-1-from', '2027-02-08',
        '--judge-1-to', '2027-02-19', '--result-1-from', '2027-02-22', '--result-1-to', '2027-03-31', '--why', 'uji'])
    await shell(g, ['round', 'join', ROUND])
    await shell(g, ['round', 'open', ROUND])
}

async function answer(login, region) {
    const v = who[login], theirs = `/assessments/${ROUND}/${region}`
    const door = await v.go(theirs)
    if (door.forms.some((f) => f.action === `${theirs}/begin`)) await v.submit(door, {}, { at: `${theirs}/begin` })
    const values = Object.fromEntries(ITEMS.map((i) => [`v.${i}`, String(LEVEL[region])]))
    assert.equal((await v.submit(await v.go(`${theirs}/city`), values, { press: 'save' })).status, 200)
    const head = who[`kepala-${login}`]
    assert.equal((await head.submit(await head.go(`${theirs}/statement`), { states: '1' })).status, 200)
}
async function judge(login, region) {
    const theirs = `/judging/${ROUND}/${region}`, v = who[login]
    const values = Object.fromEntries(ITEMS.map((i) => [`v.${i}`, String(LEVEL[region])]))
    assert.equal((await v.submit(await v.go(`${theirs}/score`), values, { press: 'save' })).status, 200)
    assert.equal((await v.submit(await v.go(theirs), {}, { at: `${theirs}/finish` })).status, 200)
}
const say = async (kind, item, text) => who.asa.submit(await who.asa.go(FINDINGS), { kind, item, text }, { at: FINDINGS })

before(async () => {
    nation = await installation('pusat', '2027-01-12')
    await round(nation, [KEDIRI, BLITAR])
    await person(nation, 'pusatadmin', 'administrator', 'Administrator Pusat')
    await person(nation, 'kantor', 'programme_office', 'Kantor Program')
    const seats = [await person(nation, 'asa', 'assessor', 'Asesor Satu'), await person(nation, 'abi', 'assessor', 'Asesor Dua')]
    for (const [login, region] of [['kediri', KEDIRI], ['blitar', BLITAR]]) {
        await person(nation, login, 'coordinator', `Koordinator ${region}`, { region })
        await person(nation, `kepala-${login}`, 'head_of_region', `Wali Kota ${region}`, { region })
        for (const post of seats) await shell(nation, ['round', 'seat', ROUND, '--region', region, '--post', post])
    }
    await day(nation, '2027-01-12')
    for (const [login, region] of [['kediri', KEDIRI], ['blitar', BLITAR]]) await answer(login, region)
    await day(nation, '2027-02-09')
    for (const region of [KEDIRI, BLITAR]) for (const login of ['asa', 'abi']) await judge(login, region)
    assert.equal((await say('weakness', 'people', 'Tim belum ber-SK.')).status, 200)
    await day(nation, '2027-02-23')
    for (const region of [KEDIRI, BLITAR]) await shell(nation, ['judge', 'lock', ROUND, region])

    city = await installation('kota', '2027-02-24')
    await person(city, 'sri', 'coordinator', 'Koordinator Kota Kediri', { region: KEDIRI })
    await person(city, 'wati', 'contributor', 'Kontributor Diskominfo', { org: AGENCY })
    await day(city, '2027-02-24')
    const keys = {}
    for (const [name, g] of Object.entries({ city, nation })) keys[name] = (await g.run(['bundle', 'key', '--json'])).json
    await shell(city, ['bundle', 'trust', keys.nation.key, '--fingerprint', keys.nation.digits, '--code', 'pusat', '--name', 'Pusat'])
    await shell(nation, ['bundle', 'trust', keys.city.key, '--fingerprint', keys.city.digits, '--code', 'kediri', '--name', 'Kota Kediri',
        '--region', KEDIRI, '--url', city.url])
    city.key = keys.city.key
})
after(async () => {
    for (const v of Object.values(who)) v?.close()
    await city?.stop()
    await nation?.stop()
    rmSync(folder, { recursive: true, force: true })
})

const send = (out, code = 0, region = KEDIRI) =>
    shell(nation, ['bundle', 'send', ROUND, region, out, '--to', 'kediri', '--stage', '1', '--kind', 'results'], code)
const take = async (v, bytes) =>
    v.submit(await v.go('/bundles/receive'), {}, { at: '/bundles/receive', file: { name: 'hasil.guyub', bytes } })

// ---- sent ----------------------------------------------------------------------------------------

test('what is not published is not sent; nor is a result sent to another region, or by who does not run the round', async () => {
    assert.match((await send(file('none'), 1)).err, /No result of Kota Kediri in this round is published/)
    await shell(nation, ['result', 'publish', ROUND, '--stage', '1'])
    assert.match((await send(file('none'), 2, BLITAR)).err, /Kota Kediri does not get this/)
    const v = who.kediri
    const refused = await v.submit(await v.go('/bundles/new'), { kind: 'results', round: ROUND, region: KEDIRI, stage: '1', to: 'kediri' },
        { at: '/bundles/new' })
    assert.equal(refused.status, 403)
})

let first
test('the office sends it from the page; the same again is the same file', async () => {
    const page = await who.kantor.submit(await who.kantor.go('/bundles/new'),
        { kind: 'results', round: ROUND, region: KEDIRI, stage: '1', to: 'kediri' }, { at: '/bundles/new' })
    assert.match(page.words, /It is frozen and signed/, page.words.slice(0, 500))
    await send(file('1.guyub'))
    first = readFileSync(file('1.guyub'))
    assert.equal((await list(nation)).length, 1)
    const head = JSON.parse(first.toString('latin1').split('\n')[1])
    assert.deepEqual(head.parts.map((p) => p.name), ['findings.json', 'result.json'])
    const [published] = (await json(who.kantor, `/rounds/${ROUND}/results.json`)).filter((r) => r.region === KEDIRI)
    assert.equal(head.parts[1].sha256, published.sha256, 'the part is the very text that was published')
})

// ---- taken ---------------------------------------------------------------------------------------

test('a city that does not have the round is told so; one that may not take it is refused', async () => {
    const unknown = await take(who.sri, first)
    assert.equal(unknown.status, 404, unknown.words)
    assert.match(unknown.words, /no evaluation round with the code readiness-2027/)
    assert.deepEqual(await list(city), [])
    await round(city, [KEDIRI])
    assert.equal((await take(who.wati, first)).status, 403)
    assert.deepEqual(await list(city), [])
})

test('it is taken: the very text, the published rank, its figures and findings', async () => {
    const done = await take(who.sri, first)
    assert.equal(done.status, 200, done.words.slice(0, 600))
    assert.match(done.words, /The bundle is taken/)
    const [there, here] = await Promise.all([nation, city].map((g) => fetch(`${g.url}${RESULT}.json`).then((r) => r.text())))
    assert.equal(here, there)
    const page = await who.sri.go(RESULT)
    assert.match(page.words, /Rank in the nation 2 of 2/)
    assert.match(page.words, /Computed again from the settled answers, the index is the same/)
    assert.equal((await json(who.sri, `/results/verify.json?sha256=${sha256(here)}`)).published, true)
    const figures = await json(who.sri, `/regions/${KEDIRI}/figures.json?instrument=readiness&year=2027`)
    assert.equal(String(figures.find((f) => f.measure === 'ranked_national').value), '2')
    assert.deepEqual((await json(who.sri, `${FINDINGS}.json`)).map((f) => [f.kind, f.item, f.text, f.state]),
        [['weakness', 'people', 'Tim belum ber-SK.', 'open']])
    assert.match((await shell(city, ['round', 'show', ROUND])).out, /[Pp]ublished/)
})

test('the same again is told, and does nothing', async () => {
    assert.match((await take(who.sri, first)).words, /This bundle was taken before\. Nothing was done/)
    assert.equal((await json(who.sri, `${FINDINGS}.json`)).length, 1)
    assert.equal((await list(city)).length, 1)
})

test('what the city does about a finding stays, when the next sending brings another one over the line', async () => {
    const [{ finding }] = await json(who.sri, `${FINDINGS}.json`)
    const given = await who.sri.submit(await who.sri.go(FINDINGS), { org: AGENCY, due: '2027-04-30' }, { at: `${FINDINGS}/${finding}` })
    assert.equal(given.status, 200, given.words)
    assert.equal((await say('recommendation', '', 'Bentuk forum kota cerdas.')).status, 200)
    await send(file('2.guyub'))
    const [row] = await list(nation)
    assert.equal(row.nth, 2)
    assert.match((await shell(nation, ['bundle', 'deliver', row.sha256])).out, /its receipt is here/)
    assert.deepEqual((await json(who.sri, `${FINDINGS}.json`)).map((f) => [f.kind, f.state]), [['weakness', 'given'], ['recommendation', 'open']])
    assert.equal((await list(nation))[0].state, 'confirmed')
})

// ---- refused -------------------------------------------------------------------------------------

// As an installation that is trusted as the nation's, and writes what it likes.
async function liar() {
    const pair = generateKeyPairSync('ed25519'), key = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex')
    const bytes = (parts, change = {}) => {
        const part = Object.entries(parts).map(([name, text]) => ({ name, title: name, bytes: Buffer.byteLength(text), sha256: sha256(text) }))
        const text = JSON.stringify({ kind: 'results', from: key, to: city.key, round: ROUND, region: KEDIRI, stage: 1, nth: 1, at: 1803000000,
            before: '', about: '', parts: part, ...change })
        const signature = sign(null, Buffer.from(`guyub-bundle 1 ${key}\n${text}`), pair.privateKey).toString('hex')
        return Buffer.from(`guyub-bundle 1 ${key} ${signature}\n${text}\n${Object.values(parts).join('')}`)
    }
    const digits = (await take(who.sri, bytes({}))).words.match(/digits of its key are ((\d{5} ){7}\d{5})/)[1]
    await shell(city, ['bundle', 'trust', key, '--fingerprint', digits, '--code', 'lain', '--name', 'Yang Lain'])
    return bytes
}

test('an altered, another’s or a second result is refused with the reason, and nothing is written', async () => {
    const bytes = await liar(), text = await (await fetch(`${city.url}${RESULT}.json`)).text()
    const news = JSON.stringify({ news: 1, at: 1803000000, by: 'Kantor', last: true, findings: [] })
    const finding = (text) => JSON.stringify({ ...JSON.parse(news), findings: [{ id: 1, at: 1803000000, kind: 'weakness', item: '', text, by: '' }] })
    const cases = [
        ['another result of the stage', { 'findings.json': news, 'result.json': text.replace('"nation":[2', '"nation":[1') }, 409, /Another result of this region and stage is here/],
        ['another region', { 'findings.json': news, 'result.json': text.replace('"35.71"', '"35.72"') }, 400, /It is of 35\.72/],
        ['another stage', { 'findings.json': news, 'result.json': text.replace('"stage":1', '"stage":2') }, 400, /stage 2/],
        ['a rank beyond all', { 'findings.json': news, 'result.json': text.replace('"nation":[2', '"nation":[9') }, 400, /not as a result is written/],
        ['another spelling', { 'findings.json': news, 'result.json': `${text} ` }, 400, /not as a result is written/],
        ['no result', { 'findings.json': news }, 400, /not as a result is written/],
        ['no findings', { 'result.json': text }, 400, /What goes with it is not as it is written/],
        ['a finding of control signs', { 'findings.json': finding('a\u0001b'), 'result.json': text }, 400, /What goes with it is not as it is written/],
        ['a finding of four thousand and one', { 'findings.json': finding('x'.repeat(4001)), 'result.json': text }, 400, /What goes with it/],
    ]
    const journal = async () => JSON.parse((await shell(city, ['journal', 'list', '--json'])).out).length
    const before = [await journal(), await list(city), await json(who.sri, `${FINDINGS}.json`)]
    for (const [name, parts, status, says] of cases) {
        const answer = await take(who.sri, bytes(parts))
        assert.equal(answer.status, status, `${name}: ${answer.status} ${answer.words.slice(0, 300)}`)
        assert.match(answer.words, says, name)
    }
    assert.deepEqual([await journal(), await list(city), await json(who.sri, `${FINDINGS}.json`)], before)
})
