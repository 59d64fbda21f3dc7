"""Gradescope: the archive of *Export Submissions* of a programming assignment.

``assignment_9100_export/`` holds a folder ``submission_12345`` for each student or group, and
``submission_metadata.yml``, which says of each folder who handed it in (``:submitters:`` with
``:name:``, ``:sid:`` and ``:email:``), when (``:created_at:``), and what had been handed in before
(``:history:``, of which only scores are there, and no files). So Gradescope's help has it, under
exporting submissions, and programs that read such exports.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from autograder.incoming.archive import Member
from autograder.incoming.bundles import Bundle, Sender, Sorted
from autograder.incoming.times import read_time

NAME = "gradescope"

_METADATA = "submission_metadata.yml"

_FOLDER = re.compile(r"submission_\d+")

# What everything lies in. A folder of any other name may be a student's.
_EXPORT = re.compile(r"assignment_\d+_export\b.*", re.DOTALL)


def fits(members: Sequence[Member]) -> bool:
    """Say whether these are files as Gradescope names them."""
    tops = [_below_export(one) for one in members if not one.nobodys]
    return (_METADATA,) in tops or (bool(tops) and all(_FOLDER.fullmatch(one[0]) for one in tops))


def _below_export(member: Member) -> tuple[str, ...]:
    parts = member.outside
    return parts[1:] if len(parts) > 1 and _EXPORT.fullmatch(parts[0]) else parts


def sort(members: Sequence[Member], assignment: str) -> Sorted:
    """Say whose files these are."""
    metadata = _metadata(members)
    if metadata is None:
        reason = f"there is no {_METADATA}, which says whose it is. Export the submissions again."
        return Sorted((), tuple((one, reason) for one in members))
    known = _read(metadata)
    root = metadata.parts[:-1]
    of: dict[str, list[Member]] = {}
    rest: list[tuple[Member, str]] = []
    for member in members:
        below = member.parts[len(root) :] if member.parts[: len(root)] == root else ()
        if member is metadata:
            rest.append((member, "it says whose the others are."))
        elif not below or not _senders(known.get(below[0])):
            rest.append((member, f"{_METADATA} does not say whose it is."))
        else:
            of.setdefault(below[0], []).append(member)
    bundles = []
    for folder, own in of.items():
        entry = known[folder]
        number = re.fullmatch(r"submission_(\d+)", folder)
        key = f"{NAME}:{number[1]}" if number else ""
        bundles.append(Bundle(_senders(entry), tuple(own), key, _time(entry)))
    return Sorted(tuple(bundles), tuple(rest))


def _metadata(members: Sequence[Member]) -> Member | None:
    """Give the export's own file: one that a student handed in lies deeper.

    The folder around everything may have another name, where somebody says that this is an export.
    """
    found = [
        one
        for one in members
        if one.parts[-1] == _METADATA and one.kept is not None and not one.own
        if len(one.parts) <= 2 and not _FOLDER.fullmatch(one.parts[0])
    ]
    return min(found, key=lambda one: len(one.parts), default=None)


def _read(member: Member) -> Mapping[str, Any]:
    """Read it: every value is a text, and nothing in it makes an object of another kind."""
    import yaml

    assert member.kept is not None
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        data = yaml.load(member.kept.read_bytes(), loader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _senders(entry: Any) -> tuple[Sender, ...]:
    listed = _entry(entry, "submitters")
    if not isinstance(listed, list):
        return ()
    found = (
        Sender(NAME, "", *(_text(one, key) for key in ("sid", "email", "name")))
        for one in listed
        if isinstance(one, dict)
    )
    return tuple(one for one in found if str(one) != NAME)


def _time(entry: Any) -> datetime | None:
    try:
        return read_time(_text(entry, "created_at"), UTC)
    except ValueError:
        return None


def _entry(data: Any, key: str) -> Any:
    """Give an entry; Ruby writes its symbols with a colon."""
    return data.get(f":{key}", data.get(key)) if isinstance(data, dict) else None


def _text(data: Any, key: str) -> str:
    value = _entry(data, key)
    return value.strip() if isinstance(value, str) and value not in ("null", "~") else ""
