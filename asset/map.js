// SPDX-License-Identifier: AGPL-3.0-or-later
//
// map.js — the map that a press opens, in place of the picture that the server drew.
//
// Nothing of it is needed to use a page: without scripts the button stays hidden and the list beside
// the picture says the same. Everything comes from this program: MapLibre GL, its worker, the land and
// the points; there are no tiles and no letters from elsewhere. Texts come from the markup, in the
// reader's language.

const COLOURS = { sea: '#eef2f0', other: '#e6dfcf', land: '#c9d6cf', edge: '#8fa89d', pin: '#14325c',
                  province: '#9a5310', region: '#9a5310', boundary: '#0a5f66' }
const NATION = [[94.5, -11.3], [141.5, 6.7]]

const absolute = (path) => new URL(path, document.baseURI).href

async function data(path) {
    const answer = await fetch(path, { headers: { accept: 'application/json' } })
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
    return answer.json()
}

function sheet(path) {
    return new Promise((done, fail) => {
        const link = document.createElement('link')
        Object.assign(link, { rel: 'stylesheet', href: path, onload: done, onerror: fail })
        document.head.append(link)
    })
}

const is = (...roles) => ['in', ['get', 'role'], ['literal', roles]]

const style = (land, features) => ({
    version: 8,
    sources: {
        land: { type: 'geojson', data: absolute(land) },
        here: { type: 'geojson', data: features },
    },
    layers: [
        { id: 'sea', type: 'background', paint: { 'background-color': COLOURS.sea } },
        { id: 'other', type: 'fill', source: 'land', filter: ['==', ['get', 'land'], 'other'],
          paint: { 'fill-color': COLOURS.other } },
        { id: 'land', type: 'fill', source: 'land', filter: ['==', ['get', 'land'], 'indonesia'],
          paint: { 'fill-color': COLOURS.land, 'fill-outline-color': COLOURS.edge } },
        { id: 'inside', type: 'fill', source: 'here', filter: is('boundary'),
          paint: { 'fill-color': COLOURS.boundary, 'fill-opacity': 0.18 } },
        { id: 'boundary', type: 'line', source: 'here', filter: is('boundary'),
          paint: { 'line-color': COLOURS.boundary, 'line-width': 2 } },
        { id: 'pins', type: 'circle', source: 'here', filter: is('participant', 'part', 'region'),
          paint: {
              'circle-radius': ['interpolate', ['linear'], ['zoom'], 3, 4, 8, 9],
              'circle-color': ['match', ['get', 'role'], 'region', COLOURS.region, COLOURS.pin],
              'circle-stroke-color': '#fff', 'circle-stroke-width': 1.5,
          } },
        { id: 'provinces', type: 'circle', source: 'here', filter: is('province'),
          paint: { 'circle-radius': 10, 'circle-color': 'transparent',
                   'circle-stroke-color': COLOURS.province, 'circle-stroke-width': 3 } },
    ],
})

// Every pair of numbers of a geometry, however deep it lies.
const positions = (c) => typeof c[0] === 'number' ? [c] : c.flatMap(positions)

// Round all that is shown; round a mere point far enough that the coast tells where it is.
function boundsOf(features) {
    const all = features.flatMap((f) => positions(f.geometry.coordinates))
    if (all.length === 0) return NATION
    const [x, y] = [all.map((p) => p[0]), all.map((p) => p[1])]
    const room = all.length === 1 ? 0.8 : 0.15
    return [[Math.min(...x) - room, Math.min(...y) - room], [Math.max(...x) + room, Math.max(...y) + room]]
}

function build(library, box, live, features) {
    const { near, far, wheel, wheelMac, touch, shut, label } = live.dataset
    const map = new library.Map({
        container: box, style: style(live.dataset.land, { type: 'FeatureCollection', features }),
        bounds: live.dataset.map === '/map.json' ? NATION : boundsOf(features), fitBoundsOptions: { padding: 20 },
        minZoom: 2, maxZoom: 11, maxPitch: 0, fadeDuration: 0, attributionControl: false,
        dragRotate: false, pitchWithRotate: false, touchPitch: false, cooperativeGestures: true,
        locale: {
            'Map.Title': label, 'NavigationControl.ZoomIn': near, 'NavigationControl.ZoomOut': far,
            'Popup.Close': shut, 'CooperativeGesturesHandler.WindowsHelpText': wheel,
            'CooperativeGesturesHandler.MacHelpText': wheelMac,
            'CooperativeGesturesHandler.MobileHelpText': touch,
        },
    })
    map.touchZoomRotate.disableRotation()
    map.keyboard.disableRotation()
    map.addControl(new library.NavigationControl({ showCompass: false }), 'top-right')
    return map
}

