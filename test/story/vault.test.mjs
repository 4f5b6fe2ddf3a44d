// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Documents survive: a copy of the database has the bytes of every document that its rows name, the
// next one has the same files by another name, a restored place has them byte by byte. A file that is
// missing or changed, in the vault or in a copy, is told; a copy that the disk changed is mended by
// the next one; what a dead copy left behind takes nothing of the others away.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createHash, randomBytes } from 'node:crypto'
import {
    existsSync, linkSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { database, engine, guyub, runProgram } from '../harness/guyub.mjs'

const isPostgres = engine === 'postgres'
const FILES = [randomBytes(3_000_000), Buffer.from('surat keputusan tim\n'), randomBytes(70_000)]
const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex')
const HASHES = FILES.map(hashOf)
const within = (folder, hash) => join(folder, hash.slice(0, 2), hash)

let g, scratch, folder, vault
const drops = []

async function sql(text, url = g.db) {
    const r = isPostgres
        ? await runProgram('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', url, '-c', text])
        : await runProgram('sqlite3', ['-batch', '-cmd', '.timeout 5000', url.slice('sqlite:'.length), text])
    assert.equal(r.code, 0, `${text}: ${r.err}`)
    return r.out.trim()
}

// A document as the vault has it: first its bytes, then its rows.
async function add(bytes, code) {
    const hash = hashOf(bytes), path = within(vault, hash)
    mkdirSync(join(vault, hash.slice(0, 2)), { recursive: true, mode: 0o700 })
    writeFileSync(path, bytes, { mode: 0o600 })
    await sql(`INSERT INTO document (code, region_code, org_id, title, sensitivity, added_at, copies)
        SELECT '${code}', '', min(id), 'Bukti ${code}', 'internal', 1795375800, 1 FROM org`)
    await sql(`INSERT INTO document_copy (document_id, nth, sha256, bytes, type, name, at)
        SELECT id, 1, '${hash}', ${bytes.length}, 'application/pdf', '${code}.pdf', 1795375800
          FROM document WHERE code = '${code}'`)
}

before(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'guyub-vault-'))
    folder = join(scratch, 'copies')
    vault = join(scratch, 'vault')
    mkdirSync(folder)
    g = await guyub({ serve: false, env: { GUYUB_VAULT: vault, GUYUB_BACKUP_FOLDER: folder } })
    for (const [i, bytes] of FILES.entries()) await add(bytes, `UJI-${i}`)
})
after(async () => {
    await g.stop()
    for (const drop of drops) await drop()
    rmSync(scratch, { recursive: true, force: true })
})

const run = (args, options) => g.run([...args, '--lang', 'en'], options)
async function must(args, options) {
    const r = await run(args, options)
    assert.equal(r.code, 0, `guyub ${args.join(' ')}: ${r.out}${r.err}`)
    return r
}

const copies = () => readdirSync(folder).filter((n) => /^guyub-\d{8}T\d{6}Z$/.test(n)).sort()
    .map((n) => join(folder, n))
const newest = () => copies().at(-1)
const inCopy = (copy, hash) => within(join(copy, 'vault'), hash)

// A name of its own has each copy by its second.
async function backup() {
    await sleep(1100)
    return run(['backup', folder])
}

async function place() {
    const db = isPostgres ? await database({ empty: true })
        : { url: `sqlite:${join(scratch, `place-${drops.length}.db`)}`, drop: async () => {} }
    const to = join(scratch, `vault-${drops.length}`)
    drops.push(db.drop)
    return { url: db.url, vault: to, env: { GUYUB_VAULT: to, GUYUB_DB: db.url } }
}

function changed(path, then) {
    const was = readFileSync(path), is = Buffer.from(was)
    is[is.length >> 1] ^= 1
    writeFileSync(path, is)
    return then().finally(() => writeFileSync(path, was))
}

// ---- a copy has the bytes --------------------------------------------------------------------------

test('a copy has the bytes of every document, and sha256sum agrees', async () => {
    const made = await backup()
    assert.equal(made.code, 0, made.out + made.err)
    for (const [i, hash] of HASHES.entries())
        assert.deepEqual(readFileSync(inCopy(newest(), hash)), FILES[i])
    for (const list of ['SHA256SUMS', 'vault.sums']) {
        const sums = await runProgram('sha256sum', ['-c', list], { cwd: newest() })
        assert.equal(sums.code, 0, sums.out + sums.err)
    }
    const manifest = JSON.parse(readFileSync(join(newest(), 'manifest.json'), 'utf8'))
    assert.equal(manifest.vault.files, 3)
    assert.equal(manifest.vault.bytes, FILES.reduce((n, f) => n + f.length, 0))
    const checked = await must(['backup', 'check', newest()])
    assert.match(checked.out, /All 3 files of documents are there; 3 were read/)
})

test('the next copy has the same files by another name', async () => {
    const before = newest()
    await add(Buffer.from('yang baru\n'), 'UJI-BARU')
    const made = await backup()
    assert.equal(made.code, 0, made.out + made.err)
    assert.match(made.out, /4 files of documents are in the copy, .*; 3 were in the one before/)
    assert.notEqual(newest(), before)
    for (const hash of HASHES)
        assert.equal(statSync(inCopy(newest(), hash)).ino, statSync(inCopy(before, hash)).ino)
    assert.notEqual(statSync(inCopy(newest(), HASHES[0])).ino, statSync(within(vault, HASHES[0])).ino,
        'a copy shares nothing with the vault')
})

