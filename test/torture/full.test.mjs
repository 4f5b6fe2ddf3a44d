// SPDX-License-Identifier: AGPL-3.0-or-later
//
// full.test.mjs — the disk under the database fills while people write, and is freed again; then the
// database's file is taken away and brought back. People are told in words, reading goes on, nothing
// that was acknowledged is lost, and service returns by itself.
import assert from 'node:assert/strict'
import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { engine, releaseBinary, runProgram } from '../harness/guyub.mjs'
import { assertKept, assertProved, makeWriter, rowsOf, server, writers } from './load.mjs'

const patience = { timeout: 300_000 }
let room, disk, s, skip = engine === 'sqlite' ? false : 'the disk is the database server\'s'

// A small database: the villages take most of the room and nothing here asks for them.
async function makeBase() {
    const env = { GUYUB_DB: `sqlite:${join(room, 'base.db')}`, GUYUB_KEY: join(room, 'base.db.key') }
    const run = (args, options = {}) => runProgram(releaseBinary, args, { ...options, env: { ...env, ...options.env } })
    assert.equal((await run(['init'])).code, 0)
    await makeWriter({ run })
    const less = await runProgram('sqlite3', ['-batch', join(room, 'base.db'),
        'PRAGMA foreign_keys = ON; DELETE FROM region WHERE level = 4; VACUUM'])
    assert.equal(less.code, 0, less.err)
}

before(async () => {
    if (skip) return
    room = mkdtempSync(join(tmpdir(), 'guyub-full-'))
    disk = join(room, 'disk')
    mkdirSync(disk)
    const r = await runProgram('mount', ['-t', 'tmpfs', '-o', 'size=12m,mode=0700', 'tmpfs', disk])
    if (r.code !== 0) skip = `a small disk cannot be mounted here: ${r.err.trim()}`
    else await makeBase()
})
after(async () => {
    if (!room) return
    if (!skip) await runProgram('umount', ['-l', disk])
    rmSync(room, { recursive: true, force: true })
})

afterEach(async () => {
    await s?.end()
    s = null
})

const ballast = () => join(disk, 'ballast')
const free = () => { const f = statfsSync(disk); return f.bavail * f.bsize }

function fill() {
    const piece = Buffer.alloc(4096)
    try { for (;;) appendFileSync(ballast(), piece) } catch (fault) { assert.equal(fault.code, 'ENOSPC') }
}

async function onDisk() {
    copyFileSync(join(room, 'base.db'), join(disk, 'guyub.db'))
    return server({ GUYUB_DB: `sqlite:${join(disk, 'guyub.db')}`, GUYUB_KEY: join(room, 'base.db.key') })
}

const until = async (what, is) => {
    for (let i = 0; i < 200; i++) {
        if (await is()) return
        await sleep(50)
    }
    assert.fail(what)
}

test('a disk that fills costs a refusal in words, and no word that was given', patience, async (t) => {
    if (skip) return t.skip(skip)
    s = await onDisk()
    await s.start()
    const w = await writers(s, 4, { tag: 'penuh' })
    try {
        w.begin()
        await until('somebody writes', () => w.told.length > 20)
        for (let i = 0; i < 2; i++) {
            fill()
            const refused = w.refused.length, told = w.told.length
            await until('somebody is refused', () => { if (free()) fill(); return w.refused.length > refused + 4 })
            const page = await fetch(`${s.url}/organisations?lang=en`, { headers: { accept: 'text/html' } })
            assert.equal(page.status, 200, 'reading goes on')
            rmSync(ballast())
            await until('service returns by itself', () => w.told.length > told + 8)
        }
    } finally {
        rmSync(ballast(), { force: true })
        await w.end()
    }
    const c = await w.check(rowsOf(`sqlite:${join(disk, 'guyub.db')}`))
    await assertProved(s)
    console.log(`# ${c.told} told, ${c.refused} refused: ${JSON.stringify([...w.words])}`)
    assertKept(c)
    assert.ok([...w.words.keys()].some((words) => /503 .*The server's disk is full\./.test(words)),
        `in words: ${JSON.stringify([...w.words])}`)
    assert.match(s.said, /store\.full/)
    assert.doesNotMatch(s.said, /"event":"(worker|keeper)\.died"/)
})

test('an init on a full disk says so, and one on a free disk follows', patience, async (t) => {
    if (skip) return t.skip(skip)
    fill()
    const env = { GUYUB_DB: `sqlite:${join(disk, 'new.db')}` }
    const refused = await runProgram(releaseBinary, ['init', '--lang', 'en'], { env })
    assert.equal(refused.code, 3, refused.out)
    assert.match(refused.err, /no room left|disk is full/i)
    rmSync(ballast())
    rmSync(join(disk, 'guyub.db'), { force: true })
    const small = await runProgram(releaseBinary, ['init', '--lang', 'en'], { env })
    assert.equal(small.code, 3, 'it needs more than there is')
    assert.match(small.err, /no room left|disk is full/i)
    for (const suffix of ['', '-wal', '-shm', '-journal', '.key']) rmSync(join(disk, `new.db${suffix}`), { force: true })
})

// What is written into a file that has no name any more is lost with the next restart: it must not
// be acknowledged.
test('a database that is taken away is missed at once', patience, async (t) => {
    if (skip) return t.skip(skip)
    const path = join(disk, 'guyub.db'), away = join(disk, 'away')
    s = await onDisk()
    await s.start()
    const w = await writers(s, 4, { tag: 'hilang' })
    mkdirSync(away)
    t.after(() => w.end())
    w.begin()
    await until('somebody writes', () => w.told.length > 20)
    for (const suffix of ['', '-wal', '-shm']) renameSync(path + suffix, join(away, `guyub.db${suffix}`))
    await sleep(300)
    const told = w.told.length
    await sleep(500)
    assert.equal(w.told.length, told, 'nothing is acknowledged that would be lost')
    for (const suffix of ['-wal', '-shm', '']) renameSync(join(away, `guyub.db${suffix}`), path + suffix)
    await until('service returns by itself', () => w.told.length > told + 8)
    await w.end()
    const c = await w.check(rowsOf(`sqlite:${path}`))
    await assertProved(s)
    console.log(`# taken away: ${c.told} told, ${c.refused} refused: ${JSON.stringify([...w.words])}`)
    assertKept(c)
})

test('a file that is no database any more is told, not overwritten', patience, async (t) => {
    if (skip) return t.skip(skip)
    const env = { GUYUB_DB: `sqlite:${join(disk, 'broken.db')}`, GUYUB_KEY: join(room, 'base.db.key') }
    writeFileSync(join(disk, 'broken.db'), Buffer.alloc(4096, 'x'))
    const r = await runProgram(releaseBinary, ['journal', 'verify', '--lang', 'en'], { env })
    assert.notEqual(r.code, 0)
    assert.match(r.err, /not a database/)
})
