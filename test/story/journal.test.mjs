// SPDX-License-Identifier: AGPL-3.0-or-later
// What happened is told, sealed within moments, proved, printed, and read by who may.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { guyub, makePerson, makePost, PASSWORD, signIn } from '../harness/guyub.mjs'

const POLL_MS = 100, POLLS_MAX = 200

let g
before(async () => { g = await guyub() })
after(async () => { await g.stop() })

const ok = async (args, options) => {
    const r = await g.run(args, options)
    assert.equal(r.code, 0, `guyub ${args.join(' ')}: ${r.err}`)
    return r
}
const verify = async () => (await ok(['journal', 'verify', '--json'])).json
const edit = (name, why) => ok(['org', 'edit', '35.71-diskominfo', '--short-name', name, '--why', why])
const today = new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 10)

// Waits until nothing is left to seal, and gives what the journal then says of itself.
async function sealed() {
    for (let i = 0; i < POLLS_MAX; i++) {
        const v = await verify()
        if (v.unsealed === 0) return v
        await sleep(POLL_MS)
    }
    assert.fail('the tail was never sealed')
}

test('a change by shell is told, and sealed by the server that runs', async () => {
    const had = (await sealed()).sealed
    await edit('Kominfo Kediri', 'as the decree has it')
    const v = await sealed()
    assert.equal(v.sealed, had + 1)
    assert.equal(v.holds, true)

    const [line] = (await ok(['journal', 'list', '--thing', 'org', '--json'])).json
    assert.equal(line.seq, v.sealed)
    assert.equal(line.by, 'shell')
    assert.equal(line.key, '35.71-diskominfo')
    assert.equal(line.why, 'as the decree has it')
    assert.match(line.change, /-> Kominfo Kediri$/)
})

test('a head that was kept is found again; another, or a shorter chain, is not', async () => {
    const head = (await ok(['journal', 'head', '--json'])).json
    assert.match(head.hash, /^[0-9a-f]{64}$/)
    assert.equal(head.day, today)
    await edit('Diskominfo', 'and back')
    await sealed()
    assert.equal((await g.run(['journal', 'verify', '--head', head.hash])).code, 0)

    const other = head.hash.replace(/^./, (c) => c === '0' ? '1' : '0')
    const r = await g.run(['journal', 'verify', '--head', other, '--json'])
    assert.equal(r.code, 1)
    assert.equal(r.json.holds, false)
    assert.equal((await g.run(['journal', 'verify', '--head', 'abc'])).code, 2)
})

test('the public sees the history of a record, and no names', async () => {
    const page = await (await fetch(`${g.url}/organisations/35.71-diskominfo?lang=en`)).text()
    const user = execFileSync('id', ['-un']).toString().trim()
    assert.match(page, /History of changes/)
    assert.match(page, /Kominfo Kediri/)
    assert.match(page, /the command line/)
    assert.ok(!page.includes(`the command line (${user})`))
    const door = await fetch(`${g.url}/journal`, { redirect: 'manual', headers: { accept: 'text/html' } })
    assert.ok(door.status === 401 || door.headers.get('location')?.startsWith('/sign-in'), `${door.status}`)
    assert.equal((await fetch(`${g.url}/journal.csv`)).status, 401)
    assert.equal((await fetch(`${g.url}/journal/head.json`)).status, 401)
})

test('an auditor reads the journal, and that is a line of it', async () => {
    const post = await makePost(g, 'auditor', 'Inspektorat Kota Kediri', { region: '35.71' })
    await makePerson(g, 'rini', { name: 'Rini Astuti' })
    await ok(['post', 'assign', post, 'rini', '--decree', 'ST 7/2026',
        ...['--to', `${Number(today.slice(0, 4)) + 1}-01-31`]])
    const rini = await signIn(g.url, 'rini', PASSWORD)
    try {
        const page = await rini.go('/journal?thing=org')
        assert.equal(page.status, 200)
        assert.match(page.words, /35\.71-diskominfo/)
        const csv = await rini.get('/journal.csv?thing=org')
        assert.match(csv.text, /^seq,at,by,post,name,verb,thing,key,change,note,why\r?\n/)

        const paper = await rini.go(`/journal/head?day=${today}`)
        assert.match(paper.words, /guyub journal verify --head [0-9a-f]{64}/)
        const bad = await rini.get('/journal?day=yesterday')
        assert.equal(bad.status, 400)
    } finally { rini.close() }

    const lines = (await ok(['journal', 'list', '--json'])).json.filter((l) => l.verb === 'read')
    const read = lines.map((l) => l.key)
    assert.ok(read.includes('/journal'), `what was read: ${read}`)
    assert.ok(lines.every((l) => l.post === 'Inspektorat Kota Kediri' && l.name === 'Rini Astuti'))
})

test('somebody of another city does not read this one’s', async () => {
    const post = await makePost(g, 'coordinator', 'Koordinator Kota Surabaya', { region: '35.78' })
    await makePerson(g, 'joko', { name: 'Joko', posts: [post] })
    const joko = await signIn(g.url, 'joko', PASSWORD)
    try {
        const lines = (await joko.get('/journal.json')).json
        assert.ok(!lines.some((l) => l.key === '35.71-diskominfo'))
        assert.ok(lines.length > 0, 'the own post is told in the own city')
        await joko.get('/journal.csv?thing=post')
        assert.ok((await joko.get('/journal.json')).json.some((l) => l.verb === 'exported'
            && l.thing === 'journal' && l.name === 'Joko'), 'names taken along are told, like every export')
    } finally { joko.close() }
})

test('a keeper that dies is replaced, and what it left is sealed', async () => {
    const children = execFileSync('pgrep', ['-P', String(g.pid)]).toString().trim().split('\n')
    process.kill(Number(children.at(-1)), 'SIGKILL')
    await edit('Dinas Kominfo', 'while nobody keeps')
    const v = await sealed()
    assert.equal(v.holds, true)
    for (let i = 0; i < POLLS_MAX && !/keeper\.died/.test(g.said.text); i++) await sleep(POLL_MS)
    assert.match(g.said.text, /keeper\.died/)
})

test('a server that ends leaves nothing unsealed', async () => {
    await edit('Diskominfo', 'at the end')
    await g.restart({})
    assert.equal((await verify()).unsealed, 0)
})
