// SPDX-License-Identifier: AGPL-3.0-or-later
// Assessors at work: they score blind to each other, one leaves in the middle and another is named, all see each
// other, the city is asked and answers, objects and is heard, and the final numbers are locked. On every way on which
// a score could be seen, it is looked for before its time.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { takenFile, takenSheet } from '../harness/dossier.mjs'
import { guyub, makePerson, makePost, PASSWORD, runProgram, signIn } from '../harness/guyub.mjs'
import { rowsOf } from '../harness/xlsx.mjs'

const ROUND = 'readiness-2027', REGION = '35.71', OTHER = '15.71', HERE = `/judging/${ROUND}/${REGION}`
const MARK = { a: 'ALASAN-ASESOR-A', b: 'ALASAN-ASESOR-B', c: 'ALASAN-ASESOR-C' }
const ITEMS = ['people', 'budget', 'governance', 'physical', 'digital', 'social', 'policy', 'institution', 'execution',
    'nature', 'culture']
const at = (day) => String(Date.parse(`${day}T03:00:00Z`) / 1000)
const folder = mkdtempSync(join(tmpdir(), 'guyub-judge-'))

let g, now = '2027-01-12', post = {}, who = {}

async function must(args, options = {}) {
    const r = await g.run([...args, '--lang', 'en'], { ...options, env: { GUYUB_NOW: at(now), ...options.env } })
    assert.equal(r.code, 0, `${args.join(' ')}: ${r.err}`)
    return r.out
}

async function person(login, kind, title, place = {}) {
    post[login] = await makePost(g, kind, title, place)
    await makePerson(g, login, { posts: [post[login]], more: kind === 'auditor' ? ['--to', '2027-12-31'] : [] })
}

// A day passes, and whoever was in comes in again.
async function day(date) {
    now = date
    for (const login of Object.keys(who)) who[login].close()
    await g.restart({ GUYUB_NOW: at(date) })
    who = {}
}
const as = async (login) => who[login] ??= await signIn(g.url, login, PASSWORD)

before(async () => {
    g = await guyub({ env: { GUYUB_NOW: at(now), GUYUB_JOBS: '1', GUYUB_VAULT: join(folder, 'vault') } })
    await person('asa', 'assessor', 'Asesor Satu')
    await person('abi', 'assessor', 'Asesor Dua')
    await person('aci', 'assessor', 'Asesor Tiga')
    await person('adi', 'assessor', 'Asesor tanpa kursi')
    await person('koko', 'coordinator', 'Koordinator Kota Kediri', { region: REGION })
    await person('kepala', 'head_of_region', 'Wali Kota Kediri', { region: REGION })
    await person('sekda', 'region_secretary', 'Sekretaris Daerah Kota Kediri', { region: REGION })
    await person('jambi', 'coordinator', 'Koordinator Kota Jambi', { region: OTHER })
    await person('kantor', 'programme_office', 'Kantor Program')
    await person('audit', 'auditor', 'Auditor Kota Kediri', { region: REGION })
    await must(['round', 'add', '--instrument', 'readiness', '--year', '2027', '--title', 'Kesiapan 2027',
        '--rule', `\${code} = '${REGION}' or \${code} = '${OTHER}'`, '--disagreement', '1'])
    await must(['round', 'dates', ROUND, ...Object.entries({
        opening: ['01-04', '01-08'], stage_1: ['01-11', '02-05'], judge_1: ['02-08', '02-19'],
        result_1: ['02-22', '02-26'], stage_2: ['03-01', '03-26'], check: ['03-29', '04-09'],
        interview: ['04-12', '04-23'], reply: ['04-26', '05-07'], result: ['05-10', '05-31'],
    }).flatMap(([kind, [from, to]]) => [`--${kind.replace("_", "-")}-from`, `2027-${from}`, `--${kind.replace("_", "-")}-to`, `2027-${to}`]), '--why', 'uji'])
    await must(['round', 'join', ROUND])
    await must(['round', 'open', ROUND])
    await seat('asa')
    await seat('abi')
})
after(async () => {
    for (const login of Object.keys(who)) who[login].close()
    await g?.stop()
    rmSync(folder, { recursive: true, force: true })
})

