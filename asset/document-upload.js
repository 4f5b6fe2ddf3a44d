// SPDX-License-Identifier: AGPL-3.0-or-later
//
// document-upload.js — sends a form's file in pieces over a line that breaks, then sends the form.
//
// Nothing of it is needed to use the page: without scripts the form sends its file at once. The words
// come from the markup, in the reader's language. How far an upload is, the server knows; this browser
// keeps only its code and the texts of the form, so that both outlive the page. When all is there, the
// form goes with the upload's code in place of the file, and its answer is a page like any other.

const form = document.querySelector('form[data-upload]')
const input = form.querySelector('input[type=file]'), box = form.querySelector('.gy-doc-sending')
const says = box.querySelector('[data-says]'), bar = box.querySelector('progress')
const pause = box.querySelector('[data-stop]'), goOn = box.querySelector('[data-on]')
const send = form.querySelector('button[type=submit]')

const FIRST = 256 * 1024, FAST = 4000, WAIT = 1000, WAIT_MOST = 60_000, PIECE_TIME = 120_000
const KEPT = `guyub-upload:${location.pathname}`, DRAFT = `guyub-draft:${location.pathname}`
const megabytes = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 })

let upload = null       // { code, have, total, piece_max } as the server last told
let running = null      // what can stop the piece on its way; null: nothing is on its way
let piece = FIRST

// ---- what this browser keeps; some keep nothing, and then only the page's life is bridged -------------

function kept(key) {
    try { return JSON.parse(localStorage.getItem(key)) } catch { return null }
}

function keep(key, value) {
    try {
        if (value === null) localStorage.removeItem(key)
        else localStorage.setItem(key, JSON.stringify(value))
    } catch { /* it keeps nothing */ }
}

const typed = () => [...form.querySelectorAll('input[type=text], input:not([type]), textarea, select, input[type=radio]')]

function keepDraft() {
    const draft = {}
    for (const field of typed())
        if (field.name && (field.type !== 'radio' || field.checked)) draft[field.name] = field.value
    keep(DRAFT, draft)
}

function takeDraft() {
    for (const [name, value] of Object.entries(kept(DRAFT) ?? {}))
        for (const field of typed().filter((f) => f.name === name))
            if (field.type === 'radio') field.checked = field.value === value
            else if (value !== '') field.value = value
}

// ---- words ------------------------------------------------------------------------------------------

const words = (name, ...parts) => parts.reduce((text, part, i) => text.replace(`%${i + 1}`, part), form.dataset[name])

function tell(text) {
    box.hidden = false
    if (says.textContent !== text) says.textContent = text
}

function showProgress() {
    bar.max = upload.total
    bar.value = upload.have
    tell(words('sent', megabytes.format(upload.have / 1e6), megabytes.format(upload.total / 1e6)))
}

// A refusal will not pass by itself: the reader must do something.
class Refused extends Error {}

function stopped(text) {
    running = null
    tell(text)
    pause.hidden = true
    goOn.hidden = false
    send.disabled = false
}

// ---- asking the server ------------------------------------------------------------------------------

async function answered(answer) {
    if (answer.ok) return answer.json()
    if (answer.status === 401) throw new Refused(form.dataset.signedOut)
    if (answer.status >= 500 || [408, 409, 429].includes(answer.status)) throw new Error(String(answer.status))
    const said = await answer.json().catch(() => ({}))
    const refused = new Refused([form.dataset.refused, said.title, said.detail, said.hint].filter(Boolean).join(' '))
    refused.code = said.code
    throw refused
}

const token = () => form.querySelector('input[name=_token]').value
const json = { accept: 'application/json' }

const begin = (file, signal) => fetch(form.dataset.upload, { method: 'POST', headers: json, signal,
    body: new URLSearchParams({ _token: token(), org: organisation(), name: file.name, total: file.size }) }).then(answered)

const state = (code, signal) => fetch(`${form.dataset.upload}/${code}`, { headers: json, signal }).then(answered)

