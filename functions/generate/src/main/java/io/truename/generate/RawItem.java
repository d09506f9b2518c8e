// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.truename.edge.json.FieldProblem;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonKind;
import io.truename.identity.ChunkId;
import io.truename.identity.ChunkName;
import io.truename.identity.DocumentId;
import io.truename.identity.DocumentName;
import io.truename.identity.Namespace;
import io.truename.identity.Refusal;
import io.truename.identity.RefusedException;
import io.truename.identity.UuidText;
import java.io.IOException;
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
    private static final int LONGEST_NAME_SHOWN = 64;

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
            unknown(name, token);
            json.skipChildren();
            return;
        }
        if (!given.add(field)) {
            refuse(field, "may be given once only", "the field a second time");
        }
        if (field == Field.ORDINAL) {
            readOrdinal(json, token);
        } else if (token == JsonToken.VALUE_STRING) {
            texts.put(field, json.getText());
        } else {
            refuse(field, "must be a string", JsonKind.of(token));
            json.skipChildren();
        }
    }

    /** Points at the field if its name can be written in a pointer at a sane length, else at the item. */
    private void unknown(String name, JsonToken token) {
        if (name.length() <= LONGEST_NAME_SHOWN && name.chars().noneMatch(RawItem::isUnwritable)) {
            problem(name, "is no field of an item; remove it", JsonKind.of(token));
        } else {
            String got = "a field with a name of " + name.length() + " characters";
            problems.add(pointer, "may have fields of an item only; remove others", got);
        }
    }

    /** Half of a surrogate pair is no text, so no UTF-8; a control character would be a surprise on a terminal. */
    private static boolean isUnwritable(int character) {
        return Character.isSurrogate((char) character) || Character.isISOControl(character);
    }

    private void readOrdinal(JsonParser json, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            // Beyond a long is far beyond the range: any long out of range says so.
            ordinal = json.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? Long.MAX_VALUE : json.getLongValue();
        } else {
            refuse(Field.ORDINAL, "must be a whole number from 0 to 2147483647", JsonKind.of(token));
            json.skipChildren();
        }
    }

    /** The item with its id, or null after its problems were added. */
    @Nullable
    Item toItem(IdGenerator identities) {
        Kind kind = kind("must be one of document, chunk, job");
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
        Kind kind = kind("must be one of document, chunk");
        if (kind == Kind.JOB) {
            refuse(Field.KIND, "must be one of document, chunk: a job's id is random, so nothing verifies it", "job");
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
            refuse(Field.KIND, rule, text == null ? "nothing" : "another string of " + text.length() + " characters");
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
            refuse(Field.ORDINAL, "must be a whole number from 0 to 2147483647", "nothing");
        }
        return kind == Kind.CHUNK ? chunk(namespace) : document(namespace);
    }

    /** Giving the id checks the name once; only if that fails is it asked what was wrong. */
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
            } catch (RefusedException oneOfMany) {
                // Below, all are listed.
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
