// SPDX-License-Identifier: AGPL-3.0-or-later
//
// cut.test.mjs — the power goes while the program writes. kill -9 proves nothing of it, since what
// was written stays in the system's memory; so disk.c records what was asked of the disk, and
// cut.c rebuilds the files from what was synced, at every sync, and lets the program open them.
// The same test with a careless database (synchronous OFF, NORMAL) has to find what is lost.
import assert from 'node:assert/strict'
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { engine, figure, isLong, releaseBinary, repo, runProgram } from '../harness/guyub.mjs'
import { makePerson, makePost, PASSWORD } from '../harness/people.mjs'
import { visitor } from '../harness/visitor.mjs'
import { makeOrg, makeWriter, server, signedIn, WRITER, writers } from './load.mjs'

const skip = engine === 'sqlite' ? false : 'the disk is the database server\'s'
const patience = { skip, timeout: 3_600_000 }
const SEED = Number(process.env.GUYUB_SEED ?? Date.now() % 1e6)
const POINTS = isLong ? 0 : 6                      // 0: all
const KIND = { base: 1, told: 9 }                   // disk.h

let room, shim, cutter, base
before(async () => {
    if (skip) return
    room = mkdtempSync(join(tmpdir(), 'guyub-cut-'))
    shim = join(room, 'disk.so')
    cutter = join(room, 'cut')
    const warnings = ['-Wall', '-Wextra', '-Wpedantic', '-Wmissing-prototypes', '-Wconversion', '-Wshadow', '-Werror']
    const compile = ['-std=c17', '-D_GNU_SOURCE', '-O2', ...warnings]
    for (const more of [['-shared', '-fPIC', '-o', shim, 'test/torture/disk.c'],
        ['-o', cutter, 'test/torture/cut.c', '-lsqlite3']]) {
        const built = await runProgram('cc', [...compile, ...more], { cwd: repo })
        assert.equal(built.code, 0, built.err)
    }
    base = await makeBase()
})
after(() => { if (room) rmSync(room, { recursive: true }) })

// ---- a record ----------------------------------------------------------------------------------

// A folder with a database, a record of it, and what the program is started with.
function place(name) {
    const folder = join(room, name)
    mkdirSync(folder)
    const p = { folder, db: join(folder, 'guyub.db'), record: join(room, `${name}.record`) }
    p.env = { GUYUB_DB: `sqlite:${p.db}`, GUYUB_KEY: `${p.db}.key` }
    p.preload = { LD_PRELOAD: shim, DISK_RECORD: p.record, DISK_FOLDER: folder }
    p.note = (kind, inode, at, bytes) => appendFileSync(p.record, entry(kind, inode, at, bytes))
    p.told = (...sql) => sql.forEach((one) => p.note(KIND.told, 0n, 0n, Buffer.from(one)))
    p.run = async (args, options = {}) => {
        const r = await runProgram(releaseBinary, args, { ...options, env: { ...p.env, ...p.preload, ...options.env } })
        assert.equal(r.code, 0, `guyub ${args.join(' ')}: ${r.err}`)
        return r
    }
    appendFileSync(p.record, '')
    return p
}

function entry(kind, inode, at, bytes) {
    const head = Buffer.alloc(32)
    head.writeUInt32LE(kind, 0)
    head.writeUInt32LE(process.pid, 4)
    head.writeBigUInt64LE(inode, 8)
    head.writeBigUInt64LE(at, 16)
    head.writeBigUInt64LE(BigInt(bytes.length), 24)
    return Buffer.concat([head, bytes, Buffer.alloc((8 - bytes.length % 8) % 8)])
}

// A small database and people who may write, made before the record begins.
async function makeBase() {
    const p = place('base')
    const plain = { LD_PRELOAD: '' }
    const run = (args, options = {}) => runProgram(releaseBinary, args, { ...options, env: { ...p.env, ...plain, ...options.env } })
    assert.equal((await run(['init'])).code, 0)
    await makeWriter({ run })
    const admin = await makePost({ run }, 'administrator', 'Administrator uji')
    await makePerson({ run }, 'pengurus', { name: 'Pengurus Uji', posts: [admin] })
    // The villages take most of the room, and nothing here asks for them.
    const less = await runProgram('sqlite3', ['-batch', p.db,
        'PRAGMA foreign_keys = ON; DELETE FROM region WHERE level = 4; VACUUM'])
    assert.equal(less.code, 0, less.err)
    return p
}

