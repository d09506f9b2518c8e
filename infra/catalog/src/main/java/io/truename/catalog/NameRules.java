// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

/** Rule of names that become resources of Google Cloud. */
final class NameRules {
    private static final String NAME = "[a-z]([a-z0-9]|-[a-z0-9]){0,60}";

    private NameRules() {}

    static void check(String name, String kind, CatalogFields fields) {
        if (!name.matches(NAME)) {
            fields.refuseHere("is no name of " + kind, "write lower-case words with hyphens, as dead-letters");
        }
    }
}
