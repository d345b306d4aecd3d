"""A reader gets one whole value, old or new, whoever sets, rotates, deletes or is killed meanwhile."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import pytest

import tickloom.credentials.store
from tickloom.config.sections import Credentials as Settings
from tickloom.credentials import index, open_store, register
from tickloom.credentials.backends import sealing
from tickloom.credentials.backends.sealed_file import FILE
from tickloom.credentials.index import NAMES_FILE, Index
from tickloom.credentials.trail import check, lines
from tickloom.errors import CredentialNotFound, CredentialRefused, CredentialsUnavailable, InvalidCredential
from tickloom.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tickloom.credentials.store import CredentialStore

PASSPHRASE = Secret("correct horse battery staple")


@pytest.fixture(params=["keychain", "file"])
def store(request: pytest.FixtureRequest) -> Iterator[CredentialStore]:
    """A store of each backend."""
    if request.param == "keychain":
        request.getfixturevalue("keychain")
    with open_store(lambda _is_new: PASSPHRASE, Settings(request.param)) as opened:
        yield opened


def revealed(found: list[Secret]) -> list[str]:
    return [secret.reveal() for secret in found]


def test_what_is_set_is_got(store: CredentialStore) -> None:
    store.set("venue", Secret("one"))
    assert store.get("venue") == Secret("one")
    store.set("venue", Secret("two"))
    assert revealed(store.versions("venue")) == ["two"]


def test_a_rotation_keeps_the_value_before_until_it_is_finished(store: CredentialStore) -> None:
    store.set("venue", Secret("one"))
    store.rotate("venue", Secret("two"))
    assert revealed(store.versions("venue")) == ["two", "one"]
    store.rotate("venue", Secret("three"))
    assert revealed(store.versions("venue")) == ["three", "two"]
    store.finish("venue")
    assert revealed(store.versions("venue")) == ["three"]


def test_a_rotation_can_be_taken_back(store: CredentialStore) -> None:
    store.set("venue", Secret("one"))
    store.rotate("venue", Secret("two"))
    store.undo("venue")
    assert revealed(store.versions("venue")) == ["one"]
    with pytest.raises(CredentialNotFound):
        store.undo("venue")


def test_what_is_deleted_is_gone_from_the_backend_too(store: CredentialStore) -> None:
    store.set("venue", Secret("one"))
    store.rotate("venue", Secret("two"))
    entry = store.entries()[0]
    store.delete("venue")
    assert store.entries() == []
    assert entry.previous is not None
    assert [store._backend.get(version.item) for version in (entry.current, entry.previous)] == [None, None]
    for use in (store.get, store.versions, store.delete, store.finish, store.undo):
        with pytest.raises(CredentialNotFound):
            use("venue")


def test_values_that_were_replaced_stay_nowhere(store: CredentialStore, folder: Path) -> None:
    store.set("venue", Secret("one"))
    items = set()
    for number in range(5):
        store.rotate("venue", Secret(f"value {number}"))
        items.add(store.entries()[0].current.item)
    assert len([item for item in items if store._backend.get(item) is not None]) == 2
    assert Index(folder).read().leftovers == {}


def test_a_value_that_the_keychain_has_lost_falls_back_to_the_one_before(store: CredentialStore) -> None:
    store.set("venue", Secret("one"))
    store.rotate("venue", Secret("two"))
    store._backend.remove(store.entries()[0].current.item)
    assert store.get("venue") == Secret("one")
    store.finish("venue")
    with pytest.raises(CredentialNotFound, match="has lost"):
        store.get("venue")


def test_one_that_is_deleted_while_it_is_rotated_stays_deleted(store: CredentialStore) -> None:
    store.set("venue", Secret("one"))

    def deletes(_secret: Secret) -> None:
        store.delete("venue")

    register("venue", validator=deletes)
    with pytest.raises(CredentialNotFound):
        store.rotate("venue", Secret("two"))
    assert store.entries() == []


def test_what_lies_in_a_backend_that_is_not_used_any_more_is_removed_when_it_is_used_again(
    folder: Path, keychain: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        open_store(lambda _is_new: PASSPHRASE, Settings("file")) as before,
        open_store(settings=Settings("keychain")) as after,
    ):
        before.set("venue", Secret("one"))
        (item,) = before.entries()[0].items
        after.set("venue", Secret("two"))
        assert set(Index(folder).read().leftovers) == {item}
        monkeypatch.setattr(tickloom.credentials.store, "NANOS_OF_A_LEFTOVER", -1)
        after.set("other", Secret("three"))
        assert before._backend.get(item) == Secret("one")
        with pytest.raises(CredentialNotFound, match="set it again"):
            before.get("venue")
        before.set("venue", Secret("four"))
        assert before._backend.get(item) is None
        assert item not in Index(folder).read().leftovers


def test_who_is_refused_again_and_again_does_not_make_the_index_too_long_to_be_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "MOST_LEFTOVERS", 3)
    codes = []
    with open_store(settings=Settings("file")) as locked:
        for _ in range(5):
            with pytest.raises(CredentialsUnavailable) as raised:
                locked.set("venue", Secret("one"))
            codes.append(raised.value.code)
    assert codes == [*["credentials.locked"] * 3, *["credentials.busy"] * 2]
    monkeypatch.setattr(tickloom.credentials.store, "NANOS_OF_A_LEFTOVER", -1)
    with open_store(lambda _is_new: PASSPHRASE, Settings("file")) as unlocked:
        unlocked.set("venue", Secret("one"))
    assert Index(folder).read().leftovers == {}


def test_what_a_validator_refuses_changes_nothing(store: CredentialStore) -> None:
    register("venue", validator=lambda secret: None if secret.reveal() == "good" else "it is no good")
    store.set("venue", Secret("good"))
    with pytest.raises(CredentialRefused, match="it is no good"):
        store.rotate("venue", Secret("bad"))
    assert revealed(store.versions("venue")) == ["good"]


@pytest.mark.parametrize(
    "name", ["", "Venue", "1venue", "venue-key", "a" * 65, "../x", "venüe", "a b", "a\n"]
)
def test_a_name_that_is_none_is_refused_without_being_repeated(name: str, folder: Path) -> None:
    with open_store(settings=Settings("file")) as store:
        for use in (store.get, store.delete, lambda name: store.set(name, Secret("x"))):
            with pytest.raises(InvalidCredential) as raised:
                use(name)
            assert not name or name not in str(raised.value).split()
    assert not folder.exists()


@pytest.mark.parametrize("value", ["", "  \n", "a\0b", "x" * (16 * 1024 + 1), "\ud800"])
def test_a_value_that_cannot_be_kept_is_refused(value: str) -> None:
    with (
        open_store(lambda _is_new: PASSPHRASE, Settings("file")) as store,
        pytest.raises(InvalidCredential) as raised,
    ):
        store.set("venue", Secret(value))
    assert raised.value.code == "credentials.value_invalid"


def test_the_trail_names_all_that_was_done_and_no_value(store: CredentialStore, folder: Path) -> None:
    store.set("venue", Secret("p1anted-one"))
    store.rotate("venue", Secret("p1anted-two"))
    store.get("venue")
    store.get("venue")
    store.delete("venue")
    done = [(line.action, line.name) for line in lines(folder) if line.outcome == "done"]
    assert done == [("set", "venue"), ("rotate", "venue"), ("read", "venue"), ("delete", "venue")]
    assert check(folder) == []
    for path in folder.iterdir():
        assert b"p1anted" not in path.read_bytes(), path


READS = """
import sys
from tickloom.credentials import open_store
from tickloom.config.sections import Credentials as Settings
from tickloom.secret import Secret
with open_store(lambda _is_new: Secret("correct horse battery staple"), Settings(sys.argv[1])) as store:
    for _ in range(int(sys.argv[2])):
        found = [store.get("venue"), *store.versions("venue")]
        print(*{secret.reveal() for secret in found})
