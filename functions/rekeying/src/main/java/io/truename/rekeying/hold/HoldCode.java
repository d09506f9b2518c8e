// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.hold;

/** Reason code of a hold. */
public enum HoldCode {
    WINDOW("window"),
    RATE("rate"),
    LOCKS("locks"),
    LONG_TRANSACTION("long.transaction"),
    REPLICATION("replication"),
    WAL("wal"),
    ARCHIVER("archiver"),
    AUTOVACUUM("autovacuum"),
    POOL("pool"),
    LATENCY("latency");

    private final String code;

    HoldCode(String code) {
        this.code = code;
    }

    /** Code as stored and shown. */
    public String code() {
        return code;
    }
}
