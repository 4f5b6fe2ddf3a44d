// SPDX-License-Identifier: AGPL-3.0-or-later
//
// coverage.mjs SUMMARY FILE… — prints what unit tests and fuzz corpora reach of these files, from the
// summary that llvm-cov exports of all; each share of lines is a figure.
import { readFileSync } from 'node:fs'
import { figure } from './guyub.mjs'

const percent = ({ covered, count }) => count ? 100 * covered / count : 100
const columns = ['lines', 'branches', 'functions']
const [summaryFile, ...wanted] = process.argv.slice(2)
const { files } = JSON.parse(readFileSync(summaryFile, 'utf8')).data[0]

const rows = wanted.flatMap((name) => files.filter(({ filename }) => filename.endsWith(`/${name}`))
    .map(({ summary }) => ({ name, ...summary })))
const total = { name: 'all of them' }
for (const c of columns) {
    total[c] = { covered: 0, count: 0 }
    for (const row of rows) {
        total[c].covered += row[c].covered
        total[c].count += row[c].count
    }
}

console.log(`${'parser'.padEnd(42)} ${columns.map((c) => c.padStart(22)).join('')}`)
for (const row of [...rows, total]) {
    const cells = columns.map((c) =>
        `${row[c].covered}/${row[c].count} ${percent(row[c]).toFixed(1).padStart(6)} %`.padStart(22))
    console.log(`${row.name.padEnd(42)} ${cells.join('')}`)
    figure(`coverage of lines: ${row.name}`, Number(percent(row.lines).toFixed(1)), '%')
}
