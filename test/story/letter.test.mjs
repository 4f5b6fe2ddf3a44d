// SPDX-License-Identifier: AGPL-3.0-or-later
// A letter is written from a form, seen before it is issued, and checked by anybody: its PDF, a changed PDF,
// a signed one, a scan, and a text that somebody changed in the database.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { guyub, makePerson, makePost, PASSWORD, runProgram, signIn, visitor } from '../harness/guyub.mjs'

const ORG = '35.71-diskominfo', OTHER = '15.71-diskominfo'
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')
const folder = mkdtempSync(join(tmpdir(), 'guyub-letter-'))
const inFolder = (name, bytes) => { writeFileSync(join(folder, name), bytes); return join(folder, name) }

let g, ratna, joko, anyone, code, pdf
before(async () => {
    g = await guyub({ env: { GUYUB_URL: 'https://guyub.example.go.id', GUYUB_VAULT: join(folder, 'vault') } })
    const coordinator = await makePost(g, 'coordinator', 'Koordinator Kota Kediri', { region: '35.71' })
    const contributor = await makePost(g, 'contributor', 'Penyusun data', { org: ORG })
    await makePerson(g, 'ratna', { name: 'Ratna Dewi', posts: [coordinator] })
    await makePerson(g, 'joko', { name: 'Joko Susilo', posts: [contributor] })
    ratna = await signIn(g.url, 'ratna', PASSWORD)
    joko = await signIn(g.url, 'joko', PASSWORD)
    anyone = visitor(g.url)
})
after(async () => {
    ratna?.close()
    joko?.close()
    anyone?.close()
    await g?.stop()
    rmSync(folder, { recursive: true, force: true })
})

// What an operator could do behind the program's back.
async function tamper(sql) {
    const r = g.db.startsWith('sqlite:') ? await runProgram('sqlite3', [g.db.slice(7), sql])
        : await runProgram('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', g.db, '-c', sql])
    assert.equal(r.code, 0, r.err)
}

const bytesOf = async (path) => Buffer.from(await (await fetch(g.url + path)).arrayBuffer())
const paper = async () => (await fetch(`${g.url}/papers/${code}.json`)).json()

const letter = {
    org: ORG, title: 'Permintaan data evaluasi tahap 2', number: '500.12/14/419.114/2026', to: 'Kepala Dinas Kesehatan',
    place: 'Kediri', post: 'Kepala Dinas', name: 'Siti Rahma', official: '19800101 200501 2 001', language: 'id',
    body: 'Dengan hormat, bersama ini kami mohon data berikut.\r\n\r\n- Jumlah puskesmas\r\n- Jumlah kunjungan\r\n\r\n'
        + 'Hari : Senin\r\nBatas akhir : 30 November 2026\r\n\r\nNo\tIndikator\tNilai\r\n1\tCakupan <b>\t97,5\r\n',
}

const sendFile = async (who, path, bytes, { name = 'surat.pdf', fields = {} } = {}) =>
    who.submit(await who.go(path), fields, { at: path, file: { name, bytes }, stay: true })

test('a letter is seen before it is issued, and the form sent twice issues one', async () => {
    const page = await ratna.go('/papers/new')
    const seen = await ratna.submit(page, letter, { press: 'preview' })
    assert.equal(seen.status, 200, seen.words)
    assert.match(seen.words, /As it would be issued.*Permintaan data evaluasi tahap 2.*Nomor: 500\.12/)
    assert.match(seen.words, /Cakupan <b>/, 'what was typed is text, not HTML')
    assert.match(seen.text, /<ol class="govuk-list govuk-list--number">\s*<li>Jumlah puskesmas/)
    assert.match(seen.text, /<dt class="govuk-summary-list__key">Batas akhir/)
    assert.match(seen.text, /govuk-table__header--numeric[^>]*>Nilai/)
    assert.deepEqual((await g.run(['paper', 'list', '--json'])).json, [])

    const once = seen.forms.find((f) => f.action === '/papers/new')
    const issued = await ratna.submit(seen, {}, { at: '/papers/new', press: 'issue', stay: true })
    assert.equal(issued.status, 303, issued.words)
    code = issued.location.split('/').at(-1)
    const again = await ratna.post('/papers/new', [...once.fields, ['step', 'issue']])
    assert.equal(again.status, 303, again.words)
    assert.equal(again.location, issued.location)
    const list = (await g.run(['paper', 'list', '--json'])).json
    assert.deepEqual(list.map((l) => l.code), [code])
})

