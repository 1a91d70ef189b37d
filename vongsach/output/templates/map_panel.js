// What is chosen with: search, weeks, trips by van and week, journeys, legend.

function withoutMarks(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
}

function control(position, content) {
  const made = L.control({ position: position });
  made.onAdd = function () {
    L.DomEvent.disableClickPropagation(content);
    L.DomEvent.disableScrollPropagation(content);
    return content;
  };
  return made;
}

function titleCard(data) {
  const card = element("div", "card title");
  card.appendChild(element("h1", "", data.title));
  card.appendChild(element("p", "", data.subtitle));
  card.appendChild(element("p", "", data.hash));
  return card;
}

function section(title, open) {
  const made = element("details");
  made.open = open;
  made.appendChild(element("summary", "", title));
  return made;
}

function checkbox(text, checked, onChange) {
  const label = element("label");
  const box = label.appendChild(element("input"));
  box.type = "checkbox";
  box.checked = checked;
  box.addEventListener("change", function () { onChange(box.checked); });
  label.appendChild(element("span", "", text));
  label.box = box;
  return label;
}

function searchBox(data, chosen) {
  const holder = element("div");
  const input = holder.appendChild(element("input", "search"));
  input.type = "search";
  input.placeholder = data.words.search;
  input.setAttribute("aria-label", data.words.search);
  const results = holder.appendChild(element("ul", "found"));
  const entries = data.places.filter(function (place) { return place.status !== "junction"; })
    .map(function (place) {
      return { text: place.name, more: [place.code, place.commune].filter(Boolean).join(" · "), place: place };
    })
    .concat(data.boxes.map(function (box, index) { return { text: box.label, more: "", box: index }; }));
  for (const entry of entries) entry.key = withoutMarks(entry.text + " " + entry.more);

  function matches() {
    const words = withoutMarks(input.value).split(/\s+/).filter(Boolean);
    if (!words.length) return null;
    return entries.filter(function (entry) {
      return words.every(function (word) { return entry.key.includes(word); });
    }).slice(0, 8);
  }
  function choose(entry) {
    results.textContent = "";
    input.value = "";
    chosen(entry);
  }
  input.addEventListener("input", function () {
    results.textContent = "";
    const found = matches();
    if (!found) return;
    if (!found.length) results.appendChild(element("li", "note", data.words.nothing_found));
    for (const entry of found) {
      const button = results.appendChild(element("li")).appendChild(element("button"));
      button.type = "button";
      button.appendChild(element("span", "clipped", entry.text));
      button.appendChild(element("small", "clipped", entry.more));
      button.addEventListener("click", function () { choose(entry); });
    }
  });
  input.addEventListener("keydown", function (event) {
    const found = event.key === "Enter" ? matches() : null;
    if (found && found.length) choose(found[0]);
  });
  return holder;
}

function weekSlider(data, state, changed) {
  const card = element("div", "card weeks");
  const before = card.appendChild(element("button", "", "◀"));
  const middle = card.appendChild(element("div"));
  const shown = middle.appendChild(element("output"));
  const slider = middle.appendChild(element("input"));
  const after = card.appendChild(element("button", "", "▶"));
  slider.type = "range";
  slider.min = 0;
  slider.max = data.weeks.length;
  slider.setAttribute("aria-label", data.words.week);
  before.type = after.type = "button";
  before.title = data.words.week_before;
  after.title = data.words.week_after;

  function move(week) {
    state.chooseWeek(Math.max(0, Math.min(data.weeks.length, week)));
    changed();
  }
  slider.addEventListener("input", function () { move(Number(slider.value)); });
  before.addEventListener("click", function () { move(state.week - 1); });
  after.addEventListener("click", function () { move(state.week + 1); });
  card.refresh = function () {
    slider.value = state.week;
    shown.textContent = state.week ? data.weeks[state.week - 1] : data.words.whole_quarter;
    slider.setAttribute("aria-valuetext", shown.textContent);
  };
  return card;
}

function lineSample(colour, dash) {
  const sample = drawn("svg", { viewBox: "0 0 30 22", class: "sample", "aria-hidden": "true" });
  const line = { x1: 0, y1: 11, x2: 30, y2: 11, stroke: colour, "stroke-width": 3 };
  if (dash) line["stroke-dasharray"] = dash;
  sample.appendChild(drawn("line", line));
  return sample;
}

