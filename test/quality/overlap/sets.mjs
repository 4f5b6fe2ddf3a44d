// SPDX-License-Identifier: AGPL-3.0-or-later
//
// sets.mjs — the labelled pairs that the judgement of overlap is measured on. None of the data is part of the
// project; it lies under GUYUB_DATA.
//
// A set is { name, lists, pairs, isTrue, groups }. A list has the rows of one file as `guyub overlap` would be
// given it: `text` and `by` name its columns. A pair names its list and two ids in it. `groups` are families of
// true pairs: what is drawn together. True pairs that share a row are one family; a pair that is not true stands
// for itself. Where a set has `parts` (places of pairs), each is an order of its own, and the figure is their mean.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { families, isFitHalf } from './measure.mjs'
import { csvRows } from './text.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const read = (...path) => csvRows(readFileSync(join(process.env.GUYUB_DATA, ...path), 'utf8'))
const said = (text) => (text?.trim() === '-' ? '' : text?.trim() ?? '')

// Of the labelled 400: pairs that say one thing many times over, by the numbers in labels.csv. Systems of the
// villages and kelurahan of one kecamatan, and tax registers of one office.
const SAME_STORY = [
    [13, 61, 86, 114, 120, 134, 136, 137, 183, 238, 239, 242, 302, 332, 381],
    [47, 109, 132, 147, 176, 226, 233, 359, 377],
]

function groupsOf(pairs, isTrue, storyOf = () => undefined) {
    return families(pairs.length, (i) => {
        const { list, a, b } = pairs[i], story = storyOf(pairs[i])
        if (!isTrue(pairs[i])) return []
        return [`${list}:${a}`, `${list}:${b}`, ...(story === undefined ? [] : [`story:${story}`])]
    })
}

// ---- the 400 ---------------------------------------------------------------------------------------

const BANDUNG = 'id-programmes-kab-bandung-2025'

const subActivities = () => ({
    rows: read(BANDUNG, 'subkegiatan.csv').map((row) => ({
        id: row.kd_subkegiatan, title: row.nama_subkegiatan, office: row.nama_satker.trim(),
        code: row.kd_subkegiatan_str, year: row.tahun_anggaran, money: row.pagu_subkegiatan,
    })),
    text: 'title', by: 'office,code,year,money', lang: 'id',
})

// The office is who runs it; for whom it runs is its target. The year in which an application was built is no
// year of a budget, and is not given.
function applications() {
    const unit = new Map(read('id-spbe-denpasar', 'units.csv').map((row) => [row.unit_code, row.name]))
    return {
        rows: read('id-spbe-denpasar', 'applications.csv').map((row) => ({
            id: row.id_app, title: row.name, text: said(row.function), function: said(row.function),
            office: unit.get(row.unit_code) ?? row.unit_code, target: unit.get(row.user_unit_code) ?? row.user_unit_code,
        })),
        text: 'title,text', by: 'office,target,function', lang: 'id',
    }
}

export function blind() {
    const lists = { 'sub-activities': subActivities(), applications: applications() }
    const ids = new Set(lists.applications.rows.map((row) => row.id))
    const pairs = csvRows(readFileSync(join(here, 'labels.csv'), 'utf8')).map(({ pair, a, b, label }) => ({
        list: ids.has(a) && ids.has(b) ? 'applications' : 'sub-activities', number: Number(pair), a, b, label: Number(label),
    }))
    return { lists, pairs }
}

const storyOf = ({ number }) => {
    const story = SAME_STORY.findIndex((list) => list.includes(number))
    return story < 0 ? undefined : story
}

// The 400 as sets: by kind, the mean of both kinds, and all in one order; label 2 true, then labels 1 and 2.
export function blindSets({ pairs }) {
    const kinds = ['sub-activities', 'applications']
    return [2, 1].flatMap((least) => {
        const isTrue = (pair) => pair.label >= least, isAim = least === 2
        const named = (kind, some, more) => ({ name: `the 400: ${kind}, label ${isAim ? 2 : '1 or 2'}`, pairs: some, isTrue,
            groups: groupsOf(some, isTrue, storyOf), ...more })
        const placesOf = (kind) => [...pairs.keys()].filter((i) => pairs[i].list === kind)
        return [
            ...kinds.map((kind) => named(kind, pairs.filter((pair) => pair.list === kind))),
            named('mean of both kinds', pairs, { parts: kinds.map(placesOf), isAim }),
            named('both kinds in one order', pairs, { isAim }),
        ]
    })
}

// ---- packages of one regency -----------------------------------------------------------------------

