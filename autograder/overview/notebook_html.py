"""What stands in a stranger's notebook, as HTML that shows it and does nothing.

Three walls stand one behind the other: a page's own policy forbids scripts and the network (see
`dress.POLICY`); Markdown keeps the elements and attributes that are listed here, and no others; and
an output that is HTML is shown in a frame that may neither run anything nor leave its place.
"""

from __future__ import annotations

import base64
import html
import re
import time
from collections.abc import Iterator, Mapping
from typing import Any

from autograder.overview.dress import code, plain

#: Longest Markdown that is set, longest text of an output, and largest picture, in characters.
MAX_MARKDOWN, MAX_TEXT, MAX_PICTURE = 20_000, 40_000, 6_000_000
#: How many seconds are spent on the Markdown of one page, whatever stands in it.
MAX_SECONDS = 10.0
#: How much of pictures and frames a page holds at most.
MAX_PAGE = 25_000_000

_TAGS = frozenset(
    ["a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "details", "div", "dl"]
    + ["dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark"]
    + ["ol", "p", "pre", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "summary"]
    + ["sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var"]
)
#: What stands for a picture that is attached to a cell; it is no address that exists.
_ATTACHED = "https://attachment.invalid/"
#: What nbconvert puts behind headings, for links that lead nowhere here.
_ANCHOR = re.compile(r'<a class="anchor-link"[^>]*>[^<]*</a>')
#: A picture that is not there, or of which nothing is said.
_NO_PICTURE = re.compile(r"<img(?![^>]*\ssrc=)[^>]*>")
_UNNAMED_PICTURE = re.compile(r"<img (?![^>]*\balt=)")
_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07")
#: Pictures as bytes; how they begin is what they are.
_PICTURES = {
    "image/png": b"\x89PNG",
    "image/jpeg": b"\xff\xd8\xff",
    "image/gif": b"GIF8",
    "image/webp": b"RIFF",
}
_DATA_URL = re.compile(r"data:(image/(?:png|jpeg|gif|webp|svg\+xml));base64,[A-Za-z0-9+/=\s]+\Z")
_FRAME = (
    '<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    'style-src \'unsafe-inline\'; img-src data:"><meta name="color-scheme" content="light dark">'
    "<style>body{font-family:system-ui,sans-serif;margin:.3em;overflow-wrap:anywhere}</style>"
)


class Shown:
    """Shows the parts of one notebook, and counts what it takes."""

    def __init__(self) -> None:
        self._room = MAX_PAGE
        self._seconds = MAX_SECONDS

    def markdown(self, source: str, attachments: Any = None) -> str:
        """Give Markdown as HTML; what is too long, or cannot be read, as its text."""
        import bleach
        from nbconvert.filters.markdown import markdown2html

        if len(source) > MAX_MARKDOWN or self._seconds <= 0:
            return self.text(source)
        started = time.process_time()
        pictures = list(_attached(attachments))
        for number, (name, _) in enumerate(pictures):
            source = source.replace(f"attachment:{name}", f"{_ATTACHED}{number}")
        try:
            made = _ANCHOR.sub("", markdown2html(source))
            safe = bleach.clean(
                made, tags=_TAGS, attributes=_allowed, protocols=_PROTOCOLS, strip=True
            )
        except Exception:  # whatever a text does to the libraries, it can be read
            return self.text(source)
        finally:
            self._seconds -= time.process_time() - started
        safe = _NO_PICTURE.sub("", safe)
        safe = _UNNAMED_PICTURE.sub('<img alt="a picture" ', safe)
        for number, (_, url) in enumerate(pictures):
            safe = safe.replace(f'src="{_ATTACHED}{number}"', f'src="{url}"', 3)
        return self._fitting(f'<div class="markdown">{_headings_lower(safe)}</div>', len(safe))

    def outputs(self, outputs: Any, cell: int) -> str:
        """Give the saved outputs of a cell."""
        if not isinstance(outputs, list):
            return ""
        shown = [self._output(one, cell) for one in outputs[:200] if isinstance(one, dict)]
        if len(outputs) > 200:
            shown.append(f"<p>{len(outputs) - 200} more outputs are left out.</p>")
        return "".join(shown)

    def text(self, text: str, kind: str = "") -> str:
        """Give text as it stands, without colours, and not all of it if it is long."""
        text = _ANSI.sub("", text)
        text = "\n".join(
            line.rsplit("\r", 1)[-1] for line in text.replace("\r\n", "\n").split("\n")
        )
        more = len(text) - MAX_TEXT
        if more > 0:
            text = text[:MAX_TEXT]
        end = f"<p>{more} more characters are left out.</p>" if more > 0 else ""
        return f'<pre class="{kind or "text"}" tabindex="0">{code(text)}</pre>{end}'

    def _output(self, output: dict[str, Any], cell: int) -> str:
        kind = output.get("output_type")
        if kind == "stream":
            name = "stderr" if output.get("name") == "stderr" else "text"
            return self.text(_joined(output.get("text")), name)
        if kind == "error":
            lines = output.get("traceback")
            said = f"{output.get('ename', '')}: {output.get('evalue', '')}"
            told = "\n".join(map(str, lines)) if isinstance(lines, list) and lines else said
            return self.text(told, "stderr")
        data = output.get("data")
        return self._data(data, cell) if isinstance(data, dict) else ""

    def _data(self, data: Mapping[str, Any], cell: int) -> str:
        """Show the richest form of an output that can be shown."""
        texts = {name: _joined(value) for name, value in data.items()}
        said = texts.get("text/plain", "")
        if page := texts.get("text/html"):
            return self._frame(page, cell)
        if drawing := texts.get("image/svg+xml"):
            encoded = base64.b64encode(drawing.encode(errors="replace")).decode()
            return self._picture(f"data:image/svg+xml;base64,{encoded}", said, cell)
        for name in _PICTURES:
            if name in texts and (url := _data_url(name, texts[name])):
                return self._picture(url, said, cell)
        if "text/markdown" in texts:
            return self.markdown(texts["text/markdown"])
        return self.text(said or texts.get("text/latex", ""))

    def _frame(self, page: str, cell: int) -> str:
        words = re.sub(r"<(style|script)\b.*?(</\1|\Z)|<[^>]*>", " ", page[:200_000], flags=re.S)
        height = min(32, 5 + len(words.split()) // 9)
        return self._fitting(
            f'<iframe sandbox="" loading="lazy" title="Output of cell {cell}" '
            f'style="height:{height}em" srcdoc="{html.escape(_FRAME + page)}"></iframe>',
            len(page),
        )

    def _picture(self, url: str, said: str, cell: int) -> str:
        called = plain(f"Output of cell {cell}: {said.strip() or 'a picture'}")
        return self._fitting(f'<img src="{html.escape(url)}" alt="{called}">', len(url))

    def _fitting(self, made: str, size: int) -> str:
        if size > MAX_PICTURE or size > self._room:
            return f"<p>An output of {size / 1e6:.1f} MB is left out here.</p>"
        self._room -= size
        return made


_PROTOCOLS = frozenset({"http", "https", "mailto", "data"})


def _allowed(tag: str, name: str, value: str) -> bool:
    """Say whether an attribute may stay: none that is run, sent, or changes the page around."""
    if name == "href":
        return tag == "a" and not value.strip().lower().startswith("data:")
    if name == "src":
        known = value.startswith(_ATTACHED) or _DATA_URL.match(value)
        return tag == "img" and bool(known)
    return name in _ATTRIBUTES


_ATTRIBUTES = frozenset(
    {"alt", "title", "colspan", "rowspan", "align", "width", "height", "start", "open"}
)


def _headings_lower(text: str) -> str:
    """Let a notebook's headings stand below those of the page around them."""
    return re.sub(r"<(/?)h([1-6])>", lambda h: f"<{h[1]}h{min(6, int(h[2]) + 2)}>", text)


def _attached(attachments: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(attachments, dict):
        return
    for name, bundle in attachments.items():
        for kind in _PICTURES if isinstance(bundle, dict) else ():
            if kind in bundle and (url := _data_url(kind, _joined(bundle[kind]))):
                yield str(name), url


def _data_url(kind: str, encoded: str) -> str:
    """Give a picture as an address that holds it, or nothing if it is no such picture."""
    packed = re.sub(r"\s+", "", encoded)
    try:
        begins = base64.b64decode(packed[:64], validate=True)
    except ValueError:
        return ""
    url = f"data:{kind};base64,{packed}"
    return url if begins.startswith(_PICTURES[kind]) and _DATA_URL.match(url) else ""


def _joined(text: Any) -> str:
    """Give a text that may be written as a list of lines."""
    if isinstance(text, list):
        return "".join(part for part in text if isinstance(part, str))
    return text if isinstance(text, str) else ""
