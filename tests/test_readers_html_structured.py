"""Comments as linked data, in the ways that sites write it."""

import json

import pytest

from discourse.hypertext.parts import parse
from discourse.readers.base import Source
from discourse.readers.html.links import link
from discourse.readers.html.posts import Post
from discourse.readers.html.structured import LARGEST, read_linked
from tests.limits import ends

HOUSE = "https://lighthouse.example/lamp"


def script(*values):
    return "".join(f'<script type="application/ld+json">{json.dumps(value)}</script>' for value in values)


def read(*values):
    posts, defects = read_linked(parse(script(*values)))
    assert not defects
    return posts


def shown(posts):
    parent, _ = link(posts)
    return [(post.author, post.prose.text, parent[place]) for place, post in enumerate(posts)]


def comment(author, text, **more):
    return {"@type": "Comment", "author": {"@type": "Person", "name": author}, "text": text, **more}


THREE = [("Ida", "The lamp is out.", -1), ("Tom", "Since Friday.", 0), ("Ida", "Who keeps it?", -1)]


def test_comments_inside_an_article_answer_what_they_stand_in():
    first = comment("Ida", "The lamp is out.", comment=comment("Tom", "Since Friday."))
    article = {"@context": "https://schema.org", "@type": "NewsArticle", "articleBody": "Dark."}
    assert shown(read({**article, "comment": [first, comment("Ida", "Who keeps it?")]})) == THREE


def test_parents_by_parent_item_in_a_graph():
    graph = [
        {"@type": "NewsArticle", "@id": HOUSE, "comment": [{"@id": f"{HOUSE}#c1"}, {"@id": f"{HOUSE}#c2"}]},
        comment("Ida", "The lamp is out.", **{"@id": f"{HOUSE}#c1", "parentItem": {"@id": HOUSE}}),
        comment("Tom", "Since Friday.", **{"@id": f"{HOUSE}#c2", "parentItem": {"@id": f"{HOUSE}#c1"}}),
        comment("Ida", "Who keeps it?", **{"@id": f"{HOUSE}#c3", "parentItem": HOUSE}),
    ]
    posts = read({"@context": "https://schema.org", "@graph": graph})
    assert shown(posts) == THREE
    assert [post.id for post in posts] == ["1", "2", "3"]


def test_a_comment_listed_before_the_one_it_is_held_by_still_answers_it():
    inner = comment("Tom", "Since Friday.", **{"@id": "#c2"})
    outer = comment("Ida", "The lamp is out.", **{"@id": "#c1", "comment": {"@id": "#c2"}})
    assert shown(read([inner, outer])) == [("Tom", "Since Friday.", 1), ("Ida", "The lamp is out.", -1)]


def test_a_question_with_answers():
    best = {"@type": "Answer", "text": "Oil it.", "author": "Tom", "upvoteCount": 7, "downvoteCount": "2"}
    other = {"@type": "Answer", "text": "Paint it.", "author": ["Ida", {"name": "Kay"}], "url": f"{HOUSE}#answer-31"}
    other["comment"] = {"@type": "Comment", "text": "Not the lens!", "author": {"alternateName": "Tom"}}
    question = {"@type": "Question", "name": "The lamp squeaks", "text": "Why?", "author": "Kay"}
    question |= {"acceptedAnswer": best, "suggestedAnswer": [other]}
    posts = read({"@type": "QAPage", "mainEntity": question})
    assert shown(posts) == [("Tom", "Oil it.", -1), ("Ida, Kay", "Paint it.", -1), ("Tom", "Not the lens!", 1)]
    assert [post.score for post in posts] == [5.0, None, None]
    assert [post.id for post in posts] == [None, "31", None]


def test_a_forum_posting_is_the_article_unless_something_holds_it():
    reply = {"@type": "DiscussionForumPosting", "text": "Since Friday.", "author": "Tom"}
    posting = {"@type": "DiscussionForumPosting", "text": "The lamp is out.", "author": "Ida", "comment": [reply]}
    assert shown(read(posting)) == [("Tom", "Since Friday.", -1)]
    naming = {**reply, "parentItem": {"@type": "DiscussionForumPosting", "@id": HOUSE}}
    assert shown(read([{**posting, "@id": HOUSE, "comment": []}, naming])) == [("Tom", "Since Friday.", -1)]