"""


def test_who_reads_while_others_rotate_gets_whole_values_old_or_new(store: CredentialStore) -> None:
    known = {f"{number:02}" * 40 for number in range(21)}
    values = sorted(known)
    store.set("venue", Secret(values[0]))
    program = [sys.executable, "-c", READS, store._backend.name, "250"]
    readers = [subprocess.Popen(program, stdout=subprocess.PIPE) for _ in range(4)]
    for value in values[1:]:
        store.rotate("venue", Secret(value))
    told = [reader.communicate(timeout=120)[0].decode().split() for reader in readers]
    assert [reader.returncode for reader in readers] == [0] * 4
    assert set().union(*told) <= known
    assert all(len(one) >= 250 for one in told)
    assert revealed(store.versions("venue")) == [values[-1], values[-2]]


def raised_at_once(works: list[Callable[[], object]]) -> list[Exception]:
    """Runs each in a thread of its own; what they have raised."""
    raised: list[Exception] = []

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - a thread cannot raise it where it would be seen
            raised.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_threads_that_set_and_read_at_once_share_one_store(store: CredentialStore) -> None:
    store.set("venue", Secret("0"))

    def work(number: int) -> None:
        store.rotate("venue", Secret(str(number)))
        assert store.get("venue").reveal() in map(str, range(9))

    assert raised_at_once([partial(work, number) for number in range(8)]) == []
    assert len(store.versions("venue")) == 2


def test_threads_that_change_one_credential_at_once_leave_no_value_that_nobody_knows(folder: Path) -> None:
    def work(change: Callable[[], None]) -> None:
        for _ in range(25):
            with suppress(CredentialNotFound):
                change()

    with open_store(lambda _is_new: PASSPHRASE, Settings("file")) as store:
        store.set("venue", Secret("one"))
        changes: list[Callable[[], None]] = [
            lambda: store.set("venue", Secret("two")),
            lambda: store.rotate("venue", Secret("three")),
            lambda: store.finish("venue"),
            lambda: store.undo("venue"),
            lambda: store.delete("venue"),
        ]
        assert raised_at_once([partial(work, change) for change in changes]) == []
        known = {item for entry in store.entries() for item in entry.items}
    values, _ = sealing.unseal((folder / FILE).read_bytes(), PASSPHRASE, None)
    assert set(values) <= known | set(Index(folder).read().leftovers)


ROTATES = """
import itertools, sys
from tickloom.credentials import open_store
from tickloom.config.sections import Credentials as Settings
from tickloom.secret import Secret
with open_store(lambda _is_new: Secret("correct horse battery staple"), Settings(sys.argv[1])) as store:
    store.get("venue")
    print(flush=True)
    for number in itertools.count():
        store.rotate("venue", Secret(f"whole {number}"))
