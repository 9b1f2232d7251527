"""What columns of tables are called, in several languages and on many platforms, for each column of ours.

May import: the standard library.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

KNOWN = {
    "text": "text comment_text comment_body comment_content body comment message content text_original text_display"
    " textoriginal textdisplay full_text tweet_text tweet contents comments msg review post_text post_body post_content"
    " post post_message message_text clean_text raw_text argument utterance reply_text kommentar kommentartext inhalt"
    " nachricht beitrag beitragstext texte commentaire contenu comentario comentarios texto contenido mensaje conteudo"
    " comentário commento testo messaggio contenuto reactie bericht tekst inhoud opmerking komentarz treść tresc"
    " комментарий текст сообщение 评论 内容 评论内容 コメント 本文 댓글 내용",
    "id": "comment_id commentid id cid id_comment comment_pk message_id msg_id tweet_id reply_id id_str post_id postid"
    " id_post status_id utterance_id text_id arg_id uuid guid _id kommentar_id kommentarid id_commentaire"
    " commentaire_id id_comentario comentario_id reactie_id nr number no 评论id",
    "parent_id": "parent_id parent_comment_id parent_comment parent reply_to_comment_id reply_to_comment in_reply_to_id"
    " in_reply_to_status_id in_reply_to_status_id_str in_reply_to_comment_id in_reply_to replied_to_id replied_to"
    " reply_to_id reply_to reply_to_msg_id reply_to_message_id reply_to_tweet_id replyto inreplyto inreplytoid"
    " in_reply_to_tweet_id comment_parent parentid parent_post_id id_parent_post parent_post id_parent"
    " parent_message_id responding_to response_to answer_to parent_reply_id referenced_tweet_id antwort_auf"
    " antwort_auf_id bezug"
    " reponse_a en_reponse_a parent_commentaire respuesta_a en_respuesta_a responde_a id_padre padre resposta_a"
    " risposta_a in_risposta_a antwoord_op reactie_op odpowiedz_na ответ_на 父评论id 回复id",
    "thread_id": "thread_id threadid thread conversation_id conversationid article_id articleid id_article"
    " submission_id link_id story_id storyid topic_id discussion_id video_id videoid news_id page_id question_id"
    " comment_post_id asset_id post_id postid id_post root_id root_comment_id root link_fullname id_submission"
    " permalink_id thread_title artikel_id artikelid beitrag_id id_artikel article article_url story_url url_article"
    " id_articulo articulo_id noticia_id articolo_id artigo_id 文章id 视频id",
    "author": "author author_name authorname username user_name author_username screen_name user_screen_name user"
    " display_name author_display_name authordisplayname nickname nick nick_name author_fullname commenter"
    " comment_author commenter_name poster poster_name handle account account_name name from from_name sender"
    " sender_name by member user_login login user_display_name userdisplayname autor benutzer benutzername nutzer"
    " nutzername verfasser auteur utilisateur pseudo usuario nombre nombre_usuario utente nome autore gebruiker"
    " naam użytkownik uzytkownik автор пользователь имя 用户 用户名 作者 昵称 author_id user_id userid id_user"
    " author_channel_id from_id speaker",
    "created": "created_at createdat created created_utc created_time creation_date creationdate create_time"
    " createtime created_date timestamp datetime date_time date_utc published_at publishedat published publish_date"
    " posted_at posted post_date post_time date_posted comment_date_gmt comment_date comment_time date_created"
    " datecreated posting_date unix_timestamp utc_timestamp epoch date time timestamp_utc time_created datum zeit"
    " zeitpunkt zeitstempel erstellt erstellt_am fecha fecha_creacion hora data horodatage heure date_publication"
    " tijd tijdstip дата время 时间 日期 发布时间 评论时间",
    "score": "score upvotes up_votes ups likes like_count likecount likes_count num_likes n_likes votes vote_count"
    " vote_score net_score points rating favorite_count favourites_count favorites karma recommendations recommends"
    " recommend_count thumbs_up positive_votes positivevotes positive_vote_count upvote_count digg_count reactions"
    " reaction_count total_reactions agree gefällt bewertung punkte jaime j_aime me_gusta mi_piace 点赞 点赞数",
    "url": "permalink comment_url comment_link url link comment_permalink post_url tweet_url permalink_url"
    " direct_link href",
    "role": "role user_role author_role user_type author_type badge distinguished rolle",
    "deleted": "deleted is_deleted removed is_removed was_deleted gelöscht geloescht supprime eliminado",
    "down": "downvotes down_votes downs dislikes dislike_count dislikes_count thumbs_down negative_votes negativevotes"
    " negative_vote_count downvote_count disagree",
    "article.title": "article_title articletitle story_title video_title submission_title link_title post_title"
    " thread_title topic_title headline_article news_title page_title",
    "article.url": "article_url articleurl story_url video_url submission_url link_url page_url news_url",
}
"""Names that columns go by, for each of ours, the most telling first."""
PLACES = {ours: {name: place for place, name in enumerate(names.split())} for ours, names in KNOWN.items()}
"""How telling a name is for a column of ours: the less, the more."""
_ANY = frozenset(name for places in PLACES.values() for name in places)


def plain_name(name: str) -> str:
    """A column's name in small letters, words set apart by underscores.

    Examples
    --------
    >>> plain_name("CreatedAt"), plain_name("ID_Post"), plain_name("reply-to"), plain_name("user.name")
    ('created_at', 'id_post', 'reply_to', 'user_name')
    """
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", unicodedata.normalize("NFC", name.strip()))
    return re.sub(r"[^\w]+|_+", "_", split.lower()).strip("_") or name.strip().lower()


def is_known(name: str) -> bool:
    """Whether the table of names has this one.

    Examples
    --------
    >>> is_known("replyTo"), is_known("colour")
    (True, False)
    """
    return plain_name(name) in _ANY


@lru_cache(maxsize=4_096)
def known_as(name: str) -> tuple[str, ...]:
    """Which columns of ours a name may stand for; kept, as the same few names come in every record.

    Examples
    --------
    >>> known_as("post_id"), known_as("body")
    (('id', 'thread_id'), ('text',))
    """
    plain = plain_name(name)
    return tuple(ours for ours, places in PLACES.items() if plain in places)
