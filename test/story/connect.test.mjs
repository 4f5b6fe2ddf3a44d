// SPDX-License-Identifier: AGPL-3.0-or-later
//
// connect.test.mjs — a planning officer has a list of schools and the fibre that lies in the city, asks how each
// school is connected at the least cost, and for the money of three years; and what is wrong with the files is told.
// Sites and network are made up; the places are Kediri's.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { binary, dataPath, needsData, repo, runProgram } from '../harness/guyub.mjs'

const FILES = ['plan.csv', 'plan.geojson', 'plan.ofds.json', 'quantities.csv', 'summary.html']

let folder
before(() => { folder = mkdtempSync(join(tmpdir(), 'guyub-connect-')) })
after(() => rmSync(folder, { recursive: true, force: true }))

const keep = (name, text) => {
    writeFileSync(join(folder, name), text)
    return name
}
const connect = (...args) => runProgram(binary, ['connect', ...args, '--lang', 'en'], { cwd: folder })
const read = (...path) => readFileSync(join(folder, ...path), 'utf8')

// ---- a city ------------------------------------------------------------------------------------

const span = (id, status, points) => ({ id, status, route: { type: 'LineString', coordinates: points } })
const network = {
    networks: [{
        id: 'a6f1e9a0-0000-4000-8000-000000000001', name: 'Contoh',
        nodes: [{ id: 'pop', status: 'operational', location: { type: 'Point', coordinates: [112.0, -7.82] } }],
        spans: [
            span('lit', 'operational', [[112.0, -7.90], [112.0, -7.82], [112.01, -7.75]]),
            span('dark', 'inactive', [[112.0, -7.82], [112.06, -7.82], [112.1, -7.83]]),
        ],
    }],
}
const rows = []
for (let i = 0; i < 40; i++)
    rows.push(`S${i},"SDN ${i}, Kediri",SD,${(-7.9 + (i * 37 % 40) * 0.004).toFixed(4)},${(111.95 + (i * 17 % 40) * 0.004).toFixed(4)},${60 + i}`)
const sites = ['id,nama,bentuk,lintang,bujur,jumlah_siswa', ...rows, ''].join('\n')

const usual = { '--sites': 'sites.csv', '--network': 'net.json', '--params': 'indonesia' }
const city = (...args) => {
    keep('sites.csv', sites), keep('net.json', JSON.stringify(network))
    return connect(...Object.entries(usual).filter(([flag]) => !args.includes(flag)).flat(), '--force', ...args)
}

