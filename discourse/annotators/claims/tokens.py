"""The words of a sentence with their places, and which of them carry no content of their own.

English only. May import: the standard library, text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from discourse.text import Span, words

FUNCTION = frozenset(
    "a an and are as at be been being but by can could did do does down during for from had has have he her here"
    " his i if in inside into is it its may might more most must near no nor not of off on or our out outside over"
    " per she should since so some than that the their them then there these they this those through to today toward"
    " towards under until up was we were when where which while who whom whose will with within without would"
    " yesterday you after before about around across between beyond against also even only just later ago each all"
    " both either neither because although though".split()
)
WORD_NUMBERS = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety dozen dozens hundred hundreds thousand"
    " thousands million millions billion billions".split()
)


@dataclass(frozen=True)
class Tokens:
    """The words of a sentence.

    Parameters
    ----------
    sentence : str

    Examples
    --------
    >>> tokens = Tokens("It sank, in May.")
    >>> len(tokens), tokens[1], tokens.gap(2), tokens.low(9)
    (4, 'sank', ', ', '')
    """

    sentence: str

    @cached_property
    def spans(self) -> list[Span]:
        """Their places in the sentence."""
        return words(self.sentence)

    def __len__(self) -> int:
        return len(self.spans)

    def __getitem__(self, at: int) -> str:
        """The word at a place, an empty string where there is none."""
        return self.sentence[slice(*self.spans[at])] if 0 <= at < len(self.spans) else ""

    def low(self, at: int) -> str:
        """The word at a place in lower case."""
        return self[at].lower()

    def gap(self, at: int) -> str:
        """What stands between the word before and this one."""
        return self.sentence[self.spans[at - 1][1] : self.spans[at][0]] if 0 < at < len(self.spans) else ""

    def is_next(self, at: int) -> bool:
        """Whether nothing but white space stands between the word before and this one."""
        return self.gap(at).isspace()

    def text(self, first: int, end: int) -> str:
        """The sentence from one word up to the one before another."""
        return self.sentence[self.spans[first][0] : self.spans[end - 1][1]]
