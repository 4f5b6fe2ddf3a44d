// SPDX-License-Identifier: AGPL-3.0-or-later
// Someone who has never seen the shell finds the way: by help, by being told what was wrong, by doing.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, before, describe, test } from 'node:test'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { binary, database, freePort, runProgram } from '../harness/guyub.mjs'

// Nothing of the caller's surroundings: no settings, no language.
const bare = { LC_ALL: '', LANG: 'C', GUYUB_DB: '', GUYUB_LISTEN: '', GUYUB_LANG: '', GUYUB_WORKERS: '', GUYUB_CONFIG: '' }

let folder, db
before(async () => { folder = mkdtempSync(join(tmpdir(), 'guyub-shell-')); db = await database() })
after(async () => { rmSync(folder, { recursive: true, force: true }); await db.drop() })

// In English, in an empty folder of its own.
const guyub = (args, { env = {}, ...options } = {}) =>
    runProgram(binary, args, { cwd: folder, ...options, env: { ...bare, GUYUB_LANG: 'en', ...env } })
const withDb = (args) => guyub(args, { env: { GUYUB_DB: db.url } })
const bash = (script, ...args) =>
    spawnSync('bash', ['-c', script, 'bash', ...args],
        { encoding: 'utf8', env: { ...process.env, ...bare, GUYUB_LANG: 'en', GUYUB_DB: db.url }, maxBuffer: 64 << 20 })

// The usages that the overview lists.
async function usages() {
    const { out } = await guyub(['help'])
    const listed = out.split('Commands:\n')[1].split('\n\n')[0]
    return [...listed.matchAll(/^ {2}([a-z]+(?: [a-z-]+)*)/gm)].map((m) => m[1].trimEnd())
}

const refused = (r, code, ...says) => {
    assert.equal(r.code, code, r.err)
    assert.equal(r.out, '', 'what failed prints nothing on standard output')
    for (const text of says)
        assert.ok(text instanceof RegExp ? text.test(r.err) : r.err.includes(text), `${text}\nnot in: ${r.err}`)
}

describe('help', () => {
    test('every command explains itself, and exits 0', async () => {
        const commands = await usages()
        assert.ok(commands.length >= 20, commands.join(', '))
        for (const words of commands) {
            const long = await guyub([...words.split(' '), '--help'])
            assert.equal(long.code, 0, words)
            assert.match(long.out, new RegExp(`^ {2}guyub ${words}\\b`, 'm'), words)
            assert.equal(long.err, '')
            const topic = await guyub(['help', ...words.split(' ')])
            assert.equal(topic.out, long.out, words)
        }
    })

    test('help, --help and -h are the same; a group shows its commands', async () => {
        const [a, b, c] = await Promise.all([guyub(['help']), guyub(['--help']), guyub(['-h'])])
        assert.equal(a.code, 0)
        assert.equal(a.out, b.out)
        assert.equal(a.out, c.out)
        const group = await guyub(['region', '--help'])
        assert.equal(group.code, 0)
        assert.match(group.out, /region show CODE/)
        assert.doesNotMatch(group.out, /org show/)
    })

    test('it needs no database, and says so in the reader’s language', async () => {
        const id = await guyub(['help'], { env: { GUYUB_LANG: '' } })
        const en = await guyub(['help'], { env: { GUYUB_LANG: '', LANG: 'en_GB.UTF-8' } })
        assert.match(id.out, /Perintah:/)
        assert.match(en.out, /Commands:/)
        assert.match((await guyub(['help', '--lang', 'id'])).out, /Perintah:/)
    })

    test('the manual page is sound roff and names every command, variable and exit code', async (t) => {
        const { code, out } = await guyub(['man'])
        assert.equal(code, 0)
        for (const words of [...await usages(), 'GUYUB_DB', 'GUYUB_WORKERS'])
            assert.ok(out.replaceAll('\\-', '-').includes(words), words)
        for (const line of out.split('\n').filter((l) => l.startsWith('.')))
            assert.match(line, /^\.(TH|SH|TP|B|RS|RE)\b/, line)
        const groff = spawnSync('groff', ['-man', '-Tutf8', '-Kutf8', '-ww', '-z'], { input: out, encoding: 'utf8' })
        if (groff.error) return t.skip('groff is not here')
        assert.equal(groff.stderr, '')
    })

    test('completion knows words, flags and the values of flags', () => {
        const complete = (...words) => {
            const script = `. <("$1" completion bash); shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _guyub
                            printf '%s\\n' "\${COMPREPLY[@]}"`
            const r = bash(script, binary, 'guyub', ...words)
            assert.equal(r.stderr, '')
            return r.stdout.split('\n').filter(Boolean)
        }
        assert.deepEqual(complete('reg'), ['region'])
        assert.ok(complete('region', '').includes('show'))
        assert.deepEqual(complete('region', 'import', ''), ['boundaries', '--db', '--lang', '--config', '--help'])
        assert.deepEqual(complete('region', 'list', '--l'), ['--level', '--lang'])
        assert.deepEqual(complete('region', 'list', '--level', 'v'), ['village'])
        assert.deepEqual(complete('region', 'list', '--json', '--level', 'p'), ['province'])
        assert.deepEqual(complete('version', '--lang', ''), ['id', 'en'])
        assert.deepEqual(complete('sql', 'c'), ['check'])
    })
})

