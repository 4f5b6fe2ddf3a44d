// SPDX-License-Identifier: AGPL-3.0-or-later
// Someone changes the tree and makes a mistake that only a reader would have found: the build stops,
// says where and what to do, and writes nothing.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const built = dirname(resolve(root, process.env.GUYUB_BIN ?? 'build/guyub'))
let folder
before(() => { folder = mkdtempSync(join(tmpdir(), 'guyub-tools-')) })
after(() => rmSync(folder, { recursive: true, force: true }))

const run = (tool, ...args) => {
    const r = spawnSync(join(built, tool), args, { encoding: 'utf8', cwd: folder })
    return { code: r.status, said: r.stdout + r.stderr }
}
const write = (name, text) => { writeFileSync(join(folder, name), text); return name }
const real = (name) => readFileSync(join(root, name), 'utf8')

test('a value outside quotes in a template', () => {
    write('a_view.html', real('src/ground/region/region_view.html').replace('value="{text}"', 'value={text}'))
    const r = run('tplgen', 'a_view.html', 'a_view.h', 'a_view.c')
    assert.equal(r.code, 2)
    assert.match(r.said, /^a_view\.html:\d+:\d+: the value of value has no quotes; write value="…"\n$/)
    assert.ok(!existsSync(join(folder, 'a_view.c')))
})

test('a template as it is', () => {
    write('a_view.html', real('src/ground/region/region_view.html'))
    assert.equal(run('tplgen', 'a_view.html', 'a_view.h', 'a_view.c').code, 0)
    assert.ok(existsSync(join(folder, 'a_view.c')))
})

test('a misspelt column', () => {
    write('region.sql', real('src/ground/region/region.sql').replace(/WHERE code = :code/, 'WHERE kode = :code'))
    const r = run('sqlgen', 'region.sql', 'region_row.h', 'region_sql.h', 'region_sql.c')
    assert.equal(r.code, 1)
    assert.match(r.said, /^region\.sql:\d+:\d+: .*kode/)
    assert.ok(!existsSync(join(folder, 'region_sql.c')))
})

const said = '#: ../src/a.c:7\nmsgid "There is no region {0}."\nmsgstr ""\n'
const text = 'msgid "There is no region {0}."\nmsgstr "Tidak ada daerah {0}."\n'

test('a message without its Indonesian text', () => {
    write('id.po', '# none yet\n')
    write('messages.pot', said)
    const r = run('pogen', 'error', 'id.po', 'messages.pot', 'catalog.c')
    assert.equal(r.code, 2)
    assert.match(r.said, /^id\.po:2: no Indonesian text for what src\/a\.c:7 says; add it:\nmsgid "There is no region \{0\}\."\nmsgstr ""\n/)
    assert.ok(!existsSync(join(folder, 'catalog.c')))
})

test('the same while texts are being written', () => {
    write('id.po', '# none yet\n')
    write('messages.pot', said)
    const r = run('pogen', 'warn', 'id.po', 'messages.pot', 'catalog.c')
    assert.equal(r.code, 0)
    assert.match(r.said, /no Indonesian text/)
})

test('a hole that differs, which no mode lets through', () => {
    write('id.po', text.replace('daerah {0}', 'daerah'))
    write('messages.pot', said)
    const r = run('pogen', 'warn', 'id.po', 'messages.pot', 'catalog.c')
    assert.equal(r.code, 2)
    assert.match(r.said, /^id\.po:1: the holes/)
})

test('a file that is not there', () => {
    write('embed.txt', 'data.csv none.csv\n')
    const r = run('embed', 'data', 'embed.txt', 'a.c', 'a.bin', 'a.d')
    assert.equal(r.code, 2)
    assert.match(r.said, /^embed\.txt:1:1: none\.csv .*npm ci --ignore-scripts/)
    assert.ok(!existsSync(join(folder, 'a.bin')))
})

test('an include against the order', () => {
    const tree = join(folder, 'tree')
    cpSync(join(root, 'test/fixture/tidy/order'), tree, { recursive: true })
    mkdirSync(join(tree, 'src/tool'), { recursive: true })
    writeFileSync(join(tree, 'src/tool/tidy.ratchet'), '2 slices without a story\n')
    const r = run('tidy', tree)
    assert.equal(r.code, 1)
    assert.match(r.said, /src\/ground\/region\/region\.c:2: includes "city\/plan\/plan\.h": region may not include plan/)
})
