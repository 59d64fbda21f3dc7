"""Failures that stay, each with its reason: the function, the kind, and why.

A failure that is not listed here fails the tests, and so does a line here that no call needs any
more when all are asked (`python -m tests.adlearn.calls`).
"""

from __future__ import annotations

#: (functions, kinds) -> reason. A name may end in `*`.
KNOWN: dict[tuple[str, str], str] = {}

#: (peers, functions, contents, kinds) -> why their derivative is another. See `calls.peers`.
PEER_DIFFERENCES: dict[tuple[str, str, str, str], str] = {}
