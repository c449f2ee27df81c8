#!/usr/bin/env python3
"""Checks what no compiler does: who includes whom, where foreign headers may appear, how files are named.

check_layers.py ROOT              the sources under ROOT
check_layers.py --program FILE    FILE is linked against no Qt library
Prints one line for each finding; exit status 1 when there is any.
"""

import re
import subprocess
import sys
from pathlib import Path

# Which module may include which (besides the standard library); tests may include all.
MODULES = {
    "core": {"core"},
    "inference": {"core", "inference"},
    "storage": {"core", "storage"},
    "ui": {"core", "ui"},
    "app": {"app", "core", "inference", "storage", "ui"},
    "tests": {"app", "core", "inference", "storage", "tests", "ui"},
}

# Foreign headers by the start of their name, and the files that may include them. One file each, so that the
# library can be replaced there; a second file needs its reason beside it.
FOREIGN = {
    "CLI/": {"app/cli/command.h"},  # each command has its parser
    "cpuinfo.h": {"app/platform/machine.cpp"},
    "gumbo.h": {"app/extract/markup/html_tree.h"},
    "iconv.h": {"app/extract/pdf/pdf.cpp"},  # to keep the C library's modules loaded, not to convert
    "md4c.h": {
        "ui/markdown/markdown.cpp",
        "app/export/markdown_html.cpp",  # sotto links no Qt, and so not the blocks of the window
        "app/export/markdown_structure.cpp",  # where code and headings stand in a text, for another kind of file
        "app/extract/markup/markdown.cpp",  # finds headings; the extractor shares no code with the others
    },
    "poppler-": {"app/extract/pdf/pdf.cpp"},
    # Poppler's own interface.
    "Annot.h": {"app/extract/pdf/poppler.h"},
    "ErrorCodes.h": {"app/extract/pdf/poppler.h"},
    "GfxFont.h": {"app/extract/pdf/poppler.h"},
    "GfxState.h": {"app/extract/pdf/poppler.h"},
    "GlobalParams.h": {"app/extract/pdf/poppler.h"},
    "PDFDoc.h": {"app/extract/pdf/poppler.h"},
    "Stream.h": {"app/extract/pdf/poppler.h"},
    "TextOutputDev.h": {"app/extract/pdf/poppler.h"},
    "UTF.h": {"app/extract/pdf/poppler.h"},
    "goo/GooString.h": {"app/extract/pdf/poppler.h"},
    "qrencode.h": {"ui/setup/qr_code.cpp"},
    "pugixml.hpp": {"app/extract/markup/xml.cpp"},
    "seccomp.h": {"app/extract/sandbox/seccomp_filter.cpp"},
    "uchardet.h": {"app/extract/text/charset_detection.cpp"},
    "unicode/": {
        "app/extract/text/charset.cpp",
        "app/extract/text/charset_detection.cpp",  # asks what characters are
        "app/extract/text/right_to_left.cpp",  # turns lines
        "inference/normalizer/unicode_form.cpp",
        "storage/sqlite/search_form.cpp",  # storage and inference do not know each other
    },
    "zip.h": {"app/extract/archive/zip_archive.cpp"},
    "openssl/": {
        "inference/files/sha256.cpp",
        "storage/kv/kv_hash.cpp",  # storage does not link inference
    },
    "pcre2.h": {"inference/tokenizer/text_splitter.cpp"},
    "pthreadpool.h": {"inference/xnnpack/thread_pool.cpp"},
    "sentencepiece_": {"inference/tokenizer/sentencepiece_tokenizer.cpp"},
    "sqlcipher/": {
        "storage/sqlite/sqlite.cpp",
        "storage/sqlite/sqlite_error.cpp",  # its result codes
        "storage/sqlite/blob_stream.cpp",  # reads blobs in parts, which statements cannot
        "storage/sqlite/text_tokenizer.cpp",  # SQLite calls it, through an interface of its own
        "tests/storage/support/faulty_vfs.cpp",  # fails the n-th read or write under SQLite
    },
    "sqlite3.h": set(),  # the header of the library without encryption
    "xnnpack.h": {"inference/xnnpack/xnn_library.h"},  # private to inference/xnnpack and fully_connected.cpp
    "xxhash.h": {
        "storage/files/hash.cpp",
        "inference/files/checksum.cpp",  # inference and storage do not know each other
    },
    # Kernels written once for all instruction sets: one file for each kind, since each is compiled several times.
    "hwy/": {
        "inference/calibration/sgemm.cpp",
        "inference/quantization/gptq_block.cpp",
        "inference/kernels/f16-inl.h",
        "inference/attention/float_attention.cpp",
        "inference/kernels/int4_kernels.cpp",
        "inference/kernels/block_kernels.cpp",
        "inference/kernels/block_quantization.cpp",
        "inference/kernels/panel_products-inl.h",
        "inference/attention/int8_attention_gemv.cpp",
        "inference/attention/int8_attention_gemm.cpp",
        "inference/kernels/int8_dot-inl.h",
        "inference/kernels/vector_ops.cpp",
        "tests/bench/machine_peaks.cpp",
        "tests/inference/attention/attention_test.cpp",  # tries one instruction set after the other
        "inference/kv/kv_cache.cpp",  # Highway's half floats
        "tests/inference/support/checkpoint_weights.cpp",  # the same half floats
        "tests/inference/linear/packed_int4_matrix_test.cpp",  # chooses among the instruction sets
        "tests/inference/linear/packed_block_matrix_test.cpp",  # the same
    },
    "nlohmann/": {
        "app/json/json_line.h",
        "app/export/conversation_file.cpp",  # walks the parsed values
        "app/extract/json/json.h",  # private to the extractor
        "inference/files/json.cpp",
        "inference/model/config_object.cpp",  # walks the parsed values; private to the model folder
        "inference/tokenizer_files/tokenizer_json_parser.h",  # as above, for tokenizer.json
        "tests/inference/tokenizer/shared_vectors_test.cpp",  # reads reference vectors
    },
    "sanitizer/": {"tests/fuzz/heap_limit.cpp"},
    "benchmark/": None,  # None: anywhere in tests/
    "catch2/": None,
}

