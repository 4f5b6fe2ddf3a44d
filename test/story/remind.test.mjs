// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Who owes is reminded by mail, once, and told when the calendar moves a deadline; so is who asked. Nobody else is.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { assign, guyub, makePost, PASSWORD, signIn } from '../harness/guyub.mjs'
import { mailServer } from '../harness/smtp.mjs'

const ORG = '35.71-diskominfo', OTHER = '35.71-lain'
let g, post, coordinator
const person = async (login, kind, place) => {
    const code = await makePost(g, kind, `Jabatan ${login}`, place)
    const made = await g.run(['account', 'add', login, '--name', `Nama ${login}`, '--email', `${login}@kota.test`])
    assert.equal(made.code, 0, made.err)
    await g.run(['account', 'password', login], { input: `${PASSWORD}\n`, env: { GUYUB_SMTP: '' } })
    await assign(g, code, login)
}
before(async () => {
    post = await mailServer()
    g = await guyub({ env: { GUYUB_SMTP: post.url, GUYUB_MAIL_FROM: 'Guyub <guyub@kota.test>',
        GUYUB_URL: 'https://guyub.kota.test', GUYUB_JOBS: '1' } })
    const made = await g.run(['org', 'add', '--code', OTHER, '--kind', 'agency', '--region', '35.71', '--name', 'Dinas lain',
        '--source', 'uji', '--why', 'uji'])
    assert.equal(made.code, 0, made.err)
    await person('sri', 'coordinator', { region: '35.71' })
    await person('wati', 'contributor', { org: ORG })
    await person('joko', 'contributor', { org: OTHER })
    coordinator = await signIn(g.url, 'sri', PASSWORD)
})
after(async () => {
    coordinator?.close()
    await g?.stop()
    await post?.stop()
})

const ask = async (title, values) => {
    const page = await coordinator.go('/requests/new')
    const form = page.forms.find((f) => f.action === '/requests/new')
    const sent = await coordinator.follow(await coordinator.post('/requests/new', [
        ...form.fields.filter(([n]) => !['title', 'due', 'days', 'items', 'org'].includes(n)),
        ['title', title], ['items', '1 | Jumlah | angka'], ['org', ORG], ...values]))
    assert.match(sent.path, /^\/requests\//)
    return (await g.run(['task', 'list', '--json'])).json.find((t) => t.title === title)
}
const about = (words) => post.all.filter((m) => m.head.subject?.includes(words))
async function arrived(words, n) {
    for (let i = 0; i < 200 && about(words).length < n; i++) await sleep(100)
    return about(words)
}
const ran = async () => {
    const id = (await g.run(['job', 'run', 'task_remind', '--lang', 'en'])).out.match(/\d+/)[0]
    for (let i = 0; i < 200; i++) {
        const job = (await g.run(['job', 'show', id, '--json'])).json
        if (job.state === 'done') return
        assert.ok(['waiting', 'running'].includes(job.state), JSON.stringify(job))
        await sleep(100)
    }
    assert.fail('the reminders did not end')
}
// A day of the nation's clock.
const day = (n) => new Date(Date.now() + 7 * 3_600_000 + n * 86_400_000).toISOString().slice(0, 10)

test('who owes is reminded two days before, once', async () => {
    await ask('Data jaringan', [['due', day(2)]])
    await ran()
    const [mail] = await arrived('Belum masuk: Data jaringan', 1)
    assert.ok(mail, 'no mail')
    assert.deepEqual([mail.to].flat().map(String).filter((to) => !/wati@kota\.test/.test(to)), [])
    assert.match(mail.text, /“Data jaringan” ditunggu dari Anda paling lambat/)
    assert.match(mail.text, /https:\/\/guyub\.kota\.test\/tasks\//)
    await ran()
    await sleep(1500)
    assert.equal(about('Data jaringan').length, 1)
})

test('what is far away is not reminded of', async () => {
    await ask('Data tahun depan', [['due', day(60)]])
    await ran()
    await sleep(1000)
    assert.equal(about('Data tahun depan').length, 0)
})

test('a deadline that the calendar moves is told to who owes and to who asked, with both days', async () => {
    const task = await ask('Data bergerak', [['days', '30']])
    const made = await g.run(['workday', 'add', '--date', task.due, '--kind', 'national', '--name-id', 'Hari uji',
        '--source', 'SKB uji', '--why', 'uji'])
    assert.equal(made.code, 0, made.err)
    const mails = await arrived('Tenggat berubah: Data bergerak', 2)
    assert.deepEqual(mails.map((m) => String([m.to].flat()[0]).match(/\w+@kota\.test/)[0]).sort(), ['sri@kota.test', 'wati@kota.test'])
    const now = (await g.run(['task', 'list', '--json'])).json.find((t) => t.title === 'Data bergerak').due
    assert.ok(now > task.due)
    for (const m of mails) {
        assert.match(m.text, /Tenggat “Data bergerak” semula \d+ \S+ 20\d\d\./)
        assert.match(m.text, /sekarang \d+ \S+ 20\d\d\./)
        assert.match(m.text, /kalender hari kerja berubah/)
    }
    await sleep(1500)
    assert.equal(about('Tenggat berubah').length, 2)
})
