// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Five hundred agencies are asked for two hundred items each, and have answered all. The rows come as a workbook
// whose making needs no more memory than a small one's; they are of one moment while somebody goes on writing;
// and the board comes whole, beyond the page that its list ends at.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { figure, guyub, makePerson, makePost, PASSWORD, runProgram, signIn } from '../harness/guyub.mjs'
import { rowsOf } from '../harness/xlsx.mjs'

const ORGS = 500, ITEMS = 200, BOARD_MAX = 1000, JOB_MB = 64, NOTE_BYTES = 1000, POLL_MS = 50, WAIT_MS = 120_000
const numbered = (n, make) => Array.from({ length: n }, (_, i) => make(String(i + 1).padStart(3, '0')))
const org = (n) => `35.71-dinas${n}`

let g, folder, sri
before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guyub-sheet-'))
    g = await guyub({ env: { GUYUB_VAULT: join(folder, 'vault'), GUYUB_JOBS: '1', GUYUB_JOB_MB: String(JOB_MB) } })
    writeFileSync(join(folder, 'org.csv'),
        'code,kind,name,short_name,region_code,parent_code,valid_from,valid_to,successor_code,law,source\n' +
        numbered(ORGS, (n) => `${org(n)},agency,Dinas ${n},,35.71,,2016-12-31,,,,Perda uji 1/2016`).join('\n') + '\n')
    const done = await g.run(['org', 'import', join(folder, 'org.csv')])
    assert.equal(done.code, 0, done.err)
    await makePerson(g, 'sri', { name: 'Sri Lestari', posts: [await makePost(g, 'coordinator', 'Koordinator', { region: '35.71' })] })
    sri = await signIn(g.url, 'sri', PASSWORD)
})
after(async () => {
    sri?.close()
    await g?.stop()
    rmSync(folder, { recursive: true, force: true })
})

// What would take the pages too long, behind the program's back.
async function sql(text) {
    const r = g.db.startsWith('sqlite:') ? await runProgram('sqlite3', ['-cmd', '.timeout 20000', g.db.slice(7), text])
        : await runProgram('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', g.db, '-c', text])
    assert.equal(r.code, 0, r.err)
}

async function ask() {
    const sent = await sri.submit(await sri.go('/requests/new'), { title: 'Data besar', due: '2027-03-31',
        items: numbered(ITEMS, (n) => `${n} | Butir ${n} | teks`).join('\n'), others: numbered(ORGS, org).join(' ') },
    { at: '/requests/new', stay: true })
    assert.equal(sent.status, 303, sent.words)
    return sent.location.split('/').at(-1)
}

// By the link on the page of the rows, as one presses it.
async function sheetOf(page) {
    const link = (await sri.go(page)).text.match(/href="(\/sheets\/new\?[^"]*)"/)[1].replaceAll('&amp;', '&')
    const sent = await sri.submit(await sri.go(link), {}, { at: '/sheets', stay: true })
    assert.equal(sent.status, 303, sent.words)
    return sent.location
}

const json = async (path) => (await sri.get(path, { accept: 'application/json' })).json
async function made(at) {
    for (const end = Date.now() + WAIT_MS; Date.now() < end; await sleep(POLL_MS)) {
        const [row] = await json(`${at}.json`)
        if (row.made_at) return row
        const job = await json(`/jobs/${row.job}.json`)
        assert.ok(!['failed', 'stopped'].includes(job.state) && job.tries <= 1, JSON.stringify(job))
    }
    assert.fail(`not made within ${WAIT_MS} ms`)
}

async function fetched(at) {
    const answer = await fetch(`${g.url}${at}/file`, { headers: {
        cookie: [...sri.cookies].map((pair) => pair.join('=')).join('; '), 'user-agent': sri.agent } })
    assert.equal(answer.status, 200)
    return Buffer.from(await answer.arrayBuffer())
}

test('a request of 100,000 answers becomes a workbook in a job of 64 MB, and its rows are of one moment', async () => {
    const request = await ask()
    await sql(`INSERT INTO task_answer (task_id, number, value, note, at, by_post, link_id)
        SELECT t.id, i.number, '0', replace('${'x'.repeat(NOTE_BYTES / 10)}', 'x', 'catatan ' || i.number || ' '), 1760000000, 'uji', 0
          FROM task t JOIN task_request q ON q.code = t.key JOIN task_item i ON i.request_id = q.id WHERE q.code = '${request}'`)
    let running = true, turns = 0
    // Of the first organisation and of the last, always both at once.
    const writing = (async () => {
        for (; running; turns++)
            await sql(`UPDATE task_answer SET value = '${turns}' WHERE number = '001' AND task_id IN
                (SELECT t.id FROM task t JOIN org o ON o.id = t.org_id WHERE o.code IN ('${org('001')}', '${org('500')}'))`)
    })()
    const began = performance.now()
    let at
    try {
        at = await sheetOf(`/requests/${request}`)
        await made(at)
    } finally {
        running = false
        await writing
    }
    figure('sheet: seconds for 100,000 answers with 1,000 bytes of note each', Math.round((performance.now() - began) / 1000), 's')
    const rows = rowsOf(await fetched(at))
    assert.equal(rows.length, 1 + ORGS * ITEMS)
    assert.deepEqual(rows[0].slice(0, 6), ['Organisation', 'State', 'Last day', 'Number', 'Question', 'Answer'])
    const [first, last] = [rows[1], rows.find((r) => r[0] === 'Dinas 500' && r[3] === '001')]
    assert.equal(first[0], 'Dinas 001')
    assert.ok(turns > 3, `${turns} changes meanwhile`)
    assert.equal(first[5], last[5], 'one moment')
    assert.ok(rows.slice(1).every((r) => r[8].length >= NOTE_BYTES))
})

test('the board\'s workbook holds what the filter shows, also beyond the end of a page of it', async () => {
    for (let i = 0; i < 2; i++) await ask()
    const part = await json('/tasks.json'), rest = await json(`/tasks.json?after=${BOARD_MAX}`)
    assert.deepEqual([part.length, rest.length], [BOARD_MAX, 3 * ORGS - BOARD_MAX])
    const at = await sheetOf('/tasks')
    await made(at)
    const rows = rowsOf(await fetched(at))
    assert.deepEqual(rows.slice(1).map((r) => r[0]), [...part, ...rest].map((t) => t.code))
    assert.deepEqual([rows[1][1], rows[1][2], rows[1][3]], [part[0].due, false, part[0].org_code])

    const filtered = await sheetOf(`/tasks?which=owed&org=${org('007')}`)
    assert.notEqual(filtered, at)
    await made(filtered)
    const of = rowsOf(await fetched(filtered)).slice(1)
    assert.deepEqual(of.map((r) => r[3]), [org('007'), org('007'), org('007')])
    const page = await sri.go(`/tasks?which=owed&org=${org('007')}`)
    const csv = page.text.match(/href="(\/tasks\.csv[^"]*)"/)[1].replaceAll('&amp;', '&')
    assert.equal((await sri.get(csv, { accept: 'text/csv' })).text.trim().split('\n').length, 1 + of.length, 'the same rows as the page')
    assert.equal((await sri.get('/sheets/new?thing=task_board&key=which%3Dnever')).status, 400)
    assert.equal((await sri.get('/sheets/new?thing=task_board&key=org%3Dnobody')).status, 404)
})
