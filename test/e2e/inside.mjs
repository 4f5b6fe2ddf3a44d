// SPDX-License-Identifier: AGPL-3.0-or-later
//
// inside.mjs — a server with an office at work, and the cookies of who holds its post: for pages that
// are seen after signing in. The server's clock stands still, so that no session ends in a long walk.
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { guyub, makePerson, makePost, PASSWORD, signIn } from '../harness/guyub.mjs'
import { text, workbook } from '../harness/xlsx.mjs'
import { zip } from '../harness/zip.mjs'
import { files, pages } from './pages.mjs'

const POLL_MS = 50, POLLS_MAX = 400

// Dewi holds the programme's office; Rina was coordinator of Kota Kediri and handed over to Budi; who is
// called kepala administers. The numbers in pages.mjs follow from this order: accounts 2, 3, 4, and the
// hold of Budi is 4. Dewi has sent a file with a fault in it: a job that failed.
export async function office({ program } = {}) {
    const vault = mkdtempSync(join(tmpdir(), 'guyub-vault-'))
    process.once('exit', () => rmSync(vault, { recursive: true, force: true }))
    const now = String(Math.floor(Date.now() / 1000))
    const g = await guyub({ program, env: { GUYUB_NOW: now, GUYUB_URL: 'https://guyub.example.go.id', GUYUB_VAULT: vault } })
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
        await papers(g)
        await workbooks(g)
        await tasks(g)
        await smaller(g)
        await rounds(g)
        await judging(g)
        await results(g)
        await assessments(g)
        await bundles(g)
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
    const sent = await dewi.submit(await dewi.go('/cohorts/import'), { why: 'Angka tahun baru' },
        { at: '/cohorts/import', stay: true, file: { name: 'peserta-2025.csv', bytes: COUNTS } })
    dewi.close()
    const job = sent.location?.match(/^\/jobs\/(\d+)$/)?.[1]
    if (!job) throw new Error(`the file was not taken: ${sent.status} ${sent.location}`)
    fill('job', job)
    for (let i = 0; i < POLLS_MAX; i++, await sleep(POLL_MS))
        if ((await g.run(['job', 'show', job, '--json'])).json.state === 'failed') return
    throw new Error(`the job ${job} did not end`)
}

// What stands for {name} in the paths of pages.mjs: codes that are made by chance.
const fill = (name, value) => { for (const row of [...pages, ...files]) row.path = row.path.replace(`{${name}}`, value) }

// A form of the ministry, two of whose cells are mapped.
async function workbooks(g) {
    const folder = mkdtempSync(join(tmpdir(), 'guyub-inside-'))
    try {
        writeFileSync(join(folder, 'form.xlsx'), workbook('Isian', `<row r="1">${text('A1', 'Isian evaluasi kota cerdas 2026')}</row>`
            + `<row r="3">${text('A3', 'No')}${text('B3', 'Uraian')}${text('C3', 'Nilai')}</row>`
            + `<row r="4">${text('A4', '1.1')}${text('B4', 'Jumlah puskesmas')}</row>`
            + `<row r="5">${text('A5', '1.2')}${text('B5', 'Cakupan layanan daring (%)')}</row>`
            + `<row r="6">${text('A6', '2.1')}${text('B6', 'Tanggal peraturan wali kota')}</row>`))
        writeFileSync(join(folder, 'cells.csv'), 'number,sheet,cell\n1.1,Isian,C4\n1.2,Isian,C5\n')
        const added = await g.run(['document', 'add', join(folder, 'form.xlsx'), '--org', '35.71-diskominfo',
            '--title', 'Formulir kementerian', '--sensitivity', 'public'])
        const code = added.out.match(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/)?.[0]
        const mapped = await g.run(['workbook', 'map', code ?? '', join(folder, 'cells.csv')])
        if (mapped.code !== 0) throw new Error(`the workbook was not mapped: ${added.err} ${mapped.err}`)
        fill('workbook', code)
    } finally {
        rmSync(folder, { recursive: true })
    }
}

