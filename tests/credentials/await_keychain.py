"""Ends when a Secret Service answers on the bus and is open."""

import contextlib
import time

import secretstorage

bus = secretstorage.dbus_init()
while not secretstorage.check_service_availability(bus):
    time.sleep(0.02)
while True:
    with contextlib.suppress(secretstorage.exceptions.SecretStorageException):
        if not secretstorage.get_collection_by_alias(bus, "default").is_locked():
            break
    time.sleep(0.02)
