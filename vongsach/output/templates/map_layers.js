// What lies on the map: roads, places with their names, trips, journeys of boxes.

const NAME_LETTER = 6.9;
const NAME_LONGEST = 220;
const NAME_SIDES = ["right", "left", "below"];
// Size of the badge of a stop in pixels, and where it may go when another lies there already.
const BADGE = [38, 18];
const MOST_MOVED = 150;
const BADGE_STEPS = [[0, 0], [0, 19], [0, -19], [-39, 0], [39, 0], [0, 38], [0, -38], [-39, 19], [-39, -19], [39, 19], [39, -19], [0, 57], [0, -57]];
// Where the badge of a stop lies beside its place, by van: the pixels from its corner to the place.
const BADGE_SIDES = [[40, 20], [40, 0], [18, 30], [18, -12]];

function roadLayer(data) {
  return L.polyline(data.roads, { color: "#b3a58c", weight: 2.5, interactive: false });
}

// A background that is only asked for when somebody ticks it. At the first picture that does not
// come it goes away again, and says so once.
const TILES = "https://{s}.tile.opentopomap.org/{z}/{x}/{y}.png";
function tileLayer(failed) {
  const layer = L.tileLayer(TILES, { maxNativeZoom: 17, maxZoom: 19, opacity: 0.6 });
  layer.once("tileerror", function () { layer.remove(); failed(); });
  return layer;
}

function placeMarker(place) {
  const sign = element("div", "sign");
  sign.appendChild(statusSign(place.status, place.letter, place.missing));
  const name = sign.appendChild(element("span", "name hidden", place.name));
  const marker = L.marker(place.at, {
    icon: icon(sign, [24, 24], [12, 12]), alt: place.name, title: place.name,
    zIndexOffset: { junction: -1000, unserved: 200, on_site: 250 }[place.status] || 0,
  });
  marker.nameElement = name;
  marker.place = place;
  return bindPopup(marker, place.popup);
}

function nameBox(at, width, side) {
  if (side === "right") return [at.x + 14, at.y - 9, at.x + 16 + width, at.y + 9];
  if (side === "left") return [at.x - 16 - width, at.y - 9, at.x - 14, at.y + 9];
  return [at.x - width / 2, at.y + 12, at.x + width / 2, at.y + 29];
}

// Where a card lies over the map, in pixels of the map.
function boxOf(map, card) {
  const outer = map.getContainer().getBoundingClientRect();
  const inner = card.getBoundingClientRect();
  return [inner.left - outer.left, inner.top - outer.top, inner.right - outer.left, inner.bottom - outer.top];
}

function overlaps(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}

// Push badges aside that would cover another, and return where they all lie. Of very many, as in
// the view of a whole quarter, none is moved: whoever wants to read them comes nearer.
function arrangeBadges(map, badges) {
  const screen = [-50, -50, map.getSize().x + 50, map.getSize().y + 50];
  const taken = [];
  const seen = badges.map(function (badge) {
    const corner = map.latLngToContainerPoint(badge.getLatLng()).subtract(badge.options.icon.options.iconAnchor);
    return { badge: badge, box: [corner.x, corner.y, corner.x + BADGE[0], corner.y + BADGE[1]] };
  }).filter(function (one) { return overlaps(one.box, screen); });
  for (const one of seen) {
    const step = seen.length > MOST_MOVED ? BADGE_STEPS[0] : BADGE_STEPS.find(function (shift) {
      return !taken.some(function (other) { return overlaps(moved(one.box, shift), other); });
    }) || BADGE_STEPS[0];
    taken.push(moved(one.box, step));
    one.badge.badgeElement.style.transform = "translate(" + step[0] + "px," + step[1] + "px)";
  }
  return taken;
}

function moved(box, step) {
  return [box[0] + step[0], box[1] + step[1], box[2] + step[0], box[3] + step[1]];
}

