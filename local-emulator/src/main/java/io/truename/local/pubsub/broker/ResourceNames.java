// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Validation of the names of topics and subscriptions. */
final class ResourceNames {
    private static final Pattern PATH = Pattern.compile("projects/([^/]+)/(topics|subscriptions)/([^/]+)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._~+%-]{2,254}");
    private static final Pattern PROJECT = Pattern.compile("[a-z0-9.:-]{1,100}");

    private ResourceNames() {}

    /** Splits {@code path} into project and name. */
    static String[] split(String path, String collection) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches() || !matcher.group(2).equals(collection)) {
            throw PubSubException.invalid(
                    "The name \"" + path + "\" must read projects/{project}/" + collection + "/{name}.");
        }
        return new String[] {matcher.group(1), matcher.group(3)};
    }

    static void check(String project, String name) {
        if (!PROJECT.matcher(project).matches()) {
            throw PubSubException.invalid("The project id \"" + project + "\" has characters that no project id has.");
        }
        if (!NAME.matcher(name).matches() || name.startsWith("goog")) {
            throw PubSubException.invalid(
                    "The name \"" + name + "\" must be 3 to 255 characters long, start with a letter, "
                            + "contain only letters, digits and - _ . ~ + %, and must not start with \"goog\".");
        }
    }
}
