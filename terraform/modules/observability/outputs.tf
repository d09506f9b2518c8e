# SPDX-License-Identifier: Apache-2.0
output "filters" {
  description = "Monitoring filter of each series of the catalog by its place in it."
  value       = local.filters
}

output "policies" {
  description = "Alert policies by name: alerts, tiers of objectives, and spent budgets."
  value = merge(
    { for key, policy in google_monitoring_alert_policy.alert : key => policy.name },
    { for key, policy in google_monitoring_alert_policy.burn_rate : key => policy.name },
    { for key, policy in google_monitoring_alert_policy.budget_spent : "${key}-spent" => policy.name },
  )
}

output "queries" {
  description = "PromQL of each such condition as alert/condition."
  value       = local.queries
}

output "slos" {
  description = "Service level objectives by name."
  value       = { for key, slo in google_monitoring_slo.slo : key => slo.name }
}
