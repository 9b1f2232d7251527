"""Everyday words for what happens in the news, by what happens: "crush" and "rout" are both a defeat.

A table of English in general, of verbs with the nouns made from them; every form of a word is in one class at most.
May import: the standard library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

CLASSES: Mapping[str, str] = {
    # War and peace
    "defeat": "defeat crush rout vanquish overwhelm overpower trounce thrash beat beaten annihilate obliterate"
    " eradicate expel steamroll steamroller",
    "victory": "win won victory victories triumph prevail",
    "loss": "lose lost loss losses collapse topple crumble capitulate surrender",
    "capture": "liberate liberation free freed retake retook retaken recapture capture seize seizure conquer"
    " conquest overrun overran occupy occupation reconquer",
    "attack": "attack assault raid bomb bombard bombardment shell invade invasion ambush offensive airstrike"
    " bombing",
    "killing": "kill slay slain murder assassinate assassination massacre slaughter execute execution homicide",
    "death": "die dying died death dead fatality fatalities casualty casualties perish drown",
    "injury": "injure injury injuries wound maim hurt",
    "destruction": "destroy destruction demolish demolition wreck ruin devastate devastation flatten raze",
    "retreat": "retreat withdraw withdrew withdrawn withdrawal flee fled evacuate evacuation pullout",
    "truce": "ceasefire truce armistice peace reconcile reconciliation",
    # Elections and offices
    "election": "elect election reelect vote ballot poll referendum",
    "candidacy": "nominate nomination candidacy",
    "resignation": "resign resignation quit abdicate",
    "dismissal": "sack fire dismiss dismissal oust ouster impeach impeachment depose axe",
    "appointment": "appoint appointment hire recruit recruitment",
    "legislation": "legislate legislation enact statute ratify ratification",
    "protest": "protest demonstrate demonstration march riot",
    "strike": "strike walkout",
    # Courts and police
    "arrest": "arrest detain detention jail imprison imprisonment incarcerate handcuff",
    "accusation": "accuse accusation indict indictment prosecute prosecution allegation",
    "conviction": "convict conviction sentence guilty condemn",
    "acquittal": "acquit acquittal exonerate exoneration pardon",
    "lawsuit": "sue lawsuit litigation litigate",
    "theft": "steal stole stolen theft rob robbery burgle burglary loot embezzle embezzlement",
    "fraud": "fraud defraud swindle scam forge forgery bribe bribery corruption",
    "inquiry": "investigate investigation inquiry inquiries probe audit inquest",
    "ban": "ban prohibit prohibition outlaw forbid forbade forbidden censor censorship",
    "permission": "permit permission allow authorise authorize license legalise legalize",
    # Money and work
    "price": "price pay paid payment cost fare fee toll charge expense expensive",
    "rise": "rise rose risen increase soar surge climb hike skyrocket",
    "fall": "fall fell fallen drop decline decrease plunge plummet shrink shrank shrunk dwindle slump",
    "tax": "tax taxation levy tariff",
    "subsidy": "subsidise subsidize subsidy subsidies bailout grant donate donation",
    "debt": "debt deficit owe loan borrow lend lent mortgage",
    "bankruptcy": "bankrupt bankruptcy insolvent insolvency foreclose foreclosure",
    "trade": "sell sold sale buy bought purchase acquire acquisition",
    "merger": "merge merger takeover amalgamate amalgamation",
    "layoff": "layoff redundancy redundancies unemployed unemployment jobless",
    "earnings": "earn earnings wage salary salaries income revenue profit",
    # Making, moving, opening
    "building": "build built rebuild rebuilt construct construction erect",
    "repair": "repair renovate renovation restore restoration refurbish refurbishment mend maintenance",
    "opening": "open reopen inaugurate inauguration launch",
    "closing": "close closure shut shutdown shutter",
    "cancellation": "cancel cancellation scrap abolish abolition repeal abandon",
    "delay": "delay postpone postponement suspend suspension halt",
    "crash": "crash collide collision derail derailment sink sank sunk capsize",
    "travel": "travel flight fly flew drive drove commute ride rode",
    "migration": "migrate migration immigrate immigration deport deportation",
    # Health, schools, sport, weather
    "illness": "ill illness sick sickness disease infect infection virus outbreak epidemic pandemic",
    "cure": "cure heal treat treatment vaccine vaccinate vaccination surgery recover recovery",
    "schooling": "teach taught school educate education lesson",
    "examination": "exam examination",
    "match": "score goal match tournament",
    "flood": "flood deluge inundate inundation",
    "weather": "rain snow storm hurricane blizzard drought heatwave frost",
    "fire": "burn burnt blaze wildfire arson inferno",
    "quake": "earthquake quake tremor eruption erupt landslide avalanche",
    # Words and wares
    "announcement": "announce announcement declare declaration proclaim proclamation reveal disclose",
    "criticism": "criticise criticize criticism denounce denunciation rebuke blame",
    "promise": "promise pledge vow guarantee",
    "warning": "warn warning caution alert",
    "apology": "apologise apologize apology apologies regret",
    "reduction": "cut reduce reduction slash trim gut austerity",
    "recall": "recall defect defective",
}  # fmt: skip
"""Words of each class in their plain form, irregular forms beside them; no words for those who take part."""

KIN = frozenset({
    frozenset(pair)
    for pair in (
        ("defeat", "capture"), ("defeat", "victory"), ("defeat", "loss"), ("capture", "victory"), ("killing", "death"),
        ("resignation", "dismissal"), ("accusation", "conviction"), ("fall", "reduction"),
        ("closing", "cancellation"), ("bankruptcy", "closing"), ("theft", "fraud"),
    )
})  # fmt: skip
"""Pairs of classes that often tell of one event."""


@cache
def forms() -> Mapping[str, str]:
    """The class of every form of the words of the table; of two classes the first keeps a form."""
    found: dict[str, str] = {}
    for name, listed in CLASSES.items():
        for word in listed.split():
            found.setdefault(word, name)
    for name, listed in CLASSES.items():
        for word in listed.split():
            for form in _inflected(word):
                found.setdefault(form, name)
    return found


def event_class(word: str) -> str | None:
    """What happens where this word is used, None where the table does not have it.

    Parameters
    ----------
    word : str
        In any case.

    Examples
    --------
    >>> event_class("Routed"), event_class("winning"), event_class("fares"), event_class("blue")
    ('defeat', 'victory', 'price', None)
    """
    return forms().get(word.lower().removesuffix("'s").removesuffix("’s"))


def are_kin(one: str, other: str) -> bool:
    """Whether two classes are the same or often tell of one event.

    Examples
    --------
    >>> are_kin("killing", "death"), are_kin("killing", "price")
    (True, False)
    """
    return one == other or frozenset((one, other)) in KIN


def _inflected(word: str) -> Iterator[str]:
    """Regular forms of a word."""
    if word.endswith("e"):
        yield from (word + "s", word + "d", word[:-1] + "ing")
    elif word.endswith("y") and word[-2] not in "aeou":
        yield from (word[:-1] + "ies", word[:-1] + "ied", word + "ing")
    else:
        double = word + word[-1]
        yield from (word + "s", word + "es", word + "ed", word + "ing", double + "ed", double + "ing")
