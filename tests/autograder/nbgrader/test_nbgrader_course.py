"""The course folder: written once, never over somebody's own configuration."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

pytest.importorskip("nbgrader")

from traitlets.config.loader import PyFileConfigLoader  # noqa: E402

from autograder.errors import UsageError  # noqa: E402
from autograder.nbgrader.course import SETTINGS, init_course  # noqa: E402


def test_the_configuration_names_classes_that_exist_and_the_folder_it_is_in(tmp_path: Path) -> None:
    course = init_course(tmp_path / "a course", "it's 101")
    config = PyFileConfigLoader("nbgrader_config.py", str(course)).load_config()
    assert config.CourseDirectory.root == str(course)
    assert config.CourseDirectory.course_id == "it's 101"
    names = [
        config.Autograde.exporter_class,
        *config.Autograde.sanitize_preprocessors,
        *config.Autograde.autograde_preprocessors,
    ]
    for name in names:
        module, _, cls = name.rpartition(".")
        assert isinstance(getattr(importlib.import_module(module), cls), type), name


def test_nbgraders_own_steps_are_all_kept_except_the_one_that_is_replaced() -> None:
    from nbgrader.converters import Autograde

    kept = {name.strip(' ",').rpartition(".")[2] for name in SETTINGS.splitlines()}
    stock = {
        step.__name__
        for steps in (Autograde.sanitize_preprocessors, Autograde.autograde_preprocessors)
        for step in steps.default_args[0]
    }
    # ClearMetadataPreprocessor is off unless somebody turns it on; it would remove the grades.
    assert stock - kept == {"Execute", "ClearMetadataPreprocessor"}


def test_the_course_is_called_after_its_folder_unless_it_has_a_name(tmp_path: Path) -> None:
    course = init_course(tmp_path / "calculus")
    config = PyFileConfigLoader("nbgrader_config.py", str(course)).load_config()
    assert config.CourseDirectory.course_id == "calculus"
    assert {path.name for path in course.iterdir() if path.is_dir()} == {
        "source",
        "release",
        "submitted",
    }


def test_an_existing_configuration_is_left_alone_and_the_message_says_what_to_add(
    tmp_path: Path,
) -> None:
    config = tmp_path / "nbgrader_config.py"
    config.write_text("c = get_config()  # mine\n")
    with pytest.raises(UsageError) as caught:
        init_course(tmp_path)
    assert str(config) in str(caught.value) and SETTINGS in str(caught.value)
    assert config.read_text() == "c = get_config()  # mine\n"


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="file.*Choose another folder"):
        init_course(tmp_path / "file" / "course")
