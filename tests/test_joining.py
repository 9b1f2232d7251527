"""Pages of one thread: nothing twice, nothing lost, whatever the order they are handed over in."""

from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.article import Article, Block
from discourse.joining import join, thread_address, whole
from discourse.rows import ReadReport, Rows, Stub

FERRY = "https://a.example/ferry"


def page(*comments, url=FERRY, opening=False, blocks=()):
    """A page of (id, parent, author, text)."""
    columns = {name: [one[k] for one in comments] for k, name in enumerate(("id", "parent_id", "author", "text"))}
    article = Article(tuple(Block("paragraph", text) for text in blocks), url=url)
    return Rows(columns, {"": article}, ReadReport(found=len(comments)), opening=opening)


def test_a_comment_on_two_pages_is_kept_once_and_named():
    both = join(
        [page(("a7", None, "Ann", "Good.")), page(("a7", None, "Ann", "Good, edited."), ("a9", "a7", "Ben", "No."))]
    )
    assert both.columns["id"] == ["a7", "a9"]
    assert both.columns["parent_id"] == [None, "a7"]
    assert both.report.dropped == (("a7", "stands on an earlier page too"),)


def test_ids_that_only_count_are_told_apart_by_author_and_text():
    one = page(("1", None, "Ann", "Good."), ("2", "1", "Ben", "No."))
    two = page(("1", None, "Ben", "No."), ("2", "1", "Cem", "Why not?"))
    both = join([one, two])
    assert both.columns["author"] == ["Ann", "Ben", "Cem"]
    assert both.columns["parent_id"] == [None, "1-1", "1-2"]


def test_ids_of_the_page_that_happen_to_count_are_ids_where_another_page_goes_on():
    one = page(("1", None, "Ann", "Good."), ("2", "1", "Ben", "No."))
    two = page(("2", "1", "Ben", "No."), ("3", None, "Cem", "Why not?"))
    assert join([one, two]).columns["id"] == ["1", "2", "3"]


def test_a_parent_further_down_its_page_is_still_the_parent():
    both = join([page(("1", None, "Ann", "Good.")), page(("1", "2", "Ben", "No."), ("2", None, "Cem", "Why?"))])
    assert both.columns["parent_id"] == [None, "2-2", None]


def test_one_id_of_two_authors_is_two_comments():
    both = join([page(("x1", None, "Ann", "Good.")), page(("x1", "x2", "Ben", "No."), ("x2", "x1", "Cem", "Why?"))])
    assert both.columns["id"] == ["x1", "2-x1", "x2"]
    assert both.columns["parent_id"] == [None, "x2", "2-x1"]
    assert both.report.dropped == ()


def test_pages_go_by_the_number_in_their_address():
    two = page(("b", None, "Ben", "No."), url=f"{FERRY}?page=2")
    one = page(("a", None, "Ann", "Good."))
    assert join([two, one]).columns["id"] == ["a", "b"]


def test_the_opening_post_of_a_later_page_is_a_comment_and_the_same_one_is_not():
    one = page(("a", None, "Ann", "Good."), opening=True, blocks=["The ferry is back."])
    again = page(("b", None, "Ben", "No."), opening=True, blocks=["The ferry is back."], url=f"{FERRY}?page=2")
    other = page(("c", None, "Cem", "Why?"), opening=True, blocks=["It is late."], url=f"{FERRY}?page=3")
    joined = join([one, again, other])
    assert joined.columns["text"] == ["Good.", "No.", "It is late.", "Why?"]
    assert joined.articles[""].text == "The ferry is back."


def test_addresses_of_one_thread_are_one_and_of_two_articles_two():
    same = [FERRY, f"{FERRY}/", f"{FERRY}?page=3", f"{FERRY}/comment-page-2/#comments", f"{FERRY}?start=20"]
    assert {thread_address(Article(url=url)) for url in same} == {FERRY}
    assert thread_address(Article(url="https://a.example/news-12.html")) != thread_address(
        Article(url="https://a.example/news-13.html")
    )
    assert thread_address(Article()) is None
    assert thread_address(Article(url="https://[broken")) == "https://[broken"


