"""The row of the table of known systems: what a system's markup is described by.

May import: the standard library.
"""

from __future__ import annotations

from dataclasses import dataclass

Selectors = tuple[str, ...]


@dataclass(frozen=True)
class Markup:
    """The markup of one system.

    A field is a tuple of selectors, tried in this order: "css" takes the text of the first element that matches inside
    the comment, not inside a reply to it; "css@text()" its text without that of elements in it; "css@name" an attribute
    of it; "@name" an attribute of the comment's own element; "css -> words" these words where it matches.

    Parameters
    ----------
    name : str
        What reports call it.
    hints : tuple of str
        Words of classes. The page is looked at when it has one of these; always when there are none. Quicker than
        asking the tree for every row.
    comment : tuple of str
        Selectors of the elements that hold a comment each; the first one that finds any is taken.
    body : tuple of str
        Elements that hold what the comment says. Where none is found, all of the comment that is not one of the other
        fields, furniture or a reply.
    author, date, url, id, role, score : tuple of str
        Fields.
    against : tuple of str
        Votes against, where they are counted apart; they are taken off the score.
    parent : tuple of str
        What names the comment replied to: an id, or a link to it. Goes before nesting. Of several the first one counts.
    depth : tuple of str
        A number, growing with the level of the reply, for pages that set replies apart by indentation alone.
    below : str
        Selector of elements whose comments answer the comment right before the element, for systems that put replies
        beside what they answer and not inside.
    follows : bool
        Whether the elements found only begin a comment, and what stands beside them until the next one belongs to it.
    verbatim : bool
        Whether line feeds in the body are shown as such.
    quote : str
        Selector of quotations that neither their element nor their class gives away.
    furniture : str
        Selector of what stands in the comment's element, or among its words, and is not what the comment says.
    outside : str
        The same, asked for only when a comment has no body of its own.
    removed : str
        Selector that matches the element of a removed comment, or something in it.
    opening : bool
        Whether the first one found is the article: a forum's first post, a question.
    article : str
        Selector of the article, where it stands outside the comments.
    """

    name: str
    hints: tuple[str, ...]
    comment: Selectors
    body: Selectors = ()
    author: Selectors = ()
    date: Selectors = ()
    url: Selectors = ()
    id: Selectors = ("@id",)
    role: Selectors = ()
    score: Selectors = ()
    against: Selectors = ()
    parent: Selectors = ()
    depth: Selectors = ()
    below: str = ""
    follows: bool = False
    verbatim: bool = False
    quote: str = ""
    furniture: str = ""
    outside: str = ""
    removed: str = ""
    opening: bool = False
    article: str = ""
