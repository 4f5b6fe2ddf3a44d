// SPDX-License-Identifier: AGPL-3.0-or-later
// The door: who gets in, who does not, and what a stolen, lost or old cookie is worth.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, test } from 'node:test'
import { guyub, visitor } from '../harness/guyub.mjs'

const NOON = 1795348800             // 2026-11-22 12.00 UTC
const GOOD = 'kuda makan rumput', NEWER = 'payung hitam di rumah'

let g
const at = (seconds) => g.restart({ GUYUB_NOW: String(NOON + seconds) })
before(async () => { g = await guyub({ env: { GUYUB_NOW: String(NOON) } }) })
after(() => g.stop())

const shell = async (args, options) => {
    const r = await g.run(args, { ...options, env: { GUYUB_NOW: String(NOON), LANG: 'en_US.UTF-8', ...options?.env } })
    assert.equal(r.code, 0, r.out + r.err)
    return r.out
}
// Whether the browser's session is good: its account, or the way to the door.
async function isIn(v) {
    const page = await v.get('/account')
    if (page.status === 200) return true
    assert.equal(page.status, 303)
    assert.match(page.location, /^\/sign-in\?to=/)
    return false
}
const codeIn = (text) => text.match(/[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/)[0]

async function person(login) {
    await shell(['account', 'add', login, '--name', `Orang ${login}`])
    await shell(['account', 'password', login], { input: GOOD + '\n' })
}

// What the door says to a login and a password.
async function knock(v, login, password) {
    const door = await v.go('/sign-in')
    return v.submit(door, { login, password }, { stay: true })
}

// RFC 6238 with the key as it stands on the page.
function codeAt(base32, seconds) {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
    const bits = [...base32].map((c) => letters.indexOf(c).toString(2).padStart(5, '0')).join('')
    const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)))
    const step = Buffer.alloc(8)
    step.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)))
    const mac = createHmac('sha1', key).update(step).digest()
    const n = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff
    return String(n % 1_000_000).padStart(6, '0')
}

test('an invitation is used once, and names whom it is for', async () => {
    const code = codeIn(await shell(['account', 'add', 'ani', '--name', 'Ani Lestari']))
    const ani = visitor(g.url)
    let page = await ani.submit(await ani.go('/invitation'), { code: code.toLowerCase().replaceAll('-', ' ') })
    assert.match(page.words, /Ani Lestari/)
    page = await ani.submit(page, { new_password: 'ani', again: 'ani' })
    assert.equal(page.status, 400)
    assert.match(page.words, /at least 12 characters/)
    page = await ani.submit(page, { new_password: GOOD, again: GOOD + 'x' })
    assert.match(page.words, /not the same/)
    page = await ani.submit(page, { new_password: GOOD, again: GOOD })
    assert.equal(page.status, 200)
    assert.equal((await ani.get('/account.json', { accept: 'application/json' })).json.name, 'Ani Lestari')

    const second = visitor(g.url)
    page = await second.submit(await second.go('/invitation'), { code })
    assert.equal(page.status, 400)
    assert.match(page.words, /not known/)
})

test('right and wrong; an unknown login is told the same words', async () => {
    await person('budi')
    const budi = visitor(g.url)
    const wrong = await knock(budi, 'budi', 'wrong password here')
    const unknown = await knock(visitor(g.url), 'nobody.at.all', 'wrong password here')
    assert.equal(wrong.status, 400)
    assert.equal(unknown.status, 400)
    const said = (page) => page.words.match(/There is a problem.*?below the form\./)?.[0]
    assert.ok(said(wrong), wrong.words)
    assert.equal(said(wrong), said(unknown))
    assert.ok(!wrong.text.includes('wrong password here'), 'a password is never drawn again')
    const right = await knock(budi, 'BUDI', GOOD)
    assert.equal(right.status, 303)
    assert.equal(right.location, '/account')
    const cookie = right.cookies.find((c) => c.startsWith('gy_session='))
    assert.match(cookie, /HttpOnly/)
    assert.match(cookie, /SameSite=Lax/)
})

