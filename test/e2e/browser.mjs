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
export async function open(browser, origin, row, { lang, size = wide, script = true, cookies }) {
    const context = await browser.newContext({
        viewport: size, javaScriptEnabled: script, locale: lang === 'id' ? 'id-ID' : 'en-GB',
    })
    if (row.inside) await context.addCookies(cookies[row.inside])
    const page = await context.newPage()
    const saw = { console: [], outside: [], failed: [], bytes: 0 }
    listen(page, saw, origin, row)
    await countBytes(context, page, saw)
    await disguise(page, origin, row)
    const response = await page.goto(origin + row.path, { waitUntil: 'load' })
    return { page, response, saw, close: () => context.close() }
}

function listen(page, saw, origin, row) {
    page.on('console', (message) => {
        const expected = row.status && message.location().url === origin + row.path
        if (message.type() === 'error' && !expected)
            saw.console.push(`${message.text()} ${message.location().url}`)
    })
    page.on('pageerror', (fault) => saw.console.push(String(fault)))
    page.on('requestfailed', (request) =>
        saw.failed.push(`${request.url()} ${request.failure()?.errorText}`))
    page.on('request', (request) => {
        if (new URL(request.url()).origin !== origin) saw.outside.push(request.url())
    })
}

// What came over the wire, compressed as it came, headers included.
async function countBytes(context, page, saw) {
    const devtools = await context.newCDPSession(page)
    await devtools.send('Network.enable')
    devtools.on('Network.loadingFinished', (event) => { saw.bytes += event.encodedDataLength })
}

// Error states that no link leads to: another method, another Accept, in the browser's own request.
async function disguise(page, origin, row) {
    if (!row.method && !row.accept) return
    await page.route(origin + row.path, (route, request) => route.continue({
        method: row.method ?? request.method(),
        headers: { ...request.headers(), ...(row.accept && { accept: row.accept }) },
    }))
}

// What axe-core finds, one line each; all its rules for WCAG 2.2 AA and good practice.
export async function axe(page) {
    await page.evaluate(axeSource)
    const { violations } = await page.evaluate(() =>
        globalThis.axe.run(document, { rules: { 'target-size': { enabled: true } } }))
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

export async function shoot(page, name) {
    mkdirSync(shots, { recursive: true })
    await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}
