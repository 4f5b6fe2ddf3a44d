// SPDX-License-Identifier: AGPL-3.0-or-later
//
// handover.test.mjs — serah terima as people see it: the head of an agency is replaced in the middle
// of work. The successor finds the draft, the predecessor is refused and loses nothing typed, and
// what was decided before still bears the old name. With scripts and without.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { guyub, makePerson, makePost, PASSWORD } from '../harness/guyub.mjs'
import { axe, launch, overflow } from './browser.mjs'

const PATIENCE = { timeout: 120_000 }
const ORG = '/organisations/35.71-diskominfo'

let browser
before(async () => { browser = await launch() })
after(async () => { await browser?.close() })

async function signIn(g, login, script) {
    const context = await browser.newContext({ javaScriptEnabled: script, locale: 'id-ID' })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    await page.goto(`${g.url}/sign-in`)
    await page.fill('input[name=login]', login)
    await page.fill('input[name=password]', PASSWORD)
    await page.click('main form button[type=submit]')
    await page.waitForURL((url) => url.pathname !== '/sign-in')
    return page
}

async function save(page, word) {
    await page.click(`main button[name="record.do"][value=${word}]`)
    await page.waitForLoadState('load')
}
const main = async (page) => (await page.innerText('main')).replace(/\s+/g, ' ')

async function whatIsThere() {
    const g = await guyub()
    const post = await makePost(g, 'head_of_agency', 'Kepala Dinas Kominfo Kota Kediri', { org: '35.71-diskominfo' })
    await makePerson(g, 'rina', { name: 'Rina Wati', posts: [post] })
    await makePerson(g, 'budi', { name: 'Budi Santoso' })
    const secretary = await makePost(g, 'region_secretary', 'Sekretaris Daerah Kota Kediri', { region: '35.71' })
    await makePerson(g, 'siti', { name: 'Siti Aminah', posts: [secretary] })
    return { g, post }
}

// One change that she decided, a draft that she left, and a form that she still has open.
async function herWork(g, rina) {
    await rina.goto(g.url + ORG + '/edit')
    await rina.fill('[name=short_name]', 'Kominfo Kediri')
    await rina.fill('[name=why]', 'Nama singkat menurut Perwali')
    await save(rina, 'save')
    assert.match(await main(rina), /Kominfo Kediri/)
    await rina.goto(g.url + ORG + '/edit')
    await rina.fill('[name=name]', 'Dinas Kominfo dan Statistik Kota Kediri')
    await save(rina, 'keep')
    await rina.goto(g.url + ORG + '/edit')
    assert.equal(await rina.inputValue('[name=name]'), 'Dinas Kominfo dan Statistik Kota Kediri')
    await rina.fill('[name=source]', 'Perda 9/2026, yang masih diketik Rina')
}

async function handOver(g, post, page) {
    await page.goto(`${g.url}/posts/${post}/hand-over`)
    assert.match(await main(page), /Rina Wati/)
    await page.fill('[name=person]', 'budi')
    await page.fill('[name=decree]', 'SK 800/12/2026')
    await page.fill('[name=why]', 'Rotasi jabatan')
    await page.click('main form[action$="/hand-over"] button[type=submit]')
    await page.waitForLoadState('load')
    assert.match(await main(page), /Budi Santoso/)
}

// He signs in, finds what waits in the post, and decides it.
async function hisWork(g, budi, script) {
    await budi.goto(`${g.url}/drafts`)
    assert.match(await main(budi), /Dinas Komunikasi dan Informatika Kota Kediri/)
    if (script) assert.deepEqual(await axe(budi), [])
    await budi.click(`main a[href^="${ORG}/edit"]`)
    await budi.waitForLoadState('load')
    assert.equal(await budi.inputValue('[name=name]'), 'Dinas Kominfo dan Statistik Kota Kediri')
    await budi.fill('[name=why]', 'Perda 9/2026')
    await save(budi, 'save')
    assert.match(await main(budi), /Dinas Kominfo dan Statistik Kota Kediri/)
    await budi.goto(`${g.url}/drafts`)
    assert.equal(await budi.locator(`main a[href^="${ORG}/edit"]`).count(), 0)
}

for (const script of [true, false])
    test(`the post changes hands in the middle of work, scripts ${script ? 'on' : 'off'}`, PATIENCE, async () => {
        const { g, post } = await whatIsThere()
        try {
            const rina = await signIn(g, 'rina', script)
            await herWork(g, rina)
            await handOver(g, post, await signIn(g, 'siti', script))

            const budi = await signIn(g, 'budi', script)
            await hisWork(g, budi, script)

            await save(rina, 'save')
            const refused = await main(rina)
            assert.match(refused, /tidak berhak/i)
            assert.ok(refused.includes('Perda 9/2026, yang masih diketik Rina'), refused)
            if (script) assert.deepEqual(await axe(rina), [])
            await rina.setViewportSize({ width: 320, height: 640 })
            assert.deepEqual(await overflow(rina), [])

            await budi.goto(g.url + ORG)
            const history = await main(budi)
            assert.match(history, /Kepala Dinas Kominfo Kota Kediri \(Rina Wati\)/)
            assert.match(history, /Kepala Dinas Kominfo Kota Kediri \(Budi Santoso\)/)
            assert.doesNotMatch(history, /yang masih diketik Rina/)
            const stranger = await (await fetch(g.url + ORG, { headers: { accept: 'text/html' } })).text()
            assert.match(stranger, /Kepala Dinas Kominfo Kota Kediri/)
            assert.doesNotMatch(stranger, /Rina Wati|Budi Santoso/)
            assert.equal((await g.run(['journal', 'verify', '--json'])).json.holds, true)
        } finally {
            await g.stop()
        }
    })
