"""Uses the real window as a screen reader does, from outside: asks a question, hears the phases and the answer, walks the
messages, and attaches a file."""

import os
import shutil
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

WINDOW = os.environ["SOTTO_WINDOW"]
LIMIT_SECONDS = 90
NOTE = "The code of the front gate is 4827. New members pay 20 a year."
QUESTION = NOTE + " What is the code of the front gate?"


def waits_for(find):
    """Handles events until `find` returns something; returns that, or None."""
    context = GLib.MainContext.default()
    end = time.monotonic() + LIMIT_SECONDS
    while time.monotonic() < end:
        while context.iteration(False):
            pass
        try:
            if found := find():
                return found
        except GLib.Error:
            pass  # the window has changed meanwhile
        time.sleep(0.02)
    return None


def walk(node):
    yield node
    for i in range(node.get_child_count()):
        if child := node.get_child_at_index(i):
            yield from walk(child)


def squeezed(text):
    return "".join(text.split())


class ScreenReaderTest(unittest.TestCase):
    def setUp(self):
        self.home = Path(tempfile.mkdtemp(prefix="sotto-reader-"))
        self.addCleanup(shutil.rmtree, self.home, ignore_errors=True)
        folders = {f"XDG_{name}_HOME": str(self.home / name) for name in ("DATA", "CACHE", "CONFIG", "STATE")}
        environment = {**os.environ, **folders, "HOME": str(self.home), "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        Atspi.init()
        self.heard = []
        self.listener = Atspi.EventListener.new(lambda event: self.heard.append(str(event.any_data)))
        self.listener.register("object:announcement")
        self.window = subprocess.Popen([WINDOW], env=environment)
        self.addCleanup(self.window.wait)
        self.addCleanup(self.window.kill)

    def program(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child and child.get_process_id() == self.window.pid:
                return child
        return None

    def find(self, name, role=None):
        program = self.program()
        nodes = walk(program) if program else ()
        return next((n for n in nodes if n.get_name() == name and role in (None, n.get_role())), None)

    def messages(self):
        transcript = self.find("Messages", Atspi.Role.LIST)
        children = (transcript.get_child_at_index(i) for i in range(transcript.get_child_count()))
        return [child.get_name() for child in children if child]

    def test_a_question_is_asked_and_its_answer_is_heard(self):
        field = waits_for(lambda: self.find("Your message"))
        self.assertIsNotNone(field, "the composer cannot be found")

        # An example puts its words into the composer and the keyboard with them.
        example = waits_for(lambda: self.find(QUESTION, Atspi.Role.BUTTON))
        self.assertIsNotNone(example, "the examples cannot be found")
        self.assertTrue(example.get_action_iface().do_action(0))
        self.assertTrue(waits_for(lambda: Atspi.Text.get_text(field, 0, -1) == QUESTION))
        send = waits_for(lambda: self.find("Send", Atspi.Role.BUTTON) or self.find("Send"))
        self.assertIsNotNone(send)
        self.assertTrue(waits_for(lambda: send.get_state_set().contains(Atspi.StateType.ENABLED)))
        self.assertTrue(send.get_action_iface().do_action(0))

        self.assertTrue(waits_for(lambda: any("Writing" in words for words in self.heard)), self.heard)
        begin = "Sotto, answer 1: "
        answer = waits_for(lambda: next((m for m in self.messages() if m.startswith(begin) and m != begin), None))
        self.assertTrue(answer, self.messages())
        text = answer.removeprefix(begin)
        # Whole sentences are heard as they come, in order; together they are the answer.
        self.assertTrue(waits_for(lambda: squeezed(text) in squeezed("".join(self.heard))), self.heard)
        self.assertTrue(any(m.startswith("You: ") and QUESTION in m for m in self.messages()))

        note = self.home / "gate.txt"
        note.write_text(NOTE)
        Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
            "org.sotto.Sotto", "/org/sotto/Sotto", "org.freedesktop.Application", "Open",
            GLib.Variant("(asa{sv})", ([note.as_uri()], {})), None, Gio.DBusCallFlags.NONE, -1, None,
        )  # fmt: skip
        self.assertTrue(waits_for(lambda: any("gate" in words and "open" in words for words in self.heard)), self.heard)


if __name__ == "__main__":
    unittest.main()
