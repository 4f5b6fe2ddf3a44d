// SPDX-License-Identifier: AGPL-3.0-or-later
// An auditor takes a record's file away: what may be read is in it, what may not is listed as left out, other
// programs open it and check every byte, and what somebody changed is found.
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { appendFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { guyub, isLong, makePerson, makePost, PASSWORD, runProgram, signIn } from '../harness/guyub.mjs'

const ORG = '35.71-diskominfo', OTHER = '15.71-diskominfo', POLL_MS = 20, WAIT_MS = 60_000
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')
const folder = mkdtempSync(join(tmpdir(), 'guyub-dossier-')), vault = join(folder, 'vault')

let g, ratna, arif, paper, documents
before(async () => {
    g = await guyub({ env: { GUYUB_URL: 'https://guyub.example.go.id', GUYUB_VAULT: vault, GUYUB_JOBS: '1' } })
    const made = await g.run(['org', 'add', '--code', OTHER, '--kind', 'agency', '--region', '15.71',
        '--name', 'Diskominfo Kota Jambi', '--source', 'uji', '--why', 'uji'])
    assert.equal(made.code, 0, made.err)
    const coordinator = await makePost(g, 'coordinator', 'Koordinator Kota Kediri', { region: '35.71' })
    const auditor = await makePost(g, 'auditor', 'Inspektorat Kota Kediri', { region: '35.71' })
    const until = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)
    await makePerson(g, 'ratna', { name: 'Ratna Dewi', posts: [coordinator] })
    await makePerson(g, 'arif', { name: 'Arif Budiman', posts: [auditor], more: ['--to', until] })
    ratna = await signIn(g.url, 'ratna', PASSWORD)
    arif = await signIn(g.url, 'arif', PASSWORD)
    paper = await issue()
    documents = {
        report: await document('laporan akhir; $(x).csv', 'no,nilai\n1,3\n', { title: 'Laporan <akhir>', org: ORG, who: 'internal' }),
        minutes: await document('notula.csv', 'rapat\n', { title: 'Notula', org: ORG, who: 'restricted' }),
        foreign: await document('rahasia.csv', 'RAHASIA JAMBI\n', { title: 'Rahasia Jambi', org: OTHER, who: 'restricted' }),
    }
    for (const [name, part] of [['report', 'lampiran 1'], ['minutes', 'lampiran 2'], ['foreign', 'lampiran 3']])
        await tamper(`INSERT INTO document_cite (document_id, thing, key, part, seen, locked)
            SELECT id, 'letter', '${paper}', '${part}', 1, false FROM document WHERE code = '${documents[name]}'`)
})
after(async () => {
    ratna?.close()
    arif?.close()
    await g?.stop()
    rmSync(folder, { recursive: true, force: true })
})

// What an operator could do behind the program's back; here also what a later slice does.
async function tamper(sql) {
    const r = g.db.startsWith('sqlite:') ? await runProgram('sqlite3', ['-cmd', '.timeout 5000', g.db.slice(7), sql])
        : await runProgram('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', g.db, '-c', sql])
    assert.equal(r.code, 0, r.err)
    return r.out.trim()
}

async function issue() {
    const page = await ratna.submit(await ratna.go('/papers/new'), { org: ORG, title: 'Berita acara penilaian', post: 'Kepala Dinas',
        name: 'Siti Rahma', body: 'Penilaian selesai.\r\n\r\nNo\tNilai\r\n1\t3,31\r\n' }, { press: 'preview' })
    const issued = await ratna.submit(page, {}, { at: '/papers/new', press: 'issue', stay: true })
    assert.equal(issued.status, 303, issued.words)
    return issued.location.split('/').at(-1)
}

async function document(name, bytes, { title, org, who }) {
    writeFileSync(join(folder, name), bytes)
    const r = await g.run(['document', 'add', join(folder, name), '--title', title, '--org', org, '--sensitivity', who,
        '--lang', 'en'])
    assert.equal(r.code, 0, r.err)
    return r.out.match(/[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}/)[0]
}

const vaultPath = (hash) => join(vault, hash.slice(0, 2), hash)
const list = async (who) => (await who.get('/dossiers.json', { accept: 'application/json' })).json

// Asks for it from the record's own page, as the reader would.
async function ask(who, record = `/papers/${paper}`) {
    const link = (await who.go(record)).text.match(/href="(\/dossiers\/new\?[^"]*)"/)
    assert.ok(link, `${record} has no link to its file`)
    const form = await who.go(link[1].replaceAll('&amp;', '&'))
    assert.equal(form.status, 200, form.words)
    const sent = await who.submit(form, {}, { at: '/dossiers', stay: true })
    assert.equal(sent.status, 303, sent.words)
    return { form, code: sent.location.split('/').at(-1) }
}

