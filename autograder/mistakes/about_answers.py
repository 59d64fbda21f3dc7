"""Answers that came, of a kind that was not asked for, and what the code shows of why."""

from __future__ import annotations

from autograder.language import template
from autograder.mistakes import arrays, code, errors
from autograder.mistakes.line import Mistake

#: Pairs that are asked for, as the words of messages name them.
_PAIRS = (
    template("the input and the label"),
    template("the loss and its gradient"),
    template("the objective and its gradient"),
)

ABOUT_ANSWERS: tuple[Mistake, ...] = (
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
        "attribute-not-set",
        errors.failure("type", r"its `\.(?P<name>\w+)` is None"),
        "Nothing has set `.{name}` of that one. Each node of the graph gets it, the leaves and "
        "those that an operation made, the result too: which line sets it, and for which of them "
        "is that line not reached?",
    ),
    Mistake(
        "no-return",
        errors.failure("type", r"is None|is a NoneType|^(?!`\w[^`]*` of `).*of type None"),
        "Nothing came back. Does `return` stand in it, indented into the `def`, with the result "
        "behind it, on every way through?",
    ),
    Mistake(
        "generator-given",
        errors.failure("type", r"(?:class|of type) (?:generator|map|zip|filter)\b"),
        "Brackets round a `for`, or a `yield`, make a generator. Write a tuple with its numbers: "
        "`(one, two)`.",
    ),
    Mistake(
        "function-given",
        errors.failure(
            "type", r"(?:class|of type) (?:function|method|builtin_function_or_method)\b"
        ),
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
        "order-of-several",
        errors.failure("type", r", number \d of \((?P<names>[\w, ]+)\), should be"),
        "Several things are asked for, in an order: {names}. Are they in that order behind "
        "`return`, and is each of its kind?",
    ),
    Mistake(
        "one-wanted",
        errors.failure("type", r"should be a number; it is of type (?:tuple|list)"),
        "One number is asked for, and several things came back. Write that one alone behind "
        "`return`.",
    ),
    Mistake(
        "array-of-list",
        errors.failure("type", r"should be an array; it is of type (?:tuple|list)\b"),
        "A list came back, and an array is asked for: `np.array(...)` makes one of it.",
    ),
    Mistake(
        "several-wanted",
        errors.failure("type", r"should be (?:a pair|three \w+), \((?P<names>[\w, ]+)\); it is of"),
        "Several things are asked for, and it returns something else. Write them behind one "
        "`return`, with commas between, in this order: {names}.",
    ),
    Mistake(
        "pair-wanted",
        errors.failure("type", r"should be a pair, of (?P<what>[\w ]+); it is of"),
        "Two things are asked for, and it returns something else. Write both behind one `return`, "
        "with a comma between: {what}.",
    ),
    Mistake(
        "variable-given",
        errors.failure(
            "type", r"should be an? (?:array|number|list)\b.* of type (?P<kind>Variable)"
        ),
        "A {kind} came back, and plain numbers are asked for. They are inside of it: is it its "
        "`.value`, or its `.grad`?",
    ),
    Mistake(
        "variable-wanted",
        errors.failure("type", r"should be a (?P<kind>Variable)(?:;|, but).* of type (?:nd|f|i)"),
        "A plain number or array came back, which does not know what it was computed from. Return "
        "the {kind} that an operation gives, and not its `.value`.",
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
        "written-into",
        arrays.written_into,
        "`{text}`, {place}, writes into an array that others hold as well, such as what came in. "
        "Leave it as it is and make a new one, as `a = a + b` does.",
    ),
    Mistake(
        "taken-out",
        arrays.taken_out,
        "`{text}` in line {line} takes an array out of a tensor, and with that its history: for "
        "the second derivative it counts as a constant. Calculate with the tensor itself.",
    ),
    Mistake(
        "argument-changed",
        errors.failure(
            "claim",
            r"changes the |^After `\w+`, self\.| in place, for | changed `?\w+`?, which belongs to "
            r"| changed the arrays that ",
        ),
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
        "`{name}` is defined in line {line}, and nothing below its `def` uses it. Should it be "
        "returned (`return {name}`, without brackets), or called there?",
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
