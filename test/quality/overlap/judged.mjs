// SPDX-License-Identifier: AGPL-3.0-or-later
//
// judged.mjs — the pairs of a set (sets.mjs) with a score by each method: ours, through the built program, and the
// likenesses that anyone would try first.
//
// Environment: GUYUB_BIN_RELEASE the program (build/guyub), beside which test/overlap_judge stands; GUYUB_TEST_PG a
// PostgreSQL server, against which our reading of pg_trgm is checked.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { releaseBinary, runProgram } from '../../harness/guyub.mjs'
import { cosine, csvRows, csvText, jaccard, ready } from './text.mjs'

const program = join(dirname(releaseBinary), 'test', 'overlap_judge')
const JUDGE_MS = 600_000, PG_ERROR_MAX = 1e-6      // pg_trgm answers in single precision

export const COUNTED = 'one-line rule, counted'

const keyOf = ({ a, b }) => a < b ? `${a}\n${b}` : `${b}\n${a}`

// ---- the program -----------------------------------------------------------------------------------

const columnsOf = ({ text, by }) => ['id', ...text.split(','), ...by.split(',').filter(Boolean)]

// A folder with the list as a file, for the time of `use(folder, file)`.
async function withList(list, use) {
    const folder = mkdtempSync(join(tmpdir(), 'guyub-quality-')), file = join(folder, 'rows.csv')
    try {
        writeFileSync(file, csvText(columnsOf(list), list.rows))
        return await use(folder, file)
    } finally {
        rmSync(folder, { recursive: true, force: true })
    }
}

async function rowsSaid(file, args) {
    const { code, out, err } = await runProgram(file, args, { timeoutMs: JUDGE_MS })
    if (code !== 0) throw new Error(`${file}: ${err}`)
    return csvRows(out)
}

/*
 * What the judgement says of pairs of one list: rows of { model, a, b, words, title, points, …, kind }. `near` above 0
 * adds the pairs that the program's roads find from so many per cent. `models` are files like pack/text/overlap.csv.
 */
export const judge = (list, pairs, { near = 0, models = [] } = {}) => withList(list, (folder, file) => {
    const asked = join(folder, 'pairs.csv')
    writeFileSync(asked, csvText(['a', 'b'], pairs))
    return rowsSaid(program, [list.lang, list.text, list.by, String(near), file, asked, ...models])
})

// Is what is measured what people get? The pairs that `guyub overlap` shows of a list, and those of them of which
// the judgement asked alone says something else.
export async function compareProgram(list) {
    const shown = (await withList(list, (_, file) => rowsSaid(releaseBinary, ['overlap', file, '--id', 'id',
        '--text', list.text, '--by', list.by, '--min', '0.3', '--all', '--format', 'csv', '--lang', 'en'])))
        .filter(({ what }) => what === 'pair')
    const asked = await judge(list, shown.map((pair) => ({ a: pair.id_a, b: pair.id_b })))
    const others = shown.filter(({ kind, points }, i) =>
        kind.replace('_', '-') !== asked[i].kind || Number(points) !== Number(asked[i].points))
    return { shown: shown.length, others }
}

// ---- the others ------------------------------------------------------------------------------------

// What pg_trgm says of two texts: https://www.postgresql.org/docs/15/pgtrgm.html
const pgSimilarity = (a, b) => jaccard(a.pg, b.pg)

