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
    assert stream.damage is not None
    assert f"cut off after {len(read)} unpacked bytes" in stream.damage


@pytest.mark.parametrize("has_sum", [True, False])
@pytest.mark.parametrize("has_size", [True, False])
@pytest.mark.parametrize("text", [b"", b"ab" * 9, bytes(300_000), b"0123456789" * 7_000, TEXT])
def test_frames_of_zstandard_end_where_they_end(has_sum, has_size, text):
    zstandard = pytest.importorskip("zstandard")
    packer = zstandard.ZstdCompressor(write_checksum=has_sum, write_content_size=has_size)
    frame, passed_over = packer.compress(text), b"\x51\x2a\x4d\x18\x03\x00\x00\x00abc"
    packed = passed_over + frame + zstandard.ZstdCompressor().compress(b"more")
    whole = Unpacked(io.BytesIO(packed), "Zstandard", "x", max_ratio=10**9)
    assert whole.read() == text + b"more"
    assert whole.damage is None
    for cut in (len(packed) - 1, len(packed) - 6, len(packed) - 12) if text else ():
        stream = Unpacked(io.BytesIO(packed[:cut]), "Zstandard", "x", max_ratio=10**9)
        assert text.startswith(stream.read()[: len(text)])
        assert stream.damage is not None


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