describe('a plan', () => {
    test('five files, each site with its technology and why not another', async () => {
        const r = await city('--out', 'plan', '--json', '--quick')
        assert.equal(r.code, 0, r.err)
        assert.deepEqual(readdirSync(join(folder, 'plan')).sort(), FILES)
        const said = r.json
        assert.equal(said.sites, 40)
        assert.equal(said.fibre + said.microwave + said.cellular + said.satellite + said.none, 40)
        assert.ok(said.fibre > 0 && said.total > 0 && said.total <= said.alone)
        assert.ok(said.bound <= said.decision)
        const lines = read('plan', 'plan.csv').trimEnd().split('\r\n')
        assert.equal(lines.length, 41)
        assert.match(lines[0], /^id,name,kind,.*,technology,status,year,link,fed_by,/)
        assert.ok(lines.slice(1).every((l) => /,(fibre|microwave|cellular|satellite),planned,/.test(l)))
        assert.ok(lines.some((l) => l.includes('no_cover')))
    })

    test('sites and links add up to the total, in every file', async () => {
        const { json } = await city('--out', 'plan', '--json', '--quick')
        const features = JSON.parse(read('plan', 'plan.geojson')).features
        assert.equal(features.reduce((sum, f) => sum + f.properties.npv, 0), json.total)
        const bill = read('plan', 'quantities.csv').trimEnd().split('\r\n').slice(1)
        assert.equal(bill.reduce((sum, l) => sum + Number(l.split(',')[6]), 0), json.total)
    })

    test('what is to be built stands in OFDS, and every span ends at a node', async () => {
        await city('--out', 'plan', '--quick')
        const [net] = JSON.parse(read('plan', 'plan.ofds.json')).networks
        const nodes = new Set(net.nodes.map((n) => n.id))
        assert.match(net.id, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
        assert.ok(net.spans.length > 10)
        assert.equal(nodes.size, net.nodes.length)
        for (const s of net.spans) assert.ok(nodes.has(s.start) && nodes.has(s.end), s.id)
        const again = await connect('--sites', 'sites.csv', '--network', join('plan', 'plan.ofds.json'), '--params',
            'indonesia', '--dry-run')
        assert.match(again.out, new RegExp(`${net.spans.length} spans`))
    })

    test('the same bytes for the same input', async () => {
        await city('--out', 'one'), await city('--out', 'two')
        for (const name of FILES) assert.equal(read('one', name), read('two', name), name)
    })

    test('more years, other prices, another plan', async () => {
        const ten = await city('--out', 'plan', '--json', '--quick', '--years', '10')
        const two = await city('--out', 'plan', '--json', '--quick', '--years', '2')
        assert.ok(two.json.total < ten.json.total)
        const giga = await city('--out', 'plan', '--json', '--quick', '--params', 'giga')
        assert.equal(giga.json.currency, 'USD')
    })

    test('the prices can be read, changed and given', async () => {
        const own = (await connect('params', 'indonesia')).out.replace(/^id: indonesia$/m, 'id: own')
        assert.match(own, /^id: own$/m)
        keep('own.yaml', own)
        const r = await city('--out', 'plan', '--json', '--quick', '--params', 'own.yaml')
        assert.equal(r.code, 0, r.err)
        assert.equal((await connect('params', 'none')).code, 1)
    })

    test('words for a terminal, in both languages', async () => {
        const english = await city('--out', 'plan', '--quick')
        assert.match(english.out, /^fibre +\d+$/m)
        assert.match(english.out, /^total over the years Rp[\d.]+$/m)
        const r = await runProgram(binary, ['connect', '--sites', 'sites.csv', '--network', 'net.json', '--params', 'indonesia',
            '--out', 'plan', '--force', '--quick', '--lang', 'id'], { cwd: folder })
        assert.match(r.out, /^serat optik +\d+$/m)
    })
})

describe('the page', () => {
    test('stands alone and explains itself', async () => {
        const r = await city('--out', 'plan', '--title', 'Kota <Kediri>')
        assert.equal(r.code, 0, r.err)
        const html = read('plan', 'summary.html')
        assert.match(html, /^<!DOCTYPE html>\n<html lang="en">/)
        assert.match(html, /<\/html>\n$/)
        assert.ok(!/<script|<link|<img|<iframe|@import|url\(/i.test(html), 'nothing is fetched or run')
        assert.ok(html.includes('Connectivity plan: Kota &lt;Kediri&gt;'))
        for (const said of ['role="img"', '<title id="map-title">', 'class="line-lit"', 'class="line-dark"', 'class="mark-fibre"',
            'km long. North is up.', 'What moves the total most', 'How this was computed', 'assumed', 'Guyub 0.'])
            assert.ok(html.includes(said), said)
        const moved = html.slice(html.indexOf('id="moves"'), html.indexOf('<footer'))
        assert.ok((moved.match(/<svg/g) ?? []).length >= 5)
    })
})

describe('money by the year', () => {
    test('most users first, never more than there is, and a bound', async () => {
        const all = (await city('--out', 'plan', '--json', '--quick')).json
        const part = Math.floor(all.total / 5)
        const r = await city('--out', 'plan', '--json', '--quick', '--budget', `${part},${part}`)
        assert.equal(r.code, 0, r.err)
        assert.ok(r.json.spent <= 2 * part)
        assert.ok(r.json.users > 0 && r.json.users <= r.json.users_bound)
        const years = read('plan', 'plan.csv').trimEnd().split('\r\n').slice(1)
            .map((l) => /,(planned|later),(\d*),/.exec(l))
        assert.ok(years.some((m) => m[1] === 'planned' && m[2] === '1'))
        assert.ok(years.some((m) => m[1] === 'later' && m[2] === ''))
        assert.match(read('plan', 'summary.html'), /users served for/)
    })

    test('enough money is the plan of least cost', async () => {
        const all = (await city('--out', 'plan', '--json', '--quick')).json
        const rich = (await city('--out', 'plan', '--json', '--quick', '--budget', '900000000000')).json
        assert.equal(rich.total, all.total)
        assert.equal(rich.spent, all.total)
    })

    const wrong = [
        ['a budget of zero', '0', /--budget: With a budget of zero nothing is built\./],
        ['zeros of three years', '0,0,0', /budget of zero/],
        ['no money', 'banyak', /"banyak" is no sum of money/],
        ['less than nothing', '-5', /"-5" is no sum of money/],
        ['more sums than years', '1,2,3,4,5,6,7,8,9,10,11', /more sums than years/],
    ]
    for (const [name, budget, says] of wrong) test(name, async () => {
        const r = await city('--out', 'none', `--budget=${budget}`)
        assert.equal(r.code, 2)
        assert.match(r.err, says)
        assert.ok(!existsSync(join(folder, 'none')))
    })
})

describe('what is wrong with the files', () => {
    test('a dry run tells every fault and writes nothing', async () => {
        const bad = sites.replace('S3,', 'S2,')
            .replace(/^(S5,.*?,SD),([^,]*),([^,]*),/m, '$1,$3,$2,')
            .replace(/^(S7,.*?,SD),[^,]*,[^,]*,/m, '$1,0,0,')
        keep('bad.csv', bad)
        keep('open.json', JSON.stringify({ networks: [{ ...network.networks[0], spans:
            [...network.networks[0].spans, { ...span('x', 'operational', [[112, -7.8], [112.02, -7.8]]), start: 'pop', end: 'nowhere' }] }] }))
        const r = await connect('--sites', 'bad.csv', '--network', 'open.json', '--params', 'indonesia', '--dry-run')
        assert.equal(r.code, 1, r.err)
        for (const line of [5, 7, 9]) assert.match(r.out, new RegExp(`^bad\\.csv:${line}: `, 'm'))
        assert.match(r.out, /"nowhere"/)
        assert.match(r.out, /Faults, left out of the plan: 3\./)
        assert.ok(!existsSync(join(folder, 'none')))
    })

    test('sites with faults are left out, and the summary says so', async () => {
        keep('bad.csv', sites.replace(/^(S7,.*?,SD),[^,]*,[^,]*,/m, '$1,0,0,')), keep('net.json', JSON.stringify(network))
        const r = await connect('--sites', 'bad.csv', '--network', 'net.json', '--params', 'indonesia', '--out', 'left', '--quick')
        assert.equal(r.code, 0, r.err)
        assert.match(r.out, /left out of the plan: 1\./)
        assert.equal(read('left', 'plan.csv').trimEnd().split('\r\n').length, 40)
        assert.match(read('left', 'summary.html'), /bad\.csv:9/)
    })

    test('many at one place are doubts, however many', async () => {
        keep('one.csv', ['lat,lon', ...Array(900).fill('-7.82,112.01'), ''].join('\n')), keep('net.json', JSON.stringify(network))
        const r = await connect('--sites', 'one.csv', '--network', 'net.json', '--params', 'indonesia', '--out', 'one-place', '--quick', '--json')
        assert.equal(r.code, 0, r.err)
        assert.equal(r.json.faults, 0)
        assert.ok(r.json.doubts >= 899, r.out)
        assert.ok(read('one-place', 'summary.html').includes(`Faults, left out of the plan: 0. Doubts, kept in it: ${r.json.doubts}.`))
    })

    test('no folder of this computer stands in the plan', async () => {
        keep('bad.csv', sites + 'S40,SDN 0,SD,-7.9,111.95,60\nS41,SDN,SD,,,1\n'), keep('net.json', JSON.stringify(network))
        const r = await connect('--sites', join(folder, 'bad.csv'), '--network', join(folder, 'net.json'), '--params', 'indonesia',
            '--out', 'clean', '--quick', '--force')
        assert.equal(r.code, 0, r.err)
        for (const name of FILES) assert.ok(!read('clean', name).includes(tmpdir()), name)
        const html = read('clean', 'summary.html')
        assert.ok(html.indexOf('bad.csv:43') > 0 && html.indexOf('bad.csv:43') < html.indexOf('bad.csv:42'), 'faults before doubts')
    })

    test('a kind that the prices do not know is a doubt; doubts come after faults', async () => {
        keep('kinds.csv', 'id,jenis,lat,lon\nA,SD,-7.81,112.01\nB,Observatorium,-7.82,112.01\nC,Observatorium,0,0\nD,,-7.83,112.01\n')
        keep('net.json', JSON.stringify(network))
        const r = await connect('--sites', 'kinds.csv', '--network', 'net.json', '--params', 'indonesia', '--dry-run')
        assert.equal(r.code, 1, r.err)
        assert.deepEqual(r.out.split('\n').slice(0, 3).map((l) => /^kinds\.csv:\d/.exec(l)?.[0]), ['kinds.csv:4', 'kinds.csv:3', 'kinds.csv:5'])
        assert.match(r.out, /^kinds\.csv:3: What a site of the kind "Observatorium" needs is not listed; 1 are of it, this the first\./m)
        assert.match(r.out, /^kinds\.csv:5: 1 sites do not say their kind, this the first\./m)
        assert.match(r.out, /Faults, left out of the plan: 1\. Doubts, kept in it: 6\./)
    })

    test('a file that is refused as a whole: what was found until then is told', async () => {
        keep('all.csv', 'id,jenis,lat,lon\nA,SD,0,0\nB,SD,112.01,-7.82\n'), keep('net.json', JSON.stringify(network))
        for (const flags of [['--dry-run'], ['--out', 'all', '--quick']]) {
            const r = await connect('--sites', 'all.csv', '--network', 'net.json', '--params', 'indonesia', ...flags)
            assert.equal(r.code, 2)
            assert.match(r.err, /No site of the list can be planned/)
            for (const line of [2, 3]) assert.match(r.out, new RegExp(`^all\\.csv:${line}: `, 'm'))
        }
        keep('bad.csv', sites.replace('S3,', 'S2,')), keep('broken.json', '{"networks": [')
        const r = await connect('--sites', 'bad.csv', '--network', 'broken.json', '--params', 'indonesia', '--dry-run')
        assert.equal(r.code, 2)
        assert.match(r.err, /broken\.json/)
        assert.match(r.out, /^bad\.csv:5: /m)
        const json = await connect('--sites', 'all.csv', '--network', 'net.json', '--params', 'indonesia', '--dry-run', '--json')
        assert.equal(json.out, '')
        assert.equal(JSON.parse(json.err).code, 'connect.no_site')
    })

    test('OFDS 0.4 as GeoJSON: nodes and spans in two files', async () => {
        const [nodes, spans] = ['nodes', 'spans'].map((name) => join(repo, 'test/fixture/connect', `${name}.geojson`))
        keep('sites.csv', sites)
        const args = ['--sites', 'sites.csv', '--params', 'indonesia']
        const dry = await connect(...args, '--network', `${nodes},${spans}`, '--dry-run')
        assert.equal(dry.code, 0, dry.err)
        assert.match(dry.out, /^Read: 40 sites, 3 nodes, 3 spans, 0 cell sites\.$/m)
        assert.deepEqual(dry.out.split('\n').filter((l) => l.includes('geojson')), ['spans.geojson#/features/2: Its end names the ' +
            'node "barat", which is not there. The span is used along its way; this end stays open.'])
        const two = await connect(...args, '--network', `${nodes},${spans}`, '--out', 'two-ofds', '--quick', '--json')
        const node = (id, at) => ({ id, status: 'operational', location: { type: 'Point', coordinates: at } })
        keep('one.json', JSON.stringify({ nodes: [node('pop', [112, -7.82]), node('utara', [112.01, -7.75]), node('timur', [112.1, -7.83])],
            spans: [span('lit', 'operational', [[112.0, -7.82], [112.004, -7.79], [112.01, -7.75]]), network.networks[0].spans[1]] }))
        const one = await connect(...args, '--network', 'one.json', '--out', 'one-ofds', '--quick', '--json')
        assert.equal(two.json.total, one.json.total)
        const swapped = await connect(...args, '--network', `${spans},${nodes}`, '--dry-run')
        assert.match(swapped.out, /^spans\.geojson: It has no nodes at which its spans end\./m)
    })

    test('nothing is in use', async () => {
        keep('sites.csv', sites)
        keep('dark.json', JSON.stringify(network).replaceAll('operational', 'inactive'))
        const r = await connect('--sites', 'sites.csv', '--network', 'dark.json', '--params', 'indonesia', '--out', 'none2')
        assert.equal(r.code, 2)
        assert.match(r.err, /Nothing in the network is in use/)
        assert.ok(!existsSync(join(folder, 'none2', 'plan.csv')))
    })

    test('no site can be reached: the files say why, and the answer is no', async () => {
        keep('only.csv', 'id,nama,bentuk,lintang,bujur,teknologi_boleh\nA,SDN,SD,-7.8,112,seluler\n')
        keep('net.json', JSON.stringify(network))
        const r = await connect('--sites', 'only.csv', '--network', 'net.json', '--params', 'indonesia', '--out', 'only', '--quick')
        assert.equal(r.code, 1)
        assert.match(r.out, /No site can be connected/)
        assert.match(read('only', 'plan.csv'), /,none,unserved,/)
    })

    test('a network of two files: fibre and cell sites, each with its faults', async () => {
        keep('towers.csv', 'id,lat,lon,radio_type\nT1,-7.85,112.02,4G\nT2,here,112.02,4G\n')
        const r = await city('--network', 'net.json,towers.csv', '--out', 'two-files', '--quick')
        assert.equal(r.code, 0, r.err)
        assert.match(read('two-files', 'summary.html'), /towers\.csv:3/)
        assert.match(read('two-files', 'summary.html'), /net\.json, towers\.csv/)
        assert.match((await city('--network', 'net.json,towers.csv', '--dry-run')).out, /1 cell sites/)
    })

    const row = [
        ['no such list', ['--sites', 'none.csv'], /none\.csv: The file could not be read/],
        ['no such network', ['--network', 'none.json'], /none\.json: The file could not be read/],
        ['no such prices', ['--params', 'none'], /none/],
        ['no folder', [], /--out: Where is the plan to go\?/],
        ['a folder that cannot be', ['--out', 'no/such/folder'], /The folder could not be made/],
        ['a file in its place', ['--out', 'net.json'], /The folder could not be made/],
    ]
    for (const [name, args, says] of row) test(name, async () => {
        const r = await city(...args)
        assert.notEqual(r.code, 0)
        assert.match(r.err, says)
    })

    test('a plan that is there stays, unless it may be replaced', async () => {
        keep('sites.csv', sites), keep('net.json', JSON.stringify(network))
        mkdirSync(join(folder, 'mine'), { recursive: true })
        keep(join('mine', 'plan.csv'), 'mine')
        const args = ['--sites', 'sites.csv', '--network', 'net.json', '--params', 'indonesia', '--out', 'mine', '--quick']
        const r = await connect(...args)
        assert.equal(r.code, 2)
        assert.match(r.err, /mine\/plan\.csv: A plan is there already/)
        assert.equal(read('mine', 'plan.csv'), 'mine')
        assert.equal((await connect(...args, '--force')).code, 0)
        assert.notEqual(read('mine', 'plan.csv'), 'mine')
    })
})

// ---- the sea -----------------------------------------------------------------------------------

// A km of fibre costs a million once and three in the sea, a site by satellite 50; nothing else costs anything.
const SEA_PRICES = `id: kecil
title: {id: Kecil, en: Small}
summary: {id: R, en: S}
currency: IDR
years: {value: 1}
discount: {value: 0}
fibre: {site: {value: 0}, site_year: {value: 0}, km: {value: 1000000}, km_year: {value: 0}, mbps_year: {value: 0}}
satellite: {site: {value: 50000000}, site_year: {value: 0}, mbps_year: {value: 0}}
demand: [{kinds: [sd], mbps: {value: 20}, users: {value: 1}}]
otherwise: {mbps: {value: 20}, users: {value: 1}}
areas: [{id: sea, factor: {value: 3}}, {id: mountain, factor: {value: 2}}]
sources: [{id: s, title: T, publisher: P}]
`
const box = (west, south, east, north) => [[west, south], [east, south], [east, north], [west, north], [west, south]]
const polygon = (properties, ...rings) => ({ type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: rings } })
const map = (...features) => JSON.stringify({ type: 'FeatureCollection', features })
const pop = JSON.stringify({ networks: [{ id: 'a6f1e9a0-0000-4000-8000-000000000002', name: 'Satu', nodes: [
    { id: 'pop', status: 'operational', location: { type: 'Point', coordinates: [112.0, -7.8] } }] }] })
const csvOf = (...at) => ['id,nama,jenis,lat,lon', ...at.map(([id, lat, lon]) => `${id},SDN ${id},SD,${lat},${lon}`), ''].join('\n')
const shore = (sites, land, ...args) => {
    keep('shore.csv', sites), keep('pop.json', pop), keep('small.yaml', SEA_PRICES), keep('land.json', land)
    return connect('--sites', 'shore.csv', '--network', 'pop.json', '--params', 'small.yaml', ...args)
}
const planOf = (...args) => shore(...args, '--out', 'shore', '--force', '--quick', '--json')
const lineOf = (id) => {
    const [head, ...lines] = read('shore', 'plan.csv').trimEnd().split('\r\n').map((l) => l.split(','))
    return Object.fromEntries(lines.find((l) => l[0] === id).map((cell, i) => [head[i], cell]))
}

describe('the sea', () => {
    // The island town lies 0.1 degrees south of the network: 11,120 m; 0.04 of them are a strait.
    const island = csvOf(['A', -7.9, 112])
    const twoLands = map(polygon({ nama: 'Utara' }, box(111.9, -7.82, 112.1, -7.7)),
        polygon({ nama: 'Selatan' }, box(111.9, -8, 112.1, -7.86)))

    test('a strait is paid for three times, and said in km', async () => {
        const dry = await planOf(island, twoLands)
        assert.equal(dry.json.total, 11_120_000)
        const { code, json, err } = await planOf(island, twoLands, '--land', 'land.json')
        assert.equal(code, 0, err)
        assert.equal(json.total, 11_120_000 + 2 * 4_448_000)
        const { link_m, link_m_sea, link_m_mountain, link_m_paid } = lineOf('A')
        assert.deepEqual([link_m, link_m_sea, link_m_mountain, link_m_paid], ['11120', '4448', '0', '20016'])
        assert.deepEqual(read('shore', 'quantities.csv').split('\r\n').slice(1, 3), [
            ',planned,fibre_new,km,6.672,,6672000,6672000,0,IDR', ',planned,fibre_submarine,km,4.448,,13344000,13344000,0,IDR'])
        const link = JSON.parse(read('shore', 'plan.geojson')).features.find((f) => f.properties.what === 'link').properties
        assert.deepEqual([link.metres, link.metres_paid, link.metres_in], [11120, 20016, { sea: 4448 }])
        const page = read('shore', 'summary.html')
        for (const said of ['Where new and leased fibre lies', '40 %', 'Map of land: land.json.', 'new fibre in the sea'])
            assert.ok(page.includes(said), said)
    })

    test('a strait that is too wide is not crossed', async () => {
        const { json } = await planOf(csvOf(['A', -8.1, 112]), map(polygon({}, box(111.9, -7.82, 112.1, -7.7)),
            polygon({}, box(111.9, -8.2, 112.1, -8.05))), '--land', 'land.json')
        assert.equal(json.satellite, 1)
    })

    // B lies across a bay; on the way round it is C.
    test('the plan goes round a bay', async () => {
        const sites = csvOf(['B', -7.8, 112.04], ['C', -7.83, 112.012])
        const bay = map(polygon({}, box(111.9, -7.9, 112.1, -7.75), box(112.01, -7.805, 112.03, -7.78)))
        await planOf(sites, bay)
        assert.equal(lineOf('B').fed_by, 'network')
        await planOf(sites, bay, '--land', 'land.json')
        assert.equal(lineOf('B').fed_by, 'C')
        assert.equal(lineOf('B').link_m_sea, '0')
    })

    test('dark fibre in the strait is leased at the sea\'s price', async () => {
        const cable = JSON.parse(pop)
        cable.networks[0].spans = [{ id: 'dark', status: 'inactive', route: { type: 'LineString', coordinates: [[112, -7.8], [112, -7.9]] } }]
        keep('dark.json', JSON.stringify(cable))
        keep('lease.yaml', SEA_PRICES + 'lease: {km_year: {value: 100000}, sea_km_year: {value: 300000}, tap: {value: 0}}\n')
        await shore(island, twoLands, '--dry-run')
        const r = await connect('--sites', 'shore.csv', '--network', 'dark.json', '--params', 'lease.yaml', '--land', 'land.json',
            '--out', 'shore', '--force', '--quick', '--json')
        assert.equal(r.code, 0, r.err)
        assert.ok(Math.abs(r.json.total - (6672 * 100 + 4448 * 300)) <= 3 * 300, String(r.json.total))
        const bill = read('shore', 'quantities.csv')
        assert.match(bill, /,fibre_lease,km,6\.67\d,,667/)
        assert.match(bill, /,fibre_lease_submarine,km,4\.44\d,,1334/)
        assert.equal(bill.trimEnd().split('\r\n').slice(1).reduce((sum, l) => sum + Number(l.split(',')[6]), 0), r.json.total)
    })

    test('areas by name, the dearest where they lie over each other', async () => {
        keep('areas.json', map(polygon({ kawasan: 'Gunung' }, box(111.9, -7.85, 112.1, -7.81)),
            polygon({ area: 'sea' }, box(111.9, -7.86, 112.1, -7.84))))
        await planOf(island, twoLands, '--areas', 'areas.json')
        const { link_m_sea, link_m_mountain, link_m_paid } = lineOf('A')
        assert.deepEqual([link_m_sea, link_m_mountain, link_m_paid], ['2224', '3336', String(11120 + 2 * 2224 + 3336)])
    })

    test('a site in the sea is told, and kept', async () => {
        const r = await shore(csvOf(['A', -7.9, 112], ['B', -7.84, 112]), twoLands, '--land', 'land.json', '--dry-run')
        assert.equal(r.code, 0, r.err)
        assert.match(r.out, /^shore\.csv:3: It lies in the sea by the map of land\./m)
        assert.match(r.out, /Read: 2 sites/)
    })

    test('without maps the files say nothing of areas', async () => {
        await planOf(island, twoLands)
        assert.ok(!/sea|paid/.test(read('shore', 'plan.csv') + read('shore', 'plan.geojson') + read('shore', 'quantities.csv')))
        assert.ok(!read('shore', 'summary.html').includes('Where new and leased fibre lies'))
    })

    const line = JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', properties: { area: 'sea' },
        geometry: { type: 'LineString', coordinates: [[112, -7.8], [112, -7.9]] } }] })
    const wrong = [
        ['an area that the prices do not have', map(polygon({ area: 'rawa' }, box(111.9, -7.9, 112.1, -7.8))), '--areas',
            /land\.json#\/features\/0: No polygon of the map can be used\. .*no area "rawa".*sea, mountain/s],
        ['a map of lines', line, '--areas', /It is no polygon/],
        ['a map of nothing', map(), '--land', /land\.json: No polygon of the map can be used\. It is empty\./],
        ['no map', 'lat,lon\n', '--land', /land\.json:1:1: The file was not read in/],
    ]
    for (const [name, text, flag, says] of wrong) test(name, async () => {
        const r = await shore(island, text, flag, 'land.json', '--dry-run')
        assert.equal(r.code, 2)
        assert.match(r.err, says)
    })

    test('a fault of one polygon leaves the others', async () => {
        keep('areas.json', map(polygon({ area: 'sea' }, box(111.9, -7.9, 112.1, -7.8)), polygon({}, box(1, 1, 2, 2))))
        const r = await shore(island, twoLands, '--areas', 'areas.json', '--dry-run')
        assert.equal(r.code, 1)
        assert.match(r.out, /^areas\.json#\/features\/1: It does not say which area it is\./m)
    })

    test('prices that know no sea', async () => {
        keep('dry.yaml', SEA_PRICES.replace('{id: sea, factor: {value: 3}}, ', ''))
        await shore(island, twoLands, '--dry-run')
        const r = await connect('--sites', 'shore.csv', '--network', 'pop.json', '--params', 'dry.yaml', '--land', 'land.json', '--dry-run')
        assert.equal(r.code, 2)
        assert.match(r.err, /land\.json: The prices have no area "sea"\./)
    })
})

