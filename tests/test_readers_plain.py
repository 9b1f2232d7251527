import json
import re
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from discourse.errors import BinaryInput, EmptyInput
from discourse.readers.base import Reader, Source
from discourse.readers.plain import LAYOUTS, Plain, explain
from tests.limits import ends
from tests.shared import shared

SAMPLE = Path(__file__).resolve().parent.parent / "threads" / "al-qaim" / "page.txt"
SAMPLE_PARENTS = [None, "1", None, "3", "3", "3", "3", None, "8", "8"]
SAMPLE_LINES = [30, 42, 46, 50, 54, 60, 64, 69, 73, 77]
SAMPLE_BLOCKS = ["title", "title", "paragraph", *["item"] * 5, *["paragraph"] * 8]


def read(page):
    data = page.encode() if isinstance(page, str) else page
    (rows,) = Plain().read(Source("page.txt", data=data))
    return rows


def found(page):
    """(author, parent, text) of every comment."""
    return [(one.author, one.parent, one.text) for one in explain(page).comments]


def words(*texts):
    return Counter(word for text in texts for word in re.findall(r"\w+", text or ""))


def assert_all_accounted(page):
    """Every line has one kind, and the words of the page are those of what was made of it."""
    explained = explain(page)
    lines = page.split("\n")
    assert len(explained.kinds) == len(lines)
    assert [number for number, _ in explained.leftover] == [
        number for number, kind in enumerate(explained.kinds, start=1) if kind == "leftover"
    ]
    by_kind = {
        kind: [line for line, said in zip(lines, explained.kinds, strict=True) if said == kind] for kind in KINDS
    }
    assert sum(map(len, by_kind.values())) == len(lines)
    assert not words(*by_kind["blank"])
    assert not words(*by_kind["body"]) - words(*(one.text for one in explained.comments)) - numbers(page)
    assert not words(*by_kind["article"]) - words(*(block.text for block in explained.blocks)) - numbers(page)
    assert words(*by_kind["leftover"]) == words(*(text for _, text in explained.leftover))
    if explained.layout is None:
        assert not by_kind["author"] + by_kind["body"] + by_kind["interface"] + by_kind["leftover"]
    return explained


KINDS = ("blank", "article", "author", "body", "interface", "leftover")


def numbers(page):
    """Numbers that mark items, which the texts leave out as they do bullets."""
    return Counter(re.findall(r"^\s*(\d{1,5})[.)](?=\s|$)", page, re.MULTILINE))


# The sample and the page it retells


@pytest.fixture(params=["sample", "founding page"])
def founding(request):
    return SAMPLE if request.param == "sample" else shared("threads/al-qaim-2017.txt")


def test_the_sample_reads_exactly(founding):
    rows = read(founding.read_bytes())
    assert rows.columns["id"] == [str(number) for number in range(1, 11)]
    assert rows.columns["parent_id"] == SAMPLE_PARENTS
    assert rows.columns["line"] == SAMPLE_LINES
    authors = rows.columns["author"]
    assert len(set(authors)) == 9
    assert authors[6] == authors[9]
    assert [text.count("\n\n") for text in rows.columns["text"]] == [2, 0, 0, 0, 1, 0, 0, 0, 0, 1]
    assert [text.count("\n") for text in rows.columns["text"]] == [8, 0, 0, 0, 2, 0, 1, 0, 0, 4]
    assert "\n1- " in rows.columns["text"][9]
    assert "\n2- " in rows.columns["text"][9]
    report = rows.report
    assert (report.found, report.kept, report.leftover, report.defects, report.stated_count) == (10, 10, (), (), None)


def test_every_comment_is_what_stands_below_its_author(founding):
    lines = founding.read_text(encoding="utf-8").rstrip("\n").split("\n")
    rows = read(founding.read_bytes())
    ends = [*(line - 1 for line in SAMPLE_LINES[1:]), len(lines)]
    for author, text, line, end in zip(rows.columns["author"], rows.columns["text"], SAMPLE_LINES, ends, strict=True):
        assert lines[line - 1].strip() == f"• {author}"
        assert text == "\n".join(one.strip() for one in lines[line:end]).strip()


