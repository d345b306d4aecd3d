"""The encrypted file: whole or refused, with the right passphrase alone, and never in the clear."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tickloom.credentials.backends import sealing
from tickloom.credentials.backends.sealed_file import FILE, SealedFile
from tickloom.errors import CredentialsUnavailable, InvalidCredential
from tickloom.secret import Secret

if TYPE_CHECKING:
    from pathlib import Path

PASSPHRASE = Secret("correct horse battery staple")
OTHER = Secret("another passphrase")


@pytest.fixture
def written(folder: Path) -> Path:
    """An encrypted file with one value."""
    opened(folder).put("venue/1", Secret("p1anted"))
    return folder / FILE


def opened(folder: Path, passphrase: Secret | None = PASSPHRASE) -> SealedFile:
    return SealedFile(folder, lambda _is_new: passphrase)


def code_of(folder: Path, passphrase: Secret | None = PASSPHRASE) -> str:
    with pytest.raises(CredentialsUnavailable) as raised:
        opened(folder, passphrase).get("venue/1")
    assert "p1anted" not in str(raised.value)
    return raised.value.code


def test_what_is_put_is_got_by_the_next_process(written: Path, folder: Path) -> None:
    found = opened(folder)
    found.put("venue/2", Secret("other"))
    assert [opened(folder).get(item) for item in ("venue/1", "venue/2", "venue/3")] == [
        Secret("p1anted"),
        Secret("other"),
        None,
    ]
    found.remove("venue/1")
    assert opened(folder).get("venue/1") is None


def test_the_file_is_of_this_user_alone_and_shows_nothing(written: Path) -> None:
    assert written.stat().st_mode & 0o777 == 0o600
    assert b"p1anted" not in written.read_bytes()
    assert b"venue" not in written.read_bytes()


def test_the_passphrase_is_asked_for_once_and_only_if_it_is_needed(folder: Path) -> None:
    asked: list[bool] = []

    def ask(is_new: bool) -> Secret:
        asked.append(is_new)
        return PASSPHRASE

    found = SealedFile(folder, ask)
    assert found.get("venue/1") is None
    found.remove("venue/1")
    assert asked == []
    for number in range(3):
        found.put(f"venue/{number}", Secret("x"))
    assert found.get("venue/1") == Secret("x")
    assert asked == [True]
    found.close()
    assert found.get("venue/1") == Secret("x")
    assert asked == [True, False]


def test_another_passphrase_opens_nothing_and_changes_nothing(written: Path, folder: Path) -> None:
    before = written.read_bytes()
    assert code_of(folder, OTHER) == "credentials.passphrase_wrong"
    with pytest.raises(CredentialsUnavailable):
        opened(folder, OTHER).put("venue/2", Secret("x"))
    assert written.read_bytes() == before


def test_without_a_passphrase_it_stays_locked(written: Path, folder: Path) -> None:
    assert code_of(folder, None) == "credentials.locked"


@pytest.mark.parametrize("is_new", [True, False])
def test_an_empty_passphrase_is_none(is_new: bool, folder: Path) -> None:
    if not is_new:
        opened(folder).put("venue/1", Secret("p1anted"))
    with pytest.raises(CredentialsUnavailable) as raised:
        opened(folder, Secret("")).put("venue/1", Secret("p1anted"))
    assert raised.value.code == "credentials.locked"


def test_a_passphrase_that_is_no_unicode_opens_what_it_has_sealed(folder: Path) -> None:
    odd = Secret("caf\udce9")
    opened(folder, odd).put("venue/1", Secret("p1anted"))
    assert opened(folder, odd).get("venue/1") == Secret("p1anted")
    assert code_of(folder, Secret("caf")) == "credentials.passphrase_wrong"


def test_a_passphrase_is_changed_and_no_value_with_it(written: Path, folder: Path) -> None:
    running, salt = opened(folder), salt_of(written)
    assert running.get("venue/1") == Secret("p1anted")
    changing = opened(folder)
    changing.change_passphrase(lambda: OTHER)
    assert [one.get("venue/1") for one in (changing, opened(folder, OTHER))] == [Secret("p1anted")] * 2
    assert code_of(folder) == "credentials.passphrase_wrong"
    assert salt_of(written) != salt
    before = written.read_bytes()
    with pytest.raises(CredentialsUnavailable):
        running.put("venue/2", Secret("x"))
    assert written.read_bytes() == before


def salt_of(path: Path) -> str:
    return str(json.loads(path.read_bytes().partition(b"\n")[0])["salt"])


def test_a_passphrase_that_is_wrong_or_empty_changes_nothing(written: Path, folder: Path) -> None:
    before = written.read_bytes()
    with pytest.raises(CredentialsUnavailable):
        opened(folder, OTHER).change_passphrase(lambda: PASSPHRASE)
    with pytest.raises(InvalidCredential):
        opened(folder).change_passphrase(lambda: Secret(""))
    assert written.read_bytes() == before


CHANGES = """
import itertools, sys
from pathlib import Path
from tickloom.credentials.backends import sealing
from tickloom.credentials.backends.sealed_file import SealedFile
from tickloom.secret import Secret
sealing._LOG_N = 4
both = itertools.cycle([Secret(text) for text in sys.argv[2:]])
file = SealedFile(Path(sys.argv[1]), lambda _is_new: next(both))
file.get("venue/1")
print(flush=True)
while True: file.change_passphrase(lambda: next(both))
"""


def test_a_change_that_is_killed_anywhere_leaves_a_file_that_one_of_both_opens(
    written: Path, folder: Path
) -> None:
    both = [PASSPHRASE, OTHER]
    for after in (0.0, 0.001, 0.002, 0.003, 0.005, 0.01, 0.05):
        texts = [one.reveal() for one in both]
        with subprocess.Popen(
            [sys.executable, "-c", CHANGES, str(folder), *texts], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(after)
            process.kill()
        opening = [one for one in both if opens(folder, one)]
        assert len(opening) == 1
        both.sort(key=lambda one: one != opening[0])


def opens(folder: Path, passphrase: Secret) -> bool:
    try:
        return opened(folder, passphrase).get("venue/1") == Secret("p1anted")
    except CredentialsUnavailable:
        return False


def test_more_than_can_be_read_again_is_not_written(
    written: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "MOST_BYTES", 1000)
    before = written.read_bytes()
    with pytest.raises(InvalidCredential) as raised:
        opened(folder).put("venue/2", Secret("x" * 1000))
    assert raised.value.code == "credentials.too_many"
    assert written.read_bytes() == before


def test_any_byte_of_what_is_sealed_that_is_changed_is_noticed(written: Path) -> None:
    content = written.read_bytes()
    _, key = sealing.unseal(content, PASSPHRASE, None)
    for place in range(content.index(b"\n") + 1, len(content)):
        changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        with pytest.raises(CredentialsUnavailable):
            sealing.unseal(changed, PASSPHRASE, key)


def test_any_byte_of_the_header_that_is_changed_is_noticed(written: Path, folder: Path) -> None:
    content = written.read_bytes()
    fields = json.loads(content[: content.index(b"\n")])
    for value in ("17", fields["salt"][:2], fields["nonce"][:2]):
        place = content.index(value.encode())
        written.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert code_of(folder) in {"credentials.damaged", "credentials.passphrase_wrong"}


@pytest.mark.parametrize(
    "change",
    [
        {"format": "tickloom credentials 2"},
        {"log_n": 40},
        {"log_n": -1},
        {"log_n": "17"},
        {"log_n": 17.0},
        {"salt": ""},
        {"nonce": "!"},
    ],
)
def test_a_header_of_another_kind_is_refused_before_it_costs_anything(
    change: dict[str, object], written: Path, folder: Path
) -> None:
    header, _, rest = written.read_bytes().partition(b"\n")
    written.write_bytes(json.dumps(json.loads(header) | change).encode() + b"\n" + rest)
    assert code_of(folder) == "credentials.damaged"


@pytest.mark.parametrize("content", [b"", b"\n", b"{}\n", b"no json\nx", b"\x00" * 100])
def test_what_is_no_such_file_is_refused(content: bytes, written: Path, folder: Path) -> None:
    written.write_bytes(content)
    assert code_of(folder) == "credentials.damaged"


def test_each_writing_seals_with_another_number(written: Path, folder: Path) -> None:
    first = json.loads(written.read_bytes().partition(b"\n")[0])
    opened(folder).put("venue/1", Secret("p1anted"))
    second = json.loads(written.read_bytes().partition(b"\n")[0])
    assert (first["salt"], first["log_n"]) == (second["salt"], second["log_n"])
    assert first["nonce"] != second["nonce"]
