// SPDX-License-Identifier: AGPL-3.0-or-later
// At the door of the pages: forged and stale forms, what was typed, who is told what, whose page it is.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { guyub, signIn, visitor } from '../harness/guyub.mjs'

const WORKERS = 2, ROUNDS = 24
const PASSWORD = { budi: 'kopi-tubruk-di-teras-77', siti: 'hujan-turun-di-kebun-42' }
const NAME = { budi: 'Budi Santoso', siti: 'Siti Rahmawati' }

let g
before(async () => {
    g = await guyub({ env: { GUYUB_WORKERS: String(WORKERS), GUYUB_KEEP_MB: '4' } })
    for (const login of Object.keys(PASSWORD)) {
        const added = await g.run(['account', 'add', login, '--name', NAME[login]])
        assert.equal(added.code, 0, added.err)
        const set = await g.run(['account', 'password', login], { input: `${PASSWORD[login]}\n` })
        assert.equal(set.code, 0, set.err)
    }
})
after(async () => { await g.stop() })

const enter = (login, options) => signIn(g.url, login, PASSWORD[login], options)
const tokenOf = (page) => page.text.match(/name="_token" value="([^"]*)"/)?.[1]

// The record that forged forms would change.
const FORM = '/account/change'
const phoneOf = async (v) => (await v.get('/account.json')).json.phone
const fieldsWith = (phone, token) => [['name', NAME.budi], ['email', ''], ['phone', phone], ['lang', 'id'],
    ...(token === undefined ? [] : [['_token', token]])]

// ---- forged forms ------------------------------------------------------------------------------

test('a form counts only with the token of its own session, and from our own page', async () => {
    const budi = await enter('budi'), second = await enter('budi'), siti = await enter('siti')
    const own = tokenOf(await budi.get(FORM))
    const foreign = { origin: 'https://evil.example' }
    const rows = [
        ['another site', own, foreign, 'web.foreign'],
        ['a page without an origin', own, { origin: 'null' }, 'web.foreign'],
        ['another port of the same host', own, { origin: 'http://127.0.0.1:1' }, 'web.foreign'],
        ['the browser says cross-site', own, { 'sec-fetch-site': 'cross-site' }, 'web.foreign'],
        ['another site by Referer', own, { referer: 'https://evil.example/' }, 'web.foreign'],
        ['no token', undefined, {}, 'web.stale_form'],
        ['an empty token', '', {}, 'web.stale_form'],
        ['a made-up token', 'A'.repeat(own.length), {}, 'web.stale_form'],
        ['the token of the same person\'s other session', tokenOf(await second.get(FORM)), {}, 'web.stale_form'],
        ['another person\'s token', tokenOf(await siti.get(FORM)), {}, 'web.stale_form'],
        ['the browser\'s token from before', budi.cookies.get('gy_form'), {}, 'web.stale_form'],
    ]
    for (const [name, token, more, code] of rows) {
        const said = await budi.post(FORM, fieldsWith('666', token), { more })
        assert.equal(said.status, 403, name)
        assert.ok(said.text.includes(code), `${name}: ${said.words}`)
        assert.match(said.words, /Nothing was changed\./, name)
        assert.equal(said.text.includes('value="666"'), code === 'web.stale_form', name)
        assert.equal(await phoneOf(budi), null, name)
    }
    const done = await budi.post(FORM, fieldsWith('0354 111', own), { more: { origin: g.url } })
    assert.equal(done.status, 303)
    assert.equal(await phoneOf(budi), '0354 111')
    for (const v of [budi, second, siti]) v.close()
})

test('a cookie and a token that were copied are worth nothing after signing out', async () => {
    const budi = await enter('budi')
    const page = await budi.get(FORM)
    const copy = visitor(g.url)
    for (const [name, value] of budi.cookies) copy.cookies.set(name, value)
    await budi.submit(page, {}, { at: '/sign-out' })
    assert.ok(!budi.cookies.has('gy_session'))

    const said = await copy.post(FORM, fieldsWith('777', tokenOf(page)))
    assert.equal(said.status, 401)
    assert.match(said.headers['www-authenticate'], /^Cookie /)
    assert.ok(!copy.cookies.has('gy_session'), 'the dead cookie is taken away')
    const again = await enter('budi')
    assert.notEqual(await phoneOf(again), '777')
    budi.close(), copy.close(), again.close()
})

