// SPDX-License-Identifier: AGPL-3.0-or-later
//
// outline.mjs — the land on the maps: Indonesia and, fainter, what lies round it.
//
// Run once by hand when the source is renewed, never by the build:
//
//     node src/tool/outline.mjs MODULES
//
// MODULES holds npm world-atlas 2.0.2 (Natural Earth 5.1, 1:10 million, public domain) and
// topojson-client. It writes asset/outline.svg, the ground under the maps that the server draws, and
// asset/outline.json, GeoJSON for the map that a press opens. Both are simplified (Douglas and Peucker);
// the points of regions are not ours to move, so a small island may be left out under one.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [modules] = process.argv.slice(2);
if (!modules) {
    console.error('usage: node src/tool/outline.mjs MODULES');
    process.exit(2);
}
const require = createRequire(resolve(modules, 'x.js'));
const { feature } = require('topojson-client');
const INDONESIA = '360';

// As in src/city/portal/portal_map.h: 20 units a degree, from 94.5 to 141.5 E and 6.7 N to 11.3 S.
const FRAME = { west: 94.5, east: 141.5, north: 6.7, south: -11.3 }, UNITS = 20;
// The opened map can be moved, so its neighbours reach further.
const ROUND = { west: 88, east: 150, north: 14, south: -18 };

// ---- geometry ----------------------------------------------------------------------------------

const area = (ring) => Math.abs(ring.reduce((sum, [x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length];
    return sum + x * ny - nx * y;
}, 0)) / 2;

// One side of a box at a time, after Sutherland and Hodgman.
function clip(ring, box) {
    const sides = [
        [(p) => p[0] >= box.west, (p, q) => cross(p, q, 0, box.west)],
        [(p) => p[0] <= box.east, (p, q) => cross(p, q, 0, box.east)],
        [(p) => p[1] >= box.south, (p, q) => cross(p, q, 1, box.south)],
        [(p) => p[1] <= box.north, (p, q) => cross(p, q, 1, box.north)],
    ];
    return sides.reduce((kept, [inside, meet]) => kept.flatMap((p, i) => {
        const before = kept[(i + kept.length - 1) % kept.length];
        const entry = inside(p) === inside(before) ? [] : [meet(before, p)];
        return inside(p) ? [...entry, p] : entry;
    }), ring);
}

function cross(p, q, axis, at) {
    const share = (at - p[axis]) / (q[axis] - p[axis]);
    const met = [p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1])];
    met[axis] = at;
    return met;
}

function simplify(line, tolerance) {
    if (line.length < 3) return line;
    const [a, b] = [line[0], line.at(-1)];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const away = ([x, y]) => length === 0 ? Math.hypot(x - a[0], y - a[1])
        : Math.abs((b[0] - a[0]) * (a[1] - y) - (a[0] - x) * (b[1] - a[1])) / length;
    let far = 0, most = 0;
    for (let i = 1; i < line.length - 1; i++)
        if (away(line[i]) > most) [most, far] = [away(line[i]), i];
    if (most <= tolerance) return [a, b];
    return [...simplify(line.slice(0, far + 1), tolerance), ...simplify(line.slice(far), tolerance).slice(1)];
}

// A ring has no ends: it is cut where it is widest, so that both halves have some.
function simpleRing(ring, tolerance) {
    const open = ring.slice(0, -1);
    const far = open.reduce((best, p, i) =>
        Math.hypot(p[0] - open[0][0], p[1] - open[0][1]) >
        Math.hypot(open[best][0] - open[0][0], open[best][1] - open[0][1]) ? i : best, 0);
    return [...simplify(open.slice(0, far + 1), tolerance),
        ...simplify([...open.slice(far), open[0]], tolerance).slice(1, -1)];
}

const polygonsOf = ({ geometry: g }) => g.type === 'Polygon' ? [g.coordinates] : g.coordinates;

// Outer rings within `box`, simplified; those smaller than `least` square degrees are left out.
const ringsOf = (country, box, tolerance, least) => polygonsOf(country)
    .map(([outer]) => clip(outer, box))
    .filter((ring) => ring.length > 3 && area(ring) >= least)
    .map((ring) => simpleRing([...ring, ring[0]], tolerance))
    .filter((ring) => ring.length >= 3);

// ---- what is written ---------------------------------------------------------------------------

const topology = JSON.parse(readFileSync(join(modules, 'world-atlas/countries-10m.json'), 'utf8'));
const countries = feature(topology, topology.objects.countries).features;
const indonesia = countries.filter((c) => c.id === INDONESIA);
const others = countries.filter((c) => c.id !== INDONESIA);

const units = ([lon, lat]) => [(lon - FRAME.west) * UNITS, (FRAME.north - lat) * UNITS]
    .map((n) => Math.round(n * 2));

// In half units, each point told from the one before.
function path(rings) {
    return rings.map((ring) => {
        let last = [0, 0];
        const steps = ring.map(units).filter((p, i, all) => i === 0 || String(p) !== String(all[i - 1]))
            .map((p, i) => {
                const [x, y] = [p[0] - last[0], p[1] - last[1]];
                last = p;
                return `${i === 0 ? 'M' : i === 1 ? 'l' : ''}${x}${y < 0 ? y : ` ${y}`}`;
            });
        return steps.length < 3 ? '' : steps.join(' ').replace(/ -/g, '-') + 'z';
    }).join('');
}

const svg = () => {
    const wide = (FRAME.east - FRAME.west) * UNITS, tall = (FRAME.north - FRAME.south) * UNITS;
    const land = path(indonesia.flatMap((c) => ringsOf(c, FRAME, 0.02, 0.0015)));
    const round = path(others.flatMap((c) => ringsOf(c, FRAME, 0.05, 0.02)));
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${wide} ${tall}"><g transform="scale(.5)">` +
        `<path fill="#ece6d8" d="${round}"/><path fill="#c9d6cf" stroke="#8fa89d" d="${land}"/></g></svg>\n`;
};

const degrees = (ring) => [...ring, ring[0]].map((p) => p.map((n) => Math.round(n * 100) / 100));
const part = (land, rings) => ({ type: 'Feature', properties: { land },
    geometry: { type: 'MultiPolygon', coordinates: rings.map((ring) => [degrees(ring)]) } });

writeFileSync('asset/outline.svg', svg());
writeFileSync('asset/outline.json', JSON.stringify({ type: 'FeatureCollection', features: [
    part('other', others.flatMap((c) => ringsOf(c, ROUND, 0.03, 0.005))),
    part('indonesia', indonesia.flatMap((c) => ringsOf(c, ROUND, 0.008, 0.0001))),
] }) + '\n');
