// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.truename.edge.json.FieldProblem;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonKind;
import io.truename.edge.json.JsonNumber;
import io.truename.edge.json.Rules;
import io.truename.identity.ChunkId;
import io.truename.identity.ChunkName;
import io.truename.identity.DocumentId;
import io.truename.identity.DocumentName;
import io.truename.identity.Namespace;
import io.truename.identity.Refusal;
import io.truename.identity.RefusedException;
import io.truename.identity.UuidText;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one item as they are read, in any order. Becomes an {@link Item} or a {@link ClaimedId}, or adds to the
 * problems everything that stands in the way. One instance is used for all items of a batch, one after the other.
 */
final class RawItem {
    private static final String ITEM_KIND_RULE = Rules.oneOf("document, chunk, job");
    private static final String CLAIM_KIND_RULE = Rules.oneOf("document, chunk");
    private static final String ORDINAL_RULE = Rules.wholeNumber(0, Integer.MAX_VALUE);
    private static final BigDecimal BELOW_EVERY_ORDINAL = BigDecimal.ONE.negate();
    private static final BigDecimal ABOVE_EVERY_ORDINAL = BigDecimal.valueOf(Integer.MAX_VALUE + 1L);

    private final FieldProblems problems;
    private final Map<Field, String> texts = new EnumMap<>(Field.class);
    private final Set<Field> given = EnumSet.noneOf(Field.class);
    /** Fields that already have their problem, so that none is listed twice. */
    private final Set<Field> bad = EnumSet.noneOf(Field.class);

    private long ordinal;
    private int problemsBefore;
    private Supplier<String> pointer = () -> "";

    RawItem(FieldProblems problems) {
        this.problems = problems;
    }

    /** Starts the next item; {@code pointer} is only asked when there is a problem. */
    void clear(Supplier<String> pointer) {
        this.pointer = pointer;
        texts.clear();
        given.clear();
        bad.clear();
        ordinal = 0;
        problemsBefore = problems.found();
    }

    /** Reads one field; the parser stands on its name before and on its value's end after. */
    void read(JsonParser json) throws IOException {
        String name = json.currentName();
        Field field = Field.find(name);
        JsonToken token = json.nextToken();
        if (field == null) {
            problems.addUnknown(pointer, name, JsonKind.of(token));
            json.skipChildren();
            return;
        }
        if (!given.add(field) && bad.add(field)) {
            problems.addRepeated(() -> FieldProblem.below(pointer.get(), field.toString()));
        }
        if (field == Field.ORDINAL) {
            readOrdinal(json, token);
        } else if (token == JsonToken.VALUE_STRING) {
            texts.put(field, json.getText());
        } else {
            refuse(field, Rules.STRING, JsonKind.of(token));
            json.skipChildren();
        }
    }

