// SPDX-License-Identifier: AGPL-3.0-or-later
//
// evaluation.mjs — what people do in a year's evaluation, each through the pages of their own post.
//
//     const work = evaluation(g, 'smart-city-evaluation-2027', { now: '2027-01-12' })
//     await work.person('sri', 'coordinator', 'Koordinator Kota Bandung', { region: '32.73' })
//     await work.give('sri', '32.73', { '32.73-dlh': ['living', 'environment'] })
//     await work.day('2027-02-09')                    a day passes; whoever was in comes in again
//     work.wrote                                      what was written so far: { 'assess changed': 12, … }
//
// Each hand counts the lines that the journal must have by it, so that a story can hold both against each other.
import assert from 'node:assert/strict'
import { tokenOf } from './doors.mjs'
import { makePerson, makePost, PASSWORD, signIn, visitor } from './guyub.mjs'

export const at = (day) => String(Date.parse(`${day}T03:00:00Z`) / 1000)

// `levels`: the instrument is answered by levels, not by figures.
export function evaluation(g, round, { now, levels = false }) {
    const work = { round, now, post: {}, wrote: {} }, who = {}
    const entry = (region) => `/assessments/${work.round}/${region}`, bench = (region) => `/judging/${work.round}/${region}`
    const agency = (org) => `${entry(org.split('-')[0])}/agencies/${org}`

    // ---- people and days ----

    work.person = async (login, kind, title, place = {}, more = []) => {
        work.post[login] = await makePost(g, kind, title, place)
        await makePerson(g, login, { name: title, posts: [work.post[login]], more })
    }
    work.as = async (login) => who[login] ??= login === 'stranger' ? visitor(g.url) : await signIn(g.url, login, PASSWORD)
    work.leave = () => { for (const login of Object.keys(who)) { who[login].close(); delete who[login] } }
    work.day = async (date) => {
        work.now = date
        work.leave()
        await g.restart({ GUYUB_NOW: at(date) })
    }
    work.json = async (login, path) => (await (await work.as(login)).get(path, { accept: 'application/json' })).json
    work.shell = (args) => g.run([...args, '--lang', 'en'], { env: { GUYUB_NOW: at(work.now) } })
    work.must = async (args) => {
        const r = await work.shell(args)
        assert.equal(r.code, 0, `${args.join(' ')}: ${r.err}`)
        return r.out
    }

    // ---- what was written, and how a form is sent ----

    const count = (what, n = 1) => { work.wrote[what] = (work.wrote[what] ?? 0) + n }
    work.count = count
    async function send(login, path, values, more, says) {
        const v = await work.as(login), page = await v.submit(await v.go(path), values, more)
        assert.equal(page.status, 200, `${login} at ${path}: ${page.words.slice(0, 600)}`)
        if (says) assert.match(page.words, says, `${login} at ${path}`)
        return page
    }
    work.send = send

    // ---- the region ----

    work.give = async (login, region, items) => {
        const path = `${entry(region)}/give`, n = Object.values(items).flat().length
        const rows = Object.entries(items).flatMap(([org, list]) => list.map((i) => `${i}\t${org}`))
        await send(login, path, { rows: ['Item\tAgency in charge', ...rows].join('\n') }, { at: `${path}/paste` },
            new RegExp(`${n} items are given`))
        count('assess added')
        count('assess assigned', n)
    }
    // values: item to [figure, note].
    work.answer = async (login, org, values) => {
        const path = `${agency(org)}/paste`, rows = Object.entries(values).map(([i, [value, note]]) => `${i}\t${value}\t${note}`)
        await send(login, path, { rows: ['Item\tAnswer\tNote', ...rows].join('\n') }, { at: path },
            new RegExp(`${rows.length} answers are saved`))
        count('assess changed', rows.length)
    }
    // A file of the agency becomes evidence of the item.
    work.attach = async (login, org, item, name, bytes) => {
        await send(login, agency(org), {}, { at: `${agency(org)}/answers?from=0`, file: { field: `f.${item}`, name, bytes } }, /1 documents/)
        count('assess added')
    }
    work.handIn = async (login, org, n) => {
        await send(login, agency(org), {}, { at: `${agency(org)}/answers?from=0`, press: 'send' }, new RegExp(`${n} items are sent`))
        count('assess changed', n)
    }
    work.approve = async (login, org, n) => {
        await send(login, `${agency(org)}/approve`, {}, { at: `${agency(org)}/approve`, press: 'approve' })
        count('assess changed', n)
    }
    work.consolidate = async (login, region, n) => {
        const path = `${entry(region)}/city`
        await send(login, path, {}, { at: `${path}/answers?from=0`, press: 'take' }, new RegExp(`${n} approved numbers are taken over`))
        count('assess changed', n)
    }
    work.state = async (login, region) => {
        await send(login, `${entry(region)}/statement`, { states: '1' }, {}, /is sent/)
        count('assess done')
    }
    work.begin = async (login, region) => {
        await send(login, entry(region), {}, { at: `${entry(region)}/begin` }, /The stage has begun/)
        count('assess added')
    }

    // ---- assessors ----

    // scores: item to [figure, reason]; a figure that is the city's is confirmed by the button that offers it.
    work.score = async (login, region, scores, city) => {
        const values = {}
        for (const [item, [figure, reason]] of Object.entries(scores)) {
            values[`v.${item}`] = levels || figure === city[item] ? figure : 'other'
            if (figure !== city[item]) Object.assign(values, { [`n.${item}`]: reason }, !levels && { [`o.${item}`]: figure })
        }
        return send(login, `${bench(region)}/score`, values, { press: 'save' }, /scores are saved/).finally(() => count('judge wrote'))
    }
    work.finish = async (login, region) => {
        await send(login, bench(region), {}, { at: `${bench(region)}/finish` }, /You have finished/)
        count('judge done')
    }
    // The last of `seats` assessors opens the region: what each scored stands in the journal from then on.
    work.opened = (seats) => count('judge_seat wrote', seats)
    const onItem = (action, what, press) => async (login, region, item, values) => {
        const path = `${bench(region)}/items/${item}`
        const page = await send(login, path, values, { at: `${path}/${action}`, press: values.press ?? press })
        count(what)
        return page
    }
    work.ask = onItem('ask', 'judge asked')
    work.reply = onItem('answer', 'judge changed')
    work.object = onItem('object', 'judge added')
    work.settle = onItem('settle', 'judge changed')
    work.decide = async (login, region, item, upheld, why) => {
        const path = `${bench(region)}/items/${item}`
        await send(login, path, { why }, { at: `${path}/decide`, press: upheld ? 'uphold' : 'refuse' })
        count('judge done')
    }
    work.lock = async (login, region) => {
        await send(login, bench(region), {}, { at: `${bench(region)}/lock` }, /are locked since/)
        count('judge done')
    }

    // ---- findings: give, follow, close, reopen ----

    work.step = async (login, region, finding, what, values) => {
        const v = await work.as(login), path = `/rounds/${work.round}/regions/${region}/findings/${finding}`
        const page = await v.post(path, { _token: await tokenOf(v), do: what, ...values })
        assert.equal(page.status, 303, `${login} ${what}: ${page.words.slice(0, 400)}`)
        count('finding changed')
    }
    return work
}
