// SPDX-License-Identifier: AGPL-3.0-or-later
//
// rule.mjs — the worst expressions that are still accepted, by kind: CPU time and memory of one run.
import { dirname, join } from 'node:path'
import { figure, releaseBinary, runProgram } from '../harness/guyub.mjs'
import { aim, median } from '../harness/bench.mjs'

const ROUNDS = 5, MS = 1000
const program = join(dirname(releaseBinary), 'test', 'rule_bench')

const rounds = []
for (let i = 0; i < ROUNDS; i++) {
    const { code, out, err } = await runProgram(program, [])
    if (code !== 0) throw new Error(`${program}: ${err}`)
    rounds.push(out.trim().split('\n').map((line) => JSON.parse(line)))
}

console.log('\nthe worst accepted expression of each kind, one run')
const rows = rounds[0].map((first, i) => ({ ...first, us: median(rounds.map((r) => r[i].least_us)) }))
for (const r of rows) {
    console.log(`  ${r.name.padEnd(28)} size ${String(r.size).padStart(7)} ${r.us.toFixed(1).padStart(8)} us ` +
        `${(r.us * 1000 / r.steps).toFixed(2).padStart(6)} ns a step ${String(r.peak).padStart(8)} bytes`)
    figure(`bench: rule: ${r.name}`, r.us, 'us')
}
aim('no expression over 1 ms', rows.every((r) => r.us < MS))
aim('no expression over 1 MB', rows.every((r) => r.peak <= 1 << 20))
aim('no run over its bound', rows.every((r) => r.steps <= r.bound))
