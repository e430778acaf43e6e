"""Sort every console.po and compile it into the console.mo beside it.

python resources/translations/compile.py
"""

from __future__ import annotations

import ast
import struct
from pathlib import Path

HERE = Path(__file__).parent
HEADER = "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\nLanguage: {language}\n"


def parse(text: str) -> dict[str, str]:
    """The entries of a po source without its header; refuses a code that stands twice."""
    entries: list[list[str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        keyword, _, rest = line.strip().partition(" ")
        if not keyword or keyword.startswith("#"):
            continue
        if keyword == "msgid":
            entries.append([ast.literal_eval(rest)])
        elif keyword == "msgstr":
            entries[-1].append(ast.literal_eval(rest))
        elif line.startswith('"') and entries:
            entries[-1][-1] += ast.literal_eval(line)
        else:
            raise SystemExit(f"line {number}: not understood: {line}")
    found: dict[str, str] = {}
    for code, said in entries:
        if code in found:
            raise SystemExit(f"twice in the catalogue: {code}")
        found[code] = said
    found.pop("", None)
    return dict(sorted(found.items()))


def quoted(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(plain, escaped)
    return f'"{text}"'


def source(language: str, entries: dict[str, str]) -> str:
    """The po text: header first, then one entry per code, sorted."""
    every = {"": HEADER.format(language=language), **dict(sorted(entries.items()))}
    return "\n".join(f"msgid {quoted(code)}\nmsgstr {quoted(said)}\n" for code, said in every.items())


def compiled(language: str, entries: dict[str, str]) -> bytes:
    """The mo file: header, table of ids, table of texts, then both as NUL-ended UTF-8."""
    every = {"": HEADER.format(language=language), **entries}
    pairs = sorted((code.encode(), said.encode()) for code, said in every.items() if said)
    count = len(pairs)
    tables, bodies, at = [], [], 28 + 16 * count
    for column in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<II", len(pair[column]), at))
            bodies.append(pair[column] + b"\0")
            at += len(pair[column]) + 1
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 28 + 16 * count)
    return head + b"".join(tables) + b"".join(bodies)


def main() -> None:
    for po in sorted(HERE.glob("*/LC_MESSAGES/console.po")):
        language = po.parent.parent.name
        entries = parse(po.read_text("utf-8"))
        po.write_text(source(language, entries), "utf-8", newline="\n")
        po.with_suffix(".mo").write_bytes(compiled(language, entries))
        print(f"{language}: {len(entries)} codes")


if __name__ == "__main__":
    main()
