# SPDX-License-Identifier: Apache-2.0
mock_provider "google" {}

variables {
  project   = "demo-project"
  location  = "europe-west1"
  catalog   = "../../catalog"
  runbooks  = "../../runbooks"
  functions = ["generate"]
  channels  = { mail = { kind = "email", name = "On call", address = "on-call@example.com" } }
}

run "no_mail" {
  command = plan
  variables {
    channels        = { slack = { kind = "slack", name = "Alerts", address = "#alerts" } }
    channel_secrets = { slack = "xoxb-1" }
  }
  expect_failures = [var.channels]
}

run "mail_without_address" {
  command = plan
  variables {
    channels = { mail = { kind = "email", name = "On call" } }
  }
  expect_failures = [var.channels]
}

run "two_channels_of_one_name" {
  command = plan
  variables {
    channels = {
      a = { kind = "email", name = "On call", address = "a@example.com" }
      b = { kind = "email", name = "on call", address = "b@example.com" }
    }
  }
  expect_failures = [var.channels]
}

run "unknown_kind" {
  command = plan
  variables {
    channels = {
      a = { kind = "email", name = "On call", address = "a@example.com" }
      b = { kind = "fax", name = "Fax" }
    }
  }
  expect_failures = [var.channels]
}

run "channel_without_secret" {
  command = plan
  variables {
    channels = {
      mail  = { kind = "email", name = "On call", address = "on-call@example.com" }
      pager = { kind = "pagerduty", name = "Pager" }
    }
  }
  expect_failures = [var.channels]
}

run "goal_beyond_one" {
  command = plan
  variables {
    catalog  = "tests/goal-beyond-one"
    runbooks = "tests/goal-beyond-one"
  }
  expect_failures = [var.catalog]
}

run "alert_without_runbook" {
  command = plan
  variables {
    runbooks = "tests/goal-beyond-one"
  }
  expect_failures = [var.runbooks]
}

run "billing_account" {
  command = plan
  variables {
    billing = { account = "my account", budget = 10, topic = "projects/demo/topics/budgets" }
  }
  expect_failures = [var.billing]
}

run "runbook_address" {
  command = plan
  variables {
    runbook_url = "http://example.com/runbooks/"
  }
  expect_failures = [var.runbook_url]
}

run "threshold_of_nothing" {
  command = plan
  variables {
    thresholds = { "region-unhealthy/silent" = 1 }
  }
  expect_failures = [var.thresholds]
}

run "negative_threshold" {
  command = plan
  variables {
    thresholds = { "latency-high/p95" = -1 }
  }
  expect_failures = [var.thresholds]
}

run "duration_of_a_published_threshold" {
  command = plan
  variables {
    thresholds = { "retrieval-failing/share" = 0.03 }
    durations  = { "retrieval-failing/share" = 300 }
  }
  expect_failures = [var.durations]
}

run "duration_without_threshold" {
  command = plan
  variables {
    durations = { "latency-high/p95" = 300 }
  }
  expect_failures = [var.durations]
}

run "duration_of_no_whole_minutes" {
  command = plan
  variables {
    thresholds = { "latency-high/p95" = 180 }
    durations  = { "latency-high/p95" = 90 }
  }
  expect_failures = [var.durations]
}

run "duration_of_nothing" {
  command = plan
  variables {
    thresholds = { "latency-high/p95" = 180 }
    durations  = { "latency-high/p99" = 300 }
  }
  expect_failures = [var.durations]
}