// Show as many names as fit without covering each other, a place, a stop or a card; landmarks first.
function arrangeNames(map, markers, above, wanted) {
  const view = map.getSize();
  const screen = [0, 0, view.x, view.y];
  const shown = markers.map(function (marker) {
    const at = map.hasLayer(marker) ? map.latLngToContainerPoint(marker.getLatLng()) : null;
    return { marker: marker, at: at, sign: at ? [at.x - 11, at.y - 11, at.x + 11, at.y + 11] : null };
  });
  const taken = shown.filter(function (one) { return one.sign && overlaps(one.sign, screen); })
    .map(function (one) { return one.sign; });
  taken.push.apply(taken, above.cards);
  taken.push.apply(taken, arrangeBadges(map, above.badges));
  for (const one of shown) {
    const place = one.marker.place;
    let side = null;
    if (wanted && one.sign && overlaps(one.sign, screen)) {
      const width = Math.min(NAME_LONGEST, place.name.length * NAME_LETTER);
      side = NAME_SIDES.find(function (choice) {
        const box = nameBox(one.at, width, choice);
        return box[0] >= 0 && box[2] <= view.x && !taken.some(function (other) { return overlaps(box, other); });
      });
      if (side) taken.push(nameBox(one.at, width, side));
    }
    one.marker.nameElement.className = "name " + (side || "hidden");
  }
}

// A straight leg is bent to its right, so that there and back lie apart.
function bent(line) {
  const start = L.Projection.SphericalMercator.project(L.latLng(line[0]));
  const end = L.Projection.SphericalMercator.project(L.latLng(line[1]));
  const along = end.subtract(start);
  const middle = start.add(end).divideBy(2).add(L.point(along.y, -along.x).multiplyBy(0.16));
  const curve = [];
  for (let step = 0; step <= 16; step += 1) {
    const share = step / 16;
    const point = start.multiplyBy((1 - share) * (1 - share))
      .add(middle.multiplyBy(2 * share * (1 - share)))
      .add(end.multiplyBy(share * share));
    curve.push(L.Projection.SphericalMercator.unproject(point));
  }
  return curve;
}

function directionArrow(line, colour) {
  const project = L.Projection.SphericalMercator.project.bind(L.Projection.SphericalMercator);
  const points = line.map(function (point) { return project(L.latLng(point)); });
  const lengths = points.slice(1).map(function (point, index) { return point.distanceTo(points[index]); });
  let left = lengths.reduce(function (sum, length) { return sum + length; }, 0) * 0.55;
  let piece = 0;
  while (piece < lengths.length - 1 && left > lengths[piece]) {
    left -= lengths[piece];
    piece += 1;
  }
  const along = points[piece + 1].subtract(points[piece]);
  const share = lengths[piece] > 0 ? left / lengths[piece] : 0;
  const at = L.Projection.SphericalMercator.unproject(points[piece].add(along.multiplyBy(share)));
  const turn = -Math.atan2(along.y, along.x) * 180 / Math.PI;
  const sign = drawn("svg", { viewBox: "-8 -8 16 16", width: 16, height: 16, "aria-hidden": "true" });
  sign.appendChild(drawn("path", {
    d: "M-5 -6 L7 0 L-5 6 L-2 0 Z", fill: colour, stroke: "#fff", "stroke-width": 1,
    transform: "rotate(" + turn.toFixed(1) + ")",
  }));
  return L.marker(at, { icon: icon(sign, [16, 16], [8, 8]), interactive: false, keyboard: false });
}

function stopMarker(stop, van) {
  const badge = element("span", "stop-badge", stop.label);
  badge.style.background = vanColour(van);
  const marker = L.marker(stop.at, {
    icon: icon(badge, [36, 18], BADGE_SIDES[van % BADGE_SIDES.length]), title: stop.popup.title, alt: stop.popup.title, zIndexOffset: 500,
  });
  marker.badgeElement = badge;
  return bindPopup(marker, stop.popup);
}

