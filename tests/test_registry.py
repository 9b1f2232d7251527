"""Plug-ins: built-ins and strangers come through one door, and a broken one is one clear error."""

from importlib.metadata import EntryPoint

import pytest

from discourse import registry
from discourse.errors import BrokenPlugin, UnknownName


def test_every_built_in_loads():
    for group in registry.GROUPS:
        assert registry.names(group)
        for name in registry.names(group):
            assert registry.load(group, name) is not None
            assert "discourse-threads" in registry.origin(group, name)


def test_unknown_names_are_said_with_the_nearest():
    with pytest.raises(UnknownName, match="did you mean 'plain'"):
        registry.load("readers", "plian")
    with pytest.raises(UnknownName, match="no such kind"):
        registry.names("reader")


@pytest.fixture
def strangers(monkeypatch):
    """Let these entry points be installed besides ours."""

    def install(*points):
        ours = registry.entry_points
        monkeypatch.setattr(
            registry, "entry_points", lambda group: [*ours(group=group), *(one for one in points if one.group == group)]
        )
        registry._points.cache_clear()

    yield install
    registry._points.cache_clear()


def test_a_stranger_comes_through_the_same_door(strangers):
    strangers(EntryPoint("upper", "builtins:str", "discourse.writers"))
    assert registry.load("writers", "upper") is str
    assert registry.origin("writers", "upper") == "unknown"


def test_ours_goes_before_a_stranger_of_the_same_name(strangers):
    strangers(EntryPoint("plain", "aaa.other:Plain", "discourse.readers"))
    assert registry.load("readers", "plain").__module__.startswith("discourse.")


def test_a_broken_plugin_is_named(strangers):
    strangers(EntryPoint("gone", "no_such_module:Thing", "discourse.plots"))
    with pytest.raises(BrokenPlugin, match=r"gone \(no_such_module:Thing\)"):
        registry.load("plots", "gone")
