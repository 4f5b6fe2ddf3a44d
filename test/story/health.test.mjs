// SPDX-License-Identifier: AGPL-3.0-or-later
//
// health.test.mjs — what machines that watch the server are told: alive, ready, counts.
import assert from 'node:assert/strict'
import { renameSync } from 'node:fs'
import net from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { engine, guyub, runProgram } from '../harness/guyub.mjs'

let g
before(async () => { g = await guyub() })
after(() => g.stop())

const get = async (path, headers = {}, at = g) => {
    const answer = await fetch(at.url + path, { headers })
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

// "guyub_x{…} 12" by name and labels.
const countsOf = (text) => new Map(text.split('\n').filter((line) => line && !line.startsWith('#'))
    .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]))

test('alive and ready: plain words that nobody keeps, and no cookie', async () => {
    for (const [path, text] of [['/healthz', 'ok\n'], ['/readyz', 'ready\n']]) {
        const r = await get(path, { cookie: 'session=nobody' })
        assert.deepEqual([r.status, r.text], [200, text])
        assert.equal(r.headers.get('cache-control'), 'no-store')
        assert.equal(r.headers.get('set-cookie'), null)
    }
})

test('counts add up over the workers, in the text format of Prometheus', async () => {
    const first = countsOf((await get('/metrics')).text)
    for (let i = 0; i < 10; i++) await get('/')
    await get('/no-such-page')
    const r = await get('/metrics'), now = countsOf(r.text)
    const more = (name) => now.get(name) - first.get(name)

    assert.equal(r.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8')
    assert.equal(more('guyub_requests_total{class="2xx"}'), 11)         // and the first asking itself
    assert.equal(more('guyub_requests_total{class="4xx"}'), 1)
    assert.equal(more('guyub_request_seconds_count'), 12)
    assert.equal(now.get('guyub_request_seconds_bucket{le="+Inf"}'), now.get('guyub_request_seconds_count'))
    assert.ok(more('guyub_bytes_out_total') > 10_000)
    assert.ok(now.get('guyub_connections_open') >= 1)
    assert.equal(now.get('guyub_workers_without_database'), 0)
    assert.equal(now.get('guyub_restarts_total'), 0)
    assert.ok(now.has('guyub_jobs{state="waiting"}'))
    for (const name of ['mails_waiting', 'mails_oldest_seconds', 'journal_tail_lines', 'journal_tail_oldest_seconds'])
        assert.ok(now.has(`guyub_${name}`), name)
    assert.match(r.text, /^guyub_build_info\{version="[^"]+",commit="[^"]+"\} 1$/m)
    for (const line of r.text.split('\n').filter(Boolean))
        assert.match(line, /^(# (HELP|TYPE) guyub_\w+ .+|guyub_\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? [0-9.]+)$/)
})

test('counts are for the addresses that were named, and proxies do not lend theirs', async () => {
    const forwarded = [{ 'x-forwarded-for': '203.0.113.9' }, { forwarded: 'for=203.0.113.9' },
        { 'x-forwarded-for': '' }]         // a client's own, before the line that a proxy adds
    const other = await guyub({ env: { GUYUB_METRICS_FROM: '203.0.113.0/24' } })
    const behind = await guyub({ env: { GUYUB_TRUSTED_PROXIES: '127.0.0.1' } })

    try {
        for (const headers of forwarded)
            assert.equal((await get('/metrics', headers)).status, 404, 'a proxy that is not trusted')
        assert.equal((await get('/metrics', {}, other)).status, 404, 'not an address that was named')
        assert.equal((await get('/metrics', {}, behind)).status, 200, 'the proxy itself')
        for (const headers of forwarded)
            assert.equal((await get('/metrics', headers, behind)).status, 404, 'its client')
        assert.equal((await get('/metrics', { ...forwarded[0], forwarded: 'for=192.0.2.1' }, behind)).status,
            404, 'a client that is not believed')
        assert.equal((await get('/healthz', {}, other)).status, 200)
    } finally {
        await other.stop()
        await behind.stop()
    }
})

test('a worker that dies is counted, and its successor goes on with the counts', async () => {
    const before = countsOf((await get('/metrics')).text)
    const { execFileSync } = await import('node:child_process')
    const [worker] = execFileSync('pgrep', ['-P', String(g.pid)]).toString().trim().split('\n')
    process.kill(Number(worker), 'SIGKILL')
    let now
    for (let i = 0; i < 100; i++) {
        await sleep(50)
        now = countsOf((await get('/metrics').catch(() => ({ text: '' }))).text)
        if (now.get('guyub_worker_deaths_total') === 1) break
    }
    assert.equal(now.get('guyub_worker_deaths_total'), 1)
    assert.ok(now.get('guyub_requests_total{class="2xx"}') > before.get('guyub_requests_total{class="2xx"}'))
})

// ---- not ready ------------------------------------------------------------------------------------

const POLL_MS = 50, WAIT_MS = 20_000
const isSqlite = engine === 'sqlite'

const ask = async (url, text) => {
    const r = isSqlite ? await runProgram('sqlite3', ['-batch', '-cmd', '.timeout 5000', url.slice('sqlite:'.length), text])
        : await runProgram('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', url, '-c', text])
    assert.equal(r.code, 0, r.err)
    return r.out.trim()
}

async function untilSaid(at, status, text) {
    let r
    for (const end = Date.now() + WAIT_MS; Date.now() < end; await sleep(POLL_MS)) {
        r = await get('/readyz', {}, at)
        if (r.status === status && r.text === text) return
    }
    assert.fail(`/readyz still says ${r.status} ${r.text}`)
}

// Takes the database away and gives back what brings it again.
async function away(s) {
    if (isSqlite) {
        const path = s.db.slice('sqlite:'.length)
        const move = (from, to) => { for (const more of ['', '-wal', '-shm']) try { renameSync(path + from + more, path + to + more) } catch { /* it has none */ } }
        move('', '.away')
        return async () => move('.away', '')
    }
    const name = new URL(s.db).pathname.slice(1), server = process.env.GUYUB_TEST_PG
    await ask(server, `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`)
    await ask(server, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`)
    return () => ask(server, `ALTER DATABASE ${name} ALLOW_CONNECTIONS true`)
}

test('not ready while the database is away; alive all the time; ready again by itself', async () => {
    const s = await guyub({ env: { GUYUB_WORKERS: '2', GUYUB_JOBS: '0' } })
    try {
        await untilSaid(s, 200, 'ready\n')
        const back = await away(s)
        try {
            await untilSaid(s, 503, 'database\n')
            assert.equal((await get('/healthz', {}, s)).status, 200)
        } finally { await back() }
        await untilSaid(s, 200, 'ready\n')
    } finally { await s.stop() }
})

test('not ready while the database is older than the program', async () => {
    const s = await guyub({ env: { GUYUB_WORKERS: '1', GUYUB_JOBS: '0' } })
    const known = "slice = 'journal' AND number = 1"
    try {
        await ask(s.db, `UPDATE guyub_migration SET number = -1 WHERE ${known}`)
        await untilSaid(s, 503, 'schema\n')
        await ask(s.db, `UPDATE guyub_migration SET number = 1 WHERE slice = 'journal' AND number = -1`)
        await untilSaid(s, 200, 'ready\n')
    } finally { await s.stop() }
})

test('not ready when it is about to end: who is in the middle of asking is told', async () => {
    const s = await guyub({ env: { GUYUB_WORKERS: '1', GUYUB_JOBS: '0' } })
    try {
        const socket = net.connect(s.port, '127.0.0.1'), said = []
        socket.on('data', (bytes) => said.push(bytes))
        const over = new Promise((done) => socket.on('close', done).on('error', done))
        socket.write('GET /readyz HTTP/1.1\r\nHost: guyub.test\r\n')
        await sleep(300)                        // a worker has read it
        process.kill(s.pid, 'SIGTERM')
        await sleep(300)                        // and has heard of the end
        socket.write('\r\n')
        await over
        const answer = Buffer.concat(said).toString()
        assert.match(answer, /^HTTP\/1\.1 503 /)
        assert.match(answer, /\r\n\r\nstopping\n$/)
    } finally { await s.stop() }
})

// The PostgreSQL server of the tests runs with fsync off, so that they are quick.
test('a server says at its start what is bad about the durability of its database', () => {
    const said = g.said.text.split('\n').filter((line) => line.includes('"doctor.durability"'))
    if (isSqlite) assert.deepEqual(said, [])
    else assert.match(said.join('\n'), /fsync/)
})
