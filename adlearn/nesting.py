"""Levels: how a derivative inside a derivative knows which variable is its own.

The trouble has a name, *perturbation confusion*, and the smallest example is

    derivative(lambda x: x * derivative(lambda y: x + y)(1.0))(1.0)        # the right answer is 1

The inner derivative asks how `x + y` changes with `y` alone: 1. An engine that merely asks "does
this value carry a derivative?" finds that `x` carries one too, adds it in, gets 2, and the outer
answer is wrong.

The cure is a number. Every call of `grad(f)` or `derivative(f)` draws a new, higher level and puts
it on its variable:

    outer call      x  is a node of level 1, value 1.0
    inner call      y  is a node of level 2, value 1.0
    x + y           level 2, the higher of the two. At level 2, x is a constant: no partial is
    stored for it.
                    Its *value* is x + 1.0, computed by the same rules one level down: a node of
                    level 1.
    inner answer    walks nodes of level 2 only: 1.0
    x * 1.0         level 1; the outer derivative by x is 1.0

So an operation belongs to the highest level among its arguments, arguments of a lower level are
constants in it, and its value and its partials may themselves be nodes of a lower level. That is
all of nesting: any depth, either mode, closures over outer variables. Nodes which a user makes by
hand have level 0.

Levels come from one counter that only counts up. There is nothing to restore afterwards: an
exception inside a differentiated function leaves nothing behind, and threads cannot disturb each
other.
"""

from __future__ import annotations

import itertools

#: `next()` on a counter is one step of the interpreter, so two threads never draw the same level.
LEVELS = itertools.count(1)