describe('wrong use ends with 2, says what, and the nearest right one', () => {
    const row = [
        [[], 'No command was given.', 'guyub help'],
        [['regoin', 'list'], 'There is no command "regoin".', 'Did you mean "region"?'],
        [['region', 'serach', 'kediri'], 'There is no command "region serach".', 'Did you mean "region search"?'],
        [['region'], '"region" needs another word.', 'One of: list, show'],
        [['xyzzyplugh'], 'There is no command "xyzzyplugh".', 'guyub help'],
        [['help', 'nonsense'], 'There is no command "nonsense".'],
        [['region', 'show'], 'CODE is missing.', 'Usage: guyub region show CODE'],
        [['region', 'show', '1', '2'], '"2" is one argument too many.'],
        [['region', 'list', '--levle', 'city'], '"region list" has no flag --levle.', 'Did you mean --level?'],
        [['region', 'list', '--level'], '--level needs a value.'],
        [['region', 'list', '--level', 'continent'], '--level: "continent" is not one of: province, regency'],
        [['region', 'list', '--level', 'village', '--level', 'village'], '--level: This was given more than once.'],
        [['init', '--json'], 'has no flag --json.'],
        [['version', '--lang', 'jv'], '--lang: "jv" is not one of: id, en.'],
        [['version', '--db', 'mysql://x'], null],      // not opened, so not looked at
        [['sql', 'check', '--db', 'mysql://x'], 'sqlite:PATH'],
        [['serve', '--workers', '0'], '--workers: 0 is too small; the least is 1.'],
        [['serve', '--listen', 'here'], '"here" is not an address to listen at.'],
    ]
    for (const [args, ...says] of row)
        test(args.join(' ') || '(nothing)', async () => {
            const r = await guyub(args)
            if (says[0] === null) assert.equal(r.code, 0, r.err)
            else refused(r, 2, ...says)
        })

    test('a hint stands on a line of its own', async () => {
        const { err } = await guyub(['regoin'])
        assert.equal(err, 'guyub: There is no command "regoin".\n       Did you mean "region"?\n')
    })

    test('with --json a complaint is a problem, wherever the fault lies', async () => {
        const fault = [
            [['regoin', '--json'], 2, { status: 400, code: 'cli.unknown_command', hint: 'Did you mean "region"?' }],
            [['region', 'list', '--json', '--level', 'x'], 2, { status: 400, code: 'form.refused', where: '--level' }],
            [['region', 'list', '--json'], 3, { code: 'store.absent' }],
        ]
        for (const [args, code, parts] of fault) {
            const r = await guyub(args)
            assert.equal(r.code, code, r.err)
            assert.equal(r.out, '')
            const problem = JSON.parse(r.err)
            assert.equal(problem.type, `urn:guyub:problem:${problem.code}`)
            assert.ok(problem.title.length > 0)
            for (const [key, value] of Object.entries(parts)) assert.equal(problem[key], value)
        }
        const missing = await withDb(['region', 'show', '35.99', '--json'])
        refused(missing, 1)
        assert.equal(JSON.parse(missing.err).code, 'region.unknown')
    })
})

