// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.identity.DocumentId;
import io.truename.identity.Namespace;
import io.truename.identity.UuidOrder;
import io.truename.probing.finding.Observation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks of rows that pass by. Long, because each finding kind has cases. */
class CorpusChecksTest {
    private static final String DOCUMENTS = "upload_pipeline.documents";
    private static final String CHUNKS = "upload_pipeline.document_chunks";
    private static final UUID RANDOM = UUID.fromString("11111111-2222-4333-8444-555555555555");

    /** Documents in the order of their ids, as the database gives them. */
    private final Map<UUID, Document> corpus = new TreeMap<>(UuidOrder.UNSIGNED);

    private static final class Document {
        DocumentRow row;
        final List<ChunkRow> chunks = new ArrayList<>();
    }

    @BeforeEach
    void cleanCorpus() {
        for (int number = 0; number < 20; number++) {
            add(number, trueId(number), false);
        }
    }

    @Test
    void corpus_clean() {
        CorpusChecks checks = pass(CorpusChecks.State.EMPTY);
        assertThat(checks.observations().list()).isEmpty();
        assertThat(checks.state().documents()).isEqualTo(20);
        assertThat(checks.state().chunks()).isEqualTo(60);
        assertThat(checks.wantsSecondLook()).isFalse();
    }

    @Test
    void document_random() {
        corpus.remove(trueId(3));
        add(3, RANDOM, false);
        assertThat(found())
                .containsExactlyInAnyOrder(
                        "id.random " + DOCUMENTS + ".document_id v4 x1",
                        "user.cannot-retrieve " + DOCUMENTS + ".user_id document.id x1");
    }

    @Test
    void document_randomAndToBeMoved() {
        corpus.remove(trueId(3));
        add(3, RANDOM, true);
        Document document = corpus.get(RANDOM);
        document.chunks.set(1, chunk(UUID.fromString("22222222-2222-4333-8444-555555555555"), 1));
        CorpusChecks checks = pass(CorpusChecks.State.EMPTY);
        assertThat(checks.observations().list()).isEmpty();
        assertThat(checks.state().progress()).isEqualTo(2);
    }

    @Test
    void document_toBeMovedWithAGap() {
        corpus.remove(trueId(3));
        add(3, RANDOM, true);
        corpus.get(RANDOM).chunks.remove(1);
        assertThat(found()).containsExactly("ordinal.gap " + CHUNKS + ".chunk_ord markdown-simple:1 x1");
    }

    @Test
    void document_wrongRecipe() {
        for (int number = 0; number < 5; number++) {
            corpus.remove(trueId(number));
            UUID wrong = Namespace.DEFAULT.nameUuid(
                    (user(number) + ":" + hash(number).toUpperCase(Locale.ROOT)).getBytes(StandardCharsets.UTF_8));
            add(number, wrong, false);
        }
        assertThat(found())
                .containsExactlyInAnyOrder(
                        "id.wrong-recipe " + DOCUMENTS + ".document_id content.upper x5",
                        "user.cannot-retrieve " + DOCUMENTS + ".user_id document.id x5");
    }

    @Test
    void document_hashOfTheFileName() {
        corpus.remove(trueId(3));
        UUID wrong = Namespace.DEFAULT.nameUuid((user(3) + ":report-3.pdf").getBytes(StandardCharsets.UTF_8));
        add(3, wrong, false);
        assertThat(found()).contains("id.wrong-recipe " + DOCUMENTS + ".document_id content.is-file-name x1");
    }

    @Test
    void document_noUuid() {
        CorpusChecks checks = checks(CorpusChecks.State.EMPTY);
        checks.document(row(StoredId.of("legacy-17"), 3, false));
        checks.endPage();
        assertThat(lines(checks))
                .containsExactlyInAnyOrder(
                        "id.not-a-uuid " + DOCUMENTS + ".document_id  x1",
                        "user.cannot-retrieve " + DOCUMENTS + ".user_id document.id x1");
        assertThat(checks.observations().list().get(0).samples()).containsExactly("legacy-17");
    }

