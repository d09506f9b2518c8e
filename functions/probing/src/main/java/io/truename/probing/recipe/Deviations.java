// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.recipe;

import io.truename.identity.Namespace;
import io.truename.identity.UuidText;
import io.truename.probing.recipe.Deviation.Part;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every deviation that a search tries. Each was seen in a real pipeline or follows from a habit of some language's library.
 *
 * <p>Long, because it is a list: what is not in it is not found.
 */
final class Deviations {
    private static final UUID DNS = new UUID(0x6ba7b810_9dad_11d1L, 0x80b4_00c04fd430c8L);
    private static final UUID URL = new UUID(0x6ba7b811_9dad_11d1L, 0x80b4_00c04fd430c8L);
    private static final UUID OID = new UUID(0x6ba7b812_9dad_11d1L, 0x80b4_00c04fd430c8L);
    private static final UUID X500 = new UUID(0x6ba7b814_9dad_11d1L, 0x80b4_00c04fd430c8L);

    private static final String NO_CONTENT = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static final List<String> DOCUMENT_FIELDS = List.of("user", "content");
    private static final List<String> CHUNK_FIELDS = List.of("document", "chunker", "version", "ordinal");
    private static final List<Part> FIELD_PARTS =
            List.of(Part.FIRST_FIELD, Part.SECOND_FIELD, Part.THIRD_FIELD, Part.FOURTH_FIELD);

    private static final Map<String, String> PHRASES = phrases();

    private final List<Deviation> all = new ArrayList<>();

    private Deviations() {}

    /** Deviations of documents' ids. */
    static List<Deviation> ofDocuments(List<UUID> otherNamespaces, List<String> extras) {
        Deviations deviations = new Deviations();
        deviations.namespaces(otherNamespaces);
        deviations.hashes();
        deviations.users(extras);
        deviations.contents(extras);
        deviations.writing(DOCUMENT_FIELDS);
        return List.copyOf(deviations.all);
    }

    /** Deviations of chunks' ids. */
    static List<Deviation> ofChunks(List<UUID> otherNamespaces, List<String> extras) {
        Deviations deviations = new Deviations();
        deviations.namespaces(otherNamespaces);
        deviations.hashes();
        deviations.documents(extras);
        deviations.chunkers();
        deviations.versions();
        deviations.ordinals();
        deviations.writing(CHUNK_FIELDS);
        return List.copyOf(deviations.all);
    }

    /** The words for a code; the code itself if it is from another version of Truename. */
    static String phrase(String code) {
        String phrase = PHRASES.get(code);
        if (phrase != null) {
            return phrase;
        }
        if (code.startsWith("namespace.")) {
            return "under the namespace " + code.substring("namespace.".length());
        }
        if (code.startsWith("bits.v")) {
            return "with the version bits " + code.substring("bits.v".length());
        }
        int extra = code.indexOf(".is-");
        return extra < 0
                ? "with " + code
                : "with " + code.substring(extra + ".is-".length()).replace('-', ' ') + " as "
                        + code.substring(0, extra);
    }

    private static Map<String, String> phrases() {
        Map<String, String> phrases = new HashMap<>();
        ofDocuments(List.of(), List.of()).forEach(deviation -> phrases.put(deviation.code(), deviation.phrase()));
        ofChunks(List.of(), List.of()).forEach(deviation -> phrases.put(deviation.code(), deviation.phrase()));
        phrases.put("bits.raw", "without version and variant bits");
        phrases.put("bits.other-variant", "with another variant");
        phrases.put("bytes.mixed-endian", "with the first eight bytes in the order of a GUID");
        phrases.put(WrongRecipe.OTHER_PARENT, "with the id of another document");
        return phrases;
    }

    private void add(Part part, String code, String phrase, Predicate<NameDraft> change) {
        all.add(new Deviation(part, code, phrase, change));
    }

