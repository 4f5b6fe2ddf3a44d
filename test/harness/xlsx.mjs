// SPDX-License-Identifier: AGPL-3.0-or-later
//
// xlsx.mjs — a workbook made of its XML, for stories that send one; and the rows of one that the program made.
//
//     workbook('Data', `<row r="1">${text('A1', 'Nilai')}<c r="B1"><v>3.31</v></c></row>`)
//     rowsOf(bytes)       [['Nilai', 3.31]]
import { unzip, zip } from './zip.mjs'

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const relation = (id, type, target) => `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`
const relations = (inside) => `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inside}</Relationships>`
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
export const text = (at, words) => `<c r="${at}" t="inlineStr"><is><t>${words}</t></is></c>`

// A workbook of one sheet: its rows, and what stands behind them. Style 1 is a date.
export const workbook = (name, rows, behind = '') => zip({
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + '<Default Extension="xml" ContentType="application/xml"/>'
        + '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        + '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        + '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>',
    '_rels/.rels': relations(relation('r1', 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': `<workbook ${main} xmlns:r="${office}"><sheets><sheet name="${name}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(relation('r1', 'worksheet', 'worksheets/sheet1.xml') + relation('r2', 'styles', 'styles.xml')),
    'xl/styles.xml': `<styleSheet ${main}><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>`
        + '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
    'xl/worksheets/sheet1.xml': `<worksheet ${main}><sheetData>${rows}</sheetData>${behind}</worksheet>`,
})

const plain = (xml) => xml.replace(/&(lt|gt|quot|amp);/g, (_, name) => ({ lt: '<', gt: '>', quot: '"', amp: '&' })[name])
const columnOf = (at) => [...at.match(/^[A-Z]+/)[0]].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) - 1
const EPOCH = Date.UTC(1899, 11, 30), DAY_MS = 86_400_000

function cellOf([, at, , style, type, inside]) {
    if (type === 'inlineStr') return [columnOf(at), plain(inside.match(/<t[^>]*>([\s\S]*?)<\/t>/)[1])]
    const [, value] = inside.match(/<v>(.*)<\/v>/) ?? []
    if (value === undefined) return [columnOf(at), null]                // a formula that nobody has reckoned yet
    const number = Number(value)
    return [columnOf(at), type === 'b' ? number === 1 : { number, style: style && Number(style) }]
}

// The cells of its first sheet, row by row: a text, a number, true or false, or null; a date is "2027-03-31".
export function rowsOf(bytes) {
    const files = unzip(bytes), sheet = files['xl/worksheets/sheet1.xml'].toString()
    const formats = Object.fromEntries([...files['xl/styles.xml'].toString().matchAll(/<numFmt numFmtId="(\d+)" formatCode="([^"]*)"/g)]
        .map(([, id, code]) => [id, code]))
    const styles = [...files['xl/styles.xml'].toString().match(/<cellXfs[\s\S]*<\/cellXfs>/)[0].matchAll(/<xf numFmtId="(\d+)"/g)]
        .map(([, id]) => formats[id])
    return [...sheet.matchAll(/<row [^>]*?(?:\/>|>([\s\S]*?)<\/row>)/g)].map(([, inside = '']) => {
        const row = []
        for (const cell of inside.matchAll(/<c r="([A-Z]+\d+)"( s="(\d+)")?(?: t="(\w+)")?>([\s\S]*?)<\/c>/g)) {
            const [column, value] = cellOf(cell)
            while (row.length < column) row.push(null)
            row.push(typeof value !== 'object' || value === null ? value : styles[value.style] !== 'yyyy-mm-dd' ? value.number
                : new Date(EPOCH + value.number * DAY_MS).toISOString().slice(0, 10))
        }
        return row
    })
}
