"""Structure: what the shape of the reply tree says, whoever wrote and whatever they wrote.

A thread has N comments; with the article above them its tree has n = N + 1 nodes. Comment i stands at depth d_i, 1 for
a reply to the article, on top of a subtree of s_i comments, itself included; level l holds w_l comments. May import:
numpy, shape, corpus, metrics.base.
"""

from __future__ import annotations

import numpy as np

import discourse.shape as shape
from discourse.corpus import Corpus
from discourse.metrics.base import OWN, ZHANG_CSCW, Values, count, metric, ratio, sizes, total

VOSOUGHI = (
    "Vosoughi, S., Roy, D. & Aral, S. (2018). The spread of true and false news online. Science 359(6380), 1146-1151. "
    "doi:10.1126/science.aap9559"
)
GONZALEZ_BAILON = (
    "González-Bailón, S., Kaltenbrunner, A. & Banchs, R. E. (2010). The structure of political discussion networks: a "
    "model for the analysis of online deliberation. Journal of Information Technology 25(2), 230-243. "
    "doi:10.1057/jit.2010.2"
)
WIENER = (
    "Wiener, H. (1947). Structural determination of paraffin boiling points. Journal of the American Chemical Society "
    "69(1), 17-20. doi:10.1021/ja01193a005"
)
GOEL = (
    "Goel, S., Anderson, A., Hofman, J. & Watts, D. J. (2016). The structural virality of online diffusion. Management "
    "Science 62(1), 180-196. doi:10.1287/mnsc.2015.2158"
)
ZHANG_EPL = (
    "Zhang, Y., Wang, L., Zhu, J. J. H. & Wang, X. (2020). Viral vs. broadcast: characterizing the virality and growth "
    "of cascades. EPL 131(2), 28002. doi:10.1209/0295-5075/131/28002"
)
GOMEZ = (
    "Gómez, V., Kaltenbrunner, A. & López, V. (2008). Statistical analysis of the social network and discussion "
    "threads in Slashdot. WWW 2008, 645-654. doi:10.1145/1367497.1367585"
)
MEDVEDEV = (
    "Medvedev, A. N., Delvenne, J.-C. & Lambiotte, R. (2019). Modelling structure and predicting dynamics of "
    "discussion threads in online boards. Journal of Complex Networks 7(1), 67-82. doi:10.1093/comnet/cny010"
)
SACKIN = (
    'Sackin, M. J. (1972). "Good" and "bad" phenograms. Systematic Zoology 21(2), 225-226. doi:10.1093/sysbio/21.2.225'
)


@metric("n_comments", reference=OWN, unit="comments", formula="N", family="structure", at_least=0)
def n_comments(corpus: Corpus) -> Values:
    """Number of comments: N, the article not counted. The only number that a thread without comments has.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> n_comments(from_parents([-1, 0, -1])).item()
    3.0
    """
    return sizes(corpus).astype(np.float64)


@metric("n_top_level", reference=OWN, unit="comments", formula="w_1", family="structure")
def n_top_level(corpus: Corpus) -> Values:
    """Number of replies to the article: w_1.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> n_top_level(from_parents([-1, 0, -1])).item()
    2.0
    """
    return count(corpus, corpus.parents < 0).astype(np.float64)


@metric("max_depth", reference=VOSOUGHI, unit="links", formula="max d_i, the article at depth 0", family="structure")
def max_depth(corpus: Corpus) -> Values:
    """Depth of the deepest comment: the most links between a comment and the article. "Argumentation" of a thread.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> max_depth(from_parents([-1, 0, -1])).item()
    2.0
    """
    return shape.max_depth(corpus.parents, corpus.offsets, deep=corpus.values("depth")).astype(np.float64)


@metric("max_breadth", reference=GONZALEZ_BAILON, unit="comments", formula="max w_l over l >= 1", family="structure")
def max_breadth(corpus: Corpus) -> Values:
    """Comments at the depth that holds most, the article not counted. "Representation" in a thread.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> max_breadth(from_parents([-1, 0, -1])).item()
    2.0
    """
    return shape.max_breadth(corpus.parents, corpus.offsets, deep=corpus.values("depth")).astype(np.float64)


@metric(
    "level_ratio",
    reference=MEDVEDEV,
    unit="comments a comment",
    formula="w_2 / w_1: replies that a top-level comment receives on average",
    family="structure",
)
def level_ratio(corpus: Corpus) -> Values:
    """Second level over the first: w_2 / w_1, the mean number of replies to a top-level comment.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> level_ratio(from_parents([-1, 0, -1])).item()
    0.5
    """
    deep = corpus.values("depth")
    return ratio(count(corpus, deep == 2), count(corpus, deep == 1))


@metric(
    "wiener",
    reference=WIENER,
    unit="links",
    formula="sum of dist(i, j) over all unordered pairs of the n = N + 1 nodes, the article among them",
    family="structure",
)
def wiener(corpus: Corpus) -> Values:
    """Sum of the distances between all pairs of nodes, the article among them: sum over comments of s_i (n - s_i).

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> wiener(from_parents([-1, 0, -1])).item()
    10.0
    """
    return shape.wiener(corpus.parents, corpus.offsets, size=corpus.values("subtree_size"))


@metric(
    "structural_virality",
    reference=GOEL,
    unit="links",
    formula="2 W / (n (n - 1)) with n = N + 1, the article among the nodes",
    family="structure",
)
def structural_virality(corpus: Corpus) -> Values:
    """Mean distance between two nodes, the article among them: near 2 for a broadcast, long for chains of replies.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> round(structural_virality(from_parents([-1, 0, -1])).item(), 4)
    1.6667
    """
    n_nodes = sizes(corpus) + 1.0
    distances = shape.wiener(corpus.parents, corpus.offsets, size=corpus.values("subtree_size"))
    return ratio(2 * distances, n_nodes * (n_nodes - 1))