def test_the_article_is_kept_whole(founding):
    lines = founding.read_text(encoding="utf-8").split("\n")
    blocks = read(founding.read_bytes()).articles[""].blocks
    assert [block.kind for block in blocks] == SAMPLE_BLOCKS
    assert [block.text for block in blocks] == [line.strip().removeprefix("• ") for line in lines[:29] if line.strip()]
    assert all(block.text in lines[block.line - 1] for block in blocks)
    assert_all_accounted("\n".join(lines))


def test_the_sample_has_the_layout_of_the_page_it_retells():
    def shape(path):
        lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
        return [re.match(r" *(?:• )?", line).group() if line else None for line in lines]

    assert shape(SAMPLE) == shape(shared("threads/al-qaim-2017.txt"))


def test_the_sample_says_it_in_other_words():
    def runs(path, length=6):
        said = re.findall(r"[^\W_]+(?:['’][^\W_]+)*", path.read_text(encoding="utf-8").casefold())
        return {" ".join(said[start : start + length]) for start in range(len(said) - length + 1)}

    assert runs(SAMPLE) & runs(shared("threads/al-qaim-2017.txt")) <= {"according to the pmu media wing"}


def test_the_golden_parse(same_as_golden):
    explained = explain(SAMPLE.read_text(encoding="utf-8"))
    said = {
        "layout": explained.layout.name,
        "kinds": list(explained.kinds),
        "blocks": [asdict(block) for block in explained.blocks],
        "comments": [asdict(one) for one in explained.comments],
        "notes": list(explained.notes),
    }
    same_as_golden(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "al-qaim.json")


# Any tree, any bullets, any step

# Syllables of no language: letters drawn freely spell "report" or "author" at times, and those are buttons and roles.
SYLLABLES = ["ba", "ko", "lu", "ñi", "öd", "ßa", "vy", "zu", "gri", "q"]
WORD = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4).map("".join)
NAME = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
SENTENCE = st.lists(WORD, min_size=4, max_size=12).map(lambda said: " ".join(said).capitalize() + ".")
LISTED = st.lists(SENTENCE, min_size=1, max_size=3)


@st.composite
def paragraphs(draw):
    """Lines of one paragraph; a list or deeper lines may stand inside it."""
    inner = draw(st.sampled_from(["", "  ", "• ", "- ", "1. "]))
    return [draw(SENTENCE), *(inner + line for line in draw(st.lists(SENTENCE, max_size=2))), draw(SENTENCE)]


ONE_LETTER = st.sampled_from([["t"], ["1"], ["👍"], ["*"]])
BODY = st.lists(paragraphs(), min_size=1, max_size=3) | ONE_LETTER.map(lambda line: [line])


@st.composite
def threads(draw):
    """Parents in page order, authors, bodies as lists of paragraphs."""
    n = draw(st.integers(1, 12))
    parents, path = [], []
    for row in range(n):
        parent = draw(st.sampled_from([-1, *path])) if path else -1
        path = [*path[: path.index(parent) + 1], row] if parent >= 0 else [row]
        parents.append(parent)
    return parents, [draw(NAME) for _ in range(n)], [draw(BODY) for _ in range(n)]


def render(thread, article, heading, marks, unit, base, inset):
    """The page as an extractor writes it: `unit` indents a level, `inset` further columns a body."""
    parents, authors, bodies = thread
    depths, lines = [], [*article, "", *([heading, ""] if heading else [])]
    for parent, author, body in zip(parents, authors, bodies, strict=True):
        depths.append(depths[parent] + 1 if parent >= 0 else base)
        margin = unit * (depths[-1] + 1) + inset
        lines += [unit * depths[-1] + f"{marks[depths[-1] % len(marks)]} {author}", ""]
        for paragraph in body:
            lines += [*(margin + line for line in paragraph), ""]
    return "\n".join(lines)


