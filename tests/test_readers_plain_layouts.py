"""Heads as forums, newspapers and Markdown write them, and lists of pages that only look like comments."""

import json

import pytest

from benchmarks.text_pages import compare, run, total
from discourse.readers.plain import explain
from tests.shared import ROOT, shared

FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text(encoding="utf-8"))["text_pages"]

TOLD = "The ferry is back\n\nThe ferry sailed again on Monday, after two years in the dock.\n\n"
SAID = [
    ("Ann Moor", "It is back at last! I waited two years for it."),
    ("ben_lee", "It takes no bicycles."),
    ("Cy Vale", "Then leave them at home, as I do."),
    ("Dora K.", "Who pays for all this?"),
]


def found(page):
    """Author, parent and text of every comment, after a look that no line got lost."""
    explained = explain(page)
    assert len(explained.kinds) == page.count("\n") + 1
    return [(one.author, one.parent, one.text) for one in explained.comments]


def flat(form, heading="4 Comments\n\n"):
    """A page whose comments are all written in one form."""
    return TOLD + heading + "".join(form.format(*said, n=n, day=n + 2) for n, said in enumerate(SAID, start=1))


FORMS = {
    "permalink glued to the author": "PermalinkSubmitted by {0} (not verified) on Sun, 05/0{day}/2020 - 10:11.\n\n"
    "{1}\n\n",
    "link before the date, author after it": "Comment Link Sunday, 0{day} May 2020 10:11 posted by {0}\n\n{1}\n\n",
    "votes in front": "+1{n}#{n} {0} 2020-05-0{day} 10:11\n{1}\nQuote | Reply\n\n",
    "points glued": "{0} 1{n} points1{n} points 3 hours ago\n\n{1}\n\n",
    "role above the author": "Guest\n{0}\n{day} years ago\n\n{1}\n\n12\nReply\n",
    "role above the author, date last": "Guest\n{0}\n\n{1}\n\n12\nReply\n{day} years ago\n\n",
    "figures of a forum": "{0}\n\nSenior Member\nPosts: 41{n}\nJoined: Mar 2012\nRe: the ferry\n"
    "May 0{day}, 2020, 10:11:12 AM\n{1}\n\n",
    "number on the date": "{0}\n\n{day}. Mai 2020, 10:11 Uhr — #{n}\n\n{1}\n\nAntworten\n\n",
    "number below the date": "{0}\n0{day}-05-2020, 10:11 AM\n#{n}\n{1}\n\n",
    "edited below": "{0} — May {day}, 2020 at 10:11\n\n{1}\n\nLast edited by {0}: May {day}, 2020\n\n",
    "says glued to the name": "{0}says:\n{day}.05.2020 um 16:59\n\n{1}\n\nReply\n\n",
    "date of numbers alone": "{0}\n{day}.05.2020 16:59\n\n{1}\n\nReply\n\n",
    "Markdown with escapes": "  {n}. {0}\n\n{day}\\. May, 2020 at 16:59\n\n{1}\n\nReply\n\n",
    "more to load between": "{0} · May {day}, 2020 at 10:11\n\n{1}\n\nLoad more replies (3 replies)\n\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_what_stands_around_names_and_dates_is_no_part_of_them(form):
    assert found(flat(FORMS[form])) == [(author, -1, text) for author, text in SAID]


@pytest.mark.parametrize(
    "ending",
    [
        "Publicar un comentario",
        "Kommentar veröffentlichen",
        "Enregistrer un commentaire",
        "Postar um comentário",
        "Posta un commento",
        "Een reactie posten",
    ],
)
def test_the_form_of_blogger_ends_the_last_comment_in_every_language(ending):
    page = flat("{0} hat gesagt…\n{1}\n{day}. Mai 2020 um 10:11\n\n", "4 Kommentare:\n\n") + f"{ending}\n\nAbonnieren\n"
    assert found(page) == [(author, -1, text) for author, text in SAID]


def test_markdown_nests_by_its_marks_though_the_texts_are_not_indented():
    page = TOLD + (
        "  1. Ann Moor\n\n3\\. May, 2020 at 16:59\n\nAt last! I waited so long.\n\nReply\n\n"
        "     * Ben Lee\n\n3\\. May, 2020 at 17:04\n\nIt takes no bicycles.\n\nReply\n\n"
        "  2. Cy Vale\n\n4\\. May, 2020 at 8:33\n\nThen leave them at home.\n\nReply\n\n"
    )
    assert [(author, parent) for author, parent, _ in found(page)] == [
        ("Ann Moor", -1),
        ("Ben Lee", 0),
        ("Cy Vale", -1),
    ]


NUMBERS = ["1", "1.1", "1.2", "2", "2.1", "2.1.1"]
PARENTS = [-1, 0, 0, -1, 3, 4]


@pytest.mark.parametrize(
    "form",
    [
        "{0}\n\n{day}. Mai 2020, 10:11 Uhr — #{n}\n\n{1}\n\n",
        "#{n} {0} on 2020-05-0{day} 10:11\n\n{1}\n\n",
        "{1}\n\n#{n} {0} on 2020-05-0{day} 10:11 (Reply)\n\n",
    ],
)
def test_outline_numbers_name_the_parents(form):
    said = [*SAID, ("Eli Roe", "Not me, I hope."), ("Fay Roe", "You do, like all of us.")]
    numbered = enumerate(zip(said, NUMBERS, strict=True), start=2)
    page = TOLD + "6 Comments\n\n" + "".join(form.format(*one, n=number, day=day) for day, (one, number) in numbered)
    assert found(page) == [(author, parent, text) for (author, text), parent in zip(said, PARENTS, strict=True)]


def test_a_date_of_numbers_is_no_outline_number():
    page = flat("{0}\n{day}.05.2020 um 16:59\n\n{1}\n\nAntworten\n\n")
    assert [one.date for one in explain(page).comments] == [f"{day}.05.2020 um 16:59" for day in range(3, 7)]


@pytest.mark.parametrize("heading", ["One Response to “The pier”", "Eine Antwort zu „Der Steg“", "Un commentaire"])
def test_a_count_in_words_announces_a_single_comment(heading):
    page = TOLD + heading + "\nTanya says:\nMay 3, 2020 at 9:35 am\n\nThank you for writing about this!\n\nReply\n"
    assert found(page) == [("Tanya", -1, "Thank you for writing about this!")]
    assert explain(page).stated_count == 1


def test_an_outline_number_whose_parent_is_not_there_is_a_lost_parent():
    page = TOLD + "2 Comments\n\n" + "".join(
        f"#{number} {author} on 2020-05-03 10:1{number[-1]}\n\n{text}\n\n"
        for number, (author, text) in zip(["1", "2.1"], SAID, strict=False)
    )  # fmt: skip
    assert [(one.parent, one.is_lost) for one in explain(page).comments] == [(-1, False), (-1, True)]


def test_arrows_and_words_say_whom_a_comment_answers():
    page = TOLD + (
        "3 Comments\n\nAnn Moor\nMay 3, 2020 at 10:11\n\nAt last! I waited so long.\n\n"
        "Ben Lee → Ann Moor\nMay 3, 2020 at 10:15\n\nIt takes no bicycles.\n\n"
        "Cy Vale\nMay 3, 2020 at 10:19\nIn reply to No bicycles by Ben Lee\n\nThen leave them at home.\n\n"
    )
    assert [(author, parent) for author, parent, _ in found(page)] == [("Ann Moor", -1), ("Ben Lee", 0), ("Cy Vale", 1)]


def test_a_heading_that_recurs_with_every_comment_parts_nothing():
    page = TOLD + "4 comments:\n\n" + "".join(
        f"{author} May {day}, 2020 at 1:06 PM\n\n{text}\n\nReplyDelete\n\nReplies\n\nReply\n\n"
        for day, (author, text) in enumerate(SAID, start=2)
    )  # fmt: skip
    assert found(page) == [(author, -1, text) for author, text in SAID]


def test_a_mark_that_a_commenter_typed_opens_no_comment():
    page = TOLD + "3 Comments\n\n• Ann\n\n t\n\n• Ben\n\n *\n\n• Cy\n\n Then leave them at home.\n"
    assert found(page) == [("Ann", -1, "t"), ("Ben", -1, "*"), ("Cy", -1, "Then leave them at home.")]


def test_a_deleted_author_has_no_name():
    page = (
        flat("{0} 12 points 3 hours ago\n\n{1}\n\n") + "[deleted] 1 point 2 hours ago\n\nI said so before all of you.\n"
    )
    assert found(page)[-1] == (None, -1, "I said so before all of you.")


TITLES = ["Two valleys, one bus and no bridge", "Why the pier was closed again", "A winter without the ferry", "Boats"]
TRAPS = {
    "recent comments": "".join(f"  • 06.11.20 - 14:0{n} von {SAID[n][0]} zu\n    {TITLES[n]}\n" for n in range(4)),
    "latest articles": "".join(f"  • {n + 1} hours ago\n    {TITLES[n]}\n" for n in range(4)),
    "news with names and dates": "".join(f"{SAID[n][0]} September 1{n}, 2020\n\n{TITLES[n]}\n\n" for n in range(4)),
    "teasers": "".join(
        f"{SAID[n][0]} September 1{n}, 2020\n\n{TITLES[n]}\n\n{SAID[n][1]}\n\nContinue reading\n\n" for n in range(4)
    ),
    "dates with counts of comments": "".join(
        f"{TITLES[n]}\n\n1{n}. Oktober 2019\n\nKommentare\n\n{SAID[n][1]}\n\n" for n in range(4)
    ),
    "a gallery": "".join(f"Pictures of the day\n1{n} October 2020\n{SAID[n][1]}\n\n" for n in range(4)),
    "menus": "".join(f"  • {word}\n    + Home\n    + News\n    + Sports\n" for word in ("Themen", "Service", "Help")),
    "controls": TOLD + "See comments\n\nLoad comments\n\nSign up to get the best of the week, and more.\n",
    "a heading that states none": "0 comments\n\n" + "".join(
        f"Pictures of the day\n1{n % 9} October 2020\n{SAID[n % 4][1]}\n\n" for n in range(12)
    ),
}  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS)
def test_lists_of_pages_are_no_comments(trap):
    assert found(TOLD + TRAPS[trap]) == []


