"""A page as columns: its elements in the order of the page, with how much text and link text stands in each.

What a page repeats is found by asking these columns and not the tree. May import: the standard library, selectolax,
hypertext.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from discourse.hypertext.parts import Parts
from discourse.hypertext.prose import ROLE, SKIPPED

_APART = frozenset({"nav"})


@dataclass
class Outline:
    """The elements of a page.

    Parameters
    ----------
    nodes : list of LexborNode
        In the order of the page, part after part.
    tag : list of str
    up : list of int
        Place of the element around, -1 for none.
    end : list of int
        Place after the last element inside, in the same part.
    text, linked : list of int
        Characters of visible text, and of visible text inside links, before each element; one more at the end, so that
        differences count what is inside.
    unseen : list of bool
        Whether an element is or stands in a script, a form, a navigation and the like.
    place : dict of int to int
        Place by `mem_id`.
    """

    nodes: list[LexborNode] = field(default_factory=list)
    tag: list[str] = field(default_factory=list)
    up: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    text: list[int] = field(default_factory=list)
    linked: list[int] = field(default_factory=list)
    unseen: list[bool] = field(default_factory=list)
    place: dict[int, int] = field(default_factory=dict)

    def n_text(self, at: int) -> int:
        """Characters of visible text in an element."""
        return self.text[self.end[at]] - self.text[at]

    def n_linked(self, at: int) -> int:
        """Characters of visible text in links in an element."""
        return self.linked[self.end[at]] - self.linked[at]

    def inside(self, at: int) -> range:
        """Places of the elements in an element."""
        return range(at + 1, self.end[at])

    def around(self, at: int) -> Iterator[int]:
        """Places of the elements around an element, from the inside out."""
        at = self.up[at]
        while at >= 0:
            yield at
            at = self.up[at]

    def holds(self, outer: int, inner: int) -> bool:
        """Whether one element stands inside another."""
        return outer < inner < self.end[outer]


def outline(page: Parts) -> Outline:
    """The columns of a page.

    Examples
    --------
    >>> from discourse.hypertext.parts import parse
    >>> columns = outline(parse("<body><p>An <a>old</a> ferry<p>no"))
    >>> columns.tag, columns.n_text(2), columns.n_linked(2), columns.up
    (['html', 'head', 'body', 'p', 'a', 'p'], 12, 3, [-1, 0, 0, 2, 3, 2])
    """
    out = Outline()
    n_text = n_linked = 0
    linking: list[bool] = []
    for number, part in enumerate(page.parts):
        first = len(out.nodes)
        outer = out.place.get(page.places[number].mem_id, -1) if number in page.places else -1
        root = part.tree.root
        if root is None:
            continue
        for node in root.traverse(include_text=True):
            above = node.parent
            up = out.place.get(above.mem_id, outer) if above is not None else outer
            if node.is_text_node:
                if up < 0 or out.unseen[up]:
                    continue
                n = len((node.text_content or "").strip())
                n_text += n
                n_linked += n if linking[up] else 0
                continue
            if not node.is_element_node:
                continue
            tag = node.tag or ""
            out.place[node.mem_id] = len(out.nodes)
            out.nodes.append(node)
            out.tag.append(tag)
            out.up.append(up)
            out.text.append(n_text)
            out.linked.append(n_linked)
            out.unseen.append((up >= 0 and out.unseen[up]) or _is_unseen(node, tag))
            linking.append((up >= 0 and linking[up]) or tag == "a")
        _set_ends(out, first)
    out.text.append(n_text)
    out.linked.append(n_linked)
    return out


def _is_unseen(node: LexborNode, tag: str) -> bool:
    """Whether an element is none that holds what a page says; some systems set the whole page in one form."""
    if tag == "form":
        return node.css_first("h1, h2, article, main, p") is None
    return ROLE.get(tag, 0) == SKIPPED or tag in _APART


def _set_ends(out: Outline, first: int) -> None:
    """Set where each element of the part that begins at `first` ends."""
    last = len(out.nodes)
    end = list(range(first + 1, last + 1))
    for at in range(last - 1, first, -1):
        up = out.up[at]
        if up >= first and end[at - first] > end[up - first]:
            end[up - first] = end[at - first]
    out.end += end