    @Test
    void document_sameIdTwice() {
        // As a broken unique index allows.
        CorpusChecks checks = checks(CorpusChecks.State.EMPTY);
        checks.document(row(StoredId.of(trueId(3)), 3, false));
        checks.document(row(StoredId.of(trueId(3)), 3, false));
        checks.endPage();
        assertThat(lines(checks)).containsExactly("id.collision " + DOCUMENTS + ".document_id  x1");
    }

    @Test
    void document_illegalInputs() {
        CorpusChecks checks = checks(CorpusChecks.State.EMPTY);
        checks.document(new DocumentRow(StoredId.of(RANDOM), null, "abc", null, true, false, Map.of()));
        checks.endPage();
        assertThat(lines(checks))
                .containsExactlyInAnyOrder(
                        "input.illegal " + DOCUMENTS + ".user_id absent x1",
                        "input.illegal " + DOCUMENTS + ".file_sha256 illegal x1");
    }

    @Test
    void document_processedWithoutChunks() {
        corpus.get(trueId(3)).chunks.clear();
        assertThat(found()).containsExactly("chunks.missing " + DOCUMENTS + ".document_id embedded x1");
    }

    @Test
    void document_tooYoungForChunks() {
        Document document = corpus.get(trueId(3));
        document.chunks.clear();
        document.row =
                new DocumentRow(document.row.id(), user(3), hash(3), "embedded", false, false, document.row.extras());
        assertThat(found()).isEmpty();
    }

    @Test
    void documents_ofAStatusBeforeChunks() {
        for (int number = 20; number < 25; number++) {
            add(number, trueId(number), false);
            Document document = corpus.get(trueId(number));
            document.chunks.clear();
            document.row =
                    new DocumentRow(document.row.id(), user(number), hash(number), "uploaded", true, false, Map.of());
        }
        assertThat(found()).isEmpty();
    }

    @Test
    void prior_decidesForAFewRows() {
        CorpusChecks.State prior = pass(CorpusChecks.State.EMPTY).state();
        corpus.keySet().removeIf(id -> !id.equals(trueId(3)));
        corpus.get(trueId(3)).chunks.clear();
        assertThat(found()).isEmpty();
        CorpusChecks checks = pass(prior.next(), prior);
        assertThat(lines(checks)).containsExactly("chunks.missing " + DOCUMENTS + ".document_id embedded x1");
    }

    @Test
    void ordinals_gapAndRepetition() {
        corpus.get(trueId(3)).chunks.remove(1);
        corpus.get(trueId(4)).chunks.add(2, corpus.get(trueId(4)).chunks.get(1));
        CorpusChecks checks = pass(CorpusChecks.State.EMPTY);
        assertThat(lines(checks))
                .containsExactlyInAnyOrder(
                        "ordinal.gap " + CHUNKS + ".chunk_ord markdown-simple:1 x1",
                        "ordinal.repeated " + CHUNKS + ".chunk_ord markdown-simple:1 x1");
    }

    @Test
    void ordinals_firstIsMissing() {
        corpus.get(trueId(3)).chunks.remove(0);
        assertThat(found()).containsExactly("ordinal.gap " + CHUNKS + ".chunk_ord markdown-simple:1 x1");
    }

    @Test
    void ordinals_fromOneEverywhere() {
        corpus.values().forEach(document -> document.chunks.remove(0));
        assertThat(found()).isEmpty();
    }

    @Test
    void ordinals_endIsMissing() {
        corpus.get(trueId(3)).chunks.remove(2);
        assertThat(found()).isEmpty();
    }

    @Test
    void chunk_random() {
        corpus.get(trueId(3)).chunks.set(1, chunk(RANDOM, 1));
        assertThat(found())
                .containsExactlyInAnyOrder(
                        "id.random " + CHUNKS + ".chunk_id v4 x1",
                        "user.cannot-retrieve " + DOCUMENTS + ".user_id chunk.id x1");
    }

