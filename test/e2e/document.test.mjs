// SPDX-License-Identifier: AGPL-3.0-or-later
//
// document.test.mjs — a file is sent over a line that breaks: the script goes on by itself, after a pause,
// and after the page was loaded anew, and what was typed is still there. Without scripts the form does it.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { guyub, makePerson, makePost, PASSWORD } from '../harness/guyub.mjs'
import { axe, launch, narrow, overflow, shoot, wide } from './browser.mjs'

const PATIENCE = { timeout: 120_000 }
const folder = mkdtempSync(join(tmpdir(), 'guyub-document-'))
const PIECES = /\/documents\/arrivals\/[0-9A-Z-]+$/

let g, browser
before(async () => {
    g = await guyub({ env: { GUYUB_VAULT: join(folder, 'vault') } })
    const post = await makePost(g, 'contributor', 'Penyusun Diskominfo', { org: '35.71-diskominfo' })
    await makePerson(g, 'sri', { name: 'Sri Lestari', posts: [post] })
    browser = await launch()
})
after(async () => {
    await browser?.close()
    await g?.stop()
    rmSync(folder, { recursive: true })
})

async function signIn(script, size = wide) {
    const context = await browser.newContext({ javaScriptEnabled: script, locale: 'id-ID', viewport: size })
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    await page.goto(`${g.url}/sign-in`)
    await page.fill('input[name=login]', 'sri')
    await page.fill('input[name=password]', PASSWORD)
    await page.click('main form button[type=submit]')
    await page.waitForURL((url) => url.pathname !== '/sign-in')
    return page
}

function makePdf(name, bytes) {
    const path = join(folder, name)
    writeFileSync(path, Buffer.concat([
        Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n'
            + '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj\n% '),
        Buffer.alloc(bytes, 'x'), Buffer.from('\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n')]))
    return path
}

async function fill(page, title, file) {
    await page.goto(`${g.url}/documents/new`)
    assert.equal(await page.inputValue('#f-org'), '35.71-diskominfo', 'that of the post')
    await page.fill('#f-title', title)
    await page.setInputFiles('#f-file', file)
}

const submit = (page) => page.click('main form[data-upload] button[type=submit]')
const said = (page) => page.locator('.gy-doc-sending [data-says]')
const arrived = (page) => page.waitForURL((url) => /^\/documents\/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(url.pathname))

// Where a piece begins, as its form says.
const fromOf = (request) => Number(request.postDataBuffer().toString('latin1').match(/name="from"\r\n\r\n(\d+)/)[1])

test('a cut line: it waits, goes on where it was, and ends on the document\'s page', PATIENCE, async () => {
    const page = await signIn(true), begins = []
    let n = 0
    await page.route(PIECES, async (route) => {
        if (route.request().method() !== 'POST') return route.continue()
        n++
        if (n === 2 || n === 3) return route.abort('connectionreset')
        begins.push(fromOf(route.request()))
        return route.continue()
    })
    await fill(page, 'SK Tim Kota Cerdas 2026', makePdf('sk tim.pdf', 3_000_000))
    await submit(page)
    await said(page).filter({ hasText: 'Sambungan terputus' }).waitFor()
    assert.equal(await said(page).getAttribute('aria-live'), 'polite')
    await arrived(page)
    assert.match(await page.innerText('main'), /SK Tim Kota Cerdas 2026[^]*sk tim\.pdf/)
    assert.deepEqual(begins, [...begins].sort((a, b) => a - b))
    assert.equal(begins[0], 0)
    assert.ok(begins.length > 2 && begins[1] > 0, 'what was there is not sent again')
    await page.locator('iframe.gy-doc-pdf').waitFor()
    for (const size of [wide, narrow]) {
        await page.setViewportSize(size)
        assert.deepEqual(await overflow(page), [])
        await shoot(page, `document-${size.width}`)
    }
    await page.context().close()
})

test('a pause, and the page loaded anew: what was typed and sent is there', PATIENCE, async () => {
    const page = await signIn(true), file = makePdf('laporan.pdf', 4_000_000)
    let cut = false, n = 0
    await page.route(PIECES, (route) => route.request().method() === 'POST' && (n++ > 1 || cut) ? route.abort('connectionreset') : route.continue())
    await fill(page, 'Laporan evaluasi', file)
    await page.check('input[name=sensitivity][value=public]')
    await submit(page)
    await said(page).filter({ hasText: 'Sambungan terputus' }).waitFor()
    await page.click('[data-stop]')
    await said(page).filter({ hasText: 'Dijeda' }).waitFor()
    assert.ok(await page.isVisible('[data-on]'))
    cut = true
    await page.reload()
    await said(page).filter({ hasText: 'laporan.pdf' }).waitFor()
    assert.match(await said(page).innerText(), /terhenti pada \d+ %/)
    assert.equal(await page.inputValue('#f-title'), 'Laporan evaluasi')
    assert.ok(await page.isChecked('input[name=sensitivity][value=public]'))
    assert.deepEqual(await axe(page), [])

    await page.unroute(PIECES)
    const begins = []
    await page.route(PIECES, (route) => {
        if (route.request().method() === 'POST') begins.push(fromOf(route.request()))
        return route.continue()
    })
    await page.setInputFiles('#f-file', file)
    await submit(page)
    await arrived(page)
    assert.ok(begins.length > 0 && begins[0] > 0, `it goes on: ${begins}`)
    assert.match(await page.innerText('main'), /Laporan evaluasi/)
    await page.goto(`${g.url}/documents/new`)
    assert.ok(!await said(page).isVisible(), 'nothing waits any more')
    await page.context().close()
})

test('what is refused is told by its form, and the file need not be sent again', PATIENCE, async () => {
    const page = await signIn(true)
    await fill(page, 'x', makePdf('nota.pdf', 500_000))
    await submit(page)
    await page.locator('.govuk-error-summary').waitFor()
    assert.match(await page.innerText('#f-file-here'), /nota\.pdf sudah ada di sini/)
    await page.fill('#f-title', 'Nota dinas tentang data')
    await submit(page)
    await arrived(page)
    await page.context().close()
})

test('with scripts off the form sends the file at once', PATIENCE, async () => {
    const page = await signIn(false, narrow)
    await fill(page, 'Tanpa skrip', makePdf('tanpa skrip.pdf', 2_000_000))
    await submit(page)
    await arrived(page)
    assert.match(await page.innerText('main'), /Tanpa skrip/)
    assert.deepEqual(await overflow(page), [])
    await page.context().close()
})
