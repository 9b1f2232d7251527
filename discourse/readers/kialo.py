r"""Kialo: the text that a debate is exported as, numbered claims that speak for or against the one above.

The thesis of a debate is its article; of a debate with several, the title is, and the theses are comments without a
side. Pro and Con become `reply_stance`, support or deny, towards what is answered. A claim that stands in a second
place ("-> See 1.2.") is there again, with its text and without what answers it. Both forms of the export are read: a
claim a line, and a claim under the line of its number, with sources at the end. Format:
https://support.kialo.com/en/hc/exporting-a-discussion/. May import: the standard library, errors, gathering, rows,
readers.base.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from discourse.errors import BrokenInput
from discourse.gathering import Gather
from discourse.readers.base import Source
from discourse.rows import Rows

SITE = "Kialo"
STANCES = {"pro": "support", "con": "deny"}
_TITLE = re.compile(r"\s*Discussion (?:Title|Name):[ \t]*(.*)", re.IGNORECASE)
_CLAIM = re.compile(r"[ \t]*((?:\d{1,9}\.)+)[ \t]+(?:(Pro|Con|Thesis)[ \t]*:)?[ \t]*(.*)", re.IGNORECASE)
_LISTED = re.compile(r"[ \t]*\d{1,9}\.[ \t]")
_SOURCES = re.compile(r"[ \t]*Sources:?[ \t]*", re.IGNORECASE)
_FOOTNOTE = re.compile(r"[ \t]*\[\d{1,4}\][ \t]+\S")
_MARK = re.compile(r"[ \t]?\[\d{1,4}\](?!\()")
_SEE = re.compile(r"[ \t]*-+>[ \t]*See[ \t]+((?:\d{1,9}\.)*\d{1,9})\.?[ \t]*", re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\((?:[^()\s]|\([^()\s]*\)){1,2000}\)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!<>|~-])")


@dataclass(frozen=True)
class Kialo:
    r"""Reader of exports of Kialo.

    Examples
    --------
    >>> said = b"Discussion Title: Ferries\n\n1. They pay.\n1.1. Con: They sink.\n1.1.1. Pro: Often."
    >>> (rows,) = Kialo().read(Source("ferries.txt", data=said))
    >>> rows.columns["id"], rows.columns["parent_id"], rows.columns["reply_stance"]
    (['1.1', '1.1.1'], [None, '1.1'], ['deny', 'support'])
    """

    name: ClassVar[str] = "kialo"
    suffixes: ClassVar[tuple[str, ...]] = (".txt",)

    def sniff(self, head: bytes, name: str) -> float:
        """High for a text that begins with the title of a discussion and goes on with a numbered claim."""
        text = head.decode("utf-8", errors="replace").lstrip("\ufeff \t\r\n")
        if not _TITLE.match(text):
            return 0.0
        return 0.95 if any(_CLAIM.match(line) for line in text.split("\n", 20)[1:20]) else 0.45

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield the claims in one batch."""
        text, defects = source.decoded
        debate = _cut(text.split("\n"))
        if not debate.claims and debate.title is None:
            raise BrokenInput(
                "this is no export of Kialo, which begins with its title and holds numbered claims",
                where=source.name,
                fix="check the file, or pass another --format",
            )
        found = Gather(source.name, strict=source.strict, ordered=True)
        _add(debate, found)
        yield found.rows(defects)


@dataclass
class _Claim:
    """A claim as the export writes it."""

    number: str
    side: str
    line: int
    lines: list[str]
    has_list: bool = False


@dataclass
class _Debate:
    """An export in its parts."""

    title: str | None = None
    above: list[str] = field(default_factory=list)
    claims: list[_Claim] = field(default_factory=list)
    n_sources: int = 0


