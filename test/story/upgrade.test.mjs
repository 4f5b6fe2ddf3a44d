// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A city hall takes the new program. Its database was made by one of the programs before, as
// test/fixture/upgrade holds them: everything that was there is there afterwards, with its values,
// and the tables are those of a new database. What cannot be taken over is refused untouched.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { binary, engine, figure, guyub, isLong, PASSWORD, repo, runProgram, signIn } from '../harness/guyub.mjs'

const folder = join(repo, 'test/fixture/upgrade')
const all = readdirSync(folder).filter((f) => f.endsWith(`.${engine}.sql`))
    .map((f) => f.slice(0, -`.${engine}.sql`.length)).sort()
const drafts = all.filter((name) => name.includes('draft'))
const stages = all.filter((name) => !name.includes('draft'))
const hasPeople = (name) => existsSync(join(folder, `${name}.${engine}.key`))
const newest = stages.at(-1)     // it may be of today, and is not refused then
const KILLS = isLong ? 40 : 3

let scratch
before(() => { scratch = mkdtempSync(join(tmpdir(), 'guyub-upgrade-')) })
after(() => rmSync(scratch, { recursive: true, force: true }))

// ---- databases, read past the program ------------------------------------------------------------

async function sql(db, text) {
    const r = engine === 'sqlite'
        ? await runProgram('sqlite3', ['-bail', db.slice('sqlite:'.length)], { input: text })
        : await runProgram('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', db], { input: text })
    assert.equal(r.code, 0, r.err)
    return r.out.split('\n').filter((line) => line !== '')
}

const ask = {
    sqlite: {
        columns: `SELECT m.name || '.' || x.name FROM sqlite_schema m JOIN pragma_table_info(m.name) x
                   WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, x.cid;`,
        row: (columns) => `json_array(${columns.map((c) => `quote("${c}")`)})`,
        schema: `SELECT json_array(type, name, tbl_name, sql) FROM sqlite_schema
                  WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name;`,
    },
    postgres: {
        columns: `SELECT c.table_name || '.' || c.column_name FROM information_schema.columns c
                    JOIN information_schema.tables t USING (table_schema, table_name)
                   WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
                   ORDER BY c.table_name, c.ordinal_position;`,
        row: (columns) => `json_build_array(${columns.map((c) => `"${c}"::text`)})`,
        schema: `
SELECT concat_ws(' ', 'column', table_name, ordinal_position, column_name, data_type, collation_name,
                 is_nullable, column_default, is_identity, is_generated, generation_expression)
  FROM information_schema.columns WHERE table_schema = 'public'
 UNION ALL SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid))
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
 UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
 UNION ALL SELECT 'view ' || viewname || ' ' || definition FROM pg_views WHERE schemaname = 'public'
 UNION ALL SELECT concat_ws(' ', 'sequence', sequence_name, data_type) FROM information_schema.sequences
            WHERE sequence_schema = 'public'
 ORDER BY 1;`,
    },
}[engine]

// What the schema is, as sorted lines; blanks mean nothing.
const schemaOf = async (db) => (await sql(db, ask.schema)).map((line) => line.replace(/\s+/g, ' ')).sort()

// { table: [column, …] }
async function tablesOf(db) {
    const tables = {}
    for (const line of await sql(db, ask.columns)) {
        const [table, column] = line.split('.')
        ;(tables[table] ??= []).push(column)
    }
    return tables
}

// { table: Set of rows as texts }, of these columns only
async function rowsOf(db, tables) {
    const queries = Object.entries(tables)
        .map(([table, columns]) => `SELECT '${table}=' || ${ask.row(columns)} FROM "${table}";`)
    const rows = Object.fromEntries(Object.keys(tables).map((table) => [table, new Set()]))
    for (const line of await sql(db, queries.join('\n'))) {
        const at = line.indexOf('=')
        rows[line.slice(0, at)].add(line.slice(at + 1))
    }
    return rows
}

function assertNothingLost(old, now) {
    let n = 0
    for (const [table, rows] of Object.entries(old))
        for (const row of rows) {
            assert.ok(now[table].has(row), `${table} lost or changed ${row}`)
            n++
        }
    return n
}

