# SPDX-License-Identifier: Apache-2.0
output "dashboards" {
  description = "Ids of the dashboards by name."
  value       = { for name, dashboard in google_monitoring_dashboard.dashboard : name => dashboard.id }
}
