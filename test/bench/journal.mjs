// SPDX-License-Identifier: AGPL-3.0-or-later
//
// journal.mjs — what the journal costs: the same change of a record by 16 writers in 16 regions with and
// without its line, in turn; and the proof of a chain of 1,000,000 facts beside b2sum and sha256sum of
// the same bytes. With GUYUB_TEST_ENGINE=postgres and GUYUB_TEST_PG the database is PostgreSQL.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { database, engine, figure, releaseBinary, runProgram } from '../harness/guyub.mjs'
import { aim, median, report } from '../harness/bench.mjs'

const WRITE_ROUNDS = 11, WRITE_SECONDS = 2, PROOFS = 3, FACTS = 1_000_000
const program = join(dirname(releaseBinary), 'test', 'journal_bench')
const folder = mkdtempSync(join(tmpdir(), 'guyub-bench-'))

async function succeed(file, args) {
    const { code, out, err } = await runProgram(file, args, { timeoutMs: 1_800_000 })
    if (code !== 0) throw new Error(`${file} ${args.join(' ')}: ${err}`)
    return out
}
const bench = async (...args) => JSON.parse(await succeed(program, args.map(String)))

async function seconds(work) {
    const began = performance.now()
    await work()
    return (performance.now() - began) / 1000
}

// On, off, off, on, …: neither always has the younger tables.
async function writes(url) {
    const took = { on: [], off: [] }
    const of = (how, field) => median(took[how].map((r) => r[field]))
    for (let i = 0; i < WRITE_ROUNDS; i++)
        for (const how of i % 2 ? ['off', 'on'] : ['on', 'off'])
            took[how].push(await bench('write', url, how, WRITE_SECONDS))
    report(`a change of a record, 16 writers in 16 regions, ${engine}`, [
        { what: 'with its line, sealing beside: p50', field: 'us' },
        { what: 'the same, p99', field: 'p99_us' },
        { what: 'the same, CPU without a server\'s', field: 'cpu_us' },
    ].map(({ what, field }) => ({
        what, guyub: of('on', field), peer: of('off', field), name: 'without', unit: 'us', better: 'less',
    })))
    const refused = [...took.on, ...took.off].reduce((sum, r) => sum + r.refused, 0)
    console.log(`  p50 with: ${took.on.map((r) => r.us).join(' ')}; without: ` +
        `${took.off.map((r) => r.us).join(' ')}; refused as busy: ${refused}`)
}

async function proof(url) {
    const file = join(folder, 'bytes')
    const filled = await bench('fill', url, FACTS)
    const { bytes } = await bench('bytes', url, file)
    const took = { verify: [], cpu: [], b2sum: [], sha256sum: [] }
    for (let i = 0; i < PROOFS; i++) {
        const v = await bench('verify', url)
        if (!v.holds || v.facts < FACTS) throw new Error(`the chain does not hold: ${JSON.stringify(v)}`)
        took.verify.push(v.s)
        took.cpu.push(v.cpu_s)
        took.b2sum.push(await seconds(() => succeed('b2sum', ['-l', '256', file])))
        took.sha256sum.push(await seconds(() => succeed('sha256sum', [file])))
    }
    const beside = (name) => ({ what: 'a chain of 1,000,000 facts proved', guyub: median(took.verify),
        peer: median(took[name]), name: `${name}, the same bytes`, unit: 's', better: 'less' })
    report(`${bytes} bytes under the digests, ${engine}`, [beside('b2sum'), beside('sha256sum')])
    console.log(`  of it CPU, without a server's: ${median(took.cpu)} s; told and sealed in ${filled.s} s`)
    figure(`bench: 1,000,000 facts told and sealed, ${engine}`, filled.s, 's')
    aim('1,000,000 facts proved in under 5 s', median(took.verify) < 5)
}

const { url, drop } = await database({ empty: true })
try {
    await bench('make', url)
    await writes(url)
    await proof(url)
} finally {
    await drop()
    rmSync(folder, { recursive: true })
}
