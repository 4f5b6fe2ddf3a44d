// SPDX-License-Identifier: AGPL-3.0-or-later
//
// zip.mjs — a ZIP of what is given, true or not, for stories that send one; and what a true one holds.
//
//     zip({ 'a.txt': 'x' })
//     zip([['a.txt', 'x'], ['a.txt', 'y', { says: 9 }]])
//     unzip(bytes)['a.txt'].toString()
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'

const DATE = 0x5a21, UTF8 = 0x0800, DEFLATED = 8, VERSION = 20
const FILE = Buffer.from('PK\x03\x04'), ENTRY = Buffer.from('PK\x01\x02'), END = Buffer.from('PK\x05\x06')

// What a file's head and its entry in the directory both say of it.
function about(path, bytes, packed, says) {
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(VERSION, 0)
    fields.writeUInt16LE(UTF8, 2)
    fields.writeUInt16LE(DEFLATED, 4)
    fields.writeUInt16LE(DATE, 8)
    fields.writeUInt32LE(crc32(bytes), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(says, 18)
    fields.writeUInt16LE(path.length, 22)
    return fields
}

function end(n, size, at) {
    const fields = Buffer.alloc(18)
    fields.writeUInt16LE(n, 4)
    fields.writeUInt16LE(n, 6)
    fields.writeUInt32LE(size, 8)
    fields.writeUInt32LE(at, 12)
    return Buffer.concat([END, fields])
}

// `files` by name, or [name, text or bytes, { says }] of each, where a name may stand twice; `says`: the size
// that the ZIP claims for it.
export function zip(files) {
    const parts = [], directory = []
    let at = 0
    const list = Array.isArray(files) ? files : Object.entries(files)
    for (const [name, content, { says } = {}] of list) {
        const bytes = Buffer.from(content), path = Buffer.from(name), packed = deflateRawSync(bytes)
        const fields = about(path, bytes, packed, says ?? bytes.length)
        const version = Buffer.alloc(2), rest = Buffer.alloc(14)
        version.writeUInt16LE(VERSION)
        rest.writeUInt32LE(at, 10)
        directory.push(ENTRY, version, fields, rest, path)
        parts.push(FILE, fields, path, packed)
        at += FILE.length + fields.length + path.length + packed.length
    }
    const entries = Buffer.concat(directory)
    return Buffer.concat([...parts, entries, end(list.length, entries.length, at)])
}

// The files of a ZIP below 4 GB by name, as its directory says.
export function unzip(bytes) {
    const end = bytes.lastIndexOf(END), files = {}
    let at = bytes.readUInt32LE(end + 16)
    for (let n = bytes.readUInt16LE(end + 10); n > 0; n--) {
        const [path, extra, comment] = [28, 30, 32].map((of) => bytes.readUInt16LE(at + of)), head = bytes.readUInt32LE(at + 42)
        const from = head + 30 + bytes.readUInt16LE(head + 26) + bytes.readUInt16LE(head + 28)
        const packed = bytes.subarray(from, from + bytes.readUInt32LE(at + 20))
        files[bytes.toString('utf8', at + 46, at + 46 + path)] = bytes.readUInt16LE(at + 10) === DEFLATED ? inflateRawSync(packed) : packed
        at += 46 + path + extra + comment
    }
    return files
}
