// SPDX-License-Identifier: AGPL-3.0-or-later
// Evidence is sent once and read by whom it may: by a form, in pieces over a line that breaks, by many at
// once, and through the death of the server. What could act is refused, what is sent twice counts once.
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, readSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { figure, guyub, isLong, makePerson, makePost, PASSWORD, visitor } from '../harness/guyub.mjs'
import { zip } from '../harness/zip.mjs'

const ORGS = 'code,kind,name,short_name,region_code,parent_code,valid_from,valid_to,successor_code,law,source\n'
    + '35.71-dinkes,agency,Dinas Kesehatan,Dinkes,35.71,,,,,,uji\n'
const MB = 1 << 20, OFFICERS = 60, POLL_MS = 20, WAIT_MS = 60_000
const LONG_MB = 1900

const folder = mkdtempSync(join(tmpdir(), 'guyub-document-'))
let g, sri, joko, nobody
before(async () => {
    g = await guyub({ env: { GUYUB_WORKERS: '2', GUYUB_VAULT: join(folder, 'vault') } })
    writeFileSync(join(folder, 'org.csv'), ORGS)
    const orgs = await g.run(['org', 'import', join(folder, 'org.csv')])
    assert.equal(orgs.code, 0, orgs.err)
    for (const [login, org] of [['sri', '35.71-diskominfo'], ['joko', '35.71-dinkes']])
        await makePerson(g, login, { name: login, posts: [await makePost(g, 'contributor', `Penyusun ${login}`, { org })] })
    sri = visitor(g.url, { lines: OFFICERS })
    await sri.signIn('sri', PASSWORD)
    joko = visitor(g.url)
    await joko.signIn('joko', PASSWORD)
    nobody = visitor(g.url)
})
after(async () => { await g.stop(); rmSync(folder, { recursive: true }) })

// ---- help -----------------------------------------------------------------------------------------

