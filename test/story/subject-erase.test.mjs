// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Somebody is invited, works, sees what is held of them, takes it along, and has it erased. From then
// on nothing of them can be read: not in the files of the database or its dump, not on a page, in an
// export, in the shell or in the log, and not in a copy that was made before and is served again with
// the same key file. The journal holds, there and here. A new name in a plain column would be found:
// the same search finds the name of a region in the same places.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'

import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { engine, guyub, runProgram, signIn, visitor } from '../harness/guyub.mjs'

const ADMIN = 'sandi pengurus yang cukup panjang', SECRET = 'kuda hijau membaca peta di teras'
const PERSON = {
    login: 'kresna.quixotharja', name: 'Kresna Wibhisana Quixotharja',
    email: 'quixotharja@surat.example', phone: '0812-7654-3219',
}
const FROM = '127.91.73.55', AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Zephyrhazel/9.9'
const NEEDLES = ['kresna', 'quixotharja', 'wibhisana', '7654-3219', FROM, 'zephyrhazel', 'surat.example']
const ORG = '/organisations/35.71-diskominfo'

let g, folder, admin, person, account, backup

before(async () => {
    g = await guyub({ env: { GUYUB_WORKERS: '2' } })
    folder = mkdtempSync(join(tmpdir(), 'guyub-erase-'))
    await shell(['account', 'password', 'admin'], { input: `${ADMIN}\n` })
    admin = await signIn(g.url, 'admin', ADMIN)
})
after(async () => {
    admin?.close(), person?.close()
    await g.stop()
    await backup?.drop()
    rmSync(folder, { recursive: true, force: true })
})

async function run(file, args, options) {
    const r = await runProgram(file, args, options)
    assert.equal(r.code, 0, `${file} ${args.join(' ')}: ${r.err}`)
    return r.out
}

async function shell(args, options = {}) {
    const r = await g.run(args, options)
    assert.equal(r.code, 0, `guyub ${args.join(' ')}: ${r.err}`)
    return r.out
}

// Which of the needles stand in `text`, in letters or as the digits in which a dump writes bytes.
function found(text, needles = NEEDLES) {
    const low = text.toLowerCase()
    return needles.filter((n) => low.includes(n.toLowerCase())
        || low.includes(Buffer.from(n).toString('hex')))
}
const nothing = (where, text) => assert.deepEqual(found(text), [], `${where} still tells of the person`)

// ---- the database from outside: its files or its dump, and a copy without keys -------------------

const pathOf = (url) => url.slice('sqlite:'.length)
const psql = (url, text) => run('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', url, '-c', text])

const outside = {
    sqlite: {
        ask: (url, text) => run('sqlite3', ['-batch', pathOf(url), text]),
        raw: async (url) => ['', '-wal', '-shm', '-journal'].map((s) => pathOf(url) + s)
            .filter((p) => existsSync(p)).map((p) => readFileSync(p, 'latin1')).join('\n'),
        copy: async (url) => {
            const to = join(folder, 'backup.db')
            await run('sqlite3', ['-batch', pathOf(url), `VACUUM INTO '${to}'`])
            await run('sqlite3', ['-batch', to,
                'PRAGMA secure_delete = 1; DELETE FROM subject_key; VACUUM;'])
            return { url: `sqlite:${to}`, drop: async () => {} }
        },
        keys: (from, to) => run('sqlite3', ['-batch', pathOf(to), `ATTACH '${pathOf(from)}' AS live;
            INSERT INTO subject_key SELECT * FROM live.subject_key;`]),
    },
    postgres: {
        ask: psql,
        raw: (url) => run('pg_dump', ['-d', url]),
        copy: async (url) => {
            const file = join(folder, 'backup.sql'), to = `${url}_copy`
            const name = new URL(to).pathname.slice(1)
            await run('pg_dump', ['-d', url, '--exclude-table-data=subject_key', '-f', file])
            await psql(process.env.GUYUB_TEST_PG, `CREATE DATABASE ${name}`)
            await run('psql', ['-Xq', '-v', 'ON_ERROR_STOP=1', '-d', to, '-f', file])
            return { url: to, drop: () => psql(process.env.GUYUB_TEST_PG,
                `DROP DATABASE ${name} WITH (FORCE)`) }
        },
        keys: async (from, to) => {
            const file = join(folder, 'keys.sql')
            await run('pg_dump', ['-d', from, '--data-only', '-t', 'subject_key', '-f', file])
            await run('psql', ['-Xq', '-v', 'ON_ERROR_STOP=1', '-d', to, '-f', file])
        },
    },
}[engine]

// ---- everything that the program shows to an administrator ---------------------------------------