describe('settings', () => {
    // Which database is looked for tells which setting won.
    const asked = async (args, env) => {
        const r = await guyub(['sql', 'check', ...args], { env })
        refused(r, 3)
        return /There is no database at (\S+)\./.exec(r.err)?.[1]
    }

    test('flags come before variables, variables before the file, the file before the default', async () => {
        const file = join(folder, 'guyub.conf')
        writeFileSync(file, '# of this test\n\ndb = sqlite:from-file.db\nlang = en\n')
        assert.equal(await asked([], {}), 'guyub.db')
        assert.equal(await asked(['--config', file], {}), 'from-file.db')
        assert.equal(await asked([], { GUYUB_CONFIG: file }), 'from-file.db')
        assert.equal(await asked(['--config', file], { GUYUB_DB: 'sqlite:from-variable.db' }), 'from-variable.db')
        assert.equal(await asked(['--config', file, '--db', 'sqlite:from-flag.db'],
            { GUYUB_DB: 'sqlite:from-variable.db' }), 'from-flag.db')
    })

    test('a fault of the file is told with file and line', async () => {
        const file = join(folder, 'wrong.conf')
        const row = [
            ['db = sqlite:a\nlistn = 1\n', `${file}:2: There is no setting "listn".`, 'Did you mean "listen"?'],
            ['hello\n', `${file}:1: This is not a setting.`, 'A line reads: name = value'],
            ['\n\nworkers = 1000\n', `${file}:3: 1000 is too large; the most is 64.`],
            ['db = a\n\ndb = b\n', `${file}:3: "db" was set before, in line 1.`],
        ]
        for (const [text, ...says] of row) {
            writeFileSync(file, text)
            refused(await guyub(['version', '--config', file]), 2, ...says)
        }
        refused(await guyub(['version', '--config', 'nowhere.conf']), 2, 'nowhere.conf: The settings could not be read.',
            'There is no such file')
        refused(await guyub(['version'], { env: { GUYUB_WORKERS: 'many' } }), 2, 'GUYUB_WORKERS: "many" is not a whole number.')
    })
})

describe('a database that is not there, or is none', () => {
    test('absent: what, where, and what to do', async () => {
        const r = await guyub(['region', 'list', '--db', 'sqlite:absent.db'])
        refused(r, 3, 'absent.db', 'guyub init')
        assert.throws(() => statSync(join(folder, 'absent.db')), 'asking does not make it')
    })

    test('a folder, a text, an empty path: each is told, none is changed', async () => {
        mkdirSync(join(folder, 'dir.db'))
        writeFileSync(join(folder, 'text.db'), 'this is a letter, not a database\n'.repeat(100))
        for (const command of [['init'], ['sql', 'check']]) {
            refused(await guyub([...command, '--db', 'sqlite:dir.db']), 2, /director|folder/)
            refused(await guyub([...command, '--db', 'sqlite:text.db']), 2, 'text.db', 'Nothing was changed')
            refused(await guyub([...command, '--db', 'sqlite:']), 2)
        }
        assert.match(readFileSync(join(folder, 'text.db'), 'utf8'), /^this is a letter/)
    })

    test('a folder that is not there or may not be written', async () => {
        refused(await guyub(['init', '--db', 'sqlite:no/such/folder/x.db']), 2, 'no/such/folder')
        let closed = '/sys'         // where root may not make files either
        if (process.getuid() !== 0) {
            closed = join(folder, 'closed')
            mkdirSync(closed)
            chmodSync(closed, 0o500)
        }
        refused(await guyub(['init', '--db', `sqlite:${closed}/x.db`]), 3, `${closed}/x.db`, 'may not be written')
    })

    test('PostgreSQL that does not answer; its password is not told', async () => {
        const port = await freePort()
        const r = await guyub(['sql', 'check', '--db', `postgresql://siti:geheim@127.0.0.1:${port}/kediri`])
        refused(r, 3, 'cannot be reached', `127.0.0.1:${port}`)
        assert.doesNotMatch(r.err, /geheim/)
    })

    test('a database of no tables is older than the program', async () => {
        const empty = await database({ empty: true })
        writeFileSync(join(folder, 'empty.db'), '')
        const url = empty.url.startsWith('sqlite:') ? 'sqlite:empty.db' : empty.url
        refused(await guyub(['region', 'list', '--db', url]), 1, 'guyub init')
        await empty.drop()
    })

    test('a port in use is told by serve before anything is served', async () => {
        const busy = createServer()
        await new Promise((done) => busy.listen(0, '127.0.0.1', done))
        const { port } = busy.address()
        const r = await guyub(['serve', '--listen', `127.0.0.1:${port}`], { env: { GUYUB_DB: db.url } })
        busy.close()
        refused(r, 3, `127.0.0.1:${port}`, 'Another program listens there already.')
    })
})

