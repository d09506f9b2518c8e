-- SPDX-License-Identifier: Apache-2.0
-- An assessment of several steps must not count with two mappings.

ALTER TABLE truename.assessment
    ADD mapping text;                         -- SHA-256 of its YAML; null in assessments of before this version
