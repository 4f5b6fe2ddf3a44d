// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A year of the smart-city evaluation: twelve cities by a rule, thirty agencies, six assessors, from the opening to
// the published results and the year after. Each step is tried by all who may not take it; what is blind is looked for
// on every way; and the figures that come out are reckoned a second time, from what was typed and the pack's text.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { knock, nobodyReads, reads } from '../harness/doors.mjs'
import { takenFile } from '../harness/dossier.mjs'
import { at, evaluation } from '../harness/evaluation.mjs'
import { assign, guyub, makePost } from '../harness/guyub.mjs'
import { finalOf, indexOf, leavesOf, ranksOf, shownAt, treeOf } from '../harness/reckon.mjs'

const ROUND = 'smart-city-evaluation-2027', BANDUNG = '32.73', JAMBI = '15.71', LEFT_OUT = '71.73'
const HERE = `/rounds/${ROUND}`, ENTRY = `/assessments/${ROUND}/${BANDUNG}`, BENCH = `/judging/${ROUND}/${BANDUNG}`
const FINDINGS = `${HERE}/regions/${BANDUNG}/findings`
const RULE = "${member} and ${kind} = 'city' and ${joined} < 2018"
const REGIONS = ['15.71', '32.71', '32.72', '32.73', '32.74', '32.75', '33.74', '36.71', '36.74', '61.72', '64.72', '73.71']
const WITH_THREE = ['32.71', '32.72', BANDUNG, '32.74', '36.71', '73.71']       // agencies; the others have two
const SEATS = 3, ASSESSORS = ['asesor1', 'asesor2', 'asesor3', 'asesor4', 'asesor5', 'asesor6']
const DAYS = { opening: ['01-04', '01-08'], stage_1: ['01-11', '02-05'], judge_1: ['02-08', '02-19'], result_1: ['02-22', '02-26'],
    stage_2: ['03-01', '03-26'], check: ['03-29', '04-09'], interview: ['04-12', '04-23'], reply: ['04-26', '05-07'],
    result: ['05-10', '05-31'] }
const TREE = treeOf('smart-city-evaluation'), ITEMS = leavesOf(TREE)
const SHARE = { kominfo: ['baseline', 'output', 'governance', 'branding'], bapperida: ['outcome', 'quick_win', 'economy', 'society'],
    dlh: ['living', 'environment'] }
const folder = mkdtempSync(join(tmpdir(), 'guyub-year-'))

let g, work

// ---- who is there --------------------------------------------------------------------------------

const agenciesOf = (region) => Object.keys(SHARE).slice(0, WITH_THREE.includes(region) ? 3 : 2).map((name) => `${region}-${name}`)
// Where two agencies stand, the second answers for the third.
const itemsOf = (org) => {
    const [region, name] = org.split('-')
    return name === 'bapperida' && !WITH_THREE.includes(region) ? [...SHARE.bapperida, ...SHARE.dlh] : SHARE[name]
}
const ROLES = { kantor: 'kantor', koord: `koord-${BANDUNG}`, wali: `wali-${BANDUNG}`, dinas: `${BANDUNG}-kominfo`, lain: `${BANDUNG}-dlh`,
    tetangga: `koord-${JAMBI}`, jauh: `${JAMBI}-kominfo`, asesor: 'asesor', luar: 'asesor1', audit: 'audit', bimbing: 'bimbing', tamu: 'stranger' }
const role = (name) => work.as(name === 'asesor' ? seats[BANDUNG]?.[0] ?? 'asesor3' : ROLES[name] ?? name)

// Four at a time: to make an account takes its time, by purpose.
async function inFours(jobs) {
    while (jobs.length) await Promise.all(jobs.splice(0, 4).map((job) => job()))
}

