"""Where a stamp stands in a line, what each language writes, and what a section's stamps tell together."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse import date_grammar, date_words, dates
from tests.limits import ends


def moment(text: str, **given) -> datetime | None:
    (read,) = dates.read([text], **given).moments
    return read


def found(text: str) -> str | None:
    span = dates.find(text)
    return text[slice(*span)] if span else None


FULL = datetime(2019, 3, 5, 14, 7, tzinfo=UTC)
DATED = {
    "en": (
        "March 5, 2019 at 2:07 pm",
        "Tuesday, 5th March 2019 - 14:07",
        "MARCH 5TH 2019 2:07 P.M.",
        "Mar 5 '19, 14:07",
    ),
    "de": ("5. März 2019 um 14:07 Uhr", "Di, 5. Maerz 2019 / 14:07", "Mär 5, 2019 14.07 Uhr", "05.03.2019 um 14.07"),
    "fr": ("le 5 mars 2019 à 14h07", "mar. 5 mars 2019 à 14 h 07 min", "5 MARS 2019, 14:07", "05/03/2019 à 14:07"),
    "es": (
        "5 de marzo de 2019 a las 2:07 p. m.",
        "martes, 5 mar 2019 14:07 h",
        "5/3/2019 14:07",
        "mar 05, 2019, 14:07",
    ),
    "pt": (
        "5 de março de 2019 às 14h07",
        "terça-feira, 5 de mar. de 2019 às 14:07",
        "5 MARÇO 2019 14:07",
        "05/03/2019 14:07",
    ),
    "it": (
        "5 marzo 2019 alle 14:07",
        "martedì 5 mar 2019 alle ore 14:07",
        "il 5 Marzo 2019 - 14.07",
        "5/3/2019 alle 14:07",
    ),
    "nl": ("5 maart 2019 om 14:07 uur", "dinsdag 5 mrt 2019 | 14:07", "5 mrt. 2019 om 14.07", "05-03-2019 14:07"),
    "pl": ("5 marca 2019 r. o 14:07", "wtorek, 5 marca 2019 o godz. 14:07", "5 mar 2019 14:07", "05.03.2019, 14:07"),
    "sv": ("den 5 mars 2019 kl. 14:07", "5 mars, 2019 kl 14.07", "tisdag 5 mar 2019 14:07", "5/3/2019 14:07"),
    "da": ("5. marts 2019 kl. 14.07", "tirsdag den 5. marts 2019 14:07", "5 mar 2019 14:07", "05-03-2019 14:07"),
    "nb": ("5. mars 2019 kl. 14:07", "tirsdag 5. mars 2019 kl 14.07", "5 mar 2019, 14:07", "05.03.2019 14:07"),
    "fi": (
        "5. maaliskuuta 2019 klo 14.07",
        "tiistai 5. maaliskuuta 2019 14:07",
        "5.3.2019 klo 14:07",
        "5.3.2019 14.07",
    ),
    "ru": ("5 марта 2019 г. в 14:07", "вторник, 5 мар 2019, 14:07", "5 МАРТА 2019 в 14:07", "05.03.2019 в 14:07"),
    "uk": ("5 березня 2019 р. о 14:07", "вівторок, 5 бер 2019 14:07", "5 березня 2019 року, 14:07", "05.03.2019 14:07"),
    "tr": ("5 Mart 2019 14:07", "5 Mart 2019, saat 14:07", "salı, 5 MART 2019 - 14:07", "05.03.2019 14:07"),
    "cs": ("5. března 2019 v 14:07", "úterý 5. března 2019, 14:07", "5. 3. 2019 14:07", "5. BŘEZNA 2019 ve 14:07"),
}
AGES = {
    "en": (
        "3 years ago",
        "about an hour ago",
        "2 years, 3 months ago",
        "yesterday at 3:15 PM",
        "Today",
        "just now",
        "4d",
    ),
    "de": ("vor 2 Stunden", "1 Monat her", "vor einem Jahr", "gestern um 9:30 Uhr", "heute, 12:04", "vor ca. 3 Wochen"),
    "fr": ("il y a 3 jours", "Il y a une heure", "hier à 14h30", "il y a 2 heures et 3 minutes"),
    "es": ("hace 2 días", "hace un mes", "ayer a las 10:30"),
    "pt": ("há 2 dias", "1 ano atrás", "ontem às 10:30"),
    "it": ("3 giorni fa", "un mese fa", "ieri alle 12:05"),
    "nl": ("3 dagen geleden", "een uur geleden", "gisteren om 12:05"),
    "pl": ("3 dni temu", "2 godziny temu", "wczoraj, 12:05"),
    "sv": ("för 3 dagar sedan", "2 timmar sedan", "igår 12:05"),
    "da": ("for 3 dage siden", "en time siden", "igår kl. 12:05"),
    "fi": ("3 päivää sitten", "eilen klo 12:05"),
    "ru": ("3 дня назад", "5 лет назад", "вчера в 12:05"),
    "uk": ("3 дні тому", "вчора о 12:05"),
    "tr": ("3 gün önce", "bir ay önce", "dün 12:05"),
    "cs": ("před 3 dny", "včera v 12:05"),
}


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in DATED.items() for text in texts])
def test_each_language_writes_the_same_moment(language, text):
    assert moment(text, language=language) == FULL


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in AGES.items() for text in texts])
def test_ages_are_no_moments(language, text):
    reading = dates.read([text], language=language)
    assert dates.is_relative(text)
    assert (reading.moments, reading.n_relative) == ((None,), 1)
    assert reading.notes == ("ages such as '3 years ago' are no times: 1",)


@pytest.mark.parametrize(
    ("line", "stamp"),
    [
        ("391. Mira Toll", None),
        ("Comment by Mira Toll — 17.07, 2011 @ 13:04 | Reply", "17.07, 2011 @ 13:04"),
        ("Kommentar von Mira Toll — 2019-01-01 @ 00:39", "2019-01-01 @ 00:39"),
        ("Mira-TollOctober 22, 2012 10:46 AM", "October 22, 2012 10:46 AM"),
        ("Mira12/14/2018, 3:29:14 AM1 votes", "12/14/2018, 3:29:14 AM"),
        ("Mira Toll7/10/2012", "7/10/2012"),
        ("Mira7:50 PMReply", "7:50 PM"),
        ("1. Mira Toll 29.07.2020 // 12:56", "29.07.2020 // 12:56"),
        ("Mira Toll, Do  9 Apr 2020 / 08:34 Antworten", "Do  9 Apr 2020 / 08:34"),
        ("07.16.12 at 21:35", "07.16.12 at 21:35"),
        ("(Mira, 3 November 2015 13:08)", "3 November 2015 13:08"),
        ("On June 4, 2012, Mira said...", "June 4, 2012"),
        ("May 4, 2012 at 10:30 (edited 5 May 2012)", "May 4, 2012 at 10:30"),
        ("12:04 GMT, 5 March 2019", "12:04 GMT, 5 March 2019"),
        ("12 replies in 2019", None),
        ("In May 2012 the bridge fell", None),
        ("May I ask?", None),
        ("3 may come later", None),
        ("Today I went home", None),
        ("2019", None),
        ("version 1.2.3 of 10.15.7", None),
        ("call 030/12345 or 10.0.0.12", None),
        ("5 out of 7", None),
        ("a score of 3/4", None),
        ("", None),
    ],
)
def test_a_stamp_is_found_in_its_line(line, stamp):
    assert found(line) == stamp


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2019-03-05T14:07:00+01:00", "2019-03-05 13:07:00"),
        ("2019-03-05T14:07:00.250Z", "2019-03-05 14:07:00.250000"),
        ("2019-03-05T14:07Z", "2019-03-05 14:07:00"),
        ("2019-03-05 14:07:09-0330", "2019-03-05 17:37:09"),
        ("Tue, 05 Mar 2019 14:07:00 +0100", "2019-03-05 13:07:00"),
        ("Tue Mar  5 14:07:00 UTC 2019", "2019-03-05 14:07:00"),
        ("5 March 2019 14:07 CEST", "2019-03-05 12:07:00"),
        ("March 5, 2019 2:07 pm PST", "2019-03-05 22:07:00"),
        ("5 March 2019 14:07 UTC+2", "2019-03-05 12:07:00"),
        ("5 March 2019 14:07 (GMT)", "2019-03-05 14:07:00"),
        ("2019年3月5日 14:07", "2019-03-05 14:07:00"),
        ("12:30 am March 5, 2019", "2019-03-05 00:30:00"),
        ("March 5, 2019 12:30 pm", "2019-03-05 12:30:00"),
        ("9:30 Uhr am 5. März 2019", "2019-03-05 09:30:00"),
        ("5.3.69 10:00", "2069-03-05 10:00:00"),
        ("5.3.70 10:00", "1970-03-05 10:00:00"),
        ("5 March 2019 14:07 -2345", "2019-03-05 14:07:00"),
    ],
)
def test_forms_and_zones(text, told):
    assert str(moment(text)) == told + "+00:00"


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("31 June 2019", "dates that no calendar has are missing: 1"),
        ("2019-02-30T10:00:00Z", "dates that no calendar has are missing: 1"),
        ("5 March 2019 24:30", "dates that no calendar has are missing: 1"),
        ("June 20th at 2:41 am", "dates without a year are missing: 1"),
        ("20. Juni", "dates without a year are missing: 1"),
        ("7:50 PM", "times without a date are missing: 1"),
        ("long ago", "texts in which no date was recognised are missing: 1"),
        ("04/05/2019", "dates that could be day-first or month-first are missing: 1"),
    ],
)
def test_what_is_no_moment_is_missing_and_said(text, note):
    reading = dates.read([text])
    assert (reading.moments, reading.notes) == ((None,), (note,))


def test_the_account_adds_up():
    reading = dates.read(
        ["5 March 2019", "5 March 2019 10:00", None, "", "1 day ago", "04/05/2019", "2019-03-05T10:00Z"]
    )
    assert [bool(one) for one in reading.moments] == [True, True, False, False, False, False, True]
    assert (reading.n_without_zone, reading.n_relative, reading.n_ambiguous) == (1, 1, 1)
    assert reading.notes == (
        "times without a zone are taken as UTC: 1",
        "dates without a time stand at midnight UTC: 1",
        "dates that could be day-first or month-first are missing: 1",
        "ages such as '3 years ago' are no times: 1",
    )


def days_of(texts: list[str], **given) -> list[str | None]:
    return [one and one.strftime("%d %b") for one in dates.read(texts, **given).moments]


def test_one_number_above_twelve_decides_for_all():
    assert days_of(["04/05/2019", "13/05/2019"]) == ["04 May", "13 May"]
    assert days_of(["04/05/2019", "05/13/2019"]) == ["05 Apr", "13 May"]
    assert days_of(["07.07.12 at 20:33", "07.16.12 at 1:31"]) == ["07 Jul", "16 Jul"]


def test_the_one_order_in_which_days_ascend_or_descend_decides():
    assert days_of(["10/11/2012", "11/11/2012", "12/11/2012", "01/12/2012"]) == ["10 Nov", "11 Nov", "12 Nov", "01 Dec"]
    assert days_of(["12/01/2012", "11/12/2012", "11/11/2012", "11/10/2012"]) == ["01 Dec", "12 Nov", "11 Nov", "10 Nov"]
    assert days_of(["10/11/2012", "12/11/2012", "01/12/2012"]) == [None] * 3, "three days can ascend by chance"


def test_else_the_language_decides_and_english_stays_open():
    open_ = ["04/05/2019", "04/05/2019"]
    assert (
        days_of(open_, language="de")
        == days_of(open_, language="en-GB")
        == days_of(open_, language="pt_BR")
        == ["04 May"] * 2
    )
    assert days_of(open_, language="en") == days_of(open_, language="en-US") == days_of(open_) == [None, None]
    assert days_of(["04.05.2019"], language="en") == ["04 May"]
    assert days_of(["04/04/2019"], language="en") == ["04 Apr"], "the same in both orders"


def test_contradicting_evidence_leaves_only_what_tells_itself():
    assert days_of(["13/05/2019", "05/14/2019", "04/05/2019"], language="de") == ["13 May", "14 May", None]


def test_separators_are_decided_apart():
    assert days_of(["05/13/2019", "04/05/2019", "04.05.2019"]) == ["13 May", "05 Apr", "04 May"]


def test_a_given_zone_is_used_where_none_is_written():
    zone = ZoneInfo("Europe/Berlin")
    reading = dates.read(["5 July 2019 14:07", "5 July 2019 14:07 UTC", "5 July 2019"], zone=zone)
    assert [one and one.hour for one in reading.moments] == [12, 14, 0]
    assert "times without a zone are taken as Europe/Berlin: 1" in reading.notes


def test_unix_seconds_only_when_asked():
    assert moment("1551794820") is None
    assert moment("1551794820", unix=True) == FULL
    assert moment("1551794820000", unix=True) == FULL
    assert moment("9" * 13, unix=True) is None


INSTANTS = st.datetimes(datetime(1970, 1, 1), datetime(2069, 12, 31)).map(lambda one: one.replace(microsecond=0))
STYLES = (
    "%Y-%m-%dT%H:%M:%SZ",
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d, %H:%M:%S",
    "%d.%m.%Y um %H:%M:%S Uhr",
    "%d.%m.%y - %H:%M:%S",
    "%B %d, %Y at %I:%M:%S %p",
    "%A, %d %B %Y | %H:%M:%S",
    "%a %b %d %H:%M:%S UTC %Y",
    "%d-%b-%Y (%H:%M:%S)",
    "%H:%M:%S, %d %b %Y",
    "Ann on %b %d %Y @ %I:%M:%S%p said",
)


@given(INSTANTS, st.sampled_from(STYLES))
def test_what_a_style_writes_is_read_back(instant, style):
    assert moment(instant.strftime(style)) == instant.replace(tzinfo=UTC)


@given(INSTANTS, st.integers(-14 * 60, 14 * 60))
def test_iso_with_any_offset_is_read_back(instant, minutes):
    there = instant.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert moment(there.isoformat()) == there


@given(st.sampled_from(sorted(date_words.LANGUAGES)), st.integers(0, 11), st.integers(1, 28), st.data())
def test_each_name_of_a_month_is_its_month_in_any_case(language, month, day, data):
    name = data.draw(st.sampled_from(date_words.LANGUAGES[language].months.split("|")[month].split()))
    for written in (name, name.upper(), name.title()):
        read = moment(f"{day} {written} 2019")
        assert read == datetime(2019, month + 1, day, tzinfo=UTC)


@given(st.text(max_size=400))
def test_any_text_gives_a_span_inside_it_and_a_reading(text):
    span = dates.find(text)
    assert span is None or 0 <= span[0] < span[1] <= len(text)
    assert len(dates.read([text, None], unix=True).moments) == 2
    assert dates.is_relative(text) in {True, False}


PIECES = (
    "5",
    "12",
    "2019",
    "March",
    "am",
    ":",
    ".",
    "/",
    "-",
    " ",
    ",",
    "at",
    "ago",
    "days",
    "Z",
    "+01:00",
    "st",
    "mar",
    "h",
    "T",
)


@pytest.mark.parametrize("text", ["+01:00st", "3rd:00", "1st.2nd.2019", "2019th-01-02"])
def test_ordinals_in_odd_places_are_no_failure(text):
    dates.find(text)


def test_letters_without_their_dots_are_the_same_letters():
    assert moment("5 KASIM 2019") == moment("5 kasım 2019") == datetime(2019, 11, 5, tzinfo=UTC)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_pieces_of_dates_give_a_reading(text):
    span = dates.find(text)
    assert span is None or text[slice(*span)].strip() == text[slice(*span)]
    dates.read([text, text + "x"], language="de")


@pytest.mark.parametrize(
    "piece", [*PIECES, "1 1 ", "1.1.", "5 mar ", "12:30 ", "9" * 300, "\u0661", "3 days ", "mar mar ", "\x00"]
)
def test_hostile_lengths_take_no_time(piece):
    line = (piece * 300)[: date_grammar.LONGEST]
    with ends():
        dates.find(line)
        dates.find(line + "x")
        dates.read([piece * 10_000])


def test_ten_thousand_stamps_in_a_second():
    texts = [
        "Sunday, September 16, 2012 at 7:41 pm",
        "10/18/2012 at 2:57 pm",
        "3 years ago",
        "19. Juni 2018 um 15:28 Uhr",
    ] * 2500
    with ends():
        reading = dates.read(texts)
    assert (sum(one is not None for one in reading.moments), reading.n_relative) == (7500, 2500)


def test_no_name_stands_for_two_months():
    named: dict[str, set[int]] = {}
    for language in date_words.LANGUAGES.values():
        assert len(language.months.split("|")) == 12
        for number, names in enumerate(language.months.split("|"), 1):
            for name in names.split():
                named.setdefault(date_words.folded(name), set()).add(number)
    assert {name for name, numbers in named.items() if len(numbers) > 1} == set()


@pytest.mark.parametrize("zone", ["Z", "+00:00", "-00:30", "+05:45", "-14:59"])
@pytest.mark.parametrize("said", ["2019-03-05T14:07:09", "1900-01-01T00:00:00", "2099-02-31T23:59:59"])
def test_times_as_machines_write_them_are_read_as_the_grammar_reads_them(monkeypatch, said, zone):
    quick = date_grammar.stamp(said + zone)
    monkeypatch.setattr(date_grammar, "_EXACT", re.compile(r"(?!)"))
    assert quick == date_grammar.stamp(said + zone)
