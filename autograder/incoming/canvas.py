"""Canvas: the archive of *Download Submissions*.

Every file lies at the top. Its name is the student's sortable name in small letters with nothing
but letters and digits, ``LATE`` if it came late, the user's id, the file's id and the name that it
was handed in under: ``lovelaceada_LATE_17_901_scalar-1.ipynb``. A text that was typed in ends with
``_text.html``, an address with ``_link.html``; in an anonymous assignment the id is ``anon_`` and
five signs. So Canvas's source has it (``lib/content_zipper.rb``), and its community's
guide on downloading all submissions. There is only the last attempt in it, and no time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.incoming.archive import Member
from autograder.incoming.bundles import Bundle, Sender, Sorted, is_called, mostly

NAME = "canvas"

# Canvas takes `_digits_` out of students' names, so the first such number is the user's.
_FILE = re.compile(
    r"(?:(?P<name>(?!LATE_).*?)_)?(?:(?P<late>LATE)_)?(?P<user>\d+|anon_[^_]+)"
    r"_(?:(?P<file>\d+)_(?P<given>.+)|(?P<typed>(?:text|link)(?:-\d+)?\.html))",
    re.DOTALL,
)


def fits(members: Sequence[Member]) -> bool:
    """Say whether these are files as Canvas names them."""
    return mostly(members, lambda name: bool(_FILE.fullmatch(name)), folders=False)


def sort(members: Sequence[Member], assignment: str) -> Sorted:
    """Say whose files these are.

    Every notebook of the assignment's name is an attempt of its own: who hands in anew gives Canvas
    a new file with a larger id, and several exports may lie in one folder.
    """
    of: dict[str, list[tuple[Member, re.Match[str]]]] = {}
    rest: list[tuple[Member, str]] = []
    for member in members:
        found = _FILE.fullmatch(member.outside[-1])  # a folder may be called so, too
        if found is None:
            rest.append((member, "its name does not say whose it is, as Canvas's names do."))
            continue
        of.setdefault(found["user"], []).append((member, found))
    bundles: list[Bundle] = []
    for user, own in of.items():
        name = next((found["name"] for _, found in own if found["name"]), "")
        sender = Sender(NAME, user, name=name)
        late = any(found["late"] for _, found in own)
        attempts = [(m, f) for m, f in own if _is_attempt(m, f, assignment)]
        others = tuple(m for m, f in own if not _is_attempt(m, f, assignment))
        if not attempts:
            key = _key(max((f["file"] or "0" for _, f in own), key=int))
            bundles.append(Bundle((sender,), others, key, marked_late=late))
        for number, (member, found) in enumerate(attempts):
            beside = others if number == len(attempts) - 1 else ()
            key, marked = _key(found["file"]), bool(found["late"])
            place = int(found["file"])
            bundles.append(Bundle((sender,), (member, *beside), key, None, marked, place))
    return Sorted(tuple(bundles), tuple(rest))


def _is_attempt(member: Member, found: re.Match[str], assignment: str) -> bool:
    usable = member.is_notebook and not member.own and not member.problem
    return usable and is_called(found["given"] or "", assignment)


def _key(file: str) -> str:
    return f"{NAME}:{file}" if file.isdecimal() and int(file) else ""
