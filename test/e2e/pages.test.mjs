// SPDX-License-Identifier: AGPL-3.0-or-later
//
// pages.test.mjs — every page and error state, in both languages, wide and narrow, with and without
// scripts: no violation, no error, nothing asked of anyone else, nothing that sticks out, and light.
//
// The walk is the long part, so what a page is made of decides who looks at what. The program without
// sanitizers serves it, on SQLite: routes.test.mjs asks the sanitized one for the same pages, on both
// engines, and gives them to the Nu HTML checker. axe-core looks at Indonesian pages as a phone shows them
// and at English ones as a desk does: one markup, of which it sees both widths and both languages (ADR 0028).
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { engine, figure, releaseBinary } from '../harness/guyub.mjs'
import { axe, launch, narrow, open, overflow, shoot, walk, wide } from './browser.mjs'
import { cookiesOf, office } from './inside.mjs'
import { languages, pages } from './pages.mjs'

const FIRST_VIEW_BYTES_MAX = 100_000
const PATIENCE = { timeout: 60_000 }
const AXE_AT = { id: narrow, en: wide }
const SCRIPTS_OFF_IN = 'id'

const walked = engine === 'sqlite' ? pages : []
let g, browser, go
const cookies = {}
before(async () => {
    g = await office({ program: releaseBinary })
    browser = await launch()
    go = walk(browser, g.url)
    for (const login of new Set(walked.flatMap((row) => row.inside ?? [])))
        cookies[login] = await cookiesOf(browser, g.url, login)
})
after(async () => {
    await browser?.close()
    await g?.stop()
})

let heaviest = 0

for (const row of walked) {
    for (const lang of languages) test(`${row.name} in ${lang}`, PATIENCE, async () => {
        const { page, response, saw, close } = await go(row, { lang, size: wide, script: true, cookies })
        try {
            assert.equal(response.status(), row.status ?? 200)
            assert.match(response.headers()['content-type'], /^text\/html; charset=utf-8$/i)
            assert.equal(await page.getAttribute('html', 'lang'), lang)
            if (!row.status) assert.equal(await page.locator('main .govuk-error-summary').count(), 0, 'nothing was typed yet')
            const { bytes } = saw
            assert.ok(bytes > 0 && bytes <= FIRST_VIEW_BYTES_MAX, `${bytes} bytes on the wire`)
            heaviest = Math.max(heaviest, bytes)
            for (const size of [wide, narrow]) await lookAt(page, `${row.name}-${lang}`, size, AXE_AT[lang])
            nothingWrong(saw)
        } finally {
            await close()
        }
    })

    test(`${row.name} in ${SCRIPTS_OFF_IN}, narrow, scripts off`, PATIENCE, async () => {
        const view = { lang: SCRIPTS_OFF_IN, size: narrow, script: false, cookies }
        const { page, response, saw, close } = await go(row, view)
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

async function lookAt(page, name, size, axeAt) {
    await page.setViewportSize(size)
    assert.deepEqual(await overflow(page), [], `wider than the window of ${size.width}`)
    if (size === axeAt) assert.deepEqual(await axe(page), [], `axe-core at ${size.width}`)
    await shoot(page, `${name}-${size.width}`)
}

function nothingWrong(saw) {
    assert.deepEqual(saw.console, [], 'console errors')
    assert.deepEqual(saw.outside, [], 'requests to others')
    assert.deepEqual(saw.failed, [], 'failed requests')
}

test('the heaviest first view is known', { skip: walked.length === 0 && 'the walk is on SQLite' }, () => {
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
