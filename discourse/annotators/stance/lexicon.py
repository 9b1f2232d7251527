"""Words of judgement, written for this project: who is called what, who does what to whom, who holds which attitude.

Only words whose side does not depend on the subject stand here. Words of war (kill, attack, fight), of size and
strength (important, weak, strong) and of being right are left out: they say what happened or who won, not where the
writer stands. May import: the standard library.
"""

from __future__ import annotations

from collections.abc import Iterable


def table(text: str) -> tuple[str, ...]:
    """The entries of a table written as text, set apart by commas or line ends.

    Examples
    --------
    >>> table("out of touch, corrupt")
    ('out of touch', 'corrupt')
    """
    return tuple(entry for line in text.splitlines() for entry in (part.strip() for part in line.split(",")) if entry)


BAD_ADJECTIVES = table("""
    abhorrent, abominable, abysmal, amoral, appalling, arrogant, atrocious, awful, barbaric, biased, bigoted
    clueless, contemptible, corrupt, corrupted, cowardly, crappy, crazy, criminal, crooked, cruel, deceitful
    delusional, demonic, deplorable, deranged, despicable, diabolical, disgraceful, disgusting, dishonest
    dishonorable, dishonourable, disingenuous, dreadful, dumb, dysfunctional, egregious, evil, fascist, foolish
    fraudulent, greedy, gutless, hateful, heartless, hideous, hopeless, horrendous, horrible, horrid, horrific
    hypocritical, idiotic, ignorant, immoral, incompetent, inept, inhumane, insane, insufferable, laughable
    loathsome, lousy, ludicrous, lying, maniacal, mendacious, misguided, monstrous, moronic, murderous, narcissistic
    nasty, negligent, obnoxious, odious, oppressive, parasitic, pathetic, power-hungry, racist, rapacious, reckless
    repellent, reprehensible, repugnant, repulsive, ridiculous, rotten, ruthless, sadistic, satanic, selfish, sexist
    shambolic, shameful, shameless, shoddy, sickening, sinister, sleazy, slimy, smug, spineless, stupid, terrible
    toothless, toxic, traitorous, treacherous, two-faced, tyrannical, unethical, unhinged, unprincipled
    unscrupulous, untrustworthy, useless, vicious, vile, villainous, warmongering, wicked, worthless, xenophobic
""")
"""Side against what they are said of, before a name as well as after "is"."""

BAD_PREDICATES = table("""
    a bad idea, a big part of the problem, a thing of the past, a waste, absurd, at fault, bad for everyone
    bad for us, bad news, beneath contempt, beyond redemption, beyond the pale, bought and paid for, crap
    dead to me, dead wrong, farcical, full of bs, full of crap, full of hot air, full of it, full of lies
    full of shit, garbage, indefensible, inexcusable, irredeemable, irresponsible, morally bankrupt, no better than
    no friend of, no longer credible, no longer relevant, nuts, on the take, one-sided, out of control
    out of their mind, out of touch, outrageous, overpaid, overrated, part of the problem, past its prime, rubbish
    the enemy, the problem, to blame, trash, unacceptable, unbearable, unfit, unforgivable, unjustifiable
    unreadable, unreliable, unwatchable, wrong, wrong-headed
""")
"""Side against what they are said of, after "is" only."""

