// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.mapping;

import io.truename.corpus.mapping.Mapping.Bookkeeping;
import io.truename.corpus.mapping.Mapping.Chunks;
import io.truename.corpus.mapping.Mapping.Documents;
import io.truename.corpus.mapping.Mapping.External;
import io.truename.corpus.mapping.Mapping.SoftReference;
import io.truename.identity.NameHash;
import io.truename.identity.NameTemplates;
import io.truename.identity.Namespace;
import io.truename.identity.UuidText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link Mapping} from YAML and checks it as a whole, so that one reading shows every mistake. Whether the names
 * exist is for the database to say.
 *
 * <pre>
 * namespace: 6c8a1e6e-1f0b-4aa8-9f0a-1a7c2e6f2b42   # optional, this is the default
 * namespaceHash: SHA-1                              # optional, or SHA-256
 * documents: {table: app.documents, id: id, user: user_id, contentHash: sha256, bytes: size, createdAt: created_at, status: state}
 * chunks: {table: app.chunks, id: id, document: document_id, chunker: chunker, chunkerVersion: version, ordinal: ord}
 * softReferences:
 *   - {table: app.jobs, column: payload, path: $.document_id, to: documents}
 * bookkeeping:
 *   - {table: app.documents, columns: [file_name, updated_at]}
 * external:
 *   - {store: objects, of: documents, pattern: 'raw/{id}.pdf'}
 * </pre>
 *
 * {@code bytes}, {@code createdAt}, {@code status}, a chunk's {@code embedding} and {@code trueId} are optional; {@code chunks} is absent,
 * one entry or a list; {@code to} is {@code documents}, {@code chunks}, or {@code chunks[1]} for the second of several.
 */
public final class MappingReader {
    private static final int MOST_CHUNK_TABLES = 16;
    private static final int MOST_SOFT_REFERENCES = 200;
    private static final int MOST_BOOKKEEPING_TABLES = 200;
    private static final int MOST_ISSUES = 100;
    private static final Pattern CHUNKS = Pattern.compile("chunks(?:\\[(\\d{1,3})])?");

    private final List<FieldIssue> issues = new ArrayList<>();

    private MappingReader() {}

    /**
     * Reads one mapping.
     *
     * @throws MappingException if the text is not YAML, or any field is missing, unknown or not legal
     */
    public static Mapping read(String yaml) {
        return new MappingReader().readMapping(SafeYaml.load(yaml));
    }

    private Mapping readMapping(@Nullable Object loaded) {
        MappingFields root = new MappingFields("", loaded, issues);
        Namespace namespace = namespace(root);
        MappingFields documents = new MappingFields("/documents", root.take("documents"), issues);
        Documents read = new Documents(
                documents.table("table"),
                documents.column("id"),
                InputReader.read(documents, "user"),
                InputReader.read(documents, "contentHash"),
                InputReader.algorithm(documents, "contentHash"),
                documents.optionalColumn("bytes"),
                documents.optionalColumn("createdAt"),
                documents.optionalColumn("status"),
                documents.optionalColumn("trueId"));
        documents.refuseUnread();
        Namespace named = RecipeReader.read(root, namespace, read.algorithm(), issues);
        List<Chunks> chunks = chunks(root, named.names());
        if (read.trueId().isPresent()
                || chunks.stream().anyMatch(entry -> entry.trueId().isPresent())) {
            requireBeside(root, chunks);
        }
        List<SoftReference> softReferences = softReferences(root, chunks.size());
        List<Bookkeeping> bookkeeping = bookkeeping(root);
        List<External> external = ExternalReader.read(root, chunks.size());
        root.refuseUnread();
        if (!issues.isEmpty()) {
            throw new MappingException(issues.subList(0, Math.min(issues.size(), MOST_ISSUES)));
        }
        return new Mapping(named, read, chunks, softReferences, bookkeeping, external);
    }

    private Namespace namespace(MappingFields root) {
        Namespace namespace = Namespace.DEFAULT;
        if (root.has("namespace")) {
            Object id = root.take("namespace");
            if (id instanceof String text && UuidText.isUuid(text)) {
                namespace = new Namespace(UuidText.parse(text), namespace.hash());
            } else {
                root.refuse("namespace", "must be a UUID: 8-4-4-4-12 hex digits", id);
            }
        }
        if (root.has("namespaceHash")) {
            Object hash = root.take("namespaceHash");
            if (hash instanceof String text && (text.equals("SHA-1") || text.equals("SHA-256"))) {
                namespace = new Namespace(namespace.id(), NameHash.parse(text));
            } else {
                root.refuse("namespaceHash", "must be SHA-1 or SHA-256", hash);
            }
        }
        return namespace;
    }

    private List<Chunks> chunks(MappingFields root, NameTemplates names) {
        List<Chunks> chunks = new ArrayList<>();
        if (!root.has("chunks")) {
            return chunks;
        }
        Object value = root.take("chunks");
        if (!(value instanceof List<?> entries)) {
            chunks.add(chunk("/chunks", value, names));
            return chunks;
        }
        if (entries.isEmpty() || entries.size() > MOST_CHUNK_TABLES) {
            root.refuse("chunks", "must be one section or a list of 1 to " + MOST_CHUNK_TABLES, value);
            return chunks;
        }
        for (Object entry : entries) {
            chunks.add(chunk("/chunks/" + chunks.size(), entry, names));
        }
        return chunks;
    }

