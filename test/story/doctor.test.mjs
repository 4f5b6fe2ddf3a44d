// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The doctor says how an installation is. Each thing that can be wrong is made wrong here, and the
// doctor names it by its code, says what to do, and ends with 1; when it is mended, it is well again.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
    chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { engine, guyub, repo, runProgram } from '../harness/guyub.mjs'

const isPostgres = engine === 'postgres'
const DURABILITY = ['store.fsync', 'store.full_page_writes', 'store.synchronous_commit']

let g, scratch, folder

before(async () => {
    g = await guyub({ serve: false })
    scratch = mkdtempSync(join(tmpdir(), 'guyub-doctor-'))
    folder = join(scratch, 'copies')
    mkdirSync(folder)
    await must(['journal', 'seal'])
    await must(['backup', folder])
})
after(async () => {
    await g.stop()
    rmSync(scratch, { recursive: true, force: true })
})

async function must(args, options) {
    const r = await g.run(args, options)
    assert.equal(r.code, 0, `guyub ${args.join(' ')}: ${r.out}${r.err}`)
    return r
}

// { code, bad: [codes], doubt: [codes], all }
async function doctor(env = {}) {
    const r = await g.run(['doctor', '--json', '--lang', 'en'],
        { env: { GUYUB_BACKUP_FOLDER: folder, ...env } })
    const of = (level) => r.json.filter((f) => f.level === level).map((f) => f.code)
    return { code: r.code, bad: of('bad'), doubt: of('doubt'), all: r.json }
}

// The server of the tests forgets on a crash, and the doctor does not keep quiet about it.
const expected = isPostgres ? DURABILITY : []
const others = (codes) => codes.filter((c) => !expected.includes(c))

async function finds(code, env) {
    const d = await doctor(env)
    assert.equal(d.code, 1)
    assert.ok(d.bad.includes(code), `${code} is not among ${d.bad.join(' ')}`)
    const found = d.all.find((f) => f.code === code && f.level === 'bad')
    assert.ok(found.is && found.hint, `${code} says what is and what to do`)
    return found
}

test('a new installation with a copy is well', async () => {
    const d = await doctor()
    assert.deepEqual(others(d.bad), [])
    assert.equal(d.code, expected.length ? 1 : 0)
    for (const code of ['store.schema', 'key.fits', 'journal.holds', 'backup.age', 'post.administrators'])
        assert.ok(d.all.some((f) => f.code === code && f.level === 'well'), code)
    assert.ok(d.doubt.includes('post.administrator_factor'))
})

test('in words, in Indonesian', async () => {
    const r = await g.run(['doctor', '--lang', 'id'], { env: { GUYUB_BACKUP_FOLDER: folder } })
    assert.match(r.out, /^baik +Jurnal utuh/m)
    assert.match(r.out, /Baik: \d+\. Perlu diperiksa: \d+\. Buruk: \d+\./)
})

// ---- copies ---------------------------------------------------------------------------------------

test('no folder, no copy, an old copy, keys that are away', async () => {
    await finds('backup.none', { GUYUB_BACKUP_FOLDER: '' })
    const empty = join(scratch, 'empty')
    mkdirSync(empty)
    await finds('backup.none', { GUYUB_BACKUP_FOLDER: empty })
    await finds('backup.old', { GUYUB_NOW: String(Math.floor(Date.now() / 1000) + 3 * 86400) })
    const keys = join(folder, 'keys/persons.keys')
    renameSync(keys, `${keys}.away`)
    await finds('backup.keys')
    renameSync(`${keys}.away`, keys)
    const manifest = join(folder, readdirSync(folder).find((n) => n.startsWith('guyub-')), 'manifest.json')
    renameSync(manifest, `${manifest}.away`)
    await finds('backup.damaged')
    renameSync(`${manifest}.away`, manifest)
    assert.deepEqual(others((await doctor()).bad), [])
})

// ---- the key file ---------------------------------------------------------------------------------

test('a key file that is beside the copies, open, away or of another installation', async () => {
    const beside = join(folder, 'keys', 'guyub.key')
    copyFileSync(g.key, beside), chmodSync(beside, 0o600)
    await finds('key.beside_copies', { GUYUB_KEY: beside })
    chmodSync(beside, 0o644)
    await finds('key.open_to_others', { GUYUB_KEY: beside })
    rmSync(beside)
    await finds('key.absent', { GUYUB_KEY: beside })
    const other = join(scratch, 'other.key')
    writeFileSync(other, `${'ab'.repeat(32)}\n`, { mode: 0o600 })
    await finds('key.wrong', { GUYUB_KEY: other })
})

// ---- journal and clock ----------------------------------------------------------------------------

test('a journal that tells of a day to come', async () => {
    const found = await finds('journal.ahead', { GUYUB_NOW: String(Math.floor(Date.now() / 1000) - 86400) })
    assert.match(found.hint, /systemd-timesyncd/)
})

test('lines that nobody seals', async () => {
    await must(['org', 'add', '--code', '35.71-uji', '--name', 'Dinas Uji', '--kind', 'agency', '--region',
        '35.71', '--valid-from', '2026-01-01', '--source', 'uji', '--why', 'uji'])
    await finds('journal.unsealed', { GUYUB_NOW: String(Math.floor(Date.now() / 1000) + 600) })
    await must(['journal', 'seal'])
})

const ask = (text) => isPostgres
    ? runProgram('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', g.db, '-c', text])
    : runProgram('sqlite3', ['-batch', g.db.slice('sqlite:'.length), text])

