# SPDX-License-Identifier: Apache-2.0
output "name" {
  description = "Name of the function and of its Cloud Run service."
  value       = google_cloudfunctions2_function.function.name
}

output "service_account" {
  description = "Mail address of the function's service account."
  value       = google_service_account.function.email
}

output "uri" {
  description = "Address of the function."
  value       = google_cloudfunctions2_function.function.service_config[0].uri
  depends_on  = [google_cloud_run_service_iam_member.invoker]
}
