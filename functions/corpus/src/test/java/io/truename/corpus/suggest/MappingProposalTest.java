// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.mapping.JsonPath;
import io.truename.corpus.schema.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rules on facts that are made here; the database's own are tested with a database. Long because all rules share the builder of facts. */
class MappingProposalTest {
    private static final int ROWS = 24;

    /** Table whose values are made by row; a value of null is absent. */
    private static final class Builder {
        private final TableName name;
        private final List<ColumnFacts> columns = new ArrayList<>();
        private final List<Map<Place, String>> rows = IntStream.range(0, ROWS)
                .<Map<Place, String>>mapToObj(row -> new LinkedHashMap<>())
                .toList();

        Builder(String name) {
            this.name = new TableName("app", name);
            column("id", "uuid", row -> new UUID(name.hashCode(), row).toString());
        }

        Builder column(String column, String type, IntFunction<String> values) {
            columns.add(new ColumnFacts(column, type, type, true, ""));
            return values(Place.of(column), values);
        }

        Builder values(Place place, IntFunction<String> values) {
            for (int row = 0; row < ROWS; row++) {
                String value = values.apply(row);
                if (value != null) {
                    rows.get(row).put(place, value);
                }
            }
            return this;
        }

        TableFacts build() {
            return new TableFacts(name, ROWS, false, "", columns, List.of(List.of("id")), rows);
        }
    }

    private static String sha(int row) {
        return new java.util.Random(row)
                .ints(64, 0, 16)
                .mapToObj(Integer::toHexString)
                .collect(Collectors.joining());
    }

    private static Builder documents() {
        return new Builder("documents").column("user_id", "text", row -> "user-" + row % 3);
    }

    private static MappingProposal propose(Evidence evidence, TableFacts... tables) {
        return MappingProposal.of(
                MappingPlan.of(new DatabaseFacts(List.of(tables), List.of(), List.of()), Hints.NONE), evidence);
    }

    private static String value(MappingProposal proposal, String field) {
        return choice(proposal, field).value().orElse("-");
    }

    private static Choice choice(MappingProposal proposal, String field) {
        return proposal.choices().stream()
                .filter(choice -> choice.field().equals(field))
                .findFirst()
                .orElseThrow(() -> new AssertionError(field + " of " + proposal.choices()));
    }

    private static JsonPath path(String text) {
        return JsonPath.parse(text).orElseThrow();
    }

    @Test
    void placesThatFillEachOther_becomeTheFirstOf() {
        MappingProposal proposal = propose(
                Evidence.NONE,
                new Builder("files")
                        .column("created_by", "uuid", row -> row % 3 == 0 ? null : new UUID(7, row).toString())
                        .column("tenant_id", "uuid", row -> new UUID(8, row).toString())
                        .column("sha256", "text", row -> row % 2 == 0 ? sha(row) : null)
                        .column("meta", "jsonb", row -> "{}")
                        .values(Place.of("meta", path("$.data.sha256")), row -> row % 2 == 1 ? sha(row) : null)
                        .build());

        assertThat(value(proposal, "/documents/user")).isEqualTo("{firstOf: [created_by, tenant_id]}");
        assertThat(choice(proposal, "/documents/user").certainty()).isEqualTo(Certainty.UNCERTAIN);
        assertThat(choice(proposal, "/documents/user").reason()).contains("a group of people", "null in 8 of 24");
        assertThat(value(proposal, "/documents/contentHash"))
                .isEqualTo("{firstOf: [sha256, {column: meta, path: $.data.sha256}]}");
        assertThat(choice(proposal, "/documents/contentHash").certainty()).isEqualTo(Certainty.PROBABLE);
    }

    @Test
    void hashOfAnotherTable_isReachedOverAnIdInJson() {
        TableFacts documents = documents()
                .column("source", "text", row -> "{..}")
                .values(Place.of("source", path("$.upload_file_id")), row -> new UUID(9, row).toString())
                .build();
        TableFacts files = new Builder("upload_files")
                .column("sha256", "bpchar", MappingProposalTest::sha)
                .build();
        JoinQuestion question =
                new JoinQuestion(documents.name(), Place.of("source", path("$.upload_file_id")), files.name(), "id");
        assertThat(MappingPlan.of(new DatabaseFacts(List.of(documents, files), List.of(), List.of()), Hints.NONE)
                        .joins())
                .contains(question);

        assertThat(value(propose(found(question, 20, 20), documents, files), "/documents/contentHash"))
                .isEqualTo(
                        "{from: app.upload_files, where: {id: {column: source, path: $.upload_file_id}}, take: sha256}");
        assertThat(value(propose(found(question, 20, 9), documents, files), "/documents/contentHash"))
                .isEqualTo("-");
    }

