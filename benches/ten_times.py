#!/usr/bin/env python3
"""Ten times the records: `benches/ten_times.py [CONTENT] OUT [TIMES]` writes a content folder to measure with.

Copies CONTENT (`content` if not given) to OUT, which must not exist, and adds copies of every KEP, gate and drift entry
under other names and numbers until there are TIMES (10 if not given) as many. The copies refer to each other as the
originals do, so that joining, linking and searching have as much to do per record as before. They are no facts: never
commit them.
"""

import pathlib
import re
import shutil
import sys

STEP = 100_000
GATE_LISTS = re.compile(r"^(gates|unknown-gates|former-names) = \[(.*?)\]", re.MULTILINE | re.DOTALL)
KEP_LISTS = re.compile(r"^(see-also|replaces|superseded-by) = \[(.*?)\]", re.MULTILINE | re.DOTALL)
NUMBER = re.compile(r"^number = (\d+)", re.MULTILINE)
SLUG = re.compile(r'^slug = "([^"]*)"', re.MULTILINE)
NAME = re.compile(r'^name = "([^"]*)"', re.MULTILINE)
GATE = re.compile(r'^gate = "([^"]*)"', re.MULTILINE)
RECORD = re.compile(r'^record = "(\d+)-([^"]*)"', re.MULTILINE)


def number(old, copy):
    """Copies of KEPs without a number stay without one."""
    return old + copy * STEP if old else 0


def slug(old, copy):
    return f"{old}-copy{copy}"


def names(found, copy):
    renamed = re.sub(r'"([^"]*)"', lambda name: f'"{name[1]}Copy{copy}"', found[2])
    return f"{found[1]} = [{renamed}]"


def numbers(found, copy):
    renamed = re.sub(r"\d+", lambda old: str(number(int(old[0]), copy)), found[2])
    return f"{found[1]} = [{renamed}]"


def kep(text, copy):
    text = NUMBER.sub(lambda old: f"number = {number(int(old[1]), copy)}", text, count=1)
    text = SLUG.sub(lambda old: f'slug = "{slug(old[1], copy)}"', text, count=1)
    text = GATE_LISTS.sub(lambda found: names(found, copy), text)
    return KEP_LISTS.sub(lambda found: numbers(found, copy), text)


def gate(text, copy):
    text = NAME.sub(lambda old: f'name = "{old[1]}Copy{copy}"', text, count=1)
    return GATE_LISTS.sub(lambda found: names(found, copy), text)


def drift(text, copy):
    text = GATE.sub(lambda old: f'gate = "{old[1]}Copy{copy}"', text)
    return RECORD.sub(lambda old: f'record = "{number(int(old[1]), copy)}-{slug(old[2], copy)}"', text)


def main():
    args = sys.argv[1:]
    times = int(args.pop()) if args and args[-1].isdigit() else 10
    if not 1 <= len(args) <= 2:
        sys.exit(__doc__)
    content, out = pathlib.Path(args[0] if len(args) == 2 else "content"), pathlib.Path(args[-1])
    shutil.copytree(content, out)
    for copy in range(1, times):
        for path in sorted((content / "keps").glob("*.toml")):
            text = kep(path.read_text(encoding="utf-8"), copy)
            stem = f"{NUMBER.search(text)[1]}-{SLUG.search(text)[1]}"
            (out / "keps" / f"{stem}.toml").write_text(text, encoding="utf-8")
        for path in sorted((content / "gates").glob("*.toml")):
            text = gate(path.read_text(encoding="utf-8"), copy)
            (out / "gates" / f"{path.stem}Copy{copy}.toml").write_text(text, encoding="utf-8")
    entries = (content / "drift.toml").read_text(encoding="utf-8")
    with (out / "drift.toml").open("a", encoding="utf-8") as file:
        for copy in range(1, times):
            # What stands before the first entry belongs to the file, not to its entries.
            file.write("\n" + drift(entries[entries.index("[[drift]]") :], copy))


main()
