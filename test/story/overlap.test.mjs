// SPDX-License-Identifier: AGPL-3.0-or-later
//
// overlap.test.mjs — a planning officer holds a list of programmes against itself and against another, and
// reads why two rows may be the same work. The list is made up; names of places are Kediri's.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { binary, dataPath, needsData, runProgram } from '../harness/guyub.mjs'

const HEAD = 'kode,nama,uraian,satker,sub_unit,kd,tahun,pagu,lokasi,kota,sasaran'
const BY = 'satker,sub_unit,code=kd,tahun,pagu,lokasi,kota,sasaran'
const drain = 'Pembangunan saluran drainase beton sepanjang 800 meter untuk mengurangi genangan'
const care = 'Kunjungan perawat ke rumah lansia yang tinggal sendiri, pemeriksaan dan rujukan'
const app = 'Pembangunan aplikasi pengaduan warga lewat ponsel yang terhubung ke semua perangkat daerah'
const train = 'Pelatihan pemasaran digital dan lokapasar bagi seratus pelaku usaha mikro batik'

const city = [
    HEAD,
    `K01,Pembangunan Saluran Drainase Jalan Brawijaya,"${drain}",DINAS PU,Bidang SDA,1.03.06.2.01.0005,2026,"Rp1.250.000.000",35.71.01,35.71,Warga Mojoroto`,
    `K02,Pembangunan Saluran Drainase Jalan Brawijaya,"Mengurangi genangan: ${drain}",DINAS PU,Bidang SDA,1.03.06.2.01.0005,2026,"1.250.000.000",35.71.01,35.71,Warga Mojoroto`,
    `K03,Pelatihan Pemasaran Digital UMKM Batik,"${train}",DINAS KOPERASI,,2.17.08.2.01.0003,2026,350123000,35.71,35.71,Pelaku usaha mikro`,
    `K04,Pelatihan Pemasaran Digital bagi UMKM Batik,"${train} kota",DINAS PERDAGANGAN,,3.30.03.2.01.0011,2026,350123000,35.71,35.71,Pelaku usaha mikro`,
    `K05,Layanan Home Care Lansia,"${care}",DINAS KESEHATAN,Puskesmas Campurejo,1.02.02.2.02.0015,2026,180000000,35.71.01,35.71,Lansia`,
    `K06,Layanan Home Care Lansia,"${care}",DINAS KESEHATAN,Puskesmas Sukorame,1.02.02.2.02.0015,2026,175000000,35.71.02,35.71,Lansia`,
    `K07,Layanan Home Care Lansia,"${care}",DINAS KESEHATAN,Puskesmas Balowerti,1.02.02.2.02.0015,2026,176500000,35.71.03,35.71,Lansia`,
    `K08,Aplikasi Pengaduan Warga Terpadu,"${app}",DINAS KOMINFO,,2.16.03.2.02.0014,2026,450000000,35.71,35.71,Warga`,
    `K09,Aplikasi Pengaduan Warga Terpadu,"${app}",DINAS KOMINFO,,2.16.03.2.02.0014,2026,520000000,35.78,35.78,Warga`,
    `K10,Aplikasi Pengaduan Warga Terpadu,"${app}",DINAS KOMINFO,,2.16.03.2.02.0014,2027,300000000,35.71,35.71,Warga`,
    'K11,Rehabilitasi Ruang Kelas,Perbaikan atap tiga ruang kelas,DINAS PENDIDIKAN,SDN Bandar Lor 1,1.01.02.2.01.0009,2026,240000000,35.71.01,35.71,Siswa',
    'K12,Rehabilitasi Trotoar,Perbaikan trotoar pusat kota,DINAS PU,Bidang Bina Marga,1.03.10.2.01.0021,2026,810000000,35.71.02,35.71,Pejalan kaki',
    'K13,Pengadaan Alat Tulis Kantor,,SEKRETARIAT DAERAH,,4.01.01.2.06.0002,2026,25000000,,35.71,',
    'K14,Pengadaan Alat Tulis Kantor,,SEKRETARIAT DAERAH,,4.01.01.2.06.0002,2026,25000000,,35.71,',
    'K15,,,BADAN KEUANGAN,,,2026,,,35.71,',
    '',
].join('\r\n')

let folder
before(() => { folder = mkdtempSync(join(tmpdir(), 'guyub-overlap-')) })
after(() => rmSync(folder, { recursive: true, force: true }))