test('a line of the journal that was changed by hand', async () => {
    const r = await ask("UPDATE journal_fact SET key = key || 'x' WHERE seq = 3")
    assert.equal(r.code, 0, r.err)
    const found = await finds('journal.broken')
    assert.match(found.is, /Line 3/)
    mkdirSync(join(scratch, 'broken'))
    const copy = await g.run(['backup', join(scratch, 'broken'), '--lang', 'en'])
    assert.equal(copy.code, 1, 'a copy is made, and says that what it copied is not well')
    assert.match(copy.out, /BAD +The journal (does|did) NOT hold/)
    assert.equal((await ask('UPDATE journal_fact SET key = substr(key, 1, length(key) - 1) WHERE seq = 3')).code, 0)
    assert.deepEqual(others((await doctor()).bad), [])
})

// ---- the database ---------------------------------------------------------------------------------

test('files of the database that others may read', { skip: isPostgres }, async () => {
    const path = g.db.slice('sqlite:'.length)
    chmodSync(path, 0o644)
    await finds('store.rights')
    chmodSync(path, 0o600)
})

test('a database that is not there, or damaged', { skip: isPostgres }, async () => {
    await finds('store.absent', { GUYUB_DB: `sqlite:${join(scratch, 'none.db')}` })
    const damaged = join(scratch, 'damaged.db')
    await ask(`VACUUM INTO '${damaged}'`)
    await runProgram('dd', ['if=/dev/urandom', `of=${damaged}`, 'bs=4096', 'seek=300', 'count=200', 'conv=notrunc'])
    const d = await doctor({ GUYUB_DB: `sqlite:${damaged}` })
    assert.equal(d.code, 1)
    assert.ok(d.bad.some((c) => c === 'store.pages' || c === 'store.damaged'), d.bad.join(' '))
})

test('PostgreSQL that confirms what is not safe yet, whoever told it so', { skip: !isPostgres }, async () => {
    for (const code of DURABILITY) await finds(code)
    const d = await doctor()
    assert.ok(d.doubt.includes('store.data_checksums'))
    assert.ok(d.doubt.includes('store.standby'))
    const role = (await ask('SELECT current_user')).out.trim()
    const name = (await ask('SELECT current_database()')).out.trim()
    await ask(`ALTER ROLE ${role} IN DATABASE ${name} SET synchronous_commit = on`)
    assert.ok(!(await doctor()).bad.includes('store.synchronous_commit'), 'what is in force counts')
    await ask(`ALTER ROLE ${role} IN DATABASE ${name} SET synchronous_commit = local`)
    await finds('store.synchronous_commit')
    await ask(`ALTER ROLE ${role} IN DATABASE ${name} RESET synchronous_commit`)
})

test('PostgreSQL as it should be is well', { skip: !isPostgres }, async () => {
    const dir = mkdtempSync('/tmp/guyub-doctor-pg.'), pg = join(repo, 'test/pg.sh')
    const started = await runProgram('bash', [pg, 'start', dir])
    assert.equal(started.code, 0, started.err)
    try {
        const url = started.out.trim(), port = new URL(url).port
        const options = `-p ${port} -k ${dir} -c listen_addresses=127.0.0.1 -c shared_buffers=64MB`
        const bin = (await runProgram('bash', ['-c', 'ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1'])).out.trim()
        const restart = [join(bin, 'pg_ctl'), '-D', join(dir, 'data'), '-l', join(dir, 'server.log'),
            '-o', options, '-s', '-w', '-m', 'immediate', 'restart']
        const asUser = process.getuid() === 0 ? ['runuser', '-u', 'postgres', '--', ...restart] : restart
        const r = await runProgram(asUser[0], asUser.slice(1), { cwd: '/' })
        assert.equal(r.code, 0, r.err)
        await must(['init'], { env: { GUYUB_DB: url, GUYUB_KEY: join(dir, 'k.key'), TMPDIR: scratch } })
        const d = await doctor({ GUYUB_DB: url, GUYUB_KEY: join(dir, 'k.key') })
        assert.deepEqual(d.bad, [], JSON.stringify(d.all.filter((f) => f.level === 'bad')))
    } finally {
        await runProgram('bash', [pg, 'stop', dir])
    }
})

// ---- disks ----------------------------------------------------------------------------------------

test('a disk that is full, and a database in memory', async (t) => {
    const small = join(scratch, 'small')
    mkdirSync(small)
    const mounted = await runProgram('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', small])
    if (mounted.code !== 0) return t.skip('a tmpfs cannot be mounted here')
    try {
        await finds('disk.room', { GUYUB_SPOOL: small })
        if (isPostgres) return
        const path = join(small, 'memory.db')
        assert.equal((await ask(`VACUUM INTO '${path}'`)).code, 0)
        const found = await finds('store.file_system', { GUYUB_DB: `sqlite:${path}` })
        assert.match(found.is, /tmpfs/)
        mkdirSync(join(small, 'copies'))
        const full = await g.run(['backup', join(small, 'copies'), '--lang', 'en'])
        assert.equal(full.code, 3, full.out)
        assert.match(full.err, /could not be written|No space left/)
        assert.deepEqual(readdirSync(join(small, 'copies')).filter((n) => /guyub|drill/.test(n)), [])
    } finally {
        await runProgram('umount', [small])
    }
    await finds('disk.folder', { GUYUB_SPOOL: join(scratch, 'nowhere') })
})
