// Small parts: text always enters the page as text, never as markup.

const VAN_COLOURS = ["#0b5394", "#a84300", "#6a1b9a", "#00695c", "#ad1457", "#37474f", "#5d4037", "#1b5e20"];
const VAN_DASHES = [null, "10 6", "2 6", "14 5 2 5", "6 3", "1 4 8 4"];
const SVG = "http://www.w3.org/2000/svg";

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function drawn(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const name of Object.keys(attributes)) made.setAttribute(name, attributes[name]);
  return made;
}

function vanColour(van) {
  return VAN_COLOURS[van % VAN_COLOURS.length];
}

function vanDash(van) {
  return VAN_DASHES[van % VAN_DASHES.length];
}

// Shape and filling tell the status also in black and white; the letter tells the kind.
function statusShapes(status) {
  const dark = { stroke: "#000", "stroke-width": 1.5 };
  switch (status) {
    case "on_site":
      return [drawn("rect", { x: 2, y: 2, width: 20, height: 20, fill: "#111", ...dark })];
    case "rotation":
      return [drawn("circle", { cx: 12, cy: 12, r: 10, fill: "#1f6f43", ...dark })];
    case "mobile":
      return [drawn("path", { d: "M12 0 L24 12 L12 24 L0 12 Z", fill: "#ffd166", ...dark })];
    case "both":
      return [
        drawn("path", { d: "M12 -1 L25 12 L12 25 L-1 12 Z", fill: "#ffd166", ...dark }),
        drawn("circle", { cx: 12, cy: 12, r: 8, fill: "#1f6f43", ...dark }),
      ];
    case "unserved":
      return [
        drawn("path", { d: "M12 1 L25 23 L-1 23 Z", fill: "#fff", stroke: "#c00000", "stroke-width": 2.5 }),
      ];
    case "junction":
      return [drawn("circle", { cx: 12, cy: 12, r: 3, fill: "#8a8a8a", stroke: "none" })];
    default:
      return [drawn("circle", { cx: 12, cy: 12, r: 8, fill: "#fff", stroke: "#666", "stroke-width": 1.5 })];
  }
}

function statusSign(status, letter, missing) {
  const sign = drawn("svg", { viewBox: "0 0 24 24", width: 24, height: 24, "aria-hidden": "true" });
  for (const shape of statusShapes(status)) sign.appendChild(shape);
  if (letter) {
    const light = status === "on_site" || status === "rotation" || status === "both";
    const text = drawn("text", { x: 12, y: status === "unserved" ? 20 : 15.5, fill: light ? "#fff" : "#000" });
    text.textContent = letter;
    sign.appendChild(text);
  }
  if (missing) {
    sign.appendChild(drawn("circle", { cx: 23, cy: 1, r: 6, fill: "#fff", stroke: "#c00000", "stroke-width": 1.5 }));
    const mark = drawn("text", { x: 23, y: 4.5, fill: "#c00000" });
    mark.textContent = "!";
    sign.appendChild(mark);
  }
  return sign;
}

function popupContent(popup) {
  const content = element("div", "popup");
  content.appendChild(element("h2", "", popup.title));
  const facts = content.appendChild(element("dl"));
  for (const [name, value] of popup.facts) {
    facts.appendChild(element("dt", "", name));
    facts.appendChild(element("dd", "", value));
  }
  for (const [name, items] of popup.lists) {
    content.appendChild(element("h3", "", name));
    const list = content.appendChild(element("ul"));
    for (const item of items) list.appendChild(element("li", "", item));
  }
  return content;
}

function bindPopup(layer, popup) {
  const width = Math.min(320, window.innerWidth - 60);
  layer.bindPopup(function () { return popupContent(popup); }, {
    maxWidth: width, minWidth: Math.min(200, width), maxHeight: Math.min(340, window.innerHeight - 190),
  });
  return layer;
}

function icon(content, size, anchor) {
  return L.divIcon({ html: content, className: "", iconSize: size, iconAnchor: anchor });
}
