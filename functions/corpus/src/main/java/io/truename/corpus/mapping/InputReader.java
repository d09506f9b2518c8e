// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.mapping;

import io.truename.identity.ContentHashAlgorithm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads an {@link Input}: a column's name, or a section with one of these forms.
 *
 * <pre>
 * user: owner_id                                                # a column
 * user: {value: everyone}                                       # a constant
 * user: {firstOf: [user_id, agent_id]}                          # the first that is not null
 * user: {column: metadata, path: $.owner.id}                    # a path into jsonb, json, or text that holds JSON
 * user: {from: files, where: {id: file_id}, take: owner_id}     # a column of another table's row
 * contentHash: {sha256Of: [content]}                            # computed by the server
 * contentHash: {imported: content-hashes, key: object_path}      # of POST /content-hashes
 * ordinal: {position: [page, start]}                            # of a chunk among those of its document
 * contentHash: {column: etag, encoding: base64, algorithm: MD5, accept: different files may share an MD5}
 * </pre>
 */
final class InputReader {
    /** Consent that a mapping gives in writing. */
    static final String CONSENT = "different files may share an %s";

    private static final int DEEPEST = 4;
    private static final int MOST_ALTERNATIVES = 8;
    private static final int MOST_MATCHES = 4;
    private static final int MOST_HASHED = 16;
    private static final int MOST_ORDERING = 8;
    private static final int LONGEST_VALUE = 256;
    private static final String FORMS =
            "must be a column's name, or a section with one of value, column (and path), firstOf, from (with where and take), sha256Of,"
                    + " imported (with key), position";

    private static final String IMPORTED = "imported";
    private static final String POSITION = "position";
    private static final String HASH = "contentHash";

    private static final Input UNREADABLE = new Input.Constant("unreadable");

    private InputReader() {}

    static Input read(MappingFields fields, String name) {
        Input input = read(fields, name, DEEPEST);
        if (!name.equals(HASH) && input.imported().findAny().isPresent()) {
            fields.refuse(name, "must not be imported: only content hashes are", fields.take(name));
        }
        return input;
    }

    private static Input read(MappingFields fields, String name, int deepest) {
        Object value = fields.take(name);
        if (value instanceof Map) {
            MappingFields section = fields.section(name, value);
            Input input = section.has(POSITION)
                    ? position(section, name.equals("ordinal") && deepest == DEEPEST, deepest)
                    : section(section, name.equals(HASH), deepest);
            section.refuseUnread();
            return input;
        }
        return new Input.OfColumn(fields.column(name));
    }

    private static Input section(MappingFields section, boolean hash, int deepest) {
        List<String> forms = Set.of("value", "column", "firstOf", "from", "sha256Of", IMPORTED).stream()
                .filter(section::has)
                .toList();
        if (forms.size() != 1 || deepest == 0) {
            section.refuseWhole(deepest == 0 ? "must have at most " + DEEPEST + " levels of sections" : FORMS);
            return UNREADABLE;
        }
        Input input = switch (forms.get(0)) {
            case "value" -> constant(section);
            case "column" ->
                section.has("path")
                        ? new Input.OfJson(section.column("column"), path(section))
                        : new Input.OfColumn(section.column("column"));
            case "firstOf" -> new Input.FirstOf(alternatives(section, deepest));
            case "from" ->
                new Input.OfTable(section.table("from"), matches(section, deepest), read(section, "take", deepest - 1));
            case IMPORTED -> imported(section, deepest);
            default -> new Input.Sha256Of(hashed(section));
        };
        if (!hash) {
            return input;
        }
        // Read by algorithm.
        section.take("algorithm");
        section.take("accept");
        return encoded(section, input);
    }

    /**
     * Reads a position.
     *
     * @param legal whether the section is the ordinal of chunks, as a whole
     */
    private static Input position(MappingFields section, boolean legal, int deepest) {
        Object value = section.take(POSITION);
        if (!legal) {
            section.refuse(
                    POSITION,
                    "must be absent here: only the ordinal of chunks is a position, and only as a whole, because it numbers"
                            + " the chunks of a document",
                    value);
            return UNREADABLE;
        }
        if (value instanceof String) {
            return new Input.Position(List.of(new Input.OfColumn(section.column(POSITION))));
        }
        if (!(value instanceof List<?> entries) || entries.isEmpty() || entries.size() > MOST_ORDERING) {
            section.refuse(
                    POSITION,
                    "must be a list of 1 to " + MOST_ORDERING
                            + " columns or paths into JSON, in whose order the chunks of a document are numbered",
                    value);
            return UNREADABLE;
        }
        MappingFields list = section.list(POSITION, entries);
        List<Input> by = entries(list, entries.size(), deepest);
        for (int i = 0; i < by.size(); i++) {
            Input each = by.get(i);
            if (!(each instanceof Input.OfColumn) && !(each instanceof Input.OfJson) && each != UNREADABLE) {
                list.refuse(
                        String.valueOf(i),
                        "must be a column of the chunk's row, or a path into JSON in one: column with path",
                        entries.get(i));
            }
        }
        return new Input.Position(by);
    }

