# SPDX-License-Identifier: Apache-2.0
output "jobs" {
  description = "Ids of the jobs by name."
  value       = { for name, job in google_cloud_scheduler_job.job : name => job.id }
}
