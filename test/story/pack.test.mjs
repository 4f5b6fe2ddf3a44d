// SPDX-License-Identifier: AGPL-3.0-or-later
// An officer writes a pack: the editor knows its keys, the shell names every fault, the print is the pack.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createRequire } from 'node:module'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { binary, repo, runProgram } from '../harness/guyub.mjs'

const require = createRequire(join(repo, 'test/e2e/package.json'))
const Ajv = require('ajv/dist/2020.js').default
const YAML = require('yaml')

const guyub = (args, options = {}) => runProgram(binary, args, { ...options, env: { GUYUB_LANG: 'en', ...options.env } })
const pack = (...args) => guyub(['pack', ...args])
const check = (kind, text) => guyub(['pack', 'check', '--kind', kind, '-', '--json'], { input: text })

const shipped = readdirSync(join(repo, 'pack'), { recursive: true }).filter((f) => f.endsWith('.yaml'))
    .map((f) => ({ file: join(repo, 'pack', f), kind: basename(dirname(f)), text: readFileSync(join(repo, 'pack', f), 'utf8') }))
const kinds = [...new Set(shipped.map((p) => p.kind))]
const instrument = shipped.find((p) => p.kind === 'instrument')

let folder
before(() => { folder = mkdtempSync(join(tmpdir(), 'guyub-pack-')) })
after(() => rmSync(folder, { recursive: true, force: true }))
const file = (name, text) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
    return join(folder, name)
}

// ---- check -------------------------------------------------------------------------------------

test('all that ships is sound', async () => {
    const r = await pack('check', join(repo, 'pack'))
    assert.equal(r.code, 0, r.out + r.err)
    assert.equal(r.out, `Packs checked: ${shipped.length}. Nothing is wrong.\n`)
    const data = await pack('check', join(repo, 'pack'), '--json')
    assert.equal(data.code, 0)
    assert.deepEqual(data.json, [])
    const both = await pack('check', join(repo, 'pack/instrument'), shipped[0].file)
    assert.match(both.out, /^Packs checked: \d+\. Nothing is wrong\.$/m)
})

test('every fault of every file is printed with its place, and the code is 1', async () => {
    const sound = instrument.text
    const a = file('faults/instrument/a.yaml', sound.replace(/^valid_from: .*/m, 'valid_from: soon').replace(/^title:/m, 'titel:'))
    const b = file('faults/instrument/deep/b.yml', 'id: "b\n')
    file('faults/instrument/c.yaml', sound)
    file('faults/instrument/.hidden.yaml', 'x')
    file('faults/instrument/notes.txt', 'x')
    const r = await pack('check', join(folder, 'faults'))
    assert.equal(r.code, 1)
    assert.equal(r.err, '', 'the faults are the output, not a complaint')
    const lines = r.out.trimEnd().split('\n')
    assert.deepEqual(lines.map((l) => l.split(':')[0]), [a, a, a, b, 'Packs checked'])
    assert.match(r.out, /a\.yaml:\d+:13: "valid_from" is not a date: "soon"\. Write it as/)
    assert.match(r.out, /a\.yaml:\d+:1: There is no key "titel" here\. Did you mean "title"\?/)
    assert.match(r.out, /b\.yml:1:5: The quotation mark that opens here is never closed\./)
    assert.equal(lines.at(-1), 'Packs checked: 3. Places that are wrong: 4.')

    const data = await pack('check', join(folder, 'faults'), '--json')
    assert.equal(data.code, 1)
    assert.deepEqual(data.json.map((f) => `${f.file}:${f.line}:${f.column}: ${f.what} ${f.todo}`), lines.slice(0, -1))
    assert.deepEqual(Object.keys(data.json[0]), ['file', 'line', 'column', 'what', 'todo'])
})

test('of more than a hundred faults the sum does not say a hundred', async () => {
    const notes = '    - {about: {id: a, en: a}, wrong: 1}\n'.repeat(120)
    const r = await pack('check', '--kind', 'instrument', file('many.yaml', `id: many\nnotes:\n${notes}`))
    assert.equal(r.code, 1)
    assert.match(r.out, /^Packs checked: 1\. Places that are wrong: more than 100\.$/m)
})