const seat = (login, more = []) => must(['round', 'seat', ROUND, '--region', REGION, '--post', post[login], ...more])
const json = async (v, path) => (await v.get(path, { accept: 'application/json' })).json
const values = (v) => json(v, `${HERE}.json`)

// The region's answers of a stage: every item is at that level, and the head of region states and sends them.
async function send(level) {
    const koko = await as('koko'), kepala = await as('kepala'), theirs = `/assessments/${ROUND}/${REGION}`
    const door = await koko.go(theirs)
    if (door.forms.some((f) => f.action === `${theirs}/begin`)) await koko.submit(door, {}, { at: `${theirs}/begin` })
    const values = Object.fromEntries(ITEMS.flatMap((item) => [[`v.${item}`, String(level)], [`n.${item}`, `catatan ${item}`]]))
    const saved = await koko.submit(await koko.go(`${theirs}/city`), values, { press: 'save' })
    assert.equal(saved.status, 200, saved.words)
    const sent = await kepala.submit(await kepala.go(`${theirs}/statement`), { states: '1' })
    assert.equal(sent.status, 200, sent.words)
}

// Scores of one page of the form; `changes`: item to [level, reason].
async function score(v, changes, from = 0, press = 'save') {
    const page = await v.go(`${HERE}/score?from=${from}`)
    assert.equal(page.status, 200, page.words)
    const typed = {}
    for (const [item, [value, reason]] of Object.entries(changes)) {
        typed[`v.${item}`] = value
        if (reason !== undefined) typed[`n.${item}`] = reason
    }
    return v.submit(page, typed, { press })
}

const all = (level, changes = {}) => Object.fromEntries(ITEMS.map((item) => [item, changes[item] ?? [String(level)]]))
const finish = async (v) => v.submit(await v.go(HERE), {}, { at: `${HERE}/finish` })

// ---- ways on which a score could be seen --------------------------------------------------------

const PATHS = [HERE, `${HERE}.json`, `${HERE}.csv`, `${HERE}/items/people`, `${HERE}/items/people.json`,
    `${HERE}/items/people.csv`, `${HERE}/items/budget`, `/assessments/${ROUND}/${REGION}`, `/assessments/${ROUND}/${REGION}.json`,
    `/assessments/${ROUND}/${REGION}.csv`, `/judging/${ROUND}`, `/judging/${ROUND}.csv`, '/judging', '/judging.json', '/judging.csv', '/journal?thing=judge',
    '/journal.json?thing=judge', '/journal.csv?thing=judge', '/journal.json', '/journal.json?thing=judge_seat', '/tasks', '/tasks.json']

// No way shows what one assessor wrote, nor that there is a score of another's.
async function nothingIsSeen(logins, marks, stage = 1) {
    for (const login of logins) {
        const v = await as(login)
        for (const path of PATHS) {
            const page = await v.go(path, path.includes('.json') ? { accept: 'application/json' } : {})
            for (const mark of marks) assert.ok(!page.text.includes(mark), `${login} reads ${mark} on ${path}`)
            if (stage === 2 && path.includes('journal')) continue      // stage I stands there since it was opened
            if (path === `${HERE}.json` && page.status === 200)
                assert.deepEqual(page.json.filter((r) => r.voice === 'assessor' && !marks.includes(r.reason))
                    .filter((r) => r.seat !== own(login)), [], `${login} reads another's score`)
            if (path.startsWith(`${HERE}/items/people.json`) && page.status === 200)
                assert.ok(!page.json.some((r) => r.voice === 'proposal'), `${login} reads what is proposed`)
        }
    }
    for (const args of [['judge', 'show', ROUND, REGION, '--json'], ['journal', 'list', '--json'],
        ['judge', 'progress', ROUND, '--json']]) {
        const out = await g.run(args, { env: { GUYUB_NOW: at(now) } })
        for (const mark of marks) assert.ok(!out.out.includes(mark) && !out.err.includes(mark), `the shell reads ${mark}`)
        assert.ok(args[0] !== 'judge' || !/"voice":\s*"(assessor|proposal)"/.test(out.out), `${args.join(' ')} reads a score`)
    }
}
const own = (login) => ({ asa: 'Asesor Satu', abi: 'Asesor Dua', aci: 'Asesor Tiga' })[login]

