"""HTML of a comment as plain text, once: paragraphs stay, links are collected."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

HTML_LIMIT = 200_000
"""Characters of HTML that are read; no comment for people is longer."""

_BLOCKS = frozenset(
    [
        *("p", "div", "blockquote", "pre", "ul", "ol", "table"),
        *("section", "article", "header", "footer", "figure"),
        *("h1", "h2", "h3", "h4", "h5", "h6"),
    ]
)
_LINES = frozenset(["br", "hr", "li", "tr", "dt", "dd", "figcaption"])
_SILENT = frozenset(["script", "style", "template", "head"])
_LOOKS_LIKE_HTML = re.compile(r"</?[A-Za-z][^<>]*>|&#?\w{1,31};|<!--")
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_TITLE = re.compile(rb"<title[^>]*>([^<]{1,200})", re.IGNORECASE)
_BLANKS = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Extract:
    """A comment's words and the addresses it shows, as they stand there."""

    text: str
    links: tuple[str, ...] = ()


def looks_like_html(text: str) -> bool:
    """Tell whether a text that may be HTML holds any tag or entity."""
    return _LOOKS_LIKE_HTML.search(text) is not None


def extract(html: str) -> Extract:
    """Return the text of HTML and the addresses of its links and pictures, in order."""
    reader = _Reader()
    reader.feed(html[:HTML_LIMIT])
    reader.close()
    lines = (line.strip() for line in "".join(reader.parts).split("\n"))
    text = _BLANKS.sub("\n\n", "\n".join(lines)).strip()
    return Extract(text, tuple(dict.fromkeys(reader.links)))


def page_title(body: bytes) -> str:
    """Return what a page calls itself, to say what came instead of a feed."""
    title = _TITLE.search(body)
    return title[1].decode("utf-8", "replace").strip() if title else "…"


class _Reader(HTMLParser):
    """Collects text and addresses; knows nothing of style."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[str] = []
        self._silent = 0
        self._preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        elif tag == "pre":
            self._preformatted += 1
        elif tag == "img":
            self._picture(values)
        elif address := values.get("href" if tag == "a" else "src", "").strip():
            self.links.append(address)
        self._break(tag, opening=True)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "pre":
            self._preformatted = max(0, self._preformatted - 1)
        self._break(tag, opening=False)

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        self.parts.append(data if self._preformatted else _SPACE.sub(" ", data))

    def _picture(self, values: dict[str, str]) -> None:
        """Keep an emoji's sign and any other picture's address."""
        style = values.get("class", "")
        if "emoji" in style or "smiley" in style:
            self.parts.append(values.get("alt", ""))
        elif address := values.get("src", "").strip():
            self.links.append(address)

    def _break(self, tag: str, *, opening: bool) -> None:
        if self._silent:
            return
        if tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag in _LINES and (opening or tag != "li"):
            self.parts.append("\n- " if tag == "li" else "\n" if opening else "")
