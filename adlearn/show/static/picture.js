// The picture of one graph: boxes and arrows that can be moved, zoomed, focused and lit up.
// It knows nothing of steps; the stepper tells it what to write into a box and what to light up.

const SVG = "http://www.w3.org/2000/svg";
const MAX_HEIGHT = 480;
const MAX_SCALE = 1.15;
// A graph that would be smaller than this at first is shown at a readable size, output first.
const LEAST_SCALE = 0.25;
const START_SCALE = 0.63;
// One beside the lines of a program is read together with them, and moves with the steps.
const [LEAST_SCALE_DOWN, START_SCALE_DOWN, MAX_HEIGHT_DOWN] = [0.62, 0.85, 560];
// Text that is a little too wide for its box is written smaller, down to this; else it is shortened.
const LEAST_TEXT = 0.85;
const LEAST_SIGN = 0.5;
const PADDING = 10;
const FAMILY = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

export function make(tag, attributes = {}, ...children) {
  const element = tag.startsWith("svg:")
    ? document.createElementNS(SVG, tag.slice(4))
    : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

const write = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

// How wide text will be, also before there is a page that shows it.
let pen;
function widthOf(text, font) {
  pen ??= document.createElement("canvas").getContext("2d");
  pen.font = font;
  return pen.measureText(text).width;
}

// Write a line into a box; never more of it than there is room for.
function fit(element, text, room, [weight, size], least = LEAST_TEXT) {
  const font = `${weight} ${size}px ${FAMILY}`;
  if (element.fitted === text + font) return;
  element.fitted = text + font;
  const scale = Math.min(1, Math.max(least, room / widthOf(text, font)));
  const letters = [...text];
  let count = letters.length;
  const written = () => (count < letters.length ? `${letters.slice(0, count).join("")}\u2026` : text);
  while (count > 1 && widthOf(written(), font) * scale > room) count--;
  element.style.font = `${weight} ${Math.floor(size * scale * 100) / 100}px ${FAMILY}`;
  write(element, written());
}

// A smooth line from left to right, or down, through the points of an arrow.
function curve(points, down) {
  const parts = [`M${points[0].join(" ")}`];
  for (let i = 1; i < points.length; i++) {
    const [[x, y], [u, v]] = [points[i - 1], points[i]];
    const [half, mid] = [(x + u) / 2, (y + v) / 2];
    parts.push(down ? `C${x} ${mid} ${u} ${mid} ${u} ${v}` : `C${half} ${y} ${half} ${v} ${u} ${v}`);
  }
  return parts.join("");
}

// What a box says when it is too far away for more: a name or an operation.
const sign = ({ members, label, text }) => (members ? label.split(/[:,]/)[0] : text.sign);

// The boxes of a whole graph, or of the inside of one group.
function boxesOf(record, group) {
  if (!group)
    return [...record.nodes.filter((node) => node.x != null), ...record.groups].map(
      (thing) => ({ id: thing.id, thing, x: thing.x, y: thing.y, w: thing.w, h: thing.h }));
  return record.nodes.filter((node) => node.id in group.view.nodes).map((node) => {
    const [x, y, w, h] = group.view.nodes[node.id];
    return { id: node.id, thing: node, x, y, w, h };
  });
}

export class Picture {
  // onselect(id) is called when a box is clicked or focused, onopen(group) when a group is opened,
  // onpoint(id) when a box is pointed at or has the focus, onpoint(null) when no longer.
  constructor({ onselect, onopen, onpoint, name }) {
    Object.assign(this, { onselect, onopen, onpoint, boxes: new Map(), arrows: new Map() });
    this.mark = `arrow-${name}`;
    this.svg = make("svg:svg", {
      class: "graph",
      role: "group",
      "aria-label": "The graph. Arrow keys go from box to box, plus and minus zoom, 0 shows all.",
      onwheel: (event) => this.wheel(event),
      onpointerdown: (event) => this.grab(event),
      onpointermove: (event) => this.drag(event),
      onpointerup: () => (this.held = null),
      onpointercancel: () => (this.held = null),
    });
  }

  // Draw a graph, or one of its groups from the inside.
  draw(record, group = null) {
    const layout = boxesOf(record, group);
    const { size, edges } = group ? group.view : record;
    const shape = JSON.stringify([size, edges.length, layout.map(({ thing, ...at }) => [at, thing.op])]);
    this.record = record;
    this.size = size;
    if (shape === this.shape) return; // only numbers changed: keep boxes, focus and zoom
    this.shape = shape;
    this.boxes.clear();
    this.arrows.clear();
    const heads = ["plain", "value", "reverse", "tangent", "wrong"].map((name) =>
      make("svg:marker", {
        id: `${this.mark}-${name}`, class: `head ${name}`, viewBox: "0 0 8 8", refX: 7, refY: 4,
        markerWidth: 9, markerHeight: 9, markerUnits: "userSpaceOnUse", orient: "auto-start-reverse",
      }, make("svg:path", { d: "M0 0.5L8 4L0 7.5z" })));
    const lines = edges.map((edge) => this.arrow(edge));
    this.label = make("svg:g", { class: "label", "aria-hidden": "true" });
    this.svg.replaceChildren(make("svg:defs", {}, ...heads), make("svg:g", {}, ...lines),
      make("svg:g", {}, ...layout.map((at) => this.box(at))), this.label);
    this.fresh = true;
    this.resized();
    this.rove(this.standing(record.output));
  }

  arrow(edge) {
    const line = make("svg:path", { class: `arrow ${edge.kind}`, d: curve(edge.points, this.record.down) });
    line.setAttribute("marker-end", `url(#${this.mark}-plain)`);
    this.arrows.set(edge, line);
    return line;
  }

  box(at) {
    const { id, thing, x, y, w, h } = at;
    const small = h < 40 && !thing.members;
    const line = (cls, dy) => make("svg:text", { class: cls, x, y: y - h / 2 + dy, "text-anchor": "middle" });
    const [name, value, gradient] = [line("name", small ? h / 2 + 4.5 : 16), line("value", 31.5), line("gradient", 46.5)];
    const sort = thing.members ? "group" : thing.parents.length ? "op" : thing.op;
    const title = make("svg:title");
    const far = line("sign", h / 2 + 8);
    fit(far, sign(thing), w - PADDING, [600, 24], LEAST_SIGN);
    const box = make("svg:g", {
      class: `box ${sort}${id === this.record.output ? " output" : ""}${thing.layer ? " earlier" : ""}`,
      role: "button", tabindex: -1, "data-node": id,
      onfocus: () => this.pick(id), onclick: () => this.press(id),
      onfocusin: () => this.onpoint(id), onfocusout: () => this.onpoint(null),
      onpointerenter: () => this.onpoint(id), onpointerleave: () => this.onpoint(null),
    }, title, make("svg:rect", { x: x - w / 2, y: y - h / 2, width: w, height: h, rx: sort === "variable" ? 16 : 7 }),
      name, " ", value, " ", gradient, far);
    this.boxes.set(id, { box, title, name, value, gradient, at });
    return box;
  }

  // The box that stands for a node: its own, or that of its group.
  standing(id) {
    if (this.boxes.has(id)) return id;
    const group = this.record.nodes.find((node) => node.id === id)?.box;
    return this.boxes.has(group) ? group : null;
  }

  // Write into a box; an empty text leaves a line empty. Who points at the box reads all in full.
  fill(id, { name, whole = name, value = "", gradient = "", state }) {
    const box = this.boxes.get(id);
    if (!box) return;
    const room = box.at.w - PADDING;
    fit(box.name, name, room, [600, 12.5]);
    fit(box.value, value, room, [400, box.at.thing.members ? 11.5 : 13]);
    fit(box.gradient, gradient, room, [state === "wrong" ? 700 : 400, 12]);
    write(box.title, [whole, value, gradient].filter(Boolean).join("\n"));
    box.box.dataset.state = state;
  }

  // Light up boxes and arrows; `against` turns their heads round, `text` is written beside them.
  light({ boxes = [], joins = () => false, kind = "plain", against = false, text = "" }) {
    for (const box of this.lit?.boxes ?? []) delete box.dataset.lit;
    for (const [edge, line] of this.lit?.arrows ?? []) {
      line.setAttribute("class", `arrow ${edge.kind}`);
      line.setAttribute("marker-end", `url(#${this.mark}-plain)`);
      line.removeAttribute("marker-start");
    }
    this.lit = {
      boxes: boxes.map((id) => this.boxes.get(this.standing(id))?.box).filter(Boolean),
      arrows: [...this.arrows].filter(([edge]) => joins(edge)),
    };
    for (const box of this.lit.boxes) box.dataset.lit = kind;
    for (const [, line] of this.lit.arrows) {
      line.setAttribute("class", `arrow lit ${kind}`);
      line.setAttribute(against ? "marker-start" : "marker-end", `url(#${this.mark}-${kind})`);
      if (against) line.removeAttribute("marker-end");
      line.parentNode.append(line);
    }
    this.label.replaceChildren();
    if (text && this.lit.arrows.length) {
      this.label.setAttribute("class", `label ${kind}`);
      this.label.append(make("svg:rect", { y: -12, height: 24, rx: 12 }),
        make("svg:text", { y: 4.5, "text-anchor": "middle" }, text));
    }
    this.caption();
  }

  // Put the caption beside the first lit arrow, as large on the screen however far away the graph
  // is. Text has a width only on a page that shows it: until then there is no place for it.
  caption() {
    const [frame, written] = this.label.children;
    const room = this.svg.getBoundingClientRect().width;
    this.label.style.visibility = written && room ? "visible" : "hidden";
    if (!written || !room) return;
    const wide = written.getComputedTextLength() + 20;
    const line = this.lit.arrows[0][1];
    const { x, y } = line.getPointAtLength(line.getTotalLength() / 2);
    const [left, , width] = this.whole();
    const scale = Math.min(Math.max(1, this.view[2] / room), width / wide);
    const half = Math.min((wide / 2) * scale, width / 2);
    const centre = Math.max(left + half, Math.min(left + width - half, x));
    const place = this.free(centre, y, half, 14 * scale);
    frame.setAttribute("width", wide);
    frame.setAttribute("x", -wide / 2);
    this.label.setAttribute("transform", `translate(${centre} ${place}) scale(${scale})`);
  }

  // The height nearest to y at which a caption covers least of the boxes.
  free(x, y, halfWidth, halfHeight) {
    const height = this.svg.clientHeight / this.scale() || this.view[3];
    const top = this.view[1] + this.view[3] / 2 - height / 2;
    const covered = (at, centre) =>
      Math.max(0, halfWidth + at.w / 2 - Math.abs(at.x - x)) *
      Math.max(0, halfHeight + at.h / 2 - Math.abs(at.y - centre));
    let best = { cost: Infinity };
    for (let centre = top + halfHeight; centre <= top + height - halfHeight; centre += 4) {
      let cost = Math.abs(centre - y);
      for (const { at } of this.boxes.values()) cost += covered(at, centre);
      if (cost < best.cost) best = { cost, centre };
    }
    return best.centre ?? y;
  }

  // Which box is chosen, and which one the Tab key reaches.
  choose(id) {
    const standing = this.standing(id);
    for (const { box, at } of this.boxes.values()) {
      if (at.id === standing) box.dataset.chosen = "";
      else delete box.dataset.chosen;
    }
    if (standing != null) this.rove(standing);
  }

  // A box that is pointed at, here or where its line is.
  point(id) {
    const standing = id == null ? null : this.standing(id);
    for (const { box, at } of this.boxes.values()) box.toggleAttribute("data-pointed", at.id === standing);
  }

  rove(id) {
    this.boxes.get(this.roving)?.box.setAttribute("tabindex", -1);
    this.roving = this.boxes.has(id) ? id : [...this.boxes.keys()].at(-1);
    this.boxes.get(this.roving)?.box.setAttribute("tabindex", 0);
  }

  pick(id) {
    this.rove(id);
    this.show(id);
    this.onselect(id);
  }

  // A click, Enter or the space bar: opens a group, chooses a node.
  press(id) {
    if (this.moved) return;
    if (this.boxes.get(id).at.thing.members) this.onopen(id);
    else this.pick(id);
  }

  go(id) {
    this.boxes.get(this.standing(id))?.box.focus({ preventScroll: true });
  }

  key(event, id) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (way) this.go(this.neighbour(this.boxes.get(id).at, way));
    else if (event.key === "Home") this.go([...this.boxes.keys()][0]);
    else if (event.key === "End") this.go(this.record.output);
    else if (event.key === "+" || event.key === "=") this.zoom(1 / 1.25);
    else if (event.key === "-") this.zoom(1.25);
    else if (event.key === "0") this.fit();
    else this.press(id);
  }

  // The nearest box in a direction.
  neighbour(from, [dx, dy]) {
    let best = { far: Infinity };
    for (const { at } of this.boxes.values()) {
      const [u, v] = [at.x - from.x, at.y - from.y];
      const [along, aside] = [u * dx + v * dy, Math.abs(u * dy) + Math.abs(v * dx)];
      if (along > 1 && along + 2 * aside < best.far) best = { far: along + 2 * aside, id: at.id };
    }
    return best.id;
  }

  // Pan and zoom: what part of the picture is looked at.
  whole() {
    const [width, height] = this.size;
    const scale = Math.max(1, width / (this.svg.parentNode?.clientWidth || width));
    const room = 28 * scale; // for a caption above and below
    return [-8, -room, width + 16, height + 2 * room];
  }

  look(view) {
    this.view = view;
    this.svg.setAttribute("viewBox", view.map((n) => Math.round(n * 10) / 10).join(" "));
    this.svg.classList.toggle("far", this.scale() < 0.62);
    this.caption();
  }

  // The display has another size, or has one at last: then the first look can be chosen.
  resized() {
    this.frame();
    if (!this.fresh) return this.look(this.view);
    this.fit();
    this.fresh = !this.svg.clientWidth;
    const [least, start] = this.record.down
      ? [LEAST_SCALE_DOWN, Math.min(START_SCALE_DOWN, Math.max(START_SCALE, this.svg.clientWidth / this.whole()[2]))]
      : [LEAST_SCALE, START_SCALE];
    if (this.scale() < least) {
      this.zoom(this.scale() / start);
      this.show(this.standing(this.record.output));
    }
  }

  // Pixels of the screen for one of the picture.
  scale() {
    const { width, height } = this.svg.getBoundingClientRect();
    return width ? Math.min(width / this.view[2], height / this.view[3]) : 1;
  }

  fit() {
    this.frame();
    this.look(this.whole());
  }

  // As high as the graph needs at the width there is.
  frame() {
    const [, , width, height] = this.whole();
    const room = this.svg.parentNode?.clientWidth || width;
    const scale = Math.min(MAX_SCALE, room / width);
    const most = this.record.down ? Math.min(MAX_HEIGHT_DOWN, Math.max(280, room)) : MAX_HEIGHT;
    this.svg.style.height = `${Math.min(most, Math.max(120, height * scale))}px`;
    this.svg.style.maxWidth = `${width * MAX_SCALE}px`;
  }

  zoom(factor, at) {
    const [x, y, w, h] = this.view;
    const [, , width, height] = this.whole();
    const f = Math.min(Math.max(factor, 60 / w), Math.max(1, (4 * Math.max(width, height)) / w));
    const [u, v] = at ?? [x + w / 2, y + h / 2];
    this.look([u - (u - x) * f, v - (v - y) * f, w * f, h * f]);
  }

  place(event) {
    const seen = this.svg.getScreenCTM().inverse();
    return [event.clientX * seen.a + seen.e, event.clientY * seen.d + seen.f];
  }

  wheel(event) {
    if (!event.ctrlKey) return; // a bare wheel scrolls the page
    event.preventDefault();
    this.zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, this.place(event));
  }

  grab(event) {
    this.moved = false;
    if (event.button === 0) this.held = { x: event.clientX, y: event.clientY };
  }

  drag(event) {
    if (!this.held || !event.buttons) return;
    if (!this.moved && Math.hypot(event.clientX - this.held.x, event.clientY - this.held.y) < 4) return;
    this.moved = true;
    const scale = this.svg.getScreenCTM().inverse().a;
    const [x, y, w, h] = this.view;
    this.look([x - (event.clientX - this.held.x) * scale, y - (event.clientY - this.held.y) * scale, w, h]);
    this.held = { x: event.clientX, y: event.clientY };
  }

  // Move the view only as far as a box would otherwise be out of sight.
  show(id) {
    const at = this.boxes.get(this.standing(id))?.at;
    if (!at) return;
    const [x, y, w, h] = this.view;
    const inside = (centre, half, start, length) =>
      centre - half < start ? centre - half - 10 : centre + half > start + length ? centre + half - length + 10 : start;
    const [u, v] = [inside(at.x, at.w / 2, x, w), inside(at.y, at.h / 2, y, h)];
    if (u !== x || v !== y) this.look([u, v, w, h]);
  }
}