ARTICLE = st.builds(
    lambda title, lead, mark, listed, last: [title, "", lead, "", *(f"  {mark} {item}" for item in listed), "", last],
    NAME,
    SENTENCE,
    st.sampled_from("•*-"),
    LISTED,
    SENTENCE,
)
PAGE = {
    "thread": threads(),
    "article": ARTICLE,
    "heading": st.sampled_from(["Comments", "3 Comments", "Kommentare:", "2 thoughts on “a bridge”"]),
    "marks": st.lists(st.sampled_from("•*-+‣◦–"), min_size=1, max_size=4),
    "unit": st.sampled_from([" ", "  ", "   ", "    ", "\t", "\u00a0\u00a0"]),
    "base": st.integers(0, 3),
    "inset": st.sampled_from(["", "  "]),
}


@given(**PAGE)
def test_what_was_rendered_is_read(thread, **page):
    if any(parent >= 0 for parent in thread[0]):
        page["heading"] = None
    text = render(thread, **page)
    explained = assert_all_accounted(text)
    parents, authors, bodies = thread
    endings = [body[-1][-1] for body in bodies if body not in ([["t"]], [["1"]], [["👍"]], [["*"]])]
    assume(len(set(endings)) == len(endings))  # the same short line below comments of several people is a button
    assert [(one.author, one.parent) for one in explained.comments] == list(zip(authors, parents, strict=True))
    assert [one.text for one in explained.comments] == ["\n\n".join("\n".join(p) for p in body) for body in bodies]
    assert [text.split("\n")[one.line - 1].split(maxsplit=1)[1] for one in explained.comments] == authors
    assert explained.leftover == ()
    title, _, lead, _, *items, _, last = page["article"]
    told = [title, lead, *(item.split(maxsplit=1)[1] for item in items), last]
    assert [block.text for block in explained.blocks] == told


@given(**PAGE)
def test_white_space_at_the_end_changes_nothing(**page):
    text = render(**page)
    assert found(text + "\n") == found(text + " \n\n\t\n") == found(text.rstrip())
    assert explain(text + "\n").blocks == explain(text).blocks


@given(st.lists(st.sampled_from(["", "• ", "- ", "1. ", "12) ", "•"]).flatmap(
    lambda mark: st.builds(lambda indent, said, end: " " * indent + mark + said + end, st.integers(0, 8),
                           SENTENCE | NAME | st.sampled_from(["", "Reply", "3 Comments", "Leave a Reply", "Ann says:"]),
                           st.sampled_from(["", "\n"]))), max_size=40).map("\n".join))  # fmt: skip
def test_no_line_of_any_page_is_lost(page):
    assert_all_accounted(page)


@given(st.text(st.characters(exclude_characters="\r"), max_size=300))
def test_any_text_at_all_is_explained(text):
    explained = explain(text)
    assert len(explained.kinds) == text.count("\n") + 1


# What else stands on pages

TOLD = "The ferry is back\n\nThe ferry sailed again on Monday, after two years in the dock.\n\n"
TWO = "  • Ann\n\n    At last, I waited so long for it!\n\n    • Ben Lee\n\n      It still takes no bicycles.\n"

