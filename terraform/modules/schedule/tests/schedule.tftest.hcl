# SPDX-License-Identifier: Apache-2.0
mock_provider "google" {}

variables {
  project   = "demo-project"
  region    = "europe-west1"
  catalog   = "../../catalog"
  functions = ["generate", "migrate", "probe", "tune", "report"]
  topics = {
    self-checks = "t1", migration-steps = "t2", probe-health = "t3", probe-self-checks = "t4", probe-scans = "t5", tune-proposals = "t6", tune-ticks = "t7", report-ticks = "t8"
  }
}

run "inventory" {
  command = apply
  assert {
    condition     = length(google_cloud_scheduler_job.job) == length(local._catalog.schedules)
    error_message = "Every schedule of the catalog must be made."
  }
  assert {
    condition     = base64decode(google_cloud_scheduler_job.job["probe-full"].pubsub_target[0].data) == "{\"kind\":\"full\",\"seconds\":3600}" && google_cloud_scheduler_job.job["probe-full"].pubsub_target[0].topic_name == "t5"
    error_message = "A job publishes its payload to its topic."
  }
  assert {
    condition     = alltrue([for job in google_cloud_scheduler_job.job : one(job.retry_config).retry_count == 3 && job.time_zone == "Etc/UTC"])
    error_message = "A job tries again, and knows no summer time, which would repeat or leave out an hour of the night."
  }
}

run "one_function_only" {
  command = apply
  variables {
    functions = ["generate"]
    paused    = ["generate-self-check"]
  }
  assert {
    condition     = join(",", keys(google_cloud_scheduler_job.job)) == "generate-self-check" && google_cloud_scheduler_job.job["generate-self-check"].paused
    error_message = "Only the deployed function is woken, and not while its schedule is paused."
  }
}

run "unknown_paused" {
  command = plan
  variables {
    paused = ["nightly"]
  }
  expect_failures = [var.paused]
}
