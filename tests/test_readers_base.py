"""Bytes to text: what each encoding gives, what a wrong declaration costs, and that nothing else is ever raised."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import BinaryInput, EmptyInput, InputError
from discourse.mojibake import repaired
from discourse.readers.base import HEAD, Source
from discourse.rows import Defect
from tests.limits import ends
from tests.shared import shared

GERMAN = "Die Brücke über den Fluß ist seit gestern wieder offen, sagt die Bürgermeisterin. Schöne Grüße!\n"
POLISH = "Mieszkańcy są zadowoleni, że mogą znów jeździć przez most. Zażółć gęślą jaźń.\n"
CZECH = "Lidé jsou šťastní, že můžou znovu jezdit přes most, říká starosta.\n"
RUSSIAN = "Мост снова открыт для движения, сообщает городская администрация.\n"
GREEK = "Η γέφυρα άνοιξε ξανά σήμερα το πρωί.\n"
TURKISH = "Köprü bugün yeniden açıldı, şehir halkı çok mutlu.\n"
JAPANESE = "橋が今日また開通しました。住民は喜んでいます。\n"
CHINESE = "大桥今天重新开放，居民非常高兴。\n"
KOREAN = "다리가 오늘 다시 열렸습니다. 주민들은 기뻐합니다.\n"
FRENCH = "Le pont a été rouvert à midi, déjà des élèves protestent. Ça va.\n"
QUOTES = "It’s “open” – the bridge isn’t late… and costs €5.\n"


def decoded(data: bytes) -> tuple[str, tuple[Defect, ...]]:
    return Source("page", data=data).decoded


def kinds(data: bytes) -> dict[str, int]:
    return dict(Counter(defect.kind for defect in decoded(data)[1]))


def repair(data: bytes) -> str:
    (defect,) = decoded(data)[1]
    return defect.repair


@pytest.mark.parametrize("text", [GERMAN, RUSSIAN, JAPANESE, QUOTES, "plain\n"])
@pytest.mark.parametrize(
    "before", ["", "<!doctype html><meta charset='utf-8'><p>", '<?xml version="1.0" encoding="UTF-8"?><a>']
)
def test_utf_8_is_no_defect(text, before):
    assert decoded((before + text).encode()) == (before + text, ())
    assert decoded((before + text).encode("utf-8-sig")) == (before + text, ())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [GERMAN * 3, RUSSIAN * 3, GREEK * 3, "<html><p>" + QUOTES])
def test_utf_16_with_or_without_a_mark_is_text(encoding, text):
    data = text.encode(encoding)
    assert decoded(data)[0] == text
    assert kinds(data) == {"encoding": 1}
    assert Source("page", data=data).head.decode().lstrip("\ufeff") == text


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("latin-1", "cp1252", QUOTES),
        ("ISO-8859-1", "cp1252", GERMAN),
        ("us-ascii", "cp1252", GERMAN),
        ("windows-1250", "cp1250", POLISH),
        ("iso-8859-2", "iso8859-2", CZECH),
        ("koi8-r", "koi8-r", RUSSIAN),
        ("windows-1251", "cp1251", RUSSIAN),
        ("iso-8859-9", "cp1254", TURKISH),
        ("gb2312", "gb18030", CHINESE),
        ("Shift_JIS", "cp932", JAPANESE),
        ("iso-2022-jp", "iso2022_jp", JAPANESE),
        ("euc-kr", "cp949", KOREAN),
    ],
)
@pytest.mark.parametrize(
    "page",
    [
        '<meta charset="{}"><p>',
        "\n<!DOCTYPE html>\n<html><head><META CHARSET={}></head><p>",
        '<html><meta http-equiv="Content-Type" content="text/html; charset={}"><p>',
        '<?xml version="1.0" encoding="{}"?>\n<html>',
        "<!-- <meta charset=utf-7> --><html><meta name=x><meta charset = '{}' ><p>",
    ],
)
def test_what_a_page_declares_is_believed(label, codec, text, page):
    before = page.format(label)
    assert decoded((before + text).encode(codec)) == (before + text, ())


def test_a_declared_utf_16_without_a_mark_means_utf_8():
    page = '<meta charset="utf-16"><p>' + GERMAN
    assert decoded(page.encode()) == (page, ())


def test_only_markup_declares():
    text = "I write <meta charset=koi8-r> into my pages. " + GERMAN * 3
    assert decoded(text.encode("cp1252"))[0] == text


@pytest.mark.parametrize(
    "label", ["utf-7", "rot13", "idna", "hex", "nonsense", "x" * 39, "utf_8_sig", "raw-unicode-escape"]
)
def test_labels_that_no_browser_knows_are_not_followed(label):
    page = f'<meta charset="{label}"><p>' + GERMAN
    assert decoded(page.encode()) == (page, ())


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1251", "gb2312"])
def test_a_legacy_declaration_of_utf_8_bytes_is_not_believed(label):
    page = f'<meta charset="{label}"><p>' + GERMAN * 3
    assert decoded(page.encode())[0] == page
    assert repair(page.encode()) == f"declared as {label}, read as UTF-8, which it is"


def test_a_wrong_declaration_of_utf_8_is_not_believed():
    page = '<meta charset="utf-8"><p>' + RUSSIAN * 5
    assert decoded(page.encode("cp1251"))[0] == page
    assert repair(page.encode("cp1251")) == "declared as utf-8, read as Windows-1251, which is likely"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (GERMAN, "cp1252"),
        (FRENCH, "cp1252"),
        (QUOTES, "cp1252"),
        (POLISH, "cp1250"),
        (CZECH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (GREEK, "cp1253"),
        (TURKISH, "cp1254"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
        (KOREAN, "cp949"),
    ],
)
@pytest.mark.parametrize("before", ["", "<html><body><div class='comment'>"])
def test_undeclared_bytes_are_told_by_statistics(text, codec, before):
    data = (before + text * 20).encode(codec)
    assert decoded(data)[0] == before + text * 20
    assert kinds(data) == {"encoding": 1}


@pytest.mark.parametrize("text", ["café", "Grüße", "El Niño", "naïve – yes"])
def test_a_few_bytes_are_western(text):
    assert decoded(text.encode("cp1252"))[0] == text


@pytest.mark.parametrize(("broken", "n"), [(b"\xff", 1), (b"\xe2\x82", 1), (b"\xff\xfe\xfd", 3)])
def test_a_broken_byte_costs_one_character(broken, n):
    text, defects = decoded((GERMAN * 5).encode() + broken + b"\n" + GERMAN.encode())
    assert text == GERMAN * 5 + "\ufffd" * n + "\n" + GERMAN
    assert [defect.repair for defect in defects] == ["no UTF-8, replaced by U+FFFD"] * n


def test_a_replacement_that_the_page_itself_holds_is_no_defect():
    assert decoded("a\ufffdb".encode()) == ("a\ufffdb", ())
    assert kinds(GERMAN.encode() * 2 + b"\xff\xef\xbf\xbd") == {"encoding": 1}


def test_nul_and_lone_surrogates_are_replaced_and_counted():
    data = b"a\x00b " + "\ud83d".encode("utf-8", "surrogatepass") + GERMAN.encode()
    assert decoded(data)[0] == "a\ufffdb \ufffd" + GERMAN
    assert kinds(data) == {"NUL": 1, "lone surrogate": 1}


# Mojibake


@pytest.mark.parametrize(
    "text", [GERMAN, FRENCH, QUOTES, RUSSIAN, "Ça coûte 5 € … déjà 😆👍\n", "“Ã” und Ähnliches – schön, früh, öfter\n"]
)
@pytest.mark.parametrize("times", [1, 2])
def test_utf_8_read_as_windows_1252_is_put_right(text, times):
    wrong = text
    for _ in range(times):
        wrong = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in wrong.encode())
    right, defects = decoded(wrong.encode())
    assert right == text
    assert {defect.kind for defect in defects} == {"mojibake"}
    assert len(defects) >= sum(not char.isascii() for char in text)


def test_an_emoji_read_in_the_vietnamese_code_page_is_put_right():
    assert repaired("Fine đŸ˜†đŸ˜‰") == ("Fine 😆😉", 2)


@pytest.mark.parametrize(
    "text",
    [
        GERMAN,
        FRENCH,
        POLISH,
        CZECH,
        TURKISH,
        QUOTES,
        JAPANESE,
        RUSSIAN,
        "“A IRMÔ, disse. “NÃ…” ou “Ã”",
        "le café”… et « déjà »",
        "20 °C à 5 m², ½ Å, ±3 µm",
        "Ö“ und ß… und Ä‚",
        "Ã© alone is surely one"[22:],
    ],
)
def test_text_that_is_meant_stays(text):
    assert repaired(text) == (text, 0)


def test_doubtful_sequences_are_put_right_only_among_sure_ones():
    doubtful = "Ã” Ã„"
    assert repaired(doubtful) == (doubtful, 0)
    assert repaired(f"{doubtful} Ã¼ Ã¶ Ã¤") == ("Ô Ä ü ö ä", 5)
    assert repaired(f"{doubtful} Ã¼ Ã¶ Ã¤ zwölf fröhliche Gänse")[0].startswith(doubtful)


def test_records_are_data_and_keep_their_mojibake():
    line = '{"id": "a", "text": "MÃ¼ller"}\n'
    assert decoded(line.encode()) == (line, ())


# What is no text


@pytest.mark.parametrize(
    "data", [b"", b" \n\t ", b"\xef\xbb\xbf", b"\xff\xfe", " \n".encode("utf-16"), "\u3000\n".encode()]
)
def test_empty_input_is_an_error(data):
    with pytest.raises(EmptyInput):
        decoded(data)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"%PDF-1.7 x",
        b"PK\x03\x04rest",
        bytes(range(256)) * 20,
        bytes(1000),
        b"\x00\x01" * 500,
    ],
)
def test_binary_input_is_an_error(data):
    with pytest.raises(BinaryInput):
        decoded(data)


@given(st.binary(max_size=3000))
def test_any_bytes_give_text_or_an_error_of_input(data):
    try:
        text, defects = decoded(data)
    except InputError:
        return
    assert "\x00" not in text
    assert "\r" not in text
    text.encode()
    assert all(isinstance(defect, Defect) for defect in defects)


@given(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_unicode_comes_back(text, encoding):
    wanted = text.removeprefix("\ufeff")
    if not wanted.strip() or repaired(wanted)[1]:
        return
    assert decoded(text.encode(encoding))[0].removeprefix("\ufeff") == wanted


@given(st.text())
def test_repairing_any_text_ends(text):
    right, n = repaired(text)
    assert (right == text) == (n == 0)


def test_a_path_that_cannot_be_read_is_an_error(tmp_path):
    with pytest.raises(InputError):
        _ = Source("x", path=tmp_path / "none.txt").content


def test_the_head_is_the_beginning():
    assert Source("x", data=b"a" * (HEAD + 5)).head == b"a" * HEAD


PIECES = {
    "words": b"The bridge is open again.\n",
    "utf-8": GERMAN.encode(),
    "1252": GERMAN.encode("cp1252"),
    "broken": GERMAN.encode() + b"\xff",
    "leads": "é”".encode(),
    "meta": b"<meta charset=",
    "open": b"<",
    "comment": b"<!--",
    "bytes": bytes([0xE9, 0x20, 0xFF, 0x41]),
    "mojibake": "MÃ¼ller ".encode(),
}


@pytest.mark.parametrize("name", PIECES)
def test_decoding_is_linear(name):
    piece = PIECES[name]
    with ends():
        decoded(piece * (5_000_000 // len(piece)))


def test_naughty_strings_come_through():
    for text in json.loads(shared("data/adversarial/naughty-strings/blns.json").read_text(encoding="utf-8")):
        if text.strip():
            page = "A page of words.\n" * 60
            right, defects = decoded(f"{page}{text}\n".encode("utf-8", "surrogatepass"))
            assert right.startswith(page)
            assert {defect.kind for defect in defects} <= {"NUL", "lone surrogate", "mojibake"}
