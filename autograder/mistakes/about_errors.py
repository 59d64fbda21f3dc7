"""Mistakes that raise an exception: names, values of another kind, what never ends."""

from __future__ import annotations

from autograder.mistakes import arrays, boxes, code, errors, tensors, variables
from autograder.mistakes.line import Mistake

_NUMBER = r"'(?:numpy\.)?(?:int|float|bool)\w*'"
_HAS_NO = "object has no attribute"

ABOUT_ERRORS: tuple[Mistake, ...] = (
    # What the message itself has a remedy for, or this has a better one.
    Mistake(
        "filled-whole",
        errors.filled_whole,
        "`{target} = ...` in line {line} writes into an array that is there, which loses what is "
        "traced. Write `{name} = ...`: a new array each time.",
    ),
    Mistake(
        "filled-place",
        errors.filled_place,
        "`{target} = ...` in line {line} puts a traced number into a plain array. Start with a "
        "list, `append` to it, and make an array of it at the end with `np.stack(...)`; or compute "
        "the whole array at once, without the loop.",
    ),
    Mistake(
        "engine-says",
        errors.engine_says,
        "adlearn stopped {place}, and its message above says what to do about it. Do that, and "
        "check again.",
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
        "module-not-imported",
        errors.module_not_imported,
        "`{name}` is a module, and no cell has imported it. Write `import {name}` in the first "
        "line of your cell.",
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
        "made-with-none",
        tensors.none_was_made_with,
        "`self.{name}` is None there, and no function gave it: that is what an operation has which "
        "was made without `{name}`. Say first what it stands for: `if self.{name} is None: ...`.",
    ),
    Mistake(
        "not-handed-over",
        errors.none_that_was_not_handed_over,
        "`{name}` is None where nothing is handed over for it: ask `if {name} is not None:` first.",
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
        "plain-for-variable",
        variables.plain_in_place_of_variable,
        "A plain number or array stands there, and only a variable has `{name}`. In an operation, "
        "`value_of(x)` gives the value of both. Elsewhere: where should it have become a variable, "
        "or which line took its `.value` too early?",
    ),
    Mistake(
        "asked-of-variable",
        variables.asked_of_variable,
        "A {kind} has no `{name}`; its array has: `.value.{name}`. What is to be differentiated "
        "stays a {kind}, and is computed by the notebook's own operations.",
    ),
    Mistake(
        "message-no-function",
        variables.message_is_no_function,
        "What stands beside an operand in `computed(...)` is called with what comes in, `g`. Write "
        "a function there: `lambda g: ...`.",
    ),
    Mistake(
        "array-for-object",
        errors.array_for_object,
        "What your code left there is a plain array, and the check asks it for `{name}`. Leave the "
        "object that holds the array, with its history.",
    ),
    Mistake(
        "asked-of-array",
        tensors.asked_of_an_array,
        "A plain array stands before `.{name}`, and only a tensor has that. Arrays come into "
        "`compute`, and `.numpy()` gives one: is the array itself meant, or was it to stay a "
        "tensor?",
    ),
    Mistake(
        "other-arrays",
        tensors.other_arrays,
        "The arrays are NumPy's here, and have no `{name}`.{without}",
    ),
    Mistake(
        "in-no-box",
        boxes.no_box,
        "Something of type {kind} stands there, in no box, and only a box has `{name}`. Arguments "
        "may be of both kinds: `isbox(...)` says which.",
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
        "module-says",
        errors.raised("AttributeError", r"module '[\w.]+' has no attribute '\w+'; "),
        "The message above names what may be meant: is it that?",
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
        "made-with-one",
        tensors.one_was_made_with,
        "`self.{name}` is one number there, as it may be, and that line wants several. Make a "
        "tuple of it first, `(number,)`, where it is one.",
    ),
    Mistake(
        "bare-gradient",
        tensors.bare_gradient,
        "`gradient` may return a bare tensor, where there is one input; "
        "`op.gradient_as_tuple(...)` always gives a tuple.",
    ),
    Mistake(
        "tuple-forgotten",
        errors.tuple_forgotten,
        "A loop or `zip` wants several things there and gets one number. Does `grads` return a "
        "tuple, also for one argument: `(something,)`, with the comma?",
    ),
    Mistake(
        "one-for-several",
        errors.raised("TypeError", rf"{_NUMBER} object is not iterable"),
        "A loop or `zip` wants several things there and gets one number. Print it, and go back to "
        "where it was made: is a list or a tuple meant?",
    ),
    Mistake(
        "pairs",
        errors.unpacking_in_a_loop,
        "That `for` wants {wanted} things at once and gets one {kind}. Going through a dictionary "
        "gives its keys; pairs come from its `.items()`, and from `zip(...)` of two lists.",
    ),
    Mistake(
        "not-called",
        errors.raised(
            "TypeError",
            r"'(?:method|function|builtin_function_or_method)' object is not "
            r"(?:iterable|subscriptable)|cannot unpack non-iterable (?:method|function) object",
        ),
        "A function stands there and is not called. Write the round brackets, with its arguments "
        "in them.",
    ),
    Mistake(
        "one-thing",
        errors.raised("TypeError", r"cannot unpack non-iterable (?P<kind>\w+)"),
        "One {kind} came where two things were asked for. Write both behind `return`, with a comma "
        "between, in the order of the text.",
    ),
    Mistake(
        "product-sign",
        errors.raised("TypeError", rf"{_NUMBER} object is not callable"),
        "A number stands before round brackets, which calls it. For a product write `*`; if it "
        "should be a function, its name was used for a number somewhere.",
    ),
    Mistake(
        "not-callable",
        errors.raised("TypeError", r"'(?:numpy\.)?(?P<kind>\w+)' object is not callable"),
        "Something of type {kind} stands before round brackets, which calls it. Was the function's "
        "name used for something else (`list = ...`), are two results taken in the wrong order, or "
        "are square brackets meant?",
    ),
    Mistake(
        "not-iterable",
        errors.raised(
            "TypeError",
            r"'(?:numpy\.)?(?P<kind>\w+)' object is not (?:iterable|subscriptable|an iterator)",
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
        boxes.elsewhere(errors.into_floats),
        "That array holds floats and takes no objects. Make one with `np.empty(a.shape, "
        "dtype=object)` and put them in there; leave the array you were given alone.",
    ),
    Mistake(
        "shape-wanted",
        errors.shape_wanted,
        "`{function}` takes a shape, and got something else: write "
        "`{function}(np.shape(x){fill})`, or `{function}_like(x{fill})`.",
    ),
    Mistake(
        "count-of-array",
        errors.array_as_count,
        "`range` takes one whole number, and got an array. Is its length meant, `len(...)`? Or is "
        "what was handed over in another order than in the `def`, or too much?",
    ),
    Mistake(
        "count-that-is-traced",
        errors.raised("TypeError", r"traced value cannot be used as an index or a count"),
        "Whatever a function that is differentiated is handed is traced, whole numbers too. Let it "
        "take the count from outside, as in `lambda s: f(s, m)`, and hand over `s` alone.",
    ),
    Mistake(
        "function-of-variable",
        variables.function_of_arrays,
        "`{name}` takes plain numbers, and a {kind} is none. To go on with a {kind}, write "
        "{instead}. Where numbers alone are meant, as inside of an operation: "
        "`{plain}(value_of(x))`.",
    ),
    Mistake(
        "whole-array-for-number",
        boxes.array_for_number,
        "That function takes one plain number, and got a whole array. NumPy's functions work on "
        "arrays of any shape, and are watched too: `np.exp` in the place of `math.exp`.",
    ),
    Mistake(
        "value-for-number",
        boxes.elsewhere(
            errors.raised(
                "TypeError",
                r"must be real number, not|only (?:length-1|0-dimensional) arrays|"
                r"can ?not be (?:converted|interpreted)|argument must be a string or a real number|"
                r"float\(\) argument",
            )
        ),
        "A function for one plain number got something larger there: an object (its number is its "
        "`.value`) or a whole array (take its elements one by one, or one of NumPy's functions for "
        "all of them: `np.exp`, `.astype(int)`). Or are two arguments exchanged?",
    ),
    Mistake(
        "method-for-number",
        errors.raised("TypeError", r"'(?:method|function|builtin_function_or_method)'"),
        "A method stands there, not a number. Call it, with round brackets; or is another name "
        "meant (`grad` is the number, `grads` the method)? Or are two arguments exchanged?",
    ),
    Mistake(
        "tensors-compared",
        tensors.tensors_compared,
        "A {kind} has no order. Compare its array, as in `x.{array} > 0`: what comes of it says "
        "only where, and needs no history.",
    ),
    Mistake(
        "no-order",
        boxes.elsewhere(errors.raised("TypeError", r"not supported between")),
        "Values have no order: `<` and `sorted` do not work on them. The order that counts is the "
        "one in which they were computed.",
    ),
    Mistake(
        "all-inputs",
        tensors.all_inputs,
        "`{text}` in line {line} is a list, also where there is one input: take what is in it, as "
        "`node.inputs[0]` does.",
    ),
    Mistake(
        "array-beside-tensor",
        tensors.array_beside_tensor,
        "One side there is a tensor, and the other one is of type {other}. Make a tensor of that "
        "first: `Tensor(...)`.",
    ),
    Mistake(
        "function-of-arrays",
        tensors.numpys_function,
        "`{name}` there is NumPy's and takes arrays. What is made of tensors keeps its history "
        "only by the notebook's own operations: write {instead} there.",
    ),
    Mistake(
        "operands",
        tensors.operands,
        "Print `type(...)` of both sides: an operator takes two tensors, a tensor and a plain "
        "number, or two arrays.",
    ),
    Mistake(
        "boxes-in-an-array",
        boxes.among_objects,
        "An array of objects came into a function of NumPy: boxes, None or lists were put into an "
        "array. Calculate with a box itself, and with whole arrays of numbers.",
    ),
    Mistake(
        "no-operator-of-arrays",
        boxes.no_operator,
        "Print `type(...)` of both sides: numbers, arrays and boxes can be calculated with, lists, "
        "dicts, functions and None cannot.",
    ),
    Mistake(
        "no-operator",
        errors.raised("TypeError", r"loop of ufunc|unsupported operand|bad operand type"),
        "Print `type(...)` of both sides: the operators `+ - * /`, `exp` and `log` work on your "
        "values once the given cell that defines them was run, and on plain numbers.",
    ),
    Mistake(
        "unhashable",
        errors.raised("TypeError", r"unhashable type: '(?:numpy\.)?(?P<kind>\w+)'"),
        "Something of type {kind} cannot be in a set or be a key of a dictionary. Is a single "
        "value meant, or the object that holds it, by its `id(...)`?",
    ),
    Mistake(
        "key-of-messages",
        boxes.only_here(errors.added_to_a_key),
        "That key is not in the dictionary yet. `d.get(key)` gives None for one that is not there, "
        "and `add_outgrads(None, g)` is `g`: so the first message can be added, too.",
    ),
    Mistake(
        "key",
        errors.added_to_a_key,
        "That key is not in the dictionary yet. `d.get(key, 0.0)` gives 0.0 for one that is not "
        "there, so that the first contribution can be added too.",
    ),
    Mistake(
        "key-of-list",
        errors.listed_under_a_key,
        "That key is not in the dictionary yet, so there is no list to put something into. "
        "`{d}.setdefault({key}, []).{method}(...)` makes an empty one first.",
    ),
    Mistake(
        "key-read",
        errors.raised("KeyError", r""),
        "Nothing has been put under that key when this line reads it. Which line should have done "
        "so, and is it reached before? On the way back through a graph, a node is met before one "
        "that uses it if the order is not right.",
    ),
    Mistake(
        "index-no-whole-number",
        errors.raised("IndexError", r"must be of integer|only integers"),
        "An index is a whole number, and a float stands there. `.astype(int)` of an array, or "
        "`int(...)` of one number, makes whole numbers of it; both cut off what is behind the "
        "point, so take `np.floor` first where that is meant.",
    ),
    Mistake(
        "index-too-many-axes",
        errors.raised("IndexError", r"array is (?P<has>\d+)-dimensional, but (?P<asked>\d+)"),
        "An array with {has} axes is asked for {asked} there. Print its `.shape`, and go back to "
        "where it was made: which axis is missing?",
    ),
    Mistake(
        "index",
        errors.index,
        "There are fewer elements than the index says. Print the length or the shape, and the "
        "index{loop}",
    ),
    Mistake(
        "changed-while-read",
        errors.raised("RuntimeError", r"changed size during iteration"),
        "A loop goes over something that grows in it. Go over `list(...)` of it.",
    ),
    Mistake(
        "another-file",
        tensors.another_file,
        "There is no such file where this is asked. What to open is handed to `{function}`, as "
        "{names}: use that, and no name of your own.",
    ),
    Mistake(
        "shapes-of-product",
        arrays.shapes_of_product,
        "In a product of shapes {one} and {other}, axis {axis} of the first is added up with axis "
        "{with_} of the second, so both must be of one length. Print the shapes before that line: "
        "which of the two is to be transposed, and is each of them a matrix at all?",
    ),
    Mistake(
        "shapes-of-matmul",
        arrays.shapes_of_matmul,
        "In `a @ b` the last axis of a, here of length {one}, is added up with the one before the "
        "last of b, of length {other}: both must be of one length. Print the shapes before that "
        "line: which of the two is to be transposed, or stands on the wrong side?",
    ),
    Mistake(
        "parts-of-other-shapes",
        errors.parts_of_other_shapes,
        "An array is to be made there of things of different shapes. Is one of them all that a "
        "function returns? `one, other = f(...)` takes it apart. (Matrices of different shapes "
        "stay in a list.)",
    ),
    Mistake(
        "shapes-apart",
        arrays.shapes_apart,
        "Neither of {one} and {other} becomes the other by repeating. Print both before that line "
        "and go back to where each was made: is one of them not what you meant, or does it lack an "
        "axis of size 1, which `reshape` gives it?",
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
        "too-large",
        errors.raised("OverflowError|FloatingPointError", r"range|large|overflow"),
        "A number has become too large to be computed with. Print what comes into that line: if "
        "the line is as you mean it, what comes in has grown on its way there.",
    ),
    Mistake(
        "not-defined-there",
        errors.raised(
            "ZeroDivisionError|ValueError|FloatingPointError",
            r"zero|domain|range|positive|invalid",
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
        errors.assertion,
        "An `assert` in your own code does not hold for every case. Is what it says true {cases}?",
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
        "{which} brings its end closer? A `while` must change what it asks; "
        "a list that is gone through must not grow by what was already in it.",
    ),
)