    private static Input encoded(MappingFields section, Input input) {
        if (!section.has("encoding")) {
            return input;
        }
        Object encoding = section.take("encoding");
        if (section.has(IMPORTED)) {
            section.refuse("encoding", "must be absent with imported", encoding);
            return input;
        }
        if ("base64".equals(encoding)) {
            return new Input.FromBase64(input);
        }
        if (!"hex".equals(encoding)) {
            section.refuse("encoding", "must be hex, the default, or base64; bytea needs none", encoding);
        }
        return input;
    }

    /** Algorithm of a content hash; SHA-256 unless its section names another. */
    static ContentHashAlgorithm algorithm(MappingFields fields, String name) {
        Object value = fields.take(name);
        if (!(value instanceof Map<?, ?> section) || !section.containsKey("algorithm")) {
            return ContentHashAlgorithm.SHA_256;
        }
        Object written = section.get("algorithm");
        Optional<ContentHashAlgorithm> algorithm =
                written instanceof String text ? ContentHashAlgorithm.parse(text) : Optional.empty();
        MappingFields at = fields.section(name, value);
        if (algorithm.isEmpty()) {
            at.refuse("algorithm", "must be one of " + ContentHashAlgorithm.names(), written);
            return ContentHashAlgorithm.SHA_256;
        }
        String consent = CONSENT.formatted(algorithm.get());
        if (section.containsKey("sha256Of") && algorithm.get() != ContentHashAlgorithm.SHA_256) {
            at.refuse("algorithm", "must be SHA-256, or absent, with sha256Of", written);
        }
        if (section.containsKey(IMPORTED) && algorithm.get() != ContentHashAlgorithm.SHA_256) {
            at.refuse("algorithm", "must be SHA-256, or absent, with imported", written);
        }
        if (!algorithm.get().isCollisionResistant() && !consent.equals(section.get("accept"))) {
            at.refuse(
                    "accept",
                    "must be '" + consent
                            + "', because such files would become one document; a SHA-256 needs no consent",
                    section.get("accept"));
        }
        return algorithm.get();
    }

    private static Input imported(MappingFields section, int deepest) {
        Object value = section.take(IMPORTED);
        if (!"content-hashes".equals(value)) {
            section.refuse(IMPORTED, "must be content-hashes, which POST /content-hashes takes", value);
        }
        return new Input.Imported(read(section, "key", deepest - 1));
    }

    private static Input constant(MappingFields section) {
        Object value = section.take("value");
        String text = value instanceof String || value instanceof Integer ? String.valueOf(value) : "";
        if (text.isEmpty() || text.length() > LONGEST_VALUE || !Characters.storable(text)) {
            section.refuse(
                    "value", "must be a text of 1 to " + LONGEST_VALUE + " characters, or a whole number", value);
        }
        return new Input.Constant(text);
    }

    private static JsonPath path(MappingFields section) {
        Object value = section.take("path");
        Optional<JsonPath> path = value instanceof String text ? JsonPath.parse(text) : Optional.empty();
        if (path.isEmpty() || !path.get().leadsToOne()) {
            section.refuse(
                    "path", "must be a JSON path to one value, such as $.document_id or $.\"any key\".id", value);
            return new JsonPath(List.of(new JsonPath.Member("unreadable")));
        }
        return path.get();
    }

    private static List<Input> alternatives(MappingFields section, int deepest) {
        Object value = section.take("firstOf");
        if (!(value instanceof List<?> entries) || entries.size() < 2 || entries.size() > MOST_ALTERNATIVES) {
            section.refuse("firstOf", "must be a list of 2 to " + MOST_ALTERNATIVES + " inputs", value);
            return List.of(UNREADABLE);
        }
        return entries(section.list("firstOf", entries), entries.size(), deepest);
    }

    private static List<Input> entries(MappingFields list, int size, int deepest) {
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            inputs.add(read(list, String.valueOf(i), deepest - 1));
        }
        return inputs;
    }

    private static Map<QualifiedName, Input> matches(MappingFields section, int deepest) {
        Map<QualifiedName, Input> matches = new LinkedHashMap<>();
        Object value = section.take("where");
        if (!(value instanceof Map<?, ?> entries) || entries.isEmpty() || entries.size() > MOST_MATCHES) {
            section.refuse(
                    "where",
                    "must be a section of 1 to " + MOST_MATCHES + " columns of that table, each with an input",
                    value);
            return matches;
        }
        MappingFields where = section.section("where", value);
        for (Object key : entries.keySet()) {
            String column = String.valueOf(key);
            Optional<QualifiedName> read = QualifiedName.parse(column, 1);
            Input input = read(where, column, deepest - 1);
            read.ifPresentOrElse(
                    name -> matches.put(name, input), () -> where.refuse(column, MappingFields.COLUMN_RULE, column));
        }
        return matches;
    }

    private static List<QualifiedName> hashed(MappingFields section) {
        @Nullable Object value = section.take("sha256Of");
        List<QualifiedName> columns =
                value instanceof String ? List.of(section.column("sha256Of")) : section.columns("sha256Of");
        if (columns.isEmpty() || columns.size() > MOST_HASHED) {
            section.refuse("sha256Of", "must be a list of 1 to " + MOST_HASHED + " columns", value);
        }
        return columns;
    }
}
