// SPDX-License-Identifier: AGPL-3.0-or-later
//
// routes.test.mjs — no address escapes the walk: each route of the program's own table has a row in
// pages.mjs, and answers in every format that it says it serves, and in no other. The program under test
// serves: with sanitizers, each page of the walk is made under their eyes, on both engines.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { runProgram, signIn, PASSWORD } from '../harness/guyub.mjs'
import { office } from './inside.mjs'
import { dataOnly, files, languages, pages } from './pages.mjs'

const vnu = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar')

const formats = {
    html: { suffix: '',      accept: 'text/html',        type: /^text\/html; charset=utf-8$/i },
    json: { suffix: '.json', accept: 'application/json', type: /^application\/json\b/i },
    csv:  { suffix: '.csv',  accept: 'text/csv',         type: /^text\/csv\b/i },
}

let g, routes
const people = {}
before(async () => {
    g = await office()
    for (const login of new Set(pages.flatMap((row) => row.inside ?? []))) people[login] = await signIn(g.url, login, PASSWORD)
    routes = (await g.run(['routes', '--json'])).json.filter((r) => r.method === 'GET')
})
after(() => { for (const who of Object.values(people)) who.close(); return g?.stop() })

// As whom the walk goes there; else as the programme's office, or who administers, or a coordinator.
const as = (who) => ({ cookie: [...who.cookies].map((pair) => pair.join('=')).join('; '), 'user-agent': who.agent })
const walker = (route) => pages.find((p) => p.path === examples(route)[0])?.inside
const byRight = { erase_person: 'kepala', trust: 'kepala', answer: 'budi' }
const headersFor = (route) => ['read_public', 'enter'].includes(route.right) ? {}
    : as(people[walker(route) ?? byRight[route.right] ?? 'dewi'])

// "/regions/{code}" as a pattern for "/regions/35.71"
const pattern = (path) =>
    new RegExp('^' + path.replace(/[.+]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+') + '$')
const examples = (route) => [...pages.filter((p) => !p.status).map((p) => p.path), ...dataOnly, ...files.map((f) => f.path)]
    .filter((path) => pattern(route.path).test(path.split('?')[0])
        && (route.path === path.split('?')[0] || !routes.some((r) => r.path === path.split('?')[0])))

// "/regions?q=a" -> "/regions.json?q=a"; "/" has no name to put a suffix to.
function address(path, suffix) {
    const [place, query] = path.split('?')
    return place === '/' ? null : place + suffix + (query ? `?${query}` : '')
}

test('the table of routes is not empty, and each GET route has a page in the walk', () => {
    assert.ok(routes.length >= 5)
    assert.deepEqual(routes.filter((r) => examples(r).length === 0).map((r) => r.path), [])
})

async function fault(route, path, accept, type) {
    const r = await fetch(g.url + path, { headers: { accept, ...headersFor(route) } })
    const body = await r.text()
    if (r.status !== 200 || !type.test(r.headers.get('content-type')))
        return `${path} (${accept}): ${r.status} ${r.headers.get('content-type')}`
    if (type === formats.json.type) JSON.parse(body)
    return null
}

test('each route answers in each format that it names, by suffix and by Accept', async () => {
    const faults = []
    for (const route of routes) for (const name of route.formats.split(' ')) {
        const { suffix, type, accept } = formats[name]
        const [path] = examples(route)
        const as = files.find((f) => f.path === path)?.type ?? type
        faults.push(await fault(route, path, accept, as))
        if (suffix && address(path, suffix)) faults.push(await fault(route, address(path, suffix), '*/*', type))
    }
    assert.deepEqual(faults.filter(Boolean), [])
})

test('what pages and stylesheets refer to is there, and may be kept for ever', async () => {
    const html = await (await fetch(g.url + '/', { headers: { accept: 'text/html' } })).text()
    const tags = html.match(/<(?:link|script|img)\b[^>]*>/g)
        .filter((tag) => !/rel="(canonical|alternate)"/.test(tag))
    const seen = new Set(), wrong = []
    const visit = async (url) => {
        if (seen.has(url.href) || url.protocol === 'data:') return
        seen.add(url.href)
        const r = await fetch(url)
        const text = await r.text()
        if (r.status !== 200 || !/immutable/.test(r.headers.get('cache-control')))
            wrong.push(`${url.pathname}: ${r.status} ${r.headers.get('cache-control')}`)
        if (/^text\/css/.test(r.headers.get('content-type')))
            for (const [, to] of text.matchAll(/url\(["']?([^"')]+)["']?\)/g))
                await visit(new URL(to, url))
    }
    for (const tag of tags) await visit(new URL(tag.match(/(?:href|src)="([^"]+)"/)[1], g.url))
    assert.ok(seen.size >= 2, [...seen].join(' '))
    assert.deepEqual(wrong, [])
})

test('each page of the walk, in both languages, is HTML in which the Nu HTML checker finds no error', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guyub-vnu-'))
    try {
        const names = await saveAll(folder)
        const r = await runProgram('java', ['-jar', vnu, '--format', 'json',
            '--exit-zero-always', ...names.map((name) => join(folder, name))], { timeoutMs: 300_000 })
        const { messages } = JSON.parse(r.err)
        const errors = messages.filter((m) => m.type === 'error' || m.subType === 'fatal')
            .map((m) => `${m.url.split('/').pop()}:${m.lastLine}:${m.lastColumn}: ${m.message}`)
        assert.deepEqual(errors, [])
    } finally {
        rmSync(folder, { recursive: true })
    }
})

// The pages as files in `folder`; their names.
async function saveAll(folder) {
    const names = []
    for (const row of pages) for (const lang of languages) {
        const headers = { accept: row.accept ?? 'text/html', 'accept-language': lang, ...(row.inside && as(people[row.inside])) }
        const response = await fetch(g.url + row.path, { method: row.method ?? 'GET', headers })
        assert.equal(response.status, row.status ?? 200, `${row.name} in ${lang}`)
        names.push(`${row.name}-${lang}.html`)
        writeFileSync(join(folder, names.at(-1)), await response.text())
    }
    return names
}

test('a route without CSV refuses it', async () => {
    for (const route of routes.filter((r) => !r.formats.includes('csv') && r.path !== '/')) {
        const r = await fetch(g.url + examples(route)[0], { headers: { accept: 'text/csv', ...headersFor(route) } })
        assert.equal(r.status, 406, route.path)
    }
})

test('HEAD is GET without a body; other methods are refused by name', async () => {
    for (const route of routes) {
        const url = g.url + examples(route)[0]
        const head = await fetch(url, { method: 'HEAD', headers: headersFor(route) })
        assert.equal(head.status, 200, route.path)
        assert.equal(await head.text(), '')
        const put = await fetch(url, { method: 'PUT', body: 'x' })
        assert.equal(put.status, 405, route.path)
        assert.match(put.headers.get('allow'), /\bGET\b/)
    }
})
