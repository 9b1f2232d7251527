"""Sentiment of every comment by VADER, with the words that carry none in this matter taken out of its lexicon.

The package judges; this module chooses its lexicon, keeps texts away from it that would hang it, and finds the words
that the result rests on. May import: the standard library, numpy, base, codebook, corpus, errors, text;
vaderSentiment only when a corpus is annotated.
"""

from __future__ import annotations

import re
import string
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple

import numpy as np

from discourse.annotators.base import judged_texts
from discourse.codebook import Codebook
from discourse.corpus import Corpus
from discourse.errors import CodebookError
from discourse.text import Span

POSITIVE = 0.05
"""At least this is positive and at most its negative is negative, as the authors of VADER advise."""

MOST_WORDS, MOST_EMOJI = 2_000, 200
"""Up to here a text is judged as a whole."""
PIECE_WORDS, MOST_PIECES = 40, 200
"""Longer texts are judged in so many pieces of at most so many words."""

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\Z")
_TOKEN = re.compile(r"\S+")


class Judgement(NamedTuple):
    """What VADER makes of one text.

    Parameters
    ----------
    compound : float
        From -1 to 1.
    evidence : (int, int) or None
        Span of the words that carried most of it.
    """

    compound: float
    evidence: Span | None


@dataclass(frozen=True)
class Sentiment:
    """VADER's compound score and label for every comment.

    Parameters
    ----------
    neutral : sequence of str
        Words without any feeling in this matter ("army", "killed" under a war report): they lose their valence.
    added : mapping of str to float
        Words with a valence of their own, from -4 to 4.

    Notes
    -----
    Texts of up to 2,000 words and 200 emoji get exactly the score of the package. VADER's time grows with the square
    of the words, and an emoji counts as several. A longer text is cut at the ends of its sentences and after 40
    words; each piece is judged alone, and the score is their mean, as the authors of VADER advise for long texts. Of
    more than 200 pieces 200 that are spread evenly over the text are judged.

    References
    ----------
    Hutto and Gilbert (2014), VADER: a parsimonious rule-based model for sentiment analysis of social media text, ICWSM.
    """

    name: ClassVar[str] = "sentiment"
    requires: ClassVar[tuple[str, ...]] = ("quotes",)
    assigns: ClassVar[tuple[str, ...]] = ("sentiment", "sentiment_label", "sentiment_evidence")

    neutral: Sequence[str] = ()
    added: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for word in (*self.neutral, *self.added):
            if len(word.split()) != 1:
                raise CodebookError(
                    "VADER gives a valence to single words only",
                    given=word,
                    fix="list the words of the phrase one by one",
                )

    @classmethod
    def from_codebook(cls, codebook: Codebook) -> Sentiment:
        """Sentiment with the codebook's neutral and added words."""
        return cls(neutral=codebook.neutral, added=codebook.added)

    def annotate(self, corpus: Corpus) -> Mapping[str, Any]:
        """Columns `sentiment`, `sentiment_label` and `sentiment_evidence`; missing where there is no text to judge."""
        vader = self.analyzer()
        compound = np.full(corpus.n_comments, np.nan)
        labels: list[str | None] = [None] * corpus.n_comments
        evidence: list[str | None] = [None] * corpus.n_comments
        for row, text in enumerate(judged_texts(corpus)):
            if not text:
                continue
            found = judge(vader, text)
            compound[row] = found.compound
            labels[row] = label(found.compound)
            if found.evidence:
                evidence[row] = corpus.texts[row][slice(*found.evidence)]
        return {"sentiment": compound, "sentiment_label": labels, "sentiment_evidence": evidence}

    def analyzer(self) -> Any:
        """VADER's analyzer with a lexicon of its own, the neutral words out of it and the added ones in it."""
        vader = _recorder()()
        for word in self.neutral:
            vader.lexicon.pop(word.lower(), None)
        vader.lexicon.update({word.lower(): value for word, value in self.added.items()})
        return vader


@lru_cache(maxsize=1)
def _recorder() -> Any:
    """The package's analyzer, as a class that also keeps the valences of the words it judged last.

    Its lexicon is a copy of one that is read once and belongs to nobody.
    """
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    shared = SentimentIntensityAnalyzer()

    class Recorder(SentimentIntensityAnalyzer):  # type: ignore[misc, unused-ignore]
        def __init__(self) -> None:
            self.lexicon: dict[str, float] = dict(shared.lexicon)
            self.emojis: dict[str, str] = shared.emojis
            self.valences: list[float] = []

        def score_valence(self, sentiments: list[float], text: str) -> Any:
            self.valences = list(sentiments)
            return super().score_valence(sentiments, text)

    return Recorder


def label(compound: float) -> str:
    """The side of a compound score.

    Examples
    --------
    >>> label(0.05), label(-0.05), label(0.04)
    ('positive', 'negative', 'neutral')
    """
    if compound >= POSITIVE:
        return "positive"
    return "negative" if compound <= -POSITIVE else "neutral"


