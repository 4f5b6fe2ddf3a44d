// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Serah terima from the holder's own hand: to the one who stood in until now, and with the minutes
// that both sign, whatever post they have afterwards.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { guyub, makePerson, makePost, PASSWORD, signIn } from '../harness/guyub.mjs'

const HEAD = '35.71-diskominfo-head-of-agency'
const inDays = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)

let g, minutes
const as = {}
before(async () => {
    g = await guyub()
    await makePost(g, 'head_of_agency', 'Kepala Dinas Kominfo Kota Kediri', { org: '35.71-diskominfo' })
    const far = await makePost(g, 'coordinator', 'Koordinator Kota Cerdas Jambi', { region: '15.71' })
    await makePerson(g, 'tono', { name: 'Tono Hadi', posts: [HEAD] })
    await makePerson(g, 'budi', { name: 'Budi Santoso' })
    await makePerson(g, 'joko', { name: 'Joko Susilo', posts: [far] })
    for (const login of ['tono', 'budi', 'joko']) as[login] = await signIn(g.url, login, PASSWORD)
})
after(async () => {
    for (const v of Object.values(as)) v.close()
    await g?.stop()
})

test('who stood in by delegation takes the post over', async () => {
    const lent = await as.tono.submit(await as.tono.go(`/posts/${HEAD}/delegate`),
        { person: 'budi', to: inDays(5), decree: 'SP 3/2026', why: 'cuti' })
    assert.equal(lent.status, 200, lent.words)
    const own = await as.tono.submit(await as.tono.go(`/posts/${HEAD}/hand-over`),
        { person: 'tono', decree: 'SK 10/2026', why: 'rotasi' })
    assert.equal(own.status, 403)
    assert.ok(!own.words.includes('What you typed is not lost'), 'the form is there already')
    minutes = await as.tono.submit(own, { person: 'budi' })
    assert.equal(minutes.status, 200, minutes.words)
    assert.match(minutes.path, /\/hand-over\/\d+$/)
})

test('both who sign the minutes read them, and nobody of elsewhere', async () => {
    for (const login of ['tono', 'budi']) {
        const page = await as[login].go(minutes.path)
        assert.equal(page.status, 200, login)
        assert.match(page.words, /Who hands over Tono Hadi.*Who takes over Budi Santoso/)
    }
    assert.equal((await as.tono.go(`/posts/${HEAD}`)).status, 403, 'the post itself no more')
    assert.equal((await as.joko.go(minutes.path)).status, 403)
    assert.equal((await as.joko.go(minutes.path.replace(/\d+$/, '999'))).status, 403, 'nor what is not there')
})

test('the own account says what the post may do, and what one has without', async () => {
    assert.match((await as.budi.go('/account')).words, /You act as Kepala Dinas Kominfo Kota Kediri, and may:.*change organisations/)
    assert.match((await as.tono.go('/account')).words, /You have no post today/)
})