NO_COMMENTS = {
    "names without text": TOLD + "Written by:\n\n  • Ann Moor\n  • Ben Lee\n  • Cy\n",
    "names without text, spaced": TOLD + "Written by:\n\n  • Ann Moor\n\n  • Ben Lee\n\n  • Cy\n",
    "labels and values": TOLD
    + "".join(f"  • {label}\n\n    {value}\n\n" for label, value in [("Sound", "Ann Moor"), ("Cut", "Ben Lee")]),
    "headings with paragraphs, then more article": TOLD
    + "  • The hull\n\n    It was scraped and painted twice in the yard at home.\n\n  • The engine\n\n"
    "    It came from another ship and had to be cut in half.\n\nBoth took longer than the town had paid for.\n",
    "steps of a recipe": TOLD
    + "  1. The dough\n\n    Mix it well and let it rest for an hour or two.\n\n  2. The oven\n\n"
    "    Heat it while you wait, and do not open the door.\n",
    "questions and answers": TOLD
    + "  • When does it sail?\n\n    It sails at eight, at noon and at six.\n\n    • And on Sundays?\n\n"
    "      On Sundays it sails at noon only.\n",
    "one heading with a paragraph": TOLD
    + "  • The hull\n\n    It was scraped and painted twice in the yard at home.\n",
    "wrapped items": TOLD
    + "  • the pier at the old harbour, where the\n    road from the hills ends;\n  • the new pier, which is not yet\n"
    "    open to cars.\n",
    "references": TOLD + "  1. ^ Moor, Ann (2008). Ferries. Pier Press. 9: 25–26.\n  2. ^ Lee, B. (2010). Piers.\n",
    "a form with rules": TOLD + "Post new comment\n\n  • Tags you may use: <b>\n  • A blank line parts paragraphs.\n",
    "the word in the running text": TOLD + "Comments came in all week. 12 comments were rude.\n",
    "a single bullet": "•",
    "one line": "The ferry is back",
}


@pytest.mark.parametrize("trap", NO_COMMENTS)
def test_what_only_looks_like_comments_is_article(trap):
    explained = assert_all_accounted(NO_COMMENTS[trap])
    assert explained.comments == ()
    assert (explained.score, explained.layout) == (0.0, None)
    assert "no comments were found" in explained.notes[0]


def test_the_note_says_why_the_entries_are_no_comments():
    (note,) = explain(NO_COMMENTS["headings with paragraphs, then more article"]).notes
    assert note == (
        "no comments were found: from line 5, 2 entries have the shape of comments, but they do not stand at"
        " the end of the page"
    )


@pytest.mark.parametrize(
    ("above", "count"),
    [
        ("0 Comments\n\nView all comments", 0),
        ("No comments yet", 0),
        ("12 Comments", 12),
    ],
)
def test_a_stated_count_is_kept_when_nothing_is_found(above, count):
    rows = read(TOLD + above + "\n")
    assert (len(rows), rows.report.stated_count) == (0, count)
    assert any(f"states {count} comments" in line for line in rows.report.lines()) == (count != 0)


@pytest.mark.parametrize(
    ("heading", "count"),
    [
        ("Comments", None),
        ("2 Comments", 2),
        ("2 thoughts on “The ferry”", 2),
        ("Kommentare (2)", 2),
        ("Dieser Artikel hat 2 Kommentare.", 2),
        ("{ 2 comments… }", 2),
        ("## 2 Comments", 2),
        ("1,234 Comments", 1234),
        ("2 Comments\nNewest\nOldest\nMost Voted", 2),
        ("Reader Interactions\n\nComments", None),
    ],
)
def test_a_heading_is_set_apart_and_its_count_recorded(heading, count):
    explained = assert_all_accounted(TOLD + heading + "\n\n" + TWO)
    assert [one.author for one in explained.comments] == ["Ann", "Ben Lee"]
    assert explained.stated_count == count
    assert [block.text.split()[0] for block in explained.blocks] == ["The", "The"]
    assert explained.kinds.count("interface") == len(heading.replace("\n\n", "\n").split("\n"))


@pytest.mark.parametrize(
    "form", ["Leave a Reply", "Comments are closed.", "    Kommentar verfassen", "Post your comment"]
)
def test_the_form_below_ends_the_section(form):
    explained = assert_all_accounted(TOLD + TWO + "\n" + form + "\n\nYour address stays hidden.\n")
    assert [one.text for one in explained.comments][1] == "It still takes no bicycles."
    assert explained.kinds.count("interface") == 1
    assert [text for _, text in explained.leftover] == ["Your address stays hidden."]


