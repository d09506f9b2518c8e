// SPDX-License-Identifier: Apache-2.0
package io.truename.ledgerbeam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.truename.costing.savings.CountedLedger;
import io.truename.costing.savings.ListedDocuments;
import io.truename.costing.savings.SavingsLedger;
import io.truename.costing.savings.SavingsLedger.Line;
import io.truename.listing.DocumentList;
import io.truename.listing.FileFormat;
import io.truename.testkit.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ledgers of lists on the direct runner, which checks that values are encoded and never changed. */
class LedgerPipelineTest {
    private static final String A = "aa".repeat(32);
    private static final String B = "bb".repeat(32);

    @TempDir
    Path folder;

    private Lists lists;

    @BeforeEach
    void lists() {
        lists = new Lists(folder);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, .csv", "2, 5, .csv.gz", "3, 3, .jsonl", "4, 2, .json.gz"})
    void ledger_ofManyFiles_equalsItsDefinition(long seed, int files, String end) throws IOException {
        List<ListedDocument> documents = ListedDocument.random(seed, 200);
        for (int file = 0; file < files; file++) {
            lists.write(
                    "list-" + file + end,
                    documents.subList(documents.size() * file / files, documents.size() * (file + 1) / files));
        }
        JsonNode ledger = lists.count("list-*");
        assertThat(Lists.counted(ledger)).isEqualTo(ListedDocument.ledger(documents));
        assertThat(ledger.path("badLines").asLong()).isZero();
    }

    @Test
    void randomDocuments_areOfEveryCase() {
        CountedLedger ledger = ListedDocument.ledger(ListedDocument.random(1, 400));
        assertThat(ledger.ledger().sameOwner().bytes()).isPositive();
        assertThat(ledger.ledger().acrossOwners().bytes()).isPositive();
        assertThat(ledger.withoutHash().bytes()).isPositive();
        assertThat(ledger.withoutOwner().bytes()).isPositive();
        assertThat(ledger.withoutSize()).isPositive();
        assertThat(ledger.differing().contents()).isPositive();
    }

    @Test
    void ledger_ofCleanList_isThatOfEstimates() throws IOException {
        List<ListedDocument> documents = new ArrayList<>(ListedDocument.clean(5, 200));
        documents.add(new ListedDocument("ann", A, "1"));
        documents.add(new ListedDocument("ann", A, "2"));
        Path list = lists.write("list.csv", documents);
        ListedDocuments.Outcome outcome = new DocumentList(FileFormat.CSV, () -> Files.newInputStream(list))
                .read(ListedDocuments.USUAL)
                .outcome();
        JsonNode ledger = lists.count("list.csv");
        CountedLedger counted = Lists.counted(ledger);
        assertThat(counted.ledger()).isEqualTo(outcome.exact().orElseThrow());
        assertThat(counted.differing()).isEqualTo(outcome.differing());
        assertThat(counted.besides()).isEqualTo(2);
        assertThat(ledger.path("documents").asLong()).isEqualTo(outcome.documents());
        assertThat(ledger.path("bytes").asLong()).isEqualTo(outcome.bytes());
    }

    @Test
    void result_isTheSameText_inAnyOrder() throws IOException {
        List<ListedDocument> documents = new ArrayList<>(ListedDocument.clean(6, 300));
        for (int content = 0; content < 50; content++) {
            documents.add(new ListedDocument("ann", ListedDocument.hash(content), "1234"));
        }
        lists.write("list.jsonl", documents);
        JsonNode first = lists.count("list.jsonl");
        assertThat(first.path("differingContents").asLong()).isGreaterThan(20);
        assertThat(first.path("firstDifferingContents")).hasSize(20);
        String text = lists.text();
        Collections.shuffle(documents, new Random(6));
        lists.write("list.jsonl", documents.subList(0, 100));
        lists.write("list.csv", documents.subList(100, documents.size()));
        lists.count("list.*");
        assertThat(lists.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(longs = {200, 4_096, 9_000})
    void ranges_ofOneFile_areReadOnce_withTheLinesOfTheFile(long bytes) throws IOException {
        int number = 50;
        List<ListedDocument> documents = ListedDocument.random(7, number);
        StringBuilder text = new StringBuilder("\n" + ListedDocument.HEADER);
        documents.forEach(document -> text.append(document.csv()));
        text.append("\r\n\"broken\n").append("x".repeat(5_000)).append("\n");
        text.append("x,1,ann,abc");
        lists.write("list.csv", text.toString());
        JsonNode ledger = lists.countInRanges("list.csv", bytes);
        documents.add(new ListedDocument("ann", "abc", "1"));
        assertThat(Lists.counted(ledger)).isEqualTo(ListedDocument.ledger(documents));
        assertThat(ledger.path("badLines").asLong()).isEqualTo(2);
        assertThat(ledger.path("firstBadLines").findValuesAsText("line"))
                .containsExactly(Integer.toString(number + 4), Integer.toString(number + 5));
        assertThat(ledger.path("firstBadFields").findValuesAsText("line")).contains(Integer.toString(number + 6));
    }

    @Test
    void content_ofManyOwners_isCountedExactly() throws IOException {
        List<ListedDocument> documents = new ArrayList<>();
        for (int owner = 0; owner < 450; owner++) {
            documents.add(new ListedDocument("user-" + owner % 300, A, "3"));
        }
        lists.write("list.csv", documents);
        assertThat(Lists.counted(lists.count("list.csv")).ledger())
                .isEqualTo(new SavingsLedger(1, new Line(1, 3), new Line(150, 450), new Line(299, 897)));
    }

    @ParameterizedTest
    @CsvSource({
        "list.csv, 'user,hash,bytes'",
        "list.csv.gz, 'user,hash,bytes\n\n'",
        "list.jsonl, ''",
        "list.json.gz, '\n\r\n'"
    })
    void nothing_hasAnEmptyLedger(String name, String text) throws IOException {
        lists.write(name, text);
        JsonNode ledger = lists.count(name);
        assertThat(Lists.counted(ledger)).isEqualTo(CountedLedger.empty(true));
        assertThat(ledger.path("exact").asBoolean()).isTrue();
    }

    @Test
    void file_thatSeveralPatternsMatch_isCountedOnce() throws IOException {
        Path list = lists.write("list.csv", List.of(new ListedDocument("ann", A, "1")));
        lists.write("more.jsonl", List.of(new ListedDocument("ann", A, "1")));
        JsonNode ledger = lists.count("*.*", "--input=" + list);
        assertThat(ledger.path("documents").asLong()).isEqualTo(2);
    }

    @Test
    void columns_areThoseOfEachFile() throws IOException {
        lists.write("a.csv", "user,hash,bytes\nann," + A + ",1\n");
        lists.write("b.csv", "\uFEFFbytes,hash,x,user\r\n1," + A + ",,bob\r\n");
        assertThat(Lists.counted(lists.count("*.csv")).ledger())
                .isEqualTo(new SavingsLedger(1, new Line(1, 1), new Line(0, 0), new Line(1, 1)));
    }

    @Test
    void format_canBeGiven_forFilesOfAnyName() throws IOException {
        lists.write("part-00000", List.of(new ListedDocument("ann", A, "1")));
        assertThat(lists.count("part-*", "--format=JSONL").path("documents").asLong())
                .isEqualTo(1);
    }

    @Test
    void ledger_inJson_isAsItWasAgreed() throws IOException {
        lists.write(
                "a.csv",
                "user,hash,bytes\n" + ("ann," + A + ",10\n").repeat(3) + "bob," + A + ",10\nbob," + B + ",7\n");
        lists.write("b.jsonl", """
                {"user":"ann","hash":"%1$s"}
                {"user":"ann"}
                {"hash":"%1$s","bytes":5}
                {"user":"ann","hash":"%2$s","bytes":1}
                {"user":"bob","hash":"%2$s","bytes":2}
                {"user":"bob","hash":"%3$s"}
                {"user":"bob","hash":"abc","bytes":-1}
                {"user":"b ob","hash":"%4$s","bytes":1}
                {"user":
                """.formatted(B, "cc".repeat(32), "dd".repeat(32), "ee".repeat(32)));
        lists.count("*.*");
        GoldenFile.compare(
                "ledger.json", lists.text().replace(folder.toRealPath().toString(), "FOLDER"));
    }

    @Test
    void complaints_areTheFirstTwenty_andAllAreCounted() throws IOException {
        lists.write("b.jsonl", "{}\nno\n".repeat(30));
        lists.write("a.jsonl", "no\n".repeat(5));
        Lists.Run run = lists.run("*.jsonl");
        JsonNode ledger = lists.count("*.jsonl");
        assertThat(ledger.path("badLines").asLong()).isEqualTo(35);
        assertThat(Lists.counted(ledger).withoutHash().documents()).isEqualTo(30);
        JsonNode first = ledger.path("firstBadLines");
        assertThat(first).hasSize(20);
        assertThat(first.path(4).path("file").asText()).endsWith("a.jsonl");
        assertThat(first.path(19).path("file").asText()).endsWith("b.jsonl");
        assertThat(first.path(19).path("line").asLong()).isEqualTo(30);
        assertThat(run.err())
                .startsWith("Lines that cannot be read, and are in no count: 35, first ")
                .contains("a.jsonl, line 1: is no JSON object");
    }
}
