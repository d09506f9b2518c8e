# SPDX-License-Identifier: Apache-2.0
variable "catalog" {
  description = "Folder of the catalog."
  type        = string
  nullable    = false
}

variable "functions" {
  description = "Address of each deployed function by name. Subscriptions that push to another one are left out."
  type        = map(string)
  nullable    = false
}

variable "project" {
  description = "Id of the project."
  type        = string
  nullable    = false
}

variable "region" {
  description = "Region of the functions."
  type        = string
  nullable    = false
}
