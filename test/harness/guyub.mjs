// SPDX-License-Identifier: AGPL-3.0-or-later
//
// guyub.mjs — the built program, for stories and browser tests: a fresh database, a server, a shell.
//
//     import { guyub } from '../harness/guyub.mjs'
//     const g = await guyub()                        all regions and facts are loaded
//     const page = await fetch(`${g.url}/regions/35.71`)
//     const shown = await g.run(['region', 'show', '35.71', '--json'])     { code, out, err, json }
//     await g.stop()                                 always, in after(): the database goes too
//
// Environment: GUYUB_BIN the program (build/guyub); GUYUB_BIN_RELEASE one without sanitizers, for
// times; GUYUB_TEST_ENGINE sqlite or postgres (sqlite); GUYUB_TEST_PG the URI of a PostgreSQL server
// on which databases may be made; GUYUB_TEST_DIR a folder that outlives one test file, where the
// filled database waits to be copied.
import { execFile, spawn } from 'node:child_process'
import {
    appendFileSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export { assign, makePerson, makePost, PASSWORD } from './people.mjs'   // people in posts
export { formsOf, signIn, visitor } from './visitor.mjs'    // somebody with a browser of their own

export const repo = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
export const binary = resolve(repo, process.env.GUYUB_BIN ?? 'build/guyub')
export const releaseBinary = resolve(repo, process.env.GUYUB_BIN_RELEASE ?? 'build/guyub')
export const engine = process.env.GUYUB_TEST_ENGINE ?? 'sqlite'
export const isLong = process.env.GUYUB_LONG === '1'

const READY_MS = 30_000, STOP_MS = 10_000, LOCK_MS = 300_000

// A program and all it said; never throws for an exit code.
export function runProgram(file, args, { env = {}, input = '', cwd = repo, timeoutMs = 120_000 } = {}) {
    const options = { env: { ...process.env, ...env }, cwd, timeout: timeoutMs, maxBuffer: 256 << 20 }

    return new Promise((done) => {
        const child = execFile(file, args, options, (fault, out, err) => {
            const code = fault ? (typeof fault.code === 'number' ? fault.code : -1) : 0
            if (typeof fault?.code === 'string') err += fault.message      // it did not even start
            const signal = fault?.signal ?? null
            done({ code, signal, out, err, get json() { return JSON.parse(out) } })
        })
        child.stdin.on('error', () => {})       // it may well end without reading
        child.stdin.end(input)
    })
}

// ---- databases ---------------------------------------------------------------------------------

let counter = 0
const freshName = () => `guyub_${process.pid}_${counter++}`

let scratch
function scratchFolder() {
    if (!scratch) {
        scratch = mkdtempSync(join(tmpdir(), 'guyub-test-'))
        process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))
    }
    return scratch
}

async function sql(text) {
    const uri = process.env.GUYUB_TEST_PG
    if (!uri) throw new Error('GUYUB_TEST_PG is not set: ./dev check starts a PostgreSQL server')
    const r = await runProgram('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', uri, '-c', text])
    if (r.code !== 0) throw new Error(`psql: ${r.err}`)
    return r.out.trim()
}

// The server's URI with another database: postgresql://[who@][host][:port]/NAME[?options]
const uriWith = (name) =>
    process.env.GUYUB_TEST_PG.replace(/^(postgres(?:ql)?:\/\/[^/?]*)(?:\/[^?]*)?/, `$1/${name}`)

const engines = {
    sqlite: {
        empty: () => {
            const path = join(scratchFolder(), `${freshName()}.db`)
            return { url: `sqlite:${path}`, drop: async () => forget(path) }
        },
        template: async (folder) => {
            const path = join(folder, 'template.db')
            if (!existsSync(path)) {
                forget(`${path}.new`)
                await init(`sqlite:${path}.new`)
                renameSync(`${path}.new`, path)
            }
            return path
        },
        copy: async (template) => {
            const path = join(scratchFolder(), `${freshName()}.db`)
            copyFileSync(template, path)
            return { url: `sqlite:${path}`, drop: async () => forget(path) }
        },
    },
    postgres: {
        empty: async () => postgresDatabase(''),
        template: async () => {
            // Without a folder of the run each file has a key of its own, and so a template.
            const name = `guyub_template${process.env.GUYUB_TEST_DIR ? '' : `_${process.pid}`}`
            if (await sql(`SELECT 1 FROM pg_database WHERE datname = '${name}'`) !== '1') {
                await sql(`DROP DATABASE IF EXISTS ${name}_new`)
                await sql(`CREATE DATABASE ${name}_new`)
                await init(uriWith(`${name}_new`))
                await sql(`ALTER DATABASE ${name}_new RENAME TO ${name}`)
            }
            return name
        },
        copy: async (template) => postgresDatabase(`TEMPLATE ${template}`),
    },
}

async function postgresDatabase(options) {
    const name = freshName()
    await sql(`CREATE DATABASE ${name} ${options}`)
    return { url: uriWith(name), drop: () => sql(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}

function forget(path) {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true })
}

// The installation's key; a copied database is read with the key of the one it was copied from.
const keyFile = () => join(process.env.GUYUB_TEST_DIR ?? scratchFolder(), 'guyub.key')

