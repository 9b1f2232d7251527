"""The words of dates, a table a language: to teach the reader another one, add its row.

Words stand in lower case, variants and abbreviations side by side; accents may be left out in the source, so that both
spellings are found. Roles are what a word can be in a date: a word may have several ("mar" is a month and a weekday).
May import: the standard library.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """Words of one language, separated by spaces; `months` has twelve parts between bars.

    Parameters
    ----------
    months : str
        January first, each with its inflections and abbreviations; the twelve stand between bars.
    weekdays, at, of, hour : str
        Days of the week; what stands before a time; what stands inside a date; what stands after an hour.
    units, one, ago, before : str
        Ages: "3 [days] [ago]", "[vor] [einem] [Tag]".
    days : str
        Today and yesterday.
    """

    months: str
    weekdays: str
    at: str = ""
    of: str = ""
    hour: str = ""
    units: str = ""
    one: str = ""
    ago: str = ""
    before: str = ""
    days: str = ""


LANGUAGES = {
    "en": Language(
        months=(
            "january jan|february feb febr|march mar|april apr|may|june jun|july jul|august aug"
            "|september sept sep|october oct|november nov|december dec"
        ),
        weekdays=(
            "monday mon tuesday tues tue wednesday wed thursday thurs thur thu friday fri saturday sat sunday sun"
        ),
        at="at on",
        of="of the",
        hour="h hr hrs hours",
        units=(
            "second seconds sec secs s minute minutes min mins m hour hours hr hrs h day days d week weeks w"
            " month months mos year years yr yrs y moment moments"
        ),
        one="a an one few",
        ago="ago",
        days="today yesterday",
    ),
    "de": Language(
        months=(
            "januar jan jänner|februar feb febr feber|märz mär mrz maerz|april apr|mai|juni jun|juli jul"
            "|august aug|september sept sep|oktober okt|november nov|dezember dez"
        ),
        weekdays="montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sonnabend sa sonntag so",
        at="um am ab gegen",
        of="den",
        hour="uhr h",
        units=(
            "sekunde sekunden sek minute minuten min stunde stunden std tag tage tagen woche wochen monat monate"
            " monaten jahr jahre jahren"
        ),
        one="ein eine einem einer einigen wenigen",
        ago="her",
        before="vor",
        days="heute gestern vorgestern",
    ),
    "fr": Language(
        months=(
            "janvier janv jan|février févr fév|mars|avril avr|mai|juin|juillet juil|août|septembre sept sep"
            "|octobre oct|novembre nov|décembre déc"
        ),
        weekdays="lundi lun mardi mar mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim",
        at="à le",
        of="le",
        hour="h heures heure",
        units=(
            "seconde secondes minute minutes min heure heures h jour jours j semaine semaines mois an ans année années"
        ),
        one="un une quelques",
        before="il·y·a",
        days="aujourd'hui hier",
    ),
    "es": Language(
        months=(
            "enero ene|febrero feb|marzo mar|abril abr|mayo may|junio jun|julio jul|agosto ago"
            "|septiembre setiembre sept sep set|octubre oct|noviembre nov|diciembre dic"
        ),
        weekdays="lunes lun martes mar miércoles mié jueves jue viernes vie sábado sáb domingo dom",
        at="a las la el",
        of="de del",
        hour="h hs hrs horas",
        units="segundo segundos minuto minutos min hora horas día días semana semanas mes meses año años",
        one="un una unos unas",
        before="hace",
        days="hoy ayer",
    ),
    "pt": Language(
        months=(
            "janeiro jan|fevereiro fev|março mar|abril abr|maio mai|junho jun|julho jul|agosto ago|setembro set"
            "|outubro out|novembro nov|dezembro dez"
        ),
        weekdays=(
            "segunda-feira segunda seg terça-feira terça ter quarta-feira quarta qua quinta-feira quinta qui"
            " sexta-feira sexta sex sábado sáb domingo dom"
        ),
        at="às as à em",
        of="de",
        hour="h horas hs",
        units="segundo segundos minuto minutos min hora horas dia dias semana semanas mês meses ano anos",
        one="um uma",
        ago="atrás",
        before="há",
        days="hoje ontem",
    ),
    "it": Language(
        months=(
            "gennaio gen|febbraio feb|marzo mar|aprile apr|maggio mag|giugno giu|luglio lug|agosto ago"
            "|settembre sett set|ottobre ott|novembre nov|dicembre dic"
        ),
        weekdays="lunedì lun martedì mar mercoledì mer giovedì gio venerdì ven sabato sab domenica dom",
        at="alle ore il h",
        of="il",
        hour="h",
        units="secondo secondi minuto minuti min ora ore giorno giorni settimana settimane mese mesi anno anni",
        one="un un' una uno",
        ago="fa",
        days="oggi ieri",
    ),
    "nl": Language(
        months=(
            "januari jan|februari feb|maart mrt|april apr|mei|juni jun|juli jul|augustus aug|september sept sep"
            "|oktober okt|november nov|december dec"
        ),
        weekdays="maandag ma dinsdag di woensdag wo donderdag do vrijdag vr zaterdag za zondag zo",
        at="om op",
        hour="uur u",
        units="seconde seconden minuut minuten min uur uren dag dagen week weken maand maanden jaar jaren",
        one="een",
        ago="geleden",
        days="vandaag gisteren eergisteren",
    ),
    "pl": Language(
        months=(
            "styczeń stycznia sty|luty lutego lut|marzec marca mar|kwiecień kwietnia kwi|maj maja"
            "|czerwiec czerwca cze|lipiec lipca lip|sierpień sierpnia sie|wrzesień września wrz"
            "|październik października paź|listopad listopada lis|grudzień grudnia gru"
        ),
        weekdays=(
            "poniedziałek pon wtorek wt wto środa śr śro czwartek czw piątek pt pią sobota sob niedziela nd ndz nie"
        ),
        at="o godz godzina dnia",
        hour="godz",
        units=(
            "sekund sekundy sekundę minut minuty minutę min godzin godziny godzinę godz dzień dni tydzień"
            " tygodnie tygodni miesiąc miesiące miesięcy rok lata lat"
        ),
        one="jedną jeden",
        ago="temu",
        days="dziś dzisiaj wczoraj przedwczoraj",
    ),
    "sv": Language(
        months=(
            "januari jan|februari feb|mars mar|april apr|maj|juni jun|juli jul|augusti aug|september sept sep"
            "|oktober okt|november nov|december dec"
        ),
        weekdays="måndag mån tisdag tis tisdagen onsdag ons torsdag tors tor fredag fre lördag lör söndag sön",
        at="kl klockan klo den",
        of="den",
        units="sekund sekunder minut minuter min timme timmar tim dag dagar vecka veckor månad månader mån år",
        one="en ett",
        ago="sedan sen",
        before="för",
        days="idag igår",
    ),
    "da": Language(
        months=(
            "januar jan|februar feb|marts mar|april apr|maj|juni jun|juli jul|august aug|september sept sep"
            "|oktober okt|november nov|december dec"
        ),
        weekdays="mandag man tirsdag tirs tir onsdag ons torsdag tors tor fredag fre lørdag lør søndag søn",
        at="kl den",
        of="den",
        units="sekund sekunder minut minutter min time timer dag dage uge uger måned måneder år",
        one="en et",
        ago="siden",
        before="for",
        days="idag igår",
    ),
    "no": Language(
        months=(
            "januar jan|februar feb|mars mar|april apr|mai|juni jun|juli jul|august aug|september sept sep"
            "|oktober okt|november nov|desember des"
        ),
        weekdays="mandag man tirsdag tir onsdag ons torsdag tor fredag fre lørdag lør søndag søn",
        at="kl den",
        of="den",
        units="sekund sekunder minutt minutter min time timer dag dager uke uker måned måneder år",
        one="en et ett",
        ago="siden",
        before="for",
        days="idag igår",
    ),
    "fi": Language(
        months=(
            "tammikuu tammikuuta tammi|helmikuu helmikuuta helmi|maaliskuu maaliskuuta maalis"
            "|huhtikuu huhtikuuta huhti|toukokuu toukokuuta touko|kesäkuu kesäkuuta kesä"
            "|heinäkuu heinäkuuta heinä|elokuu elokuuta elo|syyskuu syyskuuta syys|lokakuu lokakuuta loka"
            "|marraskuu marraskuuta marras|joulukuu joulukuuta joulu"
        ),
        weekdays="maanantai ma tiistai ti keskiviikko ke torstai to perjantai pe lauantai la sunnuntai su",
        at="klo kello",
        units="sekuntia minuuttia min tunti tuntia päivä päivää viikko viikkoa kuukausi kuukautta vuosi vuotta",
        one="yksi",
        ago="sitten",
        days="tänään eilen",
    ),
    "ru": Language(
        months=(
            "январь января янв|февраль февраля фев февр|март марта мар|апрель апреля апр|май мая|июнь июня июн"
            "|июль июля июл|август августа авг|сентябрь сентября сен сент|октябрь октября окт"
            "|ноябрь ноября ноя нояб|декабрь декабря дек"
        ),
        weekdays="понедельник пн вторник вт среда ср четверг чт пятница пт суббота сб воскресенье вс",
        at="в г года",
        hour="ч",
        units=(
            "секунд секунды секунду сек минут минуты минуту мин час часа часов ч день дня дней неделю недели"
            " недель месяц месяца месяцев год года лет"
        ),
        one="один одну",
        ago="назад",
        days="сегодня вчера позавчера",
    ),
    "uk": Language(
        months=(
            "січень січня січ|лютий лютого лют|березень березня бер|квітень квітня кві|травень травня тра"
            "|червень червня чер|липень липня лип|серпень серпня сер|вересень вересня вер|жовтень жовтня жов"
            "|листопад листопада лис|грудень грудня гру"
        ),
        weekdays="понеділок пн вівторок вт середа ср четвер чт п'ятниця пт субота сб неділя нд",
        at="о об р року",
        units=(
            "секунд хвилин хвилини хвилину годин години годину день дні днів тиждень тижні тижнів місяць місяці"
            " місяців рік роки років"
        ),
        ago="тому",
        days="сьогодні вчора",
    ),
    "tr": Language(
        months=(
            "ocak oca|şubat şub|mart mar|nisan nis|mayıs may|haziran haz|temmuz tem|ağustos ağu|eylül eyl"
            "|ekim eki|kasım kas|aralık ara"
        ),
        weekdays="pazartesi pzt salı sal çarşamba çar perşembe per cuma cum cumartesi cmt pazar paz",
        at="saat",
        units="saniye dakika dk saat gün hafta ay yıl sene",
        one="bir",
        ago="önce",
        days="bugün dün",
    ),
    "cs": Language(
        months=(
            "leden ledna led|únor února úno|březen března bře|duben dubna dub|květen května kvě"
            "|červen června čvn čer|červenec července čvc|srpen srpna srp|září zář|říjen října říj"
            "|listopad listopadu lis|prosinec prosince pro"
        ),
        weekdays="pondělí po úterý út středa st čtvrtek čt pátek pá sobota so neděle ne",
        at="v ve dne",
        hour="hod h",
        units=(
            "sekundou sekundami minutou minutami hodinou hodinami hod dnem dny týdnem týdny měsícem měsíci rokem"
            " roky lety"
        ),
        before="před",
        days="dnes včera předevčírem",
    ),
}
"""By ISO 639-1 code. Numeric dates are day first in all of them but English, where it differs by country."""

ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "cet": 60, "mez": 60, "cest": 120, "mesz": 120, "eet": 120,
    "eest": 180, "msk": 180, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360,
    "pst": -480, "pdt": -420, "akst": -540, "akdt": -480, "hst": -600, "aest": 600, "aedt": 660, "acst": 570,
    "awst": 480, "nzst": 720, "nzdt": 780, "jst": 540, "kst": 540,
}  # fmt: skip
"""Minutes east of Greenwich, EST to PDT as in the US. Left out: what stands for several zones (BST, IST, AST)."""

YEAR_MARKS = "r г р"
"""What Slavic languages write after the year: "2020 r.", "2020 г."."""
NOW = (
    "just now|now|right now|moments ago|gerade eben|soeben|jetzt|à l'instant|ahora|ahora mismo|justo ahora|agora"
    "|agora mesmo|adesso|poco fa|zojuist|przed chwilą|just nu|lige nu|akkurat nå|только что|şimdi|az önce|právě teď"
    "|juuri nyt"
)
"""Whole lines that say the moment of reading, between bars."""
ALSO_WORDS = frozenset("may march mar mars set out ago mai gen pro led per ara sal lis".split())
"""Names of months that are words of their own: in lower case they make no date without a year or a time."""


def folded(word: str) -> str:
    """The word in lower case and without accents, as the table is asked for it.

    Examples
    --------
    >>> folded("März"), folded("kasım"), folded("MARÇO"), folded("İocak")
    ('marz', 'kasim', 'marco', 'iocak')
    """
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.casefold()).replace("’", "'").replace("ı", "i")
    return "".join(char for char in plain if not unicodedata.combining(char))


def months() -> dict[str, int]:
    """Number of the month by its folded name.

    Examples
    --------
    >>> months()["marz"], months()["abril"], months()["ekim"]
    (3, 4, 10)
    """
    return {
        folded(name): number
        for language in LANGUAGES.values()
        for number, names in enumerate(language.months.split("|"), 1)
        for name in names.split()
    }


def roles() -> dict[str, frozenset[str]]:
    """What each folded word can be in a date.

    Examples
    --------
    >>> sorted(roles()["mar"]), sorted(roles()["ago"]), "weekday" in roles()["friday"]
    (['month', 'weekday'], ['ago', 'month'], True)
    """
    found: dict[str, set[str]] = {}
    for language in LANGUAGES.values():
        said = {
            "month": language.months.replace("|", " "),
            "weekday": language.weekdays,
            "at": language.at,
            "of": language.of,
        }
        said |= {"hour": language.hour, "unit": language.units, "one": language.one, "ago": language.ago}
        said |= {"before": language.before, "day": language.days}
        for role, words in said.items():
            for word in words.split():
                found.setdefault(folded(word.replace("·", " ")), set()).add(role)
    for role, words in {"zone": " ".join(ZONES), "iso": "t", "mark": YEAR_MARKS}.items():
        for word in words.split():
            found.setdefault(folded(word), set()).add(role)
    return {word: frozenset(said) for word, said in found.items()}