const STARTS = ['/', '/people', '/journal', '/posts', '/drafts', '/account', ORG, '/rights']
const WANTED = /^\/(people|journal|posts|drafts|account|rights|organisations\/35\.71-diskominfo)\b/
const PAGES_MAX = 120

async function allPages(who) {
    const todo = [...STARTS], seen = new Map()
    while (todo.length && seen.size < PAGES_MAX) {
        const path = todo.shift()
        if (seen.has(path)) continue
        const page = await who.get(path)
        seen.set(path, page.text)
        for (const [, href] of page.text.matchAll(/href="(\/[^"#]*)"/g)) {
            const to = href.replaceAll('&amp;', '&')
            if (WANTED.test(to) && !seen.has(to) && !/sign-out/.test(to)) todo.push(to)
        }
    }
    for (const path of [...seen.keys()].filter((p) => !p.includes('?') && p !== '/'))
        for (const twin of ['.json', '.csv'])
            seen.set(path + twin, (await who.get(path + twin)).text)
    return seen
}

async function allOfShell(options) {
    const lists = [['account', 'list'], ['journal', 'list'], ['org', 'show', '35.71-diskominfo']]
    let text = ''
    for (const args of lists)
        for (const json of [[], ['--json']]) {
            const r = await g.run([...args, ...json], options)
            assert.equal(r.code, 0, `${args.join(' ')}: ${r.err}`)
            text += r.out + r.err
        }
    return text
}

// ---- the story -----------------------------------------------------------------------------------

test('a person is invited into a post and signs in', async () => {
    const post = await admin.submit(await admin.go('/posts/new'), {
        kind: 'coordinator', title: 'Koordinator Kota Cerdas Kota Kediri', region_code: '35.71',
    })
    assert.equal(post.status, 200, post.words)
    const code = post.path.match(/^\/posts\/([^/?]+)/)[1]
    const made = await admin.submit(await admin.go('/people/new'), {
        ...PERSON, post: code, from: '2026-01-02', why: 'Keputusan Wali Kota nomor 7 tahun 2026',
    })
    const once = made.words.match(/\b[A-Z2-9]{4}(-[A-Z2-9]{4})+\b/)
    assert.ok(once, made.words)
    person = visitor(g.url, { from: FROM, agent: AGENT })
    const welcome = await person.submit(await person.go('/invitation'), { code: once[0] })
    await person.submit(welcome, { new_password: SECRET, again: SECRET })
    const own = await person.go('/account')
    assert.match(own.words, /Kresna Wibhisana Quixotharja/)
})

test('they work: what they do stands in the journal with their name', async () => {
    const edit = await person.go(`${ORG}/edit`)
    const done = await person.submit(edit, { short_name: 'Diskominfo Kediri', why: 'Nama singkat resmi' })
    assert.equal(done.status, 200, done.words)
    await person.submit(await person.go('/account/change'), { email: 'baru.quixotharja@surat.example', password: SECRET })
    await person.go('/account/sessions')
    assert.deepEqual(found((await admin.go(ORG)).text), ['kresna', 'quixotharja', 'wibhisana'])
    const people = await admin.go('/people')
    assert.ok(people.words.includes(PERSON.name), people.words)
    account = people.text.match(/href="(\/people\/\d+)"/)[1]      // the latest comes first
    assert.ok((await admin.go(account)).words.includes('baru.quixotharja'))
})

test('they see what is held of them, what for and for how long, and take it along', async () => {
    const page = await person.go('/account/data')
    for (const text of [PERSON.name, PERSON.login, PERSON.phone, FROM, 'baru.quixotharja',
        'article 20 (2)', '90 days', 'not in use since'])
        assert.ok(page.words.includes(text), `${text} is not in: ${page.words}`)
    const rows = JSON.parse((await person.get('/account/data.json')).text)
    const of = (name) => rows.filter((r) => r.class === name)
    assert.equal(of('name')[0].value, PERSON.name)
    assert.deepEqual(of('email').map((r) => r.value), ['baru.quixotharja@surat.example', PERSON.email])
    assert.equal(of('email')[0].kept_until, null)
    assert.match(of('email')[1].kept_until, /^\d{4}-\d\d-\d\d$/)
    const csv = (await person.get('/account/data.csv')).text
    assert.match(csv, /^class,value,since,past_since,kept_until,purpose,basis,days\r?\n/)
    assert.ok(csv.includes(PERSON.phone))
    const held = JSON.parse(await shell(['subject', 'held', PERSON.login, '--json']))
    assert.deepEqual(held.map((r) => r.value).sort(), rows.map((r) => r.value).sort())
    assert.match(await shell(['journal', 'list', '--json']), /"exported"/)
})

test('even now nothing of them stands in the database in clear, or in the log', async () => {
    const raw = await outside.raw(g.db)
    assert.deepEqual(found(raw, ['Kota Kediri', 'Diskominfo Kediri']),
        ['Kota Kediri', 'Diskominfo Kediri'], 'the search itself finds what is there')
    nothing('the database', raw)
    nothing('the log', g.said.text)
})

test('a copy is made, as a backup is: without the table of keys', async () => {
    backup = await outside.copy(g.db)
    assert.equal((await outside.ask(backup.url, 'SELECT count(*) FROM subject_key')).trim(), '0')
    assert.notEqual((await outside.ask(backup.url,
        'SELECT count(*) FROM subject_value WHERE sealed IS NOT NULL')).trim(), '0')
})

test('they ask for their erasure: not without having read it, not without the password', async () => {
    const page = await person.go('/account/data/erase')
    assert.match(page.words, /Nobody can undo this/)
    const unread = await person.submit(page, { password: SECRET })
    assert.equal(unread.status, 400, unread.words)
    const wrong = await person.submit(await person.go('/account/data/erase'),
        { understood: 'yes', password: 'bukan itu sandinya' })
    assert.equal(wrong.status, 400, wrong.words)
    assert.match((await person.go('/account')).words, /Quixotharja/)
    const done = await person.submit(await person.go('/account/data/erase'),
        { understood: 'yes', password: SECRET })
    assert.equal(done.status, 200, done.words)
    assert.equal((await person.get('/account')).status === 200, false, 'the session has ended')
    const back = visitor(g.url, { from: FROM, agent: AGENT })
    const door = await back.submit(await back.go('/sign-in'), { login: PERSON.login, password: SECRET })
    assert.equal(door.path, '/sign-in', 'the door stays closed')
    back.close()
})

test('within a moment the key has left the files of the database too', async () => {
    for (let i = 0; ; i++) {
        const n = await outside.ask(g.db,
            'SELECT count(*) FROM subject WHERE erased_at IS NOT NULL AND scrubbed_at IS NULL')
        if (n.trim() === '0') break
        assert.ok(i < 300, 'nobody scrubs it')
        await sleep(100)
    }
    assert.equal((await outside.ask(g.db,
        'SELECT count(*) FROM subject WHERE scrubbed_at IS NOT NULL')).trim(), '1')
    nothing('the database', await outside.raw(g.db))
})

test('no page, export or command tells of them; what they did is still there', async () => {
    const pages = await allPages(admin)
    assert.ok(pages.size > 20, `only ${[...pages.keys()]}`)
    for (const [path, body] of pages) nothing(path, body)
    assert.ok(pages.has(account) && pages.has(`${account}.json`), `${account} is not among the pages`)
    assert.match(pages.get(ORG), /erased/i)
    assert.match(pages.get(ORG), /Koordinator Kota Cerdas/)
    assert.match(pages.get('/journal'), /Nama singkat resmi/)
    nothing('the shell', await allOfShell())
    assert.notEqual((await g.run(['subject', 'held', PERSON.login])).code, 0)
    nothing('the log', g.said.text)
})

test('the journal holds', async () => {
    await shell(['journal', 'seal'])
    assert.match(await shell(['journal', 'verify'], { env: { GUYUB_LANG: 'en' } }), /holds/)
})

test('in the copy of before, without keys, nobody can be read', async () => {
    const there = { env: { GUYUB_DB: backup.url } }
    nothing('the copy', await outside.raw(backup.url))
    nothing('the shell', await allOfShell(there))
    const held = JSON.parse((await g.run(['subject', 'held', 'admin', '--json'], there)).out)
    assert.deepEqual(held, [], 'not even who was not erased')
    assert.equal((await g.run(['journal', 'verify'], there)).code, 0)
})

test('served again with the keys of today, the others are back and they are not', async () => {
    await outside.keys(g.db, backup.url)
    await g.restart({ GUYUB_DB: backup.url })
    const who = await signIn(g.url, 'admin', ADMIN)
    const pages = await allPages(who)
    assert.ok(pages.size > 20, `only ${[...pages.keys()]}`)
    for (const [path, body] of pages) nothing(path, body)
    assert.match(pages.get(ORG), /erased/i)
    const back = visitor(g.url, { from: FROM, agent: AGENT })
    const door = await back.submit(await back.go('/sign-in'), { login: PERSON.login, password: SECRET })
    assert.notEqual(door.status, 200, 'who is erased cannot come in through an old copy')
    back.close(), who.close()
    nothing('the copy', await outside.raw(backup.url))
    nothing('the log', g.said.text)
    assert.equal((await g.run(['journal', 'verify'], { env: { GUYUB_DB: backup.url } })).code, 0)
})
