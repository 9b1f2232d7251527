"""Write the parts of the documentation that are made from the code.

    python docs/generate.py

They stand in README.md and docs/ between the marks `<!-- made by docs/generate.py: PART -->` and `<!-- end -->`. The
tests check that they are fresh.
"""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PART = re.compile(r"(<!-- made by docs/generate\.py: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def pages() -> list[Path]:
    """Every page of the documentation."""
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("**/*.md"))]


def fresh(text: str) -> str:
    """The page with all its parts made anew."""
    return PART.sub(lambda match: f"{match[1]}\n{PARTS[match[2]]()}\n\n{match[3]}", text)


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table in Markdown."""
    listed = [[str(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    head = list(head)
    lines = [head, ["---"] * len(head), *listed]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def first_line(thing: Any) -> str:
    """The first line of what a docstring says."""
    return (inspect.getdoc(thing) or "").partition("\n")[0]


def columns() -> str:
    """Every column, as `discourse.columns` states it."""
    from discourse.columns import ANNOTATIONS, DERIVED, SOURCE

    return table(
        ("column", "type", "meaning", "missing when", "from"),
        (
            (
                f"`{one.name}`",
                one.kind,
                one.meaning + (": " + ", ".join(one.labels) if one.labels else ""),
                one.null,
                one.assigned_by,
            )
            for one in (*SOURCE, *DERIVED, *ANNOTATIONS)
        ),
    )


def rules() -> str:
    """How a text shows whom it answers, with the confidence of each rule."""
    from discourse.addresses import RULES

    return table(
        ("rule", "what it looks for", "confidence", "where that comes from"),
        ((name, rule.meaning, rule.score, rule.basis) for name, rule in RULES.items()),
    )


OPENS = {
    "telling": 'a bullet or number, with a date or "says" in the same line or below it',
    "name": "a bullet or number and a name, the text below",
    "text": "a bullet or number and the text itself; the name is lost",
}
DATED = {
    "inline": "a line with name and date",
    "above": "a date, with the name in the line above",
    "below": "a date, with the name in the line below",
    "first": "a date, with the name in the first line of the comment",
    "none": "a date, without a name",
}


def layouts() -> str:
    """The layouts of plain text, as `discourse.readers.plain.layouts` states them."""
    from discourse.readers.plain import LAYOUTS, Layout

    def what(one: Layout) -> str:
        if one.family == "list":
            return OPENS[one.opens] + (", no blank line between" if one.gap == "none" else "")
        return DATED[one.author] + (", before the text" if one.place == "head" else ", after the text")

    nests = {"list": "indentation", "flat": "indentation, numbers or names, where the page has them"}
    return table(
        ("layout", "what opens or ends a comment", "replies by"),
        ((one.name, what(one), nests[one.family]) for one in LAYOUTS),
    )


def systems() -> str:
    """The systems whose HTML is known, family by family."""
    from discourse.readers.html.markups_blogs import BLOGS
    from discourse.readers.html.markups_formats import FORMATS
    from discourse.readers.html.markups_forums import FORUMS
    from discourse.readers.html.markups_sites import SITES
    from discourse.readers.html.markups_widgets import WIDGETS

    families = {
        "blogs and content management": BLOGS,
        "forums": FORUMS,
        "single sites": SITES,
        "comment widgets, saved from a browser": WIDGETS,
        "standards": FORMATS,
    }
    rows = ((name, len(known), "; ".join(one.name for one in known)) for name, known in families.items())
    return table(("family", "rows", "systems"), rows)


NAMES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "pt": "Portuguese",
    "it": "Italian",
    "nl": "Dutch",
    "pl": "Polish",
    "sv": "Swedish",
    "da": "Danish",
    "no": "Norwegian",
    "fi": "Finnish",
    "ru": "Russian",
    "uk": "Ukrainian",
    "tr": "Turkish",
    "cs": "Czech",
}


def languages() -> str:
    """The languages whose dates are read; one that has no name here yet by its code."""
    from discourse.date_words import LANGUAGES

    return ", ".join(sorted(NAMES.get(code, code) for code in LANGUAGES))


def loaders() -> str:
    """The systems whose script brings the comments, by name."""
    from discourse.readers.html.absent import LOADERS

    return ", ".join(sorted({one.system for one in LOADERS}, key=str.casefold))


def metrics() -> str:
    """Every metric, family by family."""
    from discourse import summary
    from discourse.metrics.base import Metric

    families: dict[str, list[Metric]] = {}
    for one in summary.metrics().values():
        if not one.function.__module__.startswith("discourse."):
            continue  # of a plug-in that happens to be installed
        families.setdefault(one.family, []).append(one)
    parts = []
    for family, members in families.items():
        rows = ((f"`{one.name}`", meaning(one), one.unit, short(one.reference)) for one in members)
        parts.append(f"### {family.capitalize()}\n\n{table(('metric', 'what it is', 'unit', 'source'), rows)}")
    return "\n\n".join(parts)


def meaning(metric: Any) -> str:
    """What a metric is, its formula, and what it needs."""
    said = f"{first_line(metric.function)}<br>`{metric.formula}`"
    needs = [f"`{name}`" for name in metric.requires]
    needs += [f"{metric.at_least} comments" if metric.at_least > 1 else ""]
    needed = " and ".join(filter(None, needs))
    return f"{said}<br>Needs {needed}." if needed else said


def short(reference: str) -> str:
    """Authors and year of a reference, as a link where it has a DOI.

    References are written "Surname, I., Surname, I. & Surname, I. (year). Title ... doi:...".
    """
    found = re.match(r"(.+?) \((\d{4})\)", reference)
    if not found:
        return ""
    first, _, second = found[1].partition(" & ")
    who = first.partition(",")[0]
    if second:
        who += " et al." if first.count(",") > 1 else f" & {second.partition(',')[0]}"
    doi = re.search(r"doi:(10\.\S+?)[.,;)]*(?:\s|$)", reference)
    return f"[{who} {found[2]}](https://doi.org/{doi[1]})" if doi else f"{who} {found[2]}"


def plugins() -> str:
    """Everything of ours that comes through an entry point."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = project["entry-points"].items()
    return table(
        ("entry point", "names"),
        ((f"`{group}`", ", ".join(f"`{name}`" for name in points)) for group, points in groups),
    )