// ---- junctions ---------------------------------------------------------------------------------

// Two schools 20 km away, 15 degrees north and south of east. One over the other takes 30.353 km; with a junction 16.33 km
// from the network, where the ways part at 120 degrees, 20 km times the root of 2.
const FORK = csvOf(['A', -7.753447, 112.175339], ['B', -7.846553, 112.175377])
const fork = (fee, ...args) => {
    keep('fork.csv', FORK), keep('pop.json', pop)
    keep('fork.yaml', SEA_PRICES.replace('km_year: {value: 0},', `km_year: {value: 0}, ${fee},`))
    keep('lake.json', map(polygon({}, box(111.9, -8, 112.3, -7.6), box(112.145, -7.805, 112.152, -7.795))))
    return connect('--sites', 'fork.csv', '--network', 'pop.json', '--params', 'fork.yaml', '--out', 'shore', '--force',
        '--quick', ...args)
}

describe('a junction', () => {
    const isNear = (is, should) => assert.ok(Math.abs(is - should) < 5000, `${is} is not about ${should}`)

    test('where two ways part, if it costs less than it saves', async () => {
        const { code, json, err } = await fork('junction: {value: 100000}', '--json')
        assert.equal(code, 0, err)
        isNear(json.total, 28_384_271)
        isNear(json.saved_by_junctions, 1_968_500)
        assert.deepEqual([json.junctions, json.links, json.fibre], [1, 3, 2])
        assert.ok(json.bound <= json.decision + json.saved_by_junctions)
        assert.deepEqual([lineOf('A').fed_by, lineOf('B').fed_by], ['junction', 'junction'])
        const bill = read('shore', 'quantities.csv').trimEnd().split('\r\n').slice(1)
        assert.equal(bill[1], ',planned,junction,junction,1,,100000,100000,0,IDR')
        assert.equal(bill.reduce((sum, l) => sum + Number(l.split(',')[6]), 0), json.total)
        const links = JSON.parse(read('shore', 'plan.geojson')).features.map((f) => f.properties).filter((f) => f.what === 'link')
        const ends = (l) => [l.begins_at, l.ends_at].map((end) => end ?? '-').join(' ')
        assert.deepEqual(links.map(ends).sort(), ['- junction', 'junction -', 'junction -'])
        const [net] = JSON.parse(read('shore', 'plan.ofds.json')).networks
        const [node, ...others] = net.nodes.filter((n) => n.name === 'junction')
        assert.equal(others.length, 0)
        assert.equal(net.spans.filter((l) => l.start === node.id || l.end === node.id).length, 3)
        const [lon, lat] = node.location.coordinates
        assert.ok(Math.abs(lat + 7.8) < 0.0002 && Math.abs(lon - 112.1482) < 0.0002, `${lat} ${lon}`)
        assert.match(read('shore', 'summary.html'), /1 junctions, where cables part on the way, save another/)
    })

    const not = [
        ['that costs too much', ['junction: {value: 2100000}']],
        ['whose price is not known', ['junction: {unknown: {id: A, en: B}}']],
        ['in the sea', ['junction: {value: 100000}', '--land', 'lake.json']],
    ]
    for (const [name, args] of not) test(`none ${name}`, async () => {
        const { code, json, err } = await fork(...args, '--json')
        assert.equal(code, 0, err)
        assert.deepEqual([json.junctions, json.saved_by_junctions, json.links], [0, 0, 2])
        isNear(json.total, 30_352_762)
        assert.doesNotMatch(read('shore', 'quantities.csv') + read('shore', 'summary.html'), /junctions? (of new fibre|1)|,junction,/)
    })

    test('is said on the terminal, and the proof is of the plan before it', async () => {
        const r = await fork('junction: {value: 100000}')
        assert.equal(r.code, 0, r.err)
        const sum = (label) => Number(new RegExp(`^${label} +Rp([\\d.]+)$`, 'm').exec(r.out)[1].replaceAll('.', ''))
        assert.equal(sum('what a plan can change'), sum('no plan is below'))
        assert.equal(sum('what a plan can change'), sum('total over the years') + sum('saved by junctions'))
        assert.match(r.out, /^junctions of new fibre +1$/m)
    })
})

