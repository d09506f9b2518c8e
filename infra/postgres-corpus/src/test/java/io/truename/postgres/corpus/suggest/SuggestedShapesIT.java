// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.suggest;

import static io.truename.postgres.corpus.suggest.SuggestedMappings.choice;
import static io.truename.postgres.corpus.suggest.SuggestedMappings.suggest;
import static io.truename.postgres.corpus.suggest.SuggestedMappings.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.mapping.FieldIssue;
import io.truename.corpus.mapping.QualifiedName;
import io.truename.corpus.schema.Finding;
import io.truename.corpus.suggest.Alternative;
import io.truename.corpus.suggest.Certainty;
import io.truename.corpus.suggest.Collision;
import io.truename.corpus.suggest.Missing;
import io.truename.corpus.suggest.Notice;
import io.truename.corpus.suggest.Suggestion;
import io.truename.corpus.suggest.TableCount;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Shapes of schemas that people have: each with the one thing in it that a proposal must see, or must not take for another. Long because
 * all of them share one fixture.
 */
class SuggestedShapesIT {
    private TestDatabase test;

    @BeforeEach
    void create() {
        test = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);
        test.execute("CREATE SCHEMA app");
    }

    /** 60 documents in table documents; {@code columns} are their definitions, {@code values} their values by number n. */
    private void documents(String columns, String values) {
        test.execute("CREATE TABLE app.documents (id uuid PRIMARY KEY, owner_id text, " + columns + ");"
                + " INSERT INTO app.documents SELECT gen_random_uuid(), 'user-' || n % 5, " + values
                + " FROM generate_series(1, 60) n");
    }

    @Test
    void hashOfTheContentBesideIt_isComputed_andItsAlgorithmTold() {
        documents(
                "content bytea, hash text, etag text",
                "convert_to('file ' || n, 'UTF8'), encode(sha512(convert_to('file ' || n, 'UTF8')), 'hex'),"
                        + " encode(sha512(convert_to('other ' || n, 'UTF8')), 'hex')");

        Suggestion suggestion = suggest(test);

        assertThat(value(suggestion, "/documents/contentHash")).isEqualTo("{column: hash, algorithm: SHA-512}");
        assertThat(choice(suggestion, "/documents/contentHash").certainty()).isEqualTo(Certainty.CERTAIN);
        assertThat(suggestion.examples()).hasSize(5).allSatisfy(example -> {
            assertThat(example.name().orElseThrow()).matches("user-\\d sha-512:[0-9a-f]{128}");
            assertThat(example.trueId()).isPresent();
        });
    }

    @Test
    void contentElsewhere_isAGapWithTheImport() {
        documents("object_path text, bytes bigint", "'raw/' || n || '.pdf', n");

        Suggestion suggestion = suggest(test);

        assertThat(suggestion.missing()).singleElement().satisfies(missing -> {
            assertThat(missing.field()).isEqualTo("/documents/contentHash");
            assertThat(missing.remedy()).contains("POST /content-hashes", "truename-hashes.jar");
        });
        assertThat(choice(suggestion, "/documents/contentHash").alternatives())
                .extracting(Alternative::value)
                .containsExactly("{imported: content-hashes, key: id}", "{imported: content-hashes, key: object_path}");
        String filled = suggestion
                .mapping()
                .replace("contentHash: # missing", "contentHash: {imported: content-hashes, key: object_path}");
        assertThat(SuggestedMappings.refusals(test, filled)).isEmpty();
    }

    @Test
    void vectorsThatReferToDocuments_areTheirChunks() {
        documents("file_sha256 text", "encode(sha256(convert_to('file ' || n, 'UTF8')), 'hex')");
        test.execute(
                "CREATE TABLE app.vectors (id uuid PRIMARY KEY, content text, metadata jsonb, document_id uuid REFERENCES"
                        + " app.documents); INSERT INTO app.vectors SELECT gen_random_uuid(), 'part ' || k || ' of ' || id,"
                        + " jsonb_build_object('chunk_index', k), id FROM app.documents, generate_series(0, 3) k");

        Suggestion suggestion = suggest(test);

        assertThat(value(suggestion, "/chunks/0/table")).isEqualTo("app.vectors");
        assertThat(value(suggestion, "/chunks/0/ordinal")).isEqualTo("{column: metadata, path: $.chunk_index}");
        assertThat(suggestion.complete()).isTrue();
    }

    /** Their keys are numbers, so true ids go beside them. */
    @Test
    void onlyTableWithContent_isOneOfDocuments_evenIfItsKeyMustStay() {
        test.execute(
                "CREATE TABLE app.data_texts (id bigserial PRIMARY KEY, text varchar NOT NULL, metadata_ json);"
                        + " INSERT INTO app.data_texts (text, metadata_) SELECT 'text ' || n, '{}' FROM generate_series(1, 50) n");

        Suggestion suggestion = suggest(test);

        assertThat(value(suggestion, "/documents/table")).isEqualTo("app.data_texts");
        assertThat(value(suggestion, "/documents/contentHash")).isEqualTo("{sha256Of: [text]}");
        assertThat(suggestion.missing()).extracting(Missing::field).contains("/documents/trueId", "/documents/user");
    }

    /** 64 digits do not tell SHA-256 from SHA3-256. The server has no SHA3, so these are known answers. */
    @Test
    void sha3_isToldFromSha256_byTheContent() {
        test.execute("""
                CREATE TABLE app.documents (id uuid PRIMARY KEY, owner_id text, content text, hash char(64));
                INSERT INTO app.documents VALUES
                    (gen_random_uuid(), 'ann', 'abc', '3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532'),
                    (gen_random_uuid(), 'bob', '', 'a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a')""");

        assertThat(value(suggest(test), "/documents/contentHash")).isEqualTo("{column: hash, algorithm: SHA3-256}");
    }

    @Test
    void hashWhoseNameTellsNothing_isAGuessWithAlternatives() {
        documents("hash text", "encode(sha256(convert_to('file ' || n, 'UTF8')), 'hex')");

        Suggestion suggestion = suggest(test);

        assertThat(value(suggestion, "/documents/contentHash")).isEqualTo("hash");
        assertThat(choice(suggestion, "/documents/contentHash").certainty()).isEqualTo(Certainty.UNCERTAIN);
        assertThat(choice(suggestion, "/documents/contentHash").alternatives())
                .extracting(Alternative::value)
                .contains("{column: hash, algorithm: SHA3-256}", "{column: hash, algorithm: BLAKE3}");
    }

    /** Nobody but a person may accept that files share an MD5. */
    @Test
    void md5_isProposedWithAGapForTheConsent() {
        documents("content_md5 text", "md5('file ' || n)");

        Suggestion suggestion = suggest(test);

        assertThat(suggestion.complete()).isFalse();
        assertThat(suggestion.missing()).extracting(Missing::field).containsExactly("/documents/contentHash/accept");
        String consent = choice(suggestion, "/documents/contentHash")
                .alternatives()
                .get(0)
                .value();
        assertThat(consent).contains("accept: different files may share an MD5");
        String filled = suggestion.mapping().replace(value(suggestion, "/documents/contentHash"), consent);
        assertThat(SuggestedMappings.refusals(test, filled)).isEmpty();
    }

    /** 32 digits that are UUIDs without hyphens, secrets, and a hash of something else are no hashes of the content. */
    @Test
    void columnsThatOnlyLookLikeHashes_areNotProposed() {
        documents(
                "trace_hash text, password_hash text, api_token text, body text",
                "replace(gen_random_uuid()::text, '-', ''), encode(sha256(convert_to(n || 'p', 'UTF8')), 'hex'),"
                        + " encode(sha256(convert_to(n || 't', 'UTF8')), 'hex'), 'the text of ' || n");

        Suggestion suggestion = suggest(test);

        assertThat(value(suggestion, "/documents/contentHash")).isEqualTo("{sha256Of: [body]}");
        assertThat(choice(suggestion, "/documents/contentHash").certainty()).isEqualTo(Certainty.UNCERTAIN);
    }

    @Test
    void ownerThatChanges_orIsNoLegalName_isNotProposed() {
        test.execute("CREATE TABLE app.documents (id uuid PRIMARY KEY, updated_by text, author text, sha256 text);"
                + " INSERT INTO app.documents SELECT gen_random_uuid(), 'user-' || n, 'Ann Smith', encode(sha256(n::text::bytea), 'hex')"
                + " FROM generate_series(1, 30) n");

        Suggestion suggestion = suggest(test);

        assertThat(suggestion.missing()).extracting(Missing::field).containsExactly("/documents/user");
        assertThat(suggestion.mapping()).contains("user: # missing");
        assertThat(suggestion.warnings()).extracting(Notice::subject).contains("app.documents.author");
        assertThat(suggestion.tables())
                .containsExactly(new TableCount(suggestion.tables().get(0).table(), 0, 30, false));
    }

    @Test
    void ownerOverAForeignKey_isFoundInTheOtherTable() {
        test.execute("CREATE TABLE app.folders (id bigint PRIMARY KEY, user_id bigint NOT NULL);"
                + " INSERT INTO app.folders SELECT n, n % 3 FROM generate_series(1, 10) n;"
                + " CREATE TABLE app.documents (id uuid PRIMARY KEY, folder_id bigint REFERENCES app.folders, sha256 text);"
                + " INSERT INTO app.documents SELECT gen_random_uuid(), 1 + n % 10, encode(sha256(n::text::bytea), 'hex')"
                + " FROM generate_series(1, 30) n");

        Suggestion suggestion = suggest(test);

        assertThat(value(suggestion, "/documents/user"))
                .isEqualTo("{from: app.folders, where: {id: folder_id}, take: user_id}");
        assertThat(suggestion.examples())
                .allSatisfy(example -> assertThat(example.name()).isPresent());
    }

    /** Serial numbers are keys of every table: only a name tells which is meant. */
    @Test
    void numbers_areNotTakenForKeysOfAnyTable() {
        test.execute("CREATE TABLE app.users (id bigint PRIMARY KEY, owner_id text NOT NULL);"
                + " INSERT INTO app.users SELECT n, 'user-' || n FROM generate_series(1, 30) n;"
                + " CREATE TABLE app.documents (id uuid PRIMARY KEY, page_count_id bigint, sha256 text);"
                + " INSERT INTO app.documents SELECT gen_random_uuid(), n, encode(sha256(n::text::bytea), 'hex')"
                + " FROM generate_series(1, 30) n");

        assertThat(suggest(test).missing()).extracting(Missing::field).containsExactly("/documents/user");
    }

    @Test
    void serialKeys_stay_andTrueIdsAreWrittenBesideThem() {
        test.execute("CREATE TABLE app.page (id bigserial PRIMARY KEY, user_id bigint NOT NULL, checksum text);"
                + " INSERT INTO app.page (user_id, checksum) SELECT n % 3, encode(sha256(n::text::bytea), 'base64') FROM generate_series(1, 30) n;"
                + " CREATE TABLE app.page_section (id bigserial PRIMARY KEY, page_id bigint REFERENCES app.page, content text);"
                + " INSERT INTO app.page_section (page_id, content) SELECT n, 'text' FROM generate_series(1, 30) n");

        Suggestion suggestion = suggest(test);

        assertThat(value(suggestion, "/documents/table")).isEqualTo("app.page");
        assertThat(value(suggestion, "/documents/contentHash")).isEqualTo("{column: checksum, encoding: base64}");
        assertThat(value(suggestion, "/documents/id")).isEqualTo("id");
        assertThat(suggestion.missing()).singleElement().satisfies(missing -> {
            assertThat(missing.field()).isEqualTo("/documents/trueId");
            assertThat(missing.remedy()).startsWith("ALTER TABLE \"app\".\"page\" ADD COLUMN true_id uuid;");
        });
        assertThat(suggestion.warnings()).extracting(Notice::subject).contains("app.page_section");

        test.execute(
                "ALTER TABLE app.page ADD COLUMN true_id uuid; ALTER TABLE app.page_section ADD COLUMN true_id uuid,"
                        + " ADD COLUMN position int; UPDATE app.page_section SET position = 0; ANALYZE");
        Suggestion complete = suggest(test);

        assertThat(complete.missing()).isEmpty();
        assertThat(value(complete, "/documents/trueId")).isEqualTo("true_id");
        assertThat(value(complete, "/chunks/0/trueId")).isEqualTo("true_id");
        assertThat(value(complete, "/chunks/0/document")).isEqualTo("page_id");
        assertThat(complete.findings()).extracting(Finding::severity).doesNotContain(Finding.Severity.REFUSAL);
    }

    @Test
    void chunksWithoutAnOrdinal_areNotMapped_andItIsSaid() {
        documents("sha256 text", "encode(sha256(n::text::bytea), 'hex')");
        test.execute(
                "CREATE TABLE app.chunks (id uuid PRIMARY KEY, document_id uuid REFERENCES app.documents, content text,"
                        + " token_count int, start_offset int);"
                        + " INSERT INTO app.chunks SELECT gen_random_uuid(), id, 'text', 5, 0 FROM app.documents;"
                        + " CREATE INDEX ON app.chunks (document_id)");

        Suggestion suggestion = suggest(test);

        assertThat(suggestion.mapping()).doesNotContain("chunks:");
        assertThat(suggestion.warnings()).anySatisfy(warning -> {
            assertThat(warning.subject()).isEqualTo("app.chunks");
            assertThat(warning.reason()).contains("nothing in it numbers the chunks");
        });
        assertThat(suggest(test, "documents", "app.chunks").missing())
                .extracting(Missing::field)
                .containsExactly("/chunks/0/ordinal");
    }

    @Test
    void referencesThatNobodyDeclared_becomeLines_orRemarks() {
        documents("sha256 text", "encode(sha256(n::text::bytea), 'hex')");
        test.execute("CREATE TABLE app.jobs AS SELECT id AS target, jsonb_build_object('doc', id) AS payload,"
                + " 'raw/' || id || '.pdf' AS path, ARRAY[jsonb_build_object('doc', id)] AS packed FROM app.documents");

        Suggestion suggestion = suggest(test);

        assertThat(suggestion.mapping())
                .contains(
                        "  - {table: app.jobs, column: target, to: documents}",
                        "  - {table: app.jobs, column: payload, path: $.doc, to: documents}",
                        "  - {table: app.jobs, column: path, pattern: 'raw/{id}.pdf', to: documents}");
        assertThat(suggestion.warnings())
                .extracting(Notice::subject)
                .anyMatch(subject -> subject.startsWith("app.jobs.packed"));
    }

    @Test
    void collisionsInTheSample_tellTheColumnsThatDiffer() {
        documents("sha256 text, title text", "encode(sha256((n / 2)::text::bytea), 'hex'), 'title ' || n");
        test.execute("UPDATE app.documents SET owner_id = 'ann'");

        Suggestion suggestion = suggest(test);

        assertThat(suggestion.collisions()).hasSize(10);
        assertThat(suggestion.collisions().get(0).ids()).hasSize(2);
        assertThat(suggestion.collisions())
                .extracting(Collision::differing)
                .containsOnly(Optional.of(List.of("title")));
    }

    @Test
    void largeTable_isSampledOverAllOfIt_andCountedAsAbout() {
        documents("sha256 text", "encode(sha256(n::text::bytea), 'hex')");
        test.execute("INSERT INTO app.documents SELECT gen_random_uuid(), CASE WHEN n > 100000 THEN 'late-user' END,"
                + " encode(sha256(n::text::bytea), 'hex') FROM generate_series(1, 200000) n; ANALYZE app.documents");

        Suggestion suggestion = suggest(test);

        assertThat(suggestion.tables().get(0).about()).isTrue();
        assertThat(suggestion.tables().get(0).rows()).isBetween(180_000L, 220_000L);
        assertThat(choice(suggestion, "/documents/user").reason()).contains("sampled rows it is null");
        assertThat(suggestion.examples())
                .anySatisfy(example -> assertThat(example.problem()).contains("userId"));
    }

    /** An application that changes its schema must not wait, and neither must the request. */
    @Test
    void lockedTable_isNamed_andTheRestIsRead() throws SQLException {
        documents("sha256 text", "encode(sha256(n::text::bytea), 'hex')");
        test.execute("CREATE TABLE app.notes (id uuid PRIMARY KEY, document_id uuid)");
        try (Connection other = test.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE app.notes IN ACCESS EXCLUSIVE MODE");

            Suggestion suggestion = suggest(test);

            assertThat(value(suggestion, "/documents/contentHash")).isEqualTo("sha256");
            assertThat(suggestion.warnings()).anySatisfy(warning -> {
                assertThat(warning.subject()).isEqualTo("app.notes");
                assertThat(warning.reason()).contains("had locked it");
            });
        }
    }

    /** Content in a table of its own: the server computes the hash of it there. */
    @Test
    void contentOfAnotherTable_isHashedWhereItLies() {
        test.execute("CREATE TABLE app.blobs (id uuid PRIMARY KEY, data bytea NOT NULL);"
                + " INSERT INTO app.blobs SELECT gen_random_uuid(), n::text::bytea FROM generate_series(1, 30) n;"
                + " CREATE TABLE app.documents (id uuid PRIMARY KEY, owner_id text, blob uuid);"
                + " INSERT INTO app.documents SELECT gen_random_uuid(), 'ann', id FROM app.blobs");

        Suggestion suggestion = suggest(test);

        assertThat(value(suggestion, "/documents/contentHash"))
                .isEqualTo("{from: app.blobs, where: {id: blob}, take: {sha256Of: [data]}}");
        assertThat(choice(suggestion, "/documents/contentHash").reason())
                .contains("30 of 30 values of the sample find exactly one row");
        assertThat(suggestion.examples())
                .allSatisfy(example -> assertThat(example.name()).isPresent());
    }

    /** The hash is nowhere: everything else is found, and the gap says how to fill it from outside. */
    @Test
    void contentInObjectStorage_leavesAGapForTheHash() {
        test.execute("CREATE TABLE app.documents (id uuid PRIMARY KEY, owner_id uuid NOT NULL, collection_ids uuid[]);"
                + " INSERT INTO app.documents SELECT gen_random_uuid(), gen_random_uuid() FROM generate_series(1, 30) n;"
                + " CREATE TABLE app.chunks (id uuid PRIMARY KEY, document_id uuid, owner_id uuid, text text, metadata jsonb);"
                + " INSERT INTO app.chunks SELECT gen_random_uuid(), id, owner_id, 'text', jsonb_build_object('chunk_order', n)"
                + " FROM app.documents, generate_series(0, 2) n");

        Suggestion suggestion = suggest(test);

        assertThat(suggestion.missing()).extracting(Missing::field).containsExactly("/documents/contentHash");
        assertThat(suggestion.missing().get(0).remedy()).contains("SHA-256 of each file where it lies");
        assertThat(value(suggestion, "/documents/user")).isEqualTo("owner_id");
        assertThat(value(suggestion, "/chunks/0/document")).isEqualTo("document_id");
        assertThat(value(suggestion, "/chunks/0/ordinal")).isEqualTo("{column: metadata, path: $.chunk_order}");
    }

    /** A vectorizer's target beside the table that it reads. */
    @Test
    void embeddingsWithTheKeyOfTheirSource_areChunks() {
        test.execute(
                "CREATE TABLE app.blog (id uuid PRIMARY KEY, author_id text NOT NULL, contents text NOT NULL);"
                        + " INSERT INTO app.blog SELECT gen_random_uuid(), 'ann', 'the text of ' || n FROM generate_series(1, 30) n;"
                        + " CREATE TABLE app.blog_embedding (embedding_uuid uuid PRIMARY KEY, id uuid REFERENCES app.blog, chunk_seq int,"
                        + " chunk text, embedding real[], UNIQUE (id, chunk_seq));"
                        + " INSERT INTO app.blog_embedding SELECT gen_random_uuid(), id, n, 'text', '{0.1}' FROM app.blog, generate_series(0, 2) n");

        Suggestion suggestion = suggest(test);

        assertThat(value(suggestion, "/documents/table")).isEqualTo("app.blog");
        assertThat(value(suggestion, "/documents/contentHash")).isEqualTo("{sha256Of: [contents]}");
        assertThat(value(suggestion, "/chunks/0/document")).isEqualTo("id");
        assertThat(value(suggestion, "/chunks/0/ordinal")).isEqualTo("chunk_seq");
        assertThat(SuggestedMappings.refusals(test, suggestion.mapping())).isEmpty();
    }

    /** Two columns for owners, of which one is null; ids of chunks that are built of ids of documents. */
    @Test
    void ownerInOneOfTwoColumns_andChunkIdsThatAreBuilt() {
        test.execute(
                "CREATE TABLE app.entry (id uuid PRIMARY KEY, user_id bigint, agent_id bigint, raw text, hashed_value text);"
                        + " INSERT INTO app.entry SELECT gen_random_uuid(), CASE WHEN n % 3 > 0 THEN n % 5 END, CASE WHEN n % 3 = 0 THEN 7 END,"
                        + " 'raw ' || n, encode(sha256(convert_to('raw ' || n, 'UTF8')), 'hex') FROM generate_series(1, 30) n;"
                        + " CREATE TABLE app.chunks (id text PRIMARY KEY, entry_id uuid REFERENCES app.entry, n int, content text);"
                        + " INSERT INTO app.chunks SELECT id || '__' || n, id, n, 'text' FROM app.entry, generate_series(0, 2) n;"
                        + " CREATE INDEX ON app.chunks (entry_id)");

        Suggestion suggestion = suggest(test);

        assertThat(value(suggestion, "/documents/user")).isEqualTo("{firstOf: [user_id, agent_id]}");
        assertThat(value(suggestion, "/documents/contentHash")).isEqualTo("hashed_value");
        assertThat(choice(suggestion, "/documents/contentHash").certainty()).isEqualTo(Certainty.CERTAIN);
        assertThat(suggestion.mapping()).doesNotContain("chunks:");
        assertThat(suggestion.warnings()).anySatisfy(warning -> {
            assertThat(warning.subject()).isEqualTo("app.chunks");
            assertThat(warning.reason()).contains("unique on its own and a UUID");
        });
        assertThat(SuggestedMappings.refusals(test, suggestion.mapping())).isEmpty();
    }

    @Test
    void emptyDatabase_hasOnlyGaps() {
        Suggestion suggestion = suggest(test);

        assertThat(suggestion.complete()).isFalse();
        assertThat(suggestion.mapping()).isEqualTo("documents:\n  table: # missing\n");
        assertThat(suggestion.missing()).hasSize(1);
    }

    @Test
    void hints_thatTheDatabaseDoesNotHave_areRefusedTogether() {
        documents("sha256 text", "encode(sha256(n::text::bytea), 'hex')");

        MappingSuggester.Result result = SuggestedMappings.result(
                test,
                new MappingSuggester.Request(
                        List.of("app", "nowhere"),
                        QualifiedName.parse("app.nothing", 2),
                        List.of(
                                QualifiedName.parse("documents", 2).orElseThrow(),
                                new QualifiedName(List.of("none")))));

        assertThat(((MappingSuggester.Result.Refused) result).issues())
                .extracting(FieldIssue::pointer)
                .containsExactly("/schemas/1", "/documents", "/chunks/1");
    }

    @Test
    void check_ofAMappingThatDoesNotFit_hasItsFindings() {
        documents("sha256 text", "encode(sha256(n::text::bytea), 'hex')");

        Suggestion checked = SuggestedMappings.check(
                test, "documents: {table: app.documents, id: id, user: owner, contentHash: sha256}");

        assertThat(checked.findings())
                .anySatisfy(finding -> assertThat(finding.code()).isEqualTo("column.missing"));
        assertThat(checked.examples()).isEmpty();
        assertThat(checked.choices()).isEmpty();
        assertThat(Optional.of(checked.complete())).contains(true);
    }
}
