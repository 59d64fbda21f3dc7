#: title = "type hints, long docstrings, assertions on shapes"

# %% [q2-answer]
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Optional, TypeVar, Union

Array = Union[numpy.ndarray, float]
T = TypeVar("T")


def primitive(f_raw: Callable[..., Any]) -> Callable[..., Any]:
    """Make a primitive of a NumPy function.

    Parameters
    ----------
    f_raw : callable

    Returns
    -------
    callable
        What does the same, and makes a node.
    """

    @functools.wraps(f_raw)
    def f_wrapped(*args: Any, **kwargs: Any) -> Any:
        if not any(isbox(arg) for arg in args):
            return f_raw(*args, **kwargs)
        assert not any(isbox(value) for value in kwargs.values())
        level: int = max(arg._trace for arg in args if isbox(arg))
        argnums: list[int] = [
            i for i, arg in enumerate(args) if isbox(arg) and arg._trace == level
        ]
        values: tuple[Any, ...] = tuple(
            arg._value if i in argnums else arg for i, arg in enumerate(args)
        )
        result: Any = f_wrapped(*values, **kwargs)
        node: Node = Node(result, f_wrapped, values, kwargs, argnums, [args[i]._node for i in argnums])
        return new_box(result, level, node)

    return f_wrapped

# %% [q4-toposort-answer]
from typing import Dict, Iterator, List


def toposort(end_node: Node) -> Iterator[Node]:
    """Iterate over the nodes that lead to a node.

    >>> list(toposort(Node.new_root(1.0)))
    [<node of input: 1.0>]
    """
    children: Dict[Node, int] = {end_node: 0}
    stack: List[Node] = [end_node]
    while stack:
        for parent in stack.pop().parents:
            if parent not in children:
                children[parent] = 0
                stack.append(parent)
            children[parent] += 1
    free: List[Node] = [node for node, n in children.items() if n == 0]
    while free:
        node: Node = free.pop()
        yield node
        for parent in node.parents:
            children[parent] -= 1
            if not children[parent]:
                free.append(parent)

# %% [q4-grad-answer]
def grad(fun: "Callable[..., float]", argnum: int = 0) -> "Callable[..., Array]":
    """The function that computes the gradient of fun by its argument number argnum."""

    def gradfun(*args, **kwargs):
        assert 0 <= argnum < len(args), "there is no such argument"

        def unary(x):
            return fun(*subval(args, argnum, x), **kwargs)

        vjp, ans = make_vjp(unary, args[argnum])
        assert np.shape(ans) == (), "the function must give a number"
        gradient = vjp(1.0)
        return gradient

    return gradfun
