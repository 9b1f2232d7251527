"""Which claim of the article a comment speaks to, and where it stands towards it.

A comment speaks to a claim when one of its sentences quotes it, or tells of the same event befalling the same target
of the codebook in whatever words, or is more like it than like anything else in the article and shares two things with
it that the article does not name everywhere. Most comments speak to none. May import: the standard library, numpy,
annotators.base, article, codebook, columns, corpus, errors, text; beside it cues, frames, likeness, names, terms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.annotators.base import judged_texts
from discourse.annotators.claims.cues import Attitude, attitude, contradiction, is_negated, told_with
from discourse.annotators.claims.frames import HARM, Frame, alike, frames, years
from discourse.annotators.claims.likeness import Sentence, likeness, quotations
from discourse.annotators.claims.names import MARK, names_of
from discourse.annotators.claims.terms import Term
from discourse.article import Article, Claim
from discourse.codebook import Codebook
from discourse.columns import INHERITED, STANCE
from discourse.corpus import ARTICLE_CLAIMS, Corpus
from discourse.errors import InvalidParameter
from discourse.text import Span, sentences, words

QUOTED_SCORE = 0.95
TOLD = 0.35
"""What telling of the same event adds to the likeness."""
SHORT_REPLY = 12
"""Words up to which a reply with an attitude may be about its parent's claim."""
_NEAR = 40
"""Characters between two shared words of one piece of evidence."""
_MOST_SENTENCES, _LONGEST = 200, 1_000
"""Sentences of a comment, and characters of a sentence, that are compared."""


class Link(NamedTuple):
    """A comment's tie to a claim.

    Parameters
    ----------
    claim : int
        Number of the claim in its article, from 0.
    score : float
        Likeness from 0 to 1; 0.95 for a quotation.
    evidence : (int, int)
        Span in the comment of the words quoted, or of words shared that stand near one another.
    attitude : Attitude or None
    """

    claim: int
    score: float
    evidence: Span
    attitude: Attitude | None


@dataclass(frozen=True)
class ClaimLinks:
    """Tie each comment to the claim it speaks to, if any.

    Parameters
    ----------
    codebook : Codebook, optional
        All names of a target are one term, and events that befall it are compared. Names that also stand for things
        in general ("police", "planes") tie comments about others to the claim.
    threshold : float
        Likeness from which a sentence speaks to a claim.
    inherit : float
        What a short reply that only affirms or disputes keeps of its parent's score; 0 switches the reply tree off.

    Notes
    -----
    Likeness is the mean of two cosines: of the stems of words, and of runs of three to five letters, both weighted by
    TF-IDF over the sentences of the article and its comments. The closest sentence of the article has to be a claim.
    Six words in a row that stand in one sentence of the article alone are a quotation; nothing else that a
    comment quotes counts. Otherwise two things have to
    be shared: "Ann Ray" is one, words of the title and of a quarter of the claims are none, and names alone need half
    as much likeness again.

    An event in which a target of the codebook, or a name that the article explains ("Odda Ferry Line (OFL)"), takes
    the same part, by a word of the same class ("crushed", "routed") or of a kin one, adds 0.35 or 0.26 to the
    likeness, and is enough alone. It does not count when the comment wishes, plans or doubts it, or names another
    year. Of claims that tell of it equally, and are as like by 0.05, the article's first is taken.

    The stance towards the claim is read from words that affirm or dispute it in the same sentence, or in a short one
    after it, and where the event is told, from words that welcome or deny it. It is missing where there are none, and
    "none" where the sentence only asks for more.
    """

    name: ClassVar[str] = "claim_links"
    requires: ClassVar[tuple[str, ...]] = (ARTICLE_CLAIMS, "quotes")
    assigns: ClassVar[tuple[str, ...]] = (
        "claim",
        "claim_score",
        "claim_evidence",
        "claim_stance",
        "claim_stance_score",
        "claim_stance_evidence",
    )

    codebook: Codebook = field(default_factory=Codebook)
    threshold: float = 0.22
    inherit: float = 0.6

    def __post_init__(self) -> None:
        for name in ("threshold", "inherit"):
            if not 0 <= getattr(self, name) <= 1:
                raise InvalidParameter("this lies in [0, 1]", where=name, given=str(getattr(self, name)))

    @classmethod
    def from_codebook(cls, codebook: Codebook) -> ClaimLinks:
        """Links with the parameters set here."""
        return cls(codebook)

    def annotate(self, corpus: Corpus) -> Mapping[str, Any]:
        """Columns `claim` and `claim_stance` with their scores and evidence.

        Where no article makes a claim, as in a corpus read from records, links that are there already stay.
        """
        if corpus.has("claim") and not any(article.claims for article in corpus.articles):
            return {}
        n = corpus.n_comments
        text_columns: dict[str, list[str | None]] = {
            name: [None] * n for name in ("claim", "claim_evidence", "claim_stance", "claim_stance_evidence")
        }
        scores, stance_scores = np.full(n, np.nan), np.full(n, np.nan)
        own, whole = judged_texts(corpus), judged_texts(corpus, with_quotes=True)
        for thread, article in enumerate(corpus.articles):
            first, end = int(corpus.offsets[thread]), int(corpus.offsets[thread + 1])
            texts, quoting = own[first:end], whole[first:end]
            links = link(texts, article, self.threshold, self.codebook, quoting)
            inherited = self._inherited(texts, links, corpus.parents[first:end] - first) if self.inherit else {}
            for row, found in {**links, **inherited}.items():
                source = quoting[row] if row in links else quoting[int(corpus.parents[first + row]) - first]
                words = source[slice(*found.evidence)]
                text_columns["claim"][first + row] = article.claims[found.claim].id
                text_columns["claim_evidence"][first + row] = words if row in links else INHERITED + words
                scores[first + row] = found.score
                if found.attitude:
                    text_columns["claim_stance"][first + row] = found.attitude.stance
                    stance_scores[first + row] = found.attitude.score
                    text_columns["claim_stance_evidence"][first + row] = quoting[row][
                        found.attitude.start : found.attitude.end
                    ]
        return {**text_columns, "claim_score": scores, "claim_stance_score": stance_scores}

    def _inherited(self, texts: Sequence[str], links: Mapping[int, Link], parents: NDArray[Any]) -> dict[int, Link]:
        """Links of short replies that affirm or dispute what their parent said about a claim."""
        found = {}
        for row, above in enumerate(parents.tolist()):
            if row in links or above not in links or not texts[row] or len(words(texts[row])) > SHORT_REPLY:
                continue
            says = attitude(texts[row], (0, len(texts[row])))
            if says is None:
                continue
            parent = links[above]
            found[row] = Link(
                parent.claim, round(self.inherit * parent.score, 4), parent.evidence, _passed_on(says, parent.attitude)
            )
        return found


