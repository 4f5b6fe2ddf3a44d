// SPDX-License-Identifier: AGPL-3.0-or-later
//
// quality.test.mjs — the figures of quality.mjs on cases so small that they can be counted by hand.
import assert from 'node:assert/strict'
import test from 'node:test'
import {
    agreement, averagePrecision, bestF1, bootstrap, families, isFitHalf, pearson, spearman, tiers,
} from './measure.mjs'
import { csvRows, csvText, jaccard, pgTrigramsOf, ready, wordsOf } from './text.mjs'

const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-12, `${a} is not ${b}`)
const ap = (score, truth, weight) => averagePrecision(tiers(score), truth.map(Boolean), weight)

// Every order of the pairs that keeps better scores first, by counting: what the closed form must give.
function apByCounting(score, truth) {
    const orders = (list) => list.length < 2 ? [list]
        : list.flatMap((one, i) => orders(list.toSpliced(i, 1)).map((rest) => [one, ...rest]))
    let sum = 0, count = 0
    for (const order of orders([...score.keys()])) {
        if (order.some((one, i) => i > 0 && score[one] > score[order[i - 1]])) continue
        let hits = 0, precision = 0
        order.forEach((one, i) => { if (truth[one]) precision += ++hits / (i + 1) })
        sum += precision / hits
        count++
    }
    return sum / count
}

test('average precision without ties', () => {
    for (const [what, score, truth, wanted] of [
        ['true ones first', [4, 3, 2, 1], [1, 1, 0, 0], 1],
        ['true ones last', [4, 3, 2, 1], [0, 0, 1, 1], (1 / 3 + 2 / 4) / 2],
        ['first and third', [4, 3, 2, 1], [1, 0, 1, 0], (1 + 2 / 3) / 2],
        ['the order of the list is nothing', [1, 3, 4, 2], [0, 0, 1, 1], (1 + 2 / 3) / 2],
        ['points below 0', [-1, -5], [0, 1], 1 / 2],
    ]) assert.equal(ap(score, truth).toFixed(12), wanted.toFixed(12), what)
    assert.ok(Number.isNaN(ap([1, 2], [0, 0])), 'nothing is true: there is no figure')
})

test('average precision with ties is the mean of all orders', () => {
    near(ap([1, 1], [1, 0]), 3 / 4)
    for (const [score, truth] of [
        [[5, 5, 5, 1], [1, 0, 1, 0]],
        [[9, 5, 5, 5, 1, 1], [0, 1, 0, 1, 1, 0]],
        [[2, 2, 2, 2, 2, 2], [1, 0, 0, 1, 0, 1]],
        [[7, 7, 3, 3, 3, 3, 0], [0, 1, 1, 1, 0, 0, 1]],
    ]) near(ap(score, truth), apByCounting(score, truth))
})

test('a weight is as many pairs of the same score', () => {
    near(ap([3, 2, 1], [1, 0, 1], [2, 1, 0]), ap([3, 3, 2], [1, 1, 0]))
    near(ap([3, 2, 1], [0, 1, 1], [2, 1, 2]), ap([3, 3, 2, 1, 1], [0, 0, 1, 1, 1]))
})

test('best F1, precision and recall', () => {
    near(bestF1(tiers([4, 3, 2, 1]), [true, false, true, false]), 2 * 2 / (3 + 2))
    near(bestF1(tiers([1, 1]), [true, false]), 2 / 3)       // two of one score cannot be parted
    assert.deepEqual(agreement([true, true, false], [true, false, true]),
        { flagged: 2, hits: 1, precision: 1 / 2, recall: 1 / 2 })
})

test('correlation', () => {
    near(pearson([1, 2, 3], [2, 4, 6]), 1)
    near(pearson([1, 2, 3], [3, 2, 1]), -1)
    near(spearman([1, 10, 100], [1, 2, 3]), 1)
    near(spearman([1, 1, 2, 3], [1, 2, 3, 4]), pearson([0.5, 0.5, 2, 3], [0, 1, 2, 3]))
})

test('families are what shares a key, directly or through others', () => {
    const keys = [['a', 'b'], ['b', 'c'], [], ['d'], ['c', 'e'], ['d']]
    assert.deepEqual(families(keys.length, (i) => keys[i]), [[0, 1, 4], [2], [3, 5]])
})

test('the bootstrap draws whole families, and the same ones each time', () => {
    const groups = [[0, 1], [2]], drawn = []
    const [interval] = bootstrap(groups, 3, (weight) => { drawn.push([...weight]); return [weight[0]] })
    assert.equal(drawn.length, 2000)
    assert.ok(drawn.every(([a, b, c]) => a === b && a + c === 2), 'two families each time, the first one whole')
    assert.deepEqual(interval, { low: 0, high: 2 })
    const means = bootstrap(groups, 3, (weight) => [weight[2] / 2])
    assert.deepEqual(means, bootstrap(groups, 3, (weight) => [weight[2] / 2]))
    assert.deepEqual(bootstrap([[0], [1]], 2, () => [7]), [{ low: 7, high: 7 }])
})

test('the interval of a mean is near the one of the theory', () => {
    const n = 400, values = Array.from({ length: n }, (_, i) => i % 4 === 0 ? 1 : 0)
    const each = values.map((_, i) => [i])
    const [{ low, high }] = bootstrap(each, n, (weight) => [values.reduce((sum, v, i) => sum + v * weight[i], 0) / n])
    const half = 1.96 * Math.sqrt(0.25 * 0.75 / n)
    assert.ok(Math.abs(low - (0.25 - half)) < 0.01 && Math.abs(high - (0.25 + half)) < 0.01, `${low} to ${high}`)
})

test('a pair is in one half, whichever row is named first, and the halves are halves', () => {
    const pairs = Array.from({ length: 2000 }, (_, i) => ({ a: `n:${i}`, b: `n:${7 * i + 1}` }))
    for (const { a, b } of pairs) assert.equal(isFitHalf({ a, b }), isFitHalf({ a: b, b: a }))
    const fit = pairs.filter(isFitHalf).length
    assert.ok(fit > 900 && fit < 1100, `${fit} of 2000`)
    // Written down so that a pair never changes its half unseen.
    assert.deepEqual(pairs.slice(0, 8).map(isFitHalf), HALVES)
})
const HALVES = [true, true, true, true, true, false, false, true]

test('baselines', () => {
    assert.deepEqual(wordsOf('Rapat, RAPAT-kerja (2025)'), ['rapat', 'rapat', 'kerja', '2025'])
    near(jaccard(ready('pompa air desa').words, ready('Pompa desa baru').words), 2 / 4)
    assert.equal(jaccard(new Set(), new Set()), 0)
    // select show_trgm('Air api'): {"  a"," ai"," ap","air","api","ir ","pi "}
    assert.deepEqual([...pgTrigramsOf('Air api')].sort(), ['  a', ' ai', ' ap', 'air', 'api', 'ir ', 'pi '])
    assert.deepEqual(pgTrigramsOf('5 km\u00b2'), pgTrigramsOf('km 5'))
})

test('CSV goes both ways', () => {
    const rows = [{ id: '1', name: 'a, "b"\nc' }, { id: '2', name: '' }]
    assert.deepEqual(csvRows(csvText(['id', 'name'], rows)), rows)
})

test('a part of the pairs has an order of its own', () => {
    const score = [9, 4, 3, 2], truth = [false, true, false, true]
    near(averagePrecision(tiers(score, [1, 2, 3]), truth), (1 + 2 / 3) / 2)
    near(bestF1(tiers(score, [2, 3]), truth), 2 / 3)
})