test('a sign-in leads back to a page of ours and nowhere else', async () => {
    for (const [to, where] of [['/regions/35.71', '/regions/35.71'], ['//example.org', '/account'],
        ['https://example.org/', '/account'], ['/\\example.org', '/account']]) {
        const v = visitor(g.url)
        const door = await v.go(`/sign-in?to=${encodeURIComponent(to)}`)
        const in_ = await v.submit(door, { login: 'budi', password: GOOD }, { stay: true })
        assert.equal(in_.location, where)
    }
})

test('five wrong passwords slow a stranger down, not the owner’s own browser', async () => {
    await person('citra')
    const own = visitor(g.url)
    await own.signIn('citra', GOOD)
    const stranger = visitor(g.url, { from: '127.0.7.1' })
    for (let i = 0; i < 5; i++) assert.equal((await knock(stranger, 'citra', `guess number ${i}`)).status, 400)
    const slowed = await knock(stranger, 'citra', GOOD)
    assert.equal(slowed.status, 429)
    assert.ok(Number(slowed.headers['retry-after']) > 0)
    assert.match(slowed.words, /too many tries/)
    assert.equal((await knock(visitor(g.url, { from: '127.0.7.2' }), 'citra', GOOD)).status, 429)
    assert.equal((await knock(own, 'citra', GOOD)).status, 303)
})

test('second factor: set up, asked for, never the same code twice, recovery codes once', async () => {
    await person('dewi')
    const dewi = visitor(g.url)
    await dewi.signIn('dewi', GOOD)
    let page = await dewi.go('/account/second-factor')
    page = await dewi.submit(page, {}, { at: '/account/second-factor/begin' })
    assert.match(page.text, /<svg class="gy-qr"/)
    const key = page.words.match(/secret=([A-Z2-7]{32})/)[1]
    const stranger = await dewi.submit(page, { code: codeAt(key, NOON - 30), password: 'somebody at an open browser' })
    assert.equal(stranger.status, 400)
    assert.match(stranger.words, /not the present password/)
    const wrong = await dewi.submit(page, { code: '000000', password: GOOD })
    assert.equal(wrong.status, 400)
    page = await dewi.submit(wrong, { code: codeAt(key, NOON - 30), password: GOOD })
    const recovery = page.text.match(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/g)
    assert.equal(recovery.length, 10)
    assert.doesNotMatch((await dewi.go('/account/second-factor')).text, new RegExp(recovery[0]))

    const phone = visitor(g.url)
    const step = await phone.follow(await knock(phone, 'dewi', GOOD))
    assert.equal(step.path, '/sign-in/second-step?to=/account')
    assert.ok(!await isIn(phone), 'the password alone opens nothing')
    assert.equal((await phone.submit(step, { code: codeAt(key, NOON - 30) }, { stay: true })).status, 400)
    assert.equal((await phone.submit(step, { code: codeAt(key, NOON) }, { stay: true })).status, 303)
    assert.ok(await isIn(phone))

    const again = visitor(g.url)
    const next = await again.follow(await knock(again, 'dewi', GOOD))
    assert.equal((await again.submit(next, { code: codeAt(key, NOON) }, { stay: true })).status, 400)
    assert.equal((await again.submit(next, { code: recovery[4] }, { stay: true })).status, 303)
    const third = visitor(g.url)
    const last = await third.follow(await knock(third, 'dewi', GOOD))
    assert.equal((await third.submit(last, { code: recovery[4] }, { stay: true })).status, 400)

    const off = await phone.submit(await phone.go('/account/second-factor'), { what: 'off', password: GOOD })
    assert.match(off.words, /second factor is off/)
})

test('a cookie in another browser ends the session, and is told', async () => {
    await person('eko')
    const eko = visitor(g.url)
    await eko.signIn('eko', GOOD)
    const thief = visitor(g.url, { agent: 'curl/8.5.0' })
    thief.cookies.set('gy_session', eko.cookies.get('gy_session'))
    assert.ok(!await isIn(thief))
    assert.ok(!await isIn(eko))
})

test('one session is ended from another; the form that it was filling in is refused', async () => {
    await person('fajar')
    const desk = visitor(g.url), phone = visitor(g.url, { agent: 'Mozilla/5.0 (Android 14) Firefox/128.0' })
    await desk.signIn('fajar', GOOD)
    await phone.signIn('fajar', GOOD)
    const typing = await phone.go('/account/change')
    const list = await desk.go('/account/sessions')
    assert.match(list.words, /Firefox, Android/)
    assert.equal((await desk.get('/account/sessions.csv')).text.trim().split('\n').length, 3)
    await desk.submit(list, { session: '0' })
    const refused = await phone.submit(typing, { name: 'Fajar baru' }, { stay: true })
    assert.equal(refused.status, 401)
    assert.equal((await desk.get('/account.json')).json.name, 'Orang fajar')
})

