"""Grading inside nbgrader: the plugin, a course's configuration, repair of notebooks."""
