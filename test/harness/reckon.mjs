// SPDX-License-Identifier: AGPL-3.0-or-later
//
// reckon.mjs — what an index must be, reckoned a second time: from a pack's text and from what was said,
// in whole numbers of any length (BigInt). It shares no line with the engine.
//
//     const tree = treeOf('smart-city-evaluation')
//     finalOf(['3.20', '3.25', '3.20'])          '3.216666667', as ADR and judge_rule.h say
//     indexOf(tree, { baseline: '3.10', … })     a fraction [above, below]
//     shownAt(fraction, 2)                       '3.18', half up
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repo } from './guyub.mjs'

const FINAL_PLACES = 9

// ---- fractions: [above, below], below above 0 ----------------------------------------------------

export function fractionOf(text) {
    const [whole, part = ''] = text.split('.')
    return [BigInt(whole + part), 10n ** BigInt(part.length)]
}
const plus = ([a, b], [c, d]) => [a * d + c * b, b * d]
const times = ([a, b], [c, d]) => [a * c, b * d]
const over = ([a, b], [c, d]) => [a * d, b * c]
const sumOf = (all) => all.reduce(plus, [0n, 1n])
export const compare = ([a, b], [c, d]) => { const x = a * d - c * b; return x > 0n ? 1 : x < 0n ? -1 : 0 }

// Rounded half up; no figure here is below 0.
export function shownAt([above, below], places) {
    const units = (above * 10n ** BigInt(places) * 2n + below) / (2n * below)
    const digits = String(units).padStart(places + 1, '0')
    return places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits
}

// ---- numbers of assessors ------------------------------------------------------------------------

// The mean, with as many places as it needs, at most nine, and no fewer than the finest that was said.
export function finalOf(scores) {
    const finest = Math.max(...scores.map((s) => (s.split('.')[1] ?? '').length))
    let mean = shownAt(over(sumOf(scores.map(fractionOf)), [BigInt(scores.length), 1n]), FINAL_PLACES)
    while (mean.endsWith('0') && mean.split('.')[1].length > finest) mean = mean.slice(0, -1)
    return mean.endsWith('.') ? mean.slice(0, -1) : mean
}

// ---- the tree of a pack --------------------------------------------------------------------------

// Items as the pack's text has them: { id, how, weight, parts }. It reads what a mean needs and no more.
export function treeOf(id) {
    const lines = readFileSync(join(repo, 'pack/instrument', `${id}.yaml`), 'utf8').split('\n')
    const above = []
    let root
    for (const line of lines.slice(lines.indexOf('tree:') + 1)) {
        if (/^\S/.test(line)) break
        const [, indent, name, value] = line.match(/^( +(?:- )?)(id|how|weight): (.+)$/) ?? []
        if (!name || (name === 'id' && (!/^[a-z][a-z0-9_-]*$/.test(value) || (root && !indent.endsWith('- '))))) continue      // a language, too
        while (above.length && above.at(-1).indent > indent.length) above.pop()
        if (name !== 'id') {
            if (above.at(-1).indent === indent.length) above.at(-1).item[name] = value
            continue
        }
        const item = { id: value, parts: [] }
        if (root && above.at(-1).indent === indent.length) above.pop()
        if (root) above.at(-1).item.parts.push(item)
        root ??= item
        above.push({ indent: indent.length, item })
    }
    return root
}

export const leavesOf = (item) => item.parts.length ? item.parts.flatMap(leavesOf) : [item.id]

// The figure of an item as a fraction; `said` has the text of each leaf.
export function indexOf(item, said) {
    if (item.how === 'leaf') return fractionOf(said[item.id])
    const weight = (part) => item.how === 'plain mean' ? [1n, 1n] : fractionOf(part.weight)
    return over(sumOf(item.parts.map((part) => times(weight(part), indexOf(part, said)))), sumOf(item.parts.map(weight)))
}

// ---- ranks ---------------------------------------------------------------------------------------

// 1, 2, 2, 4 of figures as they are shown: { key: { rank, tied, ranked } }.
export function ranksOf(shown) {
    const all = Object.values(shown).map(fractionOf)
    return Object.fromEntries(Object.entries(shown).map(([key, text]) => {
        const mine = fractionOf(text)
        return [key, { rank: 1 + all.filter((f) => compare(f, mine) > 0).length,
            tied: all.filter((f) => compare(f, mine) === 0).length, ranked: all.length }]
    }))
}

// A figure that goes on is kept to 18 places, once a node: 16 of them are what the fraction says.
export function isNear(text, fraction, places = 16) {
    const [above, below] = plus(fractionOf(text), times([-1n, 1n], fraction))
    return (above < 0n ? -above : above) * 10n ** BigInt(places) < below
}