const keep = (name, text) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
}
const overlap = (...args) => runProgram(binary, ['overlap', ...args, '--lang', 'en'], { cwd: folder })
const inCity = (...args) => {
    keep('kota.csv', city)
    return overlap('kota.csv', '--id', 'kode', '--text', 'nama,uraian', '--by', BY, ...args)
}
const kinds = (json) => Object.fromEntries(json.findings.map((f) => [`${f.a.id} ${f.b.id}`, f.kind]))

describe('a list of a city', () => {
    test('each kind is told apart, and the usual is not told at all', async () => {
        const r = await inCity('--json', '--all')
        assert.equal(r.code, 0, r.err)
        const found = kinds(r.json)
        assert.equal(found['K01 K02'], 'certain')
        assert.equal(found['K03 K04'], 'probable')
        assert.equal(found['K08 K09'], 'replication')
        assert.equal(found['K08 K10'], 'continuation')
        for (const pair of ['K05 K06', 'K05 K07', 'K06 K07'])
            assert.ok(!['certain', 'probable'].includes(found[pair]), `the same code in two puskesmas: ${pair}`)
        assert.equal(found['K11 K12'], undefined)
        assert.deepEqual(r.json.groups.map((g) => [g.rows, g.differs, g.ids]), [[2, false, ['K13', 'K14']]])
        assert.equal(r.json.count.rows, 15)
        assert.equal(r.json.count.different, 14)
        assert.equal(r.json.count.empty, 1)
    })

    test('a finding has its reasons, what speaks against, and the words in common', async () => {
        const { json } = await inCity('--json', '--all')
        const certain = json.findings.find((f) => f.kind === 'certain')
        assert.equal(certain.points, certain.reasons.reduce((sum, r) => sum + r.points, 0))
        assert.ok(certain.reasons.length >= 6 && certain.reasons.every((r) => r.says.length > 5))
        assert.ok(certain.words_in_common.includes('genangan'))
        assert.equal(certain.a.money_idr, 1_250_000_000)
        assert.equal(certain.b.line, 3)
        const other = json.findings.find((f) => f.a.id === 'K03' && f.b.id === 'K04')
        assert.ok(other.reasons.some((r) => r.points < 0 && /office/i.test(r.says)), 'different offices speak against')
        const next = json.findings.find((f) => f.kind === 'continuation')
        assert.ok(next.reasons.some((r) => /2026.*2027/.test(r.says)))
    })

    test('without --all only what may be the same work is shown; the rest is counted', async () => {
        const { json } = await inCity('--json')
        assert.ok(json.findings.every((f) => ['certain', 'probable'].includes(f.kind)))
        assert.ok(json.count.replication >= 1 && json.count.continuation >= 1)
    })

    test('text for a terminal, in both languages', async () => {
        const english = await inCity()
        assert.match(english.out, /^15 rows, 14 of them different, were compared\.\n/)
        assert.match(english.out, /Certain: 1\n/)
        assert.match(english.out, /kota\.csv:2 {2}K01 {2}Pembangunan Saluran/)
        const r = await runProgram(binary, ['overlap', join(folder, 'kota.csv'), '--text', 'nama', '--lang', 'id'])
        assert.match(r.out, /^15 baris, \d+ di antaranya berbeda/)
        assert.match(r.out, /Pasti: \d/)
    })

    test('CSV has both rows in a line, and is shielded', async () => {
        keep('kota.csv', city.replace('Pelatihan Pemasaran', '=Pelatihan Pemasaran'))
        const r = await overlap('kota.csv', '--id', 'kode', '--text', 'nama,uraian', '--by', BY, '--format', 'csv')
        const lines = r.out.trimEnd().split('\r\n')
        const cells = lines[0].split(',').length
        assert.match(lines[0], /^what,kind,points,words,title,rows_a,file_a,line_a,id_a,.*,for,against,lines$/)
        assert.ok(lines.some((l) => l.startsWith('pair,certain,')))
        assert.ok(lines.some((l) => l.startsWith('same row,')))
        assert.ok(r.out.includes("'=Pelatihan"), 'a spreadsheet must not run it')
        assert.ok(cells > 30)
    })

    test('the same with one thread and with three', async () => {
        const one = await inCity('--json', '--all', '--threads', '1')
        const three = await inCity('--json', '--all', '--threads', '3')
        assert.equal(one.out, three.out)
    })

    test('--most cuts and says so; nothing is lost in silence', async () => {
        const { json } = await inCity('--json', '--all', '--most', '1')
        assert.equal(json.findings.length, 1)
        assert.equal(json.count.cut, true)
        const text = await inCity('--all', '--most', '1')
        assert.match(text.out, /There is more than is shown here/)
        assert.match(text.out, /Certain, \d+ points/, 'the best is kept')
    })
})

