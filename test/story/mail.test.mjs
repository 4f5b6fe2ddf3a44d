// SPDX-License-Identifier: AGPL-3.0-or-later
// Mail: what is put is sent, later if need be, once if it can be told, and nobody reads it on the way.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { after, before, test } from 'node:test'
import { engine, guyub, makePerson, makePost, PASSWORD, runProgram, signIn, visitor } from '../harness/guyub.mjs'
import { mailServer } from '../harness/smtp.mjs'

const NEWER = 'payung hitam di rumah', FROM = 'Guyub Kota Kediri <guyub@kedirikota.test>'
const URL = 'https://guyub.kedirikota.test'
const EMAIL = 'siti.rahma@kedirikota.test'

let g, post
const settings = (more = {}) => ({ GUYUB_SMTP: post.url, GUYUB_MAIL_FROM: FROM, GUYUB_URL: URL, ...more })
before(async () => {
    post = await mailServer()
    g = await guyub({ env: settings({ GUYUB_JOBS: '1' }) })
})
after(async () => {
    await g?.stop()
    await post?.stop()
})

const english = { LANG: 'en_US.UTF-8' }
const shell = (args, { env = {}, ...options } = {}) => g.run(args, { ...options, env: { ...english, ...settings(), ...env } })
const ok = async (args, options) => {
    const r = await shell(args, options)
    assert.equal(r.code, 0, `guyub ${args.join(' ')}: ${r.out}${r.err}`)
    return r
}
const box = async () => (await ok(['mail', 'list', '--json'])).json
// Waits for the first mail of this kind since the last question at the door to be as a story wants it.
let asked_at = 0
async function latest(state, what) {
    let row
    for (let waited = 0; waited < 20_000; waited += 100) {
        row = (await box()).findLast((r) => r.what === what && r.id > asked_at)
        if (row && (row.state === state || (state === 'tried' && row.reason))) return row
        await sleep(100)
    }
    assert.fail(`not ${state}: ${JSON.stringify(row)}`)
}
const codeIn = (text) => text.match(/[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/)?.[0]
const person = async (login, email) => {
    await ok(['account', 'add', login, '--name', `Orang ${login}`, '--email', email])
    await ok(['account', 'password', login], { input: `${PASSWORD}\n`, env: { GUYUB_SMTP: '' } })
}
async function forget(login, v = visitor(g.url)) {
    asked_at = (await box())[0]?.id ?? 0
    const door = await v.go('/sign-in')
    assert.match(door.text, /href="\/sign-in\/forgotten"/)
    return v.submit(await v.go('/sign-in/forgotten'), { login })
}

// ---- the shell: each answer of a server in words ----------------------------------------------------

test('a trial says what the server answered', async (t) => {
    const rows = [
        ['is taken', {}, 0, /has taken it/],
        ['no such recipient', { RCPT: ['550 5.1.1 no such user'] }, 1, /refuses this recipient[^]*no such user/],
        ['come back later', { RCPT: ['451 4.7.1 greylisted'] }, 1, /later[^]*greylisted/],
        ['relaying denied', { RCPT: ['554 5.7.1 relay access denied'] }, 1, /rules do not let/],
        ['a sender that is not ours', { MAIL: ['553 5.7.1 not yours'] }, 1, /no mail from this sender/],
        ['closed for now', { GREET: ['421 4.3.2 too busy'] }, 1, /come back later/],
        ['taken for unwanted', { DOT: ['554 5.7.1 spam'] }, 1, /refuses this mail/],
        ['breaks off after the text', { DOT: ['drop'] }, 1, /broke off/],
        ['breaks off at once', { GREET: ['drop'] }, 1, /broke off/],
        ['says nothing', { GREET: ['silent'] }, 1, /did not answer in time/],
        ['falls silent', { DOT: ['silent'] }, 1, /did not answer in time/],
    ]
    for (const [name, next, code, words] of rows)
        await t.test(name, async () => {
            post.next = structuredClone(next)
            const r = await shell(['mail', 'test', EMAIL], { env: { GUYUB_SMTP_S: '2' } })
            assert.equal(r.code, code, r.out + r.err)
            assert.match(r.out + r.err, words)
        })
    post.next = {}
    const mail = await post.mail()
    assert.equal(mail.from, 'guyub@kedirikota.test')
    assert.equal(mail.to, EMAIL)
    assert.equal(mail.head.from, FROM)
    assert.equal(mail.head['auto-submitted'], 'auto-generated')
    assert.match(mail.text, /guyub mail test/)
    for (const line of mail.raw.split('\r\n')) assert.ok(line.length <= 78, line)
})

test('what cannot be sent is said before anybody is asked', async () => {
    const heard = post.heard.length
    for (const [address, env, code, words] of [
        ['siti', {}, 2, /not an address|cannot be used/],
        ['siti@kota.test\r\nRCPT TO:<x@y.test>', {}, 2, /not an address|cannot be used/],
        [EMAIL, { GUYUB_SMTP: '' }, 1, /sends no mail/],
        [EMAIL, { GUYUB_SMTP: 'http://127.0.0.1' }, 1, /sends no mail/],
        [EMAIL, { GUYUB_SMTP: 'smtp://127.0.0.1:1' }, 1, /cannot be reached/],
        [EMAIL, { GUYUB_SMTP_USER: 'guyub', GUYUB_SMTP_PASSWORD: '/nowhere/at/all' }, 3, /could not be read/],
    ]) {
        const r = await shell(['mail', 'test', address], { env })
        assert.equal(r.code, code, r.out + r.err)
        assert.match(r.out + r.err, words)
    }
    assert.equal(post.heard.length, heard)
})

// Names are not asked whether they mean this machine: but for "localhost" they are other machines.
const ELSEWHERE = (url) => url.replace('127.0.0.1', 'LOCALHOST')

test('another machine is spoken to by TLS with a good certificate, or not at all', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guyub-mail-'))
    const file = (name) => join(folder, name)
    const made = await runProgram('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256',
        '-nodes', '-days', '2', '-subj', '/CN=localhost', '-keyout', file('key'), '-out', file('cert')])
    assert.equal(made.code, 0, made.err)
    const safe = await mailServer({ tls: { key: readFileSync(file('key')), cert: readFileSync(file('cert')) } })
    try {
        for (const [url, code, words] of [
            [post.url, 0, /has taken it/],                      // here, in clear: no byte leaves the machine
            [safe.url, 0, /has taken it/],                      // here, by TLS, since it is offered
            [ELSEWHERE(post.url), 1, /no safe connection/],     // offers none
            [ELSEWHERE(safe.url), 1, /no safe connection/],     // of its own making
        ]) {
            const r = await shell(['mail', 'test', EMAIL], { env: { GUYUB_SMTP: url } })
            assert.equal(r.code, code, url + r.out + r.err)
            assert.match(r.out + r.err, words)
        }
        await post.mail()
        assert.equal((await safe.mail()).secure, true)
    } finally {
        await safe.stop()
        rmSync(folder, { recursive: true })
    }
})

