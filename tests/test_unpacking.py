"""Compressed bytes: read by content, capped, damage named."""

import bz2
import gzip
import io
import lzma
import os

import pytest

from discourse import unpacking
from discourse.errors import BrokenInput, InputError
from discourse.unpacking import Unpacked, packing

TEXT = b"".join(b"line %d of the dump\n" % number for number in range(20_000))


def zstd(data):
    return pytest.importorskip("zstandard").ZstdCompressor().compress(data)


PACKERS = {"gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress, "Zstandard": zstd}


@pytest.mark.parametrize("kind", PACKERS)
def test_every_kind_is_recognised_and_unpacked(kind):
    packed = PACKERS[kind](TEXT)
    assert packing(packed[:10]) == kind
    assert Unpacked(io.BytesIO(packed), kind, "x").read() == TEXT


@pytest.mark.parametrize("kind", PACKERS)
def test_several_packed_one_after_the_other_are_one(kind):
    packed = PACKERS[kind](TEXT) + PACKERS[kind](b"more")
    assert Unpacked(io.BytesIO(packed), kind, "x").read() == TEXT + b"more"


@pytest.mark.parametrize("kind", PACKERS)
def test_what_is_cut_off_is_read_as_far_as_it_goes(kind):
    lines = b"".join(b"%d %s\n" % (number, os.urandom(8).hex().encode()) for number in range(200_000))
    packed = PACKERS[kind](lines)
    stream = Unpacked(io.BytesIO(packed[: len(packed) * 3 // 4]), kind, "x")
    read = stream.read()
    assert lines.startswith(read)
    if stream.damage is None:
        assert kind == "Zstandard"  # whose library ends without a word
    else:
        assert f"cut off after {len(read)} unpacked bytes" in stream.damage


@pytest.mark.parametrize("kind", ["gzip", "bzip2", "xz"])
def test_damage_at_the_beginning_is_an_error(kind):
    packed = PACKERS[kind](TEXT)
    with pytest.raises(BrokenInput, match="damaged or cut off"):
        Unpacked(io.BytesIO(packed[:20]), kind, "x").read()


@pytest.mark.parametrize("kind", PACKERS)
def test_a_bomb_is_stopped_and_the_cap_named(kind, monkeypatch):
    monkeypatch.setattr(unpacking, "FREE", 100_000)
    bomb = PACKERS[kind](bytes(5_000_000))
    with pytest.raises(InputError, match=r"250 times its size.*--max-ratio"):
        Unpacked(io.BytesIO(bomb), kind, "x").read()
    assert len(Unpacked(io.BytesIO(bomb), kind, "x", max_ratio=10**9).read()) == 5_000_000
