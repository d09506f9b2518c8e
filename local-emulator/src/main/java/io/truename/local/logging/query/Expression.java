// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

import com.google.logging.v2.LogEntry;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Expression of a filter: the syntax tree, which also evaluates itself. */
sealed interface Expression {
    boolean matches(LogEntry entry);

    /** No filter. */
    record Everything() implements Expression {
        @Override
        public boolean matches(LogEntry entry) {
            return true;
        }
    }

    /** {@code a AND b}, {@code a b}. */
    record All(List<Expression> parts) implements Expression {
        @Override
        public boolean matches(LogEntry entry) {
            for (Expression part : parts) {
                if (!part.matches(entry)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** {@code a OR b}. */
    record Any(List<Expression> parts) implements Expression {
        @Override
        public boolean matches(LogEntry entry) {
            for (Expression part : parts) {
                if (part.matches(entry)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** {@code NOT a}, {@code -a}. */
    record Not(Expression negated) implements Expression {
        @Override
        public boolean matches(LogEntry entry) {
            return !negated.matches(entry);
        }
    }

    /** {@code field = value} and its like. Of several values (an array's), one must pass; a missing one never does. */
    record Comparison(Field field, Operator operator, ValueTest test) implements Expression {
        @Override
        public boolean matches(LogEntry entry) {
            for (Object value : field.values(entry)) {
                if (test.test(value)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** {@code field:*}. */
    record Exists(Field field) implements Expression {
        @Override
        public boolean matches(LogEntry entry) {
            return field.exists(entry);
        }
    }

    /** A value without a field: some field contains it, in any case. */
    record Text(String lowerCase) implements Expression {
        @Override
        public boolean matches(LogEntry entry) {
            return EntryTexts.any(entry, text -> EntryTexts.contains(text, lowerCase));
        }
    }

    /** {@code SEARCH("words")} and {@code SEARCH(field, "words")}: every word occurs, in any order and case. */
    record Search(Optional<Field> field, Set<String> words) implements Expression {
        @Override
        public boolean matches(LogEntry entry) {
            WordSearch search = new WordSearch(words);
            if (field.isEmpty()) {
                EntryTexts.any(entry, search::foundAllWith);
            } else {
                for (Object value : field.get().values(entry)) {
                    EntryTexts.anyOf(value, search::foundAllWith);
                }
            }
            return search.foundAll();
        }
    }

    /** {@code ip_in_net(field, "10.0.0.0/8")}. */
    record InNet(Field field, IpNet net) implements Expression {
        @Override
        public boolean matches(LogEntry entry) {
            for (Object value : field.values(entry)) {
                if (value instanceof String address && net.contains(address)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** {@code log_id("syslog")}: the decoded last part of the log's name. */
    record LogId(String id) implements Expression {
        @Override
        public boolean matches(LogEntry entry) {
            String name = entry.getLogName();
            int from = name.indexOf("/logs/");
            return from >= 0
                    && id.equalsIgnoreCase(
                            URLDecoder.decode(name.substring(from + "/logs/".length()), StandardCharsets.UTF_8));
        }
    }

    /** {@code sample(field, fraction)}: the same values always give the same answer. */
    record Sample(Field field, double fraction) implements Expression {
        @Override
        public boolean matches(LogEntry entry) {
            List<Object> values = field.values(entry);
            return !values.isEmpty() && Sampling.share(EntryTexts.text(values.get(0))) < fraction;
        }
    }
}