test('signing in at the server: the password is read from its file each time', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guyub-mail-')), file = join(folder, 'password')
    const strict = await mailServer({ said: { EHLO: '250-kantor.test\r\n250 AUTH PLAIN' } })
    const env = { GUYUB_SMTP: strict.url, GUYUB_SMTP_USER: 'guyub', GUYUB_SMTP_PASSWORD: file }
    try {
        for (const password of ['rahasia satu', 'rahasia dua']) {
            writeFileSync(file, `${password}\n`, { mode: 0o600 })
            await ok(['mail', 'test', EMAIL], { env })
            assert.equal((await strict.mail()).auth, `\0guyub\0${password}`)
        }
        strict.next = { AUTH: ['535 5.7.8 wrong'] }
        const r = await shell(['mail', 'test', EMAIL], { env })
        assert.equal(r.code, 1)
        assert.match(r.out + r.err, /refuses our user or password/)
        assert.doesNotMatch(r.out + r.err, /rahasia/)
    } finally {
        await strict.stop()
        rmSync(folder, { recursive: true })
    }
})

// ---- a lost password --------------------------------------------------------------------------------

test('a lost password: from the click to the new one, greylisted on the way', async () => {
    await person('siti', EMAIL)
    post.next = { RCPT: ['451 4.7.1 greylisted, come back'] }
    const siti = visitor(g.url)
    const page = await forget('siti', siti)
    assert.match(page.words, /one-time code is on its way/)

    const put = await latest('tried', 'password_code')
    assert.equal(put.state, 'waiting')
    assert.equal(put.reason, 'later')
    assert.equal(put.code, '451 4.7.1')
    await ok(['mail', 'again', String(put.id)])
    const mail = await post.mail()
    assert.equal(mail.to, EMAIL)
    assert.match(mail.text, /Yth\. Orang siti,/)                 // nobody chose a language: Indonesian
    assert.ok(mail.text.includes(`${URL}/reset`))
    assert.equal((await latest('sent', 'password_code')).tries, 2)

    const code = codeIn(mail.text)
    const inside = await siti.submit(page, { login: 'siti', code, new_password: NEWER, again: NEWER })
    assert.equal(inside.status, 200)
    assert.match((await siti.go('/account')).words, /Orang siti/)
    assert.match((await post.mail()).head.subject, /[Kk]ata sandi/)      // and the owner is told
    const other = visitor(g.url)
    const again = await other.submit(await other.go('/reset'),
        { login: 'siti', code, new_password: PASSWORD, again: PASSWORD })
    assert.equal(again.status, 400)                             // once
})

