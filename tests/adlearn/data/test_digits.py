"""Digits drawn in code: the same everywhere, worth learning from, in files of MNIST's format."""

from __future__ import annotations

import builtins
import gzip
import hashlib
import os
import struct

import numpy as np
import pytest

from adlearn.data import idx_files, make_digits, write_digits

SMALL = {"train": 30, "test": 20}


# Pictures


def test_each_digit_is_there_equally_often_and_in_no_order():
    images, labels = make_digits(203, seed=1)
    assert images.shape == (203, 28, 28) and labels.shape == (203,)
    assert images.dtype == labels.dtype == np.uint8
    assert sorted(np.bincount(labels)) == [20] * 7 + [21] * 3
    assert not np.array_equal(labels, np.arange(203) % 10) and len(set(labels[:20])) > 5


def test_a_seed_gives_the_same_bytes_everywhere_and_another_seed_others():
    images, labels = make_digits(150, seed=0)
    digest = hashlib.sha256(labels.tobytes() + images.tobytes()).hexdigest()
    assert digest[:16] == "90f7e433e7d4c81d"
    again, _ = make_digits(150, seed=0)
    other, _ = make_digits(150, seed=1)
    fresh, fresher = make_digits(10)[0], make_digits(10)[0]
    assert np.array_equal(images, again)
    assert not np.array_equal(images, other) and not np.array_equal(fresh, fresher)


def test_a_digit_is_dark_ink_on_light_paper_and_stays_inside():
    images, _ = make_digits(300, seed=2)
    assert np.median(images) < 20 and images.max(axis=(1, 2)).min() > 150
    border = np.concatenate([images[:, [0, -1]], images[:, :, [0, -1]].transpose(0, 2, 1)], axis=1)
    assert (border > 100).any(axis=(1, 2)).mean() < 0.1


def slopes_of_scores(scores, labels):
    """The derivative of the mean softmax loss."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances = powers / powers.sum(axis=1, keepdims=True)
    return (chances - np.eye(10)[labels]) / len(labels)


def test_two_layers_read_over_nine_of_ten_new_digits_and_a_linear_classifier_clearly_fewer():
    (X, y), (new, true) = ((i.reshape(-1, 784) / 255, n) for i, n in map(digits, (0, 1)))
    random = np.random.default_rng(0)
    first, second = random.normal(0, 0.1, (784, 100)), random.normal(0, 0.3, (100, 10))
    linear = np.zeros((784, 10))
    for epoch in range(20):
        for start in range(0, len(X), 20):
            x, labels = X[start : start + 20], y[start : start + 20]
            linear -= 0.2 * x.T @ slopes_of_scores(x @ linear, labels)
            if epoch < 6:
                hidden = np.maximum(x @ first, 0)
                slopes = slopes_of_scores(hidden @ second, labels)
                back = (slopes @ second.T) * (hidden > 0)
                first, second = first - 0.2 * x.T @ back, second - 0.2 * hidden.T @ slopes
    by_two = np.mean((np.maximum(new @ first, 0) @ second).argmax(axis=1) == true)
    by_one = np.mean((new @ linear).argmax(axis=1) == true)
    assert by_two > 0.91 and by_one < by_two - 0.05 and by_one > 0.75


def digits(seed):
    return make_digits(2000 - 1000 * seed, seed)


def test_no_digits_cannot_be_drawn():
    with pytest.raises(ValueError, match="at least 1 digit"):
        make_digits(0)


# Files


def unpacked(path):
    with gzip.open(path) as file:
        return file.read()


def test_the_files_are_named_and_laid_out_as_mnist_s(tmp_path):
    paths = write_digits(tmp_path / "new" / "data", **SMALL, progress=False)
    assert [os.path.basename(path) for path in paths] == [
        "train-images-idx3-ubyte.gz",
        "train-labels-idx1-ubyte.gz",
        "t10k-images-idx3-ubyte.gz",
        "t10k-labels-idx1-ubyte.gz",
    ]
    for (pictures, labels), n, which in ((paths[:2], 30, 0), (paths[2:], 20, 1)):
        images, digits = make_digits(n, [0, which])
        content = unpacked(pictures)
        assert struct.unpack(">IIII", content[:16]) == (2051, n, 28, 28)
        assert content[16:] == images.tobytes()
        content = unpacked(labels)
        assert struct.unpack(">II", content[:8]) == (2049, n) and content[8:] == digits.tobytes()


def test_right_files_are_left_alone_and_damaged_ones_are_mended(tmp_path, capsys):
    paths = write_digits(tmp_path, **SMALL)
    assert "30 digits to learn from and 20 to test with: written to" in capsys.readouterr().out
    before = [os.stat(path).st_ino for path in paths]
    contents = [unpacked(path) for path in paths]
    assert write_digits(tmp_path, **SMALL) == paths
    assert "already in" in capsys.readouterr().out
    assert [os.stat(path).st_ino for path in paths] == before
    with open(paths[0], "rb+") as file:
        file.truncate(100)
    open(paths[1], "wb").close()  # opened with the wrong mode once
    with open(paths[2], "wb") as file:
        file.write(gzip.compress(contents[2][:-1]))
    assert write_digits(tmp_path, **SMALL) == paths
    assert "written to" in capsys.readouterr().out
    assert [unpacked(path) for path in paths] == contents
    assert os.stat(paths[3]).st_ino == before[3]


def test_somebody_s_own_digits_are_not_overwritten(tmp_path):
    own = tmp_path / "t10k-labels-idx1-ubyte.gz"
    own.write_bytes(gzip.compress(struct.pack(">II", 2049, 3) + bytes([1, 2, 3])))
    kept = own.read_bytes()
    with pytest.raises(FileExistsError, match=f"{own} .*other digits.* another folder"):
        write_digits(tmp_path, **SMALL, progress=False)
    assert own.read_bytes() == kept and os.listdir(tmp_path) == [own.name]


def test_a_folder_that_cannot_be_written_to_is_said_with_the_remedy(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match=r"file.*: Not a directory\. Give a folder .* write_digits\("):
        write_digits(tmp_path / "file" / "data", **SMALL, progress=False)


def test_what_stops_on_the_way_leaves_no_half_of_a_file(tmp_path, monkeypatch):
    def full(source, target):
        assert os.path.getsize(source)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(idx_files.os, "replace", full)
    with pytest.raises(OSError, match="No space left on device"):
        write_digits(tmp_path, **SMALL, progress=False)
    assert os.listdir(tmp_path) == []


def test_a_bar_shows_how_far_it_is_or_lines_where_there_is_none(tmp_path, capsys, monkeypatch):
    pytest.importorskip("tqdm")
    write_digits(tmp_path, train=400, test=200)
    assert "400/400" in capsys.readouterr().err
    real = builtins.__import__

    def refuse(name, *args, **kwargs):
        if name.startswith("tqdm"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    write_digits(tmp_path, train=400, test=200)
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["digits to learn from: 100 of 400", "digits to learn from: 200 of 400"]
    assert lines[4] == "digits to test with: 100 of 200" and "already in" in lines[-1]
    write_digits(tmp_path, train=400, test=200, progress=False)
    assert capsys.readouterr() == ("", "")