// The program of today on the database of then; nothing serves yet.
async function upgradable(name) {
    const env = {}
    if (hasPeople(name)) {
        env.GUYUB_KEY = join(scratch, `${name}.key`)
        copyFileSync(join(folder, `${name}.${engine}.key`), env.GUYUB_KEY)
        chmodSync(env.GUYUB_KEY, 0o600)
    }
    const g = await guyub({ empty: true, serve: false, env: { ...env, GUYUB_LANG: 'en' } })
    await sql(g.db, readFileSync(join(folder, `${name}.${engine}.sql`), 'utf8'))
    return g
}

let today
async function schemaOfToday() {
    if (!today) {
        const g = await guyub({ serve: false })
        try { today = await schemaOf(g.db) } finally { await g.stop() }
    }
    return today
}

// ---- what can be taken over ----------------------------------------------------------------------

for (const name of stages)
    test(`${name}: refused until it is brought up to date, then whole`, async (t) => {
        const g = await upgradable(name)
        t.after(() => g.stop())

        const tables = await tablesOf(g.db), old = await rowsOf(g.db, tables)
        if (name !== newest || !isDeepStrictEqual(await schemaOf(g.db), await schemaOfToday())) {
            const early = await g.run(['serve'])
            assert.notEqual(early.code, 0)
            assert.match(early.err, /older than this program/)
            assert.match(early.err, /Keep a copy of it, then run `guyub init`/)
            assert.deepEqual(await rowsOf(g.db, tables), old)
        }

        const init = await g.run(['init'])
        assert.equal(init.code, 0, init.err)
        const rows = assertNothingLost(old, await rowsOf(g.db, tables))
        assert.ok(rows > 100, `${rows} rows are too few for a test`)
        assert.deepEqual(await schemaOf(g.db), await schemaOfToday())
        figure(`upgrade: rows of ${name} found again`, rows, 'rows')

        const again = await g.run(['init'])
        assert.equal(again.code, 0, again.err)
        assert.doesNotMatch(again.out, /migrations were missing/)
        await g.restart()
        for (const path of ['/', '/regions/35.71', '/organisations/35.71-bappeda', '/instruments',
            '/cohorts/members', '/instruments/smart-city-evaluation'])
            assert.equal((await fetch(g.url + path)).status, 200, path)
        const verified = await g.run(['journal', 'verify'])
        assert.equal(verified.code, 0, verified.err)
        if (hasPeople(name)) await peopleAreThere(g, old.identity_account.size)
        if (old.job) await queuesGoOn(g)
        if (old.round) await evaluationGoesOn(g)
    })

async function peopleAreThere(g, n) {
    const sri = await signIn(g.url, 'sri', PASSWORD), budi = await signIn(g.url, 'budi', PASSWORD)
    const org = await sri.go('/organisations/35.71-dispendukcapil')
    assert.match(org.words, /Disdukcapil/)
    assert.match(org.words, /Sri Lestari/)
    assert.match((await budi.go('/drafts')).words, /Dispendukcapil|Dinas Kependudukan/)
    assert.match((await budi.go('/organisations/35.71-dispendukcapil/edit')).text, /value="Capil"/)
    const done = await sri.submit(await sri.go('/organisations/35.71-bappeda/edit'),
        { short_name: 'Bappeda', why: 'back again' })
    assert.match(done.words, /is changed/)
    sri.close()
    budi.close()
    const accounts = (await g.run(['account', 'list', '--json'])).json
    assert.equal(accounts.length, n)
    assert.equal((await g.run(['account', 'show', 'rina'])).code === 0, false)      // erased
    assert.equal((await g.run(['journal', 'verify'])).code, 0)
}

// What waited is done, what was done is not done again, what failed is not tried again unasked.
async function queuesGoOn(g) {
    const states = async () => (await g.run(['job', 'list', '--json'])).json
        .filter((j) => j.kind === 'cohort_import').map((j) => j.state).sort()
    for (let i = 0; i < 200 && /waiting|running/.test(await states()); i++) await sleep(100)
    assert.deepEqual(await states(), ['done', 'done', 'failed'])
    const mails = (await g.run(['mail', 'list', '--json'])).json
    assert.deepEqual(mails.map((m) => [m.what, m.state]), [['invitation', 'waiting']])
}

