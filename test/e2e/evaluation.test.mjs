// SPDX-License-Identifier: AGPL-3.0-or-later
//
// evaluation.test.mjs — a year's evaluation in a real browser, by keyboard alone: items given, answered with
// evidence, approved, consolidated, stated, scored blind, locked, published, read by a citizen. Once in Indonesian
// on a narrow screen with scripts, once in English on a wide one without. A line that dies while somebody types,
// and a second officer on the same answer, cost nothing that was typed.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { guyub, makePerson, makePost, PASSWORD } from '../harness/guyub.mjs'
import { axe, launch, narrow, overflow, shoot, wide } from './browser.mjs'

const PATIENCE = { timeout: 240_000 }, TABS_MAX = 400, REGION = '35.71', ORG = '35.71-diskominfo'
const ITEMS = ['people', 'budget', 'governance', 'physical', 'digital', 'social', 'policy', 'institution', 'execution',
    'nature', 'culture']
const ANSWERED = ['people', 'budget', 'governance'], REST = ITEMS.slice(ANSWERED.length)
const folder = mkdtempSync(join(tmpdir(), 'guyub-evaluation-'))

let browser, g, shots = 0
before(async () => {
    browser = await launch()
    g = await guyub({ env: { GUYUB_VAULT: join(folder, 'vault') } })
    const person = async (login, kind, title, place) =>
        makePerson(g, login, { name: title, posts: [await makePost(g, kind, title, place)] })
    await person('kantor', 'programme_office', 'Kantor Program')
    await person('koko', 'coordinator', 'Koordinator Kota Kediri', { region: REGION })
    await person('wali', 'head_of_region', 'Wali Kota Kediri', { region: REGION })
    await person('wati', 'contributor', 'Kontributor Diskominfo', { org: ORG })
    await person('tono', 'contributor', 'Kontributor kedua Diskominfo', { org: ORG })
    await person('hasan', 'head_of_agency', 'Kepala Diskominfo', { org: ORG })
    await person('citra', 'assessor', 'Asesor Satu')
    await person('eko', 'assessor', 'Asesor Dua')
})
after(async () => {
    await browser?.close()
    await g?.stop()
    rmSync(folder, { recursive: true, force: true })
})

// ---- the round, of which the days move instead of the clock ---------------------------------------

const PHASES = { answer: [[-9, 9], [10, 19], [20, 29]], judge: [[-9, -2], [-1, 9], [10, 19]], result: [[-9, -6], [-5, -2], [-1, 9]] }
const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)

async function shell(...args) {
    const r = await g.run(args)
    assert.equal(r.code, 0, `${args.join(' ')}: ${r.err}`)
}
const phase = (code, now) => shell('round', 'dates', code, '--why', 'uji', ...['stage-1', 'judge-1', 'result-1'].flatMap((word, i) =>
    [`--${word}-from`, day(PHASES[now][i][0]), `--${word}-to`, day(PHASES[now][i][1])]))

async function openRound(year) {
    const code = `readiness-${year}`
    await shell('round', 'add', '--instrument', 'readiness', '--year', year, '--title', `Kesiapan ${year}`,
        '--rule', `\${code} = '${REGION}'`, '--disagreement', '1')
    await phase(code, 'answer')
    await shell('round', 'join', code)
    await shell('round', 'open', code)
    for (const post of ['assessor', 'assessor-2']) await shell('round', 'seat', code, '--region', REGION, '--post', post)
    return { code, entry: `/assessments/${code}/${REGION}`, agency: `/assessments/${code}/${REGION}/agencies/${ORG}`,
        bench: `/judging/${code}/${REGION}`, results: `/rounds/${code}/results`, result: `/rounds/${code}/regions/${REGION}/result` }
}

// ---- a person with a keyboard ---------------------------------------------------------------------

async function comeIn(login, { script = true, lang = 'id', size = narrow } = {}) {
    const context = await browser.newContext({ javaScriptEnabled: script, locale: lang === 'id' ? 'id-ID' : 'en-GB', viewport: size })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    if (!login) return page
    await page.goto(`${g.url}/sign-in`)
    await write(page, 'input[name=login]', login)
    await write(page, 'input[name=password]', PASSWORD)
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => url.pathname !== '/sign-in')
    return page
}

