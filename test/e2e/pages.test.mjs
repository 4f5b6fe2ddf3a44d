// SPDX-License-Identifier: AGPL-3.0-or-later
//
// pages.test.mjs — every page and error state, in both languages, wide and narrow, with and without
// scripts: no violation, no error, nothing asked of anyone else, nothing that sticks out, and light.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { engine, figure, runProgram } from '../harness/guyub.mjs'
import { axe, launch, narrow, open, overflow, shoot, wide } from './browser.mjs'
import { cookiesOf, office } from './inside.mjs'
import { languages, pages } from './pages.mjs'

const FIRST_VIEW_BYTES_MAX = 100_000
const PATIENCE = { timeout: 60_000 }
const vnu = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar')

let g, browser
const cookies = {}
before(async () => {
    g = await office()
    browser = await launch()
    for (const login of ['dewi', 'kepala', 'budi', 'wati', 'hasan', 'wali']) cookies[login] = await cookiesOf(browser, g.url, login)
})
after(async () => {
    await browser?.close()
    await g?.stop()
})

let heaviest = 0

// What is seen inside is the same on both engines; the walk is long enough.
const walked = pages.filter((row) => engine === 'sqlite' || !row.inside)

for (const row of walked) for (const lang of languages) {
    test(`${row.name} in ${lang}`, PATIENCE, async () => {
        const { page, response, saw, close } = await open(browser, g.url, row, { lang, cookies })
        try {
            assert.equal(response.status(), row.status ?? 200)
            assert.match(response.headers()['content-type'], /^text\/html; charset=utf-8$/i)
            assert.equal(await page.getAttribute('html', 'lang'), lang)
            if (!row.status) assert.equal(await page.locator('main .govuk-error-summary').count(), 0, 'nothing was typed yet')
            const { bytes } = saw
            assert.ok(bytes > 0 && bytes <= FIRST_VIEW_BYTES_MAX, `${bytes} bytes on the wire`)
            heaviest = Math.max(heaviest, bytes)
            for (const size of [wide, narrow]) await lookAt(page, `${row.name}-${lang}`, size)
            nothingWrong(saw)
        } finally {
            await close()
        }
    })

    test(`${row.name} in ${lang}, narrow, scripts off`, PATIENCE, async () => {
        const { page, response, saw, close } =
            await open(browser, g.url, row, { lang, size: narrow, script: false, cookies })
        try {
            assert.equal(response.status(), row.status ?? 200)
            assert.match(await page.innerText('main h1'), /\S/)
            assert.deepEqual(await overflow(page), [], 'wider than the window')
            nothingWrong(saw)
        } finally {
            await close()
        }
    })
}

async function lookAt(page, name, size) {
    await page.setViewportSize(size)
    assert.deepEqual(await overflow(page), [], `wider than the window of ${size.width}`)
    assert.deepEqual(await axe(page), [], `axe-core at ${size.width}`)
    if (engine === 'sqlite') await shoot(page, `${name}-${size.width}`)
}

function nothingWrong(saw) {
    assert.deepEqual(saw.console, [], 'console errors')
    assert.deepEqual(saw.outside, [], 'requests to others')
    assert.deepEqual(saw.failed, [], 'failed requests')
}

test('the heaviest first view is known', () => {
    assert.ok(heaviest > 0)
    figure('first_view_bytes_max', heaviest, 'bytes')
})

test('pages are the same with scripts off, but for the button that opens a map', PATIENCE, async () => {
    const words = async (script) => {
        const view = { lang: 'id', script }
        const { page, close } = await open(browser, g.url, { path: '/regions/35.71' }, view)
        await page.evaluate(() => document.querySelectorAll('[data-map]').forEach((e) => e.remove()))
        const text = (await page.innerText('main')).replace(/\s+/g, ' ')
        await close()
        return text
    }
    assert.equal(await words(false), await words(true))
})

test('the Nu HTML checker finds no error', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guyub-vnu-'))
    try {
        const files = await saveAll(folder)
        const r = await runProgram('java',
            ['-jar', vnu, '--format', 'json', '--exit-zero-always', ...files])
        const { messages } = JSON.parse(r.err)
        const errors = messages.filter((m) => m.type === 'error')
            .map((m) => `${m.url.split('/').pop()}:${m.lastLine}:${m.lastColumn}: ${m.message}`)
        assert.deepEqual(errors, [])
    } finally {
        rmSync(folder, { recursive: true })
    }
})

async function agentOf(of) {
    const page = await of.newPage()
    const agent = await page.evaluate(() => navigator.userAgent)
    await page.close()
    return agent
}

async function saveAll(folder) {
    const files = []
    const cookieOf = (login) => cookies[login].map((c) => `${c.name}=${c.value}`).join('; ')
    const agent = await agentOf(browser)
    for (const row of walked) for (const lang of languages) {
        const headers = { accept: row.accept ?? 'text/html', 'accept-language': lang,
            ...(row.inside && { cookie: cookieOf(row.inside), 'user-agent': agent }) }
        const response = await fetch(g.url + row.path, { method: row.method ?? 'GET', headers })
        files.push(join(folder, `${row.name}-${lang}.html`))
        writeFileSync(files.at(-1), await response.text())
    }
    return files
}

// ---- the keyboard alone --------------------------------------------------------------------------

test('the first Tab finds the skip link, and it leads to the main part', PATIENCE, async () => {
    const { page, close } = await open(browser, g.url, { path: '/regions/35.71' }, { lang: 'id' })
    await page.keyboard.press('Tab')
    const link = page.locator(':focus')
    const target = await link.getAttribute('href')
    assert.match(target, /^#/)
    assert.ok(await link.isVisible() && (await link.boundingBox()).y >= 0, 'seen when it has the focus')
    await page.keyboard.press('Enter')
    assert.ok(page.url().endsWith(target))
    await page.keyboard.press('Tab')
    assert.ok(await page.evaluate((id) => {
        const main = document.querySelector(id)
        return main?.closest('main')?.contains(document.activeElement) ?? false
    }, target), 'the next Tab goes on within the main part')
    await close()
})

// What a focus style may change, with the focus and without it.
const looks = (element) => element.evaluate((e) => {
    const look = () => {
        const s = getComputedStyle(e)
        return [s.outline, s.boxShadow, s.backgroundColor, s.borderColor, s.textDecoration].join(' | ')
    }
    const focused = look()
    e.blur()
    const plain = look()
    e.focus()
    return { focused, plain, html: e.outerHTML.slice(0, 120) }
})

for (const path of ['/', '/regions?q=kediri', '/regions/35.71'])
    test(`each focus can be seen on ${path}`, PATIENCE, async () => {
        const { page, close } = await open(browser, g.url, { path }, { lang: 'id' })
        const unseen = []
        let stops = 0
        for (; stops < 60; stops++) {
            await page.keyboard.press('Tab')
            const element = await page.evaluateHandle(() => document.activeElement)
            if (await element.evaluate((e) => e === document.body)) break
            const { focused, plain, html } = await looks(element)
            if (focused === plain) unseen.push(html)
        }
        await close()
        assert.ok(stops >= 5, `${stops} stops`)
        assert.deepEqual(unseen, [])
    })
