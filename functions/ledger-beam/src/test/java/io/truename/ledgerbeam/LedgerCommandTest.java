// SPDX-License-Identifier: Apache-2.0
package io.truename.ledgerbeam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCommandTest {
    private static final String A = "aa".repeat(32);
    private static final Path OPENAPI = Path.of("../report/src/main/resources/io/truename/report/http/openapi.json");

    @TempDir
    Path folder;

    private Lists lists;

    @BeforeEach
    void lists() {
        lists = new Lists(folder);
    }

    @Test
    void options_thatAreWrong_areToldTogether() throws IOException {
        lists.write("list.txt", "");
        Lists.Run run = Lists.command("--input=" + folder.resolve("absent-*.csv") + "," + folder.resolve("*.txt"));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("--input: no file matches ") && line.contains("absent-*.csv"))
                .anyMatch(line -> line.contains("list.txt must end in .csv") && line.endsWith("; or give --format"))
                .anyMatch(line -> line.startsWith("--output: must be given"));
        assertThat(Lists.command("--output=x").err()).startsWith("--input: must be given");
        assertThat(lists.run("*.txt", "--format=xml").err()).startsWith("--format: must be csv or jsonl");
    }

    @Test
    void output_thatIsAFolderOrAnInput_isRefused() throws IOException {
        Path list = lists.write("list.json", "{}\n");
        assertThat(Lists.command("--input=" + list, "--output=" + folder).err())
                .contains("is a folder; name a file in it");
        Lists.Run run = Lists.command("--input=" + folder.resolve("*.json"), "--output=" + list);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("--output: is one of the files that --input ");
        assertThat(Files.readString(list)).isEqualTo("{}\n");
    }

    @Test
    void fileSystem_thatIsNotThere_isToldWithItsRemedy() {
        Lists.Run run = Lists.command("--input=gs://bucket/*.csv", "--output=gs://bucket/ledger.json");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().lines())
                .hasSize(2)
                .allMatch(line ->
                        line.matches("--(in|out)put: gs://.* No filesystem found for scheme gs; .*-Pdataflow.*"));
    }

    @Test
    void options_thatNobodyKnows_areRefused() throws IOException {
        lists.write("list.csv", "user,hash,bytes\n");
        assertThat(lists.run("list.csv", "--fromat=csv").status()).isEqualTo(2);
        assertThat(lists.run("list.csv", "--fromat=csv").err()).contains("fromat");
        assertThat(lists.run("list.csv", "--runner=DataflowRunner").err()).contains("runner", "DirectRunner");
        assertThat(Files.exists(lists.output())).isFalse();
    }

    @Test
    void help_showsTheOptions() {
        Lists.Run run = Lists.command("--help");
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("--input", "--format", "--output");
        assertThat(Lists.command().status()).isEqualTo(2);
    }

    @Test
    void table_withoutAHeader_isNamed() throws IOException {
        lists.write("good.csv", "user,hash,bytes\n");
        lists.write("bad.csv", "ann," + A + ",1\n");
        Lists.Run run = lists.run("*.csv");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("No ledger was written. --input: ")
                .contains("bad.csv: header: must name the columns user, hash and bytes; correct the file");
        assertThat(Files.exists(lists.output())).isFalse();
    }

    @Test
    void packedFile_thatBreaksOff_isNamed() throws IOException {
        List<ListedDocument> documents = ListedDocument.clean(1, 1_000);
        Path list = lists.write("list.jsonl.gz", documents);
        byte[] packed = Files.readAllBytes(list);
        Files.write(list, Arrays.copyOf(packed, packed.length / 2));
        Lists.Run run = lists.run("*.gz");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("list.jsonl.gz cannot be read to its end; see that it is whole");
    }

    @Test
    void sizes_beyondEveryLong_areTold() throws IOException {
        String most = Long.toString(Long.MAX_VALUE);
        lists.write("list.csv", List.of(new ListedDocument("ann", A, most), new ListedDocument("bob", A, most)));
        Lists.Run run = lists.run("list.csv");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("bytes: is 18446744073709551614, more than 2^63 - 1.", "count again");
        lists.write("list.csv", List.of(new ListedDocument("ann", A, most)));
        assertThat(lists.count("list.csv").path("unique").path("bytes").asLong())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void json_hasEveryFieldOfAnEstimate_butThoseOfOneListAndOfATable() throws IOException {
        lists.write("list.csv", "user,hash,bytes\nann," + A + ",1\n");
        JsonNode ledger = lists.count("list.csv");
        JsonNode estimate = new ObjectMapper()
                .readTree(OPENAPI.toFile())
                .path("components")
                .path("schemas")
                .path("Estimate");
        List<String> absent = new ArrayList<>();
        for (JsonNode field : estimate.path("required")) {
            if (!ledger.has(field.asText())) {
                absent.add(field.asText());
            }
        }
        assertThat(absent).containsExactlyInAnyOrder("firstDifferingLines", "leftOut");
        for (String line : List.of("unique", "sameOwner", "acrossOwners")) {
            for (JsonNode field : estimate.path("properties").path(line).path("required")) {
                assertThat(ledger.path(line).has(field.asText())).as(line).isTrue();
            }
        }
    }
}
