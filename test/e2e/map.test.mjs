// SPDX-License-Identifier: AGPL-3.0-or-later
//
// map.test.mjs — the map that a press opens: nothing of it before, everything from here, usable by
// keyboard, and where it cannot be drawn the picture and the list stay.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { figure, guyub } from '../harness/guyub.mjs'
import { axe, launch, narrow, open, overflow, shoot, wide } from './browser.mjs'
import { languages } from './pages.mjs'

const PATIENCE = { timeout: 90_000 }
const BEFORE_BYTES_MAX = 100_000, AFTER_BYTES_MAX = 600_000

let g, browser
before(async () => {
    g = await guyub()
    browser = await launch()
})
after(async () => {
    await browser?.close()
    await g?.stop()
})

// What the context received, its workers too: heads and bodies, packed as they came. The body of a
// worker's own script is not in the browser's sizes, but its head tells its length.
function count(page) {
    const waiting = []
    page.context().on('requestfinished', (request) => waiting.push(request))
    const size = async (request) => {
        const { responseHeadersSize, responseBodySize } = await request.sizes()
        const told = Number(await (await request.response()).headerValue('content-length'))
        return responseHeadersSize + Math.max(responseBodySize, told)
    }
    return async () => (await Promise.all(waiting.map(size))).reduce((sum, n) => sum + n, 0)
}

const press = async (page) => {
    await page.click('.gy-live__open')
    await page.waitForSelector('[data-ready]', { timeout: 60_000 })
}

for (const lang of languages) test(`home in ${lang}: light before the press, whole after it`, PATIENCE, async () => {
    const { page, saw, close } = await open(browser, g.url, { path: '/' }, { lang })
    const bytesAfter = count(page), requested = []
    page.on('request', (request) => requested.push(new URL(request.url()).pathname))
    try {
        assert.ok(saw.bytes > 0 && saw.bytes <= BEFORE_BYTES_MAX, `${saw.bytes} bytes before`)
        assert.deepEqual(requested.filter((p) => /maplibre|outline.*json/.test(p)), [])
        const first = saw.bytes
        await press(page)
        const whole = first + await bytesAfter()
        assert.ok(whole > first + 300_000 && whole <= AFTER_BYTES_MAX, `${whole} bytes after`)
        figure(`home_bytes_before_map_${lang}`, first, 'bytes')
        figure(`home_bytes_after_map_${lang}`, whole, 'bytes')
        for (const part of ['maplibre', 'maplibre-worker', 'outline'])
            assert.ok(requested.some((p) => p.includes(`/assets/${part}.`)), part)
        assert.equal(await page.isVisible('#map-picture'), false, 'the picture makes room')
        for (const size of [wide, narrow]) {
            await page.setViewportSize(size)
            assert.deepEqual(await overflow(page), [], `wider than ${size.width}`)
            assert.deepEqual(await axe(page), [], `axe-core at ${size.width}`)
            await shoot(page, `home-map-${lang}-${size.width}`)
        }
        assert.deepEqual([saw.console, saw.outside, saw.failed], [[], [], []])
    } finally {
        await close()
    }
})

test('the map by keyboard alone: opened, a region chosen, its page reached', PATIENCE, async () => {
    const { page, close } = await open(browser, g.url, { path: '/' }, { lang: 'id' })
    try {
        const seen = []
        for (let stops = 0; stops < 40; stops++) {
            await page.keyboard.press('Tab')
            const what = await page.evaluate(() => document.activeElement.id || document.activeElement.className)
            seen.push(what)
            if (what.includes('gy-live__open')) break
        }
        assert.ok(seen[0].includes('govuk-skip-link'), seen[0])
        assert.ok(seen.indexOf('q') > 0 && seen.indexOf('q') < seen.length - 1, 'the search before the map')
        await page.keyboard.press('Enter')
        await page.waitForSelector('[data-ready]', { timeout: 60_000 })
        assert.ok(await page.evaluate(() => document.activeElement.matches('.maplibregl-canvas')))
        await page.focus('#map-find')
        await page.keyboard.type('Kota Kediri')
        const link = page.locator('.maplibregl-popup a')
        await link.waitFor()
        assert.equal(await link.getAttribute('href'), '/regions/35.71')
        assert.equal(await link.textContent(), 'Kota Kediri')
        await page.focus('.gy-live__open')
        await page.keyboard.press('Enter')
        assert.equal(await page.isVisible('#map-picture'), true, 'back to the picture')
    } finally {
        await close()
    }
})

test('a region opens its own map', PATIENCE, async () => {
    const { page, saw, close } = await open(browser, g.url, { path: '/regions/35' }, { lang: 'en', size: narrow })
    try {
        await press(page)
        assert.ok(await page.locator('#map-find option').count() > 30, 'its regencies and cities')
        assert.deepEqual(await overflow(page), [])
        assert.deepEqual([saw.console, saw.outside, saw.failed], [[], [], []])
    } finally {
        await close()
    }
})

test('with scripts off there is no button, and the list is there', PATIENCE, async () => {
    const { page, close } = await open(browser, g.url, { path: '/' }, { lang: 'id', script: false, size: narrow })
    try {
        assert.equal(await page.isVisible('.gy-live__open'), false)
        assert.equal(await page.isVisible('#map-picture svg'), true)
        assert.ok(await page.locator('.gy-who li').count() > 100)
        await page.click('.gy-who summary')
        assert.equal(await page.isVisible('.gy-who a[href="/regions/35.71"]'), true)
        assert.deepEqual(await overflow(page), [])
    } finally {
        await close()
    }
})

test('where a map cannot be drawn, it says so and the picture stays', PATIENCE, async () => {
    const plain = await launch('--disable-3d-apis')
    const { page, close } = await open(plain, g.url, { path: '/' }, { lang: 'en' })
    try {
        await page.click('.gy-live__open')
        await page.waitForFunction(() => /cannot be drawn/.test(document.querySelector('.gy-live__said').textContent))
        assert.equal(await page.isVisible('#map-picture'), true)
        assert.equal(await page.isEnabled('.gy-live__open'), true)
    } finally {
        await close()
        await plain.close()
    }
})
