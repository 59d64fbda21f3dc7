// What the steps of a record mean: which there are, what is known after some of them, and what one of
// them lights up. Nothing here touches the page.

export const MODES = {
  reverse: { title: "Reverse", hint: "values first, then gradients against the arrows" },
  forward: { title: "Forward", hint: "values and tangents together, along the arrows" },
  wrong: { title: "Wrong order", hint: "what happens if a node passes its gradient on too early" },
};

// The steps of a mode; forward mode has a walk for each variable.
export function stepsOf(record, mode, variable) {
  const { forward = [], reverse = [], tangents = {}, wrong = [] } = record.steps;
  if (mode === "forward") return tangents[variable] ? interleaved(forward, tangents[variable]) : [];
  const walk = mode === "wrong" ? wrong : reverse;
  return walk.length ? [...forward, ...walk] : [];
}

// Forward mode computes the tangent of each value right after the value.
function interleaved(values, tangents) {
  const after = new Map();
  for (const step of tangents) after.set(step.node, [...(after.get(step.node) ?? []), step]);
  return values.flatMap((step) => [step, ...(after.get(step.node) ?? [])]);
}

const isValue = (step) => /^(constant|variable|operation)$/.test(step.kind);
export const receiver = (step) => (step.kind === "message" && !step.along ? step.parent : step.node);

// Which line of a program a step is about: where a value is made, or where a gradient arrives. A
// constant has no line but that of its user.
export function lineOf(step, record) {
  if (isValue(step)) {
    const node = step.kind === "constant" ? record.nodes.find(({ id }) => id === step.node)?.users[0] : step.node;
    return { node, column: "forward" };
  }
  return { node: receiver(step), column: step.along ? "forward" : "reverse" };
}

// A number in a few digits; what is text already stays, such as "nan" and arrays.
const digits = (count) => (number) =>
  number === null ? "not known"
    : typeof number !== "number" || Number.isInteger(number) ? `${number}`
    : `${Number(number.toPrecision(count))}`;
export const short = digits(4);
export const long = digits(10);
export const title = (node) => (node.op === "constant" ? short(node.value) : node.label);
export const partial = (number, parent, node) =>
  number != null ? short(number)
    : parent.op === "constant" || parent.level < node.level ? "none: a constant"
    : /[[\u00d7]/.test(parent.value) ? "a linear map" // of an array: no single number
    : "not known";
export const factor = (number) => (short(number).startsWith("-") ? `(${short(number)})` : short(number));

// What is known after the first `count` steps.
export function replay(record, steps, count) {
  const now = { values: new Set(), sums: new Map(), messages: [], wrong: new Map() };
  for (const node of record.nodes) {
    if (node.op === "constant" || !steps.length) now.values.add(node.id);
    if (!steps.length && node.grad != null) now.sums.set(node.id, node.grad);
  }
  for (const step of steps.slice(0, count)) {
    if (isValue(step)) now.values.add(step.node);
    else if (step.kind === "verdict") now.wrong.set(step.node, step.right);
    else {
      now.sums.set(receiver(step), step.sum);
      if (step.kind === "message") now.messages.push(step);
    }
  }
  return now;
}

// Which boxes and arrows a step lights up; `standing` finds the box of a node.
export function lights(step, standing) {
  const made = isValue(step);
  const known = step.kind === "message" && step.local != null && step.contribution != null;
  const [node, parent] = [standing(step.node), step.parent == null ? null : standing(step.parent)];
  return {
    kind: made ? "value" : step.late || step.kind === "verdict" ? "wrong" : step.along ? "tangent" : "reverse",
    text: known ? `${factor(step.incoming)} \u00d7 ${factor(step.local)} = ${short(step.contribution)}` : "",
    against: step.kind === "message" && !step.along,
    boxes: [step.node, step.parent].filter((id) => id != null),
    joins: (edge) =>
      node != null && edge.node === node && edge.kind !== "below" &&
      (made || (edge.parent === parent && (edge.place == null || edge.place === step.place))),
  };
}
