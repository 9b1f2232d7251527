"""The thread beside the article's claims: claims down one side, the reply tree down the other, links between them."""

from discourse.plots.claims.figure import claims

__all__ = ["claims"]
