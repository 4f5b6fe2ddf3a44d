// SPDX-License-Identifier: AGPL-3.0-or-later
// The head of an agency is replaced in the middle of work. Posts, not people, have rights and open work.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { guyub, signIn, visitor } from '../harness/guyub.mjs'

const AGENCY = '35.71-diskominfo', HEAD = `${AGENCY}-head-of-agency`
const seconds = (iso) => String(Date.parse(iso) / 1000)
const NOW = '2026-11-22T03:00:00Z', TODAY = '2026-11-22'        // 10.00 WIB
const password = (who) => `${who} likes long passwords 7`

let g
const shell = async (...args) => {
    const done = await g.run([...args, '--lang', 'en'])
    assert.equal(done.code, 0, `guyub ${args.join(' ')}: ${done.err}`)
    return done.out
}
const refusedShell = async (said, ...args) => {
    const done = await g.run([...args, '--lang', 'en'])
    assert.notEqual(done.code, 0, args.join(' '))
    assert.match(done.err, said)
}
async function person(login, name) {
    await shell('account', 'add', login, '--name', name)
    const set = await g.run(['account', 'password', login], { input: `${password(login)}\n` })
    assert.equal(set.code, 0, set.err)
}
const enter = (login, options) => signIn(g.url, login, password(login), options)
const answer = (page) => `${page.status} ${page.path}: ${page.words.slice(0, 600)}`

before(async () => {
    g = await guyub({ env: { GUYUB_NOW: seconds(NOW) } })
    for (const [login, name] of [['siti', 'Siti Aminah'], ['joko', 'Joko Susilo'], ['budi', 'Budi Santoso'],
        ['rina', 'Rina Wulandari'], ['dewi', 'Dewi Lestari'], ['adi', 'Adi Nugroho'], ['tono', 'Tono Hartono'],
        ['kepala', 'Kepala Kantor']])
        await person(login, name)
    await shell('post', 'add', 'head_of_agency', 'Kepala Diskominfo Kota Kediri', '--org', AGENCY)
    await shell('post', 'add', 'coordinator', 'Koordinator Kota Cerdas Kota Kediri', '--region', '35.71')
    await shell('post', 'add', 'auditor', 'Auditor Inspektorat Kota Kediri', '--region', '35.71')
    await shell('post', 'add', 'region_secretary', 'Sekretaris Daerah Kota Kediri', '--region', '35.71')
    await shell('post', 'add', 'contributor', 'Kontributor Diskominfo', '--org', AGENCY)
    await shell('post', 'add', 'coordinator', 'Koordinator Kota Cerdas Kota Blitar', '--region', '35.72')
    await shell('post', 'add', 'administrator', 'Administrator kantor program')
    await shell('post', 'assign', 'administrator-2', 'kepala')
    await shell('post', 'assign', HEAD, 'siti', '--from', '2024-01-02', '--decree', 'SK 821/1/2024')
    await shell('post', 'assign', '35.71-coordinator', 'budi', '--from', '2023-05-02')
    await shell('post', 'assign', '35.71-auditor', 'rina', '--from', '2026-11-01', '--to', '2026-12-31')
    await shell('post', 'assign', '35.71-region-secretary', 'tono', '--from', '2022-01-03')
    await shell('post', 'assign', '35.72-coordinator', 'adi', '--from', '2023-05-02')
})
after(async () => { await g.stop() })

