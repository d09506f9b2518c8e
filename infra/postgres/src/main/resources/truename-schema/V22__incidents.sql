-- SPDX-License-Identifier: Apache-2.0
--
-- Notifications of incidents as they came, people's verdicts, and changes that can have caused incidents.

CREATE TABLE truename.incident_notification (
    incident    text NOT NULL,
    started_at  timestamptz NOT NULL,
    closed      boolean NOT NULL,           -- one message that it opened, one that it closed
    message     jsonb NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (incident, started_at, closed)
);
CREATE INDEX incident_notification_time ON truename.incident_notification (started_at);

CREATE TABLE truename.incident_verdict (
    number   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident text NOT NULL,                 -- id of an opening, with the second of its start
    real     boolean NOT NULL,
    by       text NOT NULL,
    at       timestamptz NOT NULL,
    reason   text NOT NULL
);
CREATE INDEX incident_verdict_at ON truename.incident_verdict (at);

-- Revisions are noticed in metrics, which forget them.
CREATE TABLE truename.component_change (
    kind      text NOT NULL CHECK (kind IN ('DEPLOY', 'MIGRATION', 'SCHEDULE')),
    component text NOT NULL,
    name      text NOT NULL,
    at        timestamptz NOT NULL,
    PRIMARY KEY (kind, component, name)
);
CREATE INDEX component_change_at ON truename.component_change (at);
