// SPDX-License-Identifier: AGPL-3.0-or-later
//
// serve.mjs — pages a CPU second: a region's page, read from the database and rendered each time, beside
// a plain node server that only sends the same bytes from memory.
import { spawn } from 'node:child_process'
import { guyub, freePort, runProgram } from '../harness/guyub.mjs'
import { cpuSeconds, median, report } from '../harness/bench.mjs'

const ROUNDS = 3, SECONDS = 3, CONNECTIONS = 16
const PAGE = '/regions/35.71'

const plain = `
    const [port, html] = [Number(process.argv[1]), require('fs').readFileSync(0)]
    require('http').createServer((request, response) => {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': html.length })
        response.end(html)
    }).listen(port, '127.0.0.1', () => console.log('ready'))`

async function plainServer(html) {
    const port = await freePort()
    const child = spawn(process.execPath, ['-e', plain, String(port)], { stdio: ['pipe', 'pipe', 'inherit'] })
    child.stdin.end(html)
    await new Promise((ready) => child.stdout.once('data', ready))
    return { url: `http://127.0.0.1:${port}`, pid: child.pid, stop: () => child.kill('SIGKILL') }
}

async function load(server) {
    const before = cpuSeconds(server.pid)
    const { out } = await runProgram('wrk',
        ['-t1', `-c${CONNECTIONS}`, `-d${SECONDS}s`, '-H', 'Accept: text/html', server.url + PAGE])
    const requests = Number(out.match(/(\d+) requests in/)[1])
    if (/Non-2xx|Socket errors/.test(out)) throw new Error(out)
    return { perCpuSecond: requests / (cpuSeconds(server.pid) - before), perSecond: requests / SECONDS }
}

const g = await guyub({ env: { GUYUB_KEEP_MB: '0' } })      // what is kept: page.mjs
const html = await (await fetch(g.url + PAGE, { headers: { accept: 'text/html' } })).text()
const peer = await plainServer(html)
const runs = { guyub: [], node: [] }
try {
    for (let i = 0; i < ROUNDS; i++) {
        runs.guyub.push(await load(g))
        runs.node.push(await load(peer))
    }
} finally {
    peer.stop()
    await g.stop()
}
const of = (name, field) => median(runs[name].map((r) => r[field]))
report(`${PAGE}, ${html.length} bytes, ${CONNECTIONS} connections`, [
    ...[['pages a CPU second', 'perCpuSecond'], ['pages a second', 'perSecond']].map(([what, field]) => ({
        what, guyub: of('guyub', field), peer: of('node', field),
        name: 'node from memory', unit: '1/s', better: 'more',
    })),
])