test('the head of an agency is replaced in the middle of work', async (t) => {
    const edit = `/organisations/${AGENCY}/edit`
    const siti = await enter('siti'), budi = await enter('budi'), joko = await enter('joko')
    let open

    await t.test('the head decides something, and leaves a draft', async () => {
        const page = await siti.go(edit)
        assert.equal(page.status, 200, answer(page))
        const saved = await siti.submit(page, { short_name: 'Diskominfo Kdr', why: 'the name on the door' },
            { press: 'save' })
        assert.equal(saved.status, 200, answer(saved))
        const draft = await siti.go(edit)
        const kept = await siti.submit(draft, { short_name: 'Dinas Kominfo Kdr', why: 'half done' },
            { press: 'keep' })
        assert.equal(kept.status, 200, answer(kept))
        open = await siti.go(edit)
    })

    await t.test('who has no post sees nothing of the work', async () => {
        assert.equal((await joko.get('/posts')).status, 403)
        assert.equal((await joko.get(`/posts/${HEAD}.json`)).status, 403)
    })

    await t.test('the coordinator hands the post over, and the page shows the open work', async () => {
        const page = await budi.go(`/posts/${HEAD}/hand-over`)
        assert.match(page.words, /Siti Aminah/)
        assert.match(page.words, /Dinas Komunikasi/, 'the draft that waits')
        const faulty = await budi.submit(page, { person: 'joko', as: 'definitive', on: TODAY, decree: '',
            why: 'rotation' })
        assert.equal(faulty.status, 400)
        assert.match(faulty.text, /value="joko"/, 'what was typed is kept')
        const done = await budi.submit(faulty, { person: 'joko', as: 'definitive', on: TODAY,
            decree: 'SK 821/77/2026', why: 'rotation' })
        assert.equal(done.status, 200, answer(done))
        assert.match(done.path, /\/hand-over\/\d+$/)
        for (const said of ['Siti Aminah', 'Joko Susilo', 'SK 821/77/2026', 'stay with the post: 1.'])
            assert.ok(done.words.includes(said), `${said} in ${done.words}`)
    })

    await t.test('the predecessor is refused, also with the form that is open', async () => {
        const late = await siti.submit(open, { short_name: 'Too late', why: 'still here' },
            { press: 'save', stay: true })
        assert.equal(late.status, 403, answer(late))
        assert.equal((await siti.get(edit)).status, 403)
        assert.equal((await siti.get(`/posts/${HEAD}`)).status, 403)
        assert.equal((await siti.get(`/posts/${HEAD}.json`)).status, 403)
        assert.equal((await siti.get('/posts.csv')).status, 403)
        assert.doesNotMatch((await (await fetch(`${g.url}/organisations/${AGENCY}.json`)).text()), /Too late/)
    })

    await t.test('the successor finds the draft and ends the work', async () => {
        const drafts = await joko.go('/drafts')
        assert.match(drafts.words, /Dinas Komunikasi/)
        const page = await joko.go(edit)
        assert.equal(page.status, 200, answer(page))
        const saved = await joko.submit(page, { short_name: 'Diskominfo', why: 'as in the regulation' },
            { press: 'save' })
        assert.equal(saved.status, 200, answer(saved))
    })

    await t.test('what was decided then bears the old name', async () => {
        const history = (await joko.go(`/organisations/${AGENCY}`)).words
        assert.match(history, /Siti Aminah/)
        assert.match(history, /Joko Susilo/)
        const post = (await joko.get(`/posts/${HEAD}.json`)).json
        const [now, then] = post.holders
        assert.deepEqual([now.name, now.from, now.now, now.decree],
            ['Joko Susilo', TODAY, true, 'SK 821/77/2026'])
        assert.deepEqual([then.name, then.to, then.now, then.closed],
            ['Siti Aminah', '2026-11-21', false, true])
    })
    for (const v of [siti, budi, joko]) v.close()
})