    @Test
    void chunks_ofSwappedFields() {
        // Of ordinal 1 nobody can tell the version from the ordinal: the others decide.
        for (int number = 0; number < 10; number++) {
            Document document = corpus.get(trueId(number));
            for (int ordinal = 0; ordinal < 3; ordinal++) {
                String name = trueId(number) + ":markdown-simple:" + ordinal + ":1";
                document.chunks.set(
                        ordinal, chunk(Namespace.DEFAULT.nameUuid(name.getBytes(StandardCharsets.UTF_8)), ordinal));
            }
        }
        // Chunks of ordinal 1 are true: the swapped fields are equal.
        assertThat(found())
                .containsExactlyInAnyOrder(
                        "id.wrong-recipe " + CHUNKS + ".chunk_id order.document+chunker+ordinal+version x20",
                        "user.cannot-retrieve " + DOCUMENTS + ".user_id chunk.id x10");
    }

    @Test
    void chunk_ofADocumentBeforeOrAfter() {
        List<UUID> ids = new ArrayList<>(corpus.keySet());
        List<ChunkRow> chunks = corpus.get(ids.get(10)).chunks;
        chunks.add(chunk(chunkId(ids.get(2), 3), 3));
        chunks.add(chunk(chunkId(ids.get(17), 4), 4));
        assertThat(found())
                .containsExactlyInAnyOrder(
                        "reference.wrong-parent " + CHUNKS + ".document_id  x2",
                        "user.cannot-retrieve " + DOCUMENTS + ".user_id chunk.id x1");
    }

    @Test
    void chunk_ofADocumentFarAway() {
        UUID far = UUID.fromString("99999999-2222-5333-8444-555555555555");
        corpus.get(trueId(3)).chunks.set(1, chunk(chunkId(far, 1), 1));
        CorpusChecks checks = pass(CorpusChecks.State.EMPTY);
        assertThat(lines(checks)).contains("id.wrong-recipe " + CHUNKS + ".chunk_id unexplained.v5 x1");
        assertThat(checks.wantsSecondLook()).isTrue();
        corpus.values().forEach(document -> checks.secondLook(document.row));
        assertThat(checks.wantsSecondLook()).isTrue();
        checks.secondLook(row(StoredId.of(far), 99, false));
        assertThat(checks.wantsSecondLook()).isFalse();
        assertThat(lines(checks))
                .containsExactlyInAnyOrder(
                        "reference.wrong-parent " + CHUNKS + ".document_id  x1",
                        "user.cannot-retrieve " + DOCUMENTS + ".user_id chunk.id x1");
    }

    @Test
    void chunks_ofADocumentFarAwayAllAtOnce() {
        UUID far = UUID.fromString("99999999-2222-5333-8444-555555555555");
        List<ChunkRow> chunks = corpus.get(trueId(3)).chunks;
        for (int ordinal = 3; ordinal < 100; ordinal++) {
            chunks.add(chunk(chunkId(far, ordinal), ordinal));
        }
        CorpusChecks checks = checks(pass(CorpusChecks.State.EMPTY).state());
        checks.secondLook(row(StoredId.of(far), 99, false));
        // More than a page's searches for explanations: none of them may end as another kind of finding.
        assertThat(lines(checks))
                .containsExactlyInAnyOrder(
                        "reference.wrong-parent " + CHUNKS + ".document_id  x97",
                        "user.cannot-retrieve " + DOCUMENTS + ".user_id chunk.id x1");
    }

