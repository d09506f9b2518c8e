# SPDX-License-Identifier: Apache-2.0
locals {
  # An incident without data closes after a day, so that a gap in the data does not close it during a night.
  auto_close = "86400s"

  documents = {
    for name in concat(keys(local._alerts.alerts), keys(local._slos.slos)) : name => {
      # Runbooks are written for any installation; in an alert they name its own. io.truename.catalog.Runbook does the same.
      content = replace(file("${var.runbooks}/${name}.md"), "PROJECT=my-project REGION=europe-west1", "PROJECT=${var.project} REGION=${var.location}")
      links   = var.runbook_url == null ? [] : ["${var.runbook_url}/${name}.md"]
    }
  }

  # A comparison of PromQL keeps the labels and the value of its left side. on() lets each of its series meet the one threshold.
  # The fallback has no labels, as max() has none, so it takes part only while nobody wrote a threshold.
  _queries = merge([
    for name, alert in local._alerts.alerts : {
      for key, condition in alert.conditions : "${name}/${key}" => {
        alert    = name
        query    = condition.promql.query
        operator = can(condition.promql.above) ? ">" : "<"
        bound    = try(condition.promql.above, condition.promql.below)
        value    = lookup(var.thresholds, "${name}/${key}", try(condition.promql.above, condition.promql.below).value)
      } if can(condition.promql)
    }
  ]...)
  queries = {
    for place, parts in local._queries : place => "(${parts.query}) ${parts.operator} ${
      can(parts.bound.tuned)
      ? "on() group_left() (max(last_over_time(custom_googleapis_com:truename_tune_threshold{policy=\"${parts.alert}\",severity=\"${local._alerts.alerts[parts.alert].severity == "P1" ? "critical" : "high"}\"}[3h])) or vector(${parts.value}))"
      : parts.value
    }"
  }
}

resource "google_monitoring_alert_policy" "alert" {
  for_each = local._alerts.alerts

  project               = var.project
  display_name          = each.value.title
  combiner              = "OR"
  severity              = local.severities[each.value.severity].severity
  notification_channels = local.channels[each.value.severity]

  dynamic "conditions" {
    for_each = each.value.conditions
    content {
      display_name = conditions.key

      dynamic "condition_threshold" {
        for_each = try([conditions.value.threshold], [])
        content {
          filter          = local.filters["alert/${each.key}/${conditions.key}"]
          comparison      = can(condition_threshold.value.above) ? "COMPARISON_GT" : "COMPARISON_LT"
          threshold_value = lookup(var.thresholds, "${each.key}/${conditions.key}", try(condition_threshold.value.above, condition_threshold.value.below).value)
          duration        = "${lookup(var.durations, "${each.key}/${conditions.key}", condition_threshold.value.forSeconds)}s"
          # Without requests or log lines there are no points, and the incident would stay open for a day.
          evaluation_missing_data = condition_threshold.value.align.by == "delta" ? "EVALUATION_MISSING_DATA_INACTIVE" : null
          aggregations {
            alignment_period     = "${condition_threshold.value.align.seconds}s"
            per_series_aligner   = "ALIGN_${upper(condition_threshold.value.align.by)}"
            cross_series_reducer = "REDUCE_${upper(condition_threshold.value.reduce.by)}"
            group_by_fields      = [for field in try(condition_threshold.value.reduce.over, []) : replace(field, "/^(resource|metric)\\./", "$1.labels.")]
          }
        }
      }

      dynamic "condition_absent" {
        for_each = try([conditions.value.absent], [])
        content {
          filter   = local.filters["alert/${each.key}/${conditions.key}"]
          duration = "${condition_absent.value.forSeconds}s"
          aggregations {
            alignment_period     = "${condition_absent.value.align.seconds}s"
            per_series_aligner   = "ALIGN_${upper(condition_absent.value.align.by)}"
            cross_series_reducer = "REDUCE_${upper(condition_absent.value.reduce.by)}"
            group_by_fields      = [for field in try(condition_absent.value.reduce.over, []) : replace(field, "/^(resource|metric)\\./", "$1.labels.")]
          }
        }
      }

      dynamic "condition_prometheus_query_language" {
        for_each = try([conditions.value.promql], [])
        content {
          query               = local.queries["${each.key}/${conditions.key}"]
          duration            = "${lookup(var.durations, "${each.key}/${conditions.key}", condition_prometheus_query_language.value.forSeconds)}s"
          evaluation_interval = "60s"
          # Otherwise the API refuses a query for a metric that has no point yet.
          disable_metric_validation = true
        }
      }
    }
  }

  alert_strategy {
    auto_close = local.auto_close
  }
  documentation {
    mime_type = "text/markdown"
    subject   = substr("${each.value.severity}: ${each.value.title}", 0, 255)
    content   = local.documents[each.key].content
    dynamic "links" {
      for_each = local.documents[each.key].links
      content {
        display_name = "Runbook"
        url          = links.value
      }
    }
  }
  user_labels = { priority = lower(each.value.severity), alert = each.key }

  depends_on = [google_logging_metric.metric, google_monitoring_metric_descriptor.metric]
}
