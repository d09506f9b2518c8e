// SPDX-License-Identifier: Apache-2.0
package io.truename.hashing;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on real files, and against a server that answers as migrate does or does not. */
class TruenameHashesTest {
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path folder;

    @TempDir
    private Path elsewhere;

    private String out = "";
    private String err = "";

    private int run(String... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = TruenameHashes.run(
                new PrintStream(output, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8),
                Duration.ofMillis(1),
                arguments);
        out = output.toString(StandardCharsets.UTF_8);
        err = errors.toString(StandardCharsets.UTF_8);
        return status;
    }

    private void file(String path, String content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static Map<String, String> hashes(String lines) {
        return lines.lines()
                .map(line -> HashLine.parse(line).orElseThrow())
                .collect(Collectors.toMap(HashLine::id, HashLine::sha256));
    }

    @Test
    void folder_isListedWithAllItsFiles() throws IOException {
        file("empty", "");
        file("a/b/abc.pdf", "abc");
        file("a/\"quoted\", with comma", "abc");
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("empty"));

        assertThat(run("--quiet", folder.toString())).isZero();

        assertThat(hashes(out))
                .containsOnly(
                        Map.entry("empty", EMPTY),
                        Map.entry("a/b/abc.pdf", ABC),
                        Map.entry("a/\"quoted\", with comma", ABC));
        assertThat(err).contains("3 hashed, 0 unchanged");
    }

    @Test
    void idOfAPattern_othersAreLeftOut() throws IOException {
        file("raw/7.pdf", "abc");
        file("thumbs/7.png", "");

        assertThat(run("--quiet", "--id", "raw/{id}.pdf", folder.toString())).isZero();

        assertThat(hashes(out)).containsOnly(Map.entry("7", ABC));
        assertThat(err).contains("1 without an id");
    }

    /** After a kill: a line that is not finished is computed again, and what the list has is not. */
    @Test
    void list_isContinued_andOnlyChangesAreComputed() throws IOException {
        Path list = elsewhere.resolve("list.jsonl");
        file("one", "abc");
        file("two", "");
        assertThat(run("--quiet", "--list", list.toString(), folder.toString())).isZero();
        Files.writeString(list, "{\"id\":\"thr", StandardOpenOption.APPEND);
        file("three", "abc");
        file("two", "abc");
        Files.setLastModifiedTime(folder.resolve("two"), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));

        assertThat(run("--quiet", "--list", list.toString(), folder.toString())).isZero();