// ---- stage I -------------------------------------------------------------------------------------

test('before the region has sent, nothing is scored', async () => {
    const asa = await as('asa')
    const desk = await asa.go('/judging')
    assert.match(desk.words, /Kota Kediri.*has not sent its answers/)
    assert.equal((await asa.get(HERE)).status, 404)
    await send(2)
    assert.match((await asa.go(HERE)).words, /Stage I: self-assessment/)
    assert.equal((await asa.get(`${HERE}/score`)).status, 303, 'the phase does not allow it')
})

test('who sits there scores, with the city beside the rubric; a change needs its reason', async () => {
    await day('2027-02-09')
    const asa = await as('asa'), page = await asa.go(`${HERE}/score`)
    assert.match(page.words, /The city says 2 Moderate\. catatan people/)
    assert.match(page.words, /Items 1 to 11 of 11/)
    const faulty = await score(asa, { people: ['1'], budget: ['3', 'x'], governance: ['2'] })
    assert.equal(faulty.status, 400)
    assert.match(faulty.words, /People: Say why it is lowered.*Budget: Say why it is raised/)
    assert.match(faulty.text, /value="1" checked/, 'what was typed stays')
    assert.equal((await values(asa)).filter((r) => r.voice === 'assessor').length, 0, 'nothing is saved')
    const unknown = await asa.submit(page, { 'v.people': '9' }, {})
    assert.match(unknown.words, /has no level "9"/)
    const saved = await score(asa, { people: ['1', MARK.a], budget: ['3', `${MARK.a} lagi`], governance: ['2'] })
    assert.match(saved.words, /3 scores are saved/)
    assert.deepEqual((await values(asa)).filter((r) => r.voice === 'assessor').map((r) => [r.item, r.value, r.turn]),
        [['people', '1', 'lowered'], ['budget', '3', 'raised'], ['governance', '2', 'confirmed']])
    const again = await score(asa, { people: ['1', MARK.a] })
    assert.match(again.words, /Nothing was different/)
    const early = await asa.post(`${HERE}/finish`, { _token: await tokenOf(asa) })
    assert.equal(early.status, 409)
    assert.match(early.words, /8 items are not scored yet\. They are: physical, digital/)
})

test('two windows of one post do not overwrite each other', async () => {
    const asa = await as('asa'), first = await asa.go(`${HERE}/score`), second = await asa.go(`${HERE}/score`)
    assert.match((await asa.submit(first, { 'v.physical': '2' })).words, /1 scores are saved/)
    const late = await asa.submit(second, { 'v.physical': '3', 'n.physical': MARK.a })
    assert.equal(late.status, 400)
    assert.match(late.words, /Meanwhile your post saved another score here/)
})

