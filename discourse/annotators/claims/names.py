"""One term for one thing, whatever it is called: the codebook's targets, and short names that an article explains.

May import: the standard library, base, article, codebook, text; of this folder terms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from discourse.annotators.base import Matcher, matcher
from discourse.annotators.claims.terms import Term, terms_in
from discourse.article import Article
from discourse.codebook import Codebook
from discourse.text import Span

MARK = "="
"""What the term of a thing named begins with; no stem does."""

_LONG_SHORT = re.compile(
    r"(?<!\w)((?:[A-Z][\w'’-]{1,30}\s+(?:(?:of|the|and|for|on|in)\s+){0,2}){1,6}[A-Z][\w'’-]{1,30})\s+\(([A-Z]{2,7})s?\)"
)
_LINKING = frozenset({"of", "the", "and", "for", "on", "in"})


@dataclass(frozen=True)
class Names:
    """Reads texts so that all names of one thing become one term.

    Parameters
    ----------
    matcher : Matcher or None
        Finds the names; without it there are words only.

    Examples
    --------
    >>> names = Names(matcher([("line", ("Odda Line", "OL"))]))
    >>> [term.stem for term in names.terms("Horses on the OL")], [term.stem for term in names.terms("The odda line!")]
    (['hors', '=line'], ['=line'])
    """

    matcher: Matcher | None = None

    def terms(self, text: str, span: Span | None = None) -> list[Term]:
        """The words that carry content, and one term for each name found."""
        found = terms_in(text, span)
        if self.matcher is None:
            return found
        start, end = span or (0, len(text))
        named = [
            Term(MARK + hit.name, start + hit.start, start + hit.end, True, start + hit.start)
            for hit in self.matcher.find(text[start:end])
        ]
        kept, at = [], 0
        for term in found:
            while at < len(named) and named[at].end <= term.start:
                at += 1
            if at == len(named) or term.end <= named[at].start:
                kept.append(term)
        return sorted([*kept, *named], key=lambda term: term.start)


def names_of(article: Article, codebook: Codebook) -> Names:
    """The names of the codebook's targets and the short names that an article explains.

    Topics give no names: what they list tells of a matter from many sides.

    Examples
    --------
    >>> from discourse.article import Block
    >>> article = Article((Block("paragraph", "The Norheim Ferry Company (NFC) sails."),))
    >>> [term.stem for term in names_of(article, Codebook()).terms("The norheim ferry company, or NFC")]
    ['=nfc', '=nfc']
    """
    named: dict[str, tuple[str, ...]] = {target.name: (*target.aliases, *target.loaded) for target in codebook.targets}
    for short, long in explained(article.text).items():
        owner = next(
            (name for name, known in named.items() if {short.lower(), long.lower()} & {one.lower() for one in known}),
            short.lower(),
        )
        named[owner] = tuple(dict.fromkeys((*named.get(owner, ()), short, long)))
    return Names(matcher(named.items()) if named else None)


def explained(text: str) -> Mapping[str, str]:
    """Short names with the long ones that a text sets before them, "(PMU)" after three words with those initials.

    Examples
    --------
    >>> explained("The Department of Health (DH) met the Wool Board (FBI).")
    {'DH': 'Department of Health'}
    """
    found: dict[str, str] = {}
    for match in _LONG_SHORT.finditer(text):
        long, short = match.group(1).split(), match.group(2)
        for first in range(len(long) - 1):
            rest = long[first:]
            initials = [word[0].upper() for word in rest if word not in _LINKING]
            if rest[0] not in _LINKING and "".join(initials) == short:
                found.setdefault(short, " ".join(rest))
    return found
