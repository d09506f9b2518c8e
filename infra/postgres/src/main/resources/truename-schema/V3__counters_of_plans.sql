-- SPDX-License-Identifier: Apache-2.0
--
-- A run is looked at every second by people who wait for it: nothing that is shown may count ten million rows. What a plan
-- holds is counted as it is written; what went another way than planned is rare, so an index holds it.

ALTER TABLE truename.run
    ADD documents_planned bigint NOT NULL DEFAULT 0,
    ADD chunks_planned    bigint NOT NULL DEFAULT 0,
    ADD rows_planned      bigint NOT NULL DEFAULT 0;

CREATE FUNCTION truename.count_planned() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE truename.run r
       SET documents_planned = documents_planned + a.documents,
           chunks_planned = chunks_planned + a.chunks,
           rows_planned = rows_planned + a.rows
      FROM (SELECT run, count(*) AS documents, sum(chunks) AS chunks, sum(rows) AS rows FROM added GROUP BY run) a
     WHERE r.number = a.run;
    RETURN NULL;
END $$;

-- Once for each statement that adds to a plan, not for each row.
CREATE TRIGGER count_planned AFTER INSERT ON truename.document_map
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION truename.count_planned();

-- SKIPPED, QUARANTINED, GONE, STALE.
CREATE INDEX document_map_exceptions ON truename.document_map (run, state) WHERE state IN (3, 4, 5, 6);
CREATE INDEX quarantine_order ON truename.quarantine (run, old_id) WHERE resolved_at IS NULL;

-- Where the default privileges of a database take it from everybody, it is given back: it tells nobody anything new.
GRANT EXECUTE ON FUNCTION truename.resolve(uuid) TO PUBLIC;
