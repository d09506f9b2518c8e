// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.finding;

import java.util.Optional;

/** Kind of a finding. Codes are stored and part of fingerprints: they never change. The README's table is made from this enum. */
public enum FindingKind {
    ID_RANDOM(
            "id.random",
            Severity.HIGH,
            "findings",
            "An id was drawn at random or from the clock, so that no input gives it.",
            "Give the writer that drew it the recipe, then migrate the rows with functions/migrate."),
    ID_WRONG_RECIPE(
            "id.wrong-recipe",
            Severity.HIGH,
            "findings",
            "An id was computed, but not by the corpus's recipe.",
            "Correct the deviation that the finding names in the writer, then migrate the rows with functions/migrate."),
    ID_NOT_A_UUID(
            "id.not-a-uuid",
            Severity.HIGH,
            "findings",
            "An id column holds text that is not a UUID.",
            "Find the writer of these rows, then give them true ids by hand: no migration moves them."),
    ID_COLLISION(
            "id.collision",
            Severity.CRITICAL,
            "integrity-violated",
            "Different contents share one id.",
            "Stop writers of the affected rows and keep both contents. Compare them: one was stored under the name of the other."),
    INPUT_ILLEGAL(
            "input.illegal",
            Severity.HIGH,
            "findings",
            "An input of the recipe is absent or not legal, so that no true id exists.",
            "Correct the column that the finding names in the rows and in their writer."),
    CONTENT_TWICE(
            "content.twice",
            Severity.MEDIUM,
            "findings",
            "The same content of the same user is stored under two ids.",
            "Migrate with the collision policy merge, and look up known documents before an upload."),
    REFERENCE_ORPHAN(
            "reference.orphan",
            Severity.HIGH,
            "integrity-violated",
            "A row refers to a row that does not exist.",
            "Restore the missing row or delete the reference; then declare a foreign key."),
    REFERENCE_WRONG_PARENT(
            "reference.wrong-parent",
            Severity.CRITICAL,
            "integrity-violated",
            "A row refers to a row that exists and is not its own.",
            "Set the reference to the parent from which the id was computed; retrieval shows foreign text until then."),
    STAGE_STUCK(
            "stage.stuck",
            Severity.HIGH,
            "retrieval-failing",
            "A document has been in a stage for longer than that stage usually takes.",
            "Look at the stage's backlog and dead letters, then send the document through the stage again."),
    STAGE_FEWER_ROWS(
            "stage.fewer-rows",
            Severity.HIGH,
            "stage-mismatch",
            "The corpus holds fewer rows of a document than the stage said that it wrote.",
            "Look for a transaction of the stage that was rolled back, then send the document through the stage again."),
    STAGE_DISAGREES(
            "stage.disagrees",
            Severity.HIGH,
            "stage-mismatch",
            "Two stages used different ids for one document.",
            "Correct the stage whose id is not the recipe's, then send the document through it again."),
    CHUNKS_MISSING(
            "chunks.missing",
            Severity.HIGH,
            "findings",
            "A document counts as processed and has no chunks.",
            "Send the document through the chunker again."),
    ORDINAL_GAP(
            "ordinal.gap",
            Severity.HIGH,
            "findings",
            "A chunk between others of its document is missing.",
            "Cut the document again with the same chunker and version."),
    ORDINAL_REPEATED(
            "ordinal.repeated",
            Severity.HIGH,
            "findings",
            "Two chunks of a document, chunker and version have the same ordinal.",
            "Delete the chunk that is not of the present text, then make the four columns unique."),
    EMBEDDING_MISSING(
            "embedding.missing",
            Severity.HIGH,
            "findings",
            "A chunk has no embedding, so that no search finds it.",
            "Send the chunk through the embedding stage again."),
    EMBEDDING_ORPHAN(
            "embedding.orphan",
            Severity.MEDIUM,
            "findings",
            "An embedding belongs to no chunk, so that a search finds nothing behind it.",
            "Delete the embedding; then declare a foreign key."),
    EMBEDDING_DIMENSION(
            "embedding.dimension",
            Severity.HIGH,
            "findings",
            "An embedding has another dimension than most of its column.",
            "Embed the chunk again with the model of the others."),
    EMBEDDING_ZERO(
            "embedding.zero",
            Severity.HIGH,
            "findings",
            "An embedding is zero in every component, so that it is near to nothing.",
            "Embed the chunk again; look for a failure that was stored as a result."),
    EMBEDDING_NOT_A_NUMBER(
            "embedding.not-a-number",
            Severity.HIGH,
            "findings",
            "An embedding has a component that is not a finite number.",
            "Embed the chunk again; look for a division by zero in its normalisation."),
    EMBEDDING_REPEATED(
            "embedding.repeated",
            Severity.MEDIUM,
            "findings",
            "Different texts have the same embedding.",
            "Embed the chunks again; look for a batch whose answers were assigned to the wrong texts."),
    USER_CANNOT_RETRIEVE(
            "user.cannot-retrieve",
            Severity.HIGH,
            "retrieval-failing",
            "A user cannot retrieve a document by the id that its content gives.",
            "Repair the cause that the finding names; the retrieval call lists what each user lacks."),
    ALIAS_DEAD(
            "alias.dead",
            Severity.MEDIUM,
            "findings",
            "An alias leads from an old id to a document or chunk that does not exist.",
            "If the document was deleted on purpose, delete the alias; otherwise restore the document."),
    INDEX_INVALID(
            "index.invalid",
            Severity.MEDIUM,
            "findings",
            "An index is invalid: writes maintain it and no query uses it.",
            "Run REINDEX INDEX CONCURRENTLY, or drop the index if it is the rest of an attempt."),
    RECIPE_DISAGREES(
            "recipe.disagrees",
            Severity.CRITICAL,
            "integrity-violated",
            "The same input gets different ids in Java, in PostgreSQL or from the deployed generate.",
            "Stop the way that the finding names from writing until it has the version and the namespace of the others; then scan its rows.");

    private final String code;
    private final Severity severity;
    private final String runbook;
    private final String meaning;
    private final String remedy;

    FindingKind(String code, Severity severity, String runbook, String meaning, String remedy) {
        this.code = code;
        this.severity = severity;
        this.runbook = runbook;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** Finds a kind by its code. */
    public static Optional<FindingKind> find(String code) {
        for (FindingKind kind : values()) {
            if (kind.code.equals(code)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** Code as stored and shown. */
    public String code() {
        return code;
    }

    public Severity severity() {
        return severity;
    }

    /** Name of the runbook in {@code terraform/runbooks} that says how to check and repair it. */
    public String runbook() {
        return runbook;
    }

    /** The fact, as one sentence. */
    public String meaning() {
        return meaning;
    }

    /** Instruction of one sentence or two. */
    public String remedy() {
        return remedy;
    }
}
