// SPDX-License-Identifier: AGPL-3.0-or-later
// A crowd at the door: idle connections from many addresses, clients that drip and clients that do not
// read. Pages are answered meanwhile; one address alone does not shut out the others, and a proxy that
// is trusted, behind which everybody stands, is not taken for one.
//
// ./dev check --long opens 2,000 from 200 addresses against the program as it ships, and writes down
// what a page takes then.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { binary, engine, figure, guyub, isLong, releaseBinary } from '../harness/guyub.mjs'

const skip = engine !== 'sqlite' && 'no database is asked about connections'
const IDLE = isLong ? 2000 : 600, ADDRESSES = isLong ? 200 : 60, SLOW = isLong ? 100 : 20
const DEAF = isLong ? 20 : 4         // each asks for a file that takes a while to make
const PAGES = isLong ? 1000 : 60
const PATIENCE = { timeout: 180_000, skip }
const PAGE = '/regions/35.71', LARGE = '/regions.csv?level=village'

const address = (i) => `127.0.${20 + Math.floor(i / 100)}.${1 + i % 100}`
const open = []
after(() => { for (const c of open) c.destroy() })

// ---- who comes -------------------------------------------------------------------------------------

// A connection that notes what it heard and whether it was closed on us.
function visit(port, from, text = '') {
    return new Promise((done) => {
        const c = connect({ port, host: '127.0.0.1', localAddress: from })
        c.heard = ''
        c.isOver = false
        c.on('data', (bytes) => { c.heard += bytes.toString('latin1') })
        c.on('error', () => { c.isOver = true; done(c) })
        c.on('close', () => { c.isOver = true; done(c) })
        c.on('connect', () => { if (text) c.write(text); done(c) })
        open.push(c)
    })
}

const visits = (n, port, from, text) =>
    Promise.all(Array.from({ length: n }, (_, i) => visit(port, from(i), text)))

// A page, by a connection of its own: status and milliseconds from the first packet on.
function page(port, from) {
    const began = performance.now()
    return new Promise((done, fail) => {
        const headers = { host: 'guyub.test', connection: 'close' }
        const rq = request({ port, host: '127.0.0.1', localAddress: from, path: PAGE, headers, agent: false })
        rq.on('error', fail).on('response', (rs) => {
            rs.resume().on('end', () => done({ status: rs.statusCode, ms: performance.now() - began }))
        })
        rq.end()
    })
}

async function pages(port, n) {
    const all = []
    for (let i = 0; i < n; i++) all.push(await page(port, `127.0.19.${1 + i % 100}`))
    return all
}

async function until(what, holds, ms = 20_000) {
    for (const deadline = Date.now() + ms; !await holds(); await sleep(50))
        if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`)
}

const alive = (list) => list.filter((c) => !c.isOver).length
const quantile = (list, q) => [...list].sort((a, b) => a - b)[Math.floor(q * (list.length - 1))]
const limitOfFiles = () => Number(readFileSync('/proc/self/limits', 'utf8').match(/Max open files\s+(\d+)/)[1])
const crew = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
const kilobytes = (pid) => crew(pid).map((one) =>
    Number(readFileSync(`/proc/${one}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)?.[1] ?? 0))
const sum = (list) => list.reduce((a, b) => a + b, 0)

// Drips into a request that never ends, until it is cut off.
async function drip(c) {
    while (!c.isOver) {
        c.write('X: y\r\n')
        await sleep(700)
    }
}

// ---- what happens ----------------------------------------------------------------------------------

