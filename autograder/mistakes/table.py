"""What to do next: the mistakes that are made with notebooks, how each is recognized, what is said.

One table, read from the top; the first line that fits is said. The notebook's card, the page, text,
Markdown and nbgrader's feedback all take it from here. Nothing here may tell a hidden case: texts
speak of names, lines and cells, and of no number that was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from autograder.mistakes import cells, code, errors, shape
from autograder.mistakes.situation import Situation

_NUMBER = r"'(?:numpy\.)?(?:int|float|bool)\w*'"
_HAS_NO = "object has no attribute"

RUN_IT = "Then run the cell, see that no red error is left below it, and check again."


@dataclass(frozen=True, slots=True)
class Mistake:
    """One line of the table.

    Parameters
    ----------
    name : str
        What tests and pages call it.
    recognize : callable
        Takes a `Situation` and gives the words that the text leaves open, or None.
    text : str
        What to do next.
    """

    name: str
    recognize: Callable[[Situation], Mapping[str, str] | None]
    text: str


MISTAKES: tuple[Mistake, ...] = (
    # The cell itself.
    Mistake(
        "spaces",
        cells.stopped("IndentationError", "TabError"),
        "Python tells blocks by the spaces that their lines begin with. Give line {line} of {cell} "
        "as many as its neighbours have (four more after a line that ends in a colon, and no "
        f"tabs). {RUN_IT}",
    ),
    Mistake(
        "strange-character",
        cells.stopped("SyntaxError", saying="invalid (non-printable )?character"),
        "A character in line {line} of {cell} looks like one of Python's and is none, as pasted "
        f"text often has. Type that line anew. {RUN_IT}",
    ),
    Mistake(
        "not-closed",
        cells.stopped("SyntaxError", saying="incomplete input|never closed|unterminated|EOF"),
        "Something is begun and not finished in {cell}, in line {line} or above it: is each "
        f"bracket and each quote closed, and does a line stand below each `def`? {RUN_IT}",
    ),
    Mistake(
        "syntax",
        cells.stopped("SyntaxError"),
        "Look at line {line} of {cell} and at the one above: is a colon, a bracket or a quote "
        f"missing, or one too many? {RUN_IT}",
    ),
    Mistake(
        "not-installed",
        cells.not_installed,
        "`{module}` is not there to be imported{where}. Do without it: what this assignment needs "
        f"is imported in the given cells. {RUN_IT}",
    ),
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
        f"that line was not run. {RUN_IT}",
    ),
    # What the cell defines, beside what was released.
    Mistake(
        "raise-left",
        cells.raise_left,
        "Code of yours stands there, and so does the stub: take out the line "
        "`raise NotImplementedError()`, line {line} of {cell}. Then run the cell again.",
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
        "arguments",
        shape.arguments,
        "Count the arguments in line {line}: `{function}` is given more or fewer than its `def` "
        "names. (`self` is handed over by the dot; a `*` before a list hands over its elements.)",
    ),
    # Names.
    Mistake(
        "self-dot",
        errors.self_dot,
        "Did you mean `self.{name}`? What belongs to the object is reached by `self.` only.",
    ),
    Mistake(
        "slip",
        errors.slip,
        "Is `{name}` a slip for `{meant}`? Capitals and every letter count.",
    ),
    Mistake(
        "module-forgotten",
        errors.module_forgotten,
        "For plain numbers that is `math.{name}`: say which module it is from.",
    ),
    Mistake(
        "unknown-name",
        errors.unknown_name,
        "Nothing is called `{name}` there. Where should its value come from: an argument, a line "
        "above it, or `self.`?",
    ),
    Mistake(
        "local",
        errors.raised("UnboundLocalError", r"variable '(?P<name>\w+)'"),
        "A function that sets `{name}` anywhere has a `{name}` of its own, which is empty until "
        "then. Give it its first value inside, above that line (or write `nonlocal {name}` there).",
    ),
    # What is None, a plain number, or something else than was thought.
    Mistake(
        "in-place",
        errors.in_place,
        "`{call}` changes its list and returns None. Write it in a line of its own, or use "
        "`reversed(...)` or `sorted(...)`, which return something.",
    ),
    Mistake(
        "return-forgotten",
        errors.raised("TypeError|AttributeError", r"'?NoneType'?"),
        "Something in that line is None. Which function gave it: does every way through it end in "
        "a `return` with the result? (`print` shows a value and returns nothing.)",
    ),
    Mistake(
        "nothing-wrapped",
        errors.raised("AttributeError", rf"{_NUMBER} {_HAS_NO} 'backward"),
        "What `.backward` is asked of is a plain number: nothing that it was computed from was "
        "wrapped. Wrap the weights first, and compute the loss with the wrapped ones.",
    ),
    Mistake(
        "list-or-set",
        errors.raised("AttributeError", rf"'(?P<kind>list|set)' {_HAS_NO} '(?:add|append)'"),
        "A list grows by `append`, a set by `add`. Which of the two is it meant to be?",
    ),
    Mistake(
        "wrapped-too-little",
        errors.raised(
            "AttributeError", rf"'(?:numpy\.)?(?P<kind>ndarray|list)' {_HAS_NO} '(?P<a>\w+)'"
        ),
        "`{a}` is asked of a whole {kind}, and only its elements have it. Go through the elements, "
        "one by one.",
    ),
    Mistake(
        "plain-number",
        errors.plain_number,
        "One of the parents is a plain number, such as the 5 in `5 * a`, and it has no `{name}`. "
        "Ask `isinstance(parent, {base})` first, and leave plain numbers alone.",
    ),
    Mistake(
        "value-of-number",
        errors.raised("AttributeError", rf"{_NUMBER} {_HAS_NO} '(?P<name>value)'"),
        "It is a plain number already: the arguments of `func` and `grads` are numbers, and so are "
        "some parents. Use it as it is, without `.{name}`.",
    ),
    Mistake(
        "attribute-slip",
        errors.attribute_slip,
        "There is no `{name}`. Did you mean `{meant}`?",
    ),
    Mistake(
        "argument",
        errors.argument,
        "`{name}` is an argument of `{function}`: write `{name}`, without `self.`.",
    ),
    Mistake(
        "unknown-attribute",
        errors.raised("AttributeError", r"'(?P<kind>\w+)' object has no attribute '(?P<name>\w+)'"),
        "A `{kind}` has no `{name}`. Print `type(...)` of what stands before the dot: is it what "
        "you think? And is `{name}` set before it is asked for?",
    ),
    Mistake(
        "module-attribute",
        errors.raised(
            "AttributeError", r"module '(?P<module>[\w.]+)' has no attribute '(?P<name>\w+)'"
        ),
        "`{module}` has nothing called `{name}`. The text above the question says which function "
        "to use.",
    ),
    Mistake(
        "tuple-forgotten",
        errors.raised("TypeError", rf"{_NUMBER} object is not iterable"),
        "A loop or `zip` wants several things there and gets one number. Does `grads` return a "
        "tuple, also for one argument: `(something,)`, with the comma?",
    ),
    Mistake(
        "one-thing",
        errors.raised("TypeError", r"cannot unpack non-iterable (?P<kind>\w+)"),
        "One {kind} came where two things were asked for. Write both behind `return`, with a comma "
        "between, in the order of the text.",
    ),
    Mistake(
        "not-called",
        errors.raised(
            "TypeError",
            r"'(?:method|function|builtin_function_or_method)' object is not "
            r"(?:iterable|subscriptable)",
        ),
        "A function stands there and is not called. Write the round brackets, with its arguments "
        "in them.",
    ),
    Mistake(
        "product-sign",
        errors.raised("TypeError", rf"{_NUMBER} object is not callable"),
        "A number stands before round brackets, which calls it. For a product write `*`; if it "
        "should be a function, its name was used for a number somewhere.",
    ),
    Mistake(
        "not-callable",
        errors.raised("TypeError", r"'(?P<kind>\w+)' object is not callable"),
        "A {kind} stands before round brackets, which calls it. Was the function's name used for "
        "something else (`list = ...`), or are square brackets meant?",
    ),
    Mistake(
        "not-iterable",
        errors.raised(
            "TypeError", r"'(?P<kind>\w+)' object is not (?:iterable|subscriptable|an iterator)"
        ),
        "One {kind} stands where several things are wanted. Print `type(...)` of it: which list or "
        "tuple is meant?",
    ),
    Mistake(
        "whole-power",
        errors.raised("TypeError", r"unsupported operand type\(s\) for \^"),
        "In Python a power is written `**`; `^` is something else, for whole numbers.",
    ),
    Mistake(
        "generator",
        errors.raised("TypeError", r"'generator'|'filter'|'map'|'zip'"),
        "Brackets round a `for` make a generator, which gives its elements once and cannot be "
        "looked into. Write `tuple(...)` or square brackets round it.",
    ),
    Mistake(
        "floats-only",
        errors.into_floats,
        "That array holds floats and takes no objects. Make one with `np.empty(a.shape, "
        "dtype=object)` and put them in there; leave the array you were given alone.",
    ),
    Mistake(
        "value-for-number",
        errors.raised(
            "TypeError",
            r"must be real number, not|only (?:length-1|0-dimensional) arrays|"
            r"can ?not be (?:converted|interpreted)|argument must be a string or a real number|"
            r"float\(\) argument",
        ),
        "A function for one plain number got something larger there: an object (its number is its "
        "`.value`) or a whole array (take its elements one by one).",
    ),
    Mistake(
        "method-for-number",
        errors.raised("TypeError", r"'(?:method|function|builtin_function_or_method)'"),
        "A method stands there, not a number. Call it, with round brackets; or is another name "
        "meant (`grad` is the number, `grads` the method)?",
    ),
    Mistake(
        "no-order",
        errors.raised("TypeError", r"not supported between"),
        "Values have no order: `<` and `sorted` do not work on them. The order that counts is the "
        "one in which they were computed.",
    ),
    Mistake(
        "no-operator",
        errors.raised(
            "TypeError",
            r"loop of ufunc|unsupported operand|not supported between|"
            r"bad operand type",
        ),
        "Print `type(...)` of both sides: the operators `+ - * /`, `exp` and `log` work on your "
        "values once the given cell that defines them was run, and on plain numbers.",
    ),
    Mistake(
        "unhashable",
        errors.raised("TypeError", r"unhashable type: '(?P<kind>\w+)'"),
        "A {kind} cannot be in a set or be a key of a dictionary. Is a single value meant?",
    ),
    Mistake(
        "key",
        errors.raised("KeyError", r""),
        "That key is not in the dictionary yet. `d.get(key, 0.0)` gives 0.0 for one that is not "
        "there, so that the first contribution can be added too.",
    ),
    Mistake(
        "index",
        errors.raised("IndexError", r""),
        "There are fewer elements than the index says. Print the length or the shape, and the "
        "index; does the loop go over the right one?",
    ),
    Mistake(
        "changed-while-read",
        errors.raised("RuntimeError", r"changed size during iteration"),
        "A loop goes over something that grows in it. Go over `list(...)` of it.",
    ),
    Mistake(
        "shapes",
        errors.raised("ValueError", r"shape|broadcast|inhomogeneous|dimension|sequence"),
        "Shapes do not fit there. Print the `.shape` of each array in that line, and write beside "
        "it what it should be. (Matrices of different shapes stay in a list.)",
    ),
    Mistake(
        "unpacking",
        errors.raised("ValueError", r"unpack"),
        "One side has another number of things than the other. Print what is on the right.",
    ),
    Mistake(
        "not-defined-there",
        errors.raised(
            "ZeroDivisionError|ValueError|OverflowError|FloatingPointError",
            r"zero|domain|range|positive|large",
        ),
        "The formula is asked where it has no value. Is it the one you mean? Write it on paper for "
        "the numbers of the case, step by step.",
    ),
    Mistake(
        "asking-the-student",
        errors.raised("EOFError|StdinNotImplementedError", r""),
        "The check hands the numbers over as arguments; nobody is there to type. Use them and "
        "leave `input()` out.",
    ),
    Mistake(
        "own-assert-inside",
        errors.raised("AssertionError", r""),
        "An `assert` in your own code does not hold for every case. Is what it says true for zero, "
        "for negative numbers, for plain numbers?",
    ),
    # What never ends.
    Mistake(
        "recursion",
        errors.recursion,
        "`{function}` comes back to itself, perhaps through others, and nothing stops it. For "
        "which argument should it return without a call? And does every call get closer to that, "
        "as a parent is to its value?",
    ),
    Mistake(
        "loop",
        code.loop,
        "Which line of the loop{place} brings its end closer? A `while` must change what it asks; "
        "a list that is gone through must not grow by what was already in it.",
    ),
    # An answer that came, of a kind that was not asked for.
    Mistake(
        "asking-in-code",
        code.asks,
        "The check hands the numbers over as arguments; nobody is there to type. Use them, and "
        "leave `input()` in line {line} out.",
    ),
    Mistake(
        "printed",
        code.printed,
        "`print` shows a value on the screen and hands nothing on. Write `return` in front of what "
        "should come back{place}.",
    ),
    Mistake(
        "not-printed",
        code.not_printed,
        "It returns something and prints nothing. What is asked for here is `print(...)`, for each "
        "number, and no `return`.",
    ),
    Mistake(
        "no-return",
        errors.failure("type", r"is None|is a NoneType"),
        "Nothing came back. Does `return` stand in it, indented into the `def`, with the result "
        "behind it, on every way through?",
    ),
    Mistake(
        "generator-given",
        errors.failure("type", r"class (?:generator|map|zip|filter)\b"),
        "Brackets round a `for`, or a `yield`, make a generator. Write a tuple with its numbers: "
        "`(one, two)`.",
    ),
    Mistake(
        "function-given",
        errors.failure("type", r"class (?:function|method|builtin_function_or_method)\b"),
        "A function came back and not its result. Call it: write the round brackets, with its "
        "arguments in them.",
    ),
    Mistake(
        "value-given",
        errors.failure("type", r"should be a number, but it is an object of class"),
        "A number was asked for and an object came. `func` and `grads` get plain numbers and "
        "return plain numbers; elsewhere the number in a value is its `.value`.",
    ),
    Mistake(
        "array-dtype",
        errors.failure("type", r"its dtype is"),
        "The array holds objects. Make it one of floats first, `np.empty(shape)` or "
        "`np.zeros(shape)`, and put one plain number in each place.",
    ),
    Mistake(
        "list-given",
        errors.failure(
            "type",
            r"should be a NumPy array, but it is of type (?:list|tuple)|"
            r"should be a NumPy array; it is a (?:list|tuple)",
        ),
        "A list came back. Make an array of the right shape first (`np.empty(a.shape)`, with "
        "`dtype=object` for values), fill it place by place, and return it.",
    ),
    Mistake(
        "places-left",
        errors.failure("type", r"it holds an? NoneType"),
        "Some places of the array are still empty. Does the loop reach every one of them (all rows "
        "and all columns), and does the `return` stand behind the loop, not in it?",
    ),
    Mistake(
        "elements-not-wrapped",
        errors.failure("type", r"should hold \w+ objects; it holds an? (?P<kind>\w+)"),
        "Its elements are of type {kind}. Make an array with `dtype=object`, and put one new "
        "object in each place, made of one number.",
    ),
    Mistake(
        "one-object",
        errors.failure("claim", r"in several places"),
        "Make a new object for each place, inside the loop: one that stands in all places gets all "
        "the gradients added up.",
    ),
    Mistake(
        "argument-changed",
        errors.failure("claim", r"changes the array|should be .*; it is"),
        "Leave alone what you are given: make something new, fill that, and return it.",
    ),
    Mistake(
        "count",
        errors.failure("shape", r"should return (?P<wanted>\d+) number"),
        "Count what stands behind `return` in it: one local derivative for each argument, in the "
        "order of the arguments, with commas between.",
    ),
    Mistake(
        "whole-division",
        code.whole_division,
        "`//` drops the digits behind the point. For the quotient write `/`.",
    ),
    Mistake(
        "step-not-called",
        code.step_not_called,
        "`{name}` is named in line {line}, and not called: write `{name}()`, with round brackets.",
    ),
    Mistake(
        "compared",
        code.compared,
        "`{text}` in line {line} compares and changes nothing. To set a value write a single `=`.",
    ),
    Mistake(
        "plus-behind",
        code.plus_behind,
        "`=+` in line {line} sets the value. To add to what is there write `+=`.",
    ),
    Mistake(
        "never-called",
        code.never_called,
        "`{name}` is defined in line {line} and called nowhere. Call it once, below its `def`.",
    ),
    Mistake(
        "return-in-loop",
        code.return_in_loop,
        "The `return` in line {line} stands inside of the loop and ends it in its first round. "
        "Move it to the left, behind the loop.",
    ),
    Mistake(
        "name-only",
        code.name_only,
        "`{name} ...` in line {line} gives the loop's own name another meaning, and changes no "
        "value. Say what of it is meant, as in `{name}.grad`.",
    ),
    Mistake(
        "local-for-own",
        code.local_for_own,
        "`{name}` in line {line} is a name of the function alone. What should stay with the object "
        "is `self.{name}`.",
    ),
    Mistake(
        "kept-default",
        code.kept_default,
        "The default in line {line} is made once and kept from call to call. Make the empty list "
        "or set inside of the function.",
    ),
    Mistake(
        "exact-type",
        code.exact_type,
        "`{text}` in line {line} is true for that class alone, and not for what is derived from "
        "it. Ask `isinstance(...)`.",
    ),
)

#: What to do next where no line of the table fits, by kind of failure.
BY_KIND = {
    "value": "Work the smallest case out by hand, then find the line that gives another number.",
    "partials": "Hold all arguments but one fixed: what is the slope in that one? Differentiate it "
    "on paper, put the numbers of the case in, and compare.",
    "gradient": "Do the smallest case on paper, from the result back to the inputs, and compare "
    "each number with what your code has there.",
    "shape": "Print the shape (or the length) of what you return, and of what was asked for.",
    "type": "Print `type(...)` of what you return just before the `return`.",
    "output": "Call the function on the smallest case yourself and compare it with the list.",
    "raised": "Print the values in that line just before it: which is not what you thought?",
    "crash": "Leave out calls such as `exit()`, and look for a recursion that never ends.",
}

#: What to do next about a hidden check, whose message says the kind of case.
HIDDEN = (
    "This is a hidden check, so the case itself is not shown. Make one of that kind yourself (the "
    "title says what is asked), and compare what you get with what you get on paper."
)

#: The same, while a public check of the same part fails.
PUBLIC_FIRST = (
    "Get the public check of this part right first; this one asks the same of more cases."
)
