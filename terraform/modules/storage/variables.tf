# SPDX-License-Identifier: Apache-2.0
variable "location" {
  description = "Location of the buckets."
  type        = string
  nullable    = false
}

variable "project" {
  description = "Id of the project."
  type        = string
  nullable    = false
}

variable "readers" {
  description = "Principals that may read reports, by any key."
  type        = map(string)
  default     = {}
  nullable    = false
  validation {
    condition     = alltrue([for member in values(var.readers) : can(regex("^(user|group|serviceAccount|principal|principalSet):[^:]", member))])
    error_message = "Readers must be named, as in group:data@example.com; allUsers and allAuthenticatedUsers are refused."
  }
}

variable "report_days" {
  description = "Days after which a report is deleted."
  type        = number
  default     = 400
  nullable    = false
  validation {
    condition     = var.report_days >= 30 && var.report_days <= 3650
    error_message = "Reports must be kept for 30 to 3650 days."
  }
}