describe('two lists', () => {
    const one = [HEAD, ...city.split('\r\n').slice(1, 6), ''].join('\n')
    const two = [HEAD, city.split('\r\n')[2].replace('K02', 'X1'), city.split('\r\n')[4].replace('K04', 'X2'),
        city.split('\r\n')[4].replace('K04', 'X3'), ''].join('\n')

    test('only pairs across, whatever is within', async () => {
        keep('satu.csv', one), keep('dua.csv', two)
        const { json } = await overlap('satu.csv', 'dua.csv', '--id', 'kode', '--text', 'nama,uraian', '--by', BY,
            '--json', '--all')
        assert.deepEqual(json.files, ['satu.csv', 'dua.csv'])
        assert.ok(json.findings.length >= 2)
        for (const f of json.findings) {
            assert.equal(f.a.file, 'satu.csv')
            assert.equal(f.b.file, 'dua.csv')
        }
        const found = kinds(json)
        assert.equal(found['K01 X1'], 'certain')
        assert.equal(found['K03 X2'], 'probable')
        assert.equal(json.findings.find((f) => f.b.id === 'X2').rows_b, 2, 'X3 says the same')
        assert.deepEqual(json.groups, [])
    })

    test('a list without rows is told', async () => {
        keep('kosong.csv', HEAD + '\n')
        const r = await overlap('kosong.csv', '--text', 'nama')
        assert.equal(r.code, 2)
        assert.match(r.err, /kosong\.csv: There is no row in the file\./)
    })
})