test('who asks is told the same words for every login, and mailed at most every 15 minutes', async () => {
    await person('wati', 'wati@kedirikota.test')
    await ok(['account', 'add', 'tono', '--name', 'Tono'])      // no email, and never accepted
    const before_n = (await box()).length
    const words = []
    words.push((await forget('wati')).words)
    await post.mail()
    await latest('sent', 'password_code')
    for (const login of ['wati', 'tono', 'nobody.at.all']) words.push((await forget(login)).words)
    assert.equal(new Set(words).size, 1)
    await sleep(1500)                           // all of them were looked at by then
    assert.equal((await box()).length, before_n + 1)
})

test('asking again and again is slowed down', async () => {
    const v = visitor(g.url, { from: '127.0.0.77' })
    let page
    for (let i = 0; i < 30 && page?.status !== 429; i++) {
        page = await v.go('/sign-in/forgotten')
        page = await v.submit(page, { login: 'somebody.else' }, { stay: true })
    }
    assert.equal(page.status, 429)
    assert.match(page.words, /too many tries/)
})

test('without a mail server the page says whom to ask', async () => {
    const other = await guyub({ env: { GUYUB_SMTP: '' } })
    try {
        const v = visitor(other.url)
        assert.match((await v.go('/sign-in')).words, /ask your coordinator/)
        assert.match((await v.go('/sign-in/forgotten')).words, /ask your coordinator/)
    } finally {
        await other.stop()
    }
})

// ---- what servers do ----------------------------------------------------------------------------------

test('a recipient who is refused is given up, and the text is gone', async () => {
    await person('budi', 'budi@kedirikota.test')
    post.next = { RCPT: ['550 5.1.1 no such user here'] }
    await forget('budi')
    const row = await latest('given_up', 'password_code')
    assert.equal(row.reason, 'refused')
    assert.equal(row.code, '550 5.1.1')
    const held = await ok(['subject', 'held', 'budi', '--json'])
    assert.ok(!held.json.some((v) => v.class === 'mail'))
    const again = await shell(['mail', 'again', String(row.id)])
    assert.equal(again.code, 1)
})

test('a server that breaks off after the text may get it twice, under the same Message-ID', async () => {
    await person('rini', 'rini@kedirikota.test')
    post.next = { DOT: ['drop'] }
    const from = post.heard.length
    await forget('rini')
    const row = await latest('tried', 'password_code')
    assert.equal(row.reason, 'cut')
    await ok(['mail', 'again', String(row.id)])
    await post.mail()
    const heard = post.heard.slice(from)
    assert.equal(heard.length, 2)
    assert.equal(heard[0], heard[1])
    await latest('sent', 'password_code')
})

test('what waits for somebody goes with them', async () => {
    await person('eka', 'eka@kedirikota.test')
    post.next = { RCPT: ['451 4.7.1 later'] }
    await forget('eka')
    const row = await latest('tried', 'password_code')
    const held = (await ok(['subject', 'held', 'eka', '--json'])).json.filter((v) => v.class === 'mail')
    assert.equal(held.length, 1)
    assert.match(held[0].value, /^eka@kedirikota\.test\n/)
    assert.equal(codeIn(held[0].value), undefined)              // whoever reads it there cannot use it
    await ok(['account', 'erase', 'eka', '--why', 'her own wish'])
    const ended = (await box()).find((r) => r.id === row.id)
    assert.equal(ended.state, 'out_of_date')
})

// ---- an invitation --------------------------------------------------------------------------------------

