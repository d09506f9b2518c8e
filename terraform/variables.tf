# SPDX-License-Identifier: Apache-2.0
variable "billing" {
  description = "Billing account and monthly budget, whose use is published; null for none."
  type = object({
    account = string
    budget  = number
  })
  default = null
}

variable "channel_secrets" {
  description = "Slack token or PagerDuty integration key of each such channel, by the channel's key. It does not enter the state."
  type        = map(string)
  default     = {}
  nullable    = false
  ephemeral   = true
  sensitive   = true
}

variable "channel_secrets_version" {
  description = "Number to raise when a secret of a channel changes."
  type        = number
  default     = 1
  nullable    = false
}

variable "channels" {
  description = "Notification channels by key: kind email with a mail address, slack with a channel such as #alerts, pagerduty without address. At least one email."
  type = map(object({
    kind    = string
    name    = string
    address = optional(string, "")
  }))
  nullable = false
}

variable "cost_views" {
  description = "Dataset for views on the billing export, and its table, for Looker Studio; null for none."
  type = object({
    dataset = string
    export  = object({ project = string, dataset = string, table = string })
  })
  default = null
}

variable "database" {
  description = "Cloud SQL for migrate, probe, tune and report: the name of an existing instance, or how to make one; null without them."
  type = object({
    existing         = optional(string)
    tier             = optional(string, "db-custom-2-7680")
    availability     = optional(string, "REGIONAL")
    connections      = optional(number, 120)
    disk_gb          = optional(number, 20)
    deny_maintenance = optional(object({ start = string, end = string }))
    logins           = optional(map(string), {})
  })
  default = null
}

variable "durations" {
  description = "Seconds for which conditions must be met in place of those in catalog/alerts.yaml, by alert/condition, beside `thresholds` as tune writes them: a threshold was proven with its duration."
  type        = map(number)
  default     = {}
  nullable    = false
}

variable "functions" {
  description = "Functions to deploy by name: the zip of each, its scaling if it is not the one of functions.yaml, whether new revisions are staged, whether known look-ups share a Redis, and its callers by any key."
  type = map(object({
    zip         = string
    min         = optional(number)
    max         = optional(number)
    concurrency = optional(number)
    staged      = optional(bool, false)
    redis       = optional(bool, false)
    invokers    = optional(map(string), {})
  }))
  nullable = false
  validation {
    condition     = length(var.functions) > 0 && alltrue([for name in keys(var.functions) : contains(["generate", "migrate", "probe", "tune", "report"], name)])
    error_message = "The functions to deploy must be among generate, migrate, probe, tune and report, as in terraform/catalog/functions.yaml."
  }
  validation {
    condition     = alltrue([for name, function in var.functions : !function.redis || name == "probe"])
    error_message = "Only probe takes a Redis, for known look-ups. Remove redis from the other functions."
  }
  validation {
    condition     = var.database != null || !anytrue([for name in keys(var.functions) : contains(keys(local._pools), name)])
    error_message = "The functions migrate, probe, tune and report need a database. Set the variable database."
  }
  validation {
    condition     = var.mapping != null || !anytrue([for name in keys(var.functions) : contains(["migrate", "probe", "report"], name)])
    error_message = "The functions migrate, probe and report need a mapping of the corpus. Set the variable mapping."
  }
  validation {
    condition = sum(concat([0], [
      for name, function in var.functions : coalesce(function.max, try(local._declared[name].scaling.most, 1)) * lookup(local._pools, name, 0)
    ])) <= try(var.database.connections, 120) - 20
    error_message = "Together the instances could open more connections than the database has: migrate opens 6, probe 9, tune 4 and report 4 in each instance, and 20 stay free for people. Lower max, or raise database.connections."
  }
}

variable "log_project" {
  description = "Project of the log buckets, if it is another one."
  type        = string
  default     = null
}

variable "mapping" {
  description = "Path of the mapping of the corpus, the YAML that names tables and columns."
  type        = string
  default     = null
  validation {
    condition     = var.mapping == null || try(fileexists(var.mapping), false)
    error_message = "The file of the mapping does not exist."
  }
}

variable "network" {
  description = "Network, by name, and subnetwork in the region, through which functions reach the database and the database has its address; null without a database."
  type = object({
    network    = string
    subnetwork = string
  })
  default = null
  validation {
    condition     = var.database == null || var.network != null
    error_message = "A database is reached by its private address, so the variable network must be set."
  }
}

variable "project" {
  description = "Id of the project. It holds one installation."
  type        = string
  nullable    = false
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "The project must be its id, with 6 to 30 small letters, digits and hyphens, and not its number or name."
  }
}

variable "region" {
  description = "Region of everything that has one."
  type        = string
  nullable    = false
  validation {
    condition     = can(regex("^(africa|asia|australia|europe|me|northamerica|southamerica|us)-(central|east|north|northeast|northwest|south|southeast|southwest|west)[0-9]{1,2}$", var.region))
    error_message = "The region must have the form of europe-west1: a part of the world, a direction and a number. It is not a zone, which ends in a letter."
  }
}

variable "report" {
  description = "Settings of report: zone of its readers; address under which they reach it, ending with a slash, for links that ask for feedback, null for no links; table of the billing export in BigQuery as project.dataset.table, null where costs come as files."
  type = object({
    zone          = optional(string, "Etc/UTC")
    feedback_url  = optional(string)
    billing_table = optional(string)
  })
  default  = {}
  nullable = false
  validation {
    condition     = can(regex("^[A-Z][A-Za-z]*(/[A-Za-z0-9_+-]+){0,2}$", var.report.zone))
    error_message = "The zone of the readers must be one of the tz database, such as Europe/Berlin or Etc/UTC."
  }
  validation {
    condition     = var.report.feedback_url == null || can(regex("^https://[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?/([^\\s?#]+/)?$", var.report.feedback_url))
    error_message = "The address of the feedback links must be https://host/, without a query, and end with a slash."
  }
  validation {
    condition     = var.report.billing_table == null || can(regex("^([a-z0-9.-]{1,60}:)?[a-z][a-z0-9-]{4,28}[a-z0-9][.][A-Za-z0-9_]{1,200}[.][A-Za-z0-9_]{1,200}$", var.report.billing_table))
    error_message = "The table of the billing export must be project.dataset.table, such as my-project.billing.gcp_billing_export_v1_012345_6789AB_CDEF01."
  }
  validation {
    condition     = contains(keys(var.functions), "report") || (var.report.feedback_url == null && var.report.billing_table == null)
    error_message = "Without the function report nothing asks for feedback or reads the billing export. Add report to functions, or leave the settings out."
  }
}

variable "report_readers" {
  description = "Principals that may read reports, by any key."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "runbook_url" {
  description = "Address of the folder that shows runbooks to people, for the links of alerts; null for no links."
  type        = string
  default     = null
}

variable "thresholds" {
  description = "Thresholds in place of those in catalog/alerts.yaml, by alert/condition, as `POST /proposals/{id}/apply?as=tfvars` of tune writes them. Where tune publishes a threshold, it is the one that counts while nothing is published."
  type        = map(number)
  default     = {}
  nullable    = false
}