def test_the_note_names_the_doubt():
    (note, *_) = explain(TOLD + TRAPS["recent comments"]).notes
    assert "4 entries have the shape of comments" in note


# How the benchmark counts


def test_the_benchmark_counts_found_authors_parents_and_ends():
    texts = "At last, I waited so long!", "It takes no bicycles at all, nor dogs of any size."
    page = TOLD + "  • Ann\n\n    {}\n\n    • Ben Lee\n\n      {}\n".format(*texts)
    first, second = page.index("At last"), page.index("It takes")
    gold = {
        "parent_known": True,
        "comments": [
            {"author": "Ann", "parent": None, "text_start": "At last"},
            {"author": "Ben Li", "parent": 0, "text_start": "It takes"},
        ],
        "spans": [
            [first, first + len("At last, I waited so long!")],
            [second, second + len("It takes no bicycles at all, nor dogs")],
        ],
    }
    tally, _ = compare(page, gold, explain(page))
    assert (tally.gold, tally.found, tally.matched) == (2, 2, 2)
    assert (tally.author, tally.parent, tally.end) == (1, 2, 1)


def test_real_pages_keep_their_floors():
    folder = shared("data/text_pages")
    slugs = sorted(path.name.removesuffix(".gold.json") for path in folder.glob("*.gold.json"))
    tally = total([one for one, _, _ in run(folder, slugs).values()])
    precision, recall = tally.matched / tally.found, tally.matched / tally.gold
    assert 2 * precision * recall / (precision + recall) >= FLOORS["f1"]
    assert tally.author / tally.matched >= FLOORS["author"]
    assert tally.parent / tally.parents >= FLOORS["parent"]
    assert tally.end / tally.matched >= FLOORS["body_end"]
    assert tally.false_pages <= FLOORS["false_pages"]