def judge(vader: Any, text: str) -> Judgement:
    """Score and evidence of one text, long ones in pieces.

    Parameters
    ----------
    vader : analyzer
        From `Sentiment.analyzer`.
    text : str

    Examples
    --------
    >>> text = "A wonderful bridge."
    >>> judged = judge(Sentiment().analyzer(), text)
    >>> judged.compound, text[slice(*judged.evidence)]
    (0.5719, 'wonderful')
    """
    emoji: dict[str, str] = vader.emojis
    n_emoji = 0 if text.isascii() else sum(char in emoji for char in text)
    if n_emoji <= MOST_EMOJI and len(text.split()) <= MOST_WORDS:
        compound = vader.polarity_scores(text)["compound"]
        return Judgement(compound, _evidence(vader, text, compound))
    spans = pieces(text, emoji)
    if len(spans) > MOST_PIECES:
        spans = [spans[at] for at in np.linspace(0, len(spans) - 1, MOST_PIECES).astype(int)]
    scores = [vader.polarity_scores(text[start:end])["compound"] for start, end in spans]
    compound = round(sum(scores) / len(scores), 4)
    strongest = max(range(len(spans)), key=lambda at: scores[at] if compound > 0 else -scores[at])
    start, end = spans[strongest]
    vader.polarity_scores(text[start:end])
    found = _evidence(vader, text[start:end], compound)
    return Judgement(compound, (start + found[0], start + found[1]) if found else None)


def pieces(text: str, emoji: Container[str] = ()) -> list[Span]:
    """Spans of pieces of at most 40 words and emoji that end with their sentences; words of over 40 characters are cut.

    Parameters
    ----------
    text : str
    emoji : container of str
        Characters that count as a word each.

    Notes
    -----
    Linear in the text.

    Examples
    --------
    >>> said = "It opened. Nobody came!"
    >>> [said[start:end] for start, end in pieces(said)]
    ['It opened.', 'Nobody came!']
    """
    spans: list[Span] = []
    first, last, n_words = -1, -1, 0
    for match in _TOKEN.finditer(text):
        for start in range(match.start(), match.end(), PIECE_WORDS):
            end = min(start + PIECE_WORDS, match.end())
            first = start if first < 0 else first
            last, n_words = end, n_words + max(1, sum(char in emoji for char in text[start:end]))
            if n_words >= PIECE_WORDS:
                spans.append((first, last))
                first, n_words = -1, 0
        if first >= 0 and _SENTENCE_END.search(text, max(match.start(), match.end() - 4), match.end()):
            spans.append((first, last))
            first, n_words = -1, 0
    if first >= 0:
        spans.append((first, last))
    return spans


def _evidence(vader: Any, text: str, compound: float) -> Span | None:
    """Span of the word that carried most of the text judged last, with strong neighbours and its negation."""
    valences: list[float] = vader.valences
    side = (compound > 0) - (compound < 0)
    if not side or not valences:
        return None
    best = max(range(len(valences)), key=lambda at: side * valences[at])
    if side * valences[best] <= 0:
        return None
    spans = _token_spans(vader.emojis, text)
    first = last = best
    least = side * valences[best] / 2
    while first > 0 and side * valences[first - 1] >= least:
        first -= 1
    while last + 1 < len(valences) and side * valences[last + 1] >= least:
        last += 1
    # A word whose side was turned is no evidence without what turned it.
    own = vader.lexicon.get(text[slice(*_bare(text, spans[first]))].lower())
    if own is not None and own * side < 0:
        near = range(first - 1, max(first - 4, -1), -1)
        first = next((at for at in near if _turns(text[slice(*_bare(text, spans[at]))])), first)
    return _bare(text, spans[first])[0], _bare(text, spans[last])[1]


def _turns(word: str) -> bool:
    """Whether VADER lets this word turn the side of the next ones."""
    from vaderSentiment.vaderSentiment import negated

    return bool(negated([word])) or word.lower() in ("no", "least")


def _token_spans(emoji: Mapping[str, str], text: str) -> list[Span]:
    """Where the words that VADER judged stand in the text; an emoji stands for all words of its description."""
    if text.isascii() or not any(char in emoji for char in text):
        return [match.span() for match in _TOKEN.finditer(text)]
    written, origin, after_space = [], [], True
    for at, char in enumerate(text):
        said = emoji.get(char)
        shown = char if said is None else said if after_space else " " + said
        written.append(shown)
        origin.extend([at] * len(shown))
        after_space = said is None and char == " "
    # The blank before a description has the emoji's place; no word can begin on it.
    tokens = _TOKEN.finditer("".join(written))
    return [(origin[match.start()], origin[match.end() - 1] + 1) for match in tokens]


def _bare(text: str, span: Span) -> Span:
    """The span of a word without the punctuation around it, as VADER strips it: not down to two characters or fewer."""
    start, end = span
    word = text[start:end]
    bare = word.strip(string.punctuation)
    if len(bare) <= 2:
        return start, end
    start += len(word) - len(word.lstrip(string.punctuation))
    return start, start + len(bare)
