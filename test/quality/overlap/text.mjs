// SPDX-License-Identifier: AGPL-3.0-or-later
//
// text.mjs — reading CSV, and the likenesses that anyone would try first: what ours is measured beside.

// RFC 4180: each match is one field, quoted or not, and what ends it.
export function csvRows(text) {
    const records = [[]]
    for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
        records.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
        if (end !== ',') records.push([])
    }
    const [head, ...rows] = records.filter((record) => record.length > 1)
    return rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i]])))
}

const csvCell = (value) => /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value

export const csvText = (columns, rows) =>
    [columns, ...rows.map((row) => columns.map((name) => row[name] ?? ''))]
        .map((record) => record.map((value) => csvCell(String(value))).join(',') + '\n').join('')

export const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

export function trigramsOf(words) {
    const text = ` ${words.join(' ')} `, counts = new Map()
    for (let i = 0; i + 3 <= text.length; i++) {
        const gram = text.slice(i, i + 3)
        counts.set(gram, (counts.get(gram) ?? 0) + 1)
    }
    return counts
}

// PostgreSQL's trigrams: of each word with two spaces before and one behind, each once. Of "km²" the ² is no letter there.
export function pgTrigramsOf(text) {
    const grams = new Set()
    for (const word of text.toLowerCase().match(/[\p{L}\p{Nd}]+/gu) ?? []) {
        const letters = [...`  ${word} `]
        for (let i = 0; i + 3 <= letters.length; i++) grams.add(letters.slice(i, i + 3).join(''))
    }
    return grams
}

// A text made ready to be compared.
export function ready(text) {
    const words = wordsOf(text), grams = trigramsOf(words)
    const length = Math.sqrt([...grams.values()].reduce((sum, count) => sum + count * count, 0))
    return { key: words.join(' '), words: new Set(words), grams, length, pg: pgTrigramsOf(text) }
}

export function jaccard(a, b) {
    let both = 0
    for (const one of a) if (b.has(one)) both++
    const all = a.size + b.size - both
    return all ? both / all : 0
}

// Of counts of character trigrams.
export function cosine(a, b) {
    let dot = 0
    for (const [gram, count] of a.grams) dot += count * (b.grams.get(gram) ?? 0)
    return dot ? dot / (a.length * b.length) : 0
}