// Lines come as whole numbers: a first point, then steps, in 1/100,000 of a degree.
function unpacked(numbers) {
  const line = [];
  let lat = 0;
  let lon = 0;
  for (let at = 0; at < numbers.length; at += 2) {
    lat += numbers[at];
    lon += numbers[at + 1];
    line.push([lat / 1e5, lon / 1e5]);
  }
  return line;
}

function boundaryLayer(data) {
  const layer = L.featureGroup();
  for (const area of data.boundaries) {
    const rings = area.rings.map(unpacked);
    const shape = L.polygon(rings.map(function (ring) { return [ring]; }), {
      color: "#7a5c99", weight: 1.5, dashArray: "7 3 1 3", fill: true, fillOpacity: 0.03,
    });
    if (area.name) shape.bindTooltip(element("span", "", area.name), { sticky: true, direction: "top" });
    layer.addLayer(shape);
  }
  return layer;
}

// What is shut in a week, 0 for the whole quarter.
function closureLayer(data, week) {
  const layer = L.featureGroup();
  for (const closure of data.closures) {
    if (week && (week < closure.weeks[0] || week > closure.weeks[1])) continue;
    const popup = { title: data.words.closures, facts: [], lists: [["", [closure.text]]] };
    for (const line of closure.roads) {
      layer.addLayer(bindPopup(L.polyline(line, { color: "#c00000", weight: 5, dashArray: "2 8", className: "closed-road" }), popup));
    }
    for (const at of closure.places) {
      const sign = drawn("svg", { viewBox: "-12 -12 24 24", width: 24, height: 24, "aria-hidden": "true", class: "closed-place" });
      sign.appendChild(drawn("path", { d: "M-9 -9L9 9M9 -9L-9 9", stroke: "#c00000", "stroke-width": 3 }));
      layer.addLayer(bindPopup(L.marker(at, { icon: icon(sign, [24, 24], [12, 12]), title: closure.text, zIndexOffset: 300 }), popup));
    }
  }
  return layer;
}

// One line for all legs of a trip: a map of a thousand trips stays quick. Arrows and badges are a
// layer of their own, made when they are first wanted.
function tripLayer(trip, courses) {
  const colour = vanColour(trip.van);
  const lines = trip.legs.map(function (leg) { return leg.straight ? bent(leg.straight) : courses(leg.course); });
  const layer = L.featureGroup([
    L.polyline(lines, { color: "#fff", weight: 6, opacity: 0.8, interactive: false }),
    bindPopup(L.polyline(lines, { color: colour, weight: 3, dashArray: vanDash(trip.van) }), trip.popup),
  ]);
  layer.stops = trip.stops.length;
  layer.signs = null;
  layer.badges = [];
  layer.setSigns = function (map, wanted) {
    if (wanted && !layer.signs) {
      layer.badges = trip.stops.map(function (stop) { return stopMarker(stop, trip.van); });
      layer.signs = L.featureGroup(lines.map(function (line) { return directionArrow(line, colour); }).concat(layer.badges));
    }
    if (layer.signs && wanted !== map.hasLayer(layer.signs)) layer.signs[wanted ? "addTo" : "removeFrom"](map);
  };
  return layer;
}

function journeyLayer(box, numbered) {
  const layer = L.featureGroup();
  box.halts.forEach(function (halt, index) {
    const before = box.halts[index - 1];
    if (before && String(before.at) !== String(halt.at)) {
      const line = bent([before.at, halt.at]);
      layer.addLayer(L.polyline(line, { color: "#000", weight: numbered ? 3 : 1.5, dashArray: "1 6", interactive: false }));
      if (numbered) layer.addLayer(directionArrow(line, "#000"));
    }
    if (numbered) {
      const badge = element("span", "stop-badge halt-badge", String(index + 1));
      const marker = L.marker(halt.at, { icon: icon(badge, [36, 18], [18, -10 - 18 * (index % 3)]), title: halt.text, zIndexOffset: 900 });
      const facts = { title: box.label, facts: [], lists: [] };
      facts.facts = [[String(index + 1), halt.text]];
      layer.addLayer(bindPopup(marker, facts));
    }
  });
  return layer;
}
