#!/usr/bin/env python3
"""A small tree of deliberately wrong files: each must be found, and nothing else."""

import tempfile
import unittest
from pathlib import Path

import check_layers

# Spelled in two parts, or this file would be found itself.
INSTALL = "apt-get " + "install"

WRONG = {
    "core/rules.cpp": ('#include "storage/sqlite/sqlite.h"', "core may not include storage"),
    "core/clock.cpp": ("#include <unistd.h>", "core uses the standard library only"),
    "core/view.h": ("#include <QString>", "includes Qt"),
    "inference/window.cpp": ('#include "ui/window.h"', "inference may not include ui"),
    "inference/transformer/layer.cpp": ("#include <pthreadpool.h>", "belongs in another file"),
    "inference/near.cpp": ('#include "near.h"', "must start at the root"),
    "storage/model.cpp": ('#include "inference/engine/engine.h"', "storage may not include inference"),
    "storage/other.cpp": ("#include <boost/asio.hpp>", "does not know"),
    "storage/test.cpp": ("#include <catch2/catch_test_macros.hpp>", "belongs in another file"),
    "ui/list.cpp": ("#  include <sqlcipher/sqlite3.h>", "belongs in another file"),
    "app/main_cli.cpp": ("#include <QtCore/QString>", "includes Qt"),
    "app/extract/pdf/pdf.cpp": ('#include "core/chat/chat_service.h"', "the extractor may not include"),
    "app/extract/text/text.cpp": ('#include "inference/files/json.h"', "the extractor may not include"),
    "app/text_utils.h": ("", "the name says nothing"),
    "ui/qml/Manager.qml": ("", "the name says nothing"),
    "app/long.cpp": ("\n" * 401, "401 lines"),
    "ui/qml/pages/Long.qml": ("\n" * 151, "151 lines"),
    "packaging/set_up.sh": (f"{INSTALL} -y something", "installs packages"),
    ".ci/run": (f"sudo {INSTALL} cmake", "installs packages"),
}

RIGHT = {
    "core/executor.cpp": '#include "core/executor/executor.h"\n#include <mutex>',
    "core/executor/thread_executor.cpp": "#include <pthread.h>",
    "inference/xnnpack/thread_pool.cpp": '#include "core/error.h"\n#include <sys/mman.h>\n#include <pthreadpool.h>',
    "storage/sqlite/sqlite.cpp": '#include "storage/sqlite/sqlite.h"\n#include <sqlcipher/sqlite3.h>\n// #include "ui/window.h"',
    "ui/chat/chat_view_model.h": '#include "core/chat/chat_service.h"\n#include <QObject>\n#include "chat_view_model.moc"',
    "app/desktop/qt_executor.h": "#include <QObject>",
    "app/desktop/main_desktop.cpp": '#include "ui/window.h"\n#include "inference/engine/engine.h"\n#include <QGuiApplication>',
    "app/long.h": "\n" * 400,
    "ui/qml/pages/Page.qml": "\n" * 150,
    "tests/storage/sqlite/sqlite_test.cpp": '#include "storage/sqlite/sqlite.h"\n#include <catch2/catch_test_macros.hpp>',
    "README.md": f"To make the environment by hand: {INSTALL} mmdebstrap",
}


def findings_of(tree: dict[str, str]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in tree.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        return (
            check_layers.source_findings(root)
            + check_layers.folder_findings(root)
            + check_layers.circle_findings(root)
            + check_layers.package_findings(root)
        )


class CheckLayers(unittest.TestCase):
    def test_each_wrong_file_is_found(self):
        for name, (text, expected) in WRONG.items():
            with self.subTest(name):
                findings = findings_of({name: text})
                self.assertEqual(len(findings), 1, findings)
                self.assertTrue(findings[0].startswith(name), findings)
                self.assertIn(expected, findings[0])

    def test_wrong_files_are_found_among_right_ones(self):
        wrong = {name: text for name, (text, _) in WRONG.items()}
        self.assertEqual(len(findings_of(wrong | RIGHT)), len(WRONG))

    def test_right_files_are_left_alone(self):
        self.assertEqual(findings_of(RIGHT), [])

    def test_a_circle_between_folders_is_found_once_and_named(self):
        tree = {
            "core/chat/turn.h": '#include "core/plan/plan.h"',
            "core/plan/plan.h": '#include "core/count/count.h"',
            "core/count/count.cpp": '#include "core/chat/turn.h"',
            "core/count/count.h": "",
        }
        findings = findings_of(tree)
        self.assertEqual(len(findings), 1, findings)
        self.assertIn("core/chat -> core/plan -> core/count -> core/chat", findings[0])
        self.assertEqual(findings_of({name: tree[name] for name in list(tree)[:2]}), [])

    def test_a_folder_over_its_limit_is_found(self):
        sources = [f"core/text/part_{number}.{suffix}" for number in range(13) for suffix in ("cpp", "h")]
        self.assertEqual(findings_of(dict.fromkeys(sources[:25], "")), [])
        findings = findings_of(dict.fromkeys(sources, ""))
        self.assertEqual(findings, ["core/text: 26 sources, more than 25"])


if __name__ == "__main__":
    unittest.main()
