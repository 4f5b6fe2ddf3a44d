// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Every address as every post, in two scopes and more: what the table of rights says is what happens,
// in each format; a form that is refused has changed nothing; doc/who-may-what.md is the same table.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, before, test } from 'node:test'
import { join } from 'node:path'
import { guyub, isLong, makePerson, makePost, repo, signIn, visitor } from '../harness/guyub.mjs'
import { text, workbook } from '../harness/xlsx.mjs'

const PATIENCE = { timeout: 600_000 }
const here = { region: '35.71', org: '35.71-diskominfo' }, there = { region: '15.71', org: '15.71-diskominfo' }

const kinds = ['administrator', 'programme_office', 'companion', 'mentor', 'assessor', 'head_of_region',
    'region_secretary', 'council_member', 'coordinator', 'walidata', 'head_of_agency', 'contributor',
    'auditor', 'investor']

let g, rights, routes, things
const people = []           // { login, kind, scope: { region, org }, v: visitor, token }

// ---- people ------------------------------------------------------------------------------------

// A post in each kind of place where its kind may stand.
async function placesOf(kind) {
    const found = []
    for (const [name, place] of [['nation', {}], ['here', { region: here.region }], ['there', { region: there.region }],
        ['here', { org: here.org }], ['there', { org: there.org }]]) {
        try {
            const code = await makePost(g, kind, `${kind} ${name} ${JSON.stringify(place)}`, place)
            const region = place.region ?? (place.org ? place.org.slice(0, 5) : '')
            found.push({ code, login: `${kind.replaceAll('_', '.')}.${found.length}`, kind,
                scope: { region, org: place.org ?? '' } })
        } catch { /* this kind does not stand there */ }
    }
    return found
}

async function enter(person, posts) {
    const more = person.kind === 'auditor' ? ['--to', new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)] : []
    await makePerson(g, person.login, { name: `Nama ${person.login}`, posts, more })
    person.v = await signIn(g.url, person.login, 'kata sandi uji 2026', { agent: `story ${person.login}` })
    person.token = await tokenOf(person.v, '/account/password')
    people.push(person)
}

async function tokenOf(v, path) {
    const page = await v.go(path)
    const found = page.forms.filter((f) => f.method === 'POST').flatMap((f) => f.fields).find(([n]) => n === '_token')
    assert.ok(found, `${path}: ${page.status} has no form with a token`)
    return found[1]
}

const vault = mkdtempSync(join(tmpdir(), 'guyub-rights-'))

before(async () => {
    g = await guyub({ env: { GUYUB_WORKERS: '3', GUYUB_URL: 'https://guyub.example.go.id', GUYUB_VAULT: vault } })
    rights = Object.fromEntries((await g.run(['rights', '--json'])).json.map((r) => [r.right, r.who.split(' ')]))
    routes = (await g.run(['routes', '--json'])).json
    const made = await g.run(['org', 'add', '--code', there.org, '--kind', 'agency', '--region', there.region,
        '--name', 'Diskominfo Kota Jambi', '--source', 'uji', '--why', 'uji'])
    assert.equal(made.code, 0, made.err)
    const nobody = { login: 'nobody', kind: null, v: visitor(g.url) }
    nobody.token = await tokenOf(nobody.v, '/sign-in')
    people.push(nobody)
    await enter({ login: 'no.post', kind: 'none', scope: null }, [])
    for (const kind of kinds) for (const person of await placesOf(kind)) await enter(person, [person.code])
    await openRound()
    things = { here: await thingsIn(here), there: await thingsIn(there) }
    things.here.job = things.there.job = (await g.run(['job', 'run', 'job_clean', '--lang', 'en'])).out.match(/\d+/)[0]
}, PATIENCE)
after(async () => {
    for (const p of people) p.v.close()
    await g?.stop()
    rmSync(vault, { recursive: true, force: true })
})

// ---- what stands for {holes} --------------------------------------------------------------------

