// SPDX-License-Identifier: AGPL-3.0-or-later
//
// people.mjs — people in posts, made by the shell as an office would make them.
//
//     const code = await makePost(g, 'walidata', 'Walidata Kota Kediri', { region: '35.71' })
//     await makePerson(g, 'sri', { name: 'Sri Lestari', posts: [code] })
//     const sri = await signIn(g.url, 'sri', PASSWORD)
import assert from 'node:assert/strict'

export const PASSWORD = 'kata sandi uji 2026'

async function must(g, args, options) {
    const r = await g.run(args, options)
    assert.equal(r.code, 0, `guyub ${args.join(' ')}: ${r.err}`)
    return r
}

// The post's code. Without a place it is the nation's.
export async function makePost(g, kind, title, { region, org } = {}) {
    const place = [...(region ? ['--region', region] : []), ...(org ? ['--org', org] : [])]
    const { out } = await must(g, ['post', 'add', kind, title, ...place, '--lang', 'en'])
    return out.match(/Code\s+(\S+)/)[1]
}

export async function assign(g, code, login, more = []) {
    await must(g, ['post', 'assign', code, login, '--decree', 'SK 1/2026', ...more])
}

// An account with a password, in these posts from today on; `more` are flags of post assign.
export async function makePerson(g, login,
    { name = login, password = PASSWORD, posts = [], more = [] } = {}) {
    await must(g, ['account', 'add', login, '--name', name])
    await must(g, ['account', 'password', login], { input: `${password}\n` })
    for (const code of posts) await assign(g, code, login, more)
}
