# SPDX-License-Identifier: Apache-2.0
output "code" {
  description = "Name of the bucket for code."
  value       = google_storage_bucket.code.name
}

output "names" {
  description = "Names in Google Cloud of the catalog's buckets."
  value       = { for key, bucket in google_storage_bucket.declared : key => bucket.name }
}
