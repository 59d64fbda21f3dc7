"""Attacks that still reach something, and what: the shorter this list, the better."""

from __future__ import annotations

KNOWN = {
    "a bomb of threads with small stacks, which takes the numbers of all processes": (
        "threads are limited by memory alone"
    ),
    "ends as if it had been killed from outside": (
        "whoever lowers its own limit of processor time is ended as by an accident"
    ),
    "fills the disk by files that have no name any more": (
        "without namespaces the size of the working folder is added up from names"
    ),
    "fills the disk from twenty folders down, slowly": (
        "without namespaces only the upper folders are added up"
    ),
    "fills the disk in a folder that nobody can list, slowly": (
        "without namespaces, as a user, a folder that cannot be listed counts as empty"
    ),
    "makes folders that nobody can open, move or remove": (
        "without namespaces, as a user, a closed folder in a folder ends the grader"
    ),
}