def test_a_heading_makes_a_single_comment_credible():
    page = TOLD + "{}  • Ann\n\n    At last.\n"
    assert found(page.format("")) == []
    assert found(page.format("1 Comment\n\n")) == [("Ann", -1, "At last.")]


def test_flat_comments_at_the_end_are_read():
    page = TOLD + "  • Ann\n\n    At last, it is back!\n\n  • Ben Lee\n\n    It takes no bicycles.\n"
    assert found(page) == [("Ann", -1, "At last, it is back!"), ("Ben Lee", -1, "It takes no bicycles.")]


def test_an_article_list_with_paragraphs_stays_article():
    listed = (
        "  • The hull\n\n    It was scraped and painted twice.\n\n  • The engine\n\n    It was cut in half.\n\n"
        "Both took longer than the town had paid for.\n\n"
    )
    explained = assert_all_accounted(TOLD + listed + TWO)
    assert [one.author for one in explained.comments] == ["Ann", "Ben Lee"]
    kinds = ["title", "paragraph", "item", "paragraph", "item", "paragraph", "paragraph"]
    assert [block.kind for block in explained.blocks] == kinds


def test_an_article_list_right_above_the_comments_stays_article():
    explained = assert_all_accounted(TOLD + "  • to cars;\n  • to horses.\n\n" + TWO)
    assert [block.text for block in explained.blocks][2:] == ["to cars;", "to horses."]
    assert len(explained.comments) == 2


@pytest.mark.parametrize(
    "listed", ["    • lights\n    • water", "    1. lights\n    2. water", "    1- lights\n    2- water"]
)
def test_a_list_in_a_comment_belongs_to_it(listed):
    page = TOLD + f"  • Ann\n\n    What I miss:\n\n{listed}\n\n    And more.\n\n    • Ben Lee\n\n      Right you are.\n"
    inside = "\n".join(line.strip() for line in listed.split("\n"))
    assert found(page) == [("Ann", -1, f"What I miss:\n\n{inside}\n\nAnd more."), ("Ben Lee", 0, "Right you are.")]


def test_deeper_indentation_inside_a_comment_is_kept():
    page = TOLD + "  • Ann\n\n    if it sails:\n        wave()\n\n    • Ben\n\n      Yes.\n"
    assert found(page)[0][2] == "if it sails:\n    wave()"


@pytest.mark.parametrize("name", ["\ufeffAnn", "Ann\u200b", "A\u2060nn", "Ann\u00a0", "\u200eAnn"])
def test_invisible_characters_are_no_part_of_a_name(name):
    page = (TOLD + TWO).replace("Ann", name)
    assert found(page)[0][0] == "Ann"


def test_invisible_characters_before_a_bullet_take_no_room():
    assert [parent for _, parent, _ in found(TOLD + TWO.replace("  • Ann", "\ufeff  •\u200b Ann"))] == [-1, 0]


def test_a_comment_without_text_keeps_its_place():
    page = TOLD + TWO + "\n  • Cy\n\n  • Di\n\n    Me too.\n"
    assert found(page)[2:] == [("Cy", -1, ""), ("Di", -1, "Me too.")]
    page = TOLD + "  • Ann\n\n    • Ben Lee\n\n      It takes no bicycles.\n"
    assert found(page) == [("Ann", -1, ""), ("Ben Lee", 0, "It takes no bicycles.")]


def test_a_comment_whose_author_is_lost_is_not_lost():
    lost = "I asked the captain twice whether bicycles may come aboard, and he only laughed at me."
    page = TOLD + TWO + f"\n  • {lost}\n\n    So I left.\n\n  • Di\n\n    Me too.\n"
    assert found(page)[2:] == [(None, -1, f"{lost}\n\nSo I left."), ("Di", -1, "Me too.")]
    assert "comments whose author the page has lost: 1" in explain(page).notes