test('a restored place has the documents byte by byte', async () => {
    const to = await place()
    const r = await must(['restore', newest(), '--db', to.url], { env: to.env })
    assert.match(r.out, /4 files of documents stand in .*; 0 of them were there already/)
    for (const [i, hash] of HASHES.entries()) assert.deepEqual(readFileSync(within(to.vault, hash)), FILES[i])
    const doctor = await run(['doctor'], { env: to.env })
    assert.match(doctor.out, /The vault has 4 files of documents, .*; 4 of them were read and are what their names say/)
    const again = await place()
    again.env.GUYUB_VAULT = to.vault
    const second = await must(['restore', newest(), '--db', again.url], { env: again.env })
    assert.match(second.out, /4 of them were there already/)
})

// Beside an SQLite file there is a place by itself; a PostgreSQL database has none.
test('without a place for documents nothing is restored', { skip: !isPostgres }, async () => {
    const to = await place()
    const r = await run(['restore', newest(), '--db', to.url], { env: { GUYUB_VAULT: '', GUYUB_DB: to.url } })
    assert.equal(r.code !== 0, true, r.out)
    assert.match(r.out + r.err, /no folder is set for them/)
    assert.equal(await sql(`SELECT count(*) FROM pg_tables WHERE schemaname = 'public'`, to.url), '0')
})

// ---- what is missing or changed --------------------------------------------------------------------

test('a file that is missing in the vault is told, and what the copy before has is kept', async () => {
    const path = within(vault, HASHES[0])
    renameSync(path, `${path}.away`)
    const doctor = await run(['doctor']), made = await backup()
    renameSync(`${path}.away`, path)
    assert.equal(doctor.code, 1)
    assert.match(doctor.out, new RegExp(`BAD +1 files of documents are not in the vault, such as ${HASHES[0]}`))
    assert.equal(made.code, 1, made.out)
    assert.match(made.out, /BAD +1 files of documents are not in the vault/)
    assert.deepEqual(readFileSync(inCopy(newest(), HASHES[0])), FILES[0], 'the copy before had it')
})

test('a file that was lost before its first copy is told and named lost', async () => {
    await add(Buffer.from('hilang\n'), 'UJI-HILANG')
    const path = within(vault, hashOf(Buffer.from('hilang\n')))
    renameSync(path, `${path}.away`)
    const made = await backup()
    renameSync(`${path}.away`, path)
    assert.equal(made.code, 1, made.out)
    assert.equal(JSON.parse(readFileSync(join(newest(), 'manifest.json'), 'utf8')).vault.lost, 1)
    const checked = await must(['backup', 'check', newest()])
    assert.match(checked.out, /1 files of documents were lost already when the copy was made/)
})

test('a changed byte in the vault is told by the doctor, and by the copy that takes it', async () => {
    await changed(within(vault, HASHES[1]), async () => {
        const doctor = await run(['doctor'])
        assert.equal(doctor.code, 1)
        assert.match(doctor.out, new RegExp(`BAD +1 files in the vault are not what their names say, such as ${HASHES[1]}`))
    })
    const bytes = Buffer.from('baru dan rusak\n')
    await add(bytes, 'UJI-RUSAK')
    await changed(within(vault, hashOf(bytes)), async () => {
        const made = await backup()
        assert.equal(made.code, 1)
        assert.match(made.out, /1 files in the vault are not what their names say/)
        assert.ok(!existsSync(inCopy(newest(), hashOf(bytes))), 'what is wrong is not taken along')
    })
    assert.equal((await backup()).code, 0)
})

test('a changed byte in a copy is told, is not restored, and the next copy is mended', async () => {
    const copy = newest(), path = inCopy(copy, HASHES[2])
    await changed(path, async () => {
        const checked = await run(['backup', 'check', copy])
        assert.equal(checked.code, 1)
        assert.match(checked.out, new RegExp(`BAD +1 files of documents in the copy are not what their names say, such as ${HASHES[2]}`))
        const to = await place()
        const r = await run(['restore', copy, '--db', to.url], { env: to.env })
        assert.equal(r.code, 1, r.out)
        assert.match(r.out, /Nothing was restored/)
        const made = await backup()
        assert.match(made.out, /1 files of documents in the copy before were changed by the disk/)
        assert.deepEqual(readFileSync(inCopy(newest(), HASHES[2])), FILES[2])
    })
})

test('a file that is missing in a copy is told', async () => {
    const path = inCopy(newest(), HASHES[1])
    renameSync(path, `${path}.away`)
    const checked = await run(['backup', 'check', newest()])
    renameSync(`${path}.away`, path)
    assert.equal(checked.code, 1)
    assert.match(checked.out, /files of documents should stand in the copy/)
})

// ---- names only are removed ------------------------------------------------------------------------

test('what a dead copy left is removed without a byte of the others', async () => {
    const dead = join(folder, 'guyub-20200101T000000Z.part')
    mkdirSync(join(dead, 'vault', HASHES[0].slice(0, 2)), { recursive: true })
    linkSync(inCopy(newest(), HASHES[0]), inCopy(dead, HASHES[0]))
    const before = newest()
    assert.equal((await backup()).code, 0)
    assert.ok(!existsSync(dead))
    assert.deepEqual(readFileSync(inCopy(before, HASHES[0])), FILES[0])
})

test('older copies go with their names, the files stay with the others', async () => {
    await sleep(1100)
    await must(['backup', folder, '--keep', '1'])
    assert.equal(copies().length, 1)
    for (const [i, hash] of HASHES.entries()) assert.deepEqual(readFileSync(inCopy(newest(), hash)), FILES[i])
})
