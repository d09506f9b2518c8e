// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.recipe;

import io.truename.identity.Namespace;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A name on its way to an id, as a recipe writes it: deviations change it, then it is hashed. Reused for each attempt. */
final class NameDraft {
    private static final long VERSION_BITS = 0xF000L;
    private static final long VARIANT_BITS = 0xC0000000_00000000L;

    private final Namespace recipe;
    private final List<String> inputs;
    private final List<String> stored;
    private final Map<String, String> extras;
    private final int[] inOrder;
    private final byte[] rightNamespace;
    private final Map<String, Optional<String>> texts = new HashMap<>();
    private final Map<HashFunction, MessageDigest> functions = new EnumMap<>(HashFunction.class);

    private byte[] namespace = {};
    private HashFunction hash = HashFunction.SHA_1;
    private final String[] fields;
    private int[] order = {};
    private String separator = "";
    private String before = "";
    private String after = "";
    private UnaryOperator<String> letters = UnaryOperator.identity();
    private Charset charset = StandardCharsets.UTF_8;

    /**
     * Begins with the right recipe.
     *
     * @param inputs canonical, in the order of the recipe
     * @param stored the same as they are stored
     * @param extras further facts about the row, by label
     */
    NameDraft(Namespace recipe, List<String> inputs, List<String> stored, Map<String, String> extras) {
        this.recipe = recipe;
        this.inputs = inputs;
        this.stored = stored;
        this.extras = extras;
        this.fields = new String[inputs.size()];
        this.inOrder = new int[inputs.size()];
        for (int field = 0; field < inOrder.length; field++) {
            inOrder[field] = field;
        }
        this.rightNamespace = bytes(recipe.id());
        reset();
    }

    /** Forgets every deviation. */
    void reset() {
        namespace = rightNamespace;
        hash = HashFunction.of(recipe.hash());
        inputs.toArray(fields);
        order = inOrder;
        separator = ":";
        before = "";
        after = "";
        letters = UnaryOperator.identity();
        charset = StandardCharsets.UTF_8;
    }

    boolean namespace(UUID id) {
        boolean changes = !id.equals(recipe.id());
        namespace = bytes(id);
        return changes;
    }

    boolean namespace(byte[] bytes) {
        namespace = bytes;
        return true;
    }

    UUID namespaceId() {
        return recipe.id();
    }

    boolean hash(HashFunction function) {
        boolean changes = function != HashFunction.of(recipe.hash());
        hash = function;
        return changes;
    }

    String field(int field) {
        return fields[field];
    }

    String stored(int field) {
        return stored.get(field);
    }

    Optional<String> extra(String label) {
        return Optional.ofNullable(extras.get(label));
    }

    boolean field(int field, @Nullable String text) {
        if (text == null || text.equals(fields[field])) {
            return false;
        }
        fields[field] = text;
        return true;
    }

    /** Replaces a field by a text that is computed once for all attempts; empty if there is none. */
    boolean field(int field, String code, Supplier<@Nullable String> text) {
        return field(
                field,
                texts.computeIfAbsent(code, absent -> Optional.ofNullable(text.get()))
                        .orElse(null));
    }

    boolean order(int[] fieldsInOrder) {
        order = fieldsInOrder;
        return true;
    }

    boolean separator(String text) {
        separator = text;
        return true;
    }

    boolean around(String textBefore, String textAfter) {
        before = textBefore;
        after = textAfter;
        return true;
    }

    boolean letters(UnaryOperator<String> change) {
        letters = change;
        String written = written(UnaryOperator.identity());
        return !change.apply(written).equals(written);
    }

    boolean charset(Charset encoding) {
        charset = encoding;
        return true;
    }

    /** Deviation of the bits from the id that the draft gives: empty if it gives another id. */
    Optional<IdBits> bitsOf(StoredBits id) {
        MessageDigest function = functions.computeIfAbsent(hash, HashFunction::begin);
        function.update(namespace);
        ByteBuffer result = ByteBuffer.wrap(function.digest(written(letters).getBytes(charset)));
        long most = result.getLong();
        long least = result.getLong();
        if (id.sameHash(most, least)) {
            return Optional.of(bits(false, id.most(), id.least(), most, least));
        }
        if (id.sameHashMixed(most, least)) {
            return Optional.of(bits(true, id.mixedMost(), id.mixedLeast(), most, least));
        }
        return Optional.empty();
    }

    private IdBits bits(boolean mixed, long most, long least, long hashMost, long hashLeast) {
        int version = (int) (most & VERSION_BITS) >>> 12;
        boolean variant = (least & VARIANT_BITS) == 0x80000000_00000000L;
        if (variant && version == hash.version()) {
            return new IdBits(mixed, "");
        }
        boolean raw = most == hashMost && least == hashLeast;
        return new IdBits(mixed, raw ? "bits.raw" : variant ? "bits.v" + version : "bits.other-variant");
    }

    private String written(UnaryOperator<String> change) {
        StringBuilder name = new StringBuilder(128).append(before);
        for (int at = 0; at < order.length; at++) {
            if (at > 0) {
                name.append(separator);
            }
            name.append(fields[order[at]]);
        }
        return change.apply(name.append(after).toString());
    }

    static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    /** The bits of an id that no hash decides. */
    record IdBits(boolean mixedEndian, String code) {
        boolean right() {
            return !mixedEndian && code.isEmpty();
        }
    }

    /** A stored id, and the same with its first eight bytes in the order of Microsoft's GUIDs. */
    record StoredBits(long most, long least, long mixedMost, long mixedLeast) {
        static StoredBits of(UUID id) {
            long most = id.getMostSignificantBits();
            return new StoredBits(most, id.getLeastSignificantBits(), mixed(most), id.getLeastSignificantBits());
        }

        boolean sameHash(long hashMost, long hashLeast) {
            return same(most, least, hashMost, hashLeast);
        }

        boolean sameHashMixed(long hashMost, long hashLeast) {
            return same(mixedMost, mixedLeast, hashMost, hashLeast);
        }

        static long mixed(long most) {
            long first = Integer.reverseBytes((int) (most >>> 32)) & 0xFFFFFFFFL;
            long second = Short.reverseBytes((short) (most >>> 16)) & 0xFFFFL;
            long third = Short.reverseBytes((short) most) & 0xFFFFL;
            return first << 32 | second << 16 | third;
        }

        private static boolean same(long most, long least, long hashMost, long hashLeast) {
            return ((most ^ hashMost) & ~VERSION_BITS) == 0 && ((least ^ hashLeast) & ~VARIANT_BITS) == 0;
        }
    }
}
