"""Runs the window on a Wayland compositor without a screen, and uses it as a screen reader does; takes pictures at
fractional scales."""

import os
import shutil
import struct
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import screen_reader_test

SOCKET = "sotto-test"
folder = None
compositor = None


def setUpModule():
    global folder, compositor
    folder = tempfile.mkdtemp(prefix="sotto-wayland-")
    os.chmod(folder, 0o700)
    os.environ.pop("DISPLAY", None)
    os.environ.update(
        XDG_RUNTIME_DIR=folder, WAYLAND_DISPLAY=SOCKET, QT_QPA_PLATFORM="wayland", QT_QUICK_BACKEND="software"
    )
    compositor = subprocess.Popen(
        [os.environ["SOTTO_WESTON"], "--backend=headless", "--socket=" + SOCKET, "--idle-time=0", "--no-config",
         "--width=1600", "--height=1200"],
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    end = time.monotonic() + screen_reader_test.LIMIT_SECONDS
    while not Path(folder, SOCKET).exists():
        if time.monotonic() > end or compositor.poll() is not None:
            raise RuntimeError("the compositor did not start")
        time.sleep(0.05)


def tearDownModule():
    compositor.terminate()
    compositor.wait()
    shutil.rmtree(folder, ignore_errors=True)


class WaylandTest(screen_reader_test.ScreenReaderTest):
    """A question is asked and its answer is heard."""


class ScaleTest(unittest.TestCase):
    def test_a_picture_at_each_scale_has_the_size_of_the_window_times_the_scale(self):
        for scale in (1, 1.25, 1.5, 2):
            with self.subTest(scale), tempfile.TemporaryDirectory() as home:
                picture = Path(home, "window.png")
                done = subprocess.run(
                    [screen_reader_test.WINDOW, "--data-dir", home, "--size", "800x600", "--screenshot", str(picture)],
                    env={**os.environ, "QT_SCALE_FACTOR": str(scale)},
                    timeout=screen_reader_test.LIMIT_SECONDS,
                )
                self.assertEqual(done.returncode, 0)
                size = struct.unpack(">II", picture.read_bytes()[16:24])
                self.assertEqual(size, (round(800 * scale), round(600 * scale)))


if __name__ == "__main__":
    unittest.main()