test('a letter without a body, with a wrong one, of another office, or by who may not, is refused', async () => {
    const page = await ratna.go('/papers/new')
    const empty = await ratna.submit(page, { ...letter, body: ' \r\n ' }, { press: 'preview' })
    assert.equal(empty.status, 400)
    assert.match(empty.words, /The letter says nothing yet/)
    const long = await ratna.submit(page, { ...letter, body: 'a'.repeat(501) }, { press: 'preview' })
    assert.equal(long.status, 400)
    assert.match(long.words, /A word is longer than 500 bytes/)
    assert.match(long.text, /aaaaa<\/textarea>/, 'what was typed is kept')
    const lacks = await ratna.submit(page, { ...letter, name: '' }, { press: 'preview' })
    assert.equal(lacks.status, 400)
    const made = await g.run(['org', 'add', '--code', OTHER, '--kind', 'agency', '--region', '15.71',
        '--name', 'Diskominfo Kota Jambi', '--source', 'uji', '--why', 'uji'])
    assert.equal(made.code, 0, made.err)
    assert.equal((await ratna.submit(page, { ...letter, org: OTHER }, { press: 'preview' })).status, 403)
    assert.equal((await joko.get('/papers/new')).status, 403)
    assert.equal((await joko.get('/papers')).status, 403)
    assert.equal((await joko.get(`/papers/${code}/copies`)).status, 403)
    assert.equal((await joko.get(`/papers/${code}/end`)).status, 403)
    assert.equal((await g.run(['paper', 'list', '--json'])).json.length, 1)
})

test('the same text gives the same PDF, which has its structure and its text', async () => {
    pdf = await bytesOf(`/papers/${code}/pdf`)
    const told = await paper()
    assert.equal(sha256(pdf), told.pdf_sha256)
    assert.equal(sha256(await bytesOf(`/papers/${code}/pdf`)), told.pdf_sha256)
    assert.equal(told.holds, true)
    const file = inFolder('surat.pdf', pdf)
    const info = (await runProgram('pdfinfo', [file])).out
    assert.match(info, /Title:\s+Permintaan data evaluasi tahap 2/)
    assert.match(info, /Tagged:\s+yes/)
    assert.match(info, /Page size:\s+595\.276 x 841\.89 pts \(A4\)/)
    const structure = (await runProgram('pdfinfo', ['-struct-text', file])).out
    for (const tag of ['Document', 'H1', 'P', 'L', 'LI', 'Table', 'TR', 'TH', 'TD'])
        assert.match(structure, new RegExp(`^\\s*${tag}\\b`, 'm'), `${tag} in\n${structure}`)
    const words = (await runProgram('pdftotext', ['-layout', file, '-'])).out
    for (const said of ['Nomor: 500.12/14/419.114/2026', 'Jumlah kunjungan', 'Cakupan <b>', '97,5', 'Siti Rahma', code])
        assert.ok(words.includes(said), `${said} in\n${words}`)
})

test('the PDF of the day of issue is kept; changed or lost it is made anew, and is the same', async () => {
    const kept = join(folder, 'vault', 'paper', sha256(pdf))
    assert.equal(sha256(readFileSync(kept)), sha256(pdf))
    writeFileSync(kept, Buffer.concat([Buffer.from('%PDF-1.5 palsu'), pdf.subarray(14)]))
    assert.equal(sha256(await bytesOf(`/papers/${code}/pdf`)), sha256(pdf))
    rmSync(kept)
    assert.equal(sha256(await bytesOf(`/papers/${code}/pdf`)), sha256(pdf))
    writeFileSync(kept, pdf)
})

