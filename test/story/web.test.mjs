// SPDX-License-Identifier: AGPL-3.0-or-later
// The wire: what is refused, what is cut off, what survives; formats, languages, packing, tags.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { spawn } from 'node:child_process'
import {
    closeSync, copyFileSync, fstatSync, openSync, readdirSync, readFileSync, renameSync, writeSync,
} from 'node:fs'
import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { binary, engine, figure, guyub, runProgram } from '../harness/guyub.mjs'

const WORKERS = 2, CHILDREN = WORKERS + 2        // and the runner and the keeper
const QUICK_MS = 4_000      // far below every time limit: who answers later has not refused at once

let g
before(async () => { g = await guyub({ env: { GUYUB_WORKERS: String(WORKERS) } }) })
after(async () => {
    servers.forEach((s) => s.child.kill('SIGKILL'))     // of a test that failed: they would hold this process
    await g.stop()
})

// ---- tools -------------------------------------------------------------------------------------

// Sends bytes as they are and gathers what comes until the server closes the connection.
function raw(bytes, { port = g.port, timeoutMs = QUICK_MS, pieces = [] } = {}) {
    return new Promise((done, fail) => {
        const socket = connect(port, '127.0.0.1')
        const chunks = []
        const timer = setTimeout(() => { socket.destroy(); fail(new Error('the connection stayed open')) }, timeoutMs)
        socket.on('data', (chunk) => chunks.push(chunk))
        socket.on('error', () => {})
        socket.on('close', () => { clearTimeout(timer); done(Buffer.concat(chunks).toString('latin1')) })
        socket.on('connect', async () => {
            socket.write(Buffer.from(bytes, 'latin1'))
            for (const [pauseMs, piece] of pieces) {
                await sleep(pauseMs)
                if (socket.writable) socket.write(Buffer.from(piece, 'latin1'))
            }
        })
    })
}

