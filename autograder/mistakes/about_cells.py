"""Mistakes in a cell itself, and in what it defines beside what was released."""

from __future__ import annotations

from autograder.mistakes import cells, not_there, shape
from autograder.mistakes.line import Mistake

ABOUT_CELLS: tuple[Mistake, ...] = (
    # The cell itself.
    Mistake(
        "spaces",
        cells.stopped("IndentationError", "TabError"),
        "Python tells blocks by the spaces that their lines begin with. Give line {line} of {cell} "
        "as many as its neighbours have (four more after a line that ends in a colon, and no "
        "tabs). {run_it}",
    ),
    Mistake(
        "strange-character",
        cells.stopped("SyntaxError", saying="invalid (non-printable )?character"),
        "A character in line {line} of {cell} looks like one of Python's and is none, as pasted "
        "text often has. Type that line anew. {run_it}",
    ),
    Mistake(
        "not-closed",
        cells.stopped("SyntaxError", saying="incomplete input|never closed|unterminated|EOF"),
        "Something is begun and not finished in {cell}, in line {line} or above it: is each "
        "bracket and each quote closed, and does a line stand below each `def`? {run_it}",
    ),
    Mistake(
        "syntax",
        cells.stopped("SyntaxError"),
        "Look at line {line} of {cell} and at the one above: is a colon, a bracket or a quote "
        "missing, or one too many? {run_it}",
    ),
    Mistake(
        "gone-from-numpy",
        not_there.gone_from_numpy,
        "NumPy has no `{name}` any more: it was removed, and what does the same is {instead}. "
        "Write that there. {run_it}",
    ),
    Mistake("not-installed", not_there.line_to_delete, "{problem} {remedy} {run_it}"),
    Mistake(
        "given-first",
        cells.cell_lacks_a_given_name,
        "`{name}` comes from {given}: run that one first, then {cell}, and check again.",
    ),
    Mistake(
        "own-assert",
        cells.stopped("AssertionError"),
        "An `assert` of your own, in line {line} of {cell}, does not hold. Is what it says true, "
        "or is it your function that is not right yet?",
    ),
    Mistake(
        "cell-stopped",
        cells.stopped(),
        "Look at line {line} of {cell}: it stopped there with a {error}, and what stands below "
        "that line was not run. {run_it}",
    ),
    # What the cell defines, beside what was released.
    Mistake(
        "raise-left",
        cells.raise_left,
        "Code of yours stands there, and so does the stub: take out the line "
        "`raise NotImplementedError()`, line {line} of {cell}. Then run the cell again.",
    ),
    Mistake(
        "unwritten-branch",
        cells.unwritten_branch,
        "Line {line} of {cell}, `raise NotImplementedError`, still stands for what is not written: "
        "write what belongs there in its place, or take the branch out if nothing does. Then run "
        "the cell again.",
    ),
    Mistake(
        "written-below",
        cells.written_below,
        "Your answer uses `{name}`, which stands further down and has not been run yet. Nothing is "
        "wrong with that: run the cells down to it, then this one again.",
    ),
    Mistake(
        "earlier-question",
        cells.earlier_question,
        "This check also uses `{name}`, which belongs to {question}: write and run that cell "
        "first, and get its check right.",
    ),
    Mistake(
        "renamed",
        cells.renamed,
        "There is `{mine}`, but the check asks for `{name}`. Give it back the name it had, with "
        "the same capitals and underscores, and run its cell.",
    ),
    Mistake(
        "given-not-run",
        cells.given_not_run,
        "Run {cell}: it is given, stands further up, and has not been run since this notebook was "
        "opened or restarted. Then run the cells below it, in order.",
    ),
    Mistake(
        "not-run",
        cells.answer_not_run,
        "Run the cell above in which you write `{name}`, then check again. If you have: is the "
        "name spelled as it was given, and did that cell show a red error?",
    ),
    Mistake(
        "given-made-anew",
        cells.given_made_anew,
        "`{name}` is given, and a cell that was run later defines it otherwise. Take that out (or "
        "take the given cell from the notebook that was released), and run all from the top.",
    ),
    Mistake(
        "not-there",
        cells.answer_missing,
        "No cell of this file defines `{name}`. Was its cell deleted, or the name changed? Take "
        "the cell from the notebook that was released, and run all before you hand in.",
    ),
    Mistake(
        "answer-not-run",
        cells.cell_not_run,
        "Run {cell}: it has not been run since this notebook was opened or restarted. Then check "
        "again.",
    ),
    Mistake(
        "given-rerun",
        cells.given_rerun,
        "You ran {cell} again, and with it `{name}` was made anew, without what cells below it had "
        "given to it. Run all cells from there on once more, from top to bottom.",
    ),
    Mistake(
        "covered",
        cells.covered,
        "`{name}` is no longer what it was: a cell of yours has used the name for something else "
        "({now}). Choose another name there, {restore}, and run the cells below it again.",
    ),
    Mistake(
        "given-changed",
        cells.given_changed,
        "A given cell was changed: {cell}. Take it from the notebook that was released, run it and "
        "the cells below it, and check again.",
    ),
    Mistake(
        "handing-over",
        cells.handing_over,
        "The line `{statement}` hands your function to the class, and it is not there as it was "
        "given. Put it back as the last line of the cell, at the left margin, and run the cell.",
    ),
    Mistake(
        "base-class",
        shape.base_class,
        "The first line should read `class {name}({base}):`. Without `({base})` the class has "
        "nothing of what the given one can do.",
    ),
    Mistake(
        "own-init",
        shape.own_init,
        "`{name}` has an `__init__` of its own, which takes the place of the given one. Take it "
        "out: the arguments of `func` and `grads` already are the numbers you need.",
    ),
    Mistake(
        "outside-of-class",
        shape.outside_of_class,
        "`def {method}` does not stand inside of the class `{name}`. Indent it as far as the other "
        "`def` of the class, all its lines with it, and run the cell.",
    ),
    Mistake(
        "method-renamed",
        shape.method_renamed,
        "`{name}` has no method `{method}`{instead}. Is it spelled as it was given, and indented "
        "as far as the other `def` of the class?",
    ),
    Mistake(
        "self-forgotten",
        shape.self_forgotten,
        "It should begin with `def {method}({given}):`. Is `self` first, then the rest? Python "
        "hands the object itself over as the first argument.",
    ),
    Mistake(
        "parameters",
        shape.parameters,
        "It should begin with `def {method}({given}):`, with those arguments and no others; yours "
        "has ({mine}). What else you need, compute inside.",
    ),
    Mistake(
        "unknown-keyword",
        shape.unknown_keyword,
        "`{function}` has no argument called `{name}`, which is handed over{place}.{instead}",
    ),
    Mistake(
        "arguments-of-yours",
        shape.arguments_of_yours,
        "Given code calls a function of yours, `{function}`, in this line: `{call}`. Let yours "
        "take as many arguments, in that order.",
    ),
    Mistake(
        "called-by-another",
        shape.called_by_another,
        "`{function}` is handed over in line {line}, and what it is handed to calls it {how}. Let "
        "it take just what it is called with; what else it needs it can take from the function "
        "around it.",
    ),
    Mistake(
        "arguments",
        shape.arguments,
        "Count the arguments in line {line}: `{function}` is given more or fewer than its `def` "
        "names. (`self` is handed over by the dot; a `*` before a list hands over its elements.)",
    ),
)
