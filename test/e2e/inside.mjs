// SPDX-License-Identifier: AGPL-3.0-or-later
//
// inside.mjs — a server with an office at work, and the cookies of who holds its post: for pages that
// are seen after signing in. The server's clock stands still, so that no session ends in a long walk.
import { setTimeout as sleep } from 'node:timers/promises'
import { guyub, makePerson, makePost, PASSWORD, signIn } from '../harness/guyub.mjs'

const POLL_MS = 50, POLLS_MAX = 400

// Dewi holds the programme's office; Rina was coordinator of Kota Kediri and handed over to Budi; who is
// called kepala administers. The numbers in pages.mjs follow from this order: accounts 2, 3, 4, and the
// hold of Budi is 4. Dewi has sent a file with a fault in it, which is the job 1.
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
        await failedJob(g)
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

const COUNTS = 'year,measure,reading,value,inferred,source,publisher,source_date,source_url,note_id,note_en\n'
    + '2024,joined,1,tiga,no,Daftar peserta,Kominfo,2024,,,\n2025,joined,2,40,no,Daftar peserta,Kominfo,2025,,,\n'

async function failedJob(g) {
    const dewi = await signIn(g.url, 'dewi', PASSWORD)
    const page = await dewi.go('/cohorts/import')
    const form = new FormData()
    for (const [name, value] of page.forms.find((f) => f.action === '/cohorts/import').fields)
        if (name !== 'file') form.append(name, name === 'why' ? 'Angka tahun baru' : value)
    form.append('file', new Blob([COUNTS]), 'peserta-2025.csv')
    const sent = await fetch(`${g.url}/cohorts/import`, { method: 'POST', body: form, redirect: 'manual',
        headers: { cookie: [...dewi.cookies].map((pair) => pair.join('=')).join('; '), 'user-agent': dewi.agent } })
    dewi.close()
    if (sent.headers.get('location') !== '/jobs/1') throw new Error(`the file was not taken: ${sent.status}`)
    for (let i = 0; i < POLLS_MAX; i++, await sleep(POLL_MS))
        if ((await g.run(['job', 'show', '1', '--json'])).json.state === 'failed') return
    throw new Error('the job 1 did not end')
}