def test_fields():
    liked = {"@type": "InteractionCounter", "interactionType": "https://schema.org/LikeAction"}
    counters = [
        {**liked, "userInteractionCount": "1,204"},
        {"interactionType": {"@type": "http://schema.org/DislikeAction"}, "userInteractionCount": 4},
        {"interactionType": "https://schema.org/CommentAction", "userInteractionCount": 99},
    ]
    (post,) = read(
        comment(
            "By Ida",
            "Dark.",
            dateCreated="2020-05-03T10:11:00+02:00",
            url=f"{HOUSE}#comment-12",
            identifier={"@type": "PropertyValue", "value": 120},
            interactionStatistic=counters,
            creativeWorkStatus="Deleted",
        )
    )
    assert post == Post(
        [],
        prose=post.prose,
        author="Ida",
        date="2020-05-03T10:11:00+02:00",
        url=f"{HOUSE}#comment-12",
        id="120",
        score=1200.0,
        removed=True,
    )


def test_names_with_the_address_of_the_vocabulary_and_user_comments():
    named = {"@type": "http://schema.org/UserComments", "https://schema.org/commentText": {"@value": "Dark."}}
    named |= {"schema:creator": {"schema:name": "Ida"}, "schema:commentTime": "3 May 2020"}
    (post,) = read({"@graph": [{"@type": "schema:WebPage", "schema:comment": [named]}]})
    assert (post.author, post.prose.text, post.date) == ("Ida", "Dark.", "3 May 2020")


def test_an_author_by_reference():
    ida = {"@type": "Person", "@id": "#ida", "name": "Ida"}
    assert read([ida, {"@type": "Comment", "text": "Dark.", "author": {"@id": "#ida"}}])[0].author == "Ida"


@pytest.mark.parametrize(
    ("text", "shown_text", "quotes"),
    [
        ("Dark.\nSince  Friday.\r\n\r\n\r\n\r\nWhy?", "Dark.\nSince Friday.\n\nWhy?", []),
        ("<p>Dark &amp; cold.</p>\n<p>Since <b>Friday</b>.</p>", "Dark & cold.\n\nSince Friday.", []),
        ("Dark &amp; cold.\nSince Friday.", "Dark & cold.\nSince Friday.", []),
        ("<blockquote>Dark.</blockquote><p>So what?</p>", "Dark.\n\nSo what?", ["Dark."]),
        ("3 < 4 and I <3 lamps", "3 < 4 and I <3 lamps", []),
    ],
)
def test_texts(text, shown_text, quotes):
    (post,) = read(comment("Ida", text))
    assert post.prose.text == shown_text
    assert [shown_text[start:end] for start, end in post.prose.quotes] == quotes


def test_each_comment_once():
    page = {
        "@type": "WebPage",
        "comment": [comment("Ida", "Dark.", **{"@id": "#c1"}), comment("Tom", "Yes.", url="#c2")],
    }
    again = [comment("Ida", "Dark.", **{"@id": "#c1"}), comment("Tom", "Yes.", url="#c2"), {"@id": "#c1"}]
    assert shown(read(page, page, {"@graph": again})) == [("Ida", "Dark.", -1), ("Tom", "Yes.", -1)]


def test_comments_that_all_bear_the_address_of_the_page_are_all_there_and_answer_nothing_by_it():
    posts = read({"@type": "Article", "url": HOUSE, "comment": [comment("Ida", f"{n}.", url=HOUSE) for n in range(3)]})
    assert [parent for _, _, parent in shown(posts)] == [-1, -1, -1]
    posts = read([comment("Ida", "1.", url=HOUSE), comment("Tom", "2.", url=HOUSE, parentItem={"url": HOUSE})])
    assert [parent for _, _, parent in shown(posts)] == [-1, -1]


def test_a_parent_that_is_not_on_the_page_is_said_to_be_missing():
    posts = read(comment("Tom", "Since Friday.", parentItem={"@type": "Comment", "@id": f"{HOUSE}#c1"}))
    assert link(posts)[0] == [-2]
    assert link(read(comment("Tom", "Since Friday.", parentItem={"@type": "Article", "@id": HOUSE})))[0] == [-1]