// Every package that is planned or offered, as one list. The plan's number is left out, and so are the places, which
// stand under it: the pairs are labelled by it.
function packages() {
    const of = (kind, id, row, more) =>
        ({ id: `${kind}:${row[id]}`, title: row.nama_paket, office: row.nama_satker.trim(), year: row.tahun_anggaran,
            money: row.pagu, ...more })
    return {
        rows: [
            ...read(BANDUNG, 'paket_nontender.csv').map((row) => of('nontender', 'kd_nontender', row)),
            ...read(BANDUNG, 'paket_tender.csv').map((row) => of('tender', 'kd_tender', row, { place: row.lokasi_pekerjaan })),
            ...read(BANDUNG, 'paket_ekatalog.csv').map((row) =>
                of('ekatalog', 'kd_paket', row, { title: row.rup_nama_pkt, money: row.total_harga })),
            ...read(BANDUNG, 'paket_swakelola.csv').map((row) =>
                of('swakelola', 'kd_rup', row, { text: row.uraian_pekerjaan })),
        ],
        text: 'title,text', by: 'office,year,money,place', lang: 'id',
    }
}

// `half` is 'fit' or 'test'. The plan announced again is true; look-alikes are not.
export function bandung(half) {
    const all = read(BANDUNG, 'pairs_rup.csv').map((row) => ({ list: 'packages', a: `${row.jenis_a}:${row.kode_a}`,
        b: `${row.jenis_b}:${row.kode_b}`, label: row.label === 'same_plan' ? 1 : 0 }))
    const pairs = all.filter((pair) => isFitHalf(pair) === (half === 'fit')), isTrue = (pair) => pair.label === 1
    return { name: `Bandung, ${half} half`, lists: { packages: packages() }, pairs, isTrue,
        groups: groupsOf(pairs, isTrue) }
}

// ---- records with true identities ------------------------------------------------------------------

// All true pairs; the others come from the join (`near` per cent of the words' weight), found by the program.
function records(name, rows, { by, lang, near }) {
    const clusterOf = new Map(rows.map((row) => [row.id, row.cluster])), before = new Map(), pairs = []
    for (const { id, cluster } of rows) {
        for (const a of before.get(cluster) ?? []) pairs.push({ list: 'records', a, b: id })
        before.set(cluster, [...before.get(cluster) ?? [], id])
    }
    return { name, lists: { records: { rows, text: 'title,text', by, lang } }, pairs, near,
        isTrue: (pair) => clusterOf.get(pair.a) === clusterOf.get(pair.b) }
}

const NEAR_PERCENT = 10

export function chicago() {
    const rows = read('entity-resolution', 'csv-example', 'chicago_early_childhood_with_true_ids.csv').map((row) => ({
        id: row.Id, cluster: row['True Id'], title: row['Site name'].replaceAll(/\s+/g, ' '),
        text: [row.Address, row.Phone, row['Program Name']].join(' ').replaceAll(/\s+/g, ' '), place: row.Zip,
    }))
    return records('Chicago', rows, { by: 'place', lang: 'en', near: NEAR_PERCENT })
}

export function febrl(number) {
    const lines = readFileSync(join(process.env.GUYUB_DATA, 'entity-resolution', 'febrl', `dataset${number}.csv`), 'utf8')
    const rows = csvRows(lines.replaceAll(', ', ',')).map((row) => ({
        id: row.rec_id, cluster: row.rec_id.split('-')[1], title: `${row.given_name} ${row.surname}`.trim(),
        text: [row.street_number, row.address_1, row.address_2, row.suburb, row.postcode, row.state, row.date_of_birth,
            row.soc_sec_id].join(' ').trim(),
        place: row.suburb,
    }))
    return records(`Febrl ${number}`, rows, { by: 'place', lang: 'plain', near: NEAR_PERCENT })
}

// ---- sentences -------------------------------------------------------------------------------------

function sentences(name, couples) {
    const rows = couples.flatMap(({ a, b }, i) => [{ id: `${i}a`, title: a }, { id: `${i}b`, title: b }])
    const pairs = couples.map((couple, i) => ({ ...couple, list: 'sentences', a: `${i}a`, b: `${i}b` }))
    return { name, lists: { sentences: { rows, text: 'title', by: '', lang: 'id' } }, pairs, isTrue: (pair) => pair.label === 1 }
}

export const sts = () => sentences('STS-B, machine translated', read('text-similarity-id', 'stsb_mt_id_dev.csv')
    .map((row) => ({ a: row.text_1, b: row.text_2, score: Number(row.correlation) })))

export const wrete = () => sentences('WReTE', ['wrete_train.csv', 'wrete_valid.csv']
    .flatMap((file) => read('text-similarity-id', file))
    .map((row) => ({ a: row.sent_A, b: row.sent_B, label: row.label === 'Entail_or_Paraphrase' ? 1 : 0 })))
