// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What is written for administrators is held to the program: the packaged guyub.conf, the nginx example,
// and the guide in both languages. It installs nothing.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { binary, guyub, repo, runProgram } from '../harness/guyub.mjs'

const text = (path) => readFileSync(join(repo, path), 'utf8')
const languages = { en: text('doc/guide/administrator.md'), id: text('doc/guide/administrator.id.md') }
const MACHINES = ['lang', 'workers', 'key']         // their defaults are the machine's, or the database's
const clean = Object.fromEntries(Object.keys(process.env).filter((k) => /^GUYUB_|^LC_|^LANG/.test(k)).map((k) => [k, undefined]))

let defaults, commands
before(async () => {
    const told = await runProgram(binary, ['settings', '--json', '--lang', 'en'], { env: clean })
    assert.equal(told.code, 0, told.err)
    defaults = Object.fromEntries(told.json.map((s) => [s.setting, s.value ?? '']))
    const help = await runProgram(binary, ['help', '--lang', 'en'], { env: clean })
    commands = [...help.out.matchAll(/^ {2}([a-z][a-z -]*[a-z])(?: [A-Z[]| {2}|$)/gm)].map((m) => m[1])
})

// [name, value, isDefault] of each line of guyub.conf
const settings = () => [...text('packaging/guyub.conf').matchAll(/^(#?)([a-z_]+) =[ ]?(.*)$/gm)]
    .map(([, mark, name, value]) => [name, value, mark === '#'])

test('guyub.conf names every setting once, with the program\'s defaults', () => {
    assert.ok(Object.keys(defaults).length >= 29)
    assert.deepEqual(settings().map(([name]) => name).sort(), Object.keys(defaults).sort())
    for (const [name, value, isDefault] of settings()) {
        if (!isDefault || name === 'url') continue      // url shows an example
        assert.equal(value, MACHINES.includes(name) ? '' : defaults[name], name)
    }
})

test('the program takes guyub.conf, and every default in it written out', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'guyub-guide-')), file = join(folder, 'guyub.conf')
    t.after(() => rmSync(folder, { recursive: true }))
    for (const conf of [text('packaging/guyub.conf'),
        text('packaging/guyub.conf').replace(/^#([a-z_]+ = \S)/gm, '$1')]) {
        writeFileSync(file, conf)
        const r = await runProgram(binary, ['settings', '--config', file, '--json'], { env: clean })
        assert.equal(r.code, 0, r.err)
        const now = Object.fromEntries(r.json.map((s) => [s.setting, s.value ?? '']))
        assert.equal(now.db, 'sqlite:/var/lib/guyub/guyub.db')
        assert.equal(now.key, '/etc/guyub/secret/guyub.key')
    }
})

test('nginx lets through what Guyub takes, and nothing that a visitor claims of itself', () => {
    const site = text('packaging/nginx-guyub.conf')
    assert.equal(site.match(/client_max_body_size (\d+)m;/)[1], defaults.upload_mb)
    assert.ok(Number(site.match(/keepalive_timeout (\d+)s;\s+# below idle_s/)[1]) < Number(defaults.idle_s))
    assert.match(site, new RegExp(`server ${defaults.listen.replaceAll('.', '\\.')};`))
    assert.doesNotMatch(site, /proxy_add_x_forwarded_for/)
    for (const field of ['Host $host', 'X-Forwarded-For $remote_addr', 'X-Forwarded-Proto $scheme', 'Forwarded ""',
        'X-Request-Id $request_id'])
        assert.ok(site.includes(`proxy_set_header ${field};`), field)
    assert.match(site, /ssl_protocols\s+TLSv1\.2 TLSv1\.3;/)
    assert.equal(site.match(/add_header Strict-Transport-Security/g).length, 1)
    assert.match(site, /proxy_hide_header Strict-Transport-Security;/, 'Guyub sends it too, and once is enough')
})

const blocks = (guide) => guide.match(/```sh\n[\s\S]*?\n```/g)

for (const [lang, guide] of Object.entries(languages)) {
    test(`the guide (${lang}) has every setting with its default`, () => {
        const rows = [...guide.matchAll(/^\| `([a-z_]+)` \| ([^|]*) \|/gm)]
            .filter(([, name]) => name in defaults || settings().some(([known]) => known === name))
        assert.deepEqual(rows.map(([, name]) => name), Object.keys(defaults), 'in the order of guyub settings')
        for (const [, name, cell] of rows)
            if (defaults[name] && !MACHINES.includes(name)) assert.ok(cell.includes(`\`${defaults[name]}\``), name)
    })

    test(`the guide (${lang}) names commands that there are`, () => {
        const asked = [...guide.matchAll(/(?:sudo |`)guyub ([a-z][a-z -]*[a-z])/g)].map((m) => m[1].split(' --')[0])
        assert.ok(asked.length > 40)
        for (const words of asked)
            assert.ok(commands.some((c) => words === c || words.startsWith(`${c} `)), `guyub ${words}`)
    })

    test(`the guide (${lang}): each chapter begins with its commands`, () => {
        const chapters = guide.split(/^## (?=\d)/m).slice(1)
        assert.equal(chapters.length, 17)
        const tables = [14, 15]                     // cases with commands of their own; a table
        for (const [i, chapter] of chapters.entries())
            if (!tables.includes(i + 1)) assert.match(chapter, /^.*\n\n```sh\n/, chapter.slice(0, 40))
    })
}

test('the guide names every count of /metrics, in both languages', async (t) => {
    const g = await guyub()
    t.after(() => g.stop())
    const counts = await (await fetch(`${g.url}/metrics`)).text()
    const known = [...counts.matchAll(/^# TYPE (guyub_\w+) /gm)].map((m) => m[1]).sort()
    assert.ok(known.length > 20)
    for (const guide of Object.values(languages))
        assert.deepEqual([...guide.matchAll(/^\| `(guyub_\w+)` \|/gm)].map((m) => m[1]).sort(), known)
})

test('both languages give the same commands and the same chapters', () => {
    assert.deepEqual(blocks(languages.id), blocks(languages.en))
    const levels = (guide) => guide.replace(/```sh[\s\S]*?```/g, '').match(/^#+ (\d+\.)?/gm)
    assert.deepEqual(levels(languages.id), levels(languages.en))
})
