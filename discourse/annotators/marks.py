"""Comments that are not a person's new words, but a program's, or said before: they are marked, none is removed.

May import: the standard library, annotators.base, codebook, copies, corpus, thread.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from discourse.annotators.base import judged_texts, written_order
from discourse.codebook import Codebook
from discourse.copies import plain_words
from discourse.corpus import Corpus
from discourse.thread import Thread

READ = 20_000
"""Characters of a comment in which a program is looked for that says it is one."""


class Sign(NamedTuple):
    """Something that shows a program.

    Parameters
    ----------
    where : str
        "author", "role", "text".
    regex : re.Pattern
        Found there, it shows a program; what it matched is the evidence.
    """

    where: str
    regex: re.Pattern[str]


SIGNS = (
    Sign("author", re.compile(r"\A(?:auto[ _-]?mod(?:erator)?|\[?bot\]?)\Z", re.IGNORECASE)),
    # "GifBot", "gif_bot", "gif-bot2"; not "Talbot" or "robot".
    Sign("author", re.compile(r"\A\S*(?:[a-z0-9]Bot|[_-][Bb]ot|[a-z]BOT)(?:[_-]?[0-9]+|[_-])?\Z")),
    Sign(
        "author",
        re.compile(
            r"\A\S*(?:mod|auto|news|wiki|tip|remind|link|gif|stats?|summary|convert|quote|peek|video|tweet|feed|rss|haiku"
            r"|translat(?:e|or)|check|counter|help|info|reply|repost|metric)s?bot[0-9]*\Z",
            re.IGNORECASE,
        ),
    ),
    Sign("author", re.compile(r"\A(?:pingback|trackback)\b", re.IGNORECASE)),
    Sign("role", re.compile(r"\b(?:bot|pingback|trackback)\b", re.IGNORECASE)),
    Sign(
        "text",
        re.compile(
            r"(?:^[ \t*^(]{0,5}|(?<=[.!?*^(~|])|(?<=[.!?*^(~|]\s)|\bbeep,? boop[,.!]* )"
            r"I(?: am|'m|’m) (?:just )?an? (?:\w+ )?bot\b(?!\s*\?)",
            re.IGNORECASE | re.MULTILINE,
        ),
    ),
    Sign("text", re.compile(r"(?<!\w)ich bin ein bot\b(?!\s*\?)", re.IGNORECASE)),
    Sign(
        "text",
        re.compile(
            r"\bthis (?:action|comment|message|reply) was (?:performed|posted|generated|written|made) automatically\b"
            r"|\bthis is an automated (?:comment|message|reply)\b",
            re.IGNORECASE,
        ),
    ),
    Sign("text", re.compile(r"\A\s*(?:pingback|trackback):", re.IGNORECASE)),
    # The excerpt that WordPress makes of a page that links here.
    Sign("text", re.compile(r"\A\s*\[(?:…|\.\.\.)\](?=[^\n]{0,2000}\[(?:…|\.\.\.)\]\s*\Z)")),
)
"""In the order in which they are looked for; the first that is found is the evidence."""


@dataclass(frozen=True)
class Marks:
    """Which comments a program seems to have written, and which say what an earlier one of the thread said.

    Parameters
    ----------
    n_characters : int
        Texts of at least so many characters that are the same are duplicates whoever wrote them; shorter ones only
        when one author posted them twice in answer to the same comment, or to the article.

    Notes
    -----
    A program is known by its name ("GifBot", "AutoModerator"), by the role that the source states, by saying so, and
    as the notice of a page that links here (pingback, trackback); one that hides it is not found. Texts are compared by
    their words, without regard to case and punctuation; a text without words by its characters. A comment that was
    removed is neither.

    Examples
    --------
    >>> from discourse.assemble import assemble
    >>> from discourse.rows import Rows
    >>> texts = ["Keep the old bridge open!", "Hi.", "Keep the old bridge open"]
    >>> rows = Rows({"id": ["a", "b", "c"], "author": ["Ann", "GifBot", "Ben"], "text": texts})
    >>> found = Marks().annotate(assemble(rows))
    >>> found["is_bot"], found["is_bot_evidence"], found["duplicate_of"]
    ([False, True, False], [None, 'GifBot', None], [None, None, 'a'])
    """

    n_characters: int = 20

    name: ClassVar[str] = "marks"
    requires: ClassVar[tuple[str, ...]] = ("quotes",)
    assigns: ClassVar[tuple[str, ...]] = ("is_bot", "is_bot_evidence", "duplicate_of")

    @classmethod
    def from_codebook(cls, codebook: Codebook) -> Marks:
        """The annotator; it asks nothing of the codebook."""
        return cls()

    def annotate(self, corpus: Corpus) -> Mapping[str, Any]:
        """Columns `is_bot`, `is_bot_evidence` and `duplicate_of`."""
        blank = [None] * corpus.n_comments
        roles = corpus.strings("role") if "role" in corpus.names else blank
        signs = [
            sign(author, role, text)
            for author, role, text in zip(corpus.strings("author"), roles, judged_texts(corpus), strict=True)
        ]
        duplicates = [name for thread in corpus for name in self._duplicates(thread)]
        return {
            "is_bot": [found is not None for found in signs],
            "is_bot_evidence": signs,
            "duplicate_of": duplicates,
        }

    def _duplicates(self, thread: Thread) -> list[str | None]:
        """For each comment the id of the first with its text."""
        found: list[str | None] = [None] * len(thread)
        ids, authors, parents = thread.strings("id"), thread.strings("author"), thread.parents.tolist()
        is_gone = thread.values("deleted").tolist()
        first: dict[tuple[object, ...], int] = {}
        for row in written_order(thread):
            text = thread.texts[row]
            if is_gone[row] or not text.strip():
                continue
            said = " ".join(plain_words(text)[0]) or "".join(text.split())
            is_long = len(text.strip()) >= self.n_characters
            if not is_long and authors[row] is None:
                continue
            key: tuple[object, ...] = (said,) if is_long else (said, authors[row], parents[row])
            if (original := first.setdefault(key, row)) != row:
                found[row] = ids[original]
        return found


def sign(author: str | None, role: str | None, text: str) -> str | None:
    """What shows that a program wrote a comment, None when nothing does.

    Examples
    --------
    >>> sign("Ann", None, "Beep boop, I'm a bot."), sign("J. Talbot", None, "You think I am a bot?")
    ("Beep boop, I'm a bot", None)
    """
    places = {"author": author or "", "role": role or "", "text": text[:READ]}
    for one in SIGNS:
        if match := one.regex.search(places[one.where]):
            return match.group().strip(" \t\n*^(")
    return None