describe('the page', () => {
    test('stands alone, holds everything, escapes what rows say', async () => {
        keep('kota.csv', city.replace('mikro batik kota', 'mikro batik <script>alert(1)</script> kota'))
        const r = await overlap('kota.csv', '--id', 'kode', '--text', 'nama,uraian', '--by', BY, '--all',
            '--out', 'laporan.html')
        assert.equal(r.code, 0, r.err)
        assert.equal(r.out, '')
        const html = readFileSync(join(folder, 'laporan.html'), 'utf8')
        assert.match(html, /^<!DOCTYPE html>\n<html lang="en">/)
        assert.match(html, /<\/html>\n$/)
        assert.ok(!existsSync(join(folder, 'laporan.html.part')))
        assert.ok(!/<script|<link|<img|<iframe|@import|url\(/i.test(html), 'nothing is fetched or run')
        assert.ok(!/(?:src|href)="(?:https?:)?\/\//.test(html))
        assert.match(html, /&lt;script&gt;|&lt;<mark>script<\/mark>/)
        assert.match(html, /<mark>genangan<\/mark>/)
        for (const said of ['Certain', 'Probable', 'Worth copying', 'Continuation', 'Identical rows', 'K13, K14',
            'code_same', 'Guyub 0.'])
            assert.ok(html.includes(said), said)
        const at = (text) => html.indexOf(text)
        assert.ok(at('id="kind-certain"') < at('id="kind-probable"') && at('id="kind-probable"') < at('id="groups"'))
        assert.ok(html.includes('href="#kind-certain"') && html.includes('href="#groups"'))
        assert.equal((html.match(/<table class="rows">/g) ?? []).length, (html.match(/class="card"/g) ?? []).length)
    })

    test('in Indonesian, and with another model', async () => {
        const model = (await runProgram(binary, ['overlap', 'model'])).out
        keep('model.csv', model.replace(/^office_other,-?\d+/m, 'office_other,-100'))
        keep('kota.csv', city)
        const r = await runProgram(binary, ['overlap', 'kota.csv', '--id', 'kode', '--text', 'nama,uraian', '--by', BY,
            '--model', 'model.csv', '--out', 'l.html', '--lang', 'id'], { cwd: folder })
        assert.equal(r.code, 0, r.err)
        const html = readFileSync(join(folder, 'l.html'), 'utf8')
        assert.match(html, /<html lang="id">/)
        assert.match(html, /Pekerjaan yang mungkin tumpang tindih/)
        assert.ok(html.includes('model.csv') && html.includes('-100'))
        assert.ok(!html.includes('K03, baris'), 'different offices weigh more than all else now')
        keep('model.csv', model.replace('office_other', 'ofice_other'))
        const wrong = await inCity('--model', 'model.csv')
        assert.equal(wrong.code, 2)
        assert.match(wrong.err, /model\.csv:\d+/)
    })
})

describe('what is wrong is told with its place', () => {
    const row = [
        ['a column that is not there', HEAD + '\n', ['--text', 'judul'], /k\.csv:1:1: The column "judul" is missing/],
        ['a meaning that nobody knows', HEAD + '\n', ['--text', 'nama', '--by', 'satkr'], /Did you mean "satker"\?/],
        ['one field twice', HEAD + '\n', ['--text', 'nama', '--by', 'satker,office=kd'], /Two columns are given/],
        ['no columns of text', HEAD + '\n', [], /--text: /],
        ['too low a threshold', HEAD + '\n', ['--text', 'nama', '--min', '0.1'], /Below 0\.3/],
        ['no year', 'nama,tahun\nJalan,kapan\n', ['--text', 'nama', '--by', 'tahun'], /k\.csv:2:7: "kapan" is no year/],
        ['no money', 'nama,pagu\nJalan,25 juta\n', ['--text', 'nama', '--by', 'pagu'], /k\.csv:2:7: "25 juta" is no amount/],
        ['bytes that are not UTF-8', Buffer.from('nama\njal\xffan\n', 'latin1'), ['--text', 'nama'], /k\.csv:2:4: .*UTF-8/],
        ['a line over a megabyte', `nama\n${'jalan '.repeat(200_000)}\n`, ['--text', 'nama'], /k\.csv:2:1: .*longer than/],
        ['semicolons', 'nama;tahun\nx;2025\n', ['--text', 'nama'], /not separated by commas/],
    ]
    for (const [name, text, args, says] of row) test(name, async () => {
        keep('k.csv', text)
        const r = await overlap('k.csv', ...args)
        assert.equal(r.code, 2, r.err)
        assert.match(r.err, says)
        assert.equal(r.out, '')
    })

    test('no such file, and a folder that is not there', async () => {
        assert.match((await overlap('tidak-ada.csv', '--text', 'nama')).err, /tidak-ada\.csv: The file could not be opened/)
        const over = await inCity('--out', 'kota.csv')
        assert.equal(over.code, 2)
        assert.match(over.err, /written over the list/)
        const r = await inCity('--out', 'tidak/ada.html')
        assert.equal(r.code, 2)
        assert.match(r.err, /The file could not be written/)
    })
})

describe('hard lists', () => {
    test('100,000 identical rows are one group', { timeout: 120_000 }, async () => {
        const line = ',Belanja Perjalanan Dinas Biasa,DINAS PERHUBUNGAN,2026,1000000\n'
        keep('sama.csv', 'kode,nama,satker,tahun,pagu\n' + Array.from({ length: 100_000 }, (_, i) => i + line).join(''))
        const r = await overlap('sama.csv', '--id', 'kode', '--text', 'nama', '--by', 'satker,tahun,pagu', '--json')
        assert.equal(r.code, 0, r.err)
        assert.equal(r.json.groups.length, 1)
        assert.equal(r.json.groups[0].rows, 100_000)
        assert.equal(r.json.groups[0].ids.length, 100_000)
        assert.equal(r.json.count.judged, 0)
    })

    test('many rows of the same words are a crowd, not pairs', { timeout: 120_000 }, async () => {
        const rows = Array.from({ length: 600 }, (_, i) =>
            `${i},Penyediaan Jasa Surat Menyurat,KANTOR ${i},2026,${(i + 1) * 10007}\n`)
        keep('ramai.csv', 'kode,nama,satker,tahun,pagu\n' + rows.join(''))
        const { json } = await overlap('ramai.csv', '--id', 'kode', '--text', 'nama', '--by', 'satker,tahun,pagu',
            '--json', '--all')
        assert.equal(json.count.same_words, 1)
        assert.ok(json.count.judged < 5 * 600, `${json.count.judged} judged`)
        assert.equal(json.findings.length, 0)
        assert.deepEqual(json.groups.map((g) => [g.rows, g.differs]), [[600, true]])
    })

    test('fifty languages and scripts, and texts of nothing', async () => {
        const said = ['Jalan desa', 'Village road', 'قرية الطريق', '乡村公路', 'Дорога в деревне', 'ग्राम सड़क', 'గ్రామ రహదారి', 'கிராம சாலை',
            'గ్రామ', 'ถนนหมู่บ้าน', 'ផ្លូវភូមិ', 'လမ်း', 'ຖະໜົນ', '마을 도로', '村の道', 'Đường làng', 'Δρόμος χωριού', 'דרך הכפר', 'سڑک گاؤں',
            'راه روستا', 'Köy yolu', 'Kənd yolu', 'Ауыл жолы', 'Тосгоны зам', 'გზა', 'Ճանապարհ', 'መንገድ', 'Barabara ya kijiji', 'Indlela',
            'Ọ̀nà abúlé', 'Hanyar kauye', 'Ceļš', 'Kelias', 'Küla tee', 'Kylätie', 'Byväg', 'Bygdevei', 'Vegur', 'Droga wiejska',
            'Vesnická cesta', 'Falusi út', 'Drum', 'Път', 'Pot', 'Rruga', 'Camino rural', 'Estrada', 'Chemin', 'Dorfstraße', 'Strada 🛣️ ꦢꦭꦤ꧀']
        assert.equal(said.length, 50)
        const rows = said.flatMap((s, i) => [`${i}a,${s} ${s},1\n`, `${i}b,${s} ${s},2\n`])
        keep('bahasa.csv', 'kode,nama,pagu\n' + rows.join('') + 'k1,,3\nk2,"",4\nk3,---,5\nk4,​,6\n')
        const r = await overlap('bahasa.csv', '--id', 'kode', '--text', 'nama', '--by', 'pagu', '--json', '--all')
        assert.equal(r.code, 0, r.err)
        assert.ok(r.json.count.empty >= 3)
        assert.ok(r.json.count.judged >= 45, `${r.json.count.judged} pairs judged`)
        const page = await overlap('bahasa.csv', '--id', 'kode', '--text', 'nama', '--by', 'pagu', '--all', '--format', 'html')
        assert.equal(page.code, 0, page.err)
    })

    test('Ctrl-C is an answer: how far it was, and no half of a file', { timeout: 60_000 }, async () => {
        keep('besar.csv', 'kode,nama\n' + Array.from({ length: 60_000 }, (_, i) =>
            `${i},Pembangunan gedung ${i % 977} lantai ${i % 31} tahap ${i % 7} wilayah ${i % 1009}\n`).join(''))
        const child = spawn(binary, ['overlap', 'besar.csv', '--text', 'nama', '--out', 'besar.html', '--lang', 'en'],
            { cwd: folder })
        let said = ''
        child.stderr.on('data', (bytes) => { said += bytes })
        const ended = new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })))
        for (let i = 0; i < 500 && !existsSync(join(folder, 'besar.html.part')); i++) await sleep(20)
        child.kill('SIGINT')
        const { code, signal } = await ended
        assert.equal(signal, null)
        assert.equal(code, 3, said)
        assert.match(said, /It was stopped after [\d,]+ pairs were judged\. Nothing was written\./)
        assert.ok(!existsSync(join(folder, 'besar.html')) && !existsSync(join(folder, 'besar.html.part')))
    })
})

