// The stepper: plays what happened in a graph, one value or one message at a time.
// `render` needs a model with get, set, on, off and save_changes. A notebook's kernel gives one that
// talks to Python; on a page without a kernel a small stand-in gives the same numbers for ever.
import { Inputs } from "./inputs.js";
import { Lines } from "./lines.js";
import { Picture, make } from "./picture.js";
import { MODES, factor, lights, lineOf, long, partial, receiver, replay, short, stepsOf, title } from "./steps.js";

const STYLE = "";

const PAUSE = 900; // milliseconds between two steps while playing
const PATIENCE = 5000; // milliseconds after which an unanswered question is asked again
const SILENCE = "Python has not answered yet, and the picture is the last one it sent. If the kernel was stopped or restarted, run this cell again.";

let count = 0;

export function render({ model, el }) {
  const host = make("div", { class: "adlearn-stepper" });
  const root = host.attachShadow({ mode: "open" });
  el.append(host);
  const stepper = new Stepper(model, host, root);
  return () => stepper.close();
}

class Stepper {
  constructor(model, host, root) {
    Object.assign(this, { model, host, root, name: `s${++count}-${Math.random().toString(36).slice(2)}` });
    this.listeners = [];
    this.build();
    const hear = (trait, react) => {
      model.on(`change:${trait}`, react);
      this.listeners.push([`change:${trait}`, react]);
    };
    hear("picture", () => this.load());
    hear("answer", () => this.answered());
    hear("inputs", () => this.inputs?.refresh());
    hear("expression", () => this.inputs?.refresh());
    for (const trait of ["mode", "variable", "step", "layer", "selected"]) hear(trait, () => this.follow());
    this.onkey = (event) => this.key(event);
    window.addEventListener("keydown", this.onkey, true);
    this.dress();
    this.watcher = new MutationObserver(() => this.dress());
    for (const element of [document.documentElement, document.body])
      this.watcher.observe(element, { attributes: true });
    matchMedia("(prefers-color-scheme: dark)").addEventListener?.("change", () => this.dress());
    // A notebook renders first and puts the element on the page later: then it gets a size.
    this.sizes = new ResizeObserver(() => {
      this.dress();
      this.picture.resized();
    });
    this.sizes.observe(host);
    this.load();
    this.answered();
  }

  close() {
    clearInterval(this.timer);
    clearTimeout(this.patience);
    window.removeEventListener("keydown", this.onkey, true);
    this.watcher.disconnect();
    this.sizes.disconnect();
    for (const [event, react] of this.listeners) this.model.off(event, react);
    this.host.remove();
  }

  // Light text on the page around means a dark theme, whatever the notebook calls it.
  dress() {
    if (!this.host.isConnected) return;
    const [r, g, b] = getComputedStyle(this.host.parentElement).color.match(/[\d.]+/g);
    this.host.dataset.theme = 0.3 * r + 0.59 * g + 0.11 * b > 140 ? "dark" : "light";
  }