// What Budi has asked an agency for, and a link for a contributor.
async function tasks(g) {
    const budi = await signIn(g.url, 'budi', PASSWORD)
    const sent = await budi.submit(await budi.go('/requests/new'), { title: 'Data layanan kota 2026', due: '2027-03-31',
        body: 'Untuk evaluasi tahun 2026.', others: '35.71-diskominfo',
        items: '1.1 | Jumlah puskesmas | angka | unit | ya\n1.2 | Uraikan kendala | teks\n1.3 | Ada pusat kendali? | ya atau tidak\n1.4 | Surat keputusan tim | dokumen' },
    { at: '/requests/new', stay: true })
    if (sent.status !== 303) throw new Error(`the request was not sent: ${sent.status} ${sent.words}`)
    fill('request', sent.location.split('/').at(-1))
    const [task] = (await budi.get('/tasks', { accept: 'application/json' })).json
    fill('task', task.code)
    const given = await budi.submit(await budi.go(`/tasks/${task.code}`), { name: 'Ratna Sari', items: '1.1', days: '14' },
        { at: `/tasks/${task.code}/links` })
    fill('link', given.text.match(/\/answer\/([A-Za-z0-9_-]{32})/)[1])
    const agenda = await budi.submit(await budi.go('/agenda'), {}, { at: '/agenda' })
    fill('agenda', agenda.text.match(/\/agenda\/([A-Za-z0-9_-]{32})/)[1])
    const evidence = await budi.submit(await budi.go(`/documents/zip?thing=task&key=${task.code}`), {},
        { at: '/documents/zip', stay: true, file: { name: 'bukti.zip', bytes: zip({ '1.4 SK Tim.txt': 'SK 1/2026', 'lain.txt': 'x' }) } })
    fill('zip', evidence.location.split('/').at(-1))
    budi.close()
}

// An agency's week of six days, and a file of which nothing has come yet.
async function smaller(g) {
    const week = await g.run(['workday', 'week', '--org', '35.71-diskominfo', '--days', '6', '--source', 'Perwali uji 1/2026', '--why', 'uji'])
    if (week.code !== 0) throw new Error(`no working week: ${week.err}`)
    const dewi = await signIn(g.url, 'dewi', PASSWORD)
    const form = (await dewi.go('/documents/new')).forms.find((f) => f.fields.some(([name]) => name === '_token'))
    const arrival = await dewi.post('/documents/arrivals', { _token: form.fields.find(([name]) => name === '_token')[1],
        org: '35.71-diskominfo', name: 'besar.pdf', total: '1000' }, { accept: 'application/json' })
    fill('arrival', arrival.json.code)
    dewi.close()
}

// What was asked for and is made.
async function taken(who, what, thing) {
    const asked = await who.submit(await who.go(`/${what}s/new?thing=${thing}`), {}, { at: `/${what}s`, stay: true })
    if (asked.status !== 303) throw new Error(`the ${what} was not asked for: ${asked.status} ${asked.words}`)
    fill(what, asked.location.split('/').at(-1))
    for (let i = 0; !(await who.get(`/${what}s.json`, { accept: 'application/json' })).json[0].made_at; i++, await sleep(POLL_MS))
        if (i === POLLS_MAX) throw new Error(`the ${what} was not made`)
}

// A letter that Dewi has issued, its file for examination, and the board as a workbook.
async function papers(g) {
    const dewi = await signIn(g.url, 'dewi', PASSWORD)
    const seen = await dewi.submit(await dewi.go('/papers/new'), { org: '35.71-diskominfo', title: 'Permintaan data evaluasi tahap 2',
        number: '500.12/14/2026', to: 'Kepala Dinas Kesehatan Kota Kediri', place: 'Kediri', post: 'Kepala Dinas', name: 'Siti Rahma',
        body: 'Dengan hormat, mohon data berikut.\r\n- Jumlah puskesmas\r\nBatas akhir : 30 November 2026\r\nNo\tIndikator\tNilai\r\n1\tCakupan\t97,5\r\n' },
    { press: 'preview' })
    const issued = await dewi.submit(seen, {}, { at: '/papers/new', press: 'issue', stay: true })
    if (issued.status !== 303) throw new Error(`the letter was not issued: ${issued.status} ${issued.words}`)
    fill('paper', issued.location.split('/').at(-1))
    await taken(dewi, 'dossier', `letter&key=${issued.location.split('/').at(-1)}`)
    await taken(dewi, 'sheet', 'task_board&key=which%3Drunning')
    dewi.close()
}

