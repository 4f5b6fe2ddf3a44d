// SPDX-License-Identifier: AGPL-3.0-or-later
//
// quality.mjs — how well the judgement of overlap orders pairs that people labelled, beside what anyone would try
// first, on the same pairs. README.md says what each figure means.
//
//     GUYUB_DATA=FOLDER node test/quality/overlap/quality.mjs [400|bandung|chicago|febrl|sts|wrete|program …]
//     GUYUB_DATA=FOLDER node test/quality/overlap/quality.mjs fit
//
// Without a name all of them but `fit`. `program` holds what is measured against what `guyub overlap` says. `fit` is the
// half that points may be fitted on: the only pairs of which those judged worst are shown. Of every other set figures
// are printed and nothing else, so that nobody learns from it.
import { figure } from '../../harness/guyub.mjs'
import { aim } from '../../harness/bench.mjs'
import {
    agreement, averagePrecision, bestF1, bootstrap, mean, pearson, RESAMPLES, spearman, tiers,
} from './measure.mjs'
import { compareProgram, COUNTED, scored } from './judged.mjs'
import { bandung, blind, blindSets, chicago, febrl, sts, wrete } from './sets.mjs'

const ABOVE = 0.10, SHOWN = 15
const MANY = 10_000, RESAMPLES_OF_MANY = 200       // pairs; an interval of so many is narrow anyway
const show = (n) => (Number.isNaN(n) ? '-' : n.toFixed(3)).padStart(7)
const span = ({ low, high }) => `${show(low)} to ${show(high).trim()}`.padEnd(17)

// ---- average precision -----------------------------------------------------------------------------

// Of a method: the mean over the orders of the set, which is one but for the mean of both kinds.
const precisionIn = (orders, truth, weight) => mean(orders.map((groups) => averagePrecision(groups, truth, weight)))

// The intervals of every method's figure and of ours above it, from the same resamples.
function intervals(groups, methods, truth) {
    const measure = (weight) => {
        const figures = methods.map(({ orders }) => precisionIn(orders, truth, weight))
        return [...figures, ...figures.map((one) => figures[0] - one)]
    }
    const found = bootstrap(groups, truth.length, measure,
        { resamples: truth.length > MANY ? RESAMPLES_OF_MANY : RESAMPLES })
    return methods.map((_, i) => ({ own: found[i], above: found[methods.length + i] }))
}

function printMethods(set, methods, truth) {
    const single = intervals(truth.map((_, i) => [i]), methods, truth)
    const family = set.groups && intervals(set.groups, methods, truth)

    console.log(`  ${'method'.padEnd(28)}     AP  by pair, 95 %     ours above: by pair, 95 %     by family, 95 %    best F1`)
    methods.forEach(({ method, ap, orders }, i) => {
        const above = methods[0].ap - ap
        console.log(`  ${method.padEnd(28)} ${show(ap)}${span(single[i].own)} ${i ? show(above) : '       '}` +
            `${i ? span(single[i].above) : ' '.repeat(17)}   ${i && family ? span(family[i].above) : ' '.repeat(17)}` +
            ` ${show(mean(orders.map((groups) => bestF1(groups, truth))))}`)
        figure(`overlap quality: ${set.name}: ${method}`, ap, 'average precision')
    })
    return { single, family }
}

// The aim of the 400: above the best of the four that it names. The rule counted is a fifth, told beside it.
function printBest(set, methods, { single, family }) {
    const others = methods.map((one, i) => ({ ...one, i })).filter(({ isBaseline }) => isBaseline)
    const best = others.filter(({ method }) => method !== COUNTED).reduce((a, b) => (b.ap > a.ap ? b : a))
    const counted = others.find(({ method }) => method === COUNTED), above = methods[0].ap - best.ap
    for (const { method, ap, i } of [best, ...(counted ? [counted] : [])])
        console.log(`  ours is ${(methods[0].ap - ap).toFixed(3)} above ${method}, by pair ${span(single[i].above).trim()}` +
            (family ? `, by family ${span(family[i].above).trim()}` : ''))
    figure(`overlap quality: ${set.name}: ours above the best baseline`, above, 'average precision')
    if (set.isAim)
        aim(`${set.name}: at least ${ABOVE.toFixed(2)} above the best baseline, ${best.method}`, above >= ABOVE)
}

function printKinds(kinds, truth) {
    for (const [what, said] of [['certain', ['certain']], ['certain or probable', ['certain', 'probable']],
        ['look-alikes too', ['certain', 'probable', 'look-alike']]]) {
        const { flagged, hits, precision, recall } = agreement(kinds.map((kind) => said.includes(kind)), truth)
        console.log(`  ${what.padEnd(20)} ${String(flagged).padStart(6)} pairs, ${hits} true: precision` +
            `${show(precision)}, recall${show(recall)}`)
    }
}

