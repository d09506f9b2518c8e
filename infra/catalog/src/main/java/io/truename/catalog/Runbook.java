// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runbook of an alert or an objective in Markdown, or a guide for people on call.
 *
 * @param name name of the alert, of the objective or of the guide
 */
public record Runbook(String name, String text) {
    /** Project and region for which runbooks are written; Terraform replaces them by those of the installation. */
    private static final String ANY_INSTALLATION = "PROJECT=my-project REGION=europe-west1";

    private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```sh ?([a-z]*)\\n(.*?)^ *```$");
    private static final Pattern HEADING = Pattern.compile("(?m)^(#{1,2}) (.+)$");
    private static final Pattern ANY_BLOCK = Pattern.compile("(?ms)^ *```.*?^ *```$");

    /** Use of a block of commands, the second word behind its fence. */
    public enum Use {
        /** Reads only; works in Google Cloud and in the local cloud. Such a block has no second word. */
        CHECK,
        /** Needs Google Cloud. */
        CLOUD,
        /** Changes something; works in both. */
        CHANGE,
        /** Defines the commands that the others use. */
        SETUP,
        /** Defines them for the local cloud. */
        LOCAL
    }

    /** Block of shell commands. */
    public record Block(Use use, String script) {}

    /** File of a runbook in {@code terraform/runbooks}. */
    static String file(String name) {
        return name + ".md";
    }

    /** First heading. */
    public String title() {
        return headings("#").stream().findFirst().orElse("");
    }

    /** Headings of the second level, in order. */
    public List<String> sections() {
        return headings("##");
    }

    /** Blocks of shell commands, in order. */
    public List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        Matcher found = BLOCK.matcher(text);
        while (found.find()) {
            String word = found.group(1);
            blocks.add(new Block(
                    word.isEmpty() ? Use.CHECK : Use.valueOf(word.toUpperCase(Locale.ROOT)),
                    found.group(2).stripIndent()));
        }
        return blocks;
    }

    /** The text as an alert of an installation carries it. Terraform makes the same of the file. */
    public String content(String project, String region) {
        return text.replace(ANY_INSTALLATION, "PROJECT=" + project + " REGION=" + region);
    }

    private List<String> headings(String level) {
        // A comment of a script looks like a heading.
        return HEADING.matcher(ANY_BLOCK.matcher(text).replaceAll(""))
                .results()
                .filter(found -> found.group(1).equals(level))
                .map(found -> found.group(2))
                .toList();
    }
}
