// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.cloud.NoCredentials;
import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import io.truename.storage.BucketEndpoint;
import io.truename.storage.CloudObjectStore;
import io.truename.storage.ListedObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Google's unmodified client against the local cloud's storage.
 *
 * <p>Long, because each call of the API has its tests against one server.
 */
class LocalStorageIT {
    private static final byte[] BYTES = "{\"a\":1}".getBytes(UTF_8);

    @TempDir
    Path folder;

    private LocalStorage storage;
    private Storage client;
    private CloudObjectStore store;

    @BeforeEach
    void start() throws Exception {
        storage = LocalStorage.start(List.of("reports", "other"), folder, 0, Clock.systemUTC());
        client = StorageOptions.http()
                .setProjectId("truename-local")
                .setHost(storage.target())
                .setCredentials(NoCredentials.getInstance())
                .build()
                .getService();
        store = new CloudObjectStore(new BucketEndpoint("reports", Optional.of(storage.target())));
    }

    @AfterEach
    void stop() {
        storage.close();
    }

    private void restart() throws Exception {
        stop();
        start();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "2026/11/week.json",
                "../../etc/passwd",
                "A",
                "a b+c%2F?x=1#y&z",
                "ü/漢/\uD83D\uDE00",
                ".hidden",
                "con",
                "a\\b:c*\"<>|"
            })
    void anObject_ofAnyName_isThereAfterARestart(String name) throws Exception {
        assertThat(store.create(name, "application/json", BYTES)).isTrue();
        restart();

        assertThat(store.read(name))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(BYTES));
        assertThat(store.create(name, "application/json", new byte[] {1})).isFalse();
        try (InputStream in = store.open(name)) {
            assertThat(in.readAllBytes()).isEqualTo(BYTES);
        }
        assertThat(client.get(BlobId.of("reports", name)).getName()).isEqualTo(name);
        assertThat(store.read(name + "x")).isEmpty();
    }

    @Test
    void longNames_thatBeginAlike_areTwoObjects() {
        String begin = "x".repeat(1_020);
        assertThat(store.create(begin + "1", "text/plain", new byte[] {1})).isTrue();
        assertThat(store.create(begin + "2", "text/plain", new byte[] {2})).isTrue();

        assertThat(store.read(begin + "1"))
                .hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(1));
    }

    @Test
    void manyWriters_oneWins_andItsContentIsWhole() {
        List<Boolean> created = IntStream.range(0, 16)
                .parallel()
                .mapToObj(at -> store.create(
                        "one", "text/plain", Integer.toString(at).repeat(10_000).getBytes(UTF_8)))
                .toList();

        assertThat(created).containsOnlyOnce(true);
        int winner = created.indexOf(true);
        assertThat(store.read("one"))
                .hasValueSatisfying(bytes -> assertThat(new String(bytes, UTF_8))
                        .isEqualTo(Integer.toString(winner).repeat(10_000)));
    }

    /** The connection breaks between the upload and its answer. */
    @Test
    void aLostAnswer_leavesAWholeObject_andARepetitionMeetsIt() throws Exception {
        String body = twoParts("{\"name\":\"lost\"}", "abc");
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write(("POST /upload/storage/v1/b/reports/o?uploadType=multipart&ifGenerationMatch=0 HTTP/1.1\r\n"
                                    + "Host: localhost\r\nContent-Type: multipart/related; boundary=b\r\nContent-Length: "
                                    + body.length() + "\r\n\r\n" + body)
                            .getBytes(UTF_8));
            socket.setSoLinger(true, 0);
            await().until(() -> store.read("lost").isPresent());
        }

        assertThat(store.create("lost", "text/plain", "abc".getBytes(UTF_8))).isFalse();
        assertThat(store.read("lost"))
                .hasValueSatisfying(bytes -> assertThat(bytes).asString(UTF_8).isEqualTo("abc"));
    }

    @Test
    void anUploadThatBreaks_leavesNothing() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write(("POST /upload/storage/v1/b/reports/o?uploadType=media&name=half HTTP/1.1\r\n"
                                    + "Host: localhost\r\nContent-Length: 1000\r\n\r\nabc")
                            .getBytes(UTF_8));
        }
        await().until(() -> isEmpty(folder.resolve("uploads")));

        assertThat(store.read("half")).isEmpty();
    }

    @Test
    void aResumableUpload_inParts_isWhole() throws Exception {
        byte[] large = new byte[700_001];
        new Random(14).nextBytes(large);
        BlobInfo info = BlobInfo.newBuilder("reports", "large")
                .setContentType("application/octet-stream")
                .setMetadata(Map.of("Kind", "weekly"))
                .build();
        try (WriteChannel writer = client.writer(info, Storage.BlobWriteOption.doesNotExist())) {
            writer.setChunkSize(256 * 1024);
            for (int from = 0; from < large.length; from += 100_000) {
                writer.write(ByteBuffer.wrap(large, from, Math.min(100_000, large.length - from)));
            }
        }

        Blob object = client.get("reports", "large");
        assertThat(object.getSize()).isEqualTo(large.length);
        assertThat(object.getMetadata()).isEqualTo(Map.of("Kind", "weekly"));
        assertThat(object.getContent()).isEqualTo(large);
        try (ReadChannel reader = client.reader(object.getBlobId())) {
            reader.seek(700_000);
            ByteBuffer last = ByteBuffer.allocate(10);
            assertThat(reader.read(last)).isEqualTo(1);
            assertThat(last.get(0)).isEqualTo(large[700_000]);
        }
    }

    @Test
    void properties_areKept_andAnswered() throws Exception {
        client.create(
                BlobInfo.newBuilder("reports", "p")
                        .setContentType("text/html")
                        .setCacheControl("no-store")
                        .setMetadata(Map.of("a", "ü"))
                        .build(),
                BYTES);
        restart();

        Blob object = client.get("reports", "p");
        assertThat(object.getContentType()).isEqualTo("text/html");
        assertThat(object.getCacheControl()).isEqualTo("no-store");
        assertThat(object.getMetadata()).isEqualTo(Map.of("a", "ü"));
        assertThat(object.getCrc32cToHexString()).hasSize(8);
        assertThat(object.getMd5ToHexString()).isEqualTo("bb6cb5c68df4652941caf652a366f2d8");
        assertThat(object.getGeneration()).isPositive();
        assertThat(object.getCreateTimeOffsetDateTime()).isNotNull();
    }

    @Test
    void anObject_isReplacedAndDeleted_underConditions() {
        BlobInfo info = BlobInfo.newBuilder("reports", "c").build();
        Blob first = client.create(info, new byte[] {1});
        Blob second = client.create(info, new byte[] {2}, BlobTargetOption.generationMatch(first.getGeneration()));

        assertThat(second.getGeneration()).isGreaterThan(first.getGeneration());
        assertThatThrownBy(() ->
                        client.create(info, new byte[] {3}, BlobTargetOption.generationMatch(first.getGeneration())))
                .isInstanceOf(StorageException.class)
                .extracting("code")
                .isEqualTo(412);
        assertThatThrownBy(() -> client.delete(
                        BlobId.of("reports", "c"), BlobSourceOption.generationMatch(first.getGeneration())))
                .isInstanceOf(StorageException.class);
        assertThat(client.readAllBytes("reports", "c")).containsExactly(2);
        assertThat(client.delete(BlobId.of("reports", "c"))).isTrue();
        assertThat(client.delete(BlobId.of("reports", "c"))).isFalse();
        assertThat(client.get("reports", "c")).isNull();
    }

    @Test
    void list_hasPrefixesAndPages_inTheOrderOfNames() {
        for (String name : List.of("b/2", "a", "b/1", "c/x/1", "ü", "b1", "c/x/2", "c/y")) {
            store.create(name, "text/plain", BYTES);
        }

        assertThat(names(client.list("reports", BlobListOption.pageSize(3)).iterateAll()))
                .containsExactly("a", "b/1", "b/2", "b1", "c/x/1", "c/x/2", "c/y", "ü");
        assertThat(names(client.list("reports", BlobListOption.prefix("b/")).iterateAll()))
                .containsExactly("b/1", "b/2");
        assertThat(names(client.list("reports", BlobListOption.currentDirectory(), BlobListOption.pageSize(2))
                        .iterateAll()))
                .containsExactly("a", "b/", "b1", "c/", "ü");
        assertThat(names(client.list("reports", BlobListOption.startOffset("b1"), BlobListOption.endOffset("c/y"))
                        .iterateAll()))
                .containsExactly("b1", "c/x/1", "c/x/2");
        assertThat(names(client.list("other").iterateAll())).isEmpty();
    }

    /** As {@code truename-hashes} reads a bucket: in the order of the names, and each object as it was listed. */
    @Test
    void objects_areListedByPrefix_andOpenedAsListed() throws Exception {
        for (String name : List.of("raw/b", "raw/a", "raw/ü", "other")) {
            store.create(name, "text/plain", name.getBytes(UTF_8));
        }
        List<ListedObject> listed = new ArrayList<>();
        store.each("raw/", listed::add);
        assertThat(listed).extracting(ListedObject::name).containsExactly("raw/a", "raw/b", "raw/ü");
        assertThat(listed).extracting(ListedObject::bytes).containsExactly(5L, 5L, 6L);
        try (InputStream stream = store.open(listed.get(2))) {
            assertThat(stream.readAllBytes()).isEqualTo("raw/ü".getBytes(UTF_8));
        }
        ListedObject older = new ListedObject("raw/a", 5, listed.get(0).generation() - 1);
        assertThatThrownBy(() -> {
                    try (InputStream stream = store.open(older)) {
                        stream.readAllBytes();
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void buckets_areThoseOfTheCatalog() throws Exception {
        // The client's own classes for buckets are on no class path here.
        assertThat(get("/storage/v1/b?project=p")).contains("\"name\":\"reports\"", "\"name\":\"other\"");
        assertThat(get("/storage/v1/b/reports")).contains("\"kind\":\"storage#bucket\"");
        assertThat(get("/storage/v1/b/nowhere")).contains("\"code\":404");
        CloudObjectStore nowhere = new CloudObjectStore(new BucketEndpoint("nowhere", Optional.of(storage.target())));
        assertThatThrownBy(() -> nowhere.create("a", "text/plain", BYTES)).hasMessageContaining("no such bucket");
        assertThatThrownBy(() -> nowhere.read("a")).hasMessageContaining("no such bucket");
    }

    @ParameterizedTest
    @CsvSource({
        // The hashes of no bytes.
        "\"md5Hash\":\"1B2M2Y8AsgTpgAmY7PhCfg==\", MD5 hash",
        "\"crc32c\":\"AAAAAA==\", CRC32C hash",
        "\"kmsKeyName\":\"k\", Property kmsKeyName",
        "\"storageClass\":\"ARCHIVE\", Property storageClass"
    })
    void contentThatIsNotWhatTheClientHad_isRefused(String property, String named) throws Exception {
        HttpResponse<String> refused = send(HttpRequest.newBuilder(
                        URI.create(storage.target() + "/upload/storage/v1/b/reports/o?uploadType=multipart"))
                .header("Content-Type", "multipart/related; boundary=b")
                .POST(HttpRequest.BodyPublishers.ofString(twoParts("{\"name\":\"m\"," + property + "}", "abc"))));

        assertThat(refused.statusCode()).isIn(400, 501);
        assertThat(refused.body()).contains(named);
        assertThat(client.get("reports", "m")).isNull();
        assertThat(folder.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void whatIsNotThere_isRefused_byName() throws Exception {
        Blob object = client.create(BlobInfo.newBuilder("reports", "n").build(), BYTES);

        assertThatThrownBy(
                        () -> object.toBuilder().setContentType("a/b").build().update())
                .hasMessageContaining("PATCH /storage/v1/b/reports/o/n is not in the local cloud");
        assertThatThrownBy(() -> client.create(
                        BlobInfo.newBuilder("reports", "k").build(), BYTES, BlobTargetOption.kmsKeyName("projects/p")))
                .hasMessageContaining("Parameter kmsKeyName");
        assertThat(get("/storage/v1/b/reports/iam"))
                .contains("GET /storage/v1/b/reports/iam is not in the local cloud");
    }

    @Test
    void aBrowser_isRefused() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write("GET /storage/v1/b HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void aDamagedFile_isNamed_andHarmsNoOther() throws Exception {
        store.create("good", "text/plain", BYTES);
        store.create("bad", "text/plain", BYTES);
        Path file = folder.resolve("buckets/reports/bad.object");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 3));
        Files.write(folder.resolve("uploads/upload-1.part"), BYTES);
        restart();

        assertThat(storage.health().up()).isFalse();
        assertThat(storage.health().detail()).contains("reports/bad.object");
        assertThat(store.read("good")).isPresent();
        assertThat(store.read("bad")).isEmpty();
        assertThat(folder.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void status_countsObjects() {
        store.create("good", "text/plain", BYTES);

        assertThat(storage.status().buckets().get("reports")).isEqualTo(new LocalStorage.BucketStatus(1, 7));
        assertThat(storage.health().up()).isTrue();
    }

    private String get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(storage.target() + path))).body();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private Socket connect() throws IOException {
        return new Socket(
                InetAddress.getLoopbackAddress(), URI.create(storage.target()).getPort());
    }

    private static String twoParts(String properties, String content) {
        return "--b\r\nContent-Type: application/json\r\n\r\n" + properties
                + "\r\n--b\r\nContent-Type: text/plain\r\n\r\n" + content + "\r\n--b--";
    }

    private static List<String> names(Iterable<Blob> objects) {
        return StreamSupport.stream(objects.spliterator(), false)
                .map(Blob::getName)
                .toList();
    }

    private static boolean isEmpty(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
