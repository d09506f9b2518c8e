// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.reference;

import io.truename.corpus.mapping.ReferencePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Pattern of a text around its ids, such as <code>file-{id}</code>, without data: each id is a placeholder, and {@code *} stands for
 * each part that varies. Two texts of one {@link #shape} merge into one pattern, which keeps the words that both have. Digits, words of
 * free text, and anything with another character than letters of ASCII are {@code *} from the start. A list of ids is shown as two
 * of them.
 *
 * <p>A word is what stands between two separators, such as a folder's name, or a run of letters that touches the id.
 *
 * @param pieces in the order of the text
 */
public record IdPattern(List<Piece> pieces) {
    /** Number of texts with a word from which on it is not data but part of the form. */
    public static final long COMMON = 3;

    private static final String SEPARATORS = "/\\:;,|=&?#\"'`()[]{}<> ";
    private static final Pattern WORD = Pattern.compile("[A-Za-z._-]{1,32}");
    private static final Pattern DOTS = Pattern.compile("\\.+");
    private static final int MOST_BEFORE = 80;
    private static final int MOST_AFTER = 80;
    private static final int MOST_IDS = 8;
    private static final int MOST_PIECES = 40;
    private static final Piece ANYTHING = new Piece(Kind.ANYTHING, "*");
    private static final Piece BLANK = new Piece(Kind.MARK, " ");

    public IdPattern {
        pieces = List.copyOf(pieces);
    }

    /** Kind of a piece. */
    public enum Kind {
        ID,
        WORD,
        /** Separators and punctuation. */
        MARK,
        ANYTHING
    }

    /** Piece of a pattern. */
    public record Piece(Kind kind, String text) {
        private String shape() {
            return switch (kind) {
                case ID -> "\u0001" + text;
                case WORD, ANYTHING -> "\u0002";
                case MARK -> text;
            };
        }
    }

    /**
     * Makes the pattern of a text.
     *
     * @param ids at least one, by their start, none over another
     */
    public static IdPattern of(String text, List<IdToken> ids) {
        List<IdToken> shown = ids.subList(0, Math.min(ids.size(), MOST_IDS));
        int from = Math.max(0, ids.get(0).start() - MOST_BEFORE);
        int end = shown.get(shown.size() - 1).end();
        int until = Math.min(text.length(), end + MOST_AFTER);
        List<Piece> pieces = new ArrayList<>();
        if (from > 0) {
            pieces.add(ANYTHING);
            while (from < ids.get(0).start() && !isSeparator(text.charAt(from))) {
                from++;
            }
        }
        boolean cut = until < text.length();
        while (cut && until > end && !isSeparator(text.charAt(until - 1))) {
            until--;
        }
        int at = from;
        for (IdToken id : shown) {
            between(text.substring(at, id.start()), at > from, true, pieces);
            pieces.add(new Piece(Kind.ID, id.placeholder()));
            at = id.end();
        }
        between(text.substring(at, until), true, false, pieces);
        if (cut) {
            pieces.add(ANYTHING);
        }
        List<Piece> form = withoutRepetition(withoutFreeText(pieces));
        if (form.size() == 1 && text.length() > end - ids.get(0).start()) {
            // An id with blanks around it is not an id and nothing else.
            form.add(ids.get(0).start() == 0 ? 1 : 0, BLANK);
        }
        if (form.size() > MOST_PIECES) {
            form.subList(MOST_PIECES - 1, form.size()).clear();
            form.add(ANYTHING);
        }
        return new IdPattern(form);
    }

    /** Reads the text between two ids: letters that touch an id are read one by one, all else as words. */
    private static void between(String text, boolean afterId, boolean beforeId, List<Piece> pieces) {
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && !isSeparator(text.charAt(end))) {
                end++;
            }
            if (end > at) {
                boolean touches = (afterId && at == 0) || (beforeId && end == text.length());
                if (touches) {
                    touching(text.substring(at, end), pieces);
                } else {
                    pieces.add(word(text.substring(at, end)));
                }
            }
            if (end < text.length()) {
                char separator = text.charAt(end);
                pieces.add(Character.isWhitespace(separator) ? BLANK : new Piece(Kind.MARK, String.valueOf(separator)));
            }
            at = end + 1;
        }
    }

    private static Piece word(String text) {
        if (DOTS.matcher(text).matches()) {
            return new Piece(Kind.MARK, text);
        }
        return WORD.matcher(text).matches() ? new Piece(Kind.WORD, text) : ANYTHING;
    }

    private static void touching(String text, List<Piece> pieces) {
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && !isPunctuation(text.charAt(end))) {
                end++;
            }
            if (end > at) {
                pieces.add(word(text.substring(at, end)));
            }
            if (end < text.length()) {
                pieces.add(new Piece(Kind.MARK, String.valueOf(text.charAt(end))));
            }
            at = end + 1;
        }
    }

    private static boolean isSeparator(char character) {
        return SEPARATORS.indexOf(character) >= 0 || Character.isWhitespace(character);
    }

    private static boolean isPunctuation(char character) {
        return character > ' ' && character < 127 && !Character.isLetterOrDigit(character);
    }

    /** Replaces each word of free text: a run between blanks, without an id. */
    private static List<Piece> withoutFreeText(List<Piece> pieces) {
        List<Piece> form = new ArrayList<>();
        List<Piece> run = new ArrayList<>();
        for (int i = 0; i <= pieces.size(); i++) {
            Piece piece = i < pieces.size() ? pieces.get(i) : BLANK;
            if (!piece.equals(BLANK)) {
                run.add(piece);
                continue;
            }
            if (run.stream().anyMatch(part -> part.kind == Kind.ID)) {
                if (!form.isEmpty()) {
                    form.add(BLANK);
                }
                form.addAll(run);
            } else if (!run.isEmpty()
                    && (form.isEmpty() || !form.get(form.size() - 1).equals(ANYTHING))) {
                if (!form.isEmpty()) {
                    form.add(BLANK);
                }
                form.add(ANYTHING);
            }
            run.clear();
        }
        return form;
    }

    /** Leaves two ids of a list, in which the same stands between each and the next. */
    private static List<Piece> withoutRepetition(List<Piece> pieces) {
        List<Piece> form = new ArrayList<>();
        List<Piece> link = List.of();
        int lastId = -1;
        for (int i = 0; i < pieces.size(); i++) {
            form.add(pieces.get(i));
            if (pieces.get(i).kind != Kind.ID) {
                continue;
            }
            List<Piece> next = lastId < 0 ? List.of() : List.copyOf(pieces.subList(lastId + 1, i + 1));
            if (!next.isEmpty() && next.equals(link)) {
                form.subList(form.size() - next.size(), form.size()).clear();
            }
            link = next;
            lastId = i;
        }
        return form;
    }

    /** Whether the text is an id and nothing else, in any form. */
    public boolean whole() {
        return pieces.size() == 1;
    }

    /** Whether the text is one id of 8-4-4-4-12 digits of one case: the form that a migration replaces. */
    public boolean replaceable() {
        return whole() && List.of("{id}", "{ID}").contains(pieces.get(0).text());
    }

    /**
     * The pattern as a mapping writes it; empty if anything in it varies, or if it has several ids.
     *
     * @param texts number of texts that were merged; of fewer than {@link #COMMON} the words are taken for data
     */
    public Optional<ReferencePattern> fixed(long texts) {
        boolean varies = pieces.stream()
                .anyMatch(piece -> piece.kind == Kind.ANYTHING
                        || piece.equals(BLANK)
                        || (piece.kind == Kind.WORD && texts < COMMON));
        return varies
                ? Optional.empty()
                : ReferencePattern.parse(pieces.stream().map(Piece::text).collect(Collectors.joining()));
    }

    /** Spellings of the ids, in the order of the text; empty if one has digits of both cases, which no mapping replaces. */
    public List<ReferencePattern.Form> forms() {
        List<Optional<ReferencePattern.Form>> forms = pieces.stream()
                .filter(piece -> piece.kind == Kind.ID)
                .map(piece -> ReferencePattern.Form.of(piece.text))
                .distinct()
                .toList();
        return forms.stream().allMatch(Optional::isPresent)
                ? forms.stream().map(Optional::orElseThrow).toList()
                : List.of();
    }

    /** Key of texts that differ in words alone. */
    public String shape() {
        StringBuilder shape = new StringBuilder();
        pieces.forEach(piece -> shape.append(piece.shape()).append('\u0000'));
        return shape.toString();
    }

    /** Merges two patterns of one shape: words that differ become {@code *}. */
    public IdPattern merged(IdPattern other) {
        if (pieces.equals(other.pieces)) {
            return this;
        }
        List<Piece> merged = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            merged.add(pieces.get(i).equals(other.pieces.get(i)) ? pieces.get(i) : ANYTHING);
        }
        return new IdPattern(merged);
    }

    /**
     * The pattern for people.
     *
     * @param texts number of texts that were merged; words of fewer than {@link #COMMON} are not shown
     */
    public String text(long texts) {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            String written = piece.kind == Kind.WORD && texts < COMMON ? "*" : piece.text;
            if (!written.equals("*") || text.length() == 0 || text.charAt(text.length() - 1) != '*') {
                text.append(written);
            }
        }
        return text.toString();
    }
}
