// SPDX-License-Identifier: AGPL-3.0-or-later
//
// doors.mjs — who may open which door, as a table of a story; and what nobody may read before its time.
//
//     await knock(as, 'stage I', `
//         office koord stranger
//            200   200      401   GET  ${ENTRY}
//            403     .      401   POST ${ENTRY}/give item=baseline
//     `)
//
// A dot: this one may, and does so in the story. Each knocks with the own session and the own token, so that what
// refuses is the right and nothing else.
import assert from 'node:assert/strict'

const JSON_ONLY = { accept: 'application/json' }

// Of the own session; of a stranger, the one of the door.
export async function tokenOf(v) {
    if (v.token) return v.token
    const page = await v.get('/account/password'), door = page.status === 200 ? page : await v.get('/sign-in')
    return v.token = door.forms.flatMap((f) => f.fields).find(([name]) => name === '_token')[1]
}

// As data, so that a stranger is told 401 and not sent to the sign-in; a form has no data.
async function statusAt(v, method, path, fields) {
    if (method === 'GET') {
        const { status } = await v.get(path, JSON_ONLY)
        return status === 406 ? (await v.get(path)).status : status
    }
    const page = await v.post(path, [['_token', await tokenOf(v)], ...new URLSearchParams(fields)])
    assert.doesNotMatch(page.text, /form has expired|forged/i, `${path}: the token was refused, not the right`)
    return page.status
}

export async function knock(as, step, table) {
    const [roles, ...rows] = table.trim().split('\n').map((line) => line.trim().split(/\s+/)), wrong = []
    for (const row of rows) {
        const codes = row.slice(0, roles.length), [method, path, fields] = row.slice(roles.length)
        assert.ok(['GET', 'POST'].includes(method), `${step}: a row has ${codes.length} codes and then ${method}`)
        for (const [i, code] of codes.entries()) {
            if (code === '.') continue
            const status = await statusAt(await as(roles[i]), method, path, fields)
            if (status !== Number(code)) wrong.push(`${roles[i]} ${method} ${path}: ${status}, not ${code}`)
        }
    }
    assert.deepEqual(wrong, [], `${step}:\n${wrong.join('\n')}`)
}

// No role but the readers finds one of the marks at one of the places, by whatever face: page, JSON, CSV.
export async function nobodyReads(as, { marks, roles, readers = [], places }) {
    for (const role of roles.filter((r) => !readers.includes(r))) {
        const v = await as(role)
        for (const place of places) {
            const page = await v.go(place, place.includes('.json') ? JSON_ONLY : {})
            for (const mark of marks) assert.ok(!page.text.includes(mark), `${role} reads ${mark} at ${place}`)
        }
    }
}

// … and the reader does, at one of them at least: else the search above finds nothing because there is nothing.
export async function reads(v, mark, place) {
    const page = await v.go(place, place.includes('.json') ? JSON_ONLY : {})
    assert.ok(page.text.includes(mark), `nobody wrote ${mark} at ${place} (${page.status})`)
}
