"""Thin faces with the names that existing course notebooks expect."""