    private void readOrdinal(JsonParser json, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            ordinal = json.getLongValue();
        } else if (token.isNumeric()) {
            readDecimalOrdinal(JsonNumber.read(json));
        } else {
            refuse(Field.ORDINAL, ORDINAL_RULE, JsonKind.of(token));
            json.skipChildren();
        }
    }

    /** A whole number is one however it is written: with a point, an exponent, or digits that no long holds. */
    private void readDecimalOrdinal(BigDecimal number) {
        if (JsonNumber.isWhole(number)) {
            // Out of range by how much tells nobody anything.
            ordinal = number.max(BELOW_EVERY_ORDINAL).min(ABOVE_EVERY_ORDINAL).longValueExact();
        } else {
            refuse(Field.ORDINAL, ORDINAL_RULE, "a fraction");
        }
    }

    /** The item with its id, or null after its problems were added. */
    @Nullable
    Item toItem(IdGenerator identities) {
        Kind kind = kind(ITEM_KIND_RULE);
        if (kind == null) {
            return null;
        }
        refuseForeign(kind, false);
        return kind == Kind.JOB
                ? builtOrNull(new Item.Job(identities.jobs().get()))
                : named(kind, identities.namespace());
    }

    /** The item and the id claimed for it, or null after their problems were added. */
    @Nullable
    ClaimedId toClaim(Namespace namespace) {
        Kind kind = kind(CLAIM_KIND_RULE);
        if (kind == Kind.JOB) {
            refuse(Field.KIND, CLAIM_KIND_RULE + ": a job's id is random, so nothing verifies it", "job");
            return null;
        }
        if (kind == null) {
            return null;
        }
        refuseForeign(kind, true);
        UUID claimed = null;
        try {
            claimed = UuidText.parse(Field.ID.toString(), text(Field.ID));
        } catch (RefusedException refused) {
            refuse(refused.refusals());
        }
        Item.Named item = named(kind, namespace);
        return item == null || claimed == null ? null : new ClaimedId(item, claimed);
    }

    private @Nullable Kind kind(String rule) {
        String text = text(Field.KIND);
        Kind kind = text == null ? null : Kind.find(text);
        if (kind == null) {
            refuse(Field.KIND, rule, text == null ? Rules.NOTHING : "another string of " + Rules.length(text));
        }
        return kind;
    }

    private void refuseForeign(Kind kind, boolean withId) {
        Set<Field> legal = kind.fields(withId);
        if (legal.containsAll(given)) {
            return;
        }
        for (Field field : given) {
            if (!legal.contains(field)) {
                refuse(field, "is no field of a " + kind + " here; remove it", "the field");
            }
        }
    }

    private Item.@Nullable Named named(Kind kind, Namespace namespace) {
        if (kind == Kind.CHUNK && !given.contains(Field.ORDINAL)) {
            refuse(Field.ORDINAL, ORDINAL_RULE, Rules.NOTHING);
        }
        return kind == Kind.CHUNK ? chunk(namespace) : document(namespace);
    }

    /** Generating the id checks the name once; problems are listed only if that fails. */
    private Item.@Nullable Named document(Namespace namespace) {
        String userId = text(Field.USER_ID);
        String fileSha256 = text(Field.FILE_SHA256);
        if (userId != null && fileSha256 != null) {
            try {
                DocumentId id = namespace.documentId(userId, fileSha256);
                return builtOrNull(new Item.Document(userId, fileSha256, id));
            } catch (RefusedException refused) {
                refuse(refused.refusals());
                return null;
            }
        }
        refuse(DocumentName.check(userId, fileSha256));
        return null;
    }

    private Item.@Nullable Named chunk(Namespace namespace) {
        String chunker = text(Field.CHUNKER);
        String chunkerVersion = text(Field.CHUNKER_VERSION);
        if (chunker != null && chunkerVersion != null && ordinal >= 0 && ordinal <= Integer.MAX_VALUE) {
            try {
                DocumentId documentId = DocumentId.parse(text(Field.DOCUMENT_ID));
                ChunkId id = namespace.chunkId(documentId, chunker, chunkerVersion, (int) ordinal);
                return builtOrNull(new Item.Chunk(documentId, chunker, chunkerVersion, (int) ordinal, id));
            } catch (RefusedException refused) {
                // Below, all are listed, but for those of a recipe's own alphabets.
                refuse(refused.refusals());
            }
        }
        refuse(ChunkName.check(text(Field.DOCUMENT_ID), chunker, chunkerVersion, ordinal));
        return null;
    }

    private <T extends Item> @Nullable T builtOrNull(T item) {
        return problems.found() == problemsBefore ? item : null;
    }

    private @Nullable String text(Field field) {
        return texts.get(field);
    }

    private void refuse(List<Refusal> refusals) {
        for (Refusal refusal : refusals) {
            Field field = Field.find(refusal.field());
            if (field != null) {
                refuse(field, refusal.rule(), refusal.got());
            }
        }
    }

    private void refuse(Field field, String rule, String got) {
        if (bad.add(field)) {
            problem(field.toString(), rule, got);
        }
    }

    private void problem(String name, String rule, String got) {
        problems.add(() -> FieldProblem.below(pointer.get(), name), rule, got);
    }
}
