"""How known systems mark up their comments: a table of selectors, to which a row a system is added.

The rows stand where their kind stands; here they are put into the order in which they are tried. Of two rows that read
a page equally well the first one counts. May import: the standard library, and markup_row and the markups of this
package.
"""

from __future__ import annotations

from collections.abc import Collection

from discourse.readers.html.markup_row import Markup, Selectors
from discourse.readers.html.markups_blogs import BLOGS
from discourse.readers.html.markups_formats import FORMATS
from discourse.readers.html.markups_forums import FORUMS
from discourse.readers.html.markups_sites import SITES
from discourse.readers.html.markups_widgets import WIDGETS

MARKUPS: tuple[Markup, ...] = (*BLOGS, *FORUMS, *SITES, *WIDGETS, *FORMATS)
"""Rows of the table, special ones before those of standards."""

__all__ = ["MARKUPS", "Markup", "Selectors", "candidates"]


def candidates(classes: Collection[str]) -> list[Markup]:
    """Rows that a page is worth reading by.

    Parameters
    ----------
    classes : collection of str
        All classes of the page.

    Returns
    -------
    list of Markup
        In the order of the table.

    Examples
    --------
    >>> [row.name for row in candidates({"comment", "depth-1"}) if row.hints]
    ['WordPress']
    """
    named = frozenset(classes)
    return [row for row in MARKUPS if not row.hints or not named.isdisjoint(row.hints)]
