"""Elements of a page that share something, and what speaks for and against their being comments.

Elements are grouped by a word of their class, the stem of their id, the name of a data attribute, or the box they stand
in. Of each group is asked whether its members hold prose, whether names and times stand at the same places in most of
them, and whether the page calls them, or what is around them, comments. Teasers, menus and tables look alike in some of
this and differ in the rest. May import: the standard library, dates, and hints, outline, values of this package.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from discourse.dates import find as find_date
from discourse.readers.html.hints import (
    AUTHOR,
    BODY,
    COMMENT,
    DATE,
    NOT_COMMENT,
    REPLY,
    SECTION,
    STATE,
    SURE,
    stem,
)
from discourse.readers.html.outline import Outline
from discourse.readers.html.values import LONGEST_NAME, name_of

FEWEST_PROSE = 0.5
MOST_LINKED = 0.5
MOST_GROUPS = 60
SAMPLE = 40
"""Members that are looked at to judge a group."""
COMMON = 0.6
SHORTEST = 12
LEAVES = 80
_BOXES = frozenset("li div article tr dd section".split())
_TOO_COMMON = frozenset("html body head main blockquote p span a b strong em i time h1 h2 h3".split())
_HEADINGS = frozenset("h1 h2 h3 h4".split())


class Looker:
    """What stands in the elements of a page, each asked for once."""

    def __init__(self, columns: Outline) -> None:
        self.columns = columns
        self._words: dict[int, str] = {}
        self._stamps: dict[int, tuple[int, int] | None] = {}
        self._own: dict[int, bool] = {}

    def words(self, at: int) -> str:
        """The text of an element on one line."""
        if at not in self._words:
            self._words[at] = " ".join((self.columns.nodes[at].text(separator=" ") or "").split())
        return self._words[at]

    def stamp(self, at: int) -> tuple[int, int] | None:
        """Where a time stands in the text of an element that holds little else; None where none does."""
        if at not in self._stamps:
            words = self.words(at)
            span = find_date(words) if 4 <= len(words) <= 80 else None
            self._stamps[at] = span if span and span[1] - span[0] >= 0.35 * len(words) else None
        return self._stamps[at]

    def is_time(self, at: int) -> bool:
        """Whether an element is one for times, or holds one."""
        columns = self.columns
        return columns.tag[at] == "time" or "datetime" in columns.nodes[at].attributes or self.stamp(at) is not None

    def speaks(self, at: int) -> bool:
        """Whether some text stands directly in an element."""
        if at not in self._own:
            node = self.columns.nodes[at].first_child
            found = False
            for _ in range(8):
                if node is None or found:
                    break
                found = bool(node.is_text_node and (node.text_content or "").strip())
                node = node.next
            self._own[at] = found
        return self._own[at]

    def leaves(self, at: int, apart: set[int]) -> list[int]:
        """Elements in a member, outside of other members, that hold text of their own or a time; the first ones."""
        columns = self.columns
        found: list[int] = []
        place, end = at + 1, columns.end[at]
        while place < end and len(found) < LEAVES:
            if place in apart or columns.unseen[place]:
                place = columns.end[place]
                continue
            if columns.tag[place] == "time" or self.speaks(place):
                found.append(place)
            place += 1
        return found


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
    n : int
        Members that were looked at; the shares below are of these.
    author, date : dict of int to int
        By member, the element that holds the field.
    constant : set of int
        Elements that say the same in most members.
    replies, prose, numbered, headed, alike, linked : float
        Shares of the members that hold a button to reply, hold prose, have a number of their own, have a heading that
        links elsewhere, say the same as another; and of the text that stands in links.
    """

    key: str
    members: list[int]
    named: int = 0
    n: int = 0
    author: dict[int, int] = field(default_factory=dict)
    date: dict[int, int] = field(default_factory=dict)
    constant: set[int] = field(default_factory=set)
    replies: float = 0.0
    prose: float = 0.0
    linked: float = 0.0
    numbered: float = 0.0
    headed: float = 0.0
    alike: float = 0.0

    @property
    def worth(self) -> float:
        """How much speaks for comments: members, weighed by what is known of each."""
        known = (len(self.author) + len(self.date)) / max(self.n, 1)
        signs = 0.5 * self.named + 0.5 * min(self.replies, 1.0) + 0.25 * self.numbered
        return float(len(self.members) ** 0.75 * self.prose * (0.25 + known + signs))

    def doubts(self) -> list[str]:
        """Why these are not believed to be comments; empty when they are."""
        authors, dates = len(self.author) / max(self.n, 1), len(self.date) / max(self.n, 1)
        said = []
        if self.prose < FEWEST_PROSE:
            said.append("most hold no prose")
        if self.linked > MOST_LINKED:
            said.append("most of their text is links")
        if self.alike > 0.5 and self.n > 2:
            said.append("most say the same")
        if self.n == 1:
            is_one = self.named == 2 and authors and (dates or self.numbered)
            return said if is_one else [*said, "there is only one"]
        signed = max(self.replies, self.numbered - 0.3)
        if (
            (self.named == 2 and max(authors, dates, signed) >= COMMON)
            or (self.named == 1 and authors >= COMMON and max(dates, signed) >= 0.5 and self.headed < 0.5)
            or (self.named == 1 and dates >= 0.8 and max(self.numbered, self.replies) >= 0.8 and self.headed < 0.3)
            or (
                self.n >= 3
                and min(authors, dates) >= 0.8
                and max(signed + 0.3, self.replies) >= 0.8
                and self.headed < 0.3
            )
        ):
            return said
        return [*said, "nothing calls them comments"]