test('nobody raises themselves, and nobody takes over an account above their own', async (t) => {
    const budi = await enter('budi'), tono = await enter('tono')
    const give = (v, code, fields) => v.post(`/posts/${code}/assign`, fields)
    const admin = await enter('kepala')
    const everybody = (await admin.get('/people.json')).json
    const number = (name) => everybody.find((a) => a.name === name).account

    await t.test('a coordinator does not give a post above', async () => {
        const page = await budi.get('/posts/35.71-region-secretary/assign')
        assert.equal(page.status, 403, answer(page))
        const made = await budi.submit(await budi.go('/posts/new'), { kind: 'administrator',
            title: 'Administrator Kota Kediri', region_code: '35.71', org_code: '' }, { stay: true })
        assert.equal(made.status, 403, answer(made))
    })
    await t.test('nor one of another city', async () => {
        assert.equal((await budi.get('/posts/35.72-coordinator')).status, 403)
        assert.equal((await budi.get('/posts/35.72-coordinator.json')).status, 403)
        const list = (await budi.get('/posts.json')).json
        assert.ok(list.length >= 5 && list.every((p) => p.region_code === '35.71'))
    })
    await t.test('nor one to themselves', async () => {
        const page = await budi.go(`/posts/${AGENCY}-contributor/assign`)
        const own = await budi.submit(page, { person: 'budi', as: 'definitive', from: TODAY, to: '',
            decree: '', why: 'why not' })
        assert.equal(own.status, 403, answer(own))
        assert.match(own.words, /Nobody gives a post to themselves/)
    })
    await t.test('a forged form without the page’s token is refused', async () => {
        assert.equal((await give(budi, `${AGENCY}-contributor`, { person: 'dewi', as: 'definitive',
            from: TODAY, why: 'forged' })).status, 403)
    })
    await t.test('a secretary gives no codes; a coordinator none for the secretary’s account', async () => {
        const id = number('Tono Hartono'), head = number('Joko Susilo')
        const page = await budi.go(`/people/${id}`)
        assert.equal(page.status, 200, answer(page))
        assert.ok(!page.forms.some((f) => f.action === `/people/${id}/code`), 'no form is offered')
        const below = await budi.go(`/people/${head}`)
        const token = below.forms.find((f) => f.action === `/people/${head}/code`).fields
        const forged = await budi.post(`/people/${id}/code`, [...token.filter(([n]) => n !== 'why'),
            ['why', 'let me in']])
        assert.equal(forged.status, 403, answer(forged))
        assert.match(forged.words, /no say over this account/)
        const kept = await tono.get('/posts')
        assert.equal(kept.status, 200, 'the secretary is still in')
    })
    await t.test('below, a code is shown once and the old password still stands until it is used', async () => {
        const id = number('Joko Susilo')
        const given = await budi.submit(await budi.go(`/people/${id}`), { why: 'forgot it' },
            { at: `/people/${id}/code` })
        assert.equal(given.status, 200, answer(given))
        assert.match(given.text, /[A-Z0-9]{4}(-[A-Z0-9]{4}){2,}/)
    })
    await t.test('people of another city are not there', async () => {
        const id = number('Adi Nugroho')
        assert.equal((await budi.get(`/people/${id}`)).status, 404)
        assert.equal((await budi.get(`/people/${id}.json`)).status, 404)
        const list = (await budi.get('/people.json')).json
        assert.ok(list.length > 0 && !list.some((p) => p.name === 'Adi Nugroho'))
    })
    await t.test('nor do their numbers count: nobody learns names by counting up', async () => {
        const page = await budi.go(`/posts/${AGENCY}-contributor/assign`)
        const fields = { as: 'definitive', from: TODAY, to: '', decree: '', why: 'who is this?' }
        const far = await budi.submit(page, { ...fields, person: `#${number('Adi Nugroho')}` }, { stay: true })
        assert.equal(far.status, 409, answer(far))
        assert.match(far.words, /no such account/)
        const near = await budi.submit(page, { ...fields, person: `#${number('Budi Santoso')}` }, { stay: true })
        assert.match(near.words, /Nobody gives a post to themselves/)
    })
    await t.test('the last administrator stays', async () => {
        await shell('post', 'end', 'administrator-2', 'kepala', '--why', 'one is enough')
        await refusedShell(/without an administrator/, 'post', 'end', 'administrator', 'admin', '--why',
            'we need none')
    })
    for (const v of [budi, tono, admin]) v.close()
})

