# SPDX-License-Identifier: Apache-2.0
mock_provider "google" {}

variables {
  project   = "demo-project"
  location  = "europe-west1"
  catalog   = "../../catalog"
  runbooks  = "../../runbooks"
  functions = ["generate", "migrate", "probe", "tune", "report"]
  channels = {
    mail  = { kind = "email", name = "On call", address = "on-call@example.com" }
    slack = { kind = "slack", name = "Alerts", address = "#alerts" }
    pager = { kind = "pagerduty", name = "Pager" }
  }
  channel_secrets = { slack = "xoxb-1", pager = "key" }
}

run "catalog" {
  # Names of channels and objectives come with the apply.
  command = apply
  assert {
    condition     = length(google_logging_metric.metric) + length(google_monitoring_metric_descriptor.metric) == length([for metric in local._metrics : 1 if !can(metric.source.platform)])
    error_message = "Every metric that Google does not give must be made."
  }
  assert {
    condition     = length(google_monitoring_alert_policy.alert) == length(local._alerts.alerts)
    error_message = "Every alert of the catalog must have a policy."
  }
  assert {
    condition     = length(google_monitoring_slo.slo) == length(local._slos.slos) && length(google_monitoring_alert_policy.burn_rate) == 3 * length(local._slos.slos)
    error_message = "Every objective must have its three tiers."
  }
  assert {
    condition     = length(google_monitoring_alert_policy.budget_spent) == length(local._slos.slos)
    error_message = "Every objective must have an alert on its spent budget."
  }
  assert {
    condition = alltrue([for policy in concat(
      values(google_monitoring_alert_policy.alert),
      values(google_monitoring_alert_policy.burn_rate),
      values(google_monitoring_alert_policy.budget_spent),
    ) : length(policy.notification_channels) > 0 && policy.severity != null && policy.alert_strategy[0].auto_close != null])
    error_message = "Every policy must have a channel, a severity and an auto-close."
  }
  assert {
    condition = alltrue([for policy in concat(
      values(google_monitoring_alert_policy.alert),
      values(google_monitoring_alert_policy.burn_rate),
      values(google_monitoring_alert_policy.budget_spent),
    ) : length(policy.documentation[0].content) <= 8192 && length(policy.documentation[0].subject) <= 255])
    error_message = "Documentation must fit the limits of the API."
  }
  assert {
    condition     = alltrue([for policy in google_monitoring_alert_policy.burn_rate : strcontains(policy.documentation[0].content, "PROJECT=demo-project REGION=europe-west1\n")])
    error_message = "A runbook in an alert must name the project and region of the installation."
  }
  assert {
    condition     = alltrue([for policy in google_monitoring_alert_policy.alert : length(policy.documentation[0].links) == 0])
    error_message = "Without an address of runbooks there is no link."
  }
  assert {
    condition     = alltrue([for filter in values(local.filters) : length(filter) <= 2048])
    error_message = "A filter is longer than the API takes."
  }
  assert {
    condition     = alltrue([for alert in google_monitoring_alert_policy.alert : length(alert.conditions) <= 6])
    error_message = "A policy has more than six conditions."
  }

  # Filters are those of io.truename.catalog.SeriesSpec.
  assert {
    condition     = local.filters["alert/generate-failures/errors"] == "metric.type=\"run.googleapis.com/request_count\" AND resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\"generate\" AND metric.labels.response_code_class=\"5xx\""
    error_message = "A platform metric is filtered by labels of its resource and its own."
  }
  assert {
    condition     = local.filters["alert/stage-mismatch/finding"] == "metric.type=\"custom.googleapis.com/truename/probe/findings_open\" AND resource.type=\"generic_task\" AND metric.labels.kind=one_of(\"stage.disagrees\",\"stage.fewer-rows\")"
    error_message = "A list of values is one_of."
  }
  assert {
    condition     = local.filters["alert/integrity-violated/collision"] == "metric.type=\"logging.googleapis.com/user/truename/generate/collisions\" AND resource.type=\"cloud_run_revision\""
    error_message = "A log-based metric has its type and resource."
  }
  assert {
    condition     = google_monitoring_alert_policy.alert["cpu-high"].conditions[0].condition_threshold[0].aggregations[0].group_by_fields == tolist(["resource.labels.service_name"])
    error_message = "Groups are fields of the API."
  }

  # Queries, with tuned thresholds or without.
  assert {
    condition     = local.queries["retrieval-failing/share"] == "(1 - min(custom_googleapis_com:truename_probe_retrieval_success)) > on() group_left() (max(last_over_time(custom_googleapis_com:truename_tune_threshold{policy=\"retrieval-failing\",severity=\"high\"}[3h])) or vector(0.05))"
    error_message = "A tuned threshold falls back to the catalog's."
  }
  assert {
    condition     = endswith(local.queries["error-rate-high/share"], ") > 0.01")
    error_message = "Another threshold is the catalog's number."
  }
  assert {
    condition     = strcontains(local.queries["known-hit-rate-low/share"], ") < on() group_left() ")
    error_message = "A lower bound compares with <."
  }
  assert {
    condition     = strcontains(local.queries["memory-growing/growth"], "or vector(5000000))")
    error_message = "Large thresholds are written without an exponent."
  }

  # Metrics from log lines.
  assert {
    condition     = google_logging_metric.metric["generate/documents"].value_extractor == "EXTRACT(jsonPayload.items.document)" && google_logging_metric.metric["generate/documents"].filter == "jsonPayload.event=\"request.answered\" AND (jsonPayload.function=\"generate\" AND jsonPayload.outcome=\"done\")"
    error_message = "A distribution extracts its field from lines of its event."
  }
  assert {
    condition     = google_logging_metric.metric["generate/requests"].label_extractors == tomap({ route = "EXTRACT(jsonPayload.route)", outcome = "EXTRACT(jsonPayload.outcome)" })
    error_message = "Each label has an extractor."
  }
  assert {
    condition = alltrue([for metric in google_logging_metric.metric :
    (metric.metric_descriptor[0].value_type == "DISTRIBUTION") == (length(metric.bucket_options) == 1 && metric.value_extractor != null)])
    error_message = "Distributions, and only they, have buckets and a value."
  }

  # Objectives.
  assert {
    condition     = google_monitoring_slo.slo["generate-availability"].goal == 0.9995 && google_monitoring_slo.slo["generate-availability"].rolling_period_days == 30
    error_message = "The goal is the catalog's."
  }
  assert {
    condition     = google_monitoring_slo.slo["generate-latency"].request_based_sli[0].distribution_cut[0].range[0].max == 200
    error_message = "Latency counts events below its bound."
  }
  assert {
    condition     = google_monitoring_slo.slo["retrieval-success"].windows_based_sli[0].metric_mean_in_range[0].range[0].min == 0.95
    error_message = "Windows are good from a mean on."
  }
  assert {
    condition = (
      google_monitoring_alert_policy.burn_rate["generate-availability-fast"].combiner == "AND"
      && [for condition in google_monitoring_alert_policy.burn_rate["generate-availability-fast"].conditions : condition.condition_threshold[0].filter]
      == [for seconds in [3600, 300] : "select_slo_burn_rate(\"${google_monitoring_slo.slo["generate-availability"].name}\", \"${seconds}s\")"]
    )
    error_message = "Both windows of a tier must burn."
  }
  assert {
    condition = alltrue([for key, tier in local._tiers :
    tier.factor < 1 / (1 - local._slos.slos[tier.slo].goal)])
    error_message = "A burn rate beyond 1 / (1 - goal) can never be reached."
  }

  # Routing.
  assert {
    condition     = toset(local._routes["P1"]) == toset(["mail", "slack", "pager"]) && toset(local._routes["P2"]) == toset(["mail", "slack"]) && toset(local._routes["P3"]) == toset(["slack"])
    error_message = "Priorities reach the channels that the catalog names."
  }

  # Logs and budget.
  assert {
    condition     = { for key, bucket in google_logging_project_bucket_config.bucket : key => bucket.retention_days } == { operations = 30, audit = 90 }
    error_message = "Lines are kept for 30 days, audit entries for 90."
  }
  assert {
    condition     = length(google_project_iam_member.sink) == 0 && length(google_billing_budget.budget) == 0
    error_message = "Nothing else is granted or billed unless asked for."
  }
}

