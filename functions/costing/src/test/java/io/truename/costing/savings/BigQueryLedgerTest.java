// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing here can run BigQuery. The golden files show what it is asked; a change of them needs a look with it. */
class BigQueryLedgerTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    private final BigQueryLedger ledger =
            new BigQueryLedger("my-project.documents.files", "user_id", "file_sha256", "bytes_len");

    private static void assertGolden(String name, String sql) throws IOException {
        Path file = GOLDEN.resolve(name);
        if (System.getProperty("golden", "").equals("write")) {
            Files.writeString(file, sql);
        }
        assertThat(sql).as("run again with -Dgolden=write").isEqualTo(Files.readString(file));
    }

    @Test
    void exact_groupsByContentAndOwner() throws IOException {
        assertGolden("bigquery-exact.sql", ledger.exact());
    }

    @Test
    void sampled_takesContentsAndNotRows() throws IOException {
        String sql = ledger.sampled(6, 1000);
        assertThat(sql).contains("< '04000000'").doesNotContain("TABLESAMPLE", "RAND()");
        assertGolden("bigquery-sampled.sql", sql);
    }

    @ParameterizedTest
    @CsvSource({
        "files, user_id, h, b",
        "p.d.t` UNION, user_id, h, b",
        "my-project.d.t, user id, h, b",
        "my-project.d.t, u, `h`, b",
        "my-project.d.t, u, h, 1b"
    })
    void names_thatAreNone_areRefused(String table, String owner, String hash, String bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BigQueryLedger(table, owner, hash, bytes))
                .withMessageContaining(": must be");
    }

    @Test
    void sample_ofEverythingOrOfTooMuch_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ledger.sampled(0, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> ledger.sampled(6, 1_000_000));
    }
}
