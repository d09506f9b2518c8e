# SPDX-License-Identifier: Apache-2.0
# Views on the billing export, for Looker Studio or any other reader of BigQuery. Credits are added up row by row: a join with their list would
# count the cost of a row once for each of its credits.
locals {
  _net = "cost + IFNULL((SELECT SUM(credit.amount) FROM UNNEST(credits) AS credit), 0)"
}

resource "google_bigquery_table" "daily" {
  project             = var.project
  dataset_id          = var.dataset
  table_id            = "truename_daily_costs"
  description         = "Net cost by day in US Pacific time, project, service, region and currency, as Cloud Billing counts days."
  deletion_protection = false

  view {
    use_legacy_sql = false
    query          = <<-SQL
      SELECT
        DATE(usage_start_time, 'America/Los_Angeles') AS day,
        project.id AS project,
        service.description AS service,
        location.region AS region,
        currency,
        SUM(CAST(${local._net} AS NUMERIC)) AS net,
        SUM(CAST(cost AS NUMERIC)) AS before_credits
      FROM `${var.export.project}.${var.export.dataset}.${var.export.table}`
      GROUP BY day, project, service, region, currency
    SQL
  }
}
