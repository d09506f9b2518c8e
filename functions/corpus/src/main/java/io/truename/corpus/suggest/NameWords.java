// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Words of an identifier, in lower case and in the singular: {@code uploadFile_IDs} has upload, file and id. */
final class NameWords {
    private static final Pattern BORDER = Pattern.compile("[^\\p{L}\\p{N}]+|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})");
    private static final Set<String> SINGULAR =
            Set.of("pos", "has", "was", "gas", "bus", "canvas", "alias", "sms", "s3");

    /** Words that only say that a value refers to something. */
    private static final Set<String> REFERENCE = Set.of("id", "uuid", "guid", "key", "ref", "fk", "pk");

    private NameWords() {}

    static List<String> of(String identifier) {
        return Arrays.stream(BORDER.split(identifier))
                .filter(word -> !word.isEmpty())
                .map(word -> singular(word.toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static String singular(String word) {
        if (word.equals("ids")) {
            return "id";
        }
        if (word.length() <= 3
                || SINGULAR.contains(word)
                || word.endsWith("ss")
                || word.endsWith("us")
                || word.endsWith("is")) {
            return word;
        }
        if (word.endsWith("ies")) {
            return word.substring(0, word.length() - 3) + "y";
        }
        return word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    }

    /** Greatest weight of a word that occurs, or 0. */
    static int best(Collection<String> words, Map<String, Integer> weights) {
        return words.stream()
                .mapToInt(word -> weights.getOrDefault(word, 0))
                .max()
                .orElse(0);
    }

    static boolean any(Collection<String> words, Set<String> wanted) {
        return words.stream().anyMatch(wanted::contains);
    }

    /** Whether a reference is named after a table: file_id or upload_file_id after upload_files. */
    static boolean nameTheSame(List<String> reference, List<String> table) {
        return reference.stream().filter(word -> !REFERENCE.contains(word)).anyMatch(table::contains);
    }

    /** Whether the name is that of a reference. */
    static boolean isReference(List<String> words) {
        return words.size() > 1 && REFERENCE.contains(words.get(words.size() - 1));
    }
}