test('its QR leads to its page', async (t) => {
    if ((await runProgram('zbarimg', ['--version'])).code !== 0) return t.skip('zbarimg is not installed')
    const picture = join(folder, 'surat')
    await runProgram('pdftoppm', ['-r', '150', '-png', '-singlefile', join(folder, 'surat.pdf'), picture])
    const read = await runProgram('zbarimg', ['-q', '--raw', `${picture}.png`])
    assert.equal(read.out.trim(), `https://guyub.example.go.id/papers/${code}`)
})

test('anybody compares what they have: the PDF, a changed one, one that was added to', async () => {
    const changed = Buffer.from(pdf)
    changed[changed.length >> 1] ^= 1
    const rows = [
        ['as issued', pdf, /The same bytes as the PDF that was issued/, 0],
        ['one bit changed', changed, /Not the same bytes as issued/, 1],
        ['cut short', pdf.subarray(0, pdf.length - 1), /Not the same bytes as issued/, 1],
        ['added to', Buffer.concat([pdf, Buffer.from('\n% more\n')]), /other bytes after it that no signature covers/, 1],
    ]
    for (const [name, bytes, says, exit] of rows) {
        const answer = await sendFile(anyone, `/papers/${code}`, bytes)
        assert.match(answer.words, says, name)
        const shell = await g.run(['paper', 'verify', inFolder('x.pdf', bytes), '--code', code, '--lang', 'en'])
        assert.equal(shell.code, exit, `${name}: ${shell.out} ${shell.err}`)
        assert.match(shell.out, says, name)
    }
})

// ---- signatures -----------------------------------------------------------------------------------

// Adds a signature as PDF signers do: objects after the end, /ByteRange round a /Contents.
async function signed(base, { contents, range } = {}) {
    const text = base.toString('latin1')
    const size = Number(text.match(/\/Size (\d+)/g).at(-1).slice(6))
    const root = text.match(/\/Root (\d+ \d+ R)/g).at(-1).slice(6)
    const last = text.match(/startxref\s+(\d+)\s+%%EOF\s*$/)[1]
    const room = 8192, hole = '0'.repeat(room * 2)
    const catalog = text.match(new RegExp(`(?:^|\\n)${root.replace(' R', '')} obj\\s*<<([\\s\\S]*?)>>\\s*endobj`))[1]
    const pageNo = text.match(/(\d+) 0 obj\s*<<[^>]*\/Type \/Page\b/)?.[1]
    assert.ok(pageNo, 'a page')
    const objects = [
        [size, `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [0 ${'*'.repeat(40)}] /Contents <${hole}> >>`],
        [size + 1, `<< /Type /Annot /Subtype /Widget /FT /Sig /T (Tanda tangan) /V ${size} 0 R /Rect [0 0 0 0] /F 132 /P ${pageNo} 0 R >>`],
        [Number(root.split(' ')[0]), `<<${catalog} /AcroForm << /Fields [${size + 1} 0 R] /SigFlags 3 >> >>`],
    ]
    let added = '\n'
    const at = new Map()
    for (const [n, body] of objects) {
        at.set(n, base.length + added.length)
        added += `${n} 0 obj\n${body}\nendobj\n`
    }
    const xref = base.length + added.length
    added += 'xref\n'
    for (const [n, place] of at) added += `${n} 1\n${String(place).padStart(10, '0')} 00000 n \n`
    added += `trailer\n<< /Size ${size + 2} /Root ${root} /Prev ${last} >>\nstartxref\n${xref}\n%%EOF\n`
    const from = base.length + added.indexOf(`<${hole}>`), to = from + hole.length + 2
    const all = base.length + added.length
    added = added.replace(/\[0 \*{40}\]/, (range ?? `[0 ${from} ${to} ${all - to}]`).padEnd(44, ' '))
    const whole = Buffer.concat([base, Buffer.from(added, 'latin1')])
    const hex = contents ?? await cms(Buffer.concat([whole.subarray(0, from), whole.subarray(to)]))
    whole.write(hex.padEnd(room * 2, '0').slice(0, room * 2), from + 1, 'latin1')
    return whole
}