async function made(who, code) {
    for (const end = Date.now() + WAIT_MS; Date.now() < end; await sleep(POLL_MS)) {
        const row = (await list(who)).find((d) => d.code === code)
        if (row.made_at) return row
        const job = (await who.get(`/jobs/${row.job}.json`, { accept: 'application/json' })).json
        assert.ok(!['failed', 'stopped'].includes(job.state), JSON.stringify(job))
    }
    assert.fail(`not made within ${WAIT_MS} ms`)
}

// Fetched as a browser does, and unpacked by another program.
async function fetched(who, code) {
    const answer = await fetch(`${g.url}/dossiers/${code}/file`, {
        headers: { cookie: [...who.cookies].map(([k, v]) => `${k}=${v}`).join('; '), 'user-agent': who.agent } })
    const bytes = Buffer.from(await answer.arrayBuffer())
    return { status: answer.status, headers: answer.headers, bytes }
}

async function unpacked(bytes) {
    const to = mkdtempSync(join(folder, 'out-')), zip = join(to, 'berkas.zip')
    writeFileSync(zip, bytes)
    const r = await runProgram('python3', ['-c',
        'import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nz.extractall(sys.argv[2])\n'
        + 'print("\\n".join(z.namelist()))', zip, to])
    assert.equal(r.code, 0, r.err)
    return { to, names: r.out.trim().split('\n'), read: (name) => readFileSync(join(to, name), 'utf8') }
}

const sums = (to) => runProgram('sha256sum', ['-c', 'SHA256SUMS'], { cwd: to })

test('an auditor asks for a record\'s file; the form sent twice asks once', async () => {
    const { form, code } = await ask(arif)
    assert.match(form.words, /Berita acara penilaian.*Documents 2 /)
    assert.match(form.words, /Left out A document of: Berita acara penilaian, lampiran 3. Your post may not see it/)
    const fields = form.forms.find((f) => f.action === '/dossiers').fields
    const again = await arif.post('/dossiers', fields)
    assert.equal(again.status, 303, again.words)
    assert.equal(again.location, `/dossiers/${code}`)
    assert.equal((await list(arif)).length, 1)
    const row = await made(arif, code)
    assert.deepEqual([row.thing, row.key, row.left_out, row.changed], ['letter', paper, 1, 0])
    const page = await arif.go(`/dossiers/${code}`)
    assert.match(page.words, new RegExp(`Ready.*Fetch the ZIP.*${row.sha256}`))
})

