"""Derivatives compared with finite differences, which say how far they can be trusted."""
