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
  WHERE hash IS NOT NULL AND owner IS NOT NULL
  GROUP BY hash, owner
), contents AS (
  SELECT hash, SUM(documents) AS documents, COUNT(*) AS owners, MIN(smallest) AS smallest, MAX(largest) AS largest,
    SUM(bytes) AS bytes
  FROM owned
  GROUP BY hash
)
SELECT
  COUNTIF(smallest = largest) AS contents,
  COALESCE(SUM(IF(smallest = largest, CAST(largest AS BIGNUMERIC), 0)), 0) AS unique_bytes,
  COALESCE(SUM(IF(smallest = largest, documents - owners, 0)), 0) AS same_owner_documents,
  COALESCE(SUM(IF(smallest = largest, CAST(documents - owners AS BIGNUMERIC) * largest, 0)), 0) AS same_owner_bytes,
  COALESCE(SUM(IF(smallest = largest, owners - 1, 0)), 0) AS across_owners_documents,
  COALESCE(SUM(IF(smallest = largest, CAST(owners - 1 AS BIGNUMERIC) * largest, 0)), 0) AS across_owners_bytes,
  (SELECT COUNTIF(hash IS NULL) FROM documents) AS without_hash_documents,
  (SELECT COALESCE(SUM(IF(hash IS NULL, CAST(bytes AS BIGNUMERIC), 0)), 0) FROM documents) AS without_hash_bytes,
  (SELECT COUNTIF(hash IS NOT NULL AND owner IS NULL) FROM documents) AS without_owner_documents,
  (SELECT COALESCE(SUM(IF(hash IS NOT NULL AND owner IS NULL, CAST(bytes AS BIGNUMERIC), 0)), 0) FROM documents)
    AS without_owner_bytes,
  COALESCE(SUM(IF(largest IS NULL, documents, 0)), 0) AS without_size_documents,
  COUNTIF(smallest < largest) AS differing_contents,
  COALESCE(SUM(IF(smallest < largest, documents, 0)), 0) AS differing_documents,
  COALESCE(SUM(IF(smallest < largest, bytes, 0)), 0) AS differing_bytes
FROM contents
