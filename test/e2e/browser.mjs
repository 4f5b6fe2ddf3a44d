// SPDX-License-Identifier: AGPL-3.0-or-later
//
// browser.mjs — Debian's Chromium, a page opened as a reader opens it, and what was seen on the way.
import { readFileSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { repo } from '../harness/guyub.mjs'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const shots = join(repo, 'build-check/shots')

export const wide = { width: 1280, height: 900 }, narrow = { width: 320, height: 640 }

export const launch = (...more) => chromium.launch({
    executablePath: process.env.GUYUB_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync',
        '--enable-unsafe-swiftshader', ...more],       // WebGL without a graphics card, for the map
})

// Opens one row of pages.mjs in a context of its own. `saw` holds what must not have happened.
export async function open(browser, origin, row, view) {
    const window = await newWindow(browser, origin, row, view)
    return { ...await visit(window, origin, row, view), close: () => window.context.close() }
}

// As `open`, for a long walk: rows that one person sees in one language share a window. Nothing comes from
// a cache, so each is weighed as a first view, and between two rows the window is empty.
export function walk(browser, origin) {
    const windows = new Map()
    return async (row, view) => {
        const key = [row.inside, view.lang, view.script].join(' ')
        if (!windows.has(key)) windows.set(key, await newWindow(browser, origin, row, view))
        const window = windows.get(key)
        const close = async () => {
            window.saw = nothing()
            await window.page.unrouteAll()
            await window.page.goto('about:blank')
        }
        return { ...await visit(window, origin, row, view), close }
    }
}

const nothing = () => ({ console: [], outside: [], failed: [], bytes: 0 })

async function newWindow(browser, origin, row, { lang, size = wide, script = true, cookies }) {
    const context = await browser.newContext({
        viewport: size, javaScriptEnabled: script, locale: lang === 'id' ? 'id-ID' : 'en-GB',
    })
    if (row.inside) await context.addCookies(cookies[row.inside])
    const window = { context, page: await context.newPage(), saw: nothing(), row }
    listen(window, origin)
    await countBytes(window)
    return window
}

async function visit(window, origin, row, { size = wide }) {
    const { page } = window, saw = nothing()
    Object.assign(window, { saw, row })
    await page.setViewportSize(size)
    await disguise(page, origin, row)
    const response = await page.goto(origin + row.path, { waitUntil: 'load' })
    return { page, response, saw }
}

function listen(window, origin) {
    const { page } = window
    page.on('console', (message) => {
        const { row } = window
        const expected = row.status && message.location().url === origin + row.path
        if (message.type() === 'error' && !expected)
            window.saw.console.push(`${message.text()} ${message.location().url}`)
    })
    page.on('pageerror', (fault) => window.saw.console.push(String(fault)))
    page.on('requestfailed', (request) =>
        window.saw.failed.push(`${request.url()} ${request.failure()?.errorText}`))
    page.on('request', (request) => {
        const url = request.url()
        if (url !== 'about:blank' && new URL(url).origin !== origin) window.saw.outside.push(url)
    })
}

// What came over the wire, compressed as it came, headers included.
async function countBytes(window) {
    const devtools = await window.context.newCDPSession(window.page)
    await devtools.send('Network.enable')
    await devtools.send('Network.setCacheDisabled', { cacheDisabled: true })
    devtools.on('Network.loadingFinished', (event) => { window.saw.bytes += event.encodedDataLength })
}

// Error states that no link leads to: another method, another Accept, in the browser's own request.
async function disguise(page, origin, row) {
    if (!row.method && !row.accept) return
    await page.route(origin + row.path, (route, request) => route.continue({
        method: row.method ?? request.method(),
        headers: { ...request.headers(), ...(row.accept && { accept: row.accept }) },
    }))
}

// What axe-core finds, one line each; all its rules for WCAG 2.2 AA and good practice. It need not tell of
// what is right, nor read the stylesheets by itself (which css-orientation-lock alone would, and is off).
export async function axe(page) {
    await page.evaluate(axeSource)
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, {
        rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'], preload: false,
    }))
    return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${v.help}: ${n.target.join(' ')}`))
}

// Elements that stick out to the right, unless something around them scrolls on purpose.
export const overflow = (page) => page.evaluate(() => {
    const limit = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= limit) return []
    const outside = [...document.body.querySelectorAll('*')]
        .filter((e) => e.getBoundingClientRect().right > limit + 1)
    return [`the page is ${document.documentElement.scrollWidth} px wide, the window ${limit}`,
        ...outside.slice(0, 5).map((e) => e.outerHTML.slice(0, 100))]
})

// Pictures are for who asks: GUYUB_SHOTS=1.
export async function shoot(page, name) {
    if (process.env.GUYUB_SHOTS !== '1') return
    mkdirSync(shots, { recursive: true })
    await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}
