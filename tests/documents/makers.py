"""Other programs that make files of a document. One that is not installed is named, and its files are skipped."""

import shutil
import subprocess
import tempfile
from pathlib import Path

PANDOC = {"docx": "docx", "odt": "odt", "epub": "epub", "html": "html5", "rtf": "rtf",
          "md": "markdown-simple_tables-multiline_tables-grid_tables"}


def run(*arguments, **options):
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)


def with_pandoc(source, folder, can_make):
    for ending, form in PANDOC.items():
        target = folder / f"{source.file}-pandoc.{ending}"
        if can_make and not target.exists():
            run("pandoc", "-s", "-f", "markdown", "-t", form, "--metadata", f"pagetitle={source.name}", "-o", str(target),
                input=source.markdown().encode())
        if target.exists():
            yield target, {}


def with_groff(source, folder, can_make):
    for columns in (1, 2):
        target = folder / f"{source.file}-groff-{columns}.pdf"
        if can_make and not target.exists():
            made = subprocess.run(["groff", "-t", "-ms", "-Tpdf"], input=source.groff(columns).encode(), check=True,
                                  capture_output=True).stdout
            target.write_bytes(made)
        if target.exists():
            yield target, {"links": False}


def with_typst(source, folder, can_make):
    for columns in (1, 2):
        target = folder / f"{source.file}-typst-{columns}.pdf"
        if can_make and not target.exists():
            with tempfile.NamedTemporaryFile("w", suffix=".typ", encoding="utf-8") as file:
                file.write(source.typst(columns))
                file.flush()
                if shutil.which("typst"):
                    run("typst", "compile", file.name, str(target))
                else:
                    import typst

                    typst.compile(file.name, output=str(target))
        if target.exists():
            yield target, {"links": False}


def with_libreoffice(source, folder, can_make):
    """From the DOCX that pandoc made, which must be there."""
    start = folder / f"{source.file}-pandoc.docx"
    for ending in ("docx", "odt", "rtf", "html", "epub", "pdf"):
        target = folder / f"{source.file}-libreoffice.{ending}"
        if can_make and not target.exists() and start.exists():
            with tempfile.TemporaryDirectory() as temporary:
                run("soffice", f"-env:UserInstallation=file://{temporary}/user", "--headless", "--convert-to", ending,
                    "--outdir", temporary, str(start))
                shutil.move(Path(temporary) / f"{source.file}-pandoc.{ending}", target)
        if target.exists():
            yield target, {"links": ending != "pdf"}


def has_typst():
    if shutil.which("typst"):
        return True
    try:
        import typst  # noqa: F401
    except ImportError:
        return False
    return True


# The name of each program, whether it is installed, and what makes files with it. Pandoc comes first.
MAKERS = [
    ("pandoc", lambda: shutil.which("pandoc"), with_pandoc),
    ("groff", lambda: shutil.which("groff") and shutil.which("gropdf"), with_groff),
    ("typst", has_typst, with_typst),
    ("LibreOffice", lambda: shutil.which("soffice"), with_libreoffice),
]