def test_broken_data_is_said_and_the_rest_read():
    good = script(comment("Ida", "Dark."))
    posts, defects = read_linked(parse('<script type="application/ld+json">{"@type": "Comm</script>' + good))
    assert [defect.kind for defect in defects] == ["broken JSON-LD"]
    assert [post.author for post in posts] == ["Ida"]
    deep, defects = read_linked(parse(f'<script type="application/ld+json">{"[" * 200_000}</script>' + good))
    assert [defect.kind for defect in defects] == ["broken JSON-LD"]
    assert [post.author for post in deep] == ["Ida"]


@pytest.mark.parametrize("around", ["<!--\n{}\n-->", "//<![CDATA[\n{}\n//]]>", "{};", "/*<![CDATA[*/ {} /*]]>*/"])
def test_data_with_marks_of_other_times_around_it(around):
    data = around.format(json.dumps(comment("Ida", "Line\tone.")).replace("\\t", "\t"))
    posts, defects = read_linked(parse(f"<script type='application/LD+JSON; charset=utf-8'>{data}</script>"))
    assert (not defects, [post.author for post in posts]) == (True, ["Ida"])


ODD = (
    None,
    True,
    3,
    -1.5,
    10**400,
    "x",
    "",
    [],
    {},
    [[]],
    [None],
    {"@id": 3},
    {"@id": "#c1"},
    {"@value": []},
    {"name": {}},
)


@pytest.mark.parametrize(
    "name", ["@id", "@type", "@graph", "author", "text", "dateCreated", "url", "identifier", "comment"]
)
def test_odd_values_are_no_errors(name):
    for odd in ODD:
        rest = {"@type": "Comment", "@id": "#c1", "text": "Dark.", "parentItem": odd, "interactionStatistic": odd}
        rest |= {"upvoteCount": odd, "interactionType": odd, "suggestedAnswer": odd}
        text = script({**rest, name: odd}, odd)
        posts, _ = read_linked(parse(text.replace(str(10**400), "1e999")))
        link(posts)


def test_circles_end():
    one, two = {"@type": "Comment", "@id": "#1", "text": "a"}, {"@type": "Comment", "@id": "#2", "text": "b"}
    posts = read({**one, "comment": {"@id": "#2"}}, {**two, "comment": [{"@id": "#1"}, {"@id": "#2"}]})
    assert len(posts) == 2


def test_many_and_deep_comments_in_linear_time():
    many = {"@type": "Article", "comment": [comment("Ida", f"Dark {n}.", **{"@id": f"#c{n}"}) for n in range(20_000)]}
    with ends():
        assert len(read(many)) == 20_000
    deep = comment("Ida", "0")
    for n in range(1, 300):
        deep = comment("Tom", str(n), comment=[deep])
    assert [post.parent for post in read(deep)] == list(range(-1, 299))


def test_replies_in_replies_of_any_depth():
    n = 10_000
    deep = '{"@type": "Comment", "text": "No.", "comment": [' * n + "]}" * n
    with ends():
        posts, defects = read_linked(parse(f'<script type="application/ld+json">{deep}</script>'))
    assert [post.parent for post in posts] == list(range(-1, n - 1))
    assert defects == []


def test_many_references_to_one_long_text():
    long = comment("Ida", "a " * 500_000, **{"@id": "#c1"})
    with ends():
        assert len(read([long, {"comment": ["#c1"] * 50_000}, {"comment": [{"@id": "#c1"}] * 50_000}])) == 1


def test_data_beyond_the_limit_is_left_out_and_said(monkeypatch):
    monkeypatch.setattr("discourse.readers.html.structured.LARGEST", 10)
    posts, defects = read_linked(parse(script(comment("Ida", "Dark."))))
    assert (posts, [defect.kind for defect in defects]) == ([], ["long JSON-LD"])
    assert LARGEST > 1_000_000


def test_a_page_without_linked_data():
    assert read_linked(parse("<p>Dark.<script>{}</script>")) == ([], [])


def test_posts_without_elements_pass_through_the_reader(monkeypatch):
    from discourse.readers.html import page
    from discourse.readers.html.choose import Reading

    def linked(parts):
        return Reading("linked data", read_linked(parts)[0])

    monkeypatch.setattr(page, "choose", linked)
    data = script(comment("Ida", "The lamp is out.", comment=comment("Tom", "Since Friday.")))
    (rows,) = page.Html().read(Source("p.html", data=f"<title>Lamp</title>{data}".encode()))
    assert rows.columns["author"] == ["Ida", "Tom"]
    assert rows.columns["parent_id"] == [None, "1"]
