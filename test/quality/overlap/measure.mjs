// SPDX-License-Identifier: AGPL-3.0-or-later
//
// measure.mjs — how well scores order pairs, and how sure that is. Pure: the same input, the same figures.
//
// A `score` and a `truth` (true, false) stand for each pair; a `weight` says how often a pair was drawn (1 each
// if it is left out). Pairs of one score are tied: no order among them is known, so that the average precision is
// what it would be on average over all of their orders, computed, not drawn.
import { createHash } from 'node:crypto'

const SEED = 20251122
export const RESAMPLES = 2000

// mulberry32: a small generator of numbers in [0, 1), the same everywhere.
export function randomFrom(seed) {
    let state = seed
    return () => {
        state = (state + 0x6D2B79F5) | 0
        let t = Math.imul(state ^ (state >>> 15), state | 1)
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296
    }
}

// The numbers of the pairs (`of` all of them, or of some) in groups of one score, best first.
export function tiers(score, of = [...score.keys()]) {
    const order = [...of].sort((i, j) => score[j] - score[i]), groups = []
    for (const i of order)
        if (groups.length && score[groups.at(-1)[0]] === score[i]) groups.at(-1).push(i)
        else groups.push([i])
    return groups
}

const harmonic = [0]
function harmonicOf(n) {
    for (let i = harmonic.length; i <= n; i++) harmonic.push(harmonic[i - 1] + 1 / i)
    return harmonic[n]
}

// What a tier of n pairs, p of them true, adds to the sum of precisions when `seen` pairs stand before it, `hits`
// of them true: at its place i stands a true one with p / n, and before that in the tier (i - 1) (p - 1) / (n - 1)
// others.
function tierSum(n, p, seen, hits) {
    const sum = harmonicOf(seen + n) - harmonicOf(seen)     // of 1 / (seen + i), i from 1 to n
    const among = n > 1 ? (p - 1) / (n - 1) * (n - (seen + 1) * sum) : 0
    return p / n * ((hits + 1) * sum + among)
}

// Mean precision at the true pairs, 0 to 1; NaN where none is true.
export function averagePrecision(groups, truth, weight) {
    let seen = 0, hits = 0, sum = 0
    for (const group of groups) {
        let n = 0, p = 0
        for (const i of group) {
            const times = weight ? weight[i] : 1
            n += times
            if (truth[i]) p += times
        }
        if (p > 0) sum += tierSum(n, p, seen, hits)
        seen += n
        hits += p
    }
    return hits ? sum / hits : NaN
}

// The best F1 over all thresholds, chosen with the labels in hand: an upper bound, for every method alike.
export function bestF1(groups, truth) {
    const all = groups.flat().filter((i) => truth[i]).length
    let seen = 0, hits = 0, best = 0
    for (const group of groups) {
        seen += group.length
        hits += group.filter((i) => truth[i]).length
        best = Math.max(best, 2 * hits / (seen + all))
    }
    return best
}

export const mean = (list) => list.reduce((sum, v) => sum + v, 0) / list.length

// Precision and recall of what `said` (true, false) says; precision is NaN where nothing is said.
export function agreement(said, truth) {
    let flagged = 0, hits = 0, all = 0
    said.forEach((yes, i) => {
        if (yes) flagged++
        if (truth[i]) all++
        if (yes && truth[i]) hits++
    })
    return { flagged, hits, precision: hits / flagged, recall: hits / all }
}

// ---- correlation -----------------------------------------------------------------------------------

export function pearson(x, y) {
    const mx = mean(x), my = mean(y)
    let xy = 0, xx = 0, yy = 0
    x.forEach((v, i) => {
        xy += (v - mx) * (y[i] - my)
        xx += (v - mx) ** 2
        yy += (y[i] - my) ** 2
    })
    return xy / Math.sqrt(xx * yy)
}

// Ranks from 0; equal values share the mean of their places.
function ranks(list) {
    const rank = []
    let place = 0
    for (const group of tiers(list)) {
        for (const i of group) rank[i] = place + (group.length - 1) / 2
        place += group.length
    }
    return rank
}

export const spearman = (x, y) => pearson(ranks(x), ranks(y))

// ---- bootstrap -------------------------------------------------------------------------------------

// Pairs that share what `keysOf(i)` gives, directly or through others, are one family.
export function families(n, keysOf) {
    const parent = Array.from({ length: n }, (_, i) => i), first = new Map()
    const root = (i) => { while (parent[i] !== i) i = parent[i] = parent[parent[i]]; return i }
    for (let i = 0; i < n; i++)
        for (const key of keysOf(i)) {
            if (first.has(key)) parent[root(i)] = root(first.get(key))
            else first.set(key, i)
        }
    const byRoot = new Map()
    for (let i = 0; i < n; i++) {
        if (!byRoot.has(root(i))) byRoot.set(root(i), [])
        byRoot.get(root(i)).push(i)
    }
    return [...byRoot.values()]
}

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]

/*
 * The 95 % interval of each of the figures that `measure(weight)` gives: as many families as there are are drawn
 * with replacement, each whole, RESAMPLES times. A resample in which a figure does not exist (nothing true was
 * drawn) is left out for that figure.
 */
export function bootstrap(groups, n, measure, { seed = SEED, resamples = RESAMPLES } = {}) {
    const random = randomFrom(seed), found = []
    for (let r = 0; r < resamples; r++) {
        const weight = new Float64Array(n)
        for (let k = 0; k < groups.length; k++)
            for (const i of groups[Math.floor(random() * groups.length)]) weight[i]++
        found.push(measure(weight))
    }
    return found[0].map((_, f) => {
        const sorted = found.map((figures) => figures[f]).filter((v) => !Number.isNaN(v)).sort((a, b) => a - b)
        return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) }
    })
}

// ---- halves ----------------------------------------------------------------------------------------

// Which half of a labelled set a pair is in: by SHA-256 of its two ids, in either order. The fit half is the only
// one that anything may be fitted on or read through; the test half gives figures, and nothing else is printed of it.
export function isFitHalf({ a, b }) {
    return createHash('sha256').update([a, b].sort().join('\n')).digest()[0] % 2 === 0
}
