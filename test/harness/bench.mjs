// SPDX-License-Identifier: AGPL-3.0-or-later
//
// bench.mjs — what the benches share: a table of ratios, quantiles, a seeded chance, CPU time.
//
// A bench compares within one run: a ratio travels between machines, a time does not.
import { readdirSync, readFileSync } from 'node:fs'
import { figure } from './guyub.mjs'

export const median = (list) => quantile(list, 0.5)

export function quantile(list, q) {
    const sorted = [...list].sort((a, b) => a - b)
    return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]
}

// Rows of { what, guyub, peer, name, unit, better: 'more' | 'less' }; a ratio says how many times
// better we are.
export function report(title, rows) {
    console.log(`\n${title}`)
    for (const r of rows) {
        const ratio = r.better === 'more' ? r.guyub / r.peer : r.peer / r.guyub
        console.log(`  ${r.what.padEnd(44)} ${show(r.guyub)} ${r.unit.padEnd(8)} ` +
            `${r.name} ${show(r.peer)} ${r.unit}   ratio ${ratio.toFixed(2)}`)
        figure(`bench: ${r.what}: guyub`, r.guyub, r.unit)
        figure(`bench: ${r.what}: ${r.name}`, r.peer, r.unit)
    }
}

// What the product promises; a bench that misses it says so and ends with 1.
export function aim(what, holds) {
    console.log(`  ${holds ? 'holds ' : 'MISSED'} ${what}`)
    if (!holds) process.exitCode = 1
}

const show = (n) => (n >= 100 ? Math.round(n).toString() : n.toPrecision(3)).padStart(9)

// Seeded, so that two runs ask the same: mulberry32.
export function chance(seed) {
    return () => {
        seed = (seed + 0x6d2b79f5) | 0
        let t = Math.imul(seed ^ (seed >>> 15), seed | 1)
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
        return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
    }
}

const stat = (pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')
    return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }
}

// CPU seconds of a process and its children so far; a tick is 10 ms on Linux.
export function cpuSeconds(pid) {
    const family = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
        try { return [{ pid: Number(name), ...stat(name) }] } catch { return [] }    // it ended
    })
    return family.filter((p) => p.pid === pid || p.parent === pid)
        .reduce((sum, p) => sum + p.ticks, 0) / 100
}