// Tab, until what has the focus is what was looked for; what no tab reaches does not exist for a keyboard.
async function reach(page, selector) {
    for (let i = 0; i < TABS_MAX; i++) {
        if (await page.evaluate((s) => document.activeElement?.matches(s), selector)) return
        await page.keyboard.press('Tab')
    }
    assert.fail(`no tab reaches ${selector} on ${page.url()}`)
}
async function write(page, selector, text) {
    await reach(page, selector)
    await page.keyboard.press('Control+A')
    await page.keyboard.insertText(text)
}
async function tick(page, selector) {
    await reach(page, selector)
    await page.keyboard.press('Space')
}
// Arrows, within a group of radio buttons or a list, until the value is the one.
async function choose(page, name, value) {
    await reach(page, `[name="${name}"]`)
    for (let i = 0; i < TABS_MAX; i++) {
        if (await page.evaluate(() => document.activeElement.value) === value) return
        await page.keyboard.press('ArrowDown')
    }
    assert.fail(`${name} has no ${value} on ${page.url()}`)
}
async function press(page, selector) {
    await reach(page, selector)
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.keyboard.press('Enter')])
}

const main = async (page) => (await page.innerText('main')).replace(/\s+/g, ' ')
async function looksRight(page, { script = true, lang = 'id' } = {}) {
    assert.deepEqual(await overflow(page), [], page.url())
    assert.equal(await page.getAttribute('html', 'lang'), lang)
    await shoot(page, `evaluation-${lang}-${++shots}`)
    if (script) assert.deepEqual(await axe(page), [], page.url())
}

const WORDS = {
    id: { given: /3 butir dibagikan/, saved: /3 jawaban disimpan, 1 dokumen berubah/, sent: /3 butir dikirim/, taken: /3 angka yang disetujui diambil/,
        stated: /Penilaian mandiri dikirim/, scored: /11 nilai disimpan/, finished: /Anda sudah selesai/, locked: /Nilai akhir tahap 1 terkunci/,
        published: /1 hasil diumumkan/, index: /Hasil Kota Kediri 1,13 .*Sumber daya anggaran 1 / },
    en: { given: /3 items are given/, saved: /3 answers are saved, 1 documents are changed/, sent: /3 items are sent/, taken: /3 approved numbers are taken/,
        stated: /self-assessment is sent/, scored: /11 scores are saved/, finished: /You have finished/, locked: /final numbers of stage 1 are locked/,
        published: /1 results are published/, index: /Result of Kota Kediri 1\.13 .*Budget 1 / },
}

// ---- the year -------------------------------------------------------------------------------------

const RUNS = [
    { year: '2026', script: true, lang: 'id', size: narrow },
    { year: '2027', script: false, lang: 'en', size: wide },
]

async function cityAnswers(round, run, says) {
    const koko = await comeIn('koko', run), wati = await comeIn('wati', run), hasan = await comeIn('hasan', run), wali = await comeIn('wali', run)

    await koko.goto(g.url + round.entry)
    await press(koko, `a[href="${round.entry}/give"]`)
    await looksRight(koko, run)
    for (const item of ANSWERED) await tick(koko, `#i-${item}`)
    await choose(koko, 'org', ORG)
    await press(koko, `form[action="${round.entry}/give"] button[type=submit]`)
    assert.match(await main(koko), says.given)

    await wati.goto(`${g.url}/tasks`)
    await press(wati, `main a[href="${round.agency}"]`)
    for (const item of ANSWERED) {
        await choose(wati, `v.${item}`, '2')
        await write(wati, `#n-${item}`, 'SK 12/2026, lampiran 1')
    }
    await wati.setInputFiles('#f-people', { name: 'sk-12.txt', mimeType: 'text/plain', buffer: Buffer.from(`SK 12/${run.year}`) })
    await press(wati, 'button[name=do][value=save]')
    assert.match(await main(wati), says.saved)
    await looksRight(wati, run)
    await press(wati, 'button[name=do][value=send]')
    assert.match(await main(wati), says.sent)

    await hasan.goto(g.url + round.agency)
    await press(hasan, `a[href="${round.agency}/approve"]`)
    await looksRight(hasan, run)
    await press(hasan, 'button[name=do][value=approve]')
    await looksRight(hasan, run)

    await koko.goto(`${g.url}${round.entry}/city`)
    await looksRight(koko, run)
    for (const item of REST) {
        await choose(koko, `v.${item}`, '1')
        await write(koko, `#n-${item}`, 'Hasil rapat koordinasi')
    }
    await press(koko, 'button[name=do][value=take]')
    assert.match(await main(koko), says.taken)

    await wali.goto(g.url + round.entry)
    await press(wali, `a[href="${round.entry}/statement"]`)
    await looksRight(wali, run)
    await tick(wali, '#states')
    await press(wali, `form[action="${round.entry}/statement"] button[type=submit]`)
    assert.match(await main(wali), says.stated)
    for (const page of [koko, wati, hasan, wali]) await page.context().close()
}