before(async () => {
    g = await guyub({ env: { GUYUB_NOW: at('2026-12-20'), GUYUB_JOBS: '1', GUYUB_VAULT: join(folder, 'vault') } })
    work = evaluation(g, ROUND, { now: '2026-12-20' })
    const orgs = REGIONS.flatMap(agenciesOf)
    assert.equal(orgs.length, 30)
    writeFileSync(join(folder, 'org.csv'), ['code,kind,name,short_name,region_code,parent_code,valid_from,valid_to,successor_code,law,source',
        ...orgs.map((org) => `${org},agency,Dinas ${org},,${org.split('-')[0]},,2016-12-31,,,,Perda uji 1/2016`), ''].join('\n'))
    await work.must(['org', 'import', join(folder, 'org.csv')])
    await work.person('kantor', 'programme_office', 'Kantor Program')
    await inFours([
        ...REGIONS.map((r) => () => work.person(`koord-${r}`, 'coordinator', `Koordinator ${r}`, { region: r })),
        ...REGIONS.map((r) => () => work.person(`wali-${r}`, 'head_of_region', `Kepala Daerah ${r}`, { region: r })),
        ...orgs.map((org) => () => work.person(org, 'head_of_agency', `Kepala ${org}`, { org })),
        ...ASSESSORS.map((login) => () => work.person(login, 'assessor', `Penilai ${login}`)),
        () => work.person('bimbing', 'mentor', 'Pembimbing Kota Jambi', { region: JAMBI }),
        () => work.person('audit', 'auditor', 'Auditor Kota Bandung', { region: BANDUNG }, ['--to', '2027-12-31']),
    ])
    // The first held a post in Kota Bandung until yesterday; the second mentored Kota Jambi.
    for (const [login, kind, region] of [['asesor1', 'walidata', BANDUNG], ['asesor2', 'mentor', JAMBI]]) {
        const former = await makePost(g, kind, `Dahulu ${kind}`, { region })
        await assign(g, former, login)
        await work.must(['post', 'end', former, login, '--last-day', '2026-12-19', '--why', 'uji'])
    }
})
after(async () => {
    work?.leave()
    await g?.stop()
    rmSync(folder, { recursive: true, force: true })
})

const seats = {}                // region to the logins of its assessors
const said = { 1: {}, 2: {} }   // by stage and region: what the city says of each item
const final = { 1: {}, 2: {} }  // … and what must come out of the assessors' numbers

// ---- what they say: figures in hundredths, from the places of region and item ----------------------

const figure = (hundredths) => (hundredths / 100).toFixed(2)
// Kota Cirebon says what Kota Bekasi says, so they will share a rank.
const TWINS = ['32.74', '32.75']
const seed = (region) => REGIONS.indexOf(TWINS.includes(region) ? TWINS[0] : region)
const answerOf = (region, item) => figure(220 + (seed(region) * 31 + ITEMS.indexOf(item) * 47) % 150)
// A third of the numbers is confirmed; else one assessor lowers by 0.05 and one raises by 0.10.
function scoreOf(region, item, seat) {
    const i = ITEMS.indexOf(item), city = said[1][region][item]
    if ((seed(region) + i) % 3 === 0) return city
    return figure(Math.round(city * 100) + [0, -5, 10][(i + seat) % SEATS])
}

// ---- opening -------------------------------------------------------------------------------------

test('the office makes the round: a rule says who takes part, and the rest is refused', async () => {
    const days = Object.fromEntries(Object.entries(DAYS).flatMap(([kind, [from, to]]) =>
        [[`${kind}_from`, `2027-${from}`], [`${kind}_to`, `2027-${to}`]]))
    await work.send('kantor', '/rounds/new', { instrument: 'smart-city-evaluation', year: '2027', title: 'Evaluasi kota cerdas 2027',
        rule: RULE, disagreement: '0.5' }, { at: '/rounds/new' }, /is a draft/)
    await work.send('kantor', `${HERE}/dates`, { ...days, why: 'SK 7/2027' }, { at: `${HERE}/dates` })
    await work.send('kantor', `${HERE}/regions`, {}, { at: `${HERE}/regions/rule` }, /13 regions take part/)
    await work.send('kantor', `${HERE}/regions/set`, { region: LEFT_OUT, part: 'out', why: 'Mengundurkan diri, surat 12/2027' },
        { at: `${HERE}/regions/set` })
    await knock(role, 'a draft', `
        kantor koord wali dinas lain tetangga jauh asesor luar audit bimbing tamu
           200   404  404   404  404      404  404     404  404   404     404  404  GET  ${HERE}
           200   403  403   403  403      403  403     403  403   403     403  401  GET  /rounds/new
             .   403  403   403  403      403  403     403  403   403     403  401  POST /rounds/new instrument=readiness&year=2027&title=Palsu&rule=true()&disagreement=1
             .   403  403   403  403      403  403     403  403   403     403  401  POST ${HERE}/regions/set region=35.71&part=in&why=uji
             .   403  403   403  403      403  403     403  403   403     403  401  POST ${HERE}/open`)
    await work.send('kantor', HERE, {}, { at: `${HERE}/open` }, /The round is open/)
    assert.deepEqual((await work.json('stranger', HERE)).regions.map((r) => r.region_code), REGIONS)
    assert.match((await (await work.as(`koord-${BANDUNG}`)).go('/tasks')).words, /Evaluasi kota cerdas 2027: tahap I/)
})

