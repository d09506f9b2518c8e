-- SPDX-License-Identifier: Apache-2.0
-- Ids within longer text, in one of four spellings: 'id' and 'ID' have 8-4-4-4-12 digits, 'id32' and 'ID32' have 32. Texts in another
-- spelling are left alone, so that every replacement can be taken back. Of a run of 33 to 39 digits, the first and the last 32 may be an
-- id: a word such as "file" ends in hex digits, too. Longer runs are hashes.

CREATE FUNCTION truename.id_expression(form text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    digit text := CASE WHEN form IN ('ID', 'ID32') THEN '[0-9A-F]' ELSE '[0-9a-f]' END;
BEGIN
    CASE form
        WHEN 'id', 'ID' THEN
            RETURN replace('d{8}-d{4}-d{4}-d{4}-d{12}', 'd', digit);
        WHEN 'id32', 'ID32' THEN
            RETURN '(?<![0-9a-fA-F])' || digit || '{32,39}(?![0-9a-fA-F])';
    END CASE;
END $$;

-- The ids in a text; a GIN index over it finds rows by them.
CREATE FUNCTION truename.ids_within(value text, form text) RETURNS uuid[]
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    token text;
    ids   uuid[] := '{}';
BEGIN
    FOR token IN SELECT (regexp_matches(value, truename.id_expression(form), 'g'))[1] LOOP
        IF form IN ('id', 'ID') THEN
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

-- The text with every id that is a key of the map replaced by its value; both are uuids as PostgreSQL writes them.
CREATE FUNCTION truename.replace_ids_within(value text, map jsonb, form text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    expression text := truename.id_expression(form);
    pieces     text[] := regexp_split_to_array(value, expression);
    tokens     text[] := ARRAY(SELECT (regexp_matches(value, expression, 'g'))[1]);
    result     text := pieces[1];
    token      text;
    found      text;
    before     text;
    after      text;
BEGIN
    FOR i IN 1..cardinality(tokens) LOOP
        token := tokens[i];
        before := '';
        after := '';
        IF form IN ('id', 'ID') THEN
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
        IF form IN ('ID', 'ID32') THEN
            found := upper(found);
        END IF;
        result := result || coalesce(before || found || after, token) || pieces[i + 1];
    END LOOP;
    RETURN result;
END $$;

CREATE FUNCTION truename.replace_ids_within(value json, map jsonb, form text) RETURNS json
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT truename.replace_ids_within(value::text, map, form)::json
$$;

-- The same in JSON, also in the keys of objects. Two keys of one object must not become one.
CREATE FUNCTION truename.replace_ids_within(value jsonb, map jsonb, form text) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    result jsonb := truename.replace_ids_within(value::text, map, form)::jsonb;
BEGIN
    -- Ids have one length, so that only a lost member makes the text shorter.
    IF length(result::text) <> length(value::text) THEN
        RAISE duplicate_json_object_key_value USING MESSAGE = 'two keys of a JSON object would become one',
            HINT = 'Remove one of the two members.';
    END IF;
    RETURN result;
END $$;
