// SPDX-License-Identifier: AGPL-3.0-or-later
//
// machine.mjs — this machine with the package on it: dpkg, the service as its unit says, nginx before it.
//
// The package is really installed, so the tests run only where nothing of it is there (`inTheWay`),
// and take all of it away again (`clean`), whatever happened.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { releaseBinary, repo, runProgram } from '../harness/guyub.mjs'

export const DATA = '/var/lib/guyub', ETC = '/etc/guyub', CONFIG = `${ETC}/guyub.conf`
export const HOST = 'guyub.example.go.id'
const WAIT_MAX_MS = 15_000
const SOURCE_DATE_EPOCH = '1795300000'            // a commit in the middle of a run changes nothing

// Why the package cannot be tested here; empty: it can.
export function inTheWay() {
    const { GUYUB_CI, GUYUB_LONG, GUYUB_PACKAGE } = process.env
    if (![GUYUB_CI, GUYUB_LONG, GUYUB_PACKAGE].includes('1'))
        return 'it installs a package on this machine: set GUYUB_PACKAGE=1 if it may'
    if (process.getuid() !== 0) return 'only root can install a package'
    for (const tool of ['/usr/bin/dpkg', '/usr/bin/dpkg-shlibdeps', '/usr/sbin/nginx', '/usr/bin/openssl',
        '/usr/sbin/adduser', '/usr/bin/systemd-analyze'])
        if (!existsSync(tool)) return `${tool} is not there`
    for (const path of [DATA, ETC, '/usr/bin/guyub', '/var/lib/dpkg/info/guyub.list'])
        if (existsSync(path)) return `${path} is there: guyub is installed on this machine`
    return /^guyub:/m.test(readFileSync('/etc/passwd', 'utf8')) ? 'the user guyub is there' : false
}

const root = { cwd: '/', env: { GUYUB_DB: '', GUYUB_CONFIG: '', GUYUB_KEY: '', DEBIAN_FRONTEND: 'noninteractive', LANG: 'C.UTF-8' } }
export const run = (file, args, options = {}) =>
    runProgram(file, args, { ...root, ...options, env: { ...root.env, ...options.env } })
export async function must(file, args, options) {
    const r = await run(file, args, options)
    assert.equal(r.code, 0, `${file} ${args.join(' ')}: ${r.out}${r.err}`)
    return r
}
// Without triggers: the index of manual pages is made anew for minutes otherwise.
export const dpkg = (...args) => run('dpkg', ['--no-triggers', ...args])
// A command as an administrator types it.
export const guyub = (args, options) => run('/usr/bin/guyub', args, { ...options, env: { GUYUB_LANG: 'en', ...options?.env } })

// The package of the built program, as packaging/deb.sh makes it.
export async function pack(folder, version) {
    const r = await must(join(repo, 'packaging/deb.sh'), [releaseBinary, folder, version],
        { env: { GUYUB_DEB_QUICK: '1', SOURCE_DATE_EPOCH } })
    return r.out.trim()
}

// The same contents as another version, without the time that packing well takes.
export async function repack(file, version) {
    const root = `${file}.${version}`, out = file.replace(/[^/]*$/, `guyub_${version}.deb`)
    if (existsSync(out)) return out
    await must('dpkg-deb', ['-R', file, root])
    const control = readFileSync(`${root}/DEBIAN/control`, 'utf8')
    writeFileSync(`${root}/DEBIAN/control`, control.replace(/^Version: .*$/m, `Version: ${version}`))
    await must('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z1', '--build', root, out])
    return out
}

// ---- the service: what the unit's ExecStart, User and Environment say -----------------------------

export function unit(name = 'guyub.service') {
    const lines = readFileSync(join('/usr/lib/systemd/system', name), 'utf8').split('\n')
    const all = (key) => lines.filter((l) => l.startsWith(`${key}=`)).map((l) => l.slice(key.length + 1))
    return { all, one: (key) => all(key).at(-1) }
}

