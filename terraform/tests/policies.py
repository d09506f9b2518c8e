# SPDX-License-Identifier: Apache-2.0
"""Compares the alert policies and objectives of an installation, as Cloud Monitoring's API has them, with policies.json and
objectives.json beside this file.

Reads `terraform test -json -verbose` of the root module. `write` as argument writes these files. Channels and the text of runbooks are
left out: the first have names of the mocked provider only, the second would change the file with each word. The text is compared with
the runbook itself.
"""
import json
import pathlib
import sys

GOLDEN = pathlib.Path(__file__).with_name("policies.json")
OBJECTIVES = GOLDEN.with_name("objectives.json")
RUNBOOKS = GOLDEN.parent.parent / "runbooks"
CONDITIONS = {
    "condition_threshold": "conditionThreshold",
    "condition_absent": "conditionAbsent",
    "condition_prometheus_query_language": "conditionPrometheusQueryLanguage",
}


def resources(module):
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from resources(child)


def api(value):
    """A value of Terraform as JSON of the API: camel case, and nothing for what is not set."""
    if isinstance(value, dict):
        return {camel(key): api(inner) for key, inner in value.items() if inner not in (None, [], {}, "")}
    return [api(inner) for inner in value] if isinstance(value, list) else value


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def condition(values):
    (kind,) = (kind for kind in CONDITIONS if values[kind])
    return {"displayName": values["display_name"], CONDITIONS[kind]: api(values[kind][0])}


def policy(values):
    return {
        "displayName": values["display_name"],
        "severity": values["severity"],
        "combiner": values["combiner"],
        "conditions": [condition(one) for one in values["conditions"]],
        "alertStrategy": {"autoClose": values["alert_strategy"][0]["auto_close"]},
        "documentation": {"mimeType": values["documentation"][0]["mime_type"], "subject": values["documentation"][0]["subject"]},
        "userLabels": values["user_labels"],
    }


def name(slo):
    return f"projects/demo-project/services/truename/serviceLevelObjectives/{slo['slo_id']}"


def blocks(value):
    """A block of Terraform is a list of one."""
    if isinstance(value, list) and len(value) == 1:
        return blocks(value[0])
    return {key: blocks(inner) for key, inner in value.items()} if isinstance(value, dict) else value


def indicator(values):
    if values["request_based_sli"]:
        return {"requestBased": api(blocks(values["request_based_sli"]))}
    windows = api(blocks(values["windows_based_sli"]))
    # The provider sends infinity where Terraform names no upper bound.
    windows["metricMeanInRange"]["range"].setdefault("max", "Infinity")
    return {"windowsBased": windows}


def objectives(state):
    return [
        {
            "name": name(values),
            "displayName": values["display_name"],
            "goal": values["goal"],
            "rollingPeriod": f"{values['rolling_period_days'] * 86400}s",
            "serviceLevelIndicator": indicator(values),
        }
        for values in (one["values"] for one in resources(state["root_module"]) if one["type"] == "google_monitoring_slo")
    ]


def without_runbook(state):
    """Names of policies that do not carry their runbook."""
    for values in (one["values"] for one in resources(state["root_module"]) if one["type"] == "google_monitoring_alert_policy"):
        labels = values["user_labels"]
        runbook = (RUNBOOKS / f"{labels.get('alert') or labels['slo']}.md").read_text()
        filled_in = runbook.replace("PROJECT=my-project REGION=europe-west1", "PROJECT=demo-project REGION=europe-west1")
        if values["documentation"][0]["content"] != filled_in or filled_in == runbook:
            yield values["display_name"]


def text(state):
    found = list(resources(state["root_module"]))
    result = json.dumps(
        [policy(one["values"]) for one in found if one["type"] == "google_monitoring_alert_policy"], indent=2, ensure_ascii=False
    )
    for slo in (one["values"] for one in found if one["type"] == "google_monitoring_slo"):
        result = result.replace(f'\\"{slo["name"]}\\"', f'\\"{name(slo)}\\"')
    return result + "\n"


def main():
    states = [message["test_state"] for message in map(json.loads, sys.stdin) if message["type"] == "test_state" and message["@testrun"] == "whole"]
    found = {GOLDEN: text(states[0]), OBJECTIVES: json.dumps(objectives(states[0]), indent=2, ensure_ascii=False) + "\n"}
    lacking = list(without_runbook(states[0]))
    if lacking:
        print(f"Policies that do not carry their runbook: {lacking}")
        return 1
    for file, content in found.items():
        if "write" in sys.argv:
            file.write_text(content)
        elif content != file.read_text():
            print(f"What alerts is not that of tests/{file.name}. If the change is right, run terraform/check write, and look at the difference.")
            return 1
    return 0


sys.exit(main())
