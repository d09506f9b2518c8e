# SPDX-License-Identifier: Apache-2.0
variable "availability" {
  description = "REGIONAL keeps a second server in another zone, ZONAL does not."
  type        = string
  default     = "REGIONAL"
  nullable    = false
  validation {
    condition     = contains(["REGIONAL", "ZONAL"], var.availability)
    error_message = "The availability must be REGIONAL or ZONAL."
  }
}

variable "backup" {
  description = "Start in UTC, backups to keep, and days for which any moment can be restored."
  type = object({
    start    = optional(string, "01:00")
    retained = optional(number, 14)
    log_days = optional(number, 7)
  })
  default  = {}
  nullable = false
  validation {
    condition     = can(regex("^([01][0-9]|2[0-3]):[0-5][0-9]$", var.backup.start))
    error_message = "Backups must start at a time of day, as in 01:00."
  }
  validation {
    condition     = var.backup.retained >= 1 && var.backup.retained <= 365 && var.backup.log_days >= 1 && var.backup.log_days <= 7
    error_message = "There must be 1 to 365 backups, and 1 to 7 days of logs."
  }
}

variable "connections" {
  description = "Most connections of the server (max_connections)."
  type        = number
  default     = 100
  nullable    = false
  validation {
    condition     = var.connections >= 25 && var.connections <= 5000
    error_message = "The server must allow 25 to 5000 connections."
  }
}

variable "deny_maintenance" {
  description = "Days without maintenance, such as those of a migration: first and last day as 2027-01-31; null for none."
  type = object({
    start = string
    end   = string
  })
  default = null
  validation {
    condition = var.deny_maintenance == null || alltrue([
      for day in try([var.deny_maintenance.start, var.deny_maintenance.end], []) : can(regex("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", day))
    ])
    error_message = "The days without maintenance must be dates, as in 2027-01-31."
  }
}

variable "disk_gb" {
  description = "Size of the disk at first. It grows by itself."
  type        = number
  default     = 20
  nullable    = false
  validation {
    condition     = var.disk_gb >= 10
    error_message = "The disk must have at least 10 GB."
  }
}

variable "existing" {
  description = "Name of an instance that is there already; null makes one. Nothing of an existing instance is changed."
  type        = string
  default     = null
}

variable "logins" {
  description = "People and groups that may log in with their Google account: kind CLOUD_IAM_USER or CLOUD_IAM_GROUP by mail address."
  type        = map(string)
  default     = {}
  nullable    = false
  validation {
    condition     = alltrue([for mail, kind in var.logins : contains(["CLOUD_IAM_USER", "CLOUD_IAM_GROUP"], kind) && strcontains(mail, "@")])
    error_message = "A login is a mail address with the kind CLOUD_IAM_USER or CLOUD_IAM_GROUP."
  }
}

variable "network" {
  description = "Id of the network with private services access, as projects/p/global/networks/main. Needed unless an instance exists."
  type        = string
  default     = null
  validation {
    condition     = var.existing != null || can(regex("^projects/[^/]+/global/networks/[^/]+$", var.network))
    error_message = "A new instance has a private address only, so it needs a network, as in projects/p/global/networks/main."
  }
}

variable "project" {
  description = "Id of the project."
  type        = string
  nullable    = false
}

variable "region" {
  description = "Region of the instance."
  type        = string
  nullable    = false
}

variable "tier" {
  description = "Machine of the instance."
  type        = string
  default     = "db-custom-2-7680"
  nullable    = false
  validation {
    condition     = can(regex("^db-(custom-[0-9]+-[0-9]+|f1-micro|g1-small|perf-optimized-N-[0-9]+)$", var.tier))
    error_message = "The tier must be one of Cloud SQL for PostgreSQL, as in db-custom-2-7680."
  }
}
