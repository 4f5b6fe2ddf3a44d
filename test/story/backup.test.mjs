// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The database is copied while people write; every write that was acknowledged before the copy began
// is in it, and the copy proves itself by being restored. A byte of any of its files is changed, its
// dump is cut off, its keys are taken away: the drill says so. Somebody who is erased after a copy was
// made stays erased in it. Restoring overwrites nothing. A copy that is stopped leaves nothing behind.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { spawn } from 'node:child_process'
import {
    chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync,
    truncateSync, writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import {
    binary, database, engine, figure, guyub, isLong, makePerson, repo, runProgram,
} from '../harness/guyub.mjs'

const isPostgres = engine === 'postgres', DATA = isPostgres ? 'data.dump' : 'data.db'
const PERSON = 'Kresna Wibhisana Quixotharja'

let g, scratch, folder
const drops = []

before(async () => {
    g = await guyub({ env: { GUYUB_WORKERS: '2', GUYUB_JOBS: '0', LANG: 'en_US.UTF-8' } })
    scratch = mkdtempSync(join(tmpdir(), 'guyub-backup-'))
    folder = join(scratch, 'copies')
    mkdirSync(folder)
})
after(async () => {
    await g.stop()
    for (const drop of drops) await drop()
    rmSync(scratch, { recursive: true, force: true })
})

async function must(args, options) {
    const r = await g.run([...args, '--lang', 'en'], options)
    assert.equal(r.code, 0, `guyub ${args.join(' ')}: ${r.out}${r.err}`)
    return r
}

// The whole copies of a folder, oldest first.
const copies = (where = folder) => existsSync(where)
    ? readdirSync(where).filter((n) => /^guyub-\d{8}T\d{6}Z$/.test(n)).sort().map((n) => join(where, n)) : []

// An empty place of the same engine: { url, drop }.
async function place() {
    const db = isPostgres ? await database({ empty: true })
        : { url: `sqlite:${join(scratch, `place-${drops.length}.db`)}`, drop: async () => {} }
    drops.push(db.drop)
    return db.url
}

async function restored(copy, more = []) {
    const url = await place()
    const r = await must(['restore', copy, '--db', url, ...more])
    return { url, said: r.out }
}

const codesOf = async (url) => new Set(
    (await must(['org', 'list', '--db', url, '--json'])).json.map((o) => o.code))

// ---- while people write ---------------------------------------------------------------------------

// Adds organisations until it is told to end; each with the time at which it was acknowledged.
async function write(name, load) {
    for (let i = 0; !load.ended; i++) {
        const code = `35.71-${name}${i}`, began = Date.now()
        const r = await g.run(['org', 'add', '--code', code, '--name', `Dinas ${name} ${i}`,
            '--kind', 'agency', '--region', '35.71', '--valid-from', '2026-01-01',
            '--source', 'uji', '--why', 'uji'])
        assert.equal(r.code, 0, r.err)
        load.done.push({ code, at: Date.now(), ms: Date.now() - began })
    }
}

test('a copy is made while two people write; what was acknowledged before is in it', async () => {
    const load = { done: [], ended: false }
    const writers = [write('tulis', load), write('catat', load)]
    while (load.done.length < 6) await sleep(20)
    const before = load.done.map((w) => w.code), began = Date.now()
    const { json } = await must(['backup', folder, '--json'])
    const took = Date.now() - began
    load.ended = true
    await Promise.all(writers)
    assert.ok(load.done.some((w) => w.at > began && w.at < began + took), 'nobody could write meanwhile')
    assert.equal(json.manifest.file, DATA)
    const back = await restored(copies()[0])
    const codes = await codesOf(back.url)
    for (const code of before) assert.ok(codes.has(code), `${code} was acknowledged and is lost`)
    assert.match((await must(['journal', 'verify', '--db', back.url])).out, /The journal holds/)
    const slowest = (list) => Math.max(0, ...list.map((w) => w.ms))
    if (isLong) {
        figure('backup.ms', took, 'ms')
        figure('backup.slowest_write_ms', slowest(load.done.filter((w) => w.at > began)), 'ms')
        figure('backup.slowest_write_before_ms', slowest(load.done.filter((w) => w.at <= began)), 'ms')
    }
})

test('a copy is of its owner alone and has no key in it; its sums are those of sha256sum', async () => {
    const [copy] = copies()
    const files = readdirSync(copy).sort()
    assert.deepEqual(files, ['SHA256SUMS', DATA, 'manifest.json', 'vault.sums'].sort())
    for (const f of files) assert.equal(statSync(join(copy, f)).mode & 0o777, 0o600, f)
    const sums = await runProgram('sha256sum', ['-c', 'SHA256SUMS'], { cwd: copy })
    assert.equal(sums.code, 0, sums.err)
    const keys = readFileSync(join(folder, 'keys/persons.keys'), 'utf8').split('\n')
    const wrapped = keys.filter((l) => /^\d+ [0-9a-f]+$/.test(l)).map((l) => l.split(' ')[1])
    assert.ok(wrapped.length > 0)
    const data = readFileSync(join(copy, DATA)).toString('latin1')
    for (const hex of wrapped)
        assert.ok(!data.includes(Buffer.from(hex, 'hex').toString('latin1')) && !data.includes(hex),
            'a key of a person stands in the copy')
})

// ---- the drill ------------------------------------------------------------------------------------

const check = (copy, more = []) => g.run(['backup', 'check', copy, '--lang', 'en', ...more])

async function flipped(file, then) {
    const was = readFileSync(file), is = Buffer.from(was)
    is[Math.floor(is.length / 2)] ^= 0x01
    chmodSync(file, 0o600), writeFileSync(file, is)
    try { await then() } finally { writeFileSync(file, was) }
}

test('the drill finds a changed byte in every file of a copy, and in the file of keys', async () => {
    const [copy] = copies()
    const whole = await check(copy)
    assert.equal(whole.code, 0, whole.out + whole.err)
    for (const file of [DATA, 'manifest.json', 'SHA256SUMS', '../keys/persons.keys'])
        await flipped(join(copy, file), async () => {
            const r = await check(copy)
            assert.equal(r.code, 1, `${file}: ${r.out}${r.err}`)
            assert.match(r.out, /^BAD .*\n[\s\S]*This copy does NOT bring everything back/m)
        })
    assert.equal((await check(copy)).code, 0)
})

test('the drill finds a copy that was cut off, and missing keys', async () => {
    const [copy] = copies()
    const data = join(copy, DATA), was = readFileSync(data), keys = join(folder, 'keys/persons.keys')
    truncateSync(data, was.length - 5000)
    const cut = await check(copy)
    writeFileSync(data, was)
    assert.equal(cut.code, 1, cut.out)
    renameSync(keys, `${keys}.away`)
    const keyless = await check(copy)
    renameSync(`${keys}.away`, keys)
    assert.equal(keyless.code, 1, keyless.out)
    assert.match(keyless.out, /BAD +The persons' keys are missing/)
    const named = await check(copy, ['--keys', keys])
    assert.equal(named.code, 0, named.out)
})

test('a drill in an empty PostgreSQL database tries all of it', { skip: !isPostgres }, async () => {
    const r = await check(copies()[0], ['--into', await place()])
    assert.equal(r.code, 0, r.out + r.err)
    assert.match(r.out, /All \d+ tables have the rows they had/)
    assert.match(r.out, /The journal holds/)
    const full = await check(copies()[0], ['--into', g.db])
    assert.equal(full.code, 1, full.out)
    assert.match(full.out, /is not empty/)
})

// ---- who was erased -------------------------------------------------------------------------------

test('who is erased after a copy stays erased in it, with the keys of the next one', async () => {
    await makePerson(g, 'kresna', { name: PERSON })
    const old = (await must(['backup', folder, '--json'])).json.folder
    const before = await restored(old)
    assert.match((await must(['account', 'list', '--db', before.url])).out, new RegExp(PERSON))
    await must(['account', 'erase', 'kresna', '--why', 'diminta'])
    await sleep(1100)                                       // a name of its own: a second
    await must(['backup', folder])
    const back = await restored(old)
    const list = (await must(['account', 'list', '--db', back.url])).out
    assert.ok(!list.includes(PERSON), `the erased person is back: ${list}`)
    assert.match(list, /Administrator/, 'who was not erased is there')
    assert.match(back.said, /1 persons have no key/)
    assert.match((await must(['journal', 'verify', '--db', back.url])).out, /The journal holds/)
    assert.deepEqual(readdirSync(join(folder, 'keys')), ['persons.keys'], 'always only the latest')
})

test('without the keys it says what cannot be read', async () => {
    const alone = join(scratch, 'alone'), [copy] = copies()
    await runProgram('cp', ['-r', copy, alone])
    const r = await g.run(['restore', alone, '--db', await place(), '--lang', 'en'])
    assert.equal(r.code, 1, r.out + r.err)
    assert.match(r.out, /names, logins, addresses and telephones of everybody cannot be read/)
})

// ---- restoring overwrites nothing ------------------------------------------------------------------

test('what is there is not overwritten, and what is used is not touched', async () => {
    const [copy] = copies()
    for (const more of [[], ['--replace']]) {
        const r = await g.run(['restore', copy, '--lang', 'en', ...more])
        assert.notEqual(r.code, 0, r.out)
        assert.match(r.err, isPostgres ? /not empty|not replaced/ : /is in use.*The process \d+ has it open/s)
    }
    assert.equal((await fetch(`${g.url}/`)).status, 200)
})

test('an SQLite file that is there is moved aside when that is asked for', { skip: isPostgres }, async () => {
    const back = await restored(copies()[0]), path = back.url.slice('sqlite:'.length)
    const refused = await g.run(['restore', copies()[0], '--db', back.url, '--lang', 'en'])
    assert.equal(refused.code, 1, refused.out)
    assert.match(refused.err, /There is a database at/)
    const was = statSync(path).ino
    const r = await must(['restore', copies()[0], '--db', back.url, '--replace'])
    const aside = readdirSync(scratch).find((n) => /\.before-\d{8}T\d{6}Z$/.test(n))
    assert.equal(statSync(join(scratch, aside)).ino, was)
    assert.ok(r.out.includes(aside), r.out)
    assert.equal(statSync(path).mode & 0o777, 0o600)
})

test('a changed copy is not restored', async () => {
    const [copy] = copies(), url = await place()
    await flipped(join(copy, DATA), async () => {
        const r = await g.run(['restore', copy, '--db', url, '--lang', 'en'])
        assert.equal(r.code, 1, r.out + r.err)
        assert.match(r.out, /Nothing was restored, and nothing was changed/)
    })
    if (!isPostgres) assert.ok(!existsSync(url.slice('sqlite:'.length)))
})

// ---- what stays -----------------------------------------------------------------------------------

test('--keep removes the oldest, after the new one stood its drill', async () => {
    const few = join(scratch, 'few'), now = Math.floor(Date.now() / 1000)
    mkdirSync(few)
    for (let i = 0; i < 3; i++)
        await must(['backup', few, '--keep', '2'], { env: { GUYUB_NOW: String(now + i) } })
    assert.equal(copies(few).length, 2)
    const list = (await must(['backup', 'list', few, '--json'])).json
    assert.deepEqual(list.map((c) => c.name), copies(few).map((p) => p.split('/').at(-1)).reverse())
})

test('a copy that is stopped leaves nothing behind', async () => {
    const stopped = join(scratch, 'stopped')
    mkdirSync(stopped)
    for (let i = 0; i < 5; i++) {
        const child = spawn(binary, ['backup', stopped],
            { env: { ...process.env, GUYUB_DB: g.db, GUYUB_KEY: g.key }, stdio: 'ignore' })
        const ended = new Promise((done) => child.once('exit', (code) => done(code)))
        for (let waited = 0; waited < 10_000 && child.exitCode === null; waited += 2) {
            if (existsSync(stopped) && readdirSync(stopped).some((n) => n.endsWith('.part'))) break
            await sleep(2)
        }
        child.kill('SIGINT')
        const code = await ended
        assert.deepEqual(readdirSync(stopped).filter((n) => /part|drill/.test(n)), [], 'a rest is left')
        if (code !== 0) return assert.equal(code, 3)
        rmSync(stopped, { recursive: true })
        mkdirSync(stopped)
        await sleep(1000)
    }
    assert.fail('it was never in time to be stopped')
})

test('a folder that is not there is not made: its disk may not be mounted', async () => {
    const r = await g.run(['backup', join(scratch, 'chek'), '--lang', 'en'])
    assert.equal(r.code, 2)
    assert.match(r.err, /There is no folder .*chek for copies\.[^]*mounted/)
    assert.ok(!existsSync(join(scratch, 'chek')))
})

test('what a copy that died has left is swept by the next one', async () => {
    const rest = join(folder, 'guyub-20260101T000000Z.part')
    await runProgram('mkdir', ['-p', rest])
    writeFileSync(join(rest, 'data.db.all'), 'keys beside data')
    await sleep(1100)
    await must(['backup', folder])
    assert.ok(!existsSync(rest))
})

test('the job of every night makes one, keeps as many as are set, and its page tells it', async () => {
    const nightly = join(scratch, 'nightly'), env = { GUYUB_BACKUP_FOLDER: nightly, GUYUB_BACKUP_KEEP: '1' }
    mkdirSync(nightly)
    await must(['job', 'run', 'backup'], { env })
    await must(['work', '--once'], { env })
    assert.equal(copies(nightly).length, 1)
    const jobs = (await must(['job', 'list', '--json'], { env })).json
    assert.equal(jobs.find((j) => j.kind === 'backup').state, 'done', JSON.stringify(jobs))
})

// ---- before an upgrade -----------------------------------------------------------------------------

test('a database of every earlier schema is copied, tried and restored', async () => {
    const from = join(repo, 'test/fixture/upgrade')
    const files = readdirSync(from).filter((n) => n.endsWith(`.${engine}.sql`) && !/draft/.test(n)).sort()
    for (const file of isLong ? files : files.slice(0, 1)) {        // drafts are refused by name
        const url = await place(), target = isPostgres ? url : url.slice('sqlite:'.length)
        const filled = isPostgres
            ? await runProgram('psql', ['-Xq', '-v', 'ON_ERROR_STOP=1', '-d', url, '-f', join(from, file)])
            : await runProgram('sqlite3', ['-batch', target, `.read '${join(from, file)}'`])
        assert.equal(filled.code, 0, filled.err)
        const key = join(scratch, `${file}.key`), kept = join(from, file.replace(/\.sql$/, '.key'))
        if (existsSync(kept)) writeFileSync(key, readFileSync(kept), { mode: 0o600 })
        const env = { GUYUB_DB: url, GUYUB_KEY: key }, into = join(scratch, `of-${file}`)
        mkdirSync(into)
        await must(['backup', into], { env })
        const to = await place()
        await must(['restore', copies(into)[0], '--db', to], { env })
        await must(['init', '--db', to], { env })
        assert.match((await must(['journal', 'verify', '--db', to], { env })).out, /The journal holds/)
    }
})