// The second lowers one item, and says why; until both have finished neither sees the other.
async function assessorsScore(round, run, says) {
    const citra = await comeIn('citra', run), eko = await comeIn('eko', run)
    for (const [page, lowered] of [[citra, ''], [eko, 'budget']]) {
        await page.goto(`${g.url}/judging`)
        await press(page, `main a[href="${round.bench}"]`)
        await press(page, `a[href="${round.bench}/score"]`)
        await looksRight(page, run)
        for (const item of ITEMS) await choose(page, `v.${item}`, item === lowered || !ANSWERED.includes(item) ? '1' : '2')
        if (lowered) await write(page, `[name="n.${lowered}"]`, 'ALASAN-EKO: DPA tidak memuatnya')
        await press(page, 'button[name=do][value=save]')
        assert.match(await main(page), says.scored)
    }
    await citra.goto(g.url + round.bench)
    assert.doesNotMatch(await citra.content(), /ALASAN-EKO/)
    for (const page of [citra, eko]) {
        await page.goto(g.url + round.bench)
        await press(page, `form[action="${round.bench}/finish"] button`)
        assert.match(await main(page), says.finished)
        await looksRight(page, run)
    }
    await citra.goto(`${g.url}${round.bench}/items/budget`)
    assert.match(await main(citra), /ALASAN-EKO/)
    await looksRight(citra, run)
    for (const page of [citra, eko]) await page.context().close()
}

async function officePublishes(round, run, says) {
    const kantor = await comeIn('kantor', run)
    await kantor.goto(`${g.url}${round.bench}/items/budget`)
    await choose(kantor, 'value', '1')
    await write(kantor, '#settle-why', 'Bukti anggaran tidak ada')
    await press(kantor, 'form[action$="/settle"] button')
    await kantor.goto(g.url + round.bench)
    await looksRight(kantor, run)
    await press(kantor, `form[action="${round.bench}/lock"] button`)
    assert.match(await main(kantor), says.locked)
    await kantor.goto(g.url + round.results)
    await looksRight(kantor, run)
    await press(kantor, 'form[action$="/publish"] button[type=submit]')
    assert.match(await main(kantor), says.published)
    await kantor.context().close()
}

async function citizenReads(round, run, says) {
    const citizen = await comeIn(null, run)
    await citizen.goto(`${g.url}/rounds`)
    await press(citizen, `main a[href="/rounds/${round.code}"]`)
    await press(citizen, `main a[href="${round.results}"]`)
    await looksRight(citizen, run)
    await press(citizen, `main a[href^="${round.result}"]`)
    assert.match(await main(citizen), says.index)
    assert.doesNotMatch(await citizen.content(), /ALASAN-EKO/)
    await looksRight(citizen, run)
    await citizen.context().close()
}

for (const run of RUNS)
    test(`from the items to the result, by keyboard: ${run.lang}, ${run.size.width} px, scripts ${run.script ? 'on' : 'off'}`, PATIENCE, async () => {
        const round = await openRound(run.year), says = WORDS[run.lang]
        await cityAnswers(round, run, says)
        await phase(round.code, 'judge')
        await assessorsScore(round, run, says)
        await phase(round.code, 'result')
        await officePublishes(round, run, says)
        await citizenReads(round, run, says)
    })

// ---- a line that dies, and a second officer ---------------------------------------------------------

// What is sent while the line is dead comes to nothing; the page is opened anew when the line is back.
async function losesLine(page, selector) {
    const address = page.url()
    await page.context().setOffline(true)
    await page.click(selector).catch(() => {})
    await page.waitForURL((url) => url.href !== address, { timeout: 5000 }).catch(() => {})
    await page.context().setOffline(false)
    await page.goto(address)
}
// The server takes what is sent, its answer never arrives, and the browser sends the very same once more.
async function losesAnswer(page, selector) {
    const address = page.url(), reached = []
    await page.route('**/*', async (route) => {
        if (route.request().method() !== 'POST') return route.continue()
        for (const _ of [1, 2]) reached.push((await route.fetch({ maxRedirects: 0 })).status())
        await route.abort('connectionreset')
    })
    await page.click(selector).catch(() => {})
    for (let i = 0; i < 100 && reached.length < 2; i++) await page.waitForTimeout(50)
    await page.unroute('**/*')
    assert.equal(reached[0], 303)
    await page.goto(address)
}
const OFFER = '.gy-kept', PUT_BACK = `${OFFER} button >> nth=0`
const journal = async (thing) => {
    const r = await g.run(['journal', 'list', '--thing', thing, '--json'])
    assert.equal(r.code, 0, r.err)
    return r.json
}