test('three seats a region: none in the own one, one in a mentored one by an exception, the load shared', async () => {
    const name = async (login, region, exception = '') => {
        const v = await work.as('kantor'), path = `${HERE}/seats/new`
        return v.submit(await v.go(`${path}?region=${region}`), { region, post: work.post[login], exception }, { at: path })
    }
    assert.match((await name('asesor1', BANDUNG, 'Tidak ada yang lain')).words, /Nobody assesses their own region; there is no exception/)
    assert.match((await name('asesor2', JAMBI)).words, /mentors or mentored 15\.71/)
    assert.match((await name('asesor2', JAMBI, 'Pembimbingan selesai, persetujuan direktur')).words, /Exception: Pembimbingan selesai/)
    await knock(role, 'seats', `
        kantor koord wali dinas lain tetangga jauh asesor luar audit bimbing tamu
             .   403  403   403  403      403  403     403  403   403     403  401  POST ${HERE}/seats/new region=${BANDUNG}&post=${work.post.asesor3}
             .   403  403   403  403      403  403     403  403   403     403  401  POST ${HERE}/seats/share each=3
             .   403  403   403  403      403  403     403  403   403     403  401  POST ${HERE}/seats/end region=${JAMBI}&post=${work.post.asesor2}&why=uji`)
    await work.send('kantor', `${HERE}/seats`, { each: SEATS }, { at: `${HERE}/seats/share` }, /35 seats are new, 0 stay empty/)
    const login = Object.fromEntries(ASSESSORS.map((l) => [work.post[l], l])), rows = await work.json('kantor', `${HERE}/seats`)
    for (const region of REGIONS) seats[region] = rows.filter((s) => s.region_code === region).map((s) => login[s.post])
    assert.ok(REGIONS.every((r) => seats[r].length === SEATS) && !seats[BANDUNG].includes('asesor1'))
    assert.ok(ASSESSORS.every((l) => rows.filter((s) => login[s.post] === l).length === 6), 'six regions each')
    work.count('round_seat assigned', rows.length)
})


// ---- stage I: answers ----------------------------------------------------------------------------

const NOTE = 'CATATAN-DINAS', EVIDENCE = 'Peraturan Wali Kota 12/2026', ALL_ROLES = Object.keys(ROLES)
const SEARCHES = (mark) => [`/regions?q=${mark}`, `/organisations?region=${BANDUNG}`, '/documents.json', '/tasks', '/tasks.json', '/journal', '/journal.json',
    '/journal.csv', '/rounds.json', `${HERE}/results.json`, `${HERE}/office`, `${HERE}/office.csv`, '/sheets', '/drafts']
const FACES = (path) => [path, `${path}.json`, `${path}.csv`]

test('stage I: items are given, answered with evidence and approved; the city consolidates', async () => {
    await work.day('2027-01-12')
    for (const region of REGIONS) {
        await work.give(`koord-${region}`, region, Object.fromEntries(agenciesOf(region).map((org) => [org, itemsOf(org)])))
        for (const org of agenciesOf(region)) {
            const own = itemsOf(org)
            await work.answer(org, org, Object.fromEntries(own.map((i) => [i, [answerOf(region, i), `${NOTE} ${org} ${i}`]])))
            if (org === `${BANDUNG}-kominfo`) await work.attach(org, org, 'baseline', 'perwali.txt', EVIDENCE)
            await work.handIn(org, org, own.length)
            await work.approve(org, org, own.length)
        }
        await work.consolidate(`koord-${region}`, region, ITEMS.length)
        said[1][region] = Object.fromEntries(ITEMS.map((i) => [i, answerOf(region, i)]))
    }
    const mine = `${ENTRY}/agencies/${BANDUNG}-kominfo`
    await knock(role, 'stage I', `
        kantor koord wali dinas lain tetangga jauh asesor luar audit bimbing tamu
           200   200  200   200  200      404  404    404  404   200     404  401  GET  ${ENTRY}
           200   200  200   200  404      404  404    404  404   200     404  401  GET  ${mine}
           200   200  403   403  403      404  403    403  403   403     403  401  GET  ${ENTRY}/city
             .     .  403   403  403      404  403    403  403   403     403  401  POST ${ENTRY}/give item=baseline&org=${BANDUNG}-dlh
           403   400  403     .  404      404  404    403  403   403     403  401  POST ${mine}/answers v.baseline=4&n.baseline=uji
           403   403  403     .  404      403  404    403  403   403     403  401  POST ${mine}/approve item=baseline&do=approve
             .     .  403   403  403      404  403    403  403   403     403  401  POST ${ENTRY}/city/answers v.baseline=4&do=save
           403   403    .   403  403      403  403    403  403   403     403  401  POST ${ENTRY}/statement states=1
           403   403  403   403  403      403  403    404  403   403     403  401  POST ${BENCH}/score v.baseline=4`)
    const mark = `${NOTE} ${BANDUNG}`
    await reads(await role('koord'), mark, ENTRY + '/city')
    await nobodyReads(role, { marks: [mark], roles: ALL_ROLES, readers: ['kantor', 'koord', 'wali', 'dinas', 'audit'],
        places: [...FACES(ENTRY), ...FACES(mine), ...FACES(BENCH), ...SEARCHES(NOTE)] })
})

