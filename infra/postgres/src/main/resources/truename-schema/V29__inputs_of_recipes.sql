-- SPDX-License-Identifier: Apache-2.0
-- Reading of recipe inputs from text that may hold anything: null instead of an error. A block with an exception cannot run in a parallel
-- worker, so that these functions are unsafe there, as is the default.

CREATE FUNCTION truename.text_to_json(value text) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN value::jsonb;
EXCEPTION WHEN data_exception OR program_limit_exceeded OR statement_too_complex THEN
    RETURN NULL;
END $$;

-- Also of the alphabet for URLs, and without padding (RFC 4648 sections 5 and 3.2).
CREATE FUNCTION truename.base64_to_hex(value text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    digits text := translate(rtrim(value, '='), '-_', '+/');
BEGIN
    RETURN encode(decode(rpad(digits, (length(digits) + 3) / 4 * 4, '='), 'base64'), 'hex');
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
    RETURN NULL;
END $$;