    private Chunks chunk(String pointer, @Nullable Object entry, NameTemplates names) {
        MappingFields fields = new MappingFields(pointer, entry, issues);
        Chunks chunks = new Chunks(
                fields.table("table"),
                fields.column("id"),
                fields.column("document"),
                input(fields, "chunker", names),
                input(fields, "chunkerVersion", names),
                input(fields, "ordinal", names),
                fields.optionalColumn("embedding"),
                fields.optionalColumn("trueId"));
        fields.refuseUnread();
        return chunks;
    }

    /** An input of chunks; one that no name has may be left out. */
    private static Input input(MappingFields fields, String name, NameTemplates names) {
        return fields.has(name) || names.chunksName(name)
                ? InputReader.read(fields, name)
                : new Input.Constant(name.equals("ordinal") ? "0" : "none");
    }

    /** Checks a mapping with true ids beside the keys: none of its keys change, so nothing refers to an id that changes. */
    private void requireBeside(MappingFields root, List<Chunks> chunks) {
        for (int i = 0; i < chunks.size(); i++) {
            if (chunks.get(i).trueId().isEmpty()) {
                issues.add(new FieldIssue(
                        "/chunks/" + i + "/trueId",
                        "must name the column for the true id, because another section names one: either all ids"
                                + " change themselves, or none",
                        "nothing"));
            }
        }
        for (String name : List.of("softReferences", "bookkeeping", "external")) {
            if (root.has(name)) {
                root.refuse(
                        name,
                        "must be absent beside trueId: keys stay as they are, so no reference changes and no row is merged",
                        root.take(name));
            }
        }
    }

    private List<SoftReference> softReferences(MappingFields root, int chunkTables) {
        List<SoftReference> references = new ArrayList<>();
        if (!root.has("softReferences")) {
            return references;
        }
        Object value = root.take("softReferences");
        if (!(value instanceof List<?> entries) || entries.size() > MOST_SOFT_REFERENCES) {
            root.refuse("softReferences", "must be a list of at most " + MOST_SOFT_REFERENCES, value);
            return references;
        }
        for (Object entry : entries) {
            MappingFields fields = new MappingFields("/softReferences/" + references.size(), entry, issues);
            references.add(new SoftReference(
                    fields.table("table"),
                    fields.column("column"),
                    path(fields),
                    pattern(fields),
                    space(fields, "to", chunkTables)));
            fields.refuseUnread();
        }
        return references;
    }

    private List<Bookkeeping> bookkeeping(MappingFields root) {
        List<Bookkeeping> bookkeeping = new ArrayList<>();
        if (!root.has("bookkeeping")) {
            return bookkeeping;
        }
        Object value = root.take("bookkeeping");
        if (!(value instanceof List<?> entries) || entries.size() > MOST_BOOKKEEPING_TABLES) {
            root.refuse(
                    "bookkeeping",
                    "must be a list of at most " + MOST_BOOKKEEPING_TABLES + " sections of table and columns",
                    value);
            return bookkeeping;
        }
        for (Object entry : entries) {
            MappingFields fields = new MappingFields("/bookkeeping/" + bookkeeping.size(), entry, issues);
            bookkeeping.add(new Bookkeeping(fields.table("table"), fields.columns("columns")));
            fields.refuseUnread();
        }
        return bookkeeping;
    }

    private static Optional<JsonPath> path(MappingFields fields) {
        if (!fields.has("path")) {
            return Optional.empty();
        }
        Object value = fields.take("path");
        Optional<JsonPath> path = value instanceof String text ? JsonPath.parse(text) : Optional.empty();
        if (path.isEmpty()) {
            fields.refuse("path", JsonPath.RULE, value);
        }
        return path;
    }

    /** Pattern of a soft reference; empty for a plain {@code {id}}, as without one. */
    private static Optional<ReferencePattern> pattern(MappingFields fields) {
        if (!fields.has("pattern")) {
            return Optional.empty();
        }
        Object value = fields.take("pattern");
        Optional<ReferencePattern> pattern =
                value instanceof String text ? ReferencePattern.parse(text) : Optional.empty();
        if (pattern.isEmpty()) {
            fields.refuse("pattern", ReferencePattern.RULE, value);
        } else if (pattern.get().anywhere() && fields.has("path")) {
            fields.refuse(
                    "path", "does not go with a pattern of ids anywhere in the value; leave one of them out", value);
        }
        return pattern.filter(read -> !read.isPlain());
    }

    /** Kind of ids that a field names: 0 = documents, 1 = the first entry of chunks, and so on. */
    static int space(MappingFields fields, String name, int chunkTables) {
        Object value = fields.take(name);
        if ("documents".equals(value)) {
            return 0;
        }
        if (value instanceof String text) {
            Matcher chunks = CHUNKS.matcher(text);
            if (chunks.matches()) {
                String index = chunks.group(1);
                int entry = index != null ? Integer.parseInt(index) : chunkTables == 1 ? 0 : chunkTables;
                if (entry < chunkTables) {
                    return entry + 1;
                }
            }
        }
        fields.refuse(name, rule(chunkTables), value);
        return 0;
    }

    private static String rule(int chunkTables) {
        return switch (chunkTables) {
            case 0 -> "must be documents, as this mapping has no chunks";
            case 1 -> "must be documents or chunks";
            default -> "must be documents, or chunks[0] to chunks[" + (chunkTables - 1) + "]";
        };
    }
}