test('in Indonesian unless asked otherwise', async () => {
    const r = await runProgram(binary, ['pack', 'check', '--lang', 'id', '--kind', kinds[0], '-'], { input: 'id:\n\ta: b\n' })
    assert.equal(r.code, 1)
    assert.equal(r.out, '-:2:1: Baris ini menjorok dengan tab. Pakai spasi saja di awal baris.\n' +
        'Paket data yang diperiksa: 1. Tempat yang salah: 1.\n')
})

test('what figures mean together is checked as well', async () => {
    const text = readFileSync(join(repo, 'pack/instrument/smart-city-evaluation.yaml'), 'utf8').replace('weight: 30', 'weight: 25')
    const r = await check('instrument', text)
    assert.equal(r.code, 1)
    assert.equal(r.json.length, 1)
    assert.match(r.json[0].what, /add up to 95/)
})

test('the kind is that of --kind, else of the folder, else it is asked for', async () => {
    const { text, kind } = shipped[0]
    const lone = file('lone.yaml', text)
    const r = await pack('check', lone)
    assert.equal(r.code, 1)
    assert.match(r.out, /lone\.yaml:1:1: It is not known which kind of pack this is\. Say it with --kind/)
    assert.equal((await pack('check', lone, '--kind', kind)).code, 0)
    file(`${kind}/mine.yaml`, text)
    const inside = await guyub(['pack', 'check', 'mine.yaml'], { cwd: join(folder, kind) })
    assert.equal(inside.code, 0, inside.out)
    const wrong = await pack('check', lone, '--kind', 'instrumen')
    assert.equal(wrong.code, 2)
    assert.match(wrong.err, /no kind of pack "instrumen"[^]*The kinds are: .*instrument/)
})

test('a folder is walked within its bounds', async () => {
    const { text, kind } = shipped[0]
    file(`outside/${kind}/bad.yaml`, 'x')
    file(`inside/${kind}/good.yaml`, text)
    symlinkSync(join(folder, 'outside'), join(folder, 'inside', 'link'))
    symlinkSync(join(folder, 'outside', kind, 'bad.yaml'), join(folder, 'inside', kind, 'link.yaml'))
    const r = await pack('check', join(folder, 'inside'))
    assert.equal(r.code, 0, r.out)
    assert.match(r.out, /Packs checked: 1\./)
    const deep = file(`${'d/'.repeat(10)}x.yaml`, text)
    const refused = await pack('check', join(folder, 'd'))
    assert.equal(refused.code, 2, deep)
    assert.match(refused.err, /8 folders within each other/)
    mkdirSync(join(folder, 'empty'))
    assert.match((await pack('check', join(folder, 'empty'))).err, /No pack is in .*empty/)
    const absent = await pack('check', join(folder, 'none.yaml'))
    assert.equal(absent.code, 2)
    assert.match(absent.err, /none\.yaml could not be opened/)
})

test('the guide tells the truth: its example is sound, its slip is told as it says', async () => {
    const guide = readFileSync(join(repo, 'doc/guide/write-a-pack.md'), 'utf8')
    const [, example] = guide.match(/```yaml\n([^]*?)```/)
    const r = await check('instrument', example)
    assert.equal(r.code, 0, r.out)
    const told = guide.match(/^ {4}contoh\.yaml(:.*)$/m)[1]
    const slip = await guyub(['pack', 'check', '--lang', 'id', '--kind', 'instrument', '-'],
        { input: example.replace('62.5', '62,5') })
    assert.equal(slip.out.split('\n')[0], `-${told}`)
})

// ---- print -------------------------------------------------------------------------------------