BAD_NOUNS = table("""
    abomination, abominations, airhead, apologist, apologists, bigot, bigots, blight, boondoggle, buffoon, buffoons
    bullies, bully, butcher, butchers, cancer, catastrophe, cesspool, charlatan, charlatans, cheat, cheaters, cheats
    circus, clown, clowns, con artist, con artists, con man, con men, coward, cowards, creep, creeps, criminal
    criminals, crook, crooks, cry-babies, cry-baby, curse, danger to, demagogue, demagogues, despot, despots
    dictator, dictators, dinosaur, disaster, disasters, disgrace, divider, dividers, drama queen, dumpster fire
    dunce, embarrassment, extremist, extremists, failure, farce, fascist, fascists, fearmonger, fearmongers, fiasco
    fool, fools, fraud, frauds, fraudster, fraudsters, goon, goons, grifter, grifters, hack, hacks, huckster
    hucksters, hypocrite, hypocrites, ideologue, ideologues, idiot, idiots, imbecile, imbeciles, incompetents
    insult to, jerk, jerks, joke, lackey, lackeys, lapdog, lapdogs, laughing stock, leech, leeches, liability, liar
    liars, loser, losers, loudmouth, lunatic, lunatics, maniac, maniacs, menace, mess, monster, monsters, moron
    morons, mouthpiece, murderer, murderers, nightmare, nut, nutbar, nutbars, nutcase, nutcases, nutjob, nutjobs
    nuts, parasite, parasites, pawn, pawns, phonies, phony, plague, propagandist, propagandists, psychopath
    psychopaths, puppet, puppets, racist, racists, rag, rip-off, rogue, rogues, savage, savages, scam, scammer
    scammers, scoundrel, scoundrels, scourge, scum, scumbag, scumbags, sellout, sellouts, sewer, sham, shambles
    shill, shills, slimeball, snake, snakes, sociopath, sociopaths, stooge, stooges, swindler, swindlers, terrorist
    terrorists, thief, thieves, threat to, thug, thugs, train wreck, trainwreck, traitor, traitors, travesty, twit
    twits, tyrant, tyrants, vermin, villain, villains, warmonger, warmongers, waste of money, waste of our money
    waste of public money, waste of space, waste of taxpayer money, waste of taxpayer's money
    waste of taxpayers money, waste of taxpayers' money, waste of time, weasel, weasels, whiner, whiners, wimp
    wimps, windbag, windbags
""")

BAD_ABSTRACTS = table("""
    arrogance, atrocities, barbarism, betrayal, bigotry, blunder, blunders, brutality, bullying, bungling
    callousness, corruption, cowardice, crimes, cronyism, cruelty, deceit, deception, deceptions, depravity
    dishonesty, evil, evils, fearmongering, follies, folly, fraud, greed, hypocrisy, hysterics, idiocy, ignorance
    incompetence, ineptitude, injustices, insanity, intransigence, lies, lunacy, lying, madness, malfeasance
    meddling, mendacity, mismanagement, misrule, negligence, nonsense, obnoxiousness, propaganda, racism
    recklessness, sabotage, scam, scaremongering, selfishness, stupidity, tactics of intimidation, thievery
    treachery, treason, tyranny, undermining, venality, war crimes, warmongering, wickedness, wrongdoing
    wrongdoings, xenophobia
""")
"""What somebody is guilty of: lies, corruption."""

BAD_COMPANY = table("""
    apologists, b.s., bootlickers, bs, bullies, bullshit, circus, clown car, clown show, clowns, crap, cronies
    crooks, cultists, disaster, drivel, fanboys, fiasco, garbage, gong show, goons, hacks, henchmen, hogwash
    hypocrisy, hysteria, idiots, incompetence, insanity, lackeys, lapdogs, liars, lies, loons, losers, madness
    morons, nonsense, nutjobs, propaganda, puppets, racists, rubbish, scum, shills, stooges, stupidity, swamp, swill
    thugs, tripe, trolls, zealots, zoo
""")
"""What follows a name that is meant to be stained by it: "<name> propaganda"."""

FOLLOWERS = table("""
    apologists, cronies, flunkies, gang, goons, henchmen, ilk, lackeys, lapdogs, minions, mob, puppets, sidekicks
    stooges, sycophants, thugs, toadies
""")
"""Company that stains whose it is: "<name> and his cronies"."""

DEEDS = table("""
    actions, agenda, antics, attitude, attitudes, behavior, behaviour, belief, beliefs, boss, bosses, ceo, claim
    claims, comments, conduct, coverage, decision, decisions, deeds, editorials, governance, government, idea, ideas
    ideology, leader, leaders, leadership, logic, management, manager, managers, managing, methods, mouth, owner
    owners, performance, plan, plans, policies, policy, politics, practices, programming, propaganda, reasoning
    record, regime, remark, remarks, reporting, rhetoric, rule, schemes, service, statements, strategy, tactics
    thinking, treatment of, tweet, tweets, view, views, way of, ways, word, words, work
""")
"""What is judged in place of who did it: a policy, the leadership."""

