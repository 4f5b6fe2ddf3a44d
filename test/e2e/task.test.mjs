// SPDX-License-Identifier: AGPL-3.0-or-later
//
// task.test.mjs — a coordinator asks, an agency answers, its head approves, a contributor answers by a link:
// in a real browser on a narrow screen, with scripts and without. A line that dies while somebody types
// costs nothing that was typed.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { guyub, makePerson, makePost, PASSWORD } from '../harness/guyub.mjs'
import { axe, launch, narrow, overflow, shoot } from './browser.mjs'

const PATIENCE = { timeout: 180_000 }
const ITEMS = '1.1 | Jumlah puskesmas | angka | unit | ya\n1.2 | Uraikan kendala | teks\n1.3 | Ada pusat kendali? | ya atau tidak'

let browser, g, shots = 0
before(async () => {
    browser = await launch()
    g = await guyub()
    const place = { org: '35.71-diskominfo' }
    await makePerson(g, 'sri', { name: 'Sri Lestari', posts: [await makePost(g, 'coordinator', 'Koordinator Kota Kediri', { region: '35.71' })] })
    await makePerson(g, 'wati', { name: 'Wati Utami', posts: [await makePost(g, 'contributor', 'Kontributor Diskominfo', place)] })
    await makePerson(g, 'budi', { name: 'Budi Santoso', posts: [await makePost(g, 'head_of_agency', 'Kepala Diskominfo', place)] })
})
after(async () => { await browser?.close(); await g?.stop() })

async function comeIn(login, script) {
    const context = await browser.newContext({ javaScriptEnabled: script, locale: 'id-ID', viewport: narrow })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    if (!login) return page
    await page.goto(`${g.url}/sign-in`)
    await page.fill('input[name=login]', login)
    await page.fill('input[name=password]', PASSWORD)
    await page.click('main form button[type=submit]')
    await page.waitForURL((url) => url.pathname !== '/sign-in')
    return page
}

const main = async (page) => (await page.innerText('main')).replace(/\s+/g, ' ')
async function press(page, selector) {
    await page.click(selector)
    await page.waitForLoadState('load')
}
async function looksRight(page, script) {
    assert.deepEqual(await overflow(page), [], page.url())
    await shoot(page, `task-${script ? 'script' : 'plain'}-${++shots}`)
    if (script) assert.deepEqual(await axe(page), [], page.url())
}

for (const script of [true, false])
    test(`asked, answered, approved; ${script ? 'with scripts' : 'without scripts'}`, PATIENCE, async () => {
        const sri = await comeIn('sri', script), wati = await comeIn('wati', script), budi = await comeIn('budi', script)
        const title = `Data layanan ${script ? 'satu' : 'dua'}`

        await sri.goto(`${g.url}/requests/new`)
        await looksRight(sri, script)
        await sri.fill('#title', title)
        await sri.fill('#due', '2027-03-31')
        await sri.fill('#grid', ITEMS)
        await sri.check('[id="o-35.71-diskominfo"]')
        await press(sri, 'main form button[type=submit]')
        assert.match(await main(sri), /Permintaan sudah dikirim/)
        await looksRight(sri, script)

        await wati.goto(`${g.url}/tasks`)
        await looksRight(wati, script)
        await press(wati, `main a:has-text("${title}")`)
        const path = new URL(wati.url()).pathname
        await looksRight(wati, script)
        await wati.fill('[name="v.1.1"]', '1.234')
        await wati.selectOption('[name="v.1.3"]', '1')
        await press(wati, 'button[name=do][value=save]')
        assert.match(await main(wati), /Belum ada yang tersimpan/)
        assert.equal(await wati.inputValue('[name="v.1.1"]'), '1.234')
        await looksRight(wati, script)
        await wati.fill('[name="v.1.1"]', '12,5')
        await press(wati, 'button[name=do][value=save]')
        assert.match(await main(wati), /2 jawaban tersimpan/)

        await wati.click('summary:has-text("Beri tautan")')
        await wati.fill('#name', 'Ratna Sari')
        await wati.fill('#items', '1.2')
        await press(wati, 'form[action$="/links"] button[type=submit]')
        const link = await wati.inputValue('#token-link')
        await looksRight(wati, script)
        const guest = await comeIn(null, script)
        await guest.goto(new URL(link, g.url).href)
        await looksRight(guest, script)
        await guest.fill('[name="v.1.2"]', 'Jaringan sering putus')
        await press(guest, 'button[name=do][value=save]')
        assert.match(await main(guest), /Jawaban Anda tersimpan/)
        assert.equal(await guest.inputValue('[name="v.1.2"]'), 'Jaringan sering putus')

        await wati.goto(`${g.url}${path}/paste`)
        await looksRight(wati, script)
        await wati.fill('#grid', '1.1 | 13 | data 2026')
        await press(wati, 'main form button[type=submit]')
        assert.equal(await wati.inputValue('[name="v.1.1"]'), '13')
        await press(wati, 'button[name=do][value=send]')
        assert.match(await main(wati), /dikirim untuk disetujui/)

        await budi.goto(`${g.url}${path}`)
        await looksRight(budi, script)
        await press(budi, 'form[action$="/approve"] button')
        assert.match(await main(budi), /Disetujui/)
        await guest.goto(new URL(link, g.url).href)
        assert.match(await main(guest), /tidak lagi menuju sebuah tugas/)
        for (const page of [sri, wati, budi, guest]) await page.context().close()
    })

test('what is typed while the line is dead is offered again, and is gone when it is saved', PATIENCE, async () => {
    const sri = await comeIn('sri', true), wati = await comeIn('wati', true)
    await sri.goto(`${g.url}/requests/new`)
    await sri.fill('#title', 'Data putus')
    await sri.fill('#due', '2027-03-31')
    await sri.fill('#grid', ITEMS)
    await sri.check('[id="o-35.71-diskominfo"]')
    await press(sri, 'main form button[type=submit]')
    await wati.goto(`${g.url}/tasks`)
    await press(wati, 'main a:has-text("Data putus")')
    const address = wati.url()
    await wati.fill('[name="v.1.2"]', 'Diketik saat jaringan putus')
    await wati.context().setOffline(true)
    await wati.click('button[name=do][value=save]').catch(() => {})
    await wati.waitForURL((url) => url.href !== address, { timeout: 5000 }).catch(() => {})
    await wati.context().setOffline(false)
    await wati.goto(address)
    assert.equal(await wati.inputValue('[name="v.1.2"]'), '')
    assert.match(await main(wati), /belum tersimpan/)
    await looksRight(wati, true)
    await wati.click('.gy-kept button >> nth=0')
    assert.equal(await wati.inputValue('[name="v.1.2"]'), 'Diketik saat jaringan putus')
    await press(wati, 'button[name=do][value=save]')
    assert.match(await main(wati), /1 jawaban tersimpan/)
    await wati.reload()
    assert.doesNotMatch(await main(wati), /belum tersimpan/)
    assert.equal(await wati.inputValue('[name="v.1.2"]'), 'Diketik saat jaringan putus')
    await wati.context().close()
    await sri.context().close()
})
