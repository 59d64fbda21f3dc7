"""An order in which everything comes after what it needs: by depth first, without recursion."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

Thing = TypeVar("Thing", bound=Hashable)


def depth_first(starts: Iterable[Thing], needs: Callable[[Thing], Iterable[Thing]]) -> list[Thing]:
    """List things and all that they need, each once, after everything it needs.

    Parameters
    ----------
    starts : iterable
        Where to begin; what comes first is listed first.
    needs : callable
        From a thing to what it needs, in the order in which that is to be listed.

    Returns
    -------
    list
        Of things that need each other in a circle, the one met first comes last.

    Examples
    --------
    >>> depth_first(["L"], {"L": ["a", "b"], "a": [], "b": ["a", "c"], "c": []}.get)
    ['a', 'c', 'b', 'L']
    """
    order: list[Thing] = []
    seen: set[Thing] = set()
    for start in starts:
        if start in seen:
            continue
        seen.add(start)
        path = [(start, iter(needs(start)))]  # from the start down to where the walk is
        while path:
            current, rest = path[-1]
            for following in rest:
                if following not in seen:
                    seen.add(following)
                    path.append((following, iter(needs(following))))
                    break
            else:
                order.append(current)
                path.pop()
    return order