// What a pin says: its name, as a link to its page. A choice in the list keeps the focus there.
function balloon(library, map, feature, focusAfterOpen) {
    const link = document.createElement('a')
    Object.assign(link, { href: `/regions/${feature.properties.code}`, className: 'govuk-link',
        textContent: feature.properties.name })
    const year = document.createElement('span')
    Object.assign(year, { className: 'gy-code', textContent: ` ${feature.properties.year ?? ''}` })
    const words = document.createElement('p')
    words.className = 'gy-live__balloon'
    words.append(link, year)
    document.querySelectorAll('.maplibregl-popup').forEach((other) => other.remove())
    return new library.Popup({ closeOnClick: true, focusAfterOpen, maxWidth: '260px' })
        .setLngLat(feature.geometry.coordinates).setDOMContent(words).addTo(map)
}

// The same pins for the keyboard: choose a name, and the map goes there and opens it.
function chooser(library, map, live, pins) {
    const label = document.createElement('label'), select = document.createElement('select')
    Object.assign(label, { className: 'govuk-label', htmlFor: 'map-find', textContent: live.dataset.find })
    Object.assign(select, { className: 'govuk-select', id: 'map-find' })
    select.append(new Option(live.dataset.none, ''), ...pins
        .map((f, i) => new Option(f.properties.name, i)).sort((a, b) => a.text.localeCompare(b.text)))
    select.addEventListener('change', () => {
        if (select.value === '') return
        const pin = pins[select.value]
        map.flyTo({ center: pin.geometry.coordinates, zoom: Math.max(map.getZoom(), 6) })
        balloon(library, map, pin, false)
    })
    const row = document.createElement('div')
    row.className = 'govuk-form-group gy-live__find'
    row.append(label, select)
    return row
}

function pointAt(library, map) {
    const layers = ['provinces', 'pins']
    map.on('click', layers, (event) => balloon(library, map, event.features.at(0), true))
    map.on('mouseenter', layers, () => { map.getCanvas().style.cursor = 'pointer' })
    map.on('mouseleave', layers, () => { map.getCanvas().style.cursor = '' })
}

async function open(live) {
    const { library: address, worker, sheet: look, map: source } = live.dataset
    const [library, { features }] =
        await Promise.all([import(absolute(address)), data(source), sheet(look)])
    if (features.length === 0) return live.dataset.empty
    library.setWorkerUrl(absolute(worker))
    const box = document.createElement('div'), room = document.createElement('div')
    box.className = 'gy-live__map'
    room.className = 'gy-live__room'
    room.append(box)
    live.prepend(room)
    try {
        const map = build(library, box, live, features)
        await new Promise((done, fail) => {
            map.once('load', done)
            map.once('error', (event) => fail(event.error))
        })
        const pins = features.filter((f) => f.geometry.type === 'Point')
        if (pins.length > 1) room.append(chooser(library, map, live, pins))
        pointAt(library, map)
        live.dataset.ready = 'true'
        document.getElementById(live.dataset.picture).hidden = true
        map.getCanvas().focus({ preventScroll: true })
        return ''
    } catch (fault) {
        room.remove()
        throw fault
    }
}

function close(live) {
    live.querySelector('.gy-live__room').remove()
    delete live.dataset.ready
    document.getElementById(live.dataset.picture).hidden = false
}

for (const live of document.querySelectorAll('[data-map]')) {
    const button = live.querySelector('.gy-live__open'), said = live.querySelector('.gy-live__said')
    const words = button.textContent

    button.hidden = false
    button.addEventListener('click', async () => {
        if (live.dataset.ready) {
            close(live)
            button.textContent = words
            return
        }
        button.disabled = true
        said.textContent = live.dataset.wait
        try {
            said.textContent = await open(live)
            if (live.dataset.ready) button.textContent = live.dataset.close
        } catch {
            said.textContent = live.dataset.failed
        }
        button.disabled = false
    })
}
