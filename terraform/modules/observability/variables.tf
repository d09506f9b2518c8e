# SPDX-License-Identifier: Apache-2.0
variable "billing" {
  description = "Billing account, monthly budget in units of its currency, and id of the topic to which its use is published; null for none."
  type = object({
    account = string
    budget  = number
    topic   = string
  })
  default = null
  validation {
    condition     = var.billing == null || can(regex("^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$", var.billing.account))
    error_message = "The billing account must have the form 012345-6789AB-CDEF01, as `gcloud billing accounts list` prints it."
  }
  validation {
    condition     = var.billing == null || try(var.billing.budget > 0 && floor(var.billing.budget) == var.billing.budget, false)
    error_message = "The budget must be a whole number above 0."
  }
}

variable "catalog" {
  description = "Folder of the catalog."
  type        = string
  nullable    = false
  validation {
    condition = alltrue([
      for slo in values(try(yamldecode(file("${var.catalog}/slos.yaml")).slos, {})) : slo.goal > 0 && slo.goal <= 0.9999
    ])
    error_message = "Every goal in slos.yaml must be above 0 and at most 0.9999, which is the most that Cloud Monitoring takes."
  }
  validation {
    condition = alltrue([
      for slo in values(try(yamldecode(file("${var.catalog}/slos.yaml")).slos, {})) :
      slo.rollingDays >= 1 && slo.rollingDays <= 30 && floor(slo.rollingDays) == slo.rollingDays
    ])
    error_message = "Every rollingDays in slos.yaml must be a whole number from 1 to 30."
  }
  validation {
    condition = alltrue(flatten([
      for alert in values(try(yamldecode(file("${var.catalog}/alerts.yaml")).alerts, {})) : [
        for condition in values(alert.conditions) : [
          for kind in values(condition) : kind.forSeconds % 60 == 0 && kind.forSeconds <= 86400
        ]
      ]
    ]))
    error_message = "Every forSeconds in alerts.yaml must be a multiple of 60 and at most 86400."
  }
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
  description = "Notification channels by key: kind email with a mail address, slack with a channel such as #alerts, pagerduty without address."
  type = map(object({
    kind    = string
    name    = string
    address = optional(string, "")
  }))
  nullable = false
  validation {
    condition     = alltrue([for channel in values(var.channels) : contains(["email", "slack", "pagerduty"], channel.kind)])
    error_message = "The kind of a channel must be email, slack or pagerduty."
  }
  validation {
    condition     = anytrue([for channel in values(var.channels) : channel.kind == "email"])
    error_message = "One channel must be of kind email, because alerts without another channel go there."
  }
  validation {
    condition = alltrue([
      for channel in values(var.channels) : channel.kind != "email" || can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", channel.address))
    ])
    error_message = "A channel of kind email needs a mail address, such as on-call@example.com."
  }
  validation {
    condition = alltrue([
      for channel in values(var.channels) : channel.kind != "slack" || startswith(channel.address, "#")
    ])
    error_message = "A channel of kind slack needs the name of a Slack channel that begins with #."
  }
  validation {
    condition = alltrue([
      for key, channel in var.channels : channel.kind == "email" || contains(keys(var.channel_secrets), key)
    ])
    error_message = "Each channel of kind slack or pagerduty needs a secret of its key in channel_secrets."
  }
  validation {
    condition     = length(distinct([for channel in values(var.channels) : lower(channel.name)])) == length(var.channels)
    error_message = "Two channels have the same name, so nobody could tell them apart in the console."
  }
}

variable "durations" {
  description = "Seconds for which conditions must be met in place of those in alerts.yaml, by alert/condition."
  type        = map(number)
  default     = {}
  nullable    = false
  validation {
    condition = alltrue([
      for place in keys(var.durations) : anytrue(flatten([
        for name, alert in try(yamldecode(file("${var.catalog}/alerts.yaml")).alerts, {}) : [
          for key, condition in alert.conditions : place == "${name}/${key}" && !can(condition.absent)
        ]
      ]))
    ])
    error_message = "Each key of durations must be an alert and one of its conditions that has a threshold, as latency-high/p95."
  }
  validation {
    condition = alltrue([
      for place in keys(var.durations) : !anytrue(flatten([
        for name, alert in try(yamldecode(file("${var.catalog}/alerts.yaml")).alerts, {}) : [
          for key, condition in alert.conditions : place == "${name}/${key}" && anytrue([can(condition.promql.above.tuned), can(condition.promql.below.tuned)])
        ]
      ]))
    ])
    error_message = "A condition whose threshold tune publishes keeps the duration of alerts.yaml, because its thresholds are proven with that one."
  }
  validation {
    # Below 60 the API refuses an evaluation of missing data.
    condition     = alltrue([for value in values(var.durations) : value >= 60 && value <= 86400 && value % 60 == 0])
    error_message = "Each duration must be a multiple of 60 from 60 to 86400."
  }
  validation {
    condition     = length(setsubtract(keys(var.durations), keys(var.thresholds))) == 0
    error_message = "Each duration needs a threshold of its key in thresholds, because they are proven together."
  }
}

variable "functions" {
  description = "Names of the deployed functions, whose log lines are kept."
  type        = set(string)
  nullable    = false
}

variable "incidents" {
  description = "Id of the topic to which every alert is published, and the project's number; null for none."
  type = object({
    topic          = string
    project_number = string
  })
  default = null
}

variable "location" {
  description = "Location of the log buckets: global or a region."
  type        = string
  nullable    = false
}

variable "log_project" {
  description = "Project of the log buckets, if it is another one."
  type        = string
  default     = null
}

variable "project" {
  description = "Id of the project."
  type        = string
  nullable    = false
}

variable "runbook_url" {
  description = "Address of the folder that shows runbooks to people, for the links of alerts; null for no links."
  type        = string
  default     = null
  validation {
    condition     = var.runbook_url == null || can(regex("^https://.*[^/]$", var.runbook_url))
    error_message = "The address of the runbooks must begin with https:// and must not end in a slash."
  }
}

variable "runbooks" {
  description = "Folder of the runbooks, whose texts become part of the alerts."
  type        = string
  nullable    = false
  validation {
    condition = alltrue([
      for name in concat(
        keys(try(yamldecode(file("${var.catalog}/alerts.yaml")).alerts, {})),
        keys(try(yamldecode(file("${var.catalog}/slos.yaml")).slos, {})),
      ) : fileexists("${var.runbooks}/${name}.md")
    ])
    error_message = "Every alert in alerts.yaml and every objective in slos.yaml must have a runbook, a file of its name that ends in .md."
  }
  validation {
    # Room for the project and the region of the installation.
    condition     = alltrue([for file in fileset(var.runbooks, "*.md") : length(file("${var.runbooks}/${file}")) <= 8100])
    error_message = "A runbook must have at most 8100 characters, because Cloud Monitoring takes 8192."
  }
}

variable "thresholds" {
  description = "Thresholds in place of those in alerts.yaml, by alert/condition."
  type        = map(number)
  default     = {}
  nullable    = false
  validation {
    condition = alltrue([
      for place in keys(var.thresholds) : anytrue(flatten([
        for name, alert in try(yamldecode(file("${var.catalog}/alerts.yaml")).alerts, {}) : [
          for key, condition in alert.conditions : place == "${name}/${key}" && !can(condition.absent)
        ]
      ]))
    ])
    error_message = "Each key of thresholds must be an alert and one of its conditions that has a threshold, as latency-high/p95."
  }
  validation {
    condition     = alltrue([for value in values(var.thresholds) : value >= 0])
    error_message = "Each threshold must be 0 or more."
  }
}
