"""A made-up dump of Reddit comments, the same each time: what the benchmark of JSON Lines reads.

A comment has 19 fields, as in dumps of Pushshift. Threads have Pareto sizes, stand in the order of time and so among
each other; two in five comments answer the submission, and a parent comes before its replies. Texts are made of
made-up words, 60 in the mean, log-normal; most hold something that is not ASCII, some have entities and line ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
FIRST_ID, FIRST_LINK, START, MONTH = 27_000_000_000, 1_000_000_000, 1_420_070_400, 31 * 86_400
MEAN_WORDS, SPREAD, PIECE = 60, 0.9, 6
LARGEST = 20_000
BLOCK = 20_000
FOREIGN = ["naïve", "café", "it’s", "don’t", "“so”", "—", "über", "señor", "да", "猫", "🙂", "…"]
MARKS = ["&gt;", "&amp;", "&lt;", '\\"so\\"', "\\n\\n", "[here](https://a.example/?b=1&amp;c=2)"]

Ints = NDArray[np.int64]


def lines(n: int, seed: int = 0) -> Iterator[bytes]:
    """The dump of n comments, some thousand lines at a time."""
    random = np.random.default_rng(seed)
    thread, parent, time = shape(n, random)
    pieces = pieces_of_text(random)
    ids = [base36(one) for one in (FIRST_ID + np.cumsum(random.integers(1, 9, n))).tolist()]
    n_threads = int(thread.max()) + 1
    links = [base36(one) for one in (FIRST_LINK + np.cumsum(random.integers(1, 99, n_threads))).tolist()]
    for start in range(0, n, BLOCK):
        rows = slice(start, min(start + BLOCK, n))
        made = zip(
            ids[rows],
            thread[rows].tolist(),
            parent[rows].tolist(),
            time[rows].tolist(),
            texts(pieces, random, len(ids[rows])),
            (max(n // 8, 8) * random.power(0.5, len(ids[rows]))).astype(int).tolist(),
            (random.geometric(0.2, len(ids[rows])) - random.geometric(0.5, len(ids[rows]))).tolist(),
            random.random(len(ids[rows])).tolist(),
            strict=True,
        )
        yield "".join([line(ids, links, *one) for one in made]).encode()


def shape(n: int, random: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """Thread, row of the parent (-1 for the submission) and time of every comment, in the order of time."""
    sizes = np.minimum(np.ceil(2.2 * (random.pareto(1.1, n // 4 + 64) + 1)), LARGEST).astype(np.int64)
    n_threads = int(np.searchsorted(np.cumsum(sizes), n)) + 1
    thread = np.repeat(np.arange(n_threads), sizes[:n_threads])[:n]
    time = random.uniform(0, MONTH, n_threads)[thread] + random.exponential(20_000, n)
    order = np.argsort(time, kind="stable")
    thread, time = thread[order], time[order]
    inside = np.argsort(thread, kind="stable")
    first = np.searchsorted(thread[inside], np.arange(n_threads))
    place = np.empty(n, dtype=np.int64)
    place[inside] = np.arange(n) - first[thread[inside]]
    above = inside[np.minimum(first[thread] + (random.random(n) * place).astype(np.int64), n - 1)]
    parent = np.where((place == 0) | (random.random(n) < 0.36), -1, above)
    return thread, parent, (START + time).astype(np.int64)


def pieces_of_text(random: np.random.Generator) -> list[str]:
    """Texts of six made-up words, as JSON writes them."""
    syllables = [a + b for a in "bdfgklmnprstvw" for b in ("a", "e", "i", "o", "u", "ar", "en", "is", "or")]
    words = ["".join(random.choice(syllables, random.integers(1, 4))) for _ in range(3_000)]
    pieces = []
    for _ in range(4_096):
        said = [str(word) for word in random.choice(words, PIECE)]
        for share, others in ((0.16, FOREIGN), (0.03, MARKS)):
            if random.random() < share:
                said[int(random.integers(PIECE))] = str(random.choice(others))
        pieces.append(" ".join(said) + ("." if random.random() < 0.4 else ""))
    return pieces


def texts(pieces: list[str], random: np.random.Generator, n: int) -> list[str]:
    """Bodies of log-normal length."""
    mean = np.log(MEAN_WORDS) - SPREAD**2 / 2
    ends = np.cumsum(np.maximum(random.lognormal(mean, SPREAD, n) / PIECE, 1).round().astype(int)).tolist()
    picked = [pieces[one] for one in random.integers(0, len(pieces), ends[-1]).tolist()]
    return [" ".join(picked[start:end]) for start, end in zip([0, *ends[:-1]], ends, strict=True)]


def line(ids: list[str], links: list[str], key: str, thread: int, parent: int, time: int, *said: Any) -> str:
    """A comment as a line of JSON."""
    body, author, score, chance = said
    link, place, name = links[thread], thread % 500, f"person_{author}"
    if chance < 0.03:
        name, body = "[deleted]", "[deleted]" if chance < 0.02 else "[removed]"
    above = f"t3_{link}" if parent < 0 else f"t1_{ids[parent]}"
    return (
        f'{{"author":"{name}","author_flair_css_class":null,"author_flair_text":'
        f'{"null" if chance < 0.8 else chr(34) + "of the place" + chr(34)},"body":"{body}","controversiality":0,'
        f'"created_utc":{time},"distinguished":{"null" if chance < 0.99 else chr(34) + "moderator" + chr(34)},'
        f'"edited":{"false" if chance < 0.95 else time + 200},"gilded":0,"id":"{key}","is_submitter":false,'
        f'"link_id":"t3_{link}","parent_id":"{above}","permalink":"/r/place{place}/comments/{link}/what_it_says/{key}/",'
        f'"retrieved_on":{time + 90_000},"score":{score},"stickied":false,"subreddit":"place{place}",'
        f'"subreddit_id":"t5_{base36(2_000_000 + place)}"}}\n'
    )


def base36(number: int) -> str:
    """A number as Reddit writes ids."""
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits
