// Put everything together.

// With many places on the map the signs are small until one has come near.
const MANY = 60;
const NEAR = 12;
// Of more stops than these, badges and arrows come only when one is near, and only of trips in view.
const MOST_STOPS = 300;
// Milliseconds without a movement after which names are set anew.
const STILL = 120;

// Which trips are shown: those of vans that are on, in weeks that are on.
function choice(data) {
  const on = new Set();
  const key = function (van, week) { return van + "/" + week; };
  return {
    week: 0,
    only: null,
    vans: data.vans.map(function () { return true; }),
    hasWeek: function (van, week) { return on.has(key(van, week)); },
    setWeek: function (van, week, wanted) { this.only = null; on[wanted ? "add" : "delete"](key(van, week)); },
    isShown: function (trip) {
      if (this.only !== null) return trip === this.only;
      return this.vans[trip.van] && this.hasWeek(trip.van, trip.week);
    },
    chooseWeek: function (week) {
      this.week = week;
      this.only = null;
      on.clear();
      for (const trip of data.trips) {
        if (week === 0 || trip.week === week) on.add(key(trip.van, trip.week));
      }
    },
  };
}

function drawPlan(map, data) {
  map.attributionControl.remove();
  const state = choice(data);
  const boundaries = boundaryLayer(data).addTo(map);
  const roads = roadLayer(data).addTo(map);
  const courses = [];
  function course(number) {
    if (!courses[number]) courses[number] = unpacked(data.courses[number]);
    return courses[number];
  }
  let tiles = L.featureGroup();
  let closures = L.featureGroup();
  let closuresWanted = true;
  const markers = data.places.map(placeMarker);
  const byImportance = markers.slice().sort(function (one, other) {
    return (other.place.landmark - one.place.landmark) || (other.place.missing - one.place.missing);
  });
  const hiddenStatuses = new Set();
  const tripLayers = new Map();
  let namesWanted = true;
  let journey = L.featureGroup().addTo(map);

  function namesAnew() {
    const shown = Array.from(tripLayers.values()).filter(function (layer) { return layer.signs && map.hasLayer(layer.signs); });
    const cards = Array.from(map.getContainer().querySelectorAll(".card"));
    arrangeNames(map, byImportance, {
      badges: shown.flatMap(function (layer) { return layer.badges; }),
      cards: cards.map(function (card) { return boxOf(map, card); }),
    }, namesWanted);
  }
  function placesAnew() {
    for (const marker of markers) {
      const wanted = !hiddenStatuses.has(marker.place.status);
      if (wanted !== map.hasLayer(marker)) marker[wanted ? "addTo" : "removeFrom"](map);
    }
  }
  function tripsAnew() {
    data.trips.forEach(function (trip, index) {
      const wanted = state.isShown(trip);
      if (wanted && !tripLayers.has(index)) tripLayers.set(index, tripLayer(trip, course));
      const layer = tripLayers.get(index);
      if (layer && wanted !== map.hasLayer(layer)) layer[wanted ? "addTo" : "removeFrom"](map);
    });
    signsAnew();
    closuresAnew();
    slider.refresh();
    tree.refresh();
    namesAnew();
  }
  function signsAnew() {
    const layers = Array.from(tripLayers.values());
    const shown = layers.filter(function (layer) { return map.hasLayer(layer); });
    const few = shown.reduce(function (sum, layer) { return sum + layer.stops; }, 0) <= MOST_STOPS;
    const near = map.getZoom() >= NEAR;
    for (const layer of layers) {
      layer.setSigns(map, map.hasLayer(layer) && (few || (near && map.getBounds().intersects(layer.getBounds()))));
    }
  }
  function closuresAnew() {
    closures.remove();
    closures = closureLayer(data, state.week);
    if (closuresWanted) closures.addTo(map);
  }
  function showJourney(value) {
    journey.remove();
    journey = L.featureGroup();
    if (value === "all") for (const box of data.boxes) journey.addLayer(journeyLayer(box, false));
    else if (value) journey.addLayer(journeyLayer(data.boxes[Number(value)], true));
    journey.addTo(map);
    if (value && value !== "all" && journey.getLayers().length) {
      const bounds = journey.getBounds();
      if (bounds.isValid()) map.fitBounds(bounds, { padding: [60, 60], maxZoom: 13 });
    }
  }
  function showEntry(entry) {
    if (entry.box !== undefined) {
      journeys.select(String(entry.box));
      return;
    }
    const marker = markers[data.places.indexOf(entry.place)];
    if (!map.hasLayer(marker)) marker.addTo(map);
    map.setView(marker.getLatLng(), Math.max(map.getZoom(), 14), { animate: false });
    marker.openPopup();
  }
  function showTrip(index) {
    state.only = state.only === data.trips[index] ? null : data.trips[index];
    tripsAnew();
    const bounds = tripLayers.get(index).getBounds();
    if (!state.only) showAll();
    else if (bounds.isValid()) map.fitBounds(bounds, { padding: [50, 50], animate: false });
  }
  function sizeAnew() {
    map.getContainer().classList.toggle("far", markers.length > MANY && map.getZoom() < NEAR);
  }
  function showAll() {
    const bounds = L.latLngBounds(data.places.map(function (place) { return place.at; }));
    if (!bounds.isValid()) return;
    const besides = map.getSize().x > 900 ? 320 : 20;
    map.fitBounds(bounds, { paddingTopLeft: [20, 70], paddingBottomRight: [besides, 80], maxZoom: 14, animate: false });
  }

  control("topleft", titleCard(data)).addTo(map);
  L.control.zoom({ zoomInTitle: data.words.zoom_in, zoomOutTitle: data.words.zoom_out }).addTo(map);
  L.control.scale({ imperial: false, maxWidth: 140 }).addTo(map);
  if (data.credit) control("bottomleft", element("p", "credit", data.credit)).addTo(map);
  const slider = weekSlider(data, state, tripsAnew);
  control("bottomright", slider).addTo(map);

  const panel = element("div", "card panel");
  const toggle = panel.appendChild(element("button", "panel-toggle", data.words.panel));
  toggle.type = "button";
  const body = panel.appendChild(element("div", "panel-body"));
  function setOpen(open) {
    panel.classList.toggle("closed", !open);
    toggle.setAttribute("aria-expanded", String(open));
  }
  toggle.addEventListener("click", function () { setOpen(panel.classList.contains("closed")); namesAnew(); });
  setOpen(window.innerWidth > 700);
  body.appendChild(searchBox(data, showEntry));
  const tree = body.appendChild(tripTree(data, state, tripsAnew, showTrip));
  const journeys = body.appendChild(journeyPart(data, showJourney));
  if (data.closures.length) body.appendChild(closurePart(data, function (on) { closuresWanted = on; closuresAnew(); }));
  body.appendChild(legend(data, {
    boundaries: function (on) { boundaries[on ? "addTo" : "removeFrom"](map); },
    status: function (key, on) { hiddenStatuses[on ? "delete" : "add"](key); placesAnew(); namesAnew(); },
    names: function (on) { namesWanted = on; namesAnew(); },
    roads: function (on) { roads[on ? "addTo" : "removeFrom"](map); },
    tiles: function (on, failed) { tiles.remove(); if (on) tiles = tileLayer(failed).addTo(map); },
  }));
  control("topright", panel).addTo(map);

  showAll();
  const first = data.trips.reduce(function (week, trip) { return Math.min(week, trip.week); }, Infinity);
  state.chooseWeek(Number.isFinite(first) ? first : 0);
  sizeAnew();
  placesAnew();
  tripsAnew();
  let waiting = 0;
  map.on("zoomend moveend", function () {
    sizeAnew();
    clearTimeout(waiting);
    waiting = setTimeout(function () { signsAnew(); namesAnew(); }, STILL);
  });
}
