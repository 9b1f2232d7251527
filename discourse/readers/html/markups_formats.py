"""Markup by standards that say what is a comment, whatever the system: schema.org microdata and microformats.

May import: the standard library, markup_row.
"""

from __future__ import annotations

from discourse.readers.html.markup_row import Markup

FORMATS: tuple[Markup, ...] = (
    Markup(
        "schema.org microdata",
        (),
        comment=(
            "[itemtype$='schema.org/Comment'], [itemtype$='schema.org/UserComments'], [itemtype$='schema.org/Answer']",
            "[itemtype$='schema.org/DiscussionForumPosting']",
        ),
        body=("[itemprop~='text'], [itemprop~='commentText'], [itemprop~='articleBody']", "[itemprop~='description']"),
        author=(
            "[itemprop~='author'] [itemprop~='name'], [itemprop~='creator'] [itemprop~='name']",
            "[itemprop~='author'] [itemprop~='name']@content",
            "[itemprop~='creator'] [itemprop~='name']@content",
            "[itemprop~='author'], [itemprop~='creator']",
            "[itemprop~='author']@content",
        ),
        date=(
            "[itemprop~='dateCreated']@datetime",
            "[itemprop~='datePublished']@datetime",
            "[itemprop~='commentTime']@datetime",
            "[itemprop~='dateCreated']@content",
            "[itemprop~='datePublished']@content",
            "[itemprop~='commentTime']@content",
            "[itemprop~='dateCreated'], [itemprop~='datePublished'], [itemprop~='commentTime']",
        ),
        url=(
            "[itemprop~='url']:not([itemprop~='author'] *)@href",
            "[itemprop~='url']:not([itemprop~='author'] *)@content",
        ),
        id=("@id", "@itemid", "[itemprop~='identifier']@content"),
        score=("[itemprop~='upvoteCount']@content", "[itemprop~='upvoteCount']"),
        against=("[itemprop~='downvoteCount']@content", "[itemprop~='downvoteCount']"),
        parent=(
            "[itemprop~='parentItem']@href",
            "[itemprop~='parentItem']@content",
            "[itemprop~='parentItem'] [itemprop~='url']@href",
        ),
    ),
    Markup(
        "microformats h-cite",
        ("h-cite", "u-comment", "p-comment"),
        comment=(
            ".u-comment, .p-comment",
            ".h-feed .h-cite:has(.u-in-reply-to), .comments .h-cite, .responses .h-cite",
        ),
        body=(".e-content", ".p-content, .p-summary", ".p-name:not(.p-author *)"),
        author=(".p-author .p-name", ".p-author", ".h-card .p-name, .h-card"),
        date=(".dt-published@datetime", "time@datetime", ".dt-published"),
        url=(".u-url:not(.p-author *):not(.h-card *)@href", ".u-uid@href"),
        id=("@id", ".u-uid@href", ".u-url:not(.p-author *):not(.h-card *)@href"),
        parent=(".u-in-reply-to@href",),
        article=".h-entry",
    ),
    Markup(
        "hAtom",
        ("hcomment", "hentry"),
        comment=(".hcomment", ".comments .hentry, #comments .hentry, .hfeed .hentry.comment"),
        body=(".entry-content, .comment-content",),
        author=(".author .fn, .vcard .fn", ".author"),
        date=(".published@datetime", ".published@title", "time@datetime", ".published"),
        url=("a[rel~='bookmark']@href",),
        parent=("a[rel~='in-reply-to']@href", "a.in-reply-to@href"),
    ),
)
"""Standards."""