def find_groups(look: Looker) -> list[Group]:
    """Groups of elements that could be comments, weighed; those with most named and most text only."""
    columns = look.columns
    members: dict[str, list[int]] = defaultdict(list)
    around = _named_around(columns)
    for at, node in enumerate(columns.nodes):
        if columns.unseen[at] or columns.n_text(at) < SHORTEST:
            continue
        for key in dict.fromkeys(_keys(columns.tag[at], node.attributes)):
            members[key].append(at)
        if around[at] and columns.up[at] >= 0 and columns.tag[at] in _BOXES:
            members[f"{columns.tag[at]} in {_shown(columns, columns.up[at])}"].append(at)
    groups = [group for key, places in members.items() if (group := _named(key, places, around)) is not None]
    groups.sort(key=lambda group: (-group.named, -sum(map(columns.n_text, group.members))))
    return [group for group in groups[:MOST_GROUPS] if weigh(group, look, SAMPLE)]


def _named(key: str, places: list[int], around: Sequence[bool]) -> Group | None:
    """A group with how it is called; None when it is called something else, or is one element of no name."""
    own = key.partition(" in ")[0]
    if NOT_COMMENT.search(own):
        return None
    named = int(2 * sum(around[at] for at in places) >= len(places) or bool(COMMENT.search(own)))
    if SURE.search(own) and not SECTION.search(own.partition(".")[2]):
        named = 2
    return Group(key, places, named) if named or len(places) > 1 else None


def _keys(tag: str, attributes: dict[str, str | None]) -> Iterable[str]:
    """What an element may share with others of its kind."""
    if tag in _TOO_COMMON:
        return
    for token in dict.fromkeys((attributes.get("class") or "").split()[:12]):
        short = stem(token)
        if len(short) > 1 and not STATE.match(short):
            yield f"{tag}.{short}"
    if (id_ := attributes.get("id")) and any(character.isdigit() for character in id_[:100]) and stem(id_):
        yield f"{tag}#{stem(id_)}"
    for name in attributes:
        if name.startswith("data-") and COMMENT.search(name) and "count" not in name:
            yield f"{tag}[{name}]"
    if "-" in tag and COMMENT.search(tag):
        yield tag


def _shown(columns: Outline, at: int) -> str:
    """An element in a word."""
    attributes = columns.nodes[at].attributes
    named = attributes.get("id") or (attributes.get("class") or "").split(" ")[0]
    return f"{columns.tag[at]}.{stem(named)}" if named else columns.tag[at]


def _named_around(columns: Outline) -> list[bool]:
    """For every element, whether one around it is called comments."""
    inside = [False] * len(columns.nodes)
    calls = [False] * len(columns.nodes)
    for at, node in enumerate(columns.nodes):
        up = columns.up[at]
        inside[at] = up >= 0 and (inside[up] or calls[up])
        attributes = node.attributes
        if attributes and columns.tag[at] not in {"html", "body", "a", "article"}:
            words = f"{(attributes.get('id') or '')[:100]} {attributes.get('class') or ''}".split()[:12]
            calls[at] = any(SURE.search(word) is not None and not NOT_COMMENT.search(word) for word in words)
    return inside


