"""Moodle: the archive of *Download all submissions*.

A folder for each student and each way of handing in: the full name, the participant's number in
this assignment, ``assignsubmission`` and the way, ``Ada Lovelace_12345_assignsubmission_file``;
earlier versions end it with one more ``_``. Without *Download submissions in folders* the same
stands before the file's name. A text that was typed in is ``onlinetext.html``. So Moodle's source
has it (``mod/assign/classes/downloader.php``). The number is the *Identifier* of the grading
worksheet, and not the user's id. There is only the last attempt in it, and no time.

Students can often change their names, and name their files: where such a name says two times whose
something is, one of them is not Moodle's, and it is nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.incoming.archive import Member
from autograder.incoming.bundles import Bundle, Sender, Sorted, mostly

NAME = "moodle"

_FOLDER = re.compile(
    r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_[a-z0-9]+(?:_(?P<given>.*))?", re.DOTALL
)

_SAYS_WHOSE = re.compile(r"_\d+_assignsubmission(?=_)")


def fits(members: Sequence[Member]) -> bool:
    """Say whether these are files as Moodle names them."""
    return mostly(members, lambda name: bool(_FOLDER.fullmatch(name)), folders=True)


def sort(members: Sequence[Member], assignment: str) -> Sorted:
    """Say whose files these are."""
    of: dict[str, list[Member]] = {}
    senders: dict[str, Sender] = {}
    rest: list[tuple[Member, str]] = []
    for member in members:
        found = _found(member)
        if found is None:
            rest.append((member, "it is in no folder that says whose it is, as Moodle's do."))
            continue
        if len(_SAYS_WHOSE.findall(found[0])) > 1:
            rest.append((member, "its name says two times whose it is. Ask who handed it in."))
            continue
        senders.setdefault(found["id"], Sender(NAME, found["id"], name=found["name"]))
        of.setdefault(found["id"], []).append(member)
    bundles = (Bundle((senders[number],), tuple(own)) for number, own in of.items())
    return Sorted(tuple(bundles), tuple(rest))


def _found(member: Member) -> re.Match[str] | None:
    """Read the outermost name that says whose a file is: those below are the student's own."""
    every = (_FOLDER.fullmatch(part) for part in member.outside)
    return next((found for found in every if found), None)
