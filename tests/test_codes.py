"""Questions, answers and the words that answers rest on."""

from discourse.codes import answers, evidence, has_evidence, questions
from discourse.records import to_records
from tests.outgoing import ferry


def test_questions_are_those_that_the_columns_answer():
    asked = {one.name: (one.labels, one.is_multiple) for one in questions(ferry())}
    assert asked == {
        "stance_toll": (("favor", "against", "none"), False),
        "topics": (("fares", "pier"), True),
        "sentiment_label": (("negative", "neutral", "positive"), False),
        "reply_stance": (("support", "deny", "query", "comment"), False),
    }
    assert has_evidence(ferry())


def test_answers_keep_their_confidence_and_what_is_open_has_none():
    asked = questions(ferry())
    given = [[(one.question.name, one.labels, one.score) for one in answers(row, asked)] for row in to_records(ferry())]
    assert given == [
        [
            ("stance_toll", ("against",), 0.9),
            ("topics", ("fares", "pier"), 0.6),
            ("sentiment_label", ("negative",), None),
        ],
        [("sentiment_label", ("neutral",), None), ("reply_stance", ("deny",), 0.75)],
        [],
        [
            ("stance_toll", ("favor",), 0.7),
            ("topics", ("fares",), 0.6),
            ("sentiment_label", ("positive",), None),
            ("reply_stance", ("query",), None),
        ],
        [],
    ]


def test_evidence_that_does_not_stand_there_is_no_span():
    asked = questions(ferry())
    row = next(to_records(ferry()))
    assert [(span.start, span.end, span.label) for span in evidence(row, asked)] == [(12, 20, "stance_toll: against")]
    for wrong in ({"stance_toll_at": 3}, {"stance_toll_at": 999}, {"stance_toll_at": None}, {"stance_toll": None}):
        assert list(evidence(row | wrong, asked)) == []