def test_answers_of_named_threads_go_together_and_open_stubs_close():
    def part(*comments, stubs=(), articles=()):
        names = ("thread_id", "id", "parent_id", "author", "text")
        columns = {name: [one[k] for one in comments] for k, name in enumerate(names)}
        return Rows(columns, {name: Article(author=name) for name in articles}, stubs=stubs)

    page = part(("x", "a", None, "Ann", "Good."), stubs=(Stub(2, ("b",)), Stub(0, below="a")), articles=["x"])
    more = part(("x", "b", None, "Ben", "No."), ("x", "a", None, None, "[deleted]"), ("y", "a", None, "Cem", "Why?"))
    both = join([page, more])
    assert list(zip(both.columns["thread_id"], both.columns["id"], strict=True)) == [("x", "a"), ("x", "b"), ("y", "a")]
    assert both.report.dropped == (("a", "stands on an earlier page too"),)
    assert list(both.articles) == ["x"]
    assert both.stubs == (Stub(0, below="a"),)
    assert join([page, more, part(("x", "c", "a", "Dee", "So."))]).stubs == ()


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8), min_size=1, max_size=4))
def test_each_comment_is_there_once_and_all_are_accounted_for(listed):
    pages = [page(*((f"c{one}", None, one, f"{one} said so.") for one in ids)) for ids in listed]
    joined = join(pages)
    assert sorted(joined.columns["id"]) == sorted({f"c{one}" for ids in listed for one in ids})
    assert len(joined.columns["id"]) + len(joined.report.dropped) == sum(map(len, listed))


HTML = """<html><head><link rel=canonical href="{url}"></head><body><h1>The ferry</h1><article><p>{said}</p></article>
<ol class="commentlist">{comments}</ol></body></html>"""
COMMENT = """<li class="comment depth-1" id="comment-{id}"><cite class="fn">{name}</cite><div class="comment-content">
<p>{text}</p></div></li>"""


def saved(url, *comments):
    listed = "".join(COMMENT.format(id=id_, name=name, text=text) for id_, name, text in comments)
    return HTML.format(
        url=url, said="The ferry sails again between the two towns, said the harbour on Monday.", comments=listed
    )


ONE = saved(FERRY, (11, "Ann", "At last, it was time."), (12, "Ben", "Too dear for me."))
TWO = saved(f"{FERRY}/comment-page-2", (12, "Ben", "Too dear for me."), (13, "Cem", "Then walk around the lake."))


def test_pages_in_a_list_are_one_thread():
    thread = dc.read([ONE.encode(), TWO.encode()])
    assert [comment.id for comment in thread] == ["11", "12", "13"]
    report = thread.report
    assert report.found == report.kept + len(report.dropped) == 4
    assert "2 pages of one thread were joined" in report.notes


def test_a_source_in_several_batches_is_one_page():
    table = b"id,author,text\nx1,Ada,Why not?\nx2,Bo,Because of the toll.\n"
    report = dc.read([ONE.encode(), table]).report
    assert "2 pages of one thread were joined" in report.notes


def test_what_repeats_within_a_source_of_several_batches_is_not_on_an_earlier_page():
    first = whole([Rows({"author": ["Ada"], "text": ["Yes."]}), Rows({"author": ["Ada"], "text": ["Yes."]})])
    second = Rows({"author": ["Ada", "Bo"], "text": ["Yes.", "No."]})
    both = join([first, second])
    assert both.columns["text"] == ["Yes.", "Yes.", "No."]
    assert len(both.report.dropped) == 1


def test_saved_pages_of_one_address_are_joined_and_others_are_not():
    other = saved("https://a.example/pier", (11, "Dee", "Another matter altogether."))
    corpus = dc.read_corpus([ONE.encode(), other.encode(), TWO.encode()])
    assert [len(thread) for thread in corpus] == [3, 1]
