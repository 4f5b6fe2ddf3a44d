// SPDX-License-Identifier: AGPL-3.0-or-later
// A file of figures is sent from a page and brought in by a job: its faults are told in words, its progress
// is seen, who asked for it may stop it, and a job whose process is killed goes on where it had saved.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { binary, guyub, makePerson, makePost, PASSWORD, visitor } from '../harness/guyub.mjs'

const POLL_MS = 20, WAIT_MS = 60_000
const HEAD = 'year,measure,reading,value,inferred,source,publisher,source_date,source_url,note_id,note_en\n'
const measures = ['joined', 'provinces', 'total', 'invited', 'attended', 'assessed', 'mentored', 'evaluated_1', 'evaluated_2']

let g, dewi, mira
before(async () => {
    g = await guyub({ env: { GUYUB_JOBS: '1' } })
    const office = await makePost(g, 'programme_office', 'Kantor Program Kota Cerdas')
    const mentor = await makePost(g, 'mentor', 'Pembimbing Kota Kediri', { region: '35.71' })
    await makePerson(g, 'dewi', { name: 'Dewi Anggraini', posts: [office] })
    await makePerson(g, 'mira', { name: 'Mira Lestari', posts: [mentor] })
    dewi = visitor(g.url)
    await dewi.signIn('dewi', PASSWORD)
    mira = visitor(g.url)
    await mira.signIn('mira', PASSWORD)
})
after(async () => { await g.stop() })

// Counts of years that no source tells of yet: `from` to `to` readings of each.
const counts = (from, to) => {
    const lines = []
    for (let year = 2030; year <= 2100; year++)
        for (const measure of measures)
            for (let reading = from; reading <= to; reading++)
                lines.push(`${year},${measure},${reading},${reading},no,Daftar,Kominfo,2026,https://example.go.id/,,`)
    return { n: lines.length, text: HEAD + lines.join('\n') + '\n' }
}
const known = async () => (await g.run(['cohort', 'list', '--json'])).json.years
    .reduce((n, year) => n + (year.facts?.length ?? 0), 0)

const send = async (who, text, why = 'Angka tahun baru') => who.submit(await who.go('/cohorts/import'), { why },
    { at: '/cohorts/import', file: text === null ? undefined : { name: 'hasil.csv', bytes: text }, stay: true })

const job = async (href) => (await dewi.get(`${href}.json`, { accept: 'application/json' })).json

// Asks until the job is as `is` says.
async function until(href, is) {
    for (const end = Date.now() + WAIT_MS; Date.now() < end; await sleep(POLL_MS)) {
        const seen = await job(href)
        if (is(seen)) return seen
    }
    assert.fail(`not so within ${WAIT_MS} ms: ${JSON.stringify(await job(href))}`)
}
const ended = (j) => ['done', 'failed', 'stopped'].includes(j.state)

test('a file with faults: every one is told with its line and column, and nothing is brought in', async () => {
    const had = await known()
    const sent = await send(dewi, `${HEAD}2031,joined,1,40,no,Daftar,Kominfo,2026,,,\n`
        + '2016,joined,1,40,no,Daftar,Kominfo,2026,,,\n'
        + '2032,left,1,40,no,Daftar,Kominfo,2026,,,\n'
        + '2033,joined,2,40,no,Daftar,Kominfo,2026,,,\n'
        + '2031,joined,1,41,no,Daftar,Kominfo,2026,,,\n'
        + '2031,joined,2,41,no,Daftar,Kominfo,2026,,,\n')
    assert.equal(sent.status, 303, sent.text)
    const seen = await until(sent.location, ended)
    assert.equal(seen.state, 'failed')
    assert.equal(seen.error.code, 'cohort.file_faults')
    assert.equal(seen.tries, 1)
    assert.deepEqual(seen.told.map((l) => l.place), ['Line 3, column year', 'Line 4, column measure',
        'Line 5, column reading', 'Line 6, column value'])
    assert.equal(await known(), had)

    const page = await dewi.go(sent.location)
    assert.match(page.words, /Failed/)
    assert.match(page.words, /Faults in the file: 4\. Nothing was brought in\./)
    assert.match(page.words, /Line 4, column measure "left" is not a measure\./)
    const indonesian = await dewi.get(`${sent.location}?lang=id`)
    assert.match(indonesian.words, /Kesalahan dalam berkas: 4\./)
    assert.match(indonesian.words, /Baris 4, kolom measure/)
    await dewi.get('/?lang=en')
})