test('the head of region states it; an assessor sees it from then on, another region’s never', async () => {
    for (const region of REGIONS) await work.state(`wali-${region}`, region)
    await knock(role, 'sent', `
        kantor koord wali dinas lain tetangga jauh asesor luar audit bimbing tamu
           200   200  200   200  200      404  404    200  404   200     404  401  GET  ${ENTRY}
           200   200  200   403  403      404  404    200  404   200     404  401  GET  ${ENTRY}/sent/1/1
           403   403    .   403  403      403  403    403  403   403     403  401  POST ${ENTRY}/reopen why=uji`)
})

// ---- stage I: assessors --------------------------------------------------------------------------

const REASON = (login) => `ALASAN-${login.toUpperCase()}`

// All seats of a region score and finish. `scores`: of an item and a seat, 0 to 2.
async function scoreRegion(region, stage, scores) {
    for (const [seat, login] of seats[region].entries()) {
        await work.score(login, region, Object.fromEntries(ITEMS.map((i) =>
            [i, [scores(i, seat), `${REASON(login)} ${region} ${i}`]])), said[stage][region])
        if (region === BANDUNG && seat === 0) await blindInBandung(login)
        await work.finish(login, region)
    }
    work.opened(SEATS)
    final[stage][region] = Object.fromEntries(ITEMS.map((i) => [i, finalOf(seats[region].map((_, seat) => scores(i, seat)))]))
}

const JUDGED = [...FACES(BENCH), `${BENCH}/items/baseline`, `${BENCH}/items/baseline.json`, ...FACES(ENTRY), ...FACES(`/judging/${ROUND}`),
    ...FACES('/judging'), `/journal.json?thing=judge`, '/journal.json?thing=judge_seat', FINDINGS]

// One has scored and nobody else knows what: on no page, in no list, in no file.
async function blindInBandung(login) {
    await reads(await work.as(login), REASON(login), `${BENCH}.json`)
    await nobodyReads(role, { marks: [REASON(login)], roles: [...ALL_ROLES, ...ASSESSORS], readers: ['asesor', login],
        places: [...JUDGED, ...SEARCHES(REASON(login))] })
    for (const who of ['koord', 'audit'])
        for (const record of [BENCH, ENTRY])
            assert.ok(!(await takenFile(await role(who), record, folder)).includes(REASON(login)), `${who} takes it along from ${record}`)
}

// In Kota Bandung they do not agree on one item: one is 0.60 below.
const firstScore = (region) => (item, seat) => region === BANDUNG && item === 'living' && seat === 0
    ? figure(Math.round(said[1][region][item] * 100) - 60) : scoreOf(region, item, seat)

test('stage I: each assessor scores blind, and sees the others when all have finished', async () => {
    await work.day('2027-02-09')
    await knock(role, 'assessment I', `
        kantor koord wali dinas lain tetangga jauh asesor luar audit bimbing tamu
           403   403  403   403  403      403  403      .  403   403     403  401  POST ${BENCH}/score v.baseline=4
           403   403  403   403  403      403  403      .  403   403     403  401  POST ${BENCH}/finish
           409   403  403   403  403      403  403    403  403   403     403  401  POST ${BENCH}/lock
           409   403  403   403  403      404  404    409  403   403     404  401  POST ${BENCH}/items/baseline/settle value=4&why=uji
           403   409  409   403  403      404  403    403  403   403     403  401  POST ${BENCH}/items/baseline/object value=4&why=uji
           403   409  403   409  404      404  404    403  403   403     403  401  POST ${ENTRY}/agencies/${BANDUNG}-kominfo/answers v.baseline=4&n.baseline=uji
           409   403  403   403  403      404  404    409  404   403     404  401  POST ${FINDINGS} kind=weakness&text=Terlalu+dini`)
    for (const region of REGIONS) await scoreRegion(region, 1, firstScore(region))
    const proposed = (await work.json(`koord-${BANDUNG}`, `${BENCH}.json`)).filter((r) => r.voice === 'proposal')
    assert.deepEqual(Object.fromEntries(proposed.map((r) => [r.item, r.value])), final[1][BANDUNG])
    assert.deepEqual(proposed.filter((r) => r.reason === 'not agreed').map((r) => r.item), ['living'])
    await reads(await role('koord'), REASON(seats[BANDUNG][1]), `${BENCH}.json`)
    await nobodyReads(role, { marks: seats[BANDUNG].map((l) => `${REASON(l)} ${BANDUNG}`), roles: ALL_ROLES,
        readers: ['kantor', 'koord', 'wali', 'audit', 'asesor'], places: [...JUDGED, ...SEARCHES(REASON(seats[BANDUNG][0]))] })
})
