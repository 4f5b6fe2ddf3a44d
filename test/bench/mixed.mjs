// SPDX-License-Identifier: AGPL-3.0-or-later
//
// mixed.mjs [mixed [SECONDS]] — a working day in short: 200 readers and 20 writers who are signed in and
// fill in real forms, with pauses as people make them, on the program as it ships. Every status is
// counted, the memory of every process is watched, and what was told as saved is looked up at the end.
// Before it the same readers ask nginx for a page from a file: what the client itself costs.
//
// ./dev bench mixed takes ten minutes, ./dev bench one. With GUYUB_TEST_ENGINE=postgres and
// GUYUB_TEST_PG the database is PostgreSQL.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
    database, engine, figure, freePort, isLong, makePerson, makePost, PASSWORD, releaseBinary, runProgram,
    visitor,
} from '../harness/guyub.mjs'
import { aim, chance, quantile, report, startServer } from '../harness/bench.mjs'

const READERS = 200, WRITERS = 20
const READER_PAUSE_MS = 500, WRITER_PAUSE_MS = 1000, TYPING_MS = 300     // means
const SECONDS = Number(process.argv[3] ?? (isLong || process.argv[2] === 'mixed' ? 600 : 60))
const WARM_S = Math.min(60, SECONDS / 3), PEER_S = Math.min(20, SECONDS / 3), SAMPLE_MS = 5000
const GROWTH_KB_MAX = 1024, LONG_S = 600
const folder = mkdtempSync(join(tmpdir(), 'guyub-bench-'))
const random = chance(20261122)
const pause = (mean) => sleep(-Math.log(1 - random()) * mean)
const among = (list) => list[Math.floor(random() * list.length)]

// ---- servers ---------------------------------------------------------------------------------------

async function startGuyub(db) {
    const port = await freePort(), env = { GUYUB_DB: db.url, GUYUB_LISTEN: `127.0.0.1:${port}` }
    const server = await startServer(releaseBinary, ['serve'], { port, log: join(folder, 'guyub.log'), env })
    return { ...server, port, run: (args, options = {}) =>
        runProgram(releaseBinary, args, { ...options, env: { ...env, ...options.env } }) }
}

async function startNginx(html) {
    const port = await freePort(), root = join(folder, 'www'), config = join(folder, 'nginx.conf')
    mkdirSync(root, { mode: 0o755 })
    writeFileSync(join(root, 'page.html'), html)
    writeFileSync(config, `
        daemon off; worker_processes 2; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log;
        ${process.getuid() === 0 ? 'user root;' : ''}
        events { worker_connections 1024; }
        http {
            access_log off; sendfile on; keepalive_requests 100000000; types { text/html html; }
            server { listen 127.0.0.1:${port}; root ${root}; }
        }`)
    const env = { PATH: `${process.env.PATH}:/usr/sbin` }
    return { port, ...await startServer('nginx', ['-p', folder, '-c', config], { port, log: join(folder, 'nginx.out'), env }) }
}

// ---- what is counted -------------------------------------------------------------------------------

const tally = () => ({ ms: [], status: {}, wrong: {} })
const count = (where, key) => { where[key] = (where[key] ?? 0) + 1 }
const codeIn = (text) => text.match(/\b(?:web|http|store|record|form|identity|serve)\.[a-z_]+/)?.[0] ?? '?'

// ---- readers: each with an address and a connection of its own -------------------------------------

const words = ['kediri', 'kedri', 'bandug', 'surabaya', 'jakarta selatan', 'aceh', 'papua', 'makasar']
const pages = [
    () => '/', () => '/regions', () => '/regions/35.71', () => `/regions/${among(['35', '32.73', '31', '11.71', '94'])}`,
    () => `/regions?q=${encodeURIComponent(among(words))}`, () => '/organisations', () => '/organisations/35.71-diskominfo',
    () => '/instruments', () => '/regions/35.71.json', () => '/regions.csv', () => '/nowhere',
]