  build() {
    this.picture = new Picture({
      name: this.name,
      onselect: (id) => this.select(id),
      onopen: (group) => this.enter(group),
      onpoint: (id) => this.point(id),
    });
    const button = (text, label, action) =>
      make("button", { type: "button", "aria-label": label, title: label, onclick: action }, text);
    this.modes = make("fieldset", { class: "modes" }, make("legend", { class: "unseen" }, "What to step through"));
    this.layers = make("select", { "aria-label": "Layer", onchange: (e) => this.change({ layer: +e.target.value, step: -1 }) });
    this.by = make("label", { class: "by" }, "by ", make("select", { onchange: (e) => this.change({ variable: e.target.value, step: -1 }) }));
    this.note = make("p", { class: "note" });
    this.lines = new Lines({
      onpoint: (id) => {
        this.point(id);
        if (id != null) this.picture.show(id);
      },
      onvisit: (id, column) => this.visitLine(id, column),
    });
    this.expression = make("span", { class: "title" });
    this.slider = make("input", {
      type: "range", min: 0, step: 1, "aria-label": "Step", oninput: (e) => this.to(+e.target.value, true),
    });
    this.counter = make("span", { class: "counter" });
    this.play = button("Play", "Play", () => this.toggle());
    this.sentence = make("p", { class: "sentence", role: "status", "aria-live": "polite" });
    this.panel = make("section", { class: "panel", "aria-label": "The chosen node" });
    this.error = make("p", { class: "error", role: "alert", hidden: true });
    this.back = button("\u25C2 Whole graph", "Back to the whole graph", () => this.enter(null));
    this.keep = make("input", { type: "checkbox", checked: true });
    this.table = make("details", { ontoggle: () => this.tabulate() }, make("summary", {}, "All steps as a table"));
    const controls = this.model.get("controls") ?? {};
    if (controls.live) this.inputs = new Inputs(this.model, controls, (values) => this.ask(values));
    this.root.replaceChildren(
      make("style", {}, STYLE),
      make("div", { class: "card", role: "group", "aria-label": "Derivative stepper" },
        make("header", {}, this.back, this.expression, this.layers, this.by, this.modes,
          make("div", { class: "zoom" },
            button("\u2212", "Zoom out", () => this.picture.zoom(1.25)),
            button("+", "Zoom in", () => this.picture.zoom(1 / 1.25)),
            button("Fit", "Fit: show all of the graph", () => this.picture.fit()))),
        this.note,
        this.inputs?.element,
        this.error,
        (this.stage = make("div", { class: "stage" }, this.lines.element,
          make("div", { class: "canvas" }, this.picture.svg),
          this.panel)),
        this.sentence,
        (this.player = make("div", { class: "player" },
          button("\u23AE\u25C2", "First step", () => this.to(0, true)),
          button("\u25C2", "Step back", () => this.to(this.at - 1, true)),
          this.play,
          button("\u25B8", "Step forward", () => this.to(this.at + 1, true)),
          button("\u25B8\u23AE", "Last step", () => this.to(this.steps.length, true)),
          this.slider, this.counter,
          make("label", { class: "keep" }, this.keep, "follow"))),
        make("footer", {},
          make("span", { class: "key value" }, "value"),
          make("span", { class: "key reverse" }, "gradient, sent against the arrow"),
          make("span", { class: "key tangent" }, "tangent, sent along the arrow")),
        this.table));
  }

  // What is shown: a layer of the picture, a mode, a step.
  load() {
    const picture = this.model.get("picture");
    const last = this.at !== undefined && this.at === this.steps.length;
    this.all = picture.layers;
    this.layers.replaceChildren(...this.all.map((layer, i) => make("option", { value: i }, layer.title)));
    this.layers.hidden = this.all.length < 2;
    this.open(last ? -1 : (this.at ?? this.model.get("step")));
  }

  follow() {
    const [mode, layer, step] = ["mode", "layer", "step"].map((trait) => this.model.get(trait));
    const by = this.variable === undefined ? "" : this.nodes.get(this.variable).label;
    const moved = this.mode === "forward" && this.model.get("variable") && this.model.get("variable") !== by;
    if (mode !== this.mode || layer !== this.layer || moved) this.open(step);
    else if (step !== this.at && step !== -1) this.to(step);
    const selected = this.record.nodes.find((node) => node.label === this.model.get("selected"));
    if (selected && selected.id !== this.chosen) this.choose(selected.id);
  }

