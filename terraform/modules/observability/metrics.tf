# SPDX-License-Identifier: Apache-2.0
locals {
  _log_metrics      = { for name, metric in local._metrics : name => metric if can(metric.source.log) }
  _function_metrics = { for name, metric in local._metrics : name => metric if can(metric.source.function) || can(metric.source.external) }
}

resource "google_logging_metric" "metric" {
  for_each = local._log_metrics

  project     = var.project
  name        = "truename/${each.key}"
  description = each.value.description
  filter = join("", concat(
    ["jsonPayload.event=\"${each.value.source.log.event}\""],
    [for more in try([each.value.source.log.filter], []) : " AND (${more})"],
  ))
  value_extractor  = try("EXTRACT(jsonPayload.${each.value.source.log.field})", null)
  label_extractors = { for key, label in try(each.value.labels, {}) : key => "EXTRACT(jsonPayload.${label.field})" }

  metric_descriptor {
    display_name = each.value.description
    metric_kind  = each.value.kind
    value_type   = each.value.valueType
    unit         = each.value.unit
    dynamic "labels" {
      for_each = try(each.value.labels, {})
      content {
        key         = labels.key
        value_type  = "STRING"
        description = labels.value.description
      }
    }
  }

  dynamic "bucket_options" {
    for_each = try([each.value.buckets], [])
    content {
      dynamic "explicit_buckets" {
        for_each = try([bucket_options.value.explicit], [])
        content {
          bounds = explicit_buckets.value
        }
      }
      dynamic "exponential_buckets" {
        for_each = try([bucket_options.value.exponential], [])
        content {
          scale              = exponential_buckets.value.scale
          growth_factor      = exponential_buckets.value.growthFactor
          num_finite_buckets = exponential_buckets.value.finiteBuckets
        }
      }
    }
  }
}

# A function would make a descriptor with its first point. Made here, alerts can name it before that.
resource "google_monitoring_metric_descriptor" "metric" {
  for_each = local._function_metrics

  project      = var.project
  type         = local.metric_types[each.key]
  display_name = each.value.description
  description  = each.value.description
  metric_kind  = each.value.kind
  value_type   = each.value.valueType
  unit         = each.value.unit
  dynamic "labels" {
    for_each = try(each.value.labels, {})
    content {
      key         = labels.key
      value_type  = "STRING"
      description = labels.value.description
    }
  }
}