GOOD_ADJECTIVES = table("""
    admirable, amazing, awesome, brave, brilliant, commendable, courageous, excellent, exceptional, exemplary
    extraordinary, fabulous, fantastic, first-class, first-rate, gracious, heroic, honest, honorable, honourable
    impressive, incredible, inspiring, invaluable, magnificent, marvellous, marvelous, outstanding, phenomenal
    principled, splendid, stellar, sublime, superb, terrific, top-notch, tremendous, trustworthy, unbeatable
    wonderful, world-class
""")
GREATS = table("""
    asset, author, ceo, cities, city, club, coach, column, columnist, columnists, comedian, companies, company
    countries, country, editor, friend, friends, governor, guy, guys, job, king, leader, leaders, man, manager
    mayor, nation, organisation, organization, paper, people, person, place, player, players, politician, president
    prime minister, product, products, program, programme, queen, resource, school, senator, service, show, side
    source, teacher, team, woman, work, writer, writers
""")
"""Who or what "great" praises; a great divider is not praised."""

GOOD_PREDICATES = table("""
    a class act, a credit to, a delight, a force for good, a gem, a godsend, a joy, a national treasure
    a role model, a treasure, an asset to, an example to us all, an inspiration, doing the right thing, on our side
    on the right side, our best hope, our last hope, second to none, spot on, the best choice, the best thing
    the good guys, the only ones who care, the real deal, worth every cent, worth every penny
""")
GOOD_NOUNS = table("""
    blessing, champion of, force for good, gem, godsend, hero, heroes, heroine, inspiration, lifesaver
    national treasure, role model, savior, saviors, saviour, saviours
""")
GOOD_ABSTRACTS = table("""
    bravery, courage, decency, dedication, excellence, generosity, heroism, honesty, integrity, kindness
    perseverance, professionalism, wisdom
""")

HARMS = table("""
    abuse, backstab, bankrupt, betray, botch, brainwash, bully, bungle, cheat, con:conned:conning, corrupt, deceive
    defame, defraud, demean, destabilise, destabilize, dupe, embezzle, exploit, extort, fleece, gouge, hoodwink
    humiliate, loot, massacre, mislead/misled/misled, mismanage, oppress, pander, persecute, pillage, plunder
    pollute, prey on/preyed on/preyed on, rip off:ripped off:ripping off, rob:robbed:robbing, ruin, sabotage
    scam:scammed:scamming, scapegoat, screw over, screw up, sell out/sold out/sold out, shaft, slander, smear
    spread fear/spread fear/spread fear, spread hate/spread hate/spread hate, spread lies/spread lies/spread lies
    squander, steal/stole/stolen, swindle, terrorise, terrorize, torment, torture, undermine, whitewash, wreck
""")
"""Verbs whose doer is in the wrong whatever the object; `/` gives irregular past forms, `:` past and -ing forms."""

HARM_PHRASES = (
    (
        r"(?:stabs?|stabbed) {them} in the back",
        r"stab {them} in the back",
        r"stabbing {them} in the back",
        r"stabbed in the back",
    ),
    (
        r"(?:lies|lied)(?= (?:to|about|again|through|constantly)\b|\W*$)",
        r"lie(?= (?:to|about)\b)",
        r"lying",
        r"lied to",
    ),
    (
        r"(?:fails?|failed) (?:{people}|miserably|utterly|badly|at everything)",
        r"fail {people}",
        r"failing (?:{people}|miserably)",
        r"failed",
    ),
    (r"(?:lets?) {us} down", r"let {us} down", r"letting {us} down", r"let down"),
    (
        r"(?:makes?|made) (?:fools|a mockery|a mess) of",
        r"make (?:fools|a mockery|a mess) of",
        r"making (?:fools|a mockery|a mess) of",
        r"made fools of",
    ),
    (r"(?:sells?|sold) {us} out", r"sell {us} out", r"selling {us} out", r"sold out"),
    (
        r"(?:throws?|threw|thrown) {us} under the bus",
        r"throw {us} under the bus",
        r"throwing {us} under the bus",
        r"thrown under the bus",
    ),
    (
        r"(?:destroys|destroyed|kills|killed|trashes|trashed) (?:our|this|my|the) {common}",
        r"(?:destroy|kill|trash) (?:our|this|my|the) {common}",
        r"(?:destroying|killing|trashing) (?:our|this|my|the) {common}",
        r"trashed",
    ),
    (
        r"(?:wastes?|wasted) (?:our|the|my|billions|millions|public|taxpayers?'?)",
        r"waste (?:our|billions|millions|public|taxpayers?'?)",
        r"wasting (?:our|billions|millions|public|taxpayers?'?)",
        r"wasted",
    ),
)
"""Finite, base, -ing and passive form of harms that are more than one word."""

