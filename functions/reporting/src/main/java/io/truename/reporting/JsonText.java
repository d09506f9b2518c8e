// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import org.jspecify.annotations.Nullable;

/** Writes JSON, two spaces a level: as much as a report needs, so that the rules need no library. */
final class JsonText {
    private final StringBuilder out = new StringBuilder();
    private int depth;
    private boolean first = true;

    JsonText open(@Nullable String key, char bracket) {
        begin(key);
        out.append(bracket);
        depth++;
        first = true;
        return this;
    }

    JsonText close(char bracket) {
        depth--;
        if (!first) {
            newLine();
        }
        out.append(bracket);
        first = false;
        return this;
    }

    JsonText member(String key, String text) {
        begin(key);
        string(text);
        return this;
    }

    JsonText member(@Nullable String key, Value value) {
        begin(key);
        if (value instanceof Value.Text text) {
            string(text.text());
        } else if (value instanceof Value.Quantity quantity) {
            number(quantity.amount());
        } else if (value instanceof Value.Money money) {
            out.append(money.amount().stripTrailingZeros().toPlainString());
        } else if (value instanceof Value.Absent absent) {
            string(absent.reason().word());
        } else {
            out.append("null");
        }
        return this;
    }

    JsonText member(String key, double number) {
        begin(key);
        number(number);
        return this;
    }

    JsonText member(String key, long number) {
        begin(key);
        out.append(number);
        return this;
    }

    JsonText member(String key, boolean flag) {
        begin(key);
        out.append(flag);
        return this;
    }

    /** A number of an array; null for one that is not finite. */
    JsonText element(double number) {
        begin(null);
        if (Double.isFinite(number)) {
            number(number);
        } else {
            out.append("null");
        }
        return this;
    }

    JsonText element(String text) {
        begin(null);
        string(text);
        return this;
    }

    @Override
    public String toString() {
        return out + "\n";
    }

    private void begin(@Nullable String key) {
        if (depth > 0) {
            if (!first) {
                out.append(',');
            }
            newLine();
        }
        first = false;
        if (key != null) {
            string(key);
            out.append(": ");
        }
    }

    private void newLine() {
        out.append('\n').append("  ".repeat(depth));
    }

    private void number(double number) {
        if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            out.append((long) number);
        } else {
            out.append(number);
        }
    }

    private void string(String text) {
        out.append('"');
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            switch (character) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    // Half a surrogate pair has no UTF-8; U+0000 has no place in jsonb.
                    boolean alone = Character.isSurrogate(character) && !paired(text, at);
                    if (alone || character == 0) {
                        out.append('\uFFFD');
                    } else if (character < ' ') {
                        out.append(String.format("\\u%04x", (int) character));
                    } else {
                        out.append(character);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean paired(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
}
