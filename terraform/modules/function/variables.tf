# SPDX-License-Identifier: Apache-2.0
variable "artifacts" {
  description = "Bucket for the uploaded code."
  type        = string
  nullable    = false
}

variable "buckets" {
  description = "Names of the buckets in which the function creates and reads objects, by setting."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "build_service_account" {
  description = "Id of the service account that builds, as projects/p/serviceAccounts/mail."
  type        = string
  nullable    = false
}

variable "database" {
  description = "Connections: those that the database has for this function, and the pool of one instance; null without a database."
  type = object({
    connections = number
    pool        = optional(number, 6)
  })
  default = null
}

variable "environment" {
  description = "Settings besides those of the catalog."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "function" {
  description = "Entry of the function in functions.yaml."
  type = object({
    description    = string
    entryPoint     = string
    timeoutSeconds = number
    memoryMiB      = number
    environment    = optional(map(string), {})
  })
  nullable = false
  validation {
    condition     = var.function.timeoutSeconds >= 1 && var.function.timeoutSeconds <= 3600
    error_message = "The time-out of a function must be from 1 to 3600 seconds."
  }
  validation {
    condition     = var.function.memoryMiB >= 512 && var.function.memoryMiB <= 32768
    error_message = "The memory of a function must be from 512 to 32768 MiB; a Java function with less does not start."
  }
}

variable "invokers" {
  description = "Principals that may call the function, by any key."
  type        = map(string)
  default     = {}
  nullable    = false
  validation {
    condition     = alltrue([for member in values(var.invokers) : can(regex("^(user|group|serviceAccount|principal|principalSet):[^:]", member))])
    error_message = "Callers must be named, as in user:anna@example.com or group:search@example.com; allUsers and allAuthenticatedUsers are refused."
  }
}

variable "name" {
  description = "Name of the function."
  type        = string
  nullable    = false
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,15}$", var.name))
    error_message = "The name of a function must have 2 to 16 small letters, digits and hyphens and begin with a letter; names of service accounts contain it."
  }
}

variable "network" {
  description = "Network and subnetwork, in the function's region, through which it reaches private addresses; null for none."
  type = object({
    network    = string
    subnetwork = string
  })
  default = null
}

variable "project" {
  description = "Id of the project."
  type        = string
  nullable    = false
}

variable "region" {
  description = "Region of the function."
  type        = string
  nullable    = false
}

variable "roles" {
  description = "Roles on the project that the function needs. Each should be the smallest that serves."
  type        = set(string)
  default     = []
  nullable    = false
  validation {
    condition     = alltrue([for role in var.roles : !contains(["roles/owner", "roles/editor", "roles/viewer"], role) && !can(regex("[aA]dmin$", role))])
    error_message = "A function must not have a basic role or the role of an administrator."
  }
}

variable "runtime" {
  description = "Runtime of Cloud Run functions."
  type        = string
  default     = "java21"
  nullable    = false
  validation {
    condition     = contains(["java17", "java21", "java25"], var.runtime)
    error_message = "The runtime must be java17, java21 or java25."
  }
}

variable "scaling" {
  description = "Fewest and most instances, and requests at once of one instance."
  type = object({
    min         = number
    max         = number
    concurrency = number
  })
  nullable = false
  validation {
    condition     = var.scaling.min >= 0 && var.scaling.max >= 1 && var.scaling.max <= 1000 && var.scaling.min <= var.scaling.max
    error_message = "There must be 1 to 1000 instances at most, and the fewest must not be more than the most."
  }
  validation {
    condition     = var.scaling.concurrency >= 1 && var.scaling.concurrency <= 1000
    error_message = "An instance can serve 1 to 1000 requests at once."
  }
  validation {
    condition     = var.database == null || try(var.scaling.max * var.database.pool <= var.database.connections, false)
    error_message = "Most instances times pool is more than the connections that the database has for this function. Lower max, or give the database more connections."
  }
}

variable "secrets" {
  description = "Id of the secret in Secret Manager for each setting that is one."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "staged" {
  description = "Whether a new revision waits for requests until somebody gives it some."
  type        = bool
  default     = false
  nullable    = false
}

variable "topics" {
  description = "Topics that the function publishes to."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "zip" {
  description = "Path of the zipped folder target/deploy of the function's module."
  type        = string
  nullable    = false
  validation {
    condition     = fileexists(var.zip)
    error_message = "The zip of the function does not exist. README.md tells how to make it."
  }
}