def test_replies_whose_parent_is_lost_stand_at_the_top():
    page = TOLD + "    • Ben\n\n      Right you are.\n\n  • Di\n\n    Me too.\n\n    • Ann\n\n      And me.\n"
    assert [parent for _, parent, _ in found(page)] == [-1, -1, 1]


def test_a_list_below_the_comments_is_left_over():
    explained = assert_all_accounted(TOLD + TWO + "\n  • Home\n  • Imprint\n")
    assert [one.author for one in explained.comments] == ["Ann", "Ben Lee"]
    assert [text for _, text in explained.leftover] == ["• Home", "• Imprint"]


def test_an_advertisement_between_comments_is_bridged_and_left_over():
    explained = assert_all_accounted(TOLD + TWO + "\nAdvertisement\n\n" + TWO.replace("Ann", "Cy"))
    assert [one.author for one in explained.comments] == ["Ann", "Ben Lee", "Cy", "Ben Lee"]
    assert [text for _, text in explained.leftover] == ["Advertisement"]


def test_a_second_section_is_named_in_the_notes():
    below = "\nThe town now plans a second ferry, which shall sail at night as well.\n\n"
    explained = assert_all_accounted(TOLD + TWO + TWO.replace("Ann", "Di") + below + TWO.replace("Ann", "Cy"))
    assert len(explained.comments) == 4
    assert "lines 22 to 28 could be comments too and were not read as such" in explained.notes


def test_text_below_a_reply_goes_to_the_comment_replied_to():
    explained = assert_all_accounted(TOLD + TWO + "\n    Edited: it does now.\n")
    assert explained.comments[0].text == "At last, I waited so long for it!\n\nEdited: it does now."
    assert any("goes on below a reply at line 13" in note for note in explained.notes)


BUTTONS = TOLD + (
    "  • Ann\n\n    At last, I waited so long!\n\n    3\n    Reply\n    • Ben Lee\n\n      {}\n\n      Reply\n"
    "  • Cy\n\n    No.\n\n    Reply\n\n    Sponsored stories\n"
)


def test_buttons_and_votes_are_no_text():
    explained = assert_all_accounted(BUTTONS.format("It takes no bicycles."))
    assert [one.text for one in explained.comments] == ["At last, I waited so long!", "It takes no bicycles.", "No."]
    assert [one.parent for one in explained.comments] == [-1, 0, -1]
    assert [text for _, text in explained.leftover] == ["Sponsored stories"]


def test_a_word_that_could_be_a_button_is_text_where_no_buttons_are():
    assert found(TOLD + TWO + "\n  • Cy\n\n    Share\n")[2] == ("Cy", -1, "Share")
    assert found(BUTTONS.format("42"))[1][2] == "42"


VARIANTS = {
    "list, author with date or says": "  • {} says:\n\n    {}\n\n",
    "list, author line": "  • {}\n\n    {}\n\n",
    "flat, author and date above": "{} June {day}, 2015 at 10:25 pm\n\n{}\n\n",
    "flat, author above date": "{}\nMay {day}, 2017 at 2:02 pm\n\n{}\n\n",
    "flat, date above author": "{day}. Juli 2012\n{} sagt:\n\n{}\n\n",
    "flat, author and date below": "{1}\n\nComment by {0} — {day}.07.2011 @ 13:04\n\n",
}
"""One comment of each layout; of layouts that are not here the pages of others are read in their tests."""
SAID = [("Ann Moor", "It is back at last!"), ("Ben Lee", "It takes no bicycles."), ("Cy", "Then leave them at home.")]


@pytest.mark.parametrize("name", VARIANTS)
def test_every_layout_of_the_table_is_read_as_itself(name):
    heading = "3 Comments\n\n" if name.startswith("flat") else ""
    page = "".join(VARIANTS[name].format(*said, day=day) for day, said in enumerate(SAID, start=3))
    explained = assert_all_accounted(TOLD + heading + page)
    assert explained.layout is not None
    assert explained.layout.name == name
    assert [(one.author, one.text) for one in explained.comments] == SAID
    assert explained.leftover == ()


