"""All attacks, by group."""

from __future__ import annotations

from dataclasses import replace

from attacking.attack import Attack
from attacking.corpus import (
    answers,
    bombs,
    exceptions,
    files,
    filling,
    forged,
    kernel,
    network,
    references,
    sharing,
    signals,
    submitted,
    unlucky,
)

GROUPS = {
    "files": files,
    "processes": signals,
    "network": network,
    "sharing": sharing,
    "kernel": kernel,
    "too much": bombs,
    "working folder": filling,
    "answers": answers,
    "forged answers": forged,
    "exceptions": exceptions,
    "references": references,
    "submitted files": submitted,
    "unlucky": unlucky,
}

ATTACKS: list[Attack] = [
    replace(attack, group=group) for group, module in GROUPS.items() for attack in module.ATTACKS
]