async function cms(bytes) {
    const key = join(folder, 'key.pem'), cert = join(folder, 'cert.pem'), out = join(folder, 'sig.der')
    await runProgram('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert,
        '-days', '2', '-subj', '/CN=Siti Rahma/O=Uji'])
    const r = await runProgram('openssl', ['cms', '-sign', '-binary', '-in', inFolder('signed.bin', bytes), '-signer', cert,
        '-inkey', key, '-outform', 'DER', '-md', 'sha256', '-out', out])
    assert.equal(r.code, 0, r.err)
    return readFileSync(out).toString('hex')
}

const pdfFields = { kind: 'pdf', typed_code: '', sensitivity: 'public' }
const copiesOf = async () => (await g.run(['paper', 'show', code, '--lang', 'en'])).out.match(/Signed copy/g)?.length ?? 0

test('a PDF that came back signed is bound to what was issued by its first bytes', async () => {
    const good = await signed(pdf)
    const foreign = await runProgram('pdfsig', ['-nocert', inFolder('good.pdf', good)])
    assert.match(foreign.out, /Signature is Valid/, `another program agrees that it is one: ${foreign.out} ${foreign.err}`)
    assert.match(foreign.out, /Total document signed/)

    const sent = await sendFile(ratna, `/papers/${code}/copies`, good, { fields: pdfFields })
    assert.equal(sent.status, 303, sent.words)
    const page = await (await fetch(`${g.url}/papers/${code}`, { headers: { 'accept-language': 'en' } })).text()
    const words = page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
    assert.match(words, /It begins with the PDF that was issued, byte for byte/)
    assert.match(words, /Signatures that cover those bytes: 1\. One reaches to the end of the file/)
    assert.match(words, /Not checked here: whether the signatures are right/)
    const document = page.match(/\/documents\/([A-Z0-9-]+)/)[1]
    const back = join(folder, 'back.pdf')
    assert.equal((await g.run(['document', 'get', document, back])).code, 0)
    assert.equal(sha256(readFileSync(back)), sha256(good), 'the vault has the file that was sent')
    assert.equal(await copiesOf(), 1)

    const answer = await sendFile(anyone, `/papers/${code}`, good)
    assert.match(answer.words, /The PDF that was issued, with signatures after it/)
    const shell = await g.run(['paper', 'verify', join(folder, 'good.pdf'), '--code', code, '--lang', 'en'])
    assert.equal(shell.code, 0, shell.out)
})

test('what is not our PDF, is not signed, or is signed beside it, is refused', async () => {
    const good = await signed(pdf, { contents: 'ab'.repeat(300) })
    const changed = Buffer.from(pdf)
    changed.write('X', changed.indexOf('/Title') + 8, 'latin1')
    const rows = [
        ['the PDF as issued', pdf, /There is no signature in this file/],
        ['another PDF, signed', await signed(changed, { contents: 'ab'.repeat(300) }), /does not begin with the PDF that was issued/],
        ['a place for a signature, empty', await signed(pdf, { contents: '' }), /There is no signature in this file/],
        ['a range that leaves ours out', await signed(pdf, { contents: 'ab'.repeat(300), range: '[0 10 20 30]' }), /There is no signature/],
        ['a range beyond the end', await signed(pdf, { contents: 'ab'.repeat(300), range: `[0 ${pdf.length} ${pdf.length + 9} 99999999]` }), /There is no signature/],
    ]
    for (const [name, bytes, says] of rows) {
        const sent = await sendFile(ratna, `/papers/${code}/copies`, bytes, { fields: pdfFields })
        assert.equal(sent.status, 400, `${name}: ${sent.words}`)
        assert.match(sent.words, says, name)
    }
    assert.equal(await copiesOf(), 1)

    const more = await sendFile(ratna, `/papers/${code}/copies`, Buffer.concat([good, Buffer.from('% later\n')]), { fields: pdfFields })
    assert.equal(more.status, 303, more.text)
    const words = (await (await fetch(`${g.url}/papers/${code}`, { headers: { 'accept-language': 'en' } })).text())
    assert.match(words, /After the last of them something was added/)
})

