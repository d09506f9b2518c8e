-- SPDX-License-Identifier: Apache-2.0
--
-- Events of a pipeline's stages, added up by document. Of an event itself only its key is kept, and only for as long as it may be
-- delivered again: what has a row here was counted. Neither hashes of contents nor texts of events are kept.

CREATE TABLE truename.stage_event (
    key         uuid PRIMARY KEY,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX stage_event_received ON truename.stage_event (received_at);

-- Ids that stages used instead of the recipe's. An event that has the id only is of that document.
CREATE TABLE truename.stage_alias (
    used     uuid PRIMARY KEY,
    document uuid NOT NULL,
    seen_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX stage_alias_seen ON truename.stage_alias (seen_at);

-- One row for each document. For each stage: id of its latest event, times of its first and latest, most seconds that it worked,
-- rows that it said, chunks that it reported one by one, and those of them whose id is wrong.
CREATE TABLE truename.stage_document (
    id                uuid PRIMARY KEY,           -- the recipe's; while no event has named the inputs, the one used
    owner             text COLLATE "C",
    known             boolean NOT NULL,           -- whether an event has named the inputs
    first_at          timestamptz NOT NULL,
    uploaded_id       uuid, uploaded_first    timestamptz, uploaded_last    timestamptz, uploaded_seconds    double precision,
    uploaded_said     bigint, uploaded_seen   bigint, uploaded_wrong        bigint,
    parsed_id         uuid, parsed_first      timestamptz, parsed_last      timestamptz, parsed_seconds      double precision,
    parsed_said       bigint, parsed_seen     bigint, parsed_wrong          bigint,
    chunked_id        uuid, chunked_first     timestamptz, chunked_last     timestamptz, chunked_seconds     double precision,
    chunked_said      bigint, chunked_seen    bigint, chunked_wrong         bigint,
    embedded_id       uuid, embedded_first    timestamptz, embedded_last    timestamptz, embedded_seconds    double precision,
    embedded_said     bigint, embedded_seen   bigint, embedded_wrong        bigint,
    retrieved_id      uuid, retrieved_first   timestamptz, retrieved_last   timestamptz, retrieved_seconds   double precision,
    retrieved_said    bigint, retrieved_seen  bigint, retrieved_wrong       bigint,
    found_last        timestamptz,                -- latest retrieval that succeeded
    missed_last       timestamptz                 -- latest retrieval that failed
) WITH (fillfactor = 70);
CREATE INDEX stage_document_first ON truename.stage_document (first_at);
CREATE INDEX stage_document_failed ON truename.stage_document (owner, id) WHERE missed_last IS NOT NULL;

-- Retrievals by hour and user. Those without a user are spread over several rows, so that they do not wait for each other.
CREATE TABLE truename.retrieval_hour (
    hour   timestamptz NOT NULL,
    owner  text COLLATE "C" NOT NULL,             -- empty: not known
    slot   smallint NOT NULL,
    found  bigint NOT NULL,
    missed bigint NOT NULL,
    PRIMARY KEY (hour, owner, slot)
) WITH (fillfactor = 70);
