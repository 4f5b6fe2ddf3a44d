// SPDX-License-Identifier: AGPL-3.0-or-later
//
// dossier.mjs — what somebody takes away: a record's file for examination, all of it as one text; rows as a workbook.
//
//     assert.ok((await takenFile(koko, '/judging/readiness-2027/35.71', folder)).includes('SK diterima'))
//     rowsOf(await takenSheet(kantor, '/rounds/readiness-2027/office', 'round_export'))
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runProgram } from './guyub.mjs'

const WAIT_MS = 120_000, POLL_MS = 50
const UNPACK = 'import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nfor n in z.namelist(): print(z.read(n).decode("utf8", "replace"))'

// Once it is made.
async function fetched(v, list, code) {
    for (const end = Date.now() + WAIT_MS; ; await sleep(POLL_MS)) {
        assert.ok(Date.now() < end, 'the file is not made')
        const mine = (await v.get(list, { accept: 'application/json' })).json
        if (mine.find((d) => d.code === code)?.made_at) break
    }
    const answer = await fetch(`${v.base}${list}/${code}/file`, {
        headers: { cookie: [...v.cookies].map(([k, value]) => `${k}=${value}`).join('; '), 'user-agent': v.agent } })
    assert.equal(answer.status, 200)
    return Buffer.from(await answer.arrayBuffer())
}

// The workbook of rows that a page links to, as bytes.
export async function takenSheet(v, page, thing) {
    const link = [...(await v.go(page)).text.matchAll(/href="(\/sheets\/new\?[^"]*)"/g)].map(([, href]) => href.replaceAll('&amp;', '&'))
        .find((href) => href.includes(`thing=${thing}&`))
    assert.ok(link, `${page} has no link to a workbook of ${thing}`)
    const sent = await v.submit(await v.go(link), {}, { at: '/sheets', stay: true })
    assert.equal(sent.status, 303, sent.words)
    return fetched(v, '/sheets', sent.location.split('/').at(-1))
}

export async function takenFile(v, record, folder) {
    const link = (await v.go(record)).text.match(/href="(\/dossiers\/new\?[^"]*)"/)
    assert.ok(link, `${record} has no link to its file`)
    const sent = await v.submit(await v.go(link[1].replaceAll('&amp;', '&')), {}, { at: '/dossiers', stay: true })
    assert.equal(sent.status, 303, sent.words)
    const code = sent.location.split('/').at(-1)
    const zip = join(folder, `${code}.zip`)
    writeFileSync(zip, await fetched(v, '/dossiers', code))
    const r = await runProgram('python3', ['-c', UNPACK, zip])
    assert.equal(r.code, 0, r.err)
    return r.out
}