@metric(
    "cascade_virality",
    reference=ZHANG_EPL,
    unit="links",
    formula="sum over nodes u with replies, the article among them, of the mean of dist(u, v) over all v below u",
    family="structure",
)
def cascade_virality(corpus: Corpus) -> Values:
    """Virality that knows where the root is: mean distances down from every node with replies, added up.

    Examples
    --------
    The article's mean is (1 + 2 + 1) / 3, that of the first comment 1:

    >>> from discourse.metrics.base import from_parents
    >>> round(cascade_virality(from_parents([-1, 0, -1])).item(), 4)
    2.3333
    """
    return shape.cascade_virality(corpus.parents, corpus.offsets, size=corpus.values("subtree_size"))


@metric(
    "h_index",
    reference=GOMEZ,
    unit="levels",
    formula="one less than the first level l with w_l < l, top-level comments being level 1",
    family="structure",
)
def h_index(corpus: Corpus) -> Values:
    """Depth down to which every level l holds at least l comments; the first level that fails ends the count.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> h_index(from_parents([-1, 0, 0, -1])).item()
    2.0
    """
    return shape.h_index(corpus.parents, corpus.offsets, deep=corpus.values("depth")).astype(np.float64)


@metric(
    "mean_children",
    reference=OWN,
    unit="replies",
    formula="(n - 1) / n with n = N + 1: over all nodes",
    family="structure",
)
def mean_children(corpus: Corpus) -> Values:
    """Mean number of direct replies over all nodes, the article among them: N / (N + 1), known from the size alone.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> mean_children(from_parents([-1, 0, -1])).item()
    0.75
    """
    return ratio(sizes(corpus), sizes(corpus) + 1)


@metric(
    "mean_children_non_leaf",
    reference=OWN,
    unit="replies",
    formula="N / number of nodes with replies, the article among them",
    family="structure",
)
def mean_children_non_leaf(corpus: Corpus) -> Values:
    """Mean number of direct replies over the nodes that have any, the article among them.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> mean_children_non_leaf(from_parents([-1, 0, -1])).item()
    1.5
    """
    return ratio(sizes(corpus), count(corpus, corpus.values("n_replies") > 0) + 1)


@metric(
    "reproduction_number",
    reference=MEDVEDEV,
    unit="comments a comment",
    formula="1 - w_1 / N: replies to comments over comments",
    family="structure",
)
def reproduction_number(corpus: Corpus) -> Values:
    """Mean number of replies to a comment: the offspring mean of a branching process, on a finished thread.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> round(reproduction_number(from_parents([-1, 0, -1])).item(), 4)
    0.3333
    """
    return ratio(count(corpus, corpus.parents >= 0), sizes(corpus))


@metric(
    "expected_size",
    reference=MEDVEDEV,
    unit="comments",
    formula="1 / (1 - R) = N / w_1, with R the reproduction number, below 1 in every finished thread",
    family="structure",
)
def expected_size(corpus: Corpus) -> Values:
    """Comments that one top-level comment brings about, itself included, if replies go on breeding at the rate seen.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> expected_size(from_parents([-1, 0, -1])).item()
    1.5
    """
    return ratio(sizes(corpus), count(corpus, corpus.parents < 0))


@metric("root_bias", reference=OWN, unit="share", formula="w_1 / N", family="structure")
def root_bias(corpus: Corpus) -> Values:
    """Share of the comments that answer the article and not a comment: 1 - R.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> root_bias(from_parents([-1, 0, -1, -1])).item()
    0.75
    """
    return ratio(count(corpus, corpus.parents < 0), sizes(corpus))


@metric(
    "sackin", reference=SACKIN, unit="links", formula="sum of d_i over comments without replies", family="structure"
)
def sackin(corpus: Corpus) -> Values:
    """Sum of the depths of the comments that nobody answers.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> sackin(from_parents([-1, 0, -1])).item()
    3.0
    """
    return shape.sackin(corpus.parents, corpus.offsets, deep=corpus.values("depth"))


@metric(
    "leaf_share",
    reference=OWN,
    unit="share",
    formula="comments without replies / N, the article not counted",
    family="structure",
)
def leaf_share(corpus: Corpus) -> Values:
    """Share of the comments that nobody answers.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> leaf_share(from_parents([-1, 0, 0, -1])).item()
    0.75
    """
    return ratio(count(corpus, corpus.values("n_replies") == 0), sizes(corpus))


@metric(
    "reply_entropy",
    reference=ZHANG_CSCW,
    unit="nats",
    formula="-sum over nodes u with replies, the article among them, of q_u ln q_u with q_u = replies to u / N",
    family="structure",
)
def reply_entropy(corpus: Corpus) -> Values:
    """How widely the replies are spread over what they answer, the article included: 0 when all answer one node.

    Examples
    --------
    Two of three comments answer the article, one answers a comment:

    >>> from discourse.metrics.base import from_parents
    >>> round(reply_entropy(from_parents([-1, 0, -1])).item(), 4)
    0.6365
    """
    # -sum q ln q = ln N - (sum c ln c) / N for replies c that add up to N.
    received = corpus.values("n_replies").astype(np.float64)
    to_article = count(corpus, corpus.parents < 0).astype(np.float64)
    spread = total(corpus, _c_ln_c(received)) + _c_ln_c(to_article)
    n = np.maximum(sizes(corpus), 1)
    return np.maximum(np.log(n) - spread / n, 0.0)


def _c_ln_c(counts: Values) -> Values:
    """Each c ln c, 0 for 0."""
    return counts * np.log(np.maximum(counts, 1.0))
