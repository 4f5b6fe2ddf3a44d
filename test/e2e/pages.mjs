// SPDX-License-Identifier: AGPL-3.0-or-later
//
// pages.mjs — every page and every error state that the browser tests walk.
//
// A new route belongs here: routes.test.mjs fails on a GET route that no row shows. `method` and
// `accept` are put into the browser's own request, so error states are seen as a reader sees them.
export const instrument = 'smart-city-evaluation'

export const pages = [
    { name: 'home',              path: '/' },
    { name: 'regions',           path: '/regions' },
    { name: 'regions-found',     path: '/regions?q=kediri' },
    { name: 'regions-none',      path: '/regions?q=zzzz' },
    { name: 'region-city',       path: '/regions/35.71' },
    { name: 'region-province',   path: '/regions/35' },
    { name: 'region-village',    path: '/regions/35.71.01.1001' },
    { name: 'instruments',       path: '/instruments' },
    { name: 'instrument',        path: `/instruments/${instrument}` },
    { name: 'compare',           path: '/compare' },
    { name: 'compare-two',       path: '/compare?a=35.71&b=15.71' },

    { name: 'error-region',      path: '/regions/99.99',                status: 404 },
    { name: 'error-code',        path: '/regions/kediri',               status: 404 },
    { name: 'error-instrument',  path: '/instruments/nothing',          status: 404 },
    { name: 'error-path',        path: '/nothing/here',                 status: 404 },
    { name: 'error-form',        path: '/regions?page=x',               status: 400 },
    { name: 'error-encoding',    path: '/regions?q=%ff%fe',             status: 400 },
    { name: 'error-method',      path: '/regions', method: 'POST',      status: 405 },
    { name: 'error-accept',      path: '/regions', accept: 'image/png', status: 406 },
]

// What stands for {code} and the like when a test asks for a route of the table.
export const examples = { code: '35.71', id: instrument }

export const languages = ['id', 'en']
