// SPDX-License-Identifier: AGPL-3.0-or-later
//
// health.test.mjs — what machines that watch the server are told: alive, ready, counts.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { guyub } from '../harness/guyub.mjs'

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
