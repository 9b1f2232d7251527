"""Claims of the articles, and which of them each comment speaks to."""

from discourse.annotators.claims.find import Claims, claims_of
from discourse.annotators.claims.link import ClaimLinks, link

__all__ = ["ClaimLinks", "Claims", "claims_of", "link"]