QT_PLACES = re.compile(r"(ui/.*|tests/ui/.*|app/desktop/.*)$")

SYSTEM = re.compile(
    r"(sys|linux|net|netinet|arpa|asm)/|"
    r"(dirent|dlfcn|errno|fcntl|fts|getopt|malloc|poll|pthread|pwd|sched|signal|spawn|stdlib|termios|unistd)\.h$"
)
# Headers that the build writes.
GENERATED = {("app/platform/build_info.cpp", "build_values.h")}
# core is the standard library only, but for:
SYSTEM_IN_CORE = {("core/executor/thread_executor.cpp", "pthread.h")}  # names the thread; C++ cannot

# The program that reads foreign files shares nothing with the others but these headers of core.
EXTRACTOR = "app/extract/"
EXTRACTOR_MAY_INCLUDE = {"core/document.h", "core/error.h", "core/text/utf8.h"}

FORBIDDEN_WORDS = {"utils", "util", "common", "manager", "helper", "helpers", "backend"}
MAX_LINES = 400
MAX_QML_LINES = 150
MAX_FOLDER_SOURCES = 25  # .cpp, .h and .qml in one folder
SOURCES = {".cpp", ".h", ".qml", ".py", ".sh"}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
INSTALL = re.compile(r"\bapt(-get|itude)?\s+(-\S+\s+)*install\b")
# The tools that make the environment in which the list of packages is installed.
MAY_INSTALL = {"packaging/dev/root.sh"}


def include_finding(file: str, quote: str, header: str) -> str | None:
    """What is wrong with `file` including `header`, or None."""
    module = file.split("/")[0]
    if quote == '"':
        if header.endswith(".moc") or (file, header) in GENERATED:
            return None
        target = header.split("/")[0]
        if target not in MODULES:
            return f'includes "{header}": the path must start at the root of the repository'
        if file.startswith(EXTRACTOR) and not header.startswith(EXTRACTOR) and header not in EXTRACTOR_MAY_INCLUDE:
            return f'the extractor may not include "{header}"'
        return None if target in MODULES[module] else f'{module} may not include {target} ("{header}")'
    if re.fullmatch(r"[a-z0-9_]+", header):
        return None
    if header.startswith("Q"):
        return None if QT_PLACES.match(file) else f"includes Qt (<{header}>) outside the window"
    for start, files in FOREIGN.items():
        if header.startswith(start):
            allowed = module == "tests" if files is None else file in files
            return None if allowed else f"<{header}> belongs in another file: see FOREIGN in check_layers.py"
    if SYSTEM.match(header):
        allowed = module != "core" or (file, header) in SYSTEM_IN_CORE
        return None if allowed else f"core uses the standard library only, not <{header}>"
    return f"<{header}> is of a library that check_layers.py does not know"


