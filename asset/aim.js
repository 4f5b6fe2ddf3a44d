// SPDX-License-Identifier: AGPL-3.0-or-later
//
// aim.js — moves the index while a level or figure is moved, and puts a slider beside each figure.
//
// Nothing of it is needed to use the page: its button does the same. The server computes every figure; the
// script asks for the page of the new address and puts what follows in the place of what stood there, so a
// press on reload shows the same.

const form = document.querySelector('[data-aim]')
const follows = document.getElementById('aim-follows')
const now = form?.querySelector('[data-aim-now]')
let asked

const comma = document.documentElement.lang === 'id' ? ',' : '.'
const number = text => Number(text.replace(',', '.'))

function take(page) {
    const fresh = page.getElementById('aim-follows')

    if (fresh) follows.replaceChildren(...fresh.childNodes)
    for (const hint of form.querySelectorAll('[data-live]'))
        hint.textContent = page.getElementById(hint.id)?.textContent ?? hint.textContent
    for (const select of form.querySelectorAll('select')) {
        const other = page.getElementById(select.id)
        if (other) [...select.options].forEach((option, i) => { option.textContent = other.options[i]?.textContent ?? option.textContent })
    }
    const said = follows.querySelectorAll('#gap ~ .govuk-body-l')
    now.textContent = said[said.length - 1]?.textContent ?? ''
    now.hidden = false
}

// What is wrong is left to the button, which shows it at its field.
async function ask() {
    const address = `${form.getAttribute('action')}?${new URLSearchParams(new FormData(form))}`

    asked?.abort()
    asked = new AbortController()
    try {
        const answer = await fetch(address, { signal: asked.signal, headers: { accept: 'text/html' } })
        if (!answer.ok) return
        take(new DOMParser().parseFromString(await answer.text(), 'text/html'))
        history.replaceState(null, '', address)
    } catch { /* a later move came first, or the line is down: the button stays */ }
}

function slider(input) {
    const range = document.createElement('input')

    range.type = 'range'
    range.className = 'gy-aim-slider'
    range.min = input.dataset.least
    range.max = input.dataset.most
    range.step = 'any'
    range.value = number(input.value) || range.min
    range.setAttribute('aria-label', form.querySelector(`label[for="${input.id}"]`).textContent)
    range.addEventListener('input', () => {
        const places = (input.dataset.stride.split('.')[1] ?? '').length + 1
        input.value = Number(range.value).toFixed(places).replace('.', comma)
        later()
    })
    input.addEventListener('input', () => { if (input.value) range.value = number(input.value) })
    input.after(range)
}

let timer
const later = () => { clearTimeout(timer); timer = setTimeout(ask, 250) }

if (form && follows) {
    now.setAttribute('role', 'status')
    form.querySelectorAll('input[data-stride]').forEach(slider)
    form.addEventListener('input', later)
}