function ask(agent, port, path) {
    return new Promise((done) => {
        const headers = { accept: path.includes('.') ? '*/*' : 'text/html', 'accept-encoding': 'gzip' }
        const rq = request({ port, host: '127.0.0.1', path, agent, headers, timeout: 60_000 })
        const parts = []
        rq.on('timeout', () => rq.destroy(new Error('no answer in 60 s')))
        rq.on('error', (fault) => done({ status: 0, text: fault.code ?? fault.message }))
        rq.on('response', (rs) => {
            rs.on('data', (bytes) => { if (rs.statusCode >= 500) parts.push(bytes) })
            rs.on('error', (fault) => done({ status: 0, text: fault.code ?? fault.message }))
            rs.on('end', () => done({ status: rs.statusCode, text: Buffer.concat(parts).toString('latin1') }))
        })
        rq.end()
    })
}

async function reader(i, port, path, t, over) {
    const agent = new Agent({ keepAlive: true, maxSockets: 1, localAddress: `127.0.${40 + Math.floor(i / 100)}.${1 + i % 100}` })
    await sleep(random() * READER_PAUSE_MS)
    while (!over.is) {
        const where = path(), began = performance.now()
        const { status, text } = await ask(agent, port, where)
        t.ms.push(performance.now() - began)
        count(t.status, status)
        if (status !== (where === '/nowhere' ? 404 : 200)) count(t.wrong, `${status} ${status ? codeIn(text) : text} ${where}`)
        await pause(READER_PAUSE_MS)
    }
    agent.destroy()
}

async function readers(port, path, over) {
    const t = tally()
    await Promise.all(Array.from({ length: READERS }, (_, i) => reader(i, port, path, t, over)))
    return t
}

// ---- writers: each in a post of their own; the last two look after the same organisation --------------

async function hire(g, i) {
    const post = await makePost(g, 'programme_office', `Kantor program ${i}`)
    const login = `penulis${i}`, code = `beban-${Math.min(i, WRITERS - 2)}`
    await makePerson(g, login, { name: `Penulis ${i}`, posts: [post] })
    const v = visitor(g.url, { from: `127.0.50.${1 + i}`, agent: `writer ${i}` })
    await v.signIn(login, PASSWORD)
    if (i < WRITERS - 1) await make(v, code)
    return { v, code, own: i < WRITERS - 2, last: null }
}

async function make(v, code) {
    const typed = { code, name: `Organisasi ${code}`, kind: 'agency', source: 'uji', why: 'uji' }
    const page = await v.submit(await v.go('/organisations/new'), typed, { at: '/organisations/new', stay: true })
    if (page.status !== 303) throw new Error(`${code}: ${page.status} ${page.words.slice(0, 300)}`)
}

// Opens the form, types a while, sends it. What is told as saved is what must be there at the end.
async function change(w, n, t) {
    const edit = `/organisations/${w.code}/edit`, form = await w.v.go(edit), name = `N${n}`
    if (form.status !== 200) return count(t.wrong, `${form.status} ${codeIn(form.text)} form`)
    await pause(TYPING_MS)
    const began = performance.now()
    const page = await w.v.submit(form, { short_name: name, why: 'uji beban' }, { at: edit, stay: true })
    t.ms.push(performance.now() - began)
    count(t.status, page.status)
    if (page.status === 303) w.last = name
    else if (w.own || page.status !== 409) count(t.wrong, `${page.status} ${codeIn(page.text)} save`)
}

async function writers(list, over) {
    const t = tally()
    await Promise.all(list.map(async (w, i) => {
        for (let n = 1; !over.is; n++) {
            await pause(WRITER_PAUSE_MS)
            try {
                await change(w, `${i}-${n}`, t)
            } catch (fault) {
                count(t.wrong, `0 ${fault.code ?? fault.message.slice(0, 200)}`)
            }
        }
    }))
    return t
}

// Of each writer with an organisation alone: what was told last is what is there.
async function lost(g, list) {
    let n = 0
    for (const w of list.filter((one) => one.own && one.last))
        n += (await g.run(['org', 'show', w.code, '--json'])).json.short_name !== w.last
    return n
}

// ---- memory ----------------------------------------------------------------------------------------

const children = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
const family = (pid) => [pid, ...children(pid).flatMap(family)]