// ---- roads -------------------------------------------------------------------------------------

// A km of new fibre costs a million, straight ways a third more; metres are reckoned here a second time.
const ROAD_PRICES = SEA_PRICES.replace('years:', 'route: {value: 1.3}\nyears:')
const METRES_A_DEGREE = 6371009 * Math.PI / 180
const roadOf = (...points) => ({ type: 'Feature', properties: { highway: 'tertiary', oneway: 'yes' },
    geometry: { type: 'LineString', coordinates: points } })
const along = async (sites, roads, ...args) => {
    keep('road-sites.csv', sites), keep('pop.json', pop), keep('road.yaml', ROAD_PRICES), keep('roads.json', roads)
    const r = await connect('--sites', 'road-sites.csv', '--network', 'pop.json', '--params', 'road.yaml', ...(args.includes('--roads') ? [] : ['--roads', 'roads.json']),
        ...(args.includes('--out') ? [] : ['--out', 'road']), '--force', '--quick', '--json', ...args)
    assert.equal(r.code, 0, r.err)
    return r.json
}
// 0.05 degrees to the north, then 0.04 to the east: 5,560 and 4,407 metres; the straight line is 7,095, times 1.3 9,223.
const bend = map(roadOf([112, -7.8], [112, -7.78], [112, -7.75]), roadOf([112.04, -7.75], [112, -7.75]))
const NORTH = 0.05 * METRES_A_DEGREE, EAST = 0.04 * METRES_A_DEGREE * Math.cos(7.75 * Math.PI / 180)
const isWithin = (cost, metres, off) => assert.ok(Math.abs(cost / 1000 - metres) <= off, `${cost / 1000} m, not ${metres}`)

