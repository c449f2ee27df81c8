"""Starts the real window several times in one session, with a message bus of its own and without one."""

import os
import shutil
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from gi.repository import Gio, GLib

WINDOW = os.environ["SOTTO_WINDOW"]
PROGRAM = os.environ["SOTTO_PROGRAM"]
ID = "org.sotto.Sotto"
LIMIT_SECONDS = 60


def waits_for(condition):
    end = time.monotonic() + LIMIT_SECONDS
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


class SecondStartTest(unittest.TestCase):
    def setUp(self):
        self.home = Path(tempfile.mkdtemp(prefix="sotto-start-"))
        self.addCleanup(shutil.rmtree, self.home, ignore_errors=True)
        folders = {f"XDG_{name}_HOME": str(self.home / name) for name in ("DATA", "CACHE", "CONFIG", "STATE")}
        self.environment = {**os.environ, **folders, "HOME": str(self.home)}

    def start(self, *arguments, **changes):
        process = subprocess.Popen([WINDOW, *map(str, arguments)], env={**self.environment, **changes})
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def bus(self):
        return Gio.bus_get_sync(Gio.BusType.SESSION)

    def is_owned(self):
        answer = self.bus().call_sync(
            "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "NameHasOwner",
            GLib.Variant("(s)", (ID,)), None, Gio.DBusCallFlags.NONE, -1, None,
        )  # fmt: skip
        return answer.unpack()[0]

    def documents(self):
        done = subprocess.run([PROGRAM, "documents", "list"], env=self.environment, capture_output=True, text=True)
        return done.stdout

    def test_files_of_a_second_start_are_opened_by_the_first(self):
        first = self.start()
        self.assertTrue(waits_for(self.is_owned))
        note = self.home / "a note.txt"
        note.write_text("The garden opens at nine.")
        second = self.start(note)
        self.assertEqual(second.wait(LIMIT_SECONDS), 0)
        self.assertIsNone(first.poll())
        self.assertTrue(waits_for(lambda: "a note" in self.documents()))
        self.assertEqual(self.start("--new-conversation").wait(LIMIT_SECONDS), 0)
        self.assertIsNone(first.poll())
        first.terminate()
        self.assertEqual(first.wait(LIMIT_SECONDS), 0)

    def test_a_file_manager_can_open_files_over_the_bus(self):
        first = self.start()
        self.assertTrue(waits_for(self.is_owned))
        note = self.home / "letter.txt"
        note.write_text("The garden opens at nine.")
        self.bus().call_sync(
            ID, "/org/sotto/Sotto", "org.freedesktop.Application", "Open",
            GLib.Variant("(asa{sv})", ([note.as_uri()], {})), None, Gio.DBusCallFlags.NONE, -1, None,
        )  # fmt: skip
        self.assertTrue(waits_for(lambda: "letter" in self.documents()))
        first.terminate()
        self.assertEqual(first.wait(LIMIT_SECONDS), 0)

    def test_without_a_message_bus_the_window_opens(self):
        no_bus = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=" + str(self.home / "nothing")}
        note = self.home / "alone.txt"
        note.write_text("The garden opens at nine.")
        window = self.start(note, **no_bus)
        self.assertTrue(waits_for(lambda: "alone" in self.documents()))
        window.terminate()
        self.assertEqual(window.wait(LIMIT_SECONDS), 0)


if __name__ == "__main__":
    unittest.main()
