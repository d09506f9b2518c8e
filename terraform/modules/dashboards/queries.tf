# SPDX-License-Identifier: Apache-2.0
# Queries of panels. A monitoring filter reads neither the sum nor the count of a distribution, so those are PromQL. A bar counts all of
# the time from point to point, which a chart of days makes longer.
locals {
  _is_query = {
    for place, plot in local._plots : place => contains(["rate", "count", "events"], plot.show) && local._metrics[plot.metric].valueType == "DISTRIBUTION"
  }
  # A bar for each five minutes; a point for each minute of other panels.
  _periods = { for place, plot in local._plots : place => contains(["count", "events"], plot.show) ? 300 : 60 }

  _wanted = {
    for place, plot in local._plots : place => concat(
      [for key, wanted in try(plot.resource, {}) : { on = "resource", key = key, values = [for value in flatten([wanted]) : tostring(value)] }],
      [for key, wanted in try(plot.labels, {}) : { on = "metric", key = key, values = [for value in flatten([wanted]) : tostring(value)] }],
    )
  }
  _plot_filters = {
    for place, plot in local._plots : place => join(" AND ", concat(
      ["metric.type=\"${local._types[plot.metric]}\"", "resource.type=\"${local._resources[plot.metric]}\""],
      [for label in local._wanted[place] : format(
        length(label.values) == 1 ? "%s.labels.%s=%s" : "%s.labels.%s=one_of(%s)",
        label.on, label.key, join(",", [for value in label.values : "\"${value}\""]),
      )],
    ))
  }
  _plot_selectors = {
    for place, plot in local._plots : place => "${replace(replace(local._types[plot.metric], "/^([^/]*)\\//", "$1:"), "/[^a-zA-Z0-9:]/", "_")}_${plot.show == "events" ? "count" : "sum"}{${join(",", concat(
      ["monitored_resource=\"${local._resources[plot.metric]}\""],
      [for label in local._wanted[place] : "${label.key}${length(label.values) == 1 ? "=" : "=~"}\"${join("|", label.values)}\""],
    ))}}"
  }
  _promql = {
    for place, plot in local._plots : place => "sum${length(try(plot.by, [])) == 0 ? "" : " by (${join(", ", [for field in plot.by : replace(field, "/^(resource|metric)\\./", "")])})"} (${plot.show == "rate" ? "rate" : "increase"}(${local._plot_selectors[place]}[${plot.show == "rate" ? "5m" : "$${__interval}"}]))"
  }

  _plot_sets = {
    for place, plot in local._plots : place => {
      legend = length(try(plot.by, [])) == 0 ? reverse(split("/", place))[0] : local._is_query[place] ? "" : join(" ", [for field in plot.by : "$${${replace(field, "/^(resource|metric)\\./", "$1.labels.")}}"])
      period = local._periods[place]
      query = merge(
        { for query in [local._promql[place]] : "prometheusQuery" => query if local._is_query[place] },
        {
          for filter in [local._plot_filters[place]] : "timeSeriesFilter" => {
            filter = filter
            aggregation = {
              alignmentPeriod    = "${local._periods[place]}s"
              perSeriesAligner   = "ALIGN_${local._shows[plot.show].align}"
              crossSeriesReducer = "REDUCE_${local._shows[plot.show].reduce}"
              groupByFields      = [for field in try(plot.by, []) : replace(field, "/^(resource|metric)\\./", "$1.labels.")]
            }
          } if !local._is_query[place]
        },
      )
    }
  }
  _slo_sets = {
    for place, panel in local._panels : place => {
      legend = panel.slo.name
      period = 60
      query = {
        timeSeriesFilter = {
          filter      = panel.slo.show == "budget" ? "select_slo_budget_fraction(\"${var.slos[panel.slo.name]}\")" : "select_slo_burn_rate(\"${var.slos[panel.slo.name]}\", \"${local._tiers[place].longSeconds}s\")"
          aggregation = { alignmentPeriod = "60s", perSeriesAligner = "ALIGN_NEXT_OLDER" }
        }
      }
    } if can(panel.slo)
  }

  # Sets of data of each panel: one for each plot.
  sets = {
    for place, panel in local._panels : place => [
      for set in concat(
        [for name, plot in try(panel.plots, {}) : local._plot_sets["${place}/${name}"]],
        [for compared in [try(local._compared[place], null)] : { legend = "", period = 60, query = compared.query } if compared != null],
        [for slo in [try(local._slo_sets[place], null)] : slo if slo != null],
        [for limit in try(panel.kind, "lines") == "score" ? [] : local._limits[place] : {
          legend = limit.label
          period = 60
          query  = { prometheusQuery = "max(last_over_time(custom_googleapis_com:truename_tune_threshold{policy=\"${limit.tuned.policy}\",severity=\"${limit.tuned.tier}\"}[3h])) or vector(${limit.value})" }
          line   = true
        } if limit.tuned != null],
      ) : merge(set, { query = merge(set.query, { unitOverride = local._units[place] }) })
    ]
  }
}