    private void namespaces(List<UUID> others) {
        namespace("dns", "under the DNS namespace of RFC 9562", DNS);
        namespace("url", "under the URL namespace of RFC 9562", URL);
        namespace("oid", "under the OID namespace of RFC 9562", OID);
        namespace("x500", "under the X.500 namespace of RFC 9562", X500);
        namespace("nil", "under the nil namespace", new UUID(0, 0));
        namespace("max", "under the max namespace", new UUID(-1, -1));
        namespace("default", "under the default namespace of Truename", Namespace.DEFAULT.id());
        for (UUID other : others) {
            namespace(other.toString(), "under the namespace " + other, other);
        }
        add(Part.NAMESPACE, "namespace.none", "without a namespace", draft -> draft.namespace(new byte[0]));
        add(
                Part.NAMESPACE,
                "namespace.text",
                "with the namespace as text",
                draft -> draft.namespace(draft.namespaceId().toString().getBytes(StandardCharsets.US_ASCII)));
        add(
                Part.NAMESPACE,
                "namespace.mixed-endian",
                "with the namespace's bytes in the order of a GUID",
                draft -> draft.namespace(new UUID(
                        NameDraft.StoredBits.mixed(draft.namespaceId().getMostSignificantBits()),
                        draft.namespaceId().getLeastSignificantBits())));
    }

    private void namespace(String code, String phrase, UUID id) {
        add(Part.NAMESPACE, "namespace." + code, phrase, draft -> draft.namespace(id));
    }

    private void hashes() {
        add(Part.HASH, "hash.sha-1", "with SHA-1", draft -> draft.hash(HashFunction.SHA_1));
        add(Part.HASH, "hash.sha-256", "with SHA-256", draft -> draft.hash(HashFunction.SHA_256));
        add(Part.HASH, "hash.md5", "with MD5", draft -> draft.hash(HashFunction.MD5));
    }

    private void users(List<String> extras) {
        int user = 0;
        text(user, "user.upper", "with the user in upper case", Deviations::upper);
        text(user, "user.lower", "with the user in lower case", Deviations::lower);
        stored(user, "user.as-stored", "with the user's UUID in the letter case that is stored");
        text(user, "user.no-hyphens", "with the user's UUID without hyphens", Deviations::uuidWithoutHyphens);
        text(user, "user.before-at", "with the part of the user before the at sign", text -> before(text, '@'));
        absent(user, "user");
        constant(user, "user.anonymous", "with anonymous as user", "anonymous");
        for (String extra : extras) {
            extra(user, "user", extra);
        }
    }

    private void contents(List<String> extras) {
        int content = 1;
        text(content, "content.upper", "with the content's hash in upper case", Deviations::upper);
        stored(content, "content.as-stored", "with the content's hash in the letter case that is stored");
        text(content, "content.prefixed", "with sha256: before the content's hash", text -> "sha256:" + text);
        text(
                content,
                "content.base64",
                "with the content's hash in Base64",
                text -> Base64.getEncoder().encodeToString(HexFormat.of().parseHex(text)));
        for (int digits : new int[] {8, 12, 16, 32, 40}) {
            text(
                    content,
                    "content.first-" + digits,
                    "with the first " + digits + " digits of the content's hash",
                    text -> text.substring(0, digits));
        }
        constant(content, "content.nothing", "with the hash of an empty file", NO_CONTENT);
        text(
                content,
                "content.hashed-twice",
                "with the hash of the content's hash",
                text -> hex(HashFunction.SHA_256, text));
        absent(content, "content");
        for (String extra : extras) {
            extra(content, "content", extra);
            hashOfExtra(content, "content.is-sha-256-of-", extra, HashFunction.SHA_256);
            hashOfExtra(content, "content.is-sha-1-of-", extra, HashFunction.SHA_1);
            hashOfExtra(content, "content.is-md5-of-", extra, HashFunction.MD5);
        }
    }

    private void documents(List<String> extras) {
        int document = 0;
        text(document, "document.upper", "with the document's id in upper case", Deviations::upper);
        text(document, "document.no-hyphens", "with the document's id without hyphens", Deviations::uuidWithoutHyphens);
        text(document, "document.urn", "with the document's id as URN", text -> "urn:uuid:" + text);
        text(document, "document.braces", "with the document's id in braces", text -> "{" + text + "}");
        absent(document, "document");
        for (String extra : extras) {
            extra(document, "document", extra);
        }
    }