def _passed_on(says: Attitude, parent: Attitude | None) -> Attitude | None:
    """The stance towards a claim of one who affirms or disputes what another said of it."""
    favor, against, none = STANCE
    if says.stance == none:
        return says
    if parent is None or parent.stance == none:
        return None
    stance = parent.stance if says.stance == favor else favor if parent.stance == against else against
    return Attitude(stance, round(says.score * parent.score, 4), says.start, says.end)


def link(
    texts: Sequence[str],
    article: Article,
    threshold: float = 0.22,
    codebook: Codebook | None = None,
    quoting: Sequence[str] | None = None,
) -> dict[int, Link]:
    """The links of the comments of one article, by their row.

    Parameters
    ----------
    texts : sequence of str
        The comments; an empty one is linked to nothing.
    article : Article
        With its claims.
    threshold : float
        Likeness from which a sentence speaks to a claim.
    codebook : Codebook, optional
        Its targets have one name each, whatever a text calls them.
    quoting : sequence of str, optional
        The comments with what they quote, where `texts` has blanks: a quotation of a claim ties a comment to it too.

    Notes
    -----
    One sparse product of all sentences with the sentences of the article, a thousand at a time.

    Examples
    --------
    >>> from discourse.article import Block, Claim
    >>> said = "The ferry carried ninety horses to the market of Odda."
    >>> article = Article((Block("paragraph", said),), claims=(Claim("k1", said, 0, len(said)),))
    >>> texts = ["Nice weather.", "Wrong, there were no horses at the Odda market."]
    >>> found = link(texts, article)
    >>> list(found), found[1].attitude.stance, texts[1][slice(*found[1].evidence)]
    ([1], 'against', 'horses at the Odda market')
    """
    quoting = texts if quoting is None else quoting
    spans = _sentences(quoting)
    if not spans or not article.claims:
        return {}
    passages = _passages(article)
    names = names_of(article, codebook or Codebook())
    terms = [names.terms(texts[one.row], (one.start, one.end)) for one in spans]
    passage_terms = [names.terms(passage) for passage in passages]
    claim_terms = passage_terms[: len(article.claims)]
    everywhere = _everywhere(claim_terms, names.terms(article.title))
    told = _told(texts, spans, terms, article.claims, claim_terms)
    said = [texts[one.row][one.start : one.end] for one in spans]
    weights = {at: (hit.claims, TOLD * hit.weight) for at, hit in told.items()}
    best_score, closest = likeness(said, terms, passages, passage_terms, weights)
    quotes = quotations(quoting, spans, passages)
    best: dict[int, Link] = {}
    for at, one in enumerate(spans):
        quoted = quotes[at].passage if at in quotes else None
        claim = quoted if quoted is not None else int(closest[at])
        score = max(QUOTED_SCORE, float(best_score[at])) if quoted is not None else float(best_score[at])
        if claim >= len(article.claims) or score < threshold:
            continue
        wanted = {term.stem for term in claim_terms[claim]}
        shared = [term for term in terms[at] if term.stem in wanted]
        frame = told[at].frame if at in told and claim in told[at].claims else None
        if quoted is not None:
            evidence = quotes[at].evidence
        elif frame:
            evidence = frame.start, frame.end
        elif _is_enough([term for term in shared if term.stem not in everywhere], score, threshold):
            evidence = _densest(shared)
        else:
            continue
        if one.row in best and best[one.row].score >= score:
            continue
        says = _attitude(texts[one.row], spans, at, evidence, shared, article.claims[claim].text, frame)
        best[one.row] = Link(claim, round(min(score, 1.0), 4), evidence, says)
    return best


