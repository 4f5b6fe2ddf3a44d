// SPDX-License-Identifier: AGPL-3.0-or-later
// A password is tried thousands of times from 200 addresses: nobody gets in, the owner is not kept
// out, readers do not notice, and neither journal nor memory grows with it. Then the clock jumps.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { after, before, test } from 'node:test'
import { figure, guyub, isLong, makePerson, PASSWORD, visitor } from '../harness/guyub.mjs'

const PATIENCE = { timeout: 900_000 }
const ADDRESSES = 200, TRIES = isLong ? 10_000 : 1_200, AT_ONCE = 20, LINES_PER_TRY_MAX = 0.25
const NOON = 1795348800             // 2026-11-22 12.00 UTC; the clock of the server stands still

let g
const at = (seconds) => g.restart({ GUYUB_NOW: String(NOON + seconds) })
before(async () => {
    g = await guyub({ env: { GUYUB_WORKERS: '3', GUYUB_NOW: String(NOON) } })
    await makePerson(g, 'sri', { name: 'Sri Lestari' })
}, PATIENCE)
after(() => g?.stop())

const address = (i) => `127.0.${1 + Math.floor(i / 100)}.${1 + i % 100}`
const isIn = async (v) => (await v.get('/account')).status === 200

// The door, pushed once; true when it opened.
async function push(v, password) {
    const door = v.page?.path === '/sign-in' && v.token ? v.page : await v.get('/sign-in')
    v.token ??= door.forms.flatMap((f) => f.method === 'POST' ? f.fields : []).find(([n]) => n === '_token')[1]
    const page = await v.post('/sign-in', { _token: v.token, to: '/', login: 'sri', password })
    v.answers = { ...v.answers, [page.status]: (v.answers?.[page.status] ?? 0) + 1 }
    assert.ok(page.status < 500 || page.status === 503, `${page.status} ${page.words.slice(0, 200)}`)
    return v.cookies.has('gy_session')
}

const children = (pid) => execFileSync('pgrep', ['-P', String(pid)]).toString().trim().split('\n')
const largestKb = () => Math.max(...children(g.pid).map((pid) =>
    Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)?.[1] ?? 0)))
const lines = async () => {
    const v = (await g.run(['journal', 'verify', '--json'])).json
    assert.equal(v.holds, true)
    return v.sealed + v.unsealed
}
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1]

// The right password comes late, and then every tenth time.
const guess = (n) => n > TRIES * 0.8 && n % 10 === 0 ? PASSWORD : `tebakan nomor ${n}`

async function attack(strangers) {
    let n = 0, opened = 0, right = 0
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
        while (n < TRIES) {
            const one = n++, v = strangers[one % ADDRESSES]
            while (v.busy) await v.busy
            right += guess(one) === PASSWORD
            v.busy = push(v, guess(one)).finally(() => { v.busy = null })
            opened += await v.busy
        }
    }))
    return { opened, right }
}

// What others do while it goes on, until told to stop.
async function readersUntil(over) {
    const reader = visitor(g.url), took = []
    while (!over.is) {
        const began = performance.now()
        assert.equal((await reader.get('/regions/35.71')).status, 200)
        took.push(performance.now() - began)
        await new Promise((done) => { setTimeout(done, 20) })
    }
    reader.close()
    return took
}

// The door asks people to come back when all turns of hashing are taken; they do.
async function comeBack(v) {
    for (let tries = 1; ; tries++) {
        const page = await v.submit(await v.go('/sign-in'), { login: 'sri', password: PASSWORD })
        if (page.status !== 503 || tries === 20) return page
        await new Promise((done) => { setTimeout(done, 250) })
    }
}

async function goOutAndIn(v) {
    await v.submit(await v.go('/account'), {}, { at: '/sign-out' })
    assert.equal(await isIn(v), false)
    await comeBack(v)
    assert.equal(await isIn(v), true)
}

let owner
test('nobody gets in by trying, the owner does, and readers do not notice', PATIENCE, async () => {
    owner = visitor(g.url, { agent: 'the browser of Sri' })
    await owner.signIn('sri', PASSWORD)
    const strangers = Array.from({ length: ADDRESSES },
        (_, i) => visitor(g.url, { from: address(i), agent: `stranger ${i}` }))
    const before = await lines(), kb = largestKb(), over = { is: false }

    const attacking = attack(strangers).finally(() => { over.is = true })
    const [{ opened, right }, took] = await Promise.all([attacking, readersUntil(over),
        (async () => { for (let i = 0; i < 3; i++) await goOutAndIn(owner) })()])

    assert.ok(right > 10, `${right} right ones among them`)
    assert.equal(opened, 0)
    assert.equal(await isIn(owner), true)
    const all = {}
    for (const v of strangers) {
        for (const [status, n] of Object.entries(v.answers)) all[status] = (all[status] ?? 0) + n
        v.close()
    }
    assert.equal(Object.values(all).reduce((a, b) => a + b), TRIES)
    const more = await lines() - before
    assert.ok(more <= TRIES * LINES_PER_TRY_MAX + 20, `${more} lines for ${TRIES} tries; ${JSON.stringify(all)}`)
    assert.ok(largestKb() < kb + 160_000, `a worker has ${largestKb()} kB, ${kb} before`)
    assert.ok(took.length > 5)
    figure('attack_tries', TRIES, 'tries')
    figure('attack_public_page_median', Number(median(took).toFixed(1)), 'ms')
    figure('attack_journal_lines', more, 'lines')
})

test('a stranger with the right password waits, and gets in when the clock has gone on', PATIENCE, async () => {
    const elsewhere = visitor(g.url, { from: '127.0.9.9', agent: 'her other browser' })
    assert.equal(await push(elsewhere, PASSWORD), false)
    await at(3 * 86_400)
    elsewhere.token = undefined
    assert.equal(await push(elsewhere, PASSWORD), true)
    elsewhere.close()
})

test('the clock goes back a day: nobody is locked out for it, and no old session comes to life', PATIENCE, async () => {
    await at(-86_400)
    assert.equal(await isIn(owner), false)                  // begun in the future
    const late = visitor(g.url, { agent: 'the browser of Sri' })
    late.cookies.set('gy_browser', owner.cookies.get('gy_browser') ?? '')
    await late.signIn('sri', PASSWORD)
    assert.equal(await isIn(late), true)
    assert.equal((await g.run(['journal', 'verify', '--json'])).json.holds, true)
    late.close()
})
