// SPDX-License-Identifier: AGPL-3.0-or-later
//
// connect-real.mjs [connect-real [FOLDER]] — plans of real places ($GUYUB_DATA): the schools and health sites of East
// Java, and of Kota and Kabupaten Kediri, with Indonesian prices; and 50 schools with the prices published beside
// them, against what their plan must cost, reckoned here by hand. Every plan.ofds.json is held against the schema of
// OFDS 0.3. The plans stay in FOLDER (build/connect-real), Kediri's picture among them.
//
// There is no open map of fibre in East Java. Its network here is a stand-in, made as any region can make its own:
//   lit   the shortest tree over the middles of the 38 regencies and cities;
//   dark  from each of them the shortest tree over its districts, links up to DARK_KM.
// So what a plan costs says something of the method and of sizes, and nothing of East Java's money. What lies outside of
// the boundaries of Java's and Bali's regions is sea: a km of fibre costs the sea's multiple there.
import { createRequire } from 'node:module'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { aim } from '../harness/bench.mjs'
import { dataPath, figure, needsData, releaseBinary, repo, runProgram } from '../harness/guyub.mjs'

const require = createRequire(join(repo, 'test/e2e/package.json'))
const PROVINCE = '35', LAND = ['31', '32', '33', '34', '35', '36', '51'], DARK_KM = 9, YEARS = 10, EARTH_KM = 6371.009, RUN_MS = 10 * 60_000
const folder = process.argv[3] ?? join(dirname(releaseBinary), 'connect-real')

// ---- lists ---------------------------------------------------------------------------------------

