"""Installs the files of the desktop into an empty folder, and compares them with one another and with the program."""

import configparser
import os
import re
import struct
import subprocess
import tempfile
import unittest
from pathlib import Path
from xml.etree import ElementTree

ID = "org.sotto.Sotto"
SOURCE = Path(os.environ["SOTTO_SOURCE"])


def read_entries(file):
    parser = configparser.RawConfigParser(delimiters="=", strict=True)
    parser.optionxform = str
    parser.read(file, encoding="utf-8")
    return parser


class DesktopInstallationTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="sotto-install-")
        cls.addClassCleanup(folder.cleanup)
        subprocess.run(
            [os.environ["SOTTO_CMAKE"], "--build", os.environ["SOTTO_BUILD"], "--target", "sotto_icons"],
            check=True,
            capture_output=True,
        )
        subprocess.run(
            [os.environ["SOTTO_CMAKE"], "--install", os.environ["SOTTO_BUILD"], "--component", "desktop", "--prefix",
             folder.name],
            check=True,
            capture_output=True,
        )
        cls.share = Path(folder.name) / "share"
        cls.entry = read_entries(cls.share / "applications" / (ID + ".desktop"))
        cls.metainfo = ElementTree.parse(cls.share / "metainfo" / (ID + ".metainfo.xml")).getroot()

    def test_one_id_names_everything(self):
        self.assertEqual(self.entry["Desktop Entry"]["Icon"], ID)
        self.assertEqual(self.entry["Desktop Entry"]["StartupWMClass"], ID)
        self.assertEqual(self.metainfo.findtext("id"), ID)
        self.assertEqual(self.metainfo.findtext("launchable"), ID + ".desktop")
        self.assertEqual(self.metainfo.findtext("provides/dbus"), ID)
        service = read_entries(self.share / "dbus-1" / "services" / (ID + ".service"))
        self.assertEqual(service["D-BUS Service"]["Name"], ID)
        self.assertRegex(service["D-BUS Service"]["Exec"], r"^/.*/bin/sotto-desktop$")
        self.assertIn(f'SOTTO_DESKTOP_ID="{ID}"', (SOURCE / "app" / "CMakeLists.txt").read_text())

    def test_every_picture_has_the_size_of_its_folder(self):
        pictures = sorted(self.share.glob(f"icons/hicolor/*/apps/{ID}.png"))
        sizes = sorted(int(picture.parts[-3].split("x")[0]) for picture in pictures)
        self.assertEqual(sizes, [16, 22, 24, 32, 48, 64, 128, 256, 512])
        for picture in pictures:
            width, height = struct.unpack(">II", picture.read_bytes()[16:24])
            self.assertEqual(f"{width}x{height}", picture.parts[-3])
        self.assertTrue((self.share / f"icons/hicolor/scalable/apps/{ID}.svg").is_file())
        self.assertTrue((self.share / f"icons/hicolor/symbolic/apps/{ID}-symbolic.svg").is_file())

    def test_the_description_names_the_kinds_of_files_that_the_entry_opens(self):
        opened = self.entry["Desktop Entry"]["MimeType"].rstrip(";").split(";")
        described = [e.text for e in self.metainfo.iterfind("provides/mediatype")]
        self.assertEqual(opened, described)
        self.assertEqual(len(opened), len(set(opened)))
        self.assertIn("application/pdf", opened)

    def test_actions_are_those_of_the_program(self):
        header = (SOURCE / "app/desktop/bus/single_instance.h").read_text()
        known = set(re.findall(r'inline constexpr auto k\w+ = "([a-z-]+)";', header))
        listed = set(self.entry["Desktop Entry"]["Actions"].rstrip(";").split(";"))
        self.assertEqual(listed, known)
        for action in listed:
            self.assertEqual(self.entry["Desktop Action " + action]["Exec"], "sotto-desktop --" + action)

    def test_names_are_translated_into_the_languages_of_the_window(self):
        languages = {"de", "fr", "es", "ar", "zh_CN"}
        section = self.entry["Desktop Entry"]
        for key in ("GenericName", "Comment"):
            found = {name[len(key) + 1 : -1] for name in section if name.startswith(key + "[")}
            self.assertEqual(found, languages, key)


if __name__ == "__main__":
    unittest.main()
