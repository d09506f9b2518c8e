// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.io.Reader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** One YAML file of the catalog, as nodes that know their lines, with the problems found in it so far. */
final class CatalogFile {
    private final String name;
    private final List<CatalogProblem> problems = new ArrayList<>();

    CatalogFile(String name) {
        this.name = name;
    }

    /** The fields at the top of the file. */
    CatalogFields root(Reader yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(0);
        Node node = null;
        try {
            node = new Yaml(new SafeConstructor(options)).compose(yaml);
        } catch (MarkedYAMLException malformed) {
            int line = malformed.getProblemMark() == null
                    ? 1
                    : malformed.getProblemMark().getLine() + 1;
            add(line, "/", "is not YAML: " + malformed.getProblem(), "correct the text before this line");
        } catch (YAMLException malformed) {
            add(1, "/", "is not YAML: " + malformed.getMessage(), "write it without anchors and aliases");
        }
        return new CatalogFields(this, "", 1, node);
    }

    /** The entries of a section at the top, each read and then searched for unknown fields. */
    <T> Map<String, T> each(CatalogFields root, String section, BiFunction<String, CatalogFields, T> reader) {
        Map<String, T> specs = new LinkedHashMap<>();
        CatalogFields entries = root.section(section);
        for (String entry : entries.names()) {
            CatalogFields fields = entries.section(entry);
            specs.put(entry, reader.apply(entry, fields));
            fields.refuseUnread();
        }
        return specs;
    }

    void add(int line, String path, String rule, String remedy) {
        problems.add(new CatalogProblem(name, line, path, rule, remedy));
    }

    /** The problems in the order of their lines. */
    List<CatalogProblem> problems() {
        return problems.stream()
                .distinct()
                .sorted(Comparator.comparingInt(CatalogProblem::line))
                .toList();
    }

    static int line(@Nullable Node node, int otherwise) {
        return node == null || node.getStartMark() == null
                ? otherwise
                : node.getStartMark().getLine() + 1;
    }
}