def _cut(lines: Sequence[str]) -> _Debate:
    """The title, the claims with all their lines, and how many sources are listed at the end."""
    debate = _Debate()
    end = _end(lines)
    debate.n_sources = sum(bool(_FOOTNOTE.match(line)) for line in lines[end:])
    for number, line in enumerate(lines[:end], start=1):
        if not debate.claims and debate.title is None and (match := _TITLE.fullmatch(line)):
            debate.title = match[1].strip()
        elif (match := _CLAIM.fullmatch(line)) and _opens(match, debate.claims):
            debate.claims.append(_Claim(match[1].rstrip("."), (match[2] or "").lower(), number, [match[3]]))
        elif debate.claims:
            debate.claims[-1].has_list |= bool(_LISTED.match(line))
            debate.claims[-1].lines.append(line)
        else:
            debate.above.append(line)
    return debate


def _end(lines: Sequence[str]) -> int:
    """Where the claims end: at the list of sources, or with the last line."""
    for at in range(len(lines) - 1, -1, -1):
        if _SOURCES.fullmatch(lines[at]) and all(
            not line.strip() or line[:1].isspace() or _FOOTNOTE.match(line) for line in lines[at + 1 :]
        ):
            return at
        if _CLAIM.fullmatch(lines[at]):
            break
    return len(lines)


def _opens(match: re.Match[str], claims: Sequence[_Claim]) -> bool:
    """Whether a numbered line is a claim and no item of a list in one; a thesis is the next of its kind."""
    number = match[1].rstrip(".")
    if match[2] or "." in number:
        return True
    if not claims:
        return True
    return int(number) == int(claims[-1].number.partition(".")[0]) + 1 and not claims[-1].has_list


def _add(debate: _Debate, found: Gather) -> None:
    """The claims as comments, below the thesis or the title."""
    theses = [claim for claim in debate.claims if "." not in claim.number]
    said_by = [_text(claim, debate.n_sources) for claim in debate.claims]
    # Of claims of one number, each keeps its own text; the first is the one that others refer to.
    texts = {claim.number: text for claim, text in reversed(list(zip(debate.claims, said_by, strict=True)))}
    thesis = theses[0] if len(theses) == 1 else None
    said = texts[thesis.number] if thesis else ""
    above = _joined(debate.above)
    found.article(
        "",
        title=debate.title or said,
        text="\n\n".join(part for part in (above, said) if part),
        site=SITE,
    )
    tops = {claim.number.partition(".")[0] for claim in debate.claims}
    answered = tops if thesis or (not theses and len(tops) == 1) else set()
    shown, lost = _referred(texts)
    for claim, text in zip(debate.claims, said_by, strict=True):
        if claim is thesis:
            continue
        parent = claim.number.rpartition(".")[0]
        found.add(
            id=claim.number,
            parent_id=None if parent in {"", *answered} else parent,
            text=shown[claim.number] if text == texts[claim.number] else text,
            reply_stance=STANCES.get(claim.side),
            line=claim.line,
        )
    for number in lost:
        found.defect("reference to a claim that is not there", number, "kept as it is written")
    n_again = sum(shown[number] != text for number, text in texts.items())
    if n_again:
        found.note(f"{n_again} claims stand in a second place; they have the text of the claim that they refer to")
    if debate.n_sources:
        found.note(f"{debate.n_sources} sources are listed at the end, and are left out")


def _text(claim: _Claim, n_sources: int) -> str:
    """What a claim says, without markup, and without footnotes where sources are listed."""
    text = _joined(claim.lines)
    if n_sources:
        text = _MARK.sub("", text)
    return _ESCAPED.sub(r"\1", _LINK.sub(r"\1", text))


def _joined(lines: Sequence[str]) -> str:
    """Lines as a text."""
    return "\n".join(line.strip() for line in lines).strip()


def _referred(texts: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """The texts with those of the claims that are referred to, and the claims that refer to none."""
    shown: dict[str, str] = {}
    lost: list[str] = []
    for number in texts:
        path, seen = [number], {number}
        while path[-1] not in shown and (match := _SEE.fullmatch(texts[path[-1]])):
            if match[1] not in texts or match[1] in seen:
                lost.append(path[-1])
                break
            path.append(match[1])
            seen.add(match[1])
        text = shown.get(path[-1], texts[path[-1]])
        shown |= dict.fromkeys(path, text)
    return shown, lost
