// SPDX-License-Identifier: AGPL-3.0-or-later
// Strangers at the wire, with the limits that ship: requests that contradict themselves, smuggle, drip,
// lie, or end in the middle. Each is refused or cut off within 15 seconds, all of them come at the same
// time, and the same workers answer a good request afterwards.
//
// What each refusal says is the business of web.test.mjs and src/web/http_test.c.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { engine, figure, guyub } from '../harness/guyub.mjs'

const skip = engine !== 'sqlite' && 'no database is asked about what is no request'
const WORKERS = 2, HUNG_MS = 15_000, ADDRESSES = 100
const PATIENCE = { timeout: 120_000, skip }

// ---- a probe: what is sent, piece by piece, and how it must end ----------------------------------

// Pieces: a text is written, a number waited (ms), FIN ends our side, RST tears the connection down.
const FIN = Symbol('FIN'), RST = Symbol('RST')
const byByte = (text, ms = 1000) => [...text].flatMap((c) => [c, ms])

function send(pieces, { from }) {
    return new Promise((done) => {
        const began = performance.now(), chunks = []
        const socket = connect({ port: g.port, host: '127.0.0.1', localAddress: from })
        let how = 'closed'
        const timer = setTimeout(() => { how = 'hung'; socket.destroy() }, HUNG_MS)
        socket.on('data', (chunk) => chunks.push(chunk)).on('error', () => {})
        socket.on('close', () => {
            clearTimeout(timer)
            const text = Buffer.concat(chunks).toString('latin1')
            done({ how, text, ms: performance.now() - began, status: statuses(text).join(' '),
                halfClosed: pieces.includes(FIN) })
        })
        socket.on('connect', async () => {
            for (const piece of pieces) {
                if (socket.destroyed) return
                if (typeof piece === 'number') await sleep(piece)
                else if (piece === FIN) socket.end()
                else if (piece === RST) socket.resetAndDestroy()
                else if (socket.writable) socket.write(Buffer.from(piece, 'latin1'))
            }
        })
    })
}