def source_findings(root: Path) -> list[str]:
    findings = []
    for module in MODULES:
        for path in sorted((root / module).rglob("*")):
            file = path.relative_to(root).as_posix()
            words = set(re.split(r"[_.-]", path.stem.lower()))
            if words & FORBIDDEN_WORDS:
                findings.append(f"{file}: the name says nothing of what is inside ({', '.join(words & FORBIDDEN_WORDS)})")
            if path.suffix not in SOURCES or not path.is_file():
                continue
            lines = path.read_text(encoding="utf-8").splitlines()
            limit = MAX_QML_LINES if path.suffix == ".qml" else MAX_LINES
            if len(lines) > limit:
                findings.append(f"{file}: {len(lines)} lines, more than {limit}")
            if path.suffix not in {".cpp", ".h"}:
                continue
            for number, line in enumerate(lines, 1):
                if match := INCLUDE.match(line):
                    if finding := include_finding(file, *match.groups()):
                        findings.append(f"{file}:{number}: {finding}")
    return findings


def folder_findings(root: Path) -> list[str]:
    """Folders with too many sources to find one's way in."""
    findings = []
    for module in MODULES:
        for folder in sorted({path.parent for path in (root / module).rglob("*") if path.is_file()}):
            count = sum(path.suffix in {".cpp", ".h", ".qml"} for path in folder.iterdir())
            if count > MAX_FOLDER_SOURCES:
                name = folder.relative_to(root).as_posix()
                findings.append(f"{name}: {count} sources, more than {MAX_FOLDER_SOURCES}")
    return findings


def folder_includes(root: Path) -> dict[str, dict[str, str]]:
    """Which folder includes which, and one file that does; tests are left out."""
    includes: dict[str, dict[str, str]] = {}
    for module in MODULES.keys() - {"tests"}:
        for path in sorted((root / module).rglob("*")):
            if path.suffix not in {".cpp", ".h"}:
                continue
            file = path.relative_to(root)
            for line in path.read_text(encoding="utf-8").splitlines():
                match = INCLUDE.match(line)
                if not match or match[1] != '"' or "/" not in match[2]:
                    continue
                target = match[2].rpartition("/")[0]
                if target != file.parent.as_posix():
                    includes.setdefault(file.parent.as_posix(), {}).setdefault(target, file.as_posix())
    return includes


def circle_findings(root: Path) -> list[str]:
    """Folders that include each other, directly or through others: each such circle once."""
    includes = folder_includes(root)
    findings: list[str] = []
    seen: set[str] = set()

    def visit(folder: str, path: list[str]) -> None:
        if folder in path:
            circle = path[path.index(folder) :] + [folder]
            files = ", ".join(includes[a][b] for a, b in zip(circle, circle[1:]))
            findings.append(f"{circle[0]}: folders include each other: {' -> '.join(circle)} ({files})")
        elif folder not in seen:
            seen.add(folder)
            for target in sorted(includes.get(folder, {})):
                visit(target, path + [folder])

    for folder in sorted(includes):
        visit(folder, [])
    return findings


def package_findings(root: Path) -> list[str]:
    """Packages are named in packaging/debian/control only; prose (*.md) may speak of installing."""
    findings = []
    for path in sorted(root.rglob("*")):
        file = path.relative_to(root).as_posix()
        if file.startswith((".git/", "build")) or path.suffix == ".md" or file in MAY_INSTALL:
            continue
        if not path.is_file() or path.stat().st_size > 1_000_000:
            continue
        for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").splitlines(), 1):
            if INSTALL.search(line):
                findings.append(f"{file}:{number}: installs packages that packaging/debian/control does not name")
    return findings


def program_findings(program: Path) -> list[str]:
    dynamic = subprocess.run(["readelf", "-d", program], check=True, capture_output=True, text=True).stdout
    return [f"{program.name} is linked against {name}" for name in re.findall(r"\[(libQt[^\]]*)\]", dynamic)]


def main(arguments: list[str]) -> int:
    if len(arguments) == 2 and arguments[0] == "--program":
        findings = program_findings(Path(arguments[1]))
    elif len(arguments) == 1 and (Path(arguments[0]) / "core").is_dir():
        root = Path(arguments[0])
        findings = source_findings(root) + folder_findings(root) + circle_findings(root) + package_findings(root)
    else:
        print(__doc__, file=sys.stderr)
        return 2
    print("\n".join(findings), end="\n" if findings else "")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