test('it is tried again from its page, and fails again', async () => {
    const [last] = (await dewi.get('/jobs.json', { accept: 'application/json' })).json
    const page = await dewi.go(`/jobs/${last.id}`)
    const again = await dewi.submit(page, {}, { at: `/jobs/${last.id}/again` })
    assert.match(again.words, /tried again/)
    assert.equal((await until(`/jobs/${last.id}`, ended)).state, 'failed')
    const stop = await dewi.post(`/jobs/${last.id}/stop`, Object.fromEntries(again.forms[0]?.fields ?? []))
    assert.ok([403, 409].includes(stop.status), `${stop.status}`)
})

test('a form without a file or a reason is refused, and who may not is not asked', async () => {
    const empty = await send(dewi, null)
    assert.equal(empty.status, 400)
    assert.match(empty.text, /Choose a file that is not empty/)
    assert.equal((await send(dewi, 'x', '')).status, 400)
    assert.equal((await mira.get('/cohorts/import')).status, 403)
    const [last] = (await dewi.get('/jobs.json', { accept: 'application/json' })).json
    assert.equal((await mira.get(`/jobs/${last.id}`)).status, 404)
    assert.deepEqual((await mira.get('/jobs.json', { accept: 'application/json' })).json, [])
    assert.equal((await fetch(`${g.url}/jobs.json`)).status, 401)
})

// The process of a job, as soon as it has begun; `said` is what its runner said.
async function processOf(href, said = g.said) {
    const id = Number(href.split('/').at(-1))
    for (const end = Date.now() + WAIT_MS; Date.now() < end; await sleep(1)) {
        const begun = said.text.split('\n').filter((l) => l.includes('"job.begins"')).map((l) => JSON.parse(l))
            .findLast((l) => l.job === id)
        if (begun) return begun.pid
    }
    return assert.fail(`${href} did not begin`)
}

// Lets it run a few milliseconds at a time, longer each time for a machine that is busy, until a part of the
// file is in, and holds it there.
async function heldInTheMiddle(href, had, n, said) {
    const pid = await processOf(href, said)
    for (let pause = 2, end = Date.now() + WAIT_MS; Date.now() < end; await sleep(pause += 0.2)) {
        process.kill(pid, 'SIGSTOP')
        const part = await known() - had
        assert.ok(part < n, 'it was met while it ran')
        if (part > 0) return { pid, part }
        process.kill(pid, 'SIGCONT')
    }
    return assert.fail(`${href} brings nothing in`)
}

test('the process of an import is killed in the middle: it goes on, and every line is there once', async () => {
    const had = await known(), file = counts(1, 2)
    const sent = await send(dewi, file.text)
    const { pid, part } = await heldInTheMiddle(sent.location, had, file.n)
    process.kill(pid, 'SIGKILL')
    const dead = await until(sent.location, (j) => j.state !== 'running')
    assert.equal(dead.state, 'waiting')
    assert.equal(dead.error.code, 'job.died')
    assert.ok(await known() - had >= part && await known() - had < file.n)

    const page = await dewi.go(sent.location)   // a page for who has no script: it says what comes next
    assert.match(page.words, /Waiting Try 1 of 5 went wrong\. It is tried again by itself at/)
    assert.match(page.text, /<progress [^>]*max="1278"/)

    const done = await until(sent.location, ended)
    assert.equal(done.state, 'done', JSON.stringify(done))
    assert.equal(done.tries, 2)
    assert.equal(done.done, file.n)
    assert.equal(await known() - had, file.n)
    assert.match((await dewi.go(sent.location)).words, /Lines read: 1,278 New: 1,278/)
    const told = (await g.run(['journal', 'list', '--thing', 'cohort_count', '--json'])).json
        .filter((l) => l.key === 'hasil.csv')
    assert.equal(told.reduce((n, l) => n + Number(l.note), 0), file.n)
    assert.ok(told.every((l) => l.by === 'person' && l.why === 'Angka tahun baru'))
    assert.equal((await g.run(['journal', 'verify'])).code, 0)
})

test('the same file again changes nothing', async () => {
    const had = await known()
    const sent = await send(dewi, counts(1, 1).text)
    assert.equal((await until(sent.location, ended)).state, 'done')
    assert.equal(await known(), had)
    assert.match((await dewi.go(sent.location)).words, /New: 0 Known already, and the same: 639/)
})

test('one that runs is stopped from its page', async () => {
    const had = await known(), file = counts(3, 5)
    const sent = await send(dewi, file.text)
    const pid = await processOf(sent.location)
    process.kill(pid, 'SIGSTOP')                // in its first steps: nothing is in yet
    const page = await dewi.go(sent.location)
    assert.match(page.words, /Running It is being done\. You may close this page\./)
    const asked = await dewi.submit(page, {}, { at: `${sent.location}/stop` })
    assert.match(asked.words, /Running It was asked to stop and ends at its next step/)
    process.kill(pid, 'SIGCONT')
    assert.equal((await until(sent.location, ended)).state, 'stopped')
    assert.ok(await known() - had < file.n)
})

