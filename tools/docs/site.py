"""The documentation as a site: `python -m tools.docs.site FOLDER` (or `make docs`).

In: README.md, CHANGELOG.md, CONTRIBUTING.md, docs/, and the code for the reference. Out: a folder of pages that can be read from
the disk; nothing in them asks another host.
Leaves to zensical: Markdown to pages, navigation, search.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.docs import reference

ROOT = Path(__file__).parents[2]

# The order in which pages stand beside each other; what is not named here is under `More`.
PARTS = (
    ("Start", ("index.md", "tutorial.md", "TOUR.md", "GLOSSARY.md")),
    (
        "How to",
        (
            "pages.md",
            "publishing.md",
            "following.md",
            "back-filling.md",
            "history.md",
            "views.md",
            "stakes.md",
            "model-reader.md",
            "annotation-guide.md",
        ),
    ),
    ("Extend", ("adding-a-source.md", "adding-a-frame.md", "ARCHITECTURE.md", "CONTRIBUTING.md")),
    ("How it works", ("reading.md", "reading-errors.md", "interactions.md", "text-form.md")),
    ("Reference", ("reference.md", "made/commands.md", "made/python.md", "made/api.md")),
)
_LAST = ("CHANGELOG.md",)

_SETTINGS = """\
[project]
site_name = "detente"
site_description = "Follows trade policy and diplomacy: reports become a ledger of typed, quoted, dated claims"
docs_dir = "pages"
site_dir = "site"
use_directory_urls = false
nav = [
{nav}
]

[project.theme]
variant = "classic"
language = "en"
font = false
features = ["navigation.footer", "navigation.sections", "navigation.top", "search.highlight"]

[[project.theme.palette]]
media = "(prefers-color-scheme: light)"
scheme = "default"
primary = "white"

[[project.theme.palette]]
media = "(prefers-color-scheme: dark)"
scheme = "slate"
primary = "black"

[project.markdown_extensions.tables]
[project.markdown_extensions.attr_list]
[project.markdown_extensions.toc]
[project.markdown_extensions.pymdownx.superfences]
[project.markdown_extensions.pymdownx.highlight]
"""


def _outward(text: str, *, depth: int) -> str:
    """Links to files of the repository that are no pages are told as the names of these files."""

    def told(found: re.Match[str]) -> str:
        label, target = found[1], found[2]
        steps = target.count("../")
        return label if steps > depth or target.startswith(("src/", "tests/", "corpus/", "tools/")) else found[0]

    return re.sub(r"\[([^\]]*)\]\(([^)#:]+)(?:#[^)]*)?\)", told, text)


def write_pages(folder: Path) -> None:
    """The sources of all pages."""
    shutil.copytree(ROOT / "docs", folder)
    for name in ("CHANGELOG.md", "CONTRIBUTING.md"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "index.md").write_text((ROOT / "README.md").read_text(encoding="utf-8").replace("](docs/", "]("), encoding="utf-8")
    made = folder / "made"
    made.mkdir()
    for name, text in (("commands", reference.commands()), ("python", reference.python()), ("api", reference.http())):
        (made / f"{name}.md").write_text(text, encoding="utf-8")
    for page in folder.rglob("*.md"):
        depth = len(page.relative_to(folder).parts) - 1
        page.write_text(_outward(page.read_text(encoding="utf-8"), depth=depth), encoding="utf-8")


def _title(page: Path) -> str:
    head = next((line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("# ")), page.stem)
    return head.removeprefix("# ").replace('"', "'")


def _entry(folder: Path, name: str) -> str:
    return f'{{ "{_title(folder / name)}" = "{name}" }}'


def nav_of(folder: Path) -> str:
    """The navigation: all pages, each once."""
    named = [name for _, names in PARTS for name in names]
    decisions = sorted(page.relative_to(folder).as_posix() for page in (folder / "decisions").glob("*.md"))
    others = [page.name for page in sorted(folder.glob("*.md")) if page.name not in (*named, *_LAST)]
    parts = [*PARTS, ("Decisions", tuple(decisions)), ("More", (*others, *_LAST))]
    return "\n".join(f'  {{ "{part}" = [{", ".join(_entry(folder, name) for name in names)}] }},' for part, names in parts)


def build(folder: Path) -> Path:
    """Makes the site anew in a folder and returns where its pages are; a warning of the builder is an error."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    write_pages(folder / "pages")
    settings = folder / "zensical.toml"
    settings.write_text(_SETTINGS.format(nav=nav_of(folder / "pages")), encoding="utf-8")
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", settings.name]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"})
    told = done.stdout + done.stderr
    if done.returncode or re.search(r"warning|error", told, re.IGNORECASE):
        raise SystemExit(f"the site was not built:\n{told}")
    return folder / "site"


if __name__ == "__main__":
    print(build(Path(sys.argv[1] if len(sys.argv) > 1 else "build/docs")) / "index.html")
