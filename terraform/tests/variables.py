# SPDX-License-Identifier: Apache-2.0
"""Checks that the table of variables in README.md is that of variables.tf; `write` as argument writes it."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).parent.parent
BEGIN, END = "<!-- variables -->\n", "<!-- end of variables -->\n"


def row(name, body):
    # Arguments of the variable itself have an indent of two; those of its type and its validations have more.
    default = re.search(r"^  default\s*= (.*)$", body, re.M)
    description = re.search(r'^  description = "(.*)"$', body, re.M).group(1)
    return f"| `{name}` | {f'`{default.group(1)}`' if default else 'required'} | {description} |\n"


def main():
    source = (ROOT / "variables.tf").read_text()
    rows = [row(*found) for found in re.findall(r'^variable "(\w+)" {\n(.*?)^}', source, re.M | re.S)]
    table = "| variable | default | meaning |\n|---|---|---|\n" + "".join(rows)
    readme = ROOT / "README.md"
    head, _, rest = readme.read_text().partition(BEGIN)
    old, _, tail = rest.partition(END)
    if "write" in sys.argv:
        readme.write_text(head + BEGIN + table + END + tail)
    elif old != table:
        print("The table in README.md is not that of variables.tf. Run: python3 terraform/tests/variables.py write")
        return 1
    return 0


sys.exit(main())
