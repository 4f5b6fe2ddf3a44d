// SPDX-License-Identifier: AGPL-3.0-or-later
// Forms with files on the wire: who is refused before a byte of a file has come, what a large file
// costs in memory, and that nothing of it is left behind. GUYUB_LONG=1 sends 2 GB in all.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { figure, formsOf, guyub, isLong, makePerson, makePost, PASSWORD, runProgram, signIn } from '../harness/guyub.mjs'

const PATH = '/cohorts/import', MB = 1 << 20, GROWS_AT_MOST_KB = 4096
const FILE_MB = 15, ROUNDS = isLong ? 137 : 3

// A disk of its own for what is being received, where one can be mounted.
const spool = mkdtempSync(join(tmpdir(), 'guyub-spool-'))
const canMount = (await runProgram('mount', ['-t', 'tmpfs', '-o', 'size=100m,mode=0700', 'tmpfs', spool])).code === 0

let g, office, token, cookie
before(async () => {
    g = await guyub({ env: { GUYUB_WORKERS: '1', GUYUB_SPOOL: spool } })
    const code = await makePost(g, 'programme_office', 'Kantor program')
    await makePerson(g, 'rini', { name: 'Rini', posts: [code] })
    office = await signIn(g.url, 'rini', PASSWORD)
    const page = await office.go(PATH)
    const form = formsOf(page.text).find((f) => f.action === PATH)
    token = Object.fromEntries(form.fields)._token
    cookie = [...office.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
})
after(async () => {
    await g.stop()
    if (canMount) await runProgram('umount', [spool])
    rmSync(spool, { recursive: true })
})

// ---- tools -------------------------------------------------------------------------------------

const part = (name, value) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
const fileHead = '--x\r\nContent-Disposition: form-data; name="file"; filename="angka.csv"\r\nContent-Type: text/csv\r\n\r\n'
const END = '\r\n--x--\r\n'
const head = (more, { own = true } = {}) =>
    `POST ${PATH} HTTP/1.1\r\nHost: 127.0.0.1:${g.port}\r\nUser-Agent: ${office.agent}\r\n` +
    `Content-Type: multipart/form-data; boundary=x\r\nAccept-Language: en\r\nConnection: close\r\n` +
    (own ? `Cookie: ${cookie}\r\n` : '') + `${more}\r\n\r\n`
const status = (text) => [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map((m) => Number(m[1]))

// Sends pieces as fast as they are taken; all that came back until the end.
function send(pieces, { port = g.port, timeoutMs = 30_000 } = {}) {
    return new Promise((done, fail) => {
        const socket = connect(port, '127.0.0.1')
        const chunks = []
        const timer = setTimeout(() => { socket.destroy(); fail(new Error('the connection stayed open')) }, timeoutMs)
        socket.on('data', (chunk) => chunks.push(chunk)).on('error', () => {})
        socket.on('close', () => { clearTimeout(timer); done(Buffer.concat(chunks).toString('latin1')) })
        socket.on('connect', async () => {
            for (const piece of pieces) {
                if (!socket.writable) return
                if (!socket.write(piece)) await Promise.race([
                    new Promise((go) => socket.once('drain', go)), new Promise((go) => socket.once('close', go))])
            }
        })
    })
}

const workerOf = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')[0]
const memoryKb = (pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1])

// Files without a name that the worker holds.
const nameless = (pid) => readdirSync(`/proc/${pid}/fd`)
    .map((fd) => { try { return readlinkSync(`/proc/${pid}/fd/${fd}`) } catch { return '' } })
    .filter((file) => file.endsWith('(deleted)') && !file.includes('memfd')).length

async function until(what, check, ms = 5_000) {
    for (const deadline = Date.now() + ms; ; await sleep(20)) {
        if (await check()) return
        if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`)
    }
}

// ---- before it comes ---------------------------------------------------------------------------

test('a stranger is refused before a byte of a file has come, also one who asks first', async () => {
    for (const more of ['Content-Length: 10000000', 'Content-Length: 10000000\r\nExpect: 100-continue',
        'Transfer-Encoding: chunked\r\nExpect: 100-continue']) {
        const answer = await send([head(more, { own: false })], { timeoutMs: 8_000 })
        assert.deepEqual(status(answer), [401], more)
        assert.match(answer, /^Connection: close\r$/m)
    }
})

test('what is announced too large is refused at once, what is not announced when it is', async () => {
    const announced = await send([head(`Content-Length: ${2 ** 31}\r\nExpect: 100-continue`)], { timeoutMs: 8_000 })
    assert.deepEqual(status(announced), [413])
    assert.match(announced, /At most 16 MB may be sent here at once\./)
    const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(MB, 97), Buffer.from('\r\n')])
    const first = Buffer.from(`${fileHead.length.toString(16)}\r\n${fileHead}\r\n`)
    const counted = await send([head('Transfer-Encoding: chunked'), first, ...Array(17).fill(chunk)])
    assert.deepEqual(status(counted), [413])
})

test('who asks first and may is told to go on', async () => {
    const body = part('_token', token) + part('why', 'Angka dari laporan') + fileHead + END
    const answer = await send([head(`Content-Length: ${body.length}\r\nExpect: 100-continue`), body])
    assert.deepEqual(status(answer), [100, 400])
    assert.match(answer, /Choose a file that is not empty\./)
})

// ---- while it comes ----------------------------------------------------------------------------

test('large files cost the worker no memory, and nothing of them stays', async () => {
    const worker = workerOf(g.pid), block = Buffer.alloc(MB, 'a,b\r\n')
    const tail = '\r\n' + part('_token', token) + '--x--\r\n'     // the proof comes last
    const length = fileHead.length + FILE_MB * MB + tail.length
    const pieces = [head(`Content-Length: ${length}`), fileHead, ...Array(FILE_MB).fill(block), tail]
    assert.deepEqual(status(await send(pieces)), [400], 'it has no reason: nothing is brought in')
    const open = nameless(worker), before = memoryKb(worker), began = Date.now()
    for (let i = 0; i < ROUNDS; i++) assert.deepEqual(status(await send(pieces)), [400])
    const grown = memoryKb(worker) - before
    figure(`memory of a worker that receives ${FILE_MB * ROUNDS} MB`, grown, 'kB')
    figure(`receiving ${FILE_MB * ROUNDS} MB`, Date.now() - began, 'ms')
    assert.ok(grown < GROWS_AT_MOST_KB, `${grown} kB`)
    assert.equal(nameless(worker), open)
})

test('who hangs up in the middle leaves nothing', async () => {
    const worker = workerOf(g.pid), open = nameless(worker)
    const socket = connect(g.port, '127.0.0.1').on('error', () => {})
    socket.write(head(`Content-Length: ${10 * MB}`) + fileHead)
    socket.write(Buffer.alloc(MB, 97))
    await until('the file is being received', () => nameless(worker) === open + 1)
    socket.destroy()
    await until('it is gone', () => nameless(worker) === open)
})

test('a form that is cut wrongly, or has no proof, is refused in words', async () => {
    for (const [body, code, text] of [
        [`${fileHead}1${END}`, 403, /web\.stale_form/],
        [`${part('_token', token)}${fileHead}1\r\n--x-`, 400, /multipart\.cut_off/],
        ['--y\r\n', 400, /The form with files could not be read\./],
    ]) {
        const answer = await send([head(`Content-Length: ${body.length}`) + body])
        assert.deepEqual(status(answer), [code], body)
        assert.match(answer, text)
    }
})

test('a file leaves room on the disk for the rest, and is taken again when there is some', { skip: canMount ? false : 'a small disk cannot be mounted here' }, async () => {
    const block = Buffer.alloc(MB, 'a,b\r\n'), tail = '\r\n' + part('_token', token) + '--x--\r\n'
    const pieces = [head(`Content-Length: ${fileHead.length + 10 * MB + tail.length}`), fileHead, ...Array(10).fill(block), tail]
    writeFileSync(join(spool, 'ballast'), Buffer.alloc(30 * MB))
    const refused = await send(pieces)
    assert.deepEqual(status(refused), [507])
    assert.match(refused, /upload\.disk_full/)
    rmSync(join(spool, 'ballast'))
    assert.deepEqual(status(await send(pieces)), [400], 'it has no reason: it came whole')
})

test('a server that cannot store files says so, and goes on', async () => {
    const s = await guyub({ env: { GUYUB_WORKERS: '1', GUYUB_SPOOL: '/nonexistent' } })
    try {
        const code = await makePost(s, 'programme_office', 'Kantor program')
        await makePerson(s, 'rini', { name: 'Rini', posts: [code] })
        const rini = await signIn(s.url, 'rini', PASSWORD)
        const jar = [...rini.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
        const body = `${fileHead}1${END}`
        const answer = await send([head(`Content-Length: ${body.length}`).replace(cookie, jar) + body], { port: s.port })
        assert.deepEqual(status(answer), [503])
        assert.match(answer, /The server could not store these files at the moment\./)
        assert.equal((await fetch(`${s.url}/`)).status, 200)
    } finally { await s.stop() }
})
