# SPDX-License-Identifier: Apache-2.0
"""Computes every row of vectors.json with Python's own uuid and hashlib, and the rules written once more. Usage: check_vectors.py FILE"""

import hashlib
import json
import re
import sys
import uuid

UUID_RULE = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
SHA_RULE = re.compile(r"[0-9a-fA-F]{64}")
USER_RULE = re.compile(r"[\x21-\x7e]{1,256}")
WORD_RULE = re.compile(r"[A-Za-z0-9._-]{1,64}")


def legal(rule, value):
    return value is not None and rule.fullmatch(value) is not None


def refused(row):
    checks = {
        "document": [("userId", USER_RULE), ("fileSha256", SHA_RULE)],
        "chunk": [("documentId", UUID_RULE), ("chunker", WORD_RULE), ("chunkerVersion", WORD_RULE)],
        "namespace": [("namespace", UUID_RULE)],
        "plain": [],
    }[row["kind"]]
    fields = [field for field, rule in checks if not legal(rule, row[field])]
    if row["kind"] == "chunk" and not 0 <= row["ordinal"] < 2**31:
        fields.append("ordinal")
    return fields


def name(row):
    if row["kind"] == "plain":
        return row["name"]
    if row["kind"] == "chunk":
        parts = [row["documentId"].lower(), row["chunker"], row["chunkerVersion"], str(row["ordinal"])]
        return ":".join(parts)
    user = row["userId"]
    return (user.lower() if legal(UUID_RULE, user) else user) + ":" + row["fileSha256"].lower()


def identify(row):
    namespace = uuid.UUID(row["namespace"])
    if row["hash"] == "SHA-1":
        return str(uuid.uuid5(namespace, name(row)))
    digest = bytearray(hashlib.sha256(namespace.bytes + name(row).encode("utf-8")).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x80
    digest[8] = digest[8] & 0x3F | 0x80
    return str(uuid.UUID(bytes=bytes(digest)))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        rows = json.load(file)["rows"]
    wrong = 0
    for number, row in enumerate(rows, start=1):
        expected = {"refused": [refusal["field"] for refusal in row.get("refusals", [])]}
        computed = {"refused": refused(row)}
        if "id" in row:
            expected.update(name=row["name"], id=row["id"])
        if not computed["refused"]:
            computed.update(name=name(row), id=identify(row))
        if computed != expected:
            wrong += 1
            print(f"row {number}: {computed} instead of {expected}")
    print(f"{len(rows)} rows, {wrong} wrong")
    return 1 if wrong or len(rows) < 200 else 0


if __name__ == "__main__":
    sys.exit(main())