// A plain PDF of a size of its own, with nothing in it that could act.
const pdf = (words, bytes = 0) => Buffer.concat([
    Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n% ${words} `),
    Buffer.alloc(bytes, 'x'), Buffer.from('\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n')])
const hash = (bytes) => createHash('sha256').update(bytes).digest('hex')
const headers = (who) => ({ cookie: [...who.cookies].map((pair) => pair.join('=')).join('; '), 'user-agent': who.agent,
    'accept-language': 'en' })

// The form that adds one, filled in and sent; the same page twice is the same form twice.
const send = (who, page, values, file) => who.submit(page, { title: 'SK Tim Kota Cerdas', sensitivity: 'internal', ...values },
    { at: '/documents/new', file: file && { name: 'SK.pdf', ...file }, stay: true })
const add = async (who, file, values) => send(who, await who.go('/documents/new'), values, file)
const renew = (who, page, bytes) => who.submit(page, {}, { at: page.path, file: { name: 'baru.pdf', bytes }, stay: true })
const codeOf = (answer) => {
    assert.equal(answer.status, 303, answer.text)
    return answer.location.split('/').at(-1)
}
const documents = async (who) => (await who.get('/documents.json', { accept: 'application/json' })).json
const record = async (who, code) => (await who.get(`/documents/${code}.json`, { accept: 'application/json' })).json
const get = async (who, path, more = {}) => {
    const answer = await fetch(g.url + path, { headers: { ...headers(who), ...more } })
    return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) }
}

// What is large is looked at by a job: the page where one waits leads to the document, or says what is wrong.
async function madeOf(who, answer) {
    assert.equal(answer.status, 303, answer.text)
    assert.match(answer.location, /^\/documents\/arrivals\//)
    for (const end = Date.now() + WAIT_MS; Date.now() < end; await sleep(POLL_MS)) {
        const page = await who.get(answer.location)
        if (page.status === 303) return page.location.split('/').at(-1)
        assert.match(page.words, /takes a moment/)
    }
    assert.fail('the job did not end')
}

// ---- one ------------------------------------------------------------------------------------------

test('a document is added by a form, seen in the list and on its page, and taken away again', async () => {
    const bytes = pdf('satu', 300_000)
    const code = codeOf(await add(sri, { bytes, name: '../SK Tim «2024».pdf' }, { 'valid_to': '2026-12-31', sensitivity: 'public' }))
    const seen = (await documents(nobody)).find((d) => d.code === code)
    assert.deepEqual([seen.title, seen.org, seen.valid_to, seen.sha256], ['SK Tim Kota Cerdas', '35.71-diskominfo', '2026-12-31', hash(bytes)])

    const page = await sri.get(`/documents/${code}`)
    assert.match(page.words, /SK Tim «2024»\.pdf PDF, 300 kB|PDF, 301 kB/)
    assert.match(page.text, /<iframe class="gy-doc-pdf/)
    assert.match(page.headers['content-security-policy'], /frame-src 'self'/)
    assert.doesNotMatch((await sri.get('/documents')).headers['content-security-policy'], /frame-src/)

    const file = await get(sri, `/documents/${code}/file`)
    assert.equal(hash(file.bytes), hash(bytes))
    assert.equal(file.headers.get('content-type'), 'application/pdf')
    assert.equal(file.headers.get('x-content-type-options'), 'nosniff')
    assert.match(file.headers.get('content-disposition'), /^inline; filename="SK Tim __2024__\.pdf"; filename\*=UTF-8''SK%20Tim%20%C2%AB2024%C2%BB\.pdf$/)
    assert.match((await get(sri, `/documents/${code}/file?download=1`)).headers.get('content-disposition'), /^attachment/)
})

test('parts of a file, a file that is known, its head alone', async () => {
    const bytes = pdf('bagian', 3 * MB)
    const code = codeOf(await add(sri, { bytes }, { sensitivity: 'public' }))
    const path = `/documents/${code}/file`, tag = `"${hash(bytes)}"`
    const part = await get(nobody, path, { range: 'bytes=1000-1999' })
    assert.equal(part.status, 206)
    assert.equal(part.headers.get('content-range'), `bytes 1000-1999/${bytes.length}`)
    assert.deepEqual(part.bytes, bytes.subarray(1000, 2000))
    const end = await get(nobody, path, { range: 'bytes=-10', 'if-range': tag })
    assert.deepEqual([end.status, end.bytes], [206, bytes.subarray(-10)])
    assert.equal((await get(nobody, path, { range: 'bytes=1-2', 'if-range': '"other"' })).status, 200)
    const beyond = await get(nobody, path, { range: `bytes=${bytes.length}-` })
    assert.deepEqual([beyond.status, beyond.headers.get('content-range'), beyond.bytes.length], [416, `bytes */${bytes.length}`, 0])
    const known = await get(nobody, path, { 'if-none-match': tag, range: 'bytes=0-1' })
    assert.deepEqual([known.status, known.bytes.length], [304, 0])
    const head = await fetch(g.url + path, { method: 'HEAD', headers: headers(nobody) })
    assert.deepEqual([head.status, Number(head.headers.get('content-length'))], [200, bytes.length])
})

test('who does not take what was asked for keeps nobody else waiting', async () => {
    const bytes = pdf('lambat', 40 * MB)
    const code = await madeOf(sri, await add(sri, { bytes }, { sensitivity: 'public' }))
    const slow = []
    for (let i = 0; i < 40; i++) {
        const socket = connect(g.port, '127.0.0.1')
        socket.on('error', () => {})
        socket.write(`GET /documents/${code}/file HTTP/1.1\r\nHost: 127.0.0.1:${g.port}\r\n\r\n`)
        socket.pause()
        slow.push(socket)
    }
    const idle = await residentMb()
    assert.equal(hash((await get(nobody, `/documents/${code}/file`)).bytes), hash(bytes))
    for (let i = 0; i < 20; i++) assert.equal((await get(nobody, '/documents')).status, 200)
    assert.ok(await residentMb() - idle < 32, 'what waits is not in memory')
    slow.forEach((socket) => socket.destroy())
})

test('who may not see a document is told what is told of one that is not there', async () => {
    const secret = codeOf(await add(joko, { bytes: pdf('rahasia') }, { org: '35.71-dinkes', sensitivity: 'restricted', title: 'Daftar pasien' }))
    const inside = codeOf(await add(joko, { bytes: pdf('dalam') }, { org: '35.71-dinkes', title: 'Nota dinas' }))
    const unknown = 'AAAA-BBBB-CCCC'
    for (const [who, code] of [[sri, secret], [nobody, secret], [nobody, inside]])
        for (const path of ['', '/file', '/copies/1']) {
            const [told, none] = [await who.get(`/documents/${code}${path}`), await who.get(`/documents/${unknown}${path}`)]
            assert.equal(told.status, 404, path)
            assert.equal(told.words.replaceAll(code, unknown).replace(/[0-9a-f]{16}/g, ''), none.words.replace(/[0-9a-f]{16}/g, ''))
        }
    assert.ok(!(await documents(sri)).some((d) => d.code === secret))
    assert.equal((await joko.get(`/documents/${secret}/file`)).status, 200)
    const facts = (await g.run(['journal', 'list', '--json'])).json
    const told = facts.filter((f) => f.key === secret).map((f) => f.verb)
    assert.ok(told.includes('read') && told.includes('exported') && told.includes('added'), JSON.stringify(told))
    const refused = await add(sri, { bytes: pdf('punya orang') }, { org: '35.71-dinkes' })
    assert.equal(refused.status, 403)
    assert.match((await nobody.get('/documents/new')).location, /^\/sign-in/)
})

test('a newer copy stands beside the former; the same again is refused', async () => {
    const one = pdf('salinan pertama'), two = pdf('salinan kedua')
    const code = codeOf(await add(sri, { bytes: one }))
    const page = await sri.go(`/documents/${code}/renew`)
    assert.equal((await renew(sri, page, two)).status, 303)
    assert.equal((await renew(sri, page, two)).status, 303, 'the same form again')
    assert.match((await renew(sri, await sri.go(page.path), two)).text, /byte for byte/)
    assert.deepEqual((await record(sri, code)).copies.map((c) => [c.nth, c.sha256]), [[2, hash(two)], [1, hash(one)]])
    assert.deepEqual((await get(sri, `/documents/${code}/copies/1`)).bytes, one)
    assert.deepEqual((await get(sri, `/documents/${code}/file`)).bytes, two)
    for (const nth of ['3', '0', 'x', '-1']) assert.equal((await sri.get(`/documents/${code}/copies/${nth}`)).status, 404)
})

test('a form that is sent twice counts once, one after the other or at once', async () => {
    const bytes = pdf('dua kali'), values = { title: 'Terkirim dua kali' }, page = await sri.go('/documents/new')
    const first = codeOf(await send(sri, page, values, { bytes }))
    assert.equal(codeOf(await send(sri, page, values, { bytes })), first)
    const again = await sri.go('/documents/new')
    const both = (await Promise.all([1, 2, 3, 4].map(() => send(sri, again, values, { bytes })))).map(codeOf)
    assert.equal(new Set(both).size, 1)
    assert.equal((await documents(sri)).filter((d) => d.title === 'Terkirim dua kali').length, 2)
})

test('a large file is looked at by a job: added, renewed, sent twice, refused', async () => {
    const bytes = pdf('besar', 40 * MB), form = await sri.go('/documents/new'), title = 'Berkas besar'
    const [one, two] = await Promise.all([1, 2].map(() => send(sri, form, { title }, { bytes })))
    const made = await Promise.all([one, two].filter((a) => a.status === 303).map((a) => madeOf(sri, a)))
    assert.equal(new Set(made).size, 1)
    const code = made[0], later = await send(sri, form, { title }, { bytes })
    assert.equal(await madeOf(sri, later), code, 'and later once more')
    assert.deepEqual((await record(sri, code)).copies.map((c) => c.sha256), [hash(bytes)])
    const newer = pdf('lebih besar', 41 * MB)
    assert.equal(await madeOf(sri, await renew(sri, await sri.go(`/documents/${code}/renew`), newer)), code)
    assert.deepEqual((await record(sri, code)).copies.map((c) => c.sha256), [hash(newer), hash(bytes)])
    const bad = await add(sri, { bytes: pdf('<</S/JavaScript/JS(app.alert(1))>>', 40 * MB) }, { title: 'Tidak boleh' })
    const page = await (async () => {
        for (const end = Date.now() + WAIT_MS; Date.now() < end; await sleep(POLL_MS)) {
            const now = await sri.get(bad.location)
            if (!/takes a moment/.test(now.words)) return now
        }
    })()
    assert.match(page.words, /can do something when it is opened/)
    assert.ok(!(await documents(sri)).some((d) => d.title === 'Tidak boleh'))
})

// ---- refused ----------------------------------------------------------------------------------------

const book = (...more) => zip([['[Content_Types].xml', '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>'],
    ['xl/workbook.xml', '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'], ...more])

test('what could act is refused by what it is, whatever it is called', async () => {
    const rows = [
        ['a script as PDF', pdf('<</S/JavaScript/JS(app.alert(1))>>\n 3 0 obj<</OpenAction<</S/JavaScript/JS(x)>>>>endobj\n'), 'surat.pdf', /can act|script|JavaScript/i],
        ['HTML named .pdf', Buffer.from('<!doctype html><script>alert(1)</script>'), 'surat.pdf', /not|HTML/],
        ['SVG named .png', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'), 'foto.png', /not|SVG/],
        ['a program', Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01\0', 'latin1'), randomBytes(200)]), 'foto.jpg', /not|program/],
        ['a macro workbook', book(['xl/vbaProject.bin', 'x']), 'data.xlsx', /macro/i],
        ['an empty file', Buffer.alloc(0), 'kosong.pdf', /not empty/],
    ]
    const had = (await documents(sri)).length
    for (const [name, bytes, file, why] of rows) {
        const answer = await add(sri, { bytes, name: file })
        assert.equal(answer.status, 400, `${name}: ${answer.status} ${answer.text.slice(0, 300)}`)
        assert.match(answer.text, why, name)
        assert.match(answer.text, /value="SK Tim Kota Cerdas"/, `${name}: what was typed is kept`)
    }
    assert.equal((await documents(sri)).length, had)
    const kept = codeOf(await add(sri, { bytes: zip([['../../etc/passwd', 'x']]), name: 'bukti.zip' }, { sensitivity: 'public' }).then(
        (a) => a.status === 400 ? { status: 303, location: '/refused' } : a))
    if (kept !== 'refused') {                                       // a plain ZIP is evidence: it is never unpacked here
        const file = await get(nobody, `/documents/${kept}/file`)
        assert.match(file.headers.get('content-disposition'), /^attachment/)
        assert.match(file.headers.get('content-security-policy'), /sandbox/)
    }
})

test('faults of the fields are told together, beside the file\'s', async () => {
    const answer = await add(sri, undefined, { title: '', valid_from: '2026-02-01', valid_to: '2026-13-01' })
    assert.equal(answer.status, 400)
    assert.match(answer.text, /Choose a file that is not empty/)
    assert.match(answer.text, /href="#f-title"/)
    assert.match(answer.text, /href="#f-valid_to"/)
    const order = await add(sri, { bytes: pdf('urut') }, { valid_from: '2026-02-02', valid_to: '2026-02-01' })
    assert.match(order.text, /href="#f-valid_to"/)
})

// ---- in pieces --------------------------------------------------------------------------------------

const tokenOf = async (who) => new Map((await who.go('/documents/new')).forms.find((f) => f.action === '/documents/new').fields).get('_token')

async function ask(who, path, body) {
    const answer = await fetch(g.url + path, { method: body ? 'POST' : 'GET', body,
        headers: { ...headers(who), accept: 'application/json' } })
    return { status: answer.status, json: await answer.json() }
}

const begin = async (who, token, { name, total, org = '35.71-diskominfo' }) =>
    (await ask(who, '/documents/arrivals', new URLSearchParams({ _token: token, org, name, total }))).json

function pieceOf(token, bytes, from) {
    const form = new FormData()
    form.append('_token', token)
    form.append('from', String(from))
    form.append('piece', new Blob([bytes]), 'piece')
    return form
}
const piece = (who, token, code, bytes, from) => ask(who, `/documents/arrivals/${code}`, pieceOf(token, bytes, from))
const have = async (who, code) => (await ask(who, `/documents/arrivals/${code}`)).json.have

// Sends a part of a piece's request, then the line is cut.
async function cut(who, token, code, bytes, from) {
    const request = new Request(g.url, { method: 'POST', body: pieceOf(token, bytes, from) })
    const body = Buffer.from(await request.arrayBuffer())
    const more = headers(who)
    const socket = connect(g.port, '127.0.0.1')
    await new Promise((done, fail) => {
        socket.on('error', fail)
        socket.write(`POST /documents/arrivals/${code} HTTP/1.1\r\nHost: 127.0.0.1:${g.port}\r\nContent-Type: ${
            request.headers.get('content-type')}\r\nContent-Length: ${body.length}\r\nCookie: ${more.cookie}\r\nUser-Agent: ${
            more['user-agent']}\r\nAccept: application/json\r\n\r\n`)
        socket.write(body.subarray(0, Math.floor(body.length * 0.7)), done)
    })
    await sleep(50)
    socket.resetAndDestroy()
}

// The end of an arrival is the form with its code in place of a file.
const finish = async (who, arrival, values = {}) => add(who, undefined, { ...values, arrival })

test('a file comes in pieces over a line that is cut, and is whole', async () => {
    const bytes = Buffer.concat([pdf('potongan'), randomBytes(100), Buffer.alloc(5 * MB, ' ')]), step = MB, token = await tokenOf(sri)
    const arrival = await begin(sri, token, { name: 'potongan.pdf', total: bytes.length })
    assert.deepEqual([arrival.have, arrival.total, arrival.piece_max], [0, bytes.length, 8 * MB])
    for (let from = 0, n = 0; from < bytes.length; n++) {
        if (n % 2) await cut(sri, token, arrival.code, bytes.subarray(from, from + step), from)
        assert.equal(await have(sri, arrival.code), from, 'what was cut does not count')
        const told = await piece(sri, token, arrival.code, bytes.subarray(from, from + step), from)
        assert.equal(told.status, 200, JSON.stringify(told.json))
        from = told.json.have
    }
    const gap = await piece(sri, token, arrival.code, bytes, bytes.length + 1)
    assert.equal(gap.status, 400, 'beyond its end')
    const code = codeOf(await finish(sri, arrival.code, { title: 'Datang sepotong-sepotong' }))
    assert.equal((await record(sri, code)).copies[0].sha256, hash(bytes))
    assert.equal(codeOf(await finish(sri, arrival.code, { title: 'Datang sepotong-sepotong' })), code, 'the end counts once')
    assert.equal((await ask(sri, `/documents/arrivals/${arrival.code}`)).json.document, code)
    assert.deepEqual(readdirSync(join(folder, 'vault/arriving')).filter((name) => name === arrival.code), [])
})

test('pieces out of their order, of somebody else, too large, and an upload that is not wanted any more', async () => {
    const token = await tokenOf(sri), bytes = pdf('tertib', 1000)
    const arrival = await begin(sri, token, { name: 'x.pdf', total: bytes.length })
    const gap = await piece(sri, token, arrival.code, bytes.subarray(500), 500)
    assert.deepEqual([gap.status, gap.json.code], [409, 'arrival.gap'])
    assert.match((await finish(sri, arrival.code)).text, /not here whole yet/)
    const other = await tokenOf(joko)
    assert.equal((await piece(joko, other, arrival.code, bytes, 0)).status, 404)
    assert.equal((await ask(joko, `/documents/arrivals/${arrival.code}`)).status, 404)
    assert.equal((await piece(sri, token, arrival.code, Buffer.alloc(8 * MB + 32 * 1024), 0)).status, 413)
    assert.equal((await piece(sri, 'forged', arrival.code, bytes, 0)).status, 403)
    for (const code of ['..%2f..%2fx', 'x'.repeat(100)])
        assert.ok([400, 404].includes((await get(sri, `/documents/arrivals/${code}`, { accept: 'application/json' })).status), code)
    assert.equal((await ask(sri, `/documents/arrivals/${arrival.code}/stop`, new URLSearchParams({ _token: token }))).status, 200)
    assert.equal((await ask(sri, `/documents/arrivals/${arrival.code}`)).status, 404)
})

test('another field\'s fault does not lose what came in pieces', async () => {
    const token = await tokenOf(sri), bytes = pdf('tetap ada')
    const arrival = await begin(sri, token, { name: 'tetap.pdf', total: bytes.length })
    await piece(sri, token, arrival.code, bytes, 0)
    const refused = await finish(sri, arrival.code, { title: '' })
    assert.equal(refused.status, 400)
    assert.match(refused.text, /tetap\.pdf is here already/)
    assert.match(refused.text, new RegExp(`name="arrival" value="${arrival.code}"`))
    codeOf(await finish(sri, arrival.code, { title: 'Judul yang benar' }))
})

test('the server dies in the middle of an upload, and it goes on where it was', async () => {
    const bytes = Buffer.concat([pdf('mati lampu'), Buffer.alloc(4 * MB, ' ')]), token = await tokenOf(sri)
    const arrival = await begin(sri, token, { name: 'mati.pdf', total: bytes.length })
    await piece(sri, token, arrival.code, bytes.subarray(0, MB), 0)
    const cutting = piece(sri, token, arrival.code, bytes.subarray(MB, 4 * MB), MB).then(() => 'answered', () => 'cut')
    for (const pid of [g.pid, ...await children()]) process.kill(pid, 'SIGKILL')
    await cutting
    await g.restart()
    let from = await have(sri, arrival.code)
    assert.ok(from === MB || from === 4 * MB, `${from}`)
    const now = await tokenOf(sri)
    while (from < bytes.length) from = (await piece(sri, now, arrival.code, bytes.subarray(from, from + MB), from)).json.have
    const code = codeOf(await finish(sri, arrival.code))
    assert.equal(hash((await get(sri, `/documents/${code}/file`)).bytes), hash(bytes))
})

// ---- many, and large ----------------------------------------------------------------------------------

const parentOf = (pid) => Number(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')[1])
async function children() {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((pid) => {
        try { return parentOf(pid) === g.pid } catch { return false }
    }).map(Number)
}

// Of the server's processes, pages of files and those that are shared left out.
async function residentMb() {
    return [g.pid, ...await children()].reduce((sum, pid) => {
        try { return sum + Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/^RssAnon:\s+(\d+) kB/m)[1]) / 1024 } catch { return sum }
    }, 0)
}

async function watched(work) {
    const idle = await residentMb()
    let most = idle, over = false
    const watching = (async () => { while (!over) { most = Math.max(most, await residentMb()); await sleep(POLL_MS) } })()
    try { return { result: await work(), idle, most: (over = true, await watching, most) } } finally { over = true }
}

test(`${OFFICERS} officers send at once: each is answered, none is lost, memory stays small`, async () => {
    const token = await tokenOf(sri), page = await sri.go('/documents/new')
    const { result, idle, most } = await watched(() => Promise.all(Array.from({ length: OFFICERS }, async (_, i) => {
        const bytes = Buffer.concat([pdf(`petugas ${i}`), Buffer.alloc(2 * MB, ' ')])
        const values = { title: `Bukti petugas ${i}`, once: null }
        if (i % 2) return { code: codeOf(await send(sri, page, values, { bytes })), hash: hash(bytes) }
        const { code } = await begin(sri, token, { name: `bukti-${i}.pdf`, total: bytes.length })
        for (let from = 0; from < bytes.length;) {
            const told = await piece(sri, token, code, bytes.subarray(from, from + MB), from)
            assert.equal(told.status, 200, JSON.stringify(told.json))
            from = told.json.have
        }
        return { code: codeOf(await send(sri, page, { ...values, arrival: code })), hash: hash(bytes) }
    })))
    assert.equal(new Set(result.map((r) => r.code)).size, OFFICERS)
    for (const r of result) assert.equal((await record(sri, r.code)).copies[0].sha256, r.hash)
    figure('document.officers_memory', most - idle, 'MB above idle')
    assert.ok(most - idle < 96, `${most - idle} MB above idle for ${OFFICERS * 2} MB that came`)
})

// A film: its head says so, the rest is chance. Returns its SHA-256.
function makeFilm(path, mb) {
    const sum = createHash('sha256'), fd = openSync(path, 'w'), block = randomBytes(MB)
    Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42', 'latin1').copy(block)
    for (let i = 0; i < mb; i++) {
        block.writeUInt32LE(i, 64)
        writeSync(fd, block)
        sum.update(block)
        if (i === 0) randomBytes(60).copy(block)
    }
    closeSync(fd)
    return sum.digest('hex')
}

test(`${LONG_MB} MB come in pieces with three cuts`, { skip: !isLong && 'GUYUB_LONG is not 1' }, async () => {
    const path = join(folder, 'film.mp4'), sum = makeFilm(path, LONG_MB), total = LONG_MB * MB
    const fd = openSync(path, 'r'), buffer = Buffer.alloc(8 * MB), cuts = [400, 900, 1500].map((mb) => mb * MB)
    const began = Date.now()
    const { result, idle, most } = await watched(async () => {
        const token = await tokenOf(sri), { code } = await begin(sri, token, { name: 'film.mp4', total })
        for (let from = 0; from < total;) {
            const n = readSync(fd, buffer, 0, buffer.length, from)
            if (cuts.length && from >= cuts[0]) {
                await cut(sri, token, code, buffer.subarray(0, n), from)
                cuts.shift()
                assert.equal(await have(sri, code), from)
            }
            from = (await piece(sri, token, code, buffer.subarray(0, n), from)).json.have
        }
        const sent = Date.now()
        return { code: await madeOf(sri, await finish(sri, code, { title: 'Film panjang' })), s: (sent - began) / 1000, endMs: Date.now() - sent }
    })
    closeSync(fd)
    assert.equal((await record(sri, result.code)).copies[0].sha256, sum)
    figure('document.long_upload', result.s, 's')
    figure('document.long_end', result.endMs, 'ms')
    figure('document.long_memory', most - idle, 'MB above idle')
    assert.ok(most - idle < 48)
    truncateSync(path)
})

// ---- the shell ----------------------------------------------------------------------------------------

test('the same in a shell', async () => {
    const file = join(folder, 'laporan.pdf'), out = join(folder, 'keluar.pdf')
    writeFileSync(file, pdf('dari terminal'))
    const added = await g.run(['document', 'add', file, '--title', 'Laporan', '--org', '35.71-diskominfo', '--sensitivity', 'public', '--lang', 'en'])
    assert.equal(added.code, 0, added.err)
    const code = added.out.trim()
    const shown = (await g.run(['document', 'show', code, '--json'])).json
    assert.deepEqual([shown.title, shown.copies[0].name], ['Laporan', 'laporan.pdf'])
    assert.equal((await g.run(['document', 'get', code, out])).code, 0)
    assert.deepEqual(readFileSync(out), pdf('dari terminal'))
    writeFileSync(file, pdf('lebih baru'))
    assert.equal((await g.run(['document', 'renew', code, file])).code, 0)
    assert.equal((await g.run(['document', 'renew', code, file])).code, 1)
    assert.equal((await g.run(['document', 'get', code, out, '--copy', '1'])).code, 0)
    assert.deepEqual(readFileSync(out), pdf('dari terminal'))
    const list = (await g.run(['document', 'list', '--org', '35.71-diskominfo', '--json'])).json
    assert.ok(list.some((d) => d.code === code))
    assert.equal((await g.run(['document', 'show', 'AAAA-BBBB-CCCC'])).code, 1)
})