// What the agency began to answer it goes on with; document, round, region and seats are where they were.
async function evaluationGoesOn(g) {
    const hasan = await signIn(g.url, 'hasan', PASSWORD), sri = await signIn(g.url, 'sri', PASSWORD)
    const [task] = (await hasan.get('/tasks', { accept: 'application/json' })).json
    const page = await hasan.go(`/tasks/${task.code}`)
    assert.match(page.text, /name="v\.1\.1"[^>]*value="12"/)
    assert.match((await hasan.submit(page, { 'v.1.2': 'Tidak ada' },
        { at: `/tasks/${task.code}/answers?from=0`, press: 'save' })).words, /is saved/)
    assert.match((await hasan.go('/documents')).words, /Surat permintaan data/)
    const round = await sri.go('/rounds/smart-city-evaluation-2026')
    assert.equal(round.status, 200)
    assert.match(round.words, /Evaluasi kota cerdas 2026/)
    const seats = (await g.run(['round', 'seats', 'smart-city-evaluation-2026', '--json'])).json
    assert.equal(seats.filter((s) => JSON.stringify(s).includes('35.71')).length, 2)
    hasan.close()
    sri.close()
}

// ---- an upgrade that is cut short -----------------------------------------------------------------

const initOnce = (g) => spawn(binary, ['init'], {
    env: { ...process.env, GUYUB_DB: g.db, GUYUB_KEY: g.key, GUYUB_LANG: 'en' }, stdio: 'ignore',
})

const ended = (child) => new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })))

test('killed in the middle, it is run again and nothing is lost', async (t) => {
    const name = stages[0]
    const began = performance.now()
    const whole = await upgradable(name)
    t.after(() => whole.stop())
    const tables = await tablesOf(whole.db), old = await rowsOf(whole.db, tables)
    const from = performance.now()
    assert.equal((await ended(initOnce(whole))).code, 0)
    const took = performance.now() - from
    let killed = 0
    for (let i = 0; i < KILLS; i++) {
        const g = await upgradable(name)
        try {
            const child = initOnce(g), end = ended(child)
            await sleep(took * (i + 0.5) / KILLS)
            child.kill('SIGKILL')
            killed += (await end).signal === 'SIGKILL'
            assertNothingLost(old, await rowsOf(g.db, tables))
            const init = await g.run(['init'])
            assert.equal(init.code, 0, init.err)
            assertNothingLost(old, await rowsOf(g.db, tables))
            assert.deepEqual(await schemaOf(g.db), await schemaOfToday())
        } finally {
            await g.stop()
        }
    }
    assert.ok(killed > 0, 'no kill came in time')
    figure('upgrade: killed in the middle and run again', killed, 'times')
    figure('upgrade: seconds of that', Math.round((performance.now() - began) / 1000), 's')
})

// ---- what is refused -------------------------------------------------------------------------------

for (const name of drafts)
    test(`${name}: made while a step was still being written, refused and left as it is`, async (t) => {
        const g = await upgradable(name)
        t.after(() => g.stop())
        const tables = await tablesOf(g.db), old = await rowsOf(g.db, tables)
        for (const command of ['serve', 'init']) {
            const r = await g.run([command])
            assert.notEqual(r.code, 0)
            assert.match(r.err, /is not the one in this program/)
            assert.match(r.err, /Nothing was changed/)
        }
        assert.deepEqual(await tablesOf(g.db), tables)
        assert.deepEqual(await rowsOf(g.db, tables), old)
    })

test('a program that is older than the database refuses and changes nothing', async (t) => {
    const g = await guyub({ serve: false, env: { GUYUB_LANG: 'en' } })
    t.after(() => g.stop())
    await sql(g.db, `INSERT INTO guyub_migration (slice, number, title, digest, applied_at)
                     VALUES ('tomorrow', 1, 'what comes later', '00', 1);`)
    const tables = await tablesOf(g.db), schema = await schemaOf(g.db)
    for (const command of ['serve', 'init']) {
        const r = await g.run([command])
        assert.notEqual(r.code, 0)
        assert.match(r.err, /made by a newer version of this program/)
        assert.match(r.err, /tomorrow 1/)
    }
    assert.deepEqual(await tablesOf(g.db), tables)
    assert.deepEqual(await schemaOf(g.db), schema)
})
