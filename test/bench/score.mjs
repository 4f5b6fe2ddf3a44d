// SPDX-License-Identifier: AGPL-3.0-or-later
//
// score.mjs — 514 regions of 60 items each, scored exactly with ranges and every line explained as JSON,
// beside the same means as bare sums of doubles and the same lines printed from them.
import { dirname, join } from 'node:path'
import { releaseBinary, runProgram } from '../harness/guyub.mjs'
import { aim, median, report } from '../harness/bench.mjs'

const ROUNDS = 7
const program = join(dirname(releaseBinary), 'test', 'score_bench')

const runs = []
for (let i = 0; i < ROUNDS; i++) {
    const { code, out, err } = await runProgram(program, [])
    if (code !== 0) throw new Error(`${program}: ${err}`)
    runs.push(JSON.parse(out))
}
const of = (field) => median(runs.map((r) => r[field]))
const { regions, items, bytes } = runs[0]

report(`${regions} regions x ${items} items, ${bytes} bytes of reasons, CPU time`, [
    { what: 'scored exactly, with ranges', guyub: of('scored'), peer: of('doubles'),
        name: 'sums of doubles', unit: 'ms', better: 'less' },
    { what: 'scored and explained', guyub: of('explained'), peer: of('printed'),
        name: 'doubles and printf', unit: 'ms', better: 'less' },
])
aim('the nation scored and explained under 100 ms', of('explained') < 100)
