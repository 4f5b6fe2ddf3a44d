// SPDX-License-Identifier: AGPL-3.0-or-later
//
// search.mjs — misspelt names of regencies and cities: how long until the answer, and is the right one
// among the first five. Guyub answers over HTTP from its database; the peers from memory, in process,
// over the same 91,000 names.
import MiniSearch from 'minisearch'
import Fuse from 'fuse.js'
import { guyub } from '../harness/guyub.mjs'
import { aim, chance, quantile, report } from '../harness/bench.mjs'

const QUERIES = 300, FUSE_QUERIES = 40      // fuse.js takes a good part of a second each
const random = chance(20260101)
const pick = (list) => list[Math.floor(random() * list.length)]

function csv(text) {        // names hold no line breaks
    const split = (line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)]
        .map((m) => m[1]?.replaceAll('""', '"') ?? m[2])
    const [head, ...lines] = text.replace(/\r/g, '').trimEnd().split('\n')
    const names = split(head)
    return lines.map((line) => Object.fromEntries(split(line).map((v, i) => [names[i], v])))
}

// One slip: a letter left out, doubled, replaced, two swapped.
function misspell(name) {
    const at = 1 + Math.floor(random() * (name.length - 2))
    const letter = pick('abcdefghijklmnopqrstuvwxyz')
    return pick([
        () => name.slice(0, at) + name.slice(at + 1),
        () => name.slice(0, at) + name[at] + name.slice(at),
        () => name.slice(0, at) + letter + name.slice(at + 1),
        () => name.slice(0, at) + name[at + 1] + name[at] + name.slice(at + 2),
    ])()
}

async function time(queries, ask) {
    const took = []
    let found = 0
    for (const q of queries) {
        const began = performance.now()
        const codes = await ask(q.text)
        took.push(performance.now() - began)
        found += codes.slice(0, 5).includes(q.code)
    }
    return { p50: quantile(took, 0.5), p99: quantile(took, 0.99), found: 100 * found / queries.length }
}

const g = await guyub()
try {
    const regions = []
    for (const level of ['province', 'regency', 'district', 'village'])
        regions.push(...csv(await (await fetch(`${g.url}/regions.csv?level=${level}`)).text()))
    const cities = regions.filter((r) => /^\d\d\.\d\d$/.test(r.code))
    const queries = Array.from({ length: QUERIES }, () => {
        const city = pick(cities)
        return { code: city.code, text: misspell(city.name) }
    })

    const mini = new MiniSearch({ fields: ['name'], idField: 'code' })
    mini.addAll(regions)
    const fuse = new Fuse(regions, { keys: ['name'] })

    const ours = await time(queries, async (text) => {
        const r = await fetch(`${g.url}/regions.json?q=${encodeURIComponent(text)}`)
        return (await r.json()).map((row) => row.code)
    })
    const minis = await time(queries, (text) => mini.search(text, { fuzzy: 0.2 }).map((hit) => hit.id))
    const fuses = await time(queries.slice(0, FUSE_QUERIES),
        (text) => fuse.search(text, { limit: 5 }).map((hit) => hit.item.code))

    const measures = [['p50', 'ms', 'less'], ['p99', 'ms', 'less'], ['found', '%', 'more']]
    const rows = measures.flatMap(([field, unit, better]) =>
        [['minisearch', minis], ['fuse.js', fuses]].map(([name, peer]) =>
            ({ what: `search ${field}`, guyub: ours[field], peer: peer[field], name, unit, better })))
    report(`${QUERIES} misspelt names among ${regions.length}`, rows)
    aim('at least 95 % among the first five', ours.found >= 95)
    aim('p99 under 20 ms', ours.p99 < 20)
} finally {
    await g.stop()
}