async function checkPg(couples, ours) {
    const cell = (text) => text.replaceAll('\\', '\\\\').replaceAll(/\s+/g, ' ')
    const input = ['create extension if not exists pg_trgm;',
        'create temp table couple (i int, a text, b text);', 'copy couple from stdin;',
        ...couples.map(([a, b], i) => `${i}\t${cell(a)}\t${cell(b)}`), '\\.',
        'select similarity(a, b) from couple order by i;', ''].join('\n')
    const { code, out, err } = await runProgram('psql',
        ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', process.env.GUYUB_TEST_PG], { input })
    if (code !== 0) throw new Error(`psql: ${err}`)
    const theirs = out.trim().split('\n').map(Number)
    theirs.forEach((value, i) => {
        if (Math.abs(value - ours[i]) > PG_ERROR_MAX)
            throw new Error(`pg_trgm says ${value}, we say ${ours[i]}: ${couples[i].join(' | ')}`)
    })
    return theirs.length
}

// Same name, same office, same budget; what the rule does not part stands by the words of all the text. `counted`
// is another rule, which a list without budgets can have: how many of the three are the same.
function oneLine([a, b], name, whole, { counted }) {
    const same = [name[0].key === name[1].key, Boolean(a.office) && a.office === b.office,
        Boolean(a.money) && Number(a.money) === Number(b.money)]
    const rule = counted ? same.filter(Boolean).length : Number(same.every(Boolean))
    return 2 * rule + jaccard(whole[0].words, whole[1].words)
}

const TEXTS = {
    'words Jaccard': (a, b) => jaccard(a.words, b.words),
    'trigram cosine': cosine,
    'pg_trgm': pgSimilarity,
}

// Scores of a method by its name, a number for each couple of rows.
async function baselines(couples) {
    const kept = new Map(), made = (text) => {
        if (!kept.has(text)) kept.set(text, ready(text))
        return kept.get(text)
    }
    const names = couples.map((rows) => rows.map((row) => made(row.title)))
    const wholes = couples.map((rows) => rows.map((row) => made(`${row.title} ${row.text ?? ''}`.trim())))
    const hasText = couples.some((rows) => rows.some((row) => row.text)), scores = {}
    for (const [method, like] of Object.entries(TEXTS)) {
        scores[hasText ? `${method}, all text` : method] = wholes.map(([a, b]) => like(a, b))
        if (hasText) scores[`${method}, name`] = names.map(([a, b]) => like(a, b))
    }
    if (couples.some(([a]) => a.office !== undefined)) {
        const by = (how) => couples.map((rows, i) => oneLine(rows, names[i], wholes[i], how))
        scores['one-line rule'] = by({ counted: false })
        scores[COUNTED] = by({ counted: true })
    }
    if (process.env.GUYUB_TEST_PG)
        await checkPg(couples.map((rows) => rows.map((row) => row.title)), names.map(([a, b]) => pgSimilarity(a, b)))
    return scores
}

// ---- both ------------------------------------------------------------------------------------------

const OURS = {
    'ours': 'points', 'ours, text only': 'points_text_only', 'ours, fields only': 'points_structure_only',
    'ours, words only': 'words', 'ours, title only': 'title',
}

// What the program says of every pair of a set, of all its lists, in the order of its pairs; pairs that it finds
// itself stand behind them, each once. `found`: how many of the pairs that were asked it also finds.
async function judgedPairs({ lists, pairs, near = 0 }) {
    const said = new Map(), added = [], found = new Set()
    for (const [list, rows] of Object.entries(lists)) {
        const asked = pairs.filter((pair) => pair.list === list), askedKeys = new Set(asked.map(keyOf))
        const answers = await judge(rows, asked, { near })
        answers.forEach((answer, i) => {
            const key = keyOf(answer)
            if (i >= asked.length && askedKeys.has(key)) found.add(`${list}\n${key}`)
            if (!askedKeys.has(key) && !said.has(`${list}\n${key}`)) added.push({ list, a: answer.a, b: answer.b })
            said.set(`${list}\n${key}`, answer)
        })
    }
    const all = [...pairs, ...added]
    return { all, said: all.map((pair) => said.get(`${pair.list}\n${keyOf(pair)}`)), found: found.size }
}

// { pairs, couples (their rows), found, kinds, ours, baselines }: scores by the methods' names, one for each pair.
export async function scored(set) {
    const { all, said, found } = await judgedPairs(set)
    const byId = Object.fromEntries(Object.entries(set.lists)
        .map(([list, { rows }]) => [list, new Map(rows.map((row) => [row.id, row]))]))
    const couples = all.map(({ list, a, b }) => [byId[list].get(a), byId[list].get(b)])
    const ours = Object.fromEntries(Object.entries(OURS)
        .map(([method, column]) => [method, said.map((answer) => Number(answer[column]))]))
    return { pairs: all, couples, found, kinds: said.map((answer) => answer.kind), ours, baselines: await baselines(couples) }
}