        assertThat(err).contains("2 hashed, 1 unchanged");
        List<String> lines = Files.readAllLines(list);
        assertThat(lines).hasSize(4);
        assertThat(hashes(String.join("\n", lines.subList(2, 4))))
                .containsOnly(Map.entry("two", ABC), Map.entry("three", ABC));
        assertThat(run("--quiet", "--list", list.toString(), folder.toString())).isZero();
        assertThat(err).contains("0 hashed, 3 unchanged");
    }

    /** A mistyped name must not cost a file. */
    @Test
    void fileThatIsNoList_isNotTouched() throws IOException {
        Path precious = elsewhere.resolve("letter.txt");
        Files.writeString(precious, "Dear Ann,\nhow are you?");
        file("one", "abc");

        assertThat(run("--quiet", "--list", precious.toString(), folder.toString()))
                .isEqualTo(2);

        assertThat(err).contains("is no list of this command");
        assertThat(precious).hasContent("Dear Ann,\nhow are you?");
    }

    @Test
    void lastLineWithoutItsEnd_isKept() throws IOException {
        Path list = elsewhere.resolve("list.jsonl");
        file("one", "abc");
        run("--quiet", "--list", list.toString(), folder.toString());
        Files.writeString(list, Files.readString(list).stripTrailing());

        assertThat(run("--quiet", "--list", list.toString(), folder.toString())).isZero();

        assertThat(err).contains("0 hashed, 1 unchanged");
        assertThat(Files.readString(list)).endsWith("}\n");
    }

    @Test
    void manyFiles_areEachListedOnce() throws IOException {
        for (int i = 0; i < 2_000; i++) {
            file("d" + i % 13 + "/f" + i, "content " + i);
        }
        assertThat(run("--quiet", "--threads", "4", folder.toString())).isZero();
        assertThat(hashes(out)).hasSize(2_000);
        assertThat(List.copyOf(hashes(out).values())).doesNotHaveDuplicates();
    }

    @Test
    void mistake_isToldWithItsRemedy() throws IOException {
        assertThat(run(elsewhere.resolve("none").toString())).isEqualTo(2);
        assertThat(err).contains("is no folder. Name a folder, or gs://BUCKET/PREFIX.");
        assertThat(run("--id", "raw", folder.toString())).isEqualTo(2);
        assertThat(run("--to", "localhost:1", folder.toString())).isEqualTo(2);
        assertThat(err).contains("--to must");
        assertThat(run("--to", "http://my_migrate:8900", folder.toString())).isEqualTo(2);
        assertThat(err).contains("--to must begin with");
        assertThat(run("--list", folder.toString(), folder.toString())).isEqualTo(2);
        assertThat(run("--to", "http://localhost:1")).isEqualTo(2);
        assertThat(err).contains("Name a SOURCE, or both --list and --to.");
        assertThat(run("gs://Not_A_Bucket/x")).isEqualTo(2);
        assertThat(err).contains("must be a bucket's name");
    }

    /** Lost answers, a restart and a part for which the time was not enough: each line arrives, and none is left out. */
    @Test
    void list_isSentUntilAllOfItHasArrived() throws IOException {
        WireMockServer server =
                new WireMockServer(wireMockConfig().dynamicPort().bindAddress("localhost"));
        server.start();
        try {
            for (int i = 1; i <= 3; i++) {
                file("f" + i, "abc");
            }
            String first = "?firstLine=1";
            server.stubFor(post(urlPathEqualTo("/migrate/content-hashes"))
                    .withQueryParam("firstLine", equalTo("1"))
                    .inScenario(first)
                    .whenScenarioStateIs(Scenario.STARTED)
                    .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))
                    .willSetStateTo("restarted"));
            server.stubFor(post(urlPathEqualTo("/migrate/content-hashes"))
                    .withQueryParam("firstLine", equalTo("1"))
                    .inScenario(first)
                    .whenScenarioStateIs("restarted")
                    .willReturn(aResponse().withStatus(503))
                    .willSetStateTo("up"));
            server.stubFor(post(urlPathEqualTo("/migrate/content-hashes"))
                    .withQueryParam("firstLine", equalTo("1"))
                    .inScenario(first)
                    .whenScenarioStateIs("up")
                    .willReturn(okJson(answer(1, 0, "3"))));
            server.stubFor(post(urlPathEqualTo("/migrate/content-hashes"))
                    .withQueryParam("firstLine", equalTo("3"))
                    .willReturn(okJson(answer(1, 0, "null"))));

            assertThat(run("--quiet", "--to", "http://localhost:" + server.port() + "/migrate/", folder.toString()))
                    .isZero();

            assertThat(err).contains("Sent: 2 stored");
            server.verify(4, postRequestedFor(urlPathEqualTo("/migrate/content-hashes")));
            assertThat(server.getAllServeEvents()
                            .get(0)
                            .getRequest()
                            .getBodyAsString()
                            .lines())
                    .hasSize(1);
        } finally {
            server.stop();
        }
    }

    @Test
    void token_isNotShown_andItsEndOfLineIsNoPartOfIt() {
        for (String bad : List.of("secret value", "secret\nvalue", "secré")) {
            assertThatThrownBy(() -> sender(bad))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("TRUENAME_TOKEN must be one token")
                    .hasMessageNotContaining("sec");
        }
        assertThat(sender("abc.d-e_f==\r\n").total().stored()).isZero();
    }

    private static HashSender sender(String token) {
        return new HashSender("http://localhost", "keep", Optional.of(token), Duration.ZERO, note -> {});
    }

    /** Catches that each thread tries for itself when nobody answers. */
    @Test
    void serverThatIsGone_isTriedForOnePartAlone() {
        List<String> tries = new ArrayList<>();
        HashSink sink = new HashSink() {
            @Override
            public void accept(String line) {
                tries.add(line);
                throw new SourceException("gone", null);
            }

            @Override
            public void close() {}
        };
        HashProgress progress = new HashProgress();
        HashRun run = new HashRun(IdPattern.wholePath(), new KnownContents(), sink, progress, note -> {});
        for (int i = 0; i < 40; i++) {
            Path file = folder.resolve("f" + i);
            assertThatCode(() -> Files.writeString(file, "abc")).doesNotThrowAnyException();
        }
        assertThatThrownBy(() -> run.over(new FolderSource(folder, Optional.empty()), 8))
                .isInstanceOf(SourceException.class);
        assertThat(tries).hasSize(1);
    }

    @Test
    void listInTheFolder_isNoContent() throws IOException {
        file("one", "abc");
        String list = folder.resolve("list.jsonl").toString();
        assertThat(run("--quiet", "--list", list, folder.toString())).isZero();
        assertThat(run("--quiet", "--list", list, folder.toString())).isZero();
        assertThat(err).contains("0 hashed, 1 unchanged");
    }

    @Test
    void conflictsAndRefusals_areToldByTheStatus() throws IOException {
        WireMockServer server =
                new WireMockServer(wireMockConfig().dynamicPort().bindAddress("localhost"));
        server.start();
        try {
            file("f", "abc");
            String to = "http://localhost:" + server.port();
            server.stubFor(post(urlPathEqualTo("/content-hashes")).willReturn(okJson(answer(0, 1, "null"))));
            assertThat(run("--quiet", "--to", to, folder.toString())).isEqualTo(1);
            assertThat(err).contains("line 1: f has another hash, " + EMPTY + ", which was kept");

            server.stubFor(post(urlPathEqualTo("/content-hashes"))
                    .willReturn(aResponse().withStatus(422).withBody("{\"detail\":\"Correct the mapping.\"}")));
            assertThat(run("--quiet", "--to", to, folder.toString())).isEqualTo(2);
            assertThat(err).contains("answered 422 Correct the mapping.");
            server.verify(2, postRequestedFor(urlPathEqualTo("/content-hashes")));
        } finally {
            server.stop();
        }
    }

    private static String answer(int stored, int conflicting, String nextLine) {
        String conflict = "{\"line\":1,\"id\":\"f\",\"sha256\":\"" + ABC + "\",\"kept\":\"" + EMPTY + "\"}";
        return "{\"lines\":1,\"stored\":" + stored + ",\"equal\":0,\"replaced\":0,\"conflicting\":" + conflicting
                + ",\"bad\":0,\"conflicts\":[" + (conflicting > 0 ? conflict : "") + "],\"badLines\":[],\"nextLine\":"
                + nextLine + "}";
    }
}
