// SPDX-License-Identifier: AGPL-3.0-or-later
//
// dossier.test.mjs — a file for examination on an auditor's own machine: unpacked, its index opened from the
// disk by a double click, without the program and without a network.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { engine, runProgram } from '../harness/guyub.mjs'
import { axe, launch, narrow, overflow, shoot, wide } from './browser.mjs'
import { office } from './inside.mjs'
import { languages, pages } from './pages.mjs'

const PATIENCE = { timeout: 90_000 }
const vnu = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar')

let g, folder, browser
before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guyub-dossier-'))
    g = await office()
    const paper = pages.find((p) => p.name === 'paper').path.split('/').at(-1)
    writeFileSync(join(folder, 'laporan.csv'), 'no,nilai\n1,3\n')
    const added = await g.run(['document', 'add', join(folder, 'laporan.csv'), '--org', '35.71-diskominfo',
        '--title', 'Laporan pelaksanaan program kota cerdas tahun 2026 <final>', '--sensitivity', 'internal'])
    const document = added.out.match(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/)?.[0]
    assert.ok(document, added.err)
    for (const [thing, key] of [['letter', paper], ['document', document]]) for (const lang of languages) {
        const zip = join(folder, `${thing}-${lang}.zip`)
        const r = await g.run(['dossier', thing, key, '--out', zip, '--lang', lang])
        assert.equal(r.code, 0, r.err)
        const unpacked = await runProgram('python3', ['-m', 'zipfile', '-e', zip, join(folder, `${thing}-${lang}`)])
        assert.equal(unpacked.code, 0, unpacked.err)
    }
    browser = await launch()
})
after(async () => {
    await browser?.close()
    await g?.stop()
    rmSync(folder, { recursive: true, force: true })
})

async function open(path, size) {
    const context = await browser.newContext({ viewport: size, javaScriptEnabled: true })
    const page = await context.newPage(), asked = [], faults = []
    page.on('request', (request) => asked.push(request.url()))
    page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()) })
    await page.goto(`file://${join(folder, path)}`)
    return { page, asked, faults, close: () => context.close() }
}

for (const thing of ['letter', 'document']) for (const file of ['index', 'history']) for (const lang of languages)
    test(`${file} of a ${thing} in ${lang}: nothing is fetched, nothing sticks out, axe finds nothing, links lead to files`, PATIENCE, async () => {
        const { page, asked, faults, close } = await open(`${thing}-${lang}/${file}.html`, wide)
        try {
            assert.equal(asked.length, 1, asked.join(' '))
            assert.deepEqual(faults, [])
            assert.equal(await page.getAttribute('html', 'lang'), lang)
            assert.equal(await page.locator('h1').count(), 1)
            for (const size of [wide, narrow]) {
                await page.setViewportSize(size)
                assert.deepEqual(await overflow(page), [], `wider than ${size.width}`)
                assert.deepEqual(await axe(page), [], `axe-core at ${size.width}`)
                if (engine === 'sqlite') await shoot(page, `dossier-${thing}-${file}-${lang}-${size.width}`)
            }
            const hrefs = await page.$$eval('a[href]', (links) => links.map((a) => a.href))
            const files = hrefs.filter((h) => h.startsWith('file:')).map((h) => h.replace(/#.*/, ''))
            assert.ok(files.length > 0)
            for (const href of files) assert.ok(existsSync(fileURLToPath(href)), href)
            for (const anchor of hrefs.filter((h) => /#/.test(h)))
                assert.equal(await page.locator(`[id="${anchor.split('#')[1]}"]`).count(), 1, anchor)
        } finally {
            await close()
        }
    })

test('the index prints on A4', PATIENCE, async () => {
    const { page, close } = await open('letter-id/index.html', wide)
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    const boxes = [...pdf.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/g)]
    assert.ok(boxes.length >= 1)
    for (const [, width, height] of boxes) assert.deepEqual([Math.round(width), Math.round(height)], [595, 842])
    await close()
})

test('the Nu HTML checker finds no error', async () => {
    const all = ['letter', 'document'].flatMap((thing) => languages.flatMap((lang) =>
        ['index', 'history'].map((file) => join(folder, `${thing}-${lang}/${file}.html`))))
    const r = await runProgram('java', ['-jar', vnu, '--format', 'json', '--exit-zero-always', ...all])
    const errors = JSON.parse(r.err).messages.filter((m) => m.type === 'error')
    assert.deepEqual(errors.map((m) => `${m.url.split('/').slice(-2).join('/')}:${m.lastLine}: ${m.message}`), [])
})