describe('real lists', { skip: needsData }, () => {
    const sub = () => dataPath('id-programmes-kab-bandung-2025', 'subkegiatan.csv')

    test('an agency that repeats a code 66 times is not told of it', { timeout: 60_000 }, async () => {
        const r = await overlap(sub(), '--id', 'kd_subkegiatan', '--text', 'nama_subkegiatan', '--by',
            'nama_satker,tahun_anggaran,pagu_subkegiatan,kd_subkegiatan_str', '--json', '--all')
        assert.equal(r.code, 0, r.err)
        assert.equal(r.json.count.rows, 3949)
        const strong = r.json.findings.filter((f) => ['certain', 'probable'].includes(f.kind))
        assert.deepEqual(strong.filter((f) => f.a.code === f.b.code && f.a.money_idr !== f.b.money_idr), [],
            'by code alone')
        assert.ok(strong.length < 40, `${strong.length} of 3,949 rows: standard names are no overlap`)
        assert.ok(r.json.count.same_words > 20, 'names that all offices have')
    })

    test('"Belanja Perjalanan Dinas Biasa" is a group or nothing, never pairs', { timeout: 60_000 }, async () => {
        const { json } = await overlap(dataPath('id-programmes-kab-bandung-2025', 'paket_swakelola.csv'), '--id', 'kd_rup',
            '--text', 'nama_paket', '--by', 'nama_satker,tahun_anggaran,pagu', '--json', '--all')
        const isIt = (row) => row.title.trim().toLowerCase() === 'belanja perjalanan dinas biasa'
        assert.deepEqual(json.findings.filter((f) => isIt(f.a) && isIt(f.b) && f.a.office !== f.b.office), [])
    })

    test('applications of a city with the same function', { timeout: 60_000 }, async () => {
        const { json } = await overlap(dataPath('id-spbe-denpasar', 'applications.csv'), '--id', 'id_app', '--text',
            'name,function', '--by', 'function,unit=unit_code,year_built', '--json', '--all', '--min', '0.4')
        assert.equal(json.count.rows, 189)
        assert.ok(json.findings.some((f) => f.a.id === '12' && f.b.id === '106'), 'two shops for the same craftsmen')
        assert.ok(json.findings.length < 60)
    })
})
