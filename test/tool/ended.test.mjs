// SPDX-License-Identifier: AGPL-3.0-or-later
// Who ends `./dev check` in its middle is left with nothing that runs: not what a lane had begun, not
// what that had begun in a group of its own, not what has lost its parent since.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

// A step as run-clang-tidy is: it begins one program after the other, some of them out of its sight.
const step = `while :; do (setsid sleep 300 &) ; timeout 300 sleep 300 & sleep 0.3; echo begun >>"$1"; done`

const environment = (pid) => { try { return readFileSync(`/proc/${pid}/environ`, 'utf8') } catch { return '' } }
const alive = (mark) => readdirSync('/proc').filter((n) => /^\d+$/.test(n) && Number(n) !== process.pid
    && environment(n).includes(`MARK=${mark}\0`))

async function endedBy(signal, run) {
    const folder = mkdtempSync(join(tmpdir(), 'guyub-ended-'))
    const begun = join(folder, 'begun'), mark = folder
    writeFileSync(join(folder, 'run'), `set -euo pipefail
        repo=${root}; cd "$repo"; logs=${folder}/log
        now_ms() { echo 0; }; say() { :; }; show_log() { :; }
        source test/harness/check.sh
        endless() { counted "$1" "$1" count_one bash -c '${step}' step "${begun}" || true; }
        jobs=("endless one" "endless two")
        open_work
        ${run}`)
    try {
        const child = spawn('bash', [join(folder, 'run')], { stdio: 'ignore', env: { ...process.env, MARK: mark, TMPDIR: folder } })
        const end = new Promise((done) => child.once('exit', (code) => done(code)))
        for (let i = 0; i < 200 && !existsSync(begun); i++) await sleep(50)
        assert.ok(alive(mark).length > 3, 'it runs')
        child.kill(signal)
        assert.equal(await end, 130)
        assert.deepEqual(alive(mark), [])
        assert.deepEqual(readdirSync(folder).filter((f) => f.startsWith('guyub-check.')), [], 'its folder is gone')
    } finally {
        for (const pid of alive(mark)) process.kill(Number(pid), 'SIGKILL')
        rmSync(folder, { recursive: true, force: true })
    }
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
    test(`${signal} while two lanes run`, { timeout: 60_000 }, () => endedBy(signal, 'in_lanes'))
    test(`${signal} while one step runs without lanes`, { timeout: 60_000 }, () => endedBy(signal, 'endless one'))
}