COMMON_GOODS = table("""
    air, businesses, church, city, climate, club, communities, community, countries, country, culture, democracy
    economy, environment, future, game, health, industry, jobs, language, league, livelihoods, lives, middle class
    nation, neighborhood, neighbourhood, oceans, planet, province, rivers, schools, sport, state, town, village
    way of life, world
""")
"""What nobody wishes destroyed."""

LIKES = table("""
    admire, adore, applaud, appreciate, commend, endorse, love, miss, respect, salute, stand by, stand with, support
    thank god for, trust
""")
DISLIKES = table("""
    abhor, blame, condemn, despise, detest, dislike, distrust, hate, loathe, mistrust, oppose
""")
FED_UP = table("""
    against, appalled at, appalled by, ashamed of, disappointed in, disappointed with, disgusted at, disgusted by
    disgusted with, done with, embarrassed by, fed up with, sick and tired of, sick of, through with, tired of
""")
PLEASED = table("""
    a big fan of, a fan of, a huge fan of, a supporter of, all for, grateful for, grateful to, in favor of
    in favour of, proud of, thankful for
""")

CHEERS = table("""
    all hail, all power to, bravo, god bless, god save, good on, hats off to, hooray for, hurrah for, kudos to
    long live, more power to, much respect to, props to, respect to, thank god for, thank goodness for
    thank heavens for, three cheers for, up the, viva, vive, well done
""")
CURSES = table("""
    a plague on, boo, curse, damn, death to, down with, enough of, fie on, fuck, good riddance to, no more, screw
    shame on, sod, the hell with, to hell with
""")
REMOVALS = table("""
    abolish, ban, boycott, defund, disband, dismantle, dissolve, do away with, dump, get rid of, impeach, jail
    kick out, lock up, oust, outlaw, sack, scrap, shut down, throw out, vote out
""")
REMOVED = table("""
    abolished, ashamed, ashamed of himself, ashamed of itself, ashamed of themselves, axed, banned, banned outright
    boycotted, broken up, charged, defunded, deported, disbanded, dismantled, dissolved, dumped, fined, fired
    held accountable, held to account, impeached, in jail, in prison, investigated, jailed, kicked out, locked up
    ousted, outlawed, prosecuted, removed, sacked, scrapped, shut down, stopped, stripped of, sued, thrown out
    voted out
""")

MISSING_VIRTUES = table("""
    backbone, brains, business, class, clue, conscience, credibility, decency, dignity, ethics, guts, honor, honour
    idea, integrity, morals, plan, principles, redeeming qualities, respect for, scruples, sense, sense of decency
    shame, soul, spine, standards, talent, vision
""")

FINE_THINGS = table("""
    democracy, freedom, justice, peace, prosperity
""")
"""What only an opponent would not want somebody to have."""
FINE_TRAITS = table("""
    decent, fair, free, good, healthy, independent, peaceful, proper, prosperous, stable, strong, successful, united
    well-paid, well-trained, working
""")
"""What only an opponent would not want a good of all to be."""
PUBLIC_GOODS = table("""
    army, care, community, country, court, courts, democracy, economy, education, election, elections, government
    hospital, hospitals, housing, institutions, judiciary, library, market, media, nation, neighborhood, neighbourhood
    opposition, parliament, pay, police, press, school, schools, service, services, society, state, trade, transport
    union, unions, vote, wage, wages, workforce
""")
OWN_GAINS = table("""
    attention, control, herself, himself, his own, its own, itself, money, power, profit, profits, ratings
    their own, themselves, votes
""")

PRAISES = table("""
    bless, blessed, blessings, bravo, cheers, congratulations, glad, god bless, grateful, gratitude, hats off
    heroes, honor, honour, kudos, proud, respect, salute, thank, thank god, thankful, thanks
""")
DEFEATS = table("""
    crush, crushed, crushing, defeat, defeated, defeating, destroy, destroyed, destroying, drive out, driving out
    drove out, expel, expelled, expelling, fight, fighting, fought, liberate from, resist, resisted, resisting
    root out, rooting out, rout, routed, routing, stand up to, standing up to, stood up to, stop, stopped, stopping
    vanquish, vanquished, vanquishing
""")

