// SPDX-License-Identifier: AGPL-3.0-or-later
//
// connect-real.mjs [connect-real [FOLDER]] — plans of real places ($GUYUB_DATA): schools and health sites of East
// Java, and of Kota and Kabupaten Kediri, with Indonesian prices; and 50 schools with the prices published beside
// them. The plans stay in FOLDER if it is given.
//
// There is no open map of fibre in East Java. Its network here is a stand-in, made as any region can make its own:
//   lit   the shortest tree over the middles of the 38 regencies and cities;
//   dark  from each of them the shortest tree over its districts, links up to DARK_KM.
// So what a plan costs says something of the method and of sizes, and nothing of East Java's money.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { dataPath, figure, needsData, releaseBinary, runProgram } from '../harness/guyub.mjs'

const PROVINCE = '35', DARK_KM = 9, YEARS = 10, EARTH_KM = 6371.009, RUN_MS = 10 * 60_000
const folder = process.argv[3] ?? mkdtempSync(join(tmpdir(), 'guyub-connect-'))

// ---- lists ---------------------------------------------------------------------------------------

function cellsOf(line) {
    const cells = []
    for (const [, quoted, plain] of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g))
        cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    return cells
}

function rowsOf(text) {
    const [head, ...lines] = text.replace(/^\ufeff/, '').split(/\r?\n/).filter(Boolean)
    const names = cellsOf(head)
    return lines.map((line) => Object.fromEntries(cellsOf(line).map((cell, i) => [names[i], cell])))
}

const read = (...path) => {
    const bytes = readFileSync(dataPath(...path))
    return (path.at(-1).endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()
}
const quoted = (cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
const csvOf = (rows) => ['id,nama,jenis,wilayah,lat,lon',
    ...rows.map((row) => row.map((cell) => quoted(cell ?? '')).join(','))].join('\n') + '\n'

// One list of both; what has no coordinates stays in, the program says so.
function sitesOf(isWanted) {
    const schools = rowsOf(read('id-schools', 'schools_east_java.csv.gz'))
    const health = rowsOf(read('id-health', 'faskes_east_java.csv'))
    return csvOf([
        ...schools.filter((s) => isWanted(s.kode_kemendagri))
            .map((s) => [s.npsn, s.nama, s.bentuk, s.kode_kemendagri, s.lintang, s.bujur]),
        ...health.filter((h) => isWanted(h.kode_kemendagri_spasial))
            .map((h) => [h.kode_faskes, h.nama, h.jenis, h.kode_kemendagri_spasial, h.lat, h.lng]),
    ])
}

// ---- the stand-in network ------------------------------------------------------------------------

function km(a, b) {
    const rad = Math.PI / 180, s = Math.sin((b.lat - a.lat) * rad / 2), t = Math.sin((b.lon - a.lon) * rad / 2)
    return 2 * EARTH_KM * Math.asin(Math.sqrt(s * s + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * t * t))
}

// Prim: pairs of places.
function shortestTree(places) {
    const left = new Set(places.slice(1)), near = new Map([...left].map((p) => [p, places[0]])), tree = []
    while (left.size > 0) {
        const next = [...left].reduce((best, p) => (km(p, near.get(p)) < km(best, near.get(best)) ? p : best))
        tree.push([near.get(next), next])
        left.delete(next)
        for (const p of left) if (km(p, next) < km(p, near.get(p))) near.set(p, next)
    }
    return tree
}

const placesOf = (regions) => regions.map((r) => ({ id: r.kode, name: r.nama, lat: Number(r.lat), lon: Number(r.lng) }))

function networkOf(isWanted) {
    const regions = rowsOf(read('id-regions', 'regions.csv.gz')).filter((r) => r.kode.startsWith(`${PROVINCE}.`) && r.lat)
    const towns = placesOf(regions.filter((r) => r.kode.length === 5))
    const span = (isDark) => ([a, b], i) => ({
        id: `${isDark ? 'dark' : 'lit'}-${a.id}-${b.id}-${i}`, name: `${a.name} - ${b.name}`, start: a.id, end: b.id,
        status: isDark ? 'inactive' : 'operational', darkFibre: isDark, transmissionMedium: ['fibre'],
        route: { type: 'LineString', coordinates: [[a.lon, a.lat], [b.lon, b.lat]] },
    })
    const dark = towns.filter((t) => isWanted(t.id)).flatMap((town) => {
        const districts = placesOf(regions.filter((r) => r.kode.length === 8 && r.kode.startsWith(`${town.id}.`)))
        return shortestTree([town, ...districts]).filter(([a, b]) => km(a, b) <= DARK_KM)
    })
    const nodes = new Map([...towns, ...dark.flat()].map((p) => [p.id, {
        id: p.id, name: p.name, status: 'operational', location: { type: 'Point', coordinates: [p.lon, p.lat] },
    }]))
    return JSON.stringify({ networks: [{
        id: 'd0a3f0c4-3f0e-4d7e-9a53-35a1f0000035', name: 'Pengganti jaringan Jawa Timur',
        nodes: [...nodes.values()], spans: [...shortestTree(towns).map(span(false)), ...dark.map(span(true))],
    }] })
}

// ---- plans ---------------------------------------------------------------------------------------


async function plan(name, sites, network, params, more = []) {
    const sitesFile = join(folder, `${name}.csv`), networkFile = join(folder, `${name}.network.json`)
    writeFileSync(sitesFile, sites)
    writeFileSync(networkFile, network)
    const began = performance.now()
    const { code, out, err } = await runProgram(releaseBinary, ['connect', '--sites', sitesFile, '--network', networkFile,
        '--params', params, '--years', String(YEARS), '--out', join(folder, name), '--force', '--json', ...more],
    { timeoutMs: RUN_MS })
    const seconds = (performance.now() - began) / 1000
    if (code !== 0) throw new Error(`${name}: exit ${code}\n${err || out}`)
    console.log(`\n${name}: ${seconds.toFixed(2)} s, files read, five files written${more.length ? `, ${more.join(' ')}` : ''}`)
    console.log(out.trim())
    figure(`bench: connect ${name}`, seconds, 's')
    return JSON.parse(out)
}

if (needsData) console.log(`connect-real: ${needsData}`)
else {
    mkdirSync(folder, { recursive: true })
    const isKediri = (code) => code === '35.71' || code === '35.06'
    try {
        await plan('kediri', sitesOf(isKediri), networkOf(isKediri), 'indonesia')
        await plan('kediri-anggaran', sitesOf(isKediri), networkOf(isKediri), 'indonesia',
            ['--budget', '10000000000,10000000000,10000000000'])
        await plan('jawa-timur', sitesOf(() => true), networkOf(() => true), 'indonesia', ['--quick'])
    } finally {
        if (!process.argv[3]) rmSync(folder, { recursive: true })
    }
}
