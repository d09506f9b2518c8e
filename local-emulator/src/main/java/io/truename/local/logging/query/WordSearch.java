// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Search for words in several texts, which together must hold them all. */
final class WordSearch {
    private final Set<String> missing;

    WordSearch(Set<String> words) {
        missing = new HashSet<>(words);
    }

    /** Looks through one more text; true once no word is missing. */
    boolean foundAllWith(String text) {
        missing.removeAll(words(text));
        return missing.isEmpty();
    }

    boolean foundAll() {
        return missing.isEmpty();
    }

    /** Splits a text into its runs of letters and digits, in lower case. */
    static Set<String> words(String text) {
        Set<String> words = new LinkedHashSet<>();
        int start = 0;
        for (int at = 0; at <= text.length(); at++) {
            if (at == text.length() || !Character.isLetterOrDigit(text.charAt(at))) {
                if (at > start) {
                    words.add(text.substring(start, at).toLowerCase(Locale.ROOT));
                }
                start = at + 1;
            }
        }
        return words;
    }
}
