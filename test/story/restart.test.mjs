// SPDX-License-Identifier: AGPL-3.0-or-later
//
// restart.test.mjs — a server is restarted, upgraded and taken over, and no client hears of it.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, readlinkSync, realpathSync, renameSync, rmSync,
    symlinkSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { binary, database, engine, figure, freePort, isLong } from '../harness/guyub.mjs'

const RESTARTS = isLong ? 50 : 5, WAIT_MS = 30_000

let folder, db
before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guyub-restart-'))
    db = await database()
})
after(async () => {
    rmSync(folder, { recursive: true, force: true })
    await db.drop()
})

async function until(what, is) {
    for (let waited = 0; waited < WAIT_MS; waited += 20) {
        const found = await is()
        if (found) return found
        await sleep(20)
    }
    throw new Error(`${what}: not within ${WAIT_MS} ms`)
}

// The log alone: what is printed for people may come in the middle of a line of it.
const events = (said, name) => said.log.slice(0, said.log.lastIndexOf('\n') + 1).split('\n')
    .filter((line) => line.includes(`"event":"${name}"`)).map((line) => JSON.parse(line))

const begun = (said, n) => until(`${n} beginnings`, () => {
    const found = events(said, 'serve.begins')
    return found.length >= n && found[n - 1]
})

// ---- a load that counts ---------------------------------------------------------------------------

// Clients that ask one thing after the other: on connections that are kept, with a pause and without,
// and on fresh ones. `end` gives how many were answered and what was not.
function load(url) {
    const kept = new http.Agent({ keepAlive: true, maxSockets: 8 })
    const told = { answered: 0, missed: [] }
    let going = true
    const ask = (path, agent) => new Promise((done) => {
        const request = http.get(url + path, { agent }, (answer) => {
            answer.resume()
            answer.on('end', () => done(answer.statusCode)).on('error', (fault) => done(fault.code))
        })
        request.on('error', (fault) => done(fault.code))
        request.setTimeout(WAIT_MS, () => { request.destroy(); done('no answer') })
    })
    const client = async (path, agent, pauseMs) => {
        while (going) {
            const status = await ask(path, agent)
            if (status === 200) told.answered++
            else told.missed.push(`${agent ? 'kept' : 'fresh'} ${path}: ${status}`)
            await sleep(pauseMs)
        }
    }
    const clients = [
        ...['/', '/regions/35.71', '/regions?q=kedri', '/'].map((path) => client(path, kept, 0)),
        ...['/', '/regions/35.71'].map((path) => client(path, kept, 50)),
        ...['/', '/regions/35.71', '/regions/35.71'].map((path) => client(path, false, 2)),
    ]

    return {
        told,
        end: async () => { going = false; await Promise.all(clients); kept.destroy(); return told },
    }
}

const answers = (clients, n) => {
    const before = clients.told.answered
    return until(`${n} answers`, () => clients.told.answered >= before + n)
}

// ---- a server that is started by hand ----------------------------------------------------------------

function start(file, args, { env, stdio = ['ignore', 'pipe', 'pipe'] }) {
    const child = spawn(file, args, { env: { ...process.env, ...env }, stdio })
    const said = { text: '', log: '' }
    child.stdout.on('data', (bytes) => { said.text += bytes })
    child.stderr.on('data', (bytes) => { said.text += bytes; said.log += bytes })
    const killAtExit = () => child.kill('SIGKILL')
    process.once('exit', killAtExit)
    const ended = new Promise((done) => child.once('exit', (code) => {
        process.removeListener('exit', killAtExit)
        done(code)
    }))
    return { child, said, ended, end: () => { child.kill('SIGTERM'); return ended } }
}

function settings(name, text) {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
}

async function served(config, more = {}) {
    const port = await freePort()
    const server = start(more.file ?? binary, ['serve'], {
        env: { GUYUB_DB: db.url, GUYUB_LISTEN: `127.0.0.1:${port}`, GUYUB_JOBS: '1', ...config && { GUYUB_CONFIG: config } },
    })
    await begun(server.said, 1)
    return { ...server, url: `http://127.0.0.1:${port}` }
}

// ---- the stories ----------------------------------------------------------------------------------

test(`${RESTARTS} restarts under load: every request is answered`, async () => {
    const server = await served(settings('load.conf', 'workers = 2\n'))
    const clients = load(server.url)
    try {
        for (let i = 1; i <= RESTARTS; i++) {
            await answers(clients, 20)
            server.child.kill('SIGHUP')
            const now = await begun(server.said, i + 1)
            assert.deepEqual([now.pid, now.restarts], [server.child.pid, i])
        }
        const told = await clients.end()
        assert.deepEqual(told.missed.slice(0, 10), [], 'requests without an answer')
        const old = await until('the old ones end', () => {
            const ended = events(server.said, 'old.ended')
            return ended.length >= 4 * RESTARTS && ended
        })
        assert.deepEqual(old.filter((event) => event.how !== 'exit' || event.number !== 0), [])
        assert.deepEqual(events(server.said, 'worker.died'), [])
        figure(`answered during ${RESTARTS} restarts, none refused`, told.answered, 'requests')
    } finally {
        await clients.end()
        await server.end()
    }
})