const statuses = (text) => [...text.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map((m) => m[1])

// ---- what is sent ------------------------------------------------------------------------------

const HOST = 'Host: a\r\n', LAST = 'Connection: close\r\n'
const GET = (target, fields = '') => `GET ${target} HTTP/1.1\r\n${HOST}${fields}\r\n`
const POST = (fields, body = '', target = '/') => `POST ${target} HTTP/1.1\r\n${HOST}${fields}\r\n${body}`
const BYE = GET('/healthy-or-not', LAST)                // 404, and the end
const length = (value, body = 'x') => POST(`Content-Length: ${value}\r\n`, body)
const coding = (value, body = '0\r\n\r\n') => POST(`Transfer-Encoding: ${value}\r\n`, body)
const chunks = (text) => coding('chunked', text)
const form = (body, fields = '', type = 'application/x-www-form-urlencoded') =>
    POST(`Content-Type: ${type}\r\nContent-Length: ${body.length}\r\n${LAST}${fields}`, body, '/sign-in')
const field = (line) => `GET / HTTP/1.1\r\n${HOST}${line}\r\n\r\n`
const hidden = GET('/regions', 'X-Hidden: penyusup\r\n')    // what a smuggler would like to have answered
const FILL = 'a'.repeat(1000)

// name, pieces, the statuses of all answers in their order ("": closed without a word)
const probes = [
    // -- lengths
    ['two lengths that agree', POST('Content-Length: 1\r\nContent-Length: 1\r\n', 'x'), '400'],
    ['two lengths that differ', POST('Content-Length: 1\r\nContent-Length: 9\r\n', 'x'), '400'],
    ['two lengths in other letters', POST('content-length: 1\r\nCONTENT-LENGTH: 9\r\n', 'x'), '400'],
    ['a list of lengths that agree', length('1, 1'), '400'],
    ['a list of lengths that differ', length('1, 9'), '400'],
    ['a length with a comma after it', length('1,'), '400'],
    ['a negative length', length('-1'), '400'],
    ['a length with a plus', length('+1'), '400'],
    ['a length with a space in it', length('1 0'), '400'],
    ['a length in hex', length('0x1'), '400'],
    ['a length with a point', length('1.0'), '400'],
    ['a length with an exponent', length('1e0'), '400'],
    ['a length with an underscore', length('1_0'), '400'],
    ['a length in full-width digits', length('\xef\xbc\x91'), '400'],
    ['a length in quotes', length('"1"'), '400'],
    ['an empty length', length(''), '400'],
    ['a length of 2^63', length('9223372036854775808'), '413'],
    ['a length of 2^64 and one', length('18446744073709551617'), '413'],
    ['a length of 1,000 digits', length('9'.repeat(1000)), '413'],
    ['a length of 3 GB', length('3000000000'), '413'],
    ['a length that is too short', `${length('1', 'xy')}${BYE}`, '405 501'],
    ['a length that is too long, and no more', [length('100'), FIN], ''],
    ['a length behind a tab', `${length('\t1')}${BYE}`, '405 404'],
    ['a length of zeros', `${length('0000')}${BYE}`, '405 501'],     // what follows is xGET
    ['a length on a GET', `${GET('/nowhere', 'Content-Length: 3\r\n')}abc${BYE}`, '404 404'],
    ['a length in a name with a space', POST('Content Length: 1\r\n', 'x'), '400'],
    ['a length in a name with an underscore', [POST('Content_Length: 1\r\n', 'x'), FIN], '405'],

    // -- length and chunks, codings
    ['a length, then chunks', POST('Content-Length: 4\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'), '400'],
    ['chunks, then a length', POST('Transfer-Encoding: chunked\r\nContent-Length: 4\r\n', '0\r\n\r\n'), '400'],
    ['a length of 0 and chunks', POST('Content-Length: 0\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'), '400'],
    ['chunks twice in a list', coding('chunked, chunked'), '501'],
    ['chunks in two fields', POST('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'), '400'],
    ['chunks and identity', POST('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n', '0\r\n\r\n'), '400'],
    ['identity', coding('identity'), '501'],
    ['gzip before chunks', coding('gzip, chunked'), '501'],
    ['chunks before gzip', coding('chunked, gzip'), '501'],
    ['chunks with a parameter', coding('chunked;q=0.5'), '501'],
    ['chunks in quotes', coding('"chunked"'), '501'],
    ['a word that ends in chunked', coding('xchunked'), '501'],
    ['a word that begins with chunked', coding('chunkedx'), '501'],
    ['chunks behind a vertical tab', coding('\x0bchunked'), '400'],
    ['chunks on a folded line', coding('\r\n chunked'), '400|501'],
    ['chunks with a space before the colon', POST('Transfer-Encoding : chunked\r\n', '0\r\n\r\n'), '400'],
    ['chunks in HTTP/1.0', `POST / HTTP/1.0\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, '400'],

    // -- chunks
    ['a chunk size with a plus', chunks('+1\r\nx\r\n0\r\n\r\n'), '400'],
    ['a chunk size with a minus', chunks('-1\r\nx\r\n0\r\n\r\n'), '400'],
    ['a chunk size with 0x', chunks('0x1\r\nx\r\n0\r\n\r\n'), '400'],
    ['a space before a chunk size', chunks(' 1\r\nx\r\n0\r\n\r\n'), '400'],
    ['a space after a chunk size', chunks('1 \r\nx\r\n0\r\n\r\n'), '400'],
    ['a tab after a chunk size', chunks('1\t\r\nx\r\n0\r\n\r\n'), '400'],
    ['an empty chunk size', chunks('\r\nx\r\n0\r\n\r\n'), '400'],
    ['a chunk size that is no hex', chunks('g\r\nx\r\n0\r\n\r\n'), '400'],
    ['a chunk size of 17 digits', chunks('10000000000000001\r\nx\r\n0\r\n\r\n'), '400'],
    ['a chunk size of zeros without end', chunks('0'.repeat(2000)), '400'],
    ['a chunk of 4 GB', chunks('ffffffff\r\n'), '413'],
    ['a chunk of 2 MB', chunks('200000\r\n'), '413'],
    ['many chunks of 2 MB together', [chunks(''), ...Array.from({ length: 33 }, () => `10000\r\n${'a'.repeat(65536)}\r\n`)], '413'],
    ['LF alone after a chunk size', chunks('1\nx\r\n0\r\n\r\n'), '400'],
    ['CR alone after a chunk size', chunks('1\rx\r\n0\r\n\r\n'), '400'],
    ['no line end after a chunk', chunks('1\r\nx0\r\n\r\n'), '400'],
    ['a chunk longer than its size', chunks('1\r\nxy\r\n0\r\n\r\n'), '400'],
    ['a chunk shorter than its size', chunks('5\r\nx\r\n0\r\n\r\n\r\n'), '400'],
    ['LF alone after a chunk', chunks('1\r\nx\n0\r\n\r\n'), '400'],
    ['a long extension', chunks(`1;${FILL}\r\nx\r\n0\r\n\r\n`), '400'],
    ['many extensions', chunks(`1;${'b'.repeat(100)}\r\nx\r\n`.repeat(20) + '0\r\n\r\n'), '400'],
    ['CR in an extension', chunks('1;a\rb\r\nx\r\n0\r\n\r\n'), '400'],
    ['NUL in an extension', chunks('1;a\0b\r\nx\r\n0\r\n\r\n'), '400'],
    ['a chunk after the end', `${chunks('0\r\n\r\n')}5\r\nhello\r\n0\r\n\r\n`, '405 400'],
    ['a folded trailer', chunks('0\r\nX: a\r\n b\r\n\r\n'), '400'],
    ['a trailer without a colon', chunks('0\r\nX\r\n\r\n'), '400'],
    ['a trailer with a space before the colon', chunks('0\r\nX : a\r\n\r\n'), '400'],
    ['NUL in a trailer', chunks('0\r\nX: a\0\r\n\r\n'), '400'],
    ['a trailer of 20,000 bytes', chunks(`0\r\nX: ${FILL.repeat(20)}\r\n\r\n`), '431'],
    ['trailers without end', chunks(`0\r\n${'X: y\r\n'.repeat(5000)}`), '431'],
    ['a length in a trailer says nothing', `${chunks('1\r\nx\r\n0\r\nContent-Length: 99\r\n\r\n')}${BYE}`, '405 404'],
    ['chunks that end in the middle', [chunks('5\r\nab'), FIN], ''],

    // -- fields
    ['a folded field', field('X: a\r\n b'), '400'],
    ['a field folded by a tab', field('X: a\r\n\tb'), '400'],
    ['a fold before the first field', 'GET / HTTP/1.1\r\n Host: a\r\n\r\n', '400'],
    ['a space before the colon', field('X : a'), '400'],
    ['a tab before the colon', field('X\t: a'), '400'],
    ['a space in a name', field('X Y: a'), '400'],
    ['no colon', field('X'), '400'],
    ['no name', field(': a'), '400'],
    ['brackets in a name', field('X[0]: a'), '400'],
    ['a name over 0x7f', field('\xc3\xa9: a'), '400'],
    ['NUL in a name', field('X\0Y: a'), '400'],
    ['NUL in a value', field('X: a\0b'), '400'],
    ['CR in a value', field('X: a\rb'), '400'],
    ['CR in a name', field('X\rY: a'), '400'],
    ['LF in a value', field('X: a\nb'), '400'],
    ['an escape in a value', field('X: \x1b[2J'), '400'],
    ['DEL in a value', field('X: \x7f'), '400'],
    ['NUL in a cookie', field('Cookie: gy_session=a\0b'), '400'],
    ['CR in a cookie', field('Cookie: lang=en\rX'), '400'],
    ['CR CR LF after a field', field('X: a\r'), '400'],
    ['LF alone ends the head', 'GET / HTTP/1.1\nHost: a\n\n', '400'],
    ['one line of 100,000 bytes', field(`X: ${FILL.repeat(100)}`), '431'],
    ['a name of 100,000 bytes', field(`${FILL.repeat(100)}: x`), '431'],
    ['1,000 fields', field('X: y\r\n'.repeat(1000) + 'Z: z'), '431'],
    ['60 fields of 1,000 bytes', field(`X: ${FILL}\r\n`.repeat(60) + 'Z: z'), '431'],
    ['a cookie of 60,000 bytes', field(`Cookie: a=${FILL.repeat(60)}`), '431'],
    ['1 MB of head without a line end', [FILL.repeat(1000)], '414|400'],

    // -- request lines
    ['NUL in the method', `G\0ET / HTTP/1.1\r\n${HOST}\r\n`, '400'],
    ['NUL in the path', GET('/a\0b'), '400'],
    ['NUL in the question', GET('/?a=\0'), '400'],
    ['CR in the path', GET('/a\rb'), '400'],
    ['LF in the path', GET('/a\nb'), '400'],
    ['a tab in the path', GET('/a\tb'), '400'],
    ['a space in the path', GET('/a b'), '400'],
    ['a fragment', GET('/a#b'), '400'],
    ['a backslash', GET('/a\\b'), '400'],
    ['bytes over 0x7f in the path', GET('/caf\xe9'), '400'],
    ['an empty line first', `\r\n${GET('/')}`, '400'],
    ['a space first', ` ${GET('/')}`, '400'],
    ['two spaces', `GET  / HTTP/1.1\r\n${HOST}\r\n`, '400'],
    ['no address', `GET HTTP/1.1\r\n${HOST}\r\n`, '400'],
    ['an address of 10,000 bytes', GET(`/${FILL.repeat(10)}`), '414'],
    ['a question of 10,000 bytes', GET(`/?a=${FILL.repeat(10)}`), '414'],
    ['a small-letter method', `get / HTTP/1.1\r\n${HOST}\r\n`, '501'],
    ['an unknown method', `BREW / HTTP/1.1\r\n${HOST}\r\n`, '501'],
    ['a method of 10,000 letters', `${'A'.repeat(10_000)} / HTTP/1.1\r\n${HOST}\r\n`, '501|400'],
    ['a method with a colon', `GET: / HTTP/1.1\r\n${HOST}\r\n`, '400'],
    ['CONNECT', 'CONNECT penyusup.example:443 HTTP/1.1\r\nHost: penyusup.example:443\r\n\r\n', '501'],
    ['TRACE tells nothing back', `TRACE /regions HTTP/1.1\r\n${HOST}${LAST}X: penyusup\r\n\r\n`, '405'],
    ['PUT', `PUT /regions HTTP/1.1\r\n${HOST}${LAST}\r\n`, '405'],
    ['DELETE', `DELETE /regions/35.71 HTTP/1.1\r\n${HOST}${LAST}\r\n`, '405'],
    ['OPTIONS of all', `OPTIONS * HTTP/1.1\r\n${HOST}${LAST}\r\n`, '405'],
    ['an asterisk for GET', GET('*'), '400'],
    ['HTTP/0.9', 'GET /\r\n', '400'],
    ['HTTP/0.9 by its number', `GET / HTTP/0.9\r\n${HOST}\r\n`, '505'],
    ['HTTP/1.2', `GET / HTTP/1.2\r\n${HOST}\r\n`, '505'],
    ['HTTP/2.0', `GET / HTTP/2.0\r\n${HOST}\r\n`, '505'],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0', '505'],
    ['HTTP/1.10', `GET / HTTP/1.10\r\n${HOST}\r\n`, '400'],
    ['a version in small letters', `GET / http/1.1\r\n${HOST}\r\n`, '400'],
    ['another protocol', 'EHLO penyusup.example\r\n', '400'],
    ['the hello of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', '400'],
    ['HTTP/1.0 with a host', `GET /nowhere HTTP/1.0\r\n${HOST}\r\n`, '404'],
    ['HTTP/1.0 without a host', 'GET /nowhere HTTP/1.0\r\n\r\n', '404'],
    ['HTTP/1.0 keeps nothing alive', `GET /nowhere HTTP/1.0\r\nConnection: keep-alive\r\n\r\n${hidden}`, '404'],

    // -- addresses and hosts
    ['an absolute address of this host', `GET http://a/nowhere HTTP/1.1\r\n${HOST}${LAST}\r\n`, '404'],
    ['an absolute address of another host', `GET http://penyusup.example/ HTTP/1.1\r\n${HOST}\r\n`, '400'],
    ['an absolute address with a user', `GET http://penyusup@a/ HTTP/1.1\r\n${HOST}\r\n`, '400'],
    ['an absolute address by https', `GET https://a/ HTTP/1.1\r\n${HOST}\r\n`, '400'],
    ['an absolute address of a file', `GET file:///etc/passwd HTTP/1.1\r\n${HOST}\r\n`, '400'],
    ['up and out', GET('/../../etc/passwd'), '400'],
    ['encoded dots', GET('/%2e%2e/%2E%2E/etc/passwd'), '400'],
    ['an encoded slash', GET('/regions%2f35.71'), '400'],
    ['an encoded NUL', GET('/regions%00'), '400'],
    ['an encoded line end', GET('/regions%0d%0aSet-Cookie:%20a=b'), '400'],
    ['an overlong slash', GET('/%c0%af'), '400'],
    ['an overlong NUL', GET('/%c0%80'), '400'],
    ['a surrogate', GET('/%ed%a0%80'), '400'],
    ['half a character', GET('/%e2%82'), '400'],
    ['a lone percent', GET('/%'), '400'],
    ['a percent without hex', GET('/%zz'), '400'],
    ['dots encoded twice stay a name', GET('/%252e%252e/etc/passwd', LAST), '404'],
    ['bad UTF-8 in the question', GET('/regions?q=%ff', LAST), '400'],
    ['an encoded NUL in the question', GET('/regions?q=%00', LAST), '400'],
    ['200 pairs in the question', GET(`/regions?${'a=1&'.repeat(200)}`, LAST), '400'],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', '400'],
    ['two hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n', '400'],
    ['an empty host', 'GET / HTTP/1.1\r\nHost:\r\n\r\n', '400'],
    ['a host with a path', 'GET / HTTP/1.1\r\nHost: a/b\r\n\r\n', '400'],
    ['a host with a user', 'GET / HTTP/1.1\r\nHost: penyusup@a\r\n\r\n', '400'],
    ['a list of hosts', 'GET / HTTP/1.1\r\nHost: a, b\r\n\r\n', '400'],
    ['a port over the highest', 'GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n', '400'],
    ['a script for a host', 'GET / HTTP/1.1\r\nHost: "><script>\r\n\r\n', '400'],

    // -- smuggling
    ['CL.TE', POST('Content-Length: 6\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${hidden}`), '400'],
    ['TE.CL', POST('Transfer-Encoding: chunked\r\nContent-Length: 4\r\n',
        `${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`), '400'],
    ['TE.TE, one of them disguised', POST('Transfer-Encoding: chunked\r\nTransfer-encoding: cow\r\n', `0\r\n\r\n${hidden}`), '400'],
    ['TE.TE, by a space before the colon', POST('Transfer-Encoding: chunked\r\nTransfer-Encoding : x\r\n', `0\r\n\r\n${hidden}`), '400'],
    ['CL.0', `${POST(`Content-Length: ${hidden.length}\r\n`, hidden)}${BYE}`, '405 404'],
    ['a request in a chunk', `${chunks(`${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`)}${BYE}`, '405 404'],
    ['a request behind a refused one', `${field('X : y')}${hidden}`, '400'],
    ['a request behind a too long body', `${length('3000000000')}${hidden}`, '413'],

    // -- several on one connection
    ['ten good ones', GET('/nowhere').repeat(9) + BYE, Array(10).fill('404').join(' ')],
    ['three kinds, answered in order', `${GET('/regions/')}${GET('/nowhere')}HEAD / HTTP/1.1\r\n${HOST}${LAST}\r\n`, '308 404 200'],
    ['good, then bad', `${GET('/nowhere')}${field('X : y')}${hidden}`, '404 400'],
    ['good, then half a request and the end', [`${GET('/nowhere')}GET /reg`, FIN], '404'],
    ['a good one in single bytes', byByte(GET('/nowhere', LAST), 2), '404'],

    // -- what upgrades, expects and packs
    ['an upgrade to h2c is passed over', GET('/nowhere', `Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n`), '404'],
    ['an upgrade to a websocket is passed over', GET('/nowhere', 'Connection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==\r\n'), '404'],
    ['another expectation', POST('Expect: 200-ok\r\nContent-Length: 1\r\n', 'x'), '417'],
    ['two expectations', POST('Expect: 100-continue, x\r\nContent-Length: 1\r\n', 'x'), '417'],
    ['a packed form', form('login=a', 'Content-Encoding: gzip\r\n'), '415'],
    ['a form as JSON', form('{"login":"a"}', '', 'application/json'), '415'],
    ['a form as text', form('login=a', '', 'text/plain'), '415'],
    ['a form without a type', POST(`Content-Length: 7\r\n${LAST}`, 'login=a', '/sign-in'), '415'],
    ['a form with files where none are taken', form('--x\r\n\r\n--x--', '', 'multipart/form-data; boundary=x'), '415|400'],
    ['a form with a lone percent', form('login=%'), '400'],
    ['a form with a NUL', form('login=%00'), '400'],
    ['a form with bytes that are no text', form('login=\xff'), '400'],
    ['a form of 1,000 fields', form('a=1&'.repeat(1000)), '400'],
    ['a form without its token', form('login=a&password=b'), '403'],
    ['a form from elsewhere', form('login=a', 'Origin: https://penyusup.example\r\n'), '403'],
    ['a form from a page that hides', form('login=a', 'Origin: null\r\n'), '403'],

    // -- connections that end, or drip
    ['nothing, and the end', [FIN], ''],
    ['half a request line, and the end', ['GET / HT', FIN], ''],
    ['half a head, and the end', [`GET / HTTP/1.1\r\n${HOST}`, FIN], ''],
    ['a whole request, and the end of our side', [GET('/nowhere'), FIN], '404'],
    ['a reset in the request line', ['GET / HT', 50, RST], ''],
    ['a reset in the head', [`GET / HTTP/1.1\r\n${HOST}`, 50, RST], ''],
    ['a reset in a body', [length('100'), 50, RST], ''],
    ['a reset in a chunk', [chunks('5\r\nab'), 50, RST], ''],
    ['a reset before the answer', [GET('/regions?q=kediri'), RST], ''],
    ['a request line of a byte a second', byByte('GET /regions/35.71 HTTP/1.1'), '408'],
    ['a head of a byte a second', [`GET / HTTP/1.1\r\n${HOST}`, ...byByte('X-Drip: drop after drop')], '408'],
    ['a field a second', [`GET / HTTP/1.1\r\n${HOST}`, ...Array(20).fill(['X: y\r\n', 1000]).flat()], '408'],
    ['a head that stops', [`GET / HTTP/1.1\r\n${HOST}`], '408'],
    ['a body of a byte a second', [length('1000', ''), ...byByte('a=b&a=b&a=b&a=b&a=b')], '408'],
    ['a body that stops', [length('1000', 'a=b')], '408'],
    ['a body that never comes', [length('1000', '')], '408'],
    ['a chunk of a byte a second', [chunks('100\r\n'), ...byByte('a=b&a=b&a=b&a=b&a=b')], '408'],
    ['chunks of one byte, one a second', [chunks(''), ...Array(20).fill(['1\r\na\r\n', 1000]).flat()], '408'],
    ['an extension of a byte a second', [chunks('1;'), ...byByte('aaaaaaaaaaaaaaaaaaa')], '408'],
    ['a trailer of a byte a second', [chunks('0\r\n'), ...byByte('X: aaaaaaaaaaaaaaaa')], '408'],
    ['a body that is asked for and never comes', [POST('Expect: 100-continue\r\nContent-Length: 1000\r\n')], '100 408'],
    ['the second request drips', [GET('/nowhere'), 200, ...byByte('GET /regions HTTP/1.1')], '404 408'],
]

// ---- all of them, at the same time -----------------------------------------------------------------

let g, crew
const outcome = new Map()
const childrenOf = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()

before(async () => {
    if (skip) return
    g = await guyub({ env: { GUYUB_WORKERS: String(WORKERS) } })
    crew = childrenOf(g.pid)
    await Promise.all(probes.map(async ([name, pieces], i) => {
        outcome.set(name, await send([pieces].flat(), { from: `127.0.7.${1 + i % ADDRESSES}` }))
    }))
}, { timeout: 60_000 })
after(() => g?.stop())

for (const [name, , ends] of probes)
    test(`probe: ${name}`, { skip }, () => {
        const { how, status, text, halfClosed } = outcome.get(name)
        assert.equal(how, 'closed', `still open after ${HUNG_MS} ms; so far: ${status || 'nothing'}`)
        assert.ok(ends.split('|').includes(status), `expected ${ends || 'a close'}, was ${status || 'a close'}`)
        assert.ok(!/penyusup/.test(text), 'what a stranger sent is told back')
        if (status && !halfClosed) assert.match(text.slice(text.lastIndexOf('HTTP/1.1 ')), /^Connection: close\r$/m)
    })

// ---- who plays the proxy ---------------------------------------------------------------------------

const lies = [
    'X-Forwarded-Proto: https', 'Forwarded: for=203.0.113.7;proto=https;host=penyusup.example',
    'X-Forwarded-Host: penyusup.example', 'X-Forwarded-For: 127.0.0.1', 'X-Real-IP: 127.0.0.1',
    'X-Forwarded-Ssl: on', 'Front-End-Https: on', 'X-Original-URL: /admin', 'X-HTTP-Method-Override: DELETE',
]
const plain = (text) => text.replace(/^(Date|ETag): .*\r\n/gm, '').replace(/[0-9a-f]{16}/g, '#')

test('what a stranger says in the name of a proxy changes no byte of the answer', { skip }, async () => {
    const ask = (...lines) => send([GET('/regions?lang=en&q=kediri', `${lines.map((l) => `${l}\r\n`).join('')}${LAST}`)], { from: '127.0.7.1' })
    const honest = await ask()
    assert.match(honest.text, /^Set-Cookie: lang=en/m)
    assert.ok(!/; Secure/.test(honest.text))
    for (const lie of [...lies.map((l) => [l]), lies]) {
        const answer = await ask(...lie)
        assert.equal(answer.status, '200', lie[0])
        assert.equal(plain(answer.text), plain(honest.text), lie[0])
    }
})

test('a host that is not ours stands nowhere in the answer', { skip }, async () => {
    for (const target of ['/', '/regions/', '/sign-in', '/nowhere', '/sign-out']) {
        const answer = await send([`GET ${target} HTTP/1.1\r\nHost: penyusup.example\r\n${LAST}\r\n`], { from: '127.0.7.2' })
        assert.ok(!answer.text.includes('penyusup'), `${target}: ${answer.status}`)
    }
})

// ---- afterwards ------------------------------------------------------------------------------------

test('300 connections that are torn down at once leave nothing behind', PATIENCE, async () => {
    const torn = await Promise.all(Array.from({ length: 300 }, (_, i) =>
        send(i % 3 ? ['GET /regions HTTP/1.1\r\n', RST] : [RST], { from: `127.0.8.${1 + i % ADDRESSES}` })))
    assert.ok(torn.every(({ how }) => how === 'closed'))
})

test('after all of them the same workers answer, and the log names nobody', { skip }, async () => {
    for (let i = 0; i < 2 * WORKERS; i++) {
        const { status, text } = await send([GET('/regions/35.71', LAST)], { from: '127.0.7.3' })
        assert.equal(status, '200')
        assert.match(text, /Kota Kediri/)
    }
    assert.equal(childrenOf(g.pid), crew)
    assert.doesNotMatch(g.said.text, /worker\.died|keeper\.died/)
    assert.doesNotMatch(g.said.text, /penyusup|127\.0\.7\./)
    figure('raw-request probes', probes.length, 'probes')
    figure('raw-request probes: the slowest ended after', Math.round(Math.max(...[...outcome.values()].map(({ ms }) => ms))), 'ms')
})