function tripTree(data, state, changed, shown) {
  const part = section(data.words.trips, true);
  part.appendChild(element("p", "note", data.words.week_numbers));
  const refreshers = [];
  data.vans.forEach(function (name, van) {
    const head = part.appendChild(checkbox(name, true, function (on) { state.only = null; state.vans[van] = on; changed(); }));
    head.insertBefore(lineSample(vanColour(van), vanDash(van)), head.lastChild);
    const weeks = new Map();
    data.trips.forEach(function (trip, index) {
      if (trip.van !== van) return;
      if (!weeks.has(trip.week)) weeks.set(trip.week, []);
      weeks.get(trip.week).push(index);
    });
    const chips = part.appendChild(element("div", "chips"));
    for (const [week, trips] of weeks) {
      const chip = chips.appendChild(checkbox(String(week), false, function (on) {
        state.setWeek(van, week, on);
        changed();
      }));
      chip.className = "chip";
      chip.title = data.weeks[week - 1];
      chip.box.setAttribute("aria-label", name + ", " + data.weeks[week - 1]);
      const buttons = trips.map(function (index) {
        const button = part.appendChild(element("button", "trip-button", data.trips[index].label));
        button.type = "button";
        button.addEventListener("click", function () { shown(index); });
        return button;
      });
      refreshers.push(function () {
        const on = state.hasWeek(van, week);
        chip.box.checked = on;
        chip.box.disabled = !state.vans[van];
        buttons.forEach(function (button, position) {
          button.hidden = !on || !state.vans[van] || state.week === 0;
          button.setAttribute("aria-pressed", String(state.only === data.trips[trips[position]]));
        });
      });
    }
  });
  const none = part.appendChild(element("p", "note", data.words.no_trips));
  part.refresh = function () {
    for (const refresh of refreshers) refresh();
    none.hidden = data.trips.some(function (trip) { return state.isShown(trip); });
  };
  return part;
}

function journeyPart(data, chosen) {
  const part = section(data.words.journeys, false);
  const select = part.appendChild(element("select"));
  select.setAttribute("aria-label", data.words.journeys);
  const options = [["", data.words.no_journey], ["all", data.words.every_journey]]
    .concat(data.boxes.map(function (box, index) { return [String(index), box.label]; }));
  for (const [value, text] of options) {
    const clipped = text.length > 60 ? text.slice(0, 59) + "…" : text;
    select.appendChild(element("option", "", clipped)).value = value;
  }
  select.addEventListener("change", function () { chosen(select.value); });
  part.select = function (value) { part.open = true; select.value = value; chosen(value); };
  return part;
}

function closurePart(data, toggled) {
  const part = section(data.words.closures, false);
  part.classList.add("closures");
  part.appendChild(checkbox(data.words.closures_shown, true, toggled));
  const list = part.appendChild(element("ul", "found"));
  for (const closure of data.closures) list.appendChild(element("li", "note", closure.text));
  return part;
}

function legend(data, toggles) {
  const part = section(data.words.places, true);
  for (const status of data.statuses) {
    const line = part.appendChild(checkbox(status.label, true, function (on) { toggles.status(status.key, on); }));
    const sign = statusSign(status.key, "", false);
    sign.setAttribute("class", "sample");
    line.insertBefore(sign, line.lastChild);
    line.appendChild(element("span", "count", status.count));
  }
  part.appendChild(checkbox(data.words.names, true, toggles.names));
  if (data.roads.length) {
    const roads = part.appendChild(checkbox(data.words.roads, true, toggles.roads));
    roads.insertBefore(lineSample("#b3a58c", null), roads.lastChild);
  }
  if (data.boundaries.length) {
    const bounds = part.appendChild(checkbox(data.words.boundaries, true, toggles.boundaries));
    bounds.insertBefore(lineSample("#7a5c99", "7 3 1 3"), bounds.lastChild);
  }
  const tiles = part.appendChild(checkbox(data.words.tiles, false, function (on) {
    offline.hidden = true;
    toggles.tiles(on, function () { tiles.box.checked = false; offline.hidden = false; });
  }));
  tiles.classList.add("tiles");
  const offline = part.appendChild(element("p", "note offline", data.words.tiles_missing));
  offline.hidden = true;
  part.appendChild(element("p", "note", "! – " + data.words.missing));
  const letters = data.kinds.map(function (kind) { return kind.letter + " – " + kind.label; });
  part.appendChild(element("p", "note", data.words.letters + ": " + letters.join("; ") + "."));
  const weekday = data.trips.find(function (trip) { return trip.stops.length; });
  if (weekday) part.appendChild(element("p", "note", weekday.stops[0].label + " – " + data.words.stop));
  if (data.trips.some(function (trip) { return trip.legs.some(function (leg) { return leg.straight; }); })) {
    part.appendChild(element("p", "note", data.words.straight));
  }
  return part;
}
