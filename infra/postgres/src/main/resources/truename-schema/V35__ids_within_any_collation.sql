-- SPDX-License-Identifier: Apache-2.0
-- Ids within text of any collation. A function takes the collation of its arguments, which may be one without regular expressions, or to which
-- "id" and "ID" are equal. So each variable has its own. A digit of the other case ends an id of 32 digits, as in "FILE"; an index over
-- truename.ids_within(.., 'id32') or 'ID32' that is older than this must be rebuilt by REINDEX.

CREATE OR REPLACE FUNCTION truename.id_expression(form text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    spelling text COLLATE "C" := form;
    digit    text COLLATE "C" := CASE WHEN spelling IN ('ID', 'ID32') THEN '[0-9A-F]' ELSE '[0-9a-f]' END;
BEGIN
    CASE spelling
        WHEN 'id', 'ID' THEN
            RETURN digit || '{8}-' || digit || '{4}-' || digit || '{4}-' || digit || '{4}-' || digit || '{12}';
        WHEN 'id32', 'ID32' THEN
            -- A digit of the other case is a letter of a word, as in "FILE".
            RETURN '(?<!' || digit || ')' || digit || '{32,39}(?!' || digit || ')';
    END CASE;
END $$;

-- The ids in a text; a GIN index over it finds rows by them.
CREATE OR REPLACE FUNCTION truename.ids_within(value text, form text) RETURNS uuid[]
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    given    text COLLATE "C" := value;
    spelling text COLLATE "C" := form;
    token    text COLLATE "C";
    ids      uuid[] := '{}';
BEGIN
    FOR token IN SELECT (regexp_matches(given, truename.id_expression(spelling), 'g'))[1] LOOP
        IF spelling IN ('id', 'ID') THEN
            ids := ids || token::uuid;
        ELSE
            ids := ids || left(token, 32)::uuid;
            IF length(token) > 32 THEN
                ids := ids || right(token, 32)::uuid;
            END IF;
        END IF;
    END LOOP;
    RETURN ids;
END $$;

-- The text with every id that is a key of the map replaced by its value; both are uuids as PostgreSQL writes them. Pieces are joined at
-- the end, because each step would copy a long result.
CREATE OR REPLACE FUNCTION truename.replace_ids_within(value text, map jsonb, form text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    given      text COLLATE "C" := value;
    spelling   text COLLATE "C" := form;
    expression text COLLATE "C" := truename.id_expression(spelling);
    pieces     text[] COLLATE "C" := regexp_split_to_array(given, expression);
    tokens     text[] COLLATE "C" := ARRAY(SELECT (regexp_matches(given, expression, 'g'))[1]);
    token      text COLLATE "C";
    found      text COLLATE "C";
    before     text COLLATE "C";
    after      text COLLATE "C";
BEGIN
    FOR i IN 1..cardinality(tokens) LOOP
        token := tokens[i];
        before := '';
        after := '';
        IF spelling IN ('id', 'ID') THEN
            found := map ->> lower(token);
        ELSE
            found := map ->> (left(token, 32)::uuid::text);
            IF found IS NOT NULL THEN
                after := substr(token, 33);
            ELSE
                found := map ->> (right(token, 32)::uuid::text);
                before := left(token, -32);
            END IF;
            found := replace(found, '-', '');
        END IF;
        IF spelling IN ('ID', 'ID32') THEN
            found := upper(found);
        END IF;
        tokens[i] := coalesce(before || found || after, token);
    END LOOP;
    RETURN (SELECT string_agg(piece || coalesce(token_after, ''), '' ORDER BY place)
              FROM ROWS FROM (unnest(pieces), unnest(tokens)) WITH ORDINALITY AS parts (piece, token_after, place));
END $$;

-- In JSON, two keys of one object must not become one: of these, most readers see the last alone. Ids have one length, so that only a lost
-- member makes the text shorter.
CREATE FUNCTION truename.require_members(before jsonb, after jsonb) RETURNS void
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF length(before::text) <> length(after::text) THEN
        RAISE duplicate_json_object_key_value USING MESSAGE = 'two keys of a JSON object would become one',
            HINT = 'Remove one of the two members.';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION truename.replace_ids_within(value json, map jsonb, form text) RETURNS json
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    result json := truename.replace_ids_within(value::text, map, form)::json;
BEGIN
    PERFORM truename.require_members(value::jsonb, result::jsonb);
    RETURN result;
END $$;

-- Also in the keys of objects.
CREATE OR REPLACE FUNCTION truename.replace_ids_within(value jsonb, map jsonb, form text) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    result jsonb := truename.replace_ids_within(value::text, map, form)::jsonb;
BEGIN
    PERFORM truename.require_members(value, result);
    RETURN result;
END $$;
