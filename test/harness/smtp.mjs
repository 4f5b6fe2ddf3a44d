// SPDX-License-Identifier: AGPL-3.0-or-later
//
// smtp.mjs — a mail server of a story: keeps what it is sent, and answers what the story wants.
//
//     const post = await mailServer()
//     post.next.RCPT = ['451 4.7.1 come back later']     the next answers to a command; then its usual one
//     post.next.DOT = ['drop']                           breaks off; 'silent' says nothing any more
//     await mailServer({ tls: { key, cert } })           offers STARTTLS
//     const mail = await post.mail()                     the next one: { to, from, head, text, raw }
//     await post.stop()
import { createServer } from 'node:net'
import { TLSSocket } from 'node:tls'

const WAIT_MS = 20_000

const usual = {
    GREET: '220 kantor.test ready', EHLO: '250-kantor.test\r\n250 8BITMIME', HELO: '250 kantor.test',
    AUTH: '235 2.7.0 in', MAIL: '250 2.1.0 ok', RCPT: '250 2.1.5 ok', DATA: '354 go on',
    DOT: '250 2.0.0 taken', QUIT: '221 2.0.0 bye', RSET: '250 ok', NOOP: '250 ok',
}

// Quoted-printable, and the words of a header that are not plain.
const unquote = (s) => Buffer.from(s.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g,
    (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString('utf8')
const unword = (s) => s.replace(/\?=\s+=\?/g, '?==?').replace(/(=\?UTF-8\?B\?[^?]*\?=)+/g, (words) =>
    Buffer.concat([...words.matchAll(/\?B\?([^?]*)\?=/g)].map(([, b]) => Buffer.from(b, 'base64'))).toString('utf8'))

function read(raw, envelope) {
    const [above, ...below] = raw.split('\r\n\r\n')
    const head = {}
    for (const line of above.replace(/\r\n /g, ' ').split('\r\n')) {
        const [, name, value] = line.match(/^([\w-]+): ?(.*)$/)
        head[name.toLowerCase()] = unword(value)
    }
    return { ...envelope, head, raw, text: unquote(below.join('\r\n\r\n')).replaceAll('\r\n', '\n') }
}

export async function mailServer({ said = {}, tls } = {}) {
    const arrived = [], waiting = []
    const s = { next: {}, all: [], heard: [], said: { ...usual, ...said } }
    const deliver = (mail) => {
        s.all.push(mail)
        const one = waiting.shift()
        if (one) one(mail)
        else arrived.push(mail)
    }

    function serve(socket, secure = false) {
        let left = '', raw = null, envelope = { secure }, mute = false, asks = false
        const answer = (verb) => {
            const text = s.next[verb]?.shift() ?? s.said[verb] ?? '502 5.5.1 what?'
            if (text === 'silent') mute = true
            if (text === 'drop') socket.destroy()
            else if (!mute) socket.write(`${text}\r\n`)
            return text
        }
        const line = (text) => {
            if (raw !== null && text !== '.') {
                raw += `${text.replace(/^\./, '')}\r\n`
                return
            }
            if (raw !== null) {
                const mail = read(raw, envelope)
                raw = null
                s.heard.push(mail.head['message-id'])
                if (answer('DOT').startsWith('250')) deliver(mail)
                return
            }
            if (asks) {
                asks = false
                envelope.auth = Buffer.from(text, 'base64').toString()
                answer('AUTH')
                return
            }
            const verb = text.slice(0, 4).toUpperCase()
            if (verb === 'AUTH') {
                asks = true
                socket.write('334 \r\n')
                return
            }
            if (verb === 'STAR' && tls && !secure) {
                socket.removeAllListeners('data').write('220 2.0.0 go on\r\n')
                serve(new TLSSocket(socket.setEncoding(), { isServer: true, ...tls }), true)
                return
            }
            if (verb === 'EHLO' && tls && !secure) {
                socket.write('250-kantor.test\r\n250 STARTTLS\r\n')
                return
            }
            if (verb === 'MAIL') envelope = { ...envelope, from: text.match(/<(.*?)>/)[1] }
            if (verb === 'RCPT') envelope.to = text.match(/<(.*?)>/)[1]
            if (answer(verb).startsWith('354')) raw = ''
        }
        socket.setEncoding('latin1').on('error', () => {}).on('data', (bytes) => {
            left += bytes
            for (let at; (at = left.indexOf('\r\n')) >= 0;) {
                const text = left.slice(0, at)
                left = left.slice(at + 2)
                line(text)
            }
        })
        if (!secure) answer('GREET')
    }

    const sockets = new Set()
    const server = createServer((socket) => {
        sockets.add(socket.on('close', () => sockets.delete(socket)))
        serve(socket)
    })
    await new Promise((done) => { server.listen(0, '127.0.0.1', done) })
    s.url = `smtp://127.0.0.1:${server.address().port}`
    s.mail = () => arrived.length > 0 ? Promise.resolve(arrived.shift()) : new Promise((done, fail) => {
        const late = setTimeout(() => fail(new Error('no mail came')), WAIT_MS)
        waiting.push((mail) => { clearTimeout(late); done(mail) })
    })
    s.stop = () => new Promise((done) => {
        for (const socket of sockets) socket.destroy()
        server.close(done)
    })
    return s
}
