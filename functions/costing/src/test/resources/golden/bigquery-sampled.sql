WITH documents AS (
  SELECT IF(REGEXP_CONTAINS(`file_sha256`, r'^[0-9A-Fa-f]{64}$'), LOWER(`file_sha256`), NULL) AS hash,
    NULLIF(CAST(`user_id` AS STRING), '') AS owner, IF(`bytes_len` >= 0, `bytes_len`, NULL) AS bytes
  FROM `my-project.documents.files`
), owned AS (
  SELECT hash, owner, COUNT(*) AS documents, MIN(bytes) AS smallest, MAX(bytes) AS largest
  FROM documents
  WHERE hash IS NOT NULL AND owner IS NOT NULL AND bytes IS NOT NULL
  GROUP BY hash, owner
), contents AS (
  SELECT hash, SUM(documents) AS documents, COUNT(*) AS owners, MIN(smallest) AS smallest, MAX(largest) AS largest
  FROM owned
  GROUP BY hash
)
, heaviest AS (
  SELECT value AS hash
  FROM UNNEST((SELECT APPROX_TOP_SUM(hash, bytes, 1000) FROM documents WHERE hash IS NOT NULL AND bytes IS NOT NULL))
)
SELECT hash, documents, owners, largest AS bytes, hash IN (SELECT hash FROM heaviest) AS heaviest,
  (SELECT SUM(CAST(bytes AS BIGNUMERIC)) FROM documents WHERE hash IS NOT NULL AND owner IS NOT NULL) AS total_bytes
FROM contents
WHERE smallest = largest AND (SUBSTR(hash, 1, 8) < '04000000' OR hash IN (SELECT hash FROM heaviest))