    @Test
    void documents_withEachOthersId() {
        corpus.remove(trueId(3));
        corpus.remove(trueId(4));
        add(3, trueId(4), false);
        add(4, trueId(3), false);
        CorpusChecks first = pass(CorpusChecks.State.EMPTY);
        // The first of both is found by the second at once; the second is put aside with the pass.
        CorpusChecks checks = checks(first.state());
        assertThat(checks.wantsSecondLook()).isTrue();
        corpus.values().forEach(document -> checks.secondLook(document.row));
        assertThat(lines(checks))
                .containsExactlyInAnyOrder(
                        "id.collision " + DOCUMENTS + ".document_id  x2",
                        "user.cannot-retrieve " + DOCUMENTS + ".user_id document.id x2");
    }

    @Test
    void document_unexplained() {
        corpus.remove(trueId(3));
        UUID id = UUID.fromString("99999999-2222-5333-8444-555555555555");
        add(3, id, false);
        CorpusChecks checks = pass(CorpusChecks.State.EMPTY);
        corpus.values().forEach(document -> checks.secondLook(document.row));
        assertThat(lines(checks)).contains("id.wrong-recipe " + DOCUMENTS + ".document_id unexplained.v5 x1");
    }

    @Test
    void chunk_ofTheTrueIdOfARandomDocument() {
        corpus.remove(trueId(3));
        add(3, RANDOM, false);
        Document document = corpus.get(RANDOM);
        for (int ordinal = 0; ordinal < 3; ordinal++) {
            UUID id = chunkId(trueId(3), ordinal);
            document.chunks.set(ordinal, chunk(id, ordinal));
        }
        assertThat(found()).contains("id.wrong-recipe " + CHUNKS + ".chunk_id document.is-true-id x3");
    }

    @Test
    void chunk_noUuid_isNoGap() {
        Document document = corpus.get(trueId(3));
        document.chunks.set(1, new ChunkRow(0, StoredId.of("chunk-7"), "markdown-simple", "1", 1, true));
        assertThat(lines(pass(CorpusChecks.State.EMPTY)))
                .containsExactlyInAnyOrder(
                        "id.not-a-uuid " + CHUNKS + ".chunk_id  x1",
                        "user.cannot-retrieve " + DOCUMENTS + ".user_id chunk.id x1");
    }

    @Test
    void chunk_noOrdinal() {
        Document document = corpus.get(trueId(3));
        UUID id = chunkId(trueId(3), 2);
        document.chunks.set(2, new ChunkRow(0, StoredId.of(id), "markdown-simple", "1", ChunkRow.NO_ORDINAL, true));
        assertThat(lines(pass(CorpusChecks.State.EMPTY)))
                .containsExactlyInAnyOrder(
                        "input.illegal " + CHUNKS + ".chunk_ord absent x1",
                        "user.cannot-retrieve " + DOCUMENTS + ".user_id input x1");
    }

    @Test
    void chunk_illegalInputs() {
        List<ChunkRow> chunks = corpus.get(trueId(3)).chunks;
        chunks.add(new ChunkRow(0, StoredId.of(RANDOM), null, "1", 3, true));
        chunks.add(new ChunkRow(0, StoredId.of(RANDOM), "a b", "1", 3, true));
        chunks.add(new ChunkRow(0, StoredId.of(RANDOM), "a", "1", -1, true));
        assertThat(found())
                .containsExactlyInAnyOrder(
                        "input.illegal " + CHUNKS + ".chunker_name absent x1",
                        "input.illegal " + CHUNKS + ".chunker_name illegal x1",
                        "input.illegal " + CHUNKS + ".chunk_ord illegal x1",
                        "user.cannot-retrieve " + DOCUMENTS + ".user_id input x1");
    }

    @Test
    void chunk_withoutEmbedding() {
        List<ChunkRow> chunks = corpus.get(trueId(3)).chunks;
        ChunkRow one = chunks.get(1);
        chunks.set(1, new ChunkRow(0, one.id(), one.chunker(), one.chunkerVersion(), one.ordinal(), false));
        CorpusChecks checks = pass(CorpusChecks.State.EMPTY);
        assertThat(lines(checks)).containsExactly("embedding.missing " + CHUNKS + ".embedding  x1");
        assertThat(checks.observations().list().get(0).samples())
                .containsExactly(one.id().toString());
    }