// The files of the base, as they lie safe on the disk when the record begins.
async function begun(name) {
    const p = place(name)
    for (const file of readdirSync(base.folder)) {
        const bytes = readFileSync(join(base.folder, file)), to = join(p.folder, file)
        await runProgram('cp', [join(base.folder, file), to])
        p.note(KIND.base, BigInt(statSync(to).ino), BigInt(statSync(p.folder).ino),
            Buffer.concat([Buffer.from(`${to}\0`), bytes]))
    }
    return p
}

// Cuts the power at `points` moments (0: all) and gives what was found.
async function cut(p, points = POINTS) {
    const image = mkdtempSync('/dev/shm/guyub-cut-')
    try {
        const r = await runProgram(cutter, [p.record, p.folder, p.db, image, releaseBinary, points, SEED].map(String),
            { timeoutMs: 3_000_000, env: { LD_PRELOAD: '' } })
        assert.equal(r.code, 0, r.err)
        return JSON.parse(r.out.trim().split('\n').at(-1))
    } finally {
        rmSync(image, { recursive: true })
        rmSync(p.folder, { recursive: true })
        rmSync(p.record)
    }
}

function assertWhole(found, name) {
    console.log(`# ${name}, seed ${SEED}: ${JSON.stringify(found)}`)
    assert.equal(found.lost + found.doubled + found.damaged + found.unproved + found.not_begun, 0,
        `${found.first}; seed ${SEED}`)
    assert.ok(found.syncs > 0 && found.told > 0 && found.images >= Math.min(POINTS || Infinity, found.points) / 2)
    figure(`power_cuts_${name}_syncs`, found.syncs, 'syncs')
    figure(`power_cuts_${name}_images`, found.images, 'cuts')
    figure(`power_cuts_${name}_acknowledged`, found.told, 'writes')
}

// ---- what proves a word ------------------------------------------------------------------------

const added = (thing, key) => `SELECT (SELECT count(*) FROM journal_tail WHERE thing = '${thing}' AND key = '${key}'`
    + ` AND verb = 'added') + (SELECT count(*) FROM journal_fact WHERE thing = '${thing}' AND key = '${key}'`
    + ` AND verb = 'added')`
const hasOrg = (code) => [`SELECT count(*) FROM org WHERE code = '${code}'`, added('org', code)]
const atLeast = (verb, n) => `SELECT (SELECT count(*) FROM journal_tail WHERE verb = '${verb}')`
    + ` + (SELECT count(*) FROM journal_fact WHERE verb = '${verb}') >= ${n}`
const hasWhy = (why) => `SELECT (SELECT count(*) FROM journal_tail WHERE why = '${why}')`
    + ` + (SELECT count(*) FROM journal_fact WHERE why = '${why}')`

// ---- three stories -----------------------------------------------------------------------------

test('a first init, and changes by the shell', patience, async () => {
    const p = place('shell')
    await p.run(['init'])
    p.told('SELECT count(*) FROM identity_account', 'SELECT count(*) > 80000 FROM region')
    for (let i = 0; i < 4; i++) {
        const code = `35.71-uji-${i}`
        await p.run(['org', 'add', '--code', code, '--name', `Dinas Uji ${i}`, '--kind', 'agency',
            '--region', '35.71', '--source', 'uji', '--why', `dibuat ${i}`])
        p.told(...hasOrg(code))
        await p.run(['org', 'edit', '35.71-diskominfo', '--short-name', `Kominfo ${i}`, '--why', `diubah ${i}`])
        p.told(hasWhy(`diubah ${i}`))
    }
    await p.run(['region', 'edit', '35.71', '--latitude', '-7.82', '--longitude', '112.01',
        '--point-source', 'uji', '--why', 'titik baru'])
    p.told(hasWhy('titik baru'))
    await p.run(['init'])                                   // an update brings nothing new
    assertWhole(await cut(p, isLong ? 0 : 2), 'shell')
})

