// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A city hall's machine from the package's first day to its last: installed, behind nginx with TLS,
// used, upgraded while it serves, upgraded from an older database, refused twice without harm, purged
// and brought back from a copy. It really installs the package: see machine.mjs for when it does not.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import {
    chmodSync, chownSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync,
    renameSync, rmSync, statSync, symlinkSync, writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { figure, formsOf, freePort, PASSWORD, repo } from '../harness/guyub.mjs'
import {
    clean, CONFIG, DATA, dpkg, ETC, guyub, inTheWay, must, Nginx, pack, repack, run, Service, unit,
} from './machine.mjs'

const skip = inTheWay(), timeout = 60_000
const KEY = `${ETC}/secret/guyub.key`
const fixture = join(repo, 'test/fixture/upgrade/0006-accounts.sqlite')

let folder, first, port, nginx, service = new Service()
before(async () => {
    if (skip) return
    folder = mkdtempSync(join(tmpdir(), 'guyub-package-'))
    chmodSync(folder, 0o755)
    first = await pack(folder, '0.1.0')
    port = await freePort()
    nginx = new Nginx(folder, { http: await freePort(), tls: await freePort(), app: port })
})
after(async () => {
    if (skip) return
    await nginx.stop()
    await service.stop()
    await clean()
    rmSync(folder, { recursive: true, force: true })
})

const url = () => `http://127.0.0.1:${port}`
const said = (r) => r.out + r.err
const digest = (path) => createHash('sha256').update(readFileSync(path)).digest('hex')
const userId = () => Number(/^guyub:[^:]*:(\d+)/m.exec(readFileSync('/etc/passwd', 'utf8'))?.[1] ?? NaN)
const ownerOf = (path) => statSync(path).uid
const modeOf = (path) => (statSync(path).mode & 0o7777).toString(8)
const setConfig = (name, value) => writeFileSync(CONFIG, readFileSync(CONFIG, 'utf8')
    .replace(new RegExp(`^#?${name} =.*$`, 'm'), `${name} = ${value}`))
const isOn = (name) => `/etc/systemd/system/multi-user.target.wants/${name}`
async function status() {
    const r = await run('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Version}', 'guyub'])
    return r.code === 0 ? r.out : 'none'
}
async function installed(file) {
    const r = await dpkg('-i', file)
    assert.equal(r.code, 0, said(r))
    return said(r)
}
const names = async () => (await guyub(['org', 'list', '--json'])).json.map((o) => o.code)
const accounts = async () => (await guyub(['account', 'list', '--json'])).json.length

