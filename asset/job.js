// SPDX-License-Identifier: AGPL-3.0-or-later
//
// job.js — moves the bar of a piece of long work, and opens its page anew when it has another state.
//
// Nothing of it is needed to use the page: without scripts the link "see how far it is now" stays. The
// words come from the markup, in the reader's language. It asks every two seconds while the page is
// seen, less often when the server does not answer.

const here = document.querySelector('[data-job]')
const EVERY = 2000, MOST = 60000
const number = new Intl.NumberFormat(document.documentElement.lang)

const bar = here.querySelector('progress'), count = here.querySelector('.gy-job-now__count')

async function job() {
    const answer = await fetch(here.dataset.job, { headers: { accept: 'application/json' } })
    if (!answer.ok) throw new Error(String(answer.status))
    return answer.json()
}

// False: the page says something else than what is, and is opened anew.
function shown({ state, done, all }) {
    if (state !== here.dataset.state || (all > 0 && !bar)) return false
    if (all > 0) {
        bar.max = all
        bar.value = done
        count.textContent = here.dataset.of.replace('%1', number.format(done)).replace('%2', number.format(all))
    }
    return true
}

async function look(wait) {
    try {
        if (!document.hidden && !shown(await job())) return location.reload()
        wait = EVERY
    } catch {
        wait = Math.min(wait * 2, MOST)
    }
    setTimeout(look, wait, wait)
}

here.querySelector('.gy-job-now__reload').parentElement.hidden = true
setTimeout(look, EVERY, EVERY)
