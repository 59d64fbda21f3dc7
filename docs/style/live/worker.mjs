// Python in a worker of its own: a loop that never ends stops this worker, and not the page.

import { loadPyodide } from "../pyodide/pyodide.mjs";

const RUNNER = `
import ast, contextlib, io, linecache, sys, traceback

names = {"__name__": "__main__"}
sys.modules["__main__"].__dict__.update(names)
names = sys.modules["__main__"].__dict__


def run(source, number):
    """Run a cell, and give what it printed, the HTML of its last value, and its error."""
    file = f"<cell {number}>"
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    printed, html, value, error = io.StringIO(), "", None, ""
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            tree = ast.parse(source, file)
            last = None
            if tree.body and isinstance(tree.body[-1], ast.Expr):
                last = ast.Expression(tree.body.pop().value)
            exec(compile(tree, file, "exec"), names)
            if last is not None:
                value = eval(compile(last, file, "eval"), names)
                if value is not None and not source.rstrip().endswith(";"):
                    names["_"] = value
                    if hasattr(value, "_repr_html_"):
                        html = value._repr_html_() or ""
                    if not html:
                        print(repr(value))
        except BaseException as raised:
            own = [one for one in traceback.extract_tb(raised.__traceback__)]
            while own and not own[0].filename.startswith("<cell"):
                own.pop(0)
            lines = traceback.format_list(own) + traceback.format_exception_only(raised)
            error = "".join(lines)
            if isinstance(raised, ModuleNotFoundError) and raised.name in ("numpy", "matplotlib"):
                error = (
                    f"This cell needs {raised.name}, which does not run in the page. Open the page "
                    "as a notebook to run it; what it draws stands here as it was."
                )
    return [printed.getvalue(), html, error]

run
`;

let run;

async function load(packed) {
  const python = await loadPyodide();
  const answer = await fetch(packed);
  if (!answer.ok) throw new Error(`${packed}: ${answer.status}`);
  python.unpackArchive(await answer.arrayBuffer(), "zip", { extractDir: "/lib/adlearn-here" });
  python.runPython("import sys; sys.path.insert(0, '/lib/adlearn-here')");
  run = python.runPython(RUNNER, { globals: python.toPy({}) });
}

self.onmessage = async ({ data }) => {
  try {
    if (data.load) {
      await load(data.load);
      self.postMessage({ ready: true });
    } else {
      const found = run(data.source, data.number);
      const [printed, html, error] = found.toJs();
      found.destroy();
      self.postMessage({ number: data.number, printed, html, error });
    }
  } catch (error) {
    self.postMessage({ failed: String(error) });
  }
};
