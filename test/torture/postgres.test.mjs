// SPDX-License-Identifier: AGPL-3.0-or-later
//
// postgres.test.mjs — the database server stops in the middle of everything (pg_ctl -m immediate: no
// checkpoint, nothing in its memory outlives it), under writers, again and again. What was told is
// there when it is back; meanwhile the program says that the database is away, and comes back by
// itself. With synchronous_commit=off the same test finds what is lost.
import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { engine, figure, isLong, releaseBinary, runProgram } from '../harness/guyub.mjs'
import { assertKept, assertProved, makeWriter, rowsOf, server, writers } from './load.mjs'

const skip = engine === 'postgres' ? false : 'there is no database server to stop'
const STOPS = isLong ? 25 : 3, WRITERS = 8, SHOWS = 5
const SAFE = ['fsync=on', 'synchronous_commit=on', 'full_page_writes=on']
// How long the server may take to write its log by itself makes the loss easy to see.
const CARELESS = ['fsync=on', 'synchronous_commit=off', 'full_page_writes=on', 'wal_writer_delay=5s']

let room, uri, port, bin
before(async () => {
    if (skip) return
    room = mkdtempSync(join(tmpdir(), 'guyub-stop-'))
    chmodSync(room, 0o711)                              // the database server is another user
    const r = await runProgram('bash', ['test/pg.sh', 'start', join(room, 'pg')])
    assert.equal(r.code, 0, r.err)
    uri = r.out.trim()
    port = new URL(uri).port
    bin = (await runProgram('bash', ['-c', 'ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1'])).out.trim()
    await control('stop', ['-m', 'fast'])
})
after(async () => {
    if (!room) return
    await runProgram('bash', ['test/pg.sh', 'stop', join(room, 'pg')])
    rmSync(room, { recursive: true, force: true })
})

async function control(what, more = []) {
    const dir = join(room, 'pg')
    const line = [join(bin, 'pg_ctl'), '-D', join(dir, 'data'), '-l', join(dir, 'server.log'), '-s', '-w', ...more, what]
    const [file, ...args] = process.getuid() === 0 ? ['runuser', '-u', 'postgres', '--', ...line] : line
    const r = await runProgram(file, args, { cwd: '/' })
    assert.equal(r.code, 0, `pg_ctl ${what}: ${r.err}`)
}

const start = (settings) => control('start', ['-o', [`-p ${port} -k ${join(room, 'pg')}`,
    ...['listen_addresses=127.0.0.1', 'shared_buffers=64MB', 'max_connections=60', ...settings]
        .map((one) => `-c ${one}`)].join(' ')])

async function database(name) {
    await rowsOf(uri)(`CREATE DATABASE ${name}`)
    const url = uri.replace(/\/postgres$/, `/${name}`)
    const env = { GUYUB_DB: url, GUYUB_KEY: join(room, `${name}.key`) }
    const r = await runProgram(releaseBinary, ['init'], { env })
    assert.equal(r.code, 0, r.err)
    return env
}

const patience = { skip, timeout: 1_800_000 }

// What somebody reads while the database is away.
async function whileAway(s) {
    const page = await fetch(`${s.url}/organisations?lang=en`, { headers: { accept: 'text/html' } })
    const words = (await page.text()).replace(/<[^>]*>/g, ' ')
    assert.equal(page.status, 503, words.slice(0, 300))
    assert.match(words, /database/i)
    assert.doesNotMatch(words, /libpq|127\.0\.0\.1|postgresql:/)
}

test('what was told outlives every stop of the database', patience, async () => {
    await start(SAFE)
    const env = await database('kept'), s = await server(env)
    await makeWriter(s)
    await s.start()
    const w = await writers(s, WRITERS)
    w.begin()
    for (let i = 0; i < STOPS; i++) {
        await sleep(400 + Math.floor(Math.random() * 600))
        await control('stop', ['-m', 'immediate'])
        await whileAway(s)
        await start(SAFE)
        const had = w.told.length
        for (let k = 0; k < 200 && w.told.length === had; k++) await sleep(50)
        assert.ok(w.told.length > had, 'it serves again by itself')
    }
    await w.end()
    const c = await w.check(rowsOf(env.GUYUB_DB)), proof = await assertProved(s)
    console.log(`# ${STOPS} stops, ${s.starts} start; ${c.told} told, ${c.unsure} unsure, ${c.refused} refused, `
        + `${c.there} there; ${JSON.stringify([...w.words].slice(0, 6))}`)
    await s.end()
    await control('stop', ['-m', 'fast'])
    assertKept(c)
    assert.equal(s.starts, 1, 'the program was never restarted')
    figure('postgres_stops_under_writing', STOPS, 'stops')
    figure('postgres_stops_writes_acknowledged_none_lost', c.told, 'writes')
    figure('postgres_stops_journal_lines_proved', proof.sealed, 'lines')
})

test('with synchronous_commit=off the same test finds what is lost', patience, async () => {
    await start(CARELESS)
    const env = await database('careless'), s = await server(env)
    await makeWriter(s)
    await s.start()
    let lost = 0, tries = 0
    for (; tries < SHOWS && lost === 0; tries++) {
        const w = await writers(s, WRITERS, { tag: `rugi-${tries}` })
        w.begin()
        await sleep(500)
        await control('stop', ['-m', 'immediate'])
        await w.end()
        await start(CARELESS)
        lost = (await w.check(rowsOf(env.GUYUB_DB))).lost.length
    }
    await s.end()
    const doctor = await s.run(['doctor', '--lang', 'en'])
    await control('stop', ['-m', 'fast'])
    console.log(`# synchronous_commit=off: ${lost} acknowledged writes lost at stop ${tries}`)
    assert.ok(lost > 0, 'acknowledged writes are lost, and the test sees it')
    assert.notEqual(doctor.code, 0, doctor.out)
    assert.match(doctor.out + doctor.err, /synchronous_commit/)
    figure('postgres_synchronous_commit_off_lost', lost, 'writes, at one stop')
})
