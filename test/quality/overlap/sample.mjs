// SPDX-License-Identifier: AGPL-3.0-or-later
//
// sample.mjs — 400 pairs to be labelled by hand: what the judgement of overlap is measured on.
//
//     GUYUB_DATA=FOLDER node test/quality/overlap/sample.mjs > pairs.csv
//
// Under FOLDER lie id-programmes-kab-bandung-2025 and id-spbe-denpasar. 200 pairs are sub-activities of two
// different offices, 200 are applications of one city. They are spread over seven bins of likeness, 0.2-0.3 to
// 0.8-0.9, as evenly as the data allows: what a thin bin lacks is taken from the others. Likeness is plain on
// purpose, without stems or weights, so that no method under test has chosen its own questions: the mean of the
// Jaccard of lower-case words and the cosine of counts of character trigrams. Equal texts, likeness 1, are out.
//
// Nothing may stand in more than 6 pairs: no row, and for sub-activities no name either, since 66 offices share the
// commonest one; and two names meet once only. Rows without the name of an office are left out. Output: CSV with
// pair, kind, a, b, likeness, shuffled, so that the order tells neither kind nor likeness. The same input gives the
// same output, byte for byte.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomFrom } from './measure.mjs'
import { cosine, csvRows, jaccard, ready } from './text.mjs'

const SEED = 20250101, EACH = 200, MOST = 6
const BINS = 7, LOW = 2 // bin i holds likeness from (LOW + i) / 10 up to, not including, (LOW + i + 1) / 10

function shuffle(list, random) {
    for (let i = list.length - 1; i > 0; i--) {
        const j = Math.floor(random() * (i + 1))
        ;[list[i], list[j]] = [list[j], list[i]]
    }
    return list
}

const read = (...path) => csvRows(readFileSync(join(process.env.GUYUB_DATA, ...path), 'utf8'))

const likeness = (a, b) => a.key === b.key ? 1 : (jaccard(a.words, b.words) + cosine(a, b)) / 2

// One entry for each distinct name; its rows are the first of each office that has it.
function subActivities() {
    const names = new Map()
    for (const row of read('id-programmes-kab-bandung-2025', 'subkegiatan.csv')) {
        const office = row.nama_satker.trim(), text = ready(row.nama_subkegiatan)
        if (!office || !text.key) continue
        if (!names.has(text.key)) names.set(text.key, { ...text, rows: new Map() })
        const { rows } = names.get(text.key)
        if (!rows.has(office)) rows.set(office, { id: row.kd_subkegiatan, office })
    }
    return [...names.values()].map((name) => ({ ...name, rows: [...name.rows.values()] }))
}

function applications() {
    return read('id-spbe-denpasar', 'applications.csv').map((row) => {
        const what = row.function.trim() === '-' ? '' : row.function
        return { ...ready(`${row.name} ${what}`), rows: [{ id: row.id_app, office: row.id_app }] }
    })
}

// Every pair of texts in range, by bin.
function candidates(texts) {
    const bins = Array.from({ length: BINS }, () => [])
    for (let i = 0; i < texts.length; i++)
        for (let j = i + 1; j < texts.length; j++) {
            const like = likeness(texts[i], texts[j])
            bins[Math.floor(like * 10) - LOW]?.push({ a: texts[i], b: texts[j], like })
        }
    return bins
}

// One row of each side, of two different offices, by chance; nothing if the two names live in one office only.
function rowsOf({ a, b }, random) {
    const left = a.rows[Math.floor(random() * a.rows.length)]
    const others = b.rows.filter((row) => row.office !== left.office)
    if (others.length) return [left, others[Math.floor(random() * others.length)]]
    const lefts = a.rows.filter((row) => row.office !== b.rows[0].office)
    return lefts.length ? [lefts[Math.floor(random() * lefts.length)], b.rows[0]] : undefined
}

// Draws the next pair of a bin that may still be used, and marks what it uses; false when the bin is empty.
function draw(bin, used, random) {
    while (bin.left.length) {
        const pair = bin.left.pop(), rows = rowsOf(pair, random), texts = [pair.a, pair.b]
        if (!rows || texts.some((text) => used.get(text) === MOST)) continue
        for (const text of texts) used.set(text, (used.get(text) ?? 0) + 1)
        return bin.drawn.push({ a: rows[0].id, b: rows[1].id, like: pair.like })
    }
    return false
}

// First a like share of each bin, the thinnest first; then, one by one, from the bin that gave least and has more.
function stratified(texts, random) {
    const bins = candidates(texts).map((pairs) => ({ left: shuffle(pairs, random), drawn: [] })), used = new Map()
    bins.sort((a, b) => a.left.length - b.left.length)
    for (const bin of bins)
        while (bin.drawn.length < Math.floor(EACH / BINS) && draw(bin, used, random));
    for (let count = bins.flatMap((bin) => bin.drawn).length; count < EACH;) {
        const open = bins.filter((bin) => bin.left.length).sort((a, b) => a.drawn.length - b.drawn.length)
        if (!open.length) throw new Error(`only ${count} pairs are in range, ${EACH} are wanted`)
        if (draw(open[0], used, random)) count++
    }
    return bins.flatMap((bin) => bin.drawn)
}

if (!process.env.GUYUB_DATA) {
    console.error('sample.mjs: set GUYUB_DATA to the folder of test data')
    process.exit(2)
}
const random = randomFrom(SEED)
const pairs = shuffle([
    ...stratified(subActivities(), random).map((pair) => ({ kind: 'sub-activity', ...pair })),
    ...stratified(applications(), random).map((pair) => ({ kind: 'application', ...pair })),
], random)
console.log('pair,kind,a,b,likeness')
pairs.forEach(({ kind, a, b, like }, i) => console.log(`${i + 1},${kind},${a},${b},${like.toFixed(4)}`))