// A person in a post that nobody else here holds, so that ending their sessions disturbs no walk.
async function thingsIn({ region, org }) {
    const post = await makePost(g, 'contributor', `Penyusun data ${region}`, { org })
    const login = `contributor.of.${region}`
    await makePerson(g, login, { name: `Nama ${login}`, posts: [post] })
    const figure = `smart-city-evaluation/${region}/2022/index.actual`
    await g.run(['instrument', 'figure', 'add', figure, '--value', '3', '--source', 'uji', '--why', 'uji'])
    await g.run(['cohort', 'member', 'add', region, '--year', '2020', '--source', 'uji', '--publisher', 'uji', '--why', 'uji'])
    await g.run(['workday', 'add', '--region', region, '--date', '2026-12-01', '--kind', 'local', '--name-id', 'Hari uji',
        '--source', 'uji', '--why', 'uji'])
    await g.run(['workday', 'week', '--org', org, '--days', '6', '--source', 'uji', '--why', 'uji'])
    const shown = (await g.run(['journal', 'list', '--json'])).json
    const account = shown.find((l) => l.thing === 'account' && l.verb !== 'signed_in')?.key
    const office = people.find((p) => p.kind === 'programme_office')
    const page = await office.v.go(`/posts/${post}`)
    const hold = (await admin().v.go(`/posts/${post}`)).text.match(new RegExp(`/posts/${post}/end/(\\d+)`))?.[1]
    assert.ok(page.status === 200 && account && hold, `${page.status} account ${account} hold ${hold}`)
    return { region, org, post, account, hold, workbook: await workbookOf(org), document: await workbookOf(org, 'public'), paper: await paperOf(office, org),
        ...await taskOf(region, org), scope: { region, org } }
}
// A round of both regions, which everybody reads.
async function openRound() {
    const code = 'smart-city-evaluation-2026', why = ['--why', 'uji']
    for (const args of [['add', '--instrument', 'smart-city-evaluation', '--year', '2026', '--title', 'Uji', '--rule', 'false()',
        '--disagreement', '1'], ['dates', code, '--stage-1-from', '2026-11-01', '--stage-1-to', '2027-11-30', '--judge-1-from',
        '2027-12-01', '--judge-1-to', '2027-12-02', '--result-1-from', '2027-12-03', '--result-1-to', '2027-12-03', ...why],
    ['join', code, '--region', here.region, ...why], ['join', code, '--region', there.region, ...why], ['open', code]]) {
        const r = await g.run(['round', ...args])
        assert.equal(r.code, 0, r.err)
    }
    for (const t of [here, there]) {
        const r = await g.run(['assess', 'give', code, t.region, '--org', t.org, '--item', 'baseline'])
        assert.equal(r.code, 0, r.err)
    }
}
// What the region's coordinator has asked the organisation for.
async function taskOf(region, org) {
    const { v } = people.find((p) => p.kind === 'coordinator' && p.scope.region === region && p.scope.org === '')
    const page = await v.submit(await v.go('/requests/new'), { title: 'Permintaan uji', due: '2027-03-31',
        items: '1 | Jumlah | angka', others: org }, { at: '/requests/new', stay: true })
    assert.equal(page.status, 303, page.words)
    const request = page.location.split('/').at(-1)
    const rows = (await v.get('/tasks', { accept: 'application/json' })).json
    return { request, task: rows.find((row) => row.key === request).code }
}
// A letter that the organisation has issued.
async function paperOf(office, org) {
    const seen = await office.v.submit(await office.v.go('/papers/new'),
        { org, title: 'Surat uji', post: 'Kepala', name: 'Uji', body: 'Isi.' }, { press: 'preview' })
    const issued = await office.v.submit(seen, {}, { at: '/papers/new', press: 'issue', stay: true })
    assert.equal(issued.status, 303, issued.words)
    return issued.location.split('/').at(-1)
}
// A document of the organisation that is a workbook.
async function workbookOf(org, sensitivity = 'internal') {
    const folder = mkdtempSync(join(tmpdir(), 'guyub-rights-'))
    writeFileSync(join(folder, 'a.xlsx'), workbook('Data', `<row r="1">${text('A1', org)}</row>`))
    const { out, err } = await g.run(['document', 'add', join(folder, 'a.xlsx'), '--org', org, '--title', 'uji',
        '--sensitivity', sensitivity])
    rmSync(folder, { recursive: true })
    return out.match(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/)?.[0] ?? assert.fail(err)
}
const admin = () => people.find((p) => p.kind === 'administrator' && p.scope.region === '')

