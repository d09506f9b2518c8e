# SPDX-License-Identifier: Apache-2.0
locals {
  _catalog = yamldecode(file("${var.catalog}/functions.yaml"))
  _served = toset([
    for subscription in values(local._catalog.subscriptions) : subscription.topic
    if contains(var.functions, try(subscription.push.function, ""))
  ])
  schedules = { for name, schedule in local._catalog.schedules : name => schedule if contains(local._served, schedule.topic) }
}

# Jobs publish as the service agent of Cloud Scheduler, which needs no grant within its project.
resource "google_cloud_scheduler_job" "job" {
  for_each = local.schedules

  project     = var.project
  region      = var.region
  name        = each.key
  description = each.value.description
  schedule    = each.value.cron
  time_zone   = each.value.timeZone
  paused      = contains(var.paused, each.key)

  pubsub_target {
    topic_name = var.topics[each.value.topic]
    data       = base64encode(each.value.payload)
    attributes = try(each.value.attributes, {})
  }

  # Without it, a message that could not be published is lost: a night's scan, for example. Each is harmless when it comes twice.
  retry_config {
    retry_count          = 3
    min_backoff_duration = "5s"
    max_backoff_duration = "20s"
  }
}