test('an invited person gets an account, a post and a code that is shown once', async () => {
    const budi = await enter('budi')
    const page = await budi.go(`/people/new?post=${AGENCY}-contributor`)
    assert.match(page.text, new RegExp(`value="${AGENCY}-contributor"`))
    const done = await budi.submit(page, { name: 'Wati Kusuma', login: 'wati', email: '', phone: '', from: TODAY,
        to: '', decree: '', why: 'new in the agency' })
    assert.equal(done.status, 200, answer(done))
    const code = done.text.match(/gy-post-code"[^>]*>([^<]+)</)[1]
    const again = await budi.submit(page, { name: 'Wati Kusuma', login: 'wati', email: '', phone: '', from: TODAY,
        to: '', decree: '', why: 'new in the agency' })
    assert.equal(again.status, 409, answer(again))

    const wati = visitor(g.url)
    const door = await wati.go('/invitation')
    const named = await wati.submit(door, { code })
    const inside = await wati.submit(named, { new_password: password('wati'), again: password('wati') })
    assert.equal(inside.status, 200, answer(inside))
    assert.equal((await wati.get('/posts')).status, 200)
    assert.match((await budi.go('/people')).words, /Wati Kusuma/)
    budi.close(); wati.close()
})

test('who leaves is out of the posts at once; the last administrator cannot leave', async (t) => {
    const number = async (v, name) => (await v.get('/people.json')).json.find((a) => a.name === name)?.account
    await person('lela', 'Lela Sari'); await person('umar', 'Umar Hadi')
    await shell('post', 'add', 'administrator', 'Administrator kedua')
    await shell('post', 'assign', 'administrator-3', 'umar')
    const code = (await shell('post', 'add', 'contributor', 'Kontributor Bidang Arsip', '--org', AGENCY))
        .match(/Code\s+(\S+)/)[1]
    await shell('post', 'assign', code, 'lela', '--from', '2026-01-05')
    const umar = await enter('umar'), adi = await enter('adi'), budi = await enter('budi')
    const lela = await enter('lela'), id = await number(umar, 'Lela Sari')

    await t.test('who may not, and who does not reach so far, is refused', async () => {
        assert.equal((await budi.get(`/people/${id}/erase`)).status, 403)
        assert.equal((await adi.get(`/people/${id}/end`)).status, 404)
        const tono = await number(budi, 'Tono Hartono')
        assert.equal((await budi.get(`/people/${tono}/end`)).status, 403, 'a post above')
    })
    await t.test('a reason is asked for; then the account and its posts end together', async () => {
        const page = await budi.go(`/people/${id}/end`)
        assert.match(page.words, /Kontributor Bidang Arsip/, 'what becomes vacant')
        const faulty = await budi.submit(page, { why: '' })
        assert.equal(faulty.status, 400, answer(faulty))
        const done = await budi.submit(faulty, { why: 'moved to another province' })
        assert.equal(done.status, 200, answer(done))
        assert.notEqual((await lela.get('/posts')).status, 200)
        const [then] = (await budi.get(`/posts/${code}.json`)).json.holders
        assert.deepEqual([then.name, then.to, then.now, then.closed], ['Lela Sari', '2026-11-21', false, true])
        assert.equal((await budi.get(`/people/${id}/end`)).status, 409, 'once')
    })
    await t.test('erasing asks for a tick, and leaves the post without the name', async () => {
        const page = await umar.go(`/people/${id}/erase`)
        const unread = await umar.submit(page, { why: 'asked for' })
        assert.equal(unread.status, 400, answer(unread))
        const done = await umar.submit(unread, { why: 'asked for', understood: 'true' })
        assert.equal(done.status, 200, answer(done))
        assert.match(done.words, /An erased person/)
        assert.doesNotMatch(done.words, /Lela/)
        const [then] = (await budi.get(`/posts/${code}.json`)).json.holders
        assert.deepEqual([then.name, then.closed], [null, true])
        assert.match((await umar.go('/people')).words, /An erased person/)
        assert.match(await shell('account', 'list'), /erased +ended/)
        const told = JSON.parse(await shell('journal', 'list', '--json'))
        assert.ok(told.some((l) => l.verb === 'erased' && l.thing === 'account' && l.why === 'asked for'))
        assert.ok(told.some((l) => l.verb === 'read' && l.thing === 'account' && l.key === String(id)))
    })
    await t.test('the last administrator is told what to do first', async () => {
        await shell('account', 'end', 'admin', '--why', 'one is enough')
        for (const verb of ['end', 'erase'])
            await refusedShell(/First give the post of administrator to somebody else/, 'account', verb, 'umar',
                '--why', 'we need none')
        const own = await umar.submit(await umar.go('/account/data/erase'),
            { understood: 'true', password: password('umar') }, { stay: true })
        assert.equal(own.status, 409, answer(own))
        assert.match(own.words, /First give the post of administrator/)
        assert.match((await umar.go('/people')).words, /Umar Hadi/, 'still in, with the name')
        assert.match(await shell('post', 'show', 'administrator-3'), /Holder today/)
    })
    for (const v of [umar, adi, budi, lela]) v.close()
})

test('a post is renamed, and closed once nobody holds it', async () => {
    const made = await shell('post', 'add', 'contributor', 'Kontributor Bidang Statistik', '--org', AGENCY)
    const code = made.match(/Code\s+(\S+)/)[1]
    await shell('post', 'assign', code, 'tono', '--from', '2026-02-02')
    const budi = await enter('budi')
    const named = await budi.submit(await budi.go(`/posts/${code}/edit`), { title: 'Kontributor Bidang Persandian',
        why: 'the field was renamed' }, { press: 'save' })
    assert.equal(named.status, 200, answer(named))
    assert.match(named.words, /Kontributor Bidang Statistik/, 'the old title is in the history')
    const held = await budi.submit(await budi.go(`/posts/${code}/close`), { last_day: TODAY, why: 'dissolved' },
        { press: 'save' })
    assert.equal(held.status, 400, answer(held))
    assert.match(held.words, /Tono Hartono holds this post after that day/)
    await shell('post', 'end', code, 'tono', '--last-day', '2026-11-21', '--why', 'dissolved')
    const closed = await budi.submit(held, { last_day: '2026-11-21', why: 'dissolved' }, { press: 'save' })
    assert.equal(closed.status, 200, answer(closed))
    assert.match(closed.words, /nobody holds it any more/)
    assert.ok(!(await budi.get('/posts.json')).json.some((p) => p.code === code))
    assert.equal((await budi.get(`/posts/${code}.json`)).json.valid_to, TODAY)
    await refusedShell(/This post is closed/, 'post', 'assign', code, 'dewi', '--from', TODAY)
    assert.match(await shell('post', 'close', code, '--last-day', '2026-11-21', '--why', 'again'), /./)
    assert.equal((await budi.get('/posts/35.71-region-secretary/close')).status, 403, 'a post above')
    budi.close()
})

test('an auditor reads, each reading is in the journal, and every writing is refused', async () => {
    const rina = await enter('rina')
    for (const path of ['/posts', `/posts/${HEAD}`, '/people'])
        assert.equal((await rina.get(path)).status, 200, path)
    const told = JSON.parse(await shell('journal', 'list', '--json'))
    for (const path of ['/posts', `/posts/${HEAD}`, '/people'])
        assert.ok(told.some((l) => l.verb === 'read' && l.key === path), `${path} is told`)
    for (const path of ['/posts/new', `/posts/${HEAD}/assign`, `/posts/${HEAD}/hand-over`, '/people/new',
        '/posts/35.71-auditor/delegate', '/posts/35.71-auditor/hand-over'])
        assert.equal((await rina.get(path)).status, 403, path)
    rina.close()
})

test('days begin and end by the clock of the region', async (t) => {
    const at = async (now) => { await g.restart({ GUYUB_NOW: seconds(now) }) }
    const may = async (login) => {
        const v = await enter(login), status = (await v.get('/posts')).status
        v.close()
        return status
    }

    await t.test('a delegation begins at once and ends by itself', async () => {
        const joko = await enter('joko')
        const page = await joko.go(`/posts/${HEAD}/delegate`)
        const long = await joko.submit(page, { person: 'dewi', from: TODAY, to: '2027-01-31', decree: '',
            why: 'a journey' })
        assert.equal(long.status, 409, answer(long))
        const done = await joko.submit(long, { person: 'dewi', from: TODAY, to: '2026-11-24', decree: '',
            why: 'a journey' })
        assert.equal(done.status, 200, answer(done))
        const dewi = await enter('dewi')
        assert.equal((await dewi.get(`/organisations/${AGENCY}/edit`)).status, 200)
        assert.equal((await dewi.get(`/posts/${HEAD}/delegate`)).status, 403, 'not delegated further')
        assert.equal((await dewi.get(`/posts/${HEAD}/hand-over`)).status, 403, 'nor handed over')
        joko.close(); dewi.close()

        await at('2026-11-24T16:59:00Z')        // 23.59 WIB
        assert.equal(await may('dewi'), 200)
        await at('2026-11-24T17:00:00Z')        // 00.00 WIB of the 25th
        assert.equal(await may('dewi'), 403)
    })
    await t.test('a clock that goes back does not open it again', async () => {
        const isClosed = async () => JSON.parse(await shell('post', 'show', HEAD, '--json')).holders
            .find((h) => h.held_as === 'delegated').closed
        for (let i = 0; i < 100 && !await isClosed(); i++) await new Promise((done) => setTimeout(done, 100))
        assert.ok(await isClosed(), 'what is over is closed by itself')
        await at(NOW)
        assert.equal(await may('dewi'), 403)
        assert.equal(await may('joko'), 200)
    })
    await t.test('who audits is out after the last day', async () => {
        await at('2027-01-01T00:00:00Z')
        assert.equal(await may('rina'), 403)
        await at(NOW)
    })
})

test('one acts in one post at a time, and chooses which', async () => {
    await shell('post', 'assign', `${AGENCY}-contributor`, 'dewi', '--from', TODAY).catch(async () => {
        const made = await shell('post', 'add', 'contributor', 'Kontributor dua', '--org', AGENCY)
        await shell('post', 'assign', made.match(/Code\s+(\S+)/)[1], 'dewi', '--from', TODAY)
    })
    await shell('post', 'add', 'walidata', 'Walidata Kota Kediri', '--region', '35.71')
    await shell('post', 'assign', '35.71-walidata', 'dewi', '--from', TODAY)
    const dewi = await enter('dewi')
    const first = (await dewi.get('/regions/35.71/edit')).status
    const page = await dewi.go('/account')
    const other = page.forms.find((f) => f.action === '/acting').buttons[0]
    await dewi.submit(page, {}, { at: '/acting', press: other.value })
    const second = (await dewi.get('/regions/35.71/edit')).status
    assert.deepEqual([first, second].sort(), [200, 403], 'as walidata it may, as contributor not')
    const token = page.forms.find((f) => f.action === '/acting').fields
    const foreign = await dewi.post('/acting', [...token, ['post_id', '1']])
    assert.equal(foreign.status, 403, 'a post that is not held')
    dewi.close()
})

test('the shell says the same', async () => {
    const shown = JSON.parse(await shell('post', 'show', HEAD, '--json'))
    const definitive = (post) => post.holders.filter((h) => h.held_as === 'definitive')
        .map((h) => [h.name, h.to, h.now])
    assert.deepEqual(definitive(shown), [['Joko Susilo', null, true], ['Siti Aminah', '2026-11-21', false]])
    await refusedShell(/head_of_agency/, 'post', 'add', 'chief', 'A post that is none')
    await refusedShell(/organisation/, 'post', 'add', 'head_of_agency', 'No organisation', '--region', '35.71')
    await refusedShell(/held by somebody else/, 'post', 'assign', HEAD, 'siti', '--from', TODAY)
    await refusedShell(/decree/, 'post', 'hand-over', HEAD, 'siti', '--why', 'back')
    assert.match(await shell('post', 'hand-over', HEAD, 'siti', '--decree', 'SK 821/90/2026', '--on', '2026-12-01',
        '--why', 'back'), /handed over/)
    const later = JSON.parse(await shell('post', 'show', HEAD, '--json'))
    assert.deepEqual(definitive(later).slice(0, 2),
        [['Siti Aminah', null, false], ['Joko Susilo', '2026-11-30', true]])
    assert.match(await shell('journal', 'verify'), /./)
})
