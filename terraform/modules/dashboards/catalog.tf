# SPDX-License-Identifier: Apache-2.0
# Meaning of panels, as io.truename.catalog (DashboardSpec) has it. Sections and panels are lists: a mapping of YAML has no order here.
locals {
  _dashboards = yamldecode(file("${var.catalog}/dashboards.yaml")).dashboards
  _metrics    = yamldecode(file("${var.catalog}/metrics.yaml")).metrics
  _alerts     = yamldecode(file("${var.catalog}/alerts.yaml")).alerts
  _slos       = yamldecode(file("${var.catalog}/slos.yaml"))

  _types = {
    for name, metric in local._metrics : name => (
      can(metric.source.log) ? "logging.googleapis.com/user/truename/${name}"
      : can(metric.source.platform) ? name
      : "custom.googleapis.com/truename/${name}"
    )
  }
  _resources = {
    for name, metric in local._metrics : name => (
      can(metric.source.platform) ? metric.source.platform
      : can(metric.source.log) ? "cloud_run_revision"
      : "generic_task"
    )
  }

  # Each condition of an alert: what it compares, and with what.
  _conditions = merge([
    for name, alert in local._alerts : {
      for key, condition in alert.conditions : "${name}/${key}" => {
        severity = alert.severity
        title    = length(alert.conditions) == 1 ? alert.title : "${alert.title}: ${key}"
        unit = try(
          condition.threshold.above.unit, condition.threshold.below.unit, condition.promql.above.unit, condition.promql.below.unit,
          local._metrics[condition.absent.series.metric].unit,
        )
        limits = [
          for bound in [try(condition.threshold.above, condition.threshold.below, condition.promql.above, condition.promql.below, null)] : {
            label = "${alert.severity} ${name}"
            value = lookup(var.thresholds, "${name}/${key}", bound.value)
            above = can(condition.threshold.above) || can(condition.promql.above)
            tuned = can(bound.tuned) ? { policy = name, tier = alert.severity == "P1" ? "critical" : "high" } : null
          } if bound != null
        ]
        query = merge(
          { for query in [try(condition.promql.query, null)] : "prometheusQuery" => query if query != null },
          {
            for compared in [try(condition.threshold, condition.absent, null)] : "timeSeriesFilter" => {
              filter = var.filters["alert/${name}/${key}"]
              aggregation = {
                alignmentPeriod    = "${compared.align.seconds}s"
                perSeriesAligner   = "ALIGN_${upper(compared.align.by)}"
                crossSeriesReducer = "REDUCE_${upper(compared.reduce.by)}"
                groupByFields      = [for field in try(compared.reduce.over, []) : replace(field, "/^(resource|metric)\\./", "$1.labels.")]
              }
            } if compared != null
          },
        )
      }
    }
  ]...)

  # Panels by dashboard/section/panel.
  _sections = merge([
    for name, dashboard in local._dashboards : {
      for at, section in dashboard.sections : "${name}/${at}" => {
        title   = section.title
        columns = section.columns
        panels = concat(
          try(section.panels, []),
          [for key, condition in local._conditions : { title = condition.title, condition = key } if condition.severity == try(section.alerts, "")],
        )
      }
    }
  ]...)
  _panels = merge([
    for place, section in local._sections : { for at, panel in section.panels : "${place}/${at}" => panel }
  ]...)
  _compared = {
    for place, panel in local._panels : place => local._conditions[try(panel.condition, "${panel.alert.name}/${panel.alert.condition}")]
    if can(panel.condition) || can(panel.alert)
  }
  _plots = merge([
    for place, panel in local._panels : { for name, plot in try(panel.plots, {}) : "${place}/${name}" => plot }
  ]...)

  # Which number of a series is drawn: its aligner and reducer, and what its unit becomes.
  _shows = {
    rate   = { align = "RATE", reduce = "SUM", suffix = "/s" }
    count  = { align = "DELTA", reduce = "SUM", suffix = "" }
    events = { align = "DELTA", reduce = "SUM", suffix = "" }
    mean   = { align = "MEAN", reduce = "MEAN", suffix = "" }
    max    = { align = "MAX", reduce = "MAX", suffix = "" }
    min    = { align = "MIN", reduce = "MIN", suffix = "" }
    sum    = { align = "MEAN", reduce = "SUM", suffix = "" }
    p50    = { align = "DELTA", reduce = "PERCENTILE_50", suffix = "" }
    p95    = { align = "DELTA", reduce = "PERCENTILE_95", suffix = "" }
    p99    = { align = "DELTA", reduce = "PERCENTILE_99", suffix = "" }
  }
  _units = {
    for place, panel in local._panels : place => try(
      panel.unit,
      local._compared[place].unit,
      panel.slo.show == "budget" ? "10^2.%" : "1",
      [for plot in values(panel.plots) : plot.show == "events" ? "1" : "${local._metrics[plot.metric].unit}${local._shows[plot.show].suffix}"][0],
      "{incident}",
    )
  }
  _tiers = { for place, panel in local._panels : place => local._slos.burnRates[local._slos.slos[panel.slo.name].burnRates][panel.slo.tier] if can(panel.slo.tier) }
  _limits = {
    for place, panel in local._panels : place => concat(
      try(local._compared[place].limits, []),
      try(local._conditions["${panel.threshold.alert}/${panel.threshold.condition}"].limits, []),
      [for name in [try(panel.threshold.slo, null)] : {
        label = name
        value = try(local._slos.slos[name].indicator.latency.below, local._slos.slos[name].indicator.windows.from)
        above = can(local._slos.slos[name].indicator.latency)
        tuned = null
      } if name != null],
      [for slo in [try(panel.slo, null)] : { label = "P2 ${slo.name} spent", value = 0, above = false, tuned = null } if try(slo.show == "budget", false)],
      [for slo in [try(panel.slo, null)] : {
        label = "${local._tiers[place].severity} ${slo.name}-${slo.tier}"
        value = local._tiers[place].factor
        above = true
        tuned = null
      } if try(slo.show == "burn", false)],
    )
  }
}