test('sign-out ends the session for good, not only the cookie', async () => {
    const budi = visitor(g.url)
    await budi.signIn('budi', GOOD)
    const kept = budi.cookies.get('gy_session')
    await budi.submit(await budi.go('/account'), {}, { at: '/sign-out' })
    assert.ok(!budi.cookies.has('gy_session'))
    budi.cookies.set('gy_session', kept)
    assert.ok(!await isIn(budi))
})

test('a lost password: a one-time code, once, with the login that it is for', async () => {
    await person('gita')
    const old = visitor(g.url)
    await old.signIn('gita', GOOD)
    const code = codeIn(await shell(['account', 'code', 'gita']))
    const v = visitor(g.url)
    const form = await v.go('/reset')
    const fields = { code, new_password: NEWER, again: NEWER }
    assert.equal((await v.submit(form, { ...fields, login: 'budi' }, { stay: true })).status, 400)
    assert.equal((await v.submit(form, { ...fields, login: 'gita' }, { stay: true })).status, 303)
    const other = visitor(g.url)
    assert.equal((await other.submit(await other.go('/reset'), { ...fields, login: 'gita' }, { stay: true })).status, 400)
    assert.ok(!await isIn(old))
    assert.equal((await knock(visitor(g.url), 'gita', GOOD)).status, 400)
})

test('the password is changed by who knows it; other sessions end', async () => {
    await person('hadi')
    const desk = visitor(g.url), phone = visitor(g.url)
    await desk.signIn('hadi', GOOD)
    await phone.signIn('hadi', GOOD)
    const form = await desk.go('/account/password')
    const wrong = await desk.submit(form, { password: 'x', new_password: NEWER, again: NEWER }, { stay: true })
    assert.equal(wrong.status, 400)
    const done = await desk.submit(form, { password: GOOD, new_password: NEWER, again: NEWER })
    assert.match(done.words, /password is changed/)
    assert.ok(await isIn(desk))
    assert.ok(!await isIn(phone))
})

// ---- time ----------------------------------------------------------------------------------------

test('a token is replaced; a lost reply costs nothing; the old one is a copy later on', async () => {
    await person('indah')
    const indah = visitor(g.url)
    await indah.signIn('indah', GOOD)
    const first = indah.cookies.get('gy_session')
    const with_ = async (token) => {
        const v = visitor(g.url)
        v.cookies.set('gy_session', token)
        return { good: await isIn(v), next: v.cookies.get('gy_session') }
    }
    await at(15 * 60)
    const lost = await with_(first)
    assert.ok(lost.good)
    assert.notEqual(lost.next, first)
    const given = await with_(first)
    assert.equal(given.next, lost.next, 'two requests at once are given the same')
    assert.ok((await with_(given.next)).good)
    assert.ok((await with_(first)).good, 'a request that was under way')
    await at(15 * 60 + 61)
    assert.ok(!(await with_(first)).good)
    assert.ok(!(await with_(given.next)).good, 'the copy ended the session')
})

test('idle for an hour, or twelve hours old, or begun in the future: over', async () => {
    await at(0)
    await person('joko')
    for (const [name, seconds, good] of [['nearly an hour', 3599, true], ['an hour', 3600, false],
        ['a day back', -86_400, false]]) {
        await at(0)
        const joko = visitor(g.url)
        await joko.signIn('joko', GOOD)
        await at(seconds)
        assert.equal(await isIn(joko), good, name)
    }
    await at(0)
    const busy = visitor(g.url)
    await busy.signIn('joko', GOOD)
    for (let seconds = 3000; seconds < 12 * 3600; seconds += 3000) {
        await at(seconds)
        assert.ok(await isIn(busy), `${seconds} s`)
    }
    await at(12 * 3600)
    assert.ok(!await isIn(busy))
})

test('the journal tells what happened at the door and holds', async () => {
    await at(0)
    const r = await g.run(['journal', 'verify'])
    assert.equal(r.code, 0, r.out + r.err)
})