function sendPiece(file, signal) {
    const body = new FormData()
    body.append('_token', token())
    body.append('from', String(upload.have))
    body.append('piece', file.slice(upload.have, Math.min(upload.have + piece, file.size)), 'piece')
    return fetch(`${form.dataset.upload}/${upload.code}`, { method: 'POST', headers: json, body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(PIECE_TIME)]) }).then(answered)
}

// ---- sending ----------------------------------------------------------------------------------------

const organisation = () => form.dataset.org ?? form.querySelector('[name=org]').value.trim()

// The upload of this very file that began before, as far as can be told from outside; or a new one.
async function find(file, signal) {
    const was = kept(KEPT)
    if (was && was.name === file.name && was.size === file.size && was.changed === file.lastModified)
        try {
            return await state(was.code, signal)
        } catch (e) {
            if (e.code !== 'arrival.unknown') throw e
        }
    const begun = await begin(file, signal)
    keep(KEPT, { code: begun.code, name: file.name, size: file.size, changed: file.lastModified, have: 0 })
    return begun
}

async function oneStep(file, signal) {
    if (!upload) upload = await find(file, signal)
    else {
        const began = performance.now()
        upload = await sendPiece(file, signal)
        piece = Math.min(performance.now() - began < FAST ? piece * 2 : piece, upload.piece_max)
    }
    keep(KEPT, { ...kept(KEPT), have: upload.have })
    showProgress()
}

// Until the time is over, the line is back, or the reader does not want to wait.
const wait = (ms, signal) => new Promise((done) => {
    const timer = setTimeout(done, ms)
    const now = () => { clearTimeout(timer); done() }
    addEventListener('online', now, { once: true })
    signal.addEventListener('abort', now, { once: true })
})

async function sendAll(file, signal) {
    for (let ms = WAIT; !upload || upload.have < upload.total;) {
        try {
            await oneStep(file, signal)
            ms = WAIT
        } catch (e) {
            if (e instanceof Refused || signal.aborted) throw e
            piece = Math.max(FIRST, Math.floor(piece / 2))
            tell(words('waits', String(Math.round(ms / 1000))))
            await wait(ms, signal)
            if (signal.aborted) throw e
            ms = Math.min(ms * 2, WAIT_MOST)
            if (upload) upload = await state(upload.code, signal).catch(() => upload)
        }
    }
}

// The form itself, with the code in place of the file. Its answer says what is wrong, if anything is.
function sendForm() {
    const code = form.querySelector('input[name=arrival]') ?? form.appendChild(document.createElement('input'))
    code.type = 'hidden'
    code.name = 'arrival'
    code.value = upload.code
    input.disabled = true
    tell(form.dataset.ends)
    keep(KEPT, null)
    form.submit()
}

async function run() {
    const file = input.files[0]
    const stop = new AbortController()
    running = stop
    pause.hidden = false
    goOn.hidden = true
    send.disabled = true
    try {
        await sendAll(file, stop.signal)
        sendForm()
    } catch (e) {
        if (running === stop) stopped(e instanceof Refused ? e.message : form.dataset.paused)
    }
}

form.addEventListener('submit', (event) => {
    const file = input.files[0]
    if (!file && form.querySelector('input[name=arrival]')) return      // it is there already
    event.preventDefault()
    keepDraft()
    if (!file || file.size === 0) {
        tell(form.dataset.empty)
        pause.hidden = goOn.hidden = true
        return input.focus()
    }
    if (!running) run()
})
form.addEventListener('input', keepDraft)
input.addEventListener('change', () => { upload = null; piece = FIRST })
pause.addEventListener('click', () => running?.abort())
goOn.addEventListener('click', () => { if (!running && input.files[0]) run() })

// ---- coming back ------------------------------------------------------------------------------------

if (!document.querySelector('.govuk-error-summary')) takeDraft()
const was = kept(KEPT)
if (was) {
    tell(words('stopped', was.name, String(Math.floor(100 * was.have / was.size))))
    bar.max = was.size
    bar.value = was.have
    pause.hidden = true
}
addEventListener('pageshow', (event) => {
    if (event.persisted) { input.disabled = false; send.disabled = false }
})