test(`${IDLE} idle connections from ${ADDRESSES} addresses, ${SLOW} that drip, ${DEAF} that do not read`, PATIENCE, async (t) => {
    if (limitOfFiles() < IDLE + SLOW + DEAF + 100)
        return t.skip(`${limitOfFiles()} open files are too few: raise ulimit -n`)
    const quick = isLong ? {} : { GUYUB_HEAD_S: '3' }
    const g = await guyub({ env: { GUYUB_WORKERS: '2', ...quick }, program: isLong ? releaseBinary : binary })
    try {
        await pages(g.port, 20)
        const before = kilobytes(g.pid), alone = await pages(g.port, PAGES), workers = crew(g.pid).join(' ')
        const ask = `GET ${PAGE} HTTP/1.1\r\nHost: guyub.test\r\n\r\n`
        const deaf = await visits(DEAF, g.port, (i) => `127.0.31.${1 + i}`, `GET ${LARGE} HTTP/1.1\r\nHost: a\r\n\r\n`)
        for (const c of deaf) c.once('data', () => c.pause())
        await until('the first bytes for those who then stop reading', () => deaf.every((c) => c.heard || c.isOver), 60_000)
        const silent = await visits(IDLE / 2, g.port, (i) => address(i % ADDRESSES))
        const asked = await visits(IDLE / 2, g.port, (i) => address((i + IDLE / 2) % ADDRESSES), ask)
        await until('their answers', () => asked.every((c) => /^HTTP\/1\.1 200 /.test(c.heard)))
        const dripping = await visits(SLOW, g.port, (i) => `127.0.30.${1 + i}`, 'GET / HTTP/1.1\r\n')
        const drips = Promise.all(dripping.map(drip))

        const meanwhile = await pages(g.port, PAGES)
        assert.ok([...alone, ...meanwhile].every(({ status }) => status === 200))
        assert.equal(alive(silent) + alive(asked), IDLE, 'nobody had to go')
        const crowded = kilobytes(g.pid)
        assert.equal(crew(g.pid).join(' '), workers)

        await drips
        assert.ok(dripping.every((c) => /^HTTP\/1\.1 408 /.test(c.heard)), 'who drips is cut off')
        for (const c of open.splice(0)) c.destroy()
        const afterwards = await pages(g.port, 20)
        assert.ok(afterwards.every(({ status }) => status === 200))

        const ms = (list, q) => Number(quantile(list.map((p) => p.ms), q).toFixed(1))
        figure(`crowd: idle connections from ${ADDRESSES} addresses`, IDLE, 'connections')
        figure('crowd: a page without them, median', ms(alone, 0.5), 'ms')
        figure('crowd: a page among them, median', ms(meanwhile, 0.5), 'ms')
        figure('crowd: a page among them, p99', ms(meanwhile, 0.99), 'ms')
        figure('crowd: memory of all processes before', sum(before), 'kB')
        figure('crowd: memory of all processes with them', sum(crowded), 'kB')
        t.diagnostic(`median ${ms(alone, 0.5)} ms alone, ${ms(meanwhile, 0.5)} ms among them, p99 ` +
            `${ms(meanwhile, 0.99)} ms; ${sum(before)} kB before, ${sum(crowded)} kB with them`)
    } finally { await g.stop() }
})

test('one address alone takes its share, and others are served', PATIENCE, async () => {
    const g = await guyub({ env: { GUYUB_WORKERS: '2', GUYUB_CLIENT_CONNECTIONS: '20' } })
    try {
        const greedy = await visits(60, g.port, () => '127.0.9.1')
        await until('those over the share to be sent away', () => alive(greedy) <= 20)
        assert.equal(alive(greedy), 20)
        for (const c of greedy.filter(({ isOver }) => isOver)) assert.match(c.heard, /^$|^HTTP\/1\.1 429 /)
        assert.ok((await pages(g.port, 20)).every(({ status }) => status === 200))
        for (const c of greedy.splice(0, 40)) c.destroy()
        await until('the greedy one to be served again', async () => {
            const p = await page(g.port, '127.0.9.1').catch(() => ({}))
            return p.status === 200
        })
    } finally { await g.stop() }
})

test('a trusted proxy has no such share, and those behind it do not answer for each other', PATIENCE, async () => {
    const g = await guyub({ env: { GUYUB_WORKERS: '2', GUYUB_CLIENT_CONNECTIONS: '20', GUYUB_TRUSTED_PROXIES: '127.0.9.1' } })
    try {
        const byProxy = await visits(60, g.port, () => '127.0.9.1')
        await sleep(300)
        assert.equal(alive(byProxy), 60)
        assert.equal((await page(g.port, '127.0.9.1')).status, 200)
    } finally { await g.stop() }
})

