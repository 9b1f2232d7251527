"""Formats of social networks told apart: one reader takes each form of each, and whatever else comes is no error."""

from __future__ import annotations

import random
import re

import pytest

from discourse.readers.base import HEAD, Source
from discourse.reading import read_corpus
from discourse.registry import load, names
from discourse.sources import choose_reader
from tests.limits import ends
from tests.test_readers_activitystreams import FORMS as ACTIVITYSTREAMS
from tests.test_readers_bluesky import FORMS as BLUESKY
from tests.test_readers_lemmy import FORMS as LEMMY
from tests.test_readers_mastodon import FORMS as MASTODON
from tests.test_readers_telegram import FORMS as TELEGRAM
from tests.test_readers_youtube import FORMS as YOUTUBE
from tests.test_readers_youtube import TABLES, TAKEOUT, table

NETWORKS = {
    "activitystreams": ACTIVITYSTREAMS,
    "bluesky": BLUESKY,
    "lemmy": LEMMY,
    "mastodon": MASTODON,
    "telegram": TELEGRAM,
    "youtube": YOUTUBE | TABLES | {"takeout": table([TAKEOUT, ["UgA", "UCme", "2024", "0", "", "v", "Yes."]])},
}
ALL = [(network, form) for network, forms in NETWORKS.items() for form in forms]
DEEP = b"[" * HEAD


def beliefs(head: bytes) -> dict[str, float]:
    """What every reader that is installed believes of it."""
    return {name: load("readers", name)().sniff(head, "file") for name in names("readers")}


@pytest.mark.parametrize(("network", "form"), ALL)
def test_one_reader_takes_each_form(network, form):
    content = NETWORKS[network][form]
    found = beliefs(content)
    assert found[network] >= 0.9
    assert [name for name, belief in found.items() if belief >= found[network]] == [network]
    assert choose_reader(Source("file", data=content), None)[0].name == network


@pytest.mark.parametrize(("network", "form"), ALL)
def test_a_form_with_longer_texts_than_the_head_is_taken_all_the_same(network, form):
    content = NETWORKS[network][form]
    for said in (b"Yes.", b"Why?", b"No."):
        content = content.replace(said, said * 2_500)
    found = beliefs(content[:HEAD])
    assert [name for name, belief in found.items() if belief >= max(found.values())] == [network]


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig", "cp1252"])
def test_each_is_read_in_whatever_encoding_it_is_saved(network, codec, tmp_path):
    plain = next(iter(NETWORKS[network].values()))
    said = "Das heißt: über die Brücke führt kein Weg für Fußgänger."
    path = tmp_path / "saved.json"
    path.write_bytes(plain.decode().replace("Yes.", said).replace("No.", said).encode(codec))
    corpus = read_corpus(path)
    assert corpus.reports[0].format == network
    assert said in [one.text for thread in corpus for one in thread]
    assert corpus.reports[0].counts() == ({"encoding": 1} if codec == "cp1252" else {})


@pytest.mark.parametrize(("network", "form"), ALL)
def test_no_piece_of_a_form_is_an_error(network, form):
    content = NETWORKS[network][form]
    draw = random.Random(7)
    readers = [load("readers", name)() for name in NETWORKS]
    for _ in range(20):
        start, end = sorted(draw.choices(range(len(content)), k=2))
        for piece in (content[:end], content[:start] + DEEP[:2_000] + content[end:], content[:start] + content[end:]):
            for reader in readers:
                assert 0 <= reader.sniff(piece, "file") <= 0.95


KEYS = sorted(
    {key for forms in NETWORKS.values() for form in forms.values() for key in re.findall(rb'"[@$]?\w+": ?', form)}
)


@pytest.mark.parametrize(
    "odd", [b"[7]", b'{"a": 7}', b"[" * 1_100 + b"]" * 1_100, b"null"], ids=["list", "object", "deep", "null"]
)
def test_no_value_of_the_wrong_kind_is_an_error_to_any_reader(odd):
    assert len(KEYS) > 50
    for key in KEYS:
        for around in (b"{%s}", b"[{%s}]", b'{"items": [{%s}]}', b'{"kind": "t1", "data": {%s}}'):
            beliefs(around % (key + odd + b', "id": 1, "type": "comment"'))


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\x00\xff\xfe",
        DEEP,
        b'{"a":' * 10_000,
        b"[" + b"1," * 30_000,
        b'"' * HEAD,
        b'{"type":' + DEEP,
        b"\xef\xbb\xbf{",
    ],
    ids=["empty", "binary", "lists", "objects", "numbers", "quotation marks", "kind", "mark"],
)
def test_nothing_of_a_network_is_not_taken_and_no_error(network, head):
    with ends(10):
        assert load("readers", network)().sniff(head, "result.json") == 0
