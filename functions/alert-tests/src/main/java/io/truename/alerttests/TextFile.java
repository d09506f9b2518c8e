// SPDX-License-Identifier: Apache-2.0
package io.truename.alerttests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** A JSON or YAML file as maps, lists and values. */
final class TextFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 200_000_000;

    private TextFile() {}

    static Object read(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return file.toString().endsWith(".json") ? JSON.readValue(text, Object.class) : yaml(text);
        } catch (JsonProcessingException malformed) {
            throw syntax(file, malformed.getLocation().getLineNr(), malformed.getOriginalMessage());
        } catch (MarkedYAMLException malformed) {
            throw syntax(file, malformed.getProblemMark().getLine() + 1, String.valueOf(malformed.getProblem()));
        } catch (IOException unreadable) {
            throw new InputException(file.toString(), "", "it cannot be read", "Check that it exists.");
        }
    }

    private static Object yaml(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setCodePointLimit(LONGEST);
        Object value = new Yaml(new SafeConstructor(options)).load(text);
        return value == null ? Map.of() : value;
    }

    /** Returns a value as JSON. */
    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    private static InputException syntax(Path file, int line, String problem) {
        return new InputException(file.toString(), "line " + line, problem, "Correct the syntax.");
    }
}