Texts = dict[int, list[tuple[int, str]]]


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
    if median(map(columns.n_text, asked)) < SHORTEST:
        return False
    group.n, apart = len(asked), set(all_)
    texts = {at: [(leaf, look.words(leaf)) for leaf in look.leaves(at, apart)] for at in asked}
    n_with = Counter(words for pairs in texts.values() for words in {words for _, words in pairs})
    constant = {words for words, n in n_with.items() if n >= max(2, COMMON * group.n)}
    group.constant = {
        leaf for pairs in texts.values() for leaf, words in pairs if words in constant or REPLY.fullmatch(words[:60])
    }
    buttons = [any(REPLY.fullmatch(words) for _, words in pairs if len(words) < 40) for pairs in texts.values()]
    group.replies = sum(buttons) / group.n
    group.date = _dates(group, look, texts)
    group.author = _authors(group, look, texts)
    fields = {*group.author.values(), *group.date.values(), *group.constant}
    said = [" ".join(words for leaf, words in pairs if leaf not in fields) for pairs in texts.values()]
    spoken = [
        len(words) >= SHORTEST or columns.n_text(at) >= 3 * SHORTEST for at, words in zip(asked, said, strict=True)
    ]
    group.prose = sum(spoken) / group.n
    group.alike = (max(Counter(words[:200] for words in said).values()) - 1) / group.n
    group.linked = sum(map(columns.n_linked, asked)) / max(sum(map(columns.n_text, asked)), 1)
    group.numbered = sum(_is_numbered(columns, at) for at in asked) / group.n
    group.headed = sum(_is_headed(columns, at, apart) for at in asked) / group.n
    return True


def _path(columns: Outline, at: int, top: int) -> str:
    """The tags and first classes from a member down to an element in it; links do not count."""
    steps: list[str] = []
    while at not in (top, -1) and len(steps) < 8:
        if columns.tag[at] != "a" or not steps:
            words = map(stem, (columns.nodes[at].attributes.get("class") or "").split()[:6])
            steps.append(f"{columns.tag[at]}.{next((word for word in words if not STATE.match(word)), '')}")
        at = columns.up[at]
    if len(steps) > 1 and steps[0].startswith("a."):
        steps = steps[1:]
    return "/".join(reversed(steps))


def _dates(group: Group, look: Looker, texts: Texts) -> dict[int, int]:
    """By member, the element that holds its time: at the same place in most of them."""
    at_path: dict[str, dict[int, int]] = defaultdict(dict)
    for member, pairs in texts.items():
        for leaf, _ in pairs:
            if look.is_time(leaf):
                at_path[_path(look.columns, leaf, member)].setdefault(member, leaf)
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
            if leaf in dated or leaf in group.constant or not is_name(words) or look.stamp(leaf) is not None:
                continue
            at_path[_path(look.columns, leaf, member)].setdefault(member, (leaf, words))
    best, most = "", 0.0
    for path, leaves in at_path.items():
        share = len(leaves) / group.n
        varied = len({words for _, words in leaves.values()}) / len(leaves)
        last = " ".join(path.rsplit("/", 2)[-2:])
        tag = path.rsplit("/", 1)[-1].partition(".")[0]
        likely = 1.0 + bool(AUTHOR.search(last)) + 0.5 * (tag in {"cite", "strong", "b", "a", "h3", "h4", "h5", "h6"})
        likely -= 0.8 * bool(BODY.search(last))
        worth = share * likely * (0.4 + 0.6 * varied if group.n > 2 else 1.0)
        if worth > most and (share >= 0.5 or AUTHOR.search(path)):
            best, most = path, worth
    return {member: leaf for member, (leaf, _) in at_path[best].items()} if most >= 0.6 else {}


def is_name(words: str) -> bool:
    """Whether words could be a name, alone or with "says" and the like around it.

    Examples
    --------
    >>> is_name("Ann Lee says:"), is_name("The ferry is late again and nobody told us.")
    (True, False)
    """
    name = name_of(words) if len(words) <= 2 * LONGEST_NAME else None
    if name is None or len(name) > 60 or name.count(" ") > 5:
        return False
    return not name.endswith((".", "!", "?", ";")) or name.count(" ") < 2


def _is_numbered(columns: Outline, at: int) -> bool:
    """Whether a member, or what begins it, has a number of its own in its id or in a data attribute."""
    for place in range(at, min(at + 4, columns.end[at])):
        for name, value in columns.nodes[place].attributes.items():
            if value and (name in {"id", "name"} or name.startswith("data-")) and any(map(str.isdigit, value[:100])):
                return True
    return False


def _is_headed(columns: Outline, at: int, apart: set[int]) -> bool:
    """Whether a member has a heading that links elsewhere, as a teaser has."""
    for place in columns.inside(at):
        if place in apart:
            return False
        if columns.tag[place] in _HEADINGS:
            link = columns.nodes[place].css_first("a[href]")
            if link is not None and not (link.attributes.get("href") or "").startswith("#"):
                return not AUTHOR.search(str(columns.nodes[place].attributes) + str(link.attributes))
    return False
