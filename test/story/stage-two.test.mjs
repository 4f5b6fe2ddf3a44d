// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Stage II does not go as planned: an agency's head and an assessor hand their posts over in the middle of the work,
// another assessor's right ends in the middle of the scores, and one region is not locked in time. Nothing that was
// written is lost, who has gone writes no more, and the others are published with ranks and ties.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { at, evaluation } from '../harness/evaluation.mjs'
import { guyub, makePerson } from '../harness/guyub.mjs'
import { indexOf, leavesOf, ranksOf, shownAt, treeOf } from '../harness/reckon.mjs'

const ROUND = 'readiness-2027', KEDIRI = '35.71', BLITAR = '35.72', MADIUN = '35.77', REGIONS = [KEDIRI, BLITAR, MADIUN]
const HERE = `/rounds/${ROUND}`, BENCH = `/judging/${ROUND}/${KEDIRI}`, AGENCY = '35.71-dinas', OWN = `/assessments/${ROUND}/${KEDIRI}/agencies/${AGENCY}`
const TREE = treeOf('readiness'), ITEMS = leavesOf(TREE), GIVEN = ITEMS.slice(0, 4)
const level = (n) => Object.fromEntries(ITEMS.map((i) => [i, String(n)]))
const folder = mkdtempSync(join(tmpdir(), 'guyub-stage-two-'))

let g, work

before(async () => {
    g = await guyub({ env: { GUYUB_NOW: at('2027-01-04'), GUYUB_JOBS: '1', GUYUB_VAULT: join(folder, 'vault') } })
    work = evaluation(g, ROUND, { now: '2027-01-04', levels: true })
    writeFileSync(join(folder, 'org.csv'), 'code,kind,name,short_name,region_code,parent_code,valid_from,valid_to,successor_code,law,source\n' +
        `${AGENCY},agency,Dinas Uji Kota Kediri,,${KEDIRI},,2016-12-31,,,,Perda uji 1/2016\n`)
    await work.must(['org', 'import', join(folder, 'org.csv')])
    await work.person('kantor', 'programme_office', 'Kantor Program')
    for (const region of REGIONS) {
        await work.person(`koord-${region}`, 'coordinator', `Koordinator ${region}`, { region })
        await work.person(`wali-${region}`, 'head_of_region', `Wali Kota ${region}`, { region })
    }
    await work.person('lama', 'head_of_agency', 'Kepala Dinas Uji', { org: AGENCY })
    for (const login of ['asa', 'abi', 'aci', 'adi']) await work.person(login, 'assessor', `Penilai ${login}`)
    for (const login of ['baru', 'ani']) await makePerson(g, login, { name: `Pengganti ${login}` })
    await work.must(['round', 'add', '--instrument', 'readiness', '--year', '2027', '--title', 'Kesiapan 2027', '--rule',
        REGIONS.map((c) => `\${code} = '${c}'`).join(' or '), '--disagreement', '1'])
    await work.must(['round', 'dates', ROUND, ...Object.entries({ stage_1: ['01-05', '01-15'], judge_1: ['01-18', '01-29'],
        result_1: ['02-01', '02-12'], stage_2: ['03-01', '03-26'], check: ['03-29', '04-09'], result: ['05-10', '05-31'],
    }).flatMap(([kind, [from, to]]) => [`--${kind.replace('_', '-')}-from`, `2027-${from}`, `--${kind.replace('_', '-')}-to`, `2027-${to}`]), '--why', 'uji'])
    await work.must(['round', 'join', ROUND])
    await work.must(['round', 'open', ROUND])
    for (const region of REGIONS) for (const login of ['asa', 'abi']) await seat(login, region)
})
after(async () => {
    work?.leave()
    await g?.stop()
    rmSync(folder, { recursive: true, force: true })
})

const seat = (login, region) => work.must(['round', 'seat', ROUND, '--region', region, '--post', work.post[login]])
const handOver = (post, to) => work.must(['post', 'hand-over', post, to, '--decree', 'SK 8/2027', '--why', 'rotasi'])
const items = async (login) => (await work.json(login, `/assessments/${ROUND}/${KEDIRI}`)).items
const said = (line, voice) => line.numbers.find((n) => n.voice === voice)?.value
// Every item of a region as the city says it, without an agency.
async function stateAll(region, values) {
    await work.send(`koord-${region}`, `/assessments/${ROUND}/${region}/city`,
        Object.fromEntries(Object.entries(values).map(([i, value]) => [`v.${i}`, value])), { press: 'save' })
    await work.state(`wali-${region}`, region)
}
const same = (values) => Object.fromEntries(Object.entries(values).map(([i, value]) => [i, [value, '']]))

// ---- stage I ---------------------------------------------------------------------------------------