    private static Evidence found(JoinQuestion question, int tried, int found) {
        return new Evidence(Map.of(question, new JoinAnswer(tried, found)), Map.of());
    }

    @Test
    void chunks_areThoseThatReferAndAreNumbered() {
        TableFacts documents =
                documents().column("sha256", "text", MappingProposalTest::sha).build();
        TableFacts chunks = new Builder("segments")
                .column("doc", "uuid", row -> new UUID(5, row / 3).toString())
                .column("content", "text", row -> "text " + row)
                .column("page", "int4", row -> "1")
                .column("word_count", "int4", row -> "7")
                .column("meta", "jsonb", row -> "{}")
                .values(Place.of("meta", path("$.chunk_order")), row -> String.valueOf(row % 3))
                .values(Place.of("meta", path("$.splitter")), row -> row % 2 == 0 ? "markdown" : null)
                .build();
        JoinQuestion question = new JoinQuestion(chunks.name(), Place.of("doc"), documents.name(), "id");

        MappingProposal proposal = propose(found(question, 8, 8), documents, chunks);

        assertThat(value(proposal, "/chunks/0/document")).isEqualTo("doc");
        assertThat(value(proposal, "/chunks/0/ordinal")).isEqualTo("{column: meta, path: $.chunk_order}");
        assertThat(value(proposal, "/chunks/0/chunker"))
                .isEqualTo("{firstOf: [{column: meta, path: $.splitter}, {value: segments}]}");
        assertThat(value(proposal, "/chunks/0/chunkerVersion")).isEqualTo("{value: '1'}");
        assertThat(choice(proposal, "/chunks/0/chunkerVersion").certainty()).isEqualTo(Certainty.UNCERTAIN);
        assertThat(propose(Evidence.NONE, documents, chunks).chunks()).isEmpty();
    }

    /** Pages are coarser than offsets, so that the page comes first, though both orders may be total. */
    @Test
    void chunksThatNothingNumbers_areNumberedByTheirOrder_ifThatIsTotal() {
        TableFacts documents =
                documents().column("sha256", "text", MappingProposalTest::sha).build();
        Builder chunks = new Builder("chunks")
                .column("document_id", "uuid", row -> new UUID(5, row / 12).toString())
                .column("meta", "jsonb", row -> "{}")
                .column("page_count", "int4", row -> String.valueOf(row))
                .values(Place.of("meta", path("$.loc.start")), row -> String.valueOf(row % 2))
                .values(Place.of("meta", path("$.page")), row -> String.valueOf(row / 2));
        JoinQuestion question =
                new JoinQuestion(new TableName("app", "chunks"), Place.of("document_id"), documents.name(), "id");

        Choice ordinal = choice(propose(found(question, 2, 2), documents, chunks.build()), "/chunks/0/ordinal");

        assertThat(ordinal.value())
                .contains("{position: [{column: meta, path: $.page}, {column: meta, path: $.loc.start}]}");
        assertThat(ordinal.certainty()).isEqualTo(Certainty.UNCERTAIN);
        TableFacts tied =
                chunks.values(Place.of("meta", path("$.page")), row -> "1").build();
        assertThat(propose(found(question, 2, 2), documents, tied).chunks()).isEmpty();
        TableFacts ofEach =
                chunks.column("chunker", "text", row -> "chunker-" + row / 2).build();
        assertThat(propose(found(question, 2, 2), documents, ofEach).chunks()).hasSize(1);
    }

    @Test
    void ordinalThatRepeats_isUncertain() {
        TableFacts documents =
                documents().column("sha256", "text", MappingProposalTest::sha).build();
        TableFacts chunks = new Builder("chunks")
                .column("document_id", "uuid", row -> new UUID(5, 0).toString())
                .column("position", "int4", row -> String.valueOf(row / 2))
                .build();
        JoinQuestion question = new JoinQuestion(chunks.name(), Place.of("document_id"), documents.name(), "id");

        Choice ordinal = choice(propose(found(question, 1, 1), documents, chunks), "/chunks/0/ordinal");

        assertThat(ordinal.certainty()).isEqualTo(Certainty.UNCERTAIN);
        assertThat(ordinal.reason()).contains("12 sampled rows have the number of another chunk");
    }

