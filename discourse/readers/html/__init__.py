"""The reader of HTML: a saved page, the article above, the comments as the page nests or links them.

The page is parsed (`parts`), its comments are read by the markup of a known system (`markup`, `posts`), from linked
data (`structured`) or by the records that repeat on it (`generic`); the reading that explains most is taken (`choose`),
and what is left becomes the article (`article`). May import: the standard library, article, dates, hypertext,
rows, text, readers.base, and the modules of this package.
"""

from __future__ import annotations

from discourse.readers.html.page import Html

__all__ = ["Html"]
