"""The count of what hostile inputs do."""

from benchmarks import hostile_pages


def test_every_input_is_counted_once(monkeypatch, tmp_path):
    monkeypatch.setattr(hostile_pages, "OURS", {"a tag": "so <b", "nothing": ""})
    monkeypatch.setattr(hostile_pages, "DEEP", ())
    monkeypatch.setattr(hostile_pages, "COLLECTIONS", {"one": lambda folder: ["x", "y", "x"]})
    found = hostile_pages.run(tmp_path)
    assert found["inputs"] == 6 * (2 + 2)
    assert found["refused"] == 3
    assert (found["foreign_exceptions"], found["unaccounted"]) == (0, 0)
    assert hostile_pages.run(tmp_path, every=2)["inputs"] == 6 * (2 + 1)


def test_foreign_exceptions_are_named(monkeypatch, tmp_path):
    def fail(*given, **named):
        raise ValueError

    monkeypatch.setattr(hostile_pages, "read", fail)
    monkeypatch.setattr(hostile_pages, "OURS", {"a tag": "so <b"})
    monkeypatch.setattr(hostile_pages, "DEEP", ())
    monkeypatch.setattr(hostile_pages, "COLLECTIONS", {})
    found = hostile_pages.run(tmp_path)
    assert found["foreign_exceptions"] == found["inputs"] == 6
    assert found["foreign"][0] == "ValueError on 'so <b' as None"
