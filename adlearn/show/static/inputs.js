// The inputs of a live display.
import { make } from "./picture.js";

// Sliders and number fields whose values the kernel computes with.
export class Inputs {
  constructor(model, { inputs, expressions }, ask) {
    Object.assign(this, { model, fields: new Map(), values: { ...model.get("inputs") } });
    const rows = inputs.map(({ name, min, max, step }) => {
      const slider = min == null ? null : make("input", { type: "range", min, max, step, "aria-label": `${name}, slider` });
      const field = make("input", { type: "number", step: "any", "aria-label": name });
      const put = (text) => {
        if (text === "" || !Number.isFinite(+text)) return;
        this.values = { ...this.values, [name]: +text };
        this.refresh(this.values);
        ask({ inputs: this.values });
      };
      slider?.addEventListener("input", () => put(slider.value));
      field.addEventListener("change", () => put(field.value));
      this.fields.set(name, { slider, field });
      return make("div", { class: "row" }, make("span", { "aria-hidden": "true" }, `${name} =`), slider, field);
    });
    this.choice = make("select", { "aria-label": "Expression", onchange: (e) => ask({ expression: e.target.value }) },
      ...expressions.map((text) => make("option", { value: text }, text)));
    this.choice.hidden = expressions.length < 2;
    this.element = make("div", { class: "inputs" }, this.choice, ...rows);
    this.refresh();
  }

  refresh(values = this.model.get("inputs")) {
    this.values = { ...values };
    for (const [name, { slider, field }] of this.fields) {
      if (slider && +slider.value !== values[name]) slider.value = values[name];
      if (+field.value !== values[name] || field.value === "") field.value = values[name];
      field.style.width = `max(6.5em, ${field.value.length + 5}ch)`;
    }
    this.choice.value = this.choice.title = this.model.get("expression");
  }
}