// An open round of some regions, three assessors of whom one has left his post, and a draft of the next year.
async function rounds(g) {
    const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)
    const days = { 'stage-1': [-20, 10], 'judge-1': [11, 40], 'result-1': [45, 45], 'stage-2': [50, 80], check: [81, 95],
        interview: [100, 102], reply: [110, 117], result: [125, 125] }
    const shell = async (args) => {
        const r = await g.run(args)
        if (r.code !== 0) throw new Error(`guyub ${args.join(' ')}: ${r.err}`)
    }
    const round = (year, rule) => shell(['round', 'add', '--instrument', 'smart-city-evaluation', '--year', year,
        '--title', `Evaluasi kota cerdas ${year}`, '--rule', rule, '--disagreement', '1'])
    const code = 'smart-city-evaluation-2026'
    await round('2026', "${member} and ${kind} = 'city'")
    await round('2027', '${member}')
    await shell(['round', 'dates', code, '--why', 'SK 7/2026', ...Object.entries(days).flatMap(([word, [from, to]]) =>
        [`--${word}-from`, day(from), `--${word}-to`, day(to)])])
    await shell(['round', 'join', code])
    await shell(['round', 'join', code, '--region', '35.79', '--out', '--why', 'Mengundurkan diri, surat 12/2026'])
    await shell(['round', 'open', code])
    for (const name of ['Citra Lestari', 'Eko Prasetyo', 'Fitri Handayani']) {
        const post = await makePost(g, 'assessor', `Asesor ${name.split(' ')[0]}`)
        await makePerson(g, name.split(' ')[0].toLowerCase(), { name, posts: [post] })
    }
    await shell(['round', 'share', code, '--each', '2'])
    await shell(['post', 'end', 'assessor-3', 'fitri', '--last-day', day(-1), '--why', 'Pindah tugas'])
}

// Two regions whose answers are with their assessors: Kota Kediri is being scored, in Kota Jambi all have finished and
// differ. Citra asked Kota Kediri a question.
async function judging(g) {
    const code = 'readiness-2026', day = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)
    const shell = async (args) => {
        const r = await g.run(['round', ...args])
        if (r.code !== 0) throw new Error(`guyub round ${args.join(' ')}: ${r.err}`)
    }
    const dates = (days) => shell(['dates', code, '--why', 'SK 8/2026', ...Object.entries(days).flatMap(([word, [from, to]]) =>
        [`--${word}-from`, day(from), `--${word}-to`, day(to)])])
    await shell(['add', '--instrument', 'readiness', '--year', '2026', '--title', 'Kesiapan 2026', '--rule',
        "${code} = '35.71' or ${code} = '15.71'", '--disagreement', '1'])
    await dates({ 'stage-1': [-9, 1], 'judge-1': [2, 9], 'result-1': [10, 12] })
    await shell(['join', code])
    await shell(['open', code])
    for (const region of ['35.71', '15.71']) for (const post of ['assessor', 'assessor-2'])
        await shell(['seat', code, '--region', region, '--post', post])
    for (const [region, login] of [['35.71', 'budi'], ['15.71', 'joni']]) await sentBy(g, code, region, login)
    await dates({ 'stage-1': [-9, -2], 'judge-1': [-1, 9], 'result-1': [10, 12] })
    for (const [login, level] of [['citra', '2'], ['eko', '3']]) await scoredBy(g, `/judging/${code}/15.71`, login, level)
    const citra = await signIn(g.url, 'citra', PASSWORD), score = `/judging/${code}/35.71/score`
    await citra.submit(await citra.go(score), { 'v.people': '2', 'v.budget': '1', 'n.budget': 'DPA tidak memuatnya' }, { press: 'save' })
    citra.close()
}

// A round of the year before that is published, with a weakness that Kota Surabaya was told.
async function results(g) {
    const code = 'readiness-2025', region = '35.78', day = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)
    const shell = async (args) => {
        const r = await g.run(args)
        if (r.code !== 0) throw new Error(`guyub ${args.join(' ')}: ${r.err}`)
    }
    const dates = (days) => shell(['round', 'dates', code, '--why', 'SK 9/2025', ...Object.entries(days).flatMap(([word, [from, to]]) =>
        [`--${word}-from`, day(from), `--${word}-to`, day(to)])])
    await shell(['round', 'add', '--instrument', 'readiness', '--year', '2025', '--title', 'Kesiapan 2025', '--rule',
        `\${code} = '${region}'`, '--disagreement', '1'])
    await dates({ 'stage-1': [-9, 1], 'judge-1': [2, 9], 'result-1': [10, 12] })
    await shell(['round', 'join', code])
    await shell(['round', 'open', code])
    for (const post of ['assessor', 'assessor-2']) await shell(['round', 'seat', code, '--region', region, '--post', post])
    await makePerson(g, 'rini', { posts: [await makePost(g, 'coordinator', 'Koordinator Kota Surabaya', { region })] })
    await sentBy(g, code, region, 'rini')
    await dates({ 'stage-1': [-9, -2], 'judge-1': [-1, 9], 'result-1': [10, 12] })
    for (const login of ['citra', 'eko']) await scoredBy(g, `/judging/${code}/${region}`, login, '2')
    const citra = await signIn(g.url, 'citra', PASSWORD), findings = `/rounds/${code}/regions/${region}/findings`
    const said = await citra.submit(await citra.go(findings), { kind: 'weakness', item: 'people', text: 'Tim pelaksana belum ditetapkan.' },
        { at: findings })
    if (said.status !== 200) throw new Error(`the weakness was not taken: ${said.words}`)
    citra.close()
    await dates({ 'stage-1': [-9, -6], 'judge-1': [-5, -2], 'result-1': [-1, 12] })
    await shell(['judge', 'lock', code, region])
    await shell(['result', 'publish', code, '--stage', '1'])
}

