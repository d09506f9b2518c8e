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
SELECT
  COUNTIF(smallest = largest) AS contents,
  SUM(IF(smallest = largest, CAST(largest AS BIGNUMERIC), 0)) AS unique_bytes,
  SUM(IF(smallest = largest, documents - owners, 0)) AS same_owner_documents,
  SUM(IF(smallest = largest, CAST(documents - owners AS BIGNUMERIC) * largest, 0)) AS same_owner_bytes,
  SUM(IF(smallest = largest, owners - 1, 0)) AS across_owners_documents,
  SUM(IF(smallest = largest, CAST(owners - 1 AS BIGNUMERIC) * largest, 0)) AS across_owners_bytes,
  SUM(IF(smallest = largest, 0, documents)) AS differing_documents,
  (SELECT COUNTIF(hash IS NULL OR owner IS NULL OR bytes IS NULL) FROM documents) AS besides
FROM contents