  open(step) {
    this.layer = Math.min(this.model.get("layer") ?? 0, this.all.length - 1);
    const { record, heading } = this.all[this.layer];
    this.layers.value = this.layer;
    this.layers.title = this.all[this.layer].title;
    this.record = record;
    this.nodes = new Map(record.nodes.map((node) => [node.id, node]));
    const by = record.nodes.find((node) => node.label === this.model.get("variable"));
    const variables = Object.keys(record.steps.tangents ?? {}).map(Number);
    this.variable = variables.includes(by?.id) ? by.id : variables[0];
    const known = Object.keys(MODES).filter((mode) => stepsOf(record, mode, this.variable).length);
    const wanted = this.model.get("mode");
    this.mode = known.includes(wanted) ? wanted : (known[0] ?? "reverse");
    this.offer(known, variables);
    this.steps = stepsOf(record, this.mode, this.variable);
    this.note.hidden = !record.note;
    this.note.textContent = record.note ?? "";
    this.expression.textContent = heading;
    if (!record.groups.includes(this.group)) this.group = record.groups.find((g) => g.id === this.group?.id);
    this.stage.toggleAttribute("data-lines", !!record.lines);
    this.host.toggleAttribute("data-lines", !!record.lines);
    if (record.lines) this.player.after(this.panel); // beside the picture there are the lines
    else this.stage.append(this.panel);
    this.lines.draw(record);
    this.picture.draw(record, this.group);
    this.back.hidden = !this.group;
    this.slider.max = this.steps.length;
    const selected = record.nodes.find((node) => node.label === this.model.get("selected"));
    this.chosen = selected?.id ?? (this.nodes.has(this.chosen) ? this.chosen : record.output);
    this.at = undefined;
    this.to(step === -1 || step === undefined ? this.steps.length : step);
    this.tabulate();
  }

  // Look at the inside of a group, or at the whole graph again.
  enter(id) {
    const left = this.group?.id;
    this.group = this.record.groups.find((group) => group.id === id);
    this.picture.draw(this.record, this.group);
    this.back.hidden = !this.group;
    this.paint();
    if (id) this.select(this.group.members.at(-1));
    this.picture.go(id ? this.group.members.at(-1) : left);
  }

  offer(known, variables) {
    if (this.modes.dataset.known !== known.join()) {
      this.modes.dataset.known = known.join();
      this.modes.replaceChildren(this.modes.firstChild, ...known.map((mode) =>
        make("label", { title: MODES[mode].hint },
          make("input", { type: "radio", name: `${this.name}-mode`, value: mode,
            onchange: () => this.change({ mode, step: -1 }) }),
          make("span", {}, MODES[mode].title))));
    }
    for (const radio of this.modes.querySelectorAll("input")) radio.checked = radio.value === this.mode;
    this.modes.hidden = known.length < 2;
    const label = (id) => this.nodes.get(id).label;
    this.by.lastElementChild.replaceChildren(...variables.map((id) => make("option", { value: label(id) }, label(id))));
    this.by.lastElementChild.value = this.variable === undefined ? "" : label(this.variable);
    this.by.lastElementChild.title = this.by.lastElementChild.value;
    this.by.hidden = this.mode !== "forward" || variables.length < 2;
  }

  change(traits) {
    this.stop();
    this.model.set(traits);
    this.model.save_changes();
    this.follow();
  }

  to(step, byHand = false) {
    if (byHand) this.stop();
    step = Math.max(0, Math.min(this.steps.length, step));
    if (step === this.at) return;
    this.at = step;
    this.paint();
    this.slider.value = step;
    this.slider.setAttribute("aria-valuetext", this.sentence.textContent);
    this.counter.textContent = `${step} / ${this.steps.length}`;
    if (this.model.get("step") !== step) {
      this.model.set("step", step);
      this.model.save_changes();
    }
  }

  toggle() {
    if (this.timer) return this.stop();
    if (this.at === this.steps.length) this.to(0);
    this.play.textContent = "Pause";
    this.play.setAttribute("aria-label", "Pause");
    this.timer = setInterval(() => {
      this.to(this.at + 1);
      if (this.at === this.steps.length || !this.host.isConnected) this.stop();
    }, PAUSE);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.play.textContent = "Play";
    this.play.setAttribute("aria-label", "Play");
  }

