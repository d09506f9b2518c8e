// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

/** Rules of advice. The README's table is made from this enum. */
public enum AdviceRule {
    QUERY_ID_LOOKUP(
            "query.id-lookup",
            "A look-up by id takes 5 ms or more on average, over 20 calls or more.",
            "None: EXPLAIN plans the statement and does not run it."),
    QUERY_GROWN(
            "query.grown",
            "A statement takes at least twice as long as before the last reading, and 5 ms or more, over 20 calls or"
                    + " more.",
            "None: EXPLAIN plans the statement and does not run it."),
    QUERY_SLOW(
            "query.slow",
            "A statement takes 500 ms or more on average over 5 calls or more, or 20 ms or more and 30 % of the time"
                    + " of all.",
            "None: EXPLAIN plans the statement and does not run it."),
    INDEX_MISSING(
            "index.missing",
            "No index finds the rows of an id, of a reference to one, or of a user and a content hash.",
            "Reads the table once and slows its writes a little for good. CONCURRENTLY does not block writers."),
    INDEX_INVALID(
            "index.invalid",
            "An index is invalid and nobody builds it: writes maintain it, no query uses it.",
            "Reads the table twice, without blocking writers; needs the index's size of free disk."),
    INDEX_DUPLICATE(
            "index.duplicate",
            "Two indexes of a table have the same keys, order, condition and method.",
            "None for queries: the other index answers the same ones. Waits for open transactions, and blocks no"
                    + " writer."),
    INDEX_COVERED(
            "index.covered",
            "The keys of an index are the first keys of another one, which is not more than twice as large.",
            "Look-ups by the first keys read slightly larger pages. Waits for open transactions, and blocks no"
                    + " writer."),
    INDEX_UNUSED(
            "index.unused",
            "No query has used an index for 7 days since probe first saw it and statistics were reset, although its"
                    + " table was read 100 times or more. Unique indexes are never named.",
            "A query that comes once a month may need it, and use on a replica is not seen here."),
    INDEX_BLOATED(
            "index.bloated",
            "The entries of a B-tree of 8 MiB or more, built anew, would take less than 4/9 of what its fillfactor"
                    + " fills: 40 % with the usual one. Random and name-based ids leave about 70 %.",
            "Reads the table twice, without blocking writers; needs the new index's size of free disk."),
    KEY_ORDER(
            "key.order",
            "An index of ids in random order is larger than the server's buffers, so that an insert reads a page from"
                    + " disk.",
            "Memory of the server, and a restart. No id changes: name-based ids scatter as random ones do."),
    TABLE_BLOATED(
            "table.bloated",
            "Dead rows take 20 % or more of a table of 1 MiB or more, and no vacuum runs on it.",
            "Reads the table and its indexes; blocks no reader and no writer."),
    TABLE_NO_AUTOVACUUM(
            "table.no-autovacuum",
            "A setting of a table turns autovacuum off.",
            "Autovacuum reads the table from time to time."),
    SERVER_NO_AUTOVACUUM(
            "server.no-autovacuum",
            "Autovacuum, or the counting that it needs, is off for the whole server.",
            "Autovacuum reads tables from time to time."),
    TABLE_NOT_ANALYZED(
            "table.not-analyzed",
            "A table of 1,000 rows or more was never analyzed, or half of its rows have changed since.",
            "Reads a sample of the table; blocks no reader and no writer."),
    CACHE_MISSES(
            "cache.misses",
            "Less than 95 % of 100,000 or more block reads were served from the server's buffers. The tables and indexes"
                    + " that miss most are named.",
            "Memory of the server, and a restart."),
    CONNECTIONS_FULL(
            "connections.full",
            "80 % or more of the connections that the server allows are in use; critical from 95 %.",
            "A restart of the server, and about 10 MB of memory for each further connection in use."),
    CONNECTIONS_LIMITED(
            "connections.limited",
            "80 % or more of the CONNECTION LIMIT of the database or of a role are in use; critical from 95 %.",
            "Fewer connections are left for others, and about 10 MB of memory for each further one in use."),
    POOL_IDLE(
            "pool.idle",
            "The sessions of one role and application hold 40 % or more of the allowed connections, and three in four"
                    + " are idle.",
            "Requests wait for a connection if more come at once than the smaller pool has."),
    POOL_WAITS(
            "pool.waits",
            "Callers of this function wait for a connection of its own pool.",
            "More connections of the server for each instance."),
    LOCK_WAIT(
            "lock.wait",
            "A session has waited for a lock for 10 s or more; critical from 60 s. The one at the end of the chain is"
                    + " named, a prepared transaction too.",
            "The statement or session at the end of the chain fails; its transaction is rolled back."),
    TRANSACTION_LONG(
            "transaction.long",
            "A transaction has been open for 5 minutes or more: vacuum removes nothing that it may still see.",
            "The session ends, and its transaction is rolled back."),
    REPLICATION_LAG(
            "replication.lag",
            "A replica is 30 s or 1 GiB of WAL behind, or has replayed nothing since the earlier reading although it was"
                    + " behind; high from 5 minutes or 10 GiB.",
            "None: the statement reads."),
    SLOT_LOST(
            "slot.lost",
            "WAL that the reader of a replication slot needs is gone, or goes at the next checkpoint.",
            "The reader must be set up anew; or the disk fills with WAL until the reader has caught up."),
    SLOT_RETAINS(
            "slot.retains",
            "A replication slot that nobody reads keeps 1 GiB or more of WAL on the disk.",
            "A reader of this slot must be set up anew."),
    SLOT_BEHIND(
            "slot.behind",
            "A replication slot keeps 1 GiB or more of WAL although its reader is connected; high from 10 GiB.",
            "None: the statement reads."),
    HORIZON_HELD(
            "horizon.held",
            "A prepared transaction is 5 minutes old, or the snapshot of a replication slot or a replica 1 million"
                    + " transactions: vacuum removes nothing that died since. High from an hour, or 12 million.",
            "The prepared transaction is rolled back, or the reader of the slot must be set up anew."),
    WRAPAROUND(
            "wraparound",
            "The oldest transaction or multixact id of a database, or of a table with a limit of its own, is 1.5 times"
                    + " as old as the age at which autovacuum freezes; critical from 1,000 million.",
            "Reads every table whole once; blocks no reader and no writer.");

    private final String code;
    private final String when;
    private final String cost;

    AdviceRule(String code, String when, String cost) {
        this.code = code;
        this.when = when;
        this.cost = cost;
    }

    /** Name in JSON. */
    public String code() {
        return code;
    }

    /** When it advises, as a sentence. */
    public String when() {
        return when;
    }

    /** Cost of its statement. */
    public String cost() {
        return cost;
    }
}
