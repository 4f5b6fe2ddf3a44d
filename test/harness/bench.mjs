// SPDX-License-Identifier: AGPL-3.0-or-later
//
// bench.mjs — what the benches share: a table of ratios, quantiles, a seeded chance, CPU time.
//
// A bench compares within one run: a ratio travels between machines, a time does not.
import { spawn } from 'node:child_process'
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { figure, runProgram } from './guyub.mjs'

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

// ---- servers beside each other -------------------------------------------------------------------

const isOpen = (port) => new Promise((done) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => { socket.destroy(); done(true) }).on('error', () => done(false))
})

// A server process that says what it has to say into a file: nobody reads along while it is measured.
export async function startServer(program, args, { env = {}, port, log }) {
    const file = openSync(log, 'a')
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', file, file] })
    closeSync(file)
    const gone = new Promise((done) => { child.once('exit', done).once('error', done) })
    const hard = () => child.kill('SIGKILL')
    process.once('exit', hard)
    for (let waited = 0; !(await isOpen(port)); waited += 2) {
        if (child.exitCode !== null || waited > 10_000)
            throw new Error(`${program} does not serve:\n${readFileSync(log, 'utf8')}`)
        await sleep(2)
    }
    const stop = async () => { child.kill('SIGTERM'); await gone; process.removeListener('exit', hard) }
    return { pid: child.pid, url: `http://127.0.0.1:${port}`, stop }
}

const MS = { us: 0.001, ms: 1, s: 1000 }

// One run of wrk: { perSecond, p99Ms, cpuUs }, the last of the server's processes for a page.
export async function wrk(server, path, { connections, seconds, headers = [] }) {
    const before = cpuSeconds(server.pid)
    const { out } = await runProgram('wrk', ['--latency', '-t1', `-c${connections}`, `-d${seconds}s`,
        ...headers.flatMap((h) => ['-H', h]), server.url + path])
    if (/Non-2xx|Socket errors/.test(out) || !/requests in/.test(out)) throw new Error(out)
    const requests = Number(out.match(/(\d+) requests in/)[1])
    const [, p99, unit] = out.match(/99%\s+([\d.]+)(us|ms|s)/)
    return {
        perSecond: Number(out.match(/Requests\/sec:\s+([\d.]+)/)[1]),
        p99Ms: Number(p99) * MS[unit],
        cpuUs: 1e6 * (cpuSeconds(server.pid) - before) / requests,
    }
}

// Of a process and all below it, shared pages divided among those who share them; what ends meanwhile has none.
export function memoryMb(pid) {
    const pss = (one) => {
        try { return Number(readFileSync(`/proc/${one}/smaps_rollup`, 'utf8').match(/^Pss:\s+(\d+) kB/m)[1]) } catch { return 0 }
    }
    return family(pid).reduce((sum, p) => sum + pss(p.pid), 0) / 1024
}

// ---- processes -----------------------------------------------------------------------------------

const stat = (pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')
    return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }
}

// A process and all that descend from it: a job is a child of the runner, which is one of the server.
function family(pid) {
    const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
        try { return [{ pid: Number(name), ...stat(name) }] } catch { return [] }    // it ended
    })
    const below = (one) => all.filter((p) => p.parent === one).flatMap((p) => [p, ...below(p.pid)])
    return [...all.filter((p) => p.pid === pid), ...below(pid)]
}

// CPU seconds of a process and all below it so far; a tick is 10 ms on Linux.
export const cpuSeconds = (pid) => family(pid).reduce((sum, p) => sum + p.ticks, 0) / 100
