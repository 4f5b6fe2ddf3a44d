// SPDX-License-Identifier: AGPL-3.0-or-later
//
// page.mjs — a region's page at 64 connections: made from the database for every request, then kept until
// the data changes, beside nginx sending the same bytes from a file. Two processes each; wrk shares the
// processors with them. With GUYUB_TEST_ENGINE=postgres and GUYUB_TEST_PG the database is PostgreSQL.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { database, engine, freePort, releaseBinary } from '../harness/guyub.mjs'
import { aim, median, report, startServer, wrk } from '../harness/bench.mjs'

const ROUNDS = 5, SECONDS = 3, CONNECTIONS = 64, WORKERS = 2, KEEP_MB = 4
const PAGE = '/regions/35.71', LEAST_BYTES = 20_000
const folder = mkdtempSync(join(tmpdir(), 'guyub-bench-'))

async function startGuyub(db, keepMb) {
    const port = await freePort()
    return startServer(releaseBinary, ['serve'], {
        port, log: join(folder, `guyub-${keepMb}.log`),
        env: {
            GUYUB_DB: db.url, GUYUB_LISTEN: `127.0.0.1:${port}`,
            GUYUB_WORKERS: String(WORKERS), GUYUB_KEEP_MB: String(keepMb),
        },
    })
}

// As one would set it up for files: sent by the kernel, descriptors kept open, no log of requests.
async function startNginx(html) {
    const port = await freePort(), root = join(folder, 'www')
    mkdirSync(root, { mode: 0o755 })
    writeFileSync(join(root, 'page.html'), html)
    cpSync(join(root, 'page.html'), join(root, 'packed-now.html'))
    writeFileSync(join(root, 'packed-before.html'), html)
    writeFileSync(join(root, 'packed-before.html.gz'), gzipSync(html, { level: 6 }))
    const config = join(folder, 'nginx.conf')
    writeFileSync(config, `
        daemon off; worker_processes ${WORKERS}; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log;
        ${process.getuid() === 0 ? 'user root;' : ''}
        events { worker_connections 1024; }
        http {
            access_log off; sendfile on; tcp_nopush on; tcp_nodelay on;
            keepalive_requests 100000000; open_file_cache max=100;
            types { text/html html; }
            server {
                listen 127.0.0.1:${port}; root ${root};
                location = /packed-now.html { gzip on; gzip_comp_level 6; }
                location = /packed-before.html { gzip_static on; }
            }
        }`)
    return startServer('nginx', ['-p', folder, '-c', config],
        { port, log: join(folder, 'nginx.out'), env: { PATH: `${process.env.PATH}:/usr/sbin` } })
}

const packed = { headers: ['Accept-Encoding: gzip'] }
const cases = (made, kept, nginx) => [
    { name: 'made', server: made, path: PAGE },
    { name: 'file', server: nginx, path: '/page.html' },
    { name: 'kept', server: kept, path: PAGE },
    { name: 'madePacked', server: made, path: PAGE, ...packed },
    { name: 'filePackedNow', server: nginx, path: '/packed-now.html', ...packed },
    { name: 'keptPacked', server: kept, path: PAGE, ...packed },
    { name: 'filePackedBefore', server: nginx, path: '/packed-before.html', ...packed },
]

async function measure(list) {
    const runs = Object.fromEntries(list.map((c) => [c.name, []]))
    for (let i = 0; i < ROUNDS; i++)
        for (const c of list)
            runs[c.name].push(await wrk(c.server, c.path,
                { connections: CONNECTIONS, seconds: SECONDS, headers: c.headers }))
    return (name, field) => median(runs[name].map((r) => r[field]))
}

const measures = [['pages a second', 'perSecond', '1/s', 'more'], ['p99', 'p99Ms', 'ms', 'less'],
    ['CPU of the server a page', 'cpuUs', 'us', 'less']]
const beside = (of, what, ours, theirs, peer) => measures.map(([measure, field, unit, better]) => ({
    what: `${what}: ${measure}`, guyub: of(ours, field), peer: of(theirs, field), name: peer, unit, better,
}))

const db = await database(), servers = []
try {
    const start = async (making) => { servers.push(await making); return servers.at(-1) }
    const made = await start(startGuyub(db, 0)), kept = await start(startGuyub(db, KEEP_MB))
    const html = await (await fetch(made.url + PAGE, { headers: { 'accept-encoding': 'identity' } })).text()
    const bytes = Buffer.byteLength(html)
    if (bytes < LEAST_BYTES) throw new Error(`${PAGE} has only ${bytes} bytes`)
    const nginx = await start(startNginx(html))

    const of = await measure(cases(made, kept, nginx))
    report(`${PAGE}, ${bytes} bytes, ${CONNECTIONS} connections, ${engine}`, [
        ...beside(of, 'made each time', 'made', 'file', 'nginx'),
        ...beside(of, 'kept', 'kept', 'file', 'nginx'),
        ...beside(of, 'made and packed each time', 'madePacked', 'filePackedNow', 'nginx, packing'),
        ...beside(of, 'kept packed', 'keptPacked', 'filePackedBefore', 'nginx, packed file'),
    ])
    aim('made each time: half of what nginx sends from a file', of('made', 'perSecond') >= 0.5 * of('file', 'perSecond'))
    aim('made each time: p99 under 20 ms', of('made', 'p99Ms') < 20)
    aim('kept: half of what nginx sends from a file', of('kept', 'perSecond') >= 0.5 * of('file', 'perSecond'))
    aim('kept: p99 under 20 ms', of('kept', 'p99Ms') < 20)
} finally {
    for (const server of servers) await server.stop()
    await db.drop()
    rmSync(folder, { recursive: true })
}