const statuses = (answer) => [...answer.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map((m) => Number(m[1]))
const get = (path, headers = {}) => fetch(`${g.url}${path}`, { headers, redirect: 'manual' })

// fetch unpacks by itself; this shows the bytes.
async function packed(path, encoding) {
    const answer = await new Promise((done, fail) => {
        const socket = connect(g.port, '127.0.0.1')
        const chunks = []
        socket.on('data', (c) => chunks.push(c))
        socket.on('error', fail)
        socket.on('close', () => done(Buffer.concat(chunks)))
        socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nAccept-Encoding: ${encoding}\r\nConnection: close\r\n\r\n`)
    })
    const end = answer.indexOf('\r\n\r\n')
    return { head: answer.subarray(0, end).toString('latin1'), body: answer.subarray(end + 4) }
}

const childrenOf = (pid) =>
    readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)

async function until(what, test, ms = 5_000) {
    const deadline = Date.now() + ms
    for (;;) {
        const value = await test()
        if (value) return value
        if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`)
        await sleep(20)
    }
}

// ---- hostile requests --------------------------------------------------------------------------

const END = 'Host: a\r\n\r\n'
const POST = 'POST / HTTP/1.1\r\nHost: a\r\n'
const CHUNKED = `${POST}Transfer-Encoding: chunked\r\n\r\n`
const hostile = [
    ['LF alone', 'GET / HTTP/1.1\nHost: a\r\n\r\n', 400],
    ['CR within a value', `GET / HTTP/1.1\r\nX: a\rb\r\n${END}`, 400],
    ['NUL in a value', `GET / HTTP/1.1\r\nX: a\0b\r\n${END}`, 400],
    ['TLS on the plain port', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
    ['HTTP/0.9', 'GET /\r\n', 400],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505],
    ['an unknown method', `BREW / HTTP/1.1\r\n${END}`, 501],
    ['a tunnel', 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n', 501],
    ['an address of 5,000 bytes', `GET /${'a'.repeat(5000)} HTTP/1.1\r\n${END}`, 414],
    ['a head of 20,000 bytes', `GET / HTTP/1.1\r\nX: ${'a'.repeat(20000)}\r\n${END}`, 431],
    ['100 fields', `GET / HTTP/1.1\r\n${'X: y\r\n'.repeat(100)}${END}`, 431],
    ['up and out', `GET /../../etc/passwd HTTP/1.1\r\n${END}`, 400],
    ['encoded dots', `GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n${END}`, 400],
    ['an encoded slash', `GET /a%2fb HTTP/1.1\r\n${END}`, 400],
    ['an encoded line end', `GET /a%0d%0aSet-Cookie:x HTTP/1.1\r\n${END}`, 400],
    ['bytes that are not UTF-8', `GET /%ff HTTP/1.1\r\n${END}`, 400],
    ['a script in the address', `GET /<script> HTTP/1.1\r\n${END}`, 400],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['two hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 400],
    ['another authority', `GET http://b/ HTTP/1.1\r\n${END}`, 400],
    ['a folded field', `GET / HTTP/1.1\r\nX: a\r\n b\r\n${END}`, 400],
    ['space before the colon', 'GET / HTTP/1.1\r\nHost : a\r\n\r\n', 400],
    ['two lengths', `${POST}Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx`, 400],
    ['length and chunks', `${POST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
    ['chunks twice', `${POST}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n`, 501],
    ['a signed length', `${POST}Content-Length: +1\r\n\r\nx`, 400],
    ['a body of 2 MB, announced', `${POST}Content-Length: 2000000\r\n\r\n`, 413],
    ['a body of 2 MB, in a chunk', `${CHUNKED}1e8480\r\n`, 413],
    ['a chunk size of 17 digits', `${CHUNKED}00000000000000001\r\nx\r\n0\r\n\r\n`, 400],
    ['a chunk longer than its size', `${CHUNKED}1\r\nxy\r\n0\r\n\r\n`, 400],
    ['another expectation', `${POST}Expect: 200-ok\r\nContent-Length: 1\r\n\r\nx`, 417],
]

for (const [name, bytes, status] of hostile)
    test(`refused: ${name}`, async () => {
        const answer = await raw(bytes)
        assert.deepEqual(statuses(answer), [status])
        assert.match(answer, /^Connection: close\r$/m)
        assert.match(answer, /^Content-Security-Policy: default-src 'none'/m)
    })

test('a refused request takes what follows it along', async () => {
    const answer = await raw(`GET / HTTP/1.1\r\nX : y\r\n${END}GET /regions HTTP/1.1\r\n${END}`)
    assert.deepEqual(statuses(answer), [400])
})

test('a smuggled request stays the body that it is', async () => {
    const inner = `GET /regions HTTP/1.1\r\n${END}`
    const answer = await raw(`${POST}Content-Length: ${inner.length}\r\n\r\n${inner}` +
        `GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)
    assert.deepEqual(statuses(answer), [405, 200])
})

test('pipelined requests are answered in order', async () => {
    const answer = await raw(`GET /regions.csv HTTP/1.1\r\n${END}HEAD / HTTP/1.1\r\n${END}` +
        'GET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    assert.deepEqual(statuses(answer), [200, 200, 404])
})

test('a body in chunks, byte by byte, is read whole', async () => {
    const pieces = [...'3\r\na=b\r\n0\r\n\r\n'].map((c) => [1, c])
    pieces.push([1, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'])
    assert.deepEqual(statuses(await raw(CHUNKED, { pieces })), [405, 200])
})

test('who waits for a go-ahead gets it', async () => {
    const answer = await raw(`${POST}Expect: 100-continue\r\nContent-Length: 3\r\nConnection: close\r\n\r\n`,
        { pieces: [[100, 'a=b']] })
    assert.match(answer, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 405 /)
})

test('a slow head is cut off after ten seconds, and others are served meanwhile', async () => {
    const began = Date.now()
    const pieces = Array.from({ length: 14 }, () => [1000, 'X: y\r\n'])
    const slow = raw('GET / HTTP/1.1\r\n', { pieces, timeoutMs: 20_000 })
    for (let i = 0; i < 10; i++)
        assert.equal((await get('/regions')).status, 200)
    assert.deepEqual(statuses(await slow), [408])
    const took = Date.now() - began
    assert.ok(took > 9_000 && took < 14_000, `${took} ms`)
})

// ---- one address, three formats ----------------------------------------------------------------

test('the same address is a page, JSON and CSV', async () => {
    const kinds = [
        ['/regions', { accept: 'text/html' }, 'text/html; charset=utf-8'],
        ['/regions', { accept: 'application/json' }, 'application/json'],
        ['/regions', { accept: 'text/csv' }, /^text\/csv; charset=utf-8/],
        ['/regions.json', { accept: 'text/html' }, 'application/json'],
        ['/regions.csv', { accept: 'text/html' }, /^text\/csv; charset=utf-8/],
        ['/regions', { accept: 'text/html;q=0.1, application/json;q=0.9' }, 'application/json'],
        ['/regions', { accept: '*/*' }, 'text/html; charset=utf-8'],
    ]
    for (const [path, headers, type] of kinds) {
        const answer = await get(path, headers)
        assert.equal(answer.status, 200, path)
        assert.match(answer.headers.get('content-type'), type instanceof RegExp ? type : new RegExp(`^${type.replace('/', '\\/')}`))
    }
    const csv = await get('/regions.csv')
    assert.equal(csv.headers.get('content-disposition'), 'attachment; filename="regions.csv"')
})

test('errors speak both languages in both formats', async () => {
    const cases = [
        ['GET', '/nowhere', {}, 404, 'There is no such page.', 'web.not_found'],
        ['PUT', '/regions', {}, 405, 'This address cannot be asked for in that way.', 'web.method'],
        ['GET', '/regions/35.71.csv', {}, 406, 'This page does not come in the format that was asked for.', 'web.format'],
        ['GET', '/regions?a=%ff', {}, 400, 'The question in the address could not be read.', 'web.query'],
    ]
    for (const [method, path, headers, status, english, code] of cases) {
        const ask = (more) => fetch(`${g.url}${path}`, { method, headers: { ...headers, ...more } })
        const suffixed = path.endsWith('.csv')
        if (!suffixed)
            for (const lang of ['en', 'id']) {
                const page = await ask({ 'accept-language': lang, accept: 'text/html' })
                const text = await page.text()
                assert.equal(page.status, status, path)
                assert.equal(page.headers.get('content-language'), lang)
                assert.equal(text.includes(english), lang === 'en', `${path} ${lang}`)
                assert.ok(text.includes(code))
            }
        for (const lang of ['en', 'id']) {
            const problem = await ask({ 'accept-language': lang, accept: 'application/json' })
            assert.equal(problem.status, status, path)
            assert.equal(problem.headers.get('content-type'), 'application/problem+json')
            const said = await problem.json()
            assert.equal(said.code, code)
            assert.equal(said.status, status)
            assert.equal(said.type, `urn:guyub:problem:${code}`)
            assert.match(said.instance, /^urn:guyub:request:[0-9a-f]{16}$/)
            assert.equal(said.title === english, lang === 'en', `${path} ${lang}`)
        }
    }
    assert.equal((await fetch(`${g.url}/regions`, { method: 'PUT' })).headers.get('allow'), 'GET, HEAD')
})

test('the language: ?lang= is kept in a cookie, a cookie wins over the browser', async () => {
    const asked = await get('/regions?lang=en', { 'accept-language': 'id' })
    assert.equal(asked.headers.get('content-language'), 'en')
    assert.match(asked.headers.get('set-cookie'), /^lang=en; Path=\/; Max-Age=\d+; SameSite=Lax; HttpOnly$/)
    const kept = await get('/regions', { cookie: 'x=y; lang=en', 'accept-language': 'id' })
    assert.equal(kept.headers.get('content-language'), 'en')
    assert.match(kept.headers.get('vary'), /Accept-Language, Cookie/)
    assert.equal((await get('/regions')).headers.get('content-language'), 'id')
    assert.equal((await get('/regions?lang=xx', { 'accept-language': 'en' })).headers.get('content-language'), 'en')
})

test('a trailing slash leads to the address without it', async () => {
    const answer = await get('/regions/?q=kediri')
    assert.equal(answer.status, 308)
    assert.equal(answer.headers.get('location'), '/regions?q=kediri')
    assert.equal((await get('//regions/')).status, 404)
})

test('HEAD says what GET would', async () => {
    const full = await get('/regions'), head = await fetch(`${g.url}/regions`, { method: 'HEAD' })
    assert.equal(head.status, 200)
    for (const name of ['etag', 'content-type', 'vary', 'content-length', 'content-encoding'])
        assert.equal(head.headers.get(name), full.headers.get(name), name)
    const answer = await raw('HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    assert.ok(answer.endsWith('\r\n\r\n'))
})

test('what the browser has already is not sent again', async () => {
    const etag = (await get('/regions')).headers.get('etag')
    assert.match(etag, /^W\/"[0-9a-f]{16}"$/)
    assert.equal((await get('/regions', { 'if-none-match': etag })).status, 304)
    assert.equal((await get('/regions', { 'if-none-match': `"x", ${etag}` })).status, 304)
    assert.equal((await get('/regions', { 'if-none-match': '"x"' })).status, 200)
    assert.equal((await get('/regions?lang=en', { 'if-none-match': etag })).status, 200)
})

test('pages are packed with gzip for who takes it', async () => {
    const plain = await packed('/regions', 'identity'), gzip = await packed('/regions', 'br, gzip')
    assert.match(gzip.head, /^Content-Encoding: gzip\r?$/m)
    assert.ok(!/Content-Encoding/.test(plain.head))
    assert.deepEqual(gunzipSync(gzip.body), plain.body)
    assert.ok(gzip.body.length < plain.body.length / 2)
    assert.ok(!/Content-Encoding/.test((await packed('/regions', 'gzip;q=0')).head))
})

test('assets have their hash in the name, are packed with brotli and kept for ever', async () => {
    const href = /href="(\/assets\/guyub\.[0-9a-f]{8}\.css)"/.exec(await (await get('/')).text())[1]
    const plain = await packed(href, 'identity'), brotli = await packed(href, 'gzip, br')
    assert.match(brotli.head, /^Content-Encoding: br\r?$/m)
    assert.match(brotli.head, /^Cache-Control: public, max-age=31536000, immutable\r?$/m)
    assert.match(brotli.head, /^Content-Type: text\/css; charset=utf-8\r?$/m)
    assert.deepEqual(brotliDecompressSync(brotli.body), plain.body)
    assert.deepEqual(gunzipSync((await packed(href, 'gzip')).body), plain.body)
    assert.equal((await get(href.replace(/\.[0-9a-f]{8}\./, '.00000000.'))).status, 404)
    const etag = (await get(href)).headers.get('etag')
    assert.equal((await get(href, { 'if-none-match': etag })).status, 304)
})

test('every answer carries the security fields', async () => {
    const href = /href="(\/assets\/[^"]+)"/.exec(await (await get('/')).text())[1]
    for (const path of ['/', '/regions.json', '/regions.csv', '/nowhere', '/regions/', href]) {
        const { headers } = await get(path)
        assert.ok(!headers.get('content-security-policy').includes('unsafe'), path)
        assert.match(headers.get('content-security-policy'), /default-src 'none'.*frame-ancestors 'none'/, path)
        assert.equal(headers.get('x-content-type-options'), 'nosniff', path)
        assert.equal(headers.get('referrer-policy'), 'same-origin', path)
        assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin', path)
        assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin', path)
        assert.ok(headers.get('permissions-policy'), path)
    }
})

test('a page has no script and no style of its own in it', async () => {
    const text = await (await get('/')).text()
    assert.ok(!/<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=|<style/i.test(text))
})

// ---- processes ---------------------------------------------------------------------------------

test('a killed worker is replaced, and nobody else notices', async () => {
    const before = childrenOf(g.pid)
    assert.equal(before.length, CHILDREN)
    let stop = false, served = 0
    const failures = []
    const others = Array.from({ length: 4 }, async () => {
        while (!stop) {
            // Each on a connection of its own: a connection of the killed worker ends with it.
            const answer = await raw('GET /regions HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n').catch(String)
            if (statuses(answer)[0] === 200) served++
            else failures.push(answer)
            await sleep(5)
        }
    })
    await sleep(200)
    for (const one of [before[0], before.at(-1)]) {             // a worker, and the keeper
        process.kill(one, 'SIGKILL')
        await until('all are there again', () => {
            const now = childrenOf(g.pid)
            return now.length === CHILDREN && !now.includes(one)
        })
    }
    await sleep(200)
    stop = true
    await Promise.all(others)
    assert.ok(served > 20, `${served} served`)
    // What the killed worker had accepted at that moment is lost: one connection a client at most.
    assert.ok(failures.length <= others.length, `${failures.length} of ${served} failed`)
    assert.match(g.said.text, /"event":"worker.died".*"how":"signal","number":9/)
})

const servers = []

// A server beside the first, with its own limits; `wrap` is put before the command.
async function another(env, wrap = []) {
    const [file, ...args] = [...wrap, binary, 'serve']
    const child = spawn(file, args, {
        env: { ...process.env, GUYUB_DB: g.db, GUYUB_LISTEN: '127.0.0.1:0', GUYUB_WORKERS: '1', ...env },
    })
    const s = { child, said: '' }
    child.stdout.on('data', (text) => { s.said += text })
    child.stderr.on('data', (text) => { s.said += text })
    s.port = await until('the line that says where', () => /http:\/\/127\.0\.0\.1:(\d+)/.exec(s.said)?.[1])
    s.ended = new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })))
    s.stop = () => { child.kill('SIGTERM'); return s.ended }
    servers.push(s)
    return s
}

