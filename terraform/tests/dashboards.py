# SPDX-License-Identifier: Apache-2.0
"""Compares the dashboards of an installation, as Cloud Monitoring's API has them, with dashboards.json beside this file.

Reads `terraform test -json -verbose` of the root module. `write` as argument writes that file.
"""
import json
import pathlib
import sys

GOLDEN = pathlib.Path(__file__).with_name("dashboards.json")


def resources(module):
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from resources(child)


def text(state):
    found = list(resources(state["root_module"]))
    result = json.dumps(
        {one["index"]: json.loads(one["values"]["dashboard_json"]) for one in found if one["type"] == "google_monitoring_dashboard"},
        indent=2,
        ensure_ascii=False,
    )
    for slo in (one["values"] for one in found if one["type"] == "google_monitoring_slo"):
        name = f"projects/demo-project/services/truename/serviceLevelObjectives/{slo['slo_id']}"
        result = result.replace(f'\\"{slo["name"]}\\"', f'\\"{name}\\"')
    return result + "\n"


def main():
    states = [message["test_state"] for message in map(json.loads, sys.stdin) if message["type"] == "test_state" and message["@testrun"] == "whole"]
    found = text(states[0])
    if "write" in sys.argv:
        GOLDEN.write_text(found)
    elif found != GOLDEN.read_text():
        print("Dashboards are not those of tests/dashboards.json. If the change is right, run terraform/check write, and look at the difference.")
        return 1
    return 0


sys.exit(main())
