// The lines of the program that a graph is of, in two columns: the computation, the derivatives. Each
// line is a button that stands for the node it is about.
import { make } from "./picture.js";
import { short } from "./steps.js";

const HEADS = { forward: "the computation", reverse: "the derivatives" };
const OVERLINES = /((?:[^\u0305\u033f][\u0305\u033f])+)/g;

// A bar over a name, as it is read aloud: "w bar".
const spoken = (text) =>
  text.replace(OVERLINES, (name) => {
    const bars = name.includes("\u033f") ? " bar bar" : " bar";
    return name.replace(/[\u0305\u033f]/g, "") + bars;
  });
// The same for the eye: lines that the browser draws, since few fonts put them over a whole name.
const written = (text) =>
  text.split(OVERLINES).map((part) =>
    /[\u0305\u033f]/.test(part)
      ? make("span", { class: part.includes("\u033f") ? "bar twice" : "bar" }, part.replace(/[\u0305\u033f]/g, ""))
      : part);
// Of an array, what its shape does not say.
const brief = (number) => short(number).replace(/^\d+(\u00d7\d+)*, /, "").replace(/, mean .*$/, "");
// How wide a letter is in pixels; how many of a line are shown side by side, and how many it needs.
const [LETTER, SIDE_BY_SIDE, MOST] = [7.9, 32, 60];
const VALUE = 15;
const columns = (text) => [...text.replace(/[\u0305\u033f]/g, "")].length;

// How many letters a line takes, with the value that stands behind it.
const length = (row) =>
  typeof row === "number" ? 0 : columns(`${row.name} = ${row.right ?? ""} ${row.shape ?? ""}`) + VALUE;

export class Lines {
  // onpoint(node) is called when a line is pointed at or has the focus, onpoint(null) when no longer;
  // onvisit(node, column) when a line is clicked, or gone to with the arrow keys.
  constructor({ onpoint, onvisit }) {
    Object.assign(this, { onpoint, onvisit, rows: [] });
    this.element = make("section", { class: "lines", "aria-label": "The lines of the program", hidden: true });
  }

  draw(record) {
    this.element.hidden = !record.lines;
    if (!record.lines || this.record === record) return;
    this.record = record;
    this.rows = [];
    this.nodes = new Map(record.nodes.map((node) => [node.id, node]));
    const { forward, reverse, holds } = record.lines;
    const columns = Object.entries({ forward, reverse }).filter(([, rows]) => rows.length);
    // Columns are side by side where a line has room: the longest one, or most of a long one.
    const long = Math.max(...[...forward, ...reverse].map(length));
    this.element.toggleAttribute("data-long", long > SIDE_BY_SIDE);
    this.element.style.setProperty("--room", `${Math.min(long, MOST) * LETTER}px`);
    this.element.replaceChildren(...columns.map(([name, rows]) => this.column(name, rows)),
      holds.length ? make("p", { class: "holds" }, `It holds as long as ${holds.join("; ")}.`) : "");
    this.rove(this.rows[0]);
  }

  column(name, rows) {
    const wide = Math.max(...rows.map((row) => columns(row.name ?? "")));
    return make("div", { class: name }, make("h4", {}, HEADS[name]),
      make("ol", { "aria-label": HEADS[name], style: `--wide: ${wide}ch` }, ...rows.map((row) => this.row(name, row))));
  }

  row(column, row) {
    if (typeof row === "number") return make("li", { class: "cut" }, `\u2026 ${row} lines are left out here \u2026`);
    const got = make("span", { class: "got" });
    const right = make("span", { class: "right" }, ...(row.right ? written(`= ${row.right}`) : []),
      row.shape ? make("span", { class: "shape" }, ` ${row.shape}`) : null);
    const button = make("button", {
      type: "button", class: "line", tabindex: -1, "data-of": row.node,
      onfocus: () => this.reach(line), onblur: () => this.onpoint(null),
      onpointerenter: () => this.onpoint(row.node), onpointerleave: () => this.onpoint(null),
      onclick: () => row.node != null && this.onvisit(row.node, column),
    }, make("span", { class: "left" }, ...written(row.name)), right, got);
    const line = { ...row, column, button, got };
    this.rows.push(line);
    return make("li", {}, button);
  }

  reach(line) {
    this.rove(line);
    this.onpoint(line.node);
  }

  // The one line that the Tab key reaches; the arrow keys go on from there.
  rove(line) {
    this.roving?.button.setAttribute("tabindex", -1);
    this.roving = line;
    line?.button.setAttribute("tabindex", 0);
  }

  // What is known after a step, and which line the step is about.
  mark(now, current, mode) {
    this.element.dataset.mode = mode;
    let last = null;
    const about = this.rows.filter((row) => current?.node != null && row.node === current.node);
    const exact = about.filter((row) => row.column === current.column);
    for (const row of this.rows) {
      const is = (exact.length ? exact : about).includes(row); // without a line of its own, the value's
      row.button.toggleAttribute("data-now", is);
      row.button.removeAttribute("aria-current");
      if (is) last = row;
      this.write(row, now, mode);
    }
    if (!last) return;
    last.button.setAttribute("aria-current", "step");
    this.rove(last);
    this.bring(last);
  }

  write(row, now, mode) {
    const node = this.nodes.get(row.node);
    const own = row.column === "forward" || /\u0305|\u033f/.test(row.name);
    const sum = now.sums.get(row.node);
    const known = own && (row.column === "forward" ? now.values.has(row.node) : mode !== "forward" && sum !== undefined);
    const text = !known || !node ? "" : brief(row.column === "forward" ? node.value : sum);
    row.got.textContent = row.got.title = text;
    row.button.toggleAttribute("data-known", known);
    row.button.setAttribute("aria-label", spoken([row.name, row.right && ` = ${row.right}`, text && `, ${text}`].filter(Boolean).join("")));
  }

  choose(node) {
    for (const row of this.rows) row.button.toggleAttribute("data-chosen", row.node != null && row.node === node);
  }

  point(nodes) {
    const pointed = this.rows.filter((row) => row.node != null && nodes.includes(row.node));
    for (const row of this.rows) row.button.toggleAttribute("data-pointed", pointed.includes(row));
    if (!this.element.matches(":hover")) for (const row of pointed) this.bring(row);
  }

  // Scroll the column, and never the page, until a line is in sight.
  bring({ button }) {
    const list = button.closest("ol");
    const top = button.offsetTop;
    if (top < list.scrollTop) list.scrollTop = top - 4;
    else if (top + button.offsetHeight > list.scrollTop + list.clientHeight)
      list.scrollTop = top + button.offsetHeight - list.clientHeight + 4;
  }

  // Up and down step through the lines; left and right go between a value and its cotangent.
  key(event) {
    const place = this.rows.indexOf(this.roving);
    const column = { ArrowLeft: "forward", ArrowRight: "reverse" }[event.key];
    const to = column
      ? this.rows.findLast((row) => row.column === column && row.node != null && row.node === this.roving.node)
      : { Home: this.rows[0], End: this.rows.at(-1) }[event.key] ?? this.rows[place + (/Up$/.test(event.key) ? -1 : 1)];
    if (!to || to === this.roving) return;
    to.button.focus({ preventScroll: true });
    this.bring(to);
    if (to.node != null) this.onvisit(to.node, to.column);
    this.rove(to);
  }
}
