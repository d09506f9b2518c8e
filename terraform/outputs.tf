# SPDX-License-Identifier: Apache-2.0
output "database" {
  description = "Private address of the database, for TRUENAME_DATABASE_URL; null without one."
  value       = one(module.database[*].private_address)
}

output "policies" {
  description = "Alert policies by name."
  value       = module.observability.policies
}

output "reports" {
  description = "Name of the bucket for reports."
  value       = module.storage.names["reports"]
}

output "secrets" {
  description = "Ids of the secrets that need a value."
  value       = keys(module.secrets.ids)
}

output "uris" {
  description = "Address of each function."
  value       = { for name, function in module.function : name => function.uri }
}