async function init(url, clock = {}) {
    const env = { GUYUB_DB: url, GUYUB_KEY: keyFile(), ...clock }
    const r = await runProgram(binary, ['init'], { env, timeoutMs: LOCK_MS })
    if (r.code !== 0) throw new Error(`guyub init failed (${r.signal ?? r.code}): ${r.err}`)
}

// A clock that stands in the past needs a database that was made then: its first administrator is one from
// that day on.
const HOUR_S = 3600
const isPast = ({ GUYUB_NOW }) => GUYUB_NOW !== undefined && Number(GUYUB_NOW) < Date.now() / 1000 - HOUR_S

async function madeThen(clock) {
    const db = await engines[engine].empty()
    await init(db.url, clock)
    return db
}

// Filling a database takes seconds; every test file copies the one that the first of them filled.
async function filledDatabase(clock = {}) {
    const folder = process.env.GUYUB_TEST_DIR ?? scratchFolder()
    const lock = join(folder, `${engine}.lock`)
    process.env.GUYUB_KEY = keyFile()           // for programs that a test starts by itself
    mkdirSync(folder, { recursive: true })
    for (let waited = 0; ; waited += 200) {
        try { mkdirSync(lock); break } catch { /* another test file is filling it */ }
        if (waited > LOCK_MS) throw new Error(`${lock} is held by nobody: remove it`)
        await sleep(200)
    }
    try {
        if (isPast(clock)) return await madeThen(clock)
        return await engines[engine].copy(await engines[engine].template(folder))
    } finally {
        rmSync(lock, { recursive: true })
    }
}

// A database alone, for tests that want no server: { url, drop }.
export const database = ({ empty = false, clock = {} } = {}) =>
    empty ? engines[engine].empty() : filledDatabase(clock)

// ---- the server --------------------------------------------------------------------------------

export function freePort() {
    return new Promise((done, fail) => {
        const probe = createServer().on('error', fail)
        probe.listen(0, '127.0.0.1', () => {
            const { port } = probe.address()
            probe.close(() => done(port))
        })
    })
}

async function untilReady(url, child, said) {
    const deadline = Date.now() + READY_MS
    while (Date.now() < deadline) {
        if (child.exitCode !== null || child.signalCode !== null)
            throw new Error(`guyub serve ended (${child.exitCode ?? child.signalCode}):\n${said.text}`)
        try { await fetch(url, { redirect: 'manual' }); return } catch { await sleep(20) }
    }
    throw new Error(`guyub serve did not answer within ${READY_MS} ms:\n${said.text}`)
}

function stopChild(child) {
    if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
    return new Promise((done) => {
        const hard = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
        child.once('exit', () => { clearTimeout(hard); done() })
        child.kill('SIGTERM')
    })
}

// The program on a database of its own. `empty`: nothing is in it, not even tables; with
// `serve: false` only the shell is used. `restart` serves the same database with other variables.
// `program`: what serves; the shell is always the program under test.
export async function guyub({ empty = false, env = {}, serve = true, program = binary } = {}) {
    const { GUYUB_NOW } = env
    const db = await database({ empty, clock: { GUYUB_NOW } })
    const port = await freePort()
    const own = {
        GUYUB_DB: db.url, GUYUB_KEY: keyFile(), GUYUB_LISTEN: `127.0.0.1:${port}`, ...env,
    }
    let child
    const g = {
        url: `http://127.0.0.1:${port}`, port, db: db.url, key: own.GUYUB_KEY, said: { text: '' },
        pid: null,
        run: (args, options = {}) =>
            runProgram(binary, args, { ...options, env: { ...own, ...options.env } }),
        start: (args) => spawn(binary, args, { env: { ...process.env, ...own }, cwd: repo, stdio: 'ignore' }),    // to be killed
        restart: async (more = {}) => {
            await end(child, g)
            child = await begin(g, program, { ...own, ...more })
        },
        stop: async () => {
            try { await end(child, g) } finally { await db.drop() }
        },
    }
    try {
        if (serve) child = await begin(g, program, own)
    } catch (fault) {
        await db.drop()
        throw fault
    }
    return g
}

async function begin(g, program, env) {
    const child = spawn(program, ['serve'], { env: { ...process.env, ...env }, cwd: repo })
    const hear = (bytes) => { g.said.text += bytes }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.killAtExit = () => child.kill('SIGKILL')
    process.once('exit', child.killAtExit)
    g.pid = child.pid
    try {
        await untilReady(g.url, child, g.said)
    } catch (fault) {
        await stopChild(child)
        throw fault
    }
    return child
}

async function end(child, g) {
    if (!child) return
    await stopChild(child)
    process.removeListener('exit', child.killAtExit)
    if (/AddressSanitizer|runtime error:|LeakSanitizer/.test(g.said.text))
        throw new Error(`the sanitizer found a fault:\n${g.said.text}`)
}

// ---- real data: where it is not, a test is skipped by a reason that names the variable ----------

export const dataPath = (...parts) => join(process.env.GUYUB_DATA ?? '', ...parts)
export const needsData = process.env.GUYUB_DATA ? false : 'GUYUB_DATA is not set'   // for { skip }

// ---- figures: what ./dev check --long writes into doc/measured -----------------------------------

export function figure(name, value, unit) {
    const line = JSON.stringify({ name, value, unit, engine }) + '\n'
    if (process.env.GUYUB_FIGURES) appendFileSync(process.env.GUYUB_FIGURES, line)
}
