-- SPDX-License-Identifier: Apache-2.0
--
-- Money and feedback: budgets, prices, billed costs, recommendations with what came of them, and answers of readers.

-- State of a budget in a period: the latest notification. Which one that is, io.truename.costing.budget decides.
CREATE TABLE truename.budget_state (
    budget             text NOT NULL,
    period_start       timestamptz NOT NULL,
    account            text NOT NULL,
    name               text NOT NULL,
    cost               numeric NOT NULL,
    amount             numeric NOT NULL CHECK (amount >= 0),       -- 0 = none
    currency           text NOT NULL,
    alert_threshold    numeric,
    forecast_threshold numeric,
    published_at       timestamptz NOT NULL,
    PRIMARY KEY (budget, period_start)
) WITH (fillfactor = 70);
CREATE INDEX budget_state_period ON truename.budget_state (period_start);

-- When a threshold was first exceeded in the period.
CREATE TABLE truename.budget_threshold (
    budget       text NOT NULL,
    period_start timestamptz NOT NULL,
    forecast     boolean NOT NULL,                                 -- of the forecast, not of the cost
    share        numeric NOT NULL,
    first_at     timestamptz NOT NULL,
    PRIMARY KEY (budget, period_start, forecast, share),
    FOREIGN KEY (budget, period_start) REFERENCES truename.budget_state ON DELETE CASCADE
);

-- Prices by date: each holds until the next of its key. Those of the installation's catalog are written anew at every start.
CREATE TABLE truename.price (
    key                  text COLLATE "C" NOT NULL,
    holds_from           date NOT NULL,
    unit                 text NOT NULL,
    base_unit            text NOT NULL,
    base_units           numeric NOT NULL CHECK (base_units > 0),
    starts               numeric[] NOT NULL,                       -- of tiers, in units
    each_costs           numeric[] NOT NULL,                       -- a unit of the tier
    aggregation_level    text NOT NULL CHECK (aggregation_level IN ('ACCOUNT', 'PROJECT')),
    aggregation_interval text NOT NULL CHECK (aggregation_interval IN ('DAILY', 'MONTHLY')),
    currency             text NOT NULL,
    source               text NOT NULL,
    installed            boolean NOT NULL,                         -- of the catalog
    PRIMARY KEY (key, holds_from),
    CHECK (cardinality(starts) = cardinality(each_costs) AND cardinality(starts) > 0)
);

CREATE TABLE truename.cost_import (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    part        text NOT NULL,
    imported_at timestamptz NOT NULL,
    row_count   bigint NOT NULL DEFAULT 0
);

-- Rows of billing exports, which have no key of their own. A later import replaces the hours of an account that it has rows of.
CREATE TABLE truename.cost_row (
    import       bigint NOT NULL REFERENCES truename.cost_import,
    export       text NOT NULL CHECK (export IN ('STANDARD', 'DETAILED', 'FOCUS')),
    account      text NOT NULL,
    part         text NOT NULL,                                    -- of files that share hours; empty for the only one
    hour         timestamptz NOT NULL,                             -- of from_at
    from_at      timestamptz NOT NULL,
    until_at     timestamptz NOT NULL,
    service      text NOT NULL,
    sku          text NOT NULL,
    sku_name     text NOT NULL,
    project      text NOT NULL,
    region       text NOT NULL,
    labels       jsonb NOT NULL,
    cost         numeric NOT NULL,                                 -- before credits
    credits      numeric NOT NULL,                                 -- their sum, counted once
    currency     text NOT NULL,
    usage_amount numeric,
    usage_unit   text,
    type         text NOT NULL CHECK (type IN ('USAGE', 'TAX', 'ADJUSTMENT', 'ROUNDING')),
    CHECK (from_at <= until_at),
    CHECK ((usage_amount IS NULL) = (usage_unit IS NULL))
);
CREATE INDEX cost_row_hour ON truename.cost_row (account, hour);
CREATE INDEX cost_row_from ON truename.cost_row (from_at);
CREATE INDEX cost_row_import ON truename.cost_row (import);

-- Ways to lower the bill that a report proposed, so that a later one can tell what came of them.
CREATE TABLE truename.recommendation (
    report         uuid NOT NULL,
    place          integer NOT NULL,                               -- in the ranking
    key            text NOT NULL,
    title          text NOT NULL,
    evidence_from  timestamptz NOT NULL,
    evidence_until timestamptz NOT NULL,
    evidence       text NOT NULL,
    low            numeric NOT NULL,                               -- saved each month, at least
    high           numeric NOT NULL,
    currency       text NOT NULL,
    risk           text NOT NULL CHECK (risk IN ('NONE', 'LOW', 'HIGH')),
    risk_reason    text NOT NULL,
    address        text NOT NULL,                                  -- of the change in Terraform
    argument       text NOT NULL,
    before_value   text NOT NULL,
    after_value    text NOT NULL,
    scopes         text[] NOT NULL,
    proposed_at    timestamptz NOT NULL,
    applied_at     timestamptz,                                    -- as a person said
    PRIMARY KEY (report, key)
);
CREATE INDEX recommendation_proposed ON truename.recommendation (proposed_at);

-- Answers to "was this useful?". Nothing here tells who gave one, and there are no words.
CREATE TABLE truename.feedback (
    id      uuid PRIMARY KEY,                                      -- of the answer: one that is sent twice counts once
    segment text NOT NULL,
    useful  boolean,
    score   smallint CHECK (score BETWEEN 0 AND 10),
    at      timestamptz NOT NULL,
    CHECK (useful IS NOT NULL OR score IS NOT NULL)
);
CREATE INDEX feedback_at ON truename.feedback (at);
