// SPDX-License-Identifier: AGPL-3.0-or-later
//
// start.mjs — what the program costs before it does anything: its size, its start, its memory, and a
// command in a shell from beginning to end.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { database, freePort, releaseBinary, runProgram } from '../harness/guyub.mjs'
import { aim, median, memoryMb, report, startServer } from '../harness/bench.mjs'

const STARTS = 10, REQUESTS = 1000, RUNS = 50, MANY_WORKERS = 8
const PAGE = '/regions/35.71'
const folder = mkdtempSync(join(tmpdir(), 'guyub-bench-'))
const db = await database()

async function start(workers) {
    const port = await freePort()
    return startServer(releaseBinary, ['serve'], {
        port, log: join(folder, 'log'),
        env: { GUYUB_DB: db.url, GUYUB_LISTEN: `127.0.0.1:${port}`, GUYUB_WORKERS: String(workers) },
    })
}

const ask = async (server) => {
    const answer = await fetch(server.url + PAGE, { headers: { connection: 'close' } })
    if (answer.status !== 200) throw new Error(`${PAGE}: ${answer.status}`)
    return answer.text()
}

async function msToFirstPage() {
    const began = performance.now()
    const server = await start(2)
    await ask(server)
    const took = performance.now() - began
    await server.stop()
    return took
}

async function memory(workers) {
    const server = await start(workers)
    try {
        await ask(server)
        const idle = memoryMb(server.pid)
        for (let i = 0; i < REQUESTS; i += 10) await Promise.all(Array.from({ length: 10 }, () => ask(server)))
        return { idle, used: memoryMb(server.pid) }
    } finally {
        await server.stop()
    }
}

// bash measures, in thousandths of a second: starting a child out of this process takes longer than it runs.
async function timesOf(command) {
    const script = `TIMEFORMAT='%R %U %S'; for i in {1..${RUNS}}; do time "$@" >/dev/null || exit 1; done`
    const { code, err } = await runProgram('bash', ['-c', script, 'bash', ...command], { env: { GUYUB_DB: db.url } })
    if (code !== 0) throw new Error(err)
    const rows = err.trim().split('\n').map((line) => line.split(' ').map((s) => 1000 * Number(s)))
    return { wallMs: median(rows.map((r) => r[0])), cpuMs: median(rows.map((r) => r[1] + r[2])) }
}

try {
    const answers = join(folder, 'kediri.csv'), stripped = join(folder, 'stripped')
    writeFileSync(answers, 'item,value\nbaseline,3.60\noutput,3.21\noutcome,3.23\nimpact,3.07\nquick_win,3.65\n')
    await runProgram('strip', ['-o', stripped, releaseBinary])
    const mb = (file) => statSync(file).size / 2 ** 20

    const starts = []
    for (let i = 0; i < STARTS; i++) starts.push(await msToFirstPage())
    const two = await memory(2), many = await memory(MANY_WORKERS)
    const score = await timesOf([releaseBinary, 'score', '--instrument', 'smart-city-evaluation', '--answers', answers])
    const nothing = await timesOf(['/bin/true'])

    report('Before anything is asked', [
        { what: 'program with all it carries', guyub: mb(releaseBinary), peer: mb(stripped),
            name: 'without symbols', unit: 'MB', better: 'less' },
        { what: 'memory of all processes after the start', guyub: two.idle, peer: many.idle,
            name: `with ${MANY_WORKERS} workers`, unit: 'MB', better: 'less' },
        { what: `memory after ${REQUESTS} pages`, guyub: two.used, peer: many.used,
            name: `with ${MANY_WORKERS} workers`, unit: 'MB', better: 'less' },
        { what: 'from the command to the first page', guyub: median(starts), peer: Math.max(...starts),
            name: 'slowest', unit: 'ms', better: 'less' },
        { what: 'guyub score, from start to end', guyub: score.wallMs, peer: nothing.wallMs,
            name: '/bin/true', unit: 'ms', better: 'less' },
        { what: 'guyub score, CPU', guyub: score.cpuMs, peer: nothing.cpuMs, name: '/bin/true', unit: 'ms',
            better: 'less' },
    ])
    aim('the program is under 30 MB', mb(releaseBinary) < 30)
    aim('all processes together take under 64 MB', Math.max(two.idle, two.used, many.idle) < 64)
    aim('the first page comes within 1 s', median(starts) < 1000)
    aim('a score takes under 30 ms from start to end', score.wallMs < 30)
} finally {
    await db.drop()
    rmSync(folder, { recursive: true })
}