def names() -> str:
    """The names that `import discourse` offers."""
    import discourse

    rows = []
    for name in discourse.__all__:
        thing = getattr(discourse, name)
        home = thing.__name__ if inspect.ismodule(thing) else getattr(thing, "__module__", None)
        if name == "__version__":
            rows.append((f"`{name}`", "The version of this package.", "`discourse.version`"))
        else:
            rows.append((f"`{name}`", first_line(thing), f"`{home}`"))
    return table(("name", "what it is", "defined in"), rows)


def verbs() -> dict[str, Any]:
    """Every verb of the command line with its parsed form, in the order of `discourse --help`."""
    from typer.main import get_command

    from discourse.cli import app

    return dict(get_command(app).commands)  # type: ignore[attr-defined]


def spelled(parameter: Any) -> str:
    """An argument or option as one writes it."""
    if parameter.param_type_name == "argument":
        return f"`{(parameter.metavar or parameter.name).rstrip('.')}{'...' if parameter.nargs == -1 else ''}`"
    return ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))


def as_code(text: str | None) -> str:
    """A text of the help with its options marked as code, which is not broken at a dash."""
    return re.sub(r"(?<![\w`-])--[a-z][\w-]*", r"`\g<0>`", text or "")


def said(parameter: Any) -> str:
    """What the help says of an argument or option, with its default."""
    text = as_code(parameter.help)
    if parameter.required:
        text += " Required."
    elif isinstance(parameter.default, str | int | float) and not isinstance(parameter.default, bool):
        text += f" Default: {parameter.default}."
    return text


def commands() -> str:
    """Every verb with its arguments and options, as `discourse VERB --help` shows them."""
    parts = []
    for name, verb in verbs().items():
        listed = [one for one in verb.params if one.name != "help"]
        arguments = " ".join(spelled(one).strip("`") for one in listed if one.param_type_name == "argument")
        usage = f"```text\ndiscourse {name} [OPTIONS] {arguments}".rstrip() + "\n```"
        shown = (
            table(("argument or option", "what it does"), ((spelled(one), said(one)) for one in listed))
            if listed
            else ""
        )
        parts.append(f"## {name}\n\n{as_code(verb.help)}\n\n{usage}\n\n{shown}".rstrip())
    return "\n\n".join(parts)


def verb_list() -> str:
    """Every verb with the first line of its help."""
    return table(
        ("verb", "what it does"),
        ((f"`discourse {name}`", as_code(verb.help).partition("\n")[0]) for name, verb in verbs().items()),
    )


PARTS: dict[str, Callable[[], str]] = {
    "columns": columns,
    "commands": commands,
    "metrics": metrics,
    "rules": rules,
    "layouts": layouts,
    "systems": systems,
    "languages": languages,
    "loaders": loaders,
    "plugins": plugins,
    "names": names,
    "verbs": verb_list,
}


def main() -> None:
    """Make all parts of all pages anew."""
    for path in pages():
        old = path.read_text(encoding="utf-8")
        new = fresh(old)
        if new != old:
            path.write_text(new, encoding="utf-8")
            print(f"{path.relative_to(ROOT)}: made anew")


if __name__ == "__main__":
    main()
