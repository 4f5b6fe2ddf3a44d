// SPDX-License-Identifier: AGPL-3.0-or-later
//
// overlap.test.mjs — the report of `guyub overlap` is a file: opened from the disk, on a wide and on a narrow
// screen, in both languages, and printed on A4.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { binary, engine, runProgram } from '../harness/guyub.mjs'
import { axe, launch, narrow, overflow, shoot, wide } from './browser.mjs'
import { languages } from './pages.mjs'

const PATIENCE = { timeout: 90_000 }
const A4_POINTS = [595, 842]
const vnu = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar')

const app = 'Pembangunan aplikasi pengaduan warga lewat ponsel yang terhubung ke semua perangkat daerah'
const list = [
    'kode,nama,uraian,satker,kd,tahun,pagu,kota',
    `P1,Aplikasi Pengaduan Warga Terpadu,${app},DINAS KOMINFO,2.16.03.2.02.0014,2026,450000000,35.71`,
    `P2,Aplikasi Pengaduan Warga Terpadu Kota,${app},DINAS KOMINFO,2.16.03.2.02.0014,2026,450000000,35.71`,
    `P3,Aplikasi Pengaduan Warga Terpadu,${app},DINAS KOMINFO,2.16.03.2.02.0014,2027,300000000,35.71`,
    `P4,Aplikasi Pengaduan Warga Terpadu,${app},DINAS KOMINFO,2.16.03.2.02.0014,2026,520000000,35.78`,
    'P5,Pengadaan Alat Tulis Kantor,,SEKRETARIAT DAERAH,4.01.01.2.06.0002,2026,25000000,35.71',
    'P6,Pengadaan Alat Tulis Kantor,,SEKRETARIAT DAERAH,4.01.01.2.06.0002,2026,25000000,35.71',
    `P7,${'Rehabilitasi'.repeat(9)} ${'x'.repeat(300)},<b>&amp;</b>,DINAS PU,,2026,1,35.71`,
    `P8,${'Rehabilitasi'.repeat(9)} ${'x'.repeat(300)},<b>&amp;</b> lagi,DINAS PU,,2026,1,35.71`,
    '',
].join('\n')

let folder, browser
before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guyub-report-'))
    writeFileSync(join(folder, 'daftar.csv'), list)
    for (const lang of languages) {
        const r = await runProgram(binary, ['overlap', 'daftar.csv', '--id', 'kode', '--text', 'nama,uraian', '--by',
            'satker,code=kd,tahun,pagu,kota', '--all', '--out', `laporan-${lang}.html`, '--lang', lang], { cwd: folder })
        assert.equal(r.code, 0, r.err)
    }
    browser = await launch()
})
after(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
})

async function open(lang, size) {
    const context = await browser.newContext({ viewport: size })
    const page = await context.newPage(), asked = [], faults = []
    page.on('request', (request) => asked.push(request.url()))
    page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()) })
    await page.goto(`file://${join(folder, `laporan-${lang}.html`)}`)
    return { page, asked, faults, close: () => context.close() }
}

for (const lang of languages) for (const size of [wide, narrow])
    test(`${lang}, ${size.width} px: nothing sticks out, nothing is fetched, axe finds nothing`, PATIENCE, async () => {
        const { page, asked, faults, close } = await open(lang, size)
        try {
            assert.deepEqual(await overflow(page), [])
            assert.deepEqual(await axe(page), [])
            assert.equal(asked.length, 1, 'the file itself')
            assert.deepEqual(faults, [])
            assert.equal(await page.getAttribute('html', 'lang'), lang)
            assert.equal(await page.locator('h1').count(), 1)
            assert.ok(await page.locator('article.card').count() >= 4)
            assert.equal(await page.locator('table:not(:has(caption))').count(), 0)
            if (engine === 'sqlite') await shoot(page, `overlap-${lang}-${size.width}`)
        } finally {
            await close()
        }
    })

test('both rows can be told apart on a narrow screen', PATIENCE, async () => {
    const { page, close } = await open('en', narrow)
    const mark = (n) => page.evaluate((nth) => getComputedStyle(
        document.querySelector(`.rows tbody td:nth-of-type(${nth})`), '::before').content, n)
    assert.deepEqual([await mark(1), await mark(2)], ['"A"', '"B"'])
    await close()
})

test('it prints on A4, and no card is cut in two where it fits a page', PATIENCE, async () => {
    const { page, close } = await open('id', wide)
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    const boxes = [...pdf.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/g)]
    assert.ok(boxes.length >= 2)
    for (const [, width, height] of boxes)
        assert.deepEqual([Math.round(width), Math.round(height)], A4_POINTS)
    await page.emulateMedia({ media: 'print' })
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.card')).breakInside), 'avoid')
    await close()
})

test('the Nu HTML checker finds no error', async () => {
    const files = languages.map((lang) => join(folder, `laporan-${lang}.html`))
    const r = await runProgram('java', ['-jar', vnu, '--format', 'json', '--exit-zero-always', ...files])
    const errors = JSON.parse(r.err).messages.filter((m) => m.type === 'error')
    assert.deepEqual(errors.map((m) => `${m.lastLine}:${m.lastColumn}: ${m.message}`), [])
})
