WITH stored AS (
  SELECT CAST(`file_sha256` AS STRING) AS hash, NULLIF(CAST(`user_id` AS STRING), '') AS owner, `bytes_len` AS bytes
  FROM `my-project.documents.files`
), documents AS (
  SELECT IF(REGEXP_CONTAINS(hash, r'^[0-9A-Fa-f]{64}$'), LOWER(hash), NULL) AS hash,
    IF(REGEXP_CONTAINS(owner, r'^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$'), LOWER(owner), owner) AS owner,
    IF(bytes >= 0, bytes, NULL) AS bytes
  FROM stored
), owned AS (
  SELECT hash, owner, COUNT(*) AS documents, MIN(bytes) AS smallest, MAX(bytes) AS largest,
    SUM(CAST(bytes AS BIGNUMERIC)) AS bytes
  FROM documents
  WHERE hash IS NOT NULL AND owner IS NOT NULL AND bytes IS NOT NULL
  GROUP BY hash, owner
), contents AS (
  SELECT hash, SUM(documents) AS documents, COUNT(*) AS owners, MIN(smallest) AS smallest, MAX(largest) AS largest,
    SUM(bytes) AS bytes
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
