# SPDX-License-Identifier: Apache-2.0
output "connections" {
  description = "Connections that functions can share: those of the server without the ones for people, replicas and its own work."
  value       = var.connections - 20
}

output "instance" {
  description = "The instance as project:name, which TRUENAME_CLOUDSQL_INSTANCE takes."
  value       = "${var.project}:${local._instance}"
  depends_on  = [google_sql_database.corpus]
}

output "private_address" {
  description = "Private address of the instance."
  value       = one(concat(google_sql_database_instance.instance[*].private_ip_address, data.google_sql_database_instance.existing[*].private_ip_address))
}