for (const { file: path, kind } of shipped) test(`print gives the same pack again: ${basename(path)}`, async () => {
    const once = await pack('print', path)
    assert.equal(once.code, 0, once.err)
    const again = await guyub(['pack', 'print', '--kind', kind, '-'], { input: once.out })
    assert.equal(again.out, once.out, 'print of the print is the print')
    const r = await check(kind, once.out)
    assert.equal(r.code, 0, r.out)
    const plain = { schema: 'failsafe' }            // every scalar is text, as the program reads it
    assert.deepEqual(YAML.parse(once.out, plain), YAML.parse(readFileSync(path, 'utf8'), plain))
    assert.ok(!once.out.includes('#!') && once.out.split('\n').every((l) => !l.trimStart().startsWith('# ')))
})

const tables = `tables:
  - id: classes
    title: {id: Kelas, en: Classes}
    columns: [{id: class, type: text}, {id: points, type: number}]
    rows:
      - [a, 1]
      - - "b: c, d"
        - 2.50
`
test('the rows of a table are printed one a line, and the schema takes them', async () => {
    const text = readFileSync(join(repo, 'pack/instrument/smart-city-evaluation.yaml'), 'utf8') + tables
    const once = await guyub(['pack', 'print', '--kind', 'instrument', '-'], { input: text })
    assert.match(once.out, /^ {2}rows:\n {2}- \[a, 1\]\n {2}- \['b: c, d', 2\.50\]$/m)
    const again = await guyub(['pack', 'print', '--kind', 'instrument', '-'], { input: once.out })
    assert.equal(again.out, once.out)
    assert.equal((await check('instrument', once.out)).code, 0)
    const validate = await validatorOf('instrument')
    const doc = YAML.parse(text)
    assert.ok(validate(doc), JSON.stringify(validate.errors))
    for (const rows of [[], [[]], ['a, 1'], [{ a: 1 }], [[['a'], 1]], [['', 1]], Array(1001).fill(['a', 1])]) {
        doc.tables[0].rows = rows
        assert.equal(validate(doc), false, JSON.stringify(rows).slice(0, 80))
        assert.equal((await check('instrument', YAML.stringify(doc))).code, 1, JSON.stringify(rows).slice(0, 80))
    }
})

test('what cannot be read is not printed', async () => {
    const r = await guyub(['pack', 'print', '-'], { input: 'a: b: c\n' })
    assert.equal(r.code, 2)
    assert.equal(r.out, '')
    assert.match(r.err, /-:1:5: A second colon/)
})

// ---- schema: what an editor knows ----------------------------------------------------------------

const schemas = {}
async function schemaOf(kind, lang = 'en') {
    const r = await guyub(['pack', 'schema', kind, '--lang', lang])
    assert.equal(r.code, 0, r.err)
    return r.json
}
async function validatorOf(kind) {
    schemas[kind] ??= await schemaOf(kind)
    // patternErrorMessage is for editors: what to do, in place of a regular expression.
    return new Ajv({ strict: true, allowUnionTypes: true, keywords: ['patternErrorMessage'] }).compile(schemas[kind])
}

for (const { file: path, kind, text } of shipped) test(`the schema takes ${basename(path)}`, async () => {
    const validate = await validatorOf(kind)
    assert.ok(validate(YAML.parse(text)), JSON.stringify(validate.errors))
})

for (const kind of kinds) test(`the schema of ${kind} describes every key in both languages`, async () => {
    const [en, id] = [await schemaOf(kind), await schemaOf(kind, 'id')]
    assert.equal(en.$schema, 'https://json-schema.org/draft/2020-12/schema')
    const helps = (s) => [s, ...Object.values(s.$defs)].flatMap((d) => Object.entries(d.properties)).map(([key, p]) => [key, p.description])
    assert.deepEqual(helps(en).map(([k]) => k), helps(id).map(([k]) => k))
    for (const [key, help] of [...helps(en), ...helps(id)]) assert.ok(help?.length > 3, key)
    const same = helps(en).filter(([, help], i) => help === helps(id)[i][1])
    assert.deepEqual(same, [], 'no help is left in English')
})