@pytest.mark.parametrize(
    "form",
    [
        "  • {} sagt:\n    3. Mai 2017 um 14:02 Uhr\n\n    {}\n\n    Antworten\n",
        "  • {}\n    May 3, 2017 at 2:02 pm\n\n    {}\n\n",
    ],
)
def test_a_date_below_the_author_is_a_time(form):
    page = TOLD + "".join(form.format(*said) for said in SAID)
    (rows,) = Plain().read(Source("-", data=page.encode()))
    assert list(zip(rows.columns["author"], rows.columns["text"], strict=True)) == SAID
    assert {moment.isoformat() for moment in rows.columns["created"]} == {"2017-05-03T14:02:00+00:00"}


def test_numbered_comments_need_more_than_their_shape():
    page = "".join(f"  {number}. {author}\n\n    {text}\n\n" for number, (author, text) in enumerate(SAID, start=1))
    assert found(TOLD + page) == []
    assert [author for author, _, _ in found(TOLD + "3 Comments\n\n" + page)] == [author for author, _ in SAID]


def test_only_the_layouts_given_are_tried():
    telling, named = LAYOUTS[:1], LAYOUTS[:2]
    assert explain(TOLD + TWO, telling).comments == ()
    assert len(next(Plain(layouts=named).read(Source("-", data=(TOLD + TWO).encode())))) == 2


# The article alone


def blocks(page):
    return [(block.kind, block.text, block.line) for block in explain(page).blocks]


def test_blocks_of_an_article():
    page = "The ferry — news\n\nTHE FERRY - NEWS\n\nIt sails\nagain.\n> so\n\nThe yard\n\n- one\n  more\n- two\n\n> so"
    assert blocks(page) == [
        ("title", "The ferry — news", 1),
        ("title", "THE FERRY - NEWS", 3),
        ("paragraph", "It sails\nagain.\n> so", 5),
        ("heading", "The yard", 9),
        ("item", "one\nmore", 11),
        ("item", "two", 13),
        ("quote", "> so", 15),
    ]


def test_markdown_titles_lose_their_signs():
    assert blocks("# The ferry\n\n## The yard\n\nIt sails.\n") == [
        ("title", "The ferry", 1),
        ("heading", "The yard", 3),
        ("paragraph", "It sails.", 5),
    ]


def test_a_first_sentence_is_no_title():
    assert [kind for kind, _, _ in blocks("It sails again.\n\nIt sailed at noon.\n")] == ["paragraph", "paragraph"]


# The reader


def test_plain_is_a_reader():
    assert isinstance(Plain(), Reader)
    assert Plain().name == "plain"


def test_defects_of_the_bytes_are_reported():
    rows = read((TOLD + TWO.replace("so long", "so \x00 long")).encode("utf-16"))
    assert [defect.kind for defect in rows.report.defects] == ["encoding", "NUL"]
    assert len(rows) == rows.report.found == 2


def test_line_ends_of_other_systems_are_read_alike():
    rows = [read((TOLD + TWO).replace("\n", end)) for end in ("\n", "\r\n", "\r")]
    assert rows[0].columns == rows[1].columns == rows[2].columns