test('forms that never end hold no more memory than they may, and who sends a small one is served', PATIENCE, async () => {
    const MB = 1 << 20, MOST_MB = 64, FORMS = 120, g = await guyub({ env: { GUYUB_WORKERS: '1', GUYUB_JOBS: '0' } })
    const begin = (length) => `POST /sign-in HTTP/1.1\r\nHost: guyub.test\r\nContent-Length: ${length}\r\n` +
        'Content-Type: application/x-www-form-urlencoded\r\n\r\n'
    try {
        const before = sum(kilobytes(g.pid)), small = await visit(g.port, '127.0.41.1', begin(9) + 'login=')
        const large = await visits(FORMS, g.port, (i) => address(i), begin(MB))
        for (const c of large) c.write(Buffer.alloc(MB - 1, 'a'))
        await until('those over the budget to be told', () => large.filter((c) => c.heard).length > FORMS - MOST_MB - 2)
        const grown = sum(kilobytes(g.pid)) - before
        assert.ok(grown < (MOST_MB + 24) * 1024, `${grown} kB`)
        for (const c of large) assert.match(c.heard, /^$|^HTTP\/1\.1 503 /)
        small.write('abc')
        await until('an answer to the small one', () => small.heard)
        assert.match(small.heard, /^HTTP\/1\.1 403 /)
        figure(`crowd: memory for ${FORMS} MB of forms that never end`, grown, 'kB')
    } finally { await g.stop() }
})

// Asks for a file and takes nothing of it before it is told to; then all of it.
function reader(port, from, path) {
    const c = connect({ port, host: '127.0.0.1', localAddress: from, highWaterMark: 1024 })
    c.pause()
    c.n = 0
    c.isOver = false
    c.on('error', () => { c.isOver = true }).on('close', () => { c.isOver = true })
    c.write(`GET ${path} HTTP/1.1\r\nHost: guyub.test\r\nConnection: close\r\n\r\n`)
    open.push(c)
    c.takesAll = () => { c.on('data', (bytes) => { c.n += bytes.length }); c.resume() }
    return c
}

test('answers that nobody takes hold no more memory than they may: those go who took nothing for longest', PATIENCE, async () => {
    const MOST_MB = 64, READERS = 30, FILE = '/regions.json?level=village'
    const g = await guyub({ env: { GUYUB_WORKERS: '1', GUYUB_JOBS: '0', GUYUB_KEEP_MB: '64', GUYUB_SLOW_BYTES: '1' } })
    const dropped = () => [...g.said.text.matchAll(/"event":"reader.dropped"/g)].length
    const asked = () => [...g.said.text.matchAll(/"event":"request".*"route":"\/regions"/g)].length
    try {
        const whole = (await (await fetch(g.url + FILE, { headers: { 'accept-encoding': 'identity' } })).arrayBuffer()).byteLength
        const before = sum(kilobytes(g.pid))
        const deaf = Array.from({ length: READERS }, (_, i) => reader(g.port, address(i), FILE))
        await until('all answers to be on their way', () => asked() > READERS)
        await page(g.port, '127.0.43.1')
        const grown = sum(kilobytes(g.pid)) - before
        assert.ok(dropped() > 0, 'somebody had to go')
        assert.ok(grown < (MOST_MB + 32) * 1024, `${grown} kB`)
        assert.ok((await pages(g.port, 5)).every(({ status }) => status === 200))
        const late = reader(g.port, '127.0.42.1', FILE)
        late.takesAll()
        await until('the answer to who takes it', () => late.isOver)
        assert.ok(late.n > whole, `${late.n} of ${whole} bytes and a head`)
        for (const c of deaf) c.takesAll()              // those that were not cut off have all of it
        await until('all to end', () => deaf.every((c) => c.isOver))
        const served = deaf.filter((c) => c.n > whole).length
        assert.equal(served + dropped(), READERS)
        assert.ok(served > 0)
        figure(`crowd: memory for ${READERS} answers that nobody takes`, grown, 'kB')
    } finally { await g.stop() }
})
