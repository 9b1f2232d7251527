"""Mojibake: UTF-8 that was once read as Windows-1252 and saved again, so that "ü" stands as "Ã¼".

Such a sequence is put right only where it can be nothing else. May import: the standard library.
"""

from __future__ import annotations

import re
import unicodedata

N_TO_BELIEVE = 3
"""Sequences that could also be meant ("Ã”") are put right only in a text with so many that could not."""
_PASSES = 2
"""Text can have gone the wrong way twice."""


def _bytes_of() -> dict[str, int]:
    """The byte that each character stood for, in Windows-1252, or in Latin-1 where that has none."""
    table = {chr(byte): byte for byte in range(0x80, 0x100)}
    for byte in range(0x80, 0xA0):
        char = bytes([byte]).decode("cp1252", errors="ignore")
        table |= {char: byte} if char else {}
    return table | {"đ": 0xF0, "ğ": 0xF0}  # the first byte of an emoji in the Vietnamese and the Turkish code page


_BYTES = _bytes_of()
_LATER = "".join(re.escape(char) for char, byte in _BYTES.items() if byte < 0xC0)
_SEQUENCE = re.compile(f"[Â-ß][{_LATER}]|[à-ï][{_LATER}]{{2}}|[ðđğ][{_LATER}]{{3}}")
_SURE = frozenset(map(chr, [*range(0x80, 0xA0), *range(0xA1, 0xC0)])) - set("«»·") | set("€†‡‰ˆ˜ƒ")


def repaired(text: str) -> tuple[str, int]:
    r"""The text with mojibake put right, and the number of characters that were.

    Parameters
    ----------
    text : str

    Returns
    -------
    text : str
    n : int

    Notes
    -----
    A sequence counts when its characters are the bytes of one character of UTF-8. It is surely mojibake when one of
    them stands behind no letter in any language ("Ã¼", "â€™"), or when it is an emoji's. Others ("Ã”": "Ô", or "Ã" and
    a quotation mark) are put right only beside at least 3 sure ones, in a text that has fewer letters with accents than
    sure ones. One pass over the text, a second when it changed something: linear.

    Examples
    --------
    >>> repaired("MÃ¼ller said itâ€™s fine đŸ˜†"), repaired("“IRMÃ” said Ångström"), repaired("caf\u00e9”…")
    (('Müller said it’s fine 😆', 3), ('“IRMÃ” said Ångström', 0), ('café”…', 0))
    """
    n_all = 0
    for _ in range(_PASSES):
        if text.isascii():
            break
        sequences = _SEQUENCE.findall(text)
        sure = {one: char for one in set(sequences) if _is_sure(one) and (char := _char(one))}
        n_sure = sum(one in sure for one in sequences)
        if not n_sure:
            break
        meant = dict(sure)
        if len(sequences) > n_sure >= N_TO_BELIEVE and _n_accents(text) < n_sure:
            meant |= {one: char for one in set(sequences) - set(sure) if (char := _char(one))}
        n_all += sum(one in meant for one in sequences)
        text = _SEQUENCE.sub(lambda match, meant=meant: meant.get(match[0], match[0]), text)  # type: ignore[misc]
    return text, n_all


def _char(sequence: str) -> str:
    """The character whose bytes the sequence shows; "" when it is none, or one that no page writes."""
    try:
        char = bytes(_BYTES[one] for one in sequence).decode("utf-8")
    except UnicodeDecodeError:
        return ""
    is_control = unicodedata.category(char) == "Cc" and sequence[1] != char  # after one of two passes it may be one
    return "" if is_control or unicodedata.category(char) in {"Cn", "Co", "Cs"} else char


def _is_sure(sequence: str) -> bool:
    """Whether a sequence of characters can be nothing but mojibake."""
    return len(sequence) == 4 or not _SURE.isdisjoint(sequence[1:])


def _n_accents(text: str) -> int:
    """Number of letters beyond ASCII that begin no sequence."""
    return sum(char.isalpha() for char in _SEQUENCE.sub("", text) if not char.isascii())
