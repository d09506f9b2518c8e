# SPDX-License-Identifier: Apache-2.0
resource "google_monitoring_custom_service" "truename" {
  project      = var.project
  service_id   = "truename"
  display_name = "Truename"
}

resource "google_monitoring_slo" "slo" {
  for_each = local._slos.slos

  project             = var.project
  service             = google_monitoring_custom_service.truename.service_id
  slo_id              = each.key
  display_name        = each.value.description
  goal                = each.value.goal
  rolling_period_days = each.value.rollingDays

  dynamic "request_based_sli" {
    for_each = can(each.value.indicator.windows) ? [] : [each.value.indicator]
    content {
      dynamic "good_total_ratio" {
        for_each = try([request_based_sli.value.requests], [])
        content {
          bad_service_filter   = local.filters["slo/${each.key}/bad"]
          total_service_filter = local.filters["slo/${each.key}/total"]
        }
      }
      dynamic "distribution_cut" {
        for_each = try([request_based_sli.value.latency], [])
        content {
          distribution_filter = local.filters["slo/${each.key}"]
          range {
            min = 0
            max = distribution_cut.value.below
          }
        }
      }
    }
  }

  dynamic "windows_based_sli" {
    for_each = try([each.value.indicator.windows], [])
    content {
      window_period = "${windows_based_sli.value.seconds}s"
      metric_mean_in_range {
        time_series = local.filters["slo/${each.key}"]
        range {
          min = windows_based_sli.value.from
        }
      }
    }
  }

  depends_on = [google_logging_metric.metric, google_monitoring_metric_descriptor.metric]
}

locals {
  _tiers = merge([
    for name, slo in local._slos.slos : {
      for tier, rate in local._slos.burnRates[slo.burnRates] : "${name}-${tier}" => merge(rate, { slo = name, tier = tier })
    }
  ]...)
}

# One policy for each tier: a policy combines all its conditions in one way, and both windows must burn.
resource "google_monitoring_alert_policy" "burn_rate" {
  for_each = local._tiers

  project               = var.project
  display_name          = "${each.value.slo} burns its error budget (${each.value.tier})"
  combiner              = "AND"
  severity              = local.severities[each.value.severity].severity
  notification_channels = local.channels[each.value.severity]

  dynamic "conditions" {
    for_each = { long = each.value.longSeconds, short = each.value.shortSeconds }
    content {
      display_name = "${conditions.key} window of ${conditions.value / 60} minutes"
      condition_threshold {
        filter          = "select_slo_burn_rate(\"${google_monitoring_slo.slo[each.value.slo].name}\", \"${conditions.value}s\")"
        comparison      = "COMPARISON_GT"
        threshold_value = each.value.factor
        duration        = "0s"
      }
    }
  }

  alert_strategy {
    auto_close = local.auto_close
  }
  documentation {
    mime_type = "text/markdown"
    subject   = substr("${each.value.severity}: ${each.value.slo} burns its error budget (${each.value.tier})", 0, 255)
    content   = local.documents[each.value.slo].content
    dynamic "links" {
      for_each = local.documents[each.value.slo].links
      content {
        display_name = "Runbook"
        url          = links.value
      }
    }
  }
  user_labels = { priority = lower(each.value.severity), slo = each.value.slo, tier = each.value.tier }
}

resource "google_monitoring_alert_policy" "budget_spent" {
  for_each = local._slos.slos

  project               = var.project
  display_name          = "${each.key} has spent its error budget"
  combiner              = "OR"
  severity              = local.severities["P2"].severity
  notification_channels = local.channels["P2"]

  conditions {
    display_name = "remaining budget"
    condition_threshold {
      filter          = "select_slo_budget_fraction(\"${google_monitoring_slo.slo[each.key].name}\")"
      comparison      = "COMPARISON_LT"
      threshold_value = 0
      duration        = "0s"
      aggregations {
        alignment_period   = "60s"
        per_series_aligner = "ALIGN_NEXT_OLDER"
      }
    }
  }

  alert_strategy {
    auto_close = local.auto_close
  }
  documentation {
    mime_type = "text/markdown"
    subject   = "P2: ${each.key} has spent its error budget"
    content   = local.documents[each.key].content
    dynamic "links" {
      for_each = local.documents[each.key].links
      content {
        display_name = "Runbook"
        url          = links.value
      }
    }
  }
  user_labels = { priority = "p2", slo = each.key }
}
