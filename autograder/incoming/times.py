"""Times as people and other systems write them, always with their zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from autograder.errors import UsageError
from autograder.names import plain

_WRITTEN = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[ T](?P<time>\d\d?:\d\d(?::\d\d(?:\.\d+)?)?))?"
    r"\s*(?P<zone>Z|[+-]\d\d:?\d\d|[A-Za-z]\w*(?:/\w+)*)?"
)

#: How Moodle writes a time in its grading worksheet, to the minute: in English, and in German.
_MOODLE = ("%A, %d %B %Y, %I:%M %p", "%A, %B %d, %Y, %I:%M %p")
_MOODLE_IN_GERMAN = re.compile(r"\w+, (\d\d?)\. (\w+) (\d{4}), (\d\d?):(\d\d)")
_MONTHS = (
    *("januar", "februar", "märz", "april", "mai", "juni", "juli"),
    *("august", "september", "oktober", "november", "dezember"),
)


def zone_called(name: str) -> tzinfo | None:
    """Give the time zone of a name; this machine's own, which is None, if it is empty.

    Raises
    ------
    UsageError
        If nobody knows it.
    """
    if not name:
        return None
    if name.upper() in ("UTC", "UCT", "GMT", "Z"):
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise UsageError(
            f"{plain(name)}: there is no time zone of that name. Give one such as Europe/Berlin."
        ) from error


def read_time(text: str, zone: tzinfo | None = None) -> datetime:
    """Read a time in which somebody hands in; a day without one is meant until its end.

    Of an hour that comes twice, when clocks are set back, the later one is meant.

    Parameters
    ----------
    text : str
        Such as ``2026-11-20 23:59``, with or without a zone.
    zone : tzinfo, optional
        Where it is if the text does not say so; by default here.

    Raises
    ------
    ValueError
        If it is none, or lies in another century.

    Examples
    --------
    >>> str(read_time("2026-11-20", UTC)), str(read_time("2026-11-20 9:05:00.123456789 -07:00"))
    ('2026-11-21 00:00:00+00:00', '2026-11-20 09:05:00.123456-07:00')
    >>> str(read_time("Wednesday, 10 June 2026, 2:14 PM", ZoneInfo("Europe/Berlin")))
    '2026-06-10 14:14:00+02:00'
    >>> str(read_time("Mittwoch, 10. Juni 2026, 14:14", UTC))
    '2026-06-10 14:14:00+00:00'
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return _placed(_of_moodle(text.strip()), zone)
    clock = found["time"] or ""
    day = datetime.fromisoformat(found["day"])
    if found["zone"]:
        zone = _zone(found["zone"])
    if not clock:
        return _placed(day + timedelta(days=1 if day.year < 2100 else 0), zone)
    at = time.fromisoformat(clock if clock[1] != ":" else f"0{clock}")
    return _placed(datetime.combine(day, at), zone)


def _placed(naive: datetime, zone: tzinfo | None) -> datetime:
    if not 2000 <= naive.year < 2100:
        raise ValueError(f"{naive.year} is no year in which anybody hands in")
    later = naive.replace(fold=1)
    return later.astimezone() if zone is None else later.replace(tzinfo=zone)


def _zone(text: str) -> tzinfo | None:
    if text[0] in "+-":
        return datetime.strptime(text, "%z").tzinfo
    try:
        return zone_called(text)
    except UsageError as error:
        raise ValueError(str(error)) from error


def _of_moodle(text: str) -> datetime:
    for form in _MOODLE:
        try:
            return datetime.strptime(text.replace("\u202f", " "), form)
        except ValueError:
            continue
    german = _MOODLE_IN_GERMAN.fullmatch(text.replace("\u202f", " "))
    if german and (month := german[2].casefold()) in _MONTHS:
        day, year, hour, minute = map(int, german.group(1, 3, 4, 5))
        return datetime(year, _MONTHS.index(month) + 1, day, hour, minute)
    raise ValueError(f"{plain(text)!r} is no time such as 2026-11-20 23:59")


def seconds_late(handed_in: datetime | None, due: datetime | None) -> float:
    """Give by how much something came late; 0 if it did not, or nothing is known."""
    if handed_in is None or due is None:
        return 0.0
    return max(0.0, (handed_in - due).total_seconds())


def in_words(seconds: float) -> str:
    """Write a length of time as days and a clock.

    Examples
    --------
    >>> in_words(0), in_words(59.2), in_words(2 * 86400 + 3661)
    ('', '00:00:59', '2 d 01:01:01')
    """
    if seconds <= 0:
        return ""
    minutes, second = divmod(int(seconds) or 1, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    return (f"{days} d " if days else "") + f"{hour:02}:{minute:02}:{second:02}"
