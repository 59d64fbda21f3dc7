"""Attacks that still reach something, and what: the shorter this list, the better."""

from __future__ import annotations

KNOWN: dict[str, str] = {}