test('other programs open it: every file is as SHA256SUMS says, and every link leads to one', async () => {
    const [row] = await list(arif)
    const { status, headers, bytes } = await fetched(arif, row.code)
    assert.equal(status, 200)
    assert.equal(headers.get('content-type'), 'application/zip')
    assert.match(headers.get('content-disposition'), /attachment; filename="?Berita acara penilaian\.zip/)
    assert.equal(sha256(bytes), row.sha256)
    assert.equal(bytes.length, row.bytes)
    const z = await unpacked(bytes)
    assert.deepEqual([...z.names].sort(), ['SHA256SUMS', 'documents/001-laporan akhir_ _(x).csv', 'documents/002-notula.csv',
        'history.csv', 'history.html', 'index.html', `papers/001-${paper}.json`, `papers/001-${paper}.pdf`])
    const checked = await sums(z.to)
    assert.equal(checked.code, 0, checked.out + checked.err)
    assert.equal(checked.out.match(/: OK$/gm).length, z.names.length - 1, 'all but SHA256SUMS itself')
    assert.equal(z.read('documents/001-laporan akhir_ _(x).csv'), 'no,nilai\n1,3\n')

    const index = z.read('index.html')
    assert.doesNotMatch(index, /<script|<link|<img|@import|url\(|javascript:/i, 'nothing is fetched')
    for (const page of ['index.html', 'history.html'])
        for (const [, href] of z.read(page).matchAll(/href="([^"#][^"]*)"/g))
            if (!/^https:\/\/guyub\.example\.go\.id\/papers\//.test(href))
                assert.ok(z.names.includes(decodeURIComponent(href)), `${page} leads to ${href}`)
    assert.match(index, /Laporan &lt;akhir&gt;/)
    assert.match(index, /lampiran 1/)
    assert.match(index, /Penilaian selesai\./)
    const pdf = await fetch(`${g.url}/papers/${paper}/pdf`)
    assert.equal(sha256(Buffer.from(await pdf.arrayBuffer())), sha256(readFileSync(join(z.to, `papers/001-${paper}.pdf`))))
    const [head] = index.match(/guyub journal verify --head ([0-9a-f]{64})/).slice(1)
    assert.equal((await g.run(['journal', 'verify', '--head', head])).code, 0)
})

test('what the auditor may not read is nowhere in it; what is restricted and read is told', async () => {
    const [row] = await list(arif)
    const z = await unpacked((await fetched(arif, row.code)).bytes)
    for (const name of z.names) {
        const text = readFileSync(join(z.to, name), 'latin1')
        assert.ok(!/RAHASIA|Rahasia Jambi/.test(text) && !text.includes(documents.foreign), name)
    }
    assert.match(z.read('index.html'), /A document of: Berita acara penilaian, lampiran 3<\/strong>\. Your post may not see it/)
    const journal = (await g.run(['journal', 'list', '--json'])).json
    const of = (thing, verb, key) => journal.filter((l) => l.thing === thing && l.verb === verb && l.key === key).length
    assert.equal(of('dossier', 'asked', row.code), 1)
    assert.ok(of('dossier', 'exported', row.code) >= 2, 'each fetching')
    assert.equal(of('document', 'exported', documents.minutes), 1, 'a restricted document left the house')
    assert.match(z.read('history.csv'), /^seq,at,by,post,name,verb,thing,key,change,note,why\r?\n/)
    assert.match(z.read('history.csv'), new RegExp(`added,letter,${paper}`))
    assert.match(z.read('history.html'), /Koordinator Kota Kediri/)
})

test('it is nobody else\'s, and not of another post', async () => {
    const [row] = await list(arif)
    assert.equal((await ratna.get(`/dossiers/${row.code}`)).status, 404)
    assert.equal((await fetched(ratna, row.code)).status, 404)
    assert.deepEqual(await list(ratna), [])
    const other = await makePost(g, 'auditor', 'Inspektorat Jambi', { region: '15.71' })
    const until = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)
    await makePerson(g, 'beni', { name: 'Beni', posts: [other], more: ['--to', until] })
    const beni = await signIn(g.url, 'beni', PASSWORD)
    assert.equal((await beni.get(`/dossiers/new?thing=letter&key=${paper}`)).status, 403)
    assert.equal((await beni.get(`/dossiers/new?thing=document&key=${documents.minutes}`)).status, 404)
    assert.equal((await beni.get('/dossiers/new?thing=nothing&key=x')).status, 404)
    assert.doesNotMatch((await beni.go(`/papers/${paper}`)).text, /\/dossiers\/new/)
    assert.match((await arif.go(`/documents/${documents.report}`)).text, /\/dossiers\/new\?thing=document/)
    beni.close()
})

test('of a letter there is no workbook of rows, and of the board no ZIP', async () => {
    const none = await arif.go(`/sheets/new?thing=letter&key=${paper}`)
    assert.equal(none.status, 400)
    assert.match(none.words, /Of this record there is no workbook.*dossier\.no_sheet/)
    const page = await arif.go('/agenda')
    const token = page.forms.flatMap((f) => f.fields).find(([name]) => name === '_token')
    const form = (thing, key) => [token, ['thing', thing], ['key', key], ['ask', 'a'.repeat(20)]]
    assert.equal((await arif.post('/sheets', form('letter', paper))).status, 400)
    assert.equal((await arif.post('/dossiers', form('task_board', 'which=running'))).status, 404)
    assert.deepEqual((await arif.get('/sheets.json', { accept: 'application/json' })).json, [])
})

test('a file that was changed after it was unpacked is found by sha256sum', async () => {
    const [row] = await list(arif)
    const z = await unpacked((await fetched(arif, row.code)).bytes)
    appendFileSync(join(z.to, 'documents/002-notula.csv'), ' ')
    const checked = await sums(z.to)
    assert.equal(checked.code, 1)
    assert.match(checked.out, /002-notula\.csv: FAILED/)
})

test('a document changed in the vault, a missing one and a changed paper are said, and found by sha256sum', async () => {
    const report = vaultPath(sha256('no,nilai\n1,3\n')), minutes = vaultPath(sha256('rapat\n'))
    writeFileSync(report, 'no,nilai\n1,4\n')
    unlinkSync(minutes)
    await tamper(`UPDATE letter SET content = replace(content, '3,31', '3,91') WHERE code = '${paper}'`)
    const { code } = await ask(arif)
    const row = await made(arif, code)
    assert.deepEqual([row.left_out, row.changed], [2, 2])
    assert.match((await arif.go(`/dossiers/${code}`)).words, /Files that are not what was taken in: 2/)
    const z = await unpacked((await fetched(arif, code)).bytes)
    assert.ok(!z.names.some((n) => n.includes('notula') || n.endsWith('.pdf')), z.names.join(' '))
    const checked = await sums(z.to)
    assert.equal(checked.code, 1)
    assert.match(checked.out, /documents\/001-laporan akhir_ _\(x\)\.csv: FAILED/)
    assert.match(checked.out, new RegExp(`papers/001-${paper}\\.json: FAILED`))
    assert.equal(checked.out.match(/FAILED/g).length, 2)
    const index = z.read('index.html')
    assert.match(index, /Files that are not what was taken in: 2\. They are marked below/)
    assert.match(index, /Its file is not in the vault/)
    const shell = await g.run(['dossier', 'letter', paper, '--out', join(folder, 'shell.zip'), '--lang', 'en'])
    assert.equal(shell.code, 1, shell.err)
    writeFileSync(report, 'no,nilai\n1,3\n')
    writeFileSync(minutes, 'rapat\n')
    await tamper(`UPDATE letter SET content = replace(content, '3,91', '3,31') WHERE code = '${paper}'`)
})

test('the command makes the same, into a file that is there whole or not', async () => {
    const out = join(folder, 'dokumen.zip')
    const r = await g.run(['dossier', 'document', documents.report, '--out', out, '--lang', 'id'])
    assert.equal(r.code, 0, r.err)
    const z = await unpacked(readFileSync(out))
    assert.match(z.read('index.html'), /<html lang="id">[\s\S]*Berkas pemeriksaan|berkas pemeriksaan/)
    assert.equal((await sums(z.to)).code, 0)
    const wrong = await g.run(['dossier', 'document', 'AAAA-AAAA-AAAA', '--out', join(folder, 'x.zip')])
    assert.equal(wrong.code, 1)
    assert.ok(!readdirSync(folder).some((n) => n.startsWith('x.zip')))
    assert.equal((await g.run(['dossier', 'letter', paper, '--out', join(folder, 'no', 'x.zip')])).code, 3)
})

test('after a week it is gone: the row at once, the file at the next sweep', async () => {
    const rows = await list(arif)
    const kept = readdirSync(join(vault, 'dossier'))
    assert.equal(kept.length, rows.length)
    await tamper('UPDATE dossier SET ends_at = 1')
    assert.deepEqual(await list(arif), [])
    assert.equal((await arif.get(`/dossiers/${rows[0].code}`)).status, 404)
    for (const name of kept) utimesSync(join(vault, 'dossier', name), 1, 1)
    const swept = await g.run(['job', 'run', 'dossier_sweep', '--lang', 'en'])
    const job = swept.out.match(/\d+/)[0]
    assert.equal((await g.run(['job', 'watch', job])).code, 0)
    assert.deepEqual(readdirSync(join(vault, 'dossier')), [])
})

test('five gigabytes of documents make a ZIP that others read', { skip: !isLong && 'GUYUB_LONG is not 1', timeout: 1_200_000 }, async () => {
    const big = join(folder, 'besar.csv'), parts = []
    for (let i = 0; i < 3; i++) {
        writeFileSync(big, randomBytes(1 << 20))
        truncateSync(big, 1_800_000_000)
        const r = await runProgram('sha256sum', [big])
        const hash = r.out.slice(0, 64)
        await runProgram('mkdir', ['-p', join(vault, hash.slice(0, 2))])
        assert.equal((await runProgram('cp', ['--sparse=always', big, vaultPath(hash)])).code, 0)
        parts.push(hash)
        await tamper(`INSERT INTO document_copy (document_id, nth, sha256, bytes, type, name, at)
            SELECT id, ${i + 2}, '${hash}', 1800000000, 'application/pdf', 'besar.pdf', 1760000000 FROM document WHERE code = '${documents.report}'`)
    }
    await tamper(`UPDATE document SET copies = 4 WHERE code = '${documents.report}'`)
    const out = join(folder, 'besar.zip')
    const r = await g.run(['dossier', 'document', documents.report, '--out', out], { timeoutMs: 600_000 })
    assert.equal(r.code, 0, r.err)
    const seen = await runProgram('python3', ['-c', 'import sys, zipfile, hashlib\nz = zipfile.ZipFile(sys.argv[1])\n'
        + 'for i in z.infolist():\n  h = hashlib.sha256()\n  f = z.open(i)\n  while b := f.read(1 << 20): h.update(b)\n'
        + '  print(h.hexdigest(), i.file_size, i.filename)', out], { timeoutMs: 600_000 })
    assert.equal(seen.code, 0, seen.err)
    for (const hash of parts) assert.match(seen.out, new RegExp(`${hash} 1800000000 documents/`))
})
