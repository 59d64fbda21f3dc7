"""Nodes that hold an array."""
