// SPDX-License-Identifier: AGPL-3.0-or-later
// Answers are kept until the data changes: whoever changes it, the next request shows the new data.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { guyub } from '../harness/guyub.mjs'

const WORKERS = 2, ROUNDS = 12

let g, folder
before(async () => {
    g = await guyub({ env: { GUYUB_WORKERS: String(WORKERS), GUYUB_KEEP_MB: '4' } })
    folder = mkdtempSync(join(tmpdir(), 'guyub-kept-'))
})
after(async () => { rmSync(folder, { recursive: true, force: true }); await g.stop() })

// A connection each, so that every worker is asked.
const get = (path, headers = {}) =>
    fetch(`${g.url}${path}`, { headers: { accept: 'text/html', connection: 'close', ...headers } })
const page = async (path, headers) => (await get(path, headers)).text()
const nGivenAgain = () => [...g.said.text.matchAll(/"kept":1/g)].length

// Asks until answers are given again: from then on a worker has one.
async function untilKept(path, headers) {
    const before = nGivenAgain()
    for (let i = 0; i < 200; i++) {
        await page(path, headers)
        if (nGivenAgain() >= before + 2 * WORKERS) return
    }
    assert.fail(`${path} is never given again`)
}

// A name is changed by the shell: another process, with a connection of its own.
let day = 1
async function rename(name) {
    const file = join(folder, 'revision.csv')
    writeFileSync(file, 'change,from_code,to_code,to_name,on_date,law\n' +
        `rename,35.71.01.1001,35.71.01.1001,${name},2026-01-0${day++},Perda 1/2026\n`)
    const done = await g.run(['region', 'revise', file])
    assert.equal(done.code, 0, done.err)
}

const VILLAGE = '/regions/35.71.01.1001'

test('after a change by another process the very next request shows it, from every worker', async () => {
    for (const name of ['Bandar Satu', 'Bandar Dua', 'Bandar Tiga']) {
        await untilKept(VILLAGE)
        await untilKept(`${VILLAGE}.json`)
        await rename(name)
        for (let i = 0; i < ROUNDS; i++) {
            assert.match(await page(VILLAGE), new RegExp(`<h1[^>]*>[^<]*${name}`))
            assert.equal((await (await get(`${VILLAGE}.json`)).json()).name, name)
        }
    }
})

test('all villages of the nation, packed, are made once and not for everybody who asks', async () => {
    await untilKept('/regions.csv?level=village', { accept: 'text/csv', 'accept-encoding': 'gzip' })
})

test('a tag that was given before the change is not good any more', async () => {
    const before = (await get(VILLAGE)).headers.get('etag')
    await untilKept(VILLAGE)
    const same = await get(VILLAGE, { 'if-none-match': before })
    assert.equal(same.status, 304)
    assert.equal(await same.text(), '')
    await rename('Bandar Empat')
    for (let i = 0; i < ROUNDS; i++) {
        const now = await get(VILLAGE, { 'if-none-match': before })
        assert.equal(now.status, 200)
        assert.notEqual(now.headers.get('etag'), before)
        assert.match(await now.text(), /Bandar Empat/)
    }
})

test('what is kept is the same bytes, and each wish has its own', async () => {
    const wishes = [{}, { 'accept-language': 'en' }, { 'accept-encoding': 'gzip' }, { 'accept-encoding': 'identity' },
        { 'accept-language': 'en', 'accept-encoding': 'gzip' }, { cookie: 'lang=en' }]
    const first = await Promise.all(wishes.map((w) => page('/regions/35.71', w)))
    for (const [i, wish] of wishes.entries()) {
        await untilKept('/regions/35.71', wish)
        assert.equal(await page('/regions/35.71', wish), first[i], JSON.stringify(wish))
    }
    assert.match(first[0], /<html lang="id"/)
    assert.match(first[1], /<html lang="en"/)
    assert.equal(first[1], first[5])
})

test('a refusal is not kept, nor is anything for the one that keeps nothing', async () => {
    const before = nGivenAgain()
    for (let i = 0; i < ROUNDS; i++) assert.equal((await get('/regions/35.99')).status, 404)
    assert.equal(nGivenAgain(), before)

    const s = await guyub({ env: { GUYUB_WORKERS: '1', GUYUB_KEEP_MB: '0' } })
    try {
        for (let i = 0; i < ROUNDS; i++) assert.equal((await fetch(s.url + VILLAGE)).status, 200)
        assert.ok(s.said.text.includes('"kept":0') && !s.said.text.includes('"kept":1'))
    } finally {
        await s.stop()
    }
})
