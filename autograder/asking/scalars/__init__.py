"""What the checks of an engine of single numbers share."""