// [address, scope of the thing]; scope null: of the nation, or of nobody in particular.
function filled(route, t) {
    const holes = {
        '/regions/{code}': t.region, '/organisations/{code}': t.org, '/posts/{code}': t.post,
        '/cohorts/members/{code}': t.region, '/instruments/{id}': 'smart-city-evaluation',
        '/people/{account}': t.account, '{hold}': t.hold, '{instrument}': 'smart-city-evaluation',
        '/cohorts/counts/{year}': '2022', '{year}': '2022', '{measure}': 'joined', '{reading}': '1',
        '{figure}': 'index.actual', '/jobs/{id}': t.job, '/workbooks/{code}': t.workbook, '/documents/{code}': t.document, '/copies/{nth}': '1',
        '/documents/arrivals/{code}': 'AAAA-AAAA-AAAA-AAAA', '/documents/zip/{code}': 'AAAA-AAAA-AAAA', '{nth}': '1',
        '/calendar/{day}': `2026-12-01-${t.region}`, '/calendar/weeks/{key}': t.org, '/agenda/{token}': 'x'.repeat(32),
        '/tasks/{code}': t.task, '/requests/{code}': t.request, '/answer/{token}': 'x'.repeat(32),
        '{hash}': '0'.repeat(64), '/installations/{code}': 'tiada',
        '/papers/{code}': t.paper, '/dossiers/{code}': 'AAAA-AAAA-AAAA', '/sheets/{code}': 'AAAA-AAAA-AAAA',
        '/rounds/{code}': 'smart-city-evaluation-2026', '{round}': 'smart-city-evaluation-2026', '{region}': t.region, '{org}': t.org, '{stage}': '1', '{item}': 'baseline', '{finding}': '1',
    }
    let path = route.path
    for (const [hole, value] of Object.entries(holes))
        path = path.replace(hole, hole.replace(/\{\w+\}$/, '') + value)
    assert.ok(!path.includes('{'), `${route.path}: what stands for ${path}?`)
    const isScoped = /^\/(regions|organisations|posts|people|cohorts\/members|workbooks|papers|documents|tasks|requests|calendar|calendar\/weeks|assessments|judging)\/\{/.test(route.path)
    return { path, scope: isScoped ? scopeOf(route, t) : null }
}

// A region is of no single organisation: a post of an agency does not reach it. Its name is given
// from above.
function scopeOf(route, t) {
    if (route.right === 'ask' && route.path.startsWith('/tasks/')) return { region: t.region, org: '' }
    if (route.path === '/regions/{code}/rename') return { region: t.region.split('.')[0], org: '' }
    return /^\/(regions|cohorts|calendar\/\{)/.test(route.path) ? { region: t.region, org: '' } : t.scope
}

// ---- what should happen --------------------------------------------------------------------------

const covers = (post, thing) => post !== null &&
    (post.region === '' || thing.region === post.region || thing.region.startsWith(`${post.region}.`))
    && (post.org === '' || post.org === thing.org)

// 'in', 'sign in', 'denied': by the two tables alone.
function atTheDoor(route, person) {
    const who = rights[route.right]
    if (who.includes('everybody')) return 'in'
    if (person.kind === null) return 'sign in'
    return who.includes('signed_in') || who.includes(person.kind) ? 'in' : 'denied'
}

// The page asks again, for the thing. What a page keeps for the holder or the one above is its own
// story (post, identity); here it may be refused to more than these.
const isNarrower = (route) => /^\/posts\/\{code\}\/(assign|close|delegate|edit|end|hand-over)|^\/people\/|^\/(assessments|judging)\//.test(route.path)

function word({ status, location }) {
    if (status === 401 || (status === 303 && location.startsWith('/sign-in?'))) return 'sign in'
    return status === 403 ? 'denied' : status === 404 ? 'missing' : status >= 500 ? 'broken' : 'in'
}

// The job that there is, is the program's own: only a shell sees it. A file for examination is its asker's.
function expected(route, person, scope) {
    const door = atTheDoor(route, person)
    if (door === 'in' && /^\/(jobs\/\{id\}|(dossiers|sheets)\/\{code\}|agenda\/\{token\}|answer\/\{token\}|documents\/(arrivals|zip)\/\{code\}|bundles\/\{hash\}|installations\/\{code\})/.test(route.path))
        return route.method === 'POST' ? ['missing', 'in'] : ['missing']    // a form's fault may be told first
    if (door === 'in' && /^\/rounds\/\{code\}\/regions\/\{region\}\//.test(route.path))     // asked again, for the region
        return ['in', 'denied', 'missing']
    if (door === 'in' && /^\/regions\/\{code\}\/head/.test(route.path) && person.kind === 'assessor') return ['denied']
    if (door !== 'in' || !scope || rights[route.right].includes('everybody') || covers(person.scope, scope))
        return door === 'in' && scope && isNarrower(route) ? ['in', 'denied', 'missing'] : [door]
    return ['denied', 'missing']
}

const suffixes = { html: ['', 'text/html'], json: ['.json', '*/*'], csv: ['.csv', '*/*'] }
const inAll = (list, n, run) => Promise.all(Array.from({ length: n }, async () => {
    for (let item; (item = list.shift()) !== undefined;) await run(item)
}))

async function ask(person, route, format, t) {
    const [suffix, accept] = suffixes[format]
    const { path, scope } = filled(route, t)
    const at = path === '/' && suffix ? '/' : path + suffix
    const page = await person.v.get(at, { accept: path === '/' && suffix ? 'application/json' : accept })
    const should = expected(route, person, scope)
    return should.includes(word(page)) ? null
        : `${person.login} GET ${at}: ${page.status} is not ${should.join(' or ')}`
}

// ---- the walk -------------------------------------------------------------------------------------

test('no route is open to nobody by mistake, and each right of a route is one of the table', () => {
    assert.ok(routes.length > 60)
    for (const r of routes) assert.ok(rights[r.right], `${r.method} ${r.path}: ${r.right}`)
    const open = routes.filter((r) => r.method === 'POST' && r.right === 'read_public').map((r) => r.path)
    assert.deepEqual(open, ['/papers/{code}'], 'comparing a file changes nothing')
})

test('every post kind is there, and nearly all of them twice', () => {
    for (const kind of kinds) assert.ok(people.some((p) => p.kind === kind), kind)
    const once = kinds.filter((kind) => people.filter((p) => p.kind === kind).length < 2)
    assert.deepEqual(once, ['programme_office'])            // there is one, and it is the nation's
})

test('every GET, as everybody, in each of its formats', PATIENCE, async () => {
    const faults = []
    let n = 0
    await inAll([...people], 6, async (person) => {
        for (const route of routes.filter((r) => r.method === 'GET'))
            for (const format of route.formats.split(' ')) {
                const isFirst = people.find((p) => p.kind === person.kind) === person
                if (!isLong && !isFirst && (format !== 'html' || rights[route.right].includes('everybody'))) continue
                faults.push(await ask(person, route, format, things.here))
                if (route.path.includes('{')) faults.push(await ask(person, route, format, things.there))
                n++
            }
    })
    assert.equal(faults.filter(Boolean).join('\n'), '')
    assert.ok(n > 1000, `${n} asked`)
})

// ---- forms ----------------------------------------------------------------------------------------

const verdict = async () => (await g.run(['journal', 'verify', '--json'])).json
const lines = async () => (await g.run(['journal', 'list', '--json'])).json
    .filter((l) => !['read', 'signed_in', 'refused'].includes(l.verb)).length
const state = async () => JSON.stringify([await lines(), ...await Promise.all([here, there].map(async (t) =>
    Promise.all([`/regions/${t.region}.json`, `/organisations/${t.org}.json`, `/regions/${t.region}/figures.csv`]
        .map(async (path) => (await fetch(g.url + path)).text())))),
    (await g.run(['post', 'list', '--json'])).out, (await g.run(['account', 'list', '--json'])).out])

const forms = () => routes.filter((r) => r.method === 'POST')

async function send(person, route, t, fields, format = 'html') {
    const { path, scope } = filled(route, t)
    const json = format === 'json'
    const page = await person.v.post(path + (json ? '.json' : ''), fields, { accept: json ? '*/*' : 'text/html' })
    return { page, scope, path }
}

// Filled in well enough that only the right stands against it.
const typed = { why: 'uji', reason: 'uji', name: 'Diubah', value: '1', source: 'uji', publisher: 'uji',
    title: 'Jabatan palsu', kind: 'contributor', login: 'penyusup', code: 'palsu', 'record.do': 'save', 'record.version': '1' }

test('a form of whoever may not is refused, and changes nothing', PATIENCE, async () => {
    const was = await state(), faults = []
    let n = 0
    await inAll([...people], 6, async (person) => {
        for (const route of forms()) for (const t of Object.values(things)) {
            const { scope } = filled(route, t)
            const should = expected(route, person, scope)
            if (should.includes('in')) continue
            for (const format of route.formats.split(' ')) {
                const { page, path } = await send(person, route, t, { ...typed, _token: person.token }, format)
                if (!should.includes(word(page)))
                    faults.push(`${person.login} POST ${path} ${format}: ${page.status} is not ${should.join(' or ')}`)
                n++
            }
        }
    })
    assert.equal(faults.join('\n'), '')
    assert.ok(n > 300, `${n} sent`)
    assert.equal(await state(), was)
    assert.equal((await verdict()).holds, true)
})

test('every form without its token is refused, whoever sends it, and changes nothing', PATIENCE, async () => {
    const was = await state(), faults = []
    const some = people.filter((p) => p.kind === null || people.find((q) => q.kind === p.kind) === p)
    await inAll([...some], 6, async (person) => {
        for (const route of forms()) for (const token of [{}, { _token: '' }, { _token: 'x'.repeat(64) }]) {
            const { page, path } = await send(person, route, things.here, { ...typed, ...token })
            if (![401, 403].includes(page.status)) faults.push(`${person.login} POST ${path}: ${page.status}`)
        }
    })
    assert.equal(faults.join('\n'), '')
    assert.equal(await state(), was)
})

test('a token of another person is good for nothing', PATIENCE, async () => {
    const was = await state()
    const office = people.find((p) => p.kind === 'programme_office'), other = admin()
    for (const route of forms()) {
        const { page, path } = await send(office, route, things.here, { ...typed, _token: other.token })
        assert.ok([401, 403].includes(page.status), `${path}: ${page.status}`)
    }
    assert.equal(await state(), was)
})

// ---- the page of the table ---------------------------------------------------------------------------

test('doc/who-may-what.md is what the program says', async () => {
    const page = await g.run(['rights', 'page', '--lang', 'en'])
    assert.equal(page.code, 0, page.err)
    assert.ok(page.out === readFileSync(join(repo, 'doc/who-may-what.md'), 'utf8'),
        'it differs; look at the difference, then: build/guyub rights page --lang en > doc/who-may-what.md')
    for (const route of routes) assert.ok(page.out.includes(`\`${route.method} ${route.path}\``), route.path)
})