export class Service {
    said = ''
    async start(url) {
        const u = unit(), [program, ...args] = u.one('ExecStart').split(' ')
        const env = Object.fromEntries(u.all('Environment').map((e) => e.split(/=(.*)/s).slice(0, 2)))
        this.child = spawn('setpriv', [`--reuid=${u.one('User')}`, `--regid=${u.one('Group')}`,
            '--init-groups', '--no-new-privs', '--bounding-set=-all', program, ...args],
        { cwd: '/', env: { PATH: process.env.PATH, LANG: 'C.UTF-8', ...env } })
        for (const stream of [this.child.stdout, this.child.stderr])
            stream.on('data', (bytes) => { this.said += bytes })
        await until(async () => {
            assert.equal(this.child.exitCode, null, `the service ended: ${this.said}`)
            return (await fetch(url).catch(() => null))?.status === 200
        }, 'the service answers')
    }
    // What the unit does on a reload, line by line.
    async reload() {
        for (const line of unit().all('ExecReload')) {
            const [file, ...args] = line.replace('$MAINPID', this.child.pid).split(' ')
            const u = unit()
            await must('setpriv', [`--reuid=${u.one('User')}`, `--regid=${u.one('Group')}`, '--init-groups',
                file, ...args], { env: { GUYUB_CONFIG: CONFIG } })
        }
    }
    async stop() {
        if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return
        const gone = new Promise((done) => this.child.once('exit', done))
        this.child.kill('SIGTERM')
        const hard = setTimeout(() => this.child.kill('SIGKILL'), WAIT_MAX_MS)
        await gone
        clearTimeout(hard)
    }
}

export async function until(holds, what) {
    const deadline = Date.now() + WAIT_MAX_MS
    while (Date.now() < deadline) {
        if (await holds()) return
        await sleep(50)
    }
    throw new Error(`not so in ${WAIT_MAX_MS} ms: ${what}`)
}

// ---- nginx, with the example from the package on ports of its own ----------------------------------

export class Nginx {
    constructor(folder, ports) { Object.assign(this, { folder, ...ports }) }

    async start() {
        const { folder, http, tls, app } = this
        await must('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
            '-keyout', `${folder}/key.pem`, '-out', `${folder}/cert.pem`, '-days', '2', '-subj', `/CN=${HOST}`,
            '-addext', `subjectAltName=DNS:${HOST}`])
        const site = readFileSync(join(repo, 'packaging/nginx-guyub.conf'), 'utf8')
            .replaceAll('listen 80;', `listen 127.0.0.1:${http};`).replaceAll('listen 443 ssl http2;', `listen 127.0.0.1:${tls} ssl http2;`)
            .replace(/^\s*listen \[::\].*\n/gm, '')
            .replace('server 127.0.0.1:8080;', `server 127.0.0.1:${app};`)
            .replace('/etc/ssl/guyub/fullchain.pem', `${folder}/cert.pem`)
            .replace('/etc/ssl/guyub/privkey.pem', `${folder}/key.pem`)
        writeFileSync(`${folder}/nginx.conf`, `daemon off;\npid ${folder}/nginx.pid;\nerror_log ${folder}/nginx.log;\n`
            + `user www-data;\nevents {}\nhttp {\naccess_log off;\nclient_body_temp_path ${folder}/body;\n`
            + `proxy_temp_path ${folder}/proxy;\nfastcgi_temp_path ${folder}/f;\nuwsgi_temp_path ${folder}/u;\n`
            + `scgi_temp_path ${folder}/s;\n${site}\n}\n`)
        await must('nginx', ['-t', '-c', `${folder}/nginx.conf`])
        this.ca = readFileSync(`${folder}/cert.pem`)
        this.child = spawn('nginx', ['-c', `${folder}/nginx.conf`], { stdio: 'ignore' })
        await until(async () => (await this.get('/')).status === 200, 'nginx answers')
    }

    // { status, headers, text } by TLS; `secure: false` on the plain port.
    get(path, { method = 'GET', headers = {}, body, secure = true } = {}) {
        const options = { host: '127.0.0.1', port: secure ? this.tls : this.http, path, method,
            headers: { Host: HOST, ...headers }, ca: this.ca, servername: HOST, agent: false }
        return new Promise((done) => {
            const rq = (secure ? tlsRequest : plainRequest)(options, (answer) => {
                let text = ''
                answer.setEncoding('utf8').on('data', (part) => { text += part })
                answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, text }))
            })
            rq.on('error', (fault) => done({ status: 0, headers: {}, text: String(fault) }))
            rq.end(body)
        })
    }

    async stop() {
        if (!this.child || this.child.exitCode !== null) return
        const gone = new Promise((done) => this.child.once('exit', done))
        this.child.kill('SIGTERM')
        await gone
    }
}

// ---- at the end --------------------------------------------------------------------------------------

export async function clean() {
    if (existsSync(ETC)) writeFileSync(`${ETC}/purge-data`, '')
    await dpkg('--purge', '--force-all', 'guyub')
    for (const path of [DATA, ETC, '/usr/lib/guyub']) rmSync(path, { recursive: true, force: true })
    if (/^guyub:/m.test(readFileSync('/etc/passwd', 'utf8'))) execFileSync('deluser', ['--quiet', '--system', 'guyub'])
}