// The methods with their figure; of those that say the same of all pairs, the first.
function methodsOf(scores, { parts }, truth, isBaseline) {
    const seen = new Set()
    return Object.entries(scores).filter(([, score]) => !seen.has(score.join()) && seen.add(score.join()))
        .map(([method, score]) => {
            const orders = parts ? parts.map((part) => tiers(score, part)) : [tiers(score)]
            return { method, isBaseline, orders, ap: precisionIn(orders, truth) }
        })
}

function measurePrecision(set, { pairs, found, kinds, ours, baselines }) {
    const truth = pairs.map(set.isTrue), all = truth.filter(Boolean).length
    const methods = [...methodsOf(ours, set, truth, false), ...methodsOf(baselines, set, truth, true)]

    console.log(`\n${set.name}: ${pairs.length} pairs, ${all} true` +
        (set.groups ? ` in ${set.groups.filter((group) => truth[group[0]]).length} families` : '') +
        (set.near ? `, of which the program's roads find ${found} (${(100 * found / all).toFixed(1)} %)` : ''))
    printBest(set, methods, printMethods(set, methods, truth))
    printKinds(kinds, truth)
}

// ---- the fit half ----------------------------------------------------------------------------------

const told = ({ title, text, office, money }) =>
    [title, text, office, money].filter(Boolean).join(' | ')

// What the judgement thinks least of among true pairs, and most of among the others.
function printWorst(set, { pairs, couples, kinds, ours }) {
    const order = [...pairs.keys()].sort((i, j) => ours.ours[i] - ours.ours[j] || i - j)
    for (const [title, worst] of [
        [`the ${SHOWN} true pairs with the fewest points`, order.filter((i) => set.isTrue(pairs[i]))],
        [`the ${SHOWN} others with the most`, order.filter((i) => !set.isTrue(pairs[i])).reverse()],
    ]) {
        console.log(`\n${title}`)
        for (const i of worst.slice(0, SHOWN)) {
            console.log(`  ${ours.ours[i]} points (text only ${ours['ours, text only'][i]}, fields only ` +
                `${ours['ours, fields only'][i]}), ${kinds[i]}; words ${ours['ours, words only'][i]}, ` +
                `title ${ours['ours, title only'][i]}; ${pairs[i].a}, ${pairs[i].b}`)
            for (const row of couples[i]) console.log(`      ${told(row)}`)
        }
    }
}

// ---- sentences with a degree of likeness -----------------------------------------------------------

function measureCorrelation(set, { pairs, ours, baselines }) {
    const truth = pairs.map(({ score }) => score)
    console.log(`\n${set.name}: ${pairs.length} pairs\n  ${'method'.padEnd(28)} Spearman Pearson`)
    for (const [method, score] of Object.entries({ ...ours, ...baselines })) {
        if (score.every((one) => one === score[0])) continue        // it says the same of all: sentences have no fields
        const found = spearman(score, truth)
        console.log(`  ${method.padEnd(28)}  ${show(found)} ${show(pearson(score, truth))}`)
        figure(`overlap quality: ${set.name}: ${method}`, found, 'Spearman')
    }
}

// ---- which -----------------------------------------------------------------------------------------

const precisionOf = async (set) => measurePrecision(set, await scored(set))

// The 400 are judged once; the sets are parts of them.
async function measureBlind() {
    const all = blind(), found = await scored(all)
    for (const set of blindSets(all)) {
        const at = set.pairs.map((pair) => all.pairs.indexOf(pair)), only = (list) => at.map((i) => list[i])
        const part = (scores) => Object.fromEntries(Object.entries(scores).map(([method, list]) => [method, only(list)]))
        measurePrecision(set, { pairs: set.pairs, kinds: only(found.kinds), ours: part(found.ours), baselines: part(found.baselines) })
    }
}

async function measureFit() {
    const set = bandung('fit'), found = await scored(set)
    measurePrecision(set, found)
    printWorst(set, found)
}

// The three lists of programmes, packages and applications, through the command.
async function compareLists() {
    console.log('')
    for (const [name, list] of Object.entries({ ...blind().lists, ...bandung('fit').lists })) {
        const { shown, others } = await compareProgram(list)
        aim(`${name}: ${shown} pairs that guyub overlap shows, ${others.length} judged otherwise here`, others.length === 0)
    }
}

const measures = {
    400: measureBlind,
    bandung: () => precisionOf(bandung('test')),
    chicago: () => precisionOf(chicago()),
    febrl: async () => { for (const number of [1, 2, 3]) await precisionOf(febrl(number)) },
    sts: async () => { const set = sts(); measureCorrelation(set, await scored(set)) },
    wrete: () => precisionOf(wrete()),
    fit: measureFit,
    program: compareLists,
}

const asked = process.argv.slice(2)
const unknown = asked.find((name) => !measures[name])
if (!process.env.GUYUB_DATA || unknown) {
    console.error(unknown ? `quality.mjs: there is no set "${unknown}": ${Object.keys(measures).join(', ')}`
        : 'quality.mjs: set GUYUB_DATA to the folder of test data')
    process.exit(2)
}
for (const name of asked.length ? asked : Object.keys(measures).filter((name) => name !== 'fit'))
    await measures[name]()
