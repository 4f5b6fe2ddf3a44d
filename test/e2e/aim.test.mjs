// SPDX-License-Identifier: AGPL-3.0-or-later
//
// aim.test.mjs — with a script the index moves while a level or a slider does; without one the button does it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { guyub } from '../harness/guyub.mjs'
import { launch, narrow, open, overflow, wide } from './browser.mjs'
import { pages } from './pages.mjs'

const PATIENCE = { timeout: 60_000 }
const row = (name) => pages.find((page) => page.name === name)

let g, browser
before(async () => { g = await guyub(); browser = await launch() })
after(async () => { await browser?.close(); await g?.stop() })

const gap = '#gap ~ .govuk-body-l >> nth=-1'

for (const size of [wide, narrow])
    test(`${size.width} px: a slider moves the figure, and the figure the index`, PATIENCE, async () => {
        const { page, saw, close } = await open(browser, g.url, row('aim'), { lang: 'id', size })
        await page.getByRole('slider', { name: /^Outcome/ }).fill('4')
        await page.getByText('Dengan angka di bawah indeksnya 3,5456…: target tercapai, 0,1456… di atasnya.').first().waitFor()
        assert.equal(await page.getByRole('textbox', { name: /^Outcome/ }).inputValue(), '4,00')
        assert.match(page.url(), /outcome=4%2C00/)
        assert.match(await page.locator('[data-aim-now]').textContent(), /3,5456…/)
        assert.deepEqual(await overflow(page), [])
        await page.reload()
        assert.match(await page.locator(gap).textContent(), /3,5456…/)
        assert.deepEqual([saw.console, saw.outside, saw.failed], [[], [], []])
        await close()
    })

test('a level: the index moves, and what stands beside the other levels with it', PATIENCE, async () => {
    const { page, close } = await open(browser, g.url, row('aim-levels'), { lang: 'en' })
    const first = page.locator('select').first(), before = await first.locator('option').allTextContents()
    await first.selectOption('4')
    await page.getByText('With the figures below the index is 2.979').first().waitFor()
    const then = await first.locator('option').allTextContents()
    assert.notDeepEqual(then, before)
    assert.match(then[1], /^1: Initial \(index 2\.94\)$/)
    await close()
})

test('without a script the button does the same', PATIENCE, async () => {
    const { page, close } = await open(browser, g.url, row('aim'), { lang: 'en', script: false })
    assert.equal(await page.getByRole('slider').count(), 0)
    assert.equal(await page.locator('[data-aim-now]').isVisible(), false)
    await page.getByRole('textbox', { name: /^Outcome/ }).fill('4')
    await page.getByRole('button', { name: 'See where the index goes' }).click()
    assert.match(await page.locator(gap).textContent(), /3\.5456…/)
    await close()
})
