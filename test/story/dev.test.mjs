// SPDX-License-Identifier: AGPL-3.0-or-later
// The one command: what it says when it is misused, when packages are missing, and the second time.
import assert from 'node:assert/strict'
import {
    chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync,
} from 'node:fs'
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { database, engine, figure, freePort, repo, runProgram } from '../harness/guyub.mjs'

const SECOND_RUN_MS_MAX = 2_000
const dev = (args, options) => runProgram(join(repo, 'dev'), args, options)

let folder
before(() => { folder = mkdtempSync(join(tmpdir(), 'guyub-dev-')); chmodSync(folder, 0o755) })
after(() => rmSync(folder, { recursive: true, force: true }))

test('help lists every command; an unknown one is wrong use', async () => {
    const help = await dev(['help'])
    assert.equal(help.code, 0)
    for (const command of ['run', 'build', 'check', 'tidy', 'bench', 'fuzz', 'coverage'])
        assert.match(help.out, new RegExp(`^\\./dev ${command}\\b`, 'm'))
    const wrong = await dev(['biuld'])
    assert.equal(wrong.code, 2)
    assert.match(wrong.err, /there is no command "biuld"/)
})

// A tree that has only the script, and a package database that knows all packages but two.
function poorMachine() {
    const tree = join(folder, 'tree'), bin = join(folder, 'bin')
    for (const d of [tree, bin]) mkdirSync(d, { recursive: true })
    copyFileSync(join(repo, 'dev'), join(tree, 'dev'))
    const program = (name, text) => writeFileSync(join(bin, name), `#!/bin/bash\n${text}\n`, { mode: 0o755 })
    program('dpkg-query', 'printf "installed %s\\n" "${@:4}" | grep -vxE "installed (meson|libgeos-dev)"')
    program('sudo', 'exit 1')
    program('apt-get', 'echo "apt-get must not be called"; exit 1')
    return { tree, bin }
}

test('without root, missing packages are named with the command that installs them', async () => {
    const { tree, bin } = poorMachine()
    const asNobody = process.getuid() === 0 ? ['runuser', '-u', 'nobody', '--'] : []
    const command = ['env', `PATH=${bin}:${process.env.PATH}`, 'bash', join(tree, 'dev'), 'build']
    const [program, ...args] = [...asNobody, ...command]
    const r = await runProgram(program, args)
    assert.equal(r.code, 2, r.out + r.err)
    assert.match(r.err, /these packages are missing: meson libgeos-dev$/m)
    assert.match(r.err, /apt-get install --no-install-recommends meson libgeos-dev$/m)
    assert.doesNotMatch(r.out, /must not be called/)
})

// ./dev run on a database that is there already, until a page answers.
async function runUntilReady(db, port) {
    const env = { ...process.env, GUYUB_DB: db, GUYUB_LISTEN: `127.0.0.1:${port}` }
    const began = performance.now()
    const child = spawn(join(repo, 'dev'), ['run'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => { said += bytes })
    const ended = new Promise((done) => child.once('exit', done))
    for (;;) {
        if (child.exitCode !== null) throw new Error(`./dev run ended: ${said}`)
        try { await fetch(`http://127.0.0.1:${port}/regions/35.71`); break } catch { await sleep(20) }
    }
    const took = performance.now() - began
    child.kill('SIGTERM')
    await ended
    return { took, said }
}

const once = { skip: engine !== 'sqlite' && 'the same on every engine', timeout: 60_000 }

test('a second run is ready in under two seconds and says where', once, async () => {
    const db = await database(), port = await freePort()
    try {
        await runUntilReady(db.url, port)
        const { took, said } = await runUntilReady(db.url, port)
        assert.ok(took < SECOND_RUN_MS_MAX, `${Math.round(took)} ms`)
        assert.match(said, new RegExp(`http://127\\.0\\.0\\.1:${port}`))
        figure('second_run_ready', Math.round(took), 'ms')
    } finally {
        await db.drop()
    }
})

test('the first run shows the first administrator’s password once, and keeps it nowhere', once, async () => {
    const own = mkdtempSync(join(tmpdir(), 'guyub-first-')), port = await freePort()
    try {
        const first = await runUntilReady(`sqlite:${join(own, 'first.db')}`, port)
        const [, password] = first.said.match(/(?:Password|Kata sandi) +((?:[A-Z0-9]{4}-){3}[A-Z0-9]{4})$/m)
        const again = await runUntilReady(`sqlite:${join(own, 'first.db')}`, port)
        assert.ok(!again.said.includes(password))
        const log = join(repo, 'build/log/init.log')
        assert.ok(!existsSync(log) || !readFileSync(log, 'utf8').includes(password))
    } finally {
        rmSync(own, { recursive: true, force: true })
    }
})

test('a port in use is told with the port', once, async () => {
    const db = await database(), port = await freePort()
    const holder = createServer().listen(port, '127.0.0.1')
    try {
        const env = { GUYUB_DB: db.url, GUYUB_LISTEN: `127.0.0.1:${port}` }
        const r = await dev(['run'], { env, timeoutMs: 30_000 })
        assert.equal(r.code, 3, r.err)
        assert.match(r.err, new RegExp(String(port)))
    } finally {
        holder.close()
        await db.drop()
    }
})
