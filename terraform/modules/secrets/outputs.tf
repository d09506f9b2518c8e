# SPDX-License-Identifier: Apache-2.0
output "ids" {
  description = "Ids of the secrets by themselves, known once they exist."
  value       = { for id, secret in google_secret_manager_secret.secret : id => secret.secret_id }
}
