# SPDX-License-Identifier: Apache-2.0
# JSON of dashboards: sections below each other, panels of one size in rows. The same as io.truename.observability.dashboard.
locals {
  _width         = 48
  _header_height = 4

  # {row}/s in the words of a title: rows/s.
  _words = {
    for place, unit in local._units : place => (
      unit == "1" ? "number" : unit == "10^2.%" ? "%" : unit == "By" ? "bytes"
      : replace(replace(replace(unit,
        "/\\{([^}]*[^aeiou])y\\}/", "$${1}ies"),
        "/\\{([^}]*(?:ch|sh|s|x))\\}/", "$${1}es"),
      "/\\{([^}]*)\\}/", "$${1}s")
    )
  }
  _plot_types = { lines = "LINE", stack = "STACKED_AREA", bars = "STACKED_BAR" }

  _widgets = {
    for place, panel in local._panels : place => merge(
      { title = can(panel.incidents) ? panel.title : "${panel.title} (${local._words[place]})" },
      { for none in ["incidentList"] : none => {} if can(panel.incidents) },
      {
        for chart in ["xyChart"] : chart => {
          dataSets = [for set in local.sets[place] : {
            timeSeriesQuery    = set.query
            plotType           = local._plot_types[try(set.line, false) ? "lines" : try(panel.kind, "lines")]
            legendTemplate     = set.legend
            minAlignmentPeriod = "${set.period}s"
            targetAxis         = "Y1"
          }]
          yAxis      = { label = local._words[place], scale = "LINEAR" }
          thresholds = [for limit in local._limits[place] : { label = limit.label, value = limit.value, targetAxis = "Y1" } if limit.tuned == null]
        } if !can(panel.incidents) && try(panel.kind, "lines") != "score"
      },
      {
        for score in ["scorecard"] : score => merge(
          {
            timeSeriesQuery = local.sets[place][0].query
            thresholds = [for limit in local._limits[place] : {
              label = limit.label, value = limit.value, color = "RED", direction = limit.above ? "ABOVE" : "BELOW"
            }]
          },
          { for gauge in ["gaugeView"] : gauge => { lowerBound = 0, upperBound = 1 } if try(panel.slo.show, "") == "budget" },
          { for line in ["sparkChartView"] : line => { sparkChartType = "SPARK_LINE" } if try(panel.slo.show, "") != "budget" },
        ) if try(panel.kind, "lines") == "score"
      },
    )
  }

  _panel_heights = {
    for place, section in local._sections : place => alltrue([for panel in section.panels : try(panel.kind, "lines") == "score"]) ? 8 : 16
  }
  _heights = {
    for place, section in local._sections : place => local._header_height + ceil(length(section.panels) / section.columns) * local._panel_heights[place]
  }
  _tops = merge([
    for name, dashboard in local._dashboards : {
      for at, section in dashboard.sections : "${name}/${at}" => sum(concat([0], [for above in range(at) : local._heights["${name}/${above}"]]))
    }
  ]...)

  dashboards = {
    for name, dashboard in local._dashboards : name => {
      displayName = dashboard.title
      mosaicLayout = {
        columns = local._width
        tiles = flatten([
          for at, section in dashboard.sections : concat(
            [{
              xPos   = 0
              yPos   = local._tops["${name}/${at}"]
              width  = local._width
              height = local._header_height
              widget = { title = section.title, sectionHeader = { dividerBelow = true } }
            }],
            [for number, panel in local._sections["${name}/${at}"].panels : {
              xPos   = number % section.columns * local._width / section.columns
              yPos   = local._tops["${name}/${at}"] + local._header_height + floor(number / section.columns) * local._panel_heights["${name}/${at}"]
              width  = local._width / section.columns
              height = local._panel_heights["${name}/${at}"]
              widget = local._widgets["${name}/${at}/${number}"]
            }],
          )
        ])
      }
    }
  }
}
