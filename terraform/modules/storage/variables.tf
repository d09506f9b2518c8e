# SPDX-License-Identifier: Apache-2.0
variable "buckets" {
  description = "Buckets of the catalog, by name."
  type = map(object({
    description   = string
    retentionDays = number
  }))
  nullable = false
  validation {
    condition     = alltrue([for bucket in values(var.buckets) : bucket.retentionDays >= 60 && bucket.retentionDays <= 3650])
    error_message = "Objects must be kept for 60 to 3650 days: from the 30th on they are in a storage class for which 30 are charged at least."
  }
}

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
  description = "Principals that may read the buckets of the catalog, by any key."
  type        = map(string)
  default     = {}
  nullable    = false
  validation {
    condition     = alltrue([for member in values(var.readers) : can(regex("^(user|group|serviceAccount|principal|principalSet):[^:]", member))])
    error_message = "Readers must be named, as in group:data@example.com; allUsers and allAuthenticatedUsers are refused."
  }
}
