// SPDX-License-Identifier: AGPL-3.0-or-later
//
// inside.mjs — a server with an office at work, and the cookies of who holds its post: for pages that
// are seen after signing in. The server's clock stands still, so that no session ends in a long walk.
import { guyub, makePerson, makePost, PASSWORD } from '../harness/guyub.mjs'

// Dewi holds the programme's office; Rina was coordinator of Kota Kediri and handed over to Budi; who is
// called kepala administers. The numbers in pages.mjs follow from this order: accounts 2, 3, 4, and the
// hold of Budi is 4.
export async function office() {
    const g = await guyub({ env: { GUYUB_NOW: String(Math.floor(Date.now() / 1000)) } })
    try {
        const programme = await makePost(g, 'programme_office', 'Kantor Program Kota Cerdas')
        const coordinator = await makePost(g, 'coordinator', 'Koordinator Kota Cerdas Kediri', { region: '35.71' })
        await makePerson(g, 'dewi', { name: 'Dewi Anggraini', posts: [programme] })
        await makePerson(g, 'rina', { name: 'Rina Wati', posts: [coordinator] })
        await makePerson(g, 'budi', { name: 'Budi Santoso' })
        const r = await g.run(['post', 'hand-over', coordinator, 'budi', '--decree', 'SK 2/2026', '--why', 'Rotasi jabatan'])
        if (r.code !== 0) throw new Error(r.err)
        const chair = await makePost(g, 'administrator', 'Kepala kantor')
        await makePerson(g, 'kepala', { name: 'Kepala Kantor', posts: [chair] })
    } catch (fault) {
        await g.stop()
        throw fault
    }
    return g
}

// A session belongs to the browser that began it, so it is begun in that browser.
export async function cookiesOf(browser, origin, login) {
    const context = await browser.newContext({ locale: 'id-ID' })
    const page = await context.newPage()
    await page.goto(`${origin}/sign-in`)
    await page.fill('input[name=login]', login)
    await page.fill('input[name=password]', PASSWORD)
    await page.click('main form button[type=submit]')
    await page.waitForURL((url) => url.pathname !== '/sign-in')
    const cookies = await context.cookies()
    await context.close()
    return cookies
}
