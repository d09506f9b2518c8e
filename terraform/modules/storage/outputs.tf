# SPDX-License-Identifier: Apache-2.0
output "code" {
  description = "Name of the bucket for code."
  value       = google_storage_bucket.code.name
}

output "reports" {
  description = "Name of the bucket for reports."
  value       = google_storage_bucket.reports.name
  depends_on  = [google_storage_bucket_iam_member.reader]
}