    @Test
    void whatBelongsToAnOwner_isNoOwner() {
        MappingProposal proposal = propose(
                Evidence.NONE,
                new Builder("documents")
                        .column("user_language", "text", row -> "en")
                        .column("user_agent", "text", row -> "curl")
                        .column("account_balance", "int8", row -> String.valueOf(row))
                        .column("meta", "jsonb", row -> "{}")
                        .values(Place.of("meta", path("$.user.theme")), row -> "dark")
                        .values(Place.of("meta", path("$.user.id")), row -> "user-" + row % 3)
                        .column("sha256", "text", MappingProposalTest::sha)
                        .build());

        assertThat(value(proposal, "/documents/user")).isEqualTo("{column: meta, path: $.user.id}");
        assertThat(choice(proposal, "/documents/user").alternatives())
                .extracting(Alternative::value)
                .containsExactly("{value: everyone}");
    }

    /** A foreign key may refer to another unique column of documents, whose values are no ids. */
    @Test
    void foreignKeyToAnotherColumn_isNoLink() {
        TableFacts documents = documents()
                .column("external_id", "uuid", row -> new UUID(3, row).toString())
                .column("sha256", "text", MappingProposalTest::sha)
                .build();
        TableFacts chunks = new Builder("chunks")
                .column("document", "uuid", row -> new UUID(3, row).toString())
                .column("position", "int4", row -> String.valueOf(row))
                .build();
        List<ForeignLink> links = List.of(new ForeignLink(chunks.name(), "document", documents.name(), "external_id"));

        MappingProposal proposal = MappingProposal.of(
                MappingPlan.of(new DatabaseFacts(List.of(documents, chunks), links, List.of()), Hints.NONE),
                Evidence.NONE);

        assertThat(proposal.chunks()).isEmpty();
        assertThat(proposal.warnings()).extracting(Notice::subject).containsExactly("app.chunks");
    }

    @Test
    void columnThatOnlyLooksLikeAHash_isAnAlternativeOfTheGap() {
        MappingProposal proposal = propose(
                Evidence.NONE,
                documents()
                        .column("fingerprints", "text", MappingProposalTest::sha)
                        .build());
        assertThat(value(proposal, "/documents/contentHash")).isEqualTo("fingerprints");

        proposal = propose(
                Evidence.NONE,
                documents().column("trace", "text", MappingProposalTest::sha).build());
        assertThat(value(proposal, "/documents/contentHash")).isEqualTo("-");
        assertThat(choice(proposal, "/documents/contentHash").alternatives())
                .extracting(Alternative::value)
                .containsExactly("trace", "{imported: content-hashes, key: id}");
    }

    /** The name says SHA-256, and the content beside it has another one: it may be the text of the file. */
    @Test
    void hashThatIsNotThatOfTheContent_saysSo() {
        TableFacts documents = documents()
                .column("file_hash", "text", MappingProposalTest::sha)
                .column("content", "text", row -> "text " + row)
                .build();
        HashForm form = new HashForm(HashForm.Encoding.HEX, 32);
        ContentQuestion question = new ContentQuestion(documents.name(), Place.of("file_hash"), form, "content");
        Evidence evidence = new Evidence(Map.of(), Map.of(question, new ContentAnswer(10, 0, Optional.empty())));

        Choice hash = choice(propose(evidence, documents), "/documents/contentHash");

        assertThat(hash.value()).contains("file_hash");
        assertThat(hash.certainty()).isEqualTo(Certainty.UNCERTAIN);
        assertThat(hash.reason()).contains("not the hash of a content column");
        assertThat(hash.alternatives()).extracting(Alternative::value).contains("{sha256Of: [content]}");
    }

    @Test
    void commentTellsTheAlgorithm() {
        TableFacts plain =
                documents().column("hash", "text", MappingProposalTest::sha).build();
        List<ColumnFacts> columns = new ArrayList<>(plain.columns());
        columns.set(2, new ColumnFacts("hash", "text", "text", true, "SHA3-256 of the file"));
        TableFacts commented =
                new TableFacts(plain.name(), ROWS, false, "", columns, plain.uniqueKeys(), plain.sample());

        Choice hash = choice(propose(Evidence.NONE, commented), "/documents/contentHash");

        assertThat(hash.value()).contains("{column: hash, algorithm: SHA3-256}");
        assertThat(hash.certainty()).isEqualTo(Certainty.PROBABLE);
    }

    @Test
    void tableWithoutRows_isGuessedFromNames_andSaysSo() {
        TableFacts filled =
                documents().column("sha256", "text", MappingProposalTest::sha).build();
        TableFacts empty =
                new TableFacts(filled.name(), 0, false, "", filled.columns(), filled.uniqueKeys(), List.of());

        MappingProposal proposal = propose(Evidence.NONE, empty);

        assertThat(choice(proposal, "/documents/user").certainty()).isEqualTo(Certainty.UNCERTAIN);
        assertThat(proposal.missing()).extracting(Missing::field).containsExactly("/documents/contentHash");
    }
}