  paint() {
    const now = (this.now = replay(this.record, this.steps, this.at));
    const sort = this.mode === "forward" ? "tangent" : "grad";
    const lines = (id) => {
      const { text, op, value } = this.nodes.get(id);
      const [known, sum] = [now.values.has(id), now.sums.get(id)];
      return {
        name: text.title,
        whole: text.whole,
        value: op === "constant" ? "" : known ? short(value) : "\u2026",
        gradient: /^(constant|input|derivative)$/.test(op) ? ""
          : sum === undefined ? `no ${sort} yet`
          : now.wrong.has(id) ? `\u2717 ${short(sum)}, not ${short(now.wrong.get(id))}`
          : `${sort} ${short(sum)}`,
        state: now.wrong.has(id) ? "wrong"
          : sum !== undefined ? (this.mode === "forward" ? "tangent" : "reverse")
          : known ? "value" : "blank",
      };
    };
    for (const { id } of this.record.nodes) this.picture.fill(id, lines(id));
    for (const { id, label, members } of this.record.groups) {
      const { value, gradient, state } = lines(members.at(-1));
      this.picture.fill(id, { name: label, value: `${value} \u00b7 ${gradient}`, state });
    }
    const step = this.steps[this.at - 1];
    this.player.hidden = this.table.hidden = !this.steps.length;
    this.sentence.hidden = !this.steps.length;
    this.sentence.textContent = step ? step.sentence : "Nothing is computed yet. Press Play, or move the slider.";
    this.picture.light(step ? lights(step, (id) => this.picture.standing(id)) : {});
    if (step && this.keep.checked && (this.timer || this.record.lines)) {
      this.picture.show(step.node);
      this.picture.show(receiver(step));
    }
    this.lines.mark(now, step && lineOf(step, this.record), this.mode);
    this.describe();
    this.markRow();
  }

  markRow() {
    for (const row of this.table.querySelectorAll("tbody tr"))
      row.toggleAttribute("data-now", +row.dataset.step === this.at);
  }

  // The chosen node in words; of a group, its result.
  select(id) {
    const group = this.record.groups.find((one) => one.id === id);
    this.choose(group ? group.members.at(-1) : id);
    const { label } = this.nodes.get(this.chosen);
    if (this.model.get("selected") !== label) {
      this.model.set("selected", label);
      this.model.save_changes();
    }
  }

  // A line or a box is pointed at: the other shows it as well. Nothing is pointed at: null.
  point(id) {
    const group = this.record.groups.find((one) => one.id === id);
    this.picture.point(id);
    this.lines.point(group ? group.members : [id]);
  }

  // Go to the step after which a line is done, if it has one, and choose its node.
  visitLine(id, column) {
    const ends = (steps) => steps.findLastIndex((step) => {
      const line = lineOf(step, this.record);
      return line.node === id && line.column === column;
    });
    const found = ends(this.steps);
    if (found < 0 && ends(stepsOf(this.record, "reverse")) >= 0)
      this.change({ mode: "reverse", step: ends(stepsOf(this.record, "reverse")) + 1 });
    else if (found >= 0) this.to(found + 1, true);
    this.select(id);
    this.picture.show(id);
  }

  choose(id) {
    this.chosen = id;
    this.describe();
  }

