// SPDX-License-Identifier: Apache-2.0
package io.truename.report.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.costing.cost.CostRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CostFileTest {
    private static final String HEADER = "service.description,sku.description,usage_start_time,cost,currency";
    private static final String GOOD = "Cloud Run,\"Services\nCPU\",2026-11-01T07:00:00Z,1,USD";
    private static final String BAD = "Cloud Run,CPU,2026-11-01T07:00:00Z,one,USD";
    private static final String JSON =
            "{\"service\": {\"description\": \"Cloud Run\"}, \"usage_start_time\": \"2026-11-01T07:00:00Z\", \"cost\": %s, \"currency\": \"USD\"}";

    private final List<CostRow> rows = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private void read(CostFile format, String text) throws IOException {
        format.read(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                rows::add,
                (line, message) -> problems.add(line + " " + message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void problemOfCsv_hasTheLineOfItsRow(String newline) throws IOException {
        String good = GOOD.replace("\n", newline);
        read(CostFile.CSV, String.join(newline, HEADER, BAD, good, BAD, "", BAD, good));

        assertThat(problems)
                .extracting(problem -> problem.split(":", 2)[0])
                .containsExactly("2 cost", "5 cost", "7 cost");
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).skuName()).isEqualTo("Services" + newline + "CPU");
    }

    @Test
    void problemOfJsonLines_hasTheLineOfItsRow() throws IOException {
        read(
                CostFile.JSON_LINES,
                JSON.formatted("1") + "\n\n" + JSON.formatted("\"one\"") + "\n" + JSON.formatted("0.10") + "\n"
                        + JSON.formatted("[") + "\n");

        assertThat(problems).hasSize(2);
        assertThat(problems.get(0)).startsWith("3 cost: is no number");
        assertThat(problems.get(1)).startsWith("5 ").contains("is no JSON");
        assertThat(rows).extracting(CostRow::cost).extracting(Object::toString).containsExactly("1", "0.10");
    }

    @Test
    void jsonArray_isReadAsLinesAre() throws IOException {
        read(CostFile.JSON_LINES, "[" + JSON.formatted("1") + "," + JSON.formatted("2") + "]");

        assertThat(rows).hasSize(2);
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "7", "\"text\"", "[1]", "{\"cost\": 1e9999999999}"})
    void textThatIsNoRow_isAProblem(String text) throws IOException {
        read(CostFile.JSON_LINES, text);

        assertThat(rows).isEmpty();
        assertThat(problems).hasSize(1);
    }

    @Test
    void csvWithTooManyValues_isAProblem() throws IOException {
        read(CostFile.CSV, HEADER + "\n" + BAD + ",more\n");

        assertThat(problems).hasSize(1);
        assertThat(rows).isEmpty();
    }

    @Test
    void nothing_isNoRow() throws IOException {
        read(CostFile.JSON_LINES, "");
        read(CostFile.CSV, HEADER + "\n");
        assertThat(problems).isEmpty();
        read(CostFile.CSV, "");

        assertThat(rows).isEmpty();
        assertThat(problems).hasSize(1);
    }

    @Test
    void reading_endsWhenNoMoreIsWanted() throws IOException {
        CostFile.JSON_LINES.read(
                new ByteArrayInputStream((JSON.formatted("1") + "\n").repeat(3).getBytes(StandardCharsets.UTF_8)),
                row -> {
                    rows.add(row);
                    return rows.size() < 2;
                },
                (line, message) -> true);

        assertThat(rows).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"a.csv, CSV", "x/B.CSV.GZ, CSV", "a.json, JSON_LINES", "a.jsonl.gz, JSON_LINES", "a.ndjson, JSON_LINES"
    })
    void named_byItsEnd(String name, CostFile format) {
        assertThat(CostFile.named(name)).isEqualTo(format);
        assertThatThrownBy(() -> CostFile.named("a.txt")).hasMessageContaining(".csv");
    }
}
