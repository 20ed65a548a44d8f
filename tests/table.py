#!/usr/bin/env python3
"""Writes the results of the acceptance cases on a target into tests/README.md, or compares them.

    cargo test >OUT 2>ERR
    tests/table.py check TARGET OUT ERR    fails if README.md has other results for that target
    tests/table.py write TARGET OUT ERR    writes the results into README.md

A column has the results that the run on that target printed. The gates `test` and `cross` compare each run
with it. Only the names of the compile-fail cases are read from the sources, and the logs have to have them, too.
A test belongs to the case that its name begins with.
"""
import re
import sys
from pathlib import Path

TARGETS = [
    "x86_64-unknown-linux-gnu",
    "x86_64-pc-windows-gnu",
    "i686-pc-windows-gnu",
    "i686-unknown-linux-gnu",
    "aarch64-unknown-linux-gnu",
]
HOST = TARGETS[0]
HERE = Path(__file__).parent
README = HERE / "README.md"
BEGIN, END = "<!-- table.py begins -->\n", "<!-- table.py ends -->\n"
NOT_COMPILED = "a compile error, which is tested on one target"


def cases():
    """Returns the cases, in order, with their sources."""
    lines = (HERE / "acceptance.txt").read_text().splitlines()
    return dict(line.split(" ", 1) for line in lines)


def case_of(test):
    """Returns the case of a test, if it has one."""
    case = test.split("_")[0].upper()
    return case if case in cases() else None


def printed(log):
    """Returns the output of a run, without colours."""
    return re.sub(r"\x1b\[[0-9;]*m|\r", "", Path(log).read_text(errors="replace"))


def run(out, err):
    """Yields the tests that were run, with their results."""
    for tests in re.split(r"^running (?=\d+ tests?$)", printed(out), flags=re.M)[1:]:
        found = re.findall(r"^test (\S+)(?: - .+?)? \.\.\. (.+)$", tests, re.M)
        if len(found) != int(tests.split()[0]):
            sys.exit(f"{out} has {len(found)} results for {tests.split()[0]} tests")
        yield from found
    yield from re.findall(r"^test \S+/compile_fail/acceptance/(\w+)\.rs \.\.\. (.+)$", printed(err), re.M)


def results(target, out, err):
    """Returns the tests of each case: `None` if a test passed, or the reason why it was not run."""
    found = {case: {} for case in cases()}
    for path, result in run(out, err):
        name = path.split("::")[-1]
        case = case_of(name)
        if case is None:
            continue
        if result != "ok" and not result.startswith("ignored, "):
            sys.exit(f"{name}: {result}")
        if name in found[case]:
            sys.exit(f"two tests are named {name}")
        found[case][name] = None if result == "ok" else result.removeprefix("ignored, ")
    for path in (HERE / "tests/compile_fail/acceptance").glob("*.rs"):
        case = case_of(path.stem) or sys.exit(f"{path.name} belongs to no case")
        if target == HOST and path.stem not in found[case]:
            sys.exit(f"{err} has no result of {path.name}")
        found[case].setdefault(path.stem, NOT_COMPILED)
    return found


def read_table():
    """Returns the table of README.md: the names of the tests and the cell of each target, by case."""
    text = README.read_text() if README.exists() else BEGIN + END
    body = text.split(BEGIN)[1].split(END)[0]
    reasons = dict(re.findall(r"^- \[(\w)\] (.+)\.$", body, re.M))
    rows = {}
    for line in body.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 + len(TARGETS) and cells[0] in cases():
            read = [(("✔" in cell), [reasons[letter] for letter in re.findall(r"\[(\w)\]", cell)])
                    for cell in cells[3:]]
            rows[cells[0]] = cells[2], read
    return rows


def names(tests):
    """Returns the tests of a case, in brief."""
    if len(tests) > 8:
        first = sorted(tests)[0].split("_")[0]
        return f"`{first}_*`, {len(tests)} tests"
    return ", ".join(f"`{test}`" for test in sorted(tests))


def table(target, found):
    """Returns the text of the table, with one column replaced."""
    before, at, reasons = read_table(), TARGETS.index(target), []

    def cell(passed, why):
        for reason in why:
            if reason not in reasons:
                reasons.append(reason)
        notes = [f"[{'abcdefghijklmnopqrstuvwxyz'[reasons.index(reason)]}]" for reason in why]
        return " ".join((["✔"] if passed else []) + notes) or "?"

    rows = []
    for case, source in cases().items():
        tests = found[case]
        if not tests:
            sys.exit(f"there is no test of {case}")
        _, columns = before.get(case, (None, [(False, [])] * len(TARGETS)))
        why = sorted({reason for reason in tests.values() if reason})
        columns[at] = None in tests.values(), why
        rows.append([case, source, names(tests)] + [cell(*column) for column in columns])
    head = ["case", "source", "tests"] + [f"`{target}`" for target in TARGETS]
    lines = [head, ["---"] * len(head)] + rows
    text = "".join("| " + " | ".join(line) + " |\n" for line in lines) + "\n"
    letters = zip("abcdefghijklmnopqrstuvwxyz", reasons)
    return text + "".join(f"- [{letter}] {reason}.\n" for letter, reason in letters)


def complain_of_gaps():
    """Fails if a case has passed nowhere, or a column was not written."""
    for case, (_, columns) in read_table().items():
        if not any(passed for passed, _ in columns):
            sys.exit(f"{case} has passed nowhere")
        if (False, []) in columns:
            sys.exit(f"{case} has not been run on all targets: tests/table.py write TARGET OUT ERR")


def main():
    try:
        verb, target, out, err = sys.argv[1:]
    except ValueError:
        sys.exit(__doc__)
    if target not in TARGETS:
        print(f"tests/README.md has no column for {target}")
        return
    new = table(target, results(target, out, err))
    text = README.read_text()
    old = text.split(BEGIN)[1].split(END)[0]
    if verb == "write":
        README.write_text(text.replace(BEGIN + old + END, BEGIN + new + END))
        return
    if old != new:
        import difflib
        sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), new.splitlines(True)))
        sys.exit(f"tests/README.md has other results than this run: tests/table.py write {target} OUT ERR")
    complain_of_gaps()


if __name__ == "__main__":
    main()
