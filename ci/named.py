#!/usr/bin/env python3
"""Fails if a document names a test, a function or a file that does not exist.

    ci/named.py SOUNDNESS.md

Checks what is in backticks: names in snake_case of three words or more, and files `*.rs`.
"""
import pathlib
import re
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parent.parent
# Includes new files, for runs before a commit.
listed = subprocess.run(
    ["git", "-C", root, "ls-files", "--cached", "--others", "--exclude-standard", "*.rs"],
    check=True, capture_output=True, text=True,
).stdout.split()
files = ["/" + path for path in listed if (root / path).exists()]
known = set()
for path in files:
    text = (root / path[1:]).read_text()
    # Macros by example also make tests, so each identifier counts, except in comments and strings.
    text = re.sub(r'//.*|"(?:[^"\\\n]|\\.)*"', "", text)
    known.update(re.findall(r"[a-z][a-z0-9_]*", text))
    known.add(pathlib.PurePath(path).stem)

missing = []
for document in sys.argv[1:]:
    for number, line in enumerate((root / document).read_text().splitlines(), 1):
        for name in re.findall(r"`([A-Za-z0-9_/.:-]+)`", line):
            if name.endswith(".rs"):
                found = any(path.endswith("/" + name) for path in files)
            elif name.startswith("pthread_"):
                continue
            elif re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+){2,}", name):
                found = name in known
            else:
                continue
            if not found:
                missing.append(f"{document}:{number}: there is no `{name}`")
print("\n".join(missing), file=sys.stderr, end="\n" if missing else "")
sys.exit(bool(missing))