function cellsOf(line) {
    const cells = []
    for (const [, quoted, plain] of `,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g))
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

// One list of both; what has no coordinates stays in, the program says so. `unplaced`: by the lists' own marks.
function sitesOf(isWanted) {
    const schools = rowsOf(read('id-schools', 'schools_east_java.csv.gz')).filter((s) => isWanted(s.kode_kemendagri))
    const health = rowsOf(read('id-health', 'faskes_east_java.csv')).filter((h) => isWanted(h.kode_kemendagri_spasial))
    return {
        schools: schools.length, health: health.length,
        unplaced: schools.filter((s) => s.mutu_koordinat === 'tidak_ada' || s.mutu_koordinat === 'nol').length,
        text: csvOf([
            ...schools.map((s) => [s.npsn, s.nama, s.bentuk, s.kode_kemendagri, s.lintang, s.bujur]),
            ...health.map((h) => [h.kode_faskes, h.nama, h.jenis, h.kode_kemendagri_spasial, h.lat, h.lng]),
        ]),
    }
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

// Regencies have the finer coast but leave gaps between them; their provinces close those. Simplified, four decimals.
function land() {
    const features = ['kabupaten_kota', 'provinsi'].flatMap((name) => JSON.parse(read('id-regions', `${name}.geojson.gz`)).features)
        .filter((f) => LAND.includes(f.properties.kode.slice(0, 2)))
    if (features.length < 100) throw new Error('id-regions: the boundaries of Java and Bali are not there')
    return JSON.stringify({ type: 'FeatureCollection', features })
}

// ---- OFDS ----------------------------------------------------------------------------------------

// That no two nodes and no two spans are the same is looked at here: the validator compares each with each.
const LONG_LISTS = ['nodes', 'spans']

function schemaOfOfds() {
    const Ajv = require('ajv/dist/2020.js').default, isUrl = (s) => URL.canParse(s)
    const schema = (name) => JSON.parse(read('ofds', 'standard', 'schema', `${name}.json`)), network = schema('network-schema')
    for (const list of LONG_LISTS) delete network.properties[list].uniqueItems
    return new Ajv({ strict: false, formats: {
        date: /^\d{4}-\d{2}-\d{2}$/, uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, uri: isUrl, iri: isUrl,
    } }).addSchema(network).compile(schema('network-package-schema'))
}

const validate = needsData ? null : schemaOfOfds()
const ofds = (file) => JSON.parse(readFileSync(file, 'utf8'))
const isUnique = (list) => new Set(list).size === list.length

// What is wrong with the whole file; '' if nothing is.
function wrongInOfds(pack) {
    if (!validate(pack)) return JSON.stringify(validate.errors)
    for (const net of pack.networks) for (const name of LONG_LISTS) {
        const list = net[name] ?? []
        if (!isUnique(list.map((x) => x.id)) || !isUnique(list.map((x) => JSON.stringify(x)))) return `${name} that come twice`
    }
    return ''
}

function askOfds(name) {
    const pack = ofds(join(folder, name, 'plan.ofds.json')), wrong = wrongInOfds(pack), [net] = pack.networks
    aim(`${name}: plan.ofds.json validates, ${net.nodes.length} nodes, ${net.spans.length} spans${wrong && `: ${wrong}`}`, !wrong)
}

// ---- plans ---------------------------------------------------------------------------------------

const percent = (part, of) => `${(100 * part / of).toFixed(2)} %`
const CURRENCY = { IDR: [1e9, 'billion rupiah'], USD: [1e3, 'thousand US dollars'] }

function tell(name, said, seconds) {
    const [unit, words] = CURRENCY[said.currency], money = (n) => (n / unit).toFixed(2)
    const before = said.decision + said.saved_by_junctions
    console.log(`\n${name}: ${said.sites} sites in ${seconds.toFixed(2)} s, files read and written; ` +
        `${said.faults} faults, ${said.doubts} doubts`)
    console.log(`  ${['fibre', 'microwave', 'cellular', 'satellite', 'none'].map((tech) => `${tech} ${said[tech]}`).join(', ')}`)
    console.log(`  total ${money(said.total)} ${words}; each on its own ${money(said.alone)}; decision ${money(before)}, ` +
        `bound ${money(said.bound)}, gap ${percent(before - said.bound, said.bound)}`)
    if (said.junctions > 0)
        console.log(`  then ${said.junctions} junctions save ${money(said.saved_by_junctions)} (${percent(said.saved_by_junctions, before)})`)
    if (said.users)
        console.log(`  users ${said.users}, at most ${said.users_bound} (${percent(said.users_bound - said.users, said.users)}), ` +
            `for ${money(said.spent)}`)
    figure(`bench: connect ${name}`, seconds, 's')
    figure(`bench: connect ${name}: gap`, 100 * (before - said.bound) / said.bound, '%')
}

async function plan(name, sites, networks, flags) {
    const began = performance.now()
    const { code, out, err } = await runProgram(releaseBinary, ['connect', '--sites', sites, '--network', networks.join(','),
        '--out', join(folder, name), '--force', '--json', ...flags], { timeoutMs: RUN_MS })
    const seconds = (performance.now() - began) / 1000
    if (code !== 0) throw new Error(`${name}: exit ${code}\n${err || out}`)
    tell(name, JSON.parse(out), seconds)
    askOfds(name)
    return JSON.parse(out)
}

const keep = (name, text) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
}

async function region(name, title, isWanted, more = []) {
    const sites = sitesOf(isWanted), rows = sites.schools + sites.health
    const said = await plan(name, keep(`${name}.csv`, sites.text), [keep(`${name}.network.json`, networkOf(isWanted))],
        ['--params', 'indonesia', '--years', String(YEARS), '--land', join(folder, 'land.geojson'),
            '--title', title, ...more])
    aim(`${name}: of ${sites.schools} schools and ${sites.health} health sites the ${sites.unplaced} without a place are left out, ` +
        'and no other',
        said.faults === sites.unplaced && said.sites === rows - said.faults)
}

// ---- 50 schools, by hand -------------------------------------------------------------------------

// The pack's figures are those published beside the schools.
async function askGigaPrices(conf) {
    const { out } = await runProgram(releaseBinary, ['connect', 'params', 'giga'])
    const pack = require('yaml').parse(out), { fiber, satellite, cellular, p2p, electricity, scenario } = conf.model_defaults
    const power = (tech) => tech.constraints.required_power * electricity.opex.cost_per_kwh
    const rows = [
        [pack.years, scenario.years_opex], [pack.otherwise.mbps, scenario.bandwidth_demand, 'assumed'],
        [pack.fibre.km, fiber.capex.cost_per_km], [pack.fibre.km_year, fiber.opex.cost_per_km],
        [pack.fibre.most_km, fiber.constraints.maximum_connection_length / 1000],
        [pack.microwave.site, p2p.capex.fixed_costs + p2p.capex.tower_fixed_costs],
        [pack.microwave.most_km, p2p.constraints.maximum_range / 1000],
        [pack.cellular.site, cellular.capex.fixed_costs], [pack.cellular.most_km, cellular.constraints.maximum_range / 1000],
        [pack.satellite.site, satellite.capex.fixed_costs],
        ...[['fibre', fiber], ['microwave', p2p], ['cellular', cellular], ['satellite', satellite]].flatMap(([name, tech]) => [
            [pack[name].site_year, power(tech)], [pack[name].mbps_year, tech.opex.annual_bandwidth_cost_per_mbps],
            [pack[name].most_mbps, tech.constraints.maximum_bandwithd]]),
    ]
    aim(`giga-sample: the ${rows.length} prices are those published`,
        rows.every(([has, is, key = 'value']) => Math.abs(has[key] - is) < 0.005))
}

// What each school costs at the least. No two places are so near that fibre between them is worth its way, and a hop
// costs the same from wherever it comes: from what stands, or from a school in reach of it, which carries those few
// that are farther. So the least of each is the least of all. `holds`: all of that was looked at.
function gigaByHand(conf, schools, nodes, towers) {
    const { fiber, cellular, p2p, electricity, scenario } = conf.model_defaults, years = scenario.years_opex
    const cost = (tech, once) => once + years * (Number((tech.constraints.required_power * electricity.opex.cost_per_kwh).toFixed(2)) +
        scenario.bandwidth_demand * tech.opex.annual_bandwidth_cost_per_mbps)
    const hop = cost(p2p, p2p.capex.fixed_costs + p2p.capex.tower_fixed_costs), mobile = cost(cellular, cellular.capex.fixed_costs)
    const worthKm = (hop - cost(fiber, 0)) / (fiber.capex.cost_per_km + years * fiber.opex.cost_per_km)
    const isNear = (place, others, most) => others.some((o) => o !== place && km(place, o) <= most)
    const standing = [...nodes, ...towers], hopKm = p2p.constraints.maximum_range / 1000
    const near = schools.filter((s) => isNear(s, standing, hopKm)), far = schools.filter((s) => !near.includes(s))
    const covered = schools.filter((s) => isNear(s, towers, cellular.constraints.maximum_range / 1000)).length
    return {
        covered, hop, mobile, far: far.length, total: covered * mobile + (schools.length - covered) * hop,
        holds: mobile < hop && far.every((s) => isNear(s, near, hopKm)) &&
            (far.length + 1) * scenario.bandwidth_demand <= p2p.constraints.maximum_bandwithd &&
            !schools.some((s) => isNear(s, [...schools, ...standing], worthKm)),
    }
}

async function giga() {
    const conf = JSON.parse(read('giga-sample', 'conf_sample.json')), file = (name) => dataPath('giga-sample', name)
    const place = (r) => ({ lat: Number(r.lat ?? r.Latitude), lon: Number(r.lon ?? r.Longitude) })
    const places = (name) => rowsOf(read('giga-sample', name)).map(place)
    const schools = places('schools.csv'), nodes = places('fiber.csv'), towers = places('cellular.csv')
    await askGigaPrices(conf)
    const cases = [['giga-sample', ['fiber.csv'], []], ['giga-sample-menara', ['fiber.csv', 'cellular.csv'], towers]]
    for (const [name, networks, seen] of cases) {
        const hand = gigaByHand(conf, schools, nodes, seen)
        const said = await plan(name, file('schools.csv'), networks.map(file), ['--params', 'giga', '--quick'])
        aim(`${name}: by hand ${hand.covered} by cellular at ${hand.mobile.toFixed(2)}, ${schools.length - hand.covered} by a hop at ` +
            `${hand.hop.toFixed(2)}, ${hand.far} of them from another school: ${hand.total.toFixed(2)}`,
        hand.holds && said.cellular === hand.covered && Math.abs(said.total - hand.total) < 0.005)
    }
}

// ---- all of it -----------------------------------------------------------------------------------

const isKediri = (code) => code === '35.71' || code === '35.06'

if (needsData) console.log(`connect-real: ${needsData}`)
else {
    mkdirSync(folder, { recursive: true })
    aim('the validator refuses what the standard gives as an example of what is wrong',
        !!wrongInOfds(ofds(dataPath('ofds', 'standard', 'examples', 'json', 'network-package-invalid.json'))))
    await giga()
    keep('land.geojson', land())
    await region('kediri', 'Kota dan Kabupaten Kediri', isKediri)
    console.log(`  its picture: ${join(folder, 'kediri', 'summary.html')}`)
    await region('kediri-anggaran', 'Kota dan Kabupaten Kediri, Rp10 miliar setahun', isKediri,
        ['--budget', '10000000000,10000000000,10000000000'])
    await region('jawa-timur', 'Jawa Timur', () => true, ['--quick'])
}
