# SPDX-License-Identifier: Apache-2.0
resource "google_monitoring_dashboard" "dashboard" {
  for_each = local._dashboards

  project        = var.project
  dashboard_json = jsonencode(local.dashboards[each.key])
}