describe('what the program knows about itself', () => {
    test('init again loads nothing twice and keeps what is there', async () => {
        const count = async () => (await withDb(['region', 'list', '--level', 'regency', '--json'])).json.length
        const beforehand = await count()
        assert.equal(beforehand, 514)
        const again = await withDb(['init'])
        assert.equal(again.code, 0, again.err)
        assert.equal(again.err, '')
        assert.match(again.out, /Regions: 0 new/)
        assert.match(again.out, /is ready\.\n$/)
        assert.equal(await count(), beforehand)
    })

    test('routes: every one has a right, a help and its formats', async () => {
        const { code, json } = await guyub(['routes', '--json'])
        assert.equal(code, 0)
        assert.ok(json.some((r) => r.method === 'GET' && r.path === '/regions/{code}'))
        const rights = (await guyub(['rights', '--json'])).json.map((r) => r.right)
        for (const r of json) {
            assert.ok(rights.includes(r.right), `${r.path}: ${r.right}`)
            assert.match(r.formats, /^(html( json)?( csv)?|json|csv)$/, r.path)
            assert.ok(r.help, r.path)
        }
        assert.match((await guyub(['routes'])).out, /^GET +\/regions\/\{code\} /m)
    })

    test('sql: a closed set, which the connected engine takes', async () => {
        const { json } = await guyub(['sql', '--json'])
        assert.equal(new Set(json.map((s) => s.name)).size, json.length)
        for (const s of json) {
            assert.ok(s.name.startsWith(`${s.module}_`), s.name)
            assert.equal(typeof s.writes, 'boolean')
        }
        const checked = await withDb(['sql', 'check'])
        assert.equal(checked.code, 0, checked.err)
        assert.match(checked.out, new RegExp(`takes all ${json.length} statements`))
    })

    test('version, by command and by flag', async () => {
        const { json } = await guyub(['version', '--json'])
        for (const key of ['version', 'commit', 'sqlite', 'libpq']) assert.ok(json[key], key)
        const [a, b] = await Promise.all([guyub(['version']), guyub(['--version'])])
        assert.match(a.out, /^guyub \d+\.\d+\.\d+ \(\w+\)\n/)
        assert.equal(a.out, b.out)
    })
})

describe('output', () => {
    test('a reader that has had enough is no crash', () => {
        const r = bash(`"$1" region list --level village | head -n 2; echo "$\{PIPESTATUS[0]}"`, binary)
        assert.equal(r.stderr, '')
        assert.equal(r.stdout.trimEnd().split('\n').at(-1), '0')
        assert.equal(r.stdout.trimEnd().split('\n').length, 3)
    })

    test('a full disk is told', () => {
        const r = bash('"$1" version >/dev/full', binary)
        assert.equal(r.status, 3)
        assert.match(r.stderr, /The output could not be written\. The disk is full\./)
    })

    test('a command that runs out of memory ends with 3 and a message', (t) => {
        if (db.url.startsWith('postgres')) return t.skip('the rows come through the client library there')
        if (bash('ulimit -d 30000; "$1" version', binary).status !== 0)
            return t.skip('this build needs more memory than the test leaves it')
        const r = bash('ulimit -d 30000; "$1" region list --level village', binary)
        assert.equal(r.status, 3, r.stderr)
        // Either our memory or the database library's is asked for more first.
        assert.match(r.stderr, /^guyub: (The command ran out of memory|.* It says: out of memory)/)
        assert.equal(r.stdout, '')
    })

    test('data is data: JSON parses, a table is aligned', async () => {
        const { json } = await withDb(['region', 'list', '--json'])
        assert.equal(json.length, 38)
        const { out } = await withDb(['region', 'list'])
        const lines = out.trimEnd().split('\n')
        assert.equal(lines.length, 39)
        const at = lines[0].indexOf('Name')
        for (const line of lines) assert.match(line.slice(at - 2, at + 1), /^ {2}\S/)
    })
})
