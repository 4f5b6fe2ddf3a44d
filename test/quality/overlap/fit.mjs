// SPDX-License-Identifier: AGPL-3.0-or-later
//
// fit.mjs — points for the judgement of overlap, fitted on the fit half of the Bandung pairs and on nothing else.
//
//     GUYUB_DATA=FOLDER node test/quality/overlap/fit.mjs [FILE]
//
// Writes a proposed overlap.csv to FILE (guyub-overlap.csv in the folder for temporary files), never over the
// project's own: a person compares, decides and takes over. It begins at the points of pack/text/overlap.csv, which
// were thought out before any label was seen, and moves one figure at a time, in the order of the lines, as long as
// the average precision on the fit half gains more than the move costs: a point of a line, or a per cent of a bound,
// costs PRICE. So what the labels say nothing of stays where it was. A line may lose its worth, but what was for
// never speaks against, nor the other way round. No chance is in it: the same data, the same file.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { repo } from '../../harness/guyub.mjs'
import { averagePrecision, tiers } from './measure.mjs'
import { judge } from './judged.mjs'
import { bandung } from './sets.mjs'
import { csvRows, csvText } from './text.mjs'

const PRICE = 0.0005                // average precision for each point or per cent moved from where it began
const MOVES = { points: [-10, -5, -2, 2, 5, 10], from: [-10, 10], to: [-10, 10] }
const POINTS_MAX = 40, SWEEPS_MAX = 4
const KINDS = ['probable', 'look_alike', 'same_work']       // bounds of kinds: no order depends on them

const file = resolve(process.argv[2] ?? join(tmpdir(), 'guyub-overlap.csv'))
if (!process.env.GUYUB_DATA || !relative(repo, file).startsWith('..')) {
    console.error(process.env.GUYUB_DATA ? 'fit.mjs: write it outside of the project'
        : 'fit.mjs: set GUYUB_DATA to the folder of test data')
    process.exit(2)
}

const began = csvRows(readFileSync(join(repo, 'pack/text/overlap.csv'), 'utf8'))
const columns = Object.keys(began[0]), cells = Object.keys(MOVES)
const set = bandung('fit'), truth = set.pairs.map(set.isTrue)
const folder = mkdtempSync(join(tmpdir(), 'guyub-fit-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const cost = (model) => PRICE * model.reduce((sum, line, i) =>
    sum + cells.reduce((moved, cell) => moved + Math.abs(Number(line[cell]) - Number(began[i][cell])), 0), 0)

// The average precision of each model, all of them in one run of the program.
async function precisionOf(models) {
    const files = models.map((model, m) => join(folder, `${m}.csv`))
    files.forEach((path, m) => writeFileSync(path, csvText(columns, models[m])))
    const answers = await judge(set.lists.packages, set.pairs, { models: files })
    return models.map((_, m) => {
        const score = answers.slice(m * set.pairs.length, (m + 1) * set.pairs.length).map(({ points }) => Number(points))
        return averagePrecision(tiers(score), truth)
    })
}

// Does the line still say what its meaning says, and would the program read it?
function isAllowed(line, first) {
    const points = Number(line.points), from = Number(line.from), to = Number(line.to)
    return Math.abs(points) <= POINTS_MAX && points * Number(first.points) >= 0
        && from >= 0 && to <= 100 && !(line.from && line.to && from >= to)
}

// The model with one line moved, in each way that is allowed.
function movesOf(model, i) {
    const line = model[i]
    return cells.filter((cell) => line[cell] !== '').flatMap((cell) => MOVES[cell].map((by) => ({
        ...line, [cell]: String(Number(line[cell]) + by) })))
        .filter((moved) => isAllowed(moved, began[i]))
        .map((moved) => model.with(i, moved))
}

async function sweep(model, precision) {
    for (const i of model.keys()) {
        const moves = KINDS.includes(model[i].name) ? [] : movesOf(model, i)
        if (!moves.length) continue
        const found = await precisionOf(moves), worth = found.map((ap, m) => ap - cost(moves[m]))
        const best = worth.indexOf(Math.max(...worth))
        if (worth[best] > precision - cost(model)) {
            model = moves[best]
            precision = found[best]
            console.log(`${precision.toFixed(4)}  ${model[i].name}: ${cells.map((cell) => model[i][cell]).join(' ').trim()}`)
        }
    }
    return { model, precision }
}

let model = began, [precision] = await precisionOf([began])
console.log(`fit half: ${truth.length} pairs, ${truth.filter(Boolean).length} true\n${precision.toFixed(4)}  as it is`)
for (let n = 0; n < SWEEPS_MAX; n++) {
    const next = await sweep(model, precision)
    if (next.model === model) break
    ;({ model, precision } = next)
}
writeFileSync(file, csvText(columns, model))
console.log(`\nwritten: ${file}`)
for (const [i, line] of model.entries())
    if (line !== began[i])
        console.log(`  ${line.name}: ${cells.map((cell) => began[i][cell]).join(' ').trim()} -> ` +
            cells.map((cell) => line[cell]).join(' ').trim())