@pytest.mark.parametrize(
    ("data", "error"), [(b"", EmptyInput), (b" \n\t", EmptyInput), (b"\x89PNG\r\n\x1a\n", BinaryInput)]
)
def test_what_is_no_text_is_refused(data, error):
    with pytest.raises(error, match=r"page\.txt"):
        read(data)


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (SAMPLE.read_bytes(), "page.txt", 0.9),
        (SAMPLE.read_bytes(), "page.md", 0.9),
        (SAMPLE.read_bytes(), "-", 0.6),
        (b"The ferry is back", "page.TXT", 0.7),
        (b"The ferry is back", "page.html", 0.4),
        (b"The <b>ferry</b> is back", "-", 0.4),
        (b"[1] Moor, A.", "page.txt", 0.7),
        (b"<3 this ferry", "page.txt", 0.7),
        ("The ferry is back".encode("utf-16"), "page.txt", 0.7),
        (b"<!DOCTYPE html><p>", "page.txt", 0.0),
        (b"\xef\xbb\xbf \n<div class='x'>", "page.txt", 0.0),
        (b"<?xml version='1.0'?>", "page.txt", 0.0),
        (b'{"id": 1}', "page.txt", 0.0),
        (b'[{"id": 1}]', "page.txt", 0.0),
        (b"[]", "page.txt", 0.0),
        (b"", "page.txt", 0.0),
        (b"The \x00 ferry is back", "page.txt", 0.7),
    ],
)
def test_sniffing_goes_by_content(head, name, expected):
    assert Plain().sniff(head, name) == expected


# Hostile pages

HOSTILE = {
    "a line of a megabyte": "word " * 200_000,
    "a marked line of a megabyte": "• " + "word " * 200_000,
    "a megabyte of tabs": "\t" * 1_000_000,
    "only white space": " \t\n" * 200_000,
    "only bullets": "•\n" * 100_000,
    "items": "  • item\n" * 100_000,
    "sections": "  • Name\n\n    text\n\n  • a\n  • b\n\n" * 12_000,
    "headings": "12 comments\n" * 100_000,
    "up and down": "".join("  " * (row % 2) + "• n\n\n" for row in range(40_000)),
    "near dates": "  • Name\n    1 2 3 4 5 6 7 8 9 10 !\n\n    text here\n\n" * 15_000,
    "near authors": ("  • " + "on 1 at 2 am 3 on 4 at" + "\n\n    text here\n\n") * 20_000,
}


@pytest.mark.parametrize("page", HOSTILE)
def test_hostile_pages_are_read_to_their_end(page):
    with ends():
        explained = explain(HOSTILE[page])
    assert len(explained.kinds) == HOSTILE[page].count("\n") + 1


def test_ten_thousand_replies_in_a_row():
    n = 10_000
    page = "".join(f"{' ' * row}• a{row}\n\n{' ' * (row + 1)}b{row} c\n\n" for row in range(n))
    comments = explain(page).comments
    assert [one.parent for one in comments] == list(range(-1, n - 1))
    assert (comments[-1].author, comments[-1].text) == (f"a{n - 1}", f"b{n - 1} c")


# Real pages

BULLET_PAGES = ["dietagespresse-full", "exxpress-full", "givewell", "oekonomenstimme", "statisticsglobe-full"]


def real(slug):
    folder = shared("data/text_pages")
    page = (folder / f"{slug}.txt").read_text(encoding="utf-8")
    return page, json.loads((folder / f"{slug}.gold.json").read_text(encoding="utf-8"))


def test_real_pages_are_accounted_for_and_none_is_invented():
    slugs = [path.name.removesuffix(".gold.json") for path in shared("data/text_pages").glob("*.gold.json")]
    assert len(slugs) > 50
    invented = []
    for slug in slugs:
        page, gold = real(slug)
        explained = assert_all_accounted(page)
        if explained.comments and not gold["comments"]:
            invented.append(slug)
    assert invented == []


@pytest.mark.parametrize("slug", BULLET_PAGES)
def test_real_pages_with_bullets_read_exactly(slug):
    page, gold = real(slug)
    comments = explain(page).comments
    bare = re.compile(r"\W+")
    texts = [bare.sub("", page[start:end]) for start, end in gold["spans"]]
    subjects = [bare.sub("", one.get("subject") or "") for one in gold["comments"]]
    assert [one.author for one in comments] == [one["author"] for one in gold["comments"]]
    assert [one.parent for one in comments] == [
        -1 if one["parent"] is None else one["parent"] for one in gold["comments"]
    ]
    assert [bare.sub("", one.text) for one in comments] == [a + b for a, b in zip(subjects, texts, strict=True)]