test('an invitation is mailed and shown', async () => {
    const admin = await makePost(g, 'administrator', 'Administrator Kedua')
    await makePerson(g, 'adam', { posts: [admin] })
    const walidata = await makePost(g, 'walidata', 'Walidata Kota Kediri', { region: '35.71' })
    const adam = await signIn(g.url, 'adam', PASSWORD)
    const form = await adam.go('/people/new')
    assert.match(form.words, /goes to the email/)
    const fields = { name: 'Dewi Ayu', login: 'dewi', phone: '', post: walidata, decree: 'SK 2/2026', why: 'new steward' }
    const wrong = await adam.submit(form, { ...fields, email: 'dewi' }, { stay: true })
    assert.equal(wrong.status, 400)
    assert.match(wrong.words, /not an address/)
    const done = await adam.submit(await adam.go('/people/new'), { ...fields, email: 'dewi@kedirikota.test' })
    assert.match(done.words, /on its way to dewi@kedirikota\.test/)
    const mail = await post.mail()
    assert.equal(mail.to, 'dewi@kedirikota.test')
    assert.ok(mail.text.includes('Walidata Kota Kediri'))
    assert.ok(mail.text.includes(`${URL}/invitation`))
    assert.equal(codeIn(mail.text), codeIn(done.words))

    const dewi = visitor(g.url)
    const welcome = await dewi.submit(await dewi.go('/invitation'), { code: codeIn(mail.text) })
    assert.match(welcome.words, /Dewi Ayu/)
    assert.equal((await dewi.submit(welcome, { new_password: NEWER, again: NEWER })).status, 200)
})

// ---- warnings -------------------------------------------------------------------------------------------

test('another email asks for the password and tells the address of before', async () => {
    await person('yani', 'yani@kedirikota.test')
    const yani = await signIn(g.url, 'yani', PASSWORD)
    let page
    for (const email of ['evil@elsewhere.test', '']) {
        page = await yani.submit(await yani.go('/account/change'), { email }, { stay: true })
        assert.equal(page.status, 400)
        assert.match(page.words, /A change of the email needs the present password/)
    }
    page = await yani.submit(await yani.go('/account/change'), { email: 'baru@kedirikota.test', password: PASSWORD, lang: 'en' })
    assert.match(page.words, /baru@kedirikota\.test/)
    const mail = await post.mail()
    assert.equal(mail.to, 'yani@kedirikota.test')
    assert.ok(!mail.text.includes('baru@'))

    const other = visitor(g.url, { agent: 'Mozilla/5.0 (X11; Linux) Firefox/140.0' })
    await other.signIn('yani', PASSWORD)
    const warned = await post.mail()
    assert.equal(warned.to, 'baru@kedirikota.test')
    assert.match(warned.text, /browser that was not seen there before/)
    await visitor(g.url).signIn('yani', PASSWORD)               // not again on the same day
    await sleep(1500)
    assert.equal((await box()).filter((r) => r.what === 'browser_is_new').length, 1)
})

test('who gives the address of somebody else cannot flood it with warnings', async () => {
    await person('usil', 'korban@elsewhere.test')
    const usil = await signIn(g.url, 'usil', PASSWORD)
    const turn = async (email) => usil.submit(await usil.go('/account/change'), { email, password: PASSWORD })
    const before = (await box()).filter((r) => r.what === 'email_is_new').length
    for (let i = 0; i < 8; i++) {
        await turn('')
        await turn('korban@elsewhere.test')
    }
    assert.equal((await box()).filter((r) => r.what === 'email_is_new').length - before, 5)
})

// ---- nobody reads it on the way ---------------------------------------------------------------------------

test('log, journal and database hold no address and no code', async () => {
    const codes = post.all.map((mail) => codeIn(mail.text)).filter(Boolean)
    assert.ok(codes.length >= 4)
    const log = g.said.text, journal = JSON.stringify((await ok(['journal', 'list', '--json'])).json)
    for (const secret of [...codes, ...post.all.map((mail) => mail.to)]) {
        assert.ok(!log.includes(secret), `the log holds ${secret}`)
        assert.ok(!journal.includes(secret), `the journal holds ${secret}`)
    }
    assert.match(log, /"mail\.try"/)
    assert.match(journal, /"wrote"/)
    if (engine !== 'sqlite') return
    for (const end of ['', '-wal']) {
        let bytes
        try { bytes = readFileSync(g.db.replace(/^sqlite:/, '') + end, 'latin1') } catch { continue }
        for (const secret of [...codes, EMAIL]) assert.ok(!bytes.includes(secret), `${end} holds ${secret}`)
    }
})