// kB of each process, every five seconds: Map of pid to [[minutes, kB], …]
async function watchMemory(pid, over) {
    const seen = new Map(), began = performance.now()
    while (!over.is) {
        for (const one of family(pid)) {
            const kb = Number(readFileSync(`/proc/${one}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)?.[1] ?? 0)
            seen.set(one, [...seen.get(one) ?? [], [(performance.now() - began) / 60_000, kb]])
        }
        await sleep(SAMPLE_MS)
    }
    return seen
}

function slope(points) {
    const mean = (k) => points.reduce((sum, p) => sum + p[k], 0) / points.length, [mx, my] = [mean(0), mean(1)]
    const square = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0)
    return square ? points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / square : 0
}

function growth(seen) {
    return [...seen].map(([pid, all]) => {
        const late = all.filter(([minutes]) => minutes * 60 >= WARM_S), kb = late.map((p) => p[1])
        return { pid, kb: kb.at(-1), perMinute: slope(late), swing: Math.max(...kb) - Math.min(...kb),
            grown: slope(late) * (SECONDS - WARM_S) / 60, lived: late.length }
    }).filter(({ lived }) => lived > 2)
}

// ---- all together ----------------------------------------------------------------------------------

const run = (work, seconds) => {
    const over = { is: false }
    setTimeout(() => { over.is = true }, seconds * 1000)
    return work(over)
}

const list = (map) => Object.entries(map).map(([key, n]) => `${key}: ${n}`).join(', ') || 'none'

function tell(of, name, t) {
    const show = (q) => Number(quantile(t.ms, q).toFixed(1))
    console.log(`  ${name.padEnd(10)} ${t.ms.length} requests; p50 ${show(0.5)} ms, p99 ${show(0.99)} ms, max ${show(1)} ms; ` +
        `statuses ${list(t.status)}; not as expected: ${list(t.wrong)}`)
    figure(`mixed: ${name}, requests in ${of} s`, t.ms.length, 'requests')
    for (const [q, word] of [[0.5, 'p50'], [0.99, 'p99'], [1, 'max']]) figure(`mixed: ${name}, ${word}`, show(q), 'ms')
}

const db = await database(), servers = []
try {
    const g = await startGuyub(db)
    servers.push(g)
    const html = await (await fetch(`${g.url}/regions/35.71`, { headers: { accept: 'text/html' } })).text()
    const nginx = await startNginx(html)
    servers.push(nginx)
    const peer = await run((over) => readers(nginx.port, () => '/page.html', over), PEER_S)
    await nginx.stop()

    const people = []
    for (let i = 0; i < WRITERS; i++) people.push(await hire(g, i))
    const crew = family(g.pid).join(' ')
    const [r, w, seen] = await run((over) => Promise.all([
        readers(g.port, () => among(pages)(), over), writers(people, over), watchMemory(g.pid, over)]), SECONDS)
    for (const { v } of people) v.close()

    report(`${READERS} readers and ${WRITERS} writers for ${SECONDS} s, ${engine}`,
        [['p50', 0.5], ['p99', 0.99]].map(([word, q]) => ({ what: `a reader's page, ${word}`, guyub: quantile(r.ms, q),
            peer: quantile(peer.ms, q), name: 'nginx, one page from a file, no writers', unit: 'ms', better: 'less' })))
    tell(SECONDS, 'readers', r)
    tell(SECONDS, 'writers', w)
    const processes = growth(seen)
    for (const p of processes)
        console.log(`  process ${p.pid}: ${p.kb} kB at the end; after the warm-up ${p.perMinute.toFixed(1)} kB a minute, ` +
            `between least and most ${p.swing} kB`)
    const most = (key) => Math.max(...processes.map((p) => p[key]))
    figure('mixed: memory of the largest process', most('kb'), 'kB')
    figure('mixed: steepest growth of a process', Number(most('perMinute').toFixed(1)), 'kB a minute')
    figure('mixed: widest swing of a process', most('swing'), 'kB')

    const proof = (await g.run(['journal', 'verify', '--json'])).json
    aim('no answer that was not expected', Object.keys({ ...r.wrong, ...w.wrong }).length === 0)
    aim('what was told last is there, of every writer; the journal holds', await lost(g, people) === 0 && proof.holds)
    aim('the same processes from beginning to end', crew === family(g.pid).join(' '))
    if (SECONDS >= LONG_S)              // in a minute caches are still filling
        aim(`memory is flat: no process grows by ${GROWTH_KB_MAX} kB after the warm-up`, most('grown') < GROWTH_KB_MAX)
    aim('the log has no error', !/"level":"error"/.test(readdirSync(folder).includes('guyub.log')
        ? readFileSync(join(folder, 'guyub.log'), 'utf8') : ''))
} finally {
    for (const s of servers) await s.stop()
    await db.drop()
    rmSync(folder, { recursive: true })
}
