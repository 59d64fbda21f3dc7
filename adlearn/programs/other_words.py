"""What some primitives compute, in NumPy's own words.

Inside the engine they are written for speed, with arrays that are filled. A program says what is
meant: lines that a reader knows, and that can be simplified.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from adlearn.programs.symbol import IN_OTHER_WORDS, Symbol
from adlearn.rules.reductions import add_up, kept, mean_, spread_
from adlearn.rules.shapes import astype_, copy_
from adlearn.tensors.node import identity


def spread(g: Any, shape: Any, axis: Any, keepdims: bool) -> Any:
    """Put a cotangent at everything that was added up."""
    return np.broadcast_to(kept(g, axis, keepdims) if np.ndim(g) else g, shape)


def added(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Add up."""
    return np.sum(x, **reducing(axis, keepdims))


def averaged(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Take the mean."""
    return np.mean(x, **reducing(axis, keepdims))


def reducing(axis: Any, keepdims: bool) -> dict[str, Any]:
    """Write how something is reduced: what is as always is left out."""
    return ({} if axis is None else {"axis": axis}) | ({"keepdims": True} if keepdims else {})


def converted(x: Symbol, dtype: Any) -> Any:
    """Convert to another dtype."""
    return x.astype(dtype)


def same(x: Any, order: str = "K") -> Any:
    """Copy: nothing changes in a program, so it is the value itself."""
    return x


IN_OTHER_WORDS[spread_.fun] = spread
IN_OTHER_WORDS[add_up] = added
IN_OTHER_WORDS[mean_.fun] = averaged
IN_OTHER_WORDS[astype_.fun] = converted
IN_OTHER_WORDS[copy_.fun] = same
IN_OTHER_WORDS[identity.fun] = same