    @Test
    void chunk_orphan() {
        CorpusChecks checks = checks(CorpusChecks.State.EMPTY);
        UUID id = chunkId(RANDOM, 5);
        checks.orphan(chunk(id, 5), StoredId.of(RANDOM));
        checks.endPage();
        assertThat(lines(checks)).containsExactly("reference.orphan " + CHUNKS + ".document_id  x1");
    }

    @Test
    void chunk_beforeAnyDocument() {
        CorpusChecks checks = checks(CorpusChecks.State.EMPTY);
        assertThatThrownBy(() -> checks.chunk(chunk(RANDOM, 0))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void pass_takenUpAgainAfterEachDocument() {
        corpus.remove(trueId(3));
        add(3, RANDOM, false);
        corpus.get(trueId(4)).chunks.remove(1);
        corpus.get(trueId(5)).chunks.clear();
        corpus.get(trueId(6)).chunks.remove(0);
        List<String> atOnce = found();
        CorpusChecks.State state = CorpusChecks.State.EMPTY;
        for (Document document : corpus.values()) {
            CorpusChecks checks = checks(state);
            checks.document(document.row);
            document.chunks.forEach(checks::chunk);
            checks.endPage();
            state = checks.state();
        }
        assertThat(lines(checks(state))).containsExactlyInAnyOrderElementsOf(atOnce);
    }

    private List<String> found() {
        return lines(pass(CorpusChecks.State.EMPTY));
    }

    private static List<String> lines(CorpusChecks checks) {
        return checks.observations().list().stream().map(CorpusChecksTest::line).collect(Collectors.toList());
    }

    private static String line(Observation one) {
        return one.cause().kind().code() + " " + one.cause().table() + "."
                + one.cause().column() + " " + one.cause().detail() + " x" + one.count();
    }

    private CorpusChecks pass(CorpusChecks.State from) {
        return pass(from, CorpusChecks.State.EMPTY);
    }

    private CorpusChecks pass(CorpusChecks.State from, CorpusChecks.State prior) {
        CorpusChecks checks = new CorpusChecks(SampleSchema.schema(), List.of(), List.of("file-name"), from, prior);
        corpus.values().forEach(document -> {
            checks.document(document.row);
            document.chunks.forEach(checks::chunk);
        });
        checks.endPage();
        return checks;
    }

    private static CorpusChecks checks(CorpusChecks.State from) {
        return new CorpusChecks(SampleSchema.schema(), List.of(), List.of("file-name"), from, CorpusChecks.State.EMPTY);
    }

    private void add(int number, UUID id, boolean toMove) {
        Document document = new Document();
        document.row = row(StoredId.of(id), number, toMove);
        for (int ordinal = 0; ordinal < 3; ordinal++) {
            UUID chunk = chunkId(id, ordinal);
            document.chunks.add(chunk(chunk, ordinal));
        }
        corpus.put(id, document);
    }

    private static DocumentRow row(StoredId id, int number, boolean toMove) {
        return new DocumentRow(
                id,
                user(number),
                hash(number),
                "embedded",
                true,
                toMove,
                Map.of("file-name", "report-" + number + ".pdf"));
    }

    private static ChunkRow chunk(UUID id, int ordinal) {
        return new ChunkRow(0, StoredId.of(id), "markdown-simple", "1", ordinal, true);
    }

    private static UUID chunkId(UUID document, int ordinal) {
        return Namespace.DEFAULT
                .chunkId(DocumentId.of(document), "markdown-simple", "1", ordinal)
                .toUuid();
    }

    private static UUID trueId(int number) {
        return Namespace.DEFAULT.documentId(user(number), hash(number)).toUuid();
    }

    private static String user(int number) {
        return "user" + number;
    }

    private static String hash(int number) {
        return String.format(Locale.ROOT, "%064x", 0xabcdefL * (number + 1));
    }
}