const valuesOf = (page, value, note) => Object.fromEntries(page.forms.flatMap((f) => f.fields).map(([name]) => name)
    .filter((name) => /^[vn]\./.test(name)).map((name) => [name, name.startsWith('v.') ? value : note]))

async function sentBy(g, code, region, login) {
    const city = `/assessments/${code}/${region}`, head = `wali.${region}`
    if (login === 'joni') await makePerson(g, login, { posts: [await makePost(g, 'coordinator', 'Koordinator Kota Jambi', { region })] })
    await makePerson(g, head, { posts: [await makePost(g, 'head_of_region', `Wali Kota ${region}`, { region })] })
    const coordinator = await signIn(g.url, login, PASSWORD), mayor = await signIn(g.url, head, PASSWORD)
    const page = await coordinator.go(`${city}/city`)
    await coordinator.submit(page, valuesOf(page, '2', 'SK 12/2026, lampiran 1'), { press: 'save' })
    const sent = await mayor.submit(await mayor.go(`${city}/statement`), { states: '1' })
    if (sent.status !== 200) throw new Error(`${city} was not sent: ${sent.words}`)
    coordinator.close()
    mayor.close()
}

async function scoredBy(g, at, login, level) {
    const v = await signIn(g.url, login, PASSWORD), page = await v.go(`${at}/score`)
    await v.submit(page, valuesOf(page, level, 'Bukti dukung diperiksa'), { press: 'save' })
    const done = await v.submit(await v.go(at), {}, { at: `${at}/finish` })
    if (done.status !== 200) throw new Error(`${login} has not finished: ${done.words}`)
    v.close()
}

