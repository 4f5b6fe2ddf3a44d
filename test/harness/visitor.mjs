// SPDX-License-Identifier: AGPL-3.0-or-later
//
// visitor.mjs — somebody at the door with a browser of their own: cookies, forms, redirects.
//
//     const budi = visitor(g.url)
//     await budi.signIn('budi', password)            fails when the door does not open
//     const page = await budi.go('/organisations/35.71-diskominfo/change')
//     const after = await budi.submit(page, { name: 'Dinas Kominfo' }, { press: 'save' })
//
// Pages are read as a browser without scripts reads them: a form sends its hidden fields, what is
// typed in it, and the button that was pressed. So a story follows what the page offers, and a
// token that the page forgot is a failure.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'

const REDIRECTS_MAX = 5, TIMEOUT_MS = 60_000

// ---- what a page offers ------------------------------------------------------------------------

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }
const plain = (text) => text.replace(/&(#x?[0-9a-f]+|\w+);/gi, (all, name) =>
    name[0] !== '#' ? entities[name] ?? all
        : String.fromCodePoint(parseInt(name.replace(/^#x?/i, ''), /^#x/i.test(name) ? 16 : 10)))

function attributes(tag) {
    const found = {}
    for (const [, name, , value] of tag.matchAll(/\s([\w-]+)(="([^"]*)")?/g))
        found[name.toLowerCase()] = plain(value ?? '')
    return found
}

// [name, value] of each field as it stands in the page, without buttons.
function fieldsOf(html) {
    const fields = []
    const control = /<input\b[^>]*>|<textarea\b([^>]*)>([\s\S]*?)<\/textarea>|<select\b[^>]*>[\s\S]*?<\/select>/g
    for (const [text, , inside] of html.matchAll(control)) {
        const a = attributes(text.slice(0, text.indexOf('>') + 1))
        if (!a.name || 'disabled' in a || ['submit', 'button', 'image'].includes(a.type)) continue
        if (['checkbox', 'radio'].includes(a.type)) {
            if ('checked' in a) fields.push([a.name, a.value ?? 'on'])
        } else if (text.startsWith('<textarea')) fields.push([a.name, plain(inside.replace(/\r\n?/g, '\n').replace(/^\n/, ''))])
        else if (text.startsWith('<select')) fields.push([a.name, chosen(text)])
        else fields.push([a.name, a.value ?? ''])
    }
    return fields
}

function chosen(select) {
    const options = [...select.matchAll(/<option\b([^>]*)>([^<]*)/g)]
        .map(([, tag, text]) => ({ text: plain(text.trim()), ...attributes(tag) }))
    const one = options.find((o) => 'selected' in o) ?? options[0]
    return one ? one.value ?? one.text : ''
}

// The names of the fields that take a file.
const filesOf = (html) => [...html.matchAll(/<input\b[^>]*>/g)].map(([tag]) => attributes(tag))
    .filter((a) => a.type === 'file' && a.name).map((a) => a.name)

const buttonsOf = (html) => [...html.matchAll(/<button\b([^>]*)>([\s\S]*?)<\/button>/g)]
    .map(([, tag, text]) => ({ ...attributes(tag), text: plain(text.replace(/<[^>]*>/g, '').trim()) }))
    .filter((b) => b.type !== 'button')

export function formsOf(html) {
    return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, tag, inside]) => {
        const a = attributes(tag)
        return { action: a.action, method: (a.method ?? 'get').toUpperCase(), id: a.id,
            enctype: a.enctype, files: filesOf(inside), fields: fieldsOf(inside), buttons: buttonsOf(inside), html: inside }
    })
}

// ---- what a browser sends ----------------------------------------------------------------------

const encoded = (fields) => new URLSearchParams(
    Array.isArray(fields) ? fields : Object.entries(fields)).toString()

// The body of a form with files, and its type. A field of a file where none was chosen is sent empty, without a name.
function inParts(fields, files, file) {
    const boundary = `----story${randomBytes(12).toString('hex')}`, parts = []
    const quoted = (text) => text.replace(/[\r\n"]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
    const part = (head, bytes) => parts.push(
        Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`), Buffer.from(bytes), Buffer.from('\r\n'))
    for (const [name, value] of fields)
        if (!files.includes(name)) part(`name="${quoted(name)}"`, String(value).replace(/\r?\n|\r/g, '\r\n'))
    for (const field of files) {
        const { name, bytes } = file && (file.field ?? 'file') === field ? file : { name: '', bytes: '' }
        part(`name="${quoted(field)}"; filename="${quoted(name)}"\r\nContent-Type: application/octet-stream`, bytes)
    }
    return { body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]), type: `multipart/form-data; boundary=${boundary}` }
}

// ---- the visitor -------------------------------------------------------------------------------

// `from`: the address that the client has, one of 127.0.0.0/8. `agent`: the browser's name for itself. `lines`: how
// many connections it has at most; what is asked beyond them waits.
export function visitor(base, { agent = 'Mozilla/5.0 (story)', lang = 'en', from, lines = 1, headers = {} } = {}) {
    const line = new Agent({ keepAlive: true, maxSockets: lines, ...(from && { localAddress: from }) })
    const v = { base, cookies: new Map(), agent, page: null }

    const send = (method, path, { body, type = 'application/x-www-form-urlencoded', accept = 'text/html', more = {} } = {}) => {
        const jar = [...v.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
        const all = { accept, 'accept-language': lang, 'user-agent': v.agent, ...headers, ...more,
            ...(jar && { cookie: jar }),
            ...(body !== undefined && { 'content-type': type, 'content-length': Buffer.byteLength(body) }) }
        return new Promise((done, fail) => {
            const rq = request(new URL(path, base), { method, headers: all, agent: line, timeout: TIMEOUT_MS })
            rq.on('timeout', () => rq.destroy(new Error(`${method} ${path}: no answer`)))
            rq.on('error', fail)
            rq.on('response', (rs) => {
                let text = ''
                rs.setEncoding('utf8').on('data', (bytes) => { text += bytes }).on('error', fail)
                rs.on('end', () => done(answer(method, path, rs, text)))
            })
            rq.end(body)
        })
    }

    function answer(method, path, rs, text) {
        for (const cookie of [rs.headers['set-cookie'] ?? []].flat()) keepCookie(cookie)
        return v.page = { method, path, status: rs.statusCode, headers: rs.headers, text,
            location: rs.headers.location, cookies: rs.headers['set-cookie'] ?? [],
            get forms() { return formsOf(text) }, get json() { return JSON.parse(text) },
            get words() { return plain(text.replace(/<(script|style)\b[\s\S]*?<\/\1>/g, ' ')
                .replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')) } }
    }

    function keepCookie(text) {
        const [, name, value] = text.match(/^([^=]+)=([^;]*)/)
        if (/;\s*max-age=(0|-\d+)\b/i.test(text) || value === '') v.cookies.delete(name)
        else v.cookies.set(name, value)
    }

    v.get = (path, options) => send('GET', path, options)
    v.post = (path, fields, options) => send('POST', path, { ...options, body: encoded(fields) })
    v.follow = async (page) => {
        for (let i = 0; page.status >= 300 && page.status < 400 && page.location; i++) {
            assert.ok(i < REDIRECTS_MAX, `${page.path} goes round in circles`)
            page = await v.get(page.location)
        }
        return page
    }
    v.go = async (path, options) => v.follow(await v.get(path, options))

    // The form that has all the fields of `values` (or whose action is `at`), filled in and sent, with a
    // `file` of { name, bytes } in its field of that name, or `field`. `stay`: no redirect is followed.
    v.submit = async (page, values = {}, { at, press, file, stay = false } = {}) => {
        const form = formFor(page, values, at)
        const fields = form.fields.filter(([name]) => !(name in values))
        for (const [name, value] of Object.entries(values)) if (value !== null) fields.push([name, value])
        const button = press === undefined ? form.buttons[0]
            : form.buttons.find((b) => b.value === press || b.name === press || b.text === press)
        assert.ok(press === undefined || button, `${page.path}: no button ${press} among ${
            JSON.stringify(form.buttons)}`)
        if (button?.name) fields.push([button.name, button.value ?? ''])
        const to = new URL(button?.formaction ?? form.action ?? page.path, new URL(page.path, base))
        assert.ok(!file || form.files.includes(file.field ?? 'file'), `${page.path}: the form takes no file ${file?.field ?? ''}`)
        assert.ok(!form.files.length || form.enctype === 'multipart/form-data', `${page.path}: the form sends only a file's name`)
        const sent = form.enctype === 'multipart/form-data'
            ? await send('POST', to.pathname + to.search, inParts(fields, form.files, file))
            : form.method === 'POST' ? await v.post(to.pathname + to.search, fields)
            : await v.get(`${to.pathname}?${encoded(fields)}`)
        return stay ? sent : v.follow(sent)
    }

    v.signIn = async (login, password, more = {}) => {
        const door = await v.go('/sign-in')
        const inside = await v.submit(door, { login, password, ...more })
        assert.ok(inside.status === 200 && inside.path !== '/sign-in',
            `${login} did not get in: ${inside.status} ${inside.path} ${inside.words.slice(0, 400)}`)
        return inside
    }
    v.close = () => line.destroy()
    return v
}

function formFor(page, values, at) {
    const has = (form, name) => form.fields.some(([n]) => n === name)
        || new RegExp(`\\sname="${name}"`).test(form.html)
    const form = page.forms.find((f) => at !== undefined ? f.action === at
        : Object.keys(values).every((name) => has(f, name)) && f.method === 'POST')
        ?? page.forms.find((f) => at === undefined && Object.keys(values).every((name) => has(f, name)))
    assert.ok(form, `${page.path} (${page.status}) has no form with ${at ?? Object.keys(values)}: ${
        page.words.slice(0, 400)}`)
    return form
}

// A visitor who is in already.
export async function signIn(base, login, password, options = {}) {
    const v = visitor(base, options)
    await v.signIn(login, password)
    return v
}