    private void chunkers() {
        int chunker = 1;
        text(chunker, "chunker.lower", "with the chunker in lower case", Deviations::lower);
        text(chunker, "chunker.upper", "with the chunker in upper case", Deviations::upper);
        text(
                chunker,
                "chunker.underscores",
                "with underscores for hyphens in the chunker",
                text -> text.replace('-', '_'));
        text(chunker, "chunker.hyphens", "with hyphens for underscores in the chunker", text -> text.replace('_', '-'));
        absent(chunker, "chunker");
    }

    private void versions() {
        int version = 2;
        text(version, "version.v-added", "with v before the chunker version", text -> "v" + text);
        text(
                version,
                "version.v-removed",
                "without the v of the chunker version",
                text -> text.startsWith("v") ? text.substring(1) : text);
        text(version, "version.upper", "with the chunker version in upper case", Deviations::upper);
        text(version, "version.lower", "with the chunker version in lower case", Deviations::lower);
        for (String end : List.of(".0", ".0.0")) {
            String code = end.equals(".0") ? "zero" : "zeros";
            text(
                    version,
                    "version." + code + "-added",
                    "with " + end + " behind the chunker version",
                    text -> text + end);
            text(
                    version,
                    "version." + code + "-removed",
                    "without the " + end + " of the chunker version",
                    text -> text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text);
        }
        absent(version, "version");
    }

    private void ordinals() {
        int ordinal = 3;
        text(ordinal, "ordinal.plus-one", "with ordinals from 1", text -> Long.toString(Long.parseLong(text) + 1));
        text(
                ordinal,
                "ordinal.minus-one",
                "with ordinals that are one too small",
                text -> Long.toString(Long.parseLong(text) - 1));
        for (int digits : new int[] {2, 3, 4, 5, 6, 8, 10}) {
            text(
                    ordinal,
                    "ordinal.padded-" + digits,
                    "with the ordinal padded to " + digits + " digits",
                    text -> "0".repeat(Math.max(0, digits - text.length())) + text);
        }
        text(ordinal, "ordinal.decimal", "with the ordinal as a decimal fraction", text -> text + ".0");
        absent(ordinal, "ordinal");
    }

    private void writing(List<String> fields) {
        whiteSpace(fields);
        orders(fields);
        separator("none", "without a separator", "");
        for (String text : List.of("/", "-", "_", "|", "::", ".", ",", ";", "#", "+", "=", "@")) {
            separator(text, "with " + text + " as separator", text);
        }
        separator("space", "with a space as separator", " ");
        separator("line-break", "with a line break as separator", "\n");
        separator("tab", "with a tab as separator", "\t");
        separator("zero", "with a zero byte as separator", "\0");
        add(Part.CASE, "name.upper", "with the whole name in upper case", draft -> draft.letters(Deviations::upper));
        encoding("utf-16le", "in UTF-16, little-endian", StandardCharsets.UTF_16LE);
        encoding("utf-16be", "in UTF-16, big-endian", StandardCharsets.UTF_16BE);
    }

    private void whiteSpace(List<String> fields) {
        around("space-after", "with a space behind the name", "", " ");
        around("line-break-after", "with a line break behind the name", "", "\n");
        around("windows-line-break-after", "with a carriage return and a line break behind the name", "", "\r\n");
        around("tab-after", "with a tab behind the name", "", "\t");
        around("zero-after", "with a zero byte behind the name", "", "\0");
        around("space-before", "with a space before the name", " ", "");
        around("line-break-before", "with a line break before the name", "\n", "");
        around("byte-order-mark", "with a byte order mark before the name", "\uFEFF", "");
        around("quotes", "with the name in quotes", "\"", "\"");
        for (int field = 0; field < fields.size(); field++) {
            int index = field;
            String name = fields.get(field);
            if (field < fields.size() - 1) {
                inside(
                        name + "-space-after",
                        "with a space behind the " + name,
                        draft -> draft.field(index, draft.field(index) + " "));
                inside(
                        name + "-line-break-after",
                        "with a line break behind the " + name,
                        draft -> draft.field(index, draft.field(index) + "\n"));
            }
            if (field > 0) {
                inside(
                        name + "-space-before",
                        "with a space before the " + name,
                        draft -> draft.field(index, " " + draft.field(index)));
            }
        }
    }

