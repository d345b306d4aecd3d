"""Owns the name of the Secret Service and never answers, or answers everything with an error."""

import sys

from jeepney import DBusAddress, HeaderFields, MessageType, new_error, new_method_call
from jeepney.io.blocking import open_dbus_connection

refuses = sys.argv[1] == "refuses"
connection = open_dbus_connection(bus="SESSION")
daemon = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
owning = new_method_call(daemon, "RequestName", "su", ("org.freedesktop.secrets", 0))
assert connection.send_and_get_reply(owning).body == (1,)
print("ready", flush=True)
while True:
    message = connection.receive()
    if refuses and message.header.message_type is MessageType.method_call:
        assert HeaderFields.sender in message.header.fields
        connection.send(new_error(message, "org.freedesktop.Secret.Error.IsLocked", "s", ("no",)))
