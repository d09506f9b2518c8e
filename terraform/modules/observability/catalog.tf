# SPDX-License-Identifier: Apache-2.0
# Meaning of the catalog. Names, types and filters are those of io.truename.catalog (SeriesSpec, MetricSpec).
locals {
  _alerts  = yamldecode(file("${var.catalog}/alerts.yaml"))
  _metrics = yamldecode(file("${var.catalog}/metrics.yaml")).metrics
  _slos    = yamldecode(file("${var.catalog}/slos.yaml"))

  metric_types = {
    for name, metric in local._metrics : name => (
      can(metric.source.log) ? "logging.googleapis.com/user/truename/${name}"
      : can(metric.source.platform) ? name
      : "custom.googleapis.com/truename/${name}"
    )
  }
  _resource_types = {
    for name, metric in local._metrics : name => (
      can(metric.source.platform) ? metric.source.platform
      : can(metric.source.log) ? "cloud_run_revision"
      : "generic_task"
    )
  }

  # Each series of the catalog by its place in it.
  _series = merge(
    merge([for name, alert in local._alerts.alerts : {
      for key, condition in alert.conditions : "alert/${name}/${key}" => try(condition.threshold.series, condition.absent.series)
      if !can(condition.promql)
    }]...),
    {
      for name, slo in local._slos.slos : "slo/${name}/bad" => slo.indicator.requests.bad if can(slo.indicator.requests)
    },
    {
      for name, slo in local._slos.slos : "slo/${name}/total" => slo.indicator.requests.total if can(slo.indicator.requests)
    },
    {
      for name, slo in local._slos.slos : "slo/${name}" => try(slo.indicator.latency.series, slo.indicator.windows.series)
      if !can(slo.indicator.requests)
    },
  )
  _comparisons = {
    for place, series in local._series : place => concat(
      [for key, wanted in try(series.resource, {}) : { field = "resource.labels.${key}", values = flatten([wanted]) }],
      [for key, wanted in try(series.labels, {}) : { field = "metric.labels.${key}", values = flatten([wanted]) }],
    )
  }
  filters = {
    for place, series in local._series : place => join(" AND ", concat(
      [
        "metric.type=\"${local.metric_types[series.metric]}\"",
        "resource.type=\"${local._resource_types[series.metric]}\"",
      ],
      [
        for comparison in local._comparisons[place] : format(
          length(comparison.values) == 1 ? "%s=%s" : "%s=one_of(%s)",
          comparison.field,
          join(",", [for value in comparison.values : "\"${value}\""]),
        )
      ],
    ))
  }

  # Keys of the channels that each priority reaches. Where an installation has none of its kinds, all channels.
  _wanted = {
    for priority, severity in local._alerts.severities : priority => [
      for key, channel in var.channels : key if contains(severity.channels, channel.kind)
    ]
  }
  _routes = {
    for priority, keys in local._wanted : priority => length(keys) > 0 ? keys : keys(var.channels)
  }
  channels = {
    for priority, keys in local._routes : priority => concat(
      [for key in keys : google_monitoring_notification_channel.channel[key].name],
      google_monitoring_notification_channel.incidents[*].name,
    )
  }
  severities = local._alerts.severities
}
