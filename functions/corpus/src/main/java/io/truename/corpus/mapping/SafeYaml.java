// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.mapping;

import java.io.StringReader;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * Parser of a safe subset of YAML: bounds the cost of a hostile text before anything is built from it.
 * No anchors, aliases, tags or duplicate keys; {@value #MOST_CHARACTERS} characters, {@value #DEEPEST} levels, {@value #LONGEST_VALUE}
 * characters in one value.
 */
final class SafeYaml {
    static final int MOST_CHARACTERS = 256 * 1024;
    static final int DEEPEST = 20;
    /** SnakeYAML's patterns for numbers and times take quadratic time, or all of the stack, for long texts. */
    static final int LONGEST_VALUE = 4096;

    private SafeYaml() {}

    /**
     * Lists, maps, texts, numbers and so on.
     *
     * @throws MappingException with one issue that names the place
     */
    static @Nullable Object load(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw refused("must have at most " + MOST_CHARACTERS + " characters", text.length() + " characters");
        }
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        options.setCodePointLimit(MOST_CHARACTERS);
        options.setNestingDepthLimit(DEEPEST);
        Yaml yaml = new Yaml(new SafeConstructor(options));
        try {
            int depth = 0;
            for (Event event : yaml.parse(new StringReader(text))) {
                depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
                refuseUnlessPlain(event, depth);
            }
            return yaml.load(text);
        } catch (MarkedYAMLException malformed) {
            throw refused("must be one YAML document without duplicate keys", at(malformed.getProblemMark()));
        } catch (YAMLException malformed) {
            throw refused("must be one YAML document of printable characters", "something else");
        }
    }

    private static void refuseUnlessPlain(Event event, int depth) {
        if (depth > DEEPEST) {
            throw refused("must have at most " + DEEPEST + " levels", "more levels " + at(event.getStartMark()));
        }
        if (event instanceof AliasEvent || (event instanceof NodeEvent node && node.getAnchor() != null)) {
            throw refused("must have no anchors and aliases", "one " + at(event.getStartMark()));
        }
        if (event instanceof ScalarEvent value && value.getValue().length() > LONGEST_VALUE) {
            throw refused(
                    "must have values of at most " + LONGEST_VALUE + " characters",
                    "a longer one " + at(event.getStartMark()));
        }
        boolean tagged = (event instanceof ScalarEvent scalar && scalar.getTag() != null)
                || (event instanceof CollectionStartEvent collection && collection.getTag() != null);
        if (tagged) {
            throw refused("must have no tags", "one " + at(event.getStartMark()));
        }
    }

    private static String at(@Nullable Mark mark) {
        return mark == null
                ? "something else"
                : "at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
    }

    private static MappingException refused(String rule, String got) {
        return new MappingException(List.of(new FieldIssue("", rule, got)));
    }
}
