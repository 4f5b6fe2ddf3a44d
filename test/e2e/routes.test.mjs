// SPDX-License-Identifier: AGPL-3.0-or-later
//
// routes.test.mjs — no address escapes the walk: each route of the program's own table has a row in
// pages.mjs, and answers in every format that it says it serves, and in no other.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { guyub } from '../harness/guyub.mjs'
import { pages } from './pages.mjs'

const formats = {
    html: { suffix: '',      type: /^text\/html; charset=utf-8$/i },
    json: { suffix: '.json', type: /^application\/json\b/i },
    csv:  { suffix: '.csv',  type: /^text\/csv\b/i },
}

let g, routes
before(async () => {
    g = await guyub()
    routes = (await g.run(['routes', '--json'])).json.filter((r) => r.method === 'GET')
})
after(() => g?.stop())

// "/regions/{code}" as a pattern for "/regions/35.71"
const pattern = (path) => new RegExp('^' + path.replace(/[.+]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+') + '$')
const examples = (route) =>
    pages.filter((p) => !p.status && pattern(route.path).test(p.path.split('?')[0])).map((p) => p.path)

// "/regions?q=a" -> "/regions.json?q=a"; the home page's data is at "/index.json".
function address(path, suffix) {
    const [place, query] = path.split('?')
    return (place === '/' && suffix ? '/index' : place) + suffix + (query ? `?${query}` : '')
}

test('the table of routes is not empty, and each GET route has a page in the walk', () => {
    assert.ok(routes.length >= 5)
    assert.deepEqual(routes.filter((r) => examples(r).length === 0).map((r) => r.path), [])
})

test('each route answers in each format that it names, by suffix and by Accept', async () => {
    const wrong = []
    for (const route of routes) for (const format of route.formats.split(' ')) {
        const { suffix, type } = formats[format]
        const accept = { html: 'text/html', json: 'application/json', csv: 'text/csv' }[format]
        for (const [path, headers] of [
            [address(examples(route)[0], suffix), { accept: '*/*' }],
            [examples(route)[0], { accept }],
        ]) {
            if (format === 'html' && headers.accept === '*/*') headers.accept = 'text/html'
            const r = await fetch(g.url + path, { headers })
            const body = await r.text()
            if (r.status !== 200 || !type.test(r.headers.get('content-type')))
                wrong.push(`${path} (${headers.accept}): ${r.status} ${r.headers.get('content-type')}`)
            else if (format === 'json') JSON.parse(body)
        }
    }
    assert.deepEqual(wrong, [])
})

test('a route without CSV refuses it', async () => {
    for (const route of routes.filter((r) => !r.formats.includes('csv') && r.path !== '/')) {
        const r = await fetch(g.url + examples(route)[0], { headers: { accept: 'text/csv' } })
        assert.equal(r.status, 406, route.path)
    }
})

test('HEAD is GET without a body; other methods are refused by name', async () => {
    for (const route of routes) {
        const url = g.url + examples(route)[0]
        const head = await fetch(url, { method: 'HEAD' })
        assert.equal(head.status, 200, route.path)
        assert.equal(await head.text(), '')
        const put = await fetch(url, { method: 'PUT', body: 'x' })
        assert.equal(put.status, 405, route.path)
        assert.match(put.headers.get('allow'), /\bGET\b/)
    }
})
