// SPDX-License-Identifier: AGPL-3.0-or-later
//
// points.test.mjs — runs test/torture/torture.c: a story in which each malloc, arena request, statement
// and call of the disk fails once; every point in the long run, every k-th otherwise.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { database, engine, figure, isLong, releaseBinary, runProgram } from '../harness/guyub.mjs'

const program = join(dirname(releaseBinary), 'test', 'torture')
const SECONDS = isLong ? 0 : 6

let db
before(async () => { if (engine === 'postgres') db = await database({ empty: true }) })
after(() => db?.drop())

test('whatever fails, the story ends in words, and what is left is whole', { timeout: 7_200_000 }, async () => {
    assert.ok(existsSync(program), `${program} is built`)
    const args = [...(db ? ['--db', db.url] : []), String(SECONDS)]
    // libpq asks Kerberos for tickets, whose library leaves memory behind or crashes when there is none.
    const r = await runProgram(program, args, { timeoutMs: 7_000_000, env: { PGGSSENCMODE: 'disable' } })
    console.log(r.out.trim().split('\n').map((line) => `# ${line}`).join('\n'))
    const [, points, tried, wrong] = r.out.match(/torture: (\d+) points, (\d+) tried.*?, (\d+) wrong/) ?? []
    assert.ok(Number(points) > 1000 && Number(tried) > 20, r.out + r.err.slice(0, 2000))
    assert.equal(Number(wrong), 0, r.out)
    assert.equal(r.code, 0, r.out)
    for (const [, way, n] of r.out.matchAll(/^([a-z ]+): \d+ points, (\d+) tried/gm))
        if (way !== 'torture') figure(`torture_${way.replaceAll(' ', '_')}`, Number(n), 'points')
})
