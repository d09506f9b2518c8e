-- SPDX-License-Identifier: Apache-2.0
-- Ids within the texts of an array. PostgreSQL calls the conversion of an array to text STABLE, because that of its elements may be, and
-- allows no index over it. That of texts and of JSON depends on nothing else.

CREATE FUNCTION truename.ids_within(value anyarray, form text) RETURNS uuid[]
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN truename.ids_within(value::text, form);
END $$;