describe('roads', () => {
    test('fibre goes round the corner, as long as the road is', async () => {
        const said = await along(csvOf(['A', -7.75, 112.04], ['B', -7.75, 112]), bend)
        assert.equal(said.fibre, 2)
        isWithin(said.total, NORTH + EAST, 3)
        const links = JSON.parse(read('road', 'plan.geojson')).features.filter((f) => f.properties.what === 'link')
        isWithin(1000 * links.filter((f) => f.properties.along_road).reduce((sum, f) => sum + f.properties.metres, 0), NORTH + EAST, 3)
        assert.match(read('road', 'plan.csv'), /,road,0,/)
    })

    test('a site off the road goes straight to it, a third longer', async () => {
        const said = await along(csvOf(['A', -7.75, 112.04], ['off', -7.76, 112.04]), bend)
        isWithin(said.total, NORTH + EAST + 0.01 * METRES_A_DEGREE * 1.3, 3)
    })

    test('an island without a road is joined straight, from where the road is nearest', async () => {
        const said = await along(csvOf(['A', -7.75, 112.04], ['island', -7.75, 112.1]), bend)
        isWithin(said.total, NORTH + EAST + 1.5 * EAST * 1.3, 3)
    })

    test('a bridge over a strait is paid for three times', async () => {
        const banks = map(polygon({}, box(111.9, -7.9, 112.2, -7.77)), polygon({}, box(111.9, -7.76, 112.2, -7.7)))
        keep('banks.json', banks)
        const said = await along(csvOf(['A', -7.75, 112.04]), bend, '--land', 'banks.json')
        isWithin(said.total, NORTH + EAST + 2 * 0.01 * METRES_A_DEGREE, 5)
    })

    test('no road near: straight, as without roads', async () => {
        const far = map(roadOf([113, -7.8], [113.01, -7.8]))
        const sites = csvOf(['A', -7.78, 112])
        const { total } = await along(sites, far)
        isWithin(total, 0.02 * METRES_A_DEGREE * 1.3, 1)
        assert.equal((await along(sites, far, '--roads', '')).total, total)
    })

    test('the standard has one span between two things, and the map the bends', async () => {
        await along(csvOf(['A', -7.75, 112.04], ['B', -7.7625, 112]), bend)
        const [net] = JSON.parse(read('road', 'plan.ofds.json')).networks
        const nodes = new Set(net.nodes.map((n) => n.id))
        for (const s of net.spans) assert.ok(nodes.has(s.start) && nodes.has(s.end), s.id)
        assert.ok(net.spans.length <= 4, `${net.spans.length} spans`)
        assert.equal(new Set(net.spans.flatMap((s) => [s.start, s.end])).size, nodes.size)
        isWithin(1e6 * net.spans.reduce((sum, s) => sum + s.fibreLength, 0), NORTH + EAST, 3)
        const html = read('road', 'summary.html')
        assert.match(html, /class="line-fibre" d="M[\dML -]{20,}"/)
        assert.match(html, /New fibre goes along the roads of roads\.json/)
    })

    test('the same bytes for the same input', async () => {
        await along(sites, bend, '--out', 'road-one')
        await along(sites, bend, '--out', 'road-two')
        for (const name of FILES) assert.equal(read('road-one', name), read('road-two', name), name)
    })

    test('money of two years: the nearer one first', async () => {
        const said = await along(csvOf(['A', -7.75, 112.04], ['B', -7.75, 112]), bend, '--years', '2', '--budget', '5600000,4500000')
        isWithin(said.spent, NORTH + EAST, 3)
        const year = Object.fromEntries(read('road', 'plan.csv').trimEnd().split('\r\n').slice(1)
            .map((l) => [l[0], /,planned,(\d),/.exec(l)[1]]))
        assert.deepEqual(year, { A: '2', B: '1' })
    })

    test('what is wrong with a map of roads is told with its place', async () => {
        keep('road-sites.csv', csvOf(['A', -7.75, 112.04])), keep('pop.json', pop)
        keep('bad-roads.json', map(roadOf([112, -7.8], [112, -7.75]), roadOf([112, -7.8]), roadOf([112, -7.8], [-7.8, 112.01]),
            { type: 'Feature', geometry: { type: 'Point', coordinates: [112, -7.8] } }))
        keep('no-roads.json', map({ type: 'Feature', geometry: { type: 'Point', coordinates: [112, -7.8] } }))
        const read = (file, ...args) => connect('--sites', 'road-sites.csv', '--network', 'pop.json', '--params', 'indonesia', '--roads', file, ...args)
        const r = await read('bad-roads.json', '--dry-run')
        assert.equal(r.code, 1, r.err)
        assert.match(r.out, /^bad-roads\.json#\/features\/1: Its way is no line/m)
        assert.match(r.out, /^bad-roads\.json#\/features\/2, position 1: .*likely swapped/m)
        assert.match(r.out, /^bad-roads\.json#\/features\/3: Features that are no lines are not used: 1/m)
        assert.match(r.out, /^Roads: 24 points and 6 km\.$/m)
        assert.match(r.out, /Faults, left out of the plan: 2\. Doubts, kept in it: 1\./)
        for (const [file, says] of [['no-roads.json', /Nothing of the roads can be used/], ['pop.json', /no features/],
            ['none.json', /none\.json: The file could not be read/]]) {
            const refused = await read(file, '--out', 'never')
            assert.equal(refused.code, file === 'none.json' ? refused.code : 2)
            assert.match(refused.err, says)
            assert.ok(!existsSync(join(folder, 'never')))
        }
    })
})

describe('long work', () => {
    test('Ctrl-C is an answer, and nothing is written', { timeout: 120_000 }, async () => {
        const many = Array.from({ length: 60_000 }, (_, i) =>
            `S${i},SDN ${i},SD,${(-8 + (i * 7919 % 60_000) / 100_000).toFixed(5)},${(111.6 + (i * 104_729 % 60_000) / 75_000).toFixed(5)},100`)
        keep('many.csv', ['id,nama,bentuk,lintang,bujur,jumlah_siswa', ...many, ''].join('\n'))
        keep('net.json', JSON.stringify(network))
        const child = spawn(binary, ['connect', '--sites', 'many.csv', '--network', 'net.json', '--params', 'indonesia',
            '--out', 'stopped', '--lang', 'en'], { cwd: folder })
        let said = ''
        child.stderr.on('data', (bytes) => { said += bytes })
        const ended = new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })))
        for (let i = 0; i < 500 && !existsSync(join(folder, 'stopped')); i++) await sleep(20)
        await sleep(100)
        child.kill('SIGINT')
        const { code, signal } = await ended
        assert.equal(signal, null)
        assert.equal(code, 3, said)
        assert.match(said, /The planning was stopped\. Nothing was written\./)
        assert.deepEqual(readdirSync(join(folder, 'stopped')), [])
    })
})

