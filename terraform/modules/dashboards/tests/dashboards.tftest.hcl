# SPDX-License-Identifier: Apache-2.0
mock_provider "google" {}

run "alerts" {
  module {
    source = "../observability"
  }
  variables {
    project         = "demo-project"
    location        = "europe-west1"
    catalog         = "../../catalog"
    runbooks        = "../../runbooks"
    functions       = ["generate"]
    channel_secrets = {}
    channels        = { mail = { kind = "email", name = "On call", address = "on-call@example.com" } }
  }
}

run "catalog" {
  command = apply
  variables {
    project = "demo-project"
    catalog = "../../catalog"
    filters = run.alerts.filters
    slos    = run.alerts.slos
  }
  assert {
    condition     = keys(google_monitoring_dashboard.dashboard) == keys(local._dashboards)
    error_message = "Every dashboard of the catalog must be made."
  }
  assert {
    condition     = alltrue([for dashboard in values(local.dashboards) : length(dashboard.mosaicLayout.tiles) <= 50])
    error_message = "A dashboard has more widgets than the API takes."
  }
  assert {
    condition     = alltrue(flatten([for dashboard in values(local.dashboards) : [for tile in dashboard.mosaicLayout.tiles : tile.xPos + tile.width <= 48 && length(tile.widget.title) > 0]]))
    error_message = "Every widget must have a title and lie within the columns."
  }
  assert {
    condition     = length([for tile in local.dashboards.alerts.mosaicLayout.tiles : 1 if can(tile.widget.xyChart)]) == length(local._conditions) + length(local._slos.slos)
    error_message = "The dashboard of alerts must draw every condition, and every objective."
  }
  assert {
    condition     = local._limits["technical/1/0"][0].value == local._alerts["latency-high"].conditions.p95.threshold.above.value
    error_message = "The line of a panel must be the threshold of the alert."
  }
  assert {
    condition     = local._promql["technical/5/0/memory"] == "sum (rate(logging_googleapis_com:user_truename_known_memory_sum{monitored_resource=\"cloud_run_revision\"}[5m]))"
    error_message = "The sum of a distribution needs PromQL."
  }
  assert {
    condition     = local._words["migration/1/1"] == "rows/s" && local._words["technical/0/2"] == "%"
    error_message = "A title must tell its unit in words."
  }
}
