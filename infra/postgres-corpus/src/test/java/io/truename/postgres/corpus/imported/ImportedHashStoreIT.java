// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.imported;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.Page;
import io.truename.postgres.SqlException;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.postgres.corpus.imported.ImportOptions.OnConflict;
import io.truename.postgres.corpus.imported.ImportedHashStore.Counts;
import io.truename.postgres.corpus.imported.ImportedHashStore.Deleted;
import io.truename.postgres.corpus.imported.ImportedHashStore.ImportedHash;
import io.truename.testkit.database.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportedHashStoreIT {
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);
    private static final String C = "c".repeat(64);

    private final ImportedHashStore store = new ImportedHashStore();
    private final Database database = Database.of(
            DatabaseUrl.parse(
                    CorpusDatabase.withOurTables(TestServer.Version.NEWEST).url()),
            "test",
            2);

    @AfterEach
    void close() {
        database.close();
    }

    /** Pairs as {@code key hash}, numbered by line. */
    private ImportTally store(OnConflict onConflict, String... pairs) {
        List<ImportedPair> read = new ArrayList<>();
        for (String pair : pairs) {
            int space = pair.lastIndexOf(' ');
            read.add(new ImportedPair(read.size() + 1, pair.substring(0, space), pair.substring(space + 1)));
        }
        return database.with(session -> store.store(session, read, new ImportOptions(onConflict, false)));
    }

    private Optional<ImportedHash> find(String key) {
        return database.with(session -> store.find(session, key));
    }

    @Test
    void repetition_changesNothing() {
        assertThat(store(OnConflict.KEEP, "one " + A, "two " + B)).isEqualTo(new ImportTally(2, 0, 0, 0, List.of()));
        assertThat(store(OnConflict.KEEP, "one " + A.toUpperCase(Locale.ROOT), "two " + B, "three " + A))
                .isEqualTo(new ImportTally(1, 2, 0, 0, List.of()));
        assertThat(store(OnConflict.REPLACE, "one " + A)).isEqualTo(new ImportTally(0, 1, 0, 0, List.of()));
        assertThat(database.with(store::counts)).isEqualTo(new Counts(3, true, 0));
    }

    @Test
    void conflict_keepsTheFirstHash_untilSomebodyDecides() {
        store(OnConflict.KEEP, "one " + A);
        assertThat(store(OnConflict.KEEP, "zero " + C, "one " + B))
                .isEqualTo(new ImportTally(1, 0, 0, 1, List.of(new ImportTally.Conflict(2, A))));
        assertThat(find("one")).contains(new ImportedHash("one", A, Optional.of(B)));
        // A repetition of the first list does not end the conflict: nobody has decided.
        store(OnConflict.KEEP, "one " + A);
        assertThat(database.with(store::counts).conflicts()).isOne();

        assertThat(store(OnConflict.REPLACE, "one " + B)).isEqualTo(new ImportTally(0, 0, 1, 0, List.of()));
        assertThat(find("one")).contains(new ImportedHash("one", B, Optional.empty()));
        assertThat(database.with(store::counts).conflicts()).isZero();
    }

    @Test
    void conflict_endsToo_whenTheKeptHashIsDecidedFor() {
        store(OnConflict.KEEP, "one " + A, "one " + B);
        assertThat(store(OnConflict.REPLACE, "one " + A)).isEqualTo(new ImportTally(0, 1, 0, 0, List.of()));
        assertThat(find("one")).contains(new ImportedHash("one", A, Optional.empty()));
    }

    /** The first line of a key counts, or the last if lines replace; every line has one outcome. */
    @Test
    void severalLinesOfOneKey_inOneSlice() {
        assertThat(store(OnConflict.KEEP, "k " + A, "k " + B, "k " + A, "k " + C))
                .isEqualTo(new ImportTally(
                        1, 1, 0, 2, List.of(new ImportTally.Conflict(2, A), new ImportTally.Conflict(4, A))));
        assertThat(find("k")).contains(new ImportedHash("k", A, Optional.of(C)));
        assertThat(store(OnConflict.REPLACE, "k " + A, "k " + B, "k " + B, "k " + C))
                .isEqualTo(new ImportTally(0, 2, 2, 0, List.of()));
        assertThat(find("k")).contains(new ImportedHash("k", C, Optional.empty()));
        assertThat(store(OnConflict.REPLACE, "new " + A, "new " + B)).isEqualTo(new ImportTally(1, 0, 1, 0, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "6BA7B810-9DAD-11D1-80B4-00C04FD430C8",
                "6ba7b8109dad11d180b400c04fd430c8",
                "{6ba7b810-9dad-11d1-80b4-00c04fd430c8}",
                "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8",
                "URN:UUID:6BA7B810-9DAD-11D1-80B4-00C04FD430C8"
            })
    void uuid_isOneKeyInEveryForm(String form) {
        store(OnConflict.KEEP, "6ba7b810-9dad-11d1-80b4-00c04fd430c8 " + A);
        assertThat(store(OnConflict.KEEP, form + " " + A).equal()).isOne();
        assertThat(find(form)).isPresent();
        assertThat(database.<Boolean>with(session -> store.delete(session, form)))
                .isTrue();
        assertThat(database.with(store::counts).hashes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " 6ba7b810-9dad-11d1-80b4-00c04fd430c8",
                "6ba7b810-9dad11d1-80b4-00c04fd430c8",
                "{6ba7b8109dad11d180b400c04fd430c8}",
                "6ba7b810-9dad-11d1-80b4-00c04fd430c8.pdf",
                "a'; DROP TABLE truename.content_hash; --",
                "Ünïcødé\n人 \t\"x\" \\ %s"
            })
    void otherText_isAKeyAsItIs(String key) {
        store(OnConflict.KEEP, key + " " + A);
        assertThat(find(key)).contains(new ImportedHash(key, A, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\u0000b", "\ud800"})
    void illegalKey_isRefusedBeforeTheDatabaseSeesIt(String key) {
        assertThatThrownBy(() -> new ImportedPair(1, key, A)).hasMessage(ImportedPair.KEY_RULE);
        assertThatThrownBy(() -> new ImportedPair(1, "ü".repeat(513), A)).hasMessage(ImportedPair.KEY_RULE);
        assertThatThrownBy(() -> new ImportedPair(1, "k", A + "a")).hasMessage(ImportedPair.HASH_RULE);
        assertThatThrownBy(() -> new ImportedPair(1, "k", "g".repeat(64))).hasMessage(ImportedPair.HASH_RULE);
    }

    @Test
    void longestKeys_haveAnIndexEntryEach() {
        String longest = "ü".repeat(512);
        store(OnConflict.KEEP, longest + " " + A);
        assertThat(find(longest)).isPresent();
    }

    @Test
    void slice_isStoredWholeOrNotAtAll() {
        database.with(session -> {
            session.begin();
            session.execute("LOCK TABLE truename.content_hash IN ACCESS SHARE MODE");
            // Readers do not stop an import.
            assertThat(store(OnConflict.KEEP, "one " + A).stored()).isOne();
            session.execute("LOCK TABLE truename.content_hash IN ROW EXCLUSIVE MODE");
            // A batch that lasts does: nothing is stored, and the same call may succeed later.
            assertThatThrownBy(() -> store(OnConflict.KEEP, "one " + A, "two " + A))
                    .isInstanceOfSatisfying(
                            SqlException.class,
                            failed -> assertThat(failed.sqlState()).isEqualTo("55P03"));
            session.rollback();
            return true;
        });
        assertThat(find("two")).isEmpty();
        assertThat(store(OnConflict.KEEP, "one " + A, "two " + A)).isEqualTo(new ImportTally(1, 1, 0, 0, List.of()));
    }

    @Test
    void conflicts_arePaged_andListedUpToALimit() {
        String[] first =
                IntStream.range(0, 250).mapToObj(n -> "k" + n + " " + A).toArray(String[]::new);
        String[] later =
                IntStream.range(0, 250).mapToObj(n -> "k" + n + " " + B).toArray(String[]::new);
        store(OnConflict.KEEP, first);
        ImportTally tally = store(OnConflict.KEEP, later);
        assertThat(tally.conflicting()).isEqualTo(250);
        assertThat(tally.conflicts()).hasSize(ImportedHashStore.MOST_LISTED).startsWith(new ImportTally.Conflict(1, A));

        List<String> keys = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Optional<String> from = after;
            Page<ImportedHash> page = database.with(session -> store.conflicts(session, 100, from));
            page.items().forEach(item -> keys.add(item.key()));
            after = page.next();
        } while (after.isPresent());
        assertThat(keys).hasSize(250).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void deletion_goesOnWhereItStopped() {
        for (int from = 0; from < 12_000; from += ImportedHashStore.SLICE) {
            int begin = from;
            store(
                    OnConflict.KEEP,
                    IntStream.range(begin, Math.min(12_000, begin + ImportedHashStore.SLICE))
                            .mapToObj(n -> "k" + n + " " + A)
                            .toArray(String[]::new));
        }
        assertThat(deleted()).isEqualTo(new Deleted(10_000, false));
        assertThat(deleted()).isEqualTo(new Deleted(2_000, true));
        assertThat(deleted()).isEqualTo(new Deleted(0, true));
    }

    private Deleted deleted() {
        return database.with(session -> store.deleteAll(session, () -> false));
    }
}