// Typed, lost, offered, put back, saved; then saved once more while only the answer is lost.
async function losesNothing(page, { field, value, save, saved, thing }) {
    await page.fill(field, 'Diketik saat jaringan putus')
    await page.check(value)
    await losesLine(page, save)
    assert.equal(await page.inputValue(field), '')
    assert.match(await main(page), /belum tersimpan/)
    await looksRight(page)
    await page.click(PUT_BACK)
    assert.equal(await page.inputValue(field), 'Diketik saat jaringan putus')
    assert.ok(await page.isChecked(value))
    await page.click(save)
    await page.waitForSelector('.gy-done')
    assert.match(await main(page), saved)
    await page.reload()
    assert.equal(await page.locator(OFFER).count(), 0)
    assert.equal(await page.inputValue(field), 'Diketik saat jaringan putus')
    const lines = (await journal(thing)).length
    await page.fill(field, 'Diubah sekali')
    await losesAnswer(page, save)
    assert.equal(await page.inputValue(field), 'Diubah sekali')
    assert.equal(await page.locator(OFFER).count(), 0)
    assert.equal((await journal(thing)).length, lines + 1)
    await page.click(save)
    await page.waitForSelector('.gy-done, .govuk-error-summary')
    assert.equal((await journal(thing)).length, lines + 1)
}

test('a line that dies while an agency or an assessor types costs nothing, and nothing is sent twice', PATIENCE, async () => {
    const round = await openRound('2028')
    await shell('assess', 'give', round.code, REGION, '--org', ORG, '--item', 'people budget')
    const wati = await comeIn('wati')
    await wati.goto(g.url + round.agency)
    await losesNothing(wati, { field: '#n-people', value: '[name="v.people"][value="2"]', save: 'button[name=do][value=save]',
        saved: /1 jawaban disimpan/, thing: 'assess' })
    await wati.context().close()

    const koko = await comeIn('koko'), wali = await comeIn('wali'), citra = await comeIn('citra')
    await koko.goto(`${g.url}${round.entry}/city`)
    for (const item of ITEMS) {
        await koko.selectOption(`[name="v.${item}"]`, '2')
        await koko.fill(`#n-${item}`, 'SK 12/2026')
    }
    await press(koko, 'button[name=do][value=save]')
    await wali.goto(`${g.url}${round.entry}/statement`)
    await wali.check('#states')
    await press(wali, `form[action="${round.entry}/statement"] button[type=submit]`)
    await phase(round.code, 'judge')
    await citra.goto(`${g.url}${round.bench}/score`)
    await losesNothing(citra, { field: '[name="n.people"]', value: '[name="v.people"][value="1"]', save: 'button[name=do][value=save]',
        saved: /1 nilai disimpan/, thing: 'judge' })
    for (const page of [koko, wali, citra]) await page.context().close()
})

test('two officers on one answer: the second is told what stands there, keeps what was typed, and decides', PATIENCE, async () => {
    const round = await openRound('2029')
    await shell('assess', 'give', round.code, REGION, '--org', ORG, '--item', 'people budget')
    const wati = await comeIn('wati'), tono = await comeIn('tono'), save = 'button[name=do][value=save]'
    for (const [page, level, note] of [[wati, '1', 'dari Wati'], [tono, '2', 'dari Tono']]) {
        await page.goto(g.url + round.agency)
        await page.check(`[name="v.people"][value="${level}"]`)
        await page.fill('#n-people', note)
    }
    await press(tono, save)
    await press(wati, save)
    assert.match(await main(wati), /Sementara itu/)
    assert.match(await main(wati), /Belum ada yang tersimpan/)
    assert.equal(await wati.inputValue('#n-people'), 'dari Wati')
    assert.ok(await wati.isChecked('[name="v.people"][value="1"]'))
    await looksRight(wati)
    await tono.reload()
    assert.equal(await tono.inputValue('#n-people'), 'dari Tono')
    await press(wati, save)
    assert.match(await main(wati), /1 jawaban disimpan/)
    await tono.reload()
    assert.equal(await tono.inputValue('#n-people'), 'dari Wati')
    for (const page of [wati, tono]) await page.context().close()
})