// Kota Kediri answers SPBE: some items wait for the head of the agency, some are approved, one is late. Its smart-city
// evaluation is sent.
async function assessments(g) {
    const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)
    const shell = async (args) => {
        const r = await g.run(args)
        if (r.code !== 0) throw new Error(`guyub ${args.join(' ')}: ${r.err}`)
        return r
    }
    const spbe = 'spbe-2020-2026', smart = 'smart-city-evaluation-2026', innovation = 'regional-innovation-2026-2026', org = '35.71-diskominfo'
    for (const [code, instrument, title] of [[spbe, 'spbe-2020', 'Evaluasi SPBE 2026'], [innovation, 'regional-innovation-2026', 'Indeks Inovasi Daerah 2026']]) {
        await shell(['round', 'add', '--instrument', instrument, '--year', '2026', '--title', title, '--rule', 'false()', '--disagreement', '1'])
        await shell(['round', 'dates', code, '--why', 'SK 8/2026', '--stage-1-from', day(-20), '--stage-1-to', day(10), '--judge-1-from', day(11),
            '--judge-1-to', day(20), '--result-1-from', day(21), '--result-1-to', day(21)])
        await shell(['round', 'join', code, '--region', '35.71', '--why', 'uji'])
        await shell(['round', 'open', code])
    }
    const people = {}
    for (const [login, name, kind, title, place] of [['hasan', 'Hasan Basri', 'head_of_agency', 'Kepala Diskominfo', { org }],
        ['wati', 'Wati Utami', 'contributor', 'Kontributor Diskominfo', { org }], ['wali', 'Vinanda', 'head_of_region', 'Wali Kota Kediri', { region: '35.71' }]]) {
        await makePerson(g, login, { name, posts: [await makePost(g, kind, title, place)] })
        people[login] = await signIn(g.url, login, PASSWORD)
    }
    const { hasan, wati, wali } = people, budi = await signIn(g.url, 'budi', PASSWORD)
    const at = (round) => `/assessments/${round}/35.71`, page = (round) => `${at(round)}/agencies/${org}`
    const items = async (round) => (await budi.get(at(round), { accept: 'application/json' })).json.items.map((i) => i.item)
    const give = (round, list) => shell(['assess', 'give', round, '35.71', '--org', org, '--item', list.join(' ')])
    const answer = async (round, list, value) => wati.submit(await wati.go(`${page(round)}/paste`),
        { rows: ['Item\tAnswer\tNote', ...list.map((i) => `${i}\t${value}\tPerwali 12/2025, pasal 3`)].join('\n') }, { at: `${page(round)}/paste` })
    const send = async (round) => wati.submit(await wati.go(page(round)), {}, { at: `${page(round)}/answers?from=0`, press: 'send' })
    const approve = async (round) => {
        const form = (await hasan.go(`${page(round)}/approve`)).forms.find((f) => f.action === `${page(round)}/approve`)
        await hasan.post(form.action, [...form.fields, ['do', 'approve']])
    }
    const take = async (round) => budi.submit(await budi.go(`${at(round)}/city`), {}, { at: `${at(round)}/city/answers?from=0`, press: 'take' })
    const all = await items(spbe)
    await give(spbe, all.slice(0, -2))
    await shell(['org', 'add', '--code', '35.71-dp3ap2kb', '--kind', 'agency', '--region', '35.71', '--valid-from', '2020-01-01', '--source', 'uji',
        '--name', 'Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana Kota Kediri', '--why', 'uji'])
    await shell(['assess', 'give', spbe, '35.71', '--org', '35.71-dp3ap2kb', '--item', all.at(-2), '--due', day(-3)])
    await answer(spbe, all.slice(0, 3), 3)
    await send(spbe)
    await approve(spbe)
    await take(spbe)
    await answer(spbe, all.slice(3, 6), 2)
    await send(spbe)
    await give(innovation, ['indicator-16', 'indicator-17', 'indicator-18', 'report', 'basic_services'])
    await wati.submit(await wati.go(`${page(innovation)}/paste`), { rows: ['Item\tAnswer\tNote\tOf which', ...['Lapor Cepat', 'Puskesmas Keliling']
        .flatMap((name) => ['indicator-16', 'report'].map((i) => `${i}\t1\tPerwali 12/2025, pasal 3\t${name}`))].join('\n') }, { at: `${page(innovation)}/paste` })
    const parts = await items(smart)
    await give(smart, parts)
    await answer(smart, parts, '3,25')
    await send(smart)
    await approve(smart)
    await take(smart)
    const sent = await wali.submit(await wali.go(`${at(smart)}/statement`), { states: '1' }, { at: `${at(smart)}/statement`, stay: true })
    if (sent.status !== 303) throw new Error(`it was not sent: ${sent.status} ${sent.words}`)
    for (const v of [budi, ...Object.values(people)]) v.close()
}

// The nation's installation, as far as it is needed here: a pair of keys, the digits that it would read out, and the
// receipt that it gives for what Kota Kediri sent.
async function bundles(g) {
    const pair = generateKeyPairSync('ed25519')
    const key = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex')
    const half = (n) => createHash('sha256').update(`guyub-installation ${n} ${key}`).digest()
    const digits = [1, 2].flatMap((n) => [0, 5, 10, 15].map((at) => String(half(n).readUIntBE(at, 5) % 100000).padStart(5, '0'))).join(' ')
    const folder = mkdtempSync(join(tmpdir(), 'guyub-bundle-'))
    const shell = async (args) => {
        const r = await g.run(args)
        if (r.code !== 0) throw new Error(`guyub ${args.join(' ')}: ${r.err}`)
        return r
    }
    try {
        await shell(['bundle', 'trust', key, '--fingerprint', digits, '--code', 'pusat', '--name', 'Kantor program, instalasi pusat', '--url', 'https://guyub.example.go.id'])
        await shell(['bundle', 'send', 'smart-city-evaluation-2026', '35.71', join(folder, 'a.guyub'), '--to', 'pusat', '--stage', '1'])
        const [{ sha256 }] = (await g.run(['bundle', 'list', '--json'])).json
        const own = (await g.run(['bundle', 'key', '--json'])).json.key
        const text = JSON.stringify({ kind: 'receipt', from: key, to: own, round: 'smart-city-evaluation-2026', region: '35.71', stage: 1, nth: 1,
            at: Math.floor(Date.now() / 1000), before: '', about: sha256, parts: [] })
        const signature = sign(null, Buffer.from(`guyub-bundle 1 ${key}\n${text}`), pair.privateKey).toString('hex')
        writeFileSync(join(folder, 'b.guyub'), `guyub-bundle 1 ${key} ${signature}\n${text}\n`)
        await shell(['bundle', 'receive', join(folder, 'b.guyub')])
        fill('bundle', sha256)
    } finally {
        rmSync(folder, { recursive: true, force: true })
    }
}
