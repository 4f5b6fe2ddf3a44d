// SPDX-License-Identifier: AGPL-3.0-or-later
//
// measured.mjs FIGURES TOTAL [WHAT] — writes doc/measured/DATE[-WHAT].json after the full counts: which
// commit, on which machine, how many tests, and the figures that tests appended to FIGURES as JSON lines.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { repo } from './guyub.mjs'

const [figuresFile, totalFile, what] = process.argv.slice(2)
const git = (...args) => execFileSync('git', args, { cwd: repo, encoding: 'utf8' }).trim()

function counts() {
    const text = readFileSync(totalFile, 'utf8')
    const of = (word) => Number(text.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0)
    return { passed: of('passed'), failed: of('failed'), skipped: of('skipped') }
}

const figures = existsSync(figuresFile)
    ? readFileSync(figuresFile, 'utf8').trim().split('\n').filter(Boolean).map((line) => JSON.parse(line))
    : []
const measured = {
    date: new Date().toISOString(),
    commit: git('rev-parse', 'HEAD'),
    changed: git('status', '--porcelain', '--untracked-files=no') !== '',
    machine: {
        cpu: cpus()[0].model.trim(), cores: cpus().length,
        memory_gib: Math.round(totalmem() / 2 ** 30), kernel: release(), node: process.version,
    },
    counts: counts(),
    figures,
}
const path = join('doc/measured', `${measured.date.slice(0, 10)}${what ? `-${what}` : ''}.json`)
mkdirSync(join(repo, 'doc/measured'), { recursive: true })
writeFileSync(join(repo, path), JSON.stringify(measured, null, 2) + '\n')
console.log(`written: ${path}`)