test('a reader that takes its time gets every byte, and others do not wait for it', async () => {
    const whole = Buffer.from(await (await get('/regions.csv?level=village')).arrayBuffer())
    assert.ok(whole.length > 1_000_000)
    const socket = connect(g.port, '127.0.0.1')
    const chunks = []
    socket.write('GET /regions.csv?level=village HTTP/1.1\r\nHost: a\r\n\r\n' +
        'GET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    socket.on('data', async (chunk) => {
        chunks.push(chunk)
        if (chunks.length <= 5) { socket.pause(); await sleep(100); socket.resume() }
    })
    const closed = new Promise((done) => socket.once('close', done))
    for (let i = 0; i < 20; i++) assert.equal((await get('/nowhere')).status, 404)
    await closed
    const bytes = Buffer.concat(chunks)
    const from = bytes.indexOf('\r\n\r\n') + 4
    assert.ok(bytes.subarray(from, from + whole.length).equals(whole))
    assert.deepEqual(statuses(bytes.subarray(from + whole.length).toString('latin1')), [404])
})

test('a backup put in the place of a damaged database is served without a restart', {
    skip: engine !== 'sqlite' && 'one file is the whole database on SQLite only',
}, async () => {
    const s = await guyub({ env: { GUYUB_WORKERS: '1' } })
    try {
        const path = s.db.replace('sqlite:', ''), backup = `${path}.backup`
        const status = async (where) => (await fetch(`${s.url}${where}`)).status
        copyFileSync(path, backup)
        assert.equal(await status('/regions/35'), 200)

        const file = openSync(path, 'r+')
        writeSync(file, Buffer.alloc(fstatSync(file).size - 8192), 0, null, 8192)
        closeSync(file)
        assert.equal(await status('/regions?q=kediri'), 500, 'the damage is seen')
        renameSync(backup, path)
        await until('the backup', async () => await status('/regions?q=kediri') === 200)
    } finally { await s.stop() }
})