describe('graphs of others', () => {
    const graph = (edges, terminals, n) => ['SECTION Graph', `Nodes ${n}`, `Edges ${edges.length}`,
        ...edges.map((e) => `E ${e.join(' ')}`), 'END', '', 'SECTION Terminals', `Terminals ${terminals.length}`,
        ...terminals.map((t) => `T ${t}`), 'END', '', 'EOF', ''].join('\n')
    const steiner = (...args) => runProgram(binary, ['steiner', ...args, '--lang', 'en'], { cwd: folder })

    test('the middle of a star is worth its way', async () => {
        keep('star.gr', graph([[1, 2, 3], [2, 3, 3], [1, 3, 3], [1, 4, 1], [2, 4, 1], [3, 4, 2]], [3, 1, 2], 4))
        const r = await steiner('star.gr')
        assert.equal(r.code, 0, r.err)
        const [value, ...edges] = r.out.trimEnd().split('\n')
        assert.equal(value, 'VALUE 4')
        assert.deepEqual(edges.map((e) => e.split(' ').sort().join('-')).sort(), ['1-4', '2-4', '3-4'])
    })

    const row = [
        ['a node that is not there', graph([[1, 9, 3]], [1, 2], 3), /g\.gr:4: An edge joins two of the nodes/],
        ['no terminals', graph([[1, 2, 3]], [], 2), /names no terminals/],
        ['a weight below nothing', graph([[1, 2, -3]], [1, 2], 2), /g\.gr:4: /],
        ['no way', graph([[1, 2, 3]], [1, 3], 3), /No way leads to all of the terminals/],
        ['nothing', '', /names no terminals/],
        ['fewer nodes, later', graph([[1, 2, 3]], [5], 5).replace('EOF', 'Nodes 2'), /g\.gr:12: .*said twice/],
        ['fewer edges, later', graph([[1, 2, 3], [2, 3, 1]], [1], 3).replace('EOF', 'Edges 1'), /g\.gr:13: .*said twice/],
        ['edges before nodes', 'Edges 1\nE 1 2 3\n', /g\.gr:2: An edge joins/],
    ]
    for (const [name, text, says] of row) test(name, async () => {
        keep('g.gr', text)
        const r = await steiner('g.gr')
        assert.notEqual(r.code, 0)
        assert.match(r.err, says)
        assert.equal(r.out, '')
    })
})

describe('real lists', { skip: needsData }, () => {
    test('the schools of Kota and Kabupaten Kediri', { timeout: 60_000 }, async () => {
        keep('net.json', JSON.stringify(network))
        const r = await connect('--sites', dataPath('id-schools', 'schools_kediri.csv'), '--network', 'net.json', '--params',
            'indonesia', '--out', 'kediri', '--json', '--quick')
        assert.equal(r.code, 0, r.err)
        assert.equal(r.json.sites + r.json.faults, 1112)
        assert.ok(r.json.decision <= r.json.bound * 1.01, 'within a hundredth of the best')
    })
})
