-- SPDX-License-Identifier: Apache-2.0
--
-- Who learned a new id while a run was moving, and comes with it after the run was rolled back, finds the row: a document as
-- before, now a chunk, too, and also what was moved twice, or is moved again by a later run.

CREATE INDEX chunk_map_new ON truename.chunk_map (new_id);

-- The id under which a row is stored now: the given one, unless it was moved, or moved back. Follows moves of several runs, and
-- only ever to later ones, by run and by number within it: an id that was left by one document and taken by another later leads
-- to the latter, and a move there and back ends where the row is. An id that leads nowhere may be one that was taken back: that
-- is followed to earlier ones, and from where it ends to later ones again. Knows nothing that the caller does not hold already,
-- so everybody may call it; the tables stay closed.
CREATE OR REPLACE FUNCTION truename.resolve(given uuid) RETURNS uuid
    LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    here     uuid := given;
    from_run integer := -1;
    from_doc bigint := -1;
    step     record;
BEGIN
    FOR way IN 1..2 LOOP
        FOR hop IN 1..64 LOOP
            SELECT moved.run, moved.doc, moved.new_id INTO step FROM (
                SELECT m.run, m.doc, m.new_id FROM truename.document_map m
                 WHERE m.old_id = here AND m.new_id <> here AND m.state IN (1, 2)
                UNION ALL
                SELECT c.run, c.doc, c.new_id FROM truename.chunk_map c
                  JOIN truename.document_map m ON m.run = c.run AND m.doc = c.doc AND m.state IN (1, 2)
                 WHERE c.old_id = here AND c.new_id <> here) moved
             WHERE (moved.run, moved.doc) > (from_run, from_doc)
             ORDER BY moved.run DESC, moved.doc DESC LIMIT 1;
            EXIT WHEN NOT FOUND;
            here := step.new_id;
            from_run := step.run;
            from_doc := step.doc;
        END LOOP;
        EXIT WHEN way = 2 OR here <> given;
        from_run := 2147483647;
        from_doc := 9223372036854775807;
        FOR hop IN 1..64 LOOP
            -- Of several that were to become one, the survivor: it alone had the id. The state is asked of one document after
            -- the other: a join might read everything that was moved back, for each id.
            SELECT back.run, back.doc, back.old_id INTO step FROM (
                SELECT m.run, m.doc, m.old_id, m.into_doc IS NOT NULL AS merged FROM truename.document_map m
                 WHERE m.new_id = here AND m.old_id <> here AND m.state = 7
                UNION ALL
                SELECT c.run, c.doc, c.old_id, c.merged OR
                       (SELECT m.into_doc FROM truename.document_map m WHERE m.run = c.run AND m.doc = c.doc) IS NOT NULL
                  FROM truename.chunk_map c
                 WHERE c.new_id = here AND c.old_id <> here
                   AND (SELECT m.state FROM truename.document_map m WHERE m.run = c.run AND m.doc = c.doc) = 7) back
             WHERE (back.run, back.doc) < (from_run, from_doc)
             ORDER BY back.run DESC, back.merged, back.doc LIMIT 1;
            EXIT WHEN NOT FOUND;
            here := step.old_id;
            from_run := step.run;
            from_doc := step.doc;
        END LOOP;
        EXIT WHEN here = given;
    END LOOP;
    RETURN here;
END $$;