    private void around(String code, String phrase, String before, String after) {
        add(Part.WHITE_SPACE, "name." + code, phrase, draft -> draft.around(before, after));
    }

    private void inside(String code, String phrase, Predicate<NameDraft> change) {
        add(Part.WHITE_SPACE, "name." + code, phrase, change);
    }

    /** Every order of all fields, and every choice of some of them in the right order. */
    private void orders(List<String> fields) {
        for (int left = (1 << fields.size()) - 2; left > 0; left--) {
            List<Integer> kept = new ArrayList<>();
            List<String> missing = new ArrayList<>();
            for (int field = 0; field < fields.size(); field++) {
                if ((left >> field & 1) == 1) {
                    kept.add(field);
                } else {
                    missing.add(fields.get(field));
                }
            }
            order("missing." + String.join("+", missing), "without " + String.join(" and ", missing), kept);
        }
        List<List<Integer>> permutations = new ArrayList<>();
        permute(new ArrayList<>(), fields.size(), permutations);
        for (List<Integer> permutation : permutations.subList(1, permutations.size())) {
            List<String> names = permutation.stream().map(fields::get).collect(Collectors.toList());
            order("order." + String.join("+", names), "in the order " + String.join(", ", names), permutation);
        }
    }

    private static void permute(List<Integer> begun, int size, List<List<Integer>> complete) {
        if (begun.size() == size) {
            complete.add(List.copyOf(begun));
        }
        for (int field = 0; field < size; field++) {
            if (!begun.contains(field)) {
                begun.add(field);
                permute(begun, size, complete);
                begun.remove(begun.size() - 1);
            }
        }
    }

    private void order(String code, String phrase, List<Integer> fields) {
        int[] order = fields.stream().mapToInt(Integer::intValue).toArray();
        add(Part.ORDER, code, phrase, draft -> draft.order(Arrays.copyOf(order, order.length)));
    }

    private void separator(String code, String phrase, String text) {
        add(Part.SEPARATOR, "separator." + code, phrase, draft -> draft.separator(text));
    }

    private void encoding(String code, String phrase, Charset charset) {
        add(Part.ENCODING, "encoding." + code, phrase, draft -> draft.charset(charset));
    }

    private void absent(int field, String name) {
        constant(field, name + ".empty", "with an empty " + name, "");
        for (String word : List.of("null", "None", "undefined", "nil")) {
            constant(field, name + ".word-" + lower(word), "with the word " + word + " as " + name, word);
        }
    }

    private void constant(int field, String code, String phrase, String text) {
        add(FIELD_PARTS.get(field), code, phrase, draft -> draft.field(field, text));
    }

    private void text(int field, String code, String phrase, Function<String, @Nullable String> change) {
        add(
                FIELD_PARTS.get(field),
                code,
                phrase,
                draft -> draft.field(field, code, () -> change.apply(draft.field(field))));
    }

    private void stored(int field, String code, String phrase) {
        add(FIELD_PARTS.get(field), code, phrase, draft -> draft.field(field, draft.stored(field)));
    }

    private void extra(int field, String name, String label) {
        String code = name + ".is-" + label;
        add(
                FIELD_PARTS.get(field),
                code,
                phrase(code),
                draft -> draft.field(field, draft.extra(label).orElse(null)));
    }

    private void hashOfExtra(int field, String prefix, String label, HashFunction hash) {
        String code = prefix + label;
        add(
                FIELD_PARTS.get(field),
                code,
                phrase(code),
                draft -> draft.field(
                        field,
                        code,
                        () -> draft.extra(label).map(text -> hex(hash, text)).orElse(null)));
    }

    private static String hex(HashFunction hash, String text) {
        return HexFormat.of().formatHex(hash.begin().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static String uuidWithoutHyphens(String text) {
        return UuidText.isUuid(text) ? text.replace("-", "") : text;
    }

    private static String before(String text, char end) {
        int at = text.indexOf(end);
        return at <= 0 ? text : text.substring(0, at);
    }
}
