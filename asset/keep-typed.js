// SPDX-License-Identifier: AGPL-3.0-or-later
//
// keep-typed.js — what is typed into a form and not confirmed by the server is kept in this browser, and
// offered again when the page is opened anew: a line that dies, a server that is away, a tab that was closed.
//
// Nothing of it is needed to use the page. It keeps texts and choices, never files, passwords or hidden
// fields; the form's own hidden fields (its mark, what it had seen) stay those of the page that is open.
// What was kept goes when the server says that it took what was sent.

const prefix = 'typed '
const kept = form => form.querySelectorAll('textarea[name], select[name], input[name]:not([type=hidden], [type=file], [type=password])')
const read = key => { try { return JSON.parse(localStorage.getItem(prefix + key)) } catch { return null } }
const write = (key, what) => { try { localStorage.setItem(prefix + key, JSON.stringify(what)) } catch { /* full or forbidden: the page works as before */ } }
const drop = key => { try { localStorage.removeItem(prefix + key) } catch { /* as above */ } }

const valueOf = field => field.type === 'checkbox' || field.type === 'radio' ? field.checked : field.value
const nameOf = field => field.type === 'checkbox' || field.type === 'radio' ? field.name + '=' + field.value : field.name

function valuesOf(form) {
    const values = {}
    for (const field of kept(form)) values[nameOf(field)] = valueOf(field)
    return values
}

function put(form, values) {
    for (const field of kept(form)) {
        const value = values[nameOf(field)]
        if (value === undefined) continue
        if (typeof value === 'boolean') field.checked = value
        else field.value = value
        if (value && field.closest('details')) field.closest('details').open = true
    }
}

const differs = (form, values) => {
    const now = valuesOf(form)
    return Object.keys(values).some(name => name in now && now[name] !== values[name])
}

// A bar above the form, in the reader's words: put it back, or throw it away.
function offer(form, key, was) {
    const box = document.createElement('div')
    const say = document.createElement('p')
    const when = new Date(was.at).toLocaleString(document.documentElement.lang)
    box.className = 'govuk-inset-text gy-kept'
    box.setAttribute('role', 'status')
    say.className = 'govuk-body'
    say.textContent = form.dataset.offer.replace('%1', when)
    box.append(say)
    for (const [text, act] of [[form.dataset.use, () => put(form, was.values)], [form.dataset.drop, () => drop(key)]]) {
        const button = document.createElement('button')
        button.type = 'button'
        button.className = 'govuk-button govuk-button--secondary'
        button.textContent = text
        button.addEventListener('click', () => { act(); box.remove(); form.querySelector('textarea, input:not([type=hidden])')?.focus() })
        box.append(button, ' ')
    }
    form.before(box)
}

// The server says that it took what was sent: by its word on top of the page, or by a mark of the page.
const refused = document.querySelector('.govuk-error-summary')
const taken = !refused && document.querySelector('.gy-done, [data-taken]')

if (taken)
    for (const name of Object.keys(localStorage))
        if (name.startsWith(prefix) && read(name.slice(prefix.length))?.sent) localStorage.removeItem(name)

for (const form of document.querySelectorAll('form[data-keep]')) {
    const key = form.dataset.keep
    const was = read(key)
    const keep = sent => write(key, { at: Date.now(), sent, values: valuesOf(form) })
    let timer

    if (was && !refused && differs(form, was.values)) offer(form, key, was)
    form.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(keep, 300, false) })
    form.addEventListener('submit', () => { clearTimeout(timer); keep(true) })
}