// The values that stand in a document, each with its place and the schema that judges it.
function* values(schema, root, value, path = []) {
    const s = schema.$ref ? root.$defs[schema.$ref.split('/').at(-1)] : schema
    yield { path, schema: s, key: schema.$ref ?? `${s.type} ${s.pattern ?? ''} ${path.at(-1)}` }
    if (s.properties) for (const k of Object.keys(value)) yield* values(s.properties[k], root, value[k], [...path, k])
    if (s.items) for (let i = 0; i < value.length; i++) yield* values(s.items, root, value[i], [...path, i])
}

// What is wrong in place of a value, by what the schema says of it.
function wrongs(s) {
    if (s.properties) return [['a text', 'text'], ['a list', ['text']], ['an unknown key', (v) => ({ ...v, colour: 'red' })],
        ...s.required.map((k) => [`no ${k}`, (v) => { const { [k]: _, ...rest } = v; return rest }])]
    if (s.items) return [['a text', 'text'], ['a map', { a: 'b' }], ...(s.minItems ? [['an empty list', []]] : []),
        ['too many', (v) => Array(s.maxItems + 1).fill(v[0])]]
    const scalar = [['a list', ['text']], ['a map', { a: 'b' }], ['an empty text', '']]
    if (s.enum) return [...scalar, ['no choice', 'no-such']]
    if (s.maximum !== undefined && s.maximum !== 9999) scalar.push(['over its bound', s.maximum + 1], ['under its bound', s.minimum - 1])
    if (s.type.includes('number') && !s.type.includes('boolean')) return [...scalar, ['a comma', '7,10'], ['per cent', '10%']]
    if (s.type.includes('integer')) return [...scalar, ['words', '13 Agustus 2024'], ['a slip', '2024-13']]
    if (s.pattern.startsWith('^[a-z]')) return [...scalar, ['capitals', 'Kota Kediri'], ['65 letters', 'a'.repeat(65)]]
    if (s.pattern.startsWith('^https')) return [...scalar, ['another protocol', 'ftp://a'], ['a blank', 'https://a b']]
    return [...scalar, ['blanks only', '  \n '], ['too long', 'x'.repeat(Number(s.pattern.match(/\{\d+,(\d+)\}/)[1]) + 2)]]
}

const replaced = (doc, path, make) => {
    const copy = structuredClone({ doc })
    const last = path.length ? path.at(-1) : 'doc'
    const at = path.slice(0, -1).reduce((v, k) => v[k], path.length ? copy.doc : copy)
    at[last] = typeof make === 'function' ? make(at[last]) : make
    return copy.doc
}

for (const kind of kinds) test(`the schema of ${kind} refuses what the shape refuses`, async () => {
    const validate = await validatorOf(kind)
    const seen = new Set(), differ = []
    let n = 0
    for (const { text } of shipped.filter((p) => p.kind === kind)) {
        const doc = YAML.parse(text)
        for (const { path, schema, key } of values(schemas[kind], schemas[kind], doc)) {
            if (seen.has(key)) continue
            seen.add(key)
            for (const [name, make] of wrongs(schema)) {
                const wrong = replaced(doc, path, make)
                const r = await check(kind, YAML.stringify(wrong))
                if (r.code !== 1 || validate(wrong)) differ.push(`/${path.join('/')}: ${name}: check ${r.code}, schema ${validate(wrong)}`)
                n++
            }
        }
    }
    assert.deepEqual(differ, [])
    assert.ok(n > 100, `only ${n} wrong packs were tried`)
})

for (const kind of kinds) test(`a figure or a word for yes is a text to both, in ${kind}`, async () => {
    const validate = await validatorOf(kind)
    const { text } = shipped.find((p) => p.kind === kind)
    for (const title of [2021, 3.1, true, 'x'.repeat(4000) + '\n']) {
        const doc = YAML.parse(text)
        doc.title.id = title
        const r = await check(kind, YAML.stringify(doc))
        assert.equal(r.code, 0, r.out)
        assert.ok(validate(doc), JSON.stringify(validate.errors))
    }
})

test('an unknown kind is refused with the kinds that there are', async () => {
    const r = await pack('schema', 'nothing')
    assert.equal(r.code, 2)
    for (const kind of kinds) assert.ok(r.err.includes(kind))
})