test('stage I goes as planned: three regions, two of which share a rank', async () => {
    await work.day('2027-01-05')
    for (const region of REGIONS) await stateAll(region, level(region === MADIUN ? 1 : 2))
    await work.day('2027-01-19')
    for (const region of REGIONS)
        for (const login of ['asa', 'abi']) {
            const city = level(region === MADIUN ? 1 : 2)
            await work.score(login, region, same(city), city)
            await work.finish(login, region)
        }
    await work.day('2027-02-02')
    for (const region of REGIONS) await work.lock('kantor', region)
    await work.must(['result', 'publish', ROUND, '--stage', '1'])
    assert.deepEqual((await work.json('stranger', `${HERE}/results.json`)).map((r) => [r.region, r.rank, r.tied]),
        [[KEDIRI, 1, 2], [BLITAR, 1, 2], [MADIUN, 3, 1]])
})

// ---- an agency's head hands over -------------------------------------------------------------------

test('the head of an agency hands over in the middle of the answers: nothing is lost, and the old one is out', async () => {
    await work.day('2027-03-02')
    for (const region of REGIONS) await work.begin(`koord-${region}`, region)
    await work.give(`koord-${KEDIRI}`, KEDIRI, { [AGENCY]: GIVEN })
    await work.answer('lama', AGENCY, { [GIVEN[0]]: ['3', 'sudah oleh yang lama'], [GIVEN[1]]: ['1', ''] })
    await work.attach('lama', AGENCY, GIVEN[0], 'sk.txt', 'SK tim')
    const open = await (await work.as('lama')).go(OWN), tasks = await work.json('lama', '/tasks')
    assert.ok(tasks.some((t) => t.thing === 'assess'))
    await handOver(work.post.lama, 'baru')

    const late = await (await work.as('lama')).submit(open, { [`v.${GIVEN[2]}`]: '3' }, { at: `${OWN}/answers?from=0` })
    assert.ok([401, 403, 404].includes(late.status) || /sign-in/.test(late.path), `${late.status} ${late.path}`)
    const [first, second, third] = (await items('baru')).filter((i) => GIVEN.includes(i.item))
    assert.deepEqual([said(first, 'agency'), first.documents.length, said(second, 'agency'), said(third, 'agency')], ['3', 1, '1', '2'])
    assert.deepEqual((await work.json('baru', '/tasks')).map((t) => t.code), tasks.map((t) => t.code), 'what was owed is owed by the new one')
    assert.match((await (await work.as('baru')).go(OWN)).words, /sudah oleh yang lama/)
    await work.answer('baru', AGENCY, { [GIVEN[2]]: ['3', 'oleh yang baru'] })
    await work.handIn('baru', AGENCY, GIVEN.length)
    await work.approve('baru', AGENCY, GIVEN.length)
    const told = await work.json('kantor', '/journal.json?thing=assess')
    const wrote = (note) => told.filter((l) => l.change?.includes(note)).map((l) => [l.post, l.name])
    assert.deepEqual(wrote('sudah oleh yang lama'), [['Kepala Dinas Uji', 'Kepala Dinas Uji']])
    assert.deepEqual(wrote('oleh yang baru'), [['Kepala Dinas Uji', 'Pengganti baru']], 'one post, two people')
})

// ---- assessors change ------------------------------------------------------------------------------

const SAID = { ...level(2), [GIVEN[0]]: '3', [GIVEN[1]]: '1', [GIVEN[2]]: '3' }

test('an assessor hands the post over in the middle of the scores: the new one goes on from there', async () => {
    const koord = `koord-${KEDIRI}`, city = `/assessments/${ROUND}/${KEDIRI}/city`
    await work.send(koord, city, {}, { at: `${city}/answers?from=0`, press: 'take' })
    assert.deepEqual(Object.fromEntries((await items(koord)).map((i) => [i.item, said(i, 'city')])), SAID)
    await work.state(`wali-${KEDIRI}`, KEDIRI)
    await stateAll(BLITAR, SAID)
    await stateAll(MADIUN, level(3))
    await work.day('2027-03-30')
    const some = Object.fromEntries(Object.entries(same(SAID)).slice(0, 5))
    await work.score('abi', KEDIRI, { ...some, [GIVEN[0]]: ['2', 'ALASAN-ABI'] }, SAID)
    const open = await (await work.as('abi')).go(`${BENCH}/score`)
    await handOver(work.post.abi, 'ani')
    const late = await (await work.as('abi')).submit(open, { [`v.${ITEMS[6]}`]: '2' }, { press: 'save' })
    assert.ok([401, 403, 404].includes(late.status) || /sign-in/.test(late.path), `${late.status} ${late.path}`)
    assert.match((await (await work.as('ani')).go(BENCH)).words, /You have scored 5 of 11 items/)
    assert.match((await (await work.as('ani')).go(`${BENCH}/items/${GIVEN[0]}`)).words, /ALASAN-ABI/)
    const rest = Object.fromEntries(Object.entries(same(SAID)).slice(5))
    await work.score('ani', KEDIRI, rest, SAID)
    await work.finish('ani', KEDIRI)
    assert.ok(!JSON.stringify(await work.json('asa', `${BENCH}.json`)).includes('ALASAN-ABI'), 'as blind as before')
})

