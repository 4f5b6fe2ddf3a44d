// SPDX-License-Identifier: AGPL-3.0-or-later
//
// rank.mjs — 514 regions of 60 items ranked under 1,000 draws of the weights, with the range of ranks of
// each region, beside the same sums in doubles and a sort.
import { dirname, join } from 'node:path'
import { releaseBinary, runProgram } from '../harness/guyub.mjs'
import { aim, median, report } from '../harness/bench.mjs'

const ROUNDS = 7
const program = join(dirname(releaseBinary), 'test', 'rank_bench')

const runs = []
for (let i = 0; i < ROUNDS; i++) {
    const { code, out, err } = await runProgram(program, [])
    if (code !== 0) throw new Error(`${program}: ${err}`)
    runs.push(JSON.parse(out))
}
const of = (field) => median(runs.map((r) => r[field]))
const { regions, items, draws, seed, mean_width, widest } = runs[0]

report(`${regions} regions x ${items} items, ${draws} draws of weights by up to a quarter, seed ${seed}; `
    + `nine of ten ranks of a region lie within ${mean_width} places on average, ${widest} at most; CPU time`, [
    { what: 'ranked, with ties and ranges', guyub: of('ranked'), peer: of('doubles'),
        name: 'doubles and qsort', unit: 'ms', better: 'less' },
])
aim('the nation ranked under 1,000 draws in less than 1 s', of('ranked') < 1000)
