// SPDX-License-Identifier: AGPL-3.0-or-later
//
// kill.test.mjs — SIGKILL at chance while many write: a worker, the keeper, the supervisor, or all at
// once. Whatever died: what was told is there, once, with its line; the journal proves itself; and
// nobody waits for ever.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { database, engine, figure, isLong } from '../harness/guyub.mjs'
import { assertKept, assertProved, makeWriter, rowsOf, server, writers } from './load.mjs'

const KILLS = isLong ? 200 : 6, WRITERS = isLong ? 20 : 8
const PAUSE_MS = [100, 700]
const SEED = Number(process.env.GUYUB_SEED ?? Date.now() % 1e6)

let state = SEED
const below = (n) => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    return Math.floor(state / 65536) % n
}

let db, s
before(async () => {
    db = await database()
    s = await server({ GUYUB_DB: db.url, GUYUB_KEY: process.env.GUYUB_KEY })
    await makeWriter(s)
    await s.start()
})
after(async () => {
    await s?.end()
    await db?.drop()
})

const killed = { child: 0, supervisor: 0, all: 0 }
async function killOne() {
    const what = ['child', 'child', 'child', 'supervisor', 'all'][below(5)]
    const family = await s.family()
    if (what === 'all') await s.killAll()
    else if (what === 'supervisor') s.child.kill('SIGKILL')
    else if (family.length) {
        try { process.kill(family[below(family.length)], 'SIGKILL') } catch { return false }    // it has just ended
    } else return false
    killed[what]++
    return true
}

test('what was told outlives every kill', { timeout: 1_200_000 }, async () => {
    const w = await writers(s, WRITERS)
    w.begin()
    for (let kills = 0, tries = 0; kills < KILLS && tries < 3 * KILLS; tries++) {
        await sleep(PAUSE_MS[0] + below(PAUSE_MS[1] - PAUSE_MS[0]))
        kills += await killOne()
        await sleep(20)
        if (!s.isUp()) await s.start()
    }
    const before = w.told.length
    if (!s.isUp()) await s.start()
    for (let i = 0; i < 300 && w.told.length < before + WRITERS; i++) await sleep(100)
    assert.ok(w.told.length >= before + WRITERS, 'it serves again')
    await w.end()
    const c = await w.check(rowsOf(db.url))
    console.log(`# ${engine}, seed ${SEED}: killed ${JSON.stringify(killed)}, ${s.starts} starts; ${c.told} told, ` +
        `${c.unsure} unsure, ${c.refused} refused, ${c.there} there; ${JSON.stringify([...w.words].slice(0, 8))}`)
    assertKept(c)
    assert.equal(killed.child + killed.supervisor + killed.all, KILLS)
    const proof = await assertProved(s)
    figure('kills_under_writing', KILLS, 'kills')
    figure('kills_writes_acknowledged_none_lost', c.told, 'writes')
    figure('kills_journal_lines_proved', proof.sealed, 'lines')
})