test('without a runner it waits, is stopped from its page, and `guyub work` does the next', async () => {
    await g.restart({ GUYUB_JOBS: '0' })
    const waiting = await send(dewi, counts(3, 3).text)
    const page = await dewi.go(waiting.location)
    assert.match(page.words, /Waiting It begins as soon as its turn comes/)
    const stopped = await dewi.submit(page, {}, { at: `${waiting.location}/stop` })
    assert.match(stopped.words, /Stopped It was stopped at/)
    assert.match(stopped.words, /History of changes .*Dewi Anggraini.* stopped/)

    const next = await send(dewi, counts(3, 3).text)
    const id = next.location.split('/').at(-1)
    const watch = g.run(['job', 'watch', id, '--lang', 'en'])
    const work = await g.run(['work', '--once'])
    assert.equal(work.code, 0, work.err)
    const watched = await watch
    assert.equal(watched.code, 0, watched.err)
    assert.match(watched.err, /Done: 639 of 639/)
    assert.match(watched.out, /Lines read: 639/)
})

// `guyub work`, until it is asked to end.
function runner() {
    const child = spawn(binary, ['work'], { env: { ...process.env, GUYUB_DB: g.db, GUYUB_KEY: g.key } })
    const said = { text: '' }
    child.stderr.on('data', (bytes) => { said.text += bytes })
    const ended = new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })))
    return { child, said, ended }
}

test('a runner that is asked to end puts its job back, and the next one goes on', async (t) => {
    const had = await known(), file = counts(4, 6)
    const sent = await send(dewi, file.text)
    const r = runner()
    t.after(() => r.child.kill('SIGKILL'))
    const { pid, part } = await heldInTheMiddle(sent.location, had, file.n, r.said)
    r.child.kill('SIGTERM')
    await sleep(300)                            // it has passed the word on: the job hears it at its next step
    process.kill(pid, 'SIGCONT')
    assert.deepEqual(await r.ended, { code: 0, signal: null }, r.said.text)
    assert.match(r.said.text, /"job\.ended".*"code":"job\.put_back"/)
    assert.doesNotMatch(r.said.text, /job\.died/)

    const back = await job(sent.location)
    assert.deepEqual([back.state, back.tries, back.error ?? null], ['waiting', 0, null], JSON.stringify(back))
    const between = await known()
    assert.ok(between - had >= part && between - had < file.n)
    assert.equal((await g.run(['work', '--once'])).code, 0)
    const done = await job(sent.location)
    assert.deepEqual([done.state, done.tries, done.done], ['done', 1, file.n])
    assert.ok(await known() > between)
})

test('the shell lists, shows, and asks for what goes by the clock', async () => {
    const list = (await g.run(['job', 'list', '--state', 'failed', '--json'])).json
    assert.ok(list.length > 0 && list.every((j) => j.state === 'failed'))
    const shown = await g.run(['job', 'show', String(list[0].id), '--lang', 'en'])
    assert.match(shown.out, /Line 3, column year: "2016" is not a year of the movement\./)
    assert.equal((await g.run(['job', 'show', '999999'])).code, 1)
    assert.equal((await g.run(['job', 'stop', String(list[0].id)])).code, 1)
    assert.equal((await g.run(['job', 'run', 'cohort_import'])).code, 2)
    assert.equal((await g.run(['job', 'run', 'nothing'])).code, 1)
    const asked = await g.run(['job', 'run', 'job_clean', '--lang', 'en'])
    assert.match(asked.out, /Asked for, with the number \d+\./)
    assert.equal((await g.run(['work', '--once'])).code, 0)
    const [clean] = (await g.run(['job', 'list', '--json'])).json
    assert.equal(clean.kind, 'job_clean')
    assert.equal(clean.state, 'done')
})

test('a file with more lines than a job may take is refused, however often it says the same', async () => {
    const line = '2031,joined,1,1,no,Daftar,Kominfo,2026,https://example.go.id/,,\n'
    const sent = await send(dewi, HEAD + line.repeat(20001))
    assert.equal((await g.run(['work', '--once'])).code, 0)
    const seen = await job(sent.location)
    assert.equal(seen.state, 'failed')
    assert.deepEqual(seen.told.map((l) => l.text), ['A file may have 20,000 lines; this one has more.'])
})