test('the door itself takes no forged form: nobody is signed in as somebody else', async () => {
    const eve = visitor(g.url), victim = visitor(g.url)
    const hers = await eve.get('/sign-in')
    const fields = [['login', 'siti'], ['password', PASSWORD.siti], ['_token', tokenOf(hers)]]
    for (const more of [{}, { origin: 'https://evil.example' }]) {
        const said = await victim.post('/sign-in', fields, { more })
        assert.equal(said.status, 403)
        assert.ok(!victim.cookies.has('gy_session'))
    }
    eve.close(), victim.close()
})

// ---- reading changes nothing -------------------------------------------------------------------

test('what changes something answers to POST alone, and HEAD says what GET says', async () => {
    const budi = await enter('budi')
    for (const { method, path } of (await g.run(['routes', '--json'])).json) {
        if (method !== 'POST' || path.includes('{')) continue
        const said = await budi.get(path)
        assert.ok(said.status !== 500 && said.status !== 303, `GET ${path}: ${said.status}`)
    }
    assert.equal((await budi.get('/account')).status, 200, 'still in, after GET /sign-out')
    const cookie = [...budi.cookies].map((pair) => pair.join('=')).join('; ')
    const head = await fetch(`${g.url}/account`, { method: 'HEAD', headers: { cookie, 'user-agent': budi.agent } })
    assert.equal(head.status, 200)
    assert.equal(head.headers.get('cache-control'), 'private, no-store')
    assert.equal(await head.text(), '')
    budi.close()
})

// ---- nothing typed is lost ---------------------------------------------------------------------

test('a session ends in the middle of a form; its reader signs in elsewhere and sends it again', async () => {
    const tab = await enter('budi', { headers: { origin: g.url } })
    const form = await tab.go(FORM)
    assert.equal((await g.run(['account', 'end-sessions', 'budi', '--why', 'a test'])).code, 0)

    const refused = await tab.submit(form, { phone: '0354 <222>' })
    assert.equal(refused.status, 401)
    assert.match(refused.words, /not signed in.*What you typed is not lost.*Telephone.*0354 <222>/)
    assert.ok(refused.text.includes('href="/sign-in" target="_blank"'))
    await tab.signIn('budi', PASSWORD.budi)              // in another tab of the same browser
    const saved = await tab.submit(refused, {}, { at: refused.path, press: 'Send again' })
    assert.equal(saved.status, 200)
    assert.equal(await phoneOf(tab), '0354 <222>')
    tab.close()
})

test('an old tab\'s form is asked about once more, and its password is not kept', async () => {
    const tab = await enter('siti')
    const old = await tab.go('/account/password')
    await tab.signIn('siti', PASSWORD.siti)
    const fields = { password: PASSWORD.siti, new_password: 'angin-laut-di-dermaga-9', again: 'angin-laut-di-dermaga-9' }
    const refused = await tab.submit(old, fields)
    assert.equal(refused.status, 403)
    assert.match(refused.words, /Passwords and codes are not kept/)
    assert.ok(!refused.text.includes('dermaga') && !refused.text.includes(PASSWORD.siti))
    const asked = await tab.submit(refused, {}, { at: refused.path, press: 'Send again' })
    assert.equal(asked.status, 400)
    assert.ok(asked.text.includes('name="new_password" value=""'))
    tab.close()
})

// ---- the way in and back -----------------------------------------------------------------------

test('who is not in is led to the door and back; data says so in its own way', async () => {
    const v = visitor(g.url)
    const sent = await v.get('/account/sessions?lang=en')
    assert.equal(sent.status, 303)
    assert.equal(sent.location, '/sign-in?to=/account/sessions%3Flang%3Den')
    const inside = await v.submit(await v.follow(sent), { login: 'budi', password: PASSWORD.budi })
    assert.equal(inside.path, '/account/sessions?lang=en')

    const stranger = visitor(g.url)
    for (const path of ['/account.json', '/account/sessions.csv']) {
        const said = await stranger.get(path)
        assert.equal(said.status, 401)
        assert.match(said.headers['www-authenticate'], /^Cookie /)
        assert.equal(said.headers['content-type'], 'application/problem+json')
        assert.equal(said.json.code, 'right.sign_in')
    }
    const denied = await v.get('/posts/new')
    assert.equal(denied.status, 403)
    assert.match(denied.words, /You act in no post\. These posts have it.*Administrator/)
    v.close(), stranger.close()
})