run "without_slack" {
  command = apply
  variables {
    channels        = { mail = { kind = "email", name = "On call", address = "on-call@example.com" } }
    channel_secrets = {}
  }
  assert {
    condition     = alltrue([for keys in values(local._routes) : join(",", keys) == "mail"])
    error_message = "Without another channel, mail takes every alert."
  }
}

run "other_log_project" {
  command = apply
  variables {
    log_project = "demo-logs"
    billing     = { account = "012345-6789AB-CDEF01", budget = 200, topic = "projects/demo/topics/budgets" }
  }
  assert {
    condition     = alltrue([for grant in google_project_iam_member.sink : grant.role == "roles/logging.bucketWriter" && grant.project == "demo-logs"]) && length(google_project_iam_member.sink) == 2
    error_message = "Sinks may write into the buckets of another project."
  }
  assert {
    condition     = google_billing_budget.budget[0].threshold_rules[0].threshold_percent == 0.8
    error_message = "The budget tells at 80 percent."
  }
}

run "thresholds" {
  command = plan
  variables {
    thresholds = { "latency-high/p95" = 180, "retrieval-failing/share" = 0.03, "error-rate-raised/share" = 0.002 }
    durations  = { "latency-high/p95" = 900, "error-rate-raised/share" = 300 }
  }
  assert {
    condition     = google_monitoring_alert_policy.alert["latency-high"].conditions[0].condition_threshold[0].duration == "900s"
    error_message = "A proposed duration takes the place of the catalog's."
  }
  assert {
    condition     = google_monitoring_alert_policy.alert["error-rate-raised"].conditions[0].condition_prometheus_query_language[0].duration == "300s" && endswith(local.queries["error-rate-raised/share"], ") > 0.002")
    error_message = "A query has its proposed threshold and duration."
  }
  assert {
    condition     = google_monitoring_alert_policy.alert["latency-raised"].conditions[0].condition_threshold[0].duration == "1800s"
    error_message = "Another condition keeps the catalog's duration."
  }
  assert {
    condition     = google_monitoring_alert_policy.alert["latency-high"].conditions[0].condition_threshold[0].threshold_value == 180
    error_message = "A proposed threshold takes the place of the catalog's."
  }
  assert {
    condition     = endswith(local.queries["retrieval-failing/share"], "or vector(0.03))")
    error_message = "Of a tuned alert it is the fallback."
  }
}
