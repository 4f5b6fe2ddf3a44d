// SPDX-License-Identifier: AGPL-3.0-or-later
//
// load.mjs — a server that may be killed, and writers who remember what they were told.
//
//     const s = server({ GUYUB_DB: url, … })          start, kill, wait, end
//     const w = await writers(s, 8)                   signed in, each with a browser of their own
//     w.begin(); …; await w.end()                     they make organisations, one after the other
//     await w.check(rows)                             what was told is there, nothing is twice
//
// A writer has three memories: told (the answer came and said it is done), unsure (the connection
// broke, or the answer said that nobody knows), refused (the answer said that nothing was done).
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, releaseBinary, repo, runProgram } from '../harness/guyub.mjs'
import { makePerson, makePost, PASSWORD } from '../harness/people.mjs'
import { visitor } from '../harness/visitor.mjs'

const READY_MS = 30_000, END_MS = 15_000, WAIT_MS = 30_000, AGAIN_MS = 30
export const WRITER = 'penulis'

// ---- the server --------------------------------------------------------------------------------

// In a process group of its own: a cut of power takes all of it.
export async function server(env, { preload = {} } = {}) {
    const port = await freePort()
    const own = { GUYUB_LISTEN: `127.0.0.1:${port}`, GUYUB_WORKERS: '2', ...env }
    const s = { url: `http://127.0.0.1:${port}`, port, child: null, said: '', starts: 0,
        run: (args, options = {}) =>
            runProgram(releaseBinary, args, { ...options, env: { ...own, ...options.env } }) }

    const isUp = () => s.child && s.child.exitCode === null && s.child.signalCode === null
    const killHard = () => { if (s.child?.pid) try { process.kill(-s.child.pid, 'SIGKILL') } catch { /* gone */ } }
    process.on('exit', killHard)

    const once = (more) => {
        s.child = spawn(releaseBinary, ['serve'],
            { env: { ...process.env, ...own, ...preload, ...more }, cwd: repo, detached: true })
        for (const stream of [s.child.stdout, s.child.stderr])
            stream.on('data', (bytes) => { s.said = (s.said + bytes).slice(-200_000) })
        s.child.on('error', (fault) => { s.said += fault.message })
        s.starts++
    }
    const answers = async () => {
        try { await fetch(`${s.url}/sign-in`, { signal: AbortSignal.timeout(5000) }); return true } catch { return false }
    }
    // The one before may hold the port for a moment: its workers end when they notice.
    s.start = async (more = {}) => {
        for (const until = Date.now() + READY_MS; Date.now() < until; await sleep(AGAIN_MS)) {
            if (!isUp()) once(more)
            if (await answers() && isUp()) return
        }
        assert.fail(`guyub serve did not answer: ${s.said.slice(-3000)}`)
    }
    s.isUp = isUp
    s.family = async () => {
        const r = await runProgram('pgrep', ['-P', String(s.child.pid)])
        return r.out.trim().split('\n').filter(Boolean).map(Number)
    }
    s.killAll = async () => {
        killHard()
        for (const until = Date.now() + END_MS; isUp() && Date.now() < until;) await sleep(5)
    }
    s.end = async () => {
        if (isUp()) s.child.kill('SIGTERM')
        for (const until = Date.now() + END_MS; isUp() && Date.now() < until;) await sleep(20)
        killHard()
        process.removeListener('exit', killHard)
    }
    return s
}

// ---- writers -----------------------------------------------------------------------------------

// Somebody of the programme office, who may make organisations everywhere.
export async function makeWriter(s) {
    const post = await makePost(s, 'programme_office', 'Kantor program untuk uji')
    await makePerson(s, WRITER, { name: 'Penulis Uji', posts: [post] })
}

export async function signedIn(s, n) {
    const list = []
    for (let i = 0; i < n; i++) {
        const v = visitor(s.url, { agent: `writer ${i}` })
        await v.signIn(WRITER, PASSWORD)
        v.form = formOf(await v.go('/organisations/new'))
        list.push(v)
    }
    return list
}

function formOf(page) {
    const form = page.forms.find((f) => f.action === '/organisations/new')
    assert.ok(form, `no form to make an organisation: ${page.status} ${page.words.slice(0, 300)}`)
    return form.fields
}