// A database and its key, as if this machine had had them.
function placeDatabase(source, key) {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${DATA}/guyub.db${suffix}`, { force: true })
    copyFileSync(source, `${DATA}/guyub.db`)
    copyFileSync(key, KEY)
    for (const path of [`${DATA}/guyub.db`, KEY]) {
        chownSync(path, userId(), userId())
        chmodSync(path, 0o600)
    }
}

test('the same program gives the same package, with all that belongs in it', { skip, timeout }, async () => {
    const one = first, two = await pack(join(folder, 'two'), '0.1.0')
    assert.equal(digest(one), digest(two))
    const list = (await must('dpkg-deb', ['-c', one])).out
    for (const path of ['usr/bin/guyub', 'usr/lib/guyub/guyub', 'etc/guyub/guyub.conf',
        'usr/lib/systemd/system/guyub.service', 'usr/lib/systemd/system/guyub-work.service',
        'usr/share/man/man1/guyub.1.gz', 'usr/share/man/id/man1/guyub.1.gz',
        'usr/share/bash-completion/completions/guyub', 'usr/share/doc/guyub/copyright',
        'usr/share/doc/guyub/changelog.gz', 'usr/share/doc/guyub/administrator.id.md',
        'usr/share/doc/guyub/administrator.md', 'usr/share/doc/guyub/examples/nginx-guyub.conf'])
        assert.match(list, new RegExp(` \\./${path.replaceAll('.', '\\.')}$`, 'm'))
    assert.doesNotMatch(list, /^.{10} (?!root\/root)/m)
    const control = (await must('dpkg-deb', ['-f', one])).out
    for (const library of ['libsqlite3-0', 'libsodium23', 'libpq5', 'libgeos-c1v5'])
        assert.match(control, new RegExp(`^Depends: .*\\b${library} `, 'm'))
})

test('installed: a user, a key, a database, no password on paper', { skip, timeout }, async () => {
    const out = await installed(first)
    assert.match(out, /guyub account password admin/)
    assert.equal(await status(), 'installed 0.1.0')
    assert.ok(userId() > 0)
    for (const [path, mode] of [[DATA, '750'], [`${DATA}/backup`, '750'], [`${DATA}/spool`, '700'], [`${DATA}/vault`, '700'],
        [`${ETC}/secret`, '700'], [KEY, '600'], [`${DATA}/guyub.db`, '600']]) {
        assert.equal(modeOf(path), mode, path)
        assert.equal(ownerOf(path), userId(), path)
    }
    assert.ok(existsSync(isOn('guyub.service')), 'it begins with the machine')
    assert.equal(existsSync(isOn('guyub-work.service')), false, 'jobs elsewhere are a wish')
    assert.equal(modeOf(CONFIG), '640')
    assert.equal(ownerOf(CONFIG), 0)
    const set = await guyub(['account', 'password', 'admin'], { input: `${PASSWORD}\n` })
    assert.equal(set.code, 0, said(set))
})

test('the units are well and little exposed', { skip, timeout }, async () => {
    const names = ['guyub.service', 'guyub-work.service'].map((n) => `/usr/lib/systemd/system/${n}`)
    const verified = await run('systemd-analyze', ['verify', '--man=no', ...names])
    assert.equal(verified.code, 0, said(verified))
    assert.doesNotMatch(said(verified), /guyub/)
    for (const name of names) {
        const r = await run('systemd-analyze', ['security', '--offline=true', '--threshold=20', '--no-pager', name])
        assert.equal(r.code, 0, said(r))
        figure(`package: exposure of ${name.split('/').at(-1)}`, Number(/level for \S+: ([\d.]+)/.exec(said(r))[1]), 'of 10')
    }
    const seconds = (name) => Number(unit().one(name))
    assert.ok(seconds('TimeoutStopSec') > 10, 'requests in flight have ten seconds')
})

test('behind nginx with TLS: pages, redirect, secure cookie, nothing of the inside', { skip, timeout }, async () => {
    setConfig('listen', `127.0.0.1:${port}`)
    await service.start(url())
    await nginx.start()
    const home = await nginx.get('/')
    assert.equal(home.status, 200)
    assert.match(home.headers['strict-transport-security'], /max-age=31536000/)
    const plain = await nginx.get('/regions/35.71', { secure: false })
    assert.equal(plain.status, 301)
    assert.equal(plain.headers.location, 'https://guyub.example.go.id/regions/35.71')
    assert.equal((await nginx.get('/regions/35.71')).status, 200)
    assert.equal((await nginx.get('/metrics')).status, 404)
    for (const path of ['/healthz', '/readyz', '/metrics'])
        assert.equal((await fetch(url() + path)).status, 200, path)
    await signInByTls('admin')
})

// The door, as a browser passes it.
async function signInByTls(login) {
    const door = await nginx.get('/sign-in')
    const form = formsOf(door.text).find((f) => f.fields.some(([n]) => n === 'password') || /password/.test(f.html))
    const jar = (door.headers['set-cookie'] ?? []).map((c) => c.split(';')[0]).join('; ')
    const body = new URLSearchParams([...form.fields.filter(([n]) => !['login', 'password'].includes(n)),
        ['login', login], ['password', PASSWORD]]).toString()
    const inside = await nginx.get(form.action || '/sign-in', { method: 'POST', body, headers: {
        'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body),
        Cookie: jar, Origin: 'https://guyub.example.go.id' } })
    assert.equal(inside.status, 303, inside.text.slice(0, 300))
    const cookies = inside.headers['set-cookie'] ?? []
    assert.ok(cookies.length > 0)
    for (const cookie of cookies) assert.match(cookie, /; Secure/i)
    return cookies.map((c) => c.split(';')[0]).join('; ')
}

test('root\'s commands write as the service\'s user', { skip, timeout }, async () => {
    const r = await guyub(['org', 'add', '--code', '35.71-uji', '--kind', 'agency', '--name', 'Dinas Uji Kota Kediri',
        '--region', '35.71', '--source', 'uji paket', '--why', 'a test'])
    assert.equal(r.code, 0, said(r))
    assert.equal((await nginx.get('/organisations/35.71-uji')).status, 200)
    for (const name of readdirSync(DATA)) assert.equal(ownerOf(join(DATA, name)), userId(), name)
})

test('upgraded while it serves: a copy first, no request refused, own settings kept', { skip, timeout }, async () => {
    const answers = { 200: 0 }
    let goesOn = true
    const visitors = Array.from({ length: 4 }, async () => {
        while (goesOn) {
            const { status } = await nginx.get('/regions/35.71')
            answers[status] = (answers[status] ?? 0) + 1
        }
    })
    const pid = service.child.pid
    await installed(await repack(first, '0.1.1'))
    await service.reload()                          // what postinst asks the service manager for
    await new Promise((done) => setTimeout(done, 1500))
    goesOn = false
    await Promise.all(visitors)
    assert.deepEqual(Object.keys(answers), ['200'], JSON.stringify(answers))
    figure('package: requests answered during an upgrade', answers[200], 'requests')
    assert.equal(service.child.pid, pid)
    assert.equal(await status(), 'installed 0.1.1')
    assert.match(readFileSync(CONFIG, 'utf8'), new RegExp(`^listen = 127.0.0.1:${port}$`, 'm'))
    assert.ok((await names()).includes('35.71-uji'))
    assert.equal((await guyub(['backup', 'list', '--json'])).json.length, 1)
})

test('without a copy there is no upgrade, and the old version serves', { skip, timeout }, async () => {
    const config = readFileSync(CONFIG, 'utf8')
    setConfig('backup_folder', '/proc/nowhere')
    const r = await dpkg('-i', await repack(first, '0.1.2'))
    writeFileSync(CONFIG, config)
    assert.notEqual(r.code, 0)
    assert.match(said(r), /nothing was upgraded: version 0\.1\.1 is/)
    assert.equal(await status(), 'installed 0.1.1')
    assert.equal((await nginx.get('/organisations/35.71-uji')).status, 200)
})

test('a database that cannot be brought up to date stays, and so does the service', { skip, timeout }, async () => {
    const step = (sql) => must('setpriv', ['--reuid=guyub', '--regid=guyub', '--init-groups', 'sqlite3', `${DATA}/guyub.db`, sql])
    await step("INSERT INTO guyub_migration VALUES ('tomorrow', 1, 'what comes later', '00', 1)")
    writeFileSync(`${ETC}/upgrade-without-copy`, '')         // its copy would be refused before
    const r = await dpkg('-i', await repack(first, '0.1.2'))
    assert.equal(existsSync(`${ETC}/upgrade-without-copy`), false, 'it counts once')
    assert.notEqual(r.code, 0)
    assert.match(said(r), /could not be brought up to date/)
    assert.match(said(r), /dpkg --configure guyub/)
    assert.equal((await nginx.get('/organisations/35.71-uji')).status, 200)
    await step("DELETE FROM guyub_migration WHERE slice = 'tomorrow'")
    const again = await dpkg('--configure', 'guyub')
    assert.equal(again.code, 0, said(again))
    assert.equal(await status(), 'installed 0.1.2')
})

test('a link that the service\'s user laid leads root nowhere', { skip, timeout }, async () => {
    const roots = join(folder, 'of-root')
    mkdirSync(roots, { mode: 0o711 })
    renameSync(`${DATA}/spool`, `${DATA}/spool.was`)
    symlinkSync(roots, `${DATA}/spool`)
    try {
        await must('/var/lib/dpkg/info/guyub.postinst', ['configure', '0.1.2'])
        assert.equal(ownerOf(roots), 0)
        assert.equal(modeOf(roots), '711')
    } finally {
        rmSync(`${DATA}/spool`)
        renameSync(`${DATA}/spool.was`, `${DATA}/spool`)
    }
})

test('removed and purged, the data and their key stay; installed again, they are found', { skip, timeout }, async () => {
    await service.stop()
    const out = said(await dpkg('--purge', 'guyub'))
    assert.match(out, /the data are kept: \/var\/lib\/guyub/)
    assert.equal(await status(), 'none')
    assert.equal(existsSync(CONFIG), false)
    for (const path of [`${DATA}/guyub.db`, KEY]) assert.ok(existsSync(path), path)
    assert.ok(userId() > 0, 'who owns the data is not given away')
    await installed(await repack(first, '0.1.2'))
    assert.ok((await names()).includes('35.71-uji'))
})

test('an older schema is taken over by the package', { skip, timeout }, async () => {
    const old = join(folder, 'old.db')
    await must('sqlite3', ['-bail', old], { input: readFileSync(`${fixture}.sql`, 'utf8') })
    placeDatabase(old, `${fixture}.key`)
    await installed(await repack(first, '0.1.3'))
    setConfig('listen', `127.0.0.1:${port}`)
    assert.equal(await accounts(), 5)
    await service.start(url())
    await signInByTls('sri')
    await service.stop()
})

// The service that was stopped may have been making its first copy of the day, which takes a moment to end.
async function backup() {
    for (const end = Date.now() + 30_000; ; await sleep(200)) {
        const made = await guyub(['backup'])
        if (Date.now() > end || !/Another copy is being made/.test(said(made))) return made
    }
}

test('backup, purge for good, install, restore: all is there', { skip, timeout }, async () => {
    const made = await backup()
    assert.equal(made.code, 0, said(made))
    const away = join(folder, 'away')                           // another disk, and the key on paper
    cpSync(`${DATA}/backup`, away, { recursive: true })
    copyFileSync(KEY, join(folder, 'paper.key'))
    writeFileSync(`${ETC}/purge-data`, '')
    await dpkg('--purge', 'guyub')
    for (const path of [DATA, ETC]) assert.equal(existsSync(path), false, path)
    assert.ok(Number.isNaN(userId()))

    await installed(await repack(first, '0.1.3'))
    assert.equal(await accounts(), 1)
    cpSync(away, `${DATA}/away`, { recursive: true })
    copyFileSync(join(folder, 'paper.key'), KEY)
    await must('chown', ['-R', 'guyub:guyub', `${DATA}/away`, KEY])
    const copy = readdirSync(`${DATA}/away`).filter((n) => n.startsWith('guyub-')).sort().at(-1)
    const restored = await guyub(['restore', `${DATA}/away/${copy}`, '--replace'])
    assert.equal(restored.code, 0, said(restored))
    assert.equal(await accounts(), 5)
    const verified = await guyub(['journal', 'verify'])
    assert.equal(verified.code, 0, said(verified))
    setConfig('listen', `127.0.0.1:${port}`)
    await service.start(url())
    await signInByTls('sri')
    await service.stop()
})
