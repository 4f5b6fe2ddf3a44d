// SPDX-License-Identifier: AGPL-3.0-or-later
//
// clock.test.mjs — somebody sets the machine's date while the server runs: a day, ten years, ahead and
// back. Whatever the clock says, nothing is lost and nothing breaks; the journal's order and proof
// do not hang on it; and when the clock is right again, everybody works as before.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { database, repo, runProgram } from '../harness/guyub.mjs'
import { PASSWORD } from '../harness/people.mjs'
import { visitor } from '../harness/visitor.mjs'
import { assertKept, assertProved, makeOrg, makeWriter, rowsOf, server, signedIn, WRITER, writers } from './load.mjs'

const DAY = 86_400, YEARS = 3653 * DAY
const JUMPS = [DAY, -DAY, YEARS, -YEARS]

let room, db, s
before(async () => {
    room = mkdtempSync(join(tmpdir(), 'guyub-clock-'))
    const shim = join(room, 'clock.so')
    const built = await runProgram('cc', ['-std=c17', '-D_GNU_SOURCE', '-O2', '-Wall', '-Wextra', '-Wpedantic',
        '-Werror', '-shared', '-fPIC', '-o', shim, 'test/torture/clock.c'], { cwd: repo })
    assert.equal(built.code, 0, built.err)
    jump(0)
    db = await database()
    s = await server({ GUYUB_DB: db.url, GUYUB_KEY: process.env.GUYUB_KEY },
        { preload: { LD_PRELOAD: shim, CLOCK_FILE: join(room, 'jump') } })
    await makeWriter(s)
    await s.start()
})
after(async () => {
    await s?.end()
    await db?.drop()
    if (room) rmSync(room, { recursive: true })
})

const jump = (seconds) => writeFileSync(join(room, 'jump'), `${seconds}\n`)

async function sealedAll() {
    for (let i = 0; i < 100; i++) {
        const v = await assertProved(s)
        if (v.unsealed === 0) return v
        await sleep(100)
    }
    assert.fail('the tail is not sealed')
}

// A refusal in words is an answer; a fault, a hang or a dead worker is not.
async function sane(page, what) {
    assert.ok(page.status < 500, `${what}: ${page.status} ${page.words?.slice(0, 300)}`)
}

test('writers go on through every jump of the clock', { timeout: 300_000 }, async () => {
    for (const [i, seconds] of JUMPS.entries()) {
        jump(0)
        const [v] = await signedIn(s, 1)
        const before = await makeOrg(v, `jam-${i}-0`)
        assert.equal(before.end, 'told', before.said)
        jump(seconds)
        await sane(await v.go('/account'), `the own account after ${seconds} s`)
        await sane(await v.go('/organisations'), `a page after ${seconds} s`)
        const during = await makeOrg(v, `jam-${i}-1`)
        assert.ok(during.end === 'told' || during.page?.status < 500, `${seconds} s: ${during.end} ${during.said}`)
        const stranger = visitor(s.url)
        await sane(await stranger.submit(await stranger.go('/sign-in'), { login: WRITER, password: PASSWORD }),
            `signing in after ${seconds} s`)
        stranger.close()
        await sealedAll()
        jump(0)
        const [again] = await signedIn(s, 1)
        const after = await makeOrg(again, `jam-${i}-2`)
        assert.equal(after.end, 'told', `back from ${seconds} s: ${after.said}`)
        await sealedAll()
        for (const one of [v, again]) one.close()
    }
    const order = await rowsOf(db.url)('SELECT count(*), max(seq), min(seq) FROM journal_fact')
    assert.equal(order[0][0], order[0][1], 'numbers without a gap')
})

test('the clock jumps under a crowd', { timeout: 300_000 }, async () => {
    const w = await writers(s, 4, { tag: 'ramai' })
    w.begin()
    for (const seconds of [120, -120, 3600, -3600, 0]) {
        jump(seconds)
        await sleep(250)
        console.log(`# ${seconds}: ${w.told.length} told, ${w.refused.length} refused`)
    }
    await w.end()
    const c = await w.check(rowsOf(db.url))
    console.log(`# ${c.told} told while the clock jumped; ${JSON.stringify([...w.words].slice(0, 4))}`)
    assertKept(c)
    assert.doesNotMatch(s.said, /"event":"(worker|keeper)\.died"/)
})

// What was counted in a wrong year keeps nobody out in the right one.
test('tries that were refused in another year lock nobody out', { timeout: 300_000 }, async () => {
    for (const seconds of [YEARS, -YEARS]) {
        jump(seconds)
        const guesser = visitor(s.url)
        for (let i = 0; i < 12; i++)
            await guesser.submit(await guesser.go('/sign-in'), { login: WRITER, password: `tebakan ${i}` })
        guesser.close()
        jump(0)
        const owner = visitor(s.url)
        let inside = false
        for (let i = 0; i < 60 && !inside; i++) {           // a wait of seconds is said; it may be had here
            const page = await owner.submit(await owner.go('/sign-in'), { login: WRITER, password: PASSWORD })
            inside = page.status === 200 && page.path !== '/sign-in'
            if (!inside) await sleep(500)
        }
        assert.ok(inside, `the owner gets in, ${seconds} s: ${owner.page.words.slice(0, 300)}`)
        owner.close()
    }
})