"""


def test_a_rotation_that_is_killed_anywhere_leaves_a_whole_value(
    store: CredentialStore, folder: Path
) -> None:
    store.set("venue", Secret("whole -1"))
    for after in (0.0, 0.01, 0.02, 0.04, 0.06, 0.08):
        program = [sys.executable, "-c", ROTATES, store._backend.name]
        with subprocess.Popen(program, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(after)
            process.kill()
        assert all(value.startswith("whole ") for value in revealed(store.versions("venue")))
        assert check(folder) == []


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": 2}', b'{"format": 1, "entries": [1]}'])
def test_an_index_that_is_none_is_told(content: bytes, folder: Path) -> None:
    folder.mkdir(parents=True, mode=0o700)
    (folder / NAMES_FILE).write_bytes(content)
    (folder / NAMES_FILE).chmod(0o600)
    with open_store() as store, pytest.raises(CredentialsUnavailable) as raised:
        store.entries()
    assert raised.value.code == "credentials.damaged"


@pytest.mark.parametrize("open_to_others", ["folder", "file"])
def test_files_that_others_could_have_written_are_refused(open_to_others: str, folder: Path) -> None:
    with open_store(lambda _is_new: PASSPHRASE, Settings("file")) as store:
        store.set("venue", Secret("one"))
        (folder if open_to_others == "folder" else folder / NAMES_FILE).chmod(0o777)
        with pytest.raises(CredentialsUnavailable) as raised:
            store.get("venue")
    assert raised.value.code == "credentials.folder_unusable"


@pytest.mark.parametrize("how", ["hangs", "refuses", "absent"])
def test_without_a_keychain_nothing_is_lost_and_names_are_still_told(
    how: str, bad_keychain: Callable[[str], None], keychain: dict[str, str], folder: Path
) -> None:
    with open_store() as store:
        store.set("venue", Secret("one"))
    bad_keychain(how)
    with open_store(settings=Settings(timeout=1.0)) as store:
        for use in (lambda: store.rotate("venue", Secret("two")), lambda: store.get("venue")):
            with pytest.raises(CredentialsUnavailable):
                use()
        assert [entry.name for entry in store.entries()] == ["venue"]
    assert check(folder) == []
