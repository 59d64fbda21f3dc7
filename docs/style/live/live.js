// Cells of a tutorial that can be changed and run in the page itself.
//
// Nothing is loaded before somebody asks for it. A cell that is run runs those above it first, as
// far as they have not run since they were changed; answers run only when they are asked for.

(() => {
  "use strict";
  const here = document.currentScript;
  const root = new URL(".", here.src);
  const SAY = {
    offer: "Run the code in this page",
    why: "Loads Python once, some 14 MB. Nothing you write leaves this page.",
    loading: "Loading Python …",
    ready: "Ready: change a cell and run it with its button, or with Shift and Enter.",
    running: "Running …",
    stopped: "Stopped. What had been computed is gone: cells run again from the top.",
    file:
      "This page was opened as a file, and a browser runs Python only in a page that is served. " +
      "In the folder of the site, `python -m http.server` serves it; or open the page as a " +
      "notebook, by the link at its end.",
    failed:
      "Python could not be loaded here. The pages work without it, and each can be opened as a " +
      "notebook, by the link at its end. ",
  };

  function element(kind, attributes = {}, text = "") {
    const made = document.createElement(kind);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.textContent = text;
    return made;
  }

  class Live {
    constructor(article) {
      this.article = article;
      this.cells = [];
      this.worker = null;
      this.waiting = null;
      this.busy = false;
      this.bar = element("div", { class: "live-bar", role: "group", "aria-label": "Code" });
      this.start = element("button", { type: "button", class: "live-start" }, SAY.offer);
      this.stop = element("button", { type: "button", class: "live-stop", hidden: "" }, "Stop");
      this.line = element("span", { class: "live-line", "aria-live": "polite" }, SAY.why);
      this.start.addEventListener("click", () => this.begin());
      this.stop.addEventListener("click", () => this.interrupt());
      this.bar.append(this.start, this.stop, this.line);
      article.querySelector("h1").after(this.bar);
    }

    say(text) {
      this.line.textContent = text;
    }

    async begin() {
      if (location.protocol === "file:") return this.say(SAY.file);
      this.start.disabled = true;
      this.say(SAY.loading);
      try {
        await this.load();
      } catch (error) {
        this.start.disabled = false;
        return this.say(SAY.failed + error.message);
      }
      this.start.hidden = true;
      this.open();
      this.say(SAY.ready);
      this.cells[0]?.area.focus({ preventScroll: true });
    }

    load() {
      this.worker = new Worker(new URL("worker.mjs", root), { type: "module" });
      return this.asked({ load: new URL("adlearn.zip", root).href });
    }

    asked(message) {
      return new Promise((done, failed) => {
        this.waiting = failed;
        this.worker.onerror = (event) => failed(new Error(event.message || "no worker"));
        this.worker.onmessage = ({ data }) =>
          data.failed ? failed(new Error(data.failed)) : done(data);
        this.worker.postMessage(message);
      });
    }

    async interrupt() {
      this.worker.terminate();
      for (const cell of this.cells) cell.done = "";
      this.waiting(new Error(SAY.stopped));
    }

    open() {
      const drawn = (cell) => cell.classList.contains("tag_hide-input");
      for (const box of this.article.querySelectorAll("div.cell")) {
        const shown = box.querySelector(".cell_input pre");
        if (shown && !drawn(box)) this.cells.push(this.cell(box, shown));
      }
    }

    cell(box, shown) {
      const source = shown.textContent.replace(/\n$/, "");
      const answer = box.classList.contains("tag_hide-cell");
      const number = this.cells.length + 1;
      const area = element("textarea", {
        class: "live-cell",
        spellcheck: "false",
        autocapitalize: "off",
        autocomplete: "off",
        "aria-label": answer ? `Answer, cell ${number}` : `Cell ${number}`,
      });
      area.value = source;
      const lines = () => (area.rows = Math.max(1, area.value.split("\n").length));
      const button = element(
        "button",
        { type: "button", class: "live-run", "aria-label": `Run cell ${number}` },
        answer ? "Try this answer" : "Run",
      );
      const input = box.querySelector(".cell_input");
      input.replaceChildren(area, button);
      let output = box.querySelector(".cell_output");
      if (!output) {
        output = element("div", { class: "cell_output docutils container" });
        box.append(output);
      }
      const cell = { box, area, button, output, number, answer, done: "" };
      lines();
      area.addEventListener("input", lines);
      area.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && event.shiftKey) {
          event.preventDefault();
          this.run(cell);
        }
      });
      button.addEventListener("click", () => this.run(cell));
      return cell;
    }

    async run(cell) {
      if (this.busy) return;
      this.busy = true;
      this.stop.hidden = false;
      this.say(SAY.running);
      try {
        const above = this.cells.slice(0, this.cells.indexOf(cell));
        // What was changed above runs again, and with it everything between.
        const changed = above.findIndex((one) => !one.answer && one.done !== one.area.value);
        const again = changed < 0 ? [] : above.slice(changed).filter((one) => !one.answer);
        for (const one of [...again, cell]) await this.one(one);
        this.say(SAY.ready);
      } catch (error) {
        this.stop.hidden = true;
        if (error.message === SAY.stopped) {
          this.say(SAY.loading);
          await this.load().catch((failed) => (error = failed));
        }
        this.say(error.message);
      }
      this.stop.hidden = true;
      this.busy = false;
    }

    async one(cell) {
      const source = cell.area.value;
      const { printed, html, error } = await this.asked({ source, number: cell.number });
      cell.done = source;
      cell.output.replaceChildren();
      if (printed) cell.output.append(element("pre", { class: "live-printed" }, printed));
      if (html) {
        const place = element("div", { class: "live-shown" });
        cell.output.append(place);
        // As a fragment of a document, so that the scripts in it run.
        place.append(document.createRange().createContextualFragment(html));
      }
      if (error) cell.output.append(element("pre", { class: "live-error" }, error));
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const article = document.querySelector("article");
    if (article?.querySelector("div.cell")) new Live(article);
  });
})();