test('refused: who has no seat, another region, agencies of rights that are not theirs', async () => {
    const adi = await as('adi')
    assert.deepEqual([(await adi.get(HERE)).status, (await adi.get(`${HERE}/score`)).status], [403, 403])
    assert.match((await adi.go(HERE)).words, /no assessor's seat for 35\.71/)
    assert.equal((await (await as('jambi')).get(HERE)).status, 404)
    assert.equal((await (await as('koko')).get(`${HERE}/score`)).status, 403)
    assert.equal((await (await as('asa')).get(`/judging/${ROUND}`)).status, 403)
    for (const login of ['koko', 'kepala', 'adi', 'audit']) {
        const v = await as(login), _token = await tokenOf(v)
        for (const path of ['score', 'finish', 'lock', 'items/people/ask', 'items/people/decide', 'items/people/settle']) {
            const page = await v.post(`${HERE}/${path}`, { _token, 'v.people': '3', value: '3', why: 'alasan' })
            assert.equal(page.status, 403, `${login} ${path}: ${page.words}`)
            assert.doesNotMatch(page.words, /form has expired|forged/i)
        }
    }
})

async function tokenOf(v) {
    const page = await v.go('/account/password')
    return page.forms.flatMap((f) => f.fields).find(([name]) => name === '_token')[1]
}

const exported = async () => JSON.stringify(rowsOf(await takenSheet(await as('kantor'), `/rounds/${ROUND}/office`, 'round_export')))

test('blind: on no way a score is seen before all have finished', async () => {
    await nothingIsSeen(['abi', 'koko', 'kepala', 'sekda', 'audit', 'kantor', 'adi', 'jambi'], [MARK.a])
    const abi = await as('abi')
    await score(abi, { people: ['3', MARK.b], budget: ['2'] })
    await nothingIsSeen(['koko', 'kepala', 'sekda', 'audit', 'kantor', 'adi', 'jambi'], [MARK.a, MARK.b])
    await nothingIsSeen(['asa'], [MARK.b])
    await nothingIsSeen(['abi'], [MARK.a])
    for (const record of [HERE, `/assessments/${ROUND}/${REGION}`])
        for (const login of ['koko', 'audit']) {
            const file = await takenFile(await as(login), record, folder)
            assert.match(file, /catatan people|Asesor Satu/, 'it holds the region')
            for (const mark of Object.values(MARK)) assert.ok(!file.includes(mark), `${login} reads ${mark} in the file of ${record}`)
        }
    assert.match(await exported(), /catatan people/, 'the office takes all of the round away')
    for (const mark of Object.values(MARK)) assert.ok(!(await exported()).includes(mark), `the export tells ${mark}`)
    const lines = (await json(await as('audit'), '/journal.json?thing=judge')).map((l) => l.note)
    assert.ok(lines.some((n) => /scores: \d+ changed, \d+ of 11 items scored/.test(n)), JSON.stringify(lines))
})

test('one has finished: the other still sees nothing, and what is finished stays', async () => {
    const asa = await as('asa')
    assert.ok(!(await asa.go(HERE)).forms.some((f) => f.action === `${HERE}/finish`), 'it is not offered')
    await score(asa, all(2, { people: ['1', MARK.a], budget: ['3', MARK.a] }))
    const done = await finish(asa)
    assert.match(done.words, /You have finished/)
    assert.equal((await asa.get(`${HERE}/score`)).status, 303)
    await nothingIsSeen(['abi', 'koko', 'kepala', 'sekda', 'audit', 'kantor', 'adi', 'jambi'], [MARK.a])
    await nothingIsSeen(['asa'], [MARK.b])
})

test('the seat of one ends in the middle: a clear answer, nothing lost, another is named', async () => {
    const abi = await as('abi'), typing = await abi.go(`${HERE}/score`)
    await seat('abi', ['--end', '--why', 'cuti sakit'])
    const late = await abi.submit(typing, { 'v.governance': '2' })
    assert.equal(late.status, 403)
    assert.match(late.words, /no assessor's seat for 35\.71.*It had one until 9 February 2027: cuti sakit/)
    assert.match((await abi.go('/judging')).words, /no assessor's seat in an open round/)
    await nothingIsSeen(['asa', 'koko', 'kantor', 'audit'], [MARK.b])
    await nothingIsSeen(['koko', 'kantor', 'audit', 'kepala'], [MARK.a])    // one alone does not open it
    assert.match((await (await as('kantor')).go(HERE)).words, /Asesor Dua ended before it was finished; does not count/)
    await seat('aci')
    await nothingIsSeen(['aci'], [MARK.a, MARK.b])
    const aci = await as('aci')
    await score(aci, all(2, { people: ['2'], culture: ['3', MARK.c], nature: ['n/a', MARK.c] }))
    await nothingIsSeen(['koko', 'kantor', 'audit', 'kepala'], [MARK.a, MARK.b, MARK.c])
    await finish(aci)
})

test('all have finished: they see each other, and what differs is marked', async () => {
    for (const login of ['asa', 'aci', 'koko', 'kepala', 'kantor', 'audit']) {
        const rows = await values(await as(login))
        assert.deepEqual(rows.filter((r) => r.voice === 'assessor' && r.item === 'people').map((r) => [r.seat, r.value]),
            [['Asesor Satu', '1'], ['Asesor Tiga', '2'], ['Asesor Dua', '3']], login)
        assert.deepEqual(rows.filter((r) => r.voice === 'proposal' && r.reason === 'not agreed').map((r) => [r.item, r.value]),
            [['people', '1'], ['budget', '2'], ['nature', '2'], ['culture', '2']], login)
    }
    const page = await (await as('asa')).go(HERE)
    assert.match(page.words, /Items on which they differ: 4\. Still to be settled: 4\./)
    assert.match((await (await as('koko')).go(`${HERE}/items/people`)).words, new RegExp(MARK.a))
    assert.ok((await exported()).includes(MARK.a), 'and so does the export')
    assert.equal((await (await as('koko')).get(`/sheets/new?thing=round_export&key=${ROUND}`)).status, 403)
    const told = await json(await as('audit'), '/journal.json?thing=judge_seat')
    assert.ok(JSON.stringify(told).includes('people 1'), 'from here on the journal says what was scored')
})

// ---- stage I: settled and locked -----------------------------------------------------------------

// A form of an item's page, filled in.
const item = async (v, name, action, typed, press) =>
    v.submit(await v.go(`${HERE}/items/${name}`), typed, { at: `${HERE}/items/${name}/${action}`, press })

test('what differs is settled by a person with a reason, then the office locks', async () => {
    await day('2027-02-23')
    const asa = await as('asa'), kantor = await as('kantor')
    const early = await kantor.submit(await kantor.go(HERE), {}, { at: `${HERE}/lock` })
    assert.equal(early.status, 409)
    assert.match(early.words, /4 items are not settled\. They are: people, budget, nature, culture/)
    const bare = await item(asa, 'people', 'settle', { value: '1', why: '' })
    assert.equal(bare.status, 400)
    assert.match(bare.words, /Say why, in a sentence/)
    assert.match((await item(asa, 'people', 'settle', { value: '1', why: 'SK tim tidak ada' })).words, /The final number is set/)
    assert.match((await item(kantor, 'budget', 'settle', { value: '3', why: 'DPA 2027 terbukti' })).words, /The final number is set/)
    for (const name of ['nature', 'culture']) await item(kantor, name, 'settle', { value: '2', why: 'disepakati' })
    const koko = await as('koko')
    assert.equal((await koko.post(`${HERE}/items/people/settle`, { _token: await tokenOf(koko), value: '3', why: 'kami mau' })).status, 403)
    assert.equal((await koko.post(`${HERE}/items/people/object`, { _token: await tokenOf(koko), value: '3', why: 'kami mau' })).status,
        409, 'stage I knows no right of reply')
    const locked = await kantor.submit(await kantor.go(HERE), {}, { at: `${HERE}/lock` })
    assert.match(locked.words, /The final numbers of stage 1 are locked since/)
    assert.deepEqual((await values(kantor)).filter((r) => r.voice === 'final').map((r) => r.value),
        ['1', '3', '2', '2', '2', '2', '2', '2', '2', '2', '2'])
    const late = await asa.post(`${HERE}/items/people/settle`, { _token: await tokenOf(asa), value: '3', why: 'berubah pikiran' })
    assert.equal(late.status, 409)
    assert.match(late.words, /The final numbers of this stage are locked\. Kantor Program locked them/)
    const again = await g.run(['judge', 'lock', ROUND, REGION], { env: { GUYUB_NOW: at(now), GUYUB_LANG: 'en' } })
    assert.equal(again.code, 1)
})

// ---- stage II --------------------------------------------------------------------------------------

test('document check: assessors ask, the city answers, and the board knows', async () => {
    await day('2027-03-02')
    await send(3)
    await day('2027-03-30')
    const asa = await as('asa'), koko = await as('koko')
    assert.match((await asa.go(HERE)).words, /Document check, until 9 April 2027/)
    const empty = await item(asa, 'people', 'ask', { question: ' ' })
    assert.equal(empty.status, 400)
    assert.match((await item(asa, 'people', 'ask', { question: 'Di mana SK tim 2027?' })).words, /The region sees your question/)
    assert.match((await koko.go('/tasks')).words, /Pertanyaan asesor/)
    const audit = await as('audit')
    assert.equal((await audit.post(`${HERE}/items/people/answer`, { _token: await tokenOf(audit), answer: 'x' })).status, 403)
    const page = await koko.go(`${HERE}/items/people`)
    assert.match(page.words, /Di mana SK tim 2027\?/)
    assert.match((await koko.submit(page, { answer: 'SK 12/2027, lampiran 1.' })).words, /SK 12\/2027, lampiran 1/)
    const late = await koko.submit(page, { answer: 'jawaban dari jendela lama' })
    assert.equal(late.status, 409)
    assert.match(late.words, /Meanwhile somebody else answered: SK 12\/2027/)
    assert.ok(!/Pertanyaan asesor/.test((await koko.go('/tasks')).words), 'nothing is owed any more')
    assert.equal((await koko.post(`${HERE}/items/people/ask`, { _token: await tokenOf(koko), question: 'x' })).status, 403)
})

test('interview: stage II is scored as blind as stage I was', async () => {
    await day('2027-04-13')
    const asa = await as('asa'), aci = await as('aci')
    await score(asa, all(3, { people: ['2', MARK.a], culture: ['1', MARK.a] }))
    await finish(asa)
    await nothingIsSeen(['aci', 'koko', 'kepala', 'audit', 'kantor'], [MARK.a], 2)
    await score(aci, all(3, { people: ['2', MARK.c] }))
    await finish(aci)
    const rows = await values(await as('koko'))
    assert.deepEqual(rows.filter((r) => r.voice === 'proposal' && r.reason === 'not agreed').map((r) => r.item), ['culture'])
})

test('right of reply: the region objects with its number, an assessor decides with a reason', async () => {
    await day('2027-04-27')
    const koko = await as('koko'), asa = await as('asa'), kantor = await as('kantor'), jambi = await as('jambi')
    const bare = await item(koko, 'people', 'object', { value: '', why: 'SK 12/2027 berlaku' })
    assert.equal(bare.status, 400)
    assert.match(bare.words, /Give the number that the region thinks right/)
    assert.match(bare.text, /SK 12\/2027 berlaku<\/textarea>/, 'what was typed stays')
    assert.match((await item(koko, 'people', 'object', { value: '3', why: 'SK 12/2027 berlaku' })).words, /The objection is with the assessors/)
    assert.match((await item(koko, 'budget', 'object', { value: '2', why: 'salah ketik' })).words, /not decided yet/)
    const twice = await koko.post(`${HERE}/items/people/object`, { _token: await tokenOf(koko), value: '3', why: 'sekali lagi' })
    assert.equal(twice.status, 409)
    assert.equal((await jambi.post(`${HERE}/items/social/object`, { _token: await tokenOf(jambi), value: '3', why: 'kami juga' })).status, 404)
    assert.equal((await koko.post(`${HERE}/items/people/decide`, { _token: await tokenOf(koko), why: 'ya', do: 'uphold' })).status, 403)
    assert.match((await asa.go('/judging')).words, /Objections to decide: 2/)
    const silent = await item(asa, 'people', 'decide', { why: '' }, 'uphold')
    assert.equal(silent.status, 400)
    assert.match((await item(asa, 'people', 'decide', { why: 'SK diterima' }, 'uphold')).words, /Upheld: the region's number is the final one/)
    assert.match((await item(asa, 'budget', 'decide', { why: 'DPA jelas' }, 'refuse')).words, /Refused, with your reason/)
    const over = await kantor.post(`${HERE}/items/people/settle`, { _token: await tokenOf(kantor), value: '1', why: 'kantor lain pendapat' })
    assert.equal(over.status, 409)
    assert.match(over.words, /was upheld; its number is the final one/)
    assert.ok(!(await kantor.go(HERE)).forms.some((f) => f.action === `${HERE}/lock`), 'the region may still object')
    const early = await kantor.post(`${HERE}/lock`, { _token: await tokenOf(kantor) })
    assert.match(early.words, /The region may still object, until 7 May 2027/)
})

test('result: settled, locked, and stage I stays to be read', async () => {
    await day('2027-05-11')
    const kantor = await as('kantor'), koko = await as('koko')
    assert.equal((await koko.post(`${HERE}/items/social/object`, { _token: await tokenOf(koko), value: '1', why: 'terlambat' })).status, 409)
    await item(kantor, 'culture', 'settle', { value: '3', why: 'bukti cukup' })
    assert.match((await kantor.submit(await kantor.go(HERE), {}, { at: `${HERE}/lock` })).words, /locked since/)
    const final = (await values(koko)).filter((r) => r.voice === 'final')
    assert.deepEqual(final.map((r) => [r.item, r.value]), ITEMS.map((name) => [name, '3']))
    assert.equal((await json(koko, `${HERE}.json?stage=1`)).find((r) => r.voice === 'final' && r.item === 'people').value, '1')
    const progress = (await json(kantor, `/judging/${ROUND}.json`)).find((r) => r.region === REGION)
    assert.deepEqual([progress.seats, progress.done, progress.locked], [2, 2, true])
    const file = await takenFile(koko, HERE, folder)
    for (const text of [MARK.a, MARK.c, 'Di mana SK tim 2027?', 'SK diterima']) assert.ok(file.includes(text), text)
})

// ---- figures, and more items than one page -------------------------------------------------------

// A round of another instrument that only the other region takes part in, assessed from today on.
async function another(instrument, answer) {
    const round = `${instrument}-2027`, day1 = '2027-05-12'
    await must(['round', 'add', '--instrument', instrument, '--year', '2027', '--title', `Uji ${instrument}`, '--rule',
        `\${code} = '${OTHER}'`, '--disagreement', '0.5'])
    await must(['round', 'dates', round, '--stage-1-from', '2027-05-11', '--stage-1-to', '2027-05-11', '--judge-1-from', day1,
        '--judge-1-to', '2027-05-20', '--result-1-from', '2027-05-21', '--result-1-to', '2027-05-25', '--why', 'uji'])
    await must(['round', 'join', round])
    await must(['round', 'open', round])
    for (const login of ['asa', 'aci']) await must(['round', 'seat', round, '--region', OTHER, '--post', post[login]])
    const jambi = await as('jambi'), city = `/assessments/${round}/${OTHER}/city`
    for (let page = await jambi.go(city); page;) {
        const names = page.forms.flatMap((f) => f.fields).map(([name]) => name).filter((name) => name.startsWith('v.'))
        const saved = await jambi.submit(page, Object.fromEntries(names.map((name) => [name, answer])), { press: 'save' })
        assert.equal(saved.status, 200, saved.words)
        const on = page.text.match(/href="([^"]*city\?from=\d+)"[^>]*>Later/)
        page = on && await jambi.go(on[1])
    }
    return round
}

test('figures are confirmed or replaced, as people write them; the mean is exact', async () => {
    await person('gubernur', 'head_of_region', 'Wali Kota Jambi', { region: OTHER })
    const figures = await another('smart-city-evaluation', '3.20'), levels = await another('spbe-2020', '3')
    const kepala = await as('gubernur')
    for (const round of [figures, levels]) {
        const door = await kepala.go(`/assessments/${round}/${OTHER}/statement`)
        assert.equal((await kepala.submit(door, { states: '1' })).status, 200)
    }
    await day('2027-05-12')
    const there = `/judging/${figures}/${OTHER}`, fill = async (login, value, reason) => {
        const v = await as(login), page = await v.go(`${there}/score`)
        const names = page.forms.flatMap((f) => f.fields).map(([name]) => name).filter((name) => name.startsWith('v.'))
        const typed = Object.fromEntries(names.map((name) => [name, '3.20']))
        if (value) Object.assign(typed, { 'v.baseline': 'other', 'o.baseline': value, 'n.baseline': reason })
        return v.submit(page, typed, { press: 'save' })
    }
    const wrong = await fill('asa', '9,9', 'salah')
    assert.equal(wrong.status, 400)
    assert.match(wrong.words, /9\.9 lies outside the scale/)
    assert.match((await fill('asa', '3,25', 'dihitung ulang')).words, /scores are saved/)
    assert.match((await fill('aci')).words, /scores are saved/)
    for (const login of ['asa', 'aci']) {
        const v = await as(login)
        await v.submit(await v.go(there), {}, { at: `${there}/finish` })
    }
    const rows = await json(await as('jambi'), `${there}.json`)
    assert.deepEqual(rows.filter((r) => r.item === 'baseline').map((r) => [r.voice, r.value, r.turn ?? '']),
        [['city', '3.20', ''], ['assessor', '3.25', 'raised'], ['assessor', '3.20', 'confirmed'], ['proposal', '3.225', '']])
})

test('47 items: page by page, saved in part, and on from there', async () => {
    const there = `/judging/spbe-2020-2027/${OTHER}`, asa = await as('asa')
    let page = await asa.go(`${there}/score`), pages = 0
    assert.match(page.words, /Items 1 to 12 of 47\./)
    for (; pages < 9 && /\/score(\?|$)/.test(page.path); pages++) {
        const names = page.forms.flatMap((f) => f.fields).map(([name]) => name).filter((name) => name.startsWith('v.'))
        page = await asa.submit(page, Object.fromEntries(names.map((name) => [name, '3'])), { press: 'on' })
        assert.equal(page.status, 200, page.words)
    }
    assert.equal(pages, 4)
    assert.match(page.words, /You have scored 47 of 47 items/)
})

test('evidence stands beside the item, and leads to the document', async () => {
    const file = join(folder, 'sk-tim.csv')
    writeFileSync(file, 'no,nama\n1,tim\n')
    const code = (await must(['document', 'add', file, '--title', 'SK tim kesiapan', '--org', '35.71-diskominfo', '--sensitivity',
        'internal'])).match(/[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}/)[0]
    await tamper(`INSERT INTO document_cite (document_id, thing, key, part, seen, locked)
        SELECT id, 'assess', '${ROUND}-${REGION}', 'people', 1, true FROM document WHERE code = '${code}'`)
    const page = await (await as('aci')).go(`${HERE}/items/people`)
    assert.match(page.words, /SK tim kesiapan/)
    assert.ok(page.text.includes(`href="/documents/${code}"`))
    assert.match((await (await as('aci')).go(`${HERE}/items/budget`)).words, /The region shows no evidence here/)
})

// What the region's agencies do on pages of their own.
async function tamper(sql) {
    const r = g.db.startsWith('sqlite:') ? await runProgram('sqlite3', ['-cmd', '.timeout 5000', g.db.slice(7), sql])
        : await runProgram('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', g.db, '-c', sql])
    assert.equal(r.code, 0, r.err)
}
