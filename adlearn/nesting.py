"""Levels: how a derivative inside a derivative knows which variable is its own.

The trouble has a name, *perturbation confusion*, and the smallest example is

    derivative(lambda x: x * derivative(lambda y: x + y)(1.0))(1.0)        # the right answer is 1

The inner derivative asks how `x + y` changes with `y` alone: 1. An engine that merely asks "does
this value carry a derivative?" finds that `x` carries one too, adds it in, gets 2, and the outer
answer is wrong.

The cure is a number. Every call of `grad(f)` or `derivative(f)` draws a new, higher level and puts
it on its variable. An operation belongs to the highest level among its arguments.

What `ad.grad(f)(2.0)` does
---------------------------

First without nesting, `ad.grad(lambda x: x * x + x)(2.0)`, in the order of the files:

    derivatives/transforms.py   `grad` gives a function; called with 2.0 it makes a
    derivatives/trace.py        `Trace`, which draws a level, say 1, and calls f with a variable:
    tensors/node.py             a tensor of level 1, which holds the float as NumPy's 2.0
    x * x                       tensors/operators.py: a tensor that holds 4.0, the primitive
                                `multiply` and its arguments (x, x); its level is theirs
    x * x + x                   6.0, `add`, (x * x, x): what f returns
    tensors/reverse.py          `Walk` lists [x * x + x, x * x], each before what it was made from,
                                and starts with the cotangent 1.0 at the first:
                                add sends 1.0 to x * x and 1.0 to x,
                                multiply sends 1.0 * 2.0 to x, twice
    derivatives/trace.py        x has received 1.0 + 2.0 + 2.0: 5.0 goes back as a Python float,
                                because 2.0 was one

Only an `AutogradValue` stays a node of a single number: `ad.grad(f)(AutogradValue(2.0))` is
`adlearn.scalars.derivatives.grad`, whose nodes do the same with floats.

Numbers (`adlearn.scalars`)
---------------------------

The example above, with the derivative of `adlearn.scalars.derivatives`:

    outer call      x  is a node of level 1, value 1.0
    inner call      y  is a node of level 2, value 1.0
    x + y           level 2, the higher of the two. At level 2, x is a constant: no partial is
                    stored for it.
                    Its *value* is x + 1.0, computed by the same rules one level down: a node of
                    level 1.
    inner answer    walks nodes of level 2 only: 1.0
    x * 1.0         level 1; the outer derivative by x is 1.0

So arguments of a lower level are constants in an operation, and its value and its partials may
themselves be nodes of a lower level. That is all of nesting: any depth, either mode, closures over
outer variables. Nodes which a user makes by hand have level 0.

Arrays (`adlearn.tensors`), and numbers inside `ad.grad`
--------------------------------------------------------

A tower of a value on a value on a value costs an array at each storey. So in reverse mode all
levels share *one* graph of plain arrays, and a walk keeps to its own part of it. Take

    grad(lambda x: x * grad(lambda y: x * y * y)(x))(3.0)                  # 6 x^2, that is 54

    outer call      x  is a tensor of level 1, value 3.0
    inner call      y  is a tensor of level 2, made from x by the *identity*: the same value 3.0,
                    and x its argument. Were it x itself, the inner walk could not tell them apart.
    x * y           level 2. Its value is 9.0, its arguments are x and y as they are.
    x * y * y       level 2, value 27.0: what the inner walk starts from
    inner walk      over nodes of level 2 and above. It turns back at x, whose level is lower, and
                    stops at y, its variable. It has met a tensor of a lower level: somebody outside
                    is differentiating as well. So it runs the rules on the tensors and not on their
                    values, and its answer 2 x y is a tensor again, value 18.0, made from x and y.
    x * 18.0        level 2, value 54.0: what the outer walk starts from
    outer walk      over nodes of level 1 and above: through the nodes of level 2, too, and through
                    the identity on to x. It meets nobody from outside, runs the rules on plain
                    arrays, and gives 18 + 3 * (6 + 6) = 54.0.

Without the turning back each inner gradient would walk the whole history of the outer one.

In forward mode a value carries its tangent along, and there is no graph to share. A *dual* has a
level as well, and an operation on it computes value and tangent by the same rules one level down,
just as with numbers. A tensor that is made while a forward derivative runs, above that level,
therefore has duals for its values: sharing ends at the *floor*, the level of the next running
forward derivative below.

What to know before `ad.grad(f)(x)` is understood:

1. *primitive*: a function with its rule, how a change of an argument changes the answer
2. *tensor*, or node: a value, the primitive that made it, and the arguments
3. *level*: which derivative a node belongs to
4. *variable*: the node that stands in the place of an argument
5. *trace*: one call of a function with variables in the place of some of its arguments
6. *leaves*: the numbers and arrays in an argument that is a list, tuple or dictionary
7. *cotangent*: how much the output changes with a node, known once all its users have sent theirs
8. *walk*: the nodes from an output back to the variables, each before those it was made from
9. *identity*: the node that keeps an inner variable apart from an outer one
10. *recorded*: a walk that runs the rules on nodes, so that its answer can be differentiated again
11. *dual*: a value with its tangent, for forward mode
12. *floor*: the level of the next running forward derivative below: where sharing ends

Levels come from one counter that only counts up. There is nothing to restore afterwards: an
exception inside a differentiated function leaves nothing behind, and threads cannot disturb each
other.
"""

from __future__ import annotations

import itertools

#: `next()` on a counter is one step of the interpreter, so two threads never draw the same level.
LEVELS = itertools.count(1)