test('a scan is bound by who sends it, with the code that stands on it', async () => {
    const picture = join(folder, 'scan')
    await runProgram('pdftoppm', ['-r', '50', '-png', '-singlefile', join(folder, 'surat.pdf'), picture])
    const scan = readFileSync(`${picture}.png`)
    const fields = { kind: 'scan', typed_code: 'AAAA-AAAA-AAAA', sensitivity: 'internal' }
    const wrong = await sendFile(ratna, `/papers/${code}/copies`, scan, { name: 'scan.png', fields })
    assert.equal(wrong.status, 400)
    assert.match(wrong.words, /This is not the code of this paper/)
    const sent = await sendFile(ratna, `/papers/${code}/copies`, scan, { name: 'scan.png',
        fields: { ...fields, typed_code: ` ${code.toLowerCase()} ` } })
    assert.equal(sent.status, 303, sent.words)
    assert.equal(await copiesOf(), 3)
    const own = (await ratna.go(`/papers/${code}`)).words
    assert.match(own, /Scan, signed by hand/)
    const others = await (await fetch(`${g.url}/papers/${code}`, { headers: { 'accept-language': 'en' } })).text()
    assert.doesNotMatch(others, /Scan, signed by hand/, 'an internal scan is not shown to everybody')
    const told = (await g.run(['journal', 'list', '--thing', 'letter', '--json'])).json
    assert.equal(told.filter((l) => l.verb === 'added' && l.key === code).length, 4)
})

// ---- what somebody changed ------------------------------------------------------------------------

test('a text that was changed in the database is not shown, and a true copy still compares', async () => {
    await tamper(`UPDATE letter SET content = replace(content, '97,5', '99,5') WHERE code = '${code}'`)
    const page = await fetch(`${g.url}/papers/${code}`, { headers: { 'accept-language': 'en' } })
    const words = (await page.text()).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
    assert.match(words, /The text that is kept here is not the one that was issued/)
    assert.doesNotMatch(words, /99,5|This paper holds\./)
    assert.equal((await paper()).text_is_as_issued, false)
    assert.equal((await fetch(`${g.url}/papers/${code}/pdf`)).status, 500)
    assert.match((await sendFile(anyone, `/papers/${code}`, pdf)).words, /The same bytes as the PDF that was issued/)
    assert.equal((await g.run(['paper', 'show', code])).code, 3)
    await tamper(`UPDATE letter SET content = replace(content, '99,5', '97,5') WHERE code = '${code}'`)
    assert.equal((await paper()).text_is_as_issued, true)
})

test('an ended paper says since when and why; a replaced one leads to the other', async () => {
    const form = await ratna.go(`/papers/${code}/end`)
    assert.equal((await ratna.submit(form, { why: '' }, { at: `/papers/${code}/end` })).status, 400)
    const next = await ratna.submit(await ratna.go('/papers/new'), { ...letter, title: 'Ralat permintaan data', replaces: code },
        { press: 'preview' })
    const issued = await ratna.submit(next, {}, { at: '/papers/new', press: 'issue' })
    assert.match(issued.words, /This paper holds\./)
    const old = (await ratna.go(`/papers/${code}`)).words
    assert.match(old, /This paper holds no more since/)
    assert.match(old, /Read the one that holds instead/)
    const second = issued.path.split('/').at(-1)
    const ended = await g.run(['paper', 'end', second, '--why', 'Salah alamat', '--lang', 'en'])
    assert.equal(ended.code, 0, ended.err)
    assert.match((await ratna.go(`/papers/${second}`)).words, /holds no more since .*Salah alamat/)
    assert.equal((await g.run(['paper', 'end', second, '--why', 'Lagi'])).code, 1)
    const shell = await g.run(['paper', 'verify', join(folder, 'surat.pdf'), '--code', code, '--lang', 'en'])
    assert.equal(shell.code, 1)
    assert.match(shell.out, /But the paper holds no more/)
})
