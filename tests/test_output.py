"""Files and folders appear whole or not at all."""

import os

import pytest

from discourse import output
from discourse.errors import OutputError
from discourse.output import whole_file, whole_folder


def test_a_file_appears_only_when_it_is_complete(tmp_path):
    target = tmp_path / "new" / "a.txt"
    with whole_file(target) as place:
        place.write_text("done")
        assert not target.exists()
        assert place.parent == target.parent
    assert target.read_text() == "done"
    assert os.listdir(target.parent) == ["a.txt"]


def test_an_interrupted_file_leaves_the_old_one(tmp_path):
    target = tmp_path / "a.txt"
    target.write_text("old")
    with pytest.raises(KeyboardInterrupt), whole_file(target) as place:
        place.write_text("half")
        raise KeyboardInterrupt
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("in_one_step", [True, False])
def test_a_folder_takes_the_place_of_an_earlier_one(tmp_path, monkeypatch, in_one_step):
    if not in_one_step:
        monkeypatch.setattr(output, "_exchange", lambda one, other: False)
    target = tmp_path / "report"
    for word in ("first", "second"):
        with whole_folder(target) as place:
            (place / "manifest.json").write_text("{}")
            (place / f"{word}.txt").write_text(word)
    assert sorted(os.listdir(target)) == ["manifest.json", "second.txt"]
    assert os.listdir(tmp_path) == ["report"]


def test_an_interrupted_folder_leaves_the_old_one(tmp_path):
    target = tmp_path / "report"
    with whole_folder(target) as place:
        (place / "manifest.json").write_text("old")
    with pytest.raises(RuntimeError), whole_folder(target) as place:
        (place / "manifest.json").write_text("new")
        raise RuntimeError
    assert (target / "manifest.json").read_text() == "old"
    assert os.listdir(tmp_path) == ["report"]


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path):
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(OutputError, match=r"thesis\.tex"), whole_folder(tmp_path):
        pytest.fail("must not be entered")
    assert (tmp_path / "thesis.tex").read_text() == "years of work"


def test_an_empty_folder_may_be_filled(tmp_path):
    target = tmp_path / "empty"
    target.mkdir()
    with whole_folder(target) as place:
        (place / "manifest.json").write_text("{}")
    assert os.listdir(target) == ["manifest.json"]


def test_places_that_cannot_be_written(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("x")
    for door, target in ((whole_file, blocked / "a.txt"), (whole_folder, blocked / "report"), (whole_folder, blocked)):
        with pytest.raises(OutputError) as caught, door(target):
            pytest.fail("must not be entered")
        assert str(target) in str(caught.value)
    assert blocked.read_text() == "x"


def test_a_link_stays_a_link_and_a_pipe_a_pipe(tmp_path):
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    with whole_file(tmp_path / "link.txt") as place:
        place.write_text("new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OutputError, match="not a regular file"), whole_file(tmp_path / "pipe"):
        pytest.fail("must not be entered")
    assert (tmp_path / "pipe").is_fifo()


def test_what_goes_wrong_elsewhere_is_not_blamed_on_the_output(tmp_path):
    with pytest.raises(FileNotFoundError), whole_file(tmp_path / "new" / "a"):
        (tmp_path / "elsewhere" / "input").read_text()


def test_a_swap_in_two_steps_that_fails_puts_the_old_folder_back(tmp_path, monkeypatch):
    target = tmp_path / "report"
    with whole_folder(target) as place:
        (place / "manifest.json").write_text("old")
    monkeypatch.setattr(output, "_exchange", lambda one, other: False)
    rename = os.rename

    def refuse(source, destination):
        if destination == target and "old" not in str(source):
            raise OSError(5, "Input/output error")
        rename(source, destination)

    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(OutputError, match="Input/output error"), whole_folder(target) as place:
        (place / "manifest.json").write_text("new")
    assert (target / "manifest.json").read_text() == "old"
    assert os.listdir(tmp_path) == ["report"]


def test_a_full_disk_says_so(tmp_path):
    with pytest.raises(OutputError, match="make room"), whole_file(tmp_path / "a"):
        raise OSError(28, "No space left on device")
    assert os.listdir(tmp_path) == []
