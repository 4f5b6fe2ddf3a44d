// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Kota Kediri has an installation of its own and so has the nation. Each trusts the other by the digits that are read
// out on the telephone. The city's answers with their evidence go on a stick, signed, are checked, taken once and
// confirmed; a second sending goes over the line and shows what changed. What was changed, cut, forged, addressed to
// another, older or of nobody who is trusted is refused with the reason, and nothing is written.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { guyub, makePerson, makePost, PASSWORD, signIn, visitor } from '../harness/guyub.mjs'

const NOW = String(Date.parse('2026-06-10T03:00:00Z') / 1000)
const ROUND = 'smart-city-evaluation-2026', KEDIRI = '35.71', AT = `/assessments/${ROUND}/${KEDIRI}`
const ITEMS = 'governance branding economy living society environment baseline output outcome quick_win'.split(' ')
const AGENCY = '35.71-diskominfo'
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')
const pdf = (words) => Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n`
    + `2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n% ${words}\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n`)

let city, nation, folder
const who = {}
const file = (name) => join(folder, name)
const shell = async (g, args, code = 0) => {
    const r = await g.run([...args, '--lang', 'en'])
    assert.equal(r.code, code, `guyub ${args.join(' ')}: ${r.out} ${r.err}`)
    return r
}
const json = async (v, path) => (await v.get(path, { accept: 'application/json' })).json
const list = async (g) => (await g.run(['bundle', 'list', '--json'])).json
const person = async (g, login, name, kind, title, place) => {
    await makePerson(g, login, { name, posts: [await makePost(g, kind, title, place)] })
    who[login] = await signIn(g.url, login, PASSWORD)
}

// An installation with a key and a database of its own.
async function installation(name) {
    const g = await guyub({ empty: true, serve: false, env: { GUYUB_NOW: NOW, GUYUB_JOBS: '1',
        GUYUB_VAULT: file(`vault-${name}`), GUYUB_KEY: file(`${name}.key`) } })
    await shell(g, ['init'])
    await g.restart()
    await shell(g, ['round', 'add', '--instrument', 'smart-city-evaluation', '--year', '2026', '--title', 'Evaluasi 2026',
        '--rule', "${code} = '35.71'", '--disagreement', '1'])
    await shell(g, ['round', 'dates', ROUND, '--opening-from', '2026-05-01', '--opening-to', '2026-05-31',
        '--stage-1-from', '2026-06-01', '--stage-1-to', '2026-06-30', '--judge-1-from', '2026-07-01', '--judge-1-to', '2026-07-31',
        '--result-1-from', '2026-08-01', '--result-1-to', '2026-08-15', '--stage-2-from', '2026-10-01', '--stage-2-to', '2026-10-31',
        '--check-from', '2026-11-01', '--check-to', '2026-11-10', '--interview-from', '2026-11-11', '--interview-to', '2026-11-20',
        '--reply-from', '2026-11-21', '--reply-to', '2026-11-30', '--result-from', '2026-12-01', '--result-to', '2026-12-31',
        '--why', 'jadwal'])
    await shell(g, ['round', 'join', ROUND])
    await shell(g, ['round', 'open', ROUND])
    return g
}

before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guyub-bundle-'))
    city = await installation('kota')
    nation = await installation('pusat')
    await person(city, 'adi', 'Adi', 'administrator', 'Administrator Kota', {})
    await person(city, 'sri', 'Sri', 'coordinator', 'Koordinator Kota Kediri', { region: KEDIRI })
    await person(city, 'wali', 'Wali', 'head_of_region', 'Wali Kota Kediri', { region: KEDIRI })
    await person(city, 'wati', 'Wati', 'contributor', 'Kontributor Diskominfo', { org: AGENCY })
    await person(nation, 'pusatadmin', 'Ani', 'administrator', 'Administrator Pusat', {})
    await person(nation, 'putri', 'Putri', 'programme_office', 'Kantor Program', {})
    await person(nation, 'asih', 'Asih', 'assessor', 'Asesor 1', {})
})
after(async () => {
    for (const v of Object.values(who)) v?.close()
    await city?.stop()
    await nation?.stop()
    rmSync(folder, { recursive: true, force: true })
})

// ---- keys ----------------------------------------------------------------------------------------

const keys = {}

test('each installation shows a key of its own, with forty digits to read out', async () => {
    keys.city = (await city.run(['bundle', 'key', '--json'])).json
    keys.nation = (await nation.run(['bundle', 'key', '--json'])).json
    assert.notEqual(keys.city.key, keys.nation.key)
    for (const k of Object.values(keys)) {
        assert.match(k.key, /^[0-9a-f]{64}$/)
        assert.match(k.digits, /^(\d{5} ){7}\d{5}$/)
    }
    assert.deepEqual((await city.run(['bundle', 'key', '--json'])).json, keys.city)
    assert.match((await who.sri.go('/installations')).words, new RegExp(keys.city.digits))
})

test('an administrator trusts the other side by the digits that were heard; wrong ones are refused at their field', async () => {
    assert.equal((await who.putri.go('/installations/new')).status, 403)
    const form = await who.pusatadmin.go('/installations/new')
    const fill = { name: 'Kota Kediri', code: 'kota-kediri', region: KEDIRI, key: keys.city.key, url: '' }
    const wrong = await who.pusatadmin.submit(form, { ...fill, fingerprint: keys.nation.digits }, { at: '/installations/new' })
    assert.equal(wrong.status, 400)
    assert.match(wrong.words, /These are not the digits of that key/)
    assert.match(wrong.text, /value="Kota Kediri"/)
    const own = await who.pusatadmin.submit(wrong, { ...fill, key: keys.nation.key, fingerprint: keys.nation.digits }, { at: '/installations/new' })
    assert.match(own.words, /This is the key of this installation/)
    const right = await who.pusatadmin.submit(own, { ...fill, key: keys.city.key.toUpperCase(), fingerprint: keys.city.digits.replaceAll(' ', '-') },
        { at: '/installations/new' })
    assert.match(right.words, /Kota Kediri is trusted from now on/)
    const twice = await who.pusatadmin.submit(await who.pusatadmin.go('/installations/new'), { ...fill, fingerprint: keys.city.digits },
        { at: '/installations/new' })
    assert.match(twice.words, /is trusted here already/)
    const shellWrong = await shell(city, ['bundle', 'trust', keys.nation.key, '--fingerprint', keys.city.digits, '--code', 'pusat', '--name', 'Pusat'], 2)
    assert.match(shellWrong.err, /not the digits/)
    await shell(city, ['bundle', 'trust', keys.nation.key, '--fingerprint', keys.nation.digits, '--code', 'pusat', '--name', 'Pusat', '--url', nation.url])
})

// ---- a first sending -----------------------------------------------------------------------------

const numbers = (value) => Object.fromEntries(ITEMS.map((i) => [`v.${i}`, value]))
const send = async (out, more = []) => shell(city, ['bundle', 'send', ROUND, KEDIRI, out, '--to', 'pusat', '--stage', '1', ...more])

async function state(why, change) {
    if (why) await who.wali.submit(await who.wali.go(AT), { why }, { at: `${AT}/reopen` })
    await change()
    const sent = await who.wali.submit(await who.wali.go(`${AT}/statement`), { states: '1' }, { at: `${AT}/statement` })
    assert.match(sent.words, /is sent/, sent.words.slice(0, 600))
}
async function attach(item, name, bytes) {
    const path = `${AT}/agencies/${AGENCY}`
    const page = await who.wati.submit(await who.wati.go(path), { [`v.${item}`]: '3' },
        { at: `${path}/answers?from=0`, file: { field: `f.${item}`, name, bytes } })
    assert.match(page.words, /1 documents/, page.words.slice(0, 600))
}
const cityNumbers = async (values) => {
    const page = await who.sri.submit(await who.sri.go(`${AT}/city`), values, { at: `${AT}/city/answers?from=0`, press: 'save' })
    assert.match(page.words, /numbers of the city are saved/, page.words.slice(0, 600))
}

test('what was not sent by the head of region cannot be bundled', async () => {
    const none = await shell(city, ['bundle', 'send', ROUND, KEDIRI, file('none.guyub'), '--to', 'pusat', '--stage', '1'], 1)
    assert.match(none.err, /was not sent in this stage/)
    const nobody = await shell(city, ['bundle', 'send', ROUND, KEDIRI, file('none.guyub'), '--to', 'provinsi', '--stage', '1'], 1)
    assert.match(nobody.err, /No installation provinsi is trusted here/)
})

let first
test('answers and evidence are one signed file; the same again is the same file', async () => {
    await shell(city, ['assess', 'give', ROUND, KEDIRI, '--org', AGENCY, '--item', ITEMS.join(' ')])
    await state(null, async () => {
        await attach('governance', 'SK Tim.pdf', pdf('SK Tim'))
        await cityNumbers(numbers('3'))
    })
    await send(file('1.guyub'))
    first = readFileSync(file('1.guyub'))
    const [line, head] = first.toString('latin1').split('\n')
    assert.match(line, new RegExp(`^guyub-bundle 1 ${keys.city.key} [0-9a-f]{128}$`))
    const row = (await list(city))[0]
    assert.deepEqual([row.sha256, row.nth, row.state, row.bytes], [sha256(Buffer.from(head, 'latin1')), 1, 'sent', first.length])
    assert.deepEqual(JSON.parse(head).parts.map((p) => p.title), ['Jawaban', 'Daftar bukti', JSON.parse(head).parts[2].title])
    await send(file('again.guyub'))
    assert.deepEqual(readFileSync(file('again.guyub')), first)
    await shell(city, ['bundle', 'write', row.sha256, file('written.guyub')])
    assert.deepEqual(readFileSync(file('written.guyub')), first)
    assert.equal((await list(city)).length, 1)
})

test('who may neither send nor take is refused', async () => {
    const page = await who.wati.go('/bundles/new')
    const sent = await who.wati.submit(page, { kind: 'answers', round: ROUND, region: KEDIRI, stage: '1', to: 'pusat' }, { at: '/bundles/new' })
    assert.equal(sent.status, 403)
    const taken = await take(who.asih, first)
    assert.equal(taken.status, 403)
    assert.deepEqual(await list(nation), [])
})

// ---- what is refused -----------------------------------------------------------------------------

async function take(v, bytes) {
    return v.submit(await v.go('/bundles/receive'), {}, { at: '/bundles/receive', file: { name: 'kiriman.guyub', bytes } })
}
// A bundle as a stranger would make it, who has a pair of keys and the format.
function forged(pair, head, body = '', { by = pair } = {}) {
    const key = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex')
    const text = JSON.stringify({ ...head, from: key })
    const signature = sign(null, Buffer.from(`guyub-bundle 1 ${key}\n${text}`), by.privateKey).toString('hex')
    return { key, bytes: Buffer.concat([Buffer.from(`guyub-bundle 1 ${key} ${signature}\n${text}\n`), Buffer.from(body)]) }
}

test('what was changed, cut or added to is refused with the reason, and nothing is written', async () => {
    const at = (i) => { const b = Buffer.from(first); b[i] ^= 1; return b }
    const head = first.indexOf('\n') + 1, body = first.indexOf('\n', head) + 1
    const cases = [
        ['its first byte', at(0), /is not a bundle of Guyub/],
        ['its signature', at(head - 5), /signature does not fit/],
        ['its head', at(head + 40), /signature does not fit/],
        ['its answers', at(body + 10), /is not what was sent: Jawaban/],
        ['its last byte', at(first.length - 1), /is not what was sent/],
        ['a cut end', first.subarray(0, first.length - 1), /its end is missing/],
        ['a cut head', first.subarray(0, head + 50), /its end is missing/],
        ['more behind it', Buffer.concat([first, Buffer.from('x')]), /stands behind the end/],
        ['another file', pdf('surat'), /is not a bundle of Guyub/],
        ['an empty one', Buffer.alloc(0), /not empty/],
    ]
    for (const [name, bytes, says] of cases) {
        const answer = await take(who.putri, bytes)
        assert.equal(answer.status, 400, `${name}: ${answer.status} ${answer.words.slice(0, 300)}`)
        assert.match(answer.words, says, name)
        assert.match(answer.text, /id="f-file-error"/, name)
    }
    writeFileSync(file('cut.guyub'), first.subarray(0, 900))
    assert.match((await shell(nation, ['bundle', 'receive', file('cut.guyub')], 2)).err, /its end is missing/)
    assert.deepEqual(await list(nation), [])
    assert.deepEqual(await json(who.putri, '/documents.json'), [])
})

test('a stranger, another recipient and another region are refused by name', async () => {
    const stranger = generateKeyPairSync('ed25519'), other = generateKeyPairSync('ed25519')
    const head = { ...JSON.parse(first.toString('latin1').split('\n')[1]), parts: [] }
    const { key, bytes } = forged(stranger, head)
    const refused = await take(who.putri, bytes)
    assert.match(refused.words, /from an installation that is not trusted here/)
    assert.match(refused.words, /The digits of its key are (\d{5} ){7}\d{5}/)
    assert.match((await take(who.putri, forged(stranger, head, '', { by: other }).bytes)).words, /signature does not fit/)

    const digits = refused.words.match(/digits of its key are ((\d{5} ){7}\d{5})/)[1]
    await shell(nation, ['bundle', 'trust', key, '--fingerprint', digits, '--code', 'malang', '--name', 'Kota Malang', '--region', '35.73'])
    assert.match((await take(who.putri, bytes)).words, /Kota Malang may not bring this.*35\.71/)
    const ordered = (h) => forged(stranger, { kind: h.kind, from: '', to: h.to, round: h.round, region: h.region, stage: h.stage,
        nth: h.nth, at: h.at, before: h.before, about: h.about, parts: h.parts }).bytes
    assert.match((await take(who.putri, ordered({ ...head, region: '35.73', to: key }))).words, /is for another installation/)
    assert.match((await take(who.putri, ordered({ ...head, region: '35.73',
        parts: [{ name: '../../etc/passwd', title: 'x', bytes: 0, sha256: sha256('') }] }))).words, /has a name that is not taken/)
    assert.match((await take(who.putri, ordered({ ...head, region: '35.73',
        parts: [{ name: 'answers.txt', title: 'x', bytes: 9 << 20, sha256: sha256('') }] }))).words, /larger than what is taken/)
    assert.match((await take(who.putri, ordered({ ...head, region: '35.73' }))).words, /answers in this bundle are not as they are written/)
    await shell(nation, ['bundle', 'distrust', 'malang', '--why', 'hanya uji'])
    assert.match((await take(who.putri, ordered({ ...head, region: '35.73' }))).words, /is not trusted here any more/)
    assert.deepEqual(await list(nation), [])
})

test('the nation’s own bundle is not taken by who sent it', async () => {
    assert.match((await take(who.sri, first)).words, /was sent from here/)
})

// ---- taken ---------------------------------------------------------------------------------------

test('it is taken: numbers, the very text, and the evidence under its own hash', async () => {
    const done = await take(who.putri, first)
    assert.equal(done.status, 200, done.words.slice(0, 600))
    assert.match(done.words, /The bundle is taken/)
    const here = await json(who.putri, AT), there = await json(who.sri, AT)
    assert.deepEqual([here.locked, here.sent_stage, here.index_city], [true, 1, there.index_city])
    assert.equal((await json(who.putri, `${AT}/sent/1/1`)).frozen, (await json(who.sri, `${AT}/sent/1/1`)).frozen)
    const [document] = here.items.find((i) => i.item === 'governance').documents
    const copy = await json(who.putri, `/documents/${document}.json`)
    assert.equal(copy.copies[0].sha256, sha256(pdf('SK Tim')))
    assert.equal((await list(nation))[0].state, 'received')
})

test('the same again is told, and does nothing', async () => {
    const before = await json(who.putri, '/documents.json')
    assert.match((await take(who.putri, first)).words, /This bundle was taken before\. Nothing was done/)
    assert.match((await shell(nation, ['bundle', 'receive', file('1.guyub')])).out, /was taken before/)
    assert.deepEqual(await json(who.putri, '/documents.json'), before)
    assert.equal((await list(nation)).length, 1)
})

test('the receipt names the hash, comes back, and confirms the sending', async () => {
    const { sha256: hash } = (await list(city))[0]
    assert.match((await shell(city, ['bundle', 'receipt', hash, file('none')], 1)).err, /There is no receipt of this bundle yet/)
    await shell(nation, ['bundle', 'receipt', hash, file('receipt.guyub')])
    const receipt = readFileSync(file('receipt.guyub'))
    assert.equal(JSON.parse(receipt.toString('latin1').split('\n')[1]).about, hash)
    assert.match((await take(who.putri, receipt)).words, /was sent from here/)
    const changed = Buffer.from(receipt)
    changed[receipt.indexOf('"about"') + 12] ^= 1
    assert.match((await take(who.sri, changed)).words, /signature does not fit/)
    assert.match((await take(who.sri, receipt)).words, /The receipt of that bundle is taken/)
    assert.match((await take(who.sri, receipt)).words, /receipt was here already/)
    assert.equal((await list(city))[0].state, 'confirmed')
    const page = await who.sri.go(`/bundles/${hash}`)
    assert.match(page.words, /sent, receipt is here/)
    assert.equal((await who.sri.get(`/bundles/${hash}/receipt`)).text, receipt.toString())
})

// ---- again, over the line ------------------------------------------------------------------------

test('a second sending has the next number and says what changed', async () => {
    await state('bukti baru', async () => {
        await attach('branding', 'Laporan.pdf', pdf('Laporan'))
        await cityNumbers({ 'v.branding': '3,5' })
    })
    await send(file('2.guyub'))
    const [row] = await list(city)
    assert.deepEqual([row.nth, row.state], [2, 'sent'])
    const shown = await json(who.sri, `/bundles/${row.sha256}.json`)
    assert.equal(shown.before, sha256(Buffer.from(first.toString('latin1').split('\n')[1], 'latin1')))
    assert.deepEqual(shown.parts.map((p) => p.change), ['changed', 'changed', 'added', 'kept'])
    assert.match((await who.sri.go(`/bundles/${row.sha256}`)).words, /2 changed, 1 new, 0 no longer in it, 1 as before/)
})

const field = (name, value) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
// As another installation would, without its key.
async function knock(path, bytes, fields = {}) {
    const token = 'a'.repeat(32)
    const body = Buffer.concat([Buffer.from(Object.entries({ _token: token, ...fields }).map(([n, v]) => field(n, v)).join('')),
        Buffer.from('--x\r\nContent-Disposition: form-data; name="file"; filename="piece"\r\n\r\n'), bytes, Buffer.from('\r\n--x--\r\n')])
    const r = await fetch(nation.url + path, { method: 'POST', body, headers: { accept: 'application/json', cookie: `gy_form=${token}`,
        'content-type': 'multipart/form-data; boundary=x' } })
    return { status: r.status, json: await r.json() }
}

test('what was cut off goes on where it stopped; nobody else adds to it', async () => {
    await state('film', async () => {
        await attach('economy', 'Film.txt', Buffer.alloc(20 << 20, 'kota cerdas\n'))
        await cityNumbers({ 'v.economy': '3,25' })
    })
    await send(file('3.guyub'))
    const bytes = readFileSync(file('3.guyub')), [row] = await list(city)
    const lead = bytes.subarray(0, bytes.indexOf('\n', bytes.indexOf('\n') + 1) + 1)
    const begun = await knock('/bundles/line', lead)
    assert.deepEqual([begun.status, begun.json.state, begun.json.have, begun.json.total], [200, 'arriving', lead.length, bytes.length])
    const piece = await knock(`/bundles/line/${row.sha256}`, bytes.subarray(lead.length, lead.length + 1000),
        { from: String(lead.length), signature: '0'.repeat(128) })
    assert.deepEqual([piece.status, piece.json.code], [403, 'bundle.piece'])
    assert.equal((await knock(`/bundles/line/${'0'.repeat(64)}`, Buffer.from('x'), { from: '0', signature: 'x' })).status, 404)
    const stranger = generateKeyPairSync('ed25519')
    assert.equal((await knock('/bundles/line', forged(stranger, JSON.parse(lead.toString('latin1').split('\n')[1])).bytes)).json.code, 'bundle.stranger')

    assert.match((await shell(city, ['bundle', 'deliver', row.sha256])).out, /its receipt is here/)
    assert.equal((await list(city))[0].state, 'confirmed')
    assert.deepEqual((await list(nation)).map((b) => b.nth), [3, 1])
    assert.equal((await json(who.putri, AT)).items.find((i) => i.item === 'economy').documents.length, 1)
    assert.match((await shell(city, ['bundle', 'deliver', row.sha256])).out, /its receipt is here/)
})

test('an older number that comes late is refused; the first, taken before, is told so', async () => {
    const late = await take(who.putri, readFileSync(file('2.guyub')))
    assert.equal(late.status, 409)
    assert.match(late.words, /newer bundle was taken already.*number 3/)
    assert.match((await take(who.putri, first)).words, /was taken before/)
})

test('the page hands over by a job; what the other side refuses is told in its words', async () => {
    await state('terakhir', async () => cityNumbers({ 'v.economy': '3,75' }))
    const page = await who.sri.submit(await who.sri.go('/bundles/new'),
        { kind: 'answers', round: ROUND, region: KEDIRI, stage: '1', to: 'pusat' }, { at: '/bundles/new' })
    assert.match(page.words, /It is frozen and signed/)
    await shell(nation, ['bundle', 'distrust', 'kota-kediri', '--why', 'kunci hilang'])
    const [row] = await list(city)
    assert.match((await shell(city, ['bundle', 'deliver', row.sha256], 1)).err, /Kota Kediri is not trusted here any more/)
    await shell(nation, ['bundle', 'trust', keys.city.key, '--fingerprint', keys.city.digits, '--code', 'kediri', '--name', 'Kota Kediri', '--region', KEDIRI])
    await who.sri.submit(page, {}, { at: `/bundles/${row.sha256}/deliver` })
    for (let i = 0; i < 100 && (await list(city))[0].state !== 'confirmed'; i++) await new Promise((r) => setTimeout(r, 200))
    assert.equal((await list(city))[0].state, 'confirmed')
    assert.equal((await json(who.putri, AT)).items.find((i) => i.item === 'economy').numbers.find((n) => n.voice === 'city').value, '3.75')
})

test('both journals tell it, and the lists are there as rows', async () => {
    const hash = (await list(nation)).at(-1).sha256
    assert.match((await who.putri.go(`/bundles/${hash}`)).words, /Kantor Program/)
    assert.match((await who.putri.go('/installations')).words, /not trusted since .*kunci hilang/)
    const csv = (await who.putri.get('/bundles.csv')).text.trim().split('\n')
    assert.equal(csv.length, 4)
    assert.match(csv[0], /^at,state,kind,region_code,round,stage,nth,installation,bytes,sha256,receipt_at/)
    const stranger = visitor(nation.url)
    assert.equal((await stranger.get('/bundles', { accept: 'application/json' })).status, 401)
    stranger.close()
})

// Killed at any moment, it goes on there: a file is a document once, however often it is begun.
test('taking is killed again and again: what was begun goes on, no file is there twice', async () => {
    await state('banyak berkas', async () => {
        for (const [i, item] of ITEMS.slice(3, 9).entries()) await attach(item, `Berkas ${i}.txt`, Buffer.alloc((8 << 20) + i, `berkas ${i}\n`))
        await cityNumbers({ 'v.economy': '3' })
    })
    await send(file('kill.guyub'))
    const has = async () => (await json(who.putri, '/documents.json')).length
    const hash = sha256(Buffer.from(readFileSync(file('kill.guyub')).toString('latin1').split('\n')[1], 'latin1'))
    const before = await has(), began = performance.now()
    let kills = 0, begun = 0
    for (let ms = 6; ; ms = Math.ceil(ms * 1.15)) {
        const child = nation.start(['bundle', 'receive', file('kill.guyub'), '--lang', 'en'])
        const kill = setTimeout(() => child.kill('SIGKILL'), ms)
        const [code, signal] = await once(child, 'close')
        clearTimeout(kill)
        const now = (await list(nation)).find((b) => b.sha256 === hash)?.state
        kills += signal === 'SIGKILL'
        begun += now === 'taking'
        if (now === 'received') break
        assert.equal(signal, 'SIGKILL', `it ended by itself with ${code} and was not taken`)
        assert.ok(performance.now() - began < 120_000, 'it never ends')
    }
    assert.ok(kills >= 3 && begun >= 1, `${kills} kills, ${begun} of them while its files came`)
    assert.equal(await has(), before + 6)
    assert.match((await shell(nation, ['bundle', 'receive', file('kill.guyub')])).out, /was taken before/)
    assert.equal(await has(), before + 6)
    for (const [i, item] of ITEMS.slice(3, 9).entries())
        assert.ok((await json(who.putri, AT)).items.find((l) => l.item === item).documents.length >= 1, `${item} ${i}`)
})
