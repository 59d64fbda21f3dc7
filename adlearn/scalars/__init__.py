"""Nodes that hold one number: the engine of the first lecture."""
