"""A frame is one strict JSON object, or it is refused."""

import os

import pytest
from hypothesis import given, strategies as st

from autograder.sandbox.worker import wire
from autograder.sandbox.worker.wire import FrameReader, MalformedFrame

text = st.text(st.characters(exclude_categories=["Cs"]))
messages = st.dictionaries(
    text,
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | text,
    max_size=5,
)  # fmt: skip


@given(messages, st.data())
def test_a_message_arrives_whole_however_it_is_cut(message, data):
    frame = wire.pack(message)
    cut = data.draw(st.integers(0, len(frame)))
    reader = FrameReader(limit=1 << 20)
    payloads = [reader.feed(frame[:cut]), reader.feed(frame[cut:])]
    whole = [wire.unpack(payload) for payload in payloads if payload is not None]
    assert whole == [message]


def test_text_with_a_backslash_u_in_it_is_not_taken_for_half_a_character():
    message = {"source": r"text = '\ud800 \\ud800'"}
    assert wire.unpack(wire.pack(message)[4:]) == message


def test_half_a_character_is_replaced_on_the_way_out():
    assert wire.unpack(wire.pack({"x": "a\ud800b"})[4:]) == {"x": "a?b"}


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"[]",
        b"1",
        b"{",
        b'{"a":1}{"b":2}',
        b'{"a":1,"a":2}',
        b'{"a":{"b":1,"b":1}}',
        b'{"a":NaN}',
        b'{"a":-Infinity}',
        b'{"a":"\\ud800"}',
        b'{"a":"\xff"}',
        '{"a":1}'.encode("utf-16"),
        b"[" * 200_000,
        b'{"a":' + b"9" * 100_000 + b"}",
        b"\x80\x04\x95cos\nsystem\n",
    ],
    ids=lambda payload: repr(payload[:20]),
)
def test_what_is_not_one_strict_object_is_refused(payload):
    with pytest.raises(MalformedFrame):
        wire.unpack(payload)


def test_a_long_frame_is_refused_before_it_arrives():
    with pytest.raises(MalformedFrame, match="more than 100"):
        FrameReader(limit=100).feed(b"\xff\xff\xff\xff")


def test_bytes_after_the_frame_are_refused():
    with pytest.raises(MalformedFrame, match="more than one"):
        FrameReader(limit=100).feed(wire.pack({}) + b"x")


def test_a_number_that_json_can_not_say_is_never_sent():
    with pytest.raises(ValueError, match="JSON"):
        wire.pack({"x": float("inf")})


def test_a_closed_pipe_reads_as_none_also_in_the_middle_of_a_frame():
    reader, writer = os.pipe()
    os.write(writer, wire.pack({"a": 1})[:6])
    os.close(writer)
    assert wire.read_frame(reader) is None
    os.close(reader)
