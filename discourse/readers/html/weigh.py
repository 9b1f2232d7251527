"""What speaks for and against the elements of a group being comments.

Of each group is asked whether its members hold prose, whether names and times stand at the same places in most of them,
whether they link to themselves or can be answered, and whether the page calls them, or what is around them, comments.
Teasers, menus and tables look alike in some of this and differ in the rest. May import: the standard library, and
hints, looker, outline, values of this package.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from statistics import median

from discourse.readers.html.hints import ANSWER, AUTHOR, BODY, COUNTED, DATE, NOT_AUTHOR, REPLY
from discourse.readers.html.looker import Looker
from discourse.readers.html.outline import Outline
from discourse.readers.html.values import LONGEST_NAME, name_of

FEWEST_PROSE = 0.5
MOST_LINKED = 0.5
COMMON = 0.6
LEAVES = 80
"""So many elements with words are looked at in a member."""
SHORTEST = 12
TITLE = 15
"""Links with so many characters that are all of a line are titles."""
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_NAMING = frozenset("cite strong b a h3 h4 h5 h6".split())

Texts = dict[int, list[tuple[int, str]]]


@dataclass
class Group:
    """Elements that share a key.

    Parameters
    ----------
    key : str
        What they share.
    members : list of int
        Places in the outline, in the order of the page.
    named : int
        2 when the key itself says comment, 1 when something around most members does, 0 otherwise.
    ends : dict of int to int
        By member, the place after the last element that belongs to it.
    begins : bool
        Whether members only begin a comment, and what follows them belongs to it.
    n : int
        Members that were looked at; the shares below are of these.
    author, date : dict of int to int
        By member, the element that holds the field.
    constant : set of int
        Elements that say the same in most members, and buttons.
    buttons : set of int
    replies, prose, numbered, anchored, headed, alike, linked : float
        Shares of the members that hold a button to reply, hold prose, have a number of their own, link to themselves,
        have a title that links elsewhere, say the same as another; and of the text that stands in links.
    """

    key: str
    members: list[int]
    named: int
    ends: dict[int, int]
    begins: bool = False
    n: int = 0
    author: dict[int, int] = field(default_factory=dict)
    date: dict[int, int] = field(default_factory=dict)
    constant: set[int] = field(default_factory=set)
    buttons: set[int] = field(default_factory=set)
    replies: float = 0.0
    prose: float = 0.0
    linked: float = 0.0
    numbered: float = 0.0
    anchored: float = 0.0
    headed: float = 0.0
    alike: float = 0.0

    def n_text(self, at: int, columns: Outline) -> int:
        """Characters of visible text in a member."""
        return columns.text[self.ends[at]] - columns.text[at]

    def own(self, at: int, columns: Outline) -> Iterator[int]:
        """Elements of a member that are shown, in order, without those of members inside it."""
        place, end = at if self.begins else at + 1, self.ends[at]
        while place < end:
            if place != at and place in self.ends:
                place = self.ends[place]
            elif columns.unseen[place]:
                place = columns.end[place]
            else:
                yield place
                place += 1

    def leaves(self, at: int, look: Looker) -> list[int]:
        """Of those the first ones that hold text of their own or a time."""
        speaking = (one for one in self.own(at, look.columns) if look.columns.tag[one] == "time" or look.speaks(one))
        return list(islice(speaking, LEAVES))

    def path(self, inner: int, at: int, look: Looker) -> str:
        """The way from a member to an element in it."""
        return look.path(inner, look.columns.up[at] if self.begins else at)

    @property
    def worth(self) -> float:
        """How much speaks for comments: members, weighed by what is known of each."""
        known = (len(self.author) + len(self.date)) / max(self.n, 1)
        signs = 0.5 * self.named + 0.5 * min(self.replies, 1.0) + 0.25 * max(self.numbered, self.anchored)
        return float(len(self.members) ** 0.75 * self.prose * (0.25 + known + signs))

    def doubts(self) -> list[str]:
        """Why these are not believed to be comments; empty when they are."""
        authors, dates = len(self.author) / max(self.n, 1), len(self.date) / max(self.n, 1)
        said = []
        if self.prose < FEWEST_PROSE:
            said.append("most hold no prose")
        if self.linked > MOST_LINKED:
            said.append("most of their text is links")
        told_apart = min(authors, dates) >= 0.8 and (self.named or max(self.replies, self.anchored) >= COMMON)
        if self.alike > 0.5 and self.n > 2 and not told_apart:
            said.append("most say the same")
        if self.n == 1:
            is_one = self.named == 2 and authors and (dates or self.numbered)
            return said if is_one else [*said, "there is only one"]
        signed = max(self.replies, self.numbered - 0.3, self.anchored)
        if (
            (self.named == 2 and max(authors, dates, signed) >= COMMON)
            or (self.named == 1 and authors >= COMMON and max(dates, signed) >= 0.5 and self.headed < 0.5)
            or (self.named == 1 and dates >= 0.8 and max(self.numbered, self.replies) >= 0.8 and self.headed < 0.3)
            or (min(authors, dates) >= 0.8 and max(self.replies, self.anchored) >= COMMON and self.headed < 0.3)
            or (self.n >= 3 and min(authors, dates) >= 0.8 and signed + 0.3 >= 0.8 and self.headed < 0.3)
        ):
            return said
        return [*said, "nothing calls them comments"]


def weigh(group: Group, look: Looker, most: int | None = None) -> bool:
    """Fill in what speaks for and against a group; False when it holds too little text to be asked.

    Parameters
    ----------
    group : Group
        Changed in place.
    look : Looker
    most : int, optional
        Look at so many members only, spread evenly.
    """
    columns, all_ = look.columns, group.members
    step = max(len(all_) / most, 1.0) if most else 1.0
    asked = [all_[int(k * step)] for k in range(int(len(all_) / step))]
    if median(group.n_text(at, columns) for at in asked) < SHORTEST:
        return False
    group.n = len(asked)
    texts: Texts = {at: [(leaf, look.words(leaf)) for leaf in group.leaves(at, look)] for at in asked}
    n_with = Counter(words for pairs in texts.values() for words in {words for _, words in pairs})
    constant = {words for words, n in n_with.items() if n >= max(2, COMMON * group.n)}
    leaves = [pair for pairs in texts.values() for pair in pairs]
    group.buttons = {leaf for leaf, words in leaves if _is_button(words[:60])}
    group.constant = group.buttons | {leaf for leaf, words in leaves if words in constant and not _is_body(look, leaf)}
    buttons = [any(_answers(words) for _, words in pairs if len(words) < 40) for pairs in texts.values()]
    group.replies = sum(buttons) / group.n
    group.date = _dates(group, look, texts)
    group.author = _authors(group, look, texts)
    fields = sorted({*group.author.values(), *group.date.values(), *group.constant})
    said = [" ".join(_said(look, leaf, words, fields) for leaf, words in pairs) for pairs in texts.values()]
    spoken = [
        len("".join(words.split())) >= SHORTEST or any(columns.tag[leaf] == "p" for leaf, _ in texts[at])
        for at, words in zip(asked, said, strict=True)
    ]
    group.prose = sum(spoken) / group.n
    group.alike = (max(Counter(words[:200] for words in said).values()) - 1) / group.n
    linked = sum(columns.linked[group.ends[at]] - columns.linked[at] for at in asked)
    group.linked = linked / max(sum(group.n_text(at, columns) for at in asked), 1)
    group.numbered = sum(_is_numbered(columns, at) for at in asked) / group.n
    group.anchored = sum(_is_anchored(group, at, columns) for at in asked) / group.n
    group.headed = sum(_is_headed(group, at, look) for at in asked) / group.n
    return True


@lru_cache(maxsize=4096)
def _is_button(words: str) -> bool:
    """Whether words are those of a button beside a comment."""
    return REPLY.fullmatch(words) is not None


@lru_cache(maxsize=4096)
def _answers(words: str) -> bool:
    """Whether words are those of a button to reply."""
    return ANSWER.fullmatch(words) is not None


def _is_body(look: Looker, leaf: int) -> bool:
    """Whether an element is one for what is said."""
    named = look.columns.nodes[leaf].attributes.get("class")
    return look.columns.tag[leaf] == "p" or (named is not None and BODY.search(named) is not None)


def _said(look: Looker, leaf: int, words: str, fields: Sequence[int]) -> str:
    """What stands in an element and is none of the fields, which are sorted; its own text where it holds a field."""
    columns = look.columns
    after = bisect_left(fields, leaf)
    if fields[after : after + 1] == [leaf]:
        return ""
    holds = after < len(fields) and fields[after] < columns.end[leaf]
    return " ".join((columns.nodes[leaf].text(deep=False) or "").split()) if holds else words


def _dates(group: Group, look: Looker, texts: Texts) -> dict[int, int]:
    """By member, the element that holds its time: at the same place in most of them."""
    at_path: dict[str, dict[int, int]] = defaultdict(dict)
    for member, pairs in texts.items():
        for leaf, _ in pairs:
            if look.is_time(leaf):
                at_path[group.path(leaf, member, look)].setdefault(member, leaf)
    if not at_path:
        return {}

    # The longest words tell most: a date with its time before the time alone.
    def worth(path: str) -> tuple[int, bool, bool, float]:
        leaves = at_path[path]
        longest = sum(len(look.words(leaf)) for leaf in leaves.values()) / len(leaves)
        return len(leaves), "time" in path, bool(DATE.search(path)), longest

    best = max(at_path, key=worth)
    found = dict(at_path[best])
    for leaves in at_path.values():
        for member, leaf in leaves.items():
            found.setdefault(member, leaf)
    return found


def _authors(group: Group, look: Looker, texts: Texts) -> dict[int, int]:
    """By member, the element that holds its author: short words at the same place in most, and not the same in all."""
    at_path: dict[str, dict[int, tuple[int, str]]] = defaultdict(dict)
    dated = set(group.date.values())
    for member, pairs in texts.items():
        for leaf, words in pairs[:12]:
            if leaf in dated or not is_name(words) or look.stamp(leaf) is not None:
                continue
            path = group.path(leaf, member, look)
            if leaf in group.constant and (_is_button(words[:60]) or not AUTHOR.search(_last(path))):
                continue
            at_path[path].setdefault(member, (leaf, words))
    _add_called(at_path)
    worths = {path: _author_worth(path, leaves, group.n) for path, leaves in at_path.items()}
    best = max(worths, key=lambda path: worths[path], default="")
    beside = {member: leaf for member, leaf in group.date.items() if look.stamp(leaf) and name_beside_time(look, leaf)}
    if len(beside) >= COMMON * group.n and not AUTHOR.search(_last(best)):
        return beside
    if not best or worths[best] < COMMON:
        return {}
    found = {member: leaf for member, (leaf, _) in at_path[best].items()}
    for path in sorted(at_path, key=lambda path: -worths[path]):
        if _is_same_place(best, path):
            for member, (leaf, _) in at_path[path].items():
                found.setdefault(member, leaf)
    return found


def _add_called(at_path: dict[str, dict[int, tuple[int, str]]]) -> None:
    """Add what is called the author in the same way, wherever it stands in each member."""
    called: dict[str, dict[int, tuple[int, str]]] = defaultdict(dict)
    for path, leaves in at_path.items():
        steps = path.split("/")
        last = "/".join(steps[-2:] if steps[-1].endswith(".") else steps[-1:])
        if AUTHOR.search(last) and not NOT_AUTHOR.search(last):
            for member, leaf in leaves.items():
                called[last].setdefault(member, leaf)
    for last, leaves in called.items():
        if len(leaves) > len(at_path.get(last, ())):
            at_path[last] = leaves


def _author_worth(path: str, leaves: Mapping[int, tuple[int, str]], n: int) -> float:
    """How likely the words at a path are names."""
    share = len(leaves) / n
    varied = len({words for _, words in leaves.values()}) / len(leaves)
    likely, is_called = _names(path)
    if share < 0.5 and not is_called:
        return 0.0
    return share * likely * (0.4 + 0.6 * varied if n > 2 else 1.0)


@lru_cache(maxsize=4096)
def _names(path: str) -> tuple[float, bool]:
    """How likely a path leads to names by what its last steps are called, and whether any step is called so."""
    last = " ".join(path.rsplit("/", 2)[-2:])
    tag = path.rsplit("/", 1)[-1].partition(".")[0]
    likely = 1.0 + bool(AUTHOR.search(last)) + 0.5 * (tag in _NAMING)
    # Beside the name in a box that is called the author's stands since when he is known.
    called = last if AUTHOR.search(last) and _last(path).endswith(".") else _last(path)
    likely -= 0.8 * bool(BODY.search(last)) + 0.5 * bool(NOT_AUTHOR.search(called))
    return likely, AUTHOR.search(path) is not None


def _last(path: str) -> str:
    """The last step of a path."""
    return path.rsplit("/", 1)[-1]


def _is_same_place(best: str, path: str) -> bool:
    """Whether names at a path are those of members that have none at the best one: a link or none around them."""
    if path.startswith(f"{best}/") or best.startswith(f"{path}/"):
        return True
    last = _last(path)
    return best.rpartition("/")[0] == path.rpartition("/")[0] and (
        AUTHOR.search(last) is not None and NOT_AUTHOR.search(last) is None
    )


@lru_cache(maxsize=4096)
def is_name(words: str) -> bool:
    """Whether words could be a name, alone or with "says" and the like around it.

    Examples
    --------
    >>> is_name("Ann Lee says:"), is_name("The ferry is late again and nobody told us.")
    (True, False)
    >>> is_name("39 points"), is_name("12/2006")
    (False, False)
    """
    name = name_of(words) if len(words) <= 2 * LONGEST_NAME else None
    if name is None or len(name) > 60 or name.count(" ") > 5 or COUNTED.fullmatch(name):
        return False
    return not name.endswith((".", "!", "?", ";")) or name.count(" ") < 2


def name_beside_time(look: Looker, at: int) -> str | None:
    """The name in an element, without the time that may stand beside it, as in "Ann Lee, 3 May 2020"."""
    words = look.words(at)
    span = look.span(words) if len(words) <= 2 * LONGEST_NAME else None
    if span is None:
        return name_of(words)
    before, after = words[: span[0]], words[span[1] :]
    return next((name_of(one) for one in (before, after) if len(one.strip()) > 2 and is_name(one)), None)


def _is_numbered(columns: Outline, at: int) -> bool:
    """Whether a member, or what begins it, has a number of its own in its id or in a data attribute."""
    for place in range(at, min(at + 4, columns.end[at])):
        for name, value in columns.nodes[place].attributes.items():
            if value and (name in {"id", "name"} or name.startswith("data-")) and any(map(str.isdigit, value[:100])):
                return True
    return False


def _is_anchored(group: Group, at: int, columns: Outline) -> bool:
    """Whether a member links to itself: to an id that it, or something in it, has."""
    named: set[str] = set()
    linked: set[str] = set()
    for place in (at, *group.own(at, columns)):
        attributes = columns.nodes[place].attributes
        for name in ("id", "name"):
            if name in attributes and (value := attributes[name]):
                named.add(value)
        address = attributes.get("href") if columns.tag[place] == "a" else None
        if address and "#" in address:
            linked.add(address.rpartition("#")[2])
    return bool((named & linked) - {""})


def _is_headed(group: Group, at: int, look: Looker) -> bool:
    """Whether a member has a title that links elsewhere, as a teaser has: a heading, or a link that is a line."""
    columns = look.columns
    for place in group.own(at, columns):
        if columns.tag[place] in _HEADINGS:
            inner = columns.nodes[place].css_first("a[href]")
            link = columns.place.get(inner.mem_id, -1) if inner is not None else columns.up[place]
        elif columns.tag[place] == "a" and columns.tag[columns.up[place]] not in {"p", "blockquote"}:
            is_all = columns.n_text(columns.up[place]) == columns.n_text(place)
            link = place if is_all and look.words(place).count(" ") >= 2 and look.stamp(place) is None else -1
        else:
            continue
        address = columns.nodes[link].attributes.get("href") if link >= 0 and columns.tag[link] == "a" else None
        if address and "#" not in address and len(look.words(place)) >= TITLE:
            return not AUTHOR.search(str(columns.nodes[place].attributes) + str(columns.nodes[link].attributes))
    return False