// ---- ceilings ----------------------------------------------------------------------------------

const GOODBYE = 'GET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'
const CEILING = 16

// Connections that send `bytes` and then nothing; each knows whether it was closed.
async function hold(n, bytes, port, from = '127.0.0.1') {
    const held = Array.from({ length: n }, () => {
        const socket = connect({ port, host: '127.0.0.1', localAddress: from }).on('error', () => {})
        socket.isGone = false
        socket.resume().once('close', () => { socket.isGone = true })
        return socket
    })
    await Promise.all(held.map((c) => new Promise((done) => c.once('connect', done))))
    held.forEach((c) => bytes && c.write(bytes))
    return held
}

// Twenty answers that nobody reads; resolves when the server has given up.
async function neverRead(s) {
    const socket = connect(s.port, '127.0.0.1').on('error', () => {})
    socket.pause()
    socket.write('GET /regions.csv?level=village HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(20))
    await until('the reader is given up', () => /"event":"reader\.dropped"/.test(s.said), 25_000)
    socket.destroy()
}

test('over the ceiling who is idle makes room, longest first; if nobody is, the newcomer is told', async () => {
    const s = await another({ GUYUB_CONNECTIONS: String(CEILING) })
    const first = await hold(1, '', s.port)
    await sleep(50)
    const idle = await hold(CEILING - 1, '', s.port)
    assert.deepEqual(statuses(await raw(GOODBYE, { port: s.port })), [404])
    await until('the first is gone', () => first[0].isGone)
    assert.equal(idle.filter((c) => c.isGone).length, 0)
    idle.forEach((c) => c.destroy())

    const busy = await hold(CEILING, 'G', s.port)
    const answer = await until('a 503', async () => {
        const text = await raw('', { port: s.port }).catch(() => '')
        return statuses(text)[0] === 503 && text
    })
    assert.match(answer, /^Retry-After: \d+\r$/m)
    busy.splice(0, 4).forEach((c) => c.destroy())
    await until('room again', async () =>
        statuses(await raw(GOODBYE, { port: s.port }).catch(() => ''))[0] === 404)
    assert.equal(busy.filter((c) => c.isGone).length, 0, 'who has begun to ask is left alone')
    busy.forEach((c) => c.destroy())
    await until('the log says how many', () => /"event":"connections\.turned_away"/.test(s.said))
    assert.deepEqual(await s.stop(), { code: 0, signal: null })
})

test('one address has a ceiling of its own, over all workers; a trusted proxy has none', async () => {
    const s = await another({
        GUYUB_WORKERS: '2', GUYUB_CLIENT_CONNECTIONS: '8', GUYUB_TRUSTED_PROXIES: '127.0.0.9',
    })
    const asked = (from) => new Promise((done) => {
        let text = ''
        const socket = connect({ port: s.port, host: '127.0.0.1', localAddress: from })
        socket.on('data', (t) => { text += t }).on('error', () => {}).on('close', () => done(statuses(text)[0]))
        socket.write(GOODBYE)
    })
    const held = [...await hold(8, '', s.port), ...await hold(12, '', s.port, '127.0.0.9')]
    assert.equal(await until('a 429', async () => await asked('127.0.0.1') === 429 && 429), 429)
    assert.equal(await asked('127.0.0.2'), 404, 'another address is not meant')
    assert.equal(await asked('127.0.0.9'), 404, 'behind the proxy are many')
    assert.equal(held.filter((c) => c.isGone).length, 0)
    held.forEach((c) => c.destroy())
    await until('room again', async () => await asked('127.0.0.1') === 404)
    assert.deepEqual(await s.stop(), { code: 0, signal: null })
})

test('a connection has a number of requests, and is told the last one', async () => {
    const s = await another({ GUYUB_CONNECTION_REQUESTS: '3' })
    const answer = await raw(`HEAD /nowhere HTTP/1.1\r\n${END}`.repeat(5), { port: s.port })
    assert.deepEqual(statuses(answer), [404, 404, 404])
    assert.equal([...answer.matchAll(/^Connection: close\r$/gm)].length, 1)
    await s.stop()
})

test('limits are settings: head, body and address', async () => {
    const s = await another({ GUYUB_HEAD_KB: '2', GUYUB_BODY_KB: '1', GUYUB_IDLE_S: '1' })
    const of = async (bytes) => statuses(await raw(bytes, { port: s.port }))
    assert.deepEqual(await of(`GET /${'a'.repeat(1900)} HTTP/1.1\r\n${END}${GOODBYE}`), [404, 404])
    assert.deepEqual(await of(`GET / HTTP/1.1\r\nX: ${'a'.repeat(2100)}\r\n${END}`), [431])
    assert.deepEqual(await of(`${POST}Content-Length: 1025\r\n\r\n`), [413])
    assert.deepEqual(await of(`${POST}Content-Length: 1024\r\n\r\n${'a'.repeat(1024)}`), [405])
    assert.equal(await raw('', { port: s.port }), '', 'who says nothing for a second is let go')
    await s.stop()
})

test('a body of a byte a second and a reader who reads nothing are cut off; a slow and steady one is not', async () => {
    const s = await another({ GUYUB_SLOW_BYTES: '500' })
    const fast = await another({ GUYUB_SLOW_BYTES: '1000000' })      // nothing can be laid up there
    const began = Date.now()
    const took = (what) => what.then((value) => [value, Date.now() - began])
    const drip = (bytes, n) => Array.from({ length: n }, () => [1000, bytes])
    const [slow, unread, steady] = await Promise.all([
        took(raw(`${POST}Content-Length: 1000\r\n\r\n`, { port: s.port, pieces: drip('a', 14), timeoutMs: 20_000 })),
        took(neverRead(fast)),
        took(raw(`${POST}Content-Length: 10800\r\nConnection: close\r\n\r\n`,
            { port: s.port, pieces: drip('a'.repeat(900), 12), timeoutMs: 20_000 })),
    ])
    assert.deepEqual(statuses(slow[0]), [408])
    assert.ok(slow[1] > 9_000 && slow[1] < 14_000, `${slow[1]} ms`)
    assert.ok(unread[1] > 9_000 && unread[1] < 25_000, `${unread[1]} ms`)
    assert.deepEqual(statuses(steady[0]), [405])
    await Promise.all([s.stop(), fast.stop()])
})

test('every answer has its request’s number; a trusted proxy’s counts, a stranger’s does not', async () => {
    const proxied = await another({ GUYUB_TRUSTED_PROXIES: '127.0.0.1' })
    const ask = (port, headers = {}) =>
        fetch(`http://127.0.0.1:${port}/nowhere.json`, { headers: { connection: 'close', ...headers } })
    const own = await ask(g.port, { 'x-request-id': 'of-a-stranger-1' })
    assert.match(own.headers.get('x-request-id'), /^[0-9a-f]{16}$/)
    assert.equal((await own.json()).instance, `urn:guyub:request:${own.headers.get('x-request-id')}`)
    assert.equal(own.headers.get('strict-transport-security'), null)

    const given = await ask(proxied.port, { 'x-request-id': 'proxy-0123456789', 'x-forwarded-proto': 'https' })
    assert.equal(given.headers.get('x-request-id'), 'proxy-0123456789')
    assert.equal(given.headers.get('strict-transport-security'), 'max-age=31536000')
    await until('the log has it', () => /"event":"request","id":"proxy-0123456789"/.test(proxied.said))
    const line = proxied.said.split('\n').find((l) => l.includes('proxy-0123456789'))
    assert.ok(!/127\.0\.0\.1|nowhere/.test(line), line)
    await proxied.stop()
})

test('out of file descriptors it waits, and serves when some are free again', async () => {
    const s = await another({}, ['prlimit', '--nofile=40:40'])
    const idle = Array.from({ length: 60 }, () => connect(s.port, '127.0.0.1').on('error', () => {}))
    await until('the log says so', () => /"event":"accept\.failed"/.test(s.said))
    idle.forEach((c) => c.destroy())
    const answer = await until('an answer', async () => {
        const text = await raw('GET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', { port: s.port })
            .catch(() => '')
        return statuses(text)[0] === 404 && text
    }, 10_000)
    assert.ok(answer)
    assert.deepEqual(await s.stop(), { code: 0, signal: null })
})

test('a port in use: the message says what, where and what to do', async () => {
    const squatter = createServer()
    await new Promise((done) => squatter.listen(0, '127.0.0.1', done))
    const listen = `127.0.0.1:${squatter.address().port}`
    const refused = await g.run(['serve', '--lang', 'en'], { env: { GUYUB_LISTEN: listen } })
    squatter.close()
    assert.equal(refused.code, 3)
    assert.ok(refused.err.includes(listen), refused.err)
    assert.match(refused.err, /Another program listens there already\..*--listen/s)
})

test('an address that is none is refused before anything starts', async () => {
    for (const listen of ['nonsense', '127.0.0.1', '127.0.0.1:99999', ':8080']) {
        const refused = await g.run(['serve'], { env: { GUYUB_LISTEN: listen } })
        assert.equal(refused.code, 2, `${listen}: ${refused.err}`)
    }
    const elsewhere = await g.run(['serve', '--lang', 'en'], { env: { GUYUB_LISTEN: '192.0.2.1:8080' } })
    assert.equal(elsewhere.code, 3)
    assert.match(elsewhere.err, /does not have that address/)
})

test('a database that is not there is told before anything is served', async () => {
    const db = { sqlite: 'sqlite:/nonexistent/guyub.db', postgres: 'postgresql://127.0.0.1:1/none' }[engine]
    const refused = await g.run(['serve', '--lang', 'en'], { env: { GUYUB_DB: db, GUYUB_LISTEN: '127.0.0.1:0' } })
    assert.equal(refused.code, 3, refused.err)
    assert.ok(refused.err.includes(engine === 'sqlite' ? '/nonexistent' : '127.0.0.1:1'), refused.err)
    assert.equal(refused.out, '')
})

const psql = async (text) => {
    const r = await runProgram('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', process.env.GUYUB_TEST_PG, '-c', text])
    assert.equal(r.code, 0, r.err)
}
const sameEngine = { skip: engine === 'postgres' ? false : 'a file does not go away under an open database' }