  describe() {
    const node = this.nodes.get(this.chosen);
    this.picture.choose(this.chosen);
    this.lines.choose(this.chosen);
    if (!node) return;
    const link = (id) =>
      make("button", { type: "button", class: "link", onclick: () => this.visit(id) }, title(this.nodes.get(id)));
    const sum = this.now.sums.get(node.id);
    const got = this.now.messages.filter((step) => receiver(step) === node.id);
    const rows = [
      ["operation", node.op],
      ["value", this.now.values.has(node.id) ? long(node.value) : "not computed"],
      !/^(constant|input|derivative)$/.test(node.op) && [this.mode === "forward" ? "tangent" : "gradient", sum == null ? "not computed" : long(sum)],
      got.length > 1 && ["sum of", got.map((step) => factor(step.contribution)).join(" + ")],
      node.group && ["part of", node.group],
      node.layer && ["layer", node.layer],
      this.record.levels.length > 1 && ["level", node.level],
    ].filter(Boolean);
    const list = (title, items) =>
      items.length ? [make("div", {}, make("h4", {}, title), make("ul", {}, ...items))] : [];
    const partials = node.parents.map((parent, i) => this.nodes.has(parent) &&
      make("li", {}, `d${node.label} / d`, link(parent), ` = ${partial(node.partials[i], this.nodes.get(parent), node)}`));
    this.panel.replaceChildren(
      make("h3", {}, node.text.whole),
      make("dl", {}, ...rows.flatMap(([term, text]) => [make("dt", {}, term), make("dd", {}, `${text}`)])),
      ...list("local partials", partials.filter(Boolean)),
      ...list("used by", node.users.filter((user) => this.nodes.has(user)).map((user) => make("li", {}, link(user)))),
      ...(node.source ? [make("div", {}, make("h4", {}, "made by"), make("code", {}, node.source))] : []),
    );
  }

  // Go to a node wherever it is drawn.
  visit(id) {
    if (this.picture.standing(id) == null) this.enter(null);
    this.select(id);
    this.picture.go(id);
    this.select(id);
  }

  tabulate() {
    if (!this.table.open || this.tabulated === this.steps) return;
    this.tabulated = this.steps;
    const columns = ["step", "what happens", "incoming", "local", "contribution", "sum"];
    const cells = (step, i) => [i + 1, step.sentence, step.incoming, step.local, step.contribution, step.sum];
    const table = make("table", {},
      make("thead", {}, make("tr", {}, ...columns.map((text) => make("th", { scope: "col" }, text)))),
      make("tbody", {}, ...this.steps.map((step, i) =>
        make("tr", { "data-step": i + 1 }, ...cells(step, i).map((cell) => make("td", {}, `${cell ?? ""}`))))));
    this.table.replaceChildren(this.table.firstChild,
      make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "All steps" }, table));
    this.markRow();
  }

  // Questions to the kernel: one at a time, and always the newest.
  ask(traits) {
    this.wanted = traits;
    if (this.asked && Date.now() - this.asked < PATIENCE) return;
    this.asked = Date.now();
    this.wanted = null;
    this.patience = setTimeout(() => this.tell(SILENCE), PATIENCE);
    this.number = (this.number ?? 0) + 1;
    this.model.set({ ...traits, asked: `${this.name}.${this.number}` });
    this.model.save_changes();
  }

  answered() {
    const { error = "", asked } = this.model.get("answer") ?? {};
    this.tell(error);
    if (asked !== `${this.name}.${this.number}`) return;
    this.asked = null;
    clearTimeout(this.patience);
    if (this.wanted) this.ask(this.wanted);
  }

  tell(error) {
    this.error.hidden = !error;
    this.error.textContent = error;
  }

  // Keys that mean something here stay here; all others reach the notebook, which listens on the
  // document before any element does. Hence the listener on the window.
  key(event) {
    const path = event.composedPath();
    if (!path.includes(this.host) || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = path[0];
    const [tag, letter] = [target.localName, event.key.length === 1 && event.key !== " "];
    const arrows = /^(Arrow.*|Home|End|PageUp|PageDown)$/.test(event.key);
    const press = !event.shiftKey && (event.key === "Enter" || event.key === " ");
    const node = target.dataset?.node;
    if (node !== undefined) {
      if (!(arrows || press || "+-=0".includes(event.key))) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      this.picture.key(event, this.nodes.has(+node) ? +node : node);
    } else if (target.classList.contains("line") && arrows) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.lines.key(event);
    } else if (
      tag === "input" || tag === "select"
        ? arrows || press || (letter && target.type !== "range") || /^(Backspace|Delete)$/.test(event.key)
        : press || (target.classList.contains("scroll") && arrows)
    ) event.stopImmediatePropagation();
  }
}

export default { render };