test('settings with a fault do not get through: the old program goes on', async () => {
    const config = settings('faulty.conf', 'workers = 2\n')
    const server = await served(config)

    writeFileSync(config, 'workers = many\n')
    process.kill(server.child.pid, 'SIGHUP')
    await until('it is refused', () => events(server.said, 'restart.refused').length === 1)
    assert.match(server.said.text, /faulty\.conf:1/)
    assert.equal((await fetch(`${server.url}/`)).status, 200)
    assert.equal(events(server.said, 'serve.begins').length, 1)

    writeFileSync(config, 'workers = 3\n')
    process.kill(server.child.pid, 'SIGHUP')
    assert.equal((await begun(server.said, 2)).workers, 3)
    assert.equal((await fetch(`${server.url}/`)).status, 200)
    assert.equal(await server.end(), 0)
})

test('after an upgrade the new program is the one that runs', async () => {
    const config = settings('upgrade.conf', 'workers = 1\n'), file = join(folder, 'guyub')
    symlinkSync(binary, file)
    const server = await served(config, { file })
    const running = () => readlinkSync(`/proc/${server.child.pid}/exe`)

    assert.equal(running(), realpathSync(binary))
    copyFileSync(binary, `${file}.new`)
    renameSync(`${file}.new`, file)
    process.kill(server.child.pid, 'SIGHUP')
    await begun(server.said, 2)
    assert.equal(running(), realpathSync(file))
    assert.equal((await fetch(`${server.url}/`)).status, 200)

    writeFileSync(`${file}.new`, '#!/bin/sh\nexit 1\n', { mode: 0o755 })     // this one is not well
    renameSync(`${file}.new`, file)
    process.kill(server.child.pid, 'SIGHUP')
    await until('it is refused', () => events(server.said, 'restart.refused').length === 1)
    assert.equal((await fetch(`${server.url}/`)).status, 200)
    assert.equal(await server.end(), 0)
})

// A service manager in two lines: it holds the socket and starts the server again when it has ended.
const MANAGER = `while read -r _; do
    sh -c 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$GUYUB" serve' </dev/null
done`

test('a service manager keeps the socket: the server ends and comes again, and nobody is refused', async () => {
    const socket = net.createServer()
    await new Promise((done) => socket.listen(0, '127.0.0.1', done))
    const url = `http://127.0.0.1:${socket.address().port}`
    const manager = start('sh', ['-c', MANAGER], {
        env: { GUYUB: binary, GUYUB_DB: db.url, GUYUB_LISTEN: '127.0.0.1:1' },
        stdio: ['pipe', 'pipe', 'pipe', socket._handle.fd],
    })
    await new Promise((done) => socket.close(done))
    manager.child.stdin.write('1\n')
    const first = await begun(manager.said, 1)
    const clients = load(url)
    try {
        await answers(clients, 20)
        manager.child.stdin.write('2\n')
        process.kill(first.pid, 'SIGTERM')
        const second = await begun(manager.said, 2)
        assert.notEqual(second.pid, first.pid)
        await answers(clients, 40)
        process.kill(second.pid, 'SIGHUP')          // and by exec, on the same socket
        await begun(manager.said, 3)
        await answers(clients, 60)
        assert.deepEqual((await clients.end()).missed.slice(0, 10), [], 'requests without an answer')
    } finally {
        await clients.end()
        manager.child.stdin.end()
        process.kill(events(manager.said, 'serve.begins').at(-1).pid, 'SIGTERM')
        await manager.ended
    }
})

test('what is not a listening socket is refused with what to do', async () => {
    const file = join(folder, 'no-socket')
    writeFileSync(file, '')
    const r = start('sh', ['-c', 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$GUYUB" serve 3<"$FILE"'], {
        env: { GUYUB: binary, GUYUB_DB: db.url, FILE: file, GUYUB_LANG: 'en' },
    })
    assert.equal(await r.ended, 2)
    assert.match(r.said.text, /LISTEN_FDS: .*It does not listen\..*\n.*ListenStream=8080/)
})

test('serve --check says whether the server could begin, and leaves everything as it is', async () => {
    const check = async (env) => {
        const r = start(binary, ['serve', '--check'], { env: { GUYUB_DB: db.url, GUYUB_LANG: 'en', ...env } })
        return { code: await r.ended, said: r.said.text }
    }
    const nobody = engine === 'sqlite' ? `sqlite:${folder}/none.db` : 'postgresql://127.0.0.1:1/none'

    assert.equal((await check({})).code, 0)
    for (const [env, code, said] of [
        [{ GUYUB_LISTEN: 'everywhere' }, 2, /GUYUB_LISTEN/],
        [{ GUYUB_TRUSTED_PROXIES: 'nginx' }, 2, /GUYUB_TRUSTED_PROXIES/],
        [{ GUYUB_METRICS_FROM: 'prometheus' }, 2, /GUYUB_METRICS_FROM/],
        [{ GUYUB_DB: nobody }, 3, /database/],
    ]) {
        const r = await check(env)
        assert.match(r.said, said)
        assert.ok(r.code === code || r.code === 1, `${JSON.stringify(env)}: exit ${r.code}`)
    }
})