ROLES = table("""
    agents, allies, board, bosses, brass, bureaucrats, candidates, directors, executives, fans, fighters, forces
    government, leaders, leadership, management, managers, members, men, militants, military, officials, operatives
    owners, party, people, politicians, regime, soldiers, spokesmen, staff, supporters, troops
""")
"""Those who act for a target: what they do to others is the target's doing."""
SELVES = table("""
    administration, board, bosses, cabinet, clique, crowd, elite, establishment, gang, government, leadership
    machine, management, mob, party, regime, team
""")
"""The target itself under another word."""

TITLES = table("""
    captain, coach, dame, dr, general, governor, king, lady, lord, mayor, minister, mr, mrs, ms, pm, premier
    president, prince, professor, queen, senator, sir
""")
"""What stands in capitals before a name without being part of it."""
PLAIN_WORDS = table("""
    a, after, again, all, also, although, always, an, and, any, are, as, at, because, before, bless, both, but, by
    can, could, damn, dear, did, do, does, down, even, every, few, first, for, from, get, go, god, had, has, have
    he, her, here, hey, his, how, however, i, if, in, is, it, its, just, keep, last, let, lets, like, long, look
    make, many, may, maybe, meanwhile, might, more, most, must, my, never, new, next, no, not, of, oh, old, on, one
    only, or, our, perhaps, poor, read, really, screw, see, several, shame, she, should, since, so, some, still
    stop, than, thank, thanks, that, the, their, then, there, these, they, this, those, though, three, to, today
    tomorrow, too, two, unless, unlike, until, up, vote, was, watch, we, well, were, what, when, where, which, while
    who, why, will, with, would, yes, yesterday, yet, you, your
""")
"""Words that may open a sentence before a name, and so have a capital."""


def any_of(words: Iterable[str]) -> str:
    r"""Regular expression of any of the words, the longest first, white space of any kind between their parts.

    Examples
    --------
    >>> print(any_of(("con", "con man")))
    (?:con\s+man|con)
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    parts = (word.replace(".", r"\.").replace("-", "[- ]?").replace(" ", r"\s+") for word in ordered)
    return "(?:" + "|".join(parts) + ")"


def forms(verb: str) -> tuple[str, str, str, str, str]:
    """Base, third person, past, participle and -ing form of a verb, whose first word is inflected.

    Parameters
    ----------
    verb : str
        The base form; "base/past/participle" or "base:past:ing" where they are irregular.

    Examples
    --------
    >>> forms("squander")[2:], forms("bully")[1:3], forms("steal/stole/stolen")[3:]
    (('squandered', 'squandered', 'squandering'), ('bullies', 'bullied'), ('stolen', 'stealing'))
    >>> forms("rob:robbed:robbing"), forms("screw up")[2]
    (('rob', 'robs', 'robbed', 'robbed', 'robbing'), 'screwed up')
    """
    if ":" in verb:
        base, past, ing = verb.split(":")
        return base, _third(base), past, past, ing
    if "/" in verb:
        base, past, participle = verb.split("/")
        return base, _third(base), past, participle, _ing(base)
    return verb, _third(verb), _past(verb), _past(verb), _ing(verb)


def _inflect(verb: str, ending: str) -> str:
    head, _, rest = verb.partition(" ")
    return f"{head}{ending} {rest}" if rest else head + ending


def _third(verb: str) -> str:
    head, _, rest = verb.partition(" ")
    if head.endswith("y") and head[-2] not in "aeiou":
        head, ending = head[:-1], "ies"
    else:
        ending = "es" if head.endswith(("s", "x", "ch", "sh", "z")) else "s"
    return _inflect(f"{head} {rest}".strip(), ending)


def _past(verb: str) -> str:
    head, _, rest = verb.partition(" ")
    if head.endswith("e"):
        return _inflect(f"{head} {rest}".strip(), "d")
    if head.endswith("y") and head[-2] not in "aeiou":
        return _inflect(f"{head[:-1]} {rest}".strip(), "ied")
    if head.endswith("stab"):
        head += "b"
    return _inflect(f"{head} {rest}".strip(), "ed")


def _ing(verb: str) -> str:
    head, _, rest = verb.partition(" ")
    if head.endswith("e"):
        head = head[:-1]
    elif head.endswith("stab"):
        head += "b"
    return _inflect(f"{head} {rest}".strip(), "ing")