test('what was done is told on the next page, once, to the one who did it', async () => {
    const budi = await enter('budi')
    const out = await budi.submit(await budi.go('/account'), {}, { at: '/sign-out' })
    assert.match(out.text, /role="status"[\s\S]*You are signed out\./)
    assert.ok(!(await budi.go('/')).text.includes('You are signed out.'))
    budi.cookies.set('gy_done', `${'0'.repeat(64)}.Palsu`)
    assert.ok(!(await budi.go('/')).text.includes('Palsu'), 'only what we said is said')
    budi.close()
})

// ---- whose page it is --------------------------------------------------------------------------

test('a page of who is in is never given to a stranger, by whichever worker', async () => {
    const budi = await enter('budi')
    const cookie = [...budi.cookies].map((pair) => pair.join('=')).join('; ')
    const get = async (path, more) => {
        const said = await fetch(g.url + path, { headers: { accept: 'text/html', 'accept-language': 'en',
            connection: 'close', 'user-agent': budi.agent, ...more } })
        return { text: await said.text(), cache: said.headers.get('cache-control'), tag: said.headers.get('etag'),
            vary: said.headers.get('vary') }
    }
    const kept = () => [...g.said.text.matchAll(/"kept":1/g)].length
    const before = kept()
    let stranger
    for (const path of ['/regions/35.71', '/', '/instruments'])
        for (let i = 0; i < ROUNDS; i++) {
            const mine = await get(path, { cookie }), other = await get(path, {})
            assert.ok(mine.text.includes(NAME.budi) && mine.text.includes('action="/sign-out"'))
            assert.equal(mine.cache, 'private, no-store')
            assert.equal(mine.tag, null)
            assert.match(mine.vary, /Cookie/)
            assert.ok(!other.text.includes(NAME.budi) && !/_token|gy-work/.test(other.text), path)
            assert.equal(other.cache, 'no-cache')
            stranger = i ? stranger : other
            assert.equal(other.text, stranger.text, 'and is the same for all of them')
        }
    assert.ok(kept() > before + ROUNDS, 'strangers were given kept pages meanwhile')
    budi.close()
})

test('cookies are out of reach of scripts and other sites', async () => {
    const budi = await enter('budi')
    const door = await visitor(g.url).get('/sign-in')
    const entered = await (async () => {
        const v = visitor(g.url)
        return v.submit(await v.go('/sign-in'), { login: 'siti', password: PASSWORD.siti }, { stay: true })
    })()
    for (const cookie of [...door.cookies, ...entered.cookies]) {
        assert.match(cookie, /; Path=\/(;|$)/)
        assert.match(cookie, /; HttpOnly(;|$)/)
        assert.match(cookie, /; SameSite=Lax(;|$)/)
        assert.doesNotMatch(cookie, /Secure/)
    }
    assert.ok(entered.cookies.some((c) => c.startsWith('gy_session=')))
    budi.close()
})

// ---- behind a proxy, and behind none ------------------------------------------------------------

// The address that the session's list shows for the session that asks.
async function seenFrom(headers) {
    const v = await enter('budi', { headers })
    const own = (await v.get('/account/sessions.json')).json.find((s) => s.this_one)
    const cookies = [...v.page.cookies]
    v.close()
    return { address: own.address, cookies }
}

test('what a client says of its own address counts for nothing, unless a trusted proxy says it', async () => {
    const lies = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' }
    assert.equal((await seenFrom({})).address, '127.0.0.1')
    assert.equal((await seenFrom(lies)).address, '127.0.0.1')
    assert.equal((await seenFrom({ forwarded: 'for=203.0.113.7' })).address, '127.0.0.1')

    await g.restart({ GUYUB_TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8' })
    assert.equal((await seenFrom(lies)).address, '203.0.113.7')
    assert.equal((await seenFrom({ 'x-forwarded-for': '6.6.6.6, 203.0.113.7, 10.1.2.3' })).address, '203.0.113.7')
    assert.equal((await seenFrom({ ...lies, forwarded: 'for=6.6.6.6' })).address, '127.0.0.1')
    const v = visitor(g.url, { headers: lies })
    for (const cookie of (await v.get('/sign-in')).cookies) assert.match(cookie, /; Secure$/)
    v.close()
    assert.ok(!/203\.0\.113\.7|127\.0\.0\.1"/.test(g.said.text.replace(/serves at.*/g, '')), 'the log names no address')

    const wrong = await g.run(['serve'], { env: { GUYUB_TRUSTED_PROXIES: 'proxy.lan', GUYUB_LANG: 'en' } })
    assert.equal(wrong.code, 2)
    assert.match(wrong.err, /GUYUB_TRUSTED_PROXIES.*"proxy\.lan" is not an address/)
})
