# SPDX-License-Identifier: Apache-2.0
"""Reads `terraform test -json -verbose` and checks each state that a run of the root module ends in.

Refuses basic roles, roles of administrators, public members, and alert policies that tell nobody. Compares the number of resources
of each type, and of grants of each role, with inventory.txt beside this file; `write` as argument writes that file instead.
"""
import collections
import json
import pathlib
import re
import sys

GOLDEN = pathlib.Path(__file__).with_name("inventory.txt")
BASIC = {"roles/owner", "roles/editor", "roles/viewer"}
PUBLIC = {"allUsers", "allAuthenticatedUsers"}


def resources(module):
    yield from (resource for resource in module.get("resources", []) if resource["mode"] == "managed")
    for child in module.get("child_modules", []):
        yield from resources(child)


def problems(resource):
    values, address = resource["values"], resource["address"]
    role = values.get("role", "")
    if role in BASIC or re.search("[aA]dmin$", role):
        yield f"{address} grants {role}; grant the smallest role that serves"
    if PUBLIC & {values.get("member"), *values.get("members", [])}:
        yield f"{address} lets everybody in; name the members"
    if re.search("_iam_(binding|policy)$", resource["type"]):
        yield f"{address} removes grants of others; use a member"
    if resource["type"] == "google_monitoring_alert_policy":
        if not values["notification_channels"]:
            yield f"{address} has no channel"
        if not values["severity"]:
            yield f"{address} has no severity"


def main():
    lines, faults = [], []
    for message in map(json.loads, sys.stdin):
        if message["type"] != "test_state" or message.get("@testfile") != "tests/installation.tftest.hcl":
            continue
        found = list(resources(message["test_state"]["root_module"]))
        faults += [problem for resource in found for problem in problems(resource)]
        lines.append(f"{message['@testrun']}: {len(found)} resources")
        for of in (lambda r: r["type"], lambda r: r["values"].get("role")):
            counts = collections.Counter(filter(None, map(of, found)))
            lines += [f"{count:5} {key}" for key, count in sorted(counts.items())]
        lines.append("")
    text = "\n".join(lines)
    if not lines:
        faults.append("The output has no state. Was it made with -json -verbose, and did the tests pass?")
    elif "write" in sys.argv:
        GOLDEN.write_text(text)
    elif text != GOLDEN.read_text():
        faults.append(f"Resources are not those of inventory.txt but:\n{text}")
    print("\n".join(faults) if faults else lines[0])
    return bool(faults)


sys.exit(main())
