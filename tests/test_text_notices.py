"""Notices that stand where a comment was, and comments that only speak of such."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.text import is_removed
from tests.limits import ends


@pytest.mark.parametrize(
    "text",
    [
        "[deleted]",
        "[removed]",
        "[ Removed by Reddit ]",
        "(deleted)",
        "deleted",
        "*** gelöscht ***",
        "This comment has been removed by a moderator.",
        "This comment was deleted.",
        "THIS COMMENT WAS REMOVED BY THE AUTHOR",
        "Comment deleted by user",
        "[comment deleted]",
        "The author has deleted this comment.",
        "This post has been removed for violating our community guidelines",
        "Dieser Kommentar wurde gelöscht",
        "Dieser Kommentar wurde vom Autor entfernt.",
        "Kommentar wegen Verstoßes gegen unsere Netiquette entfernt",
        "Ce commentaire a été supprimé par l'auteur.",
        "Commentaire supprimé",
        "Comentario eliminado",
        "Este comentario ha sido eliminado por un administrador del blog.",
        "El autor ha eliminado este comentario",
        "Este comentário foi removido pelo autor.",
        "Questo commento è stato eliminato dall'autore.",
        "Deze reactie is verwijderd door een moderator",
        "Ten komentarz został usunięty przez autora.",
        "Den här kommentaren har tagits bort av skribenten.",
        "Denne kommentar er fjernet af forfatteren.",
        "Denne kommentaren har blitt fjernet av en administrator.",
        "Kirjoittaja on poistanut tämän kommentin.",
        "Комментарий удалён",
        "Этот комментарий был удален автором.",
        "Коментар видалено",
        "Bu yorum yazar tarafından silindi.",
        "Tento komentář byl odstraněn autorem.",
        "Commentaire supprime\u0301",
        "このコメントは削除されました。",
        "该评论已被删除",
        "삭제된 댓글입니다.",
    ],
)
def test_a_notice_in_any_language(text):
    assert is_removed(text)
    assert is_removed(f"\n  {text} ")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "...",
        "[ ]",
        "Comment",
        "This comment",
        "Why was this comment removed?",
        "Comment removed?",
        "I deleted my comment.",
        "This comment should be deleted by a moderator before the ferry sails.",
        "This post was removed for no reason at all",
        "removed the bolts first",
        "Der Kommentar über die Fähre wurde gelöscht, schade",
        "Kommentar",
        "Comentario muy bueno",
        "该评论已被删除，为什么",
        "[deleted] said that the bridge is closed",
        "[deleted] " + "by a moderator " * 20,
    ],
)
def test_a_comment_is_no_notice(text):
    assert not is_removed(text)


@given(st.text())
def test_any_text_gets_an_answer(text):
    assert is_removed(text) in {True, False}


@pytest.mark.parametrize("piece", ["deleted ", "[", "这条评论", "コメントは", "*", "\x00"])
def test_long_texts_take_no_time(piece):
    with ends():
        is_removed(piece * 1_000_000)
        is_removed((piece * 160)[:160])
