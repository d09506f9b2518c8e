// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.mapping;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pattern of the text in which a soft reference holds ids: <code>file-{id}</code> for one id between fixed texts, or
 * <code>*{id}*</code> for every id anywhere in a value.
 *
 * @param before fixed text; empty if {@code anywhere}
 * @param form spelling of the ids
 * @param after fixed text; empty if {@code anywhere}
 */
public record ReferencePattern(String before, Form form, String after, boolean anywhere) {
    /** Form that a pattern must have, in words for people. */
    public static final String RULE =
            "must have one of {id}, {ID}, {id32} and {ID32} with fixed text around it, as in 'file-{id}', or be '*{id}*' for ids"
                    + " anywhere in the text; at most 200 characters, without other braces, * and control characters";

    private static final int MOST = 200;
    private static final Pattern SHAPE =
            Pattern.compile("([^{}*\\p{Cntrl}]*)(\\{(?:id|ID)(?:32)?})([^{}*\\p{Cntrl}]*)");
    private static final Pattern ANYWHERE = Pattern.compile("\\*(\\{(?:id|ID)(?:32)?})\\*");

    /** Spelling of an id in text. */
    public enum Form {
        /** 8-4-4-4-12 lower-case hex digits. */
        LOWER("{id}"),
        /** 8-4-4-4-12 upper-case hex digits. */
        UPPER("{ID}"),
        /** 32 lower-case hex digits. */
        LOWER_32("{id32}"),
        /** 32 upper-case hex digits. */
        UPPER_32("{ID32}");

        private final String placeholder;

        Form(String placeholder) {
            this.placeholder = placeholder;
        }

        /** Placeholder in a pattern. */
        public String placeholder() {
            return placeholder;
        }

        /** Form of a placeholder; empty if it is none of these. */
        public static Optional<Form> of(String placeholder) {
            return Arrays.stream(values())
                    .filter(form -> form.placeholder.equals(placeholder))
                    .findFirst();
        }
    }

    /** Whether a text is one id in the fixed texts. */
    public boolean matches(String text) {
        String digit = form == Form.LOWER || form == Form.LOWER_32 ? "[0-9a-f]" : "[0-9A-F]";
        String id = form == Form.LOWER || form == Form.UPPER
                ? digit + "{8}(?:-" + digit + "{4}){3}-" + digit + "{12}"
                : digit + "{32}";
        return !anywhere
                && text.startsWith(before)
                && text.endsWith(after)
                && text.length() >= before.length() + after.length()
                && text.substring(before.length(), text.length() - after.length())
                        .matches(id);
    }

    /** Pattern of ids of a form anywhere in a value. */
    public static ReferencePattern anywhere(Form form) {
        return new ReferencePattern("", form, "", true);
    }

    /** Reads a pattern; empty if the text is none. A plain <code>{id}</code> is one. */
    public static Optional<ReferencePattern> parse(String text) {
        if (text.length() > MOST) {
            return Optional.empty();
        }
        Matcher anywhere = ANYWHERE.matcher(text);
        if (anywhere.matches()) {
            return Form.of(anywhere.group(1)).map(ReferencePattern::anywhere);
        }
        Matcher fixed = SHAPE.matcher(text);
        return fixed.matches()
                ? Form.of(fixed.group(2)).map(form -> new ReferencePattern(fixed.group(1), form, fixed.group(3), false))
                : Optional.empty();
    }

    /** Whether each value is an id as PostgreSQL writes it, and nothing else. */
    public boolean isPlain() {
        return !anywhere && form == Form.LOWER && before.isEmpty() && after.isEmpty();
    }

    /** The pattern as the mapping writes it. */
    @Override
    public String toString() {
        return anywhere ? "*" + form.placeholder + "*" : before + form.placeholder + after;
    }
}