// 'told', 'unsure' or 'refused', and what was said. Never waits longer than WAIT_MS.
export async function makeOrg(v, code) {
    const typed = { code, name: `Organisasi ${code}`, kind: 'agency', source: 'uji', why: 'uji', region: '' }
    const fields = v.form.filter(([name]) => !(name in typed))
    fields.push(...Object.entries(typed), ['record.do', 'save'])
    let page
    try {
        page = await Promise.race([v.post('/organisations/new', fields), late()])
    } catch (fault) {
        return { end: 'unsure', said: fault.code ?? fault.message }
    }
    if (page === LATE) return { end: 'late', said: `no answer within ${WAIT_MS} ms` }
    if (page.status === 303 && page.location?.startsWith(`/organisations/${code}`)) return { end: 'told', page }
    if (page.status === 303) return { end: 'refused', said: `sent to ${page.location}`, page }
    return { end: /may or may not|mungkin/.test(page.words) ? 'unsure' : 'refused', said: `${page.status} ${page.words.slice(0, 600)}`, page }
}

const LATE = Symbol('late')
const late = () => new Promise((done) => { setTimeout(done, WAIT_MS, LATE).unref() })

export async function writers(s, n, { tag = 'uji', onTold = () => {} } = {}) {
    const list = await signedIn(s, n)
    const w = { told: [], unsure: [], refused: [], late: [], words: new Map(), running: null, stop: false }

    async function one(v, i) {
        for (let k = 0; !w.stop; k++) {
            const code = `${tag}-${i}-${k}`
            const { end, said, page } = await makeOrg(v, code)
            w[end].push(code)
            if (end === 'told') onTold(code)
            else {
                const brief = String(said).slice(0, 160)
                w.words.set(brief, (w.words.get(brief) ?? 0) + 1)
                if (page?.status === 303) return        // signed out: a fault that the check will show
                await sleep(AGAIN_MS)
            }
        }
    }
    w.begin = () => {
        w.stop = false
        w.running = Promise.all(list.map(one))
    }
    w.end = async () => {
        w.stop = true
        await w.running
        for (const v of list) v.close()
    }
    // `rows(sql)` gives rows of text; each code with how often it is there and how often it was told.
    w.check = async (rows) => {
        const count = new Map((await rows(countSql(tag))).map(([code, n]) => [code, Number(n)]))
        const facts = new Map((await rows(factSql(tag))).map(([code, n]) => [code, Number(n)]))
        const lost = w.told.filter((code) => count.get(code) !== 1)
        const untold = [...count.keys()].filter((code) => facts.get(code) !== 1)
        const loose = [...facts.keys()].filter((code) => count.get(code) !== 1)
        const ghost = w.refused.filter((code) => count.has(code))
        return { told: w.told.length, unsure: w.unsure.length, refused: w.refused.length,
            there: count.size, lost, untold, loose, ghost, late: w.late }
    }
    return w
}

const countSql = (tag) => `SELECT code, count(*) FROM org WHERE code LIKE '${tag}-%' GROUP BY code`
const factSql = (tag) => `SELECT key, count(*) FROM (SELECT key FROM journal_tail WHERE thing = 'org'
    UNION ALL SELECT key FROM journal_fact WHERE thing = 'org') AS f WHERE key LIKE '${tag}-%' GROUP BY key`

// Nothing that was told is lost, nothing that was refused is there, no line without its row.
export function assertKept(c) {
    assert.ok(c.told > 0, 'something was written')
    assert.deepEqual(c.lost, [], `of ${c.told} acknowledged writes are lost`)
    assert.deepEqual([c.untold, c.loose], [[], []], 'each row has its line once, each line its row')
    assert.deepEqual(c.ghost, [], 'what was refused is not there')
    assert.deepEqual(c.late, [], 'nobody waits for ever')
}

// Rows of a database, as lists of texts.
export const rowsOf = (url) => async (sql) => {
    const line = sql.replace(/\s+/g, ' ')
    const r = url.startsWith('sqlite:')
        ? await runProgram('sqlite3', ['-batch', '-separator', '|', url.slice(7), line])
        : await runProgram('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', url, '-c', line])
    assert.equal(r.code, 0, r.err)
    return r.out.trim().split('\n').filter(Boolean).map((row) => row.split('|'))
}

export async function assertProved(s) {
    const r = await s.run(['journal', 'verify', '--json'])
    assert.equal(r.code, 0, r.out + r.err)
    assert.equal(r.json.holds, true)
    return r.json
}
