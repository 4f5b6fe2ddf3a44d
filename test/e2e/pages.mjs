// SPDX-License-Identifier: AGPL-3.0-or-later
//
// pages.mjs — every page and every error state that the browser tests walk.
//
// A new route belongs here: routes.test.mjs fails on a GET route that no row shows. `method` and
// `accept` are put into the browser's own request, so error states are seen as a reader sees them.
// `inside`: the login of who sees it (inside.mjs): dewi holds the programme's office, kepala administers.
export const instrument = 'smart-city-evaluation'

// Answers to the first n indicators: levels 1 to 5 in turn.
const levels = (n) => Array.from({ length: n },
    (_, i) => `indicator-${String(i + 1).padStart(2, '0')}=${1 + i % 5}`).join('&')

export const pages = [
    { name: 'home',              path: '/' },
    { name: 'regions',           path: '/regions' },
    { name: 'regions-found',     path: '/regions?q=kediri' },
    { name: 'regions-none',      path: '/regions?q=zzzzqqqq' },
    { name: 'regions-villages',  path: '/regions?level=village&within=35.71' },
    { name: 'region-city',       path: '/regions/35.71' },
    { name: 'region-province',   path: '/regions/35' },
    { name: 'region-village',    path: '/regions/35.71.01.1001' },
    { name: 'organisations',     path: '/organisations' },
    { name: 'organisations-in',  path: '/organisations?region=35.71' },
    { name: 'organisation',      path: '/organisations/komdigi' },
    { name: 'instruments',       path: '/instruments' },
    { name: 'instrument',        path: `/instruments/${instrument}` },
    { name: 'instrument-large',  path: '/instruments/spbe-2020' },
    { name: 'instrument-sums',   path: '/instruments/regional-innovation-2026' },
    { name: 'cohorts',           path: '/cohorts' },
    { name: 'cohort-members',    path: '/cohorts/members' },
    { name: 'cohort-members-in', path: '/cohorts/members?year=2019' },
    { name: 'compare',           path: '/compare' },
    { name: 'compare-two',       path: '/compare?region=35.71&region=15.71' },
    { name: 'compare-six',       path: '/compare?region=35.71&region=15.71&region=32.71&region=33.74&region=35.78&region=34.71' },
    { name: 'data',              path: '/data' },
    { name: 'score-blank',       path: '/instruments/spbe-2020/score' },
    { name: 'score-repeats',     path: '/instruments/regional-innovation-2026/score?instances=2' },
    { name: 'score-no-source',   path: '/instruments/regional-innovation-2023/score' },
    { name: 'score-figures',     path: `/instruments/${instrument}/score?baseline=3.60&output=3.21&outcome=3.23&impact=3.07&quick_win=3.65` },
    { name: 'score-levels',      path: `/instruments/spbe-2020/score?${levels(47)}` },
    { name: 'score-missing',     path: `/instruments/spbe-2020/score?${levels(40)}` },
    { name: 'result',            path: `/regions/35.71/results/${instrument}/2022` },
    { name: 'result-unknown',    path: `/regions/35.71/results/${instrument}/2024` },

    { name: 'figures',           path: '/regions/35.71/figures' },
    { name: 'figure',            path: `/regions/35.71/figures/${instrument}/2022/index.actual` },
    { name: 'cohort-count',      path: '/cohorts/counts/2022/joined/1' },
    { name: 'cohort-member',     path: '/cohorts/members/35.09' },
    { name: 'sign-in',           path: '/sign-in' },
    { name: 'second-step',       path: '/sign-in/second-step' },
    { name: 'invitation',        path: '/invitation' },
    { name: 'reset',             path: '/reset' },

    ...[
        { name: 'account',           path: '/account' },
        { name: 'account-change',    path: '/account/change' },
        { name: 'account-password',  path: '/account/password' },
        { name: 'account-sessions',  path: '/account/sessions' },
        { name: 'account-factor',    path: '/account/second-factor' },
        { name: 'account-data',      path: '/account/data' },
        { name: 'account-erase',     path: '/account/data/erase' },
        { name: 'drafts',            path: '/drafts' },
        { name: 'posts',             path: '/posts' },
        { name: 'post-new',          path: '/posts/new' },
        { name: 'post',              path: '/posts/35.71-coordinator' },
        { name: 'post-assign',       path: '/posts/35.71-coordinator/assign' },
        { name: 'post-delegate',     path: '/posts/programme-office/delegate' },
        { name: 'post-hand-over',    path: '/posts/programme-office/hand-over' },
        { name: 'post-minutes',      path: '/posts/35.71-coordinator/hand-over/4' },
        { name: 'post-end',          path: '/posts/35.71-coordinator/end/4' },
        { name: 'post-edit',         path: '/posts/35.71-coordinator/edit' },
        { name: 'post-close',        path: '/posts/35.71-coordinator/close' },
        { name: 'people',            path: '/people' },
        { name: 'people-new',        path: '/people/new' },
        { name: 'person',            path: '/people/3' },
        { name: 'person-end',        path: '/people/3/end' },
        { name: 'person-erase',      path: '/people/3/erase', inside: 'kepala' },
        { name: 'journal',           path: '/journal' },
        { name: 'journal-head',      path: '/journal/head' },
        { name: 'region-edit',       path: '/regions/35.71/edit' },
        { name: 'region-rename',     path: '/regions/35.71/rename' },
        { name: 'organisation-new',  path: '/organisations/new' },
        { name: 'organisation-edit', path: '/organisations/35.71-diskominfo/edit' },
        { name: 'organisation-end',  path: '/organisations/35.71-diskominfo/end' },
        { name: 'figures-add',       path: '/regions/35.71/figures?year=2025' },
        { name: 'figure-edit',       path: `/regions/35.71/figures/${instrument}/2022/index.actual/edit` },
        { name: 'figure-add',        path: `/regions/35.71/figures/${instrument}/2025/index.actual/add` },
        { name: 'count-next',        path: '/cohorts/counts?year=2025&measure=joined' },
        { name: 'count-edit',        path: '/cohorts/counts/2022/joined/1/edit' },
        { name: 'count-add',         path: '/cohorts/counts/2025/joined/1/add' },
        { name: 'member-edit',       path: '/cohorts/members/35.09/edit' },
        { name: 'member-add',        path: '/cohorts/members/53.01/add' },
        { name: 'error-own-post',    path: '/posts/administrator/delegate', status: 403 },
    ].map((row) => ({ inside: 'dewi', ...row })),

    { name: 'error-region',      path: '/regions/99.99',                status: 404 },
    { name: 'error-code',        path: '/regions/kediri',               status: 404 },
    { name: 'error-instrument',  path: '/instruments/nothing',          status: 404 },
    { name: 'error-organisation', path: '/organisations/nobody',        status: 404 },
    { name: 'error-cohort',      path: '/cohorts/members?year=x',       status: 400 },
    { name: 'error-compare',     path: '/compare?year=x',               status: 400 },
    { name: 'error-compare-many', path: '/compare?region=11&region=12&region=13&region=14&region=15&region=16&region=17', status: 400 },
    { name: 'error-score',       path: `/instruments/${instrument}/score?output=9&other=1&impact=3`, status: 400 },
    { name: 'error-score-level', path: `/instruments/spbe-2020/score?${levels(46)}&indicator-47=7`, status: 400 },
    { name: 'error-result',      path: `/regions/35.71/results/${instrument}/1999`, status: 404 },
    { name: 'error-path',        path: '/nothing/here',                 status: 404 },
    { name: 'error-form',        path: '/regions?page=x',               status: 400 },
    { name: 'error-encoding',    path: '/regions?q=%ff%fe',             status: 400 },
    { name: 'error-method',      path: '/regions', method: 'POST',      status: 405 },
    { name: 'error-accept',      path: '/regions', accept: 'image/png', status: 406 },
]

// Addresses that are data and never a page.
export const dataOnly = ['/map', '/regions/35.71/map']

export const languages = ['id', 'en']
