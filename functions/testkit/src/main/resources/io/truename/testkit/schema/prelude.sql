-- SPDX-License-Identifier: Apache-2.0
--
-- What the fixtures fill their tables with. Everything follows from its seed: two fillings are the same to the byte.

CREATE SCHEMA fixture;

-- Looks random, as the ids of a pipeline that does not derive them.
CREATE FUNCTION fixture.v4(seed text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT overlay(overlay(md5(seed) PLACING '4' FROM 13)
                   PLACING substr('89ab', 1 + (get_byte(decode(md5(seed), 'hex'), 8) & 3), 1) FROM 17)::uuid
$$;

-- 64 lower-case hex digits.
CREATE FUNCTION fixture.hash(seed text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(sha256(convert_to(seed, 'UTF8')), 'hex')
$$;

-- The id by the recipe under the default namespace.
CREATE FUNCTION fixture.true_document(user_id text, file_sha256 text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT extensions.uuid_generate_v5('6c8a1e6e-1f0b-4aa8-9f0a-1a7c2e6f2b42', user_id || ':' || lower(file_sha256))
$$;

CREATE FUNCTION fixture.true_chunk(document uuid, chunker text, version text, ordinal bigint) RETURNS uuid
    LANGUAGE sql IMMUTABLE AS $$
    SELECT extensions.uuid_generate_v5('6c8a1e6e-1f0b-4aa8-9f0a-1a7c2e6f2b42',
                                       document || ':' || chunker || ':' || version || ':' || ordinal)
$$;

-- How many chunks the n-th document has: 0 to 6.
CREATE FUNCTION fixture.chunks(n bigint) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT (n * 5 % 7)::integer $$;

-- Text too long for its row: kept out of line, and left there by an update.
CREATE FUNCTION fixture.long_text(seed text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT string_agg(md5(seed || i), '') FROM generate_series(1, 300) i
$$;

-- Values that are easily lost on the way through a program: NULL, empty, control characters, several scripts.
CREATE FUNCTION fixture.text(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT (ARRAY[NULL, '', 'plain ' || n, E'Ünïcødé 人 \U0001F98A e\u0301', E'tab\there "quoted" \\back\nline',
                  '{"a": NULL}', '  spaces  '])[1 + n % 7]
$$;

CREATE FUNCTION fixture.json(n bigint) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT (ARRAY['{}', '{"number": 12345678901234567890.1234567890, "zeros": 1.500, "small": 1e-30}',
                  '{"list": [1, null, {"deep": [[]]}], "text": "\u4eba \"q\" \\"}', '{"": 0, "a.b": true, "huge": 1e400}'
                 ])[1 + n % 4]::jsonb
$$;
