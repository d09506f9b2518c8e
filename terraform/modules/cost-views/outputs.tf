# SPDX-License-Identifier: Apache-2.0
output "daily" {
  description = "Name of the view of daily costs, as Looker Studio and GoogleSQL take it."
  value       = "${google_bigquery_table.daily.project}.${google_bigquery_table.daily.dataset_id}.${google_bigquery_table.daily.table_id}"
}