test('people at work: posts, sessions, drafts, records', patience, async () => {
    const p = await begun('people')
    const s = await server(p.env, { preload: p.preload })
    await s.start()
    const [writer] = await signedIn(s, 1)
    p.told(atLeast('signed_in', 1))
    const admin = visitor(s.url)
    await admin.signIn('pengurus', PASSWORD)
    p.told(atLeast('signed_in', 2), 'SELECT count(*) BETWEEN 1 AND 2 FROM identity_session')
    for (let i = 0; i < 8; i++) {
        const { end, said } = await makeOrg(writer, `kerja-${i}`)
        assert.equal(end, 'told', said)
        p.told(...hasOrg(`kerja-${i}`))
        const path = `/organisations/kerja-${i}/edit`
        const edited = await writer.submit(await writer.go(path), { short_name: `K${i}`, why: `singkatan ${i}` }, { stay: true })
        assert.equal(edited.status, 303, edited.words.slice(0, 300))
        p.told(`SELECT count(*) FROM org WHERE code = 'kerja-${i}' AND short_name = 'K${i}'`, hasWhy(`singkatan ${i}`))
        const kept = await writer.submit(await writer.go(path), { short_name: `setengah ${i}` }, { press: 'keep' })
        assert.match(kept.words, /This is a draft/)
        p.told(`SELECT count(*) FROM record_draft WHERE href = '${path}' AND body LIKE '%setengah%${i}%'`)
        const made = await admin.submit(await admin.go('/posts/new'),
            { kind: 'auditor', title: `Pemeriksa ${i}` }, { stay: true })
        assert.equal(made.status, 303, made.words.slice(0, 300))
        p.told(`SELECT count(*) FROM post WHERE title = 'Pemeriksa ${i}'`)
    }
    await sleep(700)                                        // the keeper seals
    await writer.submit(await writer.go('/account'), {}, { at: '/sign-out' })
    p.told(atLeast('signed_out', 1))
    for (const v of [writer, admin]) v.close()
    await s.end()
    assertWhole(await cut(p), 'people')
})

// Writers beside each other, sealing, and the log moved into the database again and again. Then the
// power may go. `told` many writes, then the end: by SIGKILL of all, so nothing is put in order.
async function crowd(name, { sync, told = isLong ? 300 : 30, n = 6 } = {}) {
    const p = await begun(name)
    const s = await server(p.env, { preload: { ...p.preload, ...(sync && { DISK_SYNC: sync }) } })
    await s.start()
    const w = await writers(s, n, { tag: name, onTold: (code) => p.told(...hasOrg(code)) })
    w.begin()
    for (let i = 0; i < 600 && w.told.length < told; i++) {
        await sleep(50)
        if (i % 4 === 0) await checkpoint(p, sync)
    }
    await w.end()
    await sleep(600)
    await s.killAll()
    await s.end()
    assert.ok(w.told.length >= told, `${w.told.length} writes; ${JSON.stringify([...w.words])}`)
    return p
}

// The shell's program does it when it ends as the last one: here its own commands come between.
const checkpoint = (p, sync) => runProgram(releaseBinary, ['org', 'edit', '35.71-diskominfo', '--short-name',
    `K${Date.now() % 1000}`, '--why', 'di antaranya'], { env: { ...p.env, ...p.preload, ...(sync && { DISK_SYNC: sync }) } })

test('a crowd of writers, with sealing and checkpoints', patience, async () => {
    const p = await crowd('crowd')
    assertWhole(await cut(p), 'crowd')
})

for (const sync of ['OFF', 'NORMAL'])
    test(`with synchronous=${sync} the same test finds what is lost`, patience, async () => {
        const p = await crowd(`careless-${sync.toLowerCase()}`, { sync })
        const found = await cut(p, isLong ? 60 : 6)
        console.log(`# synchronous=${sync}: ${JSON.stringify(found)}`)
        assert.ok(found.lost > 0, 'acknowledged writes are lost, and the test sees it')
        figure(`power_cuts_synchronous_${sync}_lost`, found.lost, 'writes, over all cuts')
    })