def _sentences(texts: Sequence[str]) -> list[Sentence]:
    """The sentences of the comments, as far as they are compared."""
    return [
        Sentence(row, a, min(b, a + _LONGEST))
        for row, text in enumerate(texts)
        for a, b in sentences(text)[:_MOST_SENTENCES]
    ]


class _Told(NamedTuple):
    claims: tuple[int, ...]
    weight: float
    frame: Frame


def _told(
    texts: Sequence[str],
    spans: Sequence[Sentence],
    terms: Sequence[Sequence[Term]],
    claims: Sequence[Claim],
    claim_terms: Sequence[Sequence[Term]],
) -> dict[int, _Told]:
    """The claims that tell what a sentence tells of something the codebook names, in the article's order."""
    by_name: dict[str, list[tuple[int, Frame]]] = {}
    for number, (claim, found) in enumerate(zip(claims, claim_terms, strict=True)):
        named = [term for term in found if term.stem.startswith(MARK)]
        for frame in frames(claim.text[:_LONGEST], (0, min(len(claim.text), _LONGEST)), named, is_prose=True):
            by_name.setdefault(frame.name, []).append((number, frame))
    dated = [years(f"{claim.text} {claim.date or ''}") for claim in claims]
    told: dict[int, _Told] = {}
    for at, one in enumerate(spans):
        named = [term for term in terms[at] if term.stem in by_name]
        if not named:
            continue
        text = texts[one.row]
        when = years(text[one.start : one.end])
        for frame in frames(text, (one.start, one.end), named):
            alikes: dict[int, float] = {}
            for number, other in by_name[frame.name]:
                if not when or not dated[number] or when & dated[number]:
                    alikes[number] = max(alikes.get(number, 0.0), alike(frame, other))
            weight = max(alikes.values(), default=0.0)
            if weight > (told[at].weight if at in told else 0.0):
                told[at] = _Told(tuple(n for n, one_weight in alikes.items() if one_weight == weight), weight, frame)
    return told


def _passages(article: Article) -> list[str]:
    """The claims, then all other sentences of the article."""
    taken = [(claim.start, claim.end) for claim in article.claims]
    others = [
        article.text[start + a : start + b]
        for start, _, block in article.spans
        for a, b in sentences(block.text)
        if not any(first <= start + a < end for first, end in taken)
    ]
    return [claim.text for claim in article.claims] + others


def _everywhere(claim_terms: Sequence[Sequence[Term]], title: Sequence[Term]) -> set[str]:
    """Stems of the title, and of a quarter of the claims (of three at least)."""
    counted = Counter(stem for terms in claim_terms for stem in {term.stem for term in terms})
    return {term.stem for term in title} | {stem for stem, n in counted.items() if n >= max(3, len(claim_terms) / 4)}


def _is_enough(shared: Sequence[Term], score: float, threshold: float) -> bool:
    """Whether two things are shared; where they are nothing but names, the likeness has to be half as much again."""
    things: dict[str, bool] = {}
    names: set[int] = set()
    for term in shared:
        if term.name_start not in names:
            things.setdefault(term.stem, term.is_name)
        names.add(term.name_start)
    return len(things) >= 2 and (score >= 1.5 * threshold or not all(things.values()))


def _densest(shared: Sequence[Term]) -> Span:
    """Span of the words shared that stand near one another and are the most different; the first of two such."""
    runs: list[list[Term]] = []
    for term in shared:
        if runs and term.start - runs[-1][-1].end <= _NEAR:
            runs[-1].append(term)
        else:
            runs.append([term])
    best = max(runs, key=lambda run: len({term.stem for term in run}))
    return best[0].start, best[-1].end


def _attitude(
    text: str,
    spans: Sequence[Sentence],
    at: int,
    evidence: Span,
    shared: Sequence[Term],
    claim: str,
    frame: Frame | None,
) -> Attitude | None:
    """What a sentence says about its claim, after the words that speak of it, before them, or in the next sentence.

    What affirms before them, as "Exactly." does at the beginning of a comment, affirms the comment answered, not the
    claim.
    """
    here = spans[at]
    says = attitude(text, (evidence[1], here.end)) or contradiction(
        text, (here.start, here.end), [(term.start, term.end) for term in shared], is_negated(claim)
    )
    if says is None:
        before = attitude(text, (here.start, evidence[0]))
        says = before if before and before.stance == "against" else None
    if says is None and frame is not None:
        says = told_with(text, (here.start, here.end), (frame.start, frame.end), frame.at, is_negated(claim))
        says = None if says and says.stance == "favor" and frame.event in HARM else says
    if says is None and at + 1 < len(spans) and spans[at + 1].row == here.row:
        says = attitude(text, (spans[at + 1].start, spans[at + 1].end))
    return says