test('an assessor’s right ends in the middle of stage II: the seat is empty, another sits there, nothing is lost', async () => {
    await work.score('asa', KEDIRI, Object.fromEntries(Object.entries(same(SAID)).slice(0, 3)), SAID)
    const open = await (await work.as('asa')).go(`${BENCH}/score`)
    await work.must(['post', 'end', work.post.asa, 'asa', '--last-day', '2027-03-29', '--why', 'masa tugas berakhir'])
    const late = await (await work.as('asa')).submit(open, { [`v.${ITEMS[6]}`]: '2' }, { press: 'save' })
    assert.ok([401, 403, 404].includes(late.status) || /sign-in/.test(late.path), `${late.status} ${late.path}`)
    const vacant = (await work.json('kantor', `${HERE}/seats?which=replace`)).map((s) => [s.region_code, s.state])
    assert.deepEqual(vacant, REGIONS.map((r) => [r, 'vacant']))
    for (const region of REGIONS) {
        await work.must(['round', 'seat', ROUND, '--region', region, '--post', work.post.asa, '--end', '--why', 'masa tugas berakhir'])
        await seat(region === KEDIRI ? 'aci' : 'adi', region)
    }
    await work.score('aci', KEDIRI, { ...same(SAID), [ITEMS.at(-1)]: ['3', 'ALASAN-ACI'] }, SAID)
    await work.finish('aci', KEDIRI)
    for (const login of ['ani', 'adi']) {
        await work.score(login, BLITAR, same(SAID), SAID)
        await work.finish(login, BLITAR)
    }
    const rows = (await work.json('kantor', `${BENCH}.json`)).filter((r) => r.voice === 'assessor' && r.item === GIVEN[0])
    assert.deepEqual(rows.map((r) => [r.seat, r.value]), [['Penilai abi', '2'], ['Penilai aci', '3'], ['Penilai asa', '3']],
        'what was scored before the right ended stays to be read')
    const words = (await (await work.as('kantor')).go(BENCH)).words
    assert.match(words, /Penilai asa ended before it was finished; does not count/)
})

// ---- results ---------------------------------------------------------------------------------------

test('one region is not locked in time: it stops the results, until it is left out on purpose', async () => {
    await work.day('2027-05-11')
    await work.settle('kantor', KEDIRI, GIVEN[0], { value: '3', why: 'bukti cukup' })
    await work.settle('kantor', KEDIRI, ITEMS.at(-1), { value: '2', why: 'belum terbukti' })
    for (const region of [KEDIRI, BLITAR]) await work.lock('kantor', region)
    const early = await work.shell(['judge', 'lock', ROUND, MADIUN])
    assert.equal(early.code, 1)
    const refused = await work.shell(['result', 'publish', ROUND, '--stage', '2'])
    assert.equal(refused.code, 1)
    assert.match(refused.err, /Kota Madiun/)
    assert.equal((await work.json('stranger', `${HERE}/results.json`))[0].value.toFixed(2), shownAt(indexOf(TREE, level(2)), 2), 'stage I stands')
    assert.match(await work.must(['result', 'publish', ROUND, '--stage', '2', '--leave-out']), /2 .*1 /)

    const index = shownAt(indexOf(TREE, SAID), 2), rank = ranksOf({ [KEDIRI]: index, [BLITAR]: index })
    assert.deepEqual((await work.json('stranger', `${HERE}/results.json?stage=2`)).map((r) => [r.region, r.value.toFixed(2), { rank: r.rank, tied: r.tied, ranked: r.ranked }]),
        [KEDIRI, BLITAR].map((r) => [r, index, rank[r]]))
    const stranger = await work.as('stranger')
    assert.equal((await stranger.get(`${HERE}/regions/${MADIUN}/result.json?stage=2`)).status, 404)
    assert.equal((await stranger.get(`${HERE}/regions/${MADIUN}/result.json?stage=1`)).status, 200)
    assert.equal((await stranger.get(`/regions/${MADIUN}/results/readiness/2027`)).status, 404, 'no figure of the year')
    const again = await work.shell(['result', 'publish', ROUND, '--stage', '2', '--leave-out'])
    assert.match(again.err, /published already/)
})