test('a database that goes away: first unnoticed, then told, then well again by itself', sameEngine, async () => {
    const name = new URL(g.db).pathname.slice(1)
    const throwOut = () => psql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`)
    const ask = async () => (await get('/regions', { connection: 'close' })).status

    assert.equal(await ask(), 200)
    await throwOut()
    for (let i = 0; i < 20; i++) assert.equal(await ask(), 200, 'a lost connection is made again')

    await psql(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`)
    await throwOut()
    try {
        for (let i = 0; i < 10; i++) assert.equal(await ask(), 503)
        const page = await (await get('/regions', { 'accept-language': 'en' })).text()
        assert.match(page, /The database cannot be reached at the moment\./)
        assert.ok(!page.includes(name), 'where the database is, is not the readers’ business')
        assert.equal((await get('/nowhere')).status, 404)
    } finally {
        await psql(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`)
    }
    await until('pages again', async () => (await ask()) === 200)
    await sleep(1_100)
    for (let i = 0; i < 20; i++) assert.equal(await ask(), 200)
})

test('asked to stop, it finishes what it has begun and ends with 0', async () => {
    const s = await another({ GUYUB_WORKERS: '2' })
    const idle = connect(s.port, '127.0.0.1')
    const begun = raw('GET /regions HTTP/1.1\r\n', { port: s.port, pieces: [[600, END]] })
    await sleep(300)
    const ended = s.stop()
    const answer = await begun
    assert.deepEqual(statuses(answer), [200])
    assert.match(answer, /^Connection: close\r$/m)
    assert.deepEqual(await ended, { code: 0, signal: null })
    idle.destroy()
    await assert.rejects(fetch(`http://127.0.0.1:${s.port}/`))
})

test('the log names requests by id and route, without address, question or cookie', async () => {
    await get('/regions?q=rahasia', { cookie: 'lang=id; sid=rahasia' })
    const lines = g.said.text.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))
    const line = lines.reverse().find((entry) => entry.event === 'request' && entry.route === '/regions')
    assert.deepEqual(Object.keys(line), ['time', 'level', 'event', 'id', 'method', 'route', 'status', 'bytes', 'kept', 'us'])
    assert.ok(!g.said.text.includes('rahasia'))
    assert.ok(lines.filter((l) => l.event === 'request').every((l) => !JSON.stringify(l).includes('127.0.0.1')))
})

test('figures: memory of a worker, time of a request', async () => {
    for (let i = 0; i < 300; i++) await (await get('/regions')).arrayBuffer()
    const peaks = childrenOf(g.pid).map((pid) =>
        Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]))
    const times = g.said.text.split('\n').filter((l) => l.includes('"route":"/regions","status":200'))
        .map((l) => JSON.parse(l).us).sort((a, b) => a - b)
    const files = childrenOf(g.pid).map((pid) => readdirSync(`/proc/${pid}/fd`).length)
    figure('worker peak memory', Math.max(...peaks), 'kB')
    figure('a list page, median', times[times.length >> 1], 'us')
    const isSanitized = /asan/.test(readFileSync(`/proc/${g.pid}/maps`, 'utf8'))
    if (!isSanitized)       // 83,000 villages as one CSV are the most that a request here asks for
        assert.ok(Math.max(...peaks) < 150_000, `${peaks} kB`)
    assert.ok(Math.max(...files) < 64, `${files} open files: connections are leaking`)
})
